/* grams_test.c: two characters find a text, and so do the first letters of their pinyin. */

#include "base/grams.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static bool have(struct grams grams, const char *gram)
{
    for (size_t i = 0; i < grams.count; i++)
        if (text_is(grams.items[i], gram))
            return true;
    return false;
}

static void test_pairs_of_characters_and_letters(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct grams grams = grams_of(TEXT("异地就医，怎么备案？APP"), 100, &arena);
    assert_true(have(grams, "异地") && have(grams, "就医") && have(grams, "备案"));
    assert_true(have(grams, "~yd") && have(grams, "~ba") && have(grams, "ap"));
    assert_false(have(grams, "医怎"));
    assert_true(text_is(grams_initials(TEXT("绍兴市医保"), &arena), "sxsyb"));
    assert_int_equal(grams_of(TEXT("异地就医备案"), 3, &arena).count, 3);
    arena_release(&arena);
}

static void test_what_is_looked_for(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct grams written, initials;
    grams_wanted(TEXT("备案"), 8, &arena, &written, &initials);
    assert_int_equal(written.count, 1);
    assert_int_equal(initials.count, 0);
    grams_wanted(TEXT("YDBA"), 8, &arena, &written, &initials);
    assert_int_equal(initials.count, 3);
    assert_true(have(initials, "~yd") && have(initials, "~db"));
    grams_wanted(TEXT("医"), 8, &arena, &written, &initials);
    assert_int_equal(written.count + initials.count, 0);
    grams_wanted(TEXT(""), 8, &arena, &written, &initials);
    assert_int_equal(written.count + initials.count, 0);
    arena_release(&arena);
}

static void test_found_in_one_piece(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text kept = TEXT("异地就医备案要什么材料");
    assert_true(grams_found(kept, TEXT("备案"), &arena));
    assert_true(grams_found(kept, TEXT("ydjy"), &arena));
    assert_true(grams_found(kept, TEXT("ＹＤＪＹ"), &arena));
    assert_false(grams_found(kept, TEXT("地备"), &arena));
    assert_false(grams_found(kept, TEXT("ydba"), &arena));
    assert_false(grams_found(kept, TEXT("，"), &arena));
    arena_release(&arena);
}

/* What is found by all its pairs holds every pair of it: a kept text never misses its own parts. */
static void test_each_part_of_a_text_has_its_pairs(void **state)
{
    (void)state;
    static const char TEXT_KEPT[] = "职工医保退休人员门诊慢特病备案和零星报销";
    struct arena arena;
    arena_init(&arena);
    struct grams all = grams_of(text_of(TEXT_KEPT), 200, &arena);
    for (size_t from = 0; from + 6 <= sizeof TEXT_KEPT - 1; from += 3)
        for (size_t until = from + 6; until < sizeof TEXT_KEPT; until += 3) {
            struct grams written, initials;
            struct text part = text_slice(text_of(TEXT_KEPT), from, until);
            grams_wanted(part, 50, &arena, &written, &initials);
            for (size_t i = 0; i < written.count; i++) {
                struct text gram = arena_text(&arena, written.items[i]);
                assert_true(have(all, gram.data));
            }
        }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_of_characters_and_letters),
        cmocka_unit_test(test_what_is_looked_for),
        cmocka_unit_test(test_found_in_one_piece),
        cmocka_unit_test(test_each_part_of_a_text_has_its_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
