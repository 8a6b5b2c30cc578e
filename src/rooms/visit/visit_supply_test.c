/* visit_supply_test.c: days of medicine, on notices made for the test; what the real ones say is
 * tried in tests/clauses. */

#include "rooms/visit/visit_supply.h"
#include "rooms/visit/visit_warn.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/book.h"

#include <string.h>

static const char DIVISIONS[] =
    "code\tparent\tlevel\tname\tenglish\tpseudo\tsource\n"
    "000000\t000000\tspecial\t中华人民共和国\tChina\tno\ttest\n"
    "110000\t000000\tprovince\t北京市\tBeijing\tno\ttest\n";
static const char DAYS[] =
    "place: 0\nabout: prescription.days\ndated-by: visit\nsource: test\ncertainty: default\n"
    "known: 2019-01-01\nvalues:\n"
    "  - { from: earliest-known, ordinary-days: 30, chronic: [I10-I15] }\n";
#define HEAD "notice: 甲\nplace: 0\nissued: 2020-02-01\nmeasures:\n"
static const char TWO[] = HEAD
    "- { ids: [1], says: sixty, supply: { at-most: 60 days, over: refuse } }\n"
    "- { ids: [2], says: asked above fifty, supply: { at-most: 50 days, over: confirm } }\n";

static const struct visit_row VISIT = {
    .visit = 7, .person = 5, .division = 110000, .begin_at = { INT64_C(1582164000000) },
};
static const struct catalogue_item DRUG = { .list_type = { "101", 3 }, .long_prescription = true };

static const struct book *book_with(const char *notice)
{
    struct arena arena;
    arena_init(&arena);
    struct publication publications[] = {
        { .sequence = 1, .file = TEXT("rules/divisions/divisions.tsv"),
          .text = text_of(DIVISIONS) },
        { .sequence = 2, .file = TEXT("rules/values/0/days.yaml"), .text = text_of(DAYS) },
        testing_vocabulary(&arena, 3),
        { .sequence = 4, .file = TEXT("rules/notices/0/n.yaml"), .text = text_of(notice) },
    };
    const struct rule_kind *kinds[] = { &visit_prescription_days_kind };
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    const struct book *book =
        book_build(publications, notice == NULL ? 3 : 4, kinds, 1, &faults);
    rule_faults_print(&faults, stderr);
    arena_release(&arena);
    assert_non_null(book);
    return book;
}

static struct visit_supply supply(const char *notice, const struct visit_row *visit,
                                  const struct catalogue_item *item, int64_t days)
{
    const struct book *book = book_with(notice);
    struct arena arena;
    arena_init(&arena);
    struct visit_supply found = visit_supply_of(book, NULL, visit, item,
                                                (struct quantity){ days * 10000 }, &arena);
    found.measure = NULL;       /* goes with the book */
    arena_release(&arena);
    book_release(book);
    return found;
}

static void test_the_mildest_of_several_holds(void **state)
{
    (void)state;
    assert_int_equal(supply(TWO, &VISIT, &DRUG, 30).answer, VISIT_SUPPLY_FINE);
    assert_int_equal(supply(TWO, &VISIT, &DRUG, 60).answer, VISIT_SUPPLY_PASSED);
    assert_int_equal(supply(TWO, &VISIT, &DRUG, 60).limit, 60);
    /* Sixty-one: the first refuses, the second asks. */
    assert_int_equal(supply(TWO, &VISIT, &DRUG, 61).answer, VISIT_SUPPLY_CONFIRMATION);
    assert_int_equal(supply(TWO, &VISIT, &DRUG, 61).limit, 50);
}

static void test_a_drugs_own_limit_stands(void **state)
{
    (void)state;
    struct catalogue_item drug = DRUG;
    drug.days_max = 45;
    assert_int_equal(supply(TWO, &VISIT, &drug, 45).answer, VISIT_SUPPLY_PASSED);
    struct visit_supply over = supply(TWO, &VISIT, &drug, 46);
    assert_int_equal(over.answer, VISIT_SUPPLY_REFUSED);
    assert_int_equal(over.refusal, VISIT_SUPPLY_OWN_LIMIT);
    assert_int_equal(over.limit, 45);
    drug.days_max = 7;      /* below the ordinary days, and without any measure */
    assert_int_equal(supply(NULL, &VISIT, &drug, 7).answer, VISIT_SUPPLY_FINE);
    assert_int_equal(supply(NULL, &VISIT, &drug, 8).refusal, VISIT_SUPPLY_OWN_LIMIT);
    drug = DRUG;
    drug.long_prescription = false;
    assert_int_equal(supply(TWO, &VISIT, &drug, 31).refusal, VISIT_SUPPLY_NOT_LONG);
}

static void test_what_has_no_limit(void **state)
{
    (void)state;
    struct catalogue_item service = { .list_type = TEXT("201") };
    struct visit_row stay = VISIT;
    stay.inpatient = true;
    assert_int_equal(supply(NULL, &VISIT, &DRUG, 31).refusal, VISIT_SUPPLY_ABOVE_ORDINARY);
    assert_int_equal(supply(NULL, &VISIT, &DRUG, 31).answer, VISIT_SUPPLY_REFUSED);
    assert_int_equal(supply(NULL, &VISIT, &service, 900).answer, VISIT_SUPPLY_FINE);
    assert_int_equal(supply(NULL, &VISIT, NULL, 900).answer, VISIT_SUPPLY_FINE);
    assert_int_equal(supply(NULL, &stay, &DRUG, 900).answer, VISIT_SUPPLY_FINE);
    struct visit_supply found = visit_supply_of(NULL, NULL, &VISIT, &DRUG,
                                                (struct quantity){ 9000000 }, NULL);
    assert_int_equal(found.answer, VISIT_SUPPLY_FINE);
}

static void test_days_begun_count(void **state)
{
    (void)state;
    assert_int_equal(visit_supply_days((struct quantity){ 0 }), 0);
    assert_int_equal(visit_supply_days((struct quantity){ 1 }), 1);
    assert_int_equal(visit_supply_days((struct quantity){ 300000 }), 30);
    assert_int_equal(visit_supply_days((struct quantity){ 300001 }), 31);
    assert_int_equal(visit_supply_days((struct quantity){ -5 }), 0);
}

/* Charged and settled in one step there is nobody to ask: what would wait is refused. */
static void test_nobody_to_ask(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, (struct moment){ INT64_C(1582164000000) });
    testing.request.book = book_with(TWO);
    testing.decision = (struct decision){ .request = &testing.request };
    struct catalogue_item items[] = { DRUG };
    items[0].valid_from = DATE(2019, 1, 1);
    struct visit_line_facts lines[] = { { .items = LIST_OF(items) } };
    struct visit_supply_facts asked = { 0 };
    struct visit_line_input said[] = { {
        .serial = TEXT("1"), .at = VISIT.begin_at, .quantity = { 10000 }, .days = { 610000 },
    } };
    struct visit_charge_input input = { .lines = { said, 1 } };
    struct visit_charge_facts facts = { .visit = &VISIT, .lines = lines, .supply = &asked };
    assert_true(visit_supply_allowed(&testing.request, &input, &facts, &testing.decision));
    facts.supply = NULL;
    assert_false(visit_supply_allowed(&testing.request, &input, &facts, &testing.decision));
    assert_true(testing_is_refused(&testing, "visit.supply.above-measure"));
    said[0].quantity.e4 = -10000;       /* a return carries no supply */
    assert_true(visit_supply_allowed(&testing.request, &input, &facts, &testing.decision));
    book_release(testing.request.book);
    testing_end(&testing);
}

static void test_waiting_is_of_the_line_as_it_stands(void **state)
{
    (void)state;
    struct visit_line_row lines[] = {
        { .bill = TEXT("b"), .serial = TEXT("1"), .position = 1, .days = 120 },
        { .bill = TEXT("b"), .serial = TEXT("2"), .position = 2, .days = 30 },
    };
    struct visit_confirmation_row rows[] = {
        { .bill = TEXT("b"), .serial = TEXT("1"), .days = 120, .state = TEXT("waiting") },
        { .bill = TEXT("b"), .serial = TEXT("2"), .days = 100, .state = TEXT("waiting") },
    };
    assert_true(text_is(visit_supply_waiting(LIST_OF(lines), 0, LIST_OF(rows)), "1"));
    /* Settled lines wait for nothing, nor does one that was sent again with fewer days. */
    assert_false(text_present(visit_supply_waiting(LIST_OF(lines), 1, LIST_OF(rows))));
    rows[0].state = TEXT("given");
    assert_false(text_present(visit_supply_waiting(LIST_OF(lines), 0, LIST_OF(rows))));
    assert_false(text_present(visit_supply_waiting(LIST_OF(lines), 0, NULL)));
}

/* What a warning is about comes back out of its number, whatever its length. */
static void test_the_number_of_a_warning(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct visit_warned cases[] = {
        { INT64_C(4611686018428411), 91, TEXT("XG05EA004A0010101049000") }, { 1, 31, TEXT("A") },
        { INT64_MAX, 999, TEXT("ZA01AAD0000000109000") },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text text = visit_warning_write(&cases[i], &arena);
        struct visit_warned read;
        assert_true(text.length <= VISIT_WARNING_LENGTH);
        assert_true(visit_warning_read(text, &read));
        assert_true(read.visit == cases[i].visit && read.days == cases[i].days
                    && text_equal(read.item, cases[i].item));
    }
    static const char *const BAD[] = {
        "", "0000000000001091", "zzzzzzzzzzzzz091X", "00000000000-1091X", "0000000000001x91X",
        "00000000000010910123456789012345678901234567890",
    };
    struct visit_warned read;
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(visit_warning_read(text_of(BAD[i]), &read));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_mildest_of_several_holds),
        cmocka_unit_test(test_a_drugs_own_limit_stands),
        cmocka_unit_test(test_what_has_no_limit),
        cmocka_unit_test(test_days_begun_count),
        cmocka_unit_test(test_nobody_to_ask),
        cmocka_unit_test(test_waiting_is_of_the_line_as_it_stands),
        cmocka_unit_test(test_the_number_of_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
