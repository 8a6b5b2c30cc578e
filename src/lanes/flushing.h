/* flushing.h: batches that are written, but not on disk yet, wait here.
 *
 * The lane decides the next batch while a thread of its own syncs what the last ones wrote. Batches
 * pass in the order they were written, several by one sync, and only then is anybody told: whatever
 * a batch was decided by is on disk before it or with it. Where the store cannot write ahead there
 * is no thread, and a batch passes at once. */
#ifndef LANES_FLUSHING_H
#define LANES_FLUSHING_H

#include "lanes/recorder.h"

#include <pthread.h>

struct lane;

struct flushing {
    pthread_t thread;
    bool runs, stopping;
    pthread_mutex_t lock;
    pthread_cond_t wake, passed;
    struct batch *first, *last;
    int calls;                      /* of all batches here */
    bool busy;                      /* a sync is under way */
    uint64_t flushed;               /* the recorder's count of writes up to which all passed */
    _Atomic int64_t sequence;       /* the journal is on disk up to here */
    atomic_bool unsure;             /* a flush said nothing: the journal may have lost its end */
    _Atomic int64_t since_us;       /* when that sync began; 0: none is */
    atomic_bool broken;             /* the disk refused: nobody is told anything any more */
};

void flushing_start(struct lane *lane);
/* The batch passes on; the caller's hold of it goes with it. */
void flushing_put(struct lane *lane, struct batch *batch);
/* Until there is room for a batch: behind a disk that stands still the queue is to fill, and who
 * comes then to be turned away. */
void flushing_room(struct lane *lane);
/* Until nothing waits here any more. */
void flushing_drain(struct lane *lane);
/* Whether nothing waits here now. */
bool flushing_rests(struct lane *lane);
/* The journal has lost its end with a server, and stands at `sequence`: what comes after that is
 * not on disk, whatever passed here with a higher number. */
void flushing_lost(struct lane *lane, int64_t sequence);
void flushing_stop(struct lane *lane);

#endif
