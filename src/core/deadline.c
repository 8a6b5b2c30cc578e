/* deadline.c: see deadline.h. The certificate is written while the days are counted, so it cannot
 * tell another story than the answer. */

#include "core/deadline.h"

#include "base/check.h"

/* Suspensions may stretch a clock; beyond this many days something else is wrong with the case. */
#define WALK_MAX 40000
#define DAY_MS (INT64_C(24) * 3600 * 1000)

struct counting {
    const struct deadline_clock *clock;
    const struct clock_world *world;
    struct arena *arena;
    struct deadline_answer answer;
    struct deadline_run *last;
    struct date known_until;
    int32_t total;
    bool beyond;                /* leaned on a day nobody has published */
};

/* ---- the certificate ---- */

static bool continues(const struct deadline_run *run, const struct deadline_run *more)
{
    return run != NULL && run->kind == more->kind && run->reason == more->reason
        && text_equal(run->name, more->name) && text_equal(run->source, more->source)
        && (more->kind == RUN_COUNTED || more->kind == RUN_SKIPPED || more->kind == RUN_SUSPENDED);
}

static void run_add(struct counting *counting, struct deadline_run run)
{
    run.total = counting->total;
    if (continues(counting->last, &run)) {
        counting->last->until = run.until;
        counting->last->days += run.days;
        counting->last->total = run.total;
        return;
    }
    struct deadline_run *added = ARENA_NEW(counting->arena, struct deadline_run);
    *added = run;
    if (counting->last == NULL)
        counting->answer.runs = added;
    else
        counting->last->next = added;
    counting->last = added;
}

static struct calendar_day day_ask(struct counting *counting, struct date date)
{
    struct calendar_day day = calendar_day(counting->world->calendar, date,
                                           counting->world->known);
    counting->beyond |= !day.published;
    return day;
}

static struct deadline_run run_of_day(enum run_kind kind, const struct calendar_day *day)
{
    return (struct deadline_run){ .kind = kind, .from = day->date, .until = day->date, .days = 1,
        .reason = day->reason, .name = day->name, .english = day->english,
        .source = day->paper == NULL ? (struct text){ 0 } : day->paper->number };
}

/* ---- suspensions ---- */

/* The suspension that holds a day, so that of overlapping ones each day is named once. */
static const struct clock_suspension *suspended_on(const struct deadline_clock *clock,
                                                   struct date date)
{
    for (size_t i = 0; i < clock->suspension_count; i++) {
        const struct clock_suspension *suspension = &clock->suspensions[i];
        struct date until = suspension->until.yyyymmdd == 0 ? DATE_LATEST : suspension->until;
        if (date_within(date, suspension->from, until))
            return suspension;
    }
    return NULL;
}

static void wait_for(struct counting *counting, struct date from, struct text name,
                     struct text source)
{
    counting->answer.state = DEADLINE_WAITING;
    run_add(counting, (struct deadline_run){ .kind = RUN_WAITING, .from = from, .until = from,
        .name = name, .source = source });
}

/* False: it has not ended, so nobody can tell the day. */
static bool suspend(struct counting *counting, const struct clock_suspension *suspension,
                    struct date date)
{
    if (suspension->until.yyyymmdd == 0) {
        wait_for(counting, date, suspension->reason, suspension->source);
        return false;
    }
    run_add(counting, (struct deadline_run){ .kind = RUN_SUSPENDED, .from = date, .until = date,
        .days = 1, .name = suspension->reason, .source = suspension->source });
    return true;
}

/* ---- the four units ---- */

/* Each takes the clock to the day its period ends; false: waiting. */
static bool days_count(struct counting *counting, struct date *date)
{
    bool working_only = counting->clock->kind->unit == CLOCK_WORKING_DAYS;
    for (int i = 0; counting->total < counting->clock->kind->count; i++) {
        CHECK(i < WALK_MAX);
        *date = date_plus_days(*date, 1);
        const struct clock_suspension *suspension = suspended_on(counting->clock, *date);
        if (suspension != NULL) {
            if (!suspend(counting, suspension, *date))
                return false;
            continue;
        }
        struct calendar_day day = { .date = *date };
        if (working_only)
            day = day_ask(counting, *date);
        if (working_only && !day.working) {
            run_add(counting, run_of_day(RUN_SKIPPED, &day));
            continue;
        }
        counting->total++;
        run_add(counting, run_of_day(RUN_COUNTED, &day));
    }
    return true;
}

/* Every day the clock stood is given back, one by one, at the end; days given back may themselves
 * be suspended. */
static bool months_count(struct counting *counting, struct date *date)
{
    struct date start = *date;
    struct date end = date_plus_months(start, counting->clock->kind->count);
    counting->total = counting->clock->kind->count;
    run_add(counting, (struct deadline_run){ .kind = RUN_PERIOD, .from = start, .until = end,
        .days = counting->total });
    int32_t given_back = 0;
    for (struct date day = date_plus_days(start, 1); date_compare(day, end) <= 0;
         day = date_plus_days(day, 1)) {
        const struct clock_suspension *suspension = suspended_on(counting->clock, day);
        if (suspension == NULL)
            continue;
        CHECK(given_back < WALK_MAX);
        if (!suspend(counting, suspension, day))
            return false;
        end = date_plus_days(end, 1);
        given_back++;
    }
    if (given_back > 0)
        run_add(counting, (struct deadline_run){ .kind = RUN_ADDED, .days = given_back,
            .from = date_plus_days(end, 1 - given_back), .until = end });
    *date = end;
    return true;
}

static bool period_count(struct counting *counting, struct date *date)
{
    switch (counting->clock->kind->unit) {
    case CLOCK_WORKING_DAYS:
    case CLOCK_CALENDAR_DAYS:
        return days_count(counting, date);
    case CLOCK_MONTHS:
        return months_count(counting, date);
    case CLOCK_FIXED_DAY:
        run_add(counting, (struct deadline_run){ .kind = RUN_PERIOD,
            .from = counting->clock->kind->day, .until = counting->clock->kind->day });
        *date = counting->clock->kind->day;
        return true;
    }
    check_failed(__FILE__, __LINE__, "a unit of clocks");
}

static void roll(struct counting *counting, struct date *date)
{
    if (counting->clock->kind->roll == CLOCK_ROLL_NONE)
        return;
    struct date ends = *date;
    for (struct calendar_day day = day_ask(counting, *date); !day.working;
         day = day_ask(counting, *date)) {
        run_add(counting, run_of_day(RUN_SKIPPED, &day));
        *date = date_plus_days(*date, 1);
    }
    if (date_compare(ends, *date) == 0)
        return;
    struct calendar_day day = day_ask(counting, *date);
    struct deadline_run run = run_of_day(RUN_ROLLED, &day);
    run.from = ends;
    run.days = date_days_between(ends, *date);
    run_add(counting, run);
}

/* The day that is not counted, or DATE_NONE while its event is not declared. */
static struct date start_find(struct counting *counting)
{
    const struct deadline_clock *clock = counting->clock;
    const struct clock_world *world = counting->world;
    if (!text_present(clock->event)) {
        if (clock->kind->unit != CLOCK_FIXED_DAY)
            run_add(counting, (struct deadline_run){ .kind = RUN_START, .from = clock->start,
                .until = clock->start, .source = clock->kind->source });
        return clock->start;
    }
    const struct event_fact *fact = event_on(world->divisions, world->events, clock->event,
                                             clock->place, world->known);
    if (fact == NULL) {
        counting->answer.event = clock->event;
        wait_for(counting, DATE_NONE, clock->event, clock->kind->source);
        return DATE_NONE;
    }
    run_add(counting, (struct deadline_run){ .kind = RUN_START, .from = fact->day,
        .until = fact->day, .name = clock->event, .source = fact->paper });
    return fact->day;
}

struct deadline_answer deadline_of(const struct deadline_clock *clock,
                                   const struct clock_world *world,
                                   struct arena *arena)
{
    const struct deadline_clock_kind *kind = clock->kind;
    CHECK(kind->count >= 0 && kind->count <= CLOCK_COUNT_MAX);
    CHECK(kind->hour >= 0 && kind->hour < 24);
    struct counting counting = { .clock = clock, .world = world, .arena = arena };
    counting.answer.clock = clock;
    counting.answer.state = DEADLINE_WAITING;

    struct date date = start_find(&counting);
    if (counting.answer.runs != NULL && counting.answer.runs->kind == RUN_WAITING)
        return counting.answer;
    CHECK(kind->unit == CLOCK_FIXED_DAY || date_is_valid(date));
    if (!period_count(&counting, &date))
        return counting.answer;
    roll(&counting, &date);
    counting.answer.day = date;
    counting.answer.state = counting.beyond ? DEADLINE_PROVISIONAL : DEADLINE_DATED;
    int hour = kind->hour == 0 ? 24 : kind->hour;
    counting.answer.end.ms = moment_of_date(date).ms + hour * INT64_C(3600000);
    return counting.answer;
}

bool deadline_is_met(const struct deadline_answer *answer, struct moment done)
{
    if (answer->state == DEADLINE_WAITING)
        return true;
    /* 15:00:00 is on time; midnight already is the next day. */
    return answer->clock->kind->hour == 0 ? done.ms < answer->end.ms : done.ms <= answer->end.ms;
}

int32_t deadline_days_left(const struct deadline_answer *answer, const struct clock_world *world,
                           struct date today)
{
    CHECK(answer->state != DEADLINE_WAITING);
    if (answer->clock->kind->unit != CLOCK_WORKING_DAYS)
        return date_days_between(today, answer->day);
    return calendar_working_days_between(world->calendar, today, answer->day, world->known)
        - calendar_working_days_between(world->calendar, answer->day, today, world->known);
}

bool suspension_of_moments(struct moment from, struct moment until,
                           struct clock_suspension *ret_suspension)
{
    struct date first = date_of_moment(from);
    if (moment_of_date(first).ms < from.ms)
        first = date_plus_days(first, 1);
    struct date last = date_plus_days(date_of_moment(until), -1);
    if (date_compare(first, last) > 0)
        return false;
    ret_suspension->from = first;
    ret_suspension->until = last;
    return true;
}
