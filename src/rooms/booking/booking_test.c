/* booking_test.c: states, the slots of a day, who is called next, and plans that make sense. */

#include "rooms/booking/booking.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/room.h"

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

/* Every (state, event) leads to one state at most, every state is reached, and what is over
 * goes nowhere. */
static void states_are_a_table(void **state)
{
    (void)state;
    bool reached[BOOKING_STATES] = { [BOOKING_HELD] = true, [BOOKING_ARRIVED] = true };
    for (int from = 0; from < BOOKING_STATES; from++)
        for (int event = 0; event < BOOKING_EVENTS; event++) {
            enum booking_state to = BOOKING_STATES;
            if (booking_step((enum booking_state)from, (enum booking_event)event, &to))
                reached[to] = true;
            bool over = from == BOOKING_DONE || from == BOOKING_CANCELLED
                || from == BOOKING_LAPSED;
            assert_true(!over || to == BOOKING_STATES);
        }
    for (int i = 0; i < BOOKING_STATES; i++) {
        enum booking_state parsed;
        assert_true(reached[i]);
        assert_true(booking_state_parse(text_of(booking_state_name((enum booking_state)i)),
                                        &parsed));
        assert_int_equal(parsed, i);
        assert_true(code_exists("booking_state",
                                text_of(booking_state_name((enum booking_state)i))));
    }
}

static void every_refusal_has_a_sentence(void **state)
{
    (void)state;
    for (int i = 0; i < BOOKING_REFUSED_COUNT; i++)
        assert_true(words_has(booking_refused_key((enum booking_refused)i)));
}

static void slots_leave_out_pause_holiday_and_closure(void **state)
{
    (void)state;
    const struct booking_slot taken = { .plan = PLAN, .day = MONDAY, .minute = 540, .taken = 3 };
    const struct booking_closure closure = { .day = MONDAY, .from_minute = 650,
                                             .until_minute = 670 };
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    const struct list slots = { (void *)(uintptr_t)&taken, 1 };
    const struct list closures = { (void *)(uintptr_t)&closure, 1 };
    const struct booking_hall hall = { OFFICE, NULL, &plans, &slots, &closures };
    const struct book *book = rules_book;
    struct booking_place place;
    static const struct { int64_t minute; bool there; } CASES[] = {
        { 510, false }, { 540, true }, { 555, false }, { 570, true }, { 600, false },
        { 630, false }, { 660, false }, { 690, true }, { 720, false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(booking_place_at(book, &hall, &plan_row, MONDAY, CASES[i].minute,
                                          &place), CASES[i].there);
    assert_true(booking_place_at(book, &hall, &plan_row, MONDAY, 540, &place));
    assert_int_equal(place.capacity, 4);
    assert_int_equal(place.taken, 3);
    /* The festival was lengthened to 2 February 2020; Sunday 19 January was worked for it. */
    assert_false(booking_plan_works(book, &plan_row, DATE(2020, 1, 31)));
    assert_true(booking_plan_works(book, &plan_row, DATE(2020, 1, 19)));
    assert_false(booking_plan_works(book, &plan_row, DATE(2020, 2, 9)));
    assert_false(booking_plan_works(book, &plan_row, DATE(2019, 12, 30)));
}

static struct booking_row in_line(int64_t number, bool walk_in, int64_t minute, int64_t arrived,
                                  bool urgent)
{
    return (struct booking_row){
        .booking = number, .plan = PLAN, .day = MONDAY, .minute = minute, .walk_in = walk_in,
        .urgent = urgent, .number = number, .state = TEXT("arrived"),
        .arrived = booking_moment(MONDAY, arrived),
    };
}

/* Calls all who wait at these minutes and checks the order. */
static void calls(struct booking_row *rows, size_t count, const int64_t *minutes,
                  const int64_t *expected)
{
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    const struct list all = { rows, count };
    for (size_t i = 0; i < count; i++) {
        const struct booking_row *next =
            booking_next(&all, &plans, booking_moment(MONDAY, minutes[i]));
        assert_non_null(next);
        assert_int_equal(next->number, expected[i]);
        for (size_t r = 0; r < count; r++)
            if (rows[r].number == next->number)
                rows[r].state = TEXT("called");
    }
}

static void booked_people_at_their_time_and_walk_ins_between(void **state)
{
    (void)state;
    struct booking_row rows[] = {
        in_line(1, true, 540, 540, false), in_line(2, true, 540, 541, false),
        in_line(3, false, 570, 545, false), in_line(4, true, 540, 555, true),
    };
    static const int64_t minutes[] = { 556, 560, 570, 571 };
    /* The urgent one before the other walk-ins by its head start; the booked one at 9:30. */
    static const int64_t expected[] = { 4, 1, 3, 2 };
    calls(rows, 4, minutes, expected);
}

static void late_people_wait_like_walk_ins(void **state)
{
    (void)state;
    struct booking_row rows[] = {
        in_line(1, false, 540, 575, false), in_line(2, true, 570, 572, false),
    };
    static const int64_t minutes[] = { 576, 577 };
    static const int64_t expected[] = { 2, 1 };
    calls(rows, 2, minutes, expected);
}

/* However many urgent people and bookings keep coming, a walk-in is called within the longest wait
 * and the time of those that were before it. */
static void nobody_waits_for_ever(void **state)
{
    (void)state;
    enum { OTHERS = 60 };
    struct booking_row rows[OTHERS + 1];
    rows[0] = in_line(1, true, 540, 540, false);
    for (int i = 1; i <= OTHERS; i++)
        rows[i] = in_line(i + 1, i % 2 == 0, 540 + i, 540 + i, true);
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    int called = 0;
    for (int minute = 541; text_is(rows[0].state, "arrived"); minute++) {
        const struct list all = { rows, (size_t)(minute - 540 > OTHERS ? OTHERS
                                                                      : minute - 540) + 1 };
        const struct booking_row *next =
            booking_next(&all, &plans, booking_moment(MONDAY, minute));
        assert_non_null(next);
        rows[next - rows].state = TEXT("called");
        called++;
        assert_true(called <= 540 + plan_row.wait_most);
        assert_true(minute <= 540 + plan_row.wait_most + 1);
    }
}

static void plans_that_contradict_themselves(void **state)
{
    (void)state;
    assert_null(booking_plan_fault(&plan_row));
    struct booking_plan plan = plan_row;
    plan.weekdays = TEXT("1 8");
    assert_string_equal(booking_plan_fault(&plan), "weekdays");
    plan = plan_row;
    plan.closes = 560;
    assert_string_equal(booking_plan_fault(&plan), "closes");
    plan = plan_row;
    plan.pause_until = 590;
    assert_string_equal(booking_plan_fault(&plan), "pause_until");
    plan = plan_row;
    plan.opens = INT64_MAX;
    assert_string_equal(booking_plan_fault(&plan), "closes");
    plan = plan_row;
    plan.wait_most = INT64_MAX;
    assert_string_equal(booking_plan_fault(&plan), "wait_most");
    plan = plan_row;
    plan.urgent_days = 15;
    assert_string_equal(booking_plan_fault(&plan), "urgent_days");
    plan = plan_row;
    plan.valid_until = DATE(2019, 12, 31);
    assert_string_equal(booking_plan_fault(&plan), "valid_until");
}

/* ---- holds that run out ---- */

static const struct staff_office office_row = {
    .office = OFFICE, .division = 110105, .kind = { "agency", 6 }, .name = { "示例中心", 12 },
};
static const struct list no_rows = { NULL, 0 };

static void a_hold_that_ran_out_frees_its_place_once(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, booking_moment(MONDAY, 500));
    struct booking_row row = in_line(0, false, 540, 0, false);
    row.booking = 99;
    row.state = TEXT("held");
    row.hold_until = booking_moment(MONDAY, 500);
    const struct booking_slot slot = { .plan = PLAN, .day = MONDAY, .minute = 540, .taken = 1,
                                       .version = 1 };
    const struct timer_row timer = { .timer = 5, .state = TEXT("waiting"), .version = 1 };
    const struct list plans = { (void *)(uintptr_t)&plan_row, 1 };
    const struct list slots = { (void *)(uintptr_t)&slot, 1 };
    struct booking_facts facts = {
        .hall = { OFFICE, &office_row, &plans, &slots, &no_rows }, .row = &row, .timer = &timer,
    };
    const struct task_input input = { .task = 5, .subject = 99 };
    testing_decide(&testing, &booking_lapse_action, &input, &facts, NULL);
    const struct booking_row *after = testing_change(&testing, &booking_table, 0, NULL);
    const struct booking_slot *freed = testing_change(&testing, &booking_slot_table, 0, NULL);
    assert_true(text_is(after->state, "lapsed"));
    assert_int_equal(freed->taken, 0);
    /* Confirmed meanwhile: the timer of the hold says nothing; at the end of the slot, missed. */
    row.state = TEXT("confirmed");
    testing_decide(&testing, &booking_lapse_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(&testing, &booking_table), 0);
    testing.request.at = booking_moment(MONDAY, 570);
    testing_decide(&testing, &booking_lapse_action, &input, &facts, NULL);
    after = testing_change(&testing, &booking_table, 0, NULL);
    assert_true(text_is(after->state, "missed"));
    assert_int_equal(testing_changes(&testing, &booking_slot_table), 0);
    testing_end(&testing);
}

/* By name and by no key; each of them is one that the action knows. */
static void matters_are_chosen_by_name(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = rules_book;
    const struct page *page = &booking_room.pages[0];
    assert_string_equal(page->path, "/booking");
    assert_string_equal(page->choices[0].field, "matter");
    const struct list all = page->choices[0].of(&testing.request);
    const struct page_choice *choices = all.items;
    bool others = false, inpatient = false;
    for (size_t i = 0; i < all.count; i++) {
        const struct matter *matter = matter_of(rules_book, choices[i].value, &testing.arena);
        assert_non_null(matter);
        assert_true(text_equal(choices[i].zh, matter->zh) && text_present(choices[i].en));
        assert_true(matter_words_have(&matter->channels, TEXT("counter")));
        /* What units and institutions apply for does not stand between what people do. */
        bool of_people = matter_words_have(&matter->applicants, TEXT("person"));
        assert_false(others && of_people);
        others = others || !of_people;
        inpatient = inpatient || text_is(choices[i].value, "inpatient-claim");
    }
    assert_true(inpatient && others);
    testing.request.book = NULL;
    assert_int_equal(page->choices[0].of(&testing.request).count, 0);
    testing_end(&testing);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_a_table), cmocka_unit_test(every_refusal_has_a_sentence),
        cmocka_unit_test(slots_leave_out_pause_holiday_and_closure),
        cmocka_unit_test(booked_people_at_their_time_and_walk_ins_between),
        cmocka_unit_test(late_people_wait_like_walk_ins),
        cmocka_unit_test(nobody_waits_for_ever),
        cmocka_unit_test(plans_that_contradict_themselves),
        cmocka_unit_test(a_hold_that_ran_out_frees_its_place_once),
        cmocka_unit_test(matters_are_chosen_by_name),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
