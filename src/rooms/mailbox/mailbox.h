/* mailbox.h: letters that come in by e-mail, and faxes as their gateway mails them.
 *
 * A letter is recorded once, by the digest of what arrived. An address of ours belongs to an office
 * and may be kept for one matter; a letter from somebody it does not know waits in quarantine for a
 * clerk, where the address does not take strangers. A letter that names a receipt brings papers to
 * that case; one with the form filled in becomes a case by itself, under the rights its sender has
 * and no more; all else waits for a clerk, who makes a case of it, gives it to another office or
 * refuses it with an answer. What a case says later goes back in the same thread of letters. */
#ifndef ROOMS_MAILBOX_MAILBOX_H
#define ROOMS_MAILBOX_MAILBOX_H

#include "core/room.h"
#include "rooms/intake/intake.h"

#define MAILBOX_PARTS_MAX 60
#define MAILBOX_REFUSAL_BYTES 1000
#define MAILBOX_PAGE 50

struct mailbox {
    int64_t bucket;
    struct text address;        /* "chaoyang@…", small letters */
    int64_t office;
    struct text channel;        /* "mail" "fax" "dedicated-mailbox" */
    struct text matter;         /* it is kept for; absent: any */
    bool strangers;             /* takes letters from anybody */
    int64_t said_by;
    struct moment said_at;
    int64_t version;
};
struct mailbox_sender {
    int64_t bucket;
    struct text address;
    struct text kind;           /* "person" "unit" "institution" "gateway" */
    int64_t owner;              /* whom it writes for; of a gateway 0 */
    int64_t office;             /* that knows it */
    int64_t said_by;
    struct moment said_at;
    struct text reason;         /* how it was made sure who writes; absent: registered beforehand */
    int64_t version;
};
struct mailbox_letter {
    int64_t bucket, letter;
    struct text digest, raw_blob;
    struct text address;        /* of ours; absent: none of ours was named */
    int64_t office;
    struct text channel, matter;
    struct text sender, sender_kind;
    int64_t sender_owner;
    struct text sender_name, subject, message_id, in_reply_to;
    struct moment sent_at, received_at;
    struct text body;
    bool automatic;             /* written by a machine: never answered */
    struct text state;          /* "quarantined" "waiting" "taken" "supplied" "refused" */
    struct text why;            /* it waits: "unknown-sender" "no-mailbox" "no-form" "refused" …;
                                 * of a case: "parts-left" */
    struct text refusal;        /* key of what an application by itself was refused for */
    struct text refusal_zh, refusal_en; /* in words, with what they were about */
    int64_t case_id;
    struct text receipt;
    int64_t worked_by;
    struct moment worked_at;
    struct text answer;         /* of a refusal: what goes back */
    struct moment noted_at;     /* its sender was told that it is put aside */
    int64_t version;
};
struct mailbox_part {
    int64_t bucket, letter;
    int64_t part;               /* from 1 on */
    int64_t office;
    struct text file_name, file_type;   /* the type as the bytes say it */
    bool paper;                 /* of a kind that papers are sent as */
    struct text blob;
    int64_t size;
};
extern const struct shape mailbox_letter_shape;
extern const struct table mailbox_table, mailbox_sender_table, mailbox_letter_table,
    mailbox_part_table;

struct mailbox_letter_key { int64_t bucket, letter; };
extern const struct query mailbox_letter_by_id, mailbox_parts_of;
extern const struct room mailbox_room;

/* ---- what the programs bring ---- */

struct mailbox_address_input { struct text address; };
struct mailbox_part_input {
    struct text file_name, file_type, blob;
    bool paper;
    int64_t size;
};
struct mailbox_receive_input {
    struct text digest, raw_blob;
    struct list to;             /* of mailbox_address_input */
    struct text sender, sender_name, subject, message_id, in_reply_to, body;
    struct moment sent_at;
    bool automatic, unreadable;
    struct list parts;          /* of mailbox_part_input */
};
struct mailbox_received {
    int64_t letter;
    struct text state;
};
struct mailbox_settle_input {
    int64_t letter;
    struct text state;          /* "taken" "supplied" "waiting" */
    struct text why, refusal, refusal_zh, refusal_en;
    int64_t case_id;
    struct text receipt;
};

/* ---- what a letter asks for (pure; mailbox_form.c) ---- */

struct mailbox_asked {
    struct text receipt, last_four;     /* of a case it brings papers to */
    const struct matter *matter;        /* NULL: none was named */
    struct text name, number;
    struct list values;                 /* of intake_value */
    bool commitment;
    bool several;                       /* numbers of more than one person stand in it */
};
/* From the subject and the lines "姓名：…" of the text; `preset`: the matter its address is for. */
struct mailbox_asked mailbox_read_form(const struct book *book, struct text subject,
                                       struct text body, struct text preset,
                                       struct arena *arena);
/* The channel of a case of that matter: a mailbox kept for it is a mailbox, where the matter does
 * not name it by itself. */
struct text mailbox_channel_of(const struct matter *matter, struct text channel);
/* Attachments as papers of the matter: by their names, else the only one for the only one that is
 * needed, or that a case still waits for; `papers`: of that case, NULL: there is none yet. */
struct list mailbox_papers_of(const struct matter *matter, const struct list *values,
                              const struct list *parts, const struct list *papers,
                              struct arena *arena);
/* How many of the attachments are none of those papers and not the form itself. */
size_t mailbox_parts_over(struct text body, const struct list *parts, const struct list *papers,
                          struct arena *arena);
/* The line that heads the cells of a sheet in the text of a letter. */
struct text mailbox_sheet_heading(struct text file_name, struct arena *arena);
/* The lines to be filled in and sent. */
struct text mailbox_blank_form(const struct matter *matter, enum language language,
                               struct arena *arena);

/* What its sender is told of a letter that is put aside. */
struct text mailbox_note_text(const struct mailbox_letter *row, struct arena *arena);

#endif
