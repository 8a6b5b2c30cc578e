#include "rooms/filing/filing_facts.h"

#include "core/date.h"

static bool holds(const struct filing_row *row, const char *about, struct date day)
{
    struct date until = row->valid_until.yyyymmdd == 0 ? DATE_LATEST : row->valid_until;
    return text_is(row->about, about)
        && (text_is(row->state, "in-force") || text_is(row->state, "ended"))
        && date_within(day, row->valid_from, until);
}

/* The later filing is the better informed one: rows come oldest first. */
const struct filing_row *filing_offsite_on(const struct list *rows, struct date day,
                                           int32_t division,
                                           bool (*within)(const void *context, int32_t code,
                                                          int32_t wider),
                                           const void *context)
{
    const struct filing_row *items = rows->items, *found = NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (holds(&items[i], "offsite", day)
            && within(context, division, (int32_t)items[i].division))
            found = &items[i];
    return found;
}

const struct filing_row *filing_disease_on(const struct list *rows, struct date day,
                                           const struct filing_where *where,
                                           struct text disease)
{
    const struct filing_row *items = rows->items, *found = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        bool here = items[i].institution == 0 || items[i].institution == where->institution;
        if (items[i].division != 0 && where->within != NULL)
            here &= where->within(where->context, where->division, (int32_t)items[i].division);
        bool this_one = !text_present(disease) || text_equal(items[i].disease, disease);
        if (holds(&items[i], "disease", day) && here && this_one)
            found = &items[i];
    }
    return found;
}

bool filing_chose_elsewhere(const struct list *rows, struct date day, int64_t institution)
{
    const struct filing_row *items = rows->items;
    bool chosen = false;
    for (size_t i = 0; i < rows->count; i++)
        if (holds(&items[i], "designated", day)) {
            if (items[i].institution == institution)
                return false;
            chosen = true;
        }
    return chosen;
}

const struct filing_row *filing_referral_on(const struct list *rows, struct date day)
{
    const struct filing_row *items = rows->items, *found = NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (holds(&items[i], "referral", day)
            && (found == NULL || date_compare(items[i].valid_from, found->valid_from) >= 0))
            found = &items[i];
    return found;
}

int64_t filing_keys_of(int bucket)
{
    return (int64_t)((text_hash(TEXT("filing")) >> 1) ^ (uint64_t)bucket);
}
