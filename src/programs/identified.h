/* identified.h: whom an institution has had before it: a person whose certificate it showed (an
 * action marked ACTION_IDENTIFIES) may be asked about by that institution for a day, and nobody
 * else may be asked about by number alone.
 *
 * Kept in memory, the latest IDENTIFIED_KEPT of all institutions. After a start nothing is known:
 * the certificate is read again, which the refusal asks for. */
#ifndef PROGRAMS_IDENTIFIED_H
#define PROGRAMS_IDENTIFIED_H

#include "core/house.h"

#define IDENTIFIED_KEPT 65536
/* A visit to the desk, with what is asked about it until the day is over. */
#define IDENTIFIED_HOURS 24

struct identified;              /* any thread */

struct identified *identified_new(void);
void identified_free(struct identified *identified);    /* NULL is fine */
/* A good answer of an action that identifies. */
void identified_note(struct identified *identified, const struct call *call, struct moment now);
/* Fills call->actor.identified: the person its input names, if that one was before it. */
void identified_say(struct identified *identified, struct call *call, struct moment now);

#endif
