/* bulk.c: a file comes in once, is worked on part by part, and can be looked at and called off. */

#include "rooms/bulk/bulk_inside.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/limits.h"
#include "core/rights.h"

#include <string.h>

enum bulk_refusal {
    BULK_REFUSED_NO_FILE,
    BULK_REFUSED_NO_ACTION,
    BULK_REFUSED_NOT_YOURS,
    BULK_REFUSED_NO_MATTER,
    BULK_REFUSED_NOT_BY_FILE,
    BULK_REFUSED_EMPTY,
    BULK_REFUSED_NOWHERE,
    BULK_REFUSED_OVER,
    BULK_REFUSED_NO_ANSWER,
    BULK_REFUSALS
};
static const char *const refusal_keys[] = {
    [BULK_REFUSED_NO_FILE] = "bulk.refused.no-file",
    [BULK_REFUSED_NO_ACTION] = "bulk.refused.no-action",
    [BULK_REFUSED_NOT_YOURS] = "bulk.refused.not-yours",
    [BULK_REFUSED_NO_MATTER] = "bulk.refused.no-matter",
    [BULK_REFUSED_NOT_BY_FILE] = "bulk.refused.not-by-file",
    [BULK_REFUSED_EMPTY] = "bulk.refused.empty",
    [BULK_REFUSED_NOWHERE] = "bulk.refused.nowhere",
    [BULK_REFUSED_OVER] = "bulk.refused.over",
    [BULK_REFUSED_NO_ANSWER] = "bulk.refused.no-answer",
};
_Static_assert(COUNT_OF(refusal_keys) == BULK_REFUSALS, "a sentence for each refusal");

static void refuse(struct decision *decision, enum bulk_refusal why, const char *field)
{
    decision_refuse(decision, refusal_keys[why], field);
}

/* Set once at start. */
static struct blobs *file_blobs;
static const struct room *const *rooms_at_hand;
static size_t rooms_count;

void bulk_use(struct blobs *blobs, const struct room *const *rooms, size_t count)
{
    file_blobs = blobs;
    rooms_at_hand = rooms;
    rooms_count = count;
}

const struct action *bulk_action_of(struct text name)
{
    for (size_t i = 0; i < rooms_count; i++)
        for (size_t k = 0; k < rooms_at_hand[i]->action_count; k++)
            if (text_is(name, rooms_at_hand[i]->actions[k]->name))
                return rooms_at_hand[i]->actions[k];
    return NULL;
}

/* ---- whose ---- */

static bool may_see(const struct actor *actor, const struct bulk_file *file)
{
    if (actor->scope.everything || actor->account == file->account)
        return true;
    if (file->unit != 0 && actor->role == ROLE_EMPLOYER)
        return actor->unit == file->unit;
    return file->institution != 0 && actor->institution == file->institution;
}

/* One unit, institution or account: who sends the same file again is told of the first. A check is
 * made anew each time. */
static struct text name_made(int64_t who, struct moment checked, struct text action,
                             struct text matter, struct text blob, struct arena *arena)
{
    struct digest_run run;
    digest_begin(&run);
    digest_add_int(&run, who);
    digest_add_int(&run, checked.ms);
    digest_add_int(&run, (int64_t)action.length);
    digest_add(&run, action);
    digest_add_int(&run, (int64_t)matter.length);
    digest_add(&run, matter);
    digest_add(&run, blob);
    struct digest digest = digest_end(&run);
    return hex_encode(arena, digest_text(&digest));
}

static int64_t sender(int64_t unit, int64_t institution, int64_t account)
{
    return unit != 0 ? unit : institution != 0 ? institution : account;
}

static struct text name_of(const struct request *request, struct text blob)
{
    const struct bulk_send_input *input = request->input;
    const struct actor *actor = request->actor;
    bool checks = input->only_check || input->all_or_none;
    return name_made(sender(actor->unit, actor->institution, actor->account),
                     checks ? request->at : (struct moment){ 0 }, input->action, input->matter,
                     blob, request->arena);
}

/* As it is called when it is run, not checked. */
static struct text name_recorded(const struct bulk_file *file, struct arena *arena)
{
    return name_made(sender(file->unit, file->institution, file->account), (struct moment){ 0 },
                     file->action, file->matter, file->blob, arena);
}

/* ---- sending ---- */

/* Before its digest is known, on a reader, there is nothing to look for. */
bool bulk_gather_send(struct gather *gather, const struct request *request, void *facts)
{
    const struct bulk_prepared *prepared = request->prepared;
    struct bulk_facts *found = facts;
    if (prepared == NULL || !text_present(prepared->blob))
        return true;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    struct text name = name_of(&with_arena, prepared->blob);
    const struct bulk_name_key key = { bucket_of_name(name), name };
    const void *row = NULL;
    if (!gather_one(gather, &bulk_file_by_name, &key, &row))
        return false;
    found->file = row;
    return true;
}

void bulk_prepare_send(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct bulk_send_input *input = request->input;
    struct bulk_prepared *prepared = ret_prepared;
    struct blob_writer *writer;
    struct blob_name name;
    int64_t size;
    if (file_blobs == NULL || !text_present(input->bytes)
        || file_blobs->port->begin(file_blobs, (int64_t)LIMIT_UPLOAD_BYTES, &writer) != BLOB_DONE)
        return;
    if (file_blobs->port->append(writer, input->bytes) != BLOB_DONE)
        file_blobs->port->abandon(writer);
    else if (file_blobs->port->finish(writer, &name, &size) == BLOB_DONE)
        prepared->blob = arena_text(request->arena, text_of(name.digits));
}

static bool may_be_sent(const struct request *request, struct decision *decision)
{
    const struct bulk_send_input *input = request->input;
    const struct bulk_prepared *prepared = request->prepared;
    const struct action *action = bulk_action_of(input->action);
    const struct matter *matter = matter_of(request->book, input->matter, request->arena);
    struct list columns;
    if (action == NULL)
        refuse(decision, BULK_REFUSED_NO_ACTION, "action");
    else if (!rights_allow(action, request->actor->role))
        refuse(decision, BULK_REFUSED_NOT_YOURS, "action");
    else if (bulk_takes_matter(action) && matter == NULL)
        refuse(decision, BULK_REFUSED_NO_MATTER, "matter");
    else if (!bulk_columns_of(action, bulk_takes_matter(action) ? matter : NULL, request->arena,
                              &columns))
        refuse(decision, BULK_REFUSED_NOT_BY_FILE, "action");
    else if (!text_present(input->bytes))
        refuse(decision, BULK_REFUSED_EMPTY, "file");
    else if (!text_present(prepared->blob))
        refuse(decision, BULK_REFUSED_NOWHERE, "file");
    return decision->refusal.key == NULL;
}

void bulk_decide_send(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct bulk_send_input *input = request->input;
    const struct bulk_facts *found = facts;
    struct bulk_sent *sent = decision->outcome;
    if (!may_be_sent(request, decision))
        return;
    const struct bulk_prepared *prepared = request->prepared;
    if (found->file != NULL) {
        decision->subject = found->file->file;
        *sent = (struct bulk_sent){ found->file->file, found->file->state, true };
        if (!text_is(found->file->state, "cancelled") && !text_is(found->file->state, "failed"))
            return;
        struct bulk_file again = *found->file;      /* it goes on where it stood */
        again.state = sent->state = TEXT("waiting");
        /* With the rights it began with, so that what is recorded already answers as repeated. */
        if (text_is(found->file->fault, "bulk.fault.ended"))
            again.account = request->actor->account;
        again.fault = again.detail = (struct text){ 0 };
        again.ended_at = (struct moment){ 0 };
        decision_replace(decision, &bulk_file_table, &again);
        return;
    }
    const struct actor *actor = request->actor;
    struct text name = name_of(request, prepared->blob);
    int bucket = (int)bucket_of_name(name);
    const struct bulk_file row = {
        .bucket = bucket, .file = id_mint(request->minter, bucket), .name = name,
        .account = actor->account, .unit = actor->unit, .institution = actor->institution,
        .office = actor->office, .action = input->action, .matter = input->matter,
        .checking = input->only_check || input->all_or_none,
        .all_or_none = input->all_or_none && !input->only_check, .blob = prepared->blob,
        .state = TEXT("waiting"),
        .file_name = text_present(input->file_name) ? input->file_name : TEXT("-"),
        .sent_at = request->at, .version = 1,
    };
    decision_insert(decision, &bulk_file_table, &row);
    decision->subject = row.file;
    *sent = (struct bulk_sent){ .file = row.file, .state = row.state };
}

/* ---- what the house notes ---- */

bool bulk_gather_file(struct gather *gather, const struct request *request, void *facts)
{
    const struct bulk_file_input *input = request->input;   /* every input begins with it */
    struct bulk_facts *found = facts;
    const struct bulk_file_key key = { id_bucket(input->file), input->file };
    const void *row = NULL;
    if (!gather_one(gather, &bulk_file_by_id, &key, &row))
        return false;
    found->file = row;
    return true;
}

bool bulk_gather_end(struct gather *gather, const struct request *request, void *facts)
{
    struct bulk_facts *found = facts;
    if (!bulk_gather_file(gather, request, facts))
        return false;
    if (found->file == NULL || !found->file->all_or_none)
        return true;
    struct text name = name_recorded(found->file, gather->arena);
    const struct bulk_name_key key = { bucket_of_name(name), name };
    const void *row = NULL;
    if (!gather_one(gather, &bulk_file_by_name, &key, &row))
        return false;
    found->recorded = row;
    return true;
}

static bool is_open(const struct bulk_file *file, struct decision *decision)
{
    if (file == NULL)
        refuse(decision, BULK_REFUSED_NO_FILE, "file");
    else if (!text_is(file->state, "waiting") && !text_is(file->state, "running"))
        refuse(decision, BULK_REFUSED_OVER, "file");
    return decision->refusal.key == NULL;
}

void bulk_decide_note(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct bulk_note_input *input = request->input;
    const struct bulk_facts *found = facts;
    if (!is_open(found->file, decision))
        return;
    if (input->part != found->file->parts || input->first_line <= found->file->last_line) {
        refuse(decision, BULK_REFUSED_OVER, "part");    /* noted already */
        return;
    }
    struct bulk_file row = *found->file;
    row.state = TEXT("running");
    row.parts++;
    row.last_line = input->last_line;
    row.good += input->good;
    row.repeated += input->repeated;
    row.bad += input->bad;
    row.done += input->good + input->bad;
    const struct bulk_part part = {
        .bucket = row.bucket, .file = row.file, .part = input->part, .office = row.office,
        .first_line = input->first_line, .last_line = input->last_line, .bad = input->bad,
        .results = input->results,
    };
    decision_replace(decision, &bulk_file_table, &row);
    decision_insert(decision, &bulk_part_table, &part);
    decision->subject = row.file;
    *(struct bulk_noted *)decision->outcome = (struct bulk_noted){ row.file };
}

/* Every line was good: now it is run, with the rights and under the name of an ordinary file, so
 * that the same file is not done twice whichever way it comes. */
static int64_t record_all(const struct request *request, const struct bulk_facts *found,
                          struct decision *decision)
{
    const struct bulk_file *checked = found->file;
    if (found->recorded != NULL)
        return found->recorded->file;
    struct text name = name_recorded(checked, request->arena);
    int bucket = (int)bucket_of_name(name);
    const struct bulk_file row = {
        .bucket = bucket, .file = id_mint(request->minter, bucket), .name = name,
        .account = checked->account, .unit = checked->unit,
        .institution = checked->institution, .office = checked->office,
        .action = checked->action, .matter = checked->matter, .blob = checked->blob,
        .state = TEXT("waiting"), .file_name = checked->file_name, .sent_at = request->at,
        .version = 1,
    };
    decision_insert(decision, &bulk_file_table, &row);
    return row.file;
}

void bulk_decide_end(const struct request *request, const void *facts,
                     struct decision *decision)
{
    const struct bulk_end_input *input = request->input;
    const struct bulk_facts *found = facts;
    if (!is_open(found->file, decision))
        return;
    struct bulk_file row = *found->file;
    row.state = input->state;
    row.fault = input->fault;
    row.detail = input->detail;
    row.answer_blob = input->answer_blob;
    row.left_blob = input->left_blob;
    row.answer_type = input->answer_type;
    row.answer_end = input->answer_end;
    row.ended_at = request->at;
    if (row.all_or_none && text_is(row.state, "done") && row.bad == 0)
        row.recorded_as = record_all(request, found, decision);
    decision_replace(decision, &bulk_file_table, &row);
    decision->subject = row.file;
    *(struct bulk_noted *)decision->outcome = (struct bulk_noted){ row.file };
}

void bulk_decide_cancel(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct bulk_facts *found = facts;
    if (found->file != NULL && !may_see(request->actor, found->file)) {
        refuse(decision, BULK_REFUSED_NO_FILE, "file");
        return;
    }
    if (!is_open(found->file, decision))
        return;
    struct bulk_file row = *found->file;
    row.state = TEXT("cancelled");
    row.ended_at = request->at;
    decision_replace(decision, &bulk_file_table, &row);
    decision->subject = row.file;
    *(struct bulk_noted *)decision->outcome = (struct bulk_noted){ row.file };
}

/* ---- looking ---- */

bool bulk_gather_show(struct gather *gather, const struct request *request, void *facts)
{
    const struct bulk_file_input *input = request->input;
    struct bulk_facts *found = facts;
    const struct bulk_parts_key key = { id_bucket(input->file), input->file, -1 };
    found->parts = gather_want(gather, &bulk_parts_bad, &key);
    return bulk_gather_file(gather, request, facts) && found->parts != NULL;
}

static struct list bad_lines(const struct list *parts, struct arena *arena)
{
    struct bulk_line_told *told = ARENA_ARRAY(arena, struct bulk_line_told, BULK_BAD_SHOWN);
    const struct bulk_part *rows = parts->items;
    size_t count = 0;
    for (size_t i = 0; i < parts->count; i++) {
        struct bulk_results results = { 0 };
        if (!shape_unpack(&bulk_results_shape, rows[i].results, arena, &results))
            continue;
        const struct bulk_result *lines = results.results.items;
        for (size_t k = 0; k < results.results.count && count < BULK_BAD_SHOWN; k++)
            if (!lines[k].good)
                told[count++] = (struct bulk_line_told){ lines[k].line, lines[k].field,
                                                         lines[k].zh, lines[k].en };
    }
    return (struct list){ told, count };
}

static struct text sentence(const struct bulk_file *file, enum language language,
                            struct arena *arena)
{
    if (!text_present(file->fault))
        return (struct text){ 0 };
    char bytes[600];
    struct builder builder = builder_over(bytes, sizeof bytes);
    struct text key = arena_text(arena, file->fault);
    words_write(&builder, key.data, language, &file->detail, 1);
    return arena_text(arena, builder_text(&builder));
}

static struct bulk_told told_of(const struct bulk_file *file, struct arena *arena)
{
    const struct action *action = bulk_action_of(file->action);
    const char *help = action == NULL ? NULL : action->help;
    struct text state = arena_format(arena, "bulk.state.%.*s", TEXT_ARGS(file->state));
    return (struct bulk_told){
        .file = file->file, .action = file->action, .matter = file->matter,
        .action_zh = help == NULL ? file->action : words_of(help, LANGUAGE_CHINESE),
        .action_en = help == NULL ? file->action : words_of(help, LANGUAGE_ENGLISH),
        .file_name = file->file_name, .state = file->state, .checking = file->checking,
        .all_or_none = file->all_or_none, .recorded_as = file->recorded_as,
        .state_zh = words_of(state.data, LANGUAGE_CHINESE),
        .state_en = words_of(state.data, LANGUAGE_ENGLISH), .sent_at = file->sent_at,
        .ended_at = file->ended_at, .last_line = file->last_line, .done = file->done,
        .good = file->good, .repeated = file->repeated, .bad = file->bad,
        .fault_zh = sentence(file, LANGUAGE_CHINESE, arena),
        .fault_en = sentence(file, LANGUAGE_ENGLISH, arena),
        .answered = text_present(file->answer_blob),
    };
}

void bulk_decide_show(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct bulk_facts *found = facts;
    if (found->file == NULL || !may_see(request->actor, found->file)) {
        refuse(decision, BULK_REFUSED_NO_FILE, "file");
        return;
    }
    struct bulk_told told = told_of(found->file, request->arena);
    told.lines = bad_lines(found->parts, request->arena);
    *(struct bulk_told *)decision->outcome = told;
}

bool bulk_gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct bulk_list_input *input = request->input;
    struct bulk_list_facts *found = facts;
    const struct bulk_own_key key = {
        request->actor->account, request->actor->unit, input->before,
    };
    bool of_unit = request->actor->role == ROLE_EMPLOYER && request->actor->unit != 0;
    found->rows = gather_want(gather, of_unit ? &bulk_files_of_unit : &bulk_files_of_account,
                              &key);
    return found->rows != NULL;
}

void bulk_decide_list(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct bulk_list_facts *found = facts;
    const struct bulk_file *rows = found->rows->items;
    struct bulk_told *told =
        ARENA_ARRAY(request->arena, struct bulk_told, found->rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++)
        if (may_see(request->actor, &rows[i]))
            told[count++] = told_of(&rows[i], request->arena);
    *(struct bulk_list_answer *)decision->outcome =
        (struct bulk_list_answer){ { told, count } };
}

/* ---- what went back ---- */

static void tell_paper(const struct request *request, const struct bulk_file *file, bool left,
                       struct decision *decision)
{
    if (file == NULL || !may_see(request->actor, file)) {
        refuse(decision, BULK_REFUSED_NO_FILE, "file");
        return;
    }
    struct text blob = left ? file->left_blob : file->answer_blob;
    if (!text_present(blob)) {
        refuse(decision, BULK_REFUSED_NO_ANSWER, "file");
        return;
    }
    struct text name = words_of(left ? "bulk.name.left" : "bulk.name.answer", LANGUAGE_CHINESE);
    *(struct bulk_paper *)decision->outcome = (struct bulk_paper){
        .blob = blob, .file_type = file->answer_type,
        .file_name = arena_format(request->arena, "%.*s%.*s", TEXT_ARGS(name),
                                  TEXT_ARGS(file->answer_end)),
    };
}

void bulk_decide_answer(const struct request *request, const void *facts,
                        struct decision *decision)
{
    tell_paper(request, ((const struct bulk_facts *)facts)->file, false, decision);
}

void bulk_decide_left(const struct request *request, const void *facts,
                      struct decision *decision)
{
    tell_paper(request, ((const struct bulk_facts *)facts)->file, true, decision);
}

/* ---- which files there can be ---- */

static struct list choices_of(const struct bulk_column *column, struct arena *arena)
{
    const struct matter_field *of = column->matter_field;
    const struct matter_choice *choices = of == NULL ? NULL : of->choices.items;
    size_t count = of == NULL ? 0 : of->choices.count;
    struct bulk_answer *told = ARENA_ARRAY(arena, struct bulk_answer, count + 1);
    for (size_t i = 0; i < count; i++)
        told[i].value = choices[i].zh;
    return (struct list){ told, count };
}

static const char *kind_of(const struct bulk_column *column)
{
    static const char *const KINDS[] = {
        [FIELD_CODE] = "code", [FIELD_COUNT] = "number", [FIELD_MONEY] = "money",
        [FIELD_SHARE] = "number", [FIELD_QUANTITY] = "number", [FIELD_PRICE] = "number",
        [FIELD_DAY] = "day", [FIELD_MOMENT] = "moment", [FIELD_FLAG] = "flag",
        [FIELD_KINDS] = NULL,
    };
    const char *kind = column->field == NULL ? NULL : KINDS[column->field->kind];
    return kind == NULL ? "text" : kind;
}

void bulk_decide_form(const struct request *request, const void *facts,
                      struct decision *decision)
{
    (void)facts;
    const struct bulk_form_input *input = request->input;
    const struct action *action = bulk_action_of(input->action);
    const struct matter *matter = matter_of(request->book, input->matter, request->arena);
    struct list columns;
    if (action == NULL || !rights_allow(action, request->actor->role)) {
        refuse(decision, BULK_REFUSED_NO_ACTION, "action");
        return;
    }
    if (bulk_takes_matter(action) && matter == NULL) {
        refuse(decision, BULK_REFUSED_NO_MATTER, "matter");
        return;
    }
    if (!bulk_columns_of(action, bulk_takes_matter(action) ? matter : NULL, request->arena,
                         &columns)) {
        refuse(decision, BULK_REFUSED_NOT_BY_FILE, "action");
        return;
    }
    const struct bulk_column *items = columns.items;
    int64_t own_unit = bulk_own_unit(action, request->actor);
    struct bulk_column_told *told =
        ARENA_ARRAY(request->arena, struct bulk_column_told, columns.count + 1);
    for (size_t i = 0; i < columns.count; i++)
        told[i] = (struct bulk_column_told){
            .name = items[i].field == NULL ? items[i].matter_field->name
                                           : text_of(items[i].field->name),
            .zh = items[i].zh, .en = items[i].en,
            .required = bulk_column_must(&items[i], own_unit),
            .kind = items[i].field == NULL ? items[i].matter_field->type
                                           : text_of(kind_of(&items[i])),
            .codes = items[i].field == NULL ? (struct text){ 0 }
                                            : text_of(items[i].field->codes),
            .choices = choices_of(&items[i], request->arena),
        };
    *(struct bulk_form *)decision->outcome = (struct bulk_form){
        .action = input->action, .matter = input->matter, .columns = { told, columns.count },
    };
}

void bulk_decide_kinds(const struct request *request, const void *facts,
                       struct decision *decision)
{
    (void)facts;
    struct arena *arena = request->arena;
    size_t count = 0, most = 0;
    for (size_t i = 0; i < rooms_count; i++)
        most += rooms_at_hand[i]->action_count;
    struct bulk_kind *kinds = ARENA_ARRAY(arena, struct bulk_kind, most + 1);
    for (size_t i = 0; i < rooms_count; i++)
        for (size_t k = 0; k < rooms_at_hand[i]->action_count; k++) {
            const struct action *action = rooms_at_hand[i]->actions[k];
            struct list columns;
            bool matter = bulk_takes_matter(action);
            if (!rights_allow(action, request->actor->role)
                || strncmp(action->name, "bulk.", 5) == 0
                || (!matter && !bulk_columns_of(action, NULL, arena, &columns)))
                continue;
            kinds[count++] = (struct bulk_kind){
                text_of(action->name), words_of(action->help, LANGUAGE_CHINESE),
                words_of(action->help, LANGUAGE_ENGLISH), matter,
            };
        }
    *(struct bulk_kinds *)decision->outcome = (struct bulk_kinds){ { kinds, count } };
}
