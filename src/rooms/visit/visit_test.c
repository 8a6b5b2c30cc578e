/* visit_test.c: who is registered and who is turned away; what of a line the policy covers; lines
 * that go together or not at all; what may be undone. Facts are built by hand. */

#include "rooms/hand.h"

#include "base/check.h"
#include "rooms/visit/visit_inside.h"

#define TODAY DATE(2020, 2, 10)

/* ---- registering: every reason to turn somebody away, gravest first ---- */

static struct visit_register_input arrival(void)
{
    return (struct visit_register_input){
        .person = HAND_PERSON, .insurance = TEXT("310"), .certificate_kind = TEXT("02"),
        .begin_at = moment_at(TODAY, 9, 0, 0), .number = TEXT("MZ1"),
        .department = TEXT("A03"), .department_name = TEXT("内科"),
    };
}

static struct visit_register_facts arrival_facts(const struct hand *hand)
{
    return (struct visit_register_facts){
        .person = hand->facts, .institution = &hand->institution,
        .agreements = &hand->agreements,
    };
}

static void registers(struct hand *hand, const struct visit_register_input *input,
                      const struct visit_register_facts *facts, const char *refusal)
{
    testing_decide(&hand->testing, &visit_register_action, input, facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_a_patient_is_registered(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    const struct visit_register_input input = arrival();
    const struct visit_register_facts facts = arrival_facts(&hand);
    registers(&hand, &input, &facts, NULL);
    const struct visit_row *row = testing_change(&hand.testing, &visit_table, 0, NULL);
    const struct visit_registered *told = hand.testing.decision.outcome;
    assert_true(row->visit == told->visit && row->person == HAND_PERSON);
    assert_int_equal(row->bucket, id_bucket(HAND_PERSON));
    assert_int_equal(id_bucket(row->visit), id_bucket(HAND_PERSON));
    assert_int_equal(row->place, HAND_PLACE);
    assert_false(row->inpatient);
    assert_true(visit_is_open(row));
    hand_end(&hand);
}

static void test_who_is_turned_away(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    struct visit_register_input input = arrival();
    struct visit_register_facts facts = arrival_facts(&hand);
    facts.person.person = NULL;
    registers(&hand, &input, &facts, "visit.refused.no-person");
    facts = arrival_facts(&hand);
    facts.institution = NULL;
    registers(&hand, &input, &facts, "visit.refused.no-institution");
    facts = arrival_facts(&hand);
    hand.agreement.status = TEXT("suspended");
    hand.agreement.status_from = DATE(2020, 2, 10);
    registers(&hand, &input, &facts, "visit.refused.no-agreement");
    hand.agreement.status = TEXT("in-force");

    const struct party_person_key other = { .person = HAND_OTHER_PERSON };
    facts.certificate_checked = true;
    registers(&hand, &input, &facts, "visit.refused.other-certificate");
    facts.shown = &other;
    registers(&hand, &input, &facts, "visit.refused.other-certificate");
    const struct party_person_key own = { .person = HAND_PERSON };
    facts.shown = &own;
    registers(&hand, &input, &facts, NULL);

    input.insurance = TEXT("390");
    registers(&hand, &input, &facts, "visit.refused.not-enrolled");
    input = arrival();
    input.begin_at = moment_at(date_plus_days(TODAY, 1), 0, 0, 0);
    registers(&hand, &input, &facts, "visit.refused.in-future");
    input = arrival();
    /* Which department is one is said by a value of the place. */
    const struct book *book = testing_book();
    assert_non_null(book);
    hand.testing.request.book = book;
    input.department_name = TEXT("内科");
    registers(&hand, &input, &facts, NULL);
    input.department_name = TEXT("东院发热门诊");
    registers(&hand, &input, &facts, "visit.refused.no-fever-clinic");
    hand.institution.fever_clinic = true;
    registers(&hand, &input, &facts, NULL);
    /* Even a confirmed patient needs insurance to be seen as an outpatient. */
    input.insurance = TEXT("390");
    hand.status = (struct party_status){ .kind = TEXT("confirmed"),
                                         .valid_from = DATE(2020, 2, 1) };
    hand.statuses.count = 1;
    registers(&hand, &input, &facts, "visit.refused.not-enrolled");
    book_release(book);
    hand_end(&hand);
}

/* ---- charging ---- */

struct charging {
    struct visit_line_input lines[4];
    struct visit_line_facts line_facts[4];
    struct visit_charge_input input;
    struct visit_charge_facts facts;
};

static void charging_begin(struct charging *charging, struct hand *hand, size_t count)
{
    *charging = (struct charging){
        .facts = { .visit = &hand->visit, .institution = &hand->institution,
                   .bills = &hand->bills, .lines = charging->line_facts },
    };
    static const char *const SERIALS[] = { "1", "2", "3", "4" };
    for (size_t i = 0; i < COUNT_OF(charging->lines); i++) {
        charging->lines[i] = hand_input(SERIALS[i], 2, 1234);
        charging->lines[i].bill = TEXT("B1");
        charging->line_facts[i] = (struct visit_line_facts){ .items = &hand->items };
    }
    charging->input.lines = (struct list){ charging->lines, count };
}

static void charges(struct hand *hand, struct charging *charging, const char *refusal)
{
    testing_decide(&hand->testing, &visit_charge_action, &charging->input, &charging->facts,
                   NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

/* 全自费 + 超限价 + 先行自付 + 政策范围内 = the line, and lines sum to the bill. */
static void test_parts_sum_to_the_line_and_lines_to_the_bill(void **state)
{
    (void)state;
    struct hand hand;
    struct charging charging;
    hand_begin(&hand, TODAY);
    hand.item.charge_level = TEXT("02");
    hand.item.pay_first = (struct share){ 100000 };
    hand.item.limit_tier3 = (struct price){ 10000000 };
    charging_begin(&charging, &hand, 4);
    charges(&hand, &charging, NULL);
    const struct visit_charged *told = hand.testing.decision.outcome;
    const struct visit_line_split *splits = told->lines.items;
    assert_int_equal(told->lines.count, 4);
    int64_t sum = 0;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(splits[i].full_own.fen + splits[i].over_limit.fen
                         + splits[i].pay_first.fen + splits[i].in_scope.fen, 2468);
        /* 2 × 10.00 counts; a tenth of it is paid first. */
        assert_int_equal(splits[i].over_limit.fen, 468);
        assert_int_equal(splits[i].pay_first.fen, 200);
        sum += splits[i].in_scope.fen;
        const struct visit_line_row *line =
            testing_change(&hand.testing, &visit_line_table, (int)i, NULL);
        assert_int_equal(line->position, (int64_t)i + 1);
        assert_int_equal(line->in_scope.fen, splits[i].in_scope.fen);
    }
    assert_int_equal(testing_changes(&hand.testing, &visit_bill_table), 1);
    const struct visit_bill_row *bill =
        testing_change(&hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->amount.fen, 4 * 2468);
    assert_int_equal(bill->in_scope.fen, sum);
    assert_int_equal(bill->line_count, 4);
    hand_end(&hand);
}

static void test_what_the_catalogue_does_not_cover(void **state)
{
    (void)state;
    struct hand hand;
    struct charging charging;
    hand_begin(&hand, TODAY);
    charging_begin(&charging, &hand, 1);
    hand.item.charge_level = TEXT("03");
    charges(&hand, &charging, NULL);
    const struct visit_charged *told = hand.testing.decision.outcome;
    const struct visit_line_split *split = told->lines.items;
    assert_int_equal(split->full_own.fen, 2468);
    assert_int_equal(split->in_scope.fen, 0);
    /* Over before that day: all of it is the person's, and the line says why. */
    hand.item.charge_level = TEXT("01");
    hand.item.valid_until = DATE(2020, 2, 9);
    charges(&hand, &charging, NULL);
    told = hand.testing.decision.outcome;
    split = told->lines.items;
    assert_int_equal(split->full_own.fen, 2468);
    assert_true(text_is(split->memo, "not-in-force"));
    /* Restricted: only with the hospital's yes. */
    hand.item.valid_until = DATE_NONE;
    hand.item.limited_use = true;
    charges(&hand, &charging, NULL);
    told = hand.testing.decision.outcome;
    split = told->lines.items;
    assert_int_equal(split->in_scope.fen, 0);
    charging.lines[0].approval = 1;
    charges(&hand, &charging, NULL);
    told = hand.testing.decision.outcome;
    split = told->lines.items;
    assert_int_equal(split->in_scope.fen, 2468);
    hand_end(&hand);
}

static void test_one_bad_line_and_nothing_is_kept(void **state)
{
    (void)state;
    struct hand hand;
    struct charging charging;
    hand_begin(&hand, TODAY);
    charging_begin(&charging, &hand, 3);
    charging.lines[2].amount.fen = 2470;
    charges(&hand, &charging, "visit.refused.wrong-amount");
    assert_true(text_is(hand.testing.decision.refusal.detail[0], "3"));
    assert_int_equal(hand.testing.decision.change_count, 0);
    /* A fen of the hospital's own rounding is no fault. */
    charging.lines[2].amount.fen = 2469;
    charges(&hand, &charging, NULL);

    charging_begin(&charging, &hand, 2);
    charging.lines[1].serial = TEXT("1");
    charges(&hand, &charging, "visit.refused.line-twice");
    charging_begin(&charging, &hand, 2);
    charging.lines[1].visit++;
    charges(&hand, &charging, "visit.refused.several-visits");
    charging_begin(&charging, &hand, 2);
    charging.lines[1].disease = TEXT("M01602");
    charges(&hand, &charging, "visit.refused.diseases-differ");
    charging_begin(&charging, &hand, 2);
    charging.lines[1].at = moment_at(date_plus_days(TODAY, -1), 23, 59, 59);
    charges(&hand, &charging, "visit.refused.line-day");
    charging.lines[1].at = moment_at(date_plus_days(TODAY, 1), 0, 0, 0);
    charges(&hand, &charging, "visit.refused.line-day");
    assert_true(text_is(hand.testing.decision.refusal.detail[0], "2"));
    charging.lines[1].at = moment_at(TODAY, 23, 59, 59);
    charges(&hand, &charging, NULL);
    charging_begin(&charging, &hand, 1);
    charging.line_facts[0].items = &hand.nothing;
    charges(&hand, &charging, "visit.refused.unknown-item");
    charging_begin(&charging, &hand, 0);
    charges(&hand, &charging, "visit.refused.no-lines");
    hand_end(&hand);
}

/* Numbers that no bill has, and that no sum of ours could hold, are refused and nothing else. */
static void begins(struct hand *hand, struct date day, const char *refusal)
{
    const struct visit_describe_input input = {
        .visit = HAND_VISIT, .person = HAND_PERSON, .med_type = TEXT("11"),
        .begin_at = moment_at(day, 8, 0, 0),
    };
    const struct visit_describe_facts facts = {
        .visit = &hand->visit, .diagnoses = &hand->nothing, .bills = &hand->bills,
    };
    testing_decide(&hand->testing, &visit_describe_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

/* The day picked the rules of lines and settlement; the hour does not matter. */
static void test_the_day_of_a_visit_stands_once_it_counted(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    begins(&hand, date_plus_days(TODAY, -1), NULL);
    begins(&hand, date_plus_days(TODAY, 1), "visit.refused.in-future");
    hand_line(&hand, TEXT("B1"), "1", 1000);
    begins(&hand, TODAY, NULL);
    begins(&hand, date_plus_days(TODAY, -1), "visit.refused.has-lines");
    hand_settled(&hand, 77);
    begins(&hand, TODAY, NULL);
    begins(&hand, date_plus_days(TODAY, -1), "visit.refused.has-settlement");
    hand_end(&hand);
}

static void test_amounts_beyond_any_bill(void **state)
{
    (void)state;
    struct hand hand;
    struct charging charging;
    hand_begin(&hand, TODAY);
    static const struct { int64_t price, quantity, amount; } wild[] = {
        { INT64_MAX, INT64_MAX, INT64_MAX }, { INT64_MAX, 10000, 0 },
        { INT64_C(1000000000000000), INT64_C(1000000000000000), 0 },
        { 1000000, INT64_MIN, INT64_MIN }, { 1000000, 10000, INT64_MIN },
        { INT64_C(99999999000000), INT64_C(100000000000), INT64_C(99999999000000000) },
        /* A price below nothing would be a return of nothing. */
        { -1000000, 10000, -100 }, { -1000000, -10000, 100 },
    };
    for (size_t i = 0; i < COUNT_OF(wild); i++) {
        charging_begin(&charging, &hand, 1);
        charging.lines[0].price.e6 = wild[i].price;
        charging.lines[0].quantity.e4 = wild[i].quantity;
        charging.lines[0].amount.fen = wild[i].amount;
        charges(&hand, &charging, "visit.refused.wrong-amount");
    }
    hand_end(&hand);
}

static void test_where_lines_may_not_go(void **state)
{
    (void)state;
    struct hand hand;
    struct charging charging;
    hand_begin(&hand, TODAY);
    charging_begin(&charging, &hand, 1);
    charging.facts.visit = NULL;
    charges(&hand, &charging, "visit.refused.no-visit");
    charging.facts.visit = &hand.visit;
    hand.visit.institution++;
    charges(&hand, &charging, "visit.refused.no-visit");
    hand.visit.institution--;
    hand.visit.state = TEXT("cancelled");
    charges(&hand, &charging, "visit.refused.closed");
    hand.visit.state = TEXT("open");
    hand.visit.inpatient = true;
    charges(&hand, &charging, "visit.refused.is-a-stay");
    hand.visit.inpatient = false;

    hand_line(&hand, TEXT("B1"), "9", 100);
    hand_settled(&hand, 77);
    charges(&hand, &charging, "visit.refused.bill-settled");
    hand.bill.settlement = 0;
    charging.line_facts[0].before = &hand.lines[0];
    charges(&hand, &charging, "visit.refused.line-exists");
    /* A serial given back may be used again. */
    hand.lines[0].state = TEXT("voided");
    charges(&hand, &charging, NULL);
    enum change_kind kind = CHANGE_INSERT;
    assert_non_null(testing_change(&hand.testing, &visit_line_table, 0, &kind));
    assert_int_equal(kind, CHANGE_REPLACE);
    hand_end(&hand);
}

/* ---- taking back ---- */

static void uncharges(struct hand *hand, const char *bill, const char *refusal)
{
    const struct visit_uncharge_input input = { .visit = HAND_VISIT, .person = HAND_PERSON,
                                                .bill = text_of(bill) };
    const struct visit_undo_facts facts = { .visit = &hand->visit, .bills = &hand->bills,
                                            .lines = &hand->line_list };
    testing_decide(&hand->testing, &visit_uncharge_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_lines_are_taken_back_until_they_are_settled(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    uncharges(&hand, "B1", "visit.refused.no-lines");
    hand_line(&hand, TEXT("B1"), "1", 1000);
    hand_line(&hand, TEXT("B1"), "2", 500);
    uncharges(&hand, "B2", "visit.refused.no-lines");
    uncharges(&hand, "0000", NULL);
    assert_int_equal(testing_changes(&hand.testing, &visit_line_table), 2);
    const struct visit_bill_row *bill =
        testing_change(&hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->amount.fen, 0);
    assert_int_equal(bill->in_scope.fen, 0);
    hand_settled(&hand, 77);
    uncharges(&hand, "0000", "visit.refused.bill-settled");
    hand_end(&hand);
}

static void uncharges_one(struct hand *hand, const char *serial, const char *refusal)
{
    const struct visit_uncharge_input input = { .visit = HAND_VISIT, .person = HAND_PERSON,
                                                .bill = TEXT("B1"), .serial = text_of(serial) };
    const struct visit_undo_facts facts = { .visit = &hand->visit, .bills = &hand->bills,
                                            .lines = &hand->line_list };
    testing_decide(&hand->testing, &visit_uncharge_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

/* What was given back stays given back: its line goes only together with the return. */
static void test_a_line_with_a_return_goes_with_it(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_line(&hand, TEXT("B1"), "1", 1000);
    hand_line(&hand, TEXT("B1"), "2", -400);
    hand.lines[1].returns = TEXT("1");
    uncharges_one(&hand, "1", "visit.refused.has-returns");
    uncharges_one(&hand, "2", NULL);
    uncharges_one(&hand, "0000", NULL);
    assert_int_equal(testing_changes(&hand.testing, &visit_line_table), 2);
    /* A line of the same serial in another bill is another line. */
    hand.lines[1].bill = TEXT("B2");
    uncharges_one(&hand, "1", NULL);
    hand_end(&hand);
}

/* Charges of a stay are taken back as those of a stay. */
static void test_a_stay_is_not_uncharged_as_a_visit(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_stay(&hand, TODAY);
    hand_line(&hand, VISIT_STAY_BILL, "1", 1000);
    uncharges(&hand, "0000", "visit.refused.is-a-stay");
    hand_end(&hand);
}

static void cancels(struct hand *hand, const char *refusal)
{
    const struct visit_cancel_input input = { .visit = HAND_VISIT, .person = HAND_PERSON };
    const struct visit_undo_facts facts = { .visit = &hand->visit, .bills = &hand->bills,
                                            .lines = &hand->line_list };
    testing_decide(&hand->testing, &visit_cancel_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_a_registration_is_cancelled_when_nothing_hangs_on_it(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_line(&hand, TEXT("B1"), "1", 1000);
    hand_settled(&hand, 77);
    cancels(&hand, "visit.refused.has-settlement");
    hand.bill.settlement = 0;
    cancels(&hand, "visit.refused.has-lines");
    hand.line_list.count = 0;
    cancels(&hand, NULL);
    const struct visit_row *row = testing_change(&hand.testing, &visit_table, 0, NULL);
    assert_true(text_is(row->state, "cancelled"));
    hand_end(&hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_patient_is_registered),
        cmocka_unit_test(test_who_is_turned_away),
        cmocka_unit_test(test_parts_sum_to_the_line_and_lines_to_the_bill),
        cmocka_unit_test(test_what_the_catalogue_does_not_cover),
        cmocka_unit_test(test_one_bad_line_and_nothing_is_kept),
        cmocka_unit_test(test_the_day_of_a_visit_stands_once_it_counted),
        cmocka_unit_test(test_amounts_beyond_any_bill),
        cmocka_unit_test(test_where_lines_may_not_go),
        cmocka_unit_test(test_lines_are_taken_back_until_they_are_settled),
        cmocka_unit_test(test_a_line_with_a_return_goes_with_it),
        cmocka_unit_test(test_a_stay_is_not_uncharged_as_a_visit),
        cmocka_unit_test(test_a_registration_is_cancelled_when_nothing_hangs_on_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
