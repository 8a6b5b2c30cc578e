/* ident_form.c: the normal forms of ident.h. */

#include "base/check.h"
#include "base/ident.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

static const ucs4_t MIDDLE_DOT = 0x00B7;

/* The blanks a keyboard, a PDF or a web page may leave in a number or a name. */
static bool ident_is_blank(ucs4_t character)
{
    switch (character) {
    case ' ': case '\t': case '\r': case '\n': case 0x00A0: case 0x1680:
    case 0x202F: case 0x205F: case 0x3000:
    case 0x200B: case 0x200C: case 0x200D: case 0x2060: case 0xFEFF: case 0x00AD:
        return true;
    default:
        return character >= 0x2000 && character <= 0x200A;
    }
}

static bool ident_is_middle_dot(ucs4_t character)
{
    static const ucs4_t DOTS[] = { '.', 0x00B7, 0x0387, 0x16EB, 0x2022, 0x2024, 0x2027, 0x2219,
                                   0x22C5, 0x2E31, 0x30FB, 0xFE52, 0xFF65 };
    for (size_t i = 0; i < COUNT_OF(DOTS); i++)
        if (DOTS[i] == character)
            return true;
    return false;
}

static ucs4_t ident_folded(ucs4_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E)
        character -= 0xFEE0;
    return character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character;
}

/* Folds each character and leaves out blanks. What grows at most is a byte that is not UTF-8, to
 * the three bytes of U+FFFD. */
static struct text ident_fold(struct text text, bool name, struct arena *arena)
{
    CHECK(text.length < SIZE_MAX / 8);
    size_t capacity = 3 * text.length;
    uint8_t *folded = arena_take(arena, capacity + 1);
    size_t length = 0, at = 0;
    while (at < text.length) {
        ucs4_t character;
        at += (size_t)u8_mbtouc(&character, (const uint8_t *)text.data + at, text.length - at);
        if (ident_is_blank(character))
            continue;
        character = ident_folded(character);
        if (name && ident_is_middle_dot(character))
            character = MIDDLE_DOT;
        int written = u8_uctomb(folded + length, character, (ptrdiff_t)(capacity - length));
        CHECK(written > 0);
        length += (size_t)written;
    }
    return (struct text){ (const char *)folded, length };
}

static bool ident_is_number_already(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (!((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')))
            return false;
    }
    return true;
}

struct text ident_number(struct text text, struct arena *arena)
{
    return ident_is_number_already(text) ? text : ident_fold(text, false, arena);
}

struct text ident_phone(struct text text, struct arena *arena)
{
    struct text folded = ident_number(text, arena);
    char *phone = arena_take(arena, folded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < folded.length; i++)
        if (strchr("-()", folded.data[i]) == NULL)
            phone[length++] = folded.data[i];
    struct text bare = { phone, length };
    if (text_starts(bare, TEXT("+86")))
        return text_slice(bare, 3, length);
    if (text_starts(bare, TEXT("0086")))
        return text_slice(bare, 4, length);
    return bare;
}

struct text ident_account(struct text text, struct arena *arena)
{
    struct text folded = ident_number(text, arena);
    char *account = arena_take(arena, folded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < folded.length; i++) {
        if (folded.data[i] == '-')
            continue;
        if (folded.data[i] < '0' || folded.data[i] > '9')
            return (struct text){ 0 };
        account[length++] = folded.data[i];
    }
    return length < 8 || length > 32 ? (struct text){ 0 } : (struct text){ account, length };
}

/* Most of what comes is ASCII and common Chinese characters, which no normal form changes: those
 * and what lies below `plain_below`. */
static bool ident_is_plain(struct text text, ucs4_t plain_below)
{
    size_t at = 0;
    while (at < text.length) {
        ucs4_t character = (unsigned char)text.data[at];
        if (character < 0x80) {
            at++;
            continue;
        }
        at += (size_t)u8_mbtouc_unsafe(&character, (const uint8_t *)text.data + at,
                                       text.length - at);
        bool stable = character < plain_below || character == MIDDLE_DOT
            || (character >= 0x3400 && character <= 0x9FFF)
            || (character >= 0x20000 && character <= 0x2F7FF)
            || (character >= 0x3000 && character <= 0x3029)
            || (character >= 0xFF01 && character <= 0xFF5E);
        if (!stable)
            return false;
    }
    return true;
}

static struct text ident_taken_over(struct arena *arena, uint8_t *bytes, size_t length)
{
    CHECK(bytes != NULL);
    struct text kept = arena_copy(arena, bytes, length);
    free(bytes);
    return kept;
}

static struct text ident_nfc(struct text text, struct arena *arena)
{
    /* Below U+0300 nothing combines. */
    if (ident_is_plain(text, 0x0300))
        return text;
    size_t length = 0;
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)text.data, text.length, NULL, &length);
    return ident_taken_over(arena, composed, length);
}

struct text ident_name_key(struct text name, struct arena *arena)
{
    struct text key = ident_fold(name, true, arena);
    if (ident_is_plain(key, 0x80))
        return key;
    /* Rare letters: compatibility forms and capitals by the tables of Unicode. What these leave is
     * folded again, for they may leave blanks and dots. */
    size_t length = 0;
    uint8_t *capitals =
        u8_toupper((const uint8_t *)key.data, key.length, "", UNINORM_NFKC, NULL, &length);
    key = ident_taken_over(arena, capitals, length);
    return ident_nfc(ident_fold(key, true, arena), arena);
}

/* Cc, line and paragraph separators, marks that turn the direction of what follows, and code
 * points that are no characters. */
static bool ident_is_control(ucs4_t character, bool lines)
{
    if (lines && (character == '\n' || character == '\r' || character == '\t'))
        return false;
    return character < 0x20 || (character >= 0x7F && character <= 0x9F)
        || character == 0x2028 || character == 0x2029
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069)
        || (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
}

static bool ident_has_control(struct text text, bool lines)
{
    size_t at = 0;
    while (at < text.length) {
        ucs4_t character;
        at += (size_t)u8_mbtouc_unsafe(&character, (const uint8_t *)text.data + at,
                                       text.length - at);
        if (ident_is_control(character, lines))
            return true;
    }
    return false;
}

/* CR LF and lone CR become LF. */
static struct text ident_line_ends(struct text text, struct arena *arena)
{
    if (text.length == 0 || memchr(text.data, '\r', text.length) == NULL)
        return text;
    char *plain = arena_take(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\r' && i + 1 < text.length && text.data[i + 1] == '\n')
            continue;
        plain[length++] = text.data[i] == '\r' ? '\n' : text.data[i];
    }
    return (struct text){ plain, length };
}

/* Also the wide blank, which Chinese keyboards type. */
static struct text ident_trimmed(struct text text)
{
    static const struct text WIDE = { "\xE3\x80\x80", 3 };
    for (;;) {
        size_t length = text.length;
        text = text_trim(text);
        if (text_starts(text, WIDE))
            text = text_slice(text, WIDE.length, text.length);
        if (text_ends(text, WIDE))
            text = text_slice(text, 0, text.length - WIDE.length);
        if (text.length == length)
            return text;
    }
}

enum ident_text_answer ident_text(struct text text, size_t characters_max, bool lines,
                                  struct arena *arena, struct text *ret_text)
{
    if (!text_is_utf8(text))
        return IDENT_TEXT_NOT_UTF8;
    text = ident_trimmed(text);
    if (ident_has_control(text, lines))
        return IDENT_TEXT_CONTROL;
    text = ident_line_ends(ident_nfc(text, arena), arena);
    if (characters_max > 0 && text_characters(text) > characters_max)
        return IDENT_TEXT_TOO_LONG;
    *ret_text = text;
    return IDENT_TEXT_OK;
}

/* The byte where character `index` begins, or the length. */
static size_t ident_character_at(struct text text, size_t index)
{
    size_t seen = 0;
    for (size_t i = 0; i < text.length; i++)
        if (((unsigned char)text.data[i] & 0xC0) != 0x80 && seen++ == index)
            return i;
    return text.length;
}

struct text ident_masked(struct text text, size_t front, size_t back, struct arena *arena)
{
    size_t characters = text_characters(text);
    if (characters == 0)
        return text;
    if (front >= characters || back >= characters - front) {
        /* Too short to keep so much: only its beginning is told, and nothing of one character. */
        front = characters > 1 && front > 0 ? 1 : 0;
        back = 0;
    }
    struct text head = text_slice(text, 0, ident_character_at(text, front));
    struct text tail = text_slice(text, ident_character_at(text, characters - back), text.length);
    size_t hidden = characters - front - back;
    size_t length = head.length + hidden + tail.length;
    char *masked = arena_take(arena, length + 1);
    if (head.length > 0)
        memcpy(masked, head.data, head.length);
    memset(masked + head.length, '*', hidden);
    if (tail.length > 0)
        memcpy(masked + head.length + hidden, tail.data, tail.length);
    return (struct text){ masked, length };
}
