/* clause_runner.h: runs a table of scenarios, each in a fresh world. */
#ifndef TESTS_CLAUSES_CLAUSE_RUNNER_H
#define TESTS_CLAUSES_CLAUSE_RUNNER_H

#include "clause_world.h"

struct clause_scenario {
    const char *ids;            /* "BJ4-07a BJ4-07b": it carries all of them */
    void (*run)(struct clause_world *world);
};
/* Prints "pass ID" or "fail ID"; answers the exit status (77: skipped, no store).
 * The rules are $YIBAO_RULES. */
int clause_run(const struct clause_scenario *scenarios, size_t count);

#endif
