/* sqlite_pages.c: see sqlite_pages.h. */

#include "stores/sqlite_pages.h"

#include "base/check.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>

/* SQLite gives a page this number for a moment when it changes the numbers of two pages. */
#define PENDING_BYTE INT64_C(0x40000000)

struct page_cache {
    sqlite3_pcache *below;
    unsigned largest;           /* number of any page here, those of a moment left out */
    unsigned pending;
};

static sqlite3_pcache_methods2 usual;

static struct page_cache *of(sqlite3_pcache *cache)
{
    return (struct page_cache *)(void *)cache;
}

static sqlite3_pcache *pages_create(int page_bytes, int extra_bytes, int purgeable)
{
    struct page_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->pending = (unsigned)(PENDING_BYTE / page_bytes) + 1;
    cache->below = usual.xCreate(page_bytes, extra_bytes, purgeable);
    if (cache->below == NULL) {
        free(cache);
        return NULL;
    }
    return (sqlite3_pcache *)(void *)cache;
}

static void pages_size(sqlite3_pcache *cache, int pages)
{
    usual.xCachesize(of(cache)->below, pages);
}

static int pages_count(sqlite3_pcache *cache)
{
    return usual.xPagecount(of(cache)->below);
}

static sqlite3_pcache_page *pages_fetch(sqlite3_pcache *cache, unsigned key, int create)
{
    struct page_cache *ours = of(cache);
    if (create != 0 && key > ours->largest && key != ours->pending)
        ours->largest = key;
    return usual.xFetch(ours->below, key, create);
}

static void pages_unpin(sqlite3_pcache *cache, sqlite3_pcache_page *page, int discard)
{
    usual.xUnpin(of(cache)->below, page, discard);
}

static void pages_rekey(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned from,
                        unsigned to)
{
    struct page_cache *ours = of(cache);
    if (to > ours->largest && to != ours->pending)
        ours->largest = to;
    usual.xRekey(ours->below, page, from, to);
}

static void pages_truncate(sqlite3_pcache *cache, unsigned limit)
{
    struct page_cache *ours = of(cache);
    if (limit > ours->largest && limit <= ours->pending)
        return;
    usual.xTruncate(ours->below, limit);
    if (ours->largest >= limit)
        ours->largest = limit == 0 ? 0 : limit - 1;
}

static void pages_destroy(sqlite3_pcache *cache)
{
    usual.xDestroy(of(cache)->below);
    free(of(cache));
}

static void pages_shrink(sqlite3_pcache *cache)
{
    usual.xShrink(of(cache)->below);
}

static void pages_take_place(void)
{
    /* Nobody asks how much memory SQLite holds; counting it takes a lock at every piece. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &usual) != SQLITE_OK || usual.xFetch == NULL)
        return;
    sqlite3_pcache_methods2 ours = usual;
    ours.xCreate = pages_create;
    ours.xCachesize = pages_size;
    ours.xPagecount = pages_count;
    ours.xFetch = pages_fetch;
    ours.xUnpin = pages_unpin;
    ours.xRekey = pages_rekey;
    ours.xTruncate = pages_truncate;
    ours.xDestroy = pages_destroy;
    ours.xShrink = pages_shrink;
    sqlite3_config(SQLITE_CONFIG_PCACHE2, &ours);
}

void sqlite_pages_use(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    CHECK(pthread_once(&once, pages_take_place) == 0);
}
