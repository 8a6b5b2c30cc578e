/* shape.c: fields by name, and scalars as text. The binary form is in shape_pack.c. */

#include "core/shape.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/limits.h"
#include "core/id.h"
#include "core/words.h"

#include <string.h>

static bool name_is(const char *name, struct text text)
{
    /* A name from outside may hold a NUL, where strncmp would stop. */
    return name != NULL && strlen(name) == text.length
        && memcmp(name, text.data, text.length) == 0;
}

const struct field *shape_field(const struct shape *shape, struct text name)
{
    if (name.data == NULL)
        return NULL;
    for (size_t i = 0; i < shape->field_count; i++)
        if (name_is(shape->fields[i].name, name))
            return &shape->fields[i];
    return NULL;
}

const struct field *shape_field_national(const struct shape *shape, struct text name)
{
    if (name.data == NULL)
        return NULL;
    for (size_t i = 0; i < shape->field_count; i++)
        if (name_is(shape->fields[i].national, name))
            return &shape->fields[i];
    return NULL;
}

void *field_at(const struct field *field, void *object)
{
    return (char *)object + field->offset;
}

const void *field_in(const struct field *field, const void *object)
{
    return (const char *)object + field->offset;
}

/* True for what a zeroed struct holds; an embedded struct is absent with all its fields. */
bool field_is_absent(const struct field *field, const void *object)
{
    const void *value = field_in(field, object);
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
        return ((const struct text *)value)->data == NULL;
    case FIELD_ID:
    case FIELD_MOMENT:
        return *(const int64_t *)value == 0;
    case FIELD_DAY:
        return ((const struct date *)value)->yyyymmdd == 0;
    case FIELD_LIST:
        return ((const struct list *)value)->count == 0;
    case FIELD_OBJECT:
        for (size_t i = 0; i < field->of->field_count; i++)
            if (!field_is_zero(&field->of->fields[i], value))
                return false;
        return true;
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_FLAG:
    case FIELD_KINDS:
        break;
    }
    return false;
}

bool field_is_zero(const struct field *field, const void *object)
{
    const void *value = field_in(field, object);
    switch (field->kind) {
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
        return *(const int64_t *)value == 0;
    case FIELD_FLAG:
        return !*(const bool *)value;
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
    case FIELD_ID:
    case FIELD_DAY:
    case FIELD_MOMENT:
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    return field_is_absent(field, object);
}

/* ---- text ---- */

/* Tab and line ends are part of longer texts; all other controls (C0, DEL, C1) come from broken
 * software and break screens, files and printers further on. */
static bool text_has_controls(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
            return true;
        if (byte == 0x7F)
            return true;
        if (byte == 0xC2 && i + 1 < text.length && (unsigned char)text.data[i + 1] < 0xA0)
            return true;
    }
    return false;
}

static const char *text_read(const struct field *field, struct text text)
{
    if (text.length > LIMIT_FIELD_BYTES)
        return "input.too-long";
    if (!text_is_utf8(text) || text_has_controls(text))
        return "input.bad-text";
    if (field->length_max > 0 && text_characters(text) > (size_t)field->length_max)
        return "input.too-long";
    return NULL;
}

static const char *code_read(const struct field *field, struct text text, struct text *ret_code)
{
    const char *why = text_read(field, text);
    if (why != NULL)
        return why;
    if (field->codes != NULL) {
        if (!code_exists(field->codes, text))
            return "input.not-a-code";
        text = code_spelled(field->codes, text);
    }
    *ret_code = text;
    return NULL;
}

/* ---- bytes as base64 (RFC 4648, with padding) ---- */

static const char *bytes_read(const struct field *field, struct text text, struct arena *arena,
                              struct text *ret_bytes)
{
    size_t length_max = field->length_max > 0 ? (size_t)field->length_max : LIMIT_FIELD_BYTES;
    if (text.length / 4 * 3 > length_max + 2)
        return "input.too-many-bytes";
    struct text bytes;
    if (!base64_decode(text, arena, &bytes))
        return "input.not-bytes";
    if (bytes.length > length_max)
        return "input.too-many-bytes";
    *ret_bytes = bytes;
    return NULL;
}

/* Here and not in base, because what is written goes to a builder and needs no arena. */
static void bytes_write(struct text bytes, struct builder *builder)
{
    static const char BASE64[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.length; i += 3) {
        uint32_t group = 0;
        size_t filled = bytes.length - i < 3 ? bytes.length - i : 3;
        for (size_t j = 0; j < 3; j++)
            group = group << 8 | (j < filled ? (unsigned char)bytes.data[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            builder_add_char(builder, j <= filled ? BASE64[group >> (18 - 6 * j) & 63] : '=');
    }
}

/* ---- the other scalars ---- */

static const char *flag_read(struct text text, bool *ret_flag)
{
    static const struct { const char *word; bool flag; } WORDS[] = {
        { "true", true }, { "false", false }, { "1", true }, { "0", false },
        { "yes", true }, { "no", false },
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (text_is(text, WORDS[i].word)) {
            *ret_flag = WORDS[i].flag;
            return NULL;
        }
    }
    return "input.not-a-flag";
}

/* A moment also says a day: much software sends every date with a time. */
static const char *day_read(struct text text, struct date *ret_day)
{
    struct moment moment;
    if (date_parse(text, ret_day))
        return NULL;
    if (!moment_parse(text, &moment))
        return "input.not-a-day";
    *ret_day = date_of_moment(moment);
    return NULL;
}

static const char *why_not(bool good, const char *key)
{
    return good ? NULL : key;
}

/* Arithmetic on what was read here stays within 64 bits: who checks later would come too late. */
static const char *number_read(enum field_kind kind, struct text text, int64_t *value)
{
    struct money money = MONEY_NONE;
    struct share share = { 0 };
    struct quantity quantity = { 0 };
    struct price price = { 0 };
    const char *why = NULL;
    int64_t most = LIMIT_AMOUNT_FEN;
    if (kind == FIELD_MONEY) {
        why = why_not(money_parse(text, &money), "input.not-an-amount");
    } else if (kind == FIELD_SHARE) {
        why = why_not(share_parse(text, &share), "input.not-a-share");
        most = LIMIT_SHARE_PARTS;
    } else if (kind == FIELD_QUANTITY) {
        why = why_not(quantity_parse(text, &quantity), "input.not-a-quantity");
        most = LIMIT_QUANTITY_E4;
    } else {
        why = why_not(price_parse(text, &price), "input.not-a-price");
        most = LIMIT_PRICE_E6;
    }
    int64_t read = money.fen + share.parts + quantity.e4 + price.e6;    /* all but one are 0 */
    if (why == NULL && (read > most || read < -most))
        why = "input.out-of-range";
    if (why == NULL)
        *value = read;
    return why;
}

const char *field_read(const struct field *field, struct text text, struct arena *arena,
                       void *object)
{
    void *value = field_at(field, object);
    const char *why = NULL;
    switch (field->kind) {
    case FIELD_TEXT:
        why = text_read(field, text);
        if (why == NULL)
            *(struct text *)value = arena_text(arena, text);
        return why;
    case FIELD_CODE:
        why = code_read(field, text, &text);
        if (why == NULL)
            *(struct text *)value = arena_text(arena, text);
        return why;
    case FIELD_BYTES:
        return bytes_read(field, text, arena, value);
    case FIELD_ID:
        return why_not(id_parse(text, value), "input.not-an-id");
    case FIELD_COUNT:
        return why_not(text_to_int64(text, value), "input.not-a-number");
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
        return number_read(field->kind, text, value);
    case FIELD_DAY:
        return day_read(text, value);
    case FIELD_MOMENT:
        return why_not(moment_parse(text, value), "input.not-a-moment");
    case FIELD_FLAG:
        return flag_read(text, value);
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    CHECK(false);
    return "input.not-an-object";
}

void field_write(const struct field *field, const void *object, struct builder *builder)
{
    const void *value = field_in(field, object);
    if (field_is_absent(field, object))
        return;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
        builder_add(builder, *(const struct text *)value);
        return;
    case FIELD_BYTES:
        bytes_write(*(const struct text *)value, builder);
        return;
    case FIELD_ID:
    case FIELD_COUNT:
        builder_add_int(builder, *(const int64_t *)value);
        return;
    case FIELD_MONEY:
        money_write(builder, *(const struct money *)value);
        return;
    case FIELD_SHARE:
        share_write(builder, *(const struct share *)value);
        return;
    case FIELD_QUANTITY:
        quantity_write(builder, *(const struct quantity *)value);
        return;
    case FIELD_PRICE:
        price_write(builder, *(const struct price *)value);
        return;
    case FIELD_DAY:
        date_write(builder, *(const struct date *)value);
        return;
    case FIELD_MOMENT:
        moment_write(builder, *(const struct moment *)value);
        return;
    case FIELD_FLAG:
        builder_add(builder, *(const bool *)value ? TEXT("true") : TEXT("false"));
        return;
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    CHECK(false);
}
