#include "core/label.h"

#include <stdio.h>
#include <string.h>

#define KEY_BYTES 80

static bool shared_key(const struct field *field, char key[KEY_BYTES])
{
    int length = snprintf(key, KEY_BYTES, "field.%s", field->name);
    return length > 0 && length < KEY_BYTES && words_has(key);
}

bool field_has_label(const struct field *field)
{
    char key[KEY_BYTES];
    return field->help != NULL || shared_key(field, key);
}

struct text field_label(const struct field *field, enum language language)
{
    char key[KEY_BYTES];
    if (field->help != NULL)
        return words_of(field->help, language);
    return shared_key(field, key) ? words_of(key, language) : text_of(field->name);
}

/* ---- what it is answered with ---- */

static bool is_word_byte(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c == '-' && !first);
}

/* Past the Chinese characters (U+4000 to U+9FFF, three bytes each) that begin at `from`. */
static size_t past_characters(struct text text, size_t from)
{
    while (from + 3 <= text.length && (unsigned char)text.data[from] >= 0xE4
           && (unsigned char)text.data[from] <= 0xE9)
        from += 3;
    return from;
}

/* The first "word 字" of the help; what follows it is left. */
static bool next_named(struct text *left, struct choice *ret_choice)
{
    for (size_t from = 0; from < left->length; from++) {
        size_t end = from;
        while (end < left->length && is_word_byte(left->data[end], end == from))
            end++;
        if (end == from)
            continue;
        bool apart = end - from > 1 && end < left->length && left->data[end] == ' ';
        size_t past = apart ? past_characters(*left, end + 1) : end;
        if (past > end + 1) {
            *ret_choice = (struct choice){ text_slice(*left, from, end),
                                           text_slice(*left, end + 1, past) };
            *left = text_slice(*left, past, left->length);
            return true;
        }
        from = end - 1;
    }
    return false;
}

/* What the help names; nothing when it names one alone, which is an example, or when several at
 * once are written with blanks between them: nothing to choose one of. */
static struct text named_in(const struct field *field)
{
    const struct text none = { "", 0 };
    struct choice one;
    if (field->kind != FIELD_TEXT || field->help == NULL)
        return none;
    const struct text help = words_of(field->help, LANGUAGE_CHINESE);
    if (strstr(help.data, words_of("label.blanks", LANGUAGE_CHINESE).data) != NULL)
        return none;
    struct text left = help;
    return next_named(&left, &one) && next_named(&left, &one) ? help : none;
}

static struct text without_hyphens(struct text word, struct arena *arena)
{
    char *bytes = arena_take(arena, word.length + 1);
    for (size_t i = 0; i < word.length; i++)
        bytes[i] = word.data[i] == '-' ? ' ' : word.data[i];
    return (struct text){ bytes, word.length };
}

static struct list coded_choices(const char *codes, enum language language, struct arena *arena)
{
    const struct text table = text_of(codes);
    struct text value;
    size_t count = 0;
    while (code_at(table, count, &value))
        count++;
    struct choice *rows = ARENA_ARRAY(arena, struct choice, count + 1);
    for (size_t i = 0; i < count && code_at(table, i, &value); i++)
        rows[i] = (struct choice){ value, code_label(codes, value, language) };
    return (struct list){ rows, count };
}

struct list field_choices(const struct field *field, enum language language, struct arena *arena)
{
    if (field->kind == FIELD_CODE && field->codes != NULL)
        return coded_choices(field->codes, language, arena);
    const struct text named = named_in(field);
    struct text left = named;
    struct choice one;
    size_t count = 0;
    while (next_named(&left, &one))
        count++;
    struct choice *rows = ARENA_ARRAY(arena, struct choice, count + 1);
    left = named;
    for (size_t i = 0; i < count && next_named(&left, &rows[i]); i++)
        if (language == LANGUAGE_ENGLISH)
            rows[i].label = without_hyphens(rows[i].value, arena);
    return (struct list){ rows, count };
}

struct text choice_label(const struct field *field, struct text value, enum language language,
                         struct arena *arena)
{
    if (field->kind == FIELD_CODE)
        return field->codes == NULL ? value : code_label(field->codes, value, language);
    const struct list named = field_choices(field, language, arena);
    const struct choice *rows = named.items;
    for (size_t i = 0; i < named.count; i++)
        if (text_equal(rows[i].value, value))
            return rows[i].label;
    return value;
}

struct text choice_title(const struct field *field, enum language language)
{
    struct text title = field_label(field, language);
    if (named_in(field).length == 0)
        return title;
    const char *colon = strstr(title.data, language == LANGUAGE_ENGLISH ? ":" : "：");
    return colon == NULL ? title : text_slice(title, 0, (size_t)(colon - title.data));
}
