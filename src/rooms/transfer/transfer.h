/* transfer.h: transfer and continuation (关系转移接续): who moves takes years and balance along.
 *
 * One row a transfer: applied for, let out by the place left, taken in by the new one. Money leaves
 * the personal account when the place lets it out and stands on the way (FUND_ON_THE_WAY) until
 * the other takes it in, to the fen. Either place may lie outside this system: then the sheet of
 * the other side is typed in, or what is let out leaves. How long each step may take is a value. */
#ifndef ROOMS_TRANSFER_TRANSFER_H
#define ROOMS_TRANSFER_TRANSFER_H

#include "core/room.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/fund/fund_facts.h"

extern const struct room transfer_room;
extern const struct action transfer_apply_action, transfer_let_out_action,
    transfer_take_in_action, transfer_cancel_action, transfer_progress_action,
    transfer_waiting_action;

struct transfer_row {
    int64_t bucket, person, transfer;
    struct text state;          /* "applied" "out" "in" "cancelled" */
    struct text insurance;      /* "310" */
    int64_t from_place, to_place;
    bool from_outside, to_outside;  /* the other side is not of this system */
    struct moment applied_at, out_at, in_at;
    int64_t months;             /* paid, as the sheet says */
    struct money balance;       /* on the way, and then taken in */
    struct date insured_until;  /* at the place left */
    int64_t gap_months;         /* between the two; known when it is taken in */
    struct date waiting_until;  /* of a gap that is too long */
    int64_t cause;              /* the case; 0: none */
    int64_t version;
};
extern const struct shape transfer_row_shape;
extern const struct table transfer_table;
extern const struct query transfers_of;         /* a person */
extern const struct query transfers_waiting;    /* for an office, to be let out or taken in */

/* "transfer.limits": in working days; one for all (the flow of before 2021-11), or each step its
 * own. */
struct transfer_limits {
    struct text flow;           /* "whole", "steps" */
    int64_t whole_days, out_days, in_days;
    struct text sheet;          /* what the old flow carried: 参保凭证、联系函、信息表 */
};
extern const struct rule_kind transfer_limits_kind;

/* The last days of the two steps; of the second only once the first is done, except of the whole
 * flow. Pure. */
struct transfer_times {
    bool known;
    const struct transfer_limits *limits;
    const struct rule *rule;
    struct date out_due, in_due;
};
struct transfer_times transfer_times_of(const struct book *book, const struct transfer_row *row);

/* Whole months between the last day at the one place and the first at the other. */
int transfer_gap_months(struct date until, struct date from);

enum store_answer transfer_verify(struct store *store, struct verify_report *report);
extern const struct query transfer_sums;

#endif
