/* rules.h: the law as dated data.
 *
 * A book is what was published: values (what holds on a day, in a place, for whom), each a
 * rectangle of days in force × days known. Room tables (struct rule_kind) say how a value looks;
 * loading checks every key, unit, gap and overlap and names file, line and key. A book is
 * read-only once made and shared by counted reference; asking it takes no lock.
 *
 * A day before the earliest known value answers RULE_NOT_KNOWN, never the nearest value; a value
 * that has ended never falls back to its predecessor, nor to a wider place. */
#ifndef CORE_RULES_H
#define CORE_RULES_H

#include "base/arena.h"
#include "core/date.h"
#include "core/words.h"
#include "core/shape.h"

enum certainty { CERTAINTY_OFFICIAL, CERTAINTY_REPORTED, CERTAINTY_WEAK, CERTAINTY_DEFAULT };
enum dated_by { DATED_BY_VISIT, DATED_BY_ADMISSION, DATED_BY_DISCHARGE, DATED_BY_PERIOD,
                DATED_BY_FILING };

/* How the values of one subject look. `payload` fills a struct from the YAML keys of a value.
 * `check`, when there is one, answers a words/ key for a value that contradicts itself. */
struct rule_kind {
    const char *about;              /* "benefit.inpatient" */
    const struct shape *payload;
    const char *(*check)(const void *payload);
};

/* What a row of a rule file says of its days. */
enum rule_state {
    RULE_HOLDS,
    RULE_ENDED,         /* `ended: yes`: nothing is in force */
    RULE_GAP,           /* `gap: yes`: something was, and no source tells what */
    RULE_AS_WIDER,      /* `as-wider: yes`: what the next wider place, insurance or person says */
};

/* One value: a row of a rule file. Rows that rules_on answers all hold. */
struct rule {
    const struct rule_kind *kind;
    const void *payload;            /* a struct of kind->payload; NULL unless it holds */
    enum rule_state state;
    int32_t place;                  /* 110000; 0: the whole country */
    struct text insurance;          /* "employee", "resident"; absent: any */
    struct text person;             /* "active", "retired", …; absent: any */
    struct date from, until;        /* in force, both included; DATE_EARLIEST / DATE_LATEST */
    struct date known_from, known_until;
    enum certainty certainty;
    enum dated_by dated_by;
    struct text source;             /* as it is to be cited */
    struct text source_chinese;     /* where that is in English; absent: cited as it is */
    struct text file;               /* "rules/values/110000/employee-inpatient.yaml" */
    int32_t line;
    struct text clauses;            /* "BJ4-10a BJ4-10b", or absent */
    struct text note;               /* for the reader; absent: none */
    int64_t publication;            /* sequence of the publication it stands in */
};

struct question {
    const char *about;
    int32_t place;                  /* of enrolment, never digits of a number */
    struct text insurance;
    struct text person;
    struct date day;                /* in force on */
    struct date known;              /* as known then; DATE_NONE: all that the book holds */
};

enum rule_answer {
    RULE_FOUND,
    RULE_NONE,          /* nothing in force that day, and a file says so */
    RULE_NOT_KNOWN,     /* before the earliest known value, after the last one that has an end, in
                         * a written gap, or a place or subject we have nothing of */
};

struct book;

/* The most specific place wins (county, city, province, country by the divisions table), then the
 * most specific insurance and person. Whoever has rows of that subject for a place, insurance and
 * person speaks for all days: a day they do not cover is not known. A place of which nothing was
 * known yet at `known` is as if it had no rows. `ret_rule` is untouched unless RULE_FOUND. */
enum rule_answer rules_on(const struct book *book, const struct question *question,
                          const struct rule **ret_rule);

/* Of a question that rules_on answers RULE_NOT_KNOWN: the written gap that says so, with the source
 * that was looked at and how sure it is; NULL: nothing is written. */
const struct rule *rules_gap_on(const struct book *book, const struct question *question);

int64_t book_sequence(const struct book *book);
/* Counted, from any thread; counting is not a change. The last release frees the book. */
void book_hold(const struct book *book);
void book_release(const struct book *book);     /* NULL is fine */

/* The source in the reader's language, and how sure it is, in words. */
struct text rule_source(const struct rule *rule, enum language language);
struct text certainty_words(enum certainty certainty, enum language language);
const char *certainty_name(enum certainty certainty);   /* "official" */
const char *dated_by_name(enum dated_by dated_by);      /* "visit" */

#endif
