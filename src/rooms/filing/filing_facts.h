/* filing_facts.h: filings (备案) of a person, as rooms below may read them. */
#ifndef ROOMS_FILING_FILING_FACTS_H
#define ROOMS_FILING_FILING_FACTS_H

#include "core/store.h"

struct filing_row {
    int64_t bucket, person, filing;
    struct text about;          /* "offsite" 异地就医, "disease" 门诊慢特病, "referral" 转诊,
                                 * "designated" 定点 */
    struct text kind;           /* offsite, as it is settled: "long-term" "referral" "emergency"
                                 * "other"; disease: "special" "chronic" */
    struct text chosen;         /* offsite: what it is, by code list offsite_kind: "stranded",
                                 * "settled-retiree"; absent of others, and where nobody knows */
    struct text insurance;      /* insutype, or absent: any */
    int64_t division;           /* offsite: where to, with all below it; else 0 */
    int64_t institution;        /* 0: any */
    struct text disease;        /* opsp_dise_code, or absent */
    struct date valid_from, valid_until;    /* until absent: open */
    struct date filed_on;
    struct text state;          /* "in-force"; "ended": no longer, but its days stand;
                                 * "withdrawn", "revoked": it never held */
    int64_t cause;              /* the case it came from; 0: none */
    struct text basis;          /* clause ids it rests on: "BJ4-09c" */
    int64_t ended_by;           /* the one it made room for; 0: none */
    struct date until_before;   /* `valid_until` before it did */
    /* Of one filed where the person was cared for: when the physician's form was there, when it
     * came into force, and past how many desks the person went (physician, insurance office,
     * agency). Absent: it came by a case, which keeps its own path. */
    struct moment filed_at, in_force_at;
    int64_t desks;
    int64_t filed_by;           /* the institution that put it on record; 0: none known */
    int64_t version;
};
extern const struct shape filing_row_shape;
extern const struct table filing_table;

struct filing_of_key { int64_t bucket, person; };
extern const struct query filings_of;       /* of a person, oldest first */
struct filing_key { int64_t bucket, filing; };
extern const struct query filing_by_id;
/* The key (struct keys) that keeps filings of one bucket in order. */
int64_t filing_keys_of(int bucket);

/* Pure. The out-of-area filing that holds a day of care at a place, or NULL. `within` says whether
 * one division lies in another (rooms hand in what the book knows). */
const struct filing_row *filing_offsite_on(const struct list *rows, struct date day,
                                           int32_t division,
                                           bool (*within)(const void *context, int32_t code,
                                                          int32_t wider),
                                           const void *context);
/* Where care is given; without `within` the division is not asked. */
struct filing_where {
    int64_t institution;
    int32_t division;
    bool (*within)(const void *context, int32_t code, int32_t wider);
    const void *context;
};
/* A special or chronic disease filed and in force; institution 0 in the row: any of its division,
 * which is 0 for anywhere. */
const struct filing_row *filing_disease_on(const struct list *rows, struct date day,
                                           const struct filing_where *where,
                                           struct text disease);
/* Hospitals were chosen for that day, and the institution is none of them. */
bool filing_chose_elsewhere(const struct list *rows, struct date day, int64_t institution);
/* The latest referral by a first-visit institution in force before or on the day. */
const struct filing_row *filing_referral_on(const struct list *rows, struct date day);

#endif
