/* message_facts.h: messages (消息) on their way to people, as rooms below write them.
 *
 * An outbox: a decision says something to somebody by inserting a row, in the same transaction as
 * what it is about, so nothing is told that did not happen and nothing that happened is not told.
 * What delivers them (inbox, text message, telephone list) is not known here. A text fits one short
 * message: at most MESSAGE_CHARACTERS in Chinese, and says what happened, until when, and what to
 * do. No number of a person and no name stands in it. */
#ifndef ROOMS_MESSAGE_MESSAGE_FACTS_H
#define ROOMS_MESSAGE_MESSAGE_FACTS_H

#include "core/action.h"
#include "core/words.h"

#define MESSAGE_CHARACTERS 70

struct message_row {
    int64_t bucket, message;    /* the bucket of the receiver */
    int64_t person, unit, institution, office;  /* one of them: whom it is for */
    int64_t account;            /* of an office: whom of it by name; 0: whoever looks */
    struct text kind;           /* key of the sentence: "intake.message.debt-born" */
    int64_t subject;            /* what it is about: a case; 0: nothing that has a number */
    struct text reference;      /* what the reader knows it by: the receipt */
    struct text body_zh, body_en;
    struct moment made;
    struct moment due;          /* not to be delivered earlier */
    struct text state;          /* "waiting", "sent", "failed", "cancelled" */
    int64_t tries;
    struct text channel;        /* that carried it */
    struct moment settled;
    struct text fault;          /* of the last try */
    int64_t version;
};
extern const struct shape message_shape;
extern const struct table message_table;

struct message_state_key { struct text state; struct moment until, after; int64_t after_message; };
struct message_person_key { int64_t bucket, person, after; };
struct message_key { int64_t bucket, message; };
extern const struct query message_by_id;
extern const struct query messages_in_state;    /* due by `until`, oldest first: pages */
struct message_received_key { int64_t bucket, receiver, account, after; };
struct message_about_key { int64_t bucket, unit; struct text kind; int64_t subject; };
extern const struct query message_of_unit_about;
extern const struct query messages_of_unit, messages_of_institution, messages_of_office;
extern const struct query messages_of_person;   /* newest first, due or not */

/* Writes one. `about` carries receiver, kind, subject, reference and due (absent: now); the text is
 * the sentence of `kind` with the details. A detail that would make it too long is cut and ends in
 * an ellipsis, the first one first. */
void message_send(struct decision *decision, const struct message_row *about,
                  const struct text zh[3], const struct text en[3]);
/* How many characters the first detail may have beside the others and none of them is cut; for who
 * would rather leave out another part of it than its end. */
size_t message_left(const char *kind, enum language language, const struct text details[3],
                    struct arena *arena);
/* The first characters, the last of `most` an ellipsis; what is no longer stays as it is. */
struct text message_cut(struct text text, size_t most, struct arena *arena);

#endif
