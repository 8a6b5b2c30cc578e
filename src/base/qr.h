/* qr.h: a text as a QR code, dark and light modules. Wraps libqrencode. */
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/arena.h"
#include "base/text.h"

#define QR_BYTES_MAX 400        /* what a telephone still reads off paper at 4 cm */

struct qr {
    int width;                  /* modules a side */
    const bool *dark;           /* width * width, row by row, in the arena */
};
/* False: longer than QR_BYTES_MAX. A quarter of it may be damaged. Any thread. */
bool qr_of(struct text text, struct arena *arena, struct qr *ret_qr);

#endif
