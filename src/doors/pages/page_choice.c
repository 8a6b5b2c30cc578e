/* page_choice.c: what a field may be answered with, in words: the values of its code table, those
 * that its Chinese help names ("spouse 配偶，parent 父母"), as the desk reads it, too
 * (web/src/desk/more/described.ts), or what its page takes from the book. */

#include "doors/pages/pages_inside.h"

#include "core/book.h"

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

/* ---- all that one field is chosen from ---- */

const struct page_choices *choices_by_page(const struct page *page, const struct field *field)
{
    for (size_t i = 0; i < page->choice_count; i++)
        if (strcmp(page->choices[i].field, field->name) == 0)
            return &page->choices[i];
    return NULL;
}

static void add_choice(struct list *choices, struct choice choice, struct text chosen)
{
    struct choice *items = choices->items;
    for (size_t i = 0; i < choices->count; i++)
        if (text_equal(items[i].label, choice.label)) {
            /* Editions of the interface give one thing several codes: a word is read once. */
            if (text_equal(choice.value, chosen))
                items[i] = choice;
            return;
        }
    items[choices->count++] = choice;
}

static struct list choices_of_page(const struct visit_task *task,
                                   const struct page_choices *source, struct text chosen)
{
    struct house *house = task->pages->plan.house;
    struct arena *arena = task->request->arena;
    if (source->of == NULL)
        return *task->asked;
    struct request request = {
        .actor = &task->visitor.actor, .arena = arena, .door = TEXT("pages"),
        .at = house->now(house),
        .book = house->book == NULL ? NULL : house->book(house),
    };
    const struct list found = source->of(&request);
    const struct page_choice *rows = found.items;
    struct list choices = { ARENA_ARRAY(arena, struct choice, found.count + 1), 0 };
    for (size_t i = 0; i < found.count; i++) {
        bool english = task->language == LANGUAGE_ENGLISH && text_present(rows[i].en);
        add_choice(&choices, (struct choice){
            arena_text(arena, rows[i].value),
            arena_text(arena, english ? rows[i].en : rows[i].zh) }, chosen);
    }
    book_release(request.book);
    return choices;
}

struct list choices_of(const struct visit_task *task, const struct page *page,
                       const struct field *field, bool top, struct text chosen)
{
    struct arena *arena = task->request->arena;
    const struct page_choices *source = top ? choices_by_page(page, field) : NULL;
    if (source != NULL)
        return choices_of_page(task, source, chosen);
    struct text value;
    size_t count = 0;
    while (choice_at(field, count, &value))
        count++;
    struct list choices = { ARENA_ARRAY(arena, struct choice, count + 1), 0 };
    for (size_t i = 0; i < count && choice_at(field, i, &value); i++)
        add_choice(&choices, (struct choice){
            value, choice_label(field, value, task->language, arena) }, chosen);
    return choices;
}

/* ---- what is asked at all ---- */

bool form_knows_own(const struct visit_task *task, const struct page *page,
                    const struct field *field)
{
    return page->own != NULL && strcmp(page->own, field->name) == 0
        && actor_is_person(&task->visitor.actor);
}

bool form_is_own_alone(const struct visit_task *task, const struct pages_entry *entry)
{
    const struct shape *shape = entry->action->input;
    bool own = false;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        bool his = form_knows_own(task, entry->page, field);
        if (!his && form_asks(entry->page, shape, field, true))
            return false;
        own = own || his;
    }
    return own;
}

bool form_may_ask(const struct visit_task *task, const struct page *page,
                  const struct field *field)
{
    return !form_knows_own(task, page, field)
        && ((field->flags & FIELD_REQUIRED) != 0 || choices_by_page(page, field) == NULL
            || choices_of(task, page, field, true, (struct text){ 0 }).count > 0);
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
