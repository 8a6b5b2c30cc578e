/* page_outside.c: signing in by an outside provider of identities: away to it, back from it, and
 * the question of the first time.
 *
 * The way back is opened by another site, so the cookie that ties it to this browser is
 * SameSite=Lax; and the pages that follow are reached by a refresh from a page of ours, for a
 * redirect would still count as that other site's and carry no session. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

#define OUTSIDE_COOKIE "outside"
#define OUTSIDE_PATH "/sign-in/outside"
#define OUTSIDE_LINK_PATH "/sign-in/outside/link"

const struct page OUTSIDE_PAGE = {
    .path = OUTSIDE_PATH, .title = "page.sign-in.outside", .intro = "page.sign-in.outside.intro",
    .button = "page.sign-in.outside",
};
const struct page OUTSIDE_LINK_PAGE = {
    .path = OUTSIDE_LINK_PATH, .title = "page.sign-in.link", .intro = "page.sign-in.link.intro",
    .button = "page.sign-in.link",
};

/* ---- away ---- */

static void onward(const struct visit_task *task, struct text to, const char *title,
                   const char *cookie)
{
    struct arena *arena = task->request->arena;
    struct html html;
    html_init(&html, arena);
    html_element(&html, "h1", words(task, title));
    html_raw(&html, "<p><a");
    html_attribute(&html, "href", to);
    html_raw(&html, ">");
    html_text(&html, words(task, "page.sign-in.onward"));
    html_raw(&html, "</a></p>\n");
    const struct page_frame frame = {
        .status = 200, .title = words(task, title), .cookie = cookie,
        .refresh = arena_format(arena, "0; url=%.*s", TEXT_ARGS(to)).data,
    };
    page_answer(task, &frame, html_result(&html));
}

void page_outside_away(const struct visit_task *task, struct call *call)
{
    struct arena *arena = task->request->arena;
    struct text address = arena_text(arena, call_answer_text(call, "address"));
    struct text state = call_answer_text(call, "state");
    const char *cookie = arena_format(arena, OUTSIDE_COOKIE "=%.*s; Path=/sign-in; HttpOnly; "
        "SameSite=Lax; Max-Age=600%s", TEXT_ARGS(state),
        task->pages->plan.secure_cookies ? "; Secure" : "").data;
    struct house *house = task->pages->plan.house;
    house->finish(house, call);
    onward(task, address, "page.sign-in.away", cookie);
}

void page_outside_opened(const struct visit_task *task, struct text token)
{
    onward(task, page_onward(task), "page.sign-in.done",
           session_cookie(task->pages, token, task->request->arena).data);
}

/* ---- back ---- */

struct coming_back {
    struct call call;
    const struct visit_task *task;
    struct text state;
};

static void hidden(struct html *html, const char *name, struct text value)
{
    html_raw(html, "<input type=\"hidden\"");
    html_attribute(html, "name", text_of(name));
    html_attribute(html, "value", value);
    html_raw(html, ">");
}

static void ask_for_link(const struct visit_task *task, struct text state, struct text subject,
                         struct text number)
{
    struct html html;
    html_init(&html, task->request->arena);
    html_element(&html, "h1", words(task, "page.sign-in.link"));
    html_element(&html, "p", words(task, "page.sign-in.link.intro"));
    html_element(&html, "p", number);
    html_raw(&html, "<form method=\"post\" action=\"" OUTSIDE_LINK_PATH);
    html_text(&html, task->query);
    html_raw(&html, "\">");
    hidden(&html, "_key", form_key_new(task, TEXT(OUTSIDE_LINK_PATH)));
    hidden(&html, "state", state);
    hidden(&html, "subject", subject);
    html_raw(&html, "<button>");
    html_text(&html, words(task, "page.sign-in.link"));
    html_raw(&html, "</button></form>\n");
    const struct page_frame frame = { .status = 200, .title = words(task, "page.sign-in.link") };
    page_answer(task, &frame, html_result(&html));
}

static void came_back(struct call *call)
{
    const struct coming_back *back = call->door_data;
    const struct visit_task *task = back->task;
    struct arena *arena = task->request->arena;
    struct house *house = task->pages->plan.house;
    if (call->status != CALL_DONE) {
        struct problem problem = problem_of_call(call);
        if (call->status == CALL_FAULT)
            problem.key = "page.problem.500";
        for (size_t i = 0; i < COUNT_OF(problem.detail); i++)
            problem.detail[i] = arena_text(arena, problem.detail[i]);
        house->finish(house, call);
        page_problem(task, &problem);
        return;
    }
    struct text token = arena_text(arena, call_answer_text(call, "token"));
    struct text reason = arena_text(arena, call_answer_text(call, "reason"));
    struct text subject = arena_text(arena, call_answer_text(call, "subject"));
    struct text number = arena_text(arena, call_answer_text(call, "number"));
    house->finish(house, call);
    if (token.length > 0) {
        page_outside_opened(task, token);
    } else if (subject.length > 0) {
        ask_for_link(task, back->state, subject, number);
    } else {
        struct problem problem = { .status = 422, .key = "http.problem.401" };
        if (reason.length > 0 && words_has(reason.data))
            problem.key = reason.data;
        page_problem(task, &problem);
    }
}

bool page_outside_is_back(const struct visit_task *task)
{
    return task->pages->outside_end != NULL && text_is(task->request->path, OUTSIDE_PATH)
        && text_present(http_query_of(task->request, "state"));
}

void page_outside_back(const struct visit_task *task)
{
    struct http_request *request = task->request;
    struct arena *arena = request->arena;
    const struct action *action = task->pages->outside_end;
    struct text state = arena_text(arena, http_query_of(request, "state"));
    struct text code = arena_text(arena, http_query_of(request, "code"));
    struct problem problem = { .status = 403, .key = "page.problem.sign-in-elsewhere" };
    /* Who began elsewhere would be signed in here as somebody else. */
    if (!text_equal(cookie_of(request, OUTSIDE_COOKIE), state)) {
        page_problem(task, &problem);
        return;
    }
    struct form form;
    form_init(&form, arena);
    form_add(&form, TEXT("state"), state);
    if (code.length > 0)
        form_add(&form, TEXT("code"), code);
    struct shape_faults faults = { .arena = arena };
    void *input = arena_take(arena, action->input->size);
    if (!form_read(&form, action->input, false, input, &faults, NULL)) {
        problem = (struct problem){ .status = 400, .key = "page.problem.sign-in-elsewhere" };
        page_problem(task, &problem);
        return;
    }
    struct coming_back *back = ARENA_NEW(arena, struct coming_back);
    back->task = task;
    back->state = state;
    back->call.actor = task->visitor.actor;
    back->call.done = came_back;
    back->call.door_data = back;
    back->call.request = (struct request){
        .action = action, .actor = &back->call.actor, .input = input, .arena = arena,
        .door = TEXT("pages"),
    };
    task->pages->plan.house->submit(task->pages->plan.house, &back->call);
}

/* ---- other ways in, below name and password: the provider, and registering ---- */

static void offer_provider(const struct visit_task *task, struct html *html)
{
    html_raw(html, "<form method=\"post\" action=\"" OUTSIDE_PATH);
    html_text(html, task->query);
    html_raw(html, "\">");
    hidden(html, "_key", form_key_new(task, TEXT(OUTSIDE_PATH)));
    html_raw(html, "<button>");
    html_text(html, words(task, "page.sign-in.outside"));
    html_raw(html, "</button></form>\n");
}

struct text page_sign_in_offers(const struct visit_task *task)
{
    const struct pages *pages = task->pages;
    struct html html;
    html_init(&html, task->request->arena);
    if (pages->outside_begin != NULL)
        offer_provider(task, &html);
    if (pages->plan.registration != NULL) {
        html_raw(&html, "<p><a href=\"");
        html_raw(&html, pages->plan.registration);
        html_text(&html, task->query);
        html_raw(&html, "\">");
        html_text(&html, words(task, "page.sign-in.register"));
        html_raw(&html, "</a></p>\n");
    }
    return html_result(&html);
}
