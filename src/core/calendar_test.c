/* calendar_test.c: the years 2020 to 2026 as published, and as they were known before. */

#include "core/calendar.h"
#include "core/book.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena arena;
static struct rule_faults faults;
static struct calendar *calendar;

static const struct moment NOW = { 0 };

static void read_text(struct calendar *into, const char *text)
{
    struct yaml_reading reading = { TEXT("test.yaml"), &arena, &faults };
    const struct yaml *root;
    struct yaml_fault fault;
    assert_true(yaml_parse(text_of(text), &arena, &root, &fault));
    calendar_read(into, &reading, root);
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    calendar = calendar_new(&arena);
    struct publication *files;
    size_t count;
    assert_true(publications_read("rules/calendar", NOW, 1, &arena, &faults, &files, &count));
    assert_int_equal(count, 7);
    for (size_t i = 0; i < count; i++) {
        struct yaml_reading reading = { files[i].file, &arena, &faults };
        const struct yaml *root;
        struct yaml_fault fault;
        assert_true(yaml_parse(files[i].text, &arena, &root, &fault));
        calendar_read(calendar, &reading, root);
    }
    calendar_seal(calendar, &faults);
    assert_int_equal(faults.count, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void test_working_days_of_years(void **state)
{
    (void)state;
    static const int days[] = { 249, 250, 249, 249, 251, 248, 248 };
    for (int year = 2020; year <= 2026; year++)
        assert_int_equal(days[year - 2020],
                         calendar_working_days_between(calendar, DATE(year - 1, 12, 31),
                                                       DATE(year, 12, 31), NOW));
}

/* Every day the papers name, and the papers they come from. */
static void test_reasons(void **state)
{
    (void)state;
    struct calendar_day day = calendar_day(calendar, DATE(2020, 1, 19), NOW);
    assert_true(day.working);
    assert_int_equal(day.reason, DAY_MAKE_UP);
    assert_true(text_is(day.paper->number, "国办发明电〔2019〕16号"));
    assert_true(text_is(day.paper->source, "gov.cn content_5454164"));
    day = calendar_day(calendar, DATE(2020, 1, 31), NOW);
    assert_false(day.working);
    assert_true(text_is(day.name, "春节"));
    assert_true(text_is(day.paper->number, "国办发明电〔2020〕1号"));
    day = calendar_day(calendar, DATE(2020, 2, 8), NOW);
    assert_false(day.working);
    assert_int_equal(day.reason, DAY_WEEKEND);
    assert_null(day.paper);
    day = calendar_day(calendar, DATE(2020, 2, 3), NOW);
    assert_true(day.working);
    assert_int_equal(day.reason, DAY_ORDINARY);
    day = calendar_day(calendar, DATE(2022, 12, 31), NOW);
    assert_int_equal(day.reason, DAY_HOLIDAY);
    assert_int_equal(day.paper->year, 2023);
}

static void test_as_known(void **state)
{
    (void)state;
    struct date saturday = DATE(2020, 2, 1);
    struct moment before = moment_at(DATE(2020, 1, 26), 23, 59, 59);
    struct moment after = moment_at(DATE(2020, 1, 27), 0, 0, 0);
    assert_int_equal(calendar_day(calendar, saturday, before).reason, DAY_MAKE_UP);
    assert_true(calendar_is_working(calendar, saturday, before));
    assert_true(calendar_is_working(calendar, DATE(2020, 1, 31), before));
    assert_int_equal(calendar_day(calendar, saturday, after).reason, DAY_HOLIDAY);
    assert_false(calendar_is_working(calendar, DATE(2020, 1, 31), after));
}

static void test_known_until(void **state)
{
    (void)state;
    assert_int_equal(calendar_known_until(calendar, NOW).yyyymmdd, 20261231);
    assert_int_equal(calendar_known_until(calendar, moment_of_date(DATE(2020, 2, 1))).yyyymmdd,
                     20201231);
    assert_int_equal(calendar_known_until(calendar, moment_of_date(DATE(2019, 1, 1))).yyyymmdd, 0);
    assert_int_equal(calendar_papers_known(calendar, NOW), 8);
    assert_int_equal(calendar_papers_known(calendar, moment_of_date(DATE(2020, 1, 26))), 1);
    assert_true(text_is(calendar_last_paper(calendar, moment_of_date(DATE(2020, 1, 27)))->number,
                        "国办发明电〔2020〕1号"));
    assert_null(calendar_last_paper(calendar, moment_of_date(DATE(2019, 1, 1))));
    struct calendar_day day = calendar_day(calendar, DATE(2021, 1, 1),
                                           moment_of_date(DATE(2020, 2, 1)));
    assert_false(day.published);
    assert_true(day.working);
    assert_false(calendar_day(calendar, DATE(2027, 1, 1), NOW).published);
}

static void test_rolls_and_months(void **state)
{
    (void)state;
    assert_int_equal(calendar_next_working_day(calendar, DATE(2024, 1, 20), NOW).yyyymmdd,
                     20240122);
    assert_int_equal(calendar_next_working_day(calendar, DATE(2020, 1, 24), NOW).yyyymmdd,
                     20200203);
    assert_int_equal(calendar_previous_working_day(calendar, DATE(2020, 10, 8), NOW).yyyymmdd,
                     20200930);
    assert_int_equal(calendar_month_last(calendar, 2020, 2, NOW).yyyymmdd, 20200228);
    assert_int_equal(calendar_month_first(calendar, 2020, 2, NOW).yyyymmdd, 20200203);
    assert_int_equal(calendar_month_first(calendar, 2020, 10, NOW).yyyymmdd, 20201009);
    assert_int_equal(calendar_plus_working_days(calendar, DATE(2020, 1, 20), 5, NOW).yyyymmdd,
                     20200204);
    assert_int_equal(calendar_plus_working_days(calendar, DATE(2020, 1, 25), 0, NOW).yyyymmdd,
                     20200125);
}

static const char GOOD_HEAD[] = "year: 2030\npapers:\n  - paper: p\n    source: s\n"
                                "    known: 2029-11-01\n    holidays:\n";

static void expect_fault(const char *text, const char *why)
{
    struct calendar *wrong = calendar_new(&arena);
    rule_faults_init(&faults, &arena);
    read_text(wrong, text);
    calendar_seal(wrong, &faults);
    assert_int_not_equal(faults.count, 0);
    assert_string_equal(faults.first->why, why);
}

static void test_wrong_files(void **state)
{
    (void)state;
    char text[600];
    static const struct { const char *lines, *why; } cases[] = {
        { "      - { name: a, from: 2031-01-01, until: 2031-01-03 }\n",
          "rules.fault.days-of-year" },
        { "      - { name: a, from: 2030-01-03, until: 2030-01-01 }\n",
          "rules.fault.days-of-year" },
        { "      - { name: a, from: 2030-01-01, until: 2030-01-03 }\n"
          "      - { name: b, from: 2030-01-03, until: 2030-01-03 }\n", "rules.fault.overlap" },
        { "      - { name: a, from: 2030-01-01, until: 2030-01-03 }\n    make-up: [2030-01-04]\n",
          "rules.fault.make-up-weekday" },
        { "      - { name: a, from: 2030-01-01 }\n", "rules.fault.missing" },
        { "      - { name: a, from: 2030-01-01, until: 2030-01-03 }\n    makeup: [2030-01-05]\n",
          "rules.fault.unknown-key-near" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct builder builder = builder_over(text, sizeof text - 1);
        builder_format(&builder, "%s%s", GOOD_HEAD, cases[i].lines);
        text[builder.length] = '\0';
        expect_fault(text, cases[i].why);
    }
}

int main(void)
{
#define READ(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        READ(test_working_days_of_years), READ(test_reasons), READ(test_as_known),
        READ(test_known_until), READ(test_rolls_and_months), READ(test_wrong_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
