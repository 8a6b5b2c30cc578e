/* visit_stay.c: see visit_stay.h. */

#include "rooms/visit/visit_stay.h"

#include "base/check.h"

/* ---- what every step after admission asks first ---- */

static bool stay_is_ours(const struct request *request, const struct visit_row *visit,
                         int64_t person, struct decision *decision)
{
    bool ours = visit != NULL && visit->person == person
        && (request->actor->institution == 0
            || visit->institution == request->actor->institution);
    if (!ours)
        return visit_refuse(decision, VISIT_REFUSED_NO_VISIT, "visit"), false;
    if (!visit->inpatient)
        return visit_refuse(decision, VISIT_REFUSED_NOT_A_STAY, "visit"), false;
    if (text_is(visit->state, "cancelled"))
        return visit_refuse(decision, VISIT_REFUSED_CLOSED, "visit"), false;
    return true;
}

bool visit_check_stay(const struct request *request, const struct visit_row *visit,
                      const struct visit_stay_row *stay, int64_t person,
                      struct decision *decision)
{
    if (!stay_is_ours(request, visit, person, decision))
        return false;
    if (stay != NULL && stay->finally_settled)
        return visit_refuse(decision, VISIT_REFUSED_FINALLY_SETTLED, "visit"), false;
    return true;
}

/* ---- what was said of a stay ---- */

static void take_text(struct text *into, struct text said)
{
    if (text_present(said))
        *into = said;
}

static void take_count(int64_t *into, int64_t said)
{
    if (said != 0)
        *into = said;
}

static void take_day(struct date *into, struct date said)
{
    if (said.yyyymmdd != 0)
        *into = said;
}

/* What a message does not say stays as it is. */
static void take_said(struct visit_stay_row *row, const struct visit_stay_row *said)
{
    take_text(&row->record_no, said->record_no);
    take_text(&row->admitted_for, said->admitted_for);
    take_text(&row->main_code, said->main_code);
    take_text(&row->main_name, said->main_name);
    take_text(&row->procedure_code, said->procedure_code);
    take_text(&row->procedure_name, said->procedure_name);
    take_text(&row->maternity, said->maternity);
    take_text(&row->family_planning, said->family_planning);
    take_text(&row->late_birth, said->late_birth);
    take_text(&row->premature, said->premature);
    take_text(&row->complications, said->complications);
    take_count(&row->weeks, said->weeks);
    take_count(&row->pregnancies, said->pregnancies);
    take_count(&row->fetuses, said->fetuses);
    take_day(&row->born_on, said->born_on);
    take_text(&row->end_department, said->end_department);
    take_text(&row->end_department_name, said->end_department_name);
    take_text(&row->end_bed, said->end_bed);
    take_day(&row->died, said->died);
}

/* A stay of before this table, or of a demo world, has no row yet. */
static void record_stay(const struct visit_row *visit, const struct visit_stay_row *before,
                        const struct visit_stay_row *said, struct decision *decision)
{
    struct visit_stay_row row = { .bucket = visit->bucket, .visit = visit->visit, .version = 1 };
    if (before != NULL)
        row = *before;
    take_said(&row, said);
    if (before == NULL)
        decision_insert(decision, &visit_stay_table, &row);
    else
        decision_replace(decision, &visit_stay_table, &row);
}

/* ---- diagnoses ---- */

static bool said_with_number(const struct list *said, int64_t number, struct text kind,
                             size_t after)
{
    const struct visit_diagnosis_input *items = said->items;
    for (size_t i = after; i < said->count; i++)
        if (items[i].number == number && text_equal(items[i].kind, kind))
            return true;
    return false;
}

static bool number_is_said(const struct list *said, int64_t number)
{
    const struct visit_diagnosis_input *items = said->items;
    for (size_t i = 0; i < said->count; i++)
        if (items[i].number == number)
            return true;
    return false;
}

static const struct visit_diagnosis_row *row_before(const struct list *rows, struct text kind,
                                                    int64_t number)
{
    const struct visit_diagnosis_row *items = rows == NULL ? NULL : rows->items;
    for (size_t i = 0; items != NULL && i < rows->count; i++)
        if (items[i].number == number && text_equal(items[i].kind, kind))
            return &items[i];
    return NULL;
}

/* A message says all there is of each number it names: what stood there under another kind is
 * void, what is named again is replaced. Western and Chinese diagnoses often count from 1 each, so
 * two kinds of one number in one message stand side by side. */
static void record_diagnoses(const struct table *table, const struct visit_row *visit,
                             const struct list *before, const struct list *said,
                             struct decision *decision)
{
    const struct visit_diagnosis_row *rows = before == NULL ? NULL : before->items;
    for (size_t i = 0; rows != NULL && i < before->count; i++) {
        if (!rows[i].valid || !number_is_said(said, rows[i].number)
            || said_with_number(said, rows[i].number, rows[i].kind, 0))
            continue;
        struct visit_diagnosis_row row = rows[i];
        row.valid = false;
        decision_replace(decision, table, &row);
    }
    const struct visit_diagnosis_input *items = said->items;
    for (size_t i = 0; i < said->count; i++) {
        if (said_with_number(said, items[i].number, items[i].kind, i + 1))
            continue;       /* of several the last one counts */
        const struct visit_diagnosis_row *old = row_before(before, items[i].kind,
                                                           items[i].number);
        const struct visit_diagnosis_row row = {
            .bucket = visit->bucket, .visit = visit->visit, .kind = items[i].kind,
            .number = items[i].number, .main = items[i].main, .code = items[i].code,
            .name = items[i].name, .department = items[i].department,
            .doctor = items[i].doctor, .doctor_name = items[i].doctor_name, .at = items[i].at,
            .valid = true, .version = old == NULL ? 1 : old->version,
        };
        if (old == NULL)
            decision_insert(decision, table, &row);
        else
            decision_replace(decision, table, &row);
    }
}

/* U07.1 is what the classification gave the disease of 2020, confirmed or by clinical signs. */
static bool names_epidemic(const struct visit_stay_input *input)
{
    const struct text mark = TEXT("U07.1");
    if (text_starts(input->stay.main_code, mark))
        return true;
    const struct visit_diagnosis_input *items = input->diagnoses.items;
    for (size_t i = 0; i < input->diagnoses.count; i++)
        if (text_starts(items[i].code, mark))
            return true;
    return false;
}

/* ---- 2401: taking in ---- */

bool visit_gather_admit(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_stay_input *input = request->input;
    struct visit_stay_facts *found = facts;
    bool complete = visit_gather_register(gather, request, &found->arrival);
    const struct visit_at_key key = {
        .bucket = id_bucket(input->arrival.person), .person = input->arrival.person,
        .institution = request->actor->institution,
    };
    found->open_stays = gather_want(gather, &visit_open_stays_at, &key);
    return complete && found->open_stays != NULL;
}

void visit_decide_admit(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct visit_stay_input *input = request->input;
    const struct visit_stay_facts *found = facts;
    struct visit_register_input arrival = input->arrival;
    arrival.epidemic = names_epidemic(input);
    struct visit_row row;
    if (!visit_arrive(request, &arrival, &found->arrival, true, decision, &row))
        return;
    if (found->open_stays->count > 0) {
        const struct visit_row *open = found->open_stays->items;
        decision_refuse_with(decision, visit_refusal_key(VISIT_REFUSED_STAY_OPEN), "person",
                             arena_format(request->arena, "%lld", (long long)open->visit),
                             open->number);
        return;
    }
    decision_insert(decision, &visit_table, &row);
    record_stay(&row, NULL, &input->stay, decision);
    record_diagnoses(&visit_diagnosis_table, &row, NULL, &input->diagnoses, decision);
    decision->subject = row.person;
    *(struct visit_registered *)decision->outcome = (struct visit_registered){
        .visit = row.visit, .person = row.person, .number = row.number,
    };
}

/* ---- 2402: letting go; 2403: changing ---- */

static bool gather_stay(struct gather *gather, const struct request *request,
                        const struct query *diagnoses, struct visit_stay_facts *found)
{
    const struct visit_stay_input *input = request->input;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    complete &= gather_one(gather, &visit_stay_of, &key, &row);
    found->stay = row;
    found->diagnoses = gather_want(gather, diagnoses, &key);
    return complete && found->diagnoses != NULL;
}

bool visit_gather_discharge(struct gather *gather, const struct request *request, void *facts)
{
    return gather_stay(gather, request, &visit_discharge_diagnoses_of, facts);
}

bool visit_gather_change(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_stay_input *input = request->input;
    struct visit_stay_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    bool complete = gather_stay(gather, request, &visit_diagnoses_of, facts);
    found->bills = gather_want(gather, &visit_bills_of, &key);
    return complete && found->bills != NULL;
}

static bool times_fit(const struct request *request, struct moment begin, struct moment end,
                      struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    if (date_compare(date_of_moment(begin), today) > 0)
        return visit_refuse(decision, VISIT_REFUSED_IN_FUTURE, "begin_at"), false;
    if (end.ms == 0)
        return true;
    /* A discharge given as a day alone is its first instant: the day of admission is meant. */
    bool same_day = date_compare(date_of_moment(end), date_of_moment(begin)) == 0;
    if (end.ms < begin.ms && !same_day)
        return visit_refuse(decision, VISIT_REFUSED_BEFORE_BEGIN, "end_at"), false;
    if (date_compare(date_of_moment(end), today) > 0)
        return visit_refuse(decision, VISIT_REFUSED_IN_FUTURE, "end_at"), false;
    return true;
}

/* Before or after the settlement: hospitals do both. */
void visit_decide_discharge(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct visit_stay_input *input = request->input;
    const struct visit_stay_facts *found = facts;
    if (!stay_is_ours(request, found->visit, input->arrival.person, decision))
        return;
    if (!visit_is_open(found->visit)) {
        visit_refuse(decision, VISIT_REFUSED_CLOSED, "visit");
        return;
    }
    struct visit_row row = *found->visit;
    row.end_at = input->end_at.ms == 0 ? request->at : input->end_at;
    if (!times_fit(request, row.begin_at, row.end_at, decision))
        return;
    row.state = TEXT("discharged");
    row.outcome = input->way;
    take_text(&row.disease, input->arrival.disease);
    decision_replace(decision, &visit_table, &row);
    record_stay(&row, found->stay, &input->stay, decision);
    record_diagnoses(&visit_discharge_diagnosis_table, &row, found->diagnoses, &input->diagnoses,
                     decision);
    decision->subject = row.person;
    ((struct visit_done *)decision->outcome)->visit = row.visit;
}

/* Who, where and on which insurance do not change; the med_type and the times may, until the stay
 * is finally settled. */
void visit_decide_change(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct visit_stay_input *input = request->input;
    const struct visit_stay_facts *found = facts;
    const struct visit_register_input *said = &input->arrival;
    if (!visit_check_stay(request, found->visit, found->stay, said->person, decision))
        return;
    if (said->begin_at.ms != 0
        && !visit_may_begin(request, found->visit, found->bills, said->begin_at, decision))
        return;
    struct visit_row row = *found->visit;
    if (said->begin_at.ms != 0)
        row.begin_at = said->begin_at;
    /* Only a discharge lets go; of one registered already the time may be corrected. */
    if (input->end_at.ms != 0 && row.end_at.ms != 0)
        row.end_at = input->end_at;
    if (!times_fit(request, row.begin_at, row.end_at, decision))
        return;
    take_text(&row.certificate_kind, said->certificate_kind);
    take_text(&row.med_type, said->med_type);
    take_text(&row.number, said->number);
    take_text(&row.doctor, said->doctor);
    take_text(&row.doctor_name, said->doctor_name);
    take_text(&row.department, said->department);
    take_text(&row.department_name, said->department_name);
    take_text(&row.disease, said->disease);
    take_text(&row.condition, said->condition);
    take_text(&row.bed, said->bed);
    decision_replace(decision, &visit_table, &row);
    record_stay(&row, found->stay, &input->stay, decision);
    record_diagnoses(&visit_diagnosis_table, &row, found->diagnoses, &input->diagnoses, decision);
    decision->subject = row.person;
    ((struct visit_done *)decision->outcome)->visit = row.visit;
}

/* ---- 2405: a discharge undone ---- */

bool visit_gather_readmit(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_cancel_input *input = request->input;
    struct visit_stay_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const struct visit_at_key at_key = {
        .bucket = id_bucket(input->person), .person = input->person,
        .institution = request->actor->institution,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    complete &= gather_one(gather, &visit_stay_of, &key, &row);
    found->stay = row;
    found->open_stays = gather_want(gather, &visit_open_stays_at, &at_key);
    return complete && found->open_stays != NULL;
}

/* What was said at the discharge is void with it: the next one says it anew. An interim settlement
 * that stands is no hindrance. */
void visit_decide_readmit(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct visit_cancel_input *input = request->input;
    const struct visit_stay_facts *found = facts;
    if (!stay_is_ours(request, found->visit, input->person, decision))
        return;
    if (visit_is_open(found->visit)) {
        visit_refuse(decision, VISIT_REFUSED_NOT_DISCHARGED, "visit");
        return;
    }
    if (!visit_check_stay(request, found->visit, found->stay, input->person, decision))
        return;
    if (found->open_stays->count > 0) {
        const struct visit_row *open = found->open_stays->items;
        decision_refuse_with(decision, visit_refusal_key(VISIT_REFUSED_STAY_OPEN), "visit",
                             arena_format(request->arena, "%lld", (long long)open->visit),
                             open->number);
        return;
    }
    struct visit_row row = *found->visit;
    row.state = TEXT("open");
    row.end_at = (struct moment){ 0 };
    row.outcome = (struct text){ 0 };
    decision_replace(decision, &visit_table, &row);
    if (found->stay != NULL) {
        struct visit_stay_row stay = *found->stay;
        stay.end_department = stay.end_department_name = stay.end_bed = (struct text){ 0 };
        stay.died = DATE_NONE;
        decision_replace(decision, &visit_stay_table, &stay);
    }
    decision->subject = row.person;
    ((struct visit_done *)decision->outcome)->visit = row.visit;
}
