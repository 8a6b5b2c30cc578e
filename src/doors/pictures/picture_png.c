/* picture_png.c: PNG, through the part of libpng that answers instead of jumping. */

#include "doors/pictures/picture_inside.h"

#include "base/limits.h"

#include <png.h>
#include <string.h>

#define SIGNATURE 8
#define CHUNK_HEAD 8            /* length and name, before its bytes; four of a sum follow them */

static uint32_t length_at(struct text bytes, size_t at)
{
    uint32_t length = 0;
    for (size_t i = 0; i < 4; i++)
        length = length << 8 | (unsigned char)bytes.data[at + i];
    return length;
}

/* In the chunk eXIf, wherever it stands. */
static enum picture_orientation orientation_noted(struct text bytes)
{
    for (size_t at = SIGNATURE; bytes.length - at >= CHUNK_HEAD + 4;) {
        size_t length = length_at(bytes, at);
        size_t left = bytes.length - at - CHUNK_HEAD - 4;
        if (length > left)
            break;
        if (memcmp(bytes.data + at + 4, "eXIf", 4) == 0)
            return orientation_of_exif((struct text){ bytes.data + at + CHUNK_HEAD, length });
        at += CHUNK_HEAD + length + 4;
    }
    return ORIENTATION_UPRIGHT;
}

static enum picture_answer rows_take(png_image *image, struct pixels *pixels)
{
    if ((int64_t)image->width * image->height > LIMIT_PICTURE_PIXELS
        || !pixels_init(pixels, (int)image->width, (int)image->height))
        return PICTURE_TOO_LARGE;
    /* What is seen through is paper. */
    const png_color white = { 255, 255, 255 };
    image->format = PNG_FORMAT_RGB;
    return png_image_finish_read(image, &white, pixels->rgb, 0, NULL) != 0
        ? PICTURE_MADE : PICTURE_DAMAGED;
}

enum picture_answer png_unpack(struct text bytes, struct pixels *ret_pixels,
                               enum picture_orientation *ret_orientation)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    struct pixels pixels = { 0 };
    enum picture_answer answer = PICTURE_DAMAGED;
    if (png_image_begin_read_from_memory(&image, bytes.data, bytes.length) != 0)
        answer = rows_take(&image, &pixels);
    png_image_free(&image);
    if (answer != PICTURE_MADE) {
        pixels_release(&pixels);
        return answer;
    }
    *ret_orientation = orientation_noted(bytes);
    *ret_pixels = pixels;
    return PICTURE_MADE;
}
