/* deadline_measures.c: see deadline_measures.h. */

#include "core/deadline_measures.h"

#include "core/measure.h"

/* ---- which measures ---- */

static bool verb_names(const struct measure *measure, enum measure_verb verb, struct text name)
{
    if (measure->verb != verb)
        return false;
    return verb == VERB_EXTEND ? name_list_has(measure->extend.deadlines, name)
                               : name_list_has(measure->suspend.clocks, name);
}

/* Most clocks are named by no measure at all: that is told without a look at scopes and days. */
static bool any_names(const struct book *book, enum measure_verb verb, struct text name)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (verb_names(measures[i], verb, name))
            return true;
    return false;
}

static int32_t month_of(struct text period)
{
    int64_t year = 0, month = 0;
    struct text rest = { 0 };
    bool good = text_to_int64(text_until(period, '-', &rest), &year)
        && text_to_int64(rest, &month) && year > 0 && year < 10000 && month >= 1 && month <= 12;
    return good ? (int32_t)(year * 100 + month) : 0;
}

static struct text citation(const struct measure *measure, struct arena *arena)
{
    return text_present(measure->clause)
        ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(measure->notice), TEXT_ARGS(measure->clause))
        : measure->notice;
}

static struct text reason_of(const struct measure *measure)
{
    return text_present(measure->chinese) ? measure->chinese : measure->says;
}

/* ---- the time of an outage ---- */

static struct moment moment_of_point(const struct measure_point *point, bool ends)
{
    if (point->kind == POINT_MOMENT)
        return point->moment;
    if (point->kind == POINT_DAY)
        return moment_of_date(ends ? date_plus_days(point->day, 1) : point->day);
    return (struct moment){ 0 };
}

/* "inside-1a", "paused-in-1a": the outage of the same notice that has the clause. */
static const struct measure *outage_of(const struct book *book, const struct measure *measure,
                                       struct text reference)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++) {
        if (measures[i]->verb != VERB_OUTAGE || measures[i]->publication != measure->publication)
            continue;
        for (size_t k = 0; k < measures[i]->ids.count; k++) {
            struct text clause = measures[i]->ids.items[k];
            if (text_ends(reference, clause) && reference.length > clause.length
                && reference.data[reference.length - clause.length - 1] == '-')
                return measures[i];
        }
    }
    return NULL;
}

/* Paused as a whole: a row that closes some channels only stops nobody's work on the file. */
static bool outage_pauses(const struct measure *outage, struct text matter)
{
    for (size_t i = 0; i < outage->outage.count; i++) {
        const struct outage_row *row = &outage->outage.rows[i];
        if (text_is(row->mode, "paused") && row->channels.count == 0
            && text_present(matter) && name_list_has(row->matter, matter))
            return true;
    }
    return false;
}

/* ---- extend ---- */

static void point_read(const struct measure_point *to, struct clock_extension *extension)
{
    struct deadline_clock_kind *kind = &extension->kind;
    kind->roll = to->roll;
    if (to->kind == POINT_EVENT) {
        bool before = to->minus.count > 0;
        kind->unit = before ? to->minus.unit : to->plus.unit;
        kind->count = before ? to->minus.count : to->plus.count;
        kind->before = before;
        extension->event = to->event;
        return;
    }
    kind->unit = CLOCK_FIXED_DAY;
    kind->day = to->day;
    if (to->kind == POINT_FIRST_WORKING_DAY)
        kind->roll = CLOCK_ROLL_NEXT_WORKING_DAY;
    if (to->kind != POINT_MOMENT)
        return;
    /* The first moment at which it is over; at midnight the day before was the last. */
    kind->day = date_of_moment((struct moment){ to->moment.ms - 1 });
    int64_t minutes = (to->moment.ms - moment_of_date(kind->day).ms) / 60000;
    kind->hour = (int32_t)(minutes / 60 % 24);
    kind->minute = (int32_t)(minutes % 60);
}

/* False: an end nobody can work out from a clock alone. */
bool clock_extension_of(const struct book *book, const struct measure *measure,
                        struct arena *arena, struct clock_extension *ret_extension)
{
    const struct measure_extend *extend = &measure->extend;
    struct text source = citation(measure, arena);
    struct clock_extension extension = {
        .kind = { .source = source }, .reason = reason_of(measure), .source = source,
    };
    if (extend->to.kind == POINT_OPEN || (extend->to.kind == POINT_NONE && extend->by.count == 0))
        return false;
    if (extend->to.kind == POINT_NONE) {
        extension.kind.unit = extend->by.unit;
        extension.kind.count = extend->by.count;
    } else {
        point_read(&extend->to, &extension);
    }
    if (text_present(extend->expiring)) {
        const struct measure *outage = outage_of(book, measure, extend->expiring);
        if (outage == NULL)
            return false;
        extension.ends_after = moment_of_point(&outage->time.from, false);
        extension.ends_until = moment_of_point(&outage->time.until, true);
        if (extension.ends_until.ms == 0)
            return false;
    }
    *ret_extension = extension;
    return true;
}

static void make_up_of(const struct clock_extension *extension, int32_t place,
                       struct arena *arena, struct deadline_clock *ret_clock)
{
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    *kind = extension->kind;
    kind->name = TEXT("make-up");
    *ret_clock = (struct deadline_clock){
        .kind = kind, .event = extension->event, .place = place,
    };
}

static void extensions_find(const struct book *book, const struct measure_question *question,
                            struct text period, struct arena *arena,
                            struct clock_measures *measures)
{
    const struct measure_hit *hits;
    size_t count = measures_on(book, question, arena, &hits);
    struct clock_extension *extensions = ARENA_ARRAY(arena, struct clock_extension, count + 1);
    struct deadline_clock *make_ups = ARENA_ARRAY(arena, struct deadline_clock, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct measure *measure = hits[i].measure;
        struct clock_extension extension;
        if (text_present(measure->grant.on_application)
            || !measure_periods_have(&measure->extend.periods, month_of(period)))
            continue;
        bool make_up = text_is(measure->extend.as, "make-up");
        measures->open |= measure->extend.to.kind == POINT_OPEN && !make_up;
        if (!clock_extension_of(book, measure, arena, &extension))
            continue;
        if (make_up)
            make_up_of(&extension, question->place, arena, &make_ups[measures->make_up_count++]);
        else
            extensions[measures->extension_count++] = extension;
    }
    measures->extensions = extensions;
    measures->make_ups = make_ups;
}

/* ---- suspend ---- */

/* The whole days of its time; an evening or a morning takes nobody's day. Without an end the clock
 * stands until somebody ends it. */
static bool suspension_of(const struct measure *measure, struct arena *arena,
                          struct clock_suspension *ret_suspension)
{
    struct clock_suspension suspension = {
        .reason = reason_of(measure), .source = citation(measure, arena),
    };
    struct moment from = moment_of_point(&measure->time.from, false);
    struct moment until = moment_of_point(&measure->time.until, true);
    if (from.ms == 0)
        from = moment_of_date(measure->issued);
    if (until.ms == 0) {
        suspension.from = date_of_moment(from);
        *ret_suspension = suspension;
        return measure->time.until.kind == POINT_NONE || measure->time.until.kind == POINT_OPEN;
    }
    if (!suspension_of_moments(from, until, &suspension))
        return false;
    *ret_suspension = suspension;
    return true;
}

/* A suspension that is over still took its days, so each is asked for on the day it began. */
static bool suspends(const struct book *book, const struct measure *measure,
                     const struct measure_question *asked, struct date day,
                     struct arena *arena)
{
    if (text_present(measure->suspend.of)) {
        const struct measure *outage = outage_of(book, measure, measure->suspend.of);
        if (outage == NULL || !outage_pauses(outage, asked->matter))
            return false;
    }
    if (measure->suspend.matters.count > 0
        && !name_list_has(measure->suspend.matters, asked->matter))
        return false;
    struct measure_question question = *asked;
    question.day = day;
    const struct measure_hit *hits;
    size_t count = measures_on(book, &question, arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (hits[i].measure == measure)
            return true;
    return false;
}

static void suspensions_find(const struct book *book, const struct measure_question *question,
                             struct arena *arena, struct clock_measures *found)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    struct clock_suspension *suspensions = NULL;
    for (size_t i = 0; i < count; i++) {
        struct clock_suspension suspension;
        if (!verb_names(measures[i], VERB_SUSPEND, question->thing)
            || !suspension_of(measures[i], arena, &suspension)
            || !suspends(book, measures[i], question, suspension.from, arena))
            continue;
        if (suspensions == NULL)
            suspensions = ARENA_ARRAY(arena, struct clock_suspension, count);
        suspensions[found->suspension_count++] = suspension;
    }
    found->suspensions = suspensions;
}

void clock_measures_asked(const struct book *book, const struct measure_question *asked,
                          struct text name, struct text period, struct arena *arena,
                          struct clock_measures *ret_measures)
{
    struct measure_question question = *asked;
    *ret_measures = (struct clock_measures){ 0 };
    if (!text_present(name))
        return;
    question.thing = name;
    question.verb = VERB_EXTEND;
    if (any_names(book, VERB_EXTEND, name))
        extensions_find(book, &question, period, arena, ret_measures);
    question.verb = VERB_SUSPEND;
    if (any_names(book, VERB_SUSPEND, name))
        suspensions_find(book, &question, arena, ret_measures);
}

void clock_measures_of(const struct book *book, const struct clock_facts *facts,
                       struct events events, struct date today, struct moment known,
                       struct arena *arena, struct clock_measures *ret_measures)
{
    const struct measure_question question = {
        .place = (int32_t)facts->place, .matter = facts->matter, .insurance = facts->insurance,
        .applicant = facts->applicant, .day = today, .events = events,
        .known = known.ms == 0 ? DATE_NONE : date_of_moment(known),
    };
    clock_measures_asked(book, &question, facts->name, facts->period, arena, ret_measures);
}

/* ---- the clock ---- */

bool clock_under_measures(const struct book *book, const struct clock_facts *facts,
                          struct events events, struct date today, struct moment known,
                          struct arena *arena, struct deadline_clock *ret_clock)
{
    struct deadline_clock clock;
    struct clock_measures measures;
    if (!clock_of_facts(facts, arena, &clock))
        return false;
    clock_measures_of(book, facts, events, today, known, arena, &measures);
    size_t own = clock.suspension_count;
    struct clock_suspension *all =
        ARENA_ARRAY(arena, struct clock_suspension, own + measures.suspension_count + 1);
    for (size_t i = 0; i < own; i++)
        all[i] = clock.suspensions[i];
    for (size_t i = 0; i < measures.suspension_count; i++)
        all[own + i] = measures.suspensions[i];
    clock.suspensions = all;
    clock.suspension_count = own + measures.suspension_count;
    clock.extensions = measures.extensions;
    clock.extension_count = measures.extension_count;
    *ret_clock = clock;
    return true;
}

bool clock_make_up(const struct clock_measures *measures, const struct clock_world *world,
                   struct arena *arena, struct deadline_answer *ret_answer)
{
    struct deadline_answer latest = { 0 };
    for (size_t i = 0; i < measures->make_up_count; i++) {
        struct deadline_answer answer = deadline_of(&measures->make_ups[i], world, arena);
        if (i == 0 || answer.state == DEADLINE_WAITING
            || (latest.state != DEADLINE_WAITING && answer.end.ms > latest.end.ms))
            latest = answer;
    }
    *ret_answer = latest;
    return measures->make_up_count > 0;
}
