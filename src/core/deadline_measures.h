/* deadline_measures.h: what measures of notices do to a clock: extensions of its last day, days on
 * which it stands still, and a time in which a missed one may be made up.
 *
 * Nothing is combined here: the clock gets all that apply, and core/deadline takes the latest day
 * and the union of days. A measure granted on application is left out: who was granted it hands it
 * in as an extension of his own. */
#ifndef CORE_DEADLINE_MEASURES_H
#define CORE_DEADLINE_MEASURES_H

#include "core/deadline_class.h"
#include "core/measure_answer.h"

struct clock_measures {
    const struct clock_extension *extensions;
    size_t extension_count;
    const struct clock_suspension *suspensions;
    size_t suspension_count;
    /* Until when a missed one may be made up, each a clock of its own. */
    const struct deadline_clock *make_ups;
    const struct measure *const *make_up_by;    /* the measure of each */
    size_t make_up_count;
    bool open;                  /* one names no end: while it is in force nothing is late */
};

/* Those that hold for a question of the clock of that name and month; verb and thing are set
 * here. For who knows more of the case than a clock keeps: the year of a receipt, a status. */
void clock_measures_asked(const struct book *book, const struct measure_question *asked,
                          struct text name, struct text period, struct arena *arena,
                          struct clock_measures *ret_measures);

/* Those in force on `today` for the clock of these facts, as known then ({ 0 }: all). */
void clock_measures_of(const struct book *book, const struct clock_facts *facts,
                       struct events events, struct date today, struct moment known,
                       struct arena *arena, struct clock_measures *ret_measures);

/* The clock of the facts with all of them: the day it has now. False: not of this program. */
bool clock_under_measures(const struct book *book, const struct clock_facts *facts,
                          struct events events, struct date today, struct moment known,
                          struct arena *arena, struct deadline_clock *ret_clock);
/* The latest day until which it may be made up; false: there is no such time. */
bool clock_make_up(const struct clock_measures *measures, const struct clock_world *world,
                   struct arena *arena, struct deadline_answer *ret_answer);

/* Overdue, and the late fee of it: two answers. A time to make it up frees of the fee only where a
 * measure waives it for what is made up under that one; a measure may waive it of all. */
struct clock_late {
    struct lateness late;
    struct measure_made waived;     /* by what there is none, or none yet */
};
/* When it was done; or, with `done` false, how it stands at that moment. */
struct clock_late clock_late_of(const struct book *book, const struct measure_question *asked,
                                const struct clock_measures *measures,
                                const struct deadline_answer *due,
                                const struct clock_world *world, struct moment at, bool done,
                                struct arena *arena);

#endif
