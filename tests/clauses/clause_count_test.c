/* clause_count_test.c: what was asked by telephone comes to an end, and business is counted: by
 * modes, by month, by who answers for it. */

#include "clause_offices.h"
#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "rooms/consult/consult.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

#include <string.h>

#define NANCHANG 360100

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static const struct clause_application QUERY = {
    .matter = "account-query", .channel = "web", .papers = { "id-card" },
};

static const struct intake_applied *query_by(struct clause_world *world, int64_t person,
                                             const char *channel)
{
    struct clause_application application = QUERY;
    application.channel = channel;
    return clause_apply_for(world, person, &application);
}

/* ---- by telephone ---- */

/* The hotline's ticket comes in under its number, is answered, and goes back under it. */
static void the_hotline_hears_back(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    struct consult_ask_input ask = { .channel = TEXT("hotline"), .kind = TEXT("policy"),
                                     .question = TEXT("外地看病怎么报销"), .place = NANCHANG,
                                     .name = TEXT("示例"), .phone = TEXT("13900000001"),
                                     .their_number = TEXT("12345-20200210-0088") };
    clause_act(world, &consult_ask_action, &ask);
    EXPECT(world, refused(world, ""));
    int64_t ticket = ((const struct consult_asked *)world->outcome)->ticket;
    struct input { int64_t office, after; } of = { 0, 0 };
    clause_act(world, &consult_to_return_action, &of);
    EXPECT(world, ((const struct list *)world->outcome)->count == 0);
    struct consult_ticket_input step = { .ticket = ticket, .text = TEXT("先备案，直接结算") };
    clause_act(world, &consult_return_action, &step);
    EXPECT(world, refused(world, "consult.refused.no-such-step"));
    clause_act(world, &consult_answer_action, &step);
    EXPECT(world, refused(world, ""));
    clause_act(world, &consult_to_return_action, &of);
    const struct list *tickets = world->outcome;
    EXPECT(world, tickets->count == 1);
    const struct consult_ticket *row = tickets->items;
    EXPECT(world, text_is(row->their_number, "12345-20200210-0088"));
    EXPECT(world, text_is(row->answer, "先备案，直接结算"));
    clause_act(world, &consult_return_action, &step);
    EXPECT(world, refused(world, ""));
    clause_act(world, &consult_to_return_action, &of);
    EXPECT(world, ((const struct list *)world->outcome)->count == 0);
}

struct to_case {
    int64_t ticket, version;
    struct text matter, name, number;
    struct list values, papers, owed;
    bool commitment;
    struct text asked;
};

/* Who answers the telephone makes a case of the question, with what was said already. */
static void a_question_becomes_a_case(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, NANCHANG);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, NANCHANG, "agency"));
    struct consult_ask_input ask = { .channel = TEXT("phone"), .kind = TEXT("use"),
                                     .question = TEXT("想查缴费记录"), .place = NANCHANG,
                                     .phone = TEXT("13900000001") };
    clause_act(world, &consult_ask_action, &ask);
    EXPECT(world, refused(world, ""));
    struct to_case input = {
        .ticket = ((const struct consult_asked *)world->outcome)->ticket,
        .matter = TEXT("account-query"), .name = TEXT("示例"),
        .number = clause_number(world, person),
    };
    clause_act(world, &consult_to_case_action, &input);
    EXPECT(world, refused(world, "intake.refused.who-calls"));
    input.asked = TEXT("出生日期、参保单位");
    clause_act(world, &consult_to_case_action, &input);
    EXPECT(world, refused(world, ""));
    struct done { int64_t ticket, case_id; struct text receipt, state, ticket_state; };
    const struct done *done = world->outcome;
    const struct intake_case *row = clause_case(world, done->case_id);
    EXPECT(world, row->person == person && text_is(row->channel, "phone"));
    EXPECT(world, text_is(done->ticket_state, "closed"));
    EXPECT(world, text_equal(row->receipt, done->receipt));
}

/* Asked, answered, open, and open for longer than a working day, with the median time. */
static void every_question_has_an_answer(struct clause_world *world)
{
    static const int HOURS[] = { 2, 5, 30 };
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    for (size_t i = 0; i < 5; i++) {
        clause_now(world, DATE(2020, 2, 10), 9);
        clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
        struct consult_ask_input ask = { .channel = TEXT("phone"), .kind = TEXT("policy"),
                                         .question = TEXT("怎么报销"), .place = NANCHANG,
                                         .phone = TEXT("13900000001") };
        clause_act(world, &consult_ask_action, &ask);
        EXPECT(world, refused(world, ""));
        if (i >= COUNT_OF(HOURS))
            continue;
        struct consult_ticket_input step = {
            .ticket = ((const struct consult_asked *)world->outcome)->ticket,
            .text = TEXT("见办事指南"),
        };
        world->now.ms += HOURS[i] * INT64_C(3600000);
        clause_act(world, &consult_answer_action, &step);
        EXPECT(world, refused(world, ""));
    }
    const struct consult_report_input input = { .office = agency, .from = DATE(2020, 2, 10) };
    clause_now(world, DATE(2020, 2, 11), 8);
    clause_act(world, &consult_report_action, &input);
    const struct consult_report *report = world->outcome;
    EXPECT(world, report->asked == 5 && report->answered == 3 && report->open == 2);
    EXPECT(world, report->late == 0 && report->median_hours == 5);
    clause_now(world, DATE(2020, 2, 11), 10);
    clause_act(world, &consult_report_action, &input);
    EXPECT(world, ((const struct consult_report *)world->outcome)->late == 2);
}

/* ---- counted ---- */

static size_t found_by(struct clause_world *world, const char *mode)
{
    struct search {
        struct text receipt, number, name, state, channel, ten, four;
        int64_t office;
        struct date from, until;
        struct moment after;
        int64_t after_case;
    };
    struct search *input = ARENA_NEW(&world->arena, struct search);
    input->ten = text_of(mode);
    clause_act(world, &intake_search_action, input);
    const struct intake_list_answer *found = world->outcome;
    const struct intake_listed *rows = found->cases.items;
    for (size_t i = 0; i < found->cases.count; i++) {
        const struct intake_case_key key = { id_bucket(rows[i].case_id), rows[i].case_id };
        struct list ways = clause_rows(world, &intake_way_of, &key);
        if (ways.count != 1
            || !text_is(((const struct intake_way *)ways.items)->ten, mode))
            return 99;
    }
    return found->cases.count;
}

static int64_t booked_today(struct clause_world *world, int64_t office)
{
    int bucket = booking_bucket(office);
    const struct booking_row row = {
        .bucket = bucket, .booking = id_mint(&world->minter, bucket), .office = office,
        .plan = 1, .day = date_of_moment(world->now), .minute = 540, .matter = TEXT("query"),
        .state = TEXT("called"), .channel = TEXT("web"),
        .made = world->now, .version = 1,
    };
    clause_insert(world, &booking_table, &row);
    return row.booking;
}

/* What a hospital hands in for itself: its statement by its system, and a prepayment, which is a
 * mode of its own however it comes. */
static void own_of_a_hospital(struct clause_world *world)
{
    int64_t hospital = clause_hospital_of(world, NANCHANG, (struct clause_hospital_kind){
        .tier = 3, .designated_epidemic = true });
    const struct clause_application prepayment = {
        .matter = "prepayment-request", .channel = "hospital", .papers = { "letter" },
        .values = { { TEXT("kind"), TEXT("special-treatment") },
                    { TEXT("amount"), TEXT("500000.00") }, { TEXT("month"), TEXT("2020-03") },
                    { TEXT("reason"), TEXT("收治患者，设备耗材垫付") } }, .value_count = 4,
    };
    const struct clause_application statement = {
        .matter = "monthly-statement", .channel = "hospital", .papers = { "paper-statement" },
        .values = { { TEXT("month"), TEXT("2020-01") }, { TEXT("total"), TEXT("1200.00") },
                    { TEXT("visits"), TEXT("3") } }, .value_count = 3,
    };
    world->actor = (struct actor){
        .account = 4194304 + hospital % 1000, .role = ROLE_HOSPITAL_OFFICE,
        .institution = hospital, .scope = { .institution = hospital },
    };
    EXPECT(world, clause_apply_own(world, &prepayment) != NULL);
    EXPECT(world, clause_apply_own(world, &statement) != NULL);
}

/* One case by each of the ten ways, some by two; the filter gives just those of a mode. */
static void make_ten(struct clause_world *world, int64_t office)
{
    static const struct { const char *channel; bool booked; } CASES[] = {
        { "web", false }, { "web", false }, { "mobile", false }, { "post", false },
        { "helper", false }, { "counter", true }, { "counter", false }, { "phone", false },
        { "fax", false },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct clause_application application = QUERY;
        application.channel = CASES[i].channel;
        application.more.booking = CASES[i].booked ? booked_today(world, office) : 0;
        clause_as_sender(world, CASES[i].channel, office);
        EXPECT(world, clause_apply_for(world, clause_employee(world, NANCHANG), &application)
                          != NULL);
    }
    own_of_a_hospital(world);
    clause_as_staff(world, ROLE_INTAKE_CLERK, office);
}

static void filter_by(struct clause_world *world, const char *const *modes,
                      const size_t *numbers, size_t count)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    make_ten(world, agency);
    if (world->failed)
        return;
    for (size_t i = 0; i < count; i++)
        EXPECT(world, found_by(world, modes[i]) == numbers[i]);
}

static void the_first_six_modes(struct clause_world *world)
{
    static const char *const MODES[] = { "web", "mobile", "post", "helper", "system", "prepay" };
    static const size_t NUMBERS[] = { 2, 1, 1, 1, 1, 1 };
    filter_by(world, MODES, NUMBERS, COUNT_OF(MODES));
}

static void the_last_four_modes(struct clause_world *world)
{
    static const char *const MODES[] = { "booking", "relaxed", "phone", "online" };
    static const size_t NUMBERS[] = { 1, 1, 1, 1 };
    filter_by(world, MODES, NUMBERS, COUNT_OF(MODES));
}

static int64_t sum_of(const struct list *sums, const char *way)
{
    const struct intake_sum *items = sums->items;
    for (size_t i = 0; i < sums->count; i++)
        if (text_is(items[i].way, way))
            return items[i].all;
    return 0;
}

/* The same day counted by hand and by the report: each mode, and nothing twice. Web 2, mobile 1,
 * telephone 1 and the hospital's two are online; fax and post have columns of their own and wait
 * until a clerk accepts them. */
static void the_ten_are_counted_as_by_hand(struct clause_world *world)
{
    static const struct { const char *mode; int64_t cases; } TEN[] = {
        { "web", 2 }, { "mobile", 1 }, { "helper", 1 }, { "booking", 1 }, { "relaxed", 1 },
        { "phone", 1 }, { "system", 1 }, { "prepay", 1 },
    };
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    make_ten(world, agency);
    clause_as_staff(world, ROLE_LEADER, agency);
    const struct intake_count_input day = {
        agency, DATE(2020, 2, 10), DATE(2020, 2, 10), { 0 },
    };
    clause_act(world, &intake_channels_count_action, &day);
    const struct intake_counted *sums = world->outcome;
    int64_t all = 0;
    for (size_t i = 0; i < COUNT_OF(TEN); i++) {
        EXPECT(world, sum_of(&sums->ten, TEN[i].mode) == TEN[i].cases);
        all += TEN[i].cases;
    }
    EXPECT(world, sums->total == all && sums->online == 6 && sums->counter == 3);
    EXPECT(world, sums->mail_fax == 0 && sums->post_in == 0 && sums->helped == 1);
    EXPECT(world, sums->booked == 1 && sums->extended == 0 && sums->enterprises == 0);
}

/* On-site cases of each month, and how many more or fewer than the month before. */
static void fewer_come_month_by_month(struct clause_world *world)
{
    static const struct { struct date day; const char *channel; } CASES[] = {
        { { 20200113 }, "counter" }, { { 20200114 }, "counter" }, { { 20200115 }, "web" },
        { { 20200213 }, "counter" }, { { 20200214 }, "web" }, { { 20200217 }, "phone" },
    };
    begin(world, DATE(2020, 1, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        clause_now(world, CASES[i].day, 9);
        clause_as_sender(world, CASES[i].channel, agency);
        EXPECT(world, query_by(world, clause_employee(world, NANCHANG), CASES[i].channel)
                          != NULL);
    }
    const struct intake_count_input input = {
        agency, DATE(2020, 1, 1), DATE(2020, 2, 29), { 0 },
    };
    clause_as_staff(world, ROLE_LEADER, agency);
    clause_act(world, &intake_months_action, &input);
    const struct intake_months *answer = world->outcome;
    const struct intake_month *months = answer->months.items;
    EXPECT(world, answer->months.count == 2);
    EXPECT(world, months[0].on_site == 2 && months[0].total == 3);
    EXPECT(world, months[1].on_site == 1 && months[1].total == 3);
    EXPECT(world, months[1].than_before == -1);
    /* And of the last month there is. */
    const struct intake_count_input last = {
        agency, DATE(9999, 12, 1), DATE(9999, 12, 31), { 0 },
    };
    clause_act(world, &intake_months_action, &last);
    EXPECT(world, ((const struct intake_months *)world->outcome)->months.count == 1);
}

struct most_asked { int64_t office; struct date from, until; };
struct most_told {
    struct text matter, zh, en;
    int64_t cases, questions, required, papers, rated;
    struct text average;
};

/* So many cases of that matter, accepted that day; the first two are graded 5 and 4. */
static void cases_of(struct clause_world *world, int64_t agency, const char *matter, int many)
{
    static int64_t number;
    for (int i = 0; i < many; i++) {
        struct intake_case row = {
            .bucket = 5, .case_id = id_mint(&world->minter, 5), .office = agency,
            .place = NANCHANG, .matter = text_of(matter), .state = TEXT("closed"),
            .accepted_at = world->now, .received_at = world->now, .version = 1,
            .counted_at = world->now, .counted_office = agency,
        };
        row.receipt = arena_format(&world->arena, "R-%lld", (long long)++number);
        row.subject_key = arena_format(&world->arena, "%016lld", (long long)number);
        clause_insert(world, &intake_case_table, &row);
        const struct consult_grade grade = {
            .bucket = 5, .case_id = row.case_id, .office = agency, .place = NANCHANG,
            .matter = row.matter, .receipt = row.receipt, .rating = 5 - i,
            .rated_at = world->now, .version = 1,
        };
        if (i < 2)
            clause_insert(world, &consult_grade_table, &grade);
    }
}

/* How much the five matters ask that come most, and how content people are. */
static void what_comes_most_is_counted(struct clause_world *world)
{
    static const struct { const char *matter; int cases; } MATTERS[] = {
        { "account-query", 3 }, { "offsite-filing", 6 }, { "certificate", 5 },
        { "enrolment-query", 2 }, { "outpatient-claim", 1 }, { "inpatient-claim", 4 },
    };
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, NANCHANG, "agency");
    for (size_t i = 0; i < COUNT_OF(MATTERS); i++)
        cases_of(world, agency, MATTERS[i].matter, MATTERS[i].cases);
    const struct most_asked asked = { 0, DATE(2020, 2, 1), DATE(2020, 2, 10) };
    clause_as_staff(world, ROLE_LEADER, agency);
    clause_act(world, &consult_convenience_action, &asked);
    const struct list *list = world->outcome;
    const struct most_told *told = list->items;
    EXPECT(world, refused(world, "") && list->count == 5);
    EXPECT(world, text_is(told[0].matter, "offsite-filing") && told[0].cases == 6);
    EXPECT(world, told[0].rated == 2 && text_is(told[0].average, "4.50"));
    EXPECT(world, text_is(told[4].matter, "enrolment-query") && told[4].cases == 2);
    /* As the text of the matter has them: kind and place must be answered, four may be; the form
     * is made of them and no paper that anybody is asked for. */
    const struct matter *matter = matter_of(world->book, told[0].matter, &world->arena);
    EXPECT(world, told[0].questions == (int64_t)matter->fields.count && told[0].required == 2);
    EXPECT(world, told[0].papers == (int64_t)matter->materials.count - 1);
    /* Another day. */
    const struct most_asked before = { 0, DATE(2020, 2, 1), DATE(2020, 2, 9) };
    clause_act(world, &consult_convenience_action, &before);
    EXPECT(world, ((const struct list *)world->outcome)->count == 0);
}

static const struct clause_scenario scenarios[] = {
    { "JX4-2.0j", what_comes_most_is_counted },
    { "JX4-2.5b", the_hotline_hears_back },
    { "JX4-2.5e", a_question_becomes_a_case },
    { "JX4-2.5f", every_question_has_an_answer },
    { "JX4-2.0g", the_first_six_modes },
    { "JX4-2.0g JX4-2.0h", the_ten_are_counted_as_by_hand },
    { "JX4-2.0h", the_last_four_modes },
    { "JX4-2.1j", fewer_come_month_by_month },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
