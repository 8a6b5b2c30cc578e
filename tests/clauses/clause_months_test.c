/* clause_months_test.c: in whatever order bills are settled, taken back, decided again, counted,
 * cleared and paid: each month's statement is what the books moved in it, and once all is paid
 * nothing is owed. */

#include "clause_ask.h"
#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/task.h"
#include "rooms/clear/clear.h"
#include "rooms/fund/fund.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_room.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORKER = 31, HEAD = 32, CASHIER = 33, PLACE = 110105 };
#define BILLS_MAX 64
#define FIRST_MONTH 202001
#define MONTHS 6

struct bill { struct clause_visit visit; int64_t settlement; };
struct town {
    int64_t hospital, people[2];
    struct bill bills[BILLS_MAX];
    size_t bill_count;
    int32_t month;
    bool cleared[MONTHS];
};

static uint64_t dice;

static int64_t drawn(int64_t below)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (int64_t)(dice % (uint64_t)below);
}

static void as(struct clause_world *world, enum role role, int64_t account)
{
    world->actor = (struct actor){ .role = role, .account = account, .office = 7,
                                   .division = PLACE };
}

static void as_hospital(struct clause_world *world, const struct town *town)
{
    world->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = town->hospital,
                                   .division = PLACE };
}

static void complain(struct verify_report *report, struct text what)
{
    (void)what;
    report->wrong++;
}

static int64_t wrong_in(struct clause_world *world)
{
    struct arena arena;
    arena_init(&arena);
    struct verify_report report = { .arena = &arena, .complain = complain };
    bool read = clear_verify(world->store, &report) == STORE_DONE;
    arena_release(&arena);
    return read && report.checked > 0 ? report.wrong : -1;
}

/* ---- what happens at the hospital ---- */

static void arrives(struct clause_world *world, struct town *town)
{
    if (town->bill_count == BILLS_MAX)
        return;
    struct bill *bill = &town->bills[town->bill_count];
    as_hospital(world, town);
    bill->visit = clause_register(world, town->people[drawn(2)], NULL, (struct text){ 0 });
    EXPECT(world, refused(world, ""));
    clause_diagnose(world, &bill->visit, "I10.x00");
    clause_charge(world, &bill->visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(7),
                  800 * (50 + drawn(400)));
    EXPECT(world, refused(world, ""));
    bill->settlement = 0;
    town->bill_count++;
}

/* One that arrived long ago is settled late: those after it are decided again. */
static void settles(struct clause_world *world, struct town *town)
{
    for (size_t tries = 0; tries < 4 && town->bill_count > 0; tries++) {
        struct bill *bill = &town->bills[drawn((int64_t)town->bill_count)];
        if (bill->settlement != 0)
            continue;
        as_hospital(world, town);
        const struct settle_receipt *receipt = clause_settle(world, &bill->visit, "11");
        EXPECT(world, refused(world, ""));
        bill->settlement = receipt->settlement;
        return;
    }
}

static void takes_back(struct clause_world *world, struct town *town)
{
    if (town->bill_count == 0)
        return;
    struct bill *bill = &town->bills[drawn((int64_t)town->bill_count)];
    if (bill->settlement == 0)
        return;
    struct settle_undo_input *input = ARENA_NEW(&world->arena, struct settle_undo_input);
    *input = (struct settle_undo_input){ .settlement = bill->settlement,
                                         .visit = bill->visit.visit,
                                         .person = bill->visit.person };
    as_hospital(world, town);
    clause_act(world, &settle_undo_action, input);
    EXPECT(world, refused(world, ""));
    bill->settlement = 0;
}

/* A step of each job that waits; how many there were. */
static size_t jobs_step(struct clause_world *world)
{
    const struct job_state_key key = { .state = TEXT("running") };
    const struct list rows = clause_rows(world, &jobs_in_state, &key);
    const struct job_row *jobs = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        const struct task_input step = { jobs[i].bucket, jobs[i].job, jobs[i].subject };
        by_house(world);
        clause_act(world, text_is(jobs[i].kind, SETTLE_AGAIN_JOB) ? &settle_again_action
                                                                  : &clear_count_page_action,
                   &step);
        if (!refused(world, ""))
            clause_complain(world, __FILE__, __LINE__, "a step is refused");
    }
    return world->failed ? 0 : rows.count;
}

/* ---- what happens at the agency ---- */

static const struct clear_statement *statement_of(struct clause_world *world,
                                                  const struct town *town, int32_t month)
{
    const struct clear_institution_key key = { id_bucket(town->hospital), town->hospital };
    const struct list rows = clause_rows(world, &clear_statements_of, &key);
    return clear_statement_of(&rows, month, TEXT("310"));
}

static void counts(struct clause_world *world, struct town *town, int32_t month)
{
    if (town->cleared[month - FIRST_MONTH])
        return;
    as(world, ROLE_FINANCE, WORKER);
    ask(world, &clear_count_action,
        GIVEN({ "institution", of_id(world, town->hospital) },
              { "month", arena_format(&world->arena, "2020-%02d", month % 100).data }));
    EXPECT(world, refused(world, "") || refused(world, "clear.refused.counting"));
}

static void pays(struct clause_world *world, const struct town *town)
{
    const struct clear_institution_key key = { id_bucket(town->hospital), town->hospital };
    const struct list rows = clause_rows(world, &clear_orders_of, &key);
    const struct clear_order *orders = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        if (!text_is(orders[i].state, "proposed"))
            continue;
        const struct clear_order_input approve = { .order_id = orders[i].order_id };
        as(world, ROLE_LEADER, HEAD + 10);
        clause_act(world, &clear_approve_action, &approve);
        const struct clear_paid_input paid = {
            .order_id = orders[i].order_id, .day = date_of_moment(world->now),
            .reference = arena_format(&world->arena, "B%lld", (long long)orders[i].order_id),
        };
        as(world, ROLE_FINANCE, CASHIER);
        clause_act(world, &clear_paid_action, &paid);
        EXPECT(world, refused(world, ""));
    }
}

/* Verified as counted, or a little off. */
static void clears(struct clause_world *world, struct town *town, int32_t month, int64_t off)
{
    const struct clear_statement *row = statement_of(world, town, month);
    if (row == NULL || !text_is(row->state, "ready"))
        return;
    const struct clear_receive_input paper = {
        .statement = row->statement, .amount = row->amount,
        .settlements = row->settlements < 0 ? 0 : row->settlements, .channel = TEXT("post"),
    };
    as(world, ROLE_FINANCE, WORKER);
    clause_act(world, &clear_receive_action, &paper);
    EXPECT(world, refused(world, ""));
    const struct clear_statement_input clearing = {
        .statement = row->statement, .reason = TEXT("核定"),
        .verified = { row->amount.fen + (row->amount.fen > off ? off : 0) },
    };
    pays(world, town);
    as(world, ROLE_SECTION_HEAD, HEAD);
    clause_act(world, &clear_settle_up_action, &clearing);
    EXPECT(world, refused(world, ""));
    town->cleared[month - FIRST_MONTH] = true;
}

/* ---- what must hold ---- */

struct moved_key { int64_t institution, month; };
struct moved { struct money amount; };
static const struct field moved_key_fields[] = {
    FIELD(struct moved_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct moved_key, month, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape moved_key_shape =
    SHAPE("moved_key", struct moved_key, moved_key_fields);
static const struct field moved_fields[] = { FIELD(struct moved, amount, FIELD_MONEY) };
static const struct shape moved_shape = SHAPE("moved", struct moved, moved_fields);
static const struct query moved_in_month = {
    .name = "months.moved", .from = "fund_transfer t",
    .where = "t.day / 100 = {month} AND t.about IN ('settlement', 'reversal', 'again')",
    .columns = "CAST(coalesce(sum(CASE WHEN t.credit_kind = 1000001 AND t.credit_owner ="
               " {institution} THEN t.amount WHEN t.debit_kind = 1000001 AND t.debit_owner ="
               " {institution} THEN -t.amount ELSE 0 END), 0) AS BIGINT) AS amount",
    .key = &moved_key_shape, .row = &moved_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static int64_t moved(struct clause_world *world, const struct town *town, int32_t month)
{
    const struct moved_key key = { town->hospital, month };
    return ((const struct moved *)clause_rows(world, &moved_in_month, &key).items)->amount.fen;
}

/* The lines of a statement are the statement, and those of a change name a settlement. */
static void lines_are_the_statement(struct clause_world *world,
                                    const struct clear_statement *row)
{
    int64_t sum = 0, settlements = 0, changes = 0;
    const char *after = "";
    do {
        as(world, ROLE_FINANCE, WORKER);
        ask(world, &clear_lines_action,
            GIVEN({ "statement", of_id(world, row->statement) }, { "after", after }));
        EXPECT(world, refused(world, ""));
        const struct list *lines = told(world, "lines");
        const struct clear_line *line = lines->items;
        for (size_t i = 0; i < lines->count; i++) {
            bool changed = text_is(line[i].kind, "changed");
            sum += line[i].owed.fen;
            changes += changed;
            settlements += changed ? 0 : text_is(line[i].kind, "made") ? 1 : -1;
            EXPECT(world, line[i].settlement != 0);
        }
        const struct text *next = told(world, "after");
        after = text_present(*next) ? arena_text(&world->arena, *next).data : "";
    } while (after[0] != '\0');
    EXPECT(world, sum == row->amount.fen && settlements == row->settlements);
    EXPECT(world, changes == row->changes);
}

static void statements_are_the_books(struct clause_world *world, const struct town *town)
{
    int64_t owed = 0;
    for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++) {
        const struct clear_statement *row = statement_of(world, town, month);
        EXPECT(world, row != NULL && text_is(row->state, "cleared"));
        EXPECT(world, row->amount.fen == moved(world, town, month));
        lines_are_the_statement(world, row);
        if (world->failed)
            return;
        owed = row->carried.fen;
    }
    /* All that was verified is paid; what was paid too much is carried. */
    const struct list rows = clause_rows(world, &fund_balances_all, NULL);
    const struct fund_movement *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        EXPECT(world, row[i].kind != FUND_INSTITUTION
                      || row[i].credits.fen - row[i].debits.fen == -owed);
}

static void a_month_goes_by(struct clause_world *world, struct town *town)
{
    for (int day = 2; day < 28; day += 1 + (int)drawn(5)) {
        clause_now(world, (struct date){ town->month * 100 + day }, 10);
        switch (drawn(6)) {
        case 0: case 1: arrives(world, town); break;
        case 2: case 3: settles(world, town); break;
        case 4: takes_back(world, town); break;
        default: jobs_step(world); break;
        }
        int32_t before = FIRST_MONTH + (int32_t)drawn(town->month - FIRST_MONTH + 1);
        if (before < town->month && drawn(4) == 0)
            counts(world, town, before);
        /* A month is cleared after those before it. */
        int32_t next = FIRST_MONTH;
        while (town->cleared[next - FIRST_MONTH])
            next++;
        if (next < town->month && drawn(4) == 0)
            clears(world, town, next, drawn(2) * 1000);
        if (world->failed)
            return;
    }
}

static bool some_changed_after_clearing;

static void one_town(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 2), 9);
    struct town town = { .hospital = clause_hospital(world, PLACE) };
    for (size_t i = 0; i < COUNT_OF(town.people); i++)
        town.people[i] = clause_employee(world, PLACE);
    for (town.month = FIRST_MONTH; town.month < FIRST_MONTH + MONTHS; town.month++) {
        a_month_goes_by(world, &town);
        if (world->failed)
            return;
    }
    clause_now(world, DATE(2020, 6, 29), 10);
    while (jobs_step(world) > 0)
        ;
    clause_now(world, DATE(2020, 7, 1), 10);
    for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++) {
        counts(world, &town, month);
        while (jobs_step(world) > 0)
            ;
        clears(world, &town, month, 0);
    }
    pays(world, &town);
    if (!world->failed)
        statements_are_the_books(world, &town);
    EXPECT(world, wrong_in(world) == 0);
    for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS && !world->failed; month++)
        some_changed_after_clearing |= statement_of(world, &town, month)->changes > 0;
}

/* LAW: JX4-2.3d */
static void statements_are_what_the_books_moved(struct clause_world *world)
{
    const char *seed = getenv("YIBAO_SEED");
    dice = seed == NULL ? 20200201 : strtoull(seed, NULL, 10) | 1;
    const struct book *book = world->book;
    for (int town = 0; town < 12 && !world->failed; town++) {
        uint64_t before = dice;
        if (town > 0) {
            clause_world_close(world);
            world->failed = !clause_world_open(world, book);
        }
        if (!world->failed)
            one_town(world);
        if (world->failed)
            fprintf(stderr, "YIBAO_SEED=%llu\n", (unsigned long long)before);
    }
    EXPECT(world, world->failed || some_changed_after_clearing);
}

/* A job that was cancelled counts no further: the month is begun anew. */
static void a_count_that_was_cancelled_is_begun_anew(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 5), 9);
    struct town town = { .hospital = clause_hospital(world, PLACE), .month = 202001 };
    town.people[0] = town.people[1] = clause_employee(world, PLACE);
    arrives(world, &town);
    settles(world, &town);
    clause_now(world, DATE(2020, 2, 3), 9);
    counts(world, &town, 202001);
    const struct job_state_key key = { .state = TEXT("running") };
    struct job_row job = *(const struct job_row *)clause_rows(world, &jobs_in_state, &key).items;
    counts(world, &town, 202001);
    EXPECT(world, refused(world, "clear.refused.counting"));
    job.state = TEXT("cancelled");
    const struct change cancel = { CHANGE_REPLACE, &job_table, &job, NULL };
    EXPECT(world, world->store->port->write(world->store, &cancel, world->fence) == STORE_DONE);
    counts(world, &town, 202001);
    EXPECT(world, refused(world, ""));
    while (jobs_step(world) > 0)
        ;
    const struct clear_statement *row = statement_of(world, &town, 202001);
    EXPECT(world, text_is(row->state, "ready") && row->settlements == 1);
    struct clear_statement other = *row;
    other.amount.fen += 1;
    const struct change change = { CHANGE_REPLACE, &clear_statement_table, &other, NULL };
    EXPECT(world, wrong_in(world) == 0);
    EXPECT(world, world->store->port->write(world->store, &change, world->fence) == STORE_DONE);
    EXPECT(world, wrong_in(world) == 1);
}

/* What the bank has paid stands for one order, and was not paid before it was approved. */
static void a_payment_of_the_bank_is_one_orders(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 2), 9);
    int64_t at = clause_hospital(world, PLACE);
    struct clear_order order = {
        .bucket = id_bucket(at), .institution = at, .place = PLACE, .kind = TEXT("ordinary"),
        .insurance = TEXT("310"), .amount = { 100 }, .ledger = TEXT("together"),
        .state = TEXT("approved"), .proposed_by = WORKER, .proposed_at = world->now,
        .approved_by = HEAD, .approved_at = world->now,
    };
    struct clear_paid_input paid = { .day = DATE(2020, 3, 1), .reference = TEXT("B-1") };
    as(world, ROLE_FINANCE, CASHIER);
    for (order.month = 202003; order.month < 202005; order.month++) {
        order.order_id = id_mint(&world->minter, (int)order.bucket);
        clause_insert(world, &clear_order_table, &order);
        paid.order_id = order.order_id;
        paid.day = DATE(2020, 3, 1);
        clause_act(world, &clear_paid_action, &paid);
        EXPECT(world, refused(world, "clear.refused.day-before-approval"));
        paid.day = DATE(2020, 3, 2);
        clause_act(world, &clear_paid_action, &paid);
        EXPECT(world, refused(world, order.month == 202003 ? "" : "clear.refused.reference-used"));
    }
    paid.reference = (struct text){ 0 };
    clause_act(world, &clear_paid_action, &paid);
    EXPECT(world, refused(world, "clear.refused.no-reference"));
    EXPECT(world, wrong_in(world) == 0);
    order.order_id = id_mint(&world->minter, (int)order.bucket);
    order.state = TEXT("paid");
    clause_insert(world, &clear_order_table, &order);
    EXPECT(world, wrong_in(world) == 1);
}

/* ---- money for one thing only ---- */

/* An institution of a place that is worth a million a month; of a pharmacy, of a large chain. */
static int64_t institution_at(struct clause_world *world, int32_t place, bool pharmacy)
{
    int64_t at = clause_hospital(world, place);
    const struct party_institution_key key = { id_bucket(at), at };
    struct party_institution row =
        *(const struct party_institution *)clause_rows(world, &party_institution_by_id,
                                                       &key).items;
    row.type = pharmacy ? TEXT("2") : row.type;
    row.chain = pharmacy;
    const struct change change = { CHANGE_REPLACE, &party_institution_table, &row, NULL };
    CHECK(world->store->port->write(world->store, &change, world->fence) == STORE_DONE);
    world->actor = (struct actor){ .role = ROLE_SECTION_HEAD, .account = HEAD, .office = 7,
                                   .division = place };
    ask(world, &clear_set_budget_action,
        GIVEN({ "institution", of_id(world, at) }, { "paid_by", "global-budget" },
              { "monthly", "1000000.00" }, { "from", "2019-01-01" }));
    return at;
}

static int64_t ordered(struct clause_world *world, int64_t at, const char *kind)
{
    world->actor.role = ROLE_FINANCE;
    world->actor.account = WORKER;
    ask(world, &clear_propose_action,
        GIVEN({ "institution", of_id(world, at) }, { "kind", kind }, { "month", "2020-03" }));
    return refused(world, "") ? count_told(world, "order_id") : 0;
}

static void paid_out(struct clause_world *world, int64_t order)
{
    const int place = world->actor.division;
    world->actor = (struct actor){ .role = ROLE_LEADER, .account = HEAD, .office = 7,
                                   .division = place };
    ask(world, &clear_approve_action, GIVEN({ "order_id", of_id(world, order) }));
    world->actor.account = CASHIER;
    ask(world, &clear_paid_action,
        GIVEN({ "order_id", of_id(world, order) }, { "day", "2020-03-16" },
              { "reference", of_id(world, order) }));
}

/* Says what an invoice was, as the hospital's office. */
static bool stated(struct clause_world *world, int64_t at, int64_t order,
                   const struct given *invoice)
{
    const struct actor before = world->actor;
    world->actor = (struct actor){ .role = ROLE_HOSPITAL_OFFICE, .account = 9,
                                   .institution = at };
    struct given given[8] = { { "order_id", of_id(world, order) },
                              { "supplier", "示例医药公司" } };
    for (size_t i = 2; invoice->name != NULL && i < 7; i++)
        given[i] = *invoice++;
    bool done = ask(world, &clear_state_use_action, given);
    world->actor = before;
    return done;
}

static size_t late_payers(struct clause_world *world)
{
    ask(world, &clear_uses_action, GIVEN({ "only_overdue", "true" }));
    return refused(world, "") ? ((const struct list *)told(world, "orders"))->count : 99;
}

static void suppliers_are_paid_of(struct clause_world *world, int32_t place,
                                  const char *cites)
{
    clause_now(world, DATE(2020, 3, 16), 9);
    int64_t at = institution_at(world, place, false);
    int64_t order = ordered(world, at, "supplier-payables");
    EXPECT(world, order != 0 && fen_told(world, "amount") == 100000000);
    EXPECT(world, !stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "1" }, { "amount", "1.00" }, { "pay_by", "2020-03-20" })));
    EXPECT(world, refused(world, "clear.refused.not-earmarked"));
    paid_out(world, order);
    EXPECT(world, refused(world, ""));
    EXPECT(world, !stated(world, at, order, GIVEN({ "purpose", "salaries" },
        { "invoice", "1" }, { "amount", "1.00" }, { "pay_by", "2020-03-20" })));
    EXPECT(world, refused(world, "clear.refused.other-use"));
    EXPECT(world, stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "1" }, { "amount", "300000.00" }, { "pay_by", "2020-03-20" },
        { "paid_on", "2020-03-16" })));
    EXPECT(world, fen_told(world, "used") == 30000000 && fen_told(world, "left") == 70000000);
    EXPECT(world, !stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "1" }, { "amount", "300000.00" }, { "pay_by", "2020-03-20" })));
    EXPECT(world, refused(world, "clear.refused.invoice-stated"));
    EXPECT(world, !stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "2" }, { "amount", "700000.01" }, { "pay_by", "2020-03-20" },
        { "paid_on", "2020-03-16" })));
    EXPECT(world, refused(world, "clear.refused.more-than-paid"));
    /* One that waits is listed from the day after the one agreed, until it is paid. */
    EXPECT(world, stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "2" }, { "amount", "200000.00" }, { "pay_by", "2020-03-20" })));
    clause_now(world, DATE(2020, 3, 20), 23);
    EXPECT(world, late_payers(world) == 0);
    clause_now(world, DATE(2020, 3, 21), 0);
    EXPECT(world, late_payers(world) == 1);
    const struct clear_order_use *late = ((const struct list *)told(world, "orders"))->items;
    EXPECT(world, late->institution == at && late->overdue.fen == 20000000);
    EXPECT(world, late->used.fen == 30000000 && late->overdue_invoices == 1);
    EXPECT(world, text_is(late->clauses, cites));
    EXPECT(world, stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "2" }, { "amount", "200000.00" }, { "pay_by", "2020-03-20" },
        { "paid_on", "2020-03-21" })));
    EXPECT(world, late_payers(world) == 0);
    ask(world, &clear_uses_action, GIVEN({ "only_overdue", "" }));
    const struct clear_order_use *all = ((const struct list *)told(world, "orders"))->items;
    EXPECT(world, all->used.fen == 50000000 && all->left.fen == 50000000);
}

/* As many invoices as are kept, each of the largest amount there is: they add up, are listed, and
 * one more is refused instead of stopping every list. */
static void invoices_have_a_bound(struct clause_world *world)
{
    enum { KEPT = 5000 };
    clause_now(world, DATE(2020, 3, 16), 9);
    int64_t at = institution_at(world, 371302, false);
    int64_t order = ordered(world, at, "supplier-payables");
    EXPECT(world, order != 0);
    paid_out(world, order);
    struct decision uses = { 0 };
    struct request request = { .arena = &world->arena };
    uses.request = &request;
    for (int i = 1; i <= KEPT; i++)
        decision_insert(&uses, &clear_use_table, &(struct clear_use){
            .bucket = id_bucket(at), .institution = at, .use_id = i, .order_id = order,
            .supplier = TEXT("示例医药公司"), .invoice = text_of(of_id(world, i)),
            .amount = { LIMIT_AMOUNT_FEN }, .pay_by = DATE(2020, 3, 10), .stated_at = world->now,
        });
    const struct store_port *port = world->store->port;
    EXPECT(world, port->write(world->store, uses.changes, world->fence) == STORE_DONE);
    EXPECT(world, !stated(world, at, order, GIVEN({ "purpose", "supplier-payables" },
        { "invoice", "0" }, { "amount", "1.00" }, { "pay_by", "2020-03-20" })));
    EXPECT(world, refused(world, "clear.refused.too-many-uses"));
    EXPECT(world, late_payers(world) == 1);
    const struct clear_order_use *late = ((const struct list *)told(world, "orders"))->items;
    EXPECT(world, late->overdue.fen == KEPT * LIMIT_AMOUNT_FEN);
}

/* LAW: LY22-L3g LY22-A3b LY22-L3k */
static void suppliers_of_linyi(struct clause_world *world)
{
    suppliers_are_paid_of(world, 371302, "LY22-L3k LY22-L3l");
}

/* LAW: LY22-P3f: the province says it, in a city that has no notice of its own. */
static void suppliers_of_jinan(struct clause_world *world)
{
    suppliers_are_paid_of(world, 370100, "LY22-P3f");
}

/* LAW: LY22-A3i: in Jinan accounts are virtual, in Linyi not; a hospital is no chain. */
static void chains_are_prepaid_where_accounts_are_virtual(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 16), 9);
    int64_t there = institution_at(world, 370100, true);
    EXPECT(world, ordered(world, there, "pharmacy-chain") != 0);
    EXPECT(world, fen_told(world, "amount") == 100000000);
    int64_t hospital = institution_at(world, 370100, false);
    EXPECT(world, ordered(world, hospital, "pharmacy-chain") == 0);
    EXPECT(world, refused(world, "clear.refused.nothing-says"));
    int64_t elsewhere = institution_at(world, 371302, true);
    EXPECT(world, ordered(world, elsewhere, "pharmacy-chain") == 0);
    EXPECT(world, refused(world, "clear.refused.nothing-says"));
}

static const struct clause_scenario scenarios[] = {
    { "LY22-L3g LY22-A3b LY22-L3k", suppliers_of_linyi },
    { "LY22-P3f", suppliers_of_jinan },
    { "", invoices_have_a_bound },
    { "LY22-A3i", chains_are_prepaid_where_accounts_are_virtual },
    { "JX4-2.3d", statements_are_what_the_books_moved },
    { "", a_count_that_was_cancelled_is_begun_anew },
    { "", a_payment_of_the_bank_is_one_orders },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
