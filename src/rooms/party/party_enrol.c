/* party_enrol.c: enrolment of a person: number, name and kind are looked at, a person that is not
 * known is made, and a spell begins. */

#include "rooms/party/party_enrol.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"

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
    { "unit_name", NULL, FIELD_TEXT, 0, ENROL(unit_name), 200,
      .help = "party.field.unit-name" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ENROL(from), .help = "party.field.from" },
    { "civil_servant", NULL, FIELD_FLAG, 0, ENROL(civil_servant),
      .help = "party.field.civil-servant" },
};
static const struct shape enrol_shape =
    SHAPE("party_enrol_person", struct party_enrol_input, enrol_fields);

struct enrol_outcome {
    int64_t person, spell;
    bool created;
    bool late;                  /* after the last day of registering */
    struct text made_up_under;  /* and taken in all the same: "BJ4-10g BJ4-10h" */
};
static const struct field enrol_outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct enrol_outcome, person) },
    { "spell", NULL, FIELD_ID, 0, AT(struct enrol_outcome, spell) },
    { "created", NULL, FIELD_FLAG, 0, AT(struct enrol_outcome, created) },
    { "late", NULL, FIELD_FLAG, 0, AT(struct enrol_outcome, late) },
    { "made_up_under", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct enrol_outcome, made_up_under),
      100 },
};
static const struct shape enrol_outcome_shape =
    SHAPE("party_enrolled", struct enrol_outcome, enrol_outcome_fields);

const struct shape party_enrol_facts_shape =
    { .name = "party_enrol_facts", .size = sizeof(struct party_enrol_facts) };

void party_enrol_keys(struct text number, struct keys *keys, struct arena *arena)
{
    struct party_number_key key = party_number_key_of("id", number, arena);
    keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
}

static void enrol_keys(const struct request *request, struct keys *keys)
{
    const struct party_enrol_input *input = request->input;
    party_enrol_keys(input->number, keys, request->arena);
}

/* Another's number by now: it was put down for him wrongly, or came with a number that went into
 * his. */
static bool is_former(const struct party_person *person, const struct party_person_key *key,
                      struct arena *arena)
{
    if (!text_present(person->number_sealed))
        return false;
    struct text number = party_unseal(person->number_sealed, "number", arena);
    return !text_equal(party_digest("id", number, arena), key->digest);
}

/* The number leads to nobody any more, or to somebody who has another and another name: it is
 * whose it says. */
static void free_number(struct party_enrol_facts *found, const struct party_enrol_input *input,
                        struct arena *arena)
{
    const struct party_person *known = found->person.person;
    if (found->key->person != PARTY_NOBODY
        && (known == NULL || text_equal(known->name, input->name)
            || !is_former(known, found->key, arena)))
        return;
    found->free = found->key;
    found->key = NULL;
    found->person = (struct party_person_facts){ .person = NULL };
}

bool party_enrol_gather(struct gather *gather, const struct party_enrol_input *input,
                        struct party_enrol_facts *found)
{
    struct party_number_key key = party_number_key_of("id", input->number, gather->arena);
    const void *row, *card = NULL, *unit = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    bool there = gather_one(gather, &party_person_by_number, &key, &row);
    if (text_present(input->card)) {
        struct party_number_key card_key =
            party_number_key_of("card", input->card, gather->arena);
        there &= gather_one(gather, &party_person_by_number, &card_key, &card);
    }
    if (input->unit != 0) {
        const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
        complete &= gather_one(gather, &party_unit_by_id, &unit_key, &unit);
    }
    if (!there)
        return false;
    found->key = row;
    found->card = card;
    found->unit = unit;
    found->free = NULL;
    if (found->key == NULL)
        return complete;
    if (!party_gather_person(gather, found->key->person, &found->person) || !complete)
        return false;
    free_number(found, input, gather->arena);
    return true;
}

/* A unit enrols for itself: it need not name itself. */
static struct party_enrol_input input_of(const struct request *request)
{
    struct party_enrol_input input = *(const struct party_enrol_input *)request->input;
    if (input.unit == 0 && request->actor->role == ROLE_EMPLOYER)
        input.unit = request->actor->unit;
    return input;
}

static bool enrol_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_enrol_input input = input_of(request);
    return party_enrol_gather(gather, &input, facts);
}

/* ---- enrol.employee ---- */

struct employee_rule { int64_t youngest; };
static const struct field employee_fields[] = {
    { "youngest", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct employee_rule, youngest) },
};
static const struct shape employee_shape =
    SHAPE("party_employee_rule", struct employee_rule, employee_fields);
const struct rule_kind party_employee_kind = {
    .about = "enrol.employee", .payload = &employee_shape,
};

/* A child's number, taken for his parent's, would enrol him as an employee. */
static bool is_too_young(struct decision *decision, const struct party_enrol_input *input,
                         struct date born)
{
    const struct request *request = decision->request;
    const char *kind = party_person_kind(input->kind, 0);
    const struct question question = {
        .about = party_employee_kind.about, .place = (int32_t)input->place, .day = input->from,
    };
    const struct rule *rule = NULL;
    if (kind == NULL || strcmp(kind, "active") != 0 || born.yyyymmdd == 0
        || rules_on(request->book, &question, &rule) != RULE_FOUND)
        return false;
    const struct employee_rule *of = rule->payload;
    if (date_compare(born, input->from) <= 0 && date_age(born, input->from) >= of->youngest)
        return false;
    decision_refuse_with(decision, "party.refused.too-young", "from",
                         arena_format(request->arena, "%lld", (long long)of->youngest),
                         (struct text){ 0 });
    return true;
}

/* Nobody was employed before the unit was founded, nor after it was no more. */
static bool unit_is_not_there(const struct party_unit *unit, struct date from)
{
    return unit != NULL
        && ((unit->valid_from.yyyymmdd != 0 && date_compare(from, unit->valid_from) < 0)
            || (unit->valid_until.yyyymmdd != 0 && date_compare(from, unit->valid_until) > 0));
}

bool party_enrol_is_refused(struct decision *decision, const struct party_enrol_facts *found,
                            const struct party_enrol_input *input)
{
    const struct actor *actor = decision->request->actor;
    /* A unit enrols for itself, where it is registered. */
    if (actor->role == ROLE_EMPLOYER
        && (found->unit == NULL || actor->unit != input->unit
            || found->unit->division != input->place)) {
        decision_refuse(decision, "party.refused.out-of-place", "unit");
        return true;
    }
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
    if (unit_is_not_there(found->unit, input->from)) {
        decision_refuse(decision, "party.refused.unit-not-there", "from");
        return true;
    }
    const struct party_person *known = found->person.person;
    if (is_too_young(decision, input, known != NULL ? known->born : input->born))
        return true;
    if (found->card != NULL
        && (found->key == NULL || found->card->person != found->key->person)) {
        decision_refuse(decision, "party.refused.card-taken", "card");
        return true;
    }
    return false;
}

/* `before`: NULL, or the key that is there and led elsewhere. */
static void record_key(struct decision *decision, const char *kind, struct text number,
                       const struct party_person_key *before, int64_t person)
{
    struct party_number_key key =
        party_number_key_of(kind, number, decision->request->arena);
    struct party_person_key row = { key.bucket, key.kind, key.digest, person, 1 };
    if (before == NULL) {
        decision_insert(decision, &party_person_key_table, &row);
    } else {
        row.version = before->version;
        decision_replace(decision, &party_person_key_table, &row);
    }
}

void party_enrol_prepare(const struct party_enrol_input *input, struct arena *arena,
                         struct party_enrol_prepared *ret_prepared)
{
    ret_prepared->number_sealed =
        party_seal(ident_number(input->number, arena), "number", arena);
    if (text_present(input->phone))
        ret_prepared->phone_sealed =
            party_seal(ident_phone(input->phone, arena), "phone", arena);
}

static void enrol_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    party_enrol_prepare(request->input, request->arena, ret_prepared);
}

/* A person's bucket is drawn from the number's digest: spread evenly, and the same on a retry. */
static int64_t insert_person(struct decision *decision, const struct party_enrol_facts *found,
                             const struct party_enrol_input *input)
{
    const struct request *request = decision->request;
    const struct party_person *newcomer = found->newcomer;
    if (newcomer != NULL) {
        decision_insert(decision, &party_person_table, newcomer);
        record_key(decision, "id", input->number, found->free, newcomer->person);
        return newcomer->person;
    }
    const struct party_enrol_prepared *prepared = request->prepared;
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
    record_key(decision, "id", input->number, found->free, row.person);
    return row.person;
}

void party_enrol_record(struct decision *decision, const struct party_enrol_facts *found,
                        const struct party_enrol_input *input, int64_t *ret_person,
                        int64_t *ret_spell)
{
    const struct request *request = decision->request;
    int64_t person;
    if (found->person.person == NULL) {
        person = insert_person(decision, found, input);
    } else {
        /* Touched, so that two spells decided at once cannot both miss each other. */
        person = found->person.person->person;
        decision_replace(decision, &party_person_table, found->person.person);
    }
    if (text_present(input->card) && found->card == NULL)
        record_key(decision, "card", input->card, NULL, person);
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person,
        .spell = id_mint(request->minter, id_bucket(person)), .insurance = input->insurance,
        .kind = input->kind, .place = input->place, .unit = input->unit,
        .unit_name = text_present(input->unit_name) || found->unit == NULL ? input->unit_name
                                                                           : found->unit->name,
        .valid_from = input->from,
        .valid_until = input->until, .status = TEXT("1"),
        .civil_servant = input->civil_servant,
    };
    party_record_spell(decision, NULL, spell, "enrolled", (struct text){ 0 });
    *ret_person = person;
    *ret_spell = spell.spell;
    decision->subject = person;
}

static void enrol_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    struct party_enrol_input input = input_of(request);
    const struct party_enrol_facts *found = facts;
    input.number = ident_number(input.number, request->arena);
    if (party_enrol_is_refused(decision, found, &input))
        return;
    struct party_late late = { .late = false };
    if (input.unit != 0)
        late = party_late_of(request, found->events, input.place, "enrolment.register",
                             input.from);
    if (party_is_too_far_back(decision, input.place, input.from, &late, "from"))
        return;
    struct enrol_outcome *outcome = decision->outcome;
    outcome->created = found->person.person == NULL;
    outcome->late = late.late;
    outcome->made_up_under = late.made_up_under;
    party_enrol_record(decision, found, &input, &outcome->person, &outcome->spell);
}

const struct action party_enrol_person_action = {
    .name = "party.enrol-person", .method = "POST", .path = "/api/v1/persons",
    .flags = ACTION_ONCE,
    .input = &enrol_shape, .facts = &party_enrol_facts_shape, .outcome = &enrol_outcome_shape,
    .answer = &enrol_outcome_shape, .help = "party.help.enrol-person", .keys = enrol_keys,
    .gather = enrol_gather, .decide = enrol_decide, .prepare = enrol_prepare,
    .prepared_size = sizeof(struct party_enrol_prepared),
};
