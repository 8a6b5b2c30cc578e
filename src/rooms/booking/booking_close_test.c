/* booking_close_test.c: what becomes of bookings when a hall closes for hours or days. */

#include "rooms/booking/booking.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#define OFFICE INT64_C(77)
#define PLAN INT64_C(88)
#define MONDAY DATE(2020, 2, 10)

static const struct book *rules_book;

static const struct booking_plan plan_row = {
    .office = OFFICE, .plan = PLAN, .division = 110105, .desks = 2,
    .weekdays = { "1 2 3 4 5", 9 }, .opens = 540, .closes = 720, .pause_from = 600,
    .pause_until = 630, .slot_minutes = 30, .capacity = 2, .hold_minutes = 15, .ahead_days = 14,
    .urgent_days = 2, .head_start = 30, .wait_most = 90, .valid_from = { 20200101 },
};
static const struct staff_office office_row = {
    .office = OFFICE, .division = 110105, .name = { "示例大厅", 12 }, .kind = { "agency", 6 },
};
static const struct list no_rows = { NULL, 0 };

enum { MOST_A_DAY = 20, SLOTS_A_DAY = 5, DAYS = 4 };
static const int64_t SLOT_MINUTES[SLOTS_A_DAY] = { 540, 570, 630, 660, 690 };

/* Some days with so many bookings a day in slots by a dice, and their slot rows. */
struct days_made {
    struct booking_row rows[DAYS * MOST_A_DAY];
    struct booking_slot slots[DAYS * SLOTS_A_DAY];
    size_t count;
};

static void make_day(struct days_made *made, int n, size_t count, uint64_t *dice)
{
    struct booking_slot *slots = &made->slots[n * SLOTS_A_DAY];
    struct date day = date_plus_days(MONDAY, n);
    for (size_t i = 0; i < SLOTS_A_DAY; i++)
        slots[i] = (struct booking_slot){ .plan = PLAN, .day = day, .minute = SLOT_MINUTES[i],
                                          .version = 1 };
    for (size_t i = 0; i < count; i++) {
        *dice = *dice * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t slot = (size_t)(*dice >> 33) % SLOTS_A_DAY;
        while (slots[slot].taken == 4)
            slot = (slot + 1) % SLOTS_A_DAY;
        slots[slot].taken++;
    }
    for (size_t slot = 0; slot < SLOTS_A_DAY; slot++)
        for (int64_t i = 0; i < slots[slot].taken; i++) {
            int64_t number = (int64_t)made->count + 1001;
            made->rows[made->count++] = (struct booking_row){
                .booking = number, .office = OFFICE, .plan = PLAN, .day = day,
                .minute = SLOT_MINUTES[slot], .number = number, .matter = TEXT("inpatient-claim"),
                .state = number % 3 == 0 ? TEXT("held") : TEXT("confirmed"),
            };
        }
}

/* A place or a time as one number that grows with time. */
static int64_t place_of(struct date day, int64_t minute)
{
    return (int64_t)day.yyyymmdd * 10000 + minute;
}

struct span { struct date first, last; int64_t from, until; };

static bool is_shut(const struct span *span, struct date day, int64_t minute)
{
    return place_of(day, minute + plan_row.slot_minutes) > place_of(span->first, span->from)
        && place_of(day, minute) < place_of(span->last, span->until);
}

/* Whatever is closed: nobody is lost, nobody stands in closed time, no slot is overfull, who was
 * before stays before, and everybody who had to be is moved. */
static void check_closed(struct testing *testing, const struct days_made *made,
                         const struct span *span)
{
    int64_t sum = 0, last = 0, before = (int64_t)made->count;
    for (int i = 0; i < testing_changes(testing, &booking_slot_table); i++) {
        const struct booking_slot *slot = testing_change(testing, &booking_slot_table, i, NULL);
        assert_in_range(slot->taken, 0, 4);
        assert_true(!is_shut(span, slot->day, slot->minute) || slot->taken == 0);
        sum += slot->taken;
        for (size_t s = 0; s < DAYS * SLOTS_A_DAY; s++)
            if (date_compare(slot->day, made->slots[s].day) == 0
                && made->slots[s].minute == slot->minute)
                before -= made->slots[s].taken;
    }
    assert_int_equal(sum + before, (int64_t)made->count);
    int moved = testing_changes(testing, &booking_table), shut = 0;
    for (size_t i = 0; i < made->count; i++)
        shut += is_shut(span, made->rows[i].day, made->rows[i].minute);
    assert_int_equal(moved, shut);
    for (int i = 0; i < moved; i++) {
        const struct booking_row *row = testing_change(testing, &booking_table, i, NULL);
        int64_t place = place_of(row->day, row->minute);
        assert_true(place >= last && row->moves == 1 && !is_shut(span, row->day, row->minute));
        last = place;
    }
    const struct booking_closed *closed = testing->decision.outcome;
    assert_int_equal(closed->moved, moved);
    assert_int_equal(closed->cancelled, 0);
}

/* A closure a day, which together are the stretch. */
static void check_closures(struct testing *testing, const struct span *span)
{
    int days = date_days_between(span->first, span->last) + 1;
    assert_int_equal(testing_changes(testing, &booking_closure_table), days);
    for (int i = 0; i < days; i++) {
        const struct booking_closure *closure =
            testing_change(testing, &booking_closure_table, i, NULL);
        assert_int_equal(closure->day.yyyymmdd, date_plus_days(span->first, i).yyyymmdd);
        assert_int_equal(closure->from_minute, i == 0 ? span->from : 0);
        assert_int_equal(closure->until_minute, i + 1 == days ? span->until : 1440);
        assert_int_not_equal(closure->closure, 0);
    }
}

static void begin_closing(struct testing *testing)
{
    testing_begin(testing, booking_moment(DATE(2020, 2, 7), 600));
    testing->actor = (struct actor){ .role = ROLE_SECTION_HEAD, .office = OFFICE };
    testing->request.book = rules_book;
}

static void closing_moves_everybody_in_order(void **state)
{
    (void)state;
    static const int64_t FROM[] = { 0, 560, 660 }, UNTIL[] = { 0, 600, 1440, 680 };
    uint64_t dice = 20200210;
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    for (size_t turn = 0; turn < 120; turn++) {
        struct testing testing;
        struct days_made made = { .count = 0 };
        begin_closing(&testing);
        for (int n = 0; n < DAYS; n++)
            make_day(&made, n, (turn * 7 + (size_t)n * 3) % MOST_A_DAY + 1, &dice);
        const struct list slots = { made.slots, DAYS * SLOTS_A_DAY };
        const struct list rows = { made.rows, made.count };
        const struct booking_facts facts = {
            .hall = { OFFICE, &office_row, &plans, &slots, &no_rows }, .rows = &rows,
        };
        int days = (int)(turn % DAYS);
        const struct booking_close_input input = {
            .office = OFFICE, .day = MONDAY, .reason = TEXT("消毒"),
            .until_day = days == 0 && turn % 2 == 0 ? (struct date){ 0 }
                                                    : date_plus_days(MONDAY, days),
            .from_minute = FROM[turn % 3], .until_minute = UNTIL[days == 0 ? turn / 4 % 2 * 3
                                                                           : turn / 4 % 4],
        };
        const struct span span = {
            MONDAY, date_plus_days(MONDAY, days), input.from_minute,
            input.until_minute == 0 ? 1440 : input.until_minute,
        };
        testing_decide(&testing, &booking_close_action, &input, &facts, NULL);
        assert_null(testing.decision.refusal.key);
        check_closed(&testing, &made, &span);
        check_closures(&testing, &span);
        testing_end(&testing);
    }
}

/* Nobody is moved by more than a fortnight: who would be books anew, and is told. */
static void who_would_wait_too_long_is_cancelled(void **state)
{
    (void)state;
    struct testing testing;
    struct days_made made = { .count = 0 };
    uint64_t dice = 7;
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    begin_closing(&testing);
    for (int n = 0; n < DAYS; n++)
        make_day(&made, n, 5, &dice);
    const struct list slots = { made.slots, DAYS * SLOTS_A_DAY };
    const struct list rows = { made.rows, made.count };
    const struct booking_facts facts = {
        .hall = { OFFICE, &office_row, &plans, &slots, &no_rows }, .rows = &rows,
    };
    /* Tuesday 25 February is the fifteenth day after Monday, and within the fourteen of Tuesday. */
    const struct booking_close_input input = {
        .office = OFFICE, .day = MONDAY, .until_day = DATE(2020, 2, 24), .reason = TEXT("装修"),
    };
    testing_decide(&testing, &booking_close_action, &input, &facts, NULL);
    const struct booking_closed *closed = testing.decision.outcome;
    assert_null(testing.decision.refusal.key);
    assert_int_equal(closed->cancelled, 5);
    assert_int_equal(closed->moved, (int64_t)made.count - 5);
    for (int i = 0; i < testing_changes(&testing, &booking_table); i++) {
        const struct booking_row *row = testing_change(&testing, &booking_table, i, NULL);
        assert_true(text_is(row->state, "cancelled") == (i < 5));
        assert_true(i < 5 || date_compare(row->day, DATE(2020, 2, 25)) >= 0);
    }
    testing_end(&testing);
}

static bool is_refused(const struct booking_close_input *input, const char *key)
{
    struct testing testing;
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    begin_closing(&testing);
    const struct booking_facts facts = {
        .hall = { OFFICE, &office_row, &plans, &no_rows, &no_rows }, .rows = &no_rows,
    };
    testing_decide(&testing, &booking_close_action, input, &facts, NULL);
    bool refused = key == NULL ? testing.decision.refusal.key == NULL
                               : testing_is_refused(&testing, key);
    testing_end(&testing);
    return refused;
}

static void a_closing_ends_after_it_begins(void **state)
{
    (void)state;
    struct booking_close_input input = { .office = OFFICE, .day = MONDAY,
                                         .until_day = DATE(2020, 2, 9), .reason = TEXT("x") };
    assert_true(is_refused(&input, "booking.refused.closing"));
    input.until_day = date_plus_days(MONDAY, BOOKING_CLOSED_DAYS);
    assert_true(is_refused(&input, "booking.refused.closing"));
    input.until_day = date_plus_days(MONDAY, BOOKING_CLOSED_DAYS - 1);
    assert_true(is_refused(&input, NULL));
    input.until_day = MONDAY;
    input.from_minute = input.until_minute = 660;
    assert_true(is_refused(&input, "booking.refused.closing"));
    input.until_day = DATE(2020, 2, 11);
    assert_true(is_refused(&input, NULL));
    /* What is past of it closes nothing; what is past altogether is refused. */
    input.day = DATE(2020, 1, 20);
    assert_true(is_refused(&input, NULL));
    input.until_day = DATE(2020, 2, 7);
    input.until_minute = 600;
    assert_true(is_refused(&input, "booking.refused.past"));
    input.until_minute = 601;
    assert_true(is_refused(&input, NULL));
}

static int begin(void **state)
{
    (void)state;
    rules_book = testing_book();
    return rules_book == NULL;
}

static int end(void **state)
{
    (void)state;
    book_release(rules_book);
    return 0;
}

/* ---- plans ---- */

static void set_plan(struct testing *testing, const struct booking_plan *plans, size_t count,
                     struct date from, struct date until)
{
    struct booking_plan asked = plan_row;
    const struct list rows = { (void *)(uintptr_t)plans, count };
    const struct booking_facts facts = {
        .hall = { .row = &office_row, .office = OFFICE, .plans = &rows },
    };
    asked.name = TEXT("综合窗口");
    asked.matters = (struct text){ 0 };
    asked.valid_from = from;
    asked.valid_until = until;
    testing_decide(testing, &booking_plan_action, &asked, &facts, NULL);
}

/* Two heads of the same hall look at the same list: the second one's change finds the group
 * replaced, and does not double its counters. */
static void a_group_is_replaced_once(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, booking_moment(MONDAY, 500));
    testing.actor = (struct actor){ .role = ROLE_SECTION_HEAD, .office = OFFICE };
    set_plan(&testing, &plan_row, 1, DATE(2020, 3, 1), DATE_NONE);
    assert_true(testing_is_refused(&testing, NULL));
    struct booking_plan plans[2] = { plan_row, plan_row };
    plans[0].valid_until = DATE(2020, 2, 29);
    plans[1].plan = PLAN + 1;
    plans[1].valid_from = DATE(2020, 3, 1);
    const struct date from[] = { DATE(2020, 4, 1), DATE(2020, 3, 1), DATE(2020, 2, 20) };
    for (size_t i = 0; i < COUNT_OF(from); i++) {
        set_plan(&testing, plans, 2, from[i], DATE_NONE);
        assert_true(testing_is_refused(&testing, "booking.refused.plan"));
    }
    set_plan(&testing, plans, 2, DATE(2020, 2, 20), DATE(2020, 3, 1));
    assert_true(testing_is_refused(&testing, "booking.refused.plan"));
    /* For the days it has left. */
    set_plan(&testing, plans, 2, DATE(2020, 2, 20), DATE(2020, 2, 29));
    assert_true(testing_is_refused(&testing, NULL));
    testing_end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closing_moves_everybody_in_order),
        cmocka_unit_test(who_would_wait_too_long_is_cancelled),
        cmocka_unit_test(a_closing_ends_after_it_begins),
        cmocka_unit_test(a_group_is_replaced_once),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
