/* hospital.c: the loop: one epoll, one state a connection. */

#include "hospital_message.h"

#include "base/check.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_BYTES 32768
#define RETRY_US 20000
#define EVENTS_A_ROUND 64

enum connection_state { IDLE, CONNECTING, SENDING, WAITING, PAUSED };

struct connection {
    int socket;                 /* -1: none */
    enum connection_state state;
    struct hospital_visit *visit;       /* NULL: none in hand */
    enum hospital_step step;
    bool again;
    int64_t sent_us, wake_us;
    size_t out_length, out_done, in_length;
    char out[HOSPITAL_MESSAGE_BYTES];
    char in[ANSWER_BYTES];
};

struct load {
    const struct hospital_plan *plan;
    struct hospital_tally *tally;
    struct connection *connections;
    int epoll, in_hand;
    int64_t first_us, last_us;
};

/* ---- times ---- */

static void times_add(struct hospital_times *times, int64_t us)
{
    if (times->count == times->capacity) {
        times->capacity = times->capacity == 0 ? 4096 : times->capacity * 2;
        times->us = realloc(times->us, times->capacity * sizeof *times->us);
        CHECK(times->us != NULL);
    }
    times->us[times->count++] = (uint32_t)us;
}

static int by_size(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

double hospital_ms_at(struct hospital_times *times, double part)
{
    if (times->count == 0)
        return 0;
    qsort(times->us, times->count, sizeof *times->us, by_size);
    size_t at = (size_t)((double)times->count * part);
    return times->us[at < times->count ? at : times->count - 1] / 1000.0;
}

void hospital_tally_free(struct hospital_tally *tally)
{
    for (int i = 0; i < HOSPITAL_STEPS; i++)
        free(tally->times[i].us);
    memset(tally, 0, sizeof *tally);
}

/* ---- a connection ---- */

static void watch(struct load *load, struct connection *connection, uint32_t events)
{
    struct epoll_event event = { .events = events, .data = { .ptr = connection } };
    if (epoll_ctl(load->epoll, EPOLL_CTL_MOD, connection->socket, &event) != 0)
        CHECK(epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->socket, &event) == 0);
}

static void hang_up(struct connection *connection)
{
    if (connection->socket >= 0)
        close(connection->socket);
    connection->socket = -1;
    connection->in_length = 0;
}

/* The server is away or busy: the same message again, a little later. */
static void pause_and_retry(struct connection *connection)
{
    hang_up(connection);
    connection->state = PAUSED;
    connection->again = true;
    connection->wake_us = clock_steady_us() + RETRY_US;
}

static void lose(struct load *load, struct connection *connection)
{
    if (connection->state == SENDING || connection->state == WAITING)
        load->tally->lost++;
    pause_and_retry(connection);
}

static void push(struct load *load, struct connection *connection)
{
    while (connection->out_done < connection->out_length) {
        ssize_t sent = send(connection->socket, connection->out + connection->out_done,
                            connection->out_length - connection->out_done, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            break;
        if (sent <= 0) {
            lose(load, connection);
            return;
        }
        connection->out_done += (size_t)sent;
    }
    bool all = connection->out_done == connection->out_length;
    if (all && connection->state == WAITING)
        return;
    connection->state = all ? WAITING : SENDING;
    watch(load, connection, all ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

static void start_sending(struct load *load, struct connection *connection)
{
    connection->out_done = 0;
    connection->in_length = 0;
    connection->sent_us = clock_steady_us();
    bool watched = connection->state == WAITING;    /* for reading, already */
    connection->state = watched ? WAITING : SENDING;
    push(load, connection);
}

static void dial(struct load *load, struct connection *connection)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(load->plan->port),
    };
    CHECK(inet_pton(AF_INET, load->plan->host, &address.sin_addr) == 1);
    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    CHECK(connection->socket >= 0);
    int yes = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connection->state = CONNECTING;
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0
        && errno != EINPROGRESS) {
        pause_and_retry(connection);
        return;
    }
    watch(load, connection, EPOLLOUT);
}

/* ---- a visit on a connection ---- */

static void send_step(struct load *load, struct connection *connection)
{
    int step = 0;
    while ((connection->visit->steps & HOSPITAL_STEP(step)) == 0)
        step++;
    CHECK(step < HOSPITAL_STEPS);
    connection->step = (enum hospital_step)step;
    connection->again = false;
    connection->out_length = hospital_message(connection->visit, connection->step,
                                              connection->out);
    if (load->first_us == 0)
        load->first_us = clock_steady_us();
    if (connection->socket < 0)
        dial(load, connection);
    else
        start_sending(load, connection);
}

static void take_visit(struct load *load, struct connection *connection)
{
    if (load->plan->enough(load->plan->context))
        return;
    connection->visit = load->plan->take(load->plan->context);
    if (connection->visit == NULL)
        return;
    load->in_hand++;
    send_step(load, connection);
}

static void visit_ended(struct load *load, struct connection *connection)
{
    connection->visit = NULL;
    load->in_hand--;
    load->tally->visits++;
    take_visit(load, connection);
    if (connection->visit == NULL)
        connection->state = IDLE;
}

static void answer_came(struct load *load, struct connection *connection, struct text body)
{
    struct hospital_tally *tally = load->tally;
    struct hospital_visit *visit = connection->visit;
    struct hospital_answer answer = {
        .step = connection->step, .again = connection->again, .body = body,
    };
    hospital_judge(&answer);
    load->last_us = clock_steady_us();
    times_add(&tally->times[answer.step], load->last_us - connection->sent_us);
    tally->good += answer.good;
    tally->refused += !answer.good;
    if (answer.good)
        hospital_read(visit, &answer);
    bool goes_on = load->plan->answered(load->plan->context, visit, &answer) && answer.good;
    if (visit->told[answer.step] == 0)
        visit->told[answer.step] = answer.told;
    visit->steps &= ~HOSPITAL_STEP(answer.step);
    if (goes_on && visit->steps != 0)
        send_step(load, connection);
    else
        visit_ended(load, connection);
}

/* ---- answers off the wire ---- */

/* The whole answer, when it is there: its status and body. */
static bool answer_whole(const struct connection *connection, int *ret_status,
                         struct text *ret_body)
{
    struct text all = { connection->in, connection->in_length };
    const char *end = memmem(all.data, all.length, "\r\n\r\n", 4);
    if (end == NULL)
        return false;
    size_t head = (size_t)(end - all.data) + 4;
    const char *length = memmem(all.data, head, "\r\nContent-Length: ", 18);
    CHECK(length != NULL && head > 12);
    size_t size = strtoul(length + 18, NULL, 10);
    if (all.length < head + size)
        return false;
    *ret_status = (int)strtol(all.data + 9, NULL, 10);
    *ret_body = text_slice(all, head, head + size);
    return true;
}

static void pull(struct load *load, struct connection *connection)
{
    ssize_t got = recv(connection->socket, connection->in + connection->in_length,
                       ANSWER_BYTES - connection->in_length, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        if (connection->visit != NULL)
            lose(load, connection);
        else
            hang_up(connection);
        return;
    }
    connection->in_length += (size_t)got;
    CHECK(connection->in_length < ANSWER_BYTES);
    int status;
    struct text body;
    if (connection->visit == NULL || !answer_whole(connection, &status, &body))
        return;
    if (status == 503) {
        load->tally->busy++;
        pause_and_retry(connection);
        return;
    }
    answer_came(load, connection, body);
}

static void on_event(struct load *load, struct connection *connection, uint32_t events)
{
    if (connection->socket < 0)
        return;
    if (connection->state == CONNECTING) {
        int fault = 0;
        socklen_t size = sizeof fault;
        getsockopt(connection->socket, SOL_SOCKET, SO_ERROR, &fault, &size);
        if (fault != 0)
            pause_and_retry(connection);
        else
            start_sending(load, connection);
        return;
    }
    if ((events & EPOLLOUT) != 0 && connection->state == SENDING)
        push(load, connection);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && connection->socket >= 0)
        pull(load, connection);
}

/* ---- the loop ---- */

static void wake_and_watch_patience(struct load *load)
{
    int64_t now = clock_steady_us();
    int64_t patience_us = load->plan->patience_ms * 1000;
    for (int i = 0; i < load->plan->connections; i++) {
        struct connection *connection = &load->connections[i];
        if (connection->state == PAUSED && connection->wake_us <= now)
            dial(load, connection);
        else if (connection->state == WAITING && now - connection->sent_us > patience_us)
            lose(load, connection);
        else if (connection->state == IDLE && connection->visit == NULL)
            take_visit(load, connection);
    }
}

void hospital_run(const struct hospital_plan *plan, struct hospital_tally *ret_tally)
{
    memset(ret_tally, 0, sizeof *ret_tally);
    struct load load = { .plan = plan, .tally = ret_tally };
    load.connections = calloc((size_t)plan->connections, sizeof *load.connections);
    load.epoll = epoll_create1(EPOLL_CLOEXEC);
    CHECK(load.connections != NULL && load.epoll >= 0);
    for (int i = 0; i < plan->connections; i++)
        load.connections[i].socket = -1;

    int64_t looked_us = 0, begun_us = clock_steady_us();
    while (!ret_tally->gave_up) {
        if (clock_steady_us() - looked_us > 5000) {
            wake_and_watch_patience(&load);
            looked_us = clock_steady_us();
            int64_t heard_us = load.last_us > begun_us ? load.last_us : begun_us;
            ret_tally->gave_up = looked_us - heard_us > plan->give_up_ms * 1000;
        }
        if (load.in_hand == 0 && plan->enough(plan->context))
            break;
        struct epoll_event events[EVENTS_A_ROUND];
        int count = epoll_wait(load.epoll, events, EVENTS_A_ROUND, 5);
        for (int i = 0; i < count; i++)
            on_event(&load, events[i].data.ptr, events[i].events);
    }
    ret_tally->seconds = (double)(load.last_us - load.first_us) / 1e6;
    for (int i = 0; i < plan->connections; i++)
        hang_up(&load.connections[i]);
    close(load.epoll);
    free(load.connections);
}
