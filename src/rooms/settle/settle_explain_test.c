/* settle_explain_test.c: tables line up, both languages say all, and no sentence is missing. */

#include "rooms/settle/settle_explain.h"
#include "rooms/settle/settle_file.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct book *book;
static char space[SETTLE_EXPLAIN_BYTES];

static void decide(int64_t fen, struct arena *arena, struct trail *trail,
                   struct settlement *settlement)
{
    struct settle_line line = { .number = 1, .item_class = TEXT("full"),
                                       .amount = { fen } };
    struct settle_bill bill = { .category = TEXT("inpatient"), .discharge = DATE(2022, 3, 10),
                                .tier = TEXT("tier3"), .lines = { &line, 1 } };
    struct settle_person person = { .place = 110105, .insurance = TEXT("employee"),
                                    .kind = TEXT("active"), .age = 40 };
    struct settle_counters counters = { 0 };
    struct settle_accounts accounts = { 0 };
    trail_init(trail, arena);
    settle_decide(book, &bill, &person, &counters, &accounts, trail, settlement);
}

static void decide_golden(struct arena *arena, struct trail *trail, struct settlement *settlement)
{
    decide(5000000, arena, trail, settlement);
}

static void chinese_counts_two_columns(void **state)
{
    (void)state;
    assert_int_equal(settle_columns(TEXT("统筹基金")), 8);
    assert_int_equal(settle_columns(TEXT("band 1.00")), 9);
    assert_int_equal(settle_columns(TEXT("起付（首次）")), 12);
    assert_int_equal(settle_columns(TEXT("–")), 1);
    assert_int_equal(settle_columns(TEXT("")), 0);
}

/* The column at which the last digit of an amount stands in a line of `table` that has it. */
static size_t column_after(const char *table, const char *amount)
{
    const char *at = strstr(table, amount);
    assert_non_null(at);
    const char *line = at;
    while (line > table && line[-1] != '\n')
        line--;
    return settle_columns((struct text){ line, (size_t)(at - line) + strlen(amount) });
}

static void amounts_stand_under_one_another(void **state)
{
    (void)state;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        struct arena arena;
        arena_init(&arena);
        struct trail trail;
        struct settlement settlement;
        decide_golden(&arena, &trail, &settlement);
        struct builder builder = builder_over(space, sizeof(space) - 1);
        settle_explain_text(&builder, &settlement, &trail, (enum language)language);
        assert_false(builder.overflow);
        space[builder.length] = '\0';
        assert_int_equal(column_after(space, " 24395.00"), column_after(space, " 9500.00"));
        assert_int_equal(column_after(space, " 28700.00"), column_after(space, " 10000.00"));
        assert_int_equal(column_after(space, " 42895.00"), column_after(space, " 1300.00"));
        arena_release(&arena);
    }
}

/* A reader of Chinese sees neither where we read it in English nor how sure we are of it. */
static void sources_are_in_the_readers_language(void **state)
{
    (void)state;
    static const struct { enum language language; const char *has, *lacks; } CASES[] = {
        { LANGUAGE_CHINESE, "北京市职工住院报销比例表", "Beijing" },
        { LANGUAGE_CHINESE, "[媒体转述]", "[reported]" },
        { LANGUAGE_ENGLISH, "Beijing employee table", "报销比例表" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct arena arena;
        arena_init(&arena);
        struct trail trail;
        struct settlement settlement;
        decide_golden(&arena, &trail, &settlement);
        struct builder builder = builder_over(space, sizeof(space) - 1);
        settle_explain_text(&builder, &settlement, &trail, CASES[i].language);
        space[builder.length] = '\0';
        assert_non_null(strstr(space, CASES[i].has));
        assert_null(strstr(space, CASES[i].lacks));
        arena_release(&arena);
    }
}

/* 0.33 at 90 % ends in a part of a fen: how it was rounded stands beside that step alone. Each step
 * names the rule it applied. */
static void rounding_and_rule_are_said(void **state)
{
    (void)state;
    static const struct { const char *rounded, *exact; } SAYS[] = {
        [LANGUAGE_CHINESE] = { " 0.30  四舍五入   住院待遇（benefit.inpatient）：",
                               " 24395.00             住院待遇（benefit.inpatient）：" },
        [LANGUAGE_ENGLISH] = { " 0.30  half up    inpatient benefit (benefit.inpatient): ",
                               " 24395.00             inpatient benefit (benefit.inpatient): " },
    };
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        struct arena arena;
        arena_init(&arena);
        struct trail trail;
        struct settlement settlement;
        decide(3000033, &arena, &trail, &settlement);
        struct builder builder = builder_over(space, sizeof(space) - 1);
        settle_explain_text(&builder, &settlement, &trail, (enum language)language);
        space[builder.length] = '\0';
        assert_non_null(strstr(space, SAYS[language].rounded));
        assert_non_null(strstr(space, SAYS[language].exact));
        arena_release(&arena);
    }
}

static void json_says_the_same(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct trail trail;
    struct settlement settlement;
    decide_golden(&arena, &trail, &settlement);
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    settle_explain_json(&writer, &settlement, &trail, LANGUAGE_ENGLISH);
    const struct json *json = NULL;
    struct json_fault fault;
    assert_true(json_parse(json_writer_text(&writer), LIMIT_MESSAGE_BYTES, &arena, &json,
                           &fault));
    assert_true(text_is(json_text(json_member(json, TEXT("cash"))), "7105.00"));
    assert_true(text_is(json_text(json_member(json, TEXT("pooled_fund"))), "42895.00"));
    const struct json *steps = json_member(json, TEXT("trail"));
    assert_int_equal(json_count(steps), (size_t)trail.count);
    const struct json *band = json_at(steps, 2);
    assert_true(text_is(json_text(json_member(band, TEXT("share"))), "0.85"));
    assert_true(text_is(json_text(json_member(band, TEXT("says"))), "band 1300-30000 yuan"));
    assert_true(text_starts(json_text(json_member(band, TEXT("file"))), TEXT("rules/values/")));
    assert_true(text_is(json_text(json_member(band, TEXT("rule"))), "benefit.inpatient"));
    arena_release(&arena);
}

static void a_subject_is_said_in_words(void **state)
{
    (void)state;
    struct trail_line line = { .key = "settle.trail.ceiling", .subject = TEXT("pooled_fund") };
    struct builder builder = builder_over(space, sizeof(space));
    settle_explain_line(&builder, &line, LANGUAGE_CHINESE);
    assert_true(text_is(builder_text(&builder), "最高支付限额：统筹基金"));
}

/* Linyi: no text that can be relied on was found. The answer says what was, and how sure it is,
 * where nothing holds at all and where the tier is not told. */
static void what_was_found_is_said_where_no_rule_is_sure(void **state)
{
    (void)state;
    static const struct { const char *category, *tier, *chinese, *english; } CASES[] = {
        { "outpatient", "tier3", "没有支付比例", "deductibles of 200, 400 and 800 yuan alone" },
        { "inpatient", "tier1", "没有一级、二级的比例", "no ratios of tiers 1 and 2" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct arena arena;
        struct trail trail;
        struct settlement settlement;
        arena_init(&arena);
        trail_init(&trail, &arena);
        struct settle_line line = { .number = 1, .item_class = TEXT("full"),
                                    .amount = { 1000000 } };
        struct settle_bill bill = {
            .category = text_of(CASES[i].category), .visit = DATE(2022, 8, 20),
            .admission = DATE(2022, 8, 15), .discharge = DATE(2022, 8, 20),
            .tier = text_of(CASES[i].tier), .lines = { &line, 1 },
        };
        struct settle_person person = { .place = 371302, .insurance = TEXT("employee"),
                                        .kind = TEXT("active"), .age = 40 };
        struct settle_counters counters = { 0 };
        struct settle_accounts accounts = { 0 };
        settle_decide(book, &bill, &person, &counters, &accounts, &trail, &settlement);
        assert_int_equal(settlement.outcome, SETTLE_RULES_NOT_KNOWN);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct builder builder = builder_over(space, sizeof space - 1);
            settle_explain_outcome(&builder, &settlement, (enum language)language);
            space[builder_text(&builder).length] = '\0';
            const bool english = language == LANGUAGE_ENGLISH;
            assert_non_null(strstr(space, english ? CASES[i].english : CASES[i].chinese));
            assert_non_null(strstr(space, english ? "no sure source" : "没有可靠依据"));
            /* The rule is called as people call it; its name here stands behind. */
            assert_non_null(strstr(space, english ? " benefit (benefit." : "待遇（benefit."));
        }
        arena_release(&arena);
    }
}

int main(void)
{
    const char *rules = getenv("YIBAO_RULES");
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    book = settle_book_of(rules == NULL ? "rules" : rules, &arena, &faults);
    CHECK(book != NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_counts_two_columns),
        cmocka_unit_test(amounts_stand_under_one_another),
        cmocka_unit_test(what_was_found_is_said_where_no_rule_is_sure),
        cmocka_unit_test(sources_are_in_the_readers_language),
        cmocka_unit_test(rounding_and_rule_are_said),
        cmocka_unit_test(json_says_the_same),
        cmocka_unit_test(a_subject_is_said_in_words),
    };
    int wrong = cmocka_run_group_tests(tests, NULL, NULL);
    book_release(book);
    arena_release(&arena);
    return wrong;
}
