/* settle_measures.h: what the measures of notices give a bill at the desk.
 *
 * The book is asked by place and day; nothing here knows a notice by name. `cover` (treated first,
 * settled later) is asked where the care is given, because that place advances the money; the cut
 * for care elsewhere and the rights that are kept are rules of the place of enrolment and are asked
 * there. The day is the one the care began; of a stay the first day on which the person had a
 * status, and then it is covered from its beginning: who is found to be ill in hospital was ill.
 * Where the status changes or ends during the stay, costs go by the day of charge (case.stretches).
 * Each measure that changed something leaves a line "settle.trail.measure" with its clause. */
#ifndef ROOMS_SETTLE_SETTLE_MEASURES_H
#define ROOMS_SETTLE_SETTLE_MEASURES_H

#include "rooms/settle/settle_desk.h"

/* Events declared: a handful of rows, asked together with the arrears, because no further round is
 * left to ask them only for those who owe something. False while rows are missing. */
bool settle_gather_events(struct gather *gather, struct settle_facts *found);
/* Confirmations of long prescriptions, when a line is beyond the ordinary days. */
bool settle_gather_confirmations(struct gather *gather, const struct request *request,
                                 struct settle_facts *found);

/* Sets right_closed, cover and a chronic filing that is kept; `made` has bill, standing and the
 * person as rows say. */
void settle_apply_measures(const struct request *request, const struct settle_facts *facts,
                           struct date day, struct settle_case *made, struct trail *trail);
/* A long prescription still waits for its physician or reason: refused. LAW: BJ4-07e */
bool settle_waits_for_confirmation(const struct settle_facts *facts, struct decision *decision);

#endif
