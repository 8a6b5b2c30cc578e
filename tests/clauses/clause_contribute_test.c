/* clause_contribute_test.c: units declare, put off, pay and get back; what their people may do
 * meanwhile, and what stands in their records. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/fund/fund.h"
#include "rooms/party/party_spells.h"
#include "rooms/settle/settle_room.h"

#include <stdio.h>

/* ---- a unit with people ---- */

static int64_t unit_of(struct clause_world *world, int64_t place, const char *kind,
                       const char *industry)
{
    struct text code = arena_format(&world->arena, "99U%015lld", (long long)++world->serial);
    const struct party_unit row = {
        .bucket = bucket_of_name(code), .unit = id_mint(&world->minter, bucket_of_name(code)),
        .credit_code = code, .name = TEXT("示例单位"), .kind = text_of(kind),
        .industry = text_of(industry), .division = place, .valid_from = DATE(2015, 1, 1),
        .version = 1,
    };
    clause_insert(world, &party_unit_table, &row);
    return row.unit;
}

static int64_t employed(struct clause_world *world, int64_t unit, int64_t place,
                        struct date from)
{
    int64_t person = clause_stranger(world);
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person, .spell = person,
        .insurance = TEXT("310"), .kind = TEXT("11"), .place = place, .unit = unit,
        .unit_name = TEXT("示例单位"), .valid_from = from, .status = TEXT("1"), .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
    world->insurance = spell.insurance;
    return person;
}

static void by_unit(struct clause_world *world, int64_t unit)
{
    world->actor = (struct actor){ .account = 2, .role = ROLE_EMPLOYER, .unit = unit };
}

static void by_house(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
}

static void base_of(struct clause_world *world, int64_t unit, int64_t person, const char *month,
                    const char *base)
{
    ask(world, &contribute_set_base_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, person) },
              { "month", month }, { "base", base }));
}

static void declare(struct clause_world *world, int64_t unit, const char *month)
{
    ask(world, &contribute_declare_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", month }));
}

static void pay(struct clause_world *world, int64_t owner, const char *month,
                const char *amount)
{
    by_house(world);
    ask(world, &contribute_pay_action,
        GIVEN({ "owner", of_id(world, owner) }, { "month", month }, { "amount", amount }));
}

/* A row of the unit's month table. */
static const void *month_told(struct clause_world *world, int64_t owner, const char *month,
                              const char *name)
{
    by_house(world);
    ask(world, &contribute_statement_action,
        GIVEN({ "owner", of_id(world, owner) }, { "from_month", month },
              { "until_month", month }));
    const struct list *months = told(world, "months");
    const struct field *list = shape_field(&contribute_statement_action.outcome[0],
                                           TEXT("months"));
    const struct field *field = shape_field(list->of, text_of(name));
    CHECK(months->count > 0 && field != NULL);
    return field_in(field, months->items);
}

static bool says(struct clause_world *world, int64_t owner, const char *month,
                 const char *name, const char *value)
{
    return text_is(*(const struct text *)month_told(world, owner, month, name), value);
}

static int64_t month_fen(struct clause_world *world, int64_t owner, const char *month,
                         const char *name)
{
    return ((const struct money *)month_told(world, owner, month, name))->fen;
}

static bool entitled(struct clause_world *world, int64_t person, struct date day)
{
    by_house(world);
    ask(world, &contribute_entitlement_action,
        GIVEN({ "person", of_id(world, person) },
              { "on", arena_format(&world->arena, "%08d", day.yyyymmdd).data }));
    return *(const bool *)told(world, "entitled");
}

/* An employee with a base and a unit that has declared a month. */
static int64_t declared_unit(struct clause_world *world, int64_t place, const char *kind,
                             const char *industry, const char *month, const char *base,
                             int64_t *ret_person)
{
    int64_t unit = unit_of(world, place, kind, industry);
    int64_t person = employed(world, unit, place, DATE(2015, 1, 1));
    by_unit(world, unit);
    base_of(world, unit, person, "2020-01", base);
    declare(world, unit, month);
    if (ret_person != NULL)
        *ret_person = person;
    return unit;
}

/* What the record of the months just asked for says of one insurance. */
static bool counted_is(struct clause_world *world, const char *insurance, int64_t paid,
                       int64_t gaps, const char *first)
{
    const struct shape *of = shape_field(contribute_months_action.outcome,
                                         TEXT("insurances"))->of;
    const struct list *rows = told(world, "insurances");
    for (size_t i = 0; i < rows->count; i++) {
        const char *row = (const char *)rows->items + i * of->size;
        if (text_is(*(const struct text *)field_in(shape_field(of, TEXT("insurance")), row),
                    insurance))
            return *(const int64_t *)field_in(shape_field(of, TEXT("paid_months")), row) == paid
                && *(const int64_t *)field_in(shape_field(of, TEXT("gaps")), row) == gaps
                && text_is(*(const struct text *)field_in(shape_field(of, TEXT("first")), row),
                           first);
    }
    return false;
}

/* ---- declaring and paying ---- */

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

static void make_up(struct clause_world *world, int64_t unit, int64_t person,
                    const char *from_month, const char *until_month)
{
    by_unit(world, unit);
    ask(world, &contribute_make_up_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, person) },
              { "from_month", from_month }, { "until_month", until_month },
              { "base", "10000.00" }, { "reason", "omitted" }));
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
        EXPECT(world, refused(world, ""));
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0);
        clause_now(world, DATE(2020, 3, 10), 9);
        EXPECT(world, month_fen(world, unit, "2020-02", "employer") == 500000);
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 100000);
        EXPECT(world, *(const bool *)month_told(world, unit, "2020-02", "may_choose"));
        by_unit(world, unit);
        ask(world, &contribute_give_back_action,
            GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" }));
        EXPECT(world, refused(world, "contribute.refused.no-way"));
        ask(world, &contribute_give_back_action,
            GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" },
                  { "way", WAYS[i] }));
        EXPECT(world, refused(world, "") && fen_told(world, "amount") == 100000);
        EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 0);
        EXPECT(world, fen_told(world, "collected")
               == fen_told(world, "kept") + fen_told(world, "refunded")
                   + fen_told(world, "credit"));
        EXPECT(world, fen_told(world, "credit") == (i == 0 ? 0 : 100000));
        EXPECT(world, fen_told(world, "refunded") == (i == 0 ? 100000 : 0));
        ask(world, &contribute_give_back_action,
            GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" },
                  { "way", WAYS[i] }));
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

/* A month paid late at the old rate, with the fee on all of it: when the rate is cut afterwards, the
 * fee on what was never owed goes back with it. 8,000.00 and 7,000.00 × 0.05 % × 20 days. */
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
    by_unit(world, unit);
    ask(world, &contribute_give_back_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" }, { "way", "offset" }));
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
        clause_now(world, DATE(2020, 2, 20), 9);
        int64_t unit = declared_unit(world, 371329, history % 3 == 0 ? "public-body"
                                     : "small-enterprise", "", "2020-01", "54321.09", NULL);
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
                ask(world, &contribute_give_back_action,
                    GIVEN({ "unit", of_id(world, unit) }, { "month", month },
                          { "way", (dice & 64) != 0 ? "refund" : "offset" }));
            }
        }
        (void)month_fen(world, unit, "2020-01", "open");
        EXPECT(world, fen_told(world, "collected")
               == fen_told(world, "kept") + fen_told(world, "refunded")
                   + fen_told(world, "credit"));
        EXPECT(world, fen_told(world, "credit") >= 0);
    }
    struct verify_report report = { .arena = &world->arena, .complain = complain_of };
    EXPECT(world, contribute_verify(world->store, &report) == STORE_DONE);
    EXPECT(world, report.wrong == 0 && report.checked > BUCKET_COUNT);
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

/* ---- time ---- */

/* BJ4-10a BJ4-10c BJ4-S1c: February until the end of March; meanwhile the people are insured. An
 * old debt closes the desk all the same. */
static void the_collection_period_is_longer(struct clause_world *world)
{
    int64_t person, old;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "lodging", "2020-02",
                                 "10000.00", &person);
    EXPECT(world, entitled(world, person, DATE(2020, 3, 20)));
    clause_now(world, DATE(2020, 3, 20), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "open"));
    clause_now(world, DATE(2020, 4, 1), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "grace"));
    EXPECT(world, says(world, unit, "2020-02", "late_fee", "not-yet"));
    EXPECT(world, entitled(world, person, DATE(2020, 4, 1)));
    clause_now(world, DATE(2020, 2, 10), 9);
    declared_unit(world, 371329, "medium-enterprise", "", "2020-01", "10000.00", &old);
    EXPECT(world, entitled(world, old, DATE(2020, 1, 31)));
    EXPECT(world, !entitled(world, old, DATE(2020, 2, 1)));
}

/* BJ4-10h BJ4-10i BJ4-10j BJ4-S5a BJ4-S5b BJ4-S5c: made up without a fee until three months after
 * the end, shown in its own place; a day later the fee is owed from the first day of arrears. */
static void made_up_after_the_end(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2020-02", "10000.00",
                                 &person);
    clause_now(world, DATE(2020, 9, 8), 9);
    clause_event(world, "epidemic-end", 110000, DATE(2020, 9, 8));
    clause_now(world, DATE(2020, 12, 8), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "grace"));
    EXPECT(world, entitled(world, person, DATE(2020, 12, 8)));
    clause_now(world, DATE(2020, 12, 9), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "arrears"));
    /* 743 × 0.05 % × 253 days. */
    EXPECT(world, month_fen(world, unit, "2020-02", "fee") == 9399);
    EXPECT(world, !entitled(world, person, DATE(2020, 12, 9)));
    clause_now(world, DATE(2020, 12, 8), 15);
    pay(world, unit, "2020-02", "743.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    EXPECT(world, says(world, unit, "2020-02", "late_fee", "waived"));
    EXPECT(world, text_is(*(const struct text *)month_told(world, unit, "2020-02", "waived_by"),
                          "BJ4-10i"));
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    EXPECT(world, counted_is(world, "310", 1, 0, "2020-02"));
}

/* JX4-2.4h JX4-2.4i JX4-1c: a resident of Jiangxi who could not pay goes on, pays later, and has
 * the month in its place; who was never insured has nothing to make up. */
static void a_resident_pays_later(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person = clause_resident(world, 360100);
    by_house(world);
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" },
              { "reason", "epidemic" }));
    EXPECT(world, refused(world, "") && fen_told(world, "fixed") == 28000);
    EXPECT(world, entitled(world, person, DATE(2020, 6, 1)));
    clause_now(world, DATE(2020, 6, 1), 9);
    EXPECT(world, says(world, person, "2020-01", "state", "grace"));
    pay(world, person, "2020-01", "280.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    EXPECT(world, counted_is(world, "390", 1, 0, "2020-01"));
    int64_t stranger = clause_stranger(world);
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, stranger) }, { "month", "2020-02" }));
    EXPECT(world, refused(world, "contribute.refused.not-alone"));
}

/* ---- putting off ---- */

static void defer(struct clause_world *world, int64_t unit, const char *month,
                  const char *industry, const char *difficulty)
{
    by_house(world);
    ask(world, &contribute_defer_action,
        GIVEN({ "unit", of_id(world, unit) }, { "from_month", month }, { "until_month", month },
              { "industry", industry }, { "difficulty", difficulty },
              { "amount", "743.00" }));
}

/* BJ4-10d BJ4-10e BJ4-10f: ten industries, in difficulty, on application, until the end of July;
 * halved as the months of that time are. */
static void ten_industries_pay_until_july(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t other = declared_unit(world, 110105, "medium-enterprise", "medical-products",
                                  "2020-03", "10000.00", NULL);
    defer(world, other, "2020-03", "medical-products", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "lodging", "2020-03",
                                 "10000.00", &person);
    defer(world, unit, "2020-03", "lodging", " ");
    EXPECT(world, refused(world, "contribute.refused.no-difficulty"));
    defer(world, unit, "2020-08", "lodging", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    defer(world, unit, "2020-03", "lodging", "停工");
    EXPECT(world, refused(world, ""));
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"), DATE(2020, 7, 31)) == 0);
    clause_now(world, DATE(2020, 7, 31), 9);
    EXPECT(world, says(world, unit, "2020-03", "state", "deferred"));
    EXPECT(world, month_fen(world, unit, "2020-03", "employer") == 54000);
    EXPECT(world, text_is(*(const struct text *)month_told(world, unit, "2020-03", "cut_by"),
                          "BJ11-4"));
    EXPECT(world, entitled(world, person, DATE(2020, 7, 31)));
    clause_now(world, DATE(2020, 8, 1), 9);
    EXPECT(world, *(const bool *)month_told(world, unit, "2020-03", "overdue"));
}

/* LY22-L3b: small and medium enterprises of Shandong, six months, no fee, benefits kept. */
static void small_enterprises_of_shandong_may_wait(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t large = declared_unit(world, 371329, "large-enterprise", "", "2020-03", "10000.00",
                                  NULL);
    defer(world, large, "2020-03", "other", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    int64_t unit = declared_unit(world, 371329, "small-enterprise", "", "2020-03", "10000.00",
                                 &person);
    defer(world, unit, "2020-03", "other", "停工");
    EXPECT(world, refused(world, ""));
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"), DATE(2020, 9, 30)) == 0);
    clause_now(world, DATE(2020, 9, 30), 9);
    EXPECT(world, month_fen(world, unit, "2020-03", "fee") == 0);
    EXPECT(world, entitled(world, person, DATE(2020, 9, 30)));
    /* Who did not apply owes the fee and loses the desk. */
    EXPECT(world, says(world, large, "2020-03", "late_fee", "owed"));
    /* A month declared after it was granted is put off, too. */
    clause_now(world, DATE(2020, 5, 20), 9);
    defer(world, unit, "2020-06", "other", "停工");
    EXPECT(world, refused(world, ""));
    by_unit(world, unit);
    declare(world, unit, "2020-06");
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"),
                               DATE(2020, 12, 30)) == 0);
    /* So is one that is made up for somebody. */
    make_up(world, unit, employed(world, unit, 371329, DATE(2020, 3, 1)), "2020-03", "2020-03");
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 9, 30), 9);
    pay(world, unit, "2020-03", "603.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    pay(world, unit, "2020-03", "603.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    EXPECT(world, *(const bool *)told(world, "matched"));
    /* The last day of applying. */
    clause_now(world, DATE(2020, 6, 1), 9);
    defer(world, unit, "2020-07", "other", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
}

static void credit(struct clause_world *world, int64_t unit, int64_t bill, int64_t person)
{
    by_house(world);
    ask(world, &settle_credit_month_action,
        GIVEN({ "owner", of_id(world, unit) }, { "bill", of_id(world, bill) },
              { "person", of_id(world, person) }));
}

/* BJ22-2.5a: in the maintenance window crediting stands still; afterwards it is done once, for its
 * own month. Elsewhere the account waits for the payment. */
static void crediting_stands_still_and_is_done_once(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 7, 20), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2020-07", "10000.00",
                                 &person);
    int64_t bill = count_told(world, "bill");
    clause_now(world, DATE(2022, 8, 13), 9);
    credit(world, unit, bill, person);
    EXPECT(world, refused(world, "settle.refused.crediting-stopped"));
    clause_now(world, DATE(2022, 8, 15), 9);
    credit(world, unit, bill, person);
    /* Fifty years old: 2 % of the employer's part and the own 2 %. */
    EXPECT(world, refused(world, "") && fen_told(world, "amount") == 40000);
    EXPECT(world, count_told(world, "month") == 202007);
    credit(world, unit, bill, person);
    EXPECT(world, refused(world, "settle.refused.credited-already"));
    clause_now(world, DATE(2020, 7, 20), 9);
    int64_t other = declared_unit(world, 371329, "medium-enterprise", "", "2020-07", "10000.00",
                                  &person);
    credit(world, other, count_told(world, "bill"), person);
    EXPECT(world, refused(world, "settle.refused.crediting-waits"));
}

/* JX4-2.1c: a resident enrols and asks for the bill without coming in; paid, the record says so and
 * names the receipt. */
static void a_resident_enrols_and_pays(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person = clause_resident(world, 360100);
    world->actor = (struct actor){ .account = 5, .role = ROLE_RESIDENT, .person = person,
                                   .scope = { .persons = &person, .person_count = 1 } };
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" }));
    EXPECT(world, refused(world, ""));
    int64_t bill = count_told(world, "bill");
    pay(world, person, "2020-01", "280.00");
    EXPECT(world, refused(world, ""));
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    const struct list *months = told(world, "months");
    const struct field *list = shape_field(contribute_months_action.outcome, TEXT("months"));
    const struct field *state = shape_field(list->of, TEXT("state_zh"));
    const struct field *receipt = shape_field(list->of, TEXT("receipt"));
    EXPECT(world, months->count == 1
           && text_is(*(const struct text *)field_in(state, months->items), "已缴费")
           && *(const int64_t *)field_in(receipt, months->items) == bill);
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "BJ4-01c", a_unit_declares_and_makes_up },
        { "BJ4-01c", made_up_first_and_declared_then },
        { "BJ4-01c", bases_have_floor_and_ceiling },
        { "LY22-L3c LY22-A2h LY22-A2i", what_was_taken_too_much_goes_back },
        { "LY22-A2i", the_fee_on_it_goes_back_too },
        { "LY22-A2i", whatever_happens_the_books_agree },
        { "LY22-A2i", a_reference_counts_once },
        { "LY22-L3c", who_has_no_cut_gets_nothing_back },
        { "LY22-L3c", who_pays_ahead_pays_in_full },
        { "BJ4-10a BJ4-10c BJ4-S1c", the_collection_period_is_longer },
        { "BJ4-10h BJ4-10i BJ4-10j BJ4-S5a BJ4-S5b BJ4-S5c", made_up_after_the_end },
        { "JX4-2.4h JX4-2.4i JX4-1c", a_resident_pays_later },
        { "BJ4-10d BJ4-10e BJ4-10f", ten_industries_pay_until_july },
        { "BJ22-2.5a", crediting_stands_still_and_is_done_once },
        { "JX4-2.1c", a_resident_enrols_and_pays },
        { "LY22-L3b", small_enterprises_of_shandong_may_wait },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
