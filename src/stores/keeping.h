/* keeping.h: a store laid over the one a lane writes through, that keeps rows between batches.
 *
 * What a query with `kept_of` answered is kept, packed, and answered again. A lane is the one
 * writer of its store and all it writes goes through this handle, so a row written makes stale
 * what was found under its key, and
 *   - an answer of any order or filter is dropped,
 *   - a range (`kept_whole`: all rows of a table under a key, in the order of its primary key) gets
 *     the row, so that what a lane has just written it need not read,
 *   - a row inserted into a table begins the ranges of the tables `under` it: nothing is there yet.
 * After a write that did not answer STORE_DONE nothing that was kept is believed any more. What a
 * former owner keeps may be out of date: `keeps` of the port says that decisions which write
 * nothing ask for the fence, too.
 *
 * Answers are copied out, so that a reader's rows live as long as its arena. One thread, like any
 * handle; readers have handles of their own, without this. */
#ifndef STORES_KEEPING_H
#define STORES_KEEPING_H

#include "core/store.h"

/* Keeps at most about so many bytes; what was longest unused goes first. The store below is closed
 * with this one. */
struct store *keeping_over(struct store *below, size_t bytes_max);

struct keeping_counts { int64_t found, missed, kept, bytes; };
struct keeping_counts keeping_counts(const struct store *keeping);

#endif
