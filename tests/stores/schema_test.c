/* Every schema file of the house, on every database: it runs, a second start finds nothing to do,
 * and a table that grows can be distributed, for its key begins with the bucket. */

#include "own_database.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct column { struct text table_name, column_name; };

static const struct field COLUMN_FIELDS[] = {
    { .name = "table_name", .kind = FIELD_TEXT, .offset = AT(struct column, table_name) },
    { .name = "column_name", .kind = FIELD_TEXT, .offset = AT(struct column, column_name) },
};
static const struct shape COLUMN = SHAPE("column", struct column, COLUMN_FIELDS);
/* Tables with a bucket whose primary key has it in another place than the first. */
static const struct query STRAYS = {
    .name = "strays", .from = "sqlite_schema s, pragma_table_info(s.name) c",
    .columns = "s.name, c.name", .where = "s.type = 'table' AND c.name = 'bucket' AND c.pk <> 1",
    .order = "s.name", .row = &COLUMN, .row_max = 100, .guard = GUARD_PUBLIC,
};

static void run_twice(struct store *store, struct arena *arena)
{
    struct text fault = { 0 };
    int run = -1;
    if (!migrate_apply(store, HOUSE_SCHEMA_FOLDER, arena, &run, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    assert_true(run > 0);
    assert_true(migrate_apply(store, HOUSE_SCHEMA_FOLDER, arena, &run, &fault));
    assert_int_equal(run, 0);
    assert_true(migrate_check(store, HOUSE_SCHEMA_FOLDER, arena, &fault));
}

static void all_files_run_on_sqlite(void **state)
{
    (void)state;
    struct arena arena;
    struct text fault = { 0 };
    arena_init(&arena);
    struct store *store = store_open_any("sqlite::memory:", true, &arena, &fault);
    assert_non_null(store);
    run_twice(store, &arena);
    struct want want = { .query = &STRAYS };
    if (store->port->read(store, &want, &arena) != STORE_DONE)
        fail_msg("%s", store->port->complaint(store));
    const struct column *stray = want.rows.items;
    if (want.rows.count > 0)
        fail_msg("%.*s: the primary key does not begin with the bucket",
                 TEXT_ARGS(stray->table_name));
    store->port->close(store);
    arena_release(&arena);
}

static void all_files_run_on_postgres(void **state)
{
    (void)state;
    const char *address = own_database();
    if (address == NULL)
        skip();
    struct arena arena;
    struct text fault = { 0 };
    arena_init(&arena);
    struct store *store = store_open_any(address, true, &arena, &fault);
    assert_non_null(store);
    run_twice(store, &arena);
    store->port->close(store);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_files_run_on_sqlite),
        cmocka_unit_test(all_files_run_on_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
