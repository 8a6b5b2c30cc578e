/* http_server.c: listeners, their connections and the deadline no connection escapes.
 *
 * The library's own timeout starts anew with each byte, so a sender of one byte a second would keep
 * its connection for ever. Each connection therefore has a deadline of its own, and a sweeper cuts
 * those that passed it. A connection whose request is with a handler has none. */

#include "doors/http_exchange.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- connections ---- */

static struct in6_addr address_of_peer(struct MHD_Connection *peer)
{
    struct in6_addr address = { 0 };
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(peer, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    CHECK(info != NULL);
    if (info->client_addr->sa_family == AF_INET6)
        address = ((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr;
    else
        memcpy(&address, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr,
               sizeof(struct in_addr));
    return address;
}

/* Whether its listener, or its address there, has as many as it may already. Mutex held. */
static bool connection_is_excess(const struct http_connection *connection)
{
    const struct http_listener_plan *plan = &connection->listener->plan;
    int all = 0, alike = 0;
    for (const struct http_connection *one = connection->listener->server->connections;
         one != NULL; one = one->next) {
        if (one->listener != connection->listener || one->excess)
            continue;
        all++;
        alike += memcmp(&one->address, &connection->address, sizeof one->address) == 0;
    }
    return all >= plan->connections_max || alike >= plan->connections_an_address_max;
}

static void connection_begin(struct http_listener *listener, struct MHD_Connection *peer,
                             void **context)
{
    struct http_server *server = listener->server;
    struct http_connection *connection = calloc(1, sizeof *connection);
    CHECK(connection != NULL);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(peer, MHD_CONNECTION_INFO_CONNECTION_FD);
    CHECK(info != NULL);
    connection->listener = listener;
    connection->socket = info->connect_fd;
    connection->first = true;
    connection->address = address_of_peer(peer);
    pthread_mutex_lock(&server->mutex);
    connection->excess = connection_is_excess(connection);
    int seconds =
        connection->excess ? HTTP_EXCESS_SECONDS : listener->plan.request_seconds;
    atomic_init(&connection->deadline_us, clock_steady_us() + seconds * HTTP_SECOND_US);
    connection->next = server->connections;
    if (connection->next != NULL)
        connection->next->previous = connection;
    server->connections = connection;
    pthread_mutex_unlock(&server->mutex);
    atomic_fetch_add(&server->connection_count, 1);
    *context = connection;
}

/* Comes before the library closes the socket, so the sweeper never meets a number used again. */
static void connection_end(struct http_server *server, struct http_connection *connection)
{
    pthread_mutex_lock(&server->mutex);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    pthread_mutex_unlock(&server->mutex);
    atomic_fetch_sub(&server->connection_count, 1);
    free(connection);
}

static void connection_told(void *data, struct MHD_Connection *peer, void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    struct http_listener *listener = data;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        connection_begin(listener, peer, context);
    else if (*context != NULL)
        connection_end(listener->server, *context);
}

static void sweep(struct http_server *server)
{
    int64_t now = clock_steady_us();
    for (struct http_connection *one = server->connections; one != NULL; one = one->next) {
        int64_t deadline = atomic_load_explicit(&one->deadline_us, memory_order_relaxed);
        if (deadline == 0 || deadline > now)
            continue;
        /* The listener's thread sees the end and cleans up. */
        shutdown(one->socket, SHUT_RDWR);
        atomic_store(&one->deadline_us, 0);
        atomic_fetch_add(&server->cut, 1);
    }
}

static void *sweeper_run(void *data)
{
    struct http_server *server = data;
    pthread_mutex_lock(&server->mutex);
    while (!server->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&server->sweeper_wake, &server->mutex, &until);
        sweep(server);
    }
    pthread_mutex_unlock(&server->mutex);
    return NULL;
}

static bool sweeper_start(struct http_server *server)
{
    pthread_condattr_t steady;
    CHECK(pthread_condattr_init(&steady) == 0);
    CHECK(pthread_condattr_setclock(&steady, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&server->sweeper_wake, &steady) == 0);
    pthread_condattr_destroy(&steady);
    return pthread_create(&server->sweeper, NULL, sweeper_run, server) == 0;
}

/* ---- listeners ---- */

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static bool address_of(const struct http_listener_plan *plan, union address *ret_address)
{
    *ret_address = (union address){ 0 };
    if (inet_pton(AF_INET, plan->address, &ret_address->four.sin_addr) == 1) {
        ret_address->four.sin_family = AF_INET;
        ret_address->four.sin_port = htons(plan->port);
        return true;
    }
    if (inet_pton(AF_INET6, plan->address, &ret_address->six.sin6_addr) == 1) {
        ret_address->six.sin6_family = AF_INET6;
        ret_address->six.sin6_port = htons(plan->port);
        return true;
    }
    return false;
}

static bool listener_start(struct http_listener *listener)
{
    const struct http_listener_plan *plan = &listener->plan;
    union address address;
    if (!address_of(plan, &address))
        return false;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_ITC;
    if (address.any.sa_family == AF_INET6)
        flags |= MHD_USE_DUAL_STACK;
    struct MHD_OptionItem pool[] = {
        { MHD_OPTION_THREAD_POOL_SIZE, plan->threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    if (plan->threads <= 1)
        pool[0].option = MHD_OPTION_END;
    listener->daemon = MHD_start_daemon(
        flags, plan->port, NULL, NULL, http_exchange_take, listener,
        MHD_OPTION_SOCK_ADDR, &address.any,
        MHD_OPTION_URI_LOG_CALLBACK, http_exchange_begin, listener,
        MHD_OPTION_NOTIFY_COMPLETED, http_exchange_completed, listener,
        MHD_OPTION_NOTIFY_CONNECTION, connection_told, listener,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)(plan->connections_max + LIMIT_CONNECTIONS_TOLD),
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)(plan->connections_an_address_max + LIMIT_CONNECTIONS_TOLD),
        /* Twice: the library keeps what it reads and what it writes in the same piece. */
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)2 * LIMIT_HEADER_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LIMIT_CONNECTIONS,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
    if (listener->daemon == NULL)
        return false;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_BIND_PORT);
    listener->port = info == NULL ? plan->port : info->port;
    return true;
}

/* ---- the server ---- */

static void plan_complete(struct http_listener_plan *plan)
{
    if (plan->body_max == 0)
        plan->body_max = LIMIT_MESSAGE_BYTES;
    if (plan->bodies_max == 0)
        plan->bodies_max = LIMIT_BODIES_BYTES;
    if (plan->connections_max == 0)
        plan->connections_max = LIMIT_CONNECTIONS;
    if (plan->connections_an_address_max == 0)
        plan->connections_an_address_max = LIMIT_CONNECTIONS_AN_ADDRESS;
    if (plan->request_seconds == 0)
        plan->request_seconds = LIMIT_REQUEST_SECONDS;
}

struct http_server *http_server_start(const struct http_listener_plan *plans, size_t count,
                                      struct arena *arena, struct text *ret_reason)
{
    signal(SIGPIPE, SIG_IGN);
    struct http_server *server = calloc(1, sizeof *server);
    CHECK(server != NULL);
    server->listeners = calloc(count, sizeof *server->listeners);
    CHECK(server->listeners != NULL || count == 0);
    CHECK(pthread_mutex_init(&server->mutex, NULL) == 0);
    CHECK(sweeper_start(server));
    for (; server->listener_count < count; server->listener_count++) {
        struct http_listener *listener = &server->listeners[server->listener_count];
        listener->server = server;
        listener->plan = plans[server->listener_count];
        plan_complete(&listener->plan);
        errno = 0;
        if (listener_start(listener))
            continue;
        *ret_reason = arena_format(arena, "cannot listen on %s port %u: %s",
                                   listener->plan.address, (unsigned)listener->plan.port,
                                   errno == 0 ? "not an address" : strerror(errno));
        http_server_free(server);
        return NULL;
    }
    return server;
}

uint16_t http_server_port(const struct http_server *server, size_t listener)
{
    CHECK(listener < server->listener_count);
    return server->listeners[listener].port;
}

struct http_counts http_server_counts(const struct http_server *server)
{
    return (struct http_counts){
        .connections = atomic_load(&server->connection_count),
        .running = atomic_load(&server->running),
        .requests = atomic_load(&server->requests),
        .refused = atomic_load(&server->refused),
        .cut = atomic_load(&server->cut),
    };
}

static bool server_is_idle(struct http_server *server)
{
    if (atomic_load(&server->running) > 0)
        return false;
    for (size_t i = 0; i < server->listener_count; i++)
        if (atomic_load(&server->listeners[i].answering) > 0)
            return false;
    return true;
}

bool http_server_drain(struct http_server *server, int wait_ms)
{
    atomic_store(&server->draining, true);
    for (size_t i = 0; i < server->listener_count && !server->quiet; i++) {
        MHD_socket listening = MHD_quiesce_daemon(server->listeners[i].daemon);
        if (listening != MHD_INVALID_SOCKET)
            close(listening);
    }
    server->quiet = true;
    int64_t until = clock_steady_us() + (int64_t)wait_ms * 1000;
    while (!server_is_idle(server)) {
        if (clock_steady_us() >= until)
            return false;
        nanosleep(&(struct timespec){ .tv_nsec = 2 * 1000 * 1000 }, NULL);
    }
    return true;
}

void http_server_free(struct http_server *server)
{
    for (size_t i = 0; i < server->listener_count; i++)
        MHD_stop_daemon(server->listeners[i].daemon);
    pthread_mutex_lock(&server->mutex);
    server->stopping = true;
    pthread_cond_signal(&server->sweeper_wake);
    pthread_mutex_unlock(&server->mutex);
    pthread_join(server->sweeper, NULL);
    while (server->free_exchanges != NULL) {
        struct http_exchange *next = server->free_exchanges->next_free;
        http_exchange_free(server->free_exchanges);
        server->free_exchanges = next;
    }
    pthread_cond_destroy(&server->sweeper_wake);
    pthread_mutex_destroy(&server->mutex);
    free(server->listeners);
    free(server);
}
