/* arena.h: memory named by how long it lives (program, book, connection, batch, request) and
 * freed whole.
 *
 * arena_take never answers NULL: running out of memory is a broken promise of the machine.
 * What comes from outside is bounded before it reaches an arena (base/limits.h).
 * Everything taken is zeroed and aligned for any type. Not safe for two threads at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/text.h"

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *first;  /* kept over arena_clear, unless it is a big one */
    struct arena_chunk *last;
    size_t taken;               /* bytes handed out since the last clear */
};

void arena_init(struct arena *arena);
/* Everything taken is gone; a first chunk of the usual 16 kB is kept for the next use. */
void arena_clear(struct arena *arena);
void arena_release(struct arena *arena);

void *arena_take(struct arena *arena, size_t size);
/* An array of `count` things of `size`; CHECKs that the product does not overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Copies; the copy is followed by a NUL that is not part of it. An absent text stays absent. */
struct text arena_text(struct arena *arena, struct text text);
struct text arena_copy(struct arena *arena, const void *data, size_t size);
/* printf into the arena. */
struct text arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type) ((type *)arena_take((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
