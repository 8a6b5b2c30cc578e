/* settle_work.h: what the parts of one decision share; for the .c files of this room only. */
#ifndef ROOMS_SETTLE_WORK_H
#define ROOMS_SETTLE_WORK_H

#include "rooms/settle/settle_rules.h"

/* Whose counters a bill moves. */
enum settle_course {
    COURSE_OUTPATIENT,
    COURSE_INPATIENT,
    COURSE_MATERNITY,
};

struct settle_category {
    const char *name;
    const char *about;          /* subject of its rule */
    enum settle_course course;
    bool stays;                 /* dated by the discharge settlement */
};

struct settle_work {
    const struct book *book;
    struct date known;
    const struct settle_bill *bill;
    const struct settle_person *person;
    const struct settle_counters *counters;
    const struct settle_accounts *accounts;
    struct trail *trail;
    struct settlement *settlement;

    const struct settle_category *category;
    enum settle_course course;              /* of the rates: chronic care may follow inpatient */
    const struct rule *rule;                /* the category's own rule */
    const struct settle_benefit *benefit;
    const struct rule *rates_rule;          /* where rates and ceilings stand */
    const struct settle_benefit *rates;
    const struct settle_rate *rate;
    const struct rule *cut_rule;            /* out of area */
    const struct settle_filing_row *cut;
    struct money counted;                   /* in-scope cost the bands see */
    struct money own;                       /* of it, not yet paid by anybody */
};

const struct settle_category *settle_category_of(struct text name);

/* Asks the book as of the settlement's day. */
enum rule_answer settle_ask(const struct settle_work *work, const char *about,
                            const struct rule **ret_rule);
/* trail_add, with what the line is about. */
struct trail_line *settle_note(const struct settle_work *work, const char *key,
                               const struct rule *rule, struct text subject,
                               struct money base, struct money result);
/* money × share, rounded, noted on `line` when there is one. */
struct money settle_share_noted(struct trail_line *line, struct money base, struct share share,
                                enum rounding rounding);

/* settle_split.c: lines to totals; fills splits and the four parts of the settlement. */
void settle_split_bill(struct settle_work *work);

/* settle_bands.c */
void settle_apply_cut(struct settle_work *work);
void settle_apply_deductible(struct settle_work *work);
void settle_apply_bands(struct settle_work *work);
void settle_apply_ceilings(struct settle_work *work);

/* settle_payers.c. A further payer whose rule is not known that day pays nothing now; `missing`
 * then names it, for a later settlement. */
void settle_apply_payers(struct settle_work *work);
void settle_apply_cover(struct settle_work *work);
void settle_apply_account(struct settle_work *work);

#endif
