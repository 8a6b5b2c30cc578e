/* bulk_columns.c: which columns a file has, and cells as people write them. Pure. */

#include "rooms/bulk/bulk.h"

#include "base/check.h"
#include "core/label.h"

#include <string.h>

/* ---- which actions ---- */

static bool is_single(const struct field *field)
{
    return field->kind != FIELD_LIST && field->kind != FIELD_OBJECT
        && field->kind != FIELD_BYTES;
}

/* A list of (name, value): the answers to a matter's fields. */
static bool is_values(const struct field *field)
{
    return field->kind == FIELD_LIST && field->of->field_count == 2
        && shape_field(field->of, TEXT("name")) != NULL
        && shape_field(field->of, TEXT("value")) != NULL;
}

static const struct field *values_of(const struct action *action)
{
    for (size_t i = 0; i < action->input->field_count; i++)
        if (is_values(&action->input->fields[i]))
            return &action->input->fields[i];
    return NULL;
}

bool bulk_takes_matter(const struct action *action)
{
    return values_of(action) != NULL && shape_field(action->input, TEXT("matter")) != NULL;
}

static bool takes_files(const struct action *action)
{
    const unsigned never = ACTION_NO_KEY | ACTION_PUBLISHES | ACTION_CONFINED | ACTION_READ
        | ACTION_ONE_BY_ONE;
    return (action->flags & ACTION_ONCE) != 0 && (action->flags & never) == 0
        && action->method != NULL;
}

/* ---- headings ---- */

static size_t place_of(struct text text, size_t from, const char *mark)
{
    for (; from < text.length; from++)
        if (text_starts(text_slice(text, from, text.length), text_of(mark)))
            break;
    return from;
}

/* A label up to its explanation: "申请人类别：本人、代办人…" heads a column as "申请人类别". What stands
 * in parentheses explains only where nothing follows: "用工（参保）起始日期" is all one. */
static struct text short_label(struct text label)
{
    static const char *const ENDS[] = { "：", "，", "；", ":", ",", ";" };
    static const char *const PAIRS[][2] = { { "（", "）" }, { "(", ")" } };
    for (size_t i = 0; i < COUNT_OF(ENDS); i++)
        label = text_slice(label, 0, place_of(label, 0, ENDS[i]));
    for (size_t i = 0; i < COUNT_OF(PAIRS); i++) {
        size_t open = label.length, next = place_of(label, 0, PAIRS[i][0]);
        for (; next < label.length; next = place_of(label, next + 1, PAIRS[i][0]))
            open = next;
        size_t after = place_of(label, open, PAIRS[i][1]) + strlen(PAIRS[i][1]);
        if (after >= label.length)
            label = text_slice(label, 0, open);
    }
    return text_trim(label);
}

static bool is_taken(const struct list *columns, struct text zh)
{
    const struct bulk_column *items = columns->items;
    for (size_t i = 0; i < columns->count; i++)
        if (text_equal(items[i].zh, zh))
            return true;
    return false;
}

static void add(struct list *columns, struct bulk_column column)
{
    struct bulk_column *items = columns->items;
    column.zh = short_label(column.zh);
    column.en = short_label(column.en);
    if (is_taken(columns, column.zh) && column.field != NULL)
        column.zh = text_of(column.field->name);
    if (columns->count < BULK_COLUMNS_MAX)
        items[columns->count++] = column;
}

static void add_field(struct list *columns, const struct field *field, struct text before,
                      bool required, struct arena *arena)
{
    add(columns, (struct bulk_column){
        .path = arena_format(arena, "%.*s%s", TEXT_ARGS(before), field->name),
        .zh = field_label(field, LANGUAGE_CHINESE), .en = field_label(field, LANGUAGE_ENGLISH),
        .field = field, .required = required && (field->flags & FIELD_REQUIRED) != 0,
    });
}

/* One level of a struct in a struct: an address. False: it needs what no cell can say. */
static bool add_object(struct list *columns, const struct field *object, struct arena *arena)
{
    struct text before = arena_format(arena, "%s.", object->name);
    bool required = (object->flags & FIELD_REQUIRED) != 0;
    for (size_t i = 0; i < object->of->field_count; i++) {
        const struct field *field = &object->of->fields[i];
        if (is_single(field))
            add_field(columns, field, before, required, arena);
        else if (required && (field->flags & FIELD_REQUIRED) != 0)
            return false;
    }
    return true;
}

static void add_matter(struct list *columns, const struct field *values,
                       const struct matter *matter, struct arena *arena)
{
    const struct matter_field *fields = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        add(columns, (struct bulk_column){
            .path = arena_format(arena, "%s.%zu", values->name, i), .zh = fields[i].zh,
            .en = fields[i].en, .matter_field = &fields[i],
            .required = fields[i].required && !text_present(fields[i].when.field),
            .value_at = (int64_t)i,
        });
}

/* A person is named in each line; of a matter of the sender's own nobody is. */
static void name_person(struct list *columns, const struct matter *matter)
{
    struct bulk_column *items = columns->items;
    for (size_t i = 0; i < columns->count; i++)
        if (text_is(items[i].path, "name") || text_is(items[i].path, "number"))
            items[i].required = !matter->own;
}

bool bulk_columns_of(const struct action *action, const struct matter *matter,
                     struct arena *arena, struct list *ret_columns)
{
    struct list columns = { ARENA_ARRAY(arena, struct bulk_column, BULK_COLUMNS_MAX), 0 };
    bool of_matter = bulk_takes_matter(action);
    if (!takes_files(action) || of_matter != (matter != NULL))
        return false;
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        bool needed = (field->flags & FIELD_REQUIRED) != 0;
        if (of_matter && strcmp(field->name, "matter") == 0)
            continue;
        if (is_single(field))
            /* Who says nothing of the channel sent the file over the net. */
            add_field(&columns, field, TEXT(""), strcmp(field->name, "channel") != 0, arena);
        else if (of_matter && field == values_of(action))
            add_matter(&columns, field, matter, arena);
        else if (field->kind == FIELD_OBJECT && !add_object(&columns, field, arena))
            return false;
        else if (field->kind != FIELD_OBJECT && needed)
            return false;
    }
    if (of_matter)
        name_person(&columns, matter);
    *ret_columns = columns;
    return columns.count > 0;
}

int64_t bulk_own_unit(const struct action *action, const struct actor *actor)
{
    return actor->role == ROLE_EMPLOYER && action->path != NULL
        && strstr(action->path, "{unit}") != NULL ? actor->unit : 0;
}

bool bulk_column_must(const struct bulk_column *column, int64_t own_unit)
{
    return column->required && (own_unit == 0 || !text_is(column->path, "unit"));
}

/* Blanks, stars of needed fields and what stands in brackets do not count. */
static struct text folded(struct text heading, struct arena *arena)
{
    char *bytes = arena_take(arena, heading.length + 1);
    size_t length = 0;
    heading = short_label(heading);
    for (size_t i = 0; i < heading.length; i++) {
        char letter = heading.data[i];
        if (letter == ' ' || letter == '*' || letter == '\n' || letter == '\r' || letter == '_')
            continue;
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        bytes[length++] = letter;
    }
    return (struct text){ bytes, length };
}

static bool same(struct text a, struct text b, struct arena *arena)
{
    return text_present(b) && text_equal(folded(a, arena), folded(b, arena));
}

bool bulk_column_is(const struct bulk_column *column, struct text heading, struct arena *arena)
{
    if (same(heading, column->zh, arena) || same(heading, column->en, arena))
        return true;
    if (column->field != NULL)
        return same(heading, text_of(column->field->name), arena)
            || same(heading, text_of(column->field->national), arena);
    return same(heading, column->matter_field->name, arena);
}

bool bulk_heading_is_ours(struct text heading)
{
    static const char *const KEYS[] = {
        "bulk.heading.line", "bulk.heading.result", "bulk.heading.field", "bulk.heading.why",
    };
    for (size_t i = 0; i < COUNT_OF(KEYS); i++)
        if (text_equal(heading, words_of(KEYS[i], LANGUAGE_CHINESE)))
            return true;
    return text_starts(heading, words_of("bulk.heading.answer", LANGUAGE_CHINESE));
}

/* ---- cells ---- */

static struct text flag_value(struct text cell)
{
    static const struct { const char *said, *means; } WORDS[] = {
        { "是", "true" }, { "否", "false" }, { "有", "true" }, { "无", "false" },
        { "对", "true" }, { "√", "true" }, { "×", "false" }, { "Y", "true" }, { "N", "false" },
        { "y", "true" }, { "n", "false" },
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (text_is(cell, WORDS[i].said))
            return text_of(WORDS[i].means);
    return cell;
}

/* Numbers in a row: 2020, 2, 1; false when something else stands there, too. */
static bool numbers_of(struct text cell, int64_t numbers[3], int *ret_count)
{
    static const char *const MARKS[] = { "年", "月", "日", "-", "/", "." };
    int count = 0;
    bool inside = false;
    for (size_t at = 0; at < cell.length;) {
        char letter = cell.data[at];
        if (letter >= '0' && letter <= '9') {
            if (!inside && count == 3)
                return false;
            if (!inside)
                numbers[count++] = 0;
            inside = true;
            numbers[count - 1] = numbers[count - 1] * 10 + (letter - '0');
            if (numbers[count - 1] > 99999999)
                return false;
            at++;
            continue;
        }
        size_t length = 0;
        for (size_t i = 0; i < COUNT_OF(MARKS); i++)
            if (text_starts(text_slice(cell, at, cell.length), text_of(MARKS[i])))
                length = strlen(MARKS[i]);
        if (length == 0 || !inside)
            return false;
        inside = false;
        at += length;
    }
    *ret_count = count;
    return count > 0;
}

static struct text day_value(struct text cell, struct arena *arena)
{
    int64_t n[3];
    int count;
    if (!numbers_of(cell, n, &count))
        return cell;
    if (count == 1 && n[0] >= 10000101)
        return arena_format(arena, "%04lld-%02lld-%02lld", (long long)(n[0] / 10000),
                            (long long)(n[0] / 100 % 100), (long long)(n[0] % 100));
    if (count == 3)
        return arena_format(arena, "%04lld-%02lld-%02lld", (long long)n[0], (long long)n[1],
                            (long long)n[2]);
    return cell;
}

static struct text month_value(struct text cell, struct arena *arena)
{
    int64_t n[3];
    int count;
    if (!numbers_of(cell, n, &count))
        return cell;
    if (count == 1 && n[0] >= 100001 && n[0] <= 999912)
        return arena_format(arena, "%04lld-%02lld", (long long)(n[0] / 100),
                            (long long)(n[0] % 100));
    if (count >= 2)
        return arena_format(arena, "%04lld-%02lld", (long long)n[0], (long long)n[1]);
    return cell;
}

/* Thousands and the name of the money are for people. */
static struct text number_value(struct text cell, struct arena *arena)
{
    static const char *const MARKS[] = { ",", "，", "元", "¥", "￥", " " };
    char *bytes = arena_take(arena, cell.length + 1);
    size_t length = 0;
    for (size_t at = 0; at < cell.length;) {
        size_t mark = 0;
        for (size_t i = 0; i < COUNT_OF(MARKS); i++)
            if (text_starts(text_slice(cell, at, cell.length), text_of(MARKS[i])))
                mark = strlen(MARKS[i]);
        if (mark == 0)
            bytes[length++] = cell.data[at++];
        at += mark;
    }
    return (struct text){ bytes, length };
}

static struct text code_value(const char *codes, struct text cell)
{
    struct text value;
    for (size_t i = 0; codes != NULL && code_at(text_of(codes), i, &value); i++)
        if (text_equal(code_label(codes, value, LANGUAGE_CHINESE), cell)
            || text_equal(code_label(codes, value, LANGUAGE_ENGLISH), cell))
            return value;
    return cell;
}

static struct text matter_value(const struct matter_field *field, struct text cell,
                                struct arena *arena)
{
    const struct matter_choice *choices = field->choices.items;
    for (size_t i = 0; i < field->choices.count; i++)
        if (text_equal(choices[i].zh, cell) || text_equal(choices[i].en, cell))
            return choices[i].value;
    if (text_is(field->type, "flag"))
        return flag_value(cell);
    if (text_is(field->type, "day"))
        return day_value(cell, arena);
    if (text_is(field->type, "month"))
        return month_value(cell, arena);
    if (text_is(field->type, "money") || text_is(field->type, "number"))
        return number_value(cell, arena);
    return cell;
}

struct text bulk_value(const struct bulk_column *column, struct text cell, struct arena *arena)
{
    cell = text_trim(cell);
    if (column->matter_field != NULL)
        return matter_value(column->matter_field, cell, arena);
    switch (column->field->kind) {
    case FIELD_FLAG:
        return flag_value(cell);
    case FIELD_DAY:
        return day_value(cell, arena);
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_COUNT:
        return number_value(cell, arena);
    case FIELD_CODE:
        return code_value(column->field->codes, cell);
    case FIELD_TEXT:
    case FIELD_BYTES:
    case FIELD_ID:
    case FIELD_MOMENT:
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    return cell;
}

/* ---- what goes back ---- */

static bool ends(const char *name, const char *with)
{
    return text_ends(text_of(name), text_of(with));
}

struct list bulk_answers_of(const struct action *action, struct arena *arena)
{
    const struct shape *shape = action->answer;
    const struct field **found =
        ARENA_ARRAY(arena, const struct field *, shape->field_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        /* Of a pair in two languages the Chinese goes back. */
        if (is_single(field) && (field->flags & FIELD_PRIVATE) == 0 && !ends(field->name, "_en"))
            found[count++] = field;
    }
    return (struct list){ found, count };
}
