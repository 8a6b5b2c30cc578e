/* deadline.h: the last day of a clock, with a certificate that lists every day it took.
 *
 * A deadline is never stored as truth: it is worked out from the clock's facts, its kind (data of a
 * rule), the working-day calendar as known, and declared events. The day after the start is day 1;
 * months are calendar months (Civil Code art. 201-204), no such day means the month's last; a
 * suspension stops the clock and overlapping ones count once; a named day does not move unless its
 * rule says that it rolls. */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "base/json.h"
#include "core/calendar.h"
#include "core/event.h"
#include "core/words.h"

enum clock_unit {
    CLOCK_WORKING_DAYS,
    CLOCK_CALENDAR_DAYS,
    CLOCK_MONTHS,
    CLOCK_FIXED_DAY,            /* a named day: 2020-03-31, "20 January of the next year" */
};
const char *clock_unit_name(enum clock_unit unit);          /* "working-days" */
bool clock_unit_parse(struct text text, enum clock_unit *ret_unit);

enum clock_roll {
    CLOCK_ROLL_NONE,
    CLOCK_ROLL_NEXT_WORKING_DAY,
};
const char *clock_roll_name(enum clock_roll roll);          /* "none", "next-working-day" */
bool clock_roll_parse(struct text text, enum clock_roll *ret_roll);

/* The longest clock: 20 years of back payment. */
#define CLOCK_COUNT_MAX 7500

/* A kind of clock, as a rule gives it. */
struct deadline_clock_kind {
    struct text name;           /* "handling", "contribution.collection" */
    enum clock_unit unit;
    int32_t count;              /* of days or months, >= 0; not of a fixed day */
    enum clock_roll roll;
    struct date day;            /* CLOCK_FIXED_DAY */
    int32_t hour;               /* the last day ends at this hour; 0: with the day (24:00) */
    struct text source;         /* as it is to be cited */
};

/* Days on which the clock stood, both included. */
struct clock_suspension {
    struct date from, until;    /* until DATE_NONE: it has not ended yet */
    struct text reason;         /* "supplement awaited", a measure's clause */
    struct text source;
};

struct deadline_clock {
    const struct deadline_clock_kind *kind;
    struct date start;          /* the day that is not counted; unused with an event */
    /* Runs from an event instead: "epidemic-end"; absent: from `start`. */
    struct text event;
    int32_t place;              /* whose event counts */
    const struct clock_suspension *suspensions;
    size_t suspension_count;
};

/* What a deadline is worked out from. */
struct clock_world {
    const struct calendar *calendar;
    const struct divisions *divisions;
    struct events events;
    struct moment known;        /* calendar and events as known then; { 0 }: all */
};

enum deadline_state {
    DEADLINE_WAITING,           /* for the event, or for the end of a suspension: no day yet */
    DEADLINE_PROVISIONAL,       /* a day, but it leans on days no paper has published yet */
    DEADLINE_DATED,
};
const char *deadline_state_name(enum deadline_state state);     /* "waiting" */

enum run_kind {
    RUN_START,                  /* the day that is not counted */
    RUN_COUNTED,
    RUN_SKIPPED,                /* no working day: the reason says why */
    RUN_SUSPENDED,
    RUN_PERIOD,                 /* months or a named day, in one step */
    RUN_ADDED,                  /* days given back for a suspension within months */
    RUN_ROLLED,                 /* from the day the period ends to the next working day */
    RUN_WAITING,
};
const char *run_kind_name(enum run_kind kind);              /* "counted" */

/* One line of the certificate: days of one kind in a row. */
struct deadline_run {
    enum run_kind kind;
    struct date from, until;
    int32_t days;               /* how many of them counted, were skipped … */
    int32_t total;              /* counted so far */
    enum day_reason reason;     /* of counted and skipped days */
    struct text name, english;  /* 春节; the suspension's reason; the event */
    struct text source;         /* the paper, or the suspension's source */
    struct deadline_run *next;
};

struct deadline_answer {
    enum deadline_state state;
    struct date day;            /* the last day; DATE_NONE while waiting */
    struct moment end;          /* its last instant: the next midnight, or its hour */
    struct text event;          /* what it waits for; absent: a suspension's end */
    const struct deadline_clock *clock;
    struct deadline_run *runs;  /* in the arena, in order of days */
};

struct deadline_answer deadline_of(const struct deadline_clock *clock,
                                   const struct clock_world *world,
                                   struct arena *arena);
/* On the last instant is in time; a posted paper is judged by its postmark's moment. */
bool deadline_is_met(const struct deadline_answer *answer, struct moment done);
/* Working or calendar days left after `today`; negative when it has passed. Not while waiting. */
int32_t deadline_days_left(const struct deadline_answer *answer, const struct clock_world *world,
                           struct date today);

/* Whole days inside an outage of moments: an evening or a morning takes nobody's day. False:
 * there is none. */
bool suspension_of_moments(struct moment from, struct moment until,
                           struct clock_suspension *ret_suspension);

void deadline_write(struct builder *builder, const struct deadline_answer *answer,
                    enum language language);
void deadline_write_json(struct json_writer *writer, const struct deadline_answer *answer);

#endif
