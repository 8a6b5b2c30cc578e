/* fund_sealing.c: sums of days that are over, kept so that a balance is read quickly; and the check
 * that they still say what the transfers say. */

#include "rooms/fund/fund.h"

#include "base/check.h"
#include "core/task.h"

/* At night, when nobody settles. */
#define SEALING_HOUR 1
#define START "fund.start-sealing"

/* ---- fund.start-sealing: by a timer every night, or by hand ---- */

struct start_outcome {
    int64_t job;                /* 0: it begins at night */
};
static const struct field start_outcome_fields[] = {
    { "job", NULL, FIELD_ID, 0, AT(struct start_outcome, job) },
};
static const struct shape start_outcome_shape =
    SHAPE("fund_sealing_started", struct start_outcome, start_outcome_fields);

struct start_facts {
    const struct timer_row *timer;      /* that runs it */
    const struct list *waiting;         /* of timer_row: one for the next night */
    const struct list *running;         /* of job_row */
};
static const struct shape start_facts_shape =
    { .name = "fund_start_facts", .size = sizeof(struct start_facts) };

const struct query fund_sealing_now = {
    .name = "fund.sealing-now", .from = "job",
    .where = "state = 'running' AND kind = 'fund.seal'", .order = "job",
    .row = &job_row_shape, .row_max = 1, .page = true, .guard = GUARD_DECISION,
};
const struct query fund_sealing_next = {
    .name = "fund.sealing-next", .from = "timer",
    .where = "bucket = 0 AND state = 'waiting' AND action = '" START "'", .order = "timer",
    .row = &timer_row_shape, .row_max = 1, .page = true, .guard = GUARD_DECISION,
};

static void start_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("fund.seal")) >> 1));
}

static bool start_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct start_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    found->running = gather_want(gather, &fund_sealing_now, NULL);
    found->waiting = gather_want(gather, &fund_sealing_next, NULL);
    /* Who asks by hand runs no timer, whatever he names. */
    if (input->task != 0 && request->actor->role == ROLE_HOUSE
        && !gather_one(gather, &timer_by_id, &key, &row))
        return false;
    found->timer = row;
    return found->running != NULL && found->waiting != NULL;
}

/* One goes over the ledger at a time: who asks meanwhile is told that one. */
static void seal(struct decision *decision, const struct start_facts *found)
{
    struct start_outcome *outcome = decision->outcome;
    const struct job_row *running = found->running->items;
    outcome->job = found->running->count > 0 ? running->job
        : task_job_start(decision, "fund.seal", decision->subject, TEXT("0"), BUCKET_COUNT);
}

static void start_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct start_facts *found = facts;
    bool house = request->actor->role == ROLE_HOUSE;
    /* An id of bucket 0 carries the job and the timer of the whole ledger. */
    decision->subject = id_mint(request->minter, 0);
    if (found->timer != NULL || !house)
        seal(decision, found);
    if (found->timer != NULL)
        task_timer_done(decision, found->timer);
    else if (!house || found->waiting->count > 0)
        return;
    struct date tomorrow = date_plus_days(date_of_moment(request->at), 1);
    task_timer_set(decision, START, decision->subject, moment_at(tomorrow, SEALING_HOUR, 0, 0));
}

/* A house that looks at its days for the first time has no night set for its ledger yet. */
bool fund_ask_seal(const struct request *done, const void *outcome, struct arena *arena,
                   void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    *(struct task_input *)ret_input = (struct task_input){ 0 };
    return true;
}

const struct action fund_start_sealing_action = {
    .name = "fund.start-sealing", .method = "POST", .path = "/api/v1/funds/sealing",
    .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &start_facts_shape, .outcome = &start_outcome_shape,
    .answer = &start_outcome_shape, .help = "fund.help.start-sealing", .keys = start_keys,
    .gather = start_gather, .decide = start_decide,
};

/* ---- fund.seal-step: one day of one bucket ---- */

struct step_outcome {
    int64_t bucket;
    struct date day;            /* sealed; absent: the bucket had none left */
    int64_t accounts;
};
static const struct field step_outcome_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct step_outcome, bucket) },
    { "day", NULL, FIELD_DAY, 0, AT(struct step_outcome, day) },
    { "accounts", NULL, FIELD_COUNT, 0, AT(struct step_outcome, accounts) },
};
static const struct shape step_outcome_shape =
    SHAPE("fund_sealed_step", struct step_outcome, step_outcome_fields);

struct step_facts {
    const struct job_row *job;
    int64_t bucket;
    const struct fund_seal *seal;
    const struct list *movements;
};
static const struct shape step_facts_shape =
    { .name = "fund_step_facts", .size = sizeof(struct step_facts) };

static void step_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->task);
}

static bool step_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct step_facts *found = facts;
    struct task_key key = { input->bucket, input->task };
    const void *row;
    if (!gather_one(gather, &job_by_id, &key, &row))
        return false;
    found->job = row;
    if (found->job == NULL || !text_to_int64(found->job->cursor, &found->bucket))
        return true;
    struct fund_bucket_key bucket_key = { found->bucket };
    struct fund_day_key day_key = { found->bucket, date_of_moment(request->at) };
    bool there = gather_one(gather, &fund_seal_of, &bucket_key, &row);
    found->movements = gather_want(gather, &fund_movements_to_seal, &day_key);
    if (!there || found->movements == NULL)
        return false;
    found->seal = row;
    return true;
}

static void step_seal(struct decision *decision, const struct step_facts *found)
{
    const struct fund_movement *rows = found->movements->items;
    for (size_t i = 0; i < found->movements->count; i++) {
        struct fund_sealed row = {
            .bucket = found->bucket, .day = rows[i].day, .kind = rows[i].kind,
            .owner = rows[i].owner, .debits = rows[i].debits, .credits = rows[i].credits,
        };
        decision_insert(decision, &fund_sealed_table, &row);
    }
    struct fund_seal seal = { .bucket = found->bucket };
    if (found->seal != NULL)
        seal = *found->seal;
    seal.until = rows[0].day;
    if (found->seal == NULL)
        decision_insert(decision, &fund_seal_table, &seal);
    else
        decision_replace(decision, &fund_seal_table, &seal);
}

static void step_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct step_facts *found = facts;
    if (found->job == NULL || found->movements == NULL) {
        decision_refuse(decision, "fund.refused.no-such-job", "task");
        return;
    }
    struct step_outcome *outcome = decision->outcome;
    outcome->bucket = found->bucket;
    decision->subject = found->job->job;
    if (found->movements->count > 0) {
        step_seal(decision, found);
        outcome->day = ((const struct fund_movement *)found->movements->items)[0].day;
        outcome->accounts = (int64_t)found->movements->count;
        /* The same bucket again: it may have more days. */
        task_job_step(decision, found->job, found->job->cursor, 0);
        return;
    }
    struct text next = { 0 };
    if (found->bucket + 1 < BUCKET_COUNT)
        next = arena_format(request->arena, "%lld", (long long)found->bucket + 1);
    task_job_step(decision, found->job, next, 1);
}

const struct action fund_seal_step_action = {
    .name = "fund.seal-step", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &step_facts_shape, .outcome = &step_outcome_shape,
    .answer = &step_outcome_shape, .help = "fund.help.seal-step", .keys = step_keys,
    .gather = step_gather, .decide = step_decide,
};

/* ---- verify ---- */

static void complain(struct verify_report *report, const char *what, int64_t bucket, int64_t kind,
                     int64_t owner)
{
    verify_complain(report, what, arena_format(report->arena, "%lld", (long long)bucket),
                    arena_format(report->arena, "%lld", (long long)kind),
                    arena_format(report->arena, "%lld", (long long)owner));
}

/* Personal accounts: the row's balance is what transfers make of it. Both lists go by person. */
static void verify_personal(struct verify_report *report, int64_t bucket,
                            const struct list *rows, const struct list *sums)
{
    const struct fund_personal *people = rows->items;
    const struct fund_movement *moved = sums->items;
    size_t at = 0;
    for (size_t i = 0; i < rows->count; i++) {
        report->checked++;
        for (; at < sums->count && moved[at].owner < people[i].person; at++)
            complain(report, "verify.fund.no-row", bucket, FUND_PERSONAL,
                     moved[at].owner);
        struct money due = MONEY_NONE;
        if (at < sums->count && moved[at].owner == people[i].person)
            due = fund_movement_balance(&moved[at++]);
        if (due.fen != people[i].balance.fen)
            complain(report, "verify.fund.balance", bucket, FUND_PERSONAL,
                     people[i].person);
        if (people[i].held.fen < 0 || people[i].held.fen > people[i].balance.fen)
            complain(report, "verify.fund.held-more", bucket, FUND_PERSONAL,
                     people[i].person);
    }
    for (; at < sums->count; at++)
        complain(report, "verify.fund.no-row", bucket, FUND_PERSONAL,
                 moved[at].owner);
}

static void verify_sealed(struct verify_report *report, int64_t bucket,
                          const struct list *sealed, const struct list *sides)
{
    const struct fund_movement *kept = sealed->items;
    const struct fund_movement *now = sides->items;
    if (sealed->count != sides->count) {
        complain(report, "verify.fund.sealed-count", bucket, 0, 0);
        return;
    }
    for (size_t i = 0; i < sealed->count; i++) {
        report->checked++;
        if (kept[i].kind != now[i].kind || kept[i].owner != now[i].owner
            || kept[i].debits.fen != now[i].debits.fen
            || kept[i].credits.fen != now[i].credits.fen)
            complain(report, "verify.fund.sealed", bucket, kept[i].kind,
                     kept[i].owner);
    }
}

enum store_answer fund_verify(struct store *store, struct verify_report *report)
{
    static const struct query *const QUERIES[] = {
        &fund_personal_rows_of, &fund_personal_sums_of, &fund_sealed_sums_of, &fund_side_sums_of,
    };
    struct arena arena;
    arena_init(&arena);
    enum store_answer answer = STORE_DONE;
    for (int64_t bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        arena_clear(&arena);
        struct fund_bucket_key key = { bucket };
        struct want wants[COUNT_OF(QUERIES)] = { 0 };
        for (size_t i = 0; i < COUNT_OF(QUERIES); i++) {
            wants[i].query = QUERIES[i];
            wants[i].key = &key;
            wants[i].next = i + 1 < COUNT_OF(QUERIES) ? &wants[i + 1] : NULL;
        }
        answer = store->port->read(store, wants, &arena);
        if (answer != STORE_DONE)
            break;
        verify_personal(report, bucket, &wants[0].rows, &wants[1].rows);
        verify_sealed(report, bucket, &wants[2].rows, &wants[3].rows);
    }
    arena_release(&arena);
    return answer;
}
