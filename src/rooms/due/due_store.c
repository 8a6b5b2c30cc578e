/* due_store.c: rows and reads of classes, clocks, and what they were worked out from. */

#include "rooms/due/due.h"

#define CLASS(member_, kind_, ...) FIELD(struct due_class_row, member_, kind_, __VA_ARGS__)
static const struct field class_fields[] = {
    CLASS(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    CLASS(class_id, FIELD_ID, .flags = FIELD_REQUIRED),
    CLASS(name, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 120),
    CLASS(place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    CLASS(facts, FIELD_BYTES, .flags = FIELD_REQUIRED),
    CLASS(state, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    CLASS(day, FIELD_DAY, .flags = 0),
    CLASS(sorts, FIELD_DAY, .flags = FIELD_REQUIRED),
    CLASS(state_before, FIELD_TEXT, .length_max = 20),
    CLASS(day_before, FIELD_DAY, .flags = 0),
    CLASS(moved_at, FIELD_MOMENT, .flags = 0),
    CLASS(cause, FIELD_TEXT, .length_max = 400),
    CLASS(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape due_class_shape = SHAPE("due_class", struct due_class_row, class_fields);
const struct table due_class_table = { "due_class", &due_class_shape, 2, "version" };

#define CLOCK(member_, kind_, ...) FIELD(struct due_clock_row, member_, kind_, __VA_ARGS__)
static const struct field clock_fields[] = {
    CLOCK(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    CLOCK(subject, FIELD_ID, .flags = FIELD_REQUIRED),
    CLOCK(name, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 120),
    CLOCK(class_id, FIELD_ID, .flags = FIELD_REQUIRED),
    CLOCK(office, FIELD_ID, .flags = FIELD_REQUIRED),
    CLOCK(running, FIELD_FLAG, .flags = FIELD_REQUIRED),
    CLOCK(started_at, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    CLOCK(ended_at, FIELD_MOMENT, .flags = 0),
    CLOCK(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape due_clock_shape = SHAPE("due_clock", struct due_clock_row, clock_fields);
const struct table due_clock_table = { "due_clock", &due_clock_shape, 3, "version" };

#define BASIS(member_, kind_, ...) FIELD(struct due_basis_row, member_, kind_, __VA_ARGS__)
static const struct field basis_fields[] = {
    BASIS(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    BASIS(basis, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200),
    BASIS(cause, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 400),
    BASIS(at, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    BASIS(job, FIELD_ID, .flags = 0),
    BASIS(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape due_basis_shape = SHAPE("due_basis", struct due_basis_row, basis_fields);
const struct table due_basis_table = { "due_basis", &due_basis_shape, 1, "version" };

/* ---- one of them ---- */

static const struct field class_key_fields[] = {
    FIELD(struct due_class_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct due_class_key, class_id, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape class_key_shape =
    SHAPE("due_class_key", struct due_class_key, class_key_fields);
const struct query due_class_by_id = {
    .name = "due.class-by-id", .from = "due_class d",
    .where = "d.bucket = {bucket} AND d.class_id = {class_id}", .key = &class_key_shape,
    .row = &due_class_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static const struct field clock_key_fields[] = {
    FIELD(struct due_clock_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct due_clock_key, subject, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape clock_key_shape =
    SHAPE("due_clock_key", struct due_clock_key, clock_key_fields);
const struct query due_clocks_of = {
    .name = "due.clocks-of", .from = "due_clock c",
    .where = "c.bucket = {bucket} AND c.subject = {subject}", .order = "c.name",
    .key = &clock_key_shape, .row = &due_clock_shape, .row_max = 50, .guard = GUARD_DECISION,
};

static const struct field basis_key_fields[] = {
    FIELD(struct due_basis_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape basis_key_shape =
    SHAPE("due_basis_key", struct due_basis_key, basis_key_fields);
const struct query due_basis_of = {
    .name = "due.basis", .from = "due_basis b", .where = "b.bucket = {bucket}",
    .key = &basis_key_shape, .row = &due_basis_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- pages ---- */

/* Counts, not ids: 0 is the beginning here, not absent. */
static const struct field page_key_fields[] = {
    FIELD(struct due_page_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct due_page_key, class_id, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape page_key_shape =
    SHAPE("due_page_key", struct due_page_key, page_key_fields);
const struct query due_classes_after = {
    .name = "due.classes-after", .from = "due_class d",
    .where = "(d.bucket, d.class_id) > ({bucket}, {class_id})",
    .order = "d.bucket, d.class_id", .key = &page_key_shape, .row = &due_class_shape,
    .row_max = DUE_CLASSES_A_STEP, .guard = GUARD_PUBLIC,
};

#define LISTED(member_, kind_, ...) FIELD(struct due_listed, member_, kind_, __VA_ARGS__)
static const struct field listed_fields[] = {
    LISTED(subject, FIELD_ID, .help = "due.field.subject"),
    LISTED(name, FIELD_TEXT, .help = "due.field.name"),
    LISTED(office, FIELD_ID, .flags = 0),
    LISTED(state, FIELD_TEXT, .help = "due.field.state"),
    LISTED(day, FIELD_DAY, .flags = FIELD_SPARSE, .help = "due.field.day"),
    LISTED(sorts, FIELD_DAY, .flags = 0),
    LISTED(day_before, FIELD_DAY, .flags = FIELD_SPARSE, .help = "due.field.day-before"),
    LISTED(moved_at, FIELD_MOMENT, .flags = FIELD_SPARSE, .help = "due.field.moved-at"),
    LISTED(cause, FIELD_TEXT, .flags = FIELD_SPARSE, .help = "due.field.cause"),
};
const struct shape due_listed_shape = SHAPE("due_listed", struct due_listed, listed_fields);
static const struct field list_key_fields[] = {
    FIELD(struct due_list_key, office, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct due_list_key, after_day, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct due_list_key, after, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape list_key_shape =
    SHAPE("due_list_key", struct due_list_key, list_key_fields);
const struct query due_clocks_of_office = {
    .name = "due.clocks-of-office",
    .from = "due_clock c JOIN due_class d ON d.class_id = c.class_id",
    .where = "c.office = {office} AND c.running = 1 AND (d.sorts > {after_day} "
             "OR (d.sorts = {after_day} AND c.subject > {after}))",
    .order = "d.sorts, c.subject", .key = &list_key_shape, .row = &due_listed_shape,
    .columns = "c.subject, c.name, c.office, d.state, d.day, d.sorts, d.day_before, d.moved_at, "
               "d.cause",
    .row_max = DUE_LIST_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
