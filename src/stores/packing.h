/* packing.h: rows and keys as short strings of bytes, field after field: numbers as zigzag varints,
 * texts with their length. Equal fields give equal bytes, so that a packed row begins with the
 * bytes of its packed key. A text that the store keeps as '' when it is absent is packed as ''. */
#ifndef STORES_PACKING_H
#define STORES_PACKING_H

#include "base/arena.h"
#include "core/store.h"

/* Grows as needed; kept by its owner over many rows. */
struct packing {
    char *data;
    size_t length, capacity;
};

void packing_release(struct packing *packing);
void packing_add_bytes(struct packing *packing, const void *data, size_t length);
/* Appends the first `count` fields of an object. The first `keys` of them are of a primary key. */
void packing_add(struct packing *packing, const struct shape *shape, size_t count, size_t keys,
                 const void *object);
/* Reads all fields of a shape into a zeroed object; answers where the bytes end. Texts are copied
 * into the arena. */
const char *packing_read(const char *from, const struct shape *shape, void *object,
                         struct arena *arena);
/* The same behind its length in two bytes, for rows one after the other; false: it is too long. */
bool packing_add_row(struct packing *rows, const struct shape *shape, size_t keys,
                     const void *object);
struct text packing_row_at(const char *at);
/* Of two rows in the order of the primary key: below 0, 0 or above, as memcmp. */
int packing_order(const struct table *table, const void *one, const void *other);

#endif
