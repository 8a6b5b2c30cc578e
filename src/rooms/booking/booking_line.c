/* booking_line.c: the line of a hall: tickets, arrivals, who is called, and who is through. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

/* ---- a walk-in ---- */

void booking_keys_walk_in(const struct request *request, struct keys *keys)
{
    const struct booking_walk_in_input *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

static bool gather_day(struct gather *gather, int64_t office, struct date day,
                       struct booking_facts *found)
{
    const struct booking_day_key key = { booking_bucket(office), office, day };
    const void *row = NULL;
    bool complete = gather_one(gather, &booking_day_of, &key, &row);
    found->day = row;
    return complete;
}

bool booking_gather_walk_in(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_walk_in_input *input = request->input;
    struct booking_facts *found = facts;
    struct date today = date_of_moment(request->at);
    bool complete = notice_gather_events(gather, &found->events);
    complete &= booking_gather_hall(gather, input->office, today,
                                    date_plus_days(today, BOOKING_SHOW_DAYS), &found->hall);
    complete &= gather_day(gather, input->office, today, found);
    if (found->hall.row != NULL)
        complete &= booking_gather_near(gather, found->hall.row->division, input->office,
                                        today, found);
    return complete;
}

/* The next ticket of the day, and what the day's row says of calls. */
static int64_t day_change(struct decision *decision, const struct booking_facts *facts,
                          int64_t office, bool ticket, int64_t called, int64_t waited)
{
    struct booking_day row = {
        .bucket = booking_bucket(office), .office = office,
        .day = date_of_moment(decision->request->at), .version = 1,
    };
    if (facts->day != NULL)
        row = *facts->day;
    row.last_number += ticket;
    row.called += called;
    row.waited += waited;
    if (facts->day == NULL)
        decision_insert(decision, &booking_day_table, &row);
    else
        decision_replace(decision, &booking_day_table, &row);
    return row.last_number;
}

/* The named group of counters, or the first that works today and deals with the matter. */
static const struct booking_plan *plan_today(const struct request *request,
                                             const struct booking_asked *asked,
                                             const struct booking_facts *facts, int64_t named)
{
    struct booking_hall hall = booking_hall_for(asked, &facts->hall, request->arena);
    const struct booking_plan *plans = facts->hall.plans->items, *first = NULL;
    for (size_t i = 0; i < facts->hall.plans->count; i++) {
        if (!booking_plan_works(request->book, &plans[i], asked->day)
            || (named != 0 && plans[i].plan != named))
            continue;
        if (booking_plan_of(hall.plans, plans[i].plan) != NULL)
            return &plans[i];
        first = first == NULL ? &plans[i] : first;
    }
    return first;
}

/* LAW: BJ4-S6d, JX4-3n: passed or not; anything else is nobody's to keep. */
static struct text checked(struct text temperature)
{
    return text_is(temperature, "pass") || text_is(temperature, "fail") ? temperature
                                                                         : (struct text){ 0 };
}

/* LAW: SX9-A3c: whoever is one too many is led elsewhere. */
void booking_decide_walk_in(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct booking_walk_in_input *input = request->input;
    const struct booking_facts *found = facts;
    struct date today = date_of_moment(request->at);
    bool theirs = actor_has_office(request->actor, input->office)
        || (input->office != 0 && request->actor->hall == input->office);
    if (found->hall.row == NULL || !theirs) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    struct booking_asked asked = booking_asked_of(request, found, input->matter, today);
    const struct booking_plan *plan = plan_today(request, &asked, found, input->plan);
    if (plan == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_OFFICE, "office");
        return;
    }
    struct booking_place place;
    if (!booking_matter_fits(request, &asked, plan, input->why, decision))
        return;
    int64_t minute = booking_minute_of(plan, request->at);
    if (!booking_place_at(request->book, &found->hall, plan, today, minute, &place)) {
        booking_refuse_elsewhere(request, &asked, found, input->urgent, BOOKING_REFUSED_NO_SLOT,
                                 decision);
        return;
    }
    if (booking_left_at(&asked, &found->hall, &place, request->arena).tickets <= 0) {
        booking_refuse_elsewhere(request, &asked, found, input->urgent, BOOKING_REFUSED_LIMIT,
                                 decision);
        return;
    }
    int bucket = booking_bucket(input->office);
    struct booking_row row = {
        .bucket = bucket, .booking = id_mint(request->minter, bucket), .office = input->office,
        .plan = plan->plan, .day = today, .minute = minute, .matter = input->matter,
        .state = TEXT("arrived"), .walk_in = true, .urgent = input->urgent,
        .channel = TEXT("counter"), .made = request->at, .arrived = request->at,
        .reason = input->why, .entered_by = request->actor->account, .version = 1,
        .temperature = checked(input->temperature),
        .number = day_change(decision, found, input->office, true, 0, 0),
    };
    decision_insert(decision, &booking_table, &row);
    booking_slot_change(decision, &found->hall, plan->plan, today, minute, 0, 1);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = booking_told_of(&row, request->arena);
}

/* ---- one who booked is there ---- */

void booking_keys_line(const struct request *request, struct keys *keys)
{
    const struct booking_line_input *input = request->input;
    keys_add(keys, booking_line_key(id_bucket(input->booking)));
}

bool booking_gather_arrive(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_line_input *input = request->input;
    struct booking_facts *found = facts;
    bool complete = booking_gather_own(gather, input->booking, found);
    return found->row == NULL ? complete
        : gather_day(gather, found->row->office, date_of_moment(request->at), found) && complete;
}

/* The row, when it is one of the asker's office; else refused. */
static bool of_office(const struct request *request, const struct booking_facts *facts,
                      struct decision *decision, struct booking_row *ret_row)
{
    if (facts->row == NULL || !actor_has_office(request->actor, facts->row->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, "booking");
        return false;
    }
    *ret_row = *facts->row;
    return true;
}

void booking_decide_arrive(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct booking_facts *found = facts;
    struct booking_row row;
    if (!of_office(request, found, decision, &row))
        return;
    if (date_compare(row.day, date_of_moment(request->at)) != 0) {
        booking_refuse(decision, BOOKING_REFUSED_PAST, "booking");
        return;
    }
    if (!booking_move(decision, &row, BOOKING_ARRIVE))
        return;
    row.arrived = request->at;
    row.temperature =
        checked(((const struct booking_line_input *)request->input)->temperature);
    row.settled = (struct moment){ 0 };
    if (row.number == 0)
        row.number = day_change(decision, found, row.office, true, 0, 0);
    decision_replace(decision, &booking_table, &row);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = booking_told_of(&row, request->arena);
}

/* ---- called, and through ---- */

void booking_keys_office(const struct request *request, struct keys *keys)
{
    const struct booking_line_input *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

bool booking_gather_call(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_line_input *input = request->input;
    struct booking_facts *found = facts;
    /* Whoever calls, calls today's. */
    struct date day = input->day.yyyymmdd == 0 ? date_of_moment(request->at) : input->day;
    int64_t office = input->office == 0 ? request->actor->office : input->office;
    const struct booking_days_key key = { booking_bucket(office), office, day, day };
    bool complete = booking_gather_hall(gather, office, day, day, &found->hall);
    complete &= gather_day(gather, office, day, found);
    found->rows = gather_want(gather, &bookings_of_day, &key);
    return complete && found->rows != NULL;
}

/* LAW: JX4-2.4d: how long was waited from one's time on is counted with each call. */
void booking_decide_call(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_line_input *input = request->input;
    const struct booking_facts *found = facts;
    if (!actor_has_office(request->actor, input->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    const struct booking_row *next = booking_next(found->rows, found->hall.plans, request->at);
    if (next == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NOBODY_WAITS, NULL);
        return;
    }
    struct booking_row row = *next;
    bool stepped = booking_move(decision, &row, BOOKING_CALL);
    CHECK(stepped);
    row.called = request->at;
    row.desk = input->desk;
    struct moment since = row.arrived, slot = booking_moment(row.day, row.minute);
    if (!row.walk_in && since.ms < slot.ms)
        since = slot;
    int64_t waited = request->at.ms > since.ms ? (request->at.ms - since.ms) / 60000 : 0;
    day_change(decision, found, row.office, false, 1, waited);
    decision_replace(decision, &booking_table, &row);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = booking_told_of(&row, request->arena);
}

void booking_decide_done(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_line_input *input = request->input;
    const struct booking_facts *found = facts;
    struct booking_row row;
    if (!of_office(request, found, decision, &row)
        || !booking_move(decision, &row, input->absent ? BOOKING_MISS : BOOKING_FINISH))
        return;
    row.settled = request->at;
    decision_replace(decision, &booking_table, &row);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = booking_told_of(&row, request->arena);
}

/* ---- how the line stands ---- */

void booking_decide_line(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_facts *found = facts;
    if (!actor_has_office(request->actor, found->hall.office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    const struct booking_row *rows = found->rows->items;
    struct booking_in_line *shown =
        ARENA_ARRAY(request->arena, struct booking_in_line, found->rows->count + 1);
    struct booking_line_told *told = decision->outcome;
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct matter *matter = matter_of(request->book, rows[i].matter, request->arena);
        shown[i] = (struct booking_in_line){
            .of = booking_told_of(&rows[i], request->arena),
            .matter_zh = matter == NULL ? rows[i].matter : matter->zh,
            .matter_en = matter == NULL ? rows[i].matter : matter->en,
            .phone_masked = rows[i].phone_masked, .walk_in = rows[i].walk_in,
            .urgent = rows[i].urgent,
        };
        told->waiting += text_is(rows[i].state, "arrived");
    }
    told->called = found->day == NULL ? 0 : found->day->called;
    told->average_wait = told->called == 0 ? 0 : found->day->waited / told->called;
    told->rows = (struct list){ shown, found->rows->count };
}
