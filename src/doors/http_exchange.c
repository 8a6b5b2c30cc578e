/* http_exchange.c: one request from its first line to its last byte answered. */

#include "doors/http_exchange.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"
#include "core/words.h"

#include <stdlib.h>
#include <string.h>

/* A body up to this lies in the arena; a bigger one on the heap, so that it can grow in place and
 * a head that promises much takes nothing yet. */
#define BODY_IN_ARENA ((size_t)64 * 1024)
#define FREE_EXCHANGES_MAX 256

static void connection_deadline(struct http_connection *connection, int64_t seconds)
{
    int64_t at = seconds == 0 ? 0 : clock_steady_us() + seconds * HTTP_SECOND_US;
    atomic_store_explicit(&connection->deadline_us, at, memory_order_relaxed);
}

static struct http_exchange *exchange_take(struct http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    struct http_exchange *exchange = server->free_exchanges;
    if (exchange != NULL) {
        server->free_exchanges = exchange->next_free;
        server->free_count--;
    }
    pthread_mutex_unlock(&server->mutex);
    if (exchange == NULL) {
        exchange = calloc(1, sizeof *exchange);
        CHECK(exchange != NULL);
        arena_init(&exchange->arena);
    }
    return exchange;
}

void http_exchange_free(struct http_exchange *exchange)
{
    arena_release(&exchange->arena);
    free(exchange);
}

static void body_drop(struct http_exchange *exchange)
{
    if (exchange->body_heap == NULL)
        return;
    atomic_fetch_sub(&exchange->listener->body_bytes, exchange->body_capacity);
    free(exchange->body_heap);
    exchange->body = exchange->body_heap = NULL;
    exchange->body_length = exchange->body_capacity = 0;
}

static void exchange_give_back(struct http_server *server, struct http_exchange *exchange)
{
    body_drop(exchange);
    arena_clear(&exchange->arena);
    *exchange = (struct http_exchange){ .arena = exchange->arena };
    pthread_mutex_lock(&server->mutex);
    bool keep = server->free_count < FREE_EXCHANGES_MAX;
    if (keep) {
        exchange->next_free = server->free_exchanges;
        server->free_exchanges = exchange;
        server->free_count++;
    }
    pthread_mutex_unlock(&server->mutex);
    if (!keep)
        http_exchange_free(exchange);
}

void *http_exchange_begin(void *data, const char *target, struct MHD_Connection *peer)
{
    struct http_listener *listener = data;
    struct http_exchange *exchange = exchange_take(listener->server);
    exchange->listener = listener;
    exchange->peer = peer;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(peer, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    CHECK(info != NULL && info->socket_context != NULL);
    exchange->connection = info->socket_context;
    exchange->request = (struct http_request){
        .target = arena_text(&exchange->arena, text_of(target)),
        .body = TEXT(""), .arena = &exchange->arena, .exchange = exchange,
    };
    /* The first request's time has run since the connection was made. */
    if (!exchange->connection->first)
        connection_deadline(exchange->connection, listener->plan.request_seconds);
    atomic_fetch_add_explicit(&listener->server->requests, 1, memory_order_relaxed);
    return exchange;
}

static enum MHD_Result exchange_send(struct http_exchange *exchange)
{
    struct MHD_Response *response = exchange->response;
    exchange->response = NULL;
    connection_deadline(exchange->connection, exchange->streams ? 0 : HTTP_SENDING_SECONDS);
    enum MHD_Result good = MHD_queue_response(exchange->peer, exchange->status, response);
    MHD_destroy_response(response);
    return good;
}

static void refuse_plainly(struct http_request *request, int status, const char *reason)
{
    http_answer(request, status, "text/plain; charset=utf-8", words_of(reason, LANGUAGE_ENGLISH),
                NULL, 0);
}

/* A refusal of our own; also closes the connection, as what follows may not be a request. */
static enum MHD_Result exchange_refuse(struct http_exchange *exchange)
{
    const struct http_listener_plan *plan = &exchange->listener->plan;
    atomic_fetch_add_explicit(&exchange->listener->server->refused, 1, memory_order_relaxed);
    atomic_store(&exchange->state, EXCHANGE_RUNNING);
    const char *reason = exchange->refusal_reason;
    if (plan->refuse != NULL)
        plan->refuse(&exchange->request, exchange->refusal, reason, plan->data);
    else
        refuse_plainly(&exchange->request, exchange->refusal, reason);
    CHECK(atomic_load(&exchange->state) == EXCHANGE_ANSWERED);
    MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_CONNECTION, "close");
    if (exchange->refusal == MHD_HTTP_SERVICE_UNAVAILABLE
        && MHD_get_response_header(exchange->response, MHD_HTTP_HEADER_RETRY_AFTER) == NULL)
        MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    return exchange_send(exchange);
}

static void refuse_ending(struct http_exchange *exchange)
{
    exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
    exchange->refusal_reason = "http.reason.ending";
}

static enum MHD_Result exchange_take_head(struct http_exchange *exchange, const char *path,
                                          const char *method)
{
    const struct http_listener_plan *plan = &exchange->listener->plan;
    struct http_request *request = &exchange->request;
    exchange->head_taken = true;
    request->method = text_of(method);
    request->path = text_of(path);
    exchange->body_max = plan->body_max_of != NULL
        ? plan->body_max_of(plan->data, request->method, request->path) : plan->body_max;
    exchange->refusal = http_check_head(exchange, &exchange->refusal_reason);
    if (exchange->refusal == 0 && atomic_load(&exchange->listener->server->draining))
        refuse_ending(exchange);
    if (exchange->refusal == 0 && exchange->connection->excess) {
        exchange->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
        exchange->refusal_reason = "http.reason.too-many";
    }
    if (exchange->refusal != 0)
        return exchange_refuse(exchange);
    if (exchange->body_promised > 0 && exchange->body_promised <= BODY_IN_ARENA) {
        exchange->body = arena_take(&exchange->arena, exchange->body_promised + 1);
        exchange->body_capacity = exchange->body_promised;
    }
    return MHD_YES;
}

bool http_body_goes_on(size_t before, size_t after)
{
    return before / LIMIT_BODY_STEP_BYTES < after / LIMIT_BODY_STEP_BYTES;
}

/* Room for `size` more; false: all bodies of the listener together have none. */
static bool body_grow(struct http_exchange *exchange, size_t size)
{
    CHECK(exchange->body == exchange->body_heap);
    struct http_listener *listener = exchange->listener;
    size_t end = exchange->body_length + size, capacity = 2 * end;
    if (capacity < BODY_IN_ARENA)
        capacity = BODY_IN_ARENA;
    if (exchange->body_promised >= end && capacity > exchange->body_promised)
        capacity = exchange->body_promised;
    size_t more = capacity - exchange->body_capacity;
    if (atomic_fetch_add(&listener->body_bytes, more) + more > listener->plan.bodies_max) {
        atomic_fetch_sub(&listener->body_bytes, more);
        return false;
    }
    exchange->body_heap = realloc(exchange->body_heap, capacity);
    CHECK(exchange->body_heap != NULL);
    exchange->body = exchange->body_heap;
    exchange->body_capacity = capacity;
    return true;
}

static void body_refuse(struct http_exchange *exchange, int status, const char *reason)
{
    exchange->refusal = status;
    exchange->refusal_reason = reason;
    body_drop(exchange);
}

static void exchange_take_body(struct http_exchange *exchange, const char *upload, size_t size)
{
    if (exchange->refusal != 0)
        return;
    /* The library takes no answer before the body has ended, so the rest of one that is refused is
     * read and thrown away, as long as the deadline lets it. */
    if (size > exchange->body_max - exchange->body_length) {
        body_refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, "http.reason.body-too-large");
        return;
    }
    if (size > exchange->body_capacity - exchange->body_length && !body_grow(exchange, size)) {
        body_refuse(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "http.reason.many-bodies");
        return;
    }
    memcpy(exchange->body + exchange->body_length, upload, size);
    exchange->body_length += size;
    if (http_body_goes_on(exchange->body_length - size, exchange->body_length))
        connection_deadline(exchange->connection, exchange->listener->plan.request_seconds);
}

static void exchange_continue(struct http_exchange *exchange)
{
    atomic_store(&exchange->state, EXCHANGE_RUNNING);
    exchange->next(&exchange->request);
    CHECK(atomic_load(&exchange->state) == EXCHANGE_ANSWERED);
}

/* After the handler returned, or after somebody woke the connection. */
static enum MHD_Result exchange_go_on(struct http_exchange *exchange)
{
    if (atomic_load(&exchange->state) == EXCHANGE_CONTINUED)
        exchange_continue(exchange);
    if (atomic_load(&exchange->state) == EXCHANGE_ANSWERED)
        return exchange_send(exchange);
    /* Sleep first and say so afterwards: whoever answers in between sees EXCHANGE_RUNNING and
     * wakes nobody, and we do it. */
    MHD_suspend_connection(exchange->peer);
    int running = EXCHANGE_RUNNING;
    if (!atomic_compare_exchange_strong(&exchange->state, &running, EXCHANGE_WAITING))
        MHD_resume_connection(exchange->peer);
    return MHD_YES;
}

static enum MHD_Result exchange_run(struct http_exchange *exchange)
{
    struct http_listener *listener = exchange->listener;
    if (exchange->refusal != 0)
        return exchange_refuse(exchange);
    /* Counted before it is asked whether the server ends: either the drain waits for this one, or
     * this one sees the drain. Its head may have come before, and its body only now. */
    exchange->counted = true;
    atomic_fetch_add(&listener->server->running, 1);
    if (atomic_load(&listener->server->draining)) {
        refuse_ending(exchange);
        return exchange_refuse(exchange);
    }
    if (exchange->body_length > 0)
        exchange->request.body = (struct text){ exchange->body, exchange->body_length };
    connection_deadline(exchange->connection, 0);
    atomic_store(&exchange->state, EXCHANGE_RUNNING);
    listener->plan.handle(&exchange->request, listener->plan.data);
    return exchange_go_on(exchange);
}

enum MHD_Result http_exchange_take(void *listener, struct MHD_Connection *peer, const char *path,
                                   const char *method, const char *version, const char *upload,
                                   size_t *upload_size, void **data)
{
    (void)listener;
    (void)peer;
    (void)version;
    struct http_exchange *exchange = *data;
    if (!exchange->head_taken)
        return exchange_take_head(exchange, path, method);
    if (*upload_size > 0) {
        exchange_take_body(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (atomic_load(&exchange->state) == EXCHANGE_TAKING)
        return exchange_run(exchange);
    return exchange_go_on(exchange);
}

void http_exchange_completed(void *data, struct MHD_Connection *peer, void **exchange_at,
                             enum MHD_RequestTerminationCode how)
{
    (void)peer;
    (void)how;
    struct http_listener *listener = data;
    struct http_exchange *exchange = *exchange_at;
    if (exchange == NULL)
        return;
    *exchange_at = NULL;
    /* The other end left while the request was on its way back to us. */
    if (atomic_load(&exchange->state) == EXCHANGE_CONTINUED)
        exchange_continue(exchange);
    /* Nobody cuts a connection while a handler has its request. */
    int state = atomic_load(&exchange->state);
    CHECK(state == EXCHANGE_TAKING || state == EXCHANGE_ANSWERED);
    if (exchange->response != NULL)
        MHD_destroy_response(exchange->response);
    bool counted = exchange->counted;
    exchange->connection->first = false;
    connection_deadline(exchange->connection, HTTP_IDLE_SECONDS);
    exchange_give_back(listener->server, exchange);
    if (counted)
        atomic_fetch_sub(&listener->server->running, 1);
}
