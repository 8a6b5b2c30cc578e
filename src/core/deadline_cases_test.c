/* deadline_cases_test.c: the worked examples of cases/deadlines.yaml. Of each the last moment is in
 * and the next one out. It is run under several time zones: business time knows none. */

#include "core/deadline_certificate.h"
#include "core/book.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#define PLACE 110000

struct example {
    struct text says, clause;
    struct date start, day, event_day, last;
    struct text event, unit, roll, counting, state;
    int64_t count, hour;
    bool before;
    struct moment known, in, out;
    struct list suspended;
};

static const struct field suspended_fields[] = {
    FIELD(struct clock_suspension, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct clock_suspension, until, FIELD_DAY),
    FIELD(struct clock_suspension, reason, FIELD_TEXT, .length_max = 40),
};
static const struct shape suspended_shape =
    SHAPE("suspension", struct clock_suspension, suspended_fields);

#define OF(member_, kind_, ...) FIELD(struct example, member_, kind_, __VA_ARGS__)
static const struct field example_fields[] = {
    OF(says, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200),
    OF(clause, FIELD_TEXT, .length_max = 20),
    OF(start, FIELD_DAY, .flags = 0), OF(day, FIELD_DAY, .flags = 0),
    OF(event_day, FIELD_DAY, .flags = 0), OF(last, FIELD_DAY, .flags = 0),
    OF(event, FIELD_TEXT, .length_max = 40),
    OF(unit, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    OF(roll, FIELD_TEXT, .length_max = 30), OF(counting, FIELD_TEXT, .length_max = 20),
    OF(state, FIELD_TEXT, .length_max = 20),
    OF(count, FIELD_COUNT, .flags = 0), OF(hour, FIELD_COUNT, .flags = 0),
    OF(before, FIELD_FLAG, .flags = 0),
    OF(known, FIELD_MOMENT, .flags = 0), OF(in, FIELD_MOMENT, .flags = 0),
    OF(out, FIELD_MOMENT, .flags = 0),
    OF(suspended, FIELD_LIST, .of = &suspended_shape, .length_max = 10),
};
static const struct shape example_shape = SHAPE("example", struct example, example_fields);

static struct arena arena;
static struct rule_faults faults;
static struct clock_world world;
static struct example *examples;
static size_t example_count;

static const struct yaml *yaml_of(struct text text)
{
    const struct yaml *root;
    struct yaml_fault fault;
    assert_true(yaml_parse(text, &arena, &root, &fault));
    return root;
}

static struct text file_text(const char *name)
{
    static char bytes[64 * 1024];
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    assert_true(length > 0 && length < sizeof bytes);
    assert_int_equal(fclose(file), 0);
    return (struct text){ bytes, length };
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    struct calendar *calendar = calendar_new(&arena);
    struct publication *files;
    size_t count;
    assert_true(publications_read("rules/calendar", (struct moment){ 0 }, 1, &arena, &faults,
                                  &files, &count));
    for (size_t i = 0; i < count; i++) {
        struct yaml_reading reading = { files[i].file, &arena, &faults };
        calendar_read(calendar, &reading, yaml_of(files[i].text));
    }
    calendar_seal(calendar, &faults);
    world = (struct clock_world){ .calendar = calendar };
    world.divisions = divisions_read(TEXT("d"), TEXT("110000\t0\tprovince\t北京市\t\tno\t\n"),
                                     &arena, &faults);

    struct yaml_reading reading = { TEXT("deadlines.yaml"), &arena, &faults };
    const struct yaml *root = yaml_of(file_text("src/core/cases/deadlines.yaml"));
    example_count = yaml_count(root);
    examples = ARENA_ARRAY(&arena, struct example, example_count);
    for (size_t i = 0; i < example_count; i++)
        yaml_shape_fill(&reading, yaml_at(root, i), &example_shape, &examples[i]);
    rule_faults_print(&faults, stderr);
    assert_int_equal(faults.count, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct deadline_answer answer_of(const struct example *example)
{
    struct deadline_clock_kind *kind = ARENA_NEW(&arena, struct deadline_clock_kind);
    struct deadline_clock *clock = ARENA_NEW(&arena, struct deadline_clock);
    struct event_fact *fact = ARENA_NEW(&arena, struct event_fact);
    *kind = (struct deadline_clock_kind){ .count = (int32_t)example->count, .day = example->day,
        .hour = (int32_t)example->hour, .before = example->before };
    assert_true(clock_unit_parse(example->unit, &kind->unit));
    if (text_present(example->roll))
        assert_true(clock_roll_parse(example->roll, &kind->roll));
    if (text_present(example->counting))
        assert_true(clock_counting_parse(example->counting, &kind->counting));
    *clock = (struct deadline_clock){ .kind = kind, .start = example->start,
        .event = example->event, .place = PLACE, .suspensions = example->suspended.items,
        .suspension_count = example->suspended.count };
    *fact = (struct event_fact){ .kind = example->event, .place = PLACE,
        .day = example->event_day, .declared = moment_of_date(DATE(2020, 1, 1)) };
    world.known = example->known;
    world.events = (struct events){ fact, example->event_day.yyyymmdd != 0 };
    return deadline_of(clock, &world, &arena);
}

static void check_example(const struct example *example)
{
    struct deadline_answer answer = answer_of(example);
    struct text state = text_present(example->state) ? example->state : TEXT("dated");
    struct moment in = example->in, out = example->out;
    if (in.ms == 0 && example->last.yyyymmdd != 0) {
        in = moment_at(example->last, 23, 59, 59);
        out = moment_of_date(date_plus_days(example->last, 1));
    }
    bool good = answer.day.yyyymmdd == example->last.yyyymmdd
        && text_is(state, deadline_state_name(answer.state)) && deadline_is_met(&answer, in)
        && (answer.state == DEADLINE_WAITING || !deadline_is_met(&answer, out));
    if (!good)
        fprintf(stderr, "%.*s %.*s: %d\n", TEXT_ARGS(example->clause), TEXT_ARGS(example->says),
                answer.day.yyyymmdd);
    assert_true(good);
    struct deadline_certificate certificate;
    deadline_certify(&answer, &world, &arena, &certificate);
    assert_true(text_present(certificate.headline_zh) && text_present(certificate.headline_en));
}

static void test_examples(void **state)
{
    (void)state;
    assert_true(example_count > 40);
    for (size_t i = 0; i < example_count; i++)
        check_example(&examples[i]);
}

static void test_other_time_zones(void **state)
{
    static const char *const zones[] = { "America/New_York", "Pacific/Kiritimati", "UTC" };
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        setenv("TZ", zones[i], 1);
        tzset();
        test_examples(state);
    }
    unsetenv("TZ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples), cmocka_unit_test(test_other_time_zones),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
