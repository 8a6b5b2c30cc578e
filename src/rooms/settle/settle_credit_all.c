/* settle_credit_all.c: a whole month of a place is credited by a job, some lines a step. What waits
 * for its payment, or is not known yet, is left for another run; what was credited is not there any
 * more, so that a run after a kill, or a second one, credits nobody twice. LAW: BJ22-2.5a */

#include "rooms/settle/settle_crediting.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/task.h"

#include <stdio.h>

#define LINES_A_STEP 16

struct start_input { struct text month; int64_t place; };
struct started { int64_t job, lines; };
struct count_row { int64_t lines; };
struct start_facts { const struct count_row *count; struct events events; };

/* Where the job is: the line last looked at. */
struct place_in { int64_t month, place, owner, bill, person; };
struct to_credit_key { int64_t month, place, place_until, owner, bill, person; };
struct step_told { int64_t month, place, credited, waiting; struct money amount; bool stopped; };
struct step_facts {
    const struct job_row *job;
    const struct settle_credit_run *run;
    struct place_in at;
    const struct list *lines;
    const struct contribute_bill **bills;
    struct settle_credit_to *to;
    struct events events;
};

#define KEY(member, kind_) FIELD(struct to_credit_key, member, kind_, .flags = 0)
static const struct field key_fields[] = {
    KEY(month, FIELD_COUNT), KEY(place, FIELD_COUNT), KEY(place_until, FIELD_COUNT),
    KEY(owner, FIELD_COUNT), KEY(bill, FIELD_COUNT), KEY(person, FIELD_COUNT),
};
static const struct shape key_shape =
    SHAPE("settle_to_credit_key", struct to_credit_key, key_fields);
#define OF_MONTH "b.month = {month} AND b.place >= {place} AND b.place <= {place_until} " \
    "AND b.insurance = '310' AND b.kind <> 'assessed'"
/* The first bill with a line to credit behind the place where the job is. */
#define NEXT_BILL(columns_) "(SELECT " columns_ " FROM contribute_bill b WHERE " OF_MONTH \
    " AND (b.owner > {owner} OR (b.owner = {owner} AND b.bill >= {bill}))" \
    " AND EXISTS (SELECT 1 FROM contribute_line x WHERE x.bucket = b.bucket" \
    " AND x.owner = b.owner AND x.bill = b.bill AND x.credited_on IS NULL AND x.person >" \
    " CASE WHEN b.owner = {owner} AND b.bill = {bill} THEN {person} ELSE 0 END)" \
    " ORDER BY b.owner, b.bill LIMIT 1)"
/* A page, not facts: what more there is comes with the next. Of one bill, in the order of its key:
 * a step reads what it credits, however many lines the month has. */
const struct query settle_lines_to_credit = {
    .name = "settle.lines-to-credit", .from = "contribute_line l",
    .where = "(l.bucket, l.owner, l.bill) = " NEXT_BILL("b.bucket, b.owner, b.bill")
             " AND l.person > CASE WHEN " NEXT_BILL("b.bill") " = {bill} THEN {person} ELSE 0 END"
             " AND l.credited_on IS NULL",
    .order = "l.owner, l.bill, l.person", .key = &key_shape, .row = &contribute_line_shape,
    .columns = "l.bucket, l.owner, l.bill, l.person, l.month, l.insurance, l.base, l.counted, "
               "l.own, l.fixed, l.credited, l.credited_on, l.version",
    .row_max = LINES_A_STEP, .guard = GUARD_PUBLIC,
};
static const struct field count_fields[] = {
    FIELD(struct count_row, lines, FIELD_COUNT, .flags = 0),
};
static const struct shape count_shape =
    SHAPE("settle_to_credit", struct count_row, count_fields);
const struct query settle_count_to_credit = {
    .name = "settle.count-to-credit",
    .from = "contribute_bill b JOIN contribute_line l ON l.bucket = b.bucket"
            " AND l.owner = b.owner AND l.bill = b.bill",
    .where = OF_MONTH " AND l.credited_on IS NULL", .key = &key_shape,
    .row = &count_shape, .columns = "CAST(count(*) AS bigint) AS lines", .row_max = 1,
    .guard = GUARD_DECISION,
};

/* ---- settle.start-crediting ---- */

static bool start_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct start_input *input = request->input;
    struct start_facts *found = facts;
    const struct to_credit_key key = {
        .month = contribute_month_read(input->month), .place = input->place,
        .place_until = division_last_code((int32_t)input->place),
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &settle_count_to_credit, &key, &row);
    found->count = row;
    return notice_gather_events(gather, &found->events) && complete;
}

static struct text cursor_of(const struct place_in *at, struct arena *arena)
{
    return arena_format(arena, "%lld|%lld|%lld|%lld|%lld", (long long)at->month,
                        (long long)at->place, (long long)at->owner, (long long)at->bill,
                        (long long)at->person);
}

static void start_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct start_input *input = request->input;
    const struct start_facts *found = facts;
    const struct place_in at = { contribute_month_read(input->month), input->place, 0, 0, 0 };
    if (at.month == 0) {
        decision_refuse(decision, "contribute.refused.no-month", "month");
        return;
    }
    if (request->actor->role != ROLE_HOUSE
        && !division_is_within(book_divisions(request->book), (int32_t)input->place,
                               request->actor->division)) {
        decision_refuse(decision, "contribute.refused.not-your-place", "place");
        return;
    }
    if (settle_crediting_is_stopped(request, input->place, found->events)) {
        decision_refuse(decision, "settle.refused.crediting-stopped", "place");
        return;
    }
    int64_t subject = id_mint(request->minter, 0);
    struct started *told = decision->outcome;
    told->lines = found->count == NULL ? 0 : found->count->lines;
    told->job = task_job_start(decision, "settle.credit-all", subject,
                               cursor_of(&at, request->arena), told->lines);
    const struct settle_credit_run run = {
        .bucket = id_bucket(told->job), .run = told->job, .month = at.month, .place = at.place,
        .state = TEXT("running"), .lines = told->lines, .started_by = request->actor->account,
        .started_at = request->at, .version = 1,
    };
    decision_insert(decision, &settle_credit_run_table, &run);
    decision->subject = subject;
}

/* ---- settle.credit-step ---- */

static bool at_read(struct text cursor, struct arena *arena, struct place_in *ret_at)
{
    long long at[5];
    if (sscanf(arena_text(arena, cursor).data, "%lld|%lld|%lld|%lld|%lld", &at[0], &at[1],
               &at[2], &at[3], &at[4]) != 5)
        return false;
    *ret_at = (struct place_in){ at[0], at[1], at[2], at[3], at[4] };
    return true;
}

/* In one round. Who goes on under another number is left to settle.credit-month. */
static bool gather_to(struct gather *gather, int64_t person, struct settle_credit_to *ret_to)
{
    const struct fund_of_person fund_key = { id_bucket(person), person };
    const void *row = NULL;
    bool complete = party_gather_person(gather, person, &ret_to->person);
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    ret_to->personal = row;
    ret_to->to = person;
    if (complete && ret_to->person.person != NULL && ret_to->person.person->merged_into != 0)
        ret_to->person.person = NULL;
    return complete;
}

static bool gather_lines(struct gather *gather, struct step_facts *found)
{
    const struct to_credit_key key = {
        .month = found->at.month, .place = found->at.place,
        .place_until = division_last_code((int32_t)found->at.place), .owner = found->at.owner,
        .bill = found->at.bill, .person = found->at.person,
    };
    found->lines = gather_want(gather, &settle_lines_to_credit, &key);
    if (found->lines == NULL)
        return false;
    const struct contribute_line *lines = found->lines->items;
    size_t count = found->lines->count;
    found->bills = ARENA_ARRAY(gather->arena, const struct contribute_bill *, count + 1);
    found->to = ARENA_ARRAY(gather->arena, struct settle_credit_to, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct contribute_bill_key bill_key = {
            lines[i].bucket, lines[i].owner, lines[i].bill,
        };
        const void *row = NULL;
        complete &= gather_one(gather, &contribute_bill_by_id, &bill_key, &row);
        found->bills[i] = row;
        complete &= gather_to(gather, lines[i].person, &found->to[i]);
    }
    return complete;
}

static bool step_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct step_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    const void *run = NULL;
    bool complete = gather_one(gather, &job_by_id, &key, &row);
    complete &= gather_one(gather, &settle_credit_run_by_id, &key, &run);
    complete &= notice_gather_events(gather, &found->events);
    if (!complete)
        return false;
    found->job = row;
    found->run = run;
    found->lines = NULL;
    if (row == NULL || !at_read(found->job->cursor, gather->arena, &found->at))
        return true;
    return gather_lines(gather, found);
}

/* A person on two bills of the page: the account's row is changed once a step, so the second waits
 * for the next one. */
static size_t each_once(const struct step_facts *found)
{
    for (size_t i = 0; i < found->lines->count; i++)
        for (size_t k = 0; k < i; k++)
            if (found->to[k].to == found->to[i].to)
                return i;
    return found->lines->count;
}

/* What is looked at again is not counted again: a line that waits is passed once a run. */
static void record_run(struct decision *decision, const struct settle_credit_run *run,
                       const struct step_told *told, bool over)
{
    if (run == NULL)
        return;
    struct settle_credit_run after = *run;
    after.credited += told->credited;
    after.waiting += told->waiting;
    after.amount = money_plus(after.amount, told->amount);
    if (over) {
        after.state = told->stopped ? TEXT("stopped") : TEXT("done");
        after.finished_at = decision->request->at;
    }
    decision_replace(decision, &settle_credit_run_table, &after);
}

static void step_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct step_facts *found = facts;
    if (found->job == NULL || found->lines == NULL) {
        decision_refuse(decision, "fund.refused.no-such-job", "task");
        return;
    }
    const struct contribute_line *lines = found->lines->items;
    struct step_told *told = decision->outcome;
    struct place_in at = found->at;
    *told = (struct step_told){ .month = at.month, .place = at.place };
    told->stopped = settle_crediting_is_stopped(request, at.place, found->events);
    size_t count = told->stopped ? 0 : each_once(found);
    for (size_t i = 0; i < count; i++) {
        struct settle_credited credited;
        if (settle_credit_line(decision, &found->to[i], found->bills[i], &lines[i],
                               found->events, &credited) != NULL) {
            told->waiting++;
            continue;
        }
        told->credited++;
        told->amount = money_plus(told->amount, credited.amount);
    }
    bool over = told->stopped || found->lines->count == 0;
    if (count > 0) {
        at.owner = lines[count - 1].owner;
        at.bill = lines[count - 1].bill;
        at.person = lines[count - 1].person;
    }
    task_job_step(decision, found->job,
                  over ? (struct text){ 0 } : cursor_of(&at, request->arena), (int64_t)count);
    record_run(decision, found->run, told, over);
    decision->subject = found->job->job;
}

static void step_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->task);
}

/* ---- the rows ---- */

static const struct field start_fields[] = {
    FIELD(struct start_input, month, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 7,
          .help = "settle.field.credit-of-month"),
    FIELD(struct start_input, place, FIELD_COUNT, .flags = FIELD_REQUIRED,
          .help = "settle.field.credit-place"),
};
static const struct shape start_shape =
    SHAPE("settle_start_crediting", struct start_input, start_fields);
static const struct shape start_facts_shape =
    { .name = "settle_start_crediting_facts", .size = sizeof(struct start_facts) };
static const struct field started_fields[] = {
    FIELD(struct started, job, FIELD_ID, .flags = 0),
    FIELD(struct started, lines, FIELD_COUNT, .flags = 0),
};
static const struct shape started_shape =
    SHAPE("settle_crediting_started", struct started, started_fields);
static const struct shape step_facts_shape =
    { .name = "settle_credit_step_facts", .size = sizeof(struct step_facts) };
#define STEP(member, kind_) FIELD(struct step_told, member, kind_, .flags = 0)
static const struct field step_fields[] = {
    STEP(month, FIELD_COUNT), STEP(place, FIELD_COUNT), STEP(credited, FIELD_COUNT),
    STEP(waiting, FIELD_COUNT), STEP(amount, FIELD_MONEY), STEP(stopped, FIELD_FLAG),
};
static const struct shape step_shape =
    SHAPE("settle_credit_step", struct step_told, step_fields);

const struct action settle_start_crediting_action = {
    .name = "settle.start-crediting", .method = "POST", .path = "/api/v1/contributions/credits",
    .flags = ACTION_ONCE,
    .input = &start_shape, .facts = &start_facts_shape, .outcome = &started_shape,
    .answer = &started_shape, .help = "settle.help.start-crediting", .gather = start_gather,
    .decide = start_decide,
};
const struct action settle_credit_step_action = {
    .name = "settle.credit-step", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &step_facts_shape, .outcome = &step_shape,
    .answer = &step_shape, .help = "settle.help.credit-step", .keys = step_keys,
    .gather = step_gather, .decide = step_decide,
};
