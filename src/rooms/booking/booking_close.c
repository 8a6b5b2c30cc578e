/* booking_close.c: the plan of an office, and what becomes of its bookings when it closes. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

/* ---- a plan ---- */

void booking_keys_plan(const struct request *request, struct keys *keys)
{
    const struct booking_plan *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

bool booking_gather_plan(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_plan *input = request->input;
    struct booking_facts *found = facts;
    struct date today = date_of_moment(request->at);
    return booking_gather_hall(gather, input->office, today, today, &found->hall);
}

static bool matters_are_known(const struct request *request, struct text matters, int32_t place)
{
    struct text rest = matters;
    while (text_present(rest)) {
        struct text name = text_until(rest, ' ', &rest);
        const struct matter *matter = matter_of(request->book, name, request->arena);
        if (matter == NULL || booking_need_of(request->book, matter, place, NULL, request->arena)
                == BOOKING_NOT_AT_COUNTER)
            return false;
    }
    return true;
}

/* A plan that is named is replaced from its first day on; else it is a new group of counters. */
void booking_decide_plan(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_plan *input = request->input;
    const struct booking_facts *found = facts;
    if (found->hall.row == NULL || !actor_has_office(request->actor, input->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    const char *fault = booking_plan_fault(input);
    if (fault == NULL && !matters_are_known(request, input->matters,
                                            (int32_t)found->hall.row->division))
        fault = "matters";
    if (fault == NULL && date_compare(input->valid_from, date_of_moment(request->at)) <= 0)
        fault = "valid_from";
    const struct booking_plan *before = booking_plan_of(found->hall.plans, input->plan);
    if (fault == NULL && input->plan != 0
        && (before == NULL || date_compare(before->valid_from, input->valid_from) >= 0))
        fault = "plan";
    if (fault != NULL) {
        booking_refuse(decision, BOOKING_REFUSED_PLAN, fault);
        return;
    }
    struct booking_plan row = *input;
    row.bucket = booking_bucket(input->office);
    row.plan = id_mint(request->minter, (int)row.bucket);
    row.division = found->hall.row->division;
    row.set_by = request->actor->account;
    row.version = 1;
    decision_insert(decision, &booking_plan_table, &row);
    if (before != NULL) {
        struct booking_plan ended = *before;
        ended.valid_until = date_plus_days(input->valid_from, -1);
        decision_replace(decision, &booking_plan_table, &ended);
    }
    decision->subject = row.plan;
    *(struct booking_plan_set *)decision->outcome =
        (struct booking_plan_set){ input->office, row.plan };
}

/* ---- closing ---- */

void booking_keys_close(const struct request *request, struct keys *keys)
{
    const struct booking_close_input *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

bool booking_gather_close(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_close_input *input = request->input;
    struct booking_facts *found = facts;
    const struct booking_days_key key = { booking_bucket(input->office), input->office,
                                          input->day, input->day };
    bool complete = notice_gather_events(gather, &found->events);
    complete &= booking_gather_hall(gather, input->office, input->day,
                                    date_plus_days(input->day, BOOKING_SHOW_DAYS), &found->hall);
    found->rows = gather_want(gather, &bookings_of_day, &key);
    return complete && found->rows != NULL;
}

/* The hall as it will be: closed then, and slots that fill while bookings are moved. */
struct moving {
    struct booking_hall hall;
    struct list slots, closures;
    struct booking_slot *rows;
    size_t found;               /* so many of the rows are in the store; those after are new */
};

static void moving_begin(struct moving *moving, const struct booking_facts *facts,
                         const struct booking_closure *closure, struct arena *arena)
{
    const struct list *slots = facts->hall.slots, *closures = facts->hall.closures;
    size_t room = slots->count + facts->rows->count + 1;
    moving->hall = facts->hall;
    moving->rows = ARENA_ARRAY(arena, struct booking_slot, room);
    for (size_t i = 0; i < slots->count; i++)
        moving->rows[i] = ((const struct booking_slot *)slots->items)[i];
    struct booking_closure *all = ARENA_ARRAY(arena, struct booking_closure,
                                              closures->count + 1);
    for (size_t i = 0; i < closures->count; i++)
        all[i] = ((const struct booking_closure *)closures->items)[i];
    all[closures->count] = *closure;
    moving->found = slots->count;
    moving->slots = (struct list){ moving->rows, slots->count };
    moving->closures = (struct list){ all, closures->count + 1 };
    moving->hall.slots = &moving->slots;
    moving->hall.closures = &moving->closures;
}

static void moving_change(struct moving *moving, int64_t plan, struct date day, int64_t minute,
                          int64_t taken)
{
    size_t n = 0;
    while (n < moving->slots.count
           && (moving->rows[n].plan != plan || moving->rows[n].minute != minute
               || date_compare(moving->rows[n].day, day) != 0))
        n++;
    if (n == moving->slots.count) {
        moving->rows[n] = (struct booking_slot){
            .bucket = booking_bucket(moving->hall.office), .office = moving->hall.office,
            .plan = plan, .day = day, .minute = minute, .version = 1,
        };
        moving->slots.count++;
    }
    moving->rows[n].taken += taken;
    CHECK(moving->rows[n].taken >= 0);
}

static void moving_end(const struct moving *moving, const struct booking_facts *facts,
                       struct decision *decision)
{
    const struct booking_slot *before = facts->hall.slots->items;
    for (size_t i = 0; i < moving->slots.count; i++) {
        if (i >= moving->found)
            decision_insert(decision, &booking_slot_table, &moving->rows[i]);
        else if (moving->rows[i].taken != before[i].taken)
            decision_replace(decision, &booking_slot_table, &moving->rows[i]);
    }
}

/* Its own counters first, then others that deal with the matter. */
static bool next_for(const struct request *request, const struct booking_facts *facts,
                     const struct moving *moving, const struct booking_row *row,
                     struct moment from, struct booking_place *ret_place)
{
    struct booking_asked asked = booking_asked_of(request, facts, row->matter, row->day);
    struct date until = date_plus_days(row->day, BOOKING_SHOW_DAYS);
    const struct booking_plan *own = booking_plan_of(moving->hall.plans, row->plan);
    const struct list only = { (void *)(uintptr_t)own, own != NULL };
    struct booking_hall hall = moving->hall;
    hall.plans = &only;
    if (booking_next_free(&asked, &hall, from, true, until, request->arena, ret_place))
        return true;
    hall = booking_hall_for(&asked, &moving->hall, request->arena);
    return booking_next_free(&asked, &hall, from, true, until, request->arena, ret_place);
}

/* One booking to the next place that is free; where none is, it is cancelled and the person told
 * to book anew. */
static bool move_one(const struct request *request, const struct booking_facts *facts,
                     struct moving *moving, const struct booking_row *before, struct moment from,
                     struct decision *decision)
{
    struct booking_row row = *before;
    struct booking_place place;
    moving_change(moving, row.plan, row.day, row.minute, -1);
    bool moved = next_for(request, facts, moving, &row, from, &place);
    if (moved) {
        row.plan = place.plan->plan;
        row.day = place.day;
        row.minute = place.minute;
        row.moves++;
        moving_change(moving, row.plan, row.day, row.minute, 1);
        booking_set_timer(decision, &row, place.plan);
    } else {
        row.state = TEXT("cancelled");
        row.settled = request->at;
    }
    decision_replace(decision, &booking_table, &row);
    booking_say(decision, &row, facts->hall.row,
                moved ? "booking.message.moved" : "booking.message.closed", NULL);
    return moved;
}

/* In the order of their times, so that who was first stays first. */
void booking_decide_close(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct booking_close_input *input = request->input;
    const struct booking_facts *found = facts;
    int64_t until = input->until_minute == 0 ? BOOKING_MINUTES_A_DAY : input->until_minute;
    if (found->hall.row == NULL || !actor_has_office(request->actor, input->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    if (input->from_minute < 0 || until <= input->from_minute || until > BOOKING_MINUTES_A_DAY
        || booking_moment(input->day, until).ms <= request->at.ms) {
        booking_refuse(decision, BOOKING_REFUSED_PAST, "until_minute");
        return;
    }
    int bucket = booking_bucket(input->office);
    const struct booking_closure closure = {
        .bucket = bucket, .office = input->office, .closure = id_mint(request->minter, bucket),
        .day = input->day, .from_minute = input->from_minute, .until_minute = until,
        .reason = input->reason, .set_by = request->actor->account,
    };
    struct moving moving;
    moving_begin(&moving, found, &closure, request->arena);
    struct booking_closed *closed = decision->outcome;
    *closed = (struct booking_closed){ .office = input->office, .day = input->day };
    decision_insert(decision, &booking_closure_table, &closure);
    struct moment from = booking_moment(input->day, input->from_minute);
    from.ms = from.ms > request->at.ms ? from.ms - 1 : request->at.ms;
    const struct booking_row *rows = found->rows->items;
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct booking_plan *plan = booking_plan_of(found->hall.plans, rows[i].plan);
        int64_t length = plan == NULL ? 1 : plan->slot_minutes;
        if (rows[i].walk_in || (!text_is(rows[i].state, "held")
                                && !text_is(rows[i].state, "confirmed"))
            || rows[i].minute >= until || rows[i].minute + length <= input->from_minute)
            continue;
        if (move_one(request, found, &moving, &rows[i], from, decision))
            closed->moved++;
        else
            closed->cancelled++;
    }
    moving_end(&moving, found, decision);
    decision->subject = closure.closure;
}
