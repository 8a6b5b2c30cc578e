/* fund_facts.h: the ledger of the funds, as rooms below may write and read it.
 *
 * An account is (kind, owner) and needs no row: it exists by being named. Money moves only as a
 * transfer (debit, credit, amount > 0), appended in the bucket of the person it is about, so that
 * nothing can be out of balance. An account's balance is its credits less its debits; of funds and
 * institutions it is never written by a settlement, but summed when read. Only the personal
 * account of one person has a row with a balance, because a settlement needs it while the patient
 * waits; it is kept at the same version as the transfers that changed it. */
#ifndef ROOMS_FUND_FUND_FACTS_H
#define ROOMS_FUND_FUND_FACTS_H

#include "core/action.h"
#include "core/store.h"

/* Kinds below a million are fund_pay_type of the national interface, owned by a place; the rest
 * are ours. */
enum fund_kind {
    FUND_EMPLOYEE_POOL = 310100,
    FUND_PERSONAL = 310200,         /* owner: the person */
    FUND_CIVIL_SERVANT = 320100,
    FUND_LARGE_AMOUNT = 330100,
    FUND_EMPLOYEE_CRITICAL = 310300,
    FUND_RETIRED_CADRES = 340100,
    FUND_DISABLED_SOLDIERS = 350100,
    FUND_COMPANY_SUPPLEMENT = 370100,
    FUND_RESIDENT_POOL = 390100,
    FUND_RESIDENT_CRITICAL = 390200,
    FUND_PUBLIC_FUNDED = 399101,    /* 公费医疗: an account of its own */
    FUND_REQUISITIONED = 399201,    /* 征地超转 */
    FUND_MATERNITY = 510100,
    FUND_ASSISTANCE = 610100,
    FUND_FINANCE_SUBSIDY = 999997,  /* epidemic subsidy, reported as other */
    FUND_CASH = 999998,             /* owner: the person; what was paid at the desk */
    FUND_HOSPITAL_BORNE = 999996,   /* owner: the institution */
    FUND_INSTITUTION = 1000001,     /* owner: the institution; what is owed to it */
    FUND_COUNTERPARTY = 1000002,    /* owner: the place; contributions coming in */
    FUND_OFFLINE_DIFFERENCE = 1000003,  /* owner: the place; what replay found */
    FUND_HOLD = 1000004,            /* owner: the taker; family money on its way to a bill */
    FUND_ADVANCED = 1000005,        /* owner: the place of treatment; what the funds of other
                                     * places owe it until all is cleared nationally */
    FUND_UNIT = 1000006,        /* owner: the unit, or who pays alone; paid and for no month yet */
    FUND_ON_THE_WAY = 1000011,  /* owner: the person; let out by a place, not taken in yet */
    FUND_TO_CREDIT = 1000007,   /* owner: the unit; withheld from people, on its way to their
                                 * personal accounts */
    FUND_CLAIMANT = 1000008,        /* owner: the person; what a manual claim came to, until it is
                                     * paid. Of a unit: contributions that are refunded to it */
    FUND_MERGING = 1000012,     /* owner: the person; on its way from another number of his */
    FUND_CENTRAL = 1000010,         /* owner: the place; what central finance gives back of what
                                     * its own has paid for confirmed patients */
    FUND_PAID_OUT = 1000009,        /* owner: the place; what left by bank transfer */
    FUND_PREPAID = 1000022,         /* owner: the institution; paid ahead and not offset yet */
    FUND_PREPAID_APART = 1000023,   /* the same, of money that is kept apart */
};

struct fund_account {
    int64_t kind;               /* enum fund_kind */
    int64_t owner;              /* a place code, person or institution */
};

struct fund_transfer {
    int64_t bucket;             /* of the person, else of the cause */
    struct date day;            /* booked; sums are sealed by it */
    int64_t cause;              /* settlement, credit, contribution: what it was written for */
    int64_t line;               /* 1, 2, … inside the cause */
    int64_t debit_kind, debit_owner;
    int64_t credit_kind, credit_owner;
    struct money amount;        /* > 0 */
    int64_t person;             /* 0: about nobody in particular */
    struct text about;          /* "settlement", "reversal", "credit", "hold" */
};
extern const struct shape fund_transfer_shape;
extern const struct table fund_transfer_table;

/* The money of one person that may be spent at a desk. */
struct fund_personal {
    int64_t bucket;
    int64_t person;
    struct money balance;       /* >= 0 */
    struct money held;          /* of it, on hold for family: >= 0, <= balance */
    int64_t version;
};
extern const struct shape fund_personal_shape;
extern const struct table fund_personal_table;

struct fund_hold {
    int64_t bucket;             /* the giver's */
    int64_t giver;
    int64_t hold;
    int64_t taker;
    struct money amount;
    struct text state;          /* "held", "withdrawing", "posted", "voided" */
    int64_t cause;              /* of the last transfer to or from the taker's bills */
    struct date day;
    struct text relation;       /* the taker is the giver's "spouse", "parent", "child" */
    struct text mandate;        /* the paper by which others act for the giver; absent: himself */
    struct money posted;        /* of `amount`, paid for the taker; <= amount */
    int64_t followed;           /* number of the taker's offer that was last followed */
    int64_t version;
};
extern const struct shape fund_hold_shape;
extern const struct table fund_hold_table;

/* What moved on one account in one bucket and day: summed by a job once the day is over. */
struct fund_sealed {
    int64_t bucket;
    struct date day;
    int64_t kind, owner;
    struct money debits, credits;
};
extern const struct shape fund_sealed_shape;
extern const struct table fund_sealed_table;

/* How far a bucket is sealed: transfers of later days are summed when read. */
struct fund_seal {
    int64_t bucket;
    struct date until;
    int64_t version;
};
extern const struct shape fund_seal_shape;
extern const struct table fund_seal_table;

struct fund_of_person { int64_t bucket, person; };
/* The day is the cause's: what one cause moves is booked at once. */
struct fund_cause_key { int64_t bucket; struct date day; int64_t cause; };
struct fund_hold_key { int64_t bucket, giver, hold; };
extern const struct query fund_personal_of;
extern const struct query fund_transfers_of_cause;      /* by line */
extern const struct query fund_hold_by_id;
extern const struct query fund_holds_given;         /* newest first; a giver's own to see */

/* ---- family account (共济): the giver's money on the taker's bill ----
 *
 * A settlement touches the taker's bucket alone: there the offer says how much of it is used. The
 * giver's hold follows by reaction: an outcome whose list `family` says how offers stand now is
 * answered by fund.follow-offer. What is said is a standing, never a step, and numbered: said
 * twice, late or in another order it comes to the same. LAW: account.use */

struct fund_offer {
    int64_t bucket;             /* the taker's */
    int64_t taker;
    int64_t offer;              /* the hold's id */
    int64_t giver;
    struct money amount;
    struct money used;          /* by settlements that stand; <= amount */
    struct text state;          /* "open", "closed": never opened again */
    struct date day;
    int64_t version;            /* the number of its standing */
};
extern const struct shape fund_offer_shape;
extern const struct table fund_offer_table;

struct fund_use {
    int64_t bucket, taker, settlement, offer;
    struct money amount;        /* >= 0 */
    int64_t version;
};
extern const struct shape fund_use_shape;
extern const struct table fund_use_table;

/* How an offer stands, as an outcome tells it. */
struct fund_standing {
    int64_t giver, taker, hold;
    struct money used;
    bool closed;
    int64_t number;
};
extern const struct shape fund_standing_shape;

/* What settlements of a taker may use now; NULL: none. `offers` are rows of fund_offers_open. */
struct money fund_family_offered(const struct list *offers);
/* Takes `amount` (<= what is offered) of them, the oldest first, into the change set. Answers how
 * they stand then, for the outcome's list `family`. */
struct list fund_family_take(struct decision *decision, const struct list *offers,
                             int64_t settlement, struct money amount);

struct fund_family_taken {
    const struct list *uses, *offers;   /* of one settlement; NULL: nothing of it was gathered */
};
/* False while rows are missing. One round. */
bool fund_family_gather_taken(struct gather *gather, int64_t taker, int64_t settlement,
                              struct fund_family_taken *ret_taken);
/* Gives back `amount` of what the settlement took, the youngest offer first. */
struct list fund_family_give_back(struct decision *decision,
                                  const struct fund_family_taken *taken, struct money amount);

struct fund_settlement_key { int64_t bucket, taker, settlement; };
extern const struct query fund_offers_open;             /* of a taker, with a rest; oldest first */
extern const struct query fund_uses_of_settlement;      /* by offer */
extern const struct query fund_offers_of_settlement;    /* by offer */

/* ---- posting: from the parts of a settlement to transfers; pure ---- */

struct fund_posting {
    int64_t bucket, cause, person;
    struct date day;
    const char *about;
    struct fund_transfer *transfers;    /* of the caller, `capacity` of them */
    int32_t capacity, count;
    struct money total;
};
/* Adds a transfer; an amount of zero adds nothing, a negative one turns debit and credit round. */
void fund_post(struct fund_posting *posting, struct fund_account debit,
               struct fund_account credit, struct money amount);
/* The same transfers with debit and credit exchanged: a reversal. `original` holds fund_transfer
 * rows. */
void fund_post_reversed(struct fund_posting *posting, const struct list *original);
/* Writes them into the change set. */
void fund_record(struct decision *decision, const struct fund_posting *posting);

/* A person's account after taking (amount < 0) or giving (> 0): false when it would fall below
 * what is held. `row` may be NULL (no account yet: zero). */
bool fund_personal_after(const struct fund_personal *row, int64_t person, struct money amount,
                         struct fund_personal *ret_after);
/* What may be spent now: balance less held; zero without a row. */
struct money fund_personal_free(const struct fund_personal *row);
/* Writes the row: inserted when `before` is NULL, else replaced at its version. */
void fund_record_personal(struct decision *decision, const struct fund_personal *before,
                          const struct fund_personal *after);

#endif
