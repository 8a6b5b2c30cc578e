/* claim_facts.h: manual claims (手工报销) and their payments, as rooms below may read them. All rows
 * of a claim lie in the bucket of the person whose costs they are, of a refund in the unit's. */
#ifndef ROOMS_CLAIM_CLAIM_FACTS_H
#define ROOMS_CLAIM_CLAIM_FACTS_H

#include "core/action.h"
#include "core/store.h"

/* States: "draft" (receipts are being entered) → "reviewed" (a first person has looked) →
 * "settled" (decided; what the funds pay is owed to the payee); a draft may be "withdrawn". */
struct claim_row {
    int64_t bucket, claim;
    int64_t person;             /* of a refund the unit: the money is its own */
    int64_t cause;              /* the case it came with; 0: handed in as a line of a file */
    struct text kind;           /* "ordinary" "maternity" "assistance" "allowance" "account"
                                 * "refund" (of contributions) */
    struct text ground;         /* why not at the desk: "emergency"; of a refund the month it was
                                 * paid for: "2020-02" */
    struct text filer;          /* "person" "employer" "social-security-office" "university" */
    int64_t unit;
    int64_t place;              /* of enrolment */
    struct text insurance;      /* insutype */
    struct moment handed_in;    /* the day that keeps the limit, a postmark's for a letter */
    struct date event;          /* of an allowance: the birth or the loss */
    int64_t receipts;
    struct money total, funds, own;
    struct money funds_there;   /* had all of it been settled directly */
    struct text payee;          /* whose account: "person" "employer" "university" */
    struct text basis;          /* what kept the limit: "京医保发〔2020〕4号 四、9" */
    struct text state;
    int64_t entered_by, reviewed_by, decided_by;    /* accounts */
    struct moment entered_at, reviewed_at, decided_at;
    int64_t version;
};
extern const struct shape claim_row_shape;
extern const struct table claim_table;

/* Money on its way. States: "waiting" → "sent" (in a payment file) → "paid", or "returned" by the
 * bank; a returned one is "replaced" by another payment with a corrected account, or "uncollected"
 * when nobody says which within the place's time, and may still be replaced then. What was paid too
 * much, when a claim was decided again, is a negative one: "owed-back" → "repaid". A refund whose
 * approval was taken back before the money left is "withdrawn". */
struct claim_payment_row {
    int64_t bucket, claim, payment;
    int64_t person, place;
    struct money amount;
    struct text payee, bank;
    struct text account_sealed; /* JSON of holder and account */
    struct text state;
    int64_t batch;              /* payment file; 0: in none yet */
    struct moment made_at, sent_at, answered_at;
    struct date bank_day;
    struct text reason;         /* the bank's, of what came back */
    int64_t replaces;           /* the payment that came back */
    int64_t version;
};
extern const struct shape claim_payment_shape;
extern const struct table claim_payment_table;

struct claim_batch_row {
    int64_t bucket, batch;
    int64_t place;              /* whose payments */
    struct moment made_at;
    int64_t made_by;
    int64_t payments;
    struct money total;
    int64_t version;
};
extern const struct shape claim_batch_shape;
extern const struct table claim_batch_table;

struct claim_key { int64_t bucket, claim; };
struct claim_person_key { int64_t bucket, person; };
struct claim_payment_key { int64_t bucket, payment; };
struct claim_state_key { struct text state; int64_t place, place_until, after; };
extern const struct query claim_by_id;
extern const struct query claim_of_cause;           /* struct claim_key: the case in `claim` */
extern const struct query claims_of_person;         /* newest first */
extern const struct query claim_draft_of_person;    /* without a case */
extern const struct query claims_in_state;          /* of places, oldest first */
extern const struct query claim_payment_by_id;
extern const struct query claim_payments_of_claim;  /* struct claim_key, oldest first */
extern const struct query claim_payments_of_person; /* newest first */
/* A payment with what it is for. */
struct claim_payment_of {
    struct claim_payment_row row;
    struct text kind;           /* of the claim */
    int64_t cause;
};
extern const struct query claim_payments_in_state;  /* of places, oldest first */
extern const struct query claim_payments_listed;    /* the same, of struct claim_payment_of */
/* What goes to a unit's own account, newest first, before a payment when one is named: of claims
 * that it stands in, whether the person works there still or not. */
struct claim_unit_key { int64_t unit, before; };
struct claim_unit_payment {
    int64_t payment, claim, person;
    struct text name;           /* of the person; absent of a refund */
    struct text kind, ground;   /* of the claim */
    struct date event;
    struct money amount;
    struct text bank, state, reason;
    struct moment made_at, sent_at;
    struct date bank_day;
};
extern const struct query claim_payments_of_unit;
struct claim_batch_key { int64_t batch; };
extern const struct query claim_payments_of_batch;  /* of struct claim_payment_of */
extern const struct query claim_batch_by_id;        /* struct claim_key: the batch in `claim` */

#endif
