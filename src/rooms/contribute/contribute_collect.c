/* contribute_collect.c: what is sent to who collects, and what came of it. Where the tax bureau
 * collects it gets the amounts due (应征) and sends back what was paid (实征): each of its lines is
 * one contribute.pay. Here the two sides are laid beside each other. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"

struct collect_input {
    struct text month;
    int64_t place;
    bool only_differences;
    struct text after;
};
static const struct field collect_fields[] = {
    { "month", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct collect_input, month), 7,
      .help = "contribute.field.month" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct collect_input, place),
      .help = "contribute.field.place" },
    { "only_differences", NULL, FIELD_FLAG, 0, AT(struct collect_input, only_differences),
      .help = "contribute.field.only-differences" },
    { "after", NULL, FIELD_TEXT, 0, AT(struct collect_input, after), 50,
      .help = "contribute.field.after-page" },
};
static const struct shape collect_shape =
    SHAPE("contribute_collect_input", struct collect_input, collect_fields);

struct collect_row {
    int64_t owner, bill, people;
    struct text insurance, kind, collector;
    struct money due, collected, difference;
    struct date last_day, paid;
};
#define ROW(member_) AT(struct collect_row, member_)
static const struct field collect_row_fields[] = {
    { "owner", NULL, FIELD_ID, 0, ROW(owner) },
    { "bill", NULL, FIELD_ID, 0, ROW(bill) },
    { "people", NULL, FIELD_COUNT, 0, ROW(people) },
    { "insurance", NULL, FIELD_TEXT, 0, ROW(insurance), 10 },
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 20 },
    { "collector", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(collector), 10 },
    { "due", NULL, FIELD_MONEY, 0, ROW(due) },
    { "collected", NULL, FIELD_MONEY, 0, ROW(collected) },
    { "difference", NULL, FIELD_MONEY, 0, ROW(difference) },
    { "last_day", NULL, FIELD_DAY, FIELD_SPARSE, ROW(last_day) },
    { "paid", NULL, FIELD_DAY, FIELD_SPARSE, ROW(paid) },
};
static const struct shape collect_row_shape =
    SHAPE("contribute_collect_row", struct collect_row, collect_row_fields);

struct collect_answer {
    struct text month;
    int64_t bills, differences;
    struct money due, collected;
    bool complete;              /* false: there are more bills than one answer holds */
    struct text after;          /* the sums are of this answer's: ask on from here */
    struct list rows;
};
#define ANSWER(member_) AT(struct collect_answer, member_)
static const struct field collect_answer_fields[] = {
    { "month", NULL, FIELD_TEXT, 0, ANSWER(month), 7 },
    { "bills", NULL, FIELD_COUNT, 0, ANSWER(bills) },
    { "differences", NULL, FIELD_COUNT, 0, ANSWER(differences) },
    { "due", NULL, FIELD_MONEY, 0, ANSWER(due) },
    { "collected", NULL, FIELD_MONEY, 0, ANSWER(collected) },
    { "complete", NULL, FIELD_FLAG, 0, ANSWER(complete) },
    { "after", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(after), 50,
      .help = "contribute.field.after-page" },
    { "rows", NULL, FIELD_LIST, 0, ANSWER(rows), .of = &collect_row_shape },
};
static const struct shape collect_answer_shape =
    SHAPE("contribute_collect", struct collect_answer, collect_answer_fields);

struct collect_facts {
    const struct list *bills;
    struct events events;
};
static const struct shape collect_facts_shape =
    { .name = "contribute_collect_facts", .size = sizeof(struct collect_facts) };

/* A place and all below it: 110000 to 119999, 371300 to 371399. */
struct contribute_place_key contribute_place_key_of(struct text month, int64_t place,
                                                    struct text after)
{
    struct contribute_place_key key = {
        contribute_month_read(month), place, division_last_code((int32_t)place), 0, 0,
    };
    struct text rest = after;
    if (!text_to_int64(text_until(after, '|', &rest), &key.after_owner)
        || !text_to_int64(text_until(rest, '|', &rest), &key.after_bill))
        key.after_owner = key.after_bill = 0;
    return key;
}

struct text contribute_place_after(const struct list *bills, struct arena *arena)
{
    const struct contribute_bill *rows = bills->items;
    size_t last = CONTRIBUTE_BILLS_A_PAGE - 1;
    return bills->count <= last ? (struct text){ 0 }
        : arena_format(arena, "%lld|%lld", (long long)rows[last].owner,
                       (long long)rows[last].bill);
}

static bool collect_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct collect_input *input = request->input;
    struct collect_facts *found = facts;
    const struct contribute_place_key key =
        contribute_place_key_of(input->month, input->place, input->after);
    found->bills = gather_want(gather, &contribute_bills_at, &key);
    return notice_gather_events(gather, &found->events) && found->bills != NULL;
}

static struct collect_row row_of(const struct request *request, struct events events,
                                 const struct contribute_bill *bill)
{
    const struct contribute_reckoned reckoned =
        contribute_reckon(request->book, events, bill, request->at, request->arena);
    const struct contribute_payer payer = contribute_payer_of(bill);
    const struct question question = {
        .about = contribute_collector_kind.about, .place = payer.place,
        .insurance = payer.insurance, .day = contribute_month_first(bill->month),
    };
    const struct rule *rule = NULL;
    struct collect_row row = {
        .owner = bill->owner, .bill = bill->bill, .people = bill->people,
        .insurance = bill->insurance, .kind = bill->kind,
        .due = money_plus(reckoned.total, bill->paid.yyyymmdd != 0 ? bill->paid_fee
                                                                   : reckoned.fee.amount),
        .collected = money_plus(bill->paid_own,
                                money_plus(bill->paid_employer, bill->paid_fee)),
        .last_day = reckoned.time.due.day, .paid = bill->paid,
    };
    if (rules_on(request->book, &question, &rule) == RULE_FOUND)
        row.collector = ((const struct contribute_collector_rule *)rule->payload)->collector;
    row.difference = money_minus(row.collected, row.due);
    return row;
}

bool contribute_place_refused(const struct request *request, int64_t place, struct text month,
                              struct decision *decision)
{
    if (request->actor->role != ROLE_HOUSE && !staff_works_over(request->actor, place))
        decision_refuse(decision, "contribute.refused.not-your-place", "place");
    else if (contribute_month_read(month) == 0)
        decision_refuse(decision, "contribute.refused.no-month", "month");
    else
        return false;
    return true;
}

static void collect_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct collect_input *input = request->input;
    const struct collect_facts *found = facts;
    const struct contribute_bill *bills = found->bills->items;
    if (contribute_place_refused(request, input->place, input->month, decision))
        return;
    struct collect_row *rows =
        ARENA_ARRAY(request->arena, struct collect_row, found->bills->count + 1);
    struct collect_answer told = {
        .month = input->month, .rows = { rows, 0 },
        .after = contribute_place_after(found->bills, request->arena),
    };
    told.complete = !text_present(told.after);
    for (size_t i = 0; i < found->bills->count; i++) {
        const struct collect_row row = row_of(request, found->events, &bills[i]);
        told.bills++;
        told.due = money_plus(told.due, row.due);
        told.collected = money_plus(told.collected, row.collected);
        told.differences += row.difference.fen != 0;
        if (!input->only_differences || row.difference.fen != 0)
            rows[told.rows.count++] = row;
    }
    *(struct collect_answer *)decision->outcome = told;
}

const struct action contribute_reconcile_action = {
    .name = "contribute.reconcile", .method = "GET", .path = "/api/v1/contributions/collected",
    .flags = ACTION_READ, .input = &collect_shape, .facts = &collect_facts_shape,
    .outcome = &collect_answer_shape, .answer = &collect_answer_shape,
    .next_page = { { "after", "after" } },
    .help = "contribute.help.reconcile", .gather = collect_gather, .decide = collect_decide,
};
