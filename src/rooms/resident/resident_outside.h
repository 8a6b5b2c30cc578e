/* resident_outside.h: signing in by an outside provider of identities (统一身份认证), by OpenID
 * Connect: authorization code with PKCE, state and nonce.
 *
 * Three steps. `begin-outside` draws a state, good once and for ten minutes, and answers the
 * provider's address. `sign-in-outside` takes back state and code: on a worker the code is redeemed
 * and what the provider says of the person is checked; the lane decides. Whoever came before is
 * signed in; whoever comes for the first time and is registered by the ID number the provider names
 * is asked, and `link-outside` ties the two together with an account that no password opens. What
 * the provider would not confirm is a decision with its reason, not a refusal: it stands in the
 * journal. Nonce and PKCE verifier are keyed digests of the state, so none is kept. */
#ifndef ROOMS_RESIDENT_RESIDENT_OUTSIDE_H
#define ROOMS_RESIDENT_RESIDENT_OUTSIDE_H

#include "base/identity_token.h"
#include "core/action.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party_facts.h"

#define RESIDENT_OUTSIDE_MS (INT64_C(10) * 60 * 1000)
#define RESIDENT_OUTSIDE_SESSION_MS (INT64_C(12) * 3600 * 1000)

extern const struct action resident_begin_outside_action;
extern const struct action resident_sign_in_outside_action;
extern const struct action resident_link_outside_action;

/* ---- the way to the provider ---- */

enum outside_reach {
    OUTSIDE_UNREACHABLE,        /* no answer, or none that can be used */
    OUTSIDE_BUSY,               /* too many are being asked for at once */
    OUTSIDE_CODE_REFUSED,       /* the provider does not take the code: used, or not its own */
    OUTSIDE_NO_NUMBER,          /* good, but without the claim that names the ID number */
    OUTSIDE_UNTRUSTED,          /* see the verdict */
    OUTSIDE_SAID,
};

struct outside_question {
    struct text state, nonce, verifier;
    struct moment at;
};
struct outside_said {
    enum identity_verdict verdict;
    struct text issuer, subject, number;
};

/* Called on workers, several at once; they may take seconds. What is answered lies in the arena. */
struct outside_provider {
    void *context;
    enum outside_reach (*address)(void *context, const struct outside_question *question,
                                  struct arena *arena, struct text *ret_address);
    enum outside_reach (*redeem)(void *context, const struct outside_question *question,
                                 struct text code, struct arena *arena,
                                 struct outside_said *ret_said);
};
/* Once, at start; NULL: there is none, and each of the three says so. */
void resident_use_provider(const struct outside_provider *provider);

/* ---- rows ---- */

struct outside_attempt {
    int64_t bucket;             /* of the state's digest */
    int64_t attempt;
    struct text state_digest;
    struct moment until;
    struct moment ended_at;     /* answered; absent: not yet */
    struct text result;         /* "opened" "asked" "linked", or the key of what was wrong */
    struct text login_digest;   /* of provider and subject, while the link is asked for */
    int64_t person;
    int64_t version;
};
extern const struct shape outside_attempt_shape;
extern const struct table outside_attempt_table;
extern const struct query outside_attempt_of, outside_attempt_over;

/* ---- deciding ---- */

struct outside_answer_input { struct text state, code, error; };
struct outside_link_input { struct text state, subject; };

struct outside_facts {
    /* Of the state; NULL: none. Of a new one: a row that is over and is used again, or NULL. */
    const struct outside_attempt *attempt;
    const struct access_account *account;   /* of provider and subject; NULL: never came before */
    const struct party_person *person;      /* of the ID number; NULL: not registered */
};
/* What a worker made before the lane. */
struct outside_proof {
    bool asked;                 /* the provider was asked for this code */
    enum outside_reach reach;
    struct outside_said said;
    struct text login_digest;   /* keyed, of provider and subject */
    struct text state, address; /* of begin */
    struct text token;          /* of the session, should it be opened */
};
struct outside_outcome {
    bool opened, link;
    int64_t account, person;
    struct moment until;
    struct text reason;         /* words/ key when neither */
    struct text number;         /* masked: whose account is to be linked */
    struct text subject;
};

/* Which sentence says what was wrong; NULL: nothing. */
const char *resident_outside_wrong(const struct outside_proof *proof);
struct outside_question resident_outside_question(struct text state, struct moment at,
                                                  struct arena *arena);

#endif
