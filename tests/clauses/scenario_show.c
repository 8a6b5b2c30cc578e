/* scenario_show.c: see scenario_show.h. It goes by the tables of measure_form.h, so that a verb
 * that gets a field can be asked for it. */

#include "scenario_show.h"

#include "base/check.h"

#include <string.h>

static const struct text NOTHING = { "-", 1 };

struct text day_said(struct arena *arena, struct date day)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    date_write(&builder, day);
    return arena_text(arena, builder_text(&builder));
}

static struct text moment_said(struct arena *arena, struct moment moment)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    moment_write(&builder, moment);
    return arena_text(arena, builder_text(&builder));
}

static struct text names_said(struct arena *arena, struct name_list names)
{
    struct text all = names.count == 0 ? NOTHING : TEXT("");
    for (size_t i = 0; i < names.count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(names.items[i]));
    return all;
}

static struct text span_said(struct arena *arena, struct measure_span span)
{
    if (span.count == 0)
        return NOTHING;
    struct text unit = span.unit == CLOCK_CALENDAR_DAYS ? TEXT("days")
        : text_of(clock_unit_name(span.unit));
    return arena_format(arena, "%d %.*s", (int)span.count, TEXT_ARGS(unit));
}

static struct text share_said(struct arena *arena, struct share share)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    if (share.parts == 0)
        return NOTHING;
    share_write_percent(&builder, share);
    return arena_text(arena, builder_text(&builder));
}

static struct text point_said(const struct showing *showing, const struct measure_point *point)
{
    const struct measure_question *question = showing->question;
    struct date day;
    if (point->kind == POINT_NONE)
        return NOTHING;
    if (point->kind == POINT_OPEN)
        return TEXT("open");
    if (point->kind == POINT_MOMENT)
        return moment_said(showing->arena, point->moment);
    if (measure_point_day(showing->book, point, question->events, question->place,
                          (struct moment){ 0 }, &day))
        return day_said(showing->arena, day);
    return arena_format(showing->arena, "waits for %.*s", TEXT_ARGS(point->event));
}

static struct text month_said(struct arena *arena, int32_t yyyymm)
{
    return yyyymm == 0 ? NOTHING
        : arena_format(arena, "%04d-%02d", (int)yyyymm / 100, (int)yyyymm % 100);
}

static struct text word_said(struct text word)
{
    return text_present(word) ? word : NOTHING;
}

static struct text count_said(struct arena *arena, const struct measure_count *count)
{
    return count->named ? arena_format(arena, "%d", (int)count->count) : NOTHING;
}

/* What a field without keys of its own says. */
static struct text leaf_said(const struct showing *showing, const struct form_field *field,
                             const void *at)
{
    struct arena *arena = showing->arena;
    switch (field->kind) {
    case FORM_WORD: case FORM_REF: case FORM_NAME: case FORM_TEXT:
        return word_said(*(const struct text *)at);
    case FORM_WORDS: case FORM_REFS: case FORM_NAMES: case FORM_MONTHS:
        return names_said(arena, *(const struct name_list *)at);
    case FORM_SPAN: return span_said(arena, *(const struct measure_span *)at);
    case FORM_POINT: return point_said(showing, at);
    case FORM_DAY: {
        struct date day = *(const struct date *)at;
        return day.yyyymmdd == 0 ? NOTHING : day_said(arena, day);
    }
    case FORM_FLAG: return *(const bool *)at ? TEXT("yes") : TEXT("no");
    case FORM_COUNT: return count_said(arena, at);
    case FORM_SHARE: case FORM_POINTS: return share_said(arena, *(const struct share *)at);
    case FORM_MONTH: return month_said(arena, *(const int32_t *)at);
    case FORM_PERIODS:
        return names_said(arena, ((const struct measure_periods *)at)->months);
    case FORM_MAPPING: case FORM_ROWS: case FORM_STEPS: case FORM_OWNERS: case FORM_SCOPE:
    case FORM_KINDS: break;
    }
    return NOTHING;
}

static const struct form_field *field_find(const struct form *form, struct text name)
{
    for (size_t i = 0; i < form->field_count; i++)
        if (text_is(name, form->fields[i].name))
            return &form->fields[i];
    return NULL;
}

static bool step_said(const struct showing *showing, const struct measure_steps *steps,
                      struct text name, struct text *ret_said)
{
    *ret_said = NOTHING;
    for (size_t i = 0; i < steps->count; i++)
        if (text_equal(steps->items[i].step, name))
            *ret_said = names_said(showing->arena, steps->items[i].who);
    return true;
}

static bool scope_said(const struct showing *showing, const struct measure_scope *scope,
                       struct text path, struct text *ret_said)
{
    *ret_said = NOTHING;
    for (size_t i = 0; i < scope->count; i++)
        if (text_is(path, scope->conditions[i].path))
            *ret_said = names_said(showing->arena, scope->conditions[i].any_of);
    return true;
}

/* Milestones, the only rows inside a verb, are named by what must be so. */
static const void *row_find(const void *at, struct text name)
{
    const struct measure_milestones *rows = at;
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(rows->items[i].must, name))
            return &rows->items[i];
    return NULL;
}

static bool form_said(const struct showing *showing, const struct form *form, const void *object,
                      struct text key, struct text *ret_said)
{
    while (object != NULL) {
        struct text rest;
        const struct form_field *field = field_find(form, text_until(key, '.', &rest));
        if (field == NULL)
            return false;
        const void *at = (const char *)object + field->offset;
        if (rest.data == NULL) {
            *ret_said = leaf_said(showing, field, at);
            return true;
        }
        key = rest;
        if (field->kind == FORM_STEPS || field->kind == FORM_OWNERS)
            return step_said(showing, at, key, ret_said);
        if (field->kind == FORM_SCOPE)
            return scope_said(showing, at, key, ret_said);
        if (field->of == NULL)
            return false;
        form = field->of;
        object = field->kind == FORM_ROWS ? row_find(at, text_until(key, '.', &key)) : at;
    }
    *ret_said = NOTHING;
    return true;
}

static struct text until_said(const struct showing *showing, const struct measure_hit *hit)
{
    switch (hit->end) {
    case HIT_OPEN: return TEXT("open");
    case HIT_WAITING:
        return arena_format(showing->arena, "waits for %.*s",
                            TEXT_ARGS(hit->measure->time.until.event));
    case HIT_UNTIL:
        return hit->measure->time.until.kind == POINT_MOMENT
            ? moment_said(showing->arena, hit->measure->time.until.moment)
            : day_said(showing->arena, hit->until);
    case HIT_THEN: return hit->measure->time.until.then;
    }
    return NOTHING;
}

bool measure_said(const struct showing *showing, const struct measure_hit *hit, struct text key,
                  struct text *ret_said)
{
    static const char *const bindings[] = { "default", "floor", "fixed" };
    const struct measure *measure = hit->measure;
    const struct form *form = &measure_forms[measure->verb];
    /* All bodies lie in one union, so any of them is where the verb's own is. */
    const void *body = &measure->extend;
    if (text_is(key, "until"))
        *ret_said = until_said(showing, hit);
    else if (text_is(key, "binding"))
        *ret_said = text_of(bindings[measure->binding]);
    else if (text_is(key, "granted"))
        *ret_said = text_present(measure->grant.on_application) ? measure->grant.on_application
            : TEXT("to-all");
    else if (text_is(key, "granted-by"))
        *ret_said = names_said(showing->arena, measure->grant.channels);
    else
        return (measure->verb != VERB_OUTAGE && form_said(showing, form, body, key, ret_said))
            || form_said(showing, &measure_common_form, measure, key, ret_said);
    return true;
}

bool outage_row_said(const struct showing *showing, const struct outage_row *row, struct text key,
                     struct text *ret_said)
{
    return form_said(showing, &measure_forms[VERB_OUTAGE], row, key, ret_said);
}
