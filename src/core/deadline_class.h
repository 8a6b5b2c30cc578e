/* deadline_class.h: clocks that are alike share one computed day.
 *
 * Ten thousand cases of one kind, place and day, with the same suspensions, are one class: its day
 * is worked out once and all of them have it. What is kept of a clock are its facts, packed; never
 * its day. The class is named by a digest of the facts, so whoever meets the same facts finds the
 * same class without asking anybody. */
#ifndef CORE_DEADLINE_CLASS_H
#define CORE_DEADLINE_CLASS_H

#include "core/deadline.h"
#include "core/shape.h"

/* A clock as it is kept: names instead of numbers of enums, which a release may renumber. What a
 * scope of a measure may ask for belongs to the facts. */
struct clock_facts {
    struct text name, unit, roll, counting, source;
    int64_t count, hour, minute;
    bool before;
    struct date day;
    struct date start;
    struct text event;
    int64_t place;
    struct list suspensions;        /* of struct clock_suspension, sorted */
    struct text matter, insurance, applicant, period;
    struct text source_zh;
};
extern const struct shape clock_facts_shape;

/* Suspensions are sorted and those written twice are named once; in the arena. */
struct clock_facts clock_facts_of(const struct deadline_clock *clock, struct arena *arena);
/* False: the facts are not of this program (a unit nobody knows). */
bool clock_of_facts(const struct clock_facts *facts, struct arena *arena,
                    struct deadline_clock *ret_clock);

struct text clock_facts_pack(const struct clock_facts *facts, struct arena *arena);
/* The class of packed facts: a positive number, whose bucket is id_bucket() of it. Two sets of
 * facts with one number are told apart by `salt`, counted up from 0. */
int64_t clock_class_id(struct text packed, int32_t salt);

#endif
