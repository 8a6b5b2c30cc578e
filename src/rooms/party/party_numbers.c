/* party_numbers.c: the numbers that name people: sealed at rest, looked up by keyed digest. */

#include "rooms/party/party_room.h"

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/ident.h"
#include "base/seal.h"

#include <string.h>

/* Set once at start and read-only afterwards; every thread reads it. */
static const struct seal_keys *number_keys;

void party_use_keys(const struct seal_keys *keys)
{
    number_keys = keys;
    access_use_keys(keys);
}

struct text party_mask_number(struct text normal, struct arena *arena)
{
    return ident_masked(normal, 4, 4, arena);
}

struct text party_mask_phone(struct text phone, struct arena *arena)
{
    return ident_masked(phone, 3, 4, arena);
}

struct text party_seal(struct text plain, const char *what, struct arena *arena)
{
    CHECK(number_keys != NULL);
    return seal_text(number_keys, plain, text_of(what), arena);
}

struct text party_unseal(struct text sealed, const char *what, struct arena *arena)
{
    CHECK(number_keys != NULL);
    struct text plain;
    if (!text_present(sealed)
        || seal_open(number_keys, sealed, text_of(what), arena, &plain) != SEAL_OPENED)
        return (struct text){ 0 };
    return plain;
}

struct text party_digest(const char *kind, struct text normal, struct arena *arena)
{
    CHECK(number_keys != NULL);
    struct digest digest = seal_digest(number_keys, text_of(kind), normal);
    return arena_text(arena, digest_text(&digest));
}

struct party_number_key party_number_key_of(const char *kind, struct text number,
                                            struct arena *arena)
{
    /* A token's letters are not to be folded: large and small differ. */
    struct text normal =
        strcmp(kind, "token") == 0 ? text_trim(number) : ident_number(number, arena);
    struct text digest = party_digest(kind, normal, arena);
    return (struct party_number_key){ bucket_of_name(digest), text_of(kind), digest };
}

struct party_code_key party_code_key_of(struct text code)
{
    return (struct party_code_key){ bucket_of_name(code), code };
}

/* ---- what doors are told of an institution ---- */

static const struct {
    const char *name;
    enum gateway_mode mode;
} GATEWAYS[] = {
    { "none", GATEWAY_NONE }, { "csb", GATEWAY_CSB }, { "tif", GATEWAY_TIF },
    { "token", GATEWAY_TOKEN },
};

bool party_gateway_mode(struct text name, enum gateway_mode *ret_mode)
{
    for (size_t i = 0; i < COUNT_OF(GATEWAYS); i++)
        if (text_is(name, GATEWAYS[i].name)) {
            *ret_mode = GATEWAYS[i].mode;
            return true;
        }
    return false;
}

bool party_institution_access(const struct party_institution *institution, struct arena *arena,
                              struct institution_access *ret_access)
{
    struct institution_access access = {
        .institution = institution->institution, .division = (int32_t)institution->division,
        .code = institution->code, .name = institution->name, .key_id = institution->key_id,
        .user_name = institution->user_name,
        .sign_in_required = institution->sign_in_required,
    };
    bool known = !text_present(institution->gateway)
        || party_gateway_mode(institution->gateway, &access.mode);
    /* A gateway nobody knows must not let anybody in unchecked. */
    if (!known)
        return false;
    access.secret = party_unseal(institution->secret_sealed, "secret", arena);
    access.password = party_unseal(institution->password_sealed, "password", arena);
    access.our_private_key = party_unseal(institution->our_key_sealed, "our-key", arena);
    /* Kept in hexadecimal; one that cannot be read leaves the encrypted way closed. */
    if (!text_present(institution->public_key)
        || !hex_decode_text(institution->public_key, arena, &access.public_key))
        access.public_key = (struct text){ 0 };
    *ret_access = access;
    return true;
}

const char *party_certificate_key(struct text certificate_kind)
{
    if (text_is(certificate_kind, "01"))
        return "token";
    if (text_is(certificate_kind, "02"))
        return "id";
    return text_is(certificate_kind, "03") ? "card" : NULL;
}
