/* own_work_test.c: timers, jobs and reactions: none is lost, none blocks the others. */

#include "test_house.h"

#include "base/check.h"
#include "base/sm.h"

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

/* Waits, a minute at most, until so many rows are there. */
static void expect_count(struct test_house *test, const char *from, const char *where,
                         int64_t wanted)
{
    int64_t found = -1;
    for (int i = 0; i < 3000 && found != wanted; i++) {
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

/* It is not kept until the next look, and whoever asks is not told that nothing is left to do. */
static void what_is_begun_is_begun_at_once(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    test_house_stop(test);
    test->look_ms = 600 * 1000;
    test_house_start(test);
    take(test, PURSE(1), 1, NULL, &status);
    wait_for(test, ask(test, &purse_begin, PURSE(30), 1, NULL), &status, NULL);
    assert_int_equal(status, CALL_DONE);
    expect_count(test, "job", "state = 'done'", 1);
    expect_count(test, "timer", "state = 'done'", 1);
}

/* There are more facts than may be read: nothing is lost, it comes when there are fewer. */
static void a_reaction_waits_for_fewer_facts(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    test_house_run_sql(test, "INSERT INTO taking VALUES (0, 9, 1, 2), (0, 9, 2, 2), (0, 9, 3, 2),"
                       " (0, 9, 4, 2);");
    wait_for(test, ask(test, &purse_told, PURSE(7), 9, NULL), &status, NULL);
    assert_int_equal(status, CALL_DONE);
    usleep(200000);
    expect_count(test, "taking", "purse = 9", 4);
    test_house_run_sql(test, "DELETE FROM taking WHERE purse = 9 AND taking < 3;");
    expect_count(test, "taking", "purse = 9", 3);
}

/* Until it is answered, with one key. */
static void insist(struct test_house *test, const struct action *action, int64_t purse,
                   int64_t amount)
{
    enum call_status status = CALL_FAULT;
    for (int tries = 0; tries < 40 && status != CALL_DONE; tries++)
        wait_for(test, ask(test, action, purse, amount, "key"), &status, NULL);
    assert_int_equal(status, CALL_DONE);
}

/* What was recorded and could not be told so: the asker finds it there, and so does the reaction.
 * The lane stands at the end of its journal when it happens, and nothing makes it read again. */
static void a_reaction_outlives_a_lost_answer(void **state)
{
    struct test_house *test = *state;
    int sevens = 0;
    for (int reads_lost = 0; reads_lost <= 3; reads_lost++) {
        dice_after_write(test->dice, STORE_UNKNOWN, reads_lost);
        insist(test, &purse_take, PURSE(10 + reads_lost), 7);
        expect_count(test, "taking", "amount = 1", ++sevens);
        dice_after_write(test->dice, STORE_DONE, reads_lost);
        insist(test, &purse_told, PURSE(20 + reads_lost), 7);
        expect_count(test, "taking", "amount = 1", ++sevens);
    }
    /* And where nobody asks again. */
    enum call_status status;
    dice_after_write(test->dice, STORE_UNKNOWN, 2);
    take(test, PURSE(30), 7, NULL, &status);
    assert_int_equal(status, CALL_FAULT);
    expect_count(test, "taking", "amount = 1", ++sevens);
}

/* The server breaks down and loses what was not on disk yet. Other calls get the numbers that the
 * lost ones had in the journal, and are reacted to like any. */
static void a_reaction_comes_to_what_follows_a_loss(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(1), 2, NULL, &status);
    assert_int_equal(status, CALL_DONE);
    test_house_run_sql(test, "CREATE TABLE head_then AS SELECT * FROM journal_head;");
    struct asked *asked[4];
    dice_disk(test->dice, true);
    for (int i = 0; i < 4; i++) {
        int before = test->dice->writes;
        asked[i] = ask(test, &purse_take, PURSE(2 + i), i == 3 ? 7 : 2, NULL);
        for (int waited = 0; waited < 30000 && test->dice->writes == before; waited++)
            usleep(2000);
    }
    test_house_run_sql(test, "DELETE FROM taking; DELETE FROM purse;"
                       "DELETE FROM journal WHERE sequence > 1; DELETE FROM journal_head;"
                       "INSERT INTO journal_head SELECT * FROM head_then; DROP TABLE head_then;");
    test->dice->flushes_unknown = 1000;
    dice_disk(test->dice, false);
    for (int i = 0; i < 4; i++) {
        wait_for(test, asked[i], &status, NULL);
        assert_int_equal(status, CALL_FAULT);
    }
    dice_rest(test->dice);
    /* A call that finds neither store nor journal goes the way of what is on disk. */
    test->dice->reads_fail = test->dice->writes_fail = 1000;
    take(test, PURSE(39), 2, NULL, &status);
    assert_int_equal(status, CALL_FAULT);
    /* What comes next has the number of a lost one, and is not on disk yet. */
    dice_disk(test->dice, true);
    dice_rest(test->dice);
    asked[0] = ask(test, &purse_take, PURSE(40), 7, NULL);
    expect_count(test, "taking", "amount = 7", 1);
    usleep(100000);
    int64_t too_early = test_house_count(test, "taking", "amount = 1");
    dice_disk(test->dice, false);
    assert_int_equal(too_early, 0);
    wait_for(test, asked[0], &status, NULL);
    for (int i = 1; i < 3; i++)
        insist(test, &purse_take, PURSE(40 + i), 7);
    expect_count(test, "taking", "amount = 1", 3);
    assert_int_equal(takings(test, PURSE(5)), 0);
}

/* Over and over while users ask: every seven is answered by one, none by two; every timer fires,
 * and every job makes its three steps. */
static void all_own_work_is_done_once_whatever_fails(void **state)
{
    struct test_house *test = *state;
    int sevens = 0;
    insert_timers(test, 0, 40, "purse.tick", 0);
    insert_jobs(test, 0, 5, "purse.job");
    for (uint64_t seed = 42; seed < 46; seed++) {
        test->dice->seed = seed;
        test->dice->writes_fail = 150;
        test->dice->writes_unknown = 150;
        test->dice->reads_fail = 50;
        for (int i = 0; i < 15; i++)
            insist(test, &purse_take, PURSE(100 + sevens++), 7);
        dice_rest(test->dice);
        expect_count(test, "taking", "amount = 1", sevens);
    }
    expect_count(test, "timer", "state = 'done'", 40);
    expect_count(test, "job", "state = 'done' AND done = 3", 5);
    /* A second one would find its receipt: the journal is read from the start again. */
    test_house_stop(test);
    test_house_run_sql(test, "DELETE FROM reaction_cursor;");
    test_house_start(test);
    insist(test, &purse_take, PURSE(100 + sevens++), 7);
    expect_count(test, "taking", "amount = 1", sevens);
}

/* The store does not say whether it has a signed head: that is looked up, and not tried again for
 * as long as the journal stays where it is. */
static void an_anchor_without_an_answer_is_looked_up(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    struct sm2_key *key = sm2_key_generate();
    test_house_stop(test);
    const int64_t start = clock_now_ms(&test->clock);
    clock_set_demo(&test->clock, start, false);
    test->signing_key = key;
    test_house_start(test);
    dice_disk(test->dice, true);            /* signing waits for it */
    int before = test->dice->writes;
    struct asked *asked = ask(test, &purse_take, PURSE(1), 2, NULL);
    for (int waited = 0; waited < 30000 && test->dice->writes == before; waited++)
        usleep(2000);
    dice_after_write(test->dice, STORE_UNKNOWN, 0);
    dice_disk(test->dice, false);
    wait_for(test, asked, &status, NULL);
    assert_int_equal(status, CALL_DONE);
    expect_count(test, "journal_anchor", "sequence > 0", 1);
    int writes = test->dice->writes, reads = test->dice->reads;
    clock_forward(&test->clock, start + 3 * 60 * 1000);
    for (int waited = 0; waited < 30000 && test->dice->reads < reads + 20; waited++)
        usleep(2000);
    assert_int_equal(test->dice->writes, writes);
    test_house_stop(test);
    test->signing_key = NULL;
    sm2_key_free(key);
    test_house_run_sql(test, "DELETE FROM journal_anchor;");
    test_house_start(test);
}

/* So many takings of two, which nothing answers. */
static void take_twos(struct test_house *test, int count)
{
    enum { AT_ONCE = 100 };
    struct asked *asked[AT_ONCE];
    enum call_status status;
    for (int done = 0; done < count; done += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++)
            asked[i] = ask(test, &purse_take, PURSE(100 + i), 2, NULL);
        for (int i = 0; i < AT_ONCE; i++)
            wait_for(test, asked[i], &status, NULL);
    }
}

/* One whose call the store will not have keeps no other waiting, however far behind it; and it is
 * answered, after a stop too, when what was in its way is gone. */
static void a_reaction_that_cannot_be_blocks_no_others(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    test_house_run_sql(test, "CREATE UNIQUE INDEX taking_in_the_way ON taking (amount)"
                       " WHERE bucket = 3; INSERT INTO taking VALUES (3, 77, 77, 1);");
    take(test, PURSE(3), 7, NULL, &status);
    assert_int_equal(status, CALL_DONE);
    take_twos(test, 600);
    take(test, PURSE(4), 7, NULL, &status);
    expect_count(test, "taking", "amount = 1 AND bucket = 4", 1);
    take_twos(test, 1000);
    test_house_stop(test);
    test_house_start(test);
    take(test, PURSE(5), 7, NULL, &status);
    expect_count(test, "taking", "amount = 1 AND bucket = 5", 1);
    expect_count(test, "taking", "amount = 1 AND bucket = 3", 1);
    test_house_run_sql(test, "DROP INDEX taking_in_the_way;");
    expect_count(test, "taking", "amount = 1 AND bucket = 3", 2);
    expect_count(test, "taking", "amount = 1", 4);
}

/* So many that the store will not have, one after the other: what comes behind them is answered,
 * and after a start the journal is not read from the first of them on. */
static void many_that_cannot_be_block_no_others(void **state)
{
    enum { POISON = 60 };
    struct test_house *test = *state;
    enum call_status status;
    struct asked *asked[POISON];
    test_house_run_sql(test, "CREATE UNIQUE INDEX taking_in_the_way ON taking (amount)"
                       " WHERE bucket = 3 AND amount = 1; INSERT INTO taking VALUES"
                       " (3, 77, 77, 1);");
    for (int i = 0; i < POISON; i++)
        asked[i] = ask(test, &purse_take, PURSE(3) + i, 7, NULL);
    for (int i = 0; i < POISON; i++) {
        wait_for(test, asked[i], &status, NULL);
        assert_int_equal(status, CALL_DONE);
    }
    take(test, PURSE(4), 7, NULL, &status);
    expect_count(test, "taking", "amount = 1 AND bucket = 4", 1);
    expect_count(test, "reaction_cursor", "sequence >= 30", 3);
    test_house_stop(test);
    test_house_start(test);
    take(test, PURSE(5), 7, NULL, &status);
    expect_count(test, "taking", "amount = 1 AND bucket = 5", 1);
    expect_count(test, "taking", "amount = 1 AND bucket = 3", 1);
    test_house_stop(test);
    test_house_run_sql(test, "DROP INDEX taking_in_the_way;");
    test_house_start(test);
    expect_count(test, "taking", "amount = 1 AND bucket = 3", POISON + 1);
    expect_count(test, "taking", "amount = 1", POISON + 3);
}

/* What was put aside comes due all at once after a start: it is tried so many a look, and the lane
 * writes in between; in the end none of them was left out. */
static void what_was_put_aside_is_tried_in_parts(void **state)
{
    enum { POISON = 300, A_LOOK = 32 };
    struct test_house *test = *state;
    enum call_status status;
    struct asked *asked[POISON];
    test_house_run_sql(test, "CREATE UNIQUE INDEX taking_in_the_way ON taking (amount)"
                       " WHERE bucket = 3 AND amount = 1; INSERT INTO taking VALUES"
                       " (3, 77, 77, 1);");
    for (int i = 0; i < POISON; i++)
        asked[i] = ask(test, &purse_take, PURSE(3) + i, 7, NULL);
    for (int i = 0; i < POISON; i++)
        wait_for(test, asked[i], &status, NULL);
    expect_count(test, "reaction_aside", "over = 0", POISON);
    test_house_stop(test);
    test_house_run_sql(test, "DROP INDEX taking_in_the_way;");
    test->dice->reads_together = test->dice->reads_together_most = 0;
    test_house_start(test);
    expect_count(test, "taking", "amount = 1 AND bucket = 3", POISON + 1);
    /* Those and what each of their calls has to read. */
    assert_in_range(test->dice->reads_together_most, 1, 2 * A_LOOK);
    expect_count(test, "taking", "amount = 1", POISON + 1);
}

/* The next lane goes on where this one stood: it does not read the journal from the start. */
static void a_stop_keeps_where_reactions_stand(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take_twos(test, 1200);
    test_house_stop(test);
    test_house_start(test);
    expect_count(test, "reaction_cursor", "sequence >= 1200", 3);
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
        TEST(what_is_begun_is_begun_at_once),
        TEST(a_reaction_waits_for_fewer_facts),
        TEST(a_reaction_outlives_a_lost_answer),
        TEST(a_reaction_comes_to_what_follows_a_loss),
        TEST(all_own_work_is_done_once_whatever_fails),
        TEST(an_anchor_without_an_answer_is_looked_up),
        TEST(a_reaction_that_cannot_be_blocks_no_others),
        TEST(many_that_cannot_be_block_no_others),
        TEST(what_was_put_aside_is_tried_in_parts),
        TEST(a_stop_keeps_where_reactions_stand),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_store_gone();
    return failed;
}
