/* settle_rules.h: how the values this room reads look. One struct a subject, filled from the keys
 * of a value in rules/values/ by the shapes in settle_rules.c.
 *
 * Rows with conditions (tier, community, age …): a condition that is absent or "no" asks nothing;
 * of the rows that fit, the one with the most conditions holds. Two rows that could both fit with
 * equally many are refused when the file is loaded. */
#ifndef ROOMS_SETTLE_RULES_H
#define ROOMS_SETTLE_RULES_H

#include "rooms/settle/settle.h"

/* ---- benefit.outpatient, .inpatient, .chronic, .pharmacy, .maternity ---- */

/* Up to `until` (of cost or payment, see settle_benefit.counts) `payer` bears `share`; of what is
 * left `supplementary` more is borne by the supplementary insurance. Both are shares of cost. */
struct settle_band {
    struct money until;             /* 0: no end */
    struct text payer;              /* absent: pooled_fund */
    struct share share;
    struct share supplementary;
};

/* "deductible: 1800.00" where the year has one; per admission all three are written. */
struct settle_deductible {
    struct money first, second, further;    /* of the first, second, later admission */
};

struct settle_rate {
    struct text tier;
    bool community, district_owned, chinese_medicine;
    int64_t age_from, age_below;    /* 0: any */
    struct list deductible;         /* at most one; none: the benefit's */
    struct list bands;              /* of struct settle_band, rising */
};

/* The most a payer pays in a year; `together`: outpatient and inpatient share it. */
struct settle_ceiling {
    struct text payer;
    struct money amount;
    bool together;
};

struct settle_benefit {
    struct text rates_of;           /* bands and ceilings stand there: "benefit.inpatient" */
    struct text counts;             /* what the bands count: "cost" | "payment" */
    struct text per;                /* over what: "year" | "stay" */
    struct text deductible_per;     /* "admission" | "year" | "period" | "none" */
    int64_t deductible_days;        /* of a period: one deductible in so many days */
    bool repeated_treatment_free;   /* no deductible for a further stay of one course */
    struct text rounding;           /* "half-up" | "down" | "up" | "half-even" */
    struct text decided;            /* which of these are ours, no source being found */
    struct list deductible;         /* at most one: for rates without their own */
    struct list rates;
    struct list ceilings;
};

/* ---- settle.lines, settle.payers ---- */

struct settle_lines_rule {
    struct text rounding;
};

/* Who follows after the bands, in this order. */
struct settle_payer_row {
    struct text payer;
};
struct settle_payers_rule {
    struct list payers;             /* of struct settle_payer_row */
    struct text decided;
};

/* ---- critical-illness ---- */

struct settle_step {
    struct money until;             /* 0: no end */
    struct share share;
};
struct settle_scheme {
    struct text group;              /* poverty group; absent: everybody else */
    struct money threshold;
    struct money ceiling;           /* of the year; 0: none */
    struct list bands;              /* of struct settle_step */
};
struct settle_critical {
    struct text limits_from;        /* bands count from "threshold" | "zero" */
    bool outpatient;                /* the burden of outpatient care counts too */
    struct text rounding;
    struct text decided;
    struct list schemes;
};

/* ---- medical-assistance, civil-servant ---- */

struct settle_assistance_row {
    struct text category;           /* absent: every other category */
    struct share outpatient;
    struct money outpatient_ceiling;    /* of the year; 0: none */
    struct share inpatient;
    struct money inpatient_ceiling;
};
struct settle_assistance {
    struct text rounding;
    struct text decided;
    struct list categories;
};
struct settle_civil_servant {
    struct share outpatient, inpatient;
    struct money ceiling;
    struct text rounding;
    struct text decided;
};

/* ---- offsite.share, referral.first-visit ---- */

struct settle_filing_row {
    struct text filing;             /* absent: unfiled */
    bool contracted;
    struct share pay_first;         /* borne by the person before the bands */
    struct text as_tier;            /* deductible and shares of this tier; absent: its own */
    bool not_paid;                  /* nothing is paid at the desk */
};
struct settle_out_of_area {
    struct text rounding;
    struct text decided;
    struct list filings;
};

/* Outpatient care, other than emergencies and fever clinics, is paid only at a first-visit
 * institution or on its referral. Community institutions always are one. */
struct settle_tier_row {
    struct text tier;
};
struct settle_referral {
    int64_t days;                   /* a referral holds so long; its own day is not counted */
    struct list at;                 /* tiers whose institutions are first-visit institutions */
};

/* Ordinary outpatient care of who has chosen hospitals is settled at these. */
struct settle_designated {
    bool chinese_medicine;          /* its hospitals are open to all without being chosen */
    struct text decided;
};

/* ---- account.use, account.crediting ---- */

struct settle_account_use {
    bool own, family;               /* pays at the desk */
    bool out_of_scope;              /* also what is outside the policy scope */
    struct text decided;
};

struct settle_crediting_row {
    struct text kind;               /* "active", "retired" */
    int64_t age_from, age_below;
    struct share employer;          /* of the contribution base */
    struct share own;
    struct money amount;            /* fixed, of retired people */
    struct money withheld;          /* taken from it: 大额互助 */
};
struct settle_crediting {
    struct text rounding;
    struct list rows;
};

/* "settle.groups": ages in whole years; see settle_groups.h. */
struct settle_groups {
    int64_t old_from;           /* old from this age on */
    int64_t child_below;        /* a child below it */
};

bool settle_rounding_of(struct text name, enum rounding *ret_rounding);
/* Of a rule that was loaded, and so checked. */
enum rounding settle_rounding(struct text name);

/* Of the rate, else of the benefit, else none. */
struct settle_deductible settle_deductible_of(const struct settle_benefit *benefit,
                                              const struct settle_rate *rate);

/* The row that fits best, or NULL. `tier` may differ from the bill's (out of area). */
const struct settle_rate *settle_rate_for(const struct settle_benefit *benefit, struct text tier,
                                          const struct settle_bill *bill, int64_t age);

/* What a month brings to a personal account; RULE_NONE also when no row fits the person. */
enum rule_answer settle_credit_month(const struct book *book, const struct settle_person *person,
                                     struct date month, struct money base,
                                     struct money *ret_credit);

#endif
