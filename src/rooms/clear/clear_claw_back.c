/* clear_claw_back.c: what was paid ahead is taken back, and the institution is named.
 * LAW: LY22-L3l */

#include "rooms/clear/clear.h"

#include "core/book.h"
#include "rooms/message/message_facts.h"

/* The measure an order rests on, when it says in which cases the money is taken back. */
static const struct measure *claw_back_of(const struct request *request,
                                          const struct clear_order *order)
{
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t i = 0; i < count; i++)
        if (measures[i]->verb == VERB_PREPAY && measure_is_called(measures[i], order->rests_on)
            && measures[i]->prepay.claw_back.count > 0)
            return measures[i];
    return NULL;
}

/* Each order once: there may be several of a month. */
static bool is_taken_back(const struct list *orders, int64_t order)
{
    const struct clear_order *rows = orders->items;
    for (size_t i = 0; i < orders->count; i++)
        if (rows[i].of_order == order && !text_is(rows[i].state, "dropped"))
            return true;
    return false;
}

void clear_decide_claw_back(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct clear_order_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!clear_may_change(request, found, "paid", decision))
        return;
    const struct measure *measure = claw_back_of(request, found->order);
    if (measure == NULL || !text_present(input->reason)) {
        decision_refuse(decision, measure == NULL ? "clear.refused.not-taken-back"
                                                  : "clear.refused.no-reason",
                        measure == NULL ? "order_id" : "reason");
        return;
    }
    struct clear_order back = *found->order;
    if (is_taken_back(found->about.orders, back.order_id)) {
        decision_refuse(decision, "clear.refused.twice", "order_id");
        return;
    }
    back.of_order = back.order_id;
    back.order_id = id_mint(request->minter, (int)back.bucket);
    back.kind = TEXT("claw-back");
    back.amount = money_negated(back.amount);
    back.state = TEXT("proposed");
    back.reason = input->reason;
    back.proposed_by = request->actor->account;
    back.proposed_at = request->at;
    back.approved_by = back.paid_by = 0;
    back.approved_at = back.paid_at = (struct moment){ 0 };
    back.paid_on = DATE_NONE;
    back.reference = (struct text){ 0 };
    back.version = 0;
    decision_insert(decision, &clear_order_table, &back);
    const struct message_row about = {
        .institution = back.institution, .kind = TEXT("clear.message.claw-back"),
        .subject = back.of_order,
        .reference = arena_format(request->arena, "%lld", (long long)back.order_id),
    };
    const struct text details[3] = { back.clauses, input->reason, { 0 } };
    message_send(decision, &about, details, details);
    clear_told(&back, decision);
}
