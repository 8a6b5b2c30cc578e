/* settle_rewind.h: a settlement's rows as they were when it was decided, so that it can be decided
 * again: when the order of care has changed (settle_again.h), or to say why it is as it is
 * (settle_why.h). */
#ifndef ROOMS_SETTLE_SETTLE_REWIND_H
#define ROOMS_SETTLE_SETTLE_REWIND_H

#include "rooms/settle/settle_desk.h"

/* The request of then: the institution asks, at that moment, for that bill. In the arena. */
const struct request *settle_rewound_request(const struct request *request,
                                             const struct settlement_row *row);
/* The rows before this settlement took its lines. In the arena. */
const struct settle_facts *settle_rewound_facts(const struct settle_facts *now,
                                                const struct settlement_row *row,
                                                struct arena *arena);

#endif
