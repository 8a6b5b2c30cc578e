/* yaml.h: one YAML document as a tree whose every node knows its line. The only place that knows
 * libyaml.
 *
 * What a rule file needs and no more: scalars as text, sequences, mappings in the order written.
 * Refused: aliases, anchors, tags, directives, several documents, keys that are not scalars, a key
 * twice in a mapping, control characters, more than LIMIT_DEPTH levels or LIMIT_RULE_FILE_BYTES.
 * Nothing is guessed: 2020-02-10, 0.85, yes and 007 are all texts. The tree lives in the arena and
 * does not point into the text it was read from. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/text.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml;

struct yaml_fault {
    struct text reason;         /* in the arena; English */
    int line, column;           /* from 1; columns count characters */
};

bool yaml_parse(struct text text, struct arena *arena, const struct yaml **ret_yaml,
                struct yaml_fault *ret_fault);

/* A NULL node has no kind of its own: ask only nodes that are there, except in the functions that
 * say otherwise. */
enum yaml_kind yaml_kind(const struct yaml *yaml);
int yaml_line(const struct yaml *yaml);         /* 0 for NULL */
int yaml_column(const struct yaml *yaml);       /* 0 for NULL */

struct text yaml_text(const struct yaml *yaml); /* of a scalar; absent for others and for NULL */
bool yaml_is_quoted(const struct yaml *yaml);   /* '…', "…", | or > */
bool yaml_is_null(const struct yaml *yaml);     /* plain and empty, ~ or null */

/* Items of a sequence or members of a mapping; 0 for scalars and NULL. */
size_t yaml_count(const struct yaml *yaml);
const struct yaml *yaml_at(const struct yaml *yaml, size_t index);  /* the value; NULL beyond */
const struct yaml *yaml_key(const struct yaml *yaml, size_t index); /* NULL unless a mapping */
/* NULL when there is none, and for NULL and other kinds. */
const struct yaml *yaml_member(const struct yaml *mapping, struct text key);

#endif
