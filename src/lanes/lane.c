#include "lanes/lane_inside.h"

#include "base/check.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static void queue_put(struct lane *lane, struct call *call)
{
    call->next = NULL;
    if (lane->last == NULL)
        lane->first = call;
    else
        lane->last->next = call;
    lane->last = call;
    lane->waiting++;
}

void lane_submit(struct lane *lane, struct call *call)
{
    call->status = CALL_WAITING;
    call->queued_at_us = clock_steady_us();
    pthread_mutex_lock(&lane->lock);
    bool own = text_is(call->request.door, "house");
    bool full = lane->stopping || (lane->waiting >= LIMIT_QUEUE_LENGTH && !own);
    if (full)
        lane->busy++;
    else
        queue_put(lane, call);
    if (!full && lane->waiting == 1)
        pthread_cond_signal(&lane->wake);
    pthread_mutex_unlock(&lane->lock);
    if (full) {
        call->status = CALL_BUSY;
        call->done(call);
    }
}

void lane_finish(struct lane *lane, struct call *call)
{
    (void)lane;
    if (call->memory != NULL)
        batch_leave(call->memory);
    call->memory = NULL;
}

/* What may go into this batch, in order; the rest stays. Lock held. */
static int lane_take(struct lane *lane, struct batch *batch)
{
    held_clear(&lane->held);
    struct call **link = &lane->first, *last = NULL;
    while (*link != NULL && batch->count < LIMIT_BATCH) {
        struct call *call = *link;
        struct keys keys = { .count = 0 };
        if (call->request.action->keys != NULL)
            call->request.action->keys(&call->request, &keys);
        bool held = held_any(&lane->held, &keys);
        if (!held_add(&lane->held, &keys))
            break;
        if (held) {
            last = call;
            link = &call->next;
            continue;
        }
        *link = call->next;
        lane->waiting--;
        batch->items[batch->count++].call = call;
    }
    while (*link != NULL) {
        last = *link;
        link = &(*link)->next;
    }
    lane->last = last;
    return batch->count;
}

static struct timespec wake_time(int64_t sleep_us)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += sleep_us / 1000000;
    at.tv_nsec += (long)(sleep_us % 1000000) * 1000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

/* Waits for calls; false when the lane stops and nothing waits any more. */
static bool lane_wait(struct lane *lane, struct batch *batch, int64_t sleep_us)
{
    pthread_mutex_lock(&lane->lock);
    struct timespec until = wake_time(sleep_us);
    while (lane->first == NULL && !lane->stopping)
        if (pthread_cond_timedwait(&lane->wake, &lane->lock, &until) == ETIMEDOUT)
            break;
    lane_take(lane, batch);
    if (lane->next_book != NULL) {
        if (lane->recorder.book != NULL)
            book_release(lane->recorder.book);
        lane->recorder.book = lane->next_book;
        lane->next_book = NULL;
    }
    bool goes_on = batch->count > 0 || !lane->stopping;
    pthread_mutex_unlock(&lane->lock);
    return goes_on;
}

/* Too old in the queue: the asker has given up or will repeat it. */
static void batch_drop_old(struct lane *lane, struct batch *batch)
{
    int64_t now = clock_steady_us();
    for (int i = 0; i < batch->count; i++) {
        struct call *call = batch->items[i].call;
        if (now - call->queued_at_us <= (int64_t)LIMIT_QUEUE_MS * 1000
            || text_is(call->request.door, "house"))
            continue;
        call->status = CALL_BUSY;
        pthread_mutex_lock(&lane->lock);
        lane->busy++;
        pthread_mutex_unlock(&lane->lock);
    }
}

static bool lane_run_batch(struct lane *lane, struct batch *batch)
{
    struct moment now = { clock_now_ms(lane->plan.clock) };
    batch_drop_old(lane, batch);
    return recorder_run(&lane->recorder, batch, now);
}

static void batch_call_back(struct batch *batch)
{
    for (int i = 0; i < batch->count; i++)
        batch->items[i].call->done(batch->items[i].call);
}

/* The lane is lost: nothing of the batch was acknowledged and nobody will finish its calls. */
static void batch_forget(struct batch *batch)
{
    for (int i = 0; i < batch->count; i++)
        if (batch->items[i].call->memory == batch) {
            batch->items[i].call->memory = NULL;
            batch_leave(batch);
        }
}

static void lane_count(struct lane *lane, const struct batch *batch)
{
    int64_t now = clock_steady_us(), longest = 0;
    for (int i = 0; i < batch->count; i++) {
        int64_t took = now - batch->items[i].call->queued_at_us;
        longest = took > longest ? took : longest;
    }
    const struct recorder *recorder = &lane->recorder;
    pthread_mutex_lock(&lane->lock);
    lane->numbers = (struct lane_numbers){
        .recorded = recorder->recorded, .repeated = recorder->repeated,
        .refused = recorder->refused, .faults = recorder->faults, .batches = recorder->batches,
        .reruns = recorder->reruns, .sequence = recorder->head.sequence,
        .longest_us = longest, .busy = lane->busy, .waiting = lane->waiting,
    };
    pthread_mutex_unlock(&lane->lock);
}

/* One input of the batch stopped us before: the whole batch is run one call at a time, so that if
 * it does again only that one is in hand. */
static bool lane_run_suspects(struct lane *lane, struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct batch *alone = batch_new();
        struct call *call = batch->items[i].call;
        alone->count = 1;
        alone->items[0].call = call;
        struct text digest = recorder_input_digest(call);
        if (poison_stops(lane->poison, digest) >= 2) {
            call->status = CALL_MISUSED;
            call->refusal.key = "core.refused.stopped-us-twice";
        }
        poison_take(lane->poison, digest);
        if (!lane_run_batch(lane, alone)) {
            batch_forget(alone);
            batch_leave(alone);
            return false;
        }
        poison_let_go(lane->poison);
        if (call->refusal.key == NULL || !text_is(text_of(call->refusal.key),
                                                  "core.refused.stopped-us-twice"))
            poison_acquit(lane->poison, digest);
        own_work_note(lane, alone);
        lane_count(lane, alone);
        call->done(call);
        batch_leave(alone);
    }
    return true;
}

static bool batch_is_suspect(const struct lane *lane, const struct batch *batch)
{
    if (poison_suspects(lane->poison) == 0)
        return false;
    for (int i = 0; i < batch->count; i++)
        if (poison_stops(lane->poison, recorder_input_digest(batch->items[i].call)) > 0)
            return true;
    return false;
}

static bool lane_turn(struct lane *lane, struct batch *batch)
{
    if (lane->poison != NULL && batch_is_suspect(lane, batch))
        return lane_run_suspects(lane, batch);
    for (int i = 0; lane->poison != NULL && i < batch->count; i++)
        poison_take(lane->poison, recorder_input_digest(batch->items[i].call));
    bool kept = lane_run_batch(lane, batch);
    if (lane->poison != NULL)
        poison_let_go(lane->poison);
    if (!kept) {
        batch_forget(batch);
        return false;
    }
    own_work_note(lane, batch);
    lane_count(lane, batch);
    batch_call_back(batch);
    return true;
}

static void *lane_thread(void *context)
{
    struct lane *lane = context;
    bool goes_on = true;
    while (goes_on) {
        struct batch *batch = batch_new();
        goes_on = lane_wait(lane, batch, own_work_look(lane));
        bool ours = batch->count == 0 || lane_turn(lane, batch);
        batch_leave(batch);
        if (!ours) {
            lane->plan.lost(lane->plan.lost_context);
            return NULL;
        }
    }
    return NULL;
}

struct lane *lane_start(const struct lane_plan *plan, const char **ret_fault)
{
    struct lane *lane = calloc(1, sizeof *lane);
    CHECK(lane != NULL);
    lane->plan = *plan;
    lane->recorder.store = plan->store;
    lane->recorder.fence = plan->fence;
    lane->recorder.lane = plan->fence.lane;
    /* Every owner mints under a number of its own, so that a restart inside one second, or under
     * a clock that stands still, never gives an id twice. */
    minter_init(&lane->recorder.minter, (int32_t)(plan->fence.epoch % MINTER_COUNT),
                (struct moment){ clock_now_ms(plan->clock) });
    lane->recorder.book = plan->house->book(plan->house);
    if (recorder_start(&lane->recorder) != STORE_DONE || own_work_start(lane) != STORE_DONE) {
        *ret_fault = plan->store->port->complaint(plan->store);
        free(lane);
        return NULL;
    }
    if (plan->poison_path != NULL) {
        lane->poison = poison_open(plan->poison_path, ret_fault);
        if (lane->poison == NULL) {
            free(lane);
            return NULL;
        }
    }
    pthread_mutex_init(&lane->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&lane->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    CHECK(pthread_create(&lane->thread, NULL, lane_thread, lane) == 0);
    return lane;
}

void lane_stop(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    lane->stopping = true;
    pthread_cond_signal(&lane->wake);
    pthread_mutex_unlock(&lane->lock);
    pthread_join(lane->thread, NULL);
    lane->plan.store->port->close(lane->plan.store);
    poison_close(lane->poison);
    if (lane->recorder.book != NULL)
        book_release(lane->recorder.book);
    if (lane->next_book != NULL)
        book_release(lane->next_book);
    own_work_stop(lane);
    pthread_mutex_destroy(&lane->lock);
    pthread_cond_destroy(&lane->wake);
    free(lane);
}

void lane_numbers(struct lane *lane, struct lane_numbers *ret_numbers)
{
    pthread_mutex_lock(&lane->lock);
    *ret_numbers = lane->numbers;
    ret_numbers->waiting = lane->waiting;
    ret_numbers->busy = lane->busy;
    pthread_mutex_unlock(&lane->lock);
    ret_numbers->suspects = lane->poison == NULL ? 0 : poison_suspects(lane->poison);
}

void lane_use_book(struct lane *lane, const struct book *book)
{
    book_hold(book);
    pthread_mutex_lock(&lane->lock);
    if (lane->next_book != NULL)
        book_release(lane->next_book);
    lane->next_book = book;
    pthread_cond_signal(&lane->wake);
    pthread_mutex_unlock(&lane->lock);
}
