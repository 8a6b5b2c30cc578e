/* intake_facts.h: cases (办件) as rooms below may read them. All rows of a case lie in the bucket of
 * the person it is for, and so does its number. */
#ifndef ROOMS_INTAKE_INTAKE_FACTS_H
#define ROOMS_INTAKE_INTAKE_FACTS_H

#include "core/action.h"
#include "core/store.h"

struct intake_case {
    int64_t bucket, case_id;
    int64_t person;
    struct text receipt;        /* "110105-2020-000123-7" */
    struct text matter;
    int64_t publication;        /* of the matter it was filed under */
    struct text state;          /* case_state_name() */
    int64_t office;             /* that decides: the agency of the place of enrolment */
    int64_t place;              /* of enrolment */
    struct text insurance;      /* as rules say it */
    struct text applicant;      /* "person" "agent" "employer" "social-security-office" */
    int64_t unit;               /* of an employer */
    struct text channel;
    struct moment received_at;  /* here */
    struct moment sent_at;      /* the postmark's day; else as received */
    struct moment accepted_at;  /* starts our limit */
    struct moment asked_at, supplied_at;    /* a supplement, asked for once: the clock stands */
    struct moment decided_at;
    int64_t decided_by;
    struct text verdict;        /* "approved", "refused", "not-accepted" */
    struct text reason;
    int64_t result;             /* what the approval made: a filing's number */
    struct text form;           /* JSON of the values that are not private */
    struct text form_sealed;    /* JSON of those that are */
    int64_t version;
};

/* A paper of a case: given, owed, replaced by a commitment, or asked for. */
struct intake_paper {
    int64_t bucket, case_id, paper;
    int64_t office, place;      /* of the case */
    struct text material;
    struct text how;            /* "given" "copy" "owed" "commitment" "asked" */
    struct text blob, file_name, file_type, channel;
    struct moment at;           /* given, promised or asked for */
    struct text measure;        /* "<number of the notice>#<clause>"; absent: it is ordinary */
    struct text clauses;        /* "BJ4-S2f" */
    struct text waits_for;      /* the event whose coming gives the debt its day */
    struct moment cleared_at;   /* of "owed" and "asked": handed in */
    int64_t version;
};

struct intake_step {
    int64_t bucket, case_id, step;
    struct moment at;
    struct text event, state_from, state_to;
    int64_t account;
    struct text role;
    int64_t office;
    struct text reason;
};

struct intake_receipt {
    int64_t bucket;             /* of the number's hash */
    struct text receipt;
    int64_t case_id, person;
};

struct intake_serial {
    int64_t bucket;
    int64_t place, year, serial_range;
    int64_t last;
    int64_t version;
};

extern const struct shape intake_case_shape, intake_paper_shape, intake_step_shape,
    intake_receipt_shape, intake_serial_shape;
extern const struct table intake_case_table, intake_paper_table, intake_step_table,
    intake_receipt_table, intake_serial_table;

struct intake_case_key { int64_t bucket, case_id; };
struct intake_person_key { int64_t bucket, person; };
struct intake_receipt_key { int64_t bucket; struct text receipt; };
struct intake_serial_key { int64_t bucket, place, year, serial_range; };
struct intake_office_key { int64_t office; struct moment after; int64_t after_case; };

extern const struct query intake_case_by_id;
extern const struct query intake_papers_of;         /* of a case, oldest first */
extern const struct query intake_steps_of;
extern const struct query intake_case_by_receipt;   /* rows of intake_receipt */
extern const struct query intake_serial_by_key;
extern const struct query intake_cases_waiting;     /* open ones of an office, oldest first */
extern const struct query intake_papers_kept;       /* all of them, for verify */
extern const struct query intake_papers_owed;       /* of an office, oldest first */
extern const struct query intake_cases_of_person;   /* newest first */

/* ---- receipt numbers ---- */

/* Place, year, serial (six digits or more) and a check digit (ISO 7064 MOD 11,10 over all). */
struct text intake_receipt_write(int64_t place, int64_t year, int64_t serial,
                                 struct arena *arena);
/* Blanks and other hyphens are taken; false: no such number can be. */
bool intake_receipt_read(struct text text, struct arena *arena, struct text *ret_receipt);
struct intake_receipt_key intake_receipt_key_of(struct text receipt);

#endif
