/* notice_duty_test.c: what notices ask of one office, on the real rules. */

#include "rooms/notice/notice_duty.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

static void begin(struct testing *testing, struct date today)
{
    testing_begin(testing, moment_at(today, 9, 0, 0));
    testing->request.book = testing_book();
    assert_non_null(testing->request.book);
}

static void end(struct testing *testing)
{
    book_release(testing->request.book);
    testing_end(testing);
}

static const struct staff_office ASKED[] = {
    { .office = 31, .kind = { "agency", 6 }, .division = 110108, .name = { "a", 1 } },
    { .office = 32, .kind = { "bureau", 6 }, .division = 371300, .name = { "l", 1 } },
};

struct duties_made { const struct list *progress, *offices; struct events events; };

static const struct notice_duties *duties(struct testing *testing, int64_t office,
                                          const struct list *progress, struct events events)
{
    const struct duties_made facts = { progress, LIST_OF(ASKED), events };
    const struct notice_duties_input input = { .office = office };
    testing->actor.scope.everything = true;
    testing_decide(testing, &notice_duties_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    return testing->decision.outcome;
}

static const struct notice_duty_told *duty(const struct notice_duties *of, const char *thing)
{
    const struct notice_duty_told *rows = of->rows.items;
    for (size_t i = 0; i < of->rows.count; i++)
        if (text_is(rows[i].thing, thing))
            return &rows[i];
    return NULL;
}

/* LAW: BJ4-06g: what was put off has no day until the end is declared, then each has one; what is
 * done and what is not is counted. */
static void test_put_off_checks_get_a_day_with_the_end(void **state)
{
    (void)state;
    struct testing testing;
    const struct list none = { 0 };
    static const struct event_fact end_fact = { .kind = { EVENT_EPIDEMIC_END, 12 },
        .place = 110000, .day = { 20200606 }, .declared = { 1591401600000 } };
    const struct events waiting = { NULL, 0 }, ended = { &end_fact, 1 };
    begin(&testing, DATE(2020, 6, 8));
    const struct notice_duty_told *told =
        duty(duties(&testing, 31, &none, waiting), "on-site-inspection");
    assert_non_null(told);
    assert_int_equal(told->due.ms, 0);
    assert_true(text_present(told->waits_zh) && text_is(told->state, "notice.board.open"));
    static const char *const both[] = { "on-site-inspection", "system-acceptance" };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        told = duty(duties(&testing, 31, &none, ended), both[i]);
        assert_int_equal(date_of_moment(told->due).yyyymmdd, 20200906);
        assert_false(text_present(told->waits_zh));
        assert_true(text_is(told->state, "notice.board.open"));
    }
    /* The last moment in, and the first out. */
    testing.request.at = moment_at(DATE(2020, 9, 6), 23, 59, 59);
    assert_int_equal(duties(&testing, 31, &none, ended)->late, 0);
    testing.request.at = moment_of_date(DATE(2020, 9, 7));
    const struct notice_duties *all = duties(&testing, 31, &none, ended);
    assert_int_equal(all->late, 2);
    assert_int_equal(all->done, 0);
    const struct notice_progress done[] = {
        { .number = TEXT("京医保发〔2020〕4号"), .measure = TEXT("06f"), .office = 31,
          .thing = TEXT("on-site-inspection"), .milestone = TEXT("done"),
          .done_on = DATE(2020, 9, 1), .evidence = TEXT("e") },
    };
    all = duties(&testing, 31, LIST_OF(done), ended);
    assert_int_equal(all->late, 1);
    assert_int_equal(all->done, 1);
    assert_true(text_is(duty(all, "on-site-inspection")->state, "notice.board.done"));
    /* A city bureau of Shandong has none of it, and a return by three in the afternoon. */
    testing.request.at = moment_at(DATE(2020, 3, 15), 15, 0, 0);
    all = duties(&testing, 32, &none, waiting);
    assert_null(duty(all, "on-site-inspection"));
    assert_true(text_is(duty(all, "annex-1")->state, "notice.board.open"));
    testing.request.at.ms++;
    assert_true(text_is(duty(duties(&testing, 32, &none, waiting), "annex-1")->state,
                        "notice.board.late"));
    end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_off_checks_get_a_day_with_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
