/* clear_order.c: orders to pay institutions ahead: worked out by the measure in force, else by the
 * ordinary rule of the place. Who approves and pays them: clear_pay.c. */

#include "rooms/clear/clear.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"
#include "core/deadline.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "core/measure_words.h"
#include "rooms/agreement/agreement_facts.h"
#include "rooms/due/due.h"
#include "rooms/fund/fund.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/staff/staff.h"

#define EMPLOYEE TEXT("310")

/* ---- an institution and its rows ---- */

bool clear_gather_about(struct gather *gather, int64_t institution, struct clear_about *about)
{
    const int64_t bucket = id_bucket(institution);
    const struct party_institution_key key = { bucket, institution };
    const struct clear_institution_key of = { bucket, institution };
    const struct agreement_of_key agreements = { bucket, institution };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_institution_by_id, &key, &row);
    about->asked = institution;
    about->institution = row;
    about->budgets = gather_want(gather, &clear_budgets_of, &of);
    about->statements = gather_want(gather, &clear_statements_of, &of);
    about->orders = gather_want(gather, &clear_orders_of, &of);
    about->agreements = gather_want(gather, &agreements_of, &agreements);
    return complete && about->budgets != NULL && about->statements != NULL
        && about->orders != NULL && about->agreements != NULL;
}

int32_t clear_month_read(struct text text)
{
    int64_t year = 0, month = 0;
    struct text rest = { 0 };
    bool good = text.length == 7 && text_to_int64(text_until(text, '-', &rest), &year)
        && text_to_int64(rest, &month) && year >= 2000 && year < 3000 && month >= 1
        && month <= 12;
    return good ? (int32_t)(year * 100 + month) : 0;
}

struct date clear_month_day(int64_t month)
{
    return (struct date){ (int32_t)(month * 100 + 1) };
}

const struct clear_budget *clear_budget_on(const struct list *budgets, struct date day)
{
    const struct clear_budget *rows = budgets->items, *found = NULL;
    for (size_t i = 0; i < budgets->count; i++)
        if (date_within(day, rows[i].valid_from, rows[i].valid_until.yyyymmdd == 0
                                                     ? DATE_LATEST : rows[i].valid_until))
            found = &rows[i];
    return found;
}

const struct clear_order *clear_order_of(const struct list *orders, int64_t month,
                                         struct text kind, struct text insurance)
{
    const struct clear_order *rows = orders->items;
    for (size_t i = 0; i < orders->count; i++)
        if (rows[i].month == month && text_equal(rows[i].kind, kind)
            && text_equal(rows[i].insurance, insurance) && !text_is(rows[i].state, "dropped"))
            return &rows[i];
    return NULL;
}

struct text clear_measure_name(const struct measure *measure, struct arena *arena)
{
    return arena_format(arena, "%.*s#%.*s", TEXT_ARGS(measure->notice),
                        TEXT_ARGS(measure->ids.items[0]));
}

void clear_told(const struct clear_order *order, struct decision *decision)
{
    decision->subject = order->institution;
    *(struct clear_ordered *)decision->outcome = (struct clear_ordered){
        .order_id = order->order_id, .institution = order->institution, .state = order->state,
        .clauses = order->clauses, .rests_on = order->rests_on, .amount = order->amount,
        .due = order->due,
    };
}

/* ---- what a month is worth to it ---- */

void clear_decide_budget(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct clear_budget_input *input = request->input;
    const struct clear_about *about = &((const struct clear_order_facts *)facts)->about;
    const struct vocabulary *words = book_vocabulary(request->book);
    if (!party_may_see_institution(request->actor, about->institution)) {
        decision_refuse(decision, "clear.refused.no-such-institution", "institution");
        return;
    }
    if (vocabulary_word(words, "payment-ways", input->paid_by) == NULL) {
        decision_refuse(decision, "clear.refused.no-such-way", "paid_by");
        return;
    }
    const struct clear_budget *rows = about->budgets->items;
    size_t count = about->budgets->count;
    const struct clear_budget *last = count == 0 ? NULL : &rows[count - 1];
    if (input->monthly.fen <= 0
        || (last != NULL && date_compare(input->from, last->valid_from) <= 0)) {
        decision_refuse(decision, input->monthly.fen <= 0 ? "clear.refused.not-positive"
                                                          : "clear.refused.later-budget",
                        input->monthly.fen <= 0 ? "monthly" : "from");
        return;
    }
    int bucket = id_bucket(input->institution);
    const struct clear_budget row = {
        .bucket = bucket, .institution = input->institution,
        .budget = id_mint(request->minter, bucket), .place = about->institution->division,
        .paid_by = input->paid_by, .monthly = input->monthly, .valid_from = input->from,
        .set_by = request->actor->account, .set_at = request->at, .reason = input->reason,
    };
    decision_insert(decision, &clear_budget_table, &row);
    if (last != NULL && last->valid_until.yyyymmdd == 0) {
        struct clear_budget ended = *last;
        ended.valid_until = date_plus_days(input->from, -1);
        decision_replace(decision, &clear_budget_table, &ended);
    }
    decision->subject = input->institution;
    ((struct clear_ordered *)decision->outcome)->institution = input->institution;
}

/* ---- by which rule ---- */

struct working {
    const struct request *request;
    struct events events;
    const struct clear_about *about;
    const struct clear_budget *budget;  /* of the month; NULL: none */
    struct measure_fact facts[5];
    struct measure_question question;
};

static void ask_begin(struct working *working, const struct request *request,
                      const struct clear_about *about, struct events events, struct text kind,
                      int32_t month)
{
    struct date today = date_of_moment(request->at);
    size_t count = 0;
    *working = (struct working){
        .request = request, .about = about, .events = events,
        .budget = clear_budget_on(about->budgets, clear_month_day(month)),
    };
    if (working->budget != NULL)
        working->facts[count++] =
            (struct measure_fact){ "institutions.paid-by", working->budget->paid_by };
    if (about->institution->designated_epidemic) {
        working->facts[count++] =
            (struct measure_fact){ "institutions.status", TEXT("covid-designated") };
        working->facts[count++] =
            (struct measure_fact){ "institutions.task", TEXT("covid-treatment") };
    }
    if (agreement_on(about->agreements, today, NULL) == AGREEMENT_IN_FORCE)
        working->facts[count++] =
            (struct measure_fact){ "institutions.kind", TEXT("designated") };
    /* LAW: LY22-A3i */
    if (about->institution->chain && text_is(about->institution->type, "2"))
        working->facts[count++] =
            (struct measure_fact){ "institutions.kind", TEXT("pharmacy-chain") };
    working->question = (struct measure_question){
        .verb = VERB_PREPAY, .place = (int32_t)about->institution->division,
        .applicant = TEXT("institution"), .thing = kind, .facts = working->facts,
        .fact_count = count, .day = today, .known = today, .events = events, .period = month,
    };
}

/* From which day on the money of a month goes out under a measure. */
static struct date due_by_measure(const struct working *working, const struct measure_prepay *order)
{
    const struct calendar *calendar = book_calendar(working->request->book);
    struct moment known = working->request->at;
    struct date first = clear_month_day(working->question.period), day;
    if (date_parse(order->on, &day))
        return day;
    if (text_is(order->of, "next-month"))
        first = clear_month_day(date_plus_days(first, -1).yyyymmdd / 100);
    int year = date_year(first), month = date_month(first);
    if (text_is(order->on, "last-working-day"))
        return calendar_month_last(calendar, year, month, known);
    if (text_is(order->on, "first-working-day"))
        return calendar_month_first(calendar, year, month, known);
    return text_is(order->of, "as-approved") ? DATE_NONE : first;
}

/* The ordinary rule of the place, where no notice says otherwise: who is on a global budget. */
static bool by_ordinary_rule(const struct working *working, struct clear_order *order,
                             struct decision *decision)
{
    const struct request *request = working->request;
    const struct question question = {
        .about = "deadline.prepayment.ordinary", .place = working->question.place,
        .day = clear_month_day(order->month), .known = date_of_moment(request->at),
    };
    const struct rule *rule;
    struct deadline_clock_kind kind;
    if (!text_is(order->kind, "ordinary") || working->budget == NULL
        || !text_is(working->budget->paid_by, "global-budget")
        || rules_on(request->book, &question, &rule) != RULE_FOUND
        || !due_rule_clock(rule->payload, question.day, &kind))
        return false;
    const struct deadline_clock clock = {
        .kind = &kind, .start = question.day, .place = question.place };
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = working->events, .known = request->at,
    };
    order->due = deadline_of(&clock, &world, request->arena).day;
    order->rests_on = rule->source;
    order->amount = working->budget->monthly;
    trail_add(&decision->trail, "clear.trail.ordinary", rule, working->budget->monthly,
              order->amount);
    return true;
}

/* As much as was approved for it, and not what a month is worth. */
static bool by_need(const struct measure_prepay *order)
{
    return text_is(order->amount, "as-approved") || text_is(order->amount, "by-need");
}

/* What was approved for it, a month's worth, or a sum that is written; 0: nothing says how much. */
static struct money amount_by_measure(const struct working *working,
                                      const struct measure_prepay *order, struct money approved)
{
    struct money written;
    if (by_need(order))
        return approved;
    if (text_present(order->amount) && money_parse(order->amount, &written))
        return written;
    return working->budget == NULL ? (struct money){ 0 } : working->budget->monthly;
}

static void by_measure(const struct working *working, const struct measure_prepaid *prepaid,
                       struct money approved, struct clear_order *order,
                       struct decision *decision)
{
    struct arena *arena = working->request->arena;
    order->due = due_by_measure(working, prepaid->order);
    order->amount = amount_by_measure(working, prepaid->order, approved);
    order->ledger = text_present(prepaid->order->ledger) ? prepaid->order->ledger
                                                         : TEXT("together");
    order->only_for = prepaid->order->only_for;
    order->rests_on = clear_measure_name(prepaid->made.hits[0].measure, arena);
    order->clauses = measure_made_cites(prepaid->made, arena);
    struct money base = working->budget == NULL ? approved : working->budget->monthly;
    trail_add(&decision->trail, "clear.trail.measure", NULL, base, order->amount)->subject =
        order->clauses;
}

/* A month whose money was due before the notice is still the ordinary rule's. */
static bool was_due_before(const struct working *working, const struct measure_prepaid *prepaid)
{
    const struct measure *measure = prepaid->made.hits[0].measure;
    struct date begins = measure->time.from.kind == POINT_DAY ? measure->time.from.day
                                                              : measure->issued;
    struct date due = due_by_measure(working, prepaid->order);
    return due.yyyymmdd != 0 && date_compare(due, begins) < 0;
}

/* `ret_shared`: the sum is the institution's for that month, whatever the insurance. */
static bool rule_says(const struct request *request, const struct clear_about *about,
                      struct events events, struct money approved, struct clear_order *order,
                      bool *ret_shared, struct decision *decision)
{
    static const struct text REQUEST = { "prepayment-request", 18 };
    struct working working;
    ask_begin(&working, request, about, events, order->kind, (int32_t)order->month);
    working.question.granted = (struct name_list){ &REQUEST, approved.fen > 0 };
    const struct measure_prepaid prepaid =
        measure_prepaid(request->book, &working.question, request->arena);
    bool ordinary = (prepaid.order == NULL || was_due_before(&working, &prepaid))
        && by_ordinary_rule(&working, order, decision);
    if (!ordinary && prepaid.order != NULL)
        by_measure(&working, &prepaid, approved, order, decision);
    *ret_shared = ordinary || (prepaid.order != NULL && !by_need(prepaid.order));
    return ordinary || prepaid.order != NULL;
}

bool clear_rule_says(const struct request *request, const struct clear_about *about,
                     struct events events, struct money approved, struct clear_order *order,
                     struct decision *decision)
{
    bool shared;
    return rule_says(request, about, events, approved, order, &shared, decision);
}

/* A month is worth so much to an institution once: what another insurance's order has of it is no
 * longer there for this one. */
static struct money rest_of(const struct list *orders, const struct clear_order *order)
{
    const struct clear_order *rows = orders->items;
    struct money rest = order->amount;
    for (size_t i = 0; i < orders->count; i++)
        if (rows[i].month == order->month && text_equal(rows[i].kind, order->kind)
            && !text_is(rows[i].state, "dropped"))
            rest = money_minus(rest, rows[i].amount);
    return rest.fen < 0 ? (struct money){ 0 } : rest;
}

/* The order of a month and kind: filled in, or the words/ key of why there is none. */
static const char *work_out(const struct request *request, const struct clear_about *about,
                            struct events events, struct money approved,
                            struct clear_order *order, struct decision *decision)
{
    if (clear_order_of(about->orders, order->month, order->kind, order->insurance) != NULL)
        return "clear.refused.twice";
    /* Nothing would offset it any more. */
    const struct clear_statement *month =
        clear_statement_of(about->statements, order->month, order->insurance);
    if (month != NULL && text_is(month->state, "cleared"))
        return "clear.refused.cleared";
    bool shared;
    if (!rule_says(request, about, events, approved, order, &shared, decision))
        return "clear.refused.nothing-says";
    if (shared && order->amount.fen > 0) {
        order->amount = rest_of(about->orders, order);
        if (order->amount.fen == 0)
            return "clear.refused.month-ordered";
    }
    if (order->due.yyyymmdd != 0
        && date_compare(date_of_moment(request->at), order->due) < 0)
        return "clear.refused.too-early";
    return order->amount.fen > 0 ? NULL : "clear.refused.no-amount";
}

/* ---- proposing ---- */

struct clear_order clear_order_begun(const struct request *request,
                                     const struct clear_about *about, struct text kind,
                                     int64_t month, struct text insurance)
{
    int bucket = id_bucket(about->asked);
    return (struct clear_order){
        .bucket = bucket, .institution = about->asked,
        .place = about->institution->division, .kind = kind, .month = month,
        .insurance = text_present(insurance) ? insurance : EMPLOYEE,
        .ledger = TEXT("together"), .state = TEXT("proposed"),
        .proposed_by = request->actor->account, .proposed_at = request->at,
    };
}

bool clear_gather_propose(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_propose_input *input = request->input;
    struct clear_order_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    return clear_gather_about(gather, input->institution, &found->about) && complete;
}

static void refuse_order(const struct request *request, const char *key,
                         const struct clear_order *order, struct decision *decision)
{
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    if (order->due.yyyymmdd != 0)
        date_write(&builder, order->due);
    decision_refuse_with(decision, key, "month",
                         arena_text(request->arena, builder_text(&builder)),
                         (struct text){ 0 });
}

void clear_decide_propose(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct clear_propose_input *input = request->input;
    const struct clear_order_facts *found = facts;
    int32_t month = clear_month_read(input->month);
    if (!party_may_see_institution(request->actor, found->about.institution)) {
        decision_refuse(decision, "clear.refused.no-such-institution", "institution");
        return;
    }
    if (month == 0) {
        decision_refuse(decision, "clear.refused.no-month", "month");
        return;
    }
    struct clear_order order =
        clear_order_begun(request, &found->about, input->kind, month, input->insurance);
    order.reason = input->reason;
    const char *why = work_out(request, &found->about, found->events, input->amount, &order,
                               decision);
    if (why != NULL) {
        refuse_order(request, why, &order, decision);
        return;
    }
    order.order_id = id_mint(request->minter, (int)order.bucket);
    decision_insert(decision, &clear_order_table, &order);
    clear_told(&order, decision);
}

/* ---- all of a place ---- */

static int64_t place_of(const struct request *request, int64_t asked)
{
    return asked != 0 ? asked : request->actor->division;
}

bool clear_gather_all(struct gather *gather, const struct request *request, void *facts)
{
    const struct clear_all_input *input = request->input;
    struct clear_order_facts *found = facts;
    int64_t place = place_of(request, input->place);
    int32_t month = clear_month_read(input->month);
    const struct clear_budgets_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .day = month == 0 ? date_of_moment(request->at) : clear_month_day(month),
        .after = input->after,
    };
    bool complete = notice_gather_events(gather, &found->events);
    found->page = gather_want(gather, &clear_budgets_page, &key);
    if (found->page == NULL)
        return false;
    const struct clear_budget *rows = found->page->items;
    found->abouts = ARENA_ARRAY(request->arena, struct clear_about, found->page->count + 1);
    for (size_t i = 0; i < found->page->count; i++)
        complete &= clear_gather_about(gather, rows[i].institution, &found->abouts[i]);
    return complete;
}

/* Those for whom a rule has an order today: the others are passed over. */
void clear_decide_all(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct clear_all_input *input = request->input;
    const struct clear_order_facts *found = facts;
    struct clear_all_made *made = decision->outcome;
    int32_t month = clear_month_read(input->month);
    const struct actor *actor = request->actor;
    if (!staff_works_over(actor, place_of(request, input->place))) {
        decision_refuse(decision, "clear.refused.other-place", "place");
        return;
    }
    if (month == 0) {
        decision_refuse(decision, "clear.refused.no-month", "month");
        return;
    }
    for (size_t i = 0; i < found->page->count; i++) {
        const struct clear_about *about = &found->abouts[i];
        if (!party_may_see_institution(request->actor, about->institution))
            continue;
        struct clear_order order =
            clear_order_begun(request, about, input->kind, month, (struct text){ 0 });
        if (work_out(request, about, found->events, (struct money){ 0 }, &order, decision)
            != NULL) {
            made->passed_over++;
            continue;
        }
        order.order_id = id_mint(request->minter, (int)order.bucket);
        decision_insert(decision, &clear_order_table, &order);
        made->orders++;
        made->total = money_plus(made->total, order.amount);
    }
    if (found->page->count == CLEAR_BUDGETS_PAGE)
        made->after = ((const struct clear_budget *)found->page->items)
            [CLEAR_BUDGETS_PAGE - 1].institution;
    if (made->orders == 0 && made->after == 0) {
        decision_refuse(decision, "clear.refused.nothing-says", "month");
        return;
    }
    decision->subject = id_mint(request->minter, 0);
}
