/* resident_store.c: rows of codes, and the rule of mandates. */

#include "rooms/resident/resident.h"

#include "base/check.h"

#define CODE(member_) AT(struct resident_code, member_)
static const struct field code_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, CODE(bucket) },
    { "person", NULL, FIELD_ID, 0, CODE(person) },
    { "purpose", NULL, FIELD_TEXT, 0, CODE(purpose), 60 },
    { "digest", NULL, FIELD_BYTES, FIELD_PRIVATE, CODE(digest), PARTY_DIGEST_BYTES },
    { "until", NULL, FIELD_MOMENT, 0, CODE(until) },
    { "tries_left", NULL, FIELD_COUNT, 0, CODE(tries_left) },
    { "used_at", NULL, FIELD_MOMENT, 0, CODE(used_at) },
    { "asked_day", NULL, FIELD_DAY, 0, CODE(asked_day) },
    { "asks", NULL, FIELD_COUNT, 0, CODE(asks) },
    { "version", NULL, FIELD_COUNT, 0, CODE(version) },
};
const struct shape resident_code_shape =
    SHAPE("resident_code", struct resident_code, code_fields);
const struct table resident_code_table = { "resident_code", &resident_code_shape, 3, "version" };

static const struct field code_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct resident_code_key, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct resident_code_key, person) },
    { "purpose", NULL, FIELD_TEXT, 0, AT(struct resident_code_key, purpose), 60 },
};
static const struct shape code_key_shape =
    SHAPE("resident_code_key", struct resident_code_key, code_key_fields);

const struct query resident_code_of = {
    .name = "resident.code-of", .from = "resident_code",
    .where = "bucket = {bucket} AND person = {person} AND purpose = {purpose}",
    .key = &code_key_shape, .row = &resident_code_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

#define TERMS(member_) AT(struct resident_terms, member_)
static const struct field terms_fields[] = {
    { "months", NULL, FIELD_COUNT, FIELD_REQUIRED, TERMS(months) },
    { "code-minutes", NULL, FIELD_COUNT, FIELD_REQUIRED, TERMS(code_minutes) },
    { "code-tries", NULL, FIELD_COUNT, FIELD_REQUIRED, TERMS(code_tries) },
    { "code-asks", NULL, FIELD_COUNT, FIELD_REQUIRED, TERMS(code_asks) },
};
static const struct shape terms_shape =
    SHAPE("resident_terms", struct resident_terms, terms_fields);
const struct rule_kind resident_terms_rule = { .about = "mandate.terms",
                                               .payload = &terms_shape };
