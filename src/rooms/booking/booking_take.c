/* booking_take.c: a place is held, confirmed, given back, or runs out. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

#define ELSEWHERE_BYTES 600

/* ---- hold ---- */

void booking_keys_hold(const struct request *request, struct keys *keys)
{
    const struct booking_hold_input *input = request->input;
    keys_add(keys, booking_line_key(booking_bucket(input->office)));
}

bool booking_gather_hold(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_hold_input *input = request->input;
    struct booking_facts *found = facts;
    struct date today = date_of_moment(request->at);
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    struct text digest = booking_holder_digest(&with_arena, input->phone, input->matter);
    const struct booking_holder_key key = { bucket_of_name(digest), digest };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= booking_gather_hall(gather, input->office, today,
                                    date_plus_days(today, BOOKING_SHOW_DAYS), &found->hall);
    bool known = gather_one(gather, &booking_holder_of, &key, &row);
    found->holder = row;
    complete &= known;
    if (found->holder != NULL) {
        const struct booking_id_key held = { id_bucket(found->holder->booking),
                                             found->holder->booking };
        row = NULL;
        complete &= gather_one(gather, &booking_by_id, &held, &row);
        found->held = row;
    }
    if (found->hall.row != NULL)
        complete &= booking_gather_near(gather, found->hall.row->division, input->office,
                                        input->day, found);
    return complete;
}

void booking_prepare_hold(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct booking_hold_input *input = request->input;
    struct booking_prepared *prepared = ret_prepared;
    prepared->name_sealed = party_seal(text_trim(input->name), "booking-name", request->arena);
    prepared->phone_sealed =
        party_seal(ident_phone(input->phone, request->arena), "booking-phone", request->arena);
}

struct booking_asked booking_asked_of(const struct request *request,
                                      const struct booking_facts *facts, struct text matter,
                                      struct date day)
{
    const struct actor *actor = request->actor;
    return (struct booking_asked){
        .limits = booking_limits_none(request->arena),
        .book = request->book, .place = (int32_t)facts->hall.row->division, .matter = matter,
        .applicant = actor->role == ROLE_EMPLOYER ? TEXT("employer")
            : actor->institution != 0 ? TEXT("institution") : TEXT("person"),
        .day = day, .events = facts->events,
    };
}

/* Only such groups of counters as deal with the matter. */
struct booking_hall booking_hall_for(const struct booking_asked *asked,
                                     const struct booking_hall *hall, struct arena *arena)
{
    const struct matter *matter = matter_of(asked->book, asked->matter, arena);
    const struct booking_plan *plans = hall->plans->items;
    struct booking_plan *kept = ARENA_ARRAY(arena, struct booking_plan, hall->plans->count + 1);
    struct list *list = ARENA_NEW(arena, struct list);
    size_t count = 0;
    for (size_t i = 0; i < hall->plans->count; i++)
        if (matter == NULL
            || booking_need_of(asked->book, matter, asked->place, &plans[i], arena)
                   >= BOOKING_REMOTE_FIRST)
            kept[count++] = plans[i];
    *list = (struct list){ kept, count };
    struct booking_hall narrowed = *hall;
    narrowed.plans = list;
    return narrowed;
}

/* One more way out, in the sentence of each language; what there is not is not said. */
static void add_way_out(struct builder builders[LANGUAGE_COUNT], const char *key,
                        struct text zh, struct text en)
{
    const struct text details[LANGUAGE_COUNT] = { zh, en };
    for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
        if (!text_present(details[language]))
            continue;
        if (builder_text(&builders[language]).length > 0)
            builder_add(&builders[language],
                        words_of("booking.elsewhere.between", language));
        words_write(&builders[language], key, language, &details[language], 1);
    }
}

/* Where else: the next free place here, a hall nearby with one that day, a way without coming. */
void booking_refuse_elsewhere(const struct request *request, const struct booking_asked *asked,
                              const struct booking_facts *facts, bool urgent,
                              enum booking_refused refused, struct decision *decision)
{
    struct arena *arena = request->arena;
    struct booking_hall hall = booking_hall_for(asked, &facts->hall, arena);
    struct booking_place place;
    struct text next = { 0 }, near = { 0 };
    if (booking_next_free(asked, &hall, request->at, urgent,
                          date_plus_days(date_of_moment(request->at), BOOKING_SHOW_DAYS), arena,
                          &place)) {
        struct builder builder = builder_over(arena_take(arena, 40), 40);
        date_write(&builder, place.day);
        builder_add_char(&builder, ' ');
        builder_add(&builder, booking_clock(place.minute, arena));
        next = builder_text(&builder);
    }
    for (size_t i = 0; i < facts->near_count; i++) {
        struct booking_hall other = booking_hall_for(asked, &facts->near[i], arena);
        struct booking_asked there = *asked;
        there.place = other.row == NULL ? asked->place : (int32_t)other.row->division;
        struct moment from = booking_moment(asked->day, 0);
        from.ms = from.ms - 1 < request->at.ms ? request->at.ms : from.ms - 1;
        /* Where tickets are left, walking in there needs no booked place. */
        bool any = urgent || refused == BOOKING_REFUSED_LIMIT;
        if (other.row == NULL || !booking_next_free(&there, &other, from, any, asked->day,
                                                    arena, &place))
            continue;
        near = other.row->name;
        break;
    }
    const struct matter *matter = matter_of(asked->book, asked->matter, arena);
    struct text ways = matter == NULL ? (struct text){ 0 }
        : booking_remote_ways(asked->book, matter, asked->place, arena);
    struct builder builders[LANGUAGE_COUNT];
    for (enum language language = 0; language < LANGUAGE_COUNT; language++)
        builders[language] = builder_over(arena_take(arena, ELSEWHERE_BYTES), ELSEWHERE_BYTES);
    add_way_out(builders, "booking.elsewhere.next", next, next);
    add_way_out(builders, "booking.elsewhere.near", near, near);
    if (text_present(ways))
        add_way_out(builders, "booking.elsewhere.ways",
                    booking_ways_words(ways, LANGUAGE_CHINESE, arena),
                    booking_ways_words(ways, LANGUAGE_ENGLISH, arena));
    struct text zh = builder_text(&builders[LANGUAGE_CHINESE]);
    struct text en = builder_text(&builders[LANGUAGE_ENGLISH]);
    if (!text_present(zh)) {
        zh = words_of("booking.elsewhere.none", LANGUAGE_CHINESE);
        en = words_of("booking.elsewhere.none", LANGUAGE_ENGLISH);
    }
    decision_refuse_with(decision, booking_refused_key(refused), "minute", zh, en);
}

/* What the matter itself says: it is not for a counter, or need not be. False: refused. */
bool booking_matter_fits(const struct request *request, const struct booking_asked *asked,
                         const struct booking_plan *plan, struct text why,
                         struct decision *decision)
{
    const struct matter *matter = matter_of(asked->book, asked->matter, request->arena);
    if (matter == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_MATTER, "matter");
        return false;
    }
    enum booking_need need =
        booking_need_of(asked->book, matter, asked->place, plan, request->arena);
    struct text ways =
        booking_remote_ways(asked->book, matter, asked->place, request->arena);
    if (need == BOOKING_NOT_AT_COUNTER || need == BOOKING_REMOTELY
        || (need == BOOKING_REMOTE_FIRST && !text_present(why))) {
        enum booking_refused refused = need == BOOKING_NOT_AT_COUNTER
            ? BOOKING_REFUSED_NOT_AT_COUNTER
            : need == BOOKING_REMOTELY ? BOOKING_REFUSED_REMOTE : BOOKING_REFUSED_REMOTE_FIRST;
        decision_refuse_with(decision, booking_refused_key(refused),
                             need == BOOKING_REMOTE_FIRST ? "why" : "matter",
                             booking_ways_words(ways, LANGUAGE_CHINESE, request->arena),
                             booking_ways_words(ways, LANGUAGE_ENGLISH, request->arena));
        return false;
    }
    return true;
}

/* Is there such a place, and may it be asked for now? */
static bool place_is_there(const struct request *request, const struct booking_asked *asked,
                           const struct booking_facts *facts, const struct booking_plan *plan,
                           struct decision *decision, struct booking_place *ret_place)
{
    const struct booking_hold_input *input = request->input;
    struct date today = date_of_moment(request->at);
    if (input->minute < 0 || input->minute >= BOOKING_MINUTES_A_DAY
        || booking_moment(input->day, input->minute).ms <= request->at.ms) {
        booking_refuse(decision, BOOKING_REFUSED_PAST, "minute");
        return false;
    }
    int ahead = date_days_between(today, input->day);
    if (ahead > plan->ahead_days || ahead > BOOKING_SHOW_DAYS
        || !booking_place_at(request->book, &facts->hall, plan, input->day, input->minute,
                             ret_place)) {
        booking_refuse_elsewhere(request, asked, facts, input->urgent, BOOKING_REFUSED_NO_SLOT,
                                 decision);
        return false;
    }
    return true;
}

static bool place_is_free(const struct request *request, const struct booking_asked *asked,
                          const struct booking_facts *facts, const struct booking_place *place,
                          bool urgent, struct decision *decision)
{
    struct booking_left left = booking_left_at(asked, &facts->hall, place, request->arena);
    struct date today = date_of_moment(request->at);
    if (!urgent && booking_kept_for_urgent(asked, place->plan, &left, today)) {
        booking_refuse_elsewhere(request, asked, facts, false, BOOKING_REFUSED_URGENT_ONLY,
                                 decision);
        return false;
    }
    if (facts->held != NULL && booking_is_open(facts->held->state)) {
        booking_refuse(decision, BOOKING_REFUSED_TWICE, "matter");
        return false;
    }
    if (left.tickets <= 0 || place->taken >= place->capacity) {
        booking_refuse_elsewhere(request, asked, facts, urgent,
                                 left.tickets <= 0 ? BOOKING_REFUSED_LIMIT
                                                   : BOOKING_REFUSED_FULL, decision);
        return false;
    }
    return true;
}

static struct booking_row held_row(const struct request *request,
                                   const struct booking_plan *plan, struct text priority)
{
    const struct booking_hold_input *input = request->input;
    const struct booking_prepared *prepared = request->prepared;
    const struct actor *actor = request->actor;
    bool staff = actor->office != 0;
    int bucket = booking_bucket(input->office);
    return (struct booking_row){
        .bucket = bucket, .booking = id_mint(request->minter, bucket), .office = input->office,
        .plan = input->plan, .day = input->day, .minute = input->minute,
        .matter = input->matter, .state = staff ? TEXT("confirmed") : TEXT("held"),
        .urgent = input->urgent, .priority = priority, .advanced = input->advanced,
        .channel = staff ? (text_present(input->channel) ? input->channel : TEXT("phone"))
            : text_is(input->channel, "mobile") ? TEXT("mobile") : TEXT("web"),
        .person = actor->person, .unit = actor->unit,
        .holder = booking_holder_digest(request, input->phone, input->matter),
        .name_sealed = prepared->name_sealed, .phone_sealed = prepared->phone_sealed,
        .phone_masked = party_mask_phone(ident_phone(input->phone, request->arena), request->arena),
        .made = request->at, .reason = input->why,
        .hold_until = staff ? (struct moment){ 0 }
            : (struct moment){ request->at.ms + plan->hold_minutes * 60000 },
        .entered_by = staff ? actor->account : 0, .version = 1,
    };
}

static void keep_holder(const struct booking_facts *facts, const struct booking_row *row,
                        struct decision *decision)
{
    struct booking_holder holder = {
        .bucket = bucket_of_name(row->holder), .holder = row->holder, .booking = row->booking,
        .version = 1,
    };
    if (facts->holder == NULL) {
        decision_insert(decision, &booking_holder_table, &holder);
        return;
    }
    holder.version = facts->holder->version;
    decision_replace(decision, &booking_holder_table, &holder);
}

/* LAW: JX4-2.4a, JX4-2.4b, JX4-2.4d: one place a person, never more than the slot holds. */
void booking_decide_hold(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct booking_hold_input *input = request->input;
    const struct booking_facts *found = facts;
    const struct booking_plan *plan =
        found->hall.row == NULL ? NULL : booking_plan_of(found->hall.plans, input->plan);
    if (plan == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_OFFICE, "office");
        return;
    }
    struct booking_place place;
    struct booking_asked asked = booking_asked_of(request, found, input->matter, input->day);
    struct text priority = booking_priority_of(&asked, input->advanced, request->arena);
    bool urgent = input->urgent || text_present(priority);
    if (!booking_matter_fits(request, &asked, plan, input->why, decision))
        return;
    if (!ident_telephone(ident_phone(input->phone, request->arena))) {
        booking_refuse(decision, BOOKING_REFUSED_PHONE, "phone");
        return;
    }
    if (!place_is_there(request, &asked, found, plan, decision, &place)
        || !place_is_free(request, &asked, found, &place, urgent, decision))
        return;
    struct booking_row row = held_row(request, plan, priority);
    decision_insert(decision, &booking_table, &row);
    booking_slot_change(decision, &found->hall, row.plan, row.day, row.minute, 1, 0);
    keep_holder(found, &row, decision);
    booking_set_timer(decision, &row, plan);
    struct booking_told told = booking_told_of(&row, request->arena);
    if (text_is(row.state, "confirmed"))
        booking_say(decision, &row, found->hall.row, "booking.message.confirmed", &told);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = told;
}

/* ---- confirm, cancel, run out ---- */

void booking_keys_own(const struct request *request, struct keys *keys)
{
    const struct booking_own_input *input = request->input;
    keys_add(keys, booking_line_key(id_bucket(input->booking)));
}

bool booking_gather_step(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_own_input *input = request->input;
    return booking_gather_own(gather, input->booking, facts);
}

bool booking_move(struct decision *decision, struct booking_row *row, enum booking_event event)
{
    enum booking_state from, to;
    bool known = booking_state_parse(row->state, &from);
    CHECK(known);
    if (!booking_step(from, event, &to)) {
        booking_refuse(decision, BOOKING_REFUSED_CHANGED, "booking");
        return false;
    }
    row->state = text_of(booking_state_name(to));
    return true;
}

static void conclude(struct decision *decision, const struct booking_row *row,
                     const struct booking_told *told)
{
    decision_replace(decision, &booking_table, row);
    decision->subject = row->booking;
    *(struct booking_told *)decision->outcome = *told;
}

void booking_decide_confirm(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct booking_own_input *input = request->input;
    const struct booking_facts *found = facts;
    if (!booking_may_touch(request, found->row, input->phone)) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, "booking");
        return;
    }
    struct booking_row row = *found->row;
    if (text_is(row.state, "lapsed")
        || (text_is(row.state, "held") && row.hold_until.ms <= request->at.ms)) {
        struct builder builder = builder_over(arena_take(request->arena, 40), 40);
        moment_write(&builder, row.hold_until);
        decision_refuse_with(decision, booking_refused_key(BOOKING_REFUSED_HOLD_OVER), "booking",
                             builder_text(&builder), (struct text){ 0 });
        return;
    }
    if (!booking_move(decision, &row, BOOKING_CONFIRM))
        return;
    booking_set_timer(decision, &row, booking_plan_of(found->hall.plans, row.plan));
    struct booking_told told = booking_told_of(&row, request->arena);
    booking_say(decision, &row, found->hall.row, "booking.message.confirmed", &told);
    conclude(decision, &row, &told);
}

void booking_decide_cancel(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct booking_own_input *input = request->input;
    const struct booking_facts *found = facts;
    if (!booking_may_touch(request, found->row, input->phone)) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, "booking");
        return;
    }
    struct booking_row row = *found->row;
    if (!booking_move(decision, &row, BOOKING_CANCEL))
        return;
    row.settled = request->at;
    row.reason = text_present(input->reason) ? input->reason : row.reason;
    if (!row.walk_in)
        booking_slot_change(decision, &found->hall, row.plan, row.day, row.minute, -1, 0);
    struct booking_told told = booking_told_of(&row, request->arena);
    conclude(decision, &row, &told);
}

void booking_keys_lapse(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, booking_line_key(id_bucket(input->subject)));
}

bool booking_gather_lapse(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct booking_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *timer = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &timer);
    found->timer = timer;
    return booking_gather_own(gather, input->subject, found) && complete;
}

/* A hold that was not confirmed frees its place; who has confirmed and never came has missed it.
 * The timer of a booking that was confirmed, moved or ended meanwhile finds nothing to do. */
void booking_decide_lapse(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct booking_facts *found = facts;
    if (found->timer == NULL || found->row == NULL) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, NULL);
        return;
    }
    struct booking_row row = *found->row;
    const struct booking_plan *plan = booking_plan_of(found->hall.plans, row.plan);
    int64_t length = plan == NULL ? 0 : plan->slot_minutes;
    bool held = text_is(row.state, "held") && row.hold_until.ms <= request->at.ms;
    bool missed = text_is(row.state, "confirmed")
        && booking_moment(row.day, row.minute + length).ms <= request->at.ms;
    task_timer_done(decision, found->timer);
    if (held || missed) {
        bool stepped = booking_move(decision, &row, held ? BOOKING_LAPSE : BOOKING_MISS);
        CHECK(stepped);
        row.settled = request->at;
        decision_replace(decision, &booking_table, &row);
    }
    if (held)
        booking_slot_change(decision, &found->hall, row.plan, row.day, row.minute, -1, 0);
    decision->subject = row.booking;
    *(struct booking_told *)decision->outcome = booking_told_of(&row, request->arena);
}
