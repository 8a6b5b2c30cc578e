/* settle_hand_test.c: see settle_hand.h. */

#include "rooms/settle/settle_hand.h"

#include "base/check.h"

static const struct book *book;

int settle_hand_open(void **state)
{
    (void)state;
    book = testing_book();
    return book == NULL;
}

int settle_hand_close(void **state)
{
    (void)state;
    book_release(book);
    return 0;
}

const struct book *settle_hand_book(void)
{
    return book;
}

void settle_hand_begin(struct settle_hand *desk, struct date today, struct text key)
{
    struct hand *hand = &desk->hand;
    hand_begin(hand, today);
    hand->testing.request.book = book;
    hand->testing.request.key = key;
    desk->settlements = (struct list){ desk->rows, 0 };
    desk->counter_rows = (struct list){ desk->counters, 0 };
    desk->facts = (struct settle_facts){
        .visit = &hand->visit, .bill = &hand->bill, .lines = &hand->line_list,
        .institution = &hand->institution, .agreements = &hand->agreements,
        .person = hand->facts, .filings = &hand->nothing, .counters = &desk->counter_rows,
    };
    desk->ask = (struct settle_ask){
        .person = HAND_PERSON, .visit = HAND_VISIT, .bill = SETTLE_HAND_BILL,
        .insurance = TEXT("310"), .med_type = TEXT("11"), .certificate_kind = TEXT("02"),
        .total = { 300000 },
    };
}

void settle_hand_end(struct settle_hand *desk)
{
    hand_end(&desk->hand);
}

void settle_hand_keep(struct settle_hand *desk)
{
    const struct testing *testing = &desk->hand.testing;
    const struct settle_counters_row *counters =
        testing_change(testing, &settle_counters_table, 0, NULL);
    CHECK(desk->settlements.count < SETTLE_HAND_ROWS);
    desk->rows[desk->settlements.count++] =
        *(const struct settlement_row *)testing_change(testing, &settlement_table, 0, NULL);
    for (size_t i = 0; i < desk->counter_rows.count; i++)
        if (desk->counters[i].year == counters->year) {
            desk->counters[i] = *counters;
            return;
        }
    CHECK(desk->counter_rows.count < SETTLE_HAND_ROWS);
    desk->counters[desk->counter_rows.count++] = *counters;
}

void settle_hand_settle(struct settle_hand *desk)
{
    struct testing *testing = &desk->hand.testing;
    hand_line(&desk->hand, SETTLE_HAND_BILL, "1", 300000);
    testing_decide(testing, &settle_outpatient_action, &desk->ask, &desk->facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    settle_hand_keep(desk);
    hand_settled(&desk->hand, desk->rows[0].settlement);
}
