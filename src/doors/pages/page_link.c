/* page_link.c: what on a page leads to which other page, and with which fields. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "core/rights.h"

#include <string.h>

#define SCALAR_BYTES 200

static bool goes_along(const struct field *field, const struct shape *input, const void *object)
{
    const struct field *asked = shape_field(input, text_of(field->name));
    return asked != NULL && ((field->flags | asked->flags) & FIELD_PRIVATE) == 0
        && field->kind == asked->kind && field->kind != FIELD_LIST
        && field->kind != FIELD_OBJECT && field->kind != FIELD_BYTES
        && !field_is_absent(field, object);
}

size_t link_fields(struct html *html, const struct shape *shape, const void *object,
                   const struct shape *input)
{
    size_t count = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!goes_along(field, input, object))
            continue;
        char bytes[SCALAR_BYTES];
        struct builder builder = builder_over(bytes, sizeof bytes);
        field_write(field, object, &builder);
        if (builder.overflow)
            continue;
        html_raw(html, "&amp;");
        html_query(html, text_of(field->name));
        html_raw(html, "=");
        html_query(html, builder_text(&builder));
        count++;
    }
    return count;
}

void link_begin(struct html *html, const char *path, enum language language, const char *class)
{
    html_raw(html, "<a");
    if (class != NULL)
        html_attribute(html, "class", text_of(class));
    html_raw(html, " href=\"");
    html_text(html, text_of(path));
    html_raw(html, language == LANGUAGE_ENGLISH ? "?lang=en" : "?lang=zh");
}

const struct pages_entry *link_of_list(const struct pages *pages, const struct page *page,
                                       const struct field *list)
{
    for (size_t i = 0; i < page->row_count; i++)
        if (strcmp(page->rows[i].when, list->name) == 0)
            return page_of_path(pages, text_of(page->rows[i].path));
    return NULL;
}

static bool is_set(const struct shape *shape, const void *answer, const char *flag)
{
    const struct field *field = flag == NULL ? NULL : shape_field(shape, text_of(flag));
    return flag == NULL
        || (field != NULL && field->kind == FIELD_FLAG
            && *(const bool *)field_in(field, answer));
}

/* What else can be done from here, by who looks at it. */
void link_more(struct html *html, const struct pages *pages, const struct page *page,
               const struct call *call, enum language language)
{
    const struct shape *shape = call->request.action->answer;
    bool any = false;
    for (size_t i = 0; i < page->more_count; i++) {
        const struct pages_entry *to = page_of_path(pages, text_of(page->more[i].path));
        if (to == NULL || !is_set(shape, call->answer, page->more[i].when)
            || !rights_allow(to->action, call->actor.role))
            continue;
        if (!any) {
            html_element(html, "h2 class=\"screen\"", words_of("page.more", language));
            html_raw(html, "<p class=\"buttons screen\">");
        }
        any = true;
        link_begin(html, page->more[i].path, language, "button quiet");
        link_fields(html, shape, call->answer, to->action->input);
        html_raw(html, "\">");
        html_text(html, words_of(to->page->title, language));
        html_raw(html, "</a>\n");
    }
    html_raw(html, any ? "</p>\n" : "");
}

/* Whoever has a password that somebody else gave chooses his own before anything else is shown. */
const struct pages_entry *page_before(const struct visit_task *task,
                                      const struct pages_entry *asked)
{
    const struct pages *pages = task->pages;
    if (!task->visitor.signed_in || !task->visitor.actor.confined)
        return NULL;
    for (size_t i = 0; i < pages->entry_count; i++) {
        const struct pages_entry *first = &pages->entries[i];
        if ((first->page->flags & PAGE_CONFINED) != 0 && first != asked
            && page_is_open_to(first, &task->visitor))
            return asked != NULL && asked->action == pages->sign_in ? NULL : first;
    }
    return NULL;
}

/* "/my" is the tab of "/my/bills", too. */
static bool path_lies_in(struct text path, const char *of)
{
    struct text top = of == NULL ? (struct text){ 0 } : text_of(of);
    return top.length > 0 && text_starts(path, top)
        && (path.length == top.length || (top.length > 1 && path.data[top.length] == '/'));
}

/* The bar of the application's main pages, as the application shows it; not for who works here. */
void page_tabs(const struct visit_task *task, struct html *html)
{
    static const struct { const char *path, *name, *and; } TABS[] = {
        { "/", "page.home", NULL }, { "/matters", "page.nav.matters", "/apply" },
        { "/progress", "page.nav.progress", NULL },
        { "/directory", "page.nav.directory", NULL }, { "/my", "page.nav.my", "/employer" },
    };
    if (task->pages->web == NULL || task->visitor.actor.office != 0)
        return;
    html_raw(html, "<nav");
    html_attribute(html, "aria-label", words(task, "page.navigation"));
    html_raw(html, ">\n");
    for (size_t i = 0; i < COUNT_OF(TABS); i++) {
        html_raw(html, "<a href=\"");
        html_raw(html, TABS[i].path);
        html_text(html, task->query);
        bool here = path_lies_in(task->request->path, TABS[i].path)
            || path_lies_in(task->request->path, TABS[i].and);
        html_raw(html, here ? "\" aria-current=\"page\">" : "\">");
        html_text(html, words(task, TABS[i].name));
        html_raw(html, "</a>\n");
    }
    html_raw(html, "</nav>\n");
}
