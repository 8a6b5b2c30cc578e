/* deadline.c: see deadline.h. The certificate is written while the days are counted, so it cannot
 * tell another story than the answer. */

#include "core/deadline.h"

#include "base/check.h"

/* Suspensions may stretch a clock; beyond this many days something else is wrong with the case. */
#define WALK_MAX 40000

struct counting {
    const struct deadline_clock *clock;
    const struct clock_world *world;
    struct arena *arena;
    struct deadline_answer answer;
    struct deadline_run *last;
    int32_t total;
    bool beyond;                /* leaned on a day nobody has published */
};

/* ---- the certificate ---- */

static bool continues(const struct deadline_run *run, const struct deadline_run *more)
{
    return run != NULL && run->kind == more->kind && run->reason == more->reason
        && run->unpublished == more->unpublished
        && text_equal(run->name, more->name) && text_equal(run->source, more->source)
        && (more->kind == RUN_COUNTED || more->kind == RUN_SKIPPED || more->kind == RUN_SUSPENDED);
}

static void run_add(struct counting *counting, struct deadline_run run)
{
    run.total = counting->total;
    struct deadline_run *last = counting->last;
    if (continues(last, &run)) {
        if (date_compare(run.from, last->from) < 0)
            last->from = run.from;
        else
            last->until = run.until;
        last->days += run.days;
        last->total = run.total;
        return;
    }
    struct deadline_run *added = ARENA_NEW(counting->arena, struct deadline_run);
    *added = run;
    if (last == NULL)
        counting->answer.runs = added;
    else
        last->next = added;
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
        .reason = day->reason, .unpublished = day->paper == NULL && !day->published,
        .name = day->name, .english = day->english,
        .source = day->paper == NULL ? (struct text){ 0 } : day->paper->number };
}

/* ---- suspensions ---- */

static struct date suspended_until(const struct clock_suspension *suspension)
{
    return suspension->until.yyyymmdd == 0 ? DATE_LATEST : suspension->until;
}

/* Which of two that hold a day is named: the earlier, then the longer, then by what is written; the
 * order in which they were handed in says nothing. */
static bool named_before(const struct clock_suspension *one, const struct clock_suspension *other)
{
    int order = date_compare(one->from, other->from);
    if (order == 0)
        order = date_compare(suspended_until(other), suspended_until(one));
    if (order == 0)
        order = text_compare(one->reason, other->reason);
    if (order == 0)
        order = text_compare(one->source, other->source);
    return order < 0;
}

/* The suspension that holds a day, so that of overlapping ones each day is named once. */
static const struct clock_suspension *suspended_on(const struct deadline_clock *clock,
                                                   struct date date)
{
    const struct clock_suspension *found = NULL;
    for (size_t i = 0; i < clock->suspension_count; i++) {
        const struct clock_suspension *one = &clock->suspensions[i];
        if (date_within(date, one->from, suspended_until(one))
            && (found == NULL || named_before(one, found)))
            found = one;
    }
    return found;
}

static void wait_for(struct counting *counting, struct deadline_run run)
{
    counting->answer.state = DEADLINE_WAITING;
    run.kind = RUN_WAITING;
    run_add(counting, run);
}

/* False: it has not ended, so nobody can tell the day. */
static bool suspend(struct counting *counting, const struct clock_suspension *suspension,
                    struct date date)
{
    if (suspension->until.yyyymmdd == 0) {
        wait_for(counting, (struct deadline_run){ .from = date, .until = date,
            .name = suspension->reason, .english = suspension->english,
            .source = suspension->source });
        return false;
    }
    run_add(counting, (struct deadline_run){ .kind = RUN_SUSPENDED, .from = date, .until = date,
        .days = 1, .name = suspension->reason, .english = suspension->english,
        .source = suspension->source });
    return true;
}

/* ---- the four units ---- */

static int step_of(const struct deadline_clock *clock)
{
    return clock->kind->before ? -1 : 1;
}

/* Each takes the clock to the day its period ends; false: waiting. */
static bool days_count(struct counting *counting, struct date *date)
{
    const struct deadline_clock_kind *kind = counting->clock->kind;
    bool working_only = kind->unit == CLOCK_WORKING_DAYS;
    bool here = kind->counting == CLOCK_FROM_SAME_DAY;
    for (int i = 0; counting->total < kind->count; i++) {
        CHECK(i < WALK_MAX);
        if (i > 0 || !here)
            *date = date_plus_days(*date, step_of(counting->clock));
        const struct clock_suspension *suspension = suspended_on(counting->clock, *date);
        if (suspension != NULL) {
            if (!suspend(counting, suspension, *date))
                return false;
            continue;
        }
        struct calendar_day day = { .date = *date, .published = true };
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

/* The month's day of the start; with that day counted, the day before it, unless there is none and
 * the month's last day stands for it (Civil Code art. 202). */
static struct date months_end(const struct deadline_clock_kind *kind, struct date start)
{
    int step = kind->before ? -1 : 1;
    struct date end = date_plus_months(start, step * kind->count);
    if (kind->counting == CLOCK_FROM_SAME_DAY && kind->count > 0
        && date_day(end) == date_day(start))
        end = date_plus_days(end, -step);
    return end;
}

/* Every day the clock stood is given back, one by one, at the end; days given back may themselves
 * be suspended. */
static bool months_count(struct counting *counting, struct date *date)
{
    const struct deadline_clock_kind *kind = counting->clock->kind;
    struct date start = *date, end = months_end(kind, start);
    int step = step_of(counting->clock);
    counting->total = kind->count;
    run_add(counting, (struct deadline_run){ .kind = RUN_PERIOD, .days = counting->total,
        .from = kind->before ? end : start, .until = kind->before ? start : end });
    int32_t given_back = 0;
    struct date day = kind->counting == CLOCK_FROM_SAME_DAY ? start : date_plus_days(start, step);
    for (; date_compare(day, end) * step <= 0; day = date_plus_days(day, step)) {
        const struct clock_suspension *suspension = suspended_on(counting->clock, day);
        if (suspension == NULL)
            continue;
        CHECK(given_back < WALK_MAX);
        if (!suspend(counting, suspension, day))
            return false;
        end = date_plus_days(end, step);
        given_back++;
    }
    if (given_back > 0) {
        struct date first = date_plus_days(end, step * (1 - given_back));
        run_add(counting, (struct deadline_run){ .kind = RUN_ADDED, .days = given_back,
            .from = kind->before ? end : first, .until = kind->before ? first : end });
    }
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
    enum clock_roll way = counting->clock->kind->roll;
    if (way == CLOCK_ROLL_NONE)
        return;
    int step = way == CLOCK_ROLL_NEXT_WORKING_DAY ? 1 : -1;
    struct date ends = *date;
    for (struct calendar_day day = day_ask(counting, *date); !day.working;
         day = day_ask(counting, *date)) {
        run_add(counting, run_of_day(RUN_SKIPPED, &day));
        *date = date_plus_days(*date, step);
    }
    if (date_compare(ends, *date) == 0)
        return;
    struct calendar_day day = day_ask(counting, *date);
    struct deadline_run run = run_of_day(RUN_ROLLED, &day);
    run.from = ends;
    run.days = date_days_between(ends, *date);
    run_add(counting, run);
}

/* The day it starts on, or DATE_NONE while its event is not declared. */
static struct date start_find(struct counting *counting)
{
    const struct deadline_clock *clock = counting->clock;
    const struct clock_world *world = counting->world;
    enum run_kind run = clock->kind->counting == CLOCK_FROM_SAME_DAY ? RUN_BEGINS : RUN_START;
    if (!text_present(clock->event)) {
        if (clock->kind->unit != CLOCK_FIXED_DAY)
            run_add(counting, (struct deadline_run){ .kind = run, .from = clock->start,
                .until = clock->start, .source = clock->kind->source,
                .source_zh = clock->kind->source_zh });
        return clock->start;
    }
    const struct event_fact *fact = event_on(world->divisions, world->events, clock->event,
                                             clock->place, world->known);
    if (fact == NULL) {
        counting->answer.event = clock->event;
        wait_for(counting, (struct deadline_run){ .name = clock->event,
            .source = clock->kind->source, .source_zh = clock->kind->source_zh });
        return DATE_NONE;
    }
    run_add(counting, (struct deadline_run){ .kind = run, .from = fact->day,
        .until = fact->day, .name = clock->event, .source = fact->paper });
    return fact->day;
}

static void end_set(struct deadline_answer *answer, const struct deadline_clock_kind *kind)
{
    int64_t minutes = kind->hour == 0 && kind->minute == 0 ? INT64_C(24) * 60
                                                           : kind->hour * 60 + kind->minute;
    answer->end.ms = moment_of_date(answer->day).ms + minutes * 60000;
}

/* The clock by itself: no extension is looked at. */
static void count_own(struct counting *counting)
{
    const struct deadline_clock_kind *kind = counting->clock->kind;
    struct deadline_answer *answer = &counting->answer;
    CHECK(kind->count >= 0 && kind->count <= CLOCK_COUNT_MAX);
    CHECK(kind->hour >= 0 && kind->hour < 24 && kind->minute >= 0 && kind->minute < 60);
    answer->clock = counting->clock;
    answer->state = DEADLINE_WAITING;
    answer->known_until = calendar_known_until(counting->world->calendar,
                                               counting->world->known);
    struct date date = start_find(counting);
    if (answer->runs != NULL && answer->runs->kind == RUN_WAITING)
        return;
    CHECK(kind->unit == CLOCK_FIXED_DAY || date_is_valid(date));
    if (!period_count(counting, &date))
        return;
    roll(counting, &date);
    answer->day = answer->own_day = date;
    answer->state = counting->beyond ? DEADLINE_PROVISIONAL : DEADLINE_DATED;
    end_set(answer, kind);
}

/* ---- extensions ---- */

static bool applies(const struct clock_extension *extension, const struct deadline_answer *own)
{
    return extension->ends_until.ms == 0
        || (own->end.ms > extension->ends_after.ms && own->end.ms <= extension->ends_until.ms);
}

/* With the days of it as a chain of its own, which `ret_last` ends. */
static struct deadline_answer extended_to(const struct counting *counting,
                                          const struct clock_extension *extension,
                                          struct deadline_run **ret_last)
{
    const struct deadline_clock clock = {
        .kind = &extension->kind, .start = counting->answer.own_day, .event = extension->event,
        .place = counting->clock->place,
    };
    struct counting later = { .clock = &clock, .world = counting->world,
                              .arena = counting->arena };
    count_own(&later);
    later.answer.clock = NULL;
    *ret_last = later.last;
    return later.answer;
}

static void wait_on(struct counting *counting, const struct clock_extension *extension,
                    struct text name, struct text english)
{
    struct deadline_answer *answer = &counting->answer;
    answer->day = DATE_NONE;
    answer->end = (struct moment){ 0 };
    wait_for(counting, (struct deadline_run){ .from = answer->own_day, .until = answer->own_day,
        .name = name, .english = english, .source = extension->source });
}

/* The latest day; while one waits for its event nobody can be late. */
static void extend(struct counting *counting)
{
    struct deadline_answer *answer = &counting->answer;
    const struct deadline_answer own = *answer;
    for (size_t i = 0; i < counting->clock->extension_count; i++) {
        const struct clock_extension *extension = &counting->clock->extensions[i];
        if (!applies(extension, &own))
            continue;
        if (extension->open) {
            wait_on(counting, extension, extension->reason, extension->english);
            return;
        }
        struct deadline_run *last;
        struct deadline_answer later = extended_to(counting, extension, &last);
        if (later.state == DEADLINE_WAITING) {
            answer->event = extension->event;
            wait_on(counting, extension, extension->event, (struct text){ 0 });
            return;
        }
        if (later.end.ms <= answer->end.ms)
            continue;
        answer->day = later.day;
        answer->end = later.end;
        answer->state = later.state;
        /* How that day was found; a day the measure names by itself needs no finding. */
        if (later.runs->next != NULL) {
            counting->last->next = later.runs;
            counting->last = last;
        }
        run_add(counting, (struct deadline_run){ .kind = RUN_EXTENDED, .from = own.day,
            .until = later.day, .days = date_days_between(own.day, later.day),
            .name = extension->reason, .english = extension->english,
            .source = extension->source });
    }
}

struct deadline_answer deadline_of(const struct deadline_clock *clock,
                                   const struct clock_world *world,
                                   struct arena *arena)
{
    struct counting counting = { .clock = clock, .world = world, .arena = arena };
    count_own(&counting);
    if (counting.answer.state != DEADLINE_WAITING)
        extend(&counting);
    return counting.answer;
}

bool deadline_is_met(const struct deadline_answer *answer, struct moment done)
{
    if (answer->state == DEADLINE_WAITING)
        return true;
    /* 15:00:00 is on time; midnight already is the next day. */
    bool with_the_day = answer->end.ms == moment_of_date(date_plus_days(answer->day, 1)).ms;
    return with_the_day ? done.ms < answer->end.ms : done.ms <= answer->end.ms;
}

struct lateness lateness_of(const struct deadline_answer *due,
                            const struct deadline_answer *make_up, struct moment at, bool done)
{
    struct lateness late = { .late_fee = LATE_FEE_NONE };
    if (deadline_is_met(due, at))
        return late;
    late.overdue = true;
    late.overdue_from = date_plus_days(due->day, 1);
    if (make_up != NULL && deadline_is_met(make_up, at)) {
        late.late_fee = done ? LATE_FEE_WAIVED : LATE_FEE_NOT_YET;
        return late;
    }
    late.late_fee = LATE_FEE_OWED;
    late.fee_from = late.overdue_from;
    return late;
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
