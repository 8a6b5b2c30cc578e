/* words.h: every sentence a person reads, once: key, 中文, English (words/<room>.yaml, built in).
 *
 * Sentences have places {0} {1} {2}; {0/1} is the first in Chinese and the second in English (a
 * name that has both), {0:day} a day, or a moment, as people write it: 2020年3月1日, 1 March 2020. A
 * key without a sentence is a defect: a test asks for all. */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/date.h"

enum language { LANGUAGE_CHINESE, LANGUAGE_ENGLISH, LANGUAGE_COUNT };

/* The sentence with its places still in it; for an unknown key the key itself. */
struct text words_of(const char *key, enum language language);
bool words_has(const char *key);
void words_write(struct builder *builder, const char *key, enum language language,
                 const struct text *details, int detail_count);
/* As people write it: 2020年3月1日, 1 March 2020. */
void words_write_day(struct builder *builder, struct date day, enum language language);
/* Labels of code values: words of a code table (rules/codes), e.g. "insutype" "310". */
bool code_exists(const char *table, struct text value);     /* padding-insensitive: 1 = 01 */
/* The value as the table spells it ("01" for "1"); the text itself when unknown. */
struct text code_spelled(const char *table, struct text value);
struct text code_label(const char *table, struct text value, enum language language);
/* The index-th value of a table, counted from 0; false: past its end, or no such table. */
bool code_at(struct text table, size_t index, struct text *ret_value);

#endif
