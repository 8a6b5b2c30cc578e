/* event.h: things declared that clocks and measures wait for: 疫情结束, 疫情稳定, the start and the
 * end of a response level, a named emergency plan.
 *
 * An event has a place and a day; a narrower place inherits what it has not declared itself. A
 * withdrawn event makes clocks wait again; what was granted meanwhile stays. Events are rows of the
 * store, handed in by the caller; nothing here reads or keeps them. */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "core/divisions.h"
#include "core/date.h"

#define EVENT_EPIDEMIC_END "epidemic-end"           /* 疫情结束 */
#define EVENT_EPIDEMIC_STABLE "epidemic-stable"     /* 疫情稳定 */

struct event_fact {
    struct text kind;           /* "epidemic-end", "response-level-1-start", "plan:…" */
    int32_t place;
    struct date day;            /* the day the event is of */
    struct moment declared;     /* when it became known */
    struct moment withdrawn;    /* { 0 }: it stands */
    struct text paper;          /* the document that declares it */
};

struct events {
    const struct event_fact *facts;
    size_t count;
};

/* The declaration that holds for a place, as known at a moment ({ 0 }: all of it): the nearest
 * place upwards that has one standing, and of several there the one declared last. NULL: none. */
const struct event_fact *event_on(const struct divisions *divisions, struct events events,
                                  struct text kind, int32_t place, struct moment known);
/* Its day; DATE_NONE when nothing is declared. */
struct date event_day(const struct divisions *divisions, struct events events, struct text kind,
                      int32_t place, struct moment known);

#endif
