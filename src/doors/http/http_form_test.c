#include "doors/http/form.h"

#include "doors/http/fake_house_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&memory);
    return 0;
}

static bool parsed(const char *type, struct text body, struct form *ret_form)
{
    const char *reason = NULL;
    bool good = form_parse(text_of(type), body, &memory, ret_form, &reason);
    assert_true(good || reason != NULL);
    return good;
}

#define ENCODED "application/x-www-form-urlencoded"

static void test_encoded(void **state)
{
    (void)state;
    struct form form;
    assert_true(parsed(ENCODED, TEXT("a=1+2&b=%E5%BC%A0&&c&a=9&d=x%0D%0Ay"), &form));
    assert_true(text_is(form_value(&form, TEXT("a")), "1 2"));
    assert_true(text_is(form_value(&form, TEXT("b")), "张"));
    assert_true(text_is(form_value(&form, TEXT("c")), ""));
    assert_true(text_is(form_value(&form, TEXT("d")), "x\ny"));
    assert_null(form_value(&form, TEXT("e")).data);
    assert_int_equal(form.count, 5);
    assert_false(parsed(ENCODED, TEXT("a=%4"), &form));
    assert_false(parsed(ENCODED, TEXT("a=%4g"), &form));
    assert_false(parsed(ENCODED, TEXT("a=%"), &form));
    assert_true(parsed(ENCODED, TEXT("a=%41"), &form));
    assert_false(parsed("text/plain", TEXT("a=1"), &form));
}

static void test_too_many(void **state)
{
    (void)state;
    char *bytes = arena_take(&memory, 4000);
    struct builder builder = builder_over(bytes, 4000);
    for (int i = 0; i < FORM_FIELDS_MAX; i++)
        builder_add(&builder, TEXT("a=&"));
    struct form form;
    assert_true(parsed(ENCODED, builder_text(&builder), &form));
    builder_add(&builder, TEXT("a="));
    assert_false(parsed(ENCODED, builder_text(&builder), &form));
}

#define MULTIPART "multipart/form-data; charset=utf-8; boundary=\"b 1\""

static void test_multipart(void **state)
{
    (void)state;
    struct form form;
    assert_true(parsed(MULTIPART, TEXT("--b 1\r\nContent-Disposition: form-data; name=\"a\"\r\n"
        "\r\n1\r\n2\r\n--b 1\r\ncontent-disposition: form-data; filename=\"x/y\\z.jpg\"; "
        "name=\"f\"\r\nContent-Type: image/jpeg\r\n\r\n\0\r\n--b\r\n\r\n--b 1\r\n"
        "Content-Disposition: form-data; name=\"e\"\r\n\r\n\r\n--b 1--\r\n"), &form));
    assert_int_equal(form.count, 3);
    assert_true(text_is(form_value(&form, TEXT("a")), "1\n2"));
    const struct form_field *file = form_field(&form, TEXT("f"));
    assert_true(file->file);
    assert_true(text_is(file->file_name, "z.jpg"));
    assert_true(text_is(file->file_type, "image/jpeg"));
    assert_int_equal(file->value.length, 8);
    assert_true(text_is(form_value(&form, TEXT("e")), ""));

    static const char *const BROKEN[] = {
        "", "--b 1", "--b 1\r\n", "--b 2--\r\n",
        "--b 1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b 1--",
        "--b 1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b 1\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b 1--",
        "--b 1\r\nContent-Disposition: form-data; name=\"a\xFF\"\r\n\r\nx\r\n--b 1--",
    };
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++)
        assert_false(parsed(MULTIPART, text_of(BROKEN[i]), &form));
    assert_false(parsed("multipart/form-data", TEXT("--\r\n"), &form));
}

/* ---- to JSON ---- */

static void check_json(const char *encoded, bool unknown_too, const char *wanted,
                       const char *fault)
{
    struct form form;
    assert_true(parsed(ENCODED, text_of(encoded), &form));
    struct shape_faults faults;
    shape_faults_init(&faults, &memory, true);
    struct text json = form_to_json(&form, fake_room.actions[0]->input, unknown_too, &faults,
                                    NULL);
    if (!text_is(json, wanted))
        fail_msg("%.*s is not %s", TEXT_ARGS(json), wanted);
    assert_int_equal(faults.count, fault == NULL ? 0 : 1);
    if (fault != NULL)
        assert_true(text_is(faults.first->path, fault));
}

static void test_to_json(void **state)
{
    (void)state;
    check_json("", false, "{}", NULL);
    check_json("name=+&sex=+1+&promise=on", false, "{\"sex\":\"1\",\"promise\":\"true\"}", NULL);
    check_json("lines.7.item=b&lines.3.item=a&lines.5.item=+", false,
               "{\"lines\":[{\"item\":\"a\"},{\"item\":\"b\"}]}", NULL);
    check_json("lines[1].price=2", false, "{\"lines\":[{\"price\":\"2\"}]}", NULL);
    check_json("lines.x.item=b&lines.-1.item=c&lines=d&lines.1=e", false, "{}", NULL);
    check_json("address.town=t&address.none=1", false, "{\"address\":{\"town\":\"t\"}}", NULL);
    check_json("address.none=1&lines.3.none=1&lines.3.item.x=1", false, "{}", NULL);
    check_json("nmae=x&nmae=y&q.r=1", true, "{\"nmae\":null,\"q\":null}", NULL);
    check_json("name=%FF", false, "{}", "name");
    check_json("lines.4.item=%01", false, "{\"lines\":[{}]}", "lines[0].item");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_encoded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_multipart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_to_json, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
