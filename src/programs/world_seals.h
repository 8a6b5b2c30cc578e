/* world_seals.h: has the house seal the documents that decisions made (rooms/intake) and the texts
 * of agreements (rooms/agreement), as many at a
 * time as wait. What waited when the program ended is sealed at the next start. */
#ifndef PROGRAMS_WORLD_SEALS_H
#define PROGRAMS_WORLD_SEALS_H

#include "base/text.h"

struct world;
struct seals;

/* NULL and why. The house must be open; stopped before it is closed. */
struct seals *seals_start(struct world *world, struct text *ret_fault);
void seals_stop(struct seals *seals);       /* NULL is fine */

#endif
