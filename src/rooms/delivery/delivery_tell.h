/* delivery_tell.h: inside the room: what announcements and notices give to send, and the list of
 * people to call. */
#ifndef ROOMS_DELIVERY_DELIVERY_TELL_H
#define ROOMS_DELIVERY_DELIVERY_TELL_H

#include "rooms/delivery/delivery.h"
#include "rooms/message/message_facts.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"

struct delivery_announce_input { int64_t announcement; };   /* or a document */

struct delivery_notice_facts { const struct list *receivers; };

struct delivery_call {
    const struct delivery_row *row;
    const struct message_row *message;
    const struct party_person *person;
    const struct list *spells;
};
struct delivery_phone_facts {
    const struct list *rows;
    struct delivery_call *calls;
};
struct delivery_call_told {
    int64_t delivery, person;
    struct text phone, reference, says_zh, says_en;
    struct moment since;
    int64_t tries;
};
struct delivery_phone_answer { struct list calls; };
bool delivery_gather_called(struct gather *gather, const struct request *request, void *facts);
void delivery_decide_called(const struct request *request, const void *facts,
                            struct decision *decision);

/* ---- late and unread (delivery_look.c) ---- */

struct delivery_look_row {
    int64_t bucket;
    struct text name;
    struct moment at;
    int64_t version;
};
extern const struct table delivery_look_table;
extern const struct query delivery_look_of;
extern const struct query delivery_institutions_unguided;
extern const struct rule_kind delivery_reading_rule;
struct delivery_look_facts {
    const struct delivery_look_row *row;
    const struct list *progress, *offices, *unread;
    struct events events;
};
struct delivery_looked { int64_t late, unread; };
bool delivery_gather_look(struct gather *gather, const struct request *request, void *facts);
void delivery_decide_look(const struct request *request, const void *facts,
                          struct decision *decision);

/* ---- replies to a notice (delivery_look.c) ---- */

struct delivery_reply_input { int64_t progress; struct text number; int64_t office; };
struct delivery_reply_facts { const struct list *offices; };
struct delivery_replied { int64_t office; };    /* whose inbox has it; 0: nobody's */
bool delivery_gather_reply(struct gather *gather, const struct request *request, void *facts);
void delivery_decide_reply(const struct request *request, const void *facts,
                           struct decision *decision);

void delivery_decide_announce(const struct request *request, const void *facts,
                              struct decision *decision);
bool delivery_gather_notice(struct gather *gather, const struct request *request, void *facts);
void delivery_decide_notice(const struct request *request, const void *facts,
                            struct decision *decision);
bool delivery_gather_phone_list(struct gather *gather, const struct request *request,
                                void *facts);
void delivery_decide_phone_list(const struct request *request, const void *facts,
                                struct decision *decision);

#endif
