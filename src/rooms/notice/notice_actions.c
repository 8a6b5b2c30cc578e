/* notice_actions.c: the rows of declaring and withdrawing events. */

#include "rooms/notice/notice_inside.h"

#include "base/check.h"

static const struct field declare_fields[] = {
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_declare_input, kind), 60,
      .help = "notice.field.kind" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_declare_input, place),
      .help = "notice.field.place" },
    { "day", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct notice_declare_input, day),
      .help = "notice.field.day" },
    { "paper", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_declare_input, paper), 200,
      .help = "notice.field.paper" },
};
static const struct shape declare_shape =
    SHAPE("notice_declare", struct notice_declare_input, declare_fields);

static const struct field withdraw_fields[] = {
    { "event", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct notice_withdraw_input, event),
      .help = "notice.field.event" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_withdraw_input, reason), 200,
      .help = "notice.field.reason" },
};
static const struct shape withdraw_shape =
    SHAPE("notice_withdraw", struct notice_withdraw_input, withdraw_fields);

static const struct field declared_fields[] = {
    { "event", NULL, FIELD_ID, 0, AT(struct notice_declared, event) },
};
static const struct shape declared_shape =
    SHAPE("notice_declared", struct notice_declared, declared_fields);

struct events_input {
    int64_t nothing;
};
static const struct shape events_input_shape =
    { .name = "notice_events_input", .size = sizeof(struct events_input) };

#define ROW(member_) AT(struct notice_event_row, member_)
static const struct field event_out_fields[] = {
    { "event", NULL, FIELD_ID, 0, ROW(event) },
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 60 },
    { "place", NULL, FIELD_COUNT, 0, ROW(place) },
    { "day", NULL, FIELD_DAY, 0, ROW(day) },
    { "declared", NULL, FIELD_MOMENT, 0, ROW(declared) },
    { "withdrawn", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(withdrawn) },
    { "paper", NULL, FIELD_TEXT, 0, ROW(paper), 200 },
};
static const struct shape event_out_shape =
    SHAPE("notice_event_out", struct notice_event_row, event_out_fields);
static const struct field events_fields[] = {
    { "events", NULL, FIELD_LIST, 0, AT(struct notice_events_answer, events),
      .of = &event_out_shape },
};
static const struct shape events_shape =
    SHAPE("notice_events", struct notice_events_answer, events_fields);

static const struct shape facts_shape =
    { .name = "notice_facts", .size = sizeof(struct notice_facts) };

/* Events are few and decided one after another, so that one place has one that stands. */
static void event_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("notice.events")) >> 1));
}

const struct action notice_declare_event_action = {
    .name = "notice.declare-event", .method = "POST", .path = "/api/v1/events",
    .flags = ACTION_ONCE, .input = &declare_shape, .facts = &facts_shape,
    .outcome = &declared_shape, .answer = &declared_shape, .help = "notice.help.declare-event",
    .keys = event_keys, .gather = notice_gather, .decide = notice_decide_declare,
};
const struct action notice_withdraw_event_action = {
    .name = "notice.withdraw-event", .method = "POST", .path = "/api/v1/events/{event}/withdrawal",
    .flags = ACTION_ONCE, .input = &withdraw_shape, .facts = &facts_shape,
    .outcome = &declared_shape, .answer = &declared_shape, .help = "notice.help.withdraw-event",
    .keys = event_keys, .gather = notice_gather, .decide = notice_decide_withdraw,
};
const struct action notice_events_action = {
    .name = "notice.events", .method = "GET", .path = "/api/v1/events",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &events_input_shape, .facts = &facts_shape, .outcome = &events_shape,
    .answer = &events_shape, .help = "notice.help.events", .gather = notice_gather,
    .decide = notice_decide_events,
};
