#include "base/arena_testing.h"
#include "base/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static void test_hash_and_verify(void **state)
{
    (void)state;
    struct text hash = { 0 }, again = { 0 };
    assert_true(password_hash(TEXT("医保-correct horse"), &arena, &hash));
    assert_true(password_hash(TEXT("医保-correct horse"), &arena, &again));
    assert_true(text_starts(hash, TEXT("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_false(text_equal(hash, again));
    assert_true(password_verify(hash, TEXT("医保-correct horse")));
    assert_false(password_verify(hash, TEXT("医保-correct hors")));
    assert_false(password_verify(text_slice(hash, 0, hash.length - 1), TEXT("医保-correct horse")));
}

static void test_what_is_no_password(void **state)
{
    (void)state;
    struct text hash = TEXT("untouched");
    static char long_text[PASSWORD_BYTES_MAX + 1];
    memset(long_text, 'a', sizeof long_text);
    assert_false(password_hash(TEXT(""), &arena, &hash));
    assert_false(password_hash((struct text){ long_text, sizeof long_text }, &arena, &hash));
    assert_true(text_is(hash, "untouched"));
    assert_false(password_verify(TEXT("nonsense"), TEXT("a")));
    assert_false(password_verify(TEXT(""), TEXT("a")));
    assert_false(password_verify((struct text){ long_text, sizeof long_text }, TEXT("a")));
    assert_false(password_verify(password_nobody(), TEXT("a")));
    assert_false(password_verify(password_nobody(), TEXT("")));
    assert_true(text_equal(password_nobody(), password_nobody()));
}

/* A hash made elsewhere, and one for a password that everybody may know: each says itself what it
 * takes to open it. */
static void test_other_parameters(void **state)
{
    (void)state;
    struct text old = TEXT("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
                           "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
    assert_true(password_verify(old, TEXT("password")));
    struct text known, kept;
    assert_true(password_hash_public(TEXT("known to all"), &arena, &known));
    assert_true(password_hash(TEXT("known to all"), &arena, &kept));
    assert_true(password_verify(known, TEXT("known to all")));
    assert_false(password_verify(known, TEXT("known to al")));
    assert_true(text_starts(known, TEXT("$argon2id$v=19$m=8,t=1,p=1$")));
    assert_true(text_starts(kept, TEXT("$argon2id$v=19$m=65536,t=2,p=1$")));
}

static void test_tokens(void **state)
{
    (void)state;
    struct text a = password_token(&arena), b = password_token(&arena), bytes;
    assert_int_equal(a.length, 43);
    assert_false(text_equal(a, b));
    assert_true(base64url_decode(a, &arena, &bytes));
    assert_int_equal(bytes.length, PASSWORD_TOKEN_BYTES);
    struct digest kept = password_token_digest(a), other = password_token_digest(b);
    struct digest again = password_token_digest(a);
    assert_true(digest_equal(&kept, &again));
    assert_false(digest_equal(&kept, &other));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_hash_and_verify),
        cmocka_unit_test(test_what_is_no_password),
        cmocka_unit_test(test_other_parameters),
        cmocka_unit_test(test_tokens),
    };
    return cmocka_run_group_tests(TESTS, arena_setup, arena_teardown);
}
