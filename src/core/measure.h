/* measure.h: a notice as data: dated, scoped, cited measures, one verb each.
 *
 * A file rules/notices/<place>/ *.yaml is one notice. Its head: notice (the number), place, issued,
 * known (optional), until (optional: the notice lapses), short (prefix of its clause ids: BJ4),
 * title, basis, forwards, source (optional), and `measures`. A measure has `ids`, `clause`, `says`,
 * one verb, and optionally scope, time, binding, grant, needs, later, replaces, adds-to, decided
 * (the number is ours, not the notice's). `says` is our own English, `zh` our own Chinese.
 *
 * Verbs whose fields are typed here: extend, waive, keep, backdate, tolerate, entrust, cover and
 * supply. Of the others the node is kept as written, for the room that reads it. How several
 * measures on one thing combine is the verb's (the latest day, the union of days, any one …) and
 * done by who asks. */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include "core/book.h"
#include "core/calendar.h"
#include "core/deadline.h"
#include "core/event.h"

struct yaml;

enum measure_verb {
    VERB_EXTEND, VERB_SUSPEND, VERB_OUTAGE,
    VERB_WAIVE, VERB_KEEP, VERB_OPEN, VERB_BACKDATE, VERB_REINSTATE,
    VERB_TOLERATE, VERB_ENTRUST, VERB_COVER, VERB_PREFER,
    VERB_RATE, VERB_PREPAY, VERB_SUPPLY, VERB_QUOTA,
    VERB_REPORT, VERB_TASK, VERB_WATCH, VERB_REVIEW, VERB_ANNOUNCE, VERB_EMPOWER,
    VERB_COUNT
};
const char *measure_verb_name(enum measure_verb verb);

enum measure_binding {
    BINDING_DEFAULT,            /* a lower office may set its own */
    BINDING_FLOOR,              /* only more favourable to the insured */
    BINDING_FIXED,              /* only inside an `empower` */
};

/* Names of a list, in the order written. */
struct name_list {
    const struct text *items;
    size_t count;
};
bool name_list_has(struct name_list names, struct text name);

/* "90 days", "3 months", "5 working-days"; count 0: none. */
struct measure_span {
    int32_t count;
    enum clock_unit unit;
};
bool measure_span_parse(struct text text, struct measure_span *ret_span);

enum point_kind {
    POINT_NONE,                 /* not written */
    POINT_OPEN,                 /* no end is named */
    POINT_DAY,                  /* as an end: with that day */
    POINT_MOMENT,               /* as an end: the first moment it is over */
    POINT_EVENT,                /* event ± span */
    POINT_FIRST_WORKING_DAY,    /* on or after `day` */
};

struct measure_point {
    enum point_kind kind;
    struct date day;
    struct moment moment;
    struct text event;
    struct measure_span plus;
    enum clock_roll roll;
    struct text then;           /* after the event it lasts until this: "debt-cleared" */
    struct text decided;
};

/* One condition of a scope: a fact of that path must be one of these. */
struct measure_condition {
    const char *path;           /* "insurance", "people.status", "units.industry" */
    struct name_list any_of;
};
extern const char *const measure_paths[];
extern const size_t measure_path_count;

struct measure_extend {
    struct name_list deadlines;     /* "contribution.collection", "claim.submit" */
    struct name_list periods;       /* 2020-01; when written as a list */
    const struct yaml *periods_node;    /* as written, or NULL */
    struct text as;             /* "make-up" */
    struct measure_point to;
    struct measure_span by;     /* instead of `to` */
    struct text expiring;       /* only limits that end there: "inside-1a" */
    const struct yaml *missed;  /* what a missed one costs */
};

struct measure_keep {
    struct text right;          /* "benefits", "special-disease-benefit" */
    struct text as, from, shown_as;
    struct name_list against;       /* "unit-arrears" */
    struct name_list while_ids;     /* clause ids of measures it lasts with */
    const struct yaml *when;
};

struct measure_backdate {
    struct name_list filing;
    struct text start_not_before;       /* a day, or "end-of-filing" */
};

struct measure_tolerate {
    struct name_list papers;        /* "secondary", or kinds of papers; never key papers */
    struct name_list by;            /* "debt", "commitment", "copy", "system-data" */
    struct text decide;         /* "now" */
};

struct measure_step {
    struct text step;           /* "fill", "accept", "decide" */
    struct name_list who;
};

struct measure_entrust {
    struct name_list matter;
    const struct measure_step *steps;
    size_t step_count;
    bool only;                  /* nobody else may */
    struct text agency_step;    /* "none" */
    struct text in_force;       /* "at-once" */
};

/* One of charge, cut and checks is named. */
struct measure_waive {
    struct text charge;         /* "late-fee" */
    struct text cut;            /* "offsite-ratio" */
    struct name_list checks;        /* "on-site-inspection" */
    struct text of;             /* the clause whose checks they are: "06c" */
    struct name_list also_when;     /* "unfiled": what else would have brought the cut */
    const struct yaml *when;
};

struct measure_cover {
    bool treat_first;           /* deposit: none and person-pays: 0 */
    bool catalogue_open;        /* catalogue: open */
    struct text catalogue;      /* "open", "of-treatment-place" */
    struct text advance_by;     /* "treatment-place" */
    struct text remainder;      /* the payer of what the funds leave; absent: finance */
    struct text rules_of;       /* "visit": the day of care, however late it is settled */
    struct text hospital_budget;        /* "outside" */
    struct text self_paid, by, order, invoice, refund;  /* what the person paid for the time */
    const struct yaml *clear;
};

/* Above at_most (absent: above the ordinary days) a physician confirms, somebody at the
 * institution gives a reason, or the line is refused. */
struct measure_supply {
    struct measure_span at_most;        /* in days; count 0: none named, with `reason` alone */
    struct text over;           /* "confirm" | "reason" | "refuse" */
    struct name_list keeps;         /* drugs whose own limit stands */
};

/* What it leaves behind. */
struct measure_later {
    struct text debt;           /* a paper or filing that is owed */
    struct name_list tasks;
    struct text review, by, decided;
    struct measure_point due;
};

struct measure {
    enum measure_verb verb;
    struct text notice;         /* 京医保发〔2020〕4号 */
    int32_t place;
    int32_t place_depth;        /* 0 the country, 1 a province … */
    struct date issued;
    struct date notice_until;   /* DATE_LATEST: it has not lapsed */
    struct date known_from, known_until;
    struct text file;
    int32_t line;
    int64_t publication;

    struct name_list ids;           /* 10a */
    struct text cites;          /* "BJ4-10a BJ4-10b" */
    struct text clause, says, chinese;
    const struct measure_condition *conditions;
    size_t condition_count;
    struct measure_point from, until;
    enum measure_binding binding;
    struct text on_application; /* the matter to apply by; absent: granted to all */
    struct name_list application_channels;
    struct name_list needs;         /* gravest first */
    struct measure_later later;
    struct name_list replaces, adds_to;     /* "京医保发〔2020〕4号#10a" */
    struct text decided;

    const struct yaml *body;    /* of the verb, as written */
    union {
        struct measure_extend extend;
        struct measure_keep keep;
        struct measure_backdate backdate;
        struct measure_tolerate tolerate;
        struct measure_entrust entrust;
        struct measure_supply supply;
        struct measure_waive waive;
        struct measure_cover cover;
    };
};

/* ---- asking ---- */

struct measure_fact {
    const char *path;           /* one of measure_paths */
    struct text value;
};

struct measure_question {
    enum measure_verb verb;
    int32_t place;              /* of enrolment, or where the institution stands */
    struct text matter, insurance, applicant;   /* absent: a scope that names one does not hold */
    const struct text *statuses;        /* of the person that day: "stranded-outside" */
    size_t status_count;
    const struct measure_fact *facts;   /* whatever else a scope may ask for */
    size_t fact_count;
    /* What the verb is about: a deadline, right, filing, matter, or kind of paper. Absent: all. */
    struct text thing;
    struct date day;
    struct moment at;           /* instead of the day, for outages; { 0 }: the whole day */
    struct date known;          /* as known then; DATE_NONE: all that the book holds */
    struct events events;
};

enum hit_end {
    HIT_OPEN,                   /* no end named */
    HIT_WAITING,                /* for `event` */
    HIT_UNTIL,                  /* the day `until` */
    HIT_THEN,                   /* its event has come; it lasts until `then` of its own accord */
};

struct measure_hit {
    const struct measure *measure;
    enum hit_end end;
    struct date until;
};

/* All that apply, the nearest place first, then the latest notice, then as written; in the arena.
 * What a measure in force has replaced is left out. */
size_t measures_on(const struct book *book, const struct measure_question *question,
                   struct arena *arena, const struct measure_hit **ret_hits);

/* The day a point stands for, as an end; false: open, or waiting for its event. */
bool measure_point_day(const struct book *book, const struct measure_point *point,
                       struct events events, int32_t place, struct moment known,
                       struct date *ret_day);
/* Whether a code lies in a range of diagnoses as scopes write them: "I10-I15" holds I12.900,
 * "E11" holds E11.9. */
bool measure_diagnosis_within(struct text range, struct text code);
/* "10a", "BJ4-10a" or "京医保发〔2020〕4号#10a". */
bool measure_is_called(const struct measure *measure, struct text name);

/* ---- for the book ---- */

struct measure_list {
    struct measure_entry { struct measure measure; struct measure_entry *next; } *first;
    size_t count;
};

/* Reads one notice; answers the day it is known from, DATE_NONE when its head is wrong. */
struct date measures_read(const struct yaml_reading *reading, const struct yaml *root,
                          const struct divisions *divisions, const struct publication *publication,
                          struct date known_until, struct measure_list *list);
/* Sorts them, and checks what one says of another. */
const struct measure **measures_seal(struct measure_list *list, struct arena *arena,
                                     struct rule_faults *faults);

#endif
