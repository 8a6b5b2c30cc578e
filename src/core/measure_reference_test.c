/* measure_reference_test.c: docs/measures.md says what the loader does; every set of words a table
 * names is there, every key has a name in both languages, and no set is there for nothing. */

#include "core/measure_form.h"
#include "core/measure_shelf.h"
#include "core/measure_tell.h"

#include <stdio.h>

static struct text file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t room = 1u << 20;
    char *data = arena_take(arena, room);
    size_t length = fread(data, 1, room, file);
    fclose(file);
    return (struct text){ data, length };
}

static void test_reference(void **state)
{
    struct shelf *shelf = *state;
    shelf_build(shelf);
    struct text written = file_text(&shelf->arena, "docs/measures.md");
    struct text told = measures_reference(book_vocabulary(shelf->book), &shelf->arena);
    if (!text_equal(written, told))
        fail_msg("write it again: yibao rules reference > docs/measures.md");
}

static void set_is_there(const struct vocabulary *vocabulary, const char *set, bool *used)
{
    const struct word_set *found = vocabulary_set(vocabulary, text_of(set));
    if (found == NULL)
        fail_msg("no set %s", set);
    else
        used[found - vocabulary->sets] = true;
}

static void form_is_named(const struct vocabulary *vocabulary, const struct form *form, bool *used)
{
    for (size_t i = 0; i < form->field_count; i++) {
        const struct form_field *field = &form->fields[i];
        bool reference = field->kind == FORM_REF || field->kind == FORM_REFS;
        if (vocabulary_word(vocabulary, "fields", text_of(field->name)) == NULL)
            fail_msg("%s: %s has no name", form->name, field->name);
        if (field->words != NULL && !reference)
            set_is_there(vocabulary, field->words, used);
        if (field->values != NULL)
            set_is_there(vocabulary, field->values, used);
        if (field->of != NULL)
            form_is_named(vocabulary, field->of, used);
    }
}

static void test_words(void **state)
{
    struct shelf *shelf = *state;
    shelf_build(shelf);
    const struct vocabulary *vocabulary = book_vocabulary(shelf->book);
    bool *used = ARENA_ARRAY(&shelf->arena, bool, vocabulary->count);
    set_is_there(vocabulary, "fields", used);
    set_is_there(vocabulary, "plans", used);
    form_is_named(vocabulary, &measure_common_form, used);
    form_is_named(vocabulary, &measure_point_form, used);
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        char key[60];
        snprintf(key, sizeof key, "rules.verb.%s", measure_verb_name((enum measure_verb)verb));
        assert_true(words_has(key));
        assert_int_equal(vocabulary_rank(vocabulary, "verbs", text_of(
            measure_verb_name((enum measure_verb)verb))), verb);
        form_is_named(vocabulary, &measure_forms[verb], used);
    }
    for (size_t i = 0; i < measure_scope_path_count; i++) {
        assert_non_null(vocabulary_word(vocabulary, "fields",
                                        text_of(measure_scope_paths[i].path)));
        if (measure_scope_paths[i].words != NULL)
            set_is_there(vocabulary, measure_scope_paths[i].words, used);
    }
    for (size_t i = 0; i < vocabulary->count; i++)
        if (!used[i])
            fail_msg("the set %.*s is of no use", TEXT_ARGS(vocabulary->sets[i].name));
}

/* A measure is told whole, in both languages. */
static void test_told(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/n.yaml",
        "notice: N\nplace: 110000\nissued: 2020-02-07\nshort: N\nmeasures:\n"
        "- { ids: [1], clause: 五, says: x, scope: { people: { status: stranded-outside } }, "
        "extend: { deadlines: [claim.submit], to: { event: epidemic-end, plus: 3 months, "
        "roll: next-working-day } } }\n");
    shelf_build(shelf);
    size_t count;
    const struct measure *measure = book_measures(shelf->book, &count)[0];
    const struct vocabulary *vocabulary = book_vocabulary(shelf->book);
    char data[2000];
    struct builder builder = builder_over(data, sizeof data);
    measure_tell_head(&builder, measure, vocabulary, LANGUAGE_CHINESE);
    builder_add_char(&builder, '|');
    measure_tell_body(&builder, measure, vocabulary, LANGUAGE_CHINESE);
    builder_add_char(&builder, '|');
    measure_tell_rest(&builder, measure, vocabulary, LANGUAGE_CHINESE);
    assert_true(text_is(builder_text(&builder),
        "延期 extend  N 五 [N-1]|期限：手工报销申报期限；至：疫情结束后3个月（遇休息日顺延）|"
        "适用范围：人员状态：滞留外地"));
    builder = builder_over(data, sizeof data);
    measure_tell_body(&builder, measure, vocabulary, LANGUAGE_ENGLISH);
    assert_true(text_is(builder_text(&builder),
        "deadlines: handing in a manual claim; to: 3 months after the end of the epidemic "
        "(rolls to a working day)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SHELF(test_reference), ON_SHELF(test_words), ON_SHELF(test_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
