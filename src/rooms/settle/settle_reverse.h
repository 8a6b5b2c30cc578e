/* settle_reverse.h: 2601: a hospital that got no answer takes its message back (冲正).
 *
 * By the original's msgid and infno. What was settled is undone as 2208 would; what is undone
 * already stays so and the answer is the same; a message that never came is blocked, so that it
 * changes nothing should it arrive late. */
#ifndef ROOMS_SETTLE_SETTLE_REVERSE_H
#define ROOMS_SETTLE_SETTLE_REVERSE_H

#include "core/journal.h"
#include "rooms/settle/settle_desk.h"
#include "rooms/visit/visit.h"

struct settle_reverse_input {
    int64_t person;
    struct text original_key;       /* omsgid */
    struct text original_infno;     /* oinfno */
};
struct settle_reverse_facts {
    const struct settle_reversible *kind;   /* NULL: cannot be reversed */
    const struct journal_row *original;     /* NULL: it never came */
    struct settle_undo_input undo;
    struct settle_undo_facts rows;
    struct visit_cancel_input cancel;       /* of an admission */
    struct visit_undo_facts admission;
};
struct settle_reversed {
    int64_t settlement;             /* the reversal; 0: there was nothing to undo */
    int64_t original;
    struct list family, hands;      /* as in a receipt */
};

/* What can be reversed: the action behind the infno, and where its settlement stands. */
struct settle_reversible {
    const char *infno;
    const struct action *action;
    /* From the packed outcome: which settlement; false: it cannot be read. NULL: an admission,
     * undone as 2404 does. */
    bool (*undo_of)(struct text outcome, struct arena *arena, struct settle_undo_input *ret_undo);
};
extern const struct settle_reversible settle_reversibles[];
extern const size_t settle_reversible_count;

extern const struct action settle_reverse_action;

#endif
