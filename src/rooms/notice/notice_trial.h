/* notice_trial.h: trials: what a document would change if it were published, what would be lost if
 * a notice ended, what if an event were withdrawn. Asked for here; a worker of the house runs it
 * beside the lane with a reading handle (programs/trial.h) and leaves what it found. */
#ifndef ROOMS_NOTICE_NOTICE_TRIAL_H
#define ROOMS_NOTICE_NOTICE_TRIAL_H

#include "rooms/notice/notice_inside.h"

struct notice_trial {
    int64_t bucket, trial;
    struct text kind;           /* "publish", "end", "withdraw-event" */
    int64_t document;           /* of "publish" */
    struct text number;         /* of "end" */
    int64_t event;              /* of "withdraw-event" */
    int64_t place;
    struct text state;          /* "waiting", "running", "done", "failed" */
    int64_t done, total;
    struct text findings;       /* packed struct notice_findings, in base64 */
    struct text fault;
    int64_t asked_by;
    struct moment asked_at, finished_at;
    int64_t version;
};
extern const struct shape notice_trial_shape;
extern const struct table notice_trial_table;

struct notice_trial_key { int64_t bucket, trial; };
struct notice_trials_key { int64_t bucket; struct text state; };
extern const struct query notice_trial_by_id;
extern const struct query notice_trials_in_state;       /* oldest first */

/* ---- what was found, as people read it ---- */

struct notice_example { struct text example; };
struct notice_finding {
    struct text room, what, subject, subject_zh, subject_en;
    int64_t looked, changed, people, institutions;
    struct money more, more_a_month;
    struct date from, until;
    struct list examples;       /* of notice_example */
};
struct notice_findings {
    struct list findings;       /* of notice_finding */
};
extern const struct shape notice_finding_shape, notice_findings_shape;
/* In the arena. */
struct notice_findings notice_findings_of(const struct impact *impact, struct arena *arena);

/* ---- actions ---- */

struct notice_try_input {
    int64_t document;           /* just one of the three */
    struct text number;
    int64_t event;
};
struct notice_trial_input { int64_t trial; };
struct notice_trial_note {      /* of the worker */
    int64_t trial;
    struct text state;
    int64_t done, total;
    struct text findings, fault;
};
extern const struct action notice_try_action, notice_trial_action, notice_trial_note_action;

enum store_answer notice_impact(struct store *store, struct impact *impact);

#endif
