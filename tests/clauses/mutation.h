/* mutation.h: a notice, changed in one place at a time.
 *
 * The text is read once and laid flat; a mutation leaves a part of a measure out, or writes another
 * value in its place, and the whole is written again as YAML. What is only for the reader (ids,
 * clause, says, zh, decided) is left alone. */
#ifndef TESTS_CLAUSES_MUTATION_H
#define TESTS_CLAUSES_MUTATION_H

#include "base/arena.h"
#include "base/yaml.h"

struct mutated;

/* Where a word stands in the sets of words; NULL: words are changed by spelling alone. */
struct mutated *mutated_read(struct text notice, const struct yaml *vocabulary,
                             struct arena *arena);
size_t mutated_count(const struct mutated *mutated);

struct mutation {
    struct text ids;            /* of the measure: "10a 10b"; of the head: "head" */
    struct text path;           /* "extend.to" */
    struct text change;         /* "2020-03-31 -> 2020-04-01", "left out" */
    struct text text;           /* the notice, so changed */
};
struct mutation mutated_make(const struct mutated *mutated, size_t index, struct arena *arena);

#endif
