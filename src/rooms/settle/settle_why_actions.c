/* settle_why_actions.c: why a settlement is as it is, as a row. */

#include "rooms/settle/settle_why.h"

static const struct field input_fields[] = {
    FIELD(struct settle_why_input, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_why_input, settlement, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape input_shape =
    SHAPE("settle.why", struct settle_why_input, input_fields);

static const struct field answer_fields[] = {
    FIELD(struct settle_why, same, FIELD_FLAG, .help = "settle.field.same"),
    FIELD(struct settle_why, total, FIELD_MONEY, .help = "settle.field.total"),
    FIELD(struct settle_why, funds, FIELD_MONEY, .help = "settle.field.funds"),
    FIELD(struct settle_why, account, FIELD_MONEY, .help = "settle.field.account"),
    FIELD(struct settle_why, cash, FIELD_MONEY, .help = "settle.field.cash"),
    FIELD(struct settle_why, cash_now, FIELD_MONEY, .help = "settle.field.cash-now"),
};
static const struct shape answer_shape = SHAPE("settle.why-shown", struct settle_why,
                                               answer_fields);
static const struct shape facts_shape = {
    .name = "settle.why-facts", .size = sizeof(struct settle_why_facts),
};

const struct action settle_why_action = {
    .name = "settle.why", .method = "GET", .path = "/api/v1/settlements/{settlement}/why",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "settle.help.why",
    .gather = settle_gather_why, .decide = settle_decide_why,
};
