/* message_test.c: what is written fits one short message; what was delivered waits no more. */

#include "rooms/message/message.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#include <string.h>

static const struct text NOTHING[3];

static void begin(struct testing *testing)
{
    testing_begin(testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing->decision = (struct decision){ .request = &testing->request };
}

static void test_a_text_fits_whatever_is_put_into_it(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    /* A sentence with one place, and a detail of two hundred characters. */
    char bytes[601];
    for (size_t i = 0; i < 200; i++) {
        bytes[3 * i] = '\xE6';
        bytes[3 * i + 1] = '\x9D';
        bytes[3 * i + 2] = '\x90';
    }
    const struct text long_ones[3] = { { bytes, 600 }, { bytes, 600 }, { bytes, 600 } };
    const struct message_row about = { .person = 4194304 + 5, .kind = TEXT("intake.due.dated"),
                                       .subject = 7, .reference = TEXT("x") };
    message_send(&testing.decision, &about, long_ones, long_ones);
    const struct message_row *row = testing_change(&testing, &message_table, 0, NULL);
    assert_non_null(row);
    assert_in_range(text_characters(row->body_zh), 20, MESSAGE_CHARACTERS);
    assert_true(text_is_utf8(row->body_zh) && text_is_utf8(row->body_en));
    assert_int_equal(row->bucket, id_bucket(about.person));
    assert_true(text_is(row->state, "waiting"));
    assert_true(row->due.ms == testing.request.at.ms);
    testing_end(&testing);
}

/* Characters of four bytes, as somebody's telephone writes them, in each of three places. */
static void test_the_longest_characters_fit(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    char bytes[4 * 100];
    for (size_t i = 0; i < 100; i++)
        memcpy(&bytes[4 * i], "\xF0\x9F\x98\x80", 4);
    const struct text long_one = { bytes, sizeof bytes };
    const struct text long_ones[3] = { long_one, long_one, long_one };
    const struct message_row about = { .person = 4194304 + 5, .kind = TEXT("intake.message.debt"),
                                       .subject = 7, .reference = TEXT("x") };
    message_send(&testing.decision, &about, long_ones, long_ones);
    const struct message_row *row = testing_change(&testing, &message_table, 0, NULL);
    assert_in_range(text_characters(row->body_zh), 20, MESSAGE_CHARACTERS);
    assert_true(text_is_utf8(row->body_zh) && text_is_utf8(row->body_en));
    testing_end(&testing);
}

static void test_each_receiver_has_his_bucket(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct moment later = { testing.request.at.ms + 1000 };
    const struct message_row abouts[] = {
        { .unit = 8388608 + 1, .kind = TEXT("intake.due.open") },
        { .office = 77, .kind = TEXT("intake.due.open"), .due = later },
    };
    for (size_t i = 0; i < COUNT_OF(abouts); i++)
        message_send(&testing.decision, &abouts[i], NOTHING, NOTHING);
    const struct message_row *row = testing_change(&testing, &message_table, 0, NULL);
    assert_int_equal(row->bucket, id_bucket(abouts[0].unit));
    row = testing_change(&testing, &message_table, 1, NULL);
    assert_true(row->due.ms == later.ms);
    testing_end(&testing);
}

static void test_what_was_delivered_waits_no_more(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct message_row row = { .bucket = 1, .message = 9, .state = TEXT("waiting"), .version = 1 };
    struct message_settle_facts facts = { &row };
    struct message_settle_input input = { .message = 9, .channel = TEXT("sms"), .again = true,
                                          .fault = TEXT("no answer") };
    for (int try = 1; try <= 5; try++) {
        testing_decide(&testing, &message_settle_action, &input, &facts, NULL);
        assert_true(testing_is_refused(&testing, NULL));
        row = *(const struct message_row *)testing_change(&testing, &message_table, 0, NULL);
        assert_int_equal(row.tries, try);
        assert_true(text_is(row.state, try < 5 ? "waiting" : "failed"));
    }
    testing_decide(&testing, &message_settle_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "message.refused.not-waiting"));
    row.state = TEXT("waiting");
    input.delivered = true;
    testing_decide(&testing, &message_settle_action, &input, &facts, NULL);
    row = *(const struct message_row *)testing_change(&testing, &message_table, 0, NULL);
    assert_true(text_is(row.state, "sent"));
    testing_end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_text_fits_whatever_is_put_into_it),
        cmocka_unit_test(test_the_longest_characters_fit),
        cmocka_unit_test(test_each_receiver_has_his_bucket),
        cmocka_unit_test(test_what_was_delivered_waits_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
