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

/* Of a plan that ends already, because another has taken its place or it was to end, another one
 * takes the place for the days it has left and no longer: two would give the same counters away. */
static bool outlives(const struct booking_plan *plan, const struct booking_plan *before)
{
    return before->valid_until.yyyymmdd != 0
        && (plan->valid_until.yyyymmdd == 0
            || date_compare(plan->valid_until, before->valid_until) > 0);
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
        && (before == NULL || date_compare(before->valid_from, input->valid_from) >= 0
            || outlives(input, before)))
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

/* A closing is one stretch: it begins on its first day and ends on its last, that day included;
 * what lies in the past of it closes nothing any more. */
struct stretch {
    struct date first, last;
    int64_t from, until;        /* minutes of the first and of the last day */
};

static struct stretch stretch_of(const struct booking_close_input *input, struct moment at)
{
    struct date today = date_of_moment(at);
    struct stretch stretch = {
        .first = input->day, .from = input->from_minute,
        .last = input->until_day.yyyymmdd == 0 ? input->day : input->until_day,
        .until = input->until_minute == 0 ? BOOKING_MINUTES_A_DAY : input->until_minute,
    };
    if (date_compare(stretch.first, today) < 0 && date_compare(today, stretch.last) <= 0) {
        stretch.first = today;
        stretch.from = 0;
    }
    return stretch;
}

static bool is_a_stretch(const struct stretch *stretch)
{
    int days = date_days_between(stretch->first, stretch->last);
    return days >= 0 && days < BOOKING_CLOSED_DAYS && stretch->from >= 0
        && stretch->from < BOOKING_MINUTES_A_DAY && stretch->until <= BOOKING_MINUTES_A_DAY
        && (days > 0 || stretch->from < stretch->until);
}

void booking_keys_close(const struct request *request, struct keys *keys)
{
    const struct booking_close_input *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

bool booking_gather_close(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_close_input *input = request->input;
    struct booking_facts *found = facts;
    struct stretch stretch = stretch_of(input, request->at);
    if (!is_a_stretch(&stretch))
        stretch.last = stretch.first;
    const struct booking_days_key key = { booking_bucket(input->office), input->office,
                                          stretch.first, stretch.last };
    bool complete = notice_gather_events(gather, &found->events);
    complete &= booking_gather_hall(gather, input->office, stretch.first,
                                    date_plus_days(stretch.last, BOOKING_SHOW_DAYS),
                                    &found->hall);
    found->rows = gather_want(gather, &bookings_of_day, &key);
    return complete && found->rows != NULL;
}

/* Where the search for one matter's places at one group of counters goes on: places after the
 * closing only fill, so what was full for one booking is full for the next. */
struct search {
    int64_t plan;
    struct text matter;
    struct booking_asked asked;
    struct booking_hall own, any;
    struct moment from_own, from_any;
};

/* The hall as it will be: closed then, and slots that fill while bookings are moved. */
struct moving {
    struct booking_hall hall;
    struct stretch stretch;
    struct list slots, closures, closed;    /* `closed`: those of this closing alone */
    struct booking_slot *rows;
    size_t found;               /* so many of the rows are in the store; those after are new */
    struct search *searches;
    size_t search_count;
};

/* A row a day, so that who asks for a day finds it there. Answers the first. */
static int64_t close_days(const struct request *request, struct moving *moving,
                          const struct list *before, struct decision *decision)
{
    const struct booking_close_input *input = request->input;
    const struct stretch *stretch = &moving->stretch;
    int bucket = booking_bucket(input->office);
    size_t days = (size_t)date_days_between(stretch->first, stretch->last) + 1;
    struct booking_closure *all = ARENA_ARRAY(request->arena, struct booking_closure,
                                              before->count + days);
    for (size_t i = 0; i < before->count; i++)
        all[i] = ((const struct booking_closure *)before->items)[i];
    for (size_t i = 0; i < days; i++) {
        struct booking_closure *closure = &all[before->count + i];
        *closure = (struct booking_closure){
            .bucket = bucket, .office = input->office,
            .closure = id_mint(request->minter, bucket),
            .day = date_plus_days(stretch->first, (int)i),
            .from_minute = i == 0 ? stretch->from : 0,
            .until_minute = i + 1 == days ? stretch->until : BOOKING_MINUTES_A_DAY,
            .reason = input->reason, .set_by = request->actor->account,
        };
        decision_insert(decision, &booking_closure_table, closure);
    }
    moving->closures = (struct list){ all, before->count + days };
    moving->closed = (struct list){ all + before->count, days };
    moving->hall.closures = &moving->closures;
    return all[before->count].closure;
}

static void moving_begin(struct moving *moving, const struct booking_facts *facts,
                         struct arena *arena)
{
    const struct list *slots = facts->hall.slots;
    size_t room = slots->count + facts->rows->count + 1;
    moving->hall = facts->hall;
    moving->rows = ARENA_ARRAY(arena, struct booking_slot, room);
    for (size_t i = 0; i < slots->count; i++)
        moving->rows[i] = ((const struct booking_slot *)slots->items)[i];
    moving->found = slots->count;
    moving->slots = (struct list){ moving->rows, slots->count };
    moving->hall.slots = &moving->slots;
    moving->searches = ARENA_ARRAY(arena, struct search, facts->rows->count + 1);
    moving->search_count = 0;
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

/* Its own counters, and with any that deal with the matter. */
static struct search *search_for(const struct request *request, const struct booking_facts *facts,
                                 struct moving *moving, const struct booking_row *row)
{
    for (size_t i = 0; i < moving->search_count; i++)
        if (moving->searches[i].plan == row->plan
            && text_equal(moving->searches[i].matter, row->matter))
            return &moving->searches[i];
    struct search *search = &moving->searches[moving->search_count++];
    struct list *only = ARENA_NEW(request->arena, struct list);
    const struct booking_plan *own = booking_plan_of(moving->hall.plans, row->plan);
    *only = (struct list){ (void *)(uintptr_t)own, own != NULL };
    *search = (struct search){
        .plan = row->plan, .matter = row->matter,
        .asked = booking_asked_of(request, facts, row->matter, row->day),
        .own = moving->hall,
    };
    search->any = booking_hall_for(&search->asked, &moving->hall, request->arena);
    search->own.plans = only;
    return search;
}

/* First what is left open of the days of the closing, where moved bookings also leave room under
 * a limit; then where the search before this one found something. */
static bool search_on(struct search *search, const struct booking_hall *hall,
                      const struct moving *moving, struct moment from, struct date until,
                      struct moment *on, struct arena *arena, struct booking_place *ret_place)
{
    struct date last = moving->stretch.last;
    if (booking_next_free(&search->asked, hall, from, true,
                          date_compare(last, until) < 0 ? last : until, arena, ret_place))
        return true;
    struct moment after = booking_moment(date_plus_days(last, 1), 0);
    if (on->ms < after.ms)
        on->ms = after.ms - 1;
    bool found = booking_next_free(&search->asked, hall, *on, true, until, arena, ret_place);
    *on = found ? booking_moment(ret_place->day, 0) : booking_moment(date_plus_days(until, 1), 0);
    on->ms--;
    return found;
}

/* Nobody is moved by more than BOOKING_SHOW_DAYS: who would wait longer books anew. */
static bool next_for(const struct request *request, const struct booking_facts *facts,
                     struct moving *moving, const struct booking_row *row, struct moment from,
                     struct booking_place *ret_place)
{
    struct search *search = search_for(request, facts, moving, row);
    struct date until = date_plus_days(row->day, BOOKING_SHOW_DAYS);
    return search_on(search, &search->own, moving, from, until, &search->from_own,
                     request->arena, ret_place)
        || search_on(search, &search->any, moving, from, until, &search->from_any,
                     request->arena, ret_place);
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

static bool is_moved(const struct booking_facts *facts, const struct moving *moving,
                     const struct booking_row *row)
{
    const struct booking_plan *plan = booking_plan_of(facts->hall.plans, row->plan);
    int64_t length = plan == NULL ? 1 : plan->slot_minutes;
    return !row->walk_in && (text_is(row->state, "held") || text_is(row->state, "confirmed"))
        && booking_is_closed(&moving->closed, row->day, row->minute, row->minute + length);
}

static bool may_close(const struct request *request, const struct booking_facts *facts,
                      const struct stretch *stretch, struct decision *decision)
{
    const struct booking_close_input *input = request->input;
    if (facts->hall.row == NULL || !actor_has_office(request->actor, input->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return false;
    }
    if (!is_a_stretch(stretch)) {
        booking_refuse(decision, BOOKING_REFUSED_CLOSING, "until_day");
        return false;
    }
    if (booking_moment(stretch->last, stretch->until).ms <= request->at.ms) {
        booking_refuse(decision, BOOKING_REFUSED_PAST, "until_minute");
        return false;
    }
    return true;
}

/* In the order of their times, so that who was first stays first. */
void booking_decide_close(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct booking_close_input *input = request->input;
    const struct booking_facts *found = facts;
    struct moving moving = { .stretch = stretch_of(input, request->at) };
    if (!may_close(request, found, &moving.stretch, decision))
        return;
    moving_begin(&moving, found, request->arena);
    decision->subject = close_days(request, &moving, found->hall.closures, decision);
    struct booking_closed *closed = decision->outcome;
    *closed = (struct booking_closed){ .office = input->office, .day = moving.stretch.first };
    struct moment from = booking_moment(moving.stretch.first, moving.stretch.from);
    from.ms = from.ms > request->at.ms ? from.ms - 1 : request->at.ms;
    const struct booking_row *rows = found->rows->items;
    for (size_t i = 0; i < found->rows->count; i++) {
        if (!is_moved(found, &moving, &rows[i]))
            continue;
        if (move_one(request, found, &moving, &rows[i], from, decision))
            closed->moved++;
        else
            closed->cancelled++;
    }
    moving_end(&moving, found, decision);
}
