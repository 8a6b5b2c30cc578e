/* catalogue.c: the pure part: which row is in force. See catalogue_facts.h. */

#include "rooms/catalogue/catalogue.h"

#include "core/id.h"
#include "rooms/staff/staff.h"

struct catalogue_code_key catalogue_code_key_of(struct text code)
{
    return (struct catalogue_code_key){ bucket_of_name(code), code };
}

static bool in_force(struct date from, struct date until, struct date day)
{
    return date_within(day, from, until.yyyymmdd == 0 ? DATE_LATEST : until);
}

/* Whoever has rows of a code for a place speaks for it: a place whose rows have ended does not fall
 * back to a wider one. So the place is picked first, then the day. */
static bool is_more_specific(int64_t place, int64_t than)
{
    return place != than && staff_division_within(place, than);
}

enum catalogue_answer catalogue_item_on(const struct list *rows, int32_t place, struct date day,
                                        const struct catalogue_item **ret_item)
{
    const struct catalogue_item *items = rows->items;
    int64_t speaks = -1;
    for (size_t i = 0; i < rows->count; i++)
        if (staff_division_within(place, items[i].place)
            && date_compare(items[i].valid_from, day) <= 0
            && (speaks < 0 || is_more_specific(items[i].place, speaks)))
            speaks = items[i].place;
    for (size_t i = 0; i < rows->count; i++)
        if (items[i].place == speaks && in_force(items[i].valid_from, items[i].valid_until, day)) {
            *ret_item = &items[i];
            return CATALOGUE_FOUND;
        }
    return rows->count == 0 ? CATALOGUE_UNKNOWN : CATALOGUE_NOT_IN_FORCE;
}

bool catalogue_price_limit(const struct catalogue_item *item, int tier, struct price *ret_limit)
{
    struct price limit = tier >= 3 ? item->limit_tier3
        : tier == 2 ? item->limit_tier2 : item->limit_tier1;
    if (limit.e6 == 0)
        return false;
    *ret_limit = limit;
    return true;
}

const struct catalogue_diagnosis *catalogue_diagnosis_on(const struct list *rows, struct date day)
{
    const struct catalogue_diagnosis *diagnoses = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (in_force(diagnoses[i].valid_from, diagnoses[i].valid_until, day))
            return &diagnoses[i];
    return NULL;
}

const struct catalogue_disease *catalogue_disease_on(const struct list *rows, int32_t place,
                                                     struct date day)
{
    const struct catalogue_disease *diseases = rows->items;
    const struct catalogue_disease *best = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        if (!staff_division_within(place, diseases[i].place)
            || !in_force(diseases[i].valid_from, diseases[i].valid_until, day))
            continue;
        if (best == NULL || is_more_specific(diseases[i].place, best->place))
            best = &diseases[i];
    }
    return best;
}

/* ---- what a good row looks like ---- */

const char *catalogue_item_fault(const struct catalogue_item *item)
{
    if (!text_present(item->code) || !text_present(item->name))
        return "catalogue.fault.no-name";
    if (item->valid_from.yyyymmdd == 0
        || (item->valid_until.yyyymmdd != 0
            && date_compare(item->valid_until, item->valid_from) < 0))
        return "catalogue.fault.ends-before";
    if (item->pay_first.parts < 0 || item->pay_first.parts > SHARE_WHOLE.parts)
        return "catalogue.fault.share-out-of-range";
    bool self_paid = text_is(item->charge_level, "03");
    if (self_paid != (item->pay_first.parts == SHARE_WHOLE.parts))
        return "catalogue.fault.class-and-share";
    if (text_is(item->charge_level, "01") && item->pay_first.parts != 0)
        return "catalogue.fault.class-and-share";
    if (item->limit_tier1.e6 < 0 || item->limit_tier2.e6 < 0 || item->limit_tier3.e6 < 0)
        return "catalogue.fault.negative-limit";
    if (item->limited_use && !text_present(item->limited_to))
        return "catalogue.fault.limited-to-what";
    return NULL;
}

bool catalogue_items_overlap(const struct catalogue_item *a, const struct catalogue_item *b)
{
    if (!text_equal(a->code, b->code) || a->place != b->place)
        return false;
    return in_force(a->valid_from, a->valid_until, b->valid_from)
        || in_force(b->valid_from, b->valid_until, a->valid_from);
}
