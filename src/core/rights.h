/* rights.h: who may do what, and how far: the table of rights (rules/rights.tsv).
 *
 * One line an action, a column a role, a word a cell: `.` he may not; `own` in his own things
 * alone, which are his person, unit or institution, or the office and place he works in with all
 * below it; `all` anywhere. The desk asks it before anything of a call is looked at; what is
 * one's own is decided by the rooms with the scope of the actor, and rooms_rights_test.c asks
 * each of them whether it does as the table says. The file is built into the program, so that no
 * copy beside it can widen a right: a change of rights is a change of the program, reviewed like
 * one. */
#ifndef CORE_RIGHTS_H
#define CORE_RIGHTS_H

#include "core/action.h"

struct right {
    const char *action;
    unsigned roles;             /* ROLE_BIT(…) | …: who may */
    unsigned anywhere;          /* of these, who is bound to no place */
};

/* The line of an action; NULL: it has none, and nobody may do it. */
const struct right *right_of(const struct action *action);
bool rights_allow(const struct action *action, enum role role);
bool rights_anywhere(const struct action *action, enum role role);

/* The whole table, by name: for tests and for people. */
extern const struct right rights_table[];
extern const size_t rights_count;

#endif
