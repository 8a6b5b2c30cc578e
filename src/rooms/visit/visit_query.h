/* visit_query.h: who came and lies here, and why: 5201, 5202, 5303. An institution sees its own
 * visits; a person his own. Ranges are bounded: what holds more than one answer may is refused. */
#ifndef ROOMS_VISIT_VISIT_QUERY_H
#define ROOMS_VISIT_VISIT_QUERY_H

#include "rooms/visit/visit.h"

#define VISIT_SHOWN_MAX 500

/* A range given as days is meant with its last day whole; absent: from or to always. */
struct moment visit_range_begin(struct moment from);
struct moment visit_range_end(struct moment until);
/* True: more than an answer may hold, and refused. */
bool visit_too_many(const struct list *rows, const struct request *request,
                    struct decision *decision);

/* A visit with what its stay adds, as the store joins them. */
struct visit_found_row {
    struct visit_row visit;
    struct visit_stay_row stay;
};
struct visits_between_key {
    int64_t bucket, person, institution, visit;     /* institution and visit 0: any */
    struct moment from, until;
};
struct visit_stays_between_key {
    int64_t institution, person;                    /* person 0: everybody */
    struct moment from, until;
};
extern const struct query visits_between, visit_stays_between;

struct visit_list_input {
    int64_t person, visit;
    struct moment from, until;
    struct text med_type;
};
/* One visit as it is told; the number is unsealed when told. */
struct visit_shown {
    struct visit_found_row row;
    struct text name, certificate, number_sealed, number, sex, ethnicity;
    struct date born;
    int64_t age, days;
    struct text person_kind, place, unit_name;
    bool assisted, civil_servant, over_year, in_hospital;
};
struct visit_list {
    struct list visits;         /* of visit_shown */
};
struct visit_list_facts {
    const struct list *rows;
    struct party_person_facts person;       /* 5201 */
    const struct party_person **people;     /* 5303: one for each row */
};
bool visit_gather_list(struct gather *gather, const struct request *request, void *facts);
void visit_decide_list(const struct request *request, const void *facts,
                       struct decision *decision);
bool visit_gather_in_hospital(struct gather *gather, const struct request *request,
                              void *facts);
void visit_decide_in_hospital(const struct request *request, const void *facts,
                              struct decision *decision);
void visit_tell_list(const struct request *request, const void *outcome, const void *memory,
                     void *answer);

struct visit_diagnoses_input {
    int64_t visit, person;
};
struct visit_diagnoses_facts {
    const struct visit_row *visit;
    const struct list *on_admission, *on_discharge;
};
struct visit_diagnosis_shown {
    struct text id;             /* made of its key */
    int64_t person;
    struct text side;           /* inout_diag_type */
    struct visit_diagnosis_row row;
};
struct visit_diagnoses {
    struct list diagnoses;      /* of visit_diagnosis_shown */
};
bool visit_gather_diagnoses(struct gather *gather, const struct request *request, void *facts);
void visit_decide_diagnoses(const struct request *request, const void *facts,
                            struct decision *decision);

#endif
