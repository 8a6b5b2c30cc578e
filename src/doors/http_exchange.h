/* http_exchange.h: what the files of the server share, for them alone:
 * http_server.c (listeners, connections, deadlines), http_exchange.c (taking a request in),
 * http_check.c (refusing heads), http_answer.c (answering). */
#ifndef DOORS_HTTP_EXCHANGE_H
#define DOORS_HTTP_EXCHANGE_H

#include "doors/http_server.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

enum exchange_state {
    EXCHANGE_TAKING,            /* head and body are coming in */
    EXCHANGE_RUNNING,           /* with the handler */
    EXCHANGE_WAITING,           /* the handler returned without an answer: suspended */
    EXCHANGE_CONTINUED,         /* `next` is to run on the listener's thread */
    EXCHANGE_ANSWERED,
};

struct http_listener;

/* One open connection; in the server's list for the deadline. */
struct http_connection {
    struct http_connection *previous, *next;
    struct http_listener *listener;
    int socket;
    _Atomic int64_t deadline_us;    /* 0: none while a handler has it */
    bool first;                     /* no request was answered yet */
    bool excess;                    /* beyond the limits: told so at its first request */
    struct in6_addr address;        /* of the other end; the four bytes of IPv4 first */
};

struct http_exchange {
    struct http_request request;    /* what the door sees */
    struct arena arena;
    struct http_listener *listener;
    struct http_connection *connection;
    struct MHD_Connection *peer;
    struct http_exchange *next_free;

    _Atomic int state;              /* enum exchange_state */
    void (*next)(struct http_request *request);
    struct MHD_Response *response;
    unsigned status;
    bool streams;                   /* an answer without an end has no deadline */

    bool head_taken;
    bool counted;                   /* among the server's running */
    int refusal;                    /* status of the wrapper's own refusal to come, 0: none */
    const char *refusal_reason;
    char *body, *body_heap;         /* body_heap: when it does not lie in the arena */
    size_t body_length, body_capacity, body_promised, body_max;
};

struct http_listener {
    struct http_server *server;
    struct http_listener_plan plan;
    struct MHD_Daemon *daemon;
    uint16_t port;
    _Atomic size_t body_bytes;      /* of bodies on the heap */
    _Atomic int answering;          /* threads inside hand_back: the daemon must outlive them */
};

struct http_server {
    struct http_listener *listeners;
    size_t listener_count;
    bool quiet;                     /* listening sockets are closed */

    pthread_mutex_t mutex;          /* the lists */
    struct http_connection *connections;
    struct http_exchange *free_exchanges;
    int free_count;

    pthread_t sweeper;
    pthread_cond_t sweeper_wake;
    bool stopping;

    _Atomic bool draining;
    _Atomic int64_t connection_count, running, requests, refused, cut;
};

/* 0, or the status to refuse the head with and why. */
int http_check_head(struct http_exchange *exchange, const char **ret_reason);
/* The library's callbacks for one request, all in http_exchange.c. */
void *http_exchange_begin(void *listener, const char *target, struct MHD_Connection *peer);
enum MHD_Result http_exchange_take(void *listener, struct MHD_Connection *peer, const char *path,
                                   const char *method, const char *version, const char *upload,
                                   size_t *upload_size, void **exchange);
void http_exchange_completed(void *listener, struct MHD_Connection *peer, void **exchange,
                             enum MHD_RequestTerminationCode how);
void http_exchange_free(struct http_exchange *exchange);
/* Whether a body that grew so far has come far enough to be given its time anew. */
bool http_body_goes_on(size_t before, size_t after);

/* A connection that keeps quiet between two requests; longer than a proxy keeps its own. */
#define HTTP_IDLE_SECONDS 75
#define HTTP_EXCESS_SECONDS 2
/* An answer must be taken within this. */
#define HTTP_SENDING_SECONDS 60
#define HTTP_SECOND_US INT64_C(1000000)

#endif
