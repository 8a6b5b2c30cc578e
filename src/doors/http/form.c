/* form.c: taking forms apart; see form.h. The way to JSON is in form_json.c. */

#include "doors/http/form.h"

#include "base/check.h"

#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX 70         /* RFC 2046 */
#define PART_HEAD_MAX 4096

void form_init(struct form *form, struct arena *arena)
{
    *form = (struct form){ .arena = arena };
}

struct form_field *form_add(struct form *form, struct text name, struct text value)
{
    if (form->count == FORM_FIELDS_MAX)
        return NULL;
    struct form_field *field = ARENA_NEW(form->arena, struct form_field);
    field->name = name;
    field->value = value;
    if (form->last == NULL)
        form->first = field;
    else
        form->last->next = field;
    form->last = field;
    form->count++;
    return field;
}

const struct form_field *form_field(const struct form *form, struct text name)
{
    for (const struct form_field *field = form->first; field != NULL; field = field->next)
        if (text_equal(field->name, name))
            return field;
    return NULL;
}

struct text form_value(const struct form *form, struct text name)
{
    const struct form_field *field = form_field(form, name);
    return field == NULL ? (struct text){ 0 } : field->value;
}

/* ---- application/x-www-form-urlencoded ---- */

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Line ends of a text area come as CR LF. */
static void builder_add_line(struct builder *builder, char character)
{
    bool after_return = builder->length > 0 && builder->data[builder->length - 1] == '\r';
    if (character == '\n' && after_return)
        builder->data[builder->length - 1] = '\n';
    else
        builder_add_char(builder, character);
}

static bool decode(struct text encoded, struct arena *arena, struct text *ret_text)
{
    char *bytes = arena_take(arena, encoded.length + 1);
    struct builder builder = builder_over(bytes, encoded.length + 1);
    for (size_t i = 0; i < encoded.length; i++) {
        char character = encoded.data[i];
        if (character == '%') {
            if (encoded.length - i < 3)
                return false;
            int high = hex_digit(encoded.data[i + 1]), low = hex_digit(encoded.data[i + 2]);
            if (high < 0 || low < 0)
                return false;
            character = (char)(high * 16 + low);
            i += 2;
        } else if (character == '+') {
            character = ' ';
        }
        builder_add_line(&builder, character);
    }
    *ret_text = builder_text(&builder);
    return true;
}

bool form_add_encoded(struct form *form, struct text encoded)
{
    struct text left = encoded;
    while (left.length > 0) {
        struct text value, pair = text_until(left, '&', &left);
        if (pair.length == 0)
            continue;
        struct text name = text_until(pair, '=', &value);
        if (!decode(name, form->arena, &name) || !decode(value, form->arena, &value))
            return false;
        if (form_add(form, name, value) == NULL)
            return false;
    }
    return true;
}

/* ---- headers with parameters ---- */

static bool starts_loose(struct text text, const char *with)
{
    size_t length = strlen(with);
    return text.length >= length && strncasecmp(text.data, with, length) == 0;
}

/* The value of `name=` behind the first semicolon, unquoted; absent when there is none. Browsers
 * write a quote inside a name as %22 and never a backslash before it. */
static struct text parameter_of(struct text header, const char *name)
{
    struct text left;
    text_until(header, ';', &left);
    while (left.length > 0) {
        left = text_trim(left);
        size_t equals = 0;
        while (equals < left.length && left.data[equals] != '=' && left.data[equals] != ';')
            equals++;
        struct text found = text_trim(text_slice(left, 0, equals));
        bool wanted = found.length == strlen(name) && starts_loose(found, name);
        left = text_slice(left, equals, left.length);
        if (!text_starts(left, TEXT("="))) {
            text_until(left, ';', &left);
            continue;
        }
        left = text_slice(left, 1, left.length);
        struct text value;
        if (text_starts(left, TEXT("\""))) {
            value = text_until(text_slice(left, 1, left.length), '"', &left);
            if (left.data == NULL)
                return (struct text){ 0 };
            text_until(left, ';', &left);
        } else {
            value = text_trim(text_until(left, ';', &left));
        }
        if (wanted)
            return value;
    }
    return (struct text){ 0 };
}

/* ---- multipart/form-data ---- */

struct multipart {
    struct form *form;
    struct text left;           /* what was not read yet */
    struct text mark;           /* CR LF "--" boundary */
    const char *reason;
};

static bool find(struct text in, struct text what, size_t *ret_at)
{
    const char *found = in.length == 0 ? NULL
        : memmem(in.data, in.length, what.data, what.length);
    if (found == NULL)
        return false;
    *ret_at = (size_t)(found - in.data);
    return true;
}

static bool broken(struct multipart *multipart, const char *reason)
{
    multipart->reason = reason;
    return false;
}

/* Some browsers send a whole path. */
static struct text without_folders(struct text name)
{
    for (size_t i = name.length; i > 0; i--)
        if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
            return text_slice(name, i, name.length);
    return name;
}

static struct text lines_ended(struct text text, struct arena *arena)
{
    if (text.length == 0 || memchr(text.data, '\r', text.length) == NULL)
        return text;
    char *bytes = arena_take(arena, text.length);
    struct builder builder = builder_over(bytes, text.length);
    for (size_t i = 0; i < text.length; i++)
        builder_add_line(&builder, text.data[i]);
    return builder_text(&builder);
}

static bool take_part(struct multipart *multipart, struct text head, struct text body)
{
    struct text disposition = { 0 }, type = { 0 };
    struct text left = head;
    while (left.length > 0) {
        struct text line = text_trim(text_until(left, '\n', &left));
        if (starts_loose(line, "content-disposition:"))
            disposition = text_trim(text_slice(line, strlen("content-disposition:"),
                                               line.length));
        else if (starts_loose(line, "content-type:"))
            type = text_trim(text_slice(line, strlen("content-type:"), line.length));
    }
    struct text name = parameter_of(disposition, "name");
    struct text file_name = parameter_of(disposition, "filename");
    if (!starts_loose(disposition, "form-data") || name.data == NULL)
        return broken(multipart, "a part without a name");
    bool file = file_name.data != NULL;
    if (!text_is_utf8(name) || !text_is_utf8(file_name) || !text_is_utf8(type))
        return broken(multipart, "the head of a part is not UTF-8");
    if (!file)
        body = lines_ended(body, multipart->form->arena);
    struct form_field *field = form_add(multipart->form, name, body);
    if (field == NULL)
        return broken(multipart, "too many fields");
    field->file = file;
    field->file_name = without_folders(file_name);
    field->file_type = type;
    return true;
}

/* From behind one boundary to behind the next. */
static bool next_part(struct multipart *multipart)
{
    size_t head_end, body_end;
    if (!text_starts(multipart->left, TEXT("\r\n")))
        return broken(multipart, "no line end behind a boundary");
    if (!find(multipart->left, TEXT("\r\n\r\n"), &head_end) || head_end > PART_HEAD_MAX)
        return broken(multipart, "a part without a head, or with one too long");
    struct text head = text_slice(multipart->left, 2, head_end < 2 ? 2 : head_end);
    /* An empty body's boundary begins with the line end of the head. */
    multipart->left = text_slice(multipart->left, head_end + 2, multipart->left.length);
    if (!find(multipart->left, multipart->mark, &body_end))
        return broken(multipart, "a part without an end");
    struct text body = text_slice(multipart->left, 2, body_end < 2 ? 2 : body_end);
    multipart->left = text_slice(multipart->left, body_end + multipart->mark.length,
                                 multipart->left.length);
    return take_part(multipart, head, body);
}

static bool multipart_parse(struct form *form, struct text content_type, struct text body,
                            const char **ret_reason)
{
    struct text boundary = parameter_of(content_type, "boundary");
    if (boundary.length == 0 || boundary.length > BOUNDARY_MAX) {
        *ret_reason = "no boundary";
        return false;
    }
    struct multipart multipart = {
        .form = form,
        .mark = arena_format(form->arena, "\r\n--%.*s", TEXT_ARGS(boundary)),
    };
    struct text first = text_slice(multipart.mark, 2, multipart.mark.length);
    size_t at = 0;
    if (!find(body, first, &at) || (at > 0 && body.data[at - 1] != '\n')) {
        *ret_reason = "the body does not begin with the boundary";
        return false;
    }
    multipart.left = text_slice(body, at + first.length, body.length);
    while (!text_starts(multipart.left, TEXT("--")))
        if (!next_part(&multipart)) {
            *ret_reason = multipart.reason;
            return false;
        }
    return true;
}

/* ---- either ---- */

static bool is_encoded_type(struct text type)
{
    return starts_loose(type, "application/x-www-form-urlencoded");
}

bool form_type_is_known(struct text type)
{
    return is_encoded_type(type) || starts_loose(type, "multipart/form-data");
}

bool form_parse(struct text content_type, struct text body, struct arena *arena,
                struct form *ret_form, const char **ret_reason)
{
    struct form form;
    form_init(&form, arena);
    if (is_encoded_type(content_type)) {
        if (!form_add_encoded(&form, body)) {
            *ret_reason = "not well encoded, or too many fields";
            return false;
        }
    } else if (!form_type_is_known(content_type)) {
        *ret_reason = "not a form";
        return false;
    } else if (!multipart_parse(&form, content_type, body, ret_reason)) {
        return false;
    }
    *ret_form = form;
    return true;
}
