/* page_home.c: the first page. What most people come for is asked of the house by the page that
 * tells it (`front`); whatever the house says, the rest is shown. */

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

/* Whoever is signed in for himself, his family or his unit has no desk here. */
static bool works_here(const struct visit_task *task)
{
    return task->visitor.actor.office != 0 || task->visitor.actor.institution != 0;
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
        /* Who works here is only known once he has signed in. */
        if (i > 0 && task->visitor.signed_in && !works_here(task))
            continue;
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

static void home_show(const struct visit_task *task, struct text front)
{
    struct html html;
    html_init(&html, task->request->arena);
    html_element(&html, "h1", words(task, "page.home.title"));
    html_element(&html, "p", words(task, "page.home.lead"));
    write_search(task, &html);
    if (front.length > 0)
        html_markup(&html, front);
    write_applications(task, &html);
    /* Few things at a time in large type: the rest is a touch away. */
    if (task->large) {
        html_raw(&html, "<details class=\"rest\">\n<summary>");
        html_text(&html, words(task, "page.home.rest"));
        html_raw(&html, "</summary>\n");
    }
    if (works_here(task))
        write_links(task, &html, PAGE_AT_DESK, "page.home.desk");
    write_links(task, &html, PAGE_ON_HOME, "page.home.matters");
    html_element(&html, "h2", words(task, "page.home.state"));
    write_state(task, &html);
    write_accounts(task, &html);
    write_interfaces(task, &html);
    html_raw(&html, task->large ? "</details>\n" : "");
    struct page_frame frame = { .status = 200, .title = words(task, "page.home") };
    page_answer(task, &frame, html_result(&html));
}

struct home {
    struct call call;
    const struct visit_task *task;
    const struct page *page;
};

static void home_asked(struct call *call)
{
    struct home *home = call->door_data;
    const struct visit_task *task = home->task;
    struct house *house = task->pages->plan.house;
    struct text front = { 0 };
    if (call->status == CALL_DONE && call->answer != NULL) {
        struct page_parts parts = { .arena = task->request->arena, .language = task->language };
        home->page->front(&parts, call->answer);
        front = parts_markup(&parts);
    } else if (call->status == CALL_FAULT) {
        struct log_line line;
        log_begin(&line, task->pages->plan.log, LOG_LEVEL_FAULT, "door.pages.fault");
        log_text(&line, "action", text_of(call->request.action->name));
        log_text(&line, "why", call->fault);
        log_end(&line);
    }
    house->finish(house, call);
    home_show(task, front);
}

/* LAW: SX9-M3b: what most people come for first, and "more" to all of it. */
void page_home(const struct visit_task *task)
{
    const struct pages *pages = task->pages;
    const struct pages_entry *entry = NULL;
    for (size_t i = 0; i < pages->entry_count && entry == NULL; i++)
        if (pages->entries[i].page->front != NULL
            && page_is_open_to(&pages->entries[i], &task->visitor))
            entry = &pages->entries[i];
    const void *input = entry == NULL ? NULL : page_input_of_query(task, entry);
    if (input == NULL) {
        home_show(task, (struct text){ 0 });
        return;
    }
    struct home *home = ARENA_NEW(task->request->arena, struct home);
    home->task = task;
    home->page = entry->page;
    struct call *call = &home->call;
    call->actor = task->visitor.actor;
    call->done = home_asked;
    call->door_data = home;
    call->request = (struct request){
        .action = entry->action, .actor = &call->actor, .input = input,
        .arena = task->request->arena, .door = TEXT("pages"),
    };
    pages->plan.house->submit(pages->plan.house, call);
}
