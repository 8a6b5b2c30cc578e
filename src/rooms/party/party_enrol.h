/* party_enrol.h: how somebody is enrolled, for the actions that do it in their own ways. */
#ifndef ROOMS_PARTY_PARTY_ENROL_H
#define ROOMS_PARTY_PARTY_ENROL_H

#include "core/event.h"
#include "rooms/party/party_spells.h"

struct party_enrol_facts {
    const struct party_person_key *key;     /* NULL: the number leads to nobody */
    const struct party_person_key *free;    /* of a number that was another's by mistake; or NULL */
    const struct party_person_key *card;    /* somebody has that card already */
    struct party_person_facts person;
    const struct party_unit *unit;          /* of an enrolment through one */
    const struct party_person *newcomer;    /* who becomes a person by it; NULL: the input says */
    struct events events;
};
extern const struct shape party_enrol_facts_shape;

/* What a worker made before the lane: sealing draws a nonce. */
struct party_enrol_prepared {
    struct text number_sealed, phone_sealed;
};

void party_enrol_keys(struct text number, struct keys *keys, struct arena *arena);
bool party_enrol_gather(struct gather *gather, const struct party_enrol_input *input,
                        struct party_enrol_facts *found);
void party_enrol_prepare(const struct party_enrol_input *input, struct arena *arena,
                         struct party_enrol_prepared *ret_prepared);
/* True: refused, in words. `input` has its number in normal form. */
bool party_enrol_is_refused(struct decision *decision, const struct party_enrol_facts *found,
                            const struct party_enrol_input *input);
/* Person (when new), card and spell into the change set; the numbers of person and spell. */
void party_enrol_record(struct decision *decision, const struct party_enrol_facts *found,
                        const struct party_enrol_input *input, int64_t *ret_person,
                        int64_t *ret_spell);

/* Of a resident that day: from when he is insured, by the season or a reason. False: refused. */
bool party_season_start(struct decision *decision, int64_t place, struct date born,
                        struct text reason, struct date day,
                        struct party_resident_enrolled *ret_enrolled);
/* psn_type of a resident by his age. */
struct text party_resident_kind(struct date born, struct date on);

/* ---- days that are over ---- */

struct party_late {
    bool late;                  /* after the last day of telling it */
    struct text made_up_under;  /* and to be taken in all the same: "BJ4-10g BJ4-10h" */
};
/* Of an employer, about that day; `deadline`: "enrolment.register", "enrolment.change". */
struct party_late party_late_of(const struct request *request, struct events events,
                                int64_t place, const char *deadline, struct date day);
/* True: a unit reaches further back than it may by itself, which only an office or a notice that
 * lets it be made up allows; refused, naming the field. */
bool party_is_too_far_back(struct decision *decision, int64_t place, struct date day,
                           const struct party_late *late, const char *field);
/* "enrol.back": how many months back a unit may enrol and change by itself. */
extern const struct rule_kind party_back_kind;
/* "enrol.employee": from which age one is employed. */
extern const struct rule_kind party_employee_kind;

/* "enrol.resident": the season in which residents enrol for the next year, and who may outside
 * it. */
extern const struct rule_kind party_resident_season_kind;

#endif
