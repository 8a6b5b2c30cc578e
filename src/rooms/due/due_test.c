#include "rooms/due/due.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"

#define BEIJING 110000
#define CHAOYANG 110105

static const struct book *book;

static int open_book(void **state)
{
    (void)state;
    book = testing_book();
    return book == NULL;
}

static int close_book(void **state)
{
    (void)state;
    book_release(book);
    return 0;
}

static int setup(void **state)
{
    static struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = book;
    *state = &testing;
    return 0;
}

static int teardown(void **state)
{
    testing_end(*state);
    return 0;
}

/* ---- explaining ---- */

static struct due_explained explained(struct testing *testing,
                                      const struct due_explain_input *input)
{
    struct due_explain_facts facts = { 0 };
    testing_decide(testing, &due_explain_action, input, &facts, NULL);
    assert_null(testing->decision.refusal.key);
    return *(const struct due_explained *)testing->decision.outcome;
}

static void refused(struct testing *testing, const struct due_explain_input *input,
                    const char *key)
{
    struct due_explain_facts facts = { 0 };
    testing_decide(testing, &due_explain_action, input, &facts, NULL);
    assert_true(testing_is_refused(testing, key));
}

static void test_a_spelled_limit(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("5 working-days"), .place = CHAOYANG, .start = DATE(2020, 1, 20),
    };
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200204);
    input.known = DATE(2020, 1, 26);
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200201);
    input.known = DATE(2020, 1, 27);
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200204);
    input.kind = TEXT("5个工作日");
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200204);
    input.kind = TEXT("1个月");
    input.start = DATE(2020, 1, 31);
    input.known = DATE_NONE;
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200229);
    input.roll = TEXT("next-working-day");
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200302);
    input.kind = TEXT("2020-03-15");
    input.roll = (struct text){ 0 };
    input.at = TEXT("15:00");
    struct due_explained answer = explained(testing, &input);
    assert_int_equal(answer.certificate.day.yyyymmdd, 20200315);
    assert_int_equal(answer.certificate.end.ms, moment_at(DATE(2020, 3, 15), 15, 0, 0).ms);
}

static void test_suspensions_and_before(void **state)
{
    struct testing *testing = *state;
    struct clock_suspension two[] = {
        { .from = DATE(2020, 3, 4), .until = DATE(2020, 3, 6), .reason = TEXT("补正") },
        { .from = DATE(2020, 3, 5), .until = DATE(2020, 3, 10), .reason = TEXT("停机") },
    };
    struct due_explain_input input = {
        .kind = TEXT("5 working-days"), .place = CHAOYANG, .start = DATE(2020, 3, 2),
        .suspended = { two, 2 },
    };
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200316);
    two[0].until = DATE(2020, 3, 1);
    refused(testing, &input, "due.refused.suspended-backwards");
    input = (struct due_explain_input){ .kind = TEXT("5 working-days"), .place = CHAOYANG,
        .start = DATE(2020, 2, 28), .before = true };
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200221);
}

/* LAW: BJ4-10a BJ4-10h. The collection period of February is extended to the end of March for all;
 * employers may make it up until three months after the end, which nobody has declared. */
static void test_a_limit_of_the_book_under_measures(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("contribution.collection"), .place = CHAOYANG, .start = DATE(2020, 2, 1),
        .period = TEXT("2020-02"), .insurance = TEXT("employee"), .applicant = TEXT("employer"),
    };
    struct due_explained answer = explained(testing, &input);
    assert_int_equal(answer.certificate.day.yyyymmdd, 20200331);
    assert_int_equal(answer.certificate.own_day.yyyymmdd, 20200229);
    assert_true(text_is(answer.make_up.state, "waiting"));
    assert_true(text_is(answer.make_up.event, EVENT_EPIDEMIC_END));
    /* Before the notice was known. */
    input.known = DATE(2020, 2, 6);
    answer = explained(testing, &input);
    assert_int_equal(answer.certificate.day.yyyymmdd, 20200229);
    assert_false(text_present(answer.make_up.state));
    /* Another month has its ordinary end. */
    input.known = DATE_NONE;
    input.period = TEXT("2020-03");
    input.start = DATE(2020, 3, 1);
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200331);
    input.period = TEXT("2020-04");
    input.start = DATE(2020, 4, 1);
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200430);
    /* As if the end were declared: 6 September is a Sunday. */
    input.event_day = DATE(2020, 6, 6);
    assert_int_equal(explained(testing, &input).make_up.day.yyyymmdd, 20200907);
}

static void test_limits_of_the_book(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("claim.submit"), .place = CHAOYANG, .start = DATE(2019, 11, 3),
    };
    assert_int_equal(explained(testing, &input).certificate.own_day.yyyymmdd == 0
                         ? explained(testing, &input).certificate.day.yyyymmdd
                         : explained(testing, &input).certificate.own_day.yyyymmdd, 20200120);
    input.kind = TEXT("enrolment.register");
    input.insurance = TEXT("employee");
    input.start = DATE(2020, 1, 2);
    struct due_explained answer = explained(testing, &input);
    /* Thirty days end on Saturday 1 February and move to Monday. */
    assert_int_equal(answer.certificate.day.yyyymmdd, 20200203);
    /* In the reader's language. */
    assert_true(text_present(answer.certificate.source_en));
    assert_true(text_starts(answer.certificate.source_zh, TEXT("社会保险法")));
    const struct certificate_run *runs = answer.certificate.runs.items;
    assert_true(text_starts(runs[0].source_zh, TEXT("社会保险法")));
    assert_false(text_equal(runs[0].source_zh, runs[0].source_en));
}

static void late(struct testing *testing, struct due_explain_input *input, struct moment done,
                 bool overdue, const char *late_fee, struct date fee_from)
{
    input->done = done;
    struct due_lateness lateness = explained(testing, input).lateness;
    assert_int_equal(lateness.overdue, overdue);
    assert_true(text_is(lateness.late_fee, late_fee));
    assert_int_equal(lateness.fee_from.yyyymmdd, fee_from.yyyymmdd);
}

/* LAW: BJ4-10a BJ4-10h BJ4-10i. Overdue and late fee are two answers, at the last moment in and the
 * first out of each. */
static void test_late_and_what_it_costs(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("contribution.collection"), .place = CHAOYANG, .start = DATE(2020, 2, 1),
        .period = TEXT("2020-02"), .insurance = TEXT("employee"), .applicant = TEXT("employer"),
        .event_day = DATE(2020, 6, 6),
    };
    struct moment overdue = moment_of_date(DATE(2020, 4, 1));
    struct moment missed = moment_of_date(DATE(2020, 9, 8));
    late(testing, &input, moment_at(DATE(2020, 3, 31), 23, 59, 59), false, "none", DATE_NONE);
    late(testing, &input, overdue, true, "waived", DATE_NONE);
    assert_true(text_is(explained(testing, &input).lateness.waived_by, "BJ4-10i"));
    late(testing, &input, moment_at(DATE(2020, 9, 7), 23, 59, 59), true, "waived", DATE_NONE);
    late(testing, &input, missed, true, "owed", DATE(2020, 4, 1));
    /* Nothing done yet: as long as nobody has declared the end it may still be made up. */
    input.event_day = DATE_NONE;
    input.known = DATE(2020, 4, 2);
    late(testing, &input, (struct moment){ 0 }, true, "not-yet", DATE_NONE);
    /* Before the notice was known nothing waived it. */
    input.known = DATE(2020, 2, 6);
    late(testing, &input, moment_of_date(DATE(2020, 3, 1)), true, "owed", DATE(2020, 3, 1));
    /* A person's own contribution costs no fee, and is late all the same. */
    input = (struct due_explain_input){
        .kind = TEXT("contribution.collection"), .place = CHAOYANG, .start = DATE(2020, 3, 1),
        .insurance = TEXT("employee"), .applicant = TEXT("person"),
        .done = moment_of_date(DATE(2020, 4, 1)),
    };
    struct due_lateness lateness = explained(testing, &input).lateness;
    assert_true(lateness.overdue && !text_present(lateness.late_fee));
    assert_true(text_present(lateness.says_zh) && text_present(lateness.says_en));
}

/* LAW: BJ4-04b BJ4-04c. Until the notice the month's amount goes out at the beginning of that month
 * (1 February is in the holiday, 1 March a Sunday); from it on, that of the next month at the end
 * of this one, which is the notice's to say and no limit of the book. */
static void test_the_prepayment_before_and_after_the_notice(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("prepayment.ordinary"), .place = CHAOYANG, .start = DATE(2020, 2, 1),
    };
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200203);
    input.start = DATE(2020, 3, 15);
    assert_int_equal(explained(testing, &input).certificate.day.yyyymmdd, 20200302);
    input.place = 360100;
    refused(testing, &input, "due.refused.not-known");
    const struct measure_fact paid = { "institutions.paid-by", TEXT("global-budget") };
    struct measure_question question = { .verb = VERB_PREPAY, .place = CHAOYANG,
        .thing = TEXT("ordinary"), .facts = &paid, .fact_count = 1, .day = DATE(2020, 2, 6) };
    assert_null(measure_prepaid(book, &question, &testing->arena).order);
    question.day = DATE(2020, 2, 7);
    const struct measure_prepay *order =
        measure_prepaid(book, &question, &testing->arena).order;
    assert_non_null(order);
    assert_true(text_is(order->of, "next-month"));
    assert_true(text_is(order->on, "last-working-day"));
}

static void test_refusals(void **state)
{
    struct testing *testing = *state;
    struct due_explain_input input = {
        .kind = TEXT("five days"), .place = CHAOYANG, .start = DATE(2020, 1, 20),
    };
    refused(testing, &input, "due.refused.no-such-kind");
    input.kind = TEXT("5 working-days");
    input.place = 999;
    refused(testing, &input, "due.refused.no-such-place");
    input.place = CHAOYANG;
    input.start = DATE_NONE;
    refused(testing, &input, "due.refused.no-start");
    input.start = DATE(2020, 1, 20);
    input.roll = TEXT("sideways");
    refused(testing, &input, "due.refused.no-such-rule");
    input.roll = (struct text){ 0 };
    input.at = TEXT("25:00");
    refused(testing, &input, "due.refused.no-such-rule");
    input = (struct due_explain_input){ .kind = TEXT("claim.submit"), .place = 370000,
        .start = DATE(2020, 1, 20) };
    refused(testing, &input, "due.refused.not-known");
}

/* ---- classes ---- */

static struct clock_facts facts_of(struct testing *testing, struct date start, int32_t count,
                                   const struct clock_suspension *suspensions, size_t number)
{
    struct deadline_clock_kind kind = { .name = TEXT("handling"), .unit = CLOCK_WORKING_DAYS,
        .count = count };
    struct deadline_clock clock = { .kind = &kind, .start = start, .place = CHAOYANG,
        .suspensions = suspensions, .suspension_count = number };
    return clock_facts_of(&clock, &testing->arena);
}

static int64_t class_of(struct testing *testing, const struct clock_facts *facts)
{
    return clock_class_id(clock_facts_pack(facts, &testing->arena), 0);
}

static void test_alike_clocks_share_a_class(void **state)
{
    struct testing *testing = *state;
    struct clock_suspension two[] = {
        { .from = DATE(2020, 3, 4), .until = DATE(2020, 3, 6), .reason = TEXT("补正") },
        { .from = DATE(2020, 3, 5), .until = DATE(2020, 3, 10), .reason = TEXT("停机") },
    };
    struct clock_suspension other[] = { two[1], two[0], two[1] };
    struct clock_facts one = facts_of(testing, DATE(2020, 3, 2), 5, two, 2);
    struct clock_facts same = facts_of(testing, DATE(2020, 3, 2), 5, other, 3);
    assert_int_equal(class_of(testing, &one), class_of(testing, &same));
    same.start = DATE(2020, 3, 3);
    assert_int_not_equal(class_of(testing, &one), class_of(testing, &same));
    same = facts_of(testing, DATE(2020, 3, 2), 5, two, 1);
    assert_int_not_equal(class_of(testing, &one), class_of(testing, &same));
    same = one;
    same.matter = TEXT("offsite-filing");
    assert_int_not_equal(class_of(testing, &one), class_of(testing, &same));

    /* And a class gives its clock back. */
    struct clock_facts back = { 0 };
    struct deadline_clock clock;
    assert_true(shape_unpack(&clock_facts_shape, clock_facts_pack(&one, &testing->arena),
                             &testing->arena, &back));
    assert_true(clock_of_facts(&back, &testing->arena, &clock));
    assert_int_equal(clock.suspension_count, 2);
    assert_int_equal(clock.kind->count, 5);
    back.unit = TEXT("fortnights");
    assert_false(clock_of_facts(&back, &testing->arena, &clock));
}

/* Answers what a gather wants: no events, and the rows given for the classes they are of. */
static void answer_wants(struct gather *gather, const struct due_class_row *rows, size_t count)
{
    for (struct want *want = gather->wants; want != NULL; want = want->next) {
        want->answered = true;
        for (size_t i = 0; want->query == &due_class_by_id && i < count; i++)
            if (((const struct due_class_key *)want->key)->class_id == rows[i].class_id)
                want->rows = (struct list){ (void *)(uintptr_t)&rows[i], 1 };
    }
    gather->missing = false;
}

static struct due_found gathered(struct testing *testing, const struct clock_facts *facts,
                                 const struct due_class_row *rows, size_t count)
{
    struct gather gather = { .arena = &testing->arena };
    struct due_found found = { 0 };
    for (int round = 0; !due_gather(&gather, &testing->request, facts, &found); round++) {
        assert_true(round < 3);
        answer_wants(&gather, rows, count);
    }
    return found;
}

static void test_a_class_is_found_or_made(void **state)
{
    struct testing *testing = *state;
    struct clock_facts facts = facts_of(testing, DATE(2020, 1, 20), 5, NULL, 0);
    struct due_found made = gathered(testing, &facts, NULL, 0);
    assert_true(made.is_new);
    assert_int_equal(made.row->day.yyyymmdd, 20200204);
    assert_int_equal(made.row->sorts.yyyymmdd, 20200204);
    struct due_found found = gathered(testing, &facts, made.row, 1);
    assert_false(found.is_new);
    assert_int_equal(found.row->class_id, made.row->class_id);
    /* Other facts under the same number: the class gets the next one. */
    struct due_class_row taken = *made.row;
    taken.facts = TEXT("other facts");
    struct due_found beside = gathered(testing, &facts, &taken, 1);
    assert_true(beside.is_new);
    assert_int_equal(beside.row->class_id, made.row->class_id + 1);
}

/* LAW: BJ22-2.3.3a BJ22-2.3.3b. Our clock of a paused matter stands on whole days of the outage,
 * also when it is long over; one of a matter that went on does not; and of an applicant's limits
 * only those that end inside move. */
static void test_measures_suspend_and_move(void **state)
{
    struct testing *testing = *state;
    testing->request.at = moment_at(DATE(2022, 9, 20), 9, 0, 0);
    struct deadline_clock_kind kind = { .name = TEXT("handling"), .unit = CLOCK_CALENDAR_DAYS,
        .count = 5 };
    struct deadline_clock clock = { .kind = &kind, .start = DATE(2022, 8, 10),
        .place = CHAOYANG };
    struct clock_facts facts = clock_facts_of(&clock, &testing->arena);
    const struct events none = { 0 };
    facts.matter = TEXT("manual-claim");
    struct deadline_answer answer = due_answer(&facts, &testing->request, none);
    assert_int_equal(answer.day.yyyymmdd, 20220817);
    facts.matter = TEXT("settlement");
    assert_int_equal(due_answer(&facts, &testing->request, none).day.yyyymmdd, 20220815);
    facts.matter = TEXT("manual-claim");
    facts.place = 370000;
    assert_int_equal(due_answer(&facts, &testing->request, none).day.yyyymmdd, 20220815);
    /* Before the notice was known. */
    facts.place = CHAOYANG;
    testing->request.at = moment_at(DATE(2022, 8, 1), 9, 0, 0);
    assert_int_equal(due_answer(&facts, &testing->request, none).day.yyyymmdd, 20220815);

    testing->request.at = moment_at(DATE(2022, 8, 13), 9, 0, 0);
    static const struct { int32_t ends, moved; } limits[] = {
        { 20220811, 20220811 }, { 20220812, 20220815 }, { 20220814, 20220815 },
        { 20220815, 20220815 }, { 20220816, 20220816 },
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        kind = (struct deadline_clock_kind){ .name = TEXT("claim.submit"),
            .unit = CLOCK_FIXED_DAY, .day = { limits[i].ends } };
        facts = clock_facts_of(&clock, &testing->arena);
        answer = due_answer(&facts, &testing->request, none);
        assert_int_equal(answer.day.yyyymmdd, limits[i].moved);
    }
}

/* ---- the projection ---- */

static struct due_class_row class_as_known(struct testing *testing, struct date start,
                                           int32_t count, struct moment known)
{
    struct moment now = testing->request.at;
    testing->request.at = known;
    struct clock_facts facts = facts_of(testing, start, count, NULL, 0);
    struct due_found made = gathered(testing, &facts, NULL, 0);
    testing->request.at = now;
    return *made.row;
}

static const struct due_projected *project(struct testing *testing,
                                           struct due_class_row *rows, size_t count,
                                           struct events events)
{
    static struct job_row job;
    static struct list list;
    static struct task_input input = { .task = 7 };
    job = (struct job_row){ .job = 7, .kind = TEXT("due.project"), .state = TEXT("running"),
        .cursor = TEXT("0|0|calendar:国办发明电〔2020〕1号"), .version = 1 };
    list = (struct list){ rows, count };
    struct due_project_facts facts = { .job = &job, .classes = &list, .events = events };
    testing_decide(testing, &due_project_action, &input, &facts, NULL);
    assert_null(testing->decision.refusal.key);
    return testing->decision.outcome;
}

/* 27 January 2020: the festival was lengthened while clocks ran; also the day of one that had
 * passed by then moves, for the row came after it. */
static void test_a_lengthened_festival_moves_days(void **state)
{
    struct testing *testing = *state;
    struct moment before = moment_at(DATE(2020, 1, 26), 23, 0, 0);
    struct due_class_row rows[] = {
        class_as_known(testing, DATE(2020, 1, 20), 5, before),
        class_as_known(testing, DATE(2020, 1, 6), 5, before),
        class_as_known(testing, DATE(2020, 1, 22), 2, before),
    };
    assert_int_equal(rows[0].day.yyyymmdd, 20200201);
    assert_int_equal(rows[2].day.yyyymmdd, 20200131);
    testing->request.at = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    const struct due_projected *done = project(testing, rows, 3, (struct events){ 0 });
    assert_int_equal(done->looked, 3);
    assert_int_equal(done->moved.count, 2);
    const struct due_moved *moved = done->moved.items;
    assert_int_equal(moved[0].before.yyyymmdd, 20200201);
    assert_int_equal(moved[0].after.yyyymmdd, 20200204);
    assert_int_equal(moved[1].after.yyyymmdd, 20200203);
    assert_true(text_is(done->cause, "calendar:国办发明电〔2020〕1号"));
    assert_int_equal(testing_changes(testing, &due_class_table), 2);
    const struct due_class_row *after = testing_change(testing, &due_class_table, 0, NULL);
    assert_int_equal(after->day_before.yyyymmdd, 20200201);
    assert_int_equal(after->sorts.yyyymmdd, 20200204);
    /* Again: nothing moves. */
    struct due_class_row again[] = { *after };
    assert_int_equal(project(testing, again, 1, (struct events){ 0 })->moved.count, 0);
}

/* Declaring an event dates what waits for it, and withdrawing it takes the day away again. */
static void test_an_event_dates_and_undates(void **state)
{
    struct testing *testing = *state;
    struct deadline_clock_kind kind = { .name = TEXT("paper-debt"), .unit = CLOCK_MONTHS,
        .count = 3, .roll = CLOCK_ROLL_NEXT_WORKING_DAY };
    struct deadline_clock clock = { .kind = &kind, .event = TEXT(EVENT_EPIDEMIC_END),
        .place = CHAOYANG };
    struct clock_facts facts = clock_facts_of(&clock, &testing->arena);
    struct due_class_row row = *gathered(testing, &facts, NULL, 0).row;
    assert_true(text_is(row.state, "waiting"));
    assert_int_equal(row.sorts.yyyymmdd, DATE_LATEST.yyyymmdd);
    struct event_fact fact = { .kind = TEXT(EVENT_EPIDEMIC_END), .place = BEIJING,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)) };
    testing->request.at = moment_at(DATE(2020, 6, 6), 12, 0, 0);
    const struct due_projected *done = project(testing, &row, 1, (struct events){ &fact, 1 });
    assert_int_equal(done->moved.count, 1);
    struct due_class_row dated =
        *(const struct due_class_row *)testing_change(testing, &due_class_table, 0, NULL);
    assert_int_equal(dated.day.yyyymmdd, 20200907);
    assert_true(text_is(dated.state_before, "waiting"));
    fact.withdrawn = moment_of_date(DATE(2020, 6, 16));
    testing->request.at = moment_at(DATE(2020, 6, 16), 12, 0, 0);
    done = project(testing, &dated, 1, (struct events){ &fact, 1 });
    assert_int_equal(done->moved.count, 1);
    const struct due_class_row *waits = testing_change(testing, &due_class_table, 0, NULL);
    assert_true(text_is(waits->state, "waiting"));
    assert_int_equal(waits->day.yyyymmdd, 0);
    assert_int_equal(waits->day_before.yyyymmdd, 20200907);
}

/* Classes made by chance on a day of January, worked out again in February: each is what a fresh
 * clock gives. */
static void test_projection_is_a_fresh_look(void **state)
{
    struct testing *testing = *state;
    uint64_t seed = 20200127;
    for (int round = 0; round < 300; round++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int32_t days = (int32_t)((seed >> 33) % 25), count = 1 + (int32_t)((seed >> 43) % 30);
        struct date start = date_plus_days(DATE(2020, 1, 2), days);
        struct due_class_row row = class_as_known(testing, start, count,
                                                  moment_of_date(DATE(2020, 1, 26)));
        struct due_class_row fresh = class_as_known(testing, start, count,
                                                    moment_of_date(DATE(2020, 2, 3)));
        testing->request.at = moment_of_date(DATE(2020, 2, 3));
        const struct due_projected *done = project(testing, &row, 1, (struct events){ 0 });
        const struct due_class_row *after = done->moved.count == 0 ? &row
            : testing_change(testing, &due_class_table, 0, NULL);
        assert_int_equal(after->day.yyyymmdd, fresh.day.yyyymmdd);
        assert_true(text_equal(after->state, fresh.state));
    }
}

/* ---- watching ---- */

static void watch(struct testing *testing, const struct due_watch_facts *facts)
{
    static const struct task_input input;
    testing_decide(testing, &due_watch_action, &input, facts, NULL);
}

static void test_watching(void **state)
{
    struct testing *testing = *state;
    struct due_watch_facts facts = { 0 };
    testing->request.at = moment_at(DATE(2020, 1, 26), 9, 0, 0);
    watch(testing, &facts);
    assert_null(testing->decision.refusal.key);
    assert_int_equal(testing_changes(testing, &job_table), 1);
    assert_int_equal(testing_changes(testing, &timer_table), 1);
    struct due_basis_row basis =
        *(const struct due_basis_row *)testing_change(testing, &due_basis_table, 0, NULL);
    assert_true(text_is(basis.cause, "start"));

    facts.basis = &basis;
    watch(testing, &facts);
    assert_true(testing_is_refused(testing, "due.refused.nothing-changed"));
    /* The night's timer goes on although nothing changed; and on 27 January a paper has spoken. */
    struct timer_row timer = { .timer = 5, .state = TEXT("waiting"), .version = 1 };
    facts.timer = &timer;
    watch(testing, &facts);
    assert_null(testing->decision.refusal.key);
    assert_int_equal(testing_changes(testing, &job_table), 0);
    assert_int_equal(testing_changes(testing, &timer_table), 2);
    testing->request.at = moment_at(DATE(2020, 1, 27), 0, 1, 0);
    watch(testing, &facts);
    assert_int_equal(testing_changes(testing, &job_table), 1);
    const struct due_watched *done = testing->decision.outcome;
    assert_true(text_is(done->cause, "calendar:国办发明电〔2020〕1号"));

    struct event_fact fact = { .kind = TEXT(EVENT_EPIDEMIC_END), .place = BEIJING,
        .day = DATE(2020, 1, 26), .declared = moment_of_date(DATE(2020, 1, 26)),
        .paper = TEXT("京公告1号") };
    facts = (struct due_watch_facts){ .basis = &basis, .events = { &fact, 1 } };
    testing->request.at = moment_at(DATE(2020, 1, 26), 10, 0, 0);
    watch(testing, &facts);
    done = testing->decision.outcome;
    assert_true(text_is(done->cause, "event:epidemic-end:110000:declared:京公告1号"));
}

/* ---- clocks ---- */

static void test_clocks_start_change_and_stop(void **state)
{
    struct testing *testing = *state;
    struct clock_facts facts = facts_of(testing, DATE(2020, 2, 10), 5, NULL, 0);
    struct due_found found = gathered(testing, &facts, NULL, 0);
    struct decision *decision = &testing->decision;
    *decision = (struct decision){ .request = &testing->request };
    due_start(decision, &found, 99, 3);
    assert_int_equal(decision->change_count, 2);
    struct due_clock_row clock =
        *(const struct due_clock_row *)testing_change(testing, &due_clock_table, 0, NULL);
    assert_true(clock.running);
    struct clock_suspension asked = { .from = DATE(2020, 2, 11), .reason = TEXT("补正") };
    struct clock_facts stands = facts_of(testing, DATE(2020, 2, 10), 5, &asked, 1);
    struct due_found waits = gathered(testing, &stands, NULL, 0);
    assert_true(text_is(waits.row->state, "waiting"));
    *decision = (struct decision){ .request = &testing->request };
    due_change(decision, &clock, &waits, 3);
    assert_int_equal(decision->change_count, 2);
    *decision = (struct decision){ .request = &testing->request };
    due_change(decision, &clock, &found, 3);
    assert_int_equal(decision->change_count, 0);
    due_stop(decision, &clock);
    const struct due_clock_row *ended = testing_change(testing, &due_clock_table, 0, NULL);
    assert_false(ended->running);
    clock.running = false;
    *decision = (struct decision){ .request = &testing->request };
    due_stop(decision, &clock);
    assert_int_equal(decision->change_count, 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_a_spelled_limit), TEST(test_suspensions_and_before),
        TEST(test_a_limit_of_the_book_under_measures), TEST(test_limits_of_the_book),
        TEST(test_late_and_what_it_costs),
        TEST(test_the_prepayment_before_and_after_the_notice),
        TEST(test_refusals), TEST(test_measures_suspend_and_move),
        TEST(test_alike_clocks_share_a_class),
        TEST(test_a_class_is_found_or_made), TEST(test_a_lengthened_festival_moves_days),
        TEST(test_an_event_dates_and_undates), TEST(test_projection_is_a_fresh_look),
        TEST(test_watching), TEST(test_clocks_start_change_and_stop),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
