/* party_data.c: particulars of a person and of a unit are corrected on a paper that shows them, and
 * each correction is kept with what stood there before. Key particulars ask for the paper: name,
 * sex, birthday and number of a person; name, kind and legal representative of a unit. */

#include "rooms/party/party_data.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "base/ident.h"

/* ---- rows ---- */

#define ROW(member, kind_, ...) FIELD(struct party_correction, member, kind_, __VA_ARGS__)
static const struct field correction_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = 0), ROW(subject, FIELD_ID, .flags = 0),
    ROW(correction, FIELD_ID, .flags = 0), ROW(what, FIELD_TEXT, .length_max = 20),
    ROW(before, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 200),
    ROW(after, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 200),
    ROW(evidence, FIELD_TEXT, .length_max = 100), ROW(reason, FIELD_TEXT, .length_max = 200),
    ROW(cause, FIELD_ID, .flags = 0), ROW(account, FIELD_ID, .flags = 0),
    ROW(at, FIELD_MOMENT, .flags = 0),
};
const struct shape party_correction_shape =
    SHAPE("party_correction", struct party_correction, correction_fields);
const struct table party_correction_table = {
    .name = "party_correction", .row = &party_correction_shape, .key_count = 3,
};
struct subject_key { int64_t bucket, subject; };
static const struct field subject_key_fields[] = {
    FIELD(struct subject_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct subject_key, subject, FIELD_ID, .flags = 0),
};
static const struct shape subject_key_shape =
    SHAPE("party_subject_key", struct subject_key, subject_key_fields);
const struct query party_corrections_of = {
    .name = "party.corrections-of", .from = "party_correction",
    .where = "bucket = {bucket} AND subject = {subject}", .order = "correction",
    .key = &subject_key_shape, .row = &party_correction_shape, .row_max = 500,
    .guard = GUARD_DECISION,
};

struct correcting {
    struct decision *decision;
    int64_t subject;
    struct text evidence, reason;
    int64_t cause;
    int64_t count;
};

static void keep(struct correcting *correcting, const char *what, struct text before,
                 struct text after)
{
    const struct request *request = correcting->decision->request;
    int bucket = id_bucket(correcting->subject);
    const struct party_correction row = {
        .bucket = bucket, .subject = correcting->subject,
        .correction = id_mint(request->minter, bucket), .what = text_of(what), .before = before,
        .after = after, .evidence = correcting->evidence, .reason = correcting->reason,
        .cause = correcting->cause, .account = request->actor->account, .at = request->at,
    };
    decision_insert(correcting->decision, &party_correction_table, &row);
    correcting->count++;
}

static void take(struct correcting *correcting, const char *what, struct text *value,
                 struct text given)
{
    if (!text_present(given) || text_equal(*value, given))
        return;
    keep(correcting, what, *value, given);
    *value = given;
}

/* ---- party.correct-person ---- */

struct person_prepared { struct text number, phone, number_sealed, phone_sealed; };
struct corrected { int64_t subject, changes; };

/* The key of the number that is corrected. */
static bool gather_former(struct gather *gather, const struct party_person_correcting *input,
                          struct party_person_correcting_facts *found)
{
    const struct party_person *person = found->of.person;
    const void *row = NULL;
    if (!text_present(input->number) || person == NULL || !text_present(person->number_sealed))
        return true;
    const struct party_number_key key = party_number_key_of(
        "id", party_unseal(person->number_sealed, "number", gather->arena), gather->arena);
    bool there = gather_one(gather, &party_person_by_number, &key, &row);
    found->former = row;
    return there;
}

static bool gather_person(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_person_correcting *input = request->input;
    struct party_person_correcting_facts *found = facts;
    const void *row = NULL;
    bool complete = party_gather_person(gather, input->person, &found->of);
    if (text_present(input->number)) {
        const struct party_number_key key =
            party_number_key_of("id", input->number, gather->arena);
        complete &= gather_one(gather, &party_person_by_number, &key, &row);
    }
    found->key = row;
    return complete && gather_former(gather, input, found);
}

static void prepare_person(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct party_person_correcting *input = request->input;
    struct person_prepared *prepared = ret_prepared;
    struct arena *arena = request->arena;
    if (text_present(input->number)) {
        prepared->number = ident_number(input->number, arena);
        prepared->number_sealed = party_seal(prepared->number, "number", arena);
    }
    if (text_present(input->phone)) {
        prepared->phone = ident_phone(input->phone, arena);
        prepared->phone_sealed = party_seal(prepared->phone, "phone", arena);
    }
}

static struct text day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

/* A resident's number says birthday and sex: all three agree, or none of it is taken. */
static const char *contradiction(const struct party_person *after, struct text number,
                                 struct arena *arena)
{
    struct ident_person person;
    bool permit = text_is(after->certificate, "17");
    if (!permit && !text_is(after->certificate, "01"))
        return NULL;
    if (!text_present(number))
        number = party_unseal(after->number_sealed, "number", arena);
    if (ident_resident(number, &person) != IDENT_OK)
        return "party.refused.bad-number";
    return person.born != after->born.yyyymmdd || person.female != text_is(after->sex, "2")
        ? "party.refused.number-contradicts" : NULL;
}

static const char *person_refusal(const struct request *request,
                                  const struct party_person_correcting_facts *found,
                                  const char **ret_field)
{
    const struct party_person_correcting *input = request->input;
    bool key_part = text_present(input->name) || text_present(input->sex)
        || input->born.yyyymmdd != 0 || text_present(input->number);
    *ret_field = "person";
    if (!party_may_see(request->actor, &found->of) || found->of.person == NULL)
        return "party.refused.no-such-person";
    if (found->of.person->merged_into != 0)
        return "party.refused.merged";
    *ret_field = "evidence";
    if (key_part && !text_present(input->evidence))
        return "party.refused.no-evidence";
    *ret_field = "sex";
    if (text_present(input->sex) && !text_is(input->sex, "1") && !text_is(input->sex, "2"))
        return "party.refused.bad-sex";
    *ret_field = "number";
    return found->key != NULL && found->key->person != input->person
            && found->key->person != PARTY_NOBODY
        ? "party.refused.number-taken" : NULL;
}

/* The former number leads to nobody any more: it was never his, and whose it is must be found by
 * it, and by nobody taken for him. It stays among the corrections. */
static void release_former(struct decision *decision, const struct party_person_key *former,
                           const struct party_number_key *key, int64_t person)
{
    if (former == NULL || former->person != person || text_equal(former->digest, key->digest))
        return;
    struct party_person_key row = *former;
    row.person = PARTY_NOBODY;
    decision_replace(decision, &party_person_key_table, &row);
}

static void correct_number(struct correcting *correcting,
                           const struct party_person_correcting_facts *found,
                           const struct person_prepared *prepared, struct party_person *after)
{
    struct arena *arena = correcting->decision->request->arena;
    struct text masked = party_mask_number(prepared->number, arena);
    keep(correcting, "number", after->number_masked, masked);
    after->number_sealed = prepared->number_sealed;
    after->number_masked = masked;
    const struct party_number_key key = party_number_key_of("id", prepared->number, arena);
    struct party_person_key row = { key.bucket, key.kind, key.digest, after->person, 1 };
    release_former(correcting->decision, found->former, &key, after->person);
    if (found->key == NULL) {
        decision_insert(correcting->decision, &party_person_key_table, &row);
    } else if (found->key->person == PARTY_NOBODY) {
        row.version = found->key->version;
        decision_replace(correcting->decision, &party_person_key_table, &row);
    }
}

static void decide_person(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct party_person_correcting *input = request->input;
    const struct party_person_correcting_facts *found = facts;
    const struct person_prepared *prepared = request->prepared;
    const char *field = NULL, *refusal = person_refusal(request, found, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct party_person after = *found->of.person;
    struct correcting correcting = {
        .decision = decision, .subject = input->person, .evidence = input->evidence,
        .reason = input->reason, .cause = input->cause,
    };
    take(&correcting, "name", &after.name, input->name);
    take(&correcting, "sex", &after.sex, input->sex);
    if (input->born.yyyymmdd != 0 && date_compare(input->born, after.born) != 0) {
        keep(&correcting, "born", day_text(after.born, request->arena),
             day_text(input->born, request->arena));
        after.born = input->born;
    }
    if (prepared != NULL && text_present(prepared->number))
        correct_number(&correcting, found, prepared, &after);
    if (prepared != NULL && text_present(prepared->phone)) {
        struct text masked = party_mask_phone(prepared->phone, request->arena);
        keep(&correcting, "phone", after.phone_masked, masked);
        after.phone_sealed = prepared->phone_sealed;
        after.phone_masked = masked;
    }
    refusal = contradiction(&after, prepared == NULL ? input->number : prepared->number,
                            request->arena);
    if (refusal == NULL && correcting.count == 0)
        refusal = "party.refused.nothing-changed";
    if (refusal != NULL) {
        decision_refuse(decision, refusal, "number");
        return;
    }
    decision_replace(decision, &party_person_table, &after);
    *(struct corrected *)decision->outcome =
        (struct corrected){ input->person, correcting.count };
    decision->subject = input->person;
}

/* ---- party.correct-unit ---- */


static bool gather_unit(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_unit_correcting *input = request->input;
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &key, &row);
    ((struct party_unit_correcting_facts *)facts)->unit = row;
    return complete;
}

static const char *unit_refusal(const struct request *request, const struct party_unit *unit,
                                const char **ret_field)
{
    const struct party_unit_correcting *input = request->input;
    const struct actor *actor = request->actor;
    bool key_part = text_present(input->name) || text_present(input->kind)
        || text_present(input->legal_person);
    *ret_field = "unit";
    if (unit == NULL || !staff_works_over(actor, unit->division))
        return "party.refused.no-such-unit";
    *ret_field = "evidence";
    if (key_part && !text_present(input->evidence))
        return "party.refused.no-evidence";
    *ret_field = "kind";
    return text_present(input->kind) && party_unit_group(input->kind) == NULL
        ? "party.refused.no-such-unit-kind" : NULL;
}

/* Bills keep the kind and spells the name of the day they were made: only what comes is other. */
static void decide_unit(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct party_unit_correcting *input = request->input;
    const struct party_unit_correcting_facts *found = facts;
    const char *field = NULL, *refusal = unit_refusal(request, found->unit, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct party_unit after = *found->unit;
    struct correcting correcting = {
        .decision = decision, .subject = input->unit, .evidence = input->evidence,
        .reason = input->reason, .cause = input->cause,
    };
    take(&correcting, "name", &after.name, input->name);
    take(&correcting, "kind", &after.kind, input->kind);
    take(&correcting, "industry", &after.industry, input->industry);
    take(&correcting, "legal-person", &after.legal_person, input->legal_person);
    take(&correcting, "contact", &after.contact, input->contact);
    if (correcting.count == 0) {
        decision_refuse(decision, "party.refused.nothing-changed", NULL);
        return;
    }
    decision_replace(decision, &party_unit_table, &after);
    *(struct corrected *)decision->outcome = (struct corrected){ input->unit, correcting.count };
    decision->subject = input->unit;
}

/* ---- party.corrections: of a person ---- */

struct list_input { int64_t person; };
struct list_facts { struct party_person_facts of; const struct list *rows; };
struct list_told { struct list corrections; };

static bool gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct list_input *input = request->input;
    struct list_facts *found = facts;
    const struct subject_key key = { id_bucket(input->person), input->person };
    bool complete = party_gather_person(gather, input->person, &found->of);
    found->rows = gather_want(gather, &party_corrections_of, &key);
    return complete && found->rows != NULL;
}

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct list_facts *found = facts;
    if (!party_may_see(request->actor, &found->of)) {
        decision_refuse(decision, "party.refused.no-such-person", "person");
        return;
    }
    ((struct list_told *)decision->outcome)->corrections = *found->rows;
}

/* ---- the rows ---- */

static void first_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, *(const int64_t *)request->input);
}

#define PERSON(member, kind_, help_, ...) \
    FIELD(struct party_person_correcting, member, kind_, .help = "party.field." help_, __VA_ARGS__)
static const struct field person_fields[] = {
    PERSON(person, FIELD_ID, "person", .flags = FIELD_REQUIRED),
    PERSON(name, FIELD_TEXT, "name", .flags = FIELD_PRIVATE, .length_max = 50),
    PERSON(sex, FIELD_CODE, "sex", .codes = "gend", .length_max = 6),
    PERSON(born, FIELD_DAY, "born", .flags = FIELD_PRIVATE),
    PERSON(number, FIELD_TEXT, "number", .flags = FIELD_PRIVATE, .length_max = 50),
    PERSON(phone, FIELD_TEXT, "phone", .flags = FIELD_PRIVATE, .length_max = 20),
    PERSON(evidence, FIELD_TEXT, "evidence", .length_max = 100),
    PERSON(reason, FIELD_TEXT, "change-reason", .flags = FIELD_REQUIRED, .length_max = 200),
    PERSON(cause, FIELD_ID, "cause", .flags = 0),
};
static const struct shape person_shape =
    SHAPE("party_correct_person", struct party_person_correcting, person_fields);
static const struct shape person_facts_shape =
    { .name = "party_correct_person_facts", .size = sizeof(struct party_person_correcting_facts) };
#define UNIT(member, kind_, help_, ...) \
    FIELD(struct party_unit_correcting, member, kind_, .help = "party.field." help_, __VA_ARGS__)
static const struct field unit_fields[] = {
    UNIT(unit, FIELD_ID, "unit", .flags = FIELD_REQUIRED),
    UNIT(name, FIELD_TEXT, "full-name", .length_max = 200),
    UNIT(kind, FIELD_TEXT, "unit-kind", .length_max = 20),
    UNIT(industry, FIELD_TEXT, "industry", .length_max = 30),
    UNIT(legal_person, FIELD_TEXT, "legal-person", .flags = FIELD_PRIVATE, .length_max = 50),
    UNIT(contact, FIELD_TEXT, "contact", .flags = FIELD_PRIVATE, .length_max = 100),
    UNIT(evidence, FIELD_TEXT, "evidence", .length_max = 100),
    UNIT(reason, FIELD_TEXT, "change-reason", .flags = FIELD_REQUIRED, .length_max = 200),
    UNIT(cause, FIELD_ID, "cause", .flags = 0),
};
static const struct shape unit_shape =
    SHAPE("party_correct_unit", struct party_unit_correcting, unit_fields);
static const struct shape unit_facts_shape =
    { .name = "party_correct_unit_facts", .size = sizeof(struct party_unit_correcting_facts) };
static const struct field corrected_fields[] = {
    FIELD(struct corrected, subject, FIELD_ID, .flags = 0),
    FIELD(struct corrected, changes, FIELD_COUNT, .flags = 0),
};
static const struct shape corrected_shape =
    SHAPE("party_corrected", struct corrected, corrected_fields);
static const struct field list_fields[] = {
    FIELD(struct list_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "party.field.person"),
};
static const struct shape list_shape =
    SHAPE("party_corrections_input", struct list_input, list_fields);
static const struct shape list_facts_shape =
    { .name = "party_corrections_facts", .size = sizeof(struct list_facts) };
static const struct field list_told_fields[] = {
    FIELD(struct list_told, corrections, FIELD_LIST, .of = &party_correction_shape),
};
static const struct shape list_told_shape =
    SHAPE("party_corrections", struct list_told, list_told_fields);

const struct action party_correct_person_action = {
    .name = "party.correct-person", .method = "POST",
    .path = "/api/v1/persons/{person}/corrections", .flags = ACTION_ONCE,
    .input = &person_shape, .facts = &person_facts_shape, .outcome = &corrected_shape,
    .answer = &corrected_shape, .help = "party.help.correct-person", .keys = first_keys,
    .gather = gather_person, .decide = decide_person, .prepare = prepare_person,
    .prepared_size = sizeof(struct person_prepared),
};
const struct action party_correct_unit_action = {
    .name = "party.correct-unit", .method = "POST", .path = "/api/v1/units/{unit}/corrections",
    .flags = ACTION_ONCE, .input = &unit_shape,
    .facts = &unit_facts_shape, .outcome = &corrected_shape, .answer = &corrected_shape,
    .help = "party.help.correct-unit", .keys = first_keys, .gather = gather_unit,
    .decide = decide_unit,
};
const struct action party_corrections_action = {
    .name = "party.corrections", .method = "GET", .path = "/api/v1/persons/{person}/corrections",
    .flags = ACTION_READ, .input = &list_shape,
    .facts = &list_facts_shape, .outcome = &list_told_shape, .answer = &list_told_shape,
    .help = "party.help.corrections", .gather = gather_list, .decide = decide_list,
};
