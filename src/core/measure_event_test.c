/* measure_event_test.c: measures that begin or end with an event; whose event counts; and what a
 * withdrawn one does. */

#include "core/measure_answer.h"
#include "core/measure_shelf.h"

/* Deferral from the start of a response level until three months after its end; a cover until the
 * end of the epidemic; what an emergency plan switches on. */
static const char NOTICE_TEXT[] =
    "notice: 省一号\nplace: 370000\nissued: 2020-02-10\nshort: P\nmeasures:\n"
    "- { ids: [1], says: deferral, time: { from: { event: response-level-1-start }, "
    "until: { event: response-level-1-end, plus: 3 months } }, "
    "waive: { charge: late-fee } }\n"
    "- { ids: [2], says: treated first, time: { until: { event: epidemic-end } }, "
    "cover: { deposit: none, person-pays: 0 } }\n"
    "- { ids: [3], says: by the plan, time: { from: { event: \"plan:epidemic\" }, until: { event: "
    "epidemic-end, minus: 5 days } }, open: { channels: [phone], hours: around-the-clock } }\n"
    "- { ids: [4], says: claims, extend: { deadlines: claim.submit, to: { event: epidemic-end, "
    "plus: 3 months } } }\n";

#define LEVEL_START "response-level-1-start"
#define LEVEL_END "response-level-1-end"

static struct event_fact event(const char *kind, int32_t place, struct date day,
                               struct date declared)
{
    return (struct event_fact){ .kind = text_of(kind), .place = place, .day = day,
                                .declared = moment_of_date(declared) };
}

static const char *late_fee(struct shelf *shelf, struct date day, struct date known,
                            const struct event_fact *events, size_t count)
{
    const struct measure_question question = { .verb = VERB_WAIVE, .place = 371329, .day = day,
        .known = known, .thing = TEXT("late-fee"),
        .events = { (struct event_fact *)(uintptr_t)events, count } };
    return shelf_cites(shelf, &question);
}

/* A measure that begins with an event does not hold before somebody declares it, and then from the
 * event's day on, even when it was declared later. */
static void test_begins_and_ends(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/p.yaml", NOTICE_TEXT);
    shelf_build(shelf);
    const struct event_fact events[] = {
        event(LEVEL_START, 370000, DATE(2020, 1, 24), DATE(2020, 1, 25)),
        event(LEVEL_END, 370000, DATE(2020, 3, 7), DATE(2020, 3, 8)),
    };
    assert_string_equal(late_fee(shelf, DATE(2020, 2, 20), DATE_NONE, NULL, 0), "");
    assert_string_equal(late_fee(shelf, DATE(2020, 1, 23), DATE_NONE, events, 1), "");
    assert_string_equal(late_fee(shelf, DATE(2020, 1, 24), DATE_NONE, events, 1), "P-1");
    assert_string_equal(late_fee(shelf, DATE(2021, 1, 24), DATE_NONE, events, 1), "P-1");
    assert_string_equal(late_fee(shelf, DATE(2020, 6, 7), DATE_NONE, events, 2), "P-1");
    assert_string_equal(late_fee(shelf, DATE(2020, 6, 8), DATE_NONE, events, 2), "");
    /* As known on 7 March, when nobody had declared the end. */
    assert_string_equal(late_fee(shelf, DATE(2020, 6, 8), DATE(2020, 3, 7), events, 2), "P-1");
}

/* A narrower place inherits; what it declares itself goes first. */
static void test_inherited(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/p.yaml", NOTICE_TEXT);
    shelf_build(shelf);
    struct event_fact events[] = {
        event("epidemic-end", 0, DATE(2020, 6, 1), DATE(2020, 6, 1)),
        event("epidemic-end", 371300, DATE(2020, 5, 1), DATE(2020, 5, 1)),
    };
    struct measure_question question = { .verb = VERB_COVER, .place = 371329,
        .day = DATE(2020, 5, 2), .events = { events, 2 } };
    assert_string_equal(shelf_cites(shelf, &question), "");        /* the city's own end */
    question.place = 370100;
    assert_string_equal(shelf_cites(shelf, &question), "P-2");     /* the country's holds there */
    question.day = DATE(2020, 6, 2);
    assert_string_equal(shelf_cites(shelf, &question), "");
}

/* The plan of a name switches on what names it; `minus` counts back from the event. */
static void test_plan(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/p.yaml", NOTICE_TEXT);
    shelf_build(shelf);
    struct event_fact events[] = {
        event("plan:epidemic", 371300, DATE(2020, 2, 15), DATE(2020, 2, 15)),
        event("epidemic-end", 370000, DATE(2020, 6, 10), DATE(2020, 6, 10)),
        event("plan:flood", 370100, DATE(2020, 2, 1), DATE(2020, 2, 1)),
    };
    struct measure_question question = { .verb = VERB_OPEN, .place = 371329,
        .day = DATE(2020, 2, 15), .events = { events, 3 } };
    assert_string_equal(shelf_cites(shelf, &question), "P-3");
    question.day = DATE(2020, 6, 5);
    assert_string_equal(shelf_cites(shelf, &question), "P-3");
    question.day = DATE(2020, 6, 6);
    assert_string_equal(shelf_cites(shelf, &question), "");
    question.day = DATE(2020, 2, 20);
    question.place = 370100;        /* another plan is declared there */
    assert_string_equal(shelf_cites(shelf, &question), "");
}

/* Withdrawn: measures run on and clocks wait again; asked as known in between, it stands, so what
 * was decided then is decided the same again. */
static void test_withdrawn(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/p.yaml", NOTICE_TEXT);
    shelf_build(shelf);
    struct event_fact end = event("epidemic-end", 370000, DATE(2020, 5, 8), DATE(2020, 5, 8));
    end.withdrawn = moment_of_date(DATE(2020, 6, 11));
    struct measure_question cover = { .verb = VERB_COVER, .place = 371329,
        .day = DATE(2020, 6, 12), .events = { &end, 1 } };
    assert_string_equal(shelf_cites(shelf, &cover), "P-2");
    cover.known = DATE(2020, 6, 10);
    assert_string_equal(shelf_cites(shelf, &cover), "");

    struct measure_question extend = { .verb = VERB_EXTEND, .place = 371329,
        .thing = TEXT("claim.submit"), .day = DATE(2020, 6, 12), .events = { &end, 1 } };
    struct measure_extended answer = measure_extended(shelf->book, &extend, DATE(2020, 3, 31),
                                                      &shelf->arena);
    assert_int_equal(answer.end, EXTENDED_WAITING);
    extend.known = DATE(2020, 6, 10);
    answer = measure_extended(shelf->book, &extend, DATE(2020, 3, 31), &shelf->arena);
    assert_int_equal(answer.end, EXTENDED_DATED);
    assert_int_equal(answer.until.yyyymmdd, 20200808);
}

/* A person of Linyi held up in Jinan: Linyi's event counts, since the question is put for the place
 * of enrolment; a cover of the place of treatment is asked for there. */
static void test_place_of_enrolment(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/k.yaml",
        "notice: 省二号\nplace: 370000\nissued: 2020-02-10\nshort: K\nmeasures:\n"
        "- { ids: [1], says: kept, scope: { people: { status: stranded-outside } }, "
        "time: { until: { event: epidemic-end, then: debt-cleared } }, "
        "keep: { right: special-disease-benefit }, later: { debt: special-disease-filing, "
        "due: { event: epidemic-end, plus: 3 months } } }\n");
    shelf_build(shelf);
    struct event_fact events[] = {
        event("epidemic-end", 370100, DATE(2020, 4, 1), DATE(2020, 4, 1)),
        event("epidemic-end", 371300, DATE(2020, 6, 1), DATE(2020, 6, 1)),
    };
    struct measure_question question = { .verb = VERB_KEEP, .place = 371329,
        .thing = TEXT("special-disease-benefit"), .day = DATE(2020, 8, 15),
        .statuses = (const struct text[]){ TEXT("stranded-outside") }, .status_count = 1,
        .events = { events, 2 } };
    assert_true(measure_kept(shelf->book, &question, TEXT(""), &shelf->arena).kept);
    question.day = DATE(2020, 9, 2);        /* 1 September was the last day of the debt */
    assert_false(measure_kept(shelf->book, &question, TEXT(""), &shelf->arena).kept);
    question.day = DATE(2020, 7, 2);
    question.place = 370100;
    assert_false(measure_kept(shelf->book, &question, TEXT(""), &shelf->arena).kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_begins_and_ends), ON_SHELF(test_inherited), ON_SHELF(test_plan),
        ON_SHELF(test_withdrawn), ON_SHELF(test_place_of_enrolment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
