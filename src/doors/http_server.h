/* http_server.h: HTTP/1.1 for the doors; the only wrapper of libmicrohttpd.
 *
 * A server has listeners, each an address and port with a handler of its own. A handler gets a
 * request whose head and body are in, whole and bounded, and answers it once: at once, or later
 * from any thread. It runs on the listener's own thread and must not block there.
 *
 * A request, its arena and everything in it live until the server has sent the answer and lets go
 * of it: whoever answers later may use the arena until http_answer, never after. What is answered
 * lives in the request's arena or for the whole program; nothing is copied.
 *
 * What the wrapper refuses itself, before a handler sees it: heads over LIMIT_HEADER_BYTES (431),
 * bodies over the listener's limit (413), head and body not in within LIMIT_REQUEST_SECONDS, or
 * LIMIT_BODY_STEP_BYTES more of a long body (the connection is cut), two different Content-Length,
 * Content-Length with Transfer-Encoding, folded header lines, blanks in header names, a transfer
 * encoding other than chunked, a path that is not UTF-8, and, with 503 and Retry-After, who
 * connects beyond the limits on connections or sends what goes beyond LIMIT_BODIES_BYTES together
 * with what others send. TLS and HTTP/2 are the business of the proxy in front. */
#ifndef DOORS_HTTP_SERVER_H
#define DOORS_HTTP_SERVER_H

#include "base/arena.h"
#include "base/text.h"

struct http_exchange;           /* the server's own part of a request */

struct http_request {
    struct text method;         /* "POST" */
    struct text path;           /* percent-decoded, UTF-8: "/api/v1/cases/17" */
    struct text target;         /* as it was sent, with the query; for signatures */
    struct text body;           /* empty when there is none, never absent */
    struct arena *arena;
    void *door_data;            /* the door's own */
    struct http_exchange *exchange;
};

struct http_header {
    const char *name, *value;   /* the value is copied */
};

/* Name without regard to case; the first of several. Absent when there is none. Before http_answer
 * only, like all that asks about a request. */
struct text http_header_of(const struct http_request *request, const char *name);
/* Percent-decoded. "?a" and "?a=" give an empty text. */
struct text http_query_of(const struct http_request *request, const char *name);
/* All query fields in the order sent; false from the callback stops. */
void http_query_each(const struct http_request *request,
                     bool (*each)(void *data, struct text name, struct text value), void *data);
/* The other end's address, without port: "10.1.2.3". */
struct text http_peer(const struct http_request *request);

/* Once for every request. `content_type` NULL: none. `headers` may be NULL. */
void http_answer(struct http_request *request, int status, const char *content_type,
                 struct text body, const struct http_header *headers, size_t header_count);

/* From any thread, once: `next` runs on the listener's thread and answers there, before it returns.
 * For a thread that has better things to do than to write JSON. When the other end has left, `next`
 * runs all the same: it may look at the request's own fields only, and its answer is dropped. */
void http_continue(struct http_request *request, void (*next)(struct http_request *request));

/* ---- an answer without an end: server-sent events ---- */

/* What may wait to be read by a screen: it reads a line of 200 bytes within milliseconds, or has
 * left. */
#define HTTP_STREAM_BYTES ((size_t)64 * 1024)

struct http_stream;

/* Instead of http_answer; the status is 200. The stream is owned by whoever began it, until
 * http_stream_end; the request is gone. A stream with nothing to say costs nothing. */
struct http_stream *http_stream_begin(struct http_request *request, const char *content_type);
/* Copies; any thread. False: the other end has left, or reads too slowly (more than
 * HTTP_STREAM_BYTES wait): call http_stream_end. */
bool http_stream_send(struct http_stream *stream, struct text bytes);
void http_stream_end(struct http_stream *stream);

/* ---- the server ---- */

struct http_listener_plan {
    const char *address;        /* "127.0.0.1", "::", … */
    uint16_t port;              /* 0: any free one, see http_server_port */
    int threads;                /* 0: one */
    size_t body_max;            /* bytes; 0: LIMIT_MESSAGE_BYTES */
    size_t bodies_max;          /* of all being taken in; 0: LIMIT_BODIES_BYTES */
    /* 0: LIMIT_CONNECTIONS, LIMIT_CONNECTIONS_AN_ADDRESS, LIMIT_REQUEST_SECONDS. */
    int connections_max, connections_an_address_max, request_seconds;
    /* For some paths another limit; NULL: body_max for all. */
    size_t (*body_max_of)(void *data, struct text method, struct text path);
    void (*handle)(struct http_request *request, void *data);
    /* How the wrapper's own refusals are said; `reason` is a key of words/http.yaml. Must answer at
     * once. NULL: a line of plain text. */
    void (*refuse)(struct http_request *request, int status, const char *reason, void *data);
    void *data;
};

struct http_counts {
    int64_t connections;        /* open now */
    int64_t running;            /* requests with a handler, or whose answer is being sent */
    int64_t requests, refused, cut;     /* since the start; by the wrapper, by the deadline */
};

struct http_server;

/* Listens at once; handlers may be called before this returns. NULL, and a reason for the operator,
 * when an address cannot be had. Makes the program ignore SIGPIPE. */
struct http_server *http_server_start(const struct http_listener_plan *plans, size_t count,
                                      struct arena *arena, struct text *ret_reason);
uint16_t http_server_port(const struct http_server *server, size_t listener);
struct http_counts http_server_counts(const struct http_server *server);
/* Accepts no more connections and answers new requests of open ones with 503; waits until what runs
 * is answered. False: after `wait_ms` something still runs; call it again, or end the program. */
bool http_server_drain(struct http_server *server, int wait_ms);
/* Everything must be answered and every stream ended (drain first). */
void http_server_free(struct http_server *server);

#endif
