/* visit_facts.h: acts of care as rooms below may read them: visits and stays, diagnoses, bills and
 * their lines. Ids are minted in the person's bucket, so a visit's id alone finds its rows. */
#ifndef ROOMS_VISIT_VISIT_FACTS_H
#define ROOMS_VISIT_VISIT_FACTS_H

#include "base/limits.h"
#include "core/action.h"

/* The one bill of a stay; outpatient bills carry the hospital's batch number (chrg_bchno). */
#define VISIT_STAY_BILL TEXT("stay")
/* "all unsettled lines" in 2205 and 2302 */
#define VISIT_ALL_LINES TEXT("0000")

struct visit_row {
    int64_t bucket;
    int64_t visit;
    int64_t person;
    int64_t institution;        /* 0: written down from papers, see visit_claimed_row */
    int64_t division;           /* where the institution stands */
    struct text insurance;      /* insutype the visit goes on: "310" */
    int64_t place;              /* of enrolment on the day it began */
    struct text med_type;       /* absent until described (2203) */
    struct text number;         /* the hospital's own: ipt_otp_no, ipt_no */
    struct moment begin_at, end_at;     /* end absent: still there */
    struct text certificate_kind;
    struct text department, department_name, specialty;
    struct text doctor, doctor_name;
    struct text disease;        /* special, chronic or per-disease code */
    struct text condition;
    struct text bed;
    bool inpatient;
    struct text outcome;        /* dscg_way */
    struct text state;          /* "open", "discharged", "cancelled" */
    int64_t version;
};

/* What a stay has beside its visit: one row, made at admission. Contact persons are the hospital's
 * business and are not kept. */
struct visit_stay_row {
    int64_t bucket, visit;
    struct text record_no;          /* medrcdno */
    struct text admitted_for;       /* adm_diag_dscr */
    struct text main_code, main_name;   /* dscg_maindiag_code, …_name */
    struct text procedure_code, procedure_name;
    struct text maternity, family_planning;     /* matn_type, birctrl_type */
    struct text late_birth, premature, complications;   /* "0", "1", or not said */
    int64_t weeks, pregnancies, fetuses;    /* geso_val, fetts, fetus_cnt; 0: not said */
    struct date born_on;            /* birctrl_matn_date */
    struct text end_department, end_department_name, end_bed;
    struct date died;
    bool finally_settled;           /* a settlement that is not interim stands */
    int64_t version;
};

struct visit_diagnosis_row {
    int64_t bucket, visit;
    struct text kind;           /* diag_type */
    int64_t number;
    bool main;
    struct text code, name;
    struct text department, doctor, doctor_name;
    struct moment at;
    bool valid;
    int64_t version;
};

struct visit_bill_row {
    int64_t bucket, visit;
    struct text bill;
    struct text disease;
    int64_t line_count;         /* positions given, voided lines included */
    struct money amount, full_own, over_limit, pay_first, in_scope;     /* of live lines */
    int64_t settled_lines;      /* positions up to this one are settled */
    int64_t settlement;         /* the last that took lines of it; 0: none stands */
    int64_t version;
};

struct visit_line_row {
    int64_t bucket, visit;
    struct text bill, serial;
    int64_t position;
    struct text item, own_item;
    struct moment at;
    struct money amount;
    struct quantity quantity;
    struct price price;
    struct text charge_level;   /* "01" 甲 "02" 乙 "03" self-paid */
    struct text charge_type;
    struct price price_limit;   /* 0: none */
    struct share pay_first_share;
    bool restricted;
    int64_t approval;           /* hosp_appr_flag */
    struct money full_own, over_limit, pay_first, in_scope;
    int64_t days;               /* supply of medicine; 0: not said */
    struct text department, doctor;
    struct text returns;        /* serial of the line it takes back, or absent */
    struct text state;          /* "live", "voided" */
    int64_t version;
};

/* Care that was paid for and is claimed by hand: the visit's own institution is 0, so that no
 * hospital's list and no statement of one has it, and what counts of the hospital stands here as it
 * was when the papers were entered. */
struct visit_claimed_row {
    int64_t bucket, visit, person;
    int64_t claim;
    int64_t cause;              /* the case the claim came with; 0: none */
    int64_t institution;        /* as registered; 0: known by its name alone */
    struct text institution_name;
    int64_t tier;               /* as party_institution */
    bool community, district_owned, chinese_medicine, fever_clinic;
    bool emergency;             /* counts as filed where the place says so */
    /* In scope by the catalogue of the place of treatment, as if it had been settled there. */
    struct money in_scope_there;
    struct text invoice;
    int64_t version;
};
extern const struct shape visit_claimed_shape;
extern const struct table visit_claimed_table;
extern const struct query visit_claimed_of;         /* of a visit (struct visit_key) */
/* All of a claim: visits, papers, bills and live lines, each by visit. */
struct visit_claim_key { int64_t bucket, claim; };
extern const struct query visit_papers_of_claim, visits_of_claim, visit_bills_of_claim,
    visit_lines_of_claim, visit_stays_of_claim;
/* The same by the case a claim came with, for who knows no claim yet. */
extern const struct query visit_papers_of_cause, visits_of_cause, visit_bills_of_cause,
    visit_lines_of_cause, visit_stays_of_cause;

extern const struct shape visit_row_shape, visit_diagnosis_shape, visit_bill_shape,
    visit_line_shape;
extern const struct table visit_table, visit_diagnosis_table, visit_bill_table,
    visit_line_table;
extern const struct shape visit_stay_shape;
extern const struct table visit_stay_table;
/* Rows of visit_diagnosis_row, too: what a patient leaves with, apart from what he came with. */
extern const struct table visit_discharge_diagnosis_table;

struct visit_key { int64_t bucket, visit; };
struct visit_bill_key { int64_t bucket, visit; struct text bill; };
struct visit_line_key { int64_t bucket, visit; struct text bill, serial; };
struct visit_of_person_key { int64_t bucket, person; };

extern const struct query visit_by_id;
extern const struct query visit_diagnoses_of;
extern const struct query visit_bill_by_key;
extern const struct query visit_bills_of;
extern const struct query visit_lines_of_bill;      /* live or voided: see visit_lines_live */
extern const struct query visit_line_by_key;        /* live or voided */
extern const struct query visit_lines_of_visit;     /* live ones */
extern const struct query visits_of_person;         /* newest first */
/* Of a person: what lasted at some time of [from, until), newest first; a page of ten. */
struct visit_on_day_key { int64_t bucket, person; struct moment from, until; };
extern const struct query visits_on_day;
extern const struct query visit_stay_of;
extern const struct query visit_discharge_diagnoses_of;
/* Live lines of a bill that take back others. */
extern const struct query visit_returns_of_bill;
/* A person's stays at an institution that are open. */
struct visit_at_key { int64_t bucket, person, institution; };
extern const struct query visit_open_stays_at;
/* The latest visit of a person at an institution that was not cancelled. */
extern const struct query visit_latest_at;

struct visit_key visit_key_of(int64_t visit);
/* Of the lines of a bill the live ones, by position; NULL for NULL. */
const struct list *visit_lines_live(const struct list *lines, struct arena *arena);
bool visit_is_open(const struct visit_row *visit);
/* Whether it began within a year: an institution may ask what concerns its patients. NULL: no. */
bool visit_was_lately(const struct visit_row *visit, struct moment now);
/* Whether a department of that name, there and on that day, is a fever clinic: by the value
 * "visit.departments". */
struct visit_department {
    int64_t division;
    struct text name;
    struct date day;
};
bool visit_at_fever_clinic(const struct book *book, const struct visit_department *at);
/* Likewise one where patients are seen over the internet. */
bool visit_over_internet(const struct book *book, const struct visit_department *at);
/* What happened at an institution to a person is seen by both, and by who has a mandate of his. */
bool visit_may_see(const struct actor *actor, int64_t institution, int64_t person);

/* ---- prescriptions beyond the ordinary days (visit_supply.h) ---- */

/* In place of a bill: what was said of a medicine (its code in `serial`) before lines came. */
#define VISIT_ORDERS TEXT("*")

struct visit_confirmation_row {
    int64_t bucket, visit;
    struct text bill, serial;
    int64_t days;               /* of the line it is about; another number: of an earlier line */
    int64_t at_most;            /* what the measure allows without a word; 0: it names no number */
    struct text wanted;         /* "nothing", "reason", "confirmation" */
    struct text state;          /* "passed" (nothing wanted), "waiting", "given" */
    struct text basis;          /* clause ids of the measure: "BJ4-07d BJ4-07e" */
    struct moment asked_at;
    struct text physician, physician_name, reason;
    struct moment given_at;
    int64_t given_by;           /* account */
    int64_t version;
};
extern const struct shape visit_confirmation_shape;
extern const struct table visit_confirmation_table;
extern const struct query visit_confirmations_of;       /* of a visit (struct visit_key) */

/* Whether confirmations must be gathered: a line of the visit is beyond the ordinary days. */
bool visit_supply_is_long(const struct book *book, const struct visit_row *visit,
                          const struct list *lines);
/* The serial of the first line still waiting for its physician or reason; absent: none. `lines`
 * are rows of one bill, `after` the positions settled already. */
struct text visit_supply_waiting(const struct list *lines, int64_t after,
                                 const struct list *confirmations);

#endif
