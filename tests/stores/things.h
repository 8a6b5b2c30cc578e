/* things.h: three tables made for the stores' tests, with a field of every kind. */
#ifndef TESTS_THINGS_H
#define TESTS_THINGS_H

#include "core/store.h"

struct thing {
    int64_t bucket, thing, version;
    struct text name, code, bytes;
    struct text name_required;
    int64_t other, other_required, count;
    struct money money;
    struct share share;
    struct quantity quantity;
    struct price price;
    struct date day, day_required;
    struct moment moment;
    bool flag;
};

struct thing_line {
    int64_t bucket, thing, line;
    struct text text;
};

struct thing_name {
    int64_t bucket;
    struct text name;
    int64_t thing;
};

struct thing_key { int64_t bucket, thing; };
struct thing_filter { int64_t bucket; struct text code; struct date day; int64_t after; };
struct thing_total { int64_t things; struct money money; };

extern const struct table THING_TABLE, THING_LINE_TABLE, THING_NAME_TABLE, THING_MISSING_TABLE;
extern const struct query THING_QUERY, THING_LINES_QUERY, THING_LINES_FACTS_QUERY,
    THING_FIRST_LINES_QUERY, THING_NAMED_QUERY, THING_FILTER_QUERY, THING_TOTAL_QUERY,
    THING_MISSPELLED_QUERY;
extern const struct shape THING_SHAPE;

/* In the words of schema/: to be spelled with migrate_spell. */
extern const char THING_SCHEMA[];
#define THING_LINES_MAX 5

#endif
