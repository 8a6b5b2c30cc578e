/* deadline_property_test.c: what holds of every clock, tried on clocks made by chance (always the
 * same chance). */

#include "core/deadline_certificate.h"
#include "core/book.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROUNDS 3000
#define SUSPENSIONS_MAX 4

static struct arena rules, arena;
static struct clock_world world;
static uint64_t seed;

static int32_t chance(int32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int32_t)((seed >> 33) % (uint64_t)below);
}

static int setup(void **state)
{
    (void)state;
    struct rule_faults faults;
    arena_init(&rules);
    arena_init(&arena);
    rule_faults_init(&faults, &rules);
    struct calendar *calendar = calendar_new(&rules);
    struct publication *files;
    size_t count;
    assert_true(publications_read("rules/calendar", (struct moment){ 0 }, 1, &rules, &faults,
                                  &files, &count));
    for (size_t i = 0; i < count; i++) {
        struct yaml_reading reading = { files[i].file, &rules, &faults };
        const struct yaml *root;
        struct yaml_fault fault;
        assert_true(yaml_parse(files[i].text, &rules, &root, &fault));
        calendar_read(calendar, &reading, root);
    }
    calendar_seal(calendar, &faults);
    assert_int_equal(faults.count, 0);
    world = (struct clock_world){ .calendar = calendar };
    seed = 20200127;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    arena_release(&rules);
    return 0;
}

struct made {
    struct deadline_clock_kind kind;
    struct deadline_clock clock;
    struct clock_suspension suspensions[SUSPENSIONS_MAX];
};

static void make(struct made *made)
{
    static const char *const reasons[] = { "补正", "停机", "鉴定" };
    *made = (struct made){ .kind = {
        .unit = (enum clock_unit)chance(3), .count = chance(60),
        .roll = chance(2) == 0 ? CLOCK_ROLL_NONE : CLOCK_ROLL_NEXT_WORKING_DAY,
        .counting = (enum clock_counting)chance(2) } };
    if (made->kind.unit == CLOCK_MONTHS)
        made->kind.count %= 13;
    if (chance(4) == 0) {
        made->kind.before = true;
        if (made->kind.roll != CLOCK_ROLL_NONE)
            made->kind.roll = CLOCK_ROLL_PREVIOUS_WORKING_DAY;
    }
    struct date start = date_plus_days(DATE(2020, 1, 1), chance(2000));
    size_t count = (size_t)chance(SUSPENSIONS_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        made->suspensions[i].from = date_plus_days(start, chance(60) - 10);
        made->suspensions[i].until = date_plus_days(made->suspensions[i].from, chance(20));
        made->suspensions[i].reason = text_of(reasons[chance(3)]);
    }
    made->clock = (struct deadline_clock){ .kind = &made->kind, .start = start,
        .suspensions = made->suspensions, .suspension_count = count };
}

static struct date day_of(const struct made *made)
{
    struct date day = deadline_of(&made->clock, &world, &arena).day;
    arena_clear(&arena);
    return day;
}

static void test_longer_is_never_earlier(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct made made;
        make(&made);
        struct date before = day_of(&made);
        made.kind.count++;
        int order = date_compare(day_of(&made), before);
        assert_true(made.kind.before ? order <= 0 : order >= 0);
    }
}

static void test_later_start_is_never_earlier(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct made made;
        make(&made);
        /* The 30th and the 31st of January end on the same last of February: a suspended day less
         * in between then counts. */
        if (made.kind.unit == CLOCK_MONTHS)
            made.clock.suspension_count = 0;
        struct date before = day_of(&made);
        made.clock.start = date_plus_days(made.clock.start, 1);
        assert_true(date_compare(day_of(&made), before) >= 0);
    }
}

/* The order of suspensions says nothing, neither of the day nor of the certificate; one that lies
 * inside another adds nothing; cutting one in two changes nothing. */
static void test_union_of_suspensions(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct made made;
        make(&made);
        size_t count = made.clock.suspension_count;
        struct deadline_answer one = deadline_of(&made.clock, &world, &arena);
        for (size_t at = count; at > 1; at--) {
            size_t other = (size_t)chance((int32_t)at);
            struct clock_suspension kept = made.suspensions[at - 1];
            made.suspensions[at - 1] = made.suspensions[other];
            made.suspensions[other] = kept;
        }
        struct deadline_answer two = deadline_of(&made.clock, &world, &arena);
        assert_int_equal(one.day.yyyymmdd, two.day.yyyymmdd);
        const struct deadline_run *left = one.runs, *right = two.runs;
        for (; left != NULL; left = left->next, right = right->next) {
            assert_non_null(right);
            assert_int_equal(left->kind, right->kind);
            assert_int_equal(left->days, right->days);
            assert_true(text_equal(left->name, right->name));
        }
        assert_null(right);
        if (count > 0 && count < SUSPENSIONS_MAX) {
            struct clock_suspension *whole = &made.suspensions[0];
            made.suspensions[count] = *whole;
            made.suspensions[count].from =
                date_plus_days(whole->from, date_days_between(whole->from, whole->until) / 2);
            made.clock.suspension_count++;
            assert_int_equal(day_of(&made).yyyymmdd, one.day.yyyymmdd);
            whole->until = made.suspensions[count].from;
            assert_int_equal(day_of(&made).yyyymmdd, one.day.yyyymmdd);
        }
        arena_clear(&arena);
    }
}

static int32_t working_days(struct date from, struct date until)
{
    int32_t count = 0;
    for (; date_compare(from, until) <= 0; from = date_plus_days(from, 1))
        count += calendar_is_working(world.calendar, from, world.known) ? 1 : 0;
    return count;
}

/* Clocks of every start stand from one day on. While they do none has a day; when they go on each
 * has the working days it had left, so they end as far apart as they would have, and those that
 * had ended before stay where they were. */
static void test_resumed_clocks_neither_all_fire_nor_get_lost(void **state)
{
    (void)state;
    const struct deadline_clock_kind kind = { .unit = CLOCK_WORKING_DAYS, .count = 20 };
    const struct date stands = DATE(2020, 2, 3), last = DATE(2020, 4, 10);
    for (int before = 1; before <= 90; before++) {
        struct clock_suspension open = { .from = stands, .reason = TEXT("停机") };
        struct deadline_clock clock = { .kind = &kind, .place = 110105,
                                        .start = date_plus_days(stands, -before) };
        struct date own = deadline_of(&clock, &world, &arena).day;
        bool ended = date_compare(own, stands) < 0;
        clock.suspensions = &open;
        clock.suspension_count = 1;
        struct deadline_answer standing = deadline_of(&clock, &world, &arena);
        assert_int_equal(standing.day.yyyymmdd, ended ? own.yyyymmdd : 0);
        assert_int_equal(standing.state == DEADLINE_WAITING, !ended);
        open.until = last;
        struct date resumed = deadline_of(&clock, &world, &arena).day;
        if (ended)
            assert_int_equal(resumed.yyyymmdd, own.yyyymmdd);
        else
            assert_int_equal(working_days(date_plus_days(last, 1), resumed),
                             working_days(stands, own));
        arena_clear(&arena);
    }
}

static void test_roll_lands_on_a_working_day(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct made made;
        make(&made);
        if (made.kind.roll != CLOCK_ROLL_NONE)
            assert_true(calendar_is_working(world.calendar, day_of(&made), world.known));
    }
}

/* A working-day clock ends on a working day on which it did not stand. */
static void test_last_day_counts(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct made made;
        make(&made);
        if (made.kind.unit != CLOCK_WORKING_DAYS || made.kind.count == 0)
            continue;
        struct date day = day_of(&made);
        assert_true(calendar_is_working(world.calendar, day, world.known));
        for (size_t k = 0; k < made.clock.suspension_count; k++)
            assert_false(date_within(day, made.suspensions[k].from, made.suspensions[k].until));
    }
}

/* The certificate names every day from the first to the last once, numbers the counted ones without
 * a hole, and marks one as the last. */
static void test_certificate_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS / 3; i++) {
        struct made made;
        make(&made);
        struct deadline_answer answer = deadline_of(&made.clock, &world, &arena);
        struct deadline_certificate certificate;
        deadline_certify(&answer, &world, &arena, &certificate);
        const struct certificate_day *days = certificate.days.items;
        size_t count = certificate.days.count;
        int64_t counted = 0, sum = 0, last = 0;
        for (size_t k = 0; k < count; k++) {
            assert_true(text_present(days[k].what));
            if (k > 0)
                assert_int_equal(date_days_between(days[k - 1].date, days[k].date), 1);
            counted += text_is(days[k].what, "counted");
            sum += days[k].number;
            last += days[k].last;
        }
        assert_int_equal(last, 1);
        if (made.kind.unit != CLOCK_MONTHS)
            assert_int_equal(counted, made.kind.count);
        assert_int_equal(sum, counted * (counted + 1) / 2);
        arena_clear(&arena);
    }
}

int main(void)
{
#define OF_CHANCE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        OF_CHANCE(test_longer_is_never_earlier), OF_CHANCE(test_later_start_is_never_earlier),
        OF_CHANCE(test_union_of_suspensions),
        OF_CHANCE(test_resumed_clocks_neither_all_fire_nor_get_lost),
        OF_CHANCE(test_roll_lands_on_a_working_day),
        OF_CHANCE(test_last_day_counts), OF_CHANCE(test_certificate_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
