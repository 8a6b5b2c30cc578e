/* book_more.h: books for looking back and for trying. */
#ifndef CORE_BOOK_MORE_H
#define CORE_BOOK_MORE_H

#include "core/book.h"

/* The book as it was when `sequence` was the last publication: what somebody decided by then. Held
 * once, or NULL with faults. A book it has grown from is handed out as it is; else it is made anew,
 * which takes as long as reading all files. */
const struct book *book_as_of(const struct book *book, int64_t sequence,
                              struct rule_faults *faults);
/* For trials: the measures of that file hold from `from` on, without end, as if they had been in
 * force on days that are over. Only of a book nobody else holds yet. */
void book_rehearse(const struct book *book, struct text file, struct date from);

#endif
