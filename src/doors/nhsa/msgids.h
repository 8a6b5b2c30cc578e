/* msgids.h: for whom a msgid was used: one msgid for two people is a fault of the hospital's
 * software, and the next reversal by that msgid would mean either.
 *
 * Kept in memory, of what was recorded lately (MSGIDS_KEPT of all institutions); the receipts of
 * the journal lie in each person's bucket and cannot tell. After a start nothing is known: then
 * such a message is recorded for its own person, as any other. */
#ifndef DOORS_NHSA_MSGIDS_H
#define DOORS_NHSA_MSGIDS_H

#include "base/text.h"
#include "core/date.h"

#define MSGIDS_KEPT 65536

struct msgids;                  /* any thread */

/* What a msgid was used for first. */
struct msgid_use {
    int64_t subject;            /* the person */
    struct moment at;
    char infno[8];
};

struct msgids *msgids_new(void);
void msgids_free(struct msgids *msgids);
void msgids_note(struct msgids *msgids, int64_t institution, struct text msgid,
                 const struct msgid_use *use);
/* True when it was used for somebody else than `subject`. */
bool msgids_of_another(struct msgids *msgids, int64_t institution, struct text msgid,
                       int64_t subject, struct msgid_use *ret_use);

#endif
