/* intake_called.h: a form keeps a disease by its code, a hospital by its number, and a row why an
 * approval would be refused by its key: who reads a case reads the names and the sentence. */
#ifndef ROOMS_INTAKE_INTAKE_CALLED_H
#define ROOMS_INTAKE_INTAKE_CALLED_H

#include "rooms/intake/intake_inside.h"

/* Of the answers of a case, in their order, the ones that name one: a list of its own rows. False:
 * more is to be gathered. */
bool intake_gather_called(struct gather *gather, const struct request *request,
                         const struct intake_case *row, const struct list **ret_named);
/* As people call the `index`-th answer; the answer itself where nothing is known of it. */
struct text intake_called(const struct list *named, size_t index, const struct intake_case *row,
                         struct text answer, struct arena *arena);

/* The question of the form that a field of the approval's action is filled from; NULL: none is. */
const char *intake_question_of(const struct matter *matter, const char *field,
                               struct arena *arena);
/* A refusal as the row keeps it, with what stands in its places; and as it is read. */
struct text intake_doubt_of(const struct refusal *refusal, struct arena *arena);
struct text intake_doubt_told(struct text doubt, enum language language, struct arena *arena);

#endif
