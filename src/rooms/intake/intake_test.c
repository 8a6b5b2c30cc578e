/* intake_test.c: a case from coming in to its last paper. Facts are built by hand; the matter, the
 * measures and the calendar are those of rules/. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

/* ---- the whole way ---- */

/* LAW: BJ4-S2f, BJ4-S2g, BJ4-09a, BJ4-09c */
static void test_from_an_application_with_a_paper_owed_to_its_close(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    const struct intake_applied *applied = hall.testing.decision.outcome;
    assert_true(text_is(applied->state, "accepted-owing"));
    assert_true(text_starts(applied->receipt, TEXT("110105-2020-0001")));
    const struct intake_debt *debt = hall_first_debt(&hall);
    assert_true(text_is(debt->material, "stranding-proof"));
    assert_true(text_is(debt->waits_for, "epidemic-end"));
    assert_int_equal(debt->due.yyyymmdd, 0);
    assert_true(text_is(debt->clauses, "BJ4-S2f BJ4-S2g"));
    assert_true(text_present(debt->due_zh) && text_present(debt->due_en));
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 2);
    assert_int_equal(testing_changes(&hall.testing, &intake_receipt_table), 1);
    /* Its clocks, and a look at it if nobody touches it. */
    assert_int_equal(testing_changes(&hall.testing, &timer_table), 2);

    /* A reviewer of the district decides; the filing is in force from the day it says. */
    hall_at(&hall, DATE(2020, 2, 11));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_int_equal(hall.row.office, OFFICE);
    assert_true(hall_decide(&hall, "approve", NULL));
    const struct filing_row *filing = testing_change(&hall.testing, &filing_table, 0, NULL);
    assert_int_equal(filing->valid_from.yyyymmdd, 20200125);
    assert_int_equal(filing->division, 371300);
    assert_int_equal(filing->cause, hall.row.case_id);
    const struct intake_decided *decided = hall.testing.decision.outcome;
    assert_int_equal(decided->result, filing->filing);
    assert_true(text_is(decided->state, "decided-approved"));
    const struct timer_row *timer = testing_change(&hall.testing, &timer_table, 1, NULL);
    assert_true(text_is(timer->action, "filing.reach-back"));

    /* The paper comes by fax months later and closes the case. */
    hall_at(&hall, DATE(2020, 7, 1));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    hall_declare_end(&hall, DATE(2020, 6, 10));
    assert_true(hall_supply(&hall, "stranding-proof", "0010", NULL));
    const struct intake_case *after =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(after->state, "closed"));
    enum change_kind kind;
    const struct intake_paper *cleared =
        testing_change(&hall.testing, &intake_paper_table, 0, &kind);
    assert_int_equal(kind, CHANGE_REPLACE);
    assert_true(text_is(cleared->how, "owed") && cleared->cleared_at.ms != 0);
    assert_true(text_equal(cleared->blob, BLOB));
    hall_end(&hall);
}

/* ---- debts ---- */

/* LAW: BJ4-S2g: the day of a debt comes with the event, rolls, and goes when it is withdrawn. */
static void test_a_debt_has_its_day_when_the_end_is_declared(void **state)
{
    (void)state;
    static const struct { int declared, due; } rows[] = {
        { 20200610, 20200910 },     /* a Thursday */
        { 20200612, 20200914 },     /* 12 September is a Saturday */
        { 20200701, 20201009 },     /* the festival of 1 to 8 October */
        { 20200627, 20200927 },     /* a Sunday that is worked */
        { 20201130, 20210301 },     /* no 30 February: 28, a Sunday, then Monday */
    };
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    struct text masked = hall.person.number_masked;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        hall_declare_end(&hall, (struct date){ rows[i].declared });
        struct intake_find_input input = { hall.row.receipt, text_slice(masked, 14, 18) };
        struct intake_see_facts facts = { .of = hall.facts };
        hall_at(&hall, (struct date){ rows[i].due });
        testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
        assert_true(testing_is_refused(&hall.testing, NULL));
        const struct intake_seen *seen = hall.testing.decision.outcome;
        const struct intake_debt *debt = seen->owed.items;
        assert_int_equal(debt->due.yyyymmdd, rows[i].due);
        assert_false(debt->overdue);
        hall_at(&hall, date_plus_days((struct date){ rows[i].due }, 1));
        testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
        debt = ((const struct intake_seen *)hall.testing.decision.outcome)->owed.items;
        assert_true(debt->overdue);

        facts.of.events.count = 1;
        hall.event.withdrawn = moment_at(DATE(2020, 8, 1), 8, 0, 0);
        testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
        debt = ((const struct intake_seen *)hall.testing.decision.outcome)->owed.items;
        assert_int_equal(debt->due.yyyymmdd, 0);
        assert_true(text_is(debt->waits_for, "epidemic-end"));
        assert_false(debt->overdue);
    }
    hall_end(&hall);
}

static void test_a_late_paper_is_taken_and_was_listed(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_at(&hall, DATE(2020, 9, 11));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    hall_declare_end(&hall, DATE(2020, 6, 10));
    struct list owed = { &hall.paper_rows[1], 1 };
    struct intake_list_facts facts = { .rows = &owed, .events = hall.events };
    struct intake_list_input input = { 0 };
    testing_decide(&hall.testing, &intake_debts_action, &input, &facts, NULL);
    const struct intake_debts_answer *answer = hall.testing.decision.outcome;
    const struct intake_debt_listed *listed = answer->debts.items;
    assert_true(listed->overdue);
    assert_int_equal(listed->due.yyyymmdd, 20200910);
    /* A clerk of the place needs no four characters. */
    assert_true(hall_supply(&hall, "stranding-proof", NULL, NULL));
    const struct intake_case *row =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->state, "accepted"));
    hall_end(&hall);
}

/* ---- papers ---- */

static void test_a_key_paper_is_never_done_without(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.apply.papers.count = 0;
    hall.owed[1].material = TEXT("id-card");
    hall.apply.owed.count = 2;
    hall.apply.commitment = true;
    assert_true(hall_apply(&hall, "intake.refused.key-paper"));
    assert_true(text_starts(hall.testing.decision.refusal.detail[0],
                            TEXT("有效身份证件")));
    assert_string_equal(hall.testing.decision.refusal.field, "id-card");
    hall_end(&hall);
}

/* Before the notice, elsewhere, and after its time nothing is owed. */
static void test_a_paper_is_owed_only_under_the_measure(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 6));
    assert_true(hall_apply(&hall, "intake.refused.not-owable"));
    hall.apply.owed.count = 0;
    assert_true(hall_apply(&hall, "intake.refused.paper-missing"));
    hall_end(&hall);

    hall_begin(&hall, DATE(2020, 2, 10));
    hall.spell.place = 371329;
    hall.offices[1].division = 371329;
    assert_true(hall_apply(&hall, "intake.refused.not-owable"));
    hall_end(&hall);

    hall_begin(&hall, DATE(2020, 9, 10));
    hall_declare_end(&hall, DATE(2020, 6, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_at(&hall, DATE(2020, 9, 11));
    assert_true(hall_apply(&hall, "intake.refused.not-owable"));
    hall_end(&hall);
}

/* LAW: BJ4-02c: by mail or fax a commitment replaces the paper; nothing is owed. */
static void test_a_commitment_replaces_and_nothing_is_owed(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.apply.owed.count = 0;
    hall.apply.commitment = true;
    assert_true(hall_apply(&hall, "intake.refused.paper-missing"));
    hall_takes_in(&hall, "fax");
    assert_true(hall_apply(&hall, NULL));
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 1, NULL);
    assert_true(text_is(paper->how, "commitment"));
    assert_true(text_is(paper->clauses, "BJ4-02a BJ4-02b BJ4-02c"));
    const struct intake_applied *applied = hall.testing.decision.outcome;
    assert_int_equal(applied->owed.count, 0);

    /* A fax waits for somebody to look; the district approves, the case closes, and the commitment
     * stays to be checked. */
    assert_true(text_is(applied->state, "received"));
    hall_go_on(&hall, ROLE_VILLAGE_CLERK, 110105, "town");
    struct intake_case_input input = { .case_id = hall.row.case_id };
    testing_decide(&hall.testing, &intake_accept_action, &input, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", NULL));
    assert_true(text_is(((const struct intake_decided *)hall.testing.decision.outcome)->state,
                        "closed"));
    hall_end(&hall);
}

/* ---- channels and offices ---- */

/* LAW: BJ4-S2d: by web and by telephone it is the same case, but for its channel. */
static void test_web_and_mobile_lead_to_the_same_result(void **state)
{
    (void)state;
    static const char *const channels[] = { "web", "mobile" };
    struct filing_row filings[2];
    for (size_t i = 0; i < COUNT_OF(channels); i++) {
        struct hall hall;
        hall_begin(&hall, DATE(2020, 2, 10));
        hall.apply.channel = text_of(channels[i]);
        assert_true(hall_apply(&hall, NULL));
        hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
        assert_true(text_is(hall.row.channel, channels[i]));
        assert_true(text_is(hall.row.state, "accepted-owing"));
        assert_true(hall_decide(&hall, "approve", NULL));
        const struct filing_row *filing =
            testing_change(&hall.testing, &filing_table, 0, NULL);
        filings[i] = *filing;
        assert_true(text_is(filing->kind, "long-term"));
        hall_end(&hall);
    }
    assert_int_equal(filings[0].valid_from.yyyymmdd, filings[1].valid_from.yyyymmdd);
    assert_int_equal(filings[0].division, filings[1].division);
}

/* LAW: BJ4-09c: afterwards, by the employer, from a day in the past, while the rule is active. */
static void test_an_employer_files_afterwards_while_the_rule_is_active(void **state)
{
    (void)state;
    static const struct { int day; const char *apply, *approve; } rows[] = {
        { 20200206, "intake.refused.applicant", NULL },     /* before the notice */
        { 20200207, NULL, NULL },
        { 20200910, NULL, NULL },       /* its last day: three months after 10 June */
        { 20200911, "intake.refused.not-owable", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct hall hall;
        hall_begin(&hall, (struct date){ rows[i].day });
        if (rows[i].day > 20200610)
            hall_declare_end(&hall, DATE(2020, 6, 10));
        hall.testing.actor = (struct actor){ .role = ROLE_EMPLOYER, .unit = 500 };
        assert_true(hall_apply(&hall, rows[i].apply));
        if (rows[i].apply == NULL) {
            hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
            assert_int_equal(hall.row.unit, 500);
            assert_true(hall_decide(&hall, "approve", rows[i].approve));
            const struct filing_row *filing =
                testing_change(&hall.testing, &filing_table, 0, NULL);
            assert_int_equal(filing->valid_from.yyyymmdd, 20200125);
        }
        hall_end(&hall);
    }
    /* With the paper at hand it does not reach back any more, and that is told at once. */
    struct hall hall;
    hall_begin(&hall, DATE(2020, 9, 11));
    hall_declare_end(&hall, DATE(2020, 6, 10));
    hall.testing.actor = (struct actor){ .role = ROLE_EMPLOYER, .unit = 500 };
    hall.papers[1] = (struct intake_paper_input){ .material = TEXT("stranding-proof"),
                                                  .blob = BLOB };
    hall.names[1] = BLOB;
    hall.apply.papers.count = 2;
    hall.apply.owed.count = 0;
    assert_true(hall_apply(&hall, "filing.refused.backdated-late"));
    hall_end(&hall);
}

/* LAW: BJ4-02m */
static void test_a_social_security_office_takes_in_and_does_not_decide(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall_takes_in(&hall, "fax");
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "town");
    struct intake_case_input input = { .case_id = hall.row.case_id };
    assert_true(hall_decide(&hall, "approve", "intake.refused.other-office"));
    testing_decide(&hall.testing, &intake_accept_action, &input, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_int_equal(hall.row.office, OFFICE);
    assert_true(hall_decide(&hall, "approve", NULL));
    hall_end(&hall);
}

/* Four characters of a number are soon guessed: they show how the case stands, and no pictures. */
static void test_who_sees_the_papers(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    struct intake_find_input input = { hall.row.receipt,
                                       text_slice(hall.person.number_masked, 14, 18) };
    struct intake_see_facts facts = { .of = hall.facts };
    testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct intake_seen *seen = hall.testing.decision.outcome;
    assert_int_equal(seen->papers.count, 0);
    assert_int_equal(seen->case_id, 0);

    /* A Chinese keyboard writes them in full width. */
    char wide[16] = "";
    struct builder builder = builder_over(wide, sizeof wide);
    for (size_t i = 0; i < 4; i++) {
        builder_add(&builder, TEXT("\xEF\xBC"));
        builder_add_char(&builder, (char)(input.last_four.data[i] + 0x60));
    }
    struct text plain = input.last_four;
    input.last_four = builder_text(&builder);
    testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    input.last_four = text_slice(plain, 1, 4);
    testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
    assert_false(testing_is_refused(&hall.testing, NULL));

    hall.testing.actor = (struct actor){ .role = ROLE_RESIDENT, .person = hall.row.person };
    input.last_four = (struct text){ 0 };
    testing_decide(&hall.testing, &intake_look_up_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    seen = hall.testing.decision.outcome;
    assert_int_equal(seen->case_id, hall.row.case_id);
    const struct intake_paper_told *papers = seen->papers.items;
    assert_true(seen->papers.count > 0);
    for (size_t i = 0; i < seen->papers.count; i++)
        assert_true(text_present(papers[i].blob) && papers[i].paper != 0);
    hall_end(&hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_sees_the_papers),
        cmocka_unit_test(test_from_an_application_with_a_paper_owed_to_its_close),
        cmocka_unit_test(test_a_debt_has_its_day_when_the_end_is_declared),
        cmocka_unit_test(test_a_late_paper_is_taken_and_was_listed),
        cmocka_unit_test(test_a_key_paper_is_never_done_without),
        cmocka_unit_test(test_a_paper_is_owed_only_under_the_measure),
        cmocka_unit_test(test_a_commitment_replaces_and_nothing_is_owed),
        cmocka_unit_test(test_web_and_mobile_lead_to_the_same_result),
        cmocka_unit_test(test_an_employer_files_afterwards_while_the_rule_is_active),
        cmocka_unit_test(test_a_social_security_office_takes_in_and_does_not_decide),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
