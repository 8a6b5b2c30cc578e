/* house_asking.h: how a thread of the programs asks its own house and waits for the answer. */
#ifndef PROGRAMS_HOUSE_ASKING_H
#define PROGRAMS_HOUSE_ASKING_H

#include "core/house.h"

/* As the house itself (ROLE_HOUSE), at the door "house". True when it was done; else `call` says
 * why. `house->finish` has been called: only status, refusal and fault may be read. */
bool house_ask(struct house *house, const char *action, const void *input, struct arena *arena,
               struct call *ret_call);

/* The same as another actor, at a door so named, with a key of his own. The caller calls
 * house->finish when he has read the answer and `call->memory` is not NULL. */
bool house_ask_as(struct house *house, const struct actor *actor, struct text door,
                  struct text key, const struct action *action, const void *input,
                  struct arena *arena, struct call **ret_call);


/* As somebody, under a key and at a door of his own. With `ret_outcome` (a struct of the action's
 * outcome) it is copied into the arena before the house lets it go. */
bool house_ask_keep(struct house *house, const struct action *action,
                    const struct actor *actor, struct text key, struct text door,
                    const void *input, struct arena *arena, struct call *ret_call,
                    void *ret_outcome);

#endif
