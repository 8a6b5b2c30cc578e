/* clause_filing_test.c: filings made up afterwards, as the desk sees them. */

#include "clause_ask.h"
#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"
#include "rooms/filing/filing_file.h"
#include "rooms/filing/filing_inside.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/settle/settle_reach.h"

static void record_filing(struct clause_world *world, int64_t person, const char *kind,
                          struct date from)
{
    struct filing_record_input *input = ARENA_NEW(&world->arena, struct filing_record_input);
    *input = (struct filing_record_input){
        .person = person, .kind = text_of(kind), .division = 371300, .from = from,
    };
    struct actor hospital = world->actor;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &filing_record_action, input);
    world->actor = hospital;
}

/* Held up in Linyi, cared for there without a filing; the filing comes weeks later and reaches
 * back, and the visit of before is settled after all, by the rules of its own day. */
static void a_late_filing_pays_the_earlier_visit(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 15), 9);
    clause_hospital(world, 371302);
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE_NONE);
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "settle.refused.not-filed-out-of-area"));

    clause_now(world, DATE(2020, 3, 10), 9);
    record_filing(world, person, "stranded", DATE(2020, 1, 25));
    EXPECT(world, refused(world, ""));
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen
           + receipt->paid[PAYER_LARGE_AMOUNT].fen == 84000);
    const struct settle_of_person_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &settlements_standing, &key);
    EXPECT(world, rows.count == 1);
    EXPECT(world, ((const struct settlement_row *)rows.items)->day.yyyymmdd == 20200215);

    /* Whoever was not held up files from today on. */
    int64_t other = clause_employee(world, 110105);
    record_filing(world, other, "referral", DATE(2020, 2, 1));
    EXPECT(world, refused(world, "filing.refused.backdated"));
    record_filing(world, other, "referral", DATE(2020, 3, 10));
    EXPECT(world, refused(world, ""));
}

static const struct filing_filed *file_disease_until(struct clause_world *world, int64_t person,
                                                     struct date from, struct date until)
{
    const struct filing_file_input input = { .person = person, .disease = TEXT("M99901"),
                                             .from = from, .until = until, .doctor = TEXT("D1") };
    world->actor.identified = person;
    clause_act(world, &filing_disease_action, &input);
    return world->outcome;
}

static const struct filing_filed *file_disease(struct clause_world *world, int64_t person,
                                               struct date from)
{
    return file_disease_until(world, person, from, DATE_NONE);
}

static void as_agency(struct clause_world *world, int32_t division)
{
    world->actor = (struct actor){
        .role = ROLE_REVIEWER, .account = 12, .office = 1, .division = division,
        .scope = { .everything = true },
    };
}

static int64_t paid_by_funds(const struct settle_receipt *receipt)
{
    int64_t sum = 0;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        sum += receipt->paid[payer].fen;
    return sum;
}

static const struct filing_row *filing_now(struct clause_world *world, int64_t person,
                                           int64_t filing)
{
    const struct filing_of_key key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &filings_of, &key);
    const struct filing_row *all = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (all[i].filing == filing)
            return &all[i];
    return NULL;
}

static int64_t designate(struct clause_world *world, int64_t person, int64_t hospital,
                         struct date until)
{
    const struct filing_file_input input = {
        .person = person, .until = until,
        .institution = arena_format(&world->arena, "%lld", (long long)hospital),
    };
    clause_act(world, &filing_designate_action, &input);
    return refused(world, "") ? ((const struct filing_filed *)world->outcome)->filing : 0;
}

/* BJ4-02d: the new hospital makes room of the old one; taken back the same day, the old one holds
 * again until its own last day, and a choice whose time was over is not touched. */
static void a_choice_taken_back_the_same_day(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t first = clause_hospital(world, 110105), second = clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105);
    as_agency(world, 110105);
    int64_t old = designate(world, person, first, DATE(2020, 12, 31));
    EXPECT(world, old != 0);
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t new = designate(world, person, second, DATE_NONE);
    const struct filing_row *row = filing_now(world, person, old);
    EXPECT(world, new != 0 && text_is(row->state, "ended")
           && row->valid_until.yyyymmdd == 20200309);
    const struct filing_one_input taken_back = { new, person, { 0 } };
    clause_act(world, &filing_cancel_action, &taken_back);
    row = filing_now(world, person, old);
    EXPECT(world, refused(world, "") && text_is(row->state, "in-force")
           && row->valid_until.yyyymmdd == 20201231);
    EXPECT(world, text_is(filing_now(world, person, new)->state, "withdrawn"));
    clause_now(world, DATE(2021, 2, 10), 9);
    EXPECT(world, designate(world, person, first, DATE_NONE) != 0);
    EXPECT(world, filing_now(world, person, old)->valid_until.yyyymmdd == 20201231);
}

/* With diseases hospitals are entrusted, with injuries not. The certificate is the person's. */
static void an_injury_waits_for_the_agency(struct clause_world *world, struct actor office,
                                           int64_t person, int64_t other)
{
    struct filing_file_input injury = { .person = person, .reason = TEXT("跌伤") };
    world->actor = office;
    world->actor.identified = person;
    injury.number = clause_number(world, other);
    clause_act(world, &filing_injury_action, &injury);
    EXPECT(world, refused(world, "filing.refused.other-number"));
    injury.number = clause_number(world, person);
    clause_act(world, &filing_injury_action, &injury);
    const struct filing_filed *filed = world->outcome;
    EXPECT(world, refused(world, "") && text_is(filed->state, "filed"));
    const struct filing_one_input one = { filed->filing, person, { 0 } };
    clause_act(world, &filing_confirm_action, &one);
    EXPECT(world, refused(world, "filing.refused.not-entrusted"));
}

/* The physician fills in what the office of the same hospital puts into force, and care of that day
 * is settled as that of the disease: nobody goes to an agency. */
static void a_disease_is_filed_in_the_hospital(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_disease(world, "M99901", "special");
    clause_hospital(world, 110105);
    struct actor software = world->actor, physician = world->actor, office = world->actor;
    int64_t person = clause_employee(world, 110105);
    physician.role = ROLE_PHYSICIAN;
    office.role = ROLE_HOSPITAL_OFFICE;
    physician.identified = office.identified = software.identified = person;

    /* Before anything is filed the care is not that of the disease. */
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_settle(world, &visit, "14");
    EXPECT(world, refused(world, "settle.refused.not-filed-chronic"));

    world->actor = physician;
    const struct filing_filed *filed = file_disease(world, person, DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "filed"));
    struct filing_one_input one = { filed->filing, person, { 0 } };
    world->actor = office;
    world->actor.institution++;
    clause_act(world, &filing_confirm_action, &one);
    EXPECT(world, refused(world, "filing.refused.no-filing"));
    world->actor = office;
    clause_act(world, &filing_confirm_action, &one);
    filed = world->outcome;
    EXPECT(world, refused(world, "") && text_is(filed->state, "in-force"));
    EXPECT(world, filed->from.yyyymmdd == 20200210 && filed->until.yyyymmdd == 20210209);
    world->actor = software;
    const struct settle_receipt *receipt = clause_settle(world, &visit, "14");
    EXPECT(world, refused(world, "") && paid_by_funds(receipt) > 0);

    /* The hospital's software does both in one message. */
    int64_t other = clause_employee(world, 110105);
    filed = file_disease(world, other, DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "in-force"));
    /* A hospital cannot reach back, nor beyond the year for which Beijing lets one hold. */
    int64_t third = clause_employee(world, 110105);
    file_disease_until(world, third, DATE_NONE, DATE(2021, 2, 10));
    EXPECT(world, refused(world, "filing.refused.too-long")
           && text_is(world->decision.refusal.detail[0], "2021-02-09"));
    file_disease(world, third, DATE(2020, 2, 1));
    EXPECT(world, refused(world, "filing.refused.backdated"));
    /* Before the notice the agency decided. */
    clause_now(world, DATE(2020, 2, 6), 9);
    filed = file_disease(world, third, DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "filed"));
    one = (struct filing_one_input){ filed->filing, third, { 0 } };
    world->actor = office;
    clause_act(world, &filing_confirm_action, &one);
    EXPECT(world, refused(world, "filing.refused.not-entrusted"));
    /* Put into force days later, it is asked of the care since it began. */
    clause_now(world, DATE(2020, 2, 20), 9);
    as_agency(world, 110105);
    clause_act(world, &filing_confirm_action, &one);
    filed = world->outcome;
    EXPECT(world, refused(world, "") && filed->from.yyyymmdd == 20200206 && filed->backdated);
    an_injury_waits_for_the_agency(world, office, third, other);
}

/* The window of August 2022: agencies pause, hospitals go on, what is made up may begin inside. */
static void filings_in_an_outage(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 13), 10);
    clause_disease(world, "M99901", "special");
    clause_hospital(world, 110105);
    int64_t person = clause_employee(world, 110105), other = clause_employee(world, 110105);
    const struct filing_filed *filed = file_disease(world, person, DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "in-force"));
    as_agency(world, 110105);
    file_disease(world, other, DATE_NONE);
    EXPECT(world, refused(world, "filing.refused.paused"));
    EXPECT(world, text_starts(world->decision.refusal.detail[0], TEXT("2022-08-15 06:00")));

    struct filing_record_input input = {
        .person = other, .kind = TEXT("referral"), .division = 371300,
        .from = DATE(2022, 8, 13),
    };
    clause_act(world, &filing_record_action, &input);
    EXPECT(world, refused(world, "filing.refused.paused"));
    /* Taking an application in goes on: what it tries is the house's. */
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    struct filing_record_input tried = input;
    tried.from = DATE_NONE;
    clause_act(world, &filing_record_action, &tried);
    EXPECT(world, refused(world, ""));

    int64_t third = clause_employee(world, 110105);
    input.person = third;
    as_agency(world, 110105);
    clause_now(world, DATE(2022, 8, 15), 6);
    input.from = DATE(2022, 8, 11);
    clause_act(world, &filing_record_action, &input);
    EXPECT(world, refused(world, "filing.refused.backdated"));
    input.from = DATE(2022, 8, 13);
    clause_act(world, &filing_record_action, &input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, ((const struct filing_recorded *)world->outcome)->backdated);
}

/* Jiangxi: a referral of the morning holds for care of the same day elsewhere; a chronic disease is
 * filed by the agency. */
static void a_referral_and_a_chronic_disease(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_disease(world, "M99901", "chronic");
    clause_hospital(world, 360100);
    int64_t person = clause_employee(world, 360100);
    struct filing_file_input refer = {
        .person = person, .division = 330602, .kind = TEXT("1"), .reason = TEXT("转上级"),
        .identified = DATE(2020, 3, 2),
    };
    world->actor.identified = person;
    clause_act(world, &filing_refer_action, &refer);
    EXPECT(world, refused(world, ""));
    const struct filing_of_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &filings_of, &key);
    const struct filing_row *offsite = rows.items;
    EXPECT(world, rows.count == 2);
    offsite = text_is(offsite[0].about, "offsite") ? &offsite[0] : &offsite[1];
    EXPECT(world, text_is(offsite->kind, "referral") && offsite->division == 330600
                      && offsite->valid_from.yyyymmdd == 20200302);
    as_agency(world, 360100);
    const struct filing_filed *filed = file_disease(world, person, DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "in-force"));
}

/* Of what finance pays the centre gives back sixty per cent for the confirmed, for others nothing;
 * the week's figures tell both. */
static void the_week_in_figures(struct clause_world *world)
{
    static const char *const statuses[] = { "confirmed", "suspected" };
    clause_now(world, DATE(2020, 2, 15), 9);
    clause_hospital(world, 360100);
    struct actor software = world->actor;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        int64_t person = clause_employee(world, 360100);
        clause_status(world, person, statuses[i], DATE(2020, 2, 10), DATE_NONE);
        struct clause_visit visit = clause_admit(world, person);
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 1000000);
        clause_discharge(world, &visit);
        const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
        EXPECT(world, refused(world, "") && receipt->cash.fen == 0);
        const struct settle_of_person_key key = { id_bucket(person), person };
        struct list rows = clause_rows(world, &settlements_standing, &key);
        const struct settlement_row *row = rows.items;
        EXPECT(world, row->finance.fen > 0);
        EXPECT(world, row->central.fen == (i == 0 ? row->finance.fen * 6 / 10 : 0));
    }
    world->actor = (struct actor){ .role = ROLE_LEADER, .division = 360000 };
    struct { struct date from, until; int64_t place; } input = { .place = 360100 };
    clause_act(world, &settle_epidemic_action, &input);
    const struct { struct date from, until; struct list rows; } *told = world->outcome;
    EXPECT(world, told->from.yyyymmdd == 20200209 && told->rows.count == 2);
    world->actor.division = 110000;
    clause_act(world, &settle_epidemic_action, &input);
    told = world->outcome;
    EXPECT(world, told->rows.count == 0);
    world->actor = software;
}

/* A list of patients, one a line: who is insured where, of which group, and who is not found; from
 * the status that is put on record treating first follows. */
static void a_list_of_patients_is_looked_up(struct clause_world *world)
{
    struct { struct text number, status; struct date from, until; } input = {
        TEXT("990101199001010000"), TEXT("suspected"), DATE_NONE, DATE_NONE,
    };
    const struct {
        int64_t person;
        bool found, enrolled, recorded;
        int64_t place;
        struct text insurance, kind, enrolment, assistance, status;
    } *told;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t person = clause_resident(world, 330602);
    const struct text number = TEXT("990101196001011234");
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key leads = { key.bucket, key.kind, key.digest, person };
    clause_insert(world, &party_person_key_table, &leads);
    as_agency(world, 330600);
    clause_act(world, &settle_check_patient_action, &input);
    told = world->outcome;
    EXPECT(world, refused(world, "") && !told->found && text_is(told->enrolment, "unknown"));
    input.number = number;
    clause_act(world, &settle_check_patient_action, &input);
    told = world->outcome;
    EXPECT(world, refused(world, "") && told->found && told->enrolled && told->recorded);
    EXPECT(world, told->place == 330602 && text_is(told->insurance, "390"));
    clause_act(world, &settle_check_patient_action, &input);
    told = world->outcome;
    EXPECT(world, told->found && !told->recorded);
    input.status = TEXT("well");
    clause_act(world, &settle_check_patient_action, &input);
    EXPECT(world, refused(world, "party.refused.no-such-status"));
}

/* A fever clinic that settles three days after the visit stands on the list, one that settles at
 * once does not. */
static void fever_clinics_that_settle_late(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t prompt = clause_hospital_of(world, 110105, (struct clause_hospital_kind){
        .tier = 3, .fever_clinic = true });
    int64_t person = clause_employee(world, 110105);
    struct clause_visit visit = clause_register(world, person, "发热门诊", (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    int64_t late = clause_hospital_of(world, 110105, (struct clause_hospital_kind){
        .tier = 3, .fever_clinic = true });
    struct clause_visit other = clause_register(world, clause_employee(world, 110105),
                                                "发热门诊", (struct text){ 0 });
    clause_charge(world, &other, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_now(world, DATE(2020, 2, 13), 9);
    clause_settle(world, &other, "11");
    EXPECT(world, refused(world, ""));
    as_agency(world, 110000);
    struct { struct date from, until; } input = { DATE(2020, 2, 1), DATE(2020, 2, 29) };
    clause_act(world, &settle_fever_action, &input);
    const struct { struct date from, until; struct list rows; } *told = world->outcome;
    const struct {
        int64_t institution, place, visits, late;
        struct money total;
        int64_t days_most;
        struct text department;
    } *row = told->rows.items;
    EXPECT(world, told->rows.count == 1 && row->institution == late && row->institution != prompt);
    EXPECT(world, row->late == 1 && row->total.fen == 300000 && row->days_most == 3);

    /* A clinic by any name that holds what the place calls one; an office elsewhere sees none. */
    int64_t west = clause_hospital_of(world, 110105, (struct clause_hospital_kind){
        .tier = 3, .fever_clinic = true });
    clause_now(world, DATE(2020, 2, 14), 9);
    static const char *const names[] = { "西院区发热门诊", "发热门诊（儿科）", "内科" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        clause_now(world, DATE(2020, 2, 14), 9);
        visit = clause_register(world, clause_employee(world, 110105), names[i],
                                (struct text){ 0 });
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
        clause_now(world, DATE(2020, 2, (int)(15 + i)), 9);
        clause_settle(world, &visit, "11");
        EXPECT(world, refused(world, ""));
    }
    as_agency(world, 110105);
    clause_act(world, &settle_fever_action, &input);
    told = world->outcome;
    row = told->rows.items;
    EXPECT(world, told->rows.count == 2);
    row = row[0].institution == west ? &row[0] : &row[1];
    EXPECT(world, row->visits == 2 && row->late == 2 && row->days_most == 2);
    as_agency(world, 371300);
    clause_act(world, &settle_fever_action, &input);
    told = world->outcome;
    EXPECT(world, told->rows.count == 0);
}

/* Taking the notice back would lose who was stranded what he filed afterwards, and nobody else. */
static void a_trial_counts_the_filings_that_reach_back(struct clause_world *world)
{
    static const struct { bool stranded; struct date filed_on; } MADE[] = {
        { true, { 20200220 } }, { true, { 20200201 } }, { false, { 20200220 } },
    };
    clause_now(world, DATE(2020, 2, 21), 9);
    for (size_t i = 0; i < sizeof MADE / sizeof MADE[0]; i++) {
        int64_t person = clause_employee(world, 110105);
        if (MADE[i].stranded)
            clause_status(world, person, "stranded", DATE(2020, 1, 25), (struct date){ 0 });
        const struct filing_row row = {
            .bucket = id_bucket(person), .person = person,
            .filing = id_mint(&world->minter, id_bucket(person)), .about = TEXT("offsite"),
            .kind = TEXT("other"), .insurance = TEXT("310"), .division = 370100,
            .valid_from = DATE(2020, 2, 1), .filed_on = MADE[i].filed_on,
            .state = TEXT("in-force"), .version = 1,
        };
        clause_insert(world, &filing_table, &row);
    }
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    const struct publication nothing = {
        .sequence = book_sequence(world->book) + 1, .text = TEXT(""),
        .file = TEXT("rules/notices/110000/jingyibaofa-2020-4.yaml"),
    };
    const struct book *without = book_add(world->book, &nothing, 1, &faults);
    EXPECT(world, without != NULL);
    struct impact impact = {
        .arena = &world->arena, .before.book = world->book, .after.book = without,
        .place = 110000, .at = world->now, .bucket_step = 1,
    };
    EXPECT(world, filing_impact(world->store, &impact) == STORE_DONE);
    EXPECT(world, impact.first->looked == 2 && impact.first->changed == 1);
    EXPECT(world, impact.first->people == 1 && impact.first->example_count == 1);
    book_release(without);
}

static void as_desk(struct clause_world *world, enum role role, int64_t hospital)
{
    world->actor = (struct actor){ .role = role, .account = 5, .institution = hospital };
}

/* LAW: BJ4-03f BJ4-03g: the physician's form at nine, the insurance office a quarter past. */
static void how_long_a_filing_takes_at_the_hospital(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    clause_disease(world, "M99901", "special");
    int64_t hospital = clause_hospital(world, 110105);
    static const int MINUTES[] = { 40, 0, 15 };
    for (size_t i = 0; i < COUNT_OF(MINUTES); i++) {
        int64_t person = clause_employee(world, 110105);
        as_desk(world, MINUTES[i] == 0 ? ROLE_HOSPITAL_OFFICE : ROLE_PHYSICIAN, hospital);
        clause_now(world, DATE(2020, 2, 20), 9);
        const struct filing_filed *filed = file_disease(world, person, DATE_NONE);
        EXPECT(world, refused(world, ""));
        if (!text_is(filed->state, "filed"))
            continue;
        const struct filing_one_input one = { .person = person, .filing = filed->filing };
        world->now.ms += MINUTES[i] * 60000;
        as_desk(world, ROLE_HOSPITAL_OFFICE, hospital);
        world->actor.identified = person;
        clause_act(world, &filing_confirm_action, &one);
        EXPECT(world, refused(world, ""));
    }
    as_desk(world, ROLE_HOSPITAL_OFFICE, hospital);
    ask(world, &filing_pace_action, GIVEN({ "from", "2020-02-01" }, { "until", "2020-02-29" }));
    EXPECT(world, refused(world, "") && count_told(world, "filings") == 3);
    EXPECT(world, count_told(world, "median_minutes") == 15);
    EXPECT(world, count_told(world, "longest_minutes") == 40);
    EXPECT(world, count_told(world, "desks_most") == 2);
    EXPECT(world, count_told(world, "past_two_desks") == 0);
    as_desk(world, ROLE_HOSPITAL_OFFICE, clause_hospital(world, 110105));
    ask(world, &filing_pace_action, GIVEN({ "institution", of_id(world, hospital) },
                                          { "from", "2020-02-01" }, { "until", "2020-02-29" }));
    EXPECT(world, refused(world, "filing.refused.no-institution"));
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-03f BJ4-03g", how_long_a_filing_takes_at_the_hospital },
        { "", a_trial_counts_the_filings_that_reach_back },
        { "BJ4-S4c", a_late_filing_pays_the_earlier_visit },
        { "BJ4-03a BJ4-03b BJ4-03c BJ4-03d BJ4-03e", a_disease_is_filed_in_the_hospital },
        { "BJ4-02d", a_choice_taken_back_the_same_day },
        { "BJ22-2.2.2a BJ22-2.2.2b BJ22-2.2.2e BJ22-2.4a BJ22-2.4b",
          filings_in_an_outage },
        { "", the_week_in_figures },
        { "SX9-1b", a_list_of_patients_is_looked_up },
        { "BJ4-08e", fever_clinics_that_settle_late },
        { "JX4-2.1g", a_referral_and_a_chronic_disease },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
