/* rooms.h: every room, in the order in which one may use another. */
#ifndef ROOMS_ROOMS_H
#define ROOMS_ROOMS_H

#include "core/room.h"

extern const struct room *const all_rooms[];
extern const size_t all_rooms_count;

#endif
