/* resident_outside_test.c: signing in by an outside provider: what a worker brought back, and what
 * the lane makes of it. */

#include "rooms/resident/resident_outside.h"
#include "rooms/rooms_testing.h"

#include "base/digest.h"

#include <string.h>

#define PERSON INT64_C(4611686018427387)
#define DIGEST TEXT("0123456789abcdef0123456789abcdef")

struct visit {
    struct testing testing;
    struct outside_attempt attempt;
    struct access_account account;
    struct party_person person;
    struct outside_facts facts;
    struct outside_proof proof;
    struct outside_answer_input input;
};

static void visit_begin(struct visit *visit)
{
    memset(visit, 0, sizeof *visit);
    const struct moment now = moment_at(DATE(2020, 2, 10), 10, 0, 0);
    testing_begin(&visit->testing, now);
    visit->attempt = (struct outside_attempt){ .state_digest = DIGEST,
                                               .until = { now.ms + RESIDENT_OUTSIDE_MS } };
    visit->account = (struct access_account){ .account = 7, .person = PERSON,
                                              .role = TEXT("resident") };
    visit->person = (struct party_person){ .person = PERSON,
                                           .number_masked = TEXT("9901**********0010") };
    visit->facts = (struct outside_facts){ .attempt = &visit->attempt, .person = &visit->person };
    visit->proof = (struct outside_proof){
        .asked = true, .reach = OUTSIDE_SAID, .login_digest = DIGEST, .token = TEXT("token"),
        .said = { .verdict = IDENTITY_GOOD, .subject = TEXT("s") },
    };
    visit->input.state = TEXT("state");
    visit->input.code = TEXT("code");
}

static const struct outside_outcome *answer(struct visit *visit)
{
    testing_decide(&visit->testing, &resident_sign_in_outside_action, &visit->input,
                   &visit->facts, &visit->proof);
    return visit->testing.decision.outcome;
}

/* Nobody is signed in, the attempt is over, and the journal has the reason. */
static void is_recorded(struct visit *visit, const char *reason)
{
    assert_true(text_is(answer(visit)->reason, reason));
    assert_true(testing_is_refused(&visit->testing, NULL));
    assert_int_equal(testing_changes(&visit->testing, &access_session_table), 0);
    assert_int_equal(testing_changes(&visit->testing, &access_account_table), 0);
    const struct outside_attempt *after =
        testing_change(&visit->testing, &outside_attempt_table, 0, NULL);
    assert_true(after->ended_at.ms != 0 && text_is(after->result, reason));
}

static void test_what_is_not_believed_opens_nothing(void **state)
{
    (void)state;
    struct visit visit;
    visit_begin(&visit);
    visit.facts.account = &visit.account;
    for (int verdict = 0; verdict < IDENTITY_GOOD; verdict++) {
        visit.proof.reach = OUTSIDE_UNTRUSTED;
        visit.proof.said.verdict = (enum identity_verdict)verdict;
        is_recorded(&visit, resident_outside_wrong(&visit.proof));
    }
    for (int reach = 0; reach < OUTSIDE_UNTRUSTED; reach++) {
        visit.proof.reach = (enum outside_reach)reach;
        is_recorded(&visit, resident_outside_wrong(&visit.proof));
    }
    visit.proof.asked = false;
    is_recorded(&visit, "resident.refused.outside-cancelled");
    testing_end(&visit.testing);
}

static void test_a_state_is_good_once_and_for_ten_minutes(void **state)
{
    (void)state;
    struct visit visit;
    visit_begin(&visit);
    visit.attempt.ended_at.ms = 1;
    answer(&visit);
    assert_true(testing_is_refused(&visit.testing, "resident.refused.outside-state"));
    visit.attempt.ended_at.ms = 0;
    visit.attempt.until = visit.testing.request.at;
    answer(&visit);
    assert_true(testing_is_refused(&visit.testing, "resident.refused.outside-state"));
    visit.facts.attempt = NULL;
    answer(&visit);
    assert_true(testing_is_refused(&visit.testing, "resident.refused.outside-state"));
    testing_end(&visit.testing);
}

/* One that is over gives its row to the next; none is over: a row is made. */
static void test_rows_are_used_again(void **state)
{
    (void)state;
    struct visit visit;
    visit_begin(&visit);
    visit.attempt.attempt = 77;
    visit.attempt.version = 3;
    visit.proof = (struct outside_proof){ .asked = true, .reach = OUTSIDE_SAID,
                                          .state = TEXT("another") };
    testing_decide(&visit.testing, &resident_begin_outside_action, &visit.input, &visit.facts,
                   &visit.proof);
    const struct outside_attempt *row =
        testing_change(&visit.testing, &outside_attempt_table, 0, NULL);
    assert_non_null(row);
    assert_true(row->attempt == 77 && row->version == 3 && !text_equal(row->state_digest, DIGEST));
    visit.facts.attempt = NULL;
    testing_decide(&visit.testing, &resident_begin_outside_action, &visit.input, &visit.facts,
                   &visit.proof);
    row = testing_change(&visit.testing, &outside_attempt_table, 0, NULL);
    assert_true(row->attempt != 77 && row->attempt != 0);
    testing_end(&visit.testing);
}

static void test_the_first_time_is_asked_and_confirmed(void **state)
{
    (void)state;
    struct visit visit;
    visit_begin(&visit);
    const struct outside_outcome *said = answer(&visit);
    assert_true(said->link && !said->opened && said->person == PERSON);
    assert_int_equal(testing_changes(&visit.testing, &access_session_table), 0);
    visit.attempt = *(const struct outside_attempt *)
        testing_change(&visit.testing, &outside_attempt_table, 0, NULL);
    assert_true(text_is(visit.attempt.result, "asked"));
    struct outside_link_input link = { .state = visit.input.state,
                                       .subject = TEXT("00000000") };
    testing_decide(&visit.testing, &resident_link_outside_action, &link, &visit.facts,
                   &visit.proof);
    assert_true(testing_is_refused(&visit.testing, "resident.refused.outside-state"));
    link.subject = hex_encode(&visit.testing.arena, DIGEST);
    testing_decide(&visit.testing, &resident_link_outside_action, &link, &visit.facts,
                   &visit.proof);
    assert_true(testing_is_refused(&visit.testing, NULL));
    const struct access_account *account =
        testing_change(&visit.testing, &access_account_table, 0, NULL);
    assert_true(account->person == PERSON && text_is(account->role, "resident"));
    assert_true(!text_present(account->password) && text_equal(account->login_digest, DIGEST));
    assert_int_equal(testing_changes(&visit.testing, &access_session_table), 1);
    visit.facts.account = &visit.account;
    testing_decide(&visit.testing, &resident_link_outside_action, &link, &visit.facts,
                   &visit.proof);
    assert_true(testing_is_refused(&visit.testing, "resident.refused.outside-linked"));
    testing_end(&visit.testing);
}

static void test_whoever_came_before_is_signed_in(void **state)
{
    (void)state;
    struct visit visit;
    visit_begin(&visit);
    visit.facts.account = &visit.account;
    visit.facts.person = NULL;
    const struct outside_outcome *said = answer(&visit);
    assert_true(said->opened && said->account == 7);
    assert_int_equal(testing_changes(&visit.testing, &access_session_table), 1);
    visit.account.valid_until = DATE(2020, 2, 9);
    is_recorded(&visit, "access.refused.ended");
    visit.facts.account = NULL;
    is_recorded(&visit, "resident.refused.outside-nobody");
    testing_end(&visit.testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_believed_opens_nothing),
        cmocka_unit_test(test_a_state_is_good_once_and_for_ten_minutes),
        cmocka_unit_test(test_rows_are_used_again),
        cmocka_unit_test(test_the_first_time_is_asked_and_confirmed),
        cmocka_unit_test(test_whoever_came_before_is_signed_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
