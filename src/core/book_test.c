/* book_test.c: books of a few lines each: what is found, what is not, and every kind of mistake. */

#include "core/book.h"
#include "core/calendar.h"
#include "core/divisions.h"
#include "base/check.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

/* ---- two subjects to write about ---- */

struct tiers { struct money tier1, tier2; };
struct band { struct money until; struct share share; };
struct benefit {
    struct tiers deductible;
    struct list bands;
    struct text counts;
};

static const struct field tiers_fields[] = {
    { .name = "tier1", .kind = FIELD_MONEY, .flags = FIELD_REQUIRED,
      .offset = AT(struct tiers, tier1) },
    { .name = "tier2", .kind = FIELD_MONEY, .flags = FIELD_REQUIRED,
      .offset = AT(struct tiers, tier2) },
};
static const struct shape tiers_shape = SHAPE("tiers", struct tiers, tiers_fields);
static const struct field band_fields[] = {
    { .name = "until", .kind = FIELD_MONEY, .offset = AT(struct band, until) },
    { .name = "share", .kind = FIELD_SHARE, .flags = FIELD_REQUIRED,
      .offset = AT(struct band, share) },
};
static const struct shape band_shape = SHAPE("band", struct band, band_fields);
static const struct field benefit_fields[] = {
    { .name = "deductible", .kind = FIELD_OBJECT, .flags = FIELD_REQUIRED, .of = &tiers_shape,
      .offset = AT(struct benefit, deductible) },
    { .name = "bands", .kind = FIELD_LIST, .of = &band_shape, .length_max = 4,
      .offset = AT(struct benefit, bands) },
    { .name = "what_counts", .kind = FIELD_TEXT, .length_max = 10,
      .offset = AT(struct benefit, counts) },
};
static const struct shape benefit_shape = SHAPE("benefit", struct benefit, benefit_fields);

struct rate { struct share share; };
static const struct field rate_fields[] = {
    { .name = "share", .kind = FIELD_SHARE, .flags = FIELD_REQUIRED,
      .offset = AT(struct rate, share) },
};
static const struct shape rate_shape = SHAPE("rate", struct rate, rate_fields);
static const char *rate_check(const void *payload)
{
    const struct rate *rate = payload;
    return rate->share.parts == 0 ? "rules.fault.empty" : NULL;
}

static const struct rule_kind benefit_kind = { "benefit.inpatient", &benefit_shape, NULL };
static const struct rule_kind rate_kind = { "contribution.rate", &rate_shape, rate_check };
static const struct rule_kind *const kinds[] = { &benefit_kind, &rate_kind };

static const char DIVISIONS[] =
    "code\tparent\tlevel\tname\tenglish\tpseudo\tsource\n"
    "370000\t0\tprovince\t山东省\tShandong\tno\tGB/T 2260\n"
    "371300\t370000\tcity\t临沂市\tLinyi\tno\tGB/T 2260\n"
    "371329\t371300\tcounty\t临沭县\tLinshu\tno\tGB/T 2260\n"
    "379500\t370000\tspecial\t胜利油田\t\tyes\town\n"
    "110000\t0\tprovince\t北京市\tBeijing\tno\tGB/T 2260\n";

/* ---- a shelf of publications ---- */

struct shelf {
    struct arena arena;
    struct rule_faults faults;
    struct publication publications[64];
    size_t count;
    const struct book *book;
};

static int shelf_setup(void **state)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    arena_init(&shelf->arena);
    rule_faults_init(&shelf->faults, &shelf->arena);
    *state = shelf;
    return 0;
}

static int shelf_teardown(void **state)
{
    struct shelf *shelf = *state;
    book_release(shelf->book);
    arena_release(&shelf->arena);
    free(shelf);
    return 0;
}

static void publish(struct shelf *shelf, const char *file, const char *text, struct date known)
{
    CHECK(shelf->count < COUNT_OF(shelf->publications));
    struct publication *publication = &shelf->publications[shelf->count++];
    *publication = (struct publication){ .sequence = (int64_t)shelf->count, .file = text_of(file),
        .text = text_of(text) };
    if (known.yyyymmdd != 0)
        publication->known = moment_of_date(known);
}

static void build(struct shelf *shelf)
{
    publish(shelf, "rules/divisions/divisions.tsv", DIVISIONS, DATE_NONE);
    shelf->book = book_build(shelf->publications, shelf->count, kinds, COUNT_OF(kinds),
                             &shelf->faults);
}

static void build_good(struct shelf *shelf)
{
    build(shelf);
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next)
        print_message("%.*s:%d %.*s %s %.*s\n", TEXT_ARGS(fault->file), fault->line,
                      TEXT_ARGS(fault->key), fault->why, TEXT_ARGS(fault->detail[0]));
    assert_non_null(shelf->book);
}

static void build_bad(struct shelf *shelf, int line, const char *key, const char *why)
{
    build(shelf);
    assert_null(shelf->book);
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next)
        if (fault->line == line && text_is(fault->key, key) && strcmp(fault->why, why) == 0)
            return;
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next)
        print_message("%.*s:%d %.*s %s %.*s\n", TEXT_ARGS(fault->file), fault->line,
                      TEXT_ARGS(fault->key), fault->why, TEXT_ARGS(fault->detail[0]));
    fail_msg("no fault %d %s %s", line, key, why);
}

/* Parts of a million, or -1 none, -2 not known. */
static int64_t rate_on(const struct shelf *shelf, int32_t place, const char *insurance,
                       const char *person, struct date day, struct date known)
{
    struct question question = { "contribution.rate", place, text_of(insurance), text_of(person),
                                 day, known };
    const struct rule *rule = NULL;
    switch (rules_on(shelf->book, &question, &rule)) {
    case RULE_FOUND: return ((const struct rate *)rule->payload)->share.parts;
    case RULE_NONE: assert_null(rule); return -1;
    case RULE_NOT_KNOWN: assert_null(rule); return -2;
    }
    return -3;
}

#define RATES(place, head, values) \
    "place: " place "\nabout: contribution.rate\ndated-by: period\nsource: a source\n" \
    "certainty: official\n" head "values:\n" values

/* ---- what is found ---- */

static void test_payload(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/371300/a.yaml",
        "place: 371300\nabout: benefit.inpatient\ninsurance: resident\ndated-by: discharge\n"
        "source: county page\ncertainty: reported\nclauses: [BJ4-10a, BJ4-10b]\nvalues:\n"
        "  - from: earliest-known\n    until: 2022-08-31\n"
        "    deductible: { tier1: 200.00, tier2: 500 }\n"
        "    bands: [ { until: 30000, share: 85% }, { share: 0.9 } ]\n"
        "    what-counts: cost\n    note: as the page says\n"
        "  - { from: 2022-09-01, source: another page, deductible: { tier1: 200, tier2: 400 } }\n",
        DATE_NONE);
    build_good(shelf);
    struct question question = { "benefit.inpatient", 371329, TEXT("resident"), TEXT("child"),
                                 DATE(2022, 8, 31), DATE_NONE };
    const struct rule *rule;
    assert_int_equal(rules_on(shelf->book, &question, &rule), RULE_FOUND);
    const struct benefit *benefit = rule->payload;
    assert_int_equal(benefit->deductible.tier2.fen, 50000);
    assert_int_equal(benefit->bands.count, 2);
    const struct band *bands = benefit->bands.items;
    assert_int_equal(bands[0].share.parts, 850000);
    assert_int_equal(bands[1].share.parts, 900000);
    assert_true(text_is(benefit->counts, "cost"));
    assert_true(text_is(rule->source, "county page"));
    assert_true(text_is(rule->clauses, "BJ4-10a BJ4-10b"));
    assert_int_equal(rule->certainty, CERTAINTY_REPORTED);
    assert_int_equal(rule->dated_by, DATED_BY_DISCHARGE);
    assert_int_equal(rule->line, 9);
    question.day = DATE(2022, 9, 1);
    assert_int_equal(rules_on(shelf->book, &question, &rule), RULE_FOUND);
    assert_int_equal(((const struct benefit *)rule->payload)->deductible.tier2.fen, 40000);
    assert_true(text_is(rule->source, "another page"));
    question.insurance = TEXT("employee");
    assert_int_equal(rules_on(shelf->book, &question, &rule), RULE_NOT_KNOWN);
}

static void test_days_in_force(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: 2020-01-01, until: 2020-12-31, share: 8% }\n"
              "  - { from: 2021-01-01, until: 2021-06-30, gap: yes }\n"
              "  - { from: 2021-07-01, until: 2021-12-31, share: 9% }\n"
              "  - { from: 2022-01-01, ended: yes }\n"), DATE_NONE);
    publish(shelf, "rules/values/110000/a.yaml",
        RATES("110000", "", "  - { from: 2020-01-01, until: 2020-12-31, share: 10.8% }\n"),
        DATE_NONE);
    build_good(shelf);
    assert_int_equal(rate_on(shelf, 371329, NULL, NULL, DATE(2019, 12, 31), DATE_NONE), -2);
    assert_int_equal(rate_on(shelf, 371329, NULL, NULL, DATE(2020, 12, 31), DATE_NONE), 80000);
    assert_int_equal(rate_on(shelf, 371329, NULL, NULL, DATE(2021, 1, 1), DATE_NONE), -2);
    assert_int_equal(rate_on(shelf, 371329, NULL, NULL, DATE(2021, 7, 1), DATE_NONE), 90000);
    assert_int_equal(rate_on(shelf, 371329, NULL, NULL, DATE(2022, 1, 1), DATE_NONE), -1);
    assert_int_equal(rate_on(shelf, 110000, NULL, NULL, DATE(2020, 6, 1), DATE_NONE), 108000);
    /* After the last written day nothing falls back to what was. */
    assert_int_equal(rate_on(shelf, 110000, NULL, NULL, DATE(2021, 1, 1), DATE_NONE), -2);
    assert_int_equal(rate_on(shelf, 999999, NULL, NULL, DATE(2020, 6, 1), DATE_NONE), -2);
}

static void test_places_and_people(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/0/a.yaml",
        RATES("0", "", "  - { from: earliest-known, share: 1% }\n"), DATE_NONE);
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "insurance: employee\n", "  - { from: earliest-known, share: 2% }\n"),
        DATE_NONE);
    publish(shelf, "rules/values/370000/b.yaml",
        RATES("370000", "insurance: employee\nperson: [active, flexible]\n",
              "  - { from: earliest-known, share: 3% }\n"), DATE_NONE);
    publish(shelf, "rules/values/371300/a.yaml",
        RATES("371300", "insurance: [employee, resident]\n",
              "  - { from: earliest-known, until: 2020-01-31, as-wider: yes }\n"
              "  - { from: 2020-02-01, until: 2020-06-30, share: 4% }\n"
              "  - { from: 2020-07-01, as-wider: yes }\n"), DATE_NONE);
    build_good(shelf);
    struct date march = DATE(2020, 3, 1), august = DATE(2020, 8, 1);
    assert_int_equal(rate_on(shelf, 110000, "employee", NULL, march, DATE_NONE), 10000);
    assert_int_equal(rate_on(shelf, 370000, "employee", NULL, march, DATE_NONE), 20000);
    assert_int_equal(rate_on(shelf, 370000, "employee", "retired", march, DATE_NONE), 20000);
    assert_int_equal(rate_on(shelf, 370000, "employee", "flexible", march, DATE_NONE), 30000);
    assert_int_equal(rate_on(shelf, 370000, "resident", NULL, march, DATE_NONE), 10000);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, march, DATE_NONE), 10000);
    /* The place is stronger than the kind of person. */
    assert_int_equal(rate_on(shelf, 371329, "employee", "active", march, DATE_NONE), 40000);
    assert_int_equal(rate_on(shelf, 371300, "resident", NULL, march, DATE_NONE), 40000);
    assert_int_equal(rate_on(shelf, 371329, "employee", "active", august, DATE_NONE), 30000);
    assert_int_equal(rate_on(shelf, 371329, "resident", "active", august, DATE_NONE), 10000);
    assert_int_equal(rate_on(shelf, 379500, "employee", "active", august, DATE_NONE), 30000);
}

static void test_days_known(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "known: 2019-12-01\n",
              "  - { from: 2020-01-01, known-until: 2020-02-17, share: 8% }\n"
              "  - { from: 2020-01-01, until: 2020-02-29, known-from: 2020-02-18, share: 8% }\n"
              "  - { from: 2020-03-01, known-from: 2020-02-18, share: 7% }\n"), DATE_NONE);
    build_good(shelf);
    struct date may = DATE(2020, 5, 1);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, may, DATE(2019, 11, 30)), -2);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, may, DATE(2020, 2, 17)), 80000);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, may, DATE(2020, 2, 18)), 70000);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, may, DATE_NONE), 70000);
}

static void test_publications_of_one_file(void **state)
{
    struct shelf *shelf = *state;
    const char *file = "rules/values/370000/a.yaml";
    publish(shelf, file, RATES("370000", "", "  - { from: earliest-known, share: 8% }\n"),
            DATE(2020, 1, 1));
    publish(shelf, file, RATES("370000", "", "  - { from: earliest-known, share: 7% }\n"),
            DATE(2020, 3, 1));
    publish(shelf, file, RATES("370000", "", "  - { from: earliest-known, share: 6% }\n"),
            DATE(2020, 3, 1));
    publish(shelf, file, "", DATE(2020, 5, 1));
    build_good(shelf);
    struct date day = DATE(2020, 2, 1);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, day, DATE(2019, 12, 31)), -2);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, day, DATE(2020, 2, 29)), 80000);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, day, DATE(2020, 3, 1)), 60000);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, day, DATE(2020, 5, 1)), -2);
    assert_int_equal(book_sequence(shelf->book), 5);
}

/* Known from always, both: the later one alone counts; and an empty one takes the file back. */
static void test_publications_without_a_day(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
            RATES("370000", "", "  - { from: earliest-known, share: 8% }\n"), DATE_NONE);
    publish(shelf, "rules/values/370000/a.yaml",
            RATES("370000", "", "  - { from: earliest-known, share: 7% }\n"), DATE_NONE);
    publish(shelf, "rules/values/110000/a.yaml",
            RATES("110000", "", "  - { from: earliest-known, share: 6% }\n"), DATE_NONE);
    publish(shelf, "rules/values/110000/a.yaml", " \n", DATE_NONE);
    build_good(shelf);
    struct date day = DATE(2020, 2, 1);
    assert_int_equal(rate_on(shelf, 370000, NULL, NULL, day, DATE_NONE), 70000);
    assert_int_equal(rate_on(shelf, 110000, NULL, NULL, day, DATE_NONE), -2);
    size_t count;
    book_rules(shelf->book, &count);
    assert_int_equal(count, 1);
}

/* A place of which nothing was known yet does not hide the wider one. */
static void test_place_not_yet_known(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: earliest-known, share: 8% }\n"), DATE_NONE);
    publish(shelf, "rules/values/371300/a.yaml",
        RATES("371300", "known: 2022-08-20\n", "  - { from: earliest-known, share: 6% }\n"),
        DATE_NONE);
    build_good(shelf);
    struct date day = DATE(2020, 2, 1);
    assert_int_equal(rate_on(shelf, 371300, NULL, NULL, day, DATE(2022, 8, 19)), 80000);
    assert_int_equal(rate_on(shelf, 371300, NULL, NULL, day, DATE(2022, 8, 20)), 60000);
}

/* ---- what is wrong ---- */

static void test_overlap(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: 2020-01-01, until: 2020-12-31, share: 8% }\n"), DATE_NONE);
    publish(shelf, "rules/values/370000/b.yaml",
        RATES("370000", "", "  - { from: 2020-12-31, share: 7% }\n"), DATE_NONE);
    build_bad(shelf, 7, "from", "rules.fault.overlap");
}

static void test_overlap_of_people(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "person: [active, active]\n", "  - { from: 2020-01-01, share: 8% }\n"),
        DATE_NONE);
    build_bad(shelf, 8, "from", "rules.fault.overlap");
}

static void test_gap(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: 2020-01-01, until: 2020-12-30, share: 8% }\n"
              "  - { from: 2021-01-01, share: 7% }\n"), DATE_NONE);
    build_bad(shelf, 8, "from", "rules.fault.gap");
    assert_int_equal(shelf->faults.count, 1);
    assert_true(text_is(shelf->faults.first->detail[0], "2020-12-31"));
}

static void test_keys(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: 2020-01-01, shrae: 8% }\n"), DATE_NONE);
    build_bad(shelf, 7, "shrae", "rules.fault.unknown-key-near");
    assert_true(text_is(shelf->faults.first->detail[0], "share"));
    assert_true(text_is(shelf->faults.first->next->key, "share"));
    assert_string_equal(shelf->faults.first->next->why, "rules.fault.missing");
    char line[200];
    struct builder builder = builder_over(line, sizeof line - 1);
    rule_fault_write(&builder, shelf->faults.first, LANGUAGE_ENGLISH);
    assert_true(text_is(builder_text(&builder), "rules/values/370000/a.yaml:7: shrae: "
                        "unknown key; did you mean share?"));
}

struct mistake {
    const char *text;
    int line;
    const char *key, *why;
};

static const struct mistake mistakes[] = {
    { RATES("370000", "", "  - { from: 2020-01-01, share: 8 }\n"), 7, "share",
      "rules.fault.share-above-one" },
    { RATES("370000", "", "  - { from: 2020-01-01, share: 8 percent }\n"), 7, "share",
      "input.not-a-share" },
    { RATES("370000", "", "  - { from: 2020-02-30, share: 8% }\n"), 7, "from",
      "input.not-a-day" },
    { RATES("370000", "", "  - { from: 2020-02-01, until: 2020-01-01, share: 8% }\n"), 7, "until",
      "rules.fault.backwards" },
    { RATES("370000", "", "  - { from: 2020-01-01, share: 0% }\n"), 7, "contribution.rate",
      "rules.fault.empty" },
    { RATES("370000", "", "  - { from: 2020-01-01, ended: yes, share: 8% }\n"), 7, "values",
      "rules.fault.payload-and-word" },
    { RATES("370000", "", "  - { from: 2020-01-01, ended: perhaps }\n"), 7, "ended",
      "rules.fault.not-yes-or-no" },
    { RATES("370000", "", "  - { from: 2020-01-01, share: }\n"), 7, "share",
      "rules.fault.empty" },
    { RATES("370000", "", "  - { from: 2020-01-01, share: [8%] }\n"), 7, "share",
      "rules.fault.not-a-scalar" },
    { RATES("370000", "", "  - 8%\n"), 7, "value", "rules.fault.not-a-mapping" },
    { RATES("370000", "insurance: employe\n", "  - { from: 2020-01-01, share: 8% }\n"), 6,
      "insurance", "rules.fault.unknown-name-near" },
    { RATES("370001", "", "  - { from: 2020-01-01, share: 8% }\n"), 1, "place",
      "rules.fault.place" },
    { RATES("临沂", "", "  - { from: 2020-01-01, share: 8% }\n"), 1, "place",
      "rules.fault.place" },
    { RATES("370000", "", "  - { from: 2020-01-01, share: 8%, certainty: sure }\n"), 7,
      "certainty", "rules.fault.unknown-name" },
    { RATES("370000", "", "  []\n"), 1, "values", "rules.fault.missing" },
    { "place: 370000\nabout: contribution.rats\ndated-by: period\nsource: s\ncertainty: weak\n"
      "values:\n  - { from: 2020-01-01, share: 8% }\n", 2, "about",
      "rules.fault.unknown-name-near" },
    { "place: 370000\nabout: contribution.rate\ndated-by: day\nsource: s\ncertainty: weak\n"
      "values:\n  - { from: 2020-01-01, share: 8% }\n", 3, "dated-by", "rules.fault.unknown-name" },
    { "place: 370000\nabout: contribution.rate\ndated-by: period\ncertainty: weak\n"
      "values:\n  - { from: 2020-01-01, share: 8% }\n", 6, "source", "rules.fault.no-source" },
    { "place: 370000\nabout: contribution.rate\ndated-by: period\nsource: s\n"
      "values:\n  - { from: 2020-01-01, share: 8% }\n", 6, "certainty", "rules.fault.missing" },
    { "place: 370000\nabout: contribution.rate\nsource: s\ncertainty: weak\n"
      "values:\n  - { from: 2020-01-01, share: 8% }\n", 1, "dated-by", "rules.fault.missing" },
    { "place: 370000\nplaces: [1]\n", 2, "places", "rules.fault.unknown-key-near" },
    { "place: [370000\n", 2, "", "rules.fault.yaml" },
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        void *inner;
        shelf_setup(&inner);
        struct shelf *shelf = inner;
        publish(shelf, "rules/values/370000/a.yaml", mistakes[i].text, DATE_NONE);
        build_bad(shelf, mistakes[i].line, mistakes[i].key, mistakes[i].why);
        for (const struct rule_fault *fault = shelf->faults.first; fault != NULL;
             fault = fault->next)
            assert_true(words_has(fault->why));
        shelf_teardown(&inner);
    }
}

/* All mistakes of all files are told at once, and no book is made. */
static void test_all_faults(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "", "  - { from: 2020-01-01, share: 8 }\n  - { from: x, share: 8% }\n"),
        DATE_NONE);
    publish(shelf, "rules/values/110000/b.yaml",
        RATES("110000", "", "  - { from: 2020-01-01, shore: 8% }\n"), DATE_NONE);
    build(shelf);
    assert_null(shelf->book);
    assert_int_equal(shelf->faults.count, 4);
}

static void test_no_divisions(void **state)
{
    struct shelf *shelf = *state;
    shelf->book = book_build(shelf->publications, 0, kinds, COUNT_OF(kinds), &shelf->faults);
    assert_null(shelf->book);
    assert_string_equal(shelf->faults.first->why, "rules.fault.no-divisions");
}

/* ---- divisions ---- */

static void test_divisions(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    const struct divisions *divisions = book_divisions(shelf->book);
    assert_int_equal(divisions_count(divisions), 5);
    assert_int_equal(division_parent(divisions, 371329), 371300);
    assert_int_equal(division_parent(divisions, 370000), DIVISION_COUNTRY);
    assert_int_equal(division_parent(divisions, 0), DIVISION_UNKNOWN);
    assert_int_equal(division_parent(divisions, 123), DIVISION_UNKNOWN);
    assert_true(division_is_within(divisions, 371329, 370000));
    assert_true(division_is_within(divisions, 371329, 371329));
    assert_true(division_is_within(divisions, 371329, 0));
    assert_int_equal(division_last_code(370000), 379999);
    assert_int_equal(division_last_code(371300), 371399);
    assert_int_equal(division_last_code(371329), 371329);
    assert_int_equal(division_last_code(DIVISION_COUNTRY), 999999);
    assert_false(division_is_within(divisions, 371329, 110000));
    assert_false(division_is_within(divisions, 370000, 371300));
    assert_false(division_is_within(divisions, 123, 0));
    assert_int_equal(division_pooling_area(divisions, 371329), 371300);
    assert_int_equal(division_pooling_area(divisions, 371300), 371300);
    assert_int_equal(division_pooling_area(divisions, 370000), 370000);
    assert_int_equal(division_pooling_area(divisions, 123), 123);
    assert_int_equal(division_depth(divisions, 371329), 3);
    assert_int_equal(division_depth(divisions, 0), 0);
    assert_true(text_is(division_name(divisions, 371329), "临沭县"));
    assert_false(text_present(division_english(divisions, 379500)));
    assert_true(division_of(divisions, 379500)->pseudo);
}

static void test_divisions_wrong(void **state)
{
    struct shelf *shelf = *state;
    struct text file = TEXT("d.tsv");
    assert_null(divisions_read(file, TEXT("1\t2\tcity\ta\n2\t1\tcity\tb\n"), &shelf->arena,
                               &shelf->faults));
    assert_string_equal(shelf->faults.first->why, "rules.fault.circle");
    shelf->faults = (struct rule_faults){ .arena = &shelf->arena };
    assert_null(divisions_read(file, TEXT("1\t\tcity\ta\n1\t\tcity\tb\n"), &shelf->arena,
                               &shelf->faults));
    assert_string_equal(shelf->faults.first->why, "rules.fault.twice");
    shelf->faults = (struct rule_faults){ .arena = &shelf->arena };
    assert_null(divisions_read(file, TEXT("1\t3\tcity\ta\n"), &shelf->arena, &shelf->faults));
    assert_string_equal(shelf->faults.first->why, "rules.fault.place");
}

/* ---- holding and speed ---- */

static void *hold_and_release(void *book)
{
    for (int i = 0; i < 20000; i++) {
        book_hold(book);
        book_release(book);
    }
    book_release(book);
    return NULL;
}

static void test_holders(void **state)
{
    struct shelf *shelf = *state;
    build_good(shelf);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        book_hold(shelf->book);
        pthread_create(&threads[i], NULL, hold_and_release, (void *)(uintptr_t)shelf->book);
    }
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(book_sequence(shelf->book), 1);
}

/* Printed, not asserted tightly: the bound only catches a lookup that allocates or scans. */
static void test_speed(void **state)
{
    struct shelf *shelf = *state;
    publish(shelf, "rules/values/370000/a.yaml",
        RATES("370000", "insurance: employee\nperson: [active, retired]\n",
              "  - { from: 2020-01-01, until: 2020-12-31, share: 8% }\n"
              "  - { from: 2021-01-01, until: 2021-12-31, share: 7% }\n"
              "  - { from: 2022-01-01, share: 6% }\n"), DATE_NONE);
    build_good(shelf);
    struct question question = { "contribution.rate", 371329, TEXT("employee"), TEXT("retired"),
                                 DATE(2022, 5, 1), DATE(2022, 5, 1) };
    const struct rule *rule = NULL;
    struct timespec begin, end;
    enum { TIMES = 200000 };
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    for (int i = 0; i < TIMES; i++)
        assert_true(rules_on(shelf->book, &question, &rule) == RULE_FOUND);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    double ns = (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
    print_message("rules_on: %.0f ns\n", ns / TIMES);
    assert_true(ns / TIMES < 20000);
}

int main(void)
{
#define ON_SHELF(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_payload), ON_SHELF(test_days_in_force), ON_SHELF(test_places_and_people),
        ON_SHELF(test_days_known), ON_SHELF(test_publications_of_one_file),
        ON_SHELF(test_publications_without_a_day),
        ON_SHELF(test_place_not_yet_known), ON_SHELF(test_overlap),
        ON_SHELF(test_overlap_of_people), ON_SHELF(test_gap), ON_SHELF(test_keys),
        cmocka_unit_test(test_mistakes), ON_SHELF(test_all_faults), ON_SHELF(test_no_divisions),
        ON_SHELF(test_divisions), ON_SHELF(test_divisions_wrong), ON_SHELF(test_holders),
        ON_SHELF(test_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
