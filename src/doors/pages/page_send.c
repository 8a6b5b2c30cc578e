/* page_send.c: a page asked for, a form sent. What runs when the house has answered is on a thread
 * of the house and asks nothing of the request's head. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "base/clock.h"

#include <string.h>

struct sending {
    struct call call;
    const struct visit_task *task;
    const struct pages_entry *entry;
    struct text key;
    struct form *values;
};

bool form_is_get(const struct pages_entry *entry)
{
    if ((entry->action->flags & ACTION_READ) == 0)
        return false;
    const struct shape *shape = entry->action->input;
    for (size_t i = 0; i < shape->field_count; i++)
        if ((shape->fields[i].flags & FIELD_PRIVATE) != 0
            || shape->fields[i].kind == FIELD_BYTES)
            return false;
    return true;
}

static struct text path_of(const struct sending *sending)
{
    return page_address(sending->task, sending->entry);
}

static void show_again(const struct sending *sending, int status, const struct problem *problem,
                       const struct shape_faults *faults)
{
    struct form_view view = {
        .entry = sending->entry, .key = sending->key, .values = sending->values,
        .problem = problem, .faults = faults,
    };
    const struct pages *pages = sending->task->pages;
    if (sending->entry->action == pages->sign_in)
        view.below = page_sign_in_offers(sending->task);
    /* Its fields are nothing a person could fill in. */
    if (pages->outside_link != NULL && sending->entry->action == pages->outside_link
        && problem != NULL) {
        page_problem(sending->task, problem);
        return;
    }
    page_form(sending->task, status, &view);
}

/* ---- answered ---- */

struct text call_answer_text(const struct call *call, const char *name)
{
    const struct field *field = shape_field(call->request.action->answer, text_of(name));
    bool there = field != NULL && field->kind == FIELD_TEXT && call->answer != NULL;
    return there ? *(const struct text *)field_in(field, call->answer) : (struct text){ 0 };
}

/* Where each kind of user works; everybody else begins at the hall. */
static const char *start_of(enum role role)
{
    static const char *const STARTS[ROLE_COUNT] = {
        [ROLE_EMPLOYER] = "/employer", [ROLE_HOSPITAL_OFFICE] = "/desk",
        [ROLE_PHYSICIAN] = "/desk", [ROLE_VILLAGE_CLERK] = "/desk", [ROLE_TOWN_CLERK] = "/desk",
        [ROLE_INTAKE_CLERK] = "/desk", [ROLE_REVIEWER] = "/desk",
        [ROLE_SECOND_REVIEWER] = "/desk", [ROLE_SECTION_HEAD] = "/desk",
        [ROLE_FILLER] = "/desk", [ROLE_FINANCE] = "/desk", [ROLE_INSPECTOR] = "/desk",
        [ROLE_PUBLISHER] = "/desk", [ROLE_LEADER] = "/desk/numbers",
        [ROLE_ADMINISTRATOR] = "/desk",
    };
    return STARTS[role] != NULL ? STARTS[role] : "/";
}

void page_start(const struct visit_task *task)
{
    const char *start = start_of(task->visitor.actor.role);
    if (!page_of_application(task, text_of(start)))
        start = "/";
    page_redirect(task, arena_format(task->request->arena, "%s%.*s", start,
                                     TEXT_ARGS(task->query)), NULL);
}

struct text page_onward(const struct visit_task *task)
{
    struct text query = { 0 }, path = text_until(task->then, '?', &query);
    bool ours = (page_of_path(task->pages, path) != NULL || page_of_application(task, path))
        && memchr(task->then.data, '\r', task->then.length) == NULL
        && memchr(task->then.data, '\n', task->then.length) == NULL;
    /* Who just signed in is known by the next request: it is led to where he works. */
    struct text start = task->pages->web != NULL ? TEXT(START_PATH) : TEXT("/");
    struct text to = ours ? task->then : start, spoken = task->query;
    if (ours && query.data != NULL && spoken.length > 0)
        return arena_format(task->request->arena, "%.*s&%.*s", TEXT_ARGS(to),
                            TEXT_ARGS(text_slice(spoken, 1, spoken.length)));
    return arena_format(task->request->arena, "%.*s%.*s", TEXT_ARGS(to), TEXT_ARGS(spoken));
}

static void answer_sign_in(struct sending *sending)
{
    const struct visit_task *task = sending->task;
    struct arena *arena = task->request->arena;
    struct house *house = task->pages->plan.house;
    struct text token = arena_text(arena, call_answer_text(&sending->call, "token"));
    struct text reason = arena_text(arena, call_answer_text(&sending->call, "reason"));
    house->finish(house, &sending->call);
    if (token.length > 0 && sending->entry->action == task->pages->outside_link) {
        page_outside_opened(task, token);
        return;
    }
    if (token.length == 0) {
        struct problem problem = { .status = 422, .key = "http.problem.401" };
        if (reason.length > 0 && words_has(reason.data))
            problem.key = reason.data;
        show_again(sending, 422, &problem, NULL);
        return;
    }
    page_redirect(task, page_onward(task), session_cookie(task->pages, token, arena).data);
}

/* What a read answers: told by its room, or drawn field by field. */
static void answer_found(struct sending *sending)
{
    const struct visit_task *task = sending->task;
    struct house *house = task->pages->plan.house;
    struct arena *arena = task->request->arena;
    const struct page *page = sending->entry->page;
    struct form_view view = {
        .entry = sending->entry, .key = sending->key, .values = sending->values,
    };
    if (page->tell != NULL && sending->call.answer != NULL) {
        struct page_parts parts = { .arena = arena, .language = task->language,
                                    .large = task->large };
        page->tell(&parts, sending->call.answer);
        view.below = parts_markup(&parts);
        view.title = arena_text(arena, parts.title);
    } else {
        view.below = answer_markup(task->pages, page, &sending->call, task->language, false,
                                   task->origin, arena);
    }
    house->finish(house, &sending->call);
    page_form(task, 200, &view);
}

static void answer_done(struct sending *sending)
{
    const struct visit_task *task = sending->task;
    struct house *house = task->pages->plan.house;
    struct arena *arena = task->request->arena;
    const struct page *page = sending->entry->page;
    if ((sending->entry->action->flags & ACTION_READ) != 0) {
        answer_found(sending);
        return;
    }
    struct text html[LANGUAGE_COUNT];
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        html[i] = answer_markup(task->pages, page, &sending->call, (enum language)i, true,
                                task->origin, arena);
    house->finish(house, &sending->call);
    struct text token = kept_put(task, html);
    page_redirect(task, arena_format(arena, "%s%.*s%sdone=%.*s", page->path,
        TEXT_ARGS(task->query), task->query.length > 0 ? "&" : "?", TEXT_ARGS(token)), NULL);
}

static void answer_no(struct sending *sending)
{
    const struct visit_task *task = sending->task;
    struct house *house = task->pages->plan.house;
    struct call *call = &sending->call;
    struct problem problem = problem_of_call(call);
    for (size_t i = 0; i < COUNT_OF(problem.detail); i++)
        problem.detail[i] = arena_text(task->request->arena, problem.detail[i]);
    if (call->status == CALL_FAULT) {
        struct log_line line;
        log_begin(&line, task->pages->plan.log, LOG_LEVEL_FAULT, "door.pages.fault");
        log_text(&line, "action", text_of(call->request.action->name));
        log_text(&line, "why", call->fault);
        log_end(&line);
        problem.key = "page.problem.500";
    } else if (call->status == CALL_BUSY) {
        problem.key = "page.problem.503";
    } else if (call->status == CALL_MISUSED && problem.status == 409) {
        problem.key = "page.problem.sent-already";
        sending->key = form_key_new(task, path_of(sending));
    }
    house->finish(house, call);
    show_again(sending, problem.status, &problem, NULL);
}

static void sending_done(struct call *call)
{
    struct sending *sending = call->door_data;
    const struct visit_task *task = sending->task;
    if (call->status != CALL_DONE)
        answer_no(sending);
    else if (sending->entry->action == task->pages->sign_in
             || sending->entry->action == task->pages->outside_link)
        answer_sign_in(sending);
    else if (sending->entry->action == task->pages->outside_begin)
        page_outside_away(task, call);
    else
        answer_done(sending);
}

/* ---- sent ---- */

/* Too many look-ups from this address: a page of its own says so, for the form would be filled
 * again at once. */
static bool is_too_often(const struct visit_task *task, const struct action *action)
{
    struct problem problem = {
        .status = 429, .key = "http.problem.429",
        .retry_after = askers_wait(task->pages->plan.askers, task->request, action,
                                   &task->visitor.actor, clock_steady_us()),
    };
    problem.detail[0] = arena_format(task->request->arena, "%d", problem.retry_after);
    if (problem.retry_after > 0)
        page_problem(task, &problem);
    return problem.retry_after > 0;
}

static void submit(struct sending *sending, const void *input)
{
    const struct visit_task *task = sending->task;
    const struct action *action = sending->entry->action;
    struct arena *arena = task->request->arena;
    if (is_too_often(task, action))
        return;
    struct call *call = &sending->call;
    call->actor = task->visitor.actor;
    call->done = sending_done;
    call->door_data = sending;
    call->request = (struct request){
        .action = action, .actor = &call->actor, .input = input, .arena = arena,
        .door = TEXT("pages"),
    };
    if ((action->flags & (ACTION_READ | ACTION_NO_KEY)) == 0) {
        struct text rest, number = text_until(sending->key, '.', &rest);
        call->request.key = arena_format(arena, "page-%.*s", TEXT_ARGS(number));
    }
    task->pages->plan.house->submit(task->pages->plan.house, call);
}

/* What the form did not ask, and what was asked and sent. */
static struct form *form_completed(const struct visit_task *task, const struct form *sent,
                                   const struct pages_entry *entry, struct arena *arena)
{
    const struct page *page = entry->page;
    struct form *form = ARENA_NEW(arena, struct form);
    form_init(form, arena);
    for (size_t i = 0; i < page->fixed_count; i++)
        if (page->fixed[i].value != NULL)
            form_add(form, text_of(page->fixed[i].field), text_of(page->fixed[i].value));
    struct text own = { 0 }, part = { 0 };
    if (page_path_field(page, task->request->path, &own, &part))
        form_add(form, own, arena_text(arena, part));
    for (const struct form_field *one = sent->first; one != NULL; one = one->next) {
        bool fixed = text_equal(one->name, own) || text_starts(one->name, TEXT("_"))
            || division_is_level(entry, one->name);
        for (size_t i = 0; i < page->fixed_count; i++)
            fixed = fixed || text_is(one->name, page->fixed[i].field);
        struct form_field *copy = fixed ? NULL : form_add(form, one->name, one->value);
        if (copy == NULL)
            continue;
        copy->file = one->file;
        copy->file_name = one->file_name;
        copy->file_type = one->file_type;
    }
    division_gather(task, entry, sent, form);
    const struct field *person = page->own == NULL ? NULL
        : shape_field(entry->action->input, text_of(page->own));
    if (person != NULL && form_knows_own(task, page, person)
        && form_field(form, text_of(page->own)) == NULL)
        form_add(form, text_of(page->own),
                 arena_format(arena, "%lld", (long long)task->visitor.actor.person));
    return form;
}

static void read_and_submit(struct sending *sending, const struct form *sent)
{
    struct arena *arena = sending->task->request->arena;
    const struct shape *shape = sending->entry->action->input;
    struct form *form = form_completed(sending->task, sent, sending->entry, arena);
    struct shape_faults *faults = ARENA_NEW(arena, struct shape_faults);
    shape_faults_init(faults, arena, true);
    void *input = arena_take(arena, shape->size);
    sending->values = ARENA_NEW(arena, struct form);
    form_init(sending->values, arena);
    if (form_read(form, shape, false, input, faults, sending->values))
        submit(sending, input);
    else
        show_again(sending, 422, NULL, faults);
}

static struct sending *sending_new(const struct visit_task *task,
                                   const struct pages_entry *entry)
{
    struct sending *sending = ARENA_NEW(task->request->arena, struct sending);
    sending->task = task;
    sending->entry = entry;
    return sending;
}

/* The levels too, as they were chosen. */
static struct form *with_levels(const struct visit_task *task, const struct form *sent,
                                const struct pages_entry *entry)
{
    struct form *form = form_completed(task, sent, entry, task->request->arena);
    for (const struct form_field *one = sent->first; one != NULL; one = one->next)
        if (division_is_level(entry, one->name))
            form_add(form, one->name, one->value);
    return form;
}

void page_send(const struct visit_task *task, const struct pages_entry *entry)
{
    struct http_request *request = task->request;
    struct sending *sending = sending_new(task, entry);
    struct form form;
    const char *reason = NULL;
    struct problem problem = { .status = 400, .key = "page.problem.not-a-form" };
    if (!form_parse(http_header_of(request, "Content-Type"), request->body, request->arena,
                    &form, &reason)) {
        problem.detail[0] = text_of(reason);
        sending->key = form_key_new(task, path_of(sending));
        show_again(sending, 400, &problem, NULL);
        return;
    }
    bool ours = false;
    sending->key = form_value(&form, TEXT("_key"));
    bool well_formed = form_key_check(task, path_of(sending), sending->key, &ours);
    if (ours && form_field(&form, TEXT("_pick")) != NULL) {
        /* Only the next list of places was asked for: everything else is kept as it is. */
        sending->values = with_levels(task, &form, entry);
        show_again(sending, 200, NULL, NULL);
        return;
    }
    if (ours) {
        read_and_submit(sending, &form);
        return;
    }
    /* Nothing is done for a number we did not give this browser; what was written is kept, and so
     * is the number: after a restart a second click still finds the first. */
    sending->key = well_formed ? form_key_again(task, path_of(sending), sending->key)
                               : form_key_new(task, path_of(sending));
    sending->values = form_completed(task, &form, entry, request->arena);
    problem = (struct problem){ .status = 403, .key = "page.problem.key-old" };
    show_again(sending, 403, &problem, NULL);
}

/* ---- shown ---- */

static bool add_query(void *data, struct text name, struct text value)
{
    if (text_is(name, "lang") || text_is(name, "then") || text_is(name, "done"))
        return true;
    return form_add(data, name, value) != NULL;
}

static void show_kept(const struct visit_task *task, const struct pages_entry *entry,
                      struct text token)
{
    struct text markup = kept_get(task, token);
    if (markup.data == NULL) {
        struct problem problem = { .status = 404, .key = "page.answer-gone" };
        page_problem(task, &problem);
        return;
    }
    struct page_frame frame = { .status = 200, .title = words(task, entry->page->title) };
    page_answer(task, &frame, markup);
}

/* What may stand in an address may fill a form. */
static struct form *known_values(const struct form *query, const struct shape *shape)
{
    struct form *known = ARENA_NEW(query->arena, struct form);
    form_init(known, query->arena);
    for (const struct form_field *one = query->first; one != NULL; one = one->next) {
        const struct field *field = form_field_of(shape, one->name);
        if (field != NULL && (field->flags & FIELD_PRIVATE) == 0 && text_is_utf8(one->value))
            form_add(known, one->name, one->value);
    }
    return known;
}

const void *page_input_of_query(const struct visit_task *task, const struct pages_entry *entry)
{
    struct arena *arena = task->request->arena;
    const struct shape *shape = entry->action->input;
    struct form query, values;
    form_init(&query, arena);
    form_init(&values, arena);
    http_query_each(task->request, add_query, &query);
    struct shape_faults faults;
    shape_faults_init(&faults, arena, true);
    void *input = arena_take(arena, shape->size);
    const struct form *known = form_completed(task, known_values(&query, shape), entry, arena);
    return form_read(known, shape, false, input, &faults, &values) ? input : NULL;
}

/* A link that names some fields and leaves others open leads to the form: nobody sent it yet, and
 * nothing in it is wrong. */
static bool asks_enough(const struct visit_task *task, const struct pages_entry *entry,
                        const struct form *query)
{
    const struct shape *shape = entry->action->input;
    struct text own = { 0 }, part = { 0 };
    page_path_field(entry->page, task->request->path, &own, &part);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if ((field->flags & FIELD_REQUIRED) != 0 && field->kind != FIELD_FLAG
            && !text_is(own, field->name) && !division_is_picked(entry, field)
            && form_asks(entry->page, shape, field, true)
            && !form_knows_own(task, entry->page, field)
            && form_field(query, text_of(field->name)) == NULL)
            return false;
    }
    return true;
}

void page_show(const struct visit_task *task, const struct pages_entry *entry)
{
    struct text token = http_query_of(task->request, "done");
    if (text_present(token)) {
        show_kept(task, entry, token);
        return;
    }
    struct form query;
    form_init(&query, task->request->arena);
    http_query_each(task->request, add_query, &query);
    struct sending *sending = sending_new(task, entry);
    sending->key = form_key_new(task, path_of(sending));
    sending->values = known_values(&query, entry->action->input);
    bool at_once = (entry->page->flags & PAGE_AT_ONCE) != 0;
    if (form_is_get(entry) && (at_once || sending->values->count > 0)
        && asks_enough(task, entry, &query))
        read_and_submit(sending, &query);
    else
        show_again(sending, 200, NULL, NULL);
}

/* ---- leaving ---- */

static void signed_out(struct call *call)
{
    struct sending *sending = call->door_data;
    const struct visit_task *task = sending->task;
    task->pages->plan.house->finish(task->pages->plan.house, call);
    /* Whatever the house said: this browser forgets the session. */
    page_redirect(task, arena_format(task->request->arena, "/%.*s", TEXT_ARGS(task->query)),
                  session_cookie(task->pages, TEXT(""), task->request->arena).data);
}

void page_sign_out(const struct visit_task *task)
{
    struct http_request *request = task->request;
    struct form form;
    const char *reason = NULL;
    bool ours = false;
    const struct action *action = task->pages->sign_out;
    if (form_parse(http_header_of(request, "Content-Type"), request->body, request->arena, &form,
                   &reason))
        form_key_check(task, TEXT("/sign-out"), form_value(&form, TEXT("_key")), &ours);
    if (task->visitor.unasked) {
        struct problem problem = visitor_problem();
        page_problem(task, &problem);
        return;
    }
    if (!ours || action == NULL || !task->visitor.signed_in) {
        page_redirect(task, arena_format(request->arena, "/%.*s", TEXT_ARGS(task->query)), NULL);
        return;
    }
    struct sending *sending = sending_new(task, NULL);
    struct call *call = &sending->call;
    call->actor = task->visitor.actor;
    call->done = signed_out;
    call->door_data = sending;
    call->request = (struct request){
        .action = action, .actor = &call->actor, .arena = request->arena,
        .input = arena_take(request->arena, action->input->size), .door = TEXT("pages"),
    };
    task->pages->plan.house->submit(task->pages->plan.house, call);
}
