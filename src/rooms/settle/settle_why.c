#include "rooms/settle/settle_why.h"

#include "base/check.h"
#include "core/book_more.h"

bool settle_gather_why(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_why_input *input = request->input;
    struct settle_why_facts *found = facts;
    const struct settlement_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
        .settlement = input->settlement,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &settlement_by_id, &key, &row);
    found->row = row;
    if (!complete || row == NULL)
        return complete;
    return settle_gather(gather, settle_rewound_request(request, found->row), &found->desk);
}

bool settle_decide_as_then(const struct request *request, const struct settle_why_facts *found,
                           struct trail *trail, struct settlement *ret_settlement)
{
    const struct settlement_row *row = found->row;
    const struct request *then = settle_rewound_request(request, row);
    const struct settle_facts *rows = settle_rewound_facts(&found->desk, row, request->arena);
    /* Which measures applied, and how a kept right is shown, is part of why. */
    struct decision trial = { .request = then, .trail = *trail };
    struct settle_case made;
    bool understood = settle_case_of(then, rows, &trial, &made);
    *trail = trial.trail;
    if (!understood
        || !shape_unpack(&settle_counters_shape, row->before, request->arena, &made.counters))
        return false;
    made.accounts.balance = row->account;
    made.accounts.family_offered = row->family_account;
    return settle_decide_case(then, &made, trail, ret_settlement) == SETTLE_DONE;
}

/* What was declared by then, as it stood then. */
static struct events events_of_then(struct events events, struct moment then, struct arena *arena)
{
    struct event_fact *facts = ARENA_ARRAY(arena, struct event_fact, events.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < events.count; i++) {
        if (events.facts[i].declared.ms > then.ms)
            continue;
        facts[count] = events.facts[i];
        if (facts[count].withdrawn.ms > then.ms)
            facts[count].withdrawn = (struct moment){ 0 };
        count++;
    }
    return (struct events){ facts, count };
}

/* A notice published since gave or took nothing of this: it is told by the book it was decided by.
 * Should that book not be readable any more, the book of now says whether the amounts agree. */
static bool decide_by_book_of_then(const struct request *request,
                                   const struct settle_why_facts *found, struct trail *trail,
                                   struct settlement *ret_settlement)
{
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    const struct book *then = book_as_of(request->book, found->row->book, &faults);
    struct request asked = *request;
    struct settle_why_facts facts = *found;
    asked.book = then != NULL ? then : request->book;
    facts.desk.events = events_of_then(found->desk.events, found->row->at, request->arena);
    bool decided = settle_decide_as_then(&asked, &facts, trail, ret_settlement);
    if (then != NULL)
        trail_keep(trail, request->arena);
    if (then != NULL)
        book_release(then);
    return decided;
}

/* Whose it is, and who settled it; of care that was claimed on paper the office that decides it. */
static bool may_see(const struct actor *actor, const struct settle_why_facts *found)
{
    return visit_may_see(actor, found->row->institution, found->row->person)
        || (actor->office != 0 && found->desk.claimed != NULL
            && party_may_see(actor, &found->desk.person));
}

void settle_decide_why(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct settle_why_facts *found = facts;
    const struct settlement_row *row = found->row;
    if (row == NULL || !may_see(request->actor, found)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NO_SETTLEMENT),
                        "settlement");
        return;
    }
    struct settlement settled;
    if (row->reverses != 0
        || !decide_by_book_of_then(request, found, &decision->trail, &settled)) {
        decision_refuse(decision, "settle.refused.no-why", "settlement");
        return;
    }
    struct money account = money_plus(row->account, row->family_account);
    decision->subject = row->person;
    *(struct settle_why *)decision->outcome = (struct settle_why){
        .same = settled.cash.fen == row->cash.fen, .total = row->total, .account = account,
        .cash = row->cash, .cash_now = settled.cash,
        .funds = money_minus(row->total, money_plus(account, row->cash)),
    };
}
