/* kept.h: the entries that keeping.c keeps: a hash table found by table and key, of a bounded
 * size. What was longest unused goes first. An entry is a key and rows, packed (packing.h). */
#ifndef STORES_KEPT_H
#define STORES_KEPT_H

#include "core/store.h"

/* Longer answers are no standing facts of one person, place or visit; and a row written is put into
 * a range by looking at its rows. */
#define KEPT_ROWS_MAX 64

struct kept_entry {
    struct kept_entry *next;            /* of the same slot */
    struct kept_entry *before, *after;  /* in the ring of all */
    uint64_t hash;                  /* of table and key */
    const struct table *table;
    const struct query *query;      /* an answer of this; NULL: a range of the table */
    uint32_t key_length, length;    /* of the bytes */
    uint16_t fields;                /* of the key */
    uint16_t rows;
    bool used;                      /* since the hand came by last */
    char bytes[];                   /* the packed key, the packed rows */
};

struct kept {
    struct kept_entry **slots;
    size_t slot_count;              /* a power of 2 */
    struct kept_entry *hand;        /* NULL: nothing is kept */
    size_t bytes_max;
    int64_t count, bytes;
};

void kept_init(struct kept *kept, size_t bytes_max);
void kept_release(struct kept *kept);

uint64_t kept_hash(const struct table *table, const char *key, size_t length);
/* Where entries of that hash begin: for who fetches them before he looks. */
struct kept_entry **kept_slot(const struct kept *kept, uint64_t hash);
struct kept_entry *kept_find_by(const struct kept *kept, uint64_t hash, const struct table *table,
                                const struct query *query, const char *key, size_t length);
struct kept_entry *kept_find(const struct kept *kept, const struct table *table,
                             const struct query *query, const char *key, size_t length);
/* Key and rows are copied; too many rows or bytes are not kept. */
void kept_add(struct kept *kept, const struct table *table, const struct query *query,
              size_t fields, struct text key, struct text rows, size_t row_count);
void kept_drop(struct kept *kept, struct kept_entry *entry);
void kept_forget(struct kept *kept);    /* all of them */

#endif
