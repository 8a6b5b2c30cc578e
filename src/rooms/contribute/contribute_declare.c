/* contribute_declare.c: the base of a person, and the declaration of a month: who works there is
 * told by the spells of people, what each earns by the bases; the bill is their sum. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

/* ---- contribute.set-base: a line of a unit's list ---- */

struct base_input {
    int64_t unit, person;
    struct text number;
    struct text insurance, month;
    struct money base;
};
#define BASE(member_) AT(struct base_input, member_)
static const struct field base_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, BASE(unit), .help = "contribute.field.unit" },
    { "person", NULL, FIELD_ID, 0, BASE(person), .help = "contribute.field.person" },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, BASE(number), 50,
      .help = "contribute.field.number" },
    { "insurance", NULL, FIELD_CODE, 0, BASE(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, BASE(month), 7,
      .help = "contribute.field.month" },
    { "base", NULL, FIELD_MONEY, FIELD_REQUIRED, BASE(base), .help = "contribute.field.base" },
};
static const struct shape base_shape =
    SHAPE("contribute_set_base", struct base_input, base_fields);

struct base_outcome {
    int64_t unit, person;
    struct money base;
};
static const struct field base_outcome_fields[] = {
    { "unit", NULL, FIELD_ID, 0, AT(struct base_outcome, unit) },
    { "person", NULL, FIELD_ID, 0, AT(struct base_outcome, person) },
    { "base", NULL, FIELD_MONEY, 0, AT(struct base_outcome, base),
      .help = "contribute.field.base" },
};
static const struct shape base_outcome_shape =
    SHAPE("contribute_base_set", struct base_outcome, base_outcome_fields);

struct base_facts {
    const struct party_person_key *key;
    struct party_person_facts person;
    const struct party_unit *unit;
    const struct contribute_base *row;
};
static const struct shape base_facts_shape =
    { .name = "contribute_base_facts", .size = sizeof(struct base_facts) };

static void base_keys(const struct request *request, struct keys *keys)
{
    const struct base_input *input = request->input;
    if (input->person != 0) {
        keys_add(keys, input->person);
        return;
    }
    const struct party_number_key key = party_number_key_of("id", input->number, request->arena);
    keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
}

static bool base_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct base_input *input = request->input;
    struct base_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    int64_t person = input->person;
    if (person == 0) {
        const struct party_number_key key =
            party_number_key_of("id", input->number, gather->arena);
        if (!party_gather_number(gather, &key, &row))
            return false;
        if (row == NULL)
            return complete;
        person = ((const struct party_person_key *)row)->person;
    }
    const struct contribute_base_at_key base_key = {
        id_bucket(input->unit), input->unit, person,
        contribute_insurance_or_basic(input->insurance),
        contribute_month_read(input->month),
    };
    complete &= gather_one(gather, &contribute_base_at, &base_key, &row);
    found->row = row;
    return party_gather_person(gather, person, &found->person) && complete;
}

void contribute_record_base(struct decision *decision, const struct contribute_base *before,
                            struct contribute_base row)
{
    if (before != NULL) {
        row.version = before->version;
        decision_replace(decision, &contribute_base_table, &row);
    } else {
        row.version = 1;
        decision_insert(decision, &contribute_base_table, &row);
    }
}

static void base_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct base_input *input = request->input;
    const struct base_facts *found = facts;
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    int32_t month = contribute_month_read(input->month);
    if (!contribute_acts_for(found->unit, decision))
        return;
    if (month == 0) {
        decision_refuse(decision, "contribute.refused.no-month", "month");
        return;
    }
    if (input->base.fen <= 0) {
        decision_refuse(decision, "contribute.refused.no-amount", "base");
        return;
    }
    if (found->person.person == NULL
        || !contribute_works_at(found->person.spells, input->unit, insurance, month)) {
        decision_refuse(decision, "contribute.refused.not-employed", "person");
        return;
    }
    int64_t person = found->person.person->person;
    contribute_record_base(decision, found->row, (struct contribute_base){
        .bucket = found->unit->bucket, .owner = input->unit, .person = person,
        .insurance = insurance, .from_month = month, .base = input->base,
        .declared = date_of_moment(request->at),
    });
    *(struct base_outcome *)decision->outcome =
        (struct base_outcome){ input->unit, person, input->base };
    decision->subject = input->unit;
}

const struct action contribute_set_base_action = {
    .name = "contribute.set-base", .method = "POST", .path = "/api/v1/units/{unit}/bases",
    .flags = ACTION_ONCE,
    .input = &base_shape, .facts = &base_facts_shape, .outcome = &base_outcome_shape,
    .answer = &base_outcome_shape, .help = "contribute.help.set-base", .keys = base_keys,
    .gather = base_gather, .decide = base_decide,
};

/* ---- contribute.declare ---- */

struct declare_input {
    int64_t unit;
    struct text month, insurance, reason;
    int64_t cause;
};
#define DECLARE(member_) AT(struct declare_input, member_)
static const struct field declare_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, DECLARE(unit), .help = "contribute.field.unit" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, DECLARE(month), 7,
      .help = "contribute.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, DECLARE(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "reason", NULL, FIELD_TEXT, 0, DECLARE(reason), 30, .help = "contribute.field.reason" },
    { "cause", NULL, FIELD_ID, 0, DECLARE(cause), .help = "contribute.field.cause" },
};
static const struct shape declare_shape =
    SHAPE("contribute_declare", struct declare_input, declare_fields);

struct declare_facts {
    const struct party_unit *unit;
    const struct list *workers, *bills, *assessed, *arrears, *deferrals, *runs;
    const struct contribute_run *of_case;   /* what an approval of this case began before */
    struct events events;
};
static const struct shape declare_facts_shape =
    { .name = "contribute_declare_facts", .size = sizeof(struct declare_facts) };

static void declare_keys(const struct request *request, struct keys *keys)
{
    const struct declare_input *input = request->input;
    keys_add(keys, input->unit);
}

static bool declare_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct declare_input *input = request->input;
    struct declare_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct contribute_owner_key owner_key = { id_bucket(input->unit), input->unit };
    const struct contribute_month_key month_key = {
        id_bucket(input->unit), input->unit, contribute_month_read(input->month),
        contribute_insurance_or_basic(input->insurance),
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    complete &= contribute_gather_workers(gather, input->unit, month_key.insurance,
                                          month_key.month, 0, &found->workers);
    found->bills = gather_want(gather, &contribute_declared_of_month, &month_key);
    found->assessed = gather_want(gather, &contribute_assessed_of_month, &month_key);
    found->arrears = gather_want(gather, &contribute_arrears_of, &owner_key);
    found->deferrals = gather_want(gather, &contribute_deferrals_of, &owner_key);
    found->runs = gather_want(gather, &contribute_runs_open, &month_key);
    complete &= found->bills != NULL && found->deferrals != NULL && found->assessed != NULL
        && found->arrears != NULL && found->runs != NULL;
    const struct contribute_run_of_case_key case_key = {
        month_key.bucket, input->unit, month_key.month, input->cause,
    };
    if (input->cause != 0) {
        complete &= gather_one(gather, &contribute_run_of_case, &case_key, &row);
        found->of_case = row;
    }
    return notice_gather_events(gather, &found->events) && complete;
}

void contribute_take_deferral(struct contribute_bill *bill, const struct list *deferrals)
{
    const struct contribute_deferral_row *rows = deferrals->items;
    for (size_t i = 0; i < deferrals->count; i++)
        if (bill->month >= rows[i].from_month && bill->month <= rows[i].until_month
            && text_equal(rows[i].insurance, bill->insurance)) {
            bill->applied = rows[i].applied;
            bill->deferred_under = rows[i].deferred_under;
            bill->deferral = rows[i].deferral;
        }
}

/* A month that was assessed keeps its number and what was paid for it: what it comes to now is more
 * or less than that. */
static void take_assessed(struct contribute_bill *bill, const struct list *assessed)
{
    const struct contribute_bill *before = assessed->items;
    if (assessed->count == 0)
        return;
    bill->bill = before->bill;
    bill->assessed = before->assessed;
    bill->paid_employer = before->paid_employer;
    bill->paid_fee = before->paid_fee;
    bill->paid_own = before->paid_own;
    bill->refunded = before->refunded;
    bill->offset = before->offset;
    bill->paid = before->paid;
    bill->version = before->version;
}

struct contribute_bill contribute_bill_to_declare(const struct request *request,
                                                  const struct party_unit *unit, int64_t month,
                                                  struct text insurance, struct text reason,
                                                  int64_t number, const struct list *deferrals,
                                                  const struct list *assessed)
{
    struct contribute_bill bill = {
        .bucket = unit->bucket, .owner = unit->unit, .month = month, .bill = number,
        .insurance = insurance, .kind = TEXT("ordinary"), .place = unit->division,
        .unit_kind = unit->kind, .industry = unit->industry,
        .declared = date_of_moment(request->at), .reason = reason, .version = 1,
    };
    take_assessed(&bill, assessed);
    contribute_take_deferral(&bill, deferrals);
    return bill;
}

static const char *declare_refusal(const struct request *request,
                                   const struct declare_facts *found, int32_t month,
                                   const char **field)
{
    const struct declare_input *input = request->input;
    int32_t now = contribute_month_of(date_of_moment(request->at));
    *field = "unit";
    if (found->unit == NULL
        || !contribute_may_act(request->actor, input->unit, found->unit->division))
        return "contribute.refused.no-such-unit";
    *field = "month";
    if (month == 0)
        return "contribute.refused.no-month";
    if (month > contribute_month_plus(now, 12))
        return "contribute.refused.month-ahead";
    if (found->runs->count > 0)
        return "contribute.refused.being-declared";
    return found->bills->count > 0 ? "contribute.refused.declared" : NULL;
}

static void declare_at_once(struct decision *decision, const struct declare_facts *found,
                            struct contribute_bill *bill, const struct contribute_rate *rate)
{
    const struct request *request = decision->request;
    struct contribute_line *lines =
        ARENA_ARRAY(request->arena, struct contribute_line, found->workers->count + 1);
    size_t count, without = contribute_add_workers(request, found->workers->items,
                                                   found->workers->count, rate, bill, lines,
                                                   &count);
    if (without > 0)
        decision_refuse_with(decision, "contribute.refused.no-base", "unit",
                             arena_format(request->arena, "%zu", without), TEXT(""));
    else if (count == 0)
        decision_refuse(decision, "contribute.refused.nobody", "unit");
    else if (found->assessed->count > 0)
        contribute_settle_bill(decision, bill, lines, count, found->arrears, found->events);
    else
        contribute_record_bill(decision, bill, lines, count, found->events);
}

/* A case that is approved once more, after an objection, finds what its first approval began: the
 * month is not declared twice, and what came to nothing is begun anew. */
static bool is_told_again(const struct request *request, const struct declare_facts *found,
                          struct decision *decision)
{
    const struct declare_input *input = request->input;
    if (found->of_case == NULL || found->unit == NULL
        || !text_equal(found->of_case->insurance,
                       contribute_insurance_or_basic(input->insurance))
        || !contribute_may_act(request->actor, input->unit, found->unit->division))
        return false;
    contribute_tell_run(decision, found->of_case);
    return true;
}

static void declare_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct declare_input *input = request->input;
    const struct declare_facts *found = facts;
    const char *field;
    int32_t month = contribute_month_read(input->month);
    const char *refusal = declare_refusal(request, found, month, &field);
    if (is_told_again(request, found, decision))
        return;
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct contribute_bill bill = contribute_bill_to_declare(
        request, found->unit, month, contribute_insurance_or_basic(input->insurance),
        input->reason, id_mint(request->minter, (int)found->unit->bucket), found->deferrals,
        found->assessed);
    const struct contribute_rated rated =
        contribute_rated_of(request->book, found->events, &bill, bill.declared, DATE_NONE,
                            request->arena);
    if (rated.answer != RULE_FOUND)
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
    else if (found->workers->count == CONTRIBUTE_WORKERS_A_STEP)
        contribute_start_run(decision, &bill, input->cause);
    else
        declare_at_once(decision, found, &bill, rated.value);
}

const struct action contribute_declare_action = {
    .name = "contribute.declare", .method = "POST", .path = "/api/v1/units/{unit}/declarations",
    .flags = ACTION_ONCE,
    .input = &declare_shape, .facts = &declare_facts_shape, .outcome = &contribute_declared_shape,
    .answer = &contribute_declared_shape, .help = "contribute.help.declare", .keys = declare_keys,
    .gather = declare_gather, .decide = declare_decide,
};
