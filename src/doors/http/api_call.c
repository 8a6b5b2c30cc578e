/* api_call.c: one request, one call. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "doors/http/form.h"

struct pending {
    struct call call;
    struct api_task task;
    bool explain;
    struct api_sheet sheet;     /* ?as=xlsx: as far as pages were answered */
};

void call_prepare(struct call *call, const struct action *action, const struct actor *actor,
                  struct text key, const void *input, struct arena *arena)
{
    *call = (struct call){ .actor = *actor };
    call->request = (struct request){
        .action = action, .actor = &call->actor, .key = key, .input = input, .arena = arena,
        .door = TEXT("http"),
    };
}

/* ---- the input ---- */

bool steps_read(const struct route *route, const struct text *steps, struct arena *arena,
                void *input, struct shape_faults *faults)
{
    bool good = true;
    for (int i = 0; i < route->step_count; i++) {
        const struct field *field = route->field[i];
        const char *why = field == NULL ? NULL : field_read(field, steps[i], arena, input);
        if (why != NULL)
            shape_fault_add(faults, text_of(field->name), why, field, steps[i]);
        good = good && why == NULL;
    }
    return good;
}

static bool add_query(void *data, struct text name, struct text value)
{
    struct form *form = data;
    if (text_is(name, "lang") || text_is(name, "explain") || text_is(name, "as"))
        return true;
    return form_add(form, name, value) != NULL;
}

static bool query_read(const struct api_task *task, void *input, struct shape_faults *faults)
{
    struct form form;
    form_init(&form, task->request->arena);
    http_query_each(task->request, add_query, &form);
    return form_read(&form, task->route->action->input, true, input, faults, NULL);
}

static bool type_is_json(struct text type)
{
    struct text rest, plain = text_trim(text_until(type, ';', &rest));
    return text_is(plain, "application/json") || text_ends(plain, TEXT("+json"));
}

/* False: answered already. */
static bool body_read(const struct api_task *task, void *input, struct shape_faults *faults)
{
    struct http_request *request = task->request;
    struct text type = http_header_of(request, "Content-Type");
    size_t body_max = task->route->has_bytes ? 2 * LIMIT_UPLOAD_BYTES : LIMIT_MESSAGE_BYTES;
    const struct json *json = NULL;
    struct json_fault fault;
    struct problem problem = { .status = 0 };
    if (request->body.length > 0 && !type_is_json(type))
        problem = (struct problem){ .status = 415, .key = "http.problem.415" };
    else if (request->body.length > body_max)
        problem = (struct problem){ .status = 413, .key = "http.problem.413",
            .detail = { arena_format(request->arena, "%zu", body_max) } };
    else if (request->body.length > 0
             && !json_parse(request->body, body_max, request->arena, &json, &fault))
        problem = (struct problem){ .status = 400, .key = "http.problem.not-json",
            .detail = { arena_format(request->arena, "%d", fault.line),
                        arena_format(request->arena, "%d", fault.column),
                        words_of(fault.reason, task->language) } };
    if (problem.status != 0) {
        api_answer_problem(task, &problem);
        return false;
    }
    shape_from_json(task->route->action->input, json, NAMES_OURS, request->arena, input, faults);
    return true;
}

/* NULL: answered already. */
static void *input_read(const struct api_task *task, const struct text *steps)
{
    struct http_request *request = task->request;
    const struct shape *shape = task->route->action->input;
    void *input = arena_take(request->arena, shape->size);
    struct shape_faults faults;
    shape_faults_init(&faults, request->arena, true);
    steps_read(task->route, steps, request->arena, input, &faults);
    if (task->route->query_input)
        query_read(task, input, &faults);
    else if (!body_read(task, input, &faults))
        return NULL;
    if (faults.blocking > 0) {
        struct problem problem = problem_of_faults(&faults, shape);
        api_answer_problem(task, &problem);
        return NULL;
    }
    /* The address says what is meant, whatever the body names. */
    steps_read(task->route, steps, request->arena, input, &faults);
    return input;
}

/* ---- the key ---- */

static bool key_of(const struct api_task *task, struct text *ret_key)
{
    *ret_key = (struct text){ 0 };
    if ((task->route->action->flags & (ACTION_READ | ACTION_NO_KEY)) != 0)
        return true;
    struct text key = http_header_of(task->request, "Idempotency-Key");
    bool good = key.data == NULL || (key.length > 0 && key.length <= API_KEY_MAX);
    for (size_t i = 0; good && i < key.length; i++)
        good = key.data[i] > ' ' && key.data[i] < 0x7F;
    if (good) {
        *ret_key = key;
        return true;
    }
    struct problem problem = { .status = 400, .key = "http.problem.key" };
    api_answer_problem(task, &problem);
    return false;
}

/* ---- the answer ---- */

static void log_fault(const struct api_task *task, const struct call *call)
{
    struct log_line line;
    log_begin(&line, task->api->plan.log, LOG_LEVEL_FAULT, "door.http.fault");
    log_text(&line, "action", text_of(call->request.action->name));
    log_text(&line, "why", call->fault);
    log_end(&line);
}

static struct text text_named(const struct call *call, const char *name, struct arena *arena)
{
    const struct field *field = shape_field(call->request.action->answer, text_of(name));
    CHECK(field != NULL && field->kind == FIELD_TEXT);
    return arena_text(arena, *(const struct text *)field_in(field, call->answer));
}

/* Types that a browser may show; anything else is a file to keep. What is shown can run nothing. */
static bool is_shown(struct text type)
{
    static const char *const SHOWN[] = { "image/png", "image/jpeg", "image/webp", "image/gif",
                                         "application/pdf" };
    for (size_t i = 0; i < COUNT_OF(SHOWN); i++)
        if (text_is(type, SHOWN[i]))
            return true;
    return false;
}

/* ---- small ---- */

struct viewing {
    struct paper_view view;
    struct api_task task;
};

static struct text asked_of(const struct call *call, const char *name)
{
    const struct field *field = shape_field(call->request.action->input, text_of(name));
    return field == NULL || field->kind != FIELD_CODE
        ? (struct text){ 0 } : *(const struct text *)field_in(field, call->request.input);
}

static void view_done(struct paper_view *view)
{
    const struct viewing *viewing = view->data;
    struct problem problem = { .status = 500, .key = "http.problem.no-paper" };
    switch (view->answer) {
    case PAPER_VIEW_MADE:
        api_answer(&viewing->task, 200, "image/jpeg", view->jpeg, NULL, 0);
        return;
    case PAPER_VIEW_NONE:
        problem = (struct problem){ .status = 404, .key = "http.problem.no-preview" };
        break;
    case PAPER_VIEW_BUSY:
        problem = (struct problem){ .status = 503, .key = "http.problem.preview-later" };
        break;
    case PAPER_VIEW_FAULT:
        break;
    }
    api_answer_problem(&viewing->task, &problem);
}

/* False: the paper itself is wanted. */
static bool view_answer(const struct api_task *task, struct call *call)
{
    struct house *house = task->api->plan.house;
    struct arena *arena = task->request->arena;
    const struct paper_view_asked asked = { asked_of(call, "size"), asked_of(call, "turned") };
    if (house->view_paper == NULL || (!text_present(asked.size) && !text_present(asked.turned)))
        return false;
    struct viewing *viewing = ARENA_NEW(arena, struct viewing);
    viewing->task = *task;
    viewing->view = (struct paper_view){
        .name = text_named(call, "blob", arena), .asked = asked, .arena = arena,
        .done = view_done, .data = viewing,
    };
    house->finish(house, call);
    house->view_paper(house, &viewing->view);
    return true;
}

/* ---- whole ---- */

/* LIMIT_PAPER_BYTES at most, so it is read at once; a reader of the house waits for the disk. */
static void paper_answer(const struct api_task *task, struct call *call)
{
    struct house *house = task->api->plan.house;
    struct arena *arena = task->request->arena;
    struct text name = text_named(call, "blob", arena);
    struct text type = text_named(call, "file_type", arena);
    house->finish(house, call);
    struct text bytes;
    if (house->paper == NULL || !house->paper(house, name, arena, &bytes)) {
        struct problem problem = { .status = 500, .key = "http.problem.no-paper" };
        api_answer_problem(task, &problem);
        return;
    }
    bool shown = is_shown(type);
    const struct http_header headers[] = {
        { "Content-Disposition", shown ? "inline" : "attachment" },
        { "Content-Security-Policy", "default-src 'none'; sandbox" },
    };
    api_answer(task, 200, shown ? type.data : "application/octet-stream", bytes, headers,
               COUNT_OF(headers));
}

static void sheet_refused(struct pending *pending, const struct problem *problem)
{
    struct house *house = pending->task.api->plan.house;
    api_sheet_drop(&pending->sheet);
    house->finish(house, &pending->call);
    api_answer_problem(&pending->task, problem);
}

static void sheet_answer(struct pending *pending)
{
    const struct api_task *task = &pending->task;
    struct call *call = &pending->call;
    struct house *house = task->api->plan.house;
    struct arena *arena = task->request->arena;
    struct sheet_form form = pending->sheet.form;
    struct text bytes;
    if (!api_sheet_end(&pending->sheet, arena, &bytes)) {
        const struct problem problem = { .status = 500, .key = "http.problem.no-table" };
        sheet_refused(pending, &problem);
        return;
    }
    struct text name = arena_format(arena, "attachment; filename=\"%s%s\"",
                                    call->request.action->name, sheet_file_end(form));
    const struct http_header headers[] = {
        { "Content-Disposition", name.data }, { "X-Repeated", "true" },
    };
    bool repeated = call->repeated;
    house->finish(house, call);
    api_answer(task, 200, sheet_file_type(form), bytes, headers, repeated ? 2 : 1);
}

static void call_done(struct call *call);

static void sheet_ask_next(struct pending *pending, const void *input)
{
    struct call *call = &pending->call;
    struct house *house = pending->task.api->plan.house;
    const struct actor actor = call->actor;
    house->finish(house, call);
    call_prepare(call, pending->task.route->action, &actor, (struct text){ 0 }, input,
                 pending->task.request->arena);
    call->done = call_done;
    call->door_data = pending;
    house->submit(house, call);
}

/* One page of a table; false: no table was asked for, or there is no list to make one of. */
static bool sheet_page(struct pending *pending)
{
    const struct api_task *task = &pending->task;
    struct call *call = &pending->call;
    const struct action *action = call->request.action;
    const struct field *list = api_sheet_list(action->answer);
    struct sheet_form form;
    if (list == NULL || !api_sheet_wanted(http_query_of(task->request, "as"), &form))
        return false;
    const struct problem none = { .status = 500, .key = "http.problem.no-table" };
    if (pending->sheet.writer == NULL && !api_sheet_begin(&pending->sheet, list, form)) {
        sheet_refused(pending, &none);
        return true;
    }
    struct arena *arena = task->request->arena;
    const void *input;
    enum api_page page = api_page_next(action, call->request.input, call->answer, arena, &input);
    if (page != API_PAGE_AGAIN && !api_sheet_add(&pending->sheet, call->answer)) {
        const struct problem problem = { .status = 422, .key = "http.problem.table-too-long",
            .detail = { arena_format(arena, "%d", LIMIT_ROWS_A_TABLE) } };
        sheet_refused(pending, &problem);
    } else if (page == API_PAGE_MORE)
        sheet_ask_next(pending, input);
    else
        sheet_answer(pending);
    return true;
}

/* On a thread of the house. What is answered is written before the call is given back. */
static void call_done(struct call *call)
{
    struct pending *pending = call->door_data;
    struct api_task task = pending->task;
    struct house *house = task.api->plan.house;
    if (call->status == CALL_FAULT)
        log_fault(&task, call);
    if (call->status != CALL_DONE) {
        struct problem problem = problem_of_call(call);
        for (size_t i = 0; i < COUNT_OF(problem.detail); i++)
            problem.detail[i] = arena_text(task.request->arena, problem.detail[i]);
        const char *state;
        if (call->status == CALL_FAULT && !house->healthy(house, &state))
            problem.status = 503;
        api_sheet_drop(&pending->sheet);
        house->finish(house, call);
        api_answer_problem(&task, &problem);
        return;
    }
    if ((call->request.action->flags & ACTION_PAPER) != 0) {
        if (!view_answer(&task, call))
            paper_answer(&task, call);
        return;
    }
    if (sheet_page(pending))
        return;
    struct json_writer writer;
    json_writer_init(&writer, task.request->arena);
    answer_write(call, pending->explain, &writer);
    bool repeated = call->repeated;
    house->finish(house, call);
    struct http_header header = { "X-Repeated", "true" };
    api_answer(&task, 200, "application/json", json_writer_text(&writer), &header,
               repeated ? 1 : 0);
}

void api_call(const struct api_task *task, const struct visitor *visitor,
              const struct text *steps)
{
    struct text key;
    if (!key_of(task, &key))
        return;
    const void *input = input_read(task, steps);
    if (input == NULL)
        return;
    struct arena *arena = task->request->arena;
    struct pending *pending = ARENA_NEW(arena, struct pending);
    pending->task = *task;
    pending->sheet = (struct api_sheet){ .writer = NULL };
    pending->explain = text_is(http_query_of(task->request, "explain"), "1");
    call_prepare(&pending->call, task->route->action, &visitor->actor, key, input, arena);
    pending->call.done = call_done;
    pending->call.door_data = pending;
    struct house *house = task->api->plan.house;
    house->submit(house, &pending->call);
}
