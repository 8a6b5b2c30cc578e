#include "core/action.h"

#include "base/check.h"
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* Padding between the fields: keys must not be compared byte by byte. */
struct visit_key {
    bool closed;
    int64_t visit;
    struct date day;
    struct text name;
};
static const struct field KEY_FIELDS[] = {
    { .name = "closed", .kind = FIELD_FLAG, .offset = AT(struct visit_key, closed) },
    { .name = "visit", .kind = FIELD_ID, .offset = AT(struct visit_key, visit) },
    { .name = "day", .kind = FIELD_DAY, .offset = AT(struct visit_key, day) },
    { .name = "name", .kind = FIELD_TEXT, .offset = AT(struct visit_key, name) },
};
static const struct shape KEY = SHAPE("key", struct visit_key, KEY_FIELDS);

struct visit_row {
    int64_t bucket, visit, version;
    struct text name;
};
static const struct field ROW_FIELDS[] = {
    { .name = "bucket", .kind = FIELD_COUNT, .offset = AT(struct visit_row, bucket) },
    { .name = "visit", .kind = FIELD_ID, .offset = AT(struct visit_row, visit) },
    { .name = "version", .kind = FIELD_COUNT, .offset = AT(struct visit_row, version) },
    { .name = "name", .kind = FIELD_TEXT, .offset = AT(struct visit_row, name) },
};
static const struct shape ROW = SHAPE("row", struct visit_row, ROW_FIELDS);
static const struct table TABLE = { "visit", &ROW, 2, "version" };
static const struct query BY_KEY = { .name = "by-key", .key = &KEY, .row = &ROW, .row_max = 1 };
static const struct query OTHER = { .name = "other", .key = &KEY, .row = &ROW, .row_max = 9 };
static const struct query ALL = { .name = "all", .row = &ROW, .row_max = 9 };

static struct arena arena;

static int arena_open(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int arena_close(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct visit_key key_of(int filler, int64_t visit, struct text name)
{
    struct visit_key key;
    memset(&key, filler, sizeof key);
    key.closed = true;
    key.visit = visit;
    key.day = DATE(2020, 2, 10);
    key.name = name;
    return key;
}

static void test_roles_have_names_and_words(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        char bytes[64];
        struct builder key = builder_over(bytes, sizeof bytes - 1);
        builder_format(&key, "role.%s", role_name((enum role)role));
        bytes[key.length] = '\0';
        assert_true(words_has(bytes));
    }
    assert_string_equal(role_name(ROLE_INTAKE_CLERK), "intake-clerk");
}

static void test_a_want_is_asked_once(void **state)
{
    (void)state;
    struct gather gather = { .arena = &arena };
    struct visit_key key = key_of(0x00, 7, TEXT("a")), same = key_of(0xFF, 7, TEXT("a"));
    assert_null(gather_want(&gather, &BY_KEY, &key));
    assert_true(gather.missing);
    assert_null(gather_want(&gather, &BY_KEY, &same));
    assert_int_equal(gather.want_count, 1);

    /* The key was copied. */
    key.visit = 0;
    assert_int_equal(((const struct visit_key *)gather.wants->key)->visit, 7);

    struct visit_key others[] = {
        key_of(0, 8, TEXT("a")), key_of(0, 7, TEXT("b")), key_of(0, 7, TEXT("")),
        key_of(0, 7, (struct text){ 0 }),
    };
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_null(gather_want(&gather, &BY_KEY, &others[i]));
    assert_null(gather_want(&gather, &OTHER, &same));
    assert_null(gather_want(&gather, &ALL, NULL));
    assert_null(gather_want(&gather, &ALL, NULL));
    assert_int_equal(gather.want_count, 7);

    int chained = 0;
    for (const struct want *want = gather.wants; want != NULL; want = want->next)
        chained++;
    assert_int_equal(chained, 7);
    assert_ptr_equal(gather.wants->query, &BY_KEY);
}

static void test_answers_are_found_again(void **state)
{
    (void)state;
    struct gather gather = { .arena = &arena };
    struct visit_row rows[1000];
    for (int i = 0; i < 1000; i++) {
        struct visit_key key = key_of(0, i + 1, TEXT("x"));
        const void *row = NULL;
        assert_false(gather_one(&gather, &BY_KEY, &key, &row));
    }
    int at = 0;
    for (struct want *want = gather.wants; want != NULL; want = want->next, at++) {
        rows[at] = (struct visit_row){ .visit = ((const struct visit_key *)want->key)->visit };
        want->answered = true;
        if (at % 2 == 0)
            want->rows = (struct list){ &rows[at], 1 };
    }
    gather.missing = false;
    for (int i = 0; i < 1000; i++) {
        struct visit_key key = key_of(0xFF, i + 1, TEXT("x"));
        const void *row = &gather;
        assert_true(gather_one(&gather, &BY_KEY, &key, &row));
        if (i % 2 == 0)
            assert_int_equal(((const struct visit_row *)row)->visit, i + 1);
        else
            assert_null(row);
    }
    assert_false(gather.missing);
    assert_int_equal(gather.want_count, 1000);
}

static void test_changes_are_copied_in_order(void **state)
{
    (void)state;
    struct request request = { .arena = &arena };
    struct decision decision = { .request = &request };
    char name[] = "first";
    struct visit_row row = { .visit = 1, .name = { name, 5 } };
    decision_insert(&decision, &TABLE, &row);
    row.visit = 2;
    name[0] = 'X';
    decision_replace(&decision, &TABLE, &row);

    assert_int_equal(decision.change_count, 2);
    const struct change *first = decision.changes, *second = first->next;
    assert_int_equal(first->kind, CHANGE_INSERT);
    assert_int_equal(((const struct visit_row *)first->row)->visit, 1);
    assert_true(text_is(((const struct visit_row *)first->row)->name, "first"));
    assert_int_equal(second->kind, CHANGE_REPLACE);
    assert_int_equal(((const struct visit_row *)second->row)->visit, 2);
    assert_ptr_equal(decision.last_change, second);
    assert_null(second->next);
}

static void test_the_gravest_refusal_stays(void **state)
{
    (void)state;
    struct request request = { .arena = &arena };
    struct decision decision = { .request = &request };
    char detail[] = "7 days";
    decision_refuse_with(&decision, "a.refused.first", "day", (struct text){ detail, 6 },
                         (struct text){ 0 });
    detail[0] = '8';
    decision_refuse(&decision, "a.refused.second", NULL);
    assert_string_equal(decision.refusal.key, "a.refused.first");
    assert_string_equal(decision.refusal.field, "day");
    assert_true(text_is(decision.refusal.detail[0], "7 days"));
    assert_null(decision.refusal.detail[1].data);
}

static void test_keys_are_a_set(void **state)
{
    (void)state;
    struct keys keys = { .count = 0 };
    keys_add(&keys, 5);
    keys_add(&keys, 6);
    keys_add(&keys, 5);
    assert_int_equal(keys.count, 2);
    assert_int_equal(keys.subject[0], 5);
    assert_int_equal(keys.subject[1], 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_have_names_and_words),
        cmocka_unit_test(test_a_want_is_asked_once),
        cmocka_unit_test(test_answers_are_found_again),
        cmocka_unit_test(test_changes_are_copied_in_order),
        cmocka_unit_test(test_the_gravest_refusal_stays),
        cmocka_unit_test(test_keys_are_a_set),
    };
    return cmocka_run_group_tests(tests, arena_open, arena_close);
}
