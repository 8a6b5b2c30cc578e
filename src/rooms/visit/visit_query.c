#include "rooms/visit/visit_query.h"

#include "base/check.h"
#include "rooms/party/party.h"

/* ---- ranges ---- */

/* A midnight is the end of that day. */
struct moment visit_range_end(struct moment until)
{
    const struct moment last = { INT64_MAX / 2 };
    if (until.ms == 0)
        return last;
    struct date day = date_of_moment(until);
    if (until.ms == moment_of_date(day).ms)
        until.ms = moment_of_date(date_plus_days(day, 1)).ms - 1;
    return until;
}

struct moment visit_range_begin(struct moment from)
{
    return from.ms == 0 ? (struct moment){ 1 } : from;
}

bool visit_too_many(const struct list *rows, const struct request *request,
                    struct decision *decision)
{
    if (rows->count <= VISIT_SHOWN_MAX)
        return false;
    decision_refuse_with(decision, visit_refusal_key(VISIT_REFUSED_TOO_MANY), "from",
                         arena_format(request->arena, "%d", VISIT_SHOWN_MAX),
                         (struct text){ 0 });
    return true;
}

/* ---- showing one ---- */

static void show_person(struct visit_shown *shown, const struct party_person *person,
                        struct date day)
{
    if (person == NULL)
        return;
    shown->name = person->name;
    shown->certificate = person->certificate;
    shown->number_sealed = person->number_sealed;
    shown->sex = person->sex;
    shown->ethnicity = person->ethnicity;
    shown->born = person->born;
    if (person->born.yyyymmdd != 0 && date_compare(person->born, day) <= 0)
        shown->age = date_age(person->born, day);
}

/* Days in hospital as hospitals count: the day of leaving is none, but one at least. */
static int64_t days_of(const struct visit_row *visit, struct moment now)
{
    struct date end = date_of_moment(visit->end_at.ms == 0 ? now : visit->end_at);
    int days = date_days_between(date_of_moment(visit->begin_at), end);
    return days < 1 ? 1 : days;
}

static struct visit_shown show(const struct visit_found_row *row, struct moment now)
{
    const struct visit_row *visit = &row->visit;
    struct visit_shown shown = { .row = *row };
    if (!visit->inpatient)
        return shown;
    struct moment end = visit->end_at.ms == 0 ? now : visit->end_at;
    shown.days = days_of(visit, now);
    shown.in_hospital = visit_is_open(visit);
    shown.over_year = date_year(date_of_moment(visit->begin_at))
        != date_year(date_of_moment(end));
    return shown;
}

static void show_standing(struct visit_shown *shown, const struct party_person_facts *person,
                          struct arena *arena)
{
    const struct visit_row *visit = &shown->row.visit;
    const struct party_standing standing =
        party_standing_on(person, visit->insurance, date_of_moment(visit->begin_at));
    shown->person_kind = standing.kind_code;
    shown->assisted = standing.assistance != NULL;
    shown->civil_servant = standing.civil_servant;
    if (standing.place != 0)
        shown->place = arena_format(arena, "%06d", (int)standing.place);
    const struct party_spell *spells = person->spells->items;
    for (size_t i = 0; i < person->spells->count; i++)
        if (spells[i].spell == standing.spell)
            shown->unit_name = spells[i].unit_name;
}

/* ---- 5201 ---- */

bool visit_gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_list_input *input = request->input;
    struct visit_list_facts *found = facts;
    const struct visits_between_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
        .institution = request->actor->institution, .visit = input->visit,
        .from = visit_range_begin(input->visit != 0 ? (struct moment){ 0 } : input->from),
        .until = visit_range_end(input->visit != 0 ? (struct moment){ 0 } : input->until),
    };
    found->rows = gather_want(gather, &visits_between, &key);
    bool complete = party_gather_person(gather, input->person, &found->person);
    return complete && found->rows != NULL;
}

/* 21 asks for 2101, too: places lengthen the national codes. */
static bool med_type_fits(struct text of_visit, struct text asked)
{
    return !text_present(asked) || !text_present(of_visit) || text_starts(of_visit, asked);
}

void visit_decide_list(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct visit_list_input *input = request->input;
    const struct visit_list_facts *found = facts;
    if (found->person.person == NULL) {
        visit_refuse(decision, VISIT_REFUSED_NO_PERSON, "person");
        return;
    }
    if (visit_too_many(found->rows, request, decision))
        return;
    const struct visit_found_row *rows = found->rows->items;
    struct visit_shown *shown =
        ARENA_ARRAY(request->arena, struct visit_shown, found->rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++) {
        if (input->visit == 0 && !med_type_fits(rows[i].visit.med_type, input->med_type))
            continue;
        shown[count] = show(&rows[i], request->at);
        show_person(&shown[count], found->person.person,
                    date_of_moment(rows[i].visit.begin_at));
        show_standing(&shown[count], &found->person, request->arena);
        count++;
    }
    decision->subject = input->person;
    ((struct visit_list *)decision->outcome)->visits = (struct list){ shown, count };
}

/* ---- 5303 ---- */

bool visit_gather_in_hospital(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_list_input *input = request->input;
    struct visit_list_facts *found = facts;
    const struct visit_stays_between_key key = {
        .institution = request->actor->institution, .person = input->person,
        .from = visit_range_begin(input->from), .until = visit_range_end(input->until),
    };
    found->rows = gather_want(gather, &visit_stays_between, &key);
    if (found->rows == NULL)
        return false;
    const struct visit_found_row *rows = found->rows->items;
    found->people = ARENA_ARRAY(gather->arena, const struct party_person *,
                                found->rows->count + 1);
    bool complete = true;
    for (size_t i = 0; i < found->rows->count && i < VISIT_SHOWN_MAX; i++) {
        const struct party_of_person person_key = {
            .bucket = id_bucket(rows[i].visit.person), .person = rows[i].visit.person,
        };
        const void *row = NULL;
        complete &= gather_one(gather, &party_person_by_id, &person_key, &row);
        found->people[i] = row;
    }
    return complete;
}

void visit_decide_in_hospital(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct visit_list_facts *found = facts;
    if (visit_too_many(found->rows, request, decision))
        return;
    const struct visit_found_row *rows = found->rows->items;
    struct visit_shown *shown =
        ARENA_ARRAY(request->arena, struct visit_shown, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++) {
        shown[i] = show(&rows[i], request->at);
        show_person(&shown[i], found->people[i], date_of_moment(request->at));
    }
    ((struct visit_list *)decision->outcome)->visits = (struct list){ shown, found->rows->count };
}

void visit_tell_list(const struct request *request, const void *outcome, const void *memory,
                     void *answer)
{
    (void)memory;
    const struct visit_list *list = outcome;
    const struct visit_shown *from = list->visits.items;
    struct visit_shown *told =
        ARENA_ARRAY(request->arena, struct visit_shown, list->visits.count + 1);
    for (size_t i = 0; i < list->visits.count; i++) {
        told[i] = from[i];
        told[i].number = party_unseal(from[i].number_sealed, "number", request->arena);
    }
    ((struct visit_list *)answer)->visits = (struct list){ told, list->visits.count };
}

/* ---- 5202 ---- */

bool visit_gather_diagnoses(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_diagnoses_input *input = request->input;
    struct visit_diagnoses_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->on_admission = gather_want(gather, &visit_diagnoses_of, &key);
    found->on_discharge = gather_want(gather, &visit_discharge_diagnoses_of, &key);
    return complete && found->on_admission != NULL && found->on_discharge != NULL;
}

static size_t show_diagnoses(const struct request *request, const struct visit_row *visit,
                             const struct list *rows, const char *side,
                             struct visit_diagnosis_shown *shown)
{
    const struct visit_diagnosis_row *items = rows->items;
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (!items[i].valid)
            continue;
        shown[count++] = (struct visit_diagnosis_shown){
            .id = arena_format(request->arena, "%lld-%s-%.*s-%lld", (long long)visit->visit,
                               side, TEXT_ARGS(items[i].kind), (long long)items[i].number),
            .person = visit->person, .side = text_of(side), .row = items[i],
        };
    }
    return count;
}

void visit_decide_diagnoses(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct visit_diagnoses_input *input = request->input;
    const struct visit_diagnoses_facts *found = facts;
    if (found->visit == NULL || found->visit->person != input->person
        || !visit_may_see(request->actor, found->visit->institution, found->visit->person)) {
        visit_refuse(decision, VISIT_REFUSED_NO_VISIT, "visit");
        return;
    }
    struct visit_diagnosis_shown *shown =
        ARENA_ARRAY(request->arena, struct visit_diagnosis_shown,
                    found->on_admission->count + found->on_discharge->count + 1);
    size_t count = show_diagnoses(request, found->visit, found->on_admission, "1", shown);
    count += show_diagnoses(request, found->visit, found->on_discharge, "2", shown + count);
    decision->subject = input->person;
    ((struct visit_diagnoses *)decision->outcome)->diagnoses = (struct list){ shown, count };
}
