/* impact.h: what would change under another rule book, or other events, before it is published.
 *
 * A trial has two sides: as it is, and as it would be. Each room that holds something looks
 * through its rows with a reading handle, in short reads, decides under both sides and says what
 * differs: how many rows and people, how much money a month, with examples a leader can read.
 * Nothing is written. No name and no number of a person stands in a finding. */
#ifndef CORE_IMPACT_H
#define CORE_IMPACT_H

#include "core/action.h"
#include "core/event.h"
#include "core/words.h"

struct impact_side {
    const struct book *book;
    struct events events;       /* as declared, or as they would be */
};

#define IMPACT_EXAMPLES 5

struct impact_finding {
    const char *room;           /* "settle" */
    const char *what;           /* key of a sentence: {0} the subject */
    struct text subject;        /* a clock, a matter, a payer …, or absent */
    struct text subject_zh, subject_en; /* where it is a sentence, for each reader; else absent */
    int64_t looked, changed;    /* rows */
    int64_t people, institutions;
    struct money more;          /* what the funds pay more (less: below 0), of the rows looked at */
    struct money more_a_month;
    struct date from, until;    /* the days looked at */
    struct text examples[IMPACT_EXAMPLES];
    int32_t example_count;
    struct impact_finding *next;
};

struct impact {
    struct arena *arena;        /* of the findings */
    struct impact_side before, after;
    int32_t place;              /* only what lies within it */
    struct moment at;
    /* Of the 1024 buckets each how many-th is looked at: 1 all. Sums are scaled. */
    int32_t bucket_step;
    enum language language;
    struct impact_finding *first, *last;
    /* False: stop. May be NULL. */
    bool (*progress)(struct impact *impact, const char *room, int64_t done, int64_t of);
    void *progress_data;
    bool stopped;
};

/* A finding in the arena, zeroed but for its head. */
struct impact_finding *impact_find(struct impact *impact, const char *room, const char *what,
                                   struct text subject);
/* Only the first IMPACT_EXAMPLES are kept; the text is copied. */
void impact_example(struct impact *impact, struct impact_finding *finding, struct text text);
/* False: nobody waits for more. */
bool impact_goes_on(struct impact *impact, const char *room, int64_t done, int64_t of);
/* Looks at every bucket that is to be looked at, while somebody waits and the store answers. */
enum store_answer impact_each_bucket(struct impact *impact, const char *room,
                                     enum store_answer (*look)(void *trial, int bucket),
                                     void *trial);
/* Counts of the buckets looked at, as of all. */
void impact_scale(const struct impact *impact, struct impact_finding *finding);
/* How many-th bucket is looked at: 1 or more. */
int impact_step(const struct impact *impact);
/* Runs the rounds of a gather. What `gather` holds already is not read again. */
enum store_answer impact_gather(struct store *store, struct gather *gather,
                                const struct request *request,
                                bool (*round)(struct gather *, const struct request *, void *),
                                void *facts);
/* A request of the house under one side, for deciding. */
struct request impact_request(const struct impact *impact, const struct impact_side *side,
                              const struct actor *actor, struct minter *minter,
                              struct arena *arena);

#endif
