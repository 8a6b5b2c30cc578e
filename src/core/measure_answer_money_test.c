/* measure_answer_money_test.c: how two measures of rates, prepayments, days of medicine and tickets
 * combine, and those that stand side by side; in both orders. */

/* Shandong, and a county of Linyi. */
#define TRIAL_PLACE 370000
#define TRIAL_ASKED 371329
#include "core/measure_trial.h"

/* ---- rate: cuts of the original, added, never below 0 ---- */

static int64_t rate_left(struct trial *trial, int32_t period, int64_t original)
{
    trial->question.thing = TEXT("employer");
    trial->question.period = period;
    return measure_rated(trial->shelf->book, &trial->question, (struct share){ original },
                         trial->arena).rate.parts;
}

/* LAW: the worked example of a county of Linyi, 2020, at an old rate of 6 %. */
static void rate_linyi(struct trial *trial)
{
    const struct measure_fact facts[] = { { "units.kind", TEXT("enterprise") } };
    trial->question.facts = facts;
    trial->question.fact_count = 1;
    assert_int_equal(rate_left(trial, 202001, 60000), 60000);
    assert_int_equal(rate_left(trial, 202002, 60000), 50000);
    for (int32_t month = 202003; month <= 202006; month++)
        assert_int_equal(rate_left(trial, month, 60000), 40000);
    for (int32_t month = 202007; month <= 202012; month++)
        assert_int_equal(rate_left(trial, month, 60000), 50000);
    assert_int_equal(rate_left(trial, 202101, 60000), 60000);
    made_by(trial, measure_rated(trial->shelf->book, &trial->question, (struct share){ 60000 },
                                 trial->arena).made, "");
    trial->question.period = 202004;
    struct measure_rated rated = measure_rated(trial->shelf->book, &trial->question,
                                               (struct share){ 60000 }, trial->arena);
    assert_int_equal(rated.cut.parts, 20000);
    made_by(trial, rated.made, "A-1 B-1");
    assert_non_null(rated.collected);
    /* Never below nothing, and half of little less two points is no surcharge. */
    assert_int_equal(rate_left(trial, 202004, 5000), 0);
    assert_int_equal(rate_left(trial, 202004, 30000), 20000);
    /* Arrears of earlier months are left out of the second. */
    const struct measure_fact arrears[] = { { "units.kind", TEXT("enterprise") },
                                            { "periods", TEXT("arrears-of-earlier") } };
    trial->question.facts = arrears;
    trial->question.fact_count = 2;
    assert_int_equal(rate_left(trial, 202004, 60000), 50000);
}

static void rate_both(struct trial *trial)
{
    assert_int_equal(rate_left(trial, 202004, 100000), 0);     /* half and half, of the original */
    assert_int_equal(rate_left(trial, 202006, 100000), 50000);
}

static void test_rate(void **state)
{
    (void)state;
    both_orders("scope: { units: { kind: [enterprise, public-body, other] } }, "
                "rate: { part: employer, cut: { points: 1 }, of: original, "
                "periods: { from: 2020-03, until: 2020-12 } }",
                "scope: { units: { kind: [enterprise, self-employed, flexible] } }, "
                "rate: { part: employer, cut: { share: 1/2, less-points: 2 }, of: original, "
                "periods: { from: 2020-02, until: 2020-06 }, not-for: [arrears-of-earlier], "
                "collected-already: { ways: [refund, offset], first: refund } }",
                VERB_RATE, rate_linyi);
    both_orders("rate: { part: employer, cut: { share: 50% }, "
                "periods: { from: 2020-02, until: 2020-04 } }",
                "rate: { part: employer, cut: { share: 0.5 }, "
                "periods: { from: 2020-03, until: 2020-06 } }", VERB_RATE, rate_both);
}

/* ---- prepay: one order an institution, month and kind ---- */

static void prepay_one(struct trial *trial)
{
    const struct measure_fact facts[] = { { "institutions.paid-by", TEXT("global-budget") },
                                          { "institutions.status", TEXT("covid-designated") } };
    trial->question.thing = TEXT("ordinary");
    struct measure_prepaid prepaid = measure_prepaid(trial->shelf->book, &trial->question,
                                                     trial->arena);
    assert_true(text_is(prepaid.order->of, "this-month"));
    trial->question.facts = facts;
    trial->question.fact_count = 2;
    prepaid = measure_prepaid(trial->shelf->book, &trial->question, trial->arena);
    assert_true(text_is(prepaid.order->of, "next-month"));
    assert_int_equal(prepaid.made.count, 2);
    trial->question.thing = TEXT("special-treatment");
    assert_null(measure_prepaid(trial->shelf->book, &trial->question, trial->arena).order);
}

static void test_prepay(void **state)
{
    (void)state;
    both_orders("prepay: { kind: ordinary, for: this-month, on: first-working-day }",
                "scope: { institutions: { paid-by: global-budget } }, "
                "prepay: { kind: ordinary, for: next-month, on: last-working-day }", VERB_PREPAY,
                prepay_one);
}

/* ---- supply: most days, a drug's own limit standing ---- */

static void supply_most(struct trial *trial)
{
    struct measure_supplied supplied = measure_supplied(trial->shelf->book, &trial->question,
                                                        (struct name_list){ 0 }, trial->arena);
    assert_int_equal(supplied.at_most, 90);
    assert_true(text_is(supplied.over, "confirm"));
    made_by(trial, supplied.made, "A-1 B-1");
    struct text kinds[] = { TEXT("controlled-drugs") };
    supplied = measure_supplied(trial->shelf->book, &trial->question,
                                (struct name_list){ kinds, 1 }, trial->arena);
    assert_int_equal(supplied.at_most, 60);             /* A leaves such drugs their own limit */
    assert_false(supplied.own_limit);
    made_by(trial, supplied.made, "B-1");
}

static void supply_own(struct trial *trial)
{
    struct text kinds[] = { TEXT("short-supply-drugs") };
    struct measure_supplied supplied = measure_supplied(trial->shelf->book, &trial->question,
                                                        (struct name_list){ kinds, 1 },
                                                        trial->arena);
    assert_true(supplied.any && supplied.own_limit);
    assert_int_equal(supplied.at_most, 0);
}

static void test_supply(void **state)
{
    (void)state;
    both_orders("supply: { at-most: 90 days, over: refuse, keeps: [controlled-drugs] }",
                "supply: { at-most: 60 days, over: confirm }", VERB_SUPPLY, supply_most);
    both_orders("supply: { at-most: 90 days, over: refuse, keeps: short-supply-drugs }",
                "supply: { over: reason, keeps: [controlled-drugs, short-supply-drugs] }",
                VERB_SUPPLY, supply_own);
}

/* ---- quota: the stricter ---- */

static void quota_stricter(struct trial *trial)
{
    trial->question.thing = TEXT("hall");
    struct measure_limited limited = measure_limited(trial->shelf->book, &trial->question,
                                                     TEXT("half-day"), trial->arena);
    assert_int_equal(limited.tickets.count, 40);
    assert_int_equal(limited.people.count, 15);
    assert_int_equal(limited.divert_to.count, 2);
    made_by(trial, limited.made, "A-1 B-1");
}

static void test_quota(void **state)
{
    (void)state;
    both_orders("quota: { at: hall, tickets: 40, per: half-day, people: 20, divert-to: [web] }",
                "quota: { at: hall, tickets: 60, per: half-day, people: 15, divert-to: [web, "
                "phone] }", VERB_QUOTA, quota_stricter);
}

/* ---- side by side, each towards the office that asked ---- */

static void beside(struct trial *trial)
{
    struct measure_made made =
        measures_any(trial->shelf->book, &trial->question, trial->arena).made;
    made_by(trial, made, "A-1 B-1");
}

static void test_side_by_side(void **state)
{
    (void)state;
    both_orders("report: { forms: annex-1, from: cities, to: 省局, due: 2020-03-15 }",
                "report: { forms: [annex-1], from: cities, to: 省财政厅, due: 2020-03-20 }",
                VERB_REPORT, beside);
    both_orders("task: { things: [summary], to: cities, must: done, due: 2020-03-15 }",
                "task: { things: [summary], to: cities, must: done, due: 2020-03-10 }", VERB_TASK,
                beside);
    both_orders("watch: { thing: duty-phone-unmanned, then: warn }",
                "watch: { thing: duty-phone-unmanned, then: [circulate] }", VERB_WATCH, beside);
    both_orders("review: { due: { event: epidemic-stable }, sample: 10% }",
                "review: { due: { event: epidemic-stable, plus: 1 month } }", VERB_REVIEW,
                beside);
    both_orders("announce: { what: policy, to: public, channels: [website] }",
                "announce: { what: policy, to: public, channels: [sms] }", VERB_ANNOUNCE, beside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rate), cmocka_unit_test(test_prepay),
        cmocka_unit_test(test_supply), cmocka_unit_test(test_quota),
        cmocka_unit_test(test_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
