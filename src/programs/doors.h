/* doors.h: the doors of a serving house: people and clerks, hospitals, the machine's own socket. */
#ifndef PROGRAMS_DOORS_H
#define PROGRAMS_DOORS_H

#include "programs/world.h"

/* Of the data folder: the socket of the command line. */
#define DOORS_SOCKET "%s/socket"

struct doors;

/* NULL when an address cannot be had; why has been printed. */
struct doors *doors_open(struct world *world);
/* No more is taken in; what was taken in is answered before anything is closed. */
void doors_close(struct doors *doors);
/* What one can try now: addresses, accounts, one curl per step of a visit. */
void doors_greet(const struct world *world);

#endif
