/* intake_hall.h: what the tests of this room share: one person of Chaoyang held up in Linyi, the
 * offices, an application, and a case that goes on from decision to decision. */
#ifndef ROOMS_INTAKE_INTAKE_HALL_H
#define ROOMS_INTAKE_INTAKE_HALL_H

#include "rooms/filing/filing.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms_testing.h"

#define PERSON INT64_C(4611686018427387)
#define NUMBER TEXT("990101198001010010")
#define OFFICE INT64_C(77)
#define BLOB TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")

/* Read once a process, by hall_open as the setup of a group of tests. */
extern const struct book *hall_book;
int hall_open(void **state);
int hall_close(void **state);

/* Everything a case may need, of one person of Chaoyang held up in Linyi. */
struct hall {
    struct testing testing;
    struct party_person person;
    struct party_person_key key;
    struct party_spell spell;
    struct party_status stranded;
    struct staff_office offices[2];
    struct list spells, identities, statuses, office_list, filings, open, bars;
    struct filing_record_facts filing;
    struct event_fact event;
    struct events events;
    struct intake_apply_facts apply_facts;
    struct intake_value values[6];
    struct intake_paper_input papers[4];
    struct intake_owed_input owed[2];
    struct intake_apply_input apply;
    struct text names[4];
    struct intake_prepared prepared;
    struct intake_case row;
    struct intake_paper paper_rows[6];
    struct list paper_list;
    struct intake_document document_rows[12];
    struct list document_list;
    struct intake_case_facts facts;
    struct staff_office desk;
};

void hall_begin(struct hall *hall, struct date today);
void hall_end(struct hall *hall);
void hall_at(struct hall *hall, struct date day);
void hall_declare_end(struct hall *hall, struct date day);
/* What came over the counter, by telephone or by post is entered by a clerk; what came by mail or
 * fax, by our own mailbox. */
void hall_takes_in(struct hall *hall, const char *channel);
/* The rows of the last decision become the facts of the next, seen by that actor. */
void hall_go_on(struct hall *hall, enum role role, int32_t division, const char *office_kind);
/* Each answers whether it was refused with that key; NULL: not refused. */
bool hall_apply(struct hall *hall, const char *refused);
bool hall_decide(struct hall *hall, const char *verdict, const char *refused);
/* A step whose facts are those of a case; case and a reason are filled in. */
bool hall_step(struct hall *hall, const struct action *action,
               const struct intake_case_input *more, const char *refused);
bool hall_supply(struct hall *hall, const char *material, const char *last_four,
                 const char *refused);
const struct intake_debt *hall_first_debt(const struct hall *hall);

#endif
