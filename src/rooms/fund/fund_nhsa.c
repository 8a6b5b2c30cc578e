/* fund_nhsa.c: 1101, a person at the desk of an institution: who it is, how insured, what is on the
 * account. It lies here and not with the people because the answer carries the balance. */

#include "rooms/fund/fund.h"

#include "rooms/party/party.h"

#include "core/words.h"

struct desk_input {
    struct text certificate_kind;   /* mdtrt_cert_type: 01 e-voucher, 02 ID number, 03 card */
    struct text certificate_number;
    struct text card_serial;
    struct moment begin;            /* history asked for: spells since then too */
    struct text person_certificate, number, name;
};
#define DESK(member_) AT(struct desk_input, member_)
static const struct field desk_fields[] = {
    { "certificate_kind", "mdtrt_cert_type", FIELD_CODE, FIELD_REQUIRED, DESK(certificate_kind),
      3, "mdtrt_cert_type", .help = "fund.field.certificate-kind" },
    { "certificate_number", "mdtrt_cert_no", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      DESK(certificate_number), 50, .help = "fund.field.certificate-number" },
    { "card_serial", "card_sn", FIELD_TEXT, FIELD_PRIVATE, DESK(card_serial), 32 },
    { "begin", "begntime", FIELD_MOMENT, 0, DESK(begin) },
    { "person_certificate", "psn_cert_type", FIELD_TEXT, 0, DESK(person_certificate), 6 },
    { "number", "certno", FIELD_TEXT, FIELD_PRIVATE, DESK(number), 50 },
    { "name", "psn_name", FIELD_TEXT, FIELD_PRIVATE, DESK(name), 50 },
};
static const struct shape desk_shape = SHAPE("fund_desk", struct desk_input, desk_fields);

struct desk_facts {
    const struct party_person_key *key;
    struct party_person_facts person;
    const struct fund_personal *personal;
};
static const struct shape desk_facts_shape =
    { .name = "fund_desk_facts", .size = sizeof(struct desk_facts) };

/* What decide hands to tell: the person's rows as they are; nothing of it is journalled, for a
 * query is not recorded. */
struct desk_outcome {
    struct text person, certificate, number_sealed, name, sex, ethnicity;
    struct date born;
    int64_t age;
    struct list insurances, identities;
};
struct desk_answer {
    struct text person, certificate, number, name, sex, ethnicity;
    struct date born;
    int64_t age;
    struct text expansion;
    struct list insurances, identities;
};

struct desk_insurance {
    struct money balance;
    struct text insurance, kind, status;
    struct date since, paused;
    struct text civil_servant, place, unit_name;
};
#define INSURANCE(member_) AT(struct desk_insurance, member_)
static const struct field insurance_fields[] = {
    { "balance", "balc", FIELD_MONEY, 0, INSURANCE(balance) },
    { "insurance", "insutype", FIELD_CODE, 0, INSURANCE(insurance), 6, "insutype" },
    { "kind", "psn_type", FIELD_CODE, 0, INSURANCE(kind), 6, "psn_type" },
    { "status", "psn_insu_stas", FIELD_CODE, 0, INSURANCE(status), 6, "psn_insu_stas" },
    { "since", "psn_insu_date", FIELD_DAY, 0, INSURANCE(since) },
    { "paused", "paus_insu_date", FIELD_DAY, FIELD_SPARSE, INSURANCE(paused) },
    { "civil_servant", "cvlserv_flag", FIELD_TEXT, 0, INSURANCE(civil_servant), 3 },
    { "place", "insuplc_admdvs", FIELD_TEXT, 0, INSURANCE(place), 6 },
    { "unit_name", "emp_name", FIELD_TEXT, FIELD_SPARSE, INSURANCE(unit_name), 200 },
};
static const struct shape insurance_shape =
    SHAPE("fund_desk_insurance", struct desk_insurance, insurance_fields);

#define IDENTITY(member_) AT(struct party_identity, member_)
static const struct field identity_fields[] = {
    { "type", "psn_idet_type", FIELD_CODE, 0, IDENTITY(type), 6, "psn_idet_type" },
    { "level", "psn_type_lv", FIELD_TEXT, FIELD_SPARSE, IDENTITY(level), 3 },
    { "memo", "memo", FIELD_TEXT, FIELD_SPARSE, IDENTITY(memo), 500 },
    { "from", "begntime", FIELD_MOMENT, 0, IDENTITY(valid_from) },
    { "until", "endtime", FIELD_MOMENT, FIELD_SPARSE, IDENTITY(valid_until) },
};
static const struct shape identity_shape =
    SHAPE("fund_desk_identity", struct party_identity, identity_fields);

#define OUTCOME(member_) AT(struct desk_outcome, member_)
static const struct field desk_outcome_fields[] = {
    { "person", NULL, FIELD_TEXT, 0, OUTCOME(person), 30 },
    { "certificate", NULL, FIELD_TEXT, 0, OUTCOME(certificate), 6 },
    { "number_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, OUTCOME(number_sealed), 200 },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, OUTCOME(name), 50 },
    { "sex", NULL, FIELD_TEXT, 0, OUTCOME(sex), 6 },
    { "ethnicity", NULL, FIELD_TEXT, 0, OUTCOME(ethnicity), 3 },
    { "born", NULL, FIELD_DAY, FIELD_PRIVATE, OUTCOME(born) },
    { "age", NULL, FIELD_COUNT, 0, OUTCOME(age) },
    { "insurances", NULL, FIELD_LIST, 0, OUTCOME(insurances), .of = &insurance_shape },
    { "identities", NULL, FIELD_LIST, 0, OUTCOME(identities), .of = &identity_shape },
};
static const struct shape desk_outcome_shape =
    SHAPE("fund_desk_outcome", struct desk_outcome, desk_outcome_fields);

#define ANSWER(member_) AT(struct desk_answer, member_)
static const struct field desk_answer_fields[] = {
    { "person", "psn_no", FIELD_TEXT, 0, ANSWER(person), 30 },
    { "certificate", "psn_cert_type", FIELD_CODE, 0, ANSWER(certificate), 6, "psn_cert_type" },
    { "number", "certno", FIELD_TEXT, FIELD_PRIVATE, ANSWER(number), 50 },
    { "name", "psn_name", FIELD_TEXT, FIELD_PRIVATE, ANSWER(name), 50 },
    { "sex", "gend", FIELD_CODE, 0, ANSWER(sex), 6, "gend" },
    { "ethnicity", "naty", FIELD_TEXT, FIELD_SPARSE, ANSWER(ethnicity), 3 },
    { "born", "brdy", FIELD_DAY, FIELD_PRIVATE, ANSWER(born) },
    { "age", "age", FIELD_COUNT, 0, ANSWER(age) },
    { "expansion", "exp_content", FIELD_TEXT, FIELD_SPARSE, ANSWER(expansion), 4000 },
    { "insurances", "insuinfo", FIELD_LIST, 0, ANSWER(insurances), .of = &insurance_shape },
    { "identities", "idetinfo", FIELD_LIST, 0, ANSWER(identities), .of = &identity_shape },
};
static const struct shape desk_answer_shape =
    SHAPE("fund_desk_answer", struct desk_answer, desk_answer_fields);

/* ---- gather ---- */

/* 1 and 01 are the same; scanned codes and faces (04, 05, 06) bring a token. */
static const char *key_kind(struct text certificate_kind)
{
    int64_t kind = 0;
    text_to_int64(certificate_kind, &kind);
    if (kind == 2 || kind == 99)
        return "id";
    return kind == 3 ? "card" : "token";
}

static bool desk_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct desk_input *input = request->input;
    struct desk_facts *found = facts;
    struct party_number_key key = party_number_key_of(
        key_kind(input->certificate_kind), input->certificate_number, gather->arena);
    const void *row;
    if (!party_gather_number(gather, &key, &row))
        return false;
    found->key = row;
    if (found->key == NULL)
        return true;
    int64_t person = found->key->person;
    struct fund_of_person fund_key = { id_bucket(person), person };
    bool there = gather_one(gather, &fund_personal_of, &fund_key, &row);
    if (!party_gather_person(gather, person, &found->person) || !there)
        return false;
    found->personal = row;
    return true;
}

/* ---- decide ---- */

/* With begntime given the history since then is wanted, else what holds now. */
static bool spell_is_wanted(const struct party_spell *spell, struct date since, struct date today)
{
    if (since.yyyymmdd == 0)
        return party_spell_holds(spell, today);
    return spell->valid_until.yyyymmdd == 0 || date_compare(spell->valid_until, since) >= 0;
}

static struct list desk_insurances(const struct request *request, const struct desk_facts *found)
{
    const struct desk_input *input = request->input;
    const struct party_spell *spells = found->person.spells->items;
    struct date today = date_of_moment(request->at);
    struct date since = DATE_NONE;
    if (input->begin.ms != 0)
        since = date_of_moment(input->begin);
    struct desk_insurance *rows =
        ARENA_ARRAY(request->arena, struct desk_insurance, found->person.spells->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->person.spells->count; i++) {
        const struct party_spell *spell = &spells[i];
        if (!spell_is_wanted(spell, since, today))
            continue;
        rows[count++] = (struct desk_insurance){
            .balance = text_is(spell->insurance, "310") ? fund_personal_free(found->personal)
                                                        : MONEY_NONE,
            .insurance = spell->insurance, .kind = spell->kind, .status = spell->status,
            .since = spell->valid_from,
            .paused = text_is(spell->status, "2") ? spell->paused_from : DATE_NONE,
            .civil_servant = spell->civil_servant ? TEXT("1") : TEXT("0"),
            .place = arena_format(request->arena, "%06lld", (long long)spell->place),
            .unit_name = spell->unit_name,
        };
    }
    /* HIS take the first row: the basic insurance that counts today stands there. */
    struct party_standing standing =
        party_standing_on(&found->person, (struct text){ 0 }, today);
    for (size_t i = 1; i < count; i++)
        if (text_equal(rows[i].insurance, standing.insurance_code)
            && !text_equal(rows[0].insurance, standing.insurance_code)) {
            struct desk_insurance first = rows[0];
            rows[0] = rows[i];
            rows[i] = first;
        }
    return (struct list){ rows, count };
}

static void desk_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct desk_input *input = request->input;
    const struct desk_facts *found = facts;
    const struct party_person *person = found->person.person;
    if (!code_exists("mdtrt_cert_type", input->certificate_kind)) {
        decision_refuse(decision, "fund.refused.no-such-certificate", "certificate_kind");
        return;
    }
    if (person == NULL) {
        decision_refuse(decision, "fund.refused.no-such-person", "certificate_number");
        return;
    }
    /* Whose name is given must be that name: a card of somebody else is not told anything. */
    if (text_present(input->name) && !text_equal(text_trim(input->name), person->name)) {
        decision_refuse(decision, "fund.refused.other-name", "name");
        return;
    }
    struct date today = date_of_moment(request->at);
    *(struct desk_outcome *)decision->outcome = (struct desk_outcome){
        .person = arena_format(request->arena, "%lld", (long long)person->person),
        .certificate = person->certificate, .number_sealed = person->number_sealed,
        .name = person->name, .sex = person->sex, .ethnicity = person->ethnicity,
        .born = person->born,
        .age = date_compare(person->born, today) <= 0 ? date_age(person->born, today) : 0,
        .insurances = desk_insurances(request, found), .identities = *found->person.identities,
    };
    decision->subject = person->person;
}

static void desk_tell(const struct request *request, const void *outcome, const void *memory,
                      void *answer)
{
    (void)memory;
    const struct desk_outcome *done = outcome;
    *(struct desk_answer *)answer = (struct desk_answer){
        .person = done->person, .certificate = done->certificate,
        .number = party_unseal(done->number_sealed, "number", request->arena),
        .name = done->name, .sex = done->sex, .ethnicity = done->ethnicity, .born = done->born,
        .age = done->age, .insurances = done->insurances, .identities = done->identities,
    };
}

const struct action fund_person_at_desk_action = {
    .name = "fund.person-at-desk",
    .flags = ACTION_READ | ACTION_OFFLINE | ACTION_DISCLOSES | ACTION_IDENTIFIES,
    .input = &desk_shape, .facts = &desk_facts_shape,
    .outcome = &desk_outcome_shape, .answer = &desk_answer_shape,
    .help = "fund.help.person-at-desk", .gather = desk_gather, .decide = desk_decide,
    .tell = desk_tell,
};

const struct transaction fund_transactions[FUND_TRANSACTIONS] = {
    { .infno = "1101", .action = &fund_person_at_desk_action, .node_in = "data",
      .node_out = "baseinfo" },
};
