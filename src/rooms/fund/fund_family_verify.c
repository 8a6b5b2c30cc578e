/* fund_family_verify.c: what givers hold, what takers use and what the books say are the same. */

#include "rooms/fund/fund_family.h"

#include "base/check.h"
#include "rooms/fund/fund.h"

enum { HOLDS, PERSONALS, OFFERS, USES, SIDES, LISTS };

static void complain(struct verify_report *report, const char *what, int64_t person, int64_t id)
{
    verify_complain_of(report, what, person, id);
}

/* Both lists go by giver: what an account holds is the sum of what its holds have left. */
static void verify_held(const struct list *lists, struct verify_report *report)
{
    const struct fund_hold *holds = lists[HOLDS].items;
    const struct fund_personal *people = lists[PERSONALS].items;
    size_t at = 0;
    for (size_t i = 0; i < lists[PERSONALS].count; i++) {
        struct money left = MONEY_NONE;
        for (; at < lists[HOLDS].count && holds[at].giver < people[i].person; at++)
            complain(report, "verify.fund.no-account", holds[at].giver, holds[at].hold);
        for (; at < lists[HOLDS].count && holds[at].giver == people[i].person; at++)
            left = money_plus(left, fund_hold_left(&holds[at]));
        report->checked++;
        if (left.fen != people[i].held.fen)
            complain(report, "verify.fund.held", people[i].person, 0);
    }
}

/* Both go by taker and offer: used is what settlements took. */
static void verify_used(const struct list *lists, struct verify_report *report)
{
    const struct fund_offer *offers = lists[OFFERS].items;
    const struct fund_family_sum *uses = lists[USES].items;
    size_t at = 0;
    for (size_t i = 0; i < lists[OFFERS].count; i++) {
        struct money used = MONEY_NONE;
        if (at < lists[USES].count && uses[at].taker == offers[i].taker
            && uses[at].offer == offers[i].offer)
            used = uses[at++].amount;
        report->checked++;
        if (used.fen != offers[i].used.fen || used.fen > offers[i].amount.fen)
            complain(report, "verify.fund.used", offers[i].taker,
                     offers[i].offer);
    }
    if (at != lists[USES].count)
        complain(report, "verify.fund.no-offer", uses[at].taker, uses[at].offer);
}

static struct money posted_to(const struct list *holds, int64_t giver, int64_t taker)
{
    const struct fund_hold *rows = holds->items;
    struct money sum = MONEY_NONE;
    for (size_t i = 0; i < holds->count; i++)
        if (rows[i].giver == giver && rows[i].taker == taker)
            sum = money_plus(sum, rows[i].posted);
    return sum;
}

static struct money used_by(const struct list *uses, int64_t taker)
{
    const struct fund_family_sum *rows = uses->items;
    struct money sum = MONEY_NONE;
    for (size_t i = 0; i < uses->count; i++)
        if (rows[i].taker == taker)
            sum = money_plus(sum, rows[i].amount);
    return sum;
}

/* The books: a taker's bills drew what he used, a giver's account gave what was posted. */
static void verify_books(const struct list *lists, struct verify_report *report)
{
    const struct fund_hold_side *sides = lists[SIDES].items;
    for (size_t i = 0; i < lists[SIDES].count; i++) {
        report->checked++;
        struct money net = money_minus(sides[i].credits, sides[i].debits);
        struct money due = sides[i].person == sides[i].owner
            ? money_negated(used_by(&lists[USES], sides[i].owner))
            : posted_to(&lists[HOLDS], sides[i].person, sides[i].owner);
        if (net.fen != due.fen)
            complain(report, "verify.fund.hold-account", sides[i].person,
                     sides[i].owner);
    }
}

/* Each hold beside its offer in the other bucket. */
static enum store_answer verify_pairs(struct store *store, const struct list *holds,
                                      struct verify_report *report, struct arena *arena)
{
    const struct fund_hold *rows = holds->items;
    for (size_t i = 0; i < holds->count; i++) {
        const struct fund_offer_key key = {
            id_bucket(rows[i].taker), rows[i].taker, rows[i].hold,
        };
        struct want want = { .query = &fund_offer_by_id, .key = &key };
        enum store_answer answer = store->port->read(store, &want, arena);
        if (answer != STORE_DONE)
            return answer;
        const struct fund_offer *offer = want.rows.count == 0 ? NULL : want.rows.items;
        report->checked++;
        if (offer == NULL)
            complain(report, "verify.fund.offer-missing", rows[i].giver, rows[i].hold);
        else if (offer->used.fen != rows[i].posted.fen
                 || offer->amount.fen != rows[i].amount.fen || offer->giver != rows[i].giver)
            complain(report, "verify.fund.posted", rows[i].giver,
                     rows[i].hold);
    }
    return STORE_DONE;
}

enum store_answer fund_family_verify(struct store *store, struct verify_report *report)
{
    static const struct query *const QUERIES[LISTS] = {
        [HOLDS] = &fund_holds_in_bucket, [PERSONALS] = &fund_personal_rows_of,
        [OFFERS] = &fund_offers_in_bucket, [USES] = &fund_uses_in_bucket,
        [SIDES] = &fund_hold_sides_of,
    };
    struct arena arena;
    arena_init(&arena);
    enum store_answer answer = STORE_DONE;
    for (int64_t bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        arena_clear(&arena);
        struct want wants[LISTS] = { 0 };
        struct list lists[LISTS];
        for (size_t i = 0; i < LISTS; i++) {
            wants[i].query = QUERIES[i];
            wants[i].key = &bucket;
            wants[i].next = i + 1 < LISTS ? &wants[i + 1] : NULL;
        }
        answer = store->port->read(store, wants, &arena);
        if (answer != STORE_DONE)
            break;
        for (size_t i = 0; i < LISTS; i++)
            lists[i] = wants[i].rows;
        verify_held(lists, report);
        verify_used(lists, report);
        verify_books(lists, report);
        answer = verify_pairs(store, &lists[HOLDS], report, &arena);
    }
    arena_release(&arena);
    return answer;
}
