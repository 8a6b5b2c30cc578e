/* demo.h: what programs know of demo worlds. */
#ifndef PROGRAMS_DEMO_H
#define PROGRAMS_DEMO_H

#include "programs/world.h"

/* Of every demo account, unless --password-file says otherwise when the world is made. */
#define DEMO_PASSWORD "yibao-demo-2020"

/* A 甲 item of the demo catalogue without a price limit. */
#define DEMO_ITEM "XB02BC001C0030101019000"

/* A file whole, in the arena; absent when there is none. */
struct text demo_read(const char *folder, const char *path, struct arena *arena);

/* One curl for each step of an outpatient visit, for a person of the demo world. */
void demo_visit_print(const struct world *world);

#endif
