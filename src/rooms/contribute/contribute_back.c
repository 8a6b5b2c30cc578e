/* contribute_back.c: what was taken too much for a month goes back to the unit: kept for its later
 * months, or owed to it until a payment file carries it. What came in is what is kept, went back or
 * is credit. LAW: LY22-A2i */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

static bool gather_unit(struct gather *gather, int64_t unit, struct contribute_back_facts *found)
{
    const struct party_unit_key key = { id_bucket(unit), unit };
    const struct contribute_owner_key owner = { id_bucket(unit), unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    found->unit = row;
    complete &= gather_one(gather, &contribute_account_of, &owner, &row);
    found->account = row;
    return notice_gather_events(gather, &found->events) && complete;
}

bool contribute_gather_back(struct gather *gather, const struct contribute_back_asked *asked,
                            struct contribute_back_facts *found)
{
    int64_t unit = asked->unit;
    const struct contribute_bill_key bill_key = { id_bucket(unit), unit, asked->bill };
    int32_t month = contribute_month_read(asked->month);
    const struct contribute_span_key span = { id_bucket(unit), unit, month, month };
    found->bills = asked->bill != 0 ? gather_want(gather, &contribute_bill_by_id, &bill_key)
                                    : gather_want(gather, &contribute_bills_in, &span);
    return gather_unit(gather, unit, found) && found->bills != NULL;
}

/* The bill of the month of which too much was taken. */
static const struct contribute_bill *bill_taken_too_much(const struct request *request,
                                                         const struct contribute_back_asked *asked,
                                                         const struct contribute_back_facts *found,
                                                         struct contribute_reckoned *ret_reckoned)
{
    const struct contribute_bill *rows = found->bills->items;
    int32_t month = contribute_month_read(asked->month);
    for (size_t i = 0; i < found->bills->count; i++) {
        if (rows[i].month != month || (asked->bill != 0 && rows[i].bill != asked->bill))
            continue;
        *ret_reckoned = contribute_reckon(request->book, found->events, &rows[i], request->at,
                                          request->arena);
        if (ret_reckoned->answer == RULE_FOUND && ret_reckoned->excess.fen > 0)
            return &rows[i];
    }
    return NULL;
}

/* Refund is owed to the unit from now on, offset stays with it for the months to come. */
static void give_back(struct decision *decision, const struct contribute_back_facts *found,
                      const struct contribute_bill *before,
                      const struct contribute_reckoned *reckoned,
                      struct contribute_given_back *given)
{
    const struct request *request = decision->request;
    struct contribute_bill bill = *before;
    bool refund = text_is(given->way, "refund");
    struct fund_transfer transfers[2];
    struct fund_posting posting = {
        .bucket = bill.bucket, .cause = given->back, .about = refund ? "refund" : "offset",
        .day = date_of_moment(request->at), .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    const struct fund_account unit = { FUND_UNIT, bill.owner };
    fund_post(&posting, contribute_pool_of(request->book, &bill), unit, given->amount);
    if (refund)
        fund_post(&posting, unit, (struct fund_account){ FUND_CLAIMANT, bill.owner },
                  given->amount);
    else
        given->credit = money_plus(given->credit, given->amount);
    bill.paid_fee = money_minus(bill.paid_fee, reckoned->excess_fee);
    bill.paid_employer = money_minus(bill.paid_employer,
                                     money_minus(given->amount, reckoned->excess_fee));
    struct money *side = refund ? &bill.refunded : &bill.offset;
    *side = money_plus(*side, given->amount);
    decision_replace(decision, &contribute_bill_table, &bill);
    contribute_record_credit(decision, bill.owner, found->account, given->credit);
    fund_record(decision, &posting);
}

static struct text yuan_text(struct money amount, struct arena *arena)
{
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    money_write(&builder, amount);
    return arena_text(arena, builder_text(&builder));
}

bool contribute_give_back(struct decision *decision, const struct contribute_back_asked *asked,
                          const struct contribute_back_facts *found,
                          struct contribute_given_back *ret_given)
{
    const struct request *request = decision->request;
    struct contribute_reckoned reckoned;
    if (!contribute_acts_for(found->unit, decision))
        return false;
    const struct contribute_bill *bill =
        bill_taken_too_much(request, asked, found, &reckoned);
    if (bill == NULL) {
        decision_refuse(decision, "contribute.refused.nothing-too-much", "month");
        return false;
    }
    /* Nobody is paid another sum than the two who looked at the application have read. */
    if (asked->amount.fen > 0 && asked->amount.fen != reckoned.excess.fen) {
        decision_refuse_with(decision, "contribute.refused.other-amount", "amount",
                             yuan_text(reckoned.excess, request->arena),
                             yuan_text(asked->amount, request->arena));
        return false;
    }
    bool free;
    struct text way = contribute_way_of(request->book, bill, reckoned.rated.collected,
                                        asked->way, &free);
    if (!text_present(way)) {
        decision_refuse(decision, "contribute.refused.no-way", "way");
        return false;
    }
    if (text_present(asked->way) && !text_equal(way, asked->way)) {
        decision_refuse(decision, "contribute.refused.other-way", "way");
        return false;
    }
    struct contribute_given_back given = {
        .back = id_mint(request->minter, (int)bill->bucket), .bill = bill, .way = way,
        .amount = reckoned.excess,
        .credit = found->account == NULL ? MONEY_NONE : found->account->credit,
    };
    give_back(decision, found, bill, &reckoned, &given);
    const struct contribute_back row = {
        .bucket = bill->bucket, .owner = bill->owner, .back = given.back, .bill = bill->bill,
        .way = way, .amount = given.amount, .fee = reckoned.excess_fee, .cause = asked->cause,
        .made_at = request->at, .version = 1,
    };
    decision_insert(decision, &contribute_back_table, &row);
    *ret_given = given;
    return true;
}

/* ---- undone ---- */

bool contribute_gather_undo(struct gather *gather, int64_t unit, int64_t back,
                            struct contribute_undo_facts *found)
{
    const struct contribute_back_key key = { id_bucket(unit), unit, back };
    const void *row = NULL;
    bool complete = gather_one(gather, &contribute_back_by_id, &key, &row);
    found->back = row;
    found->of.bills = gather_want(gather, &contribute_bill_given_back, &key);
    return gather_unit(gather, unit, &found->of) && complete && found->of.bills != NULL;
}

static const struct contribute_bill *bill_given_back_of(const struct contribute_undo_facts *found)
{
    const struct contribute_bill *rows = found->of.bills->items;
    for (size_t i = 0; found->back != NULL && i < found->of.bills->count; i++)
        if (rows[i].bill == found->back->bill)
            return &rows[i];
    return NULL;
}

/* The way it came, backwards. */
static void post_undone(struct decision *decision, const struct contribute_bill *bill,
                        const struct contribute_back *back)
{
    const struct request *request = decision->request;
    const struct fund_account unit = { FUND_UNIT, bill->owner };
    bool refund = text_is(back->way, "refund");
    struct fund_transfer transfers[2];
    struct fund_posting posting = {
        .bucket = bill->bucket, .cause = id_mint(request->minter, (int)bill->bucket),
        .about = refund ? "refund-undone" : "offset-undone", .day = date_of_moment(request->at),
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    if (refund)
        fund_post(&posting, (struct fund_account){ FUND_CLAIMANT, bill->owner }, unit,
                  back->amount);
    fund_post(&posting, unit, contribute_pool_of(request->book, bill), back->amount);
    fund_record(decision, &posting);
}

static void undo(struct decision *decision, const struct contribute_bill *before,
                 const struct contribute_back *back)
{
    struct contribute_bill bill = *before;
    struct contribute_back row = *back;
    struct money *side = text_is(back->way, "refund") ? &bill.refunded : &bill.offset;
    bill.paid_fee = money_plus(bill.paid_fee, back->fee);
    bill.paid_employer = money_plus(bill.paid_employer, money_minus(back->amount, back->fee));
    *side = money_minus(*side, back->amount);
    row.undone = date_of_moment(decision->request->at);
    decision_replace(decision, &contribute_bill_table, &bill);
    decision_replace(decision, &contribute_back_table, &row);
    post_undone(decision, before, back);
}

bool contribute_undo_back(struct decision *decision, int64_t unit,
                          const struct contribute_undo_facts *found,
                          struct contribute_given_back *ret_undone)
{
    struct arena *arena = decision->request->arena;
    const struct contribute_back *back = found->back;
    const struct contribute_bill *bill = bill_given_back_of(found);
    struct money credit = found->of.account == NULL ? MONEY_NONE : found->of.account->credit;
    if (!contribute_acts_for(found->of.unit, decision))
        return false;
    if (bill == NULL || back->owner != unit || back->undone.yyyymmdd != 0) {
        decision_refuse(decision, "contribute.refused.not-given-back", "back");
        return false;
    }
    bool refund = text_is(back->way, "refund");
    if (!refund && credit.fen < back->amount.fen) {
        decision_refuse_with(decision, "contribute.refused.credit-used", "back",
                             yuan_text(back->amount, arena), yuan_text(credit, arena));
        return false;
    }
    undo(decision, bill, back);
    if (!refund) {
        credit = money_minus(credit, back->amount);
        contribute_record_credit(decision, bill->owner, found->of.account, credit);
    }
    *ret_undone = (struct contribute_given_back){
        .back = back->back, .bill = bill, .way = back->way, .amount = back->amount,
        .credit = credit,
    };
    return true;
}

/* ---- rows ---- */

#define BACK(member_, kind_, flags_) \
    FIELD(struct contribute_back, member_, kind_, .flags = (flags_))
static const struct field back_fields[] = {
    BACK(bucket, FIELD_COUNT, FIELD_REQUIRED), BACK(owner, FIELD_ID, FIELD_REQUIRED),
    BACK(back, FIELD_ID, FIELD_REQUIRED), BACK(bill, FIELD_ID, FIELD_REQUIRED),
    BACK(way, FIELD_TEXT, FIELD_REQUIRED), BACK(amount, FIELD_MONEY, FIELD_REQUIRED),
    BACK(fee, FIELD_MONEY, FIELD_REQUIRED), BACK(cause, FIELD_ID, 0),
    BACK(made_at, FIELD_MOMENT, FIELD_REQUIRED), BACK(undone, FIELD_DAY, FIELD_SPARSE),
    BACK(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape contribute_back_shape =
    SHAPE("contribute_back", struct contribute_back, back_fields);
const struct table contribute_back_table =
    { "contribute_back", &contribute_back_shape, 3, "version" };
#define KEY(member_, kind_) \
    FIELD(struct contribute_back_key, member_, kind_, .flags = FIELD_REQUIRED)
static const struct field back_key_fields[] = {
    KEY(bucket, FIELD_COUNT), KEY(owner, FIELD_ID), KEY(back, FIELD_ID),
};
static const struct shape back_key_shape =
    SHAPE("contribute_back_key", struct contribute_back_key, back_key_fields);
const struct query contribute_back_by_id = {
    .name = "contribute.back-by-id", .from = "contribute_back b",
    .where = "b.bucket = {bucket} AND b.owner = {owner} AND b.back = {back}",
    .key = &back_key_shape, .row = &contribute_back_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
/* The bill of it. */
const struct query contribute_bill_given_back = {
    .name = "contribute.bill-given-back", .from = "contribute_bill",
    .where = "bucket = {bucket} AND owner = {owner} AND bill = (SELECT k.bill"
             " FROM contribute_back k WHERE k.bucket = {bucket} AND k.owner = {owner}"
             " AND k.back = {back})",
    .key = &back_key_shape, .row = &contribute_bill_shape, .row_max = 1, .guard = GUARD_DECISION,
};
