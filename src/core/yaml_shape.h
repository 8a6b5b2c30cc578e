/* yaml_shape.h: fills C structs from YAML by their shapes, and collects what is wrong.
 *
 * Rule files, notices, calendars and worked examples are all read by it. Nothing is guessed and
 * nothing is cut off: an unknown key, a missing required key, a text that is not of the field's
 * kind each is a fault that names file, line and key, and all of them are collected before anybody
 * gives up. Scalars are read by field_read (core/shape.h), and besides:
 *   DAY     "earliest-known" is DATE_EARLIEST
 *   SHARE   "85%" and "85.5%" as well as "0.855"; a bare number above 1 is a wrong unit
 *   FLAG    yes, no, true, false
 *   LIST    a sequence; of one item it may also be written as the item. An item written as a
 *           scalar fills the first field of the list's shape: [2020-01, 2020-02].
 * In names `-` and `_` are the same: the key `rates-of` fills the field "rates_of". The structs
 * hold only texts copied into the arena. */
#ifndef CORE_YAML_SHAPE_H
#define CORE_YAML_SHAPE_H

#include "base/arena.h"
#include "core/shape.h"
#include "core/words.h"

#include <stdio.h>

struct yaml;

/* ---- what is wrong with a file ---- */

struct rule_fault {
    struct text file;
    int32_t line;
    struct text key;            /* the YAML key it is about; empty: the whole file */
    const char *why;            /* words/ key: "rules.fault.unknown-key" */
    struct text detail[2];
    struct rule_fault *next;
};

struct rule_faults {
    struct arena *arena;
    struct rule_fault *first, *last;
    int32_t count;              /* of all; only the first RULE_FAULTS_KEPT are kept */
};

/* A file that is not what it claims to be can be wrong at every line. */
#define RULE_FAULTS_KEPT 500

void rule_faults_init(struct rule_faults *faults, struct arena *arena);
/* Texts are copied. */
void rule_fault_add(struct rule_faults *faults, struct text file, int32_t line, struct text key,
                    const char *why, struct text detail0, struct text detail1);
/* "rules/values/…/x.yaml:12: deductable: unknown key; did you mean deductible?" */
void rule_fault_write(struct builder *builder, const struct rule_fault *fault,
                      enum language language);

/* All that were kept, one a line, in both languages: for a program that cannot go on. */
void rule_faults_print(const struct rule_faults *faults, FILE *file);

/* ---- reading ---- */

struct yaml_reading {
    struct text file;           /* as it is to be named in faults */
    struct arena *arena;        /* of what is read */
    struct rule_faults *faults;
};

/* One of several shapes that share the keys of one mapping. `optional` shapes are checked for
 * required keys only when one of their keys is there. */
struct yaml_part {
    const struct shape *shape;
    void *object;               /* zeroed by the caller; defaults may stand in it */
    bool optional;
    bool touched;               /* out: at least one of its keys was there */
};

/* Answers whether nothing was wrong. Keys in `beside` (NULL-ended, may be NULL) are left for the
 * caller to read himself. */
bool yaml_shape_fill(const struct yaml_reading *reading, const struct yaml *node,
                     const struct shape *shape, void *object);
bool yaml_shape_fill_parts(const struct yaml_reading *reading, const struct yaml *node,
                           struct yaml_part *parts, size_t part_count,
                           const char *const *beside);
/* A scalar or a sequence of scalars, as list of texts; false (and a fault) on anything else. */
bool yaml_texts(const struct yaml_reading *reading, const struct yaml *node,
                struct text key, struct text **ret_texts, size_t *ret_count);

/* The nearest of `names` for a mistyped one, or absent when none is near. */
struct text nearest_name(struct text mistyped, const struct text *names, size_t count);

#endif
