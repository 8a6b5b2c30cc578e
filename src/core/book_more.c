/* book_more.c: see book_more.h. */

#include "core/book_inside.h"
#include "core/book_more.h"

#include "base/check.h"

/* Those up to `sequence`, in their order. */
static size_t publications_until(const struct book *book, int64_t sequence, struct arena *arena,
                                 struct publication **ret_kept)
{
    struct publication *kept = ARENA_ARRAY(arena, struct publication, book->publication_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < book->publication_count; i++)
        if (book->publications[i].sequence <= sequence)
            kept[count++] = book->publications[i];
    *ret_kept = kept;
    return count;
}

const struct book *book_as_of(const struct book *book, int64_t sequence,
                              struct rule_faults *faults)
{
    struct arena arena;
    arena_init(&arena);
    struct publication *kept;
    size_t count = publications_until(book, sequence, &arena, &kept);
    const struct book *found = book;
    while (found != NULL && (found->sequence > sequence || found->publication_count != count))
        found = found->base;
    if (found != NULL)
        book_hold(found);
    else
        found = book_build(kept, count, book->kinds, book->kind_count, faults);
    arena_release(&arena);
    return found;
}

void book_rehearse(const struct book *book, struct text file, struct date from)
{
    CHECK(atomic_load(&((struct book *)(uintptr_t)book)->holders) == 1);
    for (size_t i = 0; i < book->measure_count; i++) {
        struct measure *measure = (struct measure *)(uintptr_t)book->measures[i];
        if (!text_equal(measure->file, file))
            continue;
        measure->time.from = (struct measure_point){ .kind = POINT_DAY, .day = from };
        measure->time.until = (struct measure_point){ .kind = POINT_OPEN };
        measure->notice_until = DATE_LATEST;
    }
}
