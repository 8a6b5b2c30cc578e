/* grams.h: pairs of characters by which a text is found, and first letters of pinyin.
 *
 * Chinese is written without blanks, so a text is kept under each pair of neighbouring characters
 * (two characters of a word find it), and under each pair of their first letters ("yd" for 异地).
 * A pair of letters is marked with GRAMS_INITIALS before it. Signs and blanks part pairs. */
#ifndef BASE_GRAMS_H
#define BASE_GRAMS_H

#include "base/arena.h"
#include "base/text.h"

#define GRAMS_INITIALS "~"

struct grams {
    struct text *items;         /* each once, in the order of the text */
    size_t count;
};

/* All pairs of a text that is kept: characters and first letters. At most `most`. */
struct grams grams_of(struct text text, size_t most, struct arena *arena);
/* Pairs of what is looked for: as characters, and, when it is letters alone, as first letters.
 * Both empty: it has less than two characters. */
void grams_wanted(struct text text, size_t most, struct arena *arena, struct grams *ret_written,
                  struct grams *ret_initials);
/* Small letters, half width, one blank for each run of other signs: what grams are made of. */
struct text grams_normal(struct text text, struct arena *arena);
/* First letters of the normal form's Chinese characters; other characters as they are. */
struct text grams_initials(struct text text, struct arena *arena);
/* Does a kept text have in one piece what is looked for, in characters or in first letters? */
bool grams_found(struct text kept, struct text wanted, struct arena *arena);

#endif
