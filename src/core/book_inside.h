/* book_inside.h: what a book is made of, shared by book.c (asking), book_load.c (making) and
 * book_values.c (files of values). */
#ifndef CORE_BOOK_INSIDE_H
#define CORE_BOOK_INSIDE_H

#include "core/book.h"
#include "core/calendar.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "core/measure_words.h"

#include <stdatomic.h>

/* All rows of one subject, place, insurance and person, by day in force, then day known. */
struct series {
    uint64_t hash;
    const struct rule *const *rows;
    size_t count;
};

/* By the head of another notice, from the day that one was known. */
struct book_revoked {
    struct text number;
    struct date from;
    struct book_revoked *next;
};

/* A book is a view: pointers to rows that may lie in an older book, which it holds. */
struct book {
    struct arena arena;
    atomic_long holders;
    const struct book *base;    /* whose rows it shares; NULL: all are its own */
    int64_t sequence;

    struct publication *publications;
    size_t publication_count;
    const struct rule_kind *const *kinds;
    size_t kind_count;

    const struct divisions *divisions;
    struct calendar *calendar;
    struct vocabulary *vocabulary;

    const struct rule **rules;
    size_t rule_count;
    struct series *series;
    size_t series_count;
    uint32_t *slots;            /* open addressing over the series: index + 1, 0 empty */
    size_t slot_mask;

    const struct measure **measures;
    size_t measure_count;
    struct measure_index index;
    struct measure_named_list *lists;   /* in heads of notices */
    struct book_revoked *revoked;       /* notices that others take back */
};

struct loaded {
    struct rule rule;
    struct loaded *next;
};

struct loading {
    struct book *book;
    const struct text *touched; /* the files that are read anew; NULL: all of them */
    size_t touched_count;
    struct rule_faults *faults;
    struct loaded *rows;
    size_t row_count;
    struct measure_list measures;
};

bool file_is_touched(const struct loading *loading, struct text file);
/* Answers the day from which the file was known; DATE_NONE when its head is wrong. */
struct date values_read(struct loading *loading, const struct publication *publication,
                        const struct yaml *root, struct date known_until);
/* Before any file is read. */
void book_revoked_find(struct loading *loading);
/* Whether the head of a notice says that it revokes some. */
bool book_text_revokes(struct text text);
/* From when a notice is known: its own `known`, else its publication, else its day of issue. */
struct date book_notice_known(const struct yaml *root, struct moment published);
/* Makes series and slots of the sorted rules. */
void book_index(struct book *book);
void book_free(struct book *book);

#endif
