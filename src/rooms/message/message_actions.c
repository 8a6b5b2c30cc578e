/* message_actions.c: one's own messages, the outbox for what delivers it, and what came of it. */

#include "rooms/message/message.h"

#include "base/check.h"

#define MESSAGE_TRIES_MAX 5

/* ---- lists ---- */

#define PAGE(member_) AT(struct message_list_input, member_)
static const struct field inbox_input_fields[] = {
    { "after_message", NULL, FIELD_ID, 0, PAGE(after_message), .help = "message.field.after" },
};
static const struct shape inbox_input_shape =
    SHAPE("message_inbox_input", struct message_list_input, inbox_input_fields);
static const struct field waiting_input_fields[] = {
    { "until", NULL, FIELD_MOMENT, 0, PAGE(until), .help = "message.field.until" },
    { "after", NULL, FIELD_MOMENT, 0, PAGE(after), .help = "message.field.after" },
    { "after_message", NULL, FIELD_ID, 0, PAGE(after_message), .help = "message.field.after" },
};
static const struct shape waiting_input_shape =
    SHAPE("message_waiting_input", struct message_list_input, waiting_input_fields);
static const struct shape list_facts_shape =
    { .name = "message_list_facts", .size = sizeof(struct message_list_facts) };

#define ROW(member_) AT(struct message_row, member_)
static const struct field told_fields[] = {
    { "message", NULL, FIELD_ID, 0, ROW(message) },
    { "made", NULL, FIELD_MOMENT, 0, ROW(made), .help = "message.field.made" },
    { "zh", NULL, FIELD_TEXT, 0, ROW(body_zh), 200, .help = "message.field.body" },
    { "en", NULL, FIELD_TEXT, 0, ROW(body_en), 500, .help = "message.field.body" },
    { "reference", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(reference), 60,
      .help = "message.field.reference" },
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 60 },
    { "subject", NULL, FIELD_ID, FIELD_SPARSE, ROW(subject) },
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20 },
    { "due", NULL, FIELD_MOMENT, 0, ROW(due) },
    { "person", NULL, FIELD_ID, FIELD_SPARSE, ROW(person) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, ROW(unit) },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, ROW(institution) },
    { "office", NULL, FIELD_ID, FIELD_SPARSE, ROW(office) },
    { "account", NULL, FIELD_ID, FIELD_SPARSE, ROW(account) },
    { "tries", NULL, FIELD_COUNT, 0, ROW(tries) },
};
static const struct shape told_shape = SHAPE("message_told", struct message_row, told_fields);
static const struct field list_fields[] = {
    { "messages", NULL, FIELD_LIST, 0, AT(struct message_list_answer, messages),
      .of = &told_shape, .help = "message.field.messages" },
};
static const struct shape list_shape =
    SHAPE("message_list", struct message_list_answer, list_fields);

static bool gather_inbox(struct gather *gather, const struct request *request, void *facts)
{
    const struct message_list_input *input = request->input;
    const struct actor *actor = request->actor;
    struct message_list_facts *found = facts;
    if (actor_is_person(actor)) {
        const struct message_person_key key = { id_bucket(actor->person), actor->person,
                                                input->after_message };
        found->rows = gather_want(gather, &messages_of_person, &key);
        return found->rows != NULL;
    }
    int64_t receiver = actor->unit != 0 ? actor->unit
        : actor->institution != 0 ? actor->institution : actor->office;
    const struct message_received_key key = { id_bucket(receiver), receiver, actor->account,
                                              input->after_message };
    found->rows = gather_want(gather, actor->unit != 0 ? &messages_of_unit
        : actor->institution != 0 ? &messages_of_institution : &messages_of_office, &key);
    return found->rows != NULL;
}

static bool gather_waiting(struct gather *gather, const struct request *request, void *facts)
{
    const struct message_list_input *input = request->input;
    struct message_list_facts *found = facts;
    const struct message_state_key key = {
        .state = TEXT("waiting"), .until = input->until.ms == 0 ? request->at : input->until,
        .after = input->after, .after_message = input->after_message,
    };
    found->rows = gather_want(gather, &messages_in_state, &key);
    return found->rows != NULL;
}

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    const struct message_list_facts *found = facts;
    ((struct message_list_answer *)decision->outcome)->messages = *found->rows;
}

/* ---- delivered, or not ---- */

#define SETTLE(member_) AT(struct message_settle_input, member_)
static const struct field settle_fields[] = {
    { "message", NULL, FIELD_ID, FIELD_REQUIRED, SETTLE(message),
      .help = "message.field.message" },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, SETTLE(channel), 20,
      .help = "message.field.channel" },
    { "delivered", NULL, FIELD_FLAG, 0, SETTLE(delivered), .help = "message.field.delivered" },
    { "fault", NULL, FIELD_TEXT, 0, SETTLE(fault), 200, .help = "message.field.fault" },
    { "again", NULL, FIELD_FLAG, 0, SETTLE(again), .help = "message.field.again" },
};
static const struct shape settle_shape =
    SHAPE("message_settle", struct message_settle_input, settle_fields);
static const struct shape settle_facts_shape =
    { .name = "message_settle_facts", .size = sizeof(struct message_settle_facts) };
static const struct field settled_fields[] = {
    { "message", NULL, FIELD_ID, 0, AT(struct message_settled, message) },
    { "state", NULL, FIELD_TEXT, 0, AT(struct message_settled, state), 20 },
};
static const struct shape settled_shape =
    SHAPE("message_settled", struct message_settled, settled_fields);

static void settle_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct message_settle_input *)request->input)->message);
}

static bool gather_settle(struct gather *gather, const struct request *request, void *facts)
{
    const struct message_settle_input *input = request->input;
    const struct message_key key = { id_bucket(input->message), input->message };
    const void *row = NULL;
    bool complete = gather_one(gather, &message_by_id, &key, &row);
    ((struct message_settle_facts *)facts)->row = row;
    return complete;
}

static void decide_settle(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct message_settle_input *input = request->input;
    const struct message_settle_facts *found = facts;
    if (found->row == NULL || !text_is(found->row->state, "waiting")) {
        decision_refuse(decision, "message.refused.not-waiting", "message");
        return;
    }
    struct message_row row = *found->row;
    row.tries++;
    row.channel = input->channel;
    row.fault = input->fault;
    bool again = !input->delivered && input->again && row.tries < MESSAGE_TRIES_MAX;
    if (!again) {
        row.state = input->delivered ? TEXT("sent") : TEXT("failed");
        row.settled = request->at;
    }
    decision_replace(decision, &message_table, &row);
    decision->subject = row.message;
    *(struct message_settled *)decision->outcome =
        (struct message_settled){ row.message, row.state };
}

const struct action message_inbox_action = {
    .name = "message.inbox", .method = "GET", .path = "/api/v1/messages",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &inbox_input_shape, .facts = &list_facts_shape, .outcome = &list_shape,
    .next_page = { { "after_message", "message" } },
    .answer = &list_shape, .help = "message.help.inbox", .gather = gather_inbox,
    .decide = decide_list,
};
const struct action message_waiting_action = {
    .name = "message.waiting", .flags = ACTION_READ,
    .input = &waiting_input_shape, .facts = &list_facts_shape, .outcome = &list_shape,
    .next_page = { { "after", "due" }, { "after_message", "message" } },
    .answer = &list_shape, .help = "message.help.waiting", .gather = gather_waiting,
    .decide = decide_list,
};
const struct action message_settle_action = {
    .name = "message.settle", .flags = ACTION_ONCE,
    .input = &settle_shape, .facts = &settle_facts_shape, .outcome = &settled_shape,
    .answer = &settled_shape, .help = "message.help.settle", .keys = settle_keys,
    .gather = gather_settle, .decide = decide_settle,
};

static const struct action *const actions[] = {
    &message_inbox_action, &message_waiting_action, &message_settle_action,
};
static const struct table *const tables[] = { &message_table };
static const struct query *const queries[] = {
    &message_by_id, &messages_in_state, &messages_of_person, &messages_of_unit,
    &message_of_unit_about,
    &messages_of_institution, &messages_of_office,
};
/* The latest are shown when it opens; those before them are a program's to go on to. */
static const struct page_fixed newest[] = { { "after_message", NULL } };
static const struct page pages[] = {
    { .path = "/messages", .title = "message.page.inbox", .action = "message.inbox",
      .fixed = newest, .fixed_count = COUNT_OF(newest), .flags = PAGE_AT_ONCE | PAGE_BARE },
};

const struct room message_room = {
    .name = "message",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    ROOM_LIST(page, pages),
};
