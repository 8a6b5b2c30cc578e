#include "base/arena.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ARENA_CHUNK_BYTES ((size_t)16 * 1024)
#define ARENA_ALIGN (sizeof(max_align_t))

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, size;
    max_align_t data[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){ 0 };
}

static struct arena_chunk *arena_chunk_new(size_t size)
{
    struct arena_chunk *chunk = malloc(sizeof *chunk + size);
    CHECK(chunk != NULL);
    chunk->next = NULL;
    chunk->used = 0;
    chunk->size = size;
    return chunk;
}

static void arena_chunks_free(struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_clear(struct arena *arena)
{
    if (arena->first == NULL)
        return;
    if (arena->first->size > ARENA_CHUNK_BYTES) {
        /* One big request must not make its connection big for the rest of its life. */
        arena_release(arena);
        return;
    }
    arena_chunks_free(arena->first->next);
    arena->first->next = NULL;
    arena->first->used = 0;
    arena->last = arena->first;
    arena->taken = 0;
}

void arena_release(struct arena *arena)
{
    arena_chunks_free(arena->first);
    *arena = (struct arena){ 0 };
}

void *arena_take(struct arena *arena, size_t size)
{
    CHECK(size <= SIZE_MAX / 2);
    size_t rounded = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (arena->last == NULL || arena->last->size - arena->last->used < rounded) {
        struct arena_chunk *chunk =
            arena_chunk_new(rounded > ARENA_CHUNK_BYTES ? rounded : ARENA_CHUNK_BYTES);
        if (arena->last == NULL)
            arena->first = chunk;
        else
            arena->last->next = chunk;
        arena->last = chunk;
    }
    char *start = (char *)arena->last->data + arena->last->used;
    arena->last->used += rounded;
    arena->taken += rounded;
    memset(start, 0, rounded);
    return start;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    CHECK(size == 0 || count <= SIZE_MAX / 2 / size);
    return arena_take(arena, count * size);
}

struct text arena_copy(struct arena *arena, const void *data, size_t size)
{
    CHECK(size < SIZE_MAX / 2);
    char *copy = arena_take(arena, size + 1);
    if (size > 0)
        memcpy(copy, data, size);
    return (struct text){ copy, size };
}

struct text arena_text(struct arena *arena, struct text text)
{
    if (text.data == NULL)
        return text;
    return arena_copy(arena, text.data, text.length);
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    CHECK(length >= 0);
    char *start = arena_take(arena, (size_t)length + 1);
    vsnprintf(start, (size_t)length + 1, format, again);
    va_end(again);
    return (struct text){ start, (size_t)length };
}
