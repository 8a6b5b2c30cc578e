/* world_changes.h: tells open lists when the journal has grown, and by which rooms.
 *
 * A thread looks at the journal's head, which costs nothing, a few times a second, and reads the
 * new rows only when somebody listens. */
#ifndef PROGRAMS_WORLD_CHANGES_H
#define PROGRAMS_WORLD_CHANGES_H

#include "doors/http/api.h"
#include "programs/world.h"

struct changes_watch;

struct changes_watch *changes_watch_start(struct world *world, struct api *api);
/* Lets all who listen go; before the doors are drained. NULL is fine. */
void changes_watch_stop(struct changes_watch *watch);

#endif
