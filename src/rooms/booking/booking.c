/* booking.c: states of a booking, and the slots of a plan's day. */

#include "rooms/booking/booking.h"

#include "base/check.h"
#include "core/calendar.h"

/* ---- states ---- */

static const char *const STATES[] = {
    [BOOKING_HELD] = "held", [BOOKING_CONFIRMED] = "confirmed", [BOOKING_ARRIVED] = "arrived",
    [BOOKING_CALLED] = "called", [BOOKING_DONE] = "done", [BOOKING_CANCELLED] = "cancelled",
    [BOOKING_LAPSED] = "lapsed", [BOOKING_MISSED] = "missed",
};
_Static_assert(COUNT_OF(STATES) == BOOKING_STATES, "a name for each state");

static const struct { enum booking_state from; enum booking_event event; enum booking_state to; }
STEPS[] = {
    { BOOKING_HELD, BOOKING_CONFIRM, BOOKING_CONFIRMED },
    { BOOKING_HELD, BOOKING_CANCEL, BOOKING_CANCELLED },
    { BOOKING_HELD, BOOKING_LAPSE, BOOKING_LAPSED },
    { BOOKING_CONFIRMED, BOOKING_ARRIVE, BOOKING_ARRIVED },
    { BOOKING_CONFIRMED, BOOKING_CANCEL, BOOKING_CANCELLED },
    { BOOKING_CONFIRMED, BOOKING_MISS, BOOKING_MISSED },
    /* Who comes late after all is taken in. */
    { BOOKING_MISSED, BOOKING_ARRIVE, BOOKING_ARRIVED },
    { BOOKING_ARRIVED, BOOKING_CALL, BOOKING_CALLED },
    { BOOKING_ARRIVED, BOOKING_CANCEL, BOOKING_CANCELLED },
    { BOOKING_CALLED, BOOKING_FINISH, BOOKING_DONE },
    /* Called and not there. */
    { BOOKING_CALLED, BOOKING_MISS, BOOKING_MISSED },
};

const char *booking_state_name(enum booking_state state)
{
    CHECK(state < BOOKING_STATES);
    return STATES[state];
}

bool booking_state_parse(struct text name, enum booking_state *ret_state)
{
    for (size_t i = 0; i < BOOKING_STATES; i++)
        if (text_is(name, STATES[i])) {
            *ret_state = (enum booking_state)i;
            return true;
        }
    return false;
}

bool booking_step(enum booking_state from, enum booking_event event, enum booking_state *ret_to)
{
    for (size_t i = 0; i < COUNT_OF(STEPS); i++)
        if (STEPS[i].from == from && STEPS[i].event == event) {
            *ret_to = STEPS[i].to;
            return true;
        }
    return false;
}

bool booking_holds_place(struct text state)
{
    return !text_is(state, "cancelled") && !text_is(state, "lapsed");
}

bool booking_is_open(struct text state)
{
    return text_is(state, "held") || text_is(state, "confirmed") || text_is(state, "arrived")
        || text_is(state, "called");
}

/* ---- refusals ---- */

static const char *const REFUSED[] = {
    [BOOKING_REFUSED_NO_OFFICE] = "booking.refused.no-office",
    [BOOKING_REFUSED_NO_MATTER] = "booking.refused.no-matter",
    [BOOKING_REFUSED_NO_BOOKING] = "booking.refused.no-booking",
    [BOOKING_REFUSED_NOT_YOURS] = "booking.refused.not-yours",
    [BOOKING_REFUSED_NOT_AT_COUNTER] = "booking.refused.not-at-counter",
    [BOOKING_REFUSED_REMOTE] = "booking.refused.remote",
    [BOOKING_REFUSED_REMOTE_FIRST] = "booking.refused.remote-first",
    [BOOKING_REFUSED_CHANGED] = "booking.refused.changed",
    [BOOKING_REFUSED_HOLD_OVER] = "booking.refused.hold-over",
    [BOOKING_REFUSED_PLAN] = "booking.refused.plan",
    [BOOKING_REFUSED_PHONE] = "booking.refused.phone",
    [BOOKING_REFUSED_CLOSING] = "booking.refused.closing",
    [BOOKING_REFUSED_PAST] = "booking.refused.past",
    [BOOKING_REFUSED_NO_SLOT] = "booking.refused.no-slot",
    [BOOKING_REFUSED_URGENT_ONLY] = "booking.refused.urgent-only",
    [BOOKING_REFUSED_TWICE] = "booking.refused.twice",
    [BOOKING_REFUSED_LIMIT] = "booking.refused.limit",
    [BOOKING_REFUSED_FULL] = "booking.refused.full",
    [BOOKING_REFUSED_NOBODY_WAITS] = "booking.refused.nobody-waits",
};
_Static_assert(COUNT_OF(REFUSED) == BOOKING_REFUSED_COUNT, "a sentence for each refusal");

const char *booking_refused_key(enum booking_refused refused)
{
    CHECK(refused < BOOKING_REFUSED_COUNT);
    return REFUSED[refused];
}

void booking_refuse(struct decision *decision, enum booking_refused refused, const char *field)
{
    decision_refuse(decision, booking_refused_key(refused), field);
}

/* ---- plans and slots ---- */

int booking_bucket(int64_t office)
{
    char name[32];
    struct builder builder = builder_over(name, sizeof name);
    builder_add_int(&builder, office);
    return bucket_of_name(builder_text(&builder));
}

int64_t booking_line_key(int bucket)
{
    return (int64_t)((text_hash(TEXT("booking.line")) >> 1) ^ (uint64_t)bucket);
}

struct moment booking_moment(struct date day, int64_t minute)
{
    return (struct moment){ moment_of_date(day).ms + minute * 60000 };
}

static bool has_word(struct text words, struct text word)
{
    struct text rest = words;
    while (text_present(rest)) {
        struct text one = text_until(rest, ' ', &rest);
        if (text_equal(one, word))
            return true;
    }
    return false;
}

bool booking_plan_has(const struct booking_plan *plan, struct text matter)
{
    return has_word(plan->matters, matter);
}

/* A holiday is not worked whatever its weekday, and a make-up Saturday is. */
bool booking_plan_works(const struct book *book, const struct booking_plan *plan,
                        struct date day)
{
    if (date_compare(day, plan->valid_from) < 0
        || (plan->valid_until.yyyymmdd != 0 && date_compare(day, plan->valid_until) > 0))
        return false;
    struct calendar_day known =
        calendar_day(book_calendar(book), day, (struct moment){ 0 });
    if (known.reason == DAY_HOLIDAY || known.reason == DAY_MAKE_UP)
        return known.reason == DAY_MAKE_UP;
    char weekday[2] = { (char)('0' + date_weekday(day)), 0 };
    return has_word(plan->weekdays, text_of(weekday));
}

static bool weekdays_are_good(struct text weekdays)
{
    struct text rest = weekdays;
    bool any = false;
    while (text_present(rest)) {
        struct text one = text_until(rest, ' ', &rest);
        if (one.length != 1 || one.data[0] < '1' || one.data[0] > '7')
            return false;
        any = true;
    }
    return any;
}

const char *booking_plan_fault(const struct booking_plan *plan)
{
    bool pause = plan->pause_from != 0 || plan->pause_until != 0;
    if (plan->desks < 1 || plan->desks > 200)
        return "desks";
    if (!weekdays_are_good(plan->weekdays))
        return "weekdays";
    if (plan->slot_minutes < 5 || plan->slot_minutes > 240)
        return "slot_minutes";
    if (plan->opens < 0 || plan->opens > BOOKING_MINUTES_A_DAY
        || plan->closes > BOOKING_MINUTES_A_DAY
        || plan->opens + plan->slot_minutes > plan->closes)
        return "closes";
    if (pause && (plan->pause_from < plan->opens || plan->pause_until <= plan->pause_from
                  || plan->pause_until > plan->closes))
        return "pause_until";
    if (plan->capacity < 1 || plan->capacity > 100)
        return "capacity";
    if (plan->hold_minutes < 1 || plan->hold_minutes > 120)
        return "hold_minutes";
    if (plan->ahead_days < 0 || plan->ahead_days > 90)
        return "ahead_days";
    if (plan->urgent_days < 0 || plan->urgent_days > plan->ahead_days)
        return "urgent_days";
    if (plan->head_start < 0 || plan->head_start > 480 || plan->wait_most < 5
        || plan->wait_most > BOOKING_MINUTES_A_DAY)
        return "wait_most";
    if (plan->valid_until.yyyymmdd != 0
        && date_compare(plan->valid_until, plan->valid_from) < 0)
        return "valid_until";
    return NULL;
}

bool booking_is_closed(const struct list *closures, struct date day, int64_t from, int64_t until)
{
    const struct booking_closure *rows = closures->items;
    for (size_t i = 0; i < closures->count; i++)
        if (date_compare(rows[i].day, day) == 0 && rows[i].from_minute < until
            && rows[i].until_minute > from)
            return true;
    return false;
}

const struct booking_plan *booking_plan_of(const struct list *plans, int64_t plan)
{
    const struct booking_plan *rows = plans->items;
    for (size_t i = 0; i < plans->count; i++)
        if (rows[i].plan == plan)
            return &rows[i];
    return NULL;
}

static const struct booking_slot *slot_of(const struct list *slots, int64_t plan,
                                          struct date day, int64_t minute)
{
    const struct booking_slot *rows = slots->items;
    for (size_t i = 0; i < slots->count; i++)
        if (rows[i].plan == plan && rows[i].minute == minute
            && date_compare(rows[i].day, day) == 0)
            return &rows[i];
    return NULL;
}

bool booking_place_at(const struct book *book, const struct booking_hall *hall,
                      const struct booking_plan *plan, struct date day, int64_t minute,
                      struct booking_place *ret_place)
{
    int64_t end = minute + plan->slot_minutes;
    bool paused = minute < plan->pause_until && end > plan->pause_from;
    if (minute < plan->opens || end > plan->closes || paused
        || (minute - plan->opens) % plan->slot_minutes != 0
        || !booking_plan_works(book, plan, day)
        || booking_is_closed(hall->closures, day, minute, end))
        return false;
    const struct booking_slot *slot = slot_of(hall->slots, plan->plan, day, minute);
    *ret_place = (struct booking_place){
        .plan = plan, .day = day, .minute = minute,
        .capacity = plan->desks * plan->capacity,
        .taken = slot == NULL ? 0 : slot->taken,
        .walk_ins = slot == NULL ? 0 : slot->walk_ins,
    };
    return true;
}

int64_t booking_minute_of(const struct booking_plan *plan, struct moment at)
{
    int64_t now = (at.ms - moment_of_date(date_of_moment(at)).ms) / 60000;
    if (now < plan->opens)
        return plan->opens;
    int64_t last = (plan->closes - plan->opens) / plan->slot_minutes - 1;
    int64_t n = (now - plan->opens) / plan->slot_minutes;
    return plan->opens + (n > last ? last : n) * plan->slot_minutes;
}

void booking_slot_change(struct decision *decision, const struct booking_hall *hall, int64_t plan,
                         struct date day, int64_t minute, int64_t taken, int64_t walk_ins)
{
    const struct booking_slot *found = slot_of(hall->slots, plan, day, minute);
    struct booking_slot row = {
        .bucket = booking_bucket(hall->office), .office = hall->office, .plan = plan, .day = day,
        .minute = minute, .version = 1,
    };
    if (found != NULL)
        row = *found;
    row.taken += taken;
    row.walk_ins += walk_ins;
    CHECK(row.taken >= 0 && row.walk_ins >= 0);
    if (found == NULL)
        decision_insert(decision, &booking_slot_table, &row);
    else
        decision_replace(decision, &booking_slot_table, &row);
}

struct text booking_clock(int64_t minute, struct arena *arena)
{
    return arena_format(arena, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

struct booking_told booking_told_of(const struct booking_row *row, struct arena *arena)
{
    return (struct booking_told){
        .booking = row->booking, .office = row->office, .plan = row->plan,
        .minute = row->minute, .state = row->state, .day = row->day,
        .from = booking_clock(row->minute, arena), .hold_until = row->hold_until,
        .number = row->number, .desk = row->desk, .priority = row->priority,
    };
}

/* ---- the line ---- */

static struct moment turn_of(const struct booking_row *row, const struct booking_plan *plan)
{
    struct moment turn = row->arrived;
    struct moment slot = booking_moment(row->day, row->minute);
    int64_t length = plan == NULL ? 0 : plan->slot_minutes * 60000;
    if (!row->walk_in && row->arrived.ms < slot.ms + length)
        turn = slot;
    if ((row->urgent || text_present(row->priority)) && plan != NULL)
        turn.ms -= plan->head_start * 60000;
    return turn;
}

/* People who booked are due at their time, if they are there in it. Everybody else becomes due
 * once he has waited as long as the plan lets anybody wait: so none waits for ever. */
static bool is_due(const struct booking_row *row, const struct booking_plan *plan,
                   struct moment now)
{
    if (plan == NULL)
        return true;
    struct moment slot = booking_moment(row->day, row->minute);
    bool in_time = !row->walk_in && row->arrived.ms < slot.ms + plan->slot_minutes * 60000;
    if (in_time && slot.ms <= now.ms)
        return true;
    return now.ms - row->arrived.ms >= plan->wait_most * 60000;
}

const struct booking_row *booking_next(const struct list *rows, const struct list *plans,
                                       struct moment now)
{
    const struct booking_row *items = rows->items, *best = NULL;
    struct moment best_turn = { 0 };
    bool best_due = false;
    for (size_t i = 0; i < rows->count; i++) {
        if (!text_is(items[i].state, "arrived"))
            continue;
        const struct booking_plan *plan = booking_plan_of(plans, items[i].plan);
        struct moment turn = turn_of(&items[i], plan);
        bool due = is_due(&items[i], plan, now);
        bool before = best == NULL || (due && !best_due)
            || (due == best_due && (turn.ms < best_turn.ms
                || (turn.ms == best_turn.ms && items[i].number < best->number)));
        if (!before)
            continue;
        best = &items[i];
        best_turn = turn;
        best_due = due;
    }
    return best;
}
