/* suite_keeping.c: what a store that keeps rows says, held against the store below it. */

#include "suite.h"

#include "world.h"

#include "base/check.h"
#include "base/random.h"
#include "core/action.h"
#include "stores/faulty.h"
#include "stores/keeping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define THINGS 6
#define LINES 9

/* The world's store is closed with the one laid over it. */
static struct world over(struct world *world, size_t bytes_max)
{
    struct world kept = *world;
    kept.store = keeping_over(world->store, bytes_max);
    world->store = kept.store;
    return kept;
}

static struct list ask_one(struct world *world, struct store *store, const struct query *query,
                           int64_t bucket, int64_t thing, enum store_answer *ret_answer)
{
    struct want want = { .query = query, .key = &(struct thing_key){ bucket, thing } };
    *ret_answer = store->port->read(store, &want, &world->arena);
    return want.rows;
}

/* The same rows, field by field, or the same fault. */
static void assert_same(struct world *world, struct store *below, const struct query *query,
                        int64_t bucket, int64_t thing)
{
    enum store_answer kept_answer, answer;
    struct list kept = ask_one(world, world->store, query, bucket, thing, &kept_answer);
    struct list rows = ask_one(world, below, query, bucket, thing, &answer);
    assert_int_equal(kept_answer, answer);
    if (answer != STORE_DONE)
        return;
    assert_int_equal(kept.count, rows.count);
    for (size_t at = 0; at < rows.count; at++) {
        size_t size = query->row->size;
        struct text one = shape_pack(query->row, (char *)kept.items + at * size, &world->arena);
        struct text other = shape_pack(query->row, (char *)rows.items + at * size, &world->arena);
        assert_text(one, other);
    }
}

static void compare_all(struct world *world, struct store *below)
{
    static const struct query *const QUERIES[] = { &THING_QUERY, &THING_LINES_QUERY,
                                                   &THING_LINES_FACTS_QUERY };
    for (int64_t thing = 1; thing <= THINGS; thing++)
        for (size_t at = 0; at < COUNT_OF(QUERIES); at++)
            assert_same(world, below, QUERIES[at], thing % 2, thing);
}

/* A batch of some rows: new things, lines of them (in any order), things replaced, and now and then
 * one that is refused, so that nothing of the batch is kept. */
static void throw_batch(struct world *world, struct random *random)
{
    struct change changes[8];
    struct thing things[8];
    struct thing_line lines[8];
    size_t count = 1 + (size_t)random_below(random, 8);
    for (size_t at = 0; at < count; at++) {
        int64_t id = 1 + (int64_t)random_below(random, THINGS);
        if (random_chance(random, 500000)) {
            lines[at] = (struct thing_line){
                .bucket = id % 2, .thing = id, .line = (int64_t)random_below(random, LINES) - 4,
                .text = random_chance(random, 300000) ? (struct text){ 0 } : TEXT("行"),
            };
            changes[at] = (struct change){ .kind = CHANGE_INSERT, .table = &THING_LINE_TABLE,
                                           .row = &lines[at] };
            continue;
        }
        const struct thing *now = read_thing(world, id % 2, id);
        things[at] = now == NULL ? thing_full(id % 2, id) : *now;
        things[at].money.fen = (int64_t)random_next(random);
        if (random_chance(random, 200000))
            things[at].name_required = (struct text){ 0 };
        if (random_chance(random, 100000))
            things[at].version++;
        changes[at] = (struct change){ .kind = now == NULL ? CHANGE_INSERT : CHANGE_REPLACE,
                                       .table = &THING_TABLE, .row = &things[at] };
    }
    /* Lines come with or after their thing. */
    for (size_t at = 0; at < count; at++)
        if (changes[at].table == &THING_LINE_TABLE
            && read_thing(world, lines[at].bucket, lines[at].thing) == NULL)
            changes[at].table = NULL;
    size_t good = 0;
    for (size_t at = 0; at < count; at++)
        if (changes[at].table != NULL)
            changes[good++] = changes[at];
    write_all(world, changes, good);
}

static void what_is_kept_is_what_is_stored(void **state)
{
    struct world *world = *state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct random random;
        random_init(&random, seed);
        struct world fresh = *world;
        arena_init(&fresh.arena);
        fresh.store = keeping_over(open_store(&fresh.arena, true), seed % 3 == 0 ? 2000 : 100000);
        struct store *below = open_store(&fresh.arena, false);
        run_sql(world, "DELETE FROM thing; DELETE FROM thing_line;");
        for (int batch = 0; batch < 12; batch++) {
            throw_batch(&fresh, &random);
            if (random_chance(&random, 700000))
                compare_all(&fresh, below);
        }
        compare_all(&fresh, below);
        below->port->close(below);
        fresh.store->port->close(fresh.store);
        arena_release(&fresh.arena);
    }
}

static void what_was_written_is_not_read(void **state)
{
    struct world kept = over(*state, 100000);
    assert_null(read_thing(&kept, 1, 1));
    read_rows(&kept, &THING_LINES_FACTS_QUERY, &(struct thing_key){ 1, 1 });
    int64_t missed = keeping_counts(kept.store).missed;
    struct thing thing = thing_full(1, 3);
    struct thing_line line = { 1, 3, 2, TEXT("b") }, first = { 1, 3, 1, TEXT("a") };
    struct change changes[] = {
        { .kind = CHANGE_INSERT, .table = &THING_LINE_TABLE, .row = &line },
        { .kind = CHANGE_INSERT, .table = &THING_TABLE, .row = &thing },
        { .kind = CHANGE_INSERT, .table = &THING_LINE_TABLE, .row = &first },
    };
    assert_int_equal(write_all(&kept, changes, 3), STORE_DONE);
    assert_thing(read_thing(&kept, 1, 3), &thing);
    struct list lines = read_rows(&kept, &THING_LINES_FACTS_QUERY, &(struct thing_key){ 1, 3 });
    assert_int_equal(lines.count, 2);
    assert_int_equal(((const struct thing_line *)lines.items)[0].line, 1);
    assert_int_equal(keeping_counts(kept.store).missed, missed);
}

/* Another owner wrote meanwhile: the write that finds out ends what is believed. */
static void nothing_is_believed_after_a_failed_write(void **state)
{
    struct world kept = over(*state, 100000);
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(&kept, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    assert_thing(read_thing(&kept, 1, 1), &thing);
    struct world other = kept;
    other.store = open_store(&other.arena, true);
    run_sql(&other, "UPDATE thing SET money = 5, version = 2;"
                    "UPDATE lane SET epoch = epoch + 1, owner = 'another' WHERE lane = 0;");
    other.store->port->close(other.store);
    assert_thing(read_thing(&kept, 1, 1), &thing);
    assert_int_equal(write_all(&kept, NULL, 0), STORE_FENCED);
    assert_int_equal(keeping_counts(kept.store).kept, 0);
    assert_int_equal(read_thing(&kept, 1, 1)->money.fen, 5);
}

static void each_failing_answer_forgets(void **state)
{
    static const enum store_answer ANSWERS[] = { STORE_CONFLICT, STORE_FENCED, STORE_FAULT,
                                                 STORE_UNKNOWN };
    struct world *world = *state;
    struct faulty *faulty = faulty_over(world->store, &world->arena);
    struct world kept = *world;
    kept.store = keeping_over(faulty_store(faulty), 100000);
    struct thing thing = thing_full(1, 1);
    assert_int_equal(write_one(&kept, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
    for (size_t at = 0; at < COUNT_OF(ANSWERS); at++) {
        thing = *read_thing(&kept, 1, 1);
        assert_true(keeping_counts(kept.store).kept > 0);
        thing.money.fen = 1000 + (int64_t)at;
        faulty_fail_call(faulty, 1, ANSWERS[at]);
        assert_int_equal(write_one(&kept, CHANGE_REPLACE, &THING_TABLE, &thing), ANSWERS[at]);
        assert_int_equal(keeping_counts(kept.store).kept, 0);
        assert_same(&kept, world->store, &THING_QUERY, 1, 1);
    }
    kept.store->port->close(kept.store);
}

static void little_room_keeps_little(void **state)
{
    struct world kept = over(*state, 4000);
    for (int64_t id = 1; id <= 200; id++) {
        struct thing thing = thing_full(1, id);
        assert_int_equal(write_one(&kept, CHANGE_INSERT, &THING_TABLE, &thing), STORE_DONE);
        assert_thing(read_thing(&kept, 1, id), &thing);
        assert_true(keeping_counts(kept.store).bytes <= 4000);
    }
    assert_true(keeping_counts(kept.store).kept > 2);
}

int suite_keeping(const char *name)
{
    static const struct CMUnitTest TESTS[] = {
        WORLD_TEST(what_is_kept_is_what_is_stored),
        WORLD_TEST(what_was_written_is_not_read),
        WORLD_TEST(nothing_is_believed_after_a_failed_write),
        WORLD_TEST(each_failing_answer_forgets),
        WORLD_TEST(little_room_keeps_little),
    };
    return cmocka_run_group_tests_name(name, TESTS, NULL, NULL);
}
