/* settle_why_test.c: what stands, said again with its reasons: the same amounts by the counters of
 * then, whatever came after; and a person's bills. Facts are built by hand. */

#include "rooms/settle/settle_hand.h"

#include "base/check.h"
#include "rooms/settle/settle_bills.h"
#include "rooms/settle/settle_estimate.h"
#include "rooms/settle/settle_standing.h"
#include "rooms/settle/settle_why.h"

/* A bill of 3000.00, settled alone. */
struct why {
    struct settle_hand desk;
    struct settle_why_facts facts;
    struct settle_why_input input;
};

static void why_begin(struct why *why)
{
    settle_hand_begin(&why->desk, SETTLE_HAND_TODAY, TEXT("why"));
    settle_hand_settle(&why->desk);
    why->facts = (struct settle_why_facts){ .row = why->desk.rows, .desk = why->desk.facts };
    why->input = (struct settle_why_input){ HAND_PERSON, why->desk.rows[0].settlement };
}

static const struct settle_why *ask_why(struct why *why)
{
    testing_decide(&why->desk.hand.testing, &settle_why_action, &why->input, &why->facts, NULL);
    assert_true(testing_is_refused(&why->desk.hand.testing, NULL));
    return why->desk.hand.testing.decision.outcome;
}

static void it_is_said_as_it_was_decided(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    /* The year's counters have gone on since; those of then count. */
    why.desk.counters[0].used.outpatient_deductible_used.fen += 180000;
    why.desk.counters[0].used.outpatient_in_scope.fen += 900000;
    const struct settle_why *told = ask_why(&why);
    assert_true(told->same);
    assert_int_equal(told->total.fen, 300000);
    assert_int_equal(told->cash.fen, why.desk.rows[0].cash.fen);
    assert_int_equal(told->cash_now.fen, why.desk.rows[0].cash.fen);
    assert_int_equal(told->funds.fen + told->account.fen + told->cash.fen, 300000);
    assert_true(told->funds.fen > 0);
    assert_int_equal(why.desk.hand.testing.decision.change_count, 0);
    int lines = 0;
    for (const struct trail_line *line = why.desk.hand.testing.decision.trail.first; line != NULL;
         line = line->next)
        lines++;
    assert_true(lines >= 3);
    hand_end(&why.desk.hand);
}

/* Of care at a desk the person and the institution are told; of a claim on paper its office too. */
static void the_office_of_a_claim_is_told_why(void **state)
{
    (void)state;
    static const char no[] = "settle.refused.no-settlement";
    struct why why;
    why_begin(&why);
    struct testing *testing = &why.desk.hand.testing;
    const struct visit_claimed_row paper = { .visit = why.desk.rows[0].visit };
    testing->actor = (struct actor){ .role = ROLE_REVIEWER, .office = 1, .division = 110000 };
    testing_decide(testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_true(testing_is_refused(testing, no));
    why.facts.desk.claimed = &paper;
    testing_decide(testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_false(testing_is_refused(testing, no));
    testing->actor.division = 371300;
    testing_decide(testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_true(testing_is_refused(testing, no));
    testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = HAND_PERSON + 1 };
    testing_decide(testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_true(testing_is_refused(testing, no));
    hand_end(&why.desk.hand);
}

static const struct settle_measured *measured(const struct settle_standing *standing,
                                              const char *what)
{
    const struct settle_measured *rows = standing->measured.items;
    for (size_t i = 0; i < standing->measured.count; i++)
        if (text_is(rows[i].what, what))
            return &rows[i];
    return NULL;
}

/* What was settled moves the bars of the year; another year and a stranger see nothing of it. */
static void how_far_one_has_come_in_the_year(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    struct settle_standing_facts facts = {
        .person = why.desk.hand.facts, .counters = &why.desk.counter_rows,
    };
    const struct settle_standing_input input = { HAND_PERSON };
    struct testing *testing = &why.desk.hand.testing;
    testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = HAND_PERSON };
    testing->actor.scope.persons = &input.person;
    testing->actor.scope.person_count = 1;
    testing_decide(testing, &settle_standing_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    const struct settle_standing *told = testing->decision.outcome;
    assert_int_equal(told->year, 2020);
    const struct settle_measured *deductible = measured(told, "outpatient-deductible");
    assert_non_null(deductible);
    assert_int_equal(deductible->used.fen,
                     why.desk.counters[0].used.outpatient_deductible_used.fen);
    assert_true(deductible->good && text_present(deductible->source_zh));
    const struct settle_measured *cost = measured(told, "outpatient-cost");
    assert_non_null(cost);
    assert_int_equal(cost->used.fen, 300000);
    assert_int_equal(cost->left.fen, cost->limit.fen - 300000);
    for (size_t i = 0; i < told->measured.count; i++) {
        const struct settle_measured *row =
            (const struct settle_measured *)told->measured.items + i;
        assert_true(row->limit.fen > 0 && row->left.fen >= 0);
        assert_false(text_starts(row->zh, TEXT("settle.")));
    }
    why.desk.counters[0].year = 2019;
    testing_decide(testing, &settle_standing_action, &input, &facts, NULL);
    told = testing->decision.outcome;
    assert_int_equal(measured(told, "outpatient-cost")->used.fen, 0);
    testing->actor = (struct actor){ .role = ROLE_RESIDENT, .person = HAND_PERSON + 1 };
    testing_decide(testing, &settle_standing_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "settle.refused.not-your-patient"));
    hand_end(&why.desk.hand);
}

/* A question by the person himself, at the hospital whose desk the hand stands at. */
struct asked {
    struct settle_hand desk;
    struct actor hospital, resident;
    int64_t self;
    struct settle_facts facts;
    struct settle_estimate_input input;
};

static void asked_begin(struct asked *asked)
{
    settle_hand_begin(&asked->desk, SETTLE_HAND_TODAY, TEXT("estimate"));
    struct testing *testing = &asked->desk.hand.testing;
    asked->self = HAND_PERSON;
    asked->hospital = testing->actor;
    asked->resident = (struct actor){ .role = ROLE_RESIDENT, .person = HAND_PERSON,
                                      .scope = { .persons = &asked->self, .person_count = 1 } };
    asked->input = (struct settle_estimate_input){
        .person = HAND_PERSON, .institution = asked->hospital.institution,
        .med_type = TEXT("11"), .amount = { 300000 },
    };
    asked->facts = asked->desk.facts;
    asked->facts.visit = NULL;
    asked->facts.bill = NULL;
    asked->facts.lines = NULL;
    testing->actor = asked->resident;
}

static struct settle_estimate estimate(struct asked *asked, const char *refusal)
{
    struct testing *testing = &asked->desk.hand.testing;
    testing_decide(testing, &settle_estimate_action, &asked->input, &asked->facts, NULL);
    assert_true(testing_is_refused(testing, refusal));
    assert_int_equal(testing->decision.change_count, 0);
    return *(const struct settle_estimate *)testing->decision.outcome;
}

/* It is what the same bill comes to, before anything was used up and after. */
static void what_a_visit_will_cost_about(void **state)
{
    (void)state;
    struct asked asked;
    asked_begin(&asked);
    struct settle_hand *desk = &asked.desk;
    const struct settle_estimate first = estimate(&asked, NULL);
    assert_true(desk->hand.testing.decision.trail.count >= 3);
    assert_true(first.pays && first.parts.count > 0);
    assert_true(first.deductible.fen > 0);
    assert_int_equal(first.funds.fen + first.account.fen + first.cash.fen, 300000);

    desk->hand.testing.actor = asked.hospital;
    desk->ask.account_wish = 1;
    settle_hand_settle(desk);
    assert_int_equal(desk->rows[0].cash.fen, first.cash.fen);
    assert_int_equal(settlement_row_funds(&desk->rows[0]).fen, first.funds.fen);

    /* The deductible was reached by then. */
    desk->hand.testing.actor = asked.resident;
    const struct settle_estimate second = estimate(&asked, NULL);
    assert_true(second.pays && second.funds.fen > first.funds.fen);
    hand_end(&desk->hand);
}

/* Where nothing would be paid on the spot the reason is told, and all of it is cash. */
static void why_a_visit_would_not_be_paid(void **state)
{
    (void)state;
    struct asked asked;
    asked_begin(&asked);
    struct hand *hand = &asked.desk.hand;
    asked.input.med_type = TEXT("14");
    struct settle_estimate told = estimate(&asked, NULL);
    assert_false(told.pays);
    assert_int_equal(told.cash.fen, 300000);
    assert_true(text_present(told.why_zh) && text_present(told.why_en));
    asked.input.med_type = TEXT("11");
    hand->spell.status = TEXT("2");
    told = estimate(&asked, NULL);
    assert_false(told.pays);
    assert_int_equal(told.funds.fen, 0);
    hand->spell.status = TEXT("1");
    hand->agreements.count = 0;
    assert_false(estimate(&asked, NULL).pays);
    hand->agreements.count = 1;
    assert_true(estimate(&asked, NULL).pays);
    hand_end(hand);
}

static void what_is_no_visit_is_not_estimated(void **state)
{
    (void)state;
    struct asked asked;
    asked_begin(&asked);
    asked.input.amount.fen = 0;
    estimate(&asked, "settle.refused.no-estimate");
    asked.input.amount.fen = INT64_MAX;
    estimate(&asked, "settle.refused.no-estimate");
    asked.input.amount.fen = 300000;
    asked.input.med_type = TEXT("77");
    estimate(&asked, "settle.refused.unknown-care");
    asked.facts.institution = NULL;
    estimate(&asked, "settle.refused.no-institution");
    asked.desk.hand.testing.actor = (struct actor){ .role = ROLE_RESIDENT,
                                                    .person = HAND_PERSON + 1 };
    estimate(&asked, "party.refused.no-such-person");
    hand_end(&asked.desk.hand);
}

static void it_says_when_the_facts_have_changed(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    struct settle_counters before = { .outpatient_deductible_used = { 180000 } };
    why.desk.rows[0].before =
        shape_pack(&settle_counters_shape, &before, &why.desk.hand.testing.arena);
    const struct settle_why *told = ask_why(&why);
    assert_false(told->same);
    assert_true(told->cash_now.fen < told->cash.fen);
    hand_end(&why.desk.hand);
}

#define COVER(end) \
    "notice: 测〔2020〕9号\nplace: 110000\nissued: 2020-02-10\nshort: T\n" \
    "measures:\n- { ids: [1], says: x, " end "scope: { people: { status: stranded-outside } }, " \
    "cover: { deposit: none, person-pays: 0, catalogue: open, remainder: medical_assistance } }\n"
#define COVER_FILE TEXT("rules/notices/110000/t.yaml")

/* Since before that day. */
static void is_stranded(struct settle_hand *desk)
{
    desk->hand.status = (struct party_status){
        .kind = TEXT("stranded"), .valid_from = DATE(2020, 1, 23),
    };
    desk->hand.statuses.count = 1;
}

static struct money cash_by_now(struct why *why)
{
    struct testing *testing = &why->desk.hand.testing;
    struct trail trail;
    struct settlement settled;
    trail_init(&trail, &testing->arena);
    assert_true(settle_decide_as_then(&testing->request, &why->facts, &trail, &settled));
    return settled.cash;
}

/* What was published after it bears on nothing that was settled: neither by the book that grew,
 * nor by the same book read from all its texts. */
static void a_notice_published_since_changes_no_reason(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    is_stranded(&why.desk);
    struct testing *testing = &why.desk.hand.testing;
    struct rule_faults faults;
    rule_faults_init(&faults, &testing->arena);
    struct publication publication = {
        .sequence = book_sequence(settle_hand_book()) + 1, .file = COVER_FILE,
        .text = TEXT(COVER("")),
    };
    publication_digest(&publication);
    const struct book *grown = book_add(settle_hand_book(), &publication, 1, &faults);
    assert_non_null(grown);
    testing->request.book = grown;
    assert_true(cash_by_now(&why).fen < why.desk.rows[0].cash.fen);
    assert_true(ask_why(&why)->same);

    const struct book *anew = testing_book_with(settle_hand_book(), COVER_FILE, TEXT(COVER("")));
    assert_non_null(anew);
    book_release(grown);
    testing->request.book = anew;
    assert_true(ask_why(&why)->same);
    for (const struct trail_line *line = testing->decision.trail.first; line != NULL;
         line = line->next)
        assert_true(line->rule == NULL || text_present(line->rule->file));
    book_release(anew);
    hand_end(&why.desk.hand);
}

/* Nor does the end of something declared since, though it lies before. */
static void what_was_declared_since_is_left_out(void **state)
{
    (void)state;
    struct why why;
    settle_hand_begin(&why.desk, SETTLE_HAND_TODAY, TEXT("why"));
    const struct book *book = testing_book_with(
        settle_hand_book(), COVER_FILE, TEXT(COVER("time: { until: { event: epidemic-end } }, ")));
    assert_non_null(book);
    why.desk.hand.testing.request.book = book;
    is_stranded(&why.desk);
    settle_hand_settle(&why.desk);
    why.facts = (struct settle_why_facts){ .row = why.desk.rows, .desk = why.desk.facts };
    why.input = (struct settle_why_input){ HAND_PERSON, why.desk.rows[0].settlement };

    const struct event_fact declared[] = {
        { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000, .day = DATE(2020, 2, 1),
          .declared = { why.desk.rows[0].at.ms + 1 } },
    };
    why.facts.desk.events = (struct events){ declared, COUNT_OF(declared) };
    assert_true(cash_by_now(&why).fen > why.desk.rows[0].cash.fen);
    assert_true(ask_why(&why)->same);
    book_release(book);
    hand_end(&why.desk.hand);
}

static void others_are_not_told(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    struct actor *actor = &why.desk.hand.testing.actor;
    actor->institution++;
    actor->scope.institution++;
    testing_decide(&why.desk.hand.testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_true(testing_is_refused(&why.desk.hand.testing, "settle.refused.no-settlement"));
    actor->scope.persons = &(int64_t){ HAND_PERSON };
    actor->scope.person_count = 1;
    ask_why(&why);
    why.desk.rows[0].reverses = 17;
    testing_decide(&why.desk.hand.testing, &settle_why_action, &why.input, &why.facts, NULL);
    assert_true(testing_is_refused(&why.desk.hand.testing, "settle.refused.no-why"));
    hand_end(&why.desk.hand);
}

static void bills_come_a_page_at_a_time(void **state)
{
    (void)state;
    struct why why;
    why_begin(&why);
    static struct settlement_row rows[SETTLE_BILLS_PAGE];
    static const struct party_institution *institutions[SETTLE_BILLS_PAGE];
    for (int64_t i = 0; i < SETTLE_BILLS_PAGE; i++) {
        rows[i] = why.desk.rows[0];
        rows[i].settlement -= i;
        institutions[i] = i == 2 ? NULL : &why.desk.hand.institution;
    }
    rows[1].state = TEXT("reversed");
    struct list settlements = { rows, SETTLE_BILLS_PAGE };
    const struct settle_bills_facts facts = { &settlements, institutions };
    const struct settle_bills_input input = { .person = HAND_PERSON };
    testing_decide(&why.desk.hand.testing, &settle_bills_action, &input, &facts, NULL);
    const struct settle_bills *told = why.desk.hand.testing.decision.outcome;
    const struct settle_bill_shown *bills = told->bills.items;
    assert_int_equal(told->bills.count, SETTLE_BILLS_PAGE);
    assert_int_equal(told->next, rows[SETTLE_BILLS_PAGE - 1].settlement);
    for (size_t i = 0; i < told->bills.count; i++) {
        assert_true(bills[i].settlement == rows[i].settlement);
        assert_int_equal(bills[i].funds.fen + bills[i].account.fen + bills[i].cash.fen, 300000);
    }
    assert_true(text_is(bills[1].state, "reversed"));
    assert_true(bills[2].institution_name.length == 0);

    settlements.count--;
    testing_decide(&why.desk.hand.testing, &settle_bills_action, &input, &facts, NULL);
    told = why.desk.hand.testing.decision.outcome;
    assert_int_equal(told->next, 0);
    hand_end(&why.desk.hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_said_as_it_was_decided),
        cmocka_unit_test(the_office_of_a_claim_is_told_why),
        cmocka_unit_test(how_far_one_has_come_in_the_year),
        cmocka_unit_test(what_a_visit_will_cost_about),
        cmocka_unit_test(why_a_visit_would_not_be_paid),
        cmocka_unit_test(what_is_no_visit_is_not_estimated),
        cmocka_unit_test(it_says_when_the_facts_have_changed),
        cmocka_unit_test(a_notice_published_since_changes_no_reason),
        cmocka_unit_test(what_was_declared_since_is_left_out),
        cmocka_unit_test(others_are_not_told),
        cmocka_unit_test(bills_come_a_page_at_a_time),
    };
    return cmocka_run_group_tests(tests, settle_hand_open, settle_hand_close);
}
