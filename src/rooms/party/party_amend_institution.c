/* party_amend_institution.c: what the approval of an institution's change runs: its name on the
 * register, or a further address at which it treats people. */

#include "rooms/party/party_room.h"

#include "rooms/staff/staff.h"

#include "base/check.h"

#include <string.h>

#define ADDRESS_CHARACTERS_MAX 200

struct amend_input {
    int64_t institution, cause;
    struct text what, to;       /* "name": `to` is the new one */
    struct text address;        /* a further one */
    struct date from;
};
static const struct field input_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct amend_input, institution),
      .help = "party.field.institution" },
    { "cause", NULL, FIELD_ID, 0, AT(struct amend_input, cause), .help = "party.field.cause" },
    { "what", NULL, FIELD_TEXT, 0, AT(struct amend_input, what), 20,
      .help = "party.field.institution-what" },
    { "new", NULL, FIELD_TEXT, 0, AT(struct amend_input, to), 200,
      .help = "party.field.institution-new" },
    { "address", NULL, FIELD_TEXT, 0, AT(struct amend_input, address), 200,
      .help = "party.field.address" },
    { "from", NULL, FIELD_DAY, 0, AT(struct amend_input, from), .help = "party.field.from" },
};
static const struct shape input_shape =
    SHAPE("party_amend_institution", struct amend_input, input_fields);
struct amend_facts { const struct party_institution *institution; };
static const struct shape facts_shape =
    { .name = "party_amend_institution_facts", .size = sizeof(struct amend_facts) };
struct amend_outcome { int64_t institution; };
static const struct field outcome_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AT(struct amend_outcome, institution) },
};
static const struct shape outcome_shape =
    SHAPE("party_institution_amended", struct amend_outcome, outcome_fields);

static void amend_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct amend_input *)request->input)->institution);
}

static bool amend_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct amend_input *input = request->input;
    const struct party_institution_key key = { id_bucket(input->institution),
                                               input->institution };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_institution_by_id, &key, &row);
    ((struct amend_facts *)facts)->institution = row;
    return complete;
}

static bool may_amend(const struct actor *actor, const struct party_institution *row)
{
    return row != NULL
        && (actor->role == ROLE_HOUSE || staff_works_over(actor, row->division));
}

/* Those it has stand one after another, as its licence names them. */
static const char *add_address(const struct request *request, struct party_institution *row)
{
    const struct amend_input *input = request->input;
    bool there = text_present(row->address)
        && memmem(row->address.data, row->address.length, input->address.data,
                  input->address.length) != NULL;
    if (there)
        return "party.refused.address-known";
    row->address = text_present(row->address)
        ? arena_format(request->arena, "%.*s；%.*s", TEXT_ARGS(row->address),
                       TEXT_ARGS(input->address))
        : input->address;
    return text_characters(row->address) > ADDRESS_CHARACTERS_MAX
        ? "party.refused.addresses-too-long" : NULL;
}

static void amend_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct amend_input *input = request->input;
    const struct amend_facts *found = facts;
    if (!may_amend(request->actor, found->institution)) {
        decision_refuse(decision, "party.refused.no-such-institution", "institution");
        return;
    }
    struct party_institution row = *found->institution;
    const char *refusal = NULL, *field = "new";
    if (date_compare(input->from, date_of_moment(request->at)) > 0) {
        refusal = "party.refused.not-yet";
        field = "from";
    } else if (text_present(input->address)) {
        refusal = add_address(request, &row);
        field = "address";
    } else if (text_is(input->what, "name") && text_present(input->to)
               && !text_equal(input->to, row.name)) {
        row.name = input->to;
    } else {
        refusal = "party.refused.nothing-changes";
    }
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    decision_replace(decision, &party_institution_table, &row);
    ((struct amend_outcome *)decision->outcome)->institution = row.institution;
    decision->subject = row.institution;
}

/* Only an approval runs it. */
const struct action party_amend_institution_action = {
    .name = "party.amend-institution", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &outcome_shape, .help = "party.help.amend-institution", .keys = amend_keys,
    .gather = amend_gather, .decide = amend_decide,
};
