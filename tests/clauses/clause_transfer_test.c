/* clause_transfer_test.c: the insurance of who moves goes along: years, balance, and how long it
 * may take. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/contribute/contribute.h"
#include "rooms/fund/fund.h"
#include "rooms/transfer/transfer.h"

#include <stdio.h>

enum { NANCHANG = 360100, GANZHOU = 360700 };

static void by_office(struct clause_world *world, int32_t place)
{
    world->actor = (struct actor){ .account = 4, .role = ROLE_REVIEWER, .office = 8,
                                   .division = place };
}

static int64_t with_balance(struct clause_world *world, int64_t place, int64_t fen)
{
    int64_t person = clause_employee(world, place);
    const struct fund_personal row = {
        .bucket = id_bucket(person), .person = person, .balance = { fen }, .version = 1,
    };
    const struct fund_transfer credit = {
        .bucket = row.bucket, .day = DATE(2019, 12, 31), .cause = person, .line = 1,
        .debit_kind = FUND_EMPLOYEE_POOL, .debit_owner = place, .credit_kind = FUND_PERSONAL,
        .credit_owner = person, .amount = { fen }, .person = person, .about = TEXT("credit"),
    };
    clause_insert(world, &fund_personal_table, &row);
    if (fen > 0)
        clause_insert(world, &fund_transfer_table, &credit);
    return person;
}

static int64_t balance_of(struct clause_world *world, int64_t person)
{
    const struct fund_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &fund_personal_of, &key);
    return rows.count == 0 ? 0 : ((const struct fund_personal *)rows.items)->balance.fen;
}

static int64_t applied(struct clause_world *world, int64_t person, const char *direction,
                       int64_t other)
{
    ask(world, &transfer_apply_action,
        GIVEN({ "person", of_id(world, person) }, { "direction", direction },
              { "other_place", of_id(world, other) }, { "insurance", "employee" }));
    return refused(world, "") ? count_told(world, "transfer") : 0;
}

static void step(struct clause_world *world, const struct action *action, int64_t person,
                 int64_t transfer)
{
    ask(world, action, GIVEN({ "person", of_id(world, person) },
                             { "transfer", of_id(world, transfer) }));
}

static void works_in(struct clause_world *world, int64_t person, int64_t place,
                     struct date from)
{
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person,
        .spell = id_mint(&world->minter, id_bucket(person)), .insurance = TEXT("310"),
        .kind = TEXT("11"), .place = place, .unit = clause_unit_of(person),
        .unit_name = TEXT("示例单位"), .valid_from = from, .status = TEXT("1"), .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
}

/* How many wait for the office at the asker's place. */
static size_t waiting(struct clause_world *world)
{
    ask(world, &transfer_waiting_action, GIVEN({ "after", "" }));
    return ((const struct list *)told(world, "transfers"))->count;
}

static void complain_of(struct verify_report *report, struct text what)
{
    fprintf(stderr, "%.*s\n", TEXT_ARGS(what));
    report->wrong++;
}

/* JX4-2.1d BJ4-02i: Nanchang lets out, Ganzhou takes in, each its own step; the balance arrives to
 * the fen and the desk is open without a gap. */
static void nanchang_to_ganzhou(struct clause_world *world)
{
    clause_now(world, DATE(2021, 11, 3), 9);
    int64_t person = with_balance(world, NANCHANG, 123457);
    world->actor = (struct actor){ .account = 5, .role = ROLE_RESIDENT, .person = person,
                                   .scope = { .persons = &person, .person_count = 1 } };
    EXPECT(world, applied(world, person, "out", 360799) == 0
           && refused(world, "transfer.refused.no-such-place"));
    int64_t transfer = applied(world, person, "out", GANZHOU);
    EXPECT(world, refused(world, "") && transfer != 0);
    /* Ten working days, then five. */
    EXPECT(world, day_told(world, "out_due") == 20211117 && day_told(world, "in_due") == 0);
    EXPECT(world, applied(world, person, "out", GANZHOU) == 0
           && refused(world, "transfer.refused.open"));
    by_office(world, GANZHOU);
    EXPECT(world, waiting(world) == 0);
    step(world, &transfer_let_out_action, person, transfer);
    EXPECT(world, refused(world, "transfer.refused.no-such-transfer"));
    step(world, &transfer_take_in_action, person, transfer);
    EXPECT(world, refused(world, "transfer.refused.not-now"));
    clause_now(world, DATE(2021, 11, 10), 9);
    by_office(world, NANCHANG);
    EXPECT(world, waiting(world) == 1);
    step(world, &transfer_let_out_action, person, transfer);
    EXPECT(world, refused(world, "") && !*(const bool *)told(world, "late"));
    EXPECT(world, ((const struct money *)told(world, "balance"))->fen == 123457);
    EXPECT(world, balance_of(world, person) == 0);
    ask(world, &transfer_progress_action, GIVEN({ "person", of_id(world, person) }));
    const struct list *rows = told(world, "transfers");
    const struct field *list = shape_field(transfer_progress_action.outcome, TEXT("transfers"));
    const struct field *with = shape_field(list->of, TEXT("with_place"));
    const struct field *due = shape_field(list->of, TEXT("in_due"));
    EXPECT(world, *(const int64_t *)field_in(with, rows->items) == GANZHOU);
    EXPECT(world, ((const struct date *)field_in(due, rows->items))->yyyymmdd == 20211117);
    works_in(world, person, GANZHOU, DATE(2021, 12, 1));
    clause_now(world, DATE(2021, 12, 6), 9);
    by_office(world, NANCHANG);
    EXPECT(world, waiting(world) == 0);
    by_office(world, GANZHOU);
    EXPECT(world, waiting(world) == 1);
    step(world, &transfer_take_in_action, person, transfer);
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "late"));
    EXPECT(world, balance_of(world, person) == 123457);
    EXPECT(world, count_told(world, "gap_months") == 0
           && day_told(world, "waiting_until") == 0);
    step(world, &transfer_take_in_action, person, transfer);
    EXPECT(world, refused(world, "transfer.refused.not-now"));
}

/* Before November 2021 the whole flow had 45 working days. */
static void the_old_flow_had_45_working_days(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t person = with_balance(world, NANCHANG, 0);
    by_office(world, NANCHANG);
    applied(world, person, "out", GANZHOU);
    EXPECT(world, refused(world, ""));
    /* Qingming, Labour Day and their make-up days counted by hand. */
    EXPECT(world, day_told(world, "out_due") == 20200514 && day_told(world, "in_due") == 20200514);
    clause_now(world, DATE(2021, 11, 1), 9);
    int64_t later = with_balance(world, NANCHANG, 0);
    applied(world, later, "out", GANZHOU);
    EXPECT(world, day_told(world, "out_due") == 20211115);
}

/* Three months between are made up, a fourth waits. */
static void a_long_gap_waits(struct clause_world *world)
{
    static const struct { struct date from; int64_t gap; int32_t until; } GAPS[] = {
        { { 20220301 }, 3, 0 }, { { 20220401 }, 4, 20220930 },
    };
    for (size_t i = 0; i < COUNT_OF(GAPS); i++) {
        clause_now(world, DATE(2021, 11, 10), 9);
        int64_t person = with_balance(world, NANCHANG, 500);
        by_office(world, NANCHANG);
        int64_t transfer = applied(world, person, "out", GANZHOU);
        step(world, &transfer_let_out_action, person, transfer);
        works_in(world, person, GANZHOU, GAPS[i].from);
        clause_now(world, date_plus_days(GAPS[i].from, 5), 9);
        by_office(world, GANZHOU);
        step(world, &transfer_take_in_action, person, transfer);
        EXPECT(world, refused(world, "")
               && count_told(world, "gap_months") == GAPS[i].gap);
        EXPECT(world, day_told(world, "waiting_until") == GAPS[i].until);
        ask(world, &contribute_entitlement_action, GIVEN({ "person", of_id(world, person) }));
        EXPECT(world, *(const bool *)told(world, "entitled") == (GAPS[i].until == 0));
    }
}

/* From a place outside the sheet is typed in; whatever the amounts, nothing is lost on the way. */
static void nothing_is_lost_on_the_way(struct clause_world *world)
{
    int64_t sum = 0;
    uint32_t dice = 7;
    for (int i = 0; i < 20; i++) {
        clause_now(world, DATE(2021, 11, 10), 9);
        dice = dice * 1103515245 + 12345;
        int64_t fen = dice >> 12;
        int64_t person = with_balance(world, NANCHANG, fen);
        by_office(world, NANCHANG);
        int64_t transfer = applied(world, person, "out", GANZHOU);
        step(world, &transfer_let_out_action, person, transfer);
        EXPECT(world, balance_of(world, person) == 0);
        by_office(world, GANZHOU);
        if (i % 3 != 0) {
            step(world, &transfer_take_in_action, person, transfer);
            EXPECT(world, balance_of(world, person) == fen);
        }
        sum += fen;
    }
    EXPECT(world, sum > 0);
    int64_t person = with_balance(world, GANZHOU, 100);
    by_office(world, GANZHOU);
    ask(world, &transfer_apply_action,
        GIVEN({ "person", of_id(world, person) }, { "direction", "in" },
              { "other_place", "440300" }, { "outside", "yes" }));
    int64_t transfer = count_told(world, "transfer");
    ask(world, &transfer_take_in_action,
        GIVEN({ "person", of_id(world, person) }, { "transfer", of_id(world, transfer) },
              { "months", "37" }, { "balance", "88.88" }, { "insured_until", "2031-10-31" }));
    EXPECT(world, refused(world, "transfer.refused.not-left-yet"));
    ask(world, &transfer_take_in_action,
        GIVEN({ "person", of_id(world, person) }, { "transfer", of_id(world, transfer) },
              { "months", "37" }, { "balance", "88.88" }, { "insured_until", "2021-10-31" }));
    EXPECT(world, refused(world, "") && balance_of(world, person) == 8988);
    struct verify_report report = { .arena = &world->arena, .complain = complain_of };
    EXPECT(world, transfer_verify(world->store, &report) == STORE_DONE && report.wrong == 0);
    EXPECT(world, fund_verify(world->store, &report) == STORE_DONE && report.wrong == 0);
}

static void out_of_the_system(struct clause_world *world, int64_t person)
{
    ask(world, &transfer_apply_action,
        GIVEN({ "person", of_id(world, person) }, { "direction", "out" },
              { "other_place", "440300" }, { "outside", "yes" }, { "here", "360700" }));
    step(world, &transfer_let_out_action, person, count_told(world, "transfer"));
}

static void month_paid(struct clause_world *world, int64_t owner, int64_t person)
{
    const struct contribute_bill bill = {
        .bucket = id_bucket(owner), .owner = owner, .bill = id_mint(&world->minter,
                                                                    id_bucket(owner)),
        .month = 202110, .insurance = TEXT("310"), .kind = TEXT("ordinary"), .place = GANZHOU,
        .people = 1, .paid = DATE(2021, 10, 20), .version = 1,
    };
    const struct contribute_line line = {
        .bucket = bill.bucket, .owner = owner, .bill = bill.bill, .person = person,
        .month = bill.month, .insurance = bill.insurance, .version = 1,
    };
    clause_insert(world, &contribute_bill_table, &bill);
    clause_insert(world, &contribute_line_table, &line);
}

/* The years of a sheet go on with who leaves again, each month once: not that for which two have
 * paid twice, nor to a second place what was told to the first. */
static void months_go_along_once(struct clause_world *world)
{
    clause_now(world, DATE(2021, 11, 10), 9);
    int64_t person = with_balance(world, GANZHOU, 0);
    month_paid(world, clause_unit_of(person), person);
    month_paid(world, person, person);
    by_office(world, GANZHOU);
    ask(world, &transfer_apply_action,
        GIVEN({ "person", of_id(world, person) }, { "direction", "in" },
              { "other_place", "440300" }, { "outside", "yes" }));
    ask(world, &transfer_take_in_action,
        GIVEN({ "person", of_id(world, person) },
              { "transfer", of_id(world, count_told(world, "transfer")) },
              { "months", "37" }, { "balance", "0" }, { "insured_until", "2021-09-30" }));
    EXPECT(world, refused(world, ""));
    out_of_the_system(world, person);
    EXPECT(world, refused(world, "") && count_told(world, "months") == 38);
    out_of_the_system(world, person);
    EXPECT(world, refused(world, "") && count_told(world, "months") == 0);
}

static bool row_says(struct clause_world *world, int64_t person, const char *field, int32_t day)
{
    ask(world, &transfer_progress_action, GIVEN({ "person", of_id(world, person) }));
    const struct list *rows = told(world, "transfers");
    const struct field *list = shape_field(transfer_progress_action.outcome, TEXT("transfers"));
    const struct field *one = shape_field(list->of, text_of(field));
    return rows->count == 1
        && ((const struct date *)field_in(one, rows->items))->yyyymmdd == day;
}

/* Of a place that nobody works for here: brought on paper, it has the five days of taking in; that
 * nobody would take it in there may be found out when it is let out. */
static void a_place_outside_ends(struct clause_world *world)
{
    clause_now(world, DATE(2021, 11, 3), 9);
    int64_t brought = with_balance(world, GANZHOU, 0);
    by_office(world, GANZHOU);
    ask(world, &transfer_apply_action,
        GIVEN({ "person", of_id(world, brought) }, { "direction", "in" },
              { "other_place", "440300" }, { "from_outside", "yes" }));
    EXPECT(world, day_told(world, "in_due") == 20211110 && day_told(world, "out_due") == 0);
    EXPECT(world, waiting(world) == 1 && row_says(world, brought, "in_due", 20211110));
    int64_t unknown = with_balance(world, GANZHOU, 0);
    ask(world, &transfer_apply_action, GIVEN({ "person", of_id(world, unknown) },
                                             { "direction", "in" }, { "other_place", "440300" }));
    EXPECT(world, refused(world, "transfer.refused.not-known-there"));
    int64_t inside = with_balance(world, NANCHANG, 300);
    by_office(world, NANCHANG);
    int64_t transfer = applied(world, inside, "out", GANZHOU);
    ask(world, &transfer_let_out_action,
        GIVEN({ "person", of_id(world, inside) }, { "transfer", of_id(world, transfer) },
              { "outside", "yes" }));
    EXPECT(world, refused(world, "") && balance_of(world, inside) == 0);
    EXPECT(world, text_is(*(const struct text *)told(world, "state"), "in"));
    EXPECT(world, row_says(world, inside, "insured_until", 20211103));
    struct verify_report report = { .arena = &world->arena, .complain = complain_of };
    EXPECT(world, transfer_verify(world->store, &report) == STORE_DONE && report.wrong == 0);
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "JX4-2.1d BJ4-02i", nanchang_to_ganzhou },
        { "BJ4-02i", the_old_flow_had_45_working_days },
        { "BJ4-02i", a_long_gap_waits },
        { "JX4-2.1d", nothing_is_lost_on_the_way },
        { "JX4-2.1d", months_go_along_once },
        { "JX4-2.1d", a_place_outside_ends },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
