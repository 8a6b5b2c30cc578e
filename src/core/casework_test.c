/* casework_test.c: every step of the table is looked at, and every pair that is not in it. */

#include "core/casework.h"

#include "base/check.h"
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_a_state_and_an_event_lead_to_one_state(void **state)
{
    (void)state;
    int steps = 0;
    for (int from = 0; from < CASE_STATES; from++)
        for (int event = 0; event < CASE_EVENTS; event++) {
            int found = 0;
            for (size_t i = 0; i < case_step_count; i++)
                found += (int)case_steps[i].from == from && (int)case_steps[i].event == event;
            assert_in_range(found, 0, 1);
            const struct case_step *step =
                case_step_of((enum case_state)from, (enum case_event)event);
            assert_true((step != NULL) == (found == 1));
            steps += found;
        }
    assert_int_equal(steps, case_step_count);
}

static void test_every_state_is_reached_and_every_event_used(void **state)
{
    (void)state;
    bool reached[CASE_STATES] = { [CASE_NONE] = true }, used[CASE_EVENTS] = { false };
    for (int round = 0; round < CASE_STATES; round++)
        for (size_t i = 0; i < case_step_count; i++) {
            reached[case_steps[i].to] |= reached[case_steps[i].from];
            used[case_steps[i].event] = true;
        }
    for (int i = 0; i < CASE_STATES; i++)
        if (!reached[i])
            fail_msg("%s is never reached", case_state_name((enum case_state)i));
    for (int i = 0; i < CASE_EVENTS; i++)
        if (!used[i])
            fail_msg("%s never happens", case_event_name((enum case_event)i));
}

static void test_every_case_can_come_to_an_end(void **state)
{
    (void)state;
    bool ends[CASE_STATES] = { false };
    for (int i = 0; i < CASE_STATES; i++)
        ends[i] = case_state_is_end((enum case_state)i);
    assert_true(ends[CASE_CLOSED] && ends[CASE_WITHDRAWN] && ends[CASE_NOT_ACCEPTED]);
    for (int round = 0; round < CASE_STATES; round++)
        for (size_t i = 0; i < case_step_count; i++)
            ends[case_steps[i].from] |= ends[case_steps[i].to];
    for (int i = 0; i < CASE_STATES; i++)
        if (!ends[i])
            fail_msg("%s never ends", case_state_name((enum case_state)i));
}

/* Who may do what, event by event: the whole matrix. */
static void test_who_may(void **state)
{
    (void)state;
    static const enum role applicants[] = { ROLE_PUBLIC, ROLE_RESIDENT, ROLE_EMPLOYER };
    for (size_t i = 0; i < case_step_count; i++) {
        const struct case_step *step = &case_steps[i];
        bool decides = step->event == CASE_APPROVE || step->event == CASE_REFUSE;
        bool clerks = step->event == CASE_ACCEPT || step->event == CASE_ACCEPT_OWING
            || step->event == CASE_ASK_SUPPLEMENT || step->event == CASE_TURN_AWAY;
        bool deems = step->event == CASE_DEEM || step->event == CASE_DEEM_OWING;
        bool closes = step->event == CASE_CLOSE;
        for (size_t a = 0; a < COUNT_OF(applicants); a++)
            assert_int_equal(case_step_may(step, applicants[a]),
                             !decides && !clerks && !deems && !closes);
        /* A clerk of a social-security office takes in and does not decide. */
        assert_int_equal(case_step_may(step, ROLE_VILLAGE_CLERK), !decides && !deems && !closes);
        assert_int_equal(case_step_may(step, ROLE_INTAKE_CLERK), !decides && !deems && !closes);
        assert_int_equal(case_step_may(step, ROLE_REVIEWER), !deems);
        assert_int_equal(case_step_may(step, ROLE_HOUSE), !decides && !clerks);
        assert_false(case_step_may(step, ROLE_PUBLISHER));
        assert_false(case_step_may(step, ROLE_LEADER));
        assert_false(case_step_may(step, ROLE_FINANCE));
        assert_false(case_step_may(step, ROLE_ADMINISTRATOR));
        if (decides)
            assert_true(step->from == CASE_ACCEPTED || step->from == CASE_ACCEPTED_OWING);
    }
}

static void test_names_and_words(void **state)
{
    (void)state;
    for (int i = 0; i < CASE_STATES; i++) {
        enum case_state back = CASE_STATES;
        assert_true(case_state_parse(text_of(case_state_name((enum case_state)i)), &back));
        assert_int_equal(back, i);
        assert_true(words_has(case_state_key((enum case_state)i)));
        assert_true(words_has(case_next_key((enum case_state)i)));
    }
    enum case_state untouched = CASE_CLOSED;
    assert_false(case_state_parse(TEXT("lost"), &untouched));
    assert_int_equal(untouched, CASE_CLOSED);
    for (int i = 0; i < CASE_EVENTS; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(case_event_name((enum case_event)i),
                                    case_event_name((enum case_event)j));
    assert_true(case_state_is_open(CASE_ACCEPTED_OWING));
    assert_false(case_state_is_open(CASE_APPROVED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_state_and_an_event_lead_to_one_state),
        cmocka_unit_test(test_every_state_is_reached_and_every_event_used),
        cmocka_unit_test(test_every_case_can_come_to_an_end),
        cmocka_unit_test(test_who_may),
        cmocka_unit_test(test_names_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
