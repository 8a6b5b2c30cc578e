/* resident_test.c: mandates: who gives them, how they are confirmed, how they end. */

#include "rooms/resident/resident.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#include <string.h>

#define GIVER INT64_C(4611686018427387)
#define AGENT INT64_C(4611686018427999)
#define STRANGER INT64_C(4611686018428111)

static const struct book *book;

static int open_book(void **state)
{
    (void)state;
    book = testing_book();
    return book == NULL;
}

static int close_book(void **state)
{
    (void)state;
    book_release(book);
    return 0;
}

struct home {
    struct testing testing;
    struct party_person giver, agent;
    struct access_mandate rows[ACCESS_MANDATES_MAX];
    struct list held;
    struct resident_code code;
    struct resident_give_facts facts;
    struct resident_matter_input matters[2];
    struct resident_give_input input;
    int64_t place;
    struct list places;
};

static void home_begin(struct home *home)
{
    memset(home, 0, sizeof *home);
    testing_begin(&home->testing, moment_at(DATE(2020, 2, 10), 10, 0, 0));
    home->testing.request.book = book;
    home->testing.actor = (struct actor){ .account = 9, .role = ROLE_RESIDENT, .person = AGENT };
    home->giver = (struct party_person){ .person = GIVER, .name = TEXT("张三"),
                                         .phone_masked = TEXT("139****0001") };
    home->agent = (struct party_person){ .person = AGENT, .name = TEXT("李四") };
    home->held.items = home->rows;
    home->facts = (struct resident_give_facts){ .of = { &home->giver, &home->agent },
                                                .held = &home->held,
                                                .places = &home->places };
    home->place = 110105;
    home->places = (struct list){ &home->place, 1 };
    home->matters[0].matter = TEXT("offsite-filing");
    home->matters[1].matter = TEXT("inpatient-claim");
    home->input = (struct resident_give_input){
        .of = { .giver_number = TEXT("990101198001010010"), .giver_name = TEXT("张 三") },
        .matters = { home->matters, 2 }, .until = DATE(2020, 5, 10),
    };
}

/* What a worker would have drawn, and the row that a code sent leaves. */
static void send_code(struct home *home, const char *digits)
{
    struct arena *arena = &home->testing.arena;
    struct resident_drawn drawn = {
        .code = text_of(digits),
        .digest = resident_code_digest(resident_purpose(AGENT, arena), text_of(digits), arena),
    };
    testing_decide(&home->testing, &resident_ask_code_action, &home->input.of, &home->facts,
                   &drawn);
    const struct resident_code *row =
        testing_change(&home->testing, &resident_code_table, 0, NULL);
    if (row == NULL)
        return;
    home->code = *row;
    home->facts.code = &home->code;
}

static bool give(struct home *home, const char *refused)
{
    testing_decide(&home->testing, &resident_give_mandate_action, &home->input, &home->facts,
                   NULL);
    return testing_is_refused(&home->testing, refused);
}

static const struct resident_given *given(const struct home *home)
{
    return home->testing.decision.outcome;
}

static void test_a_code_confirms_once(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    assert_true(give(&home, "resident.refused.unconfirmed"));
    home.input.code = TEXT("123456");
    assert_true(give(&home, "resident.refused.no-code"));
    send_code(&home, "123456");
    assert_int_equal(home.code.tries_left, 5);
    assert_true(give(&home, NULL));
    assert_true(given(&home)->given);
    assert_true(text_is(given(&home)->confirmed, "code"));
    const struct access_mandate *row =
        testing_change(&home.testing, &access_mandate_table, 0, NULL);
    assert_true(row->agent == AGENT && row->giver == GIVER);
    assert_true(text_is(row->matters, "offsite-filing inpatient-claim") && !row->records);
    assert_int_equal(row->valid_until.yyyymmdd, 20200510);
    assert_true(home.testing.decision.subject == GIVER);
    const struct access_mandate_given *index =
        testing_change(&home.testing, &access_mandate_given_table, 0, NULL);
    assert_true(index->giver == GIVER && index->mandate == row->mandate);
    home.code = *(const struct resident_code *)
        testing_change(&home.testing, &resident_code_table, 0, NULL);
    assert_true(give(&home, "resident.refused.no-code"));
    testing_end(&home.testing);
}

static void test_a_wrong_code_is_counted(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    send_code(&home, "123456");
    home.input.code = TEXT("654321");
    for (int left = 4; left >= 0; left--) {
        assert_true(give(&home, NULL));
        assert_false(given(&home)->given);
        assert_int_equal(given(&home)->tries_left, left);
        assert_int_equal(testing_changes(&home.testing, &access_mandate_table), 0);
        home.code = *(const struct resident_code *)
            testing_change(&home.testing, &resident_code_table, 0, NULL);
    }
    home.input.code = TEXT("123456");
    assert_true(give(&home, "resident.refused.no-code"));
    /* Asked anew it is good again, but not for ever on one day, nor after its minutes. */
    for (int i = 0; i < 4; i++)
        send_code(&home, "123456");
    send_code(&home, "111111");
    assert_true(testing_is_refused(&home.testing, "resident.refused.asked-often"));
    home.testing.request.at.ms += 10 * 60000;
    assert_true(give(&home, "resident.refused.no-code"));
    home.testing.request.at.ms -= 1;
    assert_true(give(&home, NULL));
    testing_end(&home.testing);
}

static void test_a_code_of_another_pair_is_none(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    send_code(&home, "123456");
    home.code.purpose = resident_purpose(STRANGER, &home.testing.arena);
    home.input.code = TEXT("123456");
    assert_true(give(&home, NULL));
    assert_false(given(&home)->given);
    testing_end(&home.testing);
}

static void test_the_giver_himself_or_a_witness(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    home.testing.actor.person = GIVER;
    home.input.of.agent_number = TEXT("990101198001010029");
    home.input.of.agent_name = TEXT("李四");
    assert_true(give(&home, NULL));
    assert_true(text_is(given(&home)->confirmed, "self"));
    home.input.of.agent_name = TEXT("王五");
    assert_true(give(&home, "resident.refused.no-agent"));
    home.input.of.agent_name = TEXT("李四");

    home.testing.actor = (struct actor){ .account = 5, .role = ROLE_VILLAGE_CLERK, .office = 3,
                                          .division = 110105 };
    assert_true(give(&home, "resident.refused.unconfirmed"));
    home.input.witness = TEXT("rumour");
    assert_true(give(&home, "resident.refused.unconfirmed"));
    home.input.witness = TEXT("voice");
    assert_true(give(&home, NULL));
    const struct access_mandate *row =
        testing_change(&home.testing, &access_mandate_table, 0, NULL);
    assert_true(text_is(row->confirmed, "witness") && text_is(row->witnessed, "voice"));
    assert_true(row->given_by == 5);

    /* A station of elsewhere says that he stands before it, not that it heard him. */
    home.testing.actor.division = 371329;
    assert_true(give(&home, "resident.refused.not-of-here"));
    assert_string_equal(home.testing.decision.refusal.field, "witness");
    home.input.witness = TEXT("presence");
    assert_true(give(&home, NULL));
    home.input.witness = TEXT("voice");
    home.testing.actor = (struct actor){ .account = 6, .role = ROLE_HOSPITAL_OFFICE,
                                         .institution = 8 };
    assert_true(give(&home, NULL));

    home.testing.actor = (struct actor){ .role = ROLE_RESIDENT, .person = AGENT };
    assert_true(give(&home, "resident.refused.not-a-witness"));
    home.testing.actor.person = STRANGER;
    assert_true(give(&home, "resident.refused.not-yours"));
    testing_end(&home.testing);
}

static void test_what_it_is_for_and_until_when(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    home.testing.actor.person = GIVER;
    home.input.of.agent_number = TEXT("990101198001010029");
    home.input.of.agent_name = TEXT("李四");
    home.input.until = DATE(2021, 2, 10);
    assert_true(give(&home, NULL));
    home.input.until = DATE(2021, 2, 11);
    assert_true(give(&home, "resident.refused.until"));
    home.input.until = DATE(2020, 2, 9);
    assert_true(give(&home, "resident.refused.until"));
    home.input.until = DATE(2020, 2, 10);
    home.matters[1].matter = TEXT("nothing-of-ours");
    assert_true(give(&home, "resident.refused.no-matter"));
    home.matters[1].matter = TEXT("unit-enrolment");
    assert_true(give(&home, "resident.refused.not-by-agent"));
    home.input.matters.count = 1;
    assert_true(give(&home, NULL));
    home.input.of.giver_name = TEXT("赵六");
    assert_true(give(&home, "resident.refused.no-giver"));
    testing_end(&home.testing);
}

static void test_one_acts_for_so_many(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    home.testing.actor.person = GIVER;
    home.held.count = ACCESS_MANDATES_MAX;
    for (size_t i = 0; i < home.held.count; i++)
        home.rows[i] = (struct access_mandate){ .agent = AGENT, .mandate = (int64_t)i + 1,
                                                .valid_until = DATE(2020, 2, 10) };
    assert_true(give(&home, "resident.refused.too-many"));
    /* One that ran out makes room and is ended as it does. */
    home.rows[3].valid_until = DATE(2020, 2, 9);
    assert_true(give(&home, NULL));
    assert_int_equal(testing_changes(&home.testing, &access_mandate_table), 2);
    enum change_kind kind = CHANGE_INSERT;
    const struct access_mandate *over =
        testing_change(&home.testing, &access_mandate_table, 0, &kind);
    assert_true(kind == CHANGE_REPLACE && over->mandate == 4 && over->ended_at.ms != 0);
    testing_end(&home.testing);
}

static void test_both_may_end_it(void **state)
{
    (void)state;
    struct home home;
    home_begin(&home);
    home.rows[0] = (struct access_mandate){ .agent = AGENT, .giver = GIVER, .mandate = 77,
                                            .valid_until = DATE(2020, 5, 10) };
    struct resident_end_facts facts = { &home.rows[0], &home.places };
    struct resident_end_input input = { .mandate = 77 };
    home.testing.actor.person = STRANGER;
    testing_decide(&home.testing, &resident_end_mandate_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&home.testing, "resident.refused.no-mandate"));
    /* An office says why, and is of his place or witnessed it. */
    static const struct { struct actor actor; const char *reason; bool may; } OFFICES[] = {
        { { .account = 5, .role = ROLE_VILLAGE_CLERK, .division = 110105 }, "he called", true },
        { { .account = 5, .role = ROLE_VILLAGE_CLERK, .division = 110105 }, "", false },
        { { .account = 5, .role = ROLE_VILLAGE_CLERK, .division = 371329 }, "he called", false },
        { { .account = 4, .role = ROLE_VILLAGE_CLERK, .division = 371329 }, "he called", true },
        { { .account = 6, .role = ROLE_HOSPITAL_OFFICE, .institution = 8 }, "he called", false },
        { { .account = 4, .role = ROLE_HOSPITAL_OFFICE, .institution = 8 }, "he called", true },
    };
    home.rows[0].given_by = 4;
    const struct actor resident = home.testing.actor;
    for (size_t i = 0; i < COUNT_OF(OFFICES); i++) {
        home.testing.actor = OFFICES[i].actor;
        input.reason = text_of(OFFICES[i].reason);
        testing_decide(&home.testing, &resident_end_mandate_action, &input, &facts, NULL);
        assert_true(testing_is_refused(&home.testing, OFFICES[i].may
                                           ? NULL : "resident.refused.no-mandate"));
    }
    home.testing.actor = resident;
    input.reason = (struct text){ 0 };
    home.testing.actor.person = GIVER;
    testing_decide(&home.testing, &resident_end_mandate_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&home.testing, NULL));
    home.rows[0] = *(const struct access_mandate *)
        testing_change(&home.testing, &access_mandate_table, 0, NULL);
    assert_false(access_mandate_holds(&home.rows[0], DATE(2020, 2, 10)));
    testing_decide(&home.testing, &resident_end_mandate_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&home.testing, "resident.refused.ended"));
    testing_end(&home.testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_code_confirms_once),
        cmocka_unit_test(test_a_wrong_code_is_counted),
        cmocka_unit_test(test_a_code_of_another_pair_is_none),
        cmocka_unit_test(test_the_giver_himself_or_a_witness),
        cmocka_unit_test(test_what_it_is_for_and_until_when),
        cmocka_unit_test(test_one_acts_for_so_many),
        cmocka_unit_test(test_both_may_end_it),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
