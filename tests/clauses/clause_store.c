/* clause_store.c: see clause_store.h. */

#include "clause_store.h"

#include "base/check.h"
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

struct store *clause_store_open(struct arena *arena, struct text *ret_fault)
{
    CHECK(!kept.taken);
    if (!is_postgres())
        return made("sqlite::memory:", arena, ret_fault);
    if (kept.store != NULL) {
        own_database_empty();
    } else {
        arena_init(&kept.arena);
        kept.store = made(own_database(), &kept.arena, ret_fault);
        if (kept.store == NULL)
            return NULL;
        atexit(kept_gone);
    }
    kept.taken = true;
    return kept.store;
}

void clause_store_close(struct store *store)
{
    if (store == kept.store)
        kept.taken = false;
    else
        store->port->close(store);
}
