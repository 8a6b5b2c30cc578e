#include "rooms/access/access.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/password.h"
#include "core/rights.h"

static struct moment now;

static struct access_account account_of_clerk(void)
{
    return (struct access_account){
        .bucket = 7, .account = 700, .label = TEXT("clerk"), .password = TEXT("hash-1"),
        .role = TEXT("intake-clerk"), .office = 3, .version = 4,
    };
}

static void test_five_wrong_passwords_lock_for_fifteen_minutes(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk();
    struct access_proof proof = { .right = false, .against = TEXT("hash-1") };
    for (int i = 1; i < ACCESS_FAILURES_MAX; i++) {
        assert_int_equal(access_judge_sign_in(&account, &proof, now, &account),
                         ACCESS_SIGN_IN_WRONG);
        assert_int_equal(account.failures, i);
        assert_int_equal(account.locked_until.ms, 0);
    }
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &account),
                     ACCESS_SIGN_IN_WRONG);
    assert_int_equal(account.locked_until.ms, now.ms + ACCESS_LOCK_MS);

    /* Locked: even the right password does not open. */
    proof.right = true;
    struct access_account after;
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_LOCKED);
    struct moment last = { account.locked_until.ms - 1 };
    assert_int_equal(access_judge_sign_in(&account, &proof, last, &after),
                     ACCESS_SIGN_IN_LOCKED);
    assert_int_equal(access_judge_sign_in(&account, &proof, account.locked_until, &after),
                     ACCESS_SIGN_IN_OPENED);
    assert_int_equal(after.failures, 0);
    assert_int_equal(after.locked_until.ms, 0);
}

static void test_a_proof_is_good_for_one_hash_only(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk(), after;
    struct access_proof proof = { .right = true, .against = TEXT("hash-0") };
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_STALE);
    account.valid_until = DATE(2020, 2, 9);
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_ENDED);
    assert_int_equal(access_judge_sign_in(NULL, &proof, now, &after), ACCESS_SIGN_IN_UNKNOWN);
}

/* Sealed secret and digests are whatever `prepare` compared: here names of them. */
static void test_a_code_is_asked_for_counted_and_good_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct access_account account = account_of_clerk(), after;
    account.totp_sealed = TEXT("sealed-1");
    account.totp_since = now;
    account.totp_step = 100;
    account.recovery = TEXT("aaaabbbbcccc");
    struct access_proof proof = { .right = true, .against = TEXT("hash-1"), .arena = &arena };
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after),
                     ACCESS_SIGN_IN_CODE_NEEDED);
    proof.code_given = true;
    proof.totp_against = TEXT("sealed-0");
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_STALE);
    proof.totp_against = TEXT("sealed-1");
    proof.step = 100;
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after),
                     ACCESS_SIGN_IN_CODE_WRONG);
    assert_int_equal(after.failures, 1);
    proof.step = 101;
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_OPENED);
    assert_int_equal(after.totp_step, 101);
    proof.step = 0;
    proof.recovery = TEXT("bbbb");
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_OPENED);
    assert_true(text_is(after.recovery, "aaaacccc"));
    struct access_account left = after;
    assert_int_equal(access_judge_sign_in(&left, &proof, now, &after),
                     ACCESS_SIGN_IN_CODE_WRONG);
    /* Without the password no code is looked at, and nothing tells that one would be asked for. */
    proof.right = false;
    assert_int_equal(access_judge_sign_in(&account, &proof, now, &after), ACCESS_SIGN_IN_WRONG);
    arena_release(&arena);
}

static void test_roles_that_must_have_codes(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk();
    unsigned roles = 0;
    assert_false(access_roles_of(TEXT("administrator queen"), &roles));
    assert_true(access_roles_of(TEXT(" administrator  intake-clerk"), &roles));
    assert_true(roles == (ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_INTAKE_CLERK)));
    assert_false(access_must_set_up_totp(&account, ROLE_INTAKE_CLERK));
    access_require_totp(roles);
    assert_true(access_must_set_up_totp(&account, ROLE_INTAKE_CLERK));
    assert_false(access_must_set_up_totp(&account, ROLE_REVIEWER));
    account.totp_since = now;
    assert_false(access_must_set_up_totp(&account, ROLE_INTAKE_CLERK));
    access_require_totp(0);
}

/* Posted to a role that needs codes, somebody without them sets them up before anything else. */
static void test_a_posting_asks_for_codes(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk();
    const struct access_session session = { .account = account.account, .opened = now,
                                            .until = { now.ms + 1000 } };
    struct access_posting there = {
        .account = account.account, .office = 9, .role = TEXT("administrator"),
        .valid_from = date_of_moment(now), .valid_until = date_of_moment(now),
    };
    const struct list postings = { &there, 1 };
    struct access_posted posted = { .division = 110108 };
    const struct access_actor_facts facts = { .session = &session, .account = &account,
                                              .postings = &postings, .posted = &posted };
    struct actor actor;
    assert_true(access_actor(&facts, now, &actor));
    assert_int_equal(actor.role, ROLE_ADMINISTRATOR);
    assert_false(actor.confined);
    access_require_totp(ROLE_BIT(ROLE_ADMINISTRATOR));
    assert_true(access_actor(&facts, now, &actor));
    assert_true(actor.confined);
    access_require_totp(0);
}

struct account_facts {
    const struct access_account *account;
    const void *office;
};

static void test_signing_in_opens_a_session(void **state)
{
    struct testing *testing = *state;
    struct access_account account = account_of_clerk();
    struct account_facts facts = { .account = &account };
    struct access_sign_in_input input = { TEXT("clerk"), TEXT("long enough") };
    struct access_proof proof = { .right = true, .against = account.password,
                                  .token = TEXT("token") };
    testing_decide(testing, &access_sign_in_action, &input, &facts, &proof);
    assert_true(testing_is_refused(testing, NULL));
    const struct access_session *session =
        testing_change(testing, &access_session_table, 0, NULL);
    assert_non_null(session);
    assert_int_equal(session->account, 700);
    assert_true(text_equal(session->token_digest,
                           access_token_digest(TEXT("token"), &testing->arena)));
    assert_int_equal(testing_changes(testing, &access_account_table), 0);
}

/* One account at a desk and in an app: a session each. LAW: SX9-M1a */
static void test_one_account_has_a_session_in_each_place(void **state)
{
    struct testing *testing = *state;
    struct access_account account = account_of_clerk();
    struct account_facts facts = { .account = &account };
    const struct access_sign_in_input input = { TEXT("clerk"), TEXT("long enough") };
    static const char *const PLACES[] = { "web", "app" };
    struct access_session sessions[COUNT_OF(PLACES)];
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        struct access_proof proof = { .right = true, .against = account.password,
                                      .token = text_of(PLACES[i]) };
        testing_decide(testing, &access_sign_in_action, &input, &facts, &proof);
        assert_true(testing_is_refused(testing, NULL));
        sessions[i] = *(const struct access_session *)
            testing_change(testing, &access_session_table, 0, NULL);
        /* The second does not end the first. */
        assert_int_equal(testing_changes(testing, &access_session_table), 1);
        assert_int_equal(testing_changes(testing, &access_account_table), 0);
    }
    assert_false(text_equal(sessions[0].token_digest, sessions[1].token_digest));
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        struct actor actor;
        const struct access_actor_facts who = { .session = &sessions[i], .account = &account };
        assert_true(access_actor(&who, now, &actor));
        assert_int_equal(actor.account, account.account);
    }
}

/* A person's sign-in and a unit's are two accounts; what is a unit's no person may do, nor the
 * other way round. LAW: SX9-G2a */
static void test_a_persons_sign_in_is_no_units(void **state)
{
    struct testing *testing = *state;
    static const struct { const char *action; bool person, unit; } RIGHTS[] = {
        { "contribute.declare", false, true }, { "contribute.staff", false, true },
        { "intake.own", false, true }, { "bulk.send", false, true },
        { "intake.mine", true, false }, { "resident.mandates", true, false },
    };
    for (size_t i = 0; i < COUNT_OF(RIGHTS); i++) {
        const struct action action = { .name = RIGHTS[i].action };
        assert_non_null(right_of(&action));
        assert_int_equal(rights_allow(&action, ROLE_RESIDENT), RIGHTS[i].person);
        assert_int_equal(rights_allow(&action, ROLE_EMPLOYER), RIGHTS[i].unit);
    }
    struct access_account person = account_of_clerk(), unit = account_of_clerk();
    const struct access_session session = { .account = person.account, .opened = now,
                                            .until = { now.ms + 1000 } };
    struct actor actor;
    person.role = TEXT("resident");
    person.office = 0;
    person.person = 900;
    unit.role = TEXT("employer");
    unit.office = 0;
    unit.unit = 901;
    struct access_actor_facts who = { .session = &session, .account = &person };
    assert_true(access_actor(&who, now, &actor));
    assert_true(actor.role == ROLE_RESIDENT && actor.person == 900 && actor.unit == 0);
    who.account = &unit;
    assert_true(access_actor(&who, now, &actor));
    assert_true(actor.role == ROLE_EMPLOYER && actor.unit == 901 && actor.person == 0);
    (void)testing;
}

static void test_a_wrong_password_is_counted_not_refused(void **state)
{
    struct testing *testing = *state;
    struct access_account account = account_of_clerk();
    struct account_facts facts = { .account = &account };
    struct access_sign_in_input input = { TEXT("clerk"), TEXT("wrong") };
    struct access_proof proof = { .right = false, .against = account.password };
    testing_decide(testing, &access_sign_in_action, &input, &facts, &proof);
    assert_true(testing_is_refused(testing, NULL));
    const struct access_account *after =
        testing_change(testing, &access_account_table, 0, NULL);
    assert_int_equal(after->failures, 1);
    assert_int_equal(after->version, 4);
    assert_int_equal(testing_changes(testing, &access_session_table), 0);

    facts.account = NULL;
    testing_decide(testing, &access_sign_in_action, &input, &facts, &proof);
    assert_true(testing_is_refused(testing, "access.refused.wrong"));
}

static void test_prepare_checks_the_password(void **state)
{
    struct testing *testing = *state;
    struct access_account account = account_of_clerk();
    assert_true(password_hash(TEXT("long enough"), &testing->arena, &account.password));
    struct account_facts facts = { .account = &account };
    struct access_sign_in_input input = { TEXT("clerk"), TEXT("long enough") };
    testing->request.input = &input;
    struct access_proof proof = { 0 };
    access_sign_in_action.prepare(&testing->request, &facts, &proof);
    assert_true(proof.right);
    assert_true(text_present(proof.token));
    input.password = TEXT("long enougH");
    proof = (struct access_proof){ 0 };
    access_sign_in_action.prepare(&testing->request, &facts, &proof);
    assert_false(proof.right);
}

static void test_an_actor_is_made_of_a_good_session_only(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk();
    struct access_session session = {
        .account = 700, .opened = { now.ms - 1000 }, .until = { now.ms + 1000 },
    };
    static const int64_t BELOW[] = { 3, 4, 5 };
    struct access_actor_facts facts = {
        .session = &session, .account = &account, .division = 110105, .offices = BELOW,
        .office_count = 3,
    };
    struct actor actor;
    assert_true(access_actor(&facts, now, &actor));
    assert_int_equal(actor.role, ROLE_INTAKE_CLERK);
    assert_int_equal(actor.division, 110105);
    assert_int_equal(actor.scope.office_count, 3);
    assert_false(actor.scope.everything);
    assert_int_equal(actor.scope.person_count, 0);

    session.until = now;
    assert_false(access_actor(&facts, now, &actor));
    session.until.ms = now.ms + 1;
    session.closed.ms = now.ms - 1;
    assert_false(access_actor(&facts, now, &actor));
    session.closed.ms = 0;
    account.sessions_since.ms = now.ms - 999;
    assert_false(access_actor(&facts, now, &actor));
    account.sessions_since.ms = now.ms - 1000;
    assert_true(access_actor(&facts, now, &actor));
    account.role = TEXT("emperor");
    assert_false(access_actor(&facts, now, &actor));
    facts.account = NULL;
    assert_false(access_actor(&facts, now, &actor));
}

/* The session of a terminal knows its hall and works in no office; a sitting at it shows the person
 * alone. Rising ends the sitting, not the terminal's session. */
static void test_a_terminal_and_who_sits_at_it(void **state)
{
    (void)state;
    static const int64_t BELOW[] = { 3, 4, 5 };
    struct access_account account = account_of_clerk();
    account.role = TEXT("kiosk");
    struct access_session session = {
        .account = 700, .opened = { now.ms - 1000 }, .until = { now.ms + 1000 },
    };
    const struct access_actor_facts facts = {
        .session = &session, .account = &account, .division = 110105, .offices = BELOW,
        .office_count = 3,
    };
    struct actor actor;
    assert_true(access_actor(&facts, now, &actor));
    assert_int_equal(actor.hall, 3);
    assert_false(actor_has_office(&actor, 3));
    assert_int_equal(actor.scope.office_count, 0);
    assert_false(actor_is_person(&actor));

    session.person = 4711;
    assert_true(access_actor(&facts, now, &actor));
    assert_true(actor_is_person(&actor));
    assert_int_equal(actor.account, 700);
    assert_int_equal(actor.office, 0);
    assert_int_equal(actor.scope.office_count, 0);
    assert_int_equal(actor.scope.persons[0], 4711);
    account.sittings_since.ms = now.ms - 999;
    assert_false(access_actor(&facts, now, &actor));
    session.person = 0;
    assert_true(access_actor(&facts, now, &actor));
    account.sessions_since.ms = now.ms - 999;
    assert_false(access_actor(&facts, now, &actor));
}

static void test_an_agent_sees_those_alone_who_let_him(void **state)
{
    (void)state;
    struct access_account account = account_of_clerk();
    account.role = TEXT("agent");
    account.office = 0;
    account.person = 9;
    const struct access_mandate held[] = {
        { .giver = 21, .mandate = 1, .matters = TEXT("certificate"), .records = true,
          .valid_from = date_of_moment(now), .valid_until = date_of_moment(now) },
        { .giver = 22, .mandate = 2, .matters = TEXT("certificate"),
          .valid_from = date_of_moment(now), .valid_until = date_of_moment(now) },
    };
    const struct list mandates = { (void *)(uintptr_t)held, 2 };
    struct actor_mandate room[2];
    int64_t persons[3];
    const struct access_session session = { .account = 700, .opened = now,
                                            .until = { now.ms + 1000 } };
    const struct access_actor_facts facts = {
        .session = &session, .account = &account, .mandates = &mandates, .held = room,
        .persons = persons,
    };
    struct actor actor;
    assert_true(access_actor(&facts, now, &actor));
    assert_int_equal(actor.scope.person_count, 1);
    assert_int_equal(actor.scope.persons[0], 21);
    assert_non_null(actor_mandate_for(&actor, 22, TEXT("certificate")));
    assert_null(actor_mandate_for(&actor, 22, TEXT("offsite-filing")));
}

static void test_login_names_are_folded_and_keyed(void **state)
{
    struct testing *testing = *state;
    struct text small = access_login_digest(TEXT("clerk.110105"), &testing->arena);
    struct text large = access_login_digest(TEXT(" Clerk.110105 "), &testing->arena);
    assert_int_equal(small.length, ACCESS_DIGEST_BYTES);
    assert_true(text_equal(small, large));
    assert_false(text_equal(small, access_login_digest(TEXT("clerk.110106"), &testing->arena)));
}

static int begin(void **state)
{
    static struct testing testing;
    now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    testing_begin(&testing, now);
    *state = &testing;
    return 0;
}

static int end(void **state)
{
    testing_end(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_code_is_asked_for_counted_and_good_once, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_roles_that_must_have_codes, begin, end),
        cmocka_unit_test(test_a_posting_asks_for_codes),
        cmocka_unit_test_setup_teardown(test_five_wrong_passwords_lock_for_fifteen_minutes,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_a_proof_is_good_for_one_hash_only, begin, end),
        cmocka_unit_test_setup_teardown(test_signing_in_opens_a_session, begin, end),
        cmocka_unit_test_setup_teardown(test_one_account_has_a_session_in_each_place, begin, end),
        cmocka_unit_test_setup_teardown(test_a_persons_sign_in_is_no_units, begin, end),
        cmocka_unit_test_setup_teardown(test_a_wrong_password_is_counted_not_refused, begin, end),
        cmocka_unit_test_setup_teardown(test_prepare_checks_the_password, begin, end),
        cmocka_unit_test_setup_teardown(test_an_actor_is_made_of_a_good_session_only, begin, end),
        cmocka_unit_test_setup_teardown(test_a_terminal_and_who_sits_at_it, begin, end),
        cmocka_unit_test_setup_teardown(test_an_agent_sees_those_alone_who_let_him, begin, end),
        cmocka_unit_test_setup_teardown(test_login_names_are_folded_and_keyed, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
