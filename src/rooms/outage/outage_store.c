/* outage_store.c: windows that were told of, and whom they touch. */

#include "rooms/outage/outage.h"

#define WINDOW(member_) AT(struct outage_window, member_)
static const struct field window_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, WINDOW(bucket) },
    { "window_id", NULL, FIELD_ID, FIELD_REQUIRED, WINDOW(window_id) },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, WINDOW(name), 200 },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, WINDOW(place) },
    { "from_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, WINDOW(from_at) },
    { "until_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, WINDOW(until_at) },
    { "clauses", NULL, FIELD_TEXT, 0, WINDOW(clauses), 200 },
    { "found_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, WINDOW(found_at) },
    { "told_at", NULL, FIELD_MOMENT, 0, WINDOW(told_at) },
    { "bookings", NULL, FIELD_COUNT, FIELD_REQUIRED, WINDOW(bookings) },
    { "limits", NULL, FIELD_COUNT, FIELD_REQUIRED, WINDOW(limits) },
    { "withdrawn_at", NULL, FIELD_MOMENT, 0, WINDOW(withdrawn_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, WINDOW(version) },
};
const struct shape outage_window_shape =
    SHAPE("outage_window", struct outage_window, window_fields);
const struct table outage_window_table =
    { "outage_window", &outage_window_shape, 2, "version" };

static const struct field bucket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct outage_bucket_key, bucket) },
};
static const struct shape bucket_shape =
    SHAPE("outage_bucket_key", struct outage_bucket_key, bucket_fields);
const struct query outage_windows_all = {
    .name = "outage.windows", .from = "outage_window", .where = "bucket = {bucket}",
    .order = "window_id DESC", .key = &bucket_shape, .row = &outage_window_shape,
    .row_max = 5000, .guard = GUARD_PUBLIC,
};

static const struct field id_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct outage_window_key, bucket) },
    { "window_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct outage_window_key, window_id) },
};
static const struct shape id_shape =
    SHAPE("outage_window_key", struct outage_window_key, id_fields);
const struct query outage_window_by_id = {
    .name = "outage.window-by-id", .from = "outage_window",
    .where = "bucket = {bucket} AND window_id = {window_id}", .key = &id_shape,
    .row = &outage_window_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- whom it touches ---- */

#define PAGE(member_) AT(struct outage_page_key, member_)
static const struct field page_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(bucket) },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, PAGE(office) },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, PAGE(from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, PAGE(until) },
    { "after", NULL, FIELD_COUNT, FIELD_REQUIRED, PAGE(after) },
};
static const struct shape page_shape =
    SHAPE("outage_page_key", struct outage_page_key, page_fields);
const struct query outage_bookings = {
    .name = "outage.bookings", .from = "booking b",
    .where = "b.bucket = {bucket} AND b.office = {office} AND b.day BETWEEN {from} AND {until} "
             "AND b.state IN ('held', 'confirmed') AND b.booking > {after}",
    .order = "b.booking", .key = &page_shape, .row = &booking_row_shape, .row_max = OUTAGE_PAGE,
    .guard = GUARD_PUBLIC,
};

#define DEBT(member_) AT(struct outage_debt, member_)
static const struct field debt_fields[] = {
    { "paper", NULL, FIELD_ID, 0, DEBT(paper) },
    { "day", NULL, FIELD_DAY, 0, DEBT(day) },
    { "case_id", NULL, FIELD_ID, 0, DEBT(case_id) },
    { "person", NULL, FIELD_ID, 0, DEBT(person) },
    { "unit", NULL, FIELD_ID, 0, DEBT(unit) },
    { "place", NULL, FIELD_COUNT, 0, DEBT(place) },
    { "receipt", NULL, FIELD_TEXT, 0, DEBT(receipt) },
    { "matter", NULL, FIELD_TEXT, 0, DEBT(matter) },
    { "material", NULL, FIELD_TEXT, 0, DEBT(material) },
    { "insurance", NULL, FIELD_TEXT, 0, DEBT(insurance) },
    { "applicant", NULL, FIELD_TEXT, 0, DEBT(applicant) },
};
static const struct shape debt_shape = SHAPE("outage_debt", struct outage_debt, debt_fields);
const struct query outage_debts = {
    .name = "outage.debts",
    .from = "due_clock c JOIN due_class d ON d.class_id = c.class_id "
            "JOIN intake_paper p ON p.bucket = c.bucket AND p.paper = c.subject "
            "JOIN intake_case i ON i.bucket = p.bucket AND i.case_id = p.case_id",
    .where = "c.office = {office} AND c.running = 1 AND d.sorts BETWEEN {from} AND {until} "
             "AND c.subject > {after}",
    .order = "c.subject", .key = &page_shape, .row = &debt_shape,
    .columns = "p.paper, d.day, i.case_id, i.person, i.unit, i.place, i.receipt, i.matter, "
               "p.material, i.insurance, i.applicant",
    .row_max = OUTAGE_PAGE, .guard = GUARD_PUBLIC,
};
