/* intake_result.c: what an approval found out, as the text of a document: each field that has a
 * label, each list as a heading and a line a row. The figures are those of the moment it was
 * approved, and stay as they were written. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/label.h"

#include <string.h>

#define ROWS_MOST 60            /* the newest of a list; how many there are is said */
#define TEXT_BYTES (128 * 1024)

struct telling {
    enum language language;
    struct builder builder;
};

/* Of a sentence that stands in both languages (`state_zh`, `state_en`) the document's; what has no
 * label is for programs. */
static bool is_told(const struct telling *telling, const struct field *field)
{
    const char *other = telling->language == LANGUAGE_CHINESE ? "_en" : "_zh";
    size_t length = strlen(field->name);
    return field->help != NULL
        && !(length > 3 && strcmp(field->name + length - 3, other) == 0);
}

static void write_value(struct telling *telling, const struct field *field, const void *object)
{
    struct builder *builder = &telling->builder;
    const void *value = field_in(field, object);
    if (field_is_absent(field, object)
        || ((field->flags & FIELD_SPARSE) != 0 && field_is_zero(field, object)))
        builder_add(builder, TEXT("—"));
    else if (field->kind == FIELD_CODE)
        builder_add(builder, code_label(field->codes, *(const struct text *)value,
                                        telling->language));
    else if (field->kind == FIELD_DAY)
        words_write_day(builder, *(const struct date *)value, telling->language);
    else
        field_write(field, object, builder);
}

static void write_row(struct telling *telling, const struct shape *shape, const void *object)
{
    bool first = true;
    builder_add_char(&telling->builder, '\n');
    for (size_t i = 0; i < shape->field_count; i++) {
        if (!is_told(telling, &shape->fields[i]))
            continue;
        builder_add(&telling->builder, first ? TEXT("") : TEXT(" | "));
        first = false;
        if (object == NULL)
            builder_add(&telling->builder, field_label(&shape->fields[i], telling->language));
        else
            write_value(telling, &shape->fields[i], object);
    }
}

static void write_list(struct telling *telling, const struct field *field, const void *object)
{
    const struct list *list = field_in(field, object);
    size_t left_out = list->count > ROWS_MOST ? list->count - ROWS_MOST : 0;
    char counted[24];
    struct builder number = builder_over(counted, sizeof counted);
    const struct text details[] = { field_label(field, telling->language), { 0 } };
    if (list->count == 0)
        return;
    builder_add_char(&telling->builder, '\n');
    words_write(&telling->builder, "intake.result.list", telling->language, details, 1);
    write_row(telling, field->of, NULL);
    for (size_t i = left_out; i < list->count; i++)
        write_row(telling, field->of, (const char *)list->items + i * field->of->size);
    if (left_out == 0)
        return;
    builder_add_int(&number, (int64_t)list->count);
    const struct text all = builder_text(&number);
    builder_add_char(&telling->builder, '\n');
    words_write(&telling->builder, "intake.result.newest", telling->language, &all, 1);
}

struct text intake_result_text(const struct shape *shape, const void *answer,
                               enum language language, struct arena *arena)
{
    struct telling telling = { .language = language,
        .builder = builder_over(arena_take(arena, TEXT_BYTES), TEXT_BYTES) };
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_told(&telling, field))
            continue;
        if (field->kind == FIELD_LIST) {
            write_list(&telling, field, answer);
            continue;
        }
        if ((field->flags & FIELD_SPARSE) != 0 && field_is_zero(field, answer))
            continue;
        builder_add(&telling.builder, telling.builder.length > 0 ? TEXT("\n") : TEXT(""));
        builder_add(&telling.builder, field_label(field, language));
        builder_add(&telling.builder, language == LANGUAGE_CHINESE ? TEXT("：") : TEXT(": "));
        write_value(&telling, field, answer);
    }
    CHECK(!telling.builder.overflow);
    return builder_text(&telling.builder);
}
