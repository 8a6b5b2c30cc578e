/* lane.h: the one thread that writes a store.
 *
 * A lane takes what waits, in order; a call whose subject an earlier one of the batch (or one put
 * off before it) holds goes to the next batch. Nothing is acknowledged before its commit is on
 * disk; the next batch is decided meanwhile (flushing.h). Between batches it turns due timers,
 * running jobs and reactions into ordinary calls. */
#ifndef LANES_LANE_H
#define LANES_LANE_H

#include "base/clock.h"
#include "base/log.h"
#include "core/house.h"
#include "core/journal.h"

struct lane;
struct sm2_key;

enum lane_loss {
    LANE_TAKEN,         /* another owner has the store */
    LANE_NOT_ON_DISK,   /* the disk refused: nobody knows what of the last batches is on it */
};

struct lane_plan {
    struct house *house;            /* rooms, for reactions, jobs and timers */
    struct store *store;            /* a writing handle; the lane owns it from now on */
    struct fence fence;
    const struct clock *clock;
    struct log *log;
    const char *poison_path;        /* NULL: none (trials in memory) */
    /* Called on a thread of the lane: must end the program. */
    void (*lost)(void *context, enum lane_loss why);
    void *lost_context;
    /* A publication was recorded (ACTION_PUBLISHES). Called on a thread of the lane, always the
     * same one, when it is on disk and before anybody is answered; it hands over the new book with
     * lane_use_book. */
    void (*published)(void *context);
    void *published_context;
    const struct sm2_key *signing_key;  /* signs the journal's head every hour; NULL: nobody does */
    /* Where the access log stands, signed beside it; NULL: there is none. */
    void (*log_head)(void *context, struct chain_head *ret_head);
    void *log_context;
    int timer_ms;                   /* how often it looks for due timers; 0: 500 */
};

/* NULL and why when the journal or the poison file cannot be read: the store stays the caller's. */
struct lane *lane_start(const struct lane_plan *plan, const char **ret_fault);
/* Takes no more, decides what waits, stops the thread, closes the store. The desk is stopped
 * before, for its threads hand on to the lane, and freed afterwards. */
void lane_stop(struct lane *lane);

/* Until all that could be read when this was called is on disk: for readers, who may have seen what
 * was written ahead. Not on the lane's own threads. */
void lane_settled(struct lane *lane);

void lane_submit(struct lane *lane, struct call *call);
/* Of a call refused for too many facts (gathering.h) the operator is told, and it is counted: from
 * any thread, also for a call that never came to the lane. Others are passed by. */
void lane_note_refused(struct lane *lane, const struct call *call);
/* Also after the lane is gone. */
void lane_finish(struct lane *lane, struct call *call);

struct lane_numbers {
    int64_t recorded, repeated, refused, faults, busy, batches, reruns, waiting, longest_us;
    int64_t sequence;
    int64_t too_many;   /* refused for more facts than may be read */
    int64_t own;        /* calls of its own under way, and reactions and jobs that call for more */
    int suspects;
};
void lane_numbers(struct lane *lane, struct lane_numbers *ret_numbers);
/* Whether it turns and its store can be read and written, as far as the last tries tell; an idle
 * lane tries to read every half second. The state is a key of words/core.yaml. */
bool lane_healthy(struct lane *lane, const char **ret_state);

/* The book to decide by from the next batch on; the lane holds it. */
void lane_use_book(struct lane *lane, const struct book *book);

#endif
