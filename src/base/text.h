/* text.h: text as pointer and length, and a bounded builder for writing it.
 *
 * A text is UTF-8 and not NUL-terminated by promise; `data == NULL` means absent, which is not
 * the same as empty. Texts own nothing: they point into an arena, a literal or a buffer that
 * outlives them. Nothing here allocates. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *data;
    size_t length;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })
/* For printf: "%.*s", TEXT_ARGS(text) */
#define TEXT_ARGS(text) (int)(text).length, (text).data == NULL ? "" : (text).data

/* Asked for every field of every message and row, and short: they are written out where they are
 * asked. */

/* NULL gives an absent text. */
static inline struct text text_of(const char *terminated)
{
    return (struct text){ terminated, terminated == NULL ? 0 : strlen(terminated) };
}

/* There, and not empty. */
static inline bool text_present(struct text text)
{
    return text.data != NULL && text.length > 0;
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool text_is(struct text text, const char *terminated)
{
    return text_equal(text, text_of(terminated));
}

/* Clamps. */
static inline struct text text_slice(struct text text, size_t from, size_t to)
{
    if (to > text.length)
        to = text.length;
    if (from > to)
        from = to;
    return (struct text){ text.data == NULL ? NULL : text.data + from, to - from };
}

int text_compare(struct text a, struct text b); /* byte order, shorter first; absent is empty */
bool text_starts(struct text text, struct text with);
bool text_ends(struct text text, struct text with);
/* Cuts blanks (space, tab, CR, LF) from both ends. */
struct text text_trim(struct text text);
/* Up to the separator; `rest` (may alias) gets what follows it, absent when there is none. */
struct text text_until(struct text text, char separator, struct text *rest);
/* Strict decimal integers, whole text, optional '-'; false on anything else or overflow. */
bool text_to_int64(struct text text, int64_t *ret_value);
/* Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool text_is_utf8(struct text text);
size_t text_utf8_prefix(struct text text);      /* bytes before the first malformed sequence */
/* From `from` on, the first byte that JSON cannot take into a text as it is (a control, a quote, a
 * backslash) or that is not ASCII; the length when there is none. */
size_t text_plain_until(struct text text, size_t from);
/* Characters (code points), not bytes; the text is well-formed. */
size_t text_characters(struct text text);
uint64_t text_hash(struct text text);           /* stable over releases: FNV-1a 64 */

/* A builder writes into memory that somebody else owns and never past it; once full, `overflow`
 * stays true and nothing more is written. */
struct builder {
    char *data;
    size_t length, capacity;
    bool overflow;
};

struct builder builder_over(char *data, size_t capacity);
void builder_add(struct builder *builder, struct text text);
void builder_add_char(struct builder *builder, char character);
void builder_add_int(struct builder *builder, int64_t value);
/* A result of 512 bytes or more wants one byte to spare, for the NUL that printf sets. */
void builder_format(struct builder *builder, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct text builder_text(const struct builder *builder);

#endif
