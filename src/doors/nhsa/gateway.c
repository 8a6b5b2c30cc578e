#include "doors/nhsa/gateway.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/random.h"

#include <pthread.h>
#include <string.h>
#include <strings.h>

/* Used nonces: a hash of eight slots. A nonce falls out when its time is over; under a flood the
 * oldest of its eight goes first, and its repeat still meets the exactly-once key. */
#define NONCE_SETS 16384
#define NONCE_WAYS 8
#define NONCE_LONGEST 128

struct nonce {
    uint64_t digest;
    int64_t until_ms;
};

struct gateway {
    pthread_mutex_t mutex;
    unsigned char token_key[32];
    struct nonce nonces[NONCE_SETS][NONCE_WAYS];
};

static const char *const VERDICT_WORDS[] = {
    [GATEWAY_PASSED] = NULL,
    [GATEWAY_WRONG_MODE] = "nhsa.gateway.wrong-mode",
    [GATEWAY_MISSING_HEADERS] = "nhsa.gateway.missing-headers",
    [GATEWAY_UNKNOWN_CALLER] = "nhsa.gateway.unknown-caller",
    [GATEWAY_TOO_OLD] = "nhsa.gateway.too-old",
    [GATEWAY_WRONG_SIGNATURE] = "nhsa.gateway.wrong-signature",
    [GATEWAY_REPLAYED] = "nhsa.gateway.replayed",
    [GATEWAY_NO_TOKEN] = "nhsa.gateway.no-token",
};
_Static_assert(COUNT_OF(VERDICT_WORDS) == GATEWAY_VERDICTS, "a sentence for each verdict");

const char *gateway_verdict_words(enum gateway_verdict verdict)
{
    return VERDICT_WORDS[verdict];
}

struct gateway *gateway_new(void)
{
    struct gateway *gateway = calloc(1, sizeof *gateway);
    CHECK(gateway != NULL);
    CHECK(pthread_mutex_init(&gateway->mutex, NULL) == 0);
    random_fill(gateway->token_key, sizeof gateway->token_key);
    return gateway;
}

void gateway_free(struct gateway *gateway)
{
    pthread_mutex_destroy(&gateway->mutex);
    free(gateway);
}

static struct text header(const struct gateway_headers *headers, const char *name)
{
    return headers->of(headers->data, name);
}

/* Lengths may be seen, contents not: both are digested first. */
bool gateway_secrets_equal(struct text given, struct text kept)
{
    struct digest a = digest_sha256(given), b = digest_sha256(kept);
    return text_present(kept) && digest_equal(&a, &b);
}

/* Seconds or milliseconds since 1970. */
static bool timestamp_read(struct text text, int64_t *ret_ms)
{
    int64_t number;
    if (!text_to_int64(text, &number) || number <= 0 || text.length > 14)
        return false;
    *ret_ms = text.length >= 12 ? number : number * 1000;
    return true;
}

static bool is_recent(int64_t at_ms, struct moment now, int64_t window_ms)
{
    return at_ms >= now.ms - window_ms && at_ms <= now.ms + window_ms;
}

/* ---- B: headers _api_* ---- */

static enum gateway_verdict admit_csb(const struct institution_access *access,
                                      const struct gateway_headers *headers, struct moment now,
                                      struct arena *arena)
{
    struct text name = header(headers, "_api_name");
    struct text version = header(headers, "_api_version");
    struct text timestamp = header(headers, "_api_timestamp");
    struct text key = header(headers, "_api_access_key");
    struct text signature = header(headers, "_api_signature");
    if (!text_present(name) || !text_present(version) || !text_present(timestamp)
        || !text_present(key) || !text_present(signature))
        return GATEWAY_MISSING_HEADERS;
    int64_t at_ms;
    if (!timestamp_read(timestamp, &at_ms) || !is_recent(at_ms, now, GATEWAY_CSB_WINDOW_MS))
        return GATEWAY_TOO_OLD;
    if (!text_present(access->secret) || !gateway_secrets_equal(key, access->key_id))
        return GATEWAY_UNKNOWN_CALLER;
    struct text signed_text = arena_format(arena,
        "_api_access_key=%.*s&_api_name=%.*s&_api_timestamp=%.*s&_api_version=%.*s",
        TEXT_ARGS(key), TEXT_ARGS(name), TEXT_ARGS(timestamp), TEXT_ARGS(version));
    unsigned char mac[DIGEST_SHA1_BYTES];
    digest_hmac_sha1(access->secret, signed_text, mac);
    struct text expected = base64_encode(arena, (struct text){ (const char *)mac, sizeof mac });
    return bytes_equal_secret(signature, expected) ? GATEWAY_PASSED : GATEWAY_WRONG_SIGNATURE;
}

/* ---- C: headers x-tif-* or x-rio-* ---- */

/* False: the nonce was seen before. */
static bool nonce_use(struct gateway *gateway, struct text caller, struct text timestamp,
                      struct text nonce, struct moment now, struct arena *arena)
{
    struct text whole = arena_format(arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(caller),
                                     TEXT_ARGS(timestamp), TEXT_ARGS(nonce));
    struct digest digest = digest_hmac_sha256(
        (struct text){ (const char *)gateway->token_key, sizeof gateway->token_key }, whole);
    struct nonce used = { .until_ms = now.ms + 2 * GATEWAY_TIF_WINDOW_MS };
    memcpy(&used.digest, digest.bytes, sizeof used.digest);
    struct nonce *set = gateway->nonces[used.digest % NONCE_SETS];

    pthread_mutex_lock(&gateway->mutex);
    struct nonce *oldest = set;
    bool fresh = true;
    for (int i = 0; i < NONCE_WAYS; i++) {
        if (set[i].digest == used.digest && set[i].until_ms > now.ms)
            fresh = false;
        if (set[i].until_ms < oldest->until_ms)
            oldest = &set[i];
    }
    if (fresh)
        *oldest = used;
    pthread_mutex_unlock(&gateway->mutex);
    return fresh;
}

/* The same header in either spelling. */
static struct text tif_header(const struct gateway_headers *headers, const char *tif,
                              const char *rio)
{
    struct text text = header(headers, tif);
    return text_present(text) ? text : header(headers, rio);
}

static struct text in_small_letters(struct text text, struct arena *arena)
{
    char *copy = arena_take(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        bool capital = text.data[i] >= 'A' && text.data[i] <= 'Z';
        copy[i] = capital ? (char)(text.data[i] - 'A' + 'a') : text.data[i];
    }
    return (struct text){ copy, text.length };
}

static enum gateway_verdict admit_tif(struct gateway *gateway,
                                      const struct institution_access *access,
                                      const struct gateway_headers *headers, struct moment now,
                                      struct arena *arena)
{
    struct text caller = tif_header(headers, "x-tif-paasid", "x-rio-paasid");
    struct text timestamp = tif_header(headers, "x-tif-timestamp", "x-rio-timestamp");
    struct text nonce = tif_header(headers, "x-tif-nonce", "x-rio-nonce");
    struct text signature = tif_header(headers, "x-tif-signature", "x-rio-signature");
    if (!text_present(caller) || !text_present(timestamp) || !text_present(nonce)
        || !text_present(signature) || nonce.length > NONCE_LONGEST)
        return GATEWAY_MISSING_HEADERS;
    int64_t at_ms;
    if (!timestamp_read(timestamp, &at_ms) || !is_recent(at_ms, now, GATEWAY_TIF_WINDOW_MS))
        return GATEWAY_TOO_OLD;
    if (!text_present(access->secret) || !gateway_secrets_equal(caller, access->key_id))
        return GATEWAY_UNKNOWN_CALLER;
    struct text signed_text = arena_format(arena, "%.*s%.*s%.*s%.*s", TEXT_ARGS(timestamp),
                                           TEXT_ARGS(access->secret), TEXT_ARGS(nonce),
                                           TEXT_ARGS(timestamp));
    struct digest digest = digest_sha256(signed_text);
    struct text expected = hex_encode(arena, digest_text(&digest));
    if (!bytes_equal_secret(in_small_letters(signature, arena), expected))
        return GATEWAY_WRONG_SIGNATURE;
    return nonce_use(gateway, caller, timestamp, nonce, now, arena) ? GATEWAY_PASSED
                                                                    : GATEWAY_REPLAYED;
}

/* ---- D: tokens ---- */

static bool scheme_cut(struct text authorization, const char *scheme, struct text *ret_rest)
{
    size_t length = strlen(scheme);
    if (authorization.length <= length || strncasecmp(authorization.data, scheme, length) != 0
        || authorization.data[length] != ' ')
        return false;
    *ret_rest = text_trim(text_slice(authorization, length, authorization.length));
    return true;
}

bool gateway_basic(struct text authorization, struct arena *arena, struct text *ret_client,
                   struct text *ret_secret)
{
    struct text encoded, plain;
    if (!scheme_cut(authorization, "Basic", &encoded) || !base64_decode(encoded, arena, &plain))
        return false;
    *ret_client = text_until(plain, ':', ret_secret);
    return ret_secret->data != NULL;
}

struct token_bytes {
    int64_t institution, until_ms;
    uint64_t number;
};

static struct digest token_mac(const struct gateway *gateway,
                               const struct institution_access *access,
                               const struct token_bytes *token, struct arena *arena)
{
    struct text bound = arena_format(arena, "%lld %lld %llu %zu %.*s %.*s",
                                     (long long)token->institution, (long long)token->until_ms,
                                     (unsigned long long)token->number, access->secret.length,
                                     TEXT_ARGS(access->secret), TEXT_ARGS(access->password));
    return digest_hmac_sha256(
        (struct text){ (const char *)gateway->token_key, sizeof gateway->token_key }, bound);
}

struct text gateway_token_make(const struct gateway *gateway,
                               const struct institution_access *access, struct moment now,
                               struct arena *arena)
{
    struct token_bytes token = {
        .institution = access->institution, .until_ms = now.ms + GATEWAY_TOKEN_SECONDS * 1000,
        .number = random_number(),
    };
    struct digest mac = token_mac(gateway, access, &token, arena);
    char bytes[sizeof token + DIGEST_BYTES];
    memcpy(bytes, &token, sizeof token);
    memcpy(bytes + sizeof token, mac.bytes, DIGEST_BYTES);
    return base64url_encode(arena, (struct text){ bytes, sizeof bytes });
}

bool gateway_token_holds(const struct gateway *gateway, const struct institution_access *access,
                         struct text text, struct moment now, struct arena *arena)
{
    struct text bytes;
    struct token_bytes token;
    if (!base64url_decode(text, arena, &bytes) || bytes.length != sizeof token + DIGEST_BYTES)
        return false;
    memcpy(&token, bytes.data, sizeof token);
    struct digest mac = token_mac(gateway, access, &token, arena);
    struct text given = text_slice(bytes, sizeof token, bytes.length);
    return bytes_equal_secret(given, digest_text(&mac))
        && token.institution == access->institution && token.until_ms > now.ms;
}

static enum gateway_verdict admit_token(const struct gateway *gateway,
                                        const struct institution_access *access,
                                        const struct gateway_headers *headers, struct moment now,
                                        struct arena *arena)
{
    struct text token;
    if (!scheme_cut(header(headers, "Authorization"), "Bearer", &token)
        || !gateway_token_holds(gateway, access, token, now, arena))
        return GATEWAY_NO_TOKEN;
    return GATEWAY_PASSED;
}

/* ---- all of them ---- */

enum claim { CLAIM_CSB = 1 << 0, CLAIM_TIF = 1 << 1, CLAIM_TOKEN = 1 << 2 };

static unsigned claims_of(const struct gateway_headers *headers)
{
    unsigned claims = 0;
    if (text_present(header(headers, "_api_signature"))
        || text_present(header(headers, "_api_access_key")))
        claims |= CLAIM_CSB;
    if (text_present(tif_header(headers, "x-tif-signature", "x-rio-signature")))
        claims |= CLAIM_TIF;
    struct text token;
    if (scheme_cut(header(headers, "Authorization"), "Bearer", &token))
        claims |= CLAIM_TOKEN;
    return claims;
}

bool gateway_is_claimed(const struct gateway_headers *headers)
{
    return claims_of(headers) != 0;
}

enum gateway_verdict gateway_admit(struct gateway *gateway,
                                   const struct institution_access *access,
                                   const struct gateway_headers *headers, struct moment now,
                                   struct arena *arena)
{
    static const unsigned due[] = {
        [GATEWAY_NONE] = 0, [GATEWAY_CSB] = CLAIM_CSB, [GATEWAY_TIF] = CLAIM_TIF,
        [GATEWAY_TOKEN] = CLAIM_TOKEN,
    };
    CHECK((size_t)access->mode < COUNT_OF(due));
    if ((claims_of(headers) & ~due[access->mode]) != 0)
        return GATEWAY_WRONG_MODE;
    switch (access->mode) {
    case GATEWAY_NONE:
        return GATEWAY_PASSED;
    case GATEWAY_CSB:
        return admit_csb(access, headers, now, arena);
    case GATEWAY_TIF:
        return admit_tif(gateway, access, headers, now, arena);
    case GATEWAY_TOKEN:
        return admit_token(gateway, access, headers, now, arena);
    }
    return GATEWAY_WRONG_MODE;
}
