/* delivery_room.c: the rows of the room's actions, and the room. */

#include "rooms/delivery/delivery_tell.h"

#include "base/check.h"

static const struct shape facts_shape =
    { .name = "delivery_facts", .size = sizeof(struct delivery_facts) };
static const struct field plan_fields[] = {
    { "message", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_plan_input, message) },
    { "channels", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct delivery_plan_input, channels),
      100 },
};
static const struct shape plan_shape =
    SHAPE("delivery_plan", struct delivery_plan_input, plan_fields);
static const struct field try_fields[] = {
    { "delivery", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_try_input, delivery) },
};
static const struct shape try_shape = SHAPE("delivery_try", struct delivery_try_input, try_fields);
#define RESULT(member_) AT(struct delivery_result_input, member_)
static const struct field result_fields[] = {
    { "delivery", NULL, FIELD_ID, FIELD_REQUIRED, RESULT(delivery) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, RESULT(state), 20 },
    { "receipt", NULL, FIELD_TEXT, 0, RESULT(receipt), 200 },
    { "fault", NULL, FIELD_TEXT, 0, RESULT(fault), 200 },
    { "wait_seconds", NULL, FIELD_COUNT, 0, RESULT(wait_seconds) },
};
static const struct shape result_shape =
    SHAPE("delivery_result", struct delivery_result_input, result_fields);
static const struct shape call_facts_shape =
    { .name = "delivery_call", .size = sizeof(struct delivery_call) };
static const struct field called_fields[] = {
    { "delivery", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_called_input, delivery),
      .help = "delivery.field.delivery" },
    { "reached", NULL, FIELD_FLAG, 0, AT(struct delivery_called_input, reached),
      .help = "delivery.field.reached" },
    { "note", NULL, FIELD_TEXT, 0, AT(struct delivery_called_input, note), 200,
      .help = "delivery.field.note" },
};
static const struct shape called_shape =
    SHAPE("delivery_called", struct delivery_called_input, called_fields);
static const struct field told_fields[] = {
    { "delivery", NULL, FIELD_ID, FIELD_SPARSE, AT(struct delivery_told, delivery) },
    { "state", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct delivery_told, state), 20,
      .help = "delivery.field.state" },
    { "tries", NULL, FIELD_COUNT, 0, AT(struct delivery_told, tries),
      .help = "delivery.field.tries" },
};
static const struct shape told_shape =
    SHAPE("delivery_told", struct delivery_told, told_fields);

static void delivery_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct delivery_try_input *)request->input)->delivery);
}

const struct action delivery_plan_action = {
    .name = "delivery.plan", .flags = ACTION_ONCE, .input = &plan_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "delivery.help.plan", .keys = delivery_keys, .gather = delivery_gather_plan,
    .decide = delivery_decide_plan,
};
const struct action delivery_try_action = {
    .name = "delivery.try", .flags = ACTION_ONCE, .input = &try_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "delivery.help.try", .keys = delivery_keys, .gather = delivery_gather_row,
    .decide = delivery_decide_try,
};
const struct action delivery_result_action = {
    .name = "delivery.result", .flags = ACTION_ONCE, .input = &result_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "delivery.help.result", .keys = delivery_keys, .gather = delivery_gather_row,
    .decide = delivery_decide_result,
};
const struct action delivery_called_action = {
    .name = "delivery.called", .method = "POST", .path = "/api/v1/phone-list/{delivery}/call",
    .flags = ACTION_ONCE, .input = &called_shape, .facts = &call_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "delivery.help.called",
    .keys = delivery_keys, .gather = delivery_gather_called, .decide = delivery_decide_called,
};

/* ---- what others have published ---- */

static const struct field announce_fields[] = {
    { "announcement", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct delivery_announce_input, announcement) },
};
static const struct shape announce_shape =
    SHAPE("delivery_announce", struct delivery_announce_input, announce_fields);
static const struct shape notice_facts_shape =
    { .name = "delivery_notice_facts", .size = sizeof(struct delivery_notice_facts) };

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

const struct action delivery_announce_action = {
    .name = "delivery.announce", .flags = ACTION_ONCE,
    .input = &announce_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "delivery.help.announce", .keys = delivery_keys,
    .gather = gather_nothing, .decide = delivery_decide_announce,
};
const struct action delivery_notice_action = {
    .name = "delivery.notice", .flags = ACTION_ONCE, .input = &announce_shape,
    .facts = &notice_facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "delivery.help.notice", .keys = delivery_keys, .gather = delivery_gather_notice,
    .decide = delivery_decide_notice,
};

static bool ask_announce(const struct request *done, const void *outcome, struct arena *arena,
                         void *ret_input)
{
    (void)done;
    (void)arena;
    ((struct delivery_announce_input *)ret_input)->announcement =
        ((const struct notice_announced *)outcome)->announcement;
    return true;
}

static bool ask_notice(const struct request *done, const void *outcome, struct arena *arena,
                       void *ret_input)
{
    (void)done;
    (void)arena;
    const struct notice_published *published = outcome;
    ((struct delivery_announce_input *)ret_input)->announcement = published->document;
    return published->receivers > 0;
}

struct look_input { int64_t nothing; };
static const struct shape look_input_shape =
    { .name = "delivery_look_input", .size = sizeof(struct look_input) };
static const struct shape look_facts_shape =
    { .name = "delivery_look_facts", .size = sizeof(struct delivery_look_facts) };
static const struct field looked_fields[] = {
    { "late", NULL, FIELD_COUNT, 0, AT(struct delivery_looked, late),
      .help = "delivery.field.late" },
    { "unread", NULL, FIELD_COUNT, 0, AT(struct delivery_looked, unread),
      .help = "delivery.field.unread" },
};
static const struct shape looked_shape =
    SHAPE("delivery_looked", struct delivery_looked, looked_fields);

static void look_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("delivery.look")) >> 1));
}

const struct action delivery_look_action = {
    .name = "delivery.look", .flags = ACTION_ONCE, .input = &look_input_shape,
    .facts = &look_facts_shape, .outcome = &looked_shape, .answer = &looked_shape,
    .help = "delivery.help.look", .keys = look_keys, .gather = delivery_gather_look,
    .decide = delivery_decide_look,
};

static bool ask_look(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    ((struct look_input *)ret_input)->nothing = 0;
    return true;
}

static const struct field reply_fields[] = {
    { "progress", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_reply_input, progress) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct delivery_reply_input, number), 80 },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_reply_input, office) },
};
static const struct shape reply_shape =
    SHAPE("delivery_reply", struct delivery_reply_input, reply_fields);
static const struct shape reply_facts_shape =
    { .name = "delivery_reply_facts", .size = sizeof(struct delivery_reply_facts) };
static const struct field replied_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_SPARSE, AT(struct delivery_replied, office) },
};
static const struct shape replied_shape =
    SHAPE("delivery_replied", struct delivery_replied, replied_fields);

static void reply_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct delivery_reply_input *)request->input)->progress);
}

const struct action delivery_reply_action = {
    .name = "delivery.reply", .flags = ACTION_ONCE, .input = &reply_shape,
    .facts = &reply_facts_shape, .outcome = &replied_shape, .answer = &replied_shape,
    .help = "delivery.help.reply", .keys = reply_keys, .gather = delivery_gather_reply,
    .decide = delivery_decide_reply,
};

static bool ask_reply(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)arena;
    const struct notice_progress_said *said = outcome;
    /* One written before replies were told names no notice. */
    if (!text_present(said->number))
        return false;
    *(struct delivery_reply_input *)ret_input =
        (struct delivery_reply_input){ said->progress, said->number, said->office };
    return true;
}

static const struct reaction reactions[] = {
    { "notice.progress", "delivery.reply", ask_reply },
    { "due.watch", "delivery.look", ask_look },
    { "notice.announce-out", "delivery.announce", ask_announce },
    { "notice.publish", "delivery.notice", ask_notice },
};

/* ---- addresses ---- */

static const struct field address_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct delivery_address_input, owner),
      .help = "delivery.field.owner" },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct delivery_address_input, channel),
      20, .help = "delivery.field.channel" },
    { "address", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct delivery_address_input, address), 200, .help = "delivery.field.address" },
};
static const struct shape address_shape =
    SHAPE("delivery_address_input", struct delivery_address_input, address_fields);
struct address_facts { const struct delivery_address *row; };
static const struct shape address_facts_shape =
    { .name = "delivery_address_facts", .size = sizeof(struct address_facts) };

static bool gather_address(struct gather *gather, const struct request *request, void *facts)
{
    const struct delivery_address_input *input = request->input;
    const struct delivery_address_key key = { id_bucket(input->owner), input->owner,
                                              input->channel };
    const void *row = NULL;
    if (!gather_one(gather, &delivery_address_by_key, &key, &row))
        return false;
    ((struct address_facts *)facts)->row = row;
    return true;
}

/* One's own, or anybody's by the administrator of the machine. */
static void decide_address(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct delivery_address_input *input = request->input;
    const struct delivery_address *held = ((const struct address_facts *)facts)->row;
    const struct actor *actor = request->actor;
    if (!actor->scope.everything && input->owner != actor->office
        && input->owner != actor->institution && input->owner != actor->unit) {
        decision_refuse(decision, "delivery.refused.not-yours", "owner");
        return;
    }
    struct delivery_address row = {
        .bucket = id_bucket(input->owner), .owner = input->owner, .channel = input->channel,
        .address = input->address, .said_by = actor->account, .said_at = request->at,
        .version = held == NULL ? 0 : held->version,
    };
    if (held == NULL)
        decision_insert(decision, &delivery_address_table, &row);
    else
        decision_replace(decision, &delivery_address_table, &row);
    decision->subject = input->owner;
    ((struct delivery_told *)decision->outcome)->tries = 0;
}

static void owner_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct delivery_address_input *)request->input)->owner);
}

const struct action delivery_address_action = {
    .name = "delivery.address", .method = "POST", .path = "/api/v1/delivery-addresses",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE,
    .input = &address_shape, .facts = &address_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "delivery.help.address",
    .keys = owner_keys, .gather = gather_address, .decide = decide_address,
};

/* ---- looking ---- */

struct list_input { int64_t subject; };
struct list_answer { struct list deliveries; };
static const struct field list_input_fields[] = {
    { "subject", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct list_input, subject),
      .help = "delivery.field.subject" },
};
static const struct shape list_input_shape =
    SHAPE("delivery_list_input", struct list_input, list_input_fields);
static const struct field list_fields[] = {
    { "deliveries", NULL, FIELD_LIST, 0, AT(struct list_answer, deliveries),
      .of = &delivery_shape, .help = "delivery.field.deliveries" },
};
static const struct shape list_shape = SHAPE("delivery_list", struct list_answer, list_fields);

static bool gather_list(struct gather *gather, const struct request *request, void *facts)
{
    int64_t subject = ((const struct list_input *)request->input)->subject;
    const struct delivery_subject_key key = { id_bucket(subject), subject };
    struct delivery_facts *found = facts;
    found->of_subject = gather_want(gather, &deliveries_of, &key);
    return found->of_subject != NULL;
}

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    ((struct list_answer *)decision->outcome)->deliveries =
        *((const struct delivery_facts *)facts)->of_subject;
}

const struct action delivery_list_action = {
    .name = "delivery.list", .method = "GET", .path = "/api/v1/deliveries",
    .flags = ACTION_READ, .input = &list_input_shape, .facts = &facts_shape,
    .outcome = &list_shape, .answer = &list_shape, .help = "delivery.help.list",
    .gather = gather_list, .decide = decide_list,
};

struct phone_input { int64_t nothing; };
static const struct shape phone_input_shape =
    { .name = "delivery_phone_input", .size = sizeof(struct phone_input) };
static const struct shape phone_facts_shape =
    { .name = "delivery_phone_facts", .size = sizeof(struct delivery_phone_facts) };
#define CALL(member_) AT(struct delivery_call_told, member_)
static const struct field call_fields[] = {
    { "delivery", NULL, FIELD_ID, 0, CALL(delivery), .help = "delivery.field.delivery" },
    { "person", NULL, FIELD_ID, 0, CALL(person) },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, CALL(phone), 30,
      .help = "delivery.field.phone" },
    { "reference", NULL, FIELD_TEXT, FIELD_SPARSE, CALL(reference), 80,
      .help = "delivery.field.reference" },
    { "says_zh", NULL, FIELD_TEXT, 0, CALL(says_zh), 200, .help = "delivery.field.says" },
    { "says_en", NULL, FIELD_TEXT, 0, CALL(says_en), 400, .help = "delivery.field.says" },
    { "since", NULL, FIELD_MOMENT, 0, CALL(since), .help = "delivery.field.began" },
    { "tries", NULL, FIELD_COUNT, 0, CALL(tries), .help = "delivery.field.tries" },
};
static const struct shape call_shape =
    SHAPE("delivery_call", struct delivery_call_told, call_fields);
static const struct field phone_fields[] = {
    { "calls", NULL, FIELD_LIST, 0, AT(struct delivery_phone_answer, calls),
      .of = &call_shape, .help = "delivery.field.calls" },
};
static const struct shape phone_shape =
    SHAPE("delivery_phone", struct delivery_phone_answer, phone_fields);

const struct action delivery_phone_list_action = {
    .name = "delivery.phone-list", .method = "GET", .path = "/api/v1/phone-list",
    .flags = ACTION_READ, .input = &phone_input_shape,
    .facts = &phone_facts_shape, .outcome = &phone_shape, .answer = &phone_shape,
    .help = "delivery.help.phone-list", .gather = delivery_gather_phone_list,
    .decide = delivery_decide_phone_list,
};

static const struct action *const actions[] = {
    &delivery_plan_action, &delivery_try_action, &delivery_result_action,
    &delivery_called_action, &delivery_announce_action, &delivery_notice_action,
    &delivery_address_action, &delivery_list_action, &delivery_phone_list_action,
    &delivery_guide_action, &delivery_look_action, &delivery_reply_action,
};
static const struct rule_kind *const rule_kinds[] = { &delivery_reading_rule };
static const struct table *const tables[] = {
    &delivery_table, &delivery_address_table, &delivery_look_table,
};
static const struct query *const queries[] = {
    &delivery_by_id, &deliveries_of, &deliveries_in_state, &delivery_address_by_key,
    &delivery_look_of, &delivery_institutions_unguided,
};
static const struct page pages[] = {
    { .path = "/phone-list", .title = "delivery.page.phone-list",
      .action = "delivery.phone-list", .flags = PAGE_AT_DESK | PAGE_AT_ONCE },
};

const struct room delivery_room = {
    .name = "delivery",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .reactions = reactions, .reaction_count = COUNT_OF(reactions),
    ROOM_LIST(rule_kind, rule_kinds),
    ROOM_LIST(page, pages),
};
