/* intake_due.c: until when a paper may be owed, and until when the office must have decided. Worked
 * out from the measure, the calendar and declared events each time; never stored. */

#include "rooms/intake/intake_again.h"

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
    const struct text details[] = { detail0, detail1 };
    return intake_sentence(key, language, details, 2, arena);
}

static struct text event_word(struct text event, enum language language, struct arena *arena)
{
    struct text key = arena_format(arena, "deadline.event.%.*s", TEXT_ARGS(event));
    return words_has(key.data) ? words_of(key.data, language) : event;
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
                             language, intake_day_text(debt->due, arena), TEXT(""), arena);
        else if (text_present(debt->waits_for))
            *texts[i] = said(point->plus.unit == CLOCK_MONTHS ? "intake.due.months-after"
                                                              : "intake.due.days-after",
                             language, event_word(debt->waits_for, language, arena),
                             number_text(point->plus.count, arena), arena);
        else
            *texts[i] = said("intake.due.open", language, TEXT(""), TEXT(""), arena);
    }
}

/* False: the measure names no day and no event, so there is nothing to count. */
static bool debt_clock(const struct request *request, const struct intake_paper *paper,
                       const struct measure *measure, struct clock_facts *ret_facts)
{
    if (measure == NULL)
        return false;
    const struct measure_point *point = &measure->later.due;
    if (point->kind != POINT_EVENT && point->kind != POINT_DAY)
        return false;
    struct deadline_clock_kind kind = {
        .name = TEXT("paper.owed"), .unit = point->plus.unit, .count = point->plus.count,
        .roll = point->roll, .source = measure->notice,
    };
    if (point->kind == POINT_DAY) {
        kind.unit = CLOCK_FIXED_DAY;
        kind.day = point->day;
    }
    const struct deadline_clock clock = { .kind = &kind, .event = point->event,
        .place = (int32_t)paper->place, .start = date_of_moment(paper->at) };
    *ret_facts = clock_facts_of(&clock, request->arena);
    return true;
}

bool intake_debt_facts(const struct request *request, const struct intake_paper *paper,
                       struct clock_facts *ret_facts)
{
    return debt_clock(request, paper, measure_of(request, paper), ret_facts);
}

struct intake_debt intake_debt_of(const struct request *request, const struct matter *matter,
                                  const struct intake_paper *paper, struct events events,
                                  struct deadline_answer *ret_answer)
{
    const struct matter_material *material =
        matter == NULL ? NULL : matter_material_of(matter, paper->material);
    struct intake_debt debt = {
        .material = paper->material,
        .zh = material == NULL ? paper->material : material->zh,
        .en = material == NULL ? paper->material : material->en, .clauses = paper->clauses,
    };
    const struct measure *measure = measure_of(request, paper);
    if (measure != NULL)
        debt.basis = arena_format(request->arena, "%.*s %.*s", TEXT_ARGS(measure->notice),
                                  TEXT_ARGS(measure->clause));
    static const struct measure_point none = { .kind = POINT_NONE };
    const struct measure_point *point = measure == NULL ? &none : &measure->later.due;
    struct deadline_answer answer = { .state = DEADLINE_WAITING };
    struct clock_facts facts;
    if (debt_clock(request, paper, measure, &facts))
        answer = due_answer(&facts, request, events);
    debt.due = answer.day;
    if (answer.state == DEADLINE_WAITING)
        debt.waits_for = point->event;
    debt.overdue = debt.due.yyyymmdd != 0
        && date_compare(date_of_moment(request->at), debt.due) > 0;
    tell_due(&debt, point, answer.state, request->arena);
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

bool intake_takes_papers(const struct intake_case *row)
{
    enum case_state state = CASE_NONE;
    return case_state_parse(row->state, &state) && case_step_of(state, CASE_PAPER) != NULL;
}

struct list intake_debts_of_case(const struct request *request, const struct matter *matter,
                                 const struct intake_case *row, const struct list *papers,
                                 struct events events)
{
    return intake_takes_papers(row) ? intake_debts_of(request, matter, papers, events)
                                    : (struct list){ NULL, 0 };
}

/* ---- the office's own limit ---- */

#define STOOD_MAX 40

struct standing_days {
    struct clock_suspension days[STOOD_MAX];
    size_t count;
};

static void add_days(struct standing_days *stood, struct clock_suspension days)
{
    if (stood->count < STOOD_MAX)
        stood->days[stood->count++] = days;
}

static struct clock_suspension awaited_in(const struct matter_department *department,
                                          struct date from, struct date until)
{
    return (struct clock_suspension){
        .from = from, .until = until, .reason = department->zh, .english = department->en,
        .source = department->source,
    };
}

/* "20200210-20200214:tax 20200220-20200221:civil-affairs" */
static void add_stood(const struct matter *matter, struct text written,
                      struct standing_days *stood)
{
    while (text_present(written)) {
        struct text one = text_until(written, ' ', &written);
        struct text name, days = text_until(one, ':', &name), until;
        int64_t first, last;
        const struct matter_department *department = matter_department_of(matter, name);
        if (text_to_int64(text_until(days, '-', &until), &first)
            && text_to_int64(until, &last) && department != NULL)
            add_days(stood, awaited_in(department, (struct date){ (int32_t)first },
                                       (struct date){ (int32_t)last }));
    }
}

/* Supplements that were awaited after acceptance, and departments whose answer stops the clock. */
static void days_it_stood(const struct matter *matter, const struct intake_case *row,
                          struct standing_days *stood)
{
    const struct matter_department *awaited = matter_department_of(matter, row->awaits);
    if (row->asked_at.ms >= row->accepted_at.ms && row->asked_at.ms != 0)
        add_days(stood, (struct clock_suspension){
            .from = date_of_moment(row->asked_at),
            .until = row->supplied_at.ms == 0 ? DATE_NONE : date_of_moment(row->supplied_at),
            .reason = words_of("intake.clock.supplement", LANGUAGE_CHINESE),
            .english = words_of("intake.clock.supplement", LANGUAGE_ENGLISH),
        });
    add_stood(matter, row->stood, stood);
    if (awaited != NULL && awaited->stops_clock)
        add_days(stood, awaited_in(awaited, date_of_moment(row->awaited_at), DATE_NONE));
}

bool intake_handling_facts(const struct request *request, const struct matter *matter,
                           const struct intake_case *row, struct clock_facts *ret_facts)
{
    if (matter == NULL || row->accepted_at.ms == 0)
        return false;
    const struct matter_terms terms =
        matter_terms_at(request->book, matter, (int32_t)row->place);
    const struct date start = date_of_moment(row->accepted_at);
    const struct matter_limit *limit = matter_limit_on(&terms, start);
    if (!matter_limit_is_set(limit))
        return false;
    struct standing_days *stood = ARENA_NEW(request->arena, struct standing_days);
    const struct deadline_clock_kind kind = matter_clock_kind(limit, "handling");
    days_it_stood(matter, row, stood);
    const struct deadline_clock clock = {
        .kind = &kind, .start = start, .place = (int32_t)row->place,
        .suspensions = stood->days, .suspension_count = stood->count,
    };
    *ret_facts = clock_facts_of(&clock, request->arena);
    ret_facts->matter = row->matter;
    ret_facts->insurance = row->insurance;
    ret_facts->applicant = row->applicant;
    return true;
}

bool intake_handling_due(const struct request *request, const struct matter *matter,
                         const struct intake_case *row, struct events events,
                         struct deadline_answer *ret_answer)
{
    struct clock_facts facts;
    if (!intake_handling_facts(request, matter, row, &facts))
        return false;
    *ret_answer = due_answer(&facts, request, events);
    return true;
}

/* Until when something of ours has to be said: 0: the matter sets no such limit. */
struct moment intake_deemed_at(const struct request *request, const struct matter *matter,
                               int32_t place, struct date start)
{
    const struct matter_terms terms = matter_terms_at(request->book, matter, place);
    if (!matter_limit_is_set(terms.deemed))
        return (struct moment){ 0 };
    const struct deadline_clock_kind kind = matter_clock_kind(terms.deemed, "acceptance");
    const struct deadline_clock clock = { .kind = &kind, .start = start, .place = place };
    const struct clock_world world = world_of(request, (struct events){ NULL, 0 });
    return deadline_of(&clock, &world, request->arena).end;
}
