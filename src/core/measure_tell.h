/* measure_tell.h: a measure as a reader says it, in either language, from its tables and the words
 * of the vocabulary; and the reference of all verbs (docs/measures.md). */
#ifndef CORE_MEASURE_TELL_H
#define CORE_MEASURE_TELL_H

#include "core/measure.h"
#include "core/words.h"

/* One line: verb, notice, clause, ids. */
void measure_tell_head(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language);
/* What it does: every field of the verb, in the order of its table, apart by "; ". */
void measure_tell_body(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language);
/* For whom, when, on which conditions, what it leaves behind; nothing when it says nothing. */
void measure_tell_rest(struct builder *builder, const struct measure *measure,
                       const struct vocabulary *vocabulary, enum language language);
void measure_tell_point(struct builder *builder, const struct measure_point *point,
                        const struct vocabulary *vocabulary, enum language language);

/* The whole reference, as Markdown: every verb and field with its kind and words. */
struct text measures_reference(const struct vocabulary *vocabulary, struct arena *arena);

#endif
