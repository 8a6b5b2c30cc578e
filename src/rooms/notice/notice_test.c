/* notice_test.c: publications and events. */

#include "rooms/notice/notice.h"
#include "rooms/notice/notice_publication.h"
#include "rooms/rooms_testing.h"

static struct publication text_in(const char *file, const char *text)
{
    struct publication publication = { .file = text_of(file), .text = text_of(text) };
    publication_digest(&publication);
    return publication;
}

static void a_first_stock_is_known_from_always_and_what_follows_from_now(void **state)
{
    (void)state;
    struct testing testing;
    const struct moment now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    testing_begin(&testing, now);
    struct publication found[] = { text_in("rules/a.yaml", "one"), text_in("rules/b.yaml", "two") };
    struct publication *made;
    assert_int_equal(notice_publications_new(NULL, 0, found, 2, now, &testing.arena, &made), 2);
    assert_int_equal(made[0].sequence, 1);
    assert_int_equal(made[1].sequence, 2);
    assert_int_equal(made[1].known.ms, 0);

    const struct publication held[] = { made[0], made[1] };
    assert_int_equal(notice_publications_new(held, 2, found, 2, now, &testing.arena, &made), 0);
    found[1] = text_in("rules/b.yaml", "three");
    assert_int_equal(notice_publications_new(held, 2, found, 2, now, &testing.arena, &made), 1);
    assert_int_equal(made[0].sequence, 3);
    assert_int_equal(made[0].known.ms, now.ms);
    testing_end(&testing);
}

/* A folder of an older release beside a newer store changes nothing. */
static void a_text_that_was_replaced_does_not_come_back_by_itself(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct publication held[] = { text_in("rules/a.yaml", "one"), text_in("rules/a.yaml", "two") };
    held[0].sequence = 1;
    held[1].sequence = 2;
    const struct publication found[] = { text_in("rules/a.yaml", "one") };
    struct publication *made;
    assert_int_equal(notice_publications_new(held, 2, found, 1, testing.request.at,
                                             &testing.arena, &made), 0);
    testing_end(&testing);
}

static void a_row_keeps_the_text_and_its_digest(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct publication publication = text_in("rules/a.yaml", "abc");
    publication.sequence = 7;
    const struct notice_publication_row row =
        notice_publication_row_of(&publication, testing.request.at, &testing.arena);
    /* SM3 of "abc", from GB/T 32905-2016, appendix A.1. */
    assert_true(text_is(row.digest,
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
    const struct publication again = notice_publication_of(&row);
    assert_int_equal(again.sequence, 7);
    assert_true(digest_equal(&again.digest, &publication.digest));
    testing_end(&testing);
}

static void declares(struct testing *testing, struct date day, const char *refusal)
{
    const struct list none = { 0 };
    const struct notice_facts facts = { .events = &none };
    const struct notice_declare_input input = {
        .kind = TEXT("epidemic-end"), .place = 110000, .day = day, .paper = TEXT("示例〔2022〕1号"),
    };
    testing_decide(testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, refusal));
}

/* The end of 8 January 2023 was announced in December. */
static void an_event_may_be_of_a_day_to_come_but_not_of_any_day(void **state)
{
    (void)state;
    struct testing testing;
    const struct book *book = testing_book();
    assert_non_null(book);
    testing_begin(&testing, moment_at(DATE(2022, 12, 26), 9, 0, 0));
    testing.request.book = book;
    testing.actor = (struct actor){ .role = ROLE_PUBLISHER, .office = 1, .division = 110000 };
    declares(&testing, DATE(2023, 1, 8), NULL);
    declares(&testing, DATE(2023, 12, 27), NULL);
    declares(&testing, DATE(2023, 12, 28), "notice.refused.day-too-far");
    declares(&testing, DATE(2123, 1, 8), "notice.refused.day-too-far");
    declares(&testing, DATE(2020, 1, 20), NULL);
    declares(&testing, DATE(2002, 1, 20), "notice.refused.day-too-far");
    testing_end(&testing);
    book_release(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_stock_is_known_from_always_and_what_follows_from_now),
        cmocka_unit_test(a_text_that_was_replaced_does_not_come_back_by_itself),
        cmocka_unit_test(a_row_keeps_the_text_and_its_digest),
        cmocka_unit_test(an_event_may_be_of_a_day_to_come_but_not_of_any_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
