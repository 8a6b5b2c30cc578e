/* clause_found_test.c: papers that nobody has to bring: what a register of ours shows, what was
 * handed in before, and what another department is asked for; and cases that are taken up again. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

#define CHAOYANG 110105

static void begin(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
}

static const struct intake_applied *apply(struct clause_world *world, int64_t person,
                                          struct clause_application application)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    return clause_apply_for(world, person, &application);
}

static const struct intake_paper *paper_of(struct clause_world *world, int64_t case_id,
                                           const char *material)
{
    const struct list papers = clause_papers(world, case_id);
    const struct intake_paper *rows = papers.items;
    for (size_t i = 0; i < papers.count; i++)
        if (text_is(rows[i].material, material))
            return &rows[i];
    return NULL;
}

static bool is_how(struct clause_world *world, int64_t case_id, const char *material,
                   const char *how)
{
    const struct intake_paper *paper = paper_of(world, case_id, material);
    return paper != NULL && text_is(paper->how, how);
}

static bool holds(struct text text, const char *words)
{
    return memmem(text.data, text.length, words, strlen(words)) != NULL;
}

/* ---- registers of ours ---- */

static struct clause_application claim(struct text institution)
{
    return (struct clause_application){
        "inpatient-claim", "web", { "id-card", "receipts" },
        { { TEXT("begin"), TEXT("2020-03-02") }, { TEXT("institution"), institution },
          { TEXT("total"), TEXT("300.00") }, { TEXT("receipt-count"), TEXT("1") },
          { TEXT("ground"), TEXT("no-card") }, { TEXT("account-holder"), TEXT("示例") },
          { TEXT("bank"), TEXT("某银行") }, { TEXT("account"), TEXT("6222020200012345678") } },
        8,
    };
}

/* The hospital told us of the stay: its charges, its diagnoses and that it is over are not asked
 * for. Of another hospital nothing is known, and the first paper that lacks is named. */
static void a_stay_is_known(struct clause_world *world)
{
    begin(world);
    int64_t other = clause_hospital(world, CHAOYANG);
    int64_t hospital = clause_hospital(world, CHAOYANG);
    int64_t person = clause_employee(world, CHAOYANG);
    struct clause_visit visit = clause_admit(world, person);
    clause_diagnose(world, &visit, "I10.x00");
    clause_charge(world, &visit, CLAUSE_EXAMINATION, "1", CLAUSE_DAYS(0), 80000);
    EXPECT(world, refused(world, ""));
    struct text number = arena_format(&world->arena, "%lld", (long long)other);
    EXPECT(world, apply(world, person, claim(number)) == NULL);
    EXPECT(world, refused(world, "intake.refused.paper-missing"));
    /* Still in: there is no discharge record. */
    number = arena_format(&world->arena, "%lld", (long long)hospital);
    EXPECT(world, apply(world, person, claim(number)) == NULL);
    EXPECT(world, text_is(world->decision.refusal.detail[1],
                          "Discharge record"));
    world->actor = (struct actor){ .role = ROLE_HOSPITAL_OFFICE, .institution = hospital };
    clause_discharge(world, &visit);
    EXPECT(world, refused(world, ""));
    const struct intake_applied *applied = apply(world, person, claim(number));
    EXPECT(world, applied != NULL);
    EXPECT(world, applied->found.count == 3 && applied->owed.count == 0);
    const struct intake_found *found = applied->found.items;
    EXPECT(world, holds(found[0].found_en, "1 lines, 800.00 yuan"));
    int64_t case_id = applied->case_id;
    EXPECT(world, is_how(world, case_id, "cost-list", "fetched"));
    EXPECT(world, is_how(world, case_id, "diagnosis", "fetched"));
    const struct intake_paper *paper = paper_of(world, case_id, "discharge");
    EXPECT(world, paper != NULL && text_is(paper->found_in, "stay"));
    EXPECT(world, paper->at.ms == world->now.ms && holds(paper->found_en, "2 March 2020"));
    EXPECT(world, text_is(clause_case(world, case_id)->state, "accepted"));
    /* Somebody else's stay shows nothing of it. */
    EXPECT(world, apply(world, clause_employee(world, CHAOYANG), claim(number)) == NULL);
}

static struct clause_application offsite(const char *division, const char *from,
                                         const char *paper)
{
    return (struct clause_application){
        "offsite-filing", "web", { "id-card", paper },
        { { TEXT("kind"), TEXT("long-term-resident") },
          { TEXT("division"), text_of(division) }, { TEXT("from"), text_of(from) } }, 3,
    };
}

/* A residence permit that was shown for one case is one for the next, within a year; what rested on
 * a case that was refused is not used again. */
static void an_earlier_paper_is_used_again(struct clause_world *world)
{
    begin(world);
    int64_t person = clause_employee(world, CHAOYANG);
    const struct intake_applied *applied =
        apply(world, person, offsite("371300", "2020-03-02", "residence-proof"));
    EXPECT(world, applied != NULL);
    int64_t first = applied->case_id;
    clause_now(world, DATE(2021, 3, 1), 9);
    applied = apply(world, person, offsite("360100", "2021-03-01", NULL));
    EXPECT(world, applied != NULL && applied->found.count == 1);
    int64_t second = applied->case_id;
    const struct intake_paper *again = paper_of(world, second, "residence-proof");
    EXPECT(world, text_is(again->how, "fetched") && text_is(again->found_in, "earlier"));
    EXPECT(world, text_equal(again->blob, paper_of(world, first, "residence-proof")->blob));
    EXPECT(world, holds(again->found_zh, "110105-2020-"));
    EXPECT(world, apply(world, clause_employee(world, CHAOYANG),
                        offsite("360100", "2021-03-01", NULL)) == NULL);
    clause_now(world, DATE(2022, 3, 3), 9);
    EXPECT(world, apply(world, person, offsite("330600", "2022-03-03", NULL)) == NULL);
    EXPECT(world, refused(world, "intake.refused.paper-missing"));
}

/* ---- another department ---- */

static const struct intake_request *request_of(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    const struct list rows = clause_rows(world, &intake_requests_of, &key);
    return rows.count == 0 ? NULL : rows.items;
}

/* What the house does by itself about requests, as far as it is due. */
static void turn(struct clause_world *world)
{
    static const struct action *const actions[] = { &intake_ask_departments_action,
                                                    &intake_request_over_action };
    const struct actor before = world->actor;
    const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
    const struct list timers = clause_rows(world, &timers_due, &due);
    const struct timer_row *rows = timers.items;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    for (size_t i = 0; i < timers.count; i++)
        for (size_t a = 0; a < COUNT_OF(actions); a++) {
            struct task_input input = { rows[i].bucket, rows[i].timer, rows[i].subject };
            if (text_is(rows[i].action, actions[a]->name))
                clause_act(world, actions[a], &input);
        }
    world->actor = before;
}

/* An office of civil affairs, which its bureau's leader's machine registered. */
static int64_t department(struct clause_world *world, int64_t division, const char *word)
{
    struct staff_office row = {
        .bucket = STAFF_BUCKET, .office = id_mint(&world->minter, STAFF_BUCKET),
        .kind = TEXT("outside"), .division = division, .name = TEXT("民政局（示例）"),
        .department = text_of(word), .version = 1,
    };
    clause_insert(world, &staff_office_table, &row);
    return row.office;
}

static size_t asked_of(struct clause_world *world, int64_t office)
{
    const struct { int64_t after; } all = { 0 };
    clause_as_staff(world, ROLE_FILLER, office);
    clause_act(world, &intake_requests_action, &all);
    return refused(world, "") ? ((const struct list *)world->outcome)->count : 0;
}

static void answer(struct clause_world *world, int64_t office, int64_t request,
                   const char *says, const char *found)
{
    const struct { int64_t request; struct text answer, found; } input = {
        request, text_of(says), text_of(found),
    };
    clause_as_staff(world, ROLE_FILLER, office);
    clause_act(world, &intake_answer_request_action, &input);
}

static int64_t helped(struct clause_world *world, bool commitment)
{
    struct clause_application application = {
        "assistance-enrolment", "web", { "id-card" },
        { { TEXT("group"), TEXT("low-income") }, { TEXT("year"), TEXT("2020") } }, 2,
    };
    application.commitment = commitment;
    const struct intake_applied *applied =
        apply(world, clause_resident(world, CHAOYANG), application);
    turn(world);
    return applied == NULL ? 0 : applied->case_id;
}

/* The applicant brings nothing: civil affairs is asked, within five working days, and the case is
 * theirs meanwhile. Nobody else's office sees the request or answers it. */
static void civil_affairs_are_asked(struct clause_world *world)
{
    begin(world);
    int64_t civil = department(world, 110000, "civil-affairs");
    int64_t elsewhere = department(world, 370000, "civil-affairs");
    int64_t schools = department(world, 110000, "education");
    int64_t case_id = helped(world, false);
    EXPECT(world, case_id != 0 && is_how(world, case_id, "group-proof", "requested"));
    EXPECT(world, text_is(clause_case(world, case_id)->awaits, "civil-affairs"));
    EXPECT(world, text_is(clause_case(world, case_id)->waits, "department"));
    const struct intake_request *request = request_of(world, case_id);
    EXPECT(world, request != NULL && date_of_moment(request->due).yyyymmdd == 20200310);
    EXPECT(world, asked_of(world, elsewhere) == 0);
    EXPECT(world, asked_of(world, schools) == 0);
    EXPECT(world, asked_of(world, civil) == 1);
    answer(world, elsewhere, request->request, "confirmed", "低保");
    EXPECT(world, refused(world, "intake.refused.no-request"));
    answer(world, schools, request->request, "confirmed", "低保");
    EXPECT(world, refused(world, "intake.refused.no-request"));
    answer(world, civil, request->request, "confirmed", "");
    EXPECT(world, refused(world, "intake.refused.nothing-found-said"));
    clause_now(world, DATE(2020, 3, 4), 9);
    answer(world, civil, request->request, "confirmed", "2019年6月起享受低保");
    EXPECT(world, refused(world, ""));
    turn(world);
    const struct intake_case *row = clause_case(world, case_id);
    EXPECT(world, is_how(world, case_id, "group-proof", "fetched"));
    EXPECT(world, holds(paper_of(world, case_id, "group-proof")->found_zh, "低保"));
    EXPECT(world, text_is(row->state, "accepted") && text_is(row->waits, "office"));
    EXPECT(world, !text_present(row->awaits) && row->ms_department == INT64_C(172800000));
    answer(world, civil, request->request, "denied", "");
    EXPECT(world, refused(world, "intake.refused.request-answered"));
    EXPECT(world, asked_of(world, civil) == 0);
}

/* No answer in time: the paper is owed, or the commitment that was given stands for it; an answer
 * that comes late clears the debt. One that says no leaves a debt at once. */
static void no_answer_in_time(struct clause_world *world)
{
    begin(world);
    int64_t civil = department(world, 110000, "civil-affairs");
    int64_t owes = helped(world, false), promised = helped(world, true);
    int64_t denied = helped(world, false);
    answer(world, civil, request_of(world, denied)->request, "denied", "");
    turn(world);
    EXPECT(world, is_how(world, denied, "group-proof", "owed"));
    EXPECT(world, text_is(clause_case(world, denied)->state, "accepted-owing"));
    clause_now(world, DATE(2020, 3, 9), 23);
    turn(world);
    EXPECT(world, is_how(world, owes, "group-proof", "requested"));
    clause_now(world, DATE(2020, 3, 10), 0);
    turn(world);
    EXPECT(world, is_how(world, owes, "group-proof", "owed"));
    EXPECT(world, text_is(clause_case(world, owes)->state, "accepted-owing"));
    EXPECT(world, !text_present(clause_case(world, owes)->awaits));
    EXPECT(world, is_how(world, promised, "group-proof", "commitment"));
    EXPECT(world, text_is(clause_case(world, promised)->state, "accepted"));
    answer(world, civil, request_of(world, owes)->request, "confirmed", "低保");
    EXPECT(world, refused(world, ""));
    turn(world);
    const struct intake_paper *paper = paper_of(world, owes, "group-proof");
    EXPECT(world, text_is(paper->how, "owed") && paper->cleared_at.ms == world->now.ms);
    EXPECT(world, text_is(clause_case(world, owes)->state, "accepted"));
}

/* What was taken back nobody answers for, at once and not when the answer would be due; nor is
 * anybody awaited. */
static void taken_back_nobody_is_asked(struct clause_world *world)
{
    begin(world);
    int64_t civil = department(world, 110000, "civil-affairs");
    int64_t case_id = helped(world, false);
    EXPECT(world, asked_of(world, civil) == 1);
    const struct intake_case *row = clause_case(world, case_id);
    const struct intake_withdraw_input input = { .receipt = row->receipt };
    world->actor = (struct actor){ .role = ROLE_RESIDENT, .person = row->person };
    clause_act(world, &intake_withdraw_action, &input);
    EXPECT(world, refused(world, ""));
    row = clause_case(world, case_id);
    EXPECT(world, text_is(row->state, "withdrawn") && !text_present(row->awaits));
    EXPECT(world, asked_of(world, civil) == 0);
}

/* ---- without applying ---- */

static void identity(struct clause_world *world, int64_t person, const char *type)
{
    const struct party_identity row = {
        .bucket = id_bucket(person), .person = person,
        .identity = id_mint(&world->minter, id_bucket(person)), .type = text_of(type),
        .valid_from = moment_of_date(DATE(2019, 1, 1)), .version = 1,
    };
    clause_insert(world, &party_identity_table, &row);
}

/* The night's look, to its end. */
static void night(struct clause_world *world)
{
    const struct task_input begun = { 0 };
    const struct job_state_key running = { TEXT("running"), 0 };
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &intake_seek_action, &begun);
    for (struct list jobs = clause_rows(world, &jobs_in_state, &running); jobs.count > 0;
         jobs = clause_rows(world, &jobs_in_state, &running)) {
        const struct job_row *job = jobs.items;
        const struct task_input step = { job->bucket, job->job, job->subject };
        clause_act(world, &intake_seek_page_action, &step);
        EXPECT(world, refused(world, ""));
    }
    for (bool more = true; more;) {
        const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
        const struct list timers = clause_rows(world, &timers_due, &due);
        const struct timer_row *rows = timers.items;
        more = false;
        for (size_t i = 0; i < timers.count; i++) {
            const struct task_input open = { rows[i].bucket, rows[i].timer, rows[i].subject };
            if (!text_is(rows[i].action, intake_open_unasked_action.name))
                continue;
            clause_act(world, &intake_open_unasked_action, &open);
            EXPECT(world, refused(world, ""));
            more = true;
        }
    }
}

static struct list cases_of(struct clause_world *world, int64_t person)
{
    const struct intake_mine_key key = { id_bucket(person), person, 0 };
    return clause_rows(world, &intake_cases_by_mandate, &key);
}

/* Twelve people, so that there is a second page: residents of the register of assistance have a
 * case each, with what shows it, and once a year; nobody else has one. Who withdraws is left
 * alone. */
static void who_is_helped_need_not_apply(struct clause_world *world)
{
    enum { PEOPLE = 12 };
    int64_t people[PEOPLE];
    begin(world);
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i] = clause_resident(world, CHAOYANG);
        identity(world, people[i], "2303");
    }
    int64_t employee = clause_employee(world, CHAOYANG);
    int64_t other = clause_resident(world, CHAOYANG), nobody = clause_resident(world, CHAOYANG);
    identity(world, employee, "2303");
    identity(world, other, "9999");
    night(world);
    for (size_t i = 0; i < PEOPLE; i++)
        EXPECT(world, cases_of(world, people[i]).count == 1);
    EXPECT(world, cases_of(world, employee).count == 0 && cases_of(world, other).count == 0);
    EXPECT(world, cases_of(world, nobody).count == 0);
    const struct intake_case *row = cases_of(world, people[0]).items;
    EXPECT(world, text_is(row->matter, "assistance-enrolment"));
    EXPECT(world, text_is(row->channel, "unasked") && text_is(row->state, "accepted"));
    EXPECT(world, holds(row->form, "low-income") && holds(row->form, "2020"));
    EXPECT(world, is_how(world, row->case_id, "group-proof", "fetched"));
    EXPECT(world, clause_papers(world, row->case_id).count == 1);
    const struct intake_withdraw_input withdraw = { .receipt = row->receipt };
    clause_as_resident(world, people[0]);
    clause_act(world, &intake_withdraw_action, &withdraw);
    EXPECT(world, refused(world, ""));
    night(world);
    EXPECT(world, cases_of(world, people[0]).count == 1);
    EXPECT(world, cases_of(world, people[1]).count == 1);
    clause_now(world, DATE(2021, 1, 4), 9);
    night(world);
    EXPECT(world, cases_of(world, people[1]).count == 2);
}

/* ---- taken up again ---- */

static int64_t elsewhere(struct clause_world *world, int64_t person)
{
    const struct intake_applied *applied = apply(world, person, (struct clause_application){
        "offsite-filing", "web", { "id-card", "work-proof" },
        { { TEXT("kind"), TEXT("stationed-worker") }, { TEXT("division"), TEXT("371302") },
          { TEXT("from"), TEXT("2020-03-02") } }, .value_count = 3,
    });
    return applied == NULL ? 0 : applied->case_id;
}

/* By somebody else of the agency each time. */
static void step_on(struct clause_world *world, const struct action *action, int64_t case_id,
                    const char *verdict)
{
    const struct intake_case_input input = {
        .case_id = case_id, .verdict = text_of(verdict), .reason = TEXT("looked at"),
    };
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, CHAOYANG, "agency"));
    world->actor.account += ++world->serial;
    clause_act(world, action, &input);
}

static void object_to(struct clause_world *world, int64_t person, int64_t case_id)
{
    const struct { struct text receipt, last_four, reason; } input = {
        clause_case(world, case_id)->receipt, { 0 }, TEXT("that is not so"),
    };
    clause_as_resident(world, person);
    clause_act(world, &intake_object_action, &input);
}

static struct text filing_state(struct clause_world *world, int64_t person)
{
    const struct filing_of_key key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &filings_of, &key);
    const struct filing_row *last = rows.items;
    return rows.count == 0 ? (struct text){ 0 } : last[rows.count - 1].state;
}

static bool is_in(struct clause_world *world, int64_t case_id, const char *state)
{
    return text_is(clause_case(world, case_id)->state, state);
}

/* Taken back, asked for again, and the old one taken up again: one of them goes on. */
static void the_newer_one_goes_on(struct clause_world *world)
{
    begin(world);
    int64_t person = clause_employee(world, CHAOYANG), first = elsewhere(world, person);
    EXPECT(world, first != 0);
    const struct intake_withdraw_input withdraw = { .receipt =
        clause_case(world, first)->receipt };
    clause_as_resident(world, person);
    clause_act(world, &intake_withdraw_action, &withdraw);
    int64_t second = elsewhere(world, person);
    EXPECT(world, second != 0 && is_in(world, first, "withdrawn"));
    step_on(world, &intake_reopen_action, first, NULL);
    EXPECT(world, refused(world, "intake.refused.open-already"));
    EXPECT(world, text_equal(world->decision.refusal.detail[0],
                             clause_case(world, second)->receipt));
    step_on(world, &intake_decide_action, second, "refuse");
    step_on(world, &intake_reopen_action, first, NULL);
    EXPECT(world, refused(world, "") && is_in(world, first, "received"));
    step_on(world, &intake_reopen_action, second, NULL);
    EXPECT(world, refused(world, "intake.refused.open-already"));
}

/* Whatever was decided, an objection to it may be upheld or not; what had been made is taken back,
 * and what had been taken back may be made again. */
static void an_objection_is_decided_either_way(struct clause_world *world)
{
    begin(world);
    int64_t person = clause_employee(world, CHAOYANG), one = elsewhere(world, person);
    step_on(world, &intake_decide_action, one, "approve");
    EXPECT(world, is_in(world, one, "closed"));
    EXPECT(world, text_is(filing_state(world, person), "in-force"));
    step_on(world, &intake_reopen_action, one, NULL);
    EXPECT(world, refused(world, "intake.refused.no-objection"));
    object_to(world, person, one);
    EXPECT(world, refused(world, ""));
    step_on(world, &intake_reopen_action, one, NULL);
    EXPECT(world, refused(world, "") && is_in(world, one, "accepted"));
    EXPECT(world, text_is(filing_state(world, person), "revoked"));
    EXPECT(world, text_is(clause_case(world, one)->effect, "taken-back"));
    step_on(world, &intake_decide_action, one, "approve");
    EXPECT(world, text_is(filing_state(world, person), "in-force"));
    EXPECT(world, text_is(clause_case(world, one)->effect, "recorded"));

    /* Found false, and so revoked; that was a mistake, and nobody stays barred for it. */
    struct intake_paper paper = {
        .bucket = id_bucket(one), .case_id = one, .paper = id_mint(&world->minter,
        id_bucket(one)), .office = clause_case(world, one)->office, .place = CHAOYANG,
        .material = TEXT("residence-proof"), .how = TEXT("commitment"), .at = world->now,
        .version = 1,
    };
    clause_insert(world, &intake_paper_table, &paper);
    const struct intake_case_input found_false = {
        .case_id = one, .what = TEXT("false"), .reason = TEXT("never there"),
    };
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, CHAOYANG, "agency"));
    clause_act(world, &intake_verify_action, &found_false);
    EXPECT(world, refused(world, "") && is_in(world, one, "revoked"));
    const struct intake_person_key barred = { id_bucket(person), person };
    const struct intake_bar *bar = clause_rows(world, &intake_bars_of, &barred).items;
    EXPECT(world, date_compare(bar->until_day, date_of_moment(world->now)) > 0);
    object_to(world, person, one);
    EXPECT(world, refused(world, ""));
    step_on(world, &intake_reopen_action, one, NULL);
    EXPECT(world, refused(world, "") && is_in(world, one, "accepted"));
    bar = clause_rows(world, &intake_bars_of, &barred).items;
    EXPECT(world, date_compare(bar->until_day, date_of_moment(world->now)) < 0);
    EXPECT(world, !text_present(paper_of(world, one, "residence-proof")->checked));
    step_on(world, &intake_decide_action, one, "approve");
    object_to(world, person, one);
    step_on(world, &intake_uphold_action, one, NULL);
    EXPECT(world, refused(world, "") && is_in(world, one, "closed"));
    EXPECT(world, text_is(filing_state(world, person), "in-force"));
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "JX4-2.1k", a_stay_is_known },
        { "BJ4-S2f", an_earlier_paper_is_used_again },
        { "LY22-P2f", civil_affairs_are_asked },
        { "LY22-P2f", no_answer_in_time },
        { "LY22-P2f", taken_back_nobody_is_asked },
        { "LY22-L3j", who_is_helped_need_not_apply },
        { "", the_newer_one_goes_on },
        { "", an_objection_is_decided_either_way },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
