/* resident.h: mandates (委托): a person lets another act for him, in one step.
 *
 * Both ID numbers and names, the matters by name, a last day, and one confirmation: the giver's
 * own, signed in; the code that was sent to his telephone; or the word of a witness (a village
 * clerk, a counter, a hospital's insurance office) who heard or saw him. What an agent does is
 * decided with actor_mandate_for (core/action.h), so a mandate that has ended carries nothing any
 * more from the next request on. A wrong code is a decision, not a refusal: it is counted. */
#ifndef ROOMS_RESIDENT_RESIDENT_H
#define ROOMS_RESIDENT_RESIDENT_H

#include "core/room.h"
#include "rooms/access/access_facts.h"
#include "rooms/matter/matter.h"
#include "rooms/party/party_facts.h"
#include "rooms/resident/resident_facts.h"

extern const struct room resident_room;
extern const struct action resident_sit_down_action;
extern const struct action resident_ask_registration_action, resident_register_action;
extern const struct action resident_ask_code_action;
extern const struct action resident_give_mandate_action;
extern const struct action resident_end_mandate_action;
extern const struct action resident_mandates_action;

#define RESIDENT_MATTERS_MAX 20

/* Who and whom, by name and number. */
struct resident_pair_input {
    struct text giver_number, giver_name;
    struct text agent_number, agent_name;   /* absent: the one who asks */
};

struct resident_matter_input { struct text matter; };
struct resident_give_input {
    struct resident_pair_input of;
    struct list matters;        /* of resident_matter_input */
    bool records;
    struct date until;
    struct text code;           /* sent to the giver's telephone */
    struct text witness;        /* "voice", "presence": how the asker witnessed it */
    struct text note;           /* reference of a recording, of a paper */
};

/* Gravest first. */
enum resident_refusal {
    RESIDENT_REFUSED_NO_GIVER,      /* number and name do not name one person */
    RESIDENT_REFUSED_NO_AGENT,
    RESIDENT_REFUSED_SAME,          /* giver and agent are one */
    RESIDENT_REFUSED_NOT_YOURS,     /* a resident who is neither; a witness who is the agent */
    RESIDENT_REFUSED_NO_MANDATE,    /* no such one of the asker's */
    RESIDENT_REFUSED_ENDED,         /* it has ended already */
    RESIDENT_REFUSED_NO_MATTER,     /* none named, or no such one */
    RESIDENT_REFUSED_NOT_BY_AGENT,  /* nobody but the person may apply for it */
    RESIDENT_REFUSED_UNTIL,         /* over already, or longer than may be */
    RESIDENT_REFUSED_TERMS,         /* nothing says how long it may run */
    RESIDENT_REFUSED_TOO_MANY,      /* the agent acts for as many as one may */
    RESIDENT_REFUSED_NO_PHONE,      /* to send a code to: let it be witnessed */
    RESIDENT_REFUSED_ASKED_OFTEN,
    RESIDENT_REFUSED_UNCONFIRMED,   /* neither the giver himself, nor a code, nor a witness */
    RESIDENT_REFUSED_NOT_A_WITNESS, /* residents confirm by code */
    RESIDENT_REFUSED_NOT_OF_HERE,   /* an office of elsewhere heard him: there he comes himself */
    RESIDENT_REFUSED_NO_CODE,       /* none was sent, it was used, or its time is over */
    RESIDENT_REFUSED_REGISTER_NOBODY,   /* number, name and telephone do not go together */
    RESIDENT_REFUSED_REGISTERED,    /* that person has an account */
    RESIDENT_REFUSED_LOGIN_SHORT,
    RESIDENT_REFUSALS
};
const char *resident_refusal_key(enum resident_refusal refusal);

/* ---- giving one ---- */

/* The two people, found by their numbers. */
struct resident_pair {
    const struct party_person *giver, *agent;   /* NULL: no such person */
};
struct resident_give_facts {
    struct resident_pair of;
    const struct list *held;                /* by the agent */
    const struct resident_code *code;       /* sent for this pair; NULL: none */
    const struct list *places;              /* where the giver is insured; NULL: not asked for */
};
struct resident_given {
    bool given;
    int64_t mandate, giver, agent;
    struct date until;
    struct text confirmed;
    struct text reason;         /* words/ key, when not given: the code was wrong */
    int64_t tries_left;
};

struct resident_asked { int64_t giver; struct moment until; };
struct resident_sent {
    struct moment until;
    struct text phone;          /* masked */
};
/* What `prepare` drew: six digits, and their digest for this pair. */
struct resident_drawn { struct text code, digest; };

struct resident_end_input {
    int64_t mandate;
    struct text reason;
};
struct resident_end_facts {
    const struct access_mandate *row;
    const struct list *places;              /* where its giver is insured */
};

struct resident_mandates_facts {
    const struct list *held, *given;        /* given: rows of access_mandate_given */
    const struct access_mandate **given_rows;
    const struct party_person **givers, **agents;   /* of held, of given_rows */
};

/* NULL: nothing holds that day. */
const struct resident_terms *resident_terms_on(const struct book *book, struct date day);
struct text resident_purpose(int64_t agent, struct arena *arena);
struct text resident_code_digest(struct text purpose, struct text code, struct arena *arena);

#endif
