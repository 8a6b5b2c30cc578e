/* merge_follow.c: what goes from the one bucket to the other, each step in one of them. */

#include "rooms/merge/merge_follow.h"

#include "base/check.h"

const struct shape merge_follow_facts_shape =
    { .name = "merge_follow_facts", .size = sizeof(struct merge_facts) };

/* Takes it off the one account and onto the way, or the other way round. */
void merge_move_balance(struct decision *decision, const struct fund_personal *before,
                        int64_t person, int64_t to, struct money amount)
{
    const struct request *request = decision->request;
    struct fund_transfer transfers[1];
    struct fund_personal after;
    if (amount.fen == 0)
        return;
    int bucket = id_bucket(person);
    struct fund_posting posting = {
        .bucket = bucket, .cause = id_mint(request->minter, bucket), .person = person,
        .day = date_of_moment(request->at), .about = "merge", .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    bool possible = fund_personal_after(before, person, amount, &after);
    CHECK(possible);
    fund_post(&posting, (struct fund_account){ FUND_MERGING, to },
              (struct fund_account){ FUND_PERSONAL, person }, amount);
    fund_record(decision, &posting);
    fund_record_personal(decision, before, &after);
}

void merge_tell(struct decision *decision, const struct merge_carry *carry, int64_t subject)
{
    *(struct merge_carry *)decision->outcome = *carry;
    decision->subject = subject;
}

/* ---- merge.give: the number that goes ---- */

static bool gather_gone(struct gather *gather, const struct request *request, void *facts)
{
    const struct merge_carry *input = request->input;
    struct merge_facts *found = facts;
    const struct merge_person_key key = { id_bucket(input->gone), input->gone };
    found->gone_merges = gather_want(gather, &merges_of, &key);
    return merge_gather_side(gather, input->gone, &found->gone) && found->gone_merges != NULL;
}

static bool identity_goes(const struct party_identity *row, struct date today)
{
    return row->valid_until.ms == 0 || merge_goes_on(date_of_moment(row->valid_until), today);
}

/* Spells of before go along, too: by them the months of before are found. */
static struct list give_spells(struct decision *decision, const struct list *spells,
                               struct date today, struct text reason)
{
    const struct party_spell *rows = spells->items;
    struct party_spell *given =
        ARENA_ARRAY(decision->request->arena, struct party_spell, spells->count + 1);
    for (size_t i = 0; i < spells->count; i++) {
        given[i] = rows[i];
        if (!merge_goes_on(rows[i].valid_until, today))
            continue;
        struct party_spell after = rows[i];
        after.valid_until = date_plus_days(today, -1);
        after.status = TEXT("4");
        party_record_spell(decision, &rows[i], after, "merged", reason);
    }
    return (struct list){ given, spells->count };
}

static struct list give_filings(struct decision *decision, const struct list *filings,
                                struct date today)
{
    const struct filing_row *rows = filings->items;
    struct filing_row *given =
        ARENA_ARRAY(decision->request->arena, struct filing_row, filings->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < filings->count; i++) {
        if (!merge_goes_on(rows[i].valid_until, today)
            || (!text_is(rows[i].state, "in-force") && !text_is(rows[i].state, "filed")))
            continue;
        struct filing_row after = rows[i];
        bool begun = text_is(rows[i].state, "in-force")
            && date_compare(rows[i].valid_from, today) < 0;
        after.state = begun ? TEXT("ended") : TEXT("withdrawn");
        after.valid_until = begun ? date_plus_days(today, -1) : rows[i].valid_until;
        decision_replace(decision, &filing_table, &after);
        given[count++] = rows[i];
    }
    return (struct list){ given, count };
}

static void give_marks(const struct merge_side *side, struct date today, struct arena *arena,
                       struct merge_carry *carry)
{
    const struct list *identities = side->of.identities, *statuses = side->of.statuses;
    const struct party_identity *who = identities->items;
    const struct party_status *marks = statuses->items;
    struct party_identity *given_who =
        ARENA_ARRAY(arena, struct party_identity, identities->count + 1);
    struct party_status *given = ARENA_ARRAY(arena, struct party_status, statuses->count + 1);
    carry->identities.items = given_who;
    carry->statuses.items = given;
    for (size_t i = 0; i < identities->count; i++)
        if (identity_goes(&who[i], today))
            given_who[carry->identities.count++] = who[i];
    for (size_t i = 0; i < statuses->count; i++)
        if (merge_goes_on(marks[i].valid_until, today))
            given[carry->statuses.count++] = marks[i];
}

static void give_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct merge_carry *input = request->input;
    const struct merge_side *side = &((const struct merge_facts *)facts)->gone;
    struct merge_carry carry = {
        .merge = input->merge, .kept = input->kept, .gone = input->gone,
    };
    enum merge_obstacle open = side->of.person == NULL ? MERGE_NO_PERSON : merge_open_at(side);
    if (open == MERGE_OBSTACLES && side->of.person->merged_into != 0)
        open = MERGE_OVER;
    /* Approved at the same moment as one into it: each of the two buckets knows its own. */
    if (open == MERGE_OBSTACLES)
        open = merge_taking_in(facts);
    if (open != MERGE_OBSTACLES) {
        carry.stopped = text_of(merge_obstacle_key(open));
        merge_tell(decision, &carry, input->gone);
        return;
    }
    struct date today = date_of_moment(request->at);
    struct party_person person = *side->of.person;
    carry.spells = give_spells(decision, side->of.spells, today, TEXT(""));
    carry.filings = give_filings(decision, side->filings, today);
    give_marks(side, today, request->arena, &carry);
    carry.counters = *side->counters;
    carry.balance = side->personal == NULL ? MONEY_NONE : side->personal->balance;
    merge_move_balance(decision, side->personal, input->gone, input->kept,
                       money_negated(carry.balance));
    person.merged_into = input->kept;
    decision_replace(decision, &party_person_table, &person);
    merge_tell(decision, &carry, input->gone);
}

/* ---- merge.take: the number that is kept ---- */

struct taking {
    struct decision *decision;
    const struct merge_carry *carry;
    const struct merge_facts *facts;
    struct merge_row row;
    int64_t part;
    int bucket;
};

static void note(struct taking *taking, const char *kind, int64_t was, int64_t became)
{
    const struct merge_part part = {
        .bucket = taking->bucket, .kept = taking->row.kept, .merge = taking->row.merge,
        .part = ++taking->part, .kind = text_of(kind), .was = was, .became = became,
    };
    decision_insert(taking->decision, &merge_part_table, &part);
}

static int64_t mint(struct taking *taking)
{
    return id_mint(taking->decision->request->minter, taking->bucket);
}

static void take_spells(struct taking *taking)
{
    const struct party_spell *rows = taking->carry->spells.items;
    for (size_t i = 0; i < taking->carry->spells.count; i++) {
        struct party_spell spell = rows[i];
        spell.bucket = taking->bucket;
        spell.person = taking->row.kept;
        spell.spell = mint(taking);
        spell.former = taking->row.gone;
        party_record_spell(taking->decision, NULL, spell, "merged", taking->row.reason);
        note(taking, "spell", rows[i].spell, spell.spell);
        taking->row.spells++;
    }
}

static void take_marks(struct taking *taking)
{
    const struct party_identity *who = taking->carry->identities.items;
    const struct party_status *marks = taking->carry->statuses.items;
    for (size_t i = 0; i < taking->carry->identities.count; i++) {
        struct party_identity row = who[i];
        row.bucket = taking->bucket;
        row.person = taking->row.kept;
        row.identity = mint(taking);
        row.version = 1;
        decision_insert(taking->decision, &party_identity_table, &row);
        note(taking, "identity", who[i].identity, row.identity);
        taking->row.marks++;
    }
    for (size_t i = 0; i < taking->carry->statuses.count; i++) {
        struct party_status row = marks[i];
        row.bucket = taking->bucket;
        row.person = taking->row.kept;
        row.status = mint(taking);
        row.version = 1;
        decision_insert(taking->decision, &party_status_table, &row);
        note(taking, "status", marks[i].status, row.status);
        taking->row.marks++;
    }
}

/* The same right is not written twice. */
static bool has_filing(const struct list *filings, const struct filing_row *like)
{
    const struct filing_row *rows = filings->items;
    for (size_t i = 0; i < filings->count; i++)
        if (text_is(rows[i].state, "in-force") && text_equal(rows[i].about, like->about)
            && text_equal(rows[i].kind, like->kind) && rows[i].division == like->division
            && rows[i].institution == like->institution
            && text_equal(rows[i].disease, like->disease)
            && (rows[i].valid_until.yyyymmdd == 0
                || date_compare(rows[i].valid_until, like->valid_from) >= 0))
            return true;
    return false;
}

static void take_filings(struct taking *taking)
{
    const struct filing_row *rows = taking->carry->filings.items;
    for (size_t i = 0; i < taking->carry->filings.count; i++) {
        struct filing_row row = rows[i];
        row.bucket = taking->bucket;
        row.person = taking->row.kept;
        row.filing = 0;
        if (!has_filing(taking->facts->kept.filings, &row)) {
            row.filing = mint(taking);
            row.version = 1;
            decision_insert(taking->decision, &filing_table, &row);
            taking->row.filings++;
        }
        note(taking, "filing", rows[i].filing, row.filing);
    }
}

static void take_counters(struct taking *taking)
{
    const struct settle_counters_row *rows = taking->carry->counters.items;
    for (size_t i = 0; i < taking->carry->counters.count; i++)
        settle_carry_counters(taking->decision, &taking->facts->counted, taking->row.kept,
                              taking->row.merge, &rows[i]);
}

/* Whoever shows the paper or card of the number that goes is the one who stays. */
static void take_keys(struct taking *taking)
{
    const struct party_person_key *keys = taking->facts->keys->items;
    for (size_t i = 0; i < taking->facts->keys->count; i++) {
        struct party_person_key key = keys[i];
        const struct merge_part part = {
            .bucket = taking->bucket, .kept = taking->row.kept, .merge = taking->row.merge,
            .part = ++taking->part, .kind = TEXT("key"), .name = key.kind,
            .digest = key.digest,
        };
        key.person = taking->row.kept;
        decision_replace(taking->decision, &party_person_key_table, &key);
        decision_insert(taking->decision, &merge_part_table, &part);
    }
}

bool merge_gather_kept(struct gather *gather, const struct request *request, void *facts)
{
    const struct merge_carry *input = request->input;
    struct merge_facts *found = facts;
    const struct merge_key key = { id_bucket(input->kept), input->kept, input->merge };
    const struct merge_person_key gone = { id_bucket(input->gone), input->gone };
    const void *row = NULL;
    bool complete = gather_one(gather, &merge_by_id, &key, &row);
    found->row = row;
    complete &= merge_gather_side(gather, input->kept, &found->kept);
    found->keys = gather_want(gather, &merge_keys_of, &gone);
    const struct settle_of_person_key of = { key.bucket, input->kept };
    found->counted = (struct settle_counted){
        found->kept.counters, gather_want(gather, &settle_carried_of, &of),
        gather_want(gather, &settlements_standing, &of),
    };
    return complete && found->keys != NULL && found->counted.carried != NULL
        && found->counted.settlements != NULL;
}

static void take_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct merge_carry *input = request->input;
    const struct merge_facts *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "approved")) {
        decision_refuse(decision, "merge.refused.no-merge", "merge");
        return;
    }
    struct taking taking = {
        .decision = decision, .carry = input, .facts = found, .row = *found->row,
        .bucket = id_bucket(input->kept),
    };
    taking.row.finished_at = request->at;
    if (text_present(input->stopped)) {
        taking.row.state = TEXT("stopped");
        taking.row.stopped = input->stopped;
    } else {
        take_spells(&taking);
        take_marks(&taking);
        take_filings(&taking);
        take_counters(&taking);
        take_keys(&taking);
        merge_move_balance(decision, found->kept.personal, input->kept, input->kept,
                           input->balance);
        taking.row.balance = input->balance;
        taking.row.state = TEXT("done");
    }
    decision_replace(decision, &merge_table, &taking.row);
    merge_tell(decision, &(struct merge_carry){ .merge = input->merge, .kept = input->kept,
                                                .gone = input->gone, .stopped = input->stopped,
                                                .balance = input->balance }, input->kept);
}

/* ---- the rows ---- */

#define CARRY(member, kind_, ...) FIELD(struct merge_carry, member, kind_, __VA_ARGS__)
static const struct field carry_fields[] = {
    CARRY(merge, FIELD_ID, .flags = 0), CARRY(kept, FIELD_ID, .flags = 0),
    CARRY(gone, FIELD_ID, .flags = 0), CARRY(stopped, FIELD_TEXT, .length_max = 60),
    CARRY(balance, FIELD_MONEY, .flags = 0),
    CARRY(spells, FIELD_LIST, .of = &party_spell_shape),
    CARRY(identities, FIELD_LIST, .of = &party_identity_shape),
    CARRY(statuses, FIELD_LIST, .of = &party_status_shape),
    CARRY(filings, FIELD_LIST, .of = &filing_row_shape),
    CARRY(counters, FIELD_LIST, .of = &settle_counters_row_shape),
};
const struct shape merge_carry_shape = SHAPE("merge_carry", struct merge_carry, carry_fields);

void merge_keys_gone(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct merge_carry *)request->input)->gone);
}
void merge_keys_kept(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct merge_carry *)request->input)->kept);
}

const struct action merge_give_action = {
    .name = "merge.give", .flags = ACTION_ONCE,
    .input = &merge_carry_shape, .facts = &merge_follow_facts_shape,
    .outcome = &merge_carry_shape, .answer = &merge_carry_shape, .help = "merge.help.give",
    .keys = merge_keys_gone, .gather = gather_gone, .decide = give_decide,
};
const struct action merge_take_action = {
    .name = "merge.take", .flags = ACTION_ONCE,
    .input = &merge_carry_shape, .facts = &merge_follow_facts_shape,
    .outcome = &merge_carry_shape, .answer = &merge_carry_shape, .help = "merge.help.take",
    .keys = merge_keys_kept, .gather = merge_gather_kept, .decide = take_decide,
};

/* ---- reactions ---- */

struct decided { int64_t merge, kept, gone; struct text state; };

static bool ask_when(const void *outcome, const char *state, void *ret_input)
{
    const struct decided *decided = outcome;
    *(struct merge_carry *)ret_input = (struct merge_carry){
        .merge = decided->merge, .kept = decided->kept, .gone = decided->gone,
    };
    return text_is(decided->state, state);
}
static bool ask_give(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    return ask_when(outcome, "approved", ret_input);
}
static bool ask_give_back(const struct request *done, const void *outcome, struct arena *arena,
                          void *ret_input)
{
    (void)done;
    (void)arena;
    return ask_when(outcome, "undoing", ret_input);
}
static bool ask_take(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    *(struct merge_carry *)ret_input = *(const struct merge_carry *)outcome;
    return true;
}
static bool ask_take_back(const struct request *done, const void *outcome, struct arena *arena,
                          void *ret_input)
{
    (void)ask_take(done, outcome, arena, ret_input);
    return !text_present(((const struct merge_carry *)outcome)->stopped);
}

const struct reaction merge_reactions[MERGE_REACTIONS] = {
    { "merge.decide", "merge.give", ask_give },
    { "merge.give", "merge.take", ask_take },
    { "merge.decide", "merge.give-back", ask_give_back },
    { "merge.give-back", "merge.take-back", ask_take_back },
    { "merge.take-back", "merge.close-undoing", ask_take },
    { "settle.outpatient", "merge.handed", merge_ask_handed },
    { "settle.stay", "merge.handed", merge_ask_handed },
    { "settle.purchase", "merge.handed", merge_ask_handed },
    { "settle.undo", "merge.handed", merge_ask_handed },
    { "settle.reverse", "merge.handed", merge_ask_handed },
    { "settle.again", "merge.handed", merge_ask_handed },
    { "merge.handed", "merge.handed", merge_ask_handed },
};
