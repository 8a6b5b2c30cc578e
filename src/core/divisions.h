/* divisions.h: the tree of administrative divisions: province, city, county, and the places
 * without a code of their own (development areas, oil-field centres), which carry pseudo-codes.
 *
 * Read once from rules/divisions/divisions.tsv and read-only afterwards. The country is 0 and the
 * parent of every province. Columns, tab-separated, with a heading line: code, parent, level,
 * name, english, pseudo, source. */
#ifndef CORE_DIVISIONS_H
#define CORE_DIVISIONS_H

#include "base/arena.h"
#include "base/text.h"

#define DIVISION_COUNTRY 0
#define DIVISION_UNKNOWN (-1)
/* Country, province, city, county, town: nothing in the law names a smaller place. */
#define DIVISION_DEPTH_MAX 8

struct division {
    int32_t code;               /* 371329; pseudo-codes are ours and marked */
    int32_t parent;             /* 371300; 0: the country */
    struct text level;          /* "province", "city", "county", "town", "area" */
    struct text name;           /* 临沭县 */
    struct text english;        /* Linshu; absent where nobody wrote it */
    bool pseudo;                /* the code is ours, no standard has it */
    struct text source;
    int32_t line;
};

struct divisions;
struct rule_faults;

/* NULL when a line is wrong (a code twice, a parent nobody has, a circle): each is a fault. The
 * text must outlive the divisions: names point into it. */
const struct divisions *divisions_read(struct text file, struct text text, struct arena *arena,
                                       struct rule_faults *faults);

size_t divisions_count(const struct divisions *divisions);
const struct division *divisions_at(const struct divisions *divisions, size_t index);
/* NULL: no such place. The country has no row. */
const struct division *division_of(const struct divisions *divisions, int32_t code);
bool division_exists(const struct divisions *divisions, int32_t code);     /* the country too */
/* DIVISION_UNKNOWN for the country and for a code nobody has. */
int32_t division_parent(const struct divisions *divisions, int32_t code);
/* The last code of a place and all below it that carry a code of its own kind: 119999 of 110000,
 * 371399 of 371300, itself of a county; of the country 999999. */
int32_t division_last_code(int32_t code);
/* A place is within itself; everything known is within the country. */
bool division_is_within(const struct divisions *divisions, int32_t code, int32_t wider);
/* The pooling area (统筹区) a place belongs to: its city, or its province where that has none
 * between; the place itself where nobody knows it. */
int32_t division_pooling_area(const struct divisions *divisions, int32_t code);
/* Steps up to the country: 0 the country, 1 a province; DIVISION_UNKNOWN for no such place. */
int division_depth(const struct divisions *divisions, int32_t code);
/* "临沭县"; the country is 全国; absent for no such place. */
struct text division_name(const struct divisions *divisions, int32_t code);
struct text division_english(const struct divisions *divisions, int32_t code);

#endif
