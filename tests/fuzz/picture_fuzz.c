/* picture_fuzz.c: what doors/pictures/picture.h promises of any bytes: an answer, and when there is
 * a picture, one that is a JPEG of bounded length. The first byte chooses size and turn. */

#include "base/check.h"
#include "base/limits.h"
#include "doors/pictures/picture.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena arena;
    struct text jpeg = { 0 };
    const struct picture_wish wish = { (enum picture_size)(data[0] % PICTURE_SIZES),
                                       data[0] / PICTURE_SIZES % PICTURE_TURNS };
    arena_init(&arena);
    enum picture_answer answer =
        picture_make((struct text){ (const char *)data + 1, size - 1 }, wish, &arena, &jpeg);
    CHECK(answer < PICTURE_STOPPED);
    if (answer == PICTURE_MADE)
        CHECK(jpeg.length > 3 && jpeg.length <= LIMIT_PREVIEW_BYTES
              && memcmp(jpeg.data, "\xFF\xD8\xFF", 3) == 0);
    arena_release(&arena);
    return 0;
}
