/* yaml_shape_test.c: structs from YAML: what is taken, what is refused, and what is suggested. */

#include "core/yaml_shape.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct month { struct text name; };
struct item { struct text code; struct quantity quantity; struct price price; };
struct bill {
    struct text patient_name;
    struct date day;
    struct moment at;
    struct money total;
    struct share share;
    bool emergency;
    int64_t age;
    struct item first;
    struct list items;
    struct list months;
};

static const struct field month_fields[] = {
    { .name = "name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 7,
      .offset = AT(struct month, name) },
};
static const struct shape month_shape = SHAPE("month", struct month, month_fields);
static const struct field item_fields[] = {
    { .name = "code", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
      .offset = AT(struct item, code) },
    { .name = "quantity", .kind = FIELD_QUANTITY, .flags = FIELD_REQUIRED,
      .offset = AT(struct item, quantity) },
    { .name = "price", .kind = FIELD_PRICE, .offset = AT(struct item, price) },
};
static const struct shape item_shape = SHAPE("item", struct item, item_fields);
static const struct field bill_fields[] = {
    { .name = "patient_name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
      .offset = AT(struct bill, patient_name) },
    { .name = "day", .kind = FIELD_DAY, .offset = AT(struct bill, day) },
    { .name = "at", .kind = FIELD_MOMENT, .offset = AT(struct bill, at) },
    { .name = "total", .kind = FIELD_MONEY, .offset = AT(struct bill, total) },
    { .name = "share", .kind = FIELD_SHARE, .offset = AT(struct bill, share) },
    { .name = "emergency", .kind = FIELD_FLAG, .offset = AT(struct bill, emergency) },
    { .name = "age", .kind = FIELD_COUNT, .offset = AT(struct bill, age) },
    { .name = "first", .kind = FIELD_OBJECT, .of = &item_shape, .offset = AT(struct bill, first) },
    { .name = "items", .kind = FIELD_LIST, .of = &item_shape, .length_max = 3,
      .offset = AT(struct bill, items) },
    { .name = "months", .kind = FIELD_LIST, .of = &month_shape, .length_max = 12,
      .offset = AT(struct bill, months) },
};
static const struct shape bill_shape = SHAPE("bill", struct bill, bill_fields);

static struct arena arena;
static struct rule_faults faults;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static bool fill(const char *text, struct bill *bill)
{
    const struct yaml *root;
    struct yaml_fault fault;
    struct yaml_reading reading = { TEXT("bill.yaml"), &arena, &faults };
    memset(bill, 0, sizeof *bill);
    assert_true(yaml_parse(text_of(text), &arena, &root, &fault));
    return yaml_shape_fill(&reading, root, &bill_shape, bill);
}

static void test_all_kinds(void **state)
{
    (void)state;
    struct bill bill;
    assert_true(fill("patient-name: 甲\nday: 2020-02-10\nat: \"2020-02-10T09:00\"\ntotal: 113.4\n"
                     "share: 85.5%\nemergency: yes\nage: 67\n"
                     "first: { code: a, quantity: 0.5, price: 12.345678 }\n"
                     "items:\n  - { code: b, quantity: 2 }\n  - { code: c, quantity: 3 }\n"
                     "months: [2020-01, 2020-02]\n", &bill));
    assert_true(text_is(bill.patient_name, "甲"));
    assert_int_equal(bill.day.yyyymmdd, 20200210);
    assert_int_equal(bill.at.ms, moment_at(DATE(2020, 2, 10), 9, 0, 0).ms);
    assert_int_equal(bill.total.fen, 11340);
    assert_int_equal(bill.share.parts, 855000);
    assert_true(bill.emergency);
    assert_int_equal(bill.age, 67);
    assert_int_equal(bill.first.quantity.e4, 5000);
    assert_int_equal(bill.first.price.e6, 12345678);
    assert_int_equal(bill.items.count, 2);
    assert_true(text_is(((const struct item *)bill.items.items)[1].code, "c"));
    assert_int_equal(bill.months.count, 2);
    assert_true(text_is(((const struct month *)bill.months.items)[1].name, "2020-02"));
    assert_int_equal(faults.count, 0);
}

static void test_shares(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t parts; } good[] = {
        { "patient_name: a\nshare: 0.855\n", 855000 }, { "patient_name: a\nshare: 1\n", 1000000 },
        { "patient_name: a\nshare: 100%\n", 1000000 }, { "patient_name: a\nshare: 0%\n", 0 },
        { "patient_name: a\nshare: 0.05%\n", 500 }, { "patient_name: a\nshare: 95.5%\n", 955000 },
        { "patient_name: a\nshare: 10.8%\n", 108000 },
    };
    static const char *const bad[] = {
        "patient_name: a\nshare: 85\n", "patient_name: a\nshare: -5%\n",
        "patient_name: a\nshare: \"%\"\n", "patient_name: a\nshare: 85 %\n",
        "patient_name: a\nshare: 0.00001%\n",
    };
    struct bill bill;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(fill(good[i].text, &bill));
        assert_int_equal(bill.share.parts, good[i].parts);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(fill(bad[i], &bill));
}

/* One item may stand for a list of one; a scalar for an item only when nothing else is needed. */
static void test_lists(void **state)
{
    (void)state;
    struct bill bill;
    assert_true(fill("patient_name: a\nitems: { code: b, quantity: 1 }\nmonths: 2020-01\n", &bill));
    assert_int_equal(bill.items.count, 1);
    assert_int_equal(bill.months.count, 1);
    assert_false(fill("patient_name: a\nitems: [b]\n", &bill));
    assert_string_equal(faults.last->why, "rules.fault.not-a-mapping");
    assert_false(fill("patient_name: a\nitems: [ {}, {}, {}, {} ]\n", &bill));
    assert_string_equal(faults.last->why, "rules.fault.too-long");
    assert_true(fill("patient_name: a\nitems: []\n", &bill));
    assert_int_equal(bill.items.count, 0);
}

static void test_every_fault_is_told(void **state)
{
    (void)state;
    struct bill bill;
    assert_false(fill("patient-nam: a\nday: 2020-02-30\nage: x\nfirst: { code: a, pice: 1 }\n"
                      "items:\n  - { code: b, quantity: many }\n  - { quantity: 1 }\n", &bill));
    static const struct { int line; const char *key, *why; } expected[] = {
        { 1, "patient-nam", "rules.fault.unknown-key-near" }, { 2, "day", "input.not-a-day" },
        { 3, "age", "input.not-a-number" }, { 4, "pice", "rules.fault.unknown-key-near" },
        { 4, "quantity", "rules.fault.missing" }, { 6, "quantity", "input.not-a-quantity" },
        { 7, "code", "rules.fault.missing" }, { 1, "patient_name", "rules.fault.missing" },
    };
    const struct rule_fault *fault = faults.first;
    for (size_t i = 0; i < COUNT_OF(expected); i++, fault = fault->next) {
        assert_non_null(fault);
        assert_int_equal(fault->line, expected[i].line);
        assert_true(text_is(fault->key, expected[i].key));
        assert_string_equal(fault->why, expected[i].why);
        assert_true(words_has(fault->why));
    }
    assert_null(fault);
    assert_int_equal(faults.count, COUNT_OF(expected));
}

static void test_one_key_spelled_twice(void **state)
{
    (void)state;
    struct bill bill;
    assert_false(fill("patient-name: a\npatient_name: b\n", &bill));
    assert_string_equal(faults.first->why, "rules.fault.twice");
    assert_false(fill("patient-name:\n", &bill));
    assert_string_equal(faults.last->why, "rules.fault.empty");
    assert_false(fill("[1]\n", &bill));
    assert_string_equal(faults.last->why, "rules.fault.not-a-mapping");
}

static void test_nearest_name(void **state)
{
    (void)state;
    static const struct text names[] = { { "deductible", 10 }, { "bands", 5 }, { "until", 5 } };
    assert_true(text_is(nearest_name(TEXT("deductable"), names, 3), "deductible"));
    assert_true(text_is(nearest_name(TEXT("badns"), names, 3), "bands"));
    assert_true(text_is(nearest_name(TEXT("untill"), names, 3), "until"));
    assert_false(text_present(nearest_name(TEXT("ceiling"), names, 3)));
    assert_false(text_present(nearest_name(TEXT(""), names, 3)));
}

/* A file wrong at every line keeps a bounded list and the true count. */
static void test_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < RULE_FAULTS_KEPT + 100; i++)
        rule_fault_add(&faults, TEXT("f"), i, TEXT("k"), "rules.fault.empty", TEXT(""), TEXT(""));
    int kept = 0;
    for (const struct rule_fault *fault = faults.first; fault != NULL; fault = fault->next)
        kept++;
    assert_int_equal(kept, RULE_FAULTS_KEPT);
    assert_int_equal(faults.count, RULE_FAULTS_KEPT + 100);
}

int main(void)
{
#define READ(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        READ(test_all_kinds), READ(test_shares), READ(test_lists),
        READ(test_every_fault_is_told), READ(test_one_key_spelled_twice),
        READ(test_nearest_name), READ(test_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
