/* clause_store.c: see clause_store.h. */

#include "clause_store.h"

#include "base/check.h"
#include "base/limits.h"
#include "own_database.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <stdlib.h>
#include <string.h>

/* The schema takes longer than a scenario: a database is made once and emptied for each world, and
 * its connection, with all that it has prepared, stays. */
static struct {
    struct arena arena;
    struct store *store;
    bool taken;
} kept;

static bool is_postgres(void)
{
    const char *store = getenv("YIBAO_CLAUSE_STORE");
    if (store == NULL || strcmp(store, "sqlite") == 0)
        return false;
    CHECK(strcmp(store, "postgres") == 0);
    return true;
}

bool clause_store_is_missing(void)
{
    return is_postgres() && getenv("YIBAO_TEST_POSTGRES") == NULL;
}

static struct store *made(const char *address, struct arena *arena, struct text *ret_fault)
{
    const char *schema = getenv("YIBAO_SCHEMA");
    int run = 0;
    struct store *store = store_open_any(address, true, arena, ret_fault);
    if (store == NULL
        || migrate_apply(store, schema == NULL ? "schema" : schema, arena, &run, ret_fault))
        return store;
    store->port->close(store);
    return NULL;
}

static void kept_gone(void)
{
    kept.store->port->close(kept.store);
    arena_release(&kept.arena);
}

/* A row of what SQLite says of itself. */
struct master {
    struct text type, name;
};
static const struct field MASTER_FIELDS[] = {
    { .name = "type", .kind = FIELD_TEXT, .offset = AT(struct master, type) },
    { .name = "name", .kind = FIELD_TEXT, .offset = AT(struct master, name) },
};
static const struct shape MASTER = SHAPE("master", struct master, MASTER_FIELDS);
static const struct query MASTERS = {
    .name = "masters", .from = "sqlite_master", .order = "name", .row = &MASTER,
    .row_max = LIMIT_ROWS_A_READ,
};

/* Takes all rows out of it but those of the schema's files and SQLite's own figures: without them
 * (stores/sqlite_leaves.c) all that is prepared would be prepared anew. */
static bool sqlite_empty(struct store *store, struct text *ret_fault)
{
    struct want want = { .query = &MASTERS };
    struct arena arena;
    arena_init(&arena);
    bool done = store->port->read(store, &want, &arena) == STORE_DONE;
    struct text sql = TEXT("");
    const struct master *masters = want.rows.items;
    for (size_t at = 0; done && at < want.rows.count; at++)
        if (text_equal(masters[at].type, TEXT("table"))
            && !text_equal(masters[at].name, TEXT("schema_file"))
            && !text_starts(masters[at].name, TEXT("sqlite_")))
            sql = arena_format(&arena, "%.*sDELETE FROM %.*s;", TEXT_ARGS(sql),
                               TEXT_ARGS(masters[at].name));
    done = done && store->port->run_schema(store, sql) == STORE_DONE;
    if (!done)
        *ret_fault = arena_text(&kept.arena, text_of(store->port->complaint(store)));
    arena_release(&arena);
    return done;
}

struct store *clause_store_open(struct arena *arena, struct text *ret_fault)
{
    CHECK(!kept.taken);
    if (kept.store == NULL) {
        arena_init(&kept.arena);
        kept.store = made(is_postgres() ? own_database() : "sqlite::memory:", &kept.arena,
                          ret_fault);
        if (kept.store == NULL) {
            *ret_fault = arena_text(arena, *ret_fault);
            arena_release(&kept.arena);
            return NULL;
        }
        atexit(kept_gone);
    } else if (is_postgres()) {
        own_database_empty();
    } else if (!sqlite_empty(kept.store, ret_fault)) {
        return NULL;
    }
    kept.taken = true;
    return kept.store;
}

void clause_store_close(struct store *store)
{
    CHECK(store == kept.store);
    kept.taken = false;
}
