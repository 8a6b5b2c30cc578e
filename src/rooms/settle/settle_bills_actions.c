/* settle_bills_actions.c: the settlements of a person, as a row. */

#include "rooms/settle/settle_bills.h"

static const struct field input_fields[] = {
    FIELD(struct settle_bills_input, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_bills_input, year, FIELD_COUNT, .help = "settle.field.year"),
    FIELD(struct settle_bills_input, before, FIELD_ID, .help = "settle.field.before"),
    FIELD(struct settle_bills_input, superseded_by, FIELD_ID,
          .help = "settle.field.superseded-by"),
};
static const struct shape input_shape =
    SHAPE("settle.bills", struct settle_bills_input, input_fields);

#define SHOWN(member_, kind_) FIELD(struct settle_bill_shown, member_, kind_, .flags = 0)
#define NAMED(member_, kind_, help_) FIELD(struct settle_bill_shown, member_, kind_, .help = help_)
static const struct field bill_fields[] = {
    SHOWN(settlement, FIELD_ID), SHOWN(visit, FIELD_ID),
    NAMED(day, FIELD_DAY, "settle.field.day"), NAMED(at, FIELD_MOMENT, "settle.field.at"),
    NAMED(institution_name, FIELD_TEXT, "settle.field.institution"),
    FIELD(struct settle_bill_shown, med_type, FIELD_TEXT, .codes = "med_type"),
    FIELD(struct settle_bill_shown, insurance, FIELD_TEXT, .codes = "insutype"),
    NAMED(state, FIELD_TEXT, "settle.field.state"), NAMED(total, FIELD_MONEY, "settle.field.total"),
    NAMED(funds, FIELD_MONEY, "settle.field.funds"),
    NAMED(account, FIELD_MONEY, "settle.field.account"),
    NAMED(cash, FIELD_MONEY, "settle.field.cash"),
    SHOWN(superseded_by, FIELD_ID), SHOWN(reverses, FIELD_ID),
};
static const struct shape bill_shape =
    SHAPE("settle.bill-shown", struct settle_bill_shown, bill_fields);
static const struct field answer_fields[] = {
    FIELD(struct settle_bills, bills, FIELD_LIST, .of = &bill_shape),
    FIELD(struct settle_bills, next, FIELD_ID, .flags = FIELD_SPARSE,
          .help = "settle.field.before"),
};
static const struct shape answer_shape = SHAPE("settle.bills-shown", struct settle_bills,
                                               answer_fields);
static const struct shape facts_shape = {
    .name = "settle.bills-facts", .size = sizeof(struct settle_bills_facts),
};

/* Scoped rows: a person sees his own, an institution those it settled itself. */
const struct action settle_bills_action = {
    .name = "settle.bills", .method = "GET", .path = "/api/v1/persons/{person}/settlements",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "settle.help.bills",
    .gather = settle_gather_bills, .decide = settle_decide_bills,
};
