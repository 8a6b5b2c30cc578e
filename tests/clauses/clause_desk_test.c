/* clause_desk_test.c: what notices change for a patient at the desk: fever clinics, patients of the
 * epidemic, rights that are kept. */

#include "clause_runner.h"

#include "base/check.h"
#include "rooms/contribute/contribute.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/visit/visit_facts.h"
#include "rooms/visit/visit_inside.h"

static const struct text NO_CARD = { 0 };
static const char FEVER_CLINIC[] = "发热门诊";
static const struct quantity NO_DAYS = { 0 };

/* An outpatient visit of one line, settled; the receipt, whatever came of it. */
static const struct settle_receipt *outpatient(struct clause_world *world, int64_t person,
                                               const char *department, int64_t fen)
{
    struct clause_visit visit = clause_register(world, person, department, NO_CARD);
    if (!refused(world, ""))
        return world->outcome;
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, fen);
    return clause_settle(world, &visit, "11");
}

/* A stay of a week, settled on its last day. */
static const struct settle_receipt *stay(struct clause_world *world, int64_t person,
                                         struct date from, int64_t fen)
{
    clause_now(world, from, 9);
    struct clause_visit visit = clause_admit(world, person);
    if (!refused(world, ""))
        return world->outcome;
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, fen);
    clause_now(world, date_plus_days(from, 6), 15);
    clause_discharge(world, &visit);
    return clause_settle(world, &visit, "21");
}

static int64_t of_person(const struct settle_receipt *receipt)
{
    return receipt->cash.fen + receipt->account.fen + receipt->family_account.fen;
}

/* ---- fever clinics ---- */

static void fever_clinic_settles_by_card(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_hospital_of(world, 110105,
                       (struct clause_hospital_kind){ .tier = 3, .fever_clinic = true });
    int64_t person = clause_employee(world, 110105);
    struct text card = clause_card(world, person);
    struct clause_visit visit = clause_register(world, person, FEVER_CLINIC, card);
    EXPECT(world, refused(world, ""));
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    /* 3 000 less the deductible of 1 800, at 70 %. */
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen
           + receipt->paid[PAYER_LARGE_AMOUNT].fen == 84000);
    EXPECT(world, of_person(receipt) == 216000);
    /* Somebody else's card settles nothing. */
    visit = clause_register(world, clause_employee(world, 110105), FEVER_CLINIC, card);
    EXPECT(world, refused(world, "visit.refused.other-certificate"));
}

/* Residents need a referral to a hospital of the third tier; at its fever clinic they do not. */
static void fever_clinic_needs_no_referral(struct clause_world *world)
{
    clause_now(world, DATE(2023, 3, 1), 9);
    clause_hospital_of(world, 110105,
                       (struct clause_hospital_kind){ .tier = 3, .fever_clinic = true });
    int64_t person = clause_resident(world, 110105);
    outpatient(world, person, NULL, 300000);
    EXPECT(world, refused(world, "settle.refused.not-referred"));
    const struct settle_receipt *receipt = outpatient(world, person, FEVER_CLINIC, 300000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen > 0);
}

static void only_filed_fever_clinics(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    clause_register(world, person, FEVER_CLINIC, NO_CARD);
    EXPECT(world, refused(world, "visit.refused.no-fever-clinic"));
    clause_hospital_of(world, 110105,
                       (struct clause_hospital_kind){ .tier = 3, .fever_clinic = true });
    clause_register(world, person, FEVER_CLINIC, NO_CARD);
    EXPECT(world, refused(world, ""));
}

static void fever_clinic_pays_as_always(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_hospital_of(world, 110105,
                       (struct clause_hospital_kind){ .tier = 3, .fever_clinic = true });
    const struct settle_receipt *there =
        outpatient(world, clause_employee(world, 110105), FEVER_CLINIC, 500000);
    EXPECT(world, refused(world, ""));
    clause_hospital(world, 110105);
    const struct settle_receipt *ordinary =
        outpatient(world, clause_employee(world, 110105), NULL, 500000);
    EXPECT(world, refused(world, ""));
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        EXPECT(world, there->paid[payer].fen == ordinary->paid[payer].fen);
    EXPECT(world, there->deductible.fen == ordinary->deductible.fen);
    EXPECT(world, there->deductible.fen == 180000);
    EXPECT(world, of_person(there) == of_person(ordinary));
}

/* ---- patients of the epidemic ---- */

static void a_hold_stops_no_patient(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_hospital_of(world, 110105,
                       (struct clause_hospital_kind){ .tier = 3, .payment_held = true });
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "confirmed", DATE(2020, 2, 10), DATE_NONE);
    const struct settle_receipt *receipt = stay(world, person, DATE(2020, 2, 20), 2000000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, receipt->total.fen == 2000000 && of_person(receipt) == 0);
    EXPECT(world, clause_trail(world, "settle.trail.payment-held", ""));
    /* A hospital without a hold has no such line. */
    clause_hospital(world, 110105);
    outpatient(world, clause_employee(world, 110105), NULL, 300000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, !clause_trail(world, "settle.trail.payment-held", ""));
}

static void nothing_is_paid_at_the_desk(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 360100);
    static const char *const statuses[] = { "confirmed", "suspected" };
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        int64_t person = clause_employee(world, 360100);
        clause_status(world, person, statuses[i], DATE(2020, 2, 8), DATE_NONE);
        const struct settle_receipt *receipt = stay(world, person, DATE(2020, 2, 10), 3000000);
        EXPECT(world, refused(world, ""));
        EXPECT(world, of_person(receipt) == 0);
        EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen > 0);
        EXPECT(world, cites(world, "JX4-0a"));
    }
    const struct settle_receipt *other =
        stay(world, clause_employee(world, 360100), DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, of_person(other) > 0 && !cites(world, "JX4-0a"));
}

static void the_split_is_returned(struct clause_world *world)
{
    clause_hospital(world, 360100);
    int64_t person = clause_employee(world, 360100);
    clause_status(world, person, "confirmed", DATE(2020, 2, 8), DATE_NONE);
    const struct settle_receipt *receipt = stay(world, person, DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, cites(world, "JX4-1f"));
    /* 30 000 less 700, at 90 %, is the fund's; the rest is the finance subsidy's. */
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen == 2637000);
    EXPECT(world, receipt->paid[PAYER_FINANCE].fen == 3000000 - 2637000);
    EXPECT(world, receipt->cash.fen == 0);
}

/* 疑似 and 确诊, each by its days: before them, and after, the patient is one like others. */
static void treated_first_by_dated_status(struct clause_world *world)
{
    static const struct { struct date day; bool first; } stays[] = {
        { { 20200210 }, false }, { { 20200216 }, true }, { { 20200220 }, true },
        { { 20200301 }, true }, { { 20200401 }, false },
    };
    for (size_t i = 0; i < COUNT_OF(stays); i++) {
        clause_hospital(world, 360100);
        int64_t person = clause_employee(world, 360100);
        clause_status(world, person, "suspected", DATE(2020, 2, 20), DATE(2020, 2, 29));
        clause_status(world, person, "confirmed", DATE(2020, 3, 1), DATE(2020, 3, 20));
        const struct settle_receipt *receipt = stay(world, person, stays[i].day, 3000000);
        EXPECT(world, refused(world, ""));
        EXPECT(world, (of_person(receipt) == 0) == stays[i].first);
        EXPECT(world, cites(world, "JX4-2.3h") == stays[i].first);
    }
}

/* How many changed statuses of people in hospital here are listed that day. */
static size_t changes_listed(struct clause_world *world, struct date day)
{
    clause_now(world, day, 8);
    const struct action *action = &visit_status_changes_action;
    clause_act(world, action, arena_take(&world->arena, action->input->size));
    if (!refused(world, ""))
        return SIZE_MAX;
    const struct list *changes =
        field_in(shape_field(action->outcome, TEXT("changes")), world->outcome);
    return changes->count;
}

/* A status is listed a week from when it began or ended, and from when it was recorded, however
 * late that was; one that was over before the stay began is not. */
static void a_late_status_is_listed(struct clause_world *world)
{
    treated_first_by_dated_status(world);
    clause_now(world, DATE(2020, 5, 10), 9);
    clause_hospital(world, 360100);
    int64_t person = clause_employee(world, 360100);
    clause_admit(world, person);
    EXPECT(world, refused(world, "") && changes_listed(world, DATE(2020, 5, 25)) == 0);
    clause_status(world, person, "suspected", DATE(2020, 5, 11), DATE(2020, 5, 14));
    clause_status(world, person, "observed", DATE(2020, 5, 1), DATE(2020, 5, 9));
    EXPECT(world, changes_listed(world, DATE(2020, 5, 25)) == 1);
    EXPECT(world, changes_listed(world, DATE(2020, 6, 1)) == 1);
    EXPECT(world, changes_listed(world, DATE(2020, 6, 2)) == 0);
    clause_status(world, person, "confirmed", DATE(2020, 6, 20), DATE_NONE);
    EXPECT(world, changes_listed(world, DATE(2020, 6, 19)) == 0);
    EXPECT(world, changes_listed(world, DATE(2020, 6, 27)) == 1);
    EXPECT(world, changes_listed(world, DATE(2020, 6, 28)) == 0);
}

static void admission_asks_no_insurance(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 330602);
    int64_t person = clause_stranger(world);
    world->insurance = TEXT("310");
    clause_admit(world, person);
    EXPECT(world, refused(world, "visit.refused.not-enrolled"));
    clause_status(world, person, "suspected", DATE(2020, 2, 9), DATE_NONE);
    struct clause_visit visit = clause_admit(world, person);
    EXPECT(world, refused(world, "") && visit.visit != 0);
    /* Nor does the settlement: somebody insured nowhere is the finance's of the place. */
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 2000000);
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_discharge(world, &visit);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
    EXPECT(world, refused(world, ""));
    EXPECT(world, of_person(receipt) == 0 && receipt->paid[PAYER_FINANCE].fen == 2000000);
}

static const struct visit_row *visit_now(struct clause_world *world, int64_t visit)
{
    const struct visit_key key = visit_key_of(visit);
    return clause_rows(world, &visit_by_id, &key).items;
}

/* The stay ends unsettled; more than a year later, the epidemic over, it is settled as of then. */
static void settled_later_by_the_day_of_care(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_hospital(world, 330602);
    int64_t person = clause_employee(world, 360100);
    clause_status(world, person, "confirmed", DATE(2020, 2, 18), DATE(2020, 3, 31));
    struct clause_visit visit = clause_admit(world, person);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 3000000);
    clause_now(world, DATE(2020, 3, 1), 15);
    clause_discharge(world, &visit);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(visit_now(world, visit.visit)->state, "discharged"));
    const struct settle_of_person_key key = { id_bucket(person), person };
    EXPECT(world, clause_rows(world, &settlements_standing, &key).count == 0);

    clause_event(world, "epidemic-end", 330600, DATE(2020, 9, 1));
    clause_now(world, DATE(2021, 5, 10), 9);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
    EXPECT(world, refused(world, ""));
    EXPECT(world, of_person(receipt) == 0 && cites(world, "SX9-2.3d"));
    struct list rows = clause_rows(world, &settlements_standing, &key);
    EXPECT(world, rows.count == 1);
    const struct settlement_row *row = rows.items;
    EXPECT(world, row->day.yyyymmdd == 20200301 && row->year == 2020);
}

/* What the fund gives a Shaoxing employee for a stay in Beijing, unfiled, and at home. */
static void no_cut_for_epidemic_patients(struct clause_world *world)
{
    clause_hospital(world, 110105);
    int64_t other = clause_employee(world, 330602);
    const struct settle_receipt *cut = stay(world, other, DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, "") && !cites(world, "SX9-2.3e"));
    int64_t patient = clause_employee(world, 330602);
    clause_status(world, patient, "confirmed", DATE(2020, 2, 8), DATE_NONE);
    const struct settle_receipt *whole = stay(world, patient, DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, "") && cites(world, "SX9-2.3e"));
    clause_hospital(world, 330602);
    const struct settle_receipt *local =
        stay(world, clause_employee(world, 330602), DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, whole->paid[PAYER_POOLED_FUND].fen == local->paid[PAYER_POOLED_FUND].fen);
    EXPECT(world, cut->paid[PAYER_POOLED_FUND].fen < local->paid[PAYER_POOLED_FUND].fen);
}

/* ---- rights that are kept ---- */

static void unpaid_employer_settles_as_always(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 20), 9);
    clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    clause_arrears(world, clause_unit_of(person), DATE(2020, 2, 15));
    const struct settle_receipt *receipt = outpatient(world, person, NULL, 300000);
    EXPECT(world, refused(world, "") && cites(world, "BJ4-10c"));
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen
           + receipt->paid[PAYER_LARGE_AMOUNT].fen == 84000);
    /* A debt of before has nothing to do with it. */
    int64_t old = clause_employee(world, 110105);
    clause_arrears(world, clause_unit_of(old), DATE(2019, 6, 30));
    outpatient(world, old, NULL, 300000);
    EXPECT(world, refused(world, "settle.not-entitled.arrears"));
    /* Three months after the end the make-up is over: 30 September 2020. */
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 30));
    clause_now(world, DATE(2020, 9, 30), 9);
    outpatient(world, person, NULL, 300000);
    EXPECT(world, refused(world, "") && cites(world, "BJ4-10c"));
    clause_now(world, DATE(2020, 10, 9), 9);
    outpatient(world, person, NULL, 300000);
    EXPECT(world, refused(world, "settle.not-entitled.arrears"));
}

struct entitlement_ask { int64_t person; struct text insurance; struct date on; };

static bool is_entitled(struct clause_world *world, int64_t person, struct date on)
{
    struct entitlement_ask *ask = ARENA_NEW(&world->arena, struct entitlement_ask);
    *ask = (struct entitlement_ask){ person, TEXT("310"), on };
    world->actor.identified = person;       /* the card was read */
    clause_act(world, &contribute_entitlement_action, ask);
    return *(const bool *)world->outcome;      /* "entitled", its first field */
}

static void eligible_in_a_grace_month(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 20), 9);
    clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    clause_arrears(world, clause_unit_of(person), DATE(2020, 2, 15));
    EXPECT(world, is_entitled(world, person, DATE(2020, 3, 20)));
    int64_t elsewhere = clause_employee(world, 330602);
    clause_arrears(world, clause_unit_of(elsewhere), DATE(2020, 2, 15));
    EXPECT(world, !is_entitled(world, elsewhere, DATE(2020, 3, 20)));
}

/* A visit for a special disease the filing of which ended on 15 February. */
static const struct settle_receipt *special(struct clause_world *world, int64_t person,
                                            struct date day)
{
    clause_now(world, day, 9);
    struct clause_visit visit = clause_register(world, person, NULL, NO_CARD);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 1000000);
    return clause_settle(world, &visit, "9901");
}

static int64_t filed_until(struct clause_world *world, struct date until)
{
    int64_t person = clause_employee(world, 110105);
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("special"), .disease = TEXT("M00500"),
        .valid_from = DATE(2019, 2, 16), .valid_until = until });
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("offsite"), .kind = TEXT("other"), .division = 371300,
        .valid_from = DATE(2020, 1, 20) });
    return person;
}

static void a_stranded_filing_goes_on(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 371302);
    int64_t person = filed_until(world, DATE(2020, 2, 15));
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE_NONE);
    special(world, person, DATE(2020, 2, 15));
    EXPECT(world, refused(world, "") && !cites(world, "BJ4-12a"));
    special(world, person, DATE(2020, 2, 16));
    EXPECT(world, refused(world, "") && cites(world, "BJ4-12a") && cites(world, "延续（疫情）"));
    /* Not of one who is not stranded, nor where the filing ran out long before. */
    special(world, filed_until(world, DATE(2020, 2, 15)), DATE(2020, 2, 16));
    EXPECT(world, refused(world, "settle.refused.not-filed-chronic"));
    int64_t late = filed_until(world, DATE(2019, 12, 31));
    clause_status(world, late, "stranded", DATE(2020, 1, 25), DATE_NONE);
    special(world, late, DATE(2020, 2, 16));
    EXPECT(world, refused(world, "settle.refused.not-filed-chronic"));
    /* After the end it lasts as long as the filing may be made up: three months. */
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 30));
    special(world, person, DATE(2020, 9, 30));
    EXPECT(world, refused(world, ""));
    special(world, person, DATE(2020, 10, 9));
    EXPECT(world, refused(world, "settle.refused.not-filed-chronic"));
}

static void the_day_after_pays_the_same(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 371302);
    int64_t person = filed_until(world, DATE(2020, 2, 15));
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE_NONE);
    const struct settle_receipt *kept = special(world, person, DATE(2020, 2, 16));
    EXPECT(world, refused(world, "") && cites(world, "BJ4-12d"));
    const struct settle_receipt *filed =
        special(world, filed_until(world, DATE(2021, 2, 15)), DATE(2020, 2, 16));
    EXPECT(world, refused(world, "") && !cites(world, "BJ4-12d"));
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        EXPECT(world, kept->paid[payer].fen == filed->paid[payer].fen);
    EXPECT(world, kept->paid[PAYER_POOLED_FUND].fen > 0);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-08a", fever_clinic_settles_by_card },
        { "BJ4-08b", fever_clinic_needs_no_referral },
        { "BJ4-08c", only_filed_fever_clinics },
        { "BJ4-08d", fever_clinic_pays_as_always },
        { "BJ4-S3c", a_hold_stops_no_patient },
        { "JX4-0a", nothing_is_paid_at_the_desk },
        { "JX4-1f", the_split_is_returned },
        { "JX4-2.3h", a_late_status_is_listed },
        { "SX9-2.3a", admission_asks_no_insurance },
        { "SX9-2.3d", settled_later_by_the_day_of_care },
        { "SX9-2.3e", no_cut_for_epidemic_patients },
        { "BJ4-10c", unpaid_employer_settles_as_always },
        { "BJ4-S5c", eligible_in_a_grace_month },
        { "BJ4-12a", a_stranded_filing_goes_on },
        { "BJ4-12d", the_day_after_pays_the_same },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
