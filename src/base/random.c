#include "base/random.h"

#include "base/check.h"

#include <errno.h>
#include <sys/random.h>

void random_fill(void *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = getrandom((char *)bytes + done, size - done, 0);
        CHECK(got > 0 || errno == EINTR);
        if (got > 0)
            done += (size_t)got;
    }
}

uint64_t random_number(void)
{
    uint64_t number;
    random_fill(&number, sizeof number);
    return number;
}

static uint64_t random_split(uint64_t *seed)
{
    *seed += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

void random_init(struct random *random, uint64_t seed)
{
    for (size_t i = 0; i < COUNT_OF(random->state); i++)
        random->state[i] = random_split(&seed);
}

struct random random_for(uint64_t seed, uint64_t thing)
{
    struct random random;
    random_init(&random, random_split(&seed) ^ random_split(&thing));
    return random;
}

static uint64_t random_turned(uint64_t value, int by)
{
    return (value << by) | (value >> (64 - by));
}

uint64_t random_next(struct random *random)
{
    uint64_t *state = random->state;
    uint64_t result = random_turned(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = random_turned(state[3], 45);
    return result;
}

uint64_t random_below(struct random *random, uint64_t bound)
{
    CHECK(bound > 0);
    /* What lies below 2^64 mod bound would make small numbers likelier: drawn again. */
    uint64_t uneven = (0 - bound) % bound;
    uint64_t number;
    do
        number = random_next(random);
    while (number < uneven);
    return number % bound;
}

int64_t random_between(struct random *random, int64_t from, int64_t to)
{
    CHECK(from <= to);
    uint64_t span = (uint64_t)to - (uint64_t)from + 1;
    uint64_t step = span == 0 ? random_next(random) : random_below(random, span);
    return (int64_t)((uint64_t)from + step);
}

bool random_chance(struct random *random, uint64_t parts)
{
    return random_below(random, 1000000) < parts;
}
