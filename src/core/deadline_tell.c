/* deadline_tell.c: names of what deadline.h knows, and a certificate as text; see
 * deadline_certificate.h. */

#include "core/deadline_certificate.h"

#include "base/check.h"

#define NAME_OF(names, value) \
    (CHECK((size_t)(value) < COUNT_OF(names)), (names)[(value)])

static const char *const unit_names[] = {
    [CLOCK_WORKING_DAYS] = "working-days", [CLOCK_CALENDAR_DAYS] = "calendar-days",
    [CLOCK_MONTHS] = "months", [CLOCK_FIXED_DAY] = "fixed-day",
};
static const char *const roll_names[] = {
    [CLOCK_ROLL_NONE] = "none", [CLOCK_ROLL_NEXT_WORKING_DAY] = "next-working-day",
    [CLOCK_ROLL_PREVIOUS_WORKING_DAY] = "previous-working-day",
};
static const char *const counting_names[] = {
    [CLOCK_FROM_NEXT_DAY] = "next-day", [CLOCK_FROM_SAME_DAY] = "same-day",
};
static const char *const late_fee_names[] = {
    [LATE_FEE_NONE] = "none", [LATE_FEE_NOT_YET] = "not-yet", [LATE_FEE_WAIVED] = "waived",
    [LATE_FEE_OWED] = "owed",
};
static const char *const state_names[] = {
    [DEADLINE_WAITING] = "waiting", [DEADLINE_PROVISIONAL] = "provisional",
    [DEADLINE_DATED] = "dated",
};
static const char *const run_names[] = {
    [RUN_START] = "start", [RUN_BEGINS] = "begins", [RUN_COUNTED] = "counted",
    [RUN_SKIPPED] = "skipped", [RUN_SUSPENDED] = "suspended", [RUN_PERIOD] = "period",
    [RUN_ADDED] = "added", [RUN_ROLLED] = "rolled", [RUN_EXTENDED] = "extended",
    [RUN_WAITING] = "waiting",
};
static const char *const run_keys[] = {
    [RUN_START] = "deadline.run.start", [RUN_BEGINS] = "deadline.run.begins",
    [RUN_COUNTED] = "deadline.run.counted", [RUN_SKIPPED] = "deadline.run.skipped",
    [RUN_SUSPENDED] = "deadline.run.suspended", [RUN_PERIOD] = "deadline.run.period",
    [RUN_ADDED] = "deadline.run.added", [RUN_ROLLED] = "deadline.run.rolled",
    [RUN_EXTENDED] = "deadline.run.extended", [RUN_WAITING] = "deadline.run.waiting",
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

const char *clock_counting_name(enum clock_counting counting)
{
    return NAME_OF(counting_names, counting);
}

const char *late_fee_name(enum late_fee late_fee)
{
    return NAME_OF(late_fee_names, late_fee);
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

bool clock_counting_parse(struct text text, enum clock_counting *ret_counting)
{
    for (size_t i = 0; i < COUNT_OF(counting_names); i++)
        if (text_is(text, counting_names[i])) {
            *ret_counting = (enum clock_counting)i;
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

/* Events have sentences of their own; names of holidays and what measures say come in two
 * languages; what a clerk wrote as reason of a suspension stays as it is. */
struct text deadline_event_name(struct text event, enum language language)
{
    char key[80];
    struct builder builder = builder_over(key, sizeof key - 1);
    builder_format(&builder, "deadline.event.%.*s", TEXT_ARGS(event));
    key[builder.length] = '\0';
    return !builder.overflow && words_has(key) ? words_of(key, language) : event;
}

struct text deadline_run_name(const struct deadline_run *run, enum language language)
{
    if (language == LANGUAGE_ENGLISH && text_present(run->english))
        return run->english;
    if (run->kind == RUN_START || run->kind == RUN_BEGINS || run->kind == RUN_WAITING)
        return deadline_event_name(run->name, language);
    return run->name;
}

/* A paper names the holiday; a Saturday is off by the rule of the week. */
struct text deadline_run_source(const struct deadline_run *run, enum language language)
{
    if (language == LANGUAGE_CHINESE && text_present(run->source_zh))
        return run->source_zh;
    if (text_present(run->source) || run->kind != RUN_SKIPPED || run->reason != DAY_WEEKEND)
        return run->source;
    return words_of("deadline.source.week", language);
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
                              deadline_run_name(run, language) };
    words_write(builder, run_keys[run->kind], language, details, 3);
    if (run->kind == RUN_COUNTED) {
        struct text total = number_text(&number, run->total);
        words_write(builder, "deadline.total", language, &total, 1);
    }
    if (has_reason(run)) {
        builder_add(builder, TEXT(" · "));
        words_write(builder, day_reason_key(run->reason), language, NULL, 0);
    }
    struct text name = deadline_run_name(run, language);
    bool said = has_reason(run)
        && text_equal(name, words_of(day_reason_key(run->reason), language));
    if (text_present(name) && run->kind != RUN_WAITING && !said) {
        builder_add(builder, TEXT(" · "));
        builder_add(builder, name);
    }
    if (run->unpublished) {
        builder_add(builder, TEXT(" · "));
        words_write(builder, "deadline.unpublished", language, NULL, 0);
    }
    struct text source = deadline_run_source(run, language);
    if (text_present(source)) {
        builder_add(builder, TEXT(" · "));
        builder_add(builder, source);
    }
    builder_add_char(builder, '\n');
}

/* "5 working days, counted from the next day, moved to the next working day". */
void deadline_rule_write(struct builder *builder, const struct deadline_clock_kind *kind,
                         enum language language)
{
    struct place number;
    struct text count = number_text(&number, kind->count);
    words_write(builder, NAME_OF(unit_keys, kind->unit), language, &count, 1);
    if (kind->unit != CLOCK_FIXED_DAY && kind->before)
        words_write(builder, "deadline.before", language, NULL, 0);
    if (kind->unit != CLOCK_FIXED_DAY && kind->counting == CLOCK_FROM_SAME_DAY)
        words_write(builder, "deadline.counting.same-day", language, NULL, 0);
    if (kind->roll == CLOCK_ROLL_NEXT_WORKING_DAY)
        words_write(builder, "deadline.roll", language, NULL, 0);
    if (kind->roll == CLOCK_ROLL_PREVIOUS_WORKING_DAY)
        words_write(builder, "deadline.roll.previous", language, NULL, 0);
    if (kind->hour != 0 || kind->minute != 0) {
        struct place time;
        time.builder = builder_over(time.data, sizeof time.data);
        builder_format(&time.builder, "%02d:%02d", kind->hour, kind->minute);
        struct text until = builder_text(&time.builder);
        words_write(builder, "deadline.until-time", language, &until, 1);
    }
}

void deadline_headline_write(struct builder *builder, const struct deadline_answer *answer,
                             enum language language)
{
    struct place day, known;
    struct text details[] = { date_text(&day, answer->day),
                              date_text(&known, answer->known_until) };
    words_write(builder, NAME_OF(state_keys, answer->state), language, details, 2);
}

void deadline_write(struct builder *builder, const struct deadline_answer *answer,
                    enum language language)
{
    deadline_headline_write(builder, answer, language);
    builder_add(builder, TEXT(" ("));
    deadline_rule_write(builder, answer->clock->kind, language);
    builder_add(builder, TEXT(")\n"));
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        run_write(builder, run, language);
    for (int i = 0; i < DEADLINE_LAW_COUNT; i++)
        if (deadline_law_applies(answer, (enum deadline_law)i)) {
            builder_add(builder, TEXT("  * "));
            words_write(builder, deadline_law_key((enum deadline_law)i), language, NULL, 0);
            builder_add_char(builder, '\n');
        }
}

/* ---- the rules of counting ---- */

const char *deadline_law_key(enum deadline_law law)
{
    static const char *const keys[] = {
        [DEADLINE_LAW_NEXT_DAY] = "deadline.law.next-day",
        [DEADLINE_LAW_SAME_DAY] = "deadline.law.same-day",
        [DEADLINE_LAW_MONTHS] = "deadline.law.months",
        [DEADLINE_LAW_ROLL] = "deadline.law.roll",
        [DEADLINE_LAW_NAMED_DAY] = "deadline.law.named-day",
        [DEADLINE_LAW_SUSPENDED] = "deadline.law.suspended",
    };
    _Static_assert(COUNT_OF(keys) == DEADLINE_LAW_COUNT, "every rule of counting has a sentence");
    return NAME_OF(keys, law);
}

static bool has_run(const struct deadline_answer *answer, enum run_kind kind)
{
    for (const struct deadline_run *run = answer->runs; run != NULL; run = run->next)
        if (run->kind == kind)
            return true;
    return false;
}

bool deadline_law_applies(const struct deadline_answer *answer, enum deadline_law law)
{
    const struct deadline_clock_kind *kind = answer->clock->kind;
    bool counts = kind->unit != CLOCK_FIXED_DAY && answer->own_day.yyyymmdd != 0;
    switch (law) {
    case DEADLINE_LAW_NEXT_DAY: return counts && kind->counting == CLOCK_FROM_NEXT_DAY;
    case DEADLINE_LAW_SAME_DAY: return counts && kind->counting == CLOCK_FROM_SAME_DAY;
    case DEADLINE_LAW_MONTHS: return counts && kind->unit == CLOCK_MONTHS;
    case DEADLINE_LAW_ROLL: return has_run(answer, RUN_ROLLED);
    case DEADLINE_LAW_NAMED_DAY:
        return kind->unit == CLOCK_FIXED_DAY && kind->roll == CLOCK_ROLL_NONE;
    case DEADLINE_LAW_SUSPENDED: return has_run(answer, RUN_SUSPENDED);
    case DEADLINE_LAW_COUNT: break;
    }
    check_failed(__FILE__, __LINE__, "a rule of counting");
}
