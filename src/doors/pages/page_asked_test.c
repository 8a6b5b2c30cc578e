/* page_asked_test.c: a field that is chosen from what a read of the house answers. */

#include "doors/pages/pages.h"

#include "base/check.h"
#include "core/rights.h"
#include "doors/http/client_test.h"
#include "doors/http/fake_house_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <string.h>

/* ---- halls of a place, and what is asked of one ---- */

struct halls_input { int64_t place; };
static const struct field HALLS_INPUT_FIELDS[] = {
    FIELD(struct halls_input, place, FIELD_COUNT, .flags = 0),
};
static const struct shape HALLS_INPUT =
    SHAPE("halls_input", struct halls_input, HALLS_INPUT_FIELDS);
struct hall { int64_t hall; struct text name; };
static const struct field HALL_FIELDS[] = {
    FIELD(struct hall, hall, FIELD_ID, .flags = 0),
    FIELD(struct hall, name, FIELD_TEXT, .length_max = 40),
};
static const struct shape HALL = SHAPE("hall", struct hall, HALL_FIELDS);
struct halls { struct list halls; };
static const struct field HALLS_FIELDS[] = {
    FIELD(struct halls, halls, FIELD_LIST, .of = &HALL),
};
static const struct shape HALLS = SHAPE("halls", struct halls, HALLS_FIELDS);
static const struct shape NO_FACTS = { .name = "no_facts", .size = 1 };

static bool closed;             /* there is none */
static int64_t asked_place;

static void halls_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    const struct halls_input *input = request->input;
    asked_place = input->place;
    struct hall *halls = ARENA_ARRAY(request->arena, struct hall, 7);
    for (int i = 0; i < 7; i++)
        halls[i] = (struct hall){ 100 + i, arena_format(request->arena, "Hall <%d>", i) };
    ((struct halls *)decision->outcome)->halls = (struct list){ halls, closed ? 0 : 7 };
}

struct look_input { int64_t hall; };
static const struct field LOOK_FIELDS[] = {
    FIELD(struct look_input, hall, FIELD_ID, .help = "role.resident"),
};
static const struct shape LOOK = SHAPE("look", struct look_input, LOOK_FIELDS);

static void look_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    *(struct look_input *)decision->outcome = *(const struct look_input *)request->input;
}

static const struct right EVERYBODY = { NULL, ROLES_EVERYBODY, ROLES_EVERYBODY };
#define READ(name_, path_, input_, answer_, decide_) { \
    .name = (name_), .method = "GET", .path = (path_), .right = &EVERYBODY, \
    .flags = ACTION_READ | ACTION_PUBLIC, .input = (input_), .facts = &NO_FACTS, \
    .outcome = (answer_), .answer = (answer_), .help = "visit.help.describe", \
    .decide = (decide_) }
static const struct action ACTIONS[] = {
    READ("halls.of", "/api/v1/halls", &HALLS_INPUT, &HALLS, halls_decide),
    READ("halls.look", "/api/v1/look", &LOOK, &LOOK, look_decide),
};
static const struct action *const ACTION_LIST[] = { &ACTIONS[0], &ACTIONS[1] };
static const struct page_asked HALLS_ASKED = { "halls.of", "halls", "hall", "name", "place" };
static const struct page_asked NOT_THERE = { "halls.of", "halls", "hall", "label", "place" };
static const struct page_choices BY_NAME[] = { { .field = "hall", .asked = &HALLS_ASKED } };
static const struct page_choices WRONG[] = { { .field = "hall", .asked = &NOT_THERE } };
static const struct page PAGES[] = {
    { .path = "/look", .title = "page.home", .action = "halls.look", .choices = BY_NAME,
      .choice_count = COUNT_OF(BY_NAME) },
};
static const struct page WRONG_PAGES[] = {
    { .path = "/look", .title = "page.home", .action = "halls.look", .choices = WRONG,
      .choice_count = COUNT_OF(WRONG) },
};
static const struct room halls_room = { .name = "halls", ROOM_LIST(action, ACTION_LIST),
                                        ROOM_LIST(page, PAGES) };
static const struct room wrong_room = { .name = "halls", ROOM_LIST(action, ACTION_LIST),
                                        ROOM_LIST(page, WRONG_PAGES) };

/* ---- served ---- */

static struct fake_house fake;
static struct arena memory;
static struct pages *pages;
static struct http_server *server;

static struct pages *pages_over(const struct room *const *rooms, struct text *ret_reason)
{
    arena_init(&memory);
    fake_house_init(&fake);
    fake.house.rooms = rooms;
    fake.house.room_count = 1;
    const struct pages_plan plan = { .house = &fake.house, .interface_address = "" };
    return pages_start(&plan, &memory, ret_reason);
}

static int set_up(void **state)
{
    (void)state;
    static const struct room *const ROOMS[] = { &halls_room };
    struct text reason = { 0 };
    pages = pages_over(ROOMS, &reason);
    assert_non_null(pages);
    fake.late = true;       /* as a house does: from a thread of its own */
    closed = false;
    struct http_listener_plan listener = {
        .address = "127.0.0.1", .handle = pages_handle, .refuse = pages_refuse,
        .body_max_of = pages_body_max, .data = pages,
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
    pages_stop(pages);
    assert_int_equal(fake.submitted, fake.finished);
    fake_house_release(&fake);
    arena_release(&memory);
    return 0;
}

static struct text shown(const char *target)
{
    struct client_answer answer =
        client_ask(http_server_port(server, 0), "GET", target, "", TEXT(""), &memory);
    assert_int_equal(answer.status, 200);
    return answer.body;
}

static bool has(struct text text, const char *part)
{
    return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static void test_chosen_by_name(void **state)
{
    (void)state;
    asked_place = -1;
    struct text body = shown("/look");
    assert_int_equal(asked_place, 0);       /* of who is not signed in: everywhere */
    assert_true(has(body, "<select"));
    assert_true(has(body, "<option value=\"100\">Hall &lt;0&gt;</option>"));
    assert_true(has(body, "<option value=\"106\">Hall &lt;6&gt;</option>"));
    assert_false(has(body, "<input type=\"number\""));
    /* What was chosen stays, below what was found. */
    body = shown("/look?hall=103");
    assert_true(has(body, "<option value=\"103\" selected>Hall &lt;3&gt;</option>"));
    assert_true(has(body, "<dd>103</dd>"));
}

/* Nothing to choose from where it may stay empty: not asked. */
static void test_none_is_not_asked(void **state)
{
    (void)state;
    closed = true;
    assert_false(has(shown("/look"), "name=\"hall\""));
}

static void test_what_is_not_there_is_found_at_the_start(void **state)
{
    (void)state;
    static const struct room *const ROOMS[] = { &wrong_room };
    struct text reason = { 0 };
    assert_null(pages_over(ROOMS, &reason));
    assert_true(has(reason, "choices"));
    fake_house_release(&fake);
    arena_release(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_chosen_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_none_is_not_asked, set_up, tear_down),
        cmocka_unit_test(test_what_is_not_there_is_found_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
