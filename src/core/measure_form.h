/* measure_form.h: the table that says how a part of a measure is written: its keys, the kind of
 * each, the set of words it may be of, and which must be there.
 *
 * Reading, showing, comparing and docs/measures.md all go by these tables; a key that is in no
 * table does not load. In every mapping `decided` may be written as well: the name under which
 * docs/decisions explains a number that is ours. */
#ifndef CORE_MEASURE_FORM_H
#define CORE_MEASURE_FORM_H

#include "core/measure.h"
#include "core/measure_words.h"
#include "core/yaml_shape.h"

enum form_kind {
    FORM_WORD,          /* struct text: a word of the set `words` */
    FORM_WORDS,         /* struct name_list: one or several of them */
    FORM_REF,           /* struct text: clause of this notice, after the prefix `words` */
    FORM_REFS,          /* struct name_list of them */
    FORM_NAME,          /* struct text: a name of our own, without blanks */
    FORM_NAMES,
    FORM_TEXT,          /* struct text: for a reader */
    FORM_SPAN,          /* struct measure_span */
    FORM_POINT,         /* struct measure_point */
    FORM_DAY,           /* struct date */
    FORM_FLAG,          /* bool */
    FORM_COUNT,         /* struct measure_count */
    FORM_SHARE,         /* struct share: 1/2, 50%, 0.5 */
    FORM_POINTS,        /* struct share: percentage points, 1 or 0.5 */
    FORM_MONTHS,        /* struct name_list: one or several of 2020-01 */
    FORM_MONTH,         /* int32_t yyyymm */
    FORM_MAPPING,       /* a struct of the form `of` */
    FORM_PERIODS,       /* struct measure_periods: months, or the mapping `of` */
    FORM_ROWS,          /* { items, count } of structs of the form `of` */
    FORM_STEPS,         /* struct measure_steps: a word of `words` → words of `values` */
    FORM_OWNERS,        /* struct measure_steps: a word of `words` → a text */
    FORM_SCOPE,         /* struct measure_scope */
    FORM_KINDS
};

enum form_flags {
    FORM_REQUIRED = 1 << 0,
    FORM_OR_ANY = 1 << 1,       /* "any" is fine too */
    FORM_OR_DAY = 1 << 2,       /* a day is fine too */
    FORM_OR_SPAN = 1 << 3,      /* a span is fine too */
    FORM_OR_MONEY = 1 << 4,     /* an amount is fine too */
};

struct form;

struct form_field {
    const char *name;
    enum form_kind kind;
    unsigned flags;
    size_t offset;
    const char *words, *values;
    const struct form *of;
};

struct form {
    const char *name;
    size_t size;
    const struct form_field *fields;
    size_t field_count;
};

#define FORM(name_, type_, fields_) \
    { .name = (name_), .size = sizeof(type_), .fields = (fields_), \
      .field_count = sizeof(fields_) / sizeof((fields_)[0]) }

/* The body of each verb; of `outage` the body is rows of that form. */
extern const struct form measure_forms[VERB_COUNT];
/* What all measures may have beside the verb. */
extern const struct form measure_common_form;
extern const struct form measure_point_form;
/* Keys of a scope and the sets of words their values are of; NULL: checked by their own form. */
struct scope_path { const char *path, *words; enum scope_of of; };
extern const struct scope_path measure_scope_paths[];
extern const size_t measure_scope_path_count;

struct form_reading {
    const struct yaml_reading *reading;
    const struct vocabulary *vocabulary;
    const struct divisions *divisions;
    struct measure *measure;    /* whose `decided` it is, and whose references */
    struct measure_list *list;
};

/* Fills `object` (zeroed) from a mapping; false when anything was wrong, and all of it is told. */
bool form_fill(const struct form_reading *reading, const struct yaml *node,
               const struct form *form, void *object);
/* One value under its key, to where the field lies in `object`. */
bool form_fill_field(const struct form_reading *reading, const struct yaml *node,
                     const struct form_field *field, void *object);
/* All rows of a sequence. */
bool form_fill_rows(const struct form_reading *reading, const struct yaml *node,
                    const struct form *form, const void **ret_items, size_t *ret_count);
/* Tells the nearest word of the set when there is no such one. */
bool form_word_check(const struct form_reading *reading, const struct yaml *node,
                     struct text key, const char *set, struct text word);
bool form_fill_scope(const struct form_reading *reading, const struct yaml *node,
                     struct measure_scope *scope);
void form_complain(const struct form_reading *reading, const struct yaml *node, struct text key,
                   const char *why, struct text detail0, struct text detail1);
const void *form_field_in(const struct form_field *field, const void *object);
/* Nothing is written there. */
bool form_field_is_absent(const struct form_field *field, const void *object);

void form_field_copy(const struct form_field *field, const void *from, void *to);
size_t form_field_size(const struct form_field *field);

/* The verb's own rules, after its form is filled. */
bool measure_body_check(const struct form_reading *reading, const struct yaml *body,
                        struct measure *measure);

#endif
