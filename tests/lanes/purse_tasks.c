/* purse_tasks.c: what the purse does by itself, and two calls that ask too much: see purse.h. */

#include "purse.h"

#include "base/check.h"
#include "core/rights.h"

#include <time.h>

#define RIGHT_OF(roles_) (&(const struct right){ NULL, (roles_), (roles_) })

struct task_facts { const void *row; };
static const struct shape task_facts_shape = {
    .name = "task-facts", .size = sizeof(struct task_facts),
};
struct task_outcome { int64_t task; };
static const struct field task_outcome_fields[] = {
    FIELD(struct task_outcome, task, FIELD_ID, .flags = 0),
};
static const struct shape task_outcome_shape =
    SHAPE("task-outcome", struct task_outcome, task_outcome_fields);

static void task_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

static bool task_gather(struct gather *gather, const struct request *request, void *facts,
                        const struct query *query)
{
    const struct task_input *input = request->input;
    const struct task_key key = { .bucket = input->bucket, .task = input->task };
    return gather_one(gather, query, &key, &((struct task_facts *)facts)->row);
}

static bool tick_gather(struct gather *gather, const struct request *request, void *facts)
{
    return task_gather(gather, request, facts, &timer_by_id);
}

static void tick_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct timer_row *timer = ((const struct task_facts *)facts)->row;
    const struct task_input *input = request->input;
    if (input->subject == PURSE_STUBBORN) {
        decision_refuse(decision, "purse.refused.full", NULL);
        return;
    }
    if (timer != NULL && text_is(timer->state, "waiting"))
        task_timer_done(decision, timer);
}

static bool step_gather(struct gather *gather, const struct request *request, void *facts)
{
    return task_gather(gather, request, facts, &job_by_id);
}

static void step_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct job_row *job = ((const struct task_facts *)facts)->row;
    (void)request;
    if (job != NULL && text_is(job->state, "running"))
        task_job_step(decision, job,
                      job->done + 1 < job->total ? TEXT("on") : (struct text){ 0 }, 1);
}

#define HOUSE ROLE_BIT(ROLE_HOUSE)
const struct action purse_tick = {
    .name = "purse.tick", .right = RIGHT_OF(HOUSE),
    .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &task_facts_shape, .outcome = &task_outcome_shape, .answer = &task_outcome_shape,
    .keys = task_keys, .gather = tick_gather, .decide = tick_decide,
};
const struct action purse_step = {
    .name = "purse.step", .right = RIGHT_OF(HOUSE),
    .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &task_facts_shape, .outcome = &task_outcome_shape, .answer = &task_outcome_shape,
    .keys = task_keys, .gather = step_gather, .decide = step_decide,
};

/* ---- wants as many rows as its input says ---- */

static bool greedy_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct take_input *input = request->input;
    (void)facts;
    bool complete = true;
    for (int64_t i = 0; i < input->amount; i++) {
        const struct purse_key key = { id_bucket(input->purse), input->purse + i };
        complete &= gather_want(gather, &takings_of, &key) != NULL;
    }
    return complete;
}

static void greedy_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    (void)request;
    (void)facts;
    (void)decision;
}

#define ASKERS (ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_HOUSE))
const struct action purse_greedy = {
    .name = "purse.greedy", .right = RIGHT_OF(ASKERS), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &task_facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .gather = greedy_gather, .decide = greedy_decide,
};
const struct action purse_greedy_look = {
    .name = "purse.greedy-look", .right = RIGHT_OF(ASKERS),
    .flags = ACTION_READ, .input = &take_shape,
    .facts = &task_facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .gather = greedy_gather, .decide = greedy_decide,
};

/* ---- prepares slowly ---- */

static void slow_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct timespec nap = { .tv_nsec = 30 * 1000000L };
    nanosleep(&nap, NULL);
    *(int64_t *)ret_prepared = ((const struct take_input *)request->input)->amount;
}

static void slow_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    CHECK(request->prepared != NULL);
    ((struct take_outcome *)decision->outcome)->total = *(const int64_t *)request->prepared;
}

static bool nothing_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

const struct action purse_slow = {
    .name = "purse.slow", .right = RIGHT_OF(ASKERS), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &task_facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .gather = nothing_gather, .decide = slow_decide, .prepare = slow_prepare,
    .prepared_size = sizeof(int64_t),
};

/* Without keys: its receipts lie under a hash of the asker's key. */
static void note_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct take_input *input = request->input;
    const struct taking_row row = {
        id_bucket(input->purse), input->purse,
        id_mint(request->minter, id_bucket(input->purse)), input->amount,
    };
    decision_insert(decision, &taking_table, &row);
    ((struct take_outcome *)decision->outcome)->taking = row.taking;
}

const struct action purse_note = {
    .name = "purse.note", .right = RIGHT_OF(ASKERS), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &task_facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .gather = nothing_gather, .decide = note_decide,
};

static void begin_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    const struct take_input *input = request->input;
    task_job_start(decision, "purse.job", input->purse, TEXT("on"), 1);
    task_timer_set(decision, "purse.tick", input->purse, request->at);
    ((struct take_outcome *)decision->outcome)->taking = input->purse;
}

const struct action purse_begin = {
    .name = "purse.begin", .right = RIGHT_OF(ASKERS), .flags = ACTION_ONCE, .input = &take_shape,
    .facts = &task_facts_shape, .outcome = &take_outcome_shape, .answer = &take_outcome_shape,
    .gather = nothing_gather, .decide = begin_decide,
};
