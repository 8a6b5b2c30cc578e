/* own_work_test.c: timers, jobs and reactions: none is lost, none blocks the others. */

#include "test_house.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void insert_timers(struct test_house *test, int from, int count, const char *action,
                          int64_t subject)
{
    char sql[20000];
    struct builder builder = builder_over(sql, sizeof sql);
    builder_format(&builder, "INSERT INTO timer (bucket, timer, due, action, subject, state,"
                   " version) VALUES ");
    for (int i = from; i < from + count; i++)
        builder_format(&builder, "%s(%d, %d, %d, '%s', %lld, 'waiting', 1)",
                       i > from ? "," : "", i % 7, i + 1, i / 3 + 1, action,
                       (long long)(subject == 0 ? i + 1 : subject));
    test_house_run_sql(test, arena_text(&test->arena, builder_text(&builder)).data);
}

static void insert_jobs(struct test_house *test, int from, int count, const char *kind)
{
    char sql[20000];
    struct builder builder = builder_over(sql, sizeof sql);
    builder_format(&builder, "INSERT INTO job (bucket, job, kind, subject, cursor, state, done,"
                   " total, started, version) VALUES ");
    for (int i = from; i < from + count; i++)
        builder_format(&builder, "%s(%d, %d, '%s', %d, 'on', 'running', 0, 3, 1, 1)",
                       i > from ? "," : "", i % 7, i + 1, kind, i + 1);
    test_house_run_sql(test, arena_text(&test->arena, builder_text(&builder)).data);
}

/* Waits, ten seconds at most, until so many rows are there. */
static void expect_count(struct test_house *test, const char *from, const char *where,
                         int64_t wanted)
{
    int64_t found = -1;
    for (int i = 0; i < 500 && found != wanted; i++) {
        found = test_house_count(test, from, where);
        if (found != wanted)
            usleep(20000);
    }
    assert_int_equal(found, wanted);
}

static void more_timers_than_a_page_all_fire(void **state)
{
    struct test_house *test = *state;
    insert_timers(test, 0, 80, "purse.tick", 0);
    expect_count(test, "timer", "state = 'done'", 80);
}

static void timers_nobody_can_run_block_no_others(void **state)
{
    struct test_house *test = *state;
    insert_timers(test, 0, 40, "purse.gone", 0);
    insert_timers(test, 40, 40, "purse.tick", PURSE_STUBBORN);
    insert_timers(test, 80, 3, "purse.tick", 0);
    expect_count(test, "timer", "state = 'done'", 3);
}

static void more_jobs_than_a_page_all_end(void **state)
{
    struct test_house *test = *state;
    insert_jobs(test, 0, 40, "purse.job");
    expect_count(test, "job", "state = 'done' AND done = 3", 40);
}

static void a_job_of_an_unknown_kind_blocks_no_others(void **state)
{
    struct test_house *test = *state;
    insert_jobs(test, 0, 1, "purse.gone");
    insert_jobs(test, 1, 2, "purse.job");
    expect_count(test, "job", "state = 'done'", 2);
}

/* The store fails while a reaction is recorded: it comes again, and once. */
static void a_reaction_outlives_faults(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(1), 6, NULL, &status);
    assert_int_equal(status, CALL_DONE);
    struct take_outcome seven = take(test, PURSE(2), 7, NULL, &status);
    test->dice->writes_fail = 1000;
    usleep(300000);
    dice_rest(test->dice);
    char where[100];
    snprintf(where, sizeof where, "purse = %lld", (long long)seven.taking);
    expect_count(test, "taking", where, 1);
    usleep(100000);
    expect_count(test, "taking", where, 1);
}

/* The same over and over while users ask: every seven is answered by one, none by two. */
static void every_reaction_comes_once_whatever_fails(void **state)
{
    struct test_house *test = *state;
    test->dice->seed = 42;
    test->dice->writes_fail = 150;
    test->dice->writes_unknown = 150;
    test->dice->reads_fail = 50;
    int sevens = 0;
    for (int i = 0; i < 60; i++) {
        enum call_status status;
        take(test, PURSE(100 + i), 7, "key", &status);
        for (int again = 0; again < 40 && status != CALL_DONE; again++)
            take(test, PURSE(100 + i), 7, "key", &status);
        sevens += status == CALL_DONE;
    }
    dice_rest(test->dice);
    assert_int_equal(sevens, 60);
    expect_count(test, "taking", "amount = 1", sevens);
    usleep(200000);
    expect_count(test, "taking", "amount = 1", sevens);
}

/* The next lane goes on where this one stood: it does not read the journal from the start. */
static void a_stop_keeps_where_reactions_stand(void **state)
{
    enum { TAKES = 1200, AT_ONCE = 100 };
    struct test_house *test = *state;
    struct asked *asked[AT_ONCE];
    enum call_status status;
    for (int done = 0; done < TAKES; done += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++)
            asked[i] = ask(test, &purse_take, PURSE(i), 2, NULL);
        for (int i = 0; i < AT_ONCE; i++)
            wait_for(test, asked[i], &status, NULL);
    }
    test_house_stop(test);
    test_house_start(test);
    expect_count(test, "reaction_cursor", "sequence >= 1200", 1);
    /* And what comes then is answered from there. */
    struct take_outcome seven = take(test, PURSE(500), 7, NULL, &status);
    char where[100];
    snprintf(where, sizeof where, "purse = %lld AND amount = 1", (long long)seven.taking);
    expect_count(test, "taking", where, 1);
}

int main(int argc, char **argv)
{
    if (!test_store(argc, argv))
        return 77;
    const struct CMUnitTest tests[] = {
        TEST(more_timers_than_a_page_all_fire),
        TEST(timers_nobody_can_run_block_no_others),
        TEST(more_jobs_than_a_page_all_end),
        TEST(a_job_of_an_unknown_kind_blocks_no_others),
        TEST(a_reaction_outlives_faults),
        TEST(every_reaction_comes_once_whatever_fails),
        TEST(a_stop_keeps_where_reactions_stand),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_store_gone();
    return failed;
}
