/* visit_supply_store.c: confirmations of prescriptions as rows. */

#include "rooms/visit/visit_inside.h"

#define ROW(member, kind, flags_) \
    FIELD(struct visit_confirmation_row, member, kind, .flags = (flags_))
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT, FIELD_REQUIRED),
    ROW(visit, FIELD_ID, FIELD_REQUIRED),
    ROW(bill, FIELD_TEXT, FIELD_REQUIRED),
    ROW(serial, FIELD_TEXT, FIELD_REQUIRED),
    ROW(days, FIELD_COUNT, FIELD_REQUIRED),
    ROW(at_most, FIELD_COUNT, FIELD_REQUIRED),
    ROW(wanted, FIELD_TEXT, FIELD_REQUIRED),
    ROW(state, FIELD_TEXT, FIELD_REQUIRED),
    ROW(basis, FIELD_TEXT, FIELD_REQUIRED),
    ROW(asked_at, FIELD_MOMENT, FIELD_REQUIRED),
    ROW(physician, FIELD_TEXT, 0),
    ROW(physician_name, FIELD_TEXT, 0),
    ROW(reason, FIELD_TEXT, 0),
    ROW(given_at, FIELD_MOMENT, 0),
    ROW(given_by, FIELD_ID, 0),
    ROW(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_confirmation_shape =
    SHAPE("visit_confirmation", struct visit_confirmation_row, row_fields);
const struct table visit_confirmation_table = {
    .name = "visit_confirmation", .row = &visit_confirmation_shape, .key_count = 4,
    .version = "version",
};

const struct query visit_confirmations_of = {
    .name = "visit.confirmations", .from = "visit_confirmation c",
    .where = "c.bucket = {bucket} AND c.visit = {visit}", .order = "c.bill, c.serial",
    .key = &visit_key_shape, .row = &visit_confirmation_shape, .row_max = LIMIT_LINES_A_VISIT,
    .guard = GUARD_DECISION,
};
