/* gzip.h: bytes made smaller, as HTTP has them in `Content-Encoding: gzip`. Wraps zlib.
 *
 * Only for what is the same for everybody: a page that repeats what its reader sent, beside a
 * secret of ours, would give the secret away by its length. */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/arena.h"
#include "base/text.h"

/* As small as it gets, in the arena. Any thread. */
struct text gzip_of(struct text bytes, struct arena *arena);

#endif
