/* grams.c: see grams.h. */

#include "base/grams.h"

#include "base/ident.h"
#include "base/pinyin_table.h"

#include <string.h>

#define FIRST_CHINESE 0x4E00
#define LAST_CHINESE 0x9FFF

_Static_assert(sizeof PINYIN_INITIALS / sizeof PINYIN_INITIALS[0]
                   == (LAST_CHINESE - FIRST_CHINESE) / PINYIN_A_ROW + 1, "a letter for each");

/* The next character of UTF-8 that is known to be whole; its bytes are [at, *ret_end). */
static int32_t character_at(struct text text, size_t at, size_t *ret_end)
{
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    if (length > text.length - at)
        length = 1;
    static const unsigned char MASKS[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    int32_t code = bytes[0] & MASKS[length];
    for (size_t i = 1; i < length; i++)
        code = (code << 6) | (bytes[i] & 0x3F);
    *ret_end = at + length;
    return code;
}

static bool is_chinese(int32_t code)
{
    return code >= FIRST_CHINESE && code <= LAST_CHINESE;
}

static char initial_of(int32_t code)
{
    int32_t at = code - FIRST_CHINESE;
    return PINYIN_INITIALS[at / PINYIN_A_ROW][at % PINYIN_A_ROW];
}

static bool is_letter_or_digit(int32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

struct text grams_normal(struct text text, struct arena *arena)
{
    struct text folded = { 0 };
    if (!text_present(text)
        || ident_text(text, text.length, true, arena, &folded) != IDENT_TEXT_OK)
        return TEXT("");
    char *to = arena_take(arena, folded.length + 1);
    size_t length = 0;
    for (size_t at = 0, end = 0; at < folded.length; at = end) {
        int32_t code = character_at(folded, at, &end);
        /* Full-width letters and digits stand 0xFEE0 above the plain ones. */
        if (code >= 0xFF01 && code <= 0xFF5E)
            code -= 0xFEE0;
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        if (is_letter_or_digit(code)) {
            to[length++] = (char)code;
        } else if (is_chinese(code)) {
            memcpy(to + length, folded.data + at, end - at);
            length += end - at;
        } else if (length > 0 && to[length - 1] != ' ') {
            to[length++] = ' ';
        }
    }
    if (length > 0 && to[length - 1] == ' ')
        length--;
    return (struct text){ to, length };
}

struct text grams_initials(struct text text, struct arena *arena)
{
    struct text normal = grams_normal(text, arena);
    char *to = arena_take(arena, normal.length + 1);
    size_t length = 0;
    for (size_t at = 0, end = 0; at < normal.length; at = end) {
        int32_t code = character_at(normal, at, &end);
        to[length++] = is_chinese(code) ? initial_of(code) : (char)code;
    }
    return (struct text){ to, length };
}

static void add(struct grams *grams, struct text gram, size_t most)
{
    if (grams->count >= most)
        return;
    for (size_t i = 0; i < grams->count; i++)
        if (text_equal(grams->items[i], gram))
            return;
    grams->items[grams->count++] = gram;
}

/* Pairs of neighbours in a normal form; `mark` stands before each. */
static void add_pairs(struct text normal, const char *mark, size_t most, struct arena *arena,
                      struct grams *grams)
{
    size_t before = 0;
    bool has_before = false;
    for (size_t at = 0, end = 0; at < normal.length; at = end) {
        int32_t code = character_at(normal, at, &end);
        bool counts = code != ' ' && code != '.';
        if (counts && has_before) {
            struct text pair = text_slice(normal, before, end);
            add(grams, arena_format(arena, "%s%.*s", mark, TEXT_ARGS(pair)), most);
        }
        before = at;
        has_before = counts;
    }
}

struct grams grams_of(struct text text, size_t most, struct arena *arena)
{
    struct grams grams = { ARENA_ARRAY(arena, struct text, most + 1), 0 };
    add_pairs(grams_normal(text, arena), "", most, arena, &grams);
    add_pairs(grams_initials(text, arena), GRAMS_INITIALS, most, arena, &grams);
    return grams;
}

static bool is_letters_alone(struct text normal)
{
    for (size_t i = 0; i < normal.length; i++)
        if ((unsigned char)normal.data[i] >= 0x80)
            return false;
    return true;
}

void grams_wanted(struct text text, size_t most, struct arena *arena, struct grams *ret_written,
                  struct grams *ret_initials)
{
    struct text normal = grams_normal(text, arena);
    *ret_written = (struct grams){ ARENA_ARRAY(arena, struct text, most + 1), 0 };
    *ret_initials = (struct grams){ ARENA_ARRAY(arena, struct text, most + 1), 0 };
    add_pairs(normal, "", most, arena, ret_written);
    if (is_letters_alone(normal))
        add_pairs(normal, GRAMS_INITIALS, most, arena, ret_initials);
}

static bool has(struct text whole, struct text part)
{
    return part.length > 0 && whole.length >= part.length
        && memmem(whole.data, whole.length, part.data, part.length) != NULL;
}

bool grams_found(struct text kept, struct text wanted, struct arena *arena)
{
    struct text part = grams_normal(wanted, arena);
    return has(grams_normal(kept, arena), part)
        || (is_letters_alone(part) && has(grams_initials(kept, arena), part));
}
