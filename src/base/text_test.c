#include "base/check.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static void test_absent_is_not_empty(void **state)
{
    (void)state;
    assert_null(text_of(NULL).data);
    assert_non_null(text_of("").data);
    assert_false(text_present(text_of(NULL)));
    assert_false(text_present(text_of("")));
    assert_true(text_present(TEXT("a")));
    assert_true(text_equal(text_of(NULL), text_of("")));
    assert_true(text_is(TEXT("ab"), "ab"));
    assert_false(text_is(TEXT("ab"), "abc"));
}

static void test_order_is_by_bytes(void **state)
{
    (void)state;
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_int_equal(text_compare(text_of(NULL), TEXT("")), 0);
    assert_true(text_compare(TEXT("医"), TEXT("z")) > 0);
    assert_true(text_starts(TEXT("医保"), TEXT("医")));
    assert_false(text_starts(TEXT("a"), TEXT("ab")));
    assert_true(text_ends(TEXT("a.yaml"), TEXT(".yaml")));
    assert_false(text_ends(TEXT("yaml"), TEXT(".yaml")));
    assert_true(text_ends(TEXT("a"), TEXT("")));
}

static void test_slices_clamp(void **state)
{
    (void)state;
    assert_true(text_is(text_slice(TEXT("abcdef"), 2, 4), "cd"));
    assert_true(text_is(text_slice(TEXT("abc"), 2, 99), "c"));
    assert_true(text_is(text_slice(TEXT("abc"), 99, 2), ""));
    assert_null(text_slice(text_of(NULL), 1, 2).data);
    assert_true(text_is(text_trim(TEXT(" \t\r\n a b \n")), "a b"));
    assert_true(text_is(text_trim(TEXT("   ")), ""));
}

static void test_until_walks_a_list(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    assert_true(text_is(text_until(rest, ',', &rest), "a"));
    assert_true(text_is(text_until(rest, ',', &rest), ""));
    assert_true(text_is(text_until(rest, ',', &rest), "b"));
    assert_null(rest.data);
    rest = TEXT("a,");
    text_until(rest, ',', &rest);
    assert_non_null(rest.data);
    assert_int_equal(rest.length, 0);
}

static void test_integers_are_strict(void **state)
{
    (void)state;
    int64_t value = 7;
    assert_true(text_to_int64(TEXT("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    assert_true(text_to_int64(TEXT("-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    assert_true(text_to_int64(TEXT("007"), &value));
    assert_true(value == 7);
    static const char *const BAD[] = { "", "-", "+1", " 1", "1 ", "1.0", "0x1", "1e3",
                                       "9223372036854775808", "-9223372036854775809", "１" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(text_to_int64(text_of(BAD[i]), &value));
    assert_true(value == 7);
    assert_false(text_to_int64(text_of(NULL), &value));
}

static void test_utf8_borders(void **state)
{
    (void)state;
    static const char *const GOOD[] = { "", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
                                        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                                        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "𠮷田", "㐂" };
    for (size_t i = 0; i < COUNT_OF(GOOD); i++)
        assert_true(text_is_utf8(text_of(GOOD[i])));
    static const char *const BAD[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41",
                                       "\xE0\x9F\xBF", "\xE4\xBD", "\xED\xA0\x80", "\xED\xBF\xBF",
                                       "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                       "\xFF", "a\xFE", "\xF0\x9F\x98" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(text_is_utf8(text_of(BAD[i])));
    assert_int_equal(text_utf8_prefix(TEXT("医a\xFFzz")), 4);
    assert_int_equal(text_characters(TEXT("𠮷医a")), 3);
    assert_int_equal(text_characters(text_of(NULL)), 0);
}

/* The hash picks buckets, so it may never change. */
/* Each byte in each place of a text that is looked at in pieces of eight. */
static void test_plain_until_the_first_other(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        bool plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
        for (size_t at = 0; at < 20; at++) {
            char bytes[20];
            memset(bytes, at % 2 == 0 ? ' ' : '~', sizeof bytes);
            bytes[at] = (char)byte;
            bytes[19] = at < 19 ? '\n' : bytes[19];
            struct text text = { bytes, sizeof bytes };
            size_t expected = !plain ? at : at == 19 ? 20 : 19;
            for (size_t from = 0; from <= at; from++)
                assert_int_equal(text_plain_until(text, from), expected);
        }
    }
    assert_int_equal(text_plain_until((struct text){ 0 }, 0), 0);
    assert_int_equal(text_utf8_prefix(TEXT("12345678医院12345678\xFF")), 22);
}

static void test_hash_is_fnv1a(void **state)
{
    (void)state;
    assert_true(text_hash(TEXT("")) == UINT64_C(0xcbf29ce484222325));
    assert_true(text_hash(TEXT("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(text_hash(TEXT("foobar")) == UINT64_C(0x85944171f73967e8));
}

static void test_builder_stays_inside(void **state)
{
    (void)state;
    char data[8];
    memset(data, '#', sizeof data);
    struct builder builder = builder_over(data, 4);
    builder_add(&builder, TEXT("ab"));
    builder_add_int(&builder, -7);
    assert_false(builder.overflow);
    assert_true(text_is(builder_text(&builder), "ab-7"));
    builder_add_char(&builder, 'x');
    assert_true(builder.overflow);
    builder_add(&builder, TEXT(""));
    builder_format(&builder, "%d", 1);
    assert_true(text_is(builder_text(&builder), "ab-7"));
    assert_memory_equal(data + 4, "####", 4);
}

/* All or nothing: a text that does not fit leaves no part of itself. */
static void test_builder_writes_whole(void **state)
{
    (void)state;
    char data[4];
    struct builder builder = builder_over(data, sizeof data);
    builder_add(&builder, TEXT("ab"));
    builder_add(&builder, TEXT("cde"));
    assert_true(builder.overflow);
    assert_int_equal(builder.length, 2);
}

static void test_builder_formats_long_text(void **state)
{
    (void)state;
    static char data[2048];
    struct builder builder = builder_over(data, sizeof data);
    builder_format(&builder, "%01500d|", 7);
    assert_false(builder.overflow);
    assert_int_equal(builder.length, 1501);
    assert_int_equal(data[1499], '7');
    assert_int_equal(data[1500], '|');
    builder_format(&builder, "%0600d", 7);
    assert_true(builder.overflow);
    assert_int_equal(builder.length, 1501);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_absent_is_not_empty),
        cmocka_unit_test(test_order_is_by_bytes),
        cmocka_unit_test(test_slices_clamp),
        cmocka_unit_test(test_until_walks_a_list),
        cmocka_unit_test(test_integers_are_strict),
        cmocka_unit_test(test_utf8_borders),
        cmocka_unit_test(test_plain_until_the_first_other),
        cmocka_unit_test(test_hash_is_fnv1a),
        cmocka_unit_test(test_builder_stays_inside),
        cmocka_unit_test(test_builder_writes_whole),
        cmocka_unit_test(test_builder_formats_long_text),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
