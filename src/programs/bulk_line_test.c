/* bulk_line_test.c: which call a line of a file is. */

#include "programs/world_bulk.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct input {
    struct text name;
    int64_t unit;
};
static const struct field fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct input, name), 60 },
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct input, unit) },
};
static const struct shape shape = SHAPE("input", struct input, fields);
static const struct action action = {
    .name = "x.y", .path = "/units/{unit}/y", .input = &shape, .flags = ACTION_ONCE,
};
static const struct actor unit = { .role = ROLE_EMPLOYER, .account = 31, .unit = 500 };
static const struct bulk_column columns[] = {
    { .path = { "name", 4 }, .zh = { "姓名", sizeof "姓名" - 1 }, .field = &fields[0],
      .required = true },
    { .path = { "unit", 4 }, .zh = { "单位编号", sizeof "单位编号" - 1 }, .field = &fields[1],
      .required = true },
};

static struct bulk_plan plan_of(const struct bulk_file *file, const struct actor *actor)
{
    return (struct bulk_plan){
        .file = file, .action = &action, .actor = *actor, .of_cell = { 0, 1 },
        .columns = { (void *)(uintptr_t)columns, COUNT_OF(columns) },
    };
}

static struct text key_of(const char *file_name, int64_t number, struct arena *arena)
{
    const struct bulk_file file = { .name = text_of(file_name), .blob = TEXT("same bytes") };
    struct bulk_plan plan = plan_of(&file, &unit);
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

/* Who keeps a unit's list writes names, and never saw the number we know his unit by. */
static void test_a_unit_need_not_name_itself(void **state)
{
    (void)state;
    static const struct actor clerk = { .role = ROLE_INTAKE_CLERK, .account = 32, .unit = 0 };
    const struct bulk_file file = { .name = TEXT("a file") };
    const bool rounded[] = { false, false };
    const struct text heading[] = { TEXT("姓名") };
    const struct sheet_row head = { 1, heading, rounded, 1 };
    static const struct {
        const struct actor *actor;
        const char *said;
        bool good;
        int64_t means;
    } LINES[] = {
        { &unit, NULL, true, 500 }, { &unit, "", true, 500 }, { &unit, "777", true, 777 },
        { &clerk, NULL, false, 0 }, { &clerk, "500", true, 500 },
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        struct bulk_plan plan = plan_of(&file, LINES[i].actor);
        struct text detail = { 0 };
        arena_init(&plan.arena);
        struct text fault = bulk_read_heading(&plan, &head, &detail);
        assert_int_equal(text_present(fault), LINES[i].actor == &clerk);
        plan.of_cell[0] = 0;
        plan.of_cell[1] = 1;
        const struct text cells[] = { TEXT("张三"),
                                      text_of(LINES[i].said != NULL ? LINES[i].said : "") };
        const struct sheet_row row = { 2, cells, rounded, LINES[i].said != NULL ? 2 : 1 };
        struct bulk_line line = { .number = 2 };
        arena_init(&line.arena);
        assert_int_equal(bulk_line_begin(&plan, &row, &line), LINES[i].good);
        if (LINES[i].good)
            assert_int_equal(((const struct input *)line.call.request.input)->unit,
                             LINES[i].means);
        arena_release(&line.arena);
        arena_release(&plan.arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_is_known_by_its_file),
        cmocka_unit_test(test_a_unit_need_not_name_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
