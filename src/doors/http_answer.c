/* http_answer.c: what a door asks about a request and how it answers. */

#include "doors/http_exchange.h"

#include "base/check.h"
#include "base/limits.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static struct text looked_up(const struct http_request *request, enum MHD_ValueKind kind,
                             const char *name)
{
    const char *value = NULL;
    size_t size = 0;
    if (MHD_lookup_connection_value_n(request->exchange->peer, kind, name, strlen(name), &value,
                                      &size) != MHD_YES)
        return (struct text){ 0 };
    return value == NULL ? TEXT("") : (struct text){ value, size };
}

struct text http_header_of(const struct http_request *request, const char *name)
{
    return text_trim(looked_up(request, MHD_HEADER_KIND, name));
}

struct text http_query_of(const struct http_request *request, const char *name)
{
    return looked_up(request, MHD_GET_ARGUMENT_KIND, name);
}

struct query_walk {
    bool (*each)(void *data, struct text name, struct text value);
    void *data;
};

static enum MHD_Result walk_query(void *data, enum MHD_ValueKind kind, const char *name,
                                  size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct query_walk *walk = data;
    struct text content = value == NULL ? TEXT("") : (struct text){ value, value_size };
    return walk->each(walk->data, (struct text){ name, name_size }, content) ? MHD_YES : MHD_NO;
}

void http_query_each(const struct http_request *request,
                     bool (*each)(void *data, struct text name, struct text value), void *data)
{
    struct query_walk walk = { each, data };
    MHD_get_connection_values_n(request->exchange->peer, MHD_GET_ARGUMENT_KIND, walk_query, &walk);
}

struct text http_peer(const struct http_request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->exchange->peer, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char written[INET6_ADDRSTRLEN] = "";
    if (info == NULL || info->client_addr == NULL)
        return TEXT("");
    const struct sockaddr *address = info->client_addr;
    const void *bytes = NULL;
    if (address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes == NULL || inet_ntop(address->sa_family, bytes, written, sizeof written) == NULL)
        return TEXT("");
    return arena_text(request->arena, text_of(written));
}

/* From here on the exchange is the listener's again: it may be gone before this returns. */
static void hand_back(struct http_exchange *exchange, enum exchange_state state)
{
    struct http_listener *listener = exchange->listener;
    struct MHD_Connection *peer = exchange->peer;
    atomic_fetch_add(&listener->answering, 1);
    int before = atomic_exchange(&exchange->state, state);
    CHECK(before == EXCHANGE_RUNNING || before == EXCHANGE_WAITING);
    if (before == EXCHANGE_WAITING)
        MHD_resume_connection(peer);
    atomic_fetch_sub(&listener->answering, 1);
}

void http_continue(struct http_request *request, void (*next)(struct http_request *request))
{
    request->exchange->next = next;
    hand_back(request->exchange, EXCHANGE_CONTINUED);
}

void http_answer(struct http_request *request, int status, const char *content_type,
                 struct text body, const struct http_header *headers, size_t header_count)
{
    CHECK(status >= 200 && status <= 599);
    struct http_exchange *exchange = request->exchange;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        body.length, (void *)(uintptr_t)body.data, MHD_RESPMEM_PERSISTENT);
    CHECK(response != NULL);
    if (content_type != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    for (size_t i = 0; i < header_count; i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
    if (atomic_load(&exchange->listener->server->draining))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    exchange->response = response;
    exchange->status = (unsigned)status;
    hand_back(exchange, EXCHANGE_ANSWERED);
}

/* ---- streams ---- */

struct http_stream {
    pthread_mutex_t mutex;
    struct MHD_Connection *peer;
    struct http_listener *listener;
    char *waiting;              /* bytes to send */
    size_t start, end, capacity;
    bool suspended;             /* the connection sleeps until there is something */
    bool ended;                 /* by the owner */
    bool left;                  /* the other end has gone, or the library is done */
};

static void stream_free(struct http_stream *stream)
{
    pthread_mutex_destroy(&stream->mutex);
    free(stream->waiting);
    free(stream);
}

static ssize_t stream_read(void *data, uint64_t position, char *buffer, size_t size)
{
    (void)position;
    struct http_stream *stream = data;
    ssize_t count = 0;
    pthread_mutex_lock(&stream->mutex);
    if (stream->start < stream->end) {
        size_t part = stream->end - stream->start;
        if (part > size)
            part = size;
        memcpy(buffer, stream->waiting + stream->start, part);
        stream->start += part;
        count = (ssize_t)part;
    } else if (stream->ended) {
        count = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        stream->suspended = true;
        MHD_suspend_connection(stream->peer);
    }
    pthread_mutex_unlock(&stream->mutex);
    return count;
}

/* The library's half goes; the last half frees. */
static void stream_left(void *data)
{
    struct http_stream *stream = data;
    pthread_mutex_lock(&stream->mutex);
    stream->left = true;
    bool last = stream->ended;
    pthread_mutex_unlock(&stream->mutex);
    if (last)
        stream_free(stream);
}

struct http_stream *http_stream_begin(struct http_request *request, const char *content_type)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    CHECK(stream != NULL);
    CHECK(pthread_mutex_init(&stream->mutex, NULL) == 0);
    stream->peer = request->exchange->peer;
    stream->listener = request->exchange->listener;
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, 4096, stream_read, stream, stream_left);
    CHECK(response != NULL);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    /* Else a proxy would hold lines back until its buffer is full. */
    MHD_add_response_header(response, "X-Accel-Buffering", "no");
    request->exchange->streams = true;
    request->exchange->response = response;
    request->exchange->status = MHD_HTTP_OK;
    hand_back(request->exchange, EXCHANGE_ANSWERED);
    return stream;
}

/* With the mutex held, so that the connection cannot go while it is woken. */
static void stream_wake(struct http_stream *stream)
{
    if (!stream->suspended || stream->left)
        return;
    stream->suspended = false;
    MHD_resume_connection(stream->peer);
}

static bool stream_append(struct http_stream *stream, struct text bytes)
{
    if (stream->start > 0) {
        memmove(stream->waiting, stream->waiting + stream->start, stream->end - stream->start);
        stream->end -= stream->start;
        stream->start = 0;
    }
    if (bytes.length > HTTP_STREAM_BYTES - stream->end)
        return false;
    if (stream->capacity < stream->end + bytes.length) {
        stream->capacity = 2 * (stream->end + bytes.length);
        stream->waiting = realloc(stream->waiting, stream->capacity);
        CHECK(stream->waiting != NULL);
    }
    if (bytes.length > 0)
        memcpy(stream->waiting + stream->end, bytes.data, bytes.length);
    stream->end += bytes.length;
    return true;
}

bool http_stream_send(struct http_stream *stream, struct text bytes)
{
    pthread_mutex_lock(&stream->mutex);
    bool good = !stream->left && !stream->ended && stream_append(stream, bytes);
    if (good)
        stream_wake(stream);
    pthread_mutex_unlock(&stream->mutex);
    return good;
}

void http_stream_end(struct http_stream *stream)
{
    struct http_listener *listener = stream->listener;
    atomic_fetch_add(&listener->answering, 1);
    pthread_mutex_lock(&stream->mutex);
    stream->ended = true;
    bool last = stream->left;
    if (!last)
        stream_wake(stream);
    pthread_mutex_unlock(&stream->mutex);
    if (last)
        stream_free(stream);
    atomic_fetch_sub(&listener->answering, 1);
}
