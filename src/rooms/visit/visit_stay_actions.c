/* visit_stay_actions.c: the actions of stays as rows, and how their inputs look. */

#include "rooms/visit/visit_room.h"
#include "rooms/visit/visit_stay.h"

#define MUST .flags = FIELD_REQUIRED

/* ---- 2401, 2402, 2403 ---- */

#define SAID(name_, member, kind_, national_, ...) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct visit_stay_input, member), __VA_ARGS__ }
#define ARRIVAL(member, kind_, national_, ...) \
    SAID(#member, arrival.member, kind_, national_, __VA_ARGS__)
#define STAY(member, kind_, national_, ...) \
    SAID(#member, stay.member, kind_, national_, __VA_ARGS__)
#define DIAGNOSES \
    SAID("diagnoses", diagnoses, FIELD_LIST, "diseinfo", .of = &visit_stay_diagnosis_shape, \
         .length_max = LIMIT_DIAGNOSES_A_VISIT)
#define MATERNITY \
    STAY(procedure_code, FIELD_TEXT, "oprn_oprt_code", .length_max = 30), \
    STAY(procedure_name, FIELD_TEXT, "oprn_oprt_name", .length_max = 500), \
    STAY(maternity, FIELD_CODE, "matn_type", .codes = "matn_type"), \
    STAY(family_planning, FIELD_CODE, "birctrl_type", .codes = "birctrl_type"), \
    STAY(late_birth, FIELD_CODE, "latechb_flag", .codes = "latechb_flag"), \
    STAY(weeks, FIELD_COUNT, "geso_val", .flags = 0), \
    STAY(pregnancies, FIELD_COUNT, "fetts", .flags = 0), \
    STAY(fetuses, FIELD_COUNT, "fetus_cnt", .flags = 0), \
    STAY(premature, FIELD_CODE, "pret_flag", .codes = "pret_flag"), \
    STAY(born_on, FIELD_DAY, "birctrl_matn_date", .flags = 0)
#define CARE \
    ARRIVAL(doctor, FIELD_TEXT, "atddr_no", .length_max = 30), \
    ARRIVAL(doctor_name, FIELD_TEXT, "chfpdr_name", .length_max = 50), \
    ARRIVAL(bed, FIELD_TEXT, "adm_bed", .length_max = 30), \
    ARRIVAL(condition, FIELD_TEXT, "main_cond_dscr", .length_max = 1000), \
    ARRIVAL(disease, FIELD_TEXT, "dise_codg", .length_max = 30), \
    STAY(record_no, FIELD_TEXT, "medrcdno", .length_max = 30), \
    STAY(admitted_for, FIELD_TEXT, "adm_diag_dscr", .length_max = 200), \
    STAY(main_code, FIELD_TEXT, "dscg_maindiag_code", .length_max = 30), \
    STAY(main_name, FIELD_TEXT, "dscg_maindiag_name", .length_max = 300)

static const struct field admit_fields[] = {
    ARRIVAL(person, FIELD_ID, "psn_no", MUST),
    ARRIVAL(insurance, FIELD_CODE, "insutype", MUST, .codes = "insutype"),
    ARRIVAL(begin_at, FIELD_MOMENT, "begntime", MUST),
    ARRIVAL(certificate_kind, FIELD_CODE, "mdtrt_cert_type", MUST, .codes = "mdtrt_cert_type"),
    ARRIVAL(certificate_number, FIELD_TEXT, "mdtrt_cert_no", .flags = FIELD_PRIVATE,
            .length_max = 50),
    ARRIVAL(med_type, FIELD_CODE, "med_type", MUST, .codes = "med_type"),
    ARRIVAL(number, FIELD_TEXT, "ipt_no", MUST, .length_max = 30),
    ARRIVAL(department, FIELD_TEXT, "adm_dept_codg", MUST, .length_max = 30),
    ARRIVAL(department_name, FIELD_TEXT, "adm_dept_name", MUST, .length_max = 100),
    CARE, MATERNITY, DIAGNOSES,
};
static const struct shape admit_shape = SHAPE("visit.admit", struct visit_stay_input, admit_fields);

static const struct field discharge_fields[] = {
    SAID("visit", visit, FIELD_ID, "mdtrt_id", MUST),
    ARRIVAL(person, FIELD_ID, "psn_no", MUST),
    SAID("end_at", end_at, FIELD_MOMENT, "endtime", MUST),
    SAID("way", way, FIELD_CODE, "dscg_way", MUST, .codes = "dscg_way"),
    ARRIVAL(disease, FIELD_TEXT, "dise_codg", .length_max = 30),
    STAY(end_department, FIELD_TEXT, "dscg_dept_codg", .length_max = 30),
    STAY(end_department_name, FIELD_TEXT, "dscg_dept_name", .length_max = 100),
    STAY(end_bed, FIELD_TEXT, "dscg_bed", .length_max = 30),
    STAY(died, FIELD_DAY, "die_date", .flags = 0),
    STAY(complications, FIELD_CODE, "cop_flag", .codes = "cop_flag"),
    MATERNITY, DIAGNOSES,
};
static const struct shape discharge_shape =
    SHAPE("visit.discharge", struct visit_stay_input, discharge_fields);

static const struct field change_fields[] = {
    SAID("visit", visit, FIELD_ID, "mdtrt_id", MUST),
    ARRIVAL(person, FIELD_ID, "psn_no", MUST),
    ARRIVAL(begin_at, FIELD_MOMENT, "begntime", .flags = 0),
    SAID("end_at", end_at, FIELD_MOMENT, "endtime", .flags = 0),
    ARRIVAL(certificate_kind, FIELD_CODE, "mdtrt_cert_type", .codes = "mdtrt_cert_type"),
    ARRIVAL(med_type, FIELD_CODE, "med_type", .codes = "med_type"),
    ARRIVAL(number, FIELD_TEXT, "ipt_otp_no", .length_max = 30),
    ARRIVAL(department, FIELD_TEXT, "adm_dept_codg", .length_max = 30),
    ARRIVAL(department_name, FIELD_TEXT, "adm_dept_name", .length_max = 100),
    CARE, MATERNITY, DIAGNOSES,
};
static const struct shape change_shape =
    SHAPE("visit.change", struct visit_stay_input, change_fields);

static const struct field readmit_fields[] = {
    FIELD(struct visit_cancel_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct visit_cancel_input, person, FIELD_ID, .national = "psn_no", MUST),
};
static const struct shape readmit_shape =
    SHAPE("visit.readmit", struct visit_cancel_input, readmit_fields);

/* ---- 2301, 2302 ---- */

/* The lines of 2204 but for bill and disease: a stay has one bill. */
#define LINE(member, kind, national_, ...) \
    FIELD(struct visit_line_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(serial, FIELD_TEXT, "feedetl_sn", MUST, .length_max = 30),
    LINE(returns, FIELD_TEXT, "init_feedetl_sn", .length_max = 30),
    LINE(visit, FIELD_ID, "mdtrt_id", MUST),
    LINE(person, FIELD_ID, "psn_no", MUST),
    LINE(at, FIELD_MOMENT, "fee_ocur_time", MUST),
    LINE(item, FIELD_TEXT, "med_list_codg", MUST, .length_max = 50),
    LINE(own_item, FIELD_TEXT, "medins_list_codg", .length_max = 150),
    LINE(amount, FIELD_MONEY, "det_item_fee_sumamt", MUST),
    LINE(quantity, FIELD_QUANTITY, "cnt", MUST),
    LINE(price, FIELD_PRICE, "pric", MUST),
    LINE(days, FIELD_QUANTITY, "prd_days", .flags = 0),
    LINE(department, FIELD_TEXT, "bilg_dept_codg", .length_max = 30),
    LINE(doctor, FIELD_TEXT, "bilg_dr_codg", .length_max = 30),
    LINE(approval, FIELD_COUNT, "hosp_appr_flag", .flags = 0),
};
static const struct shape line_shape =
    SHAPE("visit.stay-line", struct visit_line_input, line_fields);
static const struct field charge_fields[] = {
    FIELD(struct visit_charge_input, lines, FIELD_LIST, .national = "feedetail", MUST,
          .of = &line_shape, .length_max = LIMIT_LINES_A_CALL),
};
static const struct shape charge_shape =
    SHAPE("visit.charge-stay", struct visit_charge_input, charge_fields);

#define BACK(member, kind, national_, ...) \
    FIELD(struct visit_take_back_line, member, kind, .national = (national_), __VA_ARGS__)
static const struct field back_line_fields[] = {
    BACK(serial, FIELD_TEXT, "feedetl_sn", MUST, .length_max = 30),
    BACK(visit, FIELD_ID, "mdtrt_id", MUST),
    BACK(person, FIELD_ID, "psn_no", MUST),
};
static const struct shape back_line_shape =
    SHAPE("visit.take-back-line", struct visit_take_back_line, back_line_fields);
static const struct field take_back_fields[] = {
    FIELD(struct visit_take_back_input, lines, FIELD_LIST, .national = "data", MUST,
          .of = &back_line_shape, .length_max = LIMIT_LINES_A_CALL),
};
static const struct shape take_back_shape =
    SHAPE("visit.take-back", struct visit_take_back_input, take_back_fields);

#define FACTS(name_, type_) \
    static const struct shape name_ = { .name = #name_, .size = sizeof(type_) }
FACTS(stay_facts_shape, struct visit_stay_facts);
FACTS(charge_facts_shape, struct visit_charge_facts);
FACTS(take_back_facts_shape, struct visit_take_back_facts);

/* ---- whom each changes ---- */

static void keys_of_stay(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_stay_input *)request->input)->arrival.person);
}

static void keys_of_readmit(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_cancel_input *)request->input)->person);
}

static void keys_of_take_back(const struct request *request, struct keys *keys)
{
    const struct visit_take_back_input *input = request->input;
    if (input->lines.count > 0)
        keys_add(keys, ((const struct visit_take_back_line *)input->lines.items)->person);
}

/* ---- the rows ---- */

const struct action visit_admit_action = {
    .name = "visit.admit", .method = "POST", .path = "/api/v1/stays",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &admit_shape, .facts = &stay_facts_shape,
    .outcome = &visit_registered_shape, .answer = &visit_registered_shape,
    .help = "visit.help.admit", .keys = keys_of_stay,
    .gather = visit_gather_admit, .decide = visit_decide_admit,
};
const struct action visit_discharge_action = {
    .name = "visit.discharge", .method = "POST", .path = "/api/v1/stays/{visit}/discharge",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &discharge_shape, .facts = &stay_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.discharge", .keys = keys_of_stay,
    .gather = visit_gather_discharge, .decide = visit_decide_discharge,
};
const struct action visit_change_action = {
    .name = "visit.change", .method = "POST", .path = "/api/v1/stays/{visit}/change",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &change_shape, .facts = &stay_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.change", .keys = keys_of_stay,
    .gather = visit_gather_change, .decide = visit_decide_change,
};
const struct action visit_readmit_action = {
    .name = "visit.readmit", .method = "POST", .path = "/api/v1/stays/{visit}/readmit",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &readmit_shape, .facts = &stay_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.readmit", .keys = keys_of_readmit,
    .gather = visit_gather_readmit, .decide = visit_decide_readmit,
};
const struct action visit_charge_stay_action = {
    .name = "visit.charge-stay", .method = "POST", .path = "/api/v1/stays/charges",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &charge_shape, .facts = &charge_facts_shape,
    .outcome = &visit_charged_shape, .answer = &visit_charged_shape,
    .help = "visit.help.charge-stay", .keys = visit_keys_of_charge,
    .gather = visit_gather_charge_stay, .decide = visit_decide_charge,
};
const struct action visit_take_back_action = {
    .name = "visit.take-back", .method = "POST", .path = "/api/v1/stays/charges/undo",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &take_back_shape, .facts = &take_back_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.take-back", .keys = keys_of_take_back,
    .gather = visit_gather_take_back, .decide = visit_decide_take_back,
};
