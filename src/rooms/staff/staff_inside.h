/* staff_inside.h: what the files of this room share. */
#ifndef ROOMS_STAFF_STAFF_INSIDE_H
#define ROOMS_STAFF_STAFF_INSIDE_H

#include "core/page_parts.h"
#include "rooms/staff/staff.h"

struct staff_offices_answer {
    struct list offices;        /* of staff_office */
};

/* ---- staff_page.c ---- */
void staff_tell_directory(struct page_parts *parts, const void *told);

#endif
