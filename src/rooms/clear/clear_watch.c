/* clear_watch.c: what was to be paid and whether it was: money ahead set beside what the rules say,
 * with what the fund has for it; and how long institutions have waited for what they are owed.
 * LAW: LY22-P2a LY22-P2c JX4-1b */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/fund/fund.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/staff/staff.h"

#define EMPLOYEE TEXT("310")

/* The measure of a place that has a thing watched; NULL: none does. */
static const struct measure *watch_of(const struct request *request, int64_t place,
                                      struct events events, const char *thing)
{
    const struct measure_question question = {
        .verb = VERB_WATCH, .place = (int32_t)place, .thing = text_of(thing),
        .day = date_of_moment(request->at), .known = date_of_moment(request->at),
        .events = events,
    };
    const struct measure_hit *hits;
    return measures_on(request->book, &question, request->arena, &hits) == 0 ? NULL
                                                                             : hits[0].measure;
}

static bool is_within(const struct actor *actor, int64_t place)
{
    return staff_works_over(actor, place);
}

static int64_t place_asked(const struct request *request, int64_t place)
{
    return place != 0 ? place : request->actor->division;
}

/* Staff of a place, not an institution, and of its own place. */
static bool may_list(const struct request *request, int64_t place, struct decision *decision)
{
    if (request->actor->institution == 0
        && is_within(request->actor, place_asked(request, place)))
        return true;
    decision_refuse(decision, "clear.refused.not-your-place", "place");
    return false;
}

/* ---- what a pool has to bear ---- */

struct sums_key { int64_t place, place_until; struct text insurance; };
static const struct field sums_key_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct sums_key, place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct sums_key, place_until) },
    { "insurance", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct sums_key, insurance), 6 },
};
static const struct shape sums_key_shape =
    SHAPE("clear_ordered_key", struct sums_key, sums_key_fields);
struct ordered_sum { int64_t place; struct money ahead, waiting; };
static const struct field ordered_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct ordered_sum, place) },
    { "ahead", NULL, FIELD_MONEY, 0, AT(struct ordered_sum, ahead) },
    { "waiting", NULL, FIELD_MONEY, 0, AT(struct ordered_sum, waiting) },
};
static const struct shape ordered_shape =
    SHAPE("clear_ordered_sum", struct ordered_sum, ordered_fields);
#define SUM_WHEN(when_) "CAST(SUM(CASE WHEN " when_ " THEN amount ELSE 0 END) AS BIGINT)"
/* What was paid ahead and not offset, and what was ordered and has not left: all of a pool, however
 * many institutions it has. */
const struct query clear_sums_ordered = {
    .name = "clear.sums-ordered", .from = "clear_order",
    .columns = "place, " SUM_WHEN("state = 'paid'") ", " SUM_WHEN("state <> 'paid'"),
    .where = "place BETWEEN {place} AND {place_until} AND insurance = {insurance} "
             "AND (state IN ('proposed', 'approved') "
             "OR (state = 'paid' AND kind NOT IN ('advance', 'balance'))) GROUP BY place",
    .order = "place", .key = &sums_key_shape, .row = &ordered_shape, .row_max = 10000,
    .guard = GUARD_PUBLIC,
};

/* The pool of a place, or of who asks no more than his own place. */
static int64_t area_told(const struct request *request, int64_t place)
{
    int64_t area = book_pooling_area(request->book, place);
    return is_within(request->actor, area) ? area : place;
}

/* ---- clear.planned: what is to be paid ahead for a month, and what was ---- */

struct planned_input {
    struct clear_all_input all;
    bool only_lacking;
};
#define PLAN(member_) AT(struct planned_input, member_)
static const struct field planned_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, PLAN(all.place), .help = "clear.field.place" },
    { "kind", NULL, FIELD_TEXT, 0, PLAN(all.kind), 30, .help = "clear.field.kind" },
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, PLAN(all.month), 7,
      .help = "clear.field.month" },
    { "after", NULL, FIELD_ID, 0, PLAN(all.after), .help = "clear.field.after" },
    { "only_lacking", NULL, FIELD_FLAG, 0, PLAN(only_lacking),
      .help = "clear.field.only-lacking" },
};
static const struct shape planned_input_shape =
    SHAPE("clear_planned_input", struct planned_input, planned_input_fields);

#define ROW(member_) AT(struct clear_planned, member_)
static const struct field planned_fields[] = {
    { "institution", NULL, FIELD_ID, 0, ROW(institution), .help = "clear.field.institution" },
    { "institution_name", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(name), 200,
      .help = "clear.field.institution-name" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, ROW(due), .help = "clear.field.due" },
    { "amount", NULL, FIELD_MONEY, 0, ROW(amount), .help = "clear.field.to-be-ahead" },
    { "paid", NULL, FIELD_MONEY, 0, ROW(paid), .help = "clear.field.left-ahead" },
    { "lacking", NULL, FIELD_MONEY, 0, ROW(lacking), .help = "clear.field.lacking" },
    { "state", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(state), 20, .help = "clear.field.state" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(clauses), 200,
      .help = "clear.field.clauses" },
    { "rests_on", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(rests_on), 300,
      .help = "clear.field.rests-on" },
};
static const struct shape planned_shape =
    SHAPE("clear_planned", struct clear_planned, planned_fields);
#define ANSWER(member_) AT(struct clear_planned_answer, member_)
static const struct field planned_answer_fields[] = {
    { "institutions", NULL, FIELD_LIST, 0, ANSWER(rows), .of = &planned_shape,
      .help = "clear.field.institution" },
    { "amount", NULL, FIELD_MONEY, 0, ANSWER(amount), .help = "clear.field.to-be-ahead" },
    { "paid", NULL, FIELD_MONEY, 0, ANSWER(paid), .help = "clear.field.left-ahead" },
    { "lacking", NULL, FIELD_MONEY, 0, ANSWER(lacking), .help = "clear.field.lacking" },
    { "pool_shown", NULL, FIELD_FLAG, 0, ANSWER(pool_shown), .help = "clear.field.pool-shown" },
    { "pool", NULL, FIELD_MONEY, 0, ANSWER(pool), .help = "clear.field.pool" },
    { "ahead", NULL, FIELD_MONEY, 0, ANSWER(ahead), .help = "clear.field.not-offset" },
    { "waiting", NULL, FIELD_MONEY, 0, ANSWER(waiting), .help = "clear.field.not-left" },
    { "left", NULL, FIELD_MONEY, 0, ANSWER(left), .help = "clear.field.pool-left" },
    { "short_of_funds", NULL, FIELD_FLAG, 0, ANSWER(short_of_funds),
      .help = "clear.field.short-of-funds" },
    { "watched_by", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(watched_by), 200,
      .help = "clear.field.clauses" },
    { "after", NULL, FIELD_ID, FIELD_SPARSE, ANSWER(after), .help = "clear.field.after" },
};
static const struct shape planned_answer_shape =
    SHAPE("clear_planned_answer", struct clear_planned_answer, planned_answer_fields);

struct planned_facts {
    struct clear_order_facts of;
    const struct list *movements, *ordered;
};
static const struct shape planned_facts_shape =
    { .name = "clear_planned_facts", .size = sizeof(struct planned_facts) };

static bool gather_planned(struct gather *gather, const struct request *request, void *facts)
{
    const struct planned_input *input = request->input;
    struct planned_facts *found = facts;
    int64_t area = area_told(request, place_asked(request, input->all.place));
    const struct sums_key key = { area, division_last_code((int32_t)area), EMPLOYEE };
    found->movements = gather_want(gather, &fund_balances_all, NULL);
    found->ordered = gather_want(gather, &clear_sums_ordered, &key);
    return clear_gather_all(gather, request, &found->of) && found->movements != NULL
        && found->ordered != NULL;
}

/* Of one institution; false: nothing is to be paid ahead to it. */
static bool plan(const struct request *request, const struct clear_about *about,
                 struct events events, struct text kind, int64_t month,
                 struct decision *decision, struct clear_planned *ret_row)
{
    struct clear_order order = clear_order_begun(request, about, kind, month, (struct text){ 0 });
    const struct clear_order *made = clear_order_of(about->orders, month, kind, order.insurance);
    bool says = clear_rule_says(request, about, events,
                                made == NULL ? MONEY_NONE : made->amount, &order, decision);
    if (made != NULL) {
        order.due = made->due;
        order.amount = money_most(order.amount, made->amount);
        order.clauses = made->clauses;
        order.rests_on = made->rests_on;
    }
    if ((!says && made == NULL) || order.amount.fen <= 0)
        return false;
    bool left = made != NULL && (text_is(made->state, "paid") || text_is(made->state, "offset"));
    bool has_come = order.due.yyyymmdd == 0
        || date_compare(order.due, date_of_moment(request->at)) <= 0;
    struct money paid = left ? made->amount : MONEY_NONE;
    *ret_row = (struct clear_planned){
        .institution = about->asked, .name = about->institution->name, .due = order.due,
        .amount = order.amount, .paid = paid,
        .lacking = has_come ? money_minus(order.amount, paid) : MONEY_NONE,
        .state = made == NULL ? (struct text){ 0 } : made->state, .clauses = order.clauses,
        .rests_on = order.rests_on,
    };
    return true;
}

/* A place within it may have a pool of its own. */
static void sum_orders(const struct request *request, const struct list *ordered, int64_t area,
                       struct clear_planned_answer *answer)
{
    const struct ordered_sum *rows = ordered->items;
    for (size_t i = 0; i < ordered->count; i++)
        if (rows[i].place == area || !answer->pool_shown
            || book_pooling_area(request->book, rows[i].place) == area) {
            answer->ahead = money_plus(answer->ahead, rows[i].ahead);
            answer->waiting = money_plus(answer->waiting, rows[i].waiting);
        }
}

/* A county does not see what the pool of its city has, and what others of it have ordered; of a
 * pool that is not kept here nothing is known. */
static void say_pool(const struct request *request, const struct planned_facts *found,
                     int64_t place, struct clear_planned_answer *answer)
{
    const struct fund_movement *rows = found->movements->items;
    int64_t area = book_pooling_area(request->book, place);
    for (size_t i = 0; i < found->movements->count; i++) {
        if (rows[i].kind != fund_pool_of(EMPLOYEE) || rows[i].owner != area)
            continue;
        answer->pool_shown = is_within(request->actor, area);
        answer->pool = fund_movement_balance(&rows[i]);
    }
    sum_orders(request, found->ordered, area, answer);
    if (!answer->pool_shown) {
        answer->pool = MONEY_NONE;
        return;
    }
    answer->left = money_minus(answer->pool, money_plus(answer->ahead, answer->waiting));
    answer->short_of_funds = answer->left.fen < 0;
}

static void decide_planned(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct planned_input *input = request->input;
    const struct planned_facts *found = facts;
    struct clear_planned_answer *answer = decision->outcome;
    int32_t month = clear_month_read(input->all.month);
    if (!may_list(request, input->all.place, decision))
        return;
    if (month == 0) {
        decision_refuse(decision, "clear.refused.no-month", "month");
        return;
    }
    struct text kind = text_present(input->all.kind) ? input->all.kind : TEXT("ordinary");
    size_t count = found->of.page->count;
    struct clear_planned *rows = ARENA_ARRAY(request->arena, struct clear_planned, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct clear_about *about = &found->of.abouts[i];
        struct clear_planned row;
        if (!party_may_see_institution(request->actor, about->institution))
            continue;
        if (!plan(request, about, found->of.events, kind, month, decision, &row))
            continue;
        answer->amount = money_plus(answer->amount, row.amount);
        answer->paid = money_plus(answer->paid, row.paid);
        answer->lacking = money_plus(answer->lacking, row.lacking);
        if (!input->only_lacking || row.lacking.fen > 0)
            rows[answer->rows.count++] = row;
    }
    answer->rows.items = rows;
    int64_t place = place_asked(request, input->all.place);
    const struct measure *watch = watch_of(request, place, found->of.events, "prepayment-short");
    answer->watched_by = watch == NULL ? (struct text){ 0 } : watch->cites;
    say_pool(request, found, place, answer);
    if (count == CLEAR_BUDGETS_PAGE)
        answer->after = ((const struct clear_budget *)found->of.page->items)
            [CLEAR_BUDGETS_PAGE - 1].institution;
}

const struct action clear_planned_action = {
    .name = "clear.planned", .method = "GET", .path = "/api/v1/payment-orders/planned",
    .flags = ACTION_READ, .input = &planned_input_shape, .facts = &planned_facts_shape,
    .outcome = &planned_answer_shape, .answer = &planned_answer_shape,
    .next_page = { { "after", "after" } },
    .help = "clear.help.planned", .gather = gather_planned, .decide = decide_planned,
};

/* ---- clear.ageing: how long institutions have waited for what they are owed ---- */

struct ageing_input { int64_t place, before; bool only_late; };
static const struct field ageing_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct ageing_input, place),
      .help = "clear.field.place" },
    { "only_late", NULL, FIELD_FLAG, 0, AT(struct ageing_input, only_late),
      .help = "clear.field.only-late" },
    { "before", NULL, FIELD_ID, 0, AT(struct ageing_input, before),
      .help = "clear.field.before" },
};
static const struct shape ageing_input_shape =
    SHAPE("clear_ageing_input", struct ageing_input, ageing_input_fields);
#define AGED(member_) AT(struct clear_aged, member_)
static const struct field aged_fields[] = {
    { "statement", NULL, FIELD_ID, 0, AGED(statement), .help = "clear.field.statement" },
    { "institution", NULL, FIELD_ID, 0, AGED(institution), .help = "clear.field.institution" },
    { "institution_name", NULL, FIELD_TEXT, FIELD_SPARSE, AGED(name), 200,
      .help = "clear.field.institution-name" },
    { "month", NULL, FIELD_COUNT, 0, AGED(month), .help = "clear.field.month" },
    { "insurance", NULL, FIELD_TEXT, 0, AGED(insurance), 6, .help = "clear.field.insurance" },
    { "received", NULL, FIELD_DAY, 0, AGED(received), .help = "clear.field.received-on" },
    { "paid_on", NULL, FIELD_DAY, FIELD_SPARSE, AGED(paid_on), .help = "clear.field.paid-on" },
    { "amount", NULL, FIELD_MONEY, 0, AGED(amount), .help = "clear.field.amount" },
    { "open", NULL, FIELD_MONEY, 0, AGED(open), .help = "clear.field.still-open" },
    { "waited", NULL, FIELD_COUNT, 0, AGED(waited), .help = "clear.field.waited" },
    { "pay_by", NULL, FIELD_DAY, FIELD_SPARSE, AGED(pay_by), .help = "clear.field.pay-by" },
    { "late", NULL, FIELD_FLAG, 0, AGED(late), .help = "clear.field.late" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, AGED(clauses), 200,
      .help = "clear.field.clauses" },
};
static const struct shape aged_shape = SHAPE("clear_aged", struct clear_aged, aged_fields);
#define AGES(member_) AT(struct clear_ageing_answer, member_)
static const struct field ageing_fields[] = {
    { "statements", NULL, FIELD_LIST, 0, AGES(statements), .of = &aged_shape,
      .help = "clear.field.statements" },
    { "up_to_10", NULL, FIELD_COUNT, 0, AGES(up_to_10), .help = "clear.field.up-to-10" },
    { "up_to_20", NULL, FIELD_COUNT, 0, AGES(up_to_20), .help = "clear.field.up-to-20" },
    { "up_to_30", NULL, FIELD_COUNT, 0, AGES(up_to_30), .help = "clear.field.up-to-30" },
    { "longer", NULL, FIELD_COUNT, 0, AGES(longer), .help = "clear.field.longer" },
    { "late", NULL, FIELD_COUNT, 0, AGES(late), .help = "clear.field.late" },
    { "open", NULL, FIELD_MONEY, 0, AGES(open), .help = "clear.field.still-open" },
    { "overdue", NULL, FIELD_MONEY, 0, AGES(overdue), .help = "clear.field.past-limit" },
    { "before", NULL, FIELD_ID, FIELD_SPARSE, AGES(before), .help = "clear.field.before" },
};
static const struct shape ageing_shape =
    SHAPE("clear_ageing_answer", struct clear_ageing_answer, ageing_fields);
struct ageing_facts {
    struct events events;
    const struct list *statements;
    const struct list **orders;         /* of each statement's institution */
    const struct party_institution **named;
};
static const struct shape ageing_facts_shape =
    { .name = "clear_ageing_facts", .size = sizeof(struct ageing_facts) };

static bool gather_ageing(struct gather *gather, const struct request *request, void *facts)
{
    const struct ageing_input *input = request->input;
    struct ageing_facts *found = facts;
    int64_t place = place_asked(request, input->place);
    const struct clear_statements_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .before = input->before == 0 ? INT64_MAX : input->before,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->statements = gather_want(gather, &clear_statements_page, &key);
    if (found->statements == NULL)
        return false;
    const struct clear_statement *rows = found->statements->items;
    size_t count = found->statements->count;
    found->orders = ARENA_ARRAY(gather->arena, const struct list *, count + 1);
    found->named = ARENA_ARRAY(gather->arena, const struct party_institution *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct clear_institution_key of = { rows[i].bucket, rows[i].institution };
        const struct party_institution_key named = { rows[i].bucket, rows[i].institution };
        const void *row = NULL;
        found->orders[i] = gather_want(gather, &clear_orders_of, &of);
        complete &= gather_one(gather, &party_institution_by_id, &named, &row);
        complete &= found->orders[i] != NULL;
        found->named[i] = row;
    }
    return complete;
}

/* What has left for it: what was paid on it, and what had been paid ahead and it offset. */
static struct money paid_on(const struct clear_statement *statement, const struct list *orders,
                            struct date *ret_last)
{
    const struct clear_order *rows = orders->items;
    struct money paid = statement->paid_ahead;
    for (size_t i = 0; i < orders->count; i++) {
        if (rows[i].statement != statement->statement || !clear_is_owed(&rows[i])
            || rows[i].paid_on.yyyymmdd == 0)
            continue;
        paid = money_plus(paid, rows[i].amount);
        if (date_compare(rows[i].paid_on, *ret_last) > 0)
            *ret_last = rows[i].paid_on;
    }
    return paid;
}

static struct clear_aged aged(const struct request *request, const struct ageing_facts *found,
                              size_t at)
{
    const struct clear_statement *row = &((const struct clear_statement *)found->statements->items)
        [at];
    const struct calendar *calendar = book_calendar(request->book);
    bool cleared = text_is(row->state, "cleared");
    struct clear_aged told = {
        .statement = row->statement, .institution = row->institution, .month = row->month,
        .insurance = row->insurance, .received = date_of_moment(row->received_at),
        .amount = cleared ? row->verified : row->amount,
        .name = found->named[at] == NULL ? (struct text){ 0 } : found->named[at]->name,
    };
    struct date last = DATE_NONE;
    told.open = money_most(money_minus(told.amount, paid_on(row, found->orders[at], &last)),
                           MONEY_NONE);
    bool done = cleared && told.open.fen == 0;
    if (done)
        told.paid_on = last.yyyymmdd != 0 ? last : date_of_moment(row->cleared_at);
    struct date until = done ? told.paid_on : date_of_moment(request->at);
    told.waited = date_compare(until, told.received) <= 0 ? 0
        : calendar_working_days_between(calendar, told.received, until, request->at);
    const struct measure *watch = watch_of(request, row->place, found->events, "payment-unpaid");
    if (watch == NULL || watch->watch.within.unit != CLOCK_WORKING_DAYS)
        return told;
    told.pay_by = calendar_plus_working_days(calendar, told.received, watch->watch.within.count,
                                             request->at);
    told.late = date_compare(until, told.pay_by) > 0;
    told.clauses = watch->cites;
    return told;
}

static void count_aged(struct clear_ageing_answer *answer, const struct clear_aged *one)
{
    answer->late += one->late;
    if (one->paid_on.yyyymmdd != 0)
        return;
    int64_t *band = one->waited <= 10 ? &answer->up_to_10
        : one->waited <= 20 ? &answer->up_to_20
        : one->waited <= 30 ? &answer->up_to_30 : &answer->longer;
    ++*band;
    answer->open = money_plus(answer->open, one->open);
    if (one->late)
        answer->overdue = money_plus(answer->overdue, one->open);
}

static void decide_ageing(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct ageing_input *input = request->input;
    const struct ageing_facts *found = facts;
    struct clear_ageing_answer *answer = decision->outcome;
    if (!may_list(request, input->place, decision))
        return;
    const struct clear_statement *rows = found->statements->items;
    size_t count = found->statements->count;
    struct clear_aged *told = ARENA_ARRAY(request->arena, struct clear_aged, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].received_at.ms == 0 || !is_within(request->actor, rows[i].place))
            continue;
        const struct clear_aged one = aged(request, found, i);
        count_aged(answer, &one);
        if (!input->only_late || one.late)
            told[answer->statements.count++] = one;
    }
    answer->statements.items = told;
    if (count == CLEAR_STATEMENTS_PAGE)
        answer->before = rows[count - 1].statement;
}

const struct action clear_ageing_action = {
    .name = "clear.ageing", .method = "GET", .path = "/api/v1/statements/ageing",
    .flags = ACTION_READ, .input = &ageing_input_shape, .facts = &ageing_facts_shape,
    .next_page = { { "before", "before" } },
    .outcome = &ageing_shape, .answer = &ageing_shape, .help = "clear.help.ageing",
    .gather = gather_ageing, .decide = decide_ageing,
};
