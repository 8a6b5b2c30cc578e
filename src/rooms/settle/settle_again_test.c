/* settle_again_test.c: a settlement decided again when an earlier one came or went: only
 * differences are booked, counters stay the sum of what is taken, and what belongs to another year
 * is left alone. Facts are built by hand, rules are those of rules/. */

#include "rooms/message/message_facts.h"
#include "rooms/settle/settle_hand.h"

#include "base/check.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_reach.h"

/* A bill of 3000.00 settled alone, and the job that looks at it again. */
struct again {
    struct settle_hand desk;
    struct job_row job;
    struct settle_again_facts facts;
    struct task_input input;
};

static void again_begin(struct again *again)
{
    settle_hand_begin(&again->desk, SETTLE_HAND_TODAY, TEXT("again"));
    settle_hand_settle(&again->desk);
    again->job = (struct job_row){
        .bucket = id_bucket(HAND_PERSON), .job = 5, .kind = TEXT("settle.again"),
        .subject = HAND_PERSON, .cursor = TEXT("2020|310|20200101|0"),
        .state = TEXT("running"), .version = 1,
    };
    again->input = (struct task_input){ again->job.bucket, 5, HAND_PERSON };
    again->facts = (struct settle_again_facts){
        .job = &again->job, .settlements = &again->desk.settlements,
        .next = &again->desk.rows[0], .desk = again->desk.facts,
    };
}

static const struct testing *steps(struct again *again)
{
    testing_decide(&again->desk.hand.testing, &settle_again_action, &again->input, &again->facts,
                   NULL);
    assert_true(testing_is_refused(&again->desk.hand.testing, NULL));
    assert_int_equal(testing_changes(&again->desk.hand.testing, &job_table), 1);
    return &again->desk.hand.testing;
}

/* An earlier settlement of the year that took the whole deductible. */
static void one_came_before(struct again *again, int64_t deductible)
{
    struct settle_counters took = { .outpatient_deductible_used = { deductible },
                                    .outpatient_in_scope = { deductible } };
    again->desk.rows[1] = again->desk.rows[0];
    again->desk.rows[1].settlement = again->desk.rows[0].settlement - 1;
    again->desk.rows[1].day = DATE(2020, 1, 20);
    again->desk.rows[1].took =
        shape_pack(&settle_counters_shape, &took, &again->desk.hand.testing.arena);
    again->desk.settlements.count = 2;
    settle_counters_add(&again->desk.counters[0].used, &took);
}

static void nothing_changed_and_nothing_is_written(void **state)
{
    (void)state;
    struct again again;
    again_begin(&again);
    const struct testing *testing = steps(&again);
    assert_int_equal(testing_changes(testing, &settlement_table), 0);
    assert_int_equal(testing_changes(testing, &settle_counters_table), 0);
    assert_int_equal(testing_changes(testing, &fund_transfer_table), 0);
    hand_end(&again.desk.hand);
}

static void an_earlier_one_gives_differences_that_come_to_nothing(void **state)
{
    (void)state;
    struct again again;
    again_begin(&again);
    const struct settlement_row before = again.desk.rows[0];
    assert_true(before.deductible.fen > 0);
    one_came_before(&again, before.deductible.fen);
    const struct testing *testing = steps(&again);
    const struct settlement_row *kept = testing_change(testing, &settlement_table, 0, NULL);
    const struct settlement_row *after = testing_change(testing, &settlement_table, 1, NULL);
    assert_true(text_is(kept->state, "superseded"));
    assert_true(kept->superseded_by == before.settlement);
    assert_true(after->settlement == before.settlement && settle_stands(after));
    assert_int_equal(after->deductible.fen, 0);
    assert_true(settlement_row_funds(after).fen > settlement_row_funds(&before).fen);
    assert_int_equal(settlement_row_funds(after).fen + after->account.fen
                     + after->family_account.fen + after->cash.fen, 300000);

    /* Whoever was cared for is told what it comes to, and who gives the difference back. */
    const struct message_row *told = testing_change(testing, &message_table, 0, NULL);
    assert_true(text_starts(told->body_zh, TEXT("您2020年2月10日的就医费用已重新计算")));
    assert_true(text_ends(told->body_zh, TEXT("差额请与就诊医院结清，详见账单。")));
    assert_true(text_starts(told->body_en, TEXT("Your care of 10 February 2020 was decided")));

    /* The institution gets from the funds what it gives back in cash. */
    int64_t sum = 0, moved = 0;
    const struct fund_transfer *one;
    for (int i = 0; (one = testing_change(testing, &fund_transfer_table, i, NULL)) != NULL; i++) {
        sum += one->credit_owner == HAND_INSTITUTION ? one->amount.fen : -one->amount.fen;
        moved += one->amount.fen;
    }
    assert_int_equal(sum, 0);
    assert_int_equal(moved, 2 * (settlement_row_funds(after).fen
                                 - settlement_row_funds(&before).fen));
    const struct settle_counters_row *counters =
        testing_change(testing, &settle_counters_table, 0, NULL);
    assert_int_equal(counters->used.outpatient_deductible_used.fen, before.deductible.fen);
    assert_int_equal(counters->used.outpatient_in_scope.fen, 300000 + before.deductible.fen);
    hand_end(&again.desk.hand);
}

/* What another number of the same human had used counts for what was settled since the two are
 * one: deciding it again charges nothing of it a second time. */
static void what_came_over_from_another_number_still_counts(void **state)
{
    (void)state;
    for (int before = 0; before < 2; before++) {
        struct again again;
        again_begin(&again);
        const struct settlement_row settled = again.desk.rows[0];
        const struct settle_counters took = { .outpatient_deductible_used = settled.deductible };
        struct settle_carried carried = {
            .bucket = settled.bucket, .person = HAND_PERSON, .merge = 7, .year = settled.year,
            .insurance = settled.insurance, .since = { settled.at.ms + (before ? 1 : 0) },
            .took = shape_pack(&settle_counters_shape, &took, &again.desk.hand.testing.arena),
        };
        again.facts.carried = &(struct list){ &carried, 1 };
        settle_counters_add(&again.desk.counters[0].used, &took);
        const struct testing *testing = steps(&again);
        const struct settlement_row *after = testing_change(testing, &settlement_table, 1, NULL);
        assert_int_equal(testing_changes(testing, &settlement_table), before ? 0 : 2);
        assert_true(before || after->deductible.fen == 0);
        hand_end(&again.desk.hand);
    }
}

/* The visit was said to have begun in another year since: counters of that year know nothing of
 * what this one took. */
static void one_that_fell_into_another_year_is_left_alone(void **state)
{
    (void)state;
    struct again again;
    again_begin(&again);
    one_came_before(&again, again.desk.rows[0].deductible.fen);
    again.desk.hand.visit.begin_at = moment_at(DATE(2019, 12, 30), 9, 0, 0);
    again.desk.counters[1] = again.desk.counters[0];
    again.desk.counters[1].year = 2019;
    again.desk.counters[1].used = (struct settle_counters){ 0 };
    again.desk.counter_rows.count = 2;
    const struct testing *testing = steps(&again);
    assert_int_equal(testing_changes(testing, &settlement_table), 0);
    assert_int_equal(testing_changes(testing, &settle_counters_table), 0);
    assert_int_equal(testing_changes(testing, &fund_transfer_table), 0);
    hand_end(&again.desk.hand);
}

/* Found ill afterwards, the patient was treated first: the weekly figures have him, and have him no
 * more when it turns out that he was not. */
static void figures_follow_what_the_patient_was(void **state)
{
    (void)state;
    struct again again;
    again_begin(&again);
    const struct party_status ill = {
        .person = HAND_PERSON, .kind = TEXT("confirmed"), .valid_from = DATE(2020, 2, 1),
    };
    const struct list statuses = { (void *)(uintptr_t)&ill, 1 };
    const struct list *before = again.facts.desk.person.statuses;
    again.facts.desk.person.statuses = &statuses;
    const struct testing *testing = steps(&again);
    const struct settle_epidemic_row *row =
        testing_change(testing, &settle_epidemic_table, 0, NULL);
    assert_non_null(row);
    assert_true(text_is(row->status, "confirmed"));
    assert_true(row->settlement == again.desk.rows[0].settlement);
    const struct settle_epidemic_row kept = *row;
    again.facts.epidemic = &kept;
    assert_int_equal(testing_changes(steps(&again), &settle_epidemic_table), 0);
    again.facts.desk.person.statuses = before;
    testing = steps(&again);
    row = testing_change(testing, &settle_epidemic_table, 0, NULL);
    assert_non_null(row);
    assert_true(text_is(row->status, "none"));
    hand_end(&again.desk.hand);
}

/* ---- the running period of special care ---- */

static struct settlement_row special_row(struct again *again, int64_t number, struct date from,
                                         int64_t used)
{
    const struct settle_counters took = { .special_deductible_used = { used },
                                          .special_period_from = from };
    struct settlement_row row = again->desk.rows[0];
    row.settlement = number;
    row.took = shape_pack(&settle_counters_shape, &took, &again->desk.hand.testing.arena);
    return row;
}

/* Whatever is undone, the period is what the remaining settlements make it. */
static void test_the_running_period_is_counted_anew(void **state)
{
    (void)state;
    struct again again;
    again_begin(&again);
    struct arena *arena = &again.desk.hand.testing.arena;
    struct settlement_row rows[] = {
        special_row(&again, 1, DATE(2020, 1, 5), 1000),
        special_row(&again, 2, DATE(2020, 1, 5), 300),
        special_row(&again, 3, DATE(2020, 12, 31), 700),
    };
    const struct list all = { rows, COUNT_OF(rows) };
    static const struct { size_t without; int32_t from; int64_t used; } CASES[] = {
        { 2, 20200105, 1300 }, { 0, 20201231, 700 },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct settle_counters counters = { .special_deductible_used = { 5 } };
        settle_recount_special(&counters, &all, NULL, &rows[CASES[i].without], NULL, arena);
        assert_int_equal(counters.special_period_from.yyyymmdd, CASES[i].from);
        assert_int_equal(counters.special_deductible_used.fen, CASES[i].used);
    }
    rows[1].state = rows[2].state = TEXT("reversed");
    struct settle_counters counters = { .special_period_from = DATE(2020, 1, 5) };
    settle_recount_special(&counters, &all, NULL, &rows[0], NULL, arena);
    assert_int_equal(counters.special_period_from.yyyymmdd, 0);
    hand_end(&again.desk.hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_and_nothing_is_written),
        cmocka_unit_test(an_earlier_one_gives_differences_that_come_to_nothing),
        cmocka_unit_test(what_came_over_from_another_number_still_counts),
        cmocka_unit_test(one_that_fell_into_another_year_is_left_alone),
        cmocka_unit_test(figures_follow_what_the_patient_was),
        cmocka_unit_test(test_the_running_period_is_counted_anew),
    };
    return cmocka_run_group_tests(tests, settle_hand_open, settle_hand_close);
}
