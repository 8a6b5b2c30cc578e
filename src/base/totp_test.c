/* totp_test.c: the numbers of RFC 6238 (appendix B, last six digits) and RFC 4648. */

#include "base/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define SECRET TEXT("12345678901234567890")

static void test_the_numbers_of_the_standard(void **state)
{
    (void)state;
    static const struct { int64_t seconds; const char *code; } TIMES[] = {
        { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++)
        assert_true(text_is(totp_code(SECRET, TIMES[i].seconds / 30, &arena), TIMES[i].code));
    assert_true(text_is(totp_base32(TEXT("foobar"), &arena), "MZXW6YTBOI"));
    assert_true(text_is(totp_base32(TEXT("fooba"), &arena), "MZXW6YTB"));
    assert_true(text_is(totp_base32(SECRET, &arena), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
    arena_release(&arena);
}

static void test_a_code_is_good_once_and_a_step_around(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text code = totp_code(SECRET, 1000, &arena);
    assert_int_equal(totp_step(SECRET, code, 1000 * 30 - 30, 0, &arena), 1000);
    assert_int_equal(totp_step(SECRET, code, 1000 * 30 + 59, 0, &arena), 1000);
    assert_int_equal(totp_step(SECRET, code, 1000 * 30 + 60, 0, &arena), 0);
    assert_int_equal(totp_step(SECRET, code, 1000 * 30 - 31, 0, &arena), 0);
    assert_int_equal(totp_step(SECRET, code, 1000 * 30, 1000, &arena), 0);
    assert_int_equal(totp_step(SECRET, TEXT("1234567"), 1000 * 30, 0, &arena), 0);
    assert_int_equal(totp_step(SECRET, TEXT(""), 1000 * 30, 0, &arena), 0);
    struct text spaced = arena_format(&arena, "%.3s %.3s", code.data, code.data + 3);
    assert_int_equal(totp_step(SECRET, spaced, 1000 * 30, 0, &arena), 1000);
    arena_release(&arena);
}

static void test_the_address_of_an_app(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text address = totp_address(SECRET, TEXT("yibao"), TEXT("受理 01"), &arena);
    assert_true(text_is(address, "otpauth://totp/yibao:%E5%8F%97%E7%90%86%2001"
                        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=yibao"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_numbers_of_the_standard),
        cmocka_unit_test(test_a_code_is_good_once_and_a_step_around),
        cmocka_unit_test(test_the_address_of_an_app),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
