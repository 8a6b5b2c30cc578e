/* staff_store.c: rows and reads of the office tree. */

#include "rooms/staff/staff_facts.h"

static const struct field staff_office_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_office, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct staff_office, office) },
    { "parent", NULL, FIELD_ID, 0, AT(struct staff_office, parent) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct staff_office, kind), 20 },
    { "division", NULL, FIELD_COUNT, 0, AT(struct staff_office, division) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct staff_office, name), 200 },
    { "address", NULL, FIELD_TEXT, 0, AT(struct staff_office, address), 200 },
    { "phone", NULL, FIELD_TEXT, 0, AT(struct staff_office, phone), 100 },
    { "phone_kind", NULL, FIELD_TEXT, 0, AT(struct staff_office, phone_kind), 100 },
    { "hours", NULL, FIELD_TEXT, 0, AT(struct staff_office, hours), 100 },
    { "leader", NULL, FIELD_ID, 0, AT(struct staff_office, leader) },
    { "leader_label", NULL, FIELD_TEXT, 0, AT(struct staff_office, leader_label), 100 },
    { "hall_in", NULL, FIELD_TEXT, 0, AT(struct staff_office, hall_in), 100 },
    { "hall_contact", NULL, FIELD_TEXT, 0, AT(struct staff_office, hall_contact), 100 },
    { "department", NULL, FIELD_TEXT, 0, AT(struct staff_office, department), 30 },
    { "sort", NULL, FIELD_COUNT, 0, AT(struct staff_office, sort) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct staff_office, version) },
};
const struct shape staff_office_shape =
    SHAPE("staff_office", struct staff_office, staff_office_fields);
const struct table staff_office_table = { "office", &staff_office_shape, 2, "version" };

static const struct field staff_above_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_above, bucket) },
    { "above", NULL, FIELD_ID, 0, AT(struct staff_above, above) },
    { "office", NULL, FIELD_ID, 0, AT(struct staff_above, office) },
};
const struct shape staff_above_shape = SHAPE("staff_above", struct staff_above, staff_above_fields);
const struct table staff_above_table = { "office_above", &staff_above_shape, 3, NULL };

static const struct field staff_post_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_post, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct staff_post, office) },
    { "post", NULL, FIELD_ID, 0, AT(struct staff_post, post) },
    { "title", NULL, FIELD_TEXT, 0, AT(struct staff_post, title), 100 },
    { "role", NULL, FIELD_TEXT, 0, AT(struct staff_post, role), 30 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct staff_post, valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct staff_post, valid_until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct staff_post, version) },
};
const struct shape staff_post_shape = SHAPE("staff_post", struct staff_post, staff_post_fields);
const struct table staff_post_table = { "post", &staff_post_shape, 3, "version" };

#define PHONE(member_) AT(struct staff_phone, member_)
static const struct field phone_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, PHONE(bucket) },
    { "office", NULL, FIELD_ID, 0, PHONE(office) },
    { "phone", NULL, FIELD_ID, 0, PHONE(phone) },
    { "business", NULL, FIELD_TEXT, 0, PHONE(business), 20 },
    { "number", NULL, FIELD_TEXT, 0, PHONE(number), 40 },
    { "hours", NULL, FIELD_TEXT, 0, PHONE(hours), 100 },
    { "source", NULL, FIELD_TEXT, 0, PHONE(source), 200 },
    { "removed", NULL, FIELD_FLAG, 0, PHONE(removed) },
    { "version", NULL, FIELD_COUNT, 0, PHONE(version) },
};
const struct shape staff_phone_shape = SHAPE("staff_phone", struct staff_phone, phone_fields);
const struct table staff_phone_table = { "office_phone", &staff_phone_shape, 3, "version" };

static const struct field office_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_office_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct staff_office_key, office) },
};
static const struct shape office_key_shape =
    SHAPE("staff_office_key", struct staff_office_key, office_key_fields);

static const struct field bucket_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_bucket_key, bucket) },
};
static const struct shape bucket_key_shape =
    SHAPE("staff_bucket_key", struct staff_bucket_key, bucket_key_fields);

static const struct field division_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct staff_division_key, bucket) },
    { "division", NULL, FIELD_COUNT, 0, AT(struct staff_division_key, division) },
};
static const struct shape division_key_shape =
    SHAPE("staff_division_key", struct staff_division_key, division_key_fields);

const struct query staff_office_by_id = {
    .name = "staff.office-by-id", .from = "office",
    .where = "bucket = {bucket} AND office = {office}",
    .key = &office_key_shape, .row = &staff_office_shape, .row_max = 1, .guard = GUARD_PUBLIC,
};
/* Some hundreds of offices for a province; the limit is ten times that. */
const struct query staff_offices_all = {
    .name = "staff.offices-all", .from = "office", .where = "bucket = {bucket}",
    .order = "division, sort, office",
    .key = &bucket_key_shape, .row = &staff_office_shape, .row_max = STAFF_OFFICES_MAX,
    .guard = GUARD_PUBLIC,
};
const struct query staff_offices_of_division = {
    .name = "staff.offices-of-division", .from = "office",
    .where = "bucket = {bucket} AND division = {division}", .order = "sort, office",
    .key = &division_key_shape, .row = &staff_office_shape, .row_max = 200,
    .guard = GUARD_PUBLIC,
};
const struct query staff_offices_below = {
    .name = "staff.offices-below", .from = "office_above",
    .where = "bucket = {bucket} AND above = {office}", .order = "office",
    .key = &office_key_shape, .row = &staff_above_shape, .row_max = 5000,
    .guard = GUARD_DECISION,
};
const struct query staff_offices_above = {
    .name = "staff.offices-above", .from = "office_above",
    .where = "bucket = {bucket} AND office = {office}", .order = "above",
    .key = &office_key_shape, .row = &staff_above_shape, .row_max = 16,
    .guard = GUARD_DECISION,
};
const struct query staff_posts_of_office = {
    .name = "staff.posts-of-office", .from = "post",
    .where = "bucket = {bucket} AND office = {office}", .order = "post",
    .key = &office_key_shape, .row = &staff_post_shape, .row_max = 200,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query staff_phones_all = {
    .name = "staff.phones-all", .from = "office_phone", .where = "bucket = {bucket}",
    .order = "office, phone",
    .key = &bucket_key_shape, .row = &staff_phone_shape, .row_max = 10000,
    .guard = GUARD_PUBLIC,
};
