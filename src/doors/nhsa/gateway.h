/* gateway.h: who may send messages for an institution, in the four ways its software knows.
 *
 *   GATEWAY_NONE    nothing; the network is the guard
 *   GATEWAY_CSB     headers _api_*: HMAC-SHA1 over name, version, timestamp and key
 *   GATEWAY_TIF     headers x-tif-* or x-rio-*: SHA-256 over timestamp, token and nonce
 *   GATEWAY_TOKEN   a bearer token from POST …/oauth/token
 *
 * An institution is let in by its own way only: whoever brings other credentials, or credentials
 * where none are due, is turned away. Secrets are compared in constant time. */
#ifndef DOORS_NHSA_GATEWAY_H
#define DOORS_NHSA_GATEWAY_H

#include "core/house.h"

/* How far a timestamp may be from our time, either way. */
#define GATEWAY_CSB_WINDOW_MS (INT64_C(30) * 60 * 1000)
#define GATEWAY_TIF_WINDOW_MS (INT64_C(5) * 60 * 1000)
/* A working day: a HIS fetches one each morning. */
#define GATEWAY_TOKEN_SECONDS (INT64_C(12) * 3600)

enum gateway_verdict {
    GATEWAY_PASSED,
    GATEWAY_WRONG_MODE,
    GATEWAY_MISSING_HEADERS,
    GATEWAY_UNKNOWN_CALLER,
    GATEWAY_TOO_OLD,
    GATEWAY_WRONG_SIGNATURE,
    GATEWAY_REPLAYED,
    GATEWAY_NO_TOKEN,
    GATEWAY_VERDICTS
};
/* Key in words/; NULL for GATEWAY_PASSED. */
const char *gateway_verdict_words(enum gateway_verdict verdict);

/* Where headers come from: a request, or a test. */
struct gateway_headers {
    struct text (*of)(const void *data, const char *name);      /* absent: there is none */
    const void *data;
};

struct gateway;                 /* used nonces, and the key of our tokens; any thread */
struct gateway *gateway_new(void);
void gateway_free(struct gateway *gateway);

enum gateway_verdict gateway_admit(struct gateway *gateway,
                                   const struct institution_access *access,
                                   const struct gateway_headers *headers, struct moment now,
                                   struct arena *arena);
/* Does the message bring credentials of some gateway? */
bool gateway_is_claimed(const struct gateway_headers *headers);

/* ---- tokens ---- */

/* The client of "Basic base64(client:secret)"; false: not of that form. */
bool gateway_basic(struct text authorization, struct arena *arena, struct text *ret_client,
                   struct text *ret_secret);
/* A token tells institution and end, and is bound to the institution's secret and password: when
 * one is changed, its tokens end. Nothing is kept; tokens end with the program. */
struct text gateway_token_make(const struct gateway *gateway,
                               const struct institution_access *access, struct moment now,
                               struct arena *arena);
bool gateway_token_holds(const struct gateway *gateway, const struct institution_access *access,
                         struct text token, struct moment now, struct arena *arena);
bool gateway_secrets_equal(struct text given, struct text kept);

#endif
