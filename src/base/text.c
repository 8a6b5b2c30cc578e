#include "base/text.h"

#include "base/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int text_compare(struct text a, struct text b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

bool text_starts(struct text text, struct text with)
{
    return text.length >= with.length
        && text_equal((struct text){ text.data, with.length }, with);
}

bool text_ends(struct text text, struct text with)
{
    return text.length >= with.length
        && text_equal(text_slice(text, text.length - with.length, text.length), with);
}

static bool text_is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

struct text text_trim(struct text text)
{
    size_t from = 0, to = text.length;
    while (from < to && text_is_blank(text.data[from]))
        from++;
    while (to > from && text_is_blank(text.data[to - 1]))
        to--;
    return text_slice(text, from, to);
}

struct text text_until(struct text text, char separator, struct text *rest)
{
    const char *found = text.length == 0 ? NULL : memchr(text.data, separator, text.length);
    if (found == NULL) {
        *rest = (struct text){ 0 };
        return text;
    }
    size_t at = (size_t)(found - text.data);
    *rest = text_slice(text, at + 1, text.length);
    return text_slice(text, 0, at);
}

bool text_to_int64(struct text text, int64_t *ret_value)
{
    bool negative = text.length > 0 && text.data[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == text.length)
        return false;

    int64_t value = 0;
    for (; at < text.length; at++) {
        char digit = text.data[at];
        if (digit < '0' || digit > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value))
            return false;
        int64_t step = negative ? -(int64_t)(digit - '0') : (int64_t)(digit - '0');
        if (__builtin_add_overflow(value, step, &value))
            return false;
    }
    *ret_value = value;
    return true;
}

/* The length of the well-formed sequence at `at`, or 0. */
static size_t text_utf8_step(struct text text, size_t at)
{
    const unsigned char *byte = (const unsigned char *)text.data + at;
    size_t left = text.length - at;
    if (byte[0] < 0x80)
        return 1;

    size_t length = byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || left < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (byte[0] == 0xE0 && byte[1] < 0xA0) || (byte[0] == 0xF0 && byte[1] < 0x90);
    bool surrogate = byte[0] == 0xED && byte[1] >= 0xA0;
    bool too_far = byte[0] == 0xF4 && byte[1] >= 0x90;
    return overlong || surrogate || too_far ? 0 : length;
}

/* Eight bytes at once: whether one of them is below the limit (a borrow may mark bytes above one
 * that is, but none when there is none). */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t eight_at(struct text text, size_t at)
{
    uint64_t eight;
    memcpy(&eight, text.data + at, sizeof eight);
    return eight;
}

static uint64_t below(uint64_t eight, unsigned char limit)
{
    return (eight - EACH(limit)) & ~eight & EACH(0x80);
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

size_t text_plain_until(struct text text, size_t from)
{
    size_t at = from;
    for (; text.length - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t eight = eight_at(text, at);
        if (((eight & EACH(0x80)) | below(eight, 0x20) | below(eight ^ EACH('"'), 1)
             | below(eight ^ EACH('\\'), 1)) != 0)
            break;
    }
    while (at < text.length && is_plain((unsigned char)text.data[at]))
        at++;
    return at;
}

static size_t text_ascii_until(struct text text, size_t from)
{
    while (text.length - from >= sizeof(uint64_t) && (eight_at(text, from) & EACH(0x80)) == 0)
        from += sizeof(uint64_t);
    return from;
}

size_t text_utf8_prefix(struct text text)
{
    size_t at = 0;
    while ((at = text_ascii_until(text, at)) < text.length) {
        size_t step = text_utf8_step(text, at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

bool text_is_utf8(struct text text)
{
    return text_utf8_prefix(text) == text.length;
}

size_t text_characters(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

uint64_t text_hash(struct text text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.length; i++) {
        hash ^= (unsigned char)text.data[i];
        hash *= UINT64_C(1099511628211);
    }
    return hash;
}

struct builder builder_over(char *data, size_t capacity)
{
    return (struct builder){ .data = data, .capacity = capacity };
}

void builder_add(struct builder *builder, struct text text)
{
    if (builder->overflow || text.length > builder->capacity - builder->length) {
        builder->overflow = true;
        return;
    }
    if (text.length > 0)
        memcpy(builder->data + builder->length, text.data, text.length);
    builder->length += text.length;
}

void builder_add_char(struct builder *builder, char character)
{
    builder_add(builder, (struct text){ &character, 1 });
}

void builder_add_int(struct builder *builder, int64_t value)
{
    builder_format(builder, "%" PRId64, value);
}

void builder_format(struct builder *builder, const char *format, ...)
{
    if (builder->overflow)
        return;

    char short_text[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(short_text, sizeof short_text, format, args);
    va_end(args);
    CHECK(length >= 0);
    size_t left = builder->capacity - builder->length;
    if ((size_t)length < sizeof short_text) {
        builder_add(builder, (struct text){ short_text, (size_t)length });
    } else if ((size_t)length < left) {
        vsnprintf(builder->data + builder->length, left, format, again);
        builder->length += (size_t)length;
    } else {
        builder->overflow = true;
    }
    va_end(again);
}

struct text builder_text(const struct builder *builder)
{
    return (struct text){ builder->data, builder->length };
}
