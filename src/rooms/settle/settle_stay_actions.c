/* settle_stay_actions.c: settling a stay as rows. */

#include "rooms/settle/settle_answer.h"
#include "rooms/settle/settle_stay.h"

#define MUST .flags = FIELD_REQUIRED

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

const struct action settle_stay_action = {
    .name = "settle.stay", .method = "POST", .path = "/api/v1/stays/settlements",
    .flags = ACTION_ONCE | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.stay",
    .keys = settle_keys_of_ask, .gather = settle_gather, .decide = settle_decide_stay,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
/* The same decision, not recorded. */
const struct action settle_price_stay_action = {
    .name = "settle.price-stay", .method = "POST", .path = "/api/v1/stays/settlements/price",
    .flags = ACTION_READ | ACTION_TRIAL | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.price-stay",
    .keys = settle_keys_of_ask, .gather = settle_gather, .decide = settle_decide_stay,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
