/* contribute_alone.c: who pays for himself: residents a fixed amount a year, the flexible by a base
 * a month. The bill stands under the person; months are as in a unit's table. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

struct alone_input {
    int64_t person;
    struct text month, insurance, reason;
    struct money base;
    bool subsidised;            /* as the employment service says */
};
#define INPUT(member_) AT(struct alone_input, member_)
static const struct field alone_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(person),
      .help = "contribute.field.person" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(month), 7,
      .help = "contribute.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, INPUT(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "base", NULL, FIELD_MONEY, 0, INPUT(base), .help = "contribute.field.base" },
    { "subsidised", NULL, FIELD_FLAG, 0, INPUT(subsidised),
      .help = "contribute.field.subsidised" },
    { "reason", NULL, FIELD_TEXT, 0, INPUT(reason), 30, .help = "contribute.field.reason" },
};
static const struct shape alone_shape =
    SHAPE("contribute_bill_person", struct alone_input, alone_fields);

struct alone_facts {
    struct party_person_facts person;
    const struct list *bills;
    struct events events;
};
static const struct shape alone_facts_shape =
    { .name = "contribute_alone_facts", .size = sizeof(struct alone_facts) };

static void alone_keys(const struct request *request, struct keys *keys)
{
    const struct alone_input *input = request->input;
    keys_add(keys, input->person);
}

static bool alone_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct alone_input *input = request->input;
    struct alone_facts *found = facts;
    const struct contribute_owner_key key = { id_bucket(input->person), input->person };
    found->bills = gather_want(gather, &contribute_bills_of, &key);
    bool complete = party_gather_person(gather, input->person, &found->person);
    return notice_gather_events(gather, &found->events) && complete && found->bills != NULL;
}

static bool is_billed(const struct list *bills, struct text insurance, int64_t month)
{
    const struct contribute_bill *rows = bills->items;
    for (size_t i = 0; i < bills->count; i++)
        if (rows[i].month == month && text_equal(rows[i].insurance, insurance))
            return true;
    return false;
}

/* Who he is in that month: on its last day. */
static const char *alone_bill(const struct request *request, const struct alone_facts *found,
                              struct contribute_bill *bill, const char **field)
{
    const struct alone_input *input = request->input;
    int32_t month = contribute_month_read(input->month);
    *field = "person";
    if (!party_may_see(request->actor, &found->person) || found->person.person == NULL)
        return "contribute.refused.no-such-person";
    /* Nobody grants himself a subsidy. */
    *field = "subsidised";
    if (input->subsidised && request->actor->office == 0
        && request->actor->role != ROLE_HOUSE && !request->actor->scope.everything)
        return "contribute.refused.subsidy-by-office";
    *field = "month";
    if (month == 0)
        return "contribute.refused.no-month";
    const struct party_standing standing = party_standing_on(
        &found->person, input->insurance, contribute_month_last(month));
    if (standing.reason != PARTY_ENROLLED || standing.unit != 0 || standing.insurance == NULL)
        return "contribute.refused.not-alone";
    bool resident = text_is(text_of(standing.insurance), "resident");
    *field = "subsidised";
    if (resident && input->subsidised)
        return "contribute.refused.subsidy-of-residents";
    *field = "month";
    /* A resident's year is paid with its first month. */
    if (resident)
        month = month / 100 * 100 + 1;
    if (is_billed(found->bills, standing.insurance_code, month))
        return "contribute.refused.declared";
    *bill = (struct contribute_bill){
        .bucket = id_bucket(input->person), .owner = input->person, .month = month,
        .bill = id_mint(request->minter, id_bucket(input->person)),
        .insurance = standing.insurance_code, .kind = TEXT("ordinary"),
        .place = standing.place, .declared = date_of_moment(request->at),
        .unit_kind = resident ? text_of(standing.person_kind)
            : input->subsidised ? TEXT("flexible-subsidised") : TEXT("flexible"),
        .reason = input->reason, .version = 1,
    };
    *field = "base";
    return !resident && input->base.fen <= 0 ? "contribute.refused.no-amount" : NULL;
}

static void alone_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct alone_input *input = request->input;
    const struct alone_facts *found = facts;
    struct contribute_bill bill;
    const char *field, *refusal = alone_bill(request, found, &bill, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    const struct contribute_rated rated =
        contribute_rated_of(request->book, found->events, &bill, bill.declared, DATE_NONE,
                            request->arena);
    if (rated.answer != RULE_FOUND) {
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
        return;
    }
    struct contribute_line line = { .person = input->person, .version = 1 };
    contribute_bill_add(&bill, &line, input->base, rated.value, request->book);
    contribute_record_bill(decision, &bill, &line, 1, found->events);
}

const struct action contribute_bill_person_action = {
    .name = "contribute.bill-person", .method = "POST",
    .path = "/api/v1/persons/{person}/contributions",
    .flags = ACTION_ONCE,
    .input = &alone_shape, .facts = &alone_facts_shape, .outcome = &contribute_declared_shape,
    .answer = &contribute_declared_shape, .help = "contribute.help.bill-person",
    .keys = alone_keys, .gather = alone_gather, .decide = alone_decide,
};
