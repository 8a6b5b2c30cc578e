/* value.c: one field of a message against its row of the tables. */

#include "doors/nhsa/input.h"

#include "core/date.h"
#include "core/words.h"

#include <string.h>

/* A wrong code is told, but not a whole letter put into its place. */
#define CODE_SAID 20
/* The table of regions: other provinces and places newer than the table are met, too. */
static const char DIVISIONS[] = "admdvs";

static bool means_nothing(struct text text)
{
    return text.length == 0 || text_is(text, "null") || text_is(text, "NULL");
}

static bool is_zero(struct text text)
{
    bool zero = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        zero = zero && text.data[i] == '0';
    return zero;
}

static struct text number_text(struct arena *arena, int number)
{
    return arena_format(arena, "%d", number);
}

static struct nhsa_value wrong(const char *reason, struct text detail0, struct text detail1)
{
    return (struct nhsa_value){ .reason = reason, .detail0 = detail0, .detail1 = detail1 };
}

static struct nhsa_value read_text(const struct interface_field *field, struct text text,
                                   struct arena *arena)
{
    if (field->length > 0 && text.length > (size_t)field->length
        && text_characters(text) > (size_t)field->length)
        return wrong("nhsa.reason.too-long", number_text(arena, field->length), TEXT(""));
    return (struct nhsa_value){ .text = text };
}

static struct nhsa_value read_code(const struct interface_field *field, struct text text,
                                   struct arena *arena)
{
    if (strcmp(field->codes, DIVISIONS) == 0)
        return read_text(field, text, arena);
    if (code_exists(field->codes, text))
        return (struct nhsa_value){ .text = text };
    if (is_zero(text) && !field->required)
        return (struct nhsa_value){ .changed = true };
    return wrong("nhsa.reason.not-a-code", nhsa_cut(arena, text, CODE_SAID),
                 text_of(field->codes));
}

/* Digits before the point may fill the whole field: N(4,2) holds 180 days in practice. */
static struct nhsa_value read_decimal(const struct interface_field *field, struct text text,
                                      struct arena *arena)
{
    struct text digits = text;
    if (text_starts(digits, TEXT("-")) || text_starts(digits, TEXT("+")))
        digits = text_slice(digits, 1, digits.length);
    /* ".5" and "5." are written by some databases; "1.0E7" by Java. */
    struct text after, before = text_until(digits, '.', &after);
    bool plain = before.length + after.length > 0;
    for (size_t i = 0; i < before.length; i++)
        plain = plain && before.data[i] >= '0' && before.data[i] <= '9';
    for (size_t i = 0; i < after.length; i++)
        plain = plain && after.data[i] >= '0' && after.data[i] <= '9';
    if (!plain && json_is_number(text))
        return (struct nhsa_value){ .text = text };
    if (!plain)
        return wrong("nhsa.reason.not-a-decimal", TEXT(""), TEXT(""));
    while (before.length > 0 && before.data[0] == '0')
        before = text_slice(before, 1, before.length);
    while (after.length > 0 && after.data[after.length - 1] == '0')
        after.length--;
    if (after.length > (size_t)field->scale)
        return wrong("nhsa.reason.too-many-decimals", number_text(arena, field->scale), TEXT(""));
    if (field->length > 0 && before.length > (size_t)field->length)
        return wrong("nhsa.reason.too-many-digits", number_text(arena, field->length), TEXT(""));
    if (json_is_number(text))
        return (struct nhsa_value){ .text = text };
    return (struct nhsa_value){
        .text = arena_format(arena, "%s%.*s%s%.*s", text.data[0] == '-' ? "-" : "",
                             before.length > 0 ? (int)before.length : 1,
                             before.length > 0 ? before.data : "0",
                             after.length > 0 ? "." : "", TEXT_ARGS(after)),
        .changed = true,
    };
}

/* Either spelling is taken for either: senders cut the time off or put one on. */
static struct nhsa_value read_day(const struct interface_field *field, struct text text)
{
    struct date day;
    struct moment moment;
    if (is_zero(text))
        return (struct nhsa_value){ .changed = true };
    if (date_parse(text, &day) || moment_parse(text, &moment))
        return (struct nhsa_value){ .text = text };
    return wrong(field->type == INTERFACE_DAY ? "nhsa.reason.not-a-day"
                                              : "nhsa.reason.not-a-moment", TEXT(""), TEXT(""));
}

static struct nhsa_value read_scalar(const struct interface_field *field, struct text text,
                                     struct arena *arena)
{
    switch (field->type) {
    case INTERFACE_TEXT:
        return field->codes == NULL ? read_text(field, text, arena)
                                    : read_code(field, text_trim(text), arena);
    case INTERFACE_DECIMAL:
        return read_decimal(field, text_trim(text), arena);
    case INTERFACE_DAY:
    case INTERFACE_MOMENT:
        return read_day(field, text_trim(text));
    case INTERFACE_BYTES:
        break;
    }
    return (struct nhsa_value){ .text = text };
}

static bool is_extension(const struct interface_field *field)
{
    return json_name_is_loose(text_of(field->name), TEXT("exp_content"));
}

struct nhsa_value nhsa_value_read(const struct interface_field *field, const struct json *json,
                                  struct arena *arena)
{
    enum json_kind kind = json_kind(json);
    if (kind == JSON_NULL)
        return (struct nhsa_value){ 0 };
    if (kind == JSON_ARRAY || kind == JSON_OBJECT) {
        if (field->type == INTERFACE_BYTES)
            return (struct nhsa_value){ .text = TEXT("…"), .changed = false };
        if (!is_extension(field))
            return wrong("nhsa.reason.not-a-text", TEXT(""), TEXT(""));
        struct json_writer writer;
        json_writer_init(&writer, arena);
        json_write_tree(&writer, json);
        struct nhsa_value value = read_text(field, json_writer_text(&writer), arena);
        value.changed = true;
        return value;
    }
    struct text text = json_plain_text(json);
    if (means_nothing(text_trim(text)))
        return (struct nhsa_value){ 0 };
    return read_scalar(field, text, arena);
}
