/* delivery.h: messages and announcements on their way out: which channels, what became of each.
 * What really sends (mail, gateways) stands in programs; it writes a row before it sends and one
 * when the answer is there. */
#ifndef ROOMS_DELIVERY_DELIVERY_H
#define ROOMS_DELIVERY_DELIVERY_H

#include "core/room.h"
#include "rooms/delivery/delivery_facts.h"

extern const struct room delivery_room;
extern const struct action delivery_plan_action, delivery_try_action, delivery_result_action,
    delivery_announce_action, delivery_notice_action, delivery_list_action,
    delivery_phone_list_action, delivery_called_action, delivery_address_action,
    delivery_guide_action, delivery_look_action, delivery_reply_action;

struct delivery_plan_input {
    int64_t message;
    struct text channels;       /* "inbox sms", joined by blanks */
};
struct delivery_try_input { int64_t delivery; };
struct delivery_result_input {
    int64_t delivery;
    struct text state;          /* "sent" "again" "failed" "uncertain" "not-set-up" */
    struct text receipt, fault;
    int64_t wait_seconds;       /* of "again": until the first next try; doubles */
};
struct delivery_called_input {
    int64_t delivery;
    bool reached;
    struct text note;
};
struct delivery_address_input {
    int64_t owner;
    struct text channel, address;
};
struct delivery_told { int64_t delivery; struct text state; int64_t tries; };

bool delivery_gather_row(struct gather *gather, const struct request *request, void *facts);
bool delivery_gather_plan(struct gather *gather, const struct request *request, void *facts);
void delivery_decide_plan(const struct request *request, const void *facts,
                          struct decision *decision);
void delivery_decide_try(const struct request *request, const void *facts,
                         struct decision *decision);
void delivery_decide_result(const struct request *request, const void *facts,
                            struct decision *decision);

struct delivery_facts {
    const struct delivery_row *row;
    const struct list *of_subject;
};

#endif
