/* settle_desk.h: from the rows of a visit to a settlement and back: what 2206, 2207 and 2208 do. */
#ifndef ROOMS_SETTLE_SETTLE_DESK_H
#define ROOMS_SETTLE_SETTLE_DESK_H

#include "rooms/agreement/agreement_facts.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/visit/visit_facts.h"

enum settle_refusal {
    SETTLE_REFUSED_NO_VISIT,            /* unknown, or another person's or institution's */
    SETTLE_REFUSED_CANCELLED,           /* the visit was cancelled */
    SETTLE_REFUSED_NO_INSTITUTION,
    SETTLE_REFUSED_NO_AGREEMENT,
    SETTLE_REFUSED_OTHER_CERTIFICATE,
    SETTLE_REFUSED_NOT_ENROLLED,
    SETTLE_REFUSED_OTHER_INSURANCE,     /* not the one the visit was registered on */
    SETTLE_REFUSED_NO_BILL,             /* no such bill, or no line to settle */
    SETTLE_REFUSED_SETTLED,             /* the bill is settled already */
    SETTLE_REFUSED_UNKNOWN_CARE,        /* med_type of which we know no benefit */
    SETTLE_REFUSED_OTHER_TOTAL,         /* medfee_sumamt is not the sum of the lines */
    SETTLE_REFUSED_OTHER_SPLIT,         /* the four parts echoed are not those of the lines */
    SETTLE_REFUSED_NOT_CONFIRMED,       /* a long prescription, by its physician */
    SETTLE_REFUSED_INVOICE_USED,        /* the pharmacy's number is of another purchase */
    SETTLE_REFUSED_NO_SETTLEMENT,       /* to undo: unknown, or of another visit */
    SETTLE_REFUSED_UNDONE,              /* already reversed */
    SETTLE_REFUSED_NOT_LAST,            /* a later settlement of the same bill stands */
    SETTLE_REFUSED_NOT_REVERSIBLE,      /* 2601: that kind of message cannot be reversed */
    SETTLE_REFUSED_IS_A_STAY,           /* 2207 for a stay */
    SETTLE_REFUSED_NOT_A_STAY,          /* 2304 for an outpatient visit */
    SETTLE_REFUSED_DISCHARGED,          /* interim, but the patient has left */
    SETTLE_REFUSED_WRONG_DAY,           /* a day of leaving before admission, or to come */
    SETTLE_REFUSED_NOT_YOUR_PATIENT,    /* asked about somebody who was not here */
    SETTLE_REFUSALS
};
const char *settle_refusal_key(enum settle_refusal refusal);

/* ---- settling: 2206 2207, 2303 2304 (settle_stay.c), 2101 2102 (settle_pharmacy.c) ---- */

struct settle_ask {
    int64_t person, visit;
    struct text bill;               /* absent: VISIT_STAY_BILL */
    struct text insurance, med_type;
    struct text certificate_kind, certificate_number;
    struct money total;
    struct text settlement_way;
    int64_t account_wish;
    struct text invoice;
    /* The four parts as priced, echoed by the hospital; all zero: not given. */
    struct money full_own, over_limit, pay_first, in_scope;
    /* Of a stay. */
    bool interim;
    struct date discharged;         /* absent: as registered; else today */
};

struct settle_facts {
    const struct visit_row *visit;
    const struct visit_stay_row *stay;      /* NULL: an outpatient visit */
    const struct visit_bill_row *bill;
    const struct list *lines;
    const struct list *settlements;         /* of the same stay; NULL: not a stay */
    const struct list *course;              /* of the same kind of care here, likewise */
    const struct party_institution *institution;
    const struct visit_claimed_row *claimed;    /* of care written down from papers */
    const struct list *agreements;
    struct party_person_facts person;
    const struct party_person_key *shown;
    bool certificate_checked;
    struct party_number_key certificate;    /* kept between rounds: its digest is dear */
    const struct list *filings;
    const struct list *counters;
    const struct fund_personal *personal;
    const struct list *family;          /* open offers; NULL: no wish for them */
    const struct list *arrears, *waitings;
    const struct settle_invoice_row *invoice;   /* NULL: no number given, or a new one */
    const struct list *confirmations;       /* of long prescriptions; NULL: none to ask for */
    struct events events;
};
bool settle_gather(struct gather *gather, const struct request *request, void *facts);
void settle_keys_of_ask(const struct request *request, struct keys *keys);
/* Its parts, for those who have no visit yet: institution, person, filings, counters, account; then
 * what bears on the right of that day. */
bool settle_gather_around(struct gather *gather, const struct request *request,
                          const struct settle_ask *ask, struct settle_facts *found);
bool settle_gather_right(struct gather *gather, struct text insurance, struct date day,
                         struct settle_facts *found);

/* What the journal keeps and the answer is made of. */
struct settle_receipt {
    int64_t visit, settlement, person;
    struct text insurance, person_kind;
    bool civil_servant;
    struct moment at;
    struct text certificate_kind, med_type;
    struct money total, full_own, over_limit, pay_first, in_scope, deductible;
    struct share share;
    struct money paid[PAYER_COUNT];
    struct money account, family_account, cash, balance;
    int64_t clearing_office;        /* division */
    struct text clearing_type;
    int64_t age;
    struct list family;             /* of struct fund_standing: offers it used or gave back */
    struct list hands;              /* of struct settle_hands: of a number that is kept no more */
    struct list splits;             /* of visit_line_split: a purchase is charged with it */
};

/* A bill as the engine wants it, from the rows. False: refused, and the decision says why. */
struct settle_case {
    struct settle_bill bill;
    struct settle_person person;
    struct settle_accounts accounts;
    const struct settle_counters_row *counters_row;     /* NULL: none that year yet */
    struct settle_counters counters;    /* of that row, a running period of the year before too */
    struct party_standing standing;
    int64_t year;
    bool counted_elsewhere;         /* the stay's admission is in another year's counters */
    /* Of a stay in which the status of the epidemic changed, of struct settle_stretch in the order
     * of days; none: the whole bill is as person.cover says. */
    struct list stretches;
};

/* From this day on, until the next stretch, what is charged is settled under this cover. */
struct settle_stretch {
    struct date from;
    struct text status;             /* "confirmed", "suspected", "observed"; absent: none */
    struct settle_cover cover;
};
bool settle_case_of(const struct request *request, const struct settle_facts *facts,
                    struct decision *decision, struct settle_case *ret_case);

/* settle_decide for a case: as the engine wants the counters; of a stay of several stretches one
 * after the other (settle_stretch.c), and the settlement is their sum. */
enum settle_outcome settle_decide_case(const struct request *request,
                                       const struct settle_case *made, struct trail *trail,
                                       struct settlement *ret_settlement);
/* Decides and records all but the bill, which the caller does. False: refused. */
bool settle_decide_bill(const struct request *request, const struct settle_facts *facts,
                        struct decision *decision, struct visit_bill_row *ret_bill);
void settle_decide_desk(const struct request *request, const void *facts,
                        struct decision *decision);
/* Costs by the day of charge, each under the cover of its stretch; the deductible in the first. */
enum settle_outcome settle_decide_stretches(const struct book *book,
                                            const struct settle_case *made,
                                            const struct settle_counters *counters,
                                            struct trail *trail,
                                            struct settlement *ret_settlement);
/* What a case of a stay has beside: its days, and what earlier settlements of it took. */
void settle_stay_days(const struct request *request, const struct settle_facts *facts,
                      struct settle_bill *bill);
void settle_stay_before(const struct settle_facts *facts, struct settle_case *made,
                        struct arena *arena);

/* ---- undoing: 2208 ---- */

struct settle_undo_input {
    int64_t settlement, visit, person;
};
struct settle_undo_facts {
    const struct visit_row *visit;
    const struct settlement_row *settlement;
    const struct visit_bill_row *bill;
    const struct list *counters;
    const struct fund_personal *personal;
    const struct list *settlements;     /* all of the person's */
    const struct list *carried;
    struct party_person_facts person;
    struct fund_family_taken family;
    const struct visit_stay_row *stay;  /* of a stay */
    const struct list *lines;           /* of a purchase: undone with it */
    const struct settle_invoice_row *invoice;   /* NULL: it had none */
};
bool settle_gather_undo(struct gather *gather, const struct request *request, void *facts);
void settle_decide_undo(const struct request *request, const void *facts,
                        struct decision *decision);

/* What goes with it: the stay is open again for charges; a purchase is gone, lines and visit. */
void settle_undo_stay(const struct settle_undo_facts *facts, struct decision *decision);
void settle_undo_purchase(const struct request *request, const struct settle_undo_facts *facts,
                          struct decision *decision, struct visit_bill_row *bill);
/* The one bill of a purchase (2102). */
#define SETTLE_PURCHASE_BILL TEXT("purchase")

/* ---- deciding again, in order of care date (settle_again.c) ---- */

#define SETTLE_AGAIN_JOB "settle.again"
/* Whether something that stands comes after this settlement in order of care. */
bool settle_has_later(const struct list *settlements, const struct settlement_row *than);
/* The running period of special care as the settlements of the year that stand make it, all but
 * `without`, with `instead` (NULL: nothing) in its place, and what came over from another number
 * (`carried`; NULL: nothing). */
void settle_recount_special(struct settle_counters *counters, const struct list *settlements,
                            const struct list *carried, const struct settlement_row *without,
                            const struct settle_counters *instead, struct arena *arena);

/* ---- writing down (settle_record.c), shared by all ways to settle ---- */

/* The counters' row with `change` in it, at the version read. `day` moves last_day on. */
void settle_record_counters(struct decision *decision, const struct settle_counters_row *before,
                            const struct settlement_row *row,
                            const struct settle_counters *after);
void settle_record_account(struct decision *decision, const struct fund_personal *before,
                           int64_t person, struct money change);
/* What a settlement took, gave back or changed: onto the personal account, or on to the number that
 * is kept, for the outcome's list `hands`. */
struct settle_moved {
    const struct party_person *person;          /* NULL: nothing is known of him */
    const struct settlement_row *row;
    const struct settle_counters_row *counters; /* before; NULL: none that year */
    struct settle_counters used;                /* after */
};
struct list settle_hand_on(struct decision *decision, const struct settle_moved *moved,
                           const struct fund_personal *account, struct money amount);
/* Transfers of a settlement's amounts, or of differences (negative ones turn round). */
void settle_post(struct decision *decision, const struct settlement_row *row,
                 int64_t pooling_area, const char *about);
/* A new row for what was decided; its number is minted. */
struct settlement_row settle_row_of(const struct request *request,
                                    const struct settle_facts *facts,
                                    const struct settle_case *made,
                                    const struct settlement *settled);
/* Refuses for what the engine could not decide: what is missing, and what was found of it. */
void settle_refuse_outcome(struct decision *decision, const struct settlement *settled,
                           struct text other);
/* Beside a settlement of a patient treated first: for the weekly figures. */
struct settle_epidemic_row {
    int64_t bucket, person, settlement;
    struct text status;         /* "none": decided again, it is no such patient's */
    int64_t place;              /* of treatment */
    struct date day;            /* settled on */
    bool outside;               /* the hospital's budget */
    /* Of the settlement, what days without a status came to: no patient's cost. */
    struct money ordinary_total, ordinary_assistance, ordinary_own;
    int64_t version;
};
struct settle_epidemic_key { int64_t bucket, person, settlement; };
extern const struct query settle_epidemic_of;
/* `before`: what stands beside it; NULL: nothing. */
void settle_record_epidemic(struct decision *decision, const struct settlement_row *row,
                            const struct settle_case *made, const struct settlement *settled,
                            const struct settle_epidemic_row *before);
/* Amounts of a settlement into a row. */
void settle_row_amounts(struct settlement_row *row, const struct settlement *settled,
                        const struct settle_counters *before, struct arena *arena);

#endif
