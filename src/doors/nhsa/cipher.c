#include "doors/nhsa/cipher.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/sm.h"

bool nhsa_cipher_is_set_up(const struct institution_access *access)
{
    return access->mode == GATEWAY_TOKEN && access->key_id.length >= SM4_KEY_BYTES
        && text_present(access->public_key) && access->our_private_key.length == SM2_PRIVATE_BYTES;
}

static const unsigned char *sm4_key_of(const struct institution_access *access)
{
    return (const unsigned char *)access->key_id.data;
}

bool nhsa_cipher_open(const struct institution_access *access, struct text base64,
                      struct text cainfo, struct arena *arena, struct text *ret_plain)
{
    struct text bytes, plain, signature;
    if (!base64_decode(text_trim(base64), arena, &bytes)
        || !sm4_ecb_decrypt(sm4_key_of(access), bytes, arena, &plain)
        || !base64_decode(text_trim(cainfo), arena, &signature))
        return false;
    struct sm2_key *key = sm2_key_of_public(access->public_key);
    bool good = key != NULL && sm2_verify(key, plain, signature);
    sm2_key_free(key);
    if (good)
        *ret_plain = plain;
    return good;
}

void nhsa_cipher_seal(const struct institution_access *access, struct text plain,
                      struct arena *arena, struct text *ret_base64, struct text *ret_cainfo)
{
    *ret_base64 = base64_encode(arena, sm4_ecb_encrypt(sm4_key_of(access), plain, arena));
    struct sm2_key *key =
        sm2_key_of_private((const unsigned char *)access->our_private_key.data);
    /* A key that is none was refused when the institution was set up; without a signature the
     * other side refuses the answer and says so. */
    *ret_cainfo = TEXT("");
    if (key == NULL)
        return;
    struct sm2_signature signature = sm2_sign(key, plain);
    *ret_cainfo = base64_encode(arena, (struct text){ (const char *)signature.bytes,
                                                      sizeof signature.bytes });
    sm2_key_free(key);
}
