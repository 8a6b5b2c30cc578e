/* visit_stay_store.c: rows of stays, and the questions asked about them. */

#include "rooms/visit/visit_inside.h"

#define STAY(member, kind, flags_) FIELD(struct visit_stay_row, member, kind, .flags = (flags_))

static const struct field stay_fields[] = {
    STAY(bucket, FIELD_COUNT, FIELD_REQUIRED),
    STAY(visit, FIELD_ID, FIELD_REQUIRED),
    STAY(record_no, FIELD_TEXT, 0),
    STAY(admitted_for, FIELD_TEXT, 0),
    STAY(main_code, FIELD_TEXT, 0),
    STAY(main_name, FIELD_TEXT, 0),
    STAY(procedure_code, FIELD_TEXT, 0),
    STAY(procedure_name, FIELD_TEXT, 0),
    STAY(maternity, FIELD_TEXT, 0),
    STAY(family_planning, FIELD_TEXT, 0),
    STAY(late_birth, FIELD_TEXT, 0),
    STAY(premature, FIELD_TEXT, 0),
    STAY(complications, FIELD_TEXT, 0),
    STAY(weeks, FIELD_COUNT, FIELD_REQUIRED),
    STAY(pregnancies, FIELD_COUNT, FIELD_REQUIRED),
    STAY(fetuses, FIELD_COUNT, FIELD_REQUIRED),
    STAY(born_on, FIELD_DAY, 0),
    STAY(end_department, FIELD_TEXT, 0),
    STAY(end_department_name, FIELD_TEXT, 0),
    STAY(end_bed, FIELD_TEXT, 0),
    STAY(died, FIELD_DAY, 0),
    STAY(finally_settled, FIELD_FLAG, FIELD_REQUIRED),
    STAY(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_stay_shape = SHAPE("visit_stay", struct visit_stay_row, stay_fields);
const struct table visit_stay_table = {
    .name = "visit_stay", .row = &visit_stay_shape, .key_count = 2, .version = "version",
};
const struct table visit_discharge_diagnosis_table = {
    .name = "visit_discharge_diagnosis", .row = &visit_diagnosis_shape, .key_count = 4,
    .version = "version",
};

static const struct field at_key_fields[] = {
    FIELD(struct visit_at_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_at_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct visit_at_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape at_key_shape = SHAPE("visit_at_key", struct visit_at_key, at_key_fields);

const struct query visit_stay_of = {
    .name = "visit.stay", .from = "visit_stay s",
    .where = "s.bucket = {bucket} AND s.visit = {visit}",
    .key = &visit_key_shape, .row = &visit_stay_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query visit_discharge_diagnoses_of = {
    .name = "visit.discharge-diagnoses", .from = "visit_discharge_diagnosis d",
    .where = "d.bucket = {bucket} AND d.visit = {visit}", .order = "d.kind, d.number",
    .key = &visit_key_shape, .row = &visit_diagnosis_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};
const struct query visit_returns_of_bill = {
    .name = "visit.returns", .from = "visit_line l",
    .where = "l.bucket = {bucket} AND l.visit = {visit} AND l.bill = {bill} "
             "AND l.state = 'live' AND l.returns IS NOT NULL",
    .order = "l.position", .key = &visit_bill_key_shape, .row = &visit_line_shape,
    .row_max = LIMIT_LINES_A_VISIT, .guard = GUARD_DECISION,
};
const struct query visit_open_stays_at = {
    .name = "visit.open-stays", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.institution = {institution} "
             "AND v.inpatient = 1 AND v.state = 'open'",
    .order = "v.visit", .key = &at_key_shape, .row = &visit_row_shape, .row_max = 20,
    .guard = GUARD_DECISION,
};
const struct query visit_latest_at = {
    .name = "visit.latest", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.institution = {institution} "
             "AND v.state <> 'cancelled'",
    .order = "v.visit DESC", .key = &at_key_shape, .row = &visit_row_shape, .row_max = 1,
    .guard = GUARD_SCOPED, .guard_institution = "institution", .guard_person = "person",
};
