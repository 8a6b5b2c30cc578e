/* maildir.h: a folder into which a mail server puts letters, one a file (qmail's Maildir: what lies
 * in new/ is whole). Whoever has taken one moves it to cur/, marked as seen; one that can never be
 * taken goes to refused/, with a file beside it that says why; one that could not be taken now
 * stays where it is. */
#ifndef DOORS_MAIL_MAILDIR_H
#define DOORS_MAIL_MAILDIR_H

#include "base/arena.h"
#include "base/text.h"

#define MAILDIR_A_LOOK 50

/* Names of letters in new/ that come after a name (absent: all), in their order, at most so many:
 * who goes on after the last one passes those that stay. */
size_t maildir_look(const char *folder, struct text after, struct arena *arena,
                    struct text names[MAILDIR_A_LOOK]);

enum maildir_answer {
    MAILDIR_READ,
    MAILDIR_FAULT,              /* not now */
    MAILDIR_TOO_LONG,           /* longer than `most` */
    MAILDIR_NO_LETTER,          /* a folder, a link, a pipe */
};
/* The whole letter in the arena. */
enum maildir_answer maildir_read(const char *folder, struct text name, size_t most,
                                 struct arena *arena, struct text *ret_bytes);
bool maildir_done(const char *folder, struct text name, struct arena *arena);
/* To refused/, which is made; `why` beside it in NAME.why. */
bool maildir_refuse(const char *folder, struct text name, struct text why, struct arena *arena);

#endif
