/* world_letters.h: fetches letters from the Maildir, has each parsed in a child process, keeps what
 * it brought and says what becomes of it (rooms/mailbox). A letter stays in new/ until its row is
 * on disk; brought twice it is the same letter by its digest. */
#ifndef PROGRAMS_WORLD_LETTERS_H
#define PROGRAMS_WORLD_LETTERS_H

#include "programs/world.h"

struct letters;
/* NULL: a reading handle could not be opened. Without a Maildir it does nothing. */
struct letters *letters_start(struct world *world, struct text *ret_fault);
void letters_stop(struct letters *letters);

#endif
