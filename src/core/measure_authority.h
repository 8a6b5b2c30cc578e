/* measure_authority.h: who may change what, checked when a book is made, so also when a draft is
 * tried against one: a mistake is told with the clause it offends, and the book is not changed.
 *
 * Within one place the later measure replaces the earlier only if it says so. A wider place may
 * replace what a narrower one said. A narrower place may replace what is `default`; of what is a
 * `floor` only by what is no worse for the insured; of what is `fixed` only inside an `empower` of
 * that office or a wider one. What a wider place has fixed a narrower one does not say otherwise
 * even without replacing it. Where a wider place has empowered offices of a kind to issue a verb on
 * a deadline or matter, other kinds of office there may not, and those may within the bounds.
 *
 * Two measures of entrust, cover or outage on one thing, of one place and one scope, at one time,
 * that differ are an error that names both. */
#ifndef CORE_MEASURE_AUTHORITY_H
#define CORE_MEASURE_AUTHORITY_H

#include "core/measure.h"

void authority_check(const struct measure_sealing *sealing, const struct measure_index *index);

/* Is the one for nobody worse than the other, in whom it holds for, when, and what it gives? */
bool measure_is_no_worse(const struct measure *than, const struct measure *measure,
                         const struct vocabulary *vocabulary);

#endif
