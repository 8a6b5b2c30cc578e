/* settle_measures_test.c: which place, day and status a measure is asked with, on notices made for
 * the test; what the real ones say is tried in tests/clauses. */

#include "rooms/settle/settle_measures.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/book.h"

#include <stdlib.h>

static const char DIVISIONS[] =
    "code\tparent\tlevel\tname\tenglish\tpseudo\tsource\n"
    "000000\t000000\tspecial\t中华人民共和国\tChina\tno\ttest\n"
    "110000\t000000\tprovince\t北京市\tBeijing\tno\ttest\n"
    "360000\t000000\tprovince\t江西省\tJiangxi\tno\ttest\n";
static const char COVERS[] =
    "notice: 甲\nplace: 360000\nissued: 2020-02-01\nmeasures:\n"
    "- { ids: [1], says: treated first, scope: { people: { status: [confirmed, suspected] } }, "
    "time: { from: 2020-02-01, until: 2020-03-31 }, "
    "cover: { deposit: none, person-pays: 0, catalogue: open, remainder: medical_assistance } }\n"
    "- { ids: [2], says: no cut, scope: { people: { status: confirmed } }, "
    "waive: { cut: offsite-ratio } }\n"
    "- { ids: [3], says: less taken off, scope: { people: { status: suspected }, "
    "care: outpatient, institutions: { tier: primary } }, time: { from: 2020-04-01 }, "
    "cover: { deductible: none, ceiling: none, share-at-least: 70% } }\n"
    "- { ids: [4], says: the old pay nothing first, scope: { people: { status: observed, "
    "kind: [old, severe-mental] } }, cover: { deductible: none } }\n"
    "- { ids: [5], says: nor do children from a ceiling on, scope: { people: { "
    "status: observed, kind: child } }, cover: { ceiling: none } }\n";
static const char GROUPS[] =
    "place: 0\nabout: settle.groups\ndated-by: visit\nsource: test\ncertainty: default\n"
    "known: 2019-01-01\nvalues:\n"
    "  - { from: earliest-known, old-from: 60, child-below: 18 }\n";

#define HERE 360000
#define ELSEWHERE 110000

struct desk {
    struct testing testing;
    struct party_status status;
    struct list statuses, none;
    struct visit_row visit;
    struct settle_facts facts;
    struct settle_case made;
    int age;                    /* of the person, and what is recorded of him */
    bool age_unknown, severe_mental;
};

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    testing_begin(&desk->testing, moment_of_date(DATE(2020, 2, 20)));
    struct publication publications[] = {
        { .sequence = 1, .file = TEXT("rules/divisions/divisions.tsv"),
          .text = text_of(DIVISIONS) },
        { .sequence = 2, .file = TEXT("rules/notices/360000/n.yaml"), .text = text_of(COVERS) },
        testing_vocabulary(&desk->testing.arena, 3),
        { .sequence = 4, .file = TEXT("rules/values/0/groups.yaml"), .text = text_of(GROUPS) },
    };
    struct rule_faults faults;
    rule_faults_init(&faults, &desk->testing.arena);
    desk->testing.request.book = book_build(publications, COUNT_OF(publications), settle_rule_kinds,
                                            SETTLE_RULE_KINDS, &faults);
    rule_faults_print(&faults, stderr);
    assert_non_null(desk->testing.request.book);
    desk->status = (struct party_status){ .kind = TEXT("confirmed"),
                                          .valid_from = DATE(2020, 2, 10) };
    desk->statuses = (struct list){ &desk->status, 1 };
    desk->facts = (struct settle_facts){
        .visit = &desk->visit, .person = { .statuses = &desk->statuses }, .arrears = &desk->none,
        .waitings = &desk->none, .filings = &desk->none, .agreements = &desk->none,
    };
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    book_release(desk->testing.request.book);
    testing_end(&desk->testing);
    free(desk);
    return 0;
}

/* Insured at one place, cared for at another, from a day on. */
static const struct settle_person *measured(struct desk *desk, int32_t enrolled, int32_t treated,
                                            struct date day)
{
    trail_init(&desk->testing.decision.trail, &desk->testing.arena);
    desk->made.standing = (struct party_standing){
        .reason = PARTY_ENROLLED, .insurance = "employee", .person_kind = "active",
        .place = enrolled, .age = desk->age, .severe_mental = desk->severe_mental,
        .age_unknown = desk->age_unknown,
    };
    desk->made.person = (struct settle_person){ .place = enrolled,
                                                .insurance = TEXT("employee") };
    desk->made.bill.institution_place = treated;
    desk->made.bill.out_of_area = enrolled != treated;
    settle_apply_measures(&desk->testing.request, &desk->facts, day, &desk->made,
                          &desk->testing.decision.trail);
    return &desk->made.person;
}

/* The place that gives the care covers; what the place of enrolment says does not reach there. */
static void test_cover_is_asked_where_care_is_given(void **state)
{
    struct desk *desk = *state;
    const struct settle_person *person = measured(desk, ELSEWHERE, HERE, DATE(2020, 2, 20));
    assert_true(person->cover.treat_first);
    assert_true(person->cover.catalogue_open);
    assert_true(text_is(person->cover.remainder, "medical_assistance"));
    assert_int_equal(desk->testing.decision.trail.count, 1);
    person = measured(desk, HERE, ELSEWHERE, DATE(2020, 2, 20));
    assert_false(person->cover.treat_first);
}

/* Not filed, and the measure does not say "also when unfiled": the cut stays. */
static void test_the_cut_is_of_the_place_of_enrolment(void **state)
{
    struct desk *desk = *state;
    assert_false(measured(desk, HERE, ELSEWHERE, DATE(2020, 2, 20))->cover.no_out_of_area_cut);
    desk->made.person.filing = TEXT("other");
    desk->made.person.cover = (struct settle_cover){ 0 };
    settle_apply_measures(&desk->testing.request, &desk->facts, DATE(2020, 2, 20), &desk->made,
                          &desk->testing.decision.trail);
    assert_true(desk->made.person.cover.no_out_of_area_cut);
    assert_false(measured(desk, ELSEWHERE, HERE, DATE(2020, 2, 20))->cover.no_out_of_area_cut);
}

/* Less is taken off, and nobody is treated first by it; what is paid to be seen is such care. */
static void test_less_is_taken_off(void **state)
{
    struct desk *desk = *state;
    desk->status.kind = TEXT("suspected");
    desk->made.bill.category = TEXT("registration");
    desk->made.bill.tier = TEXT("primary");
    const struct settle_cover *cover = &measured(desk, HERE, HERE, DATE(2020, 4, 1))->cover;
    assert_true(cover->no_deductible && cover->no_ceiling && !cover->treat_first);
    assert_int_equal(cover->share_least.parts, SHARE_WHOLE.parts / 10 * 7);
    assert_int_equal(desk->testing.decision.trail.count, 1);
    desk->made.bill.tier = TEXT("tier1");
    assert_false(measured(desk, HERE, HERE, DATE(2020, 4, 1))->cover.no_deductible);
    desk->made.bill.tier = TEXT("primary");
    assert_int_equal(measured(desk, HERE, HERE, DATE(2020, 3, 31))->cover.share_least.parts, 0);
    desk->made.bill.category = TEXT("inpatient");
    assert_false(measured(desk, HERE, HERE, DATE(2020, 4, 1))->cover.no_ceiling);
}

/* LAW: LY22-L2d */
static void test_a_group_has_rules_of_its_own(void **state)
{
    struct desk *desk = *state;
    static const struct { int age; bool ill, no_deductible, no_ceiling; } PEOPLE[] = {
        { 60, false, true, false }, { 59, false, false, false }, { 18, false, false, false },
        { 17, false, false, true }, { 40, true, true, false }, { 17, true, true, true },
    };
    desk->status.kind = TEXT("observed");
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        desk->age = PEOPLE[i].age;
        desk->severe_mental = PEOPLE[i].ill;
        const struct settle_cover *cover =
            &measured(desk, HERE, HERE, DATE(2020, 2, 20))->cover;
        assert_int_equal(cover->no_deductible, PEOPLE[i].no_deductible);
        assert_int_equal(cover->no_ceiling, PEOPLE[i].no_ceiling);
    }
    /* Whose birthday nobody knows is no child for that. */
    desk->age = 0;
    assert_true(measured(desk, HERE, HERE, DATE(2020, 2, 20))->cover.no_ceiling);
    desk->age_unknown = true;
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 20))->cover.no_ceiling);
}

static void test_only_with_a_status_of_the_day(void **state)
{
    struct desk *desk = *state;
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 9))->cover.treat_first);
    assert_true(measured(desk, HERE, HERE, DATE(2020, 2, 10))->cover.treat_first);
    desk->status.valid_until = DATE(2020, 2, 12);
    assert_true(measured(desk, HERE, HERE, DATE(2020, 2, 12))->cover.treat_first);
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 13))->cover.treat_first);
    desk->status.kind = TEXT("stranded");
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 12))->cover.treat_first);
    desk->facts.person.statuses = NULL;
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 12))->cover.treat_first);
}

/* Found ill in hospital: the stay is covered from its beginning, by the measure of that day. */
static void test_a_status_that_begins_in_the_stay(void **state)
{
    struct desk *desk = *state;
    desk->made.bill.discharge = DATE(2020, 2, 15);
    assert_true(measured(desk, HERE, HERE, DATE(2020, 2, 5))->cover.treat_first);
    assert_true(measured(desk, HERE, HERE, DATE(2020, 1, 28))->cover.treat_first);
    desk->made.bill.discharge = DATE(2020, 2, 9);
    assert_false(measured(desk, HERE, HERE, DATE(2020, 2, 5))->cover.treat_first);
    /* The measure has ended when the status begins. */
    desk->status.valid_from = DATE(2020, 4, 1);
    desk->made.bill.discharge = DATE(2020, 4, 10);
    assert_false(measured(desk, HERE, HERE, DATE(2020, 3, 25))->cover.treat_first);
}

/* Arrears close the right, of an epidemic patient too; the engine treats him all the same. */
static void test_a_closed_right_is_said(void **state)
{
    struct desk *desk = *state;
    struct contribute_arrears row = { .insurance = TEXT("310"), .due = DATE(2020, 1, 31) };
    struct list arrears = { &row, 1 };
    desk->facts.arrears = &arrears;
    desk->made.standing.insurance_code = TEXT("310");
    const struct settle_person *person = measured(desk, HERE, HERE, DATE(2020, 2, 20));
    assert_false(person->right_closed);     /* another insurance's: the standing says none */
    desk->made.standing.insurance_code = TEXT("310");
    settle_apply_measures(&desk->testing.request, &desk->facts, DATE(2020, 2, 20), &desk->made,
                          &desk->testing.decision.trail);
    assert_true(desk->made.person.right_closed);
    assert_true(desk->made.person.cover.treat_first);
}

int main(void)
{
#define TEST(name_) cmocka_unit_test_setup_teardown(name_, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_cover_is_asked_where_care_is_given),
        TEST(test_the_cut_is_of_the_place_of_enrolment),
        TEST(test_less_is_taken_off),
        TEST(test_a_group_has_rules_of_its_own),
        TEST(test_only_with_a_status_of_the_day),
        TEST(test_a_status_that_begins_in_the_stay),
        TEST(test_a_closed_right_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
