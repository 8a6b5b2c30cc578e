#include "rooms/contribute/contribute.h"

#include "rooms/rooms_testing.h"

static const struct party_standing EMPLOYEE = {
    .reason = PARTY_ENROLLED, .person = 5, .insurance = "employee", .person_kind = "active",
    .insurance_code = { "310", 3 }, .place = 110105, .unit = 90,
};
static const struct contribute_rules STRICT = { 0, false };

static struct contribute_arrears january(void)
{
    return (struct contribute_arrears){
        .owner = 90, .insurance = TEXT("310"), .due = DATE(2020, 1, 31), .amount = { 1000 },
    };
}

static enum contribute_reason reason_on(const struct contribute_arrears *row,
                                        struct contribute_rules rules, struct date day)
{
    struct list rows = { (void *)(uintptr_t)row, 1 };
    return contribute_entitled_on(&EMPLOYEE, &rows, NULL, rules, day).reason;
}

static void test_arrears_close_the_desk_after_their_day(void **state)
{
    (void)state;
    struct contribute_arrears row = january();
    assert_int_equal(reason_on(&row, STRICT, DATE(2020, 1, 31)), CONTRIBUTE_ENTITLED);
    assert_int_equal(reason_on(&row, STRICT, DATE(2020, 2, 1)), CONTRIBUTE_ARREARS);
    /* Paying opens it again on that day; the gap stays a gap. */
    row.paid = DATE(2020, 2, 28);
    assert_int_equal(reason_on(&row, STRICT, DATE(2020, 2, 27)), CONTRIBUTE_ARREARS);
    assert_int_equal(reason_on(&row, STRICT, DATE(2020, 2, 28)), CONTRIBUTE_ENTITLED);
    row.insurance = TEXT("390");
    assert_int_equal(reason_on(&row, STRICT, DATE(2020, 2, 1)), CONTRIBUTE_ENTITLED);
}

static void test_grace_and_a_measure_keep_the_right(void **state)
{
    (void)state;
    struct contribute_arrears row = january();
    struct contribute_rules grace = { 30, false }, kept = { 0, true };
    assert_int_equal(reason_on(&row, grace, DATE(2020, 3, 1)), CONTRIBUTE_ENTITLED);
    assert_int_equal(reason_on(&row, grace, DATE(2020, 3, 2)), CONTRIBUTE_ARREARS);
    assert_int_equal(reason_on(&row, kept, DATE(2021, 1, 1)), CONTRIBUTE_ENTITLED);
    /* What fell due before the months a measure speaks of is not kept against. */
    kept.kept_from = DATE(2020, 1, 31);
    assert_int_equal(reason_on(&row, kept, DATE(2021, 1, 1)), CONTRIBUTE_ENTITLED);
    kept.kept_from = DATE(2020, 2, 1);
    assert_int_equal(reason_on(&row, kept, DATE(2021, 1, 1)), CONTRIBUTE_ARREARS);
}

static void test_arrears_add_up_from_the_first_day(void **state)
{
    (void)state;
    struct contribute_arrears rows[] = { january(), january() };
    rows[0].due = DATE(2020, 2, 29);
    rows[1].amount.fen = 500;
    struct contribute_entitlement entitlement =
        contribute_entitled_on(&EMPLOYEE, LIST_OF(rows), NULL, STRICT, DATE(2020, 3, 1));
    assert_int_equal(entitlement.reason, CONTRIBUTE_ARREARS);
    assert_int_equal(entitlement.owed.fen, 1500);
    assert_int_equal(entitlement.since.yyyymmdd, 20200201);
}

static void test_waiting_and_standing_come_first(void **state)
{
    (void)state;
    struct contribute_arrears arrears[] = { january() };
    struct contribute_waiting waitings[] = { {
        .insurance = TEXT("310"), .valid_from = DATE(2020, 2, 1),
        .valid_until = DATE(2020, 4, 30),
    } };
    struct contribute_entitlement waiting = contribute_entitled_on(
        &EMPLOYEE, LIST_OF(arrears), LIST_OF(waitings), STRICT, DATE(2020, 4, 30));
    assert_int_equal(waiting.reason, CONTRIBUTE_WAITING);
    assert_int_equal(waiting.until.yyyymmdd, 20200430);
    struct party_standing paused = EMPLOYEE;
    paused.reason = PARTY_PAUSED;
    assert_int_equal(contribute_entitled_on(&paused, NULL, LIST_OF(waitings), STRICT,
                                            DATE(2020, 4, 30)).reason, CONTRIBUTE_PAUSED);
    paused.reason = PARTY_ENDED;
    assert_int_equal(contribute_entitled_on(&paused, NULL, NULL, STRICT,
                                            DATE(2020, 4, 30)).reason, CONTRIBUTE_NOT_ENROLLED);
    assert_int_equal(contribute_entitled_on(&EMPLOYEE, NULL, LIST_OF(waitings), STRICT,
                                            DATE(2020, 5, 1)).reason, CONTRIBUTE_ENTITLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrears_close_the_desk_after_their_day),
        cmocka_unit_test(test_grace_and_a_measure_keep_the_right),
        cmocka_unit_test(test_arrears_add_up_from_the_first_day),
        cmocka_unit_test(test_waiting_and_standing_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
