#include "core/demo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_ids_keep_their_bucket_and_differ(void **state)
{
    (void)state;
    assert_int_equal(id_bucket(demo_id(0, DEMO_OFFICES, 0)), 0);
    assert_int_equal(id_bucket(demo_id(1023, DEMO_PEOPLE, 8388607)), 1023);
    assert_true(demo_id(5, DEMO_PEOPLE, 255) < demo_id(5, DEMO_PEOPLE, 256));
    assert_true(demo_id(5, DEMO_PEOPLE, 7) != demo_id(5, DEMO_SPELLS, 7));
}

static void test_draws_repeat_and_depend_on_the_seed(void **state)
{
    (void)state;
    struct demo one = { .seed = 1 }, two = { .seed = 2 };
    assert_true(demo_draw(&one, "name", 4) == demo_draw(&one, "name", 4));
    assert_true(demo_draw(&one, "name", 4) != demo_draw(&two, "name", 4));
    assert_true(demo_draw(&one, "name", 4) != demo_draw(&one, "sex", 4));
    int64_t seen[10] = { 0 };
    for (int64_t n = 0; n < 1000; n++)
        seen[demo_below(&one, "ten", n, 10)]++;
    for (int i = 0; i < 10; i++)
        assert_in_range((unsigned long)seen[i], 60, 140);
}

static bool refuse(struct demo *demo, const struct table *table, const void *row)
{
    (void)table;
    (void)row;
    demo->people++;
    return false;
}

static void test_a_failure_stops_the_world(void **state)
{
    (void)state;
    struct demo demo = { .emit = refuse };
    demo_emit(&demo, NULL, NULL);
    demo_emit(&demo, NULL, NULL);
    assert_true(demo.failed);
    assert_int_equal(demo.people, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_keep_their_bucket_and_differ),
        cmocka_unit_test(test_draws_repeat_and_depend_on_the_seed),
        cmocka_unit_test(test_a_failure_stops_the_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
