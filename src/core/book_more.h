/* book_more.h: another book from the publications of one and some more. */
#ifndef CORE_BOOK_MORE_H
#define CORE_BOOK_MORE_H

#include "core/book.h"

/* As if `more` had been published after all that `book` holds; their sequences follow the last one
 * where they are 0. Held once, or NULL with faults; `book` is unchanged. */
const struct book *book_with(const struct book *book, const struct publication *more,
                             size_t more_count, struct rule_faults *faults);

/* Those of the book whose sequence is below `sequence`: what it was before that publication. Held
 * once, or NULL with faults. */
const struct book *book_before(const struct book *book, int64_t sequence,
                               struct rule_faults *faults);
/* For trials: the measures of that file hold from `from` on, without end, as if they had been in
 * force on days that are over. Only of a book nobody else holds yet. */
void book_rehearse(const struct book *book, struct text file, struct date from);

#endif
