#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void test_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 2000; size += 7) {
            unsigned char *bytes = arena_take(&arena, size);
            assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(bytes[i], 0);
            memset(bytes, 0xAA, size);
        }
        arena_clear(&arena);
        assert_int_equal(arena.taken, 0);
    }
    arena_release(&arena);
    assert_null(arena.first);
}

static void test_things_do_not_overlap(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    struct arena arena;
    arena_init(&arena);
    unsigned char *thing[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        thing[i] = arena_take(&arena, 1 + i % 300);
        memset(thing[i], (int)(i & 0xFF), 1 + i % 300);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < 1 + i % 300; j++)
            assert_int_equal(thing[i][j], i & 0xFF);
    arena_release(&arena);
}

static void test_big_things(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_take(&arena, 10);
    struct arena_chunk *first = arena.first;
    char *big = arena_take(&arena, (size_t)1024 * 1024);
    big[1024 * 1024 - 1] = 'x';
    arena_clear(&arena);
    assert_ptr_equal(arena.first, first);   /* the usual chunk is kept */
    arena_release(&arena);

    arena_take(&arena, (size_t)1024 * 1024);
    arena_clear(&arena);
    assert_null(arena.first);               /* a big one is not */
    assert_non_null(arena_take(&arena, 1));
    arena_release(&arena);
}

static void test_copies(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_null(arena_text(&arena, text_of(NULL)).data);
    struct text empty = arena_text(&arena, TEXT(""));
    assert_non_null(empty.data);
    assert_int_equal(empty.data[0], '\0');
    char data[] = "医保";
    struct text copy = arena_text(&arena, text_of(data));
    data[0] = 'x';
    assert_true(text_is(copy, "医保"));
    assert_int_equal(copy.data[copy.length], '\0');
    assert_true(text_is(arena_format(&arena, "%s-%d", "a", 7), "a-7"));
    assert_int_equal(arena_format(&arena, "%050000d", 1).length, 50000);
    assert_int_equal(arena_copy(&arena, NULL, 0).length, 0);
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_zeroed_and_aligned),
        cmocka_unit_test(test_things_do_not_overlap),
        cmocka_unit_test(test_big_things),
        cmocka_unit_test(test_copies),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
