/* settle_stay_test.c: stays settled in parts and over the turn of a year, purchases in one message,
 * and what may be asked. Facts are built by hand, rules are those of rules/. */

#include "rooms/settle/settle_hand.h"

#include "base/check.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_query.h"
#include "rooms/settle/settle_stay.h"

static void desk_begin(struct settle_hand *desk, struct date admitted, struct date today)
{
    settle_hand_begin(desk, today, TEXT("H11010590009202002101000000001"));
    hand_stay(&desk->hand, admitted);
    desk->facts.stay = &desk->hand.stay;
    desk->facts.settlements = &desk->settlements;
    desk->ask = (struct settle_ask){ .person = HAND_PERSON, .visit = HAND_VISIT,
                                     .insurance = TEXT("310") };
}

static void settles(struct settle_hand *desk, int64_t total, bool interim, const char *refusal)
{
    desk->ask.total.fen = total;
    desk->ask.interim = interim;
    testing_decide(&desk->hand.testing, &settle_stay_action, &desk->ask, &desk->facts, NULL);
    assert_true(testing_is_refused(&desk->hand.testing, refusal));
}

/* What was decided becomes what the next decision finds. */
static void keep(struct settle_hand *desk)
{
    const struct testing *testing = &desk->hand.testing;
    const struct visit_stay_row *stay = testing_change(testing, &visit_stay_table, 0, NULL);
    settle_hand_keep(desk);
    desk->hand.bill =
        *(const struct visit_bill_row *)testing_change(testing, &visit_bill_table, 0, NULL);
    if (stay != NULL)
        desk->hand.stay = *stay;
}

static const struct settlement_row *last(const struct settle_hand *desk)
{
    return &desk->rows[desk->settlements.count - 1];
}

/* Two parts pay together what one settlement of the whole would. */
static void test_parts_of_a_stay_are_the_stay(void **state)
{
    (void)state;
    struct settle_hand whole, parts;
    desk_begin(&whole, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&whole.hand, VISIT_STAY_BILL, "1", 560000);
    hand_line(&whole.hand, VISIT_STAY_BILL, "2", 4000000);
    settles(&whole, 4560000, false, NULL);
    keep(&whole);

    desk_begin(&parts, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&parts.hand, VISIT_STAY_BILL, "1", 560000);
    settles(&parts, 560000, true, NULL);
    assert_null(testing_change(&parts.hand.testing, &visit_stay_table, 0, NULL));
    keep(&parts);
    assert_true(last(&parts)->deductible.fen > 0);
    hand_line(&parts.hand, VISIT_STAY_BILL, "2", 4000000);
    settles(&parts, 4560000, false, "settle.refused.other-total");
    settles(&parts, 4000000, false, NULL);
    keep(&parts);
    assert_int_equal(last(&parts)->deductible.fen, 0);
    assert_int_equal(last(&parts)->lines_from, 2);
    assert_int_equal(settlement_row_funds(&parts.rows[0]).fen
                     + settlement_row_funds(&parts.rows[1]).fen,
                     settlement_row_funds(&whole.rows[0]).fen);
    assert_int_equal(parts.counters[0].used.inpatient_admissions, 1);
    assert_int_equal(parts.counters[0].used.inpatient_in_scope.fen, 4560000);
    assert_true(parts.hand.stay.finally_settled);
    settles(&parts, 4000000, false, "settle.refused.settled");
    hand_end(&whole.hand);
    hand_end(&parts.hand);
}

/* Dated by the discharge; an interim part by its own day; one admission, one deductible. */
static void test_a_stay_over_the_turn_of_the_year(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2019, 12, 20), DATE(2019, 12, 30));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    settles(&desk, 560000, true, NULL);
    keep(&desk);
    assert_int_equal(last(&desk)->year, 2019);
    assert_int_equal(desk.counters[0].used.inpatient_admissions, 1);

    desk.hand.testing.request.at = moment_at(DATE(2020, 1, 8), 10, 0, 0);
    desk.hand.visit.end_at = moment_at(DATE(2020, 1, 7), 10, 0, 0);
    desk.hand.visit.state = TEXT("discharged");
    hand_line(&desk.hand, VISIT_STAY_BILL, "2", 300000);
    settles(&desk, 300000, true, "settle.refused.discharged");
    settles(&desk, 300000, false, NULL);
    keep(&desk);
    assert_int_equal(last(&desk)->year, 2020);
    assert_int_equal(last(&desk)->day.yyyymmdd, 20200107);
    assert_int_equal(last(&desk)->deductible.fen, 0);
    assert_int_equal(desk.counter_rows.count, 2);
    assert_int_equal(desk.counters[1].used.inpatient_admissions, 0);
    hand_end(&desk.hand);
}

/* The admission was counted last year: another one of this year is before it, not itself. */
static void test_an_admission_of_last_year_is_not_taken_off_this_year(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2019, 12, 20), DATE(2019, 12, 30));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 10000);
    settles(&desk, 10000, true, NULL);
    keep(&desk);
    assert_int_equal(last(&desk)->deductible.fen, 10000);
    desk.hand.testing.request.at = moment_at(DATE(2020, 1, 8), 10, 0, 0);
    hand_line(&desk.hand, VISIT_STAY_BILL, "2", 1000000);
    settles(&desk, 1000000, false, NULL);
    const struct settlement_row *row =
        testing_change(&desk.hand.testing, &settlement_table, 0, NULL);
    int64_t as_first = row->deductible.fen;
    desk.counters[desk.counter_rows.count++] = (struct settle_counters_row){
        .bucket = desk.hand.visit.bucket, .person = HAND_PERSON, .year = 2020,
        .insurance = TEXT("310"), .used = { .inpatient_admissions = 1 }, .version = 1,
    };
    settles(&desk, 1000000, false, NULL);
    row = testing_change(&desk.hand.testing, &settlement_table, 0, NULL);
    assert_true(row->deductible.fen > 0 && row->deductible.fen < as_first);
    hand_end(&desk.hand);
}

/* A discharge registered back before an interim part: the parts keep their order. */
static void test_no_part_is_dated_before_an_earlier_one(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    settles(&desk, 560000, true, NULL);
    keep(&desk);
    hand_line(&desk.hand, VISIT_STAY_BILL, "2", 100000);
    desk.ask.discharged = DATE(2020, 2, 8);
    settles(&desk, 100000, false, NULL);
    keep(&desk);
    assert_int_equal(last(&desk)->day.yyyymmdd, 20200210);
    hand_end(&desk.hand);
}

static void test_what_is_no_stay_or_no_day_of_one(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    desk.ask.discharged = DATE(2020, 1, 31);
    settles(&desk, 560000, false, "settle.refused.wrong-day");
    desk.ask.discharged = DATE(2020, 2, 11);
    settles(&desk, 560000, false, "settle.refused.wrong-day");
    desk.ask.discharged = DATE_NONE;
    desk.hand.visit.inpatient = false;
    settles(&desk, 560000, false, "settle.refused.not-a-stay");
    desk.facts.visit = NULL;
    settles(&desk, 560000, false, "settle.refused.no-visit");
    hand_end(&desk.hand);
}

static void test_the_last_part_is_undone_first(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    settles(&desk, 560000, true, NULL);
    keep(&desk);
    hand_line(&desk.hand, VISIT_STAY_BILL, "2", 100000);
    settles(&desk, 100000, false, NULL);
    keep(&desk);
    struct settle_undo_facts facts = {
        .visit = &desk.hand.visit, .settlement = &desk.rows[0], .bill = &desk.hand.bill,
        .counters = &desk.counter_rows, .settlements = &desk.settlements,
        .stay = &desk.hand.stay,
    };
    struct settle_undo_input input = { .settlement = desk.rows[0].settlement,
                                       .visit = HAND_VISIT, .person = HAND_PERSON };
    testing_decide(&desk.hand.testing, &settle_undo_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.hand.testing, "settle.refused.not-last"));
    facts.settlement = &desk.rows[1];
    input.settlement = desk.rows[1].settlement;
    testing_decide(&desk.hand.testing, &settle_undo_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.hand.testing, NULL));
    const struct visit_bill_row *bill =
        testing_change(&desk.hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->settlement, desk.rows[0].settlement);
    assert_int_equal(bill->settled_lines, 1);
    const struct visit_stay_row *stay =
        testing_change(&desk.hand.testing, &visit_stay_table, 0, NULL);
    assert_false(stay->finally_settled);
    hand_end(&desk.hand);
}

/* A further stay of one course in one hospital costs no deductible where the place says so. */
static void test_a_course_goes_on(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2022, 10, 1), DATE(2022, 10, 10));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    desk.hand.visit.med_type = TEXT("2111");
    struct settlement_row before = { .visit = HAND_VISIT - 1, .year = 2022,
                                     .state = TEXT("final") };
    const struct list course = { &before, 1 };
    struct settle_case made = { .year = 2022 };
    desk.facts.course = &course;
    settle_stay_before(&desk.facts, &made, &desk.hand.testing.arena);
    assert_true(made.bill.repeated_treatment);
    before.state = TEXT("reversed");
    settle_stay_before(&desk.facts, &made, &desk.hand.testing.arena);
    assert_false(made.bill.repeated_treatment);
    before.state = TEXT("final");
    before.year = 2021;
    settle_stay_before(&desk.facts, &made, &desk.hand.testing.arena);
    assert_false(made.bill.repeated_treatment);
    hand_end(&desk.hand);
}

/* ---- purchases ---- */

struct purchase {
    struct hand hand;
    struct visit_line_input lines[2];
    struct visit_line_facts line_facts[2];
    struct settle_purchase_input input;
    struct settle_purchase_facts facts;
};

static void purchase_begin(struct purchase *purchase)
{
    struct hand *hand = &purchase->hand;
    hand_begin(hand, DATE(2020, 2, 10));
    hand->testing.request.book = settle_hand_book();
    hand->testing.request.key = TEXT("P11010590001202002101000000001");
    hand->institution.type = TEXT("2");
    hand->institution.tier = 0;
    purchase->lines[0] = hand_input("1", 2, 4000);
    purchase->lines[1] = hand_input("2", 1, 2000);
    for (size_t i = 0; i < 2; i++) {
        purchase->lines[i].visit = purchase->lines[i].person = 0;
        purchase->line_facts[i] = (struct visit_line_facts){ .items = &hand->items };
    }
    purchase->input = (struct settle_purchase_input){
        .ask = { .person = HAND_PERSON, .insurance = TEXT("310"), .med_type = TEXT("41"),
                 .certificate_kind = TEXT("02"), .total = { 10000 } },
        .begin_at = moment_at(DATE(2020, 2, 10), 8, 0, 0),
        .lines = { purchase->lines, 2 },
    };
    purchase->facts = (struct settle_purchase_facts){
        .desk = { .institution = &hand->institution, .agreements = &hand->agreements,
                  .person = hand->facts, .filings = &hand->nothing,
                  .counters = &hand->nothing },
        .lines = purchase->line_facts,
    };
}

static void buys(struct purchase *purchase, const char *refusal)
{
    testing_decide(&purchase->hand.testing, &settle_purchase_action, &purchase->input,
                   &purchase->facts, NULL);
    assert_true(testing_is_refused(&purchase->hand.testing, refusal));
}

static void test_a_purchase_is_one_decision(void **state)
{
    (void)state;
    struct purchase purchase;
    purchase_begin(&purchase);
    buys(&purchase, NULL);
    const struct testing *testing = &purchase.hand.testing;
    const struct visit_row *visit = testing_change(testing, &visit_table, 0, NULL);
    const struct settlement_row *row = testing_change(testing, &settlement_table, 0, NULL);
    enum change_kind kind = CHANGE_REPLACE;
    const struct visit_bill_row *bill = testing_change(testing, &visit_bill_table, 0, &kind);
    assert_int_equal(testing_changes(testing, &visit_bill_table), 1);
    assert_int_equal(kind, CHANGE_INSERT);
    assert_int_equal(testing_changes(testing, &visit_line_table), 2);
    assert_true(row->visit == visit->visit && bill->visit == visit->visit);
    assert_true(bill->settlement == row->settlement && bill->settled_lines == 2);
    assert_false(visit_is_open(visit));
    assert_int_equal(settlement_row_funds(row).fen + row->account.fen + row->cash.fen, 10000);
    const struct settle_receipt *receipt = testing->decision.outcome;
    assert_int_equal(receipt->splits.count, 2);
    assert_true(text_is(receipt->clearing_type, "41"));

    purchase.input.ask.total.fen = 9999;
    buys(&purchase, "settle.refused.other-total");
    purchase.input.ask.total.fen = 10000;
    purchase.lines[1].amount.fen = 5;
    buys(&purchase, "visit.refused.wrong-amount");
    purchase.input.begin_at = moment_at(DATE(2020, 2, 11), 8, 0, 0);
    buys(&purchase, "visit.refused.in-future");
    purchase.input.lines.count = 0;
    purchase.input.begin_at = (struct moment){ 0 };
    buys(&purchase, "visit.refused.no-lines");
    hand_end(&purchase.hand);
}

static void test_a_purchase_undone_is_gone(void **state)
{
    (void)state;
    struct purchase purchase;
    purchase_begin(&purchase);
    buys(&purchase, NULL);
    const struct testing *testing = &purchase.hand.testing;
    struct visit_row visit =
        *(const struct visit_row *)testing_change(testing, &visit_table, 0, NULL);
    struct settlement_row row =
        *(const struct settlement_row *)testing_change(testing, &settlement_table, 0, NULL);
    struct visit_bill_row bill =
        *(const struct visit_bill_row *)testing_change(testing, &visit_bill_table, 0, NULL);
    struct visit_line_row lines[2];
    for (int i = 0; i < 2; i++)
        lines[i] = *(const struct visit_line_row *)testing_change(testing, &visit_line_table, i,
                                                                  NULL);
    struct settle_counters_row counters =
        *(const struct settle_counters_row *)testing_change(testing, &settle_counters_table, 0,
                                                            NULL);
    const struct list counter_rows = { &counters, 1 }, settlements = { &row, 1 };
    const struct settle_undo_facts facts = {
        .visit = &visit, .settlement = &row, .bill = &bill, .counters = &counter_rows,
        .settlements = &settlements, .lines = LIST_OF(lines),
    };
    const struct settle_undo_input input = { row.settlement, visit.visit, HAND_PERSON };
    testing_decide(&purchase.hand.testing, &settle_undo_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    const struct visit_row *after = testing_change(testing, &visit_table, 0, NULL);
    assert_true(text_is(after->state, "cancelled"));
    assert_int_equal(testing_changes(testing, &visit_line_table), 2);
    const struct visit_line_row *line = testing_change(testing, &visit_line_table, 1, NULL);
    assert_true(text_is(line->state, "voided"));
    const struct visit_bill_row *left = testing_change(testing, &visit_bill_table, 0, NULL);
    assert_int_equal(left->amount.fen, 0);
    assert_int_equal(left->in_scope.fen, 0);
    hand_end(&purchase.hand);
}

/* ---- asking ---- */

static const struct settle_counter_shown *counter(const struct testing *testing,
                                                  const char *code)
{
    const struct settle_counters_shown *told = testing->decision.outcome;
    const struct settle_counter_shown *rows = told->counters.items;
    for (size_t i = 0; i < told->counters.count; i++)
        if (text_is(rows[i].code, code))
            return &rows[i];
    return NULL;
}

static void test_what_was_used_by_code_and_month(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2020, 2, 1), DATE(2020, 2, 10));
    hand_line(&desk.hand, VISIT_STAY_BILL, "1", 560000);
    settles(&desk, 560000, false, NULL);
    keep(&desk);
    struct testing *testing = &desk.hand.testing;
    struct settle_counters_input input = { .person = HAND_PERSON };
    struct settle_counters_facts facts = { .settlements = &desk.settlements };
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "settle.refused.not-your-patient"));
    facts.latest = &desk.hand.visit;
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_int_equal(counter(testing, "S0000_310_BIZ21")->amount.fen, 560000);
    assert_int_equal(counter(testing, "F0000_310")->amount.fen, 560000);
    assert_int_equal(counter(testing, "C0000_310_BIZ21")->amount.fen, 100);
    assert_int_equal(counter(testing, "Q0000_310_BIZ21")->amount.fen,
                     last(&desk)->deductible.fen);
    assert_int_equal(counter(testing, "D310100_310")->amount.fen, last(&desk)->pooled_fund.fen);
    input.month = TEXT("202001");
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_null(counter(testing, "F0000_310"));
    input.month = TEXT("202013");
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "input.not-a-day"));
    /* Long ago is not here any more; a certificate shown now is. */
    input.month = (struct text){ 0 };
    desk.hand.visit.begin_at = moment_at(DATE(2019, 2, 9), 9, 0, 0);
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "settle.refused.not-your-patient"));
    const struct party_person_key own = { .person = HAND_PERSON };
    facts.shown = &own;
    testing_decide(testing, &settle_counters_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    hand_end(&desk.hand);
}

static const struct settle_fund_shown *fund(const struct testing *testing, const char *code)
{
    const struct settle_rights *told = testing->decision.outcome;
    const struct settle_fund_shown *rows = told->funds.items;
    for (size_t i = 0; i < told->funds.count; i++)
        if (text_is(rows[i].fund, code))
            return &rows[i];
    return NULL;
}

static void test_which_funds_are_open_and_why_not(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk, DATE(2020, 2, 10), DATE(2020, 2, 10));
    struct testing *testing = &desk.hand.testing;
    struct settle_facts facts = desk.facts;
    facts.visit = NULL;
    facts.bill = NULL;
    facts.lines = NULL;
    facts.settlements = NULL;
    facts.stay = NULL;
    struct settle_right_input input = { .person = HAND_PERSON, .insurance = TEXT("310"),
                                        .med_type = TEXT("21") };
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.not-identified"));
    testing->actor.identified = HAND_PERSON;
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_true(fund(testing, "310100")->open && fund(testing, "330100")->open);
    assert_false(fund(testing, "310200")->open);
    input.med_type = TEXT("14");
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_false(fund(testing, "310100")->open);
    input.med_type = TEXT("21");
    desk.hand.spell.status = TEXT("2");
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_false(fund(testing, "310100")->open);
    assert_true(text_present(fund(testing, "310100")->reason));
    desk.hand.spell.status = TEXT("1");
    desk.hand.agreements.count = 0;
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_false(fund(testing, "310100")->open);
    desk.hand.agreements.count = 1;
    input.insurance = TEXT("390");
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_false(fund(testing, "390100")->open);
    input.institution_code = TEXT("H99999999999");
    testing_decide(testing, &settle_right_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "settle.refused.no-institution"));
    hand_end(&desk.hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_of_a_stay_are_the_stay),
        cmocka_unit_test(test_a_stay_over_the_turn_of_the_year),
        cmocka_unit_test(test_an_admission_of_last_year_is_not_taken_off_this_year),
        cmocka_unit_test(test_no_part_is_dated_before_an_earlier_one),
        cmocka_unit_test(test_what_is_no_stay_or_no_day_of_one),
        cmocka_unit_test(test_the_last_part_is_undone_first),
        cmocka_unit_test(test_a_course_goes_on),
        cmocka_unit_test(test_a_purchase_is_one_decision),
        cmocka_unit_test(test_a_purchase_undone_is_gone),
        cmocka_unit_test(test_what_was_used_by_code_and_month),
        cmocka_unit_test(test_which_funds_are_open_and_why_not),
    };
    return cmocka_run_group_tests(tests, settle_hand_open, settle_hand_close);
}
