/* deadline_measures.c: see deadline_measures.h. */

#include "core/deadline_measures.h"

#include "core/measure.h"

static bool is_for_all(const struct measure *measure)
{
    return !text_present(measure->on_application);
}

static bool speaks_of(const struct measure_extend *extend, struct text period)
{
    return extend->periods_node == NULL
        || (text_present(period) && name_list_has(extend->periods, period));
}

static struct text citation(const struct measure *measure, struct arena *arena)
{
    return text_present(measure->clause)
        ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(measure->notice), TEXT_ARGS(measure->clause))
        : measure->notice;
}

static struct text reason_of(const struct measure *measure)
{
    return text_present(measure->chinese) ? measure->chinese : measure->says;
}

/* False: an end nobody can work out from a clock alone. */
static bool extension_of(const struct measure *measure, struct arena *arena,
                         struct clock_extension *ret_extension)
{
    const struct measure_extend *extend = &measure->extend;
    const struct measure_point *to = &extend->to;
    struct clock_extension extension = {
        .kind = { .source = citation(measure, arena), .roll = to->roll },
        .reason = reason_of(measure), .source = citation(measure, arena),
    };
    struct deadline_clock_kind *kind = &extension.kind;
    switch (to->kind) {
    case POINT_DAY:
        kind->unit = CLOCK_FIXED_DAY;
        kind->day = to->day;
        break;
    case POINT_FIRST_WORKING_DAY:
        kind->unit = CLOCK_FIXED_DAY;
        kind->day = to->day;
        kind->roll = CLOCK_ROLL_NEXT_WORKING_DAY;
        break;
    case POINT_EVENT:
        kind->unit = to->plus.unit;
        kind->count = to->plus.count;
        extension.event = to->event;
        break;
    case POINT_NONE:
        if (extend->by.count == 0)
            return false;
        kind->unit = extend->by.unit;
        kind->count = extend->by.count;
        break;
    case POINT_OPEN:
    case POINT_MOMENT:
        return false;
    }
    *ret_extension = extension;
    return true;
}

static void make_up_of(const struct clock_extension *extension, const struct clock_facts *facts,
                       struct arena *arena, struct deadline_clock *ret_clock)
{
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    *kind = extension->kind;
    kind->name = TEXT("make-up");
    *ret_clock = (struct deadline_clock){
        .kind = kind, .event = extension->event, .place = (int32_t)facts->place,
    };
}

void clock_measures_of(const struct book *book, const struct clock_facts *facts,
                       struct events events, struct date today, struct moment known,
                       struct arena *arena, struct clock_measures *ret_measures)
{
    const struct measure_question question = {
        .verb = VERB_EXTEND, .place = (int32_t)facts->place, .matter = facts->matter,
        .insurance = facts->insurance, .applicant = facts->applicant, .thing = facts->name,
        .day = today, .events = events,
        .known = known.ms == 0 ? DATE_NONE : date_of_moment(known),
    };
    *ret_measures = (struct clock_measures){ 0 };
    if (!text_present(facts->name))
        return;
    const struct measure_hit *hits;
    size_t count = measures_on(book, &question, arena, &hits);
    struct clock_extension *extensions = ARENA_ARRAY(arena, struct clock_extension, count + 1);
    struct deadline_clock *make_ups = ARENA_ARRAY(arena, struct deadline_clock, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct measure *measure = hits[i].measure;
        struct clock_extension extension;
        if (!is_for_all(measure) || !speaks_of(&measure->extend, facts->period)
            || !extension_of(measure, arena, &extension))
            continue;
        if (text_is(measure->extend.as, "make-up"))
            make_up_of(&extension, facts, arena, &make_ups[ret_measures->make_up_count++]);
        else
            extensions[ret_measures->extension_count++] = extension;
    }
    ret_measures->extensions = extensions;
    ret_measures->make_ups = make_ups;
}

bool clock_under_measures(const struct book *book, const struct clock_facts *facts,
                          struct events events, struct date today, struct moment known,
                          struct arena *arena, struct deadline_clock *ret_clock)
{
    struct deadline_clock clock;
    struct clock_measures measures;
    if (!clock_of_facts(facts, arena, &clock))
        return false;
    clock_measures_of(book, facts, events, today, known, arena, &measures);
    size_t own = clock.suspension_count;
    struct clock_suspension *all =
        ARENA_ARRAY(arena, struct clock_suspension, own + measures.suspension_count + 1);
    for (size_t i = 0; i < own; i++)
        all[i] = clock.suspensions[i];
    for (size_t i = 0; i < measures.suspension_count; i++)
        all[own + i] = measures.suspensions[i];
    clock.suspensions = all;
    clock.suspension_count = own + measures.suspension_count;
    clock.extensions = measures.extensions;
    clock.extension_count = measures.extension_count;
    *ret_clock = clock;
    return true;
}

bool clock_make_up(const struct clock_measures *measures, const struct clock_world *world,
                   struct arena *arena, struct deadline_answer *ret_answer)
{
    struct deadline_answer latest = { 0 };
    for (size_t i = 0; i < measures->make_up_count; i++) {
        struct deadline_answer answer = deadline_of(&measures->make_ups[i], world, arena);
        if (i == 0 || answer.state == DEADLINE_WAITING
            || (latest.state != DEADLINE_WAITING && answer.end.ms > latest.end.ms))
            latest = answer;
    }
    *ret_answer = latest;
    return measures->make_up_count > 0;
}
