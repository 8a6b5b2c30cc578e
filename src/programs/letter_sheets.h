/* letter_sheets.h: a sheet that a letter brings is the letter's answers, when it is our form. */
#ifndef PROGRAMS_LETTER_SHEETS_H
#define PROGRAMS_LETTER_SHEETS_H

#include "programs/world.h"
#include "rooms/mailbox/mailbox.h"

/* Adds the cells of each sheet that is our form filled in to the text of a letter that is none
 * itself, under the sheet's name: one question a row, or the questions in the first row and one
 * answer below each. Sheets are parsed in a child process; of one that cannot be read, or that is
 * no form of ours, nothing is added. */
void letter_sheets_read(struct world *world, struct mailbox_receive_input *input,
                        struct arena *arena);
/* Whether that attachment is a sheet by its name or type. */
bool letter_sheets_is_one(struct text file_name, struct text file_type);

#endif
