#include "base/sm.h"

#include "base/check.h"
#include "base/digest.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <pthread.h>
#include <string.h>

static const char SM2_USER_ID[] = "1234567812345678";

struct sm2_key {
    EVP_PKEY *pair;
    unsigned char public[SM2_PUBLIC_BYTES];
    unsigned char private[SM2_PRIVATE_BYTES];
    bool has_private;
};

/* Fetched once for the program's life. */
static struct {
    EVP_MD *sm3;
    EVP_CIPHER *sm4_ecb;
    EC_GROUP *curve;
} sm;
static pthread_once_t sm_once = PTHREAD_ONCE_INIT;

static void sm_fetch(void)
{
    sm.sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    sm.sm4_ecb = EVP_CIPHER_fetch(NULL, "SM4-ECB", NULL);
    sm.curve = EC_GROUP_new_by_curve_name(NID_sm2);
    CHECK(sm.sm3 != NULL && sm.sm4_ecb != NULL && sm.curve != NULL);
}

static void sm_need(void)
{
    CHECK(pthread_once(&sm_once, sm_fetch) == 0);
}

/* ---- keys ---- */

/* NULL when OpenSSL refuses: a point that is not on the curve. */
static EVP_PKEY *sm2_pair(const unsigned char *public, const BIGNUM *private)
{
    EVP_PKEY *pair = NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    CHECK(build != NULL && context != NULL);
    CHECK(OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) == 1);
    CHECK(OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, public,
                                           SM2_PUBLIC_BYTES) == 1);
    if (private != NULL)
        CHECK(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, private) == 1);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    CHECK(params != NULL);
    CHECK(EVP_PKEY_fromdata_init(context) == 1);
    int selection = private != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (EVP_PKEY_fromdata(context, &pair, selection, params) != 1) {
        ERR_clear_error();
        pair = NULL;
    }
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    return pair;
}

static struct sm2_key *sm2_key_new(const unsigned char *public, const BIGNUM *private)
{
    EVP_PKEY *pair = sm2_pair(public, private);
    if (pair == NULL)
        return NULL;
    struct sm2_key *key = calloc(1, sizeof *key);
    CHECK(key != NULL);
    key->pair = pair;
    memcpy(key->public, public, sizeof key->public);
    if (private != NULL) {
        CHECK(BN_bn2binpad(private, key->private, SM2_PRIVATE_BYTES) == SM2_PRIVATE_BYTES);
        key->has_private = true;
    }
    return key;
}

struct sm2_key *sm2_key_of_private(const unsigned char bytes[SM2_PRIVATE_BYTES])
{
    sm_need();
    struct sm2_key *key = NULL;
    BIGNUM *private = BN_bin2bn(bytes, SM2_PRIVATE_BYTES, NULL), *limit = BN_new();
    CHECK(private != NULL && limit != NULL);
    /* 1 … n-2: with n-1 the signing equation cannot be solved. */
    CHECK(BN_sub(limit, EC_GROUP_get0_order(sm.curve), BN_value_one()) == 1);
    if (!BN_is_zero(private) && BN_cmp(private, limit) < 0) {
        unsigned char public[SM2_PUBLIC_BYTES];
        EC_POINT *point = EC_POINT_new(sm.curve);
        CHECK(point != NULL);
        CHECK(EC_POINT_mul(sm.curve, point, private, NULL, NULL, NULL) == 1);
        CHECK(EC_POINT_point2oct(sm.curve, point, POINT_CONVERSION_UNCOMPRESSED, public,
                                 sizeof public, NULL) == sizeof public);
        EC_POINT_free(point);
        key = sm2_key_new(public, private);
    }
    BN_clear_free(private);
    BN_free(limit);
    return key;
}

struct sm2_key *sm2_key_generate(void)
{
    sm_need();
    BIGNUM *private = BN_new();
    CHECK(private != NULL);
    struct sm2_key *key = NULL;
    while (key == NULL) {
        unsigned char bytes[SM2_PRIVATE_BYTES];
        CHECK(BN_priv_rand_range(private, EC_GROUP_get0_order(sm.curve)) == 1);
        CHECK(BN_bn2binpad(private, bytes, sizeof bytes) == SM2_PRIVATE_BYTES);
        key = sm2_key_of_private(bytes);
        OPENSSL_cleanse(bytes, sizeof bytes);
    }
    BN_clear_free(private);
    return key;
}

/* OpenSSL takes some points unchecked, so the curve is asked. */
static bool sm2_is_point(const unsigned char *public)
{
    EC_POINT *point = EC_POINT_new(sm.curve);
    CHECK(point != NULL);
    bool good = EC_POINT_oct2point(sm.curve, point, public, SM2_PUBLIC_BYTES, NULL) == 1
        && EC_POINT_is_at_infinity(sm.curve, point) == 0
        && EC_POINT_is_on_curve(sm.curve, point, NULL) == 1;
    EC_POINT_free(point);
    ERR_clear_error();
    return good;
}

struct sm2_key *sm2_key_of_public(struct text bytes)
{
    sm_need();
    unsigned char public[SM2_PUBLIC_BYTES] = { 0x04 };
    if (bytes.length == SM2_PUBLIC_BYTES && bytes.data[0] == 0x04)
        memcpy(public, bytes.data, sizeof public);
    else if (bytes.length == SM2_PUBLIC_BYTES - 1)
        memcpy(public + 1, bytes.data, sizeof public - 1);
    else
        return NULL;
    return sm2_is_point(public) ? sm2_key_new(public, NULL) : NULL;
}

struct sm2_key *sm2_key_of_hex(struct text hex)
{
    unsigned char bytes[SM2_PUBLIC_BYTES];
    size_t size = hex.length / 2;
    if (size > sizeof bytes || !hex_decode(hex, bytes, size))
        return NULL;
    struct sm2_key *key = size == SM2_PRIVATE_BYTES
        ? sm2_key_of_private(bytes)
        : sm2_key_of_public((struct text){ (const char *)bytes, size });
    OPENSSL_cleanse(bytes, sizeof bytes);
    return key;
}

void sm2_key_free(struct sm2_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_free(key->pair);
    OPENSSL_cleanse(key, sizeof *key);
    free(key);
}

bool sm2_key_is_private(const struct sm2_key *key)
{
    return key->has_private;
}

void sm2_key_public(const struct sm2_key *key, unsigned char ret_bytes[SM2_PUBLIC_BYTES])
{
    memcpy(ret_bytes, key->public, SM2_PUBLIC_BYTES);
}

void sm2_key_private(const struct sm2_key *key, unsigned char ret_bytes[SM2_PRIVATE_BYTES])
{
    CHECK(key->has_private);
    memcpy(ret_bytes, key->private, SM2_PRIVATE_BYTES);
}

/* ---- signatures ---- */

static EVP_MD_CTX *sm2_context(const struct sm2_key *key, EVP_PKEY_CTX **ret_key_context)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *key_context = EVP_PKEY_CTX_new_from_pkey(NULL, key->pair, NULL);
    CHECK(context != NULL && key_context != NULL);
    CHECK(EVP_PKEY_CTX_set1_id(key_context, SM2_USER_ID, (int)strlen(SM2_USER_ID)) == 1);
    EVP_MD_CTX_set_pkey_ctx(context, key_context);
    *ret_key_context = key_context;
    return context;
}

struct sm2_signature sm2_sign(const struct sm2_key *key, struct text data)
{
    CHECK(key->has_private);
    EVP_PKEY_CTX *key_context;
    EVP_MD_CTX *context = sm2_context(key, &key_context);
    unsigned char der[128];
    size_t length = sizeof der;
    CHECK(EVP_DigestSignInit(context, NULL, sm.sm3, NULL, key->pair) == 1);
    CHECK(EVP_DigestSignUpdate(context, data.data, data.length) == 1);
    CHECK(EVP_DigestSignFinal(context, der, &length) == 1);
    EVP_MD_CTX_free(context);
    EVP_PKEY_CTX_free(key_context);

    struct sm2_signature signature;
    CHECK(sm2_signature_of_der((struct text){ (const char *)der, length }, &signature));
    return signature;
}

bool sm2_verify(const struct sm2_key *key, struct text data, struct text signature)
{
    if (signature.length != SM2_SIGNATURE_BYTES)
        return false;
    struct sm2_signature raw;
    memcpy(raw.bytes, signature.data, sizeof raw.bytes);
    struct arena arena;
    arena_init(&arena);
    struct text der = sm2_signature_to_der(&raw, &arena);
    EVP_PKEY_CTX *key_context;
    EVP_MD_CTX *context = sm2_context(key, &key_context);
    CHECK(EVP_DigestVerifyInit(context, NULL, sm.sm3, NULL, key->pair) == 1);
    CHECK(EVP_DigestVerifyUpdate(context, data.data, data.length) == 1);
    bool good = EVP_DigestVerifyFinal(context, (const unsigned char *)der.data, der.length) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_CTX_free(key_context);
    arena_release(&arena);
    ERR_clear_error();
    return good;
}

struct text sm2_sign_hex(const struct sm2_key *key, struct text data, struct arena *arena)
{
    const struct sm2_signature signature = sm2_sign(key, data);
    return hex_encode(arena, (struct text){ (const char *)signature.bytes, SM2_SIGNATURE_BYTES });
}

bool sm2_verify_hex(const struct sm2_key *key, struct text data, struct text signature,
                    struct arena *arena)
{
    struct text bytes;
    return hex_decode_text(signature, arena, &bytes) && sm2_verify(key, data, bytes);
}

struct text sm2_signature_to_der(const struct sm2_signature *signature, struct arena *arena)
{
    ECDSA_SIG *parts = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature->bytes, 32, NULL);
    BIGNUM *s = BN_bin2bn(signature->bytes + 32, 32, NULL);
    CHECK(parts != NULL && r != NULL && s != NULL);
    CHECK(ECDSA_SIG_set0(parts, r, s) == 1);
    unsigned char *der = NULL;
    int length = i2d_ECDSA_SIG(parts, &der);
    CHECK(length > 0);
    struct text text = arena_copy(arena, der, (size_t)length);
    OPENSSL_free(der);
    ECDSA_SIG_free(parts);
    return text;
}

bool sm2_signature_of_der(struct text der, struct sm2_signature *ret_signature)
{
    if (der.length == 0 || der.length > 80)
        return false;
    const unsigned char *at = (const unsigned char *)der.data;
    ECDSA_SIG *parts = d2i_ECDSA_SIG(NULL, &at, (long)der.length);
    struct sm2_signature signature;
    bool good = parts != NULL && at == (const unsigned char *)der.data + der.length
        && !BN_is_negative(ECDSA_SIG_get0_r(parts)) && !BN_is_negative(ECDSA_SIG_get0_s(parts))
        && BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature.bytes, 32) == 32
        && BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature.bytes + 32, 32) == 32;
    ECDSA_SIG_free(parts);
    ERR_clear_error();
    if (good)
        *ret_signature = signature;
    return good;
}

/* ---- SM4-ECB ---- */

static bool sm4_run(const unsigned char *key, bool encrypt, struct text in, struct arena *arena,
                    struct text *ret_out)
{
    sm_need();
    CHECK(in.length < INT32_MAX - 64);
    unsigned char *out = arena_take(arena, in.length + 32);
    int length = 0, last = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    CHECK(context != NULL);
    CHECK(EVP_CipherInit_ex2(context, sm.sm4_ecb, key, NULL, encrypt ? 1 : 0, NULL) == 1);
    if (in.length > 0)
        CHECK(EVP_CipherUpdate(context, out, &length, (const unsigned char *)in.data,
                               (int)in.length) == 1);
    bool good = EVP_CipherFinal_ex(context, out + length, &last) == 1;
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    if (good)
        *ret_out = (struct text){ (const char *)out, (size_t)length + (size_t)last };
    return good;
}

struct text sm4_ecb_encrypt(const unsigned char key[SM4_KEY_BYTES], struct text plain,
                            struct arena *arena)
{
    struct text bytes = { 0 };
    CHECK(sm4_run(key, true, plain, arena, &bytes));
    return bytes;
}

bool sm4_ecb_decrypt(const unsigned char key[SM4_KEY_BYTES], struct text bytes,
                     struct arena *arena, struct text *ret_plain)
{
    if (bytes.length == 0 || bytes.length % 16 != 0)
        return false;
    return sm4_run(key, false, bytes, arena, ret_plain);
}
