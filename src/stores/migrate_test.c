/* Schema files: run once, in order, forward only. In memory, on SQLite; the suite of the stores
 * runs the real ones on both databases. */

#include "stores/migrate.h"

#include "stores/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct arena arena;
    struct store *store;
    char folder[64];
    struct text fault;
    int run;
};

static void put(struct world *world, const char *name, const char *text)
{
    struct text path = arena_format(&world->arena, "%s/%s", world->folder, name);
    if (text == NULL) {
        assert_int_equal(unlink(path.data), 0);
        return;
    }
    FILE *file = fopen(path.data, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena);
    snprintf(world->folder, sizeof world->folder, "/tmp/yibao-migrate-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->store = store_open_any("sqlite::memory:", true, &world->arena, &world->fault);
    assert_non_null(world->store);
    put(world, "README.md", "not a schema file");
    put(world, "0000_first.sql", "-- {not a word}\nCREATE TABLE first (a {id} NOT NULL,"
                                 " b {text}, PRIMARY KEY (a)) {clustered};\n");
    put(world, "0010_second.sql", "INSERT INTO first VALUES (1, 'x');");
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    world->store->port->close(world->store);
    struct text command = arena_format(&world->arena, "%s/", world->folder);
    static const char *const NAMES[] = { "README.md", "0000_first.sql", "0010_second.sql",
                                         "0011_third.sql", "0011_other.sql", "0005_late.sql",
                                         "third.sql" };
    for (size_t at = 0; at < sizeof NAMES / sizeof NAMES[0]; at++)
        unlink(arena_format(&world->arena, "%s%s", command.data, NAMES[at]).data);
    rmdir(world->folder);
    arena_release(&world->arena);
    free(world);
    return 0;
}

static bool apply(struct world *world)
{
    world->run = -1;
    world->fault = (struct text){ 0 };
    return migrate_apply(world->store, world->folder, &world->arena, &world->run,
                         &world->fault);
}

static void assert_refused(struct world *world, const char *word)
{
    assert_false(apply(world));
    assert_int_equal(world->run, -1);
    if (strstr(world->fault.data, word) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", world->fault.data, word);
}

static void files_are_run_once_in_order(void **state)
{
    struct world *world = *state;
    assert_false(migrate_check(world->store, world->folder, &world->arena, &world->fault));
    assert_true(apply(world));
    assert_int_equal(world->run, 2);
    assert_true(apply(world));
    assert_int_equal(world->run, 0);
    assert_true(migrate_check(world->store, world->folder, &world->arena, &world->fault));
    put(world, "0011_third.sql", "INSERT INTO first VALUES (2, 'y');");
    assert_false(migrate_check(world->store, world->folder, &world->arena, &world->fault));
    assert_non_null(strstr(world->fault.data, "0011_third.sql"));
    assert_true(apply(world));
    assert_int_equal(world->run, 1);
}

static void a_changed_file_is_refused(void **state)
{
    struct world *world = *state;
    assert_true(apply(world));
    put(world, "0010_second.sql", "INSERT INTO first VALUES (1, 'z');");
    assert_refused(world, "0010_second.sql was changed");
}

static void a_store_newer_than_the_program_is_refused(void **state)
{
    struct world *world = *state;
    assert_true(apply(world));
    put(world, "0010_second.sql", NULL);
    assert_refused(world, "newer program");
    put(world, "0011_third.sql", "SELECT 1;");
    assert_refused(world, "newer program");
}

static void a_file_before_the_last_run_is_refused(void **state)
{
    struct world *world = *state;
    assert_true(apply(world));
    put(world, "0005_late.sql", "SELECT 1;");
    assert_refused(world, "higher number");
}

static void a_file_that_fails_leaves_nothing(void **state)
{
    struct world *world = *state;
    put(world, "0011_third.sql", "INSERT INTO first VALUES (7, 'y'); INSERT INTO nowhere"
                                 " VALUES (1);");
    assert_refused(world, "nowhere");
    /* Those before it were kept; repaired, it is run. */
    put(world, "0011_third.sql", "INSERT INTO first VALUES (7, 'y');");
    assert_true(apply(world));
    assert_int_equal(world->run, 1);
}

static void names_and_words_are_strict(void **state)
{
    struct world *world = *state;
    put(world, "third.sql", "SELECT 1;");
    assert_refused(world, "NNNN_name.sql");
    put(world, "third.sql", NULL);
    put(world, "0011_third.sql", "\n\nCREATE TABLE t (a {number});");
    assert_refused(world, "line 3");
    put(world, "0011_third.sql", "CREATE TABLE t (a {id);");
    assert_refused(world, "line 1");
    put(world, "0011_third.sql", "SELECT 1;");
    put(world, "0011_other.sql", "SELECT 1;");
    assert_refused(world, "one number");
}

static void words_are_spelled_for_each_database(void **state)
{
    (void)state;
    static const char *const WORDS[] = { "id", "count", "money", "share", "quantity", "price",
                                         "day", "moment", "flag", "bucket", "text", "bytes",
                                         "clustered", "replaced", "now" };
    for (size_t port = 0; port < STORE_PORT_COUNT; port++) {
        for (size_t at = 0; at < sizeof WORDS / sizeof WORDS[0]; at++)
            assert_non_null(STORE_PORTS[port]->spell(text_of(WORDS[at])));
        assert_null(STORE_PORTS[port]->spell(TEXT("integer")));
        assert_null(STORE_PORTS[port]->spell(TEXT("")));
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_are_run_once_in_order),
        TEST(a_changed_file_is_refused),
        TEST(a_store_newer_than_the_program_is_refused),
        TEST(a_file_before_the_last_run_is_refused),
        TEST(a_file_that_fails_leaves_nothing),
        TEST(names_and_words_are_strict),
        TEST(words_are_spelled_for_each_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
