/* test_house.c: see test_house.h. */

#include "test_house.h"

#include "base/check.h"
#include "own_database.h"
#include "core/journal.h"
#include "stores/keeping.h"
#include "stores/migrate.h"
#include "stores/registry.h"

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

bool test_store(int argc, char **argv)
{
    bool postgres = argc > 1 && strcmp(argv[1], "postgres") == 0;
    if (postgres) {
        address = own_database();
        return address != NULL;
    }
    const char *place = getenv("TMPDIR");
    snprintf(file_address, sizeof file_address, "sqlite:%s/yibao-lane-%ld.db",
             place == NULL ? "/tmp" : place, (long)getpid());
    address = file_address;
    return true;
}

void test_store_gone(void)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".lane" };
    for (size_t i = 0; address == file_address && i < COUNT_OF(ends); i++) {
        char path[300];
        snprintf(path, sizeof path, "%s%s", file_address + strlen("sqlite:"), ends[i]);
        unlink(path);
    }
}

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
static void lost(void *context, enum lane_loss why)
{
    (void)why;
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
void test_house_run_sql(struct test_house *test, const char *words)
{
    struct text sql, fault = { 0 };
    struct store *store = open_store(test, true);
    if (!migrate_spell(store, text_of(words), &test->arena, &sql, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    if (store->port->run_schema(store, sql) != STORE_DONE)
        fail_msg("%s", store->port->complaint(store));
    store->port->close(store);
}

void test_house_start(struct test_house *test)
{
    const char *why = NULL;
    struct text fault = { 0 };
    test->faulty = faulty_over(test->store, &test->arena);
    test->dice = dice_over(faulty_store(test->faulty), &test->arena);
    struct lane_plan plan = {
        .house = &test->house, .clock = &test->clock,
        .store = keeping_over(&test->dice->base, (size_t)64 * 1024),
        .lost = lost, .lost_context = test, .timer_ms = test->look_ms,
        .poison_path = test->poison_path, .signing_key = test->signing_key,
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

int test_house_set_up(void **state)
{
    struct test_house *test = calloc(1, sizeof *test);
    assert_non_null(test);
    test->look_ms = 20;
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
    test_house_run_sql(test, "DROP TABLE IF EXISTS purse; DROP TABLE IF EXISTS taking;"
                  "DELETE FROM journal; DELETE FROM journal_head; DELETE FROM reaction_cursor;"
                       "DELETE FROM reaction_aside;"
                       "DELETE FROM timer; DELETE FROM job;");
    test_house_run_sql(test, PURSE_SCHEMA);
    test->reader = open_store(test, false);
    test_house_start(test);
    *state = test;
    return 0;
}

void test_house_stop(struct test_house *test)
{
    desk_stop(test->desk);
    lane_stop(test->lane);
    desk_free(test->desk);
}

int test_house_tear_down(void **state)
{
    struct test_house *test = *state;
    /* The faulty store lies over `store` and is closed by the lane; the one below is ours. */
    test_house_stop(test);
    test->store->port->close(test->store);
    test->reader->port->close(test->reader);
    arena_release(&test->arena);
    free(test);
    return 0;
}

/* ---- asking and waiting ---- */

static void asked_done(struct call *call)
{
    struct asked *asked = call->door_data;
    pthread_mutex_lock(&asked->lock);
    asked->done = true;
    pthread_cond_signal(&asked->answered);
    pthread_mutex_unlock(&asked->lock);
}

struct asked *asked_new(const struct action *action, int64_t purse, int64_t amount,
                        const char *key)
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
    return asked;
}

struct asked *ask(struct test_house *test, const struct action *action, int64_t purse,
                  int64_t amount, const char *key)
{
    struct asked *asked = asked_new(action, purse, amount, key);
    test->house.submit(&test->house, &asked->call);
    return asked;
}

struct take_outcome wait_for(struct test_house *test, struct asked *asked,
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

struct take_outcome take(struct test_house *test, int64_t purse, int64_t amount, const char *key,
                         enum call_status *ret_status)
{
    return wait_for(test, ask(test, &purse_take, purse, amount, key), ret_status, NULL);
}

/* The purse's total equals its takings, and how many there are. */
int64_t takings(struct test_house *test, int64_t purse)
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

struct counted { int64_t n; };
static const struct field counted_fields[] = { FIELD(struct counted, n, FIELD_COUNT, .flags = 0) };
static const struct shape counted_shape = SHAPE("counted", struct counted, counted_fields);

int64_t test_house_count(struct test_house *test, const char *from, const char *where)
{
    struct arena arena;
    arena_init(&arena);
    /* Prepared by its address: each question needs one of its own. */
    struct query *query = ARENA_NEW(&test->arena, struct query);
    *query = (struct query){
        .name = "test.count", .from = from, .where = where, .columns = "COUNT(*)",
        .row = &counted_shape, .row_max = 1, .guard = GUARD_PUBLIC,
    };
    struct store *store = open_store(test, false);
    struct want want = { .query = query };
    if (store->port->read(store, &want, &arena) != STORE_DONE)
        fail_msg("%s", store->port->complaint(store));
    int64_t n = ((const struct counted *)want.rows.items)->n;
    store->port->close(store);
    arena_release(&arena);
    return n;
}
