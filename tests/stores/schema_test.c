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

/* Columns of the views, which are for people who may not know whose rows they read. */
static const struct query VIEWED = {
    .name = "viewed", .from = "sqlite_schema s, pragma_table_info(s.name) c",
    .columns = "s.name, c.name", .where = "s.type = 'view'", .order = "s.name, c.cid",
    .row = &COLUMN, .row_max = 2000, .guard = GUARD_PUBLIC,
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

static bool is_private(struct text column)
{
    static const char *const ENDS[] = { "_sealed", "_masked", "_digest", "name_key", "_name" };
    static const char *const WHOLE[] = { "login", "password", "secret", "phone", "card", "born",
                                         "reason", "form", "body", "doctor", "number_sealed" };
    for (size_t at = 0; at < sizeof ENDS / sizeof ENDS[0]; at++)
        if (text_ends(column, text_of(ENDS[at])))
            return true;
    for (size_t at = 0; at < sizeof WHOLE / sizeof WHOLE[0]; at++)
        if (text_is(column, WHOLE[at]))
            return true;
    return false;
}

static char *read_manual(void)
{
    static char text[65536];
    FILE *file = fopen(HOUSE_SCHEMA_FOLDER "/../docs/reporting.md", "re");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* The program's own sums are views, too; the manual names those that stay. */
static void views_show_nobody_and_are_in_the_manual(void **state)
{
    (void)state;
    const char *manual = read_manual();
    struct arena arena;
    struct text fault = { 0 };
    arena_init(&arena);
    struct store *store = store_open_any("sqlite::memory:", true, &arena, &fault);
    assert_non_null(store);
    run_twice(store, &arena);
    struct want want = { .query = &VIEWED };
    assert_int_equal(store->port->read(store, &want, &arena), STORE_DONE);
    const struct column *columns = want.rows.items;
    assert_true(want.rows.count > 100);
    for (size_t at = 0; at < want.rows.count; at++) {
        struct text view = columns[at].table_name;
        if (!text_starts(view, TEXT("v_")))
            fail_msg("%.*s: a view is called v_<room>_<what>", TEXT_ARGS(view));
        /* What these hold hangs on the door of an office. */
        bool institution = text_is(view, "v_staff_offices") || text_is(view, "v_staff_phones");
        if (is_private(columns[at].column_name) && !institution)
            fail_msg("%.*s shows %.*s", TEXT_ARGS(view), TEXT_ARGS(columns[at].column_name));
        if (strstr(manual, arena_text(&arena, view).data) == NULL
            && !text_ends(view, TEXT("_side")))
            fail_msg("%.*s is not in docs/reporting.md", TEXT_ARGS(view));
    }
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
        cmocka_unit_test(views_show_nobody_and_are_in_the_manual),
        cmocka_unit_test(all_files_run_on_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
