/* The suite on PostgreSQL, whose address comes from outside, and what only a server does: it goes
 * away and comes back. */

#include "suite.h"

#include "own_database.h"
#include "world.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* Every connection of the house but the one that asks; it waits until they have ended. */
static const char END_OTHERS[] =
    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
    " WHERE application_name = 'yibao' AND pid <> pg_backend_pid()"
    " AND datname = current_database();";

static void lose_connection(struct world *world)
{
    struct world other = *world;
    other.store = open_store(&world->arena, true);
    run_sql(&other, END_OTHERS);
    other.store->port->close(other.store);
}

/* A batch and its COMMIT are sent in one go: of one that is met by silence nobody knows. */
static void a_lost_connection_fails_once(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    lose_connection(world);
    thing.money.fen = 5;
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_UNKNOWN);
    assert_non_null(strstr(world->store->port->complaint(world->store), "connection lost"));
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_DONE);
    lose_connection(world);
    struct want want = { .query = &THING_QUERY, .key = &(struct thing_key){ 1, 1 } };
    assert_int_equal(world->store->port->read(world->store, &want, &world->arena), STORE_FAULT);
    assert_false(want.answered);
    thing.version = 2;
    assert_thing(read_thing(world, 1, 1), &thing);
}

static void a_new_connection_holds_its_lane_again(void **state)
{
    struct world *world = *state;
    lose_connection(world);
    assert_int_equal(write_all(world, NULL, 0), STORE_UNKNOWN);
    assert_int_equal(write_all(world, NULL, 0), STORE_DONE);
    struct store *other = open_store(&world->arena, true);
    struct fence fence;
    assert_int_equal(other->port->take_lane(other, 0, TEXT("other"), &fence), STORE_CONFLICT);
    other->port->close(other);
}

/* While our connection is away another takes the lane: the epoch stops us. */
static void who_was_away_too_long_is_fenced(void **state)
{
    struct world *world = *state;
    struct store *other = open_store(&world->arena, true);
    struct world taker = *world;
    taker.store = other;
    run_sql(&taker, END_OTHERS);
    assert_int_equal(other->port->take_lane(other, 0, TEXT("other"), &taker.fence), STORE_DONE);
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_FAULT);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_FENCED);
    assert_int_equal(write_one(&taker, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    other->port->close(other);
}

struct sending { struct world *world; enum store_answer answer; };

static void *send_one(void *context)
{
    struct sending *sending = context;
    struct thing thing = thing_full(1, 1);
    sending->answer = write_one(sending->world, CHANGE_INSERT, &THING_TABLE, &thing);
    return NULL;
}

static void expect_no_thing(struct world *world)
{
    struct want want = { .query = &THING_QUERY, .key = &(struct thing_key){ 1, 1 } };
    assert_int_equal(world->store->port->read(world->store, &want, &world->arena), STORE_DONE);
    assert_int_equal(want.rows.count, 0);
}

/* The number the next connection gets. */
static int next_wire(void)
{
    int wire = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_true(wire >= 0);
    close(wire);
    return wire;
}

/* The wire is cut while the server has the batch in hand, and its COMMIT behind it: what we find
 * after that is how it stays. */
static void a_former_session_is_over_when_we_look(void **state)
{
    struct world *world = *state;
    run_sql(world, "CREATE OR REPLACE FUNCTION thing_wait() RETURNS trigger LANGUAGE plpgsql"
                   " AS $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;"
                   "CREATE TRIGGER thing_wait BEFORE INSERT ON thing FOR EACH ROW"
                   " EXECUTE FUNCTION thing_wait();");
    world->store->port->close(world->store);
    int wire = next_wire();
    world->store = open_store(&world->arena, true);
    for (int tries = 0; tries < 30; tries++)
        if (world->store->port->take_lane(world->store, 0, TEXT("suite"), &world->fence)
            == STORE_DONE)
            break;
    struct world other = *world;
    other.store = open_store(&world->arena, true);
    run_sql(&other, "SELECT pg_advisory_lock(42)");
    struct sending sending = { .world = world };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_one, &sending), 0);
    run_sql(&other, "DO $$ BEGIN WHILE NOT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted"
                    " AND locktype = 'advisory') LOOP PERFORM pg_sleep(0.01); END LOOP; END $$");
    assert_int_equal(shutdown(wire, SHUT_RDWR), 0);
    pthread_join(thread, NULL);
    assert_int_equal(sending.answer, STORE_UNKNOWN);
    expect_no_thing(world);
    run_sql(&other, "SELECT pg_advisory_unlock(42)");
    run_sql(&other, "DO $$ BEGIN WHILE EXISTS (SELECT 1 FROM pg_stat_activity WHERE state <> 'idle'"
                    " AND application_name = 'yibao' AND datname = current_database()"
                    " AND pid <> pg_backend_pid()) LOOP PERFORM pg_sleep(0.01);"
                    " PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
    expect_no_thing(world);
    other.store->port->close(other.store);
    run_sql(world, "DROP TABLE thing; DROP FUNCTION thing_wait;");
}

/* A column that is another than its field is found before the first row is sent; one that has no
 * field is the database's. */
static void a_table_that_differs_is_found_out(void **state)
{
    struct world *world = *state;
    const struct store_port *port = world->store->port;
    assert_int_equal(prepare_one(world, NULL, &THING_LINE_TABLE), STORE_DONE);
    run_sql(world, "ALTER TABLE thing_line ALTER COLUMN line TYPE integer;");
    assert_int_equal(prepare_one(world, NULL, &THING_LINE_TABLE), STORE_FAULT);
    assert_non_null(strstr(port->complaint(world->store), "thing_line"));
    run_sql(world, "ALTER TABLE thing_line ALTER COLUMN line TYPE bigint,"
                   " ADD COLUMN more integer NOT NULL DEFAULT 7;");
    assert_int_equal(prepare_one(world, NULL, &THING_LINE_TABLE), STORE_DONE);
    const struct thing_line line = { 1, 1, 1, TEXT("one") };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_LINE_TABLE, &line), STORE_DONE);
    run_sql(world, "ALTER TABLE thing_line ADD CHECK (more = 7 AND text = 'one');"
                   "ALTER TABLE thing ADD COLUMN more {text};");
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    run_sql(world, "UPDATE thing SET more = 'kept'");
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_DONE);
    run_sql(world, "ALTER TABLE thing ADD CHECK (more = 'kept')");
}

/* A trigger that runs at COMMIT ends our own connection there: was it kept? Nobody told us. */
static void a_connection_lost_in_commit_is_unknown(void **state)
{
    struct world *world = *state;
    run_sql(world, "CREATE OR REPLACE FUNCTION thing_end() RETURNS trigger LANGUAGE plpgsql"
                   " AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL;"
                   " END $$;"
                   "CREATE CONSTRAINT TRIGGER thing_end AFTER INSERT ON thing_name"
                   " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION thing_end();");
    struct thing_name name = { 1, TEXT("x"), 1 };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_UNKNOWN);
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    run_sql(world, "DROP TABLE thing_name; DROP FUNCTION thing_end;");
}

/* A constraint that is asked at COMMIT says no aloud: then nothing was kept, and we know. */
static void a_commit_refused_keeps_nothing(void **state)
{
    struct world *world = *state;
    run_sql(world, "DROP TABLE thing_name; CREATE TABLE thing_name (bucket {bucket} NOT NULL,"
                   " name {text} NOT NULL, thing {id} NOT NULL, PRIMARY KEY (bucket, name),"
                   " UNIQUE (thing) DEFERRABLE INITIALLY DEFERRED);");
    struct thing_name one = { 1, TEXT("x"), 1 }, two = { 1, TEXT("y"), 1 };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &one), STORE_DONE);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &two), STORE_CONFLICT);
    two.thing = 2;
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &two), STORE_DONE);
}

/* More bytes both ways than any buffer of the system holds: neither side may wait for the other. */
static void a_round_larger_than_the_buffers_goes_through(void **state)
{
    enum { LARGE = 40 };
    struct world *world = *state;
    static struct thing things[LARGE];
    static struct change changes[LARGE];
    static struct want wants[LARGE];
    static struct thing_key keys[LARGE];
    size_t size = 1000000;
    char *bytes = arena_take(&world->arena, size);
    memset(bytes, 7, size);
    for (int at = 0; at < LARGE; at++) {
        things[at] = thing_full(1, at + 1);
        things[at].bytes = (struct text){ bytes, size };
        changes[at] = (struct change){ .table = &THING_TABLE, .row = &things[at] };
        keys[at] = (struct thing_key){ 1, at + 1 };
        wants[at] = (struct want){ .query = &THING_QUERY, .key = &keys[at],
                                   .next = at + 1 < LARGE ? &wants[at + 1] : NULL };
    }
    assert_int_equal(write_all(world, changes, LARGE), STORE_DONE);
    assert_int_equal(world->store->port->read(world->store, wants, &world->arena), STORE_DONE);
    for (int at = 0; at < LARGE; at++)
        assert_int_equal(((const struct thing *)wants[at].rows.items)->bytes.length, size);
}

static void what_cannot_be_opened_is_told(void **state)
{
    struct world *world = *state;
    struct text fault = { 0 };
    assert_null(world->store->port->open("postgres://nobody@127.0.0.1:1/none", true,
                                         &world->arena, &fault));
    assert_non_null(strstr(fault.data, "127.0.0.1"));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        WORLD_TEST(a_lost_connection_fails_once),
        WORLD_TEST(a_new_connection_holds_its_lane_again),
        WORLD_TEST(who_was_away_too_long_is_fenced),
        WORLD_TEST(a_former_session_is_over_when_we_look),
        WORLD_TEST(a_table_that_differs_is_found_out),
        WORLD_TEST(a_connection_lost_in_commit_is_unknown),
        WORLD_TEST(a_commit_refused_keeps_nothing),
        WORLD_TEST(a_round_larger_than_the_buffers_goes_through),
        WORLD_TEST(what_cannot_be_opened_is_told),
    };
    const char *address = own_database();
    if (address == NULL) {
        fprintf(stderr, "skipped: YIBAO_TEST_POSTGRES is not set (tests/tools/postgres.sh)\n");
        return 77;
    }
    int failed = store_suite("postgres", address);
    return failed + cmocka_run_group_tests_name("postgres server", TESTS, NULL, NULL);
}
