/* settle_pharmacy_actions.c: a purchase as rows. */

#include "base/limits.h"
#include "rooms/settle/settle_answer.h"
#include "rooms/settle/settle_pharmacy.h"

#define MUST .flags = FIELD_REQUIRED

#define LINE(member, kind, national_, ...) \
    FIELD(struct visit_line_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(serial, FIELD_TEXT, "feedetl_sn", MUST, .length_max = 30),
    LINE(at, FIELD_MOMENT, "fee_ocur_time", MUST),
    LINE(item, FIELD_TEXT, "med_list_codg", MUST, .length_max = 50),
    LINE(own_item, FIELD_TEXT, "medins_list_codg", .length_max = 150),
    LINE(amount, FIELD_MONEY, "det_item_fee_sumamt", MUST),
    LINE(quantity, FIELD_QUANTITY, "cnt", MUST),
    LINE(price, FIELD_PRICE, "pric", MUST),
    LINE(days, FIELD_QUANTITY, "prd_days", .flags = 0),
    LINE(doctor, FIELD_TEXT, "bilg_dr_codg", .length_max = 30),
    LINE(approval, FIELD_COUNT, "hosp_appr_flag", .flags = 0),
};
static const struct shape line_shape =
    SHAPE("settle.purchase-line", struct visit_line_input, line_fields);

#define ASK(member, kind_, national_, ...) \
    { .name = #member, .national = (national_), .kind = (kind_), \
      .offset = AT(struct settle_purchase_input, ask.member), __VA_ARGS__ }
#define SAID(member, kind, national_, ...) \
    FIELD(struct settle_purchase_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field purchase_fields[] = {
    ASK(person, FIELD_ID, "psn_no", MUST),
    ASK(insurance, FIELD_CODE, "insutype", MUST, .codes = "insutype"),
    ASK(med_type, FIELD_CODE, "med_type", MUST, .codes = "med_type"),
    ASK(certificate_kind, FIELD_CODE, "mdtrt_cert_type", MUST, .codes = "mdtrt_cert_type"),
    ASK(certificate_number, FIELD_TEXT, "mdtrt_cert_no", .flags = FIELD_PRIVATE,
        .length_max = 50),
    ASK(total, FIELD_MONEY, "medfee_sumamt", MUST),
    ASK(account_wish, FIELD_COUNT, "acct_used_flag", .flags = 0),
    ASK(invoice, FIELD_TEXT, "invono", .length_max = 20),
    SAID(begin_at, FIELD_MOMENT, "begntime", .flags = 0),
    SAID(disease, FIELD_TEXT, "dise_codg", .length_max = 30),
    SAID(lines, FIELD_LIST, "drugdetail", MUST, .of = &line_shape,
         .length_max = LIMIT_LINES_A_CALL),
};
static const struct shape purchase_shape =
    SHAPE("settle.purchase", struct settle_purchase_input, purchase_fields);
static const struct shape facts_shape = {
    .name = "settle.purchase-facts", .size = sizeof(struct settle_purchase_facts),
};

static void keys_of_purchase(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct settle_purchase_input *)request->input)->ask.person);
}

const struct action settle_purchase_action = {
    .name = "settle.purchase", .method = "POST", .path = "/api/v1/purchases",
    .flags = ACTION_ONCE | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &purchase_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.purchase",
    .keys = keys_of_purchase, .gather = settle_gather_purchase,
    .decide = settle_decide_purchase, .recall = settle_recall,
    .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
/* The same decision, not recorded. */
const struct action settle_price_purchase_action = {
    .name = "settle.price-purchase", .method = "POST", .path = "/api/v1/purchases/price",
    .flags = ACTION_READ | ACTION_TRIAL | ACTION_OFFLINE | ACTION_DISCLOSES,
    .input = &purchase_shape, .facts = &facts_shape, .outcome = &settle_receipt_shape,
    .answer = &settle_answer_shape, .help = "settle.help.price-purchase",
    .keys = keys_of_purchase, .gather = settle_gather_purchase,
    .decide = settle_decide_purchase, .recall = settle_recall,
    .memory_size = sizeof(struct settle_memory), .tell = settle_tell,
};
