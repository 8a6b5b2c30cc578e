/* notice_head.h: the heads of notices as the register shows them.
 *
 * A notice is a publication under rules/notices/. What the law of it is, the book reads; here is
 * the rest of its head: issuer, basis, whom it forwards, disclosure class, checker, copies,
 * attachments, contact and the explanation in plain words. Most stand under `register:`. */
#ifndef ROOMS_NOTICE_NOTICE_HEAD_H
#define ROOMS_NOTICE_NOTICE_HEAD_H

#include "core/book.h"
#include "core/measure.h"

#define NOTICE_FILES "rules/notices/"

struct notice_word { struct text word; };
struct notice_attachment {
    struct text name, file;
    struct text form;           /* of a return that is asked for: "annex-1" */
    struct list policies;       /* of notice_word: numbers of what its rows are about */
};

/* Of `register:` */
struct notice_register {
    struct text issuer, category;
    struct text disclosure;     /* "open", "on-request", "internal"; absent: open */
    struct text checker;        /* 校核, by section, not by name */
    struct text contact;
    struct text plain_zh, plain_en;     /* 政策解读 */
    struct text revoked_by;     /* the document that ended it */
    struct list cc;             /* of notice_word: offices, by name or number */
    struct list attachments;    /* of notice_attachment */
};

struct notice_head {
    struct text file, number, title, forwards;
    struct text prefix;         /* of clause ids: BJ4 */
    int32_t place;
    struct date issued, known, until;   /* until DATE_NONE: open; of a book: or revoked */
    struct list basis;          /* of notice_word */
    struct list revokes;        /* of notice_word: numbers of notices that are over with it */
    struct notice_register of;
    int64_t sequence;
    struct digest digest;
    int64_t measures;
};

/* What `text` says in its head; false (and faults) when it is no notice. */
bool notice_head_read(struct text file, struct text text, struct arena *arena,
                      struct rule_faults *faults, struct notice_head *ret_head);
/* Of all notices of the book, in the order of places and files; in the arena. */
size_t notice_heads(const struct book *book, struct arena *arena,
                    const struct notice_head **ret_heads);
const struct notice_head *notice_head_of(const struct notice_head *heads, size_t count,
                                         struct text number);

enum notice_state { NOTICE_IN_FORCE, NOTICE_ENDED };
enum notice_state notice_state_on(const struct notice_head *head, struct date day);

/* The same text with its end: `until: day` in its head, and who ended it. In the arena. */
struct text notice_text_ended(struct text text, struct date until, struct text paper,
                              struct arena *arena);

#endif
