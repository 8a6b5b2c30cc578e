/* contribute.h: contributions (征缴): what follows from money owed for a person's entitlement. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/contribute/contribute_facts.h"

extern const struct room contribute_room;
extern const struct action contribute_entitlement_action;

extern const struct action contribute_wait_action, contribute_admit_action;
#define CONTRIBUTE_REACTIONS 1
extern const struct reaction contribute_reactions[CONTRIBUTE_REACTIONS];

/* "entitled", "arrears", … */
const char *contribute_reason_name(enum contribute_reason reason);

#endif
