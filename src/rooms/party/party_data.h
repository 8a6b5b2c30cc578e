/* party_data.h: particulars corrected on evidence, each correction kept. */
#ifndef ROOMS_PARTY_PARTY_DATA_H
#define ROOMS_PARTY_PARTY_DATA_H

#include "rooms/party/party.h"

struct party_correction {
    int64_t bucket, subject, correction;    /* of a person or unit, in its bucket */
    struct text what;           /* "name" "sex" "born" "number" "phone" "kind" … */
    struct text before, after;  /* numbers masked */
    struct text evidence, reason;
    int64_t cause;              /* the case; 0: none */
    int64_t account;            /* who did it */
    struct moment at;
};
extern const struct shape party_correction_shape;
extern const struct table party_correction_table;
extern const struct query party_corrections_of;

/* What party.correct-person and party.correct-unit are given, and what they look at. */
struct party_person_correcting {
    int64_t person;
    struct text name, sex;
    struct date born;
    struct text number, phone, evidence, reason;
    int64_t cause;
};
struct party_unit_correcting {
    int64_t unit;
    struct text name, kind, industry, legal_person, contact, evidence, reason;
    int64_t cause;
};
struct party_person_correcting_facts {
    struct party_person_facts of;
    const struct party_person_key *key;     /* that number led to somebody already */
    const struct party_person_key *former;  /* of his number so far; NULL: none */
};
struct party_unit_correcting_facts { const struct party_unit *unit; };

/* What an approved change of particulars, or leaving, runs (party_amend.c). */
extern const struct action party_amend_action, party_amend_unit_action;
/* And what takes it back (party_undo.c). */
extern const struct action party_revoke_change_action;
extern const struct action party_correct_person_action, party_correct_unit_action,
    party_corrections_action, party_unit_action, party_find_unit_action,
    party_check_number_action;
/* words/ key of what can be seen to be wrong with the number of an identity paper; NULL: nothing.
 * A passport's or a permit's of another form is not judged. */
const char *party_slip_key(struct text number, struct arena *arena);

#endif
