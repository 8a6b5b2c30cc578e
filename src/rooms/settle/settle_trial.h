/* settle_trial.h: care that never was, decided as the desk would, to say what a visit would come
 * to or which funds are open (2001). No second set of rules: rows are made of a visit and a bill of
 * one line in full scope, and settle_case_of reads them. */
#ifndef ROOMS_SETTLE_SETTLE_TRIAL_H
#define ROOMS_SETTLE_SETTLE_TRIAL_H

#include "rooms/settle/settle_desk.h"

struct settle_trial_care {
    int64_t person;
    struct text insurance, med_type, disease;
    struct moment begin_at;
    struct money amount;            /* > 0 */
    int64_t account_wish;           /* as of struct settle_ask */
};

/* Why nothing is paid: a words/ key of settle.not-entitled and what stands in its place. */
struct settle_reason {
    const char *key;                /* NULL: open */
    struct text detail;
};

/* The case of it at the institution of the request's actor, whose row is among the facts. False:
 * refused, and the decision says why. */
bool settle_trial_case(const struct request *request, const struct settle_facts *facts,
                       const struct settle_trial_care *care, struct decision *decision,
                       struct settle_case *ret_case);

/* Why the right is closed that day, its key and the day it closed or opens; no key: it is open. */
struct settle_reason settle_standing_reason(const struct request *request,
                                            const struct settle_facts *facts,
                                            const struct party_standing *standing,
                                            struct date day);
/* Is the right open, does the hospital's agreement hold, is the kind of care known? */
struct settle_reason settle_trial_reason(const struct request *request,
                                         const struct settle_facts *facts,
                                         const struct settle_trial_care *care,
                                         const struct party_standing *standing,
                                         bool treat_first);
/* What an outcome of the engine means for the person; NULL when it was done. */
const char *settle_outcome_reason(enum settle_outcome outcome);

#endif
