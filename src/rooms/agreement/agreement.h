/* agreement.h: agreements with institutions (定点协议). */
#ifndef ROOMS_AGREEMENT_AGREEMENT_H
#define ROOMS_AGREEMENT_AGREEMENT_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/agreement/agreement_facts.h"

extern const struct room agreement_room;
extern const struct action agreement_list_action;
extern const struct action agreement_set_status_action;
extern const struct action agreement_conclude_action, agreement_renew_action,
    agreement_apply_action;

/* Which status may follow which (令第2号, chapter 5): suspension may be lifted, rescission and end
 * are final. */
bool agreement_may_become(struct text from, struct text to);

/* What was set down is done on that day, by who saw the version that stands; else refused. */
bool agreement_may_be_done(struct decision *decision, int64_t stands, int64_t seen,
                           struct date done_on);

#endif
