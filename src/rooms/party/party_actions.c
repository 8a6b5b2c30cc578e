/* party_actions.c: what users may do with people. */

#include "rooms/party/party.h"

#include "rooms/access/access_facts.h"

#include "base/check.h"
#include "base/ident.h"

/* ---- party.enrol-person ---- */

#define ENROL(member_) AT(struct party_enrol_input, member_)
static const struct field enrol_fields[] = {
    { "certificate", NULL, FIELD_CODE, FIELD_REQUIRED, ENROL(certificate), 6, "psn_cert_type",
      .help = "party.field.certificate" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ENROL(number), 50,
      .help = "party.field.number" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ENROL(name), 50,
      .help = "party.field.name" },
    { "sex", NULL, FIELD_CODE, FIELD_REQUIRED, ENROL(sex), 6, "gend",
      .help = "party.field.sex" },
    { "ethnicity", NULL, FIELD_TEXT, 0, ENROL(ethnicity), 3, .help = "party.field.ethnicity" },
    { "born", NULL, FIELD_DAY, FIELD_REQUIRED | FIELD_PRIVATE, ENROL(born),
      .help = "party.field.born" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, ENROL(phone), 20, .help = "party.field.phone" },
    { "card", NULL, FIELD_TEXT, FIELD_PRIVATE, ENROL(card), 30, .help = "party.field.card" },
    { "insurance", NULL, FIELD_CODE, FIELD_REQUIRED, ENROL(insurance), 6, "insutype",
      .help = "party.field.insurance" },
    { "kind", NULL, FIELD_CODE, FIELD_REQUIRED, ENROL(kind), 6, "psn_type",
      .help = "party.field.kind" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, ENROL(place), .help = "party.field.place" },
    { "unit", NULL, FIELD_ID, 0, ENROL(unit), .help = "party.field.unit" },
    { "unit_name", NULL, FIELD_TEXT, 0, ENROL(unit_name), 200, .help = "party.field.unit" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ENROL(from), .help = "party.field.from" },
    { "civil_servant", NULL, FIELD_FLAG, 0, ENROL(civil_servant),
      .help = "party.field.civil-servant" },
};
static const struct shape enrol_shape =
    SHAPE("party_enrol_person", struct party_enrol_input, enrol_fields);

struct enrol_outcome {
    int64_t person, spell;
    bool created;
};
static const struct field enrol_outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct enrol_outcome, person) },
    { "spell", NULL, FIELD_ID, 0, AT(struct enrol_outcome, spell) },
    { "created", NULL, FIELD_FLAG, 0, AT(struct enrol_outcome, created) },
};
static const struct shape enrol_outcome_shape =
    SHAPE("party_enrolled", struct enrol_outcome, enrol_outcome_fields);

struct enrol_facts {
    const struct party_person_key *key;
    const struct party_person_key *card;    /* somebody has that card already */
    struct party_person_facts person;
};
static const struct shape enrol_facts_shape =
    { .name = "party_enrol_facts", .size = sizeof(struct enrol_facts) };

static void number_keys(struct text number, struct keys *keys, struct arena *arena)
{
    struct party_number_key key = party_number_key_of("id", number, arena);
    keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
}

static void enrol_keys(const struct request *request, struct keys *keys)
{
    const struct party_enrol_input *input = request->input;
    number_keys(input->number, keys, request->arena);
}

static bool enrol_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_enrol_input *input = request->input;
    struct enrol_facts *found = facts;
    struct party_number_key key = party_number_key_of("id", input->number, gather->arena);
    const void *row, *card = NULL;
    bool there = gather_one(gather, &party_person_by_number, &key, &row);
    if (text_present(input->card)) {
        struct party_number_key card_key =
            party_number_key_of("card", input->card, gather->arena);
        there &= gather_one(gather, &party_person_by_number, &card_key, &card);
    }
    if (!there)
        return false;
    found->key = row;
    found->card = card;
    if (found->key == NULL)
        return true;
    return party_gather_person(gather, found->key->person, &found->person);
}

static bool enrol_is_refused(struct decision *decision, const struct enrol_facts *found,
                             const struct party_enrol_input *input)
{
    switch (party_judge_enrol(decision->request->actor, input, &found->person)) {
    case PARTY_ENROL_OUT_OF_PLACE:
        decision_refuse(decision, "party.refused.out-of-place", "place");
        return true;
    case PARTY_ENROL_BAD_NUMBER:
        decision_refuse(decision, "party.refused.bad-number", "number");
        return true;
    case PARTY_ENROL_NUMBER_CONTRADICTS:
        decision_refuse(decision, "party.refused.number-contradicts", "born");
        return true;
    case PARTY_ENROL_BAD_KIND:
        decision_refuse(decision, "party.refused.bad-kind", "kind");
        return true;
    case PARTY_ENROL_OTHER_NAME:
        decision_refuse(decision, "party.refused.other-name", "name");
        return true;
    case PARTY_ENROL_OVERLAPS:
        decision_refuse(decision, "party.refused.overlaps", "from");
        return true;
    case PARTY_ENROL_GOOD:
        break;
    }
    if (found->card != NULL
        && (found->key == NULL || found->card->person != found->key->person)) {
        decision_refuse(decision, "party.refused.card-taken", "card");
        return true;
    }
    return false;
}

static void insert_key(struct decision *decision, const char *kind, struct text number,
                       int64_t person)
{
    struct party_number_key key =
        party_number_key_of(kind, number, decision->request->arena);
    struct party_person_key row = { key.bucket, key.kind, key.digest, person };
    decision_insert(decision, &party_person_key_table, &row);
}

/* What a worker made before the lane: sealing draws a nonce. */
struct enrol_prepared {
    struct text number_sealed, phone_sealed;
};

static void enrol_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct party_enrol_input *input = request->input;
    struct enrol_prepared *prepared = ret_prepared;
    struct arena *arena = request->arena;
    prepared->number_sealed = party_seal(ident_number(input->number, arena), "number", arena);
    if (text_present(input->phone))
        prepared->phone_sealed = party_seal(ident_phone(input->phone, arena), "phone", arena);
}

/* A person's bucket is drawn from the number's digest: spread evenly, and the same on a retry. */
static int64_t insert_person(struct decision *decision, const struct party_enrol_input *input)
{
    const struct request *request = decision->request;
    const struct enrol_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    struct arena *arena = request->arena;
    int bucket = bucket_of_name(party_digest("id", input->number, arena));
    struct party_person row = {
        .bucket = bucket, .person = id_mint(request->minter, bucket),
        .name = input->name, .certificate = input->certificate,
        .number_sealed = prepared->number_sealed,
        .number_masked = party_mask_number(input->number, arena), .sex = input->sex,
        .ethnicity = input->ethnicity, .born = input->born,
        .phone_sealed = prepared->phone_sealed,
    };
    if (text_present(input->phone))
        row.phone_masked = party_mask_phone(input->phone, arena);
    decision_insert(decision, &party_person_table, &row);
    insert_key(decision, "id", input->number, row.person);
    return row.person;
}

static void enrol_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    struct party_enrol_input input = *(const struct party_enrol_input *)request->input;
    const struct enrol_facts *found = facts;
    input.number = ident_number(input.number, request->arena);
    if (enrol_is_refused(decision, found, &input))
        return;

    struct enrol_outcome *outcome = decision->outcome;
    if (found->person.person == NULL) {
        outcome->created = true;
        outcome->person = insert_person(decision, &input);
    } else {
        /* Touched, so that two spells decided at once cannot both miss each other. */
        outcome->person = found->person.person->person;
        decision_replace(decision, &party_person_table, found->person.person);
    }
    if (text_present(input.card) && found->card == NULL)
        insert_key(decision, "card", input.card, outcome->person);
    struct party_spell spell = {
        .bucket = id_bucket(outcome->person), .person = outcome->person,
        .spell = id_mint(request->minter, id_bucket(outcome->person)),
        .insurance = input.insurance, .kind = input.kind, .place = input.place,
        .unit = input.unit, .unit_name = input.unit_name, .valid_from = input.from,
        .status = TEXT("1"), .civil_servant = input.civil_servant,
    };
    decision_insert(decision, &party_spell_table, &spell);
    outcome->spell = spell.spell;
    decision->subject = outcome->person;
}

const struct action party_enrol_person_action = {
    .name = "party.enrol-person", .method = "POST", .path = "/api/v1/persons",
    .roles = ROLES_STAFF, .flags = ACTION_ONCE,
    .input = &enrol_shape, .facts = &enrol_facts_shape, .outcome = &enrol_outcome_shape,
    .answer = &enrol_outcome_shape, .help = "party.help.enrol-person", .keys = enrol_keys,
    .gather = enrol_gather, .decide = enrol_decide, .prepare = enrol_prepare,
    .prepared_size = sizeof(struct enrol_prepared),
};

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
    struct enrol_facts *found = facts;
    struct party_number_key key =
        party_number_key_of(find_kind(input->kind), input->number, gather->arena);
    const void *row;
    if (!gather_one(gather, &party_person_by_number, &key, &row))
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
    const struct enrol_facts *found = facts;
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

const struct action party_find_action = {
    .name = "party.find", .method = "POST", .path = "/api/v1/persons/find",
    .roles = ROLES_EVERYBODY & ~ROLE_BIT(ROLE_PUBLIC), .flags = ACTION_READ | ACTION_IDENTIFIES,
    .input = &find_shape, .facts = &enrol_facts_shape, .outcome = &find_answer_shape,
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
    struct enrol_facts *found = facts;
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
    const struct enrol_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "party.refused.no-such-person", "person");
        return;
    }
    if (text_characters(text_trim(input->reason)) < 4) {
        decision_refuse(decision, "party.refused.reason-short", "reason");
        return;
    }
    access_note_unmasking(decision, input->person, "id-number", input->reason);
    struct show_outcome *outcome = decision->outcome;
    outcome->person = input->person;
    decision->subject = input->person;
}

static bool show_recall(struct gather *gather, const struct request *request,
                        const void *outcome, void *ret_memory)
{
    (void)request;
    const struct show_outcome *done = outcome;
    struct enrol_facts *found = ret_memory;
    return party_gather_person(gather, done->person, &found->person);
}

static void show_tell(const struct request *request, const void *outcome, const void *memory,
                      void *answer)
{
    const struct show_outcome *done = outcome;
    const struct enrol_facts *found = memory;
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
    .roles = ROLES_STAFF | ROLE_BIT(ROLE_RESIDENT) | ROLE_BIT(ROLE_INSPECTOR),
    .flags = ACTION_ONCE | ACTION_DISCLOSES, .input = &show_shape, .facts = &enrol_facts_shape,
    .outcome = &show_outcome_shape, .answer = &show_answer_shape,
    .help = "party.help.show-number", .keys = show_keys, .gather = show_gather,
    .decide = show_decide, .recall = show_recall, .memory_size = sizeof(struct enrol_facts),
    .tell = show_tell,
};
