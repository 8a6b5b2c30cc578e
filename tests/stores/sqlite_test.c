/* The suite on SQLite, and what only a file does: it outlives its program, however that ends. */

#include "scratch.h"
#include "suite.h"

#include "world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = TEST_FOLDER "/yibao-sqlite-XXXXXX";

/* Another server takes the lane, writes thing 1, and thing 2 ahead of the disk, and lives on. Says
 * so on `told`. */
static _Noreturn void be_owner(int told)
{
    struct arena arena;
    struct fence fence = { 0 };
    arena_init(&arena);
    struct store *store = open_store(&arena, true);
    const struct store_port *port = store->port;
    struct thing thing = thing_full(1, 1);
    struct change change = { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &thing };
    bool good = port->take_lane(store, 5, TEXT("child"), &fence) == STORE_DONE
        && port->write(store, &change, fence) == STORE_DONE;
    uint32_t mark;
    thing.thing = 2;
    good = good && port->write_ahead(store, &change, fence, &mark) == STORE_DONE;
    char done = good ? 'y' : 'n';
    if (write(told, &done, 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

static void a_killed_owner_leaves_lane_and_rows(void **state)
{
    struct world *world = *state;
    const struct store_port *port = world->store->port;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        be_owner(ends[1]);
    char done = '?';
    assert_int_equal(read(ends[0], &done, 1), 1);
    assert_int_equal(done, 'y');
    struct fence fence = { 0 };
    assert_int_equal(port->take_lane(world->store, 5, TEXT("me"), &fence), STORE_CONFLICT);
    assert_non_null(strstr(port->complaint(world->store), "another server owns lane 5"));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(port->take_lane(world->store, 5, TEXT("me"), &fence), STORE_DONE);
    assert_int_equal(fence.epoch, 2);
    struct thing thing = thing_full(1, 1);
    assert_thing(read_thing(world, 1, 1), &thing);
    assert_non_null(read_thing(world, 1, 2));
    close(ends[0]);
    close(ends[1]);
}

/* Fills the disk as far as one process sees it: 0 when all went as it should. */
static int meet_a_full_disk(void)
{
    struct world world = { .store = NULL };
    arena_init(&world.arena);
    world.store = open_store(&world.arena, true);
    const struct store_port *port = world.store->port;
    if (port->take_lane(world.store, 6, TEXT("child"), &world.fence) != STORE_DONE)
        return 1;
    struct thing thing = thing_full(1, 1), large = thing_full(1, 2);
    char *bytes = arena_take(&world.arena, 4000000);
    memset(bytes, 'x', 4000000);
    large.bytes = (struct text){ bytes, 4000000 };
    if (write_one(&world, CHANGE_INSERT, &THING_TABLE, &thing) != STORE_DONE)
        return 2;
    struct rlimit limit = { 1000000, RLIM_INFINITY };
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    enum store_answer answer = write_one(&world, CHANGE_INSERT, &THING_TABLE, &large);
    if (answer != STORE_FAULT && answer != STORE_UNKNOWN)
        return 3;
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    if (read_thing(&world, 1, 2) != NULL || read_thing(&world, 1, 1) == NULL)
        return 4;
    if (write_one(&world, CHANGE_INSERT, &THING_TABLE, &large) != STORE_DONE)
        return 5;
    port->close(world.store);
    arena_release(&world.arena);
    return 0;
}

static void a_full_disk_is_a_fault_and_passes(void **state)
{
    struct world *world = *state;
    pid_t child = fork();
    if (child == 0)
        _exit(meet_a_full_disk());
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(read_thing(world, 1, 2)->bytes.length, 4000000);
}

static int64_t log_size(struct world *world)
{
    struct stat facts = { 0 };
    stat(arena_format(&world->arena, "%s/store.db-wal", folder).data, &facts);
    return facts.st_size;
}

/* Batches of 4 MB, replaced over and over, with a look after the log now and then. */
static void the_log_is_bounded_by_tending(void **state)
{
    struct world *world = *state;
    struct store *tender = open_store(&world->arena, true);
    struct thing thing = thing_full(1, 1);
    char *bytes = arena_take(&world->arena, 4000000);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    int64_t most = 0;
    for (int at = 0; at < 200; at++) {
        memset(bytes, 'a' + at % 26, 4000000);
        thing.bytes = (struct text){ bytes, 4000000 };
        assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_DONE);
        thing.version++;
        if (at % 2 == 0)
            tender->port->tend(tender);
        most = log_size(world) > most ? log_size(world) : most;
    }
    assert_true(most < INT64_C(560) * 1024 * 1024);
    assert_thing(read_thing(world, 1, 1), &thing);
    tender->port->close(tender);
}

static void what_cannot_be_opened_is_told(void **state)
{
    struct world *world = *state;
    struct text fault = { 0 };
    const struct store_port *port = world->store->port;
    assert_null(port->open("sqlite:/nowhere/at/all.db", true, &world->arena, &fault));
    assert_non_null(strstr(fault.data, "/nowhere/at/all.db"));
    /* A reader makes no file. */
    struct text path = arena_format(&world->arena, "sqlite:%s/none.db", folder);
    assert_null(port->open(path.data, false, &world->arena, &fault));
    assert_null(port->open("postgres://x", true, &world->arena, &fault));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        WORLD_TEST(a_killed_owner_leaves_lane_and_rows),
        WORLD_TEST(a_full_disk_is_a_fault_and_passes),
        WORLD_TEST(the_log_is_bounded_by_tending),
        WORLD_TEST(what_cannot_be_opened_is_told),
    };
    struct arena arena;
    arena_init(&arena);
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = store_suite("sqlite", arena_format(&arena, "sqlite:%s/store.db", folder).data);
    failed += cmocka_run_group_tests_name("sqlite file", TESTS, NULL, NULL);
    scratch_remove(folder);
    arena_release(&arena);
    return failed;
}
