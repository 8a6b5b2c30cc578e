/* clear_statement.c: the paper of a month; money paid on it before the paper is there; and the
 * clearing once it was verified. What a month comes to is counted in clear_count.c. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "rooms/fund/fund.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"

#define MATTER TEXT("monthly-statement")

const struct clear_statement *clear_statement_of(const struct list *statements, int64_t month,
                                                 struct text insurance)
{
    const struct clear_statement *rows = statements->items;
    for (size_t i = 0; i < statements->count; i++)
        if (rows[i].month == month && text_equal(rows[i].insurance, insurance))
            return &rows[i];
    return NULL;
}

void clear_told_statement(const struct clear_statement *row, struct decision *decision)
{
    bool paper = row->received_at.ms != 0;
    decision->subject = row->institution;
    *(struct clear_counted *)decision->outcome = (struct clear_counted){
        .statement = row->statement, .settlements = row->settlements, .state = row->state,
        .amount = row->amount, .changes = row->changes, .changed = row->changed,
        .outside = row->outside, .budget = row->budget,
        .within = money_minus(row->amount, row->outside),
        .difference = paper ? money_minus(row->paper_amount, row->amount)
                            : (struct money){ 0 },
        .difference_settlements = paper ? row->paper_settlements - row->settlements : 0,
        .verified = row->verified, .paid_ahead = row->paid_ahead, .carried = row->carried,
    };
}

/* ---- its paper ---- */

bool clear_gather_statement(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_statement_input *input = request->input;
    struct clear_order_facts *found = facts;
    const struct clear_statement_key key = { id_bucket(input->statement), input->statement };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    if (!gather_one(gather, &clear_statement_by_id, &key, &row) || !complete)
        return false;
    found->statement = row;
    return row == NULL
        || clear_gather_about(gather, found->statement->institution, &found->about);
}

static bool may_work(const struct request *request, const struct clear_order_facts *found,
                     struct decision *decision)
{
    if (found->statement == NULL
        || !party_may_see_institution(request->actor, found->about.institution))
        decision_refuse(decision, "clear.refused.no-such-statement", "statement");
    else if (text_is(found->statement->state, "counting"))
        decision_refuse(decision, "clear.refused.counting", "statement");
    else if (text_is(found->statement->state, "cleared"))
        decision_refuse(decision, "clear.refused.cleared", "statement");
    return decision->refusal.key == NULL;
}

/* Below zero only as far as more was taken back in the month than was made in it. */
static bool is_too_little(const struct clear_statement *row, struct money amount)
{
    return amount.fen < 0 && amount.fen < row->amount.fen;
}

void clear_decide_receive(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct clear_receive_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!may_work(request, found, decision))
        return;
    if (is_too_little(found->statement, input->amount) || input->settlements < 0) {
        decision_refuse(decision, "clear.refused.not-positive", "amount");
        return;
    }
    struct clear_statement row = *found->statement;
    row.paper_amount = input->amount;
    row.paper_settlements = input->settlements;
    row.paper_channel = input->channel;
    row.paper_reference = input->reference;
    row.received_by = request->actor->account;
    row.received_at = request->at;
    decision_replace(decision, &clear_statement_table, &row);
    clear_told_statement(&row, decision);
}

/* ---- paid from the system's own figures ---- */

static const struct measure *without_paper(const struct request *request,
                                           const struct clear_order_facts *found)
{
    const struct measure_question question = {
        .verb = VERB_TOLERATE, .place = (int32_t)found->about.institution->division,
        .matter = MATTER, .applicant = TEXT("institution"), .thing = TEXT("statement"),
        .day = date_of_moment(request->at), .known = date_of_moment(request->at),
        .events = found->events,
    };
    return measure_tolerated(request->book, &question, TEXT("system-data"), request->arena);
}

void clear_decide_advance(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct clear_order_facts *found = facts;
    if (!may_work(request, found, decision))
        return;
    struct clear_statement row = *found->statement;
    const struct measure *measure = without_paper(request, found);
    const char *why = NULL;
    if (measure == NULL)
        why = "clear.refused.paper-first";
    else if (clear_order_of(found->about.orders, row.month, TEXT("advance"), row.insurance)
             != NULL)
        why = "clear.refused.twice";
    else if (row.amount.fen <= 0)
        why = "clear.refused.no-amount";
    if (why != NULL) {
        decision_refuse(decision, why, "statement");
        return;
    }
    row.owed_under = clear_measure_name(measure, request->arena);
    row.owed_clauses = measure->cites;
    decision_replace(decision, &clear_statement_table, &row);
    const struct clear_order order = {
        .bucket = row.bucket, .institution = row.institution,
        .order_id = id_mint(request->minter, (int)row.bucket), .place = row.place,
        .kind = TEXT("advance"), .month = row.month, .insurance = row.insurance,
        .amount = row.amount, .ledger = TEXT("together"), .rests_on = row.owed_under,
        .clauses = row.owed_clauses, .statement = row.statement, .state = TEXT("proposed"),
        .proposed_by = request->actor->account, .proposed_at = request->at,
    };
    decision_insert(decision, &clear_order_table, &order);
    trail_add(&decision->trail, "clear.trail.system-data", NULL, row.amount, order.amount)
        ->subject = order.clauses;
    clear_told(&order, decision);
}

/* ---- clearing ---- */

/* Orders of the month that left are offset; one that was approved and has not left comes first. */
static bool orders_of_month(const struct clear_order_facts *found, struct decision *decision,
                            struct clear_order *ret_paid, size_t *ret_count)
{
    const struct clear_order *rows = found->about.orders->items;
    size_t count = 0;
    for (size_t i = 0; i < found->about.orders->count; i++) {
        if (rows[i].month != found->statement->month
            || !text_equal(rows[i].insurance, found->statement->insurance))
            continue;
        if (text_is(rows[i].state, "approved") || text_is(rows[i].state, "proposed")) {
            decision_refuse(decision, "clear.refused.order-open", "statement");
            return false;
        }
        if (text_is(rows[i].state, "paid"))
            ret_paid[count++] = rows[i];
    }
    *ret_count = count;
    return true;
}

static bool may_clear(const struct request *request, const struct clear_order_facts *found,
                      struct decision *decision)
{
    const struct clear_statement_input *input = request->input;
    if (!may_work(request, found, decision))
        return false;
    const struct clear_statement *row = found->statement;
    if (row->received_at.ms == 0)
        decision_refuse(decision, "clear.refused.paper-first", "statement");
    else if (row->received_by == request->actor->account)
        decision_refuse(decision, "clear.refused.second-person", "statement");
    else if (input->version != 0 && input->version != row->version)
        decision_refuse(decision, "clear.refused.changed", "version");
    else if (is_too_little(row, input->verified))
        decision_refuse(decision, "clear.refused.not-positive", "verified");
    else if (input->verified.fen != row->amount.fen && !text_present(input->reason))
        decision_refuse(decision, "clear.refused.no-reason", "reason");
    return decision->refusal.key == NULL;
}

/* The difference between pool and institution, and what was paid ahead against what is owed. An
 * advance was booked against what is owed when it was paid. */
static void post_clearing(const struct request *request, const struct clear_statement *row,
                          const struct clear_order *paid, size_t count,
                          struct decision *decision)
{
    const struct fund_account owed = { FUND_INSTITUTION, row->institution };
    const struct fund_account pool = settle_payer_account(
        PAYER_POOLED_FUND, row->insurance, book_pooling_area(request->book, row->place));
    struct fund_posting posting = {
        .bucket = row->bucket, .cause = id_mint(request->minter, (int)row->bucket),
        .day = date_of_moment(request->at), .about = "clearing",
        .transfers = ARENA_ARRAY(request->arena, struct fund_transfer, count + 1),
        .capacity = (int32_t)count + 1,
    };
    fund_post(&posting, pool, owed, row->difference);
    for (size_t i = 0; i < count; i++) {
        const struct fund_account ahead = { text_is(paid[i].ledger, "apart")
                                                ? FUND_PREPAID_APART : FUND_PREPAID,
                                            row->institution };
        if (!text_is(paid[i].kind, "advance"))
            fund_post(&posting, owed, ahead, paid[i].amount);
    }
    if (posting.count > 0)
        fund_record(decision, &posting);
}

/* What is still owed is an order of its own, which another person approves. */
static int64_t order_balance(const struct request *request, const struct clear_statement *row,
                             struct money balance, struct decision *decision)
{
    if (balance.fen <= 0)
        return 0;
    const struct clear_order order = {
        .bucket = row->bucket, .institution = row->institution,
        .order_id = id_mint(request->minter, (int)row->bucket), .place = row->place,
        .kind = TEXT("balance"), .month = row->month, .insurance = row->insurance,
        .amount = balance, .ledger = TEXT("together"), .statement = row->statement,
        .rests_on = row->owed_under, .clauses = row->owed_clauses, .state = TEXT("proposed"),
        .proposed_by = request->actor->account, .proposed_at = request->at,
    };
    decision_insert(decision, &clear_order_table, &order);
    return order.order_id;
}

/* What the months cleared so far had beyond what was verified, in whatever order they were: all
 * that was paid ahead and on them, less all that was verified. */
static struct money carried_until_now(const struct clear_about *about, struct text insurance)
{
    const struct clear_statement *rows = about->statements->items;
    const struct clear_order *orders = about->orders->items;
    struct money carried = MONEY_NONE;
    for (size_t i = 0; i < about->statements->count; i++)
        if (text_is(rows[i].state, "cleared") && text_equal(rows[i].insurance, insurance))
            carried = money_plus(carried, money_minus(rows[i].paid_ahead, rows[i].verified));
    for (size_t i = 0; i < about->orders->count; i++)
        if (text_is(orders[i].kind, "balance") && text_equal(orders[i].insurance, insurance)
            && !text_is(orders[i].state, "dropped"))
            carried = money_plus(carried, orders[i].amount);
    CHECK(carried.fen >= 0);
    return carried;
}

void clear_decide_settle_up(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct clear_statement_input *input = request->input;
    const struct clear_order_facts *found = facts;
    if (!may_clear(request, found, decision))
        return;
    struct clear_order *paid =
        ARENA_ARRAY(request->arena, struct clear_order, found->about.orders->count + 1);
    size_t count;
    if (!orders_of_month(found, decision, paid, &count))
        return;
    struct clear_statement row = *found->statement;
    row.state = TEXT("cleared");
    row.verified = input->verified;
    row.difference = money_minus(input->verified, row.amount);
    row.paid_ahead = (struct money){ 0 };
    row.reason = input->reason;
    row.cleared_by = request->actor->account;
    row.cleared_at = request->at;
    for (size_t i = 0; i < count; i++) {
        row.paid_ahead = money_plus(row.paid_ahead, paid[i].amount);
        paid[i].state = TEXT("offset");
        decision_replace(decision, &clear_order_table, &paid[i]);
    }
    const struct money carried = carried_until_now(&found->about, row.insurance);
    const struct money balance =
        money_minus(money_minus(row.verified, row.paid_ahead), carried);
    row.carried = balance.fen < 0 ? money_negated(balance) : (struct money){ 0 };
    decision_replace(decision, &clear_statement_table, &row);
    post_clearing(request, &row, paid, count, decision);
    int64_t order_id = order_balance(request, &row, balance, decision);
    trail_add(&decision->trail, "clear.trail.difference", NULL, row.amount, row.difference)
        ->subject = row.owed_clauses;
    clear_told_statement(&row, decision);
    struct clear_counted *outcome = decision->outcome;
    outcome->balance = balance.fen < 0 ? (struct money){ 0 } : balance;
    outcome->order_id = order_id;
}
