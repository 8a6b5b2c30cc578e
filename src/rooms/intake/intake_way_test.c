/* intake_way_test.c: by which way a case came, as it is counted; and what other systems bring. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

#include <string.h>

static const struct intake_way *way_of(const struct hall *hall)
{
    return testing_change(&hall->testing, &intake_way_table, 0, NULL);
}

static void apply_by(struct hall *hall, const char *channel)
{
    hall->apply.channel = text_of(channel);
    if (!hall_apply(hall, NULL))
        fail_msg("%s: %s", channel, hall->testing.decision.refusal.key);
}

/* LAW: JX4-2.0b SX9-2.0: each channel a matter may come by has its modes and its column. */
static void test_channels_have_their_modes(void **state)
{
    (void)state;
    static const struct { const char *channel, *ten, *four, *counted; bool contact; } WAYS[] = {
        { "web", "web", "online", "online", false },
        { "mobile", "mobile", "online", "online", false },
        { "phone", "phone", "innovative", "online", false },
        { "mail", "online", "innovative", "mail-fax", false },
        { "fax", "online", "innovative", "mail-fax", false },
        { "post", "post", "innovative", "post", false },
        { "helper", "helper", "nearby", "counter", true },
        { "station", "helper", "nearby", "counter", true },
        { "counter", "relaxed", "", "counter", true },
    };
    struct hall hall;
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        hall_begin(&hall, DATE(2020, 2, 10));
        if (i > 1) {
            hall.apply.channel = text_of(WAYS[i].channel);
            assert_true(hall_apply(&hall, "intake.refused.not-your-channel"));
            assert_string_equal(hall.testing.decision.refusal.field, "channel");
            hall_takes_in(&hall, WAYS[i].channel);
        }
        apply_by(&hall, WAYS[i].channel);
        const struct intake_way *way = way_of(&hall);
        assert_non_null(way);
        assert_true(text_is(way->ten, WAYS[i].ten));
        assert_true(way->four.length == 0 ? WAYS[i].four[0] == '\0'
                                          : text_is(way->four, WAYS[i].four));
        assert_true(text_is(way->counted, WAYS[i].counted));
        assert_int_equal(way->contact, WAYS[i].contact);
        assert_int_equal(way->helped, text_is(way->ten, "helper"));
        assert_false(way->booked || way->enterprise);
        hall_end(&hall);
    }
}

/* LAW: LY22-A4a: what is counted by its channel is not said otherwise by who takes it in: he enters
 * what reached him. What another system took in, a file, a question asked there and a command say
 * so themselves. */
static void test_staff_say_by_which_way_it_reached_them(void **state)
{
    (void)state;
    static const struct { const char *channel, *door; const struct action *action; bool good; }
    SAID[] = {
        { "counter", "http", NULL, true }, { "station", "http", NULL, true },
        { "helper", "http", NULL, true }, { "phone", "http", NULL, true },
        { "post", "http", NULL, true }, { "mail", "http", NULL, true },
        { "fax", "http", NULL, true }, { "dedicated-mailbox", "http", NULL, true },
        { "dingtalk", "http", NULL, true }, { "web", "http", NULL, false },
        { "mobile", "http", NULL, false }, { "cli", "http", NULL, false },
        { "portal", "http", NULL, false }, { "batch", "http", NULL, false },
        { "kiosk", "http", NULL, false }, { "hospital", "http", NULL, false },
        { "unasked", "http", NULL, false }, { "cli", "cli", NULL, true },
        { "batch", "file", NULL, true }, { "web", "file", NULL, false },
        { "web", INTAKE_QUESTION_DOOR, NULL, true },
        { "mobile", INTAKE_QUESTION_DOOR, NULL, false },
        { "web", "http", &intake_import_action, true },
        { "mobile", "http", &intake_import_action, true },
        { "portal", "http", &intake_import_action, true },
        { "kiosk", "http", &intake_import_action, false },
        { "batch", "http", &intake_import_action, false },
    };
    static const enum role ROLES[] = { ROLE_INTAKE_CLERK, ROLE_VILLAGE_CLERK, ROLE_SECTION_HEAD };
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    for (size_t i = 0; i < COUNT_OF(SAID); i++)
        for (size_t k = 0; k < COUNT_OF(ROLES); k++) {
            struct actor actor = { .role = ROLES[k], .office = 5, .division = 110105 };
            struct request request = hall.testing.request;
            request.actor = &actor;
            request.door = text_of(SAID[i].door);
            request.action = SAID[i].action != NULL ? SAID[i].action : &intake_apply_action;
            if (intake_channel_is_true(&request, text_of(SAID[i].channel)) != SAID[i].good)
                fail_msg("%s by %s", SAID[i].channel, SAID[i].door);
        }
    /* Who looks after the system brings over, too. */
    struct actor actor = { .role = ROLE_ADMINISTRATOR };
    struct request request = hall.testing.request;
    request.actor = &actor;
    request.action = &intake_import_action;
    assert_true(intake_channel_is_true(&request, TEXT("portal")));
    hall_takes_in(&hall, "cli");
    hall.apply.channel = TEXT("cli");
    assert_true(hall_apply(&hall, "intake.refused.not-how-it-came"));
    assert_string_equal(hall.testing.decision.refusal.field, "channel");
    hall_end(&hall);
}

/* Returns are chosen by what the notice calls them, where one asks for days; where none does there
 * is nothing to choose. */
static void test_returns_are_chosen_by_name(void **state)
{
    (void)state;
    const struct page *ways = NULL;
    for (size_t i = 0; i < INTAKE_PAGES; i++)
        if (strcmp(intake_pages[i].path, "/ways") == 0)
            ways = &intake_pages[i];
    assert_non_null(ways);
    assert_string_equal(ways->choices[0].field, "form");
    struct hall hall;
    hall_begin(&hall, DATE(2020, 3, 14));
    struct actor *actor = &hall.testing.actor;
    actor->division = 371300;
    const struct list asked = ways->choices[0].of(&hall.testing.request);
    const struct page_choice *choices = asked.items;
    assert_int_equal(asked.count, 1);
    assert_true(text_is(choices[0].value, "annex-4"));
    assert_true(text_is(choices[0].zh, "附件4 新冠肺炎疫情期间医保经办服务绿色通道办理情况"
                                       " · 鲁医保发〔2020〕18号"));
    assert_false(text_starts(choices[0].en, TEXT("annex-4")));
    actor->division = 110105;
    assert_int_equal(ways->choices[0].of(&hall.testing.request).count, 0);
    hall_end(&hall);
}

/* A number that is no booking of that day and hall is refused at the counter, not counted. */
static void test_a_booking_is_one_of_today_and_here(void **state)
{
    (void)state;
    static const struct { int day; int64_t office; const char *state; bool walk_in, holds; }
    BOOKINGS[] = {
        { 10, OFFICE, "confirmed", false, true }, { 10, OFFICE, "done", false, true },
        { 10, OFFICE, "missed", false, true }, { 11, OFFICE, "confirmed", false, false },
        { 10, OFFICE + 1, "confirmed", false, false }, { 10, OFFICE, "cancelled", false, false },
        { 10, OFFICE, "held", false, false }, { 10, OFFICE, "arrived", true, false },
    };
    struct hall hall;
    for (size_t i = 0; i < COUNT_OF(BOOKINGS); i++) {
        hall_begin(&hall, DATE(2020, 2, 10));
        hall.testing.actor.role = ROLE_INTAKE_CLERK;
        hall.testing.actor.division = 110105;
        hall.testing.actor.office = OFFICE;
        const struct booking_row booking = {
            .booking = 900, .office = BOOKINGS[i].office, .walk_in = BOOKINGS[i].walk_in,
            .day = DATE(2020, 2, BOOKINGS[i].day), .state = text_of(BOOKINGS[i].state),
        };
        assert_int_equal(intake_booking_holds(&hall.testing.request, &booking),
                         BOOKINGS[i].holds);
        hall.apply.booking = 900;
        hall.apply.channel = TEXT("counter");
        hall.apply_facts.booking = BOOKINGS[i].holds ? NULL : &booking;
        assert_true(hall_apply(&hall, "intake.refused.no-booking"));
        hall_end(&hall);
    }
}

/* Help and a booking overlap the channel: both are counted, and the mode is theirs. */
static void test_what_overlaps_the_channel(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    const struct booking_row booking = {
        .booking = 900, .office = OFFICE, .day = DATE(2020, 2, 10), .state = TEXT("called"),
    };
    hall.apply.booking = 900;
    hall.apply_facts.booking = &booking;
    hall_takes_in(&hall, "counter");
    apply_by(&hall, "counter");
    assert_true(way_of(&hall)->booked && text_is(way_of(&hall)->ten, "booking"));
    assert_true(way_of(&hall)->booking == 900);
    assert_true(text_is(way_of(&hall)->counted, "counter"));
    hall_end(&hall);
    /* A booking is a time at a counter: nobody comes by it through the web. */
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.apply.booking = 900;
    hall.apply_facts.booking = &booking;
    apply_by(&hall, "web");
    assert_true(!way_of(&hall)->booked && way_of(&hall)->booking == 0);
    assert_false(text_is(way_of(&hall)->ten, "booking"));
    hall_end(&hall);
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.testing.actor.role = ROLE_INTAKE_CLERK;
    hall.testing.actor.division = 110105;
    hall.testing.actor.office = OFFICE;
    hall.apply.special = true;
    apply_by(&hall, "phone");
    assert_true(text_is(way_of(&hall)->four, "special"));
    assert_true(text_is(way_of(&hall)->ten, "phone"));
    hall_end(&hall);
}

/* A station's clerk asks each person; a phone call keeps where to call back, sealed. */
static void test_consent_and_call_back(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.testing.actor = (struct actor){ .role = ROLE_VILLAGE_CLERK, .division = 110105,
                                         .office = 71, .account = 9 };
    static const char *const FACES[] = { "station", "helper" };
    for (size_t i = 0; i < COUNT_OF(FACES); i++) {
        hall.apply.channel = text_of(FACES[i]);
        assert_true(hall_apply(&hall, "intake.refused.no-consent"));
    }
    /* Nor is a station a counter, at which nobody would be asked. */
    hall.apply.channel = TEXT("counter");
    assert_true(hall_apply(&hall, "intake.refused.no-counter-here"));
    hall.apply.channel = TEXT("station");
    hall.apply.consent = TEXT("signed");
    apply_by(&hall, "station");
    assert_true(text_is(way_of(&hall)->consent, "signed"));
    hall.testing.actor.role = ROLE_INTAKE_CLERK;
    hall.apply.asked = TEXT("出生日期、单位名称");
    hall.prepared.callback_sealed = TEXT("sealed number");
    apply_by(&hall, "phone");
    assert_true(text_is(way_of(&hall)->asked, "出生日期、单位名称"));
    assert_true(text_is(way_of(&hall)->callback_sealed, "sealed number"));
    /* LAW: SX9-2.4b: nobody shows his card on the telephone; who was asked nothing is nobody. */
    hall.apply.papers.count = 0;
    apply_by(&hall, "phone");
    hall.apply.asked = TEXT(" ");
    assert_true(hall_apply(&hall, "intake.refused.who-calls"));
    assert_string_equal(hall.testing.decision.refusal.field, "asked");
    hall.apply.asked = TEXT("出生日期");
    hall.apply.channel = TEXT("counter");
    assert_true(hall_apply(&hall, "intake.refused.key-paper"));
    hall_end(&hall);
}

/* Whoever stands at a counter shows his card: who saw it and when is written down, and no copy is
 * asked for. Nobody says so who did not see it, nor of a paper that is kept. */
static void test_an_original_seen_is_not_asked_for(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    struct intake_owed_input seen[2] = { { TEXT("id-card") }, { TEXT("id-card") } };
    hall.apply.shown = (struct list){ seen, 2 };
    hall.apply.papers.count = 0;
    assert_true(hall_apply(&hall, "intake.refused.not-shown"));
    assert_string_equal(hall.testing.decision.refusal.field, "id-card");
    hall_takes_in(&hall, "counter");
    apply_by(&hall, "counter");
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_true(text_is(paper->material, "id-card") && text_is(paper->how, "shown"));
    assert_true(paper->checked_by == 17 && paper->checked_at.ms == hall.testing.request.at.ms);
    assert_false(text_present(paper->blob) || text_present(paper->checked));
    paper = testing_change(&hall.testing, &intake_paper_table, 1, NULL);
    assert_false(text_is(paper->material, "id-card"));
    /* Whose picture was taken all the same has given it. */
    hall.apply.papers.count = 1;
    apply_by(&hall, "counter");
    paper = testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_true(text_is(paper->how, "given") && text_present(paper->blob));
    paper = testing_change(&hall.testing, &intake_paper_table, 1, NULL);
    assert_false(text_is(paper->material, "id-card"));
    hall.apply.papers.count = 0;
    hall_takes_in(&hall, "post");
    assert_true(hall_apply(&hall, "intake.refused.not-shown"));
    seen[0].material = TEXT("stranding-proof");
    hall.apply.channel = TEXT("counter");
    assert_true(hall_apply(&hall, "intake.refused.not-shown"));
    seen[0].material = TEXT("passport");
    assert_true(hall_apply(&hall, "intake.refused.no-such-paper"));
    hall_end(&hall);
}

/* A card that a letter lacked is shown at a counter afterwards: nobody waits for it any more, and
 * who saw it is written down. Not by post, not what is kept, and not nothing. */
static void test_an_original_is_seen_later(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.apply.papers.count = 0;
    hall_takes_in(&hall, "post");
    apply_by(&hall, "post");
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    hall.testing.actor.account = 17;
    struct intake_owed_input seen[2] = { { TEXT("id-card") }, { TEXT("id-card") } };
    const struct intake_prepared prepared = { 0 };
    struct intake_supply_input input = { .receipt = hall.row.receipt, .channel = TEXT("post"),
                                         .shown = { seen, 1 } };
    testing_decide(&hall.testing, &intake_supply_action, &input, &hall.facts, &prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.not-shown"));
    input.channel = TEXT("counter");
    testing_decide(&hall.testing, &intake_supply_action, &input, &hall.facts, &prepared);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_true(text_is(paper->material, "id-card") && text_is(paper->how, "missing"));
    assert_true(paper->checked_by == 17 && paper->cleared_at.ms == hall.testing.request.at.ms);
    assert_false(intake_paper_waits(paper) || text_present(paper->blob));
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 1);
    /* Said twice it was seen once. */
    input.shown.count = 2;
    testing_decide(&hall.testing, &intake_supply_action, &input, &hall.facts, &prepared);
    assert_true(testing_is_refused(&hall.testing, NULL));
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 1);
    input.shown.count = 1;
    seen[0].material = TEXT("stranding-proof");
    testing_decide(&hall.testing, &intake_supply_action, &input, &hall.facts, &prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.not-shown"));
    input.shown.count = 0;
    testing_decide(&hall.testing, &intake_supply_action, &input, &hall.facts, &prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.nothing-sent"));
    hall_end(&hall);
}

/* LAW: BJ4-01d JX4-2.1b: their number is the key; brought again it is the same case. */
static void test_imports_are_once(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .division = 110105,
                                         .office = OFFICE, .account = 9 };
    struct import {
        const struct intake_origin *before;
        const struct intake_case *there;
        struct intake_apply_facts apply;
    } facts = { .apply = hall.apply_facts };
    assert_int_equal(sizeof facts, intake_import_action.facts->size);
    testing_decide(&hall.testing, &intake_import_action, &hall.apply, &facts, &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-origin"));
    hall.apply.origin = TEXT("wechat");
    hall.apply.their_number = TEXT("W-1");
    testing_decide(&hall.testing, &intake_import_action, &hall.apply, &facts, &hall.prepared);
    assert_null(hall.testing.decision.refusal.key);
    assert_true(text_is(way_of(&hall)->origin, "wechat"));
    /* LAW: SX9-3.2a: nobody has it yet, so it is told upwards when nobody takes it. */
    const struct intake_case *made =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_int_equal(made->owner, 0);
    bool escalates = false;
    for (int i = 0; i < testing_changes(&hall.testing, &timer_table); i++) {
        const struct timer_row *timer = testing_change(&hall.testing, &timer_table, i, NULL);
        escalates = escalates || text_is(timer->action, "intake.escalate");
    }
    assert_true(escalates);
    const struct intake_origin *row =
        testing_change(&hall.testing, &intake_origin_table, 0, NULL);
    const struct intake_origin kept = *row;
    const struct intake_case there = { .case_id = kept.case_id, .state = TEXT("accepted"),
                                       .place = 110105 };
    facts.before = &kept;
    facts.there = &there;
    testing_decide(&hall.testing, &intake_import_action, &hall.apply, &facts, &hall.prepared);
    const struct intake_applied *applied = hall.testing.decision.outcome;
    assert_int_equal(hall.testing.decision.change_count, 0);
    assert_int_equal(applied->case_id, kept.case_id);
    assert_true(text_equal(applied->receipt, kept.receipt));
    assert_true(text_is(applied->state, "accepted"));
    assert_true(text_present(applied->note_zh));
    /* An office of elsewhere is not told of it. */
    hall.testing.actor.division = 371329;
    hall.testing.actor.office = OFFICE + 1;
    testing_decide(&hall.testing, &intake_import_action, &hall.apply, &facts, &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.their-number-taken"));
    hall.testing.actor.division = 110105;
    hall.testing.actor.office = OFFICE;
    /* Under the same number of theirs, somebody else: never told as taken in. */
    const struct party_person_key other = { .person = kept.person + 1 };
    facts.apply.key = &other;
    testing_decide(&hall.testing, &intake_import_action, &hall.apply, &facts, &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.their-number-taken"));
    hall_end(&hall);
}

/* LAW: LY22-A4n: only what is done under an extended limit, while it is. */
static void test_under_an_extension(void **state)
{
    (void)state;
    static const struct {
        struct date day;
        int32_t place;
        const char *matter, *kind;
        bool extended;
    } CASES[] = {
        { { 20200210 }, 110105, "contribution-declaration", "enterprise", true },
        { { 20200120 }, 110105, "contribution-declaration", "enterprise", false },
        { { 20200210 }, 110105, "employee-enrolment", "enterprise", true },
        { { 20200210 }, 110105, "offsite-filing", "enterprise", false },
        /* Bills may wait until the end of the year: neither enrolment nor contributions. */
        { { 20200210 }, 330602, "inpatient-claim", "enterprise", false },
        /* Six months more, on application, for small and medium enterprises: the application is
         * counted, a declaration without one is not. */
        { { 20200310 }, 371302, "contribution-deferral", "small-enterprise", true },
        { { 20200310 }, 371302, "contribution-deferral", "large-enterprise", false },
        { { 20200310 }, 371302, "contribution-declaration", "small-enterprise", false },
        { { 20200601 }, 371302, "contribution-deferral", "small-enterprise", false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct hall hall;
        hall_begin(&hall, CASES[i].day);
        const struct matter *matter =
            matter_of(hall_book, text_of(CASES[i].matter), &hall.testing.arena);
        const struct measure_fact kind = { "units.kind", text_of(CASES[i].kind) };
        const struct matter_asker asker = {
            .place = CASES[i].place, .insurance = TEXT("310"), .applicant = TEXT("employer"),
            .channel = TEXT("web"), .day = CASES[i].day, .facts = &kind, .fact_count = 1,
        };
        const struct intake_case row = { .bucket = 1, .case_id = 2, .office = 3,
                                         .channel = TEXT("web"), .matter = matter->matter,
                                         .applicant = TEXT("employer") };
        const struct party_unit unit = { .kind = text_of(CASES[i].kind) };
        hall.apply_facts.unit = &unit;
        hall.testing.request.input = &hall.apply;
        hall.testing.request.prepared = &hall.prepared;
        hall.testing.decision = (struct decision){ .request = &hall.testing.request };
        intake_way_record(&hall.testing.request, matter, &hall.apply_facts, &asker, &row,
                          &hall.testing.decision);
        if (way_of(&hall)->extended != CASES[i].extended)
            fail_msg("%zu", i);
        assert_true(way_of(&hall)->helped && text_is(way_of(&hall)->ten, "helper"));
        hall_end(&hall);
    }
}

/* Papers that an employer keeps are not sent with a file of many; all others send them. */
static void test_papers_an_employer_keeps(void **state)
{
    (void)state;
    static const struct { const char *applicant, *channel; bool good; } CASES[] = {
        { "employer", "batch", true }, { "employer", "web", false },
        { "person", "batch", false }, { "person", "web", false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct hall hall;
        hall_begin(&hall, DATE(2020, 2, 10));
        const struct matter *matter =
            matter_of(hall_book, TEXT("employee-enrolment"), &hall.testing.arena);
        const struct matter_asker asker = {
            .place = 110105, .applicant = text_of(CASES[i].applicant),
            .channel = text_of(CASES[i].channel), .day = DATE(2020, 2, 10),
        };
        const struct intake_apply_input input = { .channel = text_of(CASES[i].channel) };
        const struct intake_papers_terms terms = { .letter = false };
        const struct intake_apply_facts facts = { .key = NULL };
        struct intake_papers_judged judged = { .count = 9 };
        hall.testing.request.input = &input;
        hall.testing.decision = (struct decision){ .request = &hall.testing.request };
        bool good = intake_papers_judge(&hall.testing.request, matter, &asker, &input, &terms,
                                        &facts, NULL, NULL, &hall.testing.decision, &judged);
        if (good != CASES[i].good)
            fail_msg("%s by %s", CASES[i].applicant, CASES[i].channel);
        if (good)
            assert_int_equal(judged.count, 0);
        hall_end(&hall);
    }
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_channels_have_their_modes),
        cmocka_unit_test(test_staff_say_by_which_way_it_reached_them),
        cmocka_unit_test(test_returns_are_chosen_by_name),
        cmocka_unit_test(test_a_booking_is_one_of_today_and_here),
        cmocka_unit_test(test_what_overlaps_the_channel),
        cmocka_unit_test(test_consent_and_call_back),
        cmocka_unit_test(test_an_original_seen_is_not_asked_for),
        cmocka_unit_test(test_an_original_is_seen_later),
        cmocka_unit_test(test_imports_are_once), cmocka_unit_test(test_under_an_extension),
        cmocka_unit_test(test_papers_an_employer_keeps),
    };
    return cmocka_run_group_tests(TESTS, hall_open, hall_close);
}
