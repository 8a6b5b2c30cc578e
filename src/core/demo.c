/* demo.c: see demo.h. */

#include "core/demo.h"

#include "base/check.h"

/* Minters 16300 and up make demo rows; no lane and no edge node gets such a number. */
#define DEMO_MINTER_FIRST 16300
#define DEMO_STREAMS 64
#define DEMO_COUNTERS 256

_Static_assert(DEMO_MINTER_FIRST + DEMO_STREAMS <= MINTER_COUNT, "demo minters are minters");

void demo_emit(struct demo *demo, const struct table *table, const void *row)
{
    if (!demo->failed && !demo->emit(demo, table, row))
        demo->failed = true;
}

/* splitmix64: every bit of the input moves every bit of the output. */
static uint64_t mix(uint64_t value)
{
    value += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

uint64_t demo_draw(const struct demo *demo, const char *stream, int64_t n)
{
    return mix(mix(demo->seed ^ text_hash(text_of(stream))) ^ (uint64_t)n);
}

int64_t demo_below(const struct demo *demo, const char *stream, int64_t n, int64_t below)
{
    CHECK(below > 0);
    return (int64_t)(demo_draw(demo, stream, n) % (uint64_t)below);
}

int64_t demo_id(int bucket, int stream, int64_t n)
{
    CHECK(bucket >= 0 && bucket < BUCKET_COUNT);
    CHECK(stream >= 0 && stream < DEMO_STREAMS && n >= 0 && n < INT64_C(1) << 23);
    /* The layout of id.h; a minter would need its state of 1024 buckets for every stream. */
    int64_t second = 1 + n / DEMO_COUNTERS;
    int64_t id = second << 32 | (int64_t)bucket << 22 | (int64_t)(DEMO_MINTER_FIRST + stream) << 8
        | n % DEMO_COUNTERS;
    CHECK(id_bucket(id) == bucket);
    return id;
}
