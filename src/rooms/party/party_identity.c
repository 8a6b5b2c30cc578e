/* party_identity.c: what the register of civil affairs, of the disabled or of health says of
 * somebody (psn_idet_type), from one day to another: groups that have benefits and figures of
 * their own. LAW: LY22-L2a LY22-L2c */

#include "rooms/party/party_room.h"

#include "base/check.h"
#include "core/id.h"

struct identity_input {
    int64_t person, identity;   /* identity: one that is there and ends; 0: a new one */
    struct text type, level, source;
    struct date from, until;
};
#define INPUT(member) AT(struct identity_input, member)
static const struct field input_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(person), .help = "party.field.person" },
    { "identity", NULL, FIELD_ID, 0, INPUT(identity), .help = "party.field.identity" },
    { "type", NULL, FIELD_CODE, FIELD_REQUIRED, INPUT(type), 6, "psn_idet_type",
      .help = "party.field.identity-type" },
    { "level", NULL, FIELD_CODE, 0, INPUT(level), 20, "disa_lv",
      .help = "party.field.identity-level" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, INPUT(from), .help = "party.field.from" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "party.field.until" },
    { "source", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(source), 100,
      .help = "party.field.source" },
};
static const struct shape input_shape =
    SHAPE("party_record_identity", struct identity_input, input_fields);
static const struct shape facts_shape =
    { .name = "party_identity_facts", .size = sizeof(struct party_person_facts) };
struct identity_outcome { int64_t person, identity; };
static const struct field outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct identity_outcome, person) },
    { "identity", NULL, FIELD_ID, 0, AT(struct identity_outcome, identity) },
};
static const struct shape outcome_shape =
    SHAPE("party_identity_recorded", struct identity_outcome, outcome_fields);

static void identity_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct identity_input *)request->input)->person);
}

static bool identity_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct identity_input *input = request->input;
    return party_gather_person(gather, input->person, facts);
}

static const struct party_identity *identity_of(const struct list *identities, int64_t identity)
{
    const struct party_identity *rows = identities->items;
    for (size_t i = 0; i < identities->count; i++)
        if (identity != 0 && rows[i].identity == identity)
            return &rows[i];
    return NULL;
}

/* Another of the type that holds on some day this one would. */
static bool crosses_another(const struct list *identities, const struct identity_input *input)
{
    const struct party_identity *rows = identities->items;
    const struct date last = input->until.yyyymmdd == 0 ? DATE_LATEST : input->until;
    for (size_t i = 0; i < identities->count; i++) {
        const bool begun = rows[i].valid_from.ms == 0
            || date_compare(date_of_moment(rows[i].valid_from), last) <= 0;
        const bool goes_on = rows[i].valid_until.ms == 0
            || date_compare(date_of_moment(rows[i].valid_until), input->from) >= 0;
        if (begun && goes_on && text_equal(rows[i].type, input->type)
            && (input->identity == 0 || rows[i].identity != input->identity))
            return true;
    }
    return false;
}

static struct party_identity identity_row(const struct identity_input *input,
                                          const struct party_identity *before, int64_t number)
{
    return (struct party_identity){
        .bucket = id_bucket(input->person), .person = input->person, .identity = number,
        .type = input->type, .memo = input->source,
        .level = before != NULL && !text_present(input->level) ? before->level : input->level,
        .valid_from = moment_of_date(input->from),
        .valid_until = input->until.yyyymmdd == 0 ? (struct moment){ 0 }
                                                  : moment_of_date(input->until),
        .version = before == NULL ? 1 : before->version,
    };
}

static void identity_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct identity_input *input = request->input;
    const struct party_person_facts *found = facts;
    if (!party_may_see(request->actor, found)) {
        decision_refuse(decision, "party.refused.no-such-person", "person");
        return;
    }
    if (found->person->merged_into != 0) {
        decision_refuse(decision, "party.refused.merged", "person");
        return;
    }
    if (input->until.yyyymmdd != 0 && date_compare(input->until, input->from) < 0) {
        decision_refuse(decision, "party.refused.ends-before", "until");
        return;
    }
    const struct party_identity *before = identity_of(found->identities, input->identity);
    if (input->identity != 0 && (before == NULL || !text_equal(before->type, input->type))) {
        decision_refuse(decision, "party.refused.no-such-identity", "identity");
        return;
    }
    if (crosses_another(found->identities, input)) {
        decision_refuse(decision, "party.refused.identity-there", "type");
        return;
    }
    const int64_t number = input->identity != 0
        ? input->identity
        : id_mint(request->minter, (int)id_bucket(input->person));
    const struct party_identity row = identity_row(input, before, number);
    if (before == NULL)
        decision_insert(decision, &party_identity_table, &row);
    else
        decision_replace(decision, &party_identity_table, &row);
    *(struct identity_outcome *)decision->outcome =
        (struct identity_outcome){ input->person, number };
    decision->subject = input->person;
}

const struct action party_record_identity_action = {
    .name = "party.record-identity", .method = "POST",
    .path = "/api/v1/persons/{person}/identities", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &outcome_shape, .help = "party.help.record-identity", .keys = identity_keys,
    .gather = identity_gather, .decide = identity_decide,
};
