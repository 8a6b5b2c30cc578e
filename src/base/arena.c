#include "base/arena.h"

#include "base/check.h"

#include <pthread.h>
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

/* Chunks of the usual size wait here for their next use: batches and messages take and leave
 * hundreds of thousands a second, one thread taking what another leaves, and the allocator answers
 * pieces of this size by sorting all its small ones anew. A few thousand cover every batch and
 * message in hand at once. Not with AddressSanitizer, which looks for use after free. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_WATCHED
#endif
#ifdef ARENA_WATCHED
static const size_t SPARE_CHUNKS_MAX = 0;
#else
static const size_t SPARE_CHUNKS_MAX = 1024;
#endif

static struct {
    pthread_mutex_t lock;
    struct arena_chunk *first;
    size_t count;
} spare = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct arena_chunk *spare_take(void)
{
    pthread_mutex_lock(&spare.lock);
    struct arena_chunk *chunk = spare.first;
    if (chunk != NULL) {
        spare.first = chunk->next;
        spare.count--;
    }
    pthread_mutex_unlock(&spare.lock);
    return chunk;
}

/* Takes a chain of chunks of the usual size; answers what there was no room for. */
static struct arena_chunk *spare_give(struct arena_chunk *chunk)
{
    pthread_mutex_lock(&spare.lock);
    while (chunk != NULL && spare.count < SPARE_CHUNKS_MAX) {
        struct arena_chunk *next = chunk->next;
        chunk->next = spare.first;
        spare.first = chunk;
        spare.count++;
        chunk = next;
    }
    pthread_mutex_unlock(&spare.lock);
    return chunk;
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){ 0 };
}

static struct arena_chunk *arena_chunk_new(size_t size)
{
    struct arena_chunk *chunk = size == ARENA_CHUNK_BYTES ? spare_take() : NULL;
    if (chunk == NULL)
        chunk = malloc(sizeof *chunk + size);
    CHECK(chunk != NULL);
    chunk->next = NULL;
    chunk->used = 0;
    chunk->size = size;
    return chunk;
}

static void arena_chunks_free(struct arena_chunk *chunk)
{
    struct arena_chunk *usual = NULL;
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;
        if (chunk->size == ARENA_CHUNK_BYTES) {
            chunk->next = usual;
            usual = chunk;
        } else {
            free(chunk);
        }
        chunk = next;
    }
    if (usual != NULL)
        usual = spare_give(usual);
    while (usual != NULL) {
        struct arena_chunk *next = usual->next;
        free(usual);
        usual = next;
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

static char *arena_room(struct arena *arena, size_t size)
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
    return start;
}

void *arena_take(struct arena *arena, size_t size)
{
    return memset(arena_room(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    CHECK(size == 0 || count <= SIZE_MAX / 2 / size);
    return arena_take(arena, count * size);
}

struct text arena_copy(struct arena *arena, const void *data, size_t size)
{
    CHECK(size < SIZE_MAX / 2);
    char *copy = arena_room(arena, size + 1);
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
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
