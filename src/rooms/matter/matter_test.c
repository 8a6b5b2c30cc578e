/* matter_test.c: the matters of rules/ are whole; the guide of one before and after a notice. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "core/casework.h"
#include "core/rights.h"
#include "core/words.h"
#include "rooms/rooms.h"
#include "rooms/rooms_testing.h"

#include <stdlib.h>
#include <string.h>

static const struct book *book;

static void test_every_matter_of_the_rules_is_whole(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    bool good = matters_check(book, &faults);
    for (const struct rule_fault *at = faults.first; at != NULL; at = at->next)
        print_message("%.*s: %.*s: %s\n", TEXT_ARGS(at->file), TEXT_ARGS(at->key), at->why);
    assert_true(good);
    struct list matters = matters_of(book, &arena);
    assert_true(matters.count >= 1);
    const struct matter *items = matters.items;
    for (size_t i = 0; i < matters.count; i++)
        assert_non_null(matter_of(book, items[i].matter, &arena));
    assert_null(matter_of(book, TEXT("no-such"), &arena));
    assert_null(matter_of(book, TEXT("../values"), &arena));
    arena_release(&arena);
}

/* Where an approval runs nothing, the guide says why and what comes then. */
static void test_what_ends_by_hand_says_why(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct list matters = matters_of(book, &arena);
    const struct matter *items = matters.items;
    for (size_t i = 0; i < matters.count; i++)
        if (!text_present(items[i].approval) && !text_present(items[i].guide.zh))
            fail_msg("%.*s: nothing is run, and its guide does not say why",
                     TEXT_ARGS(items[i].matter));
    arena_release(&arena);
}

static unsigned allowed_by(const char *action)
{
    for (size_t i = 0; i < rights_count; i++)
        if (strcmp(rights_table[i].action, action) == 0)
            return rights_table[i].roles;
    fail_msg("no line of %s", action);
    return 0;
}

/* LAW: BJ4-02m: whom a file lets take a step, the table of rights and the steps of a case let,
 * too. What an institution does itself it does by its own filings, and by no case. */
static void test_who_has_a_step_may_take_it(void **state)
{
    (void)state;
    static const struct { const char *step, *action; enum case_state from; enum case_event event; }
    rows[] = {
        { "accept", "intake.accept", CASE_RECEIVED, CASE_ACCEPT },
        { "review", "intake.decide", CASE_ACCEPTED, CASE_PROPOSE },
        { "decide", "intake.decide", CASE_ACCEPTED, CASE_APPROVE },
    };
    struct arena arena;
    arena_init(&arena);
    const struct list matters = matters_of(book, &arena);
    const struct matter *items = matters.items;
    for (size_t i = 0; i < matters.count; i++)
        for (size_t r = 0; r < COUNT_OF(rows); r++) {
            unsigned named = matter_step_roles(&items[i], rows[r].step);
            if (matter_step_office(&items[i], rows[r].step, TEXT("institution")))
                named &= ~ROLE_BIT(ROLE_HOSPITAL_OFFICE);
            unsigned may = allowed_by(rows[r].action)
                & case_step_of(rows[r].from, rows[r].event)->roles;
            for (int role = 0; role < ROLE_COUNT; role++)
                if ((named & ~may & ROLE_BIT(role)) != 0)
                    fail_msg("%.*s: %s is for the %s, who may not",
                             TEXT_ARGS(items[i].matter), rows[r].step,
                             role_name((enum role)role));
        }
    arena_release(&arena);
}

/* A key paper that could be owed, a paper twice, a field nobody has, a role nobody has. */
static void test_mistakes_are_named(void **state)
{
    (void)state;
    static const struct { const char *materials, *role, *why; } rows[] = {
        { "{ name: a, zh: a, en: a, key: yes, may: [debt] }", "reviewer",
          "matter.fault.key-paper" },
        { "{ name: a, zh: a, en: a, may: [prayer] }", "reviewer", "matter.fault.no-such-way" },
        { "{ name: a, zh: a, en: a }, { name: a, zh: a, en: a }", "reviewer",
          "matter.fault.paper-twice" },
        { "{ name: a, zh: a, en: a, when: { field: no, is: [x] } }", "reviewer",
          "matter.fault.no-such-field" },
        { "{ name: a, zh: a, en: a }", "king", "matter.fault.no-such-role" },
        { "{ name: a, zh: a, en: a }", "reviewer", NULL },
        { "{ name: a, zh: a, en: a, colour: red }", "reviewer", "rules.fault.unknown-key" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        arena_init(&arena);
        struct rule_faults faults;
        rule_faults_init(&faults, &arena);
        struct publication publications[2] = {
            *book_publication(book, TEXT("rules/divisions/divisions.tsv")),
        };
        publications[0].sequence = 1;
        publications[1] = (struct publication){
            .sequence = 2, .file = TEXT("rules/matters/x.yaml"),
            .text = arena_format(&arena,
                "matter: x\nzh: x\nen: x\nsource: s\ncertainty: default\napplicants: [person]\n"
                "channels: [web]\nfields: [{ name: f, zh: f, en: f, type: day }]\n"
                "materials: [%s]\nsteps:\n  - { step: accept, roles: [%s], offices: [agency] }\n"
                "  - { step: decide, roles: [reviewer], offices: [agency] }\n"
                "limit: { working-days: 1, source: s, certainty: default }\n"
                "result: { zh: r, en: r }\napproval: filing.record\n",
                rows[i].materials, rows[i].role),
        };
        publication_digest(&publications[1]);
        const struct book *small = book_build(publications, 2, NULL, 0, &faults);
        assert_non_null(small);
        assert_int_equal(matters_check(small, &faults), rows[i].why == NULL);
        assert_int_equal(matter_of(small, TEXT("x"), &arena) != NULL, rows[i].why == NULL);
        if (rows[i].why != NULL)
            assert_string_equal(faults.first->why, rows[i].why);
        book_release(small);
        arena_release(&arena);
    }
}

/* A small matter x in a book of its own, with more lines at its end. */
static const struct book *book_with(const char *channels, const char *more, struct arena *arena,
                                    struct rule_faults *faults)
{
    static struct publication publications[3];
    publications[0] = *book_publication(book, TEXT("rules/divisions/divisions.tsv"));
    publications[1] = *book_publication(book, TEXT("rules/values/0/matter-order.yaml"));
    publications[0].sequence = 1;
    publications[1].sequence = 2;
    publications[2] = (struct publication){
        .sequence = 3, .file = TEXT("rules/matters/x.yaml"),
        .text = arena_format(arena,
            "matter: x\nzh: x\nen: x\nsource: s\ncertainty: default\napplicants: [person]\n"
            "channels: %s\nfields: [{ name: f, zh: f, en: f, type: day }]\n"
            "materials: [{ name: a, zh: a, en: a }]\nsteps:\n"
            "  - { step: accept, roles: [reviewer], offices: [agency] }\n"
            "  - { step: decide, roles: [reviewer], offices: [agency] }\n"
            "result: { zh: r, en: r }\n%s\n", channels, more),
    };
    publication_digest(&publications[2]);
    static const struct rule_kind *const kinds[] = { &matter_order_rule };
    return book_build(publications, 3, kinds, 1, faults);
}

#define DAYS(n_) "limit: { working-days: " #n_ ", source: s, certainty: default }\n"

/* LAW: JX4-2.1k: what can be done from afar obliges nobody to come in; a region may set
 * limits, hours and channels, and nothing of who gets what. */
static void test_what_a_matter_may_not_say(void **state)
{
    (void)state;
    static const struct { const char *channels, *more, *why; } rows[] = {
        { "[web]", DAYS(2), NULL },
        { "[web]", DAYS(2) "visits: 1\n", "matter.fault.visit-although-remote" },
        { "[counter]", DAYS(2) "visits: 1\n", NULL },
        { "[counter]", DAYS(2) "visits: 1\nregions: [{ place: 371300, channels: [phone], "
          "source: s, certainty: default }]\n", "matter.fault.visit-although-remote" },
        { "[pigeon]", DAYS(2), "matter.fault.no-such-channel" },
        { "[web]", "limit: { working-days: 2, months: 1, source: s, certainty: default }\n",
          "matter.fault.one-limit" },
        { "[web]", "limit: { source: s, certainty: default }\n", "matter.fault.one-limit" },
        { "[web]", "limit: { months: 3, source: s, certainty: sure }\n",
          "matter.fault.no-such-certainty" },
        { "[web]", "limit: { at-once: yes, source: s, certainty: default }\n", NULL },
        { "[web]", DAYS(2) "regions: [{ place: 371300, source: s, certainty: default, "
          "limit: { calendar-days: 5, source: s, certainty: default } }]\n", NULL },
        { "[web]", DAYS(2) "regions: [{ place: 371300, source: s, certainty: default, "
          "materials: [] }]\n", "rules.fault.unknown-key" },
        { "[web]", DAYS(2) "regions: [{ place: 371301, source: s, certainty: default }]\n",
          "matter.refused.no-such-place" },
        { "[web]", DAYS(2) "subject: [g]\n", "matter.fault.no-such-field" },
        { "[web]", DAYS(2) "accepted-at-once: [phone]\n", "matter.fault.channel-not-open" },
        /* Offered without a way that says so; and such a way, where nothing is offered. */
        { "[web]", DAYS(2) "offered-when: contribute.taken-too-much\n",
          "matter.fault.offered-to-nobody" },
        { "[web, unasked]", DAYS(2) "offered-when: contribute.taken-too-much\n", NULL },
        { "[web, unasked]", DAYS(2), "matter.fault.offered-to-nobody" },
        { "[web, unasked]", DAYS(2) "offered-when: contribute.taken-too-much\n"
          "offered-choice: g\n", "matter.fault.no-such-field" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        arena_init(&arena);
        struct rule_faults faults;
        rule_faults_init(&faults, &arena);
        const struct book *small = book_with(rows[i].channels, rows[i].more, &arena, &faults);
        assert_non_null(small);
        bool good = matters_check(small, &faults);
        if (rows[i].why != NULL && faults.first != NULL)
            assert_string_equal(faults.first->why, rows[i].why);
        if (good != (rows[i].why == NULL))
            fail_msg("row %zu: %s", i, faults.first == NULL ? "good" : faults.first->why);
        book_release(small);
        arena_release(&arena);
    }
}

static void test_a_bound_on_a_day(void **state)
{
    (void)state;
    static const struct { const char *written; bool read; int days; } rows[] = {
        { "today", true, 0 }, { "today+30", true, 30 }, { "today+", false, 0 },
        { "today-1", false, 0 }, { "today+0", false, 0 }, { "today+99999", false, 0 },
        { "tomorrow", false, 0 }, { "", false, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int days = -1;
        assert_int_equal(matter_not_after_days(text_of(rows[i].written), &days), rows[i].read);
        assert_int_equal(days, rows[i].read ? rows[i].days : -1);
    }
}

static void test_the_nearest_region_sets_limit_and_channels(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    const struct book *small = book_with("[web, phone]",
        DAYS(10) "deemed: { working-days: 5, source: s, certainty: default }\nformer-limits:\n"
        "  - { until: 2019-12-31, working-days: 60, source: s, certainty: default }\n"
        "  - { until: 2021-10-31, working-days: 45, source: s, certainty: default }\nregions:\n"
        "  - { place: 370000, source: s, certainty: default, hours: { zh: h, en: h },\n"
        "      limit: { calendar-days: 20, source: s, certainty: default } }\n"
        "  - { place: 371300, source: s, certainty: default, channels: [phone, counter],\n"
        "      limit: { months: 1, source: s, certainty: default } }\n", &arena, &faults);
    const struct matter *matter = matter_of(small, TEXT("x"), &arena);
    assert_non_null(matter);
    struct matter_terms terms = matter_terms_at(small, matter, 371329);
    assert_int_equal(terms.limit->months, 1);
    assert_true(text_is(((const struct matter_word *)terms.channels->items)[0].word, "phone"));
    assert_true(text_is(terms.hours->zh, "h"));
    assert_int_equal(terms.deemed->working_days, 5);
    assert_int_equal(matter_clock_kind(terms.limit, "handling").unit, CLOCK_MONTHS);
    terms = matter_terms_at(small, matter, 370100);
    assert_int_equal(terms.limit->calendar_days, 20);
    assert_int_equal(matter_limit_on(&terms, (struct date){ 20200101 })->calendar_days, 20);
    assert_int_equal(terms.channels->count, 2);
    terms = matter_terms_at(small, matter, 110105);
    assert_int_equal(terms.limit->working_days, 10);
    assert_int_equal(matter_limit_on(&terms, (struct date){ 20191231 })->working_days, 60);
    assert_int_equal(matter_limit_on(&terms, (struct date){ 20200101 })->working_days, 45);
    assert_int_equal(matter_limit_on(&terms, (struct date){ 20211031 })->working_days, 45);
    assert_int_equal(matter_limit_on(&terms, (struct date){ 20211101 })->working_days, 10);
    assert_false(text_present(terms.hours->zh));
    /* As it was when a case began; another number is another file's. */
    assert_non_null(matter_at(small, TEXT("x"), 3, &arena));
    assert_null(matter_at(small, TEXT("x"), 2, &arena));
    assert_true(matter_class_hours(small, 110105, DATE(2020, 2, 10), TEXT("urgent"))
                > matter_class_hours(small, 110105, DATE(2020, 2, 10), TEXT("green-channel")));
    assert_int_equal(matter_class_hours(small, 110105, DATE(2020, 2, 10), TEXT("friend")), 0);
    book_release(small);
    arena_release(&arena);
}

/* LAW: BJ4-S3a, BJ4-S3d: institutions come first while the notice says so, and nobody else. */
static void test_whom_a_notice_serves_first(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    const struct matter *matter = matter_of(book, TEXT("offsite-filing"), &arena);
    struct matter_asker asker = { .place = 110105, .insurance = TEXT("employee"),
        .applicant = TEXT("institution"), .channel = TEXT("web"), .day = DATE(2020, 2, 10) };
    struct text class = { 0 };
    int64_t hours = 0;
    const struct measure *measure = matter_preferred(book, matter, &asker, &arena, &class, &hours);
    assert_non_null(measure);
    assert_true(text_is(class, "green-channel"));
    assert_int_equal(hours, matter_class_hours(book, 110105, asker.day, class));
    asker.applicant = TEXT("person");
    assert_null(matter_preferred(book, matter, &asker, &arena, &class, &hours));
    asker.applicant = TEXT("institution");
    asker.place = 371329;
    assert_null(matter_preferred(book, matter, &asker, &arena, &class, &hours));
    asker.place = 110105;
    asker.day = DATE(2020, 2, 6);
    assert_null(matter_preferred(book, matter, &asker, &arena, &class, &hours));
    arena_release(&arena);
}

/* ---- the guide ---- */

static const struct matter_paper *shown_paper(const struct testing *testing, const char *name)
{
    const struct matter_shown *shown = testing->decision.outcome;
    const struct matter_paper *papers = shown->papers.items;
    for (size_t i = 0; i < shown->papers.count; i++)
        if (text_is(papers[i].name, name))
            return &papers[i];
    fail_msg("no paper %s", name);
    return NULL;
}

/* LAW: BJ4-S1a, BJ4-S2f */
static void test_the_guide_before_and_after_the_notice(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = book;
    struct matter_facts facts = { .events = { NULL, 0 } };
    struct matter_show_input input = {
        .matter = TEXT("offsite-filing"), .place = 110105, .insurance = TEXT("employee"),
        .stranded = true, .on = DATE(2020, 2, 6),
    };
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    assert_true(text_is(shown_paper(&testing, "stranding-proof")->now, "required"));
    assert_int_equal(((const struct matter_shown *)testing.decision.outcome)->measures.count, 0);
    size_t steps = ((const struct matter_shown *)testing.decision.outcome)->steps.count;

    input.on = DATE(2020, 2, 7);
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    const struct matter_paper *proof = shown_paper(&testing, "stranding-proof");
    assert_true(text_is(proof->before, "required"));
    assert_true(text_is(proof->now, "debt"));
    assert_true(text_is(proof->waits_for, "epidemic-end"));
    assert_true(text_is(proof->clauses, "BJ4-S2f BJ4-S2g"));
    assert_true(text_is(shown_paper(&testing, "id-card")->now, "required"));
    const struct matter_shown *shown = testing.decision.outcome;
    const struct matter_step_told *told = shown->steps.items;
    assert_true(text_is(told[0].also, "employer social-security-office"));
    /* Nobody has more to do than before. */
    assert_true(shown->steps.count <= steps);
    assert_true(shown->measures.count >= 3);

    /* By mail a commitment will do as well. */
    input.channel = TEXT("mail");
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_true(text_is(shown_paper(&testing, "stranding-proof")->now, "debt commitment"));

    /* The end is declared: the debt has its day; after it nothing can be owed any more. */
    const struct event_fact end = { .kind = TEXT("epidemic-end"), .place = 110000,
                                    .day = DATE(2020, 6, 10) };
    facts.events = (struct events){ &end, 1 };
    input.channel = (struct text){ 0 };
    input.on = DATE(2020, 9, 10);
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_int_equal(shown_paper(&testing, "stranding-proof")->due.yyyymmdd, 20200910);
    input.on = DATE(2020, 9, 11);
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_true(text_is(shown_paper(&testing, "stranding-proof")->now, "required"));

    input.place = 371300;
    input.on = DATE(2020, 2, 10);
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_true(text_is(shown_paper(&testing, "stranding-proof")->now, "required"));
    input.matter = TEXT("no-such");
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "matter.refused.no-such-matter"));
    testing_end(&testing);
}

/* ---- the catalogue ---- */

static const struct matters_answer *listed(struct testing *testing, struct text words)
{
    const struct matters_input input = { words };
    struct matter_facts facts = { 0 };
    testing_decide(testing, &matter_list_action, &input, &facts, NULL);
    return testing->decision.outcome;
}

static void test_the_catalogue_by_words_and_by_life(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = book;
    const struct matters_answer *all = listed(&testing, (struct text){ 0 });
    assert_true(all->matters.count >= 45);
    const struct matter_listed *rows = all->matters.items;
    for (size_t i = 0; i < all->matters.count; i++)
        assert_true(text_present(rows[i].life));
    assert_int_equal(all->lives.count, matter_life_count);
    const struct matter_life *lives = all->lives.items;
    assert_true(text_is(lives[0].life, "illness"));
    for (size_t i = 0; i < all->lives.count; i++)
        assert_false(text_starts(lives[i].zh, TEXT("matter.")));

    const struct matters_answer *some = listed(&testing, TEXT(" 异地 "));
    assert_int_equal(some->matters.count, 2);
    rows = listed(&testing, TEXT("OUT-of-area"))->matters.items;
    assert_true(text_is(rows[0].matter, "offsite-filing"));
    assert_int_equal(listed(&testing, TEXT("没有这样的事"))->matters.count, 0);
    testing_end(&testing);
}

static const struct matters_answer *featured_at(struct testing *testing, int64_t place,
                                                struct text words)
{
    static const struct matter_facts facts;
    const struct matters_input input = { .words = words, .place = place };
    testing_decide(testing, &matter_list_action, &input, &facts, NULL);
    return testing->decision.outcome;
}

/* LAW: SX9-M3b: the place's own order; every name is one of the catalogue. */
static void test_what_most_people_come_for_stands_first(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = book;
    const struct matters_answer *country = featured_at(&testing, 0, (struct text){ 0 });
    const struct matter_listed *rows = country->featured.items;
    assert_int_equal(country->featured.count, 6);
    assert_true(text_is(rows[0].matter, "enrolment-query"));
    /* A district of the city: the city's. */
    const struct matters_answer *city = featured_at(&testing, 330602, (struct text){ 0 });
    rows = city->featured.items;
    assert_int_equal(city->featured.count, 6);
    assert_true(text_is(rows[0].matter, "inpatient-claim"));
    assert_true(text_is(rows[3].zh, "异地就医备案"));
    /* Only what was found. */
    assert_int_equal(featured_at(&testing, 330602, TEXT("异地就医备案"))->featured.count, 1);

    struct page_parts parts = { .arena = &testing.arena, .language = LANGUAGE_CHINESE };
    matter_pages[0].front(&parts, featured_at(&testing, 330602, (struct text){ 0 }));
    assert_int_equal(parts.count, 8);
    assert_true(text_is(parts.items[1].path, "/matters/inpatient-claim?place=330602"));
    assert_int_equal(parts.items[7].kind, PAGE_PART_BUTTON);
    assert_true(text_is(parts.items[7].path, "/matters?place=330602"));
    const struct matters_answer none = { 0 };
    parts = (struct page_parts){ .arena = &testing.arena };
    matter_pages[0].front(&parts, &none);
    assert_int_equal(parts.count, 0);
    testing_end(&testing);
}

static struct text part_text(const struct page_parts *parts, const char *wanted)
{
    for (size_t i = 0; i < parts->count; i++)
        if (text_is(parts->items[i].text, wanted))
            return parts->items[i].mark;
    return (struct text){ 0 };
}

static void test_the_guide_is_told_in_words(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing.request.book = book;
    const struct matter_show_input input = { .matter = TEXT("offsite-filing"), .place = 110105 };
    struct matter_facts facts = { 0 };
    testing_decide(&testing, &matter_show_action, &input, &facts, NULL);
    struct page_parts parts = { .arena = &testing.arena, .language = LANGUAGE_CHINESE };
    matter_pages[1].tell(&parts, testing.decision.outcome);
    assert_true(text_is(parts.title, "异地就医备案"));
    assert_true(text_is(part_text(&parts, "滞留外地的证明（隔离通知、交通停运等）"),
                        "可以先办、以后补"));
    assert_true(text_is(part_text(&parts, "有效身份证件或社保卡"), "必须有"));
    bool booked = false;
    for (size_t i = 0; i < parts.count; i++) {
        assert_false(text_starts(parts.items[i].text, TEXT("matter.")));
        booked = booked
            || text_is(parts.items[i].path, "/booking?matter=offsite-filing&place=110105");
    }
    assert_true(booked);
    testing_end(&testing);
}

static size_t modes_at(struct testing *testing, struct moment at, int64_t place)
{
    static const struct matter_facts facts;
    const struct matter_modes_input input = { place };
    testing->request.at = at;
    testing_decide(testing, &matter_modes_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    return ((const struct matter_modes *)testing->decision.outcome)->modes.count;
}

/* LAW: BJ22-0a BJ22-2a: the table is for everybody, before it begins and while it runs. */
static void test_the_table_is_for_everybody(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2022, 8, 10), 9, 0, 0));
    testing.request.book = book;
    testing.actor = (struct actor){ .role = ROLE_PUBLIC };
    assert_int_equal(modes_at(&testing, moment_at(DATE(2022, 8, 10), 9, 0, 0), 110105), 10);
    assert_int_equal(modes_at(&testing, moment_at(DATE(2022, 8, 13), 9, 0, 0), 110105), 10);
    assert_int_equal(modes_at(&testing, moment_at(DATE(2022, 8, 13), 9, 0, 0), 360000), 0);
    assert_int_equal(modes_at(&testing, moment_at(DATE(2022, 8, 15), 6, 0, 0), 110105), 0);
    /* Nobody knew of it on the eighth. */
    assert_int_equal(modes_at(&testing, moment_at(DATE(2022, 8, 8), 9, 0, 0), 110105), 0);

    const struct matter *claim = matter_of(book, TEXT("inpatient-claim"), &testing.arena);
    const struct events none = { NULL, 0 };
    for (int inside = 0; inside < 2; inside++) {
        struct request request = testing.request;
        request.arena = &testing.arena;
        request.at = moment_at(DATE(2022, 8, inside ? 13 : 10), 9, 0, 0);
        struct list rows = matter_modes_told(&request, 110105, none, claim);
        const struct matter_mode_told *told = rows.items;
        assert_int_equal(rows.count, 3);    /* accepting, beforehand, any business online */
        assert_true(text_is(told[0].mode, "paused") && told[0].now == (inside == 1));
        assert_true(text_present(told[0].what_zh) && text_present(told[0].mode_zh)
                    && text_present(told[0].what_en) && text_present(told[0].mode_en));
    }
    testing_end(&testing);
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
        cmocka_unit_test(test_every_matter_of_the_rules_is_whole),
        cmocka_unit_test(test_what_ends_by_hand_says_why),
        cmocka_unit_test(test_who_has_a_step_may_take_it),
        cmocka_unit_test(test_mistakes_are_named),
        cmocka_unit_test(test_what_a_matter_may_not_say),
        cmocka_unit_test(test_a_bound_on_a_day),
        cmocka_unit_test(test_the_nearest_region_sets_limit_and_channels),
        cmocka_unit_test(test_whom_a_notice_serves_first),
        cmocka_unit_test(test_the_guide_before_and_after_the_notice),
        cmocka_unit_test(test_the_catalogue_by_words_and_by_life),
        cmocka_unit_test(test_what_most_people_come_for_stands_first),
        cmocka_unit_test(test_the_guide_is_told_in_words),
        cmocka_unit_test(test_the_table_is_for_everybody),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
