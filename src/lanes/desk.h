/* desk.h: where calls come in and are sent on: writes to the lane, reads and trials to the reader
 * pool, slow preparation to a few workers first. It is the `submit` and `finish` of a house. */
#ifndef LANES_DESK_H
#define LANES_DESK_H

#include "lanes/lane.h"

struct desk;

struct desk_plan {
    struct house *house;
    struct lane *lane;
    const struct clock *clock;
    const char *store_address;      /* readers open their own handles */
    struct store *(*open)(const char *address, bool writes, struct arena *arena,
                          struct text *ret_fault);
    int reader_count;               /* 0: 2 */
    /* Before a good answer of an ACTION_DISCLOSES, ACTION_IDENTIFIES, ACTION_MOVES_DAY or
     * ACTION_ADMITS goes out, on any thread; must not block. NULL: nobody writes it down. */
    void (*disclosed)(void *context, const struct call *call);
    void *disclosed_context;
};

struct desk *desk_start(const struct desk_plan *plan, struct arena *arena,
                        struct text *ret_fault);
/* Answers what waits, or hands it on to the lane, and ends its threads; what comes later is
 * answered "busy". Then the lane is stopped, which answers what it has, and then the desk is
 * freed. */
void desk_stop(struct desk *desk);
void desk_free(struct desk *desk);

/* The first question of every call, whatever door it came by: does the table of rights let the
 * actor do this, and is he not confined? If not, the refusal says why. */
bool desk_admits(struct call *call);
void desk_submit(struct desk *desk, struct call *call);
void desk_finish(struct desk *desk, struct call *call);
int64_t desk_waiting(struct desk *desk);
/* Whether reads go through, as far as the last of them tells. */
bool desk_healthy(struct desk *desk, const char **ret_state);

#endif
