/* held.h: the subjects that calls of a batch (or calls put off behind them) hold. */
#ifndef LANES_HELD_H
#define LANES_HELD_H

#include "base/limits.h"
#include "core/action.h"

#define HELD_SLOTS (4 * LIMIT_BATCH * LIMIT_KEYS_AN_ACTION)

/* Open addressing; slots of an older round count as free, so clearing is one step. Rounds are
 * counted from 1 and in 64 bits: an old number come round again would find every slot taken. */
struct held {
    uint64_t round;
    int32_t count;
    struct { int64_t subject; uint64_t round; } slots[HELD_SLOTS];
};

void held_clear(struct held *held);
/* Whether any of the keys is held already. */
bool held_any(const struct held *held, const struct keys *keys);
/* False when the set is full: nothing more may be taken in this round. */
bool held_add(struct held *held, const struct keys *keys);

#endif
