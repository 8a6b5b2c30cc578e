/* visit_charge.c: fee lines: what of each the policy covers, and taking lines back. */

#include "rooms/visit/visit_inside.h"
#include "rooms/visit/visit_supply.h"

#include "base/check.h"
#include "core/split.h"

#include <string.h>

struct text visit_line_bill(const struct visit_line_input *line)
{
    return text_present(line->bill) ? line->bill : VISIT_STAY_BILL;
}

bool visit_gather_items(struct gather *gather, const struct visit_charge_input *input,
                        struct visit_line_facts *facts)
{
    const struct visit_line_input *lines = input->lines.items;
    bool complete = true;
    for (size_t i = 0; i < input->lines.count; i++) {
        const struct catalogue_code_key key = catalogue_code_key_of(lines[i].item);
        facts[i].items = gather_want(gather, &catalogue_items_of_code, &key);
        complete &= facts[i].items != NULL;
    }
    return complete;
}

static bool gather_line(struct gather *gather, const struct visit_line_input *line,
                        struct visit_key visit, struct visit_line_facts *found)
{
    const void *row = NULL;
    const struct visit_bill_key bill_key = {
        .bucket = visit.bucket, .visit = visit.visit, .bill = visit_line_bill(line),
    };
    struct visit_line_key key = {
        .bucket = visit.bucket, .visit = visit.visit, .bill = bill_key.bill,
        .serial = line->serial,
    };
    bool complete = gather_one(gather, &visit_line_by_key, &key, &row);
    found->before = row;
    if (!text_present(line->returns))
        return complete;
    key.serial = line->returns;
    complete &= gather_one(gather, &visit_line_by_key, &key, &row);
    found->returned = row;
    /* One question a bill, however many lines return something. */
    found->returns = gather_want(gather, &visit_returns_of_bill, &bill_key);
    return complete && found->returns != NULL;
}

bool visit_gather_charge(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_charge_input *input = request->input;
    struct visit_charge_facts *found = facts;
    const struct visit_line_input *lines = input->lines.items;
    if (input->lines.count == 0)
        return true;

    const struct visit_key key = visit_key_of(lines[0].visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->bills = gather_want(gather, &visit_bills_of, &key);
    complete &= found->bills != NULL;
    int64_t institution = request->actor->institution;
    const struct party_institution_key institution_key = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->institution = row;

    found->supply = ARENA_NEW(gather->arena, struct visit_supply_facts);
    complete &= visit_supply_gather(gather, request, found->visit, &input->lines, found->supply);

    found->lines = ARENA_ARRAY(gather->arena, struct visit_line_facts, input->lines.count);
    for (size_t i = 0; i < input->lines.count; i++)
        complete &= gather_line(gather, &lines[i], key, &found->lines[i]);
    return visit_gather_items(gather, input, found->lines) && complete;
}

const struct visit_bill_row *visit_bill_in(const struct list *bills, struct text name)
{
    const struct visit_bill_row *items = bills->items;
    for (size_t i = 0; i < bills->count; i++)
        if (text_equal(items[i].bill, name))
            return &items[i];
    return NULL;
}

/* ---- may these lines be charged? ---- */

/* More than any line of a bill has ever had: 100 thousand million yuan. Below it the sum of
 * LIMIT_LINES_A_VISIT lines fits 64 bits, times any share. */
#define AMOUNT_MAX_FEN INT64_C(10000000000000)

static bool is_within(int64_t value, int64_t most)
{
    return value >= -most && value <= most;
}

/* The hospital's own rounding of price × quantity may differ by a fen. */
bool visit_amount_fits(const struct visit_line_input *line)
{
    if (line->price.e6 < 0 || line->price.e6 > LIMIT_PRICE_E6
        || !is_within(line->quantity.e4, LIMIT_QUANTITY_E4)
        || !is_within(line->amount.fen, AMOUNT_MAX_FEN))
        return false;
    struct money exact = money_of_price(line->price, line->quantity, ROUND_HALF_UP);
    int64_t gap = exact.fen - line->amount.fen;
    return gap >= -1 && gap <= 1;
}

/* What was taken back of a line, before and by this message up to `at`, this line included. */
static int64_t quantity_returned(const struct visit_charge_input *input,
                                 const struct visit_charge_facts *facts, size_t at)
{
    const struct visit_line_input *lines = input->lines.items;
    const struct list *before = facts->lines[at].returns;
    const struct visit_line_row *rows = before == NULL ? NULL : before->items;
    int64_t sum = 0;
    for (size_t i = 0; rows != NULL && i < before->count; i++)
        if (text_equal(rows[i].returns, lines[at].returns))
            sum -= rows[i].quantity.e4;
    for (size_t i = 0; i <= at; i++)
        if (text_equal(lines[i].returns, lines[at].returns)
            && text_equal(visit_line_bill(&lines[i]), visit_line_bill(&lines[at])))
            sum -= lines[i].quantity.e4;
    return sum;
}

/* A return has the price of the line it takes back and, with all earlier returns of it, no more
 * than its quantity. */
static bool return_fits(const struct visit_charge_input *input,
                        const struct visit_charge_facts *facts, size_t at)
{
    const struct visit_line_input *line = (const struct visit_line_input *)input->lines.items + at;
    const struct visit_line_row *returned = facts->lines[at].returned;
    if (line->quantity.e4 >= 0)
        return !text_present(line->returns);
    return returned != NULL && text_is(returned->state, "live")
        && text_equal(returned->item, line->item) && returned->price.e6 == line->price.e6
        && quantity_returned(input, facts, at) <= returned->quantity.e4;
}

/* Within the visit, to the day: clocks of a hospital differ by minutes. */
static bool is_of_the_visit(const struct visit_row *visit, struct moment at, struct moment now)
{
    struct date day = date_of_moment(at), last = date_of_moment(now);
    if (visit->end_at.ms != 0)
        last = date_of_moment(visit->end_at);
    return date_compare(day, date_of_moment(visit->begin_at)) >= 0
        && date_compare(day, last) <= 0;
}

static enum visit_refusal line_refusal(const struct request *request,
                                       const struct visit_charge_input *input,
                                       const struct visit_charge_facts *facts, size_t at,
                                       const char **ret_field)
{
    const struct visit_line_input *lines = input->lines.items, *line = &lines[at];
    if (line->visit != lines[0].visit || line->person != lines[0].person)
        return *ret_field = "visit", VISIT_REFUSED_SEVERAL_VISITS;
    const struct visit_bill_row *bill = visit_bill_in(facts->bills, visit_line_bill(line));
    bool stay = facts->stays;
    if (bill != NULL && bill->settlement != 0 && !stay)
        return *ret_field = "bill", VISIT_REFUSED_BILL_SETTLED;
    if (facts->lines[at].before != NULL && text_is(facts->lines[at].before->state, "live"))
        return *ret_field = "serial", VISIT_REFUSED_LINE_EXISTS;
    for (size_t i = 0; i < at; i++) {
        bool same_bill = text_equal(visit_line_bill(&lines[i]), visit_line_bill(line));
        if (same_bill && text_equal(lines[i].serial, line->serial))
            return *ret_field = "serial", VISIT_REFUSED_LINE_TWICE;
        if (same_bill && !stay && !text_equal(lines[i].disease, line->disease))
            return *ret_field = "disease", VISIT_REFUSED_DISEASES_DIFFER;
    }
    if (!is_of_the_visit(facts->visit, line->at, request->at))
        return *ret_field = "at", VISIT_REFUSED_LINE_DAY;
    if (facts->lines[at].items->count == 0)
        return *ret_field = "item", VISIT_REFUSED_UNKNOWN_ITEM;
    if (!visit_amount_fits(line))
        return *ret_field = "amount", VISIT_REFUSED_WRONG_AMOUNT;
    if (!return_fits(input, facts, at))
        return *ret_field = "returns", VISIT_REFUSED_WRONG_RETURN;
    return VISIT_REFUSALS;
}

/* All or nothing: the first line that cannot be charged is named with its serial. */
static bool charge_allowed(const struct request *request, const struct visit_charge_input *input,
                           const struct visit_charge_facts *facts, struct decision *decision)
{
    const struct visit_line_input *lines = input->lines.items;
    if (input->lines.count == 0)
        return visit_refuse(decision, VISIT_REFUSED_NO_LINES, "lines"), false;
    if (facts->institution == NULL)
        return visit_refuse(decision, VISIT_REFUSED_NO_INSTITUTION, NULL), false;
    if (facts->stays
        ? !visit_check_stay(request, facts->visit, facts->stay, lines[0].person, decision)
        : !visit_check_open(request, facts->visit, lines[0].person, decision))
        return false;
    if (!facts->stays && facts->visit->inpatient)
        return visit_refuse(decision, VISIT_REFUSED_IS_A_STAY, "visit"), false;
    for (size_t i = 0; i < input->lines.count; i++) {
        const char *field = NULL;
        enum visit_refusal refusal = line_refusal(request, input, facts, i, &field);
        if (refusal == VISIT_REFUSALS)
            continue;
        decision_refuse_with(decision, visit_refusal_key(refusal), field, lines[i].serial,
                             lines[i].item);
        return false;
    }
    return visit_supply_allowed(request, input, facts, decision);
}

/* ---- the split ---- */

static enum split_class class_of_level(struct text level)
{
    if (text_is(level, "01"))
        return SPLIT_FULL;
    return text_is(level, "02") ? SPLIT_PARTLY : SPLIT_NONE;
}

void visit_split_line(const struct list *items, int32_t place, int64_t tier,
                      const struct visit_line_input *line, struct visit_line_split *ret_split)
{
    const struct catalogue_item *item = NULL;
    enum catalogue_answer answer =
        catalogue_item_on(items, place, date_of_moment(line->at), &item);
    struct visit_line_split split = {
        .serial = line->serial, .amount = line->amount, .quantity = line->quantity,
        .price = line->price, .charge_level = TEXT("03"), .charge_type = TEXT("14"),
        .pay_first_share = SHARE_WHOLE,
    };
    if (answer == CATALOGUE_FOUND) {
        split.charge_level = item->charge_level;
        split.charge_type = item->charge_type;
        split.pay_first_share = item->pay_first;
        split.restricted = item->limited_use;
        if (!catalogue_price_limit(item, (int)tier, &split.price_limit))
            split.price_limit = (struct price){ 0 };
    } else {
        split.memo = TEXT("not-in-force");
    }
    const struct split_line terms = {
        .class = class_of_level(split.charge_level), .amount = line->amount,
        .quantity = line->quantity, .unit_price = line->price,
        .price_limit = split.price_limit, .pay_first = split.pay_first_share,
        .restricted = split.restricted, .approval = line->approval,
    };
    struct split parts = split_of(&terms, ROUND_HALF_UP);
    split.full_own = parts.full_own;
    split.over_limit = parts.over_limit;
    split.pay_first = parts.pay_first;
    split.in_scope = parts.in_scope;
    *ret_split = split;
}

/* ---- bills as they change ---- */

void visit_bill_add(struct visit_bill_row *bill, const struct visit_line_row *line, int sign)
{
    const struct { struct money *sum; struct money part; } sums[] = {
        { &bill->amount, line->amount }, { &bill->full_own, line->full_own },
        { &bill->over_limit, line->over_limit }, { &bill->pay_first, line->pay_first },
        { &bill->in_scope, line->in_scope },
    };
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        *sums[i].sum = sign > 0 ? money_plus(*sums[i].sum, sums[i].part)
                                : money_minus(*sums[i].sum, sums[i].part);
}

struct visit_bill_row *visit_bill_touched(struct visit_bill_change *changes, size_t *count,
                                          const struct list *bills, const struct visit_row *visit,
                                          struct text name)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal(changes[i].row.bill, name))
            return &changes[i].row;
    struct visit_bill_change *change = &changes[(*count)++];
    const struct visit_bill_row *before = visit_bill_in(bills, name);
    change->is_new = before == NULL;
    change->row = before != NULL ? *before : (struct visit_bill_row){
        .bucket = visit->bucket, .visit = visit->visit, .bill = name, .version = 1,
    };
    return &change->row;
}

void visit_bills_record(struct decision *decision, const struct visit_bill_change *changes,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].is_new)
            decision_insert(decision, &visit_bill_table, &changes[i].row);
        else
            decision_replace(decision, &visit_bill_table, &changes[i].row);
}

struct visit_line_row visit_line_row_of(const struct visit_line_input *line,
                                        const struct visit_line_split *split,
                                        const struct visit_bill_row *bill)
{
    return (struct visit_line_row){
        .bucket = bill->bucket, .visit = bill->visit, .bill = bill->bill,
        .serial = line->serial, .position = bill->line_count, .item = line->item,
        .own_item = line->own_item, .at = line->at, .amount = line->amount,
        .quantity = line->quantity, .price = line->price, .charge_level = split->charge_level,
        .charge_type = split->charge_type, .price_limit = split->price_limit,
        .pay_first_share = split->pay_first_share, .restricted = split->restricted,
        .approval = line->approval, .full_own = split->full_own,
        .over_limit = split->over_limit, .pay_first = split->pay_first,
        .in_scope = split->in_scope, .days = visit_supply_days(line->days),
        .department = line->department, .doctor = line->doctor, .returns = line->returns,
        .state = TEXT("live"), .version = 1,
    };
}

bool visit_charge_lines(const struct request *request, const struct visit_charge_input *input,
                        const struct visit_charge_facts *found, struct decision *decision,
                        struct visit_charge_made *ret_made)
{
    if (!charge_allowed(request, input, found, decision))
        return false;

    const struct visit_line_input *lines = input->lines.items;
    size_t count = input->lines.count;
    struct visit_charge_made made = {
        .splits = ARENA_ARRAY(request->arena, struct visit_line_split, count),
        .rows = ARENA_ARRAY(request->arena, struct visit_line_row, count),
        .bills = ARENA_ARRAY(request->arena, struct visit_bill_change, count),
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        /* The catalogue of the place of treatment counts for what is settled directly. */
        visit_split_line(found->lines[i].items, (int32_t)found->visit->division,
                         found->institution->tier, &lines[i], &made.splits[i]);
        struct visit_bill_row *bill =
            visit_bill_touched(made.bills, &made.bill_count, found->bills, found->visit,
                               visit_line_bill(&lines[i]));
        bill->disease = text_present(lines[i].disease) ? lines[i].disease : bill->disease;
        bill->line_count++;
        made.rows[i] = visit_line_row_of(&lines[i], &made.splits[i], bill);
        visit_bill_add(bill, &made.rows[i], 1);
        if (found->lines[i].before == NULL) {
            decision_insert(decision, &visit_line_table, &made.rows[i]);
        } else {
            made.rows[i].version = found->lines[i].before->version;
            decision_replace(decision, &visit_line_table, &made.rows[i]);
        }
    }
    visit_supply_record(request, input, found, made.splits, decision);
    *ret_made = made;
    return true;
}

void visit_decide_charge(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct visit_charge_facts *found = facts;
    struct visit_charge_made made;
    if (!visit_charge_lines(request, request->input, found, decision, &made))
        return;
    visit_bills_record(decision, made.bills, made.bill_count);
    decision->subject = found->visit->person;
    ((struct visit_charged *)decision->outcome)->lines = (struct list){ made.splits, made.count };
}

/* ---- taking lines back ---- */

bool visit_gather_uncharge(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_uncharge_input *input = request->input;
    struct visit_undo_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->bills = gather_want(gather, &visit_bills_of, &key);
    found->lines = gather_want(gather, &visit_lines_of_visit, &key);
    return complete && found->bills != NULL && found->lines != NULL;
}

static bool line_is_meant(const struct visit_uncharge_input *input,
                          const struct visit_line_row *line)
{
    bool bill = text_equal(input->bill, VISIT_ALL_LINES) || text_equal(input->bill, line->bill);
    bool serial = !text_present(input->serial) || text_equal(input->serial, VISIT_ALL_LINES)
        || text_equal(input->serial, line->serial);
    return bill && serial;
}

/* A line that another takes back goes only with that one. */
static bool returns_go_along(const struct visit_uncharge_input *input, const struct list *rows,
                             struct decision *decision)
{
    const struct visit_line_row *lines = rows->items;
    for (size_t i = 0; i < rows->count; i++) {
        if (!text_present(lines[i].returns) || line_is_meant(input, &lines[i]))
            continue;
        for (size_t k = 0; k < rows->count; k++) {
            if (!text_equal(lines[k].bill, lines[i].bill)
                || !text_equal(lines[k].serial, lines[i].returns)
                || !line_is_meant(input, &lines[k]))
                continue;
            decision_refuse_with(decision, visit_refusal_key(VISIT_REFUSED_HAS_RETURNS),
                                 "serial", lines[k].serial, lines[i].serial);
            return false;
        }
    }
    return true;
}

void visit_decide_uncharge(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct visit_uncharge_input *input = request->input;
    const struct visit_undo_facts *found = facts;
    if (!visit_check_open(request, found->visit, input->person, decision))
        return;
    if (found->visit->inpatient) {
        visit_refuse(decision, VISIT_REFUSED_IS_A_STAY, "visit");
        return;
    }
    if (!returns_go_along(input, found->lines, decision))
        return;

    const struct visit_line_row *lines = found->lines->items;
    struct visit_bill_change *bills =
        ARENA_ARRAY(request->arena, struct visit_bill_change, found->bills->count + 1);
    size_t bill_count = 0, voided = 0, settled = 0;
    for (size_t i = 0; i < found->lines->count; i++) {
        if (!line_is_meant(input, &lines[i]))
            continue;
        const struct visit_bill_row *bill = visit_bill_in(found->bills, lines[i].bill);
        CHECK(bill != NULL);
        if (bill->settlement != 0 && lines[i].position <= bill->settled_lines) {
            settled++;
            continue;
        }
        struct visit_bill_row *change = visit_bill_touched(bills, &bill_count, found->bills,
                                                           found->visit, lines[i].bill);
        visit_bill_add(change, &lines[i], -1);
        struct visit_line_row row = lines[i];
        row.state = TEXT("voided");
        decision_replace(decision, &visit_line_table, &row);
        voided++;
    }
    if (voided == 0) {
        visit_refuse(decision, settled > 0 ? VISIT_REFUSED_BILL_SETTLED : VISIT_REFUSED_NO_LINES,
                     "bill");
        return;
    }
    visit_bills_record(decision, bills, bill_count);
    decision->subject = found->visit->person;
    ((struct visit_done *)decision->outcome)->visit = found->visit->visit;
}
