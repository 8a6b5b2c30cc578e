/* measure_test.c: the Beijing notice of 7 February 2020 asked as rooms ask it, notices of other
 * places in the forms they need, and every kind of mistake. */

#include "core/measure.h"
#include "base/check.h"
#include "base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct shelf {
    struct arena arena;
    struct rule_faults faults;
    struct publication *publications;
    size_t count;
    const struct book *book;
};

static bool is_wanted(struct text file)
{
    return text_starts(file, TEXT("rules/divisions/")) || text_starts(file, TEXT("rules/calendar/"))
        || text_starts(file, TEXT("rules/measures/"))
        || text_is(file, "rules/notices/110000/jingyibaofa-2020-4.yaml");
}

static int setup(void **state)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    arena_init(&shelf->arena);
    rule_faults_init(&shelf->faults, &shelf->arena);
    struct publication *all;
    size_t count;
    assert_true(publications_read("rules", (struct moment){ 0 }, 1, &shelf->arena, &shelf->faults,
                                  &all, &count));
    shelf->publications = ARENA_ARRAY(&shelf->arena, struct publication, count + 16);
    for (size_t i = 0; i < count; i++)
        if (is_wanted(all[i].file))
            shelf->publications[shelf->count++] = all[i];
    *state = shelf;
    return 0;
}

static int teardown(void **state)
{
    struct shelf *shelf = *state;
    book_release(shelf->book);
    arena_release(&shelf->arena);
    free(shelf);
    return 0;
}

static void publish(struct shelf *shelf, const char *file, const char *text)
{
    shelf->publications[shelf->count++] = (struct publication){
        .sequence = 1000 + (int64_t)shelf->count, .file = text_of(file), .text = text_of(text) };
}

static void build(struct shelf *shelf)
{
    shelf->book = book_build(shelf->publications, shelf->count, NULL, 0, &shelf->faults);
}

static void build_good(struct shelf *shelf)
{
    char line[400];
    build(shelf);
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next) {
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, fault, LANGUAGE_ENGLISH);
        print_message("%.*s\n", (int)builder.length, line);
    }
    assert_non_null(shelf->book);
}

/* "BJ4-10a; BJ4-10g BJ4-10h": the clauses of what was found, in order. */
static const char *cites(struct shelf *shelf, const struct measure_question *question)
{
    const struct measure_hit *hits;
    size_t count = measures_on(shelf->book, question, &shelf->arena, &hits);
    struct text all = TEXT("");
    for (size_t i = 0; i < count; i++)
        all = arena_format(&shelf->arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : "; ",
                           TEXT_ARGS(hits[i].measure->cites));
    return all.data;
}

static const struct text STRANDED[] = { { "stranded-outside", 16 } };

/* ---- the Beijing notice ---- */

static void test_tolerate(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    struct measure_question question = { .verb = VERB_TOLERATE, .place = 110108,
        .thing = TEXT("secondary"), .day = DATE(2020, 2, 20) };
    assert_string_equal(cites(shelf, &question), "BJ4-S2f BJ4-S2g");
    question.facts = &(struct measure_fact){ "channels", TEXT("fax") };
    question.fact_count = 1;
    assert_string_equal(cites(shelf, &question), "BJ4-S2f BJ4-S2g; BJ4-02a BJ4-02b BJ4-02c");
    const struct measure_hit *hits;
    measures_on(shelf->book, &question, &shelf->arena, &hits);
    assert_true(name_list_has(hits[1].measure->tolerate.by, TEXT("commitment")));
    assert_false(name_list_has(hits[0].measure->tolerate.by, TEXT("commitment")));
    assert_int_equal(hits[0].measure->later.due.kind, POINT_EVENT);

    question.thing = TEXT("originals");
    question.matter = TEXT("maternity-allowance");
    assert_string_equal(cites(shelf, &question), "BJ4-02g BJ4-02h");
    question.matter = TEXT("manual-claim");
    assert_string_equal(cites(shelf, &question), "");
    question.thing = TEXT("key");
    assert_string_equal(cites(shelf, &question), "");
}

/* Before it is issued, or known, or elsewhere, it does not apply. */
static void test_where_and_when(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    struct measure_question question = { .verb = VERB_SUPPLY, .place = 110108,
        .day = DATE(2020, 2, 7) };
    question.facts = &(struct measure_fact){ "people.needs", TEXT("long-term-medicine") };
    question.fact_count = 1;
    const char *long_prescription = "BJ4-S4a BJ4-S4b BJ4-07a BJ4-07b BJ4-07c BJ4-07d BJ4-07e";
    assert_string_equal(cites(shelf, &question), long_prescription);
    question.day = DATE(2020, 2, 6);
    assert_string_equal(cites(shelf, &question), "");
    question.day = DATE(2020, 2, 20);
    question.known = DATE(2020, 2, 6);
    assert_string_equal(cites(shelf, &question), "");
    question.known = DATE(2020, 2, 7);
    assert_string_equal(cites(shelf, &question), long_prescription);
    question.place = 360100;
    assert_string_equal(cites(shelf, &question), "");
    question.place = 0;
    assert_string_equal(cites(shelf, &question), "");
    question.place = 110108;
    question.fact_count = 0;        /* no long-term medicine: no long prescription */
    assert_string_equal(cites(shelf, &question), "");
}

static void test_entrust(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    struct measure_question question = { .verb = VERB_ENTRUST, .place = 110105,
        .thing = TEXT("special-disease-filing"), .day = DATE(2020, 3, 1) };
    question.facts = &(struct measure_fact){ "institutions.kind", TEXT("designated") };
    question.fact_count = 1;
    const struct measure_hit *hits;
    assert_int_equal(measures_on(shelf->book, &question, &shelf->arena, &hits), 1);
    const struct measure_entrust *entrust = &hits[0].measure->entrust;
    assert_string_equal(hits[0].measure->cites.data, "BJ4-03a BJ4-03b BJ4-03c BJ4-03d BJ4-03e");
    assert_int_equal(entrust->steps.count, 2);
    assert_true(text_is(entrust->steps.items[1].step, "decide"));
    assert_true(text_is(entrust->steps.items[1].who.items[0],
                        "insurance-office-of-the-institution"));
    assert_true(text_is(entrust->agency_step, "none"));
    assert_int_equal(hits[0].measure->binding, BINDING_FIXED);

    question.thing = TEXT("offsite-filing");
    assert_string_equal(cites(shelf, &question), "");
    question.statuses = STRANDED;
    question.status_count = 1;
    assert_string_equal(cites(shelf, &question), "BJ4-09a BJ4-09c");
    question.thing = TEXT("special-disease-make-up");
    measures_on(shelf->book, &question, &shelf->arena, &hits);
    assert_true(hits[0].measure->entrust.only);
}

static void test_extend(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    struct measure_question question = { .verb = VERB_EXTEND, .place = 110101,
        .thing = TEXT("contribution.collection"), .applicant = TEXT("employer"),
        .day = DATE(2020, 3, 20) };
    /* A hotel in difficulty is under three at once: the room takes the latest day. */
    question.facts = &(struct measure_fact){ "units.industry", TEXT("lodging") };
    question.fact_count = 1;
    assert_string_equal(cites(shelf, &question),
                        "BJ4-10a; BJ4-10d BJ4-10e BJ4-10f; BJ4-10g BJ4-10h");
    const struct measure_hit *hits;
    measures_on(shelf->book, &question, &shelf->arena, &hits);
    assert_true(text_is(hits[0].measure->extend.periods.months.items[1], "2020-02"));
    assert_int_equal(hits[0].measure->extend.to.day.yyyymmdd, 20200331);
    assert_true(text_is(hits[1].measure->grant.on_application, "contribution-deferral"));
    assert_true(name_list_has(hits[1].measure->needs, TEXT("difficulty-stated")));

    /* To three months after the end: waiting, then a day that rolls. */
    const struct measure_point *to = &hits[2].measure->extend.to;
    struct date day = DATE_NONE;
    assert_false(measure_point_day(shelf->book, to, question.events, 110101,
                                   (struct moment){ 0 }, &day));
    struct event_fact end = { .kind = TEXT("epidemic-end"), .place = 110000,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)) };
    struct events events = { &end, 1 };
    assert_true(measure_point_day(shelf->book, to, events, 110101, (struct moment){ 0 }, &day));
    assert_int_equal(day.yyyymmdd, 20200907);

    question.fact_count = 0;
    question.applicant = TEXT("resident");
    assert_string_equal(cites(shelf, &question), "BJ4-10a");
}

static void test_keep_until_debt_is_cleared(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    struct measure_fact facts[] = { { "filings.kind", TEXT("special-disease") },
                                    { "filings.state", TEXT("running-out") } };
    struct measure_question question = { .verb = VERB_KEEP, .place = 110101,
        .thing = TEXT("special-disease-benefit"), .statuses = STRANDED, .status_count = 1,
        .facts = facts, .fact_count = 2, .day = DATE(2020, 2, 15) };
    const struct measure_hit *hits;
    assert_int_equal(measures_on(shelf->book, &question, &shelf->arena, &hits), 1);
    assert_int_equal(hits[0].end, HIT_WAITING);
    assert_true(text_is(hits[0].measure->keep.shown_as, "延续（疫情）"));
    struct event_fact end = { .kind = TEXT("epidemic-end"), .place = 110000,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)) };
    question.events = (struct events){ &end, 1 };
    question.day = DATE(2020, 6, 6);
    measures_on(shelf->book, &question, &shelf->arena, &hits);
    assert_int_equal(hits[0].end, HIT_UNTIL);
    question.day = DATE(2020, 6, 7);
    assert_int_equal(measures_on(shelf->book, &question, &shelf->arena, &hits), 1);
    assert_int_equal(hits[0].end, HIT_THEN);
    question.status_count = 0;
    assert_int_equal(measures_on(shelf->book, &question, &shelf->arena, &hits), 0);
}

/* LAW: every clause the file must carry is carried once. */
static void test_clauses_are_carried(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    static const char *const clauses[] = {
        "02c", "02h", "S2f", "S2g", "03a", "03b", "03c", "03d", "03e", "07a", "07b", "07c", "07d",
        "07e", "09a", "09c", "S4b", "S4c", "10a", "10c", "10d", "10e", "10f", "10g", "10h", "10i",
        "10j", "12a", "12b", "12c", "12d", "12e",
    };
    size_t count;
    const struct measure *const *measures = book_measures(shelf->book, &count);
    for (size_t i = 0; i < COUNT_OF(clauses); i++) {
        int carried = 0;
        for (size_t j = 0; j < count; j++)
            carried += name_list_has(measures[j]->ids, text_of(clauses[i]));
        assert_int_equal(carried, 1);
    }
    for (size_t j = 0; j < count; j++)
        assert_true(text_present(measures[j]->chinese));
}

/* ---- other places ---- */

static const char JIANGXI[] =
    "notice: 赣医保办字〔2020〕4号\nplace: 360000\nissued: 2020-02-01\nshort: JX4\nmeasures:\n"
    "- ids: [2.4j, 2.4k]\n  clause: 二（四）\n  says: up to three months of medicine\n"
    "  scope: { people: { diagnosis: [I10-I15, E11], or-like: city-chronic-list, "
    "needs: fixed-long-term-medicine } }\n"
    "  supply: { at-most: 90 days, over: refuse, keeps: [controlled-drugs], "
    "decided: medicine-in-days }\n"
    "- ids: [2.4e]\n  says: cities must decide\n  binding: floor\n"
    "  tolerate: { papers: secondary, by: [commitment, debt], decide: now }\n"
    "  later: { debt: paper, due: { event: epidemic-end, plus: 3 months }, decided: limit }\n"
    "- { ids: [2.4m], says: each city may, empower: { offices: [city-bureau], verb: extend } }\n";

static const char OUTAGE[] =
    "notice: 停机升级公告\nplace: 110000\nissued: 2022-08-09\nshort: BJ22\nmeasures:\n"
    "- ids: [0a]\n  says: the system is down\n"
    "  time: { from: \"2022-08-12T19:00\", until: \"2022-08-15T06:00\" }\n"
    "  outage:\n    - { ids: [2.1a], matter: settlement, by: institution, mode: normal }\n"
    "- { ids: [2.3.3b], says: limits move, extend: { deadlines: [claim.submit], "
    "expiring: inside-0a, to: { first-working-day-from: \"2022-08-13T06:00\" }, "
    "decided: roll } }\n";

static const char SHANDONG[] =
    "notice: 鲁医保发〔2020〕15号\nplace: 370000\nissued: 2020-03-09\n"
    "lists: { six: [defer-sme, cut-rate] }\nmeasures:\n"
    "- ids: [15-1]\n  says: a further cut\n"
    "  scope: { insurance: employee-medical-without-maternity, "
    "units: { kind: [enterprise, self-employed, flexible] } }\n"
    "  adds-to: [鲁医保发〔2020〕9号#9-1]\n"
    "  rate: { part: employer, cut: { share: 1/2, less-points: 2 }, of: original }\n"
    "- { ids: [P3a], says: done, task: { of: six, to: cities, must: carried-out, "
    "due: 2020-03-15 } }\n";

static void test_other_places(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/notices/360000/j.yaml", JIANGXI);
    publish(shelf, "rules/notices/110000/o.yaml", OUTAGE);
    publish(shelf, "rules/notices/370000/s.yaml", SHANDONG);
    build_good(shelf);

    struct measure_fact facts[] = { { "people.needs", TEXT("fixed-long-term-medicine") },
                                    { "people.diagnosis", TEXT("I12.900") } };
    struct measure_question question = { .verb = VERB_SUPPLY, .place = 360100, .facts = facts,
        .fact_count = 2, .day = DATE(2020, 3, 1) };
    assert_string_equal(cites(shelf, &question), "JX4-2.4j JX4-2.4k");
    facts[1].value = TEXT("E11.9");
    assert_string_equal(cites(shelf, &question), "JX4-2.4j JX4-2.4k");
    facts[1].value = TEXT("I16.0");
    assert_string_equal(cites(shelf, &question), "");
    facts[1] = (struct measure_fact){ "people.or-like", TEXT("city-chronic-list") };
    assert_string_equal(cites(shelf, &question), "JX4-2.4j JX4-2.4k");

    struct measure_question outage = { .verb = VERB_OUTAGE, .place = 110108,
        .at = moment_at(DATE(2022, 8, 12), 18, 59, 59) };
    outage.day = DATE(2022, 8, 12);
    assert_string_equal(cites(shelf, &outage), "");
    outage.at = moment_at(DATE(2022, 8, 12), 19, 0, 0);
    assert_string_equal(cites(shelf, &outage), "BJ22-0a");
    outage.at = moment_at(DATE(2022, 8, 15), 6, 0, 0);
    assert_string_equal(cites(shelf, &outage), "");
    outage.at = (struct moment){ 0 };
    outage.day = DATE(2022, 8, 15);
    assert_string_equal(cites(shelf, &outage), "BJ22-0a");

    struct measure_question extend = { .verb = VERB_EXTEND, .place = 110108,
        .thing = TEXT("claim.submit"), .day = DATE(2022, 8, 13) };
    const struct measure_hit *hits;
    assert_int_equal(measures_on(shelf->book, &extend, &shelf->arena, &hits), 1);
    struct date day;
    assert_true(measure_point_day(shelf->book, &hits[0].measure->extend.to, extend.events, 110108,
                                  (struct moment){ 0 }, &day));
    assert_int_equal(day.yyyymmdd, 20220815);      /* 13 August 2022 is a Saturday */
    struct measure_question rate = { .verb = VERB_RATE, .place = 371300,
        .insurance = TEXT("employee-medical-without-maternity"), .day = DATE(2020, 4, 1) };
    assert_string_equal(cites(shelf, &rate), "");
    rate.facts = &(struct measure_fact){ "units.kind", TEXT("flexible") };
    rate.fact_count = 1;
    assert_string_equal(cites(shelf, &rate), "15-1");
}

static void test_replaces(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/notices/110000/z.yaml",
        "notice: 京医保发〔2020〕99号\nplace: 110000\nissued: 2020-03-10\nshort: BJ99\nmeasures:\n"
        "- { ids: [1], says: further, replaces: [京医保发〔2020〕4号#10a], "
        "extend: { deadlines: [contribution.collection], periods: [2020-01, 2020-02], "
        "to: 2020-04-30 } }\n"
        "- { ids: [2], says: claims, extend: { deadlines: [claim.submit], by: 20 days } }\n");
    publish(shelf, "rules/notices/110108/d.yaml",
        "notice: 海医保〔2020〕1号\nplace: 110108\nissued: 2020-02-09\nshort: HD\nuntil: 2020-02-29\n"
        "measures:\n- { ids: [1], says: in the district, "
        "extend: { deadlines: [claim.submit], by: 10 days } }\n");
    build_good(shelf);
    struct measure_question question = { .verb = VERB_EXTEND, .place = 110108,
        .thing = TEXT("contribution.collection"), .day = DATE(2020, 3, 9) };
    assert_string_equal(cites(shelf, &question), "BJ4-10a");
    question.day = DATE(2020, 3, 10);
    assert_string_equal(cites(shelf, &question), "BJ99-1");
    question.known = DATE(2020, 3, 9);
    assert_string_equal(cites(shelf, &question), "BJ4-10a");
    question.known = DATE_NONE;
    question.thing = TEXT("claim.submit");
    question.day = DATE(2020, 3, 10);
    assert_string_equal(cites(shelf, &question), "BJ99-2");
    question.day = DATE(2020, 2, 29);       /* the last day before the district's notice lapses */
    assert_string_equal(cites(shelf, &question), "HD-1");
    question.thing = TEXT("contribution.collection");
    question.known = DATE(2020, 3, 9);
    question.place = 110105;
    assert_string_equal(cites(shelf, &question), "BJ4-10a");
}

/* ---- mistakes ---- */

#define NOTICE(measure) "notice: n\nplace: 110108\nissued: 2020-02-09\nmeasures:\n- " measure "\n"

static const struct { const char *text, *key, *why; } mistakes[] = {
    { NOTICE("{ ids: [1], says: x, tolerat: { papers: secondary, by: debt } }"), "tolerat",
      "rules.fault.unknown-key-near" },
    { NOTICE("{ ids: [1], says: x }"), "measures", "rules.fault.one-verb" },
    { NOTICE("{ ids: [1], says: x, waive: { charge: late-fee }, keep: { right: benefits } }"),
      "measures", "rules.fault.one-verb" },
    { NOTICE("{ says: x, waive: { charge: late-fee } }"), "ids", "rules.fault.missing" },
    { NOTICE("{ ids: [1], waive: { charge: late-fee } }"), "says", "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, tolerate: { papers: key, by: debt } }"), "papers",
      "rules.fault.key-paper" },
    { NOTICE("{ ids: [1], says: x, tolerate: { papers: secondary, by: dept } }"), "by",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, tolerate: { papers: secondary } }"), "by",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, keep: { rigth: benefits } }"), "rigth",
      "rules.fault.unknown-key-near" },
    { NOTICE("{ ids: [1], says: x, supply: { at-most: 3 months, over: confirm } }"), "at-most",
      "rules.fault.not-a-span" },
    { NOTICE("{ ids: [1], says: x, supply: { over: refuse } }"), "at-most",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, waive: {} }"), "charge", "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, waive: { charge: late-fee, cut: offsite-ratio } }"), "charge",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, cover: { person-pays: 0 } }"), "deposit",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, cover: { deposit: none, person-pays: half } }"),
      "person-pays", "rules.fault.unknown-name" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], to: { event: "
             "epidemic-ende } } }"), "event", "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.sumbit], by: 3 days } }"),
      "deadlines", "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], by: 3 weeks } }"), "by",
      "rules.fault.not-a-span" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], by: 3 days, "
             "to: 2020-12-31 } }"), "by", "rules.fault.one-of" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], by: 3 days, "
             "expiring: inside-9 } }"), "expiring", "rules.fault.no-such-measure" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], by: 3 days, "
             "expiring: 1a } }"), "expiring", "rules.fault.reference" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], by: 3 days, "
             "periods: [2020-13] } }"), "periods", "rules.fault.not-a-month" },
    { NOTICE("{ ids: [1], says: x, scope: { matters: offsite-fling }, "
             "waive: { charge: late-fee } }"), "matters", "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, keep: { right: benefit } }"), "right",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, outage: [ { ids: [a], matter: any, mode: pausd } ] }"),
      "mode", "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, outage: [ { ids: [a], mode: paused } ] }"), "outage",
      "rules.fault.one-of" },
    { NOTICE("{ ids: [1], says: x, outage: { matter: any, mode: paused } }"), "outage",
      "rules.fault.not-rows" },
    { NOTICE("{ ids: [1], says: x, suspend: { clocks: [handlin] } }"), "clocks",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, open: { must: yes } }"), "channels", "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, open: { visits-at-most: one } }"), "visits-at-most",
      "rules.fault.not-a-number" },
    { NOTICE("{ ids: [1], says: x, backdate: { filing: offsite } }"), "start-not-before",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, reinstate: { to: in-forc } }"), "to",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, prefer: { class: green-canal } }"), "class",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, prefer: { class: ordinary, before: emergency } }"), "before",
      "rules.fault.backwards" },
    { NOTICE("{ ids: [1], says: x, entrust: { matter: offsite-filing, steps: { fil: person } } }"),
      "steps", "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, rate: { part: employer } }"), "cut", "rules.fault.one-of" },
    { NOTICE("{ ids: [1], says: x, rate: { part: employer, cut: { points: 1 %} } }"), "points",
      "rules.fault.not-points" },
    { NOTICE("{ ids: [1], says: x, rate: { part: employer, cut: { share: 3/2 } } }"), "share",
      "input.not-a-share" },
    { NOTICE("{ ids: [1], says: x, rate: { part: employer, cut: { points: 1 }, "
             "periods: { from: 2020-06, until: 2020-02 } } }"), "periods",
      "rules.fault.backwards" },
    { NOTICE("{ ids: [1], says: x, prepay: { kind: ordinary } }"), "for", "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, prepay: { kind: ordinary, for: next-month, amount: lots } }"),
      "amount", "rules.fault.unknown-name" },
    { NOTICE("{ ids: [1], says: x, quota: { at: hall } }"), "tickets", "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, quota: { at: hall, tickets: 20 } }"), "per",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, report: { forms: [annex-1], from: cities, to: t } }"), "due",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, task: { of: seven, to: cities, must: done } }"), "of",
      "rules.fault.no-such-list" },
    { NOTICE("{ ids: [1], says: x, watch: { thing: duty-phone-unmanned } }"), "then",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, review: { of: [7], due: { event: epidemic-stable } } }"), "of",
      "rules.fault.no-such-measure" },
    { NOTICE("{ ids: [1], says: x, announce: { what: [chanels] } }"), "what",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, empower: { offices: [city-bureau], verb: extnd } }"), "verb",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, time: { from: 2020-03-01, until: 2020-02-01 }, "
             "waive: { charge: late-fee } }"), "time", "rules.fault.backwards" },
    { NOTICE("{ ids: [1], says: x, time: { from: { event: epidemic-end, day: 2020-02-01 } }, "
             "waive: { charge: late-fee } }"), "from", "rules.fault.not-a-time" },
    { NOTICE("{ ids: [1], says: x, cover: { catalogue: opne } }"), "catalogue",
      "rules.fault.unknown-name-near" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit] } }"), "to",
      "rules.fault.missing" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], to: soon } }"), "to",
      "rules.fault.not-a-time" },
    { NOTICE("{ ids: [1], says: x, extend: { deadlines: [claim.submit], to: { event: "
             "epidemic-end, plus: long } } }"),
      "plus", "rules.fault.not-a-span" },
    { NOTICE("{ ids: [1], says: x, scope: { peple: { status: confirmed } }, "
             "waive: { charge: late-fee } }"),
      "peple", "rules.fault.unknown-key" },
    { NOTICE("{ ids: [1], says: x, scope: { people: { statu: confirmed } }, "
             "waive: { charge: late-fee } }"),
      "people.statu", "rules.fault.unknown-key-near" },
    { NOTICE("{ ids: [1], says: x, binding: hard, waive: { charge: late-fee } }"), "binding",
      "rules.fault.unknown-name" },
    { NOTICE("{ ids: [1], says: x, replaces: [2], waive: { charge: late-fee } }"), "replaces",
      "rules.fault.replaces-none" },
    { NOTICE("{ ids: [1], says: x, replaces: [京医保发〔2020〕4号#03a], "
             "waive: { charge: late-fee } }"), "replaces", "rules.fault.replaces-other-verb" },
    { NOTICE("{ ids: [1], says: x, replaces: [京医保发〔2020〕4号#03a], entrust: { matter: "
             "special-disease-filing, steps: { decide: agency } } }"), "replaces",
      "rules.fault.fixed-above" },
    { NOTICE("{ ids: [1], says: x, entrust: { matter: special-disease-filing, "
             "steps: { decide: agency } } }"), "entrust", "rules.fault.fixed-above" },
    { "notice: n\nplace: 999999\nissued: 2020-02-09\nmeasures: [ { ids: 1 } ]\n", "place",
      "rules.fault.place" },
    { "notice: n\nplace: 110000\nmeasures: [ { ids: 1 } ]\n", "issued",
      "rules.fault.missing" },
    { "notice: n\nplace: 110000\nissued: 2020-02-09\nmeasures: []\n", "measures",
      "rules.fault.missing" },
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        void *inner;
        setup(&inner);
        struct shelf *shelf = inner;
        publish(shelf, "rules/notices/110108/m.yaml", mistakes[i].text);
        build(shelf);
        assert_null(shelf->book);
        bool found = false;
        for (const struct rule_fault *fault = shelf->faults.first; fault != NULL;
             fault = fault->next) {
            assert_true(words_has(fault->why));
            assert_true(fault->line > 0);
            found |= text_is(fault->key, mistakes[i].key)
                && strcmp(fault->why, mistakes[i].why) == 0;
        }
        if (!found)
            fail_msg("%s: %s", mistakes[i].key, mistakes[i].why);
        teardown(&inner);
    }
}

static void test_events(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    const struct divisions *divisions = book_divisions(shelf->book);
    struct event_fact facts[] = {
        { .kind = TEXT("response-level-1-start"), .place = 0, .day = DATE(2020, 1, 25),
          .declared = moment_of_date(DATE(2020, 1, 25)) },
        { .kind = TEXT("response-level-1-start"), .place = 110000, .day = DATE(2020, 1, 24),
          .declared = moment_of_date(DATE(2020, 1, 24)) },
        { .kind = TEXT("response-level-1-start"), .place = 110000, .day = DATE(2020, 1, 23),
          .declared = moment_of_date(DATE(2020, 2, 1)) },
    };
    struct events events = { facts, COUNT_OF(facts) };
    struct text kind = TEXT("response-level-1-start");
    struct moment now = { 0 };
    assert_int_equal(event_day(divisions, events, kind, 110108, now).yyyymmdd, 20200123);
    assert_int_equal(event_day(divisions, events, kind, 110108,
                               moment_of_date(DATE(2020, 1, 26))).yyyymmdd, 20200124);
    assert_int_equal(event_day(divisions, events, kind, 360100, now).yyyymmdd, 20200125);
    assert_int_equal(event_day(divisions, events, kind, 123, now).yyyymmdd, 0);
    assert_int_equal(event_day(divisions, events, TEXT("epidemic-end"), 110108, now).yyyymmdd, 0);
    facts[2].withdrawn = moment_of_date(DATE(2020, 2, 2));
    assert_int_equal(event_day(divisions, events, kind, 110108, now).yyyymmdd, 20200124);
}

int main(void)
{
#define ON_SHELF(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_tolerate), ON_SHELF(test_where_and_when), ON_SHELF(test_entrust),
        ON_SHELF(test_extend), ON_SHELF(test_keep_until_debt_is_cleared),
        ON_SHELF(test_clauses_are_carried), ON_SHELF(test_other_places), ON_SHELF(test_replaces),
        cmocka_unit_test(test_mistakes), ON_SHELF(test_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
