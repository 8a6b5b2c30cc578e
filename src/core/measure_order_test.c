/* measure_order_test.c: what is known and what is in force, as rectangles: replacement, revocation,
 * expiry, "as known then" and "as corrected since"; and, over all notices of rules/, that neither
 * the order of loading nor loading them one by one changes a single answer. */

#include "core/measure_shelf.h"

#include "core/divisions.h"
#include "core/measure_words.h"

#include <stdio.h>

#define NOTICE_(number, issued, rest) "notice: " number "\nplace: 110000\nissued: " issued \
    "\nshort: " number "\n" rest
#define DAYS(days) "measures:\n- { ids: [1], says: x, supply: { at-most: " days \
    " days, over: confirm } }\n"

static const char *supply_on(struct shelf *shelf, struct date day, struct date known)
{
    const struct measure_question question = { .verb = VERB_SUPPLY, .place = 110105, .day = day,
                                               .known = known };
    const struct measure_hit *hits;
    size_t count = measures_on(shelf->book, &question, &shelf->arena, &hits);
    struct text all = TEXT("");
    for (size_t i = 0; i < count; i++)
        all = arena_format(&shelf->arena, "%.*s%s%.*s:%d", TEXT_ARGS(all), i == 0 ? "" : "; ",
                           TEXT_ARGS(hits[i].measure->cites),
                           hits[i].measure->supply.at_most.count);
    return all.data;
}

/* A text put right later: as it was known then, and as it has been known since. */
static void test_corrected(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish_on(shelf, "rules/notices/110000/a.yaml",
                     NOTICE_("A", "2020-02-01", DAYS("60")), DATE(2020, 2, 1));
    shelf_publish_on(shelf, "rules/notices/110000/a.yaml",
                     NOTICE_("A", "2020-02-01", DAYS("90")), DATE(2020, 3, 1));
    shelf_build(shelf);
    struct date day = DATE(2020, 2, 20);
    assert_string_equal(supply_on(shelf, day, DATE(2020, 1, 31)), "");
    assert_string_equal(supply_on(shelf, day, DATE(2020, 2, 29)), "A-1:60");
    assert_string_equal(supply_on(shelf, day, DATE(2020, 3, 1)), "A-1:90");
    assert_string_equal(supply_on(shelf, day, DATE_NONE), "A-1:90");
}

/* Revoked: nothing from that day on, but the days before keep what they had. */
static void test_revoked(void **state)
{
    struct shelf *shelf = *state;
    for (int way = 0; way < 2; way++) {
        size_t count = shelf->count;
        shelf_publish_on(shelf, "rules/notices/110000/a.yaml",
                         NOTICE_("A", "2020-02-01", DAYS("60")), DATE(2020, 2, 1));
        if (way == 0)
            shelf->publications[shelf->count - 1].revoked = moment_of_date(DATE(2020, 3, 10));
        else
            shelf_publish_on(shelf, "rules/notices/110000/a.yaml", "\n", DATE(2020, 3, 10));
        shelf_build(shelf);
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 9), DATE_NONE), "A-1:60");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 10), DATE_NONE), "");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 20), DATE(2020, 3, 9)), "A-1:60");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 20), DATE(2020, 3, 10)), "");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 9), DATE(2020, 3, 10)), "A-1:60");
        book_release(shelf->book);
        shelf->book = NULL;
        shelf->count = count;
    }
}

/* What replaced another and has ended leaves nothing; what replaced another and is revoked gives it
 * back. */
static void test_expiry_is_no_return(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/110000/a.yaml", NOTICE_("A", "2020-02-01", DAYS("60")));
    shelf_publish_on(shelf, "rules/notices/110000/b.yaml",
        NOTICE_("B", "2020-03-01", "until: 2020-03-31\nknown: 2020-03-01\nmeasures:\n"
                "- { ids: [1], says: x, replaces: [A#1], "
                "supply: { at-most: 90 days, over: confirm } }\n"), DATE(2020, 3, 1));
    shelf_build(shelf);
    assert_string_equal(supply_on(shelf, DATE(2020, 2, 29), DATE_NONE), "A-1:60");
    assert_string_equal(supply_on(shelf, DATE(2020, 3, 31), DATE_NONE), "B-1:90");
    assert_string_equal(supply_on(shelf, DATE(2020, 4, 1), DATE_NONE), "");
    assert_string_equal(supply_on(shelf, DATE(2020, 4, 1), DATE(2020, 2, 29)), "A-1:60");

    struct publication revoked = shelf->publications[shelf->count - 1];
    revoked.revoked = moment_of_date(DATE(2020, 3, 20));
    const struct book *after = book_add(shelf->book, &revoked, 1, &shelf->faults);
    assert_non_null(after);
    book_release(shelf->book);
    shelf->book = after;
    assert_string_equal(supply_on(shelf, DATE(2020, 3, 19), DATE_NONE), "B-1:90");
    assert_string_equal(supply_on(shelf, DATE(2020, 3, 20), DATE_NONE), "A-1:60");
    assert_string_equal(supply_on(shelf, DATE(2020, 4, 1), DATE_NONE), "A-1:60");
    assert_string_equal(supply_on(shelf, DATE(2020, 4, 1), DATE(2020, 3, 19)), "");
}

#define REVOKING(place) "notice: R\nplace: " place "\nissued: 2020-03-05\nknown: 2020-03-10\n" \
    "short: R\nrevokes: [A]\nmeasures:\n- { ids: [1], says: x, announce: { what: outage, " \
    "to: public, channels: [portal] } }\n"

/* A notice revokes another by its head, from the day it is known, in whatever order they are loaded
 * and added; taken back itself, it has revoked nothing, and one published again stands. */
static void test_revoked_by_a_notice(void **state)
{
    struct shelf *shelf = *state;
    static const char *const a = NOTICE_("A", "2020-02-01", DAYS("60"));
    static const char *const files[] = { "rules/notices/110000/a.yaml",
                                         "rules/notices/110000/b.yaml" };
    for (int way = 0; way < 3; way++) {
        size_t count = shelf->count;
        shelf_publish(shelf, files[way == 1], way == 1 ? REVOKING("110000") : a);
        if (way < 2)
            shelf_publish(shelf, files[way == 0], way == 0 ? REVOKING("110000") : a);
        shelf_build(shelf);
        if (way == 2) {
            const struct publication more = { .sequence = 3000, .file = text_of(files[1]),
                                              .text = TEXT(REVOKING("110000")) };
            const struct book *after = book_add(shelf->book, &more, 1, &shelf->faults);
            assert_non_null(after);
            assert_string_equal(supply_on(shelf, DATE(2020, 3, 10), DATE_NONE), "A-1:60");
            book_release(shelf->book);
            shelf->book = after;
        }
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 9), DATE_NONE), "A-1:60");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 10), DATE_NONE), "");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 20), DATE(2020, 3, 9)), "A-1:60");
        assert_string_equal(supply_on(shelf, DATE(2020, 3, 20), DATE(2020, 3, 10)), "");
        if (way == 2) {
            const struct publication more[] = {
                { .sequence = 3001, .file = text_of(files[0]), .known =
                  moment_of_date(DATE(2020, 4, 1)), .text = TEXT(NOTICE_("A", "2020-02-01",
                                                                         DAYS("90"))) },
                { .sequence = 3002, .file = text_of(files[1]), .known =
                  moment_of_date(DATE(2020, 4, 2)), .text = TEXT("\n") },
            };
            for (size_t i = 0; i < COUNT_OF(more); i++) {
                const struct book *after = book_add(shelf->book, &more[i], 1, &shelf->faults);
                assert_non_null(after);
                book_release(shelf->book);
                shelf->book = after;
                assert_string_equal(supply_on(shelf, DATE(2020, 4, 2), DATE_NONE), "A-1:90");
                assert_string_equal(supply_on(shelf, DATE(2020, 3, 12), DATE(2020, 3, 31)),
                                    i == 0 ? "" : "A-1:60");
            }
        }
        book_release(shelf->book);
        shelf->book = NULL;
        shelf->count = count;
    }
}

/* A county does not revoke what the city or province has issued, nor what nobody has. */
static void test_revoked_from_below(void **state)
{
    struct shelf *shelf = *state;
    size_t count = shelf->count;
    shelf_publish(shelf, "rules/notices/110000/a.yaml",
                  NOTICE_("A", "2020-02-01", DAYS("60")));
    shelf_publish(shelf, "rules/notices/110105/b.yaml", REVOKING("110105"));
    shelf_refused(shelf, "revokes", "rules.fault.revokes-elsewhere", "A");
    shelf->count = count;
    shelf_publish(shelf, "rules/notices/110000/b.yaml", REVOKING("110000"));
    shelf_refused(shelf, "revokes", "rules.fault.revokes-none", "A");
}

/* A draft is tried against a book: the book stays as it was, good draft or bad. */
static void test_draft(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/110000/a.yaml", NOTICE_("A", "2020-02-01", DAYS("60")));
    shelf_build(shelf);
    struct publication draft = { .sequence = 5000, .file = TEXT("rules/notices/110000/b.yaml"),
        .text = TEXT(NOTICE_("B", "2020-02-05", "measures:\n- { ids: [1], says: x, "
                             "supply: { at-most: 9 weeks, over: confirm } }\n")) };
    assert_null(book_add(shelf->book, &draft, 1, &shelf->faults));
    assert_string_equal(shelf->faults.first->why, "rules.fault.not-a-span");
    assert_int_equal(shelf->faults.first->line, 6);
    draft.text = TEXT(NOTICE_("B", "2020-02-05", DAYS("70")));
    const struct book *with = book_add(shelf->book, &draft, 1, &shelf->faults);
    assert_non_null(with);
    size_t before, after;
    book_publications(shelf->book, &before);
    book_publications(with, &after);
    assert_int_equal(after, before + 1);
    assert_int_equal(book_sequence(with), 5000);
    assert_string_equal(supply_on(shelf, DATE(2020, 2, 20), DATE_NONE), "A-1:60");
    /* Rows are shared: the very same measure. */
    assert_ptr_equal(book_measures(with, &after)[0], book_measures(shelf->book, &before)[0]);
    book_release(shelf->book);      /* the rows outlive the book they were read for */
    shelf->book = with;
    assert_string_equal(supply_on(shelf, DATE(2020, 2, 20), DATE_NONE), "B-1:70; A-1:60");
}

/* ---- all notices, any order ---- */

struct chance { uint64_t state; };

static uint64_t chance_next(struct chance *chance)
{
    chance->state ^= chance->state << 13;
    chance->state ^= chance->state >> 7;
    chance->state ^= chance->state << 17;
    return chance->state;
}

static size_t chance_below(struct chance *chance, size_t count)
{
    return (size_t)(chance_next(chance) % count);
}

static struct text any_word(struct chance *chance, const struct book *book, const char *set)
{
    const struct word_set *found = vocabulary_set(book_vocabulary(book), text_of(set));
    assert_non_null(found);
    return found->words[chance_below(chance, found->count)].name;
}

static struct date any_day(struct chance *chance)
{
    return date_plus_days(DATE(2020, 1, 1), (int)chance_below(chance, 1100));
}

static struct text any_thing(struct chance *chance, const struct book *book,
                             enum measure_verb verb)
{
    static const char *const sets[VERB_COUNT] = {
        [VERB_EXTEND] = "deadlines", [VERB_SUSPEND] = "clocks", [VERB_KEEP] = "rights",
        [VERB_WAIVE] = "charges", [VERB_BACKDATE] = "filings", [VERB_TOLERATE] = "papers",
        [VERB_ENTRUST] = "matters", [VERB_RATE] = "rate-parts", [VERB_OUTAGE] = "matters",
        [VERB_PREPAY] = "prepayments",
    };
    if (sets[verb] == NULL || chance_below(chance, 3) == 0)
        return (struct text){ 0 };
    return any_word(chance, book, sets[verb]);
}

/* All that answers depend on, digested: which measures, in which order, with which end. */
static uint64_t answers_of(const struct book *book, uint64_t seed, int questions)
{
    size_t hits_in_all = 0;
    struct chance chance = { seed };
    uint64_t digest = 1469598103934665603u;
    const struct divisions *divisions = book_divisions(book);
    struct event_fact end = { .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000,
        .day = DATE(2020, 6, 6), .declared = moment_of_date(DATE(2020, 6, 6)) };
    for (int i = 0; i < questions; i++) {
        struct arena arena;
        arena_init(&arena);
        enum measure_verb verb = (enum measure_verb)chance_below(&chance, VERB_COUNT);
        struct text statuses[] = { any_word(&chance, book, "statuses") };
        struct measure_fact facts[] = {
            { "people.needs", any_word(&chance, book, "people-needs") },
            { "channels", any_word(&chance, book, "channels") },
            { "units.kind", any_word(&chance, book, "units") },
            { "institutions.kind", any_word(&chance, book, "institutions") },
        };
        struct measure_question question = {
            .verb = verb,
            .place = divisions_at(divisions, chance_below(&chance,
                                                          divisions_count(divisions)))->code,
            .matter = any_word(&chance, book, "matters"),
            .insurance = any_word(&chance, book, "insurances"),
            .applicant = any_word(&chance, book, "applicants"),
            .statuses = statuses, .status_count = chance_below(&chance, 2),
            .facts = facts, .fact_count = chance_below(&chance, 5),
            .thing = any_thing(&chance, book, verb), .day = any_day(&chance),
            .known = chance_below(&chance, 2) == 0 ? DATE_NONE : any_day(&chance),
            .events = { &end, chance_below(&chance, 2) },
        };
        const struct measure_hit *hits;
        size_t count = measures_on(book, &question, &arena, &hits);
        for (size_t j = 0; j < count; j++) {
            digest = (digest ^ text_hash(hits[j].measure->file)) * 1099511628211u;
            digest = (digest ^ (uint64_t)hits[j].measure->line) * 1099511628211u;
            digest = (digest ^ (uint64_t)hits[j].end) * 1099511628211u;
            digest = (digest ^ (uint64_t)hits[j].until.yyyymmdd) * 1099511628211u;
        }
        digest = (digest ^ count) * 1099511628211u;
        hits_in_all += count;
        arena_release(&arena);
    }
    assert_true(hits_in_all > (size_t)questions / 4);      /* the questions do ask something */
    return digest;
}

static void shuffle(struct chance *chance, struct publication *items, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = chance_below(chance, i);
        struct publication other = items[i - 1];
        items[i - 1] = items[j];
        items[j] = other;
    }
}

#define QUESTIONS 4000

/* The texts in any order with any numbers; then one after the other onto a book of places. */
static void test_any_order(void **state)
{
    static const char *const notices[] = { "rules/notices/", NULL };
    struct shelf *shelf = *state;
    size_t ground = shelf->count;
    shelf_take(shelf, notices);
    shelf_build(shelf);
    const uint64_t seed = 20200207;
    uint64_t expected = answers_of(shelf->book, seed, QUESTIONS);
    struct chance chance = { 99 };
    for (int round = 0; round < 6; round++) {
        shuffle(&chance, shelf->publications + ground, shelf->count - ground);
        for (size_t i = 0; i < shelf->count; i++)
            shelf->publications[i].sequence = (int64_t)i + 1;
        const struct book *other =
            book_build(shelf->publications, shelf->count, NULL, 0, &shelf->faults);
        assert_non_null(other);
        assert_true(answers_of(other, seed, QUESTIONS) == expected);
        book_release(other);
    }
}

/* A notice needs those it replaces or adds to: they come first. */
static bool can_be_added(const struct book *book, const struct publication *publication,
                         struct arena *arena)
{
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    const struct book *with = book_add(book, publication, 1, &faults);
    book_release(with);
    return with != NULL;
}

static void test_one_by_one(void **state)
{
    static const char *const notices[] = { "rules/notices/", NULL };
    struct shelf *shelf = *state;
    size_t ground = shelf->count;
    shelf_take(shelf, notices);
    shelf_build(shelf);
    uint64_t expected = answers_of(shelf->book, 7, QUESTIONS);
    const struct book *grown =
        book_build(shelf->publications, ground, NULL, 0, &shelf->faults);
    assert_non_null(grown);
    struct chance chance = { 4711 };
    shuffle(&chance, shelf->publications + ground, shelf->count - ground);
    size_t left = shelf->count - ground;
    struct publication *waiting = shelf->publications + ground;
    for (size_t tries = 0; left > 0 && tries < 2000; tries++) {
        size_t at = tries % left;
        if (!can_be_added(grown, &waiting[at], &shelf->arena))
            continue;
        const struct book *with = book_add(grown, &waiting[at], 1, &shelf->faults);
        book_release(grown);
        grown = with;
        waiting[at] = waiting[--left];
    }
    assert_int_equal(left, 0);
    assert_true(answers_of(grown, 7, QUESTIONS) == expected);
    book_release(grown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_corrected), ON_SHELF(test_revoked),
        ON_SHELF(test_revoked_by_a_notice), ON_SHELF(test_revoked_from_below),
        ON_SHELF(test_expiry_is_no_return),
        ON_SHELF(test_draft), ON_SHELF(test_any_order), ON_SHELF(test_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
