/* delivery_store.c: rows and reads. */

#include "rooms/delivery/delivery.h"

#define ROW(member_) AT(struct delivery_row, member_)
static const struct field row_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "delivery", NULL, FIELD_ID, FIELD_REQUIRED, ROW(delivery),
      .help = "delivery.field.delivery" },
    { "subject", NULL, FIELD_ID, FIELD_REQUIRED, ROW(subject), .help = "delivery.field.subject" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(kind), 20 },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(channel), 20,
      .help = "delivery.field.channel" },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(state), 20,
      .help = "delivery.field.state" },
    { "tries", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(tries), .help = "delivery.field.tries" },
    { "next_try", NULL, FIELD_MOMENT, 0, ROW(next_try) },
    { "began", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(began), .help = "delivery.field.began" },
    { "settled", NULL, FIELD_MOMENT, 0, ROW(settled), .help = "delivery.field.settled" },
    { "receipt", NULL, FIELD_TEXT, 0, ROW(receipt), 200, .help = "delivery.field.receipt" },
    { "fault", NULL, FIELD_TEXT, 0, ROW(fault), 200, .help = "delivery.field.fault" },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(version) },
};
const struct shape delivery_shape = SHAPE("delivery", struct delivery_row, row_fields);
const struct table delivery_table = { "delivery", &delivery_shape, 2, "version" };

#define ADDRESS(member_) AT(struct delivery_address, member_)
static const struct field address_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ADDRESS(bucket) },
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, ADDRESS(owner) },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, ADDRESS(channel), 20 },
    { "address", NULL, FIELD_TEXT, FIELD_REQUIRED, ADDRESS(address), 200 },
    { "said_by", NULL, FIELD_ID, FIELD_REQUIRED, ADDRESS(said_by) },
    { "said_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, ADDRESS(said_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ADDRESS(version) },
};
const struct shape delivery_address_shape =
    SHAPE("delivery_address", struct delivery_address, address_fields);
const struct table delivery_address_table =
    { "delivery_address", &delivery_address_shape, 3, "version" };

static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct delivery_key, bucket) },
    { "delivery", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_key, delivery) },
};
static const struct shape key_shape = SHAPE("delivery_key", struct delivery_key, key_fields);
static const struct field subject_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct delivery_subject_key, bucket) },
    { "subject", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_subject_key, subject) },
};
static const struct shape subject_shape =
    SHAPE("delivery_subject_key", struct delivery_subject_key, subject_fields);
static const struct field state_fields[] = {
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct delivery_state_key, state) },
    { "after", NULL, FIELD_ID, 0, AT(struct delivery_state_key, after) },
};
static const struct shape state_shape =
    SHAPE("delivery_state_key", struct delivery_state_key, state_fields);
static const struct field address_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct delivery_address_key, bucket) },
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_address_key, owner) },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct delivery_address_key, channel) },
};
static const struct shape address_key_shape =
    SHAPE("delivery_address_key", struct delivery_address_key, address_key_fields);

const struct query delivery_by_id = {
    .name = "delivery.by-id", .from = "delivery",
    .where = "bucket = {bucket} AND delivery = {delivery}", .key = &key_shape,
    .row = &delivery_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query deliveries_of = {
    .name = "delivery.of", .from = "delivery",
    .where = "bucket = {bucket} AND subject = {subject}", .order = "delivery",
    .key = &subject_shape, .row = &delivery_shape, .row_max = 20, .guard = GUARD_PUBLIC,
};
/* A page. Channel and state of numbers alone: nothing in it names anybody. */
const struct query deliveries_in_state = {
    .name = "delivery.in-state", .from = "delivery",
    .where = "state = {state} AND ({after} IS NULL OR delivery > {after})",
    .order = "delivery", .key = &state_shape, .row = &delivery_shape,
    .row_max = DELIVERIES_A_PAGE, .guard = GUARD_PUBLIC,
};
const struct query delivery_address_by_key = {
    .name = "delivery.address-by-key", .from = "delivery_address",
    .where = "bucket = {bucket} AND owner = {owner} AND channel = {channel}",
    .key = &address_key_shape, .row = &delivery_address_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
