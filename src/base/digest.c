#include "base/digest.h"

#include "base/check.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* Fetching an algorithm costs more than a digest of a short row: once for the program's life. */
static struct {
    EVP_MD *sm3, *sha256, *sha1;
    EVP_MAC *hmac;
} digests;
static pthread_once_t digests_once = PTHREAD_ONCE_INIT;

static void digests_fetch(void)
{
    digests.sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    digests.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    digests.sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    digests.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    CHECK(digests.sm3 != NULL && digests.sha256 != NULL && digests.sha1 != NULL);
    CHECK(digests.hmac != NULL);
    CHECK(sodium_init() >= 0);
}

static void digests_need(void)
{
    CHECK(pthread_once(&digests_once, digests_fetch) == 0);
}

static struct digest digest_whole(const EVP_MD *kind, struct text data)
{
    struct digest digest;
    unsigned length = 0;
    CHECK(EVP_Digest(data.data, data.length, digest.bytes, &length, kind, NULL) == 1);
    CHECK(length == DIGEST_BYTES);
    return digest;
}

struct digest digest_sm3(struct text data)
{
    digests_need();
    return digest_whole(digests.sm3, data);
}

struct digest digest_sha256(struct text data)
{
    digests_need();
    return digest_whole(digests.sha256, data);
}

static void digest_hmac(const char *kind, struct text key, struct text data,
                        unsigned char *ret_bytes, size_t size)
{
    digests_need();
    char name[16];
    struct builder builder = builder_over(name, sizeof name - 1);
    builder_add(&builder, text_of(kind));
    name[builder.length] = '\0';
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end()
    };
    /* A NULL key would mean "the key of before". */
    const char *bytes = key.length == 0 ? "" : key.data;
    size_t length = 0;
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(digests.hmac);
    CHECK(context != NULL);
    CHECK(EVP_MAC_init(context, (const unsigned char *)bytes, key.length, params) == 1);
    CHECK(EVP_MAC_update(context, (const unsigned char *)data.data, data.length) == 1);
    CHECK(EVP_MAC_final(context, ret_bytes, &length, size) == 1 && length == size);
    EVP_MAC_CTX_free(context);
}

#define SM3_BLOCK_BYTES 64

static void sm3_two(EVP_MD_CTX *context, const unsigned char block[SM3_BLOCK_BYTES],
                    const void *data, size_t length, struct digest *digest)
{
    unsigned size = 0;
    CHECK(EVP_DigestInit_ex2(context, digests.sm3, NULL) == 1);
    CHECK(EVP_DigestUpdate(context, block, SM3_BLOCK_BYTES) == 1);
    CHECK(EVP_DigestUpdate(context, data, length) == 1);
    CHECK(EVP_DigestFinal_ex(context, digest->bytes, &size) == 1 && size == DIGEST_BYTES);
}

/* Every number of a person that is looked up passes here: written out, because OpenSSL's HMAC finds
 * its digest by name anew each time, which costs more than the digest. */
struct digest digest_hmac_sm3(struct text key, struct text data)
{
    unsigned char block[SM3_BLOCK_BYTES] = { 0 };
    struct digest digest;
    digests_need();
    if (key.length > sizeof block) {
        digest = digest_sm3(key);
        memcpy(block, digest.bytes, sizeof digest.bytes);
    } else if (key.length > 0) {
        memcpy(block, key.data, key.length);
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    CHECK(context != NULL);
    for (size_t at = 0; at < sizeof block; at++)
        block[at] ^= 0x36;
    sm3_two(context, block, data.data, data.length, &digest);
    for (size_t at = 0; at < sizeof block; at++)
        block[at] ^= 0x36 ^ 0x5c;
    sm3_two(context, block, digest.bytes, sizeof digest.bytes, &digest);
    EVP_MD_CTX_free(context);
    OPENSSL_cleanse(block, sizeof block);
    return digest;
}

struct digest digest_hmac_sha256(struct text key, struct text data)
{
    struct digest digest;
    digest_hmac("SHA256", key, data, digest.bytes, sizeof digest.bytes);
    return digest;
}

void digest_hmac_sha1(struct text key, struct text data,
                      unsigned char ret_bytes[DIGEST_SHA1_BYTES])
{
    digest_hmac("SHA1", key, data, ret_bytes, DIGEST_SHA1_BYTES);
}

void digest_begin(struct digest_run *run)
{
    digests_need();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    CHECK(context != NULL);
    CHECK(EVP_DigestInit_ex2(context, digests.sm3, NULL) == 1);
    run->state = context;
}

void digest_add(struct digest_run *run, struct text data)
{
    CHECK(EVP_DigestUpdate(run->state, data.data, data.length) == 1);
}

void digest_add_int(struct digest_run *run, int64_t value)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i));
    CHECK(EVP_DigestUpdate(run->state, bytes, sizeof bytes) == 1);
}

struct digest digest_end(struct digest_run *run)
{
    struct digest digest;
    unsigned length = 0;
    CHECK(EVP_DigestFinal_ex(run->state, digest.bytes, &length) == 1 && length == DIGEST_BYTES);
    EVP_MD_CTX_free(run->state);
    run->state = NULL;
    return digest;
}

struct text digest_text(const struct digest *digest)
{
    return (struct text){ (const char *)digest->bytes, sizeof digest->bytes };
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

bool bytes_equal_secret(struct text a, struct text b)
{
    return a.length == b.length
        && (a.length == 0 || sodium_memcmp(a.data, b.data, a.length) == 0);
}

struct text hex_encode(struct arena *arena, struct text bytes)
{
    CHECK(bytes.length < SIZE_MAX / 4);
    char *hex = arena_take(arena, bytes.length * 2 + 1);
    sodium_bin2hex(hex, bytes.length * 2 + 1, (const unsigned char *)bytes.data, bytes.length);
    return (struct text){ hex, bytes.length * 2 };
}

bool hex_decode(struct text hex, void *ret_bytes, size_t size)
{
    if (hex.length % 2 != 0 || hex.length / 2 != size)
        return false;
    /* Digits first, so that a refused text leaves the result untouched. */
    for (size_t i = 0; i < hex.length; i++) {
        char digit = hex.data[i];
        if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f')
              || (digit >= 'A' && digit <= 'F')))
            return false;
    }
    size_t length = 0;
    return size == 0
        || (sodium_hex2bin(ret_bytes, size, hex.data, hex.length, NULL, &length, NULL) == 0
            && length == size);
}

bool hex_decode_text(struct text hex, struct arena *arena, struct text *ret_bytes)
{
    char *bytes = arena_take(arena, hex.length / 2 + 1);
    if (!hex_decode(hex, bytes, hex.length / 2))
        return false;
    *ret_bytes = (struct text){ bytes, hex.length / 2 };
    return true;
}

static struct text base64_write(struct arena *arena, struct text bytes, int variant)
{
    CHECK(bytes.length < SIZE_MAX / 4);
    size_t size = sodium_base64_encoded_len(bytes.length, variant);
    char *base64 = arena_take(arena, size);
    sodium_bin2base64(base64, size, (const unsigned char *)bytes.data, bytes.length, variant);
    return text_of(base64);
}

static bool base64_read(struct text base64, struct arena *arena, int variant,
                        struct text *ret_bytes)
{
    size_t size = base64.length / 4 * 3 + 3, length = 0;
    char *bytes = arena_take(arena, size);
    if (base64.length > 0
        && sodium_base642bin((unsigned char *)bytes, size, base64.data, base64.length, NULL,
                             &length, NULL, variant) != 0)
        return false;
    *ret_bytes = (struct text){ bytes, length };
    return true;
}

struct text base64_encode(struct arena *arena, struct text bytes)
{
    return base64_write(arena, bytes, sodium_base64_VARIANT_ORIGINAL);
}

struct text base64url_encode(struct arena *arena, struct text bytes)
{
    return base64_write(arena, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64_decode(struct text base64, struct arena *arena, struct text *ret_bytes)
{
    return base64_read(base64, arena, sodium_base64_VARIANT_ORIGINAL, ret_bytes);
}

bool base64url_decode(struct text base64, struct arena *arena, struct text *ret_bytes)
{
    return base64_read(base64, arena, sodium_base64_VARIANT_URLSAFE_NO_PADDING, ret_bytes);
}
