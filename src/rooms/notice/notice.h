/* notice.h: declaring and withdrawing events (疫情结束 …). An event is declared for a place by that
 * place's publisher or leader; narrower places inherit it. Withdrawing makes clocks wait again and
 * takes nothing back that was granted. */
#ifndef ROOMS_NOTICE_NOTICE_H
#define ROOMS_NOTICE_NOTICE_H

#include "core/room.h"
#include "rooms/notice/notice_facts.h"

struct blobs;
/* Where papers are kept; set once at start. */
void notice_use_blobs(struct blobs *blobs);

extern const struct room notice_room;
extern const struct action notice_declare_event_action;
extern const struct action notice_withdraw_event_action;
extern const struct action notice_events_action;

struct notice_declare_input {
    struct text kind;
    int64_t place;
    struct date day;
    struct text paper;
};
struct notice_withdraw_input {
    int64_t event;
    struct text reason;
};
struct notice_facts {
    const struct list *events;
};
struct notice_declared {
    int64_t event;
};

#endif
