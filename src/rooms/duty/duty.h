/* duty.h: what offices do for themselves (值守): who is on duty and where nobody is, what must be
 * told upwards at once, the hall's log, lessons and suggestions; no more than the notices ask. */
#ifndef ROOMS_DUTY_DUTY_H
#define ROOMS_DUTY_DUTY_H

#include "core/room.h"
#include "rooms/duty/duty_facts.h"
#include "rooms/staff/staff_facts.h"

extern const struct room duty_room;
extern const struct action duty_set_shift_action, duty_drop_shift_action, duty_roster_action,
    duty_report_action, duty_acknowledge_action, duty_end_report_action, duty_reports_action,
    duty_note_action, duty_log_action, duty_hall_action, duty_board_action,
    duty_set_lesson_action, duty_learn_action, duty_lessons_action, duty_not_learnt_action,
    duty_suggest_action, duty_reply_action, duty_suggestions_action;

#define DUTY_ABOVE_MAX 8        /* levels that a report goes up */
#define DUTY_HALLS_MAX 60       /* on one board */
#define DUTY_GAPS_MAX 200

/* Gravest first. */
enum duty_refused {
    DUTY_REFUSED_NOT_YOURS,         /* no such thing, or another office's */
    DUTY_REFUSED_NO_KIND,
    DUTY_REFUSED_TIME,              /* ends before it begins, or longer than a day */
    DUTY_REFUSED_SAME,              /* owner and deputy are one */
    DUTY_REFUSED_NOBODY,            /* no account of staff, or one that has ended by then */
    DUTY_REFUSED_DONE,              /* was done before */
    DUTY_REFUSALS
};
const char *duty_refusal_key(enum duty_refused refusal);

/* A time at which nobody is on duty. */
struct duty_gap { struct moment from_at, until_at; };
/* Times of [from, until) that no shift covers; shifts are ordered by their beginning. Pure. */
struct list duty_gaps(const struct list *shifts, struct moment from, struct moment until,
                      struct arena *arena);
int duty_bucket(int64_t office);

struct duty_shift_input {
    int64_t office, shift;
    struct text what, phone;
    struct moment from, until;
    int64_t owner, deputy;
};
struct duty_roster_input {
    int64_t office;
    struct text what, phone;
    struct date from, until;    /* whole days, both included */
};
struct duty_roster {
    struct list shifts;         /* of duty_shift */
    struct list people;         /* of duty_account: of the office, who stand in them */
    struct list gaps;           /* of duty_gap */
    int64_t without_deputy;
};
struct duty_report_input {
    int64_t incident;
    struct text kind, what;
    struct moment began;
};
struct duty_done { int64_t made; int64_t told; };
struct duty_reported {
    int64_t incident, office;
    struct text kind, what;
    struct moment began_at, filed_at, ended_at;
    struct list steps;          /* of duty_step */
};
struct duty_note_input {
    struct text kind, note;
    int64_t quantity;
};
/* What anybody may know of a hall. */
struct duty_hall {
    int64_t office;
    struct text state;          /* "open" "limited" "closed" */
    struct text reason;
    struct moment disinfected_at, ventilated_at;
};
struct duty_missing { int64_t office; struct text name; bool ventilation, disinfection; };
struct duty_lesson_input {
    int64_t lesson;
    struct text title, link, role, matter;
    struct date due;
    bool reading;
};
/* A lesson as who is asked to learn it sees it. */
struct duty_lesson_told {
    int64_t lesson, office;
    struct text title, link, role, matter;
    struct date due;
    bool reading;
    bool asked;                 /* of the one who looks: his role is the one that must */
    struct moment learnt_at;    /* by him; absent: not yet */
};
struct duty_not_learnt {
    int64_t lesson;
    int64_t learnt;             /* how many have */
    struct list accounts;       /* of duty_account: who must and has not */
};
struct duty_suggestion_input {
    int64_t suggestion;
    struct text about, what, reply;
};

#endif
