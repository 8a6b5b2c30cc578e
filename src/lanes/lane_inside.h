/* lane_inside.h: what the files of a lane share. */
#ifndef LANES_LANE_INSIDE_H
#define LANES_LANE_INSIDE_H

#include "lanes/held.h"
#include "lanes/lane.h"
#include "lanes/poison.h"
#include "lanes/recorder.h"

#include <pthread.h>

#define REACTIONS_MAX 64

/* Where a reaction has come to: everything up to `sequence` is dealt with. */
struct reaction_place {
    const struct reaction *reaction;
    struct text name;               /* "from>with": names its cursor row */
    int64_t sequence, stored;
    int64_t version;                /* of the cursor row; 0: not stored yet */
    bool behind;                    /* rows for it may lie after `sequence` */
};

struct own_work {                   /* timers, jobs, reactions: see own_work.c */
    struct arena arena;             /* names of reactions */
    int pending;                    /* own calls not answered yet (lane thread only) */
    int64_t next_look_us;
    bool jobs_running;
    int64_t anchored;               /* last sequence signed */
    int64_t anchor_due_ms;
    int reaction_count;
    struct reaction_place reactions[REACTIONS_MAX];
};

struct lane {
    struct lane_plan plan;
    struct recorder recorder;
    struct poison *poison;
    struct held held;
    struct own_work own;
    pthread_t thread;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct call *first, *last;      /* waiting, in order */
    int64_t waiting, busy;
    bool stopping;
    const struct book *next_book;
    struct lane_numbers numbers;    /* copied out after each batch */
};

/* Starts where the stored cursors stand. */
enum store_answer own_work_start(struct lane *lane);
void own_work_stop(struct lane *lane);
/* Queues what is due; called by the lane's thread between batches. Answers how long the thread may
 * sleep, in microseconds. */
int64_t own_work_look(struct lane *lane);
/* A batch was answered: notes which reactions have something to read. */
void own_work_note(struct lane *lane, const struct batch *batch);

#endif
