#include "base/clock.h"

#include "base/check.h"

#include <time.h>

static int64_t clock_read_us(clockid_t which)
{
    struct timespec now;
    CHECK(clock_gettime(which, &now) == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_steady_us(void)
{
    return clock_read_us(CLOCK_MONOTONIC);
}

void clock_init(struct clock *clock)
{
    clock->kind = CLOCK_REAL;
    atomic_init(&clock->shift_ms, 0);
}

void clock_set_demo(struct clock *clock, int64_t start_ms, bool running)
{
    clock->kind = running ? CLOCK_RUNNING : CLOCK_FROZEN;
    atomic_init(&clock->shift_ms, running ? start_ms - clock_steady_us() / 1000 : start_ms);
}

bool clock_is_demo(const struct clock *clock)
{
    return clock->kind != CLOCK_REAL;
}

bool clock_forward(struct clock *clock, int64_t to_ms)
{
    if (clock->kind == CLOCK_REAL)
        return false;
    int64_t steady_ms = clock->kind == CLOCK_RUNNING ? clock_steady_us() / 1000 : 0;
    int64_t wanted = to_ms - steady_ms;
    int64_t shift = atomic_load(&clock->shift_ms);
    /* Two who move it at once: the later moment stands. */
    do {
        if (wanted < shift)
            return false;
    } while (!atomic_compare_exchange_weak(&clock->shift_ms, &shift, wanted));
    return true;
}

int64_t clock_now_ms(const struct clock *clock)
{
    switch (clock->kind) {
    case CLOCK_REAL: break;
    case CLOCK_FROZEN: return atomic_load(&clock->shift_ms);
    case CLOCK_RUNNING: return atomic_load(&clock->shift_ms) + clock_steady_us() / 1000;
    }
    return clock_read_us(CLOCK_REALTIME) / 1000;
}
