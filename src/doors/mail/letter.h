/* letter.h: a letter (e-mail, or a fax as its gateway mails it) taken apart.
 *
 * Letters come from anybody, so they are parsed in a child process (base/child.h) that holds no
 * key and reaches nothing. What comes out is bounded and UTF-8: heads in any of the codes Chinese
 * programs write (RFC 2047, RFC 2231, bare GB18030), the text a person reads, and the attachments,
 * handed on piece by piece as they are decoded. */
#ifndef DOORS_MAIL_LETTER_H
#define DOORS_MAIL_LETTER_H

#include "core/shape.h"

#define LETTER_PARTS_MAX 60
#define LETTER_TEXT_BYTES ((size_t)32 * 1024)
#define LETTER_LINE_BYTES 998           /* of a head; a longer one is cut */

struct letter_address { struct text address; };
struct letter_head {
    struct text message_id, in_reply_to;    /* without the brackets */
    struct text from, from_name;            /* folded address: small letters */
    struct list to;                         /* of letter_address: To, Cc, Delivered-To */
    struct text subject;
    struct moment sent_at;                  /* as the sender says; 0: he does not */
    struct text text;                       /* what a person reads */
    bool automatic;                         /* by a machine: never answered, or two would talk */
};
struct letter_part_head { struct text file_name, file_type; };
extern const struct shape letter_head_shape, letter_part_head_shape;

/* What takes a letter; each answers false to stop. */
struct letter_taker {
    void *data;
    bool (*head)(void *data, const struct letter_head *head);
    bool (*part)(void *data, const struct letter_part_head *part);
    bool (*bytes)(void *data, struct text bytes);       /* of the part begun last */
    bool (*part_end)(void *data);
};

/* Once in the process, before it is confined: code tables are files. */
void letter_make_ready(void);
/* False: no letter, or the taker stopped. */
bool letter_read(struct text bytes, const struct letter_taker *taker);

/* ---- in a child process ---- */

_Noreturn void letter_child(void);
/* Takes the bytes over (child_input_begin). False: the child found no letter, or ended over it, or
 * the taker stopped. */
bool letter_take(int input, const struct letter_taker *taker);

#endif
