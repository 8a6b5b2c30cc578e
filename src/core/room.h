/* room.h: what a room hands to the programs: one row of lists. Nothing here names a room. */
#ifndef CORE_ROOM_H
#define CORE_ROOM_H

#include "core/action.h"
#include "core/impact.h"
#include "core/page.h"
#include "core/transaction.h"

/* A room's answer to journal rows of rooms above: an action whose key is that row. */
struct reaction {
    const char *to;             /* action name it answers to */
    const char *with;           /* action of its own */
    /* Makes the input for one journalled outcome; false: nothing to do. */
    bool (*ask)(const struct request *done, const void *outcome, struct arena *arena,
                void *ret_input);
};

/* Long work in steps: a row with a cursor; each step is one ordinary action of at most 20 ms. */
struct job_kind {
    const char *name;           /* "settle.again" */
    const char *step;           /* action run for each step; its input has `job` and `cursor` */
};

/* What `verify` found wrong; `what` is for the operator and names rows by id. */
struct verify_report {
    struct arena *arena;
    int64_t checked, wrong;
    void (*complain)(struct verify_report *report, struct text what);
};
/* Complains in both languages, by words/verify.yaml: {0} {1} {2} are ids or names. */
void verify_complain(struct verify_report *report, const char *key, struct text detail0,
                     struct text detail1, struct text detail2);
void verify_complain_of(struct verify_report *report, const char *key, int64_t one, int64_t two);

/* Demo people and their world, deterministic by seed; called by `yibao demo make`. */
struct demo;

struct room {
    const char *name;
    const struct action *const *actions;
    size_t action_count;
    const struct table *const *tables;
    size_t table_count;
    const struct query *const *queries;     /* all of them: prepared at start, checked by tests */
    size_t query_count;
    const struct transaction *transactions; /* of the national interface */
    size_t transaction_count;
    const struct rule_kind *const *rule_kinds;
    size_t rule_kind_count;
    const struct reaction *reactions;
    size_t reaction_count;
    const struct job_kind *jobs;
    size_t job_count;
    const struct page *pages;               /* plain pages for people without an app */
    size_t page_count;
    /* Recomputes what the room holds; NULL: nothing derived is stored. */
    enum store_answer (*verify)(struct store *store, struct verify_report *report);
    /* Calls `visit` with the name of each paper its rows refer to; NULL: they refer to none. */
    enum store_answer (*papers)(struct store *store,
                                void (*visit)(void *data, struct text name), void *data);
    /* What would change under another book (core/impact.h); NULL: it holds nothing a rule bears on.
     * Only reads. */
    enum store_answer (*impact)(struct store *store, struct impact *impact);
    void (*demo)(struct demo *demo);
};

#define ROOM_LIST(member_, list_) \
    .member_##s = (list_), .member_##_count = sizeof(list_) / sizeof((list_)[0])

#endif
