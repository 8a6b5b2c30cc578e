/* settle_file.h: a settlement from files alone, without a store: for `yibao settle`, worked
 * examples and benchmarks. */
#ifndef ROOMS_SETTLE_FILE_H
#define ROOMS_SETTLE_FILE_H

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

/* The book of the files under `folder` ("…/rules") whose subject this room knows; NULL with
 * faults. */
const struct book *settle_book_of(const char *folder, struct arena *arena,
                                  struct rule_faults *faults);

#endif
