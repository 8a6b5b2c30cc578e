/* pages_test.c: the plain pages over a house in memory. `doors_pages serve PORT` serves them to be
 * looked at. */

#include "doors/pages/pages.h"

#include "base/check.h"
#include "base/limits.h"
#include "doors/http/client_test.h"
#include "doors/http/fake_house_test.h"
#include "doors/pages/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct fake_house fake;
static struct arena memory;
static struct pages *pages;
static struct http_server *server;

static const struct demo_account ACCOUNTS[] = {
    { "reviewer.1", "demo.account.reviewer" },
    { "clerk <1>", "demo.account.intake-clerk" },
};

/* Told on the first page. */
static void front_tell(struct page_parts *parts, const void *answer)
{
    (void)answer;
    page_part_say(parts, PAGE_PART_HEADING, "page.home");
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_ITEM, .text = TEXT("<often>"),
        .path = TEXT("/see-case?number=7") });
}

static const struct page_fixed FRONT_FIXED[] = { { "page", NULL } };

/* Of two with one name the first is offered; nothing to who reviews. */
static struct list receipts(const struct request *request)
{
    struct page_choice *found = ARENA_ARRAY(request->arena, struct page_choice, 3);
    found[0] = (struct page_choice){ TEXT("R-1"), TEXT("第一<件>"), TEXT("The first") };
    found[1] = (struct page_choice){ TEXT("R-2"), TEXT("第二件"), { 0 } };
    found[2] = (struct page_choice){ TEXT("R-3"), TEXT("第二件"), { 0 } };
    CHECK(request->at.ms != 0);
    return (struct list){ found, request->actor->role == ROLE_REVIEWER ? 0 : 3 };
}
static const struct page_choices RECEIPTS[] = { { .field = "receipt", .of = receipts } };
static const struct page_choices NAMES[] = { { .field = "name", .of = receipts } };

static const struct page FRONT_PAGES[] = {
    { .path = "/front", .title = "page.home", .action = "fake.see-case", .front = front_tell },
    { .path = "/pick-case", .title = "page.home", .action = "fake.find", .choices = RECEIPTS,
      .choice_count = COUNT_OF(RECEIPTS) },
    { .path = "/pick-name", .title = "page.home", .action = "fake.find", .choices = NAMES,
      .choice_count = COUNT_OF(NAMES) },
    { .path = "/mine", .title = "page.home", .action = "fake.see-case", .own = "number",
      .fixed = FRONT_FIXED, .fixed_count = COUNT_OF(FRONT_FIXED), .flags = PAGE_AT_ONCE },
};
static const struct room front_room = { .name = "front", ROOM_LIST(page, FRONT_PAGES) };
static const struct room *const ROOMS[] = { &fake_room, &front_room };

static void start(uint16_t port)
{
    arena_init(&memory);
    fake_house_init(&fake);
    fake.house.rooms = ROOMS;
    fake.house.room_count = COUNT_OF(ROOMS);
    struct text reason = { 0 };
    struct api_plan api_plan = { .house = &fake.house };
    struct pages_plan plan = {
        .house = &fake.house, .sign_in = "fake.sign-in", .sign_out = "fake.sign-out",
        .accounts = ACCOUNTS, .account_count = COUNT_OF(ACCOUNTS), .password = "right",
        .interface_address = "http://127.0.0.1:8081/fsi/api",
    };
    plan.api = api_start(&api_plan, &memory, &reason);
    assert_non_null(plan.api);
    pages = pages_start(&plan, &memory, &reason);
    assert_non_null(pages);
    struct http_listener_plan listener = {
        .address = "127.0.0.1", .port = port, .handle = pages_handle, .refuse = pages_refuse,
        .body_max_of = pages_body_max, .data = pages,
    };
    server = http_server_start(&listener, 1, &memory, &reason);
    assert_non_null(server);
}

static int set_up(void **state)
{
    (void)state;
    start(0);
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

static struct client_answer ask(const char *method, const char *target, const char *head,
                                struct text body)
{
    return client_ask(http_server_port(server, 0), method, target, head, body, &memory);
}

#define assert_has(text_, part_) \
    do { \
        struct text given_ = (text_); \
        if (!text_has(given_, (part_))) \
            fail_msg("no \"%s\" in: %.*s", (part_), TEXT_ARGS(given_)); \
    } while (0)

/* What stands between two literals. */
static struct text between(struct text text, const char *before, const char *after)
{
    const char *from = memmem(text.data, text.length, before, strlen(before));
    assert_non_null(from);
    from += strlen(before);
    const char *to = memmem(from, (size_t)(text.data + text.length - from), after,
                            strlen(after));
    assert_non_null(to);
    return (struct text){ from, (size_t)(to - from) };
}

/* A browser: its cookies, and the number in the form it sees. */
struct browser { struct text cookie, key; };

static struct browser browse(const char *target, const char *cookie)
{
    struct client_answer answer = ask("GET", target, cookie, TEXT(""));
    assert_int_equal(answer.status, 200);
    struct browser browser = { .key = between(answer.body, "name=\"_key\" value=\"", "\"") };
    struct text set = client_header(&answer, "Set-Cookie"), rest;
    if (set.data != NULL)
        browser.cookie = text_until(set, ';', &rest);
    return browser;
}

static const char *form_head(const struct browser *browser, const char *type)
{
    return arena_format(&memory, "Content-Type: %s\r\nCookie: %.*s\r\n", type,
                        TEXT_ARGS(browser->cookie)).data;
}

static struct text part(const char *name, const char *value)
{
    return arena_format(&memory, "--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n"
                        "%s\r\n", name, value);
}

static struct text case_form(const struct browser *browser, const char *name, const char *born,
                             bool promise)
{
    const char *key = arena_text(&memory, browser->key).data;
    struct text parts[] = {
        part("_key", key), part("name", name), part("sex", "1"), part("born", born),
        part("amount", "113.40"), part("channel", "forged"), part("lines.0.item", ""),
        part("lines.2.item", "one\r\ntwo"), part("lines.2.price", "3.5"),
        promise ? part("promise", "true") : TEXT(""),
        TEXT("--XX\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"C:\\a\\p.png\""
             "\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--X\r\n\r\n--XX--\r\n"),
    };
    char *bytes = arena_take(&memory, 4096);
    struct builder builder = builder_over(bytes, 4096);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        builder_add(&builder, parts[i]);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

static const char MULTIPART[] = "multipart/form-data; boundary=XX";

static void test_home(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/", "", TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<html lang=\"zh-CN\">");
    assert_has(answer.body, "href=\"/open-case\"");
    assert_has(answer.body, "/api/v1/openapi.json");
    assert_has(answer.body, "reviewer.1");
    assert_has(answer.body, "<td>北京市朝阳区审核岗</td>");
    assert_has(answer.body, "clerk &lt;1&gt;");
    assert_has(answer.head, "default-src 'none'");
    assert_false(text_has(answer.body, "<script"));
    assert_false(text_has(answer.body, "style=\""));
    assert_false(text_has(answer.body, "page."));       /* every sentence is there */
    answer = ask("GET", "/?lang=en", "", TEXT(""));
    assert_has(answer.body, "<html lang=\"en\">");
    assert_has(answer.body, "<td>reviewer, Chaoyang in Beijing</td>");
    assert_false(text_has(answer.body, "朝阳"));
    assert_has(answer.body, "href=\"/open-case?lang=en\"");
    assert_has(answer.body, "href=\"?lang=zh\"");
    answer = ask("GET", "/nothing", "", TEXT(""));
    assert_int_equal(answer.status, 404);
    assert_has(answer.body, "<h1>没有找到</h1>");
    fake.sick = true;
    assert_has(ask("GET", "/", "", TEXT("")).body, "数据库写不进");
}

/* What a page tells for the first one stands above all links; with a wrong address the rest is
 * there without it. LAW: SX9-M3b */
static void test_home_begins_with_what_a_page_tells(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/?number=7&lang=en", "", TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<a href=\"/see-case?number=7&amp;lang=en\">&lt;often&gt;</a>");
    const char *told = memmem(answer.body.data, answer.body.length, "&lt;often", 9);
    const char *link = memmem(answer.body.data, answer.body.length, "href=\"/open-case", 16);
    assert_true(told != NULL && link != NULL && told < link);
    assert_int_equal(fake.submitted, 1);
    answer = ask("GET", "/?number=x", "", TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_false(text_has(answer.body, "&lt;often"));
    assert_has(answer.body, "href=\"/open-case\"");
    assert_int_equal(fake.submitted, 1);
}

/* Large type is chosen on any page and kept for all of them. */
static void test_large_type(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/?lang=en", "", TEXT(""));
    assert_has(answer.body, "href=\"?lang=en&amp;type=large\">Larger");
    assert_false(text_has(answer.body, "data-elder"));
    assert_false(text_has(answer.body, "<details class=\"rest\">"));
    answer = ask("GET", "/?type=large", "", TEXT(""));
    /* Few things at a time: what stands first is open, the rest is asked for. */
    assert_has(answer.body, "<details class=\"rest\">");
    assert_has(answer.head, "elder=yes; Path=/");
    assert_has(answer.body, "<html lang=\"zh-CN\" data-elder=\"yes\">");
    answer = ask("GET", "/open-case", "Cookie: elder=yes\r\n", TEXT(""));
    assert_has(answer.body, "data-elder=\"yes\"");
    assert_has(answer.body, "href=\"?type=usual\">标准版");
}

static void test_style(void **state)
{
    (void)state;
    struct client_answer home = ask("GET", "/", "", TEXT(""));
    struct text path = between(home.body, "rel=\"stylesheet\" href=\"", "\"");
    struct client_answer style = ask("GET", arena_text(&memory, path).data, "", TEXT(""));
    assert_int_equal(style.status, 200);
    assert_has(style.head, "immutable");
    assert_true(style.body.length < 15000);
    struct client_answer packed = ask("GET", arena_text(&memory, path).data,
                                      "Accept-Encoding: br, gzip\r\n", TEXT(""));
    assert_has(packed.head, "gzip");
    assert_true(packed.body.length < style.body.length / 2);
}

static void test_form_drawn(void **state)
{
    (void)state;
    struct client_answer answer = ask("GET", "/open-case?name=Mallory&amount=5", "", TEXT(""));
    assert_has(answer.body, "<label for=\"f-name\">");
    assert_has(answer.body, "type=\"date\" id=\"f-born\" name=\"born\" aria-required=\"true\"");
    assert_has(answer.body, "type=\"radio\" id=\"f-sex\" name=\"sex\"");
    assert_has(answer.body, "<select id=\"f-disease\"");
    /* 21 and 2101 are one word to whoever chooses; what is chosen already stays. */
    assert_has(answer.body, "<option value=\"21\">");
    assert_false(text_has(answer.body, "<option value=\"2101\">"));
    struct client_answer chosen = ask("GET", "/open-case?disease=2101", "", TEXT(""));
    assert_has(chosen.body, "<option value=\"2101\" selected>");
    assert_has(answer.body, "name=\"lines.2.price\"");
    assert_has(answer.body, "name=\"address.street\"");
    /* Words that a help names are chosen from, not typed. */
    assert_has(answer.body, "<legend>复核意见</legend>");
    assert_has(answer.body, "name=\"address.town\" value=\"approve\"><span>同意</span>");
    assert_has(answer.body, "type=\"file\" id=\"f-photo\"");
    assert_has(answer.body, "enctype=\"multipart/form-data\"");
    assert_has(answer.body, "<textarea rows=\"4\" id=\"f-remark\"");
    /* What is fixed or comes with the file is not asked; what is private is not taken over. */
    assert_false(text_has(answer.body, "name=\"channel\""));
    assert_false(text_has(answer.body, "photo_name"));
    assert_false(text_has(answer.body, "Mallory"));
    assert_has(answer.body, "value=\"5\"");
    assert_has(answer.body, "id=\"f-amount-hint\">单位：元</p>");
}

/* A number that one reads out or dials is not broken at its hyphens; a text that could not stand
 * on a telephone's line is. */
static void test_numbers_stay_whole(void **state)
{
    (void)state;
    struct html html;
    html_init(&html, &memory);
    html_text_whole(&html, TEXT("<1> 110105-2020-000305-5，09:00-12:00，2600.00，0-1，"
                                "1111111111-2222222222-3333"));
    struct text drawn = html_result(&html);
    assert_has(drawn, "&lt;1&gt; <span class=\"one\">110105-2020-000305-5</span>，"
               "<span class=\"one\">09:00-12:00</span>，2600.00，0-1，1111111111-2222222222-3333");
}

static void test_round_trip(void **state)
{
    (void)state;
    struct browser browser = browse("/open-case", "");
    struct text body = case_form(&browser, "<script>alert(1)</script>", "1980-02-29", true);
    const char *head = form_head(&browser, MULTIPART);
    struct client_answer first = ask("POST", "/open-case", head, body);
    assert_int_equal(first.status, 303);
    struct client_answer second = ask("POST", "/open-case", head, body);
    assert_int_equal(second.status, 303);
    assert_int_equal(fake.recorded, 1);

    struct text receipt[2];
    struct client_answer sent[] = { first, second };
    for (int i = 0; i < 2; i++) {
        const char *to = arena_text(&memory, client_header(&sent[i], "Location")).data;
        struct client_answer page = ask("GET", to, head, TEXT(""));
        assert_int_equal(page.status, 200);
        receipt[i] = between(page.body, "<p class=\"keep\">", "<");
        assert_has(page.body, "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_false(text_has(page.body, "<script"));
        assert_has(page.body, "<dd>113.40 元</dd>");
        assert_has(page.body, "<dd>p.png</dd>");
        assert_has(page.body, "<dd>11</dd>");           /* bytes of the photo */
        assert_has(page.body, "<dd>page</dd>");         /* the channel, whatever was sent */
        assert_has(page.body, ">one\ntwo</td>");
        assert_has(page.body, "<dd>请等待</dd>");          /* in the reader's language only */
        assert_false(text_has(page.body, "please wait"));
        assert_false(text_has(page.body, "<dd>4618000000000000001</dd>"));  /* no label */
        assert_false(text_has(page.body, "T09:"));
        assert_has(page.body, "href=\"/find-case?lang=zh&amp;receipt=R-");
        /* Kept for this browser alone. */
        assert_int_equal(ask("GET", to, "", TEXT("")).status, 404);
        assert_has(ask("GET", arena_format(&memory, "%s&lang=en", to).data, head,
                       TEXT("")).body, "Received");
    }
    assert_true(text_equal(receipt[0], receipt[1]));
    /* Going back and changing it is not the same form. */
    struct client_answer changed = ask("POST", "/open-case", head,
        case_form(&browser, "other", "1980-02-29", true));
    assert_int_equal(changed.status, 409);
    assert_has(changed.body, "已经提交过");
    struct text key = between(changed.body, "name=\"_key\" value=\"", "\"");
    assert_false(text_equal(key, browser.key));
}

static void test_faults_beside_fields(void **state)
{
    (void)state;
    struct browser browser = browse("/open-case", "");
    struct client_answer answer = ask("POST", "/open-case?lang=en",
        form_head(&browser, MULTIPART), case_form(&browser, "a\"><b>", "1980-02-30", false));
    assert_int_equal(answer.status, 422);
    assert_has(answer.body, "<a href=\"#f-born\">");
    assert_has(answer.body, "<a href=\"#f-promise\">");
    assert_has(answer.body, "id=\"f-born-fault\"");
    assert_has(answer.body, "aria-invalid=\"true\"");
    assert_has(answer.body, "Not a date");
    assert_has(answer.body, "value=\"a&quot;&gt;&lt;b&gt;\"");
    assert_false(text_has(answer.body, "<b>"));
    /* The row that was filled moved up, and what was in it is still there. */
    assert_has(answer.body, "name=\"lines.0.price\" "
               "aria-describedby=\"f-lines.0.price-hint\" value=\"3.5\"");
    assert_has(answer.body, "Please choose the file again");
    assert_has(answer.body, arena_format(&memory, "%.*s", TEXT_ARGS(browser.key)).data);
    assert_int_equal(fake.submitted, 0);
    /* Refused by the house: said above, and leads to the field. */
    answer = ask("POST", "/open-case", form_head(&browser, MULTIPART),
                 case_form(&browser, "nobody", "1980-02-29", true));
    assert_int_equal(answer.status, 422);
    assert_has(answer.body, "<a href=\"#f-name\">明细 7");
    answer = ask("POST", "/open-case", form_head(&browser, MULTIPART),
                 case_form(&browser, "fault", "1980-02-29", true));
    assert_int_equal(answer.status, 500);
    assert_false(text_has(answer.body, "secret"));
}

static void test_foreign_forms(void **state)
{
    (void)state;
    struct browser ours = browse("/open-case", ""), other = browse("/find-case", "");
    /* Another browser's number; a number for another page; none. */
    struct browser mixed = { ours.cookie, other.key };
    assert_int_equal(ask("POST", "/open-case", form_head(&mixed, MULTIPART),
        case_form(&mixed, "x", "1980-02-29", true)).status, 403);
    struct browser wrong_page = { other.cookie, other.key };
    assert_int_equal(ask("POST", "/open-case", form_head(&wrong_page, MULTIPART),
        case_form(&wrong_page, "x", "1980-02-29", true)).status, 403);
    struct browser none = { ours.cookie, TEXT("0") };
    struct client_answer answer = ask("POST", "/open-case", form_head(&none, MULTIPART),
        case_form(&none, "Zhang", "1980-02-29", true));
    assert_int_equal(answer.status, 403);
    assert_has(answer.body, "value=\"Zhang\"");
    assert_int_equal(ask("POST", "/open-case", form_head(&ours, "text/plain"),
                         TEXT("x")).status, 400);
    assert_int_equal(fake.submitted, 0);
}

static void test_look_up(void **state)
{
    (void)state;
    struct browser browser = browse("/find-case?receipt=R-7", "");
    struct text body = arena_format(&memory, "_key=%.*s&receipt=R-7&name=%%E5%%BC%%A0",
                                    TEXT_ARGS(browser.key));
    struct client_answer answer = ask("POST", "/find-case",
        form_head(&browser, "application/x-www-form-urlencoded"), body);
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<dd>accepted</dd>");
    assert_has(answer.body, "value=\"张\"");
    /* Nothing private in it: the address is the question. */
    answer = ask("GET", "/see-case?number=17&lang=en", "", TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<dd>17</dd>");
    assert_has(answer.body, "name=\"lang\" value=\"en\"");
    assert_int_equal(ask("GET", "/see-case?number=x", "", TEXT("")).status, 422);
}

static void test_sign_in(void **state)
{
    (void)state;
    struct client_answer sent_away = ask("GET", "/review?lang=en", "", TEXT(""));
    assert_int_equal(sent_away.status, 303);
    assert_true(text_is(client_header(&sent_away, "Location"), "/sign-in?lang=en&then=/review"));
    /* However long a password may be, nobody reads over a shoulder. */
    /* Who is signed in is not sent there while the store does not say so: he is told to repeat. */
    fake.away = true;
    assert_int_equal(ask("GET", "/review", "Cookie: session=" FAKE_TOKEN "\r\n",
                         TEXT("")).status, 503);
    fake.away = false;
    struct client_answer form = ask("GET", "/sign-in", "", TEXT(""));
    assert_has(form.body, "<input type=\"password\"");
    assert_false(text_has(form.body, "<textarea"));
    struct browser browser = browse("/sign-in?then=/review", "");
    const char *head = form_head(&browser, "application/x-www-form-urlencoded");
    struct text wrong = arena_format(&memory, "_key=%.*s&login=a&password=hunter2",
                                     TEXT_ARGS(browser.key));
    struct client_answer answer = ask("POST", "/sign-in?then=/review", head, wrong);
    assert_int_equal(answer.status, 422);
    assert_false(text_has(answer.body, "hunter2"));
    assert_has(answer.body, "出示的就诊凭证");
    struct text right = arena_format(&memory, "_key=%.*s&login=a&password=right",
                                     TEXT_ARGS(browser.key));
    answer = ask("POST", "/sign-in?then=/review", head, right);
    assert_int_equal(answer.status, 303);
    assert_true(text_is(client_header(&answer, "Location"), "/review"));
    assert_has(client_header(&answer, "Set-Cookie"), "session=" FAKE_TOKEN "; Path=/; HttpOnly; "
               "SameSite=Strict");
    answer = ask("POST", "/sign-in?then=https://evil.example/", head, right);
    assert_true(text_is(client_header(&answer, "Location"), "/"));

    const char *cookie = arena_format(&memory, "Cookie: %.*s; session=" FAKE_TOKEN "\r\n",
                                      TEXT_ARGS(browser.cookie)).data;
    struct client_answer review = ask("GET", "/review", cookie, TEXT(""));
    assert_int_equal(review.status, 200);
    struct text key = between(review.body, "action=\"/sign-out\"><input type=\"hidden\" "
                              "name=\"_key\" value=\"", "\"");
    answer = ask("POST", "/sign-out",
                 arena_format(&memory, "%sContent-Type: application/x-www-form-urlencoded\r\n",
                              cookie).data,
                 arena_format(&memory, "_key=%.*s", TEXT_ARGS(key)));
    assert_int_equal(answer.status, 303);
    assert_has(client_header(&answer, "Set-Cookie"), "session=; ");
}

static void test_pages_that_are_refused(void **state)
{
    (void)state;
    static const struct page wrong[] = {
        { .path = "/a", .title = "page.home", .action = "fake.none" },
        { .path = "/api/v1/x", .title = "page.home", .action = "fake.find" },
        { .path = "/sign-out", .title = "page.home", .action = "fake.find" },
        { .path = "/", .title = "page.home", .action = "fake.find" },
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct room room = fake_room;
        room.pages = &wrong[i];
        room.page_count = 1;
        const struct room *const rooms[] = { &room };
        struct house house = fake.house;
        house.rooms = rooms;
        house.room_count = COUNT_OF(rooms);
        struct pages_plan plan = { .house = &house };
        struct text reason = { 0 };
        assert_null(pages_start(&plan, &memory, &reason));
        assert_true(reason.length > 0);
    }
}

static void test_page_that_is_told(void **state)
{
    (void)state;
    const char *cookie = "Cookie: session=" FAKE_TOKEN "\r\n";
    struct client_answer answer = ask("GET", "/told/12?lang=en", cookie, TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<h1>&lt;12&gt;</h1>");
    assert_has(answer.body, "<strong>A &amp; B</strong>");
    assert_has(answer.body, "<a class=\"call\" href=\"tel:01012345\">010-12345</a>");
    assert_has(answer.body, "<a href=\"/find-case?receipt=1&amp;lang=en\">on</a>");
    assert_has(answer.body, "<span class=\"mark good\">good</span>");
    assert_has(answer.body, "<a class=\"button\" href=\"/open-case?lang=en\">go</a>");
    assert_has(answer.body, "31 March 2020");
    /* The form below leads back to the same address and does not ask what stands in it. */
    assert_has(answer.body, "action=\"/told/12\"");
    assert_has(answer.body, "id=\"f-page\"");
    assert_false(text_has(answer.body, "id=\"f-number\""));
    assert_has(ask("GET", "/told/12?page=3", cookie, TEXT("")).body, "2020年3月31日");
    assert_int_equal(ask("GET", "/told/", cookie, TEXT("")).status, 404);
    assert_int_equal(ask("GET", "/told/1/2", cookie, TEXT("")).status, 404);
    assert_int_equal(ask("GET", "/told/x", cookie, TEXT("")).status, 422);
}

static void test_choices_that_the_book_says(void **state)
{
    (void)state;
    struct text body = ask("GET", "/pick-case?receipt=R-3", "", TEXT("")).body;
    assert_has(body, "type=\"radio\" id=\"f-receipt\" name=\"receipt\" value=\"R-1\">"
               "<span>第一&lt;件&gt;</span>");
    /* What is chosen stays; nothing is typed, and a name stands once. */
    assert_has(body, "value=\"R-3\" checked><span>第二件</span>");
    assert_false(text_has(body, "value=\"R-2\""));
    assert_false(text_has(body, "type=\"text\" id=\"f-receipt\""));
    body = ask("GET", "/pick-case?lang=en", "", TEXT("")).body;
    assert_has(body, "<span>The first</span>");
    assert_has(body, "<span>第二件</span>");
    /* Nothing to choose from: typed where it must be given, else not asked. */
    const char *cookie = "Cookie: session=" FAKE_TOKEN "\r\n";
    assert_has(ask("GET", "/pick-case", cookie, TEXT("")).body,
               "type=\"text\" id=\"f-receipt\"");
    assert_has(ask("GET", "/pick-name", "", TEXT("")).body, "name=\"name\" value=\"R-1\"");
    assert_false(text_has(ask("GET", "/pick-name", cookie, TEXT("")).body, "name=\"name\""));
}

static enum house_session session_of_a_person(struct house *house, struct text token,
                                              struct arena *arena, struct actor *ret_actor)
{
    (void)house;
    (void)arena;
    if (!text_is(token, FAKE_TOKEN))
        return HOUSE_SESSION_NONE;
    *ret_actor = (struct actor){ .account = 6, .role = ROLE_RESIDENT, .person = 42 };
    return HOUSE_SESSION_OPEN;
}

static void test_nobody_is_asked_who_he_is(void **state)
{
    (void)state;
    const char *cookie = "Cookie: session=" FAKE_TOKEN "\r\n";
    /* A clerk is. */
    assert_has(ask("GET", "/mine", cookie, TEXT("")).body, "id=\"f-number\"");
    fake.house.actor_of_session = session_of_a_person;
    struct client_answer answer = ask("GET", "/mine", cookie, TEXT(""));
    assert_int_equal(answer.status, 200);
    assert_has(answer.body, "<dd>42</dd>");
    assert_false(text_has(answer.body, "<form method=\"get\""));
    /* Whom he acts for stands in the address: the action's right says whether he may. */
    assert_has(ask("GET", "/mine?number=43", cookie, TEXT("")).body, "<dd>43</dd>");
    assert_has(ask("GET", "/mine", "", TEXT("")).body, "id=\"f-number\"");
}

static int serve(const char *port)
{
    int64_t number = 0;
    if (!text_to_int64(text_of(port), &number))
        return 2;
    start((uint16_t)number);
    for (;;)
        pause();
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        return serve(argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_home, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_home_begins_with_what_a_page_tells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_style, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_form_drawn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers_stay_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_faults_beside_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_foreign_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_look_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sign_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_page_that_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_choices_that_the_book_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nobody_is_asked_who_he_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pages_that_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
