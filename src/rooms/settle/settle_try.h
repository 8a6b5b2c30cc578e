/* settle_try.h: worked examples, for tests and tools of this room. A case is one YAML file: facts
 * in, decision out; only the numbers it gives are compared. */
#ifndef ROOMS_SETTLE_TRY_H
#define ROOMS_SETTLE_TRY_H

#include "core/book.h"
#include "rooms/settle/settle.h"

struct settle_facts_in {
    struct settle_bill bill;
    struct settle_person person;
    struct settle_counters counters;
    struct settle_accounts accounts;
    struct date known;              /* decide as known then */
    struct date credit_month;       /* given: no bill, but a month's credit of the account */
    struct money credit_base, credit;
};
extern const struct shape settle_facts_in_shape;

/* The book of the files under `folder` ("…/rules") whose subject this room knows; NULL with faults. */
const struct book *settle_book_of(const char *folder, struct arena *arena,
                                  struct rule_faults *faults);

/* Runs one case; what is wrong is appended to `complaints`. True: as the file says. */
bool settle_try_case(const struct book *book, struct text file, struct text text,
                     struct builder *complaints);

#endif
