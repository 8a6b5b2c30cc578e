/* clause_clear_test.c: hospitals paid ahead, by whom approved, on which day, from which account;
 * the month paid from the system's own figures; and all of it cleared to the fen. */

#include "clause_institutions.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/clear/clear.h"
#include "rooms/fund/fund.h"
#include "rooms/message/message_facts.h"
#include "rooms/settle/settle_desk.h"
#include "rooms/settle/settle_room.h"

/* ---- Beijing ---- */

static void only_who_is_on_a_global_budget(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 28), 10);
    int64_t ahead = hospital(world, (struct hospital_kind){ 110108, false, "global-budget" });
    int64_t other = hospital(world, (struct hospital_kind){ 110108, false, "service" });
    const struct clear_all_input input = { .kind = TEXT("ordinary"), .month = TEXT("2020-03") };
    ask_as(world, ROLE_FINANCE, WORKER, 110108);
    clause_act(world, &clear_propose_all_action, &input);
    EXPECT(world, refused(world, ""));
    const struct clear_all_made *made = world->outcome;
    EXPECT(world, made->orders == 1 && made->passed_over == 1 && made->total.fen == 100000000);
    propose(world, ahead, "ordinary", "2020-03", 0);
    EXPECT(world, refused(world, "clear.refused.twice"));
    propose(world, other, "ordinary", "2020-03", 0);
    EXPECT(world, refused(world, "clear.refused.nothing-says"));
    /* What the month is worth is ordered once, and not once more for another insurance. */
    const struct clear_propose_input residents = {
        .institution = ahead, .kind = TEXT("ordinary"), .month = TEXT("2020-03"),
        .insurance = TEXT("390"), .reason = TEXT("示例"),
    };
    clause_act(world, &clear_propose_action, &residents);
    EXPECT(world, refused(world, "clear.refused.month-ordered"));
    /* A neighbouring district's office has nothing to order there. */
    ask_as(world, ROLE_FINANCE, WORKER, 110105);
    propose(world, ahead, "ordinary", "2020-04", 0);
    EXPECT(world, refused(world, "clear.refused.no-such-institution"));
}

/* LAW: BJ4-04b: the first working day of January 2020 is the second. */
static void ordinarily_at_the_start_of_the_month(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 1), 23);
    int64_t at = hospital(world, (struct hospital_kind){ 110108, false, "global-budget" });
    ask_as(world, ROLE_FINANCE, WORKER, 110108);
    propose(world, at, "ordinary", "2020-01", 0);
    EXPECT(world, refused(world, "clear.refused.too-early"));
    EXPECT(world, text_is(world->decision.refusal.detail[0], "2020-01-02"));
    clause_now(world, DATE(2020, 1, 2), 0);
    const struct clear_ordered order = propose(world, at, "ordinary", "2020-01", 0);
    EXPECT(world, order.order_id != 0 && order.amount.fen == 100000000);
    EXPECT(world, order.due.yyyymmdd == 20200102 && !text_present(order.clauses));
    EXPECT(world, text_present(order.rests_on));
    propose(world, at, "ordinary", "2020-02", 0);
    EXPECT(world, refused(world, "clear.refused.too-early"));
    EXPECT(world, text_is(world->decision.refusal.detail[0], "2020-02-01"));
}

/* LAW: BJ4-04c: 29 February 2020 is a Saturday. */
static void under_the_notice_at_the_end_of_the_month_before(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 27), 23);
    int64_t at = hospital(world, (struct hospital_kind){ 110108, false, "global-budget" });
    ask_as(world, ROLE_FINANCE, WORKER, 110108);
    propose(world, at, "ordinary", "2020-03", 0);
    EXPECT(world, refused(world, "clear.refused.too-early"));
    EXPECT(world, text_is(world->decision.refusal.detail[0], "2020-02-28"));
    clause_now(world, DATE(2020, 2, 28), 0);
    const struct clear_ordered order = propose(world, at, "ordinary", "2020-03", 0);
    EXPECT(world, order.order_id != 0 && order.due.yyyymmdd == 20200228);
    /* That of February was due before there was a notice. */
    const struct clear_ordered before = propose(world, at, "ordinary", "2020-02", 0);
    EXPECT(world, before.due.yyyymmdd == 20200203 && !text_present(before.clauses));
    EXPECT(world, text_is(order.clauses, "BJ4-04a BJ4-04c"));
    /* Who worked it out does not approve it; what is not approved is not paid. */
    approve(world, order.order_id, WORKER);
    EXPECT(world, refused(world, "clear.refused.second-person"));
    pay_order(world, order.order_id);
    EXPECT(world, refused(world, "clear.refused.not-its-turn"));
    approve_and_pay(world, order.order_id);
    EXPECT(world, refused(world, "") && balance(world, FUND_PREPAID, at) == -100000000);
    EXPECT(world, balance(world, FUND_PAID_OUT, 110000) == 100000000);
    pay_order(world, order.order_id);
    EXPECT(world, refused(world, "clear.refused.not-its-turn"));
    /* None again at the start of March. */
    clause_now(world, DATE(2020, 3, 2), 10);
    propose(world, at, "ordinary", "2020-03", 0);
    EXPECT(world, refused(world, "clear.refused.twice"));
}

static void designated_hospitals_get_treatment_money_apart(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 28), 10);
    int64_t at = hospital(world, (struct hospital_kind){ 110108, true, "global-budget" });
    int64_t other = hospital(world, (struct hospital_kind){ 110108, false, "global-budget" });
    ask_as(world, ROLE_FINANCE, WORKER, 110108);
    propose(world, other, "special-treatment", "2020-02", 300000000);
    EXPECT(world, refused(world, "clear.refused.nothing-says"));
    propose(world, at, "special-treatment", "2020-02", 0);
    EXPECT(world, !refused(world, ""));
    const struct clear_ordered special =
        propose(world, at, "special-treatment", "2020-02", 300000000);
    EXPECT(world, special.amount.fen == 300000000);
    EXPECT(world, text_is(special.clauses, "BJ4-04d BJ4-04e"));
    const struct clear_ordered ordinary = propose(world, at, "ordinary", "2020-03", 0);
    EXPECT(world, ordinary.order_id != 0);
    approve_and_pay(world, special.order_id);
    approve_and_pay(world, ordinary.order_id);
    EXPECT(world, balance(world, FUND_PREPAID_APART, at) == -300000000);
    EXPECT(world, balance(world, FUND_PREPAID, at) == -100000000);
    clause_act(world, &clear_show_action, &at);
    const struct clear_shown *shown = world->outcome;
    EXPECT(world, refused(world, "") && shown->orders.count == 2);
    EXPECT(world, shown->prepaid.fen == 100000000 && shown->prepaid_apart.fen == 300000000);
    EXPECT(world, shown->used.fen == 0 && shown->left.fen == 400000000);
}

/* ---- Jiangxi: the month ---- */

/* What a settlement of that day leaves: of `total` the person paid `cash`. */
static void settled(struct clause_world *world, int64_t institution, struct date day,
                    int64_t total, int64_t cash, const char *state)
{
    bool back = text_is(text_of(state), "reversal");
    int64_t person = clause_stranger(world);
    const struct settlement_row row = {
        .bucket = id_bucket(person), .person = person,
        .settlement = id_mint(&world->minter, id_bucket(person)), .visit = 1,
        .bill = TEXT("b"), .institution = institution, .insurance = TEXT("310"),
        .place = 360100, .med_type = TEXT("11"), .day = day, .year = date_year(day),
        .at = moment_at(day, 10, 0, 0), .total = { total }, .cash = { cash }, .took = TEXT("x"),
        .before = TEXT("x"), .state = text_of(state), .decided_by = TEXT("centre"),
        .version = 1,
    };
    clause_insert(world, &settlement_table, &row);
    const struct fund_transfer transfer = {
        .bucket = row.bucket, .day = day, .cause = row.settlement, .line = 1,
        .debit_kind = back ? FUND_INSTITUTION : FUND_EMPLOYEE_POOL,
        .debit_owner = back ? institution : 360100,
        .credit_kind = back ? FUND_EMPLOYEE_POOL : FUND_INSTITUTION,
        .credit_owner = back ? 360100 : institution,
        .amount = { back ? cash - total : total - cash }, .person = person,
        .about = back ? TEXT("reversal") : TEXT("settlement"),
    };
    if (!text_is(row.state, "superseded"))
        clause_insert(world, &fund_transfer_table, &transfer);
}

static int64_t counted_as(struct clause_world *world, int32_t place,
                          struct clear_count_input input)
{
    ask_as(world, ROLE_FINANCE, WORKER, place);
    clause_act(world, &clear_count_action, &input);
    if (!refused(world, ""))
        return 0;
    int64_t statement = ((const struct clear_counted *)world->outcome)->statement;
    struct task_input step = { .subject = statement };
    for (const struct change *change = world->decision.changes; change != NULL;
         change = change->next)
        if (change->table == &job_table) {
            step.bucket = ((const struct job_row *)change->row)->bucket;
            step.task = ((const struct job_row *)change->row)->job;
        }
    world->actor.role = ROLE_HOUSE;
    do
        clause_act(world, &clear_count_page_action, &step);
    while (refused(world, "")
           && text_is(((const struct clear_counted *)world->outcome)->state, "counting"));
    world->actor.role = ROLE_FINANCE;
    return refused(world, "") ? statement : 0;
}

static int64_t counted_in(struct clause_world *world, int32_t place, int64_t institution,
                          const char *month)
{
    return counted_as(world, place, (struct clear_count_input){ .institution = institution,
                                                                .month = text_of(month) });
}

static int64_t counted(struct clause_world *world, int64_t institution, const char *month)
{
    return counted_in(world, 360100, institution, month);
}

static const struct clear_counted *receive(struct clause_world *world, int64_t statement,
                                           int64_t amount, int64_t settlements)
{
    const struct clear_receive_input input = {
        .statement = statement, .amount = { amount }, .settlements = settlements,
        .channel = TEXT("post"), .reference = TEXT("EMS-1"),
    };
    ask_as(world, ROLE_FINANCE, WORKER, 360100);
    clause_act(world, &clear_receive_action, &input);
    return world->outcome;
}

static const struct clear_counted *settle_up(struct clause_world *world, int64_t statement,
                                             int64_t verified, const char *reason)
{
    const struct clear_statement_input input = {
        .statement = statement, .verified = { verified }, .reason = text_of(reason) };
    ask_as(world, ROLE_SECTION_HEAD, HEAD, 360100);
    clause_act(world, &clear_settle_up_action, &input);
    return world->outcome;
}

static int64_t advance_in(struct clause_world *world, int32_t place, int64_t statement)
{
    const struct clear_statement_input input = { .statement = statement };
    ask_as(world, ROLE_FINANCE, WORKER, place);
    clause_act(world, &clear_advance_action, &input);
    return refused(world, "") ? ((const struct clear_ordered *)world->outcome)->order_id : 0;
}

static int64_t advance(struct clause_world *world, int64_t statement)
{
    return advance_in(world, 360100, statement);
}

static int64_t february(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t at = hospital(world, (struct hospital_kind){ 360100, false, NULL });
    settled(world, at, DATE(2020, 1, 31), 70000, 10000, "final");
    settled(world, at, DATE(2020, 2, 1), 100000, 20000, "final");
    settled(world, at, DATE(2020, 2, 29), 50000, 10000, "final");
    settled(world, at, DATE(2020, 2, 10), 90000, 10000, "reversed");
    settled(world, at, DATE(2020, 2, 12), -90000, -10000, "reversal");
    settled(world, at, DATE(2020, 2, 13), 80000, 10000, "superseded");
    settled(world, at, DATE(2020, 3, 1), 30000, 10000, "final");
    return at;
}

/* LAW: JX4-2.3a: what was settled from the first to the last moment of the month, once. */
static void the_month_is_made_from_the_settlements(struct clause_world *world)
{
    int64_t at = february(world);
    const struct clear_count_input early = { .institution = at, .month = TEXT("2020-02") };
    ask_as(world, ROLE_FINANCE, WORKER, 360100);
    clause_now(world, DATE(2020, 2, 29), 23);
    clause_act(world, &clear_count_action, &early);
    EXPECT(world, refused(world, "clear.refused.month-runs"));
    clause_now(world, DATE(2020, 3, 1), 0);
    int64_t statement = counted(world, at, "2020-02");
    const struct clear_counted *made = world->outcome;
    EXPECT(world, statement != 0 && text_is(made->state, "ready"));
    EXPECT(world, made->settlements == 2 && made->amount.fen == 120000);
    /* Its paper, by post, says otherwise: what differs is told. */
    made = receive(world, statement, 125000, 3);
    EXPECT(world, refused(world, "") && made->difference.fen == 5000);
    EXPECT(world, made->difference_settlements == 1);
    /* As long as it is not cleared it may be counted anew, and is not counted twice. */
    EXPECT(world, counted(world, at, "2020-02") == statement);
    EXPECT(world, ((const struct clear_counted *)world->outcome)->amount.fen == 120000);
}

/* LAW: JX4-0b: of two stays that of the confirmed is outside the budget of the hospital, and so is
 * what takes such a bill back. */
static void what_an_epidemic_patient_costs_is_outside_the_budget(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t at = clause_hospital(world, 360100);
    const struct clear_budget budget = {
        .bucket = id_bucket(at), .institution = at, .budget = at, .place = 360100,
        .paid_by = TEXT("global-budget"), .monthly = { 5000000 }, .valid_from = DATE(2020, 1, 1),
        .set_at = world->now, .version = 1,
    };
    clause_insert(world, &clear_budget_table, &budget);
    struct money owed[2];
    for (int ill = 0; ill < 2; ill++) {
        int64_t person = clause_employee(world, 360100);
        if (ill == 1)
            clause_status(world, person, "confirmed", DATE(2020, 2, 8), DATE_NONE);
        struct clause_visit visit = clause_admit(world, person);
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 3000000);
        clause_discharge(world, &visit);
        const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
        EXPECT(world, refused(world, ""));
        owed[ill] = money_minus((struct money){ 3000000 }, receipt->cash);
    }
    /* A visit of another such patient, from elsewhere, is taken back in March. */
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "suspected", DATE(2020, 2, 8), DATE_NONE);
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "") && receipt->cash.fen == 0);
    const struct settle_undo_input undo = { receipt->settlement, visit.visit, person };
    clause_now(world, DATE(2020, 3, 5), 9);
    clause_act(world, &settle_undo_action, &undo);
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 4, 1), 9);
    EXPECT(world, counted(world, at, "2020-03") != 0);
    EXPECT(world, ((const struct clear_counted *)world->outcome)->outside.fen == -300000);
    EXPECT(world, ((const struct clear_counted *)world->outcome)->within.fen == 0);
    EXPECT(world, counted(world, at, "2020-02") != 0);
    const struct clear_counted *made = world->outcome;
    owed[1].fen += 300000;
    EXPECT(world, owed[1].fen == 3300000 && made->outside.fen == owed[1].fen);
    EXPECT(world, made->within.fen == owed[0].fen && owed[0].fen > 0);
    EXPECT(world, made->amount.fen == owed[0].fen + owed[1].fen);
    EXPECT(world, made->budget.fen == 5000000);
}

/* LAW: JX4-2.3c: without its paper, under the notice alone. */
static void paid_from_the_systems_own_data(struct clause_world *world)
{
    int64_t at = february(world);
    clause_now(world, DATE(2020, 3, 2), 10);
    int64_t statement = counted(world, at, "2020-02");
    int64_t order = advance(world, statement);
    EXPECT(world, order != 0);
    const struct clear_ordered *made = world->outcome;
    EXPECT(world, made->amount.fen == 120000 && text_is(made->clauses, "JX4-2.3c JX4-2.3d"));
    approve(world, order, WORKER);
    EXPECT(world, refused(world, "clear.refused.second-person"));
    EXPECT(world, advance(world, statement) == 0);
    int64_t owed = balance(world, FUND_INSTITUTION, at);
    approve_and_pay(world, order);
    EXPECT(world, balance(world, FUND_INSTITUTION, at) == owed - 120000);
    /* Where no notice lets it, the paper comes first. */
    int64_t elsewhere = hospital(world, (struct hospital_kind){ 370100, false, NULL });
    settled(world, elsewhere, DATE(2020, 2, 3), 1000, 0, "final");
    statement = counted_in(world, 370100, elsewhere, "2020-02");
    EXPECT(world, statement != 0 && advance_in(world, 370100, statement) == 0);
    EXPECT(world, refused(world, "clear.refused.paper-first"));
}

/* LAW: JX4-2.3d: paid 1 200, verified 1 150, 1 200 or 1 260: the difference is booked either way,
 * and when all has been paid nothing is left on any account but what is carried on. */
static void cleared_both_ways(struct clause_world *world)
{
    static const struct { int64_t verified, balance, carried; } WAYS[] = {
        { 115000, 0, 5000 }, { 120000, 0, 0 }, { 126000, 6000, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        clause_now(world, DATE(2020, 2, 20), 9);
        int64_t at = hospital(world, (struct hospital_kind){ 360100, false, NULL });
        settled(world, at, DATE(2020, 2, 1), 140000, 20000, "final");
        int64_t pool = balance(world, FUND_EMPLOYEE_POOL, 360100);
        clause_now(world, DATE(2020, 3, 2), 10);
        int64_t statement = counted(world, at, "2020-02");
        approve_and_pay(world, advance(world, statement));
        EXPECT(world, refused(world, "") && balance(world, FUND_INSTITUTION, at) == 0);
        settle_up(world, statement, WAYS[i].verified, "核定");
        EXPECT(world, refused(world, "clear.refused.paper-first"));
        receive(world, statement, 120000, 1);
        const struct clear_counted *made = settle_up(world, statement, WAYS[i].verified, "核定");
        EXPECT(world, refused(world, "") && text_is(made->state, "cleared"));
        EXPECT(world, made->balance.fen == WAYS[i].balance);
        EXPECT(world, made->carried.fen == WAYS[i].carried);
        EXPECT(world, balance(world, FUND_EMPLOYEE_POOL, 360100)
                          == pool - (WAYS[i].verified - 120000));
        EXPECT(world, (made->order_id != 0) == (WAYS[i].balance > 0));
        if (made->order_id != 0) {
            approve(world, made->order_id, HEAD);
            EXPECT(world, refused(world, "clear.refused.second-person"));
            approve(world, made->order_id, HEAD + 10);
            pay_order(world, made->order_id);
        }
        EXPECT(world, balance(world, FUND_INSTITUTION, at) == -WAYS[i].carried);
        settle_up(world, statement, 120000, "再清");
        EXPECT(world, refused(world, "clear.refused.cleared"));
        /* Of an insurance without a pool of its own: from where its settlements are paid. */
        pool = balance(world, FUND_EMPLOYEE_POOL, 360100);
        statement = counted_as(world, 360100, (struct clear_count_input){
            .institution = at, .month = TEXT("2020-02"), .insurance = TEXT("510") });
        receive(world, statement, 0, 0);
        settle_up(world, statement, 300, "核定");
        EXPECT(world, refused(world, "") && balance(world, 0, 360100) == 0);
        EXPECT(world, balance(world, FUND_EMPLOYEE_POOL, 360100) == pool - 300);
    }
}

/* LAW: JX4-2.3d: what is taken back after its month was cleared and paid comes off the month in
 * which it was taken back, and is paid to nobody. */
static void what_is_taken_back_later_comes_off_later(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t at = hospital(world, (struct hospital_kind){ 360100, false, NULL });
    settled(world, at, DATE(2020, 2, 21), 100000, 20000, "final");
    clause_now(world, DATE(2020, 3, 2), 9);
    int64_t statement = counted(world, at, "2020-02");
    receive(world, statement, 80000, 1);
    int64_t rest = settle_up(world, statement, 80000, NULL)->order_id;
    approve(world, rest, HEAD + 10);
    pay_order(world, rest);
    EXPECT(world, refused(world, "") && balance(world, FUND_INSTITUTION, at) == 0);

    settled(world, at, DATE(2020, 3, 5), -100000, -20000, "reversal");
    settled(world, at, DATE(2020, 3, 6), 50000, 10000, "final");
    clause_now(world, DATE(2020, 4, 1), 9);
    statement = counted(world, at, "2020-03");
    EXPECT(world, ((const struct clear_counted *)world->outcome)->amount.fen == -40000);
    EXPECT(world, ((const struct clear_counted *)world->outcome)->settlements == 0);
    receive(world, statement, -40001, 0);
    EXPECT(world, refused(world, "clear.refused.not-positive"));
    receive(world, statement, -40000, 0);
    EXPECT(world, refused(world, ""));
    settle_up(world, statement, -40001, NULL);
    EXPECT(world, refused(world, "clear.refused.not-positive"));
    const struct clear_counted *made = settle_up(world, statement, -40000, NULL);
    EXPECT(world, refused(world, "") && made->order_id == 0 && made->carried.fen == 40000);
    EXPECT(world, balance(world, FUND_INSTITUTION, at) == -40000);
}

/* LAW: JX4-2.3g: paid ahead, used, offset; what was too much is carried into the next month. */
static void what_was_paid_ahead_is_offset_to_zero(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t at = hospital(world, (struct hospital_kind){ 360100, true, NULL });
    ask_as(world, ROLE_FINANCE, WORKER, 360100);
    const struct clear_ordered order =
        propose(world, at, "special-treatment", "2020-02", 100000);
    EXPECT(world, text_is(order.clauses, "JX4-2.3g"));
    approve_and_pay(world, order.order_id);
    settled(world, at, DATE(2020, 2, 21), 90000, 10000, "final");
    settled(world, at, DATE(2020, 3, 3), 70000, 20000, "final");
    clause_now(world, DATE(2020, 4, 1), 9);
    int64_t statement = counted(world, at, "2020-02");
    receive(world, statement, 80000, 1);
    const struct clear_counted *made = settle_up(world, statement, 80000, NULL);
    EXPECT(world, refused(world, "") && made->paid_ahead.fen == 100000);
    EXPECT(world, made->carried.fen == 20000 && made->order_id == 0);
    EXPECT(world, balance(world, FUND_PREPAID_APART, at) == 0);
    int64_t march = counted(world, at, "2020-03");
    receive(world, march, 50000, 1);
    made = settle_up(world, march, 50000, NULL);
    EXPECT(world, made->balance.fen == 30000 && made->carried.fen == 0);
    int64_t rest = made->order_id;
    /* Nothing more is paid ahead for a month that is cleared; what it left owed stays owed. */
    propose(world, at, "special-treatment", "2020-03", 100000);
    EXPECT(world, refused(world, "clear.refused.cleared"));
    const struct clear_order_input drop = { .order_id = rest, .reason = TEXT("不付") };
    ask_as(world, ROLE_SECTION_HEAD, HEAD, 360100);
    clause_act(world, &clear_drop_action, &drop);
    EXPECT(world, refused(world, "clear.refused.balance-stays"));
    approve(world, rest, HEAD + 10);
    pay_order(world, rest);
    EXPECT(world, refused(world, "") && balance(world, FUND_INSTITUTION, at) == 0);
    clause_act(world, &clear_show_action, &at);
    const struct clear_shown *shown = world->outcome;
    EXPECT(world, shown->used.fen == 100000 && shown->left.fen == 0);
    EXPECT(world, shown->prepaid.fen == 0 && shown->prepaid_apart.fen == 100000);
}

/* ---- Shaoxing, Shandong ---- */

struct orders_input { int64_t place; struct text state; int64_t before; };

static const struct clear_order_told *first_order(struct clause_world *world)
{
    struct orders_input *input = ARENA_NEW(&world->arena, struct orders_input);
    ask_as(world, ROLE_FINANCE, WORKER, 330600);
    clause_act(world, &clear_orders_action, input);
    const struct list *orders = world->outcome;
    return refused(world, "") && orders->count == 1 ? orders->items : NULL;
}

/* LAW: SX9-2.3b: approved on Monday 3 February; five working days are over on the tenth. */
static void what_was_ordered_and_not_paid_is_flagged(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 3), 10);
    int64_t at = hospital(world, (struct hospital_kind){ 330602, false, NULL });
    const struct clear_order order = {
        .bucket = id_bucket(at), .institution = at,
        .order_id = id_mint(&world->minter, id_bucket(at)), .place = 330602,
        .kind = TEXT("ordinary"), .month = 202002, .insurance = TEXT("310"),
        .amount = { 100 }, .ledger = TEXT("together"), .state = TEXT("approved"),
        .proposed_by = WORKER, .proposed_at = world->now, .approved_by = HEAD,
        .approved_at = world->now,
    };
    clause_insert(world, &clear_order_table, &order);
    clause_now(world, DATE(2020, 2, 10), 23);
    const struct clear_order_told *told = first_order(world);
    EXPECT(world, told != NULL && told->pay_by.yyyymmdd == 20200210);
    EXPECT(world, told->waited == 5 && !told->late);
    clause_now(world, DATE(2020, 2, 11), 0);
    told = first_order(world);
    EXPECT(world, told != NULL && told->late);
    pay_order(world, order.order_id);
    EXPECT(world, refused(world, ""));
    told = first_order(world);
    EXPECT(world, told != NULL && told->waited == 6 && told->late);
}

/* LAW: LY22-L3l: the hospital is told by name of what, and the money comes back to the fund. */
static void who_does_not_pay_suppliers_pays_back(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 16), 10);
    int64_t at = hospital(world, (struct hospital_kind){ 371302, false, "global-budget" });
    ask_as(world, ROLE_FINANCE, WORKER, 371302);
    const struct clear_ordered order = propose(world, at, "supplier-payables", "2020-03", 0);
    EXPECT(world, order.amount.fen == 100000000);
    approve_and_pay(world, order.order_id);
    EXPECT(world, balance(world, FUND_PREPAID_APART, at) == -100000000);
    struct clear_order_input back = { .order_id = order.order_id };
    clause_act(world, &clear_claw_back_action, &back);
    EXPECT(world, refused(world, "clear.refused.no-reason"));
    back.reason = TEXT("未按规定支付货款");
    world->actor.role = ROLE_FINANCE;
    world->actor.account = WORKER;
    clause_act(world, &clear_claw_back_action, &back);
    EXPECT(world, refused(world, ""));
    const struct clear_ordered *made = world->outcome;
    EXPECT(world, made->amount.fen == -100000000);
    const struct message_row *named = NULL;
    for (const struct change *change = world->decision.changes; change != NULL;
         change = change->next)
        if (change->table == &message_table)
            named = change->row;
    EXPECT(world, named != NULL && named->institution == at);
    approve_and_pay(world, made->order_id);
    EXPECT(world, refused(world, "") && balance(world, FUND_PREPAID_APART, at) == 0);
    EXPECT(world, balance(world, FUND_PAID_OUT, 371300) == 0);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-04a", only_who_is_on_a_global_budget },
    { "BJ4-04b", ordinarily_at_the_start_of_the_month },
    { "BJ4-04c", under_the_notice_at_the_end_of_the_month_before },
    { "BJ4-04d BJ4-04e BJ4-04f", designated_hospitals_get_treatment_money_apart },
    { "JX4-0b", what_an_epidemic_patient_costs_is_outside_the_budget },
    { "JX4-2.3a JX4-2.3b", the_month_is_made_from_the_settlements },
    { "JX4-2.3c", paid_from_the_systems_own_data },
    { "JX4-2.3d", cleared_both_ways },
    { "JX4-2.3d", what_is_taken_back_later_comes_off_later },
    { "JX4-2.3g", what_was_paid_ahead_is_offset_to_zero },
    { "SX9-2.3b", what_was_ordered_and_not_paid_is_flagged },
    { "LY22-L3l", who_does_not_pay_suppliers_pays_back },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
