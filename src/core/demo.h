/* demo.h: a made-up world, the same for the same seed: people, institutions, accounts, rows.
 *
 * Each room emits its own rows, in the order of the rooms, so that a room may count on what rooms
 * above emitted: it draws the same people and institutions from the same numbers with the
 * functions of their facts headers. Demo people are synthetic: ID numbers of region 99xxxx, which
 * no real person has; institutions stand in real places with serials 9xxxx. */
#ifndef CORE_DEMO_H
#define CORE_DEMO_H

#include "base/arena.h"
#include "core/date.h"
#include "core/id.h"
#include "core/store.h"

struct demo {
    struct arena *arena;        /* as long as the making of the world */
    struct arena *scratch;      /* cleared by a room after each person */
    uint64_t seed;
    int64_t people;             /* how many to make */
    struct date today;
    /* Password of every demo account: its argon2id text, made once by the caller. */
    struct text password_hash;
    /* The text of a file under rules/ ("offices/110000.tsv"), kept by the caller until the world
     * is made; absent when there is none. */
    struct text (*read_rules)(struct demo *demo, const char *path);
    /* Takes one row (copied before it returns). False: the store failed, stop. */
    bool (*emit)(struct demo *demo, const struct table *table, const void *row);
    void *emit_data;
    bool failed;                /* set by demo_emit once emit has answered false */
};

/* emit, and remembers a failure so that rooms need not look at each answer. */
void demo_emit(struct demo *demo, const struct table *table, const void *row);

/* The n-th draw of a named stream: the same everywhere and in any order. */
uint64_t demo_draw(const struct demo *demo, const char *stream, int64_t n);
/* A draw below `below` (> 0). */
int64_t demo_below(const struct demo *demo, const char *stream, int64_t n, int64_t below);

/* Ids of demo rows carry no clock: seconds and counter come from n, the minter is a number kept
 * for demo worlds. Unique for a stream number (0–63) and n below 2^23. */
int64_t demo_id(int bucket, int stream, int64_t n);
enum { DEMO_OFFICES, DEMO_ACCOUNTS, DEMO_PEOPLE, DEMO_SPELLS, DEMO_IDENTITIES, DEMO_STATUSES,
       DEMO_INSTITUTIONS, DEMO_UNITS, DEMO_AGREEMENTS, DEMO_CREDITS, DEMO_ARREARS, DEMO_VISITS,
       DEMO_FILINGS, DEMO_CASES, DEMO_OTHER };

#endif
