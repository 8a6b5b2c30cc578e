#include "core/id.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_an_id_says_where_and_when(void **state)
{
    (void)state;
    struct minter minter;
    struct moment now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    minter_init(&minter, 16383, now);
    int64_t id = id_mint(&minter, 1023);
    assert_true(id > 0);
    assert_int_equal(id_bucket(id), 1023);
    assert_int_equal(id_moment(id).ms, now.ms);
    assert_int_equal(id >> 8 & 16383, 16383);
    int64_t other = id_mint(&minter, 0);
    assert_int_equal(id_bucket(other), 0);
    assert_int_equal(id_moment(other).ms, now.ms);
    assert_true(id_least(now) <= id && id_least(now) <= other);
    assert_true(id_least((struct moment){ now.ms + 1000 }) > id);
    assert_int_equal(id_least((struct moment){ 0 }), 0);
}

static void test_ids_of_a_bucket_rise(void **state)
{
    (void)state;
    struct minter minter;
    struct moment now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    minter_init(&minter, 1, now);
    int64_t before = 0;
    for (int i = 0; i < 3000; i++) {
        if (i == 1000)
            minter_move_to(&minter, (struct moment){ now.ms - 60000 });
        if (i == 2000)
            minter_move_to(&minter, (struct moment){ now.ms + 60000 });
        int64_t id = id_mint(&minter, 7);
        assert_true(id > before);
        assert_int_equal(id_bucket(id), 7);
        before = id;
    }
}

static void test_names_spread_over_buckets(void **state)
{
    (void)state;
    int seen[BUCKET_COUNT] = { 0 };
    char bytes[16];
    for (int i = 0; i < 64 * BUCKET_COUNT; i++) {
        struct builder name = builder_over(bytes, sizeof bytes);
        builder_add_int(&name, i);
        seen[bucket_of_name(builder_text(&name))]++;
    }
    for (int i = 0; i < BUCKET_COUNT; i++)
        assert_in_range(seen[i], 16, 160);
}

static void test_id_texts(void **state)
{
    (void)state;
    int64_t id = 7;
    assert_true(id_parse(TEXT("9223372036854775807"), &id));
    assert_int_equal(id, INT64_MAX);
    assert_true(id_parse(TEXT("1"), &id));
    static const char *const BAD[] = { "", "0", "-1", "9223372036854775808", "1x", " 1" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(id_parse(text_of(BAD[i]), &id));
    assert_int_equal(id, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_id_says_where_and_when),
        cmocka_unit_test(test_ids_of_a_bucket_rise),
        cmocka_unit_test(test_names_spread_over_buckets),
        cmocka_unit_test(test_id_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
