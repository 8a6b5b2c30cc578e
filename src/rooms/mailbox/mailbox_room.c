/* mailbox_room.c: the rows of the room's actions, and the room. */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"
#include "core/blob.h"

/* ---- what the programs bring ---- */

static const struct field to_fields[] = {
    { "address", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct mailbox_address_input, address),
      1000 },
};
static const struct shape to_shape =
    SHAPE("mailbox_address_input", struct mailbox_address_input, to_fields);
#define BROUGHT(member_) AT(struct mailbox_part_input, member_)
static const struct field brought_fields[] = {
    { "file_name", NULL, FIELD_TEXT, 0, BROUGHT(file_name), 1000 },
    { "file_type", NULL, FIELD_TEXT, FIELD_REQUIRED, BROUGHT(file_type), 1000 },
    { "blob", NULL, FIELD_TEXT, FIELD_REQUIRED, BROUGHT(blob), BLOB_NAME_LENGTH },
    { "paper", NULL, FIELD_FLAG, 0, BROUGHT(paper) },
    { "size", NULL, FIELD_COUNT, 0, BROUGHT(size) },
};
static const struct shape brought_shape =
    SHAPE("mailbox_part_input", struct mailbox_part_input, brought_fields);
#define RECEIVE(member_) AT(struct mailbox_receive_input, member_)
static const struct field receive_fields[] = {
    { "digest", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVE(digest), 64 },
    { "raw_blob", NULL, FIELD_TEXT, FIELD_REQUIRED, RECEIVE(raw_blob), BLOB_NAME_LENGTH },
    { "to", NULL, FIELD_LIST, 0, RECEIVE(to), .of = &to_shape },
    { "sender", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, RECEIVE(sender), 1000 },
    { "sender_name", NULL, FIELD_TEXT, FIELD_PRIVATE, RECEIVE(sender_name), 1000 },
    { "subject", NULL, FIELD_TEXT, FIELD_PRIVATE, RECEIVE(subject), 1000 },
    { "message_id", NULL, FIELD_TEXT, 0, RECEIVE(message_id), 1000 },
    { "in_reply_to", NULL, FIELD_TEXT, 0, RECEIVE(in_reply_to), 1000 },
    { "body", NULL, FIELD_TEXT, FIELD_PRIVATE, RECEIVE(body), 40000 },
    { "sent_at", NULL, FIELD_MOMENT, 0, RECEIVE(sent_at) },
    { "automatic", NULL, FIELD_FLAG, 0, RECEIVE(automatic) },
    { "unreadable", NULL, FIELD_FLAG, 0, RECEIVE(unreadable) },
    { "parts", NULL, FIELD_LIST, 0, RECEIVE(parts), .of = &brought_shape },
};
static const struct shape receive_shape =
    SHAPE("mailbox_receive", struct mailbox_receive_input, receive_fields);
static const struct shape receive_facts_shape =
    { .name = "mailbox_receive_facts", .size = sizeof(struct mailbox_receive_facts) };
static const struct field received_fields[] = {
    { "letter", NULL, FIELD_ID, 0, AT(struct mailbox_received, letter) },
    { "state", NULL, FIELD_TEXT, 0, AT(struct mailbox_received, state), 20 },
};
static const struct shape received_shape =
    SHAPE("mailbox_received", struct mailbox_received, received_fields);
#define SETTLE(member_) AT(struct mailbox_settle_input, member_)
static const struct field settle_fields[] = {
    { "letter", NULL, FIELD_ID, FIELD_REQUIRED, SETTLE(letter) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, SETTLE(state), 20 },
    { "why", NULL, FIELD_TEXT, 0, SETTLE(why), 30 },
    { "refusal", NULL, FIELD_TEXT, 0, SETTLE(refusal), 60 },
    { "refusal_zh", NULL, FIELD_TEXT, 0, SETTLE(refusal_zh), MAILBOX_REFUSAL_BYTES },
    { "refusal_en", NULL, FIELD_TEXT, 0, SETTLE(refusal_en), MAILBOX_REFUSAL_BYTES },
    { "case_id", NULL, FIELD_ID, 0, SETTLE(case_id) },
    { "receipt", NULL, FIELD_TEXT, 0, SETTLE(receipt), 40 },
};
static const struct shape settle_shape =
    SHAPE("mailbox_settle", struct mailbox_settle_input, settle_fields);
_Static_assert(offsetof(struct mailbox_settle_input, letter) == 0, "the letter comes first");
static const struct shape letter_facts_shape =
    { .name = "mailbox_letter_facts", .size = sizeof(struct mailbox_letter_facts) };
static const struct field done_fields[] = {
    { "letter", NULL, FIELD_ID, 0, AT(struct mailbox_done, letter),
      .help = "mailbox.field.letter" },
    { "state", NULL, FIELD_TEXT, 0, AT(struct mailbox_done, state), 20,
      .help = "mailbox.field.state" },
};
static const struct shape done_shape = SHAPE("mailbox_done", struct mailbox_done, done_fields);

/* ---- a clerk's work ---- */

#define WORK(member_) AT(struct mailbox_work_input, member_)
#define LETTER { "letter", NULL, FIELD_ID, FIELD_REQUIRED, WORK(letter), \
    .help = "mailbox.field.letter" }
static const struct field release_fields[] = {
    LETTER,
    { "kind", NULL, FIELD_CODE, 0, WORK(kind), 20, "sender_kind",
      .help = "mailbox.field.sender-kind" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, WORK(name), 100,
      .help = "mailbox.field.owner-name" },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, WORK(number), 50,
      .help = "mailbox.field.owner-number" },
    { "reason", NULL, FIELD_TEXT, 0, WORK(reason), 500, .help = "mailbox.field.sure" },
};
static const struct shape release_shape =
    SHAPE("mailbox_release", struct mailbox_work_input, release_fields);
static const struct field assign_fields[] = {
    LETTER,
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, WORK(office), .help = "mailbox.field.office" },
};
static const struct shape assign_shape =
    SHAPE("mailbox_assign", struct mailbox_work_input, assign_fields);
static const struct field refuse_fields[] = {
    LETTER,
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, WORK(reason), 1000,
      .help = "mailbox.field.reason" },
};
static const struct shape refuse_shape =
    SHAPE("mailbox_refuse", struct mailbox_work_input, refuse_fields);

static const struct field taken_paper_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct mailbox_paper_input, material), 30,
      .help = "intake.field.material" },
    { "part", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct mailbox_paper_input, part),
      .help = "mailbox.field.part" },
};
static const struct shape taken_paper_shape =
    SHAPE("mailbox_paper_input", struct mailbox_paper_input, taken_paper_fields);
static const struct field owed_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_owed_input, material), 30,
      .help = "intake.field.material" },
};
static const struct shape owed_shape =
    SHAPE("mailbox_owed_input", struct intake_owed_input, owed_fields);
#define TAKE(member_) AT(struct mailbox_take_input, member_)
static const struct field take_fields[] = {
    { "letter", NULL, FIELD_ID, FIELD_REQUIRED, TAKE(letter), .help = "mailbox.field.letter" },
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, TAKE(matter), 40,
      .help = "intake.field.matter" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, TAKE(name), 50,
      .help = "intake.field.name" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, TAKE(number), 50,
      .help = "intake.field.number" },
    { "applicant", NULL, FIELD_TEXT, 0, TAKE(applicant), 30, .help = "intake.field.applicant" },
    { "values", NULL, FIELD_LIST, 0, TAKE(values), 60, .of = &intake_value_shape,
      .help = "intake.field.values" },
    { "papers", NULL, FIELD_LIST, 0, TAKE(papers), 20, .of = &taken_paper_shape,
      .help = "intake.field.papers" },
    { "owed", NULL, FIELD_LIST, 0, TAKE(owed), 20, .of = &owed_shape,
      .help = "intake.field.owed" },
    { "commitment", NULL, FIELD_FLAG, 0, TAKE(commitment), .help = "intake.field.commitment" },
};
static const struct shape take_shape =
    SHAPE("mailbox_take", struct mailbox_take_input, take_fields);
_Static_assert(offsetof(struct mailbox_take_input, letter) == 0, "the letter comes first");
static const struct shape take_facts_shape =
    { .name = "mailbox_take_facts", .size = sizeof(struct mailbox_take_facts) };

/* ---- registers ---- */

#define REGISTER(member_) AT(struct mailbox_register_input, member_)
static const struct field register_fields[] = {
    { "address", NULL, FIELD_TEXT, FIELD_REQUIRED, REGISTER(address), 200,
      .help = "mailbox.field.address" },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, REGISTER(office),
      .help = "mailbox.field.office" },
    { "channel", NULL, FIELD_CODE, FIELD_REQUIRED, REGISTER(channel), 20, "mailbox_channel",
      .help = "mailbox.field.channel" },
    { "matter", NULL, FIELD_TEXT, 0, REGISTER(matter), 40, .help = "mailbox.field.matter" },
    { "strangers", NULL, FIELD_FLAG, 0, REGISTER(strangers),
      .help = "mailbox.field.strangers" },
};
static const struct shape register_shape =
    SHAPE("mailbox_register", struct mailbox_register_input, register_fields);
static const struct shape register_facts_shape =
    { .name = "mailbox_register_facts", .size = sizeof(struct mailbox_register_facts) };
static const struct field registered_fields[] = {
    { "address", NULL, FIELD_TEXT, 0, AT(struct mailbox_registered, address), 200,
      .help = "mailbox.field.address" },
};
static const struct shape registered_shape =
    SHAPE("mailbox_registered", struct mailbox_registered, registered_fields);
#define KNOW(member_) AT(struct mailbox_know_input, member_)
static const struct field know_fields[] = {
    { "address", NULL, FIELD_TEXT, FIELD_REQUIRED, KNOW(address), 200,
      .help = "mailbox.field.sender" },
    { "kind", NULL, FIELD_CODE, FIELD_REQUIRED, KNOW(kind), 20, "sender_kind",
      .help = "mailbox.field.sender-kind" },
    { "owner", NULL, FIELD_ID, 0, KNOW(owner), .help = "mailbox.field.owner" },
};
static const struct shape know_shape =
    SHAPE("mailbox_know", struct mailbox_know_input, know_fields);
static const struct shape know_facts_shape =
    { .name = "mailbox_know_facts", .size = sizeof(struct mailbox_know_facts) };

/* ---- looking ---- */

#define LIST(member_) AT(struct mailbox_list_input, member_)
static const struct field list_fields[] = {
    { "office", NULL, FIELD_ID, 0, LIST(office), .help = "intake.field.office" },
    { "state", NULL, FIELD_CODE, 0, LIST(state), 20, "letter_state",
      .help = "mailbox.field.state" },
    { "before", NULL, FIELD_ID, 0, LIST(before), .help = "intake.field.after" },
};
static const struct shape list_shape =
    SHAPE("mailbox_list_input", struct mailbox_list_input, list_fields);
static const struct shape list_facts_shape =
    { .name = "mailbox_list_facts", .size = sizeof(struct mailbox_list_facts) };
#define PART(member_) AT(struct mailbox_part_told, member_)
static const struct field part_fields[] = {
    { "part", NULL, FIELD_COUNT, 0, PART(part), .help = "mailbox.field.part" },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, PART(file_name), 1000,
      .help = "mailbox.field.file" },
    { "file_type", NULL, FIELD_TEXT, 0, PART(file_type), 200, .help = "mailbox.field.type" },
    { "paper", NULL, FIELD_FLAG, 0, PART(paper), .help = "mailbox.field.paper" },
    { "size", NULL, FIELD_COUNT, 0, PART(size), .help = "mailbox.field.size" },
    { "left", NULL, FIELD_FLAG, 0, PART(left), .help = "mailbox.field.left" },
};
static const struct shape part_shape =
    SHAPE("mailbox_part_told", struct mailbox_part_told, part_fields);
#define TOLD(member_) AT(struct mailbox_told, member_)
#define PLAIN(name_, member_, help_) \
    { name_, NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(member_), 40000, .help = help_ }
static const struct field told_fields[] = {
    { "letter", NULL, FIELD_ID, 0, TOLD(letter), .help = "mailbox.field.letter" },
    { "office", NULL, FIELD_ID, FIELD_SPARSE, TOLD(office), .help = "mailbox.field.office" },
    { "case_id", NULL, FIELD_ID, FIELD_SPARSE, TOLD(case_id), .help = "intake.field.case" },
    PLAIN("sender", sender, "mailbox.field.sender"),
    PLAIN("sender_name", sender_name, "mailbox.field.sender"),
    PLAIN("subject", subject, "mailbox.field.subject"),
    PLAIN("state", state, "mailbox.field.state"),
    PLAIN("state_zh", state_zh, "mailbox.field.state"),
    PLAIN("state_en", state_en, "mailbox.field.state"),
    PLAIN("why_zh", why_zh, "mailbox.field.why"),
    PLAIN("why_en", why_en, "mailbox.field.why"),
    PLAIN("channel", channel, "mailbox.field.channel"),
    PLAIN("matter", matter, "mailbox.field.matter"),
    PLAIN("receipt", receipt, "intake.field.receipt"),
    PLAIN("body", body, "mailbox.field.body"),
    PLAIN("asked_matter", asked_matter, "mailbox.field.asked-matter"),
    PLAIN("asked_name", asked_name, "mailbox.field.asked-name"),
    { "asked_number", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, TOLD(asked_number), 50,
      .help = "intake.field.number" },
    PLAIN("asked_receipt", asked_receipt, "intake.field.receipt"),
    { "asked_last_four", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, TOLD(asked_last_four), 50,
      .help = "intake.field.last-four" },
    { "asked_values", NULL, FIELD_LIST, FIELD_SPARSE, TOLD(asked_values), 60,
      .of = &intake_value_shape, .help = "intake.field.values" },
    { "received_at", NULL, FIELD_MOMENT, 0, TOLD(received_at),
      .help = "mailbox.field.received" },
    { "sent_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(sent_at), .help = "mailbox.field.sent" },
    { "parts", NULL, FIELD_LIST, 0, TOLD(parts), .of = &part_shape,
      .help = "mailbox.field.parts" },
};
static const struct shape told_shape = SHAPE("mailbox_told", struct mailbox_told, told_fields);
static const struct field list_answer_fields[] = {
    { "letters", NULL, FIELD_LIST, 0, AT(struct mailbox_list_answer, letters),
      .of = &told_shape, .help = "mailbox.field.letters" },
};
const struct shape mailbox_list_answer_shape =
    SHAPE("mailbox_list", struct mailbox_list_answer, list_answer_fields);
static const struct field show_fields[] = { LETTER };
static const struct shape show_shape =
    SHAPE("mailbox_show", struct mailbox_work_input, show_fields);
static const struct field part_asked_fields[] = {
    { "letter", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct mailbox_part_asked, letter),
      .help = "mailbox.field.letter" },
    { "part", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct mailbox_part_asked, part),
      .help = "mailbox.field.part" },
    PAPER_VIEW_FIELDS(struct mailbox_part_asked, view),
};
static const struct shape part_asked_shape =
    SHAPE("mailbox_part_asked", struct mailbox_part_asked, part_asked_fields);
#define PAPER(member_) AT(struct mailbox_part_answer, member_)
static const struct field part_answer_fields[] = {
    { "blob", NULL, FIELD_TEXT, 0, PAPER(blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(file_name), 1000 },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(file_type), 200 },
};
static const struct shape part_answer_shape =
    SHAPE("mailbox_part_answer", struct mailbox_part_answer, part_answer_fields);
static const struct field form_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct mailbox_form_input, matter), 40,
      .help = "intake.field.matter" },
};
static const struct shape form_shape =
    SHAPE("mailbox_form", struct mailbox_form_input, form_fields);
static const struct shape form_facts_shape =
    { .name = "mailbox_form_facts", .size = sizeof(struct mailbox_form_input) };
static const struct field form_answer_fields[] = {
    { "zh", NULL, FIELD_TEXT, 0, AT(struct mailbox_form_answer, zh), 16384,
      .help = "mailbox.field.form" },
    { "en", NULL, FIELD_TEXT, 0, AT(struct mailbox_form_answer, en), 16384,
      .help = "mailbox.field.form" },
};
static const struct shape form_answer_shape =
    SHAPE("mailbox_form_answer", struct mailbox_form_answer, form_answer_fields);

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static void receive_keys(const struct request *request, struct keys *keys)
{
    const struct mailbox_receive_input *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->digest) >> 1));
}

static void letter_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, *(const int64_t *)request->input);
}

static void address_keys(const struct request *request, struct keys *keys)
{
    const struct mailbox_know_input *input = request->input;    /* both begin with it */
    keys_add(keys, (int64_t)(text_hash(mailbox_fold(input->address, request->arena)) >> 1));
}
_Static_assert(offsetof(struct mailbox_know_input, address) == 0
               && offsetof(struct mailbox_register_input, address) == 0, "the address comes first");

/* ---- actions ---- */

static const struct action receive_action = {
    .name = "mailbox.receive", .flags = ACTION_ONCE, .input = &receive_shape,
    .facts = &receive_facts_shape, .outcome = &received_shape, .answer = &received_shape,
    .help = "mailbox.help.receive", .keys = receive_keys, .gather = mailbox_gather_receive,
    .decide = mailbox_decide_receive,
};
static const struct action settle_action = {
    .name = "mailbox.settle", .flags = ACTION_ONCE, .input = &settle_shape,
    .facts = &letter_facts_shape, .outcome = &done_shape, .answer = &done_shape,
    .help = "mailbox.help.settle", .keys = letter_keys, .gather = mailbox_gather_settle,
    .decide = mailbox_decide_settle,
};
static const struct action release_action = {
    .name = "mailbox.release", .method = "POST", .path = "/api/v1/letters/{letter}/release",
    .flags = ACTION_ONCE, .input = &release_shape,
    .facts = &letter_facts_shape, .outcome = &done_shape, .answer = &done_shape,
    .help = "mailbox.help.release", .keys = letter_keys, .gather = mailbox_gather_release,
    .decide = mailbox_decide_release,
};
static const struct action assign_action = {
    .name = "mailbox.assign", .method = "POST", .path = "/api/v1/letters/{letter}/office",
    .flags = ACTION_ONCE, .input = &assign_shape,
    .facts = &letter_facts_shape, .outcome = &done_shape, .answer = &done_shape,
    .help = "mailbox.help.assign", .keys = letter_keys, .gather = mailbox_gather_work,
    .decide = mailbox_decide_assign,
};
static const struct action refuse_action = {
    .name = "mailbox.refuse", .method = "POST", .path = "/api/v1/letters/{letter}/refusal",
    .flags = ACTION_ONCE, .input = &refuse_shape,
    .facts = &letter_facts_shape, .outcome = &done_shape, .answer = &done_shape,
    .help = "mailbox.help.refuse", .keys = letter_keys, .gather = mailbox_gather_letter,
    .decide = mailbox_decide_refuse,
};
static const struct action take_action = {
    .name = "mailbox.take", .method = "POST", .path = "/api/v1/letters/{letter}/case",
    .flags = ACTION_ONCE, .input = &take_shape, .facts = &take_facts_shape,
    .outcome = &intake_applied_shape, .answer = &intake_receipt_answer_shape,
    .help = "mailbox.help.take", .keys = mailbox_keys_take, .gather = mailbox_gather_take,
    .decide = mailbox_decide_take, .prepare = mailbox_prepare_take,
    .prepared_size = sizeof(struct intake_prepared), .tell = intake_tell_receipt,
};
static const struct action register_action = {
    .name = "mailbox.register", .method = "POST", .path = "/api/v1/mailboxes",
    .flags = ACTION_ONCE, .input = &register_shape,
    .facts = &register_facts_shape, .outcome = &registered_shape, .answer = &registered_shape,
    .help = "mailbox.help.register", .keys = address_keys, .gather = mailbox_gather_register,
    .decide = mailbox_decide_register,
};
static const struct action know_action = {
    .name = "mailbox.know", .method = "POST", .path = "/api/v1/mailboxes/senders",
    .flags = ACTION_ONCE, .input = &know_shape, .facts = &know_facts_shape,
    .outcome = &registered_shape, .answer = &registered_shape, .help = "mailbox.help.know",
    .keys = address_keys, .gather = mailbox_gather_know, .decide = mailbox_decide_know,
};
static const struct action list_action = {
    .name = "mailbox.list", .method = "GET", .path = "/api/v1/letters",
    .flags = ACTION_READ, .input = &list_shape, .facts = &list_facts_shape,
    .next_page = { { "before", "letter" } },
    .outcome = &mailbox_list_answer_shape, .answer = &mailbox_list_answer_shape,
    .help = "mailbox.help.list",
    .gather = mailbox_gather_list, .decide = mailbox_decide_list,
};
static const struct action show_action = {
    .name = "mailbox.show", .method = "GET", .path = "/api/v1/letters/{letter}",
    .flags = ACTION_READ, .input = &show_shape, .facts = &letter_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "mailbox.help.show",
    .gather = mailbox_gather_seen, .decide = mailbox_decide_show,
};
static const struct action part_action = {
    .name = "mailbox.part", .method = "GET", .path = "/api/v1/letters/{letter}/parts/{part}",
    .flags = ACTION_READ | ACTION_PAPER, .input = &part_asked_shape,
    .facts = &letter_facts_shape, .outcome = &part_answer_shape, .answer = &part_answer_shape,
    .help = "mailbox.help.part", .gather = mailbox_gather_seen, .decide = mailbox_decide_part,
};
static const struct action form_action = {
    .name = "mailbox.form", .method = "GET", .path = "/api/v1/matters/{matter}/letter-form",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &form_shape,
    .facts = &form_facts_shape, .outcome = &form_answer_shape, .answer = &form_answer_shape,
    .help = "mailbox.help.form", .gather = gather_nothing, .decide = mailbox_decide_form,
};

static const struct action *const actions[] = {
    &receive_action, &settle_action, &release_action, &assign_action, &refuse_action,
    &take_action, &register_action, &know_action, &list_action, &show_action, &part_action,
    &form_action, &mailbox_addresses_action, &mailbox_supply_action, &mailbox_of_case_action,
};
static const struct table *const tables[] = {
    &mailbox_table, &mailbox_sender_table, &mailbox_letter_table, &mailbox_part_table,
};
static const struct query *const queries[] = {
    &mailbox_by_address, &mailbox_sender_by_address, &mailbox_letter_by_digest,
    &mailbox_first, &mailbox_letter_by_id, &mailbox_parts_of, &mailbox_letters_listed,
    &mailbox_parts_kept, &mailbox_letters_kept, &mailbox_noted_lately, &mailbox_addresses_of,
    &mailbox_letters_of_case,
};

const struct room mailbox_room = {
    .name = "mailbox",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .papers = mailbox_papers_all,
};
