/* clause_world.h: a small world in which a clause is tried: the real rules, schema and rooms over
 * a store of its own (clause_store.h), without lane and doors. People and institutions are rows
 * made here. One world at a time. */
#ifndef TESTS_CLAUSES_CLAUSE_WORLD_H
#define TESTS_CLAUSES_CLAUSE_WORLD_H

#include "core/action.h"
#include "core/book.h"
#include "core/store.h"
#include "rooms/agreement/agreement_facts.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_desk.h"

#include <string.h>

struct clause_world {
    struct arena arena;
    struct store *store;
    struct fence fence;
    struct minter minter;
    const struct book *book;    /* the runner's */
    struct actor actor;         /* who asks next */
    struct moment now;
    struct text door;           /* of the next action; absent: "test" */
    int64_t serial;             /* for numbers that must differ */
    bool failed;                /* an EXPECT did not hold */
    struct text insurance;      /* of the person made last: "310", "390" */

    /* Of the last action. */
    struct decision decision;
    const void *outcome;
};

/* In a scenario: says what did not hold and leaves it. */
#define EXPECT(world_, condition_) \
    do { \
        if (!(condition_)) { \
            clause_complain((world_), __FILE__, __LINE__, #condition_); \
            return; \
        } \
    } while (0)
void clause_complain(struct clause_world *world, const char *file, int line, const char *what);

bool clause_world_open(struct clause_world *world, const struct book *book);
void clause_world_close(struct clause_world *world);
void clause_insert(struct clause_world *world, const struct table *table, const void *row);
void clause_replace(struct clause_world *world, const struct table *table, const void *row);
void clause_now(struct clause_world *world, struct date day, int hour);

/* ---- people and places ---- */

/* Insured as an active employee of a unit since 2015, at a place. */
int64_t clause_employee(struct clause_world *world, int64_t place);
/* Likewise a resident of working age. */
int64_t clause_resident(struct clause_world *world, int64_t place);
/* One whose year was over that day: he enrols anew. */
int64_t clause_former_resident(struct clause_world *world, int64_t place, struct date until);
/* Somebody with a name and a number, insured nowhere. */
int64_t clause_stranger(struct clause_world *world);
int64_t clause_unit_of(int64_t person);
/* Gives the person a social-security card; answers its number. */
struct text clause_card(struct clause_world *world, int64_t person);
/* A hospital of the third tier with an agreement in force; the world then asks as its software. */
int64_t clause_hospital(struct clause_world *world, int64_t division);
struct clause_hospital_kind {
    int64_t tier;
    bool fever_clinic, payment_held, designated_epidemic;
};
int64_t clause_hospital_of(struct clause_world *world, int64_t division,
                           struct clause_hospital_kind kind);
void clause_status(struct clause_world *world, int64_t person, const char *kind,
                   struct date from, struct date until);
void clause_event(struct clause_world *world, const char *kind, int64_t place, struct date day);
void clause_filing(struct clause_world *world, int64_t person, struct filing_row filing);
/* A special or chronic disease in every place's list since 2019. */
void clause_disease(struct clause_world *world, const char *code, const char *kind);
void clause_arrears(struct clause_world *world, int64_t owner, struct date due);

/* ---- acting ---- */

/* Gathers, decides and, unless refused, writes. */
#define clause_act(world_, action_, input_) \
    clause_act_sized((world_), (action_), (input_), __builtin_object_size((input_), 0))
void clause_act_sized(struct clause_world *world, const struct action *action, const void *input,
                      size_t input_size);
/* The refusal's key of the last action; "" when it was done. */
const char *clause_refused(const struct clause_world *world);
/* A trail line of that key whose subject holds the words. */
bool clause_trail(const struct clause_world *world, const char *key, const char *words);
/* Was the last action refused with this key? "" asks whether it was done. */
static inline bool refused(const struct clause_world *world, const char *key)
{
    return strcmp(clause_refused(world), key) == 0;
}
static inline bool cites(const struct clause_world *world, const char *clause)
{
    return clause_trail(world, "settle.trail.measure", clause);
}
/* Rows of a query now. */
struct list clause_rows(struct clause_world *world, const struct query *query, const void *key);

/* ---- a visit, step by step ---- */

struct clause_visit {
    int64_t visit, person;
    struct text bill;
    struct text card;           /* shown at the desk; absent: another certificate */
    bool stay;
    struct money total;
};
/* Registers an outpatient visit today; department NULL: 内科; `card` absent: none is shown. */
struct clause_visit clause_register(struct clause_world *world, int64_t person,
                                    const char *department, struct text card);
/* Takes in for a stay today, and lets go today. */
struct clause_visit clause_admit(struct clause_world *world, int64_t person);
void clause_discharge(struct clause_world *world, const struct clause_visit *visit);
void clause_diagnose(struct clause_world *world, const struct clause_visit *visit,
                     const char *code);
/* Charges so much of one item at eight yuan each, below every price limit; days 0: not said. */
void clause_charge(struct clause_world *world, struct clause_visit *visit, const char *item,
                   const char *serial, struct quantity days, int64_t fen);
#define CLAUSE_DAYS(days_) ((struct quantity){ (days_) * 10000 })
/* 2207 with a med_type of the wire, or 2304 for a stay. Check clause_refused. */
const struct settle_receipt *clause_settle(struct clause_world *world,
                                           const struct clause_visit *visit,
                                           const char *med_type);

/* Catalogue items by what they are; the codes stand in rules/catalogue. */
extern const char CLAUSE_CHRONIC_DRUG[], CLAUSE_ANTIBIOTIC[], CLAUSE_PSYCHOTROPIC[],
    CLAUSE_SHORT_SUPPLY[], CLAUSE_EXAMINATION[];

#endif
