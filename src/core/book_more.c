/* book_more.c: see book_more.h. */

#include "core/book_inside.h"
#include "core/book_more.h"

const struct book *book_with(const struct book *book, const struct publication *more,
                             size_t more_count, struct rule_faults *faults)
{
    struct arena arena;
    arena_init(&arena);
    size_t count = book->publication_count;
    struct publication *all = ARENA_ARRAY(&arena, struct publication, count + more_count);
    for (size_t i = 0; i < count; i++)
        all[i] = book->publications[i];
    for (size_t i = 0; i < more_count; i++) {
        all[count + i] = more[i];
        if (more[i].sequence == 0)
            all[count + i].sequence = book->sequence + (int64_t)i + 1;
    }
    const struct book *made = book_build(all, count + more_count, book->kinds,
                                         book->kind_count, faults);
    arena_release(&arena);
    return made;
}
