/* world.h: a store with three empty tables and a lane just taken, for each test of the suite. */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "things.h"

struct world {
    struct arena arena;
    struct store *store;
    struct fence fence;
};

/* The store all worlds are made in from now on. */
void world_use(const char *address);
/* From now on with a store over it that keeps rows (keeping.h), or without. */
void world_keep(bool keeps);
int world_set_up(void **state);
int world_tear_down(void **state);

/* These fail the test when the store does not do it. */
struct store *open_store(struct arena *arena, bool writes);
void run_sql(struct world *world, const char *words);
struct list read_rows(struct world *world, const struct query *query, const void *key);
const struct thing *read_thing(struct world *world, int64_t bucket, int64_t id);

/* Whether the store takes the SQL of these; either may be NULL. */
enum store_answer prepare_one(struct world *world, const struct query *query,
                              const struct table *table);
/* Writes an array of changes as one batch. */
enum store_answer write_all(struct world *world, struct change *changes, size_t count);
enum store_answer write_one(struct world *world, enum change_kind kind,
                            const struct table *table, const void *row);

/* A row with something in every field. */
struct thing thing_full(int64_t bucket, int64_t id);
void assert_text(struct text found, struct text expected);
void assert_thing(const struct thing *found, const struct thing *expected);

#define WORLD_TEST(function) \
    cmocka_unit_test_setup_teardown(function, world_set_up, world_tear_down)

#endif
