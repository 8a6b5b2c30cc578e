/* bulk_room.c: the rows of the room's actions, and the room. */

#include "rooms/bulk/bulk_inside.h"

#include "base/check.h"
#include "base/limits.h"

#define SEND(member_) AT(struct bulk_send_input, member_)
static const struct field send_fields[] = {
    { "action", NULL, FIELD_TEXT, FIELD_REQUIRED, SEND(action), 60,
      .help = "bulk.field.action" },
    { "matter", NULL, FIELD_TEXT, 0, SEND(matter), 40, .help = "bulk.field.matter" },
    { "file", NULL, FIELD_BYTES, FIELD_REQUIRED, SEND(bytes), (int32_t)LIMIT_UPLOAD_BYTES,
      .help = "bulk.field.file" },
    { "file_name", NULL, FIELD_TEXT, 0, SEND(file_name), 200, .help = "bulk.field.file-name" },
    { "only_check", NULL, FIELD_FLAG, 0, SEND(only_check), .help = "bulk.field.only-check" },
    { "all_or_none", NULL, FIELD_FLAG, 0, SEND(all_or_none), .help = "bulk.field.all-or-none" },
};
static const struct shape send_shape = SHAPE("bulk_send", struct bulk_send_input, send_fields);
static const struct shape facts_shape =
    { .name = "bulk_facts", .size = sizeof(struct bulk_facts) };
static const struct field sent_fields[] = {
    { "file", NULL, FIELD_ID, 0, AT(struct bulk_sent, file), .help = "bulk.field.number" },
    { "state", NULL, FIELD_TEXT, 0, AT(struct bulk_sent, state), 20,
      .help = "bulk.field.state" },
    { "again", NULL, FIELD_FLAG, FIELD_SPARSE, AT(struct bulk_sent, again),
      .help = "bulk.field.again" },
};
static const struct shape sent_shape = SHAPE("bulk_sent", struct bulk_sent, sent_fields);

#define NOTE(member_) AT(struct bulk_note_input, member_)
static const struct field note_fields[] = {
    { "file", NULL, FIELD_ID, FIELD_REQUIRED, NOTE(file) },
    { "part", NULL, FIELD_COUNT, FIELD_REQUIRED, NOTE(part) },
    { "first_line", NULL, FIELD_COUNT, FIELD_REQUIRED, NOTE(first_line) },
    { "last_line", NULL, FIELD_COUNT, FIELD_REQUIRED, NOTE(last_line) },
    { "good", NULL, FIELD_COUNT, 0, NOTE(good) },
    { "repeated", NULL, FIELD_COUNT, 0, NOTE(repeated) },
    { "bad", NULL, FIELD_COUNT, 0, NOTE(bad) },
    { "results", NULL, FIELD_BYTES, FIELD_REQUIRED | FIELD_PRIVATE, NOTE(results),
      BULK_PART_BYTES },
};
static const struct shape note_shape = SHAPE("bulk_note", struct bulk_note_input, note_fields);
#define END(member_) AT(struct bulk_end_input, member_)
static const struct field end_fields[] = {
    { "file", NULL, FIELD_ID, FIELD_REQUIRED, END(file) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, END(state), 20 },
    { "fault", NULL, FIELD_TEXT, 0, END(fault), 60 },
    { "detail", NULL, FIELD_TEXT, 0, END(detail), 200 },
    { "answer_blob", NULL, FIELD_TEXT, 0, END(answer_blob), BLOB_NAME_LENGTH },
    { "left_blob", NULL, FIELD_TEXT, 0, END(left_blob), BLOB_NAME_LENGTH },
    { "answer_type", NULL, FIELD_TEXT, 0, END(answer_type), 100 },
    { "answer_end", NULL, FIELD_TEXT, 0, END(answer_end), 10 },
};
static const struct shape end_shape = SHAPE("bulk_end", struct bulk_end_input, end_fields);
static const struct field file_fields[] = {
    { "file", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct bulk_file_input, file),
      .help = "bulk.field.number" },
};
static const struct shape file_shape =
    SHAPE("bulk_file_input", struct bulk_file_input, file_fields);
static const struct field noted_fields[] = {
    { "file", NULL, FIELD_ID, 0, AT(struct bulk_noted, file), .help = "bulk.field.number" },
};
static const struct shape noted_shape = SHAPE("bulk_noted", struct bulk_noted, noted_fields);

/* ---- looking ---- */

#define LINE(member_) AT(struct bulk_line_told, member_)
static const struct field line_fields[] = {
    { "line", NULL, FIELD_COUNT, 0, LINE(line), .help = "bulk.heading.line" },
    { "field", NULL, FIELD_TEXT, FIELD_SPARSE, LINE(field), 100, .help = "bulk.heading.field" },
    { "zh", NULL, FIELD_TEXT, 0, LINE(zh), 600, .help = "bulk.heading.why" },
    { "en", NULL, FIELD_TEXT, 0, LINE(en), 900, .help = "bulk.heading.why" },
};
static const struct shape line_shape = SHAPE("bulk_line", struct bulk_line_told, line_fields);
#define TOLD(member_) AT(struct bulk_told, member_)
static const struct field told_fields[] = {
    { "file", NULL, FIELD_ID, 0, TOLD(file), .help = "bulk.field.number" },
    { "action", NULL, FIELD_TEXT, 0, TOLD(action), 60, .help = "bulk.field.action" },
    { "action_zh", NULL, FIELD_TEXT, 0, TOLD(action_zh), 200, .help = "bulk.field.action" },
    { "action_en", NULL, FIELD_TEXT, 0, TOLD(action_en), 300, .help = "bulk.field.action" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(matter), 40, .help = "bulk.field.matter" },
    { "file_name", NULL, FIELD_TEXT, 0, TOLD(file_name), 200, .help = "bulk.field.file-name" },
    { "checking", NULL, FIELD_FLAG, 0, TOLD(checking), .help = "bulk.field.only-check" },
    { "all_or_none", NULL, FIELD_FLAG, FIELD_SPARSE, TOLD(all_or_none),
      .help = "bulk.field.all-or-none" },
    { "recorded_as", NULL, FIELD_ID, FIELD_SPARSE, TOLD(recorded_as),
      .help = "bulk.field.recorded-as" },
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 20, .help = "bulk.field.state" },
    { "state_zh", NULL, FIELD_TEXT, 0, TOLD(state_zh), 60, .help = "bulk.field.state" },
    { "state_en", NULL, FIELD_TEXT, 0, TOLD(state_en), 60, .help = "bulk.field.state" },
    { "sent_at", NULL, FIELD_MOMENT, 0, TOLD(sent_at), .help = "bulk.field.sent" },
    { "ended_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(ended_at), .help = "bulk.field.ended" },
    { "last_line", NULL, FIELD_COUNT, 0, TOLD(last_line), .help = "bulk.field.last-line" },
    { "done", NULL, FIELD_COUNT, 0, TOLD(done), .help = "bulk.field.done" },
    { "good", NULL, FIELD_COUNT, 0, TOLD(good), .help = "bulk.field.good" },
    { "repeated", NULL, FIELD_COUNT, 0, TOLD(repeated), .help = "bulk.field.repeated" },
    { "bad", NULL, FIELD_COUNT, 0, TOLD(bad), .help = "bulk.field.bad" },
    { "fault_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(fault_zh), 600,
      .help = "bulk.heading.why" },
    { "fault_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(fault_en), 600,
      .help = "bulk.heading.why" },
    { "answered", NULL, FIELD_FLAG, 0, TOLD(answered), .help = "bulk.field.answered" },
    { "lines", NULL, FIELD_LIST, 0, TOLD(lines), .of = &line_shape, .help = "bulk.field.lines" },
};
static const struct shape told_shape = SHAPE("bulk_told", struct bulk_told, told_fields);
static const struct field list_fields[] = {
    { "before", NULL, FIELD_ID, 0, AT(struct bulk_list_input, before),
      .help = "bulk.field.before" },
};
static const struct shape list_shape =
    SHAPE("bulk_list_input", struct bulk_list_input, list_fields);
static const struct shape list_facts_shape =
    { .name = "bulk_list_facts", .size = sizeof(struct bulk_list_facts) };
static const struct field list_answer_fields[] = {
    { "files", NULL, FIELD_LIST, 0, AT(struct bulk_list_answer, files), .of = &told_shape,
      .help = "bulk.field.files" },
};
static const struct shape list_answer_shape =
    SHAPE("bulk_list", struct bulk_list_answer, list_answer_fields);
static const struct field paper_fields[] = {
    { "blob", NULL, FIELD_TEXT, 0, AT(struct bulk_paper, blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct bulk_paper, file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct bulk_paper, file_type), 100 },
};
static const struct shape paper_shape = SHAPE("bulk_paper", struct bulk_paper, paper_fields);

/* ---- which there can be ---- */

static const struct field form_input_fields[] = {
    { "action", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct bulk_form_input, action), 60,
      .help = "bulk.field.action" },
    { "matter", NULL, FIELD_TEXT, 0, AT(struct bulk_form_input, matter), 40,
      .help = "bulk.field.matter" },
};
static const struct shape form_input_shape =
    SHAPE("bulk_form_input", struct bulk_form_input, form_input_fields);
static const struct field choice_fields[] = {
    { "value", NULL, FIELD_TEXT, 0, AT(struct bulk_answer, value), 100,
      .help = "bulk.field.choice" },
};
static const struct shape choice_shape = SHAPE("bulk_choice", struct bulk_answer, choice_fields);
#define COLUMN(member_) AT(struct bulk_column_told, member_)
static const struct field column_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, COLUMN(name), 60, .help = "bulk.field.column-name" },
    { "zh", NULL, FIELD_TEXT, 0, COLUMN(zh), 100, .help = "bulk.field.heading" },
    { "en", NULL, FIELD_TEXT, 0, COLUMN(en), 200, .help = "bulk.field.heading" },
    { "kind", NULL, FIELD_TEXT, 0, COLUMN(kind), 20, .help = "bulk.field.kind" },
    { "codes", NULL, FIELD_TEXT, FIELD_SPARSE, COLUMN(codes), 40, .help = "bulk.field.codes" },
    { "required", NULL, FIELD_FLAG, 0, COLUMN(required), .help = "bulk.field.required" },
    { "choices", NULL, FIELD_LIST, FIELD_SPARSE, COLUMN(choices), .of = &choice_shape,
      .help = "bulk.field.choice" },
};
static const struct shape column_shape =
    SHAPE("bulk_column", struct bulk_column_told, column_fields);
static const struct field form_fields[] = {
    { "action", NULL, FIELD_TEXT, 0, AT(struct bulk_form, action), 60,
      .help = "bulk.field.action" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct bulk_form, matter), 40,
      .help = "bulk.field.matter" },
    { "columns", NULL, FIELD_LIST, 0, AT(struct bulk_form, columns), .of = &column_shape,
      .help = "bulk.field.columns" },
};
static const struct shape form_shape = SHAPE("bulk_form", struct bulk_form, form_fields);
#define KIND(member_) AT(struct bulk_kind, member_)
static const struct field kind_fields[] = {
    { "action", NULL, FIELD_TEXT, 0, KIND(action), 60, .help = "bulk.field.action" },
    { "zh", NULL, FIELD_TEXT, 0, KIND(zh), 200, .help = "bulk.field.action" },
    { "en", NULL, FIELD_TEXT, 0, KIND(en), 300, .help = "bulk.field.action" },
    { "matter", NULL, FIELD_FLAG, 0, KIND(matter), .help = "bulk.field.takes-matter" },
};
static const struct shape kind_shape = SHAPE("bulk_kind", struct bulk_kind, kind_fields);
static const struct field kinds_fields[] = {
    { "kinds", NULL, FIELD_LIST, 0, AT(struct bulk_kinds, kinds), .of = &kind_shape,
      .help = "bulk.field.kinds" },
};
static const struct shape kinds_shape = SHAPE("bulk_kinds", struct bulk_kinds, kinds_fields);
static const struct shape nothing_shape =
    { .name = "bulk_nothing", .size = sizeof(struct bulk_nothing) };

/* ---- actions ---- */

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

/* One sender's files come in one after another: the second of two alike must see the first. */
static void send_keys(const struct request *request, struct keys *keys)
{
    const struct actor *actor = request->actor;
    keys_add(keys, actor->unit != 0 ? actor->unit
             : actor->institution != 0 ? actor->institution : actor->account);
}

static void file_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct bulk_file_input *)request->input)->file);
}

static const struct action send_action = {
    .name = "bulk.send", .method = "POST", .path = "/api/v1/bulk-files",
    .flags = ACTION_ONCE, .input = &send_shape, .facts = &facts_shape, .outcome = &sent_shape,
    .answer = &sent_shape, .help = "bulk.help.send", .keys = send_keys,
    .gather = bulk_gather_send, .decide = bulk_decide_send, .prepare = bulk_prepare_send,
    .prepared_size = sizeof(struct bulk_prepared),
};
static const struct action list_action = {
    .name = "bulk.list", .method = "GET", .path = "/api/v1/bulk-files",
    .flags = ACTION_READ, .input = &list_shape, .facts = &list_facts_shape,
    .next_page = { { "before", "file" } },
    .outcome = &list_answer_shape, .answer = &list_answer_shape, .help = "bulk.help.list",
    .gather = bulk_gather_list, .decide = bulk_decide_list,
};
static const struct action show_action = {
    .name = "bulk.show", .method = "GET", .path = "/api/v1/bulk-files/{file}",
    .flags = ACTION_READ, .input = &file_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "bulk.help.show",
    .gather = bulk_gather_show, .decide = bulk_decide_show,
};
static const struct action answer_action = {
    .name = "bulk.answer", .method = "GET", .path = "/api/v1/bulk-files/{file}/answer",
    .flags = ACTION_READ | ACTION_PAPER, .input = &file_shape,
    .facts = &facts_shape, .outcome = &paper_shape, .answer = &paper_shape,
    .help = "bulk.help.answer", .gather = bulk_gather_file, .decide = bulk_decide_answer,
};
static const struct action left_action = {
    .name = "bulk.left", .method = "GET", .path = "/api/v1/bulk-files/{file}/left",
    .flags = ACTION_READ | ACTION_PAPER, .input = &file_shape,
    .facts = &facts_shape, .outcome = &paper_shape, .answer = &paper_shape,
    .help = "bulk.help.left", .gather = bulk_gather_file, .decide = bulk_decide_left,
};
static const struct action cancel_action = {
    .name = "bulk.cancel", .method = "POST", .path = "/api/v1/bulk-files/{file}/end",
    .flags = ACTION_ONCE, .input = &file_shape, .facts = &facts_shape,
    .outcome = &noted_shape, .answer = &noted_shape, .help = "bulk.help.cancel",
    .keys = file_keys, .gather = bulk_gather_file, .decide = bulk_decide_cancel,
};
static const struct action kinds_action = {
    .name = "bulk.kinds", .method = "GET", .path = "/api/v1/bulk-kinds",
    .flags = ACTION_READ, .input = &nothing_shape, .facts = &nothing_shape,
    .outcome = &kinds_shape, .answer = &kinds_shape, .help = "bulk.help.kinds",
    .gather = gather_nothing, .decide = bulk_decide_kinds,
};
static const struct action form_action = {
    .name = "bulk.form", .method = "GET", .path = "/api/v1/bulk-form",
    .flags = ACTION_READ, .input = &form_input_shape, .facts = &nothing_shape,
    .outcome = &form_shape, .answer = &form_shape, .help = "bulk.help.form",
    .gather = gather_nothing, .decide = bulk_decide_form,
};
static const struct action note_action = {
    .name = "bulk.note", .flags = ACTION_ONCE, .input = &note_shape,
    .facts = &facts_shape, .outcome = &noted_shape, .answer = &noted_shape,
    .help = "bulk.help.note", .keys = file_keys, .gather = bulk_gather_file,
    .decide = bulk_decide_note,
};
static const struct action end_action = {
    .name = "bulk.finish", .flags = ACTION_ONCE, .input = &end_shape,
    .facts = &facts_shape, .outcome = &noted_shape, .answer = &noted_shape,
    .help = "bulk.help.finish", .keys = file_keys, .gather = bulk_gather_end,
    .decide = bulk_decide_end,
};

static const struct action *const actions[] = {
    &send_action, &list_action, &show_action, &answer_action, &left_action, &cancel_action,
    &kinds_action, &form_action, &note_action, &end_action,
};
static const struct table *const tables[] = { &bulk_file_table, &bulk_part_table };
static const struct query *const queries[] = {
    &bulk_file_by_id, &bulk_file_by_name, &bulk_files_in_state, &bulk_files_of_unit,
    &bulk_files_of_account, &bulk_parts_of, &bulk_parts_bad, &bulk_files_kept,
};

const struct room bulk_room = {
    .name = "bulk",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .papers = bulk_papers_all,
};
