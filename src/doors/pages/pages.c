/* pages.c: which page, the frame around each, signing in and out; see pages.h. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/gzip.h"
#include "base/random.h"
#include "core/rights.h"

#include <string.h>

#define ASSETS "/assets/"

static const char POLICY[] = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/* Pages of the application: its own files and nothing else, no script inside a page. */
static const char WEB_POLICY[] = "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static const struct page SIGN_IN_PAGE = {
    .path = "/sign-in", .title = "page.sign-in", .intro = "page.sign-in.intro",
    .button = "page.sign-in",
};

struct text words(const struct visit_task *task, const char *key)
{
    return words_of(key, task->language);
}

/* The application whose page is asked for; absent: a plain page. */
static struct text application_of(const struct visit_task *task)
{
    return task->pages->web == NULL ? (struct text){ 0 }
                                    : web_application_of(task->pages->web, task->request->path);
}

/* ---- the frame ---- */

static void frame_head(const struct visit_task *task, const struct page_frame *frame,
                       struct html *html)
{
    html_raw(html, "<!doctype html>\n<html lang=\"");
    html_raw(html, task->language == LANGUAGE_ENGLISH ? "en" : "zh-CN");
    html_raw(html, task->large ? "\" data-elder=\"yes" : "");
    html_raw(html, "\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light\">\n");
    /* A real house has no such action; the application shows the bar of the demo clock by it. */
    if (house_action(task->pages->plan.house, TEXT("stage.show")) != NULL)
        html_raw(html, "<meta name=\"demo-clock\" content=\"yes\">\n");
    html_raw(html, "<title>");
    if (frame->problem) {
        html_text(html, words(task, "page.summary"));
        html_raw(html, ": ");
    }
    html_text(html, frame->title);
    html_raw(html, " - ");
    html_text(html, words(task, "page.name"));
    html_raw(html, "</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\"");
    html_attribute(html, "href", task->pages->style_path);
    html_raw(html, ">\n");
    if (task->pages->web != NULL)
        web_head(task->pages->web, application_of(task),
                 frame->shell ? (struct text){ 0 } : task->request->path, html);
    html_raw(html, "</head>\n<body>\n");
}

/* The entry of an action that is not everywhere: a demo clock's; NULL in a real house. */
static const struct pages_entry *page_of_action(const struct pages *pages, const char *action)
{
    for (size_t i = 0; i < pages->entry_count; i++)
        if (strcmp(pages->entries[i].action->name, action) == 0)
            return &pages->entries[i];
    return NULL;
}

/* What day it is in a demo world, and the way to the next one, as the application's bar has it. */
static void frame_clock(const struct visit_task *task, struct html *html)
{
    const struct pages_entry *clock = page_of_action(task->pages, "stage.forward");
    if (clock == NULL)
        return;
    struct house *house = task->pages->plan.house;
    struct date today = date_of_moment(house->now(house));
    struct page_parts parts = { .arena = html->arena, .language = task->language };
    html_raw(html, "<p class=\"clock\"><span>");
    html_text(html, words(task, clock->page->title));
    html_raw(html, " <strong>");
    html_text(html, page_day(&parts, today));
    html_raw(html, "</strong></span>");
    link_begin(html, clock->page->path, task->language, NULL);
    html_raw(html, "&amp;to=");
    char bytes[16];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, date_plus_days(today, 1));
    html_text(html, builder_text(&builder));
    html_raw(html, "\">");
    html_text(html, words(task, "page.clock.move"));
    html_raw(html, "</a></p>\n");
}

static void frame_navigation(const struct visit_task *task, struct html *html)
{
    html_raw(html, "<a class=\"skip\" href=\"#main\">");
    html_text(html, words(task, "page.skip"));
    html_raw(html, "</a>\n<header><div class=\"wrap\">\n<a class=\"name\" href=\"/");
    html_text(html, task->query);
    html_raw(html, "\">");
    html_text(html, words(task, "page.name"));
    html_raw(html, "</a>\n<span class=\"tools\"><a");
    html_attribute(html, "href", task->other_type);
    html_raw(html, ">");
    html_text(html, words(task, task->large ? "page.type.usual" : "page.type.large"));
    html_raw(html, "</a>\n<a");
    html_attribute(html, "href", task->other_language);
    html_attribute(html, "hreflang", task->language == LANGUAGE_ENGLISH ? TEXT("zh-CN")
                                                                        : TEXT("en"));
    html_attribute(html, "lang", task->language == LANGUAGE_ENGLISH ? TEXT("zh-CN")
                                                                    : TEXT("en"));
    html_raw(html, ">");
    html_text(html, words(task, "page.other-language"));
    html_raw(html, "</a>\n");
    if (task->visitor.signed_in && task->pages->sign_out != NULL) {
        html_raw(html, "<form method=\"post\" action=\"/sign-out\">"
                 "<input type=\"hidden\" name=\"_key\"");
        html_attribute(html, "value", form_key_new(task, TEXT("/sign-out")));
        html_raw(html, "><button>");
        html_text(html, words(task, "page.sign-out"));
        html_raw(html, "</button></form>\n");
    } else if (task->pages->sign_in != NULL) {
        html_raw(html, "<a href=\"/sign-in");
        html_text(html, task->query);
        html_raw(html, "\">");
        html_text(html, words(task, "page.sign-in"));
        html_raw(html, "</a>\n");
    }
    html_raw(html, "</span></div></header>\n");
}

static void answer_with(const struct visit_task *task, int status, const char *type,
                        struct text body, const struct http_header *more, size_t more_count)
{
    struct http_header headers[11] = {
        { "Content-Security-Policy", application_of(task).data == NULL ? POLICY : WEB_POLICY },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
    };
    size_t count = 3;
    bool cached = false;
    for (size_t i = 0; i < more_count; i++) {
        headers[count++] = more[i];
        cached = cached || strcmp(more[i].name, "Cache-Control") == 0;
    }
    if (!cached)
        headers[count++] = (struct http_header){ "Cache-Control", "no-store" };
    if (task->type_chosen && !cached)
        headers[count++] = (struct http_header){ "Set-Cookie",
            task->large ? TYPE_COOKIE "=yes; Path=/; Max-Age=31536000; SameSite=Lax"
                        : TYPE_COOKIE "=no; Path=/; Max-Age=31536000; SameSite=Lax" };
    if (task->new_browser && !cached)
        headers[count++] = (struct http_header){ "Set-Cookie",
            arena_format(task->request->arena, FORM_COOKIE "=%.*s; Path=/; HttpOnly; "
                         "SameSite=Strict%s", TEXT_ARGS(task->browser),
                         task->pages->plan.secure_cookies ? "; Secure" : "").data };
    CHECK(count <= COUNT_OF(headers));
    http_answer(task->request, status, type, body, headers, count);
}

void page_answer(const struct visit_task *task, const struct page_frame *frame,
                 struct text main)
{
    struct html html;
    html_init(&html, task->request->arena);
    frame_head(task, frame, &html);
    frame_navigation(task, &html);
    frame_clock(task, &html);
    page_tabs(task, &html);
    html_raw(&html, "<main id=\"main\" tabindex=\"-1\"><div class=\"wrap\">\n");
    html_markup(&html, main);
    html_raw(&html, "</div></main>\n<footer><div class=\"wrap\">");
    html_text(&html, words(task, "page.footer"));
    html_raw(&html, "</div></footer>\n</body>\n</html>\n");
    struct http_header more[3];
    size_t count = 0;
    if (frame->retry_after > 0)
        more[count++] = (struct http_header){ "Retry-After",
            arena_format(task->request->arena, "%d", frame->retry_after).data };
    if (frame->refresh != NULL)
        more[count++] = (struct http_header){ "Refresh", frame->refresh };
    if (frame->cookie != NULL)
        more[count++] = (struct http_header){ "Set-Cookie", frame->cookie };
    answer_with(task, frame->status, "text/html; charset=utf-8", html_result(&html), more, count);
}

void page_redirect(const struct visit_task *task, struct text to, const char *cookie)
{
    struct http_header headers[] = {
        { "Location", arena_text(task->request->arena, to).data }, { "Set-Cookie", cookie },
    };
    answer_with(task, 303, "text/plain", TEXT(""), headers, cookie == NULL ? 1 : 2);
}

void page_problem(const struct visit_task *task, const struct problem *problem)
{
    struct html html;
    html_init(&html, task->request->arena);
    struct text sentence = problem_sentence(problem, task->language, task->request->arena);
    html_element(&html, "h1", words(task, problem->status == 404 ? "page.not-found"
                                                                 : "page.refused"));
    html_element(&html, "p", sentence);
    html_raw(&html, "<p><a href=\"/");
    html_text(&html, task->query);
    html_raw(&html, "\">");
    html_text(&html, words(task, "page.home"));
    html_raw(&html, "</a></p>\n");
    struct page_frame frame = { .status = problem->status, .retry_after = problem->retry_after,
                                .title = sentence };
    page_answer(task, &frame, html_result(&html));
}

/* ---- pages ---- */

bool page_path_field(const struct page *page, struct text path, struct text *ret_name,
                     struct text *ret_value)
{
    struct text pattern = text_of(page->path), rest = { 0 };
    struct text fixed = text_until(pattern, '{', &rest);
    if (rest.data == NULL)
        return false;
    *ret_name = text_slice(rest, 0, rest.length - 1);
    *ret_value = text_slice(path, fixed.length, path.length);
    return text_starts(path, fixed) && ret_value->length > 0 && text_is_utf8(*ret_value)
        && memchr(ret_value->data, '/', ret_value->length) == NULL;
}

const struct pages_entry *page_of_path(const struct pages *pages, struct text path)
{
    struct text name, value;
    for (size_t i = 0; i < pages->entry_count; i++)
        if (text_is(path, pages->entries[i].page->path)
            || page_path_field(pages->entries[i].page, path, &name, &value))
            return &pages->entries[i];
    return NULL;
}

struct text page_address(const struct visit_task *task, const struct pages_entry *entry)
{
    struct text name, value;
    return page_path_field(entry->page, task->request->path, &name, &value)
        ? arena_text(task->request->arena, task->request->path) : text_of(entry->page->path);
}

bool page_of_application(const struct visit_task *task, struct text path)
{
    return task->pages->web != NULL && path.length > 0
           && web_application_of(task->pages->web, path).data != NULL;
}

bool page_is_open_to(const struct pages_entry *entry, const struct visitor *visitor)
{
    return rights_allow(entry->action, visitor->actor.role);
}

struct text session_cookie(const struct pages *pages, struct text token, struct arena *arena)
{
    return arena_format(arena, SESSION_COOKIE "=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
                        TEXT_ARGS(token), token.length == 0 ? "; Max-Age=0" : "",
                        pages->plan.secure_cookies ? "; Secure" : "");
}

static void answer_style(const struct visit_task *task)
{
    struct text accepted = http_header_of(task->request, "Accept-Encoding");
    bool packed = accepted.length > 0
        && memmem(accepted.data, accepted.length, "gzip", sizeof "gzip" - 1) != NULL;
    const struct http_header headers[] = {
        { "Cache-Control", "public, max-age=31536000, immutable" },
        { "Vary", "Accept-Encoding" }, { "Content-Encoding", "gzip" },
    };
    answer_with(task, 200, "text/css; charset=utf-8",
                packed ? task->pages->style_packed : task->pages->style, headers,
                COUNT_OF(headers) - !packed);
}

static void not_found(const struct visit_task *task)
{
    struct problem problem = { .status = 404, .key = "page.problem.404" };
    page_problem(task, &problem);
}

/* A page that only the application has: what is there before it starts, and without script. */
static void page_shell(const struct visit_task *task)
{
    struct html html;
    html_init(&html, task->request->arena);
    html_raw(&html, "<div class=\"shell\">");
    html_element(&html, "p", words(task, "page.shell.loading"));
    html_raw(&html, "<noscript>");
    html_element(&html, "p", words(task, "page.shell.no-script"));
    static const char *const ways[][2] = {
        { "/directory", "page.shell.phone" }, { "/", "page.home" },
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        html_raw(&html, "<p><a href=\"");
        html_raw(&html, ways[i][0]);
        html_text(&html, task->query);
        html_raw(&html, "\">");
        html_text(&html, words(task, ways[i][1]));
        html_raw(&html, "</a></p>");
    }
    html_raw(&html, "</noscript></div>\n");
    struct page_frame frame = { .status = 200, .title = words(task, "page.name"), .shell = true };
    page_answer(task, &frame, html_result(&html));
}

static void show_or_send(const struct visit_task *task, const struct pages_entry *entry)
{
    struct text method = task->request->method;
    bool sends = text_is(method, "POST");
    if (!sends && !text_is(method, "GET") && !text_is(method, "HEAD")) {
        not_found(task);
    } else if (!sends && text_present(http_query_of(task->request, "done"))) {
        /* An answer that is kept is this browser's own, though its write signed it out. */
        page_show(task, entry);
    } else if (task->visitor.unasked && (sends || !page_is_open_to(entry, &task->visitor))) {
        struct problem problem = visitor_problem();
        page_problem(task, &problem);
    } else if (!page_is_open_to(entry, &task->visitor)) {
        if (task->visitor.signed_in || task->pages->sign_in == NULL) {
            struct problem problem = { .status = 403, .key = "page.problem.403" };
            page_problem(task, &problem);
            return;
        }
        page_redirect(task, arena_format(task->request->arena, "/sign-in%.*s%sthen=%s",
            TEXT_ARGS(task->query), task->query.length > 0 ? "&" : "?", entry->page->path),
            NULL);
    } else if (sends) {
        page_send(task, entry);
    } else {
        page_show(task, entry);
    }
}

/* ---- a request ---- */

struct other_query { struct html *html; const struct shape *shape; bool some; };

static bool other_query_add(void *data, struct text name, struct text value)
{
    struct other_query *other = data;
    const struct field *field = other->shape == NULL ? NULL : shape_field(other->shape, name);
    bool known = field != NULL && (field->flags & FIELD_PRIVATE) == 0;
    if (!known && !text_is(name, "done") && !text_is(name, "then"))
        return true;
    html_raw(other->html, other->some ? "&" : "?");
    other->some = true;
    html_query(other->html, name);
    html_raw(other->html, "=");
    html_query(other->html, value);
    return true;
}

/* This page with that at the end of its query: in the other language, in the other size. */
static struct text this_page(const struct visit_task *task, const char *with)
{
    struct html html;
    html_init(&html, task->request->arena);
    const struct pages_entry *entry = page_of_path(task->pages, task->request->path);
    struct other_query other = { .html = &html,
                                 .shape = entry == NULL ? NULL : entry->action->input };
    http_query_each(task->request, other_query_add, &other);
    return arena_format(task->request->arena, "%.*s%s%s", TEXT_ARGS(html_result(&html)),
                        other.some ? "&" : "?", with);
}

/* 大字版: chosen on any page, plain or of the application; both read the cookie. */
static void task_sized(struct visit_task *task)
{
    struct text asked = http_query_of(task->request, "type");
    task->type_chosen = text_is(asked, "large") || text_is(asked, "usual");
    task->large = task->type_chosen ? text_is(asked, "large")
                                    : text_is(cookie_of(task->request, TYPE_COOKIE), "yes");
    const char *type = task->large ? "type=usual" : "type=large";
    task->other_type = this_page(task, task->query.length == 0 ? type
        : arena_format(task->request->arena, "%.*s&%s",
                       TEXT_ARGS(text_slice(task->query, 1, task->query.length)), type).data);
}

/* All that is asked of the head is asked here: what follows may run on a thread of the house. */
static struct visit_task *task_new(struct pages *pages, struct http_request *request)
{
    struct visit_task *task = ARENA_NEW(request->arena, struct visit_task);
    task->asked = ARENA_NEW(request->arena, struct list);
    task->pages = pages;
    task->request = request;
    /* Chinese first, whatever the browser's own language: who needs English has the link. */
    task->language = http_query_of(request, "lang").data == NULL ? LANGUAGE_CHINESE
                                                                 : language_of_request(request);
    task->visitor = visitor_of(pages->plan.house, request);
    if (http_query_of(request, "lang").data != NULL)
        task->query = task->language == LANGUAGE_ENGLISH ? TEXT("?lang=en") : TEXT("?lang=zh");
    else
        task->query = TEXT("");
    task->other_language = this_page(task, task->language == LANGUAGE_ENGLISH ? "lang=zh"
                                                                              : "lang=en");
    task_sized(task);
    task->then = arena_text(request->arena, http_query_of(request, "then"));
    struct text host = http_header_of(request, "Host");
    if (text_present(host) && host.length < 200)
        task->origin = arena_format(request->arena, "%s://%.*s",
                                    pages->plan.secure_cookies ? "https" : "http",
                                    TEXT_ARGS(host));
    unsigned char bytes[FORM_KEY_BYTES];
    task->browser = arena_text(request->arena, cookie_of(request, FORM_COOKIE));
    task->new_browser = !hex_decode(task->browser, bytes, sizeof bytes);
    if (task->new_browser)
        task->browser = browser_new(request->arena);
    return task;
}

void pages_handle(struct http_request *request, void *data)
{
    struct pages *pages = data;
    if (pages->plan.api != NULL && api_owns(request->path)) {
        api_handle(request, pages->plan.api);
        return;
    }
    if (pages->web != NULL && web_answer(pages->web, request))
        return;
    const struct visit_task *task = task_new(pages, request);
    bool reads = text_is(request->method, "GET") || text_is(request->method, "HEAD");
    const struct pages_entry *entry = page_of_path(pages, request->path);
    const struct pages_entry *first = page_before(task, entry);
    if (reads && first != NULL && !text_equal(request->path, pages->style_path))
        page_redirect(task, arena_format(request->arena, "%s%.*s", first->page->path,
                                         TEXT_ARGS(task->query)), NULL);
    else if (reads && text_is(request->path, "/"))
        page_home(task);
    else if (reads && text_is(request->path, START_PATH))
        page_start(task);
    else if (reads && text_equal(request->path, pages->style_path))
        answer_style(task);
    else if (!reads && text_is(request->path, "/sign-out"))
        page_sign_out(task);
    else if (reads && page_outside_is_back(task))
        page_outside_back(task);
    else if (entry != NULL)
        show_or_send(task, entry);
    else if (reads && application_of(task).data != NULL)
        page_shell(task);
    else
        not_found(task);
}

void pages_refuse(struct http_request *request, int status, const char *reason, void *data)
{
    struct pages *pages = data;
    if (pages->plan.api != NULL && api_owns(request->path)) {
        api_refuse(request, status, reason, pages->plan.api);
        return;
    }
    const struct visit_task *task = task_new(pages, request);
    struct problem problem = { .status = status, .key = "http.problem.400",
                               .detail = { words_of(reason, task->language) } };
    if (status == 413) {
        problem.key = "page.problem.413";
        problem.detail[0] = arena_format(request->arena, "%zu",
            pages_body_max(pages, request->method, request->path));
    } else if (status == 503) {
        problem.key = "http.problem.503";
    }
    page_problem(task, &problem);
}

bool form_takes_files(const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == FIELD_BYTES || field->kind == FIELD_LIST)
            return true;
    }
    return false;
}

size_t pages_body_max(void *data, struct text method, struct text path)
{
    struct pages *pages = data;
    if (pages->plan.api != NULL && api_owns(path))
        return api_body_max(pages->plan.api, method, path);
    const struct pages_entry *entry = page_of_path(pages, path);
    return entry != NULL && form_takes_files(entry->action->input)
        ? LIMIT_UPLOAD_BYTES + LIMIT_MESSAGE_BYTES : LIMIT_MESSAGE_BYTES;
}

/* ---- start ---- */

static bool add_page(struct pages *pages, const struct page *page, const char *action_name,
                     struct arena *arena, struct text *ret_reason)
{
    const struct action *action = house_action(pages->plan.house, text_of(action_name));
    struct text path = text_of(page->path);
    const char *why = NULL;
    if (action == NULL)
        why = "there is no such action";
    else if (page_of_path(pages, path) != NULL)
        why = "the path is taken";
    else if (!text_starts(path, TEXT("/")) || path.length == 1 || api_owns(path)
             || text_starts(path, TEXT(ASSETS)) || text_is(path, "/sign-out"))
        why = "the path is not for pages";
    else if (!page_asks_soundly(pages, page))
        why = "what it asks for its choices is not there";
    if (why != NULL) {
        *ret_reason = arena_format(arena, "page %s (%s): %s", page->path, action_name, why);
        return false;
    }
    pages->entries[pages->entry_count++] = (struct pages_entry){ page, action };
    return true;
}

/* The pages of the door itself: signing in, by name and password or by a provider outside. */
static bool add_sign_in(struct pages *pages, const struct pages_plan *plan, struct arena *arena,
                        struct text *ret_reason)
{
    if (plan->sign_in != NULL) {
        if (!add_page(pages, &SIGN_IN_PAGE, plan->sign_in, arena, ret_reason))
            return false;
        pages->sign_in = pages->entries[pages->entry_count - 1].action;
    }
    if (plan->sign_in == NULL || plan->outside_begin == NULL)
        return true;
    if (!add_page(pages, &OUTSIDE_PAGE, plan->outside_begin, arena, ret_reason))
        return false;
    pages->outside_begin = pages->entries[pages->entry_count - 1].action;
    if (!add_page(pages, &OUTSIDE_LINK_PAGE, plan->outside_link, arena, ret_reason))
        return false;
    pages->outside_link = pages->entries[pages->entry_count - 1].action;
    pages->outside_end = house_action(plan->house, text_of(plan->outside_end));
    return true;
}

struct pages *pages_start(const struct pages_plan *plan, struct arena *arena,
                          struct text *ret_reason)
{
    struct pages *pages = ARENA_NEW(arena, struct pages);
    pages->plan = *plan;
    size_t count = 3;
    for (size_t i = 0; i < plan->house->room_count; i++)
        count += plan->house->rooms[i]->page_count;
    pages->entries = ARENA_ARRAY(arena, struct pages_entry, count);
    for (size_t i = 0; i < plan->house->room_count; i++)
        for (size_t j = 0; j < plan->house->rooms[i]->page_count; j++) {
            const struct page *page = &plan->house->rooms[i]->pages[j];
            if (!add_page(pages, page, page->action, arena, ret_reason))
                return NULL;
        }
    if (!add_sign_in(pages, plan, arena, ret_reason))
        return NULL;
    if (plan->sign_out != NULL)
        pages->sign_out = house_action(plan->house, text_of(plan->sign_out));
    if (plan->web != NULL) {
        pages->web = web_load(plan->web, arena, ret_reason);
        if (pages->web == NULL)
            return NULL;
    }
    pages->style = page_style(arena);
    pages->style_packed = gzip_of(pages->style, arena);
    struct digest digest = digest_sm3(pages->style);
    struct text name = hex_encode(arena, text_slice(digest_text(&digest), 0, 6));
    pages->style_path = arena_format(arena, ASSETS "page-%.*s.css", TEXT_ARGS(name));
    random_fill(pages->secret, sizeof pages->secret);
    pages->kept = ARENA_ARRAY(arena, struct kept, KEPT_ANSWERS);
    pthread_mutex_init(&pages->mutex, NULL);
    return pages;
}
