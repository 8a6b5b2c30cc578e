/* own_work.c: timers, jobs and reactions become ordinary calls between batches. A kill in between
 * does no harm: each call's key is the row it answers to, so a second one finds its receipt. */

#include "lanes/lane_inside.h"

#include "base/check.h"
#include "base/sm.h"
#include "core/task.h"

#include <string.h>

#define LOOK_US_QUIET (INT64_C(500) * 1000)
#define LOOK_US_BUSY (INT64_C(5) * 1000)
#define REACTION_ROWS 500
#define STORE_CURSOR_AFTER 20000
#define ANCHOR_EVERY_MS (INT64_C(3600) * 1000)

static void warn(struct lane *lane, const char *event, struct text what, struct text why)
{
    struct log_line line;
    log_begin(&line, lane->plan.log, LOG_LEVEL_WARNING, event);
    log_text(&line, "what", what);
    log_text(&line, "why", why);
    log_end(&line);
}

/* ---- calls of the house itself ---- */

struct own_call {
    struct call call;           /* first: done() finds the whole by it */
    struct arena arena;
    struct lane *lane;
};

static void own_call_done(struct call *call)
{
    struct own_call *own = call->door_data;
    struct lane *lane = own->lane;
    if (call->status == CALL_FAULT || call->status == CALL_MISUSED)
        warn(lane, "own-work.failed", text_of(call->request.action->name), call->fault);
    lane->own.pending--;
    lane_finish(lane, call);
    arena_release(&own->arena);
    free(own);
}

static struct own_call *own_call_new(struct lane *lane, const struct action *action)
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

static void own_call_send(struct own_call *own)
{
    own->lane->own.pending++;
    lane_submit(own->lane, &own->call);
}

static void send_task(struct lane *lane, const struct action *action, struct text key,
                      const struct task_input *input)
{
    struct own_call *own = own_call_new(lane, action);
    struct task_input *copy = ARENA_NEW(&own->arena, struct task_input);
    *copy = *input;
    own->call.request.input = copy;
    own->call.request.key = arena_text(&own->arena, key);
    own_call_send(own);
}

/* ---- reading ---- */

static enum store_answer read_one(struct lane *lane, const struct query *query,
                                  const void *key, struct arena *arena, struct list *ret_rows)
{
    struct want want = { .query = query, .key = key };
    enum store_answer answer =
        lane->recorder.store->port->read(lane->recorder.store, &want, arena);
    if (answer == STORE_DONE)
        *ret_rows = want.rows;
    return answer;
}

/* ---- timers and jobs ---- */

static void look_for_timers(struct lane *lane, struct arena *arena)
{
    const struct due_key key = { .state = TEXT("waiting"),
                                 .until = { clock_now_ms(lane->plan.clock) } };
    struct list rows = { 0 };
    if (read_one(lane, &timers_due, &key, arena, &rows) != STORE_DONE)
        return;
    const struct timer_row *timers = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        const struct action *action = house_action(lane->plan.house, timers[i].action);
        if (action == NULL || action->input != &task_input_shape) {
            warn(lane, "timer.without-action", timers[i].action, (struct text){ 0 });
            continue;
        }
        send_task(lane, action, arena_format(arena, "timer-%lld", (long long)timers[i].timer),
                  &(struct task_input){ .bucket = timers[i].bucket, .task = timers[i].timer,
                                        .subject = timers[i].subject });
    }
}

static const struct job_kind *job_kind_of(const struct house *house, struct text name)
{
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t k = 0; k < house->rooms[i]->job_count; k++)
            if (text_is(name, house->rooms[i]->jobs[k].name))
                return &house->rooms[i]->jobs[k];
    return NULL;
}

/* One step of the oldest running job. */
static void look_for_jobs(struct lane *lane, struct arena *arena)
{
    const struct job_state_key key = { .state = TEXT("running") };
    struct list rows = { 0 };
    lane->own.jobs_running = false;
    if (read_one(lane, &jobs_in_state, &key, arena, &rows) != STORE_DONE || rows.count == 0)
        return;
    const struct job_row *job = rows.items;
    const struct job_kind *kind = job_kind_of(lane->plan.house, job->kind);
    const struct action *action =
        kind == NULL ? NULL : house_action(lane->plan.house, text_of(kind->step));
    if (action == NULL) {
        warn(lane, "job.without-kind", job->kind, (struct text){ 0 });
        return;
    }
    lane->own.jobs_running = true;
    send_task(lane, action,
              arena_format(arena, "job-%lld-%lld", (long long)job->job, (long long)job->version),
              &(struct task_input){ .bucket = job->bucket, .task = job->job,
                                    .subject = job->subject });
}

/* ---- reactions ---- */

static void add_reactions(struct lane *lane, const struct room *room)
{
    struct own_work *own = &lane->own;
    for (size_t i = 0; i < room->reaction_count; i++) {
        CHECK(own->reaction_count < REACTIONS_MAX);
        const struct reaction *reaction = &room->reactions[i];
        own->reactions[own->reaction_count++] = (struct reaction_place){
            .reaction = reaction, .behind = true,
            .name = arena_format(&own->arena, "%s>%s", reaction->to, reaction->with),
        };
    }
}

void own_work_stop(struct lane *lane)
{
    arena_release(&lane->own.arena);
}

enum store_answer own_work_start(struct lane *lane)
{
    for (size_t i = 0; i < lane->plan.house->room_count; i++)
        add_reactions(lane, lane->plan.house->rooms[i]);
    struct arena arena;
    arena_init(&arena);
    const struct cursor_key key = { .bucket = lane->recorder.lane };
    struct list rows = { 0 };
    enum store_answer answer = read_one(lane, &reaction_cursors, &key, &arena, &rows);
    const struct reaction_cursor_row *cursors = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        for (int r = 0; r < lane->own.reaction_count; r++)
            if (text_equal(cursors[i].reaction, lane->own.reactions[r].name)) {
                lane->own.reactions[r].sequence = cursors[i].sequence;
                lane->own.reactions[r].stored = cursors[i].sequence;
                lane->own.reactions[r].version = cursors[i].version;
            }
    arena_release(&arena);
    return answer;
}

void own_work_note(struct lane *lane, const struct batch *batch)
{
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        for (int i = 0; i < batch->count && !place->behind; i++) {
            const struct call *call = batch->items[i].call;
            place->behind = call->status == CALL_DONE && !call->repeated
                && strcmp(call->request.action->name, place->reaction->to) == 0;
        }
        if (!place->behind)
            place->sequence = lane->recorder.head.sequence;
    }
}

/* The request a journal row was, as far as the journal keeps it. */
static void react_to(struct lane *lane, const struct reaction *reaction,
                     const struct journal_row *row)
{
    const struct action *done_action = house_action(lane->plan.house, row->action);
    const struct action *with = house_action(lane->plan.house, text_of(reaction->with));
    CHECK(done_action != NULL && with != NULL);
    struct own_call *own = own_call_new(lane, with);
    void *outcome = arena_take(&own->arena, done_action->outcome->size);
    const struct request done = {
        .action = done_action, .actor = &own->call.actor, .at = row->at, .arena = &own->arena,
    };
    void *input = arena_take(&own->arena, with->input->size);
    if (!shape_unpack(done_action->outcome, row->outcome, &own->arena, outcome)
        || !reaction->ask(&done, outcome, &own->arena, input)) {
        arena_release(&own->arena);
        free(own);
        return;
    }
    own->call.request.input = input;
    own->call.request.key = arena_format(&own->arena, "reaction-%lld-%lld",
                                         (long long)row->lane, (long long)row->sequence);
    own_call_send(own);
}

static void look_for_reaction(struct lane *lane, struct reaction_place *place,
                              struct arena *arena)
{
    const struct journal_after_key key = {
        .lane = lane->recorder.lane, .sequence = place->sequence,
        .until = place->sequence + REACTION_ROWS,
    };
    struct list rows = { 0 };
    if (read_one(lane, &journal_after, &key, arena, &rows) != STORE_DONE)
        return;
    const struct journal_row *journal = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        if (text_is(journal[i].action, place->reaction->to))
            react_to(lane, place->reaction, &journal[i]);
        place->sequence = journal[i].sequence;
    }
    if (place->sequence < key.until && place->sequence < lane->recorder.head.sequence)
        place->sequence = lane->recorder.head.sequence < key.until
            ? lane->recorder.head.sequence : key.until;
    place->behind = place->sequence < lane->recorder.head.sequence;
}

/* The cursor is written now and then; what is dealt with twice after a kill finds its receipts.
 * Nothing of it is a decision, so it goes to the store without the journal. */
static void store_cursor(struct lane *lane, struct reaction_place *place)
{
    const struct reaction_cursor_row row = {
        .bucket = lane->recorder.lane, .reaction = place->name, .lane = lane->recorder.lane,
        .sequence = place->sequence, .version = place->version == 0 ? 1 : place->version,
    };
    const struct change change = {
        .kind = place->version == 0 ? CHANGE_INSERT : CHANGE_REPLACE,
        .table = &reaction_cursor_table, .row = &row,
    };
    if (lane->recorder.store->port->write(lane->recorder.store, &change, lane->recorder.fence)
        != STORE_DONE)
        return;
    place->stored = place->sequence;
    place->version = place->version == 0 ? 1 : place->version + 1;
}

static void look_for_reactions(struct lane *lane, struct arena *arena)
{
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        /* Everything sent for it so far is answered: pending is 0 here. */
        if (place->sequence - place->stored > STORE_CURSOR_AFTER)
            store_cursor(lane, place);
        if (place->behind)
            look_for_reaction(lane, place, arena);
    }
}

/* ---- anchors ---- */

/* Signs where the journal stands, once an hour when something was written since. */
static void look_for_anchor(struct lane *lane, struct arena *arena)
{
    struct own_work *own = &lane->own;
    int64_t now = clock_now_ms(lane->plan.clock);
    if (lane->plan.signing_key == NULL || now < own->anchor_due_ms
        || lane->recorder.head.sequence == own->anchored)
        return;
    struct journal_anchor_row row = {
        .bucket = lane->recorder.lane, .sequence = lane->recorder.head.sequence,
        .at = { now }, .chain = { (const char *)lane->recorder.chain, CHAIN_BYTES },
    };
    struct sm2_signature signature =
        sm2_sign(lane->plan.signing_key, journal_anchor_text(&row, arena));
    row.signature = (struct text){ (const char *)signature.bytes, SM2_SIGNATURE_BYTES };
    const struct change change = {
        .kind = CHANGE_INSERT, .table = &journal_anchor_table, .row = &row,
    };
    if (lane->recorder.store->port->write(lane->recorder.store, &change, lane->recorder.fence)
        != STORE_DONE)
        warn(lane, "journal.anchor-failed", TEXT("journal_anchor"), (struct text){ 0 });
    own->anchored = row.sequence;
    own->anchor_due_ms = now + ANCHOR_EVERY_MS;
}

int64_t own_work_look(struct lane *lane)
{
    struct own_work *own = &lane->own;
    int64_t quiet = lane->plan.timer_ms > 0 ? (int64_t)lane->plan.timer_ms * 1000
                                            : LOOK_US_QUIET;
    int64_t now = clock_steady_us();
    bool behind = own->jobs_running;
    for (int r = 0; r < own->reaction_count; r++)
        behind = behind || own->reactions[r].behind;
    int64_t due = behind ? own->next_look_us - quiet + LOOK_US_BUSY : own->next_look_us;
    if (own->pending > 0 || now < due)
        return now < due ? due - now : LOOK_US_BUSY;

    struct arena arena;
    arena_init(&arena);
    look_for_reactions(lane, &arena);
    if (own->pending == 0)
        look_for_jobs(lane, &arena);
    look_for_timers(lane, &arena);
    look_for_anchor(lane, &arena);
    arena_release(&arena);
    own->next_look_us = now + quiet;
    return own->pending > 0 ? 0 : quiet;
}
