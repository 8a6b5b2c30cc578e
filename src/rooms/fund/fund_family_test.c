/* fund_family_test.c: who may offer; and over drawn histories of offers, settlements, undoings and
 * withdrawals, with word between the buckets late, twice and in any order: nothing held is spent,
 * nothing is paid twice, and at rest what was posted is what settlements used. */

#include "rooms/fund/fund_family.h"

#include "rooms/fund/fund.h"
#include "rooms/rooms.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/random.h"
#include "core/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GIVER 4194304       /* bucket 1 */
#define OTHER_GIVER 8388608 /* bucket 2 */
#define TAKER 12582912      /* bucket 3 */
#define STRANGER 16777216

static const struct book *book;

/* ---- who may offer ---- */

struct family {
    struct party_person giver, taker;
    struct party_spell giver_spells[1], taker_spells[1];
    struct list giver_list, taker_list, none;
    struct fund_personal personal;
    struct fund_offer_facts facts;
    struct fund_offer_input input;
};

static void family_begin(struct family *family, struct testing *testing)
{
    *family = (struct family){
        .giver = { .person = GIVER, .born = DATE(1980, 1, 1) },
        .taker = { .person = TAKER, .born = DATE(1950, 1, 1) },
        .giver_spells = { { .insurance = TEXT("310"), .kind = TEXT("11"), .place = 110105,
                            .valid_from = DATE(2015, 1, 1), .status = TEXT("1") } },
        .taker_spells = { { .insurance = TEXT("390"), .kind = TEXT("15"), .place = 110105,
                            .valid_from = DATE(2015, 1, 1), .status = TEXT("1") } },
        .personal = { .bucket = 1, .person = GIVER, .balance = { 10000 }, .held = { 2000 },
                      .version = 4 },
        .input = { GIVER, TAKER, { 5000 }, TEXT("parent"), { 0 } },
    };
    family->giver_list = (struct list){ family->giver_spells, 1 };
    family->taker_list = (struct list){ family->taker_spells, 1 };
    family->facts = (struct fund_offer_facts){
        .giver = { &family->giver, &family->giver_list, &family->none, &family->none },
        .taker = { &family->taker, &family->taker_list, &family->none, &family->none },
        .personal = &family->personal, .offers = &family->none,
    };
    static const int64_t self[] = { GIVER };
    testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = GIVER,
                                     .scope = { .persons = self, .person_count = 1 } };
    testing->request.book = book;
    testing->request.at = moment_at(DATE(2023, 6, 1), 9, 0, 0);
}

static void expect_offer(struct testing *testing, const struct family *family, const char *key)
{
    testing_decide(testing, &fund_offer_family_action, &family->input, &family->facts, NULL);
    assert_true(testing_is_refused(testing, key));
    if (key != NULL)
        assert_int_equal(testing->decision.change_count, 0);
}

static void test_ones_own_account(void **state)
{
    struct testing *testing = *state;
    struct family family;
    family_begin(&family, testing);
    const struct fund_account_input input = { GIVER };
    struct fund_account_facts facts = { &family.personal };
    testing_decide(testing, &fund_account_action, &input, &facts, NULL);
    const struct fund_account_told *told = testing->decision.outcome;
    assert_int_equal(told->balance.fen, 10000);
    assert_int_equal(told->held.fen, 2000);
    assert_int_equal(told->spendable.fen, 8000);
    facts.personal = NULL;
    testing_decide(testing, &fund_account_action, &input, &facts, NULL);
    told = testing->decision.outcome;
    assert_int_equal(told->balance.fen, 0);
    static const int64_t stranger[] = { STRANGER };
    testing->actor.scope.persons = stranger;
    testing_decide(testing, &fund_account_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.not-your-account"));
}

static void test_an_offer_is_a_hold(void **state)
{
    struct testing *testing = *state;
    struct family family;
    family_begin(&family, testing);
    expect_offer(testing, &family, NULL);
    const struct fund_hold *hold = testing_change(testing, &fund_hold_table, 0, NULL);
    const struct fund_personal *after = testing_change(testing, &fund_personal_table, 0, NULL);
    assert_int_equal(hold->bucket, 1);
    assert_int_equal(hold->taker, TAKER);
    assert_true(text_is(hold->state, "held"));
    assert_int_equal(after->balance.fen, 10000);
    assert_int_equal(after->held.fen, 7000);
    assert_int_equal(after->version, 4);
    const struct fund_offered *offered = testing->decision.outcome;
    assert_int_equal(offered->free.fen, 3000);
    assert_int_equal(testing_changes(testing, &fund_transfer_table), 0);
}

static void test_offers_are_refused_in_order(void **state)
{
    struct testing *testing = *state;
    struct family family;
    family_begin(&family, testing);
    family.input.amount.fen = 8001;     /* 10000 less 2000 held */
    expect_offer(testing, &family, "fund.refused.family-not-enough");
    family.input.relation = TEXT("cousin");
    expect_offer(testing, &family, "fund.refused.family-not-related");
    family.input.amount.fen = 0;
    expect_offer(testing, &family, "fund.refused.not-positive");
    family.taker_spells[0].status = TEXT("4");
    family.taker_spells[0].valid_until = DATE(2020, 1, 1);
    expect_offer(testing, &family, "fund.refused.family-taker-not-enrolled");
    /* LAW: Beijing opened family use on 2023-01-01. */
    testing->request.at = moment_at(DATE(2022, 12, 31), 23, 59, 59);
    expect_offer(testing, &family, "fund.refused.family-not-allowed");
    family.giver_spells[0].insurance = TEXT("390");
    expect_offer(testing, &family, "fund.refused.family-no-account");
    family.input.taker = GIVER;
    expect_offer(testing, &family, "fund.refused.family-same-person");
    family.facts.taker.person = NULL;
    expect_offer(testing, &family, "fund.refused.family-no-taker");
    family.facts.giver.person = NULL;
    expect_offer(testing, &family, "fund.refused.family-no-giver");
}

static void test_others_act_by_a_paper_of_the_giver(void **state)
{
    struct testing *testing = *state;
    struct family family;
    family_begin(&family, testing);
    testing->actor = (struct actor){ .role = ROLE_HOSPITAL_OFFICE, .institution = 900 };
    expect_offer(testing, &family, "fund.refused.family-no-mandate");
    family.input.mandate = TEXT("2023-0007");
    expect_offer(testing, &family, NULL);
    static const int64_t stranger[] = { STRANGER };
    testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = STRANGER,
                                     .scope = { .persons = stranger, .person_count = 1 } };
    expect_offer(testing, &family, "fund.refused.family-no-giver");
}

/* ---- histories ---- */

#define ROWS 400
#define WORDS 4000

struct word {
    const struct action *action;
    void *input;
    bool done;
};

struct history {
    struct testing *testing;
    struct random random;
    struct fund_personal personal[2];
    struct fund_hold holds[ROWS];
    struct fund_offer offers[ROWS];
    struct fund_use uses[ROWS];
    int hold_count, offer_count, use_count, settlement_count;
    int64_t settlements[ROWS];
    struct money given, drawn;      /* by transfers: from givers, and by bills of the taker */
    struct word words[WORDS];
    int word_count;
};

/* One row of a change set into an array; a replace stands at the version read. */
#define KEEP(rows_, count_, row_, same_, replaces_) \
    do { \
        int at_ = 0; \
        while (at_ < (count_) && !(same_)) \
            at_++; \
        assert_true((replaces_) == (at_ < (count_))); \
        if (replaces_) \
            assert_int_equal((rows_)[at_].version, (row_)->version); \
        else \
            assert_true((count_)++ < ROWS); \
        (rows_)[at_] = *(row_); \
        (rows_)[at_].version = (replaces_) ? (row_)->version + 1 : 1; \
    } while (0)

static void keep_changes(struct history *history)
{
    for (const struct change *at = history->testing->decision.changes; at; at = at->next) {
        bool replaces = at->kind == CHANGE_REPLACE;
        if (at->table == &fund_hold_table) {
            const struct fund_hold *row = at->row;
            KEEP(history->holds, history->hold_count, row,
                 history->holds[at_].hold == row->hold, replaces);
        } else if (at->table == &fund_offer_table) {
            const struct fund_offer *row = at->row;
            KEEP(history->offers, history->offer_count, row,
                 history->offers[at_].offer == row->offer, replaces);
        } else if (at->table == &fund_use_table) {
            const struct fund_use *row = at->row;
            KEEP(history->uses, history->use_count, row,
                 history->uses[at_].offer == row->offer
                     && history->uses[at_].settlement == row->settlement, replaces);
        } else if (at->table == &fund_personal_table) {
            const struct fund_personal *row = at->row;
            int count = 2;
            KEEP(history->personal, count, row, history->personal[at_].person == row->person,
                 replaces);
        } else if (at->table == &fund_transfer_table) {
            const struct fund_transfer *row = at->row;
            bool gives = row->credit_kind == FUND_HOLD;
            assert_true(gives || row->debit_kind == FUND_HOLD);
            history->given = gives ? money_plus(history->given, row->amount)
                                   : money_minus(history->given, row->amount);
        }
    }
}

/* What the lane would do with the outcome: each reaction's word waits to be carried. */
static void note_words(struct history *history, const char *name, const struct shape *shape)
{
    struct testing *testing = history->testing;
    const struct action done_action = { .name = name, .outcome = shape };
    const struct request done = { .action = &done_action, .arena = &testing->arena };
    for (size_t i = 0; i < FUND_REACTIONS; i++) {
        if (strcmp(fund_reactions[i].to, name) != 0)
            continue;
        const struct action *with = NULL;
        for (size_t a = 0; a < fund_room.action_count; a++)
            if (strcmp(fund_room.actions[a]->name, fund_reactions[i].with) == 0)
                with = fund_room.actions[a];
        assert_non_null(with);
        void *input = arena_take(&testing->arena, with->input->size);
        if (!fund_reactions[i].ask(&done, testing->decision.outcome, &testing->arena, input))
            continue;
        assert_true(history->word_count < WORDS);
        history->words[history->word_count++] = (struct word){ with, input, false };
    }
}

static struct list open_offers(struct history *history)
{
    struct fund_offer *kept = ARENA_ARRAY(&history->testing->arena, struct fund_offer, ROWS);
    size_t count = 0;
    for (int i = 0; i < history->offer_count; i++)
        if (text_is(history->offers[i].state, "open")
            && history->offers[i].used.fen < history->offers[i].amount.fen)
            kept[count++] = history->offers[i];
    return (struct list){ kept, count };
}

static void *row_of_hold(struct history *history, int64_t hold, bool offer)
{
    for (int i = 0; i < (offer ? history->offer_count : history->hold_count); i++) {
        if (offer && history->offers[i].offer == hold)
            return &history->offers[i];
        if (!offer && history->holds[i].hold == hold)
            return &history->holds[i];
    }
    return NULL;
}

/* Decides, keeps, and notes the words that follow. */
static void carry(struct history *history, const struct word *word)
{
    struct testing *testing = history->testing;
    struct list open = open_offers(history);
    if (word->action == &fund_follow_offer_action) {
        const struct fund_standing *first =
            ((const struct fund_family_told *)word->input)->family.items;
        struct fund_follow_facts facts = {
            row_of_hold(history, first->hold, false),
            &history->personal[first->giver == GIVER ? 0 : 1],
        };
        testing_decide(testing, word->action, word->input, &facts, NULL);
    } else {
        int64_t hold = ((const struct fund_carried *)word->input)->hold;
        struct fund_carried_facts facts = { row_of_hold(history, hold, true), &open };
        testing_decide(testing, word->action, word->input, &facts, NULL);
    }
    assert_true(testing_is_refused(testing, NULL));
    keep_changes(history);
    note_words(history, word->action->name, word->action->outcome);
}

static void one_word(struct history *history)
{
    if (history->word_count == 0)
        return;
    int at = (int)random_between(&history->random, 0, history->word_count - 1);
    struct word *word = &history->words[at];
    /* The lane carries a word once for its row; here it comes twice now and then, and the later
     * one must change nothing. */
    if (word->done && word->action != &fund_follow_offer_action)
        return;
    bool again = word->done;
    word->done = true;
    struct money before = history->given;
    int words = history->word_count;
    carry(history, word);
    if (again) {
        assert_int_equal(history->given.fen, before.fen);
        history->word_count = words;
    }
}

static void one_offer(struct history *history, struct family *family)
{
    bool other = random_between(&history->random, 0, 1) == 1;
    struct fund_personal *personal = &history->personal[other];
    struct list open = open_offers(history);
    static const int64_t selves[] = { GIVER, OTHER_GIVER };
    struct testing *testing = history->testing;
    testing->actor.person = selves[other];
    testing->actor.scope.persons = &selves[other];
    family->giver.person = selves[other];
    family->input.giver = selves[other];
    family->facts.personal = personal;
    family->facts.offers = &open;
    int64_t free = fund_personal_free(personal).fen;
    family->input.amount.fen = random_between(&history->random, 1, free > 20 ? free / 3 : 20);
    testing_decide(testing, &fund_offer_family_action, &family->input, &family->facts, NULL);
    if (testing->decision.refusal.key != NULL)
        return;
    keep_changes(history);
    note_words(history, "fund.offer-family", fund_offer_family_action.outcome);
}

static void one_withdrawal(struct history *history)
{
    if (history->hold_count == 0)
        return;
    struct testing *testing = history->testing;
    const struct fund_hold *hold =
        &history->holds[random_between(&history->random, 0, history->hold_count - 1)];
    struct party_person person = { .person = hold->giver };
    struct list none = { 0 };
    struct fund_withdraw_facts facts = { { &person, &none, &none, &none }, hold };
    struct fund_withdraw_input input = { hold->giver, hold->hold, { 0 } };
    int64_t self = hold->giver;
    testing->actor.person = self;
    testing->actor.scope.persons = &self;
    testing_decide(testing, &fund_withdraw_family_action, &input, &facts, NULL);
    if (testing->decision.refusal.key != NULL)
        return;
    keep_changes(history);
    note_words(history, "fund.withdraw-family", fund_withdraw_family_action.outcome);
}

static struct decision *as_settlement(struct history *history)
{
    struct testing *testing = history->testing;
    testing->decision = (struct decision){ .request = &testing->request };
    testing->decision.outcome = ARENA_NEW(&testing->arena, struct fund_family_told);
    return &testing->decision;
}

static void one_settlement(struct history *history)
{
    struct list open = open_offers(history);
    int64_t offered = fund_family_offered(&open).fen;
    if (offered == 0 || history->settlement_count == ROWS)
        return;
    struct money used = { random_between(&history->random, 1, offered) };
    int64_t settlement = 1000 + history->settlement_count;
    struct decision *decision = as_settlement(history);
    struct fund_family_told *told = decision->outcome;
    told->family = fund_family_take(decision, &open, settlement, used);
    assert_true(told->family.count > 0);
    history->settlements[history->settlement_count++] = settlement;
    history->drawn = money_plus(history->drawn, used);
    keep_changes(history);
    note_words(history, "settle.outpatient", &fund_family_told_shape);
}

static void one_undoing(struct history *history)
{
    if (history->settlement_count == 0)
        return;
    int64_t settlement =
        history->settlements[random_between(&history->random, 0, history->settlement_count - 1)];
    struct arena *arena = &history->testing->arena;
    struct fund_use *uses = ARENA_ARRAY(arena, struct fund_use, ROWS);
    struct fund_offer *offers = ARENA_ARRAY(arena, struct fund_offer, ROWS);
    size_t count = 0;
    struct money taken = MONEY_NONE;
    for (int i = 0; i < history->use_count; i++) {
        if (history->uses[i].settlement != settlement)
            continue;
        uses[count] = history->uses[i];
        offers[count++] =
            *(struct fund_offer *)row_of_hold(history, history->uses[i].offer, true);
        taken = money_plus(taken, history->uses[i].amount);
    }
    /* All of it, or a part: decided again under other facts. */
    struct money back = { random_between(&history->random, 0, taken.fen) };
    if (random_between(&history->random, 0, 1) == 1)
        back = taken;
    struct list use_list = { uses, count }, offer_list = { offers, count };
    struct fund_family_taken rows = { &use_list, &offer_list };
    struct decision *decision = as_settlement(history);
    ((struct fund_family_told *)decision->outcome)->family =
        fund_family_give_back(decision, &rows, back);
    history->drawn = money_minus(history->drawn, back);
    keep_changes(history);
    note_words(history, "settle.undo", &fund_family_told_shape);
}

static void check_always(const struct history *history)
{
    for (int i = 0; i < 2; i++) {
        assert_true(history->personal[i].held.fen >= 0);
        assert_true(history->personal[i].balance.fen >= history->personal[i].held.fen);
    }
    int64_t sum = history->personal[0].balance.fen + history->personal[1].balance.fen;
    assert_int_equal(sum + history->given.fen, 200000);
}

static void check_at_rest(struct history *history)
{
    int64_t held[2] = { 0, 0 };
    for (int i = 0; i < history->hold_count; i++) {
        const struct fund_hold *hold = &history->holds[i];
        const struct fund_offer *offer = row_of_hold(history, hold->hold, true);
        assert_non_null(offer);
        assert_int_equal(offer->used.fen, hold->posted.fen);
        assert_true(text_is(offer->state, "open") == text_is(hold->state, "held"));
        held[hold->giver == GIVER ? 0 : 1] += fund_hold_left(hold).fen;
    }
    assert_int_equal(held[0], history->personal[0].held.fen);
    assert_int_equal(held[1], history->personal[1].held.fen);
    /* On the taker's hold account nothing stays. */
    assert_int_equal(history->given.fen, history->drawn.fen);
}

static void run_history(struct history *history, struct family *family)
{
    for (int step = 0; step < 120; step++) {
        switch (random_between(&history->random, 0, 9)) {
        case 0: case 1: one_offer(history, family); break;
        case 2: case 3: one_settlement(history); break;
        case 4: one_undoing(history); break;
        case 5: one_withdrawal(history); break;
        default: one_word(history); break;
        }
        check_always(history);
    }
    for (int i = 0; i < history->word_count; i++) {
        if (history->words[i].done)
            continue;
        history->words[i].done = true;
        struct word word = history->words[i];
        carry(history, &word);
        check_always(history);
    }
    check_at_rest(history);
}

static void test_nothing_held_is_spent_and_nothing_paid_twice(void **state)
{
    struct testing *testing = *state;
    static struct history history;
    const char *said = getenv("YIBAO_SEED");
    uint64_t seed = said == NULL ? 20230101 : strtoull(said, NULL, 10);
    int64_t paid = 0;
    for (int round = 0; round < 150; round++) {
        arena_clear(&testing->arena);
        struct family family;
        family_begin(&family, testing);
        history = (struct history){ .testing = testing };
        random_init(&history.random, seed + (uint64_t)round);
        history.personal[0] = (struct fund_personal){ 1, GIVER, { 100000 }, { 0 }, 1 };
        history.personal[1] = (struct fund_personal){ 2, OTHER_GIVER, { 100000 }, { 0 }, 1 };
        run_history(&history, &family);
        paid += history.drawn.fen;
    }
    assert_true(paid > 0);
}

/* ---- wiring ---- */

/* Whoever tells how offers stand is followed: a new way to settle is not forgotten. */
static void test_every_outcome_with_family_is_followed(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            const struct field *family = shape_field(action->outcome, TEXT("family"));
            if (family == NULL || family->of != &fund_standing_shape
                || (action->flags & ACTION_ONCE) == 0)
                continue;
            bool followed = false;
            for (size_t i = 0; i < FUND_REACTIONS; i++)
                followed = followed || strcmp(fund_reactions[i].to, action->name) == 0;
            if (!followed)
                fail_msg("%s: add it to fund_reactions", action->name);
        }
}

static int begin(void **state)
{
    static struct testing testing;
    testing_begin(&testing, moment_at(DATE(2023, 6, 1), 9, 0, 0));
    *state = &testing;
    return 0;
}

static int end(void **state)
{
    testing_end(*state);
    return 0;
}

#define WITH(test_) cmocka_unit_test_setup_teardown(test_, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_ones_own_account), WITH(test_an_offer_is_a_hold),
        WITH(test_offers_are_refused_in_order),
        WITH(test_others_act_by_a_paper_of_the_giver),
        WITH(test_nothing_held_is_spent_and_nothing_paid_twice),
        WITH(test_every_outcome_with_family_is_followed),
    };
    book = testing_book();
    if (book == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    book_release(book);
    return failed;
}
