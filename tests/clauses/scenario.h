/* scenario.h: what a clause of a notice comes to, in examples a clerk can read.
 *
 * A file tests/clauses/scenarios/<notice>/ *.yaml has defaults for all its scenarios, and
 * `scenarios`. Each names the `clauses` it carries wholly, or the `measures` of which it shows what
 * the book says and no more, `says` in a sentence what it shows, and asks once or several times:
 *
 *     - clauses: [BJ4-10a]
 *       says: February may be paid until the last day of March
 *       asks:
 *         - { extend: contribution.collection, on: 2020-02-07, periods: 2020-02,
 *             then: { clause: BJ4-10a, to: 2020-03-31 },
 *             also-when: [ { on: 2020-03-31 } ], not-when: [ { periods: 2020-03 } ] }
 *
 * An ask is a verb with the thing it is about (or `any`), or one of the questions that
 * scenario_deadline.c and scenario_answer.c list at their head. What is given is written as in a
 * scope: place, on (a day or a moment), known, insurance, people: { status: … } … and `events`,
 * `granted`, `published`; `none` takes a default back. `then` says what comes out; `clause` is the
 * one it must rest on. `also-when` lists other circumstances in which just the same comes out,
 * `not-when` those in which nothing by that clause does. `then: none`: nothing at all. */
#ifndef TESTS_CLAUSES_SCENARIO_H
#define TESTS_CLAUSES_SCENARIO_H

#include "base/yaml.h"
#include "core/book.h"
#include "core/measure.h"

struct scenario {
    struct text file;
    int32_t line;
    struct name_list clauses;       /* carried wholly */
    struct name_list measures;      /* what the book says of them */
    struct text says;
    const struct yaml *defaults;    /* of the file */
    const struct yaml *node;
};

struct scenarios {
    const struct scenario *items;
    size_t count;
};

/* All files below a folder, by the byte order of their names. False: something is wrong, told on
 * standard error. */
bool scenarios_read(const char *folder, struct arena *arena, struct scenarios *ret_scenarios);

/* The publications that questions about measures need. */
struct shelf {
    struct arena arena;
    struct publication *publications;
    size_t count;
};
bool shelf_fill(struct shelf *shelf, const char *folder);
/* NULL with faults. */
const struct book *shelf_book(const struct shelf *shelf, struct rule_faults *faults);

/* Whether all comes out as written; else `complaint` says what did not. */
struct trying {
    const struct book *book;
    struct arena *arena;                /* cleared by the caller */
};
bool scenario_holds(const struct trying *trying, const struct scenario *scenario,
                    struct builder *complaint);

#endif
