/* page_home.c: the first page. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

static void write_state(const struct visit_task *task, struct html *html)
{
    struct house *house = task->pages->plan.house;
    const char *state = NULL;
    bool healthy = house->healthy(house, &state);
    struct text now = moment_told(house->now(house), task->language, task->request->arena);
    struct text detail = healthy ? now : words(task, state);
    html_raw(html, healthy ? "<p class=\"card state\">" : "<p class=\"card state down\">");
    html_text(html, say_with(healthy ? "page.home.serving" : "page.home.down", task->language,
                             &detail, 1, task->request->arena));
    html_raw(html, "</p>\n");
}

static bool some_at(const struct visit_task *task, unsigned flag)
{
    for (size_t i = 0; i < task->pages->entry_count; i++)
        if ((task->pages->entries[i].page->flags & flag) != 0
            && page_is_open_to(&task->pages->entries[i], &task->visitor))
            return true;
    return false;
}

static void write_link(const struct visit_task *task, struct html *html,
                       const struct pages_entry *entry)
{
    const char *intro = entry->page->intro != NULL ? entry->page->intro : entry->action->help;
    html_raw(html, "<li><a href=\"");
    html_text(html, text_of(entry->page->path));
    html_text(html, task->query);
    html_raw(html, "\">");
    html_text(html, words(task, entry->page->title));
    if (intro != NULL)
        html_element(html, "small", words(task, intro));
    html_raw(html, "</a></li>\n");
}

static void write_links(const struct visit_task *task, struct html *html, unsigned flag,
                        const char *heading)
{
    const struct pages *pages = task->pages;
    if (!some_at(task, flag))
        return;
    html_element(html, "h2", words(task, heading));
    html_raw(html, "<ul class=\"links\">\n");
    for (int later = 0; later < 2; later++)
        for (size_t i = 0; i < pages->entry_count; i++) {
            const struct pages_entry *entry = &pages->entries[i];
            bool first = (entry->page->flags & PAGE_FIRST) != 0;
            if ((entry->page->flags & flag) != 0 && first == (later == 0)
                && page_is_open_to(entry, &task->visitor))
                write_link(task, html, entry);
        }
    html_raw(html, "</ul>\n");
}

/* What do you want to do: the page that finds it, by words. */
static void write_search(const struct visit_task *task, struct html *html)
{
    if (page_of_path(task->pages, TEXT("/matters")) == NULL)
        return;
    html_raw(html, "<form class=\"search\" role=\"search\" method=\"get\" action=\"/matters\">\n");
    if (task->query.length > 0) {
        html_raw(html, "<input type=\"hidden\" name=\"lang\"");
        html_attribute(html, "value", task->language == LANGUAGE_ENGLISH ? TEXT("en")
                                                                         : TEXT("zh"));
        html_raw(html, ">\n");
    }
    html_raw(html, "<label for=\"words\">");
    html_text(html, words(task, "page.home.search"));
    html_raw(html, "</label>\n<div><input type=\"search\" id=\"words\" name=\"words\">\n<button>");
    html_text(html, words(task, "page.home.find"));
    html_raw(html, "</button></div>\n</form>\n");
}

/* Pages of the web application, for browsers with script. */
static void write_applications(const struct visit_task *task, struct html *html)
{
    static const struct { const char *path, *title, *intro; } LINKS[] = {
        { "/my", "page.home.web-my", "page.home.web-my.intro" },
        { "/desk", "page.home.web-desk", "page.home.web-desk.intro" },
    };
    if (task->pages->web == NULL)
        return;
    html_raw(html, "<ul class=\"links\">\n");
    for (size_t i = 0; i < COUNT_OF(LINKS); i++) {
        html_raw(html, "<li><a href=\"");
        html_raw(html, LINKS[i].path);
        html_text(html, task->query);
        html_raw(html, "\">");
        html_text(html, words(task, LINKS[i].title));
        html_raw(html, "<small>");
        html_text(html, words(task, LINKS[i].intro));
        html_raw(html, "</small></a></li>\n");
    }
    html_raw(html, "</ul>\n");
}

static void write_accounts(const struct visit_task *task, struct html *html)
{
    const struct pages_plan *plan = &task->pages->plan;
    if (!plan->house->demo || plan->account_count == 0)
        return;
    html_element(html, "h2", words(task, "page.home.accounts"));
    html_raw(html, "<p>");
    html_text(html, words(task, "page.home.password"));
    html_raw(html, " <code>");
    html_text(html, text_of(plan->password));
    html_raw(html, "</code></p>\n<div class=\"scroll\"><table>\n<thead><tr>");
    html_element(html, "th scope=\"col\"", words(task, "page.home.login"));
    html_element(html, "th scope=\"col\"", words(task, "page.home.role"));
    html_raw(html, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < plan->account_count; i++) {
        html_raw(html, "<tr><td><code>");
        html_text(html, text_of(plan->accounts[i].login));
        html_raw(html, "</code></td>");
        html_element(html, "td", words(task, plan->accounts[i].is));
        html_raw(html, "</tr>\n");
    }
    html_raw(html, "</tbody></table></div>\n");
}

static void write_interfaces(const struct visit_task *task, struct html *html)
{
    html_element(html, "h2", words(task, "page.home.interfaces"));
    html_raw(html, "<div class=\"card\"><dl>\n");
    html_element(html, "dt", words(task, "page.home.api"));
    html_raw(html, "<dd><a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a></dd>\n");
    if (task->pages->plan.interface_address != NULL) {
        html_element(html, "dt", words(task, "page.home.hospital"));
        html_raw(html, "<dd><code>");
        html_text(html, text_of(task->pages->plan.interface_address));
        html_raw(html, "</code></dd>\n");
    }
    html_raw(html, "</dl></div>\n");
}

void page_home(const struct visit_task *task)
{
    struct html html;
    html_init(&html, task->request->arena);
    html_element(&html, "h1", words(task, "page.home.title"));
    html_element(&html, "p", words(task, "page.home.lead"));
    write_search(task, &html);
    write_applications(task, &html);
    write_links(task, &html, PAGE_AT_DESK, "page.home.desk");
    write_links(task, &html, PAGE_ON_HOME, "page.home.matters");
    html_element(&html, "h2", words(task, "page.home.state"));
    write_state(task, &html);
    write_accounts(task, &html);
    write_interfaces(task, &html);
    struct page_frame frame = { .status = 200, .title = words(task, "page.home") };
    page_answer(task, &frame, html_result(&html));
}
