#include "base/arena_testing.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const struct yaml *parse(const char *text)
{
    const struct yaml *yaml = NULL;
    struct yaml_fault fault = { 0 };
    if (!yaml_parse(text_of(text), &arena, &yaml, &fault))
        fail_msg("%.*s at %d:%d", TEXT_ARGS(fault.reason), fault.line, fault.column);
    return yaml;
}

static struct yaml_fault refused(struct text text)
{
    const struct yaml *yaml = NULL;
    struct yaml_fault fault = { 0 };
    if (yaml_parse(text, &arena, &yaml, &fault))
        fail_msg("taken: %.*s", TEXT_ARGS(text));
    assert_null(yaml);
    assert_true(text_present(fault.reason));
    assert_true(fault.line >= 1 && fault.column >= 1);
    return fault;
}

static void test_a_value_file(void **state)
{
    (void)state;
    const struct yaml *yaml = parse(
        "place: 371300            # 临沂\n"
        "about: benefit.inpatient\n"
        "values:\n"
        "  - from: earliest-known\n"
        "    until: 2022-08-31\n"
        "    deductible: { tier1: 200.00, tier2: 500.00, every: admission }\n"
        "  - from: '2022-09-01'\n"
        "    flow: [1, 2]\n");
    assert_int_equal(yaml_kind(yaml), YAML_MAPPING);
    assert_int_equal(yaml_count(yaml), 3);
    assert_true(text_is(yaml_text(yaml_key(yaml, 2)), "values"));
    const struct yaml *place = yaml_member(yaml, TEXT("place"));
    assert_true(text_is(yaml_text(place), "371300"));
    assert_int_equal(yaml_line(place), 1);
    assert_int_equal(yaml_column(place), 8);
    const struct yaml *values = yaml_member(yaml, TEXT("values"));
    assert_int_equal(yaml_count(values), 2);
    const struct yaml *deductible = yaml_member(yaml_at(values, 0), TEXT("deductible"));
    const struct yaml *tier2 = yaml_member(deductible, TEXT("tier2"));
    assert_true(text_is(yaml_text(tier2), "500.00"));
    assert_int_equal(yaml_line(tier2), 6);
    assert_int_equal(yaml_column(tier2), 41);
    assert_false(yaml_is_quoted(tier2));
    assert_true(yaml_is_quoted(yaml_member(yaml_at(values, 1), TEXT("from"))));
    assert_int_equal(yaml_count(yaml_member(yaml_at(values, 1), TEXT("flow"))), 2);
    assert_null(yaml_member(yaml, TEXT("nothing")));
    assert_null(yaml_member(NULL, TEXT("nothing")));
    assert_null(yaml_at(values, 2));
    assert_null(yaml_key(values, 0));
}

static void test_scalars(void **state)
{
    (void)state;
    const struct yaml *yaml = parse("- 007\n- yes\n- ~\n- null\n- 'null'\n-\n- |\n  two\n  lines\n"
                                    "- >-\n  folded\n  text\n- \"tab\\t医\\u533b\"\n- a b  # c\n");
    static const char *const TEXTS[] = { "007", "yes", "~", "null", "null", "", "two\nlines\n",
                                         "folded text", "tab\t医医", "a b" };
    assert_int_equal(yaml_count(yaml), COUNT_OF(TEXTS));
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        assert_true(text_is(yaml_text(yaml_at(yaml, i)), TEXTS[i]));
    assert_false(yaml_is_null(yaml_at(yaml, 0)));
    assert_true(yaml_is_null(yaml_at(yaml, 2)));
    assert_true(yaml_is_null(yaml_at(yaml, 3)));
    assert_false(yaml_is_null(yaml_at(yaml, 4)));
    assert_true(yaml_is_null(yaml_at(yaml, 5)));
    assert_true(yaml_is_quoted(yaml_at(yaml, 6)));
    assert_int_equal(yaml_line(yaml_at(yaml, 9)), 14);
    assert_int_equal(yaml_kind(parse("alone")), YAML_SCALAR);
    assert_int_equal(yaml_count(parse("---\na: 1\n...\n")), 1);
    assert_int_equal(yaml_count(parse("\xEF\xBB\xBF" "a: 1\n")), 1);
    assert_int_equal(yaml_count(parse("{}")), 0);
    assert_int_equal(yaml_count(parse("a: 1\r\nb: 2\r\n")), 2);
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "# only a comment\n", "---\n---\n", "a: 1\n---\nb: 2\n", "a: &x 1\n", "a: *x\n",
        "a: &x [1]\nb: *x\n", "&x {a: 1}\n", "a: !!str 1\n", "!t\na: 1\n", "a: ! x\n",
        "[!!seq []]\n",
        "%YAML 1.1\n---\na: 1\n", "%TAG ! !x\n---\na: 1\n", "[a]: 1\n", "? {a: 1}\n: 2\n",
        "a: 1\na: 2\n", "{a: 1, b: 2, \"a\": 3}\n", "a: \"\\0\"\n", "a: \"\\x07\"\n", "a: [1\n",
        "- a\nb: 1\n", "a: b: c\n", "\ta: 1\n", "a: 'x\n", "a: \xFF\n", "a: \x01\n", "@a\n",
        "a: }\n",
    };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        refused(text_of(BAD[i]));
    refused((struct text){ "a: \0001", 5 });
    refused((struct text){ NULL, 0 });
}

static void test_fault_names_the_place(void **state)
{
    (void)state;
    struct yaml_fault fault = refused(TEXT("x:\n  医: 1\n  b: 2\n  医: 3\n"));
    assert_int_equal(fault.line, 4);
    assert_int_equal(fault.column, 3);
    assert_true(text_is(fault.reason, "\"医\" stands twice, first in line 2"));
    fault = refused(TEXT("a: 1\nb: 医\xC3(\n"));
    assert_int_equal(fault.line, 2);
    assert_int_equal(fault.column, 5);
    fault = refused(TEXT("a: 1\nb: [1, 2\nc: 3\n"));
    assert_int_equal(fault.line, 3);
    fault = refused(TEXT("a:\n  - &name x\n"));
    assert_int_equal(fault.line, 2);
    assert_true(text_is(fault.reason, "anchors are not taken"));
}

static void test_limits(void **state)
{
    (void)state;
    char deep[2 * LIMIT_DEPTH + 2];
    memset(deep, '[', LIMIT_DEPTH + 1);
    memset(deep + LIMIT_DEPTH + 1, ']', LIMIT_DEPTH + 1);
    struct yaml_fault fault = refused((struct text){ deep, 2 * LIMIT_DEPTH + 2 });
    assert_int_equal(fault.column, LIMIT_DEPTH + 1);
    const struct yaml *yaml = NULL;
    assert_true(yaml_parse((struct text){ deep + 1, 2 * LIMIT_DEPTH }, &arena, &yaml, &fault));
    char *long_text = arena_take(&arena, LIMIT_RULE_FILE_BYTES + 1);
    memset(long_text, ' ', LIMIT_RULE_FILE_BYTES + 1);
    fault = refused((struct text){ long_text, LIMIT_RULE_FILE_BYTES + 1 });
    assert_true(text_is(fault.reason, "the file is too long"));
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        WITH_ARENA(test_a_value_file),
        WITH_ARENA(test_scalars),
        WITH_ARENA(test_refusals),
        WITH_ARENA(test_fault_names_the_place),
        WITH_ARENA(test_limits),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
