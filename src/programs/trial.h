/* trial.h: a trial of a notice: two books, the rooms asked in order what differs. It only reads, so
 * it may run beside a serving house. */
#ifndef PROGRAMS_TRIAL_H
#define PROGRAMS_TRIAL_H

#include "core/book.h"
#include "core/impact.h"
#include "core/room.h"

struct trial_plan {
    /* Just one: a text to be published, a notice that ends, an event that is withdrawn. */
    struct text text;
    struct text number;
    int64_t event;              /* the number of its declaration */
    struct moment at;
    enum language language;
    int32_t bucket_step;        /* 1: every bucket */
    bool (*progress)(struct impact *impact, const char *room, int64_t done, int64_t of);
    void *progress_data;
};

/* False: why not, for the reader, in `ret_fault`. Findings lie in the arena. */
bool trial_run(struct store *store, const struct book *book, const struct trial_plan *plan,
               struct arena *arena, struct impact *ret_impact, struct text *ret_fault);

#endif
