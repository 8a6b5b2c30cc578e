/* intake_outage_test.c: what Beijing's window of August 2022 leaves of taking in and deciding. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

#include <string.h>

static const struct intake_case_input NOTHING;

static void at(struct hall *hall, int day, int hour, int minute)
{
    hall->testing.request.at = moment_at(DATE(2022, 8, day), hour, minute, 0);
}

static const struct intake_case *made(const struct hall *hall)
{
    return testing_change(&hall->testing, &intake_case_table, 0, NULL);
}

/* LAW: BJ22-2.2.1b BJ22-2.2.2a BJ22-2.2.2c BJ22-2.2.2d BJ22-2.5c */
static void test_a_filing_is_taken_in_and_waits(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2022, 8, 12));
    at(&hall, 12, 18, 59);
    assert_true(hall_apply(&hall, NULL));
    assert_false(text_is(made(&hall)->state, "received"));
    /* Online, although what is online is closed: the row names the matter. */
    at(&hall, 12, 19, 0);
    assert_true(hall_apply(&hall, NULL));
    assert_true(text_is(made(&hall)->state, "received"));
    const struct intake_applied *applied = hall.testing.decision.outcome;
    assert_non_null(strstr(arena_text(&hall.testing.arena, applied->note_zh).data,
                           "2022年8月15日 06:00"));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    at(&hall, 15, 5, 59);
    assert_true(hall_step(&hall, &intake_accept_action, &NOTHING, "intake.refused.outage"));
    assert_true(text_starts(hall.testing.decision.refusal.detail[0], TEXT("2022-08-15 06:00")));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", "intake.refused.outage"));
    /* Nobody opens anything: it is over. */
    at(&hall, 15, 6, 0);
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(hall_step(&hall, &intake_accept_action, &NOTHING, NULL));
    hall_end(&hall);
}

/* LAW: BJ22-2.5b BJ22-2.5c: online it is closed and says until when; the counter is not touched. */
static void test_what_is_online_pauses_and_says_until_when(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2022, 8, 13));
    hall.apply.matter = TEXT("certificate");
    hall.values[0] = (struct intake_value){ TEXT("insurance"), TEXT("employee") };
    hall.apply.values.count = 1;
    hall.apply.owed.count = 0;
    static const char *const online[] = { "web", "mobile" };
    for (size_t i = 0; i < COUNT_OF(online); i++) {
        hall.apply.channel = text_of(online[i]);
        assert_true(hall_apply(&hall, "intake.refused.outage"));
        assert_true(text_starts(hall.testing.decision.refusal.detail[0],
                                TEXT("2022-08-15 06:00")));
    }
    hall_takes_in(&hall, "counter");
    assert_true(hall_apply(&hall, NULL));
    hall.testing.actor = (struct actor){ .role = ROLE_PUBLIC };
    hall.apply.channel = TEXT("web");
    at(&hall, 15, 6, 0);
    assert_true(hall_apply(&hall, NULL));
    hall_end(&hall);
}

static void fill_claim(struct hall *hall)
{
    static struct intake_value values[] = {
        { { "begin", 5 }, { "2022-08-01", 10 } }, { { "total", 5 }, { "1200.00", 7 } },
        { { "receipt-count", 13 }, { "2", 1 } }, { { "ground", 6 }, { "emergency", 9 } },
        { { "bank", 4 }, { "bank", 4 } }, { { "account-holder", 14 }, { "x", 1 } },
        { { "account", 7 }, { "6222020200112233445", 19 } },
    };
    hall->apply.values = (struct list){ values, COUNT_OF(values) };
    hall->apply.matter = TEXT("inpatient-claim");
    hall->apply.channel = TEXT("counter");
    static const char *const papers[] = { "id-card", "receipts", "cost-list", "diagnosis" };
    for (size_t i = 0; i < COUNT_OF(papers); i++) {
        hall->papers[i] = (struct intake_paper_input){ .material = text_of(papers[i]),
                                                       .blob = BLOB };
        hall->names[i] = BLOB;
    }
    hall->apply.papers.count = COUNT_OF(papers);
    hall->owed[0].material = TEXT("discharge");
    hall->apply.owed.count = 1;
}

static void by_clerk(struct hall *hall)
{
    hall->testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .division = 110105,
                                          .account = 9, .scope = { .everything = true } };
}

/* LAW: BJ22-2.3.1a BJ22-2.3.2a BJ22-2.3.2b BJ22-2.3.2c: a claim pauses; in a special case the
 * counter takes its papers beforehand and gives a receipt that names them. */
static void test_a_claim_pauses_and_a_special_one_is_taken_beforehand(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2022, 8, 13));
    fill_claim(&hall);
    hall.apply.channel = TEXT("web");
    assert_true(hall_apply(&hall, "intake.refused.outage"));
    hall.apply.special = true;
    /* Said by who takes it in, not by who claims. */
    assert_true(hall_apply(&hall, "intake.refused.outage"));
    by_clerk(&hall);
    /* What came by post stands at no counter that could. */
    hall.apply.channel = TEXT("post");
    assert_true(hall_apply(&hall, "intake.refused.outage"));
    hall.apply.channel = TEXT("counter");
    hall.apply.special = false;
    assert_true(hall_apply(&hall, "intake.refused.outage"));
    hall.apply.special = true;
    assert_true(hall_apply(&hall, NULL));
    assert_true(text_is(made(&hall)->state, "received"));
    assert_int_equal(made(&hall)->sent_at.ms, hall.testing.request.at.ms);
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 5);
    const struct intake_document *receipt =
        testing_change(&hall.testing, &intake_document_table, 0, NULL);
    assert_true(text_is(receipt->kind, "pre-received"));
    static const char *const named[] = { "医院收费票据", "费用明细清单", "诊断证明" };
    for (size_t i = 0; i < COUNT_OF(named); i++)
        assert_non_null(strstr(arena_text(&hall.testing.arena, receipt->body_zh).data,
                               named[i]));
    hall_end(&hall);
}

/* LAW: BJ22-2.5c: an end that comes earlier is the same notice with another end, published. */
static void test_an_earlier_end_is_published(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2022, 8, 14));
    static const char end[] = "2022-08-15T06:00", earlier[] = "2022-08-14T20:00";
    const struct publication *held =
        book_publication(hall_book, TEXT("rules/notices/110000/beijing-outage-2022.yaml"));
    assert_non_null(held);
    char *text = arena_take(&hall.testing.arena, held->text.length + 1);
    memcpy(text, held->text.data, held->text.length);
    text[held->text.length] = '\0';
    for (char *found = strstr(text, end); found != NULL; found = strstr(found, end))
        memcpy(found, earlier, sizeof earlier - 1);
    struct publication more = *held;
    more.text = text_of(text);
    more.sequence = book_sequence(hall_book) + 1;
    more.known = moment_at(DATE(2022, 8, 14), 12, 0, 0);
    publication_digest(&more);
    struct rule_faults faults;
    rule_faults_init(&faults, &hall.testing.arena);
    const struct book *after = book_add(hall_book, &more, 1, &faults);
    assert_non_null(after);
    hall.testing.request.book = after;
    at(&hall, 14, 19, 59);
    assert_true(hall_apply(&hall, NULL));
    assert_true(text_is(made(&hall)->state, "received"));
    at(&hall, 14, 20, 0);
    assert_true(hall_apply(&hall, NULL));
    assert_false(text_is(made(&hall)->state, "received"));
    book_release(after);
    hall_end(&hall);
}

/* LAW: BJ4-S2d BJ4-02b: a channel a measure opens is open although the matter does not have it. */
static void test_a_channel_that_a_measure_opens(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    struct matter matter = *matter_of(hall_book, TEXT("certificate"), &hall.testing.arena);
    struct matter_word web = { TEXT("web") };
    matter.channels = (struct list){ &web, 1 };
    struct matter_asker asker = { .place = 110105, .insurance = TEXT("employee"),
        .applicant = TEXT("person"), .channel = TEXT("post"), .day = DATE(2020, 2, 10) };
    assert_non_null(matter_opened(hall_book, &matter, &asker, &hall.testing.arena));
    asker.channel = TEXT("mail");       /* by that notice only what cannot be done online */
    assert_null(matter_opened(hall_book, &matter, &asker, &hall.testing.arena));
    matter.channels.count = 0;
    assert_non_null(matter_opened(hall_book, &matter, &asker, &hall.testing.arena));
    asker.channel = TEXT("post");
    asker.day = DATE(2020, 1, 10);
    assert_null(matter_opened(hall_book, &matter, &asker, &hall.testing.arena));
    hall_end(&hall);
}

/* LAW: JX4-2.2d: a unit may act for its people in Jiangxi, by the notice; a stranger may not. */
static void test_whom_a_measure_lets_act_for_others(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 20));
    const struct matter *matter =
        matter_of(hall_book, TEXT("offsite-filing"), &hall.testing.arena);
    struct matter_asker asker = { .place = 360700, .insurance = TEXT("employee"),
        .applicant = TEXT("employer"), .channel = TEXT("web"), .day = DATE(2020, 2, 20) };
    struct arena *arena = &hall.testing.arena;
    assert_non_null(matter_agent_opened(hall_book, matter, &asker, TEXT("employer"), arena));
    assert_null(matter_agent_opened(hall_book, matter, &asker, TEXT("agent"), arena));
    asker.day = DATE(2020, 2, 2);
    assert_null(matter_agent_opened(hall_book, matter, &asker, TEXT("employer"), arena));
    asker.day = DATE(2020, 2, 20);
    asker.place = 330602;
    assert_null(matter_agent_opened(hall_book, matter, &asker, TEXT("employer"), arena));
    hall_end(&hall);
}

#define TEST(name_) cmocka_unit_test(name_)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_filing_is_taken_in_and_waits),
        TEST(test_what_is_online_pauses_and_says_until_when),
        TEST(test_a_claim_pauses_and_a_special_one_is_taken_beforehand),
        TEST(test_an_earlier_end_is_published),
        TEST(test_a_channel_that_a_measure_opens),
        TEST(test_whom_a_measure_lets_act_for_others),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
