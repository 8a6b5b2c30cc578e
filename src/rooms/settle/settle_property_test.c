/* settle_property_test.c: what holds of every settlement, over drawn bills, people and years of the
 * real rules. A failure names its seed: YIBAO_SEED=… repeats it. */

#include "rooms/settle/settle_file.h"

#include "base/check.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROUNDS 4000
#define LINES_MAX 12

static const struct book *book;
static uint64_t seed = 20200210;

/* ---- drawing ---- */

struct world {
    struct settle_line lines[LINES_MAX];
    struct settle_bill bill;
    struct settle_person person;
    struct settle_counters counters;
    struct settle_accounts accounts;
};

struct kind_of_person {
    int64_t place;
    const char *insurance, *kind;
    int32_t from;               /* a day from which the rules are known */
    bool outpatient;
};
static const struct kind_of_person KINDS[] = {
    { 110105, "employee", "active", 20200101, true },
    { 110105, "employee", "active", 20221220, true },
    { 110105, "employee", "retired", 20210601, true },
    { 110105, "employee", "retired", 20230101, true },
    { 110105, "resident", "elderly", 20230201, true },
    { 110105, "resident", "child", 20250110, true },
    { 371329, "resident", "working-age", 20220820, false },
    { 371329, "resident", "working-age", 20231001, false },
    { 371302, "employee", "active", 20241101, false },
    { 330602, "employee", "retired", 20200201, true },
    { 360100, "employee", "active", 20250625, false },
};

static struct money drawn_money(struct random *random, int64_t most)
{
    int64_t size = random_between(random, 0, 3);
    for (; size > 0; size--)
        most /= 10;
    return (struct money){ random_between(random, 0, most) };
}

static void draw_line(struct random *random, struct settle_line *line, int number)
{
    static const char *const CLASSES[] = { "full", "partly", "partly", "none" };
    *line = (struct settle_line){ .number = number,
        .item_class = text_of(CLASSES[random_below(random, COUNT_OF(CLASSES))]),
        .quantity = { random_between(random, 1, 99999) },
        .unit_price = { random_between(random, 1, 999999999) },
        .restricted = random_chance(random, 200000),
        .hospital_approval = random_between(random, 0, 2) };
    line->amount = money_of_price(line->unit_price, line->quantity, ROUND_HALF_UP);
    if (random_chance(random, 300000))
        line->price_limit.e6 = random_between(random, 1, 999999999);
    if (random_chance(random, 500000))
        line->pay_first.parts = random_between(random, 0, 1000000);
    if (random_chance(random, 100000))
        line->amount.fen += random_between(random, 0, 100000000);
}

static void draw_counters(struct random *random, struct settle_counters *counters)
{
    counters->outpatient_deductible_used = drawn_money(random, 200000);
    counters->outpatient_in_scope = drawn_money(random, 3000000);
    counters->outpatient_pooled_paid = drawn_money(random, 600000);
    counters->outpatient_fund_paid = counters->outpatient_pooled_paid;
    counters->inpatient_admissions = random_between(random, 0, 4);
    counters->inpatient_in_scope = drawn_money(random, 60000000);
    counters->inpatient_pooled_paid = drawn_money(random, 28000000);
    counters->inpatient_fund_paid = counters->inpatient_pooled_paid;
    counters->critical_illness_own = drawn_money(random, 9000000);
    counters->critical_illness_paid = drawn_money(random, 39000000);
    counters->assistance_inpatient_paid = drawn_money(random, 16000000);
}

static void draw(struct random *random, struct world *world)
{
    const struct kind_of_person *kind = &KINDS[random_below(random, COUNT_OF(KINDS))];
    memset(world, 0, sizeof(*world));
    size_t count = (size_t)random_between(random, 1, LINES_MAX);
    for (size_t i = 0; i < count; i++)
        draw_line(random, &world->lines[i], (int)i + 1);
    static const char *const TIERS[] = { "tier1", "tier2", "tier3" };
    struct date day = date_plus_days((struct date){ kind->from },
                                     (int)random_between(random, 0, 20));
    world->bill = (struct settle_bill){
        .category = TEXT("inpatient"), .visit = day,
        .admission = day, .discharge = day,
        .tier = text_of(TIERS[random_below(random, COUNT_OF(TIERS))]),
        .community = random_chance(random, 200000), .referred = day,
        .chinese_medicine = random_chance(random, 200000),
        .district_owned = random_chance(random, 200000),
        .lines = { world->lines, count } };
    if (kind->outpatient && random_chance(random, 600000))
        world->bill.category = TEXT("outpatient");
    world->person = (struct settle_person){ .place = kind->place,
        .insurance = text_of(kind->insurance), .kind = text_of(kind->kind),
        .age = random_between(random, 1, 95) };
    if (random_chance(random, 200000))
        world->person.assistance = TEXT("low-income");
    if (random_chance(random, 100000))
        world->person.cover.treat_first = true;
    world->accounts = (struct settle_accounts){ .wish = random_between(random, 0, 2),
        .balance = drawn_money(random, 1000000), .family_offered = drawn_money(random, 100000) };
    draw_counters(random, &world->counters);
}

/* Lines and trail live in `arena`, cleared by the caller. */
static struct settlement decide(const struct world *world, struct arena *arena)
{
    struct settlement settlement;
    struct trail trail;
    trail_init(&trail, arena);
    settle_decide(book, &world->bill, &world->person, &world->counters, &world->accounts, &trail,
                  &settlement);
    return settlement;
}

typedef bool property(struct random *random, struct world *world, struct arena *arena);

static void for_all(property *holds)
{
    struct arena arena;
    arena_init(&arena);
    for (uint64_t i = 0; i < ROUNDS; i++) {
        struct random random = random_for(seed, i);
        struct world world;
        arena_clear(&arena);
        draw(&random, &world);
        world.bill.lines.items = world.lines;
        if (!holds(&random, &world, &arena)) {
            print_error("seed %llu, round %llu\n", (unsigned long long)seed,
                        (unsigned long long)i);
            arena_release(&arena);
            fail();
        }
    }
    arena_release(&arena);
}

/* ---- properties ---- */

static bool parts_sum(struct random *random, struct world *world, struct arena *arena)
{
    (void)random;
    struct settlement got = decide(world, arena);
    int64_t paid = 0, total = 0;
    for (int i = 0; i < PAYER_COUNT; i++)
        paid += got.paid[i].fen;
    const struct settle_split *splits = got.splits.items;
    for (size_t i = 0; i < world->bill.lines.count; i++) {
        total += world->lines[i].amount.fen;
        if (splits[i].full_own.fen + splits[i].over_limit.fen + splits[i].pay_first.fen
                + splits[i].in_scope.fen != world->lines[i].amount.fen)
            return false;
    }
    return got.outcome == SETTLE_DONE && paid == got.funds.fen && total == got.total.fen
        && got.funds.fen + got.account.fen + got.family_account.fen + got.cash.fen == total
        && got.deductible.fen <= got.in_scope.fen
        && got.account.fen <= world->accounts.balance.fen
        && got.family_account.fen <= world->accounts.family_offered.fen;
}

static bool same_money(const struct settlement *a, const struct settlement *b)
{
    return memcmp(a->paid, b->paid, sizeof(a->paid)) == 0 && a->cash.fen == b->cash.fen
        && a->account.fen == b->account.fen && a->in_scope.fen == b->in_scope.fen
        && memcmp(&a->took, &b->took, sizeof(a->took)) == 0;
}

static bool order_of_lines_is_nothing(struct random *random, struct world *world,
                                      struct arena *arena)
{
    struct settlement before = decide(world, arena);
    for (size_t i = world->bill.lines.count; i > 1; i--) {
        size_t k = (size_t)random_below(random, i);
        struct settle_line line = world->lines[i - 1];
        world->lines[i - 1] = world->lines[k];
        world->lines[k] = line;
    }
    struct settlement after = decide(world, arena);
    return same_money(&before, &after);
}

static bool more_in_scope_is_never_less_paid(struct random *random, struct world *world,
                                             struct arena *arena)
{
    size_t at = (size_t)random_below(random, world->bill.lines.count);
    world->lines[at].item_class = TEXT("full");
    world->lines[at].restricted = false;
    world->lines[at].hospital_approval = 0;
    world->lines[at].price_limit.e6 = 0;
    world->person.cover = (struct settle_cover){ 0 };
    struct settlement before = decide(world, arena);
    world->lines[at].amount.fen += random_between(random, 1, random_chance(random, 500000)
                                                               ? 3 : 10000000);
    struct settlement after = decide(world, arena);
    return after.in_scope.fen > before.in_scope.fen && after.funds.fen >= before.funds.fen;
}

/* The year's outpatient bill in two parts, the second on the counters the first one left. Each
 * band, deductible and payer may round once more: a few fen. */
static bool a_year_in_two_bills_is_the_same(struct random *random, struct world *world,
                                            struct arena *arena)
{
    world->bill.category = TEXT("outpatient");
    world->bill.lines.count = 1;
    world->lines[0] = (struct settle_line){ .number = 1, .item_class = TEXT("full"),
                                            .amount = { random_between(random, 2, 9000000) } };
    world->person.cover = (struct settle_cover){ 0 };
    world->accounts.wish = 0;
    struct settlement whole = decide(world, arena);
    if (whole.outcome != SETTLE_DONE)
        return whole.outcome == SETTLE_RULES_NOT_KNOWN;
    int64_t all = world->lines[0].amount.fen, first = random_between(random, 1, all - 1);
    world->lines[0].amount.fen = first;
    struct settlement one = decide(world, arena);
    settle_counters_add(&world->counters, &one.took);
    world->lines[0].amount.fen = all - first;
    struct settlement two = decide(world, arena);
    int64_t difference = one.funds.fen + two.funds.fen - whole.funds.fen;
    return difference >= -6 && difference <= 6
        && one.deductible.fen + two.deductible.fen == whole.deductible.fen;
}

static bool took_is_never_below_zero(struct random *random, struct world *world,
                                     struct arena *arena)
{
    (void)random;
    struct settlement got = decide(world, arena);
    struct settle_counters none = { 0 }, kept = world->counters;
    const struct shape *shape = &settle_counters_shape;
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].kind != FIELD_DAY
            && *(const int64_t *)field_in(&shape->fields[i], &got.took) < 0)
            return false;
    settle_counters_add(&none, &got.took);
    settle_counters_add(&kept, &got.took);
    settle_counters_subtract(&kept, &got.took);
    return memcmp(&kept, &world->counters, sizeof(kept)) == 0
        && memcmp(&none, &got.took, sizeof(none)) == 0;
}

/* Ceilings of the rule files, written here once more. */
static bool no_ceiling_is_passed(struct random *random, struct world *world, struct arena *arena)
{
    (void)random;
    world->counters.inpatient_pooled_paid.fen %= 15000000;
    struct settlement got = decide(world, arena);
    int64_t pooled = world->counters.inpatient_pooled_paid.fen
        + got.took.inpatient_pooled_paid.fen;
    int64_t most = INT64_MAX;
    bool resident = text_is(world->person.insurance, "resident");
    if (world->person.place == 371329)
        most = 15000000;
    else if (world->person.place == 371302)
        most = 20000000;
    else if (world->person.place == 110105 && resident)
        most = 25000000;
    if (world->person.place == 371329
        && world->counters.critical_illness_paid.fen + got.took.critical_illness_paid.fen
            > 40000000)
        return false;
    if (world->person.place == 110105 && !resident
        && got.paid[PAYER_LARGE_AMOUNT].fen > 40000000 * 9 / 10)
        return false;
    return pooled <= most;
}

/* No deductible, no ceiling, a share at least: the funds bear that much of all in-scope cost, never
 * less than without, and the year is not used up. Each band may round down once. */
static bool eased_care_pays_its_share(struct random *random, struct world *world,
                                      struct arena *arena)
{
    world->person.cover = (struct settle_cover){ 0 };
    world->bill.out_of_area = random_chance(random, 300000);
    world->person.filing = world->bill.out_of_area ? TEXT("referral") : (struct text){ 0 };
    struct settlement plain = decide(world, arena);
    struct share least = { random_between(random, 1, SHARE_WHOLE.parts) };
    world->person.cover = (struct settle_cover){ .no_deductible = true, .no_ceiling = true,
                                                 .share_least = least };
    struct settlement got = decide(world, arena);
    if (got.outcome != plain.outcome || got.outcome != SETTLE_DONE)
        return got.outcome == plain.outcome;
    int64_t owed = money_share(got.in_scope, least, ROUND_DOWN).fen;
    return got.deductible.fen == 0 && got.out_of_area_own.fen == 0 && got.funds.fen >= owed - 6
        && got.funds.fen >= plain.funds.fen - 6 && got.took.outpatient_in_scope.fen == 0
        && got.took.outpatient_pooled_paid.fen == 0 && got.took.inpatient_pooled_paid.fen == 0
        && parts_sum(random, world, arena);
}

/* ---- */

static void test_parts(void **state) { (void)state; for_all(parts_sum); }
static void test_order(void **state) { (void)state; for_all(order_of_lines_is_nothing); }
static void test_more(void **state) { (void)state; for_all(more_in_scope_is_never_less_paid); }
static void test_two_bills(void **state) { (void)state; for_all(a_year_in_two_bills_is_the_same); }
static void test_took(void **state) { (void)state; for_all(took_is_never_below_zero); }
static void test_eased(void **state) { (void)state; for_all(eased_care_pays_its_share); }
static void test_ceilings(void **state) { (void)state; for_all(no_ceiling_is_passed); }

int main(void)
{
    const char *rules = getenv("YIBAO_RULES");
    const char *given = getenv("YIBAO_SEED");
    int64_t number;
    if (given != NULL && text_to_int64(text_of(given), &number))
        seed = (uint64_t)number;
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    book = settle_book_of(rules == NULL ? "rules" : rules, &arena, &faults);
    CHECK(book != NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts), cmocka_unit_test(test_order), cmocka_unit_test(test_more),
        cmocka_unit_test(test_two_bills), cmocka_unit_test(test_took),
        cmocka_unit_test(test_ceilings), cmocka_unit_test(test_eased),
    };
    int wrong = cmocka_run_group_tests(tests, NULL, NULL);
    book_release(book);
    arena_release(&arena);
    return wrong;
}
