/* api.c: see api.h. */

#include "doors/http/api.h"

#include "base/check.h"
#include "base/clock.h"
#include "core/rights.h"
#include "doors/http/api_inside.h"

#include <string.h>

#define HEADERS_MAX 8

void api_answer(const struct api_task *task, int status, const char *type, struct text body,
                const struct http_header *headers, size_t header_count)
{
    struct http_header all[HEADERS_MAX] = {
        { "Cache-Control", "no-store" },
        { "X-Content-Type-Options", "nosniff" },
    };
    size_t count = 2;
    for (size_t i = 0; i < header_count; i++) {
        CHECK(count < HEADERS_MAX);
        all[count++] = headers[i];
    }
    route_counted(task->route, status, clock_steady_us() - task->begun_us);
    http_answer(task->request, status, type, body, all, count);
}

void api_answer_problem(const struct api_task *task, const struct problem *problem)
{
    struct json_writer writer;
    json_writer_init(&writer, task->request->arena);
    problem_write(problem, task->language, &writer);
    struct http_header headers[2];
    size_t count = 0;
    headers[count++] = (struct http_header){
        "Content-Language", task->language == LANGUAGE_ENGLISH ? "en" : "zh-CN" };
    int seconds = problem->status == 503 ? 1 : problem->retry_after;
    if (seconds > 0)
        headers[count++] = (struct http_header){
            "Retry-After", arena_format(task->request->arena, "%d", seconds).data };
    if (problem->status == 401)
        headers[count++] = (struct http_header){ "WWW-Authenticate", "Bearer" };
    api_answer(task, problem->status, "application/problem+json", json_writer_text(&writer),
               headers, count);
}

/* ---- fixed addresses ---- */

static void answer_health(const struct api_task *task)
{
    struct house *house = task->api->plan.house;
    const char *state = NULL;
    bool healthy = house->healthy(house, &state);
    struct json_writer writer;
    json_writer_init(&writer, task->request->arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("status"));
    json_write_text(&writer, healthy ? TEXT("ok") : TEXT("down"));
    json_key(&writer, TEXT("state"));
    json_write_text(&writer, words_of(state, task->language));
    json_key(&writer, TEXT("version"));
    json_write_text(&writer, TEXT(YIBAO_VERSION));
    json_object_end(&writer);
    api_answer(task, healthy ? 200 : 503, "application/json", json_writer_text(&writer), NULL, 0);
}

static void answer_no_route(const struct api_task *task, struct text allowed)
{
    struct http_request *request = task->request;
    struct text near[3];
    struct problem problem = { .status = 404, .key = "http.problem.404",
                               .detail = { request->path } };
    if (allowed.data == NULL) {
        problem.nearest = near;
        problem.nearest_count = routes_near(task->api, request->path, near);
        api_answer_problem(task, &problem);
        return;
    }
    problem = (struct problem){ .status = 405, .key = "http.problem.405",
                                .detail = { request->path, request->method, allowed } };
    struct json_writer writer;
    json_writer_init(&writer, request->arena);
    problem_write(&problem, task->language, &writer);
    struct http_header header = {
        "Allow", arena_format(request->arena, "%.*s", TEXT_ARGS(allowed)).data };
    api_answer(task, 405, "application/problem+json", json_writer_text(&writer), &header, 1);
}

static bool may_see_metrics(const struct api_task *task)
{
    struct text peer = http_peer(task->request);
    return task->api->plan.metrics_open || text_is(peer, "127.0.0.1") || text_is(peer, "::1")
        || text_is(peer, "::ffff:127.0.0.1");
}

/* True: the address was one of these. */
static bool answer_fixed(const struct api_task *task)
{
    struct text path = task->request->path;
    bool known = text_is(path, "/healthz") || text_is(path, "/metrics") || text_is(path, API_ROOT)
        || text_is(path, API_ROOT "/") || text_is(path, API_ROOT "/openapi.json")
        || text_is(path, API_ROOT "/changes");
    if (!known)
        return false;
    if (!text_is(task->request->method, "GET") && !text_is(task->request->method, "HEAD"))
        answer_no_route(task, TEXT("GET"));
    else if (text_is(path, "/healthz"))
        answer_health(task);
    else if (text_is(path, API_ROOT "/changes"))
        api_listen(task);
    else if (text_is(path, "/metrics") && !may_see_metrics(task))
        answer_no_route(task, (struct text){ 0 });
    else if (text_is(path, "/metrics"))
        api_answer(task, 200, "text/plain; version=0.0.4; charset=utf-8",
                   api_metrics(task->api, task->request->arena), NULL, 0);
    else
        api_answer(task, 200, "application/json",
                   text_is(path, API_ROOT "/openapi.json") ? task->api->openapi
                                                           : task->api->index, NULL, 0);
    return true;
}

/* ---- a request ---- */

static bool refused_visitor(const struct api_task *task, const struct visitor *visitor)
{
    bool writes = (task->route->action->flags & ACTION_READ) == 0;
    struct problem problem = { .status = 0 };
    if (visitor->unasked)
        problem = visitor_problem();
    else if (visitor->session_ended && !visitor->by_cookie)
        problem = (struct problem){ .status = 401, .key = "http.problem.session-ended" };
    else if (writes && visitor->signed_in && !visitor_may_write(visitor, task->request))
        problem = (struct problem){ .status = 403, .key = "http.problem.foreign-page" };
    else if (!rights_allow(task->route->action, visitor->actor.role))
        /* Before the input is looked at: a stranger learns nothing of it. */
        problem = visitor->signed_in
            ? (struct problem){ .status = 403, .key = "http.problem.403" }
            : (struct problem){ .status = 401, .key = "http.problem.401" };
    if (problem.status == 0)
        return false;
    api_answer_problem(task, &problem);
    return true;
}

/* A file of many lines would be many look-ups in one request. */
static bool refused_asker(const struct api_task *task, const struct visitor *visitor, bool batch)
{
    const struct action *action = task->route->action;
    bool guesses = batch && visitor->actor.role == ROLE_PUBLIC
        && (action->flags & ACTION_LOOK_UP) != 0;
    struct problem problem = { .status = 401, .key = "http.problem.401" };
    if (!guesses) {
        problem = (struct problem){
            .status = 429, .key = "http.problem.429",
            .retry_after = askers_wait(task->api->plan.askers, task->request, action,
                                       &visitor->actor, task->begun_us),
        };
        problem.detail[0] = arena_format(task->request->arena, "%d", problem.retry_after);
    }
    if (!guesses && problem.retry_after == 0)
        return false;
    api_answer_problem(task, &problem);
    return true;
}

static bool is_batch(const struct http_request *request)
{
    struct text rest, type = http_header_of(request, "Content-Type");
    return text_is(text_trim(text_until(type, ';', &rest)), "application/x-ndjson");
}

void api_handle(struct http_request *request, void *data)
{
    struct api *api = data;
    struct api_task task = {
        .api = api, .request = request, .route = &api->beside,
        .language = language_of_request(request), .begun_us = clock_steady_us(),
    };
    if (answer_fixed(&task))
        return;
    struct text steps[API_STEPS_MAX] = { 0 }, allowed;
    struct route *route = route_find(api, request->method, request->path, steps, request->arena,
                                     &allowed);
    if (route == NULL) {
        answer_no_route(&task, allowed);
        return;
    }
    task.route = route;
    struct visitor visitor = visitor_of(api->plan.house, request);
    bool batch = is_batch(request);
    if (refused_visitor(&task, &visitor) || refused_asker(&task, &visitor, batch))
        return;
    if (batch)
        api_batch(&task, &visitor, steps);
    else
        api_call(&task, &visitor, steps);
}

void api_refuse(struct http_request *request, int status, const char *reason, void *data)
{
    struct api *api = data;
    struct api_task task = {
        .api = api, .request = request, .route = &api->beside,
        .language = language_of_request(request), .begun_us = clock_steady_us(),
    };
    struct problem problem = { .status = status, .key = "http.problem.400",
                               .detail = { words_of(reason, task.language) } };
    if (status == 413) {
        problem.key = "http.problem.413";
        problem.detail[0] = arena_format(request->arena, "%zu",
            api_body_max(api, request->method, request->path));
    } else if (status == 431) {
        problem.key = "http.problem.431";
    } else if (status == 503) {
        problem.key = "http.problem.503";
    }
    api_answer_problem(&task, &problem);
}

size_t api_body_max(void *data, struct text method, struct text path)
{
    struct api *api = data;
    struct text steps[API_STEPS_MAX], allowed;
    struct arena scratch;
    arena_init(&scratch);
    const struct route *route = route_find(api, method, path, steps, &scratch, &allowed);
    arena_release(&scratch);
    if (route == NULL)
        return LIMIT_MESSAGE_BYTES;
    if (route->has_bytes)
        return 2 * LIMIT_UPLOAD_BYTES;
    return (route->action->flags & ACTION_ONCE) != 0 ? LIMIT_UPLOAD_BYTES : LIMIT_MESSAGE_BYTES;
}

bool api_owns(struct text path)
{
    return text_starts(path, TEXT("/api/")) || text_is(path, "/api")
        || text_is(path, "/healthz") || text_is(path, "/metrics");
}

/* ---- start ---- */

struct api *api_start(const struct api_plan *plan, struct arena *arena, struct text *ret_reason)
{
    struct api *api = ARENA_NEW(arena, struct api);
    api->plan = *plan;
    api->beside.path = TEXT("other");
    api->beside.method = TEXT("any");
    changes_init(&api->changes);
    if (!routes_make(api, arena, ret_reason))
        return NULL;
    api_describe(api, arena);
    return api;
}
