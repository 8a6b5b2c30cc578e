#include "core/trail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_lines_keep_their_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct trail trail;
    trail_init(&trail, &arena);
    assert_null(trail.first);

    trail_add(&trail, "a", NULL, (struct money){ 100 }, (struct money){ 90 });
    struct trail_line *second =
        trail_add(&trail, "b", NULL, (struct money){ 90 }, (struct money){ 80 });
    second->share = (struct share){ 850000 };

    assert_int_equal(trail.count, 2);
    assert_string_equal(trail.first->key, "a");
    assert_int_equal(trail.first->base.fen, 100);
    assert_int_equal(trail.first->result.fen, 90);
    assert_ptr_equal(trail.first->next, second);
    assert_ptr_equal(trail.last, second);
    assert_null(second->next);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
