/* sm.h: SM2 signatures and SM4-ECB as gateways and anchors speak them.
 *
 * SM2 signs SM3 with the user id 1234567812345678 of GM/T 0009; a signature is r and s, 32 bytes
 * each. SM4-ECB with PKCS#7 padding is what a gateway asks for; nothing of ours is kept in it
 * (seal.h is for that). All functions may be called from any thread. */
#ifndef BASE_SM_H
#define BASE_SM_H

#include "base/arena.h"
#include "base/text.h"

#define SM2_PRIVATE_BYTES 32
#define SM2_PUBLIC_BYTES 65         /* 04, x, y */
#define SM2_SIGNATURE_BYTES 64
#define SM4_KEY_BYTES 16

struct sm2_signature { unsigned char bytes[SM2_SIGNATURE_BYTES]; };

/* A key pair, or a public key alone. Read-only once made. */
struct sm2_key;

struct sm2_key *sm2_key_generate(void);
/* NULL: not a number of the group. The public key is worked out. */
struct sm2_key *sm2_key_of_private(const unsigned char bytes[SM2_PRIVATE_BYTES]);
/* 65 bytes, or 64 without the leading 04. NULL: not a point of the curve. */
struct sm2_key *sm2_key_of_public(struct text bytes);
/* The same as hexadecimal digits of either case: 64 a private key, 128 or 130 a public one. */
struct sm2_key *sm2_key_of_hex(struct text hex);
void sm2_key_free(struct sm2_key *key);         /* NULL is fine; wipes */

bool sm2_key_is_private(const struct sm2_key *key);
void sm2_key_public(const struct sm2_key *key, unsigned char ret_bytes[SM2_PUBLIC_BYTES]);
/* CHECKs that it is a key pair. */
void sm2_key_private(const struct sm2_key *key, unsigned char ret_bytes[SM2_PRIVATE_BYTES]);

struct sm2_signature sm2_sign(const struct sm2_key *key, struct text data);
/* False for any signature that is not 64 bytes, not in range, or not over this data. */
bool sm2_verify(const struct sm2_key *key, struct text data, struct text signature);

/* The same with the signature in hexadecimal digits, as rows keep it. */
struct text sm2_sign_hex(const struct sm2_key *key, struct text data, struct arena *arena);
bool sm2_verify_hex(const struct sm2_key *key, struct text data, struct text signature,
                    struct arena *arena);

/* Signatures as other software writes them. */
struct text sm2_signature_to_der(const struct sm2_signature *signature, struct arena *arena);
bool sm2_signature_of_der(struct text der, struct sm2_signature *ret_signature);

struct text sm4_ecb_encrypt(const unsigned char key[SM4_KEY_BYTES], struct text plain,
                            struct arena *arena);
/* False: not whole blocks, or the padding is wrong. Answer a wrong padding like any other fault of
 * the message: do not tell it apart. */
bool sm4_ecb_decrypt(const unsigned char key[SM4_KEY_BYTES], struct text bytes,
                     struct arena *arena, struct text *ret_plain);

#endif
