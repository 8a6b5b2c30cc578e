/* measure_form.c: filling structs of measures by their tables; see measure_form.h. */

#include "core/measure_form.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"
#include "core/divisions.h"

#include <string.h>

/* A clause has a few rows; the longest table of an outage in print has some thirty. */
#define ROWS_MAX 500
#define NAME_MAX_CHARACTERS 80
#define TEXT_MAX_CHARACTERS 400

void form_complain(const struct form_reading *reading, const struct yaml *node, struct text key,
                   const char *why, struct text detail0, struct text detail1)
{
    rule_fault_add(reading->reading->faults, reading->reading->file, yaml_line(node), key, why,
                   detail0, detail1);
}

const void *form_field_in(const struct form_field *field, const void *object)
{
    return (const char *)object + field->offset;
}

static void *at(const struct form_field *field, void *object)
{
    return (char *)object + field->offset;
}

static struct text copied(const struct form_reading *reading, struct text text)
{
    return arena_text(reading->reading->arena, text);
}

/* ---- one scalar ---- */

static bool or_something_else(const struct form_field *field, struct text text)
{
    struct date day;
    struct measure_span span;
    struct money money;
    return ((field->flags & FORM_OR_ANY) && text_is(text, "any"))
        || ((field->flags & FORM_OR_DAY) && date_parse(text, &day))
        || ((field->flags & FORM_OR_SPAN) && measure_span_parse(text, &span))
        || ((field->flags & FORM_OR_MONEY) && money_parse(text, &money) && money.fen > 0);
}

bool form_word_check(const struct form_reading *reading, const struct yaml *node,
                     struct text key, const char *set, struct text word)
{
    if (vocabulary_word(reading->vocabulary, set, word) != NULL)
        return true;
    /* An emergency plan is an event by its name. */
    struct text plan = text_slice(word, 5, word.length);
    if (strcmp(set, "events") == 0 && text_starts(word, TEXT("plan:"))
        && vocabulary_word(reading->vocabulary, "plans", plan) != NULL)
        return true;
    struct text nearest = vocabulary_near(reading->vocabulary, set, word);
    form_complain(reading, node, key,
                  text_present(nearest) ? "rules.fault.unknown-name-near"
                                        : "rules.fault.unknown-name", word, nearest);
    return false;
}

static bool name_check(const struct form_reading *reading, const struct yaml *node,
                       struct text key, struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] == ' ' || name.data[i] == '\n' || name.data[i] == '\t') {
            form_complain(reading, node, key, "rules.fault.not-a-name", name, TEXT(""));
            return false;
        }
    if (text_characters(name) <= NAME_MAX_CHARACTERS)
        return true;
    form_complain(reading, node, key, "rules.fault.too-long", TEXT(""), TEXT(""));
    return false;
}

/* "inside-1a" with the prefix "inside-" is 1a; who is called so is looked up when all are read. */
static bool ref_note(const struct form_reading *reading, const struct yaml *node,
                     const struct form_field *field, struct text name)
{
    struct text prefix = text_of(field->words);
    if (text_present(prefix) && !text_starts(name, prefix)) {
        form_complain(reading, node, text_of(field->name), "rules.fault.reference", name, prefix);
        return false;
    }
    struct measure_reference *reference =
        ARENA_NEW(reading->reading->arena, struct measure_reference);
    *reference = (struct measure_reference){ .from = reading->measure,
        .key = text_of(field->name), .line = yaml_line(node),
        .name = copied(reading, text_slice(name, prefix.length, name.length)),
        .next = reading->list->references };
    reading->list->references = reference;
    return true;
}

static bool month_of_text(struct text text, int32_t *ret_month)
{
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    struct date date;
    builder_add(&builder, text);
    builder_add(&builder, TEXT("-01"));
    if (text.length != 7 || !date_parse(builder_text(&builder), &date))
        return false;
    *ret_month = date.yyyymmdd / 100;
    return true;
}

static bool text_check(const struct form_reading *reading, const struct yaml *node,
                       const struct form_field *field, struct text text)
{
    struct text key = text_of(field->name);
    enum form_kind kind = field->kind;
    int32_t month;
    if (or_something_else(field, text))
        return true;
    if (kind == FORM_WORD || kind == FORM_WORDS)
        return form_word_check(reading, node, key, field->words, text);
    if (kind == FORM_NAME || kind == FORM_NAMES)
        return name_check(reading, node, key, text);
    if (kind == FORM_REF || kind == FORM_REFS)
        return ref_note(reading, node, field, text);
    const char *why = kind == FORM_MONTHS
        ? (month_of_text(text, &month) ? NULL : "rules.fault.not-a-month")
        : (text_characters(text) <= TEXT_MAX_CHARACTERS ? NULL : "rules.fault.too-long");
    if (why != NULL)
        form_complain(reading, node, key, why, text, TEXT(""));
    return why == NULL;
}

/* 1/2, 50%, 0.5 */
static bool share_of_text(struct text text, struct share *ret_share)
{
    struct text below;
    struct text above = text_until(text, '/', &below);
    int64_t number, parts;
    if (below.data != NULL) {
        if (!text_to_int64(above, &number) || !text_to_int64(below, &parts) || number < 0
            || parts <= 0 || number > parts || SHARE_WHOLE.parts * number % parts != 0)
            return false;
        ret_share->parts = SHARE_WHOLE.parts / parts * number;
        if (SHARE_WHOLE.parts % parts != 0)
            ret_share->parts = SHARE_WHOLE.parts * number / parts;
        return true;
    }
    bool percent = text_ends(text, TEXT("%"));
    struct share share;
    if (!share_parse(text_slice(text, 0, text.length - percent), &share)
        || (percent && share.parts % 100 != 0))
        return false;
    share.parts = percent ? share.parts / 100 : share.parts;
    if (share.parts < 0 || share.parts > SHARE_WHOLE.parts)
        return false;
    *ret_share = share;
    return true;
}

/* "1" point is 0.01. */
static bool points_of_text(struct text text, struct share *ret_share)
{
    struct share points;
    if (!share_parse(text, &points) || points.parts < 0 || points.parts % 100 != 0
        || points.parts > 100 * SHARE_WHOLE.parts)
        return false;
    ret_share->parts = points.parts / 100;
    return true;
}

static bool count_of_text(struct text text, struct measure_count *count)
{
    int64_t number;
    if (!text_to_int64(text, &number) || number < 0 || number > 1000000)
        return false;
    *count = (struct measure_count){ true, (int32_t)number };
    return true;
}

static bool flag_of_text(struct text text, bool *flag)
{
    *flag = text_is(text, "yes") || text_is(text, "true");
    return *flag || text_is(text, "no") || text_is(text, "false");
}

/* What is no text has a unit; false: another kind of field. */
static bool unit_fill(const struct form_field *field, struct text text, void *place,
                      const char **ret_why)
{
    bool good;
    const char *why;
    if (field->kind == FORM_SPAN) {
        good = measure_span_parse(text, place);
        why = "rules.fault.not-a-span";
    } else if (field->kind == FORM_DAY) {
        good = date_parse(text, place);
        why = "input.not-a-day";
    } else if (field->kind == FORM_FLAG) {
        good = flag_of_text(text, place);
        why = "rules.fault.not-yes-or-no";
    } else if (field->kind == FORM_COUNT) {
        good = count_of_text(text, place);
        why = "rules.fault.not-a-number";
    } else if (field->kind == FORM_SHARE) {
        good = share_of_text(text, place);
        why = "input.not-a-share";
    } else if (field->kind == FORM_POINTS) {
        good = points_of_text(text, place);
        why = "rules.fault.not-points";
    } else if (field->kind == FORM_MONTH) {
        good = month_of_text(text, place);
        why = "rules.fault.not-a-month";
    } else {
        return false;
    }
    *ret_why = good ? NULL : why;
    return true;
}

static bool scalar_fill(const struct form_reading *reading, const struct yaml *node,
                        const struct form_field *field, void *object)
{
    struct text text = yaml_text(node);
    struct text key = text_of(field->name);
    const char *why = NULL;
    if (yaml_kind(node) != YAML_SCALAR) {
        form_complain(reading, node, key, "rules.fault.not-a-scalar", TEXT(""), TEXT(""));
        return false;
    }
    if (!unit_fill(field, text, at(field, object), &why)) {
        if (!text_check(reading, node, field, text))
            return false;
        *(struct text *)at(field, object) = copied(reading, text);
    }
    if (why != NULL)
        form_complain(reading, node, key, why, text, TEXT(""));
    return why == NULL;
}

static bool names_fill(const struct form_reading *reading, const struct yaml *node,
                       const struct form_field *field, void *object)
{
    struct name_list *names = at(field, object);
    struct text *items;
    if (!yaml_texts(reading->reading, node, text_of(field->name), &items, &names->count))
        return false;
    names->items = items;
    bool good = true;
    for (size_t i = 0; i < names->count; i++) {
        good &= text_check(reading, yaml_kind(node) == YAML_SEQUENCE ? yaml_at(node, i) : node,
                           field, items[i]);
        for (size_t j = 0; j < i; j++)
            if (text_equal(items[i], items[j])) {
                form_complain(reading, node, text_of(field->name), "rules.fault.twice", items[i],
                              TEXT(""));
                good = false;
            }
    }
    return good;
}

/* ---- points in time ---- */

struct point_row {
    struct measure_point point;
    struct text day, roll, first_working_day_from;
};

static const struct form_field point_fields[] = {
    { "event", FORM_WORD, 0, AT(struct point_row, point.event), "events", NULL, NULL },
    { "plus", FORM_SPAN, 0, AT(struct point_row, point.plus), NULL, NULL, NULL },
    { "minus", FORM_SPAN, 0, AT(struct point_row, point.minus), NULL, NULL, NULL },
    { "then", FORM_WORD, 0, AT(struct point_row, point.then), "thens", NULL, NULL },
    { "roll", FORM_WORD, 0, AT(struct point_row, roll), "rolls", NULL, NULL },
    { "day", FORM_NAME, 0, AT(struct point_row, day), NULL, NULL, NULL },
    { "first-working-day-from", FORM_NAME, 0, AT(struct point_row, first_working_day_from), NULL,
      NULL, NULL },
    { "decided", FORM_NAME, 0, AT(struct point_row, point.decided), NULL, NULL, NULL },
};
const struct form measure_point_form = FORM("point", struct point_row, point_fields);

static bool point_of_text(struct text text, struct measure_point *point)
{
    struct date day;
    if (text_is(text, "open")) {
        point->kind = POINT_OPEN;
        return true;
    }
    if (date_parse(text, &day)) {
        point->kind = POINT_DAY;
        point->day = day;
        return true;
    }
    if (!moment_parse(text, &point->moment))
        return false;
    point->kind = POINT_MOMENT;
    point->day = date_of_moment(point->moment);
    return true;
}

static bool point_of_mapping(const struct form_reading *reading, const struct yaml *node,
                             struct measure_point *point)
{
    struct point_row row = { 0 };
    if (!form_fill(reading, node, &measure_point_form, &row))
        return false;
    *point = row.point;
    if (text_present(row.roll) && !clock_roll_parse(row.roll, &point->roll))
        return false;
    bool first = text_present(row.first_working_day_from);
    if (text_present(point->event) + text_present(row.day) + first != 1)
        return false;
    if (text_present(point->event)) {
        point->kind = POINT_EVENT;
        return point->plus.count == 0 || point->minus.count == 0;
    }
    struct measure_point day = { .kind = POINT_NONE };
    if (!point_of_text(first ? row.first_working_day_from : row.day, &day)
        || day.kind == POINT_OPEN || (!first && day.kind != POINT_DAY))
        return false;
    point->kind = first ? POINT_FIRST_WORKING_DAY : POINT_DAY;
    point->moment = day.moment;
    point->day = day.day;
    return true;
}

static bool point_fill(const struct form_reading *reading, const struct yaml *node,
                       const struct form_field *field, void *object)
{
    struct measure_point *point = at(field, object);
    int32_t before = reading->reading->faults->count;
    bool good = yaml_kind(node) == YAML_MAPPING ? point_of_mapping(reading, node, point)
        : yaml_kind(node) == YAML_SCALAR && point_of_text(yaml_text(node), point);
    if (!good && reading->reading->faults->count == before)
        form_complain(reading, node, text_of(field->name), "rules.fault.not-a-time",
                      yaml_text(node), TEXT(""));
    return good;
}

/* ---- lists and mappings ---- */

bool form_fill_rows(const struct form_reading *reading, const struct yaml *node,
                    const struct form *form, const void **ret_items, size_t *ret_count)
{
    if (yaml_kind(node) != YAML_SEQUENCE || yaml_count(node) == 0
        || yaml_count(node) > ROWS_MAX) {
        form_complain(reading, node, text_of(form->name), "rules.fault.not-rows", TEXT(""),
                      TEXT(""));
        return false;
    }
    size_t count = yaml_count(node);
    char *items = arena_array(reading->reading->arena, count, form->size);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good &= form_fill(reading, yaml_at(node, i), form, items + i * form->size);
    *ret_items = items;
    *ret_count = count;
    return good;
}

struct any_rows { const void *items; size_t count; };
_Static_assert(sizeof(struct any_rows) == sizeof(struct measure_milestones), "rows lie alike");

static bool rows_fill(const struct form_reading *reading, const struct yaml *node,
                      const struct form_field *field, void *object)
{
    struct any_rows rows;
    if (!form_fill_rows(reading, node, field->of, &rows.items, &rows.count))
        return false;
    memcpy(at(field, object), &rows, sizeof rows);
    return true;
}

/* FORM_STEPS and FORM_OWNERS: what stands at the left is a word of ours. */
static bool steps_fill(const struct form_reading *reading, const struct yaml *node,
                       const struct form_field *field, void *object)
{
    struct text key = text_of(field->name);
    if (yaml_kind(node) != YAML_MAPPING || yaml_count(node) == 0) {
        form_complain(reading, node, key, "rules.fault.not-a-mapping", TEXT(""), TEXT(""));
        return false;
    }
    struct measure_steps *steps = at(field, object);
    size_t count = yaml_count(node);
    struct measure_step *items = ARENA_ARRAY(reading->reading->arena, struct measure_step, count);
    const struct form_field who = { field->name,
        field->kind == FORM_STEPS ? FORM_WORDS : FORM_NAMES, 0,
        AT(struct measure_step, who), field->values, NULL, NULL };
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        items[i].step = copied(reading, yaml_text(yaml_key(node, i)));
        good &= form_word_check(reading, yaml_key(node, i), key, field->words, items[i].step);
        good &= names_fill(reading, yaml_at(node, i), &who, &items[i]);
    }
    *steps = (struct measure_steps){ items, count };
    return good;
}

static bool periods_fill(const struct form_reading *reading, const struct yaml *node,
                         const struct form_field *field, void *object)
{
    struct measure_periods *periods = at(field, object);
    if (yaml_kind(node) != YAML_MAPPING) {
        const struct form_field months = { field->name, FORM_MONTHS, 0,
            AT(struct measure_periods, months), NULL, NULL, NULL };
        return names_fill(reading, node, &months, periods);
    }
    if (!form_fill(reading, node, field->of, periods))
        return false;
    bool backwards = periods->from != 0 && periods->until != 0 && periods->from > periods->until;
    if (backwards)
        form_complain(reading, node, text_of(field->name), "rules.fault.backwards", TEXT(""),
                      TEXT(""));
    return !backwards;
}

bool form_fill_field(const struct form_reading *reading, const struct yaml *node,
                     const struct form_field *field, void *object)
{
    switch (field->kind) {
    case FORM_WORDS: case FORM_REFS: case FORM_NAMES: case FORM_MONTHS:
        return names_fill(reading, node, field, object);
    case FORM_POINT: return point_fill(reading, node, field, object);
    case FORM_MAPPING: return form_fill(reading, node, field->of, at(field, object));
    case FORM_PERIODS: return periods_fill(reading, node, field, object);
    case FORM_ROWS: return rows_fill(reading, node, field, object);
    case FORM_STEPS: case FORM_OWNERS: return steps_fill(reading, node, field, object);
    case FORM_SCOPE: return form_fill_scope(reading, node, at(field, object));
    case FORM_WORD: case FORM_REF: case FORM_NAME: case FORM_TEXT: case FORM_SPAN: case FORM_DAY:
    case FORM_FLAG: case FORM_COUNT: case FORM_SHARE: case FORM_POINTS: case FORM_MONTH:
        return scalar_fill(reading, node, field, object);
    case FORM_KINDS: break;
    }
    check_failed(__FILE__, __LINE__, "a field is of a kind");
}

/* ---- the mapping ---- */

static const struct form_field *field_of(const struct form *form, struct text key)
{
    for (size_t i = 0; i < form->field_count; i++)
        if (text_is(key, form->fields[i].name))
            return &form->fields[i];
    return NULL;
}

static void complain_key(const struct form_reading *reading, const struct yaml *key,
                         const struct form *form)
{
    struct text names[64];
    CHECK(form->field_count <= COUNT_OF(names));
    for (size_t i = 0; i < form->field_count; i++)
        names[i] = text_of(form->fields[i].name);
    struct text nearest = nearest_name(yaml_text(key), names, form->field_count);
    form_complain(reading, key, yaml_text(key),
                  text_present(nearest) ? "rules.fault.unknown-key-near"
                                        : "rules.fault.unknown-key", nearest, TEXT(""));
}

/* A number that is ours: said once for the measure, where the part has no place of its own. */
static bool decided_fill(const struct form_reading *reading, const struct yaml *node)
{
    static const struct form_field field = { "decided", FORM_NAME, 0,
        AT(struct measure, decided), NULL, NULL, NULL };
    return scalar_fill(reading, node, &field, reading->measure);
}

bool form_fill(const struct form_reading *reading, const struct yaml *node,
               const struct form *form, void *object)
{
    if (yaml_kind(node) != YAML_MAPPING) {
        form_complain(reading, node, text_of(form->name), "rules.fault.not-a-mapping", TEXT(""),
                      TEXT(""));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *key = yaml_key(node, i), *value = yaml_at(node, i);
        const struct form_field *field = field_of(form, yaml_text(key));
        if (field == NULL && text_is(yaml_text(key), "decided")) {
            good &= decided_fill(reading, value);
        } else if (field == NULL) {
            complain_key(reading, key, form);
            good = false;
        } else if (yaml_kind(value) == YAML_SCALAR && yaml_is_null(value)) {
            form_complain(reading, value, yaml_text(key), "rules.fault.empty", TEXT(""), TEXT(""));
            good = false;
        } else {
            good &= form_fill_field(reading, value, field, object);
        }
    }
    for (size_t i = 0; i < form->field_count; i++) {
        struct text name = text_of(form->fields[i].name);
        if (!(form->fields[i].flags & FORM_REQUIRED) || yaml_member(node, name) != NULL)
            continue;
        form_complain(reading, node, name, "rules.fault.missing", name, TEXT(""));
        good = false;
    }
    return good;
}

/* ---- looking ---- */

size_t form_field_size(const struct form_field *field)
{
    static const size_t sizes[] = {
        [FORM_WORD] = sizeof(struct text), [FORM_REF] = sizeof(struct text),
        [FORM_NAME] = sizeof(struct text), [FORM_TEXT] = sizeof(struct text),
        [FORM_WORDS] = sizeof(struct name_list), [FORM_REFS] = sizeof(struct name_list),
        [FORM_NAMES] = sizeof(struct name_list), [FORM_MONTHS] = sizeof(struct name_list),
        [FORM_SPAN] = sizeof(struct measure_span), [FORM_POINT] = sizeof(struct measure_point),
        [FORM_DAY] = sizeof(struct date), [FORM_FLAG] = sizeof(bool),
        [FORM_COUNT] = sizeof(struct measure_count), [FORM_SHARE] = sizeof(struct share),
        [FORM_POINTS] = sizeof(struct share), [FORM_MONTH] = sizeof(int32_t),
        [FORM_ROWS] = sizeof(struct any_rows), [FORM_STEPS] = sizeof(struct measure_steps),
        [FORM_OWNERS] = sizeof(struct measure_steps),
        [FORM_SCOPE] = sizeof(struct measure_scope),
        [FORM_PERIODS] = sizeof(struct measure_periods),
    };
    return field->kind == FORM_MAPPING ? field->of->size : sizes[field->kind];
}

/* All bytes are zero: everything is taken from an arena that was zeroed. */
bool form_field_is_absent(const struct form_field *field, const void *object)
{
    const unsigned char *bytes = form_field_in(field, object);
    for (size_t i = 0; i < form_field_size(field); i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

void form_field_copy(const struct form_field *field, const void *from, void *to)
{
    memcpy(at(field, to), form_field_in(field, from), form_field_size(field));
}
