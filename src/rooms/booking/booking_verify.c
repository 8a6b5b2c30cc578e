/* booking_verify.c: taken places counted again from the bookings themselves. */

#include "rooms/booking/booking.h"

#include "base/check.h"

static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct booking_office_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("booking_bucket_key", struct booking_office_key, bucket_fields);
#define SAME "b.bucket = s.bucket AND b.office = s.office AND b.plan = s.plan " \
    "AND b.day = s.day AND b.minute = s.minute"
#define BOOKED "(SELECT COUNT(*) FROM booking b WHERE " SAME " AND b.walk_in = 0 " \
    "AND b.state NOT IN ('cancelled', 'lapsed'))"
#define WALKED "(SELECT COUNT(*) FROM booking b WHERE " SAME " AND b.walk_in = 1)"
/* Slots whose counts are not those of the bookings that hold a place in them. */
const struct query booking_counted = {
    .name = "booking.counted", .from = "booking_slot s",
    .where = "s.bucket = {bucket} AND (s.taken <> " BOOKED " OR s.walk_ins <> " WALKED ")",
    .order = "s.office, s.day, s.minute, s.plan", .key = &bucket_shape,
    .row = &booking_slot_shape, .row_max = 1000, .guard = GUARD_DECISION,
};
/* Bookings whose slot has no row. */
const struct query booking_unslotted = {
    .name = "booking.unslotted", .from = "booking b",
    .where = "b.bucket = {bucket} AND b.state NOT IN ('cancelled', 'lapsed') AND NOT EXISTS "
        "(SELECT 1 FROM booking_slot s WHERE " SAME ")",
    .order = "b.booking", .key = &bucket_shape, .row = &booking_row_shape, .row_max = 1000,
    .guard = GUARD_DECISION,
};

static void complain(struct verify_report *report, const char *what, int64_t number)
{
    verify_complain_of(report, what, number, 0);
}

enum store_answer booking_verify(struct store *store, struct verify_report *report)
{
    for (int64_t bucket = 0; bucket < BUCKET_COUNT; bucket++) {
        struct arena arena;
        arena_init(&arena);
        const struct booking_office_key key = { .bucket = bucket };
        struct want none = { .query = &booking_unslotted, .key = &key };
        struct want counts = { .query = &booking_counted, .key = &key, .next = &none };
        enum store_answer answer = store->port->read(store, &counts, &arena);
        const struct booking_slot *rows = counts.rows.items;
        report->checked++;
        for (size_t i = 0; answer == STORE_DONE && i < counts.rows.count; i++)
            complain(report, "verify.booking.places", rows[i].plan);
        const struct booking_row *lost = none.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < none.rows.count; i++)
            complain(report, "verify.booking.no-slot", lost[i].booking);
        arena_release(&arena);
        if (answer != STORE_DONE)
            return answer;
    }
    return STORE_DONE;
}
