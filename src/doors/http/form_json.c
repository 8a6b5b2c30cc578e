/* form_json.c: from names and values to the JSON that a shape reads. */

#include "doors/http/form.h"

#include "base/check.h"
#include "base/digest.h"

#include <string.h>

/* base64 of the largest file, and the fields beside it. */
#define JSON_BYTES_MAX (2 * LIMIT_UPLOAD_BYTES)
#define PATH_MAX_BYTES 400

struct filling {
    const struct form *form;
    struct json_writer writer;
    struct shape_faults *faults;
    struct form *used;          /* or NULL */
    int depth;
};

/* Where we are, in the sender's names and in the names after empty rows are left out. */
struct prefix {
    struct text given, kept;
};

static bool is_blank(const struct form_field *field)
{
    return field->file ? field->value.length == 0 : text_trim(field->value).length == 0;
}

/* The first of that name that says something. */
static const struct form_field *said(const struct form *form, struct text name)
{
    const struct form_field *field = form_field(form, name);
    while (field != NULL && (is_blank(field) || !text_equal(field->name, name)))
        field = field->next;
    return field;
}

static bool json_cannot_hold(struct text text)
{
    if (!text_is_utf8(text))
        return true;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r'))
            return true;
    }
    return false;
}

static struct text joined(const struct filling *filling, struct text prefix, const char *name)
{
    return arena_format(filling->form->arena, "%.*s%s", TEXT_ARGS(prefix), name);
}

static void use(struct filling *filling, const struct form_field *field, struct text name)
{
    if (filling->used == NULL)
        return;
    struct form_field *kept = form_add(filling->used, name, field->value);
    if (kept == NULL)
        return;
    kept->file = field->file;
    kept->file_name = field->file_name;
    kept->file_type = field->file_type;
}

/* "lines.2." of the sender is "lines[1]." in a fault's path and "lines.1." in the form drawn. */
static struct text fault_path(const struct filling *filling, struct text name)
{
    char bytes[PATH_MAX_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    struct text left = name;
    while (left.data != NULL) {
        struct text step = text_until(left, '.', &left);
        int64_t row;
        if (text_to_int64(step, &row)) {
            builder_format(&builder, "[%.*s]", TEXT_ARGS(step));
        } else {
            if (builder.length > 0)
                builder_add_char(&builder, '.');
            builder_add(&builder, step);
        }
    }
    return arena_text(filling->faults->arena, builder_text(&builder));
}

static void fill_scalar(struct filling *filling, const struct prefix *prefix,
                        const struct field *field)
{
    struct text name = joined(filling, prefix->given, field->name);
    const struct form_field *sent = said(filling->form, name);
    if (sent == NULL)
        return;
    struct text kept = joined(filling, prefix->kept, field->name);
    use(filling, sent, kept);
    if (field->kind == FIELD_BYTES && sent->file) {
        json_key(&filling->writer, text_of(field->name));
        json_write_text(&filling->writer, base64_encode(filling->writer.arena, sent->value));
        return;
    }
    if (json_cannot_hold(sent->value)) {
        shape_fault_add(filling->faults, fault_path(filling, kept), "input.bad-text", field,
                        (struct text){ 0 });
        return;
    }
    struct text value = field->kind == FIELD_TEXT ? sent->value : text_trim(sent->value);
    if (field->kind == FIELD_FLAG && text_is(value, "on"))
        value = TEXT("true");       /* what a box without a value sends */
    json_key(&filling->writer, text_of(field->name));
    json_write_text(&filling->writer, value);
}

/* 0, 7, 10; not -0 or 07, which would be other names of the same row. */
static bool row_of(struct text step, int64_t *ret_row)
{
    bool spelled = step.length == 1 || (step.length > 1 && step.data[0] != '0');
    return spelled && step.data[0] != '-' && text_to_int64(step, ret_row);
}

const struct field *form_field_of(const struct shape *shape, struct text name)
{
    const struct field *field = NULL;
    struct text left = name;
    while (left.data != NULL) {
        struct text step = text_until(left, '.', &left);
        int64_t row;
        if (field != NULL && field->kind == FIELD_LIST) {
            if (!row_of(step, &row) || left.data == NULL)
                return NULL;
            step = text_until(left, '.', &left);
        }
        if (field != NULL && field->of == NULL)
            return NULL;
        field = shape_field(field == NULL ? shape : field->of, step);
        if (field == NULL)
            return NULL;
    }
    return field == NULL || field->of != NULL ? NULL : field;
}

/* Does a field of this struct that was sent, and is not blank, stand below this? */
static bool anything_below(const struct filling *filling, struct text prefix,
                           const struct shape *shape)
{
    for (const struct form_field *one = filling->form->first; one != NULL; one = one->next)
        if (text_starts(one->name, prefix) && !is_blank(one)
            && form_field_of(shape, text_slice(one->name, prefix.length, one->name.length)))
            return true;
    return false;
}

static void fill_struct(struct filling *filling, const struct prefix *prefix,
                        const struct shape *shape);

/* The next row from `from` on that was sent; -1: none. */
static int64_t next_row(const struct filling *filling, struct text prefix,
                        const struct shape *shape, int64_t from)
{
    int64_t next = -1;
    for (const struct form_field *one = filling->form->first; one != NULL; one = one->next) {
        if (!text_starts(one->name, prefix) || is_blank(one))
            continue;
        struct text rest = text_slice(one->name, prefix.length, one->name.length);
        int64_t row;
        if (row_of(text_until(rest, '.', &rest), &row) && row >= from
            && (next < 0 || row < next) && form_field_of(shape, rest) != NULL)
            next = row;
    }
    return next;
}

static void fill_list(struct filling *filling, const struct prefix *prefix,
                      const struct field *field)
{
    struct text given = arena_format(filling->form->arena, "%.*s%s.", TEXT_ARGS(prefix->given),
                                     field->name);
    struct text kept = arena_format(filling->form->arena, "%.*s%s.", TEXT_ARGS(prefix->kept),
                                    field->name);
    if (next_row(filling, given, field->of, 0) < 0)
        return;
    json_key(&filling->writer, text_of(field->name));
    json_array_begin(&filling->writer);
    int count = 0;
    for (int64_t row = 0; (row = next_row(filling, given, field->of, row)) >= 0; row++) {
        struct prefix inner = {
            arena_format(filling->form->arena, "%.*s%lld.", TEXT_ARGS(given), (long long)row),
            arena_format(filling->form->arena, "%.*s%d.", TEXT_ARGS(kept), count++),
        };
        json_object_begin(&filling->writer);
        fill_struct(filling, &inner, field->of);
        json_object_end(&filling->writer);
        if (row == INT64_MAX)
            break;
    }
    json_array_end(&filling->writer);
}

static void fill_object(struct filling *filling, const struct prefix *prefix,
                        const struct field *field)
{
    struct prefix inner = {
        arena_format(filling->form->arena, "%.*s%s.", TEXT_ARGS(prefix->given), field->name),
        arena_format(filling->form->arena, "%.*s%s.", TEXT_ARGS(prefix->kept), field->name),
    };
    if (!anything_below(filling, inner.given, field->of) && (field->flags & FIELD_REQUIRED) == 0)
        return;
    json_key(&filling->writer, text_of(field->name));
    json_object_begin(&filling->writer);
    fill_struct(filling, &inner, field->of);
    json_object_end(&filling->writer);
}

/* A file's name and type go into texts beside it, when there are such. */
static void fill_file_words(struct filling *filling, const struct prefix *prefix,
                            const struct shape *shape, const struct field *file)
{
    const struct form_field *sent = said(filling->form,
                                         joined(filling, prefix->given, file->name));
    if (sent == NULL || !sent->file)
        return;
    struct text values[] = { sent->file_name, sent->file_type };
    const char *endings[] = { "_name", "_type" };
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct text name = joined(filling, text_of(file->name), endings[i]);
        const struct field *beside = shape_field(shape, name);
        if (beside == NULL || beside->kind != FIELD_TEXT || values[i].length == 0
            || json_cannot_hold(values[i])
            || form_field(filling->form, joined(filling, prefix->given, beside->name)) != NULL)
            continue;
        struct text cut = values[i];
        while (beside->length_max > 0 && text_characters(cut) > (size_t)beside->length_max) {
            cut = text_slice(cut, 1, cut.length);
            while (cut.length > 0 && ((unsigned char)cut.data[0] & 0xC0) == 0x80)
                cut = text_slice(cut, 1, cut.length);
        }
        json_key(&filling->writer, text_of(beside->name));
        json_write_text(&filling->writer, cut);
    }
}

/* As deep as shapes are, which are ours. */
static void fill_struct(struct filling *filling, const struct prefix *prefix,
                        const struct shape *shape)
{
    CHECK(filling->depth < LIMIT_DEPTH);
    filling->depth++;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == FIELD_LIST)
            fill_list(filling, prefix, field);
        else if (field->kind == FIELD_OBJECT)
            fill_object(filling, prefix, field);
        else
            fill_scalar(filling, prefix, field);
        if (field->kind == FIELD_BYTES)
            fill_file_words(filling, prefix, shape, field);
    }
    filling->depth--;
}

static bool seen_before(const struct form *form, const struct form_field *field, struct text top)
{
    for (const struct form_field *one = form->first; one != field; one = one->next) {
        struct text rest;
        if (text_equal(text_until(one->name, '.', &rest), top))
            return true;
    }
    return false;
}

static void fill_unknown(struct filling *filling, const struct shape *shape)
{
    for (const struct form_field *one = filling->form->first; one != NULL; one = one->next) {
        struct text rest, top = text_until(one->name, '.', &rest);
        if (shape_field(shape, top) != NULL || json_cannot_hold(top)
            || seen_before(filling->form, one, top))
            continue;
        json_key(&filling->writer, top);
        json_write_null(&filling->writer);
    }
}

/* "lines[0].price" as "lines.0.price". */
static struct text name_dotted(struct text name, struct arena *arena)
{
    if (name.length == 0 || memchr(name.data, '[', name.length) == NULL)
        return name;
    char *bytes = arena_take(arena, name.length);
    struct builder builder = builder_over(bytes, name.length);
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] != ']')
            builder_add_char(&builder, name.data[i] == '[' ? '.' : name.data[i]);
    return builder_text(&builder);
}

struct text form_to_json(const struct form *form, const struct shape *shape, bool unknown_too,
                         struct shape_faults *faults, struct form *ret_used)
{
    struct form dotted = *form;
    dotted.first = dotted.last = NULL;
    dotted.count = 0;
    for (const struct form_field *one = form->first; one != NULL; one = one->next) {
        struct form_field *copy = form_add(&dotted, name_dotted(one->name, form->arena),
                                           one->value);
        copy->file = one->file;
        copy->file_name = one->file_name;
        copy->file_type = one->file_type;
    }
    struct filling filling = { .form = &dotted, .faults = faults, .used = ret_used };
    json_writer_init(&filling.writer, form->arena);
    struct prefix root = { TEXT(""), TEXT("") };
    json_object_begin(&filling.writer);
    fill_struct(&filling, &root, shape);
    if (unknown_too)
        fill_unknown(&filling, shape);
    json_object_end(&filling.writer);
    return json_writer_text(&filling.writer);
}

bool form_read(const struct form *form, const struct shape *shape, bool unknown_too,
               void *ret_object, struct shape_faults *faults, struct form *ret_used)
{
    int32_t blocking_before = faults->blocking;
    struct text text = form_to_json(form, shape, unknown_too, faults, ret_used);
    const struct json *json;
    struct json_fault fault;
    /* Whatever the form held, the writer made JSON of it. */
    bool parsed = json_parse(text, JSON_BYTES_MAX, form->arena, &json, &fault);
    if (!parsed) {
        shape_fault_add(faults, TEXT(""), "input.bad-text", NULL, (struct text){ 0 });
        return false;
    }
    bool read = shape_from_json(shape, json, NAMES_OURS, form->arena, ret_object, faults);
    return read && faults->blocking == blocking_before;
}
