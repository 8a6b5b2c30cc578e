/* picture_inside.h: what the files of pictures share: picture_jpeg.c and picture_png.c unpack and
 * pack, picture_turn.c makes small and turns, picture.c puts it together. */
#ifndef DOORS_PICTURES_PICTURE_INSIDE_H
#define DOORS_PICTURES_PICTURE_INSIDE_H

#include "doors/pictures/picture.h"

/* How the stored rows and columns are to be shown, as EXIF numbers it. */
enum picture_orientation {
    ORIENTATION_UPRIGHT = 1,
    ORIENTATION_MIRRORED,
    ORIENTATION_UPSIDE_DOWN,
    ORIENTATION_FLIPPED,
    ORIENTATION_TRANSPOSED,
    ORIENTATION_TO_THE_RIGHT,   /* a quarter turn to the right makes it upright */
    ORIENTATION_TRANSVERSED,
    ORIENTATION_TO_THE_LEFT,
};

/* Rows from the top, three bytes a pixel. Zeroed: none. */
struct pixels {
    int width, height;
    unsigned char *rgb;
};

/* False: they are too many, or there is no memory. */
bool pixels_init(struct pixels *pixels, int width, int height);
void pixels_release(struct pixels *pixels);

/* Each takes the place of the pixels given; false: no memory. Nothing is ever made larger. */
bool pixels_shrink(struct pixels *pixels, int side_max);
bool pixels_turn(struct pixels *pixels, enum picture_orientation orientation);

/* From the text of a TIFF head and its first directory; upright when it says nothing good. */
enum picture_orientation orientation_of_exif(struct text exif);

/* Unpacked no smaller than `side_max` on its longer side, where it has as much. */
enum picture_answer jpeg_unpack(struct text bytes, int side_max, struct pixels *ret_pixels,
                                enum picture_orientation *ret_orientation);
enum picture_answer png_unpack(struct text bytes, struct pixels *ret_pixels,
                               enum picture_orientation *ret_orientation);
enum picture_answer jpeg_pack(const struct pixels *pixels, struct arena *arena,
                              struct text *ret_jpeg);

#endif
