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

/* Who may do what: every event, role by role. A letter a role, in the order of enum role: public,
 * resident, agent, kiosk, employer, institution, pharmacy, hospital office, physician, village
 * clerk, town clerk, intake clerk, reviewer, second reviewer, section head, filler, finance,
 * inspector, publisher, leader, administrator, house. */
static const struct {
    enum case_event event;
    const char *roles;
} rights[] = {
    { CASE_FILE,             "yyyyyyyyyyyyyyy......y" },
    { CASE_FILE_COMPLETE,    "yyyyyyyyyyyyyyy......y" },
    { CASE_FILE_OWING,       "yyyyyyyyyyyyyyy......y" },
    { CASE_ACCEPT,           ".........yyyyyy......." },
    { CASE_ACCEPT_OWING,     ".........yyyyyy......." },
    { CASE_DEEM,             ".....................y" },
    { CASE_DEEM_OWING,       ".....................y" },
    { CASE_ASK_SUPPLEMENT,   ".........yyyyyy......." },
    { CASE_TURN_AWAY,        ".........yyyyyy......." },
    { CASE_PAPER,            "yyyyyyyyyyyyyyy......y" },
    { CASE_LAST_PAPER,       "yyyyyyyyyyyyyyy......y" },
    { CASE_LAST_PAPER_OWING, "yyyyyyyyyyyyyyy......y" },
    { CASE_NO_ANSWER,        ".....................y" },
    { CASE_RELAX,            "..............y......." },
    { CASE_PROPOSE,          "............yyy......." },
    { CASE_SEND_BACK,        ".............yy......." },
    { CASE_SEND_BACK_OWING,  ".............yy......." },
    { CASE_APPROVE,          "............yyy......." },
    { CASE_REFUSE,           "............yyy......." },
    { CASE_CLOSE,            "............yyy......y" },
    { CASE_VERIFY,           "............yyy......." },
    { CASE_REVOKE,           ".............yy......." },
    { CASE_WITHDRAW,         "yyyyyyyyyyyyyyy......y" },
    { CASE_TAKE,             ".........yyyyyy......." },
    { CASE_REASSIGN,         "..............y......." },
    { CASE_HAND_OVER,        ".........yyyyyy......." },
    { CASE_TAKE_OVER,        ".........yyyyyy......." },
    { CASE_HAND_BACK,        ".........yyyyyy......y" },
    { CASE_AWAIT,            ".........yyyyyy......y" },
    { CASE_RESUME,           ".........yyyyyy......y" },
    { CASE_HURRY,            ".........yyyyyy......." },
    { CASE_NEW_TEXT,         "..............y......." },
    { CASE_OBJECT,           "yyyyyyyyyyyyyyy......." },
    { CASE_UPHOLD,           ".............yy......." },
    { CASE_REOPEN,           ".............yy......y" },
    { CASE_REOPEN_OWING,     ".............yy......y" },
};
_Static_assert(COUNT_OF(rights) == CASE_EVENTS, "rights of every event");
_Static_assert(ROLE_COUNT == 22, "a letter a role");

static void test_who_may(void **state)
{
    (void)state;
    for (size_t i = 0; i < case_step_count; i++) {
        const struct case_step *step = &case_steps[i];
        assert_int_equal(rights[step->event].event, step->event);
        bool second = step->from == CASE_PROPOSED
            && (step->event == CASE_APPROVE || step->event == CASE_REFUSE);
        bool made = case_step_of(step->from, CASE_REVOKE) != NULL || step->from == CASE_REVOKED;
        for (int role = 0; role < ROLE_COUNT; role++) {
            bool may = rights[step->event].roles[role] == 'y';
            /* What a decision made is taken back by people alone. */
            if (made && role == ROLE_HOUSE
                && (step->event == CASE_REOPEN || step->event == CASE_REOPEN_OWING))
                may = false;
            /* What one reviewer proposed is for the second to decide. */
            if (second && role == ROLE_REVIEWER)
                may = false;
            if (case_step_may(step, (enum role)role) != may)
                fail_msg("%s by %s", case_event_name(step->event), role_name((enum role)role));
        }
    }
}

/* From which states each event leads on, and where to. Whatever is not here is no step. */
static void test_where_an_event_leads(void **state)
{
    (void)state;
    static const bool open[CASE_STATES] = {
        [CASE_RECEIVED] = true, [CASE_SUPPLEMENT_ASKED] = true, [CASE_ACCEPTED] = true,
        [CASE_ACCEPTED_OWING] = true, [CASE_PROPOSED] = true,
    };
    for (int from = 0; from < CASE_STATES; from++)
        for (int event = CASE_TAKE; event < CASE_EVENTS; event++) {
            const struct case_step *step =
                case_step_of((enum case_state)from, (enum case_event)event);
            bool reopens = event == CASE_REOPEN || event == CASE_REOPEN_OWING;
            if (step != NULL && !reopens)
                assert_int_equal(step->to, from);
            if (step != NULL && reopens)
                assert_true(case_state_is_open(step->to) && !open[from]);
            bool decided = !open[from] && from != CASE_NONE && from != CASE_WITHDRAWN;
            if (event == CASE_OBJECT || event == CASE_UPHOLD
                || (event == CASE_REOPEN && from != CASE_WITHDRAWN))
                assert_int_equal(step != NULL, decided);
            else if (!reopens && event != CASE_AWAIT && event != CASE_RESUME)
                assert_int_equal(step != NULL, open[from]);
        }
    for (int from = 0; from < CASE_STATES; from++) {
        assert_int_equal(case_state_is_open((enum case_state)from), open[from]);
        assert_int_equal(case_step_of((enum case_state)from, CASE_WITHDRAW) != NULL, open[from]);
        assert_int_equal(case_step_of((enum case_state)from, CASE_REVOKE) != NULL,
                         from == CASE_APPROVED || from == CASE_CLOSED);
    }
    /* Whatever may be objected to may also be decided the other way; what stands in the register
     * is never taken up again by the house alone. */
    assert_non_null(case_step_of(CASE_WITHDRAWN, CASE_REOPEN));
    assert_false(case_step_may(case_step_of(CASE_APPROVED, CASE_REOPEN), ROLE_HOUSE));
    assert_false(case_step_may(case_step_of(CASE_CLOSED, CASE_REOPEN), ROLE_HOUSE));
    assert_false(case_step_may(case_step_of(CASE_REVOKED, CASE_REOPEN_OWING), ROLE_HOUSE));
}

static void test_whose_time_it_is(void **state)
{
    (void)state;
    assert_int_equal(case_waits_after(CASE_WAITS_NOBODY, CASE_FILE, CASE_RECEIVED),
                     CASE_WAITS_OFFICE);
    assert_int_equal(case_waits_after(CASE_WAITS_OFFICE, CASE_ASK_SUPPLEMENT,
                                      CASE_SUPPLEMENT_ASKED), CASE_WAITS_APPLICANT);
    assert_int_equal(case_waits_after(CASE_WAITS_APPLICANT, CASE_LAST_PAPER, CASE_ACCEPTED),
                     CASE_WAITS_OFFICE);
    assert_int_equal(case_waits_after(CASE_WAITS_OFFICE, CASE_AWAIT, CASE_ACCEPTED),
                     CASE_WAITS_DEPARTMENT);
    /* A paper that comes meanwhile does not give the case back to the office. */
    assert_int_equal(case_waits_after(CASE_WAITS_DEPARTMENT, CASE_PAPER, CASE_ACCEPTED),
                     CASE_WAITS_DEPARTMENT);
    assert_int_equal(case_waits_after(CASE_WAITS_DEPARTMENT, CASE_RESUME, CASE_ACCEPTED),
                     CASE_WAITS_OFFICE);
    assert_int_equal(case_waits_after(CASE_WAITS_DEPARTMENT, CASE_WITHDRAW, CASE_WITHDRAWN),
                     CASE_WAITS_NOBODY);
    assert_int_equal(case_waits_after(CASE_WAITS_OFFICE, CASE_APPROVE, CASE_APPROVED),
                     CASE_WAITS_NOBODY);
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
    for (int i = 0; i < CASE_EVENTS; i++) {
        enum case_event back = CASE_EVENTS;
        assert_true(case_event_parse(text_of(case_event_name((enum case_event)i)), &back));
        assert_int_equal(back, i);
        assert_true(words_has(case_event_key((enum case_event)i)));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(case_event_name((enum case_event)i),
                                    case_event_name((enum case_event)j));
    }
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
        cmocka_unit_test(test_where_an_event_leads),
        cmocka_unit_test(test_whose_time_it_is),
        cmocka_unit_test(test_names_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
