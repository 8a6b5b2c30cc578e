/* clause_application_test.c: applications over the web and by post whose approval files a disease
 * or decides a claim. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/access/access.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/party/party.h"
#include "rooms/resident/resident.h"
#include "rooms/rooms.h"

#define NANCHANG 360100

static const struct intake_applied *apply(struct clause_world *world, int32_t place, int64_t person,
                                          struct clause_application application)
{
    bool post = text_is(text_of(application.channel), "post");
    application.more.postmark =
        post ? date_plus_days(date_of_moment(world->now), -2) : DATE_NONE;
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    if (text_is(text_of(application.channel), "kiosk")) {
        clause_as_resident(world, person);
        world->actor.role = ROLE_KIOSK;
    }
    static const char *const TAKEN_IN[] = { "counter", "phone", "post", "helper" };
    for (size_t i = 0; i < COUNT_OF(TAKEN_IN); i++)
        if (text_is(text_of(application.channel), TAKEN_IN[i]))
            clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, place, "agency"));
    return clause_apply_for(world, person, &application);
}

/* Claims and maternity allowances of Jiangxi come by post, each paper on record by itself. */
static void papers_come_by_post(struct clause_world *world)
{
    const struct clause_application applications[] = {
        { "outpatient-claim", "post", { "id-card", "receipts", "cost-list", "prescriptions" },
          { { TEXT("begin"), TEXT("2020-02-10") }, { TEXT("total"), TEXT("300.00") },
            { TEXT("receipt-count"), TEXT("1") }, { TEXT("ground"), TEXT("no-card") },
            { TEXT("account-holder"), TEXT("示例") }, { TEXT("bank"), TEXT("某银行") },
            { TEXT("account"), TEXT("6222020200012345678") } }, 7 },
        { "maternity-allowance", "post", { "id-card", "birth-record" },
          { { TEXT("way"), TEXT("natural") }, { TEXT("event"), TEXT("2020-02-10") },
            { TEXT("base"), TEXT("6000.00") }, { TEXT("account-holder"), TEXT("示例") },
            { TEXT("bank"), TEXT("某银行") }, { TEXT("account"), TEXT("6222020200012345678") } },
          6 },
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
    for (size_t i = 0; i < COUNT_OF(applications); i++) {
        const struct intake_applied *applied =
            apply(world, NANCHANG, clause_employee(world, NANCHANG), applications[i]);
        EXPECT(world, applied != NULL);
        const struct intake_case_key key = { id_bucket(applied->case_id), applied->case_id };
        struct list rows = clause_rows(world, &intake_case_by_id, &key);
        const struct intake_case *row = rows.items;
        EXPECT(world, text_is(row->channel, "post") && !text_present(row->doubt));
        EXPECT(world, date_of_moment(row->sent_at).yyyymmdd == 20200229);
        struct list papers = clause_rows(world, &intake_papers_of, &key);
        EXPECT(world, papers.count == (i == 0 ? 4 : 2));
    }
}

static void decide(struct clause_world *world, int64_t case_id)
{
    struct intake_case_input *verdict = ARENA_NEW(&world->arena, struct intake_case_input);
    *verdict = (struct intake_case_input){ .case_id = case_id, .verdict = TEXT("approve") };
    clause_act(world, &intake_decide_action, verdict);
}

static int64_t case_of(struct clause_world *world, int64_t person, const char *from)
{
    struct clause_application application = {
        "special-disease-offsite", "web", { "id-card", "diagnosis" },
        { { TEXT("disease"), TEXT("M99901") }, { TEXT("division"), TEXT("371300") },
          { TEXT("institution-name"), TEXT("示例医院") }, { TEXT("from"), text_of(from) } }, 4,
    };
    const struct intake_applied *applied = apply(world, 110105, person, application);
    return applied == NULL ? 0 : applied->case_id;
}

static bool is_in(struct clause_world *world, int64_t case_id, const char *state)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    const struct intake_case *row = clause_rows(world, &intake_case_by_id, &key).items;
    return text_is(row->state, state);
}

/* All that is due now of a page: what the lane's tick does. */
static void turn_timers(struct clause_world *world)
{
    const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
    struct list timers = clause_rows(world, &timers_due, &due);
    const struct timer_row *rows = timers.items;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    for (size_t i = 0; i < timers.count; i++) {
        struct task_input input = { rows[i].bucket, rows[i].timer, rows[i].subject };
        if (text_is(rows[i].action, intake_decide_line_action.name))
            clause_act(world, &intake_decide_line_action, &input);
    }
}

/* The window of August 2022: an application for a special disease elsewhere is taken in with its
 * real time, nobody decides it; afterwards all that waited is decided together, once, and holds
 * from a day inside the window, so that a visit of that day is paid. */
static void special_diseases_elsewhere_wait(struct clause_world *world)
{
    int64_t cases[2], people[2];
    struct { struct list cases; struct text verdict, reason; } many = { .verdict =
                                                                            TEXT("approve") };
    struct { int64_t case_id, version; } lines[3] = { { 0, 0 } };
    clause_now(world, DATE(2022, 8, 13), 10);
    clause_offices(world);
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_disease(world, "M99901", "special");
    for (size_t i = 0; i < 2; i++) {
        people[i] = clause_employee(world, 110105);
        clause_filing(world, people[i], (struct filing_row){
            .about = TEXT("offsite"), .kind = TEXT("long-term"), .division = 371300,
            .valid_from = DATE(2022, 1, 1) });
        cases[i] = case_of(world, people[i], "2022-08-13");
        EXPECT(world, cases[i] != 0 && is_in(world, cases[i], "received"));
        const struct intake_applied *applied = world->outcome;
        EXPECT(world, text_present(applied->receipt));
        const struct intake_case_key key = { id_bucket(cases[i]), cases[i] };
        const struct intake_case *row = clause_rows(world, &intake_case_by_id, &key).items;
        EXPECT(world, row->received_at.ms == world->now.ms);
    }
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
    decide(world, cases[0]);
    EXPECT(world, refused(world, "intake.refused.outage"));
    EXPECT(world, text_starts(world->decision.refusal.detail[0], TEXT("2022-08-15 06:00")));
    /* By its notice and clause; the id stands behind as a reference. */
    EXPECT(world, text_starts(world->decision.refusal.detail[1], TEXT("北京市医疗保险信息系统")));

    clause_now(world, DATE(2022, 8, 15), 6);
    for (size_t i = 0; i < 2; i++) {
        struct intake_case_input accept = { .case_id = cases[i] };
        clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
        clause_act(world, &intake_accept_action, &accept);
        EXPECT(world, refused(world, ""));
        lines[i].case_id = cases[i];
    }
    lines[2].case_id = id_mint(&world->minter, id_bucket(cases[0]));    /* nobody's */
    many.cases = (struct list){ lines, 3 };
    clause_act(world, &intake_decide_many_action, &many);
    EXPECT(world, refused(world, ""));
    const struct { int64_t batch, after; } batch = { *(const int64_t *)world->outcome, 0 };
    turn_timers(world);
    turn_timers(world);
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
    clause_act(world, &intake_lines_action, &batch);
    const int64_t *lines_of = world->outcome;       /* all, done, come to nothing */
    EXPECT(world, lines_of[0] == 3 && lines_of[1] == 2 && lines_of[2] == 1);
    for (size_t i = 0; i < 2; i++) {
        const struct filing_of_key key = { id_bucket(people[i]), people[i] };
        EXPECT(world, !is_in(world, cases[i], "received"));
        EXPECT(world, clause_rows(world, &filings_of, &key).count == 2);
    }

    clause_now(world, DATE(2022, 8, 13), 11);
    clause_hospital(world, 371302);
    struct clause_visit visit = clause_register(world, people[0], NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_now(world, DATE(2022, 8, 15), 9);
    const struct settle_receipt *receipt = clause_settle(world, &visit, "14");
    EXPECT(world, refused(world, "") && receipt->paid[PAYER_POOLED_FUND].fen > 0);
}

/* A hospital of the list is replaced over the web: the new one settles ordinary visits, the old one
 * no longer does, an emergency anywhere. */
static void a_chosen_hospital_is_replaced_online(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
    int64_t person = clause_employee(world, 110105);
    int64_t old = clause_hospital(world, 110105);
    struct actor at_old = world->actor;
    int64_t new = clause_hospital(world, 110105);
    struct actor at_new = world->actor;
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("designated"), .kind = TEXT("2"), .institution = old,
        .valid_from = DATE(2019, 1, 1) });
    const struct clause_application application = {
        "designated-hospital-change", "web", { "id-card" },
        { { TEXT("replaces"), arena_format(&world->arena, "%lld", (long long)old) },
          { TEXT("institution"), arena_format(&world->arena, "%lld", (long long)new) } }, 2,
    };
    const struct intake_applied *applied = apply(world, 110105, person, application);
    EXPECT(world, applied != NULL);
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
    decide(world, applied->case_id);
    EXPECT(world, refused(world, ""));

    static const struct { const char *med_type; bool here, settles; } TRIED[] = {
        { "11", true, true }, { "11", false, false }, { "13", false, true },
    };
    for (size_t i = 0; i < COUNT_OF(TRIED); i++) {
        world->actor = TRIED[i].here ? at_new : at_old;
        struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
        clause_settle(world, &visit, TRIED[i].med_type);
        EXPECT(world, refused(world, TRIED[i].settles ? "" : "settle.refused.not-chosen"));
    }
}

/* One application for a certificate by a channel, accepted that same day; 0: not. */
static int64_t came_by(struct clause_world *world, const char *channel, struct date day)
{
    const struct clause_application application = {
        "certificate", channel, { "id-card" }, { { TEXT("insurance"), TEXT("employee") } }, 1,
    };
    clause_now(world, day, 10);
    const struct intake_applied *applied =
        apply(world, 371300, clause_employee(world, 371300), application);
    if (applied == NULL)
        return 0;
    int64_t case_id = applied->case_id;
    if (is_in(world, case_id, "accepted"))
        return case_id;
    struct intake_case_input *accept = ARENA_NEW(&world->arena, struct intake_case_input);
    *accept = (struct intake_case_input){ .case_id = case_id };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 371300, "agency"));
    clause_act(world, &intake_accept_action, accept);
    return refused(world, "") ? case_id : 0;
}

static int64_t counted(const struct clause_world *world, const char *name)
{
    const struct field *field =
        shape_field(intake_channels_count_action.outcome, text_of(name));
    CHECK(field != NULL);
    return *(const int64_t *)field_in(field, world->outcome);
}

/* Shandong's annex 4 from the cases themselves: by the day of acceptance, both ends of the period
 * counted and no day more; web, mobile and terminal are online, letters and faxes stand apart, help
 * overlaps its channel; nothing that was not accepted is in it. */
static void ways_are_counted(struct clause_world *world)
{
    static const struct { const char *channel; int32_t day; } CAME[] = {
        { "counter", 20200123 }, { "counter", 20200124 }, { "web", 20200210 },
        { "mobile", 20200211 }, { "kiosk", 20200212 }, { "mail", 20200213 }, { "fax", 20200214 },
        { "post", 20200220 }, { "helper", 20200225 }, { "counter", 20200315 },
        { "web", 20200316 },
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 1, 23), 9);
    clause_offices(world);
    for (size_t i = 0; i < COUNT_OF(CAME); i++)
        EXPECT(world, came_by(world, CAME[i].channel, (struct date){ CAME[i].day }) != 0);
    clause_now(world, DATE(2020, 3, 20), 9);
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, 371300, "agency"));
    struct intake_count_input asked = { .form = TEXT("annex-4") };
    clause_act(world, &intake_channels_count_action, &asked);
    const struct intake_counted *told = world->outcome;
    EXPECT(world, text_is(told->number, "鲁医保发〔2020〕18号") && told->sealed
                      && text_is(told->to, "省局待遇保障处")
                      && told->due.ms == moment_at(DATE(2020, 3, 15), 15, 0, 0).ms);
    asked = (struct intake_count_input){ 0, told->from, told->until, { 0 } };
    EXPECT(world, refused(world, "") && counted(world, "total") == 9);
    EXPECT(world, counted(world, "online") == 3 && counted(world, "mail_fax") == 2
                      && counted(world, "post_in") == 1 && counted(world, "helped") == 1);
    EXPECT(world, counted(world, "counter") + counted(world, "online")
                      + counted(world, "mail_fax") + counted(world, "post_in")
                      == counted(world, "total"));
    EXPECT(world, counted(world, "enterprises") == 0 && counted(world, "extended") == 0);
    EXPECT(world, asked.from.yyyymmdd == 20200124 && asked.until.yyyymmdd == 20200315);
    asked.until = DATE(2020, 3, 16);
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "total") == 10 && counted(world, "online") == 4);
    asked.from = DATE(2020, 1, 23);
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "total") == 11);
    /* A return whose notice names no days. */
    asked.form = TEXT("annex-1");
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, refused(world, "intake.refused.no-return"));
}

/* The row of enterprises: no public body, no person; in no column more than all. */
static void enterprises_are_a_part(struct clause_world *world)
{
    static const char *const KINDS[] = { "small-enterprise", "public-body", "institution" };
    static const char *const COLUMNS[] = { "counter", "online", "mail_fax", "post_in", "post_out",
                                           "helped", "booked", "extended" };
    const struct clause_application application = {
        "certificate", "web", { "id-card" }, { { TEXT("insurance"), TEXT("employee") } }, 1,
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    EXPECT(world, came_by(world, "web", DATE(2020, 2, 10)) != 0);
    EXPECT(world, came_by(world, "counter", DATE(2020, 2, 10)) != 0);
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        int64_t person = clause_employee(world, 371300);
        clause_as_employer(world, person, KINDS[i]);
        const struct intake_applied *applied = clause_apply_for(world, person, &application);
        EXPECT(world, applied != NULL && is_in(world, applied->case_id, "accepted"));
    }
    struct intake_count_input asked = { 0, DATE(2020, 1, 24), DATE(2020, 3, 15), { 0 } };
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, 371300, "agency"));
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "total") == 5 && counted(world, "enterprises") == 1);
    EXPECT(world, counted(world, "online") == 4 && counted(world, "online_enterprises") == 1);
    EXPECT(world, counted(world, "counter") == 1 && counted(world, "counter_enterprises") == 0);
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) {
        const char *part = arena_format(&world->arena, "%s_enterprises", COLUMNS[i]).data;
        EXPECT(world, counted(world, part) <= counted(world, COLUMNS[i]));
    }
}

/* Decided, and each paper not handed over yet goes out that way. */
static bool sent_out(struct clause_world *world, int64_t case_id, const char *how)
{
    decide(world, case_id);
    if (!refused(world, ""))
        return false;
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    struct list documents = clause_rows(world, &intake_documents_of, &key);
    const struct intake_document *rows = documents.items;
    size_t served = 0;
    for (size_t i = 0; i < documents.count; i++) {
        struct intake_case_input input = { .case_id = case_id, .part = rows[i].document,
                                           .what = text_of(how) };
        if (rows[i].served_at.ms != 0)
            continue;
        clause_act(world, &intake_serve_action, &input);
        served += refused(world, "");
    }
    return served > 1;
}

/* The same, of an enterprise. */
static void copied_for_enterprise(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    struct intake_case row = *clause_case(world, case_id);
    struct intake_way way =
        *(const struct intake_way *)clause_rows(world, &intake_way_of, &key).items;
    struct list documents = clause_rows(world, &intake_documents_of, &key);
    row.case_id = way.case_id = id_mint(&world->minter, (int)key.bucket);
    row.receipt = TEXT("R-enterprise");
    way.enterprise = true;
    clause_insert(world, &intake_case_table, &row);
    clause_insert(world, &intake_way_table, &way);
    for (size_t i = 0; i < documents.count; i++) {
        struct intake_document document = ((const struct intake_document *)documents.items)[i];
        document.case_id = row.case_id;
        document.document = id_mint(&world->minter, (int)key.bucket);
        clause_insert(world, &intake_document_table, &document);
    }
}

/* Letters are counted when they come in and when what was decided goes out, each by its own day:
 * one case is one either way, however many papers were in the envelope. */
static void posted_in_and_out(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 371300, "agency");
    int64_t letter = came_by(world, "post", DATE(2020, 2, 10));
    int64_t fax = came_by(world, "fax", DATE(2020, 2, 10));
    int64_t counter = came_by(world, "counter", DATE(2020, 2, 10));
    EXPECT(world, letter != 0 && fax != 0 && counter != 0);
    clause_now(world, DATE(2020, 2, 14), 9);
    clause_as_staff(world, ROLE_REVIEWER, agency);
    EXPECT(world, sent_out(world, letter, "post") && sent_out(world, fax, "post"));
    EXPECT(world, sent_out(world, counter, "counter"));
    copied_for_enterprise(world, letter);

    struct intake_count_input asked = { agency, DATE(2020, 1, 24), DATE(2020, 3, 15), { 0 } };
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "post_in") == 2 && counted(world, "post_in_enterprises") == 1);
    EXPECT(world, counted(world, "post_out") == 3 && counted(world, "post_out_enterprises") == 1);
    asked.until = DATE(2020, 2, 13);
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "post_in") == 2 && counted(world, "post_out") == 0);
    asked.from = DATE(2020, 2, 14);
    asked.until = DATE(2020, 2, 14);
    clause_act(world, &intake_channels_count_action, &asked);
    EXPECT(world, counted(world, "post_in") == 0 && counted(world, "post_out") == 3);
}

struct sit { struct text kind, number, name; };

static int64_t new_terminal(struct clause_world *world, int64_t office, const char *login)
{
    const struct access_create_input input = {
        .login = text_of(login), .password = TEXT("a long enough password"),
        .label = TEXT("自助终端01"), .role = TEXT("kiosk"), .office = office,
    };
    clause_as_staff(world, ROLE_ADMINISTRATOR, office);
    clause_act(world, &access_create_account_action, &input);
    return refused(world, "") ? *(const int64_t *)world->outcome : 0;
}

static bool sits_down(struct clause_world *world, int64_t terminal, const struct sit *sit)
{
    world->actor = (struct actor){ .account = terminal, .role = ROLE_KIOSK };
    clause_act(world, &resident_sit_down_action, sit);
    return refused(world, "");
}

/* A terminal is a device with an account of its hall: who shows it a certificate applies there
 * without anybody, the case says at which one, and nobody else's case passes for one from it. Taken
 * back, it is nobody's any more. */
static void a_terminal_is_a_device(struct clause_world *world)
{
    const struct clause_application application = {
        "certificate", "kiosk", { "id-card" }, { { TEXT("insurance"), TEXT("employee") } }, 1,
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t office = clause_office(world, 371300, "agency");
    int64_t terminal = new_terminal(world, office, "terminal-01");
    EXPECT(world, terminal != 0);
    int64_t person = clause_employee(world, 371300);
    const struct party_of_person of = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &party_person_by_id, &of);
    const struct party_person *row = rows.items;
    struct sit sit = {
        .number = clause_number(world, person),
        .name = TEXT("somebody else"),
    };
    EXPECT(world, !sits_down(world, terminal, &sit));
    sit.name = row->name;
    EXPECT(world, sits_down(world, terminal, &sit));

    person = clause_employee(world, 371300);
    clause_as_resident(world, person);
    world->actor.account = terminal;
    world->actor.role = ROLE_KIOSK;
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL);
    EXPECT(world, clause_case(world, applied->case_id)->entered_by == terminal);
    person = clause_employee(world, 371300);
    clause_as_resident(world, person);
    EXPECT(world, clause_apply_for(world, person, &application) == NULL);
    EXPECT(world, refused(world, "intake.refused.not-your-channel"));

    const struct { int64_t account; struct date last; struct text reason; } end = {
        terminal, DATE_NONE, TEXT("拆走"),
    };
    clause_as_staff(world, ROLE_ADMINISTRATOR, clause_office(world, 110105, "agency"));
    clause_act(world, &access_end_account_action, &end);
    EXPECT(world, refused(world, "access.refused.no-account"));
    clause_as_staff(world, ROLE_ADMINISTRATOR, office);
    clause_act(world, &access_end_account_action, &end);
    EXPECT(world, refused(world, ""));
    const struct access_account_key ended = { id_bucket(terminal), terminal };
    const struct access_account *gone = clause_rows(world, &access_account_by_id, &ended).items;
    EXPECT(world, text_is(gone->reason, "拆走"));
    /* Ended once more, days later, it would have ended later. */
    const struct { int64_t account; struct date last; struct text reason; } twice = {
        terminal, DATE_NONE, TEXT("又停用"),
    };
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_act(world, &access_end_account_action, &twice);
    EXPECT(world, refused(world, "access.refused.ended-already"));
    gone = clause_rows(world, &access_account_by_id, &ended).items;
    EXPECT(world, gone->valid_until.yyyymmdd < 20200302 && text_is(gone->reason, "拆走"));
}

/* An administrator makes accounts for whom his place has: one for a hospital, unit or insured
 * person of another county would open that county to him. */
static void accounts_are_for_ones_own_place(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t person = clause_employee(world, 110105), stranger = clause_employee(world, 371302);
    const struct {
        const char *role;
        int64_t institution, person;
        const char *refused;
        bool with_office;
    } wanted[] = {
        { "hospital-office", clause_hospital(world, 110105), 0, "" },
        { "hospital-office", clause_hospital(world, 371302), 0, "access.refused.other-place" },
        { "resident", 0, person, "" },
        { "resident", 0, stranger, "access.refused.other-place" },
        { "agent", 0, stranger, "" },
        { "resident", 0, person, "access.refused.no-office", true },
        { "agent", 0, stranger, "access.refused.no-office", true },
        { "employer", 0, 0, "access.refused.no-office", true },
        { "intake-clerk", clause_hospital(world, 371302), 0, "access.refused.other-place" },
    };
    int64_t office = clause_office(world, 110105, "agency");
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const struct access_create_input input = {
            .login = arena_format(&world->arena, "account-%zu", i),
            .password = TEXT("a long enough password"), .label = TEXT("x"),
            .role = text_of(wanted[i].role), .institution = wanted[i].institution,
            .person = wanted[i].person,
            .office = wanted[i].with_office
                || strcmp(wanted[i].role, "intake-clerk") == 0 ? office : 0,
            .unit = strcmp(wanted[i].role, "employer") == 0 ? 1 : 0,
        };
        clause_as_staff(world, ROLE_ADMINISTRATOR, office);
        clause_act(world, &access_create_account_action, &input);
        EXPECT(world, refused(world, wanted[i].refused));
    }
}

/* Whoever has many cases: his agent is shown all of them that are his to see, a page at a time. */
static void an_agent_goes_on_past_a_page(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t person = clause_employee(world, 110105);
    struct intake_case row = {
        .bucket = id_bucket(person), .person = person, .place = 110105,
        .office = clause_office(world, 110105, "agency"), .applicant = TEXT("person"),
        .channel = TEXT("web"), .state = TEXT("accepted"), .received_at = world->now,
        .order_at = world->now, .version = 1,
    };
    for (int i = 0; i < INTAKE_OF_PERSON_PAGE + 3; i++) {
        row.case_id = id_mint(&world->minter, (int)row.bucket);
        row.receipt = arena_format(&world->arena, "R%d", i);
        /* The oldest three alone are of the matter of the mandate. */
        row.matter = i < 3 ? TEXT("certificate") : TEXT("enrolment-query");
        row.subject_key = arena_format(&world->arena, "%016d", i);
        clause_insert(world, &intake_case_table, &row);
    }
    const struct actor_mandate given = { 1, person, TEXT("certificate"), false };
    world->actor = (struct actor){ .account = 9, .role = ROLE_AGENT, .person = 8,
                                   .mandates = &given, .mandate_count = 1 };
    struct intake_mine_input asked = { .person = person };
    const struct intake_mine_answer *told;
    clause_act(world, &intake_mine_action, &asked);
    told = world->outcome;
    EXPECT(world, refused(world, "") && told->cases.count == 0 && told->before != 0);
    asked.before = told->before;
    clause_act(world, &intake_mine_action, &asked);
    told = world->outcome;
    EXPECT(world, refused(world, "") && told->cases.count == 3 && told->before == 0);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "JX4-2.2a", papers_come_by_post },
        { "BJ22-2.2.1a BJ22-2.2.1b BJ22-2.2.1c BJ22-2.2.1d", special_diseases_elsewhere_wait },
        { "LY22-A4a LY22-A4b LY22-A4d LY22-A4e LY22-A4f LY22-A4h LY22-A4k LY22-A4l LY22-A4o",
          ways_are_counted },
        { "LY22-A4g LY22-A4m", posted_in_and_out },
        { "LY22-A4c", enterprises_are_a_part },
        { "BJ4-02d", a_chosen_hospital_is_replaced_online },
        { "JX4-3k", a_terminal_is_a_device },
        { "", accounts_are_for_ones_own_place },
        { "", an_agent_goes_on_past_a_page },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
