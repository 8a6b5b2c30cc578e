#include "rooms/stage/stage.h"

#include "rooms/rooms.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

static int setup(void **state)
{
    static struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 16, 30, 0));
    *state = &testing;
    return 0;
}

static int teardown(void **state)
{
    testing_end(*state);
    return 0;
}

static const struct stage_moved *moved(struct testing *testing, struct date to)
{
    struct stage_forward_input input = { .to = to };
    struct { bool filled; } facts = { false };
    testing_decide(testing, &stage_forward_action, &input, &facts, NULL);
    return testing->decision.outcome;
}

static void test_it_goes_to_the_morning_of_a_later_day(void **state)
{
    const struct stage_moved *outcome = moved(*state, DATE(2020, 2, 11));
    assert_int_equal(outcome->now.ms, moment_at(DATE(2020, 2, 11), 9, 0, 0).ms);
    assert_int_equal(outcome->from.ms, moment_at(DATE(2020, 2, 10), 16, 30, 0).ms);
    assert_int_equal(outcome->today.yyyymmdd, 20200211);
}

static void test_it_never_goes_back(void **state)
{
    struct testing *testing = *state;
    moved(testing, DATE(2020, 2, 10));
    assert_true(testing_is_refused(testing, "stage.refused.not-forward"));
    moved(testing, DATE(2020, 2, 9));
    assert_true(testing_is_refused(testing, "stage.refused.not-forward"));
}

static void test_a_slip_of_the_finger_is_not_a_century(void **state)
{
    struct testing *testing = *state;
    moved(testing, DATE(2025, 2, 10));
    assert_null(testing->decision.refusal.key);
    moved(testing, DATE(2025, 2, 11));
    assert_true(testing_is_refused(testing, "stage.refused.too-far"));
}

static void test_it_is_in_no_list_of_rooms(void **state)
{
    (void)state;
    for (size_t i = 0; i < all_rooms_count; i++)
        assert_ptr_not_equal(all_rooms[i], &stage_room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_it_goes_to_the_morning_of_a_later_day, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_it_never_goes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_slip_of_the_finger_is_not_a_century, setup,
                                        teardown),
        cmocka_unit_test(test_it_is_in_no_list_of_rooms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
