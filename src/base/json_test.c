#include "base/arena_testing.h"
#include "base/check.h"
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const struct json *parse(const char *text)
{
    const struct json *json = NULL;
    struct json_fault fault = { 0 };
    if (!json_parse(text_of(text), LIMIT_MESSAGE_BYTES, &arena, &json, &fault))
        fail_msg("%s: %s at %d:%d", text, fault.reason, fault.line, fault.column);
    return json;
}

static struct json_fault refused(struct text text)
{
    const struct json *json = NULL;
    struct json_fault fault = { 0 };
    if (json_parse(text, LIMIT_MESSAGE_BYTES, &arena, &json, &fault))
        fail_msg("taken: %.*s", TEXT_ARGS(text));
    assert_null(json);
    assert_non_null(fault.reason);
    return fault;
}

static void test_kinds(void **state)
{
    (void)state;
    const struct json *json = parse(" {\"a\":[1,null,true,false,\"t\"],\"b\":{}} ");
    assert_int_equal(json_kind(json), JSON_OBJECT);
    assert_int_equal(json_count(json), 2);
    const struct json *list = json_member(json, TEXT("a"));
    assert_int_equal(json_kind(list), JSON_ARRAY);
    assert_int_equal(json_count(list), 5);
    assert_int_equal(json_kind(json_at(list, 0)), JSON_NUMBER);
    assert_int_equal(json_kind(json_at(list, 1)), JSON_NULL);
    assert_true(json_flag(json_at(list, 2)));
    assert_false(json_flag(json_at(list, 3)));
    assert_true(text_is(json_text(json_at(list, 4)), "t"));
    assert_null(json_at(list, 5));
    assert_int_equal(json_count(json_member(json, TEXT("b"))), 0);
    assert_int_equal(json_kind(json_member(json, TEXT("b"))), JSON_OBJECT);
    assert_null(json_member(json, TEXT("c")));
    assert_int_equal(json_offset(json_member(json, TEXT("b"))), 34);
    /* look-ups chain through what is not there */
    assert_null(json_text(json_member(json_member(json, TEXT("c")), TEXT("d"))).data);
}

static void test_numbers_keep_their_text(void **state)
{
    (void)state;
    static const char *const NUMBERS[] = {
        "113.40", "0", "-0", "-0.00", "12345678901234567.89", "123456789012345678901234567890",
        "-9223372036854775809", "1e400", "1E+2", "0.000001", "18446744073709551616",
    };
    for (size_t i = 0; i < COUNT_OF(NUMBERS); i++) {
        const struct json *json = parse(NUMBERS[i]);
        assert_true(text_is(json_number_text(json), NUMBERS[i]));
        assert_null(json_text(json).data);
        assert_true(text_is(json_plain_text(json), NUMBERS[i]));
    }
    const struct json *list = parse("[{\"a\":1.10,\"b\":[2.20,\"x\",3.30]},4.40]");
    assert_true(text_is(json_number_text(json_member(json_at(list, 0), TEXT("a"))), "1.10"));
    const struct json *b = json_member(json_at(list, 0), TEXT("b"));
    assert_true(text_is(json_number_text(json_at(b, 2)), "3.30"));
    assert_true(text_is(json_number_text(json_at(list, 1)), "4.40"));
}

static void test_texts(void **state)
{
    (void)state;
    assert_true(text_is(json_text(parse("\"\"")), ""));
    assert_true(text_is(json_text(parse("\"张三丰\"")), "张三丰"));
    assert_true(text_is(json_text(parse("\"\\u533b\\u4fdd \\ud842\\udfb7\"")), "医保 𠮷"));
    assert_true(text_is(json_text(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")), "\"\\/\b\f\n\r\t"));
    assert_true(text_is(json_plain_text(parse("true")), "true"));
    assert_null(json_plain_text(parse("null")).data);
    assert_null(json_plain_text(parse("[]")).data);
    assert_null(json_number_text(parse("\"1\"")).data);
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", " ", "01", "-01", "00", "-", "1.", ".5", "+1", "1e", "1e+", "0x1", "1.2.3", "1-2",
        "NaN", "nan", "Infinity", "-Infinity", "True", "TRUE", "nul", "nulls", "tru",
        "'a'", "\"a", "\"a\tb\"", "\"\x01\"", "\"\\x\"", "\"\\u12\"", "\"\\u00g0\"", "\"\\",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\u0000\"", "{\"a\\u0000b\":1}",
        "[", "]", "[1,]", "[,1]", "[1 2]", "[1}", "{]", "{\"a\":1,}", "{\"a\"}", "{\"a\" 1}",
        "{a:1}", "{1:2}", "{\"a\":1 \"b\":2}", "{\"a\":}", "{:1}", "{\"a\"::1}", "[1:2]",
        "{\"a\":1:2}", "{\"a\",\"b\"}", "1 2", "{} {}", "[]x", "/**/1",
        "1 //", "\xEF\xBB\xBF{}", "\"\xFF\"",
        "\"\xED\xA0\x80\"", "\v1", "[\f1]", ",", ":", "{\"a\":[}]",
        "{\"a\":1,\"a\":2}", "{\"x\":{\"b\":1,\"c\":2,\"b\":3}}", "{\"a\":1,\"\\u0061\":2}",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        refused(text_of(BAD[i]));
    refused((struct text){ "1\0002", 3 });
    refused((struct text){ "{}\0", 3 });
    refused((struct text){ "\"a\0b\"", 5 });
    refused((struct text){ NULL, 0 });
}

static void test_fault_names_the_place(void **state)
{
    (void)state;
    struct json_fault fault = refused(TEXT("{\n  \"姓名\": \"张\",\n  \"x\": 01\n}"));
    assert_int_equal(fault.line, 3);
    assert_int_equal(fault.column, 8);
    assert_string_equal(fault.reason, "json.reason.not-a-number");
    fault = refused(TEXT("[\"医\", {\"a\":1, \"b\":{\"c\":1,\"c\":2}}]"));
    assert_int_equal(fault.line, 1);
    assert_int_equal(fault.column, 19);
    assert_string_equal(fault.reason, "json.reason.name-twice");
    fault = refused(TEXT("[1,\n2"));
    assert_int_equal(fault.offset, 5);
    assert_int_equal(fault.line, 2);
    fault = refused(TEXT("[\"ab\xFF\"]"));
    assert_int_equal(fault.offset, 4);
}

static void test_limits(void **state)
{
    (void)state;
    char deep[2 * LIMIT_DEPTH + 4];
    memset(deep, '[', LIMIT_DEPTH + 1);
    memset(deep + LIMIT_DEPTH + 1, ']', LIMIT_DEPTH + 1);
    struct json_fault fault = refused((struct text){ deep, 2 * LIMIT_DEPTH + 2 });
    assert_int_equal(fault.offset, LIMIT_DEPTH);
    const struct json *json = NULL;
    struct text allowed = { deep + 1, 2 * LIMIT_DEPTH };
    assert_true(json_parse(allowed, 100, &arena, &json, &fault));
    assert_true(json_parse(TEXT("[1]"), 3, &arena, &json, &fault));
    assert_false(json_parse(TEXT("[1 ]"), 3, &arena, &json, &fault));
    assert_string_equal(fault.reason, "json.reason.too-long");
}

static void test_loose_names(void **state)
{
    (void)state;
    const struct json *json = parse("{\"PSN_NO\":1,\"medType\":2,\"med_type\":3,\"_x\":4}");
    assert_true(text_is(json_number_text(json_member_loose(json, TEXT("psn_no"))), "1"));
    assert_true(text_is(json_number_text(json_member_loose(json, TEXT("psnNo"))), "1"));
    assert_true(text_is(json_number_text(json_member_loose(json, TEXT("med_type"))), "3"));
    assert_true(text_is(json_number_text(json_member_loose(json, TEXT("MEDTYPE"))), "2"));
    assert_null(json_member_loose(json, TEXT("psn")));
    assert_null(json_member_loose(json, TEXT("psn_no_2")));
    assert_null(json_member(json, TEXT("psn_no")));
    assert_true(json_name_is_loose(TEXT("a_b_"), TEXT("AB")));
    assert_false(json_name_is_loose(TEXT("a-b"), TEXT("ab")));
    assert_true(text_is(json_name(json_at(json, 1)), "medType"));
}

static void test_writer(void **state)
{
    (void)state;
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("name"));
    json_write_text(&writer, TEXT("a\"\\\x01\n\x7F医"));
    json_key(&writer, TEXT("list"));
    json_array_begin(&writer);
    json_write_int(&writer, INT64_MIN);
    json_write_raw_number(&writer, TEXT("113.40"));
    json_write_flag(&writer, true);
    json_write_null(&writer);
    json_object_begin(&writer);
    json_object_end(&writer);
    json_array_end(&writer);
    json_key(&writer, TEXT("absent"));
    json_write_text(&writer, text_of(NULL));
    json_key(&writer, TEXT("bad"));
    json_write_text(&writer, TEXT("a\xFF\xE4\xBD" "b"));
    json_object_end(&writer);
    struct text text = json_writer_text(&writer);
    assert_string_equal(text.data,
        "{\"name\":\"a\\\"\\\\\\u0001\\n\x7F医\","
        "\"list\":[-9223372036854775808,113.40,true,null,{}],"
        "\"absent\":null,\"bad\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" "b\"}");
    assert_int_equal(text.length, strlen(text.data));
    parse(text.data);
}

static void test_tree_comes_back(void **state)
{
    (void)state;
    static const char TEXT_IN[] =
        "{\"a\":[1.10,{\"b\":[],\"c\":{}},[[\"x\"]]],\"d\":false,\"e\":null}";
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    json_write_tree(&writer, parse(TEXT_IN));
    assert_string_equal(json_writer_text(&writer).data, TEXT_IN);

    /* a long one: growth keeps what is there */
    json_writer_init(&writer, &arena);
    json_array_begin(&writer);
    for (int i = 0; i < 3000; i++)
        json_write_text(&writer, TEXT("某某医院"));
    json_array_end(&writer);
    const struct json *list = parse(json_writer_text(&writer).data);
    assert_int_equal(json_count(list), 3000);
    assert_true(text_is(json_text(json_at(list, 2999)), "某某医院"));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        WITH_ARENA(test_kinds),
        WITH_ARENA(test_numbers_keep_their_text),
        WITH_ARENA(test_texts),
        WITH_ARENA(test_refusals),
        WITH_ARENA(test_fault_names_the_place),
        WITH_ARENA(test_limits),
        WITH_ARENA(test_loose_names),
        WITH_ARENA(test_writer),
        WITH_ARENA(test_tree_comes_back),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
