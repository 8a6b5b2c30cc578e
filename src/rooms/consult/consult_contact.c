/* consult_contact.c: name and telephone of who asked, for who answers and with a reason: whoever
 * rang up has no inbox and is called back, and so is who gave one of the two low grades. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party.h"

struct contact_input { int64_t ticket; struct text reason; };
struct contact_facts {
    const struct consult_ticket *row;
    const struct party_person *person;
};
struct contact_outcome { int64_t ticket; };
struct contact_told { int64_t ticket; struct text name, phone; };

static bool gather_asker(struct gather *gather, int64_t ticket, struct contact_facts *found)
{
    const void *row = NULL;
    if (!consult_gather_ticket(gather, ticket, &found->row))
        return false;
    if (found->row == NULL || found->row->person == 0)
        return true;
    const struct party_of_person key = { id_bucket(found->row->person),
                                         found->row->person };
    if (!gather_one(gather, &party_person_by_id, &key, &row))
        return false;
    found->person = row;
    return true;
}

/* What was left with the question comes before what the register has. */
static bool is_of_the_question(const struct contact_facts *found)
{
    return text_present(found->row->phone_sealed);
}

static bool contact_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct contact_input *input = request->input;
    return gather_asker(gather, input->ticket, facts);
}

static void contact_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct contact_input *input = request->input;
    const struct contact_facts *found = facts;
    if (found->row == NULL || !consult_is_staff_of(request->actor, found->row)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return;
    }
    if (!is_of_the_question(found)
        && (found->person == NULL || !text_present(found->person->phone_sealed))) {
        consult_refuse(decision, CONSULT_REFUSED_NO_PHONE, "ticket");
        return;
    }
    const int64_t whose = found->row->person != 0 ? found->row->person : input->ticket;
    if (!access_note_unmasking(decision, whose, "consult-phone", input->reason))
        return;
    decision->subject = input->ticket;
    *(struct contact_outcome *)decision->outcome = (struct contact_outcome){ input->ticket };
}

static bool contact_recall(struct gather *gather, const struct request *request,
                           const void *outcome, void *ret_memory)
{
    (void)request;
    return gather_asker(gather, ((const struct contact_outcome *)outcome)->ticket, ret_memory);
}

static void contact_tell(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    const struct contact_outcome *kept = outcome;
    const struct contact_facts *found = memory;
    struct contact_told *told = answer;
    *told = (struct contact_told){ .ticket = kept->ticket };
    if (found->row == NULL)
        return;
    if (text_present(found->row->name_sealed))
        told->name = party_unseal(found->row->name_sealed, "consult-name", request->arena);
    else if (found->person != NULL)
        told->name = found->person->name;
    if (is_of_the_question(found))
        told->phone = party_unseal(found->row->phone_sealed, "consult-phone", request->arena);
    else if (found->person != NULL)
        told->phone = party_unseal(found->person->phone_sealed, "phone", request->arena);
}

static const struct field input_fields[] = {
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct contact_input, ticket),
      .help = "consult.field.ticket" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct contact_input, reason), 100,
      .help = "consult.field.contact-reason" },
};
static const struct shape input_shape =
    SHAPE("consult_contact_input", struct contact_input, input_fields);
static const struct shape facts_shape =
    { .name = "consult_contact_facts", .size = sizeof(struct contact_facts) };
static const struct field outcome_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, AT(struct contact_outcome, ticket) },
};
static const struct shape outcome_shape =
    SHAPE("consult_contact_kept", struct contact_outcome, outcome_fields);
static const struct field told_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, AT(struct contact_told, ticket),
      .help = "consult.field.ticket" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, name), 50,
      .help = "consult.field.name" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, phone), 20,
      .help = "consult.field.phone" },
};
static const struct shape told_shape =
    SHAPE("consult_contact", struct contact_told, told_fields);

const struct action consult_contact_action = {
    .name = "consult.contact", .method = "POST", .path = "/api/v1/questions/{ticket}/contact",
    .flags = ACTION_ONCE | ACTION_DISCLOSES, .input = &input_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &told_shape, .help = "consult.help.contact",
    .keys = consult_keys_ticket, .gather = contact_gather, .decide = contact_decide,
    .recall = contact_recall, .memory_size = sizeof(struct contact_facts), .tell = contact_tell,
};
