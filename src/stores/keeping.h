/* keeping.h: a store laid over the one a lane writes through, that keeps rows between batches.
 *
 * An answer to a query with `kept_of` is kept and given again until a row of that table with the
 * query's key is written. Because the lane is the one writer of its store and all it writes goes
 * through this handle, a kept answer is what the store below would say; after a write that did not
 * answer STORE_DONE nothing that was kept is believed any more. What a former owner keeps may be
 * out of date: `keeps` of the port says that decisions which write nothing ask for the fence, too.
 *
 * Answers are copied out, so that a reader's rows live as long as its arena. One thread, like any
 * handle; readers have handles of their own, without this. */
#ifndef STORES_KEEPING_H
#define STORES_KEEPING_H

#include "core/store.h"

struct keeping;

/* Keeps at most about so many bytes; the answers longest unused go first. The store below is closed
 * with this one. */
struct store *keeping_over(struct store *below, size_t bytes_max);

struct keeping_counts { int64_t found, missed, kept, bytes; };
struct keeping_counts keeping_counts(const struct store *keeping);

#endif
