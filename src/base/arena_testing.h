/* arena_testing.h: an arena for the tests of a file, made and given back by cmocka's set-up. */
#ifndef BASE_ARENA_TESTING_H
#define BASE_ARENA_TESTING_H

#include "base/arena.h"

static struct arena arena;

static int arena_setup(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int arena_teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

#define WITH_ARENA(test_) cmocka_unit_test_setup_teardown(test_, arena_setup, arena_teardown)

#endif
