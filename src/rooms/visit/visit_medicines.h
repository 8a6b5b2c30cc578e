/* visit_medicines.h: what medicines a person got for a special or chronic disease, wherever it was:
 * 5205. An institution may ask about who was here within a year or shows a certificate; the person
 * about himself. A range that holds more than one answer may is refused, never cut. */
#ifndef ROOMS_VISIT_VISIT_MEDICINES_H
#define ROOMS_VISIT_VISIT_MEDICINES_H

#include "rooms/visit/visit.h"

/* A live line of a visit for such a disease, as the store joins them. */
struct visit_medicine_row {
    struct visit_line_row line;
    struct text med_type;
    int64_t institution, division;      /* of the visit */
};
struct visit_medicines_key {
    int64_t bucket, person;
    struct moment from, until;
};
extern const struct query visit_medicines_between;

struct visit_medicines_input {
    int64_t person;
    struct moment from, until;
};
struct visit_medicines_facts {
    const struct visit_row *latest;     /* here, not cancelled */
    const struct list *rows;
    const struct list **items;          /* catalogue rows of each line's code */
    const struct party_institution **institutions;      /* of each line */
};
struct visit_medicine_shown {
    struct visit_medicine_row row;
    int64_t person;
    struct text institution_code, institution_name, name, list_type, approval;
};
struct visit_medicines {
    struct list medicines;              /* of visit_medicine_shown */
};
bool visit_gather_medicines(struct gather *gather, const struct request *request, void *facts);
void visit_decide_medicines(const struct request *request, const void *facts,
                            struct decision *decision);

extern const struct action visit_medicines_action;

#endif
