/* picture.c: see picture.h. Unpacked, made small, put upright, turned, packed: in that order, for
 * turning a small picture is cheap. */

#include "doors/pictures/picture_inside.h"

#include "base/check.h"

static const int SIDE_MAX[] = { [PICTURE_THUMBNAIL] = 320, [PICTURE_SCREEN] = 1600 };
_Static_assert(COUNT_OF(SIDE_MAX) == PICTURE_SIZES, "each size has its longer side");

static bool is_jpeg(struct text bytes)
{
    return text_starts(bytes, TEXT("\xFF\xD8\xFF"));
}

static bool is_png(struct text bytes)
{
    return text_starts(bytes, TEXT("\x89PNG\r\n\x1A\n"));
}

bool picture_begins(struct text bytes)
{
    return is_jpeg(bytes) || is_png(bytes);
}

static bool arrange(struct pixels *pixels, enum picture_orientation orientation,
                    struct picture_wish wish)
{
    bool good = pixels_shrink(pixels, SIDE_MAX[wish.size]) && pixels_turn(pixels, orientation);
    for (int i = 0; i < wish.turned && good; i++)
        good = pixels_turn(pixels, ORIENTATION_TO_THE_RIGHT);
    return good;
}

enum picture_answer picture_make(struct text bytes, struct picture_wish wish,
                                 struct arena *arena, struct text *ret_jpeg)
{
    CHECK(wish.size < PICTURE_SIZES && wish.turned >= 0 && wish.turned < PICTURE_TURNS);
    struct pixels pixels = { 0 };
    enum picture_orientation orientation = ORIENTATION_UPRIGHT;
    enum picture_answer answer = PICTURE_NOT_ONE;
    if (is_jpeg(bytes))
        answer = jpeg_unpack(bytes, SIDE_MAX[wish.size], &pixels, &orientation);
    else if (is_png(bytes))
        answer = png_unpack(bytes, &pixels, &orientation);
    if (answer != PICTURE_MADE)
        return answer;
    answer = arrange(&pixels, orientation, wish) ? jpeg_pack(&pixels, arena, ret_jpeg)
                                                 : PICTURE_TOO_LARGE;
    pixels_release(&pixels);
    return answer;
}
