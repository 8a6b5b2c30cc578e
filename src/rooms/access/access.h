/* access.h: accounts, sessions and rights (账号与权限).
 *
 * A password is checked by `prepare` on a worker (argon2id takes 64 MB and 50 ms); what the lane
 * decides is pure: is the account there, open, unlocked, was the password checked against the very
 * hash that is stored now. A wrong password is a decision too, not a refusal: it is counted. */
#ifndef ROOMS_ACCESS_ACCESS_H
#define ROOMS_ACCESS_ACCESS_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/access/access_facts.h"

/* 等保 2.0, level 3, 8.1.4.1: failed sign-ins are limited, sessions end. The numbers are ours. */
#define ACCESS_FAILURES_MAX 5
#define ACCESS_LOCK_MS (INT64_C(15) * 60 * 1000)
#define ACCESS_SESSION_MS (INT64_C(12) * 3600 * 1000)
#define ACCESS_PASSWORD_MIN 10
/* Somebody walks away from a terminal without a word: so long his things are to be seen. */
#define ACCESS_SITTING_MS (INT64_C(5) * 60 * 1000)

extern const struct room access_room;
extern const struct action access_sign_in_action;
extern const struct action access_sign_out_action;
extern const struct action access_who_am_i_action;
extern const struct action access_set_password_action;
extern const struct action access_create_account_action;

extern const struct action access_post_action, access_end_posting_action, access_accounts_action,
    access_postings_action, access_audit_action;
extern const struct action access_name_leader_action;
extern const struct action access_begin_totp_action, access_confirm_totp_action,
    access_reset_totp_action, access_end_account_action;

/* Once, at start: roles whose accounts must have one-time codes besides the password. Who has none
 * yet is confined to setting them up. */
void access_require_totp(unsigned roles);
/* "administrator publisher" as bits; false: a word is no role. */
bool access_roles_of(struct text names, unsigned *ret_roles);
bool access_must_set_up_totp(const struct access_account *account, enum role role);

#define ACCESS_RECOVERY_CODES 10
/* Sealing draws a nonce: in prepare, as opening is. Absent when no key opens it. */
struct text access_seal_totp(struct text secret, struct arena *arena);
struct text access_open_totp(struct text sealed, struct arena *arena);
struct text access_recovery_digest(struct text code, struct arena *arena);

struct access_sign_in_input {
    struct text login, password;
    struct text code;           /* of the app, or a recovery code */
};

struct access_create_input {
    struct text login, password, label, role;
    int64_t office, institution, person, unit;
    struct date valid_until;
    bool once;                  /* the password must be changed before anything else */
};

/* What a worker made before the lane. */
struct access_proof {
    bool right;                 /* the password fits `against` */
    struct text against;        /* the hash it was checked with; absent: no such account */
    struct text token;          /* of the session, should it be opened */
    struct text hash;           /* of a new password, when one is being set */
    bool code_given;
    struct text totp_against;   /* the sealed secret the code was checked with */
    int64_t step;               /* of the code; 0: it is none of the app's */
    struct text recovery;       /* digest, should it be a recovery code */
    struct arena *arena;        /* for the codes that are left */
};

/* Gravest first; nothing tells a stranger whether the name exists. */
enum access_sign_in {
    ACCESS_SIGN_IN_LOCKED,      /* too many failures: try again after locked_until */
    ACCESS_SIGN_IN_ENDED,       /* the account's last day is over */
    ACCESS_SIGN_IN_STALE,       /* the password was changed while it was being checked */
    ACCESS_SIGN_IN_WRONG,       /* counted, and locked at the fifth */
    ACCESS_SIGN_IN_UNKNOWN,     /* told as WRONG */
    ACCESS_SIGN_IN_CODE_NEEDED, /* the password is right, and a one-time code is asked for */
    ACCESS_SIGN_IN_CODE_WRONG,  /* counted like a wrong password */
    ACCESS_SIGN_IN_OPENED,
};
/* Pure. `account` may be NULL. `ret_after` is the account as it must be written: for WRONG and
 * OPENED only. */
enum access_sign_in access_judge_sign_in(const struct access_account *account,
                                         const struct access_proof *proof, struct moment now,
                                         struct access_account *ret_after);

/* The places of whom an account acts for; of nobody (0): NULL, and nothing to say. */
extern const struct query access_place_of_institution, access_place_of_unit,
    access_places_of_person;
bool access_gather_whose(struct gather *gather, const struct query *query, int64_t whose,
                         const struct list **ret_places);
bool access_is_of_place(const struct actor *actor, const struct list *places);

/* Roles by the word an account carries; false: no such role. */
bool access_role_of(struct text name, enum role *ret_role);

struct seal_keys;
/* Once, at start: a login name may be somebody's number, so its digest is keyed. */
void access_use_keys(const struct seal_keys *keys);

/* ---- demo ---- */

void access_demo(struct demo *demo);

/* Emits an account of the demo world; its id is demo_id(…, DEMO_ACCOUNTS, n). Rooms below emit the
 * accounts of residents, units and institutions with it, from n = ACCESS_DEMO_OTHERS on. */
#define ACCESS_DEMO_OTHERS 10000
void access_demo_account(struct demo *demo, int64_t n, const char *login,
                         const struct access_account *like);

#endif
