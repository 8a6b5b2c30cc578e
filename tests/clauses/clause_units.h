/* clause_units.h: units with people, their bills and what is told of them; for scenarios about
 * contributions. The names are short, as in clause_ask.h. */
#ifndef TESTS_CLAUSES_CLAUSE_UNITS_H
#define TESTS_CLAUSES_CLAUSE_UNITS_H

#include "clause_ask.h"

int64_t unit_of(struct clause_world *world, int64_t place, const char *kind,
                const char *industry);
int64_t employed(struct clause_world *world, int64_t unit, int64_t place,
                 struct date from);
void by_unit(struct clause_world *world, int64_t unit);
void by_house(struct clause_world *world);
void base_of(struct clause_world *world, int64_t unit, int64_t person, const char *month,
             const char *base);
void declare(struct clause_world *world, int64_t unit, const char *month);
void pay(struct clause_world *world, int64_t owner, const char *month,
         const char *amount);
/* Its application for what was taken too much is approved; `way` empty: nobody chose. */
void give_back(struct clause_world *world, int64_t unit, const char *month, const char *way);
const void *month_told(struct clause_world *world, int64_t owner, const char *month,
                       const char *name);
bool says(struct clause_world *world, int64_t owner, const char *month,
          const char *name, const char *value);
int64_t month_fen(struct clause_world *world, int64_t owner, const char *month,
                  const char *name);
bool entitled(struct clause_world *world, int64_t person, struct date day);
int64_t declared_unit(struct clause_world *world, int64_t place, const char *kind,
                      const char *industry, const char *month, const char *base,
                      int64_t *ret_person);
bool counted_is(struct clause_world *world, const char *insurance, int64_t paid,
                int64_t gaps, const char *first);
void make_up(struct clause_world *world, int64_t unit, int64_t person,
             const char *from_month, const char *until_month);

#endif
