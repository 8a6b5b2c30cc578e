/* kept.c: see kept.h. A clock hand goes round the entries when there is no more room. */

#include "stores/kept.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

#define BYTES_A_SLOT 256
#define ENTRY_BYTES_MAX ((size_t)64 * 1024)

void kept_init(struct kept *kept, size_t bytes_max)
{
    *kept = (struct kept){ .bytes_max = bytes_max, .slot_count = 1 };
    while (kept->slot_count < bytes_max / BYTES_A_SLOT)
        kept->slot_count *= 2;
    kept->slots = calloc(kept->slot_count, sizeof(struct kept_entry *));
    CHECK(kept->slots != NULL);
}

void kept_release(struct kept *kept)
{
    kept_forget(kept);
    free(kept->slots);
}

uint64_t kept_hash(const struct table *table, const char *key, size_t length)
{
    return text_hash((struct text){ key, length })
        ^ (uint64_t)(uintptr_t)table * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t entry_size(const struct kept_entry *entry)
{
    return sizeof *entry + entry->length;
}

struct kept_entry **kept_slot(const struct kept *kept, uint64_t hash)
{
    return &kept->slots[hash & (kept->slot_count - 1)];
}

struct kept_entry *kept_find_by(const struct kept *kept, uint64_t hash, const struct table *table,
                                const struct query *query, const char *key, size_t length)
{
    struct kept_entry *entry = *kept_slot(kept, hash);
    while (entry != NULL
           && (entry->hash != hash || entry->table != table || entry->query != query
               || entry->key_length != length || memcmp(entry->bytes, key, length) != 0))
        entry = entry->next;
    return entry;
}

struct kept_entry *kept_find(const struct kept *kept, const struct table *table,
                             const struct query *query, const char *key, size_t length)
{
    return kept_find_by(kept, kept_hash(table, key, length), table, query, key, length);
}

void kept_drop(struct kept *kept, struct kept_entry *entry)
{
    struct kept_entry **link = kept_slot(kept, entry->hash);
    while (*link != entry)
        link = &(*link)->next;
    *link = entry->next;
    entry->before->after = entry->after;
    entry->after->before = entry->before;
    if (kept->hand == entry)
        kept->hand = entry->after == entry ? NULL : entry->after;
    kept->count--;
    kept->bytes -= (int64_t)entry_size(entry);
    free(entry);
}

void kept_forget(struct kept *kept)
{
    while (kept->hand != NULL)
        kept_drop(kept, kept->hand);
}

/* The hand passes what was used since it came by, and drops what was not. */
static void make_room(struct kept *kept, size_t size)
{
    while (kept->hand != NULL && (size_t)kept->bytes + size > kept->bytes_max) {
        struct kept_entry *entry = kept->hand;
        kept->hand = entry->after;
        if (entry->used)
            entry->used = false;
        else
            kept_drop(kept, entry);
    }
}

/* Behind the hand: it comes here last. */
static void entry_link(struct kept *kept, struct kept_entry *entry)
{
    struct kept_entry **slot = kept_slot(kept, entry->hash);
    entry->next = *slot;
    *slot = entry;
    struct kept_entry *hand = kept->hand;
    entry->after = hand == NULL ? entry : hand;
    entry->before = hand == NULL ? entry : hand->before;
    entry->before->after = entry;
    entry->after->before = entry;
    if (hand == NULL)
        kept->hand = entry;
    kept->count++;
    kept->bytes += (int64_t)entry_size(entry);
}

void kept_add(struct kept *kept, const struct table *table, const struct query *query,
              size_t fields, struct text key, struct text rows, size_t row_count)
{
    size_t length = key.length + rows.length;
    if (length > ENTRY_BYTES_MAX || row_count > KEPT_ROWS_MAX)
        return;
    make_room(kept, sizeof(struct kept_entry) + length);
    struct kept_entry *entry = malloc(sizeof *entry + length);
    if (entry == NULL)
        return;
    *entry = (struct kept_entry){
        .hash = kept_hash(table, key.data, key.length), .table = table, .query = query,
        .key_length = (uint32_t)key.length, .length = (uint32_t)length,
        .fields = (uint16_t)fields, .rows = (uint16_t)row_count,
    };
    memcpy(entry->bytes, key.data, key.length);
    if (rows.length > 0)
        memcpy(entry->bytes + key.length, rows.data, rows.length);
    entry_link(kept, entry);
}
