/* api_changes.c: open lists hear that something changed: server-sent events at /api/v1/changes, for
 * whoever is signed in. An event says which rooms recorded something and nothing of what it was:
 * the list is asked for anew, with the rights of who looks. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "base/clock.h"

/* A screen asks again by itself; so its session is looked at anew, too. */
#define LISTENER_SECONDS 900

void changes_init(struct changes *changes)
{
    CHECK(pthread_mutex_init(&changes->mutex, NULL) == 0);
}

void api_listen(const struct api_task *task)
{
    struct changes *changes = &task->api->changes;
    struct visitor visitor = visitor_of(task->api->plan.house, task->request);
    if (!visitor.signed_in) {
        struct problem problem = visitor.unasked ? visitor_problem()
            : (struct problem){ .status = 401, .key = "http.problem.401" };
        api_answer_problem(task, &problem);
        return;
    }
    pthread_mutex_lock(&changes->mutex);
    bool full = changes->hushed || changes->count == API_LISTENERS_MAX;
    if (!full) {
        struct http_stream *stream = http_stream_begin(task->request, "text/event-stream");
        changes->listeners[changes->count++] =
            (struct listener){ stream, clock_steady_us() + LISTENER_SECONDS * INT64_C(1000000) };
        http_stream_send(stream, TEXT("retry: 2000\n: listening\n\n"));
    }
    pthread_mutex_unlock(&changes->mutex);
    if (full) {
        struct problem problem = { .status = 503, .key = "http.problem.503" };
        api_answer_problem(task, &problem);
    }
}

void api_tell(struct api *api, struct text event)
{
    struct changes *changes = &api->changes;
    int64_t now = clock_steady_us();
    pthread_mutex_lock(&changes->mutex);
    for (size_t i = changes->count; i-- > 0;) {
        struct listener *listener = &changes->listeners[i];
        if (http_stream_send(listener->stream, event) && now < listener->until_us)
            continue;
        http_stream_end(listener->stream);
        *listener = changes->listeners[--changes->count];
    }
    pthread_mutex_unlock(&changes->mutex);
}

bool api_is_listened_to(struct api *api)
{
    pthread_mutex_lock(&api->changes.mutex);
    bool some = api->changes.count > 0;
    pthread_mutex_unlock(&api->changes.mutex);
    return some;
}

void api_hush(struct api *api)
{
    struct changes *changes = &api->changes;
    pthread_mutex_lock(&changes->mutex);
    changes->hushed = true;
    while (changes->count > 0)
        http_stream_end(changes->listeners[--changes->count].stream);
    pthread_mutex_unlock(&changes->mutex);
}
