/* filing_nhsa.c: 5301 5302 5304 of the national interface, as actions and transactions. */

#include "rooms/filing/filing_file.h"
#include "rooms/filing/filing_query.h"

#include "core/transaction.h"

#define MUST .flags = FIELD_REQUIRED

#define ASK(member, kind, national_, ...) \
    FIELD(struct filing_query_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field person_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
};
static const struct shape diseases_input_shape =
    SHAPE("filing.diseases", struct filing_query_input, person_fields);
static const struct field designated_input_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(business, FIELD_CODE, "biz_appy_type", .codes = "biz_appy_type"),
};
static const struct shape designated_input_shape =
    SHAPE("filing.designated", struct filing_query_input, designated_input_fields);
static const struct field referrals_input_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(from, FIELD_MOMENT, "begntime", .flags = 0),
    ASK(until, FIELD_MOMENT, "endtime", .flags = 0),
};
static const struct shape referrals_input_shape =
    SHAPE("filing.referrals", struct filing_query_input, referrals_input_fields);
static const struct shape facts_shape = {
    .name = "filing.query-facts", .size = sizeof(struct filing_query_facts),
};

#define SHOWN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct filing_shown, member) }
#define HIDDEN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), .flags = FIELD_PRIVATE, \
      .offset = AT(struct filing_shown, member) }
#define DAYS \
    SHOWN("from", row.valid_from, FIELD_DAY, "begndate"), \
    SHOWN("until", row.valid_until, FIELD_DAY, "enddate")
static const struct field disease_fields[] = {
    SHOWN("disease", row.disease, FIELD_TEXT, "opsp_dise_code"),
    SHOWN("name", disease_name, FIELD_TEXT, "opsp_dise_name"),
    SHOWN("institution", institution_name, FIELD_TEXT, NULL), DAYS,
};
static const struct shape disease_shape =
    SHAPE("filing.disease", struct filing_shown, disease_fields);
static const struct field diseases_fields[] = {
    FIELD(struct filing_shown_list, filings, FIELD_LIST, .national = "feedetail",
          .of = &disease_shape),
};
static const struct shape diseases_shape =
    SHAPE("filing.diseases-shown", struct filing_shown_list, diseases_fields);

static const struct field designation_fields[] = {
    SHOWN("person", row.person, FIELD_ID, "psn_no"),
    SHOWN("insurance", row.insurance, FIELD_TEXT, "insutype"),
    SHOWN("order", order, FIELD_TEXT, "fix_srt_no"),
    SHOWN("code", institution_code, FIELD_TEXT, "fixmedins_code"),
    SHOWN("institution", institution_name, FIELD_TEXT, "fixmedins_name"), DAYS,
};
static const struct shape designation_shape =
    SHAPE("filing.designation", struct filing_shown, designation_fields);
static const struct field designated_fields[] = {
    FIELD(struct filing_shown_list, filings, FIELD_LIST, .national = "psnfixmedin",
          .of = &designation_shape),
};
static const struct shape designated_shape =
    SHAPE("filing.designated-shown", struct filing_shown_list, designated_fields);

static const struct field referral_fields[] = {
    SHOWN("insurance", row.insurance, FIELD_TEXT, "insutype"),
    SHOWN("person", row.person, FIELD_ID, "psn_no"),
    SHOWN("certificate", certificate, FIELD_TEXT, "psn_cert_type"),
    HIDDEN("number", number, FIELD_TEXT, "certno"), HIDDEN("name", name, FIELD_TEXT, "psn_name"),
    SHOWN("sex", sex, FIELD_TEXT, "gend"), HIDDEN("born", born, FIELD_DAY, "brdy"),
    SHOWN("place", place, FIELD_TEXT, "insu_optins"),
    SHOWN("unit_name", unit_name, FIELD_TEXT, "emp_name"),
    SHOWN("code", institution_code, FIELD_TEXT, "reflin_medins_no"),
    SHOWN("institution", institution_name, FIELD_TEXT, "reflin_medins_name"),
    SHOWN("elsewhere", elsewhere, FIELD_FLAG, "out_flag"),
    SHOWN("filed_on", row.filed_on, FIELD_DAY, "refl_date"),
    SHOWN("reason", reason, FIELD_TEXT, "refl_rea"), DAYS,
    SHOWN("agreed", agreed, FIELD_FLAG, "hosp_agre_refl_flag"),
};
static const struct shape referral_shape =
    SHAPE("filing.referral", struct filing_shown, referral_fields);
static const struct field referrals_fields[] = {
    FIELD(struct filing_shown_list, filings, FIELD_LIST, .national = "refmedin",
          .of = &referral_shape),
};
static const struct shape referrals_shape =
    SHAPE("filing.referrals-shown", struct filing_shown_list, referrals_fields);

const struct action filing_diseases_action = {
    .name = "filing.diseases", .method = "GET",
    .path = "/api/v1/persons/{person}/filings/diseases",
    .flags = ACTION_READ,
    .input = &diseases_input_shape, .facts = &facts_shape, .outcome = &diseases_shape,
    .answer = &diseases_shape, .help = "filing.help.diseases", .gather = filing_gather_query,
    .decide = filing_decide_diseases,
};
const struct action filing_designated_action = {
    .name = "filing.designated", .method = "GET",
    .path = "/api/v1/persons/{person}/filings/designated",
    .flags = ACTION_READ,
    .input = &designated_input_shape, .facts = &facts_shape, .outcome = &designated_shape,
    .answer = &designated_shape, .help = "filing.help.designated",
    .gather = filing_gather_query, .decide = filing_decide_designated,
};
const struct action filing_referrals_action = {
    .name = "filing.referrals", .method = "GET",
    .path = "/api/v1/persons/{person}/filings/referrals",
    .flags = ACTION_READ | ACTION_DISCLOSES, .input = &referrals_input_shape,
    .facts = &facts_shape, .outcome = &referrals_shape, .answer = &referrals_shape,
    .help = "filing.help.referrals", .gather = filing_gather_query,
    .decide = filing_decide_referrals, .tell = filing_tell_referrals,
};

const struct transaction filing_transactions[FILING_TRANSACTIONS] = {
    { .infno = "2501", .action = &filing_refer_action, .node_in = "refmedin",
      .node_out = "result" },
    { .infno = "2502", .action = &filing_cancel_action, .node_in = "data" },
    { .infno = "2503", .action = &filing_disease_action, .node_in = "data",
      .node_out = "result" },
    { .infno = "2504", .action = &filing_cancel_action, .node_in = "data" },
    { .infno = "2505", .action = &filing_designate_action, .node_in = "data",
      .node_out = "result" },
    { .infno = "2506", .action = &filing_cancel_action, .node_in = "data" },
    { .infno = "2507", .action = &filing_injury_action, .node_in = "data",
      .node_out = "result" },
    { .infno = "5301", .action = &filing_diseases_action, .node_in = "data", .node_out = "-" },
    { .infno = "5302", .action = &filing_designated_action, .node_in = "data",
      .node_out = "-" },
    { .infno = "5304", .action = &filing_referrals_action, .node_in = "data",
      .node_out = "-" },
};
