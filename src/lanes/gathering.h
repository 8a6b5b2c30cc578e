/* gathering.h: the rows that several actions want, one round trip a round for all of them. */
#ifndef LANES_GATHERING_H
#define LANES_GATHERING_H

#include "base/limits.h"
#include "core/house.h"

struct gathering {
    struct store *store;
    struct arena *rows;             /* where found rows lie */
    int wants_max;                  /* of one part, see gathering_is_excess; 0: any number */
    struct alike *alike;            /* scratch of the rounds */
    int trips;                      /* to the store */
    int count;
    struct {
        struct gather *gather;
        bool (*round)(void *context);   /* true when nothing is missing any more */
        void *context;
        const struct scope *scope;      /* rows outside are left out; NULL: facts of a decision */
        bool complete;
    } parts[LIMIT_BATCH];
};

void gathering_add(struct gathering *gathering, struct gather *gather,
                   bool (*round)(void *context), void *context, const struct scope *scope);
/* The part wanted more look-ups than it may, or facts of which there are too many: it was left
 * incomplete and nothing more was read for it. The call is refused then, and told what there is too
 * much of. */
bool gathering_refuses(const struct gather *gather, struct call *call);
/* Refused so for too many facts; `fault` names the query, for the operator. */
bool gathering_found_too_many(const struct call *call);
/* Asks round by round, with LIMIT_GATHER_ROUNDS trips to the store at most; wanting more is a
 * broken promise of ours. */
enum store_answer gathering_run(struct gathering *gathering);

#endif
