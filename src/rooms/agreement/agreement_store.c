/* agreement_store.c: rows and reads of agreements. */

#include "rooms/agreement/agreement_facts.h"

static const struct field agreement_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct agreement, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct agreement, institution) },
    { "agreement", NULL, FIELD_ID, 0, AT(struct agreement, agreement) },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct agreement, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct agreement, valid_until) },
    { "status", NULL, FIELD_TEXT, 0, AT(struct agreement, status), 100 },
    { "status_from", NULL, FIELD_DAY, 0, AT(struct agreement, status_from) },
    { "status_until", NULL, FIELD_DAY, 0, AT(struct agreement, status_until) },
    { "payment_held", NULL, FIELD_FLAG, 0, AT(struct agreement, payment_held) },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct agreement, reason), 400 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct agreement, version) },
};
const struct shape agreement_shape = SHAPE("agreement", struct agreement, agreement_fields);
const struct table agreement_table = { "agreement", &agreement_shape, 3, "version" };

static const struct field of_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct agreement_of_key, bucket) },
    { "institution", NULL, FIELD_ID, 0, AT(struct agreement_of_key, institution) },
};
const struct shape agreement_of_key_shape =
    SHAPE("agreement_of_key", struct agreement_of_key, of_key_fields);

const struct query agreements_of = {
    .name = "agreement.of-institution", .from = "agreement",
    .where = "bucket = {bucket} AND institution = {institution}", .order = "valid_from, agreement",
    .key = &agreement_of_key_shape, .row = &agreement_shape, .row_max = 100,
    .guard = GUARD_DECISION, .kept_of = &agreement_table,
};
