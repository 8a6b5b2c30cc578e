#include "core/id.h"

#include "base/check.h"

#include <string.h>

#define EPOCH_MS INT64_C(1577836800000)     /* 2020-01-01T00:00:00Z */
#define BUCKET_BITS 10
#define MINTER_BITS 14
#define COUNTER_BITS 8
#define IDS_A_SECOND (1 << COUNTER_BITS)

void minter_init(struct minter *minter, int32_t number, struct moment now)
{
    CHECK(number >= 0 && number < MINTER_COUNT);
    memset(minter, 0, sizeof *minter);
    minter->number = number;
    minter_move_to(minter, now);
}

void minter_move_to(struct minter *minter, struct moment now)
{
    int64_t second = (now.ms - EPOCH_MS) / 1000;
    if (second > minter->second)
        minter->second = second;
}

int64_t id_mint(struct minter *minter, int bucket)
{
    CHECK(bucket >= 0 && bucket < BUCKET_COUNT);
    if (minter->bucket_second[bucket] < minter->second) {
        minter->bucket_second[bucket] = minter->second;
        minter->bucket_next[bucket] = 0;
    } else if (minter->bucket_next[bucket] == IDS_A_SECOND) {
        minter->bucket_second[bucket]++;
        minter->bucket_next[bucket] = 0;
    }
    int64_t counter = minter->bucket_next[bucket]++;
    return minter->bucket_second[bucket] << (BUCKET_BITS + MINTER_BITS + COUNTER_BITS)
         | (int64_t)bucket << (MINTER_BITS + COUNTER_BITS)
         | (int64_t)minter->number << COUNTER_BITS | counter;
}

int id_bucket(int64_t id)
{
    return (int)((uint64_t)id >> (MINTER_BITS + COUNTER_BITS) & (BUCKET_COUNT - 1));
}

struct moment id_moment(int64_t id)
{
    int64_t second = id >> (BUCKET_BITS + MINTER_BITS + COUNTER_BITS);
    return (struct moment){ EPOCH_MS + second * 1000 };
}

int64_t id_least(struct moment from)
{
    int64_t second = from.ms <= EPOCH_MS ? 0 : (from.ms - EPOCH_MS) / 1000;
    return second << (BUCKET_BITS + MINTER_BITS + COUNTER_BITS);
}

int bucket_of_name(struct text name)
{
    /* FNV leaves short names close together; one more multiplication spreads them. Never to be
     * changed: the rows are where this says. */
    uint64_t hash = text_hash(name);
    hash = (hash ^ hash >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    return (int)(hash >> 40 & (BUCKET_COUNT - 1));
}

bool id_parse(struct text text, int64_t *ret_id)
{
    int64_t id;
    if (!text_to_int64(text, &id) || id < 1)
        return false;
    *ret_id = id;
    return true;
}
