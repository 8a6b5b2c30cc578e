/* duty_test.c: who may write a roster, what a roster must be, and where nobody is on duty. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"
#include "rooms/rooms_testing.h"

#include <stddef.h>

#define HOUR_MS INT64_C(3600000)
#define OFFICE 7

static struct moment hour(int hour)
{
    return (struct moment){ moment_of_date(DATE(2020, 2, 10)).ms + hour * HOUR_MS };
}

/* ---- where nobody is ---- */

static void check_gaps(const struct list *shifts, int from, int until, size_t wanted_count,
                       const int (*wanted)[2])
{
    struct arena arena;
    arena_init(&arena);
    struct list gaps = duty_gaps(shifts, hour(from), hour(until), &arena);
    const struct duty_gap *items = gaps.items;
    assert_int_equal(gaps.count, wanted_count);
    for (size_t i = 0; i < wanted_count; i++) {
        assert_int_equal(items[i].from_at.ms, hour(wanted[i][0]).ms);
        assert_int_equal(items[i].until_at.ms, hour(wanted[i][1]).ms);
    }
    arena_release(&arena);
}

static void test_gaps(void **state)
{
    (void)state;
    const struct list none = { NULL, 0 };
    check_gaps(&none, 0, 24, 1, (const int[][2]){ { 0, 24 } });
    /* One before the first, one between two that touch nothing, none where they overlap. */
    const struct duty_shift shifts[] = {
        { .from_at = hour(2), .until_at = hour(6) }, { .from_at = hour(4), .until_at = hour(5) },
        { .from_at = hour(6), .until_at = hour(8) }, { .from_at = hour(12), .until_at = hour(30) },
    };
    check_gaps(LIST_OF(shifts), 0, 24, 2, (const int[][2]){ { 0, 2 }, { 8, 12 } });
    check_gaps(LIST_OF(shifts), 3, 10, 1, (const int[][2]){ { 8, 10 } });
    check_gaps(LIST_OF(shifts), 12, 24, 0, NULL);
}

/* ---- who may write it, and what ---- */

static void test_a_shift(void **state)
{
    struct testing *testing = *state;
    testing->actor = (struct actor){ .role = ROLE_SECTION_HEAD, .account = 3, .office = OFFICE };
    const struct access_account clerk = { .office = OFFICE }, patient = { .person = 9 };
    const struct access_account gone = { .office = OFFICE, .valid_until = DATE(2020, 2, 9) };
    const struct access_account last_day = { .office = OFFICE, .valid_until = DATE(2020, 2, 10) };
    struct duty_shift_facts facts = { .owner = &clerk, .deputy = &clerk };
    const struct duty_shift_input good = {
        .office = OFFICE, .what = TEXT("phone"), .phone = TEXT("12393"), .from = hour(8),
        .until = hour(16), .owner = 11, .deputy = 12,
    };
    static const struct { int64_t office, owner; int until; const char *refused; } rows[] = {
        { OFFICE, 11, 16, NULL },
        { OFFICE, 11, 32, NULL },       /* a whole day, and no hour more */
        { OFFICE, 11, 33, "duty.refused.time" },
        { OFFICE, 11, 8, "duty.refused.time" },
        { OFFICE, 12, 16, "duty.refused.same" },
        { OFFICE + 1, 12, 8, "duty.refused.not-yours" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct duty_shift_input input = good;
        input.office = rows[i].office;
        input.owner = rows[i].owner;
        input.until = hour(rows[i].until);
        testing_decide(testing, &duty_set_shift_action, &input, &facts, NULL);
        assert_true(testing_is_refused(testing, rows[i].refused));
        assert_int_equal(testing_changes(testing, &duty_shift_table),
                         rows[i].refused == NULL ? 1 : 0);
    }
    /* Nobody's number, a patient's, and one whose account ends before: only staff are on duty. */
    const struct access_account *const others[] = { NULL, &patient, &gone, &last_day };
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        const struct duty_shift_facts as_owner = { .owner = others[i], .deputy = &clerk };
        const struct duty_shift_facts as_deputy = { .owner = &clerk, .deputy = others[i] };
        const char *refused = others[i] == &last_day ? NULL : "duty.refused.nobody";
        testing_decide(testing, &duty_set_shift_action, &good, &as_owner, NULL);
        assert_true(testing_is_refused(testing, refused));
        testing_decide(testing, &duty_set_shift_action, &good, &as_deputy, NULL);
        assert_true(testing_is_refused(testing, refused));
    }
    testing_decide(testing, &duty_set_shift_action, &good, &facts, NULL);
    enum change_kind kind;
    const struct duty_shift *row = testing_change(testing, &duty_shift_table, 0, &kind);
    assert_int_equal(kind, CHANGE_INSERT);
    assert_true(row->shift != 0 && row->owner == 11 && row->deputy == 12 && row->set_by == 3);

    /* Changed and dropped by its own office alone. */
    struct duty_shift kept = *row;
    facts.row = &kept;
    struct duty_shift_input drop = { .shift = kept.shift };
    testing_decide(testing, &duty_drop_shift_action, &drop, &facts, NULL);
    row = testing_change(testing, &duty_shift_table, 0, &kind);
    assert_true(kind == CHANGE_REPLACE && row->dropped);
    /* What was dropped does not come back by being changed. */
    kept.dropped = true;
    struct duty_shift_input again = good;
    again.shift = kept.shift;
    testing_decide(testing, &duty_set_shift_action, &again, &facts, NULL);
    assert_true(testing_is_refused(testing, "duty.refused.not-yours"));
    testing->actor.office = OFFICE + 1;
    testing_decide(testing, &duty_drop_shift_action, &drop, &facts, NULL);
    assert_true(testing_is_refused(testing, "duty.refused.not-yours"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaps),
        WITH_TESTING(test_a_shift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
