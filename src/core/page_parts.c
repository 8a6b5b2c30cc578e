/* page_parts.c: see page_parts.h. */

#include "core/page_parts.h"

#include <string.h>

void page_part_add(struct page_parts *parts, struct page_part part)
{
    if (parts->count == parts->capacity) {
        size_t capacity = parts->capacity == 0 ? 64 : 2 * parts->capacity;
        struct page_part *items = ARENA_ARRAY(parts->arena, struct page_part, capacity);
        if (parts->count > 0)
            memcpy(items, parts->items, parts->count * sizeof *items);
        parts->items = items;
        parts->capacity = capacity;
    }
    parts->items[parts->count++] = part;
}

struct text page_words(const struct page_parts *parts, const char *key)
{
    return words_of(key, parts->language);
}

struct text page_said(const struct page_parts *parts, struct text zh, struct text en)
{
    bool english = parts->language == LANGUAGE_ENGLISH;
    const struct text wished = english ? en : zh, other = english ? zh : en;
    return text_present(wished) ? wished : other;
}

struct text page_words_with(const struct page_parts *parts, const char *key,
                            const struct text *details, int detail_count)
{
    size_t capacity = words_of(key, parts->language).length + 1;
    for (int i = 0; i < detail_count; i++)
        capacity += 4 * details[i].length;
    struct builder builder = builder_over(arena_take(parts->arena, capacity), capacity);
    words_write(&builder, key, parts->language, details, detail_count);
    return builder_text(&builder);
}

struct text page_day(const struct page_parts *parts, struct date day)
{
    if (!date_is_valid(day))
        return (struct text){ 0 };
    char bytes[60];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write_day(&builder, day, parts->language);
    return arena_text(parts->arena, builder_text(&builder));
}

void page_part_say(struct page_parts *parts, enum page_part_kind kind, const char *key)
{
    page_part_add(parts, (struct page_part){ .kind = kind, .text = page_words(parts, key) });
}
