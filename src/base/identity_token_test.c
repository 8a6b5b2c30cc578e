/* identity_token_test.c: tokens signed with keys made here, and each way they can be wrong. */

#include "base/identity_token.h"

#include "base/digest.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOW INT64_C(1581296400)
#define GOOD_CLAIMS "{\"iss\":\"https://id.example\",\"aud\":\"yibao\",\"sub\":\"u-1\"," \
    "\"exp\":1581296700,\"iat\":1581296400,\"nonce\":\"n-1\"}"

static struct arena arena;
static EVP_PKEY *rsa, *ec, *stranger;
static const struct json *keys;

static struct text number_of(EVP_PKEY *key, const char *name, int length)
{
    BIGNUM *number = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
    int size = length > 0 ? length : BN_num_bytes(number);
    char *bytes = arena_take(&arena, (size_t)size);
    assert_int_equal(BN_bn2binpad(number, (unsigned char *)bytes, size), size);
    BN_free(number);
    return base64url_encode(&arena, (struct text){ bytes, (size_t)size });
}

static int make_keys(void **state)
{
    (void)state;
    arena_init(&arena);
    rsa = EVP_RSA_gen(2048);
    stranger = EVP_RSA_gen(2048);
    ec = EVP_EC_gen("P-256");
    struct text set = arena_format(&arena,
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"},"
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"x\":\"%s\",\"y\":\"%s\"}]}",
        number_of(rsa, OSSL_PKEY_PARAM_RSA_N, 0).data,
        number_of(rsa, OSSL_PKEY_PARAM_RSA_E, 0).data,
        number_of(ec, OSSL_PKEY_PARAM_EC_PUB_X, 32).data,
        number_of(ec, OSSL_PKEY_PARAM_EC_PUB_Y, 32).data);
    struct json_fault fault;
    return json_parse(set, 1 << 16, &arena, &keys, &fault) ? 0 : 1;
}

static int drop_keys(void **state)
{
    (void)state;
    EVP_PKEY_free(rsa);
    EVP_PKEY_free(stranger);
    EVP_PKEY_free(ec);
    arena_release(&arena);
    return 0;
}

static struct text raw_of_der(const unsigned char *der, size_t length)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)length);
    unsigned char *raw = arena_take(&arena, 64);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw, 32), 32);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw + 32, 32), 32);
    ECDSA_SIG_free(pair);
    return (struct text){ (const char *)raw, 64 };
}

static struct text token_of(EVP_PKEY *key, const char *head, const char *claims)
{
    struct text said = arena_format(&arena, "%s.%s",
                                    base64url_encode(&arena, text_of(head)).data,
                                    base64url_encode(&arena, text_of(claims)).data);
    size_t length = 1024;
    unsigned char *bytes = arena_take(&arena, length);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key), 1);
    assert_int_equal(EVP_DigestSign(context, bytes, &length, (const unsigned char *)said.data,
                                    said.length), 1);
    EVP_MD_CTX_free(context);
    struct text signature = key == ec ? raw_of_der(bytes, length)
                                      : (struct text){ (const char *)bytes, length };
    return arena_format(&arena, "%s.%s", said.data, base64url_encode(&arena, signature).data);
}

static enum identity_verdict verdict_of(struct text token)
{
    const struct identity_expected expected = {
        .issuer = TEXT("https://id.example"), .client = TEXT("yibao"), .nonce = TEXT("n-1"),
        .now = NOW,
    };
    const struct json *claims = NULL;
    enum identity_verdict verdict =
        identity_token_check(token, keys, &expected, &arena, &claims);
    assert_true((claims != NULL) == (verdict == IDENTITY_GOOD));
    return verdict;
}

static enum identity_verdict claimed(const char *claims)
{
    return verdict_of(token_of(rsa, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims));
}

static void test_both_kinds_of_signature(void **state)
{
    (void)state;
    assert_int_equal(claimed(GOOD_CLAIMS), IDENTITY_GOOD);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"RS256\"}", GOOD_CLAIMS)),
                     IDENTITY_GOOD);
    assert_int_equal(verdict_of(token_of(ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", GOOD_CLAIMS)),
                     IDENTITY_GOOD);
}

static void test_signatures_that_are_none(void **state)
{
    (void)state;
    static const char RS[] = "{\"alg\":\"RS256\",\"kid\":\"r\"}";
    assert_int_equal(verdict_of(token_of(stranger, RS, GOOD_CLAIMS)), IDENTITY_FORGED);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"none\"}", GOOD_CLAIMS)),
                     IDENTITY_METHOD);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"HS256\",\"kid\":\"r\"}", GOOD_CLAIMS)),
                     IDENTITY_METHOD);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"RS256\",\"crit\":[\"b64\"]}",
                                         GOOD_CLAIMS)), IDENTITY_METHOD);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"RS256\",\"kid\":\"old\"}",
                                         GOOD_CLAIMS)), IDENTITY_KEY_UNKNOWN);
    /* The name of a key of the other kind does not make it one of this. */
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"RS256\",\"kid\":\"e\"}",
                                         GOOD_CLAIMS)), IDENTITY_KEY_UNKNOWN);
    assert_int_equal(verdict_of(token_of(rsa, "{\"alg\":\"ES256\",\"kid\":\"e\"}",
                                         GOOD_CLAIMS)), IDENTITY_FORGED);
    assert_int_equal(verdict_of(TEXT("")), IDENTITY_MALFORMED);
    assert_int_equal(verdict_of(TEXT("a.b")), IDENTITY_MALFORMED);
    assert_int_equal(verdict_of(TEXT("e30.e30.e30.e30")), IDENTITY_MALFORMED);
}

static void test_claims(void **state)
{
    (void)state;
#define WITH(aud_, exp_, iat_, nonce_, more_) "{\"iss\":\"https://id.example\",\"aud\":" aud_ \
    ",\"sub\":\"u-1\",\"exp\":" exp_ ",\"iat\":" iat_ ",\"nonce\":\"" nonce_ "\"" more_ "}"
#define T0 "1581296400"
#define T1 "1581296700"
    static const struct { const char *claims; enum identity_verdict verdict; } CASES[] = {
        { WITH("[\"yibao\"]", T1, T0, "n-1", ""), IDENTITY_GOOD },
        { WITH("[\"other\",\"yibao\"]", T1, T0, "n-1", ""), IDENTITY_AUDIENCE },
        { WITH("[\"other\",\"yibao\"]", T1, T0, "n-1", ",\"azp\":\"yibao\""), IDENTITY_GOOD },
        { WITH("\"yibao\"", T1, T0, "n-1", ",\"azp\":\"other\""), IDENTITY_AUDIENCE },
        { WITH("\"other\"", T1, T0, "n-1", ""), IDENTITY_AUDIENCE },
        { WITH("[]", T1, T0, "n-1", ""), IDENTITY_AUDIENCE },
        { WITH("\"yibao\"", "1581296341", T0, "n-1", ""), IDENTITY_GOOD },
        { WITH("\"yibao\"", "1581296340", T0, "n-1", ""), IDENTITY_EXPIRED },
        { WITH("\"yibao\"", "1581296700.5", T0, "n-1", ""), IDENTITY_GOOD },
        { WITH("\"yibao\"", "\"never\"", T0, "n-1", ""), IDENTITY_MALFORMED },
        { WITH("\"yibao\"", T1, "1581296460", "n-1", ""), IDENTITY_GOOD },
        { WITH("\"yibao\"", T1, "1581296461", "n-1", ""), IDENTITY_EARLY },
        { WITH("\"yibao\"", T1, T0, "n-2", ""), IDENTITY_NONCE },
        { WITH("\"yibao\"", T1, T0, "", ""), IDENTITY_NONCE },
        { "{\"iss\":\"https://id.example/\",\"aud\":\"yibao\",\"sub\":\"u\",\"exp\":" T1
          ",\"iat\":" T0 ",\"nonce\":\"n-1\"}", IDENTITY_ISSUER },
        { "{\"iss\":\"https://id.example\",\"aud\":\"yibao\",\"exp\":" T1
          ",\"iat\":" T0 ",\"nonce\":\"n-1\"}", IDENTITY_MALFORMED },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_int_equal(claimed(CASES[i].claims), CASES[i].verdict);
}

/* Whatever single byte is changed, nothing is believed. */
static void test_no_changed_byte_is_believed(void **state)
{
    (void)state;
    struct text token = token_of(ec, "{\"alg\":\"ES256\",\"kid\":\"e\"}", GOOD_CLAIMS);
    char *bytes = (char *)(uintptr_t)arena_text(&arena, token).data;
    for (size_t i = 0; i < token.length; i++) {
        char kept = bytes[i];
        bytes[i] = kept == 'A' ? 'B' : 'A';
        assert_int_not_equal(verdict_of((struct text){ bytes, token.length }), IDENTITY_GOOD);
        bytes[i] = kept;
    }
    assert_int_equal(verdict_of((struct text){ bytes, token.length }), IDENTITY_GOOD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_kinds_of_signature),
        cmocka_unit_test(test_signatures_that_are_none),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_no_changed_byte_is_believed),
    };
    return cmocka_run_group_tests(tests, make_keys, drop_keys);
}
