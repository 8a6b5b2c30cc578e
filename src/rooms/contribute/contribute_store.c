/* contribute_store.c: rows and reads of arrears and waiting times. */

#include "rooms/contribute/contribute_facts.h"

static const struct field contribute_arrears_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_arrears, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_arrears, owner) },
    { "arrears", NULL, FIELD_ID, 0, AT(struct contribute_arrears, arrears) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_arrears, insurance), 100 },
    { "due", NULL, FIELD_DAY, 0, AT(struct contribute_arrears, due) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct contribute_arrears, amount) },
    { "paid", NULL, FIELD_DAY, 0, AT(struct contribute_arrears, paid) },
    { "month", NULL, FIELD_COUNT, 0, AT(struct contribute_arrears, month) },
    { "applied", NULL, FIELD_DAY, 0, AT(struct contribute_arrears, applied) },
    { "deferred_under", NULL, FIELD_TEXT, 0, AT(struct contribute_arrears, deferred_under), 100 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_arrears, version) },
};
const struct shape contribute_arrears_shape =
    SHAPE("contribute_arrears", struct contribute_arrears, contribute_arrears_fields);
const struct table contribute_arrears_table =
    { "contribute_arrears", &contribute_arrears_shape, 3, "version" };

static const struct field contribute_waiting_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_waiting, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_waiting, person) },
    { "waiting", NULL, FIELD_ID, 0, AT(struct contribute_waiting, waiting) },
    { "insurance", NULL, FIELD_TEXT, 0, AT(struct contribute_waiting, insurance), 100 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct contribute_waiting, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct contribute_waiting, valid_until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct contribute_waiting, version) },
};
const struct shape contribute_waiting_shape =
    SHAPE("contribute_waiting", struct contribute_waiting, contribute_waiting_fields);
const struct table contribute_waiting_table =
    { "contribute_waiting", &contribute_waiting_shape, 3, "version" };

static const struct field owner_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_owner_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct contribute_owner_key, owner) },
};
const struct shape contribute_owner_key_shape =
    SHAPE("contribute_owner_key", struct contribute_owner_key, owner_key_fields);

static const struct field person_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct contribute_person_key, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct contribute_person_key, person) },
};
static const struct shape person_key_shape =
    SHAPE("contribute_person_key", struct contribute_person_key, person_key_fields);

/* What was paid by its last day never stops anybody: with the rest of it left, what a unit owes, or
 * owed too long, of years. */
const struct query contribute_arrears_of = {
    .name = "contribute.arrears-of", .from = "contribute_arrears",
    .where = "bucket = {bucket} AND owner = {owner}"
             " AND (paid IS NULL OR due IS NULL OR paid > due)",
    .order = "due, arrears", .key = &contribute_owner_key_shape, .row = &contribute_arrears_shape,
    .row_max = 400,
    .guard = GUARD_DECISION, .kept_of = &contribute_arrears_table,
};
const struct query contribute_waitings_of = {
    .name = "contribute.waitings-of", .from = "contribute_waiting",
    .where = "bucket = {bucket} AND person = {person}", .order = "valid_from, waiting",
    .key = &person_key_shape, .row = &contribute_waiting_shape, .row_max = 100,
    .guard = GUARD_DECISION, .kept_of = &contribute_waiting_table,
};
