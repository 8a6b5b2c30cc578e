/* identity_token.h: what a provider of identities says of who signed in there (OpenID Connect Core
 * 1.0, section 2), and whether it may be believed.
 *
 * A token is three base64url parts with points between: head, claims, signature. It is good when a
 * key of the provider's key set signed it (RS256 or ES256 and nothing else: the head does not
 * choose the kind of key), when it was issued by and for whom we expect, holds at this moment, and
 * answers the very question that was asked (nonce). The checks stand gravest first; nothing of the
 * claims is handed out before all have passed. Any thread; no clock is read. */
#ifndef BASE_IDENTITY_TOKEN_H
#define BASE_IDENTITY_TOKEN_H

#include "base/arena.h"
#include "base/json.h"

#define IDENTITY_TOKEN_BYTES_MAX 16384
#define IDENTITY_SUBJECT_MAX 255
/* Two clocks may differ by so much. */
#define IDENTITY_SKEW_SECONDS 60

enum identity_verdict {
    IDENTITY_MALFORMED,         /* not three parts, not JSON, a claim missing */
    IDENTITY_METHOD,            /* signed by a method we do not take, or by none */
    IDENTITY_KEY_UNKNOWN,       /* by a key that is not in the set: it may have been renewed */
    IDENTITY_FORGED,            /* the signature does not fit */
    IDENTITY_ISSUER,            /* by somebody else */
    IDENTITY_AUDIENCE,          /* for somebody else */
    IDENTITY_EXPIRED,
    IDENTITY_EARLY,             /* issued in times to come */
    IDENTITY_NONCE,             /* the answer to another question */
    IDENTITY_GOOD,
};

struct identity_expected {
    struct text issuer, client, nonce;
    int64_t now;                /* seconds since 1970 */
};

/* `keys` is the provider's key set (RFC 7517). `ret_claims` is set when good, in the arena. */
enum identity_verdict identity_token_check(struct text token, const struct json *keys,
                                           const struct identity_expected *expected,
                                           struct arena *arena, const struct json **ret_claims);

#endif
