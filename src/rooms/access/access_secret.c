/* access_secret.c: digests of login names. Passwords and tokens are base/password.h. */

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/password.h"
#include "base/seal.h"

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

static const struct text TOTP = { "totp", 4 };

struct text access_seal_totp(struct text secret, struct arena *arena)
{
    CHECK(lookup_keys != NULL);
    return seal_text(lookup_keys, secret, TOTP, arena);
}

struct text access_open_totp(struct text sealed, struct arena *arena)
{
    CHECK(lookup_keys != NULL);
    struct text secret = { 0 };
    return seal_open(lookup_keys, sealed, TOTP, arena, &secret) == SEAL_OPENED
        ? secret : (struct text){ 0 };
}

struct text access_recovery_digest(struct text code, struct arena *arena)
{
    CHECK(lookup_keys != NULL);
    struct digest digest =
        seal_digest(lookup_keys, TEXT("recovery"), ident_name_key(code, arena));
    return arena_text(arena, digest_text(&digest));
}

struct text access_token_digest(struct text token, struct arena *arena)
{
    struct digest digest = password_token_digest(token);
    return arena_text(arena, digest_text(&digest));
}
