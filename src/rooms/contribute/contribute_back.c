/* contribute_back.c: what was taken too much for a month goes back to the unit: kept for its later
 * months, or owed to it until a payment file carries it. What came in is what is kept, went back or
 * is credit. LAW: LY22-A2i */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

bool contribute_gather_back(struct gather *gather, int64_t unit,
                            struct contribute_back_facts *found)
{
    const struct party_unit_key key = { id_bucket(unit), unit };
    const struct contribute_owner_key owner = { id_bucket(unit), unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    found->unit = row;
    complete &= gather_one(gather, &contribute_account_of, &owner, &row);
    found->account = row;
    found->bills = gather_want(gather, &contribute_bills_of, &owner);
    return notice_gather_events(gather, &found->events) && complete && found->bills != NULL;
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
        .bucket = bill.bucket, .cause = given->cause, .about = refund ? "refund" : "offset",
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
        .cause = id_mint(request->minter, (int)bill->bucket), .bill = bill, .way = way,
        .amount = reckoned.excess,
        .credit = found->account == NULL ? MONEY_NONE : found->account->credit,
    };
    give_back(decision, found, bill, &reckoned, &given);
    *ret_given = given;
    return true;
}
