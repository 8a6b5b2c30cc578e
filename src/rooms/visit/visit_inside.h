/* visit_inside.h: what the files of the room share. */
#ifndef ROOMS_VISIT_VISIT_INSIDE_H
#define ROOMS_VISIT_VISIT_INSIDE_H

#include "rooms/visit/visit.h"

/* A bill as one decision changes it: written once, however many lines touch it. */
struct visit_bill_change {
    bool is_new;
    struct visit_bill_row row;
};
/* The row of that name among the changes, taken up from `bills` or made new. */
struct visit_bill_row *visit_bill_touched(struct visit_bill_change *changes, size_t *count,
                                          const struct list *bills, const struct visit_row *visit,
                                          struct text name);
void visit_bill_add(struct visit_bill_row *bill, const struct visit_line_row *line, int sign);
void visit_bills_record(struct decision *decision, const struct visit_bill_change *changes,
                        size_t count);

bool visit_gather_describe(struct gather *gather, const struct request *request, void *facts);
void visit_decide_describe(const struct request *request, const void *facts,
                           struct decision *decision);
bool visit_gather_cancel(struct gather *gather, const struct request *request, void *facts);
void visit_decide_cancel(const struct request *request, const void *facts,
                         struct decision *decision);
bool visit_gather_charge(struct gather *gather, const struct request *request, void *facts);
void visit_decide_charge(const struct request *request, const void *facts,
                         struct decision *decision);
bool visit_gather_uncharge(struct gather *gather, const struct request *request, void *facts);
void visit_decide_uncharge(const struct request *request, const void *facts,
                           struct decision *decision);

#endif
