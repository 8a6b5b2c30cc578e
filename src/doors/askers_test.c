/* askers_test.c: whom a look-up is counted to. Windows and answers are seen in the stories. */

#include "doors/askers.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct text NONE = { 0 };

static void test_an_address_is_its_own(void **state)
{
    (void)state;
    uint64_t one = askers_name(TEXT("203.0.113.9"), NONE);
    assert_int_equal(one, askers_name(TEXT("203.0.113.9"), NONE));
    assert_int_not_equal(one, askers_name(TEXT("203.0.113.10"), NONE));
}

static void test_only_a_proxy_of_ours_is_believed(void **state)
{
    (void)state;
    uint64_t one = askers_name(TEXT("203.0.113.9"), NONE);
    assert_int_equal(one, askers_name(TEXT("203.0.113.9"), TEXT("198.51.100.1")));
    assert_int_equal(one, askers_name(TEXT("127.0.0.1"), TEXT("203.0.113.9")));
    assert_int_equal(one, askers_name(TEXT("::1"), TEXT("198.51.100.1, 203.0.113.9")));
    assert_int_equal(askers_name(TEXT("127.0.0.1"), TEXT("")),
                     askers_name(TEXT("127.0.0.1"), NONE));
}

static void test_a_house_with_many_addresses_is_one(void **state)
{
    (void)state;
    uint64_t one = askers_name(TEXT("2001:db8:1:2::1"), NONE);
    assert_int_equal(one, askers_name(TEXT("2001:db8:1:2:ffff::9"), NONE));
    assert_int_not_equal(one, askers_name(TEXT("2001:db8:1:3::1"), NONE));
    assert_int_not_equal(askers_name(TEXT("::ffff:203.0.113.9"), NONE),
                         askers_name(TEXT("::ffff:203.0.113.8"), NONE));
    /* What is no address at all is counted as it stands. */
    char longer[200] = { 0 };
    struct builder builder = builder_over(longer, sizeof longer);
    while (builder.length < 150)
        builder_add_char(&builder, 'x');
    askers_name(TEXT("127.0.0.1"), builder_text(&builder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_address_is_its_own),
        cmocka_unit_test(test_only_a_proxy_of_ours_is_believed),
        cmocka_unit_test(test_a_house_with_many_addresses_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
