/* fund_family.h: the family account (共济): an insured person lets a spouse, parent or child use
 * money of his personal account.
 *
 *     fund.offer-family      giver's bucket    a hold; what is held cannot be spent
 *       > fund.take-offer    taker's bucket    an offer
 *     a settlement           taker's bucket    uses of the offer
 *       > fund.follow-offer  giver's bucket    the hold is posted, or given back
 *     fund.withdraw-family   giver's bucket    the hold waits
 *       > fund.close-offer   taker's bucket    the offer is closed, also one that comes later
 *       > fund.follow-offer  giver's bucket    what was not used is free again
 *
 * Each `>` is a reaction: an action of its own in one bucket, done once for its journal row. A kill
 * in between only delays. */
#ifndef ROOMS_FUND_FUND_FAMILY_H
#define ROOMS_FUND_FUND_FAMILY_H

#include "core/room.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party_facts.h"

/* Open offers a taker may have: all of them are facts of a settlement. */
#define FUND_OFFERS_MAX 16

extern const struct action fund_offer_family_action;
extern const struct action fund_take_offer_action;
extern const struct action fund_withdraw_family_action;
extern const struct action fund_close_offer_action;
extern const struct action fund_follow_offer_action;
extern const struct action fund_family_action;

/* ---- one's own account (fund_account.c) ---- */

struct fund_account_input { int64_t person; };
struct fund_account_facts { const struct fund_personal *personal; };     /* NULL: none yet */
struct fund_account_told {
    struct money balance;
    struct money held;          /* of it, promised to the family */
    struct money spendable;
};
extern const struct action fund_account_action;
/* What moved on it in a year (fund_movements.c). */
extern const struct action fund_movements_action;
/* What is of the person: a resident for himself and whose records he was let to see; others as of
 * any person. */
bool fund_may_see(const struct actor *actor, const struct party_person_facts *facts,
                  int64_t person);
extern const struct query fund_transfers_of_person;

#define FUND_REACTIONS 12
extern const struct reaction fund_reactions[FUND_REACTIONS];

/* Gravest first. */
enum fund_family_refusal {
    FUND_FAMILY_NO_GIVER,           /* unknown, or not yours to act for */
    FUND_FAMILY_NO_TAKER,
    FUND_FAMILY_SAME_PERSON,
    FUND_FAMILY_NOT_ALLOWED,        /* the rule of the giver's place allows no family use today */
    FUND_FAMILY_NO_ACCOUNT,         /* the giver is not enrolled as an employee */
    FUND_FAMILY_TAKER_NOT_ENROLLED, /* the taker has no basic insurance */
    FUND_FAMILY_NOT_POSITIVE,
    FUND_FAMILY_NOT_RELATED,        /* neither spouse nor parent nor child */
    FUND_FAMILY_NO_MANDATE,         /* somebody acts for the giver without a paper */
    FUND_FAMILY_TOO_MANY,
    FUND_FAMILY_NOT_ENOUGH,
    FUND_FAMILY_NO_OFFER,           /* to withdraw: unknown */
    FUND_FAMILY_WITHDRAWN,          /* withdrawn already */
    FUND_FAMILY_REFUSALS
};
const char *fund_family_refusal_key(enum fund_family_refusal refusal);

struct fund_offer_input {
    int64_t giver, taker;
    struct money amount;
    struct text relation, mandate;
};
struct fund_offer_facts {
    struct party_person_facts giver, taker;
    const struct fund_personal *personal;
    const struct list *offers;      /* open ones of the taker */
};
struct fund_offered {
    int64_t hold, giver, taker;
    struct money amount, free;      /* free: what the giver may still spend */
    struct date day;
};
extern const struct shape fund_offered_shape;

/* What a reaction carries into the taker's bucket. */
struct fund_carried {
    int64_t hold, giver, taker;
    struct money amount;
    struct date day;
};
struct fund_carried_facts {
    const struct fund_offer *offer;     /* NULL: not there yet */
    const struct list *offers;          /* open ones of the taker */
};

struct fund_withdraw_input {
    int64_t giver, hold;
    struct text mandate;
};
struct fund_withdraw_facts {
    struct party_person_facts giver;
    const struct fund_hold *hold;
};

/* Outcome of everything that ends in follow-offer, and its input. */
struct fund_family_told {
    struct list family;             /* of struct fund_standing */
};
extern const struct shape fund_family_told_shape;
struct fund_follow_facts {
    const struct fund_hold *hold;
    const struct fund_personal *personal;
};
struct fund_followed {
    int64_t hold;
    struct money moved;             /* from the giver to the taker; negative: back */
    struct list family;             /* those not followed yet */
};
extern const struct shape fund_followed_shape;

/* Of a hold, what cannot be spent otherwise. */
struct money fund_hold_left(const struct fund_hold *hold);
/* Pure: hold and account after an offer's standing; false: an older one, nothing changes. */
bool fund_follow(const struct fund_hold *hold, const struct fund_personal *personal,
                 const struct fund_standing *standing, struct fund_hold *ret_hold,
                 struct fund_personal *ret_personal, struct money *ret_moved);
struct fund_standing fund_standing_of(const struct fund_offer *offer, int64_t number);

/* ---- rows (fund_family_store.c) ---- */

struct fund_offer_key { int64_t bucket, taker, offer; };
struct fund_family_sum { int64_t taker, offer; struct money amount; };
struct fund_hold_side { int64_t person, owner; struct money debits, credits; };
extern const struct shape fund_family_sum_shape, fund_hold_side_shape;
extern const struct query fund_offer_by_id;
extern const struct query fund_offers_taken;        /* newest first; a taker's own to see */
extern const struct query fund_holds_in_bucket;     /* by giver and hold */
extern const struct query fund_offers_in_bucket;
extern const struct query fund_uses_in_bucket;      /* sums by taker and offer */
extern const struct query fund_hold_sides_of;

/* What is on hold, offered, used and posted agrees in all buckets. Says nothing of what reactions
 * have not followed yet only when they have caught up: run it on a store at rest. */
enum store_answer fund_family_verify(struct store *store, struct verify_report *report);

#endif
