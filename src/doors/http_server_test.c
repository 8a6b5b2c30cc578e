#include "doors/http_server.h"

#include "base/check.h"
#include "base/limits.h"
#include "doors/http_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* ---- a server that says what it got ---- */

struct late {
    pthread_t thread;
    struct http_request *request;
};

static struct http_server *server;
static struct arena memory;
static struct http_stream *stream;
static _Atomic int stream_ready;

static void say_back(struct http_request *request)
{
    struct text said = arena_format(request->arena, "%.*s %.*s [%.*s] q=%.*s h=%.*s p=%.*s",
        TEXT_ARGS(request->method), TEXT_ARGS(request->path), TEXT_ARGS(request->body),
        TEXT_ARGS(http_query_of(request, "q")), TEXT_ARGS(http_header_of(request, "X-Test")),
        TEXT_ARGS(http_peer(request)));
    struct http_header header = { "X-Said", "yes" };
    http_answer(request, 200, "text/plain", said, &header, 1);
}

static void *answer_late(void *data)
{
    struct late *late = data;
    nanosleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
    say_back(late->request);
    return NULL;
}

static void *answer_soon(void *data)
{
    say_back(((struct late *)data)->request);
    return NULL;
}

static void *continue_late(void *data)
{
    nanosleep(&(struct timespec){ .tv_nsec = 5 * 1000 * 1000 }, NULL);
    http_continue(((struct late *)data)->request, say_back);
    return NULL;
}

static void handle(struct http_request *request, void *data)
{
    (void)data;
    if (text_starts(request->path, TEXT("/next-now"))) {
        http_continue(request, say_back);
        return;
    }
    bool next = text_starts(request->path, TEXT("/next"));
    bool late = text_starts(request->path, TEXT("/late"));
    if (late || next || text_starts(request->path, TEXT("/soon"))) {
        struct late *one = ARENA_NEW(request->arena, struct late);
        one->request = request;
        pthread_attr_t detached;
        pthread_attr_init(&detached);
        pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
        void *(*run)(void *) = late ? answer_late : next ? continue_late : answer_soon;
        CHECK(pthread_create(&one->thread, &detached, run, one) == 0);
        pthread_attr_destroy(&detached);
    } else if (text_is(request->path, "/stream")) {
        stream = http_stream_begin(request, "text/event-stream");
        atomic_store(&stream_ready, 1);
    } else if (text_is(request->path, "/size")) {
        http_answer(request, 200, "text/plain",
                    arena_format(request->arena, "%zu", request->body.length), NULL, 0);
    } else {
        say_back(request);
    }
}

static void refuse(struct http_request *request, int status, const char *reason, void *data)
{
    (void)data;
    http_answer(request, status, "text/plain",
                arena_format(request->arena, "refused: %s", reason), NULL, 0);
}

static size_t body_max_of(void *data, struct text method, struct text path)
{
    (void)data;
    (void)method;
    return text_is(path, "/size") ? (size_t)1024 * 1024 : 1000;
}

static int start_server(void **state)
{
    (void)state;
    arena_init(&memory);
    struct http_listener_plan plan = {
        .address = "127.0.0.1", .handle = handle, .refuse = refuse, .body_max_of = body_max_of,
    };
    struct text reason;
    server = http_server_start(&plan, 1, &memory, &reason);
    return server == NULL;
}

static int stop_server(void **state)
{
    (void)state;
    bool idle = http_server_drain(server, 60000);
    http_server_free(server);
    arena_release(&memory);
    return !idle;
}

/* ---- a client that writes bytes ---- */

static int client_open_at(const struct http_server *to)
{
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(http_server_port(to, 0)),
        .sin_addr = { htonl(INADDR_LOOPBACK) },
    };
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    struct timeval patience = { .tv_sec = 5 };
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return client;
}

static int client_open(void)
{
    return client_open_at(server);
}

static void client_send(int client, const char *bytes)
{
    size_t length = strlen(bytes);
    assert_int_equal(send(client, bytes, length, MSG_NOSIGNAL), (ssize_t)length);
}

/* Reads until `wanted` has come or the other side closes. */
static const char *client_read(int client, const char *wanted)
{
    static char got[8192];
    size_t length = 0;
    got[0] = '\0';
    while (length + 1 < sizeof got && (wanted == NULL || strstr(got, wanted) == NULL)) {
        ssize_t count = recv(client, got + length, sizeof got - 1 - length, 0);
        if (count <= 0)
            break;
        length += (size_t)count;
        got[length] = '\0';
    }
    return got;
}

/* One request on a connection of its own; checks that the answer has both texts. */
static void ask(const char *bytes, const char *status, const char *body)
{
    int client = client_open();
    client_send(client, bytes);
    const char *got = client_read(client, body);
    if (strstr(got, status) == NULL || strstr(got, body) == NULL)
        fail_msg("sent:\n%s\ngot:\n%s", bytes, got);
    close(client);
}

/* ---- tests ---- */

static void test_request_is_handed_over_whole(void **state)
{
    (void)state;
    ask("POST /a%E5%8C%BBb?q=x%20y&z HTTP/1.1\r\nHost: t\r\nX-Test:  v \r\n"
        "Content-Length: 5\r\n\r\nhello", "HTTP/1.1 200",
        "POST /a\xE5\x8C\xBB" "b [hello] q=x y h=v p=127.0.0.1");
    ask("GET / HTTP/1.1\r\nHost: t\r\n\r\n", "X-Said: yes", "GET / [] q= h= p=127.0.0.1");
    ask("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", " 200 ", "[abcde]");
    ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        " 200 ", "[ok]");
}

static void test_connection_is_kept(void **state)
{
    (void)state;
    int client = client_open();
    static const char *const ways[] = { "/late", "/soon", "/now", "/next", "/next-now" };
    for (int i = 0; i < 50; i++) {
        char request[128];
        snprintf(request, sizeof request, "POST %s/%d HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n"
                 "\r\nx", ways[i % 5], i);
        client_send(client, request);
        char wanted[32];
        snprintf(wanted, sizeof wanted, "/%d [x] q= h= p=127.0.0.1", i);
        assert_non_null(strstr(client_read(client, wanted), wanted));
    }
    close(client);
}

static void test_what_hides_requests_is_refused(void **state)
{
    (void)state;
    ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", " 400 ",
        "refused: http.reason.two-lengths");
    ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\n", " 400 ", "refused: http.reason.length-and-encoding");
    ask("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip\r\n\r\n", " 501 ",
        "refused: http.reason.encoding");
    ask("GET / HTTP/1.1\r\nHost: t\r\nX-Test: a\r\n b\r\n\r\n", " 400 ",
        "refused: http.reason.folded");
    ask("GET / HTTP/1.1\r\nX-Test: a\r\n\tTransfer-Encoding: chunked\r\nHost: t\r\n\r\n", " 400 ",
        "refused: http.reason.folded");
    ask("GET / HTTP/1.1\r\nHost: t\r\nX-Test:\r\n \r\n\r\n", " 400 ",
        "refused: http.reason.folded");
    ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length : 1\r\n\r\nx", " 400 ",
        "refused: http.reason.blank-name");
    ask("GET /%FF HTTP/1.1\r\nHost: t\r\n\r\n", " 400 ",
        "refused: http.reason.path-not-utf8");
}

static void test_limits(void **state)
{
    (void)state;
    ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1001\r\n\r\n", " 413 ",
        "refused: http.reason.body-too");
    char big[3000];
    int length = snprintf(big, sizeof big, "POST / HTTP/1.1\r\nHost: t\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n3e9\r\n%1001d\r\n0\r\n\r\n", 7);
    assert_in_range(length, 1000, 3000);
    ask(big, " 413 ", "refused: http.reason.body-too");

    char *head = test_malloc(LIMIT_HEADER_BYTES + 100);
    snprintf(head, LIMIT_HEADER_BYTES + 100, "GET / HTTP/1.1\r\nHost: t\r\nX-Test: %0*d\r\n\r\n",
             (int)LIMIT_HEADER_BYTES, 7);
    ask(head, " 431 ", "refused: http.reason.head-too");
    test_free(head);

    head = test_malloc(4 * LIMIT_HEADER_BYTES);
    snprintf(head, 4 * LIMIT_HEADER_BYTES, "GET / HTTP/1.1\r\nHost: t\r\nX-Test: %0*d\r\n\r\n",
             3 * (int)LIMIT_HEADER_BYTES, 7);
    int client = client_open();
    send(client, head, strlen(head), MSG_NOSIGNAL);
    assert_non_null(strstr(client_read(client, " 431 "), " 431 "));
    close(client);
    test_free(head);
}

static void test_large_body(void **state)
{
    (void)state;
    size_t size = 900 * 1000;
    char *bytes = test_malloc(size + 200);
    int head = snprintf(bytes, 200, "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n",
                        size);
    memset(bytes + head, 'x', size);
    int client = client_open();
    for (size_t sent = 0; sent < size + (size_t)head;) {
        ssize_t count = send(client, bytes + sent, size + (size_t)head - sent, MSG_NOSIGNAL);
        assert_true(count > 0);
        sent += (size_t)count;
    }
    assert_non_null(strstr(client_read(client, "900000"), "900000"));
    close(client);
    test_free(bytes);
}

static void test_stream(void **state)
{
    (void)state;
    atomic_store(&stream_ready, 0);
    int client = client_open();
    client_send(client, "GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    while (!atomic_load(&stream_ready))
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
    assert_true(http_stream_send(stream, TEXT("data: 1\n\n")));
    assert_non_null(strstr(client_read(client, "data: 1\n\n"), "text/event-stream"));
    nanosleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
    assert_true(http_stream_send(stream, TEXT("data: 2\n\n")));
    assert_non_null(strstr(client_read(client, "data: 2\n\n"), "data: 2"));
    http_stream_end(stream);
    close(client);

    /* A reader that left is noticed while sending. */
    atomic_store(&stream_ready, 0);
    client = client_open();
    client_send(client, "GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    while (!atomic_load(&stream_ready))
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
    client_read(client, "\r\n\r\n");
    close(client);
    bool told = true;
    for (int i = 0; i < 30000 && told; i++) {
        told = http_stream_send(stream, TEXT("data: 3\n\n"));
        nanosleep(&(struct timespec){ .tv_nsec = 2 * 1000 * 1000 }, NULL);
    }
    assert_false(told);
    http_stream_end(stream);
}

static void test_client_that_leaves_does_no_harm(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        int client = client_open();
        client_send(client, i % 2 == 0 ? "GET /late HTTP/1.1\r\nHost: t\r\n\r\nmore"
                                       : "GET /next HTTP/1.1\r\nHost: t\r\n\r\nmore");
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
        close(client);
        client = client_open();
        client_send(client, "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\nhalf");
        close(client);
    }
    ask("GET /soon HTTP/1.1\r\nHost: t\r\n\r\n", " 200 ", "GET /soon");
}

/* ---- limits that a test need not wait for ---- */

static struct http_server *small_server(int request_seconds)
{
    const struct http_listener_plan plan = {
        .address = "127.0.0.1", .handle = handle, .connections_max = 2,
        .request_seconds = request_seconds,
    };
    struct text reason;
    struct http_server *small = http_server_start(&plan, 1, &memory, &reason);
    assert_non_null(small);
    return small;
}

static void small_server_end(struct http_server *small)
{
    assert_true(http_server_drain(small, 60000));
    http_server_free(small);
}

/* A byte now and then does not keep a request open. */
static void test_slow_sender_is_cut(void **state)
{
    (void)state;
    struct http_server *small = small_server(1);
    int client = client_open_at(small);
    client_send(client, "GET / HTTP/1.1\r\nHost: t\r\nX-Test: ");
    int pieces = 0;
    for (; pieces < 3000 && http_server_counts(small).cut == 0; pieces++) {
        nanosleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
        send(client, "x", 1, MSG_NOSIGNAL);
    }
    /* One second, and up to one more until the next look. */
    assert_in_range(pieces, 1, 2999);
    assert_int_equal(http_server_counts(small).cut, 1);
    close(client);
    small_server_end(small);
}

/* A photo over a slow line keeps its time as long as it goes on. */
static void test_long_body_that_goes_on_is_waited_for(void **state)
{
    (void)state;
    assert_false(http_body_goes_on(0, LIMIT_BODY_STEP_BYTES - 1));
    assert_true(http_body_goes_on(LIMIT_BODY_STEP_BYTES - 1, LIMIT_BODY_STEP_BYTES));
    assert_false(http_body_goes_on(LIMIT_BODY_STEP_BYTES, LIMIT_BODY_STEP_BYTES + 1));
    assert_true(http_body_goes_on(0, 3 * LIMIT_BODY_STEP_BYTES));
}

static int begin_body(const struct http_server *to, size_t size)
{
    static char bytes[200000 + 1];
    memset(bytes, 'x', size);
    bytes[size] = '\0';
    int client = client_open_at(to);
    client_send(client, "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 200000\r\n\r\n");
    client_send(client, bytes);
    return client;
}

/* Bodies on their way fill no more memory than is set aside; who is beyond it comes again. */
static void test_bodies_together_have_a_limit(void **state)
{
    (void)state;
    struct http_listener_plan plan = {
        .address = "127.0.0.1", .handle = handle, .refuse = refuse, .body_max_of = body_max_of,
        .bodies_max = 260000, .request_seconds = 60,
    };
    struct text reason;
    struct http_server *small = http_server_start(&plan, 1, &memory, &reason);
    assert_non_null(small);
    int half = begin_body(small, 100000);
    /* Until what was sent of the first has been read. */
    const char *got = "";
    for (int tries = 0; tries < 3000 && strstr(got, " 503 ") == NULL; tries++) {
        int whole = begin_body(small, 200000);
        got = client_read(whole, "\r\n\r\n");
        close(whole);
    }
    assert_non_null(strstr(got, "Retry-After: 1"));
    char rest[100001];
    memset(rest, 'x', 100000);
    rest[100000] = '\0';
    client_send(half, rest);
    assert_non_null(strstr(client_read(half, "200000"), " 200 "));
    close(half);
    for (int tries = 0; tries < 3000 && strstr(got, " 200 ") == NULL; tries++) {
        int whole = begin_body(small, 200000);
        got = client_read(whole, "\r\n\r\n");
        close(whole);
    }
    assert_non_null(strstr(got, " 200 "));
    small_server_end(small);
}

/* Who comes beyond the limit is told when to come again, and the others go on. */
static void test_connections_beyond_the_limit_are_told(void **state)
{
    (void)state;
    struct http_server *small = small_server(60);
    int kept[2];
    for (int i = 0; i < 2; i++) {
        kept[i] = client_open_at(small);
        client_send(kept[i], "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
        assert_non_null(strstr(client_read(kept[i], "127.0.0.1"), " 200 "));
    }
    int more = client_open_at(small);
    client_send(more, "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    const char *got = client_read(more, NULL);
    assert_non_null(strstr(got, " 503 "));
    assert_non_null(strstr(got, "Retry-After: 1"));
    assert_non_null(strstr(got, "Connection: close"));
    close(more);
    client_send(kept[0], "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_non_null(strstr(client_read(kept[0], "127.0.0.1"), " 200 "));
    close(kept[0]);
    while (http_server_counts(small).connections > 1)
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
    more = client_open_at(small);
    client_send(more, "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_non_null(strstr(client_read(more, "127.0.0.1"), " 200 "));
    close(more);
    close(kept[1]);
    small_server_end(small);
}

static void test_bad_address_is_told(void **state)
{
    (void)state;
    struct text reason = { 0 };
    struct http_listener_plan plan = { .address = "nowhere", .handle = handle };
    assert_null(http_server_start(&plan, 1, &memory, &reason));
    assert_true(text_is(reason, "cannot listen on nowhere port 0: not an address"));
    plan = (struct http_listener_plan){
        .address = "127.0.0.1", .port = http_server_port(server, 0), .handle = handle,
    };
    assert_null(http_server_start(&plan, 1, &memory, &reason));
    assert_true(text_ends(reason, TEXT("Address already in use")));
}

static void test_drain_waits_for_what_runs(void **state)
{
    (void)state;
    int kept = client_open();
    client_send(kept, "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    client_read(kept, "127.0.0.1");
    /* The answer is read a moment before the server lets go of it. */
    while (http_server_counts(server).running > 0)
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
    int slow = client_open();
    client_send(slow, "POST /now HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nab");
    /* Time for its head to be taken; if it is not, it is refused by its head. */
    nanosleep(&(struct timespec){ .tv_nsec = 50 * 1000 * 1000 }, NULL);
    int client = client_open();
    client_send(client, "GET /late/last HTTP/1.1\r\nHost: t\r\n\r\n");
    while (http_server_counts(server).running == 0)
        nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
    assert_true(http_server_drain(server, 60000));
    /* Its head came before the end, the rest of it after nobody waits any more. */
    client_send(slow, "cd");
    assert_non_null(strstr(client_read(slow, NULL), " 503 "));
    close(slow);
    const char *got = client_read(client, NULL);
    assert_non_null(strstr(got, "/late/last"));
    assert_non_null(strstr(got, "Connection: close"));
    client_send(kept, "GET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_non_null(strstr(client_read(kept, NULL), " 503 "));
    close(kept);
    close(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_is_handed_over_whole),
        cmocka_unit_test(test_connection_is_kept),
        cmocka_unit_test(test_what_hides_requests_is_refused),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_large_body),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_client_that_leaves_does_no_harm),
        cmocka_unit_test(test_slow_sender_is_cut),
        cmocka_unit_test(test_long_body_that_goes_on_is_waited_for),
        cmocka_unit_test(test_bodies_together_have_a_limit),
        cmocka_unit_test(test_connections_beyond_the_limit_are_told),
        cmocka_unit_test(test_bad_address_is_told),
        cmocka_unit_test(test_drain_waits_for_what_runs),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
