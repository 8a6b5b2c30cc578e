/* notice_announce.h: announcements (公告), appeals (倡议书), public notices (通告) and open letters.
 *
 *     draft --out--> out --withdraw--> withdrawn
 *
 * A second person lets it out. An announcement of a matter names item, method, materials and flow
 * before it goes out; the first that is missing is named. One that belongs to a document says which
 * aspects of which matters it announces: a change of item, flow, way, place or limit cannot take
 * effect before its announcement is out (notice_change.h); the text of a matter that waited for it
 * is in force before who let it out is answered (notice_waiting.h). */
#ifndef ROOMS_NOTICE_NOTICE_ANNOUNCE_H
#define ROOMS_NOTICE_NOTICE_ANNOUNCE_H

#include "rooms/notice/notice_inside.h"
#include "rooms/staff/staff_facts.h"

struct notice_announcement {
    int64_t bucket, announcement;
    struct text kind;           /* "announcement" "appeal" "public-notice" "letter" */
    int64_t place;
    struct text title, body;
    struct text matter;         /* or several, "a b", or "any"; absent: it is about none */
    struct text aspects;        /* "flow place": what of the matter changes */
    struct text item, method, materials, flow, contact;
    int64_t document;           /* whose change it announces; 0: none */
    struct text state;
    int64_t drafted_by;
    struct moment drafted_at;
    int64_t out_by;
    struct moment out_at;
    int64_t withdrawn_by;
    struct moment withdrawn_at;
    struct text withdrawn_why;
    int64_t version;
};
extern const struct shape notice_announcement_shape;
extern const struct table notice_announcement_table;

struct notice_announcement_key { int64_t bucket, announcement; };
struct notice_announced_key { int64_t bucket, document; };
struct notice_announcements_key { int64_t bucket; struct text state; int64_t before; };
extern const struct query notice_announcement_by_id;
extern const struct query notice_announcements_of_document;
extern const struct query notice_announcements_page;    /* of a state, newest first */

struct notice_announce_input {
    int64_t announcement;       /* of a draft to be changed; 0: a new one */
    struct text kind;
    int64_t place;
    struct text title, body, matter, aspects, item, method, materials, flow, contact;
    int64_t document;
};
struct notice_announcement_input {
    int64_t announcement;
    struct text reason;
};
struct notice_announcements_input {
    struct text state;
    int64_t before;
    int64_t place;
};
struct notice_publication_row;
struct notice_announcement_facts {
    const struct notice_announcement *row;
    const struct list *rows, *offices;
    /* Of one that goes out: texts that wait for it, those out before, the last publication. */
    const struct list *waiting, *out;
    const struct notice_publication_row *last;
};
struct notice_announcements_answer { struct list announcements; };

bool notice_gather_announcement(struct gather *gather, const struct request *request,
                                void *facts);
bool notice_gather_announce_out(struct gather *gather, const struct request *request,
                                void *facts);
bool notice_gather_announcements(struct gather *gather, const struct request *request,
                                 void *facts);
void notice_decide_announce(const struct request *request, const void *facts,
                            struct decision *decision);
void notice_decide_announce_out(const struct request *request, const void *facts,
                                struct decision *decision);
void notice_decide_announce_withdraw(const struct request *request, const void *facts,
                                     struct decision *decision);
void notice_decide_announcements(const struct request *request, const void *facts,
                                 struct decision *decision);
void notice_decide_announcement(const struct request *request, const void *facts,
                                struct decision *decision);

extern const struct action notice_announce_action, notice_announce_out_action,
    notice_announce_withdraw_action, notice_announcements_action, notice_announcement_action;

#endif
