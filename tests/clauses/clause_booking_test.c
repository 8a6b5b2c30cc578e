/* clause_booking_test.c: halls without crowds: what may be booked, limits and where the others are
 * led, who goes first, what the slip says. */

#include "clause_runner.h"

#include "base/check.h"
#include "rooms/booking/booking.h"
#include "rooms/due/due_facts.h"
#include "rooms/intake/intake_facts.h"
#include "rooms/message/message_facts.h"
#include "rooms/outage/outage.h"

#include <string.h>

static const struct text WHY = { "材料须交原件", sizeof "材料须交原件" - 1 };

struct hall { int64_t office, plan; };

/* An agency with one counter, half past eight to five: quarters of an hour with one place. */
static struct hall hall_in(struct clause_world *world, int64_t division, const char *name)
{
    const struct staff_office office = {
        .bucket = STAFF_BUCKET, .office = id_mint(&world->minter, STAFF_BUCKET),
        .kind = TEXT("agency"), .division = division, .name = text_of(name), .version = 1,
    };
    clause_insert(world, &staff_office_table, &office);
    int bucket = booking_bucket(office.office);
    const struct booking_plan plan = {
        .bucket = bucket, .office = office.office, .plan = id_mint(&world->minter, bucket),
        .division = division, .name = TEXT("一号窗口"), .desks = 1,
        .weekdays = TEXT("1 2 3 4 5"), .opens = 510, .closes = 1020, .slot_minutes = 15,
        .capacity = 1, .hold_minutes = 15, .ahead_days = 14, .urgent_days = 2, .head_start = 30,
        .wait_most = 90, .matters = TEXT("inpatient-claim claim-paper-batch"),
        .valid_from = DATE(2020, 1, 1), .version = 1,
    };
    clause_insert(world, &booking_plan_table, &plan);
    return (struct hall){ office.office, plan.plan };
}

static void as_clerk(struct clause_world *world, struct hall hall)
{
    world->actor = (struct actor){ .account = 7, .role = ROLE_INTAKE_CLERK,
                                   .office = hall.office };
}

static void as_nobody(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
}

static struct booking_hold_input wish(struct clause_world *world, struct hall hall,
                                      const char *matter, struct date day, int64_t minute)
{
    return (struct booking_hold_input){
        .office = hall.office, .plan = hall.plan, .day = day, .minute = minute,
        .matter = text_of(matter), .name = TEXT("示例"), .why = WHY, .channel = TEXT("web"),
        .phone = arena_format(&world->arena, "139%08lld", (long long)++world->serial),
    };
}

static const struct booking_told *hold(struct clause_world *world,
                                       const struct booking_hold_input *input)
{
    clause_act(world, &booking_hold_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

static bool detail_has(const struct clause_world *world, int n, const char *words)
{
    struct text detail = world->decision.refusal.detail[n];
    return detail.length > 0 && memmem(detail.data, detail.length, words, strlen(words)) != NULL;
}

static struct list slots_of(struct clause_world *world, struct hall hall, struct date day,
                            bool urgent)
{
    struct booking_slots_input *input = ARENA_NEW(&world->arena, struct booking_slots_input);
    *input = (struct booking_slots_input){
        .office = hall.office, .matter = TEXT("inpatient-claim"), .day = day, .urgent = urgent,
    };
    clause_act(world, &booking_slots_action, input);
    return ((const struct booking_slots_told *)world->outcome)->slots;
}

static const struct booking_slot_told *slot_at(struct list slots, struct date day, int64_t minute)
{
    const struct booking_slot_told *rows = slots.items;
    for (size_t i = 0; i < slots.count; i++)
        if (rows[i].minute == minute && date_compare(rows[i].day, day) == 0)
            return &rows[i];
    return NULL;
}

/* ---- Jiangxi: booked by web and by telephone, what needs the counter, no crowd ---- */

static void booked_by_web_and_never_twice(struct clause_world *world)
{
    struct date day = DATE(2020, 2, 12);
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 360102, "南昌市示例中心");
    as_nobody(world);
    struct booking_hold_input input = wish(world, hall, "inpatient-claim", day, 540);
    const struct booking_told *held = hold(world, &input);
    EXPECT(world, held != NULL && text_is(held->state, "held"));
    const struct booking_own_input own = { .booking = held->booking, .phone = input.phone };
    clause_act(world, &booking_confirm_action, &own);
    EXPECT(world, refused(world, ""));
    input.minute = 600;
    hold(world, &input);
    EXPECT(world, refused(world, "booking.refused.twice"));
    struct booking_hold_input other = wish(world, hall, "inpatient-claim", day, 540);
    hold(world, &other);
    EXPECT(world, refused(world, "booking.refused.full"));
    EXPECT(world, detail_has(world, 0, "2020年2月10日 09:15"));
    const struct booking_own_input stranger = { .booking = held->booking, .phone = other.phone };
    clause_act(world, &booking_cancel_action, &stranger);
    EXPECT(world, refused(world, "booking.refused.no-booking"));
    clause_act(world, &booking_cancel_action, &own);
    EXPECT(world, refused(world, ""));
    EXPECT(world, hold(world, &other) != NULL);
}

static void booked_by_telephone_with_a_text_message(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 360102, "南昌市示例中心");
    as_clerk(world, hall);
    struct booking_hold_input input =
        wish(world, hall, "inpatient-claim", DATE(2020, 2, 12), 540);
    input.channel = TEXT("phone");
    const struct booking_told *told = hold(world, &input);
    EXPECT(world, told != NULL && text_is(told->state, "confirmed"));
    EXPECT(world, text_present(told->message_zh) && text_characters(told->message_zh) <= 70);
    static const char WHEN[] = "2020年2月12日 09:00";
    EXPECT(world, memmem(told->message_zh.data, told->message_zh.length, WHEN, sizeof WHEN - 1)
                      != NULL);
}

static void only_what_needs_the_counter(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 360102, "南昌市示例中心");
    as_nobody(world);
    struct booking_hold_input input =
        wish(world, hall, "offsite-filing", DATE(2020, 2, 12), 540);
    hold(world, &input);
    EXPECT(world, refused(world, "booking.refused.remote") && detail_has(world, 0, "网上")
                      && detail_has(world, 1, "web"));
    input.matter = TEXT("inpatient-claim");
    input.why = (struct text){ 0 };
    hold(world, &input);
    EXPECT(world, refused(world, "booking.refused.remote-first"));
    EXPECT(world, detail_has(world, 0, "网上"));
    input.why = WHY;
    EXPECT(world, hold(world, &input) != NULL);
}

static int64_t walk_in(struct clause_world *world, struct hall hall, bool urgent)
{
    struct booking_walk_in_input *input = ARENA_NEW(&world->arena, struct booking_walk_in_input);
    *input = (struct booking_walk_in_input){ hall.office, 0, TEXT("inpatient-claim"), WHY,
                                             urgent };
    clause_act(world, &booking_walk_in_action, input);
    return refused(world, "") ? ((const struct booking_told *)world->outcome)->number : 0;
}

static int64_t call(struct clause_world *world, struct hall hall)
{
    struct booking_line_input *input = ARENA_NEW(&world->arena, struct booking_line_input);
    *input = (struct booking_line_input){ .office = hall.office, .desk = 1 };
    clause_act(world, &booking_call_action, input);
    return refused(world, "") ? ((const struct booking_told *)world->outcome)->number : 0;
}

/* Two walk-ins at nine, called at ten and at eleven: ninety minutes on the whole. */
static void slots_hold_and_waiting_is_reported(struct clause_world *world)
{
    struct date day = DATE(2020, 2, 12);
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 360102, "南昌市示例中心");
    as_nobody(world);
    for (int64_t minute = 510; minute < 570; minute += 15) {
        struct booking_hold_input first = wish(world, hall, "inpatient-claim", day, minute);
        struct booking_hold_input second = wish(world, hall, "inpatient-claim", day, minute);
        EXPECT(world, hold(world, &first) != NULL);
        hold(world, &second);
        EXPECT(world, refused(world, "booking.refused.full"));
    }
    as_clerk(world, hall);
    EXPECT(world, walk_in(world, hall, false) == 1 && walk_in(world, hall, false) == 2);
    clause_now(world, DATE(2020, 2, 10), 10);
    EXPECT(world, call(world, hall) == 1);
    clause_now(world, DATE(2020, 2, 10), 11);
    EXPECT(world, call(world, hall) == 2 && call(world, hall) == 0);
    EXPECT(world, refused(world, "booking.refused.nobody-waits"));
    const struct booking_line_input line = { .office = hall.office };
    clause_act(world, &booking_line_action, &line);
    const struct booking_line_told *told = world->outcome;
    EXPECT(world, told->called == 2 && told->average_wait == 90);
}

/* ---- Shaoxing: limits, diversion, later, what to bring, how crowded ---- */

static int tickets_until_refused(struct clause_world *world, struct hall hall, int at_most)
{
    int given = 0;
    while (given < at_most && walk_in(world, hall, false) != 0)
        given++;
    return given;
}

static void the_fifty_first_is_led_elsewhere(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 330602, "越城区示例中心");
    hall_in(world, 330603, "柯桥区示例中心");
    hall_in(world, 330604, "上虞区示例中心");
    hall_in(world, 330681, "诸暨市示例中心");
    hall_in(world, 330683, "嵊州市示例中心");
    as_clerk(world, hall);
    EXPECT(world, tickets_until_refused(world, hall, 60) == 50);
    EXPECT(world, refused(world, "booking.refused.limit"));
    EXPECT(world, detail_has(world, 0, "2020年2月12日 08:30"));
    EXPECT(world, detail_has(world, 0, "柯桥区示例中心"));
    EXPECT(world, detail_has(world, 0, "网上") && detail_has(world, 0, "电话"));
    EXPECT(world, detail_has(world, 1, "web") && detail_has(world, 1, "telephone"));
    as_nobody(world);
    struct booking_hold_input late =
        wish(world, hall, "inpatient-claim", DATE(2020, 2, 10), 600);
    late.urgent = true;
    hold(world, &late);
    EXPECT(world, refused(world, "booking.refused.limit"));
}

/* And before the letter and after the end as many as come. */
static void a_limited_number_while_it_lasts(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 20), 9);
    struct hall hall = hall_in(world, 330602, "越城区示例中心");
    as_clerk(world, hall);
    EXPECT(world, tickets_until_refused(world, hall, 51) == 51);
    clause_now(world, DATE(2020, 2, 10), 9);
    EXPECT(world, tickets_until_refused(world, hall, 51) == 50);
    EXPECT(world, refused(world, "booking.refused.limit"));
    clause_now(world, DATE(2020, 4, 10), 9);
    clause_event(world, "epidemic-end", 330600, DATE(2020, 4, 8));
    EXPECT(world, tickets_until_refused(world, hall, 51) == 51);
}

static void who_is_in_no_hurry_comes_later(struct clause_world *world)
{
    struct date tomorrow = DATE(2020, 2, 11), later = DATE(2020, 2, 12);
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 330602, "越城区示例中心");
    as_nobody(world);
    const struct booking_slots_input by_place = { .place = 330602,
                                                  .matter = TEXT("inpatient-claim") };
    clause_act(world, &booking_slots_action, &by_place);
    EXPECT(world, refused(world, ""));
    EXPECT(world, ((const struct booking_slots_told *)world->outcome)->slots.count > 0);
    struct list slots = slots_of(world, hall, DATE_NONE, false);
    EXPECT(world, text_present(((const struct booking_slots_told *)world->outcome)->hint_zh));
    const struct booking_slot_told *slot = slot_at(slots, tomorrow, 540);
    EXPECT(world, slot != NULL && slot->free == 0);
    slot = slot_at(slots, later, 540);
    EXPECT(world, slot != NULL && slot->free == 1);
    slot = slot_at(slots_of(world, hall, DATE_NONE, true), tomorrow, 540);
    EXPECT(world, slot != NULL && slot->free == 1);
    EXPECT(world, !text_present(((const struct booking_slots_told *)world->outcome)->hint_zh));
    struct booking_hold_input input = wish(world, hall, "inpatient-claim", tomorrow, 540);
    hold(world, &input);
    EXPECT(world, refused(world, "booking.refused.urgent-only"));
    EXPECT(world, detail_has(world, 0, "2020年2月12日 08:30"));
    input.urgent = true;
    EXPECT(world, hold(world, &input) != NULL);
}

static void the_slip_lists_the_papers(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    struct hall hall = hall_in(world, 330602, "越城区示例中心");
    as_nobody(world);
    struct booking_hold_input input =
        wish(world, hall, "inpatient-claim", DATE(2020, 2, 13), 540);
    const struct booking_told *held = hold(world, &input);
    EXPECT(world, held != NULL);
    const struct booking_own_input own = { .booking = held->booking, .phone = input.phone };
    clause_act(world, &booking_slip_action, &own);
    EXPECT(world, refused(world, ""));
    const struct booking_slip_told *slip = world->outcome;
    const struct matter *matter =
        matter_of(world->book, TEXT("inpatient-claim"), &world->arena);
    const struct matter_material *rows = matter->materials.items;
    const struct booking_paper *papers = slip->papers.items;
    size_t asked = 0;
    for (size_t i = 0; i < matter->materials.count; i++) {
        if (text_present(rows[i].from))
            continue;
        EXPECT(world, asked < slip->papers.count && text_equal(papers[asked].zh, rows[i].zh));
        asked++;
    }
    EXPECT(world, asked == slip->papers.count && asked > 0);
    EXPECT(world, text_is(slip->office_name, "越城区示例中心") && text_is(slip->from, "09:00"));
}

/* The first worked day after the festival: booked places and the walk-ins of weeks before. */
static void the_crowd_after_the_festival_is_shown(struct clause_world *world)
{
    struct date first = DATE(2020, 2, 3);
    clause_now(world, DATE(2020, 1, 30), 9);
    struct hall hall = hall_in(world, 330602, "越城区示例中心");
    int bucket = booking_bucket(hall.office);
    for (int day = 6; day <= 17; day++) {
        const struct booking_slot row = {
            .bucket = bucket, .office = hall.office, .plan = hall.plan,
            .day = DATE(2020, 1, day), .minute = 540, .walk_ins = 3, .version = 1,
        };
        clause_insert(world, &booking_slot_table, &row);
    }
    as_nobody(world);
    const struct booking_slot_told *slot =
        slot_at(slots_of(world, hall, DATE_NONE, false), first, 540);
    EXPECT(world, slot != NULL && slot->expected == 3 && text_is(slot->crowd, "crowded"));
    struct booking_hold_input input = wish(world, hall, "inpatient-claim", first, 600);
    EXPECT(world, hold(world, &input) != NULL);
    struct list slots = slots_of(world, hall, DATE_NONE, false);
    slot = slot_at(slots, first, 600);
    EXPECT(world, slot != NULL && slot->expected == 1 && slot->free == 0);
    slot = slot_at(slots, first, 615);
    EXPECT(world, slot != NULL && slot->expected == 0 && text_is(slot->crowd, "quiet"));
    EXPECT(world, slot_at(slots, DATE(2020, 2, 2), 540) == NULL);
}

/* ---- Beijing: who has advanced much goes first ---- */

static void units_that_advanced_much_go_first(struct clause_world *world)
{
    struct date today = DATE(2020, 2, 10);
    clause_now(world, today, 8);
    struct hall hall = hall_in(world, 110105, "朝阳区示例中心");
    as_nobody(world);
    world->actor = (struct actor){ .account = 9, .role = ROLE_EMPLOYER, .unit = 4194305 };
    struct booking_hold_input input = wish(world, hall, "claim-paper-batch", today, 600);
    const struct booking_told *told = hold(world, &input);
    EXPECT(world, told != NULL && !text_present(told->priority));
    const struct booking_own_input own = { .booking = told->booking };
    clause_act(world, &booking_cancel_action, &own);
    input.advanced = (struct money){ 12000000 };
    told = hold(world, &input);
    EXPECT(world, told != NULL && text_is(told->priority, "BJ4-11e"));
    int64_t booking = told->booking;
    const struct booking_own_input mine = { .booking = booking };
    clause_act(world, &booking_confirm_action, &mine);
    EXPECT(world, refused(world, ""));
    as_clerk(world, hall);
    clause_now(world, today, 9);
    EXPECT(world, walk_in(world, hall, false) == 1);
    clause_now(world, today, 10);
    const struct booking_line_input there = { .booking = booking };
    clause_act(world, &booking_arrive_action, &there);
    EXPECT(world, refused(world, ""));
    EXPECT(world, call(world, hall) == 2 && call(world, hall) == 1);
}

/* Passed or not stands on the ticket, and nothing else of the visitor. */
static void the_temperature_check_is_pass_or_fail(struct clause_world *world)
{
    struct date today = DATE(2020, 2, 12);
    clause_now(world, today, 9);
    struct hall hall = hall_in(world, 360102, "南昌市示例中心");
    as_clerk(world, hall);
    static const struct { const char *said, *kept; } CHECKS[] = {
        { "pass", "pass" }, { "fail", "fail" }, { "37.6", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(CHECKS); i++) {
        const struct booking_walk_in_input input = {
            .office = hall.office, .plan = hall.plan, .matter = TEXT("inpatient-claim"),
            .why = WHY, .temperature = text_of(CHECKS[i].said),
        };
        clause_act(world, &booking_walk_in_action, &input);
        EXPECT(world, refused(world, ""));
        int64_t booking = ((const struct booking_told *)world->outcome)->booking;
        const struct booking_id_key key = { id_bucket(booking), booking };
        struct list rows = clause_rows(world, &booking_by_id, &key);
        EXPECT(world, rows.count == 1);
        const struct booking_row *row = rows.items;
        EXPECT(world, CHECKS[i].kept == NULL ? !text_present(row->temperature)
                                             : text_is(row->temperature, CHECKS[i].kept));
        EXPECT(world, row->person == 0 && !text_present(row->name_sealed));
        EXPECT(world, !text_present(row->phone_sealed));
    }
}

/* ---- Beijing, August 2022: told before the system is down ---- */

static int64_t booked_by(struct clause_world *world, struct hall hall, int64_t person,
                         struct date day, const char *matter)
{
    int bucket = booking_bucket(hall.office);
    const struct booking_row row = {
        .bucket = bucket, .booking = id_mint(&world->minter, bucket), .office = hall.office,
        .plan = hall.plan, .day = day, .minute = 600, .matter = text_of(matter),
        .state = TEXT("confirmed"), .channel = TEXT("web"), .person = person,
        .made = world->now, .version = 1,
    };
    clause_insert(world, &booking_table, &row);
    return row.booking;
}

/* A case with a paper that is owed until that day. */
static void owes_until(struct clause_world *world, struct hall hall, int64_t person,
                       struct date day)
{
    int bucket = id_bucket(person);
    const struct intake_case row = {
        .bucket = bucket, .case_id = id_mint(&world->minter, bucket), .person = person,
        .receipt = TEXT("110108-2022-000001-1"), .matter = TEXT("inpatient-claim"),
        .state = TEXT("accepted-owing"), .office = hall.office, .place = 110108,
        .insurance = TEXT("employee"), .applicant = TEXT("person"), .channel = TEXT("web"),
        .name_key = TEXT("x"), .received_at = world->now, .sent_at = world->now,
        .order_at = world->now, .form = TEXT("{}"), .version = 1,
    };
    const struct intake_paper paper = {
        .bucket = bucket, .case_id = row.case_id, .paper = id_mint(&world->minter, bucket),
        .office = hall.office, .place = 110108, .material = TEXT("invoice"),
        .how = TEXT("owed"), .at = world->now, .version = 1,
    };
    const struct due_class_row class = {
        .bucket = 5, .class_id = id_mint(&world->minter, 5), .name = TEXT("debt"),
        .place = 110108, .facts = TEXT("x"), .state = TEXT("dated"), .day = day, .sorts = day,
        .version = 1,
    };
    const struct due_clock_row clock = {
        .bucket = bucket, .subject = paper.paper, .name = TEXT("debt"),
        .class_id = class.class_id, .office = hall.office, .running = true,
        .started_at = world->now, .version = 1,
    };
    clause_insert(world, &intake_case_table, &row);
    clause_insert(world, &intake_paper_table, &paper);
    clause_insert(world, &due_class_table, &class);
    clause_insert(world, &due_clock_table, &clock);
}

static int64_t messages_to(struct clause_world *world, int64_t person, const char *kind)
{
    const struct message_person_key key = { id_bucket(person), person, INT64_MAX };
    struct list rows = clause_rows(world, &messages_of_person, &key);
    const struct message_row *row = rows.items;
    int64_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        count += text_is(row[i].kind, kind) && text_characters(row[i].body_zh) <= 70
            && memmem(row[i].body_zh.data, row[i].body_zh.length, "08-12 19:00至08-15 06:00",
                      sizeof "08-12 19:00至08-15 06:00" - 1) != NULL;
    return count;
}

/* The house looks and tells until all are told. */
/* How many times of outages were new. */
static size_t tell_of_outages(struct clause_world *world)
{
    static const struct task_input nothing;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &outage_look_action, &nothing);
    struct task_input steps[8];
    size_t count = 0;
    for (const struct change *change = world->decision.changes;
         change != NULL && refused(world, ""); change = change->next)
        if (change->table == &job_table && count < COUNT_OF(steps)) {
            const struct job_row *job = change->row;
            steps[count++] = (struct task_input){ job->bucket, job->job, job->subject };
        }
    for (size_t i = 0; i < count; i++) {
        const struct task_key key = { steps[i].bucket, steps[i].task };
        const struct job_row *job = clause_rows(world, &job_by_id, &key).items;
        do {
            bool off = text_is(job->kind, "outage.call-off");
            clause_act(world, off ? &outage_call_off_action : &outage_tell_action, &steps[i]);
            job = clause_rows(world, &job_by_id, &key).items;
        } while (refused(world, "") && text_is(job->state, "running"));
    }
    return count;
}

static void who_has_a_booking_or_a_last_day_inside_is_told(struct clause_world *world)
{
    const struct date inside = DATE(2022, 8, 13), after = DATE(2022, 8, 16);
    clause_now(world, DATE(2022, 8, 8), 9);
    struct hall hall = hall_in(world, 110108, "海淀区示例中心");
    int64_t booked = clause_employee(world, 110108), later = clause_employee(world, 110108),
            owes = clause_employee(world, 110108), free = clause_employee(world, 110108),
            goes_on = clause_employee(world, 110108);
    booked_by(world, hall, booked, inside, "inpatient-claim");
    booked_by(world, hall, later, after, "inpatient-claim");
    booked_by(world, hall, goes_on, inside, "offsite-filing");
    owes_until(world, hall, owes, inside);
    owes_until(world, hall, free, after);
    /* Nobody knows of it before it is announced. */
    tell_of_outages(world);
    EXPECT(world, messages_to(world, booked, "outage.message.booking") == 0);
    clause_now(world, DATE(2022, 8, 9), 10);
    size_t windows = tell_of_outages(world);
    EXPECT(world, messages_to(world, booked, "outage.message.booking") == 1);
    EXPECT(world, messages_to(world, owes, "outage.message.limit") == 1);
    EXPECT(world, messages_to(world, later, "outage.message.booking") == 0);
    EXPECT(world, messages_to(world, free, "outage.message.limit") == 0);
    /* The notice names the filing: at the counter it is taken as ever, and decided afterwards. */
    EXPECT(world, messages_to(world, goes_on, "outage.message.booking") == 0);
    /* Once. */
    EXPECT(world, tell_of_outages(world) == 0 && refused(world, ""));
    EXPECT(world, messages_to(world, booked, "outage.message.booking") == 1);
    /* A day later it is called off: those hear of it who had heard of it, once. */
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    const struct publication nothing = {
        .sequence = book_sequence(world->book) + 1, .known = moment_of_date(DATE(2022, 8, 10)),
        .file = TEXT("rules/notices/110000/beijing-outage-2022.yaml"), .text = TEXT(""),
    };
    const struct book *rules = world->book, *without = book_add(rules, &nothing, 1, &faults);
    EXPECT(world, without != NULL);
    clause_now(world, DATE(2022, 8, 10), 10);
    world->book = without;
    size_t off = tell_of_outages(world), again = tell_of_outages(world);
    world->book = rules;
    book_release(without);
    EXPECT(world, off == windows && again == 0 && refused(world, ""));
    EXPECT(world, messages_to(world, booked, "outage.message.off") == 1);
    EXPECT(world, messages_to(world, owes, "outage.message.off") == 1);
    EXPECT(world, messages_to(world, later, "outage.message.off") == 0);
    EXPECT(world, messages_to(world, goes_on, "outage.message.off") == 0);
}

/* A trial of the announcement tells how many bookings to come it touches, before it is out. */
static void a_trial_counts_the_bookings_it_touches(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 8), 9);
    struct hall hall = hall_in(world, 110108, "海淀区示例中心");
    booked_by(world, hall, clause_employee(world, 110108), DATE(2022, 8, 13), "inpatient-claim");
    booked_by(world, hall, clause_employee(world, 110108), DATE(2022, 8, 13), "offsite-filing");
    booked_by(world, hall, clause_employee(world, 110108), DATE(2022, 8, 16), "inpatient-claim");
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    struct publication nothing = {
        .sequence = book_sequence(world->book) + 1, .known = { 0 },
        .file = TEXT("rules/notices/110000/beijing-outage-2022.yaml"), .text = TEXT(""),
    };
    const struct book *without = book_add(world->book, &nothing, 1, &faults);
    EXPECT(world, without != NULL);
    struct impact impact = {
        .arena = &world->arena, .before.book = without, .after.book = world->book,
        .place = 110000, .at = world->now, .bucket_step = 1,
    };
    EXPECT(world, booking_impact(world->store, &impact) == STORE_DONE);
    EXPECT(world, impact.first->looked == 3 && impact.first->changed == 1);
    EXPECT(world, impact.first->people == 1 && impact.first->example_count == 1);
    book_release(without);
}

/* A neighbour's hall goes on; and of what is over nobody is told. */
static void an_outage_of_elsewhere_or_of_the_past_is_told_to_nobody(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 9), 10);
    struct hall hall = hall_in(world, 370102, "济南市示例中心");
    int64_t booked = clause_employee(world, 370102);
    booked_by(world, hall, booked, DATE(2022, 8, 13), "inpatient-claim");
    tell_of_outages(world);
    EXPECT(world, messages_to(world, booked, "outage.message.booking") == 0);
    clause_now(world, DATE(2022, 8, 15), 6);
    EXPECT(world, tell_of_outages(world) == 0 && refused(world, ""));
}

static const struct clause_scenario scenarios[] = {
    { "BJ22-3e", who_has_a_booking_or_a_last_day_inside_is_told },
    { "BJ22-3e", an_outage_of_elsewhere_or_of_the_past_is_told_to_nobody },
    { "", a_trial_counts_the_bookings_it_touches },
    { "BJ4-S6d JX4-3n", the_temperature_check_is_pass_or_fail },
    { "JX4-2.4a", booked_by_web_and_never_twice },
    { "JX4-2.4b", booked_by_telephone_with_a_text_message },
    { "JX4-2.4c", only_what_needs_the_counter },
    { "JX4-2.4d", slots_hold_and_waiting_is_reported },
    { "SX9-3.3b SX9-3.1d JX4-3i", the_fifty_first_is_led_elsewhere },
    { "SX9-A3c", a_limited_number_while_it_lasts },
    { "SX9-A3b", who_is_in_no_hurry_comes_later },
    { "SX9-A3a", the_slip_lists_the_papers },
    { "SX9-A0", the_crowd_after_the_festival_is_shown },
    { "BJ4-11e", units_that_advanced_much_go_first },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
