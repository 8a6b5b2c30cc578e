/* picture_turn.c: pixels made fewer, and put where they belong. */

#include "doors/pictures/picture_inside.h"

#include "base/check.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

bool pixels_init(struct pixels *pixels, int width, int height)
{
    CHECK(width > 0 && height > 0);
    if ((int64_t)width * height > LIMIT_PICTURE_PIXELS)
        return false;
    *pixels = (struct pixels){ width, height, malloc((size_t)width * (size_t)height * 3) };
    return pixels->rgb != NULL;
}

void pixels_release(struct pixels *pixels)
{
    free(pixels->rgb);
    *pixels = (struct pixels){ 0 };
}

static void pixels_become(struct pixels *pixels, struct pixels other)
{
    pixels_release(pixels);
    *pixels = other;
}

static unsigned char *pixel_at(const struct pixels *pixels, int x, int y)
{
    return pixels->rgb + ((size_t)y * (size_t)pixels->width + (size_t)x) * 3;
}

/* ---- fewer ---- */

static int of_scale(int at, int from, int to)
{
    return (int)((int64_t)at * from / to);
}

/* The mean of all that falls into one pixel: fine print turns grey, but no line of it is lost. */
static void mean_of(const struct pixels *pixels, int left, int right, int top, int bottom,
                    unsigned char *ret_pixel)
{
    uint64_t sum[3] = { 0 };
    for (int y = top; y < bottom; y++) {
        const unsigned char *from = pixel_at(pixels, left, y);
        for (int x = left; x < right; x++, from += 3)
            for (int i = 0; i < 3; i++)
                sum[i] += from[i];
    }
    uint64_t count = (uint64_t)(right - left) * (uint64_t)(bottom - top);
    for (int i = 0; i < 3; i++)
        ret_pixel[i] = (unsigned char)((sum[i] + count / 2) / count);
}

bool pixels_shrink(struct pixels *pixels, int side_max)
{
    int longer = pixels->width > pixels->height ? pixels->width : pixels->height;
    if (longer <= side_max)
        return true;
    int width = of_scale(pixels->width, side_max, longer);
    int height = of_scale(pixels->height, side_max, longer);
    struct pixels small;
    if (!pixels_init(&small, width > 0 ? width : 1, height > 0 ? height : 1))
        return false;
    for (int y = 0; y < small.height; y++)
        for (int x = 0; x < small.width; x++)
            mean_of(pixels, of_scale(x, pixels->width, small.width),
                    of_scale(x + 1, pixels->width, small.width),
                    of_scale(y, pixels->height, small.height),
                    of_scale(y + 1, pixels->height, small.height), pixel_at(&small, x, y));
    pixels_become(pixels, small);
    return true;
}

/* ---- turned ---- */

/* Where a pixel that is shown at x, y lies in the stored picture. */
static const unsigned char *shown_at(const struct pixels *pixels,
                                     enum picture_orientation orientation, int x, int y)
{
    int right = pixels->width - 1, bottom = pixels->height - 1;
    switch (orientation) {
    case ORIENTATION_MIRRORED:
        return pixel_at(pixels, right - x, y);
    case ORIENTATION_UPSIDE_DOWN:
        return pixel_at(pixels, right - x, bottom - y);
    case ORIENTATION_FLIPPED:
        return pixel_at(pixels, x, bottom - y);
    case ORIENTATION_TRANSPOSED:
        return pixel_at(pixels, y, x);
    case ORIENTATION_TO_THE_RIGHT:
        return pixel_at(pixels, y, bottom - x);
    case ORIENTATION_TRANSVERSED:
        return pixel_at(pixels, right - y, bottom - x);
    case ORIENTATION_TO_THE_LEFT:
        return pixel_at(pixels, right - y, x);
    case ORIENTATION_UPRIGHT:
        break;
    }
    return pixel_at(pixels, x, y);
}

bool pixels_turn(struct pixels *pixels, enum picture_orientation orientation)
{
    if (orientation == ORIENTATION_UPRIGHT)
        return true;
    bool lying = orientation >= ORIENTATION_TRANSPOSED;
    struct pixels turned;
    if (!pixels_init(&turned, lying ? pixels->height : pixels->width,
                     lying ? pixels->width : pixels->height))
        return false;
    for (int y = 0; y < turned.height; y++)
        for (int x = 0; x < turned.width; x++)
            memcpy(pixel_at(&turned, x, y), shown_at(pixels, orientation, x, y), 3);
    pixels_become(pixels, turned);
    return true;
}

/* ---- what the camera noted ---- */

static uint32_t number_at(struct text tiff, size_t at, size_t count)
{
    bool big_end_first = tiff.data[0] == 'M';
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        size_t here = big_end_first ? at + i : at + count - 1 - i;
        number = number << 8 | (unsigned char)tiff.data[here];
    }
    return number;
}

enum picture_orientation orientation_of_exif(struct text tiff)
{
    enum { HEAD = 8, ENTRY = 12, TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3 };
    if (tiff.length < HEAD
        || (memcmp(tiff.data, "II*\0", 4) != 0 && memcmp(tiff.data, "MM\0*", 4) != 0))
        return ORIENTATION_UPRIGHT;
    size_t at = number_at(tiff, 4, 4);
    if (at > tiff.length || tiff.length - at < 2)
        return ORIENTATION_UPRIGHT;
    size_t count = number_at(tiff, at, 2);
    at += 2;
    for (size_t i = 0; i < count && tiff.length - at >= ENTRY; i++, at += ENTRY) {
        uint32_t value = number_at(tiff, at + 8, 2);
        if (number_at(tiff, at, 2) == TAG_ORIENTATION && number_at(tiff, at + 2, 2) == TYPE_SHORT
            && value >= ORIENTATION_UPRIGHT && value <= ORIENTATION_TO_THE_LEFT)
            return (enum picture_orientation)value;
    }
    return ORIENTATION_UPRIGHT;
}
