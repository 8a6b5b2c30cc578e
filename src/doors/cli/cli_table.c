/* cli_table.c: see cli_table.h. */

#include "doors/cli/cli_table.h"

#include "base/check.h"
#include "core/label.h"

#include <string.h>

#define COLUMNS_MAX 40          /* of one cell; longer ones push the rest, nothing is cut */
#define DEPTH_MAX 6
#define FIELDS_SHOWN 64
#define CODES_SHOWN 12

/* ---- widths ---- */

static uint32_t next_character(struct text *text)
{
    unsigned char first = (unsigned char)text->data[0];
    size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text->length)
        length = text->length;
    uint32_t point = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)text->data[i] & 0x3F);
    *text = text_slice(*text, length, text->length);
    return point;
}

static int character_columns(uint32_t point)
{
    static const struct { uint32_t from, to; } WIDE[] = {
        { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 },
        { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 },
        { 0x20000, 0x3FFFD },
    };
    if ((point >= 0x300 && point <= 0x36F) || point == 0x200B)
        return 0;
    for (size_t i = 0; i < COUNT_OF(WIDE); i++)
        if (point >= WIDE[i].from && point <= WIDE[i].to)
            return 2;
    return 1;
}

int text_columns(struct text text)
{
    int columns = 0;
    while (text.length > 0)
        columns += character_columns(next_character(&text));
    return columns;
}

void print_padded(FILE *out, struct text text, int columns)
{
    int written = text_columns(text);
    while (text.length > 0) {
        struct text before = text;
        uint32_t point = next_character(&text);
        bool control = point < 0x20 || (point >= 0x7F && point < 0xA0)
            || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        if (control)
            fputc(' ', out);
        else
            fwrite(before.data, 1, before.length - text.length, out);
    }
    for (; written < columns; written++)
        fputc(' ', out);
}

/* ---- answers ---- */

static struct text value_of(const struct field *field, const struct json *object,
                            enum language language)
{
    struct text value = json_plain_text(json_member(object, text_of(field->name)));
    if (value.data == NULL)
        return TEXT("");
    return field->kind == FIELD_CODE && field->codes != NULL
        ? code_label(field->codes, value, language) : value;
}

static bool is_nested(const struct field *field)
{
    return field->kind == FIELD_LIST || field->kind == FIELD_OBJECT;
}

static int bounded(int columns)
{
    return columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
}

static void print_rows(FILE *out, const struct field *list, const struct json *rows,
                       enum language language)
{
    const struct shape *shape = list->of;
    int columns[FIELDS_SHOWN] = { 0 };
    size_t count = shape->field_count < FIELDS_SHOWN ? shape->field_count : FIELDS_SHOWN;
    for (size_t i = 0; i < count; i++) {
        columns[i] = bounded(text_columns(field_label(&shape->fields[i], language)));
        for (size_t row = 0; row < json_count(rows); row++) {
            int width = bounded(text_columns(value_of(&shape->fields[i], json_at(rows, row),
                                                      language)));
            columns[i] = width > columns[i] ? width : columns[i];
        }
    }
    for (size_t row = 0; row <= json_count(rows); row++) {
        for (size_t i = 0; i < count; i++) {
            const struct field *field = &shape->fields[i];
            if (is_nested(field))
                continue;
            print_padded(out, row == 0 ? field_label(field, language)
                                       : value_of(field, json_at(rows, row - 1), language),
                         columns[i] + 2);
        }
        fputc('\n', out);
    }
}

static void print_struct(FILE *out, const struct shape *shape, const struct json *json,
                         enum language language, int depth)
{
    int columns = 0;
    CHECK(depth < DEPTH_MAX);
    for (size_t i = 0; i < shape->field_count; i++) {
        int width = text_columns(field_label(&shape->fields[i], language));
        bool there = json_member(json, text_of(shape->fields[i].name)) != NULL;
        if (there && !is_nested(&shape->fields[i]) && bounded(width) > columns)
            columns = bounded(width);
    }
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const struct json *value = json_member(json, text_of(field->name));
        if (value == NULL || json_kind(value) == JSON_NULL)
            continue;
        if (is_nested(field)) {
            fputc('\n', out);
            print_padded(out, field_label(field, language), 0);
            fputc('\n', out);
            if (field->kind == FIELD_LIST)
                print_rows(out, field, value, language);
            else
                print_struct(out, field->of, value, language, depth + 1);
            continue;
        }
        print_padded(out, field_label(field, language), columns + 2);
        print_padded(out, value_of(field, json, language), 0);
        fputc('\n', out);
    }
}

void print_answer(FILE *out, const struct shape *shape, const struct json *json,
                  enum language language)
{
    print_struct(out, shape, json, language, 0);
}

/* ---- help ---- */

static const char *const KIND_NAMES[] = {
    [FIELD_TEXT] = "text", [FIELD_CODE] = "code", [FIELD_BYTES] = "@file", [FIELD_ID] = "id",
    [FIELD_COUNT] = "number", [FIELD_MONEY] = "113.40", [FIELD_SHARE] = "0.85",
    [FIELD_QUANTITY] = "0.5", [FIELD_PRICE] = "12.35", [FIELD_DAY] = "2020-02-10",
    [FIELD_MOMENT] = "2020-02-10T09:00", [FIELD_FLAG] = "true", [FIELD_OBJECT] = "",
    [FIELD_LIST] = "",
};
_Static_assert(COUNT_OF(KIND_NAMES) == FIELD_KINDS, "a name for each kind");

static void print_codes(FILE *out, const char *table, enum language language)
{
    struct text value;
    for (size_t i = 0; i < CODES_SHOWN && code_at(text_of(table), i, &value); i++) {
        fprintf(out, "        %.*s = ", TEXT_ARGS(value));
        print_padded(out, code_label(table, value, language), 0);
        fputc('\n', out);
    }
    if (code_at(text_of(table), CODES_SHOWN, &value))
        fprintf(out, "        … (%s)\n", table);
}

static void print_field_rows(FILE *out, const struct shape *shape, const char *prefix,
                             enum language language, int depth)
{
    char inner[200];
    CHECK(depth < DEPTH_MAX);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (is_nested(field)) {
            struct builder builder = builder_over(inner, sizeof inner - 1);
            builder_format(&builder, "%s%s.%s", prefix, field->name,
                           field->kind == FIELD_LIST ? "0." : "");
            inner[builder.length] = '\0';
            print_field_rows(out, field->of, inner, language, depth + 1);
            continue;
        }
        int written = fprintf(out, "    --%s%s %s", prefix, field->name,
                              KIND_NAMES[field->kind]);
        bool required = (field->flags & FIELD_REQUIRED) != 0;
        print_padded(out, TEXT(""), 36 - written);
        fputs(required ? " * " : "   ", out);
        if (field->help != NULL)
            print_padded(out, words_of(field->help, language), 0);
        fputc('\n', out);
        if (field->kind == FIELD_CODE && field->codes != NULL)
            print_codes(out, field->codes, language);
    }
}

void print_fields(FILE *out, const struct shape *shape, enum language language)
{
    print_field_rows(out, shape, "", language, 0);
}
