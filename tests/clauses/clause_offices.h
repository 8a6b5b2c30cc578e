/* clause_offices.h: the offices and telephones of rules/offices in a clause's world. */
#ifndef TESTS_CLAUSES_CLAUSE_OFFICES_H
#define TESTS_CLAUSES_CLAUSE_OFFICES_H

#include "clause_world.h"

void clause_offices(struct clause_world *world);
/* The office of that kind and that very division; 0: none. */
int64_t clause_office(struct clause_world *world, int64_t division, const char *kind);
/* The world then asks as a member of its staff, who sees that office and all below it. */
void clause_as_staff(struct clause_world *world, enum role role, int64_t office);
/* A case of that person for a matter without papers: by the public, over the web. */
const struct intake_applied *clause_apply(struct clause_world *world, int64_t person);

#endif
