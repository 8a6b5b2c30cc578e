#include "core/words.h"

#include "base/check.h"
#include "core/label.h"
#include "core/words_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void test_sentences_are_found_in_both_languages(void **state)
{
    (void)state;
    assert_true(words_has("input.not-a-day"));
    assert_true(text_is(words_of("input.required", LANGUAGE_CHINESE), "这一项必须填写"));
    assert_true(text_is(words_of("input.required", LANGUAGE_ENGLISH), "This must be filled in"));
    assert_false(words_has("input"));
    assert_false(words_has("zzz"));
    assert_true(text_is(words_of("no.such-key", LANGUAGE_CHINESE), "no.such-key"));
}

static void test_every_row_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < words_row_count; i++) {
        struct text found = words_of(words_rows[i].key, LANGUAGE_ENGLISH);
        assert_ptr_equal(found.data, words_rows[i].sentence[LANGUAGE_ENGLISH]);
        assert_true(i == 0 || strcmp(words_rows[i - 1].key, words_rows[i].key) < 0);
    }
    for (size_t i = 0; i < code_table_count; i++) {
        const struct code_table *table = &code_tables[i];
        for (size_t j = 0; j < table->row_count; j++) {
            struct text value = text_of(table->rows[j].value);
            assert_true(code_exists(table->name, value));
            assert_ptr_equal(code_spelled(table->name, value).data, value.data);
        }
    }
}

static void test_places_are_filled(void **state)
{
    (void)state;
    char bytes[256];
    struct text details[] = { TEXT("{1}200"), TEXT("x") };
    struct builder out = builder_over(bytes, sizeof bytes);
    words_write(&out, "input.too-long", LANGUAGE_ENGLISH, details, 2);
    assert_true(text_is(builder_text(&out), "Too long: at most {1}200 characters"));
    out.length = 0;
    words_write(&out, "input.too-long", LANGUAGE_ENGLISH, NULL, 0);
    assert_true(text_is(builder_text(&out), "Too long: at most  characters"));
    out.length = 0;
    words_write(&out, "input.not-a-code", LANGUAGE_CHINESE, details + 1, 1);
    assert_true(text_starts(builder_text(&out), TEXT("“x”不在")));

    /* A name that has both languages, a day and a moment as people write them, and no day. */
    const struct { const char *key; struct text details[3]; const char *zh, *en; } rows[] = {
        { "intake.refused.too-late-a-day",
          { TEXT("起始日期"), TEXT("Begin"), TEXT("2020-03-01") },
          "“起始日期”不能晚于2020年3月1日，请核对日期。",
          "“Begin” cannot be later than 1 March 2020; check the day." },
        { "resident.message.ended", { TEXT("2020-12-31 09:05:07") },
          "一项委托已于2020年12月31日 09:05终止", "A mandate ended on 31 December 2020 09:05;" },
        { "resident.message.ended", { TEXT("2020-13-31") },
          "一项委托已于2020-13-31终止", "A mandate ended on 2020-13-31;" },
        { "resident.message.ended", { TEXT("") }, "一项委托已于终止", "A mandate ended on ;" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            out.length = 0;
            words_write(&out, rows[i].key, (enum language)language, rows[i].details, 3);
            const char *said = language == LANGUAGE_CHINESE ? rows[i].zh : rows[i].en;
            if (!text_starts(builder_text(&out), text_of(said)))
                fail_msg("%.*s", TEXT_ARGS(builder_text(&out)));
        }

    struct builder small = builder_over(bytes, 10);
    words_write(&small, "input.too-long", LANGUAGE_ENGLISH, details, 2);
    assert_true(small.overflow);
}

static void test_codes_ignore_padding(void **state)
{
    (void)state;
    assert_true(code_exists("chrgitm_lv", TEXT("01")));
    assert_true(code_exists("chrgitm_lv", TEXT("1")));
    assert_true(code_exists("insutype", TEXT("0310")));
    assert_true(text_is(code_spelled("chrgitm_lv", TEXT("1")), "01"));
    assert_true(text_is(code_spelled("gend", TEXT("01")), "1"));
    assert_true(text_is(code_spelled("gend", TEXT("x")), "x"));
    assert_false(code_exists("chrgitm_lv", TEXT("1 ")));
    assert_false(code_exists("chrgitm_lv", TEXT("")));
    assert_false(code_exists("chrgitm_lv", (struct text){ 0 }));
    assert_false(code_exists("no_such_table", TEXT("1")));
    assert_true(code_exists("vali_flag", TEXT("0")));
    assert_true(code_exists("vali_flag", TEXT("00")));
}

static void test_codes_have_labels(void **state)
{
    (void)state;
    struct text employee = code_label("insutype", TEXT("310"), LANGUAGE_CHINESE);
    assert_true(text_is(employee, "职工基本医疗保险"));
    employee = code_label("insutype", TEXT("310"), LANGUAGE_ENGLISH);
    assert_true(text_is(employee, "employee basic insurance"));
    assert_true(text_is(code_label("insutype", TEXT("999"), LANGUAGE_ENGLISH), "999"));
}

/* Values that a help names; one alone is an example, and of several at once none is chosen. */
static void test_a_help_names_what_a_field_is_chosen_from(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    static const struct field chosen = { .kind = FIELD_TEXT, .help = "fund.field.relation" },
        example = { .kind = FIELD_TEXT, .help = "filing.field.status" },
        several = { .kind = FIELD_TEXT, .help = "notice.field.aspects" },
        coded = { .name = "sex", .kind = FIELD_CODE, .codes = "gend" };
    const struct list found = field_choices(&chosen, LANGUAGE_CHINESE, &arena);
    const struct choice *rows = found.items;
    assert_int_equal(found.count, 3);
    assert_true(text_is(rows[0].value, "spouse") && text_is(rows[0].label, "配偶"));
    assert_true(text_is(rows[2].value, "child") && text_is(rows[2].label, "子女"));
    assert_int_equal(field_choices(&example, LANGUAGE_CHINESE, &arena).count, 0);
    assert_int_equal(field_choices(&several, LANGUAGE_CHINESE, &arena).count, 0);
    assert_true(field_choices(&coded, LANGUAGE_CHINESE, &arena).count > 1);
    assert_true(text_is(choice_label(&chosen, TEXT("parent"), LANGUAGE_CHINESE, &arena), "父母"));
    assert_true(text_is(choice_label(&chosen, TEXT("x"), LANGUAGE_CHINESE, &arena), "x"));
    assert_true(text_is(choice_title(&chosen, LANGUAGE_CHINESE), "使用人是授权人的"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences_are_found_in_both_languages),
        cmocka_unit_test(test_every_row_is_found),
        cmocka_unit_test(test_places_are_filled),
        cmocka_unit_test(test_codes_ignore_padding),
        cmocka_unit_test(test_codes_have_labels),
        cmocka_unit_test(test_a_help_names_what_a_field_is_chosen_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
