/* lane_inside.h: what the files of a lane share. */
#ifndef LANES_LANE_INSIDE_H
#define LANES_LANE_INSIDE_H

#include "lanes/flushing.h"
#include "lanes/held.h"
#include "lanes/lane.h"
#include "lanes/poison.h"
#include "lanes/recorder.h"

#include "core/task.h"

#include <pthread.h>

#define REACTIONS_MAX 64
/* More rows of a reaction that fail at once: of the store, perhaps, and not of the calls. */
#define REACTION_FAILS_MANY 16
#define REACTION_AGAIN_MAX 100000
#define REACTION_AGAIN_A_LOOK 32
#define RESTING_MAX 256

/* A row whose call failed: it is sent again by itself. */
struct reaction_again {
    int64_t sequence, at_us;
    int times;
    int64_t version;                /* of its row in the store; 0: not put aside yet */
    bool fresh;                     /* failed for the first time since the last look */
    bool over;                      /* dealt with, and its row does not say so yet */
};

/* Where a reaction has come to: everything up to `sequence` is dealt with but for the rows whose
 * calls failed, and rows for it may lie after that up to `until`. */
struct reaction_place {
    const struct reaction *reaction;
    struct text name;               /* "from>with": names its cursor row */
    int64_t sequence, until, stored;
    int64_t version;                /* of the cursor row; 0: not stored yet */
    struct reaction_again *again;
    int again_count, again_room;
    int again_at;                   /* the last one that a look has tried */
    int64_t rests_until_us;         /* more of them failed, or no row can be read: not before */
};

/* A timer or job that came to nothing is left alone for a while, so that the others get their
 * turn. */
struct resting { int64_t task, until_us; };

struct own_work {                   /* timers, jobs, reactions: see own_work.c, reactions.c */
    struct arena arena;             /* names of reactions */
    int pending;                    /* own calls not answered yet (lane thread only) */
    int64_t next_look_us;
    bool more;                      /* a timer or job is waiting for the next look */
    struct due_key timers_from;     /* the page that comes next */
    int64_t jobs_after;
    int64_t jobs_rest_until_us;     /* the lane is other calls' until then */
    struct resting resting[RESTING_MAX];
    int resting_next;
    int64_t noted;                  /* the journal's rows up to here are known to own_work_note */
    bool cursors_unsure;            /* a write of them did not answer DONE */
    int64_t sure_again_us;          /* no batch of nothing before: see own_work_wants_batch */
    int64_t anchored, log_anchored; /* last sequences signed */
    bool anchor_unsure;             /* the last one may be there, or not */
    int64_t anchor_due_ms;
    int reaction_count;
    struct reaction_place reactions[REACTIONS_MAX];
};

/* A call of the house itself. */
struct own_call {
    struct call call;               /* first: done() finds the whole by it */
    struct arena arena;
    struct lane *lane;
    int64_t task;                   /* the timer or job it is for; 0: a reaction */
    int64_t sent_us;
    bool of_job;
    struct reaction_place *place;   /* and the row it answers to */
    int64_t sequence;
};

struct lane {
    struct lane_plan plan;
    struct recorder recorder;
    struct poison *poison;
    struct held held;
    struct own_work own;
    struct flushing flushing;
    pthread_t thread;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct call *first, *last;      /* waiting, in order */
    struct call *own_answered;      /* calls of the house itself that passed the flush */
    int64_t waiting, busy;
    bool stopping;
    const struct book *next_book;
    struct lane_numbers numbers;    /* copied out after each batch */

    bool fenced;                    /* another owner has the store (lane thread only) */
    /* For lane_health, from any thread. */
    _Atomic int64_t turned_us;      /* when the thread last came round */
    _Atomic int64_t too_many;       /* calls refused for too many facts, readers' among them */
    atomic_bool cannot_read, cannot_write;
};

/* From the thread that flushes: such a call is called back on the lane's. */
void lane_own_answered(struct lane *lane, struct call *call);
/* The lane is lost: nobody will finish the calls of this batch. */
void batch_forget(struct batch *batch);

/* Starts where the stored cursors stand. */
enum store_answer own_work_start(struct lane *lane);
void own_work_stop(struct lane *lane);
/* Queues what is due; called by the lane's thread between batches. Answers how long the thread may
 * sleep, in microseconds. */
int64_t own_work_look(struct lane *lane);
/* How much there is to do at once; timers are known when they are looked for. */
int64_t own_work_left(const struct lane *lane);
/* A batch was answered: notes which reactions have something to read, and whether it began a job or
 * set a timer that is due: the next look for them is not waited for. */
void own_work_note(struct lane *lane, const struct batch *batch);
/* Whether nobody knows where the journal ends, or up to where it is on disk, and no batch on its
 * way is going to say: then one of nothing is run, which does. */
bool own_work_wants_batch(struct lane *lane);

/* ---- shared by own_work.c and reactions.c ---- */

/* It left rows: only then is its decision there to be read. */
bool item_was_recorded(const struct batch_item *item);
bool batch_begins_work(const struct lane *lane, const struct batch *batch);
struct own_call *own_call_new(struct lane *lane, const struct action *action);
void own_call_send(struct own_call *own);
void own_call_drop(struct own_call *own);   /* instead of sending it */
void own_work_warn(struct lane *lane, const char *event, struct text what, struct text why);
enum store_answer own_work_read(struct lane *lane, const struct query *query, const void *key,
                                struct arena *arena, struct list *ret_rows);
/* A change that is no decision and goes to the store without the journal. */
bool own_work_write(struct lane *lane, const struct change *change);

enum store_answer reactions_start(struct lane *lane);
/* Whether a reaction has rows to read now; or would have, were they on disk. */
bool reactions_behind(const struct lane *lane);
bool reactions_wait_for_disk(const struct lane *lane);
void reactions_look(struct lane *lane, struct arena *arena);
/* The lane ends: the next one goes on from here instead of reading what this one has read. */
void reactions_rest(struct lane *lane);
/* A call of a reaction was answered; `again`: it came to nothing, for now. */
void reaction_answered(struct own_call *own, bool again);

#endif
