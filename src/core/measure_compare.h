/* measure_compare.h: two measures side by side: do they speak of the same people, days and things,
 * and do they say the same. For measure_authority.c and measure_answer.c. */
#ifndef CORE_MEASURE_COMPARE_H
#define CORE_MEASURE_COMPARE_H

#include "core/measure.h"

bool names_cross(struct name_list a, struct name_list b);
bool names_within(struct name_list names, struct name_list wider);
bool names_same(struct name_list a, struct name_list b);

/* Conditions on the same facts, and some fact fits both. */
bool scopes_are_equal_rank(const struct measure_scope *a, const struct measure_scope *b);
/* Whoever the narrower holds for, the wider does. */
bool scope_is_within(const struct measure_scope *narrower, const struct measure_scope *wider);
/* Some day in force and some day of knowledge are both theirs; days of events may be any. */
bool times_cross(const struct measure *a, const struct measure *b);
/* Of one verb: is there a deadline, right, matter … that both speak of? */
bool things_cross(const struct measure *a, const struct measure *b);
/* Of one verb, about one thing: what contradicts, as the name of a field; NULL: nothing. */
const char *measures_differ(const struct measure *a, const struct measure *b);

/* Rows of an outage: how much one names, the matter before step, channel, who, case and scope. */
int outage_row_rank(const struct outage_row *row);
bool outage_rows_clash(const struct outage_row *a, const struct outage_row *b);

#endif
