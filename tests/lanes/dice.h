/* dice.h: a store laid over another that fails by throws of seeded dice, from any thread's orders.
 * A write that answers STORE_UNKNOWN was kept or was not, by the dice too. The disk can be made to
 * stand still: flushes wait meanwhile.
 *
 * Beside the dice, a trouble can be laid where it is wanted: see dice_after_write. */
#ifndef TESTS_LANES_DICE_H
#define TESTS_LANES_DICE_H

#include "core/store.h"

#include <pthread.h>
#include <stdatomic.h>

struct dice {
    struct store base;              /* first: a handle knows its port */
    struct store_port port;
    struct store *below;
    pthread_mutex_t lock;           /* held over each call; orders to what lies below hold it too */
    _Atomic uint64_t seed;
    /* Out of 1000. */
    _Atomic int reads_fail, writes_fail, writes_conflict, writes_unknown, flushes_unknown;
    atomic_int reads, writes, flushes, failed;
    atomic_int reads_together, reads_together_most;     /* without a write between them */
    atomic_int troubles, reads_lost;    /* see dice_after_write */
    enum store_answer trouble;
    int reads_after;
    uint32_t *mark;                 /* of the write under way, when it goes ahead */
    pthread_mutex_t disk;
    pthread_cond_t disk_goes;
    bool disk_stands;
};

struct dice *dice_over(struct store *below, struct arena *arena);
void dice_rest(struct dice *dice);  /* nothing fails any more */
/* The next write is kept, but answers so, and as many reads after it fail. */
void dice_after_write(struct dice *dice, enum store_answer answer, int reads_lost);
void dice_disk(struct dice *dice, bool stands);

#endif
