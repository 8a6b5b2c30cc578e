/* settle_why.h: why a settlement is as it is: decided once more with the rows, counters, declared
 * events and book of then, for its trail. What was published since changes nothing of it. Nothing
 * is kept. `?explain=1` gives the steps.
 *
 * `same` is false when the facts have changed since (a filing that reaches back and is not worked
 * yet): then the steps are those of now, and the amounts beside them those that stand. */
#ifndef ROOMS_SETTLE_SETTLE_WHY_H
#define ROOMS_SETTLE_SETTLE_WHY_H

#include "rooms/settle/settle_rewind.h"

struct settle_why_input {
    int64_t person, settlement;
};
struct settle_why_facts {
    const struct settlement_row *row;
    struct settle_facts desk;
};
struct settle_why {
    bool same;
    struct money total, funds, account, cash;   /* as they stand */
    struct money cash_now;                      /* as decided once more */
};
bool settle_gather_why(struct gather *gather, const struct request *request, void *facts);
void settle_decide_why(const struct request *request, const void *facts,
                       struct decision *decision);

/* Decides it as then, by the request's book; false: its rules or facts are gone. */
bool settle_decide_as_then(const struct request *request, const struct settle_why_facts *found,
                           struct trail *trail, struct settlement *ret_settlement);

extern const struct action settle_why_action;

#endif
