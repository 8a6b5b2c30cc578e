/* deadline_tell.c: a deadline's certificate as text and as JSON; see deadline.h. */

#include "core/deadline.h"

#include "base/check.h"

#define NAME_OF(names, value) \
    (CHECK((size_t)(value) < COUNT_OF(names)), (names)[(value)])

static const char *const unit_names[] = {
    [CLOCK_WORKING_DAYS] = "working-days", [CLOCK_CALENDAR_DAYS] = "calendar-days",
    [CLOCK_MONTHS] = "months", [CLOCK_FIXED_DAY] = "fixed-day",
};
static const char *const roll_names[] = {
    [CLOCK_ROLL_NONE] = "none", [CLOCK_ROLL_NEXT_WORKING_DAY] = "next-working-day",
};
static const char *const state_names[] = {
    [DEADLINE_WAITING] = "waiting", [DEADLINE_PROVISIONAL] = "provisional",
    [DEADLINE_DATED] = "dated",
};
static const char *const run_names[] = {
    [RUN_START] = "start", [RUN_COUNTED] = "counted", [RUN_SKIPPED] = "skipped",
    [RUN_SUSPENDED] = "suspended", [RUN_PERIOD] = "period", [RUN_ADDED] = "added",
    [RUN_ROLLED] = "rolled", [RUN_WAITING] = "waiting",
};
static const char *const run_keys[] = {
    [RUN_START] = "deadline.run.start", [RUN_COUNTED] = "deadline.run.counted",
    [RUN_SKIPPED] = "deadline.run.skipped", [RUN_SUSPENDED] = "deadline.run.suspended",
    [RUN_PERIOD] = "deadline.run.period", [RUN_ADDED] = "deadline.run.added",
    [RUN_ROLLED] = "deadline.run.rolled", [RUN_WAITING] = "deadline.run.waiting",
};
static const char *const unit_keys[] = {
    [CLOCK_WORKING_DAYS] = "deadline.unit.working-days",
    [CLOCK_CALENDAR_DAYS] = "deadline.unit.calendar-days",
    [CLOCK_MONTHS] = "deadline.unit.months", [CLOCK_FIXED_DAY] = "deadline.unit.fixed-day",
};
static const char *const state_keys[] = {
    [DEADLINE_WAITING] = "deadline.state.waiting",
    [DEADLINE_PROVISIONAL] = "deadline.state.provisional",
    [DEADLINE_DATED] = "deadline.state.dated",
};

const char *clock_unit_name(enum clock_unit unit)
{
    return NAME_OF(unit_names, unit);
}

const char *clock_roll_name(enum clock_roll roll)
{
    return NAME_OF(roll_names, roll);
}

const char *deadline_state_name(enum deadline_state state)
{
    return NAME_OF(state_names, state);
}

const char *run_kind_name(enum run_kind kind)
{
    return NAME_OF(run_names, kind);
}

bool clock_unit_parse(struct text text, enum clock_unit *ret_unit)
{
    for (size_t i = 0; i < COUNT_OF(unit_names); i++)
        if (text_is(text, unit_names[i])) {
            *ret_unit = (enum clock_unit)i;
            return true;
        }
    return false;
}

bool clock_roll_parse(struct text text, enum clock_roll *ret_roll)
{
    for (size_t i = 0; i < COUNT_OF(roll_names); i++)
        if (text_is(text, roll_names[i])) {
            *ret_roll = (enum clock_roll)i;
            return true;
        }
    return false;
}

/* ---- text ---- */

/* Texts of a sentence's places, built in a small buffer each. */
struct place {
    char data[160];
    struct builder builder;
};

static struct text number_text(struct place *place, int64_t number)
{
    place->builder = builder_over(place->data, sizeof place->data);
    builder_add_int(&place->builder, number);
    return builder_text(&place->builder);
}

static struct text date_text(struct place *place, struct date date)
{
    place->builder = builder_over(place->data, sizeof place->data);
    if (date.yyyymmdd != 0)
        date_write(&place->builder, date);
    return builder_text(&place->builder);
}

/* Events have sentences of their own; names of holidays come in two languages; what a clerk wrote
 * as reason of a suspension stays as it is. */
static struct text name_of(const struct deadline_run *run, enum language language)
{
    if (run->kind == RUN_START || run->kind == RUN_WAITING) {
        char key[80];
        struct builder builder = builder_over(key, sizeof key - 1);
        builder_format(&builder, "deadline.event.%.*s", TEXT_ARGS(run->name));
        key[builder.length] = '\0';
        if (!builder.overflow && words_has(key))
            return words_of(key, language);
    }
    if (language == LANGUAGE_ENGLISH && text_present(run->english))
        return run->english;
    return run->name;
}

static bool has_reason(const struct deadline_run *run)
{
    return (run->kind == RUN_SKIPPED || run->kind == RUN_COUNTED || run->kind == RUN_ROLLED)
        && run->reason != DAY_ORDINARY;
}

static void run_write(struct builder *builder, const struct deadline_run *run,
                      enum language language)
{
    struct text unknown = words_of("deadline.until-it-ends", language);
    struct place day, number;
    builder_add(builder, TEXT("  "));
    if (run->from.yyyymmdd == 0)
        builder_add(builder, unknown);
    else
        date_write(builder, run->from);
    if (date_compare(run->from, run->until) != 0) {
        builder_add(builder, TEXT(" – "));
        date_write(builder, run->until);
    }
    builder_add(builder, TEXT("  "));
    struct text details[] = { number_text(&number, run->days), date_text(&day, run->until),
                              name_of(run, language) };
    words_write(builder, run_keys[run->kind], language, details, 3);
    if (run->kind == RUN_COUNTED) {
        struct text total = number_text(&number, run->total);
        words_write(builder, "deadline.total", language, &total, 1);
    }
    if (has_reason(run)) {
        builder_add(builder, TEXT(" · "));
        words_write(builder, day_reason_key(run->reason), language, NULL, 0);
    }
    if (text_present(run->name) && run->kind != RUN_WAITING) {
        builder_add(builder, TEXT(" · "));
        builder_add(builder, name_of(run, language));
    }
    if (text_present(run->source)) {
        builder_add(builder, TEXT(" · "));
        builder_add(builder, run->source);
    }
    builder_add_char(builder, '\n');
}

void deadline_write(struct builder *builder, const struct deadline_answer *answer,
                    enum language language)
{
    const struct deadline_clock_kind *kind = answer->clock->kind;
    struct place day, number;
    struct text details[] = { date_text(&day, answer->day), number_text(&number, kind->count),
                              answer->event };
    words_write(builder, NAME_OF(state_keys, answer->state), language, details, 3);
    builder_add(builder, TEXT(" ("));
    words_write(builder, NAME_OF(unit_keys, kind->unit), language, &details[1], 1);
    if (kind->roll == CLOCK_ROLL_NEXT_WORKING_DAY)
        words_write(builder, "deadline.roll", language, NULL, 0);
    builder_add(builder, TEXT(")\n"));
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        run_write(builder, run, language);
}

/* ---- JSON ---- */

static void member_day(struct json_writer *writer, const char *name, struct date date)
{
    struct place day;
    json_key(writer, text_of(name));
    if (date.yyyymmdd == 0)
        json_write_null(writer);
    else
        json_write_text(writer, date_text(&day, date));
}

static void member_name(struct json_writer *writer, const char *name, struct text text)
{
    if (!text_present(text))
        return;
    json_key(writer, text_of(name));
    json_write_text(writer, text);
}

static void member_number(struct json_writer *writer, const char *name, int64_t number)
{
    json_key(writer, text_of(name));
    json_write_int(writer, number);
}

static void run_write_json(struct json_writer *writer, const struct deadline_run *run)
{
    static const char *const reasons[] = {
        [DAY_ORDINARY] = "ordinary", [DAY_WEEKEND] = "weekend", [DAY_HOLIDAY] = "holiday",
        [DAY_MAKE_UP] = "make-up",
    };
    json_object_begin(writer);
    member_name(writer, "kind", text_of(run_kind_name(run->kind)));
    member_day(writer, "from", run->from);
    member_day(writer, "until", run->until);
    member_number(writer, "days", run->days);
    member_number(writer, "total", run->total);
    if (has_reason(run))
        member_name(writer, "reason", text_of(NAME_OF(reasons, run->reason)));
    member_name(writer, "name", run->name);
    member_name(writer, "english", run->english);
    member_name(writer, "source", run->source);
    json_object_end(writer);
}

void deadline_write_json(struct json_writer *writer, const struct deadline_answer *answer)
{
    const struct deadline_clock_kind *kind = answer->clock->kind;
    json_object_begin(writer);
    member_name(writer, "state", text_of(deadline_state_name(answer->state)));
    member_day(writer, "day", answer->day);
    member_name(writer, "event", answer->event);
    member_name(writer, "clock", kind->name);
    member_name(writer, "unit", text_of(clock_unit_name(kind->unit)));
    member_number(writer, "count", kind->count);
    member_name(writer, "roll", text_of(clock_roll_name(kind->roll)));
    member_number(writer, "hour", kind->hour == 0 ? 24 : kind->hour);
    member_name(writer, "source", kind->source);
    json_key(writer, TEXT("runs"));
    json_array_begin(writer);
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        run_write_json(writer, run);
    json_array_end(writer);
    json_object_end(writer);
}
