/* settle_room.h: the room's rows, for the programs and for rooms below. */
#ifndef ROOMS_SETTLE_SETTLE_ROOM_H
#define ROOMS_SETTLE_SETTLE_ROOM_H

#include "core/room.h"
#include "rooms/settle/settle_answer.h"

extern const struct room settle_room;
extern const struct action settle_credit_month_action;
extern const struct action settle_outpatient_action, settle_price_action, settle_undo_action;
#define SETTLE_TRANSACTIONS 18
extern const struct transaction settle_transactions[];

/* Counters against the settlements that stand, and settlements against their transfers. */
enum store_answer settle_verify(struct store *store, struct verify_report *report);
/* Settlements against the journal: none that nobody decided, none told that is not there. */
enum store_answer settle_verify_journal(struct store *store, struct verify_report *report);
/* What settlements held would have come to (core/impact.h). */
enum store_answer settle_impact(struct store *store, struct impact *impact);
/* Once: invoices of before their numbers were folded (settle_fold.c). */
extern const struct action settle_fold_action;
extern const struct query settle_invoices_after;
extern const struct query settle_decisions_in_bucket, settle_any_row, settle_any_decision;

#endif
