/* demo_life.h: what happened in a demo world before it is shown: visits, cases, bookings, notices.
 *
 * A file of lines (demo/life.tsv), each an action of an account at a moment, done through the
 * house as a door would: same rights, same refusals, same journal. So nothing is in a demo world
 * that could not have come about, and the same people, seed and file give the same world. */
#ifndef PROGRAMS_DEMO_LIFE_H
#define PROGRAMS_DEMO_LIFE_H

#include "programs/settings.h"

/* Over a store with demo people. A line that names somebody whom a small world does not have is
 * left out; one that is refused is told on stderr, and the world goes on without it. False: the
 * file or the house could not be opened. */
bool demo_life(const struct settings *settings);

#endif
