/* flushing_test.c: between the commit and the disk. What is written ahead is told to nobody before
 * it is flushed, and the lane decides on meanwhile. */

#include "test_house.h"

#include "lanes/lane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static bool is_done(struct asked *asked)
{
    pthread_mutex_lock(&asked->lock);
    bool done = asked->done;
    pthread_mutex_unlock(&asked->lock);
    return done;
}

static void until_written(struct test_house *test, int count)
{
    for (int i = 0; i < 30000 && test->dice->writes < count; i++)
        usleep(2000);
    assert_true(test->dice->writes >= count);
}

/* Three batches are written while the disk stands: each is decided by what the one before left. */
static void nobody_is_told_before_the_disk(void **state)
{
    struct test_house *test = *state;
    struct asked *asked[3];
    dice_disk(test->dice, true);
    for (int i = 0; i < 3; i++) {
        int before = test->dice->writes;
        asked[i] = ask(test, &purse_take, PURSE(1), 1, NULL);
        until_written(test, before + 1);
    }
    struct asked *refused = ask(test, &purse_take, PURSE(1), 1000, NULL);
    struct asked *read = ask(test, &purse_look, PURSE(1), 0, NULL);
    usleep(20000);
    for (int i = 0; i < 3; i++)
        assert_false(is_done(asked[i]));
    assert_false(is_done(refused));
    assert_false(is_done(read));
    dice_disk(test->dice, false);
    enum call_status status;
    for (int i = 0; i < 3; i++)
        assert_int_equal(wait_for(test, asked[i], &status, NULL).total, i + 1);
    assert_int_equal(wait_for(test, read, &status, NULL).total, 3);
    wait_for(test, refused, &status, NULL);
    assert_int_equal(status, CALL_REFUSED);
}

static void several_batches_share_a_flush(void **state)
{
    struct test_house *test = *state;
    struct asked *asked[8];
    int flushes = test->dice->flushes;
    dice_disk(test->dice, true);
    for (int i = 0; i < 8; i++) {
        int before = test->dice->writes;
        asked[i] = ask(test, &purse_take, PURSE(i), 1, NULL);
        until_written(test, before + 1);
    }
    dice_disk(test->dice, false);
    enum call_status status;
    for (int i = 0; i < 8; i++) {
        wait_for(test, asked[i], &status, NULL);
        assert_int_equal(status, CALL_DONE);
    }
    /* The first stood in the disk's way; the seven behind it went together, per mark at most. */
    assert_true(test->dice->flushes - flushes <= 4);
}

/* Whether it is on disk nobody knows: the asker is told to ask again, and is told once then. */
static void a_flush_that_says_nothing_is_a_fault(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    test->dice->flushes_unknown = 1000;
    take(test, PURSE(2), 3, "key", &status);
    assert_int_equal(status, CALL_FAULT);
    dice_rest(test->dice);
    bool repeated = false;
    wait_for(test, ask(test, &purse_take, PURSE(2), 3, "key"), &status, &repeated);
    assert_int_equal(status, CALL_DONE);
    assert_true(repeated);
    assert_int_equal(takings(test, PURSE(2)), 1);
}

/* A store that did not say what is on disk and then takes nothing leaves the lane unsure, which
 * asks it again and again: meanwhile what is there can be read. */
static void readers_are_answered_while_nothing_can_be_written(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    test->dice->flushes_unknown = 1000;
    take(test, PURSE(6), 3, NULL, &status);
    assert_int_equal(status, CALL_FAULT);
    test->dice->writes_fail = 1000;
    until_written(test, test->dice->writes + 2);
    struct asked *read = ask(test, &purse_look, PURSE(6), 0, NULL);
    assert_int_equal(wait_for(test, read, &status, NULL).total, 3);
    assert_int_equal(status, CALL_DONE);
    dice_rest(test->dice);
}

/* A disk that refused ends the lane: it tells nobody anything any more. */
static void a_disk_that_refuses_ends_the_lane(void **state)
{
    struct test_house *test = *state;
    faulty_fail_flush(test->faulty, STORE_FAULT);
    struct asked *asked = ask(test, &purse_take, PURSE(3), 1, NULL);
    for (int i = 0; i < 30000 && !test->lost; i++)
        usleep(2000);
    assert_true(test->lost);
    assert_false(is_done(asked));
    arena_release(&asked->arena);
    free(asked);
}

/* What the house answers by itself waits for the disk, too, and a stop waits for all of it. */
static void a_stop_waits_for_the_disk(void **state)
{
    struct test_house *test = *state;
    dice_disk(test->dice, true);
    int before = test->dice->writes;
    struct asked *asked = ask(test, &purse_take, PURSE(4), 7, NULL);
    until_written(test, before + 1);
    usleep(30000);                          /* seven: a reaction answers it, and not before */
    assert_int_equal(test->dice->writes, before + 1);
    dice_disk(test->dice, false);
    test_house_stop(test);
    assert_true(is_done(asked));
    test_house_start(test);
    enum call_status status;
    wait_for(test, asked, &status, NULL);
    assert_int_equal(status, CALL_DONE);
}

int main(int argc, char **argv)
{
    if (!test_store(argc, argv))
        return 77;
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_told_before_the_disk),
        TEST(several_batches_share_a_flush),
        TEST(a_flush_that_says_nothing_is_a_fault),
        TEST(readers_are_answered_while_nothing_can_be_written),
        TEST(a_disk_that_refuses_ends_the_lane),
        TEST(a_stop_waits_for_the_disk),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_store_gone();
    return failed;
}
