/* measure_words.c: see measure_words.h. */

#include "core/measure_words.h"

#include "base/check.h"
#include "base/yaml.h"

#include <string.h>

/* ---- reading ---- */

struct word_row { struct text zh, en; };
static const struct field word_fields[] = {
    { .name = "zh", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(struct word_row, zh),
      .length_max = 60 },
    { .name = "en", .kind = FIELD_TEXT, .offset = AT(struct word_row, en), .length_max = 120 },
};
static const struct shape word_shape = SHAPE("word", struct word_row, word_fields);

/* "offsite-filing" is "offsite filing" to a reader. */
static struct text english_of(struct text name, struct arena *arena)
{
    char *data = arena_take(arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        data[i] = name.data[i] == '-' || name.data[i] == '.' ? ' ' : name.data[i];
    return (struct text){ data, name.length };
}

static bool word_read(const struct yaml_reading *reading, const struct yaml *key,
                      const struct yaml *value, struct measure_word *word)
{
    struct word_row row = { 0 };
    if (yaml_kind(value) == YAML_SCALAR)
        row.zh = arena_text(reading->arena, yaml_text(value));
    else if (!yaml_shape_fill(reading, value, &word_shape, &row))
        return false;
    if (!text_present(row.zh)) {
        rule_fault_add(reading->faults, reading->file, yaml_line(key), yaml_text(key),
                       "rules.fault.empty", TEXT(""), TEXT(""));
        return false;
    }
    word->name = arena_text(reading->arena, yaml_text(key));
    word->chinese = row.zh;
    word->english = text_present(row.en) ? row.en : english_of(word->name, reading->arena);
    return true;
}

static bool set_read(const struct yaml_reading *reading, const struct yaml *key,
                     const struct yaml *value, struct word_set *set)
{
    if (yaml_kind(value) != YAML_MAPPING || yaml_count(value) == 0) {
        rule_fault_add(reading->faults, reading->file, yaml_line(key), yaml_text(key),
                       "rules.fault.not-a-mapping", TEXT(""), TEXT(""));
        return false;
    }
    set->name = arena_text(reading->arena, yaml_text(key));
    set->count = set->room = yaml_count(value);
    set->words = ARENA_ARRAY(reading->arena, struct measure_word, set->room);
    bool good = true;
    for (size_t i = 0; i < set->count; i++)
        good &= word_read(reading, yaml_key(value, i), yaml_at(value, i), &set->words[i]);
    return good;
}

struct vocabulary *vocabulary_read(const struct yaml_reading *reading, const struct yaml *root)
{
    struct vocabulary *vocabulary = ARENA_NEW(reading->arena, struct vocabulary);
    if (yaml_kind(root) != YAML_MAPPING) {
        rule_fault_add(reading->faults, reading->file, yaml_line(root), TEXT(""),
                       "rules.fault.not-a-mapping", TEXT(""), TEXT(""));
        return NULL;
    }
    vocabulary->count = yaml_count(root);
    vocabulary->sets = ARENA_ARRAY(reading->arena, struct word_set, vocabulary->count + 1);
    bool good = true;
    for (size_t i = 0; i < vocabulary->count; i++)
        good &= set_read(reading, yaml_key(root, i), yaml_at(root, i), &vocabulary->sets[i]);
    return good ? vocabulary : NULL;
}

/* ---- asking ---- */

const struct word_set *vocabulary_set(const struct vocabulary *vocabulary, struct text set)
{
    for (size_t i = 0; vocabulary != NULL && i < vocabulary->count; i++)
        if (text_equal(vocabulary->sets[i].name, set))
            return &vocabulary->sets[i];
    return NULL;
}

int32_t vocabulary_rank(const struct vocabulary *vocabulary, const char *set, struct text name)
{
    const struct word_set *found = vocabulary_set(vocabulary, text_of(set));
    for (size_t i = 0; found != NULL && i < found->count; i++)
        if (text_equal(found->words[i].name, name))
            return (int32_t)i;
    return -1;
}

const struct measure_word *vocabulary_word(const struct vocabulary *vocabulary, const char *set,
                                           struct text name)
{
    int32_t rank = vocabulary_rank(vocabulary, set, name);
    return rank < 0 ? NULL : &vocabulary_set(vocabulary, text_of(set))->words[rank];
}

struct text vocabulary_near(const struct vocabulary *vocabulary, const char *set,
                            struct text mistyped)
{
    struct text names[512];
    size_t count = 0;
    const struct word_set *found = vocabulary_set(vocabulary, text_of(set));
    for (; found != NULL && count < found->count && count < COUNT_OF(names); count++)
        names[count] = found->words[count].name;
    return nearest_name(mistyped, names, count);
}

struct text vocabulary_say(const struct vocabulary *vocabulary, const char *set, struct text name,
                           enum language language)
{
    const struct measure_word *word = vocabulary_word(vocabulary, set, name);
    if (word == NULL)
        return name;
    return language == LANGUAGE_ENGLISH ? word->english : word->chinese;
}

void vocabulary_add(struct vocabulary *vocabulary, struct arena *arena, const char *set,
                    struct measure_word word)
{
    const struct word_set *found = vocabulary_set(vocabulary, text_of(set));
    if (found == NULL || vocabulary_word(vocabulary, set, word.name) != NULL)
        return;
    struct word_set *to = &vocabulary->sets[found - vocabulary->sets];
    if (to->count == to->room) {
        struct measure_word *words = ARENA_ARRAY(arena, struct measure_word, to->room * 2 + 16);
        memcpy(words, to->words, to->count * sizeof *words);
        to->words = words;
        to->room = to->room * 2 + 16;
    }
    if (!text_present(word.english))
        word.english = english_of(word.name, arena);
    to->words[to->count++] = word;
}
