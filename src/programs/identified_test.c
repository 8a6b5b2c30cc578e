/* identified_test.c: whom an institution may ask about, and for how long. */

#include "programs/identified.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct input { int64_t person; };
static const struct field fields[] = {
    FIELD(struct input, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape shape = SHAPE("input", struct input, fields);
static const struct action action = { .name = "x.y", .input = &shape };

static int64_t said(struct identified *identified, int64_t institution, int64_t person,
                    struct moment now)
{
    const struct input input = { person };
    struct call call = { .actor = { .institution = institution, .identified = person },
                         .request = { .action = &action, .input = &input } };
    identified_say(identified, &call, now);
    return call.actor.identified;
}

static void test_only_who_was_before_it_and_for_a_day(void **state)
{
    (void)state;
    struct identified *identified = identified_new();
    const struct call call = { .actor = { .institution = 1 }, .subject = 77 };
    struct moment now = { 1000000 };
    assert_int_equal(said(identified, 1, 77, now), 0);
    identified_note(identified, &call, now);
    assert_int_equal(said(identified, 1, 77, now), 77);
    assert_int_equal(said(identified, 2, 77, now), 0);
    assert_int_equal(said(identified, 1, 78, now), 0);
    struct moment evening = { now.ms + IDENTIFIED_HOURS * INT64_C(3600000) };
    assert_int_equal(said(identified, 1, 77, evening), 77);
    evening.ms++;
    assert_int_equal(said(identified, 1, 77, evening), 0);
    /* Shown again, it lasts again. */
    identified_note(identified, &call, evening);
    assert_int_equal(said(identified, 1, 77, evening), 77);
    identified_free(identified);
}

/* Staff and insured people are judged by their own scope. */
static void test_nobody_but_institutions(void **state)
{
    (void)state;
    struct identified *identified = identified_new();
    const struct call call = { .subject = 77 };
    identified_note(identified, &call, (struct moment){ 1 });
    assert_int_equal(said(identified, 0, 77, (struct moment){ 1 }), 0);
    identified_free(identified);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_who_was_before_it_and_for_a_day),
        cmocka_unit_test(test_nobody_but_institutions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
