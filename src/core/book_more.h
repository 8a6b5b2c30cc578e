/* book_more.h: another book from the publications of one and some more. */
#ifndef CORE_BOOK_MORE_H
#define CORE_BOOK_MORE_H

#include "core/book.h"

/* As if `more` had been published after all that `book` holds; their sequences follow the last one
 * where they are 0. Held once, or NULL with faults; `book` is unchanged. */
const struct book *book_with(const struct book *book, const struct publication *more,
                             size_t more_count, struct rule_faults *faults);

#endif
