/* The SQL that is made, word for word: a change of it is seen here first. */

#include "stores/statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct bed { int64_t bucket, bed, version; struct text ward; struct date since; bool free; };
struct bed_key { int64_t bucket; struct date since; };

static const struct field BED_FIELDS[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct bed, bucket) },
    { .name = "bed", .kind = FIELD_ID, .offset = AT(struct bed, bed) },
    { .name = "version", .kind = FIELD_COUNT, .offset = AT(struct bed, version) },
    { .name = "ward", .kind = FIELD_TEXT, .offset = AT(struct bed, ward) },
    { .name = "since", .kind = FIELD_DAY, .offset = AT(struct bed, since) },
    { .name = "free", .kind = FIELD_FLAG, .offset = AT(struct bed, free) },
};
static const struct shape BED = SHAPE("bed", struct bed, BED_FIELDS);
static const struct field BED_KEY_FIELDS[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct bed_key, bucket) },
    { .name = "since", .kind = FIELD_DAY, .offset = AT(struct bed_key, since) },
};
static const struct shape BED_KEY = SHAPE("key", struct bed_key, BED_KEY_FIELDS);
static const struct table BED_TABLE = { "bed", &BED, 2, "version" };
static const struct query FREE_BEDS = {
    .name = "free beds", .from = "bed b", .where = "b.bucket = {bucket} AND b.since >= {since}",
    .order = "b.bed", .columns = "b.bucket, b.bed, b.version, b.ward, b.since, b.free",
    .key = &BED_KEY, .row = &BED, .row_max = 20, .guard = GUARD_PUBLIC,
};

static int arena_set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int arena_tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static void select_on_both(void **state)
{
    assert_string_equal(
        statement_select(&FREE_BEDS, DIALECT_SQLITE, *state).data,
        "SELECT b.bucket, b.bed, b.version, b.ward, b.since, b.free FROM bed b"
        " WHERE b.bucket = ?1 AND b.since >= ?2 ORDER BY b.bed LIMIT 20");
    assert_string_equal(
        statement_select(&FREE_BEDS, DIALECT_POSTGRES, *state).data,
        "SELECT want.n, t.* FROM unnest($1::smallint[], $2::integer[])"
        " WITH ORDINALITY AS want(\"bucket\", \"since\", n) CROSS JOIN LATERAL ("
        "SELECT b.bucket, b.bed, b.version, b.ward, b.since, b.free FROM bed b"
        " WHERE b.bucket = want.\"bucket\" AND b.since >= want.\"since\""
        " ORDER BY b.bed LIMIT 20) AS t");
}

static void facts_ask_for_one_row_more(void **state)
{
    struct query facts = FREE_BEDS;
    facts.guard = GUARD_DECISION;
    facts.columns = NULL;
    facts.key = NULL;
    facts.where = NULL;
    assert_string_equal(statement_select(&facts, DIALECT_SQLITE, *state).data,
                        "SELECT bucket, bed, version, ward, since, free FROM bed b"
                        " ORDER BY b.bed");
    assert_string_equal(statement_select(&facts, DIALECT_POSTGRES, *state).data,
                        "SELECT 1::bigint, t.* FROM (SELECT bucket, bed, version, ward, since,"
                        " free FROM bed b ORDER BY b.bed LIMIT 21) AS t");
    facts.page = true;
    assert_string_equal(statement_select(&facts, DIALECT_SQLITE, *state).data,
                        "SELECT bucket, bed, version, ward, since, free FROM bed b"
                        " ORDER BY b.bed LIMIT 20");
}

static void insert_on_both(void **state)
{
    assert_string_equal(statement_insert(&BED_TABLE, DIALECT_SQLITE, *state).data,
                        "INSERT INTO bed (bucket, bed, version, ward, since, free)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    assert_string_equal(statement_insert(&BED_TABLE, DIALECT_POSTGRES, *state).data,
                        "INSERT INTO bed (bucket, bed, version, ward, since, free)"
                        " SELECT bucket, bed, version, ward, since, free"
                        " FROM unnest($1::bed[])");
}

static void replace_on_both(void **state)
{
    assert_string_equal(statement_replace(&BED_TABLE, DIALECT_SQLITE, *state).data,
                        "UPDATE bed AS kept SET version = ?3 + 1, ward = ?4, since = ?5,"
                        " free = ?6 WHERE kept.bucket = ?1 AND kept.bed = ?2"
                        " AND kept.version = ?3");
    assert_string_equal(
        statement_replace(&BED_TABLE, DIALECT_POSTGRES, *state).data,
        "WITH done AS (UPDATE bed AS kept SET version = given.version + 1, ward = given.ward,"
        " since = given.since, free = given.free FROM unnest($1::bed[]) AS given"
        " WHERE kept.bucket = given.bucket AND kept.bed = given.bed"
        " AND kept.version = given.version RETURNING 1)"
        " SELECT 1 / (count(*) = cardinality($1))::integer FROM done");
}

static void numbers_that_do_not_fit_are_told(void **state)
{
    (void)state;
    struct bed bed = { 0 };
    assert_true(value_put_number(&BED_FIELDS[1], &bed, INT64_MAX));
    assert_true(value_put_number(&BED_FIELDS[4], &bed, 20200210));
    assert_int_equal(bed.since.yyyymmdd, 20200210);
    assert_false(value_put_number(&BED_FIELDS[4], &bed, INT64_C(1) << 40));
    assert_true(value_put_number(&BED_FIELDS[5], &bed, 1));
    assert_true(bed.free);
    assert_false(value_put_number(&BED_FIELDS[5], &bed, 2));
}

static void a_key_is_never_null(void **state)
{
    (void)state;
    struct bed bed = { .version = 8 };
    struct change change = { .kind = CHANGE_INSERT, .table = &BED_TABLE, .row = &bed };
    assert_false(value_of_change(&change, 1).null);
    assert_true(value_of_change(&change, 3).null);
    assert_true(value_of_change(&change, 4).null);
    assert_false(value_of_change(&change, 5).null);
    assert_int_equal(value_of_change(&change, 2).number, 1);
    change.kind = CHANGE_REPLACE;
    assert_int_equal(value_of_change(&change, 2).number, 8);
}

static void statements_are_made_once(void **state)
{
    (void)state;
    static struct query queries[1000];
    static const struct statement *made[1000];
    struct statements statements;
    statements_init(&statements, DIALECT_SQLITE);
    for (int at = 0; at < 1000; at++) {
        queries[at] = FREE_BEDS;
        queries[at].row_max = at + 1;
        made[at] = statements_of(&statements, &queries[at], USE_SELECT);
    }
    const struct statement *insert = statements_of(&statements, &BED_TABLE, USE_INSERT);
    const struct statement *replace = statements_of(&statements, &BED_TABLE, USE_REPLACE);
    assert_ptr_not_equal(insert, replace);
    for (int at = 0; at < 1000; at++)
        assert_ptr_equal(statements_of(&statements, &queries[at], USE_SELECT), made[at]);
    assert_int_equal(statements.count, 1002);
    assert_true(text_ends(made[999]->sql, TEXT("LIMIT 1000")));
    statements_release(&statements);
}

static void changes_are_grouped_in_order(void **state)
{
    struct bed beds[4] = { { .bed = 1 }, { .bed = 2 }, { .bed = 3 }, { .bed = 4 } };
    struct table other = BED_TABLE;
    struct change changes[] = {
        { .kind = CHANGE_REPLACE, .table = &BED_TABLE, .row = &beds[0], .next = &changes[1] },
        { .kind = CHANGE_INSERT, .table = &other, .row = &beds[1], .next = &changes[2] },
        { .kind = CHANGE_REPLACE, .table = &BED_TABLE, .row = &beds[2], .next = &changes[3] },
        { .kind = CHANGE_INSERT, .table = &BED_TABLE, .row = &beds[3] },
    };
    const struct change_group *group = change_groups(changes, *state);
    assert_int_equal(group->count, 2);
    assert_ptr_equal(group->changes[0]->row, &beds[0]);
    assert_ptr_equal(group->changes[1]->row, &beds[2]);
    assert_ptr_equal(group->next->table, &other);
    assert_int_equal(group->next->next->kind, CHANGE_INSERT);
    assert_null(group->next->next->next);
    assert_null(change_groups(NULL, *state));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, arena_set_up, arena_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(select_on_both),
        TEST(facts_ask_for_one_row_more),
        TEST(insert_on_both),
        TEST(replace_on_both),
        TEST(numbers_that_do_not_fit_are_told),
        TEST(a_key_is_never_null),
        TEST(statements_are_made_once),
        TEST(changes_are_grouped_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
