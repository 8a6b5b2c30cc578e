/* filing_file_actions.c: 2501 to 2507 as rows, and the terms of filed diseases as data. */

#include "rooms/filing/filing_file.h"

#include "base/check.h"

#define MUST .flags = FIELD_REQUIRED

#define ASK(member, kind_, national_, ...) \
    FIELD(struct filing_file_input, member, kind_, .national = (national_), \
          .help = "filing.field." #member, __VA_ARGS__)
static const struct field disease_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(disease, FIELD_TEXT, "opsp_dise_code", MUST, .length_max = 30),
    ASK(disease_name, FIELD_TEXT, "opsp_dise_name", .length_max = 300),
    ASK(institution, FIELD_TEXT, "ide_fixmedins_no", .length_max = 30),
    ASK(identified, FIELD_DAY, "hosp_ide_date", .flags = 0),
    ASK(doctor, FIELD_TEXT, "diag_dr_codg", .length_max = 30),
    ASK(doctor_name, FIELD_TEXT, "diag_dr_name", .length_max = 50),
    ASK(from, FIELD_DAY, "begndate", .flags = 0), ASK(until, FIELD_DAY, "enddate", .flags = 0),
    ASK(division, FIELD_COUNT, NULL, .flags = 0),
    ASK(cause, FIELD_ID, NULL, .flags = 0), ASK(matter, FIELD_TEXT, NULL, .length_max = 40),
};
static const struct shape disease_shape =
    SHAPE("filing.file-disease", struct filing_file_input, disease_fields);
static const struct field referral_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(disease, FIELD_TEXT, "diag_code", .length_max = 20),
    ASK(disease_name, FIELD_TEXT, "diag_name", .length_max = 100),
    ASK(institution, FIELD_TEXT, "reflin_medins_no", .length_max = 12),
    ASK(division, FIELD_COUNT, "mdtrtarea_admdvs", .flags = 0),
    ASK(kind, FIELD_TEXT, "refl_type", .length_max = 30),
    ASK(identified, FIELD_DAY, "refl_date", .flags = 0),
    ASK(reason, FIELD_TEXT, "refl_rea", .length_max = 100),
    ASK(from, FIELD_DAY, "begndate", .flags = 0), ASK(until, FIELD_DAY, "enddate", .flags = 0),
};
static const struct shape referral_shape =
    SHAPE("filing.refer", struct filing_file_input, referral_fields);
static const struct field designation_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(business, FIELD_CODE, "biz_appy_type", .codes = "biz_appy_type"),
    ASK(order, FIELD_TEXT, "fix_srt_no", .length_max = 3),
    ASK(institution, FIELD_TEXT, "fixmedins_code", MUST, .length_max = 20),
    ASK(from, FIELD_DAY, "begndate", .flags = 0), ASK(until, FIELD_DAY, "enddate", .flags = 0),
    ASK(reason, FIELD_TEXT, "memo", .length_max = 500),
    ASK(replaces, FIELD_ID, NULL, .flags = 0), ASK(cause, FIELD_ID, NULL, .flags = 0),
};
static const struct shape designation_shape =
    SHAPE("filing.designate", struct filing_file_input, designation_fields);
static const struct field injury_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(certificate, FIELD_TEXT, "psn_cert_type", .length_max = 6),
    ASK(number, FIELD_TEXT, "certno", .flags = FIELD_PRIVATE, .length_max = 50),
    ASK(source, FIELD_TEXT, "dcla_souc", .length_max = 6),
    ASK(institution, FIELD_TEXT, "fixmedins_code", .length_max = 30),
    ASK(reason, FIELD_TEXT, "trum_rea", .length_max = 200),
    ASK(from, FIELD_DAY, "begndate", .flags = 0), ASK(until, FIELD_DAY, "enddate", .flags = 0),
};
static const struct shape injury_shape =
    SHAPE("filing.injury", struct filing_file_input, injury_fields);
static const struct shape facts_shape =
    { .name = "filing_file_facts", .size = sizeof(struct filing_file_facts) };

#define FILED(member, kind_, national_) \
    FIELD(struct filing_filed, member, kind_, .national = (national_))
static const struct field filed_fields[] = {
    FILED(filing, FIELD_ID, "trt_dcla_detl_sn"), FILED(person, FIELD_ID, NULL),
    FILED(state, FIELD_TEXT, NULL), FILED(from, FIELD_DAY, NULL), FILED(until, FIELD_DAY, NULL),
    FILED(backdated, FIELD_FLAG, NULL),
};
static const struct shape filed_shape =
    SHAPE("filing.filed", struct filing_filed, filed_fields);

static const struct field one_fields[] = {
    FIELD(struct filing_one_input, filing, FIELD_ID, .national = "trt_dcla_detl_sn", MUST,
          .help = "filing.field.filing"),
    FIELD(struct filing_one_input, person, FIELD_ID, .national = "psn_no", MUST,
          .help = "filing.field.person"),
    FIELD(struct filing_one_input, reason, FIELD_TEXT, .national = "memo", .length_max = 500,
          .help = "filing.field.reason"),
};
static const struct shape one_shape = SHAPE("filing.one", struct filing_one_input, one_fields);

static void file_keys(const struct request *request, struct keys *keys)
{
    const struct filing_file_input *input = request->input;
    keys_add(keys, input->person);
    keys_add(keys, filing_keys_of(id_bucket(input->person)));
}
static void one_keys(const struct request *request, struct keys *keys)
{
    const struct filing_one_input *input = request->input;
    keys_add(keys, input->person);
    keys_add(keys, filing_keys_of(id_bucket(input->person)));
}

const struct action filing_disease_action = {
    .name = "filing.file-disease", .method = "POST", .path = "/api/v1/filings/diseases",
    .flags = ACTION_ONCE, .input = &disease_shape, .facts = &facts_shape,
    .outcome = &filed_shape, .answer = &filed_shape, .help = "filing.help.file-disease",
    .keys = file_keys, .gather = filing_gather_file, .decide = filing_decide_disease,
};
const struct action filing_refer_action = {
    .name = "filing.refer", .method = "POST", .path = "/api/v1/filings/referrals",
    .flags = ACTION_ONCE, .input = &referral_shape,
    .facts = &facts_shape, .outcome = &filed_shape, .answer = &filed_shape,
    .help = "filing.help.refer", .keys = file_keys, .gather = filing_gather_file,
    .decide = filing_decide_referral,
};
const struct action filing_designate_action = {
    .name = "filing.designate", .method = "POST", .path = "/api/v1/filings/designated",
    .flags = ACTION_ONCE, .input = &designation_shape, .facts = &facts_shape,
    .outcome = &filed_shape, .answer = &filed_shape,
    .help = "filing.help.designate", .keys = file_keys,
    .gather = filing_gather_file, .decide = filing_decide_designation,
};
const struct action filing_injury_action = {
    .name = "filing.injury", .method = "POST", .path = "/api/v1/filings/injuries",
    .flags = ACTION_ONCE, .input = &injury_shape,
    .facts = &facts_shape, .outcome = &filed_shape, .answer = &filed_shape,
    .help = "filing.help.injury", .keys = file_keys, .gather = filing_gather_file,
    .decide = filing_decide_injury,
};
const struct action filing_confirm_action = {
    .name = "filing.confirm", .method = "POST", .path = "/api/v1/filings/confirmation",
    .flags = ACTION_ONCE,
    .input = &one_shape, .facts = &facts_shape, .outcome = &filed_shape,
    .answer = &filed_shape, .help = "filing.help.confirm", .keys = one_keys,
    .gather = filing_gather_one, .decide = filing_decide_confirm,
};
const struct action filing_cancel_action = {
    .name = "filing.cancel", .method = "POST", .path = "/api/v1/filings/cancellation",
    .flags = ACTION_ONCE, .input = &one_shape,
    .facts = &facts_shape, .outcome = &filed_shape, .answer = &filed_shape,
    .help = "filing.help.cancel", .keys = one_keys, .gather = filing_gather_one,
    .decide = filing_decide_cancel,
};

/* ---- terms, as data ---- */

static const struct field terms_fields[] = {
    { "months", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct filing_disease_terms, months) },
    { "hospitals", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct filing_disease_terms, hospitals) },
};
static const struct shape terms_shape =
    SHAPE("filing_disease_terms", struct filing_disease_terms, terms_fields);
static const char *terms_check(const void *payload)
{
    const struct filing_disease_terms *terms = payload;
    bool good = terms->months >= 0 && terms->months <= 120 && terms->hospitals >= 0
        && terms->hospitals <= 20;
    return good ? NULL : "filing.rule.months-out-of-range";
}
const struct rule_kind filing_disease_rule = {
    .about = "filing.disease", .payload = &terms_shape, .check = terms_check,
};
