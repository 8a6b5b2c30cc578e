#include "core/date.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static bool is_day(struct date date, int year, int month, int day)
{
    return date.yyyymmdd == year * 10000 + month * 100 + day;
}

/* The simplest calendar there is: one day after the other. */
static struct date reference_next(struct date date)
{
    int year = date_year(date), month = date_month(date), day = date_day(date);
    static const int LENGTHS[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int length = LENGTHS[month] + (month == 2 && leap ? 1 : 0);
    if (day < length)
        return DATE(year, month, day + 1);
    return month < 12 ? DATE(year, month + 1, 1) : DATE(year + 1, 1, 1);
}

static void test_days_follow_one_another(void **state)
{
    (void)state;
    struct date start = DATE(1890, 1, 1), date = start;
    int weekday = 3;                /* 1 January 1890 was a Wednesday */
    for (int days = 0; date.yyyymmdd < 21100101; days++) {
        assert_true(date_is_valid(date));
        assert_int_equal(date_weekday(date), weekday);
        assert_int_equal(date_days_between(start, date), days);
        assert_int_equal(date_plus_days(start, days).yyyymmdd, date.yyyymmdd);
        assert_int_equal(date_plus_days(date, -days).yyyymmdd, start.yyyymmdd);
        assert_int_equal(date_of_moment(moment_of_date(date)).yyyymmdd, date.yyyymmdd);
        date = reference_next(date);
        weekday = weekday % 7 + 1;
    }
}

static void test_only_real_days_are_valid(void **state)
{
    (void)state;
    assert_true(date_is_valid(DATE(2020, 2, 29)));
    assert_true(date_is_valid(DATE_EARLIEST));
    assert_true(date_is_valid(DATE_LATEST));
    assert_false(date_is_valid(DATE(2021, 2, 29)));
    assert_false(date_is_valid(DATE(1900, 2, 29)));
    assert_false(date_is_valid(DATE(2020, 4, 31)));
    assert_false(date_is_valid(DATE(2020, 13, 1)));
    assert_false(date_is_valid(DATE(2020, 0, 1)));
    assert_false(date_is_valid(DATE(2020, 1, 0)));
    assert_false(date_is_valid(DATE_NONE));
    assert_false(date_is_valid((struct date){ -20200101 }));
    assert_true(date_within(DATE(2020, 1, 1), DATE(2020, 1, 1), DATE(2020, 1, 1)));
    assert_false(date_within(DATE(2020, 1, 2), DATE(2020, 1, 1), DATE(2020, 1, 1)));
}

/* Civil Code art. 202. */
static void test_months_end_with_the_month(void **state)
{
    (void)state;
    assert_true(is_day(date_plus_months(DATE(2020, 1, 31), 1), 2020, 2, 29));
    assert_true(is_day(date_plus_months(DATE(2021, 1, 31), 1), 2021, 2, 28));
    assert_true(is_day(date_plus_months(DATE(2021, 1, 31), 3), 2021, 4, 30));
    assert_true(is_day(date_plus_months(DATE(2020, 2, 29), 12), 2021, 2, 28));
    assert_true(is_day(date_plus_months(DATE(2020, 3, 31), -1), 2020, 2, 29));
    assert_true(is_day(date_plus_months(DATE(2020, 1, 15), -1), 2019, 12, 15));
    assert_true(is_day(date_plus_months(DATE(2020, 12, 15), 1), 2021, 1, 15));
    assert_true(is_day(date_plus_months(DATE(2020, 11, 30), 3), 2021, 2, 28));
}

static void test_arithmetic_stops_at_the_ends(void **state)
{
    (void)state;
    assert_int_equal(date_plus_days(DATE_LATEST, 1).yyyymmdd, DATE_LATEST.yyyymmdd);
    assert_int_equal(date_plus_days(DATE_EARLIEST, -1).yyyymmdd, DATE_EARLIEST.yyyymmdd);
    assert_int_equal(date_plus_days(DATE(2020, 1, 1), INT32_MAX).yyyymmdd, DATE_LATEST.yyyymmdd);
    assert_int_equal(date_plus_months(DATE_LATEST, 3).yyyymmdd, DATE_LATEST.yyyymmdd);
    assert_int_equal(date_plus_months(DATE(2020, 1, 1), INT32_MIN).yyyymmdd,
                     DATE_EARLIEST.yyyymmdd);
}

static void test_ages(void **state)
{
    (void)state;
    assert_int_equal(date_age(DATE(1950, 5, 10), DATE(2020, 5, 9)), 69);
    assert_int_equal(date_age(DATE(1950, 5, 10), DATE(2020, 5, 10)), 70);
    assert_int_equal(date_age(DATE(2000, 2, 29), DATE(2018, 2, 28)), 17);
    assert_int_equal(date_age(DATE(2000, 2, 29), DATE(2018, 3, 1)), 18);
    assert_int_equal(date_age(DATE(2000, 2, 29), DATE(2020, 2, 29)), 20);
    assert_int_equal(date_age(DATE(2020, 2, 10), DATE(2020, 2, 10)), 0);
    assert_int_equal(date_age(DATE(2020, 2, 10), DATE(2019, 2, 9)), 0);
}

static void test_date_texts(void **state)
{
    (void)state;
    struct date date = DATE_NONE;
    assert_true(date_parse(TEXT("2020-02-10"), &date));
    assert_true(is_day(date, 2020, 2, 10));
    assert_true(date_parse(TEXT("20200229"), &date));
    assert_true(is_day(date, 2020, 2, 29));
    static const char *const BAD[] = {
        "", "2020-2-1", "2020-02-30", "2020-0210", "202002-10", "2020-02-10 ", "20-02-2020",
        "2020/02/10", "0000-01-01", "2020-02-1", "99999999", "2020-02-100",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(date_parse(text_of(BAD[i]), &date));
    assert_true(is_day(date, 2020, 2, 29));
}

static void test_moments_follow_business_time(void **state)
{
    (void)state;
    struct moment nine = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    assert_int_equal(nine.ms, INT64_C(1581296400000));
    assert_int_equal(moment_hour(nine), 9);
    struct moment before = { moment_of_date(DATE(2020, 2, 10)).ms - 1 };
    assert_true(is_day(date_of_moment(before), 2020, 2, 9));
    assert_int_equal(moment_hour(before), 23);
    struct moment old = moment_at(DATE(1949, 10, 1), 15, 0, 0);
    assert_true(old.ms < 0);
    assert_true(is_day(date_of_moment(old), 1949, 10, 1));
    assert_int_equal(moment_hour(old), 15);
    assert_int_equal(date_of_moment((struct moment){ INT64_MAX / 2 }).yyyymmdd,
                     DATE_LATEST.yyyymmdd);
}

static void test_moment_texts(void **state)
{
    (void)state;
    int64_t nine = moment_at(DATE(2020, 2, 10), 9, 0, 0).ms;
    static const struct { const char *text; int64_t after_nine; } GOOD[] = {
        { "2020-02-10 09:00:00", 0 }, { "2020-02-10T09:00:00", 0 }, { "2020-02-10 09:00", 0 },
        { "2020-02-10", -INT64_C(9) * 3600000 }, { "20200210", -INT64_C(9) * 3600000 },
        { "2020-02-10T09:00:00+08:00", 0 }, { "2020-02-10T01:00:00Z", 0 },
        { "2020-02-09T20:00:00-05:00", 0 }, { "2020-02-10 09:00:00.123", 123 },
        { "2020-02-10T01:00:00.123456Z", 123 }, { "20200210090000", 0 },
        { "20200210090000456", 456 }, { "202002100900", 0 },
    };
    for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
        struct moment moment = { 0 };
        assert_true(moment_parse(text_of(GOOD[i].text), &moment));
        assert_int_equal(moment.ms, nine + GOOD[i].after_nine);
    }
    static const char *const BAD[] = {
        "", "2020-02-10 24:00:00", "2020-02-10 09:60:00", "2020-02-10 9:00:00", "2020-02-10 ",
        "2020-02-10 09:00:00 ", "2020-02-10 09:00:00+8", "2020-02-30 09:00:00", "2020-02-10X09:00",
        "2020-02-10 09:00:00.1", "2020021009000", "20200210 09:00", "09:00:00", "2020-02-1009:00",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct moment moment = { 7 };
        assert_false(moment_parse(text_of(BAD[i]), &moment));
        assert_int_equal(moment.ms, 7);
    }
}

static void test_moments_are_written(void **state)
{
    (void)state;
    char bytes[64];
    struct builder out = builder_over(bytes, sizeof bytes);
    struct moment moment = moment_at(DATE(2020, 2, 10), 9, 5, 7);
    moment.ms += 89;
    moment_write(&out, moment);
    assert_true(text_is(builder_text(&out), "2020-02-10 09:05:07"));
    out.length = 0;
    moment_write_compact(&out, moment);
    assert_true(text_is(builder_text(&out), "20200210090507089"));

    uint64_t seed = 4;
    for (int i = 0; i < 5000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct moment drawn = { (int64_t)(seed >> 20) % INT64_C(4102444800000) };
        struct moment back;
        out.length = 0;
        moment_write_compact(&out, drawn);
        assert_true(moment_parse(builder_text(&out), &back));
        assert_int_equal(back.ms, drawn.ms);
        out.length = 0;
        moment_write(&out, drawn);
        assert_true(moment_parse(builder_text(&out), &back));
        assert_int_equal(back.ms, drawn.ms - drawn.ms % 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_follow_one_another),
        cmocka_unit_test(test_only_real_days_are_valid),
        cmocka_unit_test(test_months_end_with_the_month),
        cmocka_unit_test(test_arithmetic_stops_at_the_ends),
        cmocka_unit_test(test_ages),
        cmocka_unit_test(test_date_texts),
        cmocka_unit_test(test_moments_follow_business_time),
        cmocka_unit_test(test_moment_texts),
        cmocka_unit_test(test_moments_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
