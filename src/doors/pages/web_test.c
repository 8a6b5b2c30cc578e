/* web_test.c: a built application of three files, in a folder of its own. */

#include "doors/pages/web.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MANIFEST[] =
    "{\"files\":[\"/assets/hall-1.js\",\"/icon.svg\"],"
    "\"applications\":[{\"name\":\"hall\",\"script\":\"/assets/hall-1.js\","
    "\"styles\":[\"/assets/hall-1.css\"],\"needs\":[\"/assets/part-1.js\"],"
    "\"paths\":[\"=/\",\"/my\"]},"
    "{\"name\":\"desk\",\"script\":\"/assets/desk-1.js\",\"paths\":[\"/desk\"]}],"
    "\"begin\":\"/assets/begin-1.js\"}";

static char folder[] = "/tmp/yibao-web-XXXXXX";
static struct arena arena;

static void put(const char *name, const char *text)
{
    FILE *file = fopen(arena_format(&arena, "%s/%s", folder, name).data, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(arena_format(&arena, "%s/assets", folder).data, 0700), 0);
    put("assets/hall-1.js", "run()");
    put("assets/hall-1.js.br", "packed");
    put("icon.svg", "<svg/>");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "manifest.json", "assets/hall-1.js", "icon.svg",
                                         "assets/hall-1.js.br" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        unlink(arena_format(&arena, "%s/%s", folder, NAMES[i]).data);
    rmdir(arena_format(&arena, "%s/assets", folder).data);
    assert_int_equal(rmdir(folder), 0);
    arena_release(&arena);
    return 0;
}

static void test_pages(void **state)
{
    (void)state;
    put("manifest.json", MANIFEST);
    struct text reason;
    const struct web *web = web_load(folder, &arena, &reason);
    assert_non_null(web);
    static const struct { const char *path, *application; } ROWS[] = {
        { "/", "hall" }, { "/my", "hall" }, { "/my/cases", "hall" }, { "/mystery", NULL },
        { "/desk", "desk" }, { "/desk/cases/7", "desk" }, { "/offsite-filing", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct text application = web_application_of(web, text_of(ROWS[i].path));
        if (ROWS[i].application == NULL)
            assert_null(application.data);
        else
            assert_true(text_is(application, ROWS[i].application));
    }
}

static void test_head(void **state)
{
    (void)state;
    put("manifest.json", MANIFEST);
    struct text reason;
    const struct web *web = web_load(folder, &arena, &reason);
    assert_non_null(web);
    struct html html;
    html_init(&html, &arena);
    web_head(web, TEXT("hall"), (struct text){ 0 }, &html);
    const char *head = arena_text(&arena, html_result(&html)).data;
    assert_non_null(strstr(head, "media=\"not all\" href=\"/assets/hall-1.css\">"));
    assert_non_null(strstr(head, "fetchpriority=\"low\" href=\"/assets/part-1.js\">"));
    assert_non_null(strstr(head, "src=\"/assets/hall-1.js\""));
    assert_null(strstr(head, "desk-1"));
    assert_null(strstr(head, "begin-1"));
    /* A page that is whole asks for nothing of the application by itself. */
    html_init(&html, &arena);
    web_head(web, TEXT("hall"), TEXT("/my"), &html);
    head = arena_text(&arena, html_result(&html)).data;
    assert_non_null(strstr(head, "content=\"/assets/hall-1.js\" data-page=\"/my\" "
                           "data-sheets=\"/assets/hall-1.css\" data-parts=\"/assets/part-1.js\">"));
    assert_non_null(strstr(head, "src=\"/assets/begin-1.js\""));
    assert_null(strstr(head, "rel=\"stylesheet\""));
    assert_null(strstr(head, "modulepreload"));
    html_init(&html, &arena);
    web_head(web, (struct text){ 0 }, TEXT("/my"), &html);
    assert_int_equal(html_result(&html).length, 0);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "{\"files\":[\"/assets/gone.js\"]}", "{\"files\":[\"/../etc/passwd.js\"]}",
        "{\"files\":[\"/assets/hall-1.exe\"]}", "{\"files\":", "",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        put("manifest.json", BAD[i]);
        struct text reason = { 0 };
        assert_null(web_load(folder, &arena, &reason));
        assert_true(reason.length > 0);
    }
    struct text reason = { 0 };
    assert_null(web_load("/nowhere", &arena, &reason));
    assert_true(reason.length > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_head, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
