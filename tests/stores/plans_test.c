/* plans_test.c: how SQLite looks for rows of tables that grow, by the figures that
 * stores/sqlite_leaves.c tells it. What must not look through all of an owner's or an office's rows
 * stands here with the index that finds it; and what asks for more than a bucket does not go
 * through the whole of one. */

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
    /* What somebody has, among what everybody of his bucket has had for years. */
    { "visit.of-person", "visit_of_person" },
    { "visit.open-stays", "visit_of_person" },
    { "visit.latest", "visit_of_person" },
    { "visit.medicines-between", "visit_of_person" },
    { "claim.of-person", "claim_of_person" },
    { "claim.draft", "claim_of_person" },
    { "message.of-person", "message_of_person" },
    { "intake.of-person", "intake_case_of_person" },
    { "intake.paper", "intake_paper_alone" },
    /* One state of a whole house is more than one bucket. */
    { "fund.sealing-next", "sqlite_autoindex_timer_1" },
};

/* These go through a bucket by its key, although they ask for more. */
static const char *const THROUGH[] = {
    "filing.by-id", "claim.payment",    /* by hand, one at a time; a bucket has some hundreds */
    "clear.order-by-id", "clear.statement-by-id",       /* of institutions, a few a month */
    "duty.shift-by-id", "duty.incident-by-id", "duty.lesson-by-id", "duty.suggestion-by-id",
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

/* Whether a line of the plan has `part`, or ends so. */
static bool plan_has(sqlite3 *database, const struct query *query, const char *part, bool at_end)
{
    struct arena arena;
    arena_init(&arena);
    const struct text select = statement_select(query, DIALECT_SQLITE, &arena);
    const struct text sql = arena_format(&arena, "EXPLAIN QUERY PLAN %.*s", TEXT_ARGS(select));
    sqlite3_stmt *statement = NULL;
    bool has = false;
    if (sqlite3_prepare_v2(database, sql.data, (int)sql.length, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query->name, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const struct text line = text_of((const char *)sqlite3_column_text(statement, 3));
        has |= at_end ? text_ends(line, text_of(part)) : strstr(line.data, part) != NULL;
    }
    sqlite3_finalize(statement);
    arena_release(&arena);
    return has;
}

/* A condition on one table with a second "this is that". */
static bool asks_for_more(const struct query *query)
{
    const char *and = query->where == NULL ? NULL : strstr(query->where, "bucket = {bucket} AND ");
    return and != NULL
        && strchr(query->from, ' ') == strrchr(query->from, ' ')
        && strstr(and, "(SELECT") == NULL
        && strstr(and + sizeof "bucket = {bucket}", " = {") != NULL;
}

static bool may_go_through(const struct query *query)
{
    for (size_t i = 0; i < sizeof THROUGH / sizeof THROUGH[0]; i++)
        if (strcmp(THROUGH[i], query->name) == 0)
            return true;
    return false;
}

static int64_t number_of(sqlite3 *database, const char *question)
{
    sqlite3_stmt *asked = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, question, -1, &asked, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(asked), SQLITE_ROW);
    const int64_t number = sqlite3_column_int64(asked, 0);
    sqlite3_finalize(asked);
    return number;
}

static int open_plans(void **state)
{
    static sqlite3 *database;
    struct arena arena;
    struct text fault = { 0 };
    struct fence fence;
    int run = 0;
    arena_init(&arena);
    unlink(FILE_OF_PLANS);
    struct store *store = store_open_any("sqlite:" FILE_OF_PLANS, true, &arena, &fault);
    assert_non_null(store);
    if (!migrate_apply(store, HOUSE_SCHEMA_FOLDER, &arena, &run, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    /* Whoever had the file open before reads the figures, too. */
    assert_int_equal(sqlite3_open(FILE_OF_PLANS, &database), SQLITE_OK);
    assert_false(plan_has(database, query_called("visit.of-person"), "visit_of_person", false));
    assert_int_equal(store->port->take_lane(store, 0, TEXT("plans"), &fence), STORE_DONE);
    store->port->close(store);
    arena_release(&arena);
    assert_int_equal(number_of(database, "SELECT count(*) FROM lane"), 1);
    *state = database;
    return 0;
}

static int close_plans(void **state)
{
    sqlite3_close(*state);
    return unlink(FILE_OF_PLANS);
}

static void rows_are_found_by_their_index(void **state)
{
    for (size_t i = 0; i < sizeof FINDS / sizeof FINDS[0]; i++)
        if (!plan_has(*state, query_called(FINDS[i].query), FINDS[i].index, false))
            fail_msg("%s is not found by %s", FINDS[i].query, FINDS[i].index);
}

static void what_asks_for_more_goes_through_no_bucket(void **state)
{
    size_t through = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t i = 0; i < all_rooms[r]->query_count; i++) {
            const struct query *query = all_rooms[r]->queries[i];
            const bool goes = asks_for_more(query) && plan_has(*state, query, "(bucket=?)", true);
            if (goes && !may_go_through(query))
                fail_msg("%s goes through all of a bucket", query->name);
            through += goes ? 1 : 0;
        }
    /* One that has its index now is no longer let through. */
    assert_int_equal(through, sizeof THROUGH / sizeof THROUGH[0]);
}

static void take_again(void)
{
    struct arena arena;
    struct text fault = { 0 };
    struct fence fence;
    arena_init(&arena);
    struct store *store = store_open_any("sqlite:" FILE_OF_PLANS, true, &arena, &fault);
    assert_non_null(store);
    assert_int_equal(store->port->take_lane(store, 0, TEXT("plans"), &fence), STORE_DONE);
    store->port->close(store);
    arena_release(&arena);
}

/* Told once a schema: a start that finds them leaves the file as it is, a new index is told. */
static void figures_are_told_once_a_schema(void **state)
{
    static const char TOLD[] = "SELECT count(*) FROM sqlite_stat1 WHERE idx = 'visit_newly'";
    static const char SCHEMA[] = "PRAGMA schema_version";
    const int64_t schema = number_of(*state, SCHEMA);
    take_again();
    assert_int_equal(number_of(*state, SCHEMA), schema);
    assert_int_equal(sqlite3_exec(*state, "CREATE INDEX visit_newly ON visit (bucket, place)",
                                  NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(number_of(*state, TOLD), 0);
    take_again();
    assert_int_equal(number_of(*state, TOLD), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found_by_their_index),
        cmocka_unit_test(what_asks_for_more_goes_through_no_bucket),
        cmocka_unit_test(figures_are_told_once_a_schema),
    };
    return cmocka_run_group_tests(tests, open_plans, close_plans);
}
