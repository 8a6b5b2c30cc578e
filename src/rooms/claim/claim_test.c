/* claim_test.c: the last day to hand in, and the terms of places. */

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "rooms/claim/claim_inside.h"

static const struct book *book;

static struct claim_in_time asked(struct testing *testing, int64_t place, struct date care,
                                  struct date handed, int hour, const char *channel)
{
    testing_begin(testing, moment_at(handed, hour, 0, 0));
    testing->request.book = book;
    const struct claim_when when = {
        .place = place, .insurance = TEXT("employee"), .kind = TEXT("ordinary"),
        .channel = text_of(channel), .applicant = TEXT("person"), .care = care,
        .handed_in = testing->request.at,
    };
    return claim_in_time(&testing->request, &when, (struct events){ 0 });
}

/* Costs of a year until 20 January of the next; on a day off until the next working day. */
static void test_the_ordinary_day_of_beijing(void **state)
{
    (void)state;
    static const struct { struct date care, handed; int hour; bool good; } cases[] = {
        { { 20180301 }, { 20190120 }, 23, true },       /* a Sunday: until Monday */
        { { 20180301 }, { 20190121 }, 23, true },
        { { 20180301 }, { 20190122 }, 0, false },
        { { 20220815 }, { 20230120 }, 23, true },       /* a Friday */
        { { 20220815 }, { 20230121 }, 0, false },
        { { 20231231 }, { 20240122 }, 23, true },       /* the 20th is a Saturday */
        { { 20231231 }, { 20240123 }, 0, false },
        { { 20240101 }, { 20240123 }, 9, true },        /* the year goes by the day of care */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct testing testing;
        struct claim_in_time time =
            asked(&testing, 110105, cases[i].care, cases[i].handed, cases[i].hour, "web");
        assert_int_equal(time.good, cases[i].good);
        assert_true(time.limited);
        testing_end(&testing);
    }
}

/* Where no text names a day and no measure does, none is set. */
static void test_no_text_sets_no_limit(void **state)
{
    (void)state;
    struct testing testing;
    struct claim_in_time time =
        asked(&testing, 371300, DATE(2018, 5, 1), DATE(2022, 5, 1), 9, "web");
    assert_true(time.good && !time.limited);
    testing_end(&testing);
}

static void test_who_hands_in_for_whom(void **state)
{
    (void)state;
    const struct claim_terms *terms = claim_terms_on(book, 110105, DATE(2020, 2, 10));
    assert_non_null(terms);
    assert_null(claim_filer_in(terms, TEXT("employer"), TEXT("resident")));
    assert_null(claim_filer_in(terms, TEXT("village"), TEXT("resident")));
    assert_non_null(claim_filer_in(terms, TEXT("social-security-office"), TEXT("resident")));
    const struct claim_filer *university =
        claim_filer_in(terms, TEXT("university"), TEXT("resident"));
    assert_true(text_is(university->payee, "university"));
}

/* A person reads of his claims what was paid, and of none that there is none yet. */
static void test_pages_tell_where_the_money_is(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct page_parts parts = { .arena = &testing.arena };
    struct claims_told told = { .claims = { 0 } };
    claim_tell_of_person(&parts, &told);
    assert_int_equal(parts.count, 1);
    assert_true(parts.items[0].kind == PAGE_PART_TEXT);
    struct claim_row rows[] = {
        { .claim = 7, .person = 5, .state = TEXT("settled"), .total = { 50000 },
          .funds = { 41000 }, .handed_in = testing.request.at },
        { .claim = 8, .person = 5, .state = TEXT("reviewed"), .handed_in = testing.request.at },
    };
    struct payment_shown paid[] = {
        { .state = TEXT("paid"), .state_zh = TEXT("已付"), .amount = { 41000 },
          .bank_day = DATE(2020, 2, 9) },
    };
    told = (struct claims_told){ { rows, COUNT_OF(rows) }, { paid, COUNT_OF(paid) } };
    parts = (struct page_parts){ .arena = &testing.arena };
    claim_tell_of_person(&parts, &told);
    assert_int_equal(parts.count, 5);
    assert_true(text_is(parts.items[1].text, "2020年2月10日交来，总额500.00元"));
    assert_true(text_is(parts.items[1].path, "/claim?person=5&claim=7") && parts.items[1].good);
    assert_true(text_is(parts.items[1].mark, "基金支付410.00元") && !parts.items[2].good);
    assert_true(text_is(parts.items[4].text, "410.00元") && text_is(parts.items[4].mark, "已付"));
    struct claim_told one = { .row = rows[0], .letter_zh = TEXT("第一句\n第二句") };
    parts = (struct page_parts){ .arena = &testing.arena };
    claim_tell_one(&parts, &one);
    assert_int_equal(parts.count, 4);
    assert_true(text_is(parts.items[3].text, "第二句"));
    testing_end(&testing);
}

int main(void)
{
    book = testing_book();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_ordinary_day_of_beijing),
        cmocka_unit_test(test_no_text_sets_no_limit),
        cmocka_unit_test(test_who_hands_in_for_whom),
        cmocka_unit_test(test_pages_tell_where_the_money_is),
    };
    return book == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
