/* clear_pay.c: orders approved by a second person, and booked when the bank has paid. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/fund/fund.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"

bool clear_gather_order(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_order_input *input = request->input;
    struct clear_order_facts *found = facts;
    const struct clear_order_key key = { id_bucket(input->order_id), input->order_id };
    const void *row = NULL;
    if (!gather_one(gather, &clear_order_by_id, &key, &row))
        return false;
    found->order = row;
    return row == NULL
        || clear_gather_about(gather, found->order->institution, &found->about);
}

bool clear_may_change(const struct request *request, const struct clear_order_facts *found,
                      const char *state, struct decision *decision)
{
    if (found->order == NULL
        || !party_may_see_institution(request->actor, found->about.institution))
        decision_refuse(decision, "clear.refused.no-such-order", "order_id");
    else if (!text_is(found->order->state, state))
        decision_refuse(decision, "clear.refused.not-its-turn", "order_id");
    return decision->refusal.key == NULL;
}

void clear_decide_approve(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct clear_order_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!clear_may_change(request, found, "proposed", decision))
        return;
    if (found->order->proposed_by == request->actor->account) {
        decision_refuse(decision, "clear.refused.second-person", "order_id");
        return;
    }
    if (input->version != 0 && input->version != found->order->version) {
        decision_refuse(decision, "clear.refused.changed", "version");
        return;
    }
    struct clear_order order = *found->order;
    order.state = TEXT("approved");
    order.approved_by = request->actor->account;
    order.approved_at = request->at;
    decision_replace(decision, &clear_order_table, &order);
    clear_told(&order, decision);
}

void clear_decide_drop(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct clear_order_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!clear_may_change(request, found, "proposed", decision))
        return;
    /* A clearing said that it is owed: no other order would say so again. */
    bool stays = text_is(found->order->kind, "balance");
    if (stays || !text_present(input->reason)) {
        decision_refuse(decision, stays ? "clear.refused.balance-stays"
                                        : "clear.refused.no-reason",
                        stays ? "order_id" : "reason");
        return;
    }
    struct clear_order order = *found->order;
    order.state = TEXT("dropped");
    order.reason = input->reason;
    decision_replace(decision, &clear_order_table, &order);
    clear_told(&order, decision);
}

bool clear_is_owed(const struct clear_order *order)
{
    return text_is(order->kind, "advance") || text_is(order->kind, "balance");
}

/* What is paid ahead stands on an account of the institution; what is paid on a statement is what
 * settlements owe it. An amount below 0 turns both round. */
void clear_post(struct decision *decision, const struct clear_order *order, struct date day)
{
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = order->bucket, .day = day, .about = "prepayment",
        .cause = id_mint(decision->request->minter, (int)order->bucket),
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    int64_t kind = clear_is_owed(order) ? FUND_INSTITUTION
        : text_is(order->ledger, "apart") ? FUND_PREPAID_APART : FUND_PREPAID;
    fund_post(&posting, (struct fund_account){ kind, order->institution },
              (struct fund_account){ FUND_PAID_OUT,
                  book_pooling_area(decision->request->book, order->place) },
              order->amount);
    fund_record(decision, &posting);
}

/* ---- the bank ---- */

static struct clear_reference_key reference_key(const struct request *request, int64_t place,
                                                struct text reference)
{
    int64_t area = book_pooling_area(request->book, place);
    struct text name = arena_format(request->arena, "%lld %.*s", (long long)area,
                                    TEXT_ARGS(reference));
    return (struct clear_reference_key){ bucket_of_name(name), area, reference };
}

bool clear_gather_paid(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_paid_input *input = request->input;
    struct clear_order_facts *found = facts;
    if (!clear_gather_order(gather, request, facts))
        return false;
    if (found->order == NULL || !text_present(input->reference))
        return true;
    const struct clear_reference_key key =
        reference_key(request, found->order->place, input->reference);
    const void *row = NULL;
    bool complete = gather_one(gather, &clear_reference_by_name, &key, &row);
    found->reference = row;
    return complete;
}

/* The bank pays after it was told to, and each of its payments is one order's. */
static bool may_be_paid(const struct request *request, const struct clear_order_facts *found,
                        struct decision *decision)
{
    const struct clear_paid_input *input = request->input;
    if (!clear_may_change(request, found, "approved", decision))
        return false;
    struct date approved = date_of_moment(found->order->approved_at);
    if (date_compare(input->day, date_of_moment(request->at)) > 0) {
        decision_refuse(decision, "clear.refused.day-to-come", "day");
    } else if (date_compare(input->day, approved) < 0) {
        char day[16];
        struct builder builder = builder_over(day, sizeof day);
        date_write(&builder, approved);
        decision_refuse_with(decision, "clear.refused.day-before-approval", "day",
                             arena_text(request->arena, builder_text(&builder)),
                             (struct text){ 0 });
    } else if (!text_present(input->reference)) {
        decision_refuse(decision, "clear.refused.no-reference", "reference");
    } else if (found->reference != NULL) {
        decision_refuse(decision, "clear.refused.reference-used", "reference");
    }
    return decision->refusal.key == NULL;
}

static void keep_reference(const struct request *request, const struct clear_order *order,
                           struct decision *decision)
{
    const struct clear_reference_key key =
        reference_key(request, order->place, order->reference);
    const struct clear_reference row = {
        .bucket = key.bucket, .place = key.place, .reference = key.reference,
        .institution = order->institution, .order_id = order->order_id,
    };
    decision_insert(decision, &clear_reference_table, &row);
}

static const struct clear_order *order_called(const struct list *orders, int64_t order_id)
{
    const struct clear_order *rows = orders->items;
    for (size_t i = 0; i < orders->count; i++)
        if (rows[i].order_id == order_id)
            return &rows[i];
    return NULL;
}

void clear_decide_paid(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct clear_paid_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!may_be_paid(request, found, decision))
        return;
    struct clear_order order = *found->order;
    order.state = text_is(order.kind, "claw-back") ? TEXT("offset") : TEXT("paid");
    order.paid_by = request->actor->account;
    order.paid_at = request->at;
    order.paid_on = input->day;
    order.reference = input->reference;
    decision_replace(decision, &clear_order_table, &order);
    keep_reference(request, &order, decision);
    const struct clear_order *of = order_called(found->about.orders, order.of_order);
    if (of != NULL) {
        struct clear_order back = *of;
        back.state = TEXT("offset");
        decision_replace(decision, &clear_order_table, &back);
    }
    clear_post(decision, &order, date_of_moment(request->at));
    clear_told(&order, decision);
}
