/* suite.c: values, changes and lists on every store. Each test begins with empty tables. */

#include "suite.h"

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

/* ---- values ---- */

static void every_kind_comes_back(void **state)
{
    struct world *world = *state;
    struct thing full = thing_full(1023, 41);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &full), STORE_DONE);
    assert_thing(read_thing(world, 1023, 41), &full);
}

static void absent_is_null_and_back(void **state)
{
    struct world *world = *state;
    struct thing bare = { .bucket = 0, .thing = 42, .version = 99, .name_required = { 0 } };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &bare), STORE_DONE);
    /* A required text is kept as empty; the version of a new row is 1 whatever was handed in. */
    bare.name_required = TEXT("");
    bare.version = 1;
    assert_thing(read_thing(world, 0, 42), &bare);
    run_sql(world, "CREATE TABLE nulls AS SELECT count(*) AS c FROM thing WHERE name IS NULL"
                   " AND code IS NULL AND bytes IS NULL AND other IS NULL AND day IS NULL"
                   " AND moment IS NULL AND other_required = 0 AND day_required = 0"
                   " AND name_required = '' AND flag = 0 AND money = 0;");
    struct want want = { .query = &THING_TOTAL_QUERY,
                         .key = &(struct thing_key){ 0, 0 } };
    struct query nulls = THING_TOTAL_QUERY;
    nulls.from = "nulls v";
    nulls.where = NULL;
    nulls.columns = "c, c";
    want.query = &nulls;
    assert_int_equal(world->store->port->read(world->store, &want, &world->arena), STORE_DONE);
    assert_int_equal(((const struct thing_total *)want.rows.items)->things, 1);
    run_sql(world, "DROP TABLE nulls;");
}

static void an_empty_text_is_not_absent(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(3, 43);
    thing.name = TEXT("");
    thing.bytes = TEXT("");
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    assert_thing(read_thing(world, 3, 43), &thing);
}

static void sums_come_as_numbers(void **state)
{
    struct world *world = *state;
    struct thing one = thing_full(5, 1), two = thing_full(5, 2);
    one.money.fen = -9000000000000000;
    two.money.fen = -20010;
    struct change changes[] = {
        { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &one },
        { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &two },
    };
    assert_int_equal(write_all(world, changes, 2), STORE_DONE);
    struct list rows = read_rows(world, &THING_TOTAL_QUERY, &(struct thing_key){ 5, 0 });
    const struct thing_total *total = rows.items;
    assert_int_equal(rows.count, 1);
    assert_int_equal(total->things, 2);
    assert_int_equal(total->money.fen, -9000000000020010);
    rows = read_rows(world, &THING_TOTAL_QUERY, &(struct thing_key){ 6, 0 });
    assert_int_equal(((const struct thing_total *)rows.items)->money.fen, 0);
}

/* ---- changes ---- */

static void replace_asks_for_the_version_read(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    thing.name = (struct text){ 0 };
    thing.money.fen = 77;
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_DONE);
    thing.money.fen = 78;
    /* Still version 1 in hand: somebody was faster. */
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_CONFLICT);
    thing.version = 2;
    thing.money.fen = 77;
    assert_thing(read_thing(world, 1, 1), &thing);
    thing.thing = 2;
    assert_int_equal(write_one(world, CHANGE_REPLACE, &THING_TABLE, &thing), STORE_CONFLICT);
}

static void a_row_is_replaced_once_a_batch(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    struct thing first = thing, second = thing;
    first.money.fen = 1;
    second.money.fen = 2;
    struct change changes[] = {
        { .kind = CHANGE_REPLACE, .table = &THING_TABLE, .row = &first },
        { .kind = CHANGE_REPLACE, .table = &THING_TABLE, .row = &second },
    };
    assert_int_equal(write_all(world, changes, 2), STORE_CONFLICT);
    assert_thing(read_thing(world, 1, 1), &thing);
}

static void a_key_taken_keeps_nothing(void **state)
{
    struct world *world = *state;
    struct thing old = thing_full(1, 1), fresh = thing_full(1, 2);
    struct thing_name name = { 9, TEXT("发票 0001"), 1 };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &old), STORE_DONE);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_DONE);
    old.flag = false;
    struct change changes[] = {
        { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &fresh },
        { .kind = CHANGE_REPLACE, .table = &THING_TABLE, .row = &old },
        { .kind = CHANGE_INSERT, .table = &THING_NAME_TABLE, .row = &name },
    };
    assert_int_equal(write_all(world, changes, 3), STORE_CONFLICT);
    assert_true(strlen(world->store->port->complaint(world->store)) > 0);
    assert_null(read_thing(world, 1, 2));
    assert_true(read_thing(world, 1, 1)->flag);
    /* The store goes on after it. */
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &fresh), STORE_DONE);
}

static void what_the_schema_forbids_is_a_fault(void **state)
{
    struct world *world = *state;
    run_sql(world, "DROP TABLE thing_name; CREATE TABLE thing_name (bucket {bucket} NOT NULL,"
                   " name {text} NOT NULL, thing {id} NOT NULL CHECK (thing <> 13),"
                   " PRIMARY KEY (bucket, name)) {clustered};");
    struct thing_name name = { 9, TEXT("x"), 13 };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_FAULT);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_MISSING_TABLE, &name), STORE_FAULT);
    name.thing = 14;
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_NAME_TABLE, &name), STORE_DONE);
}

/* What is written ahead is read at once, by others too, and is on disk when flush says so. */
static void what_is_written_ahead_is_read_and_flushed(void **state)
{
    struct world *world = *state;
    const struct store_port *port = world->store->port;
    assert_int_equal(port->flush(world->store, 0), STORE_DONE);
    for (int64_t id = 1; id <= 3; id++) {
        struct thing thing = thing_full(1, id);
        struct change change = { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &thing };
        uint32_t mark = 0;
        assert_int_equal(port->write_ahead(world->store, &change, world->fence, &mark),
                         STORE_DONE);
        assert_thing(read_thing(world, 1, id), &thing);
        struct store *reader = open_store(&world->arena, false);
        struct want want = { .query = &THING_QUERY, .key = &(struct thing_key){ 1, id } };
        assert_int_equal(reader->port->read(reader, &want, &world->arena), STORE_DONE);
        assert_int_equal(want.rows.count, 1);
        reader->port->close(reader);
        assert_int_equal(port->flush(world->store, mark), STORE_DONE);
        /* One of the other kind between: both keep their order. */
        thing = thing_full(1, id + 10);
        assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    }
    struct thing again = thing_full(1, 1);
    struct change change = { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &again };
    uint32_t mark = 0;
    assert_int_equal(port->write_ahead(world->store, &change, world->fence, &mark),
                     STORE_CONFLICT);
}

static void an_empty_batch_is_done(void **state)
{
    struct world *world = *state;
    assert_int_equal(write_all(world, NULL, 0), STORE_DONE);
}

#define BATCH_ROWS 100

static void a_batch_over_three_tables(void **state)
{
    struct world *world = *state;
    static struct thing things[BATCH_ROWS];
    static struct thing_line lines[BATCH_ROWS];
    static struct thing_name names[BATCH_ROWS];
    static struct change changes[BATCH_ROWS * 3];
    for (int at = 0; at < BATCH_ROWS; at++) {
        things[at] = thing_full(at % 7, 1000 + at);
        things[at].count = at;
        lines[at] = (struct thing_line){ at % 7, 1000 + at, 1, TEXT("line") };
        names[at] = (struct thing_name){ at % 7, arena_format(&world->arena, "n%d", at),
                                         1000 + at };
        struct change *change = &changes[at * 3];
        memset(change, 0, 3 * sizeof *change);
        change[0] = (struct change){ .table = &THING_TABLE, .row = &things[at] };
        change[1] = (struct change){ .table = &THING_LINE_TABLE, .row = &lines[at] };
        change[2] = (struct change){ .table = &THING_NAME_TABLE, .row = &names[at] };
    }
    assert_int_equal(write_all(world, changes, BATCH_ROWS * 3), STORE_DONE);
    struct list rows = read_rows(world, &THING_TOTAL_QUERY, &(struct thing_key){ 3, 0 });
    assert_int_equal(((const struct thing_total *)rows.items)->things, 14);
    struct thing_name key = { 99 % 7, TEXT("n99"), 0 };
    rows = read_rows(world, &THING_NAMED_QUERY, &key);
    assert_int_equal(rows.count, 1);
    assert_int_equal(((const struct thing *)rows.items)->count, 99);
    /* And all of them replaced, then one of them at a wrong version. */
    for (int at = 0; at < BATCH_ROWS; at++) {
        things[at].count = -at;
        changes[at] = (struct change){ .kind = CHANGE_REPLACE, .table = &THING_TABLE,
                                       .row = &things[at] };
    }
    assert_int_equal(write_all(world, changes, BATCH_ROWS), STORE_DONE);
    assert_int_equal(read_thing(world, 50 % 7, 1050)->count, -50);
    for (int at = 0; at < BATCH_ROWS; at++) {
        things[at].version = at == 77 ? 1 : 2;
        things[at].count = 0;
    }
    assert_int_equal(write_all(world, changes, BATCH_ROWS), STORE_CONFLICT);
    assert_int_equal(read_thing(world, 50 % 7, 1050)->count, -50);
}

/* ---- lists ---- */

static void write_lines(struct world *world, int64_t thing, int count)
{
    static const char *const TEXTS[] = { "b", "A", "é", "a", "中", "Z", "10", "9" };
    struct thing_line lines[8];
    struct change changes[8] = { 0 };
    assert_true(count <= 8);
    for (int at = 0; at < count; at++) {
        lines[at] = (struct thing_line){ 2, thing, at + 1, text_of(TEXTS[at]) };
        changes[at] = (struct change){ .table = &THING_LINE_TABLE, .row = &lines[at] };
    }
    assert_int_equal(write_all(world, changes, (size_t)count), STORE_DONE);
}

static void lists_have_order_and_end(void **state)
{
    struct world *world = *state;
    write_lines(world, 7, 8);
    struct list rows = read_rows(world, &THING_LINES_QUERY, &(struct thing_key){ 2, 7 });
    assert_int_equal(rows.count, THING_LINES_MAX);
    const struct thing_line *line = rows.items;
    for (int at = 0; at < THING_LINES_MAX; at++)
        assert_int_equal(line[at].line, 8 - at);
    assert_text(line[0].text, TEXT("9"));
}

static void text_orders_by_bytes(void **state)
{
    struct world *world = *state;
    write_lines(world, 7, 8);
    struct list rows = read_rows(world, &THING_FIRST_LINES_QUERY, NULL);
    static const char *const EXPECTED[] = { "10", "9", "A", "Z", "a" };
    const struct thing_line *line = rows.items;
    assert_int_equal(rows.count, 5);
    for (int at = 0; at < 5; at++)
        assert_text(line[at].text, text_of(EXPECTED[at]));
}

static void facts_are_never_cut_off(void **state)
{
    struct world *world = *state;
    write_lines(world, 7, THING_LINES_MAX);
    struct list rows = read_rows(world, &THING_LINES_FACTS_QUERY, &(struct thing_key){ 2, 7 });
    assert_int_equal(rows.count, THING_LINES_MAX);
    struct thing_line line = { 2, 7, 100, TEXT("one more") };
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_LINE_TABLE, &line), STORE_DONE);
    /* Nor do those who asked beside it lose their answer. */
    write_lines(world, 8, 2);
    struct want third = { .query = &THING_QUERY, .key = &(struct thing_key){ 2, 7 } };
    struct want second = {
        .query = &THING_LINES_FACTS_QUERY, .key = &(struct thing_key){ 2, 8 }, .next = &third,
    };
    struct want want = {
        .query = &THING_LINES_FACTS_QUERY, .key = &(struct thing_key){ 2, 7 }, .next = &second,
    };
    for (int time = 0; time < 2; time++) {
        assert_int_equal(world->store->port->read(world->store, &want, &world->arena),
                         STORE_TOO_MANY);
        assert_true(want.too_many && !want.answered);
        assert_true(second.answered && !second.too_many && second.rows.count == 2);
        assert_true(third.answered && !third.too_many);
    }
    /* But where only a page of them is asked for. */
    struct query page = THING_LINES_FACTS_QUERY;
    page.page = true;
    page.kept_of = NULL;
    page.kept_whole = false;
    rows = read_rows(world, &page, &(struct thing_key){ 2, 7 });
    assert_int_equal(rows.count, THING_LINES_MAX);
}

static void absent_keys_leave_filters_out(void **state)
{
    struct world *world = *state;
    for (int at = 1; at <= 4; at++) {
        struct thing thing = thing_full(8, at);
        thing.code = at % 2 == 0 ? TEXT("390") : TEXT("310");
        thing.day = at == 4 ? DATE_NONE : DATE(2020, 2, at);
        assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    }
    struct thing_filter filter = { .bucket = 8 };
    assert_int_equal(read_rows(world, &THING_FILTER_QUERY, &filter).count, 4);
    filter.after = 2;
    assert_int_equal(read_rows(world, &THING_FILTER_QUERY, &filter).count, 2);
    filter.code = TEXT("390");
    assert_int_equal(read_rows(world, &THING_FILTER_QUERY, &filter).count, 1);
    filter = (struct thing_filter){ .bucket = 8, .day = DATE(2020, 2, 3) };
    struct list rows = read_rows(world, &THING_FILTER_QUERY, &filter);
    assert_int_equal(rows.count, 1);
    assert_int_equal(((const struct thing *)rows.items)->thing, 3);
}

#define WANTS 40

static void many_wants_of_many_queries_at_once(void **state)
{
    struct world *world = *state;
    write_lines(world, 7, 8);
    write_lines(world, 9, 3);
    struct thing thing = thing_full(2, 9);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    static struct thing_key keys[WANTS];
    static struct want wants[WANTS];
    for (int at = 0; at < WANTS; at++) {
        keys[at] = (struct thing_key){ 2, at };
        wants[at] = (struct want){
            .query = at % 3 == 0 ? &THING_QUERY : at % 3 == 1 ? &THING_LINES_QUERY
                                                              : &THING_TOTAL_QUERY,
            .key = &keys[at], .next = at + 1 < WANTS ? &wants[at + 1] : NULL,
        };
    }
    struct list kept = { &keys[0], 123 };
    wants[3].answered = true;
    wants[3].rows = kept;
    assert_int_equal(world->store->port->read(world->store, wants, &world->arena), STORE_DONE);
    for (int at = 0; at < WANTS; at++) {
        size_t expected = at % 3 == 2 ? 1 : at == 7 ? 5 : at == 9 ? 1 : at == 3 ? 123 : 0;
        assert_true(wants[at].answered);
        assert_int_equal(wants[at].rows.count, expected);
    }
    const struct thing_line *line = wants[7].rows.items;
    assert_int_equal(line[0].line, 8);
    assert_int_equal(line[4].line, 4);
    assert_int_equal(((const struct thing_total *)wants[38].rows.items)->things, 1);
    assert_int_equal(((const struct thing *)wants[9].rows.items)->thing, 9);
}

static void what_rooms_describe_is_prepared(void **state)
{
    struct world *world = *state;
    const struct store_port *port = world->store->port;
    assert_int_equal(prepare_one(world, &THING_NAMED_QUERY, &THING_TABLE), STORE_DONE);
    assert_int_equal(prepare_one(world, NULL, &THING_LINE_TABLE), STORE_DONE);
    assert_int_equal(prepare_one(world, &THING_MISSPELLED_QUERY, NULL), STORE_FAULT);
    assert_non_null(strstr(port->complaint(world->store), "thign"));
    assert_int_equal(prepare_one(world, NULL, &THING_MISSING_TABLE), STORE_FAULT);
    assert_int_equal(prepare_one(world, &THING_QUERY, NULL), STORE_DONE);
    struct query narrow = THING_LINES_QUERY;
    narrow.columns = "v.bucket, v.thing, v.line";
    assert_int_equal(prepare_one(world, &narrow, NULL), STORE_FAULT);
    /* Of many at once the wrong one is named, and the store is as good as before. */
    const struct query *queries[] = { &THING_QUERY, &THING_MISSPELLED_QUERY, &THING_LINES_QUERY };
    const struct table *tables[] = { &THING_TABLE, &THING_LINE_TABLE };
    assert_int_equal(port->prepare(world->store, queries, 3, tables, 2), STORE_FAULT);
    assert_non_null(strstr(port->complaint(world->store), "thign"));
    queries[1] = &THING_NAMED_QUERY;
    assert_int_equal(port->prepare(world->store, queries, 3, tables, 2), STORE_DONE);
    assert_int_equal(port->prepare(world->store, queries, 3, tables, 2), STORE_DONE);
    assert_int_equal(port->prepare(world->store, NULL, 0, NULL, 0), STORE_DONE);
    assert_null(read_thing(world, 1, 1));
}

static void a_reader_writes_nothing(void **state)
{
    struct world *world = *state;
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(world, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    struct world reader = *world;
    reader.store = open_store(&world->arena, false);
    assert_thing(read_thing(&reader, 1, 1), &thing);
    thing.thing = 2;
    assert_int_equal(write_one(&reader, CHANGE_INSERT, &THING_TABLE, &thing), STORE_FAULT);
    assert_null(read_thing(world, 1, 2));
    reader.store->port->close(reader.store);
}

static int suite_rows(const char *name)
{
    static const struct CMUnitTest TESTS[] = {
        WORLD_TEST(every_kind_comes_back),
        WORLD_TEST(absent_is_null_and_back),
        WORLD_TEST(an_empty_text_is_not_absent),
        WORLD_TEST(sums_come_as_numbers),
        WORLD_TEST(replace_asks_for_the_version_read),
        WORLD_TEST(a_row_is_replaced_once_a_batch),
        WORLD_TEST(a_key_taken_keeps_nothing),
        WORLD_TEST(what_the_schema_forbids_is_a_fault),
        WORLD_TEST(what_is_written_ahead_is_read_and_flushed),
        WORLD_TEST(an_empty_batch_is_done),
        WORLD_TEST(a_batch_over_three_tables),
        WORLD_TEST(lists_have_order_and_end),
        WORLD_TEST(text_orders_by_bytes),
        WORLD_TEST(facts_are_never_cut_off),
        WORLD_TEST(absent_keys_leave_filters_out),
        WORLD_TEST(many_wants_of_many_queries_at_once),
        WORLD_TEST(what_rooms_describe_is_prepared),
        WORLD_TEST(a_reader_writes_nothing),
    };
    return cmocka_run_group_tests_name(name, TESTS, NULL, NULL);
}

int store_suite(const char *name, const char *address)
{
    world_use(address);
    int failed = suite_rows(name) + suite_house(name) + suite_keeping(name);
    world_keep(true);
    failed += suite_rows("keeping");
    world_keep(false);
    return failed;
}
