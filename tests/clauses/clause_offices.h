/* clause_offices.h: the offices and telephones of rules/offices in a clause's world. */
#ifndef TESTS_CLAUSES_CLAUSE_OFFICES_H
#define TESTS_CLAUSES_CLAUSE_OFFICES_H

#include "clause_world.h"

#include "rooms/intake/intake.h"

void clause_offices(struct clause_world *world);
/* The office of that kind and that very division; 0: none. */
int64_t clause_office(struct clause_world *world, int64_t division, const char *kind);
/* The world then asks as a member of its staff, who sees that office and all below it. */
void clause_as_staff(struct clause_world *world, enum role role, int64_t office);
/* Who truly says that a case comes by that channel: over the net anybody, else a clerk of that
 * office. */
void clause_as_sender(struct clause_world *world, const char *channel, int64_t office);
/* As the operator of a unit that stands there, new each time. */
void clause_as_unit(struct clause_world *world, int64_t division);
/* What somebody sends in. Papers are pictures, each of its own. */
struct clause_application {
    const char *matter, *channel;
    const char *papers[6];
    struct intake_value values[9];
    size_t value_count;
    const char *owed[3];
    bool commitment;
    struct intake_apply_input more;     /* whatever else the input has */
};
/* For that person, by whoever asks now; NULL: refused. */
const struct intake_applied *clause_apply_for(struct clause_world *world, int64_t person,
                                              const struct clause_application *application);
/* An own matter of who asks now, or of whom `more.number` names; NULL: refused. */
const struct intake_applied *clause_apply_own(struct clause_world *world,
                                              const struct clause_application *application);
/* The same, imported by a system that took it in. */
const struct intake_applied *clause_import_for(struct clause_world *world, int64_t person,
                                               const struct clause_application *application);
const struct intake_case *clause_case(struct clause_world *world, int64_t case_id);
struct list clause_papers(struct clause_world *world, int64_t case_id);
/* A number by which the person is found from now on. */
struct text clause_number(struct clause_world *world, int64_t person);
void clause_as_resident(struct clause_world *world, int64_t person);
/* The unit of an employee made here is registered, of that kind, and the world asks as its
 * operator. */
void clause_as_employer(struct clause_world *world, int64_t person, const char *kind);
/* A case of that person for a matter without papers: by the public, over the web. */
const struct intake_applied *clause_apply(struct clause_world *world, int64_t person);
/* Its application is accepted by a clerk of that office. */
void clause_accept(struct clause_world *world, int64_t case_id, int64_t office);
/* A paper for the case of that receipt comes later, by that channel, to whoever asks now. */
void clause_supply(struct clause_world *world, struct text receipt, const char *channel,
                   const char *material);
/* 生育津贴: two papers, six answers. */
struct clause_application clause_allowance(const char *channel);

#endif
