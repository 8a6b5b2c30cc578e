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

/* ---- extend ---- */

static void make_up_of(const struct clock_extension *extension, int32_t place,
                       struct arena *arena, struct deadline_clock *ret_clock)
{
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    *kind = extension->kind;
    kind->name = TEXT("make-up");
    /* Without an end it waits for one that is never declared. */
    *ret_clock = (struct deadline_clock){
        .kind = kind, .event = extension->open ? TEXT("no-end") : extension->event,
        .place = place,
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
    const struct measure **by = ARENA_ARRAY(arena, const struct measure *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct measure *measure = hits[i].measure;
        struct clock_extension extension;
        if (text_present(measure->grant.on_application)
            || !measure_periods_have(&measure->extend.periods, month_of(period)))
            continue;
        if (!clock_extension_of(book, measure, arena, &extension))
            continue;
        bool make_up = text_is(measure->extend.as, "make-up");
        measures->open |= extension.open && !make_up;
        if (!make_up) {
            extensions[measures->extension_count++] = extension;
            continue;
        }
        by[measures->make_up_count] = measure;
        make_up_of(&extension, question->place, arena, &make_ups[measures->make_up_count++]);
    }
    measures->extensions = extensions;
    measures->make_ups = make_ups;
    measures->make_up_by = by;
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
    if (!any_names(book, VERB_SUSPEND, name))
        return;
    /* A suspension that is over still took its days: all the book tells of. */
    struct measure_suspended stood = measure_suspended(book, &question, DATE_EARLIEST, DATE_NONE,
                                                       arena);
    ret_measures->suspensions = stood.suspensions;
    ret_measures->suspension_count = stood.count;
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

/* A later end than the best so far: waiting for an event has no end yet. */
static bool is_later(const struct deadline_answer *answer, const struct deadline_answer *latest)
{
    return answer->state == DEADLINE_WAITING
        || (latest->state != DEADLINE_WAITING && answer->end.ms > latest->end.ms);
}

bool clock_make_up(const struct clock_measures *measures, const struct clock_world *world,
                   struct arena *arena, struct deadline_answer *ret_answer)
{
    struct deadline_answer latest = { 0 };
    for (size_t i = 0; i < measures->make_up_count; i++) {
        struct deadline_answer answer = deadline_of(&measures->make_ups[i], world, arena);
        if (i == 0 || is_later(&answer, &latest))
            latest = answer;
    }
    *ret_answer = latest;
    return measures->make_up_count > 0;
}

/* ---- overdue and late fee ---- */

struct clock_late clock_late_of(const struct book *book, const struct measure_question *asked,
                                const struct clock_measures *measures,
                                const struct deadline_answer *due,
                                const struct clock_world *world, struct moment at, bool done,
                                struct arena *arena)
{
    struct measure_question question = *asked;
    question.verb = VERB_WAIVE;
    question.thing = TEXT("late-fee");
    question.under = NULL;
    struct clock_late answer = { .waived = measures_any(book, &question, arena).made };
    bool of_all = answer.waived.count > 0, freed = false;
    struct deadline_answer until = { 0 };
    for (size_t i = 0; i < measures->make_up_count && !of_all; i++) {
        struct deadline_answer one = deadline_of(&measures->make_ups[i], world, arena);
        question.under = measures->make_up_by[i];
        struct measure_made waived = measures_any(book, &question, arena).made;
        if (waived.count == 0 || (freed && !is_later(&one, &until)))
            continue;
        freed = true;
        until = one;
        answer.waived = waived;
    }
    answer.late = lateness_of(due, freed ? &until : NULL, at, done);
    if (of_all && answer.late.late_fee == LATE_FEE_OWED) {
        answer.late.late_fee = LATE_FEE_WAIVED;
        answer.late.fee_from = DATE_NONE;
    }
    if (answer.late.late_fee == LATE_FEE_NONE || answer.late.late_fee == LATE_FEE_OWED)
        answer.waived = (struct measure_made){ 0 };
    return answer;
}
