#include "base/check.h"
#include "rooms/staff/staff.h"

#include "rooms/rooms_testing.h"

static const struct staff_office OFFICES[] = {
    { .office = 1, .kind = { "bureau", 6 }, .division = 110000 },
    { .office = 2, .parent = 1, .kind = { "agency", 6 }, .division = 110000 },
    { .office = 3, .parent = 1, .kind = { "agency", 6 }, .division = 110105 },
    { .office = 4, .parent = 0, .kind = { "agency", 6 }, .division = 371300 },
};

static void test_places_lie_in_wider_ones(void **state)
{
    (void)state;
    assert_true(staff_division_within(110105, 110000));
    assert_true(staff_division_within(371329, 371300));
    assert_true(staff_division_within(371329, 370000));
    assert_true(staff_division_within(371329, 0));
    static const int64_t wider[] = { 0, 110000, 371300, 371329, 379500 };
    for (size_t i = 0; i < COUNT_OF(wider); i++) {
        int64_t last = division_last_code((int32_t)wider[i]);
        assert_true(staff_division_within(last, wider[i]));
        assert_false(wider[i] != 0 && staff_division_within(last + 1, wider[i]));
    }
    assert_false(staff_division_within(371329, 371400));
    assert_false(staff_division_within(371300, 371329));
    assert_false(staff_division_within(110105, 110106));
}

static void test_the_nearest_office_answers(void **state)
{
    (void)state;
    const struct list *offices = LIST_OF(OFFICES);
    assert_int_equal(staff_office_for(offices, 110105, "agency")->office, 3);
    assert_int_equal(staff_office_for(offices, 110106, "agency")->office, 2);
    assert_int_equal(staff_office_for(offices, 371329, "agency")->office, 4);
    assert_int_equal(staff_office_for(offices, 110105, "bureau")->office, 1);
    assert_null(staff_office_for(offices, 330602, "agency"));
    assert_null(staff_office_for(offices, 371329, "village"));
}

static void test_tables_are_read_or_named(void **state)
{
    struct testing *testing = *state;
    struct list lines;
    int32_t wrong = 0;
    static const char GOOD[] = "key\tparent\tkind\tdivision\tname\taddress\tphone\tphone_kind\n"
                               "# a comment\n"
                               "a\t-\tbureau\t110000\t市局\t-\t12345\thotline\t-\n"
                               "b\ta\tvillage\t110105\t示例村\n";
    assert_true(staff_read_lines(text_of(GOOD), &testing->arena, &lines, &wrong));
    assert_int_equal(lines.count, 2);
    const struct staff_line *rows = lines.items;
    assert_false(text_present(rows[0].parent));
    assert_true(text_is(rows[1].parent, "a"));
    assert_int_equal(rows[1].office.division, 110105);
    assert_true(text_is(rows[0].office.phone, "12345"));

    static const char BAD[] = "key\nx\t-\tcastle\t110000\tname\n";
    assert_false(staff_read_lines(text_of(BAD), &testing->arena, &lines, &wrong));
    assert_int_equal(wrong, 2);
}

/* The facts of staff.register-office: the office above, and all offices above that. */
struct register_facts {
    const struct staff_office *parent;
    const struct list *above;
};

static void test_an_office_is_registered_with_all_above(void **state)
{
    struct testing *testing = *state;
    static const struct staff_above ABOVE[] = { { 0, 1, 3 }, { 0, 3, 3 } };
    struct register_facts facts = { &OFFICES[2], LIST_OF(ABOVE) };
    struct staff_register_input input = {
        .parent = 3, .kind = TEXT("town"), .division = 110105, .name = TEXT("双井社保所"),
    };
    testing_decide(testing, &staff_register_office_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    assert_int_equal(testing_changes(testing, &staff_office_table), 1);
    assert_int_equal(testing_changes(testing, &staff_above_table), 3);
    const struct staff_office *row = testing_change(testing, &staff_office_table, 0, NULL);
    assert_int_equal(id_bucket(row->office), STAFF_BUCKET);
    assert_int_equal(row->parent, 3);
}

static void test_an_office_out_of_place_is_refused(void **state)
{
    struct testing *testing = *state;
    struct register_facts facts = { &OFFICES[2], NULL };
    struct staff_register_input input = {
        .parent = 3, .kind = TEXT("town"), .division = 371329, .name = TEXT("x"),
    };
    testing_decide(testing, &staff_register_office_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "staff.refused.out-of-place"));
    assert_int_equal(testing->decision.change_count, 0);

    input.kind = TEXT("castle");
    testing_decide(testing, &staff_register_office_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "staff.refused.no-such-kind"));

    struct register_facts nothing = { NULL, NULL };
    testing_decide(testing, &staff_register_office_action, &input, &nothing, NULL);
    assert_true(testing_is_refused(testing, "staff.refused.no-parent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_lie_in_wider_ones),
        cmocka_unit_test(test_the_nearest_office_answers),
        WITH_TESTING(test_tables_are_read_or_named),
        WITH_TESTING(test_an_office_is_registered_with_all_above),
        WITH_TESTING(test_an_office_out_of_place_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
