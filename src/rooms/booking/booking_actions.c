/* booking_actions.c: the rows of the room's actions. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"

#define NEED FIELD_REQUIRED
#define HELP(key_) .help = "booking.field." key_
const struct shape booking_facts_shape =
    { .name = "booking_facts", .size = sizeof(struct booking_facts) };

/* ---- slots ---- */

#define ASK(member_) AT(struct booking_slots_input, member_)
static const struct field ask_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, ASK(place), HELP("place") },
    { "office", NULL, FIELD_ID, 0, ASK(office), HELP("office") },
    { "matter", NULL, FIELD_TEXT, NEED, ASK(matter), 40, HELP("matter") },
    { "day", NULL, FIELD_DAY, 0, ASK(day), HELP("day") },
    { "urgent", NULL, FIELD_FLAG, 0, ASK(urgent), HELP("urgent") },
};
static const struct shape ask_shape = SHAPE("booking_ask", struct booking_slots_input, ask_fields);
#define SLOT(member_) AT(struct booking_slot_told, member_)
static const struct field slot_fields[] = {
    { "day", NULL, FIELD_DAY, 0, SLOT(day), HELP("day") },
    { "from", NULL, FIELD_TEXT, 0, SLOT(from), 10, HELP("from") },
    { "until", NULL, FIELD_TEXT, 0, SLOT(until), 10, HELP("until") },
    { "desks", NULL, FIELD_TEXT, 0, SLOT(desks), 40, HELP("desks") },
    { "free", NULL, FIELD_COUNT, 0, SLOT(free), HELP("free") },
    { "expected", NULL, FIELD_COUNT, 0, SLOT(expected), HELP("expected") },
    { "crowd", NULL, FIELD_CODE, 0, SLOT(crowd), 20, "booking_crowd", HELP("crowd") },
    { "capacity", NULL, FIELD_COUNT, 0, SLOT(capacity), HELP("capacity") },
    { "office", NULL, FIELD_ID, 0, SLOT(office) },
    { "plan", NULL, FIELD_ID, 0, SLOT(plan) },
    { "minute", NULL, FIELD_COUNT, 0, SLOT(minute) },
};
static const struct shape slot_shape = SHAPE("booking_slot_told", struct booking_slot_told,
                                             slot_fields);
#define NEAR(member_) AT(struct booking_near_told, member_)
static const struct field near_fields[] = {
    { "office", NULL, FIELD_ID, 0, NEAR(office) },
    { "name", NULL, FIELD_TEXT, 0, NEAR(name), 60, HELP("office-name") },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, NEAR(address), 100, HELP("address") },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, NEAR(phone), 60, HELP("office-phone") },
    { "free", NULL, FIELD_COUNT, 0, NEAR(free), HELP("free") },
};
static const struct shape near_shape =
    SHAPE("booking_near_told", struct booking_near_told, near_fields);
#define SLOTS(member_) AT(struct booking_slots_told, member_)
static const struct field slots_fields[] = {
    { "ways_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(ways_zh), 200, HELP("ways") },
    { "ways_en", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(ways_en), 200, HELP("ways") },
    { "path", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(path), 200, HELP("path") },
    { "hint_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(hint_zh), 200, HELP("hint") },
    { "hint_en", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(hint_en), 300, HELP("hint") },
    { "office_name", NULL, FIELD_TEXT, 0, SLOTS(office_name), 60, HELP("office-name") },
    /* Goes along with a time to what holds it. */
    { "matter", NULL, FIELD_TEXT, 0, SLOTS(matter), 40 },
    { "matter_zh", NULL, FIELD_TEXT, 0, SLOTS(matter_zh), 60, HELP("matter") },
    { "matter_en", NULL, FIELD_TEXT, 0, SLOTS(matter_en), 100, HELP("matter") },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, SLOTS(clauses), 200 },
    { "near", NULL, FIELD_LIST, FIELD_SPARSE, SLOTS(near), .of = &near_shape, HELP("near") },
    { "slots", NULL, FIELD_LIST, 0, SLOTS(slots), .of = &slot_shape, HELP("slots") },
};
static const struct shape slots_shape =
    SHAPE("booking_slots", struct booking_slots_told, slots_fields);

/* ---- a booking ---- */

#define HOLD(member_) AT(struct booking_hold_input, member_)
static const struct field hold_fields[] = {
    { "office", NULL, FIELD_ID, NEED, HOLD(office), HELP("office") },
    { "plan", NULL, FIELD_ID, NEED, HOLD(plan), HELP("plan") },
    { "day", NULL, FIELD_DAY, NEED, HOLD(day), HELP("day") },
    { "minute", NULL, FIELD_COUNT, NEED, HOLD(minute), HELP("minute") },
    { "matter", NULL, FIELD_TEXT, NEED, HOLD(matter), 40, HELP("matter") },
    { "urgent", NULL, FIELD_FLAG, 0, HOLD(urgent), HELP("urgent") },
    { "name", NULL, FIELD_TEXT, NEED | FIELD_PRIVATE, HOLD(name), 40, HELP("name") },
    { "phone", NULL, FIELD_TEXT, NEED | FIELD_PRIVATE, HOLD(phone), 20, HELP("phone") },
    { "why", NULL, FIELD_TEXT, 0, HOLD(why), 100, HELP("why") },
    { "advanced", NULL, FIELD_MONEY, 0, HOLD(advanced), HELP("advanced") },
    { "channel", NULL, FIELD_CODE, 0, HOLD(channel), 20, "case_channel", HELP("channel") },
};
static const struct shape hold_shape =
    SHAPE("booking_hold", struct booking_hold_input, hold_fields);
#define TOLD(member_) AT(struct booking_told, member_)
#define TOLD_FIELDS(told_) \
    { "booking", NULL, FIELD_ID, 0, told_(booking), HELP("booking") }, \
    { "state", NULL, FIELD_CODE, 0, told_(state), 20, "booking_state", HELP("state") }, \
    { "day", NULL, FIELD_DAY, 0, told_(day), HELP("day") }, \
    { "from", NULL, FIELD_TEXT, 0, told_(from), 10, HELP("from") }, \
    { "hold_until", NULL, FIELD_MOMENT, FIELD_SPARSE, told_(hold_until), HELP("hold-until") }, \
    { "number", NULL, FIELD_COUNT, FIELD_SPARSE, told_(number), HELP("number") }, \
    { "desk", NULL, FIELD_COUNT, FIELD_SPARSE, told_(desk), HELP("desk") }, \
    { "priority", NULL, FIELD_TEXT, FIELD_SPARSE, told_(priority), 60, HELP("priority") }, \
    { "message_zh", NULL, FIELD_TEXT, FIELD_SPARSE, told_(message_zh), 200, HELP("message") }, \
    { "message_en", NULL, FIELD_TEXT, FIELD_SPARSE, told_(message_en), 500, HELP("message") }, \
    { "office", NULL, FIELD_ID, 0, told_(office) }, \
    { "plan", NULL, FIELD_ID, 0, told_(plan) }, \
    { "minute", NULL, FIELD_COUNT, 0, told_(minute) }
static const struct field told_fields[] = { TOLD_FIELDS(TOLD) };
const struct shape booking_told_shape = SHAPE("booking_told", struct booking_told, told_fields);
#define OWN(member_) AT(struct booking_own_input, member_)
static const struct field own_fields[] = {
    { "booking", NULL, FIELD_ID, NEED, OWN(booking), HELP("booking") },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, OWN(phone), 20, HELP("phone-booked") },
    { "reason", NULL, FIELD_TEXT, 0, OWN(reason), 100, HELP("reason") },
};
const struct shape booking_own_shape = SHAPE("booking_own", struct booking_own_input, own_fields);
static const struct shape slip_input_shape = {
    .name = "booking_slip_input", .size = sizeof(struct booking_own_input),
    .fields = own_fields, .field_count = 2,
};
static const struct field paper_fields[] = {
    { "zh", NULL, FIELD_TEXT, 0, AT(struct booking_paper, zh), 60, HELP("paper") },
    { "en", NULL, FIELD_TEXT, 0, AT(struct booking_paper, en), 100, HELP("paper") },
};
static const struct shape paper_shape =
    SHAPE("booking_paper", struct booking_paper, paper_fields);
#define SLIP(member_) AT(struct booking_slip_told, member_)
static const struct field slip_fields[] = {
    { "booking", NULL, FIELD_ID, 0, SLIP(booking), HELP("booking") },
    { "state", NULL, FIELD_CODE, 0, SLIP(state), 20, "booking_state", HELP("state") },
    { "day", NULL, FIELD_DAY, 0, SLIP(day), HELP("day") },
    { "from", NULL, FIELD_TEXT, 0, SLIP(from), 10, HELP("from") },
    { "office_name", NULL, FIELD_TEXT, 0, SLIP(office_name), 60, HELP("office-name") },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(address), 100, HELP("address") },
    { "office_phone", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(office_phone), 60,
      HELP("office-phone") },
    { "desks", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(desks), 40, HELP("desks") },
    { "matter_zh", NULL, FIELD_TEXT, 0, SLIP(matter_zh), 60, HELP("matter") },
    { "matter_en", NULL, FIELD_TEXT, 0, SLIP(matter_en), 100, HELP("matter") },
    { "papers", NULL, FIELD_LIST, FIELD_SPARSE, SLIP(papers), .of = &paper_shape,
      HELP("papers") },
    { "ways_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(ways_zh), 200, HELP("ways") },
    { "ways_en", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(ways_en), 200, HELP("ways") },
    { "urgent", NULL, FIELD_FLAG, 0, SLIP(urgent), HELP("urgent") },
    { "priority", NULL, FIELD_TEXT, FIELD_SPARSE, SLIP(priority), 60, HELP("priority") },
    { "may_confirm", NULL, FIELD_FLAG, 0, SLIP(may_confirm) },
    { "may_cancel", NULL, FIELD_FLAG, 0, SLIP(may_cancel) },
};
static const struct shape slip_shape =
    SHAPE("booking_slip", struct booking_slip_told, slip_fields);

/* ---- the line ---- */

#define WALK(member_) AT(struct booking_walk_in_input, member_)
static const struct field walk_fields[] = {
    { "office", NULL, FIELD_ID, NEED, WALK(office), HELP("office") },
    { "matter", NULL, FIELD_TEXT, NEED, WALK(matter), 40, HELP("matter") },
    { "plan", NULL, FIELD_ID, 0, WALK(plan), HELP("plan") },
    { "urgent", NULL, FIELD_FLAG, 0, WALK(urgent), HELP("urgent") },
    { "why", NULL, FIELD_TEXT, 0, WALK(why), 100, HELP("why") },
    { "temperature", NULL, FIELD_TEXT, 0, WALK(temperature), 10, HELP("temperature") },
};
static const struct shape walk_shape =
    SHAPE("booking_walk_in", struct booking_walk_in_input, walk_fields);
#define LINE(member_) AT(struct booking_line_input, member_)
static const struct field arrive_fields[] = {
    { "booking", NULL, FIELD_ID, NEED, LINE(booking), HELP("booking") },
    { "temperature", NULL, FIELD_TEXT, 0, LINE(temperature), 10, HELP("temperature") },
};
static const struct shape arrive_shape =
    SHAPE("booking_arrive", struct booking_line_input, arrive_fields);
static const struct field done_fields[] = {
    { "booking", NULL, FIELD_ID, NEED, LINE(booking), HELP("booking") },
    { "absent", NULL, FIELD_FLAG, 0, LINE(absent), HELP("absent") },
};
static const struct shape done_shape =
    SHAPE("booking_done", struct booking_line_input, done_fields);
static const struct field call_fields[] = {
    { "office", NULL, FIELD_ID, NEED, LINE(office), HELP("office") },
    { "desk", NULL, FIELD_COUNT, NEED, LINE(desk), HELP("desk") },
};
static const struct shape call_shape =
    SHAPE("booking_call", struct booking_line_input, call_fields);
static const struct field line_fields[] = {
    { "office", NULL, FIELD_ID, 0, LINE(office), HELP("office") },
    { "day", NULL, FIELD_DAY, 0, LINE(day), HELP("day") },
};
static const struct shape line_shape =
    SHAPE("booking_line", struct booking_line_input, line_fields);
#define IN_LINE(member_) AT(struct booking_in_line, member_)
#define IN_LINE_TOLD(member_) IN_LINE(of.member_)
static const struct field in_line_fields[] = {
    TOLD_FIELDS(IN_LINE_TOLD),
    { "matter_zh", NULL, FIELD_TEXT, 0, IN_LINE(matter_zh), 60, HELP("matter") },
    { "matter_en", NULL, FIELD_TEXT, 0, IN_LINE(matter_en), 100, HELP("matter") },
    { "phone_masked", NULL, FIELD_TEXT, FIELD_SPARSE, IN_LINE(phone_masked), 30,
      HELP("phone-masked") },
    { "walk_in", NULL, FIELD_FLAG, FIELD_SPARSE, IN_LINE(walk_in), HELP("walk-in") },
    { "urgent", NULL, FIELD_FLAG, FIELD_SPARSE, IN_LINE(urgent), HELP("urgent") },
};
static const struct shape in_line_shape =
    SHAPE("booking_in_line", struct booking_in_line, in_line_fields);
#define STANDS(member_) AT(struct booking_line_told, member_)
static const struct field stands_fields[] = {
    { "waiting", NULL, FIELD_COUNT, 0, STANDS(waiting), HELP("waiting") },
    { "called", NULL, FIELD_COUNT, 0, STANDS(called), HELP("called") },
    { "average_wait", NULL, FIELD_COUNT, 0, STANDS(average_wait), HELP("average-wait") },
    { "rows", NULL, FIELD_LIST, 0, STANDS(rows), .of = &in_line_shape, HELP("rows") },
};
static const struct shape stands_shape =
    SHAPE("booking_line_told", struct booking_line_told, stands_fields);

/* ---- plan and closing ---- */

#define PLAN(member_, kind_, flags_, length_) \
    { #member_, NULL, kind_, flags_, AT(struct booking_plan, member_), length_, \
      HELP("plan-" #member_) }
static const struct field plan_fields[] = {
    PLAN(office, FIELD_ID, NEED, 0), PLAN(plan, FIELD_ID, 0, 0), PLAN(name, FIELD_TEXT, NEED, 40),
    PLAN(desks, FIELD_COUNT, NEED, 0), PLAN(weekdays, FIELD_TEXT, NEED, 20),
    PLAN(opens, FIELD_COUNT, NEED, 0), PLAN(closes, FIELD_COUNT, NEED, 0),
    PLAN(pause_from, FIELD_COUNT, 0, 0), PLAN(pause_until, FIELD_COUNT, 0, 0),
    PLAN(slot_minutes, FIELD_COUNT, NEED, 0), PLAN(capacity, FIELD_COUNT, NEED, 0),
    PLAN(hold_minutes, FIELD_COUNT, NEED, 0), PLAN(ahead_days, FIELD_COUNT, NEED, 0),
    PLAN(urgent_days, FIELD_COUNT, 0, 0), PLAN(head_start, FIELD_COUNT, 0, 0),
    PLAN(wait_most, FIELD_COUNT, NEED, 0), PLAN(matters, FIELD_TEXT, 0, 600),
    PLAN(valid_from, FIELD_DAY, NEED, 0), PLAN(valid_until, FIELD_DAY, 0, 0),
};
const struct shape booking_plan_told_shape = SHAPE("booking_plan_input", struct booking_plan,
                                                   plan_fields);
static const struct field plan_set_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct booking_plan_set, office), HELP("office") },
    { "plan", NULL, FIELD_ID, 0, AT(struct booking_plan_set, plan), HELP("plan") },
};
static const struct shape plan_set_shape =
    SHAPE("booking_plan_set", struct booking_plan_set, plan_set_fields);
#define CLOSE(member_) AT(struct booking_close_input, member_)
static const struct field close_fields[] = {
    { "office", NULL, FIELD_ID, NEED, CLOSE(office), HELP("office") },
    { "day", NULL, FIELD_DAY, NEED, CLOSE(day), HELP("first-day") },
    { "until_day", NULL, FIELD_DAY, 0, CLOSE(until_day), HELP("last-day") },
    { "from_minute", NULL, FIELD_COUNT, 0, CLOSE(from_minute), HELP("from-minute") },
    { "until_minute", NULL, FIELD_COUNT, 0, CLOSE(until_minute), HELP("until-minute") },
    { "reason", NULL, FIELD_TEXT, NEED, CLOSE(reason), 100, HELP("reason") },
};
static const struct shape close_shape =
    SHAPE("booking_close", struct booking_close_input, close_fields);
#define CLOSED(member_) AT(struct booking_closed, member_)
static const struct field closed_fields[] = {
    { "office", NULL, FIELD_ID, 0, CLOSED(office), HELP("office") },
    { "day", NULL, FIELD_DAY, 0, CLOSED(day), HELP("day") },
    { "moved", NULL, FIELD_COUNT, 0, CLOSED(moved), HELP("moved") },
    { "cancelled", NULL, FIELD_COUNT, 0, CLOSED(cancelled), HELP("cancelled") },
};
static const struct shape closed_shape =
    SHAPE("booking_closed", struct booking_closed, closed_fields);

/* ---- rows ---- */

#define TELLS(shape_) .outcome = &(shape_), .answer = &(shape_), .facts = &booking_facts_shape

const struct action booking_slots_action = {
    .name = "booking.slots", .method = "GET", .path = "/api/v1/booking-slots",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &ask_shape,
    TELLS(slots_shape), .help = "booking.help.slots", .gather = booking_gather_slots,
    .decide = booking_decide_slots,
};
const struct action booking_hold_action = {
    .name = "booking.hold", .method = "POST", .path = "/api/v1/bookings",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_PREPARES_ALONE,
    .input = &hold_shape,
    TELLS(booking_told_shape), .help = "booking.help.hold", .keys = booking_keys_hold,
    .gather = booking_gather_hold, .decide = booking_decide_hold,
    .prepare = booking_prepare_hold, .prepared_size = sizeof(struct booking_prepared),
};
const struct action booking_confirm_action = {
    .name = "booking.confirm", .method = "POST", .path = "/api/v1/bookings/confirmation",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &slip_input_shape, TELLS(booking_told_shape), .help = "booking.help.confirm",
    .keys = booking_keys_own, .gather = booking_gather_step, .decide = booking_decide_confirm,
};
const struct action booking_cancel_action = {
    .name = "booking.cancel", .method = "POST", .path = "/api/v1/bookings/cancellation",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &booking_own_shape, TELLS(booking_told_shape), .help = "booking.help.cancel",
    .keys = booking_keys_own, .gather = booking_gather_step, .decide = booking_decide_cancel,
};
const struct action booking_slip_action = {
    .name = "booking.slip", .method = "POST", .path = "/api/v1/bookings/slip",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &slip_input_shape, TELLS(slip_shape), .help = "booking.help.slip",
    .gather = booking_gather_slip, .decide = booking_decide_slip,
};
const struct action booking_lapse_action = {
    .name = "booking.lapse", .flags = ACTION_ONCE,
    .input = &task_input_shape, TELLS(booking_told_shape), .help = "booking.help.lapse",
    .keys = booking_keys_lapse, .gather = booking_gather_lapse, .decide = booking_decide_lapse,
};
const struct action booking_walk_in_action = {
    .name = "booking.walk-in", .method = "POST", .path = "/api/v1/tickets",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE, .input = &walk_shape, TELLS(booking_told_shape),
    .help = "booking.help.walk-in", .keys = booking_keys_walk_in,
    .gather = booking_gather_walk_in, .decide = booking_decide_walk_in,
};
const struct action booking_arrive_action = {
    .name = "booking.arrive", .method = "POST", .path = "/api/v1/bookings/{booking}/arrival",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE, .input = &arrive_shape, TELLS(booking_told_shape),
    .help = "booking.help.arrive", .keys = booking_keys_line, .gather = booking_gather_arrive,
    .decide = booking_decide_arrive,
};
const struct action booking_call_action = {
    .name = "booking.call", .method = "POST", .path = "/api/v1/tickets/call",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE, .input = &call_shape, TELLS(booking_told_shape),
    .help = "booking.help.call", .keys = booking_keys_office, .gather = booking_gather_call,
    .decide = booking_decide_call,
};
const struct action booking_done_action = {
    .name = "booking.done", .method = "POST", .path = "/api/v1/bookings/{booking}/end",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE, .input = &done_shape, TELLS(booking_told_shape),
    .help = "booking.help.done", .keys = booking_keys_line, .gather = booking_gather_arrive,
    .decide = booking_decide_done,
};
const struct action booking_close_action = {
    .name = "booking.close", .method = "POST", .path = "/api/v1/booking-closures",
    .flags = ACTION_ONCE, .input = &close_shape, TELLS(closed_shape),
    .help = "booking.help.close", .keys = booking_keys_close, .gather = booking_gather_close,
    .decide = booking_decide_close,
};
const struct action booking_plan_action = {
    .name = "booking.plan", .method = "POST", .path = "/api/v1/booking-plans",
    .flags = ACTION_ONCE, .input = &booking_plan_told_shape,
    TELLS(plan_set_shape), .help = "booking.help.plan", .keys = booking_keys_plan,
    .gather = booking_gather_plan, .decide = booking_decide_plan,
};
const struct action booking_line_action = {
    .name = "booking.line", .method = "GET", .path = "/api/v1/tickets",
    .flags = ACTION_READ, .input = &line_shape, TELLS(stands_shape),
    .help = "booking.help.line", .gather = booking_gather_call, .decide = booking_decide_line,
};
