/* qr_test.c: the finder patterns stand in three corners, and what is too long is refused. */

#include "base/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static bool is_finder(const struct qr *qr, int left, int top)
{
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++) {
            bool edge = x == 0 || x == 6 || y == 0 || y == 6;
            bool heart = x >= 2 && x <= 4 && y >= 2 && y <= 4;
            if (qr->dark[(top + y) * qr->width + left + x] != (edge || heart))
                return false;
        }
    return true;
}

static void test_a_code_has_its_three_corners(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct qr qr, again;
    assert_true(qr_of(TEXT("http://127.0.0.1:8080/case?receipt=110105-2020-000123-7"), &arena,
                      &qr));
    assert_true(qr.width >= 21 && (qr.width - 17) % 4 == 0);
    assert_true(is_finder(&qr, 0, 0));
    assert_true(is_finder(&qr, qr.width - 7, 0));
    assert_true(is_finder(&qr, 0, qr.width - 7));
    assert_false(is_finder(&qr, qr.width - 7, qr.width - 7));
    assert_true(qr_of(TEXT("other"), &arena, &again));
    assert_true(again.width < qr.width);
    char large[QR_BYTES_MAX + 1] = { 0 };
    assert_false(qr_of((struct text){ large, sizeof large }, &arena, &qr));
    assert_false(qr_of(TEXT(""), &arena, &qr));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_code_has_its_three_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
