/* settle_actions.c: the room's actions as rows. */

#include "rooms/settle/settle_room.h"

#define ASK(member, kind, national_, ...) \
    FIELD(struct settle_ask, member, kind, .national = (national_), __VA_ARGS__)
#define MUST .flags = FIELD_REQUIRED

static const struct field ask_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(visit, FIELD_ID, "mdtrt_id", MUST),
    ASK(bill, FIELD_TEXT, "chrg_bchno", MUST, .length_max = 30),
    ASK(insurance, FIELD_CODE, "insutype", MUST, .codes = "insutype"),
    ASK(med_type, FIELD_CODE, "med_type", MUST, .codes = "med_type"),
    ASK(certificate_kind, FIELD_CODE, "mdtrt_cert_type", .codes = "mdtrt_cert_type"),
    ASK(certificate_number, FIELD_TEXT, "mdtrt_cert_no", .flags = FIELD_PRIVATE,
        .length_max = 50),
    ASK(total, FIELD_MONEY, "medfee_sumamt", MUST),
    ASK(settlement_way, FIELD_CODE, "psn_setlway", .codes = "psn_setlway"),
    ASK(account_wish, FIELD_COUNT, "acct_used_flag", .flags = 0),
    ASK(invoice, FIELD_TEXT, "invono", .length_max = 20),
    ASK(full_own, FIELD_MONEY, "fulamt_ownpay_amt", .flags = 0),
    ASK(over_limit, FIELD_MONEY, "overlmt_selfpay", .flags = 0),
    ASK(pay_first, FIELD_MONEY, "preselfpay_amt", .flags = 0),
    ASK(in_scope, FIELD_MONEY, "inscp_scp_amt", .flags = 0),
};
static const struct shape ask_shape = SHAPE("settle.ask", struct settle_ask, ask_fields);

static const struct field undo_fields[] = {
    FIELD(struct settle_undo_input, settlement, FIELD_ID, .national = "setl_id", MUST),
    FIELD(struct settle_undo_input, visit, FIELD_ID, .national = "mdtrt_id", MUST),
    FIELD(struct settle_undo_input, person, FIELD_ID, .national = "psn_no", MUST),
};
static const struct shape undo_shape =
    SHAPE("settle.undo", struct settle_undo_input, undo_fields);

static const struct shape facts_shape = {
    .name = "settle.facts", .size = sizeof(struct settle_facts),
};
static const struct shape undo_facts_shape = {
    .name = "settle.undo-facts", .size = sizeof(struct settle_undo_facts),
};

void settle_keys_of_ask(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct settle_ask *)request->input)->person);
}

static void keys_of_undo(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct settle_undo_input *)request->input)->person);
}

const struct action settle_outpatient_action = {
    .name = "settle.outpatient", .method = "POST", .path = "/api/v1/settlements",
    .flags = ACTION_ONCE | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.outpatient",
    .keys = settle_keys_of_ask, .gather = settle_gather, .decide = settle_decide_desk,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
/* The same decision, not recorded. */
const struct action settle_price_action = {
    .name = "settle.price", .method = "POST", .path = "/api/v1/settlements/price",
    .flags = ACTION_READ | ACTION_TRIAL | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.price",
    .keys = settle_keys_of_ask, .gather = settle_gather, .decide = settle_decide_desk,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
const struct action settle_undo_action = {
    .name = "settle.undo", .method = "POST", .path = "/api/v1/settlements/{settlement}/undo",
    .flags = ACTION_ONCE | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &undo_shape, .facts = &undo_facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.undo",
    .keys = keys_of_undo, .gather = settle_gather_undo, .decide = settle_decide_undo,
    .recall = settle_recall, .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
