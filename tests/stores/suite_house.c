/* suite_house.c: lanes, faults on purpose and copies on every store. */

#include "suite.h"

#include "scratch.h"
#include "stores/faulty.h"
#include "stores/migrate.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- lanes ---- */

static void a_live_owner_keeps_its_lane(void **state)
{
    struct world *world = *state;
    struct world other = *world;
    other.store = open_store(&world->arena, true);
    struct fence fence = { -1, -1 };
    const struct store_port *port = other.store->port;
    assert_int_equal(port->take_lane(other.store, 0, TEXT("other"), &fence), STORE_CONFLICT);
    assert_int_equal(fence.epoch, -1);
    /* Another lane is free. */
    assert_int_equal(port->take_lane(other.store, 3, TEXT("other"), &fence), STORE_DONE);
    assert_int_equal(fence.lane, 3);
    /* When the first is gone the lane is free at once, one epoch later. */
    struct fence before = world->fence;
    world->store->port->close(world->store);
    world->store = other.store;
    for (int tries = 0; tries < 6000; tries++, usleep(10000))
        if (port->take_lane(other.store, 0, TEXT("other"), &world->fence) == STORE_DONE)
            break;
    assert_int_equal(world->fence.epoch, before.epoch + 1);
    assert_int_equal(write_all(world, NULL, 0), STORE_DONE);
    world->fence = before;
    assert_int_equal(write_all(world, NULL, 0), STORE_FENCED);
}

/* The second of two servers stops before it has touched a table. */
static void a_store_somebody_owns_is_not_migrated(void **state)
{
    struct world *world = *state;
    struct store *other = open_store(&world->arena, true);
    int run = -1;
    struct text fault = { 0 };
    run_sql(world, "DELETE FROM schema_file WHERE number > 0;");
    assert_false(migrate_apply(other, TEST_SCHEMA_FOLDER, &world->arena, &run, &fault));
    assert_non_null(strstr(fault.data, "another server owns lane 0"));
    assert_int_equal(run, -1);
    assert_int_equal(other->port->hold_lane(other, 0), STORE_CONFLICT);
    /* Held twice is held once, and a lane of one's own is there to take. */
    assert_int_equal(other->port->hold_lane(other, 3), STORE_DONE);
    assert_int_equal(other->port->hold_lane(other, 3), STORE_DONE);
    struct fence fence;
    assert_int_equal(other->port->take_lane(other, 3, TEXT("other"), &fence), STORE_DONE);
    other->port->close(other);
}

static void a_former_owner_is_fenced(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1);
    run_sql(world, "UPDATE lane SET epoch = epoch + 1, owner = 'another' WHERE lane = 0;");
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_FENCED);
    assert_null(read_thing(world, 1, 1));
    world->fence.epoch++;
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
}

/* ---- faults on purpose ---- */

static void faulty_fails_the_call_it_was_told(void **state)
{
    struct world *world = *state;
    struct store *real = world->store;
    struct thing thing = thing_full(1, 1);
    struct faulty *faulty = faulty_over(real, &world->arena);
    world->store = faulty_store(faulty);
    faulty_fail_call(faulty, 2, STORE_FAULT);
    assert_null(read_thing(world, 1, 1));
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_FAULT);
    assert_null(read_thing(world, 1, 1));
    assert_int_equal(faulty_counts(faulty).calls, 3);
    assert_int_equal(faulty_counts(faulty).failed, 1);
    /* The third row of two batches. */
    faulty_fail_change(faulty, 3, STORE_CONFLICT);
    struct thing two = thing_full(1, 2), three = thing_full(1, 3);
    struct change changes[] = { { .table = &THING_TABLE, .row = &two },
                                { .table = &THING_TABLE, .row = &three } };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    assert_int_equal(write_all(world, changes, 2), STORE_CONFLICT);
    assert_null(read_thing(world, 1, 2));
    assert_int_equal(write_all(world, changes, 2), STORE_DONE);
    /* A commit whose answer is lost was kept. */
    faulty_fail_call(faulty, 1, STORE_UNKNOWN);
    thing.thing = 4;
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_UNKNOWN);
    assert_non_null(read_thing(world, 1, 4));
    world->store = real;
}

/* Every call of a small story fails once: nothing is half done, and a repeat completes it. */
static bool small_story(struct world *world)
{
    struct thing_key key = { 4, 4 };
    struct want want = { .query = &THING_QUERY, .key = &key };
    if (world->store->port->read(world->store, &want, &world->arena) != STORE_DONE)
        return false;
    struct thing thing = thing_full(4, 4);
    struct thing_line line = { 4, 4, 1, TEXT("x") };
    bool is_there = want.rows.count > 0;
    struct change changes[] = {
        { .kind = is_there ? CHANGE_REPLACE : CHANGE_INSERT, .table = &THING_TABLE,
          .row = is_there ? want.rows.items : &thing },
        { .table = &THING_LINE_TABLE, .row = &line },
    };
    if (is_there)
        line.line = ((const struct thing *)want.rows.items)->version + 1;
    return write_all(world, changes, 2) == STORE_DONE;
}

static void a_story_survives_each_fault(void **state)
{
    struct world *world = *state;
    struct store *real = world->store;
    struct faulty *faulty = faulty_over(real, &world->arena);
    world->store = faulty_store(faulty);
    int64_t expected = 0;
    for (int64_t call = 1; call <= 4; call++) {
        faulty_fail_call(faulty, call, STORE_FAULT);
        for (int run = 0; run < 2; run++) {
            bool done = false;
            for (int tries = 0; tries < 2 && !done; tries++)
                done = small_story(world);
            assert_true(done);
            expected++;
        }
        assert_int_equal(faulty_counts(faulty).failed, call);
    }
    world->store = real;
    assert_int_equal(read_thing(world, 4, 4)->version, expected);
    struct list rows = read_rows(world, &THING_LINES_QUERY, &(struct thing_key){ 4, 4 });
    assert_int_equal(((const struct thing_line *)rows.items)[0].line, expected);
}

/* ---- copies ---- */

static void a_copy_brings_everything_back(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1), bare = { .bucket = 1, .thing = 2, .version = 1,
                                                    .name_required = TEXT("") };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &bare), STORE_DONE);
    char folder[] = TEST_FOLDER "/yibao-copy-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct text copy = arena_format(&world->arena, "%s/copy", folder);
    struct store *reader = open_store(&world->arena, false);
    if (reader->port->backup(reader, copy.data) != STORE_DONE)
        fail_msg("%s", reader->port->complaint(reader));
    /* Not over another copy. */
    assert_int_equal(reader->port->backup(reader, copy.data), STORE_FAULT);
    reader->port->close(reader);
    thing.money.fen = 1;
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_DONE);
    struct thing_name name = { 1, TEXT("later"), 1 };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_DONE);
    if (world->store->port->restore(world->store, copy.data) != STORE_DONE)
        fail_msg("%s", world->store->port->complaint(world->store));
    thing = thing_full(1, 1);
    assert_thing(read_thing(world, 1, 1), &thing);
    assert_thing(read_thing(world, 1, 2), &bare);
    assert_int_equal(read_rows(world, &THING_NAMED_QUERY, &name).count, 0);
    struct text fault = { 0 };
    assert_true(migrate_check(world->store, TEST_SCHEMA_FOLDER, &world->arena, &fault));
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_DONE);
    scratch_remove(folder);
}

int suite_house(const char *name)
{
    static const struct CMUnitTest TESTS[] = {
        WORLD_TEST(a_live_owner_keeps_its_lane),
        WORLD_TEST(a_store_somebody_owns_is_not_migrated),
        WORLD_TEST(a_former_owner_is_fenced),
        WORLD_TEST(faulty_fails_the_call_it_was_told),
        WORLD_TEST(a_story_survives_each_fault),
        WORLD_TEST(a_copy_brings_everything_back),
    };
    return cmocka_run_group_tests_name(name, TESTS, NULL, NULL);
}
