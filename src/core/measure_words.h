/* measure_words.h: the closed sets of words a notice may use, as data.
 *
 * rules/measures/vocabulary.yaml has one mapping a set, one line a word:
 *
 *     deadlines:
 *       claim.submit: 手工报销申报
 *       contribution.collection: { zh: 征收期, en: the collection period of contributions }
 *
 * The order of a set is its rank where one is needed (classes of `prefer`). Besides, every file
 * rules/matters/<name>.yaml is a word of the set `matters`. */
#ifndef CORE_MEASURE_WORDS_H
#define CORE_MEASURE_WORDS_H

#include "core/words.h"
#include "core/yaml_shape.h"

struct yaml;

struct measure_word {
    struct text name, chinese, english;
};

struct word_set {
    struct text name;
    struct measure_word *words;
    size_t count, room;
};

struct vocabulary {
    struct word_set *sets;
    size_t count;
};

/* NULL with faults. */
struct vocabulary *vocabulary_read(const struct yaml_reading *reading, const struct yaml *root);
/* One more word of a set that is there already; nothing is said twice. */
void vocabulary_add(struct vocabulary *vocabulary, struct arena *arena, const char *set,
                    struct measure_word word);
/* NULL: no such set. */
const struct word_set *vocabulary_set(const struct vocabulary *vocabulary, struct text set);
/* NULL: no such word. */
const struct measure_word *vocabulary_word(const struct vocabulary *vocabulary, const char *set,
                                           struct text name);
/* Its place in the set, from 0; -1: no such word. */
int32_t vocabulary_rank(const struct vocabulary *vocabulary, const char *set, struct text name);
/* The nearest word of a mistyped one, or absent. */
struct text vocabulary_near(const struct vocabulary *vocabulary, const char *set,
                            struct text mistyped);
/* As a reader would say it; a word of no set as it is written. */
struct text vocabulary_say(const struct vocabulary *vocabulary, const char *set, struct text name,
                           enum language language);

#endif
