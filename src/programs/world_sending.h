/* world_sending.h: the worker that carries messages and announcements out of the house. */
#ifndef PROGRAMS_WORLD_SENDING_H
#define PROGRAMS_WORLD_SENDING_H

#include "base/text.h"

struct world;
struct sending;

/* NULL and why. The house must be open; stopped before it is closed. */
struct sending *sending_open(struct world *world, struct text *ret_fault);
void sending_close(struct sending *sending);    /* NULL is fine */

#endif
