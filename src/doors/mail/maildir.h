/* maildir.h: a folder into which a mail server puts letters, one a file (qmail's Maildir: what lies
 * in new/ is whole). Whoever has taken one moves it to cur/, marked as seen; one that could not be
 * taken stays where it is. */
#ifndef DOORS_MAIL_MAILDIR_H
#define DOORS_MAIL_MAILDIR_H

#include "base/arena.h"
#include "base/text.h"

#define MAILDIR_A_LOOK 50

/* Names of letters in new/, oldest name first, at most so many. */
size_t maildir_look(const char *folder, struct arena *arena, struct text names[MAILDIR_A_LOOK]);
/* The whole letter in the arena; false: it cannot be read, or is longer than `most` (then
 * `ret_too_long`). */
bool maildir_read(const char *folder, struct text name, size_t most, struct arena *arena,
                  struct text *ret_bytes, bool *ret_too_long);
bool maildir_done(const char *folder, struct text name, struct arena *arena);

#endif
