/* notice_publication.h: the list of publications, from which the book is made.
 *
 * A publication is a text with its SM3, a sequence, the moment it was taken in and the moment from
 * which it counts as known ({ 0 }: from always, of what a house begins with). Rows are only added:
 * a text is revoked or replaced by a later publication of its file, an empty one takes it back. */
#ifndef ROOMS_NOTICE_NOTICE_PUBLICATION_H
#define ROOMS_NOTICE_NOTICE_PUBLICATION_H

#include "core/book.h"
#include "core/store.h"

struct notice_publication_row {
    int64_t bucket;             /* NOTICE_BUCKET */
    int64_t sequence;           /* rising, from 1 */
    struct text file;           /* "rules/notices/110000/x.yaml" */
    struct text digest;         /* SM3 of the text, in hex */
    struct text text;
    struct moment taken;
    struct moment known;        /* absent: from always */
    struct text origin;         /* "folder": found at start; "desk": published by people */
    int64_t document;           /* of "desk": whose text it is */
};
extern const struct shape notice_publication_shape;
extern const struct table notice_publication_table;

/* A page of them after a sequence, oldest first. */
#define PUBLICATIONS_A_PAGE 200
struct notice_after_key { int64_t bucket, sequence; };
extern const struct query notice_publications_after;

/* As the book wants it; texts are not copied. */
struct publication notice_publication_of(const struct notice_publication_row *row);
struct notice_publication_row notice_publication_row_of(const struct publication *publication,
                                                        struct moment taken,
                                                        struct arena *arena);
/* Those of `found` whose text is not among `held`, numbered on from the last one held. A first
 * stock (nothing held) counts as known from always, what comes later from `now`, unless the file
 * says otherwise itself. In the arena. */
size_t notice_publications_new(const struct publication *held, size_t held_count,
                               const struct publication *found, size_t found_count,
                               struct moment now, struct arena *arena,
                               struct publication **ret_new);

#endif
