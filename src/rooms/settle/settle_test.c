/* settle_test.c: what the law of no place we know asks for today, on rules made for the test; and
 * rule files that contradict themselves. Real law is tested by cases/. */

#include "rooms/settle/settle_file.h"
#include "rooms/settle/settle_rules.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char DIVISIONS[] =
    "code\tparent\tlevel\tname\tenglish\tpseudo\tsource\n"
    "110000\t0\tprovince\t北京市\tBeijing\tno\tGB/T 2260\n";

#define HEAD(about, dated_by) \
    "place: 110000\nabout: " about "\ndated-by: " dated_by \
    "\nsource: test\ncertainty: default\nknown: 2019-01-01\nvalues:\n"
#define BENEFIT(counts, per, deductible_per) \
    "  - from: 2020-01-01\n    counts: " counts "\n    per: " per \
    "\n    deductible-per: " deductible_per "\n    rounding: half-up\n"

struct shelf {
    struct arena arena;
    struct rule_faults faults;
    struct publication publications[8];
    size_t count;
    const struct book *book;
    struct settle_line line;
    struct settle_bill bill;
    struct settle_person person;
    struct settle_counters counters;
    struct settle_accounts accounts;
    struct trail trail;
    struct settlement settlement;
};

static int setup(void **state)
{
    struct shelf *shelf = calloc(1, sizeof(*shelf));
    arena_init(&shelf->arena);
    rule_faults_init(&shelf->faults, &shelf->arena);
    trail_init(&shelf->trail, &shelf->arena);
    shelf->line = (struct settle_line){ .number = 1, .item_class = TEXT("full") };
    shelf->bill = (struct settle_bill){ .category = TEXT("outpatient"), .visit = DATE(2020, 5, 1),
        .admission = DATE(2020, 5, 1), .discharge = DATE(2020, 5, 9), .tier = TEXT("tier3") };
    shelf->person = (struct settle_person){ .place = 110000, .insurance = TEXT("employee"),
                                            .kind = TEXT("active"), .age = 40 };
    *state = shelf;
    return 0;
}

static int teardown(void **state)
{
    struct shelf *shelf = *state;
    book_release(shelf->book);
    arena_release(&shelf->arena);
    free(shelf);
    return 0;
}

static void publish(struct shelf *shelf, const char *file, const char *text)
{
    CHECK(shelf->count < COUNT_OF(shelf->publications));
    shelf->publications[shelf->count++] = (struct publication){
        .sequence = (int64_t)shelf->count + 1, .file = text_of(file), .text = text_of(text) };
}

static void build(struct shelf *shelf)
{
    publish(shelf, "rules/divisions/divisions.tsv", DIVISIONS);
    shelf->book = book_build(shelf->publications, shelf->count, settle_rule_kinds,
                             settle_rule_kind_count, &shelf->faults);
}

static void decide(struct shelf *shelf, int64_t fen)
{
    if (shelf->book == NULL)
        build(shelf);
    assert_non_null(shelf->book);
    shelf->line.amount.fen = fen;
    shelf->bill.lines = (struct list){ &shelf->line, 1 };
    settle_decide(shelf->book, &shelf->bill, &shelf->person, &shelf->counters, &shelf->accounts,
                  &shelf->trail, &shelf->settlement);
}

static void expect_paid(const struct shelf *shelf, enum settle_payer payer, int64_t fen)
{
    assert_int_equal(shelf->settlement.outcome, SETTLE_DONE);
    assert_int_equal(shelf->settlement.paid[payer].fen, fen);
}

/* ---- bands that count payment ---- */

static void bands_of_payment_end_where_the_payment_ends(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.outpatient", "visit")
            BENEFIT("payment", "year", "none")
            "    rates: [ { bands: [ { until: 1000.00, share: 70% }, { share: 50% } ] } ]\n");
    /* 1 000 are paid by 1428.58 of cost; the rest, 1571.42, at 50 %: 785.71. */
    decide(shelf, 300000);
    expect_paid(shelf, PAYER_POOLED_FUND, 178571);
    /* 400 were paid before: 600 are left, by 857.15 of cost; 2142.85 at 50 %: 1071.425. */
    shelf->counters.outpatient_fund_paid.fen = 40000;
    decide(shelf, 300000);
    expect_paid(shelf, PAYER_POOLED_FUND, 60000 + 107143);
}

static void bands_of_a_stay_begin_anew(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.inpatient", "discharge")
            BENEFIT("cost", "stay", "admission")
            "    deductible: { first: 100.00, second: 50.00, further: 0 }\n"
            "    rates: [ { bands: [ { until: 1000.00, share: 50% }, { share: 80% } ] } ]\n");
    shelf->bill.category = TEXT("inpatient");
    shelf->counters.inpatient_in_scope.fen = 5000000;
    shelf->counters.inpatient_admissions = 4;
    decide(shelf, 120000);
    expect_paid(shelf, PAYER_POOLED_FUND, 50000 + 16000);
    /* The second bill of the same stay goes on at 1 200. */
    shelf->bill.stay_counted = true;
    shelf->bill.stay_in_scope.fen = 120000;
    decide(shelf, 10000);
    expect_paid(shelf, PAYER_POOLED_FUND, 8000);
    assert_int_equal(shelf->settlement.took.inpatient_admissions, 0);
}

static void a_ceiling_may_be_shared(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.outpatient", "visit")
            BENEFIT("cost", "year", "none") "    rates: [ { bands: [ { share: 100% } ] } ]\n"
            "    ceilings: [ { payer: pooled_fund, amount: 500.00, together: yes } ]\n");
    shelf->counters.inpatient_pooled_paid.fen = 30000;
    shelf->counters.outpatient_pooled_paid.fen = 15000;
    decide(shelf, 10000);
    expect_paid(shelf, PAYER_POOLED_FUND, 5000);
    shelf->counters.inpatient_pooled_paid.fen = 60000;
    decide(shelf, 10000);
    expect_paid(shelf, PAYER_POOLED_FUND, 0);
}

/* ---- further payers ---- */

static const char PLAIN[] = HEAD("benefit.outpatient", "visit")
    BENEFIT("cost", "year", "none") "    rates: [ { bands: [ { share: 50% } ] } ]\n";

static void civil_servants_have_their_subsidy(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", PLAIN);
    publish(shelf, "rules/values/110000/b.yaml", HEAD("settle.payers", "visit")
            "  - { from: 2020-01-01, payers: [civil_servant] }\n");
    publish(shelf, "rules/values/110000/c.yaml", HEAD("civil-servant", "visit")
            "  - { from: 2020-01-01, outpatient: 60%, inpatient: 80%, ceiling: 100.00, "
            "rounding: half-up }\n");
    decide(shelf, 20000);
    expect_paid(shelf, PAYER_CIVIL_SERVANT, 0);
    shelf->person.civil_servant = true;
    decide(shelf, 20000);
    expect_paid(shelf, PAYER_CIVIL_SERVANT, 6000);
    assert_int_equal(shelf->settlement.cash.fen, 4000);
    shelf->counters.civil_servant_paid.fen = 7500;
    decide(shelf, 20000);
    expect_paid(shelf, PAYER_CIVIL_SERVANT, 2500);
}

static void a_payer_not_known_is_named_and_nothing_stops(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", PLAIN);
    publish(shelf, "rules/values/110000/b.yaml", HEAD("settle.payers", "visit")
            "  - { from: 2020-01-01, payers: [critical_illness] }\n");
    decide(shelf, 20000);
    expect_paid(shelf, PAYER_POOLED_FUND, 10000);
    assert_true(text_is(shelf->settlement.missing, "critical-illness"));
}

/* ---- days ---- */

static void a_file_may_name_another_day(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.inpatient", "admission")
            "  - { from: 2020-01-01, until: 2020-05-04, known-until: 9999-12-31, counts: cost, "
            "per: year, deductible-per: none, rounding: half-up, "
            "rates: [ { bands: [ { share: 10% } ] } ] }\n"
            "  - { from: 2020-05-05, counts: cost, per: year, deductible-per: none, "
            "rounding: half-up, rates: [ { bands: [ { share: 20% } ] } ] }\n");
    shelf->bill.category = TEXT("inpatient");
    decide(shelf, 10000);
    expect_paid(shelf, PAYER_POOLED_FUND, 1000);
    assert_int_equal(shelf->settlement.day.yyyymmdd, 20200501);
    assert_int_equal(settle_day(&shelf->bill).yyyymmdd, 20200509);
    assert_int_equal(settle_day_by_book(shelf->book, &shelf->bill, &shelf->person,
                                        DATE_NONE).yyyymmdd, 20200501);
}

static void an_ended_rule_has_no_successor(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.outpatient", "visit")
            "  - { from: 2019-01-01, until: 2020-04-30, counts: cost, per: year, "
            "deductible-per: none, rounding: half-up, rates: [ { bands: [ { share: 10% } ] } ] }\n"
            "  - { from: 2020-05-01, ended: yes }\n");
    decide(shelf, 10000);
    assert_int_equal(shelf->settlement.outcome, SETTLE_RULES_ENDED);
    assert_int_equal(shelf->settlement.cash.fen, 10000);
}

/* ---- rounding ---- */

static void rounding_is_the_rules(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.outpatient", "visit")
            "  - { from: 2020-01-01, counts: cost, per: year, deductible-per: none, "
            "rounding: down, rates: [ { bands: [ { share: 50% } ] } ] }\n");
    decide(shelf, 101);
    expect_paid(shelf, PAYER_POOLED_FUND, 50);
    assert_true(shelf->trail.first->next->rounded);
    assert_int_equal(shelf->trail.first->next->rounding, ROUND_DOWN);
}

static void two_roundings_up_bear_no_more_than_there_is(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/110000/a.yaml", HEAD("benefit.outpatient", "visit")
            BENEFIT("cost", "year", "none")
            "    rates: [ { bands: [ { share: 50%, supplementary: 50% } ] } ]\n");
    decide(shelf, 1);
    expect_paid(shelf, PAYER_POOLED_FUND, 1);
    expect_paid(shelf, PAYER_SUPPLEMENTARY, 0);
    assert_int_equal(shelf->settlement.cash.fen, 0);
}

/* ---- lines ---- */

static void a_return_line_mirrors_its_line(void **state)
{
    (void)state;
    struct settle_line line = { .item_class = TEXT("partly"), .amount = { 3333 },
        .quantity = { 15000 }, .unit_price = { 22220000 }, .price_limit = { 17770000 },
        .pay_first = { 123456 } };
    struct settle_split given, back;
    settle_split_line(&line, ROUND_HALF_UP, &given);
    line.amount.fen = -3333;
    line.quantity.e4 = -15000;
    settle_split_line(&line, ROUND_HALF_UP, &back);
    assert_int_equal(given.over_limit.fen, -back.over_limit.fen);
    assert_int_equal(given.pay_first.fen, -back.pay_first.fen);
    assert_int_equal(given.in_scope.fen, -back.in_scope.fen);
    assert_int_equal(given.over_limit.fen, 3333 - 2666);
}

static void one_unit_where_no_quantity_is_said(void **state)
{
    (void)state;
    struct settle_line line = { .item_class = TEXT("full"), .amount = { 1000 },
                                .price_limit = { 8000000 } };
    struct settle_split split;
    settle_split_line(&line, ROUND_HALF_UP, &split);
    assert_int_equal(split.over_limit.fen, 200);
    assert_int_equal(split.in_scope.fen, 800);
}

/* ---- counters ---- */

static void what_was_taken_can_be_given_back(void **state)
{
    (void)state;
    struct settle_counters counters = { .special_deductible_used = { 130000 },
                                        .special_period_from = DATE(2022, 5, 1) };
    struct settle_counters took = { .special_deductible_used = { 100000 },
        .special_period_from = DATE(2023, 4, 26), .inpatient_admissions = 1,
        .finance_paid = { 7 }, .outpatient_deductible_used = { 5 } };
    settle_counters_add(&counters, &took);
    assert_int_equal(counters.special_deductible_used.fen, 100000);
    assert_int_equal(counters.special_period_from.yyyymmdd, 20230426);
    assert_int_equal(counters.inpatient_admissions, 1);
    assert_int_equal(counters.finance_paid.fen, 7);
    /* One of the period before, counted late, adds nothing to the running one. */
    struct settle_counters early = took;
    early.special_period_from = DATE(2022, 5, 1);
    settle_counters_add(&counters, &early);
    assert_int_equal(counters.special_deductible_used.fen, 100000);
    assert_int_equal(counters.inpatient_admissions, 2);
    settle_counters_subtract(&counters, &early);
    settle_counters_subtract(&counters, &took);
    assert_int_equal(counters.outpatient_deductible_used.fen, 0);
    assert_int_equal(counters.inpatient_admissions, 0);
}

/* ---- rule files that contradict themselves ---- */

static void expect_fault(struct shelf *shelf, const char *values, const char *why)
{
    publish(shelf, "rules/values/110000/a.yaml", values);
    build(shelf);
    assert_null(shelf->book);
    assert_non_null(shelf->faults.first);
    assert_string_equal(shelf->faults.first->why, why);
}

#define BAD_BENEFIT(name_, rest_, why_) \
    static void name_(void **state) \
    { \
        expect_fault(*state, HEAD("benefit.outpatient", "visit") \
                     BENEFIT("cost", "year", "none") rest_, why_); \
    }
BAD_BENEFIT(bands_must_rise,
            "    rates: [ { bands: [ { until: 5.00, share: 1% }, { until: 5.00, share: 2% } ] } ]"
            "\n",
            "settle.rules.bands")
BAD_BENEFIT(only_the_last_band_is_open,
            "    rates: [ { bands: [ { share: 1% }, { until: 5.00, share: 2% } ] } ]\n",
            "settle.rules.bands")
BAD_BENEFIT(shares_end_at_the_whole,
            "    rates: [ { bands: [ { share: 91%, supplementary: 10% } ] } ]\n",
            "settle.rules.share")
BAD_BENEFIT(payers_are_known,
            "    rates: [ { bands: [ { share: 91%, payer: somebody } ] } ]\n",
            "settle.rules.payer")
BAD_BENEFIT(two_rows_never_fit_alike,
            "    rates: [ { tier: tier3, bands: [ { share: 1% } ] }, "
            "{ community: yes, bands: [ { share: 2% } ] } ]\n",
            "settle.rules.rates-meet")
BAD_BENEFIT(ages_that_overlap_meet,
            "    rates: [ { age-below: 70, bands: [ { share: 1% } ] }, "
            "{ age-from: 69, bands: [ { share: 2% } ] } ]\n",
            "settle.rules.rates-meet")
BAD_BENEFIT(rates_are_needed, "", "settle.rules.rates")

static void a_chain_names_payers_that_follow(void **state)
{
    expect_fault(*state, HEAD("settle.payers", "visit")
                 "  - { from: 2020-01-01, payers: [pooled_fund] }\n", "settle.rules.payer");
}

static void a_rounding_is_one_of_four(void **state)
{
    expect_fault(*state, HEAD("settle.lines", "visit")
                 "  - { from: 2020-01-01, rounding: nearest }\n", "settle.rules.rounding");
}

/* ---- sentences ---- */

static void every_outcome_and_payer_has_its_words(void **state)
{
    (void)state;
    for (int i = 0; i < SETTLE_OUTCOMES; i++)
        assert_true(words_has(settle_outcome_key((enum settle_outcome)i)));
    for (int i = 0; i < PAYER_COUNT; i++) {
        enum settle_payer payer = PAYER_COUNT;
        assert_true(settle_payer_of(text_of(settle_payer_name((enum settle_payer)i)), &payer));
        assert_int_equal(payer, i);
    }
}

int main(void)
{
#define TEST(name_) cmocka_unit_test_setup_teardown(name_, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(bands_of_payment_end_where_the_payment_ends),
        TEST(bands_of_a_stay_begin_anew),
        TEST(a_ceiling_may_be_shared),
        TEST(civil_servants_have_their_subsidy),
        TEST(a_payer_not_known_is_named_and_nothing_stops),
        TEST(a_file_may_name_another_day),
        TEST(an_ended_rule_has_no_successor),
        TEST(rounding_is_the_rules),
        TEST(two_roundings_up_bear_no_more_than_there_is),
        TEST(a_return_line_mirrors_its_line),
        TEST(one_unit_where_no_quantity_is_said),
        TEST(what_was_taken_can_be_given_back),
        TEST(bands_must_rise),
        TEST(only_the_last_band_is_open),
        TEST(shares_end_at_the_whole),
        TEST(payers_are_known),
        TEST(two_rows_never_fit_alike),
        TEST(ages_that_overlap_meet),
        TEST(rates_are_needed),
        TEST(a_chain_names_payers_that_follow),
        TEST(a_rounding_is_one_of_four),
        TEST(every_outcome_and_payer_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
