/* booking_room.c: the room, its pages, and the halls of a demo world. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "core/demo.h"
#include "rooms/staff/staff.h"

static const struct action *const actions[] = {
    &booking_slots_action, &booking_hold_action, &booking_confirm_action, &booking_cancel_action,
    &booking_slip_action, &booking_line_action, &booking_walk_in_action, &booking_arrive_action,
    &booking_call_action, &booking_done_action, &booking_close_action, &booking_plan_action,
    &booking_lapse_action, &booking_contact_action, &booking_plans_action,
};
static const struct table *const tables[] = {
    &booking_plan_table, &booking_slot_table, &booking_day_table, &booking_closure_table,
    &booking_table, &booking_holder_table,
};
static const struct query *const queries[] = {
    &booking_plans_of, &booking_plans_near, &booking_slots_of, &booking_day_of,
    &booking_closures_of, &booking_by_id, &bookings_of_day, &booking_holder_of,
    &booking_counted, &booking_unslotted, &bookings_ahead,
};

/* ---- pages ---- */

/* Those that a counter takes: what people apply for first, then what units and institutions do. */
static struct list matters_booked(const struct request *request)
{
    struct arena *arena = request->arena;
    if (request->book == NULL)
        return (struct list){ 0 };
    const struct list all = matters_of(request->book, arena);
    const struct matter *rows = all.items;
    struct page_choice *choices = ARENA_ARRAY(arena, struct page_choice, all.count + 1);
    size_t count = 0;
    for (int others = 0; others < 2; others++)
        for (size_t i = 0; i < all.count; i++)
            if (matter_words_have(&rows[i].applicants, TEXT("person")) == (others == 0)
                && booking_need_of(request->book, &rows[i], 0, NULL, arena)
                    != BOOKING_NOT_AT_COUNTER)
                choices[count++] = (struct page_choice){ rows[i].matter, rows[i].zh, rows[i].en };
    return (struct list){ choices, count };
}
static const struct page_choices slot_choices[] = {
    { .field = "matter", .of = matters_booked },
};
static const struct page_choices ticket_choices[] = {
    { .field = "office", .asked = &staff_offices_asked },
    { .field = "matter", .of = matters_booked },
};
static const struct page_choices office_choices[] = {
    { .field = "office", .asked = &staff_offices_asked },
};

static const struct page_link slip_more[] = {
    { "may_confirm", "/booking-confirm" }, { "may_cancel", "/booking-cancel" },
};
static const struct page_link line_rows[] = {
    { "rows", "/ticket-arrive" }, { "rows", "/ticket-done" }, { "rows", "/booking-contact" },
};
static const struct page_link line_more[] = { { NULL, "/ticket-call" }, { NULL, "/ticket" } };
static const struct page_fixed web_fixed[] = { { "channel", "web" } };
static const struct page_fixed line_fixed[] = { { "office", NULL } };
static const char *const slot_carried[] = { "office", "plan", "day", "minute" };
static const char *const office_carried[] = { "office" };
static const char *const booking_carried[] = { "booking" };
#define CARRIED(list_) .carried = (list_), .carried_count = COUNT_OF(list_)
#define FIXED(list_) .fixed = (list_), .fixed_count = COUNT_OF(list_)
#define ROW(list_) .rows = (list_), .row_count = COUNT_OF(list_)
#define MORE(list_) .more = (list_), .more_count = COUNT_OF(list_)

static const struct page pages[] = {
    { .path = "/booking", .title = "booking.page.slots", .action = "booking.slots",
      .intro = "booking.page.slots-intro", .division = "place", CARRIED(office_carried),
      .choices = slot_choices, .choice_count = COUNT_OF(slot_choices),
      .tell = booking_tell_slots, .flags = PAGE_ON_HOME | PAGE_FORM_BELOW },
    { .path = "/book", .title = "booking.page.hold", .action = "booking.hold",
      .intro = "booking.page.hold-intro", .done = "booking.page.held", .keep = "booking",
      .choices = slot_choices, .choice_count = COUNT_OF(slot_choices),
      .next = "/booking-confirm", FIXED(web_fixed), CARRIED(slot_carried) },
    { .path = "/booking-confirm", .title = "booking.page.confirm", .action = "booking.confirm",
      .done = "booking.page.confirmed", .keep = "booking", .next = "/booking-slip",
      .flags = PAGE_QR },
    { .path = "/booking-slip", .title = "booking.page.slip", .action = "booking.slip",
      MORE(slip_more), .flags = PAGE_ON_HOME },
    { .path = "/booking-cancel", .title = "booking.page.cancel", .action = "booking.cancel",
      .done = "booking.page.cancelled", .next = "/booking" },
    { .path = "/line", .title = "booking.page.line", .action = "booking.line", ROW(line_rows),
      MORE(line_more), FIXED(line_fixed),
      .flags = PAGE_AT_DESK | PAGE_AT_ONCE | PAGE_BARE },
    { .path = "/ticket", .title = "booking.page.walk-in", .action = "booking.walk-in",
      .done = "booking.page.step-done", .keep = "number", .next = "/line",
      .choices = ticket_choices, .choice_count = COUNT_OF(ticket_choices),
      .flags = PAGE_AT_DESK },
    { .path = "/ticket-arrive", .title = "booking.page.arrive", .action = "booking.arrive",
      .done = "booking.page.step-done", .keep = "number", .next = "/line",
      CARRIED(booking_carried) },
    { .path = "/ticket-call", .title = "booking.page.call", .action = "booking.call",
      .choices = office_choices, .choice_count = COUNT_OF(office_choices),
      .done = "booking.page.step-done", .keep = "number", .next = "/line" },
    { .path = "/ticket-done", .title = "booking.page.done", .action = "booking.done",
      .done = "booking.page.step-done", .next = "/line", CARRIED(booking_carried) },
    { .path = "/booking-contact", .title = "booking.page.contact", .action = "booking.contact",
      .done = "booking.page.step-done", .next = "/line", CARRIED(booking_carried) },
    { .path = "/hall-close", .title = "booking.page.close", .action = "booking.close",
      .intro = "booking.page.close-intro", .done = "booking.page.step-done", .next = "/line",
      .choices = office_choices, .choice_count = COUNT_OF(office_choices),
      .flags = PAGE_AT_DESK },
};

/* ---- demo ---- */

/* Every agency and branch has one group of counters, in quarters of an hour. */
static void booking_demo(struct demo *demo)
{
    struct list lines = staff_demo_offices(demo);
    const struct staff_line *rows = lines.items;
    for (size_t i = 0; i < lines.count; i++) {
        if (!text_is(rows[i].office.kind, "agency") && !text_is(rows[i].office.kind, "branch"))
            continue;
        int64_t office = demo_id(STAFF_BUCKET, DEMO_OFFICES, (int64_t)i);
        int bucket = booking_bucket(office);
        const struct booking_plan plan = {
            .bucket = bucket, .office = office,
            .plan = demo_id(bucket, DEMO_OTHER, (int64_t)i),
            .division = rows[i].office.division, .name = TEXT("综合窗口"), .desks = 3,
            .weekdays = TEXT("1 2 3 4 5"), .opens = 9 * 60, .closes = 17 * 60,
            .pause_from = 12 * 60, .pause_until = 13 * 60 + 30, .slot_minutes = 15,
            .capacity = 1, .hold_minutes = 15, .ahead_days = 14, .urgent_days = 2,
            .head_start = 30, .wait_most = 90,
            .matters = TEXT("claim-paper-batch inpatient-claim outpatient-claim "
                            "assistance-claim certificate transfer"),
            .valid_from = DATE(2020, 1, 1), .version = 1,
        };
        demo_emit(demo, &booking_plan_table, &plan);
    }
}

const struct room booking_room = {
    .name = "booking",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(page, pages),
    .verify = booking_verify, .impact = booking_impact,
    .demo = booking_demo,
};
