/* bulk_line_test.c: which call a line of a file is. */

#include "programs/world_bulk.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct input { struct text name; };
static const struct field fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct input, name), 60 },
};
static const struct shape shape = SHAPE("input", struct input, fields);
static const struct action action = { .name = "x.y", .input = &shape, .flags = ACTION_ONCE };

static struct text key_of(const char *file_name, int64_t number, struct arena *arena)
{
    const struct bulk_column column = { .path = TEXT("name"), .zh = TEXT("姓名"),
                                        .field = &fields[0] };
    const struct bulk_file file = { .name = text_of(file_name), .blob = TEXT("same bytes") };
    struct bulk_plan plan = { .file = &file, .action = &action,
                              .columns = { (void *)(uintptr_t)&column, 1 } };
    const struct text cells[] = { TEXT("张三") };
    const bool rounded[] = { false };
    const struct sheet_row row = { number, cells, rounded, 1 };
    struct bulk_line line = { .number = number };
    arena_init(&line.arena);
    assert_true(bulk_line_begin(&plan, &row, &line));
    assert_string_equal(((const struct input *)line.call.request.input)->name.data, "张三");
    struct text key = arena_text(arena, line.call.request.key);
    arena_release(&line.arena);
    return key;
}

/* The same sheet sent for another matter is asked anew; sent again for the same, it repeats. */
static void test_a_line_is_known_by_its_file(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text first = key_of("unit 500, matter a", 2, &arena);
    assert_true(text_equal(first, key_of("unit 500, matter a", 2, &arena)));
    assert_false(text_equal(first, key_of("unit 500, matter a", 3, &arena)));
    assert_false(text_equal(first, key_of("unit 500, matter b", 2, &arena)));
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_line_is_known_by_its_file) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
