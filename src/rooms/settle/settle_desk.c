/* settle_desk.c: from rows to a bill, a person and counters; settle.c decides what each pays. */

#include "rooms/settle/settle_desk.h"
#include "rooms/settle/settle_measures.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

static const char *const refusal_keys[] = {
    [SETTLE_REFUSED_NO_VISIT] = "settle.refused.no-visit",
    [SETTLE_REFUSED_CANCELLED] = "settle.refused.cancelled",
    [SETTLE_REFUSED_NO_INSTITUTION] = "settle.refused.no-institution",
    [SETTLE_REFUSED_NO_AGREEMENT] = "settle.refused.no-agreement",
    [SETTLE_REFUSED_OTHER_CERTIFICATE] = "settle.refused.other-certificate",
    [SETTLE_REFUSED_NOT_ENROLLED] = "settle.refused.not-enrolled",
    [SETTLE_REFUSED_OTHER_INSURANCE] = "settle.refused.other-insurance",
    [SETTLE_REFUSED_NO_BILL] = "settle.refused.no-bill",
    [SETTLE_REFUSED_SETTLED] = "settle.refused.settled",
    [SETTLE_REFUSED_UNKNOWN_CARE] = "settle.refused.unknown-care",
    [SETTLE_REFUSED_OTHER_TOTAL] = "settle.refused.other-total",
    [SETTLE_REFUSED_OTHER_SPLIT] = "settle.refused.other-split",
    [SETTLE_REFUSED_NOT_CONFIRMED] = "settle.refused.not-confirmed",
    [SETTLE_REFUSED_INVOICE_USED] = "settle.refused.invoice-used",
    [SETTLE_REFUSED_NO_SETTLEMENT] = "settle.refused.no-settlement",
    [SETTLE_REFUSED_UNDONE] = "settle.refused.undone",
    [SETTLE_REFUSED_NOT_LAST] = "settle.refused.not-last",
    [SETTLE_REFUSED_NOT_REVERSIBLE] = "settle.refused.not-reversible",
    [SETTLE_REFUSED_IS_A_STAY] = "settle.refused.is-a-stay",
    [SETTLE_REFUSED_NOT_A_STAY] = "settle.refused.not-a-stay",
    [SETTLE_REFUSED_DISCHARGED] = "settle.refused.discharged",
    [SETTLE_REFUSED_WRONG_DAY] = "settle.refused.wrong-day",
    [SETTLE_REFUSED_NOT_YOUR_PATIENT] = "settle.refused.not-your-patient",
};
_Static_assert(COUNT_OF(refusal_keys) == SETTLE_REFUSALS, "a sentence for every refusal");

const char *settle_refusal_key(enum settle_refusal refusal)
{
    CHECK(refusal < SETTLE_REFUSALS);
    return refusal_keys[refusal];
}

/* ---- gather ---- */

static bool gather_visit(struct gather *gather, const struct settle_ask *ask,
                         struct settle_facts *found)
{
    const void *row = NULL;
    const struct visit_key visit_key = visit_key_of(ask->visit);
    bool complete = gather_one(gather, &visit_by_id, &visit_key, &row);
    found->visit = row;
    const struct visit_bill_key bill_key = {
        .bucket = visit_key.bucket, .visit = ask->visit,
        .bill = text_present(ask->bill) ? ask->bill : VISIT_STAY_BILL,
    };
    complete &= gather_one(gather, &visit_bill_by_key, &bill_key, &row);
    found->bill = row;
    found->lines = visit_lines_live(gather_want(gather, &visit_lines_of_bill, &bill_key),
                                    gather->arena);
    complete &= found->lines != NULL;
    if (!text_equal(bill_key.bill, VISIT_STAY_BILL))
        return complete;
    complete &= gather_one(gather, &visit_stay_of, &visit_key, &row);
    found->stay = row;
    const struct settlements_of_visit_key settlements_key = {
        .bucket = visit_key.bucket, .person = ask->person, .visit = ask->visit,
    };
    found->settlements = gather_want(gather, &settlements_of_visit, &settlements_key);
    return complete && found->settlements != NULL;
}

static bool gather_institution(struct gather *gather, int64_t institution,
                               struct settle_facts *found)
{
    const void *row = NULL;
    found->institution = NULL;
    found->agreements = NULL;
    if (institution == 0)
        return true;
    const struct party_institution_key key = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    bool complete = gather_one(gather, &party_institution_by_id, &key, &row);
    found->institution = row;
    const struct agreement_of_key agreement_key = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    found->agreements = gather_want(gather, &agreements_of, &agreement_key);
    return complete && found->agreements != NULL;
}

/* The hospital as the papers of a claim name it, in place of the institution that asks. */
static bool gather_claimed(struct gather *gather, struct settle_facts *found)
{
    if (found->visit == NULL || found->visit->institution != 0)
        return true;
    const struct visit_key key = visit_key_of(found->visit->visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_claimed_of, &key, &row);
    found->claimed = row;
    return complete;
}

static bool gather_standing(struct gather *gather, const struct settle_ask *ask,
                            struct settle_facts *found)
{
    const void *row = NULL;
    int bucket = id_bucket(ask->person);
    const struct filing_of_key filing_key = { .bucket = bucket, .person = ask->person };
    found->filings = gather_want(gather, &filings_of, &filing_key);
    const struct settle_of_person_key counters_key = { .bucket = bucket, .person = ask->person };
    found->counters = gather_want(gather, &settle_counters_of, &counters_key);
    const struct fund_of_person fund_key = { .bucket = bucket, .person = ask->person };
    bool complete = gather_one(gather, &fund_personal_of, &fund_key, &row);
    found->personal = row;
    found->family = NULL;
    if (ask->account_wish == 2) {
        found->family = gather_want(gather, &fund_offers_open, &fund_key);
        complete &= found->family != NULL;
    }

    const char *kind = party_certificate_key(ask->certificate_kind);
    found->certificate_checked = kind != NULL && text_present(ask->certificate_number);
    if (found->certificate_checked) {
        if (found->certificate.kind.data == NULL)
            found->certificate =
                party_number_key_of(kind, ask->certificate_number, gather->arena);
        complete &= party_gather_number(gather, &found->certificate, &row);
        found->shown = row;
    }
    return complete && found->filings != NULL && found->counters != NULL;
}

bool settle_gather_around(struct gather *gather, const struct request *request,
                          const struct settle_ask *ask, struct settle_facts *found)
{
    bool complete = gather_institution(gather, request->actor->institution, found);
    complete &= gather_standing(gather, ask, found);
    return party_gather_person(gather, ask->person, &found->person) && complete;
}

bool settle_gather_right(struct gather *gather, struct text insurance, struct date day,
                         struct settle_facts *found)
{
    if (found->person.person == NULL)
        return true;
    const struct party_standing standing = party_standing_on(&found->person, insurance, day);
    bool complete = contribute_gather(gather, &standing, &found->arrears, &found->waitings);
    return settle_gather_events(gather, found) && complete;
}

bool settle_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_ask *ask = request->input;
    struct settle_facts *found = facts;
    bool complete = gather_visit(gather, ask, found);
    complete &= settle_gather_invoice(gather, request->actor->institution, ask->invoice,
                                      &found->invoice);
    complete &= settle_gather_around(gather, request, ask, found);
    if (!complete || found->visit == NULL)
        return complete;
    complete = settle_gather_right(gather, ask->insurance,
                                   date_of_moment(found->visit->begin_at), found);
    complete &= gather_claimed(gather, found);
    complete &= settle_gather_confirmations(gather, request, found);
    if (!found->visit->inpatient || !text_present(found->visit->med_type))
        return complete;
    const struct settlements_of_course_key course_key = {
        .bucket = found->visit->bucket, .person = ask->person,
        .institution = found->visit->institution, .med_type = found->visit->med_type,
    };
    found->course = gather_want(gather, &settlements_of_course, &course_key);
    return complete && found->course != NULL;
}

/* ---- words of the wire into words of the rules ---- */

const char *settle_category(struct text med_type)
{
    static const struct { const char *prefix, *category; } categories[] = {
        { "2106", "maternity-inpatient" }, { "2107", "maternity-inpatient" },
        { "99010", "outpatient" }, { "9903", "outpatient" },
        { "9904", "chronic" }, { "31", "emergency" }, { "81", "outpatient" },
        { "92", "inpatient" },
        { "12", "registration" }, { "13", "emergency" }, { "14", "chronic" },
        { "15", "chronic" }, { "18", "chronic" }, { "11", "outpatient" }, { "21", "inpatient" },
        { "22", "inpatient" }, { "23", "inpatient" }, { "24", "inpatient" },
        { "25", "inpatient" }, { "26", "inpatient" }, { "27", "inpatient" },
        { "28", "inpatient" }, { "29", "inpatient" }, { "30", "inpatient" },
        { "41", "pharmacy" }, { "51", "maternity-outpatient" }, { "52", "maternity-inpatient" },
        { "53", "family-planning" }, { "9901", "chronic" }, { "91", "outpatient" },
        { "93", "pharmacy" },
    };
    for (size_t i = 0; i < COUNT_OF(categories); i++)
        if (text_starts(med_type, text_of(categories[i].prefix)))
            return categories[i].category;
    return NULL;
}

static struct text tier_of(bool community, int64_t tier)
{
    if (community || tier == 0)
        return TEXT("primary");
    if (tier == 1)
        return TEXT("tier1");
    return tier == 2 ? TEXT("tier2") : TEXT("tier3");
}

/* What counts of the hospital: of who asks, or as the papers of a claim name it. */
static void bill_where(const struct request *request, const struct settle_facts *facts,
                       struct settle_bill *bill)
{
    const struct party_institution *here = facts->institution;
    const struct visit_claimed_row *there = facts->claimed;
    bool fever = there != NULL ? there->fever_clinic : here->fever_clinic;
    bill->community = there != NULL ? there->community : here->community;
    bill->tier = tier_of(bill->community, there != NULL ? there->tier : here->tier);
    bill->district_owned = there != NULL ? there->district_owned : here->district_owned;
    bill->chinese_medicine = there != NULL ? there->chinese_medicine : here->chinese_medicine;
    const struct visit_department at = {
        facts->visit->division, facts->visit->department_name,
        date_of_moment(facts->visit->begin_at),
    };
    bill->fever_clinic = fever && visit_at_fever_clinic(request->book, &at);
    bill->internet = !facts->visit->inpatient && visit_over_internet(request->book, &at);
}

static bool division_lies_within(const void *context, int32_t code, int32_t wider)
{
    return division_is_within(context, code, wider);
}

static struct text line_class(struct text charge_level)
{
    if (text_is(charge_level, "01"))
        return TEXT("full");
    return text_is(charge_level, "02") ? TEXT("partly") : TEXT("none");
}

/* What takes a line back is of the day of that line. */
static struct date charged_on(const struct list *rows, const struct visit_line_row *line)
{
    const struct visit_line_row *lines = rows->items;
    for (size_t i = 0; text_present(line->returns) && i < rows->count; i++)
        if (text_equal(lines[i].serial, line->returns))
            return date_of_moment(lines[i].at);
    return date_of_moment(line->at);
}

static struct list bill_lines(const struct list *rows, int64_t after, struct arena *arena)
{
    const struct visit_line_row *lines = rows->items;
    struct settle_line *made = ARENA_ARRAY(arena, struct settle_line, rows->count);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (lines[i].position <= after)
            continue;
        made[count++] = (struct settle_line){
            .number = lines[i].position,
            .item_class = line_class(lines[i].charge_level),
            .day = charged_on(rows, &lines[i]),
            .amount = lines[i].amount,
            .quantity = lines[i].quantity,
            .unit_price = lines[i].price,
            .price_limit = lines[i].price_limit,
            .pay_first = lines[i].pay_first_share,
            .restricted = lines[i].restricted,
            .hospital_approval = lines[i].approval,
        };
    }
    return (struct list){ made, count };
}

/* ---- the case ---- */

static void case_person(const struct request *request, const struct settle_facts *facts,
                        struct settle_case *made, struct date day)
{
    const struct party_standing *standing = &made->standing;
    const struct filing_row *offsite = filing_offsite_on(
        facts->filings, day, (int32_t)facts->visit->division, division_lies_within,
        book_divisions(request->book));
    int64_t where = facts->claimed != NULL ? facts->claimed->institution
        : facts->visit->institution;
    const struct filing_where at = {
        where, (int32_t)facts->visit->division, division_lies_within,
        book_divisions(request->book),
    };
    bool retired = standing->person_kind != NULL
        && text_starts(text_of(standing->person_kind), TEXT("retired"));
    made->person = (struct settle_person){
        .place = standing->place,
        .insurance = text_of(standing->insurance),
        .kind = retired ? TEXT("retired") : text_of(standing->person_kind),
        .age = standing->age,
        .civil_servant = standing->civil_servant,
        .assistance = text_of(standing->assistance),
        .filing = offsite == NULL ? (struct text){ 0 } : offsite->kind,
        .chronic_filed = filing_disease_on(facts->filings, day, &at, facts->visit->disease)
            != NULL,
        .chose_elsewhere = filing_chose_elsewhere(facts->filings, day, where),
    };
    if (facts->claimed != NULL && facts->claimed->emergency && offsite == NULL)
        made->person.filing = TEXT("emergency");
}

static void case_bill(const struct request *request, const struct settle_facts *facts,
                      const char *category, struct settle_case *made)
{
    const struct visit_row *visit = facts->visit;
    struct date begin = date_of_moment(visit->begin_at);
    const struct filing_row *referral = filing_referral_on(facts->filings, begin);
    bool elsewhere = book_pooling_area(request->book, visit->division)
        != book_pooling_area(request->book, made->standing.place);
    made->bill = (struct settle_bill){
        .category = text_of(category),
        .visit = begin,
        .institution_place = visit->division,
        .out_of_area = elsewhere,
        .referred = referral == NULL ? DATE_NONE : referral->valid_from,
        .lines = bill_lines(facts->lines, facts->bill->settled_lines, request->arena),
    };
    bill_where(request, facts, &made->bill);
    if (visit->inpatient)
        settle_stay_days(request, facts, &made->bill);
}

static void case_counters(const struct settle_facts *facts, struct text insurance,
                          struct settle_case *made)
{
    const struct settle_counters_row *rows = facts->counters->items;
    for (size_t i = 0; i < facts->counters->count; i++)
        if (rows[i].year == made->year && text_equal(rows[i].insurance, insurance)) {
            made->counters_row = &rows[i];
            made->counters = rows[i].used;
        }
    /* The 360 days of special care do not end with the year. */
    for (size_t i = 0; i < facts->counters->count; i++)
        if (rows[i].year < made->year && text_equal(rows[i].insurance, insurance))
            settle_counters_add_special(&made->counters, &rows[i].used);
}

static enum settle_refusal case_refusal(const struct request *request,
                                        const struct settle_facts *facts,
                                        const char **ret_field)
{
    const struct settle_ask *ask = request->input;
    const struct visit_row *visit = facts->visit;
    *ret_field = "visit";
    if (visit == NULL || visit->person != ask->person || facts->person.person == NULL
        || visit->institution != request->actor->institution)
        return SETTLE_REFUSED_NO_VISIT;
    if (text_is(visit->state, "cancelled"))
        return SETTLE_REFUSED_CANCELLED;
    if (facts->institution == NULL && facts->claimed == NULL)
        return SETTLE_REFUSED_NO_INSTITUTION;
    if (facts->claimed == NULL
        && agreement_on(facts->agreements, date_of_moment(visit->begin_at), NULL)
            != AGREEMENT_IN_FORCE)
        return SETTLE_REFUSED_NO_AGREEMENT;
    *ret_field = "certificate_number";
    if (facts->certificate_checked
        && (facts->shown == NULL || facts->shown->person != ask->person))
        return SETTLE_REFUSED_OTHER_CERTIFICATE;
    *ret_field = "insurance";
    if (text_present(ask->insurance) && !text_equal(ask->insurance, visit->insurance))
        return SETTLE_REFUSED_OTHER_INSURANCE;
    *ret_field = "bill";
    if (facts->bill == NULL || facts->lines->count == 0)
        return SETTLE_REFUSED_NO_BILL;
    if (facts->bill->settlement != 0
        && facts->bill->settled_lines >= facts->bill->line_count)
        return SETTLE_REFUSED_SETTLED;
    return SETTLE_REFUSALS;
}

/* Somebody insured nowhere, whom a hospital had to take in: as a member of the place of treatment
 * without a right, so that the bill is split by its rules and its payer bears all. */
static bool stand_in(const struct settle_facts *facts, struct party_standing *standing)
{
    standing->insurance = party_insurance(facts->visit->insurance);
    if (standing->insurance == NULL || !facts->visit->inpatient)
        return false;
    standing->person_kind = text_is(text_of(standing->insurance), "resident")
        ? party_person_kind(TEXT("17"), standing->age) : party_person_kind(TEXT("11"), 0);
    standing->place = (int32_t)facts->visit->division;
    return true;
}

bool settle_case_of(const struct request *request, const struct settle_facts *facts,
                    struct decision *decision, struct settle_case *ret_case)
{
    const struct settle_ask *ask = request->input;
    const char *field = NULL;
    enum settle_refusal refusal = case_refusal(request, facts, &field);
    if (refusal != SETTLE_REFUSALS) {
        decision_refuse(decision, settle_refusal_key(refusal), field);
        return false;
    }
    struct text med_type = text_present(ask->med_type) ? ask->med_type : facts->visit->med_type;
    const char *category = settle_category(med_type);
    if (category == NULL) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_UNKNOWN_CARE), "med_type");
        return false;
    }
    if (settle_waits_for_confirmation(facts, decision))
        return false;

    struct date day = date_of_moment(facts->visit->begin_at);
    *ret_case = (struct settle_case){
        .standing = party_standing_on(&facts->person, facts->visit->insurance, day),
        .accounts = {
            .wish = ask->account_wish, .balance = fund_personal_free(facts->personal),
            .family_offered = fund_family_offered(facts->family),
        },
    };
    bool enrolled = ret_case->standing.insurance != NULL;
    if (!enrolled && !stand_in(facts, &ret_case->standing)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NOT_ENROLLED), "insurance");
        return false;
    }
    case_bill(request, facts, category, ret_case);
    case_person(request, facts, ret_case, day);
    settle_apply_measures(request, facts, day, ret_case, &decision->trail);
    if (!enrolled && !ret_case->person.cover.treat_first) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NOT_ENROLLED), "insurance");
        return false;
    }
    ret_case->person.right_closed |= !enrolled;
    ret_case->year = date_year(settle_day_by_book(request->book, &ret_case->bill,
                                                  &ret_case->person, DATE_NONE));
    case_counters(facts, facts->visit->insurance, ret_case);
    if (facts->visit->inpatient)
        settle_stay_before(facts, ret_case, request->arena);
    return true;
}
