/* visit_stay_test.c: taking in and letting go, returns, and what one may ask. */

#include "rooms/hand.h"

#include "base/check.h"
#include "rooms/visit/visit_medicines.h"
#include "rooms/visit/visit_query.h"
#include "rooms/visit/visit_stay.h"

#define TODAY DATE(2020, 2, 10)

static struct visit_stay_input admission(void)
{
    return (struct visit_stay_input){
        .arrival = { .person = HAND_PERSON, .insurance = TEXT("310"),
                     .certificate_kind = TEXT("02"), .begin_at = moment_at(TODAY, 8, 0, 0),
                     .med_type = TEXT("21"), .number = TEXT("ZY1"), .bed = TEXT("12") },
        .stay = { .main_code = TEXT("I63.900"), .weeks = 0 },
    };
}

static struct visit_stay_facts admission_facts(const struct hand *hand)
{
    return (struct visit_stay_facts){
        .arrival = { .person = hand->facts, .institution = &hand->institution,
                     .agreements = &hand->agreements },
        .open_stays = &hand->nothing,
    };
}

static void admits(struct hand *hand, const struct visit_stay_input *input,
                   const struct visit_stay_facts *facts, const char *refusal)
{
    testing_decide(&hand->testing, &visit_admit_action, input, facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_a_patient_is_taken_in_once(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    struct visit_stay_input input = admission();
    struct visit_stay_facts facts = admission_facts(&hand);
    struct visit_diagnosis_input diagnoses[] = {
        { .kind = TEXT("1"), .number = 1, .code = TEXT("I63.900"), .main = true },
        { .kind = TEXT("3"), .number = 1, .code = TEXT("A09.900") },
    };
    input.diagnoses = *LIST_OF(diagnoses);
    admits(&hand, &input, &facts, NULL);
    const struct visit_row *row = testing_change(&hand.testing, &visit_table, 0, NULL);
    assert_true(row->inpatient && text_is(row->bed, "12"));
    const struct visit_stay_row *stay =
        testing_change(&hand.testing, &visit_stay_table, 0, NULL);
    assert_true(text_is(stay->main_code, "I63.900"));
    /* Two kinds count from 1 each, and both are kept. */
    assert_int_equal(testing_changes(&hand.testing, &visit_diagnosis_table), 2);

    hand_stay(&hand, DATE(2020, 2, 1));
    const struct list open = { &hand.visit, 1 };
    facts.open_stays = &open;
    admits(&hand, &input, &facts, "visit.refused.stay-open");
    assert_true(text_is(hand.testing.decision.refusal.detail[1], "MZ1"));
    facts.open_stays = &hand.nothing;
    input.arrival.begin_at = moment_at(DATE(2020, 2, 11), 0, 0, 0);
    admits(&hand, &input, &facts, "visit.refused.in-future");
    hand_end(&hand);
}

/* LAW: SX9-2.3a */
static void test_the_epidemic_asks_for_no_insurance(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    struct visit_stay_input input = admission();
    struct visit_stay_facts facts = admission_facts(&hand);
    input.arrival.insurance = TEXT("390");
    admits(&hand, &input, &facts, "visit.refused.not-enrolled");
    input.stay.main_code = TEXT("U07.101");
    admits(&hand, &input, &facts, NULL);
    hand.agreements.count = 0;
    admits(&hand, &input, &facts, NULL);

    input = admission();
    admits(&hand, &input, &facts, "visit.refused.no-agreement");
    hand.status = (struct party_status){ .kind = TEXT("suspected"),
                                         .valid_from = DATE(2020, 2, 1) };
    hand.statuses.count = 1;
    admits(&hand, &input, &facts, NULL);
    facts.arrival.person.person = NULL;
    admits(&hand, &input, &facts, "visit.refused.no-person");
    hand_end(&hand);
}

/* ---- discharge, change, readmission ---- */

static struct visit_stay_facts stay_facts(const struct hand *hand)
{
    return (struct visit_stay_facts){
        .visit = &hand->visit, .stay = &hand->stay, .diagnoses = &hand->nothing,
        .open_stays = &hand->nothing,
    };
}

static void discharges(struct hand *hand, struct moment end, const char *refusal)
{
    const struct visit_stay_input input = {
        .visit = HAND_VISIT, .arrival = { .person = HAND_PERSON }, .end_at = end,
        .way = TEXT("1"), .stay = { .end_bed = TEXT("7") },
    };
    const struct visit_stay_facts facts = stay_facts(hand);
    testing_decide(&hand->testing, &visit_discharge_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void readmits(struct hand *hand, const struct visit_stay_facts *facts,
                     const char *refusal)
{
    const struct visit_cancel_input input = { .visit = HAND_VISIT, .person = HAND_PERSON };
    testing_decide(&hand->testing, &visit_readmit_action, &input, facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_a_patient_leaves_and_comes_back(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    discharges(&hand, moment_at(TODAY, 9, 0, 0), "visit.refused.not-a-stay");
    hand_stay(&hand, DATE(2020, 2, 1));
    discharges(&hand, moment_at(DATE(2020, 1, 31), 9, 0, 0), "visit.refused.before-begin");
    discharges(&hand, moment_at(DATE(2020, 2, 11), 9, 0, 0), "visit.refused.in-future");
    /* A day alone, the day of admission: its first instant, but meant as that day. */
    discharges(&hand, moment_of_date(DATE(2020, 2, 1)), NULL);
    discharges(&hand, moment_at(DATE(2020, 2, 9), 9, 0, 0), NULL);
    const struct visit_row *row = testing_change(&hand.testing, &visit_table, 0, NULL);
    assert_true(text_is(row->state, "discharged") && text_is(row->outcome, "1"));
    const struct visit_stay_row *stay =
        testing_change(&hand.testing, &visit_stay_table, 0, NULL);
    assert_true(text_is(stay->end_bed, "7"));

    struct visit_stay_facts facts = stay_facts(&hand);
    readmits(&hand, &facts, "visit.refused.not-discharged");
    hand.visit = *row;
    hand.stay = *stay;
    discharges(&hand, moment_at(DATE(2020, 2, 9), 9, 0, 0), "visit.refused.closed");
    readmits(&hand, &facts, NULL);
    row = testing_change(&hand.testing, &visit_table, 0, NULL);
    assert_true(visit_is_open(row) && row->end_at.ms == 0);
    hand.stay.finally_settled = true;
    readmits(&hand, &facts, "visit.refused.finally-settled");
    hand.stay.finally_settled = false;
    const struct visit_row elsewhere = { .visit = 5, .number = TEXT("ZY2") };
    const struct list open = { (void *)(uintptr_t)&elsewhere, 1 };
    facts.open_stays = &open;
    readmits(&hand, &facts, "visit.refused.stay-open");
    hand_end(&hand);
}

static void test_diagnoses_follow_their_numbers(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_stay(&hand, DATE(2020, 2, 1));
    struct visit_diagnosis_row before[] = {
        { .kind = TEXT("1"), .number = 1, .code = TEXT("A"), .valid = true, .version = 3 },
        { .kind = TEXT("2"), .number = 2, .code = TEXT("B"), .valid = true, .version = 1 },
    };
    struct visit_diagnosis_input said[] = {
        { .kind = TEXT("3"), .number = 1, .code = TEXT("C") },
        { .kind = TEXT("2"), .number = 2, .code = TEXT("D") },
    };
    const struct visit_stay_input input = {
        .visit = HAND_VISIT, .arrival = { .person = HAND_PERSON, .bed = TEXT("5") },
        .diagnoses = *LIST_OF(said),
    };
    struct visit_stay_facts facts = stay_facts(&hand);
    facts.diagnoses = LIST_OF(before);
    testing_decide(&hand.testing, &visit_change_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, NULL));
    assert_int_equal(testing_changes(&hand.testing, &visit_diagnosis_table), 3);
    const struct visit_diagnosis_row *row =
        testing_change(&hand.testing, &visit_diagnosis_table, 0, NULL);
    assert_true(text_is(row->code, "A") && !row->valid && row->version == 3);
    enum change_kind kind = CHANGE_REPLACE;
    row = testing_change(&hand.testing, &visit_diagnosis_table, 1, &kind);
    assert_true(text_is(row->code, "C") && row->valid && kind == CHANGE_INSERT);
    row = testing_change(&hand.testing, &visit_diagnosis_table, 2, &kind);
    assert_true(text_is(row->code, "D") && kind == CHANGE_REPLACE);
    /* What was not said stays. */
    const struct visit_row *visit = testing_change(&hand.testing, &visit_table, 0, NULL);
    assert_true(text_is(visit->bed, "5") && text_is(visit->number, "MZ1"));
    hand_end(&hand);
}

/* ---- charges of a stay ---- */

static void returns(struct hand *hand, int64_t quantity, const struct list *earlier,
                    const char *refusal)
{
    struct visit_line_input line = hand_input("R", -quantity, 100);
    line.returns = TEXT("1");
    struct visit_line_facts line_facts = { .returned = &hand->lines[0], .returns = earlier,
                                           .items = &hand->items };
    const struct visit_charge_input input = { .lines = { &line, 1 } };
    const struct visit_charge_facts facts = {
        .visit = &hand->visit, .stays = true, .stay = &hand->stay,
        .institution = &hand->institution, .bills = &hand->bills, .lines = &line_facts,
    };
    testing_decide(&hand->testing, &visit_charge_stay_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_no_more_is_returned_than_was_charged(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_stay(&hand, DATE(2020, 2, 1));
    hand_line(&hand, VISIT_STAY_BILL, "1", 1000);
    hand.lines[0].quantity.e4 = 100000;
    hand.lines[0].price.e6 = 1000000;
    returns(&hand, 10, &hand.nothing, NULL);
    const struct visit_bill_row *bill =
        testing_change(&hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->amount.fen, 0);
    returns(&hand, 11, &hand.nothing, "visit.refused.wrong-return");
    struct visit_line_row earlier = { .returns = TEXT("1"), .quantity = { -40000 } };
    const struct list before = { &earlier, 1 };
    returns(&hand, 6, &before, NULL);
    returns(&hand, 7, &before, "visit.refused.wrong-return");
    hand.lines[0].price.e6++;
    returns(&hand, 1, &hand.nothing, "visit.refused.wrong-return");
    hand.lines[0].price.e6--;
    hand.lines[0].state = TEXT("voided");
    returns(&hand, 1, &hand.nothing, "visit.refused.wrong-return");
    hand.lines[0].state = TEXT("live");
    /* Lines come late: after the discharge, until the stay is closed. */
    hand.visit.state = TEXT("discharged");
    returns(&hand, 1, &hand.nothing, NULL);
    hand.stay.finally_settled = true;
    returns(&hand, 1, &hand.nothing, "visit.refused.finally-settled");
    hand_end(&hand);
}

static void takes_back(struct hand *hand, const char *serial, const char *refusal)
{
    struct visit_take_back_line line = { .serial = text_of(serial), .visit = HAND_VISIT,
                                         .person = HAND_PERSON };
    const struct visit_take_back_input input = { .lines = { &line, 1 } };
    const struct visit_take_back_facts facts = {
        .visit = &hand->visit, .stay = &hand->stay,
        .bill = hand->bills.count > 0 ? &hand->bill : NULL, .lines = &hand->line_list,
    };
    testing_decide(&hand->testing, &visit_take_back_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand->testing, refusal));
}

static void test_unsettled_lines_are_taken_back(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_stay(&hand, DATE(2020, 2, 1));
    takes_back(&hand, "0000", "visit.refused.no-lines");
    hand_line(&hand, VISIT_STAY_BILL, "1", 1000);
    hand_settled(&hand, 77);
    hand_line(&hand, VISIT_STAY_BILL, "2", 500);
    hand_line(&hand, VISIT_STAY_BILL, "3", -500);
    hand.lines[2].returns = TEXT("2");
    takes_back(&hand, "1", "visit.refused.bill-settled");
    takes_back(&hand, "9", "visit.refused.no-lines");
    takes_back(&hand, "2", "visit.refused.has-returns");
    takes_back(&hand, "3", NULL);
    const struct visit_bill_row *bill =
        testing_change(&hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->amount.fen, 1500);
    hand_line(&hand, VISIT_STAY_BILL, "4", 300);
    takes_back(&hand, "0000", NULL);
    assert_int_equal(testing_changes(&hand.testing, &visit_line_table), 3);
    bill = testing_change(&hand.testing, &visit_bill_table, 0, NULL);
    assert_int_equal(bill->amount.fen, 1000);
    assert_int_equal(bill->in_scope.fen, 1000);
    assert_int_equal(bill->settlement, 77);
    hand_end(&hand);
}

/* ---- asking ---- */

static void test_an_institution_sees_its_own(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    hand_stay(&hand, DATE(2019, 12, 30));
    struct visit_diagnosis_row in[] = { { .kind = TEXT("1"), .number = 1, .valid = true },
                                        { .kind = TEXT("1"), .number = 2 } };
    struct visit_diagnosis_row out[] = { { .kind = TEXT("1"), .number = 1, .valid = true } };
    const struct visit_diagnoses_input input = { .visit = HAND_VISIT, .person = HAND_PERSON };
    const struct visit_diagnoses_facts facts = { &hand.visit, LIST_OF(in), LIST_OF(out) };
    testing_decide(&hand.testing, &visit_diagnoses_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, NULL));
    const struct visit_diagnoses *told = hand.testing.decision.outcome;
    const struct visit_diagnosis_shown *shown = told->diagnoses.items;
    assert_int_equal(told->diagnoses.count, 2);
    assert_true(text_is(shown[0].side, "1") && text_is(shown[1].side, "2"));
    hand.testing.actor.institution++;
    testing_decide(&hand.testing, &visit_diagnoses_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, "visit.refused.no-visit"));

    struct visit_found_row row = { .visit = hand.visit };
    const struct list rows = { &row, 1 };
    const struct visit_list_input list_input = { .person = HAND_PERSON };
    const struct visit_list_facts list_facts = { .rows = &rows, .person = hand.facts };
    testing_decide(&hand.testing, &visit_list_action, &list_input, &list_facts, NULL);
    const struct visit_list *list = hand.testing.decision.outcome;
    const struct visit_shown *visit = list->visits.items;
    assert_int_equal(list->visits.count, 1);
    assert_true(visit->over_year && visit->in_hospital);
    assert_int_equal(visit->days, 42);
    assert_int_equal(visit->age, 49);
    assert_true(text_is(visit->person_kind, "11"));
    hand_end(&hand);
}

/* Only medicines, only to whom the person has been within a year. */
static void test_medicines_are_told_to_who_treats(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    struct catalogue_item drug = { .list_type = TEXT("101"), .name = TEXT("药"),
                                   .valid_from = DATE(2019, 1, 1) };
    struct catalogue_item service = { .list_type = TEXT("201"), .valid_from = DATE(2019, 1, 1) };
    const struct visit_medicine_row row = {
        .line = { .serial = TEXT("1"), .at = moment_of_date(TODAY), .approval = 1 },
        .division = 110105,
    };
    struct visit_medicine_row two[] = { row, row };
    const struct list rows = { two, 2 }, drugs = { &drug, 1 }, services = { &service, 1 };
    const struct list *items[] = { &drugs, &services };
    const struct party_institution *institutions[] = { &hand.institution, NULL };
    struct visit_row latest = { .begin_at = moment_of_date(date_plus_days(TODAY, -365)) };
    const struct visit_medicines_input input = { .person = HAND_PERSON };
    const struct visit_medicines_facts facts = { &latest, &rows, items, institutions };
    testing_decide(&hand.testing, &visit_medicines_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, NULL));
    const struct visit_medicines *told = hand.testing.decision.outcome;
    const struct visit_medicine_shown *shown = told->medicines.items;
    assert_int_equal(told->medicines.count, 1);
    assert_true(text_is(shown->name, "药") && text_is(shown->approval, "1"));
    assert_true(text_equal(shown->institution_code, hand.institution.code));

    latest.begin_at = moment_of_date(date_plus_days(TODAY, -366));
    testing_decide(&hand.testing, &visit_medicines_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, "visit.refused.not-your-patient"));
    const struct visit_medicines_facts never = { NULL, &rows, items, institutions };
    testing_decide(&hand.testing, &visit_medicines_action, &input, &never, NULL);
    assert_true(testing_is_refused(&hand.testing, "visit.refused.not-your-patient"));
    hand_end(&hand);
}

static void test_a_range_too_wide_is_not_cut(void **state)
{
    (void)state;
    struct hand hand;
    hand_begin(&hand, TODAY);
    struct visit_found_row *many =
        ARENA_ARRAY(&hand.testing.arena, struct visit_found_row, VISIT_SHOWN_MAX + 1);
    const struct list rows = { many, VISIT_SHOWN_MAX + 1 };
    const struct visit_list_input input = { .person = HAND_PERSON };
    const struct visit_list_facts facts = { .rows = &rows, .person = hand.facts };
    testing_decide(&hand.testing, &visit_list_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, "visit.refused.too-many"));
    testing_decide(&hand.testing, &visit_in_hospital_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hand.testing, "visit.refused.too-many"));
    hand_end(&hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_patient_is_taken_in_once),
        cmocka_unit_test(test_the_epidemic_asks_for_no_insurance),
        cmocka_unit_test(test_a_patient_leaves_and_comes_back),
        cmocka_unit_test(test_diagnoses_follow_their_numbers),
        cmocka_unit_test(test_no_more_is_returned_than_was_charged),
        cmocka_unit_test(test_unsettled_lines_are_taken_back),
        cmocka_unit_test(test_an_institution_sees_its_own),
        cmocka_unit_test(test_medicines_are_told_to_who_treats),
        cmocka_unit_test(test_a_range_too_wide_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
