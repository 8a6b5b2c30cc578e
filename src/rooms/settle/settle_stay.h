/* settle_stay.h: settling a stay: 2303, 2304, 2305.
 *
 * An interim settlement takes the lines charged so far, the next one those after them; what the
 * earlier ones took of deductible and bands counts for the later, and the admission counts once.
 * The one that is not interim closes the stay. A stay is dated by its discharge, an interim
 * settlement by its own day. The last settlement is undone first. */
#ifndef ROOMS_SETTLE_SETTLE_STAY_H
#define ROOMS_SETTLE_SETTLE_STAY_H

#include "rooms/settle/settle_desk.h"

void settle_decide_stay(const struct request *request, const void *facts,
                        struct decision *decision);
extern const struct action settle_stay_action, settle_price_stay_action;

#endif
