/* page_division.c: a place picked from the tree of divisions without script: one list a level, and
 * a button that asks for the next. The form keeps `name.1`, `name.2`, `name.3`; what is sent on is
 * the narrowest of them that lies in the one before. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#include <string.h>

#define LEVELS 3

struct chain { int32_t code[LEVELS]; int count; };

static struct text level_name(const char *name, int level, struct arena *arena)
{
    return arena_format(arena, "%s.%d", name, level + 1);
}

/* From the country down to the place. */
static struct chain chain_of(const struct divisions *divisions, int32_t code)
{
    struct chain chain = { .count = 0 };
    int depth = division_depth(divisions, code);
    for (int32_t at = code; depth >= 1 && at > 0; at = division_parent(divisions, at), depth--)
        if (depth <= LEVELS) {
            chain.code[depth - 1] = at;
            chain.count = chain.count > depth ? chain.count : depth;
        }
    return chain;
}

static struct chain chain_sent(const struct divisions *divisions, const struct form *form,
                               const char *name, struct arena *arena)
{
    struct chain chain = { .count = 0 };
    int64_t code;
    for (int level = 0; level < LEVELS; level++) {
        struct text value = form_value(form, level_name(name, level, arena));
        if (!text_to_int64(value, &code) || code <= 0 || code > 999999
            || division_parent(divisions, (int32_t)code)
                != (level == 0 ? DIVISION_COUNTRY : chain.code[level - 1]))
            return chain;
        chain.code[level] = (int32_t)code;
        chain.count = level + 1;
    }
    return chain;
}

bool division_is_picked(const struct pages_entry *entry, const struct field *field)
{
    return entry->page->division != NULL && strcmp(entry->page->division, field->name) == 0;
}

/* Answers whether there was anything to choose from. */
static bool draw_level(struct html *html, const struct visit_task *task,
                       const struct divisions *divisions, const char *name, int level,
                       const struct chain *chain)
{
    int32_t parent = level == 0 ? DIVISION_COUNTRY : chain->code[level - 1];
    int32_t chosen = level < chain->count ? chain->code[level] : 0;
    bool any = false;
    for (size_t i = 0; i < divisions_count(divisions); i++) {
        const struct division *division = divisions_at(divisions, i);
        if (division->parent != parent)
            continue;
        if (!any) {
            html_raw(html, "<select");
            html_attribute(html, "name", level_name(name, level, html->arena));
            html_attribute(html, "id", level == 0 ? arena_format(html->arena, "f-%s", name)
                           : arena_format(html->arena, "f-%s-%d", name, level + 1));
            html_attribute(html, "aria-label",
                           words(task, level == 0 ? "page.division.province"
                                       : level == 1 ? "page.division.city"
                                                    : "page.division.county"));
            html_raw(html, ">\n<option value=\"\">");
            html_text(html, words(task, level == 0 ? "page.division.province"
                                        : level == 1 ? "page.division.city-all"
                                                     : "page.division.county-all"));
            html_raw(html, "</option>\n");
        }
        any = true;
        html_raw(html, "<option");
        html_attribute(html, "value", arena_format(html->arena, "%06d", division->code));
        html_raw(html, division->code == chosen ? " selected>" : ">");
        html_text(html, task->language == LANGUAGE_ENGLISH && text_present(division->english)
                            ? division->english : division->name);
        html_raw(html, "</option>\n");
    }
    html_raw(html, any ? "</select>\n" : "");
    return any;
}

void division_draw(struct html *html, const struct visit_task *task, const char *name,
                   const struct form *values)
{
    struct house *house = task->pages->plan.house;
    const struct book *book = house->book(house);
    const struct divisions *divisions = book == NULL ? NULL : book_divisions(book);
    struct chain chain = { .count = 0 };
    int64_t code;
    if (divisions != NULL && values != NULL) {
        chain = chain_sent(divisions, values, name, html->arena);
        if (chain.count == 0 && text_to_int64(form_value(values, text_of(name)), &code)
            && code > 0 && code <= 999999)
            chain = chain_of(divisions, (int32_t)code);
    }
    html_raw(html, "<div class=\"levels\">\n");
    bool more = divisions != NULL;
    for (int level = 0; more && level < LEVELS && level <= chain.count; level++)
        more = draw_level(html, task, divisions, name, level, &chain);
    if (more && chain.count < LEVELS - 1) {
        html_raw(html, "<button name=\"_pick\" value=\"1\" class=\"quiet\" formnovalidate>");
        html_text(html, words(task, chain.count == 0 ? "page.division.next-city"
                                                     : "page.division.next-county"));
        html_raw(html, "</button>\n");
    }
    html_raw(html, "</div>\n");
    book_release(book);
}

void division_gather(const struct visit_task *task, const struct pages_entry *entry,
                     const struct form *sent, struct form *form)
{
    const char *name = entry->page->division;
    struct house *house = task->pages->plan.house;
    const struct book *book = name == NULL ? NULL : house->book(house);
    if (book != NULL) {
        struct chain chain = chain_sent(book_divisions(book), sent, name, form->arena);
        if (chain.count > 0)
            form_add(form, text_of(name),
                     arena_format(form->arena, "%06d", chain.code[chain.count - 1]));
    }
    book_release(book);
}

bool division_is_level(const struct pages_entry *entry, struct text name)
{
    const char *division = entry->page->division;
    return division != NULL && text_starts(name, text_of(division))
        && name.length == strlen(division) + 2 && name.data[name.length - 2] == '.';
}
