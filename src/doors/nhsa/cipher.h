/* cipher.h: the encrypted way of an institution with tokens: input and output are
 * base64(SM4-ECB), the key is the client id; cainfo is base64 of the SM2 signature, r and s, over
 * the plain JSON. */
#ifndef DOORS_NHSA_CIPHER_H
#define DOORS_NHSA_CIPHER_H

#include "core/house.h"

/* Are all keys there that it needs? */
bool nhsa_cipher_is_set_up(const struct institution_access *access);
/* False for a wrong key, padding or signature alike. */
bool nhsa_cipher_open(const struct institution_access *access, struct text base64,
                      struct text cainfo, struct arena *arena, struct text *ret_plain);
void nhsa_cipher_seal(const struct institution_access *access, struct text plain,
                      struct arena *arena, struct text *ret_base64, struct text *ret_cainfo);

#endif
