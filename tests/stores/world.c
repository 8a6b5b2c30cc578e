/* world.c: see world.h. */

#include "world.h"

#include "stores/keeping.h"
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

static const char *world_address;
static bool world_keeps;

void world_use(const char *address)
{
    world_address = address;
}

void world_keep(bool keeps)
{
    world_keeps = keeps;
}

struct store *open_store(struct arena *arena, bool writes)
{
    struct text fault = { 0 };
    struct store *store = store_open_any(world_address, writes, arena, &fault);
    if (store == NULL)
        fail_msg("%.*s", TEXT_ARGS(fault));
    return store;
}

void run_sql(struct world *world, const char *words)
{
    struct text sql, fault = { 0 };
    if (!migrate_spell(world->store, text_of(words), &world->arena, &sql, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    if (world->store->port->run_schema(world->store, sql) != STORE_DONE)
        fail_msg("%s", world->store->port->complaint(world->store));
}

int world_set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    arena_init(&world->arena);
    world->store = open_store(&world->arena, true);
    if (world_keeps)
        world->store = keeping_over(world->store, (size_t)1024 * 1024);
    int run = 0;
    struct text fault = { 0 };
    if (!migrate_apply(world->store, TEST_SCHEMA_FOLDER, &world->arena, &run, &fault))
        fail_msg("%.*s", TEXT_ARGS(fault));
    run_sql(world, "DROP TABLE IF EXISTS thing; DROP TABLE IF EXISTS thing_line;"
                   "DROP TABLE IF EXISTS thing_name;");
    run_sql(world, THING_SCHEMA);
    assert_int_equal(world->store->port->take_lane(world->store, 0, TEXT("suite"),
                                                   &world->fence), STORE_DONE);
    *state = world;
    return 0;
}

int world_tear_down(void **state)
{
    struct world *world = *state;
    world->store->port->close(world->store);
    arena_release(&world->arena);
    free(world);
    return 0;
}

struct thing thing_full(int64_t bucket, int64_t id)
{
    return (struct thing){
        .bucket = bucket, .thing = id, .version = 1, .name = TEXT("张三·阿不都"),
        .code = TEXT("310"), .bytes = { "\0\1\377", 3 }, .name_required = TEXT("名"),
        .other = INT64_MAX, .other_required = 7, .count = -5, .money = { -123456789012345 },
        .share = { 855000 }, .quantity = { 5000 }, .price = { 1234567 },
        .day = DATE(2020, 2, 10), .day_required = DATE(2022, 12, 31),
        .moment = { INT64_C(1581296400123) }, .flag = true,
    };
}

enum store_answer prepare_one(struct world *world, const struct query *query,
                              const struct table *table)
{
    return world->store->port->prepare(world->store, &query, query == NULL ? 0 : 1, &table,
                                       table == NULL ? 0 : 1);
}

enum store_answer write_all(struct world *world, struct change *changes, size_t count)
{
    for (size_t at = 0; at + 1 < count; at++)
        changes[at].next = &changes[at + 1];
    return world->store->port->write(world->store, count == 0 ? NULL : changes, world->fence);
}

enum store_answer write_one(struct world *world, enum change_kind kind,
                                   const struct table *table, const void *row)
{
    struct change change = { .kind = kind, .table = table, .row = row };
    return write_all(world, &change, 1);
}

struct list read_rows(struct world *world, const struct query *query, const void *key)
{
    struct want want = { .query = query, .key = key };
    enum store_answer answer = world->store->port->read(world->store, &want, &world->arena);
    if (answer != STORE_DONE)
        fail_msg("%s", world->store->port->complaint(world->store));
    assert_true(want.answered);
    return want.rows;
}

const struct thing *read_thing(struct world *world, int64_t bucket, int64_t id)
{
    struct thing_key key = { bucket, id };
    struct list rows = read_rows(world, &THING_QUERY, &key);
    return rows.count == 0 ? NULL : rows.items;
}

void assert_text(struct text found, struct text expected)
{
    assert_int_equal(found.data == NULL, expected.data == NULL);
    assert_true(text_equal(found, expected));
}

void assert_thing(const struct thing *found, const struct thing *expected)
{
    assert_non_null(found);
    assert_int_equal(found->bucket, expected->bucket);
    assert_int_equal(found->thing, expected->thing);
    assert_int_equal(found->version, expected->version);
    assert_text(found->name, expected->name);
    assert_text(found->code, expected->code);
    assert_text(found->bytes, expected->bytes);
    assert_text(found->name_required, expected->name_required);
    assert_int_equal(found->other, expected->other);
    assert_int_equal(found->other_required, expected->other_required);
    assert_int_equal(found->count, expected->count);
    assert_int_equal(found->money.fen, expected->money.fen);
    assert_int_equal(found->share.parts, expected->share.parts);
    assert_int_equal(found->quantity.e4, expected->quantity.e4);
    assert_int_equal(found->price.e6, expected->price.e6);
    assert_int_equal(found->day.yyyymmdd, expected->day.yyyymmdd);
    assert_int_equal(found->day_required.yyyymmdd, expected->day_required.yyyymmdd);
    assert_int_equal(found->moment.ms, expected->moment.ms);
    assert_int_equal(found->flag, expected->flag);
}
