/* world_book.h: books from the list of publications in the store: for the running house, and for
 * programs that only look. */
#ifndef PROGRAMS_WORLD_BOOK_H
#define PROGRAMS_WORLD_BOOK_H

#include "core/book.h"
#include "core/store.h"

struct publication_list {
    struct publication *items;
    size_t count;
};

/* The rule kinds of all rooms. */
size_t world_rule_kinds(const struct rule_kind **kinds, size_t most);
/* Those after a sequence; with `taken_until`, only what the house had taken in by that moment (and
 * what it began with). False: the store could not be read. */
bool publications_read_store(struct store *store, int64_t after, struct moment taken_until,
                             struct arena *arena, struct publication_list *ret_list);
/* Held once, matters checked too; NULL with its faults. */
const struct book *book_of_publications(const struct publication_list *list,
                                        struct rule_faults *faults);
/* Files of matters whose change nobody has announced yet. */
struct publications_held_back {
    struct publication *items;
    size_t count;
    struct list rows;           /* of notice_waiting_row: what the store has of them */
};
/* Takes them out of `found` and says so on standard error. False: the store could not be read. */
bool world_book_held_back(struct store *store, const struct publication_list *held,
                          struct publication *found, size_t *count, struct arena *arena,
                          struct publications_held_back *ret_back);
/* Puts them down for the announcement that lets them in. One that the book cannot take is named and
 * left out. False: the store could not be written. */
bool world_book_put_down(struct store *store, struct fence fence, const struct book *book,
                         const struct publications_held_back *back, struct moment now,
                         struct arena *arena);

#endif
