/* qr.c: see qr.h. */

#include "base/qr.h"

#include "base/check.h"

#include <qrencode.h>

bool qr_of(struct text text, struct arena *arena, struct qr *ret_qr)
{
    if (text.length == 0 || text.length > QR_BYTES_MAX)
        return false;
    QRcode *code = QRcode_encodeData((int)text.length, (const unsigned char *)text.data, 0,
                                     QR_ECLEVEL_Q);
    if (code == NULL)
        return false;
    size_t count = (size_t)code->width * (size_t)code->width;
    bool *dark = ARENA_ARRAY(arena, bool, count);
    for (size_t i = 0; i < count; i++)
        dark[i] = (code->data[i] & 1) != 0;
    *ret_qr = (struct qr){ code->width, dark };
    QRcode_free(code);
    return true;
}
