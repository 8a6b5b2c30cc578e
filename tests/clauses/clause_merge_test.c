/* clause_merge_test.c: two numbers of one human made one, and undone: what the two had together is
 * what the one has afterwards, to the fen, whatever they had. */

#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "rooms/claim/claim.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/fund/fund.h"
#include "rooms/merge/merge.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_room.h"

#include <string.h>

static void by_staff(struct clause_world *world, int64_t account)
{
    world->actor = (struct actor){ .account = account, .role = ROLE_REVIEWER, .office = 7,
                                   .division = 110105, .scope = { .everything = true } };
}

/* What the lane does: every row that is reacted to, until nothing is left. */
static void react(struct clause_world *world)
{
    bool more = !world->failed;
    while (more) {
        const struct request done = *world->decision.request;
        const void *outcome = world->outcome;
        more = false;
        for (size_t i = 0; i < MERGE_REACTIONS; i++) {
            const struct reaction *reaction = &merge_reactions[i];
            const struct action *next = NULL;
            struct merge_carry *input = ARENA_NEW(&world->arena, struct merge_carry);
            if (strcmp(reaction->to, done.action->name) != 0
                || !reaction->ask(&done, outcome, &world->arena, input))
                continue;
            for (size_t k = 0; k < merge_room.action_count; k++)
                if (strcmp(merge_room.actions[k]->name, reaction->with) == 0)
                    next = merge_room.actions[k];
            by_house(world);
            clause_act(world, next, input);
            more = refused(world, "");
            break;
        }
    }
}

static int64_t asked(struct clause_world *world, int64_t kept, int64_t gone)
{
    by_staff(world, 11);
    ask(world, &merge_ask_action,
        GIVEN({ "kept", of_id(world, kept) }, { "gone", of_id(world, gone) },
              { "reason", "重复建档" }, { "evidence", "户籍证明1号" }));
    return refused(world, "") ? count_told(world, "merge") : 0;
}

static void decided(struct clause_world *world, int64_t kept, int64_t merge, int64_t by)
{
    by_staff(world, by);
    ask(world, &merge_decide_action,
        GIVEN({ "kept", of_id(world, kept) }, { "merge", of_id(world, merge) },
              { "verdict", "approve" }));
}

/* How many wait for a second person, as the list of the office says. */
static size_t waits(struct clause_world *world)
{
    by_staff(world, 12);
    ask(world, &merge_list_action, GIVEN({ "before", "" }));
    return refused(world, "") ? ((const struct list *)told(world, "merges"))->count : SIZE_MAX;
}

static const struct merge_row *row_of(struct clause_world *world, int64_t kept, int64_t merge)
{
    const struct merge_key key = { id_bucket(kept), kept, merge };
    return clause_rows(world, &merge_by_id, &key).items;
}

/* ---- what somebody has ---- */

struct estate {
    int64_t balance, filings, spells, deductible, months, marks;
};

static struct estate estate_of(struct clause_world *world, int64_t person)
{
    struct date today = date_of_moment(world->now);
    const struct fund_of_person fund_key = { id_bucket(person), person };
    const struct filing_of_key filing_key = { fund_key.bucket, person };
    const struct party_of_person party_key = { fund_key.bucket, person };
    const struct settle_of_person_key settle_key = { fund_key.bucket, person };
    struct list accounts = clause_rows(world, &fund_personal_of, &fund_key);
    struct list filings = clause_rows(world, &filings_of, &filing_key);
    struct list spells = clause_rows(world, &party_spells_of, &party_key);
    struct list counters = clause_rows(world, &settle_counters_of, &settle_key);
    struct estate estate = { 0 };
    if (accounts.count > 0)
        estate.balance = ((const struct fund_personal *)accounts.items)->balance.fen;
    for (size_t i = 0; i < filings.count; i++) {
        const struct filing_row *row = &((const struct filing_row *)filings.items)[i];
        estate.filings += text_is(row->state, "in-force")
            && merge_goes_on(row->valid_until, today);
    }
    for (size_t i = 0; i < spells.count; i++)
        estate.spells += party_spell_holds(&((const struct party_spell *)spells.items)[i], today);
    struct list statuses = clause_rows(world, &party_statuses_of, &party_key);
    for (size_t i = 0; i < statuses.count; i++)
        estate.marks +=
            merge_goes_on(((const struct party_status *)statuses.items)[i].valid_until, today);
    for (size_t i = 0; i < counters.count; i++)
        estate.deductible += ((const struct settle_counters_row *)counters.items)[i]
            .used.outpatient_deductible_used.fen;
    by_house(world);
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    estate.months = (int64_t)((const struct list *)told(world, "months"))->count;
    return estate;
}

static bool is_sum(const struct estate *sum, const struct estate *one, const struct estate *two)
{
    return sum->balance == one->balance + two->balance
        && sum->filings == one->filings + two->filings
        && sum->spells == one->spells + two->spells
        && sum->deductible == one->deductible + two->deductible
        && sum->months == one->months + two->months;
}

static uint64_t dice;
static int64_t roll(int64_t below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((dice >> 33) % (uint64_t)below);
}

/* Somebody with money, filings and limits used, all by chance; insured today or not any more. */
static int64_t anybody(struct clause_world *world, bool insured)
{
    int64_t person = clause_stranger(world), unit = unit_of(world, 110105, "small-enterprise", "");
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person, .spell = person,
        .insurance = TEXT("310"), .kind = TEXT("11"), .place = 110105, .unit = unit,
        .unit_name = TEXT("示例单位"), .valid_from = DATE(2015, 1, 1),
        .valid_until = insured ? DATE_NONE : DATE(2020, 3, 31), .status = TEXT("1"),
        .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
    if (!insured) {
        const struct contribute_bill bill = {
            .bucket = id_bucket(unit), .owner = unit, .bill = unit, .month = 202002 + roll(2),
            .insurance = TEXT("310"), .kind = TEXT("ordinary"), .place = 110105,
            .unit_kind = TEXT("small-enterprise"), .people = 1, .base = { 1000000 },
            .declared = DATE(2020, 2, 5), .paid = DATE(2020, 3, 20), .version = 1,
        };
        const struct contribute_line line = {
            .bucket = bill.bucket, .owner = unit, .bill = unit, .person = person,
            .month = bill.month, .insurance = TEXT("310"), .base = { 1000000 },
            .counted = { 1000000 }, .version = 1,
        };
        clause_insert(world, &contribute_bill_table, &bill);
        clause_insert(world, &contribute_line_table, &line);
    }
    by_house(world);
    if (roll(4) > 0 && insured)
        ask(world, &fund_credit_account_action,
            GIVEN({ "person", of_id(world, person) },
                  { "amount", arena_format(&world->arena, "%lld.%02lld",
                                           (long long)roll(90000) + 1,
                                           (long long)roll(100)).data }));
    for (int64_t i = roll(3); i > 0; i--)
        clause_filing(world, person, (struct filing_row){
            .about = TEXT("offsite"), .kind = TEXT("long-term"),
            .division = 370000 + person % 1000 + i, .valid_from = DATE(2020, 1, 1) });
    const struct party_status status = {
        .bucket = id_bucket(person), .person = person,
        .status = id_mint(&world->minter, id_bucket(person)), .kind = TEXT("observed"),
        .valid_from = DATE(2020, 2, 1), .source = TEXT("示例"), .version = 1,
    };
    if (roll(2) > 0)
        clause_insert(world, &party_status_table, &status);
    const struct settle_counters_row counters = {
        .bucket = id_bucket(person), .person = person, .year = 2020, .insurance = TEXT("310"),
        .used = { .outpatient_deductible_used = { roll(180000) } }, .version = 1,
    };
    if (roll(3) > 0)
        clause_insert(world, &settle_counters_table, &counters);
    return person;
}

static struct text number_of(struct clause_world *world, int64_t person)
{
    struct text number = arena_format(&world->arena, "99%016lld", (long long)++world->serial);
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key row = { key.bucket, key.kind, key.digest, person, 1 };
    clause_insert(world, &party_person_key_table, &row);
    return number;
}

static int64_t found_by(struct clause_world *world, struct text number)
{
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key *row =
        clause_rows(world, &party_person_by_number, &key).items;
    return row->person;
}

static void complain(struct verify_report *report, struct text what)
{
    (void)what;
    report->wrong++;
}

static int64_t merges_wrong(struct clause_world *world)
{
    struct verify_report report = { .arena = &world->arena, .complain = complain };
    return merge_verify(world->store, &report) == STORE_DONE ? report.wrong : -1;
}

/* ---- scenarios ---- */

/* For forty pairs: what both had is what one has then; and, undone, each has what it had. */
static void sums_before_are_sums_after(struct clause_world *world)
{
    for (int i = 0; i < 40; i++) {
        dice = (uint64_t)i * 7919 + 5;
        clause_now(world, DATE(2020, 6, 10), 9);
        int64_t kept = anybody(world, true), gone = anybody(world, false);
        struct text number = number_of(world, gone);
        struct estate mine = estate_of(world, kept), others = estate_of(world, gone);
        int64_t merge = asked(world, kept, gone);
        EXPECT(world, merge != 0);
        EXPECT(world, waits(world) == 1);
        decided(world, kept, merge, 11);
        EXPECT(world, refused(world, "merge.refused.second-person"));
        /* Meanwhile the one that takes another in does not go itself. */
        EXPECT(world, i > 0 || (asked(world, anybody(world, false), kept) == 0
                                && refused(world, "merge.refused.under-way")));
        decided(world, kept, merge, 12);
        EXPECT(world, refused(world, ""));
        react(world);
        EXPECT(world, text_is(row_of(world, kept, merge)->state, "done"));
        EXPECT(world, waits(world) == 0);
        struct estate both = estate_of(world, kept), rest = estate_of(world, gone);
        EXPECT(world, is_sum(&both, &mine, &others));
        EXPECT(world, both.marks == mine.marks + others.marks);
        EXPECT(world, rest.balance == 0 && rest.filings == 0 && rest.spells == 0);
        EXPECT(world, found_by(world, number) == kept);
        EXPECT(world, clause_rows(world, &merge_balances, NULL).count == 0);

        by_staff(world, 11);
        ask(world, &merge_undo_action,
            GIVEN({ "kept", of_id(world, kept) }, { "merge", of_id(world, merge) },
                  { "reason", "两人" }));
        EXPECT(world, refused(world, "") && waits(world) == 1);
        decided(world, kept, merge, 12);
        react(world);
        EXPECT(world, text_is(row_of(world, kept, merge)->state, "undone"));
        both = estate_of(world, kept);
        rest = estate_of(world, gone);
        EXPECT(world, memcmp(&both, &mine, sizeof both) == 0);
        EXPECT(world, memcmp(&rest, &others, sizeof rest) == 0);
        EXPECT(world, found_by(world, number) == gone);
    }
}

/* Two numbers made one have the same spells behind them: the month is paid for once, and what was
 * paid under the number that went is not made up under the other. */
static void one_human_is_on_a_month_once(struct clause_world *world)
{
    dice = 5;
    clause_now(world, DATE(2020, 6, 10), 9);
    int64_t kept = anybody(world, false), gone = anybody(world, true);
    const struct party_of_person of = { id_bucket(gone), gone };
    int64_t unit = ((const struct party_spell *)clause_rows(world, &party_spells_of, &of).items)
                       ->unit;
    by_unit(world, unit);
    base_of(world, unit, gone, "2020-04", "8000.00");
    declare(world, unit, "2020-04");
    EXPECT(world, refused(world, "") && count_told(world, "people") == 1);
    int64_t merge = asked(world, kept, gone);
    decided(world, kept, merge, 12);
    react(world);
    EXPECT(world, text_is(row_of(world, kept, merge)->state, "done"));

    /* What he earns was said under the number that went: it is not asked for again. */
    by_unit(world, unit);
    declare(world, unit, "2020-05");
    EXPECT(world, refused(world, "") && count_told(world, "people") == 1);
    EXPECT(world, fen_told(world, "base") == 800000);
    base_of(world, unit, kept, "2020-06", "9000.00");
    EXPECT(world, refused(world, ""));
    declare(world, unit, "2020-06");
    EXPECT(world, refused(world, "") && count_told(world, "people") == 1);
    EXPECT(world, fen_told(world, "base") == 900000);
    ask(world, &contribute_make_up_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, kept) },
              { "from_month", "2020-04" }, { "until_month", "2020-04" }, { "base", "8000.00" }));
    EXPECT(world, refused(world, "contribute.refused.declared"));
    ask(world, &contribute_make_up_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, gone) },
              { "from_month", "2020-05" }, { "until_month", "2020-05" }, { "base", "8000.00" }));
    EXPECT(world, refused(world, "party.refused.merged"));
}

/* What must be over first is said before; a claim that is open keeps its number until then, and one
 * that is paid is found under the number that is kept. */
static void no_claim_is_lost(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 10), 9);
    int64_t kept = anybody(world, true), gone = anybody(world, false);
    struct claim_row claim = {
        .bucket = id_bucket(gone), .claim = id_mint(&world->minter, id_bucket(gone)),
        .person = gone, .kind = TEXT("ordinary"), .filer = TEXT("person"), .place = 110105,
        .insurance = TEXT("310"), .handed_in = world->now, .state = TEXT("draft"),
        .entered_at = world->now, .version = 1,
    };
    clause_insert(world, &claim_table, &claim);
    EXPECT(world, asked(world, kept, gone) == 0 && refused(world, "merge.refused.claim"));
    by_staff(world, 11);
    ask(world, &merge_preview_action,
        GIVEN({ "kept", of_id(world, kept) }, { "gone", of_id(world, gone) }));
    EXPECT(world, !*(const bool *)told(world, "possible"));
    EXPECT(world, ((const struct list *)told(world, "obstacles"))->count == 1);

    int64_t other = anybody(world, false), twice = anybody(world, true);
    EXPECT(world, asked(world, kept, twice) == 0 && refused(world, "merge.refused.twice"));
    EXPECT(world, asked(world, kept, kept) == 0 && refused(world, "merge.refused.same"));
    claim.person = other;
    claim.bucket = id_bucket(other);
    claim.claim = id_mint(&world->minter, id_bucket(other));
    claim.state = TEXT("settled");
    clause_insert(world, &claim_table, &claim);
    int64_t merge = asked(world, kept, other);
    EXPECT(world, merge != 0);
    decided(world, kept, merge, 12);
    react(world);
    by_staff(world, 11);
    ask(world, &claim_of_person_action, GIVEN({ "person", of_id(world, kept) }));
    EXPECT(world, refused(world, ""));
    EXPECT(world, ((const struct list *)told(world, "claims"))->count == 1);
    /* It has taken another in: it does not go itself, nor the other again. */
    EXPECT(world, asked(world, anybody(world, false), kept) == 0
                      && refused(world, "merge.refused.chain"));
    EXPECT(world, asked(world, kept, other) == 0 && refused(world, "merge.refused.over"));
}

/* Two approved in one moment: into the one that goes another is on its way. It stays, so that what
 * comes to it comes to somebody. */
static void who_takes_in_does_not_go(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 10), 9);
    int64_t kept = anybody(world, true), gone = anybody(world, false);
    struct estate others = estate_of(world, gone);
    int64_t merge = asked(world, kept, gone);
    const struct merge_row other = {
        .bucket = id_bucket(gone), .kept = gone,
        .merge = id_mint(&world->minter, id_bucket(gone)), .gone = clause_stranger(world),
        .state = TEXT("approved"), .version = 1,
    };
    decided(world, kept, merge, 12);
    const struct request done = *world->decision.request;
    struct merge_carry *input = ARENA_NEW(&world->arena, struct merge_carry);
    EXPECT(world, merge_reactions[0].ask(&done, world->outcome, &world->arena, input));
    clause_insert(world, &merge_table, &other);
    by_house(world);
    clause_act(world, &merge_give_action, input);
    react(world);
    const struct merge_row *row = row_of(world, kept, merge);
    EXPECT(world, text_is(row->state, "stopped")
                      && text_is(row->stopped, "merge.refused.under-way"));
    struct estate now = estate_of(world, gone);
    EXPECT(world, memcmp(&now, &others, sizeof now) == 0);
}

/* A claim that comes in between stops it: nothing has moved, and the record says why. */
static void what_comes_in_between_stops_it(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 10), 9);
    int64_t kept = anybody(world, true), gone = anybody(world, false);
    struct estate mine = estate_of(world, kept), others = estate_of(world, gone);
    int64_t merge = asked(world, kept, gone);
    decided(world, kept, merge, 12);
    const struct request done = *world->decision.request;
    struct merge_carry *input = ARENA_NEW(&world->arena, struct merge_carry);
    EXPECT(world, merge_reactions[0].ask(&done, world->outcome, &world->arena, input));
    const struct claim_row claim = {
        .bucket = id_bucket(gone), .claim = gone, .person = gone, .kind = TEXT("ordinary"),
        .filer = TEXT("person"), .place = 110105, .insurance = TEXT("310"),
        .handed_in = world->now, .state = TEXT("draft"), .entered_at = world->now, .version = 1,
    };
    clause_insert(world, &claim_table, &claim);
    by_house(world);
    clause_act(world, &merge_give_action, input);
    react(world);
    const struct merge_row *row = row_of(world, kept, merge);
    EXPECT(world, text_is(row->state, "stopped") && text_is(row->stopped, "merge.refused.claim"));
    struct estate now = estate_of(world, kept);
    EXPECT(world, memcmp(&now, &mine, sizeof now) == 0);
    now = estate_of(world, gone);
    EXPECT(world, memcmp(&now, &others, sizeof now) == 0);
}

/* ---- settled under the number that went, and changed since ---- */

/* Insured until the end of March, with an account; a bill of February is settled. */
static int64_t went_with_a_bill(struct clause_world *world, int64_t hospital,
                                struct clause_visit *ret_visit, struct settle_receipt *ret_bill)
{
    int64_t gone = clause_employee(world, 110105);
    const struct party_of_person key = { id_bucket(gone), gone };
    by_house(world);
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, gone) }, { "amount", "500.00" }, { "cause", "示例" }));
    world->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = hospital,
                                   .division = 110105 };
    *ret_visit = clause_register(world, gone, NULL, (struct text){ 0 });
    clause_diagnose(world, ret_visit, "I10.x00");
    clause_charge(world, ret_visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(7), 320000);
    struct settle_ask *ask_it = ARENA_NEW(&world->arena, struct settle_ask);
    *ask_it = (struct settle_ask){
        .person = gone, .visit = ret_visit->visit, .bill = ret_visit->bill,
        .insurance = world->insurance, .med_type = TEXT("11"), .certificate_kind = TEXT("99"),
        .total = ret_visit->total, .settlement_way = TEXT("01"), .account_wish = 1,
    };
    clause_act(world, &settle_outpatient_action, ask_it);
    *ret_bill = *(const struct settle_receipt *)world->outcome;
    struct party_spell spell =
        *(const struct party_spell *)clause_rows(world, &party_spells_of, &key).items;
    spell.valid_until = DATE(2023, 3, 31);
    const struct change end = { CHANGE_REPLACE, &party_spell_table, &spell, NULL };
    CHECK(world->store->port->write(world->store, &end, world->fence) == STORE_DONE);
    return gone;
}

static void taken_back(struct clause_world *world, int64_t hospital,
                       const struct settle_receipt *bill)
{
    struct settle_undo_input *undo = ARENA_NEW(&world->arena, struct settle_undo_input);
    *undo = (struct settle_undo_input){ .settlement = bill->settlement, .visit = bill->visit,
                                        .person = bill->person };
    world->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = hospital,
                                   .division = 110105 };
    clause_act(world, &settle_undo_action, undo);
}

static void jobs_run(struct clause_world *world)
{
    const struct job_state_key key = { .state = TEXT("running") };
    struct list rows = clause_rows(world, &jobs_in_state, &key);
    while (rows.count > 0 && !world->failed) {
        const struct job_row *job = rows.items;
        const struct task_input step = { job->bucket, job->job, job->subject };
        by_house(world);
        clause_act(world, &settle_again_action, &step);
        EXPECT(world, refused(world, ""));
        rows = clause_rows(world, &jobs_in_state, &key);
    }
}

static void merged(struct clause_world *world, int64_t kept, int64_t gone, int64_t *ret_merge)
{
    *ret_merge = asked(world, kept, gone);
    decided(world, kept, *ret_merge, 12);
    react(world);
    EXPECT(world, text_is(row_of(world, kept, *ret_merge)->state, "done"));
}

/* What is taken back later frees the limits of the number that is kept, gives its money there, and
 * what was settled since is decided again. */
static void what_changes_later_goes_over(struct clause_world *world)
{
    clause_now(world, DATE(2023, 2, 10), 9);
    int64_t hospital = clause_hospital(world, 110105), kept = clause_employee(world, 110105);
    struct clause_visit visit;
    struct settle_receipt early;
    int64_t gone = went_with_a_bill(world, hospital, &visit, &early), merge;
    EXPECT(world, early.deductible.fen == 180000 && early.account.fen > 0);
    clause_now(world, DATE(2023, 6, 10), 9);
    struct estate mine = estate_of(world, kept);
    merged(world, kept, gone, &merge);
    EXPECT(world, estate_of(world, kept).balance == mine.balance + 50000 - early.account.fen);
    by_house(world);
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, gone) }, { "amount", "1.00" }, { "cause", "示例" }));
    EXPECT(world, refused(world, "fund.refused.merged"));

    world->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = hospital,
                                   .division = 110105 };
    visit = clause_register(world, kept, NULL, (struct text){ 0 });
    clause_diagnose(world, &visit, "I10.x00");
    clause_charge(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(7), 320000);
    const struct settle_receipt late = *clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && late.deductible.fen == 0);
    struct estate before = estate_of(world, kept);
    taken_back(world, hospital, &early);
    EXPECT(world, refused(world, "") && clause_rows(world, &merge_balances, NULL).count == 1);
    react(world);
    jobs_run(world);
    struct estate after = estate_of(world, kept);
    EXPECT(world, after.balance == before.balance + early.account.fen);
    EXPECT(world, after.deductible == 180000 && estate_of(world, gone).balance == 0);
    EXPECT(world, clause_rows(world, &merge_balances, NULL).count == 0);
    const struct settlement_key key = { id_bucket(kept), kept, late.settlement };
    const struct settlement_row *again = clause_rows(world, &settlement_by_id, &key).items;
    EXPECT(world, again->deductible.fen == 180000 && text_is(again->decided_by, "again"));
    EXPECT(world, row_of(world, kept, merge)->balance.fen == 50000);
}

/* And goes back with the rest when the merge is undone. */
static void what_went_over_later_goes_back(struct clause_world *world)
{
    clause_now(world, DATE(2023, 2, 10), 9);
    int64_t hospital = clause_hospital(world, 110105), kept = clause_employee(world, 110105);
    struct clause_visit visit;
    struct settle_receipt early;
    int64_t gone = went_with_a_bill(world, hospital, &visit, &early), merge;
    clause_now(world, DATE(2023, 6, 10), 9);
    struct estate mine = estate_of(world, kept);
    merged(world, kept, gone, &merge);
    taken_back(world, hospital, &early);
    react(world);
    by_staff(world, 11);
    ask(world, &merge_undo_action,
        GIVEN({ "kept", of_id(world, kept) }, { "merge", of_id(world, merge) },
              { "reason", "两人" }));
    decided(world, kept, merge, 12);
    react(world);
    EXPECT(world, text_is(row_of(world, kept, merge)->state, "undone"));
    struct estate now = estate_of(world, kept);
    EXPECT(world, memcmp(&now, &mine, sizeof now) == 0);
    now = estate_of(world, gone);
    EXPECT(world, now.balance == 50000 && now.deductible == 0);
    EXPECT(world, clause_rows(world, &merge_balances, NULL).count == 0);
}

/* Between leaving and coming back the money is on the way, and the merge is not over: afterwards
 * nothing would explain it any more. */
static void a_stuck_way_back_is_seen(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 10), 9);
    dice = 5;
    int64_t kept = anybody(world, true), gone = anybody(world, false);
    const struct merge_row row = {
        .bucket = id_bucket(kept), .kept = kept, .merge = kept, .gone = gone,
        .state = TEXT("going-back"), .version = 1,
    };
    clause_insert(world, &merge_table, &row);
    const struct fund_transfer left = {
        .bucket = id_bucket(kept), .day = DATE(2020, 6, 10), .cause = kept, .line = 1,
        .debit_kind = FUND_PERSONAL, .debit_owner = kept, .credit_kind = FUND_MERGING,
        .credit_owner = gone, .amount = { 100 }, .person = kept, .about = TEXT("merge"),
    };
    clause_insert(world, &fund_transfer_table, &left);
    EXPECT(world, asked(world, kept, anybody(world, false)) == 0
                      && refused(world, "merge.refused.under-way"));
    EXPECT(world, merges_wrong(world) == 0);
    struct merge_row over = row;
    over.state = TEXT("undone");
    const struct change change = { CHANGE_REPLACE, &merge_table, &over, NULL };
    EXPECT(world, world->store->port->write(world->store, &change, world->fence) == STORE_DONE);
    EXPECT(world, merges_wrong(world) == 1);
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "", sums_before_are_sums_after },
        { "", one_human_is_on_a_month_once },
        { "", no_claim_is_lost },
        { "", who_takes_in_does_not_go },
        { "", what_comes_in_between_stops_it },
        { "", what_changes_later_goes_over },
        { "", what_went_over_later_goes_back },
        { "", a_stuck_way_back_is_seen },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
