/* intake_colleague.h: staff as the steps of a case have to know them: who has it, and whether he
 * works in its office today. Rows are the gather's; nothing is owned here. */
#ifndef ROOMS_INTAKE_INTAKE_COLLEAGUE_H
#define ROOMS_INTAKE_INTAKE_COLLEAGUE_H

#include "rooms/access/access_facts.h"
#include "rooms/intake/intake_facts.h"

struct intake_colleague {
    const struct access_account *account;   /* NULL: nobody, or no such account */
    const struct list *postings;            /* of access_posting, not ended */
};

/* False while rows are missing. Account 0 is nobody. */
bool intake_gather_colleague(struct gather *gather, int64_t account,
                             struct intake_colleague *ret_colleague);
/* As staff, by his account or where he is posted that day; not when the account has ended. */
bool intake_works_in(const struct intake_colleague *colleague, int64_t office, struct date day);
/* Nobody has it, or who has it works in its office no more. */
bool intake_may_take(const struct request *request, const struct intake_case *row,
                     const struct intake_colleague *owner);

#endif
