/* own_work.c: timers and jobs become ordinary calls between batches, and the journal's head is
 * signed. A kill in between does no harm: each call's key is the row it answers to, so a second one
 * finds its receipt. */

#include "lanes/lane_inside.h"

#include "base/check.h"
#include "base/sm.h"
#include "lanes/gathering.h"

#include <string.h>

#define LOOK_US_QUIET (INT64_C(500) * 1000)
#define LOOK_US_BUSY (INT64_C(5) * 1000)
/* How long a task that came to nothing rests: the store failed, it was refused, nobody can. */
#define REST_FAULT_US (INT64_C(1000) * 1000)
#define REST_REFUSED_US (INT64_C(60) * 1000 * 1000)
#define REST_NOBODY_US (INT64_C(600) * 1000 * 1000)
/* Between two steps of jobs the lane is the others' for so many times what the batch with the last
 * step took: long work takes no more than a share of a busy lane. */
#define JOB_REST 2
#define ANCHOR_EVERY_MS (INT64_C(3600) * 1000)
#define ANCHOR_AGAIN_MS (INT64_C(60) * 1000)

void own_work_warn(struct lane *lane, const char *event, struct text what, struct text why)
{
    struct log_line line;
    log_begin(&line, lane->plan.log, LOG_LEVEL_WARNING, event);
    log_text(&line, "what", what);
    log_text(&line, "why", why);
    log_end(&line);
}

/* ---- resting ---- */

static bool task_rests(const struct own_work *own, int64_t task, int64_t now_us)
{
    for (int i = 0; i < RESTING_MAX; i++)
        if (own->resting[i].task == task && own->resting[i].until_us > now_us)
            return true;
    return false;
}

static void task_rest(struct own_work *own, int64_t task, int64_t for_us)
{
    int at = own->resting_next;
    for (int i = 0; i < RESTING_MAX; i++)
        if (own->resting[i].task == task)
            at = i;
    if (at == own->resting_next)
        own->resting_next = (own->resting_next + 1) % RESTING_MAX;
    own->resting[at] = (struct resting){ task, clock_steady_us() + for_us };
}

/* ---- calls of the house itself ---- */

static void own_call_done(struct call *call)
{
    struct own_call *own = call->door_data;
    struct lane *lane = own->lane;
    bool failed = call->status == CALL_FAULT || call->status == CALL_BUSY;
    /* Facts there are too many of may be read again, by a later program or when there are fewer:
     * what rests on them is not lost. */
    bool again = failed || gathering_found_too_many(call);
    if (call->status != CALL_DONE) {
        if (call->status != CALL_BUSY)
            own_work_warn(lane, "own-work.failed", text_of(call->request.action->name),
                          call->refusal.key == NULL ? call->fault : text_of(call->refusal.key));
        if (own->place == NULL)
            task_rest(&lane->own, own->task, failed ? REST_FAULT_US : REST_REFUSED_US);
    }
    if (own->place != NULL)
        reaction_answered(own, again);
    if (own->of_job)
        lane->own.jobs_rest_until_us =
            clock_steady_us() + JOB_REST * (clock_steady_us() - own->sent_us);
    lane->own.pending--;
    lane_finish(lane, call);
    arena_release(&own->arena);
    free(own);
}

struct own_call *own_call_new(struct lane *lane, const struct action *action)
{
    struct own_call *own = calloc(1, sizeof *own);
    CHECK(own != NULL);
    arena_init(&own->arena);
    own->lane = lane;
    own->call.actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    own->call.done = own_call_done;
    own->call.door_data = own;
    own->call.request = (struct request){
        .action = action, .actor = &own->call.actor, .arena = &own->arena,
        .door = TEXT("house"),
    };
    return own;
}

void own_call_send(struct own_call *own)
{
    own->lane->own.pending++;
    lane_submit(own->lane, &own->call);
}

void own_call_drop(struct own_call *own)
{
    arena_release(&own->arena);
    free(own);
}

static void send_task(struct lane *lane, const struct action *action, struct text key,
                      const struct task_input *input, bool of_job)
{
    struct own_call *own = own_call_new(lane, action);
    struct task_input *copy = ARENA_NEW(&own->arena, struct task_input);
    *copy = *input;
    own->task = input->task;
    own->of_job = of_job;
    own->sent_us = clock_steady_us();
    own->call.request.input = copy;
    own->call.request.key = arena_text(&own->arena, key);
    own_call_send(own);
}

/* ---- the store ---- */

enum store_answer own_work_read(struct lane *lane, const struct query *query, const void *key,
                                struct arena *arena, struct list *ret_rows)
{
    struct want want = { .query = query, .key = key };
    enum store_answer answer =
        lane->recorder.store->port->read(lane->recorder.store, &want, arena);
    lane->cannot_read = answer != STORE_DONE;
    if (answer == STORE_DONE)
        *ret_rows = want.rows;
    return answer;
}

bool own_work_write(struct lane *lane, const struct change *change)
{
    /* It stands or falls with all before it: nobody waits for it to be on disk. */
    struct store *store = lane->recorder.store;
    uint32_t mark;
    enum store_answer answer = store->port->write_ahead == NULL
        ? store->port->write(store, change, lane->recorder.fence)
        : store->port->write_ahead(store, change, lane->recorder.fence, &mark);
    if (answer == STORE_FENCED)
        lane->fenced = true;
    return answer == STORE_DONE;
}

/* ---- timers ---- */

static void run_timer(struct lane *lane, const struct timer_row *timer, struct arena *arena)
{
    if (task_rests(&lane->own, timer->timer, clock_steady_us()))
        return;
    const struct action *action = house_action(lane->plan.house, timer->action);
    if (action == NULL || action->input != &task_input_shape) {
        own_work_warn(lane, "timer.without-action", timer->action, (struct text){ 0 });
        task_rest(&lane->own, timer->timer, REST_NOBODY_US);
        return;
    }
    send_task(lane, action, arena_format(arena, "timer-%lld", (long long)timer->timer),
              &(struct task_input){ .bucket = timer->bucket, .task = timer->timer,
                                    .subject = timer->subject }, false);
}

/* One page of due timers, oldest first. What stays waiting (refused, resting) is passed by:
 * the next look takes the page after it, and begins anew behind the last. */
static void look_for_timers(struct lane *lane, struct arena *arena)
{
    struct due_key key = lane->own.timers_from;
    key.state = TEXT("waiting");
    key.until.ms = clock_now_ms(lane->plan.clock);
    struct list rows = { 0 };
    if (own_work_read(lane, &timers_due, &key, arena, &rows) != STORE_DONE)
        return;
    const struct timer_row *timers = rows.items;
    lane->own.timers_from = (struct due_key){ 0 };
    if (rows.count == TIMERS_A_PAGE) {
        lane->own.timers_from.after_due = timers[rows.count - 1].due;
        lane->own.timers_from.after_timer = timers[rows.count - 1].timer;
        lane->own.more = true;
    }
    for (size_t i = 0; i < rows.count; i++)
        run_timer(lane, &timers[i], arena);
}

/* ---- jobs ---- */

static const struct job_kind *job_kind_of(const struct house *house, struct text name)
{
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t k = 0; k < house->rooms[i]->job_count; k++)
            if (text_is(name, house->rooms[i]->jobs[k].name))
                return &house->rooms[i]->jobs[k];
    return NULL;
}

/* The action of its next step, or NULL when it must be passed by. */
static const struct action *step_of(struct lane *lane, const struct job_row *job)
{
    if (task_rests(&lane->own, job->job, clock_steady_us()))
        return NULL;
    const struct job_kind *kind = job_kind_of(lane->plan.house, job->kind);
    const struct action *action =
        kind == NULL ? NULL : house_action(lane->plan.house, text_of(kind->step));
    if (action == NULL) {
        own_work_warn(lane, "job.without-kind", job->kind, (struct text){ 0 });
        task_rest(&lane->own, job->job, REST_NOBODY_US);
    }
    return action;
}

/* The first job of the page after `jobs_after` that can make a step; false: none there. */
static bool step_one(struct lane *lane, struct arena *arena)
{
    const struct job_state_key key = {
        .state = TEXT("running"), .after = lane->own.jobs_after,
    };
    struct list rows = { 0 };
    lane->own.jobs_after = 0;
    if (own_work_read(lane, &jobs_in_state, &key, arena, &rows) != STORE_DONE)
        return false;
    const struct job_row *jobs = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        const struct action *action = step_of(lane, &jobs[i]);
        if (action == NULL)
            continue;
        lane->own.jobs_after = jobs[i].job;
        send_task(lane, action,
                  arena_format(arena, "job-%lld-%lld", (long long)jobs[i].job,
                               (long long)jobs[i].version),
                  &(struct task_input){ .bucket = jobs[i].bucket, .task = jobs[i].job,
                                        .subject = jobs[i].subject }, true);
        return true;
    }
    if (rows.count == JOBS_A_PAGE)
        lane->own.jobs_after = jobs[rows.count - 1].job;
    return false;
}

/* One step of one running job a look: they take turns, by number, round and round. */
static void look_for_jobs(struct lane *lane, struct arena *arena)
{
    if (clock_steady_us() < lane->own.jobs_rest_until_us) {
        lane->own.more = true;
        return;
    }
    bool from_first = lane->own.jobs_after == 0;
    bool stepped = step_one(lane, arena);
    if (!stepped && !from_first && lane->own.jobs_after == 0)
        stepped = step_one(lane, arena);
    lane->own.more |= stepped || lane->own.jobs_after != 0;
}

/* ---- what was begun ---- */

bool item_was_recorded(const struct batch_item *item)
{
    const struct call *call = item->call;
    return call->status == CALL_DONE && !call->repeated
        && (call->request.action->flags & ACTION_READ) == 0;
}

static bool change_begins_work(const struct change *change, int64_t now)
{
    if (change->kind != CHANGE_INSERT)
        return false;
    if (change->table == &timer_table)
        return ((const struct timer_row *)change->row)->due.ms <= now;
    return change->table == &job_table;
}

/* Behind its last change those of other calls were strung, and the journal's. */
static bool decision_begins_work(const struct decision *decision, int64_t now)
{
    const struct change *change = decision->changes;
    for (int32_t i = 0; i < decision->change_count; i++, change = change->next)
        if (change_begins_work(change, now))
            return true;
    return false;
}

bool batch_begins_work(const struct lane *lane, const struct batch *batch)
{
    int64_t now = clock_now_ms(lane->plan.clock);
    for (int i = 0; i < batch->count; i++)
        if (item_was_recorded(&batch->items[i])
            && decision_begins_work(&batch->items[i].decision, now))
            return true;
    return false;
}

/* ---- anchors ---- */

/* What was signed last: the same heads are signed once. */
static enum store_answer anchor_read(struct lane *lane)
{
    struct arena arena;
    arena_init(&arena);
    struct journal_anchors_key key = {
        .bucket = lane->recorder.lane, .sequence = lane->recorder.head.sequence - 1,
        .log_sequence = INT64_MAX,
    };
    struct list rows = { 0 };
    enum store_answer answer =
        own_work_read(lane, &journal_anchors_after, &key, &arena, &rows);
    if (answer == STORE_DONE)
        lane->own.anchor_unsure = false;
    if (rows.count > 0) {
        const struct journal_anchor_row *last = rows.items;
        last += rows.count - 1;
        lane->own.anchored = last->sequence;
        lane->own.log_anchored = last->log_sequence;
    }
    arena_release(&arena);
    return answer;
}

/* Signs where the journal and the access log stand, once an hour when either was written to. */
static void look_for_anchor(struct lane *lane, struct arena *arena)
{
    struct own_work *own = &lane->own;
    int64_t now = clock_now_ms(lane->plan.clock);
    if (lane->plan.signing_key == NULL || now < own->anchor_due_ms)
        return;
    struct chain_head log = { .sequence = 0 };
    if (lane->plan.log_head != NULL)
        lane->plan.log_head(lane->plan.log_context, &log);
    if (own->anchor_unsure && anchor_read(lane) != STORE_DONE) {
        own->anchor_due_ms = now + ANCHOR_AGAIN_MS;
        return;
    }
    if (lane->recorder.head.sequence == own->anchored && log.sequence <= own->log_anchored)
        return;
    /* What is signed stays: a head that a server could still lose is none. */
    flushing_drain(lane);
    if (lane->recorder.head_unsure || atomic_load(&lane->flushing.unsure))
        return;
    struct journal_anchor_row row = {
        .bucket = lane->recorder.lane, .sequence = lane->recorder.head.sequence,
        .log_sequence = log.sequence, .at = { now },
        .chain = { (const char *)lane->recorder.chain, CHAIN_BYTES },
        .log_chain = { (const char *)log.chain, CHAIN_BYTES },
    };
    struct sm2_signature signature =
        sm2_sign(lane->plan.signing_key, journal_anchor_text(&row, arena));
    row.signature = (struct text){ (const char *)signature.bytes, SM2_SIGNATURE_BYTES };
    const struct change change = {
        .kind = CHANGE_INSERT, .table = &journal_anchor_table, .row = &row,
    };
    if (!own_work_write(lane, &change)) {
        own_work_warn(lane, "journal.anchor-failed", TEXT("journal_anchor"),
                      text_of(lane->recorder.store->port->complaint(lane->recorder.store)));
        own->anchor_unsure = true;
        own->anchor_due_ms = now + ANCHOR_AGAIN_MS;
        return;
    }
    own->anchored = row.sequence;
    own->log_anchored = row.log_sequence;
    own->anchor_due_ms = now + ANCHOR_EVERY_MS;
}

/* ---- the whole ---- */

enum store_answer own_work_start(struct lane *lane)
{
    arena_init(&lane->own.arena);
    enum store_answer answer = reactions_start(lane);
    return answer == STORE_DONE ? anchor_read(lane) : answer;
}

void own_work_stop(struct lane *lane)
{
    for (int r = 0; r < lane->own.reaction_count; r++)
        free(lane->own.reactions[r].again);
    arena_release(&lane->own.arena);
}

int64_t own_work_look(struct lane *lane)
{
    struct own_work *own = &lane->own;
    int64_t quiet = lane->plan.timer_ms > 0 ? (int64_t)lane->plan.timer_ms * 1000
                                            : LOOK_US_QUIET;
    int64_t now = clock_steady_us();
    bool behind = own->more || reactions_behind(lane);
    int64_t due = behind ? own->next_look_us - quiet + LOOK_US_BUSY : own->next_look_us;
    if (own->pending > 0 || now < due)
        return now < due && !reactions_wait_for_disk(lane) ? due - now : LOOK_US_BUSY;

    struct arena arena;
    arena_init(&arena);
    own->more = false;
    reactions_look(lane, &arena);
    look_for_jobs(lane, &arena);
    look_for_timers(lane, &arena);
    look_for_anchor(lane, &arena);
    arena_release(&arena);
    own->next_look_us = now + quiet;
    if (own->pending > 0)
        return 0;
    bool soon = own->more || reactions_behind(lane) || reactions_wait_for_disk(lane);
    return soon ? LOOK_US_BUSY : quiet;
}

int64_t own_work_left(const struct lane *lane)
{
    int64_t left = lane->own.pending + (lane->own.more ? 1 : 0);
    for (int r = 0; r < lane->own.reaction_count; r++) {
        const struct reaction_place *place = &lane->own.reactions[r];
        left += place->again_count + (place->sequence < place->until ? 1 : 0);
    }
    return left;
}
