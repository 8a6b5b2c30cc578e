/* action.h: one thing a user may do, as a row.
 *
 *     gather  ->  decide  ->  record  ->  tell
 *     (wants)     (pure)      (the lane)  (pure)
 *
 * HTTP routes, command-line words, permissions, audit names, API description, validation and batch
 * lines come from the row. The four functions never touch store, clock or log. All memory they need
 * comes from request->arena, which lives until the answer has been sent. */
#ifndef CORE_ACTION_H
#define CORE_ACTION_H

#include "base/arena.h"
#include "core/date.h"
#include "core/id.h"
#include "core/rules.h"
#include "core/shape.h"
#include "core/store.h"
#include "core/trail.h"

/* ---- who asks ---- */

enum role {
    ROLE_PUBLIC,                /* anybody, not signed in */
    ROLE_RESIDENT,              /* an insured person, for himself or by mandate */
    ROLE_AGENT,                 /* by mandate alone: need not be insured here (代办人) */
    ROLE_KIOSK,                 /* a self-service terminal, and whoever shows it a certificate */
    ROLE_EMPLOYER,              /* an operator of a unit */
    ROLE_INSTITUTION,           /* a hospital's or pharmacy's software (HIS) */
    ROLE_PHARMACY,              /* who works at a designated pharmacy's desk */
    ROLE_HOSPITAL_OFFICE,       /* 医保办 of an institution */
    ROLE_PHYSICIAN,
    ROLE_VILLAGE_CLERK,
    ROLE_TOWN_CLERK,            /* of a 社保所: a town's or sub-district's social-security office */
    ROLE_INTAKE_CLERK,
    ROLE_REVIEWER,
    ROLE_SECOND_REVIEWER,
    ROLE_SECTION_HEAD,
    ROLE_FILLER,                /* 填表人: fills in what notices ask of an office */
    ROLE_FINANCE,
    ROLE_INSPECTOR,
    ROLE_PUBLISHER,
    ROLE_LEADER,
    ROLE_ADMINISTRATOR,
    ROLE_HOUSE,                 /* timers, jobs and reactions of the program itself */
    ROLE_COUNT
};
#define ROLE_BIT(role) (1u << (role))
#define ROLES_STAFF (ROLE_BIT(ROLE_VILLAGE_CLERK) | ROLE_BIT(ROLE_TOWN_CLERK) \
    | ROLE_BIT(ROLE_INTAKE_CLERK) | ROLE_BIT(ROLE_REVIEWER) | ROLE_BIT(ROLE_SECOND_REVIEWER) \
    | ROLE_BIT(ROLE_SECTION_HEAD))
#define ROLES_EVERYBODY ((1u << ROLE_COUNT) - 1)
const char *role_name(enum role role);  /* "intake-clerk" */

/* A mandate (委托) in force: who gave it to the actor, and for what. */
struct actor_mandate {
    int64_t mandate, person;
    struct text matters;        /* names of matters, a blank between two */
    bool records;               /* bills, account and care may be looked at, too */
};

struct actor {
    int64_t account;            /* 0: public */
    enum role role;
    int64_t office;             /* where a staff member works; 0: none */
    int32_t division;           /* that office's place, with all below it */
    int64_t institution;        /* HIS, hospital office, physician */
    /* The person its input names, if the institution was shown that one's certificate lately; 0:
     * not. Filled by the house. */
    int64_t identified;
    int64_t person;             /* resident */
    int64_t unit;               /* employer */
    int64_t hall;               /* where a self-service terminal stands, which works in no office */
    struct scope scope;
    const struct actor_mandate *mandates;   /* of a resident */
    size_t mandate_count;
    bool confined;              /* the password came from somebody else and must be changed first */
};

/* The mandate by which the actor may act for the person in the matter (absent: in any); NULL: none.
 * Oneself needs none. */
const struct actor_mandate *actor_mandate_for(const struct actor *actor, int64_t person,
                                              struct text matter);

/* Asks as a person, for himself or for who gave him a mandate: an insured person, an agent, whoever
 * stands before a self-service terminal and showed it a certificate. */
bool actor_is_person(const struct actor *actor);

/* His own office, or one of his scope (those below it); who sees everything has all of them. No
 * office (0) is nobody's. */
bool actor_has_office(const struct actor *actor, int64_t office);

/* ---- a request ---- */

struct action;

/* Who sits at the institution's screen, and where: what an envelope says beside its input. It is
 * said by the asker, so no right follows from it. */
struct asking {
    struct text operator_code, operator_name;
    struct text sign_no;            /* of the sign-in; absent when the institution sends none */
    int32_t treatment_division;     /* where care is given; 0: not said */
    int32_t enrolment_division;     /* where the person is insured; 0: local, or not said */
};

struct request {
    const struct action *action;
    const struct actor *actor;
    struct text key;            /* the asker's own key (msgid); absent for queries */
    struct moment at;           /* taken in; the decision's "now" */
    const void *input;          /* a struct of action->input */
    const struct book *book;
    struct minter *minter;
    struct arena *arena;
    struct text door;           /* "http", "nhsa", "cli", "house": for the journal */
    const struct asking *asking;    /* of the national interface; NULL at other doors */
    const void *prepared;       /* what action->prepare made; NULL when the action has none */
};

/* ---- gather: naming the rows wanted ---- */

/* Rows of one want found earlier, or NULL the first time: then it is asked for and gather is called
 * again. A gather assembles its facts with these and answers false while anything is missing. */
struct gather {
    struct arena *arena;
    struct want *wants;         /* in the order first asked for */
    int32_t want_count;
    bool missing;               /* something asked for since the last read is not there yet */
    /* Facts there are more of than may be read: it was left incomplete. NULL: none. */
    const struct query *too_many;
    struct want *last;
    struct want *by_hash[64];   /* for gather_want alone */
};
/* Whether a want asks this: the same query and an equal key. */
bool want_is(const struct want *want, const struct query *query, const void *key);
const struct list *gather_want(struct gather *gather, const struct query *query, const void *key);
/* For queries of one row at most: false while unanswered; then `ret_row` is the row or NULL. */
bool gather_one(struct gather *gather, const struct query *query, const void *key,
                const void **ret_row);

/* ---- decide: outcome, trail, change set ---- */

/* A business "no": gravest first in each room's enum, one sentence in words/ per value that says
 * what to do next. */
struct refusal {
    const char *key;            /* "settle.refused.not-covered"; NULL: not refused */
    const char *field;          /* the input field it is about, or NULL */
    struct text detail[3];      /* {0} {1} {2} of the sentence */
};

struct decision {
    const struct request *request;
    struct refusal refusal;
    void *outcome;              /* a struct of action->outcome, zeroed; set it unless refused */
    int64_t subject;            /* the person, case or office it is about: the journal's subject */
    struct trail trail;
    struct change *changes, *last_change;
    int32_t change_count;
    /* A key of the same asker and subject that may never be used again: see decision_void. */
    const char *void_action;
    struct text void_key;
};
/* The row is copied. Changes of actions called by name join the caller's. */
void decision_insert(struct decision *decision, const struct table *table, const void *row);
void decision_replace(struct decision *decision, const struct table *table, const void *row);
/* Only the first refusal is kept: guards stand gravest first. */
/* The asker takes back a message that never arrived: should it come after all, it is refused. */
void decision_void(struct decision *decision, const char *action, struct text key);
void decision_refuse(struct decision *decision, const char *key, const char *field);
void decision_refuse_with(struct decision *decision, const char *key, const char *field,
                          struct text detail0, struct text detail1);

/* ---- the row ---- */

enum action_flags {
    ACTION_ONCE = 1 << 0,       /* changes something: recorded once per key */
    ACTION_READ = 1 << 1,       /* no change set: runs on a reader, never in the lane */
    ACTION_OFFLINE = 1 << 2,    /* an edge node may decide it */
    ACTION_PUBLIC = 1 << 3,     /* shown in the public API description */
    ACTION_NO_KEY = 1 << 4,     /* a write that may come without a key (sign-in): each is its own */
    ACTION_DISCLOSES = 1 << 5,  /* tells numbers of people: each answer goes to the access log */
    ACTION_PUBLISHES = 1 << 6,  /* adds a publication: the house decides by it before it answers */
    ACTION_CONFINED = 1 << 7,   /* also for who must change the password first */
    ACTION_LOOK_UP = 1 << 8,    /* opens to whoever names a secret short enough to be guessed: the
                                 * public doors count how often one address tries */
    ACTION_IDENTIFIES = 1 << 9, /* its input shows a certificate: see actor.identified */
    /* With ACTION_READ: what a write would decide, asked just before it. It runs in the lane, which
     * has the rows at hand that were just written and are wanted again at once. */
    ACTION_TRIAL = 1 << 10,
    ACTION_PAPER = 1 << 11,     /* its answer names a stored paper (`blob`, `file_name`,
                                 * `file_type`): HTTP answers the paper itself */
    ACTION_MOVES_DAY = 1 << 12, /* of a demo house alone: the clock goes where its outcome says */
    ACTION_ADMITS = 1 << 13,    /* changes which institutions the hospital door lets in, how */
    ACTION_PREPARES_ALONE = 1 << 14,    /* `prepare` looks at no facts: nothing is read for it */
    ACTION_ONE_BY_ONE = 1 << 15,    /* somebody's own, at a moment: never by a file of lines */
};

/* Subjects the action will change, from the input alone; two actions of a batch that share one
 * are decided in different batches. */
struct keys {
    int64_t subject[8];
    int32_t count;
};
void keys_add(struct keys *keys, int64_t subject);

struct right;

/* How the next page of a list is asked for, or the next part written: a field of the input, and
 * what it takes. That is a field of the answer, absent when there is no more, or else one of the
 * last row of the answer's first list; then a page without rows, or one that ends where it was to
 * begin, is the end. */
struct page_step { const char *input, *from; };
#define PAGE_STEPS 3

struct action {
    const char *name;           /* "settle.outpatient" */
    const char *method;         /* "POST", or NULL: not on the HTTP door */
    const char *path;           /* "/api/v1/settlements"; ids in {braces} name input fields */
    /* Who may: the line of its name in rules/rights.tsv (core/rights.h). Only an action that is in
     * no room, of a test, brings a line of its own. */
    const struct right *right;
    unsigned flags;
    const struct shape *input;
    const struct shape *facts;  /* size of the facts struct only; fields may be empty */
    const struct shape *outcome;    /* what the journal keeps */
    const struct shape *answer;
    const char *help;           /* key of a sentence in words/ */
    /* Of a list that comes in pages, or of what is written in parts; else empty. */
    struct page_step next_page[PAGE_STEPS];
    void (*keys)(const struct request *request, struct keys *keys);     /* NULL: none */
    bool (*gather)(struct gather *gather, const struct request *request, void *facts);
    void (*decide)(const struct request *request, const void *facts, struct decision *decision);
    /* Slow or random work that must not hold the lane (a password's hash, a session's token).
     * When set, the house gathers once on a reader, calls it on a bounded worker and only then
     * queues the action with request->prepared. The lane gathers again: decide checks that what
     * was prepared still fits the rows it sees. With ACTION_PREPARES_ALONE it is not gathered for
     * and `facts` is NULL: what it makes hangs on the input alone. NULL: none. */
    void (*prepare)(const struct request *request, const void *facts, void *ret_prepared);
    size_t prepared_size;
    /* The answer from the outcome alone, so that a repeat a month later tells the same. With
     * `recall` it may also use rows: recall gathers them, first time and repeat alike. NULL: the
     * outcome is the answer (same shape). */
    bool (*recall)(struct gather *gather, const struct request *request, const void *outcome,
                   void *ret_memory);
    size_t memory_size;
    void (*tell)(const struct request *request, const void *outcome, const void *memory,
                 void *answer);
};

#endif
