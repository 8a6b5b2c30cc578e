/* socket.c: see socket.h. A thread accepts; each connection has a thread of its own, a bounded
 * number at a time. */

#include "doors/cli/socket.h"

#include "base/check.h"
#include "base/limits.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define AT_A_TIME 16
#define PATH_BYTES_MAX 100
#define DOCUMENT_BYTES_MAX (2 * LIMIT_UPLOAD_BYTES)

struct cli_server {
    struct house *house;
    struct log *log;
    const char *path;
    int socket;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t less;        /* a connection ended */
    int running;
    bool stopping;
};

struct connection { struct cli_server *server; int peer; };

/* ---- bytes ---- */

static bool send_all(int peer, struct text text)
{
    while (text.length > 0) {
        ssize_t count = send(peer, text.data, text.length, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        text = text_slice(text, (size_t)count, text.length);
    }
    return true;
}

/* Up to the other end's end; false when it breaks off or says too much. */
static bool receive_all(int peer, struct arena *arena, struct text *ret_text)
{
    size_t length = 0, capacity = 4096;
    char *bytes = malloc(capacity);
    CHECK(bytes != NULL);
    ssize_t count;
    for (;;) {
        if (length == capacity) {
            capacity *= 2;
            bytes = realloc(bytes, capacity);
            CHECK(bytes != NULL);
        }
        count = recv(peer, bytes + length, capacity - length, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        length += (size_t)count;
        if (length > DOCUMENT_BYTES_MAX)
            break;
    }
    if (count == 0)
        *ret_text = arena_copy(arena, bytes, length);
    free(bytes);
    return count == 0;
}

static void set_patience(int peer, int seconds)
{
    struct timeval patience = { .tv_sec = seconds };
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

static bool address_of(const char *path, struct sockaddr_un *ret_address)
{
    size_t length = strlen(path);
    if (length > PATH_BYTES_MAX)
        return false;
    *ret_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    memcpy(ret_address->sun_path, path, length);
    return true;
}

/* ---- the server's side ---- */

static bool peer_may(int peer)
{
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0
        && (who.uid == geteuid() || who.uid == 0);
}

static void *connection_run(void *data)
{
    struct connection *connection = data;
    struct cli_server *server = connection->server;
    struct arena arena;
    struct text request;
    arena_init(&arena);
    set_patience(connection->peer, LIMIT_REQUEST_SECONDS);
    if (!peer_may(connection->peer))
        log_event(server->log, LOG_LEVEL_WARNING, "door.cli.stranger");
    else if (receive_all(connection->peer, &arena, &request))
        send_all(connection->peer, cli_answer(server->house, request, LANGUAGE_CHINESE,
                                              server->log, &arena));
    close(connection->peer);
    arena_release(&arena);
    free(connection);
    pthread_mutex_lock(&server->mutex);
    server->running--;
    pthread_cond_broadcast(&server->less);
    pthread_mutex_unlock(&server->mutex);
    return NULL;
}

static void connection_start(struct cli_server *server, int peer)
{
    struct connection *connection = malloc(sizeof *connection);
    CHECK(connection != NULL);
    *connection = (struct connection){ server, peer };
    pthread_mutex_lock(&server->mutex);
    while (server->running == AT_A_TIME)
        pthread_cond_wait(&server->less, &server->mutex);
    server->running++;
    pthread_mutex_unlock(&server->mutex);
    pthread_attr_t detached;
    pthread_t thread;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    int answer = pthread_create(&thread, &detached, connection_run, connection);
    CHECK(answer == 0);
    pthread_attr_destroy(&detached);
}

static void *server_run(void *data)
{
    struct cli_server *server = data;
    for (;;) {
        int peer = accept4(server->socket, NULL, NULL, SOCK_CLOEXEC);
        pthread_mutex_lock(&server->mutex);
        bool stopping = server->stopping;
        pthread_mutex_unlock(&server->mutex);
        if (stopping) {
            if (peer >= 0)
                close(peer);
            return NULL;
        }
        if (peer >= 0)
            connection_start(server, peer);
        else if (errno != EINTR && errno != ECONNABORTED)
            usleep(10000);      /* no more descriptors for now */
    }
}

static int listen_at(const char *path, const struct sockaddr_un *address)
{
    int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listening < 0)
        return -1;
    /* The mode of the socket becomes that of the file: it is never open to others, not even for a
     * moment. */
    if (fchmod(listening, S_IRUSR | S_IWUSR) == 0
        && bind(listening, (const struct sockaddr *)address, sizeof *address) == 0
        && chmod(path, S_IRUSR | S_IWUSR) == 0 && listen(listening, AT_A_TIME) == 0)
        return listening;
    int why = errno;
    close(listening);
    errno = why;
    return -1;
}

/* A socket file nobody listens at was left by a server that was killed. */
static bool somebody_answers(const struct sockaddr_un *address)
{
    int peer = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = peer >= 0
        && connect(peer, (const struct sockaddr *)address, sizeof *address) == 0;
    if (peer >= 0)
        close(peer);
    return answers;
}

struct cli_server *cli_server_start(struct house *house, const char *path, struct log *log,
                                    struct arena *arena, struct text *ret_reason)
{
    struct sockaddr_un address;
    if (!address_of(path, &address)) {
        *ret_reason = arena_format(arena, "%s: longer than %d bytes", path, PATH_BYTES_MAX);
        return NULL;
    }
    if (somebody_answers(&address)) {
        *ret_reason = arena_format(arena, "%s: another server answers there", path);
        return NULL;
    }
    struct stat state;
    if (lstat(path, &state) == 0 && S_ISSOCK(state.st_mode))
        unlink(path);
    struct cli_server *server = ARENA_NEW(arena, struct cli_server);
    server->house = house;
    server->log = log;
    server->path = arena_text(arena, text_of(path)).data;
    server->socket = listen_at(path, &address);
    if (server->socket < 0) {
        *ret_reason = arena_format(arena, "%s: %s", path, strerrordesc_np(errno));
        return NULL;
    }
    pthread_mutex_init(&server->mutex, NULL);
    pthread_cond_init(&server->less, NULL);
    int answer = pthread_create(&server->thread, NULL, server_run, server);
    CHECK(answer == 0);
    return server;
}

void cli_server_stop(struct cli_server *server)
{
    pthread_mutex_lock(&server->mutex);
    server->stopping = true;
    pthread_mutex_unlock(&server->mutex);
    shutdown(server->socket, SHUT_RDWR);        /* wakes the accepting thread */
    pthread_join(server->thread, NULL);
    pthread_mutex_lock(&server->mutex);
    while (server->running > 0)
        pthread_cond_wait(&server->less, &server->mutex);
    pthread_mutex_unlock(&server->mutex);
    close(server->socket);
    unlink(server->path);
    pthread_mutex_destroy(&server->mutex);
    pthread_cond_destroy(&server->less);
}

/* ---- the other side ---- */

bool cli_socket_ask(const char *path, struct text request, struct arena *arena,
                    struct text *ret_answer, struct text *ret_reason)
{
    struct sockaddr_un address;
    if (!address_of(path, &address)) {
        *ret_reason = arena_format(arena, "%s: longer than %d bytes", path, PATH_BYTES_MAX);
        return false;
    }
    int peer = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(peer >= 0);
    bool good = connect(peer, (const struct sockaddr *)&address, sizeof address) == 0;
    if (!good) {
        *ret_reason = arena_format(arena, "%s: %s", path, strerrordesc_np(errno));
    } else {
        /* Longer than any action waits in the server's own queue. */
        set_patience(peer, 3 * LIMIT_REQUEST_SECONDS);
        good = send_all(peer, request) && shutdown(peer, SHUT_WR) == 0
            && receive_all(peer, arena, ret_answer) && ret_answer->length > 0;
        if (!good)
            *ret_reason = arena_format(arena, "%s: the server broke off", path);
    }
    close(peer);
    return good;
}
