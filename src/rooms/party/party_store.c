/* party_store.c: rows and reads of people, institutions and units. */

#include "rooms/party/party_facts.h"

#include "rooms/party/party.h"

static const struct field party_person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_person, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_person, person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct party_person, name), 200 },
    { "certificate", NULL, FIELD_CODE, 0,
      AT(struct party_person, certificate), 20, "psn_cert_type" },
    { "number_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct party_person, number_sealed), 200 },
    { "number_masked", NULL, FIELD_TEXT, FIELD_PRIVATE,
      AT(struct party_person, number_masked), 100 },
    { "sex", NULL, FIELD_CODE, FIELD_PRIVATE, AT(struct party_person, sex), 20, "gend" },
    { "ethnicity", NULL, FIELD_CODE, FIELD_PRIVATE,
      AT(struct party_person, ethnicity), 20, "naty" },
    { "born", NULL, FIELD_DAY, FIELD_PRIVATE, AT(struct party_person, born) },
    { "phone_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct party_person, phone_sealed), 200 },
    { "phone_masked", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct party_person, phone_masked), 100 },
    { "merged_into", NULL, FIELD_ID, 0, AT(struct party_person, merged_into) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_person, version) },
};
const struct shape party_person_shape =
    SHAPE("party_person", struct party_person, party_person_fields);
const struct table party_person_table = { "person", &party_person_shape, 2, "version" };
const struct table party_newcomer_table = { "newcomer", &party_person_shape, 2, "version" };

static const struct field party_person_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_person_key, bucket) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_person_key, kind), 20 },
    { "digest", NULL, FIELD_BYTES, FIELD_PRIVATE, AT(struct party_person_key, digest), 32 },
    { "person", NULL, FIELD_ID, 0, AT(struct party_person_key, person) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_person_key, version) },
};
const struct shape party_person_key_shape =
    SHAPE("party_person_key", struct party_person_key, party_person_key_fields);
const struct table party_person_key_table = { "person_key", &party_person_key_shape, 3, "version" };

static const struct field party_spell_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_spell, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_spell, person) },
    { "spell", NULL, FIELD_ID, 0, AT(struct party_spell, spell) },
    { "insurance", NULL, FIELD_CODE, 0, AT(struct party_spell, insurance), 20, "insutype" },
    { "kind", NULL, FIELD_CODE, 0, AT(struct party_spell, kind), 20, "psn_type" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct party_spell, place) },
    { "unit", NULL, FIELD_ID, 0, AT(struct party_spell, unit) },
    { "unit_name", NULL, FIELD_TEXT, 0, AT(struct party_spell, unit_name), 200 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct party_spell, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct party_spell, valid_until) },
    { "status", NULL, FIELD_CODE, 0, AT(struct party_spell, status), 20, "psn_insu_stas" },
    { "paused_from", NULL, FIELD_DAY, 0, AT(struct party_spell, paused_from) },
    { "paused_until", NULL, FIELD_DAY, 0, AT(struct party_spell, paused_until) },
    { "civil_servant", NULL, FIELD_FLAG, 0, AT(struct party_spell, civil_servant) },
    { "former", NULL, FIELD_ID, 0, AT(struct party_spell, former) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_spell, version) },
};
const struct shape party_spell_shape = SHAPE("party_spell", struct party_spell, party_spell_fields);
const struct table party_spell_table = { "spell", &party_spell_shape, 3, "version" };

static const struct field party_identity_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_identity, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_identity, person) },
    { "identity", NULL, FIELD_ID, 0, AT(struct party_identity, identity) },
    { "type", NULL, FIELD_CODE, 0, AT(struct party_identity, type), 20, "psn_idet_type" },
    { "level", NULL, FIELD_CODE, 0, AT(struct party_identity, level), 20, "disa_lv" },
    { "memo", NULL, FIELD_TEXT, 0, AT(struct party_identity, memo), 500 },
    { "valid_from", NULL, FIELD_MOMENT, 0, AT(struct party_identity, valid_from) },
    { "valid_until", NULL, FIELD_MOMENT, 0, AT(struct party_identity, valid_until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_identity, version) },
};
const struct shape party_identity_shape =
    SHAPE("party_identity", struct party_identity, party_identity_fields);
const struct table party_identity_table =
    { "person_identity", &party_identity_shape, 3, "version" };

static const struct field party_status_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_status, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_status, person) },
    { "status", NULL, FIELD_ID, 0, AT(struct party_status, status) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_status, kind), 20 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct party_status, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct party_status, valid_until) },
    { "source", NULL, FIELD_TEXT, 0, AT(struct party_status, source), 100 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_status, version) },
};
const struct shape party_status_shape =
    SHAPE("party_status", struct party_status, party_status_fields);
const struct table party_status_table = { "person_status", &party_status_shape, 3, "version" };

static const struct field party_institution_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_institution, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_institution, institution) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct party_institution, code), 50 },
    { "name", NULL, FIELD_TEXT, 0, AT(struct party_institution, name), 200 },
    { "credit_code", NULL, FIELD_TEXT, 0, AT(struct party_institution, credit_code), 100 },
    { "type", NULL, FIELD_CODE, 0, AT(struct party_institution, type), 20, "fixmedins_type" },
    { "level", NULL, FIELD_CODE, 0, AT(struct party_institution, level), 20, "hosp_lv" },
    { "tier", NULL, FIELD_COUNT, 0, AT(struct party_institution, tier) },
    { "community", NULL, FIELD_FLAG, 0, AT(struct party_institution, community) },
    { "district_owned", NULL, FIELD_FLAG, 0, AT(struct party_institution, district_owned) },
    { "chinese_medicine", NULL, FIELD_FLAG, 0, AT(struct party_institution, chinese_medicine) },
    { "fever_clinic", NULL, FIELD_FLAG, 0, AT(struct party_institution, fever_clinic) },
    { "designated_epidemic", NULL, FIELD_FLAG, 0,
      AT(struct party_institution, designated_epidemic) },
    { "chain", NULL, FIELD_FLAG, 0, AT(struct party_institution, chain) },
    { "division", NULL, FIELD_COUNT, 0, AT(struct party_institution, division) },
    { "address", NULL, FIELD_TEXT, 0, AT(struct party_institution, address), 200 },
    { "phone", NULL, FIELD_TEXT, 0, AT(struct party_institution, phone), 100 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct party_institution, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct party_institution, valid_until) },
    { "sign_in_required", NULL, FIELD_FLAG, 0, AT(struct party_institution, sign_in_required) },
    { "gateway", NULL, FIELD_TEXT, 0, AT(struct party_institution, gateway), 100 },
    { "key_id", NULL, FIELD_TEXT, 0, AT(struct party_institution, key_id), 100 },
    { "secret_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct party_institution, secret_sealed), 300 },
    { "user_name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct party_institution, user_name), 100 },
    { "password_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct party_institution, password_sealed), 300 },
    { "public_key", NULL, FIELD_TEXT, FIELD_PRIVATE,
      AT(struct party_institution, public_key), 200 },
    { "our_key_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE,
      AT(struct party_institution, our_key_sealed), 300 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_institution, version) },
};
const struct shape party_institution_shape =
    SHAPE("party_institution", struct party_institution, party_institution_fields);
const struct table party_institution_table =
    { "institution", &party_institution_shape, 2, "version" };

static const struct field party_gateway_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_gateway_key, bucket) },
    { "key_id", NULL, FIELD_TEXT, 0, AT(struct party_gateway_key, key_id), 100 },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_gateway_key, institution) },
};
const struct shape party_gateway_key_shape =
    SHAPE("party_gateway_key", struct party_gateway_key, party_gateway_key_fields);
const struct table party_gateway_key_table =
    { "institution_key", &party_gateway_key_shape, 2, NULL };

static const struct field party_unit_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_unit, bucket) },
    { "unit", NULL, FIELD_ID, 0, AT(struct party_unit, unit) },
    { "credit_code", NULL, FIELD_TEXT, 0, AT(struct party_unit, credit_code), 100 },
    { "name", NULL, FIELD_TEXT, 0, AT(struct party_unit, name), 200 },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_unit, kind), 20 },
    { "industry", NULL, FIELD_TEXT, 0, AT(struct party_unit, industry), 100 },
    { "division", NULL, FIELD_COUNT, 0, AT(struct party_unit, division) },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct party_unit, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct party_unit, valid_until) },
    { "legal_person", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct party_unit, legal_person), 50 },
    { "contact", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct party_unit, contact), 100 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_unit, version) },
};
const struct shape party_unit_shape = SHAPE("party_unit", struct party_unit, party_unit_fields);
const struct table party_unit_table = { "unit", &party_unit_shape, 2, "version" };

static const struct field party_operator_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_operator, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_operator, institution) },
    { "operator", NULL, FIELD_TEXT, 0, AT(struct party_operator, operator), 100 },
    { "sign_no", NULL, FIELD_ID, 0, AT(struct party_operator, sign_no) },
    { "signed_in", NULL, FIELD_MOMENT, 0, AT(struct party_operator, signed_in) },
    { "signed_out", NULL, FIELD_MOMENT, 0, AT(struct party_operator, signed_out) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct party_operator, version) },
};
const struct shape party_operator_shape =
    SHAPE("party_operator", struct party_operator, party_operator_fields);
const struct table party_operator_table =
    { "institution_operator", &party_operator_shape, 3, "version" };

static const struct field of_person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_of_person, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_of_person, person) },
};
static const struct shape of_person_shape =
    SHAPE("party_of_person", struct party_of_person, of_person_fields);

static const struct field number_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_number_key, bucket) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct party_number_key, kind), 20 },
    { "digest", NULL, FIELD_BYTES, FIELD_PRIVATE, AT(struct party_number_key, digest), 32 },
};
static const struct shape number_key_shape =
    SHAPE("party_number_key", struct party_number_key, number_key_fields);

static const struct field institution_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_institution_key, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_institution_key, institution) },
};
static const struct shape institution_key_shape =
    SHAPE("party_institution_key", struct party_institution_key, institution_key_fields);

static const struct field code_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_code_key, bucket) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct party_code_key, code), 50 },
};
static const struct shape code_key_shape =
    SHAPE("party_code_key", struct party_code_key, code_key_fields);

static const struct field key_id_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_key_id_key, bucket) },
    { "key_id", NULL, FIELD_TEXT, 0, AT(struct party_key_id_key, key_id), 100 },
};
static const struct shape key_id_key_shape =
    SHAPE("party_key_id_key", struct party_key_id_key, key_id_key_fields);

static const struct field unit_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_unit_key, bucket) },
    { "unit", NULL, FIELD_ID, 0, AT(struct party_unit_key, unit) },
};
static const struct shape unit_key_shape =
    SHAPE("party_unit_key", struct party_unit_key, unit_key_fields);

static const struct field sign_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_sign_key, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_sign_key, institution) },
    { "sign_no", NULL, FIELD_ID, 0, AT(struct party_sign_key, sign_no) },
};
static const struct shape sign_key_shape =
    SHAPE("party_sign_key", struct party_sign_key, sign_key_fields);

static const struct field operator_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_operator_key, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct party_operator_key, institution) },
    { "operator", NULL, FIELD_TEXT, 0, AT(struct party_operator_key, operator), 100 },
};
static const struct shape operator_key_shape =
    SHAPE("party_operator_key", struct party_operator_key, operator_key_fields);

static const struct field search_key_fields[] = {
    { "type", NULL, FIELD_TEXT, 0, AT(struct party_search_key, type), 20 },
    { "name", NULL, FIELD_TEXT, 0, AT(struct party_search_key, name), 200 },
    { "code", NULL, FIELD_TEXT, 0, AT(struct party_search_key, code), 12 },
    { "after", NULL, FIELD_TEXT, 0, AT(struct party_search_key, after), 12 },
    { "division", NULL, FIELD_COUNT, 0, AT(struct party_search_key, division) },
    { "division_until", NULL, FIELD_COUNT, 0, AT(struct party_search_key, division_until) },
};
static const struct shape search_key_shape =
    SHAPE("party_search_key", struct party_search_key, search_key_fields);

static const struct field name_key_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct party_name_key, name), 200 },
};
static const struct shape name_key_shape =
    SHAPE("party_name_key", struct party_name_key, name_key_fields);

#define OF_PERSON(from_, order_, row_, most_, table_) \
    .from = (from_), .where = "bucket = {bucket} AND person = {person}", \
    .order = (order_), .key = &of_person_shape, .row = &(row_), .row_max = (most_), \
    .guard = GUARD_DECISION, .kept_of = &(table_), .kept_whole = (most_) == 1

const struct query party_person_by_id = {
    .name = "party.person-by-id",
    OF_PERSON("person", NULL, party_person_shape, 1, party_person_table),
};
const struct query party_newcomer_by_id = {
    .name = "party.newcomer-by-id",
    OF_PERSON("newcomer", NULL, party_person_shape, 1, party_newcomer_table),
};
/* A life of yearly resident spells and changes of employer stays far below this. */
const struct query party_spells_of = {
    .name = "party.spells-of",
    OF_PERSON("spell", "valid_from, spell", party_spell_shape, 200, party_spell_table),
};
const struct query party_identities_of = {
    .name = "party.identities-of",
    OF_PERSON("person_identity", "identity", party_identity_shape, 100, party_identity_table),
};
const struct query party_statuses_of = {
    .name = "party.statuses-of",
    OF_PERSON("person_status", "status", party_status_shape, 100, party_status_table),
};

const struct query party_person_by_number = {
    .name = "party.person-by-number", .from = "person_key",
    .where = "bucket = {bucket} AND kind = {kind} AND digest = {digest}",
    .key = &number_key_shape, .row = &party_person_key_shape, .row_max = 1,
    .guard = GUARD_DECISION, .kept_of = &party_person_key_table, .kept_whole = true,
};
const struct query party_institution_by_id = {
    .name = "party.institution-by-id", .from = "institution",
    .where = "bucket = {bucket} AND institution = {institution}",
    .key = &institution_key_shape, .row = &party_institution_shape, .row_max = 1,
    .guard = GUARD_DECISION, .kept_of = &party_institution_table, .kept_whole = true,
};
const struct query party_institution_after = {
    .name = "party.institution-after", .from = "institution",
    .where = "bucket = {bucket} AND institution = {institution}",
    .key = &institution_key_shape, .row = &party_institution_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query party_institution_by_code = {
    .name = "party.institution-by-code", .from = "institution",
    .where = "bucket = {bucket} AND code = {code}",
    .key = &code_key_shape, .row = &party_institution_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query party_institutions_called = {
    .name = "party.institutions-called", .from = "institution", .where = "name = {name}",
    .order = "code", .key = &name_key_shape, .row = &party_institution_shape, .row_max = 20,
    .page = true, .guard = GUARD_DECISION,
};
const struct query party_institution_by_key_id = {
    .name = "party.institution-by-key-id", .from = "institution_key",
    .where = "bucket = {bucket} AND key_id = {key_id}",
    .key = &key_id_key_shape, .row = &party_gateway_key_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
/* A keyword search over all places: institutions are some thousands, and people wait for it less
 * than for a settlement. An empty text finds everything. */
const struct query party_institutions_like = {
    .name = "party.institutions-like", .from = "institution",
    .where = "({type} = '' OR type = {type}) AND name LIKE '%' || {name} || '%'"
             " AND ({code} = '' OR code = {code}) AND code > {after}"
             " AND division BETWEEN {division} AND {division_until}",
    .order = "code",
    .key = &search_key_shape, .row = &party_institution_public_shape,
    .columns = PARTY_INSTITUTION_PUBLIC_COLUMNS, .row_max = PARTY_INSTITUTIONS_PAGE,
    .guard = GUARD_PUBLIC,
};
const struct query party_unit_by_id = {
    .name = "party.unit-by-id", .from = "unit", .where = "bucket = {bucket} AND unit = {unit}",
    .key = &unit_key_shape, .row = &party_unit_shape, .row_max = 1, .guard = GUARD_DECISION,
};
static const struct field units_key_fields[] = {
    { "division", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct party_units_key, division) },
    { "division_until", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct party_units_key, division_until) },
    { "after", NULL, FIELD_ID, 0, AT(struct party_units_key, after) },
};
static const struct shape units_key_shape =
    SHAPE("party_units_key", struct party_units_key, units_key_fields);
const struct query party_units_within = {
    .name = "party.units-within", .from = "unit",
    .where = "division BETWEEN {division} AND {division_until}"
             " AND ({after} IS NULL OR unit > {after})",
    .order = "unit", .key = &units_key_shape, .row = &party_unit_shape,
    .row_max = PARTY_UNITS_PAGE, .page = true, .guard = GUARD_DECISION,
};
static const struct field credit_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_credit_key, bucket) },
    { "credit_code", NULL, FIELD_TEXT, 0, AT(struct party_credit_key, credit_code) },
};
static const struct shape credit_key_shape =
    SHAPE("party_credit_key", struct party_credit_key, credit_key_fields);
const struct query party_unit_by_credit_code = {
    .name = "party.unit-by-credit-code", .from = "unit",
    .where = "bucket = {bucket} AND credit_code = {credit_code}",
    .key = &credit_key_shape, .row = &party_unit_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query party_operator_by_sign = {
    .name = "party.operator-by-sign", .from = "institution_operator",
    .where = "bucket = {bucket} AND institution = {institution} AND sign_no = {sign_no}",
    .key = &sign_key_shape, .row = &party_operator_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query party_operator_by_name = {
    .name = "party.operator-by-name", .from = "institution_operator",
    .where = "bucket = {bucket} AND institution = {institution} AND operator = {operator}",
    .key = &operator_key_shape, .row = &party_operator_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
