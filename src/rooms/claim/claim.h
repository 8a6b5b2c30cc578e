/* claim.h: manual claims (手工报销): costs that were paid for and are handed in on paper.
 *
 *     receipts are entered (claim.add)  →  a first look (claim.review)  →  decided (claim.settle,
 *     which a case's approval runs)  →  a payment file (claim.pay)  →  the bank's answer
 *     (claim.bank-return): paid, or come back, and then paid anew (claim.pay-again)
 *
 * Each act of care is decided as at the desk (rooms/settle/settle_facts.h). An invoice counts once,
 * whichever way it comes. Who may hand in for whom, to whom is paid, on which grounds, from which
 * sum on two people look and how long money waits for an account is data: "claim.terms". */
#ifndef ROOMS_CLAIM_CLAIM_H
#define ROOMS_CLAIM_CLAIM_H

#include "core/room.h"
#include "rooms/claim/claim_facts.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/visit/visit_facts.h"

extern const struct room claim_room;
extern const struct action claim_add_action, claim_drop_action, claim_review_action,
    claim_settle_action, claim_allowance_action, claim_pay_action, claim_payment_file_action,
    claim_bank_return_action, claim_pay_again_action, claim_uncollected_action,
    claim_of_person_action, claim_show_action, claim_list_action, claim_payments_action,
    claim_follow_action, claim_pay_account_action, claim_give_back_action,
    claim_of_unit_action, claim_undo_back_action, claim_refunds_unpaid_action,
    claim_owe_refund_action;

/* The name measures know manual claims by. */
#define CLAIM_MATTER TEXT("manual-claim")

/* Gravest first. */
enum claim_refusal {
    CLAIM_REFUSED_NO_PERSON,            /* unknown, or not the actor's to claim for */
    CLAIM_REFUSED_NOT_ENROLLED,
    CLAIM_REFUSED_PAUSED,               /* an outage: told until when */
    CLAIM_REFUSED_NO_TERMS,             /* of that place we know none */
    CLAIM_REFUSED_NOT_A_FILER,
    CLAIM_REFUSED_NOT_A_GROUND,
    CLAIM_REFUSED_LATE,                 /* the limit was {0} */
    CLAIM_REFUSED_NO_CLAIM,
    CLAIM_REFUSED_NOT_OPEN,             /* settled or withdrawn */
    CLAIM_REFUSED_NO_RECEIPTS,
    CLAIM_REFUSED_TOO_MANY,             /* receipts in one claim */
    CLAIM_REFUSED_NO_INSTITUTION,
    CLAIM_REFUSED_NOT_DESIGNATED,       /* and no emergency */
    CLAIM_REFUSED_UNKNOWN_CARE,
    CLAIM_REFUSED_WRONG_DAYS,
    CLAIM_REFUSED_WRONG_AMOUNT,         /* of line {0} */
    CLAIM_REFUSED_OTHER_TOTAL,          /* the lines are not the receipt, or the form */
    CLAIM_REFUSED_ABOVE_TOTAL,          /* {0} yuan are to count of a receipt of {1} */
    CLAIM_REFUSED_INVOICE_USED,
    CLAIM_REFUSED_SAME_EVENT,           /* an allowance was paid for one on {0} */
    CLAIM_REFUSED_INVOICE_PERHAPS,      /* its number was paid for under another name */
    CLAIM_REFUSED_SETTLED_DIRECTLY,     /* the same care was settled at the desk */
    CLAIM_REFUSED_NO_VISIT,
    CLAIM_REFUSED_SECOND_PERSON,        /* from {0} yuan on two people look */
    CLAIM_REFUSED_NO_ACCOUNT,
    CLAIM_REFUSED_WRONG_ACCOUNT,
    CLAIM_REFUSED_NO_PAYMENT,
    CLAIM_REFUSED_NOTHING_TO_PAY,
    CLAIM_REFUSED_NOT_SENT,             /* the bank answers what it was not asked */
    CLAIM_REFUSED_NOT_RETURNED,
    CLAIM_REFUSED_NOT_OWED,             /* nothing is owed back by that payment */
    CLAIM_REFUSED_LEFT,                 /* {0} yuan are on their way or paid since {1} */
    CLAIM_REFUSED_NO_RESULT,
    CLAIM_REFUSED_NO_MATERNITY,         /* no rule of that day and place */
    CLAIM_REFUSED_NO_BASE,
    CLAIM_REFUSED_NOT_A_WOMAN,          /* by the register; the allowance is hers */
    CLAIM_REFUSED_STILL_INSURED,        /* an account is paid out to who has left */
    CLAIM_REFUSED_ACCOUNT_HELD,         /* {0} yuan are held for family */
    CLAIM_REFUSED_EMPTY_ACCOUNT,
    CLAIM_REFUSED_DAY_OF_DEATH,         /* none, to come, or before the insurance began */
    CLAIM_REFUSALS
};
const char *claim_refusal_key(enum claim_refusal refusal);

/* ---- the terms of a place, by the day a claim is handed in ---- */

struct claim_filer {
    struct text filer;          /* as matters call an applicant */
    struct text insurance;      /* absent: of any */
    struct text payee;          /* whose account is paid into */
};
struct claim_ground { struct text ground; };
struct claim_terms {
    struct list filers;         /* of claim_filer */
    struct list grounds;        /* of claim_ground; none: any */
    struct money second_from;   /* what the funds pay from which a second person decides */
    int64_t collect_days;       /* after which money that came back counts as uncollected */
};
extern const struct rule_kind claim_terms_kind, claim_maternity_kind, claim_apart_kind;
/* NULL: not known. */
const struct claim_terms *claim_terms_on(const struct book *book, int64_t place, struct date day);
const struct claim_filer *claim_filer_in(const struct claim_terms *terms, struct text filer,
                                         struct text insurance);

/* ---- was it handed in in time? (claim_time.c) ---- */

struct claim_when {
    int64_t place;
    struct text insurance;      /* as rules say it */
    struct text kind;           /* "ordinary", "maternity", "assistance" */
    struct text channel, applicant;
    struct date care;           /* the day it was paid for: of a stay its end */
    struct moment handed_in;
    const struct text *statuses;        /* of the person on the day of care */
    size_t status_count;
};
struct claim_in_time {
    bool good;
    bool limited;               /* a text names a last day */
    struct date last_day;       /* absent while it waits for an event */
    struct text basis;          /* clauses it rests on, when the ordinary day had passed */
};
struct claim_in_time claim_in_time(const struct request *request, const struct claim_when *when,
                                   struct events events);

/* Claims of all numbers of that human: each stays under the one it was made for. False while rows
 * are missing. */
bool claim_gather_of_numbers(struct gather *gather, const struct party_person_facts *person,
                             struct list *ret_claims);

/* ---- a maternity allowance (claim_allowance.c) ---- */

struct claim_birth {
    struct text way;            /* "natural", "difficult", "loss" */
    struct date event;
    int64_t children, weeks;
};
struct claim_allowance {
    int64_t days;
    struct money base, amount;  /* the base within its bounds */
};
/* Pure. False: no rule of that place and day. */
bool claim_allowance_reckon(const struct book *book, int64_t place,
                            const struct claim_birth *birth, struct money base,
                            struct claim_allowance *ret_allowance);

/* ---- entering ---- */

struct claim_line_input {
    struct text item, name;     /* item absent: not in any catalogue */
    struct date at;             /* absent: the first day of care */
    struct money amount;
    struct quantity quantity;
    struct price price;         /* 0: amount ÷ quantity */
    int64_t approval;
};
struct claim_add_input {
    int64_t person;
    struct text number;         /* in place of the person: the certificate's number */
    int64_t cause;
    struct text filer, kind, ground, channel;
    int64_t unit;
    struct text invoice;
    struct text institution;    /* code; absent: of a hospital that is not listed, by name */
    struct text institution_name;
    int64_t division, tier;
    bool community, emergency;
    bool designated;            /* of one that is not listed: an office made sure that it is */
    struct text med_type;
    struct date begin, end;
    struct text disease;
    struct money total;
    struct money in_scope;      /* of a receipt handed in by its sums, without lines */
    struct list lines;          /* of claim_line_input */
    bool apart;                 /* somebody has looked: not the care settled at the desk */
};
struct claim_added {
    int64_t claim, person, visit;
    int64_t receipts;
    struct money total, in_scope, own;
};

/* ---- deciding ---- */

struct claim_settle_input {
    int64_t person, cause, claim;
    struct date begin, end;
    struct date event;          /* of maternity claims, in place of the first day */
    struct money total;
    struct text matter;         /* of a case: tells the kind where the form does not */
    struct text ground, kind, filer, channel, bank;
    int64_t unit;
    struct text account_holder, account;
    struct text sealed;         /* of a case: its private values */
    struct moment handed_in;
};
struct claim_settled {
    int64_t claim, person, payment;
    struct money total, funds, own, funds_there;
    struct list bills;          /* of settle_claimed */
};
struct claim_settle_prepared { struct text sealed; };

/* ---- paying ---- */

/* What a payment file says of one payment. */
struct claim_payee { struct text holder, account; };
struct text claim_payee_write(const struct claim_payee *payee, struct arena *arena);
/* Absent fields where it cannot be opened. */
struct claim_payee claim_payee_read(struct text sealed, struct arena *arena);

enum store_answer claim_verify(struct store *store, struct verify_report *report);

#endif
