/* contribute_facts.h: is a person entitled on a day, and why not?
 *
 * Entitlement is never stored: it follows from the spell, from arrears of the unit or the person,
 * and from a waiting time after a gap. Without a measure arrears stop settlement at the desk after
 * a grace time that is a value of the place; a measure that keeps the right (keep) overrides it. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_FACTS_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_FACTS_H

#include "core/measure.h"
#include "core/rules.h"
#include "core/store.h"
#include "rooms/party/party_facts.h"

/* Money owed for months, by a unit or by a person who pays alone. */
struct contribute_arrears {
    int64_t bucket;             /* the owner's */
    int64_t owner;              /* unit or person */
    int64_t arrears;
    struct text insurance;      /* "310" */
    struct date due;            /* last day of the collection period */
    struct money amount;
    struct date paid;           /* absent: still owed */
    int64_t month;              /* the money is for; 0: not said */
    struct date applied;        /* for deferral that was granted, under that measure */
    struct text deferred_under;
    int64_t version;
};
extern const struct shape contribute_arrears_shape;
extern const struct table contribute_arrears_table;

/* What a unit, or a person who pays alone, owes for a month (费款所属期): the facts of it and what
 * was paid. Rate, due day and fee follow from the book (contribute_bills.h). */
struct contribute_bill {
    int64_t bucket, owner, bill;
    int64_t month;              /* yyyymm */
    struct text insurance;      /* "310" */
    /* "ordinary"; "made-up": of people registered late; "assessed": nothing was declared yet */
    struct text kind;
    int64_t place;
    struct text unit_kind, industry;    /* as on the day of declaring */
    int64_t people;
    struct money base;          /* the sum of what counts of the bases */
    struct money own, fixed;    /* withheld from people: shares, and fixed amounts */
    struct money assessed;      /* the sum of an assessed month, kept when it is declared */
    struct date declared;
    struct date applied;        /* for deferral; absent: none was granted */
    struct text deferred_under; /* "<notice>#<id>" */
    struct text reason;         /* why it is late, as the unit said: "epidemic" */
    int64_t deferral;           /* the case */
    struct money paid_employer, paid_fee;   /* less what was given back */
    struct money paid_own;      /* shares and fixed amounts */
    struct money refunded, offset;  /* given back of the employer's part */
    struct date paid;           /* the day all of it was there; absent: not yet */
    int64_t version;
};
extern const struct shape contribute_bill_shape;
extern const struct table contribute_bill_table;

/* A person's part of a bill: his record of that month. */
struct contribute_line {
    int64_t bucket, owner, bill, person;    /* the owner's bucket */
    int64_t month;
    struct text insurance;
    struct money base, counted; /* declared, and between floor and ceiling */
    struct money own, fixed;
    struct money credited;      /* to the personal account */
    struct date credited_on;    /* absent: not yet */
    int64_t version;
};
extern const struct shape contribute_line_shape;
extern const struct table contribute_line_table;

struct contribute_line_key { int64_t bucket, owner, person; };
extern const struct query contribute_lines_of_person;   /* at one owner */
extern const struct query contribute_bills_of_person;   /* those of an owner with a line of his */
struct contribute_bill_key { int64_t bucket, owner, bill; };
extern const struct query contribute_bill_by_id;
/* yyyymm of "2020-02"; 0: it is none. */
int32_t contribute_month_read(struct text text);
/* Bills of an owner, all insurances and months, oldest first. Of a unit they may be too many: each
 * month made up for one person is one. */
extern const struct query contribute_bills_of;
/* Those of them that were not made up for people one by one: some a month. */
extern const struct query contribute_whole_months_of;

/* A time without benefits after late enrolment or a gap. */
struct contribute_waiting {
    int64_t bucket;
    int64_t person;
    int64_t waiting;
    struct text insurance;
    struct date valid_from, valid_until;
    int64_t version;
};
extern const struct shape contribute_waiting_shape;
extern const struct table contribute_waiting_table;

struct contribute_owner_key { int64_t bucket, owner; };
extern const struct shape contribute_owner_key_shape;
struct contribute_person_key { int64_t bucket, person; };
extern const struct query contribute_arrears_of;
extern const struct query contribute_waitings_of;

/* ---- a person's record: lines at each owner of his spells, and their bills ---- */

#define CONTRIBUTE_OWNERS_MOST 24
struct contribute_record {
    size_t count;
    const struct list *bills[CONTRIBUTE_OWNERS_MOST], *lines[CONTRIBUTE_OWNERS_MOST];
};
/* After the rows of the person; false while rows are missing. One round. */
bool contribute_gather_record(struct gather *gather, const struct party_person_facts *person,
                              struct contribute_record *ret_record);
const struct contribute_bill *contribute_bill_of_line(const struct list *bills, int64_t bill);
/* Does the place let the personal account wait until the month has been paid? */
bool contribute_crediting_waits(const struct book *book, const struct contribute_bill *bill);
/* Months of that insurance that were paid for, each once. */
int64_t contribute_paid_months(const struct contribute_record *record, struct text insurance);

/* "contribute.gap": how long an interruption may be made up, and what a longer one costs. */
struct contribute_gap_rule {
    int64_t made_up_months;     /* up to so many are made up without a gap in rights */
    int64_t waiting_months;     /* of a longer one */
};
extern const struct rule_kind contribute_gap_kind;
int contribute_months_between(int64_t from, int64_t to);
/* A waiting time into the change set; its number. */
int64_t contribute_record_waiting(struct decision *decision, int64_t person,
                                  struct text insurance, struct date from, struct date until);

enum contribute_reason {
    CONTRIBUTE_NOT_ENROLLED,
    CONTRIBUTE_PAUSED,
    CONTRIBUTE_WAITING,         /* until `until` */
    CONTRIBUTE_ARREARS,         /* costs are claimed by hand once it is paid */
    CONTRIBUTE_ENTITLED,
};

struct contribute_rules {
    int32_t grace_days;         /* from the due day on, of the place; 0: none */
    bool kept;                  /* a measure keeps the right in spite of arrears */
    struct date kept_from;      /* of those that fell due from this day on; absent: of all */
    const struct measure *kept_by;
    /* For the last day of rows that name their month: put off by a notice, or on application. */
    const struct book *book;
    struct events events;
    struct arena *arena;
    int32_t place;
    struct text insurance;
    bool alone;
};

/* Of the standing's place, insurance and kind on that day; no grace where the book says nothing.
 * A measure `keep: benefits` holds against a unit's or one's own arrears, as it says, while one of
 * the extensions it names still runs: until its day, or until its event has come. It keeps against
 * what fell due in the months those extensions name, else from the month of the notice on: an older
 * debt is none of theirs. */
struct contribute_rules contribute_rules_of(const struct book *book, struct events events,
                                            const struct party_standing *standing,
                                            struct date day, struct arena *arena);
/* "contribute.arrears": the grace before arrears close the desk. */
extern const struct rule_kind contribute_arrears_kind;

struct contribute_entitlement {
    enum contribute_reason reason;
    struct date since;          /* arrears: first day without; waiting: its first day */
    struct date until;          /* waiting: its last day; absent when not known */
    struct money owed;
};

/* Pure. Lists may be NULL. `arrears` hold the unit's rows for an employee with a unit, else the
 * person's own. */
struct contribute_entitlement contribute_entitled_on(const struct party_standing *standing,
                                                     const struct list *arrears,
                                                     const struct list *waitings,
                                                     struct contribute_rules rules,
                                                     struct date day);
/* Arrears and waitings of a standing; false while rows are missing. One round, after the one of
 * party_gather_person. */
bool contribute_gather(struct gather *gather, const struct party_standing *standing,
                       const struct list **ret_arrears, const struct list **ret_waitings);

/* Whether the unit is there and the actor may act for it; refused otherwise. */
bool contribute_acts_for(const struct party_unit *unit, struct decision *decision);

/* ---- what was taken too much goes back (contribute_back.c) ---- */

/* One time that it did. */
struct contribute_back {
    int64_t bucket, owner, back;
    int64_t bill;
    struct text way;            /* "refund" "offset" */
    struct money amount, fee;   /* of which so much is late fee */
    int64_t cause;              /* the case; 0: none */
    struct moment made_at;
    struct date undone;         /* absent: it stands */
    int64_t version;
};
extern const struct shape contribute_back_shape;
extern const struct table contribute_back_table;
struct contribute_back_key { int64_t bucket, owner, back; };
extern const struct query contribute_back_by_id, contribute_bill_given_back;

struct contribute_back_asked {
    int64_t unit, cause;        /* the case; 0: none */
    int64_t bill;               /* 0: the first of the month */
    struct text month, way;     /* way absent: as the place or the notice says */
    struct money amount;        /* > 0: what is applied for; all of it goes back, or nothing */
};
struct contribute_back_facts {
    const struct party_unit *unit;
    const struct list *bills;
    const struct contribute_account *account;
    struct events events;
};
struct contribute_given_back {
    int64_t back;               /* its row, and the cause of its transfers */
    const struct contribute_bill *bill; /* as it was before */
    struct text way;            /* "refund" "offset" */
    struct money amount, credit;        /* given back; what later months have then */
};
/* False while rows are missing. */
bool contribute_gather_back(struct gather *gather, const struct contribute_back_asked *asked,
                            struct contribute_back_facts *found);
/* An offset is the unit's credit; a refund lies on FUND_CLAIMANT of the unit, and who calls owes it
 * a payment. Collected = kept + refunded + credit, before and after. False: refused. */
bool contribute_give_back(struct decision *decision, const struct contribute_back_asked *asked,
                          const struct contribute_back_facts *found,
                          struct contribute_given_back *ret_given);

struct contribute_undo_facts {
    struct contribute_back_facts of;
    const struct contribute_back *back; /* NULL: there is none */
};
/* False while rows are missing. One round. */
bool contribute_gather_undo(struct gather *gather, int64_t unit, int64_t back,
                            struct contribute_undo_facts *found);
/* As if it had not been given back: the month was paid too much again. An offset that later months
 * have used is refused; of a refund the caller sees to its payment first. False: refused. */
bool contribute_undo_back(struct decision *decision, int64_t unit,
                          const struct contribute_undo_facts *found,
                          struct contribute_given_back *ret_undone);

#endif
