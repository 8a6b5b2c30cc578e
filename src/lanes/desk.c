#include "lanes/desk.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/rights.h"
#include "lanes/recorder.h"

#include <pthread.h>

#define READERS_MAX 8

/* One queue and its threads; each thread has a reading handle of its own. */
struct pool {
    struct desk *desk;
    void (*serve)(struct desk *desk, struct store *store, struct call *call);
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct call *first, *last;
    int64_t waiting;
    bool stopping;
    int thread_count;
    pthread_t threads[READERS_MAX];
    struct store *stores[READERS_MAX];
};

struct desk {
    struct desk_plan plan;
    atomic_int read_faults;     /* in a row: one may be the fault of its call */
    struct pool readers, workers;
};

struct pool_thread { struct pool *pool; int number; };

static void *pool_run(void *context)
{
    struct pool_thread *self = context;
    struct pool *pool = self->pool;
    struct store *store = pool->stores[self->number];
    free(self);
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        while (pool->first == NULL && !pool->stopping)
            pthread_cond_wait(&pool->wake, &pool->lock);
        struct call *call = pool->first;
        if (call != NULL) {
            pool->first = call->next;
            pool->waiting--;
            if (pool->first == NULL)
                pool->last = NULL;
        }
        pthread_mutex_unlock(&pool->lock);
        if (call == NULL)
            return NULL;
        pool->serve(pool->desk, store, call);
    }
}

static void pool_init(struct pool *pool, struct desk *desk,
                      void (*serve)(struct desk *desk, struct store *store, struct call *call))
{
    pool->desk = desk;
    pool->serve = serve;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
}

static bool pool_start(struct pool *pool, struct desk *desk, int threads, struct arena *arena,
                       struct text *ret_fault)
{
    CHECK(threads <= READERS_MAX);
    for (int i = 0; i < threads; i++) {
        pool->stores[i] = desk->plan.open(desk->plan.store_address, false, arena, ret_fault);
        if (pool->stores[i] == NULL)
            return false;
        struct pool_thread *self = malloc(sizeof *self);
        CHECK(self != NULL);
        *self = (struct pool_thread){ pool, i };
        CHECK(pthread_create(&pool->threads[i], NULL, pool_run, self) == 0);
        pool->thread_count++;
    }
    return true;
}

static void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    for (int i = 0; i < pool->thread_count; i++)
        pool->stores[i]->port->close(pool->stores[i]);
    pool->thread_count = 0;
}

static void pool_free(struct pool *pool)
{
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->wake);
}

static bool pool_put(struct pool *pool, struct call *call)
{
    call->next = NULL;
    pthread_mutex_lock(&pool->lock);
    bool taken = !pool->stopping && pool->waiting < LIMIT_QUEUE_LENGTH;
    if (taken) {
        if (pool->last == NULL)
            pool->first = call;
        else
            pool->last->next = call;
        pool->last = call;
        pool->waiting++;
        pthread_cond_signal(&pool->wake);
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

/* A reading batch of one: the rows, and the book that the trail points into, live until the call is
 * finished. */
static struct arena *call_rows(struct call *call)
{
    struct batch *batch = batch_new();
    batch->book = call->request.book;
    call->memory = batch;
    return &batch->arena;
}

static void use_book(struct desk *desk, struct call *call)
{
    call->request.book = desk->plan.house->book(desk->plan.house);
    call->request.at = desk->plan.house->now(desk->plan.house);
}

static bool is_old(const struct call *call)
{
    return clock_steady_us() - call->queued_at_us > (int64_t)LIMIT_QUEUE_MS * 1000;
}

static void serve_read(struct desk *desk, struct store *store, struct call *call)
{
    if (is_old(call)) {
        call->status = CALL_BUSY;
        call->done(call);
        return;
    }
    use_book(desk, call);
    struct minter *scratch = ARENA_NEW(call->request.arena, struct minter);
    minter_init(scratch, MINTER_COUNT - 1, call->request.at);
    bool filter = (call->request.action->flags & ACTION_READ) != 0;
    recorder_answer_only(store, call, scratch, call_rows(call), filter);
    lane_settled(desk->plan.lane);
    lane_note_refused(desk->plan.lane, call);
    if (call->status == CALL_FAULT)
        desk->read_faults++;
    else
        desk->read_faults = 0;
    call->done(call);
}

/* What it would come to: decided from the rows of now with what was prepared, and recorded by
 * nobody. */
static void serve_trial(struct desk *desk, struct store *store, struct call *call)
{
    use_book(desk, call);
    struct minter *scratch = ARENA_NEW(call->request.arena, struct minter);
    minter_init(scratch, MINTER_COUNT - 1, call->request.at);
    recorder_answer_only(store, call, scratch, call_rows(call), false);
    lane_note_refused(desk->plan.lane, call);
    call->done(call);
}

/* Gathers once, does the slow part, and only then queues the action in the lane. */
static void serve_prepare(struct desk *desk, struct store *store, struct call *call)
{
    if (is_old(call)) {
        call->status = CALL_BUSY;
        call->done(call);
        return;
    }
    const struct action *action = call->request.action;
    use_book(desk, call);
    struct batch *batch = batch_new();
    bool alone = (action->flags & ACTION_PREPARES_ALONE) != 0;
    void *facts = alone ? NULL : arena_take(&batch->arena, action->facts->size);
    void *prepared = arena_take(call->request.arena, action->prepared_size);
    bool refused = false;
    enum store_answer answer = alone ? STORE_DONE
        : recorder_gather_only(store, call, &batch->arena, facts, &refused);
    if (answer == STORE_DONE && !refused)
        action->prepare(&call->request, facts, prepared);
    batch_leave(batch);
    if (call->request.book != NULL)
        book_release(call->request.book);
    call->request.book = NULL;
    if (refused) {
        lane_note_refused(desk->plan.lane, call);
        call->done(call);
        return;
    }
    if (answer != STORE_DONE) {
        call->status = CALL_FAULT;
        call->fault = arena_text(call->request.arena, text_of(store->port->complaint(store)));
        call->done(call);
        return;
    }
    call->request.prepared = prepared;
    if (call->try_only)
        serve_trial(desk, store, call);
    else
        lane_submit(desk->plan.lane, call);
}

struct desk *desk_start(const struct desk_plan *plan, struct arena *arena,
                        struct text *ret_fault)
{
    struct desk *desk = calloc(1, sizeof *desk);
    CHECK(desk != NULL);
    desk->plan = *plan;
    pool_init(&desk->readers, desk, serve_read);
    pool_init(&desk->workers, desk, serve_prepare);
    int readers = plan->reader_count > 0 ? plan->reader_count : 2;
    if (!pool_start(&desk->readers, desk, readers, arena, ret_fault)
        || !pool_start(&desk->workers, desk, LIMIT_PASSWORD_CHECKS, arena, ret_fault)) {
        desk_stop(desk);
        desk_free(desk);
        return NULL;
    }
    return desk;
}

void desk_stop(struct desk *desk)
{
    pool_stop(&desk->workers);
    pool_stop(&desk->readers);
}

void desk_free(struct desk *desk)
{
    pool_free(&desk->workers);
    pool_free(&desk->readers);
    free(desk);
}

/* ---- answers that name people's numbers ---- */

struct watched {
    struct desk *desk;
    void (*done)(struct call *call);
    void *door_data;
};

static void watched_done(struct call *call)
{
    const struct watched watched = *(const struct watched *)call->door_data;
    call->done = watched.done;
    call->door_data = watched.door_data;
    if (call->status == CALL_DONE)
        watched.desk->plan.disclosed(watched.desk->plan.disclosed_context, call);
    call->done(call);
}

static void watch(struct desk *desk, struct call *call)
{
    struct watched *watched = ARENA_NEW(call->request.arena, struct watched);
    *watched = (struct watched){ desk, call->done, call->door_data };
    call->done = watched_done;
    call->door_data = watched;
}

bool desk_admits(struct call *call)
{
    const struct action *action = call->request.action;
    if (!rights_allow(action, call->actor.role))
        call->refusal.key = call->actor.role == ROLE_PUBLIC ? "core.refused.sign-in-first"
                                                            : "core.refused.not-your-right";
    else if (call->actor.confined && (action->flags & ACTION_CONFINED) == 0)
        call->refusal.key = "core.refused.change-password";
    else
        return true;
    return false;
}

void desk_submit(struct desk *desk, struct call *call)
{
    const struct action *action = call->request.action;
    call->status = CALL_WAITING;
    call->subject = 0;
    call->queued_at_us = clock_steady_us();
    call->request.actor = &call->actor;
    if (!desk_admits(call)) {
        call->status = CALL_MISUSED;
        call->done(call);
        return;
    }
    const unsigned watched =
        ACTION_DISCLOSES | ACTION_IDENTIFIES | ACTION_MOVES_DAY | ACTION_ADMITS;
    if ((action->flags & watched) != 0 && desk->plan.disclosed != NULL)
        watch(desk, call);
    struct pool *pool = NULL;
    bool reads = (action->flags & ACTION_READ) != 0 && (action->flags & ACTION_TRIAL) == 0;
    if (action->prepare != NULL)
        pool = &desk->workers;
    else if (reads || call->try_only)
        pool = &desk->readers;
    if (call->try_only && (action->flags & ACTION_NO_KEY) != 0) {
        /* A trial of a password would count no failure. */
        call->status = CALL_MISUSED;
        call->refusal.key = "core.refused.not-your-right";
        call->done(call);
    } else if (pool == NULL) {
        lane_submit(desk->plan.lane, call);
    } else if (!pool_put(pool, call)) {
        call->status = CALL_BUSY;
        call->done(call);
    }
}

void desk_finish(struct desk *desk, struct call *call)
{
    lane_finish(desk->plan.lane, call);
}

/* So many wait that the last of them will be answered "busy". */
#define FAULTS_OF_A_STORE 3
#define READERS_BEHIND (LIMIT_QUEUE_LENGTH / 2)

bool desk_healthy(struct desk *desk, const char **ret_state)
{
    bool behind = desk_waiting(desk) > READERS_BEHIND;
    bool cannot_read = desk->read_faults >= FAULTS_OF_A_STORE;
    *ret_state = cannot_read ? "house.state.reader-cannot-read"
        : behind ? "house.state.reads-wait" : "house.state.ready";
    return !cannot_read && !behind;
}

int64_t desk_waiting(struct desk *desk)
{
    pthread_mutex_lock(&desk->readers.lock);
    int64_t waiting = desk->readers.waiting;
    pthread_mutex_unlock(&desk->readers.lock);
    return waiting;
}
