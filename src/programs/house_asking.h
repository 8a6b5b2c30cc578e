/* house_asking.h: how a thread of the programs asks its own house and waits for the answer. */
#ifndef PROGRAMS_HOUSE_ASKING_H
#define PROGRAMS_HOUSE_ASKING_H

#include "core/house.h"

/* As the house itself (ROLE_HOUSE), at the door "house". True when it was done; else `call` says
 * why. `house->finish` has been called: only status, refusal and fault may be read. */
bool house_ask(struct house *house, const char *action, const void *input, struct arena *arena,
               struct call *ret_call);

#endif
