/* intake_second_test.c: second looks, objections, commitments, exceptions and clocks. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

static const struct intake_case_input NOTHING;

static const struct intake_document *document_of(const struct hall *hall, const char *kind)
{
    for (int n = 0;; n++) {
        const struct intake_document *document =
            testing_change(&hall->testing, &intake_document_table, n, NULL);
        if (document == NULL || text_is(document->kind, kind))
            return document;
    }
}

/* ---- second looks ---- */

#define TWO_PEOPLE "matter: two-people\nzh: 两人办\nen: Two people\nsource: s\n" \
    "certainty: default\napplicants: [person]\nchannels: [web, post]\n" \
    "accepted-at-once: [web]\n" \
    "fields: [{ name: reason, zh: 说明, en: Reason, type: text }]\n" \
    "materials: [{ name: paper, zh: 材料, en: A paper, may: [debt, commitment], " \
    "ordinary: [commitment] }]\n" \
    "steps:\n  - { step: accept, roles: [reviewer, section-head], offices: [agency] }\n" \
    "  - { step: review, roles: [reviewer, second-reviewer], offices: [agency] }\n" \
    "  - { step: decide, roles: [second-reviewer, section-head], offices: [agency] }\n" \
    "limit: { working-days: 5, source: s, certainty: default }\n" \
    "departments: [{ department: tax, zh: 税务部门, en: Tax, stops-clock: yes, source: s },\n" \
    "  { department: civil, zh: 民政部门, en: Civil affairs }]\n" \
    "verification: { share: 100%, working-days: 10, bar-months: 12, source: s, " \
    "certainty: default }\nresult: { zh: 结果, en: Result }\n" \
    "commitment: { zh: 属实, en: It is true }\napproval: nowhere.built\n"

static const struct book *two_people(struct hall *hall)
{
    const struct book *book = testing_book_with(hall_book, TEXT("rules/matters/two-people.yaml"),
                                                TEXT(TWO_PEOPLE));
    assert_non_null(book);
    hall->testing.request.book = book;
    hall->apply.matter = TEXT("two-people");
    hall->values[0] = (struct intake_value){ TEXT("reason"), TEXT("x") };
    hall->apply.values.count = 1;
    hall->apply.papers.count = 0;
    hall->apply.owed.count = 0;
    hall->apply.commitment = true;
    return book;
}

static bool decide_two(struct hall *hall, const char *verdict, const char *refused)
{
    struct intake_verdict_facts facts = { .of = hall->facts };
    struct intake_case_input input = { .case_id = hall->row.case_id,
                                       .verdict = text_of(verdict), .reason = TEXT("checked") };
    testing_decide(&hall->testing, &intake_decide_action, &input, &facts, NULL);
    return testing_is_refused(&hall->testing, refused);
}

static void test_two_people_decide(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    const struct book *book = two_people(&hall);
    assert_true(hall_apply(&hall, NULL));
    assert_non_null(document_of(&hall, "commitment"));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(decide_two(&hall, "approve", NULL));
    hall_go_on(&hall, ROLE_SECOND_REVIEWER, 110105, "agency");
    assert_true(text_is(hall.row.state, "proposed"));
    assert_true(text_is(hall.row.proposed, "approve"));
    /* The same person, though in another post, does not confirm himself. */
    assert_true(decide_two(&hall, "approve", "intake.refused.same-person"));
    assert_true(hall_step(&hall, &intake_send_back_action, &NOTHING,
                          "intake.refused.same-person"));
    hall.testing.actor.account = 10;
    assert_true(hall_step(&hall, &intake_send_back_action, &NOTHING, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(text_is(hall.row.state, "accepted"));
    assert_true(decide_two(&hall, "approve", NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    hall.testing.actor.account = 10;
    assert_true(decide_two(&hall, "approve", "intake.refused.not-yours"));
    hall.testing.actor.role = ROLE_SECOND_REVIEWER;
    assert_true(decide_two(&hall, "approve", NULL));
    const struct intake_decided *decided = hall.testing.decision.outcome;
    assert_true(text_is(decided->state, "closed"));
    /* Its action is not built: the decision stands, and a clear mark beside it. */
    assert_true(text_is(decided->effect, "by-hand"));
    /* All of its commitments are drawn here. */
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_true(text_is(paper->checked, "due"));
    /* Nor does who proposed look at what is objected to, though he is a second reviewer now. */
    hall_go_on(&hall, ROLE_SECOND_REVIEWER, 110105, "agency");
    hall.row.objected_at = hall.testing.request.at;
    hall.testing.actor.account = hall.row.proposed_by;
    assert_true(hall_step(&hall, &intake_uphold_action, &NOTHING,
                          "intake.refused.same-person"));
    assert_true(hall_step(&hall, &intake_reopen_action, &NOTHING,
                          "intake.refused.same-person"));
    hall.testing.actor.account = 11;
    assert_true(hall_step(&hall, &intake_uphold_action, &NOTHING, NULL));
    hall_end(&hall);
    book_release(book);
}

static void test_an_objection_is_looked_at_by_somebody_else(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_SECTION_HEAD, 110105, "agency");
    assert_true(hall_decide(&hall, "refuse", NULL));
    assert_non_null(document_of(&hall, "decided"));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    const struct { struct text receipt, last_four, reason; } objection = {
        hall.row.receipt, TEXT("0010"), TEXT("I am in Linyi") };
    testing_decide(&hall.testing, &intake_object_action, &objection, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    testing_decide(&hall.testing, &intake_object_action, &objection, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.objected-already"));
    hall_go_on(&hall, ROLE_SECTION_HEAD, 110105, "agency");
    assert_true(hall_step(&hall, &intake_uphold_action, &NOTHING,
                          "intake.refused.same-person"));
    hall.testing.actor.account = 10;
    struct intake_case before = hall.row;
    assert_true(hall_step(&hall, &intake_reopen_action, &NOTHING, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(text_is(hall.row.state, "accepted-owing") && hall.row.waiting);
    assert_int_equal(hall.row.objected_at.ms, 0);
    /* What an approval before had made and nothing took back is not made twice. */
    const struct intake_case open = hall.row;
    hall.row.effect = TEXT("by-hand");
    hall.row.result = 77;
    assert_true(hall_decide(&hall, "approve", NULL));
    assert_int_equal(testing_changes(&hall.testing, &filing_table), 0);
    hall.row = open;
    assert_true(hall_decide(&hall, "approve", NULL));
    assert_int_equal(testing_changes(&hall.testing, &filing_table), 1);
    hall.row = before;
    hall.testing.actor = (struct actor){ .role = ROLE_SECTION_HEAD, .account = 10,
                                         .division = 110105, .office = 1 };
    assert_true(hall_step(&hall, &intake_uphold_action, &NOTHING, NULL));
    hall_go_on(&hall, ROLE_SECTION_HEAD, 110105, "agency");
    hall.testing.actor.account = 11;
    assert_true(hall_step(&hall, &intake_uphold_action, &NOTHING,
                          "intake.refused.no-objection"));
    hall_end(&hall);
}

/* ---- commitments ---- */

/* LAW: JX4-2.4f, BJ4-02c: a false one takes back what rested on it, and bars. */
static void test_a_false_commitment_revokes_and_bars(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall_takes_in(&hall, "mail");
    hall.apply.commitment = true;
    hall.apply.owed.count = 0;
    assert_true(hall_apply(&hall, NULL));
    /* Signed in place of the paper, stored as that, and nothing is owed besides. */
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 1, NULL);
    assert_true(text_is(paper->how, "commitment"));
    assert_int_equal(((const struct intake_applied *)hall.testing.decision.outcome)->owed.count,
                     0);
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_step(&hall, &intake_accept_action, &NOTHING, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", NULL));
    struct filing_row filing =
        *(const struct filing_row *)testing_change(&hall.testing, &filing_table, 0, NULL);
    hall_go_on(&hall, ROLE_SECTION_HEAD, 110105, "agency");
    hall.filings = (struct list){ &filing, 1 };
    struct filing_withdraw_input back = { .person = PERSON, .filing = filing.filing,
                                          .reason = TEXT("untrue") };
    struct request inner = { .action = &filing_revoke_action, .input = &back };
    struct filing_record_facts filings = { .person = hall.apply_facts.person,
                                           .filings = &hall.filings };
    struct {
        struct intake_case_facts of;
        struct request *revocation;
        void *facts;
        const struct list *resting;
    } facts = { hall.facts, &inner, &filings, NULL };
    struct intake_case_input input = { .case_id = hall.row.case_id, .what = TEXT("false") };
    testing_decide(&hall.testing, &intake_verify_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-reason"));
    input.reason = TEXT("never was there");
    testing_decide(&hall.testing, &intake_verify_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct filing_row *revoked = testing_change(&hall.testing, &filing_table, 0, NULL);
    assert_true(text_is(revoked->state, "revoked"));
    struct intake_bar bar =
        *(const struct intake_bar *)testing_change(&hall.testing, &intake_bar_table, 0, NULL);
    assert_int_equal(bar.until_day.yyyymmdd, 20210210);
    const struct intake_case *row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->state, "revoked"));
    assert_non_null(document_of(&hall, "decided"));

    /* Neither a debt nor a commitment until that day; with the paper itself, yes. */
    hall.bars = (struct list){ &bar, 1 };
    hall.filings.count = 0;
    hall.testing.actor = (struct actor){ .role = ROLE_PUBLIC };
    hall.apply.channel = TEXT("web");
    hall.apply.owed.count = 1;
    assert_true(hall_apply(&hall, "intake.refused.barred"));
    hall_at(&hall, DATE(2021, 2, 11));
    assert_true(hall_apply(&hall, NULL));
    hall_end(&hall);
}

/* ---- exceptions ---- */

static void test_an_exception_wants_a_reason_and_another_persons_yes(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall_takes_in(&hall, "post");
    hall.apply.papers.count = 0;
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    struct { struct intake_case_facts of; const struct list *relaxations; } facts = {
        hall.facts, &hall.open };
    struct { struct intake_case_input step; struct text material; } ask = {
        { .case_id = hall.row.case_id, .what = TEXT("waive"), .reason = TEXT("in quarantine") },
        TEXT("residence-proof") };
    testing_decide(&hall.testing, &intake_ask_relaxation_action, &ask, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-such-paper"));
    ask.material = TEXT("id-card");
    testing_decide(&hall.testing, &intake_ask_relaxation_action, &ask, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    struct intake_relaxation asked = *(const struct intake_relaxation *)
        testing_change(&hall.testing, &intake_relaxation_table, 0, NULL);
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 0);
    struct list relaxations = { &asked, 1 };
    facts.relaxations = &relaxations;
    struct intake_case_input answer = { .case_id = hall.row.case_id, .what = TEXT("granted"),
                                        .part = asked.relaxation };
    hall.testing.actor.role = ROLE_SECTION_HEAD;
    testing_decide(&hall.testing, &intake_answer_relaxation_action, &answer, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.not-yours")
                || testing_is_refused(&hall.testing, "intake.refused.same-person"));
    hall.testing.actor.account = 10;
    testing_decide(&hall.testing, &intake_answer_relaxation_action, &answer, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_true(text_is(paper->how, "waived") && text_is(paper->material, "id-card"));
    const struct intake_relaxation *row =
        testing_change(&hall.testing, &intake_relaxation_table, 0, NULL);
    assert_true(row->asked_by == 9 && row->answered_by == 10);
    hall_end(&hall);
}

/* ---- clocks ---- */

static void test_our_limit_stands_while_a_department_says_nothing(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    const struct book *book = two_people(&hall);
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    const struct matter *matter = intake_matter_of(&hall.testing.request, &hall.row);
    struct deadline_answer due;
    assert_true(intake_handling_due(&hall.testing.request, matter, &hall.row, hall.events,
                                    &due));
    assert_int_equal(due.day.yyyymmdd, 20200217);
    struct { struct intake_case_facts of; const struct staff_office *target; } facts = {
        hall.facts, NULL };
    struct intake_case_input input = { .case_id = hall.row.case_id, .what = TEXT("none") };
    testing_decide(&hall.testing, &intake_await_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-department"));
    input.what = TEXT("tax");
    hall_at(&hall, DATE(2020, 2, 11));
    testing_decide(&hall.testing, &intake_await_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(intake_handling_due(&hall.testing.request, matter, &hall.row, hall.events,
                                    &due));
    assert_int_equal(due.state, DEADLINE_WAITING);
    facts.of = hall.facts;
    hall_at(&hall, DATE(2020, 2, 13));
    testing_decide(&hall.testing, &intake_resume_action, &input, &facts, NULL);
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(intake_handling_due(&hall.testing.request, matter, &hall.row, hall.events,
                                    &due));
    assert_int_equal(due.day.yyyymmdd, 20200220);   /* three working days stood */
    hall_end(&hall);
    book_release(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_people_decide),
        cmocka_unit_test(test_an_objection_is_looked_at_by_somebody_else),
        cmocka_unit_test(test_a_false_commitment_revokes_and_bars),
        cmocka_unit_test(test_an_exception_wants_a_reason_and_another_persons_yes),
        cmocka_unit_test(test_our_limit_stands_while_a_department_says_nothing),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
