/* measure_trial.h: two measures on one thing, loaded and issued in both orders. Included by tests
 * only. */
#ifndef CORE_MEASURE_TRIAL_H
#define CORE_MEASURE_TRIAL_H

#include "core/measure_answer.h"
#include "core/measure_shelf.h"

/* The two bodies as notices A and B of a place; `turn` 0: A first, 1: B first, in file, number
 * and day of issue. Ids are 1 in both. */
static inline void pair(struct shelf *shelf, int turn, int32_t place_a, const char *a,
                        int32_t place_b, const char *b)
{
    for (int i = 0; i < 2; i++) {
        bool is_a = (i == 0) == (turn == 0);
        const char *text = arena_format(&shelf->arena, "notice: %s\nplace: %d\n"
            "issued: 2020-02-0%d\nshort: %s\nmeasures:\n- { ids: [1], says: x, %s }\n",
            is_a ? "A" : "B", is_a ? place_a : place_b, i + 1, is_a ? "A" : "B",
            is_a ? a : b).data;
        shelf_publish(shelf, i == 0 ? "rules/notices/x/first.yaml"
                                    : "rules/notices/x/second.yaml", text);
    }
    shelf_build(shelf);
}

struct trial {
    struct shelf *shelf;
    struct measure_question question;
    struct arena *arena;
};

/* Both measures are of the place TRIAL_PLACE; asked on 1 March 2020 in TRIAL_ASKED, which lies in
 * it: the test names them. */
static inline void both_orders(const char *a, const char *b, enum measure_verb verb,
                               void (*check)(struct trial *trial))
{
    for (int turn = 0; turn < 2; turn++) {
        void *inner;
        shelf_open(&inner);
        struct shelf *shelf = inner;
        pair(shelf, turn, TRIAL_PLACE, a, TRIAL_PLACE, b);
        struct trial trial = { .shelf = shelf, .arena = &shelf->arena,
            .question = { .verb = verb, .place = TRIAL_ASKED, .day = DATE(2020, 3, 1) } };
        check(&trial);
        shelf_close(&inner);
    }
}

/* The same clauses, in whatever order they were issued. */
static inline void made_by(const struct trial *trial, struct measure_made made, const char *cites)
{
    struct text told = measure_made_cites(made, trial->arena);
    if (text_is(told, cites) || (strcmp(cites, "A-1 B-1") == 0 && text_is(told, "B-1 A-1")))
        return;
    fail_msg("%.*s, not %s", TEXT_ARGS(told), cites);
}

#endif
