/* visit.c: taking people in, describing why they came, and undoing it; charges are in
 * visit_charge.c. */

#include "rooms/visit/visit_inside.h"

#include "base/check.h"

#include <string.h>

static const char *const refusal_keys[] = {
    [VISIT_REFUSED_NO_PERSON] = "visit.refused.no-person",
    [VISIT_REFUSED_NO_INSTITUTION] = "visit.refused.no-institution",
    [VISIT_REFUSED_NO_AGREEMENT] = "visit.refused.no-agreement",
    [VISIT_REFUSED_OTHER_CERTIFICATE] = "visit.refused.other-certificate",
    [VISIT_REFUSED_NOT_ENROLLED] = "visit.refused.not-enrolled",
    [VISIT_REFUSED_IN_FUTURE] = "visit.refused.in-future",
    [VISIT_REFUSED_STAY_OPEN] = "visit.refused.stay-open",
    [VISIT_REFUSED_NO_FEVER_CLINIC] = "visit.refused.no-fever-clinic",
    [VISIT_REFUSED_NO_VISIT] = "visit.refused.no-visit",
    [VISIT_REFUSED_NOT_A_STAY] = "visit.refused.not-a-stay",
    [VISIT_REFUSED_IS_A_STAY] = "visit.refused.is-a-stay",
    [VISIT_REFUSED_CLOSED] = "visit.refused.closed",
    [VISIT_REFUSED_NOT_DISCHARGED] = "visit.refused.not-discharged",
    [VISIT_REFUSED_FINALLY_SETTLED] = "visit.refused.finally-settled",
    [VISIT_REFUSED_HAS_SETTLEMENT] = "visit.refused.has-settlement",
    [VISIT_REFUSED_HAS_LINES] = "visit.refused.has-lines",
    [VISIT_REFUSED_SEVERAL_VISITS] = "visit.refused.several-visits",
    [VISIT_REFUSED_BILL_SETTLED] = "visit.refused.bill-settled",
    [VISIT_REFUSED_LINE_EXISTS] = "visit.refused.line-exists",
    [VISIT_REFUSED_LINE_TWICE] = "visit.refused.line-twice",
    [VISIT_REFUSED_LINE_DAY] = "visit.refused.line-day",
    [VISIT_REFUSED_UNKNOWN_ITEM] = "visit.refused.unknown-item",
    [VISIT_REFUSED_WRONG_AMOUNT] = "visit.refused.wrong-amount",
    [VISIT_REFUSED_WRONG_RETURN] = "visit.refused.wrong-return",
    [VISIT_REFUSED_HAS_RETURNS] = "visit.refused.has-returns",
    [VISIT_REFUSED_DISEASES_DIFFER] = "visit.refused.diseases-differ",
    [VISIT_REFUSED_NO_LINES] = "visit.refused.no-lines",
    [VISIT_REFUSED_BEFORE_BEGIN] = "visit.refused.before-begin",
    [VISIT_REFUSED_TOO_MANY] = "visit.refused.too-many",
    [VISIT_REFUSED_NOT_YOUR_PATIENT] = "visit.refused.not-your-patient",
};
_Static_assert(COUNT_OF(refusal_keys) == VISIT_REFUSALS, "a sentence for every refusal");

const char *visit_refusal_key(enum visit_refusal refusal)
{
    CHECK(refusal < VISIT_REFUSALS);
    return refusal_keys[refusal];
}

bool visit_was_lately(const struct visit_row *visit, struct moment now)
{
    enum { DAYS_KNOWN_HERE = 365 };
    return visit != NULL && date_days_between(date_of_moment(visit->begin_at),
                                              date_of_moment(now)) <= DAYS_KNOWN_HERE;
}

bool visit_may_see(const struct actor *actor, int64_t institution, int64_t person)
{
    return scope_has_person(&actor->scope, person)
        || (actor->institution != 0 && actor->institution == institution);
}

void visit_refuse(struct decision *decision, enum visit_refusal refusal, const char *field)
{
    decision_refuse(decision, visit_refusal_key(refusal), field);
}

/* ---- taking in ---- */

bool visit_gather_register(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_register_input *input = request->input;
    struct visit_register_facts *found = facts;
    int64_t institution = request->actor->institution;
    bool complete = party_gather_person(gather, input->person, &found->person);

    const struct party_institution_key institution_key = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    const void *row = NULL;
    complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->institution = row;

    const struct agreement_of_key agreement_key = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    found->agreements = gather_want(gather, &agreements_of, &agreement_key);
    complete &= found->agreements != NULL;

    const char *kind = party_certificate_key(input->certificate_kind);
    found->certificate_checked = kind != NULL && text_present(input->certificate_number);
    if (found->certificate_checked) {
        if (found->certificate.kind.data == NULL)
            found->certificate =
                party_number_key_of(kind, input->certificate_number, gather->arena);
        complete &= party_gather_number(gather, &found->certificate, &row);
        found->shown = row;
    }
    return complete;
}

/* A suspected or confirmed patient is taken in whatever insurance and agreement say; what the
 * hospital diagnosed today counts before anybody has recorded it. LAW: SX9-2.3a */
static bool comes_whatever(const struct visit_register_input *input,
                           const struct party_standing *standing, bool inpatient)
{
    return inpatient && (input->epidemic || standing->suspected || standing->confirmed);
}

static bool register_allowed(const struct visit_register_input *input,
                             const struct visit_register_facts *facts,
                             const struct party_standing *standing, struct date day,
                             bool inpatient, struct decision *decision)
{
    bool whatever = comes_whatever(input, standing, inpatient);
    if (facts->person.person == NULL)
        return visit_refuse(decision, VISIT_REFUSED_NO_PERSON, "person"), false;
    if (facts->institution == NULL)
        return visit_refuse(decision, VISIT_REFUSED_NO_INSTITUTION, NULL), false;
    if (!whatever && agreement_on(facts->agreements, day, NULL) != AGREEMENT_IN_FORCE)
        return visit_refuse(decision, VISIT_REFUSED_NO_AGREEMENT, NULL), false;
    bool other = facts->shown == NULL || facts->shown->person != input->person;
    if (facts->certificate_checked && other)
        return visit_refuse(decision, VISIT_REFUSED_OTHER_CERTIFICATE, "certificate_number"),
               false;
    if (!whatever && standing->reason != PARTY_ENROLLED)
        return visit_refuse(decision, VISIT_REFUSED_NOT_ENROLLED, "insurance"), false;
    struct date today = date_of_moment(decision->request->at);
    if (date_compare(day, today) > 0)
        return visit_refuse(decision, VISIT_REFUSED_IN_FUTURE, "begin_at"), false;
    const struct visit_department at = {
        facts->institution->division, input->department_name, day,
    };
    if (!facts->institution->fever_clinic
        && visit_at_fever_clinic(decision->request->book, &at))
        return visit_refuse(decision, VISIT_REFUSED_NO_FEVER_CLINIC, "department_name"), false;
    return true;
}

bool visit_arrive(const struct request *request, const struct visit_register_input *input,
                  const struct visit_register_facts *found, bool inpatient,
                  struct decision *decision, struct visit_row *ret_row)
{
    struct moment begin = input->begin_at.ms == 0 ? request->at : input->begin_at;
    struct date day = date_of_moment(begin);
    struct party_standing standing = { .reason = PARTY_UNKNOWN };
    if (found->person.person != NULL)
        standing = party_standing_on(&found->person, input->insurance, day);
    if (!register_allowed(input, found, &standing, day, inpatient, decision))
        return false;

    *ret_row = (struct visit_row){
        .bucket = id_bucket(input->person),
        .visit = id_mint(request->minter, id_bucket(input->person)),
        .person = input->person,
        .institution = request->actor->institution,
        .division = found->institution->division,
        .insurance = input->insurance,
        .place = standing.place,
        .med_type = input->med_type,
        .number = input->number,
        .begin_at = begin,
        .certificate_kind = input->certificate_kind,
        .department = input->department,
        .department_name = input->department_name,
        .specialty = input->specialty,
        .doctor = input->doctor,
        .doctor_name = input->doctor_name,
        .disease = input->disease,
        .condition = input->condition,
        .bed = input->bed,
        .inpatient = inpatient,
        .state = TEXT("open"),
        .version = 1,
    };
    return true;
}

void visit_decide_register(const struct request *request, const void *facts,
                           struct decision *decision, bool inpatient)
{
    struct visit_row row;
    if (!visit_arrive(request, request->input, facts, inpatient, decision, &row))
        return;
    decision_insert(decision, &visit_table, &row);
    decision->subject = row.person;
    *(struct visit_registered *)decision->outcome = (struct visit_registered){
        .visit = row.visit, .person = row.person, .number = row.number,
    };
}

/* ---- describing ---- */

bool visit_check_open(const struct request *request, const struct visit_row *visit,
                      int64_t person, struct decision *decision)
{
    bool ours = visit != NULL && visit->person == person
        && (request->actor->institution == 0
            || visit->institution == request->actor->institution);
    if (!ours)
        return visit_refuse(decision, VISIT_REFUSED_NO_VISIT, "visit"), false;
    if (!visit_is_open(visit))
        return visit_refuse(decision, VISIT_REFUSED_CLOSED, "visit"), false;
    return true;
}

static const struct visit_diagnosis_row *diagnosis_in(const struct list *rows,
                                                      const struct visit_diagnosis_input *input)
{
    const struct visit_diagnosis_row *items = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(items[i].kind, input->kind) && items[i].number == input->number)
            return &items[i];
    return NULL;
}

/* A row of the same kind and number is replaced; `valid` false voids it. Of several in one message
 * with the same kind and number the last one counts. */
static void describe_diagnoses(const struct visit_describe_input *input,
                               const struct visit_describe_facts *facts,
                               struct decision *decision)
{
    const struct visit_diagnosis_input *items = input->diagnoses.items;
    for (size_t i = 0; i < input->diagnoses.count; i++) {
        bool superseded = false;
        for (size_t later = i + 1; later < input->diagnoses.count; later++)
            superseded |= items[later].number == items[i].number
                && text_equal(items[later].kind, items[i].kind);
        if (superseded)
            continue;
        const struct visit_diagnosis_row *before = diagnosis_in(facts->diagnoses, &items[i]);
        const struct visit_diagnosis_row row = {
            .bucket = facts->visit->bucket, .visit = facts->visit->visit,
            .kind = items[i].kind, .number = items[i].number, .main = items[i].main,
            .code = items[i].code, .name = items[i].name,
            .department = items[i].department, .doctor = items[i].doctor,
            .doctor_name = items[i].doctor_name, .at = items[i].at, .valid = items[i].valid,
            .version = before == NULL ? 1 : before->version,
        };
        if (before == NULL)
            decision_insert(decision, &visit_diagnosis_table, &row);
        else
            decision_replace(decision, &visit_diagnosis_table, &row);
    }
}

bool visit_gather_describe(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_describe_input *input = request->input;
    struct visit_describe_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->diagnoses = gather_want(gather, &visit_diagnoses_of, &key);
    found->bills = gather_want(gather, &visit_bills_of, &key);
    return complete && found->diagnoses != NULL && found->bills != NULL;
}

bool visit_may_begin(const struct request *request, const struct visit_row *visit,
                     const struct list *bills, struct moment begin, struct decision *decision)
{
    struct date day = date_of_moment(begin);
    int moved = date_compare(day, date_of_moment(visit->begin_at));
    const struct visit_bill_row *rows = bills->items;
    if (date_compare(day, date_of_moment(request->at)) > 0)
        return visit_refuse(decision, VISIT_REFUSED_IN_FUTURE, "begin_at"), false;
    for (size_t i = 0; moved != 0 && i < bills->count; i++) {
        if (rows[i].settlement != 0)
            return visit_refuse(decision, VISIT_REFUSED_HAS_SETTLEMENT, "begin_at"), false;
        /* A stay may turn out to have begun earlier; no line may come to lie before it. */
        if (rows[i].amount.fen != 0 && (moved > 0 || !visit->inpatient))
            return visit_refuse(decision, VISIT_REFUSED_HAS_LINES, "begin_at"), false;
    }
    return true;
}

void visit_decide_describe(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct visit_describe_input *input = request->input;
    const struct visit_describe_facts *found = facts;
    if (!visit_check_open(request, found->visit, input->person, decision)
        || (input->begin_at.ms != 0
            && !visit_may_begin(request, found->visit, found->bills, input->begin_at, decision)))
        return;

    struct visit_row row = *found->visit;
    if (text_present(input->med_type))
        row.med_type = input->med_type;
    if (input->begin_at.ms != 0)
        row.begin_at = input->begin_at;
    if (text_present(input->condition))
        row.condition = input->condition;
    if (text_present(input->disease))
        row.disease = input->disease;
    decision_replace(decision, &visit_table, &row);
    describe_diagnoses(input, found, decision);
    decision->subject = row.person;
    ((struct visit_done *)decision->outcome)->visit = row.visit;
}

/* ---- undoing a registration ---- */

bool visit_gather_cancel(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_cancel_input *input = request->input;
    struct visit_undo_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->bills = gather_want(gather, &visit_bills_of, &key);
    found->lines = gather_want(gather, &visit_lines_of_visit, &key);
    return complete && found->bills != NULL && found->lines != NULL;
}

void visit_decide_cancel(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct visit_cancel_input *input = request->input;
    const struct visit_undo_facts *found = facts;
    if (!visit_check_open(request, found->visit, input->person, decision))
        return;
    const struct visit_bill_row *bills = found->bills->items;
    for (size_t i = 0; i < found->bills->count; i++)
        if (bills[i].settlement != 0) {
            visit_refuse(decision, VISIT_REFUSED_HAS_SETTLEMENT, "visit");
            return;
        }
    if (found->lines->count > 0) {
        visit_refuse(decision, VISIT_REFUSED_HAS_LINES, "visit");
        return;
    }

    struct visit_row row = *found->visit;
    row.state = TEXT("cancelled");
    row.end_at = request->at;
    decision_replace(decision, &visit_table, &row);
    decision->subject = row.person;
    ((struct visit_done *)decision->outcome)->visit = row.visit;
}
