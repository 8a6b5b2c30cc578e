/* scenario_show.h: what a measure says under a key, as a scenario writes it.
 *
 * Keys are those of the notice: "to", "missed.late-fee-from", "later.due", "steps.decide",
 * "milestones.carried-out.due". Points in time are said as the day they stand for, lists with
 * blanks between, what is not written as "-". Besides: until, binding, granted, channels-of-grant,
 * clause. */
#ifndef TESTS_CLAUSES_SCENARIO_SHOW_H
#define TESTS_CLAUSES_SCENARIO_SHOW_H

#include "core/measure.h"
#include "core/measure_form.h"

struct showing {
    const struct book *book;
    const struct measure_question *question;
    struct arena *arena;
};

/* False: a measure of that verb has no such key. */
bool measure_said(const struct showing *showing, const struct measure_hit *hit, struct text key,
                  struct text *ret_said);
/* Likewise of a row of an outage. */
bool outage_row_said(const struct showing *showing, const struct outage_row *row, struct text key,
                     struct text *ret_said);
struct text day_said(struct arena *arena, struct date day);

#endif
