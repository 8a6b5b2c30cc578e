/* stage.h: the day of a demo world (演示时钟); see README.md. In no list of rooms: programs add it to
 * a house whose clock is a demo clock. */
#ifndef ROOMS_STAGE_STAGE_H
#define ROOMS_STAGE_STAGE_H

#include "core/room.h"

extern const struct room stage_room;
extern const struct action stage_show_action;
extern const struct action stage_forward_action;

struct stage_forward_input { struct date to; };
/* Also the outcome of stage.forward, which programs read. */
struct stage_moved { struct moment from, now; struct date today; };

#endif
