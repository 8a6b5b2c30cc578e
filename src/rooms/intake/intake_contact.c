/* intake_contact.c: whom to call about a case: the number that was left to call back, else the
 * telephone of the register. For the office that has the case, with a reason that is kept. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party.h"

struct contact_input { int64_t case_id; struct text reason; };
struct contact_facts {
    struct intake_case_facts of;
    const struct intake_way *way;
};
struct contact_outcome { int64_t case_id; };
struct contact_told { int64_t case_id; struct text name, phone; };

static bool gather_whom(struct gather *gather, const struct request *request, int64_t case_id,
                        struct contact_facts *found)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    const void *row = NULL;
    bool complete = gather_one(gather, &intake_way_of, &key, &row);
    found->way = row;
    return intake_gather_case(gather, request, case_id, (struct text){ 0 }, &found->of)
        && complete;
}

static struct text sealed_of(const struct contact_facts *found)
{
    if (found->way != NULL && text_present(found->way->callback_sealed))
        return found->way->callback_sealed;
    return found->of.person == NULL ? (struct text){ 0 } : found->of.person->phone_sealed;
}

static bool gather_contact(struct gather *gather, const struct request *request, void *facts)
{
    const struct contact_input *input = request->input;
    return gather_whom(gather, request, input->case_id, facts);
}

static void decide_contact(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct contact_input *input = request->input;
    const struct contact_facts *found = facts;
    if (!intake_may_see(request, &found->of, (struct text){ 0 })) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "case_id");
        return;
    }
    if (!text_present(sealed_of(found))) {
        decision_refuse(decision, "intake.refused.no-phone", "case_id");
        return;
    }
    const struct intake_case *row = found->of.row;
    const int64_t whose = row->person != 0 ? row->person : input->case_id;
    if (!access_note_unmasking(decision, whose, "case-phone", input->reason))
        return;
    decision->subject = input->case_id;
    *(struct contact_outcome *)decision->outcome = (struct contact_outcome){ input->case_id };
}

static bool recall_contact(struct gather *gather, const struct request *request,
                           const void *outcome, void *ret_memory)
{
    return gather_whom(gather, request, ((const struct contact_outcome *)outcome)->case_id,
                       ret_memory);
}

static void tell_contact(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    const struct contact_outcome *kept = outcome;
    const struct contact_facts *found = memory;
    struct contact_told *told = answer;
    *told = (struct contact_told){ .case_id = kept->case_id };
    if (!text_present(sealed_of(found)))
        return;
    told->name = intake_whose_name(&found->of);
    told->phone = party_unseal(sealed_of(found), "phone", request->arena);
}

static const struct field input_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct contact_input, case_id),
      .help = "intake.field.case" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct contact_input, reason), 100,
      .help = "intake.field.contact-reason" },
};
static const struct shape input_shape =
    SHAPE("intake_contact_input", struct contact_input, input_fields);
static const struct shape facts_shape =
    { .name = "intake_contact_facts", .size = sizeof(struct contact_facts) };
static const struct field outcome_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, AT(struct contact_outcome, case_id) },
};
static const struct shape outcome_shape =
    SHAPE("intake_contact_kept", struct contact_outcome, outcome_fields);
static const struct field told_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, AT(struct contact_told, case_id),
      .help = "intake.field.case" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, name), 50,
      .help = "intake.field.name" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, phone), 30,
      .help = "intake.field.callback" },
};
static const struct shape told_shape =
    SHAPE("intake_contact", struct contact_told, told_fields);

const struct action intake_contact_action = {
    .name = "intake.contact", .method = "POST", .path = "/api/v1/cases/{case_id}/contact",
    .flags = ACTION_ONCE | ACTION_DISCLOSES, .input = &input_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &told_shape, .help = "intake.help.contact",
    .keys = intake_case_keys, .gather = gather_contact, .decide = decide_contact,
    .recall = recall_contact, .memory_size = sizeof(struct contact_facts), .tell = tell_contact,
};
