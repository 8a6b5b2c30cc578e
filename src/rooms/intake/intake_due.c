/* intake_due.c: until when a paper may be owed, and until when the office must have decided. Worked
 * out from the measure, the calendar and declared events each time; never stored. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/deadline.h"

static struct clock_world world_of(const struct request *request, struct events events)
{
    return (struct clock_world){
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = events,
    };
}

/* The measure the debt rests on, as it stood when the debt was made: the last known by then. */
static const struct measure *measure_of(const struct request *request,
                                        const struct intake_paper *paper)
{
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    const struct measure *found = NULL;
    struct date made = date_of_moment(paper->at);
    for (size_t i = 0; text_present(paper->measure) && i < count; i++)
        if (measure_is_called(measures[i], paper->measure)
            && date_within(made, measures[i]->known_from, measures[i]->known_until))
            found = measures[i];
    return found;
}

static struct text number_text(int64_t number, struct arena *arena)
{
    return arena_format(arena, "%lld", (long long)number);
}

static struct text said(const char *key, enum language language, struct text detail0,
                        struct text detail1, struct arena *arena)
{
    char *bytes = arena_take(arena, 600);
    struct builder builder = builder_over(bytes, 600);
    const struct text details[] = { detail0, detail1 };
    words_write(&builder, key, language, details, 2);
    return builder_text(&builder);
}

static struct text event_word(struct text event, enum language language, struct arena *arena)
{
    struct text key = arena_format(arena, "deadline.event.%.*s", TEXT_ARGS(event));
    return words_has(key.data) ? words_of(key.data, language) : event;
}

static struct text day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

static void tell_due(struct intake_debt *debt, const struct measure_point *point,
                     enum deadline_state state, struct arena *arena)
{
    struct text *const texts[] = { &debt->due_zh, &debt->due_en };
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        enum language language = (enum language)i;
        if (debt->due.yyyymmdd != 0)
            *texts[i] = said(state == DEADLINE_PROVISIONAL ? "intake.due.provisional"
                                                           : "intake.due.dated",
                             language, day_text(debt->due, arena), TEXT(""), arena);
        else if (text_present(debt->waits_for))
            *texts[i] = said(point->plus.unit == CLOCK_MONTHS ? "intake.due.months-after"
                                                              : "intake.due.days-after",
                             language, event_word(debt->waits_for, language, arena),
                             number_text(point->plus.count, arena), arena);
        else
            *texts[i] = said("intake.due.open", language, TEXT(""), TEXT(""), arena);
    }
}

struct intake_debt intake_debt_of(const struct request *request, const struct matter *matter,
                                  const struct intake_paper *paper, struct events events,
                                  struct deadline_answer *ret_answer)
{
    struct arena *arena = request->arena;
    const struct matter_material *material =
        matter == NULL ? NULL : matter_material_of(matter, paper->material);
    struct intake_debt debt = {
        .material = paper->material,
        .zh = material == NULL ? paper->material : material->zh,
        .en = material == NULL ? paper->material : material->en, .clauses = paper->clauses,
    };
    const struct measure *measure = measure_of(request, paper);
    static const struct measure_point none = { .kind = POINT_NONE };
    const struct measure_point *point = measure == NULL ? &none : &measure->later.due;
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    struct deadline_clock *clock = ARENA_NEW(arena, struct deadline_clock);
    *kind = (struct deadline_clock_kind){
        .name = TEXT("paper-debt"), .unit = point->plus.unit, .count = point->plus.count,
        .roll = point->roll, .source = measure == NULL ? TEXT("") : measure->notice,
    };
    *clock = (struct deadline_clock){ .kind = kind, .event = point->event,
                                      .place = (int32_t)paper->place,
                             .start = date_of_moment(paper->at) };
    struct deadline_answer answer = { .state = DEADLINE_WAITING };
    const struct clock_world world = world_of(request, events);
    if (point->kind == POINT_EVENT) {
        answer = deadline_of(clock, &world, arena);
    } else if (point->kind == POINT_DAY) {
        kind->unit = CLOCK_FIXED_DAY;
        kind->day = point->day;
        answer = deadline_of(clock, &world, arena);
    }
    debt.due = answer.day;
    if (answer.state == DEADLINE_WAITING)
        debt.waits_for = point->event;
    debt.overdue = debt.due.yyyymmdd != 0
        && date_compare(date_of_moment(request->at), debt.due) > 0;
    tell_due(&debt, point, answer.state, arena);
    if (ret_answer != NULL)
        *ret_answer = answer;
    return debt;
}

bool intake_paper_is_open(const struct intake_paper *paper, const char *how)
{
    return text_is(paper->how, how) && paper->cleared_at.ms == 0;
}

size_t intake_open_count(const struct list *papers, const char *how)
{
    const struct intake_paper *rows = papers->items;
    size_t count = 0;
    for (size_t i = 0; i < papers->count; i++)
        count += intake_paper_is_open(&rows[i], how);
    return count;
}

struct list intake_debts_of(const struct request *request, const struct matter *matter,
                            const struct list *papers, struct events events)
{
    const struct intake_paper *rows = papers->items;
    struct intake_debt *debts = ARENA_ARRAY(request->arena, struct intake_debt,
                                            papers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < papers->count; i++)
        if (intake_paper_is_open(&rows[i], "owed"))
            debts[count++] = intake_debt_of(request, matter, &rows[i], events, NULL);
    return (struct list){ debts, count };
}

bool intake_handling_due(const struct request *request, const struct matter *matter,
                         const struct intake_case *row, struct events events,
                         struct deadline_answer *ret_answer)
{
    if (matter == NULL || matter->limit.working_days == 0 || row->accepted_at.ms == 0)
        return false;
    struct arena *arena = request->arena;
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    struct deadline_clock *clock = ARENA_NEW(arena, struct deadline_clock);
    struct clock_suspension *asked = ARENA_NEW(arena, struct clock_suspension);
    *kind = (struct deadline_clock_kind){
        .name = TEXT("handling"), .unit = CLOCK_WORKING_DAYS,
        .count = (int32_t)matter->limit.working_days, .source = matter->limit.source,
    };
    *clock = (struct deadline_clock){ .kind = kind, .start = date_of_moment(row->accepted_at),
                             .place = (int32_t)row->place };
    if (row->asked_at.ms >= row->accepted_at.ms && row->asked_at.ms != 0) {
        *asked = (struct clock_suspension){
            .from = date_of_moment(row->asked_at),
            .until = row->supplied_at.ms == 0 ? DATE_NONE : date_of_moment(row->supplied_at),
            .reason = words_of("intake.clock.supplement", LANGUAGE_CHINESE),
        };
        clock->suspensions = asked;
        clock->suspension_count = 1;
    }
    const struct clock_world world = world_of(request, events);
    *ret_answer = deadline_of(clock, &world, arena);
    return true;
}
