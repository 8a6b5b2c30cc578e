/* settle_explain.h: a settlement said in words: who pays what, and one row per rule applied, with
 * its source. Both forms say the same; neither decides anything. */
#ifndef ROOMS_SETTLE_EXPLAIN_H
#define ROOMS_SETTLE_EXPLAIN_H

#include "base/json.h"
#include "core/words.h"
#include "rooms/settle/settle.h"

/* Bytes that hold any explanation but those of very long bills. */
#define SETTLE_EXPLAIN_BYTES ((size_t)256 * 1024)

/* What rules are about, as people name it; the name it has here stands behind. */
void settle_explain_rule(struct builder *builder, struct text about, enum language language);
/* "deductible (first admission)" */
void settle_explain_line(struct builder *builder, const struct trail_line *line,
                         enum language language);
/* What was found of a rule that is not known, where something is written: after its name. */
void settle_explain_unsure(struct builder *builder, const struct settlement *settlement,
                           enum language language);
/* The sentence of the outcome: what happened, or what to do next. */
void settle_explain_outcome(struct builder *builder, const struct settlement *settlement,
                            enum language language);
/* The sentence and the parts, aligned for a fixed-width screen; Chinese characters count as two. */
void settle_explain_parts(struct builder *builder, const struct settlement *settlement,
                          enum language language);
/* The parts, then the steps. */
void settle_explain_text(struct builder *builder, const struct settlement *settlement,
                         const struct trail *trail, enum language language);
/* One object: outcome, sentence, the settlement's fields, and the steps. */
void settle_explain_json(struct json_writer *writer, const struct settlement *settlement,
                         const struct trail *trail, enum language language);
/* Columns a text takes. */
size_t settle_columns(struct text text);

#endif
