/* settle.h: decide what each payer pays for one bill, and say why.
 *
 * settle_decide() is pure: the same book, bill, person, counters and accounts give the same
 * settlement on the server, on an edge node and in a replay ten years on. It reads no clock and no
 * store, writes no log, and allocates only in the trail's arena (trail lines and line splits).
 *
 * Always: the parts sum to the bill, a line's split sums to the line, the order of lines changes
 * nothing, and more in-scope cost never lowers what the funds pay.
 *
 * The structs below are described by shapes (settle_shapes.c), so JSON, worked examples and rows of
 * the store are filled by the same tables. Open vocabularies are texts, exactly as rule files
 * spell them; an absent text is "does not apply".
 */
#ifndef ROOMS_SETTLE_H
#define ROOMS_SETTLE_H

#include "core/money.h"
#include "core/rules.h"
#include "core/shape.h"
#include "core/trail.h"

/* ---- who pays ---- */

enum settle_payer {
    PAYER_POOLED_FUND,          /* 统筹基金 */
    PAYER_LARGE_AMOUNT,         /* 大额医疗费用互助 */
    PAYER_SUPPLEMENTARY,        /* 统一补充医疗保险 (retired) */
    PAYER_CRITICAL_ILLNESS,     /* 大病保险 */
    PAYER_CIVIL_SERVANT,        /* 公务员医疗补助 */
    PAYER_MEDICAL_ASSISTANCE,   /* 医疗救助 */
    PAYER_MATERNITY,            /* 生育保险 */
    PAYER_FINANCE,              /* 财政补助 */
    PAYER_COUNT
};
/* "pooled_fund", as rule files spell it. */
const char *settle_payer_name(enum settle_payer payer);
bool settle_payer_of(struct text name, enum settle_payer *ret_payer);

/* ---- what was done ---- */

/* One fee line. Class: "full" 甲, "partly" 乙, "none" 丙. A return line has a negative quantity
 * and amount and a positive price. */
struct settle_line {
    int64_t number;                 /* unique inside the bill */
    struct text item_class;
    struct date day;                /* charged on; DATE_NONE: on the first of the bill */
    struct money amount;
    struct quantity quantity;       /* 0 is taken as one unit */
    struct price unit_price;
    struct price price_limit;       /* what the fund counts of one unit at most; 0: no limit */
    struct share pay_first;         /* 先行自付 of a 乙 item */
    bool restricted;                /* the catalogue restricts its use (限制使用) */
    int64_t hospital_approval;      /* 0 not said, 1 meets the restriction, 2 does not */
};

/* full_own + over_limit + pay_first + in_scope == amount, always. */
struct settle_split {
    int64_t number;
    struct money full_own;          /* 全自费 */
    struct money over_limit;        /* 超限价 */
    struct money pay_first;         /* 先行自付 */
    struct money in_scope;          /* 符合政策范围 */
};

/* Categories: "outpatient", "registration", "emergency", "chronic" (门诊慢特病), "inpatient",
 * "pharmacy", "maternity-outpatient", "maternity-inpatient", "family-planning".
 * Tiers: "primary" (township, community), "tier1", "tier2", "tier3". */
struct settle_bill {
    struct text category;
    struct date visit, admission, discharge;
    int64_t institution_place;      /* division where the institution stands */
    struct text tier;
    bool community;                 /* community health institution */
    bool district_owned;            /* 区属 */
    bool chinese_medicine;          /* 中医医院 */
    bool fever_clinic;              /* 发热门诊: settles without designation and referral */
    bool internet;                  /* seen over the internet (互联网复诊): its channel is told */
    bool contracted;                /* 特约 hospital of the place of enrolment, out of area */
    bool out_of_area;               /* outside the pooling area of the place of enrolment */
    struct date referred;           /* day the first-visit institution referred (首诊转诊) */
    bool repeated_treatment;        /* further stay of one course in one hospital (放化疗) */
    bool interim;                   /* 中途结算: the stay goes on; `discharge` is its day */
    /* What settlements of the same stay took before this one. */
    bool stay_counted;              /* its admission is in counters.inpatient_admissions */
    struct money stay_deductible, stay_in_scope, stay_fund_paid;
    struct list lines;              /* of struct settle_line */
};

/* ---- who ---- */

/* What a measure in force gives a patient: treated first and settled later, or settled with less
 * taken off; all false: no measure. */
struct settle_cover {
    bool treat_first;               /* the person pays nothing: `remainder` pays the rest */
    bool catalogue_open;            /* items outside the catalogue count as in scope, in full */
    bool no_out_of_area_cut;
    struct text remainder;          /* a payer; absent: "finance" */
    bool advanced;                  /* elsewhere, the funds of the place of treatment pay first */
    struct text status;             /* by which it holds: "confirmed", "suspected" */
    struct share central_share;     /* of what finance pays, given back by the centre; 0: none */
    bool outside_budget;            /* counts nothing of the hospital's budget */
    bool no_deductible;
    bool no_ceiling;                /* the last band has no end, and the year is not used up */
    struct share share_least;       /* of the in-scope cost; a band that bears more bears it */
};

/* Kinds: employees "active", "retired"; residents "child", "working-age", "elderly". */
struct settle_person {
    int64_t place;                  /* of enrolment; picks the rules */
    struct text insurance;          /* "employee", "resident" */
    struct text kind;
    int64_t age;                    /* whole years on the day of care */
    bool right_closed;              /* no open right that day (arrears, waiting time, ended) */
    bool civil_servant;
    struct text assistance;         /* 医疗救助: "destitute" 特困, "low-income" 低保 … */
    struct text poverty_group;      /* group of the critical-illness scheme, or absent */
    struct text filing;             /* out of area, valid that day: "long-term", "referral",
                                     * "emergency", "other"; absent: none */
    bool chronic_filed;             /* special or chronic disease filed at this institution */
    bool chose_elsewhere;           /* has chosen hospitals, and this is none of them */
    struct settle_cover cover;
};

/* What a person has used in one benefit year under one insurance. The store keeps it as one row;
 * a settlement's `took` holds the same fields as differences, so a reversal subtracts them. */
struct settle_counters {
    struct money outpatient_deductible_used;
    struct money outpatient_in_scope;
    struct money outpatient_fund_paid;      /* by the payers of the bands together */
    struct money outpatient_pooled_paid;
    struct money inpatient_deductible_used;
    int64_t inpatient_admissions;
    struct money inpatient_in_scope;
    struct money inpatient_fund_paid;
    struct money inpatient_pooled_paid;
    struct money special_deductible_used;   /* of the running period of special care */
    struct money large_amount_paid;
    struct money supplementary_paid;
    struct money critical_illness_own;      /* in-scope burden left to the person by the bands */
    struct money critical_illness_paid;
    struct money civil_servant_paid;
    struct money assistance_outpatient_paid;
    struct money assistance_inpatient_paid;
    struct money maternity_paid;
    struct money finance_paid;
    /* First day of the running period (360 days in Beijing); not a difference: in `took` it is the
     * first day of the period the settlement belongs to. Where that is later than the row's, the
     * row's special_deductible_used starts again from zero. */
    struct date special_period_from;
};

/* The personal account, and the wish of the asker: 0 no account, 1 own, 2 own, then family. */
struct settle_accounts {
    int64_t wish;
    struct money balance;
    struct money family_offered;    /* held for this bill on the family's accounts */
};

/* ---- what was decided ---- */

/* Gravest first: of several reasons the first is given. In all but SETTLE_DONE the person bears
 * the whole bill and nothing is counted. */
enum settle_outcome {
    SETTLE_RULES_NOT_KNOWN,     /* `missing`: a day before the earliest known, or no such place */
    SETTLE_RULES_ENDED,         /* `missing`: the rule has ended and nothing followed it */
    SETTLE_RIGHT_CLOSED,
    SETTLE_RETURNS_EXCEED,      /* return lines take more than the bill has */
    SETTLE_NOTHING_TO_SETTLE,   /* no line, or zero in all */
    SETTLE_NOT_FILED_CHRONIC,   /* special or chronic disease without a filing */
    SETTLE_NOT_FILED_OUT_OF_AREA,   /* the place pays nothing there without a filing */
    SETTLE_NOT_REFERRED,        /* 首诊: no referral, or older than the rule allows */
    SETTLE_NOT_CHOSEN,          /* other hospitals were chosen (定点) */
    SETTLE_DONE,
    SETTLE_OUTCOMES
};
/* words/ key of the sentence that says what to do next: "settle.refused.not-referred". */
const char *settle_outcome_key(enum settle_outcome outcome);

struct settlement {
    enum settle_outcome outcome;
    /* Subject of the rule not known: "benefit.inpatient". With SETTLE_DONE: of a further payer
     * that pays nothing until its rule is known, so that the bill can be decided again. */
    struct text missing;
    /* What is written of it and is not sure enough, or not of that tier; NULL: nothing is. */
    const struct rule *unsure;
    struct date day;                /* the day that picked the rules */
    int64_t year;                   /* benefit year its counters belong to */
    struct money total;             /* the bill */
    struct money full_own, over_limit, pay_first, in_scope;     /* sum to total */
    struct money out_of_area_own;   /* part of in_scope no band counts, by the place's cut */
    struct money deductible;        /* part of in_scope, applied by this settlement */
    struct share share;             /* pooled share of the band the last yuan fell in */
    struct money paid[PAYER_COUNT];
    struct money funds;             /* their sum */
    struct money central;           /* of what finance pays, owed by the centre */
    struct money in_scope_own;      /* of in_scope, left to the person */
    struct money account, family_account, cash;     /* funds + these == total */
    struct settle_counters took;
    struct list splits;             /* of struct settle_split, in the order of the lines */
    /* Of a stay in which the status of the epidemic changed: what the days without one came to. */
    struct settle_ordinary { struct money total, assistance, own; } ordinary;
};

/* The day that picks the rules of a bill, before any rule has been read: outpatient and pharmacy
 * the visit, inpatient the discharge settlement. A rule file that names another day (`dated-by`)
 * is asked again with that one; settlement.day says which it was. */
struct date settle_day(const struct settle_bill *bill);
/* The same, with the book: gather counters of this day's year. */
struct date settle_day_by_book(const struct book *book, const struct settle_bill *bill,
                               const struct settle_person *person, struct date known);

/* The split of one line; used when lines are uploaded and again at settlement. The price limit
 * comes before the pay-first share. */
void settle_split_line(const struct settle_line *line, enum rounding rounding,
                       struct settle_split *ret_split);
/* The rounding of line splits that day ("settle.lines"); half up where no rule speaks. */
enum rounding settle_line_rounding(const struct book *book, int64_t place, struct date day);

/* `ret_settlement` is filled whole, whatever the outcome, which is also answered. */
enum settle_outcome settle_decide(const struct book *book, const struct settle_bill *bill,
                                  const struct settle_person *person,
                                  const struct settle_counters *counters,
                                  const struct settle_accounts *accounts,
                                  struct trail *trail, struct settlement *ret_settlement);
/* The same with the rules as they were known on a day; DATE_NONE: as known now. */
enum settle_outcome settle_decide_as_known(const struct book *book, struct date known,
                                           const struct settle_bill *bill,
                                           const struct settle_person *person,
                                           const struct settle_counters *counters,
                                           const struct settle_accounts *accounts,
                                           struct trail *trail,
                                           struct settlement *ret_settlement);

/* counters + took, and back, in any order. No field of the result is below zero for a settlement
 * that was counted before. What is subtracted leaves the running period of special care as it is:
 * only the settlements that remain say what it is now (settle_recount_special). */
void settle_counters_add(struct settle_counters *counters, const struct settle_counters *took);
/* The running period of special care alone: the latest counts, and what was used of it. */
void settle_counters_add_special(struct settle_counters *counters,
                                 const struct settle_counters *took);
void settle_counters_subtract(struct settle_counters *counters,
                              const struct settle_counters *took);

/* ---- shapes ---- */

extern const struct shape settle_line_shape;
extern const struct shape settle_split_shape;
extern const struct shape settle_bill_shape;
extern const struct shape settle_person_shape;
extern const struct shape settle_counters_shape;
extern const struct shape settle_accounts_shape;
extern const struct shape settlement_shape;     /* without `outcome`: an enum has no field */

/* The rule kinds of this room, for struct room. */
#define SETTLE_RULE_KINDS 16
extern const struct rule_kind *const settle_rule_kinds[];
extern const size_t settle_rule_kind_count;

#endif
