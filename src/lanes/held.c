#include "lanes/held.h"

static size_t held_slot(int64_t subject)
{
    uint64_t hash = (uint64_t)subject * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash >> 32) % HELD_SLOTS;
}

void held_clear(struct held *held)
{
    held->round++;
    held->count = 0;
}

/* Where the subject stands, or the free slot where it would. */
static size_t held_find(const struct held *held, int64_t subject)
{
    size_t at = held_slot(subject);
    while (held->slots[at].round == held->round && held->slots[at].subject != subject)
        at = (at + 1) % HELD_SLOTS;
    return at;
}

bool held_any(const struct held *held, const struct keys *keys)
{
    for (int i = 0; i < keys->count; i++)
        if (held->slots[held_find(held, keys->subject[i])].round == held->round)
            return true;
    return false;
}

bool held_add(struct held *held, const struct keys *keys)
{
    if (held->count + keys->count > HELD_SLOTS / 2)
        return false;
    for (int i = 0; i < keys->count; i++) {
        size_t at = held_find(held, keys->subject[i]);
        if (held->slots[at].round == held->round)
            continue;
        held->slots[at].subject = keys->subject[i];
        held->slots[at].round = held->round;
        held->count++;
    }
    return true;
}
