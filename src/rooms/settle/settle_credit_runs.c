/* settle_credit_runs.c: the runs that credit a month of a place: written by the job as it goes on,
 * shown to who may start one. */

#include "rooms/settle/settle_crediting.h"

#include "base/check.h"
#include "core/divisions.h"

#define RUNS_A_PAGE 50

#define ROW(member, kind_, ...) FIELD(struct settle_credit_run, member, kind_, __VA_ARGS__)
static const struct field run_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = 0), ROW(run, FIELD_ID, .flags = 0),
    ROW(month, FIELD_COUNT, .flags = 0), ROW(place, FIELD_COUNT, .flags = 0),
    ROW(state, FIELD_TEXT, .length_max = 20), ROW(lines, FIELD_COUNT, .flags = 0),
    ROW(credited, FIELD_COUNT, .flags = 0), ROW(waiting, FIELD_COUNT, .flags = 0),
    ROW(amount, FIELD_MONEY, .flags = 0), ROW(started_by, FIELD_ID, .flags = 0),
    ROW(started_at, FIELD_MOMENT, .flags = 0), ROW(finished_at, FIELD_MOMENT, .flags = 0),
    ROW(version, FIELD_COUNT, .flags = 0),
};
const struct shape settle_credit_run_shape =
    SHAPE("credit_run", struct settle_credit_run, run_fields);
const struct table settle_credit_run_table = {
    .name = "credit_run", .row = &settle_credit_run_shape, .key_count = 2, .version = "version",
};

const struct query settle_credit_run_by_id = {
    .name = "settle.credit-run", .from = "credit_run",
    .where = "bucket = {bucket} AND run = {task}", .key = &task_key_shape,
    .row = &settle_credit_run_shape, .row_max = 1, .guard = GUARD_DECISION,
};

struct runs_key { int64_t place, place_until, before; };
static const struct field runs_key_fields[] = {
    FIELD(struct runs_key, place, FIELD_COUNT, .flags = 0),
    FIELD(struct runs_key, place_until, FIELD_COUNT, .flags = 0),
    FIELD(struct runs_key, before, FIELD_ID, .flags = 0),
};
static const struct shape runs_key_shape =
    SHAPE("settle_credit_runs_key", struct runs_key, runs_key_fields);
/* A page, newest first. */
const struct query settle_credit_runs = {
    .name = "settle.credit-runs", .from = "credit_run",
    .where = "place BETWEEN {place} AND {place_until} AND run < {before}", .order = "run DESC",
    .key = &runs_key_shape, .row = &settle_credit_run_shape, .row_max = RUNS_A_PAGE,
    .guard = GUARD_PUBLIC,
};

/* ---- settle.crediting ---- */

struct runs_input { int64_t before; };
struct runs_facts { const struct list *rows; };
struct runs_told { struct list runs; int64_t before; };

static bool runs_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct runs_input *input = request->input;
    struct runs_facts *found = facts;
    int64_t place = request->actor->division;
    const struct runs_key key = {
        .place = place, .place_until = division_last_code((int32_t)place),
        .before = input->before == 0 ? INT64_MAX : input->before,
    };
    found->rows = gather_want(gather, &settle_credit_runs, &key);
    return found->rows != NULL;
}

static void runs_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    const struct runs_facts *found = facts;
    const struct settle_credit_run *rows = found->rows->items;
    struct runs_told *told = decision->outcome;
    told->runs = *found->rows;
    if (found->rows->count == RUNS_A_PAGE)
        told->before = rows[RUNS_A_PAGE - 1].run;
}

static const struct field input_fields[] = {
    FIELD(struct runs_input, before, FIELD_ID, .help = "settle.field.credit-before"),
};
static const struct shape input_shape =
    SHAPE("settle_credit_runs_input", struct runs_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle_credit_runs_facts", .size = sizeof(struct runs_facts) };
static const struct field shown_fields[] = {
    ROW(run, FIELD_ID, .flags = 0), ROW(month, FIELD_COUNT, .flags = 0),
    ROW(place, FIELD_COUNT, .flags = 0), ROW(state, FIELD_TEXT, .length_max = 20),
    ROW(lines, FIELD_COUNT, .flags = 0), ROW(credited, FIELD_COUNT, .flags = 0),
    ROW(waiting, FIELD_COUNT, .flags = 0), ROW(amount, FIELD_MONEY, .flags = 0),
    ROW(started_at, FIELD_MOMENT, .flags = 0),
    ROW(finished_at, FIELD_MOMENT, .flags = FIELD_SPARSE),
};
static const struct shape shown_shape =
    SHAPE("settle_credit_run", struct settle_credit_run, shown_fields);
static const struct field told_fields[] = {
    FIELD(struct runs_told, runs, FIELD_LIST, .of = &shown_shape),
    FIELD(struct runs_told, before, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape told_shape =
    SHAPE("settle_credit_runs", struct runs_told, told_fields);

const struct action settle_credit_runs_action = {
    .name = "settle.credit-runs", .method = "GET", .path = "/api/v1/contributions/credits",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .next_page = { { "before", "before" } },
    .answer = &told_shape, .help = "settle.help.credit-runs", .gather = runs_gather,
    .decide = runs_decide,
};
