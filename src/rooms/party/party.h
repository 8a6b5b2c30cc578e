/* party.h: people, units, institutions, enrolment and change (参保登记). */
#ifndef ROOMS_PARTY_PARTY_H
#define ROOMS_PARTY_PARTY_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/party/party_facts.h"

extern const struct room party_room;
extern const struct action party_enrol_person_action;
extern const struct action party_find_action;
extern const struct action party_person_action;
extern const struct action party_show_number_action;
extern const struct action party_record_status_action, party_record_identity_action,
    party_helped_action;
/* Writes down a status of a person (stranded, confirmed, suspected) with its days and who said so,
 * within another decision. Answers its number. */
int64_t party_record_status(struct decision *decision, int64_t person, struct text kind,
                            struct date from, struct date until, struct text source);
extern const struct action party_institutions_action;
extern const struct action party_dictionary_action;
extern const struct action party_register_institution_action;
extern const struct action party_amend_institution_action;
extern const struct action party_set_gateway_action;
extern const struct action party_register_unit_action, party_record_unit_status_action;
extern const struct action party_sign_in_operator_action;
extern const struct action party_sign_out_operator_action;
#define PARTY_TRANSACTIONS 4
extern const struct transaction party_transactions[PARTY_TRANSACTIONS];

/* ---- numbers that name people (party_numbers.c) ---- */

struct seal_keys;
/* Once, at start, before any action runs; the keys outlive everything. */
void party_use_keys(const struct seal_keys *keys);

/* "9901**********1234", "139****0001". */
struct text party_mask_number(struct text normal, struct arena *arena);
struct text party_mask_phone(struct text phone, struct arena *arena);
/* Sealing draws a nonce, so it belongs into `prepare` (or a demo), never into `decide`; unsealing
 * belongs into `tell`. `what` is kept with neither: "number", "phone", "secret". */
struct text party_seal(struct text plain, const char *what, struct arena *arena);
/* Absent when no key we have opens it. */
struct text party_unseal(struct text sealed, const char *what, struct arena *arena);
/* Keyed digest of a normal form; `kind` as in struct party_person_key. */
struct text party_digest(const char *kind, struct text normal, struct arena *arena);

/* ---- deciding ---- */

struct party_enrol_input {
    struct text certificate, number, name, sex, ethnicity;
    struct date born;
    struct text phone, card;
    struct text insurance, kind;
    int64_t place;
    int64_t unit;
    struct text unit_name;
    struct date from, until;    /* until absent: open */
    bool civil_servant;
};

enum party_enrol {
    PARTY_ENROL_OUT_OF_PLACE,   /* the clerk's office has nothing to do with that place */
    PARTY_ENROL_BAD_NUMBER,     /* wrong length, birthday or check character */
    PARTY_ENROL_NUMBER_CONTRADICTS, /* birthday or sex differ from the number's */
    PARTY_ENROL_BAD_KIND,       /* that kind of person has no such insurance */
    PARTY_ENROL_OTHER_NAME,     /* the number belongs to somebody of another name */
    PARTY_ENROL_OVERLAPS,       /* a spell of that insurance holds the day already */
    PARTY_ENROL_GOOD,
};
/* Pure; `known` has no person when the number is new. */
enum party_enrol party_judge_enrol(const struct actor *actor,
                                   const struct party_enrol_input *input,
                                   const struct party_person_facts *known);

/* ---- who stands in no register yet (party_newcomer.c) ---- */

/* What the number says of him, under no number of ours yet (`person` 0); `name` as given. False: it
 * is no resident's number and no permit's. */
bool party_newcomer_read(struct text number, struct text name, struct date today,
                         struct arena *arena, struct party_person *ret_row);
/* Kept until an approval; `first`: the number leads to this row while it is in no register. */
void party_newcomer_record(struct decision *decision, const struct party_person *row,
                           struct text number, bool first);

/* An enrolment that an approval makes, of somebody known or of a newcomer. */
struct party_admission {
    const struct party_person *newcomer;    /* NULL: it is `known` */
    const struct party_person_key *key;     /* whom the newcomer's number leads to by now */
    const struct party_person_key *free;    /* it led to somebody by mistake, and to nobody now */
    struct party_person_facts known;
    const struct party_unit *unit;          /* NULL: through none */
    struct events events;
    struct text insurance;
    struct text kind;           /* psn_type; absent: a resident's, by age, season and reason */
    int64_t place;
    struct date from;           /* not of a resident */
    struct text reason;
    struct date day;            /* what the reason is about */
};
struct party_admitted {
    struct party_resident_enrolled of;
    bool late;                  /* after the last day of registering */
    struct text made_up_under;
};
/* False: refused. */
bool party_admit(struct decision *decision, const struct party_admission *asked,
                 struct party_admitted *ret_admitted);

/* ---- institutions as anybody may see them ---- */

struct party_institution_public {
    int64_t institution;
    struct text code, name, credit_code, type, level;
    int64_t tier, division;
    struct text address, phone;
    bool community, district_owned, chinese_medicine, fever_clinic;
};
extern const struct shape party_institution_public_shape;
#define PARTY_INSTITUTION_PUBLIC_COLUMNS \
    "institution, code, name, credit_code, type, level, tier, division, address, phone, " \
    "community, district_owned, chinese_medicine, fever_clinic"

/* A page of those whose code comes after `after`; an empty text leaves its question out. */
struct party_search_key {
    struct text type, name, code, after;
    int64_t division, division_until;   /* 110000 … 119999 */
};
#define PARTY_INSTITUTIONS_PAGE 1000
extern const struct query party_institutions_like;

struct party_operator_key { int64_t bucket, institution; struct text operator; };
extern const struct query party_operator_by_name;

/* ---- demo: the same people and institutions for every room below ---- */

#define PARTY_DEMO_INSTITUTIONS 30
/* Row of the n-th; texts are literals or lie in demo->scratch. */
struct party_institution party_demo_institution(struct demo *demo, int64_t n);
struct party_unit party_demo_unit(struct demo *demo, int64_t n);
#define PARTY_DEMO_UNITS 40
/* A demo person, without sealing: cheap, for rooms that only need to know who it is. */
struct party_demo_person {
    int64_t person;
    int bucket;
    char id_number[19];
    char name[32];
    struct date born;
    bool man;
    const char *insurance;      /* "310" or "390" */
    const char *kind;           /* psn_type */
    int64_t place;
    int64_t unit_index;         /* -1: none */
};
struct party_demo_person party_demo_person(const struct demo *demo, int64_t n);
/* The first employee of the demo's own district: the person with whom its visit and filing are
 * tried, whose account is "patient.<district>" and whose case the accounts shown may decide. */
struct party_demo_person party_demo_patient(const struct demo *demo);

#endif
