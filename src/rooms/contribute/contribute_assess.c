/* contribute_assess.c: a month that a unit did not declare in time (逾期未申报): what is due is set
 * from the last month it declared, and settled when it declares. A bill of kind "assessed" has a
 * sum and no people. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

/* ---- contribute.assessment ---- */

struct assessment_rule { struct share of_last; };
static const struct field rule_fields[] = {
    { "of-last", NULL, FIELD_SHARE, FIELD_REQUIRED, AT(struct assessment_rule, of_last) },
};
static const struct shape rule_shape =
    SHAPE("contribute_assessment_rule", struct assessment_rule, rule_fields);
const struct rule_kind contribute_assessment_kind = {
    .about = "contribute.assessment", .payload = &rule_shape,
};

struct money contribute_assessed_sum(const struct book *book,
                                     const struct contribute_bill *bill, struct money last)
{
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_assessment_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return MONEY_NONE;
    return money_share(last, ((const struct assessment_rule *)rule->payload)->of_last,
                       ROUND_HALF_UP);
}

/* ---- contribute.assess ---- */

struct assess_input {
    int64_t unit;
    struct text month, insurance;
};
#define ASSESS(member_) AT(struct assess_input, member_)
static const struct field assess_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, ASSESS(unit), .help = "contribute.field.unit" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, ASSESS(month), 7,
      .help = "contribute.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, ASSESS(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
};
static const struct shape assess_shape =
    SHAPE("contribute_assess", struct assess_input, assess_fields);

struct assess_facts {
    const struct party_unit *unit;
    const struct list *bills, *deferrals;
    struct events events;
};
static const struct shape assess_facts_shape =
    { .name = "contribute_assess_facts", .size = sizeof(struct assess_facts) };

static void assess_keys(const struct request *request, struct keys *keys)
{
    const struct assess_input *input = request->input;
    keys_add(keys, input->unit);
}

static bool assess_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct assess_input *input = request->input;
    struct assess_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct contribute_owner_key owner_key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->bills = gather_want(gather, &contribute_bills_of, &owner_key);
    found->deferrals = gather_want(gather, &contribute_deferrals_of, &owner_key);
    return notice_gather_events(gather, &found->events) && complete && found->bills != NULL
        && found->deferrals != NULL;
}

/* The last month before it that the unit declared itself: an assessment is not built upon another.
 * NULL: none; `ret_there`: the month itself has a bill. */
static const struct contribute_bill *last_declared(const struct assess_facts *found,
                                                   struct text insurance, int64_t month,
                                                   bool *ret_there)
{
    const struct contribute_bill *rows = found->bills->items, *last = NULL;
    *ret_there = false;
    for (size_t i = 0; i < found->bills->count; i++) {
        if (!text_equal(rows[i].insurance, insurance) || text_is(rows[i].kind, "made-up"))
            continue;
        *ret_there |= rows[i].month == month;
        if (rows[i].month < month && text_is(rows[i].kind, "ordinary"))
            last = &rows[i];
    }
    return last;
}

/* While the month may still be declared in time nobody sets it. */
static bool is_over(const struct request *request, const struct assess_facts *found,
                    const struct contribute_bill *bill)
{
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, found->events, bill, request->at, request->arena);
    return reckoned.answer == RULE_FOUND && reckoned.timed && reckoned.fee.lateness.overdue;
}

static void assess_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct assess_input *input = request->input;
    const struct assess_facts *found = facts;
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    int32_t month = contribute_month_read(input->month);
    if (found->unit == NULL
        || !contribute_may_act(request->actor, input->unit, found->unit->division)) {
        decision_refuse(decision, "contribute.refused.no-such-unit", "unit");
        return;
    }
    bool there;
    const struct contribute_bill *last = last_declared(found, insurance, month, &there);
    if (month == 0 || there) {
        decision_refuse(decision, month == 0 ? "contribute.refused.no-month"
                                             : "contribute.refused.declared", "month");
        return;
    }
    if (last == NULL) {
        decision_refuse(decision, "contribute.refused.nothing-declared", "month");
        return;
    }
    struct contribute_bill bill = {
        .bucket = found->unit->bucket, .owner = input->unit, .month = month,
        .bill = id_mint(request->minter, (int)found->unit->bucket), .insurance = insurance,
        .kind = TEXT("assessed"), .place = found->unit->division,
        .unit_kind = found->unit->kind, .industry = found->unit->industry,
        .declared = date_of_moment(request->at), .version = 1,
    };
    contribute_take_deferral(&bill, found->deferrals);
    bill.assessed = contribute_assessed_sum(
        request->book, &bill, contribute_reckon(request->book, found->events, last, request->at,
                                                request->arena).total);
    if (bill.assessed.fen <= 0)
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
    else if (!is_over(request, found, &bill))
        decision_refuse(decision, "contribute.refused.still-time", "month");
    else
        contribute_record_bill(decision, &bill, NULL, 0, found->events);
}

const struct action contribute_assess_action = {
    .name = "contribute.assess", .method = "POST", .path = "/api/v1/units/{unit}/assessments",
    .flags = ACTION_ONCE, .input = &assess_shape, .facts = &assess_facts_shape,
    .outcome = &contribute_declared_shape, .answer = &contribute_declared_shape,
    .help = "contribute.help.assess", .keys = assess_keys, .gather = assess_gather,
    .decide = assess_decide,
};
