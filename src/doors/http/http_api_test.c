#include "doors/http/api.h"

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "doors/http/client_test.h"
#include "doors/http/fake_house_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <pthread.h>
#include <string.h>
#include <unistd.h>

static struct fake_house fake;
static struct arena memory;
static struct api *api;
static struct http_server *server;

static const char JSON_HEAD[] = "Content-Type: application/json\r\n";
static const char GOOD[] = "{\"name\":\"张三\",\"sex\":\"1\",\"born\":\"1980-02-29\","
    "\"amount\":\"113.40\",\"promise\":true}";

static int set_up(void **state)
{
    (void)state;
    arena_init(&memory);
    fake_house_init(&fake);
    struct api_plan plan = { .house = &fake.house };
    struct text reason;
    api = api_start(&plan, &memory, &reason);
    assert_non_null(api);
    struct http_listener_plan listener = {
        .address = "127.0.0.1", .handle = api_handle, .refuse = api_refuse,
        .body_max_of = api_body_max, .data = api,
    };
    server = http_server_start(&listener, 1, &memory, &reason);
    assert_non_null(server);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    assert_true(http_server_drain(server, 5000));
    http_server_free(server);
    assert_int_equal(fake.submitted, fake.finished);
    fake_house_release(&fake);
    arena_release(&memory);
    return 0;
}

static struct client_answer ask(const char *method, const char *target, const char *head,
                                const char *body)
{
    return client_ask(http_server_port(server, 0), method, target, head, text_of(body), &memory);
}

static const struct json *parsed(struct text text)
{
    const struct json *json = NULL;
    struct json_fault fault;
    if (!json_parse(text, (size_t)8 * 1024 * 1024, &memory, &json, &fault))
        fail_msg("not JSON: %s: %.*s", fault.reason, TEXT_ARGS(text));
    return json;
}

static struct text member(const struct json *json, const char *name)
{
    return json_plain_text(json_member(json, text_of(name)));
}

#define assert_text(text_, wanted_) \
    do { \
        struct text given_ = (text_); \
        if (!text_is(given_, (wanted_))) \
            fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(given_), (wanted_)); \
    } while (0)

/* The list of an answer is a table where one is asked for: a heading row, then a row a line. */
static void test_a_list_as_a_table(void **state)
{
    (void)state;
    struct client_answer answer = ask("POST", "/api/v1/cases?as=text", JSON_HEAD, GOOD);
    assert_int_equal(answer.status, 200);
    assert_true(text_starts(client_header(&answer, "Content-Disposition"), TEXT("attachment")));
    assert_true(answer.body.length > 0 && answer.body.data[0] != '{');
    answer = ask("POST", "/api/v1/cases?as=xlsx", JSON_HEAD, GOOD);
    assert_int_equal(answer.status, 200);
    /* A spreadsheet is a zip. */
    assert_true(text_starts(answer.body, TEXT("PK")));
    /* A stranger's words are no formula in whatever opens the table. */
    answer = ask("POST", "/api/v1/cases?as=text", JSON_HEAD,
                 "{\"name\":\"A\",\"sex\":\"1\",\"born\":\"1980-02-29\",\"promise\":true,"
                 "\"lines\":[{\"item\":\"=1+2\",\"price\":\"1.5\"}]}");
    assert_int_equal(answer.status, 200);
    assert_true(text_has(answer.body, "'=1+2\t1.5"));
    answer = ask("POST", "/api/v1/cases?as=picture", JSON_HEAD, GOOD);
    assert_int_equal(answer.status, 200);
    assert_true(text_starts(answer.body, TEXT("{")));
}

/* Rows without the headings. */
static size_t rows_of(struct text table)
{
    size_t count = 0;
    for (size_t i = 0; i < table.length; i++)
        count += table.data[i] == '\n';
    return count - 1;
}

static void check_whole(const char *path, size_t rows, const char *last)
{
    struct client_answer answer = ask("GET", path, "", "");
    assert_int_equal(answer.status, 200);
    assert_int_equal(rows_of(answer.body), rows);
    assert_true(text_has(answer.body, last));
}

/* All pages are in the table, whether the answer or its last row says what is next. */
static void test_a_table_has_all_pages(void **state)
{
    (void)state;
    check_whole("/api/v1/numbers?count=2500&as=text", 2500, "\n2500");
    check_whole("/api/v1/numbers?count=2000&as=text", 2000, "\n2000");
    check_whole("/api/v1/numbers?count=0&as=text", 0, "");
    check_whole("/api/v1/numbers?count=2500&after=1000&as=text", 1500, "\n1001");
    check_whole("/api/v1/numbers/by-row?count=2500&as=text", 2500, "\n2500");
    check_whole("/api/v1/numbers/by-row?count=20000&as=text", 20000, "\n20000");
    struct client_answer answer = ask("GET", "/api/v1/numbers?count=1500&as=xlsx", "", "");
    assert_int_equal(answer.status, 200);
    assert_true(text_starts(answer.body, TEXT("PK")));
    /* Without a table it is a page. */
    answer = ask("GET", "/api/v1/numbers?count=2500", "", "");
    assert_true(text_has(answer.body, "\"next\":\"1000\""));
}

static void test_a_table_too_long_is_refused(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/api/v1/numbers?count=20001&as=xlsx", "", "");
    assert_int_equal(answer.status, 422);
    assert_true(text_has(answer.body, "20000"));
    assert_true(text_has(answer.body, "超过"));
    answer = ask("GET", "/api/v1/numbers?count=20001&as=xlsx&lang=en", "", "");
    assert_int_equal(answer.status, 422);
    assert_true(text_has(answer.body, "more than 20000 rows"));
    /* No half of a table, where a later page is refused. */
    answer = ask("GET", "/api/v1/numbers?count=2500&fails=true&as=xlsx", "", "");
    assert_int_equal(answer.status, 409);
}

static void test_a_repeated_table_says_so(void **state)
{
    (void)state;
    const char *head = "Content-Type: application/json\r\nIdempotency-Key: table-1\r\n";
    struct client_answer first = ask("POST", "/api/v1/cases?as=text", head, GOOD);
    assert_int_equal(first.status, 200);
    assert_null(client_header(&first, "X-Repeated").data);
    struct client_answer again = ask("POST", "/api/v1/cases?as=text", head, GOOD);
    assert_int_equal(again.status, 200);
    assert_text(client_header(&again, "X-Repeated"), "true");
}

static void test_done_and_repeated(void **state)
{
    (void)state;
    const char *head = "Content-Type: application/json\r\nIdempotency-Key: k-1\r\n";
    struct client_answer first = ask("POST", "/api/v1/cases", head, GOOD);
    assert_int_equal(first.status, 200);
    const struct json *json = parsed(first.body);
    assert_text(member(json, "amount"), "113.40");
    assert_text(member(json, "number"), "4618000000000000001");
    assert_text(member(json, "at"), "2020-02-10T09:00:00+08:00");
    assert_null(client_header(&first, "X-Repeated").data);
    assert_null(json_member(json, TEXT("trail")));

    struct client_answer again = ask("POST", "/api/v1/cases", head, GOOD);
    assert_int_equal(again.status, 200);
    assert_text(client_header(&again, "X-Repeated"), "true");
    assert_true(text_equal(first.body, again.body));
    assert_int_equal(fake.recorded, 1);

    struct client_answer other = ask("POST", "/api/v1/cases", head,
        "{\"name\":\"other\",\"sex\":\"1\",\"born\":\"1980-02-29\",\"promise\":true}");
    assert_int_equal(other.status, 409);
    assert_int_equal(ask("POST", "/api/v1/cases",
        "Content-Type: application/json\r\nIdempotency-Key: a b\r\n", GOOD).status, 400);
}

static void test_trail(void **state)
{
    (void)state;
    struct client_answer answer = ask("POST", "/api/v1/cases?explain=1", JSON_HEAD, GOOD);
    const struct json *line = json_at(json_member(parsed(answer.body), TEXT("trail")), 0);
    assert_text(member(line, "key"), "settle.trail.deductible");
    assert_text(member(line, "zh"), "起付标准（首次住院）");
    assert_text(member(line, "base"), "113.40");
    const struct json *rule = json_member(line, TEXT("rule"));
    assert_text(member(rule, "file"), "rules/values/0/fake.yaml");
    assert_text(member(rule, "line"), "7");
    assert_text(member(rule, "source"), "a source");
}

static void test_all_faults_at_once(void **state)
{
    (void)state;
    struct client_answer answer = ask("POST", "/api/v1/cases?lang=en", JSON_HEAD,
        "{\"nmae\":\"x\",\"sex\":\"7\",\"born\":\"1980-02-30\",\"promise\":true,"
        "\"lines\":[{\"item\":\"a\",\"price\":\"cheap\"}]}");
    assert_int_equal(answer.status, 422);
    assert_text(client_header(&answer, "Content-Type"), "application/problem+json");
    const struct json *json = parsed(answer.body);
    assert_text(member(json, "status"), "422");
    assert_text(member(json, "title"), "The input has mistakes");
    const struct json *fields = json_member(json, TEXT("fields"));
    assert_int_equal(json_count(fields), 5);
    assert_text(member(json_at(fields, 0), "suggestion"), "name");
    assert_true(text_has(member(json_at(fields, 0), "zh"), "是不是“name”"));
    assert_text(member(json_at(fields, 3), "path"), "lines[0].price");
    assert_text(member(json_at(fields, 3), "key"), "input.not-a-price");
    assert_text(member(json_at(fields, 4), "path"), "name");
    assert_int_equal(fake.submitted, 0);
}

static void test_refusals_in_both_languages(void **state)
{
    (void)state;
    const char *nobody = "{\"name\":\"nobody\",\"sex\":\"1\",\"born\":\"1980-02-29\","
                         "\"promise\":true}";
    struct client_answer answer = ask("POST", "/api/v1/cases", JSON_HEAD, nobody);
    assert_int_equal(answer.status, 422);
    const struct json *json = parsed(answer.body);
    assert_text(member(json, "refusal"), "visit.refused.unknown-item");
    assert_text(member(json, "field"), "name");
    assert_true(text_starts(member(json, "detail"), TEXT("明细 7 的医疗目录编码 X")));
    answer = ask("POST", "/api/v1/cases",
                 "Content-Type: application/json\r\nAccept-Language: en-GB,zh;q=0.5\r\n", nobody);
    assert_true(text_starts(member(parsed(answer.body), "detail"), TEXT("Line 7: code X")));
    answer = ask("POST", "/api/v1/cases", JSON_HEAD,
        "{\"name\":\"closed\",\"sex\":\"1\",\"born\":\"1980-02-29\",\"promise\":true}");
    assert_int_equal(answer.status, 409);
    assert_text(member(parsed(answer.body), "refusal"), "visit.refused.closed");
}

static void test_busy_and_fault(void **state)
{
    (void)state;
    struct client_answer answer = ask("POST", "/api/v1/cases", JSON_HEAD,
        "{\"name\":\"busy\",\"sex\":\"1\",\"born\":\"1980-02-29\",\"promise\":true}");
    assert_int_equal(answer.status, 503);
    assert_text(client_header(&answer, "Retry-After"), "1");
    const char *fault = "{\"name\":\"fault\",\"sex\":\"1\",\"born\":\"1980-02-29\","
                        "\"promise\":true}";
    answer = ask("POST", "/api/v1/cases", JSON_HEAD, fault);
    assert_int_equal(answer.status, 500);
    assert_false(text_has(answer.body, "secret"));
    fake.sick = true;
    assert_int_equal(ask("POST", "/api/v1/cases", JSON_HEAD, fault).status, 503);
    assert_int_equal(ask("GET", "/healthz", "", "").status, 503);
    fake.sick = false;
    assert_int_equal(ask("GET", "/healthz", "", "").status, 200);
}

static void test_routing(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/api/v1/cases/17?page=3", "", "");
    assert_int_equal(answer.status, 200);
    assert_text(member(parsed(answer.body), "number"), "17");
    assert_text(member(parsed(answer.body), "page"), "3");
    /* A literal step wins over a braced one. */
    answer = ask("POST", "/api/v1/cases/find", JSON_HEAD, "{\"receipt\":\"R-1\"}");
    assert_text(member(parsed(answer.body), "state"), "accepted");
    answer = ask("GET", "/api/v1/cases/x?pgae=3", "", "");
    assert_int_equal(answer.status, 422);
    const struct json *fields = json_member(parsed(answer.body), TEXT("fields"));
    assert_text(member(json_at(fields, 0), "key"), "input.not-an-id");
    assert_text(member(json_at(fields, 1), "suggestion"), "page");

    answer = ask("GET", "/api/v1/casse", "", "");
    assert_int_equal(answer.status, 404);
    const struct json *near = json_member(parsed(answer.body), TEXT("nearest"));
    assert_true(json_count(near) >= 1);
    assert_text(json_text(json_at(near, 0)), "/api/v1/cases");
    answer = ask("DELETE", "/api/v1/cases/17", "", "");
    assert_int_equal(answer.status, 405);
    assert_text(client_header(&answer, "Allow"), "GET");
    assert_int_equal(ask("POST", "/api/v1/cases", "Content-Type: text/plain\r\n", GOOD).status,
                     415);
    assert_int_equal(ask("POST", "/api/v1/cases", JSON_HEAD, "{\"name\":").status, 400);
    assert_int_equal(ask("GET", "/api/v1", "", "").status, 200);
}

static void test_who_may(void **state)
{
    (void)state;
    static const char path[] = "/api/v1/cases/17/review";
    assert_int_equal(ask("POST", path, JSON_HEAD, "{}").status, 401);
    assert_int_equal(ask("POST", path, "Content-Type: application/json\r\n"
                         "Authorization: Bearer wrong\r\n", "{}").status, 401);
    assert_int_equal(ask("POST", path, "Content-Type: application/json\r\n"
                         "Authorization: Bearer " FAKE_TOKEN "\r\n", "{}").status, 200);
    /* A foreign page can send the cookie along, but not the header. */
    assert_int_equal(ask("POST", path, "Content-Type: application/json\r\n"
                         "Cookie: a=b; session=" FAKE_TOKEN "\r\n", "{}").status, 403);
    assert_int_equal(ask("POST", path, "Content-Type: application/json\r\n"
                         "Cookie: session=" FAKE_TOKEN "\r\nX-Requested-With: fetch\r\n",
                         "{}").status, 200);
    /* While the store does not say whose a session is, it has not ended. */
    fake.away = true;
    struct client_answer away = ask("POST", path, "Content-Type: application/json\r\n"
                                    "Authorization: Bearer " FAKE_TOKEN "\r\n", "{}");
    assert_int_equal(away.status, 503);
    assert_text(member(parsed(away.body), "type"), "urn:yibao:http.problem.unasked");
    assert_int_equal(ask("POST", path, "Content-Type: application/json\r\nCookie: session="
                         FAKE_TOKEN "\r\nX-Requested-With: fetch\r\n", "{}").status, 503);
    assert_int_equal(ask("GET", "/api/v1/changes", "Authorization: Bearer " FAKE_TOKEN "\r\n",
                         "").status, 503);
    fake.away = false;
    /* The path wins over what the body names. */
    struct client_answer answer = ask("POST", path, "Content-Type: application/json\r\n"
        "Authorization: Bearer " FAKE_TOKEN "\r\n", "{\"number\":\"99\"}");
    assert_text(member(parsed(answer.body), "number"), "17");
}

static struct text batch_of(int lines, int poison)
{
    char *bytes = arena_take(&memory, (size_t)lines * 120);
    struct builder builder = builder_over(bytes, (size_t)lines * 120);
    for (int i = 1; i <= lines; i++)
        if (i == poison)
            builder_add(&builder, TEXT("{\"name\":\"no end\n"));
        else
            builder_format(&builder, "{\"name\":\"p%d\",\"sex\":\"1\",\"born\":\"1980-02-29\","
                           "\"promise\":true}\n", i);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

static void check_batch(struct text out, int lines, int poison, bool repeated)
{
    struct text left = out;
    for (int i = 1; i <= lines; i++) {
        const struct json *json = parsed(text_until(left, '\n', &left));
        int64_t number = 0, status = 0;
        assert_true(text_to_int64(member(json, "line"), &number));
        assert_true(text_to_int64(member(json, "status"), &status));
        assert_int_equal(number, i);
        assert_int_equal(status, i == poison ? 400 : 200);
        if (i == poison) {
            assert_non_null(json_member(json, TEXT("problem")));
            continue;
        }
        assert_int_equal(json_flag(json_member(json, TEXT("repeated"))), repeated);
        const struct json *answer = json_member(json, TEXT("answer"));
        assert_true(text_equal(member(answer, "name"), arena_format(&memory, "p%d", i)));
    }
    assert_int_equal(left.length, 0);
}

static void test_batch(void **state)
{
    (void)state;
    const char *head = "Content-Type: application/x-ndjson\r\n";
    for (int late = 0; late < 2; late++) {
        fake.late = late != 0;
        int lines = 300 + late, poison = 117;
        struct text file = batch_of(lines, poison);
        struct client_answer answer = client_ask(http_server_port(server, 0), "POST",
                                                 "/api/v1/cases", head, file, &memory);
        assert_int_equal(answer.status, 200);
        assert_text(client_header(&answer, "Content-Type"), "application/x-ndjson");
        check_batch(answer.body, lines, poison, false);
        answer = client_ask(http_server_port(server, 0), "POST", "/api/v1/cases", head, file,
                            &memory);
        check_batch(answer.body, lines, poison, true);
    }
    assert_int_equal(fake.recorded, 299 + 300);
    assert_true(fake.open_most <= 32);
    assert_true(fake.open_most > 1);
    assert_int_equal(ask("POST", "/api/v1/cases/find", head, "{}").status, 415);
    assert_int_equal(ask("POST", "/api/v1/cases", head, "").status, 200);
}

/* ---- the description ---- */

/* Follows every $ref of a tree, without recursion. */
static void check_references(const struct json *root)
{
    const struct json *open[10000];
    size_t count = 0;
    open[count++] = root;
    while (count > 0) {
        const struct json *json = open[--count];
        for (size_t i = 0; i < json_count(json); i++) {
            const struct json *item = json_at(json, i);
            if (text_is(json_name(item), "$ref")) {
                struct text left = json_text(item);
                assert_text(text_until(left, '/', &left), "#");
                const struct json *at = root;
                while (left.data != NULL)
                    at = json_member(at, text_until(left, '/', &left));
                if (at == NULL)
                    fail_msg("%.*s leads nowhere", TEXT_ARGS(json_text(item)));
            }
            assert_true(count < COUNT_OF(open));
            open[count++] = item;
        }
    }
}

static void test_openapi(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/api/v1/openapi.json", "", "");
    assert_int_equal(answer.status, 200);
    const struct json *root = parsed(answer.body);
    assert_text(member(root, "openapi"), "3.1.0");
    check_references(root);
    const struct json *paths = json_member(root, TEXT("paths"));
    struct text ids[100];
    size_t id_count = 0;
    for (size_t i = 0; i < json_count(paths); i++)
        for (size_t j = 0; j < json_count(json_at(paths, i)); j++) {
            struct text id = member(json_at(json_at(paths, i), j), "operationId");
            for (size_t k = 0; k < id_count; k++)
                assert_false(text_equal(ids[k], id));
            ids[id_count++] = id;
        }
    assert_int_equal(id_count, 9);
    /* A paper is answered as what it is, and may be asked for in another size. */
    const struct json *paper = json_member(json_member(paths, TEXT("/api/v1/papers/{number}")),
                                           TEXT("get"));
    assert_text(member(json_at(json_member(paper, TEXT("parameters")), 1), "name"), "size");
    const struct json *bytes = json_member(json_member(paper, TEXT("responses")), TEXT("200"));
    bytes = json_member(json_member(bytes, TEXT("content")), TEXT("*/*"));
    assert_text(member(json_member(bytes, TEXT("schema")), "format"), "binary");
    const struct json *schemas = json_member(json_member(root, TEXT("components")),
                                             TEXT("schemas"));
    assert_non_null(json_member(schemas, TEXT("fake_find_2")));
    const struct json *open = json_member(json_member(schemas, TEXT("fake_open")),
                                          TEXT("properties"));
    assert_true(json_count(json_member(json_member(open, TEXT("sex")), TEXT("enum"))) > 1);
    /* What a help names is told with its words, and is not all that may ever be taken. */
    const struct json *town = json_member(json_member(json_member(json_member(schemas,
        TEXT("fake_address")), TEXT("properties")), TEXT("town")), TEXT("x-labels"));
    assert_text(member(town, "approve"), "同意");
    assert_text(member(town, "refuse"), "不同意");
    assert_null(json_member(json_member(json_member(json_member(schemas, TEXT("fake_address")),
        TEXT("properties")), TEXT("town")), TEXT("enum")));
    /* A long table is named, not listed. */
    assert_null(json_member(json_member(open, TEXT("disease")), TEXT("enum")));
    assert_text(member(json_member(open, TEXT("disease")), "x-codes"), "med_type");
}

static void test_metrics(void **state)
{
    (void)state;
    ask("GET", "/api/v1/cases/17", "", "");
    ask("GET", "/api/v1/cases/x", "", "");
    struct client_answer answer = ask("GET", "/metrics", "", "");
    assert_true(text_has(answer.body, "yibao_fake 1\n"));
    assert_true(text_has(answer.body, "yibao_http_requests_total{method=\"GET\","
                         "route=\"/api/v1/cases/{number}\",status=\"422\"} 1\n"));
    assert_true(text_has(answer.body, "yibao_http_seconds_count{method=\"GET\","
                         "route=\"/api/v1/cases/{number}\"} 2\n"));
}

/* ---- lists that hear of changes ---- */

static void *tell_and_hush(void *data)
{
    (void)data;
    while (!api_is_listened_to(api))
        usleep(1000);
    api_tell(api, TEXT("event: changed\ndata: {}\n\n"));
    api_hush(api);
    return NULL;
}

static void test_changes(void **state)
{
    (void)state;
    assert_int_equal(ask("GET", "/api/v1/changes", "", "").status, 401);
    pthread_t teller;
    assert_int_equal(pthread_create(&teller, NULL, tell_and_hush, NULL), 0);
    static const char clerk[] =
        "Authorization: Bearer " FAKE_TOKEN "\r\nConnection: close\r\n";
    struct client_answer heard = ask("GET", "/api/v1/changes", clerk, "");
    pthread_join(teller, NULL);
    assert_int_equal(heard.status, 200);
    assert_text(client_header(&heard, "Content-Type"), "text/event-stream");
    assert_true(text_has(heard.body, "event: changed\ndata: {}"));
    /* After it was hushed nobody begins to listen. */
    assert_int_equal(ask("GET", "/api/v1/changes", clerk, "").status, 503);
}

/* ---- rows that must not be served ---- */

static void check_row(const char *method, const char *path, unsigned flags, const char *why)
{
    struct action action = *fake_room.actions[2];
    action.name = "fake.other";
    action.method = method;
    action.path = path;
    action.flags = flags;
    const struct action *const actions[] = { &action, fake_room.actions[1] };
    const struct room room = { .name = "other", ROOM_LIST(action, actions) };
    const struct room *const rooms[] = { &room };
    struct house house = fake.house;
    house.rooms = rooms;
    house.room_count = 1;
    struct api_plan plan = { .house = &house };
    struct text reason = { 0 };
    struct api *made = api_start(&plan, &memory, &reason);
    assert_true((made == NULL) == (why != NULL));
    if (why != NULL && !text_has(reason, why))
        fail_msg("%.*s", TEXT_ARGS(reason));
}

static void test_rows(void **state)
{
    (void)state;
    check_row("POST", "/api/v1/found", ACTION_READ, NULL);
    check_row("GET", "/api/v1/found", ACTION_READ, "a private field would stand in the query");
    check_row("POST", "/api/v1/{name}", ACTION_READ, "a private field stands in the path");
    check_row("POST", "/api/v1/{who}", ACTION_READ, "no scalar input field");
    check_row("POST", "/found", ACTION_READ, "does not begin with");
    check_row("GET", "/api/v1/found", ACTION_ONCE, "must be a read");
    check_row("GET", "/api/v1/cases/{receipt}", ACTION_READ, "a private field");
}

/* Who may have the paper may have its view, and nobody else. */
static void test_views_of_a_paper(void **state)
{
    (void)state;
    static const char REVIEWER[] = "Authorization: Bearer " FAKE_TOKEN "\r\n";
    struct client_answer answer = ask("GET", "/api/v1/papers/1", REVIEWER, "");
    assert_text(answer.body, "bytes of picture");
    assert_int_equal(answer.status, 200);
    answer = ask("GET", "/api/v1/papers/1?size=thumbnail", REVIEWER, "");
    assert_int_equal(answer.status, 200);
    assert_text(client_header(&answer, "Content-Type"), "image/jpeg");
    assert_text(answer.body, "picture thumbnail ");
    assert_text(ask("GET", "/api/v1/papers/1?turned=3&size=screen", REVIEWER, "").body,
                "picture screen 3");
    assert_text(ask("GET", "/api/v1/papers/1?turned=1", REVIEWER, "").body, "picture  1");
    assert_int_equal(ask("GET", "/api/v1/papers/2?size=screen", REVIEWER, "").status, 404);
    assert_int_equal(ask("GET", "/api/v1/papers/2", REVIEWER, "").status, 200);
    assert_int_equal(ask("GET", "/api/v1/papers/3?size=screen", REVIEWER, "").status, 503);
    for (int i = 0; i < 3; i++) {
        static const char *const WRONG[] = { "size=huge", "turned=4", "size=thumbnail&turned=-1" };
        struct text target = arena_format(&memory, "/api/v1/papers/1?%s", WRONG[i]);
        assert_int_equal(ask("GET", target.data, REVIEWER, "").status, 422);
    }
    int plain = ask("GET", "/api/v1/papers/1", "", "").status;
    assert_true(plain == 401 || plain == 403);
    assert_int_equal(ask("GET", "/api/v1/papers/1?size=thumbnail", "", "").status, plain);
    plain = ask("GET", "/api/v1/papers/9", REVIEWER, "").status;
    assert_true(plain >= 400 && plain < 500);
    assert_int_equal(ask("GET", "/api/v1/papers/9?size=thumbnail", REVIEWER, "").status, plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_list_as_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_table_has_all_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_table_too_long_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_repeated_table_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_done_and_repeated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_trail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_faults_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals_in_both_languages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_busy_and_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_routing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_who_may, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_batch, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_openapi, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_metrics, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_views_of_a_paper, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
