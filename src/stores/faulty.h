/* faulty.h: a store that fails on purpose, laid over any other.
 *
 * A scenario is run again and again with the first, second, … call failing; nothing may be half
 * done afterwards. Every call of read, write, hold_lane and take_lane counts, and every change of a
 * write. An armed failure happens once. A call that fails never reaches the store below, except
 * that with STORE_UNKNOWN a write is kept: the answer was lost, not the commit. */
#ifndef STORES_FAULTY_H
#define STORES_FAULTY_H

#include "core/store.h"

struct faulty;

struct faulty_counts {
    int64_t calls, changes, failed;     /* since faulty_over */
};

/* Lives in the arena and borrows the store below: close that one, not this. */
struct faulty *faulty_over(struct store *below, struct arena *arena);
struct store *faulty_store(struct faulty *faulty);
/* The call that comes `after`-th from now (1 is the next) answers `answer`; 0 disarms. */
void faulty_fail_call(struct faulty *faulty, int64_t after, enum store_answer answer);
/* The write that holds the `after`-th change from now answers `answer`. */
void faulty_fail_change(struct faulty *faulty, int64_t after, enum store_answer answer);
/* The next flush answers that; from any thread. What was written is there all the same. */
void faulty_fail_flush(struct faulty *faulty, enum store_answer answer);
/* With `kept` false a write that answers STORE_UNKNOWN was lost on the way there. */
void faulty_keep_unknown(struct faulty *faulty, bool kept);
struct faulty_counts faulty_counts(const struct faulty *faulty);

#endif
