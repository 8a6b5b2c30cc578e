/* duty_facts.h: who is on duty, what is reported upwards, what a hall logs and what staff learn,
 * as rooms below may read it. Rows of one office lie in the bucket drawn from its number. */
#ifndef ROOMS_DUTY_DUTY_FACTS_H
#define ROOMS_DUTY_DUTY_FACTS_H

#include "core/store.h"

/* One person's time on duty (值班): at a telephone, a hall, or a task that is somebody's. */
struct duty_shift {
    int64_t bucket, office, shift;
    struct text what;           /* "phone" "hall" "service", or a duty by its name */
    struct text phone;          /* of "phone": the number */
    struct moment from_at, until_at;
    int64_t owner, deputy;      /* accounts; deputy 0: nobody */
    int64_t set_by;
    bool dropped;
    int64_t version;
};

/* What an office reports upwards at once (重大事项), or that its service was down. */
struct duty_incident {
    int64_t bucket, office, incident;
    struct text kind;           /* "major-event" "service-down" */
    struct text what;
    struct moment began_at, filed_at;
    int64_t filed_by;
    struct moment ended_at;     /* absent: goes on */
    int64_t version;
};

/* Who has read a report: each office it goes to is told at once, and answers. */
struct duty_step {
    int64_t bucket, incident, office;   /* the office above; the bucket is the report's */
    struct moment told_at, seen_at;
    int64_t seen_by;
    struct text reply;
    int64_t version;
};

/* A line of the hall's log (大厅日志). */
struct duty_entry {
    int64_t bucket, office;
    struct date day;
    int64_t entry;
    struct text kind;           /* "ventilation" "disinfection" "supplies" "shift-check" */
    struct text note;
    int64_t quantity;           /* of "supplies": what is left, in pieces */
    struct moment at;
    int64_t made_by;
};

/* What staff should know, and who has learnt it. */
struct duty_lesson {
    int64_t bucket, office, lesson;     /* the office that asks for it, with all below */
    struct text title, link;
    struct text role;           /* who must: a role's name; absent: all staff */
    struct text matter;         /* it is about; absent: none in particular */
    struct date due;
    bool reading;               /* to be read and confirmed, nothing to learn */
    int64_t set_by;
    int64_t version;
};
struct duty_learnt {
    int64_t bucket, lesson, account;    /* the lesson's bucket */
    int64_t office;
    struct moment at;
};

/* What staff would do better, and what was answered. */
struct duty_suggestion {
    int64_t bucket, office, suggestion;
    struct text about, what;
    int64_t made_by;
    struct moment at;
    struct text state;          /* "open" "answered" */
    struct text reply;
    int64_t answered_by;
    int64_t version;
};

extern const struct shape duty_shift_shape, duty_incident_shape, duty_step_shape,
    duty_entry_shape, duty_lesson_shape, duty_learnt_shape, duty_suggestion_shape;
extern const struct table duty_shift_table, duty_incident_table, duty_step_table,
    duty_entry_table, duty_lesson_table, duty_learnt_table, duty_suggestion_table;

struct duty_office_key { int64_t bucket, office; };
struct duty_time_key { int64_t bucket, office; struct moment from_at, until_at; };
struct duty_id_key { int64_t bucket, id; };
struct duty_day_key { int64_t bucket, office; struct date day; };

extern const struct query duty_shifts_between;      /* not dropped, oldest first */
extern const struct query duty_shift_by_id;
extern const struct query duty_incidents_of;        /* newest first */
extern const struct query duty_incident_by_id;
extern const struct query duty_steps_of;            /* of an incident */
extern const struct query duty_steps_for;           /* told to an office; newest first */
extern const struct query duty_entries_of;          /* of a hall and day */
extern const struct query duty_entries_public;      /* the same, for anybody: kinds and moments */
#define DUTY_LESSONS_AN_OFFICE 100      /* the newest: what a clerk can be asked to look at */
extern const struct query duty_lessons_of;          /* of an office, the newest */
extern const struct query duty_lesson_by_id;
extern const struct query duty_learnt_of;           /* of a lesson */
extern const struct query duty_learnt_by;           /* of one account, in a bucket; the newest */
extern const struct query duty_suggestions_of;      /* newest first */
extern const struct query duty_suggestion_by_id;
/* Accounts of an office, for lists of who must; no names of people. */
struct duty_account { int64_t bucket, account, office; struct text role, label; };
extern const struct query duty_accounts_of;

#endif
