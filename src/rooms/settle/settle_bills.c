#include "rooms/settle/settle_bills.h"

#include "base/check.h"

bool settle_gather_bills(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_bills_input *input = request->input;
    struct settle_bills_facts *found = facts;
    const struct settle_of_person_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
    };
    found->settlements = gather_want(gather, &settlements_of_person, &key);
    if (found->settlements == NULL)
        return false;
    const struct settlement_row *rows = found->settlements->items;
    size_t count = found->settlements->count;
    found->institutions = ARENA_ARRAY(gather->arena, const struct party_institution *, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct party_institution_key institution_key = {
            .bucket = id_bucket(rows[i].institution), .institution = rows[i].institution,
        };
        const void *row = NULL;
        complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
        found->institutions[i] = row;
    }
    return complete;
}

static struct settle_bill_shown bill_of(const struct settlement_row *row,
                                        const struct party_institution *institution)
{
    struct money account = money_plus(row->account, row->family_account);
    return (struct settle_bill_shown){
        .settlement = row->settlement, .visit = row->visit, .day = row->day, .at = row->at,
        .institution_name = institution == NULL ? (struct text){ 0 } : institution->name,
        .med_type = row->med_type, .insurance = row->insurance, .state = row->state,
        .total = row->total, .account = account, .cash = row->cash,
        .funds = money_minus(row->total, money_plus(account, row->cash)),
        .superseded_by = row->superseded_by, .reverses = row->reverses,
    };
}

void settle_decide_bills(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct settle_bills_input *input = request->input;
    const struct settle_bills_facts *found = facts;
    const struct settlement_row *rows = found->settlements->items;
    struct settle_bill_shown *shown =
        ARENA_ARRAY(request->arena, struct settle_bill_shown, found->settlements->count + 1);
    size_t count = 0;
    for (size_t i = found->settlements->count; i-- > 0;)
        if (input->year == 0 || date_year(rows[i].day) == input->year)
            shown[count++] = bill_of(&rows[i], found->institutions[i]);
    decision->subject = input->person;
    ((struct settle_bills *)decision->outcome)->bills = (struct list){ shown, count };
}
