/* access_leader.c: who answers for an office by name (负责人): what waits too long is told to that
 * account besides the office. LAW: BJ4-S7a JX4-3a */

#include "rooms/access/access.h"

#include "base/check.h"
#include "rooms/staff/staff_facts.h"

struct leader_input { int64_t office, account; };
struct leader_facts {
    const struct staff_office *office;
    const struct access_account *account;
};

static void leader_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct leader_input *)request->input)->office);
}

static bool leader_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct leader_input *input = request->input;
    struct leader_facts *found = facts;
    const struct staff_office_key office_key = { STAFF_BUCKET, input->office };
    const struct access_account_key account_key = { id_bucket(input->account), input->account };
    const void *row = NULL;
    bool complete = gather_one(gather, &staff_office_by_id, &office_key, &row);
    found->office = row;
    complete &= gather_one(gather, &access_account_by_id, &account_key, &row);
    found->account = row;
    return complete;
}

static void leader_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct leader_input *input = request->input;
    const struct leader_facts *found = facts;
    if (found->office == NULL || !actor_has_office(request->actor, input->office)) {
        decision_refuse(decision, "access.refused.other-office", "office");
        return;
    }
    const struct access_account *account = found->account;
    if (account == NULL || account->office != input->office
        || (!text_is(account->role, "leader") && !text_is(account->role, "section-head"))) {
        decision_refuse(decision, "access.refused.no-leader", "account");
        return;
    }
    struct staff_office row = *found->office;
    row.leader = account->account;
    row.leader_label = account->label;
    decision_replace(decision, &staff_office_table, &row);
    decision->subject = row.office;
    *(struct leader_input *)decision->outcome = *input;
}

static const struct field leader_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct leader_input, office),
      .help = "access.field.led" },
    { "account", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct leader_input, account),
      .help = "access.field.account" },
};
static const struct shape leader_shape =
    SHAPE("access_name_leader", struct leader_input, leader_fields);
static const struct shape leader_facts_shape =
    { .name = "access_leader_facts", .size = sizeof(struct leader_facts) };

const struct action access_name_leader_action = {
    .name = "access.name-leader", .method = "POST", .path = "/api/v1/offices/{office}/leader",
    .flags = ACTION_ONCE,
    .input = &leader_shape, .facts = &leader_facts_shape, .outcome = &leader_shape,
    .answer = &leader_shape, .help = "access.help.name-leader", .keys = leader_keys,
    .gather = leader_gather, .decide = leader_decide,
};
