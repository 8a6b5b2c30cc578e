/* page_choice.c: what a field may be answered with, in words: the values of its code table, or
 * those that its Chinese help names ("spouse 配偶，parent 父母"), as the desk reads it, too
 * (web/src/desk/more/described.ts). */

#include "doors/pages/pages_inside.h"

#include <string.h>

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
static bool next_named(struct text *left, struct text *ret_value, struct text *ret_label)
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
            *ret_value = text_slice(*left, from, end);
            *ret_label = text_slice(*left, end + 1, past);
            *left = text_slice(*left, past, left->length);
            return true;
        }
        from = end - 1;
    }
    return false;
}

static bool named_at(const char *help, size_t index, struct text *ret_value,
                     struct text *ret_label)
{
    struct text left = words_of(help, LANGUAGE_CHINESE), value, label;
    /* Several at once are written with blanks between them: nothing to choose one of. */
    struct text blanks = words_of("page.blanks", LANGUAGE_CHINESE);
    if (strstr(left.data, blanks.data) != NULL || !next_named(&left, ret_value, ret_label))
        return false;
    if (index == 0)     /* one word is an example */
        return next_named(&left, &value, &label);
    for (size_t i = 0; i < index; i++)
        if (!next_named(&left, ret_value, ret_label))
            return false;
    return true;
}

bool choice_at(const struct field *field, size_t index, struct text *ret_value)
{
    struct text label;
    if (field->kind == FIELD_CODE && field->codes != NULL)
        return code_at(text_of(field->codes), index, ret_value);
    return field->kind == FIELD_TEXT && field->help != NULL
        && named_at(field->help, index, ret_value, &label);
}

static struct text without_hyphens(struct text word, struct arena *arena)
{
    char *bytes = arena_take(arena, word.length + 1);
    for (size_t i = 0; i < word.length; i++)
        bytes[i] = word.data[i] == '-' ? ' ' : word.data[i];
    return (struct text){ bytes, word.length };
}

struct text choice_label(const struct field *field, struct text value, enum language language,
                         struct arena *arena)
{
    struct text named, label;
    if (field->kind == FIELD_CODE)
        return field->codes == NULL ? value : code_label(field->codes, value, language);
    for (size_t i = 0; field->help != NULL && named_at(field->help, i, &named, &label); i++)
        if (text_equal(named, value))
            return language == LANGUAGE_ENGLISH ? without_hyphens(value, arena) : label;
    return value;
}

bool text_has_yuan(struct text text, enum language language)
{
    struct text yuan = words_of("page.yuan.name", language);
    return text.length > 0 && memmem(text.data, text.length, yuan.data, yuan.length) != NULL;
}

struct text choice_title(const struct field *field, enum language language)
{
    struct text title = field_label(field, language), value;
    if (field->kind != FIELD_TEXT || !choice_at(field, 0, &value))
        return title;
    const char *colon = strstr(title.data, language == LANGUAGE_ENGLISH ? ":" : "：");
    return colon == NULL ? title : text_slice(title, 0, (size_t)(colon - title.data));
}
