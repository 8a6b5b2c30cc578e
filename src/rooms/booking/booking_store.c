/* booking_store.c: rows and reads of bookings. */

#include "rooms/booking/booking.h"

#define NEED FIELD_REQUIRED
#define PLAN(member_, kind_, flags_, length_) \
    { #member_, NULL, kind_, flags_, AT(struct booking_plan, member_), length_ }
static const struct field plan_fields[] = {
    PLAN(bucket, FIELD_COUNT, NEED, 0), PLAN(office, FIELD_ID, NEED, 0),
    PLAN(plan, FIELD_ID, NEED, 0), PLAN(division, FIELD_COUNT, NEED, 0),
    PLAN(name, FIELD_TEXT, NEED, 40), PLAN(desks, FIELD_COUNT, NEED, 0),
    PLAN(weekdays, FIELD_TEXT, NEED, 20), PLAN(opens, FIELD_COUNT, NEED, 0),
    PLAN(closes, FIELD_COUNT, NEED, 0), PLAN(pause_from, FIELD_COUNT, NEED, 0),
    PLAN(pause_until, FIELD_COUNT, NEED, 0), PLAN(slot_minutes, FIELD_COUNT, NEED, 0),
    PLAN(capacity, FIELD_COUNT, NEED, 0), PLAN(hold_minutes, FIELD_COUNT, NEED, 0),
    PLAN(ahead_days, FIELD_COUNT, NEED, 0), PLAN(urgent_days, FIELD_COUNT, NEED, 0),
    PLAN(head_start, FIELD_COUNT, NEED, 0), PLAN(wait_most, FIELD_COUNT, NEED, 0),
    PLAN(matters, FIELD_TEXT, 0, 600), PLAN(valid_from, FIELD_DAY, NEED, 0),
    PLAN(valid_until, FIELD_DAY, 0, 0), PLAN(set_by, FIELD_ID, 0, 0),
    PLAN(version, FIELD_COUNT, NEED, 0),
};
static const struct shape plan_shape = SHAPE("booking_plan", struct booking_plan, plan_fields);
const struct table booking_plan_table = { "booking_plan", &plan_shape, 3, "version", NULL };

#define SLOT(member_, kind_) \
    { #member_, NULL, kind_, NEED, AT(struct booking_slot, member_) }
static const struct field slot_fields[] = {
    SLOT(bucket, FIELD_COUNT), SLOT(office, FIELD_ID), SLOT(plan, FIELD_ID),
    SLOT(day, FIELD_DAY), SLOT(minute, FIELD_COUNT), SLOT(taken, FIELD_COUNT),
    SLOT(walk_ins, FIELD_COUNT), SLOT(version, FIELD_COUNT),
};
const struct shape booking_slot_shape =
    SHAPE("booking_slot", struct booking_slot, slot_fields);
const struct table booking_slot_table = { "booking_slot", &booking_slot_shape, 5, "version", NULL };

#define DAY(member_, kind_) { #member_, NULL, kind_, NEED, AT(struct booking_day, member_) }
static const struct field day_fields[] = {
    DAY(bucket, FIELD_COUNT), DAY(office, FIELD_ID), DAY(day, FIELD_DAY),
    DAY(last_number, FIELD_COUNT), DAY(called, FIELD_COUNT), DAY(waited, FIELD_COUNT),
    DAY(version, FIELD_COUNT),
};
static const struct shape day_shape = SHAPE("booking_day", struct booking_day, day_fields);
const struct table booking_day_table = { "booking_day", &day_shape, 3, "version", NULL };

#define CLOSURE(member_, kind_, flags_) \
    { #member_, NULL, kind_, flags_, AT(struct booking_closure, member_) }
static const struct field closure_fields[] = {
    CLOSURE(bucket, FIELD_COUNT, NEED), CLOSURE(office, FIELD_ID, NEED),
    CLOSURE(closure, FIELD_ID, NEED), CLOSURE(day, FIELD_DAY, NEED),
    CLOSURE(from_minute, FIELD_COUNT, NEED), CLOSURE(until_minute, FIELD_COUNT, NEED),
    { "reason", NULL, FIELD_TEXT, 0, AT(struct booking_closure, reason), 100 },
    CLOSURE(set_by, FIELD_ID, 0),
};
static const struct shape closure_shape =
    SHAPE("booking_closure", struct booking_closure, closure_fields);
const struct table booking_closure_table = { "booking_closure", &closure_shape, 3, NULL, NULL };

#define ROW(member_, kind_, flags_, length_) \
    { #member_, NULL, kind_, flags_, AT(struct booking_row, member_), length_ }
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT, NEED, 0), ROW(booking, FIELD_ID, NEED, 0),
    ROW(office, FIELD_ID, NEED, 0), ROW(plan, FIELD_ID, NEED, 0), ROW(day, FIELD_DAY, NEED, 0),
    ROW(minute, FIELD_COUNT, NEED, 0), ROW(matter, FIELD_TEXT, NEED, 40),
    ROW(state, FIELD_TEXT, NEED, 20), ROW(walk_in, FIELD_FLAG, NEED, 0),
    ROW(urgent, FIELD_FLAG, NEED, 0), ROW(priority, FIELD_TEXT, 0, 60),
    ROW(advanced, FIELD_MONEY, NEED, 0), ROW(number, FIELD_COUNT, NEED, 0),
    ROW(channel, FIELD_TEXT, NEED, 20), ROW(person, FIELD_ID, 0, 0), ROW(unit, FIELD_ID, 0, 0),
    ROW(holder, FIELD_BYTES, 0, 32), ROW(name_sealed, FIELD_BYTES, FIELD_PRIVATE, 400),
    ROW(phone_sealed, FIELD_BYTES, FIELD_PRIVATE, 200),
    ROW(phone_masked, FIELD_TEXT, FIELD_PRIVATE, 30), ROW(made, FIELD_MOMENT, NEED, 0),
    ROW(hold_until, FIELD_MOMENT, 0, 0), ROW(arrived, FIELD_MOMENT, 0, 0),
    ROW(called, FIELD_MOMENT, 0, 0), ROW(settled, FIELD_MOMENT, 0, 0),
    ROW(desk, FIELD_COUNT, NEED, 0), ROW(moves, FIELD_COUNT, NEED, 0),
    ROW(reason, FIELD_TEXT, 0, 100), ROW(entered_by, FIELD_ID, 0, 0),
    ROW(temperature, FIELD_TEXT, 0, 10), ROW(version, FIELD_COUNT, NEED, 0),
};
const struct shape booking_row_shape = SHAPE("booking", struct booking_row, row_fields);
const struct table booking_table = { "booking", &booking_row_shape, 2, "version", NULL };

#define HOLDER(member_, kind_) \
    { #member_, NULL, kind_, NEED, AT(struct booking_holder, member_) }
static const struct field holder_fields[] = {
    HOLDER(bucket, FIELD_COUNT),
    { "holder", NULL, FIELD_BYTES, NEED, AT(struct booking_holder, holder), 32 },
    HOLDER(booking, FIELD_ID), HOLDER(version, FIELD_COUNT),
};
static const struct shape holder_shape =
    SHAPE("booking_holder", struct booking_holder, holder_fields);
const struct table booking_holder_table = { "booking_holder", &holder_shape, 2, "version", NULL };

/* ---- questions ---- */

#define KEY(type_, member_, kind_) { #member_, NULL, kind_, NEED, AT(type_, member_) }
static const struct field office_key_fields[] = {
    KEY(struct booking_office_key, bucket, FIELD_COUNT),
    KEY(struct booking_office_key, office, FIELD_ID),
};
static const struct shape office_key_shape =
    SHAPE("booking_office_key", struct booking_office_key, office_key_fields);
const struct query booking_plans_of = {
    .name = "booking.plans-of", .from = "booking_plan p",
    .where = "p.bucket = {bucket} AND p.office = {office}", .order = "p.valid_from, p.plan",
    .key = &office_key_shape, .row = &plan_shape, .row_max = 200, .guard = GUARD_PUBLIC,
};

static const struct field near_fields[] = {
    KEY(struct booking_near_key, from, FIELD_COUNT),
    KEY(struct booking_near_key, until, FIELD_COUNT),
    KEY(struct booking_near_key, day, FIELD_DAY),
};
static const struct shape near_shape =
    SHAPE("booking_near_key", struct booking_near_key, near_fields);
const struct query booking_plans_near = {
    .name = "booking.plans-near", .from = "booking_plan p",
    .where = "p.division BETWEEN {from} AND {until} AND p.valid_from <= {day} "
             "AND (p.valid_until IS NULL OR p.valid_until >= {day})",
    .order = "p.division, p.office, p.plan",
    .key = &near_shape, .row = &plan_shape, .row_max = 100, .guard = GUARD_PUBLIC,
};

#define DAYS(member_, kind_) KEY(struct booking_days_key, member_, kind_)
static const struct field days_fields[] = {
    DAYS(bucket, FIELD_COUNT), DAYS(office, FIELD_ID), DAYS(from, FIELD_DAY),
    DAYS(until, FIELD_DAY),
};
static const struct shape days_shape =
    SHAPE("booking_days_key", struct booking_days_key, days_fields);
const struct query booking_slots_of = {
    .name = "booking.slots-of", .from = "booking_slot s",
    .where = "s.bucket = {bucket} AND s.office = {office} AND s.day BETWEEN {from} AND {until}",
    .order = "s.day, s.minute, s.plan", .key = &days_shape, .row = &booking_slot_shape,
    .row_max = 20000, .guard = GUARD_PUBLIC,
};
static const struct field day_key_fields[] = {
    KEY(struct booking_day_key, bucket, FIELD_COUNT),
    KEY(struct booking_day_key, office, FIELD_ID), KEY(struct booking_day_key, day, FIELD_DAY),
};
static const struct shape day_key_shape =
    SHAPE("booking_day_key", struct booking_day_key, day_key_fields);
const struct query booking_day_of = {
    .name = "booking.day-of", .from = "booking_day d",
    .where = "d.bucket = {bucket} AND d.office = {office} AND d.day = {day}",
    .key = &day_key_shape, .row = &day_shape, .row_max = 1, .guard = GUARD_PUBLIC,
};
const struct query booking_closures_of = {
    .name = "booking.closures-of", .from = "booking_closure c",
    .where = "c.bucket = {bucket} AND c.office = {office} AND c.day BETWEEN {from} AND {until}",
    .order = "c.day, c.from_minute", .key = &days_shape, .row = &closure_shape,
    .row_max = 1000, .guard = GUARD_PUBLIC,
};
const struct query bookings_of_day = {
    .name = "booking.of-day", .from = "booking b",
    .where = "b.bucket = {bucket} AND b.office = {office} AND b.day BETWEEN {from} AND {until} "
             "AND b.state IN ('held', 'confirmed', 'arrived', 'called')",
    .order = "b.day, b.minute, b.booking", .key = &days_shape, .row = &booking_row_shape,
    .row_max = 10000, .guard = GUARD_DECISION,
};

static const struct field id_fields[] = {
    KEY(struct booking_id_key, bucket, FIELD_COUNT), KEY(struct booking_id_key, booking, FIELD_ID),
};
static const struct shape id_shape = SHAPE("booking_id_key", struct booking_id_key, id_fields);
const struct query booking_by_id = {
    .name = "booking.by-id", .from = "booking b",
    .where = "b.bucket = {bucket} AND b.booking = {booking}", .key = &id_shape,
    .row = &booking_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static const struct field holder_key_fields[] = {
    KEY(struct booking_holder_key, bucket, FIELD_COUNT),
    KEY(struct booking_holder_key, holder, FIELD_BYTES),
};
static const struct shape holder_key_shape =
    SHAPE("booking_holder_key", struct booking_holder_key, holder_key_fields);
const struct query booking_holder_of = {
    .name = "booking.holder-of", .from = "booking_holder h",
    .where = "h.bucket = {bucket} AND h.holder = {holder}", .key = &holder_key_shape,
    .row = &holder_shape, .row_max = 1, .guard = GUARD_DECISION,
};
