/* words_table.h: the tables that tools/embed_words.py makes of words/ and rules/codes/; for words.c
 * alone. */
#ifndef CORE_WORDS_TABLE_H
#define CORE_WORDS_TABLE_H

#include "core/words.h"

#include <stddef.h>

struct words_row {
    const char *key;
    const char *sentence[LANGUAGE_COUNT];
};

struct code_row {
    const char *value;
    const char *label[LANGUAGE_COUNT];
};

struct code_table {
    const char *name;
    const struct code_row *rows;    /* by the value without leading zeros, then by the value */
    size_t row_count;
};

extern const struct words_row words_rows[];         /* by key */
extern const size_t words_row_count;
extern const struct code_table code_tables[];       /* by name */
extern const size_t code_table_count;

#endif
