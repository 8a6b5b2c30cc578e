/* consult_test.c: a question's way: its states, who may take which step, its clock up the tree of
 * offices, what is asked often, grades; and what is refused before it is taken in. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "rooms/access/access_facts.h"
#include "rooms/message/message_facts.h"
#include "rooms/rooms_testing.h"

#include <string.h>

#define OFFICE INT64_C(21)
#define ABOVE INT64_C(20)
#define PERSON INT64_C(4611686018427387)

static const struct book *book;

static struct consult_ticket ticket_in(const char *state)
{
    return (struct consult_ticket){
        .bucket = 5, .ticket = (INT64_C(5) << 22) + 7, .office = OFFICE, .place = 110105,
        .kind = TEXT("policy"), .matter = TEXT("offsite-filing"), .question = TEXT("怎么备案"),
        .person = PERSON, .asked_at = moment_at(DATE(2020, 2, 10), 9, 0, 0),
        .state = text_of(state), .version = 3,
    };
}

static void as_staff(struct testing *testing, int64_t office)
{
    testing->actor = (struct actor){ .role = ROLE_REVIEWER, .account = 9, .office = office };
    testing->request.book = book;
}

static const struct consult_ticket *after(const struct testing *testing)
{
    return testing_change(testing, &consult_ticket_table, 0, NULL);
}

static bool told(const struct testing *testing, const char *kind, int64_t person, int64_t office)
{
    for (int i = 0; i < testing_changes(testing, &message_table); i++) {
        const struct message_row *row = testing_change(testing, &message_table, i, NULL);
        if (text_is(row->kind, kind))
            return row->person == person && row->office == office;
    }
    return false;
}

/* ---- states ---- */

static void every_step_is_one_of_these(void **state)
{
    (void)state;
    static const enum consult_state TO[CONSULT_STATES][CONSULT_EVENTS] = {
        [CONSULT_OPEN] = { CONSULT_TAKEN, CONSULT_ANSWERED, CONSULT_STATES, CONSULT_CLOSED },
        [CONSULT_TAKEN] = { CONSULT_TAKEN, CONSULT_ANSWERED, CONSULT_STATES, CONSULT_CLOSED },
        [CONSULT_ANSWERED] = { CONSULT_STATES, CONSULT_STATES, CONSULT_CLOSED, CONSULT_CLOSED },
        [CONSULT_CLOSED] = { CONSULT_STATES, CONSULT_STATES, CONSULT_STATES, CONSULT_STATES },
    };
    bool reached[CONSULT_STATES] = { [CONSULT_OPEN] = true };
    for (int from = 0; from < CONSULT_STATES; from++)
        for (int event = 0; event < CONSULT_EVENTS; event++) {
            enum consult_state to = CONSULT_STATES;
            bool step = consult_step((enum consult_state)from, (enum consult_event)event, &to);
            assert_int_equal(to, TO[from][event]);
            assert_int_equal(step, to != CONSULT_STATES);
            if (step)
                reached[to] = true;
        }
    for (int at = 0; at < CONSULT_STATES; at++) {
        assert_true(reached[at]);
        for (int other = 0; other < at; other++)
            assert_string_not_equal(consult_state_name((enum consult_state)at),
                                    consult_state_name((enum consult_state)other));
    }
}

/* ---- taken and answered ---- */

static void the_office_that_answers_takes_and_answers(void **state)
{
    struct testing *testing = *state;
    struct consult_ticket row = ticket_in("open");
    const struct consult_ticket_facts facts = { .row = &row };
    struct consult_ticket_input input = { .ticket = row.ticket, .text = TEXT("网上备案即可") };
    static const struct { int64_t office; int64_t version; const char *refused; } ROWS[] = {
        { OFFICE, 3, NULL }, { OFFICE, 0, NULL }, { OFFICE, 2, "consult.refused.changed" },
        { OFFICE + 5, 3, "consult.refused.no-ticket" },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        as_staff(testing, ROWS[i].office);
        input.version = ROWS[i].version;
        testing_decide(testing, &consult_take_action, &input, &facts, NULL);
        assert_true(testing_is_refused(testing, ROWS[i].refused));
        testing_decide(testing, &consult_answer_action, &input, &facts, NULL);
        assert_true(testing_is_refused(testing, ROWS[i].refused));
        if (ROWS[i].refused != NULL)
            continue;
        assert_true(text_is(after(testing)->state, "answered"));
        assert_true(text_is(after(testing)->answer, "网上备案即可"));
        assert_int_equal(after(testing)->answered_by, 9);
        assert_true(told(testing, "consult.message.answered", PERSON, 0));
    }
    /* One it was told to upwards may answer as well; what is answered is not answered again. */
    row.escalated_to = ABOVE;
    as_staff(testing, ABOVE);
    testing_decide(testing, &consult_answer_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    row.state = TEXT("answered");
    testing_decide(testing, &consult_answer_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "consult.refused.no-such-step"));
    const struct consult_ticket_facts none = { .row = NULL };
    testing_decide(testing, &consult_take_action, &input, &none, NULL);
    assert_true(testing_is_refused(testing, "consult.refused.no-ticket"));
}

/* LAW: JX4-4d: the third time within thirty days an answer for all is proposed, with this one. */
static void what_is_asked_often_is_proposed_once(void **state)
{
    struct testing *testing = *state;
    struct consult_ticket row = ticket_in("taken");
    struct consult_answer topic = { .answer = 0 };
    struct consult_ticket_facts facts = { .row = &row };
    const struct consult_ticket_input input = { .ticket = row.ticket, .text = TEXT("可以") };
    static const struct { int month, day; int64_t asked; const char *state; bool proposed; }
    DAYS[] = {
        { 2, 10, 1, "counted", false }, { 2, 11, 2, "counted", false },
        { 3, 20, 1, "counted", false },         /* the count begins anew */
        { 4, 1, 2, "counted", false }, { 4, 19, 3, "proposed", true },
        { 4, 20, 4, "proposed", false },
    };
    as_staff(testing, OFFICE);
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        testing->request.at = moment_at(DATE(2020, DAYS[i].month, DAYS[i].day), 9, 0, 0);
        testing_decide(testing, &consult_answer_action, &input, &facts, NULL);
        const struct consult_answer *counted =
            testing_change(testing, &consult_answer_table, 0, NULL);
        assert_non_null(counted);
        assert_int_equal(counted->asked, DAYS[i].asked);
        assert_true(text_is(counted->state, DAYS[i].state));
        const struct consult_done *done = testing->decision.outcome;
        assert_int_equal(done->proposed, DAYS[i].proposed);
        assert_int_equal(told(testing, "consult.message.proposed", 0, OFFICE),
                         DAYS[i].proposed);
        topic = *counted;
        topic.topic = TEXT("异地就医备案");
        topic.topic_key = TEXT("异地就医备案");
        topic.state = text_of(DAYS[i].state);
        topic.question = topic.body = TEXT("-");
        facts.topic = &topic;
    }
}

/* ---- its clock ---- */

/* LAW: BJ4-S7a, JX4-3a: one office up each time, until there is none above; never of an answered
 * one. */
static void what_waits_goes_up_the_tree(void **state)
{
    struct testing *testing = *state;
    static const struct staff_office OFFICES[] = {
        { .office = OFFICE, .parent = ABOVE, .division = 110105 },
        { .office = ABOVE, .parent = 19, .division = 110000, .leader = 77 },
        { .office = 19, .division = 110000 },
    };
    const struct list offices = { (void *)(uintptr_t)OFFICES, COUNT_OF(OFFICES) };
    const struct timer_row timer = { .timer = 4, .state = TEXT("waiting"), .version = 1 };
    struct consult_ticket row = ticket_in("taken");
    struct consult_ticket_facts facts = { .row = &row, .timer = &timer, .offices = &offices };
    const struct task_input input = { .task = 4, .subject = row.ticket };
    static const int64_t UP[] = { ABOVE, 19 };
    as_staff(testing, OFFICE);
    testing->actor = (struct actor){ .role = ROLE_HOUSE, .scope.everything = true };
    for (size_t i = 0; i < COUNT_OF(UP); i++) {
        testing_decide(testing, &consult_escalate_action, &input, &facts, NULL);
        assert_int_equal(after(testing)->escalated_to, UP[i]);
        assert_int_equal(after(testing)->escalations, (int64_t)i + 1);
        assert_true(told(testing, "consult.message.escalated", 0, UP[i]));
        /* Monday: within a working day, that is by the end of Tuesday; and the next look then. */
        assert_int_equal(after(testing)->due_at.ms, moment_of_date(DATE(2020, 2, 12)).ms);
        assert_int_equal(testing_changes(testing, &timer_table), 2);
        row = *after(testing);
        row.state = TEXT("taken");
    }
    testing_decide(testing, &consult_escalate_action, &input, &facts, NULL);
    assert_null(after(testing));
    assert_int_equal(testing_changes(testing, &timer_table), 1);    /* this one is done */
    row = ticket_in("answered");
    row.answered_at = row.asked_at;
    testing_decide(testing, &consult_escalate_action, &input, &facts, NULL);
    assert_null(after(testing));
    assert_int_equal(testing_changes(testing, &message_table), 0);
}

/* ---- grades ---- */

static void the_two_low_grades_are_called_after(void **state)
{
    struct testing *testing = *state;
    struct consult_ticket row = ticket_in("answered");
    const struct consult_ticket_facts facts = { .row = &row };
    struct consult_ticket_input input = { .ticket = row.ticket };
    as_staff(testing, OFFICE);
    for (int64_t rating = 0; rating <= 6; rating++) {
        testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = PERSON };
        input.rating = rating;
        testing_decide(testing, &consult_rate_action, &input, &facts, NULL);
        bool good = rating >= 1 && rating <= 5;
        assert_true(testing_is_refused(testing, good ? NULL : "consult.refused.grade"));
        if (!good)
            continue;
        assert_true(text_is(after(testing)->state, "closed"));
        assert_int_equal(text_is(after(testing)->follow, "due"), rating <= 2);
        assert_int_equal(told(testing, "consult.message.low", 0, OFFICE), rating <= 2);
    }
    testing->actor.person = PERSON + 1;
    input.rating = 5;
    testing_decide(testing, &consult_rate_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "consult.refused.no-ticket"));
    as_staff(testing, OFFICE);
    testing_decide(testing, &consult_follow_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "consult.refused.no-follow"));
    row.follow = TEXT("due");
    input.text = TEXT("已致歉并说明");
    testing_decide(testing, &consult_follow_action, &input, &facts, NULL);
    assert_true(text_is(after(testing)->follow, "done"));
    assert_int_equal(after(testing)->followed_by, 9);
}

/* ---- asked ---- */

static void a_question_is_taken_in_with_its_clock(void **state)
{
    struct testing *testing = *state;
    static const struct staff_office OFFICES[] = {
        { .office = OFFICE, .division = 110105, .kind = { "agency", 6 } },
    };
    const struct list offices = { (void *)(uintptr_t)OFFICES, COUNT_OF(OFFICES) };
    const struct consult_ask_facts facts = { .offices = &offices };
    const struct consult_prepared prepared = { .phone_sealed = TEXT("sealed") };
    static const struct { const char *kind, *matter, *phone; int64_t place; const char *refused; }
    ROWS[] = {
        { "policy", NULL, "13800138000", 110105, NULL },
        { "policy", "offsite-filing", "13800138000", 110105, NULL },
        { "policy", "no-such-matter", "13800138000", 110105, "consult.refused.no-matter" },
        { "song", NULL, "13800138000", 110105, "consult.refused.no-kind" },
        { "policy", NULL, NULL, 110105, "consult.refused.no-contact" },
        { "policy", NULL, "12", 110105, "consult.refused.no-contact" },
        { "policy", NULL, "13800138000", 370000, "consult.refused.no-office" },
    };
    as_staff(testing, OFFICE);
    testing->actor = (struct actor){ .role = ROLE_PUBLIC };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        const struct consult_ask_input input = {
            .kind = text_of(ROWS[i].kind), .matter = text_of(ROWS[i].matter),
            .phone = text_of(ROWS[i].phone), .place = ROWS[i].place, .question = TEXT("怎么办"),
        };
        testing_decide(testing, &consult_ask_action, &input, &facts, &prepared);
        assert_true(testing_is_refused(testing, ROWS[i].refused));
        if (ROWS[i].refused != NULL)
            continue;
        assert_true(text_is(after(testing)->state, "open"));
        assert_true(text_is(after(testing)->channel, "web"));
        assert_true(text_present(after(testing)->phone_digest));
        assert_int_equal(after(testing)->office, OFFICE);
        const struct timer_row *timer = testing_change(testing, &timer_table, 0, NULL);
        assert_int_equal(timer->due.ms, after(testing)->due_at.ms);
        const struct consult_asked *asked = testing->decision.outcome;
        assert_int_equal(text_present(asked->guide_zh), ROWS[i].matter != NULL);
    }
}

/* Whoever rings up may have a telephone on the wall; who writes himself gives a mobile one. */
static void whom_a_clerk_writes_down_may_have_any_telephone(void **state)
{
    struct testing *testing = *state;
    static const struct staff_office OFFICES[] = {
        { .office = OFFICE, .division = 110105, .kind = { "agency", 6 } },
    };
    const struct list offices = { (void *)(uintptr_t)OFFICES, COUNT_OF(OFFICES) };
    const struct consult_ask_facts facts = { .offices = &offices };
    const struct consult_prepared prepared = { .phone_sealed = TEXT("sealed") };
    struct consult_ask_input input = {
        .kind = TEXT("policy"), .phone = TEXT("010-8512 3456"), .place = 110105,
        .channel = TEXT("hotline"), .question = TEXT("怎么办"), .their_number = TEXT("H-1"),
    };
    as_staff(testing, OFFICE);
    testing_decide(testing, &consult_ask_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, NULL));
    assert_true(text_is(after(testing)->channel, "hotline"));
    input.phone = TEXT("12345");
    testing_decide(testing, &consult_ask_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, "consult.refused.no-contact"));
    testing->actor = (struct actor){ .role = ROLE_PUBLIC };
    input.phone = TEXT("010-8512 3456");
    testing_decide(testing, &consult_ask_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, "consult.refused.no-contact"));
}

/* Kept as the person's whose telephone it was, with a reason that says something; of a caller whom
 * no register knows, as the question's. */
static void who_looks_at_a_telephone_says_why(void **state)
{
    struct testing *testing = *state;
    struct consult_ticket row = ticket_in("open");
    row.phone_sealed = TEXT("sealed");
    struct { int64_t ticket; struct text reason; } input = { row.ticket, TEXT("  看看  ") };
    const struct { const struct consult_ticket *row; const struct party_person *person; } facts = {
        &row, NULL };
    as_staff(testing, OFFICE);
    testing_decide(testing, &consult_contact_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "access.refused.reason-short"));
    assert_int_equal(testing_changes(testing, &access_unmasking_table), 0);
    input.reason = TEXT("答复咨询");
    static const int64_t PERSONS[] = { PERSON, 0 };
    for (size_t i = 0; i < COUNT_OF(PERSONS); i++) {
        row.person = PERSONS[i];
        testing_decide(testing, &consult_contact_action, &input, &facts, NULL);
        assert_true(testing_is_refused(testing, NULL));
        const struct access_unmasking *kept =
            testing_change(testing, &access_unmasking_table, 0, NULL);
        assert_int_equal(kept->person, PERSONS[i] != 0 ? PERSONS[i] : row.ticket);
        assert_int_equal(kept->bucket, id_bucket(kept->person));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_one_of_these),
        WITH_TESTING(the_office_that_answers_takes_and_answers),
        WITH_TESTING(what_is_asked_often_is_proposed_once),
        WITH_TESTING(what_waits_goes_up_the_tree),
        WITH_TESTING(the_two_low_grades_are_called_after),
        WITH_TESTING(a_question_is_taken_in_with_its_clock),
        WITH_TESTING(whom_a_clerk_writes_down_may_have_any_telephone),
        WITH_TESTING(who_looks_at_a_telephone_says_why),
    };
    book = testing_book();
    if (book == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    book_release(book);
    return failed;
}
