/* clause_path_test.c: the way of a case through offices: three levels as one case, who comes first,
 * how often anybody has to come, who answers for what waits. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/access/access.h"
#include "rooms/consult/consult.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/message/message.h"
#include "rooms/notice/notice_board.h"
#include "rooms/party/party.h"
#include "rooms/rooms.h"
#include "rooms/staff/staff.h"

#include <string.h>

#define YUECHENG 330602
#define NANCHANG 360100
#define LINSHU 371329

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static struct clause_application enrolment(const char *channel)
{
    return (struct clause_application){
        .matter = "resident-enrolment", .channel = channel, .papers = { "id-card", "household" },
        .values = { { TEXT("kind"), TEXT("working-age") }, { TEXT("season"), TEXT("scattered") },
                    { TEXT("place"), TEXT("330602") } },
        .value_count = 3, .more = { .consent = TEXT("signed") },
    };
}

/* Somebody whose year is over. */
static int64_t applicant(struct clause_world *world)
{
    return clause_former_resident(world, YUECHENG, DATE(2019, 12, 31));
}

static void decide(struct clause_world *world, int64_t case_id, enum role role, int64_t office)
{
    struct intake_case_input *verdict = ARENA_NEW(&world->arena, struct intake_case_input);
    *verdict = (struct intake_case_input){ .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, role, office);
    clause_act(world, &intake_decide_action, verdict);
}

static const struct intake_seen *see(struct clause_world *world, int64_t case_id, int64_t office)
{
    struct intake_case_input *input = ARENA_NEW(&world->arena, struct intake_case_input);
    input->case_id = case_id;
    clause_as_staff(world, ROLE_REVIEWER, office);
    clause_act(world, &intake_show_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

/* ---- three levels ---- */

struct levels { int64_t village, town, county, case_id; struct text receipt; };

/* Taken in at the village, looked at by the town, decided by the county: and by nobody else. */
static bool through_three_levels(struct clause_world *world, struct levels *levels)
{
    begin(world, DATE(2020, 2, 10));
    *levels = (struct levels){
        .village = clause_office(world, YUECHENG, "village"),
        .town = clause_office(world, YUECHENG, "town"),
        .county = clause_office(world, YUECHENG, "agency"),
    };
    int64_t person = applicant(world);
    const struct clause_application application = enrolment("station");
    clause_as_staff(world, ROLE_VILLAGE_CLERK, levels->village);
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    if (applied == NULL || !text_is(applied->state, "accepted"))
        return false;
    levels->case_id = applied->case_id;
    levels->receipt = applied->receipt;
    return true;
}

static void each_level_has_its_step(struct clause_world *world)
{
    struct levels at;
    EXPECT(world, through_three_levels(world, &at));
    decide(world, at.case_id, ROLE_VILLAGE_CLERK, at.village);
    EXPECT(world, refused(world, "intake.refused.other-office"));
    decide(world, at.case_id, ROLE_REVIEWER, at.town);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, at.case_id)->state, "proposed"));
    decide(world, at.case_id, ROLE_SECTION_HEAD, at.town);
    EXPECT(world, refused(world, "intake.refused.other-office"));
    decide(world, at.case_id, ROLE_SECTION_HEAD, at.county);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, at.case_id)->verdict, "approved"));
    /* What began at the agency itself needs no town. */
    const struct clause_application application = enrolment("counter");
    clause_as_staff(world, ROLE_INTAKE_CLERK, at.county);
    const struct intake_applied *applied =
        clause_apply_for(world, applicant(world), &application);
    EXPECT(world, applied != NULL);
    decide(world, applied->case_id, ROLE_REVIEWER, at.county);
    EXPECT(world, refused(world, ""));
}

/* One number from the village to the county, and its path with each office's level. */
static void one_case_and_its_path(struct clause_world *world)
{
    struct levels at;
    EXPECT(world, through_three_levels(world, &at));
    decide(world, at.case_id, ROLE_REVIEWER, at.town);
    EXPECT(world, refused(world, ""));
    decide(world, at.case_id, ROLE_SECTION_HEAD, at.county);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_equal(clause_case(world, at.case_id)->receipt, at.receipt));
    const struct intake_seen *seen = see(world, at.case_id, at.county);
    EXPECT(world, seen != NULL && text_equal(seen->receipt, at.receipt));
    const struct intake_step_told *steps = seen->steps.items;
    static const char *const KINDS[] = { "village", "town", "agency" };
    size_t level = 0;
    for (size_t i = 0; i < seen->steps.count; i++) {
        while (level < COUNT_OF(KINDS) && !text_is(steps[i].office_kind, KINDS[level]))
            level++;
        EXPECT(world, level < COUNT_OF(KINDS) && text_present(steps[i].office_name));
    }
    EXPECT(world, level == 2 && steps[0].office == at.village);
}

/* Taken in and handed out in the village: no hall was seen for it. */
static void nobody_leaves_the_village(struct clause_world *world)
{
    struct levels at;
    EXPECT(world, through_three_levels(world, &at));
    decide(world, at.case_id, ROLE_REVIEWER, at.town);
    EXPECT(world, refused(world, ""));
    decide(world, at.case_id, ROLE_SECTION_HEAD, at.county);
    EXPECT(world, refused(world, ""));
    const struct intake_case_key key = { id_bucket(at.case_id), at.case_id };
    struct list documents = clause_rows(world, &intake_documents_of, &key);
    const struct intake_document *rows = documents.items;
    size_t served = 0;
    for (size_t i = 0; i < documents.count; i++) {
        if (rows[i].served_at.ms != 0)
            continue;
        struct intake_case_input input = { .case_id = at.case_id, .part = rows[i].document,
                                           .what = TEXT("counter") };
        clause_as_staff(world, ROLE_VILLAGE_CLERK, at.village);
        clause_act(world, &intake_serve_action, &input);
        EXPECT(world, refused(world, ""));
        served++;
    }
    EXPECT(world, served > 0);
    const struct intake_case *row = clause_case(world, at.case_id);
    EXPECT(world, row->visits == 0 && !text_present(row->visits_over));
}

/* Of each matter is written which kind of office may take it in, and which may decide. */
static void each_matter_names_its_levels(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    struct list all = matters_of(world->book, &world->arena);
    const struct matter *matters = all.items;
    size_t villages = 0;
    for (size_t i = 0; i < all.count; i++) {
        bool village = matter_step_office(&matters[i], "accept", TEXT("village"));
        villages += village;
        EXPECT(world, matter_step_office(&matters[i], "accept", TEXT("agency")));
        EXPECT(world, matter_step_office(&matters[i], "decide", TEXT("agency")));
        EXPECT(world, !matter_step_office(&matters[i], "decide", TEXT("bureau")));
        EXPECT(world, !village || (matter_step_roles(&matters[i], "accept")
                                   & ROLE_BIT(ROLE_VILLAGE_CLERK)) != 0);
    }
    EXPECT(world, villages > 5 && villages < all.count);
    const struct matter *matter =
        matter_of(world->book, TEXT("resident-enrolment"), &world->arena);
    struct matter_asker asker = { .place = YUECHENG, .insurance = TEXT("resident"),
                                  .applicant = TEXT("person"), .channel = TEXT("station"),
                                  .day = DATE(2020, 2, 10) };
    struct matter_levels levels =
        matter_levels_on(world->book, matter, &asker, &world->arena);
    EXPECT(world, levels.measure != NULL && name_list_has(levels.accept, TEXT("village")));
    EXPECT(world, name_list_has(levels.review, TEXT("town"))
                      && !name_list_has(levels.decide, TEXT("town")));
    asker.place = NANCHANG;
    EXPECT(world, matter_levels_on(world->book, matter, &asker, &world->arena).measure == NULL);
}

/* ---- at most one visit ---- */

static void hand_in_at_the_counter(struct clause_world *world, struct text receipt)
{
    struct intake_paper_input paper = {
        .material = TEXT("household"), .file_type = TEXT("image/jpeg"),
        .blob = arena_format(&world->arena, "%064lld", (long long)++world->serial),
    };
    const struct intake_supply_input input = { .receipt = receipt, .last_four = TEXT("0001"),
                                               .channel = TEXT("counter"),
                                               .papers = { &paper, 1 } };
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, YUECHENG, "agency"));
    clause_act(world, &intake_supply_action, &input);
}

static void a_second_visit_is_a_breach(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, YUECHENG, "agency");
    const struct clause_application application = enrolment("counter");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    const struct intake_applied *applied =
        clause_apply_for(world, applicant(world), &application);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    hand_in_at_the_counter(world, receipt);
    EXPECT(world, refused(world, "") && clause_case(world, case_id)->visits == 1);
    EXPECT(world, !text_present(clause_case(world, case_id)->visits_over));
    clause_now(world, DATE(2020, 2, 11), 9);
    hand_in_at_the_counter(world, receipt);
    const struct intake_case *row = clause_case(world, case_id);
    EXPECT(world, row->visits == 2 && text_is(row->visits_over, "SX9-H2"));
    const struct intake_account_input input = { .office = agency, .from = DATE(2020, 2, 10) };
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    clause_act(world, &intake_accountability_action, &input);
    const struct intake_accounts *answer = world->outcome;
    const struct intake_account *lines = answer->lines.items;
    EXPECT(world, answer->lines.count == 1 && lines[0].visits_over == 1);
}

/* ---- who comes first ---- */

/* A unit that resumes work is served ahead without asking for it, and counted as an enterprise. */
static void resuming_enterprises_come_first(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 16));
    struct clause_application sent = { .matter = "certificate", .channel = "web",
                                       .papers = { "id-card" } };
    sent.values[0] = (struct intake_value){ TEXT("insurance"), TEXT("employee") };
    sent.value_count = 1;
    int64_t agency = clause_office(world, LINSHU, "agency");
    for (int resuming = 0; resuming < 2; resuming++) {
        int64_t person = clause_employee(world, LINSHU);
        clause_as_employer(world, person, "small-enterprise");
        struct actor employer = world->actor;
        struct party_unit_status status = {
            .unit = employer.unit, .kind = TEXT("resuming-work"),
            .valid_from = DATE(2020, 3, 1), .source = TEXT("县工信局名单"),
        };
        clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 371300, "agency"));
        world->actor.scope.everything = true;
        if (resuming == 1)
            clause_act(world, &party_record_unit_status_action, &status);
        EXPECT(world, refused(world, ""));
        world->actor = employer;
        const struct intake_applied *applied = clause_apply_for(world, person, &sent);
        EXPECT(world, applied != NULL);
        const struct intake_case *row = clause_case(world, applied->case_id);
        EXPECT(world, text_is(row->urgency, "green-channel") == (resuming == 1));
        EXPECT(world, (row->order_at.ms < row->received_at.ms) == (resuming == 1));
        EXPECT(world, resuming == 0 || text_is(row->urgency_clauses, "LY22-L3d"));
    }
    const struct intake_count_input asked = {
        agency, DATE(2020, 3, 16), DATE(2020, 3, 16), { 0 },
    };
    clause_as_staff(world, ROLE_LEADER, agency);
    clause_act(world, &intake_channels_count_action, &asked);
    const struct intake_counted *sums = world->outcome;
    EXPECT(world, sums->enterprises == 2 && sums->online_enterprises == 2);
}

/* An employer files for its own retired people, and for nobody else's. */
static void an_employer_for_its_own(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t worker = clause_employee(world, NANCHANG);
    int64_t stranger = clause_employee(world, NANCHANG);
    int64_t retired = clause_stranger(world);
    const struct party_spell spell = {
        .bucket = id_bucket(retired), .person = retired, .spell = retired,
        .insurance = TEXT("310"), .kind = TEXT("12"), .place = NANCHANG,
        .unit = clause_unit_of(worker), .unit_name = TEXT("示例单位"),
        .valid_from = DATE(2000, 1, 1), .status = TEXT("1"), .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
    struct clause_application sent = { .matter = "certificate", .channel = "web",
                                       .papers = { "id-card" }, .value_count = 1 };
    sent.values[0] = (struct intake_value){ TEXT("insurance"), TEXT("employee") };
    const struct { int64_t person; bool good; } CASES[] = {
        { worker, true }, { retired, true }, { stranger, false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        clause_as_employer(world, worker, "enterprise");
        const struct intake_applied *applied =
            clause_apply_for(world, CASES[i].person, &sent);
        EXPECT(world, (applied != NULL) == CASES[i].good);
        if (applied == NULL) {
            EXPECT(world, refused(world, "intake.refused.applicant"));
            continue;
        }
        const struct intake_seen *seen =
            see(world, applied->case_id, clause_office(world, NANCHANG, "agency"));
        const struct intake_step_told *steps = seen->steps.items;
        EXPECT(world, steps[0].unit == clause_unit_of(worker));
        EXPECT(world, text_present(steps[0].behalf_zh));
    }
}

/* ---- who answers ---- */

static size_t told_by_name(struct clause_world *world, int64_t office, int64_t account)
{
    const struct message_list_input nothing = { .after_message = 0 };
    clause_as_staff(world, ROLE_LEADER, office);
    world->actor.account = account;
    clause_act(world, &message_inbox_action, &nothing);
    const struct message_list_answer *inbox = world->outcome;
    const struct message_row *rows = inbox->messages.items;
    size_t named = 0;
    for (size_t i = 0; i < inbox->messages.count; i++)
        named += rows[i].account == account;
    return named;
}

/* Who leads an office is named; what waits too long in the office below is told to that person. */
static void the_leader_hears_of_it(struct clause_world *world, int64_t county)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, county, "agency");
    const struct staff_office_key key = { STAFF_BUCKET, agency };
    struct list rows = clause_rows(world, &staff_office_by_id, &key);
    int64_t above = ((const struct staff_office *)rows.items)->parent;
    int64_t account = id_mint(&world->minter, 7), other = id_mint(&world->minter, 8);
    for (int i = 0; i < 2; i++) {
        const struct access_account row = {
            .bucket = i == 0 ? 7 : 8, .account = i == 0 ? account : other,
            .role = i == 0 ? TEXT("leader") : TEXT("reviewer"), .label = TEXT("示例负责人"),
            .office = above, .password = TEXT("-"), .version = 1,
        };
        clause_insert(world, &access_account_table, &row);
    }
    struct named { int64_t office, account; };
    const struct named wrong = { above, other }, right = { above, account };
    clause_as_staff(world, ROLE_ADMINISTRATOR, above);
    clause_act(world, &access_name_leader_action, &wrong);
    EXPECT(world, refused(world, "access.refused.no-leader"));
    clause_act(world, &access_name_leader_action, &right);
    EXPECT(world, refused(world, ""));
    int64_t person = clause_employee(world, county);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    EXPECT(world, clause_apply(world, person) != NULL);
    clause_now(world, DATE(2020, 2, 13), 9);
    const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
    struct list timers = clause_rows(world, &timers_due, &due);
    const struct timer_row *timer = timers.items;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    for (size_t i = 0; i < timers.count; i++)
        if (text_is(timer[i].action, intake_escalate_action.name)) {
            const struct task_input input = { timer[i].bucket, timer[i].timer,
                                              timer[i].subject };
            clause_act(world, &intake_escalate_action, &input);
            EXPECT(world, refused(world, ""));
        }
    EXPECT(world, told_by_name(world, above, account) == 1);
    EXPECT(world, told_by_name(world, above, other) == 0);
}

static void a_leader_in_beijing(struct clause_world *world)
{
    the_leader_hears_of_it(world, 110105);
}

static void a_leader_in_jiangxi(struct clause_world *world)
{
    the_leader_hears_of_it(world, NANCHANG);
}

static void a_hall_in_a_service_centre(struct clause_world *world)
{
    struct hall { int64_t office; struct text hall_in, hall_contact; };
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, YUECHENG, "agency");
    struct hall input = { agency, TEXT("越城区政务服务中心"), { 0 } };
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    clause_act(world, &staff_set_hall_action, &input);
    EXPECT(world, refused(world, "staff.refused.hall-half"));
    input.hall_contact = TEXT("0575-99000999");
    clause_act(world, &staff_set_hall_action, &input);
    EXPECT(world, refused(world, ""));
    struct asked { int64_t division; struct text kind; } asked = { YUECHENG, TEXT("agency") };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &staff_offices_action, &asked);
    const struct list *offices = world->outcome;
    const struct staff_office *rows = offices->items;
    EXPECT(world, offices->count == 1 && text_is(rows[0].hall_in, "越城区政务服务中心"));
    EXPECT(world, text_is(rows[0].hall_contact, "0575-99000999"));
}

/* ---- the board of what waits ---- */

/* Cases with a story of their own: overdue, passed on three times, sent back, waiting elsewhere. */
static int64_t make_cases(struct clause_world *world, int64_t office, int64_t clerk, int many)
{
    int64_t first = 0;
    for (int i = 0; i < many; i++) {
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        const struct intake_applied *applied =
            clause_apply(world, clause_employee(world, NANCHANG));
        if (applied == NULL)
            return 0;
        first = first == 0 ? applied->case_id : first;
        struct intake_case row = *clause_case(world, applied->case_id);
        row.owner = clerk;
        row.office = office;
        row.handovers = i == 0 ? 3 : 2;
        row.returned = i == 1 ? 2 : 0;
        row.ms_department = i == 2 ? INT64_C(50) * 3600000 : 0;
        const struct change change = { .kind = CHANGE_REPLACE, .table = &intake_case_table,
                                       .row = &row };
        if (world->store->port->write(world->store, &change, world->fence) != STORE_DONE)
            return 0;
    }
    return first;
}

static const struct intake_accounts *account_of(struct clause_world *world, int64_t office)
{
    struct intake_account_input *input = ARENA_NEW(&world->arena, struct intake_account_input);
    *input = (struct intake_account_input){ .office = office, .from = DATE(2020, 2, 1) };
    clause_as_staff(world, ROLE_LEADER, office);
    clause_act(world, &intake_accountability_action, input);
    return world->outcome;
}

static void who_did_not_act_is_listed(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    int64_t first = make_cases(world, agency, 4711, 3);
    EXPECT(world, first != 0);
    const struct due_class_row class = {
        .bucket = 5, .class_id = id_mint(&world->minter, 5), .name = TEXT("handling"),
        .place = NANCHANG, .facts = TEXT("-"), .state = TEXT("dated"), .day = DATE(2020, 2, 7),
        .sorts = DATE(2020, 2, 7), .version = 1,
    };
    const struct due_clock_row clock = {
        .bucket = id_bucket(first), .subject = first, .name = TEXT("handling"),
        .class_id = class.class_id, .office = agency, .running = true,
        .started_at = world->now, .version = 1,
    };
    clause_insert(world, &due_class_table, &class);
    clause_insert(world, &due_clock_table, &clock);
    const struct intake_accounts *answer = account_of(world, agency);
    const struct intake_account *lines = answer->lines.items;
    EXPECT(world, answer->lines.count == 1 && lines[0].owner == 4711);
    EXPECT(world, lines[0].office == agency && text_present(lines[0].office_name));
    EXPECT(world, lines[0].cases == 3 && lines[0].waiting == 3 && lines[0].overdue == 1);
    EXPECT(world, lines[0].passed_on == 1 && lines[0].returned == 2);
    EXPECT(world, answer->overdue == 1 && answer->hours_others == 50);
    /* Of another city nothing is told. */
    answer = account_of(world, clause_office(world, 360700, "agency"));
    EXPECT(world, answer->lines.count == 0);
}

/* Whose time it was, of a case that waited for the applicant and for another department. */
static void time_is_split(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, LINSHU, "agency");
    const struct clause_application application = {
        .matter = "transfer", .channel = "counter", .papers = { "id-card" },
        .values = { { TEXT("direction"), TEXT("out") }, { TEXT("other-place"), TEXT("110105") },
                    { TEXT("insurance"), TEXT("employee") } }, .value_count = 3,
    };
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    const struct intake_applied *applied =
        clause_apply_for(world, clause_employee(world, LINSHU), &application);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id;
    struct intake_case_input step = { .case_id = case_id,
                                      .what = TEXT("place-of-the-other-side") };
    world->now.ms += INT64_C(3) * 3600000;
    clause_act(world, &intake_await_action, &step);
    EXPECT(world, refused(world, ""));
    world->now.ms += INT64_C(48) * 3600000;
    clause_act(world, &intake_resume_action, &step);
    EXPECT(world, refused(world, ""));
    const struct intake_accounts *answer = account_of(world, agency);
    EXPECT(world, answer->hours_ours == 3 && answer->hours_others == 48);
}

static void too_much_raises_an_alarm(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    const struct intake_backlog *most =
        intake_backlog_on(world->book, NANCHANG, DATE(2020, 2, 10));
    EXPECT(world, most != NULL && most->a_clerk > 0);
    EXPECT(world, make_cases(world, agency, 4711, (int)most->a_clerk) != 0);
    EXPECT(world, account_of(world, agency)->alarms == 0);
    EXPECT(world, make_cases(world, agency, 4711, 1) != 0);
    const struct intake_accounts *answer = account_of(world, agency);
    const struct intake_account *lines = answer->lines.items;
    EXPECT(world, answer->alarms == 1 && lines[0].alarm);
    EXPECT(world, lines[0].waiting == most->a_clerk + 1);
}

/* The six measures by section: the first three of one, the last three of another; each county has
 * its row of each. */
static void sections_own_their_measures(struct clause_world *world, const char *section,
                                        const char *const things[3])
{
    begin(world, DATE(2020, 3, 16));
    const struct notice_board_input input = { .number = TEXT("临医保发〔2020〕22号") };
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 371300, "bureau"));
    clause_act(world, &notice_board_action, &input);
    EXPECT(world, refused(world, ""));
    const struct notice_board *board = world->outcome;
    const struct notice_board_row *rows = board->rows.items;
    size_t owned = 0, of_linshu = 0;
    for (size_t i = 0; i < board->rows.count; i++) {
        bool one = false;
        for (size_t t = 0; t < 3; t++)
            one |= text_is(rows[i].thing, things[t]);
        if (!one)
            continue;
        EXPECT(world, text_is(rows[i].section, section));
        owned++;
        of_linshu += rows[i].place == LINSHU;
    }
    EXPECT(world, owned >= 36 && of_linshu == 3);
}

static void the_account_section(struct clause_world *world)
{
    static const char *const THINGS[] = { "defer-sme", "cut-rate", "green-channel" };
    sections_own_their_measures(world, "个人账户和关系转移科", THINGS);
}

static void the_procurement_section(struct clause_world *world)
{
    static const char *const THINGS[] = { "needed-products", "innovation", "cash-flow" };
    sections_own_their_measures(world, "医药价格和招标采购科", THINGS);
}

static const struct clause_scenario scenarios[] = {
    { "SX9-2.2b", each_level_has_its_step },
    { "SX9-2.2c SX9-2.2f", one_case_and_its_path },
    { "SX9-2.2d", nobody_leaves_the_village },
    { "SX9-2.2a", each_matter_names_its_levels },
    { "SX9-H2", a_second_visit_is_a_breach },
    { "LY22-L3d", resuming_enterprises_come_first },
    { "JX4-2.2d", an_employer_for_its_own },
    { "BJ4-S7a", a_leader_in_beijing },
    { "JX4-3a", a_leader_in_jiangxi },
    { "SX9-3.3c", a_hall_in_a_service_centre },
    { "BJ4-S7d JX4-3d", who_did_not_act_is_listed },
    { "LY22-P2g", time_is_split },
    { "JX4-1j JX4-4i", too_much_raises_an_alarm },
    { "LY22-L3h", the_account_section },
    { "LY22-L3i", the_procurement_section },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
