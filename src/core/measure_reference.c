/* measure_reference.c: docs/measures.md, from the tables of the verbs and the vocabulary; see
 * measure_tell.h. */

#include "base/check.h"
#include "core/measure_form.h"
#include "core/measure_tell.h"

#define REFERENCE_BYTES (200 * 1024)

static const char *const kind_names[] = {
    [FORM_WORD] = "a word", [FORM_WORDS] = "words", [FORM_REF] = "a clause of this notice",
    [FORM_REFS] = "clauses of this notice", [FORM_NAME] = "a name", [FORM_NAMES] = "names",
    [FORM_TEXT] = "text", [FORM_SPAN] = "a span: `90 days`, `3 months`, `5 working-days`",
    [FORM_POINT] = "a point in time", [FORM_DAY] = "a day", [FORM_FLAG] = "yes or no",
    [FORM_COUNT] = "a number", [FORM_SHARE] = "a share: `1/2`, `50%`, `0.5`",
    [FORM_POINTS] = "percentage points", [FORM_MONTHS] = "months: `2020-01`",
    [FORM_MONTH] = "a month: `2020-01`", [FORM_MAPPING] = "a mapping",
    [FORM_PERIODS] = "months, or a mapping", [FORM_ROWS] = "rows", [FORM_STEPS] = "word: words",
    [FORM_OWNERS] = "word: text", [FORM_SCOPE] = "a scope",
};
_Static_assert(COUNT_OF(kind_names) == FORM_KINDS, "every kind has a name");

struct writing {
    struct builder *builder;
    const struct vocabulary *vocabulary;
};

static void write_set(const struct writing *writing, const char *set)
{
    builder_format(writing->builder, " of *%s*", set);
}

static void write_kind(const struct writing *writing, const struct form_field *field)
{
    struct builder *builder = writing->builder;
    bool reference = field->kind == FORM_REF || field->kind == FORM_REFS;
    builder_add(builder, text_of(kind_names[field->kind]));
    if (reference && field->words != NULL)
        builder_format(builder, ": `%s` and its id", field->words);
    else if (field->words != NULL)
        write_set(writing, field->words);
    if (field->values != NULL)
        write_set(writing, field->values);
    if (field->flags & FORM_OR_ANY)
        builder_add(builder, TEXT(", or `any`"));
    if (field->flags & FORM_OR_DAY)
        builder_add(builder, TEXT(", or a day"));
    if (field->flags & FORM_OR_SPAN)
        builder_add(builder, TEXT(", or a span"));
    if (field->flags & FORM_OR_MONEY)
        builder_add(builder, TEXT(", or an amount"));
}

static void write_rows(const struct writing *writing, const struct form *form,
                       const char *prefix)
{
    for (size_t i = 0; i < form->field_count; i++) {
        const struct form_field *field = &form->fields[i];
        builder_format(writing->builder, "| `%s%s` | ", prefix, field->name);
        builder_add(writing->builder, vocabulary_say(writing->vocabulary, "fields",
                                                     text_of(field->name), LANGUAGE_CHINESE));
        builder_add(writing->builder, TEXT(" | "));
        write_kind(writing, field);
        builder_add(writing->builder, field->flags & FORM_REQUIRED ? TEXT(" | must |\n")
                                                                   : TEXT(" | |\n"));
        if (field->of == NULL)
            continue;
        char inner[80];
        struct builder path = builder_over(inner, sizeof inner);
        builder_format(&path, "%s%s.", prefix, field->name);
        builder_add_char(&path, '\0');
        CHECK(!path.overflow);
        write_rows(writing, field->of, inner);      /* as deep as the tables nest */
    }
}

static void write_table(const struct writing *writing, const struct form *form)
{
    builder_add(writing->builder, TEXT("| key | 中文 | value | |\n|---|---|---|---|\n"));
    write_rows(writing, form, "");
    builder_add(writing->builder, TEXT("\n"));
}

static void write_verb(const struct writing *writing, enum measure_verb verb)
{
    const char *name = measure_verb_name(verb);
    char key[60];
    struct builder path = builder_over(key, sizeof key);
    builder_format(&path, "rules.verb.%s", name);
    builder_add_char(&path, '\0');
    builder_format(writing->builder, "### %s ", name);
    builder_add(writing->builder, vocabulary_say(writing->vocabulary, "verbs", text_of(name),
                                                 LANGUAGE_CHINESE));
    builder_add(writing->builder, TEXT("\n\n"));
    builder_add(writing->builder, words_of(key, LANGUAGE_ENGLISH));
    builder_add(writing->builder, TEXT("\n\n"));
    builder_add(writing->builder, words_of(key, LANGUAGE_CHINESE));
    builder_add(writing->builder, TEXT("\n\n"));
    write_table(writing, &measure_forms[verb]);
}

static void write_scope(const struct writing *writing)
{
    builder_add(writing->builder, TEXT("| key | 中文 | value |\n|---|---|---|\n"));
    for (size_t i = 0; i < measure_scope_path_count; i++) {
        const struct scope_path *path = &measure_scope_paths[i];
        builder_format(writing->builder, "| `%s` | ", path->path);
        builder_add(writing->builder, vocabulary_say(writing->vocabulary, "fields",
                                                     text_of(path->path), LANGUAGE_CHINESE));
        builder_add(writing->builder, TEXT(" | "));
        if (path->words != NULL)
            builder_format(writing->builder, "words of *%s*", path->words);
        builder_add(writing->builder, TEXT(" |\n"));
    }
    builder_add(writing->builder, TEXT("\n"));
}

struct text measures_reference(const struct vocabulary *vocabulary, struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, REFERENCE_BYTES), REFERENCE_BYTES);
    const struct writing writing = { &builder, vocabulary };
    builder_add(&builder, words_of("rules.reference.head", LANGUAGE_ENGLISH));
    builder_add(&builder, TEXT("\n\n## Every measure\n\n"));
    write_table(&writing, &measure_common_form);
    builder_add(&builder, TEXT("### Scope\n\n"));
    write_scope(&writing);
    builder_add(&builder, TEXT("### A point in time\n\nA day, a moment, `open`, or:\n\n"));
    write_table(&writing, &measure_point_form);
    builder_add(&builder, TEXT("## Verbs\n\n"));
    for (int verb = 0; verb < VERB_COUNT; verb++)
        write_verb(&writing, (enum measure_verb)verb);
    CHECK(!builder.overflow);
    struct text text = builder_text(&builder);
    return text_slice(text, 0, text.length - 1);        /* one newline at the end */
}
