/* nhsa_access_test.c: each way an institution is let in, good and bad, and nobody by another's. */

#include "doors/nhsa/canned_rooms.h"
#include "doors/nhsa/gateway.h"
#include "doors/nhsa/nhsa_harness.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/sm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define PATH "/csb/2202"
#define INPUT "{\"data\":{\"psn_no\":\"12345\",\"mdtrt_id\":\"777\",\"ipt_otp_no\":\"MZ0001\"}}"
#define BEARER(token_) harness_format("Authorization: Bearer %.*s\r\n", TEXT_ARGS(token_)).data

static int reset(void **state)
{
    (void)state;
    canned = (struct canned){ .status = CALL_DONE };
    return 0;
}

static struct harness_answer ask_of(const char *code, const char *headers)
{
    return harness_ask_with("2202", code, PATH, headers, INPUT, NULL);
}

static void assert_turned_away(const struct harness_answer *answer, const char *sentence)
{
    if (answer->status != 401 || !text_is(answer_at(answer, "code"), "401")
        || !text_is(answer_at(answer, "message"), sentence)
        || json_kind(answer_node(answer, "code")) != JSON_NUMBER)
        fail_msg("%s\n%.*s", sentence, TEXT_ARGS(answer->body));
    assert_int_equal(canned.calls, 0);
}

/* ---- B ---- */

static const char *csb_headers(const char *key, const char *secret, int64_t timestamp)
{
    struct text signed_text = harness_format(
        "_api_access_key=%s&_api_name=hsa-fsi-2202&_api_timestamp=%lld&_api_version=1.0.0", key,
        (long long)timestamp);
    unsigned char mac[DIGEST_SHA1_BYTES];
    digest_hmac_sha1(text_of(secret), signed_text, mac);
    struct text signature = base64_encode(harness_memory(),
                                          (struct text){ (const char *)mac, sizeof mac });
    return harness_format("_api_name: hsa-fsi-2202\r\n_api_version: 1.0.0\r\n"
                          "_api_timestamp: %lld\r\n_api_access_key: %s\r\n"
                          "_api_signature: %.*s\r\n", (long long)timestamp, key,
                          TEXT_ARGS(signature)).data;
}

static void test_csb(void **state)
{
    (void)state;
    const char *code = "H11010590002";
    int64_t now = CANNED_NOW.ms;
    struct harness_answer answer = ask_of(code, NULL);
    assert_turned_away(&answer, "缺少服务网关的请求头!");
    answer = ask_of(code, csb_headers("AK0001", "SK-secret-1", now - 31 * 60 * 1000));
    assert_turned_away(&answer, "签名时间戳超时!");
    answer = ask_of(code, csb_headers("AK0001", "SK-secret-1", now + 31 * 60 * 1000));
    assert_turned_away(&answer, "签名时间戳超时!");
    answer = ask_of(code, csb_headers("AK0002", "SK-secret-1", now));
    assert_turned_away(&answer, "非法用户!");
    answer = ask_of("H99999999999", csb_headers("AK0001", "SK-secret-1", now));
    assert_turned_away(&answer, "非法用户!");
    answer = ask_of(code, csb_headers("AK0001", "SK-secret-2", now));
    assert_turned_away(&answer, "签名不一致!");

    answer = ask_of(code, csb_headers("AK0001", "SK-secret-1", now - 29 * 60 * 1000));
    assert_good(&answer);
    /* Some send seconds. */
    answer = ask_of(code, csb_headers("AK0001", "SK-secret-1", now / 1000));
    assert_good(&answer);
    assert_int_equal(canned.institution, 1002);
}

/* ---- C ---- */

static const char *tif_headers(const char *prefix, const char *caller, const char *token,
                               int64_t timestamp, const char *nonce, bool capitals)
{
    struct text signed_text = harness_format("%lld%s%s%lld", (long long)timestamp, token, nonce,
                                             (long long)timestamp);
    struct digest digest = digest_sha256(signed_text);
    struct text hex = hex_encode(harness_memory(), digest_text(&digest));
    char signature[65] = "";
    for (size_t i = 0; i < hex.length && i < 64; i++) {
        bool letter = hex.data[i] >= 'a';
        signature[i] = capitals && letter ? (char)(hex.data[i] - 'a' + 'A') : hex.data[i];
    }
    return harness_format("%s-paasid: %s\r\n%s-timestamp: %lld\r\n%s-nonce: %s\r\n"
                          "%s-signature: %s\r\n", prefix, caller, prefix, (long long)timestamp,
                          prefix, nonce, prefix, signature).data;
}

static void test_tif(void **state)
{
    (void)state;
    const char *code = "H11010590003";
    int64_t now = CANNED_NOW.ms / 1000;
    struct harness_answer answer = ask_of(code, NULL);
    assert_turned_away(&answer, "缺少服务网关的请求头!");
    answer = ask_of(code, tif_headers("x-tif", "paas-1", "tif-token", now - 301, "n1", false));
    assert_turned_away(&answer, "签名时间戳超时!");
    answer = ask_of(code, tif_headers("x-tif", "paas-2", "tif-token", now, "n1", false));
    assert_turned_away(&answer, "非法用户!");
    answer = ask_of(code, tif_headers("x-tif", "paas-1", "other", now, "n1", false));
    assert_turned_away(&answer, "签名不一致!");

    answer = ask_of(code, tif_headers("x-tif", "paas-1", "tif-token", now, "n1", false));
    assert_good(&answer);
    canned.calls = 0;
    answer = ask_of(code, tif_headers("x-tif", "paas-1", "tif-token", now, "n1", false));
    assert_turned_away(&answer, "请求重复，请更换随机数!");
    answer = ask_of(code, tif_headers("x-rio", "paas-1", "tif-token", now - 200, "n2", true));
    assert_good(&answer);
    assert_int_equal(canned.institution, 1003);
}

/* ---- D ---- */

static const char BASIC[] = "Y2xpZW50LTAxMjM0NTY3ODk6Y2xpZW50LXNlY3JldA==";

static struct harness_answer ask_token(const char *basic, const char *form)
{
    return harness_send("POST", "/auth/oauth/token",
                        harness_format("Authorization: Basic %s\r\nContent-Type: "
                                       "application/x-www-form-urlencoded\r\n", basic).data,
                        text_of(form));
}

static struct text token_of(void)
{
    struct harness_answer answer =
        ask_token(BASIC, "username=his&password=p+w%2Bd&scope=server&grant_type=password");
    assert_int_equal(answer.status, 200);
    assert_at(&answer, "token_type", "bearer");
    assert_at(&answer, "expires_in", "43200");
    return answer_at(&answer, "access_token");
}

static void test_token_endpoint(void **state)
{
    (void)state;
    const char *good = "username=his&password=p+w%2Bd&scope=server&grant_type=password";
    struct harness_answer answer =
        ask_token("Y2xpZW50LTAxMjM0NTY3ODk6d3Jvbmc=", good);    /* another secret */
    assert_int_equal(answer.status, 401);
    assert_at(&answer, "error", "invalid_client");
    answer = ask_token("QUswMDAxOlNLLXNlY3JldC0x", good);       /* an institution of mode B */
    assert_at(&answer, "error", "invalid_client");
    answer = ask_token("!!", good);
    assert_at(&answer, "error", "invalid_client");
    answer = ask_token(BASIC, "username=his&password=wrong&grant_type=password");
    assert_int_equal(answer.status, 400);
    assert_at(&answer, "error", "invalid_grant");
    answer = ask_token(BASIC, "username=&password=&grant_type=password");
    assert_at(&answer, "error", "invalid_grant");
    answer = ask_token(BASIC, "grant_type=client_credentials");
    assert_at(&answer, "error", "unsupported_grant_type");
    /* While the store does not say who that is, nobody is told that he is not known. */
    canned.unasked = true;
    answer = ask_token(BASIC, good);
    assert_int_equal(answer.status, 503);
    assert_at(&answer, "error", "temporarily_unavailable");
    canned.unasked = false;
    assert_true(text_present(token_of()));
}

static void test_bearer(void **state)
{
    (void)state;
    const char *code = "H11010590004";
    struct harness_answer answer = ask_of(code, NULL);
    assert_turned_away(&answer, "令牌无效或已过期，请重新获取!");
    answer = ask_of(code, "Authorization: Bearer AAAA\r\n");
    assert_turned_away(&answer, "令牌无效或已过期，请重新获取!");
    struct text token = token_of();
    answer = ask_of(code, BEARER(token));
    assert_good(&answer);
    assert_at(&answer, "cainfo", "");

    canned.calls = 0;
    char *spoiled = (char *)(uintptr_t)arena_text(harness_memory(), token).data;
    spoiled[5] = spoiled[5] == 'A' ? 'B' : 'A';
    answer = ask_of(code, BEARER(((struct text){ spoiled, token.length })));
    assert_turned_away(&answer, "令牌无效或已过期，请重新获取!");

    /* Changing the secret ends the tokens it gave. */
    struct text secret = institutions[3].secret;
    institutions[3].secret = TEXT("new");
    answer = ask_of(code, BEARER(token));
    assert_turned_away(&answer, "令牌无效或已过期，请重新获取!");
    institutions[3].secret = secret;
    answer = ask_of(code, BEARER(token));
    assert_good(&answer);
}

static void test_token_ends(void **state)
{
    (void)state;
    struct gateway *gateway = gateway_new();
    struct arena *arena = harness_memory();
    const struct institution_access *access = &institutions[3];
    struct text token = gateway_token_make(gateway, access, CANNED_NOW, arena);
    struct moment last = { CANNED_NOW.ms + GATEWAY_TOKEN_SECONDS * 1000 - 1 };
    assert_true(gateway_token_holds(gateway, access, token, last, arena));
    last.ms++;
    assert_false(gateway_token_holds(gateway, access, token, last, arena));
    struct institution_access other = *access;
    other.institution = 5;
    assert_false(gateway_token_holds(gateway, &other, token, CANNED_NOW, arena));
    gateway_free(gateway);
}

/* ---- D, encrypted ---- */

struct keys_of_both {
    struct sm2_key *his, *ours;
    char his_public[SM2_PUBLIC_BYTES], our_private[SM2_PRIVATE_BYTES];
};

static void set_keys(struct keys_of_both *keys)
{
    keys->his = sm2_key_generate();
    keys->ours = sm2_key_generate();
    sm2_key_public(keys->his, (unsigned char *)keys->his_public);
    sm2_key_private(keys->ours, (unsigned char *)keys->our_private);
    institutions[3].public_key = (struct text){ keys->his_public, SM2_PUBLIC_BYTES };
    institutions[3].our_private_key = (struct text){ keys->our_private, SM2_PRIVATE_BYTES };
}

static void unset_keys(struct keys_of_both *keys)
{
    institutions[3].public_key = institutions[3].our_private_key = (struct text){ 0 };
    sm2_key_free(keys->his);
    sm2_key_free(keys->ours);
}

static const unsigned char SM4_KEY[] = "client-012345678";

static struct harness_answer ask_sealed(struct text token, const struct sm2_key *key,
                                        struct text plain, struct text signed_text)
{
    struct arena *arena = harness_memory();
    struct text cipher = base64_encode(arena, sm4_ecb_encrypt(SM4_KEY, plain, arena));
    struct sm2_signature signature = sm2_sign(key, signed_text);
    struct text cainfo = base64_encode(arena, (struct text){ (const char *)signature.bytes,
                                                             sizeof signature.bytes });
    struct text input = harness_format("\"%.*s\"", TEXT_ARGS(cipher));
    struct text more = harness_format(
        ",\"signtype\":\"SM2\",\"enc_type\":\"SM4\",\"cainfo\":\"%.*s\"", TEXT_ARGS(cainfo));
    return harness_ask_with("2201", "H11010590004", "/", BEARER(token), input.data, more.data);
}

static void test_sealed(void **state)
{
    (void)state;
    struct arena *arena = harness_memory();
    struct text token = token_of();
    struct text plain = TEXT("{\"data\":{\"psn_no\":\"12345\",\"insutype\":\"310\","
        "\"begntime\":\"2020-02-10 09:00:00\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"9\","
        "\"ipt_otp_no\":\"门诊1\",\"dept_code\":\"A\",\"dept_name\":\"内科\",\"caty\":\"A\"}}");
    struct keys_of_both keys;
    struct sm2_key *stranger = sm2_key_generate();
    set_keys(&keys);

    struct harness_answer answer = ask_sealed(token, stranger, plain, plain);
    assert_refused(&answer, "解密或验签未通过");
    answer = ask_sealed(token, keys.his, plain, TEXT("something else"));
    assert_refused(&answer, "解密或验签未通过");
    assert_int_equal(canned.calls, 0);

    answer = ask_sealed(token, keys.his, plain, plain);
    assert_good(&answer);
    assert_at(&answer, "signtype", "SM2");
    assert_at(&answer, "enctype", "SM4");
    struct text bytes, opened, signature;
    assert_true(base64_decode(answer_at(&answer, "output"), arena, &bytes));
    assert_true(sm4_ecb_decrypt(SM4_KEY, bytes, arena, &opened));
    assert_true(text_is(opened, "{\"data\":{\"mdtrt_id\":\"777\",\"psn_no\":\"12345\","
                        "\"ipt_otp_no\":\"门诊1\",\"exp_content\":\"\"}}"));
    assert_true(base64_decode(answer_at(&answer, "cainfo"), arena, &signature));
    assert_int_equal(signature.length, SM2_SIGNATURE_BYTES);
    assert_true(sm2_verify(keys.ours, opened, signature));

    unset_keys(&keys);
    canned.calls = 0;
    answer = ask_sealed(token, stranger, plain, plain);
    assert_refused(&answer, "未开通加密方式");
    sm2_key_free(stranger);
}

/* ---- nobody by another's way ---- */

static void test_ways_do_not_mix(void **state)
{
    (void)state;
    int64_t now = CANNED_NOW.ms;
    struct text token = token_of();
    const char *csb = csb_headers("AK0001", "SK-secret-1", now);
    const char *wrong = "接入方式与本机构登记的不一致!";
    struct harness_answer answer = ask_of("H11010590001", csb);
    assert_turned_away(&answer, wrong);
    answer = ask_of("H11010590001", BEARER(token));
    assert_turned_away(&answer, wrong);
    answer = ask_of("H11010590001",
                    tif_headers("x-tif", "paas-1", "tif-token", now / 1000, "n9", false));
    assert_turned_away(&answer, wrong);
    answer = ask_of("H11010590003", csb);
    assert_turned_away(&answer, wrong);
    answer = ask_of("H11010590002", BEARER(token));
    assert_turned_away(&answer, wrong);
    answer = ask_of("H11010590002", harness_format("%s%s", csb, BEARER(token)).data);
    assert_turned_away(&answer, wrong);
}

/* An institution without a secret is let in by nobody, not by an empty one. */
static void test_no_secret_is_no_way_in(void **state)
{
    (void)state;
    struct text secret = institutions[1].secret;
    institutions[1].secret = TEXT("");
    struct harness_answer answer = ask_of("H11010590002", csb_headers("AK0001", "",
                                                                      CANNED_NOW.ms));
    assert_turned_away(&answer, "非法用户!");
    institutions[1].secret = secret;
}

#define TEST(name_) cmocka_unit_test_setup(name_, reset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_csb),
        TEST(test_tif),
        TEST(test_token_endpoint),
        TEST(test_bearer),
        TEST(test_token_ends),
        TEST(test_sealed),
        TEST(test_ways_do_not_mix),
        TEST(test_no_secret_is_no_way_in),
    };
    return cmocka_run_group_tests(tests, harness_start, harness_stop);
}
