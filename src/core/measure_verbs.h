/* measure_verbs.h: what each verb of a measure says, as structs; part of core/measure.h.
 *
 * Every word in them is of a set of rules/measures/vocabulary.yaml, checked when the notice is
 * loaded; the tables that say which set, which unit and which keys must be there are in
 * measure_tables.c, and docs/measures.md is written from them. */
#ifndef CORE_MEASURE_VERBS_H
#define CORE_MEASURE_VERBS_H

#include "core/calendar.h"
#include "core/deadline.h"
#include "core/money.h"

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

/* A number that may be 0, and may not be named at all. */
struct measure_count {
    bool named;
    int32_t count;
};

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
    struct measure_span plus, minus;
    enum clock_roll roll;
    struct text then;           /* after the event it lasts until this: "debt-cleared" */
    struct text decided;
};

/* Months, or a year, or the bills whose last day falls in a time. */
struct measure_periods {
    struct name_list months;    /* "2020-01"; when written as a list */
    int32_t from, until;        /* yyyymm, both included; 0: no such bound */
    struct text due_from;       /* "application", or a day */
    struct date due_until;
    struct text decided;
};
/* Months alone: a bill's last day is the caller's business. Nothing written: all months. */
bool measure_periods_have(const struct measure_periods *periods, int32_t yyyymm);
/* The first month it speaks of; 0: it names none. */
int32_t measure_periods_first(const struct measure_periods *periods);

/* Where a question says what a condition asks; all others are facts by their path. */
enum scope_of {
    SCOPE_FACT, SCOPE_PLACE, SCOPE_PERIOD, SCOPE_MATTER, SCOPE_INSURANCE, SCOPE_APPLICANT,
    SCOPE_STATUS, SCOPE_DIAGNOSIS,
};

/* One condition of a scope: a fact of that path must be one of these. */
struct measure_condition {
    const char *path;           /* "insurance", "people.status", "units.industry" */
    enum scope_of of;
    struct name_list any_of;
};

struct measure_scope {
    const struct measure_condition *conditions;
    size_t count;
    struct text decided;
};

/* "Made up under 10h": what must have happened besides. */
struct measure_when {
    struct text made_up_under;  /* the clause of an `extend` */
    struct text deferred_under; /* the clause of an `extend` granted on application */
    struct text settled_under;  /* the clause of a `cover` */
    struct text accepted_under; /* the clause of a `tolerate` */
};

struct measure_missed {
    struct text late_fee_from;  /* "first-day-of-arrears" */
    struct text benefits;       /* "lapse" */
    struct text decided;
};

struct measure_extend {
    struct name_list deadlines;     /* "contribution.collection", "claim.submit" */
    struct measure_periods periods;
    struct text as;             /* "make-up" */
    struct measure_point to;
    struct measure_span by;     /* instead of `to` */
    struct text expiring;       /* only limits that end inside that outage: "inside-1a" */
    struct measure_missed missed;   /* what a missed one costs */
};

struct measure_suspend {
    struct name_list clocks;        /* "handling", "applicant" */
    struct text of;             /* only those of what that outage paused: "paused-in-1a" */
    struct name_list matters;
};

struct outage_row {
    struct name_list ids;
    struct text cites;
    struct text says, chinese;
    struct name_list matter;        /* "any", or matters; empty with `job` */
    struct text job;            /* "account-crediting" */
    struct text step;           /* absent: all steps */
    struct name_list by, channels;
    struct measure_scope scope;
    struct text mode;           /* "normal" "edge" "queued" "pre-received" "paused" */
    struct text when;           /* "special-case" */
    struct name_list keeps;         /* what is kept meanwhile: "papers" */
    struct text filed_on;       /* the day that counts: "pre-receipt" */
    struct text afterwards;     /* "batch" */
    struct text decided;
    int32_t line;
};

struct measure_outage {
    const struct outage_row *rows;
    size_t count;
};

/* Just one of charge, cut, checks and restrictions is named. */
struct measure_waive {
    struct text charge;         /* "late-fee" */
    struct text cut;            /* "offsite-ratio" */
    struct name_list checks;        /* "on-site-inspection" */
    struct name_list restrictions;
    struct text of;             /* the clause whose checks they are: "06c" */
    struct name_list also_when;     /* "unfiled": what else would have brought the cut */
    struct measure_when when;
};

struct measure_keep {
    struct text right;          /* "benefits", "special-disease-benefit" */
    struct text as, from;
    struct text shown_as;       /* what the person's record shows, in the notice's words */
    struct name_list against;       /* "unit-arrears" */
    struct name_list while_ids;     /* clause ids of measures it lasts with */
    uint32_t while_verbs;       /* bits of the verbs of those measures */
    struct measure_when when;
};

struct measure_open {
    struct name_list channels;      /* in the order they are preferred */
    struct measure_count visits;    /* at most so many in person */
    struct name_list at;            /* "village", "fever-clinic" */
    struct name_list agents;        /* who may act for another */
    struct text hours;          /* "around-the-clock" */
    struct name_list of;            /* only for that much of it: "booking" */
    struct text when;           /* only then: "online": where it can be done so at all */
    bool must;                  /* each office must offer it */
};

struct measure_backdate {
    struct name_list filing;
    struct text start_not_before;       /* a day, or "end-of-filing" */
};

struct measure_reinstate {
    struct text to;             /* status of the agreement */
    struct text from;           /* a day, or "decision" */
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

struct measure_steps {
    const struct measure_step *items;
    size_t count;
};

struct measure_entrust {
    struct name_list matter;
    struct measure_steps steps;
    bool only;                  /* nobody else may */
    struct text agency_step;    /* "none" */
    struct text in_force;       /* "at-once" */
};

struct measure_clear {
    struct text with, when;     /* "enrolment-place", "national" */
    struct share central_share; /* what the centre gives back of the finance subsidy; 0: not said */
};

struct measure_cover {
    bool treat_first;           /* deposit: none and person-pays: 0 */
    bool catalogue_open;        /* catalogue: open */
    struct text deposit, person_pays;
    struct text catalogue;      /* "open", "of-treatment-place", "of-enrolment-place" */
    struct text advance_by;     /* "treatment-place" */
    struct text remainder;      /* the payer of what the funds leave; absent: finance */
    struct text rules_of;       /* "visit": the day of care, however late it is settled */
    struct text hospital_budget;        /* "outside" */
    struct text self_paid, by, order, invoice, refund;  /* what the person paid for the time */
    struct text deductible, ceiling;    /* "none" */
    struct share share_at_least;        /* of what is in scope the funds bear; 0: not said */
    struct measure_clear clear;
};

struct measure_prefer {
    struct text class;          /* "green-channel"; the vocabulary gives the order */
    struct text before;         /* the class it goes before */
    struct measure_span within;     /* and is done in so long */
    bool without_applying;
};

struct measure_cut {
    struct share points;        /* "1" point is 0.01 of the base */
    struct share share;         /* 1/2 of the original rate */
    struct share less_points;
};

struct measure_chosen {
    struct name_list city_may_fix;
    struct text by_default;
};

struct measure_collected {
    struct name_list ways;          /* "refund", "offset" */
    struct text first;
    struct measure_chosen chosen_by;
};

/* A cut of the original rate, or a rate. */
struct measure_rate {
    struct text part;           /* "employer", "person" */
    struct text of;             /* "original" */
    struct measure_cut cut;
    struct share rate;
    struct measure_periods periods;
    struct name_list not_for;       /* "arrears-of-earlier" */
    struct measure_collected collected;
};

struct measure_prepay {
    struct text kind;           /* "ordinary", "special-treatment" */
    struct text of;             /* "next-month", "as-approved" */
    struct text on;             /* "last-working-day", or a day */
    struct text amount;         /* "as-approved", "one-month", or an amount */
    struct text ledger;         /* "apart" */
    struct text adds_to;        /* the kind it comes on top of */
    struct text only_for;       /* "supplier-payables" */
    struct name_list claw_back;     /* when it is taken back */
};

/* Above at_most (absent: above the ordinary days) a physician confirms, somebody at the
 * institution gives a reason, or the line is refused. */
struct measure_supply {
    struct measure_span at_most;        /* in days; count 0: none named, with `reason` alone */
    struct text over;           /* "confirm" | "reason" | "refuse" */
    struct name_list keeps;         /* drugs whose own limit stands */
};

struct measure_quota {
    struct text at;             /* "counter", "hall" */
    struct measure_count tickets;       /* in `per` */
    struct text per;            /* "day", "half-day", "hour" */
    struct measure_count people;        /* in the hall at once */
    struct name_list divert_to;     /* channels */
    struct text when;           /* "crowded" */
};

struct measure_days {
    struct date from, until;
};

struct measure_report {
    struct name_list forms;         /* "annex-1" */
    struct text from;           /* offices */
    struct text to;             /* as the notice names it */
    struct measure_point due;
    struct text every;          /* "day", "month" */
    struct measure_days covers;
    struct date cut_off;
    struct text signed_by;
    bool sealed;
    struct name_list by;            /* "system", "mailbox" */
};

struct measure_milestone {
    struct text must;
    struct measure_point due;
};

struct measure_milestones {
    const struct measure_milestone *items;
    size_t count;
};

struct measure_task {
    struct text of;             /* a list of the notice or of the one it forwards: "six" */
    struct name_list things;        /* instead */
    struct name_list listed;        /* what `of` names, or `things` */
    struct text to;             /* "cities" */
    struct text state;          /* "not-done" */
    struct text must;
    struct measure_point due;
    struct measure_milestones milestones;
    struct measure_steps owners;    /* thing → section, as the notice names it */
};

struct measure_watch {
    struct text thing;
    struct text of;
    struct text beyond;         /* "agreed-term" */
    struct measure_span within;
    struct name_list then;
    struct name_list tell;
};

struct measure_review {
    struct name_list of;            /* clause ids; empty: every case of this notice */
    struct share sample;        /* 0: all */
    struct text by;
    struct measure_point due;
    struct name_list then;
};

struct measure_announce {
    struct name_list what;
    struct name_list states;        /* what it must say: "materials", "flow" */
    struct name_list to;
    struct name_list channels;
    struct text before;         /* "in-force" */
    struct measure_point due;
    struct name_list copy_to;
};

struct measure_bounds {
    struct text not_before, not_after;  /* a day, or "ordinary" */
    struct measure_span at_most;
};

struct measure_empower {
    struct name_list offices;       /* "city-bureau", "district-agency" */
    struct name_list verbs;
    struct name_list deadlines, matters;
    struct measure_bounds bounds;
};

/* What it leaves behind. */
struct measure_later {
    struct text debt;           /* a paper or filing that is owed */
    struct name_list tasks;
    struct text review, by, decided;
    struct share sample;
    struct measure_point due;
};

struct measure_grant {
    struct text on_application;
    struct name_list channels;
};

#endif
