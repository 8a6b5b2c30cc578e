/* intake_newcomer.h: cases about who stands in no register yet, a person (intake_newcomer.c) or a
 * unit that registers itself (intake_own.c). */
#ifndef ROOMS_INTAKE_INTAKE_NEWCOMER_H
#define ROOMS_INTAKE_INTAKE_NEWCOMER_H

#include "rooms/intake/intake.h"

struct intake_apply_facts;

/* That it is about a newcomer, and with his number, when he was born. NULL is fine. */
void intake_hand_newcomer(struct request *inner, const struct text *number, bool newcomer);
/* The unit a newcomer's case is about; and the facts of an application with its number drawn. */
const struct party_unit *intake_new_unit(const struct intake_case *row, struct arena *arena);
struct intake_apply_facts intake_with_new_unit(const struct request *request,
                                               const struct intake_apply_facts *facts);
/* In which place somebody is to be enrolled by a matter that makes newcomers known; 0: not said. */
int32_t intake_place_asked(const struct request *request, const struct list *values,
                           const struct party_unit *unit);
/* `facts` with the newcomer the application is about; false: refused. */
bool intake_newcomer(const struct request *request, const struct intake_apply_facts *facts,
                     struct decision *decision, struct intake_apply_facts *ret_facts);
bool intake_gather_newcomer(struct gather *gather, const struct request *request,
                            const struct matter *matter, struct intake_apply_facts *found);

#endif
