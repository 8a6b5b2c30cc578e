/* settle_again.h: settlements decided again when their order or their facts have changed.
 *
 * An earlier visit was undone, a late one came in, a filing reaches back: what stands from that
 * day on is decided again in order of care date, each with what those before it took. The
 * settlement keeps its number, because the hospital knows it by that; what it was before is kept as
 * a row of its own, state "superseded". Only differences are posted. */
#ifndef ROOMS_SETTLE_SETTLE_AGAIN_H
#define ROOMS_SETTLE_SETTLE_AGAIN_H

#include "core/task.h"
#include "rooms/settle/settle_desk.h"

struct settle_again_facts {
    const struct job_row *job;
    const struct list *settlements, *carried;
    const struct settlement_row *next;      /* the one this step decides; NULL: none is left */
    struct settle_facts desk;               /* its rows, as at the desk */
    struct fund_family_taken family;        /* what it took of the family's offers */
    const struct settle_epidemic_row *epidemic;     /* beside it; NULL: none */
};
bool settle_gather_again(struct gather *gather, const struct request *request, void *facts);
void settle_decide_again(const struct request *request, const void *facts,
                         struct decision *decision);

extern const struct action settle_again_action;

/* What those before it in order of care took, and what had come over from another number of the
 * same human when it was settled (rows of settle_carried; NULL: nothing). */
struct settle_counters settle_taken_before(const struct list *settlements,
                                           const struct list *carried,
                                           const struct settlement_row *row,
                                           struct arena *arena);

#endif
