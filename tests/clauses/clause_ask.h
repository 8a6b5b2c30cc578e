/* clause_ask.h: an action asked by the names of its fields, and what it told, by name. The names
 * are short, for scenarios are read as sentences. */
#ifndef TESTS_CLAUSES_CLAUSE_ASK_H
#define TESTS_CLAUSES_CLAUSE_ASK_H

#include "clause_world.h"

struct given { const char *name, *value; };
#define GIVEN(...) ((const struct given[]){ __VA_ARGS__, { NULL, NULL } })

/* As a form sends it: an empty value is not sent. Whether it was done. */
bool ask(struct clause_world *world, const struct action *action, const struct given *given);
const char *of_id(struct clause_world *world, int64_t id);

/* A field of the last outcome. */
const void *told(struct clause_world *world, const char *name);
int64_t fen_told(struct clause_world *world, const char *name);
int64_t count_told(struct clause_world *world, const char *name);    /* a count or an id */
int32_t day_told(struct clause_world *world, const char *name);

#endif
