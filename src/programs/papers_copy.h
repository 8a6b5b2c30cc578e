/* papers_copy.h: the folder of sealed papers, beside a copy of the store.
 *
 * A paper's name is the digest of its content, so copying while serving is safe: what is there is
 * whole, and what the store's copy refers to was there before that copy was begun. */
#ifndef PROGRAMS_PAPERS_COPY_H
#define PROGRAMS_PAPERS_COPY_H

#include "base/arena.h"

/* All files of a folder into another, made when missing; files that are there already stay. A
 * folder that does not exist is an empty one. False: `ret_fault` says which file and why. */
bool papers_copy(const char *from, const char *to, struct arena *arena, struct text *ret_fault);

#endif
