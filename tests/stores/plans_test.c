/* plans_test.c: how SQLite looks for rows of tables that grow. It keeps no statistics here, and so
 * holds the first column of a key, the bucket, for one that leaves ten rows: an index that names
 * more is taken only where it has all that is asked of it. What must not look through all of an
 * owner's or an office's rows stands here with the index that finds it. */

#include "rooms/rooms.h"
#include "stores/migrate.h"
#include "stores/registry.h"
#include "stores/statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#define FILE_OF_PLANS TEST_FOLDER "/plans.db"

static const struct found { const char *query, *index; } FINDS[] = {
    /* Is there a line of the month of him: asked for everybody of a unit in each part of it. */
    { "contribute.roster", "contribute_line_month" },
    { "duty.learnt-by", "duty_learnt_account" },
    /* The next bill of a month: asked for every few lines of it. */
    { "settle.lines-to-credit", "contribute_bill_in_order" },
    { "contribute.bills-at", "contribute_bill_in_order" },
};

static const struct query *query_called(const char *name)
{
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t i = 0; i < all_rooms[r]->query_count; i++)
            if (strcmp(all_rooms[r]->queries[i]->name, name) == 0)
                return all_rooms[r]->queries[i];
    fail_msg("no query is called %s", name);
    return NULL;
}

static bool plan_names(sqlite3 *database, const struct query *query, const char *index)
{
    struct arena arena;
    arena_init(&arena);
    const struct text select = statement_select(query, DIALECT_SQLITE, &arena);
    const struct text sql = arena_format(&arena, "EXPLAIN QUERY PLAN %.*s", TEXT_ARGS(select));
    sqlite3_stmt *statement = NULL;
    bool named = false;
    if (sqlite3_prepare_v2(database, sql.data, (int)sql.length, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query->name, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(statement, 3);
        named |= strstr(line, index) != NULL;
    }
    sqlite3_finalize(statement);
    arena_release(&arena);
    return named;
}

static void rows_are_found_by_their_index(void **state)
{
    (void)state;
    struct arena arena;
    struct text fault = { 0 };
    int run = 0;
    arena_init(&arena);
    unlink(FILE_OF_PLANS);
    struct store *store = store_open_any("sqlite:" FILE_OF_PLANS, true, &arena, &fault);
    assert_non_null(store);
    if (!migrate_apply(store, HOUSE_SCHEMA_FOLDER, &arena, &run, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(FILE_OF_PLANS, &database), SQLITE_OK);
    for (size_t i = 0; i < sizeof FINDS / sizeof FINDS[0]; i++)
        if (!plan_names(database, query_called(FINDS[i].query), FINDS[i].index))
            fail_msg("%s is not found by %s", FINDS[i].query, FINDS[i].index);
    sqlite3_close(database);
    store->port->close(store);
    unlink(FILE_OF_PLANS);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(rows_are_found_by_their_index) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
