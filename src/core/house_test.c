#include "core/house.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct action OPEN = { .name = "case.open" }, CLOSE = { .name = "case.close" };
static const struct action PAY = { .name = "fund.pay" };
static const struct action *const CASE_ACTIONS[] = { &OPEN, &CLOSE };
static const struct action *const FUND_ACTIONS[] = { &PAY };
static const struct transaction TRANSACTIONS[] = {
    { .infno = "2207", .action = &PAY }, { .infno = "1101", .action = &OPEN },
};
static const struct room CASE_ROOM = { .name = "case", .actions = CASE_ACTIONS,
                                       .action_count = COUNT_OF(CASE_ACTIONS) };
static const struct room FUND_ROOM = { .name = "fund", .actions = FUND_ACTIONS,
                                       .action_count = COUNT_OF(FUND_ACTIONS),
                                       .transactions = TRANSACTIONS,
                                       .transaction_count = COUNT_OF(TRANSACTIONS) };
static const struct room EMPTY_ROOM = { .name = "empty" };
static const struct room *const ROOMS[] = { &CASE_ROOM, &EMPTY_ROOM, &FUND_ROOM };

static void assert_finds(const struct house *house)
{
    assert_ptr_equal(house_action(house, TEXT("case.open")), &OPEN);
    assert_ptr_equal(house_action(house, TEXT("case.close")), &CLOSE);
    assert_ptr_equal(house_action(house, TEXT("fund.pay")), &PAY);
    assert_null(house_action(house, TEXT("case.ope")));
    assert_null(house_action(house, TEXT("zzz")));
    assert_null(house_action(house, (struct text){ 0 }));
    assert_ptr_equal(house_transaction(house, TEXT("2207")), &TRANSACTIONS[0]);
    assert_ptr_equal(house_transaction(house, TEXT("1101")), &TRANSACTIONS[1]);
    assert_null(house_transaction(house, TEXT("2208")));
    assert_null(house_transaction(house, (struct text){ 0 }));
}

static void test_names_are_found_with_and_without_index(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct house house = { .rooms = ROOMS, .room_count = COUNT_OF(ROOMS) };
    assert_finds(&house);
    house_index_names(&house, &arena);
    assert_non_null(house.index);
    assert_finds(&house);

    struct house bare = { .rooms = ROOMS };
    house_index_names(&bare, &arena);
    assert_null(house_action(&bare, TEXT("case.open")));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_found_with_and_without_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
