/* contribute_rates.h: what a month costs a unit, when it is due, and what being late costs; pure.
 *
 * Nothing of it is stored: the rate is picked by the month the money is for (费款所属期), measures
 * that cut it are taken as they are known when it is asked, and so a notice that reaches back makes
 * a difference to what was paid, which is told and given back. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_RATES_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_RATES_H

#include "core/deadline_measures.h"
#include "core/measure_answer.h"
#include "rooms/contribute/contribute_facts.h"

/* "contribute.rate": of a place, insurance and month; `person: flexible` for who pays alone. */
struct contribute_rate {
    struct share employer;      /* of the sum of bases, what is below included */
    struct share maternity;     /* the part of it that is for maternity; 0: none */
    struct share person;        /* withheld from each, of the base */
    struct share subsidised;    /* what is left to who pays alone with a subsidy; 0: not said */
    struct money person_fixed;  /* and a fixed amount for large costs */
    bool maternity_is_cut;      /* a cut of the medical part takes the maternity part along */
    struct text rounding;
};

/* "contribute.base": between which a base counts. */
struct contribute_base_rule {
    struct money floor, ceiling;
};

/* "contribute.late-fee": a day, of what is owed. */
struct contribute_fee_rule {
    struct share a_day;
    struct text rounding;
};

/* "contribute.collector": "agency" or "tax". */
struct contribute_collector_rule {
    struct text collector;
};

/* "contribute.crediting": whether personal accounts wait until the month has been paid. */
struct contribute_crediting_rule {
    bool waits;
};

/* "contribute.given-back": what the city has fixed of the ways a measure leaves open. */
struct contribute_given_back_rule {
    struct text choice;         /* "all-refund" "all-offset" "unit-chooses" */
};

extern const struct rule_kind contribute_rate_kind, contribute_base_kind, contribute_fee_kind,
    contribute_collector_kind, contribute_crediting_kind, contribute_given_back_kind;

/* ---- months ---- */

struct text contribute_month_text(int64_t month, struct arena *arena);
int32_t contribute_month_of(struct date day);
struct date contribute_month_first(int64_t month);
struct date contribute_month_last(int64_t month);
int32_t contribute_month_plus(int64_t month, int months);

/* ---- reckoning ---- */

/* Who pays for which month, as a bill keeps it. */
struct contribute_payer {
    int32_t place;
    struct text insurance;      /* the rules' word: "employee" */
    struct text unit_kind, industry;
    bool alone;                 /* a person, not a unit */
    int64_t month;
    bool deferred;
    bool before_its_month;      /* paid ahead */
};

struct contribute_rated {
    enum rule_answer answer;    /* FOUND; else nothing below holds */
    const struct rule *rule;
    const struct contribute_rate *value;
    struct share original, rate;    /* of the employer */
    struct measure_made made;   /* the cuts */
    const struct measure_collected *collected;
};
/* As known on `known` (DATE_NONE: all that the book holds), asked on `today`. */
struct contribute_rated contribute_rated_on(const struct book *book, struct events events,
                                            const struct contribute_payer *payer,
                                            struct date today, struct date known,
                                            struct arena *arena);
enum rounding contribute_rounding(struct text name);
/* Works flexibly, and the employment service pays a part. */
bool contribute_is_subsidised(struct text unit_kind);

/* The base that counts: between floor and ceiling where the book knows them. */
struct money contribute_base_counted(const struct book *book,
                                     const struct contribute_payer *payer, struct money base);

/* When a month is due and what moved it. */
struct contribute_time {
    struct deadline_answer due;
    struct deadline_answer make_up;     /* meaningful when may_make_up */
    bool may_make_up;
    struct measure_made extended;
    /* What the late fee is asked with. */
    const struct measure_question *asked;
    struct clock_measures measures;
    struct clock_world world;
};
/* A deferral that was granted. */
struct contribute_deferral {
    struct date applied;        /* for deferral; absent: none was granted */
    struct text deferred_under; /* "<notice>#<id>" */
};
/* False: no rule of the place says when the month is due. */
bool contribute_time_of(const struct book *book, struct events events,
                        const struct contribute_payer *payer,
                        const struct contribute_deferral *deferral, struct moment now,
                        struct arena *arena, struct contribute_time *ret_time);

/* The measure by which a unit of that kind may put a month off when it applies now; NULL: none. */
const struct measure *contribute_deferral_offered(const struct book *book, struct events events,
                                                  const struct contribute_payer *payer,
                                                  struct moment now, struct arena *arena);

/* Fee on an amount owed from one day to another, both counted. */
struct contribute_fee {
    struct lateness lateness;
    struct measure_made waived;     /* by what there is none, or none yet */
    int32_t days;
    struct money amount;
    const struct rule *rule;
};
struct contribute_fee contribute_fee_of(const struct book *book,
                                        const struct contribute_payer *payer,
                                        const struct contribute_time *time, struct money owed,
                                        struct moment at, bool done, struct arena *arena);

/* Name of a measure as bills keep it. */
struct text contribute_measure_name(const struct measure *measure, struct arena *arena);

#endif
