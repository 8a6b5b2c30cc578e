/* clause_clear_test.c: hospitals paid ahead, by whom approved, on which day, from which account;
 * the month paid from the system's own figures; and all of it cleared to the fen. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/clear/clear.h"
#include "rooms/fund/fund.h"
#include "rooms/message/message_facts.h"

enum { WORKER = 31, HEAD = 32, CASHIER = 33 };

static void ask_as(struct clause_world *world, enum role role, int64_t account, int32_t place)
{
    world->actor = (struct actor){ .role = role, .account = account, .office = 7,
                                   .division = place };
}

struct hospital_kind { int32_t place; bool designated; const char *paid_by; };

/* A hospital of a place; what a month is worth to it: a million yuan, when it is said how. */
static int64_t hospital(struct clause_world *world, struct hospital_kind kind)
{
    int64_t first = clause_hospital(world, kind.place);
    const struct party_institution_key key = { id_bucket(first), first };
    struct party_institution row =
        *(const struct party_institution *)clause_rows(world, &party_institution_by_id, &key).items;
    row.institution = id_mint(&world->minter, (int)row.bucket);
    row.code = arena_format(&world->arena, "H9%011lld", (long long)++world->serial);
    row.designated_epidemic = kind.designated;
    clause_insert(world, &party_institution_table, &row);
    const struct agreement agreement = {
        .bucket = row.bucket, .institution = row.institution, .agreement = row.institution,
        .valid_from = DATE(2019, 1, 1), .status = TEXT("in-force"), .version = 1,
    };
    clause_insert(world, &agreement_table, &agreement);
    if (kind.paid_by == NULL)
        return row.institution;
    const struct clear_budget_input budget = {
        .institution = row.institution, .paid_by = text_of(kind.paid_by),
        .monthly = { 100000000 }, .from = DATE(2019, 1, 1), .reason = TEXT("年度总额"),
    };
    ask_as(world, ROLE_SECTION_HEAD, HEAD, kind.place);
    clause_act(world, &clear_set_budget_action, &budget);
    return row.institution;
}

static struct clear_ordered propose(struct clause_world *world, int64_t institution,
                                    const char *kind, const char *month, int64_t approved)
{
    const struct clear_propose_input input = {
        .institution = institution, .kind = text_of(kind), .month = text_of(month),
        .amount = { approved }, .reason = TEXT("示例"),
    };
    world->actor.role = ROLE_FINANCE;
    world->actor.account = WORKER;
    clause_act(world, &clear_propose_action, &input);
    return refused(world, "") ? *(const struct clear_ordered *)world->outcome
                              : (struct clear_ordered){ 0 };
}

static void approve(struct clause_world *world, int64_t order, int64_t account)
{
    const struct clear_order_input input = { .order_id = order };
    world->actor.role = ROLE_SECTION_HEAD;
    world->actor.account = account;
    clause_act(world, &clear_approve_action, &input);
}

static void pay(struct clause_world *world, int64_t order)
{
    const struct clear_paid_input input = {
        .order_id = order, .day = date_of_moment(world->now),
        .reference = arena_format(&world->arena, "B-%lld", (long long)++world->serial) };
    world->actor.role = ROLE_FINANCE;
    world->actor.account = CASHIER;
    clause_act(world, &clear_paid_action, &input);
}

static void approve_and_pay(struct clause_world *world, int64_t order)
{
    approve(world, order, HEAD);
    if (refused(world, ""))
        pay(world, order);
}

/* Credits less debits of an account. */
static int64_t balance(struct clause_world *world, int64_t kind, int64_t owner)
{
    const struct list rows = clause_rows(world, &fund_balances_all, NULL);
    const struct fund_movement *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (row[i].kind == kind && row[i].owner == owner)
            return row[i].credits.fen - row[i].debits.fen;
    return 0;
}

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
    pay(world, order.order_id);
    EXPECT(world, refused(world, "clear.refused.not-its-turn"));
    approve_and_pay(world, order.order_id);
    EXPECT(world, refused(world, "") && balance(world, FUND_PREPAID, at) == -100000000);
    EXPECT(world, balance(world, FUND_PAID_OUT, 110000) == 100000000);
    pay(world, order.order_id);
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
            pay(world, made->order_id);
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
    pay(world, rest);
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
    pay(world, rest);
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
    pay(world, order.order_id);
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
    pay(world, balance_order);
    told = ageing(world, 371302);
    row = told->statements.items;
    /* Paid, and a day too late: that stays to be seen. */
    EXPECT(world, row->paid_on.yyyymmdd == 20200415 && row->late && row->waited == 31);
    EXPECT(world, told->longer == 0 && told->open.fen == 0);
    /* Where nothing has it watched nobody is late. */
    told = ageing(world, 110108);
    EXPECT(world, told->statements.count == 0 && told->late == 0);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-04a", only_who_is_on_a_global_budget },
    { "BJ4-04b", ordinarily_at_the_start_of_the_month },
    { "BJ4-04c", under_the_notice_at_the_end_of_the_month_before },
    { "BJ4-04d BJ4-04e BJ4-04f", designated_hospitals_get_treatment_money_apart },
    { "JX4-2.3a JX4-2.3b", the_month_is_made_from_the_settlements },
    { "JX4-2.3c", paid_from_the_systems_own_data },
    { "JX4-2.3d", cleared_both_ways },
    { "JX4-2.3d", what_is_taken_back_later_comes_off_later },
    { "JX4-2.3g", what_was_paid_ahead_is_offset_to_zero },
    { "SX9-2.3b", what_was_ordered_and_not_paid_is_flagged },
    { "LY22-P2a", what_is_to_be_prepaid_is_set_beside_what_was },
    { "JX4-1b", a_pool_that_is_not_enough_is_told_first },
    { "LY22-P2c", what_is_owed_too_long_is_listed },
    { "LY22-L3l", who_does_not_pay_suppliers_pays_back },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
