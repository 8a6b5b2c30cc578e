#include "rooms/settle/settle_bills.h"

#include "base/check.h"

/* An institution turns the pages of its own alone (0: of all): rows left out afterwards would end
 * the list early. */
struct told_key { int64_t bucket, person, institution, year, before, superseded_by; };
static const struct field told_key_fields[] = {
    FIELD(struct told_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, institution, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, year, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, before, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct told_key, superseded_by, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape told_key_shape =
    SHAPE("settle_told_key", struct told_key, told_key_fields);
const struct query settlements_told = {
    .name = "settle.told-to-person", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person}"
             " AND ({institution} = 0 OR s.institution = {institution})"
             " AND ({before} = 0 OR s.settlement < {before})"
             " AND ({superseded_by} = 0 OR s.superseded_by = {superseded_by})"
             " AND ({year} = 0 OR s.day / 10000 = {year})",
    .order = "s.settlement DESC", .key = &told_key_shape, .row = &settlement_row_shape,
    .row_max = SETTLE_BILLS_PAGE, .guard = GUARD_SCOPED, .guard_institution = "institution",
    .guard_person = "person",
};

bool settle_gather_bills(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_bills_input *input = request->input;
    struct settle_bills_facts *found = facts;
    const struct told_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
        .institution = request->actor->institution, .year = input->year,
        .before = input->before, .superseded_by = input->superseded_by,
    };
    found->settlements = gather_want(gather, &settlements_told, &key);
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
    size_t count = found->settlements->count;
    struct settle_bill_shown *shown =
        ARENA_ARRAY(request->arena, struct settle_bill_shown, count + 1);
    for (size_t i = 0; i < count; i++)
        shown[i] = bill_of(&rows[i], found->institutions[i]);
    struct settle_bills *answer = decision->outcome;
    answer->bills = (struct list){ shown, count };
    answer->next = count == SETTLE_BILLS_PAGE ? rows[count - 1].settlement : 0;
    decision->subject = input->person;
}
