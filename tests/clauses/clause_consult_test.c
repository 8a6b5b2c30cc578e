/* clause_consult_test.c: questions reach the office that answers, in time; what is asked often is
 * answered once for all and found by two characters. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/consult/consult.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/message/message_facts.h"

#include <string.h>

static bool good(const struct clause_world *world)
{
    return strcmp(clause_refused(world), "") == 0;
}

static void as_resident(struct clause_world *world, int64_t person)
{
    world->actor = (struct actor){ .account = 12, .role = ROLE_RESIDENT, .person = person };
}

static const struct consult_asked *ask(struct clause_world *world, const char *kind,
                                       const char *matter, const char *question)
{
    struct consult_ask_input *input = ARENA_NEW(&world->arena, struct consult_ask_input);
    *input = (struct consult_ask_input){ .kind = text_of(kind), .question = text_of(question) };
    if (matter != NULL)
        input->matter = text_of(matter);
    clause_act(world, &consult_ask_action, input);
    return good(world) ? world->outcome : NULL;
}

static const struct consult_ticket *ticket_of(struct clause_world *world, int64_t ticket)
{
    const struct consult_ticket_key key = { id_bucket(ticket), ticket };
    struct list rows = clause_rows(world, &consult_ticket_by_id, &key);
    return rows.count == 1 ? rows.items : NULL;
}

static const struct consult_done *step(struct clause_world *world, const struct action *action,
                                       struct consult_ticket_input input)
{
    struct consult_ticket_input *given = ARENA_NEW(&world->arena, struct consult_ticket_input);
    *given = input;
    clause_act(world, action, given);
    return good(world) ? world->outcome : NULL;
}

static const struct consult_done *answer(struct clause_world *world, int64_t ticket,
                                         const char *text)
{
    return step(world, &consult_answer_action,
                (struct consult_ticket_input){ .ticket = ticket, .text = text_of(text) });
}

/* The house's timers that are due by now, each once. */
static void turn_timers(struct clause_world *world)
{
    const struct due_key key = { .state = TEXT("waiting"), .until = world->now };
    struct list rows = clause_rows(world, &timers_due, &key);
    const struct timer_row *timers = rows.items;
    struct actor before = world->actor;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    for (size_t i = 0; i < rows.count; i++)
        if (text_is(timers[i].action, consult_escalate_action.name)) {
            struct task_input *input = ARENA_NEW(&world->arena, struct task_input);
            *input = (struct task_input){ timers[i].bucket, timers[i].timer, timers[i].subject };
            clause_act(world, &consult_escalate_action, input);
        }
    world->actor = before;
}

/* What the office in whose name it is asked is still to call after. */
static size_t low_ones(struct clause_world *world)
{
    struct { int64_t office; struct text state; int64_t after; } asked = { .state = TEXT("low") };
    clause_act(world, &consult_list_action, &asked);
    return ((const struct { struct list questions; } *)world->outcome)->questions.count;
}

/* From a case, taken, answered, closed with a grade; a low one is called after. */
static void a_problem_is_opened_answered_and_graded(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t person = clause_employee(world, 330602);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    const struct intake_applied *applied = clause_apply(world, person);
    EXPECT(world, applied != NULL);
    struct consult_ask_input input = { .kind = TEXT("problem"), .question = TEXT("上传不了材料"),
                                       .receipt = applied->receipt };
    as_resident(world, clause_employee(world, 330602));
    clause_act(world, &consult_ask_action, &input);
    EXPECT(world, refused(world, "consult.refused.no-case"));
    as_resident(world, person);
    clause_act(world, &consult_ask_action, &input);
    EXPECT(world, good(world));
    int64_t ticket = ((const struct consult_asked *)world->outcome)->ticket;
    int64_t agency = clause_office(world, 330602, "agency");
    const struct consult_ticket *row = ticket_of(world, ticket);
    EXPECT(world, row->office == agency && row->case_id == applied->case_id);
    EXPECT(world, text_is(row->channel, "case"));

    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, 330603, "agency"));
    EXPECT(world, answer(world, ticket, "换一张") == NULL);
    EXPECT(world, refused(world, "consult.refused.no-ticket"));
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    EXPECT(world, step(world, &consult_take_action,
                       (struct consult_ticket_input){ .ticket = ticket }) != NULL);
    EXPECT(world, answer(world, ticket, "请压缩到20兆以下再传") != NULL);
    EXPECT(world, ticket_of(world, ticket)->assignee == world->actor.account);
    as_resident(world, person);
    EXPECT(world, step(world, &consult_rate_action, (struct consult_ticket_input){
        .ticket = ticket, .rating = 6 }) == NULL);
    EXPECT(world, step(world, &consult_rate_action, (struct consult_ticket_input){
        .ticket = ticket, .rating = 2 }) != NULL);
    row = ticket_of(world, ticket);
    EXPECT(world, text_is(row->state, "closed") && text_is(row->follow, "due"));
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    EXPECT(world, low_ones(world) == 1);
    EXPECT(world, step(world, &consult_follow_action, (struct consult_ticket_input){
        .ticket = ticket, .text = TEXT("已电话说明") }) != NULL);
    EXPECT(world, text_is(ticket_of(world, ticket)->follow, "done"));
    EXPECT(world, low_ones(world) == 0);
}

struct low_grades { struct list grades; };
struct graded_told {
    struct text matter;
    int64_t institution, rated, low, waiting, handled_minutes;
    struct text average;
};

static const struct consult_case_graded *grade(struct clause_world *world, struct text receipt,
                                               const char *last_four, int64_t rating)
{
    struct consult_rate_case_input *input =
        ARENA_NEW(&world->arena, struct consult_rate_case_input);
    *input = (struct consult_rate_case_input){ .of = { receipt, text_of(last_four) },
                                               .rating = rating, .text = TEXT("太慢") };
    clause_act(world, &consult_rate_case_action, input);
    return good(world) ? world->outcome : NULL;
}

/* A decided case is graded by the institution that shows its receipt, once; a low grade waits for a
 * call; the office is told average and handling time by institution. */
static void an_institution_grades_its_handled_case(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t person = clause_employee(world, 330602);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    const struct intake_applied *applied = clause_apply(world, person);
    EXPECT(world, applied != NULL);
    int64_t agency = clause_office(world, 330602, "agency");
    as_resident(world, person);
    EXPECT(world, grade(world, applied->receipt, "", 2) == NULL);
    EXPECT(world, refused(world, "consult.refused.not-decided"));

    clause_now(world, DATE(2020, 2, 11), 9);
    clause_as_staff(world, ROLE_REVIEWER, agency);
    struct intake_case_input verdict = { .case_id = applied->case_id,
                                         .verdict = TEXT("approve") };
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, good(world));
    as_resident(world, person);
    EXPECT(world, grade(world, applied->receipt, "", 6) == NULL);
    as_resident(world, clause_employee(world, 330602));
    EXPECT(world, grade(world, applied->receipt, "0000", 1) == NULL);
    EXPECT(world, refused(world, "consult.refused.no-handled-case"));
    as_resident(world, person);
    world->actor.institution = 77;
    EXPECT(world, grade(world, applied->receipt, "", 2)->follow);
    EXPECT(world, grade(world, applied->receipt, "", 5) == NULL);
    EXPECT(world, refused(world, "consult.refused.graded-already"));

    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    struct consult_graded_key of = { 0 };
    clause_act(world, &consult_graded_action, &of);
    EXPECT(world, good(world));
    const struct list *sums = &((const struct low_grades *)world->outcome)->grades;
    const struct graded_told *sum = sums->items;
    EXPECT(world, sums->count == 1 && sum->institution == 77 && sum->waiting == 1);
    EXPECT(world, text_is(sum->average, "2.00") && sum->handled_minutes == 24 * 60);
    struct consult_follow_case_input call = { applied->case_id, TEXT("已回电说明") };
    clause_act(world, &consult_follow_case_action, &call);
    EXPECT(world, good(world));
    clause_act(world, &consult_follow_case_action, &call);
    EXPECT(world, refused(world, "consult.refused.no-follow"));
    clause_act(world, &consult_low_grades_action, &of);
    EXPECT(world, ((const struct low_grades *)world->outcome)->grades.count == 0);
}

struct counts_asked { int64_t office; struct date from, until; };
struct count_told {
    struct date day;
    struct text kind, channel;
    int64_t asked, answered, rated, low;
};

static int64_t counted(struct clause_world *world, const char *kind)
{
    const struct counts_asked input = { .from = DATE(2020, 2, 10), .until = DATE(2020, 2, 10) };
    clause_act(world, &consult_counts_action, &input);
    const struct list *rows = world->outcome;
    const struct count_told *counts = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (text_is(counts[i].kind, kind) && counts[i].day.yyyymmdd == 20200210)
            return counts[i].asked * 10 + counts[i].answered;
    return 0;
}

static void policy_and_use_are_both_answered_and_counted(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    as_resident(world, clause_employee(world, 330602));
    int64_t policy = ask(world, "policy", NULL, "门诊报销比例是多少")->ticket;
    int64_t use = ask(world, "use", NULL, "网上办怎么登录")->ticket;
    ask(world, "use", NULL, "验证码收不到");
    EXPECT(world, ask(world, "weather", NULL, "明天下雨吗") == NULL);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, 330602, "agency"));
    EXPECT(world, answer(world, policy, "见办事指南") != NULL);
    EXPECT(world, answer(world, use, "点击登录、个人登录") != NULL);
    EXPECT(world, counted(world, "policy") == 11);
    EXPECT(world, counted(world, "use") == 21);
}

/* The hospital's own place answers; the hotline's clerk makes a case of it with what it has. */
static void a_hospital_asks_from_its_screen(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t hospital = clause_hospital(world, 110108);
    world->actor = (struct actor){ .account = 5, .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = hospital };
    const struct consult_asked *asked =
        ask(world, "policy", NULL, "长期处方现在可以开三个月吗");
    EXPECT(world, asked != NULL);
    EXPECT(world, asked->office == clause_office(world, 110108, "agency"));
    EXPECT(world, text_present(asked->office_phone) && text_present(asked->office_name));
    EXPECT(world, text_is(ticket_of(world, asked->ticket)->channel, "hospital"));
    int64_t ticket = asked->ticket;
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, 110108, "agency"));
    EXPECT(world, answer(world, ticket, "可以，病情稳定的慢性病患者最长三个月") != NULL);
    const struct consult_ticket_input rate = { .ticket = ticket, .rating = 5 };
    world->actor = (struct actor){ .role = ROLE_HOSPITAL_OFFICE, .institution = hospital + 1 };
    EXPECT(world, step(world, &consult_rate_action, rate) == NULL);
    world->actor.institution = hospital;
    EXPECT(world, step(world, &consult_rate_action, rate) != NULL);
    EXPECT(world, text_is(ticket_of(world, ticket)->state, "closed"));
}

/* About a matter the procedure is told at once, and the question still waits for its answer. */
static void a_matter_gets_its_procedure(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    as_resident(world, clause_employee(world, 360100));
    const struct consult_asked *asked =
        ask(world, "policy", "offsite-filing", "备案要去大厅吗");
    EXPECT(world, asked != NULL && memmem(asked->guide_zh.data, asked->guide_zh.length, "材料",
                                          strlen("材料")) != NULL);
    /* Ways for people: the machine's own command is none. */
    EXPECT(world, memmem(asked->guide_en.data, asked->guide_en.length, "command line",
                         strlen("command line")) == NULL);
    EXPECT(world, text_is(ticket_of(world, asked->ticket)->state, "open"));
    EXPECT(world, asked->due_at.ms == moment_of_date(DATE(2020, 2, 12)).ms);
    int64_t ticket = asked->ticket;
    /* Tuesday's end: nobody answered, so the office above hears of it, and then the one above. */
    clause_now(world, DATE(2020, 2, 12), 0);
    turn_timers(world);
    EXPECT(world, ticket_of(world, ticket)->escalated_to
                      == clause_office(world, 360100, "bureau"));
    clause_now(world, DATE(2020, 2, 14), 0);
    turn_timers(world);
    EXPECT(world, ticket_of(world, ticket)->escalated_to
                      == clause_office(world, 360000, "bureau"));
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 360000, "bureau"));
    EXPECT(world, answer(world, ticket, "不用，网上即可") != NULL);
    clause_now(world, DATE(2020, 2, 20), 0);
    turn_timers(world);
    EXPECT(world, ticket_of(world, ticket)->escalations == 2);
}

static const struct consult_found *look_for(struct clause_world *world, const char *text)
{
    struct consult_search_input *input = ARENA_NEW(&world->arena, struct consult_search_input);
    input->text = text_of(text);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &consult_search_action, input);
    return good(world) ? world->outcome : NULL;
}

/* Asked three times, an answer for all is proposed; published, everybody finds it by two characters
 * or by first letters; taken back, nobody does. */
static void asked_often_it_is_answered_for_all(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t bureau = clause_office(world, 360100, "bureau");
    int64_t agency = clause_office(world, 360100, "agency");
    const struct consult_done *done = NULL;
    for (int i = 0; i < 3; i++) {
        EXPECT(world, done == NULL || !done->proposed);
        as_resident(world, clause_employee(world, 360100));
        int64_t ticket = ask(world, "policy", "offsite-filing", "异地备案要什么材料")->ticket;
        clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
        done = answer(world, ticket, "身份证和滞留证明");
        EXPECT(world, done != NULL);
    }
    EXPECT(world, done->proposed && done->asked == 3);
    const struct consult_state_key proposed = { TEXT("proposed") };
    struct list rows = clause_rows(world, &consult_answers_in_state, &proposed);
    EXPECT(world, rows.count == 1);
    const struct consult_answer *proposal = rows.items;
    EXPECT(world, look_for(world, "材料")->answers.count == 0);
    struct consult_publish_input publish = {
        .answer = proposal->answer, .topic = proposal->topic, .question = proposal->question,
        .body = TEXT("身份证件；滞留证明可以后补。"),
    };
    clause_as_staff(world, ROLE_PUBLISHER, bureau);
    clause_act(world, &consult_publish_action, &publish);
    EXPECT(world, good(world));
    EXPECT(world, look_for(world, "材料")->answers.count == 1);
    EXPECT(world, look_for(world, "后补")->answers.count == 1);
    EXPECT(world, look_for(world, "ydba")->answers.count == 1);
    EXPECT(world, look_for(world, "医院")->answers.count == 0);
    EXPECT(world, look_for(world, "材") == NULL);
    clause_as_staff(world, ROLE_PUBLISHER, bureau);
    publish.body = TEXT("只要身份证件。");
    clause_act(world, &consult_publish_action, &publish);
    EXPECT(world, good(world));
    EXPECT(world, look_for(world, "后补")->answers.count == 0);
    clause_as_staff(world, ROLE_PUBLISHER, bureau);
    clause_act(world, &consult_withdraw_action, &publish);
    EXPECT(world, good(world) && look_for(world, "材料")->answers.count == 0);
}

static int64_t publish(struct clause_world *world, const char *topic, const char *matter,
                       const char *body)
{
    struct consult_publish_input input = {
        .topic = text_of(topic), .question = text_of(topic), .body = text_of(body),
    };
    if (matter != NULL)
        input.matter = text_of(matter);
    clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, 360100, "bureau"));
    clause_act(world, &consult_publish_action, &input);
    return good(world) ? ((const struct consult_published *)world->outcome)->answer : 0;
}

/* What the reader of the page is led to; NULL: nowhere. */
static const struct page_part *link_of(struct clause_world *world, struct page_parts *parts)
{
    *parts = (struct page_parts){ .arena = &world->arena, .language = LANGUAGE_CHINESE };
    CHECK(consult_room.page_count == 1);
    consult_room.pages[0].tell(parts, world->outcome);
    for (size_t i = 0; i < parts->count; i++)
        if (text_present(parts->items[i].path))
            return &parts->items[i];
    return NULL;
}

/* The answer leads to where its matter is begun without coming in; one of no matter, nowhere. */
static void an_answer_leads_to_the_contact_free_way(struct clause_world *world)
{
    struct page_parts parts;
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    EXPECT(world, publish(world, "备案材料", "offsite-filing", "有效身份证件即可") != 0);
    EXPECT(world, publish(world, "就诊纪律", NULL, "请戴口罩") != 0);
    const struct consult_found *found = look_for(world, "备案");
    EXPECT(world, found != NULL && found->answers.count == 1);
    const struct consult_told *told = found->answers.items;
    EXPECT(world, text_is(told->path, "/apply/offsite-filing?place=360100"));
    struct text rest = told->ways;
    bool online = false;
    while (text_present(rest)) {
        struct text way = text_until(rest, ' ', &rest);
        EXPECT(world, !text_is(way, "counter") && !text_is(way, "station"));
        online = online || text_is(way, "web");
    }
    EXPECT(world, online);
    const struct page_part *link = link_of(world, &parts);
    EXPECT(world, link != NULL && text_equal(link->path, told->path));
    EXPECT(world, text_present(link->note));
    found = look_for(world, "口罩");
    EXPECT(world, found != NULL && found->answers.count == 1);
    EXPECT(world, link_of(world, &parts) == NULL && parts.count == 2);
}

static void the_place_of_enrolment_answers(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    as_resident(world, clause_employee(world, 330681));
    const struct consult_asked *asked = ask(world, "policy", NULL, "发票什么时候截止");
    EXPECT(world, asked != NULL && asked->place == 330681);
    EXPECT(world, asked->office == clause_office(world, 330681, "agency"));
    EXPECT(world, text_present(asked->office_phone));
    as_resident(world, clause_employee(world, 330683));
    asked = ask(world, "policy", NULL, "发票什么时候截止");
    EXPECT(world, asked->office == clause_office(world, 330683, "agency"));
}

/* Hours stand in the directory; who cannot get through says so, and that is a ticket. */
static void an_unreachable_telephone_raises_a_ticket(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    const struct staff_bucket_key key = { STAFF_BUCKET };
    struct list rows = clause_rows(world, &staff_phones_all, &key);
    const struct staff_phone *phones = rows.items;
    EXPECT(world, rows.count > 0);
    for (size_t i = 0; i < rows.count; i++)
        EXPECT(world, text_present(phones[i].hours));
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    struct consult_ask_input input = { .kind = TEXT("unreachable"), .place = 330602,
                                       .question = TEXT("0575-89102755 上午一直打不通") };
    clause_act(world, &consult_ask_action, &input);
    EXPECT(world, refused(world, "consult.refused.no-contact"));
    input.phone = TEXT("13900000000");
    clause_act(world, &consult_ask_action, &input);
    EXPECT(world, good(world));
    int64_t ticket = ((const struct consult_asked *)world->outcome)->ticket;
    EXPECT(world, text_is(ticket_of(world, ticket)->kind, "unreachable"));
    EXPECT(world, !text_present(ticket_of(world, ticket)->name_sealed));
}

struct call_input { struct text phone; bool missed; };

static void calls_are_recorded(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 330602, "agency");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    struct call_input call = { TEXT("0575-89102755"), false };
    clause_act(world, &consult_note_call_action, &call);
    clause_act(world, &consult_note_call_action, &call);
    call.missed = true;
    clause_act(world, &consult_note_call_action, &call);
    EXPECT(world, good(world));
    const struct consult_calls_key key = { consult_bucket(agency), agency, DATE(2020, 2, 10),
                                           call.phone };
    struct list rows = clause_rows(world, &consult_calls_of, &key);
    EXPECT(world, rows.count == 1);
    const struct consult_calls *today = rows.items;
    EXPECT(world, today->answered == 2 && today->missed == 1);
}

static const struct clause_scenario scenarios[] = {
    { "SX9-2.4a", a_problem_is_opened_answered_and_graded },
    { "SX9-2.4f", policy_and_use_are_both_answered_and_counted },
    { "JX4-2.5d", a_matter_gets_its_procedure },
    { "JX4-4d", asked_often_it_is_answered_for_all },
    { "JX4-4c", an_answer_leads_to_the_contact_free_way },
    { "SX9-A4a", the_place_of_enrolment_answers },
    { "SX9-2.4e", an_unreachable_telephone_raises_a_ticket },
    /* Parts of clauses whose other part is elsewhere. */
    { "BJ4-S3f", a_hospital_asks_from_its_screen },
    { "BJ4-S3e", an_institution_grades_its_handled_case },
    { "", calls_are_recorded },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
