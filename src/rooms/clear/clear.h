/* clear.h: room clear (拨付与清算): institutions paid ahead as measures and the ordinary rule say,
 * paid from the system's own figures while their papers are owed, and all of it cleared.
 *
 * Who works an order out does not approve it. Money is booked once the bank says that it left. An
 * amount paid ahead stands on an account of the institution (FUND_PREPAID, or FUND_PREPAID_APART)
 * until a clearing offsets it against what settlements owe: then that account is zero again.
 * LAW: BJ4-04a BJ4-04b BJ4-04c BJ4-04d BJ4-04e JX4-2.3a JX4-2.3b JX4-2.3c JX4-2.3d JX4-2.3g
 * LAW: SX9-2.3b LY22-L3g LY22-L3l LY22-A3b */
#ifndef ROOMS_CLEAR_CLEAR_H
#define ROOMS_CLEAR_CLEAR_H

#include "core/measure.h"
#include "core/room.h"
#include "core/task.h"
#include "rooms/clear/clear_facts.h"

extern const struct room clear_room;
extern const struct action clear_set_budget_action, clear_propose_action,
    clear_propose_all_action, clear_approve_action, clear_drop_action, clear_paid_action,
    clear_claw_back_action, clear_orders_action, clear_show_action, clear_count_action,
    clear_count_page_action, clear_receive_action, clear_advance_action, clear_settle_up_action,
    clear_lines_action, clear_statements_action, clear_state_use_action, clear_uses_action,
    clear_planned_action, clear_ageing_action;

/* What a month of an institution is made of, in the order in which it came: settlements and what
 * took them back; then what deciding one again changed. A page each. */
struct clear_made_key {
    int64_t institution;
    struct moment after;
    int64_t after_settlement;
    struct moment until;
};
struct clear_made {
    int64_t settlement;         /* of a change: the one that was decided again */
    int64_t number;             /* of the row: what a page goes on from */
    struct moment at;
    struct date day;            /* of care */
    struct text insurance, asker_key;
    struct text state;          /* of the settlement; "changed" */
    struct money owed;          /* when it was made; of a change: more, or less */
    int64_t outside;            /* above 0: no budget counts it */
};
#define CLEAR_COUNT_PAGE 300
extern const struct query clear_settlements_made, clear_changes_made;

/* ---- orders (clear_order.c) ---- */

struct clear_budget_input {
    int64_t institution;
    struct text paid_by;
    struct money monthly;
    struct date from;
    struct text reason;
};
struct clear_propose_input {
    int64_t institution;
    struct text kind, month;    /* "ordinary", "2020-03" */
    struct text insurance;      /* absent: "310" */
    struct money amount;        /* of one that is worth what was approved */
    struct text reason;
};
struct clear_all_input {
    int64_t place;              /* 0: the asker's own */
    struct text kind, month;
    int64_t after;              /* to go on from */
};
struct clear_order_input {
    int64_t order_id;
    int64_t version;
    struct text reason;
};
struct clear_paid_input {
    int64_t order_id;
    struct date day;
    struct text reference;
};
/* An institution with all that the room keeps of it. */
struct clear_about {
    int64_t asked;
    const struct party_institution *institution;
    const struct list *budgets, *statements, *orders, *agreements;
};
struct clear_order_facts {
    struct clear_about about;
    const struct clear_order *order;
    const struct clear_reference *reference;    /* of the payment; NULL: new */
    const struct clear_statement *statement;
    const struct list *lines;           /* a page of what it is made of */
    const struct query *query;
    const struct job_row *job;          /* that counts the month already */
    struct events events;
    const struct list *page;            /* of budgets, orders, or statements */
    const struct party_institution **named;     /* of each row of a page that is shown */
    struct clear_about *abouts;         /* of each budget of the page */
};
struct clear_ordered {
    int64_t order_id, institution;
    struct text state, clauses, rests_on;
    struct money amount;
    struct date due;
};
struct clear_all_made {
    int64_t orders, passed_over, after;     /* after 0: that was all */
    struct money total;
};

bool clear_gather_about(struct gather *gather, int64_t institution, struct clear_about *about);
int32_t clear_month_read(struct text text);     /* "2020-03" -> 202003; 0: no month */
struct date clear_month_day(int64_t month);     /* its first day */
/* What a month is worth on that day; NULL: nothing is set. */
const struct clear_budget *clear_budget_on(const struct list *budgets, struct date day);
int64_t clear_next_month(int64_t month);
void clear_told(const struct clear_order *order, struct decision *decision);
void clear_post(struct decision *decision, const struct clear_order *order, struct date day);
/* The order of that month, kind and insurance that was not dropped, or NULL. */
const struct clear_order *clear_order_of(const struct list *orders, int64_t month,
                                         struct text kind, struct text insurance);
/* Paid on a statement, not ahead. */
bool clear_is_owed(const struct clear_order *order);
/* The statement of that month and insurance, or NULL. */
const struct clear_statement *clear_statement_of(const struct list *statements, int64_t month,
                                                 struct text insurance);
/* An order that nobody has worked out yet. */
struct clear_order clear_order_begun(const struct request *request,
                                     const struct clear_about *about, struct text kind,
                                     int64_t month, struct text insurance);
/* Day, amount and clauses of an order by the measure in force, else the ordinary rule of the place;
 * false: neither says anything. Whether it was made before, or is too early, is not asked. */
bool clear_rule_says(const struct request *request, const struct clear_about *about,
                     struct events events, struct money approved, struct clear_order *order,
                     struct decision *decision);
struct text clear_measure_name(const struct measure *measure, struct arena *arena);

void clear_decide_budget(const struct request *request, const void *facts,
                         struct decision *decision);
bool clear_gather_propose(struct gather *gather, const struct request *request, void *facts);
void clear_decide_propose(const struct request *request, const void *facts,
                          struct decision *decision);
bool clear_gather_all(struct gather *gather, const struct request *request, void *facts);
void clear_decide_all(const struct request *request, const void *facts,
                      struct decision *decision);
bool clear_gather_order(struct gather *gather, const struct request *request, void *facts);
bool clear_gather_paid(struct gather *gather, const struct request *request, void *facts);
/* False: refused: no such order of the asker's, or not in that state. */
bool clear_may_change(const struct request *request, const struct clear_order_facts *found,
                      const char *state, struct decision *decision);
void clear_decide_approve(const struct request *request, const void *facts,
                          struct decision *decision);
void clear_decide_drop(const struct request *request, const void *facts,
                       struct decision *decision);
void clear_decide_paid(const struct request *request, const void *facts,
                       struct decision *decision);
void clear_decide_claw_back(const struct request *request, const void *facts,
                            struct decision *decision);

/* ---- statements (clear_statement.c; counting: clear_count.c) ---- */

struct clear_count_input {
    int64_t institution;
    struct text month, insurance;
};
struct clear_receive_input {
    int64_t statement;
    struct money amount;
    int64_t settlements;
    struct text channel, reference;
};
struct clear_statement_input {
    int64_t statement;
    int64_t version;
    struct money verified;
    struct text reason;
};
struct clear_counted {
    int64_t statement, settlements;
    struct text state;
    struct money amount;
    int64_t changes;
    struct money changed;
    /* Of the amount, what no budget counts; the month's budget, 0: none; the rest of the amount,
     * which is set against it. */
    struct money outside, budget, within;
    /* Of the paper, less what is on record. */
    struct money difference;
    int64_t difference_settlements;
    struct money verified, paid_ahead, carried, balance;
    int64_t order_id;           /* of the balance */
};
struct clear_count_facts {
    const struct job_row *job;
    const struct clear_statement *row;
    const struct query *query;
    const struct list *made;
};

void clear_told_statement(const struct clear_statement *row, struct decision *decision);
/* Where a page of a statement goes on, and what it then finds; a line's share of the sums. */
bool clear_cursor_read(struct text cursor, const struct clear_statement *row,
                       const struct query **ret_query, struct clear_made_key *ret_key);
/* Absent: there is nothing more. */
struct text clear_cursor_after(const struct query *query, const struct clear_statement *row,
                               const struct list *made, struct arena *arena);
/* How often it counts as a settlement: 0 of a change, -1 of one taken back. False: not at all. */
bool clear_counts(const struct clear_made *made, const struct clear_statement *row,
                  int *ret_settlements);

bool clear_gather_count(struct gather *gather, const struct request *request, void *facts);
void clear_decide_count(const struct request *request, const void *facts,
                        struct decision *decision);
bool clear_gather_page(struct gather *gather, const struct request *request, void *facts);
void clear_decide_page(const struct request *request, const void *facts,
                       struct decision *decision);
bool clear_gather_statement(struct gather *gather, const struct request *request, void *facts);
void clear_decide_receive(const struct request *request, const void *facts,
                          struct decision *decision);
void clear_decide_advance(const struct request *request, const void *facts,
                          struct decision *decision);
void clear_decide_settle_up(const struct request *request, const void *facts,
                            struct decision *decision);

/* ---- verify (clear_verify.c) ---- */

enum store_answer clear_verify(struct store *store, struct verify_report *report);
extern const struct query clear_sums_ordered;
extern const struct query clear_sums_made, clear_sums_changed_since, clear_sums_changed,
    clear_statements_in_bucket, clear_ahead_in_bucket;

/* ---- lists (clear_lists.c) ---- */

/* An order as lists show it: how long it has waited for the bank, and whether that is too long. */
struct clear_order_told {
    struct clear_order order;
    struct text name;           /* of the institution */
    int64_t waited;             /* working days from its approval until it was paid, or now */
    struct date pay_by;         /* as a measure wants it; absent: none does */
    bool late;
};
/* What a statement is made of: kind "made", "taken-back", "changed". */
struct clear_line {
    int64_t settlement;
    struct moment at;
    struct date day;
    struct text kind, asker_key;
    struct money owed;
    bool outside;
};
/* Of one institution: what was paid ahead, what of it is offset, what is left. */
struct clear_shown {
    struct list orders, statements, budgets;
    struct money prepaid, prepaid_apart, used, left;
};

/* ---- use of what was paid ahead for one thing only (clear_use.c) ---- */

struct clear_order_use {
    int64_t order_id, institution;
    struct text name, only_for;
    struct money amount, used, left;
    struct money unpaid, overdue;       /* of invoices stated; past the day agreed */
    int64_t invoices, overdue_invoices;
    struct text clauses;        /* that have it watched who keeps suppliers waiting */
};

/* ---- what was to be paid, and when it was (clear_watch.c) ---- */

/* What an institution is to have ahead for a month, and what of it has left. */
struct clear_planned {
    int64_t institution;
    struct text name, state;    /* of the order; absent: nobody has worked one out */
    struct date due;
    struct money amount, paid;
    struct money lacking;       /* once its day has come */
    struct text clauses;        /* by which it is paid, or of the ordinary rule */
    struct text rests_on;
};
/* A page of a place, and what the fund of its whole pooling area has: by the books, less what was
 * paid ahead there and is not offset, less what is ordered there and has not left. Who sees only a
 * part of the area is told both of the place he asked for. */
struct clear_planned_answer {
    struct list rows;
    struct money amount, paid, lacking, pool, ahead, waiting, left;
    bool pool_shown;            /* else nothing is said of pool and left */
    bool short_of_funds;
    struct text watched_by;     /* the clauses that have a shortfall told; absent: none */
    int64_t after;
};
/* A statement whose paper is there, and how long the institution waited for its money. */
struct clear_aged {
    int64_t statement, institution;
    struct text name, insurance;
    int64_t month;
    struct date received, paid_on;      /* absent: not all of it yet */
    struct money amount, open;
    int64_t waited;             /* working days */
    struct date pay_by;
    bool late;
    struct text clauses;
};
struct clear_ageing_answer {
    struct list statements;
    /* Not paid: how many wait up to 10, up to 20, up to 30 working days, and longer. */
    int64_t up_to_10, up_to_20, up_to_30, longer;
    int64_t late;
    struct money open, overdue;
    int64_t before;
};

#endif
