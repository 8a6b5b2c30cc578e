/* settle_standing.h: how far a person has come in the year: what counts towards deductibles and
 * thresholds, and what is left below the ceilings of the place. */
#ifndef ROOMS_SETTLE_SETTLE_STANDING_H
#define ROOMS_SETTLE_SETTLE_STANDING_H

#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"

struct settle_standing_input {
    int64_t person;
};
struct settle_standing_facts {
    struct party_person_facts person;
    const struct list *counters;
};
/* One bar: so much of so much. */
struct settle_measured {
    struct text what;               /* "outpatient-deductible" … */
    struct text zh, en;
    struct money used, limit, left; /* left is never below zero */
    bool good;                      /* to reach it is good for the person: a deductible */
    struct text source_zh, source_en;
    struct text certainty;
};
struct settle_standing {
    struct text insurance;          /* insutype; absent: not enrolled */
    int64_t year;
    struct list measured;           /* of settle_measured */
};
bool settle_gather_standing(struct gather *gather, const struct request *request, void *facts);
void settle_decide_standing(const struct request *request, const void *facts,
                            struct decision *decision);
extern const struct action settle_standing_action;

#endif
