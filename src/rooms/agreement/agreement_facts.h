/* agreement_facts.h: may this institution settle on that day?
 *
 * An agreement (定点协议) is dated; suspension (中止), rescission (解除) and end (终止) are states of
 * it (国家医保局令第2号). A hold on payment does not stop a patient's settlement: it holds the money. */
#ifndef ROOMS_AGREEMENT_AGREEMENT_FACTS_H
#define ROOMS_AGREEMENT_AGREEMENT_FACTS_H

#include "core/store.h"

struct agreement {
    int64_t bucket;             /* the institution's */
    int64_t institution;
    int64_t agreement;
    struct date valid_from, valid_until;
    /* "unsigned": until both sides have signed its text (agreement_text.h).
     * 2020: "in-force" "yellow-card" (settles on) "interrupted" "ended"; since 2021 "in-force"
     * "suspended" "rescinded" "ended" */
    struct text status;
    struct date status_from;    /* the status counts from this day; before it: in force */
    struct date status_until;   /* of a suspension; absent: open */
    bool payment_held;
    struct text reason;         /* of the last change */
    int64_t version;
};
extern const struct shape agreement_shape;
extern const struct table agreement_table;

struct agreement_of_key { int64_t bucket, institution; };
extern const struct shape agreement_of_key_shape;
extern const struct query agreements_of;        /* of one institution, oldest first */

enum agreement_standing {
    AGREEMENT_NONE,             /* never had one, or not yet, or over */
    AGREEMENT_RESCINDED,
    AGREEMENT_ENDED,
    AGREEMENT_UNSIGNED,
    AGREEMENT_SUSPENDED,
    AGREEMENT_IN_FORCE,
};
/* Pure; `rows` are agreement rows. `ret_row` (may be NULL) is the row the answer came from. */
enum agreement_standing agreement_on(const struct list *rows, struct date day,
                                     const struct agreement **ret_row);

#endif
