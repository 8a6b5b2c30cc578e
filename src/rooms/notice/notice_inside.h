/* notice_inside.h: what the files of this room share. */
#ifndef ROOMS_NOTICE_NOTICE_INSIDE_H
#define ROOMS_NOTICE_NOTICE_INSIDE_H

#include "rooms/notice/notice.h"

struct notice_events_answer {
    struct list events;
};

bool notice_gather(struct gather *gather, const struct request *request, void *facts);
void notice_decide_declare(const struct request *request, const void *facts,
                           struct decision *decision);
void notice_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision);
void notice_decide_events(const struct request *request, const void *facts,
                          struct decision *decision);
enum store_answer notice_verify(struct store *store, struct verify_report *report);

#endif
