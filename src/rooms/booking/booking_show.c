/* booking_show.c: what is free and how full it will be, and the slip of a booking. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"

struct text booking_ways_words(struct text ways, enum language language, struct arena *arena)
{
    const char *between = language == LANGUAGE_CHINESE ? "、" : ", ";
    struct text rest = ways, all = { 0 };
    while (text_present(rest)) {
        struct text label = code_label("case_channel", text_until(rest, ' ', &rest), language);
        all = !text_present(all) ? label
            : arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), between, TEXT_ARGS(label));
    }
    return all;
}

/* ---- slots ---- */

bool booking_gather_slots(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_slots_input *input = request->input;
    struct booking_facts *found = facts;
    struct date today = date_of_moment(request->at);
    struct date from = date_compare(input->day, today) < 0 ? today : input->day;
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    bool complete = notice_gather_events(gather, &found->events);
    int64_t office = input->office, division = input->place;
    if (office == 0) {
        const struct list *offices = gather_want(gather, &staff_offices_all, &offices_key);
        const struct staff_office *agency =
            offices == NULL ? NULL : staff_office_for(offices, input->place, "agency");
        office = agency == NULL ? 0 : agency->office;
        complete &= offices != NULL;
    }
    if (office != 0)
        complete &= booking_gather_hall(gather, office,
                                        date_plus_days(today, -BOOKING_HISTORY_DAYS),
                                        date_plus_days(today, BOOKING_SHOW_DAYS), &found->hall);
    if (input->office != 0)
        division = found->hall.row == NULL ? 0 : found->hall.row->division;
    if (division != 0)
        complete &= booking_gather_near(gather, division, office, from, found);
    return complete;
}

/* Walk-ins at that time on worked days of the last weeks, on the whole: rounded up. */
static int64_t walk_ins_before(const struct request *request, const struct booking_hall *hall,
                               const struct booking_place *place)
{
    const struct booking_slot *rows = hall->slots->items;
    struct date today = date_of_moment(request->at);
    int64_t sum = 0, days = 0;
    for (size_t i = 0; i < hall->slots->count; i++)
        if (rows[i].plan == place->plan->plan && rows[i].minute == place->minute
            && date_compare(rows[i].day, today) < 0)
            sum += rows[i].walk_ins;
    for (int back = 1; back <= BOOKING_HISTORY_DAYS; back++)
        days += booking_plan_works(request->book, place->plan, date_plus_days(today, -back));
    return days == 0 ? 0 : (sum + days - 1) / days;
}

/* LAW: SX9-A0: how crowded it will be stands beside each time. */
static struct text crowd_of(int64_t expected, int64_t capacity)
{
    if (expected * 3 >= capacity * 2)
        return TEXT("crowded");
    return expected * 3 >= capacity ? TEXT("middling") : TEXT("quiet");
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static struct booking_slot_told slot_told(const struct request *request,
                                          const struct booking_hall *hall,
                                          const struct booking_place *place,
                                          const struct booking_left *left, bool open)
{
    int64_t free = smaller(place->capacity - place->taken, left->tickets);
    int64_t walk_ins = walk_ins_before(request, hall, place);
    int64_t expected = place->taken
        + (place->walk_ins > walk_ins ? place->walk_ins : walk_ins);
    return (struct booking_slot_told){
        .office = hall->office, .plan = place->plan->plan, .desks = place->plan->name,
        .day = place->day, .minute = place->minute, .capacity = place->capacity,
        .from = booking_clock(place->minute, request->arena),
        .until = booking_clock(place->minute + place->plan->slot_minutes, request->arena),
        .free = open && free > 0 ? free : 0, .expected = expected,
        .crowd = crowd_of(expected, place->capacity),
    };
}

static void add_day(const struct request *request, const struct booking_asked *asked,
                    const struct booking_hall *hall, const struct booking_plan *plan,
                    struct booking_slots_told *told)
{
    const struct booking_slots_input *input = request->input;
    struct booking_slot_told *rows = told->slots.items;
    struct date today = date_of_moment(request->at);
    if (date_days_between(today, asked->day) > plan->ahead_days)
        return;
    for (int64_t minute = plan->opens; minute < plan->closes; minute += plan->slot_minutes) {
        struct booking_place place;
        if (told->slots.count >= BOOKING_SLOTS_SHOWN
            || booking_moment(asked->day, minute).ms <= request->at.ms
            || !booking_place_at(request->book, hall, plan, asked->day, minute, &place))
            continue;
        struct booking_left left = booking_left_at(asked, hall, &place, request->arena);
        bool open = input->urgent || !booking_kept_for_urgent(asked, plan, &left, today);
        rows[told->slots.count++] = slot_told(request, hall, &place, &left, open);
        if (text_present(left.clauses))
            told->clauses = left.clauses;
        if (left.later && !input->urgent) {
            told->hint_zh = words_of("booking.told.come-later", LANGUAGE_CHINESE);
            told->hint_en = words_of("booking.told.come-later", LANGUAGE_ENGLISH);
        }
    }
}

/* LAW: SX9-3.3b: halls nearby with a free place on the first day that was asked for. */
static void add_near(const struct request *request, const struct booking_asked *asked,
                     const struct booking_facts *facts, struct booking_slots_told *told)
{
    struct booking_near_told *near =
        ARENA_ARRAY(request->arena, struct booking_near_told, BOOKING_NEAR);
    for (size_t i = 0; i < facts->near_count; i++) {
        struct booking_hall hall = booking_hall_for(asked, &facts->near[i], request->arena);
        const struct booking_plan *plans = hall.plans->items;
        int64_t free = 0;
        for (size_t p = 0; hall.row != NULL && p < hall.plans->count; p++)
            for (int64_t minute = plans[p].opens; minute < plans[p].closes;
                 minute += plans[p].slot_minutes) {
                struct booking_place place;
                if (booking_moment(asked->day, minute).ms > request->at.ms
                    && booking_place_at(request->book, &hall, &plans[p], asked->day, minute,
                                        &place))
                    free += place.capacity > place.taken ? place.capacity - place.taken : 0;
            }
        if (free > 0)
            near[told->near.count++] = (struct booking_near_told){
                hall.office, hall.row->name, hall.row->address, hall.row->phone, free,
            };
    }
    told->near.items = near;
}

void booking_decide_slots(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct booking_slots_input *input = request->input;
    const struct booking_facts *found = facts;
    struct arena *arena = request->arena;
    struct date today = date_of_moment(request->at);
    struct date day = date_compare(input->day, today) < 0 ? today : input->day;
    if (found->hall.row == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_OFFICE, "office");
        return;
    }
    const struct matter *matter = matter_of(request->book, input->matter, arena);
    if (matter == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_MATTER, "matter");
        return;
    }
    struct booking_slots_told *told = decision->outcome;
    struct booking_asked asked = booking_asked_of(request, found, input->matter, day);
    struct booking_hall hall = booking_hall_for(&asked, &found->hall, arena);
    told->office_name = found->hall.row->name;
    told->matter = matter->matter;
    told->matter_zh = matter->zh;
    told->matter_en = matter->en;
    struct text ways = booking_remote_ways(request->book, matter, asked.place, arena);
    told->ways_zh = booking_ways_words(ways, LANGUAGE_CHINESE, arena);
    told->ways_en = booking_ways_words(ways, LANGUAGE_ENGLISH, arena);
    if (text_present(ways))
        told->path = booking_way_path(request->book, matter, asked.place, arena);
    told->slots.items = ARENA_ARRAY(arena, struct booking_slot_told, BOOKING_SLOTS_SHOWN);
    for (; date_days_between(today, asked.day) <= BOOKING_SHOW_DAYS;
         asked.day = date_plus_days(asked.day, 1)) {
        const struct booking_plan *plans = hall.plans->items;
        for (size_t i = 0; i < hall.plans->count; i++)
            add_day(request, &asked, &hall, &plans[i], told);
    }
    asked.day = day;
    add_near(request, &asked, found, told);
}

/* ---- the slip ---- */

bool booking_gather_slip(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_own_input *input = request->input;
    struct booking_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    return booking_gather_own(gather, input->booking, found) && complete;
}

static bool may(struct text state, enum booking_event event)
{
    enum booking_state from, to;
    return booking_state_parse(state, &from) && booking_step(from, event, &to);
}

/* LAW: SX9-A3a: the slip says what to bring: papers that are asked of people, not what is fetched
 * or made of the form; what hangs on a value says so itself. */
static void add_papers(const struct matter *matter, struct booking_slip_told *slip,
                       struct arena *arena)
{
    const struct matter_material *rows = matter->materials.items;
    struct booking_paper *papers =
        ARENA_ARRAY(arena, struct booking_paper, matter->materials.count + 1);
    for (size_t i = 0; i < matter->materials.count; i++)
        if (!text_present(rows[i].from))
            papers[slip->papers.count++] = (struct booking_paper){ rows[i].zh, rows[i].en };
    slip->papers.items = papers;
}

void booking_decide_slip(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_own_input *input = request->input;
    const struct booking_facts *found = facts;
    const struct booking_row *row = found->row;
    if (!booking_may_touch(request, row, input->phone) || found->hall.row == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, "booking");
        return;
    }
    const struct booking_plan *plan = booking_plan_of(found->hall.plans, row->plan);
    const struct staff_office *office = found->hall.row;
    struct booking_slip_told *slip = decision->outcome;
    *slip = (struct booking_slip_told){
        .booking = row->booking, .state = row->state, .office_name = office->name,
        .address = office->address, .office_phone = office->phone,
        .desks = plan == NULL ? (struct text){ 0 } : plan->name, .day = row->day,
        .from = booking_clock(row->minute, request->arena), .urgent = row->urgent,
        .priority = row->priority, .may_confirm = may(row->state, BOOKING_CONFIRM),
        .may_cancel = may(row->state, BOOKING_CANCEL),
    };
    const struct matter *matter = matter_of(request->book, row->matter, request->arena);
    if (matter == NULL)
        return;
    slip->matter_zh = matter->zh;
    slip->matter_en = matter->en;
    struct text ways = booking_remote_ways(request->book, matter, (int32_t)office->division,
                                           request->arena);
    slip->ways_zh = booking_ways_words(ways, LANGUAGE_CHINESE, request->arena);
    slip->ways_en = booking_ways_words(ways, LANGUAGE_ENGLISH, request->arena);
    add_papers(matter, slip, request->arena);
}
