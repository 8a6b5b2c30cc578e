/* trail.h: why an amount or a day is what it is: one line per rule applied, in order.
 *
 * A trail is data: the page, the letter, the JSON door and the table of `--explain` each say it in
 * their own words through the sentence key. Lines live in the arena the trail was made with. */
#ifndef CORE_TRAIL_H
#define CORE_TRAIL_H

#include "base/arena.h"
#include "core/date.h"
#include "core/money.h"

struct rule;

struct trail_line {
    const char *key;            /* words/ key: "settle.trail.deductible" */
    const struct rule *rule;    /* where it stands and its source; NULL when no rule was read */
    struct text subject;        /* what it is about: a line's number, a payer, a band; or absent */
    struct money base;          /* what the rule was applied to */
    struct share share;         /* 0 when the rule has none */
    struct money result;        /* what came out */
    enum rounding rounding;
    bool rounded;               /* whether the rounding changed anything */
    bool shown;                 /* said to who asked at once, not only to who asks why */
    struct trail_line *next;
};

struct trail {
    struct arena *arena;
    struct trail_line *first, *last;
    int32_t count;
};

void trail_init(struct trail *trail, struct arena *arena);
/* Appends and answers the line, for the caller to complete. */
struct trail_line *trail_add(struct trail *trail, const char *key, const struct rule *rule,
                             struct money base, struct money result);
/* For a book that is let go before the trail is read: what its lines name of it is copied. A rule
 * keeps where it stands and what is to be cited; its value is not copied. */
void trail_keep(struct trail *trail, struct arena *arena);

#endif
