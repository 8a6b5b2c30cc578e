/* house.h: what the programs hand to every door, so that doors and lanes never see one another.
 *
 * A door fills a call, submits it and is called back once, on a thread of the house; it must not
 * block there. Writes go to the lane that owns the store, reads to the reader pool. */
#ifndef CORE_HOUSE_H
#define CORE_HOUSE_H

#include "core/action.h"
#include "core/paper_view.h"
#include "core/room.h"

enum call_status {
    CALL_WAITING,
    CALL_DONE,          /* `answer` is there; a recorded decision is on disk */
    CALL_REFUSED,       /* `refusal` says why; nothing was recorded */
    CALL_FAULT,         /* `fault` for the operator; the asker may repeat with the same key */
    CALL_BUSY,          /* the queue is full or the call waited too long; nothing was recorded */
    CALL_MISUSED,       /* the same key with another input, or a role that may not */
};

struct house;

struct call {
    /* Filled by the door. `arena` belongs to the door and outlives the call. */
    struct actor actor;
    struct request request;     /* action, actor (-> the one above), key, input, arena, door */
    void (*done)(struct call *call);
    void *door_data;
    bool try_only;              /* decide and tell, record nothing: 2206, dry runs */

    /* Filled by the house before done() is called. */
    enum call_status status;
    struct refusal refusal;
    struct text fault;
    const void *outcome;        /* of action->outcome, when done */
    const void *answer;         /* of action->answer, when done */
    struct moment decided_at;   /* of the first decision; a repeat carries the same */
    bool repeated;              /* the journal already had it */
    int64_t subject;            /* whom it is about, when done; 0: nobody in particular, or many */
    struct trail trail;         /* empty on repeats */

    /* For the house. */
    struct call *next;
    int64_t queued_at_us;
    void *memory;               /* what the answer may point into: see house->finish */
    struct text input_digest;   /* once it was needed; see core/journal.h */
};

/* How an institution's messages are let in (section 3 of the interface reference). */
enum gateway_mode {
    GATEWAY_NONE,       /* A: no gateway authentication */
    GATEWAY_CSB,        /* B: _api_* headers, HMAC-SHA1 */
    GATEWAY_TIF,        /* C: x-tif-* headers, SHA-256 */
    GATEWAY_TOKEN,      /* D: OAuth2 token, SM2 signature, SM4 input */
};

struct institution_access {
    int64_t institution;
    int32_t division;           /* where it stands: 110105 */
    struct text code, name;     /* in the arena given */
    enum gateway_mode mode;
    struct text key_id;         /* AK, paas id or client id */
    struct text secret;         /* SK, token or client secret; SM4 key by rule of the mode */
    struct text user_name, password;    /* mode D */
    struct text public_key;     /* SM2, 65 bytes, mode D */
    struct text our_private_key;
    bool sign_in_required;      /* calls without a sign_no of today are refused */
    bool unasked;               /* the store gave no answer: nothing is known of it */
};

/* Whose a session is: somebody's; nobody's (unknown, ended or locked); or the store gave no answer
 * and nobody can tell now, which ends no session. */
enum house_session { HOUSE_SESSION_NONE, HOUSE_SESSION_OPEN, HOUSE_SESSION_UNASKED };

struct house_index;

struct house {
    const struct room *const *rooms;
    size_t room_count;
    const struct house_index *index;    /* NULL: look-ups go through all rooms, as in small tests */

    /* Never answers a failure itself: always calls back. */
    void (*submit)(struct house *house, struct call *call);
    /* The door has used outcome, answer and trail: what they point into may go. Called once for
     * every call that was answered, on any thread. */
    void (*finish)(struct house *house, struct call *call);
    struct moment (*now)(const struct house *house);
    /* The current book, held; the caller releases it. */
    const struct book *(*book)(struct house *house);

    /* A session's actor, where it is open. Rows live in the arena. */
    enum house_session (*actor_of_session)(struct house *house, struct text token,
                                           struct arena *arena, struct actor *ret_actor);
    /* By institution code; false: no such institution, or (`unasked`) nobody can tell now. */
    bool (*institution_of)(struct house *house, struct text code, struct arena *arena,
                           struct institution_access *ret_access);
    /* By the id of its key; false as above. */
    bool (*institution_of_key)(struct house *house, struct text key_id, struct arena *arena,
                               struct institution_access *ret_access);
    /* True while writes are possible; either way a key of words for the operator: house.state.*. */
    bool (*healthy)(struct house *house, const char **ret_state);
    /* Prometheus text into the builder. */
    void (*metrics)(struct house *house, struct builder *builder);
    /* An account by its login, for the administrator of the machine who acts as it; NULL: the house
     * cannot tell. False: no such account, or it has ended. */
    bool (*actor_of_account)(struct house *house, struct text login, struct arena *arena,
                             struct actor *ret_actor);
    /* A stored paper, whole, in the arena; at most LIMIT_PAPER_BYTES. False: it is not there, or
     * is not what its name says. NULL: the house keeps none. */
    bool (*paper)(struct house *house, struct text name, struct arena *arena,
                  struct text *ret_bytes);
    /* A picture of a stored paper, small and upright: always calls back. NULL: the house makes
     * none. */
    void (*view_paper)(struct house *house, struct paper_view *view);
    bool demo;                  /* a demo world: the plain page lists its accounts */
};

/* By name and by infno; NULL: none. */
const struct action *house_action(const struct house *house, struct text name);
const struct transaction *house_transaction(const struct house *house, struct text infno);
/* Sorts actions and transactions by name once, in memory that outlives the house; two of one name
 * are a broken promise. */
void house_index_names(struct house *house, struct arena *arena);
/* Submits the call and waits for its answer; sets done and door_data. finish() is the caller's. */
void house_submit_and_wait(struct house *house, struct call *call);

#endif
