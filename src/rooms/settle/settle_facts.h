/* settle_facts.h: settlements and counters as rows, for this room and rooms below. */
#ifndef ROOMS_SETTLE_SETTLE_FACTS_H
#define ROOMS_SETTLE_SETTLE_FACTS_H

#include "core/action.h"
#include "core/event.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle.h"

struct settlement_row {
    int64_t bucket, person, settlement;
    int64_t visit;
    struct text bill;
    int64_t institution;        /* 0: of a manual claim; what the funds pay is the person's */
    struct text insurance;      /* insutype */
    int64_t place;              /* of enrolment */
    struct text med_type;
    struct text certificate_kind;
    struct date day;            /* that picked the rules */
    int64_t year;               /* benefit year of the counters */
    struct moment at;
    int64_t lines_from, lines_until;    /* positions of the bill it took */
    struct money total, full_own, over_limit, pay_first, in_scope;
    struct money deductible;
    struct share share;
    struct money pooled_fund, large_amount, supplementary, critical_illness, civil_servant,
        medical_assistance, maternity, finance;
    struct money central;       /* of finance: what the centre gives back (confirmed patients) */
    struct money account, family_account, cash;
    struct text asker_key;      /* msgid: medins_setl_id */
    struct text invoice;
    struct text took, before;   /* packed struct settle_counters */
    struct text state;          /* "final", "reversed", "superseded", "reversal", "provisional" */
    struct text decided_by;     /* "centre", "edge" */
    int64_t book;
    int64_t superseded_by, reverses;
    /* Pooling area of the place of treatment where it advanced for another; 0: nobody did. */
    int64_t advanced_by;
    int64_t version;
};
extern const struct shape settlement_row_shape;
extern const struct table settlement_table;

struct settle_counters_row {
    int64_t bucket, person, year;
    struct text insurance;
    struct settle_counters used;
    struct date last_day;       /* latest day of care counted: an earlier one settled now is late */
    int64_t version;
};
extern const struct shape settle_counters_row_shape;
extern const struct table settle_counters_table;

/* What deciding a settlement again changed, on the day it was booked: a settlement came to its
 * amounts now less all of these when it was made. The month it was made in may be cleared long
 * since; the change belongs to the month of `at`. */
struct settle_change {
    int64_t bucket, person, settlement;
    int64_t superseded;         /* the row that keeps what it came to before; cause in the books */
    int64_t institution;        /* 0: of a manual claim */
    struct text insurance;
    struct moment at;
    struct money funds, accounts, cash;     /* more (or less) than before; together 0 */
};
extern const struct shape settle_change_shape;
extern const struct table settle_change_table;
struct settle_change_key { int64_t bucket, person, settlement, superseded; };
extern const struct query settle_change_by_key;

/* What another number of the same human had used, since the two are one (settle_carried.c). */
struct settle_carried {
    int64_t bucket, person, merge, year;
    struct text insurance;
    struct moment since;        /* what is settled from then on goes by it */
    int64_t number;             /* of the standing that was carried: a later one takes its place */
    struct text took;           /* packed struct settle_counters */
    int64_t version;
};
extern const struct shape settle_carried_shape;
extern const struct table settle_carried_table;
extern const struct query settle_carried_of;
/* All that a person's counters are made of. */
struct settle_counted {
    const struct list *counters, *carried, *settlements;
};
/* How the other number's counters stand, onto the person's own: the first time added, later in the
 * place of what was carried before; one older than that changes nothing. False: nothing did. */
bool settle_carry_counters(struct decision *decision, const struct settle_counted *counted,
                           int64_t person, int64_t merge,
                           const struct settle_counters_row *stands);
/* And off them again. */
void settle_uncarry_counters(struct decision *decision, const struct list *counters,
                             const struct list *carried);

/* A settlement of a number that has gone into another was made, taken back or decided again since:
 * how the counters of the one that went stand now, and what its personal account got back. Room
 * merge carries it over (merge_handed.c). */
struct settle_handed {
    int64_t bucket, person, handed;
    int64_t kept, settlement, year;
    struct text insurance;
    struct date last_day;
    int64_t number;             /* of the standing: a later one has a higher one */
    struct text used;           /* packed struct settle_counters */
    struct money amount;        /* >= 0; on FUND_MERGING of the kept one */
};
extern const struct shape settle_handed_shape;
extern const struct table settle_handed_table;
/* In the list `hands` of every outcome that made such a row. */
struct settle_hands { int64_t kept, gone, handed; };
extern const struct shape settle_hands_shape;
struct settle_handed_key { int64_t bucket, person, handed; };
extern const struct query settle_handed_by_key;

/* An invoice, by who issued it: the institution, or the hash of the name of one that is not
 * listed; and what it pays for. The same row for real time and for claims by hand. */
struct settle_invoice_row {
    int64_t bucket;             /* of the name's hash */
    int64_t institution;
    struct text invoice;
    int64_t person;
    int64_t settlement;         /* or the claim; 0: undone, the number is free again */
    int64_t version;
};
extern const struct shape settle_invoice_shape;
extern const struct table settle_invoice_table;
struct settle_invoice_key { int64_t bucket, institution; struct text invoice; };
extern const struct query settle_invoice_by_key;
/* Of an invoice's number however it was typed: FP-1, fp-1 and ＦＰ－１ are one. */
struct settle_invoice_key settle_invoice_key_of(int64_t institution, struct text invoice,
                                                struct arena *arena);
/* Of what counts once without an invoice: a person's allowance for one birth. */
struct settle_invoice_key settle_event_key_of(int64_t owner, struct text event,
                                              struct arena *arena);

struct settle_of_person_key { int64_t bucket, person; };
struct settlement_key { int64_t bucket, person, settlement; };
extern const struct query settlement_by_id;
/* Those that stand, of a whole life and of every institution, oldest first: for an action that has
 * made sure whose person it is. What was taken back, and what each stood as before it was decided
 * again, may be many times as many and counts for nothing. */
extern const struct query settlements_standing;
extern const struct query settle_counters_of;       /* all years and insurances of a person */
/* All of one visit, oldest first: what stands, stood and was taken back. */
struct settlements_of_visit_key { int64_t bucket, person, visit; };
extern const struct query settlements_of_visit;
/* Of one kind of care at one institution: earlier parts of a course (放化疗). */
struct settlements_of_course_key { int64_t bucket, person, institution; struct text med_type; };
extern const struct query settlements_of_course;

/* For verify: a bucket's settlements in the order of people, from after a place on. */
struct settlements_after_key { int64_t bucket, person, settlement; };
extern const struct query settlements_after;

/* Amount of a payer in a row. */
struct money *settlement_row_payer(struct settlement_row *row, enum settle_payer payer);
struct money settlement_row_funds(const struct settlement_row *row);

/* Which account a payer's money comes from. */
struct fund_account settle_payer_account(enum settle_payer payer, struct text insutype,
                                         int64_t place);
/* Category of care of a med_type ("11" → "outpatient"), or NULL. */
const char *settle_category(struct text med_type);
/* Neither undone nor replaced. */
bool settle_stands(const struct settlement_row *row);
/* The row of an invoice number, by who issued it; none is asked for without a number. */
bool settle_gather_invoice(struct gather *gather, int64_t institution, struct text invoice,
                           const struct settle_invoice_row **ret_row);
bool settle_gather_event(struct gather *gather, const struct settle_invoice_key *key,
                         const struct settle_invoice_row **ret_row);

/* A job for the person's year: all that stands from `from` on is decided again. */
void settle_again_start(struct decision *decision, int64_t person, int64_t year,
                        struct text insurance, struct date from);

/* Outcome of settle.again, for rooms below that have paid by the settlement. */
struct settle_again_outcome {
    int64_t settlement;         /* 0: the job is done */
    struct money funds_change;  /* what the funds pay more (or less) than before */
    struct list family;         /* as in a receipt */
    int64_t person;             /* 0: nothing was changed */
    struct list hands;          /* of struct settle_hands */
};

/* ---- acts of care that were paid for and are claimed by hand, settled together ----
 *
 * The same decision as at the desk, each by the rules of its own day of care, in that order, so
 * that what one took of a deductible or ceiling is gone for the next. Lines carry the figures of
 * the catalogue of enrolment; beside it each is priced once more as if it had been settled directly
 * by the catalogue of the place of treatment, for the letter that explains the difference.
 * LAW: BJ4-09d */

struct settle_facts;
struct settle_claim_facts {
    struct settle_facts *desk;  /* filings, counters, arrears; no visit; of this room alone */
    struct party_person_facts person;
    struct events events;
    /* All of the claim, in any order; rows of room visit. */
    const struct list *visits, *papers, *bills, *lines, *stays;
};
/* What is asked beside the rows of the claim: one round, and one more for the right. */
bool settle_gather_claim(struct gather *gather, const struct request *request, int64_t person,
                         struct settle_claim_facts *found);

/* One act of care as it was decided. */
struct settle_claimed {
    int64_t visit, settlement;  /* settlement 0: not recorded */
    struct text invoice, institution_name;
    struct date day;
    struct money total, full_own, over_limit, pay_first, in_scope, deductible;
    struct money paid[PAYER_COUNT];
    struct money funds, own;    /* funds + own == total */
    struct money funds_there;   /* had it been settled directly at the place of treatment */
};
extern const struct shape settle_claimed_shape;

/* In the order of care. With `record`, settlements, counters, bills and transfers join the
 * decision. False: one of them is refused; the decision says why and names its invoice. */
bool settle_claim_decide(const struct request *request, const struct settle_claim_facts *facts,
                         bool record, struct decision *decision, struct list *ret_claimed);

#endif
