/* outage_room.c: the rows of the room's actions, and the room. */

#include "rooms/outage/outage.h"

#include "base/check.h"

static const struct shape look_facts_shape =
    { .name = "outage_look_facts", .size = sizeof(struct outage_look_facts) };
static const struct shape tell_facts_shape =
    { .name = "outage_tell_facts", .size = sizeof(struct outage_tell_facts) };
static const struct field looked_fields[] = {
    { "found", NULL, FIELD_COUNT, 0, AT(struct outage_looked, found),
      .help = "outage.field.found" },
    { "withdrawn", NULL, FIELD_COUNT, 0, AT(struct outage_looked, withdrawn),
      .help = "outage.field.withdrawn" },
};
static const struct shape looked_shape =
    SHAPE("outage_looked", struct outage_looked, looked_fields);
static const struct field said_fields[] = {
    { "job", NULL, FIELD_ID, 0, AT(struct outage_said, job) },
    { "bookings", NULL, FIELD_COUNT, 0, AT(struct outage_said, bookings),
      .help = "outage.field.bookings" },
    { "limits", NULL, FIELD_COUNT, 0, AT(struct outage_said, limits),
      .help = "outage.field.limits" },
};
static const struct shape said_shape = SHAPE("outage_said", struct outage_said, said_fields);

static void look_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("outage.look")) >> 1));
}

const struct action outage_look_action = {
    .name = "outage.look", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &look_facts_shape, .outcome = &looked_shape, .answer = &looked_shape,
    .help = "outage.help.look", .keys = look_keys, .gather = outage_gather_look,
    .decide = outage_decide_look,
};

static void tell_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->task);
    keys_add(keys, input->subject);
}

const struct action outage_tell_action = {
    .name = "outage.tell", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &tell_facts_shape, .outcome = &said_shape, .answer = &said_shape,
    .help = "outage.help.tell", .keys = tell_keys, .gather = outage_gather_tell,
    .decide = outage_decide_tell,
};

/* ---- what was told ---- */

struct windows_input { int64_t nothing; };
static const struct shape windows_input_shape =
    { .name = "outage_windows_input", .size = sizeof(struct windows_input) };
struct windows_answer { struct list windows; };
#define WINDOW(member_) AT(struct outage_window, member_)
static const struct field told_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, WINDOW(name), 200, .help = "outage.field.name" },
    { "place", NULL, FIELD_COUNT, 0, WINDOW(place), .help = "outage.field.place" },
    { "from_at", NULL, FIELD_MOMENT, 0, WINDOW(from_at), .help = "outage.field.from" },
    { "until_at", NULL, FIELD_MOMENT, 0, WINDOW(until_at), .help = "outage.field.until" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, WINDOW(clauses), 200,
      .help = "outage.field.clauses" },
    { "found_at", NULL, FIELD_MOMENT, 0, WINDOW(found_at), .help = "outage.field.found-at" },
    { "told_at", NULL, FIELD_MOMENT, FIELD_SPARSE, WINDOW(told_at),
      .help = "outage.field.told-at" },
    { "bookings", NULL, FIELD_COUNT, 0, WINDOW(bookings), .help = "outage.field.bookings" },
    { "limits", NULL, FIELD_COUNT, 0, WINDOW(limits), .help = "outage.field.limits" },
    { "withdrawn_at", NULL, FIELD_MOMENT, FIELD_SPARSE, WINDOW(withdrawn_at),
      .help = "outage.field.withdrawn-at" },
};
static const struct shape told_shape = SHAPE("outage_window_told", struct outage_window,
                                             told_fields);
static const struct field windows_fields[] = {
    { "windows", NULL, FIELD_LIST, 0, AT(struct windows_answer, windows), .of = &told_shape,
      .help = "outage.field.windows" },
};
static const struct shape windows_shape =
    SHAPE("outage_windows", struct windows_answer, windows_fields);

static void decide_windows(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)request;
    ((struct windows_answer *)decision->outcome)->windows =
        *((const struct outage_look_facts *)facts)->windows;
}

const struct action outage_windows_action = {
    .name = "outage.windows", .method = "GET", .path = "/api/v1/outage-windows",
    .flags = ACTION_READ, .input = &windows_input_shape, .facts = &look_facts_shape,
    .outcome = &windows_shape, .answer = &windows_shape, .help = "outage.help.windows",
    .gather = outage_gather_look, .decide = decide_windows,
};

/* ---- the room ---- */

static bool ask_look(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    *(struct task_input *)ret_input = (struct task_input){ 0 };
    return true;
}
static const struct reaction reactions[] = { { "due.watch", "outage.look", ask_look } };
static const struct job_kind jobs[] = {
    { "outage.tell", "outage.tell" }, { "outage.call-off", "outage.call-off" },
};
static const struct action *const actions[] = {
    &outage_look_action, &outage_tell_action, &outage_windows_action,
    &outage_unsettled_action, &outage_call_off_action,
};
static const struct table *const tables[] = { &outage_window_table, &outage_told_table };
static const struct query *const queries[] = {
    &outage_windows_all, &outage_window_by_id, &outage_bookings, &outage_debts,
    &outage_unsettled_at, &outage_told_of,
};

const struct room outage_room = {
    .name = "outage",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(reaction, reactions),
    ROOM_LIST(job, jobs),
};
