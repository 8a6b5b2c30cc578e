/* page_choice.c: what a field of a form is chosen from: what its page takes from the book or asks
 * the house for, or what it is answered with by itself (core/label.h). */

#include "doors/pages/pages_inside.h"

#include "core/book.h"

#include <string.h>

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
    const struct list named = field_choices(field, task->language, arena);
    const struct choice *rows = named.items;
    struct list choices = { ARENA_ARRAY(arena, struct choice, named.count + 1), 0 };
    for (size_t i = 0; i < named.count; i++)
        add_choice(&choices, rows[i], chosen);
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
                  const struct field *field, const struct list *choices)
{
    return !form_knows_own(task, page, field)
        && ((field->flags & FIELD_REQUIRED) != 0 || choices_by_page(page, field) == NULL
            || choices->count > 0);
}

bool text_has_yuan(struct text text, enum language language)
{
    struct text yuan = words_of("page.yuan.name", language);
    return text.length > 0 && memmem(text.data, text.length, yuan.data, yuan.length) != NULL;
}
