/* visit_actions.c: the room's actions as rows, and how their inputs and answers look. */

#include "rooms/visit/visit_room.h"

#define REGISTER(member, kind, national_, ...) \
    FIELD(struct visit_register_input, member, kind, .national = (national_), __VA_ARGS__)
#define MUST .flags = FIELD_REQUIRED

static const struct field register_fields[] = {
    REGISTER(person, FIELD_ID, "psn_no", MUST),
    REGISTER(insurance, FIELD_CODE, "insutype", MUST, .codes = "insutype"),
    REGISTER(begin_at, FIELD_MOMENT, "begntime", .flags = 0),
    REGISTER(certificate_kind, FIELD_CODE, "mdtrt_cert_type", MUST, .codes = "mdtrt_cert_type"),
    REGISTER(certificate_number, FIELD_TEXT, "mdtrt_cert_no", .flags = FIELD_PRIVATE,
             .length_max = 50),
    REGISTER(number, FIELD_TEXT, "ipt_otp_no", MUST, .length_max = 30),
    REGISTER(doctor, FIELD_TEXT, "atddr_no", .length_max = 30),
    REGISTER(doctor_name, FIELD_TEXT, "dr_name", .length_max = 50),
    REGISTER(department, FIELD_TEXT, "dept_code", MUST, .length_max = 30),
    REGISTER(department_name, FIELD_TEXT, "dept_name", MUST, .length_max = 100),
    REGISTER(specialty, FIELD_TEXT, "caty", .length_max = 10),
    REGISTER(med_type, FIELD_CODE, "med_type", .codes = "med_type"),
};
static const struct shape register_shape =
    SHAPE("visit.register", struct visit_register_input, register_fields);

static const struct field no_fields[] = {
    { .name = "nothing", .kind = FIELD_COUNT, .offset = 0 },
};
#define FACTS(name_, type_) \
    static const struct shape name_ = \
        { .name = #name_, .size = sizeof(type_), .fields = no_fields, .field_count = 0 }
FACTS(register_facts_shape, struct visit_register_facts);
FACTS(describe_facts_shape, struct visit_describe_facts);
FACTS(charge_facts_shape, struct visit_charge_facts);
FACTS(undo_facts_shape, struct visit_undo_facts);

static const struct field registered_fields[] = {
    FIELD(struct visit_registered, visit, FIELD_ID, .national = "mdtrt_id"),
    FIELD(struct visit_registered, person, FIELD_ID, .national = "psn_no"),
    FIELD(struct visit_registered, number, FIELD_TEXT, .national = "ipt_otp_no"),
};
const struct shape visit_registered_shape =
    SHAPE("visit.registered", struct visit_registered, registered_fields);

static const struct field done_fields[] = {
    FIELD(struct visit_done, visit, FIELD_ID, .national = "mdtrt_id"),
};
const struct shape visit_done_shape = SHAPE("visit.done", struct visit_done, done_fields);

#define DIAGNOSIS(member, kind, national_, ...) \
    FIELD(struct visit_diagnosis_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field diagnosis_fields[] = {
    DIAGNOSIS(kind, FIELD_CODE, "diag_type", MUST, .codes = "diag_type"),
    DIAGNOSIS(number, FIELD_COUNT, "diag_srt_no", MUST),
    DIAGNOSIS(code, FIELD_TEXT, "diag_code", MUST, .length_max = 30),
    DIAGNOSIS(name, FIELD_TEXT, "diag_name", MUST, .length_max = 100),
    DIAGNOSIS(department, FIELD_TEXT, "diag_dept", .length_max = 50),
    DIAGNOSIS(doctor, FIELD_TEXT, "dise_dor_no", .length_max = 30),
    DIAGNOSIS(doctor_name, FIELD_TEXT, "dise_dor_name", .length_max = 50),
    DIAGNOSIS(at, FIELD_MOMENT, "diag_time", .flags = 0),
    DIAGNOSIS(main, FIELD_FLAG, "maindiag_flag", .flags = 0),
    DIAGNOSIS(valid, FIELD_FLAG, "vali_flag", MUST),
};
const struct shape visit_diagnosis_input_shape =
    SHAPE("visit.diagnosis", struct visit_diagnosis_input, diagnosis_fields);
/* Those of a stay all hold: the last member is not said. */
const struct shape visit_stay_diagnosis_shape = {
    .name = "visit.stay-diagnosis", .size = sizeof(struct visit_diagnosis_input),
    .fields = diagnosis_fields,
    .field_count = sizeof diagnosis_fields / sizeof diagnosis_fields[0] - 1,
};

#define DESCRIBE(member, kind, national_, ...) \
    FIELD(struct visit_describe_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field describe_fields[] = {
    DESCRIBE(visit, FIELD_ID, "mdtrt_id", MUST),
    DESCRIBE(person, FIELD_ID, "psn_no", MUST),
    DESCRIBE(med_type, FIELD_CODE, "med_type", MUST, .codes = "med_type"),
    DESCRIBE(begin_at, FIELD_MOMENT, "begntime", .flags = 0),
    DESCRIBE(condition, FIELD_TEXT, "main_cond_dscr", .length_max = 1000),
    DESCRIBE(disease, FIELD_TEXT, "dise_codg", .length_max = 30),
    DESCRIBE(diagnoses, FIELD_LIST, "diseinfo", .of = &visit_diagnosis_input_shape,
             .length_max = LIMIT_DIAGNOSES_A_VISIT),
};
static const struct shape describe_shape =
    SHAPE("visit.describe", struct visit_describe_input, describe_fields);

#define LINE(member, kind, national_, ...) \
    FIELD(struct visit_line_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(serial, FIELD_TEXT, "feedetl_sn", MUST, .length_max = 30),
    LINE(visit, FIELD_ID, "mdtrt_id", MUST),
    LINE(person, FIELD_ID, "psn_no", MUST),
    LINE(bill, FIELD_TEXT, "chrg_bchno", MUST, .length_max = 30),
    LINE(disease, FIELD_TEXT, "dise_codg", .length_max = 30),
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
    LINE(returns, FIELD_TEXT, "init_feedetl_sn", .length_max = 30),
};
const struct shape visit_line_input_shape =
    SHAPE("visit.line", struct visit_line_input, line_fields);

static const struct field charge_fields[] = {
    FIELD(struct visit_charge_input, lines, FIELD_LIST, .national = "feedetail", MUST,
          .of = &visit_line_input_shape, .length_max = LIMIT_LINES_A_CALL),
};
const struct shape visit_charge_shape =
    SHAPE("visit.charge", struct visit_charge_input, charge_fields);

#define PART(member, kind, national_) \
    FIELD(struct visit_line_split, member, kind, .national = (national_))
static const struct field split_fields[] = {
    PART(serial, FIELD_TEXT, "feedetl_sn"),
    PART(amount, FIELD_MONEY, "det_item_fee_sumamt"),
    PART(quantity, FIELD_QUANTITY, "cnt"),
    PART(price, FIELD_PRICE, "pric"),
    PART(price_limit, FIELD_PRICE, "pric_uplmt_amt"),
    PART(pay_first_share, FIELD_SHARE, "selfpay_prop"),
    PART(full_own, FIELD_MONEY, "fulamt_ownpay_amt"),
    PART(over_limit, FIELD_MONEY, "overlmt_amt"),
    PART(pay_first, FIELD_MONEY, "preselfpay_amt"),
    PART(in_scope, FIELD_MONEY, "inscp_scp_amt"),
    PART(charge_level, FIELD_TEXT, "chrgitm_lv"),
    PART(charge_type, FIELD_TEXT, "med_chrgitm_type"),
    PART(basic_medicine, FIELD_FLAG, "bas_medn_flag"),
    PART(negotiated, FIELD_FLAG, "hi_nego_drug_flag"),
    PART(for_children, FIELD_FLAG, "chld_medc_flag"),
    PART(special, FIELD_FLAG, "list_sp_item_flag"),
    PART(restricted, FIELD_FLAG, "lmt_used_flag"),
    PART(memo, FIELD_TEXT, "memo"),
};
const struct shape visit_split_shape =
    SHAPE("visit.split", struct visit_line_split, split_fields);
static const struct field charged_fields[] = {
    FIELD(struct visit_charged, lines, FIELD_LIST, .national = "result",
          .of = &visit_split_shape),
};
const struct shape visit_charged_shape =
    SHAPE("visit.charged", struct visit_charged, charged_fields);

static const struct field cancel_fields[] = {
    FIELD(struct visit_cancel_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct visit_cancel_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct visit_cancel_input, number, FIELD_TEXT, .national = "ipt_otp_no",
          .length_max = 30),
};
static const struct shape cancel_shape =
    SHAPE("visit.cancel", struct visit_cancel_input, cancel_fields);

static const struct field uncharge_fields[] = {
    FIELD(struct visit_uncharge_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct visit_uncharge_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct visit_uncharge_input, bill, FIELD_TEXT, .national = "chrg_bchno", MUST,
          .length_max = 30),
    FIELD(struct visit_uncharge_input, serial, FIELD_TEXT, .national = "feedetl_sn",
          .length_max = 30),
};
const struct shape visit_uncharge_shape =
    SHAPE("visit.uncharge", struct visit_uncharge_input, uncharge_fields);

/* ---- whom each changes ---- */

static void keys_of_register(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_register_input *)request->input)->person);
}

static void keys_of_describe(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_describe_input *)request->input)->person);
}

void visit_keys_of_charge(const struct request *request, struct keys *keys)
{
    const struct visit_charge_input *input = request->input;
    if (input->lines.count > 0)
        keys_add(keys, ((const struct visit_line_input *)input->lines.items)->person);
}

static void keys_of_cancel(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_cancel_input *)request->input)->person);
}

void visit_keys_of_uncharge(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_uncharge_input *)request->input)->person);
}

static void decide_register(const struct request *request, const void *facts,
                            struct decision *decision)
{
    visit_decide_register(request, facts, decision, false);
}

/* ---- the rows ---- */

const struct action visit_register_action = {
    .name = "visit.register", .method = "POST", .path = "/api/v1/visits",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &register_shape, .facts = &register_facts_shape,
    .outcome = &visit_registered_shape, .answer = &visit_registered_shape,
    .help = "visit.help.register", .keys = keys_of_register,
    .gather = visit_gather_register, .decide = decide_register,
};
const struct action visit_describe_action = {
    .name = "visit.describe", .method = "POST", .path = "/api/v1/visits/{visit}/description",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &describe_shape, .facts = &describe_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.describe", .keys = keys_of_describe,
    .gather = visit_gather_describe, .decide = visit_decide_describe,
};
const struct action visit_charge_action = {
    .name = "visit.charge", .method = "POST", .path = "/api/v1/charges",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &visit_charge_shape, .facts = &charge_facts_shape,
    .outcome = &visit_charged_shape, .answer = &visit_charged_shape,
    .help = "visit.help.charge", .keys = visit_keys_of_charge,
    .gather = visit_gather_charge, .decide = visit_decide_charge,
};
const struct action visit_uncharge_action = {
    .name = "visit.uncharge", .method = "POST", .path = "/api/v1/visits/{visit}/uncharge",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &visit_uncharge_shape, .facts = &undo_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.uncharge", .keys = visit_keys_of_uncharge,
    .gather = visit_gather_uncharge, .decide = visit_decide_uncharge,
};
const struct action visit_cancel_action = {
    .name = "visit.cancel", .method = "POST", .path = "/api/v1/visits/{visit}/cancel",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &cancel_shape, .facts = &undo_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.cancel", .keys = keys_of_cancel,
    .gather = visit_gather_cancel, .decide = visit_decide_cancel,
};
