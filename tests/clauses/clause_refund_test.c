/* clause_refund_test.c: contributions taken too much, refunded: from the unit's application to the
 * bank's last answer, with the money of every step in the ledger. */

#include "clause_offices.h"
#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "core/rights.h"
#include "rooms/access/access_facts.h"
#include "rooms/claim/claim.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/fund/fund.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/message/message.h"
#include "rooms/rooms.h"

#include <stdio.h>

#define JUNAN 371327
#define HOLDER "示例有限公司"
#define CLOSED "6222020200012345678"
#define WORKS "622202020001234500"

static void as_finance(struct clause_world *world, int32_t division)
{
    world->actor = (struct actor){ .role = ROLE_FINANCE, .account = 900, .office = 1,
                                   .division = division, .scope = { .everything = true } };
}

/* February was paid at the old rate, then the rate was cut: 1 000.00 yuan too much. */
static int64_t unit_that_paid_too_much(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_offices(world);
    int64_t unit = declared_unit(world, JUNAN, "small-enterprise", "", "2020-02", "100000.00",
                                 NULL);
    pay(world, unit, "2020-02", "8000.00");
    clause_now(world, DATE(2020, 3, 10), 9);
    return unit;
}

static int64_t applied_for_sum(struct clause_world *world, int64_t unit, const char *way,
                               const char *account, const char *amount)
{
    const struct clause_application application = {
        .matter = "contribution-refund", .channel = "web",
        .values = { { TEXT("way"), text_of(way) }, { TEXT("month"), TEXT("2020-02") },
                    { TEXT("amount"), text_of(amount) },
                    { TEXT("account-holder"), TEXT(HOLDER) }, { TEXT("bank"), TEXT("某银行") },
                    { TEXT("account"), text_of(account) } },
        .value_count = *account == '\0' ? 3 : 6,
    };
    by_unit(world, unit);
    const struct intake_applied *applied = clause_apply_own(world, &application);
    return applied == NULL ? 0 : applied->case_id;
}

static int64_t applied_for(struct clause_world *world, int64_t unit, const char *way,
                           const char *account)
{
    return applied_for_sum(world, unit, way, account, "1000.00");
}

static void approve(struct clause_world *world, int64_t case_id, enum role role)
{
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, role, clause_office(world, JUNAN, "agency"));
    world->actor.account += role;
    clause_act(world, &intake_decide_action, &verdict);
}

static struct list payments_of(struct clause_world *world, int64_t unit)
{
    const struct claim_unit_key key = { unit, 0 };
    return clause_rows(world, &claim_payments_of_unit, &key);
}

/* Credits less debits of all accounts of that kind. */
static int64_t balance_of(struct clause_world *world, int64_t kind)
{
    const struct list rows = clause_rows(world, &fund_balances_all, NULL);
    const struct fund_movement *row = rows.items;
    int64_t fen = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (row[i].kind == kind)
            fen += row[i].credits.fen - row[i].debits.fen;
    return fen;
}

/* The file leaves; what it says of the one payment in it. */
static const char *file_made(struct clause_world *world)
{
    const struct { int64_t place; struct money most; } nothing = { 0 };
    as_finance(world, JUNAN);
    clause_act(world, &claim_pay_action, &nothing);
    if (!refused(world, "") || count_told(world, "payments") != 1)
        return "";
    const struct { int64_t batch; } file = { count_told(world, "batch") };
    clause_act(world, &claim_payment_file_action, &file);
    if (!refused(world, ""))
        return "";
    /* The accounts are opened in what is told of the outcome. */
    struct request request = { .arena = &world->arena, .input = &file, .at = world->now,
                               .actor = &world->actor, .book = world->book };
    void *answer = arena_take(&world->arena, claim_payment_file_action.answer->size);
    claim_payment_file_action.tell(&request, world->outcome, NULL, answer);
    const struct text *text =
        field_in(shape_field(claim_payment_file_action.answer, TEXT("text")), answer);
    return arena_format(&world->arena, "%.*s", TEXT_ARGS(*text)).data;
}

static void bank_says(struct clause_world *world, int64_t payment, const char *result)
{
    const struct { int64_t payment; struct text result, reason; struct date day; } answer = {
        payment, text_of(result), TEXT("户名不符"), DATE_NONE,
    };
    as_finance(world, JUNAN);
    clause_act(world, &claim_bank_return_action, &answer);
}

static void lead(struct clause_world *world, int64_t payment)
{
    const struct { int64_t payment; struct text bank, account_holder, account; } again = {
        payment, TEXT("另一银行"), TEXT(HOLDER), TEXT(WORKS),
    };
    clause_act(world, &claim_pay_again_action, &again);
}

static bool told_unit(struct clause_world *world, int64_t unit, const char *kind)
{
    const struct message_received_key key = { id_bucket(unit), unit, 0, 0 };
    const struct list rows = clause_rows(world, &messages_of_unit, &key);
    const struct message_row *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (text_is(row[i].kind, kind))
            return true;
    return false;
}

/* Collected = kept + refunded + credit, by the unit's statement, which is left as the outcome. */
static bool adds_up(struct clause_world *world, int64_t unit, int64_t refunded)
{
    (void)month_fen(world, unit, "2020-02", "excess");
    return fen_told(world, "refunded") == refunded
        && fen_told(world, "collected")
            == fen_told(world, "kept") + refunded + fen_told(world, "credit");
}

static void complain_of(struct verify_report *report, struct text what)
{
    fprintf(stderr, "%.*s\n", TEXT_ARGS(what));
    report->wrong++;
}

static bool books_agree(struct clause_world *world)
{
    struct verify_report report = { .arena = &world->arena, .complain = complain_of };
    return contribute_verify(world->store, &report) == STORE_DONE
        && claim_verify(world->store, &report) == STORE_DONE && report.wrong == 0;
}

/* LAW: LY22-A2i: two approve it; then it is owed to the unit, leaves in the payment file to the
 * account of the case, comes back, is led elsewhere by the unit, and is there. */
static void a_refund_reaches_the_unit(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t case_id = applied_for(world, unit, "refund", CLOSED);
    EXPECT(world, case_id != 0);
    approve(world, case_id, ROLE_REVIEWER);
    EXPECT(world, refused(world, "") && payments_of(world, unit).count == 0);
    int64_t pool = balance_of(world, FUND_EMPLOYEE_POOL);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    EXPECT(world, refused(world, "") && text_is(clause_case(world, case_id)->effect, "recorded"));
    struct list payments = payments_of(world, unit);
    const struct claim_unit_payment *paid = payments.items;
    EXPECT(world, payments.count == 1 && paid->amount.fen == 100000);
    EXPECT(world, text_is(paid->kind, "refund") && text_is(paid->state, "waiting"));
    EXPECT(world, text_is(paid->ground, "2020-02")
                      && !text_present(paid->name));
    EXPECT(world, told_unit(world, unit, "claim.message.refund"));
    EXPECT(world, balance_of(world, FUND_EMPLOYEE_POOL) == pool - 100000);
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 100000 && adds_up(world, unit, 100000));

    int64_t first = paid->payment;
    const char *file = file_made(world);
    EXPECT(world, strstr(file, CLOSED "|" HOLDER "|某银行|1000.00|医保费退费\r\n") != NULL);
    bank_says(world, first, "returned");
    EXPECT(world, refused(world, "") && told_unit(world, unit, "claim.message.refund-returned"));
    by_unit(world, unit + 1);
    lead(world, first);
    EXPECT(world, refused(world, "claim.refused.no-payment"));
    as_finance(world, 110105);
    lead(world, first);
    EXPECT(world, refused(world, "claim.refused.no-payment"));
    by_unit(world, unit);
    lead(world, first);
    EXPECT(world, refused(world, "") && balance_of(world, FUND_CLAIMANT) == 100000);

    file = file_made(world);
    EXPECT(world, strstr(file, WORKS "|" HOLDER "|另一银行|1000.00|") != NULL);
    payments = payments_of(world, unit);
    paid = payments.items;
    EXPECT(world, payments.count == 2 && paid->payment != first && text_is(paid->state, "sent"));
    bank_says(world, paid->payment, "paid");
    EXPECT(world, refused(world, "") && told_unit(world, unit, "claim.message.refund-paid"));
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 0
                      && balance_of(world, FUND_PAID_OUT) == 100000);
    EXPECT(world, adds_up(world, unit, 100000) && books_agree(world));
}

/* LAW: LY22-A2i: an offset needs no account and pays nobody. */
static void an_offset_pays_nobody(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t case_id = applied_for(world, unit, "offset", "");
    EXPECT(world, case_id != 0);
    approve(world, case_id, ROLE_REVIEWER);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    EXPECT(world, refused(world, "") && payments_of(world, unit).count == 0);
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 0 && adds_up(world, unit, 0));
    EXPECT(world, fen_told(world, "credit") == 100000 && books_agree(world));
}

/* LAW: LY22-A2i: the choice is the unit's to apply for and another's to decide: it has no door to
 * the money, and a refund to no account is not taken in. */
static void the_choice_is_an_application(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    EXPECT(world, claim_give_back_action.path == NULL);
    for (int role = 0; role < ROLE_COUNT; role++) {
        bool decides = role == ROLE_REVIEWER || role == ROLE_SECOND_REVIEWER
            || role == ROLE_SECTION_HEAD;
        EXPECT(world, rights_allow(&claim_give_back_action, (enum role)role) == decides);
    }
    EXPECT(world, applied_for(world, unit, "refund", "") == 0);
    EXPECT(world, refused(world, "intake.refused.field-missing"));
}

/* LAW: LY22-A2i: refund, offset and what is kept are what was collected: no application takes more
 * than was taken too much, and none is paid another sum than it names. */
static void no_other_sum_than_was_taken_too_much(struct clause_world *world)
{
    static const char *const SUMS[] = { "1000.01", "999.99", "8000.00" };
    int64_t unit = unit_that_paid_too_much(world);
    for (size_t i = 0; i < COUNT_OF(SUMS); i++) {
        EXPECT(world, applied_for_sum(world, unit, "offset", "", SUMS[i]) == 0);
        EXPECT(world, refused(world, "contribute.refused.other-amount"));
    }
    int64_t case_id = applied_for(world, unit, "offset", "");
    approve(world, case_id, ROLE_REVIEWER);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    EXPECT(world, refused(world, "") && adds_up(world, unit, 0));
    EXPECT(world, fen_told(world, "credit") == 100000 && books_agree(world));
    EXPECT(world, applied_for(world, unit, "refund", CLOSED) == 0);
    EXPECT(world, refused(world, "contribute.refused.nothing-too-much"));
}

static bool looks(struct clause_world *world, int64_t case_id, enum role role, int32_t division)
{
    const struct { int64_t case_id; struct text reason; } input = { case_id, TEXT("核对账户") };
    clause_as_staff(world, role, clause_office(world, division, "agency"));
    clause_act(world, &intake_private_action, &input);
    return refused(world, "");
}

/* The account is held against its proof by who decides, and that he looked is kept; who takes cases
 * in, who pays and another place's do not see it there. */
static void who_decides_sees_the_account(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t case_id = applied_for(world, unit, "refund", CLOSED);
    EXPECT(world, case_id != 0 && !looks(world, case_id, ROLE_INTAKE_CLERK, JUNAN));
    EXPECT(world, refused(world, "intake.refused.not-yours"));
    EXPECT(world, !looks(world, case_id, ROLE_SECTION_HEAD, 110105));
    EXPECT(world, refused(world, "intake.refused.no-case"));
    EXPECT(world, looks(world, case_id, ROLE_REVIEWER, JUNAN));
    const struct change *kept = world->decision.changes;
    EXPECT(world, kept != NULL && kept->table == &access_unmasking_table);
    EXPECT(world, text_is(((const struct access_unmasking *)kept->row)->reason, "核对账户"));
    EXPECT(world, rights_allow(&intake_private_action, ROLE_SECOND_REVIEWER)
                      && !rights_allow(&intake_private_action, ROLE_FINANCE));
}

/* ---- its approval is taken back ---- */

/* Refunded or offset, and approved by two; the case. */
static int64_t approved(struct clause_world *world, int64_t unit, const char *way)
{
    const char *account = strcmp(way, "refund") == 0 ? CLOSED : "";
    int64_t case_id = applied_for(world, unit, way, account);
    if (case_id == 0)
        return 0;
    approve(world, case_id, ROLE_REVIEWER);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    return refused(world, "") ? case_id : 0;
}

/* The unit objects, and the head of section takes it up again. */
static void taken_up_again(struct clause_world *world, int64_t unit, int64_t case_id)
{
    const struct { struct text receipt, last_four, reason; } objection = {
        clause_case(world, case_id)->receipt, { 0 }, TEXT("本单位要改用另一种方式"),
    };
    const struct intake_case_input again = { .case_id = case_id, .reason = TEXT("异议成立") };
    by_unit(world, unit);
    clause_act(world, &intake_object_action, &objection);
    if (!refused(world, ""))
        return;
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, JUNAN, "agency"));
    world->actor.account = 950;
    clause_act(world, &intake_reopen_action, &again);
}

/* Before the money left: the payment is withdrawn, the month was paid too much again, and it may go
 * back the other way. Of one that came back from the bank likewise. */
static void taken_back(struct clause_world *world, bool returned)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t pool = balance_of(world, FUND_EMPLOYEE_POOL);
    int64_t case_id = approved(world, unit, "refund");
    EXPECT(world, case_id != 0 && balance_of(world, FUND_CLAIMANT) == 100000);
    const struct claim_unit_payment *paid = payments_of(world, unit).items;
    if (returned) {
        (void)file_made(world);
        bank_says(world, paid->payment, "returned");
    }
    taken_up_again(world, unit, case_id);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, case_id)->effect, "taken-back"));
    paid = payments_of(world, unit).items;
    EXPECT(world, text_is(paid->state, "withdrawn"));
    EXPECT(world, told_unit(world, unit, "claim.message.refund-withdrawn"));
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 0
                      && balance_of(world, FUND_EMPLOYEE_POOL) == pool);
    EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 100000);
    EXPECT(world, adds_up(world, unit, 0) && books_agree(world));
    /* It is decided anew, and may be approved once more. */
    approve(world, case_id, ROLE_REVIEWER);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    EXPECT(world, refused(world, "") && payments_of(world, unit).count == 2);
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 100000
                      && adds_up(world, unit, 100000) && books_agree(world));
    taken_up_again(world, unit, case_id);
    EXPECT(world, refused(world, "") && balance_of(world, FUND_CLAIMANT) == 0);
}
static void a_waiting_refund_is_taken_back(struct clause_world *world)
{
    taken_back(world, false);
}
static void a_returned_refund_is_taken_back(struct clause_world *world)
{
    taken_back(world, true);
}

/* After it: somebody has to see to it, the case says why, and nothing moves. */
static void stays(struct clause_world *world, const char *answer)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t case_id = approved(world, unit, "refund");
    EXPECT(world, case_id != 0);
    const struct claim_unit_payment *paid = payments_of(world, unit).items;
    (void)file_made(world);
    if (answer != NULL)
        bank_says(world, paid->payment, answer);
    taken_up_again(world, unit, case_id);
    EXPECT(world, refused(world, ""));
    const struct intake_case *row = clause_case(world, case_id);
    EXPECT(world, text_is(row->effect, "by-hand"));
    EXPECT(world, strstr(arena_text(&world->arena, row->reason).data,
                         "退费1000.00元已于2020年3月10日报送银行付款，不能撤销") != NULL);
    paid = payments_of(world, unit).items;
    EXPECT(world, text_is(paid->state, answer == NULL ? "sent" : "paid"));
    EXPECT(world, adds_up(world, unit, 100000) && books_agree(world));
}
static void what_was_sent_stays(struct clause_world *world)
{
    stays(world, NULL);
}
static void what_was_paid_stays(struct clause_world *world)
{
    stays(world, "paid");
}

/* An offset that later months have used stays; one that is there goes back to the month. */
static void an_offset_is_taken_back_while_it_is_there(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    int64_t case_id = approved(world, unit, "offset");
    EXPECT(world, case_id != 0);
    taken_up_again(world, unit, case_id);
    EXPECT(world, refused(world, "")
                      && text_is(clause_case(world, case_id)->effect, "taken-back"));
    EXPECT(world, month_fen(world, unit, "2020-02", "excess") == 100000);
    EXPECT(world, fen_told(world, "credit") == 0 && books_agree(world));
    approve(world, case_id, ROLE_REVIEWER);
    approve(world, case_id, ROLE_SECOND_REVIEWER);
    EXPECT(world, refused(world, ""));
    by_unit(world, unit);
    declare(world, unit, "2020-03");
    /* 4 % and 2 % of 100 000, less the 1 000.00. */
    EXPECT(world, fen_told(world, "total") == 600000);
    pay(world, unit, "2020-03", "5000.00");
    EXPECT(world, refused(world, "") && fen_told(world, "credit") == 0);
    taken_up_again(world, unit, case_id);
    EXPECT(world, refused(world, ""));
    const struct intake_case *row = clause_case(world, case_id);
    EXPECT(world, text_is(row->effect, "by-hand"));
    EXPECT(world, strstr(arena_text(&world->arena, row->reason).data, "余额只有0.00元") != NULL);
    EXPECT(world, books_agree(world));
}

/* ---- approved before there were payments ---- */

static void owe(struct clause_world *world, int64_t unit, int32_t division)
{
    as_finance(world, division);
    world->actor.scope.everything = division == JUNAN;
    ask(world, &claim_owe_refund_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" }, { "insurance", "310" }));
}

static size_t unpaid_at(struct clause_world *world, int32_t division)
{
    as_finance(world, division);
    ask(world, &claim_refunds_unpaid_action, GIVEN({ "place", "" }));
    return ((const struct list *)told(world, "refunds"))->count;
}

/* Found by what the bill says went back, it becomes a payment once, and waits for an account. */
static void an_old_refund_is_paid_at_last(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    const struct contribute_owner_key key = { id_bucket(unit), unit };
    const struct list rows = clause_rows(world, &contribute_bills_of, &key);
    struct contribute_bill bill = *(const struct contribute_bill *)rows.items;
    bill.paid_employer.fen -= 100000;
    bill.refunded.fen = 100000;
    clause_replace(world, &contribute_bill_table, &bill);
    EXPECT(world, unpaid_at(world, JUNAN) == 1 && unpaid_at(world, 110105) == 0);
    owe(world, unit, 110105);
    EXPECT(world, refused(world, "contribute.refused.no-such-unit"));
    owe(world, unit, JUNAN);
    EXPECT(world, refused(world, "") && fen_told(world, "amount") == 100000);
    EXPECT(world, balance_of(world, FUND_CLAIMANT) == 100000
                      && unpaid_at(world, JUNAN) == 0);
    owe(world, unit, JUNAN);
    EXPECT(world, refused(world, "claim.refused.no-payment"));
    const struct claim_unit_payment *paid = payments_of(world, unit).items;
    EXPECT(world, text_is(paid->state, "uncollected") && text_is(paid->ground, "2020-02"));
    by_unit(world, unit);
    lead(world, paid->payment);
    EXPECT(world, refused(world, ""));
    EXPECT(world, strstr(file_made(world), WORKS "|" HOLDER "|另一银行|1000.00|") != NULL);
    EXPECT(world, adds_up(world, unit, 100000) && books_agree(world));
}

/* ---- found without an application ---- */

static const struct intake_case *newest_of(struct clause_world *world, int64_t unit)
{
    const struct intake_owner_key key = { id_bucket(unit), unit, 0 };
    return clause_rows(world, &intake_cases_of_unit, &key).items;
}

/* The offset that was opened for it makes room for its own refund, and names it; the same way again
 * is the open one. What is its own it does for itself. */
static void its_own_application_goes_on(struct clause_world *world)
{
    int64_t unit = unit_that_paid_too_much(world);
    const struct task_input open = { .subject = unit };
    by_house(world);
    clause_act(world, &intake_open_unasked_action, &open);
    EXPECT(world, refused(world, ""));
    const struct intake_case *offered = newest_of(world, unit);
    EXPECT(world, text_is(offered->channel, "unasked") && text_is(offered->state, "accepted"));
    EXPECT(world, applied_for(world, unit, "offset", "") == 0);
    EXPECT(world, refused(world, "intake.refused.open-already"));
    int64_t own = applied_for(world, unit, "refund", CLOSED);
    EXPECT(world, own != 0);
    offered = clause_case(world, offered->case_id);
    EXPECT(world, text_is(offered->state, "withdrawn"));
    struct text receipt = clause_case(world, own)->receipt;
    EXPECT(world, strstr(arena_text(&world->arena, offered->reason).data,
                         arena_text(&world->arena, receipt).data) != NULL);
    const struct intake_case_input show = { .case_id = own };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, JUNAN, "agency"));
    clause_act(world, &intake_show_action, &show);
    const struct intake_seen *seen = world->outcome;
    const struct intake_step_told *steps = seen->steps.items;
    EXPECT(world, steps[0].unit == unit && !text_present(steps[0].behalf_zh));
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "LY22-A2i", a_refund_reaches_the_unit },
        { "LY22-A2i", an_offset_pays_nobody },
        { "LY22-A2i", the_choice_is_an_application },
        { "LY22-A2i", no_other_sum_than_was_taken_too_much },
        { "", who_decides_sees_the_account },
        { "", a_waiting_refund_is_taken_back },
        { "", a_returned_refund_is_taken_back },
        { "", what_was_sent_stays },
        { "", what_was_paid_stays },
        { "", an_offset_is_taken_back_while_it_is_there },
        { "", an_old_refund_is_paid_at_last },
        { "LY22-L3j", its_own_application_goes_on },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
