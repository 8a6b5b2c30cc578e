#include "core/task.h"

#include "base/check.h"

#define TIMER(kind_, member_, flags_) \
    { .name = #member_, .kind = (kind_), .flags = (flags_), \
      .offset = AT(struct timer_row, member_) }
#define JOB(kind_, member_, flags_) \
    { .name = #member_, .kind = (kind_), .flags = (flags_), \
      .offset = AT(struct job_row, member_) }
#define CURSOR(kind_, member_) \
    { .name = #member_, .kind = (kind_), .flags = FIELD_REQUIRED, \
      .offset = AT(struct reaction_cursor_row, member_) }

static const struct field timer_fields[] = {
    TIMER(FIELD_COUNT, bucket, FIELD_REQUIRED),
    TIMER(FIELD_ID, timer, FIELD_REQUIRED),
    TIMER(FIELD_MOMENT, due, FIELD_REQUIRED),
    TIMER(FIELD_TEXT, action, FIELD_REQUIRED),
    TIMER(FIELD_ID, subject, 0),
    TIMER(FIELD_TEXT, state, FIELD_REQUIRED),
    TIMER(FIELD_COUNT, version, FIELD_REQUIRED),
};
const struct shape timer_row_shape = SHAPE("timer", struct timer_row, timer_fields);
const struct table timer_table = {
    .name = "timer", .row = &timer_row_shape, .key_count = 2, .version = "version",
};

static const struct field job_fields[] = {
    JOB(FIELD_COUNT, bucket, FIELD_REQUIRED),
    JOB(FIELD_ID, job, FIELD_REQUIRED),
    JOB(FIELD_TEXT, kind, FIELD_REQUIRED),
    JOB(FIELD_ID, subject, 0),
    JOB(FIELD_TEXT, cursor, 0),
    JOB(FIELD_TEXT, state, FIELD_REQUIRED),
    JOB(FIELD_COUNT, done, FIELD_REQUIRED),
    JOB(FIELD_COUNT, total, FIELD_REQUIRED),
    JOB(FIELD_MOMENT, started, FIELD_REQUIRED),
    JOB(FIELD_MOMENT, finished, 0),
    JOB(FIELD_TEXT, fault, 0),
    JOB(FIELD_COUNT, version, FIELD_REQUIRED),
};
const struct shape job_row_shape = SHAPE("job", struct job_row, job_fields);
const struct table job_table = {
    .name = "job", .row = &job_row_shape, .key_count = 2, .version = "version",
};

static const struct field cursor_fields[] = {
    CURSOR(FIELD_COUNT, bucket),
    CURSOR(FIELD_TEXT, reaction),
    CURSOR(FIELD_COUNT, lane),
    CURSOR(FIELD_COUNT, sequence),
    CURSOR(FIELD_COUNT, version),
};
const struct shape reaction_cursor_shape =
    SHAPE("reaction_cursor", struct reaction_cursor_row, cursor_fields);
const struct table reaction_cursor_table = {
    .name = "reaction_cursor", .row = &reaction_cursor_shape, .key_count = 3,
    .version = "version",
};

static const struct field aside_fields[] = {
    FIELD(struct reaction_aside_row, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct reaction_aside_row, sequence, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct reaction_aside_row, reaction, FIELD_TEXT, .flags = FIELD_REQUIRED),
    FIELD(struct reaction_aside_row, lane, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct reaction_aside_row, over, FIELD_FLAG, .flags = FIELD_REQUIRED),
    FIELD(struct reaction_aside_row, version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape reaction_aside_shape =
    SHAPE("reaction_aside", struct reaction_aside_row, aside_fields);
const struct table reaction_aside_table = {
    .name = "reaction_aside", .row = &reaction_aside_shape, .key_count = 4,
    .version = "version",
};

static const struct field task_input_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct task_input, bucket) },
    { .name = "task", .kind = FIELD_ID, .offset = AT(struct task_input, task) },
    { .name = "subject", .kind = FIELD_ID, .offset = AT(struct task_input, subject) },
};
const struct shape task_input_shape = SHAPE("task", struct task_input, task_input_fields);

static const struct field task_key_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct task_key, bucket) },
    { .name = "task", .kind = FIELD_ID, .offset = AT(struct task_key, task) },
};
const struct shape task_key_shape = SHAPE("task_key", struct task_key, task_key_fields);
const struct query timer_by_id = {
    .name = "timer.by-id", .from = "timer t",
    .where = "t.bucket = {bucket} AND t.timer = {task}",
    .key = &task_key_shape, .row = &timer_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query job_by_id = {
    .name = "job.by-id", .from = "job j", .where = "j.bucket = {bucket} AND j.job = {task}",
    .key = &task_key_shape, .row = &job_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* Counts, not ids and moments: 0 is the beginning here, not absent. */
static const struct field due_key_fields[] = {
    { .name = "state", .kind = FIELD_TEXT, .offset = AT(struct due_key, state) },
    { .name = "until", .kind = FIELD_MOMENT, .offset = AT(struct due_key, until) },
    { .name = "after_due", .kind = FIELD_COUNT, .offset = AT(struct due_key, after_due) },
    { .name = "after_timer", .kind = FIELD_COUNT, .offset = AT(struct due_key, after_timer) },
};
static const struct shape due_key_shape = SHAPE("due_key", struct due_key, due_key_fields);
const struct query timers_due = {
    .name = "timer.due", .from = "timer t",
    .where = "t.state = {state} AND t.due <= {until} AND t.due >= {after_due} "
             "AND (t.due > {after_due} OR t.timer > {after_timer})",
    .order = "t.due, t.timer", .key = &due_key_shape, .row = &timer_row_shape,
    .row_max = TIMERS_A_PAGE, .guard = GUARD_SCOPED,
};

static const struct field job_state_key_fields[] = {
    { .name = "state", .kind = FIELD_TEXT, .offset = AT(struct job_state_key, state) },
    { .name = "after", .kind = FIELD_COUNT, .offset = AT(struct job_state_key, after) },
};
static const struct shape job_state_key_shape =
    SHAPE("job_state_key", struct job_state_key, job_state_key_fields);
const struct query jobs_in_state = {
    .name = "job.in-state", .from = "job j",
    .where = "j.state = {state} AND j.job > {after}", .order = "j.job",
    .key = &job_state_key_shape, .row = &job_row_shape, .row_max = JOBS_A_PAGE,
    .guard = GUARD_SCOPED,
};

static const struct field cursor_key_fields[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct cursor_key, bucket) },
};
static const struct shape cursor_key_shape =
    SHAPE("cursor_key", struct cursor_key, cursor_key_fields);
const struct query reaction_cursors = {
    .name = "reaction.cursors", .from = "reaction_cursor c", .where = "c.bucket = {bucket}",
    .order = "c.reaction, c.lane", .key = &cursor_key_shape, .row = &reaction_cursor_shape,
    .row_max = 200, .guard = GUARD_DECISION,
};

static const struct field aside_key_fields[] = {
    FIELD(struct aside_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct aside_key, from, FIELD_COUNT, .flags = 0),
};
static const struct shape aside_key_shape =
    SHAPE("aside_key", struct aside_key, aside_key_fields);
const struct query reaction_asides = {
    .name = "reaction.asides", .from = "reaction_aside a",
    .where = "a.bucket = {bucket} AND a.over = 0 AND a.sequence >= {from}",
    .order = "a.sequence, a.reaction", .key = &aside_key_shape, .row = &reaction_aside_shape,
    .row_max = ASIDES_A_PAGE, .page = true, .guard = GUARD_DECISION,
};

void task_timer_set(struct decision *decision, const char *action, int64_t subject,
                    struct moment due)
{
    int bucket = id_bucket(subject);
    const struct timer_row row = {
        .bucket = bucket, .timer = id_mint(decision->request->minter, bucket), .due = due,
        .action = text_of(action), .subject = subject, .state = TEXT("waiting"), .version = 1,
    };
    decision_insert(decision, &timer_table, &row);
}

void task_timer_done(struct decision *decision, const struct timer_row *timer)
{
    struct timer_row row = *timer;
    row.state = TEXT("done");
    decision_replace(decision, &timer_table, &row);
}

int64_t task_job_start(struct decision *decision, const char *kind, int64_t subject,
                       struct text cursor, int64_t total)
{
    int bucket = id_bucket(subject);
    const struct job_row row = {
        .bucket = bucket, .job = id_mint(decision->request->minter, bucket),
        .kind = text_of(kind), .subject = subject, .cursor = cursor, .state = TEXT("running"),
        .total = total, .started = decision->request->at, .version = 1,
    };
    decision_insert(decision, &job_table, &row);
    return row.job;
}

void task_job_step(struct decision *decision, const struct job_row *job, struct text cursor,
                   int64_t done_more)
{
    struct job_row row = *job;
    row.cursor = cursor;
    row.done += done_more;
    if (cursor.data == NULL) {
        row.state = TEXT("done");
        row.finished = decision->request->at;
    }
    decision_replace(decision, &job_table, &row);
}

/* ---- reminders ---- */

#define REMIND_HOUR 9

static const int DAYS_BEFORE[] = { 14, 3, 0 };

struct moment task_morning_of(struct date day)
{
    return (struct moment){ moment_of_date(day).ms + INT64_C(3600000) * REMIND_HOUR };
}

struct moment task_reminder_after(struct date due, struct moment now)
{
    for (size_t i = 0; due.yyyymmdd != 0 && i < COUNT_OF(DAYS_BEFORE); i++) {
        struct moment at = task_morning_of(date_plus_days(due, -DAYS_BEFORE[i]));
        if (at.ms > now.ms)
            return at;
    }
    return (struct moment){ 0 };
}

int64_t task_reminder_left(struct moment set_for, struct date due, struct moment now)
{
    int64_t left = date_days_between(date_of_moment(now), due);
    bool speaks = false;
    for (size_t i = 0; i < COUNT_OF(DAYS_BEFORE); i++)
        speaks |= left == DAYS_BEFORE[i]
            || set_for.ms == task_morning_of(date_plus_days(due, -DAYS_BEFORE[i])).ms;
    return speaks && left >= 0 ? left : -1;
}
