/* clock.h: the only place of the house that asks the time.
 *
 * A clock is real, or a demo clock: it starts at a given moment, stands still or runs, and only
 * goes forward. Moments are milliseconds since 1970 UTC. A real clock may be set back by its
 * machine; whoever needs order (the lane's ids) guards against that itself. Many threads may read a
 * clock while one moves it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum clock_kind { CLOCK_REAL, CLOCK_FROZEN, CLOCK_RUNNING };

struct clock {
    enum clock_kind kind;
    _Atomic int64_t shift_ms;   /* CLOCK_FROZEN: the moment; CLOCK_RUNNING: moment - steady time */
};

void clock_init(struct clock *clock);           /* real */
/* Before anybody reads it: a demo clock from `start_ms` on. */
void clock_set_demo(struct clock *clock, int64_t start_ms, bool running);
bool clock_is_demo(const struct clock *clock);
/* Moves a demo clock on. False, and nothing moved: a real clock, or `to_ms` lies before now. */
bool clock_forward(struct clock *clock, int64_t to_ms);
int64_t clock_now_ms(const struct clock *clock);
/* For measuring spans only: microseconds since an unknown start, never back, in demos too. */
int64_t clock_steady_us(void);

#endif
