/* filing_test.c: which kinds there are on which day, what may reach back and how far, what a
 * later filing or a withdrawal leaves. Facts are built by hand; measures and kinds are real. */

#include "rooms/filing/filing_file.h"
#include "rooms/filing/filing_inside.h"

#include "core/book.h"
#include "core/measure.h"
#include "rooms/notice/notice.h"
#include "rooms/rooms.h"
#include "rooms/rooms_testing.h"

#define PERSON INT64_C(4611686018427387)
#define LINYI 371300

static const struct book *book;

struct desk {
    struct testing testing;
    struct party_person person;
    struct party_spell spell;
    struct party_status stranded;
    struct filing_row filings[4];
    struct event_fact event;
    struct list spells, identities, statuses, filing_list;
    struct filing_record_facts facts;
    struct filing_record_input input;
};

/* An employee of Chaoyang, held up in Linyi since 25 January 2020. */
static void desk_begin(struct desk *desk, struct date today)
{
    *desk = (struct desk){
        .person = { .bucket = id_bucket(PERSON), .person = PERSON },
        .spell = { .person = PERSON, .insurance = TEXT("310"), .kind = TEXT("11"),
                   .place = 110105, .valid_from = DATE(2015, 1, 1), .status = TEXT("1") },
        .stranded = { .person = PERSON, .kind = TEXT("stranded"),
                      .valid_from = DATE(2020, 1, 25) },
        .input = { .person = PERSON, .kind = TEXT("stranded"), .division = LINYI,
                   .from = DATE(2020, 1, 25) },
    };
    testing_begin(&desk->testing, moment_at(today, 10, 0, 0));
    desk->testing.request.book = book;
    desk->spells = (struct list){ &desk->spell, 1 };
    desk->statuses = (struct list){ &desk->stranded, 1 };
    desk->filing_list = (struct list){ desk->filings, 0 };
    desk->facts = (struct filing_record_facts){
        .person = { &desk->person, &desk->spells, &desk->identities, &desk->statuses },
        .filings = &desk->filing_list,
    };
}

static void record(struct desk *desk)
{
    testing_decide(&desk->testing, &filing_record_action, &desk->input, &desk->facts, NULL);
}

static void declare_end(struct desk *desk, struct date day)
{
    desk->event = (struct event_fact){ .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000,
                                       .day = day, .declared = moment_at(day, 8, 0, 0) };
    desk->facts.events = (struct events){ &desk->event, 1 };
}

/* LAW: BJ4-09c, BJ4-S4c */
static void test_a_stranded_persons_filing_reaches_back(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 2, 10));
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    const struct filing_row *row = testing_change(&desk.testing, &filing_table, 0, NULL);
    assert_int_equal(row->valid_from.yyyymmdd, 20200125);
    assert_int_equal(row->filed_on.yyyymmdd, 20200210);
    assert_int_equal(row->valid_until.yyyymmdd, 0);
    /* Settled as of who lives there, and listed as what it is. */
    assert_true(text_is(row->kind, "long-term"));
    assert_true(text_is(row->chosen, "stranded"));
    assert_true(text_is(row->basis, "BJ4-S4c"));
    const struct filing_recorded *recorded = desk.testing.decision.outcome;
    assert_true(recorded->backdated);
    const struct timer_row *timer = testing_change(&desk.testing, &timer_table, 0, NULL);
    assert_true(text_is(timer->action, "filing.reach-back"));
    assert_int_equal(timer->subject, row->filing);

    /* What the timer tells rooms that priced care meanwhile. */
    struct filing_reach_facts facts = { timer, row };
    struct task_input task = { row->bucket, timer->timer, row->filing };
    testing_decide(&desk.testing, &filing_reach_back_action, &task, &facts, NULL);
    const struct filing_reached_back *reached = desk.testing.decision.outcome;
    assert_int_equal(reached->from.yyyymmdd, 20200125);
    assert_int_equal(reached->until.yyyymmdd, 20200209);
    assert_int_equal(reached->person, PERSON);
    testing_end(&desk.testing);
}

static void test_it_reaches_back_to_the_stranding_and_no_further(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 2, 10));
    desk.input.from = DATE(2020, 1, 24);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.before-stranding"));
    assert_true(text_is(desk.testing.decision.refusal.detail[0], "2020-01-25"));
    desk.statuses.count = 0;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.not-stranded"));
    testing_end(&desk.testing);
}

/* Nobody else's reaches back, and a stranded person's did not before the notice was known. */
static void test_backdating_needs_the_measure(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 2, 10));
    desk.statuses.count = 0;
    desk.input.kind = TEXT("stationed-worker");
    desk.input.from = DATE(2020, 2, 9);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.backdated"));
    desk.input.from = DATE(2020, 2, 10);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    assert_int_equal(testing_changes(&desk.testing, &timer_table), 0);
    testing_end(&desk.testing);

    desk_begin(&desk, DATE(2020, 2, 6));
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.backdated"));
    testing_end(&desk.testing);
}

/* The end was 10 March; three months later, Wednesday 10 June, is the last day. */
static void test_backdating_ends_with_the_measure(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 6, 10));
    declare_end(&desk, DATE(2020, 3, 10));
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    testing_end(&desk.testing);

    desk_begin(&desk, DATE(2020, 6, 11));
    declare_end(&desk, DATE(2020, 3, 10));
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.backdated-late"));
    assert_true(text_is(desk.testing.decision.refusal.detail[0], "2020-06-10"));
    /* Withdrawn, the end never was: it waits again. */
    desk.event.withdrawn = moment_at(DATE(2020, 6, 1), 8, 0, 0);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    testing_end(&desk.testing);
}

static void test_kinds_are_those_of_the_day(void **state)
{
    (void)state;
    static const struct { int day; const char *kind, *filing; int until; } rows[] = {
        { 20221231, "referral", "referral", 0 }, { 20221231, "emergency", NULL, 0 },
        { 20221231, "other", NULL, 0 }, { 20230101, "referral", "referral", 20230701 },
        { 20230101, "emergency", "emergency", 20230701 }, { 20230101, "other", "other", 20230701 },
        { 20230831, "other", "other", 20240229 },
        { 20221231, "settled-retiree", "long-term", 0 },
        { 20230101, "settled-retiree", "long-term", 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct desk desk;
        desk_begin(&desk, (struct date){ rows[i].day });
        desk.statuses.count = 0;
        desk.input.kind = text_of(rows[i].kind);
        desk.input.from = DATE_NONE;
        record(&desk);
        assert_true(testing_is_refused(
            &desk.testing, rows[i].filing == NULL ? "filing.refused.no-such-kind" : NULL));
        if (rows[i].filing != NULL) {
            const struct filing_recorded *recorded = desk.testing.decision.outcome;
            assert_true(text_is(recorded->kind, rows[i].filing));
            assert_int_equal(recorded->until.yyyymmdd, rows[i].until);
        }
        testing_end(&desk.testing);
    }
}

/* Beijing's special diseases: a year at one hospital until 2022, then two and no end. */
static void test_a_disease_holds_as_long_and_at_as_many_as_on_its_day(void **state)
{
    (void)state;
    static const struct { int day, filed, until; const char *refused; } rows[] = {
        { 20221231, 0, 20231230, NULL },
        { 20221231, 1, 0, "filing.refused.too-many-hospitals" },
        { 20230101, 0, 0, NULL }, { 20230101, 1, 0, NULL },
        { 20230101, 2, 0, "filing.refused.too-many-hospitals" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct desk desk;
        desk_begin(&desk, (struct date){ rows[i].day });
        desk.testing.actor = (struct actor){ .role = ROLE_REVIEWER, .division = 110105,
                                             .office = 7 };
        for (int at = 0; at < rows[i].filed; at++)
            desk.filings[at] = (struct filing_row){
                .person = PERSON, .filing = 9 + at, .about = TEXT("disease"),
                .disease = TEXT("M01602"), .institution = 900 + at,
                .valid_from = DATE(2022, 6, 1), .state = TEXT("in-force"),
            };
        desk.filing_list.count = (size_t)rows[i].filed;
        const struct catalogue_disease disease = {
            .code = TEXT("M01602"), .place = 110000, .valid_from = DATE(2019, 1, 1),
            .kind = TEXT("special"),
        };
        const struct list diseases = { (void *)&disease, 1 };
        const struct party_institution hospital = { .institution = 950,
                                                    .code = TEXT("H11010590001") };
        const struct filing_file_input input = { .person = PERSON, .disease = TEXT("M01602"),
                                                 .institution = hospital.code };
        struct filing_file_facts facts = {
            .person = desk.facts.person, .filings = &desk.filing_list, .diseases = &diseases,
            .institution = &hospital,
        };
        testing_decide(&desk.testing, &filing_disease_action, &input, &facts, NULL);
        assert_true(testing_is_refused(&desk.testing, rows[i].refused));
        if (rows[i].refused == NULL) {
            const struct filing_filed *filed = desk.testing.decision.outcome;
            assert_int_equal(filed->until.yyyymmdd, rows[i].until);
        }
        testing_end(&desk.testing);
    }
}

static void test_where_and_who(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 2, 10));
    desk.input.division = 110108;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.not-elsewhere"));
    desk.input.division = 110000;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.not-elsewhere"));
    desk.input.division = 999;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.no-such-place"));
    desk.input.division = LINYI;
    desk.input.until = DATE(2020, 1, 24);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.ends-before"));
    desk.input.until = DATE_NONE;
    desk.spell.valid_until = DATE(2019, 12, 31);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.not-enrolled"));
    desk.spell.valid_until = DATE_NONE;
    desk.testing.actor = (struct actor){ .role = ROLE_REVIEWER, .division = 371329, .office = 7 };
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.no-person"));
    desk.testing.actor.division = 110105;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    testing_end(&desk.testing);
}

static void test_what_ends_is_told_with_its_person(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 3, 1));
    struct filing_row rows[] = {
        { .person = PERSON, .filing = 9, .about = TEXT("disease"), .disease = TEXT("M03900"),
          .valid_from = DATE(2019, 3, 10), .valid_until = DATE(2020, 3, 9) },
        { .person = 17, .filing = 10, .about = TEXT("disease"),
          .valid_until = DATE(2020, 3, 31) },
    };
    const struct list list = { rows, 2 };
    const struct party_person *people[] = { &desk.person, NULL };
    struct filing_ending_facts facts = { .filings = &list, .people = people };
    struct { bool filled; } input = { false };
    testing_decide(&desk.testing, &filing_ending_action, &input, &facts, NULL);
    const struct filing_list_answer *answer = desk.testing.decision.outcome;
    const struct filing_ending_row *told = answer->filings.items;
    assert_int_equal(answer->filings.count, 2);
    assert_true(text_equal(told[0].name, desk.person.name));
    assert_int_equal(told[0].until.yyyymmdd, 20200309);
    assert_true(text_is(told[0].disease, "M03900"));
    assert_false(text_present(told[1].name));
    testing_end(&desk.testing);
}

static void test_filed_twice_and_ended(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 3, 1));
    desk.filings[0] = (struct filing_row){
        .person = PERSON, .filing = 9, .about = TEXT("offsite"), .kind = TEXT("long-term"),
        .division = LINYI, .valid_from = DATE(2020, 2, 1), .filed_on = DATE(2020, 2, 10),
        .state = TEXT("in-force"), .version = 1,
    };
    desk.filing_list.count = 1;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.filed-already"));

    struct filing_withdraw_input input = { PERSON, 9 };
    testing_decide(&desk.testing, &filing_withdraw_action, &input, &desk.facts, NULL);
    assert_true(testing_is_refused(&desk.testing, NULL));
    const struct filing_row *after = testing_change(&desk.testing, &filing_table, 0, NULL);
    assert_true(text_is(after->state, "ended"));
    assert_int_equal(after->valid_until.yyyymmdd, 20200301);

    /* Its days stand; the day after is free. */
    desk.filings[0] = *after;
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.filed-already"));
    desk.input.from = DATE(2020, 3, 2);
    record(&desk);
    assert_true(testing_is_refused(&desk.testing, NULL));
    testing_decide(&desk.testing, &filing_withdraw_action, &input, &desk.facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "filing.refused.over"));
    testing_end(&desk.testing);
}

/* ---- events, which a filing's measure waits for ---- */

static void test_events_are_declared_for_ones_own_place(void **state)
{
    (void)state;
    struct desk desk;
    desk_begin(&desk, DATE(2020, 6, 1));
    desk.testing.actor = (struct actor){ .role = ROLE_PUBLISHER, .account = 3, .division = 110000 };
    struct notice_event_row rows[1];
    struct list list = { rows, 0 };
    struct notice_facts facts = { &list };
    struct notice_declare_input input = {
        .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000, .day = DATE(2020, 6, 1),
        .paper = TEXT("a paper"),
    };
    testing_decide(&desk.testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, NULL));
    rows[0] = *(const struct notice_event_row *)
        testing_change(&desk.testing, &notice_event_table, 0, NULL);
    list.count = 1;
    testing_decide(&desk.testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "notice.refused.declared-already"));
    input.place = 371300;
    testing_decide(&desk.testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "notice.refused.out-of-place"));
    input.place = 123456;
    testing_decide(&desk.testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "notice.refused.no-such-place"));

    struct notice_withdraw_input withdraw = { .event = rows[0].event };
    desk.testing.actor.division = 110105;
    testing_decide(&desk.testing, &notice_withdraw_event_action, &withdraw, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "notice.refused.no-such-declaration"));
    desk.testing.actor.division = 110000;
    testing_decide(&desk.testing, &notice_withdraw_event_action, &withdraw, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, NULL));
    rows[0] = *(const struct notice_event_row *)
        testing_change(&desk.testing, &notice_event_table, 0, NULL);
    struct events events = notice_events_of(&list, &desk.testing.arena);
    assert_int_equal(event_day(book_divisions(book), events, TEXT(EVENT_EPIDEMIC_END), 110105,
                               (struct moment){ 0 }).yyyymmdd, 0);
    testing_decide(&desk.testing, &notice_withdraw_event_action, &withdraw, &facts, NULL);
    assert_true(testing_is_refused(&desk.testing, "notice.refused.withdrawn-already"));
    testing_end(&desk.testing);
}

static int begin(void **state)
{
    (void)state;
    book = testing_book();
    return book == NULL;
}

static int end(void **state)
{
    (void)state;
    book_release(book);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stranded_persons_filing_reaches_back),
        cmocka_unit_test(test_it_reaches_back_to_the_stranding_and_no_further),
        cmocka_unit_test(test_backdating_needs_the_measure),
        cmocka_unit_test(test_backdating_ends_with_the_measure),
        cmocka_unit_test(test_kinds_are_those_of_the_day),
        cmocka_unit_test(test_a_disease_holds_as_long_and_at_as_many_as_on_its_day),
        cmocka_unit_test(test_where_and_who),
        cmocka_unit_test(test_what_ends_is_told_with_its_person),
        cmocka_unit_test(test_filed_twice_and_ended),
        cmocka_unit_test(test_events_are_declared_for_ones_own_place),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
