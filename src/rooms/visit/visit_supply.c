/* visit_supply.c: see visit_supply.h. */

#include "rooms/visit/visit_supply.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "core/words.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/visit/visit_relax.h"

static const char *const refusal_keys[] = {
    [VISIT_SUPPLY_OWN_LIMIT] = "visit.supply.own-limit",
    [VISIT_SUPPLY_ABOVE_MEASURE] = "visit.supply.above-measure",
    [VISIT_SUPPLY_NOT_LONG] = "visit.supply.not-long",
    [VISIT_SUPPLY_NOT_CHRONIC] = "visit.supply.not-chronic",
    [VISIT_SUPPLY_ABOVE_ORDINARY] = "visit.supply.above-ordinary",
    [VISIT_SUPPLY_NO_LINE] = "visit.supply.no-line",
    [VISIT_SUPPLY_GIVEN] = "visit.supply.given-already",
    [VISIT_SUPPLY_NO_PHYSICIAN] = "visit.supply.no-physician",
};
_Static_assert(COUNT_OF(refusal_keys) == VISIT_SUPPLY_REFUSALS, "a sentence for every refusal");

const char *visit_supply_refusal_key(enum visit_supply_refusal refusal)
{
    CHECK(refusal < VISIT_SUPPLY_REFUSALS);
    return refusal_keys[refusal];
}

/* ---- the ordinary limit ---- */

static const struct field code_fields[] = {
    { .name = "codes", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20 },
};
static const struct shape codes_shape = SHAPE("diagnosis_codes", struct text, code_fields);
static const struct field days_fields[] = {
    FIELD(struct visit_prescription_days, ordinary_days, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_prescription_days, chronic, FIELD_LIST, .flags = FIELD_REQUIRED,
          .of = &codes_shape, .length_max = 200),
};
static const struct shape days_shape =
    SHAPE("prescription_days", struct visit_prescription_days, days_fields);

static const char *days_check(const void *payload)
{
    const struct visit_prescription_days *days = payload;
    return days->ordinary_days < 1 || days->ordinary_days > 366 ? "visit.rules.ordinary-days"
                                                                : NULL;
}

const struct rule_kind visit_prescription_days_kind = {
    .about = "prescription.days", .payload = &days_shape, .check = days_check,
};

/* Prescriptions are the business of the place of treatment: its hospitals must know one rule. */
static const struct visit_prescription_days *ordinary_on(const struct book *book,
                                                         const struct visit_row *visit)
{
    const struct rule *rule;
    const struct question question = {
        .about = visit_prescription_days_kind.about, .place = (int32_t)visit->division,
        .day = date_of_moment(visit->begin_at),
    };
    if (book == NULL || rules_on(book, &question, &rule) != RULE_FOUND)
        return NULL;
    return rule->payload;
}

static bool is_more(struct quantity days, int64_t limit)
{
    return days.e4 > limit * 10000;
}

int64_t visit_supply_days(struct quantity days)
{
    return days.e4 <= 0 ? 0 : (days.e4 + 9999) / 10000;
}

/* ---- who the patient is, as scopes ask ---- */

#define FACTS_MAX (LIMIT_DIAGNOSES_A_VISIT + 4)

struct patient {
    struct measure_fact facts[FACTS_MAX];
    size_t count;
    bool chronic;               /* a diagnosis of the list on record, or a disease filed */
};

static void patient_add(struct patient *patient, const char *path, struct text value)
{
    if (patient->count < FACTS_MAX)
        patient->facts[patient->count++] = (struct measure_fact){ path, value };
}

static bool is_chronic(const struct visit_prescription_days *ordinary, struct text code)
{
    const struct text *ranges = ordinary->chronic.items;
    for (size_t i = 0; i < ordinary->chronic.count; i++)
        if (measure_diagnosis_within(ranges[i], code))
            return true;
    return false;
}

static void patient_needs(struct patient *patient)
{
    patient_add(patient, "people.needs", TEXT("long-term-medicine"));
    patient_add(patient, "people.needs", TEXT("fixed-long-term-medicine"));
}

/* What is on record: valid diagnoses of the visit, and diseases filed before. LAW: BJ4-07a */
static void patient_of(struct patient *patient, const struct visit_supply_facts *facts,
                       const struct visit_row *visit,
                       const struct visit_prescription_days *ordinary)
{
    *patient = (struct patient){ 0 };
    const struct visit_diagnosis_row *rows =
        facts->diagnoses == NULL ? NULL : facts->diagnoses->items;
    for (size_t i = 0; rows != NULL && i < facts->diagnoses->count; i++) {
        if (!rows[i].valid)
            continue;
        patient->chronic |= is_chronic(ordinary, rows[i].code);
        if (patient->count < LIMIT_DIAGNOSES_A_VISIT)
            patient_add(patient, "people.diagnosis", rows[i].code);
    }
    const struct filing_where here = { .institution = visit->institution };
    if (facts->filings != NULL
        && filing_disease_on(facts->filings, date_of_moment(visit->begin_at), &here,
                             (struct text){ 0 }) != NULL) {
        patient->chronic = true;
        patient_add(patient, "people.or-like", TEXT("city-chronic-list"));
    }
    if (patient->chronic)
        patient_needs(patient);
}

/* ---- one line ---- */

static bool is_medicine(const struct catalogue_item *item)
{
    return item != NULL && text_starts(item->list_type, TEXT("1"));
}

static struct visit_supply refused(enum visit_supply_refusal refusal, int64_t limit,
                                   const struct measure *measure)
{
    return (struct visit_supply){ VISIT_SUPPLY_REFUSED, refusal, limit, measure };
}

/* Kinds of drugs whose own limit a measure may leave standing. */
static struct name_list kinds_of(const struct catalogue_item *item, struct text kinds[2])
{
    size_t count = 0;
    if (item->controlled)
        kinds[count++] = TEXT("controlled-drugs");
    if (item->short_supply)
        kinds[count++] = TEXT("short-supply-drugs");
    return (struct name_list){ kinds, count };
}

/* What the measures say of so many days of the drug. LAW: BJ4-07b BJ4-07d JX4-2.4k SX9-2.3j */
static struct visit_supply by_measures(const struct measure_supplied *supplied,
                                       const struct catalogue_item *item, struct quantity days,
                                       int64_t ordinary_days)
{
    const struct measure *most = supplied->made.hits[0].measure;
    const struct measure *above = supplied->made.hits[supplied->made.count - 1].measure;
    if (supplied->own_limit)
        return refused(VISIT_SUPPLY_OWN_LIMIT,
                       item->days_max > 0 ? item->days_max : ordinary_days, most);
    if (!item->long_prescription)
        return refused(VISIT_SUPPLY_NOT_LONG, ordinary_days, most);
    struct visit_supply found = { VISIT_SUPPLY_PASSED, 0, supplied->at_most, most };
    if (supplied->at_most > 0 && !is_more(days, supplied->at_most))
        return found;
    if (text_is(supplied->over, "refuse"))
        return refused(VISIT_SUPPLY_ABOVE_MEASURE, supplied->at_most, most);
    found.answer = text_is(supplied->over, "confirm") ? VISIT_SUPPLY_CONFIRMATION
                                                      : VISIT_SUPPLY_REASON;
    found.limit = above->supply.at_most.count;
    found.measure = above;
    return found;
}

static struct measure_supplied measures_for(const struct book *book,
                                            const struct visit_supply_facts *facts,
                                            const struct visit_row *visit,
                                            const struct patient *patient,
                                            struct name_list kinds, struct arena *arena)
{
    const struct measure_question question = {
        .verb = VERB_SUPPLY, .place = (int32_t)visit->division,
        .facts = patient->facts, .fact_count = patient->count,
        .day = date_of_moment(visit->begin_at), .events = facts->events,
    };
    return measure_supplied(book, &question, kinds, arena);
}

/* By the measures alone: what a person was granted is not looked at. */
static struct visit_supply by_rule(const struct book *book, const struct visit_supply_facts *facts,
                                   const struct visit_row *visit,
                                   const struct visit_prescription_days *ordinary,
                                   const struct catalogue_item *item, struct quantity days,
                                   struct arena *arena)
{
    struct text kinds[2];
    struct patient patient;
    patient_of(&patient, facts, visit, ordinary);
    const struct name_list of = kinds_of(item, kinds);
    struct measure_supplied supplied = measures_for(book, facts, visit, &patient, of, arena);
    if (supplied.any)
        return by_measures(&supplied, item, days, ordinary->ordinary_days);
    /* Would it have been allowed to a chronic patient? Then that is what is missing. */
    if (!patient.chronic) {
        patient_needs(&patient);
        patient_add(&patient, "people.or-like", TEXT("city-chronic-list"));
        supplied = measures_for(book, facts, visit, &patient, of, arena);
        if (supplied.any)
            return refused(VISIT_SUPPLY_NOT_CHRONIC, ordinary->ordinary_days,
                           supplied.made.hits[0].measure);
    }
    return refused(VISIT_SUPPLY_ABOVE_ORDINARY, ordinary->ordinary_days, NULL);
}

/* What was relaxed for this person, while the measure that empowers to it is in force: in place of
 * a rule about days, never of what is said of the drug. LAW: BJ4-S4d */
static struct visit_supply relaxed_from(struct visit_supply found, const struct book *book,
                                        const struct visit_supply_facts *facts,
                                        const struct visit_row *visit,
                                        const struct catalogue_item *item, struct quantity days,
                                        struct arena *arena)
{
    if (found.answer != VISIT_SUPPLY_REFUSED || found.refusal == VISIT_SUPPLY_OWN_LIMIT
        || !item->long_prescription)
        return found;
    const struct visit_relax_place at = { visit->institution, date_of_moment(visit->begin_at) };
    const struct visit_relaxation *row =
        visit_relaxed(facts->relaxations, &at, visit_supply_days(days));
    const struct measure *power =
        row == NULL ? NULL
                    : visit_relax_power(book, facts->events, (int32_t)visit->division,
                                        row->institution != 0, at.day, arena);
    if (power == NULL)
        return found;
    return (struct visit_supply){ VISIT_SUPPLY_PASSED, 0, row->days, power };
}

struct visit_supply visit_supply_of(const struct book *book, const struct visit_supply_facts *facts,
                                    const struct visit_row *visit,
                                    const struct catalogue_item *item, struct quantity days,
                                    struct arena *arena)
{
    struct visit_supply fine = { .answer = VISIT_SUPPLY_FINE };
    const struct visit_prescription_days *ordinary = ordinary_on(book, visit);
    if (ordinary == NULL || visit->inpatient || !is_medicine(item))
        return fine;
    fine.limit = ordinary->ordinary_days;
    if (item->days_max > 0 && is_more(days, item->days_max))
        return refused(VISIT_SUPPLY_OWN_LIMIT, item->days_max, NULL);
    if (!is_more(days, ordinary->ordinary_days))
        return fine;

    const struct visit_supply_facts none = { 0 };
    facts = facts == NULL ? &none : facts;
    const struct visit_supply found =
        by_rule(book, facts, visit, ordinary, item, days, arena);
    return relaxed_from(found, book, facts, visit, item, days, arena);
}

/* ---- charging ---- */

static bool any_is_long(const struct book *book, const struct visit_row *visit,
                        const struct visit_line_input *lines, size_t count)
{
    const struct visit_prescription_days *ordinary = ordinary_on(book, visit);
    if (ordinary == NULL || visit->inpatient)
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_more(lines[i].days, ordinary->ordinary_days))
            return true;
    return false;
}

bool visit_supply_gather(struct gather *gather, const struct request *request,
                         const struct visit_row *visit, const struct list *lines,
                         struct visit_supply_facts *facts)
{
    if (visit == NULL || !any_is_long(request->book, visit, lines->items, lines->count))
        return true;
    const struct visit_key key = visit_key_of(visit->visit);
    const struct filing_of_key filing_key = { visit->bucket, visit->person };
    facts->diagnoses = gather_want(gather, &visit_diagnoses_of, &key);
    facts->confirmations = gather_want(gather, &visit_confirmations_of, &key);
    const struct party_of_person person_key = { visit->bucket, visit->person };
    facts->filings = gather_want(gather, &filings_of, &filing_key);
    facts->relaxations = gather_want(gather, &visit_relaxations_of, &person_key);
    bool complete = notice_gather_events(gather, &facts->events);
    return complete && facts->diagnoses != NULL && facts->confirmations != NULL
        && facts->filings != NULL && facts->relaxations != NULL;
}

static struct visit_supply supply_of_line(const struct request *request,
                                          const struct visit_charge_facts *facts, size_t at,
                                          const struct visit_line_input *line)
{
    const struct catalogue_item *item = NULL;
    if (line->quantity.e4 < 0)
        return (struct visit_supply){ .answer = VISIT_SUPPLY_FINE };
    if (catalogue_item_on(facts->lines[at].items, (int32_t)facts->visit->division,
                          date_of_moment(line->at), &item) != CATALOGUE_FOUND)
        item = NULL;
    return visit_supply_of(request->book, facts->supply, facts->visit, item, line->days,
                           request->arena);
}

bool visit_supply_allowed(const struct request *request, const struct visit_charge_input *input,
                          const struct visit_charge_facts *facts, struct decision *decision)
{
    const struct visit_line_input *lines = input->lines.items;
    for (size_t i = 0; i < input->lines.count; i++) {
        if (lines[i].days.e4 <= 0)
            continue;
        struct visit_supply supply = supply_of_line(request, facts, i, &lines[i]);
        bool waits = supply.answer == VISIT_SUPPLY_REASON
            || supply.answer == VISIT_SUPPLY_CONFIRMATION;
        if (waits && facts->supply == NULL)
            supply = refused(VISIT_SUPPLY_ABOVE_MEASURE, supply.limit, supply.measure);
        if (supply.answer != VISIT_SUPPLY_REFUSED)
            continue;
        decision_refuse_with(decision, visit_supply_refusal_key(supply.refusal), "days",
                             lines[i].serial,
                             arena_format(request->arena, "%lld", (long long)supply.limit));
        return false;
    }
    return true;
}

static const struct visit_confirmation_row *confirmation_in(const struct list *rows,
                                                            struct text bill, struct text serial)
{
    const struct visit_confirmation_row *items = rows == NULL ? NULL : rows->items;
    for (size_t i = 0; items != NULL && i < rows->count; i++)
        if (text_equal(items[i].bill, bill) && text_equal(items[i].serial, serial))
            return &items[i];
    return NULL;
}

/* True: somebody must still say something. */
static bool record_line(const struct request *request, const struct visit_charge_facts *facts,
                        const struct visit_line_input *line, const struct visit_supply *supply,
                        struct decision *decision)
{
    const struct visit_confirmation_row *before =
        confirmation_in(facts->supply->confirmations, line->bill, line->serial);
    bool passed = supply->answer == VISIT_SUPPLY_PASSED;
    bool confirm = supply->answer == VISIT_SUPPLY_CONFIRMATION;
    struct visit_confirmation_row row = {
        .bucket = facts->visit->bucket, .visit = facts->visit->visit, .bill = line->bill,
        .serial = line->serial, .days = visit_supply_days(line->days), .at_most = supply->limit,
        .wanted = passed ? TEXT("nothing") : confirm ? TEXT("confirmation") : TEXT("reason"),
        .state = passed ? TEXT("passed") : TEXT("waiting"),
        .basis = supply->measure->cites, .asked_at = request->at,
        .version = before == NULL ? 1 : before->version,
    };
    const struct visit_confirmation_row *said =
        confirmation_in(facts->supply->confirmations, VISIT_ORDERS, line->item);
    if (said != NULL && said->days >= row.days) {
        row.state = said->state;
        row.physician = said->physician;
        row.physician_name = said->physician_name;
        row.reason = said->reason;
        row.given_at = said->given_at;
        row.given_by = said->given_by;
    }
    if (before == NULL)
        decision_insert(decision, &visit_confirmation_table, &row);
    else
        decision_replace(decision, &visit_confirmation_table, &row);
    bool waits = text_is(row.state, "waiting");
    struct trail_line *noted = trail_add(&decision->trail, "visit.trail.supply", NULL,
                                         MONEY_NONE, MONEY_NONE);
    noted->shown = true;
    const struct measure *measure = supply->measure;
    noted->subject = arena_format(request->arena, "%.*s %.*s（%.*s）", TEXT_ARGS(measure->notice),
                                  TEXT_ARGS(measure->clause), TEXT_ARGS(measure->cites));
    return waits;
}

void visit_supply_record(const struct request *request, const struct visit_charge_input *input,
                         const struct visit_charge_facts *facts, struct visit_line_split *splits,
                         struct decision *decision)
{
    const struct visit_line_input *lines = input->lines.items;
    for (size_t i = 0; facts->supply != NULL && i < input->lines.count; i++) {
        if (lines[i].days.e4 <= 0)
            continue;
        struct visit_supply supply = supply_of_line(request, facts, i, &lines[i]);
        if (supply.answer == VISIT_SUPPLY_FINE)
            continue;
        if (!record_line(request, facts, &lines[i], &supply, decision))
            continue;
        /* The reminder to the physician. LAW: BJ4-07e */
        if (supply.answer == VISIT_SUPPLY_CONFIRMATION)
            splits[i].memo = words_of("visit.supply.please-confirm", LANGUAGE_CHINESE);
        if (supply.answer == VISIT_SUPPLY_REASON)
            splits[i].memo = words_of("visit.supply.please-give-reason", LANGUAGE_CHINESE);
    }
}

/* ---- settling ---- */

bool visit_supply_is_long(const struct book *book, const struct visit_row *visit,
                          const struct list *lines)
{
    const struct visit_line_row *rows = lines->items;
    const struct visit_prescription_days *ordinary = ordinary_on(book, visit);
    for (size_t i = 0; ordinary != NULL && i < lines->count; i++)
        if (rows[i].days > ordinary->ordinary_days)
            return true;
    return false;
}

struct text visit_supply_waiting(const struct list *lines, int64_t after,
                                 const struct list *confirmations)
{
    const struct visit_line_row *rows = lines->items;
    for (size_t i = 0; i < lines->count; i++) {
        const struct visit_confirmation_row *row =
            confirmation_in(confirmations, rows[i].bill, rows[i].serial);
        if (rows[i].position > after && row != NULL && row->days == rows[i].days
            && text_is(row->state, "waiting"))
            return rows[i].serial;
    }
    return (struct text){ 0 };
}
