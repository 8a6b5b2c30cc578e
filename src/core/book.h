/* book.h: making a book from publications, and looking into it.
 *
 * Truth is a list of publications: texts of rule files with their SM3 digests, in the order they
 * became known. A publication of a file replaces the earlier one of the same file from the day it
 * is known; what was known before stays, for decisions asked again as of then. When anything is
 * wrong no book is made and every fault is listed.
 *
 * Files, by their names: rules/divisions/divisions.tsv (core/divisions.h), rules/calendar/ *.yaml
 * (core/calendar.h), rules/measures/vocabulary.yaml (core/measure_words.h),
 * rules/notices/<place>/ *.yaml (core/measure.h), rules/values/<place>/ *.yaml (below). Others are
 * kept as they are, for the rooms that read them.
 *
 * A file of values:
 *
 *     place: 371300            # 0: the whole country
 *     about: benefit.inpatient # a subject some room knows
 *     insurance: resident      # optional; one or a list
 *     person: [active, retired]        # optional; one or a list
 *     dated-by: discharge      # visit | admission | discharge | period | filing
 *     source: county page on resident insurance, 2022
 *     certainty: official      # official | reported | weak | default
 *     known: 2022-08-20        # optional; else the day of publication
 *     clauses: [BJ4-10a]       # optional
 *     values:
 *       - from: earliest-known
 *         until: 2022-08-31    # optional
 *         …                    # the keys of the subject
 *       - { from: 2022-09-01, ended: yes }
 *
 * A row may also carry known-from, known-until, source, certainty, clauses and note of its own.
 * A source in English has a `source-zh` beside it, for readers of Chinese.
 * Rows without payload: `ended: yes` (nothing is in force), `gap: yes` (no source tells),
 * `as-wider: yes` (the wider place holds). Two rows of one place, insurance and person never
 * overlap, and between two rows there is no day that is not written. */
#ifndef CORE_BOOK_H
#define CORE_BOOK_H

#include "base/digest.h"
#include "core/rules.h"
#include "core/yaml_shape.h"

struct publication {
    int64_t sequence;           /* rising, from 1 */
    struct text file;           /* "rules/values/371300/resident-inpatient.yaml" */
    struct text text;
    struct digest digest;       /* SM3 of the text */
    struct moment known;        /* { 0 }: from always */
    /* { 0 }: it stands. From that day on a notice holds nothing; before it, it held. The same as
     * an empty text of the same file published then. */
    struct moment revoked;
};

/* All files under a folder as publications, by the byte order of their names, from `sequence` on.
 * Files whose names begin with a dot or end in '~' are passed over. False: a fault tells which
 * file could not be read. */
bool publications_read(const char *folder, struct moment known, int64_t sequence,
                       struct arena *arena, struct rule_faults *faults,
                       struct publication **ret_publications, size_t *ret_count);
void publication_digest(struct publication *publication);

/* Held once, or NULL with faults. Publications and the list of kinds are copied;
 * each kind itself must outlive the book. */
const struct book *book_build(const struct publication *publications, size_t count,
                              const struct rule_kind *const *kinds, size_t kind_count,
                              struct rule_faults *faults);
/* The same book with more publications, or with some of its own (by their sequence) as they are
 * now: only their files are read, all other rows are shared with the base, which is held. What it
 * answers is what book_build of the whole list answers. Held once, or NULL with faults: a draft is
 * tried against a book by asking for a book with it. */
const struct book *book_add(const struct book *base, const struct publication *more, size_t count,
                             struct rule_faults *faults);
/* publications_read of <folder>, then book_build: for programs and tests. */
const struct book *book_of_folder(const char *folder, const struct rule_kind *const *kinds,
                                  size_t kind_count, struct rule_faults *faults);

struct divisions;
struct calendar;
struct measure;
struct measure_index;
struct vocabulary;

const struct divisions *book_divisions(const struct book *book);
/* Whose fund pays for who is enrolled in a place, and takes what is contributed there. */
int64_t book_pooling_area(const struct book *book, int64_t place);
const struct calendar *book_calendar(const struct book *book);
const struct vocabulary *book_vocabulary(const struct book *book);      /* NULL: none is there */
/* All rows, by subject, place, insurance, person, day in force, day known. */
const struct rule *const *book_rules(const struct book *book, size_t *ret_count);
/* All measures, by place and notice. */
const struct measure *const *book_measures(const struct book *book, size_t *ret_count);
/* The same by verb and place, with what replaces what (core/measure.h). */
const struct measure_index *book_measure_index(const struct book *book);
const struct publication *book_publications(const struct book *book, size_t *ret_count);
/* The last publication of a file, or NULL. */
const struct publication *book_publication(const struct book *book, struct text file);
/* The day from which a notice that was known on a day is revoked by the head of another one
 * (`revokes`), or DATE_NONE; a text of it that came to be known after that stands. */
struct date book_notice_revoked(const struct book *book, struct text number, struct date known);
const struct rule_kind *book_kind(const struct book *book, struct text about);

/* Insurances a rule file may name. */
extern const char *const rule_insurances[];
extern const size_t rule_insurance_count;

#endif
