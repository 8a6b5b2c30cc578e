#include "rooms/fund/fund.h"

#include "rooms/rooms_testing.h"

#include "core/task.h"
#include "rooms/party/party.h"

#define PERSON 4194304 /* bucket 1 */
static const struct fund_account POOL = { FUND_EMPLOYEE_POOL, 110105 };
static const struct fund_account HOSPITAL = { FUND_INSTITUTION, 900 };
static const struct fund_account MINE = { FUND_PERSONAL, PERSON };

static struct fund_posting posting_into(struct fund_transfer *transfers, int32_t capacity)
{
    return (struct fund_posting){
        .bucket = 1, .cause = 10, .person = PERSON, .day = DATE(2020, 2, 10),
        .about = "settlement", .transfers = transfers, .capacity = capacity,
    };
}

static void test_nothing_is_posted_for_nothing(void **state)
{
    (void)state;
    struct fund_transfer transfers[3];
    struct fund_posting posting = posting_into(transfers, 3);
    fund_post(&posting, POOL, HOSPITAL, (struct money){ 4289500 });
    fund_post(&posting, MINE, HOSPITAL, MONEY_NONE);
    fund_post(&posting, MINE, HOSPITAL, (struct money){ -250 });
    assert_int_equal(posting.count, 2);
    assert_int_equal(transfers[0].line, 1);
    assert_int_equal(transfers[1].line, 2);
    /* A negative part turns round: amounts are above zero, always. */
    assert_int_equal(transfers[1].debit_kind, FUND_INSTITUTION);
    assert_int_equal(transfers[1].credit_owner, PERSON);
    assert_int_equal(transfers[1].amount.fen, 250);
}

static void test_a_reversal_undoes_each_transfer(void **state)
{
    (void)state;
    struct fund_transfer first[2], second[2];
    struct fund_posting posting = posting_into(first, 2), back = posting_into(second, 2);
    fund_post(&posting, POOL, HOSPITAL, (struct money){ 100 });
    fund_post(&posting, MINE, HOSPITAL, (struct money){ 7 });
    fund_post_reversed(&back, LIST_OF(first));
    assert_int_equal(back.count, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(second[i].debit_kind, first[i].credit_kind);
        assert_int_equal(second[i].credit_owner, first[i].debit_owner);
        assert_int_equal(second[i].amount.fen, first[i].amount.fen);
    }
    assert_int_equal(back.total.fen, posting.total.fen);
}

static void test_what_is_held_cannot_be_spent(void **state)
{
    (void)state;
    struct fund_personal row = { .bucket = 1, .person = PERSON, .balance = { 1000 },
                                 .held = { 300 }, .version = 3 };
    struct fund_personal after = { 0 };
    assert_int_equal(fund_personal_free(&row).fen, 700);
    assert_int_equal(fund_personal_free(NULL).fen, 0);
    assert_true(fund_personal_after(&row, PERSON, (struct money){ -700 }, &after));
    assert_int_equal(after.balance.fen, 300);
    assert_int_equal(after.version, 3);
    assert_false(fund_personal_after(&row, PERSON, (struct money){ -701 }, &after));
    assert_int_equal(after.balance.fen, 300);
    assert_false(fund_personal_after(NULL, PERSON, (struct money){ -1 }, &after));
    assert_true(fund_personal_after(NULL, PERSON, (struct money){ 1 }, &after));
    assert_int_equal(after.bucket, 1);
}

/* ---- crediting ---- */

struct credit_input { int64_t person; struct money amount; struct text cause; };
struct credit_facts {
    struct party_person_facts person;
    const struct fund_personal *personal;
};

static void test_a_credit_is_a_transfer_and_a_balance(void **state)
{
    struct testing *testing = *state;
    const struct book *book = testing_book();
    assert_non_null(book);
    testing->request.book = book;
    struct party_person person = { .person = PERSON, .born = DATE(1990, 1, 1) };
    struct party_spell spells[] = { {
        .insurance = TEXT("310"), .kind = TEXT("11"), .place = 110105,
        .valid_from = DATE(2015, 1, 1), .status = TEXT("1"),
    } };
    struct fund_personal row = { .bucket = 1, .person = PERSON, .balance = { 1000 },
                                 .version = 3 };
    struct credit_facts facts = { .person = { .person = &person, .spells = LIST_OF(spells) },
                                  .personal = &row };
    struct credit_input input = { PERSON, { 5000 }, TEXT("2020-02") };
    testing_decide(testing, &fund_credit_account_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    const struct fund_transfer *transfer =
        testing_change(testing, &fund_transfer_table, 0, NULL);
    assert_int_equal(transfer->debit_kind, FUND_EMPLOYEE_POOL);
    /* The fund that pays for a district's people is the city's. */
    assert_int_equal(transfer->debit_owner, 110000);
    assert_int_equal(transfer->credit_owner, PERSON);
    assert_int_equal(transfer->amount.fen, 5000);
    assert_int_equal(transfer->bucket, 1);
    const struct fund_personal *after =
        testing_change(testing, &fund_personal_table, 0, NULL);
    assert_int_equal(after->balance.fen, 6000);
    assert_int_equal(after->version, 3);

    input.amount.fen = 0;
    testing_decide(testing, &fund_credit_account_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.not-positive"));
    input.amount.fen = 1;
    spells[0].insurance = TEXT("390");
    testing_decide(testing, &fund_credit_account_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.no-personal-account"));
    book_release(book);
}

/* ---- sealing ---- */

struct step_facts {
    const struct job_row *job;
    int64_t bucket;
    const struct fund_seal *seal;
    const struct list *movements;
};

static void test_a_step_seals_one_day_or_goes_on(void **state)
{
    struct testing *testing = *state;
    struct job_row job = { .job = 5, .kind = TEXT("fund.seal"), .cursor = TEXT("7"),
                           .state = TEXT("running"), .version = 1 };
    struct fund_movement moved[] = {
        { DATE(2020, 2, 9), FUND_EMPLOYEE_POOL, 110105, { 500 }, { 0 } },
        { DATE(2020, 2, 9), FUND_INSTITUTION, 900, { 0 }, { 500 } },
    };
    struct step_facts facts = { &job, 7, NULL, LIST_OF(moved) };
    struct task_input input = { .task = 5 };
    testing_decide(testing, &fund_seal_step_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(testing, &fund_sealed_table), 2);
    const struct fund_seal *seal = testing_change(testing, &fund_seal_table, 0, NULL);
    assert_int_equal(seal->until.yyyymmdd, 20200209);
    const struct job_row *after = testing_change(testing, &job_table, 0, NULL);
    assert_true(text_is(after->cursor, "7"));

    struct list none = { NULL, 0 };
    facts.movements = &none;
    testing_decide(testing, &fund_seal_step_action, &input, &facts, NULL);
    after = testing_change(testing, &job_table, 0, NULL);
    assert_true(text_is(after->cursor, "8"));
    facts.bucket = BUCKET_COUNT - 1;
    testing_decide(testing, &fund_seal_step_action, &input, &facts, NULL);
    after = testing_change(testing, &job_table, 0, NULL);
    assert_false(text_present(after->cursor));
}

/* ---- 1101 ---- */

struct desk_input {
    struct text certificate_kind, certificate_number, card_serial;
    struct moment begin;
    struct text person_certificate, number, name;
};
struct desk_facts {
    const struct party_person_key *key;
    struct party_person_facts person;
    const struct fund_personal *personal;
};

static void test_the_desk_is_told_who_stands_there(void **state)
{
    struct testing *testing = *state;
    testing->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = 900 };
    struct party_person person = {
        .person = PERSON, .name = TEXT("示例"), .certificate = TEXT("01"), .sex = TEXT("1"),
        .born = DATE(1950, 2, 10),
        .number_sealed = party_seal(TEXT("990101195002100018"), "number", &testing->arena),
    };
    struct party_spell spells[] = {
        { .insurance = TEXT("330"), .kind = TEXT("21"), .place = 110105, .status = TEXT("1"),
          .valid_from = DATE(2015, 1, 1) },
        { .insurance = TEXT("310"), .kind = TEXT("21"), .place = 110105, .status = TEXT("1"),
          .valid_from = DATE(2015, 1, 1), .civil_servant = true },
        { .insurance = TEXT("390"), .kind = TEXT("50"), .place = 110105, .status = TEXT("1"),
          .valid_from = DATE(2010, 1, 1), .valid_until = DATE(2014, 12, 31) },
    };
    struct fund_personal row = { .person = PERSON, .balance = { 12345 }, .held = { 45 } };
    struct party_person_key key = { .person = PERSON };
    struct list none = { NULL, 0 };
    struct desk_facts facts = { &key, { &person, LIST_OF(spells), &none, &none }, &row };
    struct desk_input input = { .certificate_kind = TEXT("02"),
                                .certificate_number = TEXT("990101195002100018") };
    testing_decide(testing, &fund_person_at_desk_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    assert_int_equal(testing->decision.change_count, 0);

    const struct shape *shape = fund_person_at_desk_action.answer;
    void *answer = arena_take(&testing->arena, shape->size);
    fund_person_at_desk_action.tell(&testing->request, testing->decision.outcome, NULL, answer);
    const struct field *number = shape_field_national(shape, TEXT("certno"));
    assert_true(text_is(*(const struct text *)field_at(number, answer), "990101195002100018"));
    const struct field *field = shape_field_national(shape, TEXT("insuinfo"));
    const struct list *rows = field_at(field, answer);
    assert_int_equal(rows->count, 2);
    /* The basic insurance stands first, whatever the order of the rows; its balance is free. */
    const struct field *insutype = shape_field_national(field->of, TEXT("insutype"));
    const struct field *balance = shape_field_national(field->of, TEXT("balc"));
    assert_true(text_is(*(const struct text *)field_at(insutype, rows->items), "310"));
    assert_int_equal(((const struct money *)field_at(balance, rows->items))->fen, 12300);

    /* History, when it is asked for. */
    input.begin = moment_of_date(DATE(2014, 6, 1));
    testing_decide(testing, &fund_person_at_desk_action, &input, &facts, NULL);
    fund_person_at_desk_action.tell(&testing->request, testing->decision.outcome, NULL, answer);
    assert_int_equal(rows->count, 3);
}

static void test_the_desk_is_refused_in_order(void **state)
{
    struct testing *testing = *state;
    testing->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = 900 };
    struct desk_facts facts = { 0 };
    struct desk_input input = { .certificate_kind = TEXT("77"),
                                .certificate_number = TEXT("x") };
    testing_decide(testing, &fund_person_at_desk_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.no-such-certificate"));
    input.certificate_kind = TEXT("1");
    testing_decide(testing, &fund_person_at_desk_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.no-such-person"));
    struct party_person person = { .person = PERSON, .name = TEXT("示例") };
    struct list none = { NULL, 0 };
    facts.person = (struct party_person_facts){ &person, &none, &none, &none };
    input.name = TEXT("别人");
    testing_decide(testing, &fund_person_at_desk_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "fund.refused.other-name"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TESTING(test_nothing_is_posted_for_nothing),
        WITH_TESTING(test_a_reversal_undoes_each_transfer),
        WITH_TESTING(test_what_is_held_cannot_be_spent),
        WITH_TESTING(test_a_credit_is_a_transfer_and_a_balance),
        WITH_TESTING(test_a_step_seals_one_day_or_goes_on),
        WITH_TESTING(test_the_desk_is_told_who_stands_there),
        WITH_TESTING(test_the_desk_is_refused_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
