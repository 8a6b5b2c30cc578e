/* flushing.c: see flushing.h. */

#include "lanes/lane_inside.h"

#include "base/check.h"

/* ---- a batch has passed ---- */

/* Whoever is told that his notice is published may rely on it from that moment. */
static void batch_publish(struct lane *lane, const struct batch *batch)
{
    bool published = false;
    for (int i = 0; i < batch->count; i++) {
        const struct call *call = batch->items[i].call;
        published |= call->status == CALL_DONE
            && (call->request.action->flags & ACTION_PUBLISHES) != 0;
    }
    if (published && lane->plan.published != NULL)
        lane->plan.published(lane->plan.published_context);
}

static void batch_count_longest(struct lane *lane, const struct batch *batch)
{
    int64_t now = clock_steady_us(), longest = 0;
    for (int i = 0; i < batch->count; i++) {
        int64_t took = now - batch->items[i].call->queued_at_us;
        longest = took > longest ? took : longest;
    }
    pthread_mutex_lock(&lane->lock);
    lane->numbers.longest_us = longest;
    pthread_mutex_unlock(&lane->lock);
}

/* Calls of the house itself are the lane thread's to hear of. */
static void batch_call_back(struct lane *lane, struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct call *call = batch->items[i].call;
        if (lane->flushing.runs && text_is(call->request.door, "house"))
            lane_own_answered(lane, call);
        else
            call->done(call);
    }
}

static void batch_pass(struct lane *lane, struct batch *batch)
{
    batch_publish(lane, batch);
    batch_count_longest(lane, batch);
    batch_call_back(lane, batch);
    batch_leave(batch);
}

/* ---- the thread ---- */

/* It may be on disk or not: a repeat finds the receipt, or is decided anew. */
static void batch_unsure(struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        batch->items[i].call->status = CALL_FAULT;
        batch->items[i].call->fault = TEXT("the store did not say whether it is on disk");
    }
}

/* Nobody will ever be told: the program ends. */
static void batches_drop(struct lane *lane, struct batch *batch)
{
    if (!atomic_exchange(&lane->flushing.broken, true))
        lane->plan.lost(lane->plan.lost_context, LANE_NOT_ON_DISK);
    while (batch != NULL) {
        struct batch *next = batch->next;
        batch_forget(batch);
        batch_leave(batch);
        batch = next;
    }
    pthread_mutex_lock(&lane->flushing.lock);
    lane->flushing.calls = 0;
    pthread_cond_broadcast(&lane->flushing.passed);
    pthread_mutex_unlock(&lane->flushing.lock);
}

/* All of the chain that was written with one mark. */
static struct batch *batches_flush(struct lane *lane, struct batch *batch)
{
    struct store *store = lane->plan.store;
    uint32_t mark = batch->mark;
    atomic_store(&lane->flushing.since_us, clock_steady_us());
    enum store_answer answer =
        lane->flushing.broken ? STORE_FAULT : store->port->flush(store, mark);
    atomic_store(&lane->flushing.since_us, 0);
    if (answer == STORE_FAULT) {
        batches_drop(lane, batch);
        return NULL;
    }
    if (answer != STORE_DONE)
        atomic_store(&lane->flushing.unsure, true);
    while (batch != NULL && batch->mark == mark) {
        struct batch *next = batch->next;
        if (answer != STORE_DONE)
            batch_unsure(batch);
        else
            atomic_store(&lane->flushing.sequence, batch->sequence);
        uint64_t written = batch->written;
        int calls = batch->count;
        batch_pass(lane, batch);
        pthread_mutex_lock(&lane->flushing.lock);
        lane->flushing.flushed = written;
        lane->flushing.calls -= calls;
        pthread_cond_broadcast(&lane->flushing.passed);
        pthread_mutex_unlock(&lane->flushing.lock);
        batch = next;
    }
    return batch;
}

static void *flushing_thread(void *context)
{
    struct lane *lane = context;
    struct flushing *flushing = &lane->flushing;
    pthread_setname_np(pthread_self(), "flush");
    pthread_mutex_lock(&flushing->lock);
    for (;;) {
        flushing->busy = false;
        pthread_cond_broadcast(&flushing->passed);
        while (flushing->first == NULL && !flushing->stopping)
            pthread_cond_wait(&flushing->wake, &flushing->lock);
        struct batch *batch = flushing->first;
        if (batch == NULL)
            break;
        flushing->first = flushing->last = NULL;
        flushing->busy = true;
        pthread_mutex_unlock(&flushing->lock);
        while (batch != NULL)
            batch = batches_flush(lane, batch);
        pthread_mutex_lock(&flushing->lock);
    }
    pthread_mutex_unlock(&flushing->lock);
    return NULL;
}

/* ---- for the lane ---- */

void flushing_start(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    struct store *store = lane->plan.store;
    pthread_mutex_init(&flushing->lock, NULL);
    pthread_cond_init(&flushing->wake, NULL);
    pthread_cond_init(&flushing->passed, NULL);
    flushing->sequence = lane->recorder.head.sequence;
    if (store->port->write_ahead == NULL)
        return;
    /* Lets the store make what it flushes with before the first write. */
    store->port->flush(store, 0);
    lane->recorder.ahead = flushing->runs = true;
    CHECK(pthread_create(&flushing->thread, NULL, flushing_thread, lane) == 0);
}

void flushing_put(struct lane *lane, struct batch *batch)
{
    struct flushing *flushing = &lane->flushing;
    if (!flushing->runs) {
        flushing->sequence = batch->sequence;
        batch_pass(lane, batch);
        return;
    }
    batch->next = NULL;
    pthread_mutex_lock(&flushing->lock);
    if (flushing->last == NULL)
        flushing->first = batch;
    else
        flushing->last->next = batch;
    flushing->last = batch;
    flushing->calls += batch->count;
    pthread_cond_signal(&flushing->wake);
    pthread_mutex_unlock(&flushing->lock);
}

void flushing_room(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    pthread_mutex_lock(&flushing->lock);
    while (flushing->calls >= LIMIT_CALLS_FLUSHING && !flushing->broken)
        pthread_cond_wait(&flushing->passed, &flushing->lock);
    pthread_mutex_unlock(&flushing->lock);
}

void flushing_drain(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    pthread_mutex_lock(&flushing->lock);
    while (flushing->first != NULL || flushing->busy)
        pthread_cond_wait(&flushing->passed, &flushing->lock);
    pthread_mutex_unlock(&flushing->lock);
}

bool flushing_rests(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    pthread_mutex_lock(&flushing->lock);
    bool rests = flushing->first == NULL && !flushing->busy;
    pthread_mutex_unlock(&flushing->lock);
    return rests;
}

void flushing_lost(struct lane *lane, int64_t sequence)
{
    flushing_drain(lane);
    if (atomic_load(&lane->flushing.sequence) > sequence)
        atomic_store(&lane->flushing.sequence, sequence);
}

void flushing_stop(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    if (flushing->runs) {
        pthread_mutex_lock(&flushing->lock);
        flushing->stopping = true;
        pthread_cond_signal(&flushing->wake);
        pthread_mutex_unlock(&flushing->lock);
        pthread_join(flushing->thread, NULL);
    }
    pthread_mutex_destroy(&flushing->lock);
    pthread_cond_destroy(&flushing->wake);
    pthread_cond_destroy(&flushing->passed);
}

void lane_settled(struct lane *lane)
{
    struct flushing *flushing = &lane->flushing;
    if (!flushing->runs)
        return;
    uint64_t written = atomic_load(&lane->recorder.written);
    pthread_mutex_lock(&flushing->lock);
    while (flushing->flushed < written && !flushing->broken)
        pthread_cond_wait(&flushing->passed, &flushing->lock);
    pthread_mutex_unlock(&flushing->lock);
}
