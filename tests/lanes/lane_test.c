/* lane_test.c: what lanes promise, on any store: in order, once, all or nothing, nothing lost.
 * The store is named by the environment: YIBAO_TEST_POSTGRES, else a file of its own. */

#include "purse.h"

#include "base/check.h"
#include "core/journal.h"
#include "lanes/desk.h"
#include "stores/faulty.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *address;
static char file_address[256];

struct test_house {
    struct house house;
    struct arena arena;
    struct clock clock;
    struct lane *lane;
    struct desk *desk;
    struct faulty *faulty;
    struct store *store, *reader;
    bool lost;
};

/* ---- a house around the purse ---- */

static void submit(struct house *house, struct call *call)
{
    desk_submit(((struct test_house *)house)->desk, call);
}
static void finish(struct house *house, struct call *call)
{
    desk_finish(((struct test_house *)house)->desk, call);
}
static struct moment now(const struct house *house)
{
    return (struct moment){ clock_now_ms(&((const struct test_house *)house)->clock) };
}
static const struct book *no_book(struct house *house)
{
    (void)house;
    return NULL;
}
static void lost(void *context)
{
    ((struct test_house *)context)->lost = true;
}

static const struct room *const rooms[] = { &purse_room };

static struct store *open_store(struct test_house *test, bool writes)
{
    struct text fault = { 0 };
    struct store *store = store_open_any(address, writes, &test->arena, &fault);
    if (store == NULL)
        fail_msg("%.*s", TEXT_ARGS(fault));
    return store;
}

/* On a handle of its own: the lane's belongs to its thread. */
static void run_sql(struct test_house *test, const char *words)
{
    struct text sql, fault = { 0 };
    struct store *store = open_store(test, true);
    if (!migrate_spell(store, text_of(words), &test->arena, &sql, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    if (store->port->run_schema(store, sql) != STORE_DONE)
        fail_msg("%s", store->port->complaint(store));
    store->port->close(store);
}

static void start(struct test_house *test)
{
    const char *why = NULL;
    struct text fault = { 0 };
    struct lane_plan plan = {
        .house = &test->house, .store = faulty_store(test->faulty), .clock = &test->clock,
        .lost = lost, .lost_context = test, .timer_ms = 20,
    };
    assert_int_equal(test->store->port->take_lane(test->store, 0, TEXT("test"), &plan.fence),
                     STORE_DONE);
    test->lane = lane_start(&plan, &why);
    assert_non_null(test->lane);
    const struct desk_plan desk_plan = {
        .house = &test->house, .lane = test->lane, .clock = &test->clock,
        .store_address = address, .open = store_open_any, .reader_count = 1,
    };
    test->desk = desk_start(&desk_plan, &test->arena, &fault);
    assert_non_null(test->desk);
}

static int set_up(void **state)
{
    struct test_house *test = calloc(1, sizeof *test);
    assert_non_null(test);
    arena_init(&test->arena);
    clock_init(&test->clock);
    test->house = (struct house){
        .rooms = rooms, .room_count = 1, .submit = submit, .finish = finish, .now = now,
        .book = no_book,
    };
    test->store = open_store(test, true);
    int run = 0;
    struct text fault = { 0 };
    if (!migrate_apply(test->store, TEST_SCHEMA_FOLDER, &test->arena, &run, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    run_sql(test, "DROP TABLE IF EXISTS purse; DROP TABLE IF EXISTS taking;"
                  "DELETE FROM journal; DELETE FROM journal_head; DELETE FROM reaction_cursor;");
    run_sql(test, PURSE_SCHEMA);
    test->faulty = faulty_over(test->store, &test->arena);
    test->reader = open_store(test, false);
    start(test);
    *state = test;
    return 0;
}

static int tear_down(void **state)
{
    struct test_house *test = *state;
    /* The faulty store lies over `store` and is closed by the lane; the one below is ours. */
    lane_stop(test->lane);
    desk_stop(test->desk);
    test->store->port->close(test->store);
    test->reader->port->close(test->reader);
    arena_release(&test->arena);
    free(test);
    return 0;
}

/* ---- asking and waiting ---- */

struct asked {
    struct call call;
    struct arena arena;
    struct take_input input;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool done;
};

static void asked_done(struct call *call)
{
    struct asked *asked = call->door_data;
    pthread_mutex_lock(&asked->lock);
    asked->done = true;
    pthread_cond_signal(&asked->answered);
    pthread_mutex_unlock(&asked->lock);
}

static struct asked *ask(struct test_house *test, const struct action *action, int64_t purse,
                         int64_t amount, const char *key)
{
    struct asked *asked = calloc(1, sizeof *asked);
    CHECK(asked != NULL);
    arena_init(&asked->arena);
    pthread_mutex_init(&asked->lock, NULL);
    pthread_cond_init(&asked->answered, NULL);
    asked->input = (struct take_input){ purse, amount };
    asked->call.actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = 77,
                                        .scope = { .institution = 77 } };
    asked->call.request = (struct request){
        .action = action, .input = &asked->input, .arena = &asked->arena, .door = TEXT("test"),
        .key = key == NULL ? (struct text){ 0 } : arena_text(&asked->arena, text_of(key)),
    };
    asked->call.done = asked_done;
    asked->call.door_data = asked;
    test->house.submit(&test->house, &asked->call);
    return asked;
}

static struct take_outcome wait_for(struct test_house *test, struct asked *asked,
                                    enum call_status *ret_status, bool *ret_repeated)
{
    pthread_mutex_lock(&asked->lock);
    while (!asked->done)
        pthread_cond_wait(&asked->answered, &asked->lock);
    pthread_mutex_unlock(&asked->lock);
    struct take_outcome answer = { 0 };
    if (asked->call.status == CALL_DONE)
        answer = *(const struct take_outcome *)asked->call.answer;
    *ret_status = asked->call.status;
    if (ret_repeated != NULL)
        *ret_repeated = asked->call.repeated;
    test->house.finish(&test->house, &asked->call);
    arena_release(&asked->arena);
    free(asked);
    return answer;
}

static struct take_outcome take(struct test_house *test, int64_t purse, int64_t amount,
                                const char *key, enum call_status *ret_status)
{
    return wait_for(test, ask(test, &purse_take, purse, amount, key), ret_status, NULL);
}

/* The purse's total equals its takings, and how many there are. */
static int64_t takings(struct test_house *test, int64_t purse)
{
    struct arena arena;
    arena_init(&arena);
    const struct purse_key key = { id_bucket(purse), purse };
    struct want rows = { .query = &takings_of, .key = &key };
    struct want row = { .query = &purse_by_id, .key = &key, .next = &rows };
    assert_int_equal(test->reader->port->read(test->reader, &row, &arena), STORE_DONE);
    int64_t sum = 0, count = (int64_t)rows.rows.count;
    for (int64_t i = 0; i < count; i++)
        sum += ((const struct taking_row *)rows.rows.items)[i].amount;
    assert_int_equal(row.rows.count, count > 0 ? 1 : 0);
    if (count > 0) {
        assert_int_equal(((const struct purse_row *)row.rows.items)->total, sum);
        assert_int_equal(((const struct purse_row *)row.rows.items)->takings, count);
    }
    arena_release(&arena);
    return count;
}

#define PURSE(n) ((INT64_C(1) << 32) | ((int64_t)(n) << 22) | 1)

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
                faulty_fail_change(test->faulty, n, answers[a % COUNT_OF(answers)]);
            else
                faulty_fail_call(test->faulty, n, answers[a % COUNT_OF(answers)]);
            enum call_status status;
            take(test, purse, 3, "key", &status);
            assert_true(status == CALL_DONE || status == CALL_FAULT);
            faulty_fail_call(test->faulty, 0, STORE_FAULT);
            faulty_fail_change(test->faulty, 0, STORE_FAULT);
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
    faulty_fail_change(test->faulty, 20, STORE_CONFLICT);
    for (int i = 0; i < CALLS; i++)
        asked[i] = ask(test, &purse_take, PURSE(300 + i), 1, NULL);
    int done = 0;
    for (int i = 0; i < CALLS; i++) {
        enum call_status status;
        wait_for(test, asked[i], &status, NULL);
        done += status == CALL_DONE;
    }
    faulty_fail_change(test->faulty, 0, STORE_FAULT);
    assert_int_equal(done, CALLS);
    for (int i = 0; i < CALLS; i++)
        assert_int_equal(takings(test, PURSE(300 + i)), 1);
}

static void a_restart_remembers_every_key(void **state)
{
    struct test_house *test = *state;
    enum call_status status;
    struct take_outcome first = take(test, PURSE(7), 4, "key-7", &status);
    lane_stop(test->lane);
    desk_stop(test->desk);
    test->faulty = faulty_over(test->store, &test->arena);
    start(test);
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
    run_sql(test, "UPDATE lane SET epoch = epoch + 1;");
    struct asked *asked = ask(test, &purse_take, PURSE(8), 4, NULL);
    for (int i = 0; i < 500 && !test->lost; i++)
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
    for (int i = 0; i < 500 && takings(test, taken.taking) == 0; i++)
        usleep(10000);
    assert_int_equal(takings(test, taken.taking), 1);
    lane_stop(test->lane);
    desk_stop(test->desk);
    test->faulty = faulty_over(test->store, &test->arena);
    start(test);
    usleep(200000);
    assert_int_equal(takings(test, taken.taking), 1);
}

static void rights_are_asked_before_anything(void **state)
{
    struct test_house *test = *state;
    struct asked *asked = calloc(1, sizeof *asked);
    assert_non_null(asked);
    arena_init(&asked->arena);
    pthread_mutex_init(&asked->lock, NULL);
    pthread_cond_init(&asked->answered, NULL);
    asked->input = (struct take_input){ PURSE(11), 1 };
    asked->call.actor = (struct actor){ .role = ROLE_RESIDENT };
    asked->call.request = (struct request){ .action = &purse_take, .input = &asked->input,
                                            .arena = &asked->arena };
    asked->call.done = asked_done;
    asked->call.door_data = asked;
    test->house.submit(&test->house, &asked->call);
    enum call_status status;
    wait_for(test, asked, &status, NULL);
    assert_int_equal(status, CALL_MISUSED);
    assert_int_equal(takings(test, PURSE(11)), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int argc, char **argv)
{
    bool postgres = argc > 1 && strcmp(argv[1], "postgres") == 0;
    address = getenv("YIBAO_TEST_POSTGRES");
    if (postgres && address == NULL)
        return 77;
    if (!postgres) {
        snprintf(file_address, sizeof file_address, "sqlite:/tmp/yibao-lane-%ld.db",
                 (long)getpid());
        address = file_address;
    }
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
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (!postgres)
        for (size_t i = 0; i < 4; i++) {
            static const char *const ends[] = { "", "-wal", "-shm", ".lane" };
            char path[300];
            snprintf(path, sizeof path, "%s%s", file_address + strlen("sqlite:"), ends[i]);
            unlink(path);
        }
    return failed;
}
