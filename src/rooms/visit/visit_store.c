/* visit_store.c: rows of visits and what is asked about them; stays stand in visit_stay_store.c. */

#include "rooms/visit/visit_inside.h"

#include <stdlib.h>

#define VISIT(member, kind, flags_) FIELD(struct visit_row, member, kind, .flags = (flags_))
#define DIAGNOSIS(member, kind, flags_) \
    FIELD(struct visit_diagnosis_row, member, kind, .flags = (flags_))
#define BILL(member, kind, flags_) FIELD(struct visit_bill_row, member, kind, .flags = (flags_))
#define LINE(member, kind, flags_) FIELD(struct visit_line_row, member, kind, .flags = (flags_))

static const struct field visit_fields[] = {
    VISIT(bucket, FIELD_COUNT, FIELD_REQUIRED),
    VISIT(visit, FIELD_ID, FIELD_REQUIRED),
    VISIT(person, FIELD_ID, FIELD_REQUIRED),
    VISIT(institution, FIELD_ID, 0),
    VISIT(division, FIELD_COUNT, FIELD_REQUIRED),
    VISIT(insurance, FIELD_TEXT, FIELD_REQUIRED),
    VISIT(place, FIELD_COUNT, FIELD_REQUIRED),
    VISIT(med_type, FIELD_TEXT, 0),
    VISIT(number, FIELD_TEXT, FIELD_REQUIRED),
    VISIT(begin_at, FIELD_MOMENT, FIELD_REQUIRED),
    VISIT(end_at, FIELD_MOMENT, 0),
    VISIT(certificate_kind, FIELD_TEXT, FIELD_REQUIRED),
    VISIT(department, FIELD_TEXT, 0),
    VISIT(department_name, FIELD_TEXT, 0),
    VISIT(specialty, FIELD_TEXT, 0),
    VISIT(doctor, FIELD_TEXT, 0),
    VISIT(doctor_name, FIELD_TEXT, 0),
    VISIT(disease, FIELD_TEXT, 0),
    VISIT(condition, FIELD_TEXT, 0),
    VISIT(bed, FIELD_TEXT, 0),
    VISIT(inpatient, FIELD_FLAG, FIELD_REQUIRED),
    VISIT(outcome, FIELD_TEXT, 0),
    VISIT(state, FIELD_TEXT, FIELD_REQUIRED),
    VISIT(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_row_shape = SHAPE("visit", struct visit_row, visit_fields);
const struct table visit_table = {
    .name = "visit", .row = &visit_row_shape, .key_count = 2, .version = "version",
};

static const struct field diagnosis_fields[] = {
    DIAGNOSIS(bucket, FIELD_COUNT, FIELD_REQUIRED),
    DIAGNOSIS(visit, FIELD_ID, FIELD_REQUIRED),
    DIAGNOSIS(kind, FIELD_TEXT, FIELD_REQUIRED),
    DIAGNOSIS(number, FIELD_COUNT, FIELD_REQUIRED),
    DIAGNOSIS(main, FIELD_FLAG, FIELD_REQUIRED),
    DIAGNOSIS(code, FIELD_TEXT, FIELD_REQUIRED),
    DIAGNOSIS(name, FIELD_TEXT, FIELD_REQUIRED),
    DIAGNOSIS(department, FIELD_TEXT, 0),
    DIAGNOSIS(doctor, FIELD_TEXT, 0),
    DIAGNOSIS(doctor_name, FIELD_TEXT, 0),
    DIAGNOSIS(at, FIELD_MOMENT, 0),
    DIAGNOSIS(valid, FIELD_FLAG, FIELD_REQUIRED),
    DIAGNOSIS(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_diagnosis_shape =
    SHAPE("visit_diagnosis", struct visit_diagnosis_row, diagnosis_fields);
const struct table visit_diagnosis_table = {
    .name = "visit_diagnosis", .row = &visit_diagnosis_shape, .key_count = 4,
    .version = "version", .under = &visit_table,
};

static const struct field bill_fields[] = {
    BILL(bucket, FIELD_COUNT, FIELD_REQUIRED),
    BILL(visit, FIELD_ID, FIELD_REQUIRED),
    BILL(bill, FIELD_TEXT, FIELD_REQUIRED),
    BILL(disease, FIELD_TEXT, 0),
    BILL(line_count, FIELD_COUNT, FIELD_REQUIRED),
    BILL(amount, FIELD_MONEY, FIELD_REQUIRED),
    BILL(full_own, FIELD_MONEY, FIELD_REQUIRED),
    BILL(over_limit, FIELD_MONEY, FIELD_REQUIRED),
    BILL(pay_first, FIELD_MONEY, FIELD_REQUIRED),
    BILL(in_scope, FIELD_MONEY, FIELD_REQUIRED),
    BILL(settled_lines, FIELD_COUNT, FIELD_REQUIRED),
    BILL(settlement, FIELD_ID, 0),
    BILL(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_bill_shape = SHAPE("visit_bill", struct visit_bill_row, bill_fields);
const struct table visit_bill_table = {
    .name = "visit_bill", .row = &visit_bill_shape, .key_count = 3, .version = "version",
    .under = &visit_table,
};

static const struct field line_fields[] = {
    LINE(bucket, FIELD_COUNT, FIELD_REQUIRED),
    LINE(visit, FIELD_ID, FIELD_REQUIRED),
    LINE(bill, FIELD_TEXT, FIELD_REQUIRED),
    LINE(serial, FIELD_TEXT, FIELD_REQUIRED),
    LINE(position, FIELD_COUNT, FIELD_REQUIRED),
    LINE(item, FIELD_TEXT, FIELD_REQUIRED),
    LINE(own_item, FIELD_TEXT, 0),
    LINE(at, FIELD_MOMENT, FIELD_REQUIRED),
    LINE(amount, FIELD_MONEY, FIELD_REQUIRED),
    LINE(quantity, FIELD_QUANTITY, FIELD_REQUIRED),
    LINE(price, FIELD_PRICE, FIELD_REQUIRED),
    LINE(charge_level, FIELD_TEXT, FIELD_REQUIRED),
    LINE(charge_type, FIELD_TEXT, 0),
    LINE(price_limit, FIELD_PRICE, FIELD_REQUIRED),
    LINE(pay_first_share, FIELD_SHARE, FIELD_REQUIRED),
    LINE(restricted, FIELD_FLAG, FIELD_REQUIRED),
    LINE(approval, FIELD_COUNT, FIELD_REQUIRED),
    LINE(full_own, FIELD_MONEY, FIELD_REQUIRED),
    LINE(over_limit, FIELD_MONEY, FIELD_REQUIRED),
    LINE(pay_first, FIELD_MONEY, FIELD_REQUIRED),
    LINE(in_scope, FIELD_MONEY, FIELD_REQUIRED),
    LINE(days, FIELD_COUNT, FIELD_REQUIRED),
    LINE(department, FIELD_TEXT, 0),
    LINE(doctor, FIELD_TEXT, 0),
    LINE(returns, FIELD_TEXT, 0),
    LINE(state, FIELD_TEXT, FIELD_REQUIRED),
    LINE(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_line_shape = SHAPE("visit_line", struct visit_line_row, line_fields);
const struct table visit_line_table = {
    .name = "visit_line", .row = &visit_line_shape, .key_count = 4, .version = "version",
    .under = &visit_table,
};

static const struct field visit_key_fields[] = {
    FIELD(struct visit_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_key, visit, FIELD_ID, .flags = FIELD_REQUIRED),
};
const struct shape visit_key_shape = SHAPE("visit_key", struct visit_key, visit_key_fields);

static const struct field bill_key_fields[] = {
    FIELD(struct visit_bill_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_bill_key, visit, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct visit_bill_key, bill, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
const struct shape visit_bill_key_shape =
    SHAPE("visit_bill_key", struct visit_bill_key, bill_key_fields);

static const struct field line_key_fields[] = {
    FIELD(struct visit_line_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_line_key, visit, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct visit_line_key, bill, FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_line_key, serial, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape line_key_shape =
    SHAPE("visit_line_key", struct visit_line_key, line_key_fields);

static const struct field person_key_fields[] = {
    FIELD(struct visit_of_person_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_of_person_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape person_key_shape =
    SHAPE("visit_of_person_key", struct visit_of_person_key, person_key_fields);

const struct query visit_by_id = {
    .name = "visit.by-id", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.visit = {visit}",
    .key = &visit_key_shape, .row = &visit_row_shape, .row_max = 1, .guard = GUARD_DECISION,
    .kept_of = &visit_table, .kept_whole = true,
};
const struct query visit_diagnoses_of = {
    .name = "visit.diagnoses", .from = "visit_diagnosis d",
    .where = "d.bucket = {bucket} AND d.visit = {visit}", .order = "d.kind, d.number",
    .key = &visit_key_shape, .row = &visit_diagnosis_shape, .row_max = 200,
    .guard = GUARD_DECISION, .kept_of = &visit_diagnosis_table, .kept_whole = true,
};
const struct query visit_bill_by_key = {
    .name = "visit.bill", .from = "visit_bill b",
    .where = "b.bucket = {bucket} AND b.visit = {visit} AND b.bill = {bill}",
    .key = &visit_bill_key_shape, .row = &visit_bill_shape, .row_max = 1,
    .guard = GUARD_DECISION, .kept_of = &visit_bill_table, .kept_whole = true,
};
const struct query visit_bills_of = {
    .name = "visit.bills", .from = "visit_bill b",
    .where = "b.bucket = {bucket} AND b.visit = {visit}", .order = "b.bill",
    .key = &visit_key_shape, .row = &visit_bill_shape, .row_max = 2000, .guard = GUARD_DECISION,
    .kept_of = &visit_bill_table, .kept_whole = true,
};
const struct query visit_lines_of_bill = {
    .name = "visit.lines-of-bill", .from = "visit_line l",
    .where = "l.bucket = {bucket} AND l.visit = {visit} AND l.bill = {bill}",
    .order = "l.serial", .key = &visit_bill_key_shape, .row = &visit_line_shape,
    .row_max = LIMIT_LINES_A_VISIT, .guard = GUARD_DECISION, .kept_of = &visit_line_table,
    .kept_whole = true,
};
const struct query visit_line_by_key = {
    .name = "visit.line", .from = "visit_line l",
    .where = "l.bucket = {bucket} AND l.visit = {visit} AND l.bill = {bill} "
             "AND l.serial = {serial}",
    .key = &line_key_shape, .row = &visit_line_shape, .row_max = 1, .guard = GUARD_DECISION,
    .kept_of = &visit_line_table, .kept_whole = true,
};
const struct query visit_lines_of_visit = {
    .name = "visit.lines", .from = "visit_line l",
    .where = "l.bucket = {bucket} AND l.visit = {visit} AND l.state = 'live'",
    .order = "l.bill, l.position", .key = &visit_key_shape, .row = &visit_line_shape,
    .row_max = LIMIT_LINES_A_VISIT, .guard = GUARD_DECISION,
};
const struct query visits_of_person = {
    .name = "visit.of-person", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.person = {person}", .order = "v.visit DESC",
    .key = &person_key_shape, .row = &visit_row_shape, .row_max = 200,
    .guard = GUARD_SCOPED, .guard_institution = "institution", .guard_person = "person",
};

static const struct field on_day_fields[] = {
    FIELD(struct visit_on_day_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_on_day_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct visit_on_day_key, from, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_on_day_key, until, FIELD_MOMENT, .flags = FIELD_REQUIRED),
};
static const struct shape on_day_shape =
    SHAPE("visit_on_day_key", struct visit_on_day_key, on_day_fields);
/* What was written down from papers is no hospital's record. */
const struct query visits_on_day = {
    .name = "visit.on-day", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.institution IS NOT NULL "
             "AND v.state <> 'cancelled' AND v.begin_at < {until} "
             "AND (v.begin_at >= {from} OR v.end_at >= {from} "
             "OR (v.inpatient = 1 AND v.end_at IS NULL))",
    .order = "v.visit DESC", .key = &on_day_shape, .row = &visit_row_shape, .row_max = 10,
    .page = true, .guard = GUARD_DECISION,
};

static int by_position(const void *one, const void *other)
{
    const struct visit_line_row *a = one, *b = other;
    return (a->position > b->position) - (a->position < b->position);
}

const struct list *visit_lines_live(const struct list *lines, struct arena *arena)
{
    if (lines == NULL)
        return NULL;
    const struct visit_line_row *rows = lines->items;
    struct list *live = ARENA_NEW(arena, struct list);
    struct visit_line_row *kept = ARENA_ARRAY(arena, struct visit_line_row, lines->count);
    for (size_t i = 0; i < lines->count; i++)
        if (text_is(rows[i].state, "live"))
            kept[live->count++] = rows[i];
    if (live->count > 1)
        qsort(kept, live->count, sizeof *kept, by_position);
    live->items = kept;
    return live;
}

struct visit_key visit_key_of(int64_t visit)
{
    return (struct visit_key){ .bucket = id_bucket(visit), .visit = visit };
}

bool visit_is_open(const struct visit_row *visit)
{
    return text_is(visit->state, "open");
}
