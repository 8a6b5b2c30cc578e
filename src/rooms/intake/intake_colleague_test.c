/* intake_colleague_test.c: who has a case within its office, and how it comes to another. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

#define OWNER 17
#define COLLEAGUE 18
#define HEAD 9

struct colleagues {
    struct hall hall;
    struct access_account owner, other;
    struct access_posting posting;
    struct list owner_postings, other_postings;
    /* As the room's own facts are. */
    struct { struct intake_case_facts of; struct intake_colleague owner, other; } facts;
};

static void by(struct colleagues *all, enum role role, int64_t account)
{
    all->hall.testing.actor = (struct actor){ .role = role, .account = account,
                                              .office = OFFICE, .division = 110105 };
}

/* The clerk of the counter took it in, and so has it. */
static void colleagues_begin(struct colleagues *all)
{
    hall_begin(&all->hall, DATE(2020, 2, 10));
    hall_takes_in(&all->hall, "counter");
    assert_true(hall_apply(&all->hall, NULL));
    hall_go_on(&all->hall, ROLE_INTAKE_CLERK, 110105, "agency");
    all->hall.desk.office = OFFICE;
    assert_int_equal(all->hall.row.owner, OWNER);
    all->owner = (struct access_account){ .account = OWNER, .office = OFFICE,
        .role = TEXT("intake-clerk"), .label = TEXT("受理岗 01") };
    all->other = (struct access_account){ .account = COLLEAGUE, .office = OFFICE,
        .role = TEXT("reviewer"), .label = TEXT("初审岗 02") };
    all->owner_postings = all->other_postings = (struct list){ NULL, 0 };
    all->facts.of = all->hall.facts;
    all->facts.owner = (struct intake_colleague){ &all->owner, &all->owner_postings };
    all->facts.other = (struct intake_colleague){ &all->other, &all->other_postings };
}

static bool takes(struct colleagues *all, const char *refused)
{
    struct intake_case_input input = { .case_id = all->hall.row.case_id };
    by(all, ROLE_INTAKE_CLERK, COLLEAGUE);
    testing_decide(&all->hall.testing, &intake_take_action, &input, &all->facts, NULL);
    return testing_is_refused(&all->hall.testing, refused);
}

/* LAW: SX9-2.1f: it is his who received it first; nobody takes it from under his hands. */
static void test_nobody_takes_what_a_colleague_has(void **state)
{
    (void)state;
    struct colleagues all;
    colleagues_begin(&all);
    assert_true(takes(&all, "intake.refused.has-owner"));
    assert_int_equal(testing_changes(&all.hall.testing, &intake_case_table), 0);
    /* Whose account has ended has it no more, on the day after its last. */
    all.owner.valid_until = DATE(2020, 2, 10);
    assert_true(takes(&all, "intake.refused.has-owner"));
    all.owner.valid_until = DATE(2020, 2, 9);
    assert_true(takes(&all, NULL));
    const struct intake_case *row =
        testing_change(&all.hall.testing, &intake_case_table, 0, NULL);
    assert_int_equal(row->owner, COLLEAGUE);
    const struct intake_step *step =
        testing_change(&all.hall.testing, &intake_step_table, 0, NULL);
    assert_true(text_is(step->event, "take") && step->account == COLLEAGUE);
    /* Nor who was sent to another office, while he is there. */
    all.owner.valid_until = DATE_NONE;
    all.posting = (struct access_posting){ .account = OWNER, .office = 99,
        .role = TEXT("intake-clerk"), .valid_from = DATE(2020, 2, 10),
        .valid_until = DATE(2020, 2, 11) };
    all.owner_postings = (struct list){ &all.posting, 1 };
    assert_true(takes(&all, NULL));
    hall_at(&all.hall, DATE(2020, 2, 12));
    assert_true(takes(&all, "intake.refused.has-owner"));
    /* A station that took it in does not keep it from the office that decides. */
    all.owner.office = 3;
    assert_true(takes(&all, NULL));
    all.hall.row.owner = 0;
    all.facts.owner = (struct intake_colleague){ NULL, NULL };
    assert_true(takes(&all, NULL));
    hall_end(&all.hall);
}

static bool reassigns(struct colleagues *all, enum role role, const char *reason,
                      const char *refused)
{
    struct intake_case_input input = { .case_id = all->hall.row.case_id,
        .account = all->other.account, .reason = text_of(reason) };
    by(all, role, HEAD);
    testing_decide(&all->hall.testing, &intake_reassign_action, &input, &all->facts, NULL);
    return testing_is_refused(&all->hall.testing, refused);
}

/* Who is ill has nothing in the system that says so: his head gives the case to another, and says
 * why; both are told. */
static void test_a_head_gives_it_to_another(void **state)
{
    (void)state;
    struct colleagues all;
    colleagues_begin(&all);
    assert_true(reassigns(&all, ROLE_REVIEWER, "ill", "intake.refused.not-yours"));
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "", "intake.refused.no-reason"));
    all.other.office = 99;
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "ill", "intake.refused.no-colleague"));
    all.other.office = OFFICE;
    all.other.role = TEXT("finance");
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "ill", "intake.refused.no-colleague"));
    all.other.role = TEXT("reviewer");
    all.hall.row.offered_to = OFFICE;
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "ill", NULL));
    const struct intake_case *row =
        testing_change(&all.hall.testing, &intake_case_table, 0, NULL);
    assert_true(row->owner == COLLEAGUE && row->offered_to == 0 && row->handovers == 0);
    const struct intake_step *step =
        testing_change(&all.hall.testing, &intake_step_table, 0, NULL);
    assert_true(text_is(step->event, "reassign") && text_is(step->reason, "ill"));
    static const struct { int64_t account; const char *kind; } told[] = {
        { OWNER, "intake.message.taken-from" }, { COLLEAGUE, "intake.message.given-to" } };
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        const struct message_row *message =
            testing_change(&all.hall.testing, &message_table, (int)i, NULL);
        assert_true(message->account == told[i].account && text_is(message->kind, told[i].kind));
        assert_int_equal(message->office, OFFICE);
    }
    all.hall.row.owner = COLLEAGUE;
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "ill", "intake.refused.no-colleague"));
    hall_end(&all.hall);
}

/* Whoever was sent to the office reads its messages, and not those of the one he came from. */
static void test_who_was_posted_here_is_told_here(void **state)
{
    (void)state;
    struct colleagues all;
    colleagues_begin(&all);
    all.other.office = 99;
    all.posting = (struct access_posting){ .account = COLLEAGUE, .office = OFFICE,
        .role = TEXT("intake-clerk"), .valid_from = DATE(2020, 2, 10),
        .valid_until = DATE(2020, 2, 11) };
    all.other_postings = (struct list){ &all.posting, 1 };
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "ill", NULL));
    const struct message_row *message =
        testing_change(&all.hall.testing, &message_table, 1, NULL);
    assert_true(message->account == COLLEAGUE && message->office == OFFICE);
    /* Who has left for good is told nowhere. */
    all.owner.valid_until = DATE(2020, 2, 9);
    assert_true(reassigns(&all, ROLE_SECTION_HEAD, "left", NULL));
    assert_int_equal(testing_changes(&all.hall.testing, &message_table), 1);
    hall_end(&all.hall);
}

/* One's own colleagues are asked as another office is: it is his until one of them accepts. */
static void test_offered_to_ones_own_colleagues(void **state)
{
    (void)state;
    struct colleagues all;
    colleagues_begin(&all);
    struct { struct intake_case_facts of; const struct staff_office *target; } offer = {
        all.facts.of, &all.hall.offices[1] };
    struct intake_case_input input = { .case_id = all.hall.row.case_id, .office = OFFICE,
                                       .reason = TEXT("on leave from tomorrow") };
    by(&all, ROLE_INTAKE_CLERK, COLLEAGUE);
    testing_decide(&all.hall.testing, &intake_hand_over_action, &input, &offer, NULL);
    assert_true(testing_is_refused(&all.hall.testing, "intake.refused.not-his-to-offer"));
    by(&all, ROLE_INTAKE_CLERK, OWNER);
    testing_decide(&all.hall.testing, &intake_hand_over_action, &input, &offer, NULL);
    assert_true(testing_is_refused(&all.hall.testing, NULL));
    const struct message_row *message =
        testing_change(&all.hall.testing, &message_table, 0, NULL);
    assert_true(text_is(message->kind, "intake.message.offered-here"));
    hall_go_on(&all.hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(all.hall.row.owner == OWNER && all.hall.row.offered_to == OFFICE);
    by(&all, ROLE_INTAKE_CLERK, OWNER);
    testing_decide(&all.hall.testing, &intake_take_over_action, &input, &offer, NULL);
    assert_true(testing_is_refused(&all.hall.testing, "intake.refused.not-offered"));
    by(&all, ROLE_REVIEWER, COLLEAGUE);
    testing_decide(&all.hall.testing, &intake_take_over_action, &input, &offer, NULL);
    assert_true(testing_is_refused(&all.hall.testing, NULL));
    const struct intake_case *row =
        testing_change(&all.hall.testing, &intake_case_table, 0, NULL);
    assert_true(row->owner == COLLEAGUE && row->offered_to == 0);
    assert_true(row->office == OFFICE && row->handovers == 0);
    hall_end(&all.hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_takes_what_a_colleague_has),
        cmocka_unit_test(test_a_head_gives_it_to_another),
        cmocka_unit_test(test_who_was_posted_here_is_told_here),
        cmocka_unit_test(test_offered_to_ones_own_colleagues),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
