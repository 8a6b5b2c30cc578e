/* access_secret.c: passwords and tokens. Everything here runs on workers, never in the lane, but
 * for the two digests. */

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/ident.h"
#include "base/random.h"
#include "base/seal.h"

#include <sodium.h>

/* Two passes over 64 MB: 50 ms on the machine it was measured on. */
#define PASSWORD_PASSES 2
#define PASSWORD_MEMORY ((size_t)64 * 1024 * 1024)

bool access_password_fits(struct text hash, struct text password)
{
    char terminated[crypto_pwhash_STRBYTES] = { 0 };
    if (hash.length == 0 || hash.length >= sizeof terminated)
        return false;
    for (size_t i = 0; i < hash.length; i++)
        terminated[i] = hash.data[i];
    return crypto_pwhash_str_verify(terminated, password.data == NULL ? "" : password.data,
                                    password.length) == 0;
}

struct text access_password_hash(struct text password, struct arena *arena)
{
    char hash[crypto_pwhash_STRBYTES];
    CHECK(sodium_init() >= 0);
    int failed = crypto_pwhash_str(hash, password.data == NULL ? "" : password.data,
                                   password.length, PASSWORD_PASSES, PASSWORD_MEMORY);
    CHECK(failed == 0);
    return arena_text(arena, text_of(hash));
}

struct text access_new_token(struct arena *arena)
{
    unsigned char bytes[ACCESS_TOKEN_BYTES];
    random_fill(bytes, sizeof bytes);
    return hex_encode(arena, (struct text){ (const char *)bytes, sizeof bytes });
}

/* Set once at start and read-only afterwards. */
static const struct seal_keys *lookup_keys;

void access_use_keys(const struct seal_keys *keys)
{
    lookup_keys = keys;
}

struct text access_login_digest(struct text login, struct arena *arena)
{
    CHECK(lookup_keys != NULL);
    struct digest digest = seal_digest(lookup_keys, TEXT("login"), ident_name_key(login, arena));
    return arena_text(arena, digest_text(&digest));
}

/* A token is 256 random bits: nobody finds it from its digest, keyed or not. */
struct text access_token_digest(struct text token, struct arena *arena)
{
    struct digest digest = digest_sm3(token);
    return arena_text(arena, digest_text(&digest));
}
