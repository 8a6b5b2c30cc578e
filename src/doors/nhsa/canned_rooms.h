/* canned_rooms.h: rooms without rules, for the tests of the door. */
#ifndef DOORS_NHSA_CANNED_ROOMS_H
#define DOORS_NHSA_CANNED_ROOMS_H

#include "core/room.h"

struct canned_visit {           /* 2201 */
    int64_t person;
    struct text insurance, med_type, bill, extension;
    struct moment begun;
};
struct canned_line {            /* a row of 2204 */
    struct text number;
    struct money amount;
    struct quantity quantity;
    struct price price;
    struct moment at;
};
struct canned_lines {
    struct list lines;
};
struct canned_settle {          /* 2206, 2207, 2208, 5204 */
    int64_t person, visit;
    struct text bill;
    struct money total;
};
struct canned_discharge {       /* 2402: what `ask` makes of the wire */
    int64_t person;
    struct text words;
};

extern const struct room canned_room;
extern const struct shape canned_visit_shape, canned_lines_shape, canned_settle_shape,
    canned_discharge_shape;
const void *canned_answer(const struct request *request);

#endif
