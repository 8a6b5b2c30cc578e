/* contribute_defer.c: a unit in difficulty may pay some months later, where a notice says so: for
 * its kind or industry, on application, against a statement. LAW: BJ4-10d BJ4-10e BJ4-10f
 * LY22-L3b */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

struct defer_input {
    int64_t unit, person, cause;
    struct text credit_code, industry, from_month, until_month, insurance, difficulty;
    struct money amount;
    struct moment handed_in;    /* of an application; absent: now */
};
#define INPUT(member_) AT(struct defer_input, member_)
static const struct field defer_fields[] = {
    { "unit", NULL, FIELD_ID, 0, INPUT(unit), .help = "contribute.field.unit" },
    { "credit_code", NULL, FIELD_TEXT, 0, INPUT(credit_code), 18,
      .help = "contribute.field.credit-code" },
    { "industry", NULL, FIELD_TEXT, 0, INPUT(industry), 30,
      .help = "contribute.field.industry" },
    { "from_month", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(from_month), 7,
      .help = "contribute.field.from-month" },
    { "until_month", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(until_month), 7,
      .help = "contribute.field.until-month" },
    { "insurance", NULL, FIELD_CODE, 0, INPUT(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "difficulty", NULL, FIELD_TEXT, 0, INPUT(difficulty), 500,
      .help = "contribute.field.difficulty" },
    { "amount", NULL, FIELD_MONEY, 0, INPUT(amount), .help = "contribute.field.expected" },
    { "handed_in", NULL, FIELD_MOMENT, 0, INPUT(handed_in),
      .help = "contribute.field.applied" },
    { "person", NULL, FIELD_ID, 0, INPUT(person), .help = "contribute.field.person" },
    { "cause", NULL, FIELD_ID, 0, INPUT(cause), .help = "contribute.field.cause" },
};
static const struct shape defer_shape =
    SHAPE("contribute_defer", struct defer_input, defer_fields);

struct deferred {
    int64_t deferral, unit;
    struct text from_month, until_month, under;
    struct date due;            /* absent: it waits for an event */
    int64_t months;
};
#define DEFERRED(member_) AT(struct deferred, member_)
static const struct field deferred_fields[] = {
    { "deferral", NULL, FIELD_ID, 0, DEFERRED(deferral) },
    { "unit", NULL, FIELD_ID, 0, DEFERRED(unit) },
    { "from_month", NULL, FIELD_TEXT, 0, DEFERRED(from_month), 7 },
    { "until_month", NULL, FIELD_TEXT, 0, DEFERRED(until_month), 7 },
    { "under", NULL, FIELD_TEXT, 0, DEFERRED(under), 100 },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, DEFERRED(due) },
    { "months", NULL, FIELD_COUNT, 0, DEFERRED(months) },
};
static const struct shape deferred_shape =
    SHAPE("contribute_deferred", struct deferred, deferred_fields);

struct defer_facts {
    const struct party_unit *unit;
    const struct list *bills, *arrears;
    struct events events;
};
static const struct shape defer_facts_shape =
    { .name = "contribute_defer_facts", .size = sizeof(struct defer_facts) };

static void defer_keys(const struct request *request, struct keys *keys)
{
    const struct defer_input *input = request->input;
    keys_add(keys, input->unit != 0 ? input->unit
             : (int64_t)(text_hash(input->credit_code) >> 1));
}

/* By its number or its code; asked for in one round where both are given by a form. */
static bool defer_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct defer_input *input = request->input;
    struct defer_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct party_credit_key code_key = { bucket_of_name(input->credit_code),
                                               input->credit_code };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    bool there = input->unit != 0 ? gather_one(gather, &party_unit_by_id, &unit_key, &row)
                                  : gather_one(gather, &party_unit_by_credit_code, &code_key,
                                               &row);
    int64_t owner = input->unit;
    if (there && row != NULL)
        owner = ((const struct party_unit *)row)->unit;
    found->unit = row;
    if (owner == 0)
        return there && complete;
    const struct contribute_owner_key key = { id_bucket(owner), owner };
    const struct contribute_span_key span = {
        id_bucket(owner), owner, contribute_month_read(input->from_month),
        contribute_month_read(input->until_month),
    };
    found->bills = gather_want(gather, &contribute_bills_in, &span);
    found->arrears = gather_want(gather, &contribute_arrears_of, &key);
    return there && complete && found->bills != NULL && found->arrears != NULL;
}

/* One month is offered as the others are when its last day lies in the time the measure names. */
static const struct measure *offered_for(const struct request *request,
                                         const struct defer_facts *found, int32_t month,
                                         struct text insurance, struct moment applied)
{
    const struct defer_input *input = request->input;
    const struct party_unit *unit = found->unit;
    const char *name = party_insurance(insurance);
    const struct contribute_payer payer = {
        .place = (int32_t)unit->division, .month = month, .unit_kind = unit->kind,
        .insurance = name == NULL ? insurance : text_of(name),
        .industry = text_present(unit->industry) ? unit->industry : input->industry,
    };
    return contribute_deferral_offered(request->book, found->events, &payer, applied,
                                       request->arena);
}

static bool needs_difficulty(const struct measure *measure)
{
    return name_list_has(measure->needs, TEXT("difficulty-stated"));
}

static void stamp_bills(struct decision *decision, const struct defer_facts *found,
                        const struct contribute_deferral_row *row, struct deferred *told)
{
    const struct request *request = decision->request;
    const struct contribute_bill *bills = found->bills->items;
    const struct contribute_arrears *arrears = found->arrears->items;
    for (size_t i = 0; i < found->bills->count; i++) {
        if (bills[i].month < row->from_month || bills[i].month > row->until_month
            || bills[i].paid.yyyymmdd != 0 || !text_equal(bills[i].insurance, row->insurance))
            continue;
        struct contribute_bill bill = bills[i];
        bill.applied = row->applied;
        bill.deferred_under = row->deferred_under;
        bill.deferral = row->deferral;
        decision_replace(decision, &contribute_bill_table, &bill);
        const struct contribute_reckoned reckoned = contribute_reckon(
            request->book, found->events, &bill, request->at, request->arena);
        told->due = reckoned.time.due.day;
        told->months++;
        for (size_t k = 0; k < found->arrears->count; k++) {
            if (arrears[k].arrears != bill.bill)
                continue;
            struct contribute_arrears changed = arrears[k];
            changed.applied = row->applied;
            changed.deferred_under = row->deferred_under;
            changed.amount = reckoned.total;
            decision_replace(decision, &contribute_arrears_table, &changed);
        }
    }
}

static const char *defer_refusal(const struct request *request, const struct defer_facts *found,
                                 int32_t from, int32_t until, const char **field)
{
    const struct defer_input *input = request->input;
    *field = "unit";
    if (found->unit == NULL
        || !contribute_may_act(request->actor, found->unit->unit, found->unit->division))
        return "contribute.refused.no-such-unit";
    *field = "from_month";
    if (from == 0 || until == 0 || until < from || contribute_months_between(from, until) >= 12)
        return "contribute.refused.no-month";
    *field = "industry";
    return text_present(found->unit->industry) && text_present(input->industry)
        && !text_equal(found->unit->industry, input->industry)
        && !text_is(input->industry, "other")   /* none that the form names: the register says */
        ? "contribute.refused.other-industry" : NULL;
}

/* Each month must be offered by one and the same measure; NULL: refused. */
static const struct measure *measure_for(struct decision *decision,
                                         const struct defer_facts *found, int32_t from,
                                         int32_t until, struct text insurance,
                                         struct moment applied)
{
    const struct request *request = decision->request;
    const struct measure *measure = NULL;
    for (int32_t month = from; month <= until; month = contribute_month_plus(month, 1)) {
        const struct measure *offered =
            offered_for(request, found, month, insurance, applied);
        if (offered == NULL || (measure != NULL && offered != measure)) {
            decision_refuse_with(decision, "contribute.refused.not-deferred", "from_month",
                                 contribute_month_text(month, request->arena), TEXT(""));
            return NULL;
        }
        measure = offered;
    }
    return measure;
}

static void defer_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct defer_input *input = request->input;
    const struct defer_facts *found = facts;
    int32_t from = contribute_month_read(input->from_month);
    int32_t until = contribute_month_read(input->until_month);
    const char *field, *refusal = defer_refusal(request, found, from, until, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    struct date today = date_of_moment(request->at);
    struct date applied = input->handed_in.ms != 0 && input->handed_in.ms < request->at.ms
        ? date_of_moment(input->handed_in) : today;
    const struct measure *measure = measure_for(
        decision, found, from, until, insurance,
        date_compare(applied, today) < 0 ? moment_at(applied, 12, 0, 0) : request->at);
    if (measure == NULL)
        return;
    if (needs_difficulty(measure) && !text_present(text_trim(input->difficulty))) {
        decision_refuse(decision, "contribute.refused.no-difficulty", "difficulty");
        return;
    }
    const struct contribute_deferral_row row = {
        .bucket = found->unit->bucket, .owner = found->unit->unit,
        .deferral = id_mint(request->minter, (int)found->unit->bucket), .insurance = insurance,
        .from_month = from, .until_month = until, .applied = applied,
        .deferred_under = contribute_measure_name(measure, request->arena),
        .notice = measure->notice,
        .industry = input->industry, .difficulty = input->difficulty, .amount = input->amount,
        .cause = input->cause,
    };
    struct deferred *told = decision->outcome;
    *told = (struct deferred){
        .deferral = row.deferral, .unit = row.owner, .from_month = input->from_month,
        .until_month = input->until_month, .under = row.deferred_under,
    };
    decision_insert(decision, &contribute_deferral_table, &row);
    stamp_bills(decision, found, &row, told);
    decision->subject = row.owner;
}

const struct action contribute_defer_action = {
    .name = "contribute.defer", .method = "POST", .path = "/api/v1/contributions/deferrals",
    .flags = ACTION_ONCE, .input = &defer_shape,
    .facts = &defer_facts_shape, .outcome = &deferred_shape, .answer = &deferred_shape,
    .help = "contribute.help.defer", .keys = defer_keys, .gather = defer_gather,
    .decide = defer_decide,
};
