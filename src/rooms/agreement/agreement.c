/* agreement.c: the pure part: see agreement_facts.h. */

#include "rooms/agreement/agreement.h"

#include "base/check.h"

static bool holds(const struct agreement *row, struct date day)
{
    struct date until = row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
    return date_within(day, row->valid_from, until);
}

static bool status_counts(const struct agreement *row, struct date day)
{
    if (row->status_from.yyyymmdd != 0 && date_compare(day, row->status_from) < 0)
        return false;
    return row->status_until.yyyymmdd == 0 || date_compare(day, row->status_until) <= 0;
}

static enum agreement_standing standing_of(const struct agreement *row, struct date day)
{
    if (text_is(row->status, "unsigned"))
        return AGREEMENT_UNSIGNED;
    if (!status_counts(row, day) || text_is(row->status, "in-force")
        || text_is(row->status, "yellow-card"))
        return AGREEMENT_IN_FORCE;
    if (text_is(row->status, "suspended") || text_is(row->status, "interrupted"))
        return AGREEMENT_SUSPENDED;
    if (text_is(row->status, "rescinded"))
        return AGREEMENT_RESCINDED;
    return AGREEMENT_ENDED;
}

enum agreement_standing agreement_on(const struct list *rows, struct date day,
                                     const struct agreement **ret_row)
{
    const struct agreement *agreements = rows->items;
    enum agreement_standing best = AGREEMENT_NONE;
    for (size_t i = 0; i < rows->count; i++) {
        if (!holds(&agreements[i], day))
            continue;
        /* A new agreement after a rescinded one stands by itself: the best of them counts. */
        enum agreement_standing standing = standing_of(&agreements[i], day);
        if (standing < best)
            continue;
        best = standing;
        if (ret_row != NULL)
            *ret_row = &agreements[i];
    }
    return best;
}

static const struct {
    const char *from, *to;
} STEPS[] = {
    { "in-force", "suspended" }, { "in-force", "rescinded" },  { "in-force", "ended" },
    { "suspended", "in-force" }, { "suspended", "rescinded" }, { "suspended", "ended" },
    { "in-force", "yellow-card" }, { "yellow-card", "in-force" },
    { "yellow-card", "interrupted" }, { "yellow-card", "ended" },
    { "in-force", "interrupted" }, { "interrupted", "in-force" }, { "interrupted", "ended" },
};

bool agreement_may_become(struct text from, struct text to)
{
    for (size_t i = 0; i < COUNT_OF(STEPS); i++)
        if (text_is(from, STEPS[i].from) && text_is(to, STEPS[i].to))
            return true;
    return false;
}
