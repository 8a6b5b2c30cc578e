/* message.h: the outbox of messages (消息), and what a person, a unit, an institution or an office
 * has been told. */
#ifndef ROOMS_MESSAGE_MESSAGE_H
#define ROOMS_MESSAGE_MESSAGE_H

#include "core/room.h"
#include "rooms/message/message_facts.h"

extern const struct room message_room;
extern const struct action message_inbox_action;
extern const struct action message_waiting_action;
extern const struct action message_settle_action;

#define MESSAGE_PAGE 100

struct message_list_input {
    struct moment until, after;         /* of the outbox */
    int64_t after_message;
};
struct message_list_answer { struct list messages; };   /* of message_row */
struct message_list_facts { const struct list *rows; };

struct message_settle_input {
    int64_t message;
    struct text channel;        /* "inbox", "sms", "phone", "app", "mail" */
    bool delivered;
    struct text fault;          /* why not */
    bool again;                 /* not delivered, but may be tried once more */
};
struct message_settled { int64_t message; struct text state; };
struct message_settle_facts { const struct message_row *row; };

#endif
