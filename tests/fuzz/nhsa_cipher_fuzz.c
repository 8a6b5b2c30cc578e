/* nhsa_cipher_fuzz.c: what an institution sends encrypted: base64 of SM4, a signature, keys and
 * signatures in the forms other software writes. What we sealed opens to what it was, and with one
 * byte changed it opens to nothing. */

#include "base/check.h"
#include "base/digest.h"
#include "base/sm.h"
#include "doors/nhsa/cipher.h"

#include <string.h>

/* Both sides in one: what it seals it can open. */
static const struct institution_access *both_sides(void)
{
    static unsigned char private[SM2_PRIVATE_BYTES], public[SM2_PUBLIC_BYTES];
    static struct institution_access access = {
        .mode = GATEWAY_TOKEN, .key_id = { "0123456789abcdef", 16 },
        .public_key = { (const char *)public, sizeof public },
        .our_private_key = { (const char *)private, sizeof private },
    };
    if (public[0] == 0) {
        private[SM2_PRIVATE_BYTES - 1] = 7;
        struct sm2_key *key = sm2_key_of_private(private);
        CHECK(key != NULL);
        sm2_key_public(key, public);
        sm2_key_free(key);
        CHECK(nhsa_cipher_is_set_up(&access));
    }
    return &access;
}

/* Nobody signed these bytes. */
static void open_strange(struct text text, struct arena *arena)
{
    struct text signature, plain, cipher = text_until(text, '\n', &signature);
    CHECK(!nhsa_cipher_open(both_sides(), cipher, signature, arena, &plain));
    struct text bytes;
    if (base64_decode(text_trim(cipher), arena, &bytes)
        && sm4_ecb_decrypt((const unsigned char *)both_sides()->key_id.data, bytes, arena, &plain))
        CHECK(plain.length < bytes.length);
}

static void read_keys(struct text text, struct arena *arena)
{
    struct sm2_key *of_hex = sm2_key_of_hex(text), *of_bytes = sm2_key_of_public(text);
    if (of_bytes != NULL)
        CHECK(!sm2_key_is_private(of_bytes));
    sm2_key_free(of_hex);
    sm2_key_free(of_bytes);
    struct sm2_signature signature;
    if (sm2_signature_of_der(text, &signature)) {
        struct text again = sm2_signature_to_der(&signature, arena);
        struct sm2_signature same;
        CHECK(sm2_signature_of_der(again, &same));
        CHECK(memcmp(same.bytes, signature.bytes, sizeof same.bytes) == 0);
    }
}

static void seal_and_change(struct text plain, size_t at, struct arena *arena)
{
    struct text base64, cainfo, opened, bytes;
    nhsa_cipher_seal(both_sides(), plain, arena, &base64, &cainfo);
    CHECK(nhsa_cipher_open(both_sides(), base64, cainfo, arena, &opened));
    CHECK(text_equal(opened, plain));
    CHECK(base64_decode(base64, arena, &bytes) && bytes.length > 0);
    char *changed = arena_take(arena, bytes.length);
    memcpy(changed, bytes.data, bytes.length);
    changed[at % bytes.length] = (char)(changed[at % bytes.length] ^ 1);
    struct text other = base64_encode(arena, (struct text){ changed, bytes.length });
    CHECK(!nhsa_cipher_open(both_sides(), other, cainfo, arena, &opened));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct text text = { (const char *)data + 2, size - 2 };
    struct arena arena;
    arena_init(&arena);
    switch (data[0] % 3) {
    case 0: open_strange(text, &arena); break;
    case 1: read_keys(text, &arena); break;
    default: seal_and_change(text, data[1], &arena); break;
    }
    arena_release(&arena);
    return 0;
}
