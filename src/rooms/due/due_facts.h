/* due_facts.h: days worked out for lists, as rooms below start and stop clocks.
 *
 * Whoever shows one case works its day out himself (core/deadline.h); a list of ten thousand asks
 * the projection here. A clock names its class, and all clocks of a class share one row, so that a
 * changed calendar moves a million of them by replacing some thousands of rows.
 *
 *     struct due_found found;
 *     if (!due_gather(gather, request, &facts, &found)) return false;     … in gather
 *     due_start(decision, &found, case_id, office);                       … in decide
 */
#ifndef ROOMS_DUE_DUE_FACTS_H
#define ROOMS_DUE_DUE_FACTS_H

#include "core/action.h"
#include "core/deadline_class.h"

struct due_class_row {
    int64_t bucket, class_id;
    struct text name;               /* "handling" */
    int64_t place;
    struct text facts;              /* struct clock_facts, packed */
    struct text state;              /* deadline_state_name() */
    struct date day;                /* absent while waiting */
    struct date sorts;              /* the day, or DATE_LATEST while waiting */
    struct text state_before;       /* before it moved last; absent: it never did */
    struct date day_before;
    struct moment moved_at;
    struct text cause;              /* "event:…", "calendar:…", "book:…" */
    int64_t version;
};

struct due_clock_row {
    int64_t bucket, subject;        /* a case, a paper owed */
    struct text name;
    int64_t class_id;
    int64_t office;                 /* whose list it stands on */
    bool running;
    struct moment started_at, ended_at;
    int64_t version;
};

extern const struct shape due_class_shape, due_clock_shape;
extern const struct table due_class_table, due_clock_table;

struct due_class_key { int64_t bucket, class_id; };
extern const struct query due_class_by_id;
struct due_clock_key { int64_t bucket, subject; };
extern const struct query due_clocks_of;        /* of a subject, ended ones too */

/* The class of a clock's facts: the row there is, or the one to be made. */
struct due_found {
    const struct due_class_row *row;
    bool is_new;
};

/* False while rows are missing. The facts need to live in the arena. */
bool due_gather(struct gather *gather, const struct request *request,
                const struct clock_facts *facts, struct due_found *ret_found);
/* A clock of `subject` on the list of `office`. */
void due_start(struct decision *decision, const struct due_found *found, int64_t subject,
               int64_t office);
/* Its facts have changed: a suspension, another office. */
void due_change(struct decision *decision, const struct due_clock_row *clock,
                const struct due_found *found, int64_t office);
void due_stop(struct decision *decision, const struct due_clock_row *clock);
/* One that was stopped runs again: the case was taken up once more. */
void due_resume(struct decision *decision, const struct due_clock_row *clock,
                const struct due_found *found, int64_t office);

/* The answer of a class as of now: what the projection holds, and what a fresh look gives. */
struct deadline_answer due_answer(const struct clock_facts *facts, const struct request *request,
                                  struct events events);

#endif
