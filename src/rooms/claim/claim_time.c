/* claim_time.c: the last day to hand in the costs of a year, with every measure that moves it.
 *
 * The ordinary day is a value of the place (deadline.claim.submit). Where no text names one, only a
 * measure can set a limit. The day a claim is handed in decides, not the day it is paid.
 * LAW: SX9-2.3f SX9-2.3g SX9-2.3i SX9-A1c SX9-A1d BJ4-09e BJ4-S5f BJ4-S5g JX4-2.4l JX4-2.4m
 * BJ22-2.3.3b */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/deadline_measures.h"
#include "rooms/due/due.h"

/* The rule's subject; measures call the same limit by what follows the first point. */
static const char ABOUT[] = "deadline.claim.submit";
#define LIMIT_NAME text_of(ABOUT + sizeof "deadline." - 1)

/* The clauses of what moved the day. */
static struct text basis_of(const struct clock_measures *measures, struct arena *arena)
{
    struct text basis = { 0 };
    for (size_t i = 0; i < measures->extension_count; i++) {
        struct text source = measures->extensions[i].source;
        if (!text_present(source))
            continue;
        basis = text_present(basis)
            ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(basis), TEXT_ARGS(source)) : source;
    }
    return basis.length > 200 ? (struct text){ basis.data, 200 } : basis;
}

/* False: no text of that place names a day. */
static bool ordinary_clock(const struct request *request, const struct claim_when *when,
                           struct deadline_clock_kind *ret_kind)
{
    const struct question question = {
        .about = ABOUT, .place = (int32_t)when->place,
        .insurance = when->insurance, .day = when->care,
    };
    const struct rule *rule = NULL;
    if (rules_on(request->book, &question, &rule) != RULE_FOUND
        || !due_rule_clock(rule->payload, when->care, ret_kind))
        return false;
    ret_kind->name = LIMIT_NAME;
    ret_kind->source = rule->source;
    return true;
}

struct claim_in_time claim_in_time(const struct request *request, const struct claim_when *when,
                                   struct events events)
{
    struct arena *arena = request->arena;
    struct date handed = date_of_moment(when->handed_in);
    const struct measure_fact facts[] = {
        { "claims", when->kind },
        { "receipts.year", arena_format(arena, "%d", date_year(when->care)) },
        { "receipts.settled-by-card", TEXT("no") },
        { "channels", when->channel },
    };
    const struct measure_question question = {
        .verb = VERB_EXTEND, .place = (int32_t)when->place, .insurance = when->insurance,
        .applicant = when->applicant, .statuses = when->statuses,
        .status_count = when->status_count, .facts = facts,
        .fact_count = text_present(when->channel) ? COUNT_OF(facts) : COUNT_OF(facts) - 1,
        .day = handed, .events = events,
    };
    struct clock_measures measures;
    clock_measures_asked(request->book, &question, LIMIT_NAME, (struct text){ 0 },
                         arena, &measures);
    /* Without an ordinary day a measure's is the only one there is. */
    struct deadline_clock_kind kind = { .name = LIMIT_NAME, .unit = CLOCK_FIXED_DAY,
                                        .day = when->care };
    bool limited = ordinary_clock(request, when, &kind);
    struct claim_in_time answer = { .good = true, .limited = limited };
    if (measures.open || (!limited && measures.extension_count == 0)) {
        answer.limited = false;
        answer.basis = measures.open ? basis_of(&measures, arena) : (struct text){ 0 };
        return answer;
    }
    const struct deadline_clock clock = {
        .kind = &kind, .start = when->care, .place = (int32_t)when->place,
        .suspensions = measures.suspensions, .suspension_count = measures.suspension_count,
        .extensions = measures.extensions, .extension_count = measures.extension_count,
    };
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = events,
    };
    const struct deadline_answer due = deadline_of(&clock, &world, arena);
    answer.limited = true;
    answer.last_day = due.day;
    answer.good = due.state == DEADLINE_WAITING || deadline_is_met(&due, when->handed_in);
    struct date own = due.own_day;
    if (own.yyyymmdd == 0 || date_compare(handed, own) > 0)
        answer.basis = basis_of(&measures, arena);
    return answer;
}
