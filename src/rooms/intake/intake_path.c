/* intake_path.c: the way a case goes: whose time it was, through which offices, on whose behalf,
 * and how often somebody had to come in for it. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

#include <string.h>

/* ---- whose time it was ---- */

static const char *const waits_names[] = { "nobody", "office", "applicant", "department" };
_Static_assert(COUNT_OF(waits_names) == CASE_WAITS, "a name for each");

static enum case_waits waits_of(struct text name)
{
    for (size_t i = 0; i < CASE_WAITS; i++)
        if (text_is(name, waits_names[i]))
            return (enum case_waits)i;
    return CASE_WAITS_NOBODY;
}

static int64_t *spent_on(struct intake_case *row, enum case_waits waits)
{
    switch (waits) {
    case CASE_WAITS_OFFICE: return &row->ms_office;
    case CASE_WAITS_APPLICANT: return &row->ms_applicant;
    case CASE_WAITS_DEPARTMENT: return &row->ms_department;
    case CASE_WAITS_NOBODY: case CASE_WAITS: break;
    }
    return NULL;
}

void intake_waits_pass(struct intake_case *row, enum case_event event, enum case_state state,
                       struct moment now)
{
    enum case_waits before = waits_of(row->waits);
    int64_t *spent = spent_on(row, before);
    if (spent != NULL)
        *spent += now.ms - row->waits_since.ms;
    row->waits = text_of(waits_names[case_waits_after(before, event, state)]);
    row->waits_since = now;
}

void intake_waits_tell(const struct request *request, const struct intake_case *row,
                       struct intake_seen *seen)
{
    static const char *const keys[] = { "case.waits.nobody", "case.waits.office",
                                        "case.waits.applicant", "case.waits.department" };
    _Static_assert(COUNT_OF(keys) == CASE_WAITS, "a word for each");
    enum case_waits waits = waits_of(row->waits);
    struct intake_case until_now = *row;
    int64_t *spent = spent_on(&until_now, waits);
    if (spent != NULL)
        *spent += request->at.ms - row->waits_since.ms;
    seen->waits_for_zh = words_of(keys[waits], LANGUAGE_CHINESE);
    seen->waits_for_en = words_of(keys[waits], LANGUAGE_ENGLISH);
    seen->hours_office = until_now.ms_office / 3600000;
    seen->hours_applicant = until_now.ms_applicant / 3600000;
    seen->hours_department = until_now.ms_department / 3600000;
}

/* ---- its steps, as they are told ---- */

static struct text event_word(struct text name, enum language language)
{
    enum case_event event;
    return case_event_parse(name, &event) ? words_of(case_event_key(event), language) : name;
}

static const struct staff_office *office_of(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices == NULL ? NULL : offices->items;
    for (size_t i = 0; offices != NULL && i < offices->count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

/* An office's step that is the applicant's to take, brought by a helper: an application by the way
 * it came, a paper by the way that paper came. */
static bool is_helpers(const struct intake_step *step, const struct intake_case *of,
                       const struct list *papers)
{
    if (step->office == 0)
        return false;
    if (text_starts(step->event, TEXT("file")))
        return text_is(of->channel, "helper");
    if (!text_starts(step->event, TEXT("paper")) && !text_starts(step->event, TEXT("last-paper")))
        return false;
    const struct intake_paper *rows = papers->items;
    for (size_t i = 0; i < papers->count; i++) {
        bool came = rows[i].at.ms == step->at.ms || rows[i].cleared_at.ms == step->at.ms;
        if (came && text_is(rows[i].channel, "helper"))
            return true;
    }
    return false;
}

/* LAW: JX4-2.2f: who took a step for the person says so beside it. */
static const char *behalf_key(const struct intake_step *step, const struct intake_case *of,
                              const struct list *papers)
{
    if (step->mandate != 0)
        return "intake.behalf.mandate";
    /* What is the unit's own it does for itself. */
    if (step->unit != 0 && of->person != 0)
        return "intake.behalf.unit";
    return is_helpers(step, of, papers) ? "intake.behalf.helper" : NULL;
}

/* A helper carries a case on where the matter has that channel, or a measure entrusts it. */
bool intake_helper_may(const struct request *request, const struct matter *matter,
                       const struct intake_case *row, struct events events)
{
    const struct matter_asker asker = {
        .place = (int32_t)row->place, .insurance = row->insurance, .applicant = row->applicant,
        .channel = TEXT("helper"), .day = date_of_moment(request->at), .events = events,
    };
    const struct matter_terms terms = matter_terms_at(request->book, matter, asker.place);
    return matter_words_have(terms.channels, asker.channel)
        || matter_entrusted(request->book, matter, &asker, "carry", TEXT("helper"),
                            request->arena) != NULL;
}

struct list intake_steps_told(const struct list *steps, const struct intake_case *of,
                              const struct list *papers, const struct list *offices,
                              struct arena *arena)
{
    const struct intake_step *rows = steps->items;
    struct intake_step_told *told = ARENA_ARRAY(arena, struct intake_step_told,
                                                steps->count + 1);
    for (size_t i = 0; i < steps->count; i++) {
        const struct staff_office *office = office_of(offices, rows[i].office);
        const char *behalf = behalf_key(&rows[i], of, papers);
        told[i] = (struct intake_step_told){
            .event_zh = event_word(rows[i].event, LANGUAGE_CHINESE),
            .event_en = event_word(rows[i].event, LANGUAGE_ENGLISH),
            .at = rows[i].at, .event = rows[i].event, .state_from = rows[i].state_from,
            .state_to = rows[i].state_to, .role = rows[i].role, .reason = rows[i].reason,
            .account = rows[i].account, .office = rows[i].office,
            .mandate = rows[i].mandate, .unit = rows[i].unit,
        };
        if (office != NULL) {
            told[i].office_name = office->name;
            told[i].office_kind = office->kind;
        }
        if (behalf != NULL) {
            told[i].behalf_zh = words_of(behalf, LANGUAGE_CHINESE);
            told[i].behalf_en = words_of(behalf, LANGUAGE_ENGLISH);
        }
    }
    return (struct list){ told, steps->count };
}

/* ---- coming in ---- */

static struct matter_asker asker_of(const struct intake_case *row, struct events events)
{
    return (struct matter_asker){
        .place = (int32_t)row->place, .insurance = row->insurance, .applicant = row->applicant,
        .channel = row->channel, .day = date_of_moment(row->received_at), .events = events,
    };
}

/* LAW: SX9-H2, JX4-2.1k. Who applied at a counter chose to; whatever comes after that, and each
 * visit for what was sent in from elsewhere, was asked of him. */
void intake_visit(const struct request *request, const struct matter *matter,
                  const struct staff_office *office, struct events events,
                  struct intake_case *row)
{
    struct date today = date_of_moment(request->at);
    bool village = office != NULL && text_is(office->kind, "village");
    if (village || date_compare(row->visited_on, today) == 0)
        return;
    row->visits++;
    row->visited_on = today;
    int64_t asked = row->visits - (text_is(row->channel, "counter") ? 1 : 0);
    struct text clauses;
    const struct matter_asker asker = asker_of(row, events);
    int64_t most = matter_visits_at_most(request->book, matter, &asker, request->arena,
                                         &clauses);
    if (most >= 0 && asked > 0 && row->visits > most)
        row->visits_over = clauses;
}

/* ---- three levels ---- */

/* LAW: SX9-2.2b, SX9-2.2f: what a village took in is looked at by the town and decided by the
 * county, where a measure says so. */
struct matter_levels intake_levels_of(const struct request *request,
                                      const struct matter *matter,
                                      const struct intake_case *row, struct events events)
{
    if (matter == NULL || row == NULL || !text_is(row->channel, "station"))
        return (struct matter_levels){ .measure = NULL };
    const struct matter_asker asker = asker_of(row, events);
    return matter_levels_on(request->book, matter, &asker, request->arena);
}

bool intake_step_is_theirs(const struct request *request, const struct matter *matter,
                           const struct intake_case_facts *facts, const char *step)
{
    const struct matter_levels levels =
        intake_levels_of(request, matter, facts->row, facts->events);
    struct text kind = facts->office->kind;
    if (levels.measure != NULL && strcmp(step, "review") == 0)
        return name_list_has(levels.review, kind);
    if (levels.measure != NULL && strcmp(step, "decide") == 0)
        return name_list_has(levels.decide, kind);
    return matter_step_office(matter, step, kind);
}

unsigned intake_step_roles(const struct request *request, const struct matter *matter,
                           const struct intake_case_facts *facts, const char *step)
{
    const struct matter_levels levels =
        intake_levels_of(request, matter, facts->row, facts->events);
    bool review = strcmp(step, "review") == 0 && levels.measure != NULL;
    return matter_step_roles(matter, review ? "accept" : step);
}
