#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <time.h>

static const int64_t FEBRUARY_2020 = INT64_C(1581296400000);    /* 2020-02-10 09:00 +8 */

static void pause_ms(long ms)
{
    struct timespec span = { .tv_nsec = ms * 1000000 };
    nanosleep(&span, NULL);
}

static void test_real(void **state)
{
    (void)state;
    struct clock clock;
    clock_init(&clock);
    int64_t before = (int64_t)time(NULL);
    int64_t now = clock_now_ms(&clock);
    int64_t after = (int64_t)time(NULL);
    /* time() may lag behind by a tick. */
    assert_true(now / 1000 >= before && now / 1000 <= after + 1);
    assert_false(clock_is_demo(&clock));
    assert_false(clock_forward(&clock, now + 100000));
    int64_t steady = clock_steady_us();
    pause_ms(2);
    assert_true(clock_steady_us() >= steady + 2000);
}

static void test_frozen(void **state)
{
    (void)state;
    struct clock clock;
    clock_set_demo(&clock, FEBRUARY_2020, false);
    assert_true(clock_is_demo(&clock));
    pause_ms(3);
    assert_true(clock_now_ms(&clock) == FEBRUARY_2020);
    assert_true(clock_forward(&clock, FEBRUARY_2020 + 5));
    assert_false(clock_forward(&clock, FEBRUARY_2020 + 4));
    assert_true(clock_now_ms(&clock) == FEBRUARY_2020 + 5);
}

static void test_running(void **state)
{
    (void)state;
    struct clock clock;
    clock_set_demo(&clock, FEBRUARY_2020, true);
    pause_ms(3);
    int64_t now = clock_now_ms(&clock);
    assert_true(now >= FEBRUARY_2020 + 2 && now < FEBRUARY_2020 + 60000);
    assert_false(clock_forward(&clock, FEBRUARY_2020 - 1));
    assert_true(clock_forward(&clock, FEBRUARY_2020 + 86400000));
    assert_true(clock_now_ms(&clock) >= FEBRUARY_2020 + 86400000 - 1);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_real),
        cmocka_unit_test(test_frozen),
        cmocka_unit_test(test_running),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
