/* signed_in.h: the sign_no that 9001 gave out today, for institutions that must send one.
 *
 * Kept in memory, filled from the answers of 9001 and emptied by 9002. After a start it is empty:
 * an operator who signs in again gets the same number, so a refusal asks for no more than that. */
#ifndef DOORS_NHSA_SIGNED_IN_H
#define DOORS_NHSA_SIGNED_IN_H

#include "base/text.h"
#include "core/date.h"

struct signed_in;               /* any thread */

struct signed_in *signed_in_new(void);
void signed_in_free(struct signed_in *signed_in);
void signed_in_add(struct signed_in *signed_in, int64_t institution, struct text sign_no,
                   struct date day);
void signed_in_remove(struct signed_in *signed_in, int64_t institution, struct text sign_no);
bool signed_in_has(struct signed_in *signed_in, int64_t institution, struct text sign_no,
                   struct date day);

#endif
