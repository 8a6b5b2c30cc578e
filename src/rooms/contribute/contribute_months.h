/* contribute_months.h: a person's own record, for the files of this room. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_MONTHS_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_MONTHS_H

#include "rooms/contribute/contribute_bills.h"

struct contribute_own_month {
    struct text month, insurance, unit_name, kind, state, state_zh, state_en;
    int64_t owner, bill;
    struct money base, own, fixed, credited;
    struct date paid;
};
/* Years of one insurance are no years of another. */
struct contribute_insurance_months {
    struct text insurance, first, last;
    int64_t paid_months, gaps;
};
struct contribute_months {
    int64_t person;
    struct list insurances;     /* of struct contribute_insurance_months */
    struct list months;         /* of struct contribute_own_month, oldest first */
};
struct contribute_months_facts {
    struct party_person_facts person;
    struct contribute_record record;
    struct events events;
};
bool contribute_gather_months(struct gather *gather, int64_t person,
                              struct contribute_months_facts *found);
struct contribute_months contribute_months_of(const struct request *request, int64_t person,
                                              const struct contribute_months_facts *found);

#endif
