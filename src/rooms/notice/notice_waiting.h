/* notice_waiting.h: texts of matters that wait for their announcement. LAW: JX4-4e.
 *
 * The server puts them down when it starts (one row a file); the announcement that tells of the
 * last thing such a text changes makes it a publication, in force before its publisher is
 * answered. A row is "waiting", "taken", or "gone" when the folder has it no longer. */
#ifndef ROOMS_NOTICE_NOTICE_WAITING_H
#define ROOMS_NOTICE_NOTICE_WAITING_H

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_change.h"
#include "rooms/notice/notice_publication.h"

struct notice_waiting_row {
    int64_t bucket;             /* NOTICE_BUCKET */
    struct text file;           /* "rules/matters/certificate.yaml" */
    struct text digest, text;
    struct moment since;
    struct text state;
    int64_t version;
};
extern const struct shape notice_waiting_shape;
extern const struct table notice_waiting_table;
extern const struct query notice_waiting_all;       /* struct notice_bucket_key: in any state */

/* The first change from the text in force (its publication, or NULL) to the next that none of the
 * announcements tells of; NULL: all are announced. */
const struct notice_change *notice_waiting_for(const struct publication *before, struct text file,
                                               struct text after,
                                               const struct list *announcements,
                                               struct arena *arena);
/* What is at once taken over with the announcement `row`; its number of texts. */
int64_t notice_waiting_take(const struct request *request, const struct list *waiting,
                            const struct list *out, const struct notice_announcement *row,
                            struct decision *decision);

#endif
