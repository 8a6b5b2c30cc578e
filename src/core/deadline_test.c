/* deadline_test.c: last days against values worked out by hand, and certificates that say why. */

#include "core/deadline_certificate.h"
#include "core/book.h"
#include "core/shape_json.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct arena arena;
static struct rule_faults faults;
static struct clock_world world;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    struct calendar *calendar = calendar_new(&arena);
    struct publication *files;
    size_t count;
    assert_true(publications_read("rules/calendar", (struct moment){ 0 }, 1, &arena, &faults,
                                  &files, &count));
    for (size_t i = 0; i < count; i++) {
        struct yaml_reading reading = { files[i].file, &arena, &faults };
        const struct yaml *root;
        struct yaml_fault fault;
        assert_true(yaml_parse(files[i].text, &arena, &root, &fault));
        calendar_read(calendar, &reading, root);
    }
    calendar_seal(calendar, &faults);
    static const char divisions[] = "110000\t0\tprovince\t北京市\t\tno\t\n"
                                    "110108\t110000\tcounty\t海淀区\t\tno\t\n"
                                    "360000\t0\tprovince\t江西省\t\tno\t\n";
    world = (struct clock_world){ .calendar = calendar };
    world.divisions = divisions_read(TEXT("d"), text_of(divisions), &arena, &faults);
    assert_int_equal(faults.count, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct deadline_answer work_out(enum clock_unit unit, int count, enum clock_roll roll,
                                       struct date start, struct moment known)
{
    struct deadline_clock_kind *kind = ARENA_NEW(&arena, struct deadline_clock_kind);
    *kind = (struct deadline_clock_kind){ .name = TEXT("handling"), .unit = unit, .count = count,
        .roll = roll };
    struct deadline_clock *clock = ARENA_NEW(&arena, struct deadline_clock);
    *clock = (struct deadline_clock){ .kind = kind, .start = start };
    world.known = known;
    return deadline_of(clock, &world, &arena);
}

static int32_t working(struct date start, int count, struct moment known)
{
    return work_out(CLOCK_WORKING_DAYS, count, CLOCK_ROLL_NONE, start, known).day.yyyymmdd;
}

static const struct moment NOW = { 0 };

/* The festival was lengthened after the clock had started. */
static void test_as_known_before_the_extension(void **state)
{
    (void)state;
    struct date start = DATE(2020, 1, 20);
    assert_int_equal(working(start, 5, moment_of_date(DATE(2020, 1, 21))), 20200201);
    assert_int_equal(working(start, 5, moment_at(DATE(2020, 1, 26), 23, 59, 59)), 20200201);
    assert_int_equal(working(start, 5, moment_of_date(DATE(2020, 1, 27))), 20200204);
}

static void test_months(void **state)
{
    (void)state;
    static const struct { int32_t start; int count; int32_t plain, rolled; } golden[] = {
        { 20200131, 1, 20200229, 20200302 },     /* no 31 February; then a Saturday rolls */
        { 20210131, 1, 20210228, 20210301 },
        { 20200331, 3, 20200630, 20200630 },
        { 20200310, 3, 20200610, 20200610 },
        { 20191231, 2, 20200229, 20200302 },
        { 20191031, 3, 20200131, 20200203 },
        { 20200229, 12, 20210228, 20210301 },
    };
    for (size_t i = 0; i < COUNT_OF(golden); i++) {
        struct date start = { golden[i].start };
        assert_int_equal(work_out(CLOCK_MONTHS, golden[i].count, CLOCK_ROLL_NONE, start,
                                  NOW).day.yyyymmdd, golden[i].plain);
        assert_int_equal(work_out(CLOCK_MONTHS, golden[i].count, CLOCK_ROLL_NEXT_WORKING_DAY,
                                  start, NOW).day.yyyymmdd, golden[i].rolled);
    }
}

static void test_calendar_and_fixed_days(void **state)
{
    (void)state;
    assert_int_equal(work_out(CLOCK_CALENDAR_DAYS, 90, CLOCK_ROLL_NONE, DATE(2020, 3, 10),
                              NOW).day.yyyymmdd, 20200608);
    assert_int_equal(work_out(CLOCK_CALENDAR_DAYS, 10, CLOCK_ROLL_NEXT_WORKING_DAY,
                              DATE(2020, 1, 15), NOW).day.yyyymmdd, 20200203);
    struct deadline_clock_kind kind = { .unit = CLOCK_FIXED_DAY, .day = DATE(2024, 1, 20) };
    struct deadline_clock clock = { .kind = &kind };
    world.known = NOW;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20240120);
    kind.roll = CLOCK_ROLL_NEXT_WORKING_DAY;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20240122);
}

static void test_hour(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = {
        .unit = CLOCK_FIXED_DAY, .day = DATE(2020, 3, 15), .hour = 15,
    };
    struct deadline_clock clock = { .kind = &kind };
    world.known = NOW;
    struct deadline_answer answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.day.yyyymmdd, 20200315);       /* a Sunday does not move */
    assert_true(deadline_is_met(&answer, moment_at(DATE(2020, 3, 15), 15, 0, 0)));
    assert_false(deadline_is_met(&answer, moment_at(DATE(2020, 3, 15), 15, 0, 1)));
    kind.hour = 0;
    answer = deadline_of(&clock, &world, &arena);
    assert_true(deadline_is_met(&answer, moment_at(DATE(2020, 3, 15), 23, 59, 59)));
    assert_false(deadline_is_met(&answer, moment_of_date(DATE(2020, 3, 16))));
}

static struct deadline_answer suspended(enum clock_unit unit, int count, struct date start,
                                        const struct clock_suspension *suspensions, size_t number)
{
    struct deadline_clock_kind *kind = ARENA_NEW(&arena, struct deadline_clock_kind);
    *kind = (struct deadline_clock_kind){ .unit = unit, .count = count };
    struct deadline_clock *clock = ARENA_NEW(&arena, struct deadline_clock);
    *clock = (struct deadline_clock){ .kind = kind, .start = start, .suspensions = suspensions,
        .suspension_count = number };
    world.known = NOW;
    return deadline_of(clock, &world, &arena);
}

static void test_suspensions(void **state)
{
    (void)state;
    struct clock_suspension two[] = {
        { .from = DATE(2020, 3, 4), .until = DATE(2020, 3, 6), .reason = TEXT("补正") },
        { .from = DATE(2020, 3, 5), .until = DATE(2020, 3, 10), .reason = TEXT("停机") },
    };
    struct date start = DATE(2020, 3, 2);      /* a Monday */
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 5, start, two, 0).day.yyyymmdd, 20200309);
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 5, start, two, 1).day.yyyymmdd, 20200312);
    /* Of 4–6 and 5–10 the union stands still: seven days, five of them working days. */
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 5, start, two, 2).day.yyyymmdd, 20200316);
    assert_int_equal(suspended(CLOCK_CALENDAR_DAYS, 5, start, two, 2).day.yyyymmdd, 20200314);
    assert_int_equal(suspended(CLOCK_MONTHS, 1, start, two, 2).day.yyyymmdd, 20200409);
    struct clock_suspension swapped[] = { two[1], two[0] };
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 5, start, swapped, 2).day.yyyymmdd, 20200316);
    /* Days given back to a month may be suspended too. */
    struct clock_suspension late[] = { { .from = DATE(2020, 4, 1), .until = DATE(2020, 4, 3) } };
    assert_int_equal(suspended(CLOCK_MONTHS, 1, start, late, 1).day.yyyymmdd, 20200405);
    /* One that begins after the last day changes nothing. */
    struct clock_suspension after[] = { { .from = DATE(2020, 3, 10), .until = DATE_NONE } };
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 5, start, after, 1).day.yyyymmdd, 20200309);
}

static void test_suspension_without_end(void **state)
{
    (void)state;
    struct clock_suspension open[] = { { .from = DATE(2020, 3, 5), .reason = TEXT("等待补正") } };
    struct deadline_answer answer = suspended(CLOCK_WORKING_DAYS, 5, DATE(2020, 3, 2), open, 1);
    assert_int_equal(answer.state, DEADLINE_WAITING);
    assert_int_equal(answer.day.yyyymmdd, 0);
    assert_false(text_present(answer.event));
    assert_true(deadline_is_met(&answer, moment_of_date(DATE(2030, 1, 1))));
}

static void test_outage_takes_whole_days_only(void **state)
{
    (void)state;
    struct clock_suspension found = { .reason = TEXT("x") };
    assert_true(suspension_of_moments(moment_at(DATE(2022, 8, 12), 19, 0, 0),
                                      moment_at(DATE(2022, 8, 15), 6, 0, 0), &found));
    assert_int_equal(found.from.yyyymmdd, 20220813);
    assert_int_equal(found.until.yyyymmdd, 20220814);
    assert_false(suspension_of_moments(moment_at(DATE(2022, 8, 12), 19, 0, 0),
                                       moment_at(DATE(2022, 8, 13), 6, 0, 0), &found));
    /* The weekend of that outage costs no working day. */
    assert_int_equal(suspended(CLOCK_WORKING_DAYS, 15, DATE(2022, 8, 12), &found, 1).day.yyyymmdd,
                     20220902);
}

static void test_events(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = { .name = TEXT("make-up"), .unit = CLOCK_MONTHS, .count = 3,
        .roll = CLOCK_ROLL_NEXT_WORKING_DAY };
    struct deadline_clock clock = {
        .kind = &kind, .event = TEXT(EVENT_EPIDEMIC_END), .place = 110108,
    };
    struct event_fact facts[] = {
        { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 360000, .day = DATE(2020, 3, 12),
          .declared = moment_of_date(DATE(2020, 3, 12)) },
        { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000, .day = DATE(2020, 6, 6),
          .declared = moment_of_date(DATE(2020, 6, 6)),
          .withdrawn = moment_of_date(DATE(2020, 6, 16)), .paper = TEXT("京公告1号") },
        { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 0, .day = DATE(2023, 1, 8),
          .declared = moment_of_date(DATE(2022, 12, 26)) },
    };
    world.events = (struct events){ facts, 2 };
    world.known = moment_of_date(DATE(2020, 4, 1));
    struct deadline_answer answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.state, DEADLINE_WAITING);
    assert_true(text_is(answer.event, EVENT_EPIDEMIC_END));
    world.known = moment_of_date(DATE(2020, 6, 10));
    answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.state, DEADLINE_DATED);
    assert_int_equal(answer.day.yyyymmdd, 20200907);        /* 6 September is a Sunday */
    assert_true(text_is(answer.runs->source, "京公告1号"));
    world.known = moment_of_date(DATE(2020, 6, 16));
    assert_int_equal(deadline_of(&clock, &world, &arena).state, DEADLINE_WAITING);
    world.events.count = 3;
    world.known = NOW;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20230410);
    clock.place = 360000;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20200612);
    clock.place = 999999;
    assert_int_equal(deadline_of(&clock, &world, &arena).state, DEADLINE_WAITING);
    world.events = (struct events){ 0 };
}

static void test_provisional(void **state)
{
    (void)state;
    struct date start = DATE(2020, 12, 28);
    struct deadline_answer answer = work_out(CLOCK_WORKING_DAYS, 10, CLOCK_ROLL_NONE, start,
                                             moment_of_date(DATE(2020, 6, 1)));
    assert_int_equal(answer.state, DEADLINE_PROVISIONAL);
    assert_int_equal(answer.day.yyyymmdd, 20210111);
    answer = work_out(CLOCK_WORKING_DAYS, 10, CLOCK_ROLL_NONE, start, NOW);
    assert_int_equal(answer.state, DEADLINE_DATED);
    assert_int_equal(answer.day.yyyymmdd, 20210112);
    assert_int_equal(work_out(CLOCK_WORKING_DAYS, 3, CLOCK_ROLL_NONE, start,
                              moment_of_date(DATE(2020, 6, 1))).state, DEADLINE_DATED);
}

static void test_days_left(void **state)
{
    (void)state;
    struct deadline_answer answer = work_out(CLOCK_WORKING_DAYS, 5, CLOCK_ROLL_NONE,
                                             DATE(2020, 1, 20), NOW);
    assert_int_equal(deadline_days_left(&answer, &world, DATE(2020, 1, 20)), 5);
    assert_int_equal(deadline_days_left(&answer, &world, DATE(2020, 2, 2)), 2);
    assert_int_equal(deadline_days_left(&answer, &world, DATE(2020, 2, 4)), 0);
    assert_int_equal(deadline_days_left(&answer, &world, DATE(2020, 2, 6)), -2);
}

static struct deadline_answer of_kind(const struct deadline_clock_kind *kind, struct date start)
{
    struct deadline_clock *clock = ARENA_NEW(&arena, struct deadline_clock);
    *clock = (struct deadline_clock){ .kind = kind, .start = start };
    world.known = NOW;
    return deadline_of(clock, &world, &arena);
}

/* The rule names the convention: the day it starts is counted, or it is not. */
static void test_same_day_counted(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = {
        .unit = CLOCK_WORKING_DAYS, .count = 5, .counting = CLOCK_FROM_SAME_DAY,
    };
    assert_int_equal(of_kind(&kind, DATE(2020, 1, 20)).day.yyyymmdd, 20200203);
    assert_int_equal(of_kind(&kind, DATE(2020, 1, 25)).day.yyyymmdd, 20200207);
    kind.unit = CLOCK_CALENDAR_DAYS;
    kind.count = 90;
    assert_int_equal(of_kind(&kind, DATE(2020, 3, 10)).day.yyyymmdd, 20200607);
    kind.unit = CLOCK_MONTHS;
    kind.count = 1;
    assert_int_equal(of_kind(&kind, DATE(2020, 3, 1)).day.yyyymmdd, 20200331);
    assert_int_equal(of_kind(&kind, DATE(2020, 1, 31)).day.yyyymmdd, 20200229);
    assert_int_equal(of_kind(&kind, DATE(2020, 3, 10)).day.yyyymmdd, 20200409);
}

/* What must be done so long before an event: the last day on which it can be. */
static void test_before_an_event(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = {
        .unit = CLOCK_WORKING_DAYS, .count = 5, .before = true,
    };
    struct deadline_answer answer = of_kind(&kind, DATE(2022, 8, 12));
    assert_int_equal(answer.day.yyyymmdd, 20220805);
    assert_int_equal(of_kind(&kind, DATE(2020, 2, 4)).day.yyyymmdd, 20200120);
    kind.unit = CLOCK_CALENDAR_DAYS;
    kind.count = 15;
    kind.roll = CLOCK_ROLL_PREVIOUS_WORKING_DAY;
    assert_int_equal(of_kind(&kind, DATE(2020, 2, 10)).day.yyyymmdd, 20200123);
    kind.unit = CLOCK_MONTHS;
    kind.count = 1;
    kind.roll = CLOCK_ROLL_NONE;
    assert_int_equal(of_kind(&kind, DATE(2020, 3, 31)).day.yyyymmdd, 20200229);

    struct event_fact fact = { .kind = TEXT("outage-start"), .place = 110000,
        .day = DATE(2022, 8, 12), .declared = moment_of_date(DATE(2022, 8, 1)) };
    struct deadline_clock clock = {
        .kind = &kind, .event = TEXT("outage-start"), .place = 110108,
    };
    world.events = (struct events){ &fact, 1 };
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20220712);
    world.events = (struct events){ 0 };
    assert_int_equal(deadline_of(&clock, &world, &arena).state, DEADLINE_WAITING);
}

static void test_counted_back_certificate(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = {
        .unit = CLOCK_WORKING_DAYS, .count = 5, .before = true,
    };
    struct deadline_answer answer = of_kind(&kind, DATE(2020, 2, 4));
    struct deadline_certificate certificate;
    deadline_certify(&answer, &world, &arena, &certificate);
    const struct certificate_day *days = certificate.days.items;
    assert_int_equal(certificate.days.count, 16);
    assert_int_equal(days[0].date.yyyymmdd, 20200120);
    assert_true(days[0].last);
    assert_int_equal(days[0].number, 5);
    assert_int_equal(days[14].number, 1);
    assert_true(text_is(days[15].what, "start"));
}

static const struct clock_extension *to_day(int32_t yyyymmdd, const char *reason)
{
    struct clock_extension *extension = ARENA_NEW(&arena, struct clock_extension);
    *extension = (struct clock_extension){
        .kind = { .unit = CLOCK_FIXED_DAY, .day = { yyyymmdd } }, .reason = text_of(reason),
    };
    return extension;
}

/* Of several extensions the latest day counts, whatever their order; an earlier one is nothing. */
static void test_extensions(void **state)
{
    (void)state;
    struct deadline_clock_kind kind = { .unit = CLOCK_FIXED_DAY, .day = DATE(2020, 2, 25) };
    struct clock_extension two[] = {
        *to_day(20200331, "10a"), *to_day(20200731, "10f"), *to_day(20200101, "earlier"),
    };
    struct deadline_clock clock = { .kind = &kind, .extensions = two, .extension_count = 1,
        .place = 110000 };
    world.known = NOW;
    struct deadline_answer answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.day.yyyymmdd, 20200331);
    assert_int_equal(answer.own_day.yyyymmdd, 20200225);
    assert_int_equal(answer.runs->next->kind, RUN_EXTENDED);
    assert_true(text_is(deadline_run_name(answer.runs->next, LANGUAGE_ENGLISH), "10a"));
    two[0].english = TEXT("in English");
    answer = deadline_of(&clock, &world, &arena);
    assert_true(text_is(deadline_run_name(answer.runs->next, LANGUAGE_ENGLISH), "in English"));
    assert_true(text_is(deadline_run_name(answer.runs->next, LANGUAGE_CHINESE), "10a"));
    assert_true(deadline_is_met(&answer, moment_at(DATE(2020, 3, 31), 23, 59, 59)));
    assert_false(deadline_is_met(&answer, moment_of_date(DATE(2020, 4, 1))));
    clock.extension_count = 3;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20200731);
    struct clock_extension swapped[] = { two[2], two[1], two[0] };
    clock.extensions = swapped;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20200731);

    /* Without an end nobody can be late. */
    struct clock_extension open[] = { two[0], { .open = true, .reason = TEXT("S5f") } };
    clock.extensions = open;
    clock.extension_count = 2;
    answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.state, DEADLINE_WAITING);
    assert_int_equal(answer.own_day.yyyymmdd, 20200225);
    assert_true(deadline_is_met(&answer, moment_of_date(DATE(2030, 1, 1))));

    /* By a span, from the day it ends by itself. */
    struct clock_extension span = { .kind = { .unit = CLOCK_MONTHS, .count = 1,
        .roll = CLOCK_ROLL_NEXT_WORKING_DAY } };
    clock.extensions = &span;
    clock.extension_count = 1;
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20200325);
    /* Until an event and a span more: nobody can be late before it is declared. */
    span.event = TEXT(EVENT_EPIDEMIC_END);
    span.kind.count = 3;
    answer = deadline_of(&clock, &world, &arena);
    assert_int_equal(answer.state, DEADLINE_WAITING);
    assert_int_equal(answer.day.yyyymmdd, 0);
    struct event_fact fact = { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)),
        .paper = TEXT("京公告1号") };
    world.events = (struct events){ &fact, 1 };
    assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, 20200907);
    world.events = (struct events){ 0 };
}

/* LAW: BJ22-2.3.3b. Only limits that end inside the outage move, to the first working day back; one
 * that ends at 24:00 of the day it began ends inside. */
static void test_expiring_inside(void **state)
{
    (void)state;
    struct clock_extension back = {
        .kind = { .unit = CLOCK_FIXED_DAY, .day = DATE(2022, 8, 15),
                  .roll = CLOCK_ROLL_NEXT_WORKING_DAY },
        .ends_after = moment_at(DATE(2022, 8, 12), 19, 0, 0),
        .ends_until = moment_at(DATE(2022, 8, 15), 6, 0, 0),
    };
    static const struct { int32_t ends, moved; } cases[] = {
        { 20220811, 20220811 }, { 20220812, 20220815 }, { 20220813, 20220815 },
        { 20220814, 20220815 }, { 20220815, 20220815 }, { 20220816, 20220816 },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct deadline_clock_kind kind = {
            .unit = CLOCK_FIXED_DAY, .day = { cases[i].ends },
        };
        struct deadline_clock clock = {
            .kind = &kind, .extensions = &back, .extension_count = 1,
        };
        world.known = NOW;
        assert_int_equal(deadline_of(&clock, &world, &arena).day.yyyymmdd, cases[i].moved);
    }
}

/* LAW: BJ4-10a BJ4-10h BJ4-10i. Overdue and late fee are two answers. */
static void test_overdue_and_late_fee(void **state)
{
    (void)state;
    struct deadline_clock_kind period = { .unit = CLOCK_FIXED_DAY, .day = DATE(2020, 3, 31) };
    struct deadline_clock_kind make_up = { .unit = CLOCK_MONTHS, .count = 3,
        .roll = CLOCK_ROLL_NEXT_WORKING_DAY };
    struct deadline_clock clock = { .kind = &period, .place = 110000 };
    struct deadline_clock later = { .kind = &make_up, .event = TEXT(EVENT_EPIDEMIC_END),
        .place = 110000 };
    world.known = NOW;
    struct deadline_answer due = deadline_of(&clock, &world, &arena);
    struct deadline_answer made_up = deadline_of(&later, &world, &arena);
    struct moment last = moment_at(DATE(2020, 3, 31), 23, 59, 59);
    struct moment first = moment_of_date(DATE(2020, 4, 1));
    assert_false(lateness_of(&due, &made_up, last, true).overdue);
    struct lateness late = lateness_of(&due, &made_up, first, true);
    assert_true(late.overdue);
    assert_int_equal(late.overdue_from.yyyymmdd, 20200401);
    assert_int_equal(late.late_fee, LATE_FEE_WAIVED);
    assert_int_equal(lateness_of(&due, &made_up, first, false).late_fee, LATE_FEE_NOT_YET);
    /* Without the measure there is a fee from the same day on. */
    late = lateness_of(&due, NULL, first, true);
    assert_int_equal(late.late_fee, LATE_FEE_OWED);
    assert_int_equal(late.fee_from.yyyymmdd, 20200401);

    struct event_fact fact = { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)) };
    world.events = (struct events){ &fact, 1 };
    made_up = deadline_of(&later, &world, &arena);
    assert_int_equal(made_up.day.yyyymmdd, 20200907);
    last = moment_at(DATE(2020, 9, 7), 23, 59, 59);
    assert_int_equal(lateness_of(&due, &made_up, last, true).late_fee, LATE_FEE_WAIVED);
    /* A missed make-up owes from the first day of arrears. */
    late = lateness_of(&due, &made_up, moment_of_date(DATE(2020, 9, 8)), true);
    assert_int_equal(late.late_fee, LATE_FEE_OWED);
    assert_int_equal(late.fee_from.yyyymmdd, 20200401);
    world.events = (struct events){ 0 };
}

/* Days counted in the runs are the clock's, and the runs follow one another day by day. */
static void test_certificate(void **state)
{
    (void)state;
    struct deadline_answer answer = work_out(CLOCK_WORKING_DAYS, 5, CLOCK_ROLL_NONE,
                                             DATE(2020, 1, 20), NOW);
    int counted = 0;
    struct date next = DATE(2020, 1, 20);
    for (const struct deadline_run *run = answer.runs; run != NULL; run = run->next) {
        assert_int_equal(date_compare(run->from, next), 0);
        next = date_plus_days(run->until, 1);
        counted += run->kind == RUN_COUNTED ? run->days : 0;
        if (run->kind == RUN_SKIPPED)
            assert_true(run->reason == DAY_HOLIDAY || run->reason == DAY_WEEKEND);
    }
    assert_int_equal(counted, 5);
    assert_int_equal(date_compare(next, DATE(2020, 2, 5)), 0);

    char text[2000];
    struct builder builder = builder_over(text, sizeof text);
    deadline_write(&builder, &answer, LANGUAGE_CHINESE);
    static const char expected[] =
        "截止 2020-02-04 (5 个工作日)\n"
        "  2020-01-20  起算日，不计入\n"
        "  2020-01-21 – 2020-01-23  计入 3 天，累计 3 天\n"
        "  2020-01-24 – 2020-01-30  不计 7 天 · 节假日 · 春节 · 国办发明电〔2019〕16号\n"
        "  2020-01-31 – 2020-02-02  不计 3 天 · 节假日 · 春节 · 国办发明电〔2020〕1号\n"
        "  2020-02-03 – 2020-02-04  计入 2 天，累计 5 天\n"
        "  * 开始的当日不计入，自下一日开始计算（民法典第二百零一条；2021年以前为民法总则同条）\n";
    assert_memory_equal(builder_text(&builder).data, expected, sizeof expected - 1);
    assert_int_equal(builder.length, sizeof expected - 1);
    builder = builder_over(text, sizeof text);
    deadline_write(&builder, &answer, LANGUAGE_ENGLISH);
    assert_non_null(memmem(text, builder.length, "Spring Festival", 15));
}

/* Every day from the first to the last stands in it once, in order, and what is skipped or
 * suspended has its reason and its source. */
static void test_certificate_days(void **state)
{
    (void)state;
    struct clock_suspension asked = { .from = DATE(2020, 2, 3), .until = DATE(2020, 2, 4),
        .reason = TEXT("补正"), .source = TEXT("补正告知书") };
    struct deadline_answer answer = suspended(CLOCK_WORKING_DAYS, 10, DATE(2020, 1, 20), &asked,
                                              1);
    struct deadline_certificate certificate;
    deadline_certify(&answer, &world, &arena, &certificate);
    const struct certificate_day *days = certificate.days.items;
    struct date next = DATE(2020, 1, 20);
    int64_t number = 0;
    for (size_t i = 0; i < certificate.days.count; i++) {
        assert_int_equal(date_compare(days[i].date, next), 0);
        next = date_plus_days(next, 1);
        if (text_is(days[i].what, "counted")) {
            assert_int_equal(days[i].number, ++number);
        } else if (!text_is(days[i].what, "start")) {
            assert_true(text_present(days[i].reason_zh) && text_present(days[i].reason_en));
            assert_true(text_present(days[i].source_zh) && text_present(days[i].source_en));
        }
        assert_int_equal(days[i].last, date_compare(days[i].date, answer.day) == 0);
    }
    assert_int_equal(number, 10);
    assert_true(text_is(days[14].what, "suspended"));
    assert_true(text_is(days[14].source_zh, "补正告知书"));
    assert_true(days[certificate.days.count - 1].last);
}

static void test_certificate_json(void **state)
{
    (void)state;
    struct deadline_answer answer = work_out(CLOCK_MONTHS, 1, CLOCK_ROLL_NEXT_WORKING_DAY,
                                             DATE(2020, 1, 31), NOW);
    struct deadline_certificate certificate;
    deadline_certify(&answer, &world, &arena, &certificate);
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    shape_to_json(&deadline_certificate_shape, &certificate, NAMES_OURS, &writer);
    const struct json *json;
    struct json_fault fault;
    assert_true(json_parse(json_writer_text(&writer), 100000, &arena, &json, &fault));
    assert_true(text_is(json_text(json_member(json, TEXT("day"))), "2020-03-02"));
    assert_true(text_is(json_text(json_member(json, TEXT("state"))), "dated"));
    const struct json *runs = json_member(json, TEXT("runs"));
    assert_int_equal(json_count(runs), 4);
    const struct json *rolled = json_at(runs, 3);
    assert_true(text_is(json_text(json_member(rolled, TEXT("what"))), "rolled"));
    assert_int_equal(json_count(json_member(json, TEXT("days"))), 32);
    assert_int_equal(json_count(json_member(json, TEXT("laws"))), 3);
    assert_true(text_is(json_text(json_member(rolled, TEXT("from"))), "2020-02-29"));
}

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i <= CLOCK_FIXED_DAY; i++) {
        enum clock_unit unit;
        assert_true(clock_unit_parse(text_of(clock_unit_name((enum clock_unit)i)), &unit));
        assert_int_equal(unit, i);
    }
    enum clock_roll roll;
    assert_true(clock_roll_parse(TEXT("next-working-day"), &roll));
    assert_int_equal(roll, CLOCK_ROLL_NEXT_WORKING_DAY);
    assert_false(clock_roll_parse(TEXT("next"), &roll));
    enum clock_counting counting;
    assert_true(clock_counting_parse(TEXT("same-day"), &counting));
    assert_int_equal(counting, CLOCK_FROM_SAME_DAY);
    assert_false(clock_counting_parse(TEXT("same"), &counting));
}

int main(void)
{
#define READ(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        READ(test_as_known_before_the_extension),
        READ(test_months), READ(test_calendar_and_fixed_days), READ(test_hour),
        READ(test_suspensions), READ(test_suspension_without_end),
        READ(test_outage_takes_whole_days_only), READ(test_events), READ(test_provisional),
        READ(test_days_left), READ(test_same_day_counted), READ(test_before_an_event),
        READ(test_counted_back_certificate), READ(test_extensions), READ(test_expiring_inside),
        READ(test_overdue_and_late_fee), READ(test_certificate), READ(test_certificate_days),
        READ(test_certificate_json),
        READ(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
