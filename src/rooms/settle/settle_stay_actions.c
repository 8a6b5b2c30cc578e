/* settle_stay_actions.c: settling a stay as rows, and the SELECTs behind it. */

#include "rooms/settle/settle_answer.h"
#include "rooms/settle/settle_stay.h"

#define IN_HOSPITALS (ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_HOSPITAL_OFFICE))
#define MUST .flags = FIELD_REQUIRED

static const struct field of_visit_fields[] = {
    FIELD(struct settlements_of_visit_key, bucket, FIELD_COUNT, MUST),
    FIELD(struct settlements_of_visit_key, person, FIELD_ID, MUST),
    FIELD(struct settlements_of_visit_key, visit, FIELD_ID, MUST),
};
static const struct shape of_visit_shape =
    SHAPE("settlements_of_visit", struct settlements_of_visit_key, of_visit_fields);
const struct query settlements_of_visit = {
    .name = "settle.of-visit", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.visit = {visit}",
    .order = "s.settlement", .key = &of_visit_shape, .row = &settlement_row_shape,
    .row_max = 1000, .guard = GUARD_DECISION,
};

static const struct field of_course_fields[] = {
    FIELD(struct settlements_of_course_key, bucket, FIELD_COUNT, MUST),
    FIELD(struct settlements_of_course_key, person, FIELD_ID, MUST),
    FIELD(struct settlements_of_course_key, institution, FIELD_ID, MUST),
    FIELD(struct settlements_of_course_key, med_type, FIELD_TEXT, MUST),
};
static const struct shape of_course_shape =
    SHAPE("settlements_of_course", struct settlements_of_course_key, of_course_fields);
const struct query settlements_of_course = {
    .name = "settle.of-course", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.institution = {institution} "
             "AND s.med_type = {med_type}",
    .order = "s.settlement", .key = &of_course_shape, .row = &settlement_row_shape,
    .row_max = 2000, .guard = GUARD_DECISION,
};

#define ASK(member, kind, national_, ...) \
    FIELD(struct settle_ask, member, kind, .national = (national_), __VA_ARGS__)
static const struct field ask_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(visit, FIELD_ID, "mdtrt_id", MUST),
    ASK(insurance, FIELD_CODE, "insutype", MUST, .codes = "insutype"),
    ASK(certificate_kind, FIELD_CODE, "mdtrt_cert_type", .codes = "mdtrt_cert_type"),
    ASK(certificate_number, FIELD_TEXT, "mdtrt_cert_no", .flags = FIELD_PRIVATE,
        .length_max = 50),
    ASK(total, FIELD_MONEY, "medfee_sumamt", MUST),
    ASK(settlement_way, FIELD_CODE, "psn_setlway", .codes = "psn_setlway"),
    ASK(account_wish, FIELD_COUNT, "acct_used_flag", .flags = 0),
    ASK(invoice, FIELD_TEXT, "invono", .length_max = 20),
    ASK(interim, FIELD_FLAG, "mid_setl_flag", .flags = 0),
    ASK(full_own, FIELD_MONEY, "fulamt_ownpay_amt", .flags = 0),
    ASK(over_limit, FIELD_MONEY, "overlmt_selfpay", .flags = 0),
    ASK(pay_first, FIELD_MONEY, "preselfpay_amt", .flags = 0),
    ASK(in_scope, FIELD_MONEY, "inscp_scp_amt", .flags = 0),
    ASK(discharged, FIELD_DAY, "dscgTime", .flags = 0),
};
static const struct shape ask_shape = SHAPE("settle.ask-stay", struct settle_ask, ask_fields);
static const struct shape facts_shape = {
    .name = "settle.stay-facts", .size = sizeof(struct settle_facts),
};

static void keys_of_ask(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct settle_ask *)request->input)->person);
}

const struct action settle_stay_action = {
    .name = "settle.stay", .method = "POST", .path = "/api/v1/stays/settlements",
    .roles = IN_HOSPITALS, .flags = ACTION_ONCE | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.stay",
    .keys = keys_of_ask, .gather = settle_gather, .decide = settle_decide_stay,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
/* The same decision, not recorded. */
const struct action settle_price_stay_action = {
    .name = "settle.price-stay", .method = "POST", .path = "/api/v1/stays/settlements/price",
    .roles = IN_HOSPITALS, .flags = ACTION_READ | ACTION_TRIAL | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.price-stay",
    .keys = keys_of_ask, .gather = settle_gather, .decide = settle_decide_stay,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
