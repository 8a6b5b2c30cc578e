/* event.c: see event.h. */

#include "core/event.h"

static bool stands(const struct event_fact *fact, struct moment known)
{
    if (known.ms == 0)
        return fact->withdrawn.ms == 0;
    return fact->declared.ms <= known.ms
        && (fact->withdrawn.ms == 0 || fact->withdrawn.ms > known.ms);
}

const struct event_fact *event_on(const struct divisions *divisions, struct events events,
                                  struct text kind, int32_t place, struct moment known)
{
    while (division_exists(divisions, place)) {
        const struct event_fact *last = NULL;
        for (size_t i = 0; i < events.count; i++) {
            const struct event_fact *fact = &events.facts[i];
            if (fact->place == place && text_equal(fact->kind, kind) && stands(fact, known)
                && (last == NULL || fact->declared.ms > last->declared.ms))
                last = fact;
        }
        if (last != NULL || place == DIVISION_COUNTRY)
            return last;
        place = division_parent(divisions, place);
    }
    return NULL;
}

struct date event_day(const struct divisions *divisions, struct events events, struct text kind,
                      int32_t place, struct moment known)
{
    const struct event_fact *fact = event_on(divisions, events, kind, place, known);
    return fact == NULL ? DATE_NONE : fact->day;
}
