/* fund.h: the ledger of the funds (基金账): transfers, personal accounts, holds, sealed sums. */
#ifndef ROOMS_FUND_FUND_H
#define ROOMS_FUND_FUND_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/fund/fund_facts.h"

extern const struct room fund_room;
extern const struct action fund_credit_account_action;
extern const struct action fund_balances_action;
extern const struct action fund_trial_balance_action;
extern const struct action fund_seal_step_action;
extern const struct action fund_start_sealing_action;
extern const struct query fund_sealing_now, fund_sealing_next;
/* After due.watch: a night is set for the ledger, where none is. */
bool fund_ask_seal(const struct request *done, const void *outcome, struct arena *arena,
                   void *ret_input);
extern const struct action fund_person_at_desk_action;

#define FUND_TRANSACTIONS 1
extern const struct transaction fund_transactions[FUND_TRANSACTIONS];

/* What moved on one account: of a day, or in all. */
struct fund_movement {
    struct date day;
    int64_t kind, owner;
    struct money debits, credits;
};
extern const struct shape fund_movement_shape;

/* An institution whose account stands in the ledger, by the place it lies in. */
struct fund_institution { int64_t institution; };
struct fund_place_key { int64_t division, division_until; };
extern const struct query fund_institutions_of_place;   /* by institution */

struct fund_day_key { int64_t bucket; struct date day; };
struct fund_bucket_key { int64_t bucket; };
extern const struct query fund_seal_of;
extern const struct query fund_movements_to_seal;
extern const struct query fund_sealed_sums_of;
extern const struct query fund_side_sums_of;
extern const struct query fund_balances_all;
extern const struct query fund_personal_rows_of;
extern const struct query fund_personal_sums_of;

/* Credits less debits. */
struct money fund_movement_balance(const struct fund_movement *movement);
/* "employee-pool", … ; "other" for a kind we do not name. */
const char *fund_kind_name(int64_t kind);
/* The pool of an insurance ("310", "390"); 0: none. */
int64_t fund_pool_of(struct text insurance_code);

enum store_answer fund_verify(struct store *store, struct verify_report *report);

#endif
