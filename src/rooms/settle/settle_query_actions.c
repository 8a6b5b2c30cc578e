/* settle_query_actions.c: what is asked about settlements, as rows. */

#include "rooms/settle/settle_query.h"

#define MUST .flags = FIELD_REQUIRED

static const struct field find_fields[] = {
    FIELD(struct settle_find_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct settle_find_input, settlement, FIELD_ID, .national = "setl_id", MUST),
    FIELD(struct settle_find_input, visit, FIELD_ID, .national = "mdtrt_id", .flags = 0),
};
static const struct shape find_shape =
    SHAPE("settle.find", struct settle_find_input, find_fields);
static const struct field lines_input_fields[] = {
    FIELD(struct settle_find_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct settle_find_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct settle_find_input, settlement, FIELD_ID, .national = "setl_id", .flags = 0),
};
static const struct shape lines_input_shape =
    SHAPE("settle.lines", struct settle_find_input, lines_input_fields);

/* ---- 5203: its fields are named otherwise than those of 2207 ---- */

#define OF(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct settle_found, member) }
#define PRIVATE(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), .flags = FIELD_PRIVATE, \
      .offset = AT(struct settle_found, member) }
#define RECEIPT(member, kind_, national_) OF(#member, answer.receipt.member, kind_, national_)
#define ANSWER(member, kind_, national_) OF(#member, answer.member, kind_, national_)
#define OWN(member, kind_, national_) OF(#member, member, kind_, national_)
static const struct field found_fields[] = {
    RECEIPT(settlement, FIELD_ID, "setl_id"), RECEIPT(visit, FIELD_ID, "mdtrt_id"),
    RECEIPT(person, FIELD_ID, "psn_no"), PRIVATE("name", answer.name, FIELD_TEXT, "psn_name"),
    ANSWER(certificate, FIELD_TEXT, "psn_cert_type"),
    PRIVATE("number", answer.number, FIELD_TEXT, "certno"), ANSWER(sex, FIELD_TEXT, "gend"),
    ANSWER(ethnicity, FIELD_TEXT, "naty"), PRIVATE("born", answer.born, FIELD_DAY, "brdy"),
    RECEIPT(age, FIELD_COUNT, "age"), RECEIPT(insurance, FIELD_TEXT, "insutype"),
    RECEIPT(person_kind, FIELD_TEXT, "psn_type"),
    OF("civil_servant_flag", answer.receipt.civil_servant, FIELD_FLAG, "cvlserv_flag"),
    OWN(place, FIELD_TEXT, "insu_optins"), OWN(unit_name, FIELD_TEXT, "emp_name"),
    OWN(paid_at, FIELD_TEXT, "pay_loc"), OWN(institution_code, FIELD_TEXT, "fixmedins_code"),
    OWN(institution_name, FIELD_TEXT, "fixmedins_name"),
    OWN(institution_level, FIELD_TEXT, "hosp_lv"),
    OWN(institution_place, FIELD_TEXT, "fixmedins_poolarea"),
    OWN(deductible_tier, FIELD_TEXT, "dedc_hosp_lv"), OWN(begin, FIELD_DAY, "begndate"),
    OWN(end, FIELD_DAY, "enddate"), RECEIPT(at, FIELD_MOMENT, "setl_time"),
    RECEIPT(certificate_kind, FIELD_TEXT, "mdtrt_cert_type"),
    RECEIPT(med_type, FIELD_TEXT, "med_type"), RECEIPT(clearing_type, FIELD_TEXT, "clr_type"),
    ANSWER(clearing_way, FIELD_TEXT, "clr_way"),
    RECEIPT(clearing_office, FIELD_COUNT, "clr_optins"),
    RECEIPT(total, FIELD_MONEY, "medfee_sumamt"),
    RECEIPT(full_own, FIELD_MONEY, "fulamt_ownpay_amt"),
    RECEIPT(over_limit, FIELD_MONEY, "overlmt_selfpay"),
    RECEIPT(pay_first, FIELD_MONEY, "preselfpay_amt"),
    RECEIPT(in_scope, FIELD_MONEY, "inscp_scp_amt"),
    RECEIPT(deductible, FIELD_MONEY, "act_pay_dedc"), ANSWER(pooled_fund, FIELD_MONEY, "hifp_pay"),
    RECEIPT(share, FIELD_SHARE, "pool_prop_selfpay"),
    ANSWER(civil_servant, FIELD_MONEY, "cvlserv_pay"),
    ANSWER(supplementary, FIELD_MONEY, "hifes_pay"),
    ANSWER(critical_illness, FIELD_MONEY, "hifmi_pay"),
    ANSWER(large_amount, FIELD_MONEY, "hifob_pay"),
    ANSWER(medical_assistance, FIELD_MONEY, "maf_pay"), ANSWER(other, FIELD_MONEY, "oth_pay"),
    ANSWER(funds, FIELD_MONEY, "fund_pay_sumamt"), ANSWER(person_part, FIELD_MONEY, "psn_pay"),
    ANSWER(account, FIELD_MONEY, "acct_pay"), RECEIPT(cash, FIELD_MONEY, "cash_payamt"),
    RECEIPT(balance, FIELD_MONEY, "balc"),
    RECEIPT(family_account, FIELD_MONEY, "acct_mulaid_pay"),
    ANSWER(asker_key, FIELD_TEXT, "medins_setl_id"), OWN(refund, FIELD_FLAG, "refd_setl_flag"),
    OWN(year, FIELD_COUNT, "year"), OWN(disease, FIELD_TEXT, "dise_codg"),
    OWN(invoice, FIELD_TEXT, "invono"),
    { .name = "parts", .national = "setldetail", .kind = FIELD_LIST, .of = &settle_part_shape,
      .offset = AT(struct settle_found, answer.parts) },
};
static const struct shape found_shape = SHAPE("settle.found", struct settle_found, found_fields);
static const struct shape find_facts_shape = {
    .name = "settle.find-facts", .size = sizeof(struct settle_find_facts),
};

const struct action settle_find_action = {
    .name = "settle.find", .method = "GET", .path = "/api/v1/settlements/{settlement}",
    .flags = ACTION_READ | ACTION_DISCLOSES, .input = &find_shape, .facts = &find_facts_shape,
    .outcome = &found_shape,
    .answer = &found_shape, .help = "settle.help.find", .gather = settle_gather_find,
    .decide = settle_decide_find, .recall = settle_recall,
    .memory_size = sizeof(struct settle_memory), .tell = settle_tell_find,
};

/* ---- 5204 ---- */

#define SHOWN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct settle_line_shown, member) }
#define LINE(member, kind_, national_) SHOWN(#member, line.member, kind_, national_)
static const struct field line_fields[] = {
    LINE(visit, FIELD_ID, "mdtrt_id"), SHOWN("settlement", settlement, FIELD_ID, "setl_id"),
    LINE(serial, FIELD_TEXT, "feedetl_sn"), LINE(returns, FIELD_TEXT, "init_feedetl_sn"),
    LINE(bill, FIELD_TEXT, "chrg_bchno"), SHOWN("med_type", med_type, FIELD_TEXT, "med_type"),
    LINE(at, FIELD_MOMENT, "fee_ocur_time"), LINE(quantity, FIELD_QUANTITY, "cnt"),
    LINE(price, FIELD_PRICE, "pric"), LINE(days, FIELD_COUNT, "prd_days"),
    LINE(amount, FIELD_MONEY, "det_item_fee_sumamt"),
    LINE(price_limit, FIELD_PRICE, "pric_uplmt_amt"),
    LINE(pay_first_share, FIELD_SHARE, "selfpay_prop"),
    LINE(full_own, FIELD_MONEY, "fulamt_ownpay_amt"), LINE(over_limit, FIELD_MONEY, "overlmt_amt"),
    LINE(pay_first, FIELD_MONEY, "preselfpay_amt"), LINE(in_scope, FIELD_MONEY, "inscp_scp_amt"),
    LINE(charge_level, FIELD_TEXT, "chrgitm_lv"), LINE(item, FIELD_TEXT, "med_list_codg"),
    SHOWN("insurance_item", line.item, FIELD_TEXT, "hilist_code"),
    SHOWN("name", name, FIELD_TEXT, "hilist_name"),
    SHOWN("list_type", list_type, FIELD_TEXT, "list_type"),
    LINE(own_item, FIELD_TEXT, "medins_list_codg"),
    SHOWN("own_name", name, FIELD_TEXT, "medins_list_name"),
    LINE(charge_type, FIELD_TEXT, "med_chrgitm_type"),
    LINE(department, FIELD_TEXT, "bilg_dept_codg"), LINE(doctor, FIELD_TEXT, "bilg_dr_codg"),
    LINE(restricted, FIELD_FLAG, "lmt_used_flag"),
    SHOWN("approval", approval, FIELD_TEXT, "hosp_appr_flag"),
};
static const struct shape line_shape =
    SHAPE("settle.line-shown", struct settle_line_shown, line_fields);
static const struct field lines_fields[] = {
    FIELD(struct settle_lines, lines, FIELD_LIST, .national = "feedetail", .of = &line_shape),
};
static const struct shape lines_shape = SHAPE("settle.lines", struct settle_lines, lines_fields);
static const struct shape lines_facts_shape = {
    .name = "settle.lines-facts", .size = sizeof(struct settle_lines_facts),
};

const struct action settle_lines_action = {
    .name = "settle.lines", .method = "GET", .path = "/api/v1/visits/{visit}/lines",
    .flags = ACTION_READ,
    .input = &lines_input_shape, .facts = &lines_facts_shape, .outcome = &lines_shape,
    .answer = &lines_shape, .help = "settle.help.lines", .gather = settle_gather_lines,
    .decide = settle_decide_lines,
};

/* ---- 5206 ---- */

static const struct field of_year_fields[] = {
    FIELD(struct settlements_of_year_key, bucket, FIELD_COUNT, MUST),
    FIELD(struct settlements_of_year_key, person, FIELD_ID, MUST),
    FIELD(struct settlements_of_year_key, year, FIELD_COUNT, MUST),
};
static const struct shape of_year_shape =
    SHAPE("settlements_of_year", struct settlements_of_year_key, of_year_fields);
const struct query settlements_of_year = {
    .name = "settle.of-year", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.year = {year} "
             "AND s.state IN ('final', 'provisional')",
    .order = "s.settlement", .key = &of_year_shape, .row = &settlement_row_shape,
    .row_max = 2000, .guard = GUARD_DECISION,
};

static const struct field counters_input_fields[] = {
    FIELD(struct settle_counters_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct settle_counters_input, month, FIELD_TEXT, .national = "cum_ym",
          .length_max = 6),
    FIELD(struct settle_counters_input, certificate_kind, FIELD_CODE,
          .national = "mdtrt_cert_type", .codes = "mdtrt_cert_type"),
    FIELD(struct settle_counters_input, certificate_number, FIELD_TEXT,
          .national = "mdtrt_cert_no", .flags = FIELD_PRIVATE, .length_max = 50),
};
static const struct shape counters_input_shape =
    SHAPE("settle.counters", struct settle_counters_input, counters_input_fields);
static const struct field counter_fields[] = {
    FIELD(struct settle_counter_shown, insurance, FIELD_TEXT, .national = "insutype"),
    FIELD(struct settle_counter_shown, year, FIELD_TEXT, .national = "year"),
    FIELD(struct settle_counter_shown, month, FIELD_TEXT, .national = "cum_ym"),
    FIELD(struct settle_counter_shown, code, FIELD_TEXT, .national = "cum_type_code"),
    FIELD(struct settle_counter_shown, amount, FIELD_MONEY, .national = "cum"),
};
static const struct shape counter_shape =
    SHAPE("settle.counter-shown", struct settle_counter_shown, counter_fields);
static const struct field counters_fields[] = {
    FIELD(struct settle_counters_shown, counters, FIELD_LIST, .national = "cuminfo",
          .of = &counter_shape),
};
static const struct shape counters_shape =
    SHAPE("settle.counters-shown", struct settle_counters_shown, counters_fields);
static const struct shape counters_facts_shape = {
    .name = "settle.counters-facts", .size = sizeof(struct settle_counters_facts),
};

const struct action settle_counters_action = {
    /* By POST: a certificate's number has no place in a query. */
    .name = "settle.counters", .method = "POST", .path = "/api/v1/persons/{person}/counters",
    .flags = ACTION_READ,
    .input = &counters_input_shape, .facts = &counters_facts_shape, .outcome = &counters_shape,
    .answer = &counters_shape, .help = "settle.help.counters",
    .gather = settle_gather_counters, .decide = settle_decide_counters,
};

/* ---- 2001 ---- */

static const struct field right_input_fields[] = {
    FIELD(struct settle_right_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct settle_right_input, insurance, FIELD_CODE, .national = "insutype", MUST,
          .codes = "insutype"),
    FIELD(struct settle_right_input, institution_code, FIELD_TEXT,
          .national = "fixmedins_code", .length_max = 12),
    FIELD(struct settle_right_input, med_type, FIELD_CODE, .national = "med_type", MUST,
          .codes = "med_type"),
    FIELD(struct settle_right_input, begin_at, FIELD_MOMENT, .national = "begntime",
          .flags = 0),
    FIELD(struct settle_right_input, disease, FIELD_TEXT, .national = "dise_codg",
          .length_max = 30),
};
static const struct shape right_input_shape =
    SHAPE("settle.entitlement", struct settle_right_input, right_input_fields);
static const struct field fund_fields[] = {
    FIELD(struct settle_fund_shown, person, FIELD_ID, .national = "psn_no"),
    FIELD(struct settle_fund_shown, check, FIELD_TEXT, .national = "trt_chk_type"),
    FIELD(struct settle_fund_shown, fund, FIELD_TEXT, .national = "fund_pay_type"),
    FIELD(struct settle_fund_shown, open, FIELD_FLAG, .national = "trt_enjymnt_flag"),
    FIELD(struct settle_fund_shown, from, FIELD_DAY, .national = "begndate"),
    FIELD(struct settle_fund_shown, until, FIELD_DAY, .national = "enddate"),
    FIELD(struct settle_fund_shown, reason, FIELD_TEXT, .national = "trt_chk_rslt"),
};
static const struct shape fund_shape =
    SHAPE("settle.fund-shown", struct settle_fund_shown, fund_fields);
static const struct field rights_fields[] = {
    FIELD(struct settle_rights, funds, FIELD_LIST, .national = "trtinfo", .of = &fund_shape),
};
static const struct shape rights_shape =
    SHAPE("settle.rights", struct settle_rights, rights_fields);
static const struct shape right_facts_shape = {
    .name = "settle.right-facts", .size = sizeof(struct settle_facts),
};

const struct action settle_right_action = {
    .name = "settle.entitlement", .method = "GET", .path = "/api/v1/persons/{person}/funds",
    .flags = ACTION_READ | ACTION_OFFLINE,
    .input = &right_input_shape, .facts = &right_facts_shape, .outcome = &rights_shape,
    .answer = &rights_shape, .help = "settle.help.entitlement",
    .gather = settle_gather_right_check, .decide = settle_decide_right,
};
