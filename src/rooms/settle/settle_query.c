#include "rooms/settle/settle_query.h"

#include "base/check.h"

/* ---- 5203: one settlement ---- */

bool settle_gather_find(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_find_input *input = request->input;
    struct settle_find_facts *found = facts;
    int bucket = id_bucket(input->person);
    const void *row = NULL;
    const struct settlement_key key = {
        .bucket = bucket, .person = input->person, .settlement = input->settlement,
    };
    bool complete = gather_one(gather, &settlement_by_id, &key, &row);
    found->row = row;
    const struct fund_of_person fund_key = { .bucket = bucket, .person = input->person };
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    found->personal = row;
    complete &= party_gather_person(gather, input->person, &found->person);
    if (!complete || found->row == NULL)
        return complete;
    const struct visit_key visit_key = visit_key_of(found->row->visit);
    complete &= gather_one(gather, &visit_by_id, &visit_key, &row);
    found->visit = row;
    const struct party_institution_key institution_key = {
        .bucket = id_bucket(found->row->institution), .institution = found->row->institution,
    };
    complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->institution = row;
    return complete;
}

static struct settle_receipt receipt_of_row(const struct settle_find_facts *facts,
                                            const struct party_standing *standing)
{
    const struct settlement_row *row = facts->row;
    struct settlement_row copy = *row;
    struct settle_receipt receipt = {
        .visit = row->visit, .settlement = row->settlement, .person = row->person,
        .insurance = row->insurance, .person_kind = standing->kind_code,
        .civil_servant = standing->civil_servant, .at = row->at,
        .certificate_kind = row->certificate_kind, .med_type = row->med_type,
        .total = row->total, .full_own = row->full_own, .over_limit = row->over_limit,
        .pay_first = row->pay_first, .in_scope = row->in_scope, .deductible = row->deductible,
        .share = row->share, .account = row->account, .family_account = row->family_account,
        .cash = row->cash,
        .balance = facts->personal == NULL ? MONEY_NONE : facts->personal->balance,
        .clearing_office = facts->visit->division,
        .clearing_type = facts->visit->inpatient ? TEXT("21")
            : text_starts(row->med_type, TEXT("41")) ? TEXT("41") : TEXT("11"),
        .age = standing->age,
    };
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        receipt.paid[payer] = *settlement_row_payer(&copy, (enum settle_payer)payer);
    return receipt;
}

static struct text unit_of(const struct settle_find_facts *facts,
                           const struct party_standing *standing)
{
    const struct party_spell *spells = facts->person.spells->items;
    for (size_t i = 0; i < facts->person.spells->count; i++)
        if (spells[i].spell == standing->spell)
            return spells[i].unit_name;
    return (struct text){ 0 };
}

static struct text tier_code(const struct party_institution *institution, struct arena *arena)
{
    return institution->tier >= 1 && institution->tier <= 3
        ? arena_format(arena, "%02d", (int)institution->tier) : TEXT("09");
}

static void find_institution(const struct settle_find_facts *facts, struct arena *arena,
                             struct settle_found *found)
{
    const struct party_institution *institution = facts->institution;
    if (institution == NULL)
        return;
    found->institution_code = institution->code;
    found->institution_name = institution->name;
    found->institution_level = institution->level;
    found->institution_place = arena_format(arena, "%06lld", (long long)institution->division);
    found->deductible_tier = tier_code(institution, arena);
}

void settle_decide_find(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct settle_find_input *input = request->input;
    const struct settle_find_facts *found = facts;
    const struct settlement_row *row = found->row;
    bool meant = row != NULL && found->visit != NULL && found->person.person != NULL
        && (input->visit == 0 || row->visit == input->visit);
    if (!meant || !visit_may_see(request->actor, row->institution, row->person)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NO_SETTLEMENT),
                        "settlement");
        return;
    }
    const struct visit_row *visit = found->visit;
    struct date begin = date_of_moment(visit->begin_at);
    const struct party_standing standing =
        party_standing_on(&found->person, row->insurance, begin);
    struct settle_found shown = {
        .answer = { .receipt = receipt_of_row(found, &standing), .asker_key = row->asker_key },
        .place = arena_format(request->arena, "%06lld", (long long)row->place),
        .unit_name = unit_of(found, &standing), .paid_at = TEXT("2"), .begin = begin,
        .end = date_of_moment(visit->end_at.ms == 0 ? row->at : visit->end_at),
        .refund = row->reverses != 0, .year = row->year, .disease = visit->disease,
        .invoice = row->invoice,
    };
    find_institution(found, request->arena, &shown);
    decision->subject = row->person;
    *(struct settle_found *)decision->outcome = shown;
}

void settle_tell_find(const struct request *request, const void *outcome, const void *memory,
                      void *answer)
{
    const struct settle_found *found = outcome;
    const struct settle_memory *known = memory;
    struct settle_found *told = answer;
    *told = *found;
    settle_answer_of(&found->answer.receipt, found->answer.asker_key, known->person,
                     request->arena, &told->answer);
}

/* ---- 5204: the lines of a visit, or of a settlement ---- */

static bool gather_names(struct gather *gather, struct settle_lines_facts *found)
{
    const struct visit_line_row *lines = found->lines->items;
    bool complete = true;
    found->items = ARENA_ARRAY(gather->arena, const struct list *, found->lines->count + 1);
    for (size_t i = 0; i < found->lines->count; i++) {
        const struct catalogue_code_key key = catalogue_code_key_of(lines[i].item);
        found->items[i] = gather_want(gather, &catalogue_items_of_code, &key);
        complete &= found->items[i] != NULL;
    }
    return complete;
}

bool settle_gather_lines(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_find_input *input = request->input;
    struct settle_lines_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const struct settlements_of_visit_key settlements_key = {
        .bucket = key.bucket, .person = input->person, .visit = input->visit,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->lines = gather_want(gather, &visit_lines_of_visit, &key);
    found->settlements = gather_want(gather, &settlements_of_visit, &settlements_key);
    if (!complete || found->lines == NULL || found->settlements == NULL)
        return false;
    return gather_names(gather, found);
}

/* The settlement that stands on a line; 0: none yet. */
static int64_t settlement_on(const struct list *settlements, const struct visit_line_row *line)
{
    const struct settlement_row *rows = settlements->items;
    for (size_t i = 0; i < settlements->count; i++)
        if (settle_stands(&rows[i]) && text_equal(rows[i].bill, line->bill)
            && line->position >= rows[i].lines_from && line->position <= rows[i].lines_until)
            return rows[i].settlement;
    return 0;
}

void settle_decide_lines(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct settle_find_input *input = request->input;
    const struct settle_lines_facts *found = facts;
    const struct visit_row *visit = found->visit;
    if (visit == NULL || visit->person != input->person
        || !visit_may_see(request->actor, visit->institution, visit->person)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NO_VISIT), "visit");
        return;
    }
    const struct visit_line_row *lines = found->lines->items;
    struct settle_line_shown *shown =
        ARENA_ARRAY(request->arena, struct settle_line_shown, found->lines->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->lines->count; i++) {
        int64_t settlement = settlement_on(found->settlements, &lines[i]);
        if (input->settlement != 0 && settlement != input->settlement)
            continue;
        const struct catalogue_item *item = NULL;
        bool known = catalogue_item_on(found->items[i], (int32_t)visit->division,
                                       date_of_moment(lines[i].at), &item) == CATALOGUE_FOUND;
        shown[count++] = (struct settle_line_shown){
            .line = lines[i], .settlement = settlement, .med_type = visit->med_type,
            .name = known ? item->name : (struct text){ 0 },
            .list_type = known ? item->list_type : (struct text){ 0 },
            .approval = arena_format(request->arena, "%lld", (long long)lines[i].approval),
        };
    }
    decision->subject = visit->person;
    ((struct settle_lines *)decision->outcome)->lines = (struct list){ shown, count };
}
