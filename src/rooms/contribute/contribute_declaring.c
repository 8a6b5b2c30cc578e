/* contribute_declaring.c: the month of a unit with more people than the lane takes at once is
 * declared by a job. First everybody is looked at, so that nothing is written while somebody has no
 * base; then the lines are written, page by page, and who came meanwhile among those already passed
 * is looked for; the bill comes with the last of them. A kill goes on where it was, and nobody is
 * on the bill twice. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/message/message_facts.h"
#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "core/task.h"

#define RUNS_A_PAGE 20

#define RUN(member, kind_, ...) FIELD(struct contribute_run, member, kind_, __VA_ARGS__)
static const struct field run_fields[] = {
    RUN(bucket, FIELD_COUNT, .flags = 0), RUN(run, FIELD_ID, .flags = 0),
    RUN(owner, FIELD_ID, .flags = 0), RUN(bill, FIELD_ID, .flags = 0),
    RUN(month, FIELD_COUNT, .flags = 0), RUN(insurance, FIELD_TEXT, .length_max = 10),
    RUN(reason, FIELD_TEXT, .length_max = 30), RUN(state, FIELD_TEXT, .length_max = 20),
    RUN(after, FIELD_COUNT, .flags = 0), RUN(counted, FIELD_COUNT, .flags = 0),
    RUN(without_base, FIELD_COUNT, .flags = 0), RUN(people, FIELD_COUNT, .flags = 0),
    RUN(left_out, FIELD_COUNT, .flags = 0), RUN(base, FIELD_MONEY, .flags = 0),
    RUN(own, FIELD_MONEY, .flags = 0), RUN(fixed, FIELD_MONEY, .flags = 0),
    RUN(started_at, FIELD_MOMENT, .flags = 0), RUN(finished_at, FIELD_MOMENT, .flags = 0),
    RUN(cause, FIELD_ID, .flags = 0), RUN(version, FIELD_COUNT, .flags = 0),
};
const struct shape contribute_run_shape =
    SHAPE("contribute_run", struct contribute_run, run_fields);
const struct table contribute_run_table = {
    .name = "contribute_run", .row = &contribute_run_shape, .key_count = 2, .version = "version",
};

const struct query contribute_run_by_id = {
    .name = "contribute.run", .from = "contribute_run",
    .where = "bucket = {bucket} AND run = {task}", .key = &task_key_shape,
    .row = &contribute_run_shape, .row_max = 1, .guard = GUARD_DECISION,
};

const struct query contribute_runs_open = {
    .name = "contribute.runs-open", .from = "contribute_run",
    .where = "bucket = {bucket} AND owner = {owner} AND month = {month}"
             " AND insurance = {insurance} AND state IN ('checking', 'writing', 'closing')",
    .order = "run", .key = &contribute_month_key_shape, .row = &contribute_run_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};

#define OF_CASE(member) \
    FIELD(struct contribute_run_of_case_key, member, FIELD_ID, .flags = FIELD_REQUIRED)
static const struct field of_case_fields[] = {
    FIELD(struct contribute_run_of_case_key, bucket, FIELD_COUNT, .flags = 0),
    OF_CASE(owner), FIELD(struct contribute_run_of_case_key, month, FIELD_COUNT, .flags = 0),
    OF_CASE(cause),
};
static const struct shape of_case_shape =
    SHAPE("contribute_run_of_case_key", struct contribute_run_of_case_key, of_case_fields);
const struct query contribute_run_of_case = {
    .name = "contribute.run-of-case", .from = "contribute_run",
    .where = "bucket = {bucket} AND owner = {owner} AND month = {month} AND cause = {cause}"
             " AND state IN ('checking', 'writing', 'closing', 'done')",
    .order = "run DESC", .key = &of_case_shape, .row = &contribute_run_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};

/* ---- a run begins ---- */

void contribute_tell_run(struct decision *decision, const struct contribute_run *run)
{
    bool done = text_is(run->state, "done");
    *(struct contribute_declared *)decision->outcome = (struct contribute_declared){
        .bill = done ? run->bill : 0, .unit = run->owner,
        .state = done ? TEXT("declared") : TEXT("declaring"), .run = run->run,
        .month = contribute_month_text(run->month, decision->request->arena),
        .people = run->people, .base = run->base, .own = run->own, .fixed = run->fixed,
    };
    decision->subject = run->owner;
}

void contribute_start_run(struct decision *decision, const struct contribute_bill *bill,
                          int64_t cause)
{
    const struct request *request = decision->request;
    const struct contribute_run run = {
        .bucket = bill->bucket,
        .run = task_job_start(decision, "contribute.declaring", bill->owner, TEXT("checking"), 0),
        .owner = bill->owner, .bill = bill->bill, .month = bill->month,
        .insurance = bill->insurance, .reason = bill->reason, .state = TEXT("checking"),
        .started_at = request->at, .cause = cause, .version = 1,
    };
    decision_insert(decision, &contribute_run_table, &run);
    contribute_tell_run(decision, &run);
}

/* ---- contribute.declare-step ---- */

struct step_facts {
    const struct job_row *job;
    const struct contribute_run *run;
    const struct party_unit *unit;
    const struct list *workers, *assessed, *arrears, *deferrals;
    struct events events;
};

static bool step_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct step_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *job = NULL, *run = NULL, *unit = NULL;
    bool complete = gather_one(gather, &job_by_id, &key, &job);
    complete &= gather_one(gather, &contribute_run_by_id, &key, &run);
    complete &= notice_gather_events(gather, &found->events);
    if (!complete)
        return false;
    found->job = job;
    found->run = run;
    if (run == NULL)
        return true;
    const struct party_unit_key unit_key = { id_bucket(found->run->owner), found->run->owner };
    const struct contribute_owner_key owner_key = { found->run->bucket, found->run->owner };
    const struct contribute_month_key month_key = {
        found->run->bucket, found->run->owner, found->run->month, found->run->insurance,
    };
    complete &= gather_one(gather, &party_unit_by_id, &unit_key, &unit);
    complete &= contribute_gather_workers(gather, found->run->owner, found->run->insurance,
                                          found->run->month, found->run->after,
                                          &found->workers);
    found->unit = unit;
    found->assessed = gather_want(gather, &contribute_assessed_of_month, &month_key);
    found->arrears = gather_want(gather, &contribute_arrears_of, &owner_key);
    found->deferrals = gather_want(gather, &contribute_deferrals_of, &owner_key);
    return complete && found->assessed != NULL && found->arrears != NULL
        && found->deferrals != NULL;
}

/* Nothing is written yet: who counts, and who of them has no base. */
static void check_page(const struct contribute_worker *workers, size_t count, int64_t after,
                       struct contribute_run *run)
{
    int64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (workers[i].person == last
            || !contribute_worker_counts(&workers[i], run->insurance, run->month))
            continue;
        last = workers[i].person;
        run->counted++;
        run->without_base += workers[i].base.fen == 0;
    }
    run->after = after;
    if (after == 0)
        run->state = run->without_base > 0 ? TEXT("no-base")
            : run->counted == 0 ? TEXT("nobody") : TEXT("writing");
}

/* False: the rate is not known any more, which another book may mend. */
static bool write_page(struct decision *decision, const struct step_facts *found, size_t count,
                       int64_t after, struct contribute_run *run)
{
    const struct request *request = decision->request;
    bool closing = text_is(run->state, "closing");
    struct contribute_bill bill = contribute_bill_to_declare(
        request, found->unit, run->month, run->insurance, run->reason, run->bill,
        found->deferrals, found->assessed);
    bill.declared = date_of_moment(run->started_at);
    const struct contribute_rated rated =
        contribute_rated_of(request->book, found->events, &bill, bill.declared, DATE_NONE,
                            request->arena);
    if (rated.answer != RULE_FOUND) {
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
        return false;
    }
    bill.people = run->people;
    bill.base = run->base;
    bill.own = run->own;
    bill.fixed = run->fixed;
    struct contribute_line *lines =
        ARENA_ARRAY(request->arena, struct contribute_line, count + 1);
    size_t line_count;
    size_t without = contribute_add_workers(request, found->workers->items, count, rated.value,
                                            &bill, lines, &line_count);
    run->left_out += closing ? (int64_t)without : 0;
    run->people = bill.people;
    run->base = bill.base;
    run->own = bill.own;
    run->fixed = bill.fixed;
    run->after = after;
    contribute_tell_run(decision, run);
    if (after != 0 || !closing) {
        for (size_t i = 0; i < line_count; i++)
            decision_insert(decision, &contribute_line_table, &lines[i]);
        if (after == 0)
            run->state = TEXT("closing");
        return true;
    }
    run->state = run->people == 0 ? TEXT("nobody") : TEXT("done");
    if (run->people == 0)
        return true;
    if (found->assessed->count > 0)
        contribute_settle_bill(decision, &bill, lines, line_count, found->arrears, found->events);
    else
        contribute_record_bill(decision, &bill, lines, line_count, found->events);
    return true;
}

/* No bill came of it, and whoever declared the month may look no more, or a clerk did it for the
 * unit: it is told. */
static void say_nothing_came(struct decision *decision, const struct contribute_run *run)
{
    struct arena *arena = decision->request->arena;
    bool no_base = text_is(run->state, "no-base");
    const struct message_row about = {
        .unit = run->owner, .subject = run->run,
        .kind = no_base ? TEXT("contribute.message.no-base")
                        : TEXT("contribute.message.nobody"),
    };
    const struct text details[3] = {
        contribute_month_text(run->month, arena),
        arena_format(arena, "%lld", (long long)run->without_base),
    };
    message_send(decision, &about, details, details);
}

static void step_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct step_facts *found = facts;
    if (found->job == NULL || found->run == NULL || found->unit == NULL) {
        decision_refuse(decision, "fund.refused.no-such-job", "task");
        return;
    }
    struct contribute_run run = *found->run;
    size_t count;
    int64_t after = contribute_workers_end(found->workers, &count);
    contribute_tell_run(decision, &run);
    if (text_is(run.state, "checking"))
        check_page(found->workers->items, count, after, &run);
    else if (!write_page(decision, found, count, after, &run))
        return;
    bool over = !text_is(run.state, "checking") && !text_is(run.state, "writing")
        && !text_is(run.state, "closing");
    if (over)
        run.finished_at = request->at;
    if (over && !text_is(run.state, "done"))
        say_nothing_came(decision, &run);
    decision_replace(decision, &contribute_run_table, &run);
    task_job_step(decision, found->job, over ? (struct text){ 0 } : run.state, (int64_t)count);
    decision->subject = run.owner;
}

/* The unit's, as of whoever else declares or sets a month of it. */
static void step_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

static const struct shape step_facts_shape =
    { .name = "contribute_declare_step_facts", .size = sizeof(struct step_facts) };
const struct action contribute_declare_step_action = {
    .name = "contribute.declare-step", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &step_facts_shape, .outcome = &contribute_declared_shape,
    .answer = &contribute_declared_shape, .help = "contribute.help.declare-step",
    .keys = step_keys, .gather = step_gather, .decide = step_decide,
};

/* ---- contribute.declarations: how far they are ---- */

struct runs_key { int64_t bucket, owner, before; };
static const struct field runs_key_fields[] = {
    FIELD(struct runs_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct runs_key, owner, FIELD_ID, .flags = 0),
    FIELD(struct runs_key, before, FIELD_ID, .flags = 0),
};
static const struct shape runs_key_shape =
    SHAPE("contribute_runs_key", struct runs_key, runs_key_fields);
const struct query contribute_runs_of = {
    .name = "contribute.runs-of", .from = "contribute_run",
    .where = "bucket = {bucket} AND owner = {owner} AND run < {before}", .order = "run DESC",
    .key = &runs_key_shape, .row = &contribute_run_shape, .row_max = RUNS_A_PAGE, .page = true,
    .guard = GUARD_DECISION,
};

struct runs_input { int64_t unit, before; };
static const struct field runs_input_fields[] = {
    FIELD(struct runs_input, unit, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "contribute.field.unit"),
    FIELD(struct runs_input, before, FIELD_ID, .help = "contribute.field.before-run"),
};
static const struct shape runs_input_shape =
    SHAPE("contribute_runs_input", struct runs_input, runs_input_fields);

struct run_told {
    int64_t run, bill;          /* the bill once it is there */
    struct text month, insurance, state;
    int64_t counted, without_base, people, left_out;
    struct moment started_at, finished_at;
};
#define TOLD(member, kind_, ...) FIELD(struct run_told, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(run, FIELD_ID, .flags = 0), TOLD(bill, FIELD_ID, .flags = FIELD_SPARSE),
    TOLD(month, FIELD_TEXT, .length_max = 7), TOLD(insurance, FIELD_TEXT, .length_max = 10),
    TOLD(state, FIELD_TEXT, .length_max = 20), TOLD(counted, FIELD_COUNT, .flags = 0),
    TOLD(without_base, FIELD_COUNT, .flags = 0), TOLD(people, FIELD_COUNT, .flags = 0),
    TOLD(left_out, FIELD_COUNT, .flags = 0), TOLD(started_at, FIELD_MOMENT, .flags = 0),
    TOLD(finished_at, FIELD_MOMENT, .flags = FIELD_SPARSE),
};
static const struct shape told_shape =
    SHAPE("contribute_declaration", struct run_told, told_fields);

struct runs_answer { struct list declarations; int64_t before; };
static const struct field answer_fields[] = {
    FIELD(struct runs_answer, declarations, FIELD_LIST, .of = &told_shape),
    FIELD(struct runs_answer, before, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape answer_shape =
    SHAPE("contribute_declarations", struct runs_answer, answer_fields);

struct runs_facts {
    const struct party_unit *unit;
    const struct list *runs;
};
static const struct shape runs_facts_shape =
    { .name = "contribute_runs_facts", .size = sizeof(struct runs_facts) };

static bool runs_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct runs_input *input = request->input;
    struct runs_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct runs_key key = {
        id_bucket(input->unit), input->unit, input->before == 0 ? INT64_MAX : input->before,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->runs = gather_want(gather, &contribute_runs_of, &key);
    return complete && found->runs != NULL;
}

static void runs_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct runs_facts *found = facts;
    if (!contribute_acts_for(found->unit, decision))
        return;
    const struct contribute_run *rows = found->runs->items;
    size_t count = found->runs->count;
    struct run_told *told = ARENA_ARRAY(request->arena, struct run_told, count + 1);
    for (size_t i = 0; i < count; i++)
        told[i] = (struct run_told){
            .run = rows[i].run, .bill = text_is(rows[i].state, "done") ? rows[i].bill : 0,
            .month = contribute_month_text(rows[i].month, request->arena),
            .insurance = rows[i].insurance, .state = rows[i].state, .counted = rows[i].counted,
            .without_base = rows[i].without_base, .people = rows[i].people,
            .left_out = rows[i].left_out, .started_at = rows[i].started_at,
            .finished_at = rows[i].finished_at,
        };
    struct runs_answer *answer = decision->outcome;
    answer->declarations = (struct list){ told, count };
    if (count == RUNS_A_PAGE)
        answer->before = rows[count - 1].run;
}

const struct action contribute_declarations_action = {
    .name = "contribute.declarations", .method = "GET",
    .path = "/api/v1/units/{unit}/declarations",
    .flags = ACTION_READ, .input = &runs_input_shape, .facts = &runs_facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .next_page = { { "before", "before" } },
    .help = "contribute.help.declarations", .gather = runs_gather, .decide = runs_decide,
};
