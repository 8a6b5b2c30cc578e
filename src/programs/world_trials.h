/* world_trials.h: the worker that runs trials of notices beside the lane. */
#ifndef PROGRAMS_WORLD_TRIALS_H
#define PROGRAMS_WORLD_TRIALS_H

#include "base/text.h"

struct world;
struct trials;

/* NULL and why. The house must be open; stopped before it is closed. */
struct trials *trials_start(struct world *world, struct text *ret_fault);
void trials_stop(struct trials *trials);        /* NULL is fine */

#endif
