/* identity_token.c: see identity_token.h. */

#include "base/identity_token.h"

#include "base/check.h"
#include "base/digest.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <string.h>

/* Below, a key is too weak; above, checking takes longer than anybody needs. */
#define RSA_BYTES_MIN 256
#define RSA_BYTES_MAX 1024
#define EC_COORDINATE_BYTES 32

struct method {
    const char *name, *kind;
    EVP_PKEY *(*key)(const struct json *row, struct arena *arena);
    bool (*check)(EVP_PKEY *key, struct text said, struct text signature);
};

/* ---- keys ---- */

static struct text member_bytes(const struct json *row, const char *name, struct arena *arena)
{
    struct text bytes = { 0 };
    struct text written = json_text(json_member(row, text_of(name)));
    return base64url_decode(written, arena, &bytes) ? bytes : (struct text){ 0 };
}

static EVP_PKEY *key_of(const char *algorithm, OSSL_PARAM_BLD *builder)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
    CHECK(parameters != NULL && context != NULL);
    if (EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *rsa_key(const struct json *row, struct arena *arena)
{
    struct text n = member_bytes(row, "n", arena), e = member_bytes(row, "e", arena);
    if (n.length < RSA_BYTES_MIN || n.length > RSA_BYTES_MAX || e.length == 0 || e.length > 8)
        return NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *modulus = BN_bin2bn((const unsigned char *)n.data, (int)n.length, NULL);
    BIGNUM *exponent = BN_bin2bn((const unsigned char *)e.data, (int)e.length, NULL);
    CHECK(builder != NULL && modulus != NULL && exponent != NULL);
    CHECK(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) == 1);
    CHECK(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) == 1);
    EVP_PKEY *key = key_of("RSA", builder);
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return key;
}

static EVP_PKEY *ec_key(const struct json *row, struct arena *arena)
{
    struct text x = member_bytes(row, "x", arena), y = member_bytes(row, "y", arena);
    if (!text_is(json_text(json_member(row, TEXT("crv"))), "P-256")
        || x.length != EC_COORDINATE_BYTES || y.length != EC_COORDINATE_BYTES)
        return NULL;
    unsigned char point[1 + 2 * EC_COORDINATE_BYTES] = { 4 };
    memcpy(point + 1, x.data, x.length);
    memcpy(point + 1 + x.length, y.data, y.length);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    CHECK(builder != NULL);
    CHECK(OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0)
          == 1);
    CHECK(OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point,
                                           sizeof point) == 1);
    EVP_PKEY *key = key_of("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

/* ---- signatures ---- */

static bool check_der(EVP_PKEY *key, struct text said, const unsigned char *signature,
                      size_t length)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    CHECK(context != NULL);
    bool fits = EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestVerify(context, signature, length, (const unsigned char *)said.data,
                            said.length) == 1;
    EVP_MD_CTX_free(context);
    return fits;
}

static bool rsa_check(EVP_PKEY *key, struct text said, struct text signature)
{
    return check_der(key, said, (const unsigned char *)signature.data, signature.length);
}

/* Tokens carry r and s one after the other, OpenSSL wants them in DER (RFC 7518, 3.4). */
static bool ec_check(EVP_PKEY *key, struct text said, struct text signature)
{
    if (signature.length != 2 * EC_COORDINATE_BYTES)
        return false;
    const unsigned char *bytes = (const unsigned char *)signature.data;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(bytes, EC_COORDINATE_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(bytes + EC_COORDINATE_BYTES, EC_COORDINATE_BYTES, NULL);
    CHECK(pair != NULL && r != NULL && s != NULL);
    CHECK(ECDSA_SIG_set0(pair, r, s) == 1);
    unsigned char *der = NULL;
    int length = i2d_ECDSA_SIG(pair, &der);
    bool fits = length > 0 && check_der(key, said, der, (size_t)length);
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return fits;
}

static const struct method methods[] = {
    { "RS256", "RSA", rsa_key, rsa_check },
    { "ES256", "EC", ec_key, ec_check },
};

static const struct method *method_of(struct text name)
{
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (text_is(name, methods[i].name))
            return &methods[i];
    return NULL;
}

static bool is_or_absent(const struct json *row, const char *name, const char *wanted)
{
    const struct json *value = json_member(row, text_of(name));
    return value == NULL || text_is(json_text(value), wanted);
}

/* By its name; a token without one is taken when just one key could have signed it. */
static const struct json *key_row(const struct json *keys, const struct method *method,
                                  struct text name)
{
    const struct json *list = json_member(keys, TEXT("keys")), *found = NULL;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *row = json_at(list, i);
        if (!text_is(json_text(json_member(row, TEXT("kty"))), method->kind)
            || !is_or_absent(row, "use", "sig") || !is_or_absent(row, "alg", method->name))
            continue;
        if (text_present(name)) {
            if (text_equal(json_text(json_member(row, TEXT("kid"))), name))
                return row;
        } else if (found != NULL) {
            return NULL;
        } else {
            found = row;
        }
    }
    return found;
}

/* ---- claims ---- */

static bool is_for(const struct json *claims, struct text client)
{
    const struct json *audience = json_member(claims, TEXT("aud"));
    const struct json *party = json_member(claims, TEXT("azp"));
    if (party != NULL && !text_equal(json_text(party), client))
        return false;
    if (json_kind(audience) == JSON_TEXT)
        return text_equal(json_text(audience), client);
    bool named = false;
    for (size_t i = 0; i < json_count(audience); i++)
        named |= text_equal(json_text(json_at(audience, i)), client);
    /* One of several: then the token must say for whom it was made. */
    return named && (json_count(audience) == 1 || party != NULL);
}

static bool seconds_of(const struct json *claims, const char *name, int64_t *ret_seconds)
{
    struct text rest;
    struct text written = json_number_text(json_member(claims, text_of(name)));
    return text_to_int64(text_until(written, '.', &rest), ret_seconds);
}

static enum identity_verdict judge_claims(const struct json *claims,
                                          const struct identity_expected *expected)
{
    struct text subject = json_text(json_member(claims, TEXT("sub")));
    int64_t until, issued;
    if (!seconds_of(claims, "exp", &until) || !seconds_of(claims, "iat", &issued)
        || !text_present(subject) || subject.length > IDENTITY_SUBJECT_MAX)
        return IDENTITY_MALFORMED;
    if (!text_equal(json_text(json_member(claims, TEXT("iss"))), expected->issuer))
        return IDENTITY_ISSUER;
    if (!is_for(claims, expected->client))
        return IDENTITY_AUDIENCE;
    if (until <= expected->now - IDENTITY_SKEW_SECONDS)
        return IDENTITY_EXPIRED;
    if (issued > expected->now + IDENTITY_SKEW_SECONDS)
        return IDENTITY_EARLY;
    struct text nonce = json_text(json_member(claims, TEXT("nonce")));
    return text_present(nonce) && text_equal(nonce, expected->nonce) ? IDENTITY_GOOD
                                                                     : IDENTITY_NONCE;
}

/* ---- the whole ---- */

static const struct json *part_of(struct text written, struct arena *arena)
{
    struct text bytes;
    struct json_fault fault;
    const struct json *json = NULL;
    if (!base64url_decode(written, arena, &bytes)
        || !json_parse(bytes, IDENTITY_TOKEN_BYTES_MAX, arena, &json, &fault)
        || json_kind(json) != JSON_OBJECT)
        return NULL;
    return json;
}

enum identity_verdict identity_token_check(struct text token, const struct json *keys,
                                           const struct identity_expected *expected,
                                           struct arena *arena, const struct json **ret_claims)
{
    struct text rest = { 0 }, last = { 0 };
    if (!text_present(token) || token.length > IDENTITY_TOKEN_BYTES_MAX)
        return IDENTITY_MALFORMED;
    struct text head_part = text_until(token, '.', &rest);
    struct text claims_part = text_until(rest, '.', &last);
    struct text signature = { 0 };
    const struct json *head = part_of(head_part, arena);
    const struct json *claims = part_of(claims_part, arena);
    if (head == NULL || claims == NULL || !base64url_decode(last, arena, &signature))
        return IDENTITY_MALFORMED;

    const struct method *method = method_of(json_text(json_member(head, TEXT("alg"))));
    /* `crit` names what must be understood, and none of it is. */
    if (method == NULL || json_member(head, TEXT("crit")) != NULL)
        return IDENTITY_METHOD;
    const struct json *row = key_row(keys, method, json_text(json_member(head, TEXT("kid"))));
    EVP_PKEY *key = row == NULL ? NULL : method->key(row, arena);
    if (key == NULL)
        return IDENTITY_KEY_UNKNOWN;
    struct text said = text_slice(token, 0, head_part.length + 1 + claims_part.length);
    bool fits = method->check(key, said, signature);
    EVP_PKEY_free(key);
    if (!fits)
        return IDENTITY_FORGED;
    enum identity_verdict verdict = judge_claims(claims, expected);
    if (verdict == IDENTITY_GOOD)
        *ret_claims = claims;
    return verdict;
}
