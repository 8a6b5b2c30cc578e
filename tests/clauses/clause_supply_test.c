/* clause_supply_test.c: how much medicine at once. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"
#include "rooms/visit/visit_dispensing.h"
#include "rooms/visit/visit_relax.h"
#include "rooms/visit/visit_supply.h"

static const struct text NO_CARD = { 0 };

/* A visit in Beijing's notice's time with a chronic diagnosis. */
static struct clause_visit chronic_visit(struct clause_world *world, int64_t place,
                                         struct date day, const char *code)
{
    clause_now(world, day, 9);
    clause_hospital(world, place);
    struct clause_visit visit =
        clause_register(world, clause_employee(world, place), NULL, NO_CARD);
    if (code != NULL)
        clause_diagnose(world, &visit, code);
    return visit;
}

static const struct visit_confirmation_row *confirmation(struct clause_world *world,
                                                         const struct clause_visit *visit,
                                                         const char *serial)
{
    const struct visit_key key = visit_key_of(visit->visit);
    struct list rows = clause_rows(world, &visit_confirmations_of, &key);
    const struct visit_confirmation_row *items = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (text_is(items[i].serial, serial))
            return &items[i];
    return NULL;
}

static bool has_state(const struct visit_confirmation_row *row, const char *state)
{
    return row != NULL && text_is(row->state, state);
}

static void confirm(struct clause_world *world, const struct clause_visit *visit,
                    const char *serial, const char *physician, const char *reason)
{
    struct visit_confirm_input *input = ARENA_NEW(&world->arena, struct visit_confirm_input);
    *input = (struct visit_confirm_input){
        .visit = visit->visit, .person = visit->person, .bill = visit->bill,
        .serial = text_of(serial), .physician = text_of(physician), .reason = text_of(reason),
    };
    clause_act(world, &visit_confirm_prescription_action, input);
}

static bool charged(struct clause_world *world, struct clause_visit *visit, const char *item,
                    const char *serial, struct quantity days)
{
    clause_charge(world, visit, item, serial, days, 80000);
    return clause_refused(world)[0] == '\0';
}

static void ninety_days_settle(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90)));
    EXPECT(world, clause_trail(world, "visit.trail.supply", "BJ4-07a"));
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    EXPECT(world, receipt->total.fen == 80000);
}

/* Thirty before, ninety during, thirty after; the day of the end is still inside. */
static void limit_by_day(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 6), "I10.x00");
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(31)));
    EXPECT(world, refused(world, "visit.supply.above-ordinary"));
    EXPECT(world, text_is(world->decision.refusal.detail[1], "30"));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(30)));
    visit = chronic_visit(world, 110105, DATE(2020, 2, 7), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90)));
    EXPECT(world, has_state(confirmation(world, &visit, "1"), "passed"));
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 30));
    visit = chronic_visit(world, 110105, DATE(2020, 6, 30), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90)));
    visit = chronic_visit(world, 110105, DATE(2020, 7, 1), "I10.x00");
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(31)));
    EXPECT(world, refused(world, "visit.supply.above-ordinary"));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(30)));
}

static void chronic_diagnosis_on_record(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "J06.900");
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    EXPECT(world, refused(world, "visit.supply.not-chronic"));
    clause_diagnose(world, &visit, "E11.900");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    /* A disease filed before is on record, too. */
    visit = chronic_visit(world, 110105, DATE(2020, 2, 20), NULL);
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    clause_filing(world, visit.person, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("chronic"), .disease = TEXT("M03900"),
        .valid_from = DATE(2019, 1, 1) });
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
}

static void controlled_drugs_keep_their_limit(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, !charged(world, &visit, CLAUSE_PSYCHOTROPIC, "1", CLAUSE_DAYS(8)));
    EXPECT(world, refused(world, "visit.supply.own-limit"));
    EXPECT(world, text_is(world->decision.refusal.detail[1], "7"));
    EXPECT(world, charged(world, &visit, CLAUSE_PSYCHOTROPIC, "1", CLAUSE_DAYS(7)));
    EXPECT(world, !charged(world, &visit, CLAUSE_SHORT_SUPPLY, "2", CLAUSE_DAYS(31)));
    EXPECT(world, refused(world, "visit.supply.own-limit"));
    EXPECT(world, charged(world, &visit, CLAUSE_SHORT_SUPPLY, "2", CLAUSE_DAYS(30)));
    /* No medicine for long use: an infection is not treated for months. */
    EXPECT(world, !charged(world, &visit, CLAUSE_ANTIBIOTIC, "3", CLAUSE_DAYS(31)));
    EXPECT(world, refused(world, "visit.supply.not-long"));
}

static void sixty_and_ninety_with_a_reason(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "2", CLAUSE_DAYS(90)));
    confirm(world, &visit, "1", "D110100000001", "病情稳定");
    EXPECT(world, refused(world, ""));
    const struct visit_confirmation_row *row = confirmation(world, &visit, "1");
    EXPECT(world, row != NULL && text_is(row->reason, "病情稳定") && row->days == 60);
    EXPECT(world, text_is(row->physician, "D110100000001"));
    /* The reason is welcome, not a condition: line 2 has none. */
    EXPECT(world, has_state(confirmation(world, &visit, "2"), "passed"));
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
}

static void over_three_months_is_checked(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90)));
    EXPECT(world, has_state(confirmation(world, &visit, "1"), "passed"));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "2", CLAUSE_DAYS(91)));
    EXPECT(world, has_state(confirmation(world, &visit, "2"), "waiting"));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "3",
                          (struct quantity){ 905000 }));
    EXPECT(world, has_state(confirmation(world, &visit, "3"), "waiting"));
    EXPECT(world, confirmation(world, &visit, "3")->days == 91);
}

static void no_confirmation_no_settlement(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(120)));
    const struct visit_charged *answer = world->outcome;
    const struct visit_line_split *split = answer->lines.items;
    EXPECT(world, text_present(split->memo));       /* the alert */
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "settle.refused.not-confirmed"));
    confirm(world, &visit, "1", NULL, "外地不便往返");
    EXPECT(world, refused(world, "visit.supply.no-physician"));
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "settle.refused.not-confirmed"));
    confirm(world, &visit, "9", "D110100000001", "外地不便往返");
    EXPECT(world, refused(world, "visit.supply.no-line"));
    confirm(world, &visit, "1", "D110100000001", "外地不便往返");
    const struct visit_confirmation_row *row = confirmation(world, &visit, "1");
    EXPECT(world, has_state(row, "given") && row->given_at.ms == world->now.ms);
    EXPECT(world, text_is(row->physician, "D110100000001") && row->given_by == 1);
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
}

static void jiangxi_names_diagnoses(struct clause_world *world)
{
    static const struct { const char *code; bool good; } codes[] = {
        { "I10.x00", true }, { "E11.900", true }, { "E14.900", true }, { "J06.900", false },
        { "A09.900", false }, { "K35.900", false },
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct clause_visit visit =
            chronic_visit(world, 360100, DATE(2020, 2, 20), codes[i].code);
        bool good = charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90));
        EXPECT(world, good == codes[i].good);
        EXPECT(world, good || refused(world, "visit.supply.not-chronic"));
    }
}

static void jiangxi_refuses_above(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 360100, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(91)));
    EXPECT(world, refused(world, "visit.supply.above-measure"));
    EXPECT(world, text_is(world->decision.refusal.detail[1], "90"));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(90)));
    EXPECT(world, has_state(confirmation(world, &visit, "1"), "passed"));
}

static void shaoxing_wants_a_reason(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 330602, DATE(2020, 1, 28), "I10.x00");
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(45)));
    visit = chronic_visit(world, 330602, DATE(2020, 2, 20), "I10.x00");
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(45)));
    EXPECT(world, clause_trail(world, "visit.trail.supply", "SX9-2.3j"));
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "settle.refused.not-confirmed"));
    confirm(world, &visit, "1", NULL, "疫情");
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(confirmation(world, &visit, "1")->reason, "疫情"));
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
}

/* The visit with its lines and confirmations once more, so often. */
static void copied(struct clause_world *world, const struct clause_visit *visit, int times)
{
    const struct visit_key key = visit_key_of(visit->visit);
    const struct list visits = clause_rows(world, &visit_by_id, &key);
    const struct list lines = clause_rows(world, &visit_lines_of_visit, &key);
    const struct list confirmed = clause_rows(world, &visit_confirmations_of, &key);
    for (int n = 0; n < times; n++) {
        struct visit_row row = *(const struct visit_row *)visits.items;
        row.visit = id_mint(&world->minter, (int)row.bucket);
        row.version = 1;
        clause_insert(world, &visit_table, &row);
        for (size_t i = 0; i < lines.count; i++) {
            struct visit_line_row line = ((const struct visit_line_row *)lines.items)[i];
            line.visit = row.visit;
            line.version = 1;
            clause_insert(world, &visit_line_table, &line);
        }
        for (size_t i = 0; i < confirmed.count; i++) {
            struct visit_confirmation_row one =
                ((const struct visit_confirmation_row *)confirmed.items)[i];
            one.visit = row.visit;
            one.version = 1;
            clause_insert(world, &visit_confirmation_table, &one);
        }
    }
}

/* A trial looks at each long prescription, also where a page of them ends inside a visit. */
static void a_trial_passes_none_over(struct clause_world *world)
{
    static const char *const SERIALS[] = { "1", "2", "3" };
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "I10.x00");
    for (size_t i = 0; i < COUNT_OF(SERIALS); i++)
        EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, SERIALS[i], CLAUSE_DAYS(90)));
    copied(world, &visit, 170);
    struct impact impact = {
        .arena = &world->arena, .before.book = world->book, .after.book = world->book,
        .at = world->now, .bucket_step = 1,
    };
    EXPECT(world, visit_impact(world->store, &impact) == STORE_DONE);
    EXPECT(world, impact.first->looked == 171 * 3 && impact.first->changed == 0);
}

/* A chronic patient who came twice in January comes once in February; somebody
 * without a filed disease is not in it, nor is another place. */
static void fewer_visits_for_medicine(struct clause_world *world)
{
    static const struct { int32_t day; int64_t days; bool chronic; } CAME[] = {
        { 20200106, 30, true }, { 20200120, 30, true }, { 20200107, 7, false },
        { 20200212, 30, true },
    };
    clause_now(world, DATE(2020, 1, 2), 9);
    int64_t chronic = clause_employee(world, 110105), other = clause_employee(world, 110105);
    clause_filing(world, chronic, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("chronic"), .disease = TEXT("M99901"),
        .valid_from = DATE(2019, 1, 1) });
    clause_hospital(world, 110105);
    struct actor hospital = world->actor;
    for (size_t i = 0; i < COUNT_OF(CAME); i++) {
        world->actor = hospital;
        clause_now(world, (struct date){ CAME[i].day }, 10);
        struct clause_visit visit = clause_register(world, CAME[i].chronic ? chronic : other,
                                                    NULL, (struct text){ 0 });
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1",
                      (struct quantity){ CAME[i].days * 10000 }, 80000);
        EXPECT(world, clause_refused(world)[0] == '\0');
    }
    struct { int64_t place; struct date from, until; } asked = {
        110000, DATE(2020, 1, 1), DATE(2020, 2, 28),
    };
    world->actor = (struct actor){
        .role = ROLE_REVIEWER, .account = 12, .office = 1, .division = 110000,
        .scope = { .everything = true },
    };
    clause_act(world, &visit_dispensing_action, &asked);
    const struct { int64_t place; struct list months; } *told = world->outcome;
    EXPECT(world, clause_refused(world)[0] == '\0' && told->months.count == 2);
    const struct {
        struct date month;
        int64_t patients, visits;
        struct quantity visits_a_patient, days_a_visit;
    } *month = told->months.items;
    EXPECT(world, month[0].patients == 1 && month[0].visits == 2
                      && month[0].visits_a_patient.e4 == 20000
                      && month[0].days_a_visit.e4 == 300000);
    EXPECT(world, month[1].visits == 1 && month[1].visits_a_patient.e4 == 10000
                      && month[1].days_a_visit.e4 == 300000);
    asked.place = 330600;
    clause_act(world, &visit_dispensing_action, &asked);
    told = world->outcome;
    month = told->months.items;
    EXPECT(world, month[0].visits == 0);
}

/* ---- a rule relaxed for one person ---- */

static const char *ask_relaxed(struct clause_world *world, struct actor actor,
                               struct visit_relax_input asked)
{
    struct visit_relax_input *input = ARENA_NEW(&world->arena, struct visit_relax_input);
    *input = asked;
    actor.identified = asked.person;
    world->actor = actor;
    clause_act(world, &visit_ask_relaxation_action, input);
    return clause_refused(world);
}

static const char *answer_relaxed(struct clause_world *world, struct actor actor, int64_t person,
                                  int64_t relaxation)
{
    struct visit_relax_input *input = ARENA_NEW(&world->arena, struct visit_relax_input);
    *input = (struct visit_relax_input){
        .person = person, .relaxation = relaxation, .answer = TEXT("granted"),
        .reason = TEXT("同意"),
    };
    actor.identified = person;
    world->actor = actor;
    clause_act(world, &visit_answer_relaxation_action, input);
    return clause_refused(world);
}

static int64_t relaxation_of(const struct clause_world *world)
{
    return ((const struct visit_relaxed_told *)world->outcome)->relaxation;
}

#define FROM_HOSPITAL(account_, hospital_) \
    (struct actor){ .account = (account_), .role = ROLE_HOSPITAL_OFFICE, \
                    .institution = (hospital_), .division = 110105, \
                    .scope = { .institution = (hospital_) } }

/* The patient has no chronic diagnosis, so that nothing but the relaxation lets sixty days pass. It
 * holds for him, there, so long, for so many days; what the drug itself allows is not relaxed. */
static void a_hospital_relaxes_for_one(struct clause_world *world)
{
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "J06.900");
    const struct actor software = world->actor;
    const struct actor asks = FROM_HOSPITAL(21, software.institution);
    const struct actor agrees = FROM_HOSPITAL(22, software.institution);
    struct visit_relax_input asked = {
        .person = visit.person, .rule = TEXT("prescription-days"), .days = 60,
        .until = DATE(2020, 2, 25),
    };
    EXPECT(world, text_is(text_of(ask_relaxed(world, asks, asked)), "visit.relax.no-reason"));
    asked.reason = TEXT("独居，行动不便，不宜往返");
    EXPECT(world, ask_relaxed(world, asks, asked)[0] == '\0');
    const int64_t relaxation = relaxation_of(world);
    /* Sent again it waits once. */
    EXPECT(world, text_is(text_of(ask_relaxed(world, asks, asked)),
                          "visit.relax.asked-already"));
    world->actor = software;
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    answer_relaxed(world, asks, visit.person, relaxation);
    EXPECT(world, refused(world, "visit.relax.same-person"));
    answer_relaxed(world, FROM_HOSPITAL(23, software.institution + 1), visit.person, relaxation);
    EXPECT(world, refused(world, "visit.relax.none-asked"));
    EXPECT(world, answer_relaxed(world, agrees, visit.person, relaxation)[0] == '\0');
    answer_relaxed(world, agrees, visit.person, relaxation);
    EXPECT(world, refused(world, "visit.relax.none-asked"));
    world->actor = software;
    EXPECT(world, !charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(61)));
    EXPECT(world, !charged(world, &visit, CLAUSE_PSYCHOTROPIC, "1", CLAUSE_DAYS(8)));
    EXPECT(world, !charged(world, &visit, CLAUSE_ANTIBIOTIC, "1", CLAUSE_DAYS(31)));
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    EXPECT(world, clause_trail(world, "visit.trail.supply", "BJ4-S4d"));
    EXPECT(world, has_state(confirmation(world, &visit, "1"), "passed"));
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    /* Nobody else, nowhere else, not a day later. */
    struct clause_visit other = clause_register(world, clause_employee(world, 110105), NULL,
                                                NO_CARD);
    EXPECT(world, !charged(world, &other, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    clause_now(world, DATE(2020, 2, 26), 9);
    other = clause_register(world, visit.person, NULL, NO_CARD);
    EXPECT(world, !charged(world, &other, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    clause_now(world, DATE(2020, 2, 25), 9);
    clause_hospital(world, 110105);
    other = clause_register(world, visit.person, NULL, NO_CARD);
    EXPECT(world, !charged(world, &other, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    /* Who, why and by whose word stays. */
    world->actor = agrees;
    static const int64_t nothing[2];
    clause_act(world, &visit_relaxations_action, nothing);
    const struct { struct list relaxations; } *told = world->outcome;
    const struct visit_relaxation *row = told->relaxations.items;
    EXPECT(world, told->relaxations.count == 1 && row->person == visit.person);
    EXPECT(world, row->asked_by == 21 && row->answered_by == 22
                      && text_equal(row->reason, asked.reason));
    EXPECT(world, text_is(row->rule, "prescription-days") && text_is(row->basis, "BJ4-S4d"));
}

/* Of however many there are, each page says where the next begins; and care of whom so much was
 * asked for goes on. */
struct relaxations_page { struct moment asked_before; int64_t before; };
static void relaxations_come_in_pages(struct clause_world *world)
{
    enum { ALL = 230 };
    struct clause_visit visit = chronic_visit(world, 110105, DATE(2020, 2, 20), "J06.900");
    const struct actor software = world->actor;
    for (int i = 0; i < ALL; i++) {
        const struct visit_relaxation row = {
            .bucket = id_bucket(visit.person), .person = visit.person, .relaxation = 1000 + i,
            .rule = TEXT("prescription-days"), .days = 60, .institution = software.institution,
            .valid_from = DATE(2020, 2, 1), .valid_until = DATE(2020, 3, 1), .reason = TEXT("远"),
            .basis = TEXT("BJ4-S4d"), .asked_by = 21,
            .asked_at = moment_at(DATE(2020, 2, 1 + i / 50), 9, 0, 0),
            .state = i + 1 == ALL ? TEXT("granted") : TEXT("denied"), .version = 1,
        };
        clause_insert(world, &visit_relaxation_table, &row);
    }
    EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60)));
    EXPECT(world, clause_trail(world, "visit.trail.supply", "BJ4-S4d"));
    world->actor = FROM_HOSPITAL(22, software.institution);
    struct relaxations_page *page = ARENA_NEW(&world->arena, struct relaxations_page);
    *page = (struct relaxations_page){ .before = 0 };
    int64_t seen = 0, next = 1000 + ALL;
    for (size_t count = 1; count > 0 && seen <= ALL; ) {
        clause_act(world, &visit_relaxations_action, page);
        const struct { struct list relaxations; } *told = world->outcome;
        const struct visit_relaxation *rows = told->relaxations.items;
        count = told->relaxations.count;
        for (size_t i = 0; i < count; i++)
            EXPECT(world, rows[i].relaxation == --next);
        seen += (int64_t)count;
        if (count > 0)
            *page = (struct relaxations_page){ rows[count - 1].asked_at,
                                               rows[count - 1].relaxation };
    }
    EXPECT(world, seen == ALL);
}

/* What an agency relaxes holds at any hospital, until the epidemic ends; it is empowered to it
 * neither before the notice nor elsewhere. */
static void an_agency_relaxes_for_one(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 6), 9);
    int64_t person = clause_employee(world, 110105);
    const struct actor asks = {
        .account = 31, .role = ROLE_REVIEWER, .office = 8, .division = 110105,
        .scope = { .everything = true },
    };
    struct actor agrees = asks, elsewhere = asks;
    agrees.account = 32;
    elsewhere.division = 360100;
    struct visit_relax_input asked = {
        .person = person, .rule = TEXT("prescription-days"), .days = 45,
        .until = DATE(2020, 12, 31), .reason = TEXT("居家隔离"),
    };
    ask_relaxed(world, asks, asked);
    EXPECT(world, refused(world, "visit.relax.not-empowered"));
    clause_now(world, DATE(2020, 2, 7), 9);
    ask_relaxed(world, elsewhere, asked);
    EXPECT(world, refused(world, "visit.relax.not-empowered"));
    EXPECT(world, ask_relaxed(world, asks, asked)[0] == '\0');
    EXPECT(world, answer_relaxed(world, agrees, person, relaxation_of(world))[0] == '\0');
    for (int i = 0; i < 2; i++) {
        clause_hospital(world, i == 0 ? 110105 : 110101);
        struct clause_visit visit = clause_register(world, person, NULL, NO_CARD);
        EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(45)));
    }
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 30));
    static const struct { int32_t day; bool good; } DAYS[] = {
        { 20200630, true }, { 20200701, false },
    };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        clause_now(world, (struct date){ DAYS[i].day }, 9);
        struct clause_visit visit = clause_register(world, person, NULL, NO_CARD);
        EXPECT(world, charged(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(45))
                   == DAYS[i].good);
    }
}

/* ---- a disease filed online ---- */

#define NANCHANG 360100

/* What a visit of that day says to two months of medicine at once; "": they are given. */
static const char *two_months_at_once(struct clause_world *world, int64_t person,
                                      struct actor hospital)
{
    const struct actor before = world->actor;
    world->actor = hospital;
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_CHRONIC_DRUG, "1", CLAUSE_DAYS(60), 300000);
    world->actor = before;
    return clause_refused(world);
}

/* A chronic disease is applied for over the web with its proof; two people of the agency later it
 * is in force from the day of the approval, and a visit goes by what holds for the chronically ill:
 * two months of medicine at once. The share of the fund for such care was not found in Jiangxi. */
static void a_chronic_disease_is_filed_online(struct clause_world *world)
{
    int64_t hospital = clause_hospital(world, NANCHANG);
    const struct actor desk = world->actor;
    struct text number = arena_format(&world->arena, "%lld", (long long)hospital);
    const struct clause_application application = {
        "chronic-disease-filing", "web", { "id-card", "record" },
        { { TEXT("disease"), TEXT("M99901") }, { TEXT("institution"), number } }, 2,
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
    clause_disease(world, "M99901", "chronic");
    int64_t person = clause_employee(world, NANCHANG);
    EXPECT(world, text_is(text_of(two_months_at_once(world, person, desk)),
                          "visit.supply.not-chronic"));
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL);
    struct intake_case_input verdict = { .case_id = applied->case_id,
                                         .verdict = TEXT("approve") };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, NANCHANG, "agency"));
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, NANCHANG, "agency"));
    world->actor.account++;
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    const struct filing_of_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &filings_of, &key);
    EXPECT(world, rows.count == 1);
    const struct filing_where here = { .institution = hospital };
    EXPECT(world, filing_disease_on(&rows, DATE(2020, 3, 2), &here, TEXT("M99901")) != NULL);
    EXPECT(world, filing_disease_on(&rows, DATE(2020, 3, 1), &here, TEXT("M99901")) == NULL);
    EXPECT(world, two_months_at_once(world, person, desk)[0] == '\0');
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-S4a", ninety_days_settle },
        { "BJ4-S4b", limit_by_day },
        { "BJ4-S4d", a_hospital_relaxes_for_one },
        { "BJ4-S4d", an_agency_relaxes_for_one },
        { "", relaxations_come_in_pages },
        { "BJ4-07a", chronic_diagnosis_on_record },
        { "BJ4-07b", controlled_drugs_keep_their_limit },
        { "BJ4-07c", sixty_and_ninety_with_a_reason },
        { "BJ4-07d", over_three_months_is_checked },
        { "BJ4-07e", no_confirmation_no_settlement },
        { "JX4-2.1f", a_chronic_disease_is_filed_online },
        { "JX4-2.4j", jiangxi_names_diagnoses },
        { "JX4-2.4k", jiangxi_refuses_above },
        { "SX9-2.3j", shaoxing_wants_a_reason },
        { "", a_trial_passes_none_over },
        { "BJ4-S4e SX9-2.3k", fewer_visits_for_medicine },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
