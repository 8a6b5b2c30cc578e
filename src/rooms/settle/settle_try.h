/* settle_try.h: worked examples, for tests and tools of this room. A case is one YAML file: facts
 * in, decision out; only the numbers it gives are compared. */
#ifndef ROOMS_SETTLE_TRY_H
#define ROOMS_SETTLE_TRY_H

#include "rooms/settle/settle_file.h"

/* Runs one case; what is wrong is appended to `complaints`. True: as the file says. */
bool settle_try_case(const struct book *book, struct text file, struct text text,
                     struct builder *complaints);

#endif
