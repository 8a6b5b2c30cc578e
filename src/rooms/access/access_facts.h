/* access_facts.h: who is signed in, as the house and rooms below may read it.
 *
 * An account lies in the bucket of its login name's digest and a session in the bucket of its
 * token's digest: neither name nor token is kept. Rights stand in rules/rights.tsv
 * (core/rights.h); the account only says which role its holder has and for which office,
 * institution, unit or person. */
#ifndef ROOMS_ACCESS_ACCESS_FACTS_H
#define ROOMS_ACCESS_ACCESS_FACTS_H

#include "core/action.h"
#include "core/store.h"

#define ACCESS_DIGEST_BYTES 32

struct access_account {
    int64_t bucket;             /* of the login name's digest */
    int64_t account;
    struct text login_digest;   /* keyed, of the folded login name */
    struct text label;          /* what others see: "朝阳区 受理岗 01" */
    struct text password;       /* argon2id, with its own salt and cost */
    bool password_once;         /* set by somebody else: nothing goes before a new one */
    struct text role;           /* role_name() */
    int64_t office, institution, person, unit;
    int64_t failures;           /* wrong passwords since the last right one */
    struct moment locked_until; /* absent: open */
    struct date valid_until;    /* a former operator's rights end with a date; absent: open */
    /* One-time codes of an app: a second proof beside the password once they were confirmed. */
    struct text totp_sealed;    /* the secret; absent: none was drawn */
    struct moment totp_since;   /* confirmed; absent: not yet */
    int64_t totp_step;          /* of the last code used: none is good twice */
    struct text recovery;       /* digests of the recovery codes that are left, one after another */
    struct moment sessions_since;   /* sessions opened before it are void (signed out everywhere) */
    struct moment sittings_since;   /* of a terminal: so are sittings at it */
    struct text reason;         /* why it was ended, or its codes were taken away, last */
    int64_t version;
};
extern const struct shape access_account_shape;
extern const struct table access_account_table;

struct access_session {
    int64_t bucket;             /* of the token's digest */
    struct text token_digest;
    int64_t account;
    int64_t person;             /* sitting at a terminal; 0: the account's own session */
    struct moment opened, until;
    struct moment closed;       /* signed out; absent: still open */
    int64_t version;
};
extern const struct shape access_session_shape;
extern const struct table access_session_table;

/* Each time somebody looks at a sealed number: who, whose, why. Rows are only added. */
struct access_unmasking {
    int64_t bucket;             /* the person's */
    int64_t person;             /* of whom no register knows, the question, booking or case */
    int64_t unmasking;
    int64_t account;
    struct text what;           /* "id-number", "case-phone", "consult-phone", "booking-phone" */
    struct text reason;
    struct moment at;
};
extern const struct shape access_unmasking_shape;
extern const struct table access_unmasking_table;

/* A mandate (委托): who acts for whom, for which matters and until when. It lies with the agent, who
 * is asked about at each of his steps; the person who gave it finds it by access_mandate_given. */
struct access_mandate {
    int64_t bucket;             /* the agent's */
    int64_t agent, mandate;
    int64_t giver;
    struct text matters;        /* names of matters, a blank between two */
    bool records;               /* bills, account and care may be looked at, too */
    struct date valid_from, valid_until;    /* both included */
    struct text confirmed;      /* "self" "code" "witness" */
    struct text witnessed;      /* how: "voice" "presence"; absent unless witnessed */
    struct text note;           /* reference of a recording, of a paper */
    int64_t given_by;           /* account that wrote it down: the witness, too */
    struct moment given_at;
    struct moment ended_at;     /* absent: runs to its last day */
    int64_t ended_by;
    int64_t version;
};
extern const struct shape access_mandate_shape;
extern const struct table access_mandate_table;

struct access_mandate_given {
    int64_t bucket;             /* the giver's */
    int64_t giver, mandate;
    int64_t agent;
};
extern const struct shape access_mandate_given_shape;
extern const struct table access_mandate_given_table;

/* One person acts for so many at most: more is a trade, which has accounts of its own. */
#define ACCESS_MANDATES_MAX 50

/* Somebody works for another office, or in another role, for some days. While it holds the actor is
 * that office's, in that role; the day after, nothing of it is left. */
struct access_posting {
    int64_t bucket;             /* the account's */
    int64_t account, posting;
    int64_t office;
    struct text role;
    struct date valid_from, valid_until;    /* both included */
    struct text reason;
    int64_t set_by;
    struct moment set_at, ended_at;
    int64_t version;
};
extern const struct shape access_posting_shape;
extern const struct table access_posting_table;
extern const struct query access_accounts_of_office, access_steps_of_account,
    access_anchor_after, access_postings_away, access_postings_here;
extern const struct query access_postings_of;       /* of an account, not ended */
#define ACCESS_POSTINGS_MAX 20

struct access_agent_key { int64_t bucket, agent; };
struct access_giver_key { int64_t bucket, giver; };
struct access_mandate_key { int64_t bucket, mandate; };

extern const struct query access_mandates_held;     /* by an agent, not ended; oldest first */
extern const struct query access_mandates_given;    /* rows of access_mandate_given, newest first */
extern const struct query access_mandate_by_id;
/* In force on a day, and not ended before. */
bool access_mandate_holds(const struct access_mandate *mandate, struct date day);

struct access_login_key { int64_t bucket; struct text login_digest; };
struct access_account_key { int64_t bucket, account; };
struct access_token_key { int64_t bucket; struct text token_digest; };

struct access_person_key { int64_t person; };
extern const struct query access_accounts_of_person;    /* an insured one's, with a password */
extern const struct query access_account_by_login;
extern const struct query access_account_by_id;
extern const struct query access_session_by_token;

/* ---- from a token to an actor ---- */

struct access_posted {
    int64_t division;
    const int64_t *offices;
    size_t office_count;
};
struct access_actor_facts {
    const struct access_session *session;   /* NULL: no such token */
    const struct access_account *account;
    int64_t division;                       /* of the account's office */
    const int64_t *offices;                 /* that office and all below it */
    size_t office_count;
    const struct list *postings;            /* of access_posting */
    struct access_posted *posted;           /* their offices, in the same order */
    const struct list *mandates;            /* of access_mandate: given to the account's person */
    struct actor_mandate *held;             /* room for those in force */
    int64_t *persons;                       /* room for oneself and who let records be seen */
};
/* False while rows are missing (at most three rounds). Call it outside any action too: a house
 * answers the wants from its store and asks again. */
bool access_gather_actor(struct gather *gather, struct text token,
                         struct access_actor_facts *ret_facts);
/* The same for an account by its login name, as if it had signed in just now: for the machine's
 * administrator, who acts as it. */
bool access_gather_account(struct gather *gather, struct text login,
                           struct access_actor_facts *ret_facts);
/* And by its number: for what somebody left the house to do with his rights. */
bool access_gather_number(struct gather *gather, int64_t account,
                          struct access_actor_facts *ret_facts);
/* Pure: false when the session is unknown, over or closed, or its account locked or ended.
 * `ret_actor` points into the facts. */
bool access_actor(const struct access_actor_facts *facts, struct moment now,
                  struct actor *ret_actor);

/* Digest of a login name in its folded form (keyed: access_use_keys has been called), and of a
 * token: 32 bytes in the arena. */
struct text access_login_digest(struct text login, struct arena *arena);
struct text access_token_digest(struct text token, struct arena *arena);

/* `decide` of a room below lets the asker see a sealed number of the person: kept, with the reason.
 * False: refused, since four characters at least say why. */
bool access_note_unmasking(struct decision *decision, int64_t person, const char *what,
                           struct text reason);

#endif
