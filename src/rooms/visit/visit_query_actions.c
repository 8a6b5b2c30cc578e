/* visit_query_actions.c: what is asked about visits, as rows, with the SELECTs behind it. */

#include "rooms/visit/visit_query.h"
#include "rooms/visit/visit_room.h"

#define MUST .flags = FIELD_REQUIRED

/* ---- the SELECTs ---- */

#define VISIT(member, kind_) \
    { .name = #member, .kind = (kind_), .offset = AT(struct visit_found_row, visit.member) }
#define STAY(member, kind_) \
    { .name = #member, .kind = (kind_), .offset = AT(struct visit_found_row, stay.member) }
static const struct field found_fields[] = {
    VISIT(bucket, FIELD_COUNT), VISIT(visit, FIELD_ID), VISIT(person, FIELD_ID),
    VISIT(institution, FIELD_ID), VISIT(division, FIELD_COUNT), VISIT(insurance, FIELD_TEXT),
    VISIT(place, FIELD_COUNT), VISIT(med_type, FIELD_TEXT), VISIT(number, FIELD_TEXT),
    VISIT(begin_at, FIELD_MOMENT), VISIT(end_at, FIELD_MOMENT),
    VISIT(certificate_kind, FIELD_TEXT), VISIT(department, FIELD_TEXT),
    VISIT(department_name, FIELD_TEXT), VISIT(doctor, FIELD_TEXT),
    VISIT(doctor_name, FIELD_TEXT), VISIT(disease, FIELD_TEXT), VISIT(condition, FIELD_TEXT),
    VISIT(bed, FIELD_TEXT), VISIT(inpatient, FIELD_FLAG), VISIT(outcome, FIELD_TEXT),
    VISIT(state, FIELD_TEXT),
    STAY(record_no, FIELD_TEXT), STAY(admitted_for, FIELD_TEXT), STAY(main_code, FIELD_TEXT),
    STAY(main_name, FIELD_TEXT), STAY(procedure_code, FIELD_TEXT),
    STAY(procedure_name, FIELD_TEXT), STAY(maternity, FIELD_TEXT),
    STAY(family_planning, FIELD_TEXT), STAY(late_birth, FIELD_TEXT),
    STAY(premature, FIELD_TEXT), STAY(complications, FIELD_TEXT), STAY(weeks, FIELD_COUNT),
    STAY(pregnancies, FIELD_COUNT), STAY(fetuses, FIELD_COUNT), STAY(born_on, FIELD_DAY),
    STAY(end_department, FIELD_TEXT), STAY(end_department_name, FIELD_TEXT),
    STAY(end_bed, FIELD_TEXT), STAY(died, FIELD_DAY),
};
static const struct shape found_shape = SHAPE("visit_found", struct visit_found_row, found_fields);

#define FOUND_COLUMNS \
    "v.bucket, v.visit, v.person, v.institution, v.division, v.insurance, v.place, v.med_type, " \
    "v.number, v.begin_at, v.end_at, v.certificate_kind, v.department, v.department_name, " \
    "v.doctor, v.doctor_name, v.disease, v.condition, v.bed, v.inpatient, v.outcome, v.state, " \
    "s.record_no, s.admitted_for, s.main_code, s.main_name, s.procedure_code, " \
    "s.procedure_name, s.maternity, s.family_planning, s.late_birth, s.premature, " \
    "s.complications, COALESCE(s.weeks, 0) AS weeks, COALESCE(s.pregnancies, 0) AS " \
    "pregnancies, COALESCE(s.fetuses, 0) AS fetuses, s.born_on, s.end_department, " \
    "s.end_department_name, s.end_bed, s.died"
#define FOUND_FROM \
    "visit v LEFT JOIN visit_stay s ON s.bucket = v.bucket AND s.visit = v.visit"

static const struct field between_fields[] = {
    FIELD(struct visits_between_key, bucket, FIELD_COUNT, MUST),
    FIELD(struct visits_between_key, person, FIELD_ID, MUST),
    FIELD(struct visits_between_key, institution, FIELD_ID, .flags = 0),
    FIELD(struct visits_between_key, visit, FIELD_ID, .flags = 0),
    FIELD(struct visits_between_key, from, FIELD_MOMENT, MUST),
    FIELD(struct visits_between_key, until, FIELD_MOMENT, MUST),
};
static const struct shape between_shape =
    SHAPE("visits_between", struct visits_between_key, between_fields);
const struct query visits_between = {
    .name = "visit.between", .from = FOUND_FROM,
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.state <> 'cancelled' "
             "AND ({institution} IS NULL OR v.institution = {institution}) "
             "AND ({visit} IS NULL OR v.visit = {visit}) "
             "AND v.begin_at >= {from} AND v.begin_at <= {until}",
    .order = "v.begin_at, v.visit", .key = &between_shape, .row = &found_shape,
    .columns = FOUND_COLUMNS, .row_max = VISIT_SHOWN_MAX + 1, .guard = GUARD_SCOPED,
    .guard_institution = "institution", .guard_person = "person",
};

static const struct field stays_between_fields[] = {
    FIELD(struct visit_stays_between_key, institution, FIELD_ID, MUST),
    FIELD(struct visit_stays_between_key, person, FIELD_ID, .flags = 0),
    FIELD(struct visit_stays_between_key, from, FIELD_MOMENT, MUST),
    FIELD(struct visit_stays_between_key, until, FIELD_MOMENT, MUST),
};
static const struct shape stays_between_shape =
    SHAPE("visit_stays_between", struct visit_stays_between_key, stays_between_fields);
const struct query visit_stays_between = {
    .name = "visit.stays-between", .from = FOUND_FROM,
    .where = "v.institution = {institution} AND v.begin_at >= {from} AND v.begin_at <= {until} "
             "AND v.inpatient = 1 AND v.state = 'open' "
             "AND ({person} IS NULL OR v.person = {person})",
    .order = "v.begin_at, v.visit", .key = &stays_between_shape, .row = &found_shape,
    .columns = FOUND_COLUMNS, .row_max = VISIT_SHOWN_MAX + 1, .guard = GUARD_SCOPED,
    .guard_institution = "institution",
};

/* ---- 5201 and 5303 ---- */

#define ASK(member, kind, national_, ...) \
    FIELD(struct visit_list_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field list_input_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(from, FIELD_MOMENT, "begntime", .flags = 0),
    ASK(until, FIELD_MOMENT, "endtime", .flags = 0),
    ASK(med_type, FIELD_CODE, "med_type", .codes = "med_type"),
    ASK(visit, FIELD_ID, "mdtrt_id", .flags = 0),
};
static const struct shape list_input_shape =
    SHAPE("visit.list", struct visit_list_input, list_input_fields);
static const struct field in_hospital_input_fields[] = {
    ASK(person, FIELD_ID, "psn_no", .flags = 0),
    ASK(from, FIELD_MOMENT, "begntime", .flags = 0),
    ASK(until, FIELD_MOMENT, "endtime", .flags = 0),
};
static const struct shape in_hospital_input_shape =
    SHAPE("visit.in-hospital", struct visit_list_input, in_hospital_input_fields);

#define SHOWN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct visit_shown, member) }
#define HIDDEN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), .flags = FIELD_PRIVATE, \
      .offset = AT(struct visit_shown, member) }
#define OF_VISIT(member, kind_, national_) SHOWN(#member, row.visit.member, kind_, national_)
#define OF_STAY(member, kind_, national_) SHOWN(#member, row.stay.member, kind_, national_)
#define WHO \
    OF_VISIT(visit, FIELD_ID, "mdtrt_id"), OF_VISIT(person, FIELD_ID, "psn_no"), \
    SHOWN("certificate", certificate, FIELD_TEXT, "psn_cert_type"), \
    HIDDEN("number_of_certificate", number, FIELD_TEXT, "certno"), \
    HIDDEN("name", name, FIELD_TEXT, "psn_name"), SHOWN("sex", sex, FIELD_TEXT, "gend"), \
    HIDDEN("born", born, FIELD_DAY, "brdy"), SHOWN("age", age, FIELD_COUNT, "age"), \
    OF_VISIT(insurance, FIELD_TEXT, "insutype"), OF_VISIT(med_type, FIELD_TEXT, "med_type"), \
    OF_VISIT(number, FIELD_TEXT, "ipt_otp_no")
static const struct field shown_fields[] = {
    WHO,
    SHOWN("ethnicity", ethnicity, FIELD_TEXT, "naty"),
    SHOWN("person_kind", person_kind, FIELD_TEXT, "psn_type"),
    SHOWN("assisted", assisted, FIELD_FLAG, "maf_psn_flag"),
    SHOWN("civil_servant", civil_servant, FIELD_FLAG, "cvlserv_flag"),
    SHOWN("place", place, FIELD_TEXT, "insu_optins"),
    SHOWN("unit_name", unit_name, FIELD_TEXT, "emp_name"),
    OF_VISIT(begin_at, FIELD_MOMENT, "begntime"), OF_VISIT(end_at, FIELD_MOMENT, "endtime"),
    OF_VISIT(certificate_kind, FIELD_TEXT, "mdtrt_cert_type"),
    SHOWN("over_year", over_year, FIELD_FLAG, "ars_year_ipt_flag"),
    OF_STAY(record_no, FIELD_TEXT, "medrcdno"), OF_VISIT(doctor, FIELD_TEXT, "atddr_no"),
    OF_VISIT(doctor_name, FIELD_TEXT, "chfpdr_name"),
    OF_VISIT(department, FIELD_TEXT, "adm_dept_codg"),
    OF_VISIT(department_name, FIELD_TEXT, "adm_dept_name"),
    OF_VISIT(bed, FIELD_TEXT, "adm_bed"), OF_STAY(main_code, FIELD_TEXT, "dscg_maindiag_code"),
    OF_STAY(main_name, FIELD_TEXT, "dscg_maindiag_name"),
    OF_STAY(end_department, FIELD_TEXT, "dscg_dept_codg"),
    OF_STAY(end_department_name, FIELD_TEXT, "dscg_dept_name"),
    OF_STAY(end_bed, FIELD_TEXT, "dscg_bed"), OF_VISIT(outcome, FIELD_TEXT, "dscg_way"),
    OF_VISIT(condition, FIELD_TEXT, "main_cond_dscr"),
    OF_VISIT(disease, FIELD_TEXT, "dise_codg"),
    OF_STAY(procedure_code, FIELD_TEXT, "oprn_oprt_code"),
    OF_STAY(procedure_name, FIELD_TEXT, "oprn_oprt_name"),
    SHOWN("in_hospital", in_hospital, FIELD_FLAG, "inhosp_stas"),
    OF_STAY(died, FIELD_DAY, "die_date"), SHOWN("days", days, FIELD_COUNT, "ipt_days"),
    OF_STAY(maternity, FIELD_TEXT, "matn_type"),
    OF_STAY(family_planning, FIELD_TEXT, "birctrl_type"),
    OF_STAY(late_birth, FIELD_TEXT, "latechb_flag"), OF_STAY(weeks, FIELD_COUNT, "geso_val"),
    OF_STAY(pregnancies, FIELD_COUNT, "fetts"), OF_STAY(fetuses, FIELD_COUNT, "fetus_cnt"),
    OF_STAY(premature, FIELD_TEXT, "pret_flag"),
    OF_STAY(born_on, FIELD_DAY, "birctrl_matn_date"),
    OF_STAY(complications, FIELD_TEXT, "cop_flag"),
};
static const struct shape shown_shape = SHAPE("visit.shown", struct visit_shown, shown_fields);
static const struct field in_hospital_fields[] = {
    WHO,
    OF_VISIT(begin_at, FIELD_MOMENT, "begndate"),
};
static const struct shape in_hospital_shape =
    SHAPE("visit.patient", struct visit_shown, in_hospital_fields);

static const struct field list_fields[] = {
    { .name = "visits", .national = "mdtrtinfo", .kind = FIELD_LIST,
      .offset = AT(struct visit_list, visits), .of = &shown_shape },
};
static const struct shape list_shape = SHAPE("visit.visits", struct visit_list, list_fields);
static const struct field patients_fields[] = {
    { .name = "patients", .national = "data", .kind = FIELD_LIST,
      .offset = AT(struct visit_list, visits), .of = &in_hospital_shape },
};
static const struct shape patients_shape =
    SHAPE("visit.patients", struct visit_list, patients_fields);

static const struct shape list_facts_shape = {
    .name = "visit.list-facts", .size = sizeof(struct visit_list_facts),
};

const struct action visit_list_action = {
    .name = "visit.list", .method = "GET", .path = "/api/v1/persons/{person}/visits",
    .flags = ACTION_READ | ACTION_DISCLOSES, .input = &list_input_shape,
    .facts = &list_facts_shape, .outcome = &list_shape,
    .answer = &list_shape, .help = "visit.help.visits",
    .gather = visit_gather_list, .decide = visit_decide_list, .tell = visit_tell_list,
};
const struct action visit_in_hospital_action = {
    .name = "visit.in-hospital", .method = "GET", .path = "/api/v1/stays",
    .flags = ACTION_READ | ACTION_DISCLOSES,
    .input = &in_hospital_input_shape, .facts = &list_facts_shape, .outcome = &patients_shape,
    .answer = &patients_shape, .help = "visit.help.in-hospital",
    .gather = visit_gather_in_hospital, .decide = visit_decide_in_hospital,
    .tell = visit_tell_list,
};

/* ---- 5202 ---- */

static const struct field diagnoses_input_fields[] = {
    FIELD(struct visit_diagnoses_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct visit_diagnoses_input, person, FIELD_ID, .national = "psn_no", MUST),
};
static const struct shape diagnoses_input_shape =
    SHAPE("visit.diagnoses", struct visit_diagnoses_input, diagnoses_input_fields);

#define TOLD(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct visit_diagnosis_shown, member) }
static const struct field diagnosis_fields[] = {
    TOLD("id", id, FIELD_TEXT, "diag_info_id"), TOLD("visit", row.visit, FIELD_ID, "mdtrt_id"),
    TOLD("person", person, FIELD_ID, "psn_no"),
    TOLD("side", side, FIELD_TEXT, "inout_diag_type"),
    TOLD("kind", row.kind, FIELD_TEXT, "diag_type"),
    TOLD("main", row.main, FIELD_FLAG, "maindiag_flag"),
    TOLD("number", row.number, FIELD_COUNT, "diag_srt_no"),
    TOLD("code", row.code, FIELD_TEXT, "diag_code"),
    TOLD("name", row.name, FIELD_TEXT, "diag_name"),
    TOLD("department", row.department, FIELD_TEXT, "diag_dept"),
    TOLD("doctor", row.doctor, FIELD_TEXT, "dise_dor_no"),
    TOLD("doctor_name", row.doctor_name, FIELD_TEXT, "dise_dor_name"),
    TOLD("at", row.at, FIELD_MOMENT, "diag_time"),
};
static const struct shape diagnosis_shape =
    SHAPE("visit.diagnosis-shown", struct visit_diagnosis_shown, diagnosis_fields);
static const struct field diagnoses_fields[] = {
    FIELD(struct visit_diagnoses, diagnoses, FIELD_LIST, .national = "diseinfo",
          .of = &diagnosis_shape),
};
static const struct shape diagnoses_shape =
    SHAPE("visit.diagnoses-shown", struct visit_diagnoses, diagnoses_fields);
static const struct shape diagnoses_facts_shape = {
    .name = "visit.diagnoses-facts", .size = sizeof(struct visit_diagnoses_facts),
};

const struct action visit_diagnoses_action = {
    .name = "visit.diagnoses", .method = "GET", .path = "/api/v1/visits/{visit}/diagnoses",
    .flags = ACTION_READ,
    .input = &diagnoses_input_shape, .facts = &diagnoses_facts_shape,
    .outcome = &diagnoses_shape, .answer = &diagnoses_shape, .help = "visit.help.diagnoses",
    .gather = visit_gather_diagnoses, .decide = visit_decide_diagnoses,
};
