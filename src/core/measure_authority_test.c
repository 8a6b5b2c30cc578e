/* measure_authority_test.c: who may change what, each case with the clause it offends. */

#include "core/measure_shelf.h"

#define PROVINCE(measure) \
    "notice: 省一号\nplace: 370000\nissued: 2020-02-03\nshort: P\nmeasures:\n- " measure "\n"
#define CITY(measure) \
    "notice: 市一号\nplace: 371300\nissued: 2020-02-10\nshort: C\nmeasures:\n- " measure "\n"
#define COUNTY(measure) \
    "notice: 县一号\nplace: 371329\nissued: 2020-02-12\nshort: D\nmeasures:\n- " measure "\n"

#define UNTIL "time: { until: { event: epidemic-end } }, "
#define FLOOR "{ ids: [1], clause: 二（四）, says: must allow it, binding: floor, " UNTIL \
    "tolerate: { papers: secondary, by: [commitment, debt], decide: now } }"

static void two(struct shelf *shelf, const char *upper, const char *lower)
{
    shelf_publish(shelf, "rules/notices/370000/p.yaml", upper);
    shelf_publish(shelf, "rules/notices/371300/c.yaml", lower);
}

/* A county switches off a floor of the province: it is refused with the clause. */
static void test_a_floor_is_not_switched_off(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE(FLOOR),
        COUNTY("{ ids: [1], says: no more, replaces: [省一号#1], "
               "time: { until: 2020-02-13 }, "
               "tolerate: { papers: secondary, by: [commitment, debt], decide: now } }"));
    shelf_refused(shelf, "replaces", "rules.fault.floor-above", "省一号 二（四）（P-1）");
}

static void test_a_floor_is_not_lowered(void **state)
{
    static const char *const worse[] = {
        CITY("{ ids: [1], says: debt alone, replaces: [省一号#1], " UNTIL
             "tolerate: { papers: secondary, by: debt, decide: now } }"),
        CITY("{ ids: [1], says: web alone, replaces: [省一号#1], " UNTIL
             "scope: { channels: web }, "
             "tolerate: { papers: secondary, by: [commitment, debt], decide: now } }"),
        CITY("{ ids: [1], says: on application, replaces: [省一号#1], " UNTIL
             "grant: { on-application: offsite-filing }, "
             "tolerate: { papers: secondary, by: [commitment, debt], decide: now } }"),
        CITY("{ ids: [1], says: later, replaces: [省一号#1], " UNTIL
             "tolerate: { papers: secondary, by: [commitment, debt] } }"),
    };
    for (size_t i = 0; i < COUNT_OF(worse); i++) {
        void *inner;
        (void)state;
        shelf_open(&inner);
        two(inner, PROVINCE(FLOOR), worse[i]);
        shelf_refused(inner, "replaces", "rules.fault.floor-above", "P-1");
        shelf_close(&inner);
    }
}

/* A higher floor of a nearer place may stand in the wider one's stead, a lower one may not. */
static void test_a_share_at_least_is_not_lowered(void **state)
{
    static const struct { const char *city; bool good; } rows[] = {
        { CITY("{ ids: [1], says: less, replaces: [省一号#1], "
               "cover: { deductible: none, share-at-least: 60% } }"), false },
        { CITY("{ ids: [1], says: a deductible, replaces: [省一号#1], "
               "cover: { share-at-least: 75% } }"), false },
        { CITY("{ ids: [1], says: more, replaces: [省一号#1], "
               "cover: { deductible: none, share-at-least: 75% } }"), true },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        void *inner;
        shelf_open(&inner);
        two(inner, PROVINCE("{ ids: [1], says: floor, binding: floor, "
                            "cover: { deductible: none, share-at-least: 70% } }"), rows[i].city);
        if (rows[i].good)
            shelf_build(inner);
        else
            shelf_refused(inner, "replaces", "rules.fault.floor-above", "P-1");
        shelf_close(&inner);
    }
}

static void test_a_floor_is_bettered(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE(FLOOR),
        CITY("{ ids: [1], says: more, replaces: [省一号#1], "
             "tolerate: { papers: secondary, by: [commitment, debt, copy], decide: now } }"));
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_TOLERATE, .place = 371329,
        .thing = TEXT("secondary"), .day = DATE(2020, 2, 20) };
    assert_string_equal(shelf_cites(shelf, &question), "C-1");
    question.place = 370100;
    assert_string_equal(shelf_cites(shelf, &question), "P-1");
}

static void test_a_default_may_be_set_below(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE("{ ids: [1], says: sixty, supply: { at-most: 60 days, over: confirm } }"),
        CITY("{ ids: [1], says: forty, replaces: [省一号#1], "
             "supply: { at-most: 40 days, over: refuse } }"));
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_SUPPLY, .place = 371329,
        .day = DATE(2020, 2, 20) };
    assert_string_equal(shelf_cites(shelf, &question), "C-1");
}

#define FIXED "{ ids: [1], clause: 三, says: so, binding: fixed, entrust: { matter: " \
    "special-disease-filing, steps: { decide: insurance-office-of-the-institution } } }"
#define OTHERWISE "entrust: { matter: special-disease-filing, steps: { decide: agency } } }"

static void test_fixed_is_not_changed(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE(FIXED), CITY("{ ids: [1], says: not so, replaces: [省一号#1], " OTHERWISE));
    shelf_refused(shelf, "replaces", "rules.fault.fixed-above", "省一号 三（P-1）");
}

static void test_fixed_is_not_gone_around(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE(FIXED), CITY("{ ids: [1], says: not so, " OTHERWISE));
    shelf_refused(shelf, "entrust", "rules.fault.fixed-above", "P-1");
}

static void test_fixed_is_changed_inside_an_empower(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE(FIXED "\n- { ids: [2], says: cities may, empower: "
                        "{ offices: city-bureau, verb: entrust } }"),
        CITY("{ ids: [1], says: not so, replaces: [省一号#1], " OTHERWISE));
    shelf_build(shelf);
    shelf_publish(shelf, "rules/notices/371329/d.yaml",
                  COUNTY("{ ids: [1], says: nor so, replaces: [省一号#1], " OTHERWISE));
    book_release(shelf->book);
    shelf->book = NULL;
    shelf_refused(shelf, "entrust", "rules.fault.not-empowered", "省一号");
}

/* Visits: a second one where the province fixed none is refused, one channel more is not. */
static void test_fixed_visits(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, PROVINCE("{ ids: [1], says: none, binding: fixed, "
                        "open: { channels: web, visits-at-most: 0, must: yes } }"),
        CITY("{ ids: [1], says: by post, open: { channels: [web, post] } }"));
    shelf_build(shelf);
    book_release(shelf->book);
    shelf->book = NULL;
    shelf_publish(shelf, "rules/notices/371329/d.yaml",
                  COUNTY("{ ids: [1], says: once, open: { channels: web, visits-at-most: 1 } }"));
    shelf_refused(shelf, "open", "rules.fault.fixed-above", "P-1");
}

#define MAY "{ ids: [m], clause: 二, says: cities may lengthen, empower: { offices: city-bureau, " \
    "verb: extend, deadlines: claim.submit, bounds: { not-before: 2020-03-31, " \
    "not-after: 2020-12-31 } } }"

static void test_beyond_an_empower(void **state)
{
    static const struct { const char *lower, *key, *why; } rows[] = {
        { COUNTY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: 2020-06-30 } }"),
          "extend", "rules.fault.not-empowered" },
        { CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: 2020-03-30 } }"),
          "to", "rules.fault.beyond-bounds" },
        { CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: 2021-01-01 } }"),
          "to", "rules.fault.beyond-bounds" },
        { CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: open } }"),
          "to", "rules.fault.beyond-bounds" },
        { CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: 2020-12-31 } }"),
          NULL, NULL },
        { CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, to: 2020-03-31 } }"),
          NULL, NULL },
        { COUNTY("{ ids: [1], says: x, extend: { deadlines: statement.submit, to: 2020-06-30 } }"),
          NULL, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        void *inner;
        shelf_open(&inner);
        two(inner, PROVINCE(MAY), rows[i].lower);
        if (rows[i].why == NULL)
            shelf_build(inner);
        else
            shelf_refused(inner, rows[i].key, rows[i].why, "省一号 二（P-m）");
        shelf_close(&inner);
    }
}

/* Within one place the later holds beside the earlier, unless it says that it replaces it. */
static void test_one_issuer(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, by: 10 days } }"),
        "notice: 市二号\nplace: 371300\nissued: 2020-03-01\nuntil: 2020-03-31\nshort: C2\n"
        "measures:\n"
        "- { ids: [1], says: x, extend: { deadlines: claim.submit, by: 20 days } }\n");
    shelf_publish(shelf, "rules/notices/371300/e.yaml",
        "notice: 市三号\nplace: 371300\nissued: 2020-03-10\nuntil: 2020-03-20\nshort: C3\n"
        "measures:\n- { ids: [1], says: x, replaces: [市一号#1], "
        "extend: { deadlines: claim.submit, by: 30 days } }\n");
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_EXTEND, .place = 371300,
        .thing = TEXT("claim.submit"), .day = DATE(2020, 3, 9) };
    assert_string_equal(shelf_cites(shelf, &question), "C2-1; C-1");
    question.day = DATE(2020, 3, 10);
    assert_string_equal(shelf_cites(shelf, &question), "C3-1; C2-1");
    question.day = DATE(2020, 3, 21);       /* it has ended: what it replaced stays replaced */
    assert_string_equal(shelf_cites(shelf, &question), "C2-1");
    question.day = DATE(2020, 4, 1);
    assert_string_equal(shelf_cites(shelf, &question), "");
}

static void test_elsewhere_and_other_verbs(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, CITY("{ ids: [1], says: x, extend: { deadlines: claim.submit, by: 10 days } }"),
        "notice: 别市一号\nplace: 370100\nissued: 2020-03-01\nmeasures:\n- { ids: [1], says: x, "
        "replaces: [市一号#1], extend: { deadlines: claim.submit, by: 20 days } }\n");
    shelf_refused(shelf, "replaces", "rules.fault.replaces-elsewhere", "市一号");
}

/* A wider place may take back what a narrower one said. */
static void test_from_above(void **state)
{
    struct shelf *shelf = *state;
    two(shelf, CITY("{ ids: [1], says: x, binding: fixed, supply: { at-most: 60 days, "
                    "over: refuse } }"),
        "notice: 省二号\nplace: 370000\nissued: 2020-03-01\nshort: P2\nmeasures:\n- { ids: [1], "
        "says: x, replaces: [市一号#1], supply: { at-most: 30 days, over: refuse } }\n");
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_SUPPLY, .place = 371300,
        .day = DATE(2020, 3, 1) };
    assert_string_equal(shelf_cites(shelf, &question), "P2-1");
    question.day = DATE(2020, 2, 29);
    assert_string_equal(shelf_cites(shelf, &question), "C-1");
}

/* ---- equal ones that differ ---- */

static void test_equal_ones_that_differ(void **state)
{
    static const struct { const char *a, *b, *key; } rows[] = {
        { "scope: { people: { status: [confirmed, suspected] } }, cover: { catalogue: open }",
          "scope: { people: { status: suspected } }, cover: { catalogue: of-treatment-place }",
          "catalogue" },
        { "cover: { rules-of: visit }", "cover: { rules-of: settlement }", "rules-of" },
        { "cover: { clear: { with: enrolment-place, when: national, central-share: 60% } }",
          "cover: { clear: { with: enrolment-place, when: national, central-share: 80% } }",
          "clear" },
        { "entrust: { matter: offsite-filing, steps: { apply: employer } }",
          "entrust: { matter: [offsite-filing, transfer], steps: { apply: [agent] } }", "steps" },
        { "outage: [ { ids: [a], matter: settlement, mode: edge } ]",
          "outage: [ { ids: [b], matter: settlement, mode: paused } ]", "mode" },
        /* Another thing, another scope, another field, or the same: no error. */
        { "cover: { catalogue: open }", "cover: { rules-of: visit }", NULL },
        { "cover: { catalogue: open }", "cover: { catalogue: open }", NULL },
        { "cover: { share-at-least: 70% }", "cover: { share-at-least: 75% }", NULL },
        { "scope: { people: { status: confirmed } }, cover: { catalogue: open }",
          "scope: { people: { status: suspected } }, cover: { catalogue: of-treatment-place }",
          NULL },
        { "entrust: { matter: offsite-filing, steps: { apply: employer } }",
          "entrust: { matter: offsite-filing, steps: { decide: agency } }", NULL },
        { "outage: [ { ids: [a], matter: settlement, by: hospital, mode: edge } ]",
          "outage: [ { ids: [b], matter: settlement, by: pharmacy, mode: paused } ]", NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows) * 2; i++) {
        const char *a = i % 2 == 0 ? rows[i / 2].a : rows[i / 2].b;
        const char *b = i % 2 == 0 ? rows[i / 2].b : rows[i / 2].a;
        void *inner;
        shelf_open(&inner);
        struct shelf *shelf = inner;
        shelf_publish(shelf, "rules/notices/371300/c.yaml",
                      arena_format(&shelf->arena, CITY("{ ids: [1], says: x, %s }"), a).data);
        shelf_publish(shelf, "rules/notices/371300/d.yaml",
                      arena_format(&shelf->arena, "notice: 市二号\nplace: 371300\n"
                                   "issued: 2020-03-01\nshort: C2\nmeasures:\n"
                                   "- { ids: [2], says: x, %s }\n", b).data);
        if (rows[i / 2].key == NULL)
            shelf_build(shelf);
        else
            shelf_refused(shelf, rows[i / 2].key, "rules.fault.equal-differ", "C2-2");
        shelf_close(&inner);
    }
}

static void test_rows_of_one_outage(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/371300/c.yaml",
                  CITY("{ ids: [1], says: x, outage: [ "
                       "{ ids: [a], matter: any, channels: [web, mobile], mode: paused }, "
                       "{ ids: [b], matter: offsite-filing, channels: web, mode: normal }, "
                       "{ ids: [c], matter: [offsite-filing], channels: web, mode: queued } ] }"));
    shelf_refused(shelf, "outage", "rules.fault.equal-differ", "C-c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_a_floor_is_not_switched_off),
        cmocka_unit_test(test_a_floor_is_not_lowered), ON_SHELF(test_a_floor_is_bettered),
        cmocka_unit_test(test_a_share_at_least_is_not_lowered),
        ON_SHELF(test_a_default_may_be_set_below), ON_SHELF(test_fixed_is_not_changed),
        ON_SHELF(test_fixed_is_not_gone_around),
        ON_SHELF(test_fixed_is_changed_inside_an_empower), ON_SHELF(test_fixed_visits),
        cmocka_unit_test(test_beyond_an_empower), ON_SHELF(test_one_issuer),
        ON_SHELF(test_elsewhere_and_other_verbs), ON_SHELF(test_from_above),
        cmocka_unit_test(test_equal_ones_that_differ), ON_SHELF(test_rows_of_one_outage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
