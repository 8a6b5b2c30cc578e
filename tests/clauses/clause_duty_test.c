/* clause_duty_test.c: who is on duty, what is told upwards at once, what a hall writes down, what
 * staff learn and suggest. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/access/access.h"
#include "rooms/booking/booking.h"
#include "rooms/consult/consult.h"
#include "rooms/duty/duty.h"
#include "rooms/staff/staff.h"

#include <string.h>

static bool good(const struct clause_world *world)
{
    return strcmp(clause_refused(world), "") == 0;
}

/* Accounts of an office by their numbers: those who stand in its roster. */
static void clerks(struct clause_world *world, int64_t office)
{
    for (int64_t account = 71; account <= 72; account++) {
        const struct access_account row = {
            .bucket = id_bucket(account), .account = account, .office = office,
            .login_digest = arena_format(&world->arena, "clerk-%lld", (long long)account),
            .label = TEXT("值班员"), .password = TEXT("-"),
            .role = text_of(role_name(ROLE_INTAKE_CLERK)), .version = 1,
        };
        clause_insert(world, &access_account_table, &row);
    }
}

static bool shift(struct clause_world *world, int64_t office, const char *what, int from,
                  int until)
{
    struct duty_shift_input *input = ARENA_NEW(&world->arena, struct duty_shift_input);
    struct moment day = moment_of_date(DATE(2020, 2, 10));
    *input = (struct duty_shift_input){
        .office = office, .what = text_of(what), .owner = 71, .deputy = 72,
        .phone = text_is(text_of(what), "phone") ? TEXT("0791-99000209") : (struct text){ 0 },
        .from = { day.ms + from * INT64_C(3600000) },
        .until = { day.ms + until * INT64_C(3600000) },
    };
    clause_act(world, &duty_set_shift_action, input);
    return good(world);
}

static const struct duty_roster *roster(struct clause_world *world, int64_t office,
                                        const char *what)
{
    struct duty_roster_input *input = ARENA_NEW(&world->arena, struct duty_roster_input);
    *input = (struct duty_roster_input){ .office = office, .what = text_of(what),
                                         .from = DATE(2020, 2, 10), .until = DATE(2020, 2, 10) };
    clause_act(world, &duty_roster_action, input);
    return good(world) ? world->outcome : NULL;
}

/* Two shifts leave an hour and a half open; a third closes the gap and the day is covered. */
static void an_uncovered_hour_is_flagged(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 9), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 360000, "agency");
    clerks(world, agency);
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 360000, "bureau"));
    EXPECT(world, roster(world, agency, "phone")->gaps.count == 1);
    EXPECT(world, shift(world, agency, "phone", 0, 12) && shift(world, agency, "phone", 14, 24));
    const struct duty_roster *day = roster(world, agency, "phone");
    EXPECT(world, day->shifts.count == 2 && day->gaps.count == 1);
    const struct duty_gap *gap = day->gaps.items;
    EXPECT(world, gap->until_at.ms - gap->from_at.ms == 2 * INT64_C(3600000));
    EXPECT(world, shift(world, agency, "phone", 11, 15));
    EXPECT(world, roster(world, agency, "phone")->gaps.count == 0);
    /* Another office's roster is not theirs to write. */
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, 360100, "agency"));
    EXPECT(world, !shift(world, agency, "phone", 3, 4));
}

static void the_telephone_has_its_roster_and_its_calls(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 330602, "agency");
    clerks(world, agency);
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    EXPECT(world, shift(world, agency, "phone", 8, 12));
    const struct duty_shift *row = roster(world, agency, "phone")->shifts.items;
    EXPECT(world, row->owner == 71 && text_present(row->phone));
    struct { struct text phone; bool missed; } call = { row->phone, true };
    clause_act(world, &consult_note_call_action, &call);
    EXPECT(world, good(world));
    const struct consult_calls_key key = { consult_bucket(agency), agency, DATE(2020, 2, 10),
                                           call.phone };
    for (int i = 0; i < 2; i++) {
        call.missed = false;
        clause_act(world, &consult_note_call_action, &call);
        EXPECT(world, good(world));
    }
    struct list rows = clause_rows(world, &consult_calls_of, &key);
    const struct consult_calls *calls = rows.items;
    EXPECT(world, rows.count == 1 && calls->missed == 1 && calls->answered == 2);
}

/* A duty that is somebody's has an owner and a deputy, two people; one that is nobody's shows. */
static void each_duty_has_an_owner_and_a_deputy(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 8);
    clause_offices(world);
    int64_t bureau = clause_office(world, 330600, "bureau");
    clerks(world, bureau);
    clause_as_staff(world, ROLE_LEADER, bureau);
    EXPECT(world, roster(world, bureau, "reporting")->gaps.count == 1);
    struct duty_shift_input input = {
        .office = bureau, .what = TEXT("reporting"), .owner = 71, .deputy = 71,
        .from = moment_of_date(DATE(2020, 2, 10)), .until = moment_of_date(DATE(2020, 2, 11)),
    };
    clause_act(world, &duty_set_shift_action, &input);
    EXPECT(world, refused(world, "duty.refused.same"));
    input.deputy = 0;
    clause_act(world, &duty_set_shift_action, &input);
    EXPECT(world, good(world));
    const struct duty_roster *day = roster(world, bureau, "reporting");
    EXPECT(world, day->gaps.count == 0 && day->without_deputy == 1);
}

struct reports_answer { struct list reports; };
struct reports_input { int64_t office; };

static const struct duty_reported *first_report(struct clause_world *world)
{
    static const struct reports_input own;
    clause_act(world, &duty_reports_action, &own);
    const struct reports_answer *answer = world->outcome;
    return good(world) && answer->reports.count > 0 ? answer->reports.items : NULL;
}

static const struct duty_step *step_of(const struct duty_reported *report, int64_t office)
{
    const struct duty_step *steps = report->steps.items;
    for (size_t i = 0; i < report->steps.count; i++)
        if (steps[i].office == office)
            return &steps[i];
    return NULL;
}

static void upwards_at_once(struct clause_world *world, int64_t place, int64_t top)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, place, "agency");
    int64_t above = clause_office(world, top, "bureau");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    const struct duty_report_input input = { .kind = TEXT("major-event"),
                                             .what = TEXT("大厅出现发热人员") };
    clause_act(world, &duty_report_action, &input);
    EXPECT(world, good(world));
    int64_t incident = ((const struct duty_done *)world->outcome)->made;
    clause_as_staff(world, ROLE_LEADER, above);
    const struct duty_reported *report = first_report(world);
    EXPECT(world, report != NULL && report->incident == incident);
    EXPECT(world, step_of(report, above)->told_at.ms == world->now.ms);
    EXPECT(world, step_of(report, above)->seen_at.ms == 0);
    clause_now(world, DATE(2020, 2, 10), 10);
    const struct duty_report_input seen = { .incident = incident, .what = TEXT("已知悉") };
    clause_act(world, &duty_acknowledge_action, &seen);
    EXPECT(world, good(world));
    clause_act(world, &duty_acknowledge_action, &seen);
    EXPECT(world, refused(world, "duty.refused.done"));
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    report = first_report(world);
    EXPECT(world, step_of(report, above)->seen_at.ms == world->now.ms);
    EXPECT(world, step_of(report, above)->told_at.ms < world->now.ms);
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 370000, "bureau"));
    EXPECT(world, first_report(world) == NULL);
}

static void the_city_hears_of_it_at_once(struct clause_world *world)
{
    upwards_at_once(world, 110105, 110000);
}

static void the_province_hears_and_acknowledges(struct clause_world *world)
{
    upwards_at_once(world, 360100, 360000);
}

static bool note(struct clause_world *world, const char *kind, int64_t quantity)
{
    struct duty_note_input *input = ARENA_NEW(&world->arena, struct duty_note_input);
    *input = (struct duty_note_input){ .kind = text_of(kind), .quantity = quantity };
    clause_act(world, &duty_note_action, input);
    return good(world);
}

struct board_answer { struct list missing; };

static const struct duty_missing *missing(struct clause_world *world, int64_t office)
{
    static const char nothing;
    clause_act(world, &duty_board_action, &nothing);
    const struct board_answer *board = world->outcome;
    const struct duty_missing *rows = board->missing.items;
    for (size_t i = 0; i < board->missing.count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

static void a_hall_logs(struct clause_world *world, int64_t place, int64_t top)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, place, "agency");
    int64_t bureau = clause_office(world, top, "bureau");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    EXPECT(world, note(world, "ventilation", 0) && note(world, "supplies", 300));
    EXPECT(world, note(world, "shift-check", 0) && !note(world, "gossip", 0));
    clause_as_staff(world, ROLE_LEADER, bureau);
    const struct duty_missing *row = missing(world, agency);
    EXPECT(world, row != NULL && row->disinfection && !row->ventilation);
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    EXPECT(world, note(world, "disinfection", 0));
    clause_as_staff(world, ROLE_LEADER, bureau);
    EXPECT(world, missing(world, agency) == NULL);
    clause_now(world, DATE(2020, 2, 11), 9);
    EXPECT(world, missing(world, agency) != NULL);
}

static void halls_of_beijing_log(struct clause_world *world)
{
    a_hall_logs(world, 110105, 110000);
}

static void halls_of_jiangxi_log(struct clause_world *world)
{
    a_hall_logs(world, 360100, 360000);
}

static void halls_of_shaoxing_log(struct clause_world *world)
{
    a_hall_logs(world, 330602, 330600);
}

struct hall_input { int64_t office; };

static const struct duty_hall *hall(struct clause_world *world, int64_t office)
{
    struct hall_input *input = ARENA_NEW(&world->arena, struct hall_input);
    input->office = office;
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &duty_hall_action, input);
    return good(world) ? world->outcome : NULL;
}

static void anybody_sees_the_hall(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 110105, "agency");
    const struct duty_hall *seen = hall(world, agency);
    EXPECT(world, text_is(seen->state, "open") && seen->disinfected_at.ms == 0);
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    EXPECT(world, note(world, "disinfection", 0));
    EXPECT(world, hall(world, agency)->disinfected_at.ms == world->now.ms);
    struct booking_closure closure = {
        .bucket = booking_bucket(agency), .office = agency, .closure = 5,
        .day = DATE(2020, 2, 10), .from_minute = 720, .until_minute = 840,
        .reason = TEXT("消毒"),
    };
    clause_insert(world, &booking_closure_table, &closure);
    EXPECT(world, text_is(hall(world, agency)->state, "limited"));
    closure.closure = 6;
    closure.from_minute = 0;
    closure.until_minute = BOOKING_MINUTES_A_DAY;
    clause_insert(world, &booking_closure_table, &closure);
    EXPECT(world, text_is(hall(world, agency)->state, "closed"));
}

static int64_t account(struct clause_world *world, int64_t n, const char *role, int64_t office)
{
    const struct access_account row = {
        .bucket = n, .account = (n << 22) + n, .login_digest = arena_format(&world->arena,
            "%032lld", (long long)n), .label = TEXT("示例"), .password = TEXT("-"),
        .role = text_of(role), .office = office, .version = 1,
    };
    clause_insert(world, &access_account_table, &row);
    return row.account;
}

static const struct duty_not_learnt *not_learnt(struct clause_world *world, int64_t lesson)
{
    struct duty_lesson_input *input = ARENA_NEW(&world->arena, struct duty_lesson_input);
    input->lesson = lesson;
    clause_act(world, &duty_not_learnt_action, input);
    return good(world) ? world->outcome : NULL;
}

struct lessons_answer { struct list lessons; };

/* As who asks sees it; NULL: his list has none of that number. */
static const struct duty_lesson_told *lesson_told(struct clause_world *world, int64_t lesson)
{
    static const struct { bool nothing; } own;
    clause_act(world, &duty_lessons_action, &own);
    const struct list *lessons = &((const struct lessons_answer *)world->outcome)->lessons;
    const struct duty_lesson_told *rows = lessons->items;
    for (size_t i = 0; good(world) && i < lessons->count; i++)
        if (rows[i].lesson == lesson)
            return &rows[i];
    return NULL;
}

/* A lesson for the clerks of villages: one has learnt it, the other is listed, others need not. */
static void lessons_are_counted_by_clerk(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 330602, "agency");
    int64_t village = clause_office(world, 330602, "village");
    int64_t one = account(world, 3, "village-clerk", village);
    int64_t two = account(world, 4, "village-clerk", village);
    account(world, 5, "reviewer", agency);
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    const struct duty_lesson_input set = { .title = TEXT("网上办微课"),
        .link = TEXT("https://example.org/lesson"), .role = TEXT("village-clerk") };
    clause_act(world, &duty_set_lesson_action, &set);
    EXPECT(world, good(world));
    int64_t lesson = ((const struct duty_done *)world->outcome)->made;
    EXPECT(world, not_learnt(world, lesson)->accounts.count == 2);
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 330600, "bureau"));
    for (int i = 0; i < DUTY_LESSONS_AN_OFFICE; i++)    /* which crowd no other's out */
        clause_act(world, &duty_set_lesson_action, &set);
    clause_as_staff(world, ROLE_VILLAGE_CLERK, village);
    world->actor.account = one;
    const struct duty_lesson_input learn = { .lesson = lesson };
    const struct duty_lesson_told *told = lesson_told(world, lesson);
    EXPECT(world, told != NULL && told->asked && told->learnt_at.ms == 0);
    clause_act(world, &duty_learn_action, &learn);
    EXPECT(world, good(world));
    told = lesson_told(world, lesson);
    EXPECT(world, told != NULL && told->learnt_at.ms == world->now.ms);
    clause_act(world, &duty_learn_action, &learn);
    EXPECT(world, refused(world, "duty.refused.done"));
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    told = lesson_told(world, lesson);
    EXPECT(world, told != NULL && !told->asked && told->learnt_at.ms == 0);
    const struct duty_not_learnt *open = not_learnt(world, lesson);
    EXPECT(world, open->learnt == 1 && open->accounts.count == 1);
    EXPECT(world, ((const struct duty_account *)open->accounts.items)->account == two);
}

static void own_people_read_and_confirm(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 360100, "agency");
    int64_t clerk = account(world, 6, "intake-clerk", agency);
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    const struct duty_lesson_input set = { .title = TEXT("疫情防控须知"), .reading = true };
    clause_act(world, &duty_set_lesson_action, &set);
    int64_t lesson = ((const struct duty_done *)world->outcome)->made;
    EXPECT(world, not_learnt(world, lesson)->accounts.count == 1);
    world->actor.account = clerk;
    const struct duty_lesson_input learn = { .lesson = lesson };
    clause_act(world, &duty_learn_action, &learn);
    EXPECT(world, good(world) && not_learnt(world, lesson)->accounts.count == 0);
}

static int64_t county_of(struct clause_world *world, int64_t city, int64_t division)
{
    const struct staff_register_input input = {
        .parent = city, .kind = TEXT("agency"), .division = division, .name = TEXT("县医保局"),
    };
    world->actor = (struct actor){ .role = ROLE_ADMINISTRATOR, .account = 1,
                                   .scope.everything = true };
    clause_act(world, &staff_register_office_action, &input);
    return good(world) ? clause_office(world, division, "agency") : 0;
}

static bool confirms(struct clause_world *world, int64_t account, int64_t office, int64_t item)
{
    struct duty_lesson_input *learn = ARENA_NEW(&world->arena, struct duty_lesson_input);
    learn->lesson = item;
    clause_as_staff(world, ROLE_REVIEWER, office);
    world->actor.account = account;
    clause_act(world, &duty_learn_action, learn);
    return good(world);
}

/* From the province to its cities and on to their counties; each level's confirmation comes up,
 * and who has not confirmed is named. Another province's people are neither asked nor told. */
static void guidance_goes_down_and_confirmations_come_up(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t province = clause_office(world, 360000, "bureau");
    int64_t city = clause_office(world, 360700, "agency");
    int64_t county = county_of(world, clause_office(world, 360700, "bureau"), 360721);
    EXPECT(world, county != 0);
    int64_t above = account(world, 6, "reviewer", city);
    int64_t below = account(world, 7, "reviewer", county);
    account(world, 8, "reviewer", clause_office(world, 330602, "agency"));
    clause_as_staff(world, ROLE_LEADER, province);
    const struct duty_lesson_input set = { .title = TEXT("经办业务指导"), .reading = true,
                                           .role = TEXT("reviewer") };
    clause_act(world, &duty_set_lesson_action, &set);
    EXPECT(world, good(world));
    int64_t item = ((const struct duty_done *)world->outcome)->made;
    EXPECT(world, not_learnt(world, item)->accounts.count == 2);
    EXPECT(world, confirms(world, above, city, item));
    clause_as_staff(world, ROLE_LEADER, province);
    const struct duty_not_learnt *open = not_learnt(world, item);
    EXPECT(world, open->learnt == 1 && open->accounts.count == 1);
    EXPECT(world, ((const struct duty_account *)open->accounts.items)->account == below);
    EXPECT(world, confirms(world, below, county, item));
    clause_as_staff(world, ROLE_LEADER, province);
    EXPECT(world, not_learnt(world, item)->accounts.count == 0);
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 330600, "bureau"));
    EXPECT(world, not_learnt(world, item) == NULL);
}

struct suggestions_answer { struct list suggestions; };

static void suggestions_get_a_reply(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 330602, "agency");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    struct duty_suggestion_input input = { .about = TEXT("网报"), .what = TEXT("可一次传多张") };
    clause_act(world, &duty_suggest_action, &input);
    EXPECT(world, good(world));
    input.suggestion = ((const struct duty_done *)world->outcome)->made;
    input.reply = TEXT("下月上线");
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 330603, "bureau"));
    clause_act(world, &duty_reply_action, &input);
    EXPECT(world, refused(world, "duty.refused.not-yours"));
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 330600, "bureau"));
    clause_act(world, &duty_reply_action, &input);
    EXPECT(world, good(world));
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    static const struct reports_input own;
    clause_act(world, &duty_suggestions_action, &own);
    const struct suggestions_answer *list = world->outcome;
    EXPECT(world, list->suggestions.count == 1);
    const struct duty_suggestion *row = list->suggestions.items;
    EXPECT(world, text_is(row->state, "answered") && text_is(row->reply, "下月上线"));
}

/* ---- somebody works elsewhere for some days ---- */

/* Who that account is now, found as a door finds it: by the token of a session. */
static bool signed_in(struct clause_world *world, int64_t of, struct actor *ret_actor)
{
    struct text token = arena_format(&world->arena, "token-%lld-%lld", (long long)of,
                                     (long long)++world->serial);
    struct text digest = access_token_digest(token, &world->arena);
    const struct access_session session = {
        .bucket = bucket_of_name(digest), .token_digest = digest, .account = of,
        .opened = world->now, .until = { world->now.ms + 3600000 }, .version = 1,
    };
    clause_insert(world, &access_session_table, &session);
    struct gather gather = { .arena = &world->arena };
    struct access_actor_facts facts;
    for (int round = 0; round < 4; round++) {
        gather.missing = false;
        if (access_gather_actor(&gather, token, &facts))
            return access_actor(&facts, world->now, ret_actor);
        if (world->store->port->read(world->store, gather.wants, &world->arena) != STORE_DONE)
            return false;
    }
    return false;
}

/* The same without a session, as a file of his is worked on after he has gone home. */
static bool by_number(struct clause_world *world, int64_t of, struct actor *ret_actor)
{
    struct gather gather = { .arena = &world->arena };
    struct access_actor_facts facts;
    for (int round = 0; round < 4; round++) {
        gather.missing = false;
        if (access_gather_number(&gather, of, &facts))
            return access_actor(&facts, world->now, ret_actor);
        if (world->store->port->read(world->store, gather.wants, &world->arena) != STORE_DONE)
            return false;
    }
    return false;
}

static bool sees(const struct actor *actor, int64_t office)
{
    for (size_t i = 0; i < actor->scope.office_count; i++)
        if (actor->scope.offices[i] == office)
            return true;
    return false;
}

static bool post(struct clause_world *world, int64_t whom, int64_t office, const char *role,
                 struct date from, struct date until)
{
    struct access_posting *input = ARENA_NEW(&world->arena, struct access_posting);
    *input = (struct access_posting){ .account = whom, .office = office,
        .role = text_of(role), .valid_from = from, .valid_until = until,
        .reason = TEXT("充实一线") };
    clause_act(world, &access_post_action, input);
    return good(world);
}

struct postings_asked { int64_t office; struct date from, until; };
struct postings_told { struct list postings; };

/* How many the two offices see in a day. */
static size_t posted(struct clause_world *world, int64_t office, struct date day)
{
    const struct postings_asked asked = { office, day, day };
    clause_act(world, &access_postings_action, &asked);
    return good(world) ? ((const struct postings_told *)world->outcome)->postings.count : 99;
}

static void a_clerk_works_another_list_for_a_time(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t own = clause_office(world, 110105, "agency");
    int64_t other = clause_office(world, 110108, "agency");
    int64_t clerk = account(world, 3, "intake-clerk", own);
    clause_as_staff(world, ROLE_SECTION_HEAD, own);
    EXPECT(world, !post(world, clerk, other, NULL, DATE(2020, 2, 11), DATE(2020, 2, 14)));
    EXPECT(world, refused(world, "access.refused.other-office"));
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 110000, "bureau"));
    EXPECT(world, post(world, clerk, other, NULL, DATE(2020, 2, 11), DATE(2020, 2, 14)));
    EXPECT(world, !post(world, clerk, own, NULL, DATE(2020, 2, 14), DATE(2020, 2, 20)));
    EXPECT(world, refused(world, "access.refused.posted-already"));
    EXPECT(world, posted(world, own, DATE(2020, 2, 11)) == 1);
    EXPECT(world, posted(world, other, DATE(2020, 2, 14)) == 1);
    EXPECT(world, posted(world, other, DATE(2020, 2, 15)) == 0);
    static const struct { int day; bool there; } DAYS[] = {
        { 10, false }, { 11, true }, { 14, true }, { 15, false },
    };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        struct actor actor;
        clause_now(world, DATE(2020, 2, DAYS[i].day), 9);
        EXPECT(world, signed_in(world, clerk, &actor));
        EXPECT(world, actor.office == (DAYS[i].there ? other : own));
        EXPECT(world, actor.division == (DAYS[i].there ? 110108 : 110105));
        EXPECT(world, sees(&actor, DAYS[i].there ? other : own));
        EXPECT(world, !sees(&actor, DAYS[i].there ? own : other));
        EXPECT(world, by_number(world, clerk, &actor));
        EXPECT(world, actor.office == (DAYS[i].there ? other : own));
    }
}

/* A role for a time, and never more than one may give. */
static void a_role_for_a_time(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t own = clause_office(world, 360100, "agency");
    int64_t clerk = account(world, 3, "intake-clerk", own);
    clause_as_staff(world, ROLE_SECTION_HEAD, own);
    EXPECT(world, !post(world, clerk, own, "leader", DATE(2020, 2, 10), DATE(2020, 2, 12)));
    EXPECT(world, refused(world, "access.refused.role-not-yours"));
    EXPECT(world, post(world, clerk, own, "section-head", DATE(2020, 2, 10),
                       DATE(2020, 2, 12)));
    struct actor actor;
    EXPECT(world, signed_in(world, clerk, &actor) && actor.role == ROLE_SECTION_HEAD);
    clause_now(world, DATE(2020, 2, 13), 0);
    EXPECT(world, signed_in(world, clerk, &actor) && actor.role == ROLE_INTAKE_CLERK);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-S7b", a_clerk_works_another_list_for_a_time },
    { "JX4-3b", a_role_for_a_time },
    { "JX4-2.5c", an_uncovered_hour_is_flagged },
    { "SX9-2.1d", the_telephone_has_its_roster_and_its_calls },
    { "SX9-1a", each_duty_has_an_owner_and_a_deputy },
    { "BJ4-S7k", the_city_hears_of_it_at_once },
    { "JX4-3h", the_province_hears_and_acknowledges },
    { "BJ4-S6a BJ4-S6c", halls_of_beijing_log },
    { "JX4-3j JX4-3l JX4-3m", halls_of_jiangxi_log },
    { "SX9-3.3a", halls_of_shaoxing_log },
    { "BJ4-S6b", anybody_sees_the_hall },
    { "SX9-3.1a SX9-3.1b", lessons_are_counted_by_clerk },
    { "JX4-4l", own_people_read_and_confirm },
    { "JX4-3c", guidance_goes_down_and_confirmations_come_up },
    { "SX9-3.2c", suggestions_get_a_reply },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
