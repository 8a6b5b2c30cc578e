#include "lanes/lane_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "lanes/gathering.h"

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
    /* Here, where many threads may do it, and not on the one that decides. */
    recorder_input_digest(call);
    pthread_mutex_lock(&lane->lock);
    bool own = text_is(call->request.door, "house");
    bool full = lane->stopping || (lane->waiting >= LIMIT_QUEUE_LENGTH && !own);
    if (full)
        lane->busy++;
    else
        queue_put(lane, call);
    bool first = !full && lane->waiting == 1;
    pthread_mutex_unlock(&lane->lock);
    /* With the lock let go of, or the thread it wakes would only wait for it. */
    if (first)
        pthread_cond_signal(&lane->wake);
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
        /* A key that may have been used already holds, too: its repeat must find the receipt. */
        if (keys.count == 0 && call->request.key.data != NULL)
            keys_add(&keys, journal_subject(&call->request));
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
        batch_add(batch, call);
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

void lane_own_answered(struct lane *lane, struct call *call)
{
    pthread_mutex_lock(&lane->lock);
    call->next = lane->own_answered;
    lane->own_answered = call;
    pthread_cond_signal(&lane->wake);
    pthread_mutex_unlock(&lane->lock);
}

/* On the lane's thread, where such calls come from. */
static void own_answered_hear(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    struct call *call = lane->own_answered;
    lane->own_answered = NULL;
    pthread_mutex_unlock(&lane->lock);
    while (call != NULL) {
        struct call *next = call->next;
        call->done(call);
        call = next;
    }
}

/* Waits for calls; false when the lane stops and nothing waits any more. */
static bool lane_wait(struct lane *lane, struct batch *batch, int64_t sleep_us)
{
    pthread_mutex_lock(&lane->lock);
    struct timespec until = wake_time(sleep_us);
    while (lane->first == NULL && lane->own_answered == NULL && !lane->stopping)
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

/* One call that makes every write fail is a fault of that call; more in a row are the store's. */
#define FAULTS_OF_A_STORE 3

static bool lane_run_batch(struct lane *lane, struct batch *batch)
{
    struct moment now = { clock_now_ms(lane->plan.clock) };
    if (atomic_exchange(&lane->flushing.unsure, false))
        lane->recorder.head_unsure = true;
    batch_drop_old(lane, batch);
    bool ours = recorder_run(&lane->recorder, batch, now);
    lane->cannot_write = lane->recorder.faults_in_row >= FAULTS_OF_A_STORE;
    return ours;
}

/* The lane is lost: nothing of the batch was acknowledged and nobody will finish its calls. */
void batch_forget(struct batch *batch)
{
    for (int i = 0; i < batch->count; i++)
        if (batch->items[i].call->memory == batch) {
            batch->items[i].call->memory = NULL;
            batch_leave(batch);
        }
}

static void lane_count(struct lane *lane)
{
    const struct recorder *recorder = &lane->recorder;
    pthread_mutex_lock(&lane->lock);
    lane->numbers = (struct lane_numbers){
        .recorded = recorder->recorded, .repeated = recorder->repeated,
        .refused = recorder->refused, .faults = recorder->faults, .batches = recorder->batches,
        .reruns = recorder->reruns, .sequence = recorder->head.sequence,
        .own = own_work_left(lane),
        .longest_us = lane->numbers.longest_us, .busy = lane->busy, .waiting = lane->waiting,
        .suspects = lane->poison == NULL ? 0 : poison_suspects(lane->poison),
    };
    pthread_mutex_unlock(&lane->lock);
}

void lane_note_refused(struct lane *lane, const struct call *call)
{
    if (!gathering_found_too_many(call))
        return;
    atomic_fetch_add(&lane->too_many, 1);
    own_work_warn(lane, "facts.too-many", text_of(call->request.action->name), call->fault);
}

/* Decided and written; told when it is on disk. */
static void lane_pass(struct lane *lane, struct batch *batch)
{
    own_work_note(lane, batch);
    for (int i = 0; i < batch->count; i++)
        lane_note_refused(lane, batch->items[i].call);
    lane_count(lane);
    flushing_put(lane, batch);
}

static uint64_t call_mark(struct call *call)
{
    return poison_mark(call->request.action->name, recorder_input_digest(call));
}

/* One input of the batch stopped us before: the whole batch is run one call at a time, so that if
 * it does again only that one is in hand. */
static bool lane_run_suspects(struct lane *lane, struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct batch *alone = batch_new();
        struct call *call = batch->items[i].call;
        batch_add(alone, call);
        uint64_t mark = call_mark(call);
        bool refused = poison_stops(lane->poison, mark) >= 2;
        if (refused) {
            call->status = CALL_MISUSED;
            call->refusal.key = "core.refused.stopped-us-twice";
            own_work_warn(lane, "poison.refused", text_of(call->request.action->name),
                          arena_format(call->request.arena, "%016llx",
                                       (unsigned long long)mark));
        }
        poison_take(lane->poison, mark);
        if (!lane_run_batch(lane, alone)) {
            batch_forget(alone);
            batch_leave(alone);
            return false;
        }
        poison_let_go(lane->poison);
        if (!refused)
            poison_acquit(lane->poison, mark);
        lane_pass(lane, alone);
    }
    return true;
}

/* Takes the batch into the hand; true when one of it stopped us before. */
static bool batch_take(struct lane *lane, const struct batch *batch)
{
    bool suspect = false;
    for (int i = 0; i < batch->count; i++) {
        uint64_t mark = call_mark(batch->items[i].call);
        suspect = suspect || poison_stops(lane->poison, mark) > 0;
        poison_take(lane->poison, mark);
    }
    return suspect;
}

/* The caller's hold of the batch goes with it. */
static bool lane_turn(struct lane *lane, struct batch *batch)
{
    if (lane->poison != NULL && batch_take(lane, batch)) {
        poison_let_go(lane->poison);
        bool ours = lane_run_suspects(lane, batch);
        batch_leave(batch);
        return ours;
    }
    bool kept = lane_run_batch(lane, batch);
    if (lane->poison != NULL)
        poison_let_go(lane->poison);
    if (!kept) {
        batch_forget(batch);
        batch_leave(batch);
        return false;
    }
    lane_pass(lane, batch);
    return true;
}

/* A batch of nothing: it finds out where the journal ends, and its flush is one for what came
 * before. Without an answer it is tried again in a while. */
static bool lane_make_sure(struct lane *lane, struct batch *batch)
{
    bool ours = lane_run_batch(lane, batch);
    if (ours && !lane->recorder.head_unsure)
        lane_pass(lane, batch);
    else
        batch_leave(batch);
    return ours;
}

/* What the house does by itself, while it is not stopping; how long the thread may sleep. */
static int64_t lane_look(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    bool stopping = lane->stopping;
    pthread_mutex_unlock(&lane->lock);
    int64_t sleep_us = stopping ? 0 : own_work_look(lane);
    pthread_mutex_lock(&lane->lock);
    lane->numbers.own = own_work_left(lane);
    pthread_mutex_unlock(&lane->lock);
    return sleep_us;
}

static void *lane_thread(void *context)
{
    struct lane *lane = context;
    bool goes_on = true;
    pthread_setname_np(pthread_self(), "lane");     /* for whoever looks at the machine */
    if (lane->poison != NULL)
        poison_watch(lane->poison);
    while (goes_on && !lane->flushing.broken) {
        lane->turned_us = clock_steady_us();
        flushing_room(lane);
        struct batch *batch = batch_new();
        goes_on = lane_wait(lane, batch, lane_look(lane));
        own_answered_hear(lane);
        bool ours = !lane->fenced;
        if (ours && batch->count > 0)
            ours = lane_turn(lane, batch);
        else if (ours && own_work_wants_batch(lane))
            ours = lane_make_sure(lane, batch);
        else
            batch_leave(batch);
        if (!ours) {
            lane->plan.lost(lane->plan.lost_context, LANE_TAKEN);
            return NULL;
        }
    }
    flushing_drain(lane);
    own_answered_hear(lane);
    if (!lane->flushing.broken)
        reactions_rest(lane);
    return NULL;
}

static void lane_free(struct lane *lane)
{
    poison_close(lane->poison);
    if (lane->recorder.book != NULL)
        book_release(lane->recorder.book);
    if (lane->next_book != NULL)
        book_release(lane->next_book);
    own_work_stop(lane);
    free(lane);
}

static struct lane *lane_new(const struct lane_plan *plan)
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
    lane->turned_us = clock_steady_us();
    return lane;
}

struct lane *lane_start(const struct lane_plan *plan, const char **ret_fault)
{
    struct lane *lane = lane_new(plan);
    bool good = recorder_start(&lane->recorder) == STORE_DONE
        && own_work_start(lane) == STORE_DONE;
    if (!good)
        *ret_fault = plan->store->port->complaint(plan->store);
    if (good && plan->poison_path != NULL) {
        lane->poison = poison_open(plan->poison_path, ret_fault);
        good = lane->poison != NULL;
    }
    if (!good) {
        lane_free(lane);
        return NULL;
    }
    pthread_mutex_init(&lane->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&lane->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    flushing_start(lane);
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
    flushing_stop(lane);
    lane->plan.store->port->close(lane->plan.store);
    pthread_mutex_destroy(&lane->lock);
    pthread_cond_destroy(&lane->wake);
    lane_free(lane);
}

#define STANDS_STILL_US (INT64_C(10) * 1000 * 1000)

bool lane_healthy(struct lane *lane, const char **ret_state)
{
    int64_t now = clock_steady_us(), since = lane->flushing.since_us;
    bool still = now - lane->turned_us > STANDS_STILL_US
        || (since != 0 && now - since > STANDS_STILL_US);
    *ret_state = still ? "house.state.stands-still"
        : lane->cannot_read ? "house.state.cannot-read"
        : lane->cannot_write ? "house.state.cannot-write" : "house.state.ready";
    return !still && !lane->cannot_read && !lane->cannot_write;
}

void lane_numbers(struct lane *lane, struct lane_numbers *ret_numbers)
{
    pthread_mutex_lock(&lane->lock);
    *ret_numbers = lane->numbers;
    ret_numbers->waiting = lane->waiting;
    ret_numbers->busy = lane->busy;
    pthread_mutex_unlock(&lane->lock);
    ret_numbers->too_many = atomic_load(&lane->too_many);
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
