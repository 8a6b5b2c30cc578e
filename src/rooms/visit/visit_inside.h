/* visit_inside.h: what the files of the room share. */
#ifndef ROOMS_VISIT_VISIT_INSIDE_H
#define ROOMS_VISIT_VISIT_INSIDE_H

#include "rooms/visit/visit.h"

/* Keys that several queries are asked by. */
extern const struct shape visit_key_shape, visit_bill_key_shape;

/* The row of that name among the changes, taken up from `bills` or made new. */
struct visit_bill_row *visit_bill_touched(struct visit_bill_change *changes, size_t *count,
                                          const struct list *bills, const struct visit_row *visit,
                                          struct text name);
void visit_bills_record(struct decision *decision, const struct visit_bill_change *changes,
                        size_t count);

/* Whose bill a line goes on: the stay's, unless it names one. */
struct text visit_line_bill(const struct visit_line_input *line);

extern const struct action visit_unconfirmed_action, visit_status_changes_action;
extern const struct query visit_unconfirmed_at, visit_status_changes_at;

bool visit_gather_describe(struct gather *gather, const struct request *request, void *facts);
void visit_decide_describe(const struct request *request, const void *facts,
                           struct decision *decision);
bool visit_gather_cancel(struct gather *gather, const struct request *request, void *facts);
void visit_decide_cancel(const struct request *request, const void *facts,
                         struct decision *decision);
bool visit_gather_charge(struct gather *gather, const struct request *request, void *facts);
void visit_decide_charge(const struct request *request, const void *facts,
                         struct decision *decision);
/* What may still be charged to, or taken off, a stay: all but one that is cancelled or closed by
 * its final settlement. Lines come late: a discharged stay takes them until it is settled. */
bool visit_check_stay(const struct request *request, const struct visit_row *visit,
                      const struct visit_stay_row *stay, int64_t person,
                      struct decision *decision);
bool visit_gather_uncharge(struct gather *gather, const struct request *request, void *facts);
void visit_decide_uncharge(const struct request *request, const void *facts,
                           struct decision *decision);

#endif
