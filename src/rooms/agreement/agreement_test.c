#include "rooms/agreement/agreement_obligation.h"
#include "rooms/agreement/agreement_text.h"

#include "rooms/rooms_testing.h"

#include "rooms/party/party_facts.h"

static struct agreement row(const char *status)
{
    return (struct agreement){
        .institution = 900, .agreement = 1, .valid_from = DATE(2019, 1, 1),
        .valid_until = DATE(2020, 12, 31), .status = text_of(status), .version = 2,
    };
}

static void test_a_suspension_counts_on_its_days_only(void **state)
{
    (void)state;
    struct agreement rows[] = { row("suspended") };
    rows[0].status_from = DATE(2020, 2, 1);
    rows[0].status_until = DATE(2020, 2, 29);
    const struct list *list = LIST_OF(rows);
    assert_int_equal(agreement_on(list, DATE(2020, 1, 31), NULL), AGREEMENT_IN_FORCE);
    assert_int_equal(agreement_on(list, DATE(2020, 2, 1), NULL), AGREEMENT_SUSPENDED);
    assert_int_equal(agreement_on(list, DATE(2020, 2, 29), NULL), AGREEMENT_SUSPENDED);
    assert_int_equal(agreement_on(list, DATE(2020, 3, 1), NULL), AGREEMENT_IN_FORCE);
    assert_int_equal(agreement_on(list, DATE(2021, 1, 1), NULL), AGREEMENT_NONE);
    assert_int_equal(agreement_on(list, DATE(2018, 12, 31), NULL), AGREEMENT_NONE);
}

static void test_a_new_agreement_stands_beside_a_rescinded_one(void **state)
{
    (void)state;
    struct agreement rows[] = { row("rescinded"), row("in-force") };
    rows[0].status_from = DATE(2019, 6, 1);
    rows[1].valid_from = DATE(2020, 7, 1);
    const struct agreement *found = NULL;
    assert_int_equal(agreement_on(LIST_OF(rows), DATE(2020, 6, 30), &found),
                     AGREEMENT_RESCINDED);
    assert_int_equal(agreement_on(LIST_OF(rows), DATE(2020, 7, 1), &found),
                     AGREEMENT_IN_FORCE);
    assert_ptr_equal(found, &rows[1]);
    struct list none = { NULL, 0 };
    assert_int_equal(agreement_on(&none, DATE(2020, 7, 1), NULL), AGREEMENT_NONE);
}

struct status_input {
    int64_t institution, agreement, version;
    struct text status;
    struct date from, until;
    bool payment_held;
    struct text reason;
    int64_t obligation;
};
struct status_facts {
    const struct list *rows;
    const struct party_institution *institution;
    struct agreement_obligation_facts obligations;
};

static void test_status_changes_by_steps_only(void **state)
{
    struct testing *testing = *state;
    testing->actor = (struct actor){ .role = ROLE_SECTION_HEAD, .office = 3,
                                     .division = 110105 };
    struct agreement rows[] = { row("in-force") };
    struct party_institution institution = { .institution = 900, .division = 110105 };
    struct status_facts facts = { .rows = LIST_OF(rows), .institution = &institution };
    struct status_input input = { 900, 1, 2, TEXT("suspended"), DATE(2020, 2, 10), DATE_NONE,
                                  true, TEXT("r"), 0 };
    testing_decide(testing, &agreement_set_status_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    const struct agreement *after = testing_change(testing, &agreement_table, 0, NULL);
    assert_true(text_is(after->status, "suspended"));
    assert_true(after->payment_held);

    input.version = 1;
    testing_decide(testing, &agreement_set_status_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "agreement.refused.changed-since"));
    input.version = 2;
    rows[0].status = TEXT("rescinded");
    testing_decide(testing, &agreement_set_status_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "agreement.refused.no-such-step"));
    rows[0].status = TEXT("in-force");
    input.reason = (struct text){ 0 };
    testing_decide(testing, &agreement_set_status_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "agreement.refused.no-reason"));
    /* Another county's institution is not there for this office. */
    institution.division = 371329;
    testing_decide(testing, &agreement_set_status_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "agreement.refused.no-such-agreement"));
}

/* An agency's own model has eighty articles and more, each of some hundred characters. */
static void test_the_model_of_an_agency_is_issued_whole(void **state)
{
    enum { ARTICLES = 100, CHARACTERS = 300, BYTES = ARTICLES * 2 * (3 * CHARACTERS + 40) + 400 };
    struct testing *testing = *state;
    struct builder terms = builder_over(arena_take(&testing->arena, BYTES), BYTES);
    builder_add(&terms, TEXT("place: 110000\nabout: agreement.terms\ndated-by: filing\n"
        "source: test\ncertainty: default\nknown: 2019-01-01\nvalues:\n"
        "  - from: earliest-known\n    sign-days: 30\n    articles:\n"));
    for (int i = 0; i < 2 * ARTICLES; i++) {
        builder_add(&terms, i % 2 == 0 ? TEXT("      - zh: ") : TEXT("        en: "));
        for (int c = 0; c < CHARACTERS; c++)
            builder_add(&terms, TEXT("\xE6\x9D\xA1"));
        builder_add(&terms, TEXT("\n"));
    }
    assert_false(terms.overflow);
    const struct book *plain = testing_book();
    const struct book *book = testing_book_with(
        plain, TEXT("rules/values/110000/agreement-terms.yaml"), builder_text(&terms));
    assert_non_null(book);
    testing->request.book = book;
    testing->actor = (struct actor){ .role = ROLE_SECTION_HEAD, .account = 9, .office = 3,
                                     .division = 110105 };
    testing->decision = (struct decision){ .request = &testing->request };
    const struct party_institution institution = { .institution = 900, .division = 110105,
        .code = TEXT("H11010590001"), .name = TEXT("医院") };
    const struct list none = { NULL, 0 };
    const struct agreement_text_facts found = { .rows = &none, .texts = &none,
        .institution = &institution, .offices = &none };
    const struct agreement_issuing issuing = { "first", "agreement-application",
                                               DATE(2020, 3, 1), DATE(2021, 2, 28), 0 };
    int64_t agreement = 0;
    assert_true(agreement_issue(&testing->request, &found, &issuing, &testing->decision,
                                &agreement));
    const struct agreement_text *text =
        testing_change(testing, &agreement_text_table, 0, NULL);
    assert_true(text->body_zh.length > ARTICLES * CHARACTERS * 3);
    assert_true(text->body_en.length > ARTICLES * CHARACTERS * 3);
    assert_true(agreement_text_is_whole(text, &testing->arena));
    book_release(book);
    book_release(plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_suspension_counts_on_its_days_only),
        cmocka_unit_test(test_a_new_agreement_stands_beside_a_rescinded_one),
        WITH_TESTING(test_status_changes_by_steps_only),
        WITH_TESTING(test_the_model_of_an_agency_is_issued_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
