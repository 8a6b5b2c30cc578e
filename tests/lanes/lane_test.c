/* lane_test.c: what lanes promise, on any store: in order, once, all or nothing, nothing lost. */

#include "test_house.h"

#include "base/check.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The faulty store belongs to the lane's thread: orders are given between its calls. */
static void fail_call(struct test_house *test, int64_t after, enum store_answer answer)
{
    pthread_mutex_lock(&test->dice->lock);
    faulty_fail_call(test->faulty, after, answer);
    pthread_mutex_unlock(&test->dice->lock);
}

static void fail_change(struct test_house *test, int64_t after, enum store_answer answer)
{
    pthread_mutex_lock(&test->dice->lock);
    faulty_fail_change(test->faulty, after, answer);
    pthread_mutex_unlock(&test->dice->lock);
}

/* ---- the promises ---- */

static void a_repeat_tells_the_same_and_changes_nothing(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    struct take_outcome first = take(test, PURSE(1), 5, "key-1", &status);
    assert_int_equal(status, CALL_DONE);
    for (int i = 0; i < 3; i++) {
        bool repeated = false;
        struct take_outcome again = wait_for(
            test, ask(test, &purse_take, PURSE(1), 5, "key-1"), &status, &repeated);
        assert_int_equal(status, CALL_DONE);
        assert_true(repeated);
        assert_int_equal(again.taking, first.taking);
        assert_int_equal(again.total, first.total);
    }
    assert_int_equal(takings(test, PURSE(1)), 1);
}

static void a_key_used_for_another_input_is_misuse(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(2), 5, "key-2", &status);
    take(test, PURSE(2), 6, "key-2", &status);
    assert_int_equal(status, CALL_MISUSED);
    assert_int_equal(takings(test, PURSE(2)), 1);
}

static void one_key_for_two_subjects_is_two_decisions(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(3), 5, "key-3", &status);
    assert_int_equal(status, CALL_DONE);
    take(test, PURSE(4), 5, "key-3", &status);
    assert_int_equal(status, CALL_DONE);
    assert_int_equal(takings(test, PURSE(3)) + takings(test, PURSE(4)), 2);
}

static void a_refusal_does_not_use_up_its_key(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(5), 99, "key-4", &status);
    take(test, PURSE(5), 2, "key-5", &status);
    assert_int_equal(status, CALL_REFUSED);
    take(test, PURSE(5), 1, "key-5", &status);
    assert_int_equal(status, CALL_DONE);
    assert_int_equal(takings(test, PURSE(5)), 2);
}

/* Two hundred claims at once on the last hundred: exactly a hundred are given. */
static void claims_at_once_never_pass_the_ceiling(void **state)
{
    struct test_house *test = *state;
    enum { CLAIMS = 200 };
    struct asked *asked[CLAIMS];
    int given = 0, refused = 0;
    for (int i = 0; i < CLAIMS; i++)
        asked[i] = ask(test, &purse_take, PURSE(6), 1, NULL);
    for (int i = 0; i < CLAIMS; i++) {
        enum call_status status;
        wait_for(test, asked[i], &status, NULL);
        given += status == CALL_DONE;
        refused += status == CALL_REFUSED;
    }
    assert_int_equal(given, PURSE_CEILING);
    assert_int_equal(refused, CLAIMS - PURSE_CEILING);
    assert_int_equal(takings(test, PURSE(6)), PURSE_CEILING);
}

/* Every call of the store, and every change of a write, fails in turn: whatever was acknowledged
 * is there once, whatever was not is not, or is found by asking again. */
static void each_failure_in_turn_leaves_nothing_behind(void **state)
{
    struct test_house *test = *state;
    static const enum store_answer answers[] = { STORE_FAULT, STORE_CONFLICT, STORE_UNKNOWN };
    for (int64_t n = 1; n <= 8; n++)
        for (size_t a = 0; a < COUNT_OF(answers) * 2; a++) {
            bool change = a >= COUNT_OF(answers);
            int64_t purse = PURSE(20 + n * 8 + (int64_t)a);
            if (change)
                fail_change(test, n, answers[a % COUNT_OF(answers)]);
            else
                fail_call(test, n, answers[a % COUNT_OF(answers)]);
            enum call_status status;
            take(test, purse, 3, "key", &status);
            assert_true(status == CALL_DONE || status == CALL_FAULT);
            fail_call(test, 0, STORE_FAULT);
            fail_change(test, 0, STORE_FAULT);
            if (status == CALL_DONE)
                assert_int_equal(takings(test, purse), 1);
            take(test, purse, 3, "key", &status);
            assert_int_equal(status, CALL_DONE);
            assert_int_equal(takings(test, purse), 1);
        }
}

/* A fault in a batch of many is answered to nobody but the guilty: the rest goes on. */
static void a_conflict_in_a_batch_spares_the_others(void **state)
{
    struct test_house *test = *state;
    enum { CALLS = 32 };
    struct asked *asked[CALLS];
    fail_change(test, 20, STORE_CONFLICT);
    for (int i = 0; i < CALLS; i++)
        asked[i] = ask(test, &purse_take, PURSE(300 + i), 1, NULL);
    int done = 0;
    for (int i = 0; i < CALLS; i++) {
        enum call_status status;
        wait_for(test, asked[i], &status, NULL);
        done += status == CALL_DONE;
    }
    fail_change(test, 0, STORE_FAULT);
    assert_int_equal(done, CALLS);
    for (int i = 0; i < CALLS; i++)
        assert_int_equal(takings(test, PURSE(300 + i)), 1);
}

static void a_restart_remembers_every_key(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    struct take_outcome first = take(test, PURSE(7), 4, "key-7", &status);
    test_house_stop(test);
    test_house_start(test);
    struct take_outcome again = take(test, PURSE(7), 4, "key-7", &status);
    assert_int_equal(status, CALL_DONE);
    assert_int_equal(again.taking, first.taking);
    assert_int_equal(takings(test, PURSE(7)), 1);
}

static void another_owner_ends_this_one(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(8), 4, NULL, &status);
    test_house_run_sql(test, "UPDATE lane SET epoch = epoch + 1;");
    struct asked *asked = ask(test, &purse_take, PURSE(8), 4, NULL);
    for (int i = 0; i < 6000 && !test->lost; i++)
        usleep(10000);
    assert_true(test->lost);
    assert_false(asked->done);
    assert_int_equal(takings(test, PURSE(8)), 1);
    /* The call was never acknowledged; the program would have ended here. */
    arena_release(&asked->arena);
    free(asked);
}

static void reads_see_what_was_acknowledged(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    for (int i = 1; i <= 20; i++) {
        take(test, PURSE(9), 1, NULL, &status);
        struct take_outcome seen =
            wait_for(test, ask(test, &purse_look, PURSE(9), 0, NULL), &status, NULL);
        assert_int_equal(seen.total, i);
    }
}

/* Every taking that makes seven is answered by one in another purse, once, over a restart too. */
static void reactions_answer_each_row_once(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    struct take_outcome taken = take(test, PURSE(10), 7, NULL, &status);
    /* One row is looked at while the reaction may be writing: two reads are not of one moment. */
    for (int i = 0; i < 6000; i++) {
        struct asked *look = ask(test, &purse_look, taken.taking, 0, NULL);
        if (wait_for(test, look, &status, NULL).total > 0)
            break;
        usleep(10000);
    }
    assert_int_equal(takings(test, taken.taking), 1);
    test_house_stop(test);
    test_house_start(test);
    usleep(200000);
    assert_int_equal(takings(test, taken.taking), 1);
}

static void rights_are_asked_before_anything(void **state)
{
    struct test_house *test = *state;
    struct asked *asked = asked_new(&purse_take, PURSE(11), 1, NULL);
    asked->call.actor = (struct actor){ .role = ROLE_RESIDENT };
    test->house.submit(&test->house, &asked->call);
    enum call_status status;
    wait_for(test, asked, &status, NULL);
    assert_int_equal(status, CALL_MISUSED);
    assert_int_equal(takings(test, PURSE(11)), 0);
}

/* A commit whose answer was lost, and then the look at what became of it fails too: the journal's
 * head is read again before the next batch. */
static void a_lost_commit_and_a_lost_look_do_not_stop_the_lane(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(12), 1, NULL, &status);
    for (uint64_t seed = 1; seed <= 12; seed++) {
        test->dice->seed = seed * 7919;
        test->dice->reads_fail = 500;
        test->dice->writes_unknown = 1000;
        take(test, PURSE(400 + (int64_t)seed), 1, "lost", &status);
        dice_rest(test->dice);
        take(test, PURSE(400 + (int64_t)seed), 1, "lost", &status);
        assert_int_equal(status, CALL_DONE);
        assert_int_equal(takings(test, PURSE(400 + (int64_t)seed)), 1);
    }
}

/* It sees what was decided just before it, and leaves nothing. */
static void a_trial_runs_in_the_lane_and_records_nothing(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    for (int64_t n = 1; n <= 10; n++) {
        assert_int_equal(take(test, PURSE(30), 9, NULL, &status).total, 9 * n);
        struct take_outcome would =
            wait_for(test, ask(test, &purse_glance, PURSE(30), 1, "try"), &status, NULL);
        assert_int_equal(status, CALL_DONE);
        assert_int_equal(would.total, 9 * n + 1);
    }
    wait_for(test, ask(test, &purse_glance, PURSE(30), 11, "try"), &status, NULL);
    assert_int_equal(status, CALL_REFUSED);
    assert_int_equal(takings(test, PURSE(30)), 10);
    assert_int_equal(test_house_count(test, "journal", "action = 'purse.glance'"), 0);
}

/* A refusal made of rows that were kept is not told by a lane that another owner has taken. */
static void a_lost_lane_tells_no_refusal(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    take(test, PURSE(31), PURSE_CEILING, NULL, &status);
    take(test, PURSE(31), 1, NULL, &status);
    assert_int_equal(status, CALL_REFUSED);
    test_house_run_sql(test, "UPDATE lane SET epoch = epoch + 1;");
    struct asked *asked = ask(test, &purse_glance, PURSE(31), 1, NULL);
    for (int i = 0; i < 6000 && !test->lost; i++)
        usleep(10000);
    assert_true(test->lost);
    assert_false(asked->done);
    arena_release(&asked->arena);
    free(asked);
}

static void who_wants_too_much_is_told_so(void **state)
{
    struct test_house *test = *state;
    static const struct action *const greedy[] = { &purse_greedy, &purse_greedy_look };
    for (size_t i = 0; i < COUNT_OF(greedy); i++) {
        enum call_status status;
        struct asked *asked =
            ask(test, greedy[i], PURSE(13), LIMIT_WANTS_AN_ACTION + 1, NULL);
        wait_for(test, asked, &status, NULL);
        assert_int_equal(status, CALL_REFUSED);
        wait_for(test, ask(test, greedy[i], PURSE(13), LIMIT_WANTS_AN_ACTION / 2, NULL), &status,
                 NULL);
        assert_int_equal(status, CALL_DONE);
    }
}

/* It is no fault, so it neither makes the store look broken nor disturbs who asks beside it; what
 * was recorded is told again. */
static void too_many_facts_are_refused(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    static const char *const keys[] = { "few-0", "few-1", "few-2", "few-3" };
    struct take_outcome first = { 0 };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct take_outcome told =
            wait_for(test, ask(test, &purse_few, PURSE(31), 1, keys[i]), &status, NULL);
        assert_int_equal(status, CALL_DONE);
        if (i == 0)
            first = told;
    }
    for (int i = 0; i < 4; i++) {
        struct asked *look = ask(test, &purse_few_look, PURSE(31), 0, NULL);
        struct asked *more = ask(test, &purse_few, PURSE(31), 1, NULL);
        struct asked *other = ask(test, &purse_take, PURSE(32), 1, NULL);
        wait_for(test, look, &status, NULL);
        assert_int_equal(status, CALL_REFUSED);
        wait_for(test, more, &status, NULL);
        assert_int_equal(status, CALL_REFUSED);
        wait_for(test, other, &status, NULL);
        assert_int_equal(status, CALL_DONE);
    }
    bool repeated = false;
    struct take_outcome again =
        wait_for(test, ask(test, &purse_few, PURSE(31), 1, keys[0]), &status, &repeated);
    assert_true(status == CALL_DONE && repeated);
    assert_int_equal(again.taking, first.taking);
    assert_int_equal(takings(test, PURSE(31)), PURSE_FEW + 1);
    assert_int_equal(takings(test, PURSE(32)), 4);
    struct lane_numbers numbers;
    lane_numbers(test->lane, &numbers);
    assert_int_equal(numbers.too_many, 8);
    assert_int_equal(numbers.reruns, 0);
    const char *why;
    assert_true(lane_healthy(test->lane, &why) && desk_healthy(test->desk, &why));
}

/* What is being prepared when the house stops reaches the lane and is answered. */
static void a_stop_answers_what_is_being_prepared(void **state)
{
    struct test_house *test = *state;
    struct asked *asked[8];
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        asked[i] = ask(test, &purse_slow, PURSE(14), (int64_t)i, NULL);
    test_house_stop(test);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        assert_true(asked[i]->done);
        assert_int_equal(asked[i]->call.status, CALL_DONE);
        assert_int_equal(asked[i]->call.request.action == &purse_slow, 1);
        lane_finish(NULL, &asked[i]->call);
        arena_release(&asked[i]->arena);
        free(asked[i]);
    }
    test_house_start(test);
}

/* While held, its first call keeps the lane's thread in its answer. */
static struct { pthread_mutex_t lock; void (*done)(struct call *); } held_up;

static void done_when_let_go(struct call *call)
{
    pthread_mutex_lock(&held_up.lock);
    pthread_mutex_unlock(&held_up.lock);
    held_up.done(call);
}

/* Beyond the queue one is told so at once; what was taken in is done, each once. */
static void a_full_queue_says_so_and_loses_nothing(void **state)
{
    struct test_house *test = *state;
    enum { PURSES = 256, FIRST = 20, EXCESS = 5 };
    static struct asked *asked[LIMIT_QUEUE_LENGTH + LIMIT_CALLS_FLUSHING
                                + 2 * LIMIT_BATCH + EXCESS];
    int64_t turned_away = 0, busy = 0, done = 0, kept = 0;
    pthread_mutex_init(&held_up.lock, NULL);
    pthread_mutex_lock(&held_up.lock);
    struct asked *first = asked_new(&purse_take, PURSE(FIRST - 1), 1, NULL);
    held_up.done = first->call.done;
    first->call.done = done_when_let_go;
    test->house.submit(&test->house, &first->call);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        asked[i] = ask(test, &purse_take, PURSE(FIRST + (int)(i % PURSES)), 1, NULL);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        turned_away += asked[i]->call.status == CALL_BUSY;
    pthread_mutex_unlock(&held_up.lock);
    assert_true(turned_away >= EXCESS);

    enum call_status status;
    wait_for(test, first, &status, NULL);
    assert_int_equal(status, CALL_DONE);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        wait_for(test, asked[i], &status, NULL);
        busy += status == CALL_BUSY;
        done += status == CALL_DONE;
    }
    assert_int_equal(busy + done, COUNT_OF(asked));
    assert_int_equal(busy, turned_away);
    for (int i = 0; i < PURSES; i++)
        kept += takings(test, PURSE(FIRST + i));
    assert_int_equal(kept, done);
    pthread_mutex_destroy(&held_up.lock);
}

/* An action without subjects: the receipt alone makes the second of a batch wait for the first. */
static void one_key_at_once_without_subjects_is_one_decision(void **state)
{
    struct test_house *test = *state;
    enum { CALLS = 24 };
    struct asked *asked[CALLS];
    for (int i = 0; i < CALLS; i++)
        asked[i] = ask(test, &purse_note, PURSE(15), 1, "once");
    int64_t first = 0;
    for (int i = 0; i < CALLS; i++) {
        enum call_status status;
        struct take_outcome answer = wait_for(test, asked[i], &status, NULL);
        assert_int_equal(status, CALL_DONE);
        first = first == 0 ? answer.taking : first;
        assert_int_equal(answer.taking, first);
    }
    assert_int_equal(test_house_count(test, "taking", "1 = 1"), 1);
    struct lane_numbers numbers;
    lane_numbers(test->lane, &numbers);
    assert_int_equal(numbers.reruns, 0);
}

static bool healthy_within(struct test_house *test, bool wanted)
{
    const char *words;
    for (int i = 0; i < 6000; i++) {
        if (lane_healthy(test->lane, &words) == wanted)
            return true;
        usleep(10000);
    }
    return false;
}

static void health_says_whether_the_store_answers(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    assert_true(healthy_within(test, true));
    test->dice->reads_fail = 1000;
    assert_true(healthy_within(test, false));
    dice_rest(test->dice);
    assert_true(healthy_within(test, true));
    test->dice->writes_fail = 1000;
    for (int i = 0; i < 3; i++)
        take(test, PURSE(16), 1, NULL, &status);
    assert_true(healthy_within(test, false));
    dice_rest(test->dice);
    take(test, PURSE(16), 1, NULL, &status);
    assert_int_equal(status, CALL_DONE);
    assert_true(healthy_within(test, true));
}

/* A broken connection costs a call or two, not the handle. */
static void lost_connections_come_back(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    if (strcmp(test->store->port->scheme, "postgres") != 0)
        skip();
    take(test, PURSE(17), 1, "before", &status);
    test_house_count(test, "pg_stat_activity",
                     "CASE WHEN pid <> pg_backend_pid() AND datname = current_database()"
                     " THEN pg_terminate_backend(pid) ELSE false END");
    for (int i = 0; i < 300 && (i == 0 || status != CALL_DONE); i++) {
        wait_for(test, ask(test, &purse_look, PURSE(17), 0, NULL), &status, NULL);
        usleep(1000u * (unsigned)i);
    }
    assert_int_equal(status, CALL_DONE);
    for (int i = 0; i < 300 && (i == 0 || status != CALL_DONE); i++) {
        take(test, PURSE(17), 1, "after", &status);
        usleep(1000u * (unsigned)i);
    }
    assert_int_equal(status, CALL_DONE);
    assert_int_equal(test_house_count(test, "taking", "1 = 1"), 2);
}

int main(int argc, char **argv)
{
    if (!test_store(argc, argv))
        return 77;
    const struct CMUnitTest tests[] = {
        TEST(a_repeat_tells_the_same_and_changes_nothing),
        TEST(a_key_used_for_another_input_is_misuse),
        TEST(one_key_for_two_subjects_is_two_decisions),
        TEST(a_refusal_does_not_use_up_its_key),
        TEST(claims_at_once_never_pass_the_ceiling),
        TEST(each_failure_in_turn_leaves_nothing_behind),
        TEST(a_conflict_in_a_batch_spares_the_others),
        TEST(a_restart_remembers_every_key),
        TEST(another_owner_ends_this_one),
        TEST(reads_see_what_was_acknowledged),
        TEST(reactions_answer_each_row_once),
        TEST(rights_are_asked_before_anything),
        TEST(a_lost_commit_and_a_lost_look_do_not_stop_the_lane),
        TEST(a_trial_runs_in_the_lane_and_records_nothing),
        TEST(a_lost_lane_tells_no_refusal),
        TEST(who_wants_too_much_is_told_so),
        TEST(too_many_facts_are_refused),
        TEST(a_stop_answers_what_is_being_prepared),
        TEST(a_full_queue_says_so_and_loses_nothing),
        TEST(one_key_at_once_without_subjects_is_one_decision),
        TEST(health_says_whether_the_store_answers),
        TEST(lost_connections_come_back),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_store_gone();
    return failed;
}
