/* clause_account_test.c: the personal account at a pharmacy, and what moved on it. */

#include "clause_offices.h"
#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/claim/claim.h"
#include "rooms/fund/fund.h"
#include "rooms/fund/fund_family.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"
#include "rooms/settle/settle_pharmacy.h"

static const struct settle_receipt *buy(struct clause_world *world, int64_t person,
                                        int64_t amount)
{
    struct visit_line_input *line = ARENA_NEW(&world->arena, struct visit_line_input);
    struct settle_purchase_input *input = ARENA_NEW(&world->arena, struct settle_purchase_input);
    *line = (struct visit_line_input){
        .serial = TEXT("1"), .at = world->now, .item = text_of(CLAUSE_ANTIBIOTIC),
        .amount = { amount }, .quantity = { amount / 800 * 10000 }, .price = { 8000000 },
    };
    *input = (struct settle_purchase_input){
        .ask = { .person = person, .insurance = TEXT("310"), .med_type = TEXT("41"),
                 .certificate_kind = TEXT("99"), .total = { amount }, .account_wish = 1 },
        .begin_at = world->now, .lines = { line, 1 },
    };
    clause_act(world, &settle_purchase_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

static void year_of(struct clause_world *world, int64_t person, const char *year)
{
    ask(world, &fund_movements_action,
        GIVEN({ "person", of_id(world, person) }, { "year", year }));
}

/* The account pays at a pharmacy what is on it and no fen more; one sees what moved in a year with
 * the balance after each, of oneself and of nobody else. */
static void an_account_pays_and_is_looked_at(struct clause_world *world)
{
    clause_now(world, DATE(2019, 12, 10), 9);
    int64_t person = clause_employee(world, 360100), other = clause_employee(world, 360100);
    by_house(world);
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, person + 1) }, { "amount", "100.00" }));
    EXPECT(world, refused(world, "fund.refused.no-such-person"));
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, person) }, { "amount", "100.00" }));
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 360100);
    const struct settle_receipt *receipt = buy(world, person, 8000);
    EXPECT(world, receipt != NULL && receipt->account.fen == 8000 && receipt->cash.fen == 0);
    /* Twenty yuan are left: the rest of the next purchase is paid in cash. */
    receipt = buy(world, person, 5600);
    EXPECT(world, receipt != NULL && receipt->account.fen == 2000 && receipt->cash.fen == 3600);
    receipt = buy(world, person, 800);
    EXPECT(world, receipt != NULL && receipt->account.fen == 0 && receipt->cash.fen == 800);

    world->actor = (struct actor){ .account = 4, .role = ROLE_RESIDENT, .person = person,
                                   .scope = { .persons = &person, .person_count = 1 } };
    year_of(world, person, "2020");
    EXPECT(world, refused(world, ""));
    EXPECT(world, fen_told(world, "before") == 10000 && fen_told(world, "in") == 0
                      && fen_told(world, "out") == 10000 && fen_told(world, "after") == 0);
    EXPECT(world, ((const struct list *)told(world, "movements"))->count == 2);
    year_of(world, person, "2019");
    EXPECT(world, fen_told(world, "before") == 0 && fen_told(world, "in") == 10000
                      && fen_told(world, "after") == 10000);
    year_of(world, other, "2020");
    EXPECT(world, refused(world, "fund.refused.not-your-account"));
}

/* ---- asked for in writing: what an office approves is a document with the figures ---- */

#define HAIDIAN 110108

static void say_yes(struct clause_world *world, int64_t case_id, enum role role)
{
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, role, clause_office(world, HAIDIAN, "agency"));
    world->actor.account += (int64_t)role;
    clause_act(world, &intake_decide_action, &verdict);
}

static bool approve(struct clause_world *world, const struct intake_applied *applied)
{
    if (applied == NULL)
        return false;
    say_yes(world, applied->case_id, ROLE_SECTION_HEAD);
    return refused(world, "") && text_is(clause_case(world, applied->case_id)->effect, "written");
}

/* The document that was asked for; absent: there is none. */
static struct intake_document result_of(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    const struct list rows = clause_rows(world, &intake_documents_of, &key);
    const struct intake_document *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (text_is(row[i].kind, "result"))
            return row[i];
    return (struct intake_document){ 0 };
}

static bool holds(struct intake_document document, const char *words)
{
    return text_present(document.body_zh)
        && memmem(document.body_zh.data, document.body_zh.length, words, strlen(words)) != NULL;
}

static const struct intake_applied *ask_for(struct clause_world *world, int64_t person,
                                            struct clause_application query)
{
    query.channel = "web";
    query.papers[0] = "id-card";
    clause_as_resident(world, person);
    return clause_apply_for(world, person, &query);
}

/* An employee whose unit has declared two months and paid one, with 123.45 on his account. */
static int64_t paid_for(struct clause_world *world, int64_t *ret_unit)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 1, 20), 9);
    clause_offices(world);
    int64_t person = 0;
    int64_t unit = declared_unit(world, HAIDIAN, "small-enterprise", "other", "2020-01",
                                 "10000.00", &person);
    declare(world, unit, "2020-02");
    int64_t due = month_fen(world, unit, "2020-01", "open");
    pay(world, unit, "2020-01",
        arena_format(&world->arena, "%lld.%02lld", (long long)due / 100,
                     (long long)due % 100).data);
    if (refused(world, ""))
        ask(world, &fund_credit_account_action,
            GIVEN({ "person", of_id(world, person) }, { "amount", "123.45" }));
    *ret_unit = unit;
    return refused(world, "") ? person : 0;
}

/* A certificate names place, times, months that were paid and the balance, to whom it is about and
 * not to who has a receipt and four characters; what was never insured is not certified. */
static void a_certificate_says_what_is_on_record(struct clause_world *world)
{
    int64_t unit, person = paid_for(world, &unit);
    EXPECT(world, person != 0);
    const struct intake_applied *applied = ask_for(world, person, (struct clause_application){
        .matter = "certificate", .value_count = 1,
        .values = { { TEXT("insurance"), TEXT("employee") } } });
    EXPECT(world, approve(world, applied));
    struct intake_document document = result_of(world, applied->case_id);
    EXPECT(world, holds(document, "参保凭证") && holds(document, "海淀区")
                      && holds(document, "2015年1月1日 | — | 职工基本医疗保险")
                      && holds(document, "职工基本医疗保险 | 1 | 2020-01 | 2020-02")
                      && holds(document, "123.45"));
    EXPECT(world, text_starts(document.number, TEXT("证 ")) && text_present(document.digest));
    struct { struct text receipt, last_four, number, code; } look = {
        applied->receipt, TEXT("0001"), document.number,
    };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, "intake.refused.sign-in-to-read"));
    /* Who holds the paper sees by its code that it is genuine; a wrong one opens nothing. */
    look.last_four = (struct text){ 0 };
    look.code = text_slice(document.digest, 0, 12);
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, "")
                      && text_equal(*(const struct text *)told(world, "number"), document.number));
    look.code = text_slice(document.digest, 1, 13);
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, "intake.refused.not-genuine"));
    look.code = text_slice(document.digest, 0, 11);
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, "intake.refused.not-genuine"));
    look.code = (struct text){ 0 };
    look.last_four = TEXT("0001");
    look.number = (struct text){ 0 };
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, "") && text_starts(*(const struct text *)told(world, "number"),
                                                    TEXT("结 ")));
    look.number = document.number;
    clause_as_resident(world, person);
    clause_act(world, &intake_document_action, &look);
    EXPECT(world, refused(world, ""));

    EXPECT(world, ask_for(world, person, (struct clause_application){
        .matter = "certificate", .value_count = 1,
        .values = { { TEXT("insurance"), TEXT("resident") } } }) == NULL);
    EXPECT(world, refused(world, "contribute.refused.never-insured"));
}

/* Of a year its months alone; of the account what moved; of a unit what it declared. */
static void a_query_is_answered_with_the_figures(struct clause_world *world)
{
    int64_t unit, person = paid_for(world, &unit);
    EXPECT(world, person != 0);
    const struct intake_applied *applied;
    struct intake_document document;
    applied = ask_for(world, person, (struct clause_application){
        .matter = "enrolment-query", .value_count = 1,
        .values = { { TEXT("year"), TEXT("2020") } } });
    EXPECT(world, approve(world, applied));
    document = result_of(world, applied->case_id);
    EXPECT(world, holds(document, "2020-01 | 职工基本医疗保险 | 示例单位 | 10000.00")
                      && holds(document, "已缴费") && holds(document, "2020-02 | "));
    applied = ask_for(world, person, (struct clause_application){
        .matter = "enrolment-query", .value_count = 1,
        .values = { { TEXT("year"), TEXT("2019") } } });
    EXPECT(world, approve(world, applied));
    EXPECT(world, !holds(result_of(world, applied->case_id), "2020-01 | 职工"));

    applied = ask_for(world, person, (struct clause_application){ .matter = "account-query" });
    EXPECT(world, approve(world, applied));
    document = result_of(world, applied->case_id);
    EXPECT(world, holds(document, "年度：2020") && holds(document, "划入 | 123.45"));

    const struct clause_application asked = {
        .matter = "unit-query", .channel = "web", .papers = { "unit-certificate" },
        .values = { { TEXT("credit-code"), TEXT("99U") }, { TEXT("month"), TEXT("2020-01") } },
        .value_count = 2,
    };
    by_unit(world, unit);
    applied = clause_apply_own(world, &asked);
    EXPECT(world, approve(world, applied));
    document = result_of(world, applied->case_id);
    EXPECT(world, holds(document, "2020-01 | 职工基本医疗保险 | 1 | 10000.00")
                      && !holds(document, "2020-02 | "));
}

/* ---- paid out at once ---- */

static const struct intake_applied *pay_out(struct clause_world *world, int64_t person,
                                            const char *ground, const char *died)
{
    struct clause_application query = {
        .matter = "account-payment", .commitment = true, .value_count = died == NULL ? 4 : 5,
        .values = { { TEXT("ground"), text_of(ground) },
                    { TEXT("account-holder"), TEXT("示例") },
                    { TEXT("bank"), TEXT("示例银行") }, { TEXT("account"), TEXT("6200000000001") },
                    { TEXT("died"), died == NULL ? (struct text){ 0 } : text_of(died) } },
    };
    query.papers[1] = "ground-proof";
    return ask_for(world, person, query);
}

static const struct party_spell *spell_now(struct clause_world *world, int64_t person)
{
    const struct party_of_person key = { id_bucket(person), person };
    return clause_rows(world, &party_spells_of, &key).items;
}

/* Insured no more since yesterday. */
static void leaves(struct clause_world *world, int64_t person)
{
    struct party_spell spell = *spell_now(world, person);
    spell.valid_until = date_plus_days(date_of_moment(world->now), -1);
    const struct change end = { CHANGE_REPLACE, &party_spell_table, &spell, NULL };
    CHECK(world->store->port->write(world->store, &end, world->fence) == STORE_DONE);
}

static struct claim_payment_row payment_of(struct clause_world *world, int64_t person)
{
    const struct claim_person_key key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &claim_payments_of_person, &key);
    return rows.count == 1 ? *(const struct claim_payment_row *)rows.items
                           : (struct claim_payment_row){ 0 };
}

static int64_t balance_of(struct clause_world *world, int64_t person)
{
    const struct fund_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &fund_personal_of, &key);
    return rows.count == 0 ? 0 : ((const struct fund_personal *)rows.items)->balance.fen;
}

/* Who is insured no more, and the heirs of who has died, are paid what lies on the account, once:
 * two people look, the account is empty, and the money waits for the payment file. */
static void an_account_is_paid_out_to_who_has_left(struct clause_world *world)
{
    int64_t unit, person = paid_for(world, &unit);
    EXPECT(world, person != 0);
    EXPECT(world, pay_out(world, person, "emigration", NULL) == NULL);
    EXPECT(world, refused(world, "claim.refused.still-insured"));
    leaves(world, person);
    const struct intake_applied *applied = pay_out(world, person, "emigration", NULL);
    EXPECT(world, applied != NULL);
    say_yes(world, applied->case_id, ROLE_REVIEWER);
    EXPECT(world, refused(world, "") && balance_of(world, person) == 12345);
    say_yes(world, applied->case_id, ROLE_SECTION_HEAD);
    EXPECT(world, refused(world, "") && balance_of(world, person) == 0);
    EXPECT(world, text_is(clause_case(world, applied->case_id)->effect, "recorded"));
    struct claim_payment_row payment = payment_of(world, person);
    EXPECT(world, text_is(payment.state, "waiting") && payment.amount.fen == 12345
                      && payment.place == HAIDIAN && text_present(payment.account_sealed));
    by_house(world);
    ask(world, &claim_pay_action, GIVEN({ "place", "110108" }));
    EXPECT(world, refused(world, "") && fen_told(world, "total") == 12345);
    ask(world, &claim_bank_return_action,
        GIVEN({ "payment", of_id(world, payment.payment) }, { "result", "paid" }));
    EXPECT(world, refused(world, "") && text_is(payment_of(world, person).state, "paid"));
    EXPECT(world, pay_out(world, person, "emigration", NULL) == NULL);
    EXPECT(world, refused(world, "claim.refused.empty-account"));

    int64_t late = employed(world, unit, HAIDIAN, DATE(2015, 1, 1));
    by_house(world);
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, late) }, { "amount", "50.00" }));
    EXPECT(world, pay_out(world, late, "death", "2020-01-21") == NULL);
    EXPECT(world, pay_out(world, late, "death", "2014-12-31") == NULL);
    EXPECT(world, refused(world, "claim.refused.day-of-death"));
    /* Insured to the day of the death, not to the day on which somebody said so. */
    applied = pay_out(world, late, "death", "2020-01-05");
    EXPECT(world, applied != NULL);
    say_yes(world, applied->case_id, ROLE_REVIEWER);
    say_yes(world, applied->case_id, ROLE_SECTION_HEAD);
    EXPECT(world, refused(world, "") && balance_of(world, late) == 0
                      && spell_now(world, late)->valid_until.yyyymmdd == 20200105);
}

/* What the lane's tick would do with the payments that are due; how many there were. */
static size_t turn_uncollected(struct clause_world *world)
{
    const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
    const struct list timers = clause_rows(world, &timers_due, &due);
    const struct timer_row *rows = timers.items;
    size_t count = 0;
    by_house(world);
    for (size_t i = 0; i < timers.count; i++) {
        struct task_input input = { rows[i].bucket, rows[i].timer, rows[i].subject };
        if (!text_is(rows[i].action, claim_uncollected_action.name))
            continue;
        clause_act(world, &claim_uncollected_action, &input);
        count += refused(world, "");
    }
    return count;
}

/* Money that came back and that nobody says an account for is uncollected after ninety days, in no
 * payment file, and kept: with an account it leaves again, and what was paid adds up. */
static void money_nobody_collects_is_kept(struct clause_world *world)
{
    int64_t unit, person = paid_for(world, &unit);
    EXPECT(world, person != 0);
    leaves(world, person);
    const struct intake_applied *applied = pay_out(world, person, "army", NULL);
    EXPECT(world, applied != NULL);
    say_yes(world, applied->case_id, ROLE_REVIEWER);
    say_yes(world, applied->case_id, ROLE_SECTION_HEAD);
    by_house(world);
    ask(world, &claim_pay_action, GIVEN({ "place", "110108" }));
    EXPECT(world, refused(world, ""));
    const int64_t payment = payment_of(world, person).payment;
    ask(world, &claim_bank_return_action,
        GIVEN({ "payment", of_id(world, payment) }, { "result", "returned" },
              { "reason", "销户" }));
    EXPECT(world, refused(world, "") && text_is(payment_of(world, person).state, "returned"));
    clause_now(world, date_plus_days(DATE(2020, 1, 20), 90), 8);
    EXPECT(world, turn_uncollected(world) == 0);
    clause_now(world, date_plus_days(DATE(2020, 1, 20), 90), 9);
    EXPECT(world, turn_uncollected(world) == 1 && turn_uncollected(world) == 0);
    EXPECT(world, text_is(payment_of(world, person).state, "uncollected"));
    ask(world, &claim_pay_action, GIVEN({ "place", "110108" }));
    EXPECT(world, refused(world, "claim.refused.nothing-to-pay"));
    clause_as_resident(world, person);
    ask(world, &claim_pay_again_action,
        GIVEN({ "payment", of_id(world, payment) }, { "bank", "示例银行" },
              { "account_holder", "示例" }, { "account", "6200000000002" }));
    EXPECT(world, refused(world, ""));
    by_house(world);
    ask(world, &claim_pay_action, GIVEN({ "place", "110108" }));
    EXPECT(world, refused(world, "") && fen_told(world, "total") == 12345);
}

/* The office's thirty working days of a claim: accepted on 3 February 2020 it is to be paid by 16
 * March, whichever claim it is; the holidays are not counted. */
static void a_claim_has_thirty_working_days(struct clause_world *world)
{
    static const char *const MATTERS[] = { "inpatient-claim", "outpatient-claim" };
    clause_now(world, DATE(2020, 2, 3), 9);
    const struct request request = {
        .book = world->book, .at = world->now, .arena = &world->arena,
    };
    for (size_t i = 0; i < COUNT_OF(MATTERS); i++) {
        const struct intake_case row = {
            .matter = text_of(MATTERS[i]), .place = HAIDIAN, .state = TEXT("accepted"),
            .received_at = world->now, .sent_at = world->now, .accepted_at = world->now,
        };
        struct deadline_answer due;
        EXPECT(world, intake_handling_due(&request, intake_matter_of(&request, &row), &row,
                                          (struct events){ 0 }, &due));
        EXPECT(world, due.day.yyyymmdd == 20200316);
    }
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "JX4-2.1e JX4-2.1h", an_account_pays_and_is_looked_at },
        { "JX4-2.1i", a_certificate_says_what_is_on_record },
        { "JX4-2.1e", an_account_is_paid_out_to_who_has_left },
        { "", money_nobody_collects_is_kept },
        { "", a_claim_has_thirty_working_days },
        { "JX4-2.1h JX4-2.1i", a_query_is_answered_with_the_figures },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
