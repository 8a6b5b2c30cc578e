/* clause_contribute_test.c: units declare, pay and get back, and the books agree. */

#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "rooms/claim/claim.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/fund/fund.h"

#include <stdio.h>

/* BJ4-01c: a month declared, and two months made up, by the unit itself. */
static void a_unit_declares_and_makes_up(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "lodging", "2020-02",
                                 "10000.00", &person);
    EXPECT(world, refused(world, ""));
    EXPECT(world, fen_told(world, "base") == 1000000 && fen_told(world, "own") == 20000
           && fen_told(world, "fixed") == 300 && fen_told(world, "employer") == 108000);
    declare(world, unit, "2020-02");
    EXPECT(world, refused(world, "contribute.refused.declared"));
    ask(world, &contribute_make_up_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, person) },
              { "from_month", "2019-12" }, { "until_month", "2020-01" },
              { "base", "10000.00" }, { "reason", "omitted" }));
    EXPECT(world, refused(world, "") && count_told(world, "months") == 2);
    /* Another unit may not. */
    int64_t other = unit_of(world, 110105, "small-enterprise", "");
    by_unit(world, other);
    declare(world, unit, "2020-03");
    EXPECT(world, refused(world, "contribute.refused.no-such-unit"));
}

/* Months made up before the unit has declared them: nobody is billed twice for one, and what the
 * unit owes for them does not close the desk to the others. */
static void made_up_first_and_declared_then(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = unit_of(world, 371329, "small-enterprise", "");
    int64_t omitted = employed(world, unit, 371329, DATE(2015, 1, 1));
    int64_t other = employed(world, unit, 371329, DATE(2015, 1, 1));
    make_up(world, unit, omitted, "2020-01", "2020-02");
    EXPECT(world, refused(world, "") && count_told(world, "months") == 2);
    EXPECT(world, entitled(world, other, DATE(2020, 2, 10)));
    by_unit(world, unit);
    base_of(world, unit, other, "2020-01", "20000.00");
    declare(world, unit, "2020-02");
    EXPECT(world, refused(world, "") && count_told(world, "people") == 1);
    make_up(world, unit, omitted, "2020-02", "2020-02");
    EXPECT(world, refused(world, "contribute.refused.declared"));
}

/* Bases count between floor and ceiling; who left before the month is not on the bill. */
static void bases_have_floor_and_ceiling(struct clause_world *world)
{
    clause_now(world, DATE(2020, 8, 10), 9);
    int64_t unit = unit_of(world, 110105, "medium-enterprise", "");
    int64_t low = employed(world, unit, 110105, DATE(2015, 1, 1));
    int64_t high = employed(world, unit, 110105, DATE(2015, 1, 1));
    employed(world, unit, 110105, DATE(2020, 9, 1));
    by_unit(world, unit);
    base_of(world, unit, low, "2020-07", "3000.00");
    base_of(world, unit, high, "2020-07", "50000.00");
    declare(world, unit, "2020-08");
    EXPECT(world, refused(world, ""));
    EXPECT(world, count_told(world, "people") == 2);
    EXPECT(world, fen_told(world, "base") == 536000 + 2973200);
    /* Somebody without a base stops it; nobody is left out in silence. */
    declare(world, unit, "2020-09");
    EXPECT(world, refused(world, "contribute.refused.no-base"));
}

/* LY22-L3c: month by month, as Linshu published it, of a base of 100 000. */
static void linshu_month_by_month(struct clause_world *world)
{
    static const struct { const char *month; int64_t fen; } MONTHS[] = {
        { "2020-01", 600000 }, { "2020-02", 500000 }, { "2020-03", 400000 },
        { "2020-04", 400000 }, { "2020-05", 400000 }, { "2020-06", 400000 },
        { "2020-07", 500000 }, { "2020-08", 500000 }, { "2020-09", 500000 },
        { "2020-10", 500000 }, { "2020-11", 500000 }, { "2020-12", 500000 },
        { "2021-01", 600000 },
    };
    clause_now(world, DATE(2021, 1, 10), 9);
    int64_t unit = declared_unit(world, 371329, "small-enterprise", "", MONTHS[0].month,
                                 "100000.00", NULL);
    for (size_t i = 0; i < COUNT_OF(MONTHS); i++) {
        if (i > 0) {
            by_unit(world, unit);
            declare(world, unit, MONTHS[i].month);
        }
        EXPECT(world, refused(world, "") && fen_told(world, "employer") == MONTHS[i].fen);
    }
}

/* What is paid in a county is the fund's that pays for its people: the city's, never its own. */
static bool is_the_citys(struct clause_world *world, int64_t county, int64_t city)
{
    const struct list rows = clause_rows(world, &fund_balances_all, NULL);
    const struct fund_movement *row = rows.items;
    bool there = false;
    for (size_t i = 0; i < rows.count; i++) {
        if (row[i].kind != FUND_EMPLOYEE_POOL)
            continue;
        if (row[i].owner == county)
            return false;
        there |= row[i].owner == city && row[i].credits.fen > 0;
    }
    return there;
}

/* LY22-L3c, LY22-A2h, LY22-A2i: paid at the old rate, then cut: the unit chooses how it goes back,
 * and what came in is what is kept, went back or is left for later. */
static void what_was_taken_too_much_goes_back(struct clause_world *world)
{
    static const char *const WAYS[] = { "refund", "offset" };
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        clause_now(world, DATE(2020, 2, 20), 9);
        int64_t unit = declared_unit(world, 371329, "small-enterprise", "", "2020-02",
                                     "100000.00", NULL);
        EXPECT(world, fen_told(world, "employer") == 600000);
        pay(world, unit, "2020-02", "8000.00");
        EXPECT(world, refused(world, "") && is_the_citys(world, 371329, 371300));
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0);
        clause_now(world, DATE(2020, 3, 10), 9);
        EXPECT(world, month_fen(world, unit, "2020-02", "employer") == 500000);
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 100000);
        EXPECT(world, *(const bool *)month_told(world, unit, "2020-02", "may_choose"));
        give_back(world, unit, "2020-02", "");
        EXPECT(world, refused(world, "contribute.refused.no-way"));
        give_back(world, unit, "2020-02", WAYS[i]);
        EXPECT(world, refused(world, "") && fen_told(world, "amount") == 100000);
        EXPECT(world, is_the_citys(world, 371329, 371300));
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0);
        EXPECT(world, fen_told(world, "collected")
               == fen_told(world, "kept") + fen_told(world, "refunded")
                   + fen_told(world, "credit"));
        EXPECT(world, fen_told(world, "credit") == (i == 0 ? 0 : 100000));
        EXPECT(world, fen_told(world, "refunded") == (i == 0 ? 100000 : 0));
        give_back(world, unit, "2020-02", WAYS[i]);
        EXPECT(world, refused(world, "contribute.refused.nothing-too-much"));
        /* March, at 4 %: what was left is used before new money. */
        by_unit(world, unit);
        declare(world, unit, "2020-03");
        EXPECT(world, fen_told(world, "employer") == 400000);
        pay(world, unit, "2020-03", i == 0 ? "5999.99" : "4999.99");
        EXPECT(world, refused(world, "contribute.refused.not-enough"));
        pay(world, unit, "2020-03", i == 0 ? "6000.00" : "5000.00");
        EXPECT(world, refused(world, "") && fen_told(world, "credit") == 0);
    }
}

/* As the bank writes it, for the very bill. */
static void pay_bill(struct clause_world *world, int64_t unit, const char *month, int64_t fen)
{
    const char *bill = of_id(world, *(const int64_t *)month_told(world, unit, month, "bill"));
    const char *amount = arena_format(&world->arena, "%lld.%02lld", (long long)(fen / 100),
                                      (long long)(fen % 100)).data;
    ask(world, &contribute_pay_action,
        GIVEN({ "owner", of_id(world, unit) }, { "month", month }, { "bill", bill },
              { "amount", amount }));
}

static void assess(struct clause_world *world, int64_t unit, const char *month)
{
    world->actor = (struct actor){ .account = 3, .role = ROLE_REVIEWER, .office = 7,
                                   .division = 371300 };
    ask(world, &contribute_assess_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", month }));
}

/* Of the months that wait for a declaration: whether that one does, and what it would be set at. */
static bool would_be(struct clause_world *world, int64_t unit, const char *month, int64_t fen,
                     bool over)
{
    ask(world, &contribute_undeclared_action, GIVEN({ "unit", of_id(world, unit) }));
    const struct list *months = told(world, "months");
    const struct shape *row = shape_field(contribute_undeclared_action.outcome,
                                          TEXT("months"))->of;
    bool found = false;
    for (size_t i = 0; i < months->count; i++) {
        const char *at = (const char *)months->items + i * row->size;
        const struct text *is = field_in(shape_field(row, TEXT("month")), at);
        const struct money *amount = field_in(shape_field(row, TEXT("amount")), at);
        const bool *late = field_in(shape_field(row, TEXT("over")), at);
        found |= text_is(*is, month) && amount->fen == fen && *late == over;
    }
    return found;
}

/* At the rates of the month that is set: a cut of the month before is not carried over, one of the
 * month itself not lost. Linshu: 6 % in January, 5 % in February, 4 % in June, 5 % in July. */
static void a_month_is_set_at_its_own_rates(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 10), 9);
    int64_t person, unit = declared_unit(world, 371329, "small-enterprise", "", "2020-01",
                                         "100000.00", &person);
    EXPECT(world, refused(world, "") && fen_told(world, "total") == 800000);
    clause_now(world, DATE(2020, 6, 10), 9);
    by_unit(world, unit);
    declare(world, unit, "2020-06");
    EXPECT(world, refused(world, "") && fen_told(world, "total") == 600000);
    clause_now(world, DATE(2020, 12, 10), 9);
    world->actor = (struct actor){ .account = 3, .role = ROLE_REVIEWER, .office = 7,
                                   .division = 371300 };
    EXPECT(world, would_be(world, unit, "2020-02", 770000, true));
    EXPECT(world, would_be(world, unit, "2020-03", 660000, true));
    EXPECT(world, would_be(world, unit, "2020-07", 770000, true));
}

/* A month that nobody declared is set at 110 % of the last one that was, 8 000.00, and settled when
 * it is declared after all, at less or at more: what is kept equals what was owed, and the fee. */
static void what_was_not_declared_is_set(struct clause_world *world)
{
    static const struct { const char *base; int64_t employer, own; } DECLARED[] = {
        { "90000.00", 540000, 180000 }, { "120000.00", 720000, 240000 },
    };
    for (size_t i = 0; i < COUNT_OF(DECLARED); i++) {
        int64_t person, owed = DECLARED[i].employer + DECLARED[i].own;
        clause_now(world, DATE(2021, 3, 10), 9);
        int64_t unit = declared_unit(world, 371329, "small-enterprise", "", "2021-03",
                                     "100000.00", &person);
        EXPECT(world, refused(world, "") && fen_told(world, "total") == 800000);
        assess(world, unit, "2021-04");
        EXPECT(world, refused(world, "contribute.refused.still-time"));
        EXPECT(world, !would_be(world, unit, "2021-04", 880000, true));
        clause_now(world, DATE(2021, 6, 10), 9);
        assess(world, unit, "2021-03");
        EXPECT(world, refused(world, "contribute.refused.declared"));
        assess(world, unit, "2021-02");
        EXPECT(world, refused(world, "contribute.refused.nothing-declared"));
        EXPECT(world, !would_be(world, unit, "2021-03", 800000, true));
        EXPECT(world, would_be(world, unit, "2021-04", 880000, true)
               && would_be(world, unit, "2021-06", 880000, false));
        assess(world, unit, "2021-04");
        EXPECT(world, refused(world, "") && fen_told(world, "total") == 880000
               && count_told(world, "people") == 0);
        EXPECT(world, says(world, unit, "2021-04", "kind", "assessed"));
        /* The next one, too, by the month that was declared and not by the one that was set. */
        assess(world, unit, "2021-05");
        EXPECT(world, refused(world, "") && fen_told(world, "total") == 880000);
        int64_t open = month_fen(world, unit, "2021-04", "open");
        EXPECT(world, open > 880000);
        pay_bill(world, unit, "2021-04", open);
        EXPECT(world, refused(world, "") && month_fen(world, unit, "2021-04", "open") == 0);
        by_unit(world, unit);
        base_of(world, unit, person, "2021-04", DECLARED[i].base);
        declare(world, unit, "2021-04");
        EXPECT(world, refused(world, "") && fen_told(world, "total") == owed);
        EXPECT(world, says(world, unit, "2021-04", "kind", "ordinary"));
        EXPECT(world, month_fen(world, unit, "2021-04", "open") == DECLARED[i].own);
        give_back(world, unit, "2021-04", "offset");
        EXPECT(world, refused(world, ""));
        int64_t left = fen_told(world, "credit"), lacking = DECLARED[i].own - left;
        pay_bill(world, unit, "2021-04", lacking > 0 ? lacking : 0);
        EXPECT(world, refused(world, "") && month_fen(world, unit, "2021-04", "open") == 0);
        int64_t fee = month_fen(world, unit, "2021-04", "fee");
        EXPECT(world, fen_told(world, "collected")
               == fen_told(world, "kept") + fen_told(world, "refunded")
                   + fen_told(world, "credit"));
        /* Of the fee nobody is asked for more because the month came to more. */
        EXPECT(world, fen_told(world, "kept") == owed + (lacking > 0 ? open - 880000 : fee));
    }
}

/* A month paid late at the old rate, with the fee on all of it: when the rate is cut afterwards,
 * the fee on what was never owed goes back with it. 8,000.00 and 7,000.00 × 0.05 % × 20 days. */
static void the_fee_on_it_goes_back_too(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 25), 9);
    int64_t unit = unit_of(world, 371329, "small-enterprise", "");
    const struct contribute_bill bill = {
        .bucket = id_bucket(unit), .owner = unit, .bill = id_mint(&world->minter, id_bucket(unit)),
        .month = 202002, .insurance = TEXT("310"), .kind = TEXT("ordinary"), .place = 371329,
        .unit_kind = TEXT("small-enterprise"), .people = 1, .base = { 10000000 },
        .own = { 200000 }, .declared = DATE(2020, 2, 20), .paid = DATE(2020, 3, 20),
        .paid_employer = { 600000 }, .paid_own = { 200000 }, .paid_fee = { 8000 }, .version = 1,
    };
    clause_insert(world, &contribute_bill_table, &bill);
    EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 100000 + 1000);
    EXPECT(world, fen_told(world, "kept") == 600000 + 200000 + 8000);
    give_back(world, unit, "2020-02", "offset");
    EXPECT(world, refused(world, "") && fen_told(world, "amount") == 101000
           && fen_told(world, "credit") == 101000);
    EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0
           && month_fen(world, unit, "2020-02", "open") == 0);
    EXPECT(world, fen_told(world, "kept") == 500000 + 200000 + 7000);
}

static void pay_by(struct clause_world *world, int64_t owner, const char *month,
                   const char *amount, const char *reference, int64_t bill)
{
    by_house(world);
    ask(world, &contribute_pay_action,
        GIVEN({ "owner", of_id(world, owner) }, { "month", month }, { "amount", amount },
              { "reference", reference }, { "by", "tax" },
              { "bill", bill == 0 ? "" : of_id(world, bill) }));
}

/* A line of the bank that is sent again is not taken twice; the same transfer may pay another month
 * or another bill of it, and another collector has references of his own. */
static void a_reference_counts_once(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person;
    int64_t unit = declared_unit(world, 371329, "public-body", "", "2020-02", "10000.00", &person);
    pay_by(world, unit, "2020-02", "800.00", "20200220-7", 0);
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "matched"));
    pay_by(world, unit, "2020-02", "800.00", "20200220-7", 0);
    EXPECT(world, refused(world, "contribute.refused.reference-taken"));
    EXPECT(world, text_is(world->decision.refusal.detail[0], "2020-02-20")
           && text_is(world->decision.refusal.detail[1], "800.00"));
    EXPECT(world, month_fen(world, unit, "2020-02", "open") == 0
           && fen_told(world, "collected") == 80000 && fen_told(world, "credit") == 0);
    pay_by(world, unit, "2020-03", "100.00", "20200220-7", 0);
    EXPECT(world, refused(world, "") && fen_told(world, "credit") == 10000);
    pay_by(world, unit, "2020-03", "100.00", "20200220-7", 0);
    EXPECT(world, refused(world, "contribute.refused.reference-taken"));
    make_up(world, unit, employed(world, unit, 371329, DATE(2020, 2, 1)), "2020-02", "2020-02");
    const struct contribute_owner_key key = { id_bucket(unit), unit };
    const struct list bills = clause_rows(world, &contribute_bills_of, &key);
    EXPECT(world, bills.count == 2);
    int64_t made_up = ((const struct contribute_bill *)bills.items)[1].bill;
    pay_by(world, unit, "2020-02", "800.00", "20200220-7", made_up);
    EXPECT(world, refused(world, "") && count_told(world, "bill") == made_up);
    pay_by(world, unit, "2020-02", "800.00", "20200220-7", made_up);
    EXPECT(world, refused(world, "contribute.refused.reference-taken"));
}

static void complain_of(struct verify_report *report, struct text what)
{
    fprintf(stderr, "%.*s\n", TEXT_ARGS(what));
    report->wrong++;
}

/* Whatever units do in whatever order: collected = kept + refunded + credit, bills are the sums of
 * their people, and the ledger agrees. */
static void whatever_happens_the_books_agree(struct clause_world *world)
{
    static const char *const MONTHS[] = { "2020-01", "2020-02", "2020-03", "2020-07" };
    uint32_t dice = 12345;
    for (int history = 0; history < 12; history++) {
        /* Of some February is paid before it is cut, so that there is something to give back. */
        const char *begins = history % 2 == 0 ? "2020-01" : "2020-02";
        clause_now(world, DATE(2020, 2, 20), 9);
        int64_t unit = declared_unit(world, 371329, history % 3 == 0 ? "public-body"
                                     : "small-enterprise", "", begins, "54321.09", NULL);
        if (history % 2 == 1)
            pay(world, unit, begins, "4400.00");
        for (int step = 0; step < 14; step++) {
            dice = dice * 1103515245 + 12345;
            const char *month = MONTHS[dice >> 8 & 3];
            clause_now(world, date_plus_days(DATE(2020, 2, 20), step * 9), 9);
            by_unit(world, unit);
            switch (dice >> 16 & 3) {
            case 0: declare(world, unit, month); break;
            case 1: pay(world, unit, month, "4400.00"); break;
            case 2: pay(world, unit, month, "1234.56"); break;
            default:
                give_back(world, unit, month, (dice & 64) != 0 ? "refund" : "offset");
            }
        }
        (void)month_fen(world, unit, begins, "open");
        EXPECT(world, fen_told(world, "collected")
               == fen_told(world, "kept") + fen_told(world, "refunded")
                   + fen_told(world, "credit"));
        EXPECT(world, fen_told(world, "credit") >= 0);
    }
    struct verify_report report = { .arena = &world->arena, .complain = complain_of };
    EXPECT(world, contribute_verify(world->store, &report) == STORE_DONE);
    EXPECT(world, report.wrong == 0 && report.checked > BUCKET_COUNT);
    /* And each refund has its payment. */
    int64_t checked = report.checked;
    EXPECT(world, claim_verify(world->store, &report) == STORE_DONE);
    EXPECT(world, report.wrong == 0 && report.checked > checked);
}

/* A month that is paid ahead is not cut: all of it is asked for then, and nothing is open after. */
static void who_pays_ahead_pays_in_full(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = declared_unit(world, 371329, "small-enterprise", "", "2020-04", "100000.00",
                                 NULL);
    pay(world, unit, "2020-04", "6000.00");
    EXPECT(world, refused(world, "contribute.refused.not-enough"));
    pay(world, unit, "2020-04", "7000.00");
    EXPECT(world, refused(world, "") && fen_told(world, "employer") == 500000);
    EXPECT(world, month_fen(world, unit, "2020-04", "employer") == 500000);
    EXPECT(world, month_fen(world, unit, "2020-04", "open") == 0);
}

/* A public body of Linyi has no cut for February: nothing goes back. */
static void who_has_no_cut_gets_nothing_back(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t unit = declared_unit(world, 371329, "public-body", "", "2020-02", "100000.00", NULL);
    pay(world, unit, "2020-02", "8000.00");
    clause_now(world, DATE(2020, 3, 10), 9);
    EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0);
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "BJ4-01c", a_unit_declares_and_makes_up },
        { "BJ4-01c", made_up_first_and_declared_then },
        { "BJ4-01c", bases_have_floor_and_ceiling },
        { "LY22-L3c", linshu_month_by_month },
        { "LY22-L3c LY22-A2h LY22-A2i", what_was_taken_too_much_goes_back },
        { "LY22-A2i", what_was_not_declared_is_set },
        { "", a_month_is_set_at_its_own_rates },
        { "LY22-A2i", the_fee_on_it_goes_back_too },
        { "LY22-A2i", whatever_happens_the_books_agree },
        { "LY22-A2i", a_reference_counts_once },
        { "LY22-L3c", who_has_no_cut_gets_nothing_back },
        { "LY22-L3c", who_pays_ahead_pays_in_full },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
