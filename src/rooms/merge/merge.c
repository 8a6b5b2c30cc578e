/* merge.c: what speaks against making two numbers one; pure. */

#include "rooms/merge/merge.h"

#include "base/check.h"

static const char *const obstacle_keys[] = {
    [MERGE_NO_PERSON] = "merge.refused.no-person",
    [MERGE_SAME] = "merge.refused.same",
    [MERGE_OVER] = "merge.refused.over",
    [MERGE_CHAIN] = "merge.refused.chain",
    [MERGE_UNDER_WAY] = "merge.refused.under-way",
    [MERGE_UNLIKE] = "merge.refused.unlike",
    [MERGE_TWICE] = "merge.refused.twice",
    [MERGE_STAY] = "merge.refused.stay",
    [MERGE_CLAIM] = "merge.refused.claim",
    [MERGE_FAMILY] = "merge.refused.family",
    [MERGE_TRANSFER] = "merge.refused.transfer",
};
_Static_assert(COUNT_OF(obstacle_keys) == MERGE_OBSTACLES, "a sentence for every obstacle");

const char *merge_obstacle_key(enum merge_obstacle obstacle)
{
    CHECK(obstacle < MERGE_OBSTACLES);
    return obstacle_keys[obstacle];
}

bool merge_gather_side(struct gather *gather, int64_t person, struct merge_side *side)
{
    const struct merge_person_key key = { id_bucket(person), person };
    const struct fund_of_person fund_key = { key.bucket, person };
    const struct filing_of_key filing_key = { key.bucket, person };
    const struct settle_of_person_key counters_key = { key.bucket, person };
    const struct party_of_person party_key = { key.bucket, person };
    const void *row = NULL;
    bool complete = party_gather_person(gather, person, &side->of);
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    side->personal = row;
    side->filings = gather_want(gather, &filings_of, &filing_key);
    side->holds = gather_want(gather, &fund_holds_given, &fund_key);
    side->offers = gather_want(gather, &fund_offers_open, &fund_key);
    side->transfers = gather_want(gather, &transfers_of, &party_key);
    side->stays = gather_want(gather, &merge_open_stays, &key);
    side->claims = gather_want(gather, &merge_open_claims, &key);
    side->counters = gather_want(gather, &settle_counters_of, &counters_key);
    return complete && side->filings != NULL && side->holds != NULL && side->offers != NULL
        && side->transfers != NULL && side->stays != NULL && side->claims != NULL
        && side->counters != NULL;
}

bool merge_goes_on(struct date until, struct date today)
{
    return until.yyyymmdd == 0 || date_compare(until, today) >= 0;
}

static bool family_is_open(const struct merge_side *side)
{
    const struct fund_hold *holds = side->holds->items;
    for (size_t i = 0; i < side->holds->count; i++)
        if (text_is(holds[i].state, "held") || text_is(holds[i].state, "withdrawing"))
            return true;
    return side->offers->count > 0;
}

static bool transfer_is_open(const struct merge_side *side)
{
    const struct transfer_row *rows = side->transfers->items;
    for (size_t i = 0; i < side->transfers->count; i++)
        if (text_is(rows[i].state, "applied") || text_is(rows[i].state, "out"))
            return true;
    return false;
}

enum merge_obstacle merge_open_at(const struct merge_side *side)
{
    if (side->stays->count > 0)
        return MERGE_STAY;
    if (side->claims->count > 0)
        return MERGE_CLAIM;
    if (family_is_open(side) || (side->personal != NULL && side->personal->held.fen > 0))
        return MERGE_FAMILY;
    return transfer_is_open(side) ? MERGE_TRANSFER : MERGE_OBSTACLES;
}

static bool has_taken_in(const struct party_person_facts *person)
{
    int64_t numbers[PARTY_NUMBERS_MOST];
    return party_numbers_of(person, numbers) > 1;
}

static bool insured_twice(const struct merge_facts *facts, struct date today)
{
    const struct list *mine = facts->kept.of.spells, *others = facts->gone.of.spells;
    const struct party_spell *kept = mine->items, *gone = others->items;
    for (size_t i = 0; i < mine->count; i++)
        for (size_t k = 0; k < others->count; k++)
            if (text_equal(kept[i].insurance, gone[k].insurance)
                && merge_goes_on(kept[i].valid_until, today)
                && merge_goes_on(gone[k].valid_until, today))
                return true;
    return false;
}

static bool is_under_way(const struct list *merges)
{
    const struct merge_row *rows = merges->items;
    for (size_t i = 0; i < merges->count; i++)
        if (text_is(rows[i].state, "asked") || text_is(rows[i].state, "approved")
            || text_is(rows[i].state, "undo-asked") || text_is(rows[i].state, "undoing")
            || text_is(rows[i].state, "going-back"))
            return true;
    return false;
}

/* Else what comes to it would stand under a number nobody goes on under. A number without a spell
 * leaves no trace among spells, but a row. */
enum merge_obstacle merge_taking_in(const struct merge_facts *facts)
{
    const struct merge_row *rows = facts->gone_merges->items;
    if (has_taken_in(&facts->gone.of))
        return MERGE_CHAIN;
    for (size_t i = 0; i < facts->gone_merges->count; i++)
        if (text_is(rows[i].state, "done"))
            return MERGE_CHAIN;
    return is_under_way(facts->gone_merges) ? MERGE_UNDER_WAY : MERGE_OBSTACLES;
}

unsigned merge_obstacles(const struct actor *actor, const struct merge_facts *facts,
                         struct date today)
{
    const struct party_person *kept = facts->kept.of.person, *gone = facts->gone.of.person;
    if (kept == NULL || gone == NULL || !party_may_see(actor, &facts->kept.of)
        || !party_may_see(actor, &facts->gone.of))
        return 1u << MERGE_NO_PERSON;
    if (kept->person == gone->person)
        return 1u << MERGE_SAME;
    unsigned found = 0;
    if (kept->merged_into != 0 || gone->merged_into != 0)
        found |= 1u << MERGE_OVER;
    enum merge_obstacle taking_in = merge_taking_in(facts);
    if (taking_in != MERGE_OBSTACLES)
        found |= 1u << taking_in;
    if (is_under_way(facts->merges))
        found |= 1u << MERGE_UNDER_WAY;
    if (!text_equal(kept->sex, gone->sex) || date_compare(kept->born, gone->born) != 0)
        found |= 1u << MERGE_UNLIKE;
    if (insured_twice(facts, today))
        found |= 1u << MERGE_TWICE;
    enum merge_obstacle open[] = { merge_open_at(&facts->gone), merge_open_at(&facts->kept) };
    for (size_t i = 0; i < COUNT_OF(open); i++)
        if (open[i] != MERGE_OBSTACLES)
            found |= 1u << open[i];
    return found;
}
