/* settle_groups.h: groups of people whose care notices look after: the old, children, the severely
 * mentally ill. Age says the first two, by the value "settle.groups"; the third is recorded
 * (party.record-identity). Measures may name each (people.kind old, child, severe-mental), and what
 * their care cost is told by month of care. A person may be of two groups and counts in each.
 * LAW: LY22-L2c LY22-L2d */
#ifndef ROOMS_SETTLE_SETTLE_GROUPS_H
#define ROOMS_SETTLE_SETTLE_GROUPS_H

#include "core/measure.h"
#include "core/room.h"
#include "rooms/party/party_facts.h"

/* The groups of a person that day, as scopes ask; answers how many, three at most. Pure. */
#define SETTLE_GROUPS_MOST 3
size_t settle_groups_of(const struct book *book, const struct party_standing *standing,
                        struct date day, struct measure_fact ret_facts[SETTLE_GROUPS_MOST]);

extern const struct action settle_group_figures_action;
extern const struct query settle_group_sums;

#endif
