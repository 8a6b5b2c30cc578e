/* settle_desk_test.c: a bill settled and undone at the desk: every reason to refuse, and that what
 * is counted, booked and answered is the same money. Facts are built by hand, rules are those of
 * rules/. */

#include "rooms/settle/settle_hand.h"

#include "base/check.h"

#define TODAY SETTLE_HAND_TODAY
#define BILL SETTLE_HAND_BILL

static void desk_begin(struct settle_hand *desk)
{
    settle_hand_begin(desk, TODAY, TEXT("H11010590009202002101000000001"));
    hand_line(&desk->hand, BILL, "1", 300000);
}

static void settles(struct settle_hand *desk, const char *refusal)
{
    testing_decide(&desk->hand.testing, &settle_outpatient_action, &desk->ask, &desk->facts,
                   NULL);
    assert_true(testing_is_refused(&desk->hand.testing, refusal));
}

/* What the transfers move to the institution, and what lies in its till. */
static int64_t booked(const struct testing *testing)
{
    int64_t sum = 0;
    const struct fund_transfer *one;
    for (int i = 0; (one = testing_change(testing, &fund_transfer_table, i, NULL)) != NULL; i++) {
        assert_true(one->amount.fen > 0);
        bool in = one->credit_owner == HAND_INSTITUTION;
        bool out = one->debit_owner == HAND_INSTITUTION;
        assert_true(in != out);
        sum += in ? one->amount.fen : -one->amount.fen;
    }
    return sum;
}

static void test_a_bill_is_settled_counted_and_booked(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk);
    settles(&desk, NULL);
    const struct testing *testing = &desk.hand.testing;
    const struct settlement_row *row = testing_change(testing, &settlement_table, 0, NULL);
    const struct settle_receipt *receipt = testing->decision.outcome;
    assert_int_equal(row->total.fen, 300000);
    assert_int_equal(settlement_row_funds(row).fen + row->account.fen + row->family_account.fen
                     + row->cash.fen, 300000);
    assert_true(settlement_row_funds(row).fen > 0 && row->deductible.fen > 0);
    assert_int_equal(booked(testing), 300000);
    const struct settle_counters_row *counters =
        testing_change(testing, &settle_counters_table, 0, NULL);
    assert_int_equal(counters->year, 2020);
    assert_int_equal(counters->used.outpatient_in_scope.fen, 300000);
    assert_int_equal(counters->used.outpatient_deductible_used.fen, row->deductible.fen);
    const struct visit_bill_row *bill = testing_change(testing, &visit_bill_table, 0, NULL);
    assert_true(bill->settlement == row->settlement && bill->settled_lines == 1);
    assert_true(receipt->settlement == row->settlement && receipt->cash.fen == row->cash.fen);
    assert_true(text_equal(row->asker_key, testing->request.key));
    hand_end(&desk.hand);
}

static void test_what_is_not_settled(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk);
    desk.facts.visit = NULL;
    settles(&desk, "settle.refused.no-visit");
    desk.facts.visit = &desk.hand.visit;
    desk.hand.testing.actor.institution++;
    settles(&desk, "settle.refused.no-visit");
    desk.hand.testing.actor.institution--;
    desk.hand.visit.state = TEXT("cancelled");
    settles(&desk, "settle.refused.cancelled");
    desk.hand.visit.state = TEXT("open");
    desk.facts.institution = NULL;
    settles(&desk, "settle.refused.no-institution");
    desk.facts.institution = &desk.hand.institution;
    desk.hand.agreement.valid_until = DATE(2020, 2, 9);
    settles(&desk, "settle.refused.no-agreement");
    desk.hand.agreement.valid_until = DATE_NONE;
    desk.facts.certificate_checked = true;
    settles(&desk, "settle.refused.other-certificate");
    desk.facts.certificate_checked = false;
    desk.ask.insurance = TEXT("390");
    settles(&desk, "settle.refused.other-insurance");
    desk.ask.insurance = TEXT("310");
    desk.hand.visit.inpatient = true;
    settles(&desk, "settle.refused.is-a-stay");
    desk.hand.visit.inpatient = false;
    desk.facts.bill = NULL;
    settles(&desk, "settle.refused.no-bill");
    desk.facts.bill = &desk.hand.bill;
    hand_settled(&desk.hand, 77);
    settles(&desk, "settle.refused.settled");
    hand_settled(&desk.hand, 0);
    desk.hand.bill.settled_lines = 0;
    desk.ask.med_type = TEXT("61");
    settles(&desk, "settle.refused.unknown-care");
    desk.ask.med_type = TEXT("11");
    desk.ask.total.fen++;
    settles(&desk, "settle.refused.other-total");
    desk.ask.total.fen--;
    desk.ask.in_scope.fen = 299999;
    settles(&desk, "settle.refused.other-split");
    desk.ask.in_scope.fen = 300000;
    settles(&desk, NULL);
    desk.hand.spells.count = 0;
    settles(&desk, "settle.refused.not-enrolled");
    hand_end(&desk.hand);
}

/* The same visit settled after another: only what is left of the deductible is taken. */
static void test_the_second_bill_goes_on_where_the_first_stopped(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk);
    settles(&desk, NULL);
    const struct testing *testing = &desk.hand.testing;
    struct settle_counters_row counters =
        *(const struct settle_counters_row *)testing_change(testing, &settle_counters_table, 0,
                                                            NULL);
    struct money first = counters.used.outpatient_deductible_used;
    struct list rows = { &counters, 1 };
    desk.facts.counters = &rows;
    settles(&desk, NULL);
    const struct settlement_row *row = testing_change(testing, &settlement_table, 0, NULL);
    assert_int_equal(row->deductible.fen, 0);
    assert_true(first.fen > 0);
    enum change_kind kind = CHANGE_INSERT;
    const struct settle_counters_row *after =
        testing_change(testing, &settle_counters_table, 0, &kind);
    assert_int_equal(kind, CHANGE_REPLACE);
    assert_int_equal(after->used.outpatient_in_scope.fen, 600000);
    assert_int_equal(after->used.outpatient_deductible_used.fen, first.fen);
    hand_end(&desk.hand);
}

/* ---- undoing ---- */

static void undoes(struct settle_hand *desk, const struct settle_undo_facts *facts,
                   const char *refusal)
{
    const struct settle_undo_input input = { .settlement = 77, .visit = HAND_VISIT,
                                             .person = HAND_PERSON };
    testing_decide(&desk->hand.testing, &settle_undo_action, &input, facts, NULL);
    assert_true(testing_is_refused(&desk->hand.testing, refusal));
}

static void test_a_settlement_undone_leaves_nothing(void **state)
{
    (void)state;
    struct settle_hand desk;
    desk_begin(&desk);
    settles(&desk, NULL);
    const struct testing *testing = &desk.hand.testing;
    struct settlement_row row =
        *(const struct settlement_row *)testing_change(testing, &settlement_table, 0, NULL);
    struct settle_counters_row counters =
        *(const struct settle_counters_row *)testing_change(testing, &settle_counters_table, 0,
                                                            NULL);
    row.settlement = 77;
    const struct list rows = { &counters, 1 }, settlements = { &row, 1 };
    struct settle_undo_facts facts = {
        .visit = &desk.hand.visit, .settlement = &row, .bill = &desk.hand.bill,
        .counters = &rows, .settlements = &settlements, .person = desk.hand.facts,
    };
    hand_settled(&desk.hand, 77);
    undoes(&desk, &facts, NULL);
    assert_int_equal(booked(testing), -300000);
    const struct settle_counters_row *after =
        testing_change(testing, &settle_counters_table, 0, NULL);
    const struct settle_counters zero = { 0 };
    assert_int_equal(after->used.outpatient_in_scope.fen, 0);
    assert_int_equal(after->used.outpatient_deductible_used.fen,
                     zero.outpatient_deductible_used.fen);
    const struct visit_bill_row *bill = testing_change(testing, &visit_bill_table, 0, NULL);
    assert_true(bill->settlement == 0 && bill->settled_lines == 0);
    const struct settle_receipt *receipt = testing->decision.outcome;
    assert_int_equal(receipt->total.fen, -300000);
    assert_true(text_is(receipt->person_kind, "11") && receipt->age > 0);

    desk.hand.bill.settlement = 78;
    undoes(&desk, &facts, "settle.refused.not-last");
    row.state = TEXT("reversed");
    undoes(&desk, &facts, "settle.refused.undone");
    row.visit++;
    undoes(&desk, &facts, "settle.refused.no-settlement");
    facts.visit = NULL;
    undoes(&desk, &facts, "settle.refused.no-visit");
    hand_end(&desk.hand);
}

static void test_words_of_the_wire(void **state)
{
    (void)state;
    static const struct { const char *med_type, *category; } CASES[] = {
        { "11", "outpatient" }, { "110104", "outpatient" }, { "12", "registration" },
        { "1301", "emergency" }, { "140201", "chronic" }, { "2101", "inpatient" },
        { "2106", "maternity-inpatient" }, { "52", "maternity-inpatient" }, { "41", "pharmacy" },
        { "9901", "chronic" }, { "990103", "outpatient" }, { "9903", "outpatient" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_string_equal(settle_category(text_of(CASES[i].med_type)), CASES[i].category);
    assert_null(settle_category(TEXT("61")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bill_is_settled_counted_and_booked),
        cmocka_unit_test(test_what_is_not_settled),
        cmocka_unit_test(test_the_second_bill_goes_on_where_the_first_stopped),
        cmocka_unit_test(test_a_settlement_undone_leaves_nothing),
        cmocka_unit_test(test_words_of_the_wire),
    };
    return cmocka_run_group_tests(tests, settle_hand_open, settle_hand_close);
}
