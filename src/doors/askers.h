/* askers.h: how often one address looks things up that only the person concerned should know: a
 * receipt number and the last four of a number can be guessed, given enough tries.
 *
 * Counted by the minute, in a table of fixed size, from any thread. An address is the other end's;
 * when that is this machine it is a proxy of ours, and the address is the last it wrote into
 * X-Forwarded-For. Of an IPv6 address the first half counts: one house has all of the rest. */
#ifndef DOORS_ASKERS_H
#define DOORS_ASKERS_H

#include "core/house.h"
#include "doors/http_server.h"

struct askers;

/* Lives in the arena. */
struct askers *askers_new(struct arena *arena);
/* 0: go on. Else the seconds after which to ask again; counts that somebody was turned away. Only
 * look-ups (ACTION_LOOK_UP) of people who have not signed in are counted. */
int askers_wait(struct askers *askers, const struct http_request *request,
                const struct action *action, const struct actor *actor, int64_t now_us);
int64_t askers_turned_away(struct askers *askers);

/* Whom an asker is counted as: for tests. `forwarded` may be absent. */
uint64_t askers_name(struct text peer, struct text forwarded);

#endif
