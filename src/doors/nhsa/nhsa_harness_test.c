#include "doors/nhsa/nhsa_harness.h"

#include "base/check.h"
#include "doors/http_server.h"
#include "doors/nhsa/canned_rooms.h"
#include "doors/nhsa/nhsa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct canned canned;

struct institution_access institutions[5] = {
    { .institution = 1001, .division = 110105, .code = { "H11010590001", 12 },
      .name = { "示例医院", 12 }, .mode = GATEWAY_NONE },
    { .institution = 1002, .division = 110105, .code = { "H11010590002", 12 },
      .mode = GATEWAY_CSB, .key_id = { "AK0001", 6 }, .secret = { "SK-secret-1", 11 } },
    { .institution = 1003, .division = 440105, .code = { "H11010590003", 12 },
      .mode = GATEWAY_TIF, .key_id = { "paas-1", 6 }, .secret = { "tif-token", 9 } },
    { .institution = 1004, .division = 220105, .code = { "H11010590004", 12 },
      .mode = GATEWAY_TOKEN, .key_id = { "client-0123456789", 17 },
      .secret = { "client-secret", 13 }, .user_name = { "his", 3 }, .password = { "p w+d", 5 } },
    { .institution = 1005, .division = 110105, .code = { "H11010590005", 12 },
      .mode = GATEWAY_NONE, .sign_in_required = true },
};

static struct http_server *server;
static struct nhsa *nhsa;
static struct log journal;
static FILE *log_file;
static struct arena memory;
/* The test and the server take turns anyway; this says so to a race detector. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void take_turn(void)
{
    pthread_mutex_lock(&turn);
    pthread_mutex_unlock(&turn);
}

/* ---- the house ---- */

static void copy_text(char *to, size_t size, struct text text)
{
    snprintf(to, size, "%.*s", TEXT_ARGS(text));
}

static void note(const struct call *call)
{
    const struct asking *asking = call->request.asking;
    pthread_mutex_lock(&turn);
    canned.calls++;
    copy_text(canned.action, sizeof canned.action, text_of(call->request.action->name));
    copy_text(canned.key, sizeof canned.key, call->request.key);
    copy_text(canned.operator_name, sizeof canned.operator_name, asking->operator_name);
    copy_text(canned.sign_no, sizeof canned.sign_no, asking->sign_no);
    canned.treatment_division = asking->treatment_division;
    canned.enrolment_division = asking->enrolment_division;
    canned.institution = call->request.actor->institution;
    canned.scope_institution = call->request.actor->scope.institution;
    canned.role = call->request.actor->role;
    canned.input = shape_pack(call->request.action->input, call->request.input, &memory);
    pthread_mutex_unlock(&turn);
}

static void add_trail(struct call *call, const char *measure, bool shown)
{
    if (measure == NULL)
        return;
    if (call->trail.arena == NULL)
        trail_init(&call->trail, call->request.arena);
    struct trail_line *line =
        trail_add(&call->trail, "visit.trail.supply", NULL, MONEY_NONE, MONEY_NONE);
    line->subject = text_of(measure);
    line->shown = shown;
}

static void work(struct call *call)
{
    call->status = canned.status;
    call->refusal = canned.refusal;
    if (call->status == CALL_FAULT)
        call->fault = TEXT("no disk");
    if (call->status == CALL_DONE) {
        call->answer = canned_answer(&call->request);
        add_trail(call, canned.unshown, false);
        add_trail(call, canned.shown, true);
    }
    call->done(call);
}

static void *work_later(void *call)
{
    work(call);
    return NULL;
}

static void house_submit(struct house *house, struct call *call)
{
    (void)house;
    note(call);
    if (!canned.later) {
        work(call);
        return;
    }
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, work_later, call) == 0);
    pthread_detach(thread);
}

static void house_finish(struct house *house, struct call *call)
{
    (void)house;
    (void)call;
    pthread_mutex_lock(&turn);
    canned.finished++;
    pthread_mutex_unlock(&turn);
}

static struct moment house_now(const struct house *house)
{
    (void)house;
    return CANNED_NOW;
}

static bool house_institution_of(struct house *house, struct text code, struct arena *arena,
                                 struct institution_access *ret_access)
{
    (void)house;
    (void)arena;
    take_turn();
    *ret_access = (struct institution_access){ .unasked = canned.unasked };
    for (size_t i = 0; i < COUNT_OF(institutions) && !canned.unasked; i++)
        if (text_equal(institutions[i].code, code)) {
            *ret_access = institutions[i];
            return true;
        }
    return false;
}

static bool house_institution_of_key(struct house *house, struct text key, struct arena *arena,
                                     struct institution_access *ret_access)
{
    (void)house;
    (void)arena;
    *ret_access = (struct institution_access){ .unasked = canned.unasked };
    for (size_t i = 0; i < COUNT_OF(institutions) && !canned.unasked; i++)
        if (text_present(key) && text_equal(institutions[i].key_id, key)) {
            *ret_access = institutions[i];
            return true;
        }
    return false;
}

static const struct room *const rooms[] = { &canned_room };
static struct house house = {
    .rooms = rooms, .room_count = 1, .submit = house_submit, .finish = house_finish,
    .now = house_now, .institution_of = house_institution_of,
    .institution_of_key = house_institution_of_key,
};

int harness_start(void **state)
{
    (void)state;
    arena_init(&memory);
    log_file = tmpfile();
    if (log_file == NULL)
        return 1;
    log_init(&journal, fileno(log_file), LOG_LEVEL_NOTE, NULL);
    nhsa = nhsa_new(&(struct nhsa_plan){ .house = &house, .log = &journal });
    struct http_listener_plan plan = nhsa_listener(nhsa, "127.0.0.1", 0);
    struct text reason;
    server = http_server_start(&plan, 1, &memory, &reason);
    return server == NULL;
}

int harness_stop(void **state)
{
    (void)state;
    bool idle = http_server_drain(server, 2000);
    http_server_free(server);
    nhsa_free(nhsa);
    fclose(log_file);
    arena_release(&memory);
    return !idle;
}

struct text harness_logged(void)
{
    static char content[4096];
    rewind(log_file);
    return (struct text){ content, fread(content, 1, sizeof content, log_file) };
}

struct arena *harness_memory(void)
{
    return &memory;
}

struct text harness_format(const char *format, ...)
{
    char bytes[8192];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(bytes, sizeof bytes, format, args);
    va_end(args);
    CHECK(length >= 0 && (size_t)length < sizeof bytes);
    return arena_copy(&memory, bytes, (size_t)length);
}

/* ---- the client ---- */

static struct text read_whole(int client, char *bytes, size_t capacity)
{
    size_t length = 0;
    for (;;) {
        ssize_t count = recv(client, bytes + length, capacity - length, 0);
        if (count <= 0)
            return (struct text){ bytes, length };
        length += (size_t)count;
    }
}

static void send_whole(int client, struct text text)
{
    while (text.length > 0) {
        ssize_t count = send(client, text.data, text.length, MSG_NOSIGNAL);
        if (count <= 0)
            return;
        text = text_slice(text, (size_t)count, text.length);
    }
}

struct harness_answer harness_send(const char *method, const char *path, const char *headers,
                                   struct text body)
{
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(http_server_port(server, 0)),
        .sin_addr = { htonl(INADDR_LOOPBACK) },
    };
    struct timeval patience = { .tv_sec = 5 };
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    struct text head = harness_format("%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n%s"
                                      "Content-Length: %zu\r\n\r\n", method, path,
                                      headers == NULL ? "" : headers, body.length);
    /* While the message is on its way the memory is the house's. */
    size_t capacity = 512 * 1024;
    char *bytes = arena_take(&memory, capacity);
    take_turn();
    send_whole(client, head);
    send_whole(client, body);
    struct text whole = read_whole(client, bytes, capacity);
    close(client);
    take_turn();

    struct harness_answer answer = { .head = whole };
    const char *end = memmem(whole.data, whole.length, "\r\n\r\n", 4);
    if (whole.length < 12 || end == NULL)
        return answer;
    answer.head = (struct text){ whole.data, (size_t)(end - whole.data) };
    answer.body = text_slice(whole, answer.head.length + 4, whole.length);
    int64_t status = 0;
    text_to_int64(text_slice(whole, 9, 12), &status);
    answer.status = (int)status;
    struct json_fault fault;
    if (!json_parse(answer.body, answer.body.length, &memory, &answer.json, &fault))
        answer.json = NULL;
    return answer;
}

struct harness_answer harness_ask_with(const char *infno, const char *code, const char *path,
                                       const char *headers, const char *input,
                                       const char *more_envelope)
{
    struct text body = arena_format(&memory,
        "{\"infno\":\"%s\",\"msgid\":\"H11010590001202002100900000001\","
        "\"mdtrtarea_admvs\":\"110105\",\"insuplc_admdvs\":\"110108\","
        "\"recer_sys_code\":\"MBS_LOCAL\",\"dev_no\":\"\",\"infver\":\"V1.0\","
        "\"opter_type\":\"1\",\"opter\":\"0001\",\"opter_name\":\"测试员\","
        "\"inf_time\":\"2020-02-10 09:00:00\",\"fixmedins_code\":\"%s\","
        "\"fixmedins_name\":\"示例医院\"%s,\"input\":%s}", infno, code,
        more_envelope == NULL ? "" : more_envelope, input);
    return harness_send("POST", path, headers, body);
}

struct harness_answer harness_ask(const char *infno, const char *input)
{
    return harness_ask_with(infno, "H11010590001", "/fsi/api/rsfComIfsService/callService", NULL,
                            input, NULL);
}

/* ---- looking at answers ---- */

const struct json *answer_node(const struct harness_answer *answer, const char *path)
{
    const struct json *node = answer->json;
    for (struct text rest = text_of(path); rest.data != NULL;) {
        int64_t index;
        struct text step = text_until(rest, '.', &rest);
        if (json_kind(node) == JSON_ARRAY && text_to_int64(step, &index))
            node = json_at(node, (size_t)index);
        else
            node = json_member(node, step);
    }
    return node;
}

struct text answer_at(const struct harness_answer *answer, const char *path)
{
    return json_plain_text(answer_node(answer, path));
}

static void fail_with(const struct harness_answer *answer, const char *what)
{
    fail_msg("%s\n%.*s\n%.*s", what, TEXT_ARGS(answer->head), TEXT_ARGS(answer->body));
}

void assert_good(const struct harness_answer *answer)
{
    const struct json *code = answer_node(answer, "infcode");
    if (answer->status != 200 || json_kind(code) != JSON_NUMBER
        || !text_is(json_number_text(code), "0"))
        fail_with(answer, "not good");
}

void assert_refused(const struct harness_answer *answer, const char *part_of_message)
{
    struct text message = answer_at(answer, "err_msg");
    if (!text_is(answer_at(answer, "infcode"), "-1")
        || memmem(message.data, message.length, part_of_message, strlen(part_of_message)) == NULL)
        fail_with(answer, part_of_message);
    if (text_characters(message) > 200)
        fail_with(answer, "err_msg is longer than 200 characters");
    if (json_kind(answer_node(answer, "output")) != JSON_NULL)
        fail_with(answer, "output with a refusal");
}

void assert_at(const struct harness_answer *answer, const char *path, const char *value)
{
    if (!text_is(answer_at(answer, path), value))
        fail_with(answer, path);
}
