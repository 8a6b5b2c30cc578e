/* measure_tell.c: see measure_tell.h. */

#include "core/measure_tell.h"

#include "base/check.h"
#include "core/measure_form.h"

struct telling {
    struct builder *builder;
    const struct vocabulary *vocabulary;
    enum language language;
    int told;                   /* fields so far */
};

static bool in_english(const struct telling *telling)
{
    return telling->language == LANGUAGE_ENGLISH;
}

static void say(const struct telling *telling, const char *key)
{
    builder_add(telling->builder, words_of(key, telling->language));
}

static void say_word(const struct telling *telling, const char *set, struct text word)
{
    builder_add(telling->builder, set == NULL ? word
        : vocabulary_say(telling->vocabulary, set, word, telling->language));
}

static void say_names(const struct telling *telling, const char *set, struct name_list names)
{
    for (size_t i = 0; i < names.count; i++) {
        if (i > 0)
            say(telling, "measure.tell.and");
        say_word(telling, set, names.items[i]);
    }
}

static void say_span(const struct telling *telling, struct measure_span span)
{
    static const char *const UNITS[] = {
        [CLOCK_WORKING_DAYS] = "measure.tell.working-days",
        [CLOCK_CALENDAR_DAYS] = "measure.tell.days", [CLOCK_MONTHS] = "measure.tell.months",
    };
    builder_add_int(telling->builder, span.count);
    if (span.unit != CLOCK_FIXED_DAY)
        say(telling, UNITS[span.unit]);
}

static void say_month(const struct telling *telling, int32_t yyyymm)
{
    builder_format(telling->builder, "%04d-%02d", yyyymm / 100, yyyymm % 100);
}

static void say_event(const struct telling *telling, const struct measure_point *point)
{
    if (in_english(telling) && point->plus.count > 0) {
        say_span(telling, point->plus);
        say(telling, "measure.tell.after");
    } else if (in_english(telling) && point->minus.count > 0) {
        say_span(telling, point->minus);
        say(telling, "measure.tell.before");
    }
    say_word(telling, "events", point->event);
    if (!in_english(telling) && point->plus.count > 0) {
        say(telling, "measure.tell.after");
        say_span(telling, point->plus);
    } else if (!in_english(telling) && point->minus.count > 0) {
        say(telling, "measure.tell.before");
        say_span(telling, point->minus);
    }
}

static void say_point(const struct telling *telling, const struct measure_point *point)
{
    switch (point->kind) {
    case POINT_NONE: return;
    case POINT_OPEN: say(telling, "measure.tell.open"); break;
    case POINT_DAY: date_write(telling->builder, point->day); break;
    case POINT_MOMENT: moment_write(telling->builder, point->moment); break;
    case POINT_EVENT: say_event(telling, point); break;
    case POINT_FIRST_WORKING_DAY:
        date_write(telling->builder, point->day);
        say(telling, "measure.tell.first-working-day");
        break;
    }
    if (point->roll == CLOCK_ROLL_NEXT_WORKING_DAY)
        say(telling, "measure.tell.rolls");
    if (text_present(point->then)) {
        say(telling, "measure.tell.then");
        say_word(telling, "thens", point->then);
    }
}

void measure_tell_point(struct builder *builder, const struct measure_point *point,
                        const struct vocabulary *vocabulary, enum language language)
{
    const struct telling telling = { builder, vocabulary, language, 0 };
    say_point(&telling, point);
}

static void say_steps(const struct telling *telling, const struct form_field *field,
                      const struct measure_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        if (i > 0)
            say(telling, "measure.tell.comma");
        say_word(telling, field->words, steps->items[i].step);
        builder_add(telling->builder, TEXT(" → "));
        say_names(telling, field->values, steps->items[i].who);
    }
}

static void say_scope(const struct telling *telling, const struct measure_scope *scope)
{
    for (size_t i = 0; i < scope->count; i++) {
        const struct measure_condition *condition = &scope->conditions[i];
        const char *set = NULL;
        for (size_t p = 0; p < measure_scope_path_count; p++)
            if (text_is(text_of(condition->path), measure_scope_paths[p].path))
                set = measure_scope_paths[p].words;
        if (i > 0)
            say(telling, "measure.tell.next");
        say_word(telling, "fields", text_of(condition->path));
        say(telling, "measure.tell.is");
        say_names(telling, set, condition->any_of);
    }
}

static void say_fields(struct telling *telling, const struct form *form, const void *object);

static void say_mapping(const struct telling *telling, const struct form *form,
                        const void *object)
{
    struct telling inner = { telling->builder, telling->vocabulary, telling->language, 0 };
    builder_add(telling->builder, TEXT("{ "));
    say_fields(&inner, form, object);
    builder_add(telling->builder, TEXT(" }"));
}

static void say_periods(const struct telling *telling, const struct form_field *field,
                        const struct measure_periods *periods)
{
    if (periods->months.count > 0)
        say_names(telling, NULL, periods->months);
    else
        say_mapping(telling, field->of, periods);
}

struct any_rows { const void *items; size_t count; };

static void say_rows(const struct telling *telling, const struct form_field *field,
                     const struct any_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        say_mapping(telling, field->of,
                    (const char *)rows->items + i * field->of->size);
}

static void say_value(const struct telling *telling, const struct form_field *field,
                      const void *value)
{
    struct builder *builder = telling->builder;
    switch (field->kind) {
    case FORM_WORD: say_word(telling, field->words, *(const struct text *)value); break;
    case FORM_WORDS: say_names(telling, field->words, *(const struct name_list *)value); break;
    case FORM_REF: case FORM_NAME: case FORM_TEXT:
        builder_add(builder, *(const struct text *)value);
        break;
    case FORM_REFS: case FORM_NAMES: case FORM_MONTHS:
        say_names(telling, NULL, *(const struct name_list *)value);
        break;
    case FORM_SPAN: say_span(telling, *(const struct measure_span *)value); break;
    case FORM_POINT: say_point(telling, value); break;
    case FORM_DAY: date_write(builder, *(const struct date *)value); break;
    case FORM_FLAG: say(telling, "measure.tell.yes"); break;
    case FORM_COUNT:
        builder_add_int(builder, ((const struct measure_count *)value)->count);
        break;
    case FORM_SHARE: case FORM_POINTS:
        share_write_percent(builder, *(const struct share *)value);
        break;
    case FORM_MONTH: say_month(telling, *(const int32_t *)value); break;
    case FORM_MAPPING: say_mapping(telling, field->of, value); break;
    case FORM_PERIODS: say_periods(telling, field, value); break;
    case FORM_ROWS: say_rows(telling, field, value); break;
    case FORM_STEPS: case FORM_OWNERS: say_steps(telling, field, value); break;
    case FORM_SCOPE: say_scope(telling, value); break;
    case FORM_KINDS: break;
    }
}

static void say_field(struct telling *telling, const struct form_field *field,
                      const void *object)
{
    if (form_field_is_absent(field, object))
        return;
    if (telling->told++ > 0)
        say(telling, "measure.tell.next");
    say_word(telling, "fields", text_of(field->name));
    say(telling, "measure.tell.is");
    say_value(telling, field, form_field_in(field, object));
}

static void say_fields(struct telling *telling, const struct form *form, const void *object)
{
    for (size_t i = 0; i < form->field_count; i++)
        say_field(telling, &form->fields[i], object);
}

void measure_tell_head(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language)
{
    const struct telling telling = { builder, vocabulary, language, 0 };
    struct text verb = text_of(measure_verb_name(measure->verb));
    if (language != LANGUAGE_ENGLISH) {
        say_word(&telling, "verbs", verb);
        builder_add_char(builder, ' ');
    }
    builder_add(builder, verb);
    builder_format(builder, "  %.*s %.*s [%.*s]", TEXT_ARGS(measure->notice),
                   TEXT_ARGS(measure->clause), TEXT_ARGS(measure->cites));
}

void measure_tell_body(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language)
{
    struct telling telling = { builder, vocabulary, language, 0 };
    if (measure->verb != VERB_OUTAGE) {
        say_fields(&telling, &measure_forms[measure->verb], &measure->extend);
        return;
    }
    for (size_t i = 0; i < measure->outage.count; i++)
        say_mapping(&telling, &measure_forms[VERB_OUTAGE], &measure->outage.rows[i]);
}

void measure_tell_rest(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language)
{
    static const char *const told[] = { "scope", "time", "grant", "needs", "binding", "later",
                                        "replaces", "adds-to", "decided" };
    struct telling telling = { builder, vocabulary, language, 0 };
    for (size_t i = 0; i < measure_common_form.field_count; i++)
        for (size_t j = 0; j < COUNT_OF(told); j++)
            if (text_is(text_of(told[j]), measure_common_form.fields[i].name))
                say_field(&telling, &measure_common_form.fields[i], measure);
}
