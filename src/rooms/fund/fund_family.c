/* fund_family.c: the pure part of the family account: see fund_family.h and fund_facts.h. */

#include "rooms/fund/fund_family.h"

#include "base/check.h"

static const char *const refusal_keys[] = {
    [FUND_FAMILY_NO_GIVER] = "fund.refused.family-no-giver",
    [FUND_FAMILY_NO_TAKER] = "fund.refused.family-no-taker",
    [FUND_FAMILY_SAME_PERSON] = "fund.refused.family-same-person",
    [FUND_FAMILY_NOT_ALLOWED] = "fund.refused.family-not-allowed",
    [FUND_FAMILY_NO_ACCOUNT] = "fund.refused.family-no-account",
    [FUND_FAMILY_TAKER_NOT_ENROLLED] = "fund.refused.family-taker-not-enrolled",
    [FUND_FAMILY_NOT_POSITIVE] = "fund.refused.not-positive",
    [FUND_FAMILY_NOT_RELATED] = "fund.refused.family-not-related",
    [FUND_FAMILY_NO_MANDATE] = "fund.refused.family-no-mandate",
    [FUND_FAMILY_TOO_MANY] = "fund.refused.family-too-many",
    [FUND_FAMILY_NOT_ENOUGH] = "fund.refused.family-not-enough",
    [FUND_FAMILY_NO_OFFER] = "fund.refused.family-no-offer",
    [FUND_FAMILY_WITHDRAWN] = "fund.refused.family-withdrawn",
};
_Static_assert(COUNT_OF(refusal_keys) == FUND_FAMILY_REFUSALS, "a sentence for every refusal");

const char *fund_family_refusal_key(enum fund_family_refusal refusal)
{
    CHECK(refusal < FUND_FAMILY_REFUSALS);
    return refusal_keys[refusal];
}

/* ---- the taker's side: offers and what settlements use of them ---- */

static struct money offer_rest(const struct fund_offer *offer)
{
    return money_minus(offer->amount, offer->used);
}

struct money fund_family_offered(const struct list *offers)
{
    struct money sum = MONEY_NONE;
    const struct fund_offer *rows = offers == NULL ? NULL : offers->items;
    for (size_t i = 0; offers != NULL && i < offers->count; i++)
        sum = money_plus(sum, offer_rest(&rows[i]));
    return sum;
}

struct fund_standing fund_standing_of(const struct fund_offer *offer, int64_t number)
{
    return (struct fund_standing){
        .giver = offer->giver, .taker = offer->taker, .hold = offer->offer,
        .used = offer->used, .closed = text_is(offer->state, "closed"), .number = number,
    };
}

/* The offer with `change` more used, written; the store makes it one version more. */
static struct fund_standing offer_change(struct decision *decision,
                                         const struct fund_offer *before, struct money change)
{
    struct fund_offer after = *before;
    after.used = money_plus(after.used, change);
    CHECK(after.used.fen >= 0 && after.used.fen <= after.amount.fen);
    decision_replace(decision, &fund_offer_table, &after);
    return fund_standing_of(&after, before->version + 1);
}

struct list fund_family_take(struct decision *decision, const struct list *offers,
                             int64_t settlement, struct money amount)
{
    if (amount.fen == 0)
        return (struct list){ 0 };
    CHECK(amount.fen > 0 && offers != NULL);
    const struct fund_offer *rows = offers->items;
    struct fund_standing *told =
        ARENA_ARRAY(decision->request->arena, struct fund_standing, offers->count);
    size_t count = 0;
    for (size_t i = 0; i < offers->count && amount.fen > 0; i++) {
        struct money taken = money_least(amount, offer_rest(&rows[i]));
        if (taken.fen == 0)
            continue;
        const struct fund_use use = {
            .bucket = rows[i].bucket, .taker = rows[i].taker, .settlement = settlement,
            .offer = rows[i].offer, .amount = taken, .version = 1,
        };
        decision_insert(decision, &fund_use_table, &use);
        told[count++] = offer_change(decision, &rows[i], taken);
        amount = money_minus(amount, taken);
    }
    CHECK(amount.fen == 0);     /* settle_decide was given what is offered */
    return (struct list){ told, count };
}

bool fund_family_gather_taken(struct gather *gather, int64_t taker, int64_t settlement,
                              struct fund_family_taken *ret_taken)
{
    const struct fund_settlement_key key = {
        .bucket = id_bucket(taker), .taker = taker, .settlement = settlement,
    };
    ret_taken->uses = gather_want(gather, &fund_uses_of_settlement, &key);
    ret_taken->offers = gather_want(gather, &fund_offers_of_settlement, &key);
    return ret_taken->uses != NULL && ret_taken->offers != NULL;
}

struct list fund_family_give_back(struct decision *decision,
                                  const struct fund_family_taken *taken, struct money amount)
{
    if (amount.fen == 0)
        return (struct list){ 0 };
    CHECK(amount.fen > 0 && taken->uses != NULL && taken->offers != NULL);
    CHECK(taken->uses->count == taken->offers->count);
    const struct fund_use *uses = taken->uses->items;
    const struct fund_offer *offers = taken->offers->items;
    struct fund_standing *told =
        ARENA_ARRAY(decision->request->arena, struct fund_standing, taken->uses->count);
    size_t count = 0;
    for (size_t i = taken->uses->count; i-- > 0 && amount.fen > 0; ) {
        CHECK(uses[i].offer == offers[i].offer);
        struct money back = money_least(amount, uses[i].amount);
        if (back.fen == 0)
            continue;
        struct fund_use after = uses[i];
        after.amount = money_minus(after.amount, back);
        decision_replace(decision, &fund_use_table, &after);
        told[count++] = offer_change(decision, &offers[i], money_negated(back));
        amount = money_minus(amount, back);
    }
    CHECK(amount.fen == 0);
    return (struct list){ told, count };
}

/* ---- the giver's side: the hold follows ---- */

static bool is_settled(const struct fund_hold *hold)
{
    return text_is(hold->state, "posted") || text_is(hold->state, "voided");
}

struct money fund_hold_left(const struct fund_hold *hold)
{
    return is_settled(hold) ? MONEY_NONE : money_minus(hold->amount, hold->posted);
}

bool fund_follow(const struct fund_hold *hold, const struct fund_personal *personal,
                 const struct fund_standing *standing, struct fund_hold *ret_hold,
                 struct fund_personal *ret_personal, struct money *ret_moved)
{
    if (standing->number <= hold->followed)
        return false;
    struct fund_hold after = *hold;
    struct fund_personal account = *personal;
    struct money moved = money_minus(standing->used, hold->posted);
    after.posted = standing->used;
    after.followed = standing->number;
    if (standing->closed)
        after.state = standing->used.fen > 0 ? TEXT("posted") : TEXT("voided");
    account.balance = money_minus(account.balance, moved);
    account.held = money_plus(account.held,
                              money_minus(fund_hold_left(&after), fund_hold_left(hold)));
    CHECK(after.posted.fen >= 0 && after.posted.fen <= after.amount.fen);
    CHECK(account.held.fen >= 0 && account.balance.fen >= account.held.fen);
    *ret_hold = after;
    *ret_personal = account;
    *ret_moved = moved;
    return true;
}
