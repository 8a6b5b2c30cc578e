/* merge_back.c: a merge undone: what came over goes back as it stands now, row by row. It cannot be
 * undone once something was settled or the money was spent since. */

#include "rooms/merge/merge_follow.h"

#include "base/check.h"

/* ---- merge.give-back: the kept number ---- */

static bool gather_back(struct gather *gather, const struct request *request, void *facts)
{
    const struct merge_carry *input = request->input;
    struct merge_facts *found = facts;
    const struct merge_key key = { id_bucket(input->kept), input->kept, input->merge };
    const struct merge_person_key kept = { key.bucket, input->kept };
    const void *row = NULL;
    bool complete = gather_one(gather, &merge_by_id, &key, &row);
    found->row = row;
    complete &= merge_gather_side(gather, input->kept, &found->kept);
    found->keys = gather_want(gather, &merge_keys_of, &kept);
    found->parts = gather_want(gather, &merge_parts_of, &key);
    found->carried = gather_want(gather, &merge_carried_of, &key);
    found->settled = gather_want(gather, &merge_settled_of, &kept);
    return complete && found->keys != NULL && found->parts != NULL && found->carried != NULL
        && found->settled != NULL;
}

static const struct party_spell *spell_of(const struct merge_facts *found, int64_t spell)
{
    const struct party_spell *rows = found->kept.of.spells->items;
    for (size_t i = 0; i < found->kept.of.spells->count; i++)
        if (rows[i].spell == spell)
            return &rows[i];
    return NULL;
}

static const struct filing_row *filing_of(const struct merge_facts *found, int64_t filing)
{
    const struct filing_row *rows = found->kept.filings->items;
    for (size_t i = 0; i < found->kept.filings->count; i++)
        if (rows[i].filing == filing)
            return &rows[i];
    return NULL;
}

static void back_spell(struct decision *decision, const struct merge_row *row,
                       const struct party_spell *spell, int64_t was, struct party_spell *ret_back)
{
    *ret_back = *spell;
    ret_back->spell = was;
    struct party_spell after = *spell;
    after.valid_until = date_plus_days(spell->valid_from, -1);    /* holds no day */
    after.status = TEXT("4");
    party_record_spell(decision, spell, after, "unmerged", row->reason);
}

/* A mark that came over holds no day there; under the number it came from it never ended. */
static void back_mark(struct decision *decision, const struct merge_facts *found, int64_t mark)
{
    const struct list *identities = found->kept.of.identities;
    const struct list *statuses = found->kept.of.statuses;
    const struct party_identity *who = identities->items;
    const struct party_status *marks = statuses->items;
    for (size_t i = 0; i < identities->count; i++)
        if (who[i].identity == mark) {
            struct party_identity after = who[i];
            after.valid_until = after.valid_from.ms == 0 ? (struct moment){ 1 }
                : moment_of_date(date_plus_days(date_of_moment(after.valid_from), -1));
            decision_replace(decision, &party_identity_table, &after);
        }
    for (size_t i = 0; i < statuses->count; i++)
        if (marks[i].status == mark) {
            struct party_status after = marks[i];
            after.valid_until = date_plus_days(after.valid_from, -1);
            decision_replace(decision, &party_status_table, &after);
        }
}

static void back_key(struct decision *decision, const struct merge_facts *found,
                     const struct merge_part *part)
{
    const struct party_person_key *keys = found->keys->items;
    for (size_t i = 0; i < found->keys->count; i++)
        if (text_equal(keys[i].kind, part->name) && text_equal(keys[i].digest, part->digest)) {
            struct party_person_key key = keys[i];
            key.person = found->row->gone;
            decision_replace(decision, &party_person_key_table, &key);
        }
}

static void back_parts(struct decision *decision, const struct merge_facts *found,
                       struct merge_carry *carry)
{
    struct arena *arena = decision->request->arena;
    const struct merge_part *parts = found->parts->items;
    size_t count = found->parts->count;
    struct party_spell *spells = ARENA_ARRAY(arena, struct party_spell, count + 1);
    struct filing_row *filings = ARENA_ARRAY(arena, struct filing_row, count + 1);
    carry->spells.items = spells;
    carry->filings.items = filings;
    for (size_t i = 0; i < count; i++) {
        const struct party_spell *spell =
            text_is(parts[i].kind, "spell") ? spell_of(found, parts[i].became) : NULL;
        const struct filing_row *filing =
            text_is(parts[i].kind, "filing") ? filing_of(found, parts[i].became) : NULL;
        if (spell != NULL)
            back_spell(decision, found->row, spell, parts[i].was,
                       &spells[carry->spells.count++]);
        if (filing != NULL) {
            struct filing_row after = *filing;
            filings[carry->filings.count] = *filing;
            filings[carry->filings.count++].filing = parts[i].was;
            after.state = TEXT("withdrawn");
            decision_replace(decision, &filing_table, &after);
        }
        if (text_is(parts[i].kind, "identity") || text_is(parts[i].kind, "status"))
            back_mark(decision, found, parts[i].became);
        if (text_is(parts[i].kind, "key"))
            back_key(decision, found, &parts[i]);
    }
}

static const char *stopped_by(const struct merge_facts *found)
{
    const struct merge_settled *settled = found->settled->items;
    enum merge_obstacle open = merge_open_at(&found->kept);
    if (open != MERGE_OBSTACLES)
        return merge_obstacle_key(open);
    if (found->settled->count > 0 && settled->last.ms >= found->row->finished_at.ms)
        return "merge.refused.settled-since";
    return fund_personal_free(found->kept.personal).fen < found->row->balance.fen
        ? "merge.refused.spent" : NULL;
}

static void back_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct merge_carry *input = request->input;
    const struct merge_facts *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "undoing")) {
        decision_refuse(decision, "merge.refused.no-merge", "merge");
        return;
    }
    struct merge_row row = *found->row;
    struct merge_carry carry = {
        .merge = input->merge, .kept = input->kept, .gone = input->gone,
    };
    const char *stopped = stopped_by(found);
    if (stopped != NULL) {
        row.state = TEXT("done");
        row.stopped = carry.stopped = text_of(stopped);
    } else {
        back_parts(decision, found, &carry);
        settle_uncarry_counters(decision, found->kept.counters, found->carried);
        carry.balance = row.balance;
        merge_move_balance(decision, found->kept.personal, input->kept, input->gone,
                           money_negated(row.balance));
        row.state = TEXT("going-back");
    }
    decision_replace(decision, &merge_table, &row);
    merge_tell(decision, &carry, input->kept);
}

/* ---- merge.take-back: the number that had gone ---- */

static bool gather_take_back(struct gather *gather, const struct request *request, void *facts)
{
    const struct merge_carry *input = request->input;
    return merge_gather_side(gather, input->gone, &((struct merge_facts *)facts)->gone);
}

static void take_back_spells(struct decision *decision, const struct merge_side *side,
                             const struct list *spells)
{
    const struct party_spell *rows = side->of.spells->items, *back = spells->items;
    for (size_t i = 0; i < side->of.spells->count; i++)
        for (size_t k = 0; k < spells->count; k++) {
            if (rows[i].spell != back[k].spell)
                continue;
            struct party_spell after = rows[i];
            after.valid_until = back[k].valid_until;
            after.status = back[k].status;
            after.paused_from = back[k].paused_from;
            party_record_spell(decision, &rows[i], after, "unmerged", TEXT(""));
        }
}

static void take_back_filings(struct decision *decision, const struct merge_side *side,
                              const struct list *filings)
{
    const struct filing_row *rows = side->filings->items, *back = filings->items;
    for (size_t i = 0; i < side->filings->count; i++)
        for (size_t k = 0; k < filings->count; k++) {
            if (rows[i].filing != back[k].filing)
                continue;
            struct filing_row after = rows[i];
            after.valid_until = back[k].valid_until;
            after.state = back[k].state;
            decision_replace(decision, &filing_table, &after);
        }
}

static void take_back_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct merge_carry *input = request->input;
    const struct merge_side *side = &((const struct merge_facts *)facts)->gone;
    CHECK(side->of.person != NULL);
    struct party_person person = *side->of.person;
    take_back_spells(decision, side, &input->spells);
    take_back_filings(decision, side, &input->filings);
    merge_move_balance(decision, side->personal, input->gone, input->gone, input->balance);
    person.merged_into = 0;
    decision_replace(decision, &party_person_table, &person);
    merge_tell(decision, &(struct merge_carry){ .merge = input->merge, .kept = input->kept,
                                                .gone = input->gone,
                                                .balance = input->balance }, input->gone);
}

const struct action merge_give_back_action = {
    .name = "merge.give-back", .flags = ACTION_ONCE,
    .input = &merge_carry_shape, .facts = &merge_follow_facts_shape,
    .outcome = &merge_carry_shape, .answer = &merge_carry_shape,
    .help = "merge.help.give-back", .keys = merge_keys_kept, .gather = gather_back,
    .decide = back_decide,
};
const struct action merge_take_back_action = {
    .name = "merge.take-back", .flags = ACTION_ONCE,
    .input = &merge_carry_shape, .facts = &merge_follow_facts_shape,
    .outcome = &merge_carry_shape, .answer = &merge_carry_shape,
    .help = "merge.help.take-back", .keys = merge_keys_gone, .gather = gather_take_back,
    .decide = take_back_decide,
};
