/* picture.h: photographs and scans of papers (JPEG, PNG), made small and upright to be looked at.
 *
 * What comes out is a new JPEG of bounded size that has nothing of the old one but what is seen: no
 * place, no device, no name. The orientation the camera noted is applied. The bytes come from
 * anybody, so they are read in a child process (base/child.h) with bounded memory and time; what
 * is larger than LIMIT_PICTURE_PIXELS is not unpacked at all. The paper itself is never changed. */
#ifndef DOORS_PICTURES_PICTURE_H
#define DOORS_PICTURES_PICTURE_H

#include "base/arena.h"
#include "base/text.h"

#define PICTURE_TURNS 4

enum picture_size {
    PICTURE_THUMBNAIL,          /* in a list of papers */
    PICTURE_SCREEN,             /* to be read on a screen over a weak line */
    PICTURE_SIZES,
};

struct picture_wish {
    enum picture_size size;
    int turned;                 /* quarter turns to the right, after it stands upright: 0 to 3 */
};

enum picture_answer {
    PICTURE_MADE,
    PICTURE_NOT_ONE,            /* neither JPEG nor PNG */
    PICTURE_TOO_LARGE,          /* unpacked, or it would take too much memory */
    PICTURE_DAMAGED,            /* cut off, or it contradicts itself */
    PICTURE_STOPPED,            /* the child died, or took too long: another time it may do */
};

/* In this process: for the child, and for tests. `ret_jpeg` lies in the arena. */
enum picture_answer picture_make(struct text bytes, struct picture_wish wish,
                                 struct arena *arena, struct text *ret_jpeg);
/* Whether the bytes begin like one. */
bool picture_begins(struct text bytes);
/* As the child: reads its input, answers one record. */
_Noreturn void picture_child(void);
/* In a child of its own: waits for it. What does not begin like a picture is not worth a child. */
enum picture_answer picture_preview(struct text bytes, struct picture_wish wish,
                                    struct arena *arena, struct text *ret_jpeg);

#endif
