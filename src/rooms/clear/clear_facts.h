/* clear_facts.h: money to institutions (拨付与清算): what a month is worth to one that is paid
 * ahead, its monthly statements, and the orders to pay, as rooms below may read them. All rows of
 * an institution lie in its bucket. */
#ifndef ROOMS_CLEAR_CLEAR_FACTS_H
#define ROOMS_CLEAR_CLEAR_FACTS_H

#include "core/store.h"

/* How an institution is paid, and what a month of the fund is worth to it. */
struct clear_budget {
    int64_t bucket, institution, budget;
    int64_t place;              /* of the institution */
    struct text paid_by;        /* "global-budget" "case" "service" "bed-day" */
    struct money monthly;
    struct date valid_from, valid_until;    /* until absent: open */
    int64_t set_by;
    struct moment set_at;
    struct text reason;
    int64_t version;
};

/* A month of an institution under one insurance: as the settlements on record make it, as its paper
 * says, and as it was verified. A settlement counts with what it came to when it was made; what
 * deciding it again changed counts in the month of that day, and so does its being taken back: the
 * statements together are what the books say of FUND_INSTITUTION, and a month that is over stays.
 *
 *     counting -> ready -> cleared; the paper comes before or after money was paid ahead on it */
struct clear_statement {
    int64_t bucket, institution, statement;
    int64_t month;              /* yyyymm */
    struct text insurance;      /* "310" */
    int64_t place;
    struct text state;
    int64_t settlements;        /* made in that month, less those taken back in it */
    struct money amount;        /* what the month adds to what is owed to the institution */
    int64_t changes;            /* settlements of any month that were decided again in it */
    struct money changed;       /* of the amount, by those */
    struct money outside;       /* of the amount, of patients whose cost no budget counts */
    struct money budget;        /* what the month was worth under a global budget; 0: none */
    int64_t job;                /* that counts it, or did */
    struct moment counted_at;
    struct money paper_amount;  /* of the statement as it was handed in */
    int64_t paper_settlements;
    struct text paper_channel, paper_reference;
    int64_t received_by;
    struct moment received_at;  /* absent: the paper is owed */
    struct text owed_under, owed_clauses;   /* the measure that lets it come later */
    struct money verified;
    struct money difference;    /* verified less on record: booked both ways */
    struct money paid_ahead;    /* orders of the month that were offset */
    struct money carried;       /* paid ahead beyond what was verified: the institution owes it */
    struct text reason;
    int64_t cleared_by;
    struct moment cleared_at;
    int64_t version;
};

/* One order an institution, month and kind.
 *
 *     proposed -> approved (by another person) -> paid -> offset (by a clearing)
 *     proposed -> dropped */
struct clear_order {
    int64_t bucket, institution, order_id;
    int64_t place;
    struct text kind;           /* of a measure; "advance" on a statement, "balance", "claw-back" */
    int64_t month;              /* the money is for */
    struct text insurance;
    struct money amount;        /* below 0: taken back */
    struct text ledger;         /* "together", "apart" */
    struct text only_for;       /* "supplier-payables" */
    struct text rests_on;       /* "<notice>#<id>", or the source of the ordinary rule */
    struct text clauses;
    struct date due;            /* from this day on; absent: none is named */
    int64_t of_order;           /* of a claw-back */
    int64_t statement;
    struct text reason;
    struct text state;
    int64_t proposed_by;
    struct moment proposed_at;
    int64_t approved_by;
    struct moment approved_at;
    int64_t paid_by;
    struct moment paid_at;
    struct date paid_on;        /* the bank's day */
    struct text reference;
    int64_t version;
};

extern const struct shape clear_budget_shape, clear_statement_shape, clear_order_shape;
extern const struct table clear_budget_table, clear_statement_table, clear_order_table;

struct clear_institution_key { int64_t bucket, institution; };
struct clear_order_key { int64_t bucket, order_id; };
struct clear_statement_key { int64_t bucket, statement; };
extern const struct query clear_budgets_of, clear_statements_of, clear_orders_of;
extern const struct query clear_order_by_id, clear_statement_by_id;

/* An invoice of a supplier, paid or to be paid of money that was paid ahead for that alone. */
struct clear_use {
    int64_t bucket, institution, use_id, order_id;
    struct text supplier, invoice;
    struct money amount;
    struct date pay_by;         /* as supplier and institution agreed */
    struct date paid_on;        /* absent: not yet */
    int64_t stated_by;
    struct moment stated_at;
    int64_t version;
};
extern const struct shape clear_use_shape;
extern const struct table clear_use_table;
extern const struct query clear_uses_of;        /* an institution */
extern const struct query clear_orders_earmarked;

/* A payment the bank has made, by its number there: each stands for one order. */
struct clear_reference {
    int64_t bucket;             /* of the name's hash */
    int64_t place;              /* the pooling area whose account it left */
    struct text reference;
    int64_t institution, order_id;
};
extern const struct shape clear_reference_shape;
extern const struct table clear_reference_table;
struct clear_reference_key { int64_t bucket, place; struct text reference; };
extern const struct query clear_reference_by_name;

/* A page of orders of a stretch of places, newest first. */
struct clear_orders_key { int64_t place, place_until; struct text state; int64_t before; };
#define CLEAR_ORDERS_PAGE 200
extern const struct query clear_orders_page;
/* Institutions of a stretch of places that have a budget on a day, by number. */
struct clear_budgets_key { int64_t place, place_until; struct date day; int64_t after; };
#define CLEAR_BUDGETS_PAGE 100
extern const struct query clear_budgets_page;
/* Statements of a stretch of places, newest first; month and state as far as they are named. */
struct clear_statements_key {
    int64_t place, place_until, month;
    struct text state;
    int64_t before;
};
#define CLEAR_STATEMENTS_PAGE 200
extern const struct query clear_statements_page;

#endif
