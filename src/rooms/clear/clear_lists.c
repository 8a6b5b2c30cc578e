/* clear_lists.c: what there is to see: orders and statements of a place, what one institution was
 * paid ahead and what of it is left, and the lines a statement is made of. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/staff/staff.h"

#include <string.h>

static const struct shape facts_shape =
    { .name = "clear_order_facts", .size = sizeof(struct clear_order_facts) };

/* ---- looking ---- */

#define TOLD(member_) AT(struct clear_order_told, member_)
static const struct field told_fields[] = {
    { "order_id", NULL, FIELD_ID, 0, TOLD(order.order_id), .help = "clear.field.order" },
    { "institution", NULL, FIELD_ID, 0, TOLD(order.institution),
      .help = "clear.field.institution" },
    { "institution_name", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(name), 200,
      .help = "clear.field.institution-name" },
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
    { "reference", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(order.reference), 100,
      .help = "clear.field.reference" },
    { "waited", NULL, FIELD_COUNT, 0, TOLD(waited), .help = "clear.field.waited" },
    { "pay_by", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(pay_by), .help = "clear.field.pay-by" },
    { "late", NULL, FIELD_FLAG, 0, TOLD(late), .help = "clear.field.late" },
    { "version", NULL, FIELD_COUNT, 0, TOLD(order.version) },
};
static const struct shape told_shape =
    SHAPE("clear_order_told", struct clear_order_told, told_fields);

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

static struct clear_order_told order_shown(const struct request *request,
                                     const struct clear_order *order, struct events events)
{
    const struct calendar *calendar = book_calendar(request->book);
    struct clear_order_told told = { .order = *order };
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

/* The institutions of rows that have their number at `offset`. */
static bool gather_names(struct gather *gather, const struct list *rows, size_t size,
                         size_t offset, struct clear_order_facts *found)
{
    const char *row = rows->items;
    bool complete = true;
    found->named = ARENA_ARRAY(gather->arena, const struct party_institution *, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++, row += size) {
        int64_t institution;
        memcpy(&institution, row + offset, sizeof institution);
        const struct party_institution_key key = { id_bucket(institution), institution };
        const void *one = NULL;
        complete &= gather_one(gather, &party_institution_by_id, &key, &one);
        found->named[i] = one;
    }
    return complete;
}

static struct text name_of(const struct clear_order_facts *found, size_t at)
{
    const struct party_institution *one = found->named == NULL ? found->about.institution
                                                               : found->named[at];
    return one == NULL ? (struct text){ 0 } : one->name;
}

static struct list orders_shown(const struct request *request,
                                const struct clear_order_facts *found,
                                const struct list *orders, int32_t place)
{
    const struct clear_order *rows = orders->items;
    struct clear_order_told *told =
        ARENA_ARRAY(request->arena, struct clear_order_told, orders->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < orders->count; i++)
        if (place == 0 || staff_division_within(rows[i].place, place)) {
            told[count] = order_shown(request, &rows[i], found->events);
            told[count++].name = name_of(found, i);
        }
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
    return found->page != NULL
        && gather_names(gather, found->page, sizeof(struct clear_order),
                        offsetof(struct clear_order, institution), found)
        && complete;
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
        orders_shown(request, found, found->page, within);
}

const struct action clear_orders_action = {
    .name = "clear.orders", .method = "GET", .path = "/api/v1/payment-orders",
    .flags = ACTION_READ,
    .input = &orders_input_shape, .facts = &facts_shape, .outcome = &orders_shape,
    .next_page = { { "before", "order_id" } },
    .answer = &orders_shape, .help = "clear.help.orders", .gather = gather_orders,
    .decide = decide_orders,
};

/* ---- statements ---- */

struct statement_told { struct clear_statement row; struct text name; };
#define STATE(member_) AT(struct statement_told, row.member_)
static const struct field statement_told_fields[] = {
    { "statement", NULL, FIELD_ID, 0, STATE(statement), .help = "clear.field.statement" },
    { "institution", NULL, FIELD_ID, 0, STATE(institution), .help = "clear.field.institution" },
    { "institution_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct statement_told, name), 200,
      .help = "clear.field.institution-name" },
    { "month", NULL, FIELD_COUNT, 0, STATE(month), .help = "clear.field.month" },
    { "insurance", NULL, FIELD_TEXT, 0, STATE(insurance), 6, .help = "clear.field.insurance" },
    { "state", NULL, FIELD_TEXT, 0, STATE(state), 20, .help = "clear.field.statement-state" },
    { "settlements", NULL, FIELD_COUNT, 0, STATE(settlements),
      .help = "clear.field.settlements" },
    { "amount", NULL, FIELD_MONEY, 0, STATE(amount), .help = "clear.field.on-record" },
    { "changes", NULL, FIELD_COUNT, 0, STATE(changes), .help = "clear.field.changes" },
    { "changed", NULL, FIELD_MONEY, 0, STATE(changed), .help = "clear.field.changed" },
    { "outside", NULL, FIELD_MONEY, 0, STATE(outside), .help = "clear.field.outside" },
    { "budget", NULL, FIELD_MONEY, 0, STATE(budget), .help = "clear.field.monthly" },
    { "counted_at", NULL, FIELD_MOMENT, FIELD_SPARSE, STATE(counted_at) },
    { "paper_amount", NULL, FIELD_MONEY, 0, STATE(paper_amount),
      .help = "clear.field.paper-amount" },
    { "paper_settlements", NULL, FIELD_COUNT, 0, STATE(paper_settlements),
      .help = "clear.field.paper-settlements" },
    { "paper_channel", NULL, FIELD_CODE, FIELD_SPARSE, STATE(paper_channel), 30, "case_channel",
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
    SHAPE("clear_statement_told", struct statement_told, statement_told_fields);

static struct list statements_shown(const struct request *request,
                                    const struct clear_order_facts *found,
                                    const struct list *statements, int32_t place)
{
    const struct clear_statement *rows = statements->items;
    struct statement_told *told =
        ARENA_ARRAY(request->arena, struct statement_told, statements->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < statements->count; i++)
        if (place == 0 || staff_division_within(rows[i].place, place))
            told[count++] = (struct statement_told){ rows[i], name_of(found, i) };
    return (struct list){ told, count };
}

struct statements_input { int64_t place; struct text month, state; int64_t before; };
#define STATES(member_) AT(struct statements_input, member_)
static const struct field statements_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, STATES(place), .help = "clear.field.place" },
    { "month", NULL, FIELD_TEXT, 0, STATES(month), 7, .help = "clear.field.month" },
    { "state", NULL, FIELD_TEXT, 0, STATES(state), 20, .help = "clear.field.statement-state" },
    { "before", NULL, FIELD_ID, 0, STATES(before), .help = "clear.field.before" },
};
static const struct shape statements_input_shape =
    SHAPE("clear_statements_input", struct statements_input, statements_input_fields);
struct statements_answer { struct list statements; };
static const struct field statements_fields[] = {
    { "statements", NULL, FIELD_LIST, 0, AT(struct statements_answer, statements),
      .of = &statement_told_shape, .help = "clear.field.statements" },
};
static const struct shape statements_shape =
    SHAPE("clear_statements_answer", struct statements_answer, statements_fields);

static bool gather_statements(struct gather *gather, const struct request *request, void *facts)
{
    const struct statements_input *input = request->input;
    struct clear_order_facts *found = facts;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    const struct clear_statements_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .month = clear_month_read(input->month), .state = input->state,
        .before = input->before == 0 ? INT64_MAX : input->before,
    };
    found->page = gather_want(gather, &clear_statements_page, &key);
    return found->page != NULL
        && gather_names(gather, found->page, sizeof(struct clear_statement),
                        offsetof(struct clear_statement, institution), found);
}

static void decide_statements(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct statements_input *input = request->input;
    const struct clear_order_facts *found = facts;
    const struct actor *actor = request->actor;
    int32_t within = actor->scope.everything ? 0 : (int32_t)actor->division;
    bool no_month = text_present(input->month) && clear_month_read(input->month) == 0;
    bool no_place = actor->institution != 0 || (within == 0 && !actor->scope.everything);
    if (no_month || no_place) {
        decision_refuse(decision, no_place ? "clear.refused.not-your-place"
                                           : "clear.refused.no-month",
                        no_place ? "place" : "month");
        return;
    }
    ((struct statements_answer *)decision->outcome)->statements =
        statements_shown(request, found, found->page, within);
}

const struct action clear_statements_action = {
    .name = "clear.statements", .method = "GET", .path = "/api/v1/statements",
    .flags = ACTION_READ,
    .input = &statements_input_shape, .facts = &facts_shape, .outcome = &statements_shape,
    .next_page = { { "before", "statement" } },
    .answer = &statements_shape, .help = "clear.help.statements", .gather = gather_statements,
    .decide = decide_statements,
};

/* ---- what a statement is made of ---- */

struct lines_input { int64_t statement; struct text after; };
static const struct field lines_input_fields[] = {
    { "statement", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, statement),
      .help = "clear.field.statement" },
    { "after", NULL, FIELD_TEXT, 0, AT(struct lines_input, after), 60,
      .help = "clear.field.after" },
};
static const struct shape lines_input_shape =
    SHAPE("clear_lines_input", struct lines_input, lines_input_fields);
#define LINE(member_) AT(struct clear_line, member_)
static const struct field line_fields[] = {
    { "settlement", NULL, FIELD_ID, 0, LINE(settlement), .help = "clear.field.settlement" },
    { "at", NULL, FIELD_MOMENT, 0, LINE(at), .help = "clear.field.at" },
    { "day", NULL, FIELD_DAY, 0, LINE(day), .help = "clear.field.day" },
    { "kind", NULL, FIELD_TEXT, 0, LINE(kind), 20, .help = "clear.field.line-kind" },
    { "owed", NULL, FIELD_MONEY, 0, LINE(owed), .help = "clear.field.owed" },
    { "outside", NULL, FIELD_FLAG, 0, LINE(outside), .help = "clear.field.outside-line" },
    { "asker_key", NULL, FIELD_TEXT, FIELD_SPARSE, LINE(asker_key), 60,
      .help = "clear.field.asker-key" },
};
static const struct shape line_shape = SHAPE("clear_line", struct clear_line, line_fields);
struct lines_answer { struct list lines; struct text after; };
static const struct field lines_fields[] = {
    { "lines", NULL, FIELD_LIST, 0, AT(struct lines_answer, lines), .of = &line_shape,
      .help = "clear.field.lines" },
    { "after", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct lines_answer, after), 60,
      .help = "clear.field.after" },
};
static const struct shape lines_shape =
    SHAPE("clear_lines_answer", struct lines_answer, lines_fields);

static bool gather_lines(struct gather *gather, const struct request *request, void *facts)
{
    const struct lines_input *input = request->input;
    struct clear_order_facts *found = facts;
    struct clear_made_key key;
    if (!clear_gather_statement(gather, request, facts))
        return false;
    if (found->statement == NULL
        || !clear_cursor_read(input->after, found->statement, &found->query, &key))
        return true;
    found->lines = gather_want(gather, found->query, &key);
    return found->lines != NULL;
}

static void decide_lines(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct clear_order_facts *found = facts;
    if (found->statement == NULL
        || !party_may_see_institution(request->actor, found->about.institution)) {
        decision_refuse(decision, "clear.refused.no-such-statement", "statement");
        return;
    }
    if (found->lines == NULL) {
        decision_refuse(decision, "clear.refused.no-cursor", "after");
        return;
    }
    struct lines_answer *answer = decision->outcome;
    const struct clear_made *made = found->lines->items;
    struct clear_line *told =
        ARENA_ARRAY(request->arena, struct clear_line, found->lines->count + 1);
    for (size_t i = 0; i < found->lines->count; i++) {
        int counts;
        if (!clear_counts(&made[i], found->statement, &counts))
            continue;
        told[answer->lines.count++] = (struct clear_line){
            .settlement = made[i].settlement, .at = made[i].at, .day = made[i].day,
            .kind = counts < 0 ? TEXT("taken-back") : counts == 0 ? TEXT("changed")
                                                                  : TEXT("made"),
            .asker_key = made[i].asker_key, .owed = made[i].owed,
            .outside = made[i].outside > 0,
        };
    }
    answer->lines.items = told;
    answer->after =
        clear_cursor_after(found->query, found->statement, found->lines, request->arena);
}

const struct action clear_lines_action = {
    .name = "clear.lines", .method = "GET", .path = "/api/v1/statements/{statement}/lines",
     .flags = ACTION_READ, .input = &lines_input_shape,
    .facts = &facts_shape, .outcome = &lines_shape, .answer = &lines_shape,
    .next_page = { { "after", "after" } },
    .help = "clear.help.lines", .gather = gather_lines, .decide = decide_lines,
};

/* ---- of one institution: what was paid ahead, what of it is used, what is left ---- */

struct show_input { int64_t institution; };
static const struct field show_input_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct show_input, institution),
      .help = "clear.field.institution" },
};
static const struct shape show_input_shape =
    SHAPE("clear_show_input", struct show_input, show_input_fields);
#define BUDGET(member_) AT(struct clear_budget, member_)
static const struct field budget_told_fields[] = {
    { "paid_by", NULL, FIELD_TEXT, 0, BUDGET(paid_by), 20, .help = "clear.field.paid-by" },
    { "monthly", NULL, FIELD_MONEY, 0, BUDGET(monthly), .help = "clear.field.monthly" },
    { "valid_from", NULL, FIELD_DAY, 0, BUDGET(valid_from), .help = "clear.field.from" },
    { "valid_until", NULL, FIELD_DAY, FIELD_SPARSE, BUDGET(valid_until),
      .help = "clear.field.until" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, BUDGET(reason), 400,
      .help = "clear.field.reason" },
};
static const struct shape budget_told_shape =
    SHAPE("clear_budget_told", struct clear_budget, budget_told_fields);
#define SHOWN(member_) AT(struct clear_shown, member_)
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
    { "budgets", NULL, FIELD_LIST, 0, SHOWN(budgets), .of = &budget_told_shape,
      .help = "clear.field.budgets" },
};
static const struct shape shown_shape = SHAPE("clear_shown", struct clear_shown, shown_fields);

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
    if (!party_may_see_institution(request->actor, found->about.institution)) {
        decision_refuse(decision, "clear.refused.no-such-institution", "institution");
        return;
    }
    struct clear_shown *shown = decision->outcome;
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
    shown->orders = orders_shown(request, found, found->about.orders, 0);
    shown->statements = statements_shown(request, found, found->about.statements, 0);
    shown->budgets = *found->about.budgets;
}

const struct action clear_show_action = {
    .name = "clear.show", .method = "GET",
    .path = "/api/v1/institutions/{institution}/payment-orders",
    .flags = ACTION_READ, .input = &show_input_shape, .facts = &facts_shape,
    .outcome = &shown_shape, .answer = &shown_shape, .help = "clear.help.show",
    .gather = gather_show, .decide = decide_show,
};
