#include "base/arena_testing.h"
#include "base/check.h"
#include "base/digest.h"
#include "base/sm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

/* GB/T 32918.5-2017, appendix A: key pair and signature of "message digest". */
#define PRIVATE_HEX "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
#define PUBLIC_HEX "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020" \
                   "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
#define OFF_CURVE_HEX "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020" \
                      "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD14"
#define SIGNATURE_HEX "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3" \
                      "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"

static void test_standard_example(void **state)
{
    (void)state;
    struct sm2_key *pair = sm2_key_of_hex(TEXT(PRIVATE_HEX));
    struct sm2_key *public = sm2_key_of_hex(TEXT("04" PUBLIC_HEX));
    assert_non_null(pair);
    assert_non_null(public);
    assert_true(sm2_key_is_private(pair));
    assert_false(sm2_key_is_private(public));
    unsigned char worked_out[SM2_PUBLIC_BYTES], given[SM2_PUBLIC_BYTES];
    sm2_key_public(pair, worked_out);
    sm2_key_public(public, given);
    assert_memory_equal(worked_out, given, sizeof given);
    struct text signature;
    assert_true(hex_decode_text(TEXT(SIGNATURE_HEX), &arena, &signature));
    assert_true(sm2_verify(public, TEXT("message digest"), signature));
    assert_true(sm2_verify(pair, TEXT("message digest"), signature));
    assert_false(sm2_verify(public, TEXT("message digesu"), signature));
    sm2_key_free(pair);
    sm2_key_free(public);
}

static void test_sign_and_verify(void **state)
{
    (void)state;
    struct sm2_key *pair = sm2_key_generate(), *other = sm2_key_generate();
    unsigned char bytes[SM2_PUBLIC_BYTES], private[SM2_PRIVATE_BYTES];
    sm2_key_public(pair, bytes);
    assert_int_equal(bytes[0], 4);
    struct sm2_key *public = sm2_key_of_public((struct text){ (char *)bytes + 1, 64 });
    sm2_key_private(pair, private);
    struct sm2_key *again = sm2_key_of_private(private);
    assert_non_null(public);
    assert_non_null(again);
    for (int i = 0; i < 20; i++) {
        struct text data = arena_format(&arena, "{\"infno\":\"2206\",\"n\":%d}", i);
        struct sm2_signature signature = sm2_sign(again, data);
        struct text raw = { (char *)signature.bytes, sizeof signature.bytes };
        assert_true(sm2_verify(public, data, raw));
        assert_false(sm2_verify(other, data, raw));
        assert_false(sm2_verify(public, data, text_slice(raw, 0, 63)));
        struct sm2_signature back;
        struct text der = sm2_signature_to_der(&signature, &arena);
        assert_true(sm2_signature_of_der(der, &back));
        assert_memory_equal(back.bytes, signature.bytes, sizeof back.bytes);
        assert_false(sm2_signature_of_der(text_slice(der, 0, der.length - 1), &back));
        signature.bytes[i] ^= 1;
        assert_false(sm2_verify(public, data, raw));
    }
    assert_true(sm2_verify(pair, TEXT(""), (struct text){
        (char *)sm2_sign(pair, text_of(NULL)).bytes, SM2_SIGNATURE_BYTES }));
    sm2_key_free(pair);
    sm2_key_free(other);
    sm2_key_free(public);
    sm2_key_free(again);
    sm2_key_free(NULL);
}

static void test_what_is_no_key(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "00", "zz", PUBLIC_HEX "00", "05" PUBLIC_HEX,
        "0000000000000000000000000000000000000000000000000000000000000000",
        /* n-1, n, and all ones */
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54122",
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        OFF_CURVE_HEX,
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_null(sm2_key_of_hex(text_of(BAD[i])));
    struct sm2_key *key = sm2_key_of_hex(TEXT(PRIVATE_HEX));
    char zeros[SM2_SIGNATURE_BYTES] = { 0 };
    assert_false(sm2_verify(key, TEXT("x"), (struct text){ zeros, sizeof zeros }));
    memset(zeros, 0xFF, sizeof zeros);
    assert_false(sm2_verify(key, TEXT("x"), (struct text){ zeros, sizeof zeros }));
    struct sm2_signature signature;
    assert_false(sm2_signature_of_der(TEXT("nonsense"), &signature));
    assert_false(sm2_signature_of_der(text_of(NULL), &signature));
    sm2_key_free(key);
}

/* GB/T 32907-2016, appendix A, one block; then padding. */
static void test_sm4_ecb(void **state)
{
    (void)state;
    unsigned char key[SM4_KEY_BYTES];
    assert_true(hex_decode(TEXT("0123456789abcdeffedcba9876543210"), key, sizeof key));
    struct text bytes = sm4_ecb_encrypt(key, (struct text){ (char *)key, 16 }, &arena);
    assert_int_equal(bytes.length, 32);
    assert_true(text_is(hex_encode(&arena, text_slice(bytes, 0, 16)),
                        "681edf34d206965e86b3e94f536e4246"));
    static char data[100];
    for (size_t length = 0; length <= sizeof data; length++) {
        memset(data, 'a', length);
        struct text plain = { data, length }, back = { 0 };
        bytes = sm4_ecb_encrypt(key, plain, &arena);
        assert_int_equal(bytes.length, length / 16 * 16 + 16);
        assert_true(sm4_ecb_decrypt(key, bytes, &arena, &back));
        assert_true(text_equal(plain, back));
    }
    struct text plain = TEXT("untouched");
    assert_false(sm4_ecb_decrypt(key, text_slice(bytes, 0, 15), &arena, &plain));
    assert_false(sm4_ecb_decrypt(key, text_of(NULL), &arena, &plain));
    assert_false(sm4_ecb_decrypt(key, text_slice(bytes, 0, 16), &arena, &plain));
    assert_true(text_is(plain, "untouched"));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_standard_example),
        cmocka_unit_test(test_sign_and_verify),
        cmocka_unit_test(test_what_is_no_key),
        cmocka_unit_test(test_sm4_ecb),
    };
    return cmocka_run_group_tests(TESTS, arena_setup, arena_teardown);
}
