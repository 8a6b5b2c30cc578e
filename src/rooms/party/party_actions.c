/* party_actions.c: what users may do with people. */

#include "rooms/party/party_enrol.h"
#include "rooms/party/party_room.h"

#include "rooms/access/access_facts.h"

#include "base/check.h"
#include "base/ident.h"

/* ---- party.find: from a number to a person ---- */

struct find_input {
    struct text kind, number;
};
static const struct field find_fields[] = {
    { "kind", NULL, FIELD_TEXT, 0, AT(struct find_input, kind), 10,
      .help = "party.field.number-kind" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, AT(struct find_input, number),
      50, .help = "party.field.number" },
};
static const struct shape find_shape = SHAPE("party_find", struct find_input, find_fields);

struct find_answer {
    int64_t person;
    struct text name, number_masked;
};
static const struct field find_answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct find_answer, person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct find_answer, name), 50 },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct find_answer, number_masked), 50 },
};
static const struct shape find_answer_shape =
    SHAPE("party_found", struct find_answer, find_answer_fields);

static const char *find_kind(struct text kind)
{
    if (text_is(kind, "card") || text_is(kind, "03"))
        return "card";
    if (text_is(kind, "token") || text_is(kind, "01"))
        return "token";
    return "id";
}

static bool find_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct find_input *input = request->input;
    struct party_enrol_facts *found = facts;
    struct party_number_key key =
        party_number_key_of(find_kind(input->kind), input->number, gather->arena);
    const void *row;
    if (!party_gather_number(gather, &key, &row))
        return false;
    found->key = row;
    if (found->key == NULL)
        return true;
    return party_gather_person(gather, found->key->person, &found->person);
}

/* A stranger gets the same answer for a person who is not there and one he may not see. */
static void find_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct party_enrol_facts *found = facts;
    /* An institution has the certificate in hand; that shows it the person. */
    bool shown = request->actor->institution != 0 && found->person.person != NULL;
    if (!shown && !party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "party.refused.no-such-person", "number");
        return;
    }
    decision->subject = found->person.person->person;
    struct find_answer *answer = decision->outcome;
    answer->person = found->person.person->person;
    answer->name = found->person.person->name;
    answer->number_masked = found->person.person->number_masked;
}

/* As a plain page tells it: who it is, and where his claims stand. */
void party_tell_found(struct page_parts *parts, const void *told)
{
    const struct find_answer *found = told;
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = found->name, .note = found->number_masked });
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_BUTTON, .text = page_words(parts, "party.page.claims"),
        .path = arena_format(parts->arena, "/claims-of?person=%lld", (long long)found->person) });
}

const struct action party_find_action = {
    .name = "party.find", .method = "POST", .path = "/api/v1/persons/find",
    .flags = ACTION_READ | ACTION_IDENTIFIES,
    .input = &find_shape, .facts = &party_enrol_facts_shape, .outcome = &find_answer_shape,
    .answer = &find_answer_shape, .help = "party.help.find", .gather = find_gather,
    .decide = find_decide,
};

/* ---- party.show-number: unmasking, with a reason that is kept ---- */

struct show_input {
    int64_t person;
    struct text reason;
};
static const struct field show_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct show_input, person),
      .help = "party.field.person" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct show_input, reason), 200,
      .help = "party.field.reason" },
};
static const struct shape show_shape =
    SHAPE("party_show_number", struct show_input, show_fields);

struct show_outcome {
    int64_t person;
};
static const struct field show_outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct show_outcome, person) },
};
static const struct shape show_outcome_shape =
    SHAPE("party_number_shown", struct show_outcome, show_outcome_fields);

struct show_answer {
    int64_t person;
    struct text number, phone;
};
static const struct field show_answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct show_answer, person) },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct show_answer, number), 60 },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, AT(struct show_answer, phone),
      30 },
};
static const struct shape show_answer_shape =
    SHAPE("party_number", struct show_answer, show_answer_fields);

static bool show_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct show_input *input = request->input;
    struct party_enrol_facts *found = facts;
    return party_gather_person(gather, input->person, &found->person);
}

static void show_keys(const struct request *request, struct keys *keys)
{
    const struct show_input *input = request->input;
    keys_add(keys, input->person);
}

static void show_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct show_input *input = request->input;
    const struct party_enrol_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "party.refused.no-such-person", "person");
        return;
    }
    if (!access_note_unmasking(decision, input->person, "id-number", input->reason))
        return;
    struct show_outcome *outcome = decision->outcome;
    outcome->person = input->person;
    decision->subject = input->person;
}

static bool show_recall(struct gather *gather, const struct request *request,
                        const void *outcome, void *ret_memory)
{
    (void)request;
    const struct show_outcome *done = outcome;
    struct party_enrol_facts *found = ret_memory;
    return party_gather_person(gather, done->person, &found->person);
}

static void show_tell(const struct request *request, const void *outcome, const void *memory,
                      void *answer)
{
    const struct show_outcome *done = outcome;
    const struct party_enrol_facts *found = memory;
    struct show_answer *told = answer;
    told->person = done->person;
    if (found->person.person == NULL)
        return;
    told->number = party_unseal(found->person.person->number_sealed, "number", request->arena);
    if (text_present(found->person.person->phone_sealed))
        told->phone = party_unseal(found->person.person->phone_sealed, "phone", request->arena);
}

const struct action party_show_number_action = {
    .name = "party.show-number", .method = "POST", .path = "/api/v1/persons/{person}/number",
    .flags = ACTION_ONCE | ACTION_DISCLOSES, .input = &show_shape,
    .facts = &party_enrol_facts_shape,
    .outcome = &show_outcome_shape, .answer = &show_answer_shape,
    .help = "party.help.show-number", .keys = show_keys, .gather = show_gather,
    .decide = show_decide, .recall = show_recall, .memory_size = sizeof(struct party_enrol_facts),
    .tell = show_tell,
};
