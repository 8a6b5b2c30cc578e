/* clear_actions.c: the rows of the room's actions. */

#include "rooms/clear/clear.h"

static const struct shape facts_shape =
    { .name = "clear_order_facts", .size = sizeof(struct clear_order_facts) };
static const struct shape count_facts_shape =
    { .name = "clear_count_facts", .size = sizeof(struct clear_count_facts) };

/* ---- inputs ---- */

#define BUDGET(member_) AT(struct clear_budget_input, member_)
static const struct field budget_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, BUDGET(institution),
      .help = "clear.field.institution" },
    { "paid_by", NULL, FIELD_TEXT, FIELD_REQUIRED, BUDGET(paid_by), 20,
      .help = "clear.field.paid-by" },
    { "monthly", NULL, FIELD_MONEY, FIELD_REQUIRED, BUDGET(monthly),
      .help = "clear.field.monthly" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, BUDGET(from), .help = "clear.field.from" },
    { "reason", NULL, FIELD_TEXT, 0, BUDGET(reason), 400, .help = "clear.field.reason" },
};
static const struct shape budget_shape =
    SHAPE("clear_budget_input", struct clear_budget_input, budget_fields);

#define PROPOSE(member_) AT(struct clear_propose_input, member_)
static const struct field propose_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, PROPOSE(institution),
      .help = "clear.field.institution" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, PROPOSE(kind), 30, .help = "clear.field.kind" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, PROPOSE(month), 7,
      .help = "clear.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, PROPOSE(insurance), 6, "insutype",
      .help = "clear.field.insurance" },
    { "amount", NULL, FIELD_MONEY, 0, PROPOSE(amount), .help = "clear.field.approved" },
    { "reason", NULL, FIELD_TEXT, 0, PROPOSE(reason), 400, .help = "clear.field.reason" },
};
static const struct shape propose_shape =
    SHAPE("clear_propose_input", struct clear_propose_input, propose_fields);

#define ALL(member_) AT(struct clear_all_input, member_)
static const struct field all_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, ALL(place), .help = "clear.field.place" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ALL(kind), 30, .help = "clear.field.kind" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, ALL(month), 7, .help = "clear.field.month" },
    { "after", NULL, FIELD_ID, 0, ALL(after), .help = "clear.field.after" },
};
static const struct shape all_shape =
    SHAPE("clear_all_input", struct clear_all_input, all_fields);

#define ORDER(member_) AT(struct clear_order_input, member_)
static const struct field order_fields[] = {
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, ORDER(order_id),
      .help = "clear.field.order" },
    { "version", NULL, FIELD_COUNT, 0, ORDER(version), .help = "clear.field.version" },
    { "reason", NULL, FIELD_TEXT, 0, ORDER(reason), 400, .help = "clear.field.reason" },
};
static const struct shape order_shape =
    SHAPE("clear_order_input", struct clear_order_input, order_fields);

#define PAID(member_) AT(struct clear_paid_input, member_)
static const struct field paid_fields[] = {
    { "order_id", NULL, FIELD_ID, FIELD_REQUIRED, PAID(order_id), .help = "clear.field.order" },
    { "day", NULL, FIELD_DAY, FIELD_REQUIRED, PAID(day), .help = "clear.field.paid-on" },
    { "reference", NULL, FIELD_TEXT, FIELD_REQUIRED, PAID(reference), 100,
      .help = "clear.field.reference" },
};
static const struct shape paid_shape =
    SHAPE("clear_paid_input", struct clear_paid_input, paid_fields);

#define COUNT_IN(member_) AT(struct clear_count_input, member_)
static const struct field count_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, COUNT_IN(institution),
      .help = "clear.field.institution" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, COUNT_IN(month), 7,
      .help = "clear.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, COUNT_IN(insurance), 6, "insutype",
      .help = "clear.field.insurance" },
};
static const struct shape count_shape =
    SHAPE("clear_count_input", struct clear_count_input, count_fields);

#define RECEIVE(member_) AT(struct clear_receive_input, member_)
static const struct field receive_fields[] = {
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, RECEIVE(statement),
      .help = "clear.field.statement" },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, RECEIVE(amount),
      .help = "clear.field.paper-amount" },
    { "settlements", NULL, FIELD_COUNT, FIELD_REQUIRED, RECEIVE(settlements),
      .help = "clear.field.paper-settlements" },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVE(channel), 30,
      .help = "clear.field.channel" },
    { "reference", NULL, FIELD_TEXT, 0, RECEIVE(reference), 100,
      .help = "clear.field.paper-reference" },
};
static const struct shape receive_shape =
    SHAPE("clear_receive_input", struct clear_receive_input, receive_fields);

#define STATEMENT(member_) AT(struct clear_statement_input, member_)
static const struct field advance_fields[] = {
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, STATEMENT(statement),
      .help = "clear.field.statement" },
};
static const struct shape advance_shape =
    SHAPE("clear_advance_input", struct clear_statement_input, advance_fields);
static const struct field settle_up_fields[] = {
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, STATEMENT(statement),
      .help = "clear.field.statement" },
    { "version", NULL, FIELD_COUNT, 0, STATEMENT(version), .help = "clear.field.version" },
    { "verified", NULL, FIELD_MONEY, FIELD_REQUIRED, STATEMENT(verified),
      .help = "clear.field.verified" },
    { "reason", NULL, FIELD_TEXT, 0, STATEMENT(reason), 400, .help = "clear.field.reason" },
};
static const struct shape settle_up_shape =
    SHAPE("clear_settle_up_input", struct clear_statement_input, settle_up_fields);

/* ---- outcomes ---- */

#define ORDERED(member_) AT(struct clear_ordered, member_)
static const struct field ordered_fields[] = {
    { "order_id", NULL, FIELD_ID, FIELD_SPARSE, ORDERED(order_id),
      .help = "clear.field.order" },
    { "institution", NULL, FIELD_ID, 0, ORDERED(institution),
      .help = "clear.field.institution" },
    { "state", NULL, FIELD_TEXT, FIELD_SPARSE, ORDERED(state), 20,
      .help = "clear.field.state" },
    { "amount", NULL, FIELD_MONEY, 0, ORDERED(amount), .help = "clear.field.amount" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, ORDERED(due), .help = "clear.field.due" },
    { "rests_on", NULL, FIELD_TEXT, FIELD_SPARSE, ORDERED(rests_on), 300,
      .help = "clear.field.rests-on" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, ORDERED(clauses), 200,
      .help = "clear.field.clauses" },
};
static const struct shape ordered_shape =
    SHAPE("clear_ordered", struct clear_ordered, ordered_fields);

#define MADE(member_) AT(struct clear_all_made, member_)
static const struct field made_fields[] = {
    { "orders", NULL, FIELD_COUNT, 0, MADE(orders), .help = "clear.field.orders" },
    { "passed_over", NULL, FIELD_COUNT, 0, MADE(passed_over),
      .help = "clear.field.passed-over" },
    { "total", NULL, FIELD_MONEY, 0, MADE(total), .help = "clear.field.total" },
    { "after", NULL, FIELD_ID, FIELD_SPARSE, MADE(after), .help = "clear.field.after" },
};
static const struct shape made_shape = SHAPE("clear_all_made", struct clear_all_made, made_fields);

#define COUNTED(member_) AT(struct clear_counted, member_)
static const struct field counted_fields[] = {
    { "statement", NULL, FIELD_ID, 0, COUNTED(statement), .help = "clear.field.statement" },
    { "state", NULL, FIELD_TEXT, 0, COUNTED(state), 20, .help = "clear.field.state" },
    { "settlements", NULL, FIELD_COUNT, 0, COUNTED(settlements),
      .help = "clear.field.settlements" },
    { "amount", NULL, FIELD_MONEY, 0, COUNTED(amount), .help = "clear.field.on-record" },
    { "changes", NULL, FIELD_COUNT, 0, COUNTED(changes), .help = "clear.field.changes" },
    { "changed", NULL, FIELD_MONEY, 0, COUNTED(changed), .help = "clear.field.changed" },
    { "outside", NULL, FIELD_MONEY, 0, COUNTED(outside), .help = "clear.field.outside" },
    { "within", NULL, FIELD_MONEY, 0, COUNTED(within), .help = "clear.field.within" },
    { "budget", NULL, FIELD_MONEY, 0, COUNTED(budget), .help = "clear.field.monthly" },
    { "difference", NULL, FIELD_MONEY, 0, COUNTED(difference),
      .help = "clear.field.difference" },
    { "difference_settlements", NULL, FIELD_COUNT, 0, COUNTED(difference_settlements),
      .help = "clear.field.difference-settlements" },
    { "verified", NULL, FIELD_MONEY, 0, COUNTED(verified), .help = "clear.field.verified" },
    { "paid_ahead", NULL, FIELD_MONEY, 0, COUNTED(paid_ahead),
      .help = "clear.field.paid-ahead" },
    { "carried", NULL, FIELD_MONEY, 0, COUNTED(carried), .help = "clear.field.carried" },
    { "balance", NULL, FIELD_MONEY, 0, COUNTED(balance), .help = "clear.field.balance" },
    { "order_id", NULL, FIELD_ID, FIELD_SPARSE, COUNTED(order_id),
      .help = "clear.field.order" },
};
static const struct shape counted_shape =
    SHAPE("clear_counted", struct clear_counted, counted_fields);

/* ---- writing ---- */

/* There are few of them a day: one after another, so that no order of a month is made twice. */
static void clear_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("clear.orders")) >> 1));
}

static bool gather_budget(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_budget_input *input = request->input;
    return clear_gather_about(gather, input->institution,
                              &((struct clear_order_facts *)facts)->about);
}

#define ACTS(name_, method_, path_, input_, outcome_, keys_, gather_, decide_) \
    { \
        .name = "clear." name_, .method = (method_), .path = (path_), \
        .flags = ACTION_ONCE, .input = (input_), .facts = &facts_shape, .outcome = (outcome_), \
        .answer = (outcome_), .help = "clear.help." name_, .keys = (keys_), \
        .gather = (gather_), .decide = (decide_), \
    }

const struct action clear_set_budget_action =
    ACTS("set-budget", "POST", "/api/v1/institutions/{institution}/budgets", &budget_shape,
         &ordered_shape, clear_keys, gather_budget, clear_decide_budget);
const struct action clear_propose_action =
    ACTS("propose", "POST", "/api/v1/institutions/{institution}/payment-orders", &propose_shape,
         &ordered_shape, clear_keys, clear_gather_propose,
         clear_decide_propose);
const struct action clear_propose_all_action = {
    .name = "clear.propose-all", .method = "POST", .path = "/api/v1/payment-orders",
    .flags = ACTION_ONCE, .input = &all_shape, .facts = &facts_shape, .outcome = &made_shape,
    .answer = &made_shape, .help = "clear.help.propose-all",
    .next_page = { { "after", "after" } }, .keys = clear_keys, .gather = clear_gather_all,
    .decide = clear_decide_all,
};
const struct action clear_approve_action =
    ACTS("approve", "POST", "/api/v1/payment-orders/{order_id}/approval", &order_shape,
         &ordered_shape, clear_keys, clear_gather_order, clear_decide_approve);
const struct action clear_drop_action =
    ACTS("drop", "POST", "/api/v1/payment-orders/{order_id}/drop", &order_shape,
         &ordered_shape, clear_keys, clear_gather_order, clear_decide_drop);
const struct action clear_paid_action =
    ACTS("paid", "POST", "/api/v1/payment-orders/{order_id}/payment", &paid_shape,
         &ordered_shape, clear_keys, clear_gather_paid, clear_decide_paid);
const struct action clear_claw_back_action =
    ACTS("claw-back", "POST", "/api/v1/payment-orders/{order_id}/claw-back", &order_shape,
         &ordered_shape, clear_keys, clear_gather_order,
         clear_decide_claw_back);
const struct action clear_count_action =
    ACTS("count", "POST", "/api/v1/institutions/{institution}/statements", &count_shape,
         &counted_shape, clear_keys, clear_gather_count, clear_decide_count);
const struct action clear_receive_action =
    ACTS("receive", "POST", "/api/v1/statements/{statement}/paper", &receive_shape,
         &counted_shape, clear_keys, clear_gather_statement, clear_decide_receive);
const struct action clear_advance_action =
    ACTS("advance", "POST", "/api/v1/statements/{statement}/advance", &advance_shape,
         &ordered_shape, clear_keys, clear_gather_statement, clear_decide_advance);
const struct action clear_settle_up_action =
    ACTS("settle-up", "POST", "/api/v1/statements/{statement}/clearing", &settle_up_shape,
         &counted_shape, clear_keys, clear_gather_statement,
         clear_decide_settle_up);

const struct action clear_count_page_action = {
    .name = "clear.count-page", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &count_facts_shape, .outcome = &counted_shape,
    .answer = &counted_shape, .help = "clear.help.count-page", .keys = clear_keys,
    .gather = clear_gather_page, .decide = clear_decide_page,
};
