/* visit.h: deciding acts of care: who may be taken in, what may be charged, what may be undone.
 *
 * Pure functions of facts and input; see the refusals for what each forbids. */
#ifndef ROOMS_VISIT_VISIT_H
#define ROOMS_VISIT_VISIT_H

#include "rooms/agreement/agreement_facts.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/visit/visit_facts.h"

/* Gravest first: the first that holds is the one given. */
enum visit_refusal {
    VISIT_REFUSED_NO_PERSON,            /* psn_no unknown */
    VISIT_REFUSED_NO_INSTITUTION,
    VISIT_REFUSED_NO_AGREEMENT,         /* none, ended, rescinded or suspended on that day */
    VISIT_REFUSED_OTHER_CERTIFICATE,    /* the certificate shown is not this person's */
    VISIT_REFUSED_NOT_ENROLLED,         /* not in that insurance that day */
    VISIT_REFUSED_IN_FUTURE,            /* a stay or purchase of a day to come */
    VISIT_REFUSED_STAY_OPEN,            /* in this hospital already */
    VISIT_REFUSED_NO_FEVER_CLINIC,      /* BJ4-08c: not filed with the health authority */
    VISIT_REFUSED_NO_VISIT,             /* unknown, or another person's or institution's */
    VISIT_REFUSED_NOT_A_STAY,           /* an outpatient visit */
    VISIT_REFUSED_IS_A_STAY,            /* a stay, asked for as an outpatient visit */
    VISIT_REFUSED_CLOSED,               /* cancelled or discharged */
    VISIT_REFUSED_NOT_DISCHARGED,
    VISIT_REFUSED_FINALLY_SETTLED,      /* the settlement that closes the stay stands */
    VISIT_REFUSED_HAS_SETTLEMENT,       /* undo the settlement first */
    VISIT_REFUSED_HAS_LINES,            /* undo the charges first */
    VISIT_REFUSED_SEVERAL_VISITS,       /* lines of more than one visit in one message */
    VISIT_REFUSED_BILL_SETTLED,         /* lines cannot join or leave a settled bill */
    VISIT_REFUSED_LINE_EXISTS,          /* serial used in this visit */
    VISIT_REFUSED_LINE_TWICE,           /* serial twice in this message */
    VISIT_REFUSED_LINE_DAY,             /* charged before the visit began, after it, or to come */
    VISIT_REFUSED_UNKNOWN_ITEM,         /* no such code in the catalogue */
    VISIT_REFUSED_WRONG_AMOUNT,         /* amount is not price × quantity */
    VISIT_REFUSED_WRONG_RETURN,         /* returns more than, or something else than, was charged */
    VISIT_REFUSED_HAS_RETURNS,          /* a line that takes this one back still stands */
    VISIT_REFUSED_DISEASES_DIFFER,      /* one bill, one disease code */
    VISIT_REFUSED_NO_LINES,
    VISIT_REFUSED_BEFORE_BEGIN,         /* discharged before admitted */
    VISIT_REFUSED_TOO_MANY,             /* a query's range holds more than one answer may */
    VISIT_REFUSED_NOT_YOUR_PATIENT,     /* asked about somebody who was not here */
    VISIT_REFUSALS
};
const char *visit_refusal_key(enum visit_refusal refusal);
void visit_refuse(struct decision *decision, enum visit_refusal refusal, const char *field);

/* ---- taking in: 2201, 2401 ---- */

struct visit_register_input {
    int64_t person;
    struct text insurance;
    struct moment begin_at;
    struct text certificate_kind, certificate_number;
    struct text number;
    struct text doctor, doctor_name;
    struct text department, department_name, specialty;
    /* of an admission */
    struct text med_type, disease, condition, bed;
    bool epidemic;              /* found out, not said: a diagnosis of the epidemic */
};
struct visit_register_facts {
    struct party_person_facts person;
    const struct party_institution *institution;
    const struct list *agreements;
    struct party_number_key certificate;    /* made in the first round: it costs a keyed digest */
    const struct party_person_key *shown;   /* whose certificate it is; NULL: nobody's, or none */
    bool certificate_checked;               /* a number was shown that can be looked up */
};
struct visit_registered {
    int64_t visit, person;
    struct text number;
};
bool visit_gather_register(struct gather *gather, const struct request *request, void *facts);
/* `inpatient` says which of the two it is. */
void visit_decide_register(const struct request *request, const void *facts,
                           struct decision *decision, bool inpatient);
/* The same for other decisions that take somebody in (a stay, a purchase): the row is not recorded
 * yet. False: refused. */
bool visit_arrive(const struct request *request, const struct visit_register_input *input,
                  const struct visit_register_facts *facts, bool inpatient,
                  struct decision *decision, struct visit_row *ret_row);

/* ---- describing: 2203, 2203A ---- */

struct visit_diagnosis_input {
    struct text kind;
    int64_t number;
    struct text code, name;
    struct text department, doctor, doctor_name;
    struct moment at;
    bool main, valid;
};
struct visit_describe_input {
    int64_t visit, person;
    struct text med_type;
    struct moment begin_at;
    struct text condition, disease;
    struct list diagnoses;      /* of visit_diagnosis_input */
};
struct visit_describe_facts {
    const struct visit_row *visit;
    const struct list *diagnoses, *bills;
};

/* ---- charging: 2204, 2301 ---- */

struct visit_line_input {
    struct text serial;
    int64_t visit, person;
    struct text bill;           /* absent: VISIT_STAY_BILL */
    struct text disease;
    struct moment at;
    struct text item, own_item;
    struct money amount;
    struct quantity quantity;
    struct price price;
    struct quantity days;       /* prd_days has decimals on the wire */
    struct text department, doctor;
    int64_t approval;
    struct text returns;        /* init_feedetl_sn of a return line */
};
struct visit_charge_input {
    struct list lines;          /* of visit_line_input */
};
/* What was found for one line; same order as the input. */
struct visit_line_facts {
    const struct visit_line_row *before;    /* with this serial; NULL: new */
    const struct visit_line_row *returned;
    const struct list *returns;             /* of its bill, taken back before; of returns only */
    const struct list *items;               /* catalogue rows of the code */
};
struct visit_supply_facts;
struct visit_charge_facts {
    const struct visit_row *visit;
    bool stays;                             /* charged to a stay (2301) */
    const struct visit_stay_row *stay;
    const struct party_institution *institution;
    const struct list *bills;
    struct visit_line_facts *lines;
    struct visit_supply_facts *supply;      /* visit_supply.h; NULL: nobody to ask */
};
struct visit_line_split {
    struct text serial;
    struct money amount;
    struct quantity quantity;
    struct price price, price_limit;
    struct share pay_first_share;
    struct money full_own, over_limit, pay_first, in_scope;
    struct text charge_level, charge_type;
    bool basic_medicine, negotiated, for_children, special, restricted;
    struct text memo;
};
struct visit_charged {
    struct list lines;          /* of visit_line_split */
};
extern const struct shape visit_split_shape, visit_line_input_shape;

/* Lines as they will stand, in the order of the input, and the bills they change. */
struct visit_bill_change;
struct visit_charge_made {
    struct visit_line_split *splits;
    struct visit_line_row *rows;
    struct visit_bill_change *bills;
    size_t count, bill_count;
};
/* Splits and records all lines, or none: false, and the line at fault is named. Bills are the
 * caller's to record. */
bool visit_charge_lines(const struct request *request, const struct visit_charge_input *input,
                        const struct visit_charge_facts *facts, struct decision *decision,
                        struct visit_charge_made *ret_made);
/* Catalogue rows of each line's code; `lines` has one for each. False while rows are missing. */
bool visit_gather_items(struct gather *gather, const struct visit_charge_input *input,
                        struct visit_line_facts *lines);
/* A bill as one decision changes it: written once, however many lines touch it. */
struct visit_bill_change {
    bool is_new;
    struct visit_bill_row row;
};
void visit_bill_add(struct visit_bill_row *bill, const struct visit_line_row *line, int sign);

/* ---- care written down from the papers of a manual claim (手工报销) ----
 *
 * A line is split by the catalogue of the place of enrolment, not by that of the place of
 * treatment: the latter counts only for what is settled directly. LAW: BJ4-09d */

/* The one bill of such a visit. */
#define VISIT_CLAIMED_BILL TEXT("claim")

/* One line by the catalogue of a place and its limits for a hospital of that tier. `items` are the
 * catalogue rows of its code; without one in force all of it is the person's own. */
void visit_split_line(const struct list *items, int32_t place, int64_t tier,
                      const struct visit_line_input *line, struct visit_line_split *ret_split);
/* The row of a line that is charged; its position is the bill's line_count. */
struct visit_line_row visit_line_row_of(const struct visit_line_input *line,
                                        const struct visit_line_split *split,
                                        const struct visit_bill_row *bill);
/* quantity × price is the amount, within a fen, and none of the three is absurd. */
bool visit_amount_fits(const struct visit_line_input *line);

/* ---- undoing: 2202, 2205, 2302 ---- */

struct visit_cancel_input {
    int64_t visit, person;
    struct text number;
};
struct visit_uncharge_input {
    int64_t visit, person;
    struct text bill;           /* VISIT_ALL_LINES: every unsettled one */
    struct text serial;         /* inpatients: one line, or VISIT_ALL_LINES */
};
struct visit_undo_facts {
    const struct visit_row *visit;
    const struct list *bills;
    const struct list *lines;
};
struct visit_done {
    int64_t visit;
};

/* The visit exists, is this person's and this institution's, and is open. False: refused. */
bool visit_check_open(const struct request *request, const struct visit_row *visit,
                      int64_t person, struct decision *decision);
/* The day of its beginning picked the rules of what was charged and settled: it no longer moves.
 * False: refused. */
bool visit_may_begin(const struct request *request, const struct visit_row *visit,
                     const struct list *bills, struct moment begin, struct decision *decision);
/* The bill of that name among rows; NULL: none yet. */
const struct visit_bill_row *visit_bill_in(const struct list *bills, struct text name);

/* Called from rooms below inside a decision of their own. */
extern const struct action visit_admit_action, visit_cancel_action;
extern const struct shape visit_registered_shape;   /* the outcome of an admission */

#endif
