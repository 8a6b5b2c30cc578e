/* visit_relax.h: a rule of the insurance relaxed for one person. LAW: BJ4-S4d
 *
 * Where a measure in force empowers offices of a kind to relax (`empower`, verb `supply`), one of
 * the agency or of the hospital asks for it with a reason, and somebody else of the same place
 * agrees. What an institution relaxed holds there; what an agency relaxed holds at any institution
 * of the measure's place. It is used when a line would be refused by the ordinary rule
 * (visit_supply.h), as long as the measure is in force; a drug's own limit stands, and what is no
 * drug for long use is not made one. Both accounts, the reason and the clause stay in the row. */
#ifndef ROOMS_VISIT_VISIT_RELAX_H
#define ROOMS_VISIT_VISIT_RELAX_H

#include "core/event.h"
#include "core/measure.h"
#include "core/room.h"
#include "rooms/party/party_facts.h"

struct visit_relaxation {
    int64_t bucket, person, relaxation;
    struct text rule;           /* code table relaxed_rule */
    int64_t days;               /* of medicine at once, instead of the ordinary ones */
    int64_t institution;        /* that asked; 0: an agency did */
    int64_t office;             /* of the agency that asked; 0: an institution did */
    struct date valid_from, valid_until;    /* both within */
    struct text reason, basis;  /* basis: ids of the empowering clause */
    int64_t asked_by;
    struct moment asked_at;
    struct text state;          /* "asked", "granted", "denied" */
    int64_t answered_by;        /* 0: nobody yet */
    struct moment answered_at;
    struct text answer;
    int64_t version;
};
extern const struct shape visit_relaxation_shape;
extern const struct table visit_relaxation_table;
/* The latest of a person (struct party_of_person): however many there are, care goes on. */
extern const struct query visit_relaxations_of;
/* Of an institution, or of an office; newest first, a page. */
struct visit_relaxed_at_key {
    int64_t institution, office;
    struct moment asked_before;
    int64_t before;             /* the last of the page before, asked at that moment; 0: none */
};
#define VISIT_RELAXATIONS_A_PAGE 100
extern const struct query visit_relaxations_at;

enum visit_relax_refusal {
    VISIT_RELAX_NO_REASON,
    VISIT_RELAX_DAYS,           /* not within 1 … 366 */
    VISIT_RELAX_TIME,           /* ends before it begins, or has ended */
    VISIT_RELAX_NOT_EMPOWERED,
    VISIT_RELAX_ASKED_ALREADY,  /* the same for the same person waits here for its answer */
    VISIT_RELAX_NONE_ASKED,     /* to answer: not there, not theirs, or answered before */
    VISIT_RELAX_SAME_PERSON,
    VISIT_RELAX_REFUSALS
};
const char *visit_relax_refusal_key(enum visit_relax_refusal refusal);

/* The measure by which an institution (or, false, an agency) of a place may relax a verb that day;
 * NULL: none. Pure. */
const struct measure *visit_relax_power(const struct book *book, struct events events,
                                        int32_t place, bool institution, struct date day,
                                        struct arena *arena);
/* What is granted to the person of so many days there on that day; NULL: nothing. Pure. */
struct visit_relax_place { int64_t institution; struct date day; };
const struct visit_relaxation *visit_relaxed(const struct list *relaxations,
                                             const struct visit_relax_place *at, int64_t days);

struct visit_relax_input {
    int64_t person, relaxation;
    struct text rule, reason, answer;
    int64_t days;
    struct date from, until;
};
struct visit_relax_facts {
    struct party_person_facts person;
    const struct party_institution *institution;    /* of who asks; NULL: an agency */
    const struct list *relaxations;
    struct events events;
};
bool visit_gather_relax(struct gather *gather, const struct request *request, void *facts);
void visit_decide_relax(const struct request *request, const void *facts,
                        struct decision *decision);
void visit_decide_answer_relax(const struct request *request, const void *facts,
                               struct decision *decision);
struct visit_relaxed_told { int64_t person, relaxation; struct text state; };

extern const struct action visit_ask_relaxation_action, visit_answer_relaxation_action,
    visit_relaxations_action;

#endif
