/* message_store.c: rows and reads of messages. */

#include "rooms/message/message.h"

#define ROW(member_) AT(struct message_row, member_)
#define NEED FIELD_REQUIRED
static const struct field message_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, ROW(bucket) },
    { "message", NULL, FIELD_ID, NEED, ROW(message) },
    { "person", NULL, FIELD_ID, 0, ROW(person) },
    { "unit", NULL, FIELD_ID, 0, ROW(unit) },
    { "institution", NULL, FIELD_ID, 0, ROW(institution) },
    { "office", NULL, FIELD_ID, 0, ROW(office) },
    { "account", NULL, FIELD_ID, 0, ROW(account) },
    { "kind", NULL, FIELD_TEXT, NEED, ROW(kind), 60 },
    { "subject", NULL, FIELD_ID, 0, ROW(subject) },
    { "reference", NULL, FIELD_TEXT, 0, ROW(reference), 60 },
    { "body_zh", NULL, FIELD_TEXT, NEED, ROW(body_zh), 200 },
    { "body_en", NULL, FIELD_TEXT, NEED, ROW(body_en), 500 },
    { "made", NULL, FIELD_MOMENT, NEED, ROW(made) },
    { "due", NULL, FIELD_MOMENT, NEED, ROW(due) },
    { "state", NULL, FIELD_TEXT, NEED, ROW(state), 20 },
    { "tries", NULL, FIELD_COUNT, NEED, ROW(tries) },
    { "channel", NULL, FIELD_TEXT, 0, ROW(channel), 20 },
    { "settled", NULL, FIELD_MOMENT, 0, ROW(settled) },
    { "fault", NULL, FIELD_TEXT, 0, ROW(fault), 200 },
    { "version", NULL, FIELD_COUNT, NEED, ROW(version) },
};
const struct shape message_shape = SHAPE("message", struct message_row, message_fields);
const struct table message_table = { "message", &message_shape, 2, "version" };

static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct message_key, bucket) },
    { "message", NULL, FIELD_ID, NEED, AT(struct message_key, message) },
};
static const struct shape key_shape = SHAPE("message_key", struct message_key, key_fields);
const struct query message_by_id = {
    .name = "message.by-id", .from = "message m",
    .where = "m.bucket = {bucket} AND m.message = {message}", .key = &key_shape,
    .row = &message_shape, .row_max = 1, .guard = GUARD_DECISION,
};

#define STATE(member_) AT(struct message_state_key, member_)
static const struct field state_fields[] = {
    { "state", NULL, FIELD_TEXT, NEED, STATE(state) },
    { "until", NULL, FIELD_MOMENT, NEED, STATE(until) },
    { "after", NULL, FIELD_MOMENT, 0, STATE(after) },
    { "after_message", NULL, FIELD_ID, 0, STATE(after_message) },
};
static const struct shape state_shape =
    SHAPE("message_state_key", struct message_state_key, state_fields);
/* Of all receivers, so for the house alone: no scope but the whole holds these rows. */
const struct query messages_in_state = {
    .name = "message.in-state", .from = "message m",
    .where = "m.state = {state} AND m.due <= {until} AND ({after} IS NULL OR m.due > {after} "
             "OR (m.due = {after} AND m.message > {after_message}))",
    .order = "m.due, m.message", .key = &state_shape, .row = &message_shape,
    .row_max = MESSAGE_PAGE, .guard = GUARD_SCOPED, .guard_person = "person",
    .guard_institution = "institution", .guard_office = "office",
};

#define OF(member_) AT(struct message_person_key, member_)
static const struct field person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, OF(bucket) },
    { "person", NULL, FIELD_ID, NEED, OF(person) },
    { "after", NULL, FIELD_ID, 0, OF(after) },
};
static const struct shape person_shape =
    SHAPE("message_person_key", struct message_person_key, person_fields);
const struct query messages_of_person = {
    .name = "message.of-person", .from = "message m",
    .where = "m.bucket = {bucket} AND m.person = {person} "
             "AND ({after} IS NULL OR m.message < {after})",
    .order = "m.message DESC", .key = &person_shape, .row = &message_shape,
    .row_max = MESSAGE_PAGE, .guard = GUARD_SCOPED, .guard_person = "person",
};
/* Units are in no scope: who asks gives his own, and no other. An office's are for everybody in it,
 * unless they name one of them. */
#define RECEIVED(name_, column_, and_) { \
    name_, .from = "message m", \
    .where = "m.bucket = {bucket} AND m." column_ " = {person} " and_ \
             "AND ({after} IS NULL OR m.message < {after})", \
    .order = "m.message DESC", .key = &received_shape, .row = &message_shape, \
    .row_max = MESSAGE_PAGE, .page = true, .guard = GUARD_DECISION }
static const struct field received_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct message_received_key, bucket) },
    { "person", NULL, FIELD_ID, NEED, AT(struct message_received_key, receiver) },
    { "account", NULL, FIELD_ID, 0, AT(struct message_received_key, account) },
    { "after", NULL, FIELD_ID, 0, AT(struct message_received_key, after) },
};
static const struct shape received_shape =
    SHAPE("message_received_key", struct message_received_key, received_fields);
const struct query messages_of_unit = RECEIVED(.name = "message.of-unit", "unit", "");
static const struct field about_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct message_about_key, bucket) },
    { "unit", NULL, FIELD_ID, NEED, AT(struct message_about_key, unit) },
    { "kind", NULL, FIELD_TEXT, NEED, AT(struct message_about_key, kind), 60 },
    { "subject", NULL, FIELD_ID, NEED, AT(struct message_about_key, subject) },
};
static const struct shape about_shape =
    SHAPE("message_about_key", struct message_about_key, about_fields);
/* One is enough. */
const struct query message_of_unit_about = {
    .name = "message.of-unit-about", .from = "message m",
    .where = "m.bucket = {bucket} AND m.unit = {unit} AND m.kind = {kind} "
             "AND m.subject = {subject}",
    .order = "m.message", .key = &about_shape, .row = &message_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};
const struct query messages_of_institution =
    RECEIVED(.name = "message.of-institution", "institution", "");
const struct query messages_of_office = RECEIVED(.name = "message.of-office", "office",
    "AND (m.account IS NULL OR m.account = 0 OR m.account = {account}) ");
