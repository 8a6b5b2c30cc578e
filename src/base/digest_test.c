#include "base/arena_testing.h"
#include "base/check.h"
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static void assert_hex(const void *bytes, size_t size, const char *hex)
{
    assert_string_equal(hex_encode(&arena, (struct text){ bytes, size }).data, hex);
}

static void assert_digest(struct digest digest, const char *hex)
{
    assert_hex(digest.bytes, sizeof digest.bytes, hex);
}

/* GB/T 32905-2016, appendix A. */
static void test_sm3(void **state)
{
    (void)state;
    assert_digest(digest_sm3(TEXT("abc")),
                  "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    char data[65] = "";
    for (int i = 0; i < 16; i++)
        memcpy(data + 4 * i, "abcd", 4);
    static const char LONG_ONE[] =
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    assert_digest(digest_sm3(text_of(data)), LONG_ONE);
    struct digest_run run;
    for (int round = 0; round < 2; round++) {
        digest_begin(&run);
        digest_add(&run, text_of(NULL));
        digest_add(&run, text_slice(text_of(data), 0, 7));
        digest_add(&run, text_slice(text_of(data), 7, 64));
        assert_digest(digest_end(&run), LONG_ONE);
    }
    digest_begin(&run);
    digest_add_int(&run, INT64_C(0x6162630000000000));
    struct digest ended = digest_end(&run);
    struct digest whole = digest_sm3((struct text){ "abc\0\0\0\0\0", 8 });
    assert_true(digest_equal(&ended, &whole));
    whole.bytes[31] ^= 1;
    assert_false(digest_equal(&ended, &whole));
    assert_digest(digest_sm3(text_of(NULL)),
                  "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

static void test_others(void **state)
{
    (void)state;
    assert_digest(digest_sha256(TEXT("abc")),
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    /* RFC 2202 case 2, RFC 4231 case 2 */
    unsigned char bytes[DIGEST_SHA1_BYTES];
    digest_hmac_sha1(TEXT("Jefe"), TEXT("what do ya want for nothing?"), bytes);
    assert_hex(bytes, sizeof bytes, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    assert_digest(digest_hmac_sha256(TEXT("Jefe"), TEXT("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* Against the definition of HMAC (RFC 2104), with SM3's block of 64 bytes. */
static void test_hmac_sm3(void **state)
{
    (void)state;
    char key[100];
    memset(key, 0xAB, sizeof key);
    for (size_t length = 0; length <= sizeof key; length += 20) {
        unsigned char inner[64] = { 0 }, outer[64] = { 0 };
        struct digest of_key = digest_sm3((struct text){ key, length });
        memcpy(inner, length > 64 ? (const char *)of_key.bytes : key,
               length > 64 ? sizeof of_key.bytes : length);
        for (size_t i = 0; i < 64; i++) {
            outer[i] = inner[i] ^ 0x5C;
            inner[i] ^= 0x36;
        }
        struct digest_run run;
        digest_begin(&run);
        digest_add(&run, (struct text){ (char *)inner, 64 });
        digest_add(&run, TEXT("110105199001010017"));
        struct digest first = digest_end(&run);
        digest_begin(&run);
        digest_add(&run, (struct text){ (char *)outer, 64 });
        digest_add(&run, digest_text(&first));
        struct digest wanted = digest_end(&run);
        struct digest got = digest_hmac_sm3((struct text){ key, length },
                                            TEXT("110105199001010017"));
        assert_true(digest_equal(&wanted, &got));
    }
}

static void test_hex(void **state)
{
    (void)state;
    unsigned char bytes[2] = { 1, 1 };
    assert_true(hex_decode(TEXT("aBfF"), bytes, 2));
    assert_int_equal(bytes[0], 0xAB);
    assert_int_equal(bytes[1], 0xFF);
    static const char *const BAD[] = { "", "ab", "abc", "abcde", "abcg", "ab c", "0x12", "ab:d" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(hex_decode(text_of(BAD[i]), bytes, 2));
    assert_int_equal(bytes[0], 0xAB);
    struct text text;
    assert_true(hex_decode_text(TEXT("e58cbb"), &arena, &text));
    assert_true(text_is(text, "医"));
    assert_false(hex_decode_text(TEXT("e58cb"), &arena, &text));
    assert_true(text_is(hex_encode(&arena, TEXT("医")), "e58cbb"));
    assert_true(hex_decode_text(TEXT(""), &arena, &text));
}

static void test_base64(void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
                                            { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" },
                                            { "\xFB\xFF\xFE", "+//+" } };
    struct text text;
    for (size_t i = 0; i < COUNT_OF(PAIRS); i++) {
        assert_true(text_is(base64_encode(&arena, text_of(PAIRS[i][0])), PAIRS[i][1]));
        assert_true(base64_decode(text_of(PAIRS[i][1]), &arena, &text));
        assert_true(text_is(text, PAIRS[i][0]));
    }
    static const char *const BAD[] = { "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n",
                                       "-__-", "Zg==Zg==", "=", "医" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(base64_decode(text_of(BAD[i]), &arena, &text));
    assert_true(text_is(base64url_encode(&arena, TEXT("\xFB\xFF\xFE\x01")), "-__-AQ"));
    assert_true(base64url_decode(TEXT("-__-AQ"), &arena, &text));
    assert_true(text_is(text, "\xFB\xFF\xFE\x01"));
    assert_false(base64url_decode(TEXT("-__-AQ=="), &arena, &text));
    assert_false(base64url_decode(TEXT("+//+"), &arena, &text));
}

static void test_secret_compare(void **state)
{
    (void)state;
    assert_true(bytes_equal_secret(TEXT("abc"), TEXT("abc")));
    assert_false(bytes_equal_secret(TEXT("abc"), TEXT("abd")));
    assert_false(bytes_equal_secret(TEXT("abc"), TEXT("ab")));
    assert_true(bytes_equal_secret(TEXT(""), text_of(NULL)));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_sm3),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_hmac_sm3),
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_secret_compare),
    };
    return cmocka_run_group_tests(TESTS, arena_setup, arena_teardown);
}
