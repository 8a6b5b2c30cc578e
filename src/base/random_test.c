#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

/* The first numbers of the published reference programs for seed 1234567 (splitmix64) decide the
 * state; xoshiro256** of the state 1 2 3 4 begins 11520, 0, 1509978240. */
static void test_reference(void **state)
{
    (void)state;
    struct random random;
    random_init(&random, 1234567);
    assert_true(random.state[0] == UINT64_C(6457827717110365317));
    assert_true(random.state[1] == UINT64_C(3203168211198807973));
    assert_true(random.state[2] == UINT64_C(9817491932198370423));
    random = (struct random){ { 1, 2, 3, 4 } };
    assert_true(random_next(&random) == 11520);
    assert_true(random_next(&random) == 0);
    assert_true(random_next(&random) == UINT64_C(1509978240));
}

static void test_ranges(void **state)
{
    (void)state;
    struct random random;
    random_init(&random, 1);
    int seen[6] = { 0 };
    for (int i = 0; i < 6000; i++)
        seen[random_below(&random, 6)]++;
    for (int i = 0; i < 6; i++)
        assert_in_range(seen[i], 850, 1150);
    for (int i = 0; i < 1000; i++) {
        int64_t number = random_between(&random, -3, 3);
        assert_true(number >= -3 && number <= 3);
    }
    assert_true(random_between(&random, 7, 7) == 7);
    random_between(&random, INT64_MIN, INT64_MAX);
    int hits = 0;
    for (int i = 0; i < 10000; i++)
        hits += random_chance(&random, 250000);
    assert_in_range(hits, 2300, 2700);
    assert_false(random_chance(&random, 0));
    assert_true(random_chance(&random, 1000000));
}

static void test_things_have_their_own(void **state)
{
    (void)state;
    struct random a = random_for(7, 1), b = random_for(7, 1), c = random_for(7, 2);
    uint64_t first = random_next(&a);
    assert_true(first == random_next(&b));
    assert_true(first != random_next(&c));
}

static void test_true_randomness(void **state)
{
    (void)state;
    unsigned char a[64] = { 0 }, b[64] = { 0 };
    random_fill(a, sizeof a);
    random_fill(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    random_fill(a, 0);
    assert_true(random_number() != random_number());
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_reference),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_things_have_their_own),
        cmocka_unit_test(test_true_randomness),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
