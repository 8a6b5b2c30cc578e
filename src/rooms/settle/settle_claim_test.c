/* settle_claim_test.c: acts of care of one claim settled together. Whatever the order in which they
 * were entered, each is decided in the order of care; the parts sum to each bill; what is booked is
 * what the funds pay; a deductible is taken once. YIBAO_SEED repeats a draw. */

#include "rooms/hand.h"

#include "base/check.h"
#include "rooms/settle/settle_desk.h"

#include <stdlib.h>

#define TODAY DATE(2020, 6, 1)
#define VISITS 6

static const struct book *book;

struct claiming {
    struct hand hand;
    struct visit_row visits[VISITS];
    struct visit_claimed_row papers[VISITS];
    struct visit_bill_row bills[VISITS];
    struct visit_line_row lines[VISITS];
    struct list lists[4];
    struct settle_facts desk;
    struct settle_claim_facts facts;
    struct list claimed;
};

static void claiming_begin(struct claiming *claiming, const int64_t *fen, const int *days)
{
    struct hand *hand = &claiming->hand;
    hand_begin(hand, TODAY);
    hand->testing.request.book = book;
    hand->testing.decision = (struct decision){ .request = &hand->testing.request };
    trail_init(&hand->testing.decision.trail, &hand->testing.arena);
    for (int i = 0; i < VISITS; i++) {
        struct moment at = moment_at(date_plus_days(DATE(2020, 1, 1), days[i]), 0, 0, 0);
        claiming->visits[i] = (struct visit_row){
            .bucket = hand->visit.bucket, .visit = HAND_VISIT + i, .person = HAND_PERSON,
            .division = HAND_PLACE, .insurance = TEXT("310"), .place = HAND_PLACE,
            .med_type = TEXT("11"), .number = TEXT("1"), .begin_at = at, .end_at = at,
            .certificate_kind = TEXT("99"), .state = TEXT("discharged"), .version = 1,
        };
        claiming->papers[i] = (struct visit_claimed_row){
            .bucket = hand->visit.bucket, .visit = HAND_VISIT + i, .person = HAND_PERSON,
            .claim = 1, .institution_name = TEXT("某医院"), .tier = 3,
            .in_scope_there = { fen[i] }, .invoice = TEXT("R"), .version = 1,
        };
        claiming->bills[i] = (struct visit_bill_row){
            .bucket = hand->visit.bucket, .visit = HAND_VISIT + i, .bill = TEXT("claim"),
            .line_count = 1, .amount = { fen[i] }, .in_scope = { fen[i] }, .version = 1,
        };
        claiming->lines[i] = (struct visit_line_row){
            .bucket = hand->visit.bucket, .visit = HAND_VISIT + i, .bill = TEXT("claim"),
            .serial = TEXT("1"), .position = 1, .item = TEXT(HAND_ITEM), .at = at,
            .amount = { fen[i] }, .quantity = { 10000 }, .price = { fen[i] * 10000 },
            .charge_level = TEXT("01"), .in_scope = { fen[i] }, .state = TEXT("live"),
            .version = 1,
        };
    }
    claiming->lists[0] = (struct list){ claiming->visits, VISITS };
    claiming->lists[1] = (struct list){ claiming->papers, VISITS };
    claiming->lists[2] = (struct list){ claiming->bills, VISITS };
    claiming->lists[3] = (struct list){ claiming->lines, VISITS };
    claiming->desk = (struct settle_facts){
        .person = hand->facts, .filings = &hand->nothing, .counters = &hand->nothing,
    };
    claiming->facts = (struct settle_claim_facts){
        .desk = &claiming->desk, .person = hand->facts, .visits = &claiming->lists[0],
        .papers = &claiming->lists[1], .bills = &claiming->lists[2],
        .lines = &claiming->lists[3], .stays = &hand->nothing,
    };
}

static bool claiming_decide(struct claiming *claiming)
{
    struct testing *testing = &claiming->hand.testing;
    return settle_claim_decide(&testing->request, &claiming->facts, true, &testing->decision,
                               &claiming->claimed);
}

/* Each sums; booked is what the funds pay, to the claimant and to no institution. */
static int64_t check_sums(struct claiming *claiming)
{
    const struct settle_claimed *bills = claiming->claimed.items;
    int64_t funds = 0, booked = 0;
    struct date before = DATE_EARLIEST;
    for (size_t i = 0; i < claiming->claimed.count; i++) {
        assert_int_equal(bills[i].funds.fen + bills[i].own.fen, bills[i].total.fen);
        assert_int_equal(bills[i].full_own.fen + bills[i].over_limit.fen
                         + bills[i].pay_first.fen + bills[i].in_scope.fen, bills[i].total.fen);
        assert_true(date_compare(before, bills[i].day) <= 0);
        /* The same catalogue there: nothing differs. */
        assert_int_equal(bills[i].funds.fen, bills[i].funds_there.fen);
        before = bills[i].day;
        funds += bills[i].funds.fen;
    }
    const struct fund_transfer *one;
    for (int i = 0; (one = testing_change(&claiming->hand.testing, &fund_transfer_table, i,
                                          NULL)) != NULL; i++) {
        assert_int_equal(one->credit_kind, FUND_CLAIMANT);
        booked += one->amount.fen;
    }
    assert_int_equal(booked, funds);
    assert_int_equal(testing_changes(&claiming->hand.testing, &settle_counters_table), 1);
    return funds;
}

static void test_the_order_of_entering_changes_nothing(void **state)
{
    (void)state;
    const char *seed = getenv("YIBAO_SEED");
    uint64_t draw = seed == NULL ? 20200601 : strtoull(seed, NULL, 10);
    for (int round = 0; round < 40; round++) {
        int64_t fen[VISITS], turned_fen[VISITS];
        int days[VISITS], turned_days[VISITS];
        for (int i = 0; i < VISITS; i++) {
            draw = draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            fen[i] = 1 + (int64_t)((draw >> 33) % 900000);
            days[i] = (int)((draw >> 20) % 150) + i * 2;
            for (int k = 0; k < i; k++)
                if (days[k] == days[i])
                    days[i] += 151;
        }
        for (int i = 0; i < VISITS; i++) {
            turned_fen[i] = fen[(i + round) % VISITS];
            turned_days[i] = days[(i + round) % VISITS];
        }
        struct claiming *one = calloc(1, sizeof *one), *other = calloc(1, sizeof *other);
        claiming_begin(one, fen, days);
        assert_true(claiming_decide(one));
        int64_t funds = check_sums(one);
        claiming_begin(other, turned_fen, turned_days);
        assert_true(claiming_decide(other));
        assert_int_equal(check_sums(other), funds);
        hand_end(&one->hand);
        hand_end(&other->hand);
        free(one);
        free(other);
    }
}

/* Six bills of 500 yuan: 1 800 is the deductible of the year, the rest 1 200 at 70 per cent. */
static void test_the_deductible_is_taken_once(void **state)
{
    (void)state;
    const int64_t fen[VISITS] = { 50000, 50000, 50000, 50000, 50000, 50000 };
    const int days[VISITS] = { 10, 9, 8, 30, 29, 28 };
    struct claiming *claiming = calloc(1, sizeof *claiming);
    claiming_begin(claiming, fen, days);
    assert_true(claiming_decide(claiming));
    assert_int_equal(check_sums(claiming), 84000);
    const struct settle_claimed *bills = claiming->claimed.items;
    assert_int_equal(bills[3].deductible.fen, 30000);
    assert_int_equal(bills[4].deductible.fen, 0);
    hand_end(&claiming->hand);
    free(claiming);
}

int main(void)
{
    book = testing_book();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_order_of_entering_changes_nothing),
        cmocka_unit_test(test_the_deductible_is_taken_once),
    };
    return book == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
