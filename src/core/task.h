/* task.h: what the house does by itself later: timers (a moment and an action) and jobs (long work
 * in small steps). Both are rows; the lane turns them into ordinary actions, so they are decided,
 * recorded and told like any other and survive a kill.
 *
 * An action run by a timer or as a step of a job takes `struct task_input` and itself replaces the
 * row it was run for (task_timer_done, task_job_step). */
#ifndef CORE_TASK_H
#define CORE_TASK_H

#include "core/action.h"

struct timer_row {
    int64_t bucket, timer;
    struct moment due;
    struct text action;
    int64_t subject;
    struct text state;          /* "waiting", "done", "cancelled" */
    int64_t version;
};
extern const struct shape timer_row_shape;
extern const struct table timer_table;

struct job_row {
    int64_t bucket, job;
    struct text kind;           /* name of a struct job_kind */
    int64_t subject;
    struct text cursor;
    struct text state;          /* "running", "done", "cancelled", "failed" */
    int64_t done, total;        /* total 0: not known */
    struct moment started, finished;
    struct text fault;
    int64_t version;
};
extern const struct shape job_row_shape;
extern const struct table job_table;

struct reaction_cursor_row {
    int64_t bucket;
    struct text reaction;
    int64_t lane, sequence, version;
};
extern const struct shape reaction_cursor_shape;
extern const struct table reaction_cursor_table;

/* A row before its cursor that is tried again, until it is over. */
struct reaction_aside_row {
    int64_t bucket, sequence;
    struct text reaction;
    int64_t lane;
    bool over;
    int64_t version;
};
extern const struct shape reaction_aside_shape;
extern const struct table reaction_aside_table;

/* Input of an action that a timer or job runs. */
struct task_input {
    int64_t bucket, task, subject;
};
extern const struct shape task_input_shape;

struct task_key { int64_t bucket, task; };
extern const struct shape task_key_shape;
extern const struct query timer_by_id, job_by_id;
/* A page of timers, oldest first, after one at (after_due, after_timer); 0, 0 is the beginning.
 * Pages, not facts: what more there is comes with the next. */
struct due_key {
    struct text state;
    struct moment until, after_due;
    int64_t after_timer;
};
#define TIMERS_A_PAGE 32
extern const struct query timers_due;
/* A page of jobs by number, after `after`. */
struct job_state_key { struct text state; int64_t after; };
#define JOBS_A_PAGE 32
extern const struct query jobs_in_state;
struct cursor_key { int64_t bucket; };
extern const struct query reaction_cursors; /* all of a lane's bucket */
/* A page of those that are not over, from a row on: more reactions than one may have put it aside,
 * though never as many as a page. */
struct aside_key { int64_t bucket, from; };
#define ASIDES_A_PAGE 1000
extern const struct query reaction_asides;

/* A timer in the subject's bucket. */
void task_timer_set(struct decision *decision, const char *action, int64_t subject,
                    struct moment due);
void task_timer_done(struct decision *decision, const struct timer_row *timer);
/* What has a last day is called to mind on the mornings fourteen, three and no days before it: the
 * next of them after `now`; { 0 }: there is none. */
struct moment task_reminder_after(struct date due, struct moment now);
/* The days left when a reminder that was set for that moment speaks; -1: it does not. One that
 * comes late, because no server ran on its morning, speaks all the same while there is time. */
int64_t task_reminder_left(struct moment set_for, struct date due, struct moment now);
/* Nine o'clock. */
struct moment task_morning_of(struct date day);
int64_t task_job_start(struct decision *decision, const char *kind, int64_t subject,
                       struct text cursor, int64_t total);
/* The step that has just been decided: goes on from `cursor`, or is done when it is absent. */
void task_job_step(struct decision *decision, const struct job_row *job, struct text cursor,
                   int64_t done_more);

#endif
