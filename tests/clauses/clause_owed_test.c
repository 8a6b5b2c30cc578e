/* clause_owed_test.c: what institutions are to have, beside what they were paid and when; and which
 * restrictions are lifted. */

#include "clause_ask.h"
#include "clause_institutions.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/fund/fund.h"
#include "rooms/notice/notice_register.h"
#include "rooms/settle/settle_facts.h"

static const struct clear_planned_answer *planned(struct clause_world *world, int32_t place,
                                                  const char *kind, const char *month,
                                                  const char *only)
{
    ask_as(world, ROLE_FINANCE, WORKER, place);
    ask(world, &clear_planned_action,
        GIVEN({ "kind", kind }, { "month", month }, { "only_lacking", only }));
    return world->outcome;
}

/* LAW: LY22-P2a: two hospitals are to have a month ahead, one has it. */
static void what_is_to_be_prepaid_is_set_beside_what_was(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 14), 10);
    int64_t has = hospital(world, (struct hospital_kind){ 371302, false, "global-budget" });
    int64_t lacks = hospital(world, (struct hospital_kind){ 371302, false, "global-budget" });
    (void)hospital(world, (struct hospital_kind){ 371302, false, NULL });
    ask_as(world, ROLE_FINANCE, WORKER, 371302);
    const struct clear_ordered order = propose(world, has, "supplier-payables", "2020-03", 0);
    approve_and_pay(world, order.order_id);
    const struct clear_planned_answer *told =
        planned(world, 371302, "supplier-payables", "2020-03", "no");
    /* Before the notice nobody has it watched. */
    EXPECT(world, told->rows.count == 2 && !text_present(told->watched_by));
    clause_now(world, DATE(2020, 3, 16), 10);
    told = planned(world, 371302, "supplier-payables", "2020-03", "yes");
    const struct clear_planned *row = told->rows.items;
    EXPECT(world, told->amount.fen == 200000000 && told->paid.fen == 100000000);
    EXPECT(world, told->lacking.fen == 100000000 && text_is(told->watched_by, "LY22-P2a"));
    EXPECT(world, told->rows.count == 1 && row->institution == lacks);
    EXPECT(world, row->lacking.fen == 100000000 && !text_present(row->state));
    const struct clear_ordered late = propose(world, lacks, "supplier-payables", "2020-03", 0);
    told = planned(world, 371302, "supplier-payables", "2020-03", "yes");
    /* Worked out is not paid. */
    row = told->rows.items;
    EXPECT(world, told->rows.count == 1 && text_is(row->state, "proposed"));
    approve_and_pay(world, late.order_id);
    told = planned(world, 371302, "supplier-payables", "2020-03", "yes");
    EXPECT(world, told->rows.count == 0 && told->lacking.fen == 0);
    /* April is not lacking before its day. */
    told = planned(world, 371302, "supplier-payables", "2020-04", "no");
    EXPECT(world, told->rows.count == 2 && told->lacking.fen == 0);
}

/* The batch of a whole city: two hospitals at once, of a pool that has enough for one and a
 * half. */
static void batch_of_a_city(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 16), 10);
    for (int i = 0; i < 2; i++)
        (void)hospital(world, (struct hospital_kind){ 371302, false, "global-budget" });
    const struct fund_transfer came = {
        .bucket = 1, .day = DATE(2020, 2, 1), .cause = 80, .line = 1,
        .debit_kind = FUND_COUNTERPARTY, .debit_owner = 371300,
        .credit_kind = FUND_EMPLOYEE_POOL, .credit_owner = 371300, .amount = { 150000000 },
        .about = TEXT("contribution"),
    };
    clause_insert(world, &fund_transfer_table, &came);
    const struct clear_all_input batch = { .kind = TEXT("supplier-payables"),
                                           .month = TEXT("2020-03") };
    const struct clear_planned_answer *told =
        planned(world, 371300, "supplier-payables", "2020-03", "no");
    EXPECT(world, told->left.fen == 150000000 && !told->short_of_funds);
    ask_as(world, ROLE_FINANCE, WORKER, 371300);
    clause_act(world, &clear_propose_all_action, &batch);
    const struct clear_all_made *made = world->outcome;
    EXPECT(world, refused(world, "") && made->orders == 2 && made->total.fen == 200000000);
    told = planned(world, 371300, "supplier-payables", "2020-03", "no");
    EXPECT(world, told->waiting.fen == 200000000 && told->ahead.fen == 0);
    EXPECT(world, told->left.fen == -50000000 && told->short_of_funds);
}

/* LAW: JX4-1b: what is ordered is more than the pool has: it is said before any of it leaves. */
static void a_pool_that_is_not_enough_is_told_first(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 10);
    int64_t first = hospital(world, (struct hospital_kind){ 360100, true, "global-budget" });
    int64_t second = hospital(world, (struct hospital_kind){ 360100, true, "global-budget" });
    const struct fund_transfer came = {
        .bucket = 1, .day = DATE(2020, 2, 1), .cause = 77, .line = 1,
        .debit_kind = FUND_COUNTERPARTY, .debit_owner = 360100,
        .credit_kind = FUND_EMPLOYEE_POOL, .credit_owner = 360100, .amount = { 150000000 },
        .about = TEXT("contribution"),
    };
    clause_insert(world, &fund_transfer_table, &came);
    ask_as(world, ROLE_FINANCE, WORKER, 360100);
    const struct clear_ordered one =
        propose(world, first, "special-treatment", "2020-02", 100000000);
    const struct clear_planned_answer *told =
        planned(world, 360100, "special-treatment", "2020-02", "no");
    EXPECT(world, told->pool.fen == 150000000 && told->waiting.fen == 100000000);
    EXPECT(world, told->left.fen == 50000000 && !told->short_of_funds);
    const struct clear_ordered two =
        propose(world, second, "special-treatment", "2020-02", 50000000);
    told = planned(world, 360100, "special-treatment", "2020-02", "no");
    EXPECT(world, told->left.fen == 0 && !told->short_of_funds);
    approve_and_pay(world, one.order_id);
    approve_and_pay(world, two.order_id);
    told = planned(world, 360100, "special-treatment", "2020-02", "no");
    EXPECT(world, told->ahead.fen == 150000000 && told->waiting.fen == 0);
    EXPECT(world, told->left.fen == 0 && told->lacking.fen == 0);
    (void)propose(world, second, "special-treatment", "2020-03", 1);
    told = planned(world, 360100, "special-treatment", "2020-03", "no");
    EXPECT(world, told->left.fen == -1 && told->short_of_funds);
    batch_of_a_city(world);
}

static int64_t order_of(struct clause_world *world, int64_t institution)
{
    const struct clear_institution_key key = { id_bucket(institution), institution };
    const struct list rows = clause_rows(world, &clear_orders_of, &key);
    return rows.count == 0 ? 0 : ((const struct clear_order *)rows.items)[0].order_id;
}

/* LAW: BJ4-S1b: a batch of prepayments, the fund looked at before they leave, and a patient who is
 * settled first and pays nothing; all of it is in the books. */
static void costs_are_prepaid_settled_and_booked(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 28), 10);
    int64_t at = hospital(world, (struct hospital_kind){ 110105, true, "global-budget" });
    const struct fund_transfer came = {
        .bucket = 1, .day = DATE(2020, 2, 1), .cause = 78, .line = 1,
        .debit_kind = FUND_COUNTERPARTY, .debit_owner = 110000,
        .credit_kind = FUND_EMPLOYEE_POOL, .credit_owner = 110000, .amount = { 150000000 },
        .about = TEXT("contribution"),
    };
    clause_insert(world, &fund_transfer_table, &came);
    const struct clear_all_input batch = { .kind = TEXT("ordinary"), .month = TEXT("2020-03") };
    ask_as(world, ROLE_FINANCE, WORKER, 110000);
    clause_act(world, &clear_propose_all_action, &batch);
    EXPECT(world, refused(world, "")
                  && ((const struct clear_all_made *)world->outcome)->orders == 1);
    const struct clear_planned_answer *told = planned(world, 110000, "ordinary", "2020-03", "no");
    EXPECT(world, told->waiting.fen == 100000000 && told->left.fen == 50000000);
    EXPECT(world, told->pool_shown && !told->short_of_funds);
    approve_and_pay(world, order_of(world, at));
    EXPECT(world, refused(world, "") && balance(world, FUND_PREPAID, at) == -100000000);
    EXPECT(world, balance(world, FUND_PAID_OUT, 110000) == 100000000);
    int64_t desk = clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "confirmed", DATE(2020, 2, 20), DATE_NONE);
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && receipt->cash.fen == 0);
    EXPECT(world, balance(world, FUND_INSTITUTION, desk) == 300000);
}

/* The pool is one, however many institutions a page shows: what all of them are to have is set
 * against it, whichever county is asked for; and a county is told of its own alone. */
static void a_pool_is_set_against_all_that_is_ordered(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 10);
    struct clear_order order = {
        .place = 371302, .kind = TEXT("ordinary"), .month = 202002, .insurance = TEXT("310"),
        .amount = { 100 }, .ledger = TEXT("together"), .state = TEXT("proposed"),
        .proposed_at = world->now, .version = 1,
    };
    for (int i = 0; i < 2 * CLEAR_BUDGETS_PAGE; i++) {
        order.institution = id_mint(&world->minter, i % 4);
        order.bucket = id_bucket(order.institution);
        order.order_id = id_mint(&world->minter, (int)order.bucket);
        order.place = i % 2 == 0 ? 371302 : 371329;
        clause_insert(world, &clear_order_table, &order);
    }
    const struct fund_transfer came = {
        .bucket = 1, .day = DATE(2020, 2, 1), .cause = 79, .line = 1,
        .debit_kind = FUND_COUNTERPARTY, .debit_owner = 371300,
        .credit_kind = FUND_EMPLOYEE_POOL, .credit_owner = 371300, .amount = { 1 },
        .about = TEXT("contribution"),
    };
    clause_insert(world, &fund_transfer_table, &came);
    const struct clear_planned_answer *told =
        planned(world, 371300, "ordinary", "2020-02", "no");
    EXPECT(world, told->pool_shown && told->waiting.fen == 200 * CLEAR_BUDGETS_PAGE);
    EXPECT(world, told->left.fen == 1 - 200 * CLEAR_BUDGETS_PAGE && told->short_of_funds);
    ask_as(world, ROLE_FINANCE, WORKER, 371300);
    ask(world, &clear_planned_action,
        GIVEN({ "kind", "ordinary" }, { "month", "2020-02" }, { "place", "371302" }));
    told = world->outcome;
    EXPECT(world, told->left.fen == 1 - 200 * CLEAR_BUDGETS_PAGE);
    told = planned(world, 371302, "ordinary", "2020-02", "no");
    EXPECT(world, !told->pool_shown && told->waiting.fen == 100 * CLEAR_BUDGETS_PAGE);
    EXPECT(world, told->left.fen == 0 && told->pool.fen == 0);
}

static const struct clear_ageing_answer *ageing(struct clause_world *world, int32_t place)
{
    ask_as(world, ROLE_FINANCE, WORKER, place);
    ask(world, &clear_ageing_action, GIVEN({ "only_late", "no" }));
    return world->outcome;
}

/* LAW: LY22-P2c: 30 working days after 2 March 2020 are over with 14 April. */
static void what_is_owed_too_long_is_listed(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 2), 10);
    int64_t at = hospital(world, (struct hospital_kind){ 371302, false, NULL });
    const struct clear_statement statement = {
        .bucket = id_bucket(at), .institution = at, .place = 371302, .month = 202002,
        .statement = id_mint(&world->minter, id_bucket(at)), .insurance = TEXT("310"),
        .state = TEXT("ready"), .settlements = 2, .amount = { 120000 },
        .paper_amount = { 120000 }, .paper_settlements = 2, .received_at = world->now,
    };
    clause_insert(world, &clear_statement_table, &statement);
    clause_now(world, DATE(2020, 4, 14), 23);
    const struct clear_ageing_answer *told = ageing(world, 371302);
    const struct clear_aged *row = told->statements.items;
    EXPECT(world, told->statements.count == 1 && row->waited == 30 && !row->late);
    EXPECT(world, row->pay_by.yyyymmdd == 20200414 && told->up_to_30 == 1);
    clause_now(world, DATE(2020, 4, 15), 0);
    told = ageing(world, 371302);
    row = told->statements.items;
    EXPECT(world, row->late && row->open.fen == 120000 && text_is(row->clauses, "LY22-P2c"));
    EXPECT(world, told->longer == 1 && told->overdue.fen == 120000);
    ask_as(world, ROLE_SECTION_HEAD, HEAD, 371302);
    const struct clear_statement_input cleared = {
        .statement = statement.statement, .verified = { 120000 } };
    clause_act(world, &clear_settle_up_action, &cleared);
    EXPECT(world, refused(world, ""));
    int64_t balance_order = ((const struct clear_counted *)world->outcome)->order_id;
    approve(world, balance_order, WORKER);
    pay_order(world, balance_order);
    told = ageing(world, 371302);
    row = told->statements.items;
    /* Paid, and a day too late: that stays to be seen. */
    EXPECT(world, row->paid_on.yyyymmdd == 20200415 && row->late && row->waited == 31);
    EXPECT(world, told->longer == 0 && told->open.fen == 0);
    /* Where nothing has it watched nobody is late. */
    told = ageing(world, 110108);
    EXPECT(world, told->statements.count == 0 && told->late == 0);
}

static const struct notice_restriction *restriction(struct clause_world *world, const char *name)
{
    const struct notice_restrictions *told = world->outcome;
    const struct notice_restriction *rows = told->rows.items;
    for (size_t i = 0; i < told->rows.count; i++)
        if (text_is(rows[i].name, name))
            return &rows[i];
    return NULL;
}

static void restrictions_on(struct clause_world *world, const char *place, const char *only)
{
    ask(world, &notice_restrictions_action,
        GIVEN({ "place", place }, { "only_applied", only }));
}

/* Whether catalogue limit, referral and budget are applied that day, and the last day of the first
 * measure that lifts each; 0: it names none, or none lifts it. */
static bool all_applied(struct clause_world *world, bool applied, int32_t until)
{
    static const char *const NAMES[] = { "catalogue-limit", "unreferred", "offsite-ratio",
                                         "hospital-budget" };
    bool good = true;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        const struct notice_restriction *row = restriction(world, NAMES[i]);
        const struct notice_measure_told *by = row == NULL ? NULL : row->measures.items;
        good &= row != NULL && row->applied == applied
            && (row->measures.count == 0 ? 0 : by->until.yyyymmdd) == until;
    }
    return good;
}

/* LAW: LY22-P2b: what was lifted, by what and until when; after the end it is applied again. */
static void restrictions_are_lifted_and_come_back(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 20), 10);
    ask_as(world, ROLE_SECTION_HEAD, HEAD, 371302);
    restrictions_on(world, "371302", "no");
    /* Nothing lifts any of them yet: all are still applied. */
    EXPECT(world, all_applied(world, true, 0));
    restrictions_on(world, "371302", "yes");
    EXPECT(world, all_applied(world, true, 0));
    clause_now(world, DATE(2020, 3, 16), 10);
    restrictions_on(world, "371302", "no");
    EXPECT(world, all_applied(world, false, 20230107));
    const struct notice_restrictions *told = world->outcome;
    EXPECT(world, text_is(told->watched_by, "LY22-P2b"));
    const struct notice_restriction *row = restriction(world, "catalogue-limit");
    EXPECT(world, row != NULL && !row->applied && row->measures.count >= 2);
    EXPECT(world, restriction(world, "offsite-ratio") != NULL);
    EXPECT(world, restriction(world, "hospital-budget") != NULL);
    restrictions_on(world, "371302", "yes");
    EXPECT(world, restriction(world, "catalogue-limit") == NULL
                      && restriction(world, "unreferred") == NULL
                      && restriction(world, "hospital-budget") == NULL);
    /* What a notice of another province lifts is not lifted here. */
    restrictions_on(world, "371302", "no");
    EXPECT(world, restriction(world, "non-urgent-obligations") == NULL);
    restrictions_on(world, "110105", "no");
    EXPECT(world, restriction(world, "non-urgent-obligations") != NULL);
    /* From 8 January 2023 nothing is taken off for care elsewhere no more. */
    clause_now(world, DATE(2023, 1, 7), 10);
    restrictions_on(world, "371302", "no");
    EXPECT(world, !restriction(world, "offsite-ratio")->applied);
    clause_now(world, DATE(2023, 1, 8), 10);
    restrictions_on(world, "371302", "yes");
    row = restriction(world, "offsite-ratio");
    EXPECT(world, row != NULL && row->applied);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-S1b", costs_are_prepaid_settled_and_booked },
        { "LY22-P2a", what_is_to_be_prepaid_is_set_beside_what_was },
        { "JX4-1b", a_pool_that_is_not_enough_is_told_first },
        { "LY22-P2b", restrictions_are_lifted_and_come_back },
        { "", a_pool_is_set_against_all_that_is_ordered },
        { "LY22-P2c", what_is_owed_too_long_is_listed },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
