/* clear_actions.c: the rows of the room's actions. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/staff/staff.h"

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
    { "reference", NULL, FIELD_TEXT, 0, PAID(reference), 100,
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
const struct action clear_propose_all_action =
    ACTS("propose-all", "POST", "/api/v1/payment-orders", &all_shape, &made_shape,
         clear_keys, clear_gather_all, clear_decide_all);
const struct action clear_approve_action =
    ACTS("approve", "POST", "/api/v1/payment-orders/{order_id}/approval", &order_shape,
         &ordered_shape, clear_keys, clear_gather_order, clear_decide_approve);
const struct action clear_drop_action =
    ACTS("drop", "POST", "/api/v1/payment-orders/{order_id}/drop", &order_shape,
         &ordered_shape, clear_keys, clear_gather_order, clear_decide_drop);
const struct action clear_paid_action =
    ACTS("paid", "POST", "/api/v1/payment-orders/{order_id}/payment", &paid_shape,
         &ordered_shape, clear_keys, clear_gather_order, clear_decide_paid);
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

/* ---- looking ---- */

/* An order as lists show it: how long it has waited for the bank, and whether that is too long. */
struct order_told {
    struct clear_order order;
    int64_t waited;             /* working days from its approval until it was paid, or now */
    struct date pay_by;         /* as a measure wants it; absent: none does */
    bool late;
};
#define TOLD(member_) AT(struct order_told, member_)
static const struct field told_fields[] = {
    { "order_id", NULL, FIELD_ID, 0, TOLD(order.order_id), .help = "clear.field.order" },
    { "institution", NULL, FIELD_ID, 0, TOLD(order.institution),
      .help = "clear.field.institution" },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(order.kind), 30, .help = "clear.field.kind" },
    { "month", NULL, FIELD_COUNT, 0, TOLD(order.month), .help = "clear.field.month" },
    { "insurance", NULL, FIELD_TEXT, 0, TOLD(order.insurance), 6,
      .help = "clear.field.insurance" },
    { "amount", NULL, FIELD_MONEY, 0, TOLD(order.amount), .help = "clear.field.amount" },
    { "ledger", NULL, FIELD_TEXT, 0, TOLD(order.ledger), 20, .help = "clear.field.ledger" },
    { "only_for", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(order.only_for), 40,
      .help = "clear.field.only-for" },
    { "rests_on", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(order.rests_on), 300,
      .help = "clear.field.rests-on" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(order.clauses), 200,
      .help = "clear.field.clauses" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(order.due), .help = "clear.field.due" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(order.reason), 400,
      .help = "clear.field.reason" },
    { "state", NULL, FIELD_TEXT, 0, TOLD(order.state), 20, .help = "clear.field.state" },
    { "proposed_at", NULL, FIELD_MOMENT, 0, TOLD(order.proposed_at) },
    { "approved_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(order.approved_at) },
    { "paid_on", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(order.paid_on),
      .help = "clear.field.paid-on" },
    { "waited", NULL, FIELD_COUNT, 0, TOLD(waited), .help = "clear.field.waited" },
    { "pay_by", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(pay_by), .help = "clear.field.pay-by" },
    { "late", NULL, FIELD_FLAG, 0, TOLD(late), .help = "clear.field.late" },
    { "version", NULL, FIELD_COUNT, 0, TOLD(order.version) },
};
static const struct shape told_shape = SHAPE("clear_order_told", struct order_told, told_fields);

/* LAW: SX9-2.3b: the working days in which what was ordered is to be paid; 0: nobody asks. */
static int32_t days_to_pay(const struct request *request, int64_t place, struct events events)
{
    const struct measure_question question = {
        .verb = VERB_WATCH, .place = (int32_t)place, .thing = TEXT("prepayment-unpaid"),
        .day = date_of_moment(request->at), .known = date_of_moment(request->at),
        .events = events,
    };
    const struct measure_hit *hits;
    size_t count = measures_on(request->book, &question, request->arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (hits[i].measure->watch.within.unit == CLOCK_WORKING_DAYS
            && hits[i].measure->watch.within.count > 0)
            return hits[i].measure->watch.within.count;
    return 0;
}

static struct order_told order_shown(const struct request *request,
                                     const struct clear_order *order, struct events events)
{
    const struct calendar *calendar = book_calendar(request->book);
    struct order_told told = { .order = *order };
    if (order->approved_at.ms == 0)
        return told;
    struct date from = date_of_moment(order->approved_at);
    bool paid = order->paid_at.ms != 0;
    struct date until = paid ? order->paid_on : date_of_moment(request->at);
    int32_t days = days_to_pay(request, order->place, events);
    told.waited = calendar_working_days_between(calendar, from, until, request->at);
    if (days == 0)
        return told;
    told.pay_by = calendar_plus_working_days(calendar, from, days, request->at);
    told.late = date_compare(until, told.pay_by) > 0;
    return told;
}

static struct list orders_shown(const struct request *request, const struct list *orders,
                                struct events events, int32_t place)
{
    const struct clear_order *rows = orders->items;
    struct order_told *told = ARENA_ARRAY(request->arena, struct order_told, orders->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < orders->count; i++)
        if (place == 0 || staff_division_within(rows[i].place, place))
            told[count++] = order_shown(request, &rows[i], events);
    return (struct list){ told, count };
}

struct orders_input { int64_t place; struct text state; int64_t before; };
#define LISTS(member_) AT(struct orders_input, member_)
static const struct field orders_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, LISTS(place), .help = "clear.field.place" },
    { "state", NULL, FIELD_TEXT, 0, LISTS(state), 20, .help = "clear.field.state" },
    { "before", NULL, FIELD_ID, 0, LISTS(before), .help = "clear.field.before" },
};
static const struct shape orders_input_shape =
    SHAPE("clear_orders_input", struct orders_input, orders_input_fields);
struct orders_answer { struct list orders; };
static const struct field orders_fields[] = {
    { "orders", NULL, FIELD_LIST, 0, AT(struct orders_answer, orders), .of = &told_shape,
      .help = "clear.field.orders" },
};
static const struct shape orders_shape =
    SHAPE("clear_orders_answer", struct orders_answer, orders_fields);

static bool gather_orders(struct gather *gather, const struct request *request, void *facts)
{
    const struct orders_input *input = request->input;
    struct clear_order_facts *found = facts;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    const struct clear_orders_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .state = input->state, .before = input->before == 0 ? INT64_MAX : input->before,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->page = gather_want(gather, &clear_orders_page, &key);
    return complete && found->page != NULL;
}

static void decide_orders(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct clear_order_facts *found = facts;
    const struct actor *actor = request->actor;
    int32_t within = actor->scope.everything ? 0 : (int32_t)actor->division;
    if (actor->institution != 0 || (within == 0 && !actor->scope.everything)) {
        decision_refuse(decision, "clear.refused.not-your-place", "place");
        return;
    }
    ((struct orders_answer *)decision->outcome)->orders =
        orders_shown(request, found->page, found->events, within);
}

const struct action clear_orders_action = {
    .name = "clear.orders", .method = "GET", .path = "/api/v1/payment-orders",
    .flags = ACTION_READ,
    .input = &orders_input_shape, .facts = &facts_shape, .outcome = &orders_shape,
    .answer = &orders_shape, .help = "clear.help.orders", .gather = gather_orders,
    .decide = decide_orders,
};

/* ---- of one institution: what was paid ahead, what of it is used, what is left ---- */

struct show_input { int64_t institution; };
static const struct field show_input_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct show_input, institution),
      .help = "clear.field.institution" },
};
static const struct shape show_input_shape =
    SHAPE("clear_show_input", struct show_input, show_input_fields);
struct shown {
    struct list orders, statements;
    struct money prepaid, prepaid_apart, used, left;
};
#define STATE(member_) AT(struct clear_statement, member_)
static const struct field statement_told_fields[] = {
    { "statement", NULL, FIELD_ID, 0, STATE(statement), .help = "clear.field.statement" },
    { "month", NULL, FIELD_COUNT, 0, STATE(month), .help = "clear.field.month" },
    { "insurance", NULL, FIELD_TEXT, 0, STATE(insurance), 6, .help = "clear.field.insurance" },
    { "state", NULL, FIELD_TEXT, 0, STATE(state), 20, .help = "clear.field.state" },
    { "settlements", NULL, FIELD_COUNT, 0, STATE(settlements),
      .help = "clear.field.settlements" },
    { "amount", NULL, FIELD_MONEY, 0, STATE(amount), .help = "clear.field.on-record" },
    { "paper_amount", NULL, FIELD_MONEY, 0, STATE(paper_amount),
      .help = "clear.field.paper-amount" },
    { "paper_settlements", NULL, FIELD_COUNT, 0, STATE(paper_settlements),
      .help = "clear.field.paper-settlements" },
    { "paper_channel", NULL, FIELD_TEXT, FIELD_SPARSE, STATE(paper_channel), 30,
      .help = "clear.field.channel" },
    { "received_at", NULL, FIELD_MOMENT, FIELD_SPARSE, STATE(received_at) },
    { "owed_clauses", NULL, FIELD_TEXT, FIELD_SPARSE, STATE(owed_clauses), 200,
      .help = "clear.field.clauses" },
    { "verified", NULL, FIELD_MONEY, 0, STATE(verified), .help = "clear.field.verified" },
    { "difference", NULL, FIELD_MONEY, 0, STATE(difference),
      .help = "clear.field.difference" },
    { "paid_ahead", NULL, FIELD_MONEY, 0, STATE(paid_ahead), .help = "clear.field.paid-ahead" },
    { "carried", NULL, FIELD_MONEY, 0, STATE(carried), .help = "clear.field.carried" },
    { "version", NULL, FIELD_COUNT, 0, STATE(version) },
};
static const struct shape statement_told_shape =
    SHAPE("clear_statement_told", struct clear_statement, statement_told_fields);
#define SHOWN(member_) AT(struct shown, member_)
static const struct field shown_fields[] = {
    { "prepaid", NULL, FIELD_MONEY, 0, SHOWN(prepaid), .help = "clear.field.prepaid" },
    { "prepaid_apart", NULL, FIELD_MONEY, 0, SHOWN(prepaid_apart),
      .help = "clear.field.prepaid-apart" },
    { "used", NULL, FIELD_MONEY, 0, SHOWN(used), .help = "clear.field.used" },
    { "left", NULL, FIELD_MONEY, 0, SHOWN(left), .help = "clear.field.left" },
    { "orders", NULL, FIELD_LIST, 0, SHOWN(orders), .of = &told_shape,
      .help = "clear.field.orders" },
    { "statements", NULL, FIELD_LIST, 0, SHOWN(statements), .of = &statement_told_shape,
      .help = "clear.field.statements" },
};
static const struct shape shown_shape = SHAPE("clear_shown", struct shown, shown_fields);

static bool gather_show(struct gather *gather, const struct request *request, void *facts)
{
    const struct show_input *input = request->input;
    struct clear_order_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    return clear_gather_about(gather, input->institution, &found->about) && complete;
}

static void decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct clear_order_facts *found = facts;
    if (!clear_may_see(request->actor, found->about.institution)) {
        decision_refuse(decision, "clear.refused.no-such-institution", "institution");
        return;
    }
    struct shown *shown = decision->outcome;
    const struct clear_order *rows = found->about.orders->items;
    for (size_t i = 0; i < found->about.orders->count; i++) {
        bool offset = text_is(rows[i].state, "offset");
        if (clear_is_owed(&rows[i]) || (!offset && !text_is(rows[i].state, "paid")))
            continue;
        struct money *sum = text_is(rows[i].ledger, "apart") ? &shown->prepaid_apart
                                                             : &shown->prepaid;
        *sum = money_plus(*sum, rows[i].amount);
        struct money *part = offset ? &shown->used : &shown->left;
        *part = money_plus(*part, rows[i].amount);
    }
    shown->orders = orders_shown(request, found->about.orders, found->events, 0);
    shown->statements = *found->about.statements;
}

const struct action clear_show_action = {
    .name = "clear.show", .method = "GET",
    .path = "/api/v1/institutions/{institution}/payment-orders",
    .flags = ACTION_READ, .input = &show_input_shape, .facts = &facts_shape,
    .outcome = &shown_shape, .answer = &shown_shape, .help = "clear.help.show",
    .gather = gather_show, .decide = decide_show,
};
