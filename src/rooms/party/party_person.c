/* party_person.c: a person as people may see it, and the dated statuses of an epidemic. */

#include "rooms/party/party.h"

#include "base/check.h"

/* ---- party.person ---- */

struct person_input {
    int64_t person;
    struct date on;             /* absent: today */
};
static const struct field person_input_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct person_input, person),
      .help = "party.field.person" },
    { "on", NULL, FIELD_DAY, 0, AT(struct person_input, on), .help = "party.field.on" },
};
static const struct shape person_input_shape =
    SHAPE("party_person_input", struct person_input, person_input_fields);

#define SPELL(member_) AT(struct party_spell, member_)
static const struct field spell_out_fields[] = {
    { "spell", NULL, FIELD_ID, 0, SPELL(spell) },
    { "insurance", NULL, FIELD_CODE, 0, SPELL(insurance), 6, "insutype" },
    { "kind", NULL, FIELD_CODE, 0, SPELL(kind), 6, "psn_type" },
    { "place", NULL, FIELD_COUNT, 0, SPELL(place) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, SPELL(unit) },
    { "unit_name", NULL, FIELD_TEXT, FIELD_SPARSE, SPELL(unit_name), 200 },
    { "from", NULL, FIELD_DAY, 0, SPELL(valid_from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, SPELL(valid_until) },
    { "status", NULL, FIELD_CODE, 0, SPELL(status), 6, "psn_insu_stas" },
    { "paused_from", NULL, FIELD_DAY, FIELD_SPARSE, SPELL(paused_from) },
    { "paused_until", NULL, FIELD_DAY, FIELD_SPARSE, SPELL(paused_until) },
    { "civil_servant", NULL, FIELD_FLAG, 0, SPELL(civil_servant) },
};
static const struct shape spell_out_shape =
    SHAPE("spell", struct party_spell, spell_out_fields);

static const struct field identity_out_fields[] = {
    { "identity", NULL, FIELD_ID, 0, AT(struct party_identity, identity) },
    { "type", NULL, FIELD_CODE, 0, AT(struct party_identity, type), 6, "psn_idet_type" },
    { "from", NULL, FIELD_MOMENT, 0, AT(struct party_identity, valid_from) },
    { "until", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct party_identity, valid_until) },
    { "memo", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct party_identity, memo), 500 },
};
static const struct shape identity_out_shape =
    SHAPE("identity", struct party_identity, identity_out_fields);

static const struct field status_out_fields[] = {
    { "status", NULL, FIELD_ID, 0, AT(struct party_status, status) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_status, kind), 20 },
    { "from", NULL, FIELD_DAY, 0, AT(struct party_status, valid_from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, AT(struct party_status, valid_until) },
    { "source", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct party_status, source), 100 },
};
static const struct shape status_out_shape =
    SHAPE("status", struct party_status, status_out_fields);

struct person_answer {
    int64_t person;
    struct text name, certificate, number, sex, phone;
    struct date born;
    int64_t age;
    struct text standing;       /* "unknown" … "enrolled" */
    struct text insurance, person_kind;
    int64_t place;
    struct list spells, identities, statuses;
};
#define ANSWER(member_) AT(struct person_answer, member_)
static const struct field person_answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, ANSWER(person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, ANSWER(name), 50 },
    { "certificate", NULL, FIELD_CODE, 0, ANSWER(certificate), 6, "psn_cert_type" },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, ANSWER(number), 50 },
    { "sex", NULL, FIELD_CODE, 0, ANSWER(sex), 6, "gend" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, ANSWER(phone), 20 },
    { "born", NULL, FIELD_DAY, FIELD_PRIVATE, ANSWER(born) },
    { "age", NULL, FIELD_COUNT, 0, ANSWER(age) },
    { "standing", NULL, FIELD_TEXT, 0, ANSWER(standing), 20 },
    { "insurance", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(insurance), 20 },
    { "person_kind", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(person_kind), 20 },
    { "place", NULL, FIELD_COUNT, 0, ANSWER(place) },
    { "spells", NULL, FIELD_LIST, 0, ANSWER(spells), .of = &spell_out_shape },
    { "identities", NULL, FIELD_LIST, 0, ANSWER(identities), .of = &identity_out_shape },
    { "statuses", NULL, FIELD_LIST, 0, ANSWER(statuses), .of = &status_out_shape },
};
static const struct shape person_answer_shape =
    SHAPE("party_person_answer", struct person_answer, person_answer_fields);

static const struct shape person_facts_shape =
    { .name = "party_person_facts", .size = sizeof(struct party_person_facts) };

static bool person_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct person_input *input = request->input;
    return party_gather_person(gather, input->person, facts);
}

static const char *const REASONS[] = {
    [PARTY_UNKNOWN] = "unknown", [PARTY_NOT_ENROLLED] = "not-enrolled", [PARTY_ENDED] = "ended",
    [PARTY_PAUSED] = "paused", [PARTY_ENROLLED] = "enrolled",
};

static void person_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct person_input *input = request->input;
    const struct party_person_facts *found = facts;
    if (!party_may_see(request->actor, found)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "party.refused.no-such-person"),
                        "person");
        return;
    }
    struct date on = input->on.yyyymmdd == 0 ? date_of_moment(request->at) : input->on;
    struct party_standing standing = party_standing_on(found, (struct text){ 0 }, on);
    const struct party_person *person = found->person;
    *(struct person_answer *)decision->outcome = (struct person_answer){
        .person = person->person, .name = person->name, .certificate = person->certificate,
        .number = person->number_masked, .sex = person->sex, .phone = person->phone_masked,
        .born = person->born, .age = standing.age, .standing = text_of(REASONS[standing.reason]),
        .insurance = text_of(standing.insurance), .person_kind = text_of(standing.person_kind),
        .place = standing.place, .spells = *found->spells, .identities = *found->identities,
        .statuses = *found->statuses,
    };
}

const struct action party_person_action = {
    .name = "party.person", .method = "GET", .path = "/api/v1/persons/{person}",
    .flags = ACTION_READ,
    .input = &person_input_shape, .facts = &person_facts_shape,
    .outcome = &person_answer_shape, .answer = &person_answer_shape,
    .help = "party.help.person", .gather = person_gather, .decide = person_decide,
};

/* ---- party.record-status: stranded, confirmed, suspected, with its days ---- */

struct status_input {
    int64_t person;
    struct text kind;
    struct date from, until;
    struct text source;
};
static const struct field status_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct status_input, person),
      .help = "party.field.person" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct status_input, kind), 20,
      .help = "party.field.status" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct status_input, from),
      .help = "party.field.from" },
    { "until", NULL, FIELD_DAY, 0, AT(struct status_input, until),
      .help = "party.field.until" },
    { "source", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct status_input, source), 100,
      .help = "party.field.source" },
};
static const struct shape status_shape =
    SHAPE("party_record_status", struct status_input, status_fields);

static const struct field status_outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct party_status_recorded, person) },
    { "status", NULL, FIELD_ID, 0, AT(struct party_status_recorded, status) },
};
static const struct shape status_outcome_shape =
    SHAPE("party_status_recorded", struct party_status_recorded, status_outcome_fields);

static void status_keys(const struct request *request, struct keys *keys)
{
    const struct status_input *input = request->input;
    keys_add(keys, input->person);
}

static bool status_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct status_input *input = request->input;
    return party_gather_person(gather, input->person, facts);
}

int64_t party_record_status(struct decision *decision, int64_t person, struct text kind,
                            struct date from, struct date until, struct text source)
{
    int bucket = id_bucket(person);
    const struct party_status row = {
        .bucket = bucket, .person = person,
        .status = id_mint(decision->request->minter, bucket), .kind = kind,
        .valid_from = from, .valid_until = until, .source = source,
    };
    decision_insert(decision, &party_status_table, &row);
    return row.status;
}

static void status_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct status_input *input = request->input;
    const struct party_person_facts *found = facts;
    if (!party_may_see(request->actor, found)) {
        decision_refuse(decision, "party.refused.no-such-person", "person");
        return;
    }
    if (found->person->merged_into != 0) {
        decision_refuse(decision, "party.refused.merged", "person");
        return;
    }
    if (!text_is(input->kind, "stranded") && !text_is(input->kind, "confirmed")
        && !text_is(input->kind, "suspected") && !text_is(input->kind, "observed")) {
        decision_refuse(decision, "party.refused.no-such-status", "kind");
        return;
    }
    if (input->until.yyyymmdd != 0 && date_compare(input->until, input->from) < 0) {
        decision_refuse(decision, "party.refused.ends-before", "until");
        return;
    }
    int64_t status = party_record_status(decision, input->person, input->kind, input->from,
                                         input->until, input->source);
    struct party_status_recorded *outcome = decision->outcome;
    *outcome = (struct party_status_recorded){ input->person, status };
    decision->subject = input->person;
}

const struct action party_record_status_action = {
    .name = "party.record-status", .method = "POST", .path = "/api/v1/persons/{person}/statuses",
    .flags = ACTION_ONCE,
    .input = &status_shape, .facts = &person_facts_shape, .outcome = &status_outcome_shape,
    .answer = &status_outcome_shape, .help = "party.help.record-status", .keys = status_keys,
    .gather = status_gather, .decide = status_decide,
};
