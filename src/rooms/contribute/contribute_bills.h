/* contribute_bills.h: the month table of a unit, its lines, and the money that came in; rows, and
 * what follows from them by today's book. For the files of this room and for programs. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_BILLS_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_BILLS_H

#include "rooms/contribute/contribute_rates.h"
#include "rooms/fund/fund_facts.h"

/* The base of a person at a unit, from a month on. */
struct contribute_base {
    int64_t bucket, owner, person;      /* the owner's bucket */
    struct text insurance;
    int64_t from_month;         /* yyyymm */
    struct money base;
    struct date declared;
    int64_t version;
};
extern const struct shape contribute_base_row_shape;
extern const struct table contribute_base_table;

/* Money that came in for a bill, or without one. */
struct contribute_payment {
    int64_t bucket, owner, payment;
    int64_t bill;               /* 0: for none; it is kept for later months */
    struct date day;
    struct money amount;        /* that came */
    struct money used;          /* of the unit's credit, besides */
    struct money employer, own, fee;    /* what it was booked for */
    struct text by;             /* "agency", "tax" */
    struct text reference;      /* of the bank or the tax bureau */
    int64_t month;              /* as it was said to be for; 0: for none that is known */
    struct text insurance;      /* likewise */
};
extern const struct shape contribute_payment_shape;
extern const struct table contribute_payment_table;

/* What a unit has given that is for no month yet. */
struct contribute_account {
    int64_t bucket, owner;
    struct money credit;        /* >= 0 */
    int64_t version;
};
extern const struct shape contribute_account_shape;
extern const struct table contribute_account_table;

/* Months for which a unit may pay later, granted on its application. */
struct contribute_deferral_row {
    int64_t bucket, owner, deferral;
    struct text insurance;
    int64_t from_month, until_month;
    struct date applied;
    struct text deferred_under; /* "<notice>#<id>" */
    struct text notice;         /* of it */
    struct text industry, difficulty;
    struct money amount;        /* as the unit expected it */
    int64_t cause;              /* the case; 0: none */
};
extern const struct shape contribute_deferral_shape;
extern const struct table contribute_deferral_table;

struct contribute_base_at_key {
    int64_t bucket, owner, person;
    struct text insurance;
    int64_t from_month;
};
extern const struct query contribute_base_at;
/* Over the one of that month, or as the first. */
void contribute_record_base(struct decision *decision, const struct contribute_base *before,
                            struct contribute_base row);
extern const struct query contribute_deferrals_of;      /* an owner */

/* A place and all below it, of a month: a page by owner and bill. */
#define CONTRIBUTE_BILLS_A_PAGE 700
struct contribute_place_key {
    int64_t month, from_place, until_place, after_owner, after_bill;
};
extern const struct query contribute_bills_at;
/* `after`: what the page before said; absent: the first one. */
struct contribute_place_key contribute_place_key_of(struct text month, int64_t place,
                                                    struct text after);
/* Where the next page goes on; absent: that was all. */
struct text contribute_place_after(const struct list *bills, struct arena *arena);
/* Whether a list of a place and month is refused: another's place, or no month. */
bool contribute_place_refused(const struct request *request, int64_t place, struct text month,
                              struct decision *decision);

struct contribute_month_key {
    int64_t bucket, owner, month;
    struct text insurance;
};
extern const struct shape contribute_month_key_shape;
struct contribute_reference_key {
    int64_t bucket, owner;
    struct text reference;
};
extern const struct query contribute_declared_of_month; /* of an owner and insurance */
extern const struct query contribute_assessed_of_month;
extern const struct query contribute_bases_of_person;   /* at one owner, by month */
/* Of an owner, from month to month, made up ones among them. */
struct contribute_span_key { int64_t bucket, owner, from_month, until_month; };
extern const struct query contribute_bills_in;
/* Those of them that nothing was paid for and that were not put off, the oldest first. */
extern const struct query contribute_bills_open;
/* The oldest of the month that is not paid, of that insurance or of any. */
extern const struct query contribute_bill_unpaid;
extern const struct query contribute_bills_paid;        /* of which something came in */
extern const struct query contribute_payments_by_reference;    /* an owner's, of one reference */
extern const struct query contribute_account_of;

/* ---- who works at a unit, a page at a time (contribute_roster.c) ---- */

/* A spell that may make a month one that is paid for, by person: see contribute_spell_counts. */
struct contribute_worker {
    int64_t person;
    struct text insurance, kind, status;
    struct date paused_from, paused_until, valid_from, valid_until;
    struct money base;          /* by the month; zero: none was declared */
    bool gone;                  /* the number went into another, under which he is paid for */
    bool lined;                 /* a line of the month is there, of him or of his former number */
};
/* As many spells as a step of the lane takes (docs/performance.md, "Large units"). A unit with
 * fewer declares at once. */
#define CONTRIBUTE_WORKERS_A_STEP 500
extern const struct query contribute_roster;
/* The page after that person; false while it is missing. */
bool contribute_gather_workers(struct gather *gather, int64_t unit, struct text insurance,
                               int64_t month, int64_t after, const struct list **ret_workers);
/* The last person who is in it with all his spells, which are `ret_count` rows; 0: that was all. */
int64_t contribute_workers_end(const struct list *workers, size_t *ret_count);

/* ---- what a bill comes to now; pure ---- */

struct contribute_reckoned {
    enum rule_answer answer;    /* FOUND; else nothing below holds */
    struct contribute_rated rated;
    struct contribute_time time;
    bool timed;
    struct money full;          /* the employer's part at the original rate */
    struct money employer;      /* and what is due of it */
    struct money total;         /* employer, withheld, fixed */
    struct contribute_fee fee;  /* so far, or as it was paid */
    struct money open;          /* still to pay, the fee included */
    struct money excess;        /* taken too much: of the employer's part, and of the fee on it */
    struct money excess_fee;    /* the part of it that is fee */
};
bool contribute_pays_alone(struct text unit_kind);
struct contribute_payer contribute_payer_of(const struct contribute_bill *bill);
struct contribute_reckoned contribute_reckon(const struct book *book, struct events events,
                                             const struct contribute_bill *bill,
                                             struct moment now, struct arena *arena);
/* "short" (paid in part), "paid", "deferred", "open", "grace", "arrears". */
const char *contribute_bill_state(const struct contribute_bill *bill,
                                  const struct contribute_reckoned *reckoned);
/* The same as known on a day, the rates alone. */
struct contribute_rated contribute_rated_of(const struct book *book, struct events events,
                                            const struct contribute_bill *bill,
                                            struct date today, struct date known,
                                            struct arena *arena);

/* Who collects that month, by the rules: "agency", "tax"; absent: they do not say. */
struct text contribute_collector_of(const struct book *book, const struct contribute_bill *bill);

/* How what was taken too much goes back: "refund", "offset", or absent where nobody has chosen
 * yet; `free` tells whether the unit may choose. */
struct text contribute_way_of(const struct book *book, const struct contribute_bill *bill,
                              const struct measure_collected *collected, struct text chosen,
                              bool *ret_free);

/* May the actor see and act for the unit? Its own operators; staff of the place; the house. */
bool contribute_may_act(const struct actor *actor, int64_t owner, int64_t place);

/* The fund that pays for the people of a bill takes what is paid for them. */
struct fund_account contribute_pool_of(const struct book *book,
                                       const struct contribute_bill *bill);
/* What is left to an owner for later months, >= 0, into the change set; `before`: NULL, or the row
 * that is there. */
void contribute_record_credit(struct decision *decision, int64_t owner,
                              const struct contribute_account *before, struct money credit);

/* ---- making a bill ---- */

struct contribute_declared {
    int64_t bill, unit;
    struct text state;          /* "declared"; "declaring": a run is on its way, in parts */
    int64_t run;                /* of which: contribute.declarations tells how far it is */
    struct text month;
    int64_t people;
    struct money base, employer, own, fixed, total;
    struct date due;
};
extern const struct shape contribute_declared_shape;

struct text contribute_insurance_or_basic(struct text insurance);
/* Does a spell make its person's month one that is paid for? */
bool contribute_spell_counts(const struct party_spell *spell, struct text insurance,
                             int64_t month);
/* Is it one that still waits for a line of the month? */
bool contribute_worker_counts(const struct contribute_worker *worker, struct text insurance,
                              int64_t month);
bool contribute_works_at(const struct list *spells, int64_t unit, struct text insurance,
                         int64_t month);
/* Put off as was granted for that month. */
void contribute_take_deferral(struct contribute_bill *bill, const struct list *deferrals);
/* One person more on the bill; `line` names the person. */
void contribute_bill_add(struct contribute_bill *bill, struct contribute_line *line,
                         struct money base, const struct contribute_rate *rate,
                         const struct book *book);
/* Bill, lines and what stops settlement, into the change set; the outcome is told, too. */
void contribute_record_bill(struct decision *decision, const struct contribute_bill *bill,
                            const struct contribute_line *lines, size_t count,
                            struct events events);
/* The same for a month that was assessed: the bill that is there becomes the one declared, with
 * what was paid for it; `arrears` are the unit's. */
void contribute_settle_bill(struct decision *decision, const struct contribute_bill *bill,
                            const struct contribute_line *lines, size_t count,
                            const struct list *arrears, struct events events);

/* ---- a month declared in parts (contribute_declaring.c) ---- */

/* More people than a step takes are looked at first, each with his base, and then written; then
 * looked for once more, for who came meanwhile under a lower number. The bill is made with the last
 * of them, and until then nobody sees any of it: not of a bill that was assessed either, which has
 * a sum and no people. It is declared on the day it was asked for. */
struct contribute_run {
    int64_t bucket, run;        /* the job's */
    int64_t owner, bill, month;
    struct text insurance, reason;
    struct text state;          /* "checking" "writing" "closing" "done"; or no bill came: "no-base"
                                 * "nobody" */
    int64_t after;              /* the person it has come to */
    int64_t counted, without_base;      /* people found, and those of them without a base */
    int64_t people;             /* written */
    int64_t left_out;           /* who came meanwhile and has no base: to be made up */
    struct money base, own, fixed;      /* of the written */
    struct moment started_at, finished_at;
    int64_t cause;              /* the case whose approval began it; 0: none */
    int64_t version;
};
extern const struct shape contribute_run_shape;
extern const struct table contribute_run_table;
extern const struct query contribute_run_by_id, contribute_runs_of, contribute_runs_open;
/* The newest of a case that goes on or made the month's bill, wherever it stands. */
struct contribute_run_of_case_key { int64_t bucket, owner, month, cause; };
extern const struct query contribute_run_of_case;
/* A run of the bill's month begins, under the bill's number; the outcome says so. `cause`: the case
 * whose approval this is, or 0. */
void contribute_start_run(struct decision *decision, const struct contribute_bill *bill,
                          int64_t cause);
/* The outcome is what the run came to, or how far it is; nothing changes. */
void contribute_tell_run(struct decision *decision, const struct contribute_run *run);
extern const struct action contribute_declare_step_action, contribute_declarations_action;
/* The bill of a unit's month as it is declared today, nobody on it yet; `assessed`: it keeps the
 * number of one that was set, and what was paid for it. */
struct contribute_bill contribute_bill_to_declare(const struct request *request,
                                                  const struct party_unit *unit, int64_t month,
                                                  struct text insurance, struct text reason,
                                                  int64_t bill, const struct list *deferrals,
                                                  const struct list *assessed);
/* Lines of those who count, each once; how many have no base, who get none. */
size_t contribute_add_workers(const struct request *request,
                              const struct contribute_worker *workers, size_t worker_count,
                              const struct contribute_rate *rate, struct contribute_bill *bill,
                              struct contribute_line *lines, size_t *ret_count);

/* What the rules make of the sum of the last month that was declared; zero: they say nothing. */
struct money contribute_assessed_sum(const struct book *book,
                                     const struct contribute_bill *bill, struct money last);
extern const struct rule_kind contribute_assessment_kind;
extern const struct action contribute_assess_action, contribute_undeclared_action;
/* Keeps what stops settlement: one row a bill. */
struct contribute_arrears contribute_arrears_of_bill(const struct contribute_bill *bill,
                                                     const struct contribute_reckoned *reckoned);

extern const struct action contribute_set_base_action, contribute_declare_action,
    contribute_bill_person_action,
    contribute_make_up_action, contribute_defer_action, contribute_pay_action,
    contribute_taken_action,
    contribute_statement_action, contribute_lines_action,
    contribute_months_action, contribute_reconcile_action, contribute_staff_action,
    contribute_find_staff_action;
/* What a certificate and answers to queries say (contribute_proof.c, contribute_unit_proof.c). */
extern const struct action contribute_certificate_action, contribute_record_action,
    contribute_unit_record_action;

/* What is due of a month as the collector's file has it (contribute_exchange.c). */
extern const struct action contribute_due_file_action;
/* "contribute.exchange": how the collector wants it. */
struct contribute_exchange_column { struct text field, heading; };
struct contribute_exchange_rule {
    struct text separator;      /* "bar", "tab", "comma" */
    struct list columns;
};
extern const struct rule_kind contribute_exchange_kind;

/* ---- what a return about deferrals counts ---- */

struct contribute_deferred_row {
    struct text policy;
    int64_t units, people, deferrals, bills;
    struct money expected;      /* as the units said when they applied */
    struct money amount;        /* of the bills put off */
};
struct contribute_deferred_answer {
    struct date until;
    struct list rows;           /* of contribute_deferred_row */
    int64_t elsewhere;          /* deferrals of the place that belong to no row */
    /* Bills and amounts are those of one page; the last bill of it where there are more: ask on
     * after it and add up. 0: that was all. */
    int64_t next;
};
extern const struct action contribute_deferred_action;
extern const struct query contribute_deferrals_at, contribute_deferred_bills_at,
    contribute_deferred_people_at;
extern const struct query contribute_staff_page, contribute_staff_found,
    contribute_staff_looked, contribute_staff_sums;
/* Pages of a statement, and what an owner's payments and bills come to. */
extern const struct query contribute_bills_from, contribute_bills_back, contribute_owner_money;
extern const struct query contribute_lines_page;        /* the people of a bill */

extern const struct query contribute_bills_after, contribute_sums_differing,
    contribute_owner_sums;
enum store_answer contribute_verify(struct store *store, struct verify_report *report);
enum store_answer contribute_impact(struct store *store, struct impact *impact);

#endif
