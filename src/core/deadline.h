/* deadline.h: the last day of a clock, with a certificate that lists every day it took.
 *
 * A deadline is never stored as truth: it is worked out from the clock's facts, its kind (data of a
 * rule), the working-day calendar as known, and declared events. The day after the start is day 1
 * unless the rule says otherwise; months are calendar months (Civil Code art. 201-204), no such day
 * means the month's last; a suspension stops the clock and overlapping ones count once; a named day
 * does not move unless its rule says that it rolls; of several extensions the latest day counts.
 *
 * Overdue and late fee are two answers (lateness_of). How a certificate looks is
 * core/deadline_certificate.h; which measures move a clock is core/deadline_measures.h. */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "core/calendar.h"
#include "core/event.h"

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
    CLOCK_ROLL_PREVIOUS_WORKING_DAY,    /* of what must be done before an event */
};
const char *clock_roll_name(enum clock_roll roll);          /* "none", "next-working-day" */
bool clock_roll_parse(struct text text, enum clock_roll *ret_roll);

/* Which day is day 1. */
enum clock_counting {
    CLOCK_FROM_NEXT_DAY,        /* the day it starts is not counted */
    CLOCK_FROM_SAME_DAY,        /* "from the day on, that day included" */
};
const char *clock_counting_name(enum clock_counting counting);      /* "next-day" */
bool clock_counting_parse(struct text text, enum clock_counting *ret_counting);

/* The longest clock: 20 years of back payment. */
#define CLOCK_COUNT_MAX 7500

/* A kind of clock, as a rule gives it. */
struct deadline_clock_kind {
    struct text name;           /* "handling", "contribution.collection" */
    enum clock_unit unit;
    int32_t count;              /* of days or months, >= 0; not of a fixed day */
    enum clock_roll roll;
    enum clock_counting counting;
    bool before;                /* counted back from its start: the last day to do it by then */
    struct date day;            /* CLOCK_FIXED_DAY */
    int32_t hour, minute;       /* the last day ends at this time; 0, 0: with the day (24:00) */
    struct text source;         /* as it is to be cited */
    struct text source_zh;      /* where that is in English; absent: cited as it is */
};

/* Days on which the clock stood, both included. */
struct clock_suspension {
    struct date from, until;    /* until DATE_NONE: it has not ended yet */
    struct text reason;         /* "等待补正", a measure's sentence, what a clerk wrote */
    struct text source;
    struct text english;        /* the reason in English; absent: as it is */
};

/* A later last day: of those that apply the latest counts, and one that is earlier changes
 * nothing. */
struct clock_extension {
    /* A named day; or days or months after the event, or, without one, after the day the clock ends
     * by itself. */
    struct deadline_clock_kind kind;
    struct text event;
    /* Only a clock that ends by itself after the one and not after the other; { 0 }: any. */
    struct moment ends_after, ends_until;
    bool open;                  /* no end is named: nobody is late while it holds */
    struct text reason;         /* a measure's sentence */
    struct text source;
    struct text english;        /* the reason in English; absent: as it is */
};

struct deadline_clock {
    const struct deadline_clock_kind *kind;
    struct date start;          /* the day that is not counted; unused with an event */
    /* Runs from an event instead: "epidemic-end"; absent: from `start`. */
    struct text event;
    int32_t place;              /* whose event counts */
    const struct clock_suspension *suspensions;
    size_t suspension_count;
    const struct clock_extension *extensions;
    size_t extension_count;
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
    RUN_BEGINS,                 /* the day it starts, which is counted, too */
    RUN_COUNTED,
    RUN_SKIPPED,                /* no working day: the reason says why */
    RUN_SUSPENDED,
    RUN_PERIOD,                 /* months or a named day, in one step */
    RUN_ADDED,                  /* days given back for a suspension within months */
    RUN_ROLLED,                 /* from the day the period ends to a working day */
    RUN_EXTENDED,               /* from there to the day a measure gives */
    RUN_WAITING,
};
const char *run_kind_name(enum run_kind kind);              /* "counted" */

/* One line of the certificate: days of one kind in a row. Counted back, the later days come
 * first. */
struct deadline_run {
    enum run_kind kind;
    struct date from, until;
    int32_t days;               /* how many of them counted, were skipped … */
    int32_t total;              /* counted so far */
    enum day_reason reason;     /* of counted and skipped days */
    bool unpublished;           /* by the weekday alone: no paper has spoken of that year yet */
    struct text name, english;  /* 春节; the suspension's reason; the event */
    struct text source;         /* the paper, or the suspension's source */
    struct text source_zh;      /* of a rule whose source is in English */
    struct deadline_run *next;
};

struct deadline_answer {
    enum deadline_state state;
    struct date day;            /* the last day; DATE_NONE while waiting */
    struct moment end;          /* its last instant: the next midnight, or its hour */
    struct date own_day;        /* without extensions; DATE_NONE while that waits */
    struct text event;          /* what it waits for; absent: a suspension's end */
    struct date known_until;    /* days after it no paper has published */
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

/* ---- overdue and late fee ---- */

enum late_fee {
    LATE_FEE_NONE,              /* in time */
    LATE_FEE_NOT_YET,           /* overdue, and may still be made up without one */
    LATE_FEE_WAIVED,            /* overdue, and made up in time */
    LATE_FEE_OWED,
};
const char *late_fee_name(enum late_fee late_fee);          /* "not-yet" */

struct lateness {
    bool overdue;
    struct date overdue_from;   /* the first day after the last; DATE_NONE: in time */
    enum late_fee late_fee;
    struct date fee_from;       /* LATE_FEE_OWED: a missed make-up owes from the first day of
                                 * arrears, as if there had been no waiver */
};

/* When it was done; or, with `done` false, how it stands at that moment. `make_up`: until when it
 * may be made up without a fee; NULL: there is no such time. */
struct lateness lateness_of(const struct deadline_answer *due,
                            const struct deadline_answer *make_up, struct moment at, bool done);

#endif
