#include "rooms/catalogue/catalogue.h"

#include "rooms/rooms_testing.h"

#include "core/words.h"

#include <stdio.h>
#include <stdlib.h>

static struct catalogue_item item(int64_t place, struct date from, struct date until)
{
    return (struct catalogue_item){
        .code = TEXT("X1"), .name = TEXT("示例"), .place = place, .valid_from = from,
        .valid_until = until, .charge_level = TEXT("01"), .version = 1,
    };
}

static void test_a_rule_that_ended_never_falls_back(void **state)
{
    (void)state;
    const struct catalogue_item rows[] = {
        item(0, DATE(2019, 1, 1), DATE(2019, 12, 31)),
        item(0, DATE(2020, 1, 1), DATE(2020, 6, 30)),
    };
    const struct catalogue_item *found = NULL;
    assert_int_equal(catalogue_item_on(LIST_OF(rows), 110105, DATE(2019, 12, 31), &found),
                     CATALOGUE_FOUND);
    assert_ptr_equal(found, &rows[0]);
    assert_int_equal(catalogue_item_on(LIST_OF(rows), 110105, DATE(2020, 1, 1), &found),
                     CATALOGUE_FOUND);
    assert_ptr_equal(found, &rows[1]);
    assert_int_equal(catalogue_item_on(LIST_OF(rows), 110105, DATE(2020, 7, 1), &found),
                     CATALOGUE_NOT_IN_FORCE);
    assert_int_equal(catalogue_item_on(LIST_OF(rows), 110105, DATE(2018, 1, 1), &found),
                     CATALOGUE_NOT_IN_FORCE);
    struct list none = { NULL, 0 };
    assert_int_equal(catalogue_item_on(&none, 110105, DATE(2020, 1, 1), &found),
                     CATALOGUE_UNKNOWN);
}

static void test_the_most_specific_place_speaks(void **state)
{
    (void)state;
    const struct catalogue_item rows[] = {
        item(0, DATE(2019, 1, 1), DATE_NONE),
        item(370000, DATE(2019, 1, 1), DATE_NONE),
        item(371300, DATE(2020, 1, 22), DATE(2020, 12, 31)),
    };
    const struct catalogue_item *found = NULL;
    catalogue_item_on(LIST_OF(rows), 110105, DATE(2020, 2, 1), &found);
    assert_ptr_equal(found, &rows[0]);
    catalogue_item_on(LIST_OF(rows), 370100, DATE(2020, 2, 1), &found);
    assert_ptr_equal(found, &rows[1]);
    catalogue_item_on(LIST_OF(rows), 371329, DATE(2020, 2, 1), &found);
    assert_ptr_equal(found, &rows[2]);
    /* Before Linyi said anything the province speaks; after it ended, nobody does. */
    catalogue_item_on(LIST_OF(rows), 371329, DATE(2020, 1, 21), &found);
    assert_ptr_equal(found, &rows[1]);
    assert_int_equal(catalogue_item_on(LIST_OF(rows), 371329, DATE(2021, 1, 1), &found),
                     CATALOGUE_NOT_IN_FORCE);
}

static void test_limits_go_by_tier(void **state)
{
    (void)state;
    struct catalogue_item row = item(0, DATE(2019, 1, 1), DATE_NONE);
    row.limit_tier1.e6 = 20000000;
    row.limit_tier3.e6 = 50000000;
    struct price limit;
    assert_true(catalogue_price_limit(&row, 3, &limit));
    assert_int_equal(limit.e6, 50000000);
    assert_true(catalogue_price_limit(&row, 0, &limit));
    assert_int_equal(limit.e6, 20000000);
    assert_false(catalogue_price_limit(&row, 2, &limit));
}

/* ---- the tables of the repository ---- */

static struct text file_text(struct arena *arena, const char *name)
{
    const char *folder = getenv("YIBAO_RULES");
    struct text path = arena_format(arena, "%s/catalogue/%s",
                                    folder == NULL ? "rules" : folder, name);
    FILE *file = fopen(path.data, "r");
    assert_non_null(file);
    size_t capacity = (size_t)1024 * 1024;
    char *data = arena_take(arena, capacity);
    size_t length = fread(data, 1, capacity, file);
    fclose(file);
    assert_true(length < capacity);
    return (struct text){ data, length };
}

static void test_every_row_of_the_table_is_good(void **state)
{
    struct testing *testing = *state;
    struct list rows;
    int32_t line = 0;
    const char *why = NULL;
    if (!catalogue_read(&catalogue_item_shape, file_text(&testing->arena, "items.tsv"),
                        &testing->arena, &rows, &line, &why))
        fail_msg("items.tsv:%d: %s", line, why);
    assert_true(rows.count > 500);
    const struct catalogue_item *items = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        assert_null(catalogue_item_fault(&items[i]));
        assert_true(code_exists("list_type", items[i].list_type));
        assert_true(code_exists("med_chrgitm_type", items[i].charge_type));
        assert_true(code_exists("chrgitm_lv", items[i].charge_level));
        for (size_t j = 0; j < i; j++)
            assert_false(catalogue_items_overlap(&items[i], &items[j]));
    }
}

static void test_diagnoses_and_diseases_are_read(void **state)
{
    struct testing *testing = *state;
    struct list rows;
    int32_t line = 0;
    const char *why = NULL;
    assert_true(catalogue_read(&catalogue_diagnosis_shape,
                               file_text(&testing->arena, "diagnoses.tsv"), &testing->arena,
                               &rows, &line, &why));
    assert_true(rows.count >= 150);
    assert_true(catalogue_read(&catalogue_disease_shape,
                               file_text(&testing->arena, "diseases.tsv"), &testing->arena,
                               &rows, &line, &why));
    const struct catalogue_disease *diseases = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        assert_true(diseases[i].code.length == 6 && diseases[i].code.data[0] == 'M');
}

static void test_a_wrong_line_is_named(void **state)
{
    struct testing *testing = *state;
    struct list rows;
    int32_t line = 0;
    const char *why = NULL;
    static const char *const TEXTS[] = {
        "code\tnmae\n", "code\tname\nX1\n", "code\tname\nX1\ta\tb\n",
        "code\tvalid_from\nX1\t2020-02-31\n",
    };
    static const int32_t LINES[] = { 1, 2, 2, 2 };
    for (size_t i = 0; i < 4; i++) {
        assert_false(catalogue_read(&catalogue_item_shape, text_of(TEXTS[i]), &testing->arena,
                                    &rows, &line, &why));
        assert_int_equal(line, LINES[i]);
        assert_non_null(why);
    }
}

/* ---- loading ---- */

struct load_input { struct list items; };
struct load_facts { const struct list *rows[500]; };

static void test_a_new_rule_ends_the_one_before(void **state)
{
    struct testing *testing = *state;
    const struct catalogue_item known[] = { item(0, DATE(2019, 1, 1), DATE_NONE) };
    const struct catalogue_item fresh[] = { item(0, DATE(2020, 3, 1), DATE_NONE) };
    struct load_input input = { *LIST_OF(fresh) };
    struct load_facts facts = { { LIST_OF(known) } };
    testing_decide(testing, &catalogue_load_items_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    enum change_kind kind;
    const struct catalogue_item *ended =
        testing_change(testing, &catalogue_item_table, 0, &kind);
    assert_int_equal(kind, CHANGE_REPLACE);
    assert_int_equal(ended->valid_until.yyyymmdd, 20200229);
    assert_non_null(testing_change(testing, &catalogue_item_table, 1, &kind));
    assert_int_equal(kind, CHANGE_INSERT);

    /* Before the one that is there: nobody knows which holds. */
    const struct catalogue_item early[] = { item(0, DATE(2018, 3, 1), DATE_NONE) };
    input.items = *LIST_OF(early);
    testing_decide(testing, &catalogue_load_items_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "catalogue.fault.overlaps"));

    struct catalogue_item wrong[] = { item(0, DATE(2020, 3, 1), DATE_NONE) };
    wrong[0].charge_level = TEXT("03");
    input.items = *LIST_OF(wrong);
    testing_decide(testing, &catalogue_load_items_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "catalogue.fault.class-and-share"));
}

/* The next page begins after a code: one that would be cut in two is left to it whole. */
static void test_a_page_cuts_no_code_in_two(void **state)
{
    struct testing *testing = *state;
    struct catalogue_disease rows[200];
    const struct list page = { rows, 200 };
    struct { const struct list *rows; } facts = { &page };
    struct { struct text text, after; } input = { TEXT("示例"), TEXT("") };
    for (int i = 0; i < 200; i++)
        rows[i] = (struct catalogue_disease){
            .code = i < 197 ? arena_format(&testing->arena, "A%03d", i) : TEXT("B") };
    testing_decide(testing, &catalogue_diseases_action, &input, &facts, NULL);
    const struct list *told = testing->decision.outcome;
    assert_int_equal(told->count, 197);
    for (int i = 0; i < 200; i++)
        rows[i].code = TEXT("B");
    testing_decide(testing, &catalogue_diseases_action, &input, &facts, NULL);
    told = testing->decision.outcome;
    assert_int_equal(told->count, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TESTING(test_a_rule_that_ended_never_falls_back),
        WITH_TESTING(test_the_most_specific_place_speaks),
        WITH_TESTING(test_limits_go_by_tier),
        WITH_TESTING(test_every_row_of_the_table_is_good),
        WITH_TESTING(test_diagnoses_and_diseases_are_read),
        WITH_TESTING(test_a_wrong_line_is_named),
        WITH_TESTING(test_a_page_cuts_no_code_in_two),
        WITH_TESTING(test_a_new_rule_ends_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
