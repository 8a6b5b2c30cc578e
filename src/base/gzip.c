/* gzip.c: see gzip.h. */

#include "base/gzip.h"

#include "base/check.h"

#include <zlib.h>

#define GZIP_WINDOW (15 + 16)   /* the largest window, and gzip's own head and sum about it */
#define MEMORY_LEVEL 9

struct text gzip_of(struct text bytes, struct arena *arena)
{
    z_stream stream = { .next_in = (z_const Bytef *)bytes.data, .avail_in = (uInt)bytes.length };
    int begun = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
                             Z_DEFAULT_STRATEGY);
    CHECK(begun == Z_OK);
    size_t room = deflateBound(&stream, bytes.length);
    char *packed = arena_take(arena, room);
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)room;
    int ended = deflate(&stream, Z_FINISH);
    CHECK(ended == Z_STREAM_END);
    struct text result = { packed, room - stream.avail_out };
    deflateEnd(&stream);
    return result;
}
