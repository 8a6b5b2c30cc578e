/* contribute_cases_test.c: the worked examples of cases/months.yaml against the rule files of the
 * house, and what must hold of any month. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/yaml.h"
#include "core/book.h"

struct worked {
    struct text says, clause, kind, industry, month, under, late, insurance, collector, layout;
    int64_t place, days, grace, made_up, waits_after;
    struct money base, one, counted, own, fixed, employer, fee, last, assessed;
    struct share rate;
    struct date on, paid, applied, ended, due;
    bool overdue, waiting, unknown, waits;
};
#define OF(member_, kind_, ...) FIELD(struct worked, member_, kind_, __VA_ARGS__)
static const struct field worked_fields[] = {
    OF(says, FIELD_TEXT, .length_max = 200),
    OF(clause, FIELD_TEXT, .length_max = 20),
    OF(kind, FIELD_TEXT, .length_max = 30),
    OF(industry, FIELD_TEXT, .length_max = 30),
    OF(month, FIELD_TEXT, .length_max = 7),
    OF(under, FIELD_TEXT, .length_max = 100),
    OF(late, FIELD_TEXT, .length_max = 10),
    OF(insurance, FIELD_TEXT, .length_max = 6),
    OF(collector, FIELD_TEXT, .length_max = 10),
    OF(layout, FIELD_TEXT, .length_max = 600),
    OF(grace, FIELD_COUNT, .flags = 0),
    OF(made_up, FIELD_COUNT, .flags = 0),
    OF(waits_after, FIELD_COUNT, .flags = 0),
    OF(place, FIELD_COUNT, .flags = 0),
    OF(days, FIELD_COUNT, .flags = 0),
    OF(base, FIELD_MONEY, .flags = 0),
    OF(one, FIELD_MONEY, .flags = 0),
    OF(counted, FIELD_MONEY, .flags = 0),
    OF(own, FIELD_MONEY, .flags = 0),
    OF(fixed, FIELD_MONEY, .flags = 0),
    OF(employer, FIELD_MONEY, .flags = 0),
    OF(fee, FIELD_MONEY, .flags = 0),
    OF(last, FIELD_MONEY, .flags = 0),
    OF(assessed, FIELD_MONEY, .flags = 0),
    OF(rate, FIELD_SHARE, .flags = 0),
    OF(on, FIELD_DAY, .flags = 0),
    OF(paid, FIELD_DAY, .flags = 0),
    OF(applied, FIELD_DAY, .flags = 0),
    OF(ended, FIELD_DAY, .flags = 0),
    OF(due, FIELD_DAY, .flags = 0),
    OF(overdue, FIELD_FLAG, .flags = 0),
    OF(waiting, FIELD_FLAG, .flags = 0),
    OF(unknown, FIELD_FLAG, .flags = 0),
    OF(waits, FIELD_FLAG, .flags = 0),
};
static const struct shape worked_shape = SHAPE("worked", struct worked, worked_fields);

static struct contribute_bill bill_of(const struct worked *worked)
{
    return (struct contribute_bill){
        .month = contribute_month_read(worked->month), .kind = TEXT("ordinary"),
        .insurance = text_present(worked->insurance) ? worked->insurance : TEXT("310"),
        .place = worked->place, .unit_kind = worked->kind,
        .industry = worked->industry, .base = worked->base, .applied = worked->applied,
        .deferred_under = worked->under, .paid = worked->paid,
    };
}

static int complain(const struct worked *worked, const char *what, int64_t was)
{
    print_message("%.*s: %s: %lld\n", TEXT_ARGS(worked->says), what, (long long)was);
    return 1;
}

#define THERE(name_) (yaml_member(node, TEXT(name_)) != NULL)

/* What one person's base comes to; the bill is his. */
static int try_person(const struct book *book, const struct worked *worked,
                      const struct yaml *node, const struct contribute_rate *rate,
                      struct contribute_bill *bill)
{
    struct contribute_line line = { .person = 1 };
    int wrong = 0;
    contribute_bill_add(bill, &line, worked->one, rate, book);
    if (THERE("counted") && line.counted.fen != worked->counted.fen)
        wrong += complain(worked, "counted", line.counted.fen);
    if (THERE("own") && line.own.fen != worked->own.fen)
        wrong += complain(worked, "own", line.own.fen);
    if (THERE("fixed") && line.fixed.fen != worked->fixed.fen)
        wrong += complain(worked, "fixed", line.fixed.fen);
    return wrong;
}

/* The columns of the collector's file, each with what stands in it. */
static struct text layout_of(const struct contribute_exchange_rule *rule, struct arena *arena)
{
    const struct contribute_exchange_column *columns = rule->columns.items;
    struct text layout = rule->separator;
    for (size_t i = 0; i < rule->columns.count; i++)
        layout = arena_format(arena, "%.*s %.*s=%.*s", TEXT_ARGS(layout),
                              TEXT_ARGS(columns[i].field), TEXT_ARGS(columns[i].heading));
    return layout;
}

/* What the place says of its own: who collects, and in which file; how long money may be owed, and
 * how long an interruption is made up without a gap. */
static int try_place(const struct book *book, const struct worked *worked,
                     const struct yaml *node, const struct contribute_bill *bill,
                     struct arena *arena)
{
    int wrong = 0;
    const struct rule *rule = NULL;
    const struct party_standing standing = {
        .reason = PARTY_ENROLLED, .place = (int32_t)worked->place, .insurance = "employee",
        .person_kind = "active",
    };
    struct question question = {
        .about = contribute_gap_kind.about, .place = (int32_t)worked->place,
        .insurance = TEXT("employee"), .day = contribute_month_first(bill->month),
    };
    if (THERE("collector")
        && !text_equal(contribute_collector_of(book, bill), worked->collector))
        wrong += complain(worked, "collector", 0);
    if (THERE("grace")
        && contribute_rules_of(book, (struct events){ 0 }, &standing, question.day,
                               arena).grace_days != worked->grace)
        wrong += complain(worked, "grace", 0);
    if (THERE("made-up")) {
        assert_int_equal(rules_on(book, &question, &rule), RULE_FOUND);
        const struct contribute_gap_rule *gap = rule->payload;
        if (gap->made_up_months != worked->made_up || gap->waiting_months != worked->waits_after)
            wrong += complain(worked, "gap", gap->made_up_months);
    }
    question.about = contribute_exchange_kind.about;
    if (THERE("layout")) {
        assert_int_equal(rules_on(book, &question, &rule), RULE_FOUND);
        const struct text layout = layout_of(rule->payload, arena);
        if (!text_equal(layout, worked->layout))
            wrong += complain(worked, layout.data, 0);
    }
    return wrong;
}

static int try_one(const struct book *book, const void *example, const struct yaml *node,
                   struct arena *arena)
{
    const struct worked *worked = example;
    const struct event_fact end = {
        .kind = TEXT("epidemic-end"), .place = 0, .day = worked->ended,
        .declared = { worked->ended.yyyymmdd == 0 ? 0 : moment_of_date(worked->ended).ms },
    };
    const struct events events = { &end, worked->ended.yyyymmdd != 0 };
    struct contribute_bill bill = bill_of(worked);
    const struct contribute_rated rated =
        contribute_rated_of(book, events, &bill, worked->on, worked->on, arena);
    if (worked->unknown)
        return rated.answer == RULE_FOUND ? complain(worked, "is known", rated.answer) : 0;
    int wrong = try_place(book, worked, node, &bill, arena);
    const struct money set = contribute_assessed_sum(book, &bill, worked->last);
    if (THERE("assessed") && set.fen != worked->assessed.fen)
        wrong += complain(worked, "assessed", set.fen);
    if (THERE("one") && rated.answer == RULE_FOUND)
        wrong += try_person(book, worked, node, rated.value, &bill);
    if (THERE("waits") && contribute_crediting_waits(book, &bill) != worked->waits)
        wrong += complain(worked, "waits", !worked->waits);
    const struct contribute_reckoned got =
        contribute_reckon(book, events, &bill, moment_at(worked->on, 12, 0, 0), arena);
    if (got.answer != RULE_FOUND || (!got.timed && !contribute_pays_alone(worked->kind)))
        return complain(worked, "not known", got.answer);
    if (THERE("rate") && got.rated.rate.parts != worked->rate.parts)
        wrong += complain(worked, "rate", got.rated.rate.parts);
    if (THERE("employer") && got.employer.fen != worked->employer.fen)
        wrong += complain(worked, "employer", got.employer.fen);
    if (THERE("due") && date_compare(got.time.due.day, worked->due) != 0)
        wrong += complain(worked, "due", got.time.due.day.yyyymmdd);
    if (worked->waiting != (got.time.due.state == DEADLINE_WAITING))
        wrong += complain(worked, "waiting", got.time.due.state);
    if (THERE("overdue") && !got.fee.lateness.overdue)
        wrong += complain(worked, "overdue", 0);
    if (THERE("late")
        && !text_is(worked->late, late_fee_name(got.fee.lateness.late_fee)))
        wrong += complain(worked, "late fee", got.fee.lateness.late_fee);
    if (THERE("days") && got.fee.days != worked->days)
        wrong += complain(worked, "days", got.fee.days);
    if (THERE("fee") && got.fee.amount.fen != worked->fee.fen)
        wrong += complain(worked, "fee", got.fee.amount.fen);
    return wrong;
}

static void test_worked_examples(void **state)
{
    (void)state;
    assert_int_equal(testing_examples("YIBAO_CONTRIBUTE_CASES", &worked_shape, 25, try_one), 0);
}

/* ---- what must always hold ---- */

static uint64_t dice;
static int64_t roll(int64_t below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((dice >> 33) % (uint64_t)below);
}

static struct contribute_bill any_bill(void)
{
    static const int64_t PLACES[] = { 110105, 371329, 360100 };
    static const char *const KINDS[] = { "small-enterprise", "large-enterprise", "public-body",
                                         "self-employed", "social-body" };
    return (struct contribute_bill){
        .month = 202001 + roll(12), .insurance = TEXT("310"), .kind = TEXT("ordinary"),
        .place = PLACES[roll(3)], .unit_kind = text_of(KINDS[roll(5)]),
        .base = { 1 + roll(100000000) }, .own = { roll(1000000) }, .fixed = { roll(3000) },
    };
}

/* Whoever pays for a month later pays no less for it: neither cut nor fee reward it. */
static void test_nobody_pays_less_by_paying_late(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct book *book = testing_book();
    const struct moment asked = moment_at(DATE(2021, 12, 31), 12, 0, 0);
    const struct event_fact end = {
        .kind = TEXT("epidemic-end"), .day = DATE(2020, 9, 8),
        .declared = moment_of_date(DATE(2020, 9, 8)),
    };
    for (int i = 0; i < 300; i++) {
        arena_clear(&arena);
        dice = (uint64_t)i * 7919 + 1;
        const struct events events = { &end, (size_t)(i % 2) };
        struct contribute_bill early = any_bill(), late;
        early.paid = date_plus_days(contribute_month_first(early.month), (int)roll(200));
        late = early;
        late.paid = date_plus_days(early.paid, 1 + (int)roll(250));
        const struct contribute_reckoned first =
            contribute_reckon(book, events, &early, asked, &arena);
        const struct contribute_reckoned second =
            contribute_reckon(book, events, &late, asked, &arena);
        assert_int_equal(first.answer, RULE_FOUND);
        assert_true(second.total.fen + second.fee.amount.fen
                    >= first.total.fen + first.fee.amount.fen);
        assert_true(first.employer.fen <= first.full.fen && first.employer.fen >= 0);
        /* Late without a fee or with one, but never a fee in time. */
        assert_true(first.fee.lateness.overdue || first.fee.amount.fen == 0);
    }
    arena_release(&arena);
    book_release(book);
}

/* Paid in full, nothing is open and nothing too much; at the full rate, the cut is too much. */
static void test_what_is_too_much_is_the_cut(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct book *book = testing_book();
    const struct moment asked = moment_at(DATE(2021, 3, 1), 12, 0, 0);
    for (int i = 0; i < 300; i++) {
        arena_clear(&arena);
        dice = (uint64_t)i * 104729 + 3;
        struct contribute_bill bill = any_bill();
        bill.paid = contribute_month_last(bill.month);
        struct contribute_reckoned got =
            contribute_reckon(book, (struct events){ 0 }, &bill, asked, &arena);
        bill.paid_own = money_plus(bill.own, bill.fixed);
        bill.paid_employer = got.full;
        got = contribute_reckon(book, (struct events){ 0 }, &bill, asked, &arena);
        assert_int_equal(got.excess.fen, got.full.fen - got.employer.fen);
        assert_int_equal(got.open.fen, 0);
        /* A fee that was paid and is owed no more goes back with it. */
        bill.paid_fee = money_plus(got.fee.amount, (struct money){ i % 7 });
        got = contribute_reckon(book, (struct events){ 0 }, &bill, asked, &arena);
        assert_int_equal(got.excess_fee.fen, i % 7);
        assert_int_equal(got.excess.fen, got.full.fen - got.employer.fen + i % 7);
        bill.paid_fee = money_minus(bill.paid_fee, got.excess_fee);
        bill.paid_employer = money_minus(bill.paid_employer,
                                         money_minus(got.excess, got.excess_fee));
        got = contribute_reckon(book, (struct events){ 0 }, &bill, asked, &arena);
        assert_int_equal(got.excess.fen, 0);
        assert_int_equal(got.open.fen, 0);
    }
    arena_release(&arena);
    book_release(book);
}

/* A measure that names no end: while it is in force nobody is late and nobody owes a fee. */
static void test_a_collection_period_without_an_end_is_never_late(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct book *base = testing_book();
    const struct book *book = testing_book_with(base, TEXT("rules/notices/360000/open.yaml"),
        TEXT("notice: 赣例〔2020〕1号\nplace: 360000\nissued: 2020-07-01\nknown: 2020-07-01\n"
             "measures:\n  - { ids: [\"1\"], says: no end yet, zh: 暂不设截止日, extend: { deadlines: "
             "[contribution.collection], periods: [2020-09], to: open } }\n"));
    assert_non_null(book);
    struct contribute_bill bill = {
        .month = 202009, .insurance = TEXT("310"), .kind = TEXT("ordinary"), .place = 360100,
        .unit_kind = TEXT("large-enterprise"), .base = { 10000000 },
    };
    const struct moment asked = moment_at(DATE(2021, 6, 1), 12, 0, 0);
    struct contribute_reckoned got =
        contribute_reckon(base, (struct events){ 0 }, &bill, asked, &arena);
    assert_true(got.fee.lateness.overdue);
    got = contribute_reckon(book, (struct events){ 0 }, &bill, asked, &arena);
    assert_int_equal(got.time.due.state, DEADLINE_WAITING);
    assert_false(got.fee.lateness.overdue);
    assert_int_equal(got.fee.amount.fen, 0);
    arena_release(&arena);
    book_release(book);
    book_release(base);
}

static void test_months(void **state)
{
    (void)state;
    assert_int_equal(contribute_month_read(TEXT("2020-02")), 202002);
    assert_int_equal(contribute_month_read(TEXT("2020-13")), 0);
    assert_int_equal(contribute_month_read(TEXT("2020-2")), 0);
    assert_int_equal(contribute_month_plus(202012, 1), 202101);
    assert_int_equal(contribute_month_plus(202001, -1), 201912);
    assert_int_equal(contribute_months_between(201911, 202002), 3);
    assert_int_equal(contribute_month_last(202002).yyyymmdd, 20200229);
    assert_string_equal(party_unit_group(TEXT("institution")), "public-body");
    assert_string_equal(party_unit_group(TEXT("self-employed")), "other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_examples),
        cmocka_unit_test(test_nobody_pays_less_by_paying_late),
        cmocka_unit_test(test_what_is_too_much_is_the_cut),
        cmocka_unit_test(test_a_collection_period_without_an_end_is_never_late),
        cmocka_unit_test(test_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
