/* settle_bills.h: the settlements of a person as that person reads them: who paid how much, where
 * and when, newest first, a page at a time. What was taken back or decided again stays on the list
 * and says so. */
#ifndef ROOMS_SETTLE_SETTLE_BILLS_H
#define ROOMS_SETTLE_SETTLE_BILLS_H

#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"

struct settle_bills_input {
    int64_t person;
    int64_t year;               /* of care; 0: all */
    int64_t before;             /* settlement: those before it; 0: from the newest on */
    int64_t superseded_by;      /* settlement: what it came to before; 0: all */
};
struct settle_bills_facts {
    const struct list *settlements;
    const struct party_institution **institutions;  /* of each row of `settlements`, or NULL */
};
struct settle_bill_shown {
    int64_t settlement, visit;
    struct date day;
    struct moment at;
    struct text institution_name, med_type, insurance;
    struct text state;          /* of settlement_row */
    struct money total;
    struct money funds;         /* all payers but the person */
    struct money account;       /* own and family */
    struct money cash;
    int64_t superseded_by, reverses;
};
struct settle_bills {
    struct list bills;          /* of settle_bill_shown */
    int64_t next;               /* `before` of the page that follows; 0: there is none */
};
#define SETTLE_BILLS_PAGE 200
extern const struct query settlements_told;
bool settle_gather_bills(struct gather *gather, const struct request *request, void *facts);
void settle_decide_bills(const struct request *request, const void *facts,
                         struct decision *decision);

extern const struct action settle_bills_action;

/* The settlements of an institution's own day, a page at a time, the first settled first. */
#define SETTLE_DAY_PAGE 200
extern const struct action settle_of_day_action;
extern const struct query settlements_of_day;

#endif
