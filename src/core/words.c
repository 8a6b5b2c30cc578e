/* words.c: see words.h. The tables are sorted when they are made; finding is by halves. */

#include "core/words.h"

#include "base/check.h"
#include "core/words_table.h"

#include <stdio.h>
#include <string.h>

#define DAY_LENGTH 10       /* "2020-03-01" */
#define HOUR_LENGTH 6       /* " 09:00", of a moment; seconds nobody reads */

static const struct words_row *words_find(const char *key)
{
    size_t from = 0, to = words_row_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(words_rows[middle].key, key);
        if (order == 0)
            return &words_rows[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

struct text words_of(const char *key, enum language language)
{
    CHECK(language < LANGUAGE_COUNT);
    const struct words_row *row = words_find(key);
    return text_of(row == NULL ? key : row->sentence[language]);
}

bool words_has(const char *key)
{
    return words_find(key) != NULL;
}

void words_write_day(struct builder *builder, struct date day, enum language language)
{
    char year[8], month[16], number[4];
    snprintf(year, sizeof year, "%d", date_year(day));
    snprintf(month, sizeof month, "core.month.%d", date_month(day));
    snprintf(number, sizeof number, "%d", date_day(day));
    const struct text details[] = { text_of(year), words_of(month, language), text_of(number) };
    words_write(builder, "core.day", language, details, 3);
}

/* What stands for a place: "1", "0/1", "2:day". The maker lets nothing else pass; a detail nobody
 * gave is nothing. */
static void write_place(struct builder *builder, struct text place, enum language language,
                        const struct text *details, int detail_count)
{
    if (place.length == 0)
        return;
    bool both = place.length == 3 && place.data[1] == '/';
    int number = place.data[both && language == LANGUAGE_ENGLISH ? 2 : 0] - '0';
    if (number < 0 || number >= detail_count)
        return;
    struct text detail = details[number];
    struct date day;
    if (text_ends(place, TEXT(":day"))
        && date_parse(text_slice(detail, 0, DAY_LENGTH), &day)) {
        words_write_day(builder, day, language);
        detail = text_slice(detail, DAY_LENGTH, DAY_LENGTH + HOUR_LENGTH);
    }
    builder_add(builder, detail);
}

void words_write(struct builder *builder, const char *key, enum language language,
                 const struct text *details, int detail_count)
{
    struct text left = words_of(key, language);
    while (left.length > 0) {
        struct text plain = text_until(left, '{', &left);
        builder_add(builder, plain);
        if (left.data == NULL)
            return;
        struct text place = text_until(left, '}', &left);
        write_place(builder, place, language, details, detail_count);
    }
}

/* ---- code tables ---- */

static const struct code_table *code_table_find(const char *name)
{
    size_t from = 0, to = code_table_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(code_tables[middle].name, name);
        if (order == 0)
            return &code_tables[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static struct text code_bare(struct text value)
{
    size_t zeros = 0;
    while (zeros + 1 < value.length && value.data[zeros] == '0')
        zeros++;
    return text_slice(value, zeros, value.length);
}

/* The first row of the table whose value is not before `bare`. */
static size_t code_row_from(const struct code_table *table, struct text bare)
{
    size_t from = 0, to = table->row_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text_compare(code_bare(text_of(table->rows[middle].value)), bare) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The row of exactly that value, else the first that differs only in leading zeros. */
static const struct code_row *code_find(const char *table_name, struct text value)
{
    const struct code_table *table = code_table_find(table_name);
    if (table == NULL || value.length == 0)
        return NULL;
    struct text bare = code_bare(value);
    size_t first = code_row_from(table, bare);
    const struct code_row *loose = NULL;
    for (size_t i = first; i < table->row_count; i++) {
        struct text spelled = text_of(table->rows[i].value);
        if (!text_equal(code_bare(spelled), bare))
            break;
        if (text_equal(spelled, value))
            return &table->rows[i];
        if (loose == NULL)
            loose = &table->rows[i];
    }
    return loose;
}

bool code_exists(const char *table, struct text value)
{
    return code_find(table, value) != NULL;
}

struct text code_spelled(const char *table, struct text value)
{
    const struct code_row *row = code_find(table, value);
    return row == NULL ? value : text_of(row->value);
}

struct text code_label(const char *table, struct text value, enum language language)
{
    CHECK(language < LANGUAGE_COUNT);
    const struct code_row *row = code_find(table, value);
    return row == NULL ? value : text_of(row->label[language]);
}

bool code_at(struct text table_name, size_t index, struct text *ret_value)
{
    for (size_t i = 0; i < code_table_count; i++) {
        const struct code_table *table = &code_tables[i];
        if (!text_is(table_name, table->name) || index >= table->row_count)
            continue;
        *ret_value = text_of(table->rows[index].value);
        return true;
    }
    return false;
}
