/* fund_account.c: what lies on one's own account, and what of it may be spent. */

#include "rooms/fund/fund_facts.h"
#include "rooms/fund/fund_family.h"

#include "base/check.h"

static const struct field input_fields[] = {
    FIELD(struct fund_account_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "fund.field.person"),
};
static const struct shape input_shape =
    SHAPE("fund_account_input", struct fund_account_input, input_fields);

static const struct field told_fields[] = {
    FIELD(struct fund_account_told, balance, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_account_told, held, FIELD_MONEY, .flags = 0),
    FIELD(struct fund_account_told, spendable, FIELD_MONEY, .flags = 0),
};
static const struct shape told_shape = SHAPE("fund_account", struct fund_account_told, told_fields);

static const struct shape facts_shape =
    { .name = "fund_account_facts", .size = sizeof(struct fund_account_facts) };

static bool account_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct fund_account_input *input = request->input;
    const struct fund_of_person key = { id_bucket(input->person), input->person };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &key, &row);
    ((struct fund_account_facts *)facts)->personal = row;
    return complete;
}

static void account_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct fund_account_input *input = request->input;
    const struct fund_personal *row = ((const struct fund_account_facts *)facts)->personal;
    if (!scope_has_person(&request->actor->scope, input->person)) {
        decision_refuse(decision, "fund.refused.not-your-account", "person");
        return;
    }
    struct fund_account_told *told = decision->outcome;
    *told = (struct fund_account_told){ .spendable = fund_personal_free(row) };
    if (row != NULL) {
        told->balance = row->balance;
        told->held = row->held;
    }
}

const struct action fund_account_action = {
    .name = "fund.account", .method = "GET", .path = "/api/v1/persons/{person}/account",
    .flags = ACTION_READ, .input = &input_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "fund.help.account", .gather = account_gather, .decide = account_decide,
};
