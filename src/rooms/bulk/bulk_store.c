/* bulk_store.c: rows and reads of files and their parts. */

#include "rooms/bulk/bulk_inside.h"

#define FILE_(member_) AT(struct bulk_file, member_)
#define NEED FIELD_REQUIRED
static const struct field file_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, FILE_(bucket) },
    { "file", NULL, FIELD_ID, NEED, FILE_(file) },
    { "name", NULL, FIELD_TEXT, NEED, FILE_(name) },
    { "account", NULL, FIELD_ID, NEED, FILE_(account) },
    { "unit", NULL, FIELD_ID, 0, FILE_(unit) },
    { "institution", NULL, FIELD_ID, 0, FILE_(institution) },
    { "office", NULL, FIELD_ID, 0, FILE_(office) },
    { "action", NULL, FIELD_TEXT, NEED, FILE_(action) },
    { "matter", NULL, FIELD_TEXT, 0, FILE_(matter) },
    { "checking", NULL, FIELD_FLAG, NEED, FILE_(checking) },
    { "all_or_none", NULL, FIELD_FLAG, NEED, FILE_(all_or_none) },
    { "recorded_as", NULL, FIELD_ID, 0, FILE_(recorded_as) },
    { "file_name", NULL, FIELD_TEXT, NEED, FILE_(file_name) },
    { "blob", NULL, FIELD_TEXT, NEED, FILE_(blob) },
    { "state", NULL, FIELD_TEXT, NEED, FILE_(state) },
    { "sent_at", NULL, FIELD_MOMENT, NEED, FILE_(sent_at) },
    { "last_line", NULL, FIELD_COUNT, NEED, FILE_(last_line) },
    { "parts", NULL, FIELD_COUNT, NEED, FILE_(parts) },
    { "done", NULL, FIELD_COUNT, NEED, FILE_(done) },
    { "good", NULL, FIELD_COUNT, NEED, FILE_(good) },
    { "repeated", NULL, FIELD_COUNT, NEED, FILE_(repeated) },
    { "bad", NULL, FIELD_COUNT, NEED, FILE_(bad) },
    { "fault", NULL, FIELD_TEXT, 0, FILE_(fault) },
    { "detail", NULL, FIELD_TEXT, 0, FILE_(detail) },
    { "answer_blob", NULL, FIELD_TEXT, 0, FILE_(answer_blob) },
    { "left_blob", NULL, FIELD_TEXT, 0, FILE_(left_blob) },
    { "answer_type", NULL, FIELD_TEXT, 0, FILE_(answer_type) },
    { "answer_end", NULL, FIELD_TEXT, 0, FILE_(answer_end) },
    { "ended_at", NULL, FIELD_MOMENT, 0, FILE_(ended_at) },
    { "version", NULL, FIELD_COUNT, NEED, FILE_(version) },
};
static const struct shape file_shape = SHAPE("bulk_file", struct bulk_file, file_fields);
const struct table bulk_file_table = { "bulk_file", &file_shape, 2, "version" };

#define PART(member_) AT(struct bulk_part, member_)
static const struct field part_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, PART(bucket) },
    { "file", NULL, FIELD_ID, NEED, PART(file) },
    { "part", NULL, FIELD_COUNT, NEED, PART(part) },
    { "office", NULL, FIELD_ID, 0, PART(office) },
    { "first_line", NULL, FIELD_COUNT, NEED, PART(first_line) },
    { "last_line", NULL, FIELD_COUNT, NEED, PART(last_line) },
    { "bad", NULL, FIELD_COUNT, NEED, PART(bad) },
    { "results", NULL, FIELD_BYTES, NEED | FIELD_PRIVATE, PART(results) },
};
static const struct shape part_shape = SHAPE("bulk_part", struct bulk_part, part_fields);
const struct table bulk_part_table = { "bulk_part", &part_shape, 3, NULL };

/* ---- results ---- */

static const struct field answer_fields[] = {
    { "value", NULL, FIELD_TEXT, 0, AT(struct bulk_answer, value) },
};
static const struct shape answer_shape = SHAPE("bulk_answer", struct bulk_answer, answer_fields);
#define RESULT(member_) AT(struct bulk_result, member_)
static const struct field result_fields[] = {
    { "line", NULL, FIELD_COUNT, 0, RESULT(line) },
    { "good", NULL, FIELD_FLAG, 0, RESULT(good) },
    { "repeated", NULL, FIELD_FLAG, 0, RESULT(repeated) },
    { "field", NULL, FIELD_TEXT, 0, RESULT(field) },
    { "zh", NULL, FIELD_TEXT, 0, RESULT(zh) },
    { "en", NULL, FIELD_TEXT, 0, RESULT(en) },
    { "answers", NULL, FIELD_LIST, 0, RESULT(answers), .of = &answer_shape },
};
static const struct shape result_shape = SHAPE("bulk_result", struct bulk_result, result_fields);
static const struct field results_fields[] = {
    { "results", NULL, FIELD_LIST, 0, AT(struct bulk_results, results), .of = &result_shape },
};
const struct shape bulk_results_shape =
    SHAPE("bulk_results", struct bulk_results, results_fields);

/* ---- reads ---- */

static const struct field id_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct bulk_file_key, bucket) },
    { "file", NULL, FIELD_ID, NEED, AT(struct bulk_file_key, file) },
};
static const struct shape id_shape = SHAPE("bulk_file_key", struct bulk_file_key, id_fields);
static const struct field name_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct bulk_name_key, bucket) },
    { "name", NULL, FIELD_TEXT, NEED, AT(struct bulk_name_key, name) },
};
static const struct shape name_shape = SHAPE("bulk_name_key", struct bulk_name_key, name_fields);
static const struct field state_fields[] = {
    { "state", NULL, FIELD_TEXT, NEED, AT(struct bulk_state_key, state) },
    { "after", NULL, FIELD_ID, 0, AT(struct bulk_state_key, after) },
};
static const struct shape state_shape =
    SHAPE("bulk_state_key", struct bulk_state_key, state_fields);
static const struct field own_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct bulk_own_key, account) },
    { "unit", NULL, FIELD_ID, 0, AT(struct bulk_own_key, unit) },
    { "before", NULL, FIELD_ID, 0, AT(struct bulk_own_key, before) },
};
static const struct shape own_shape = SHAPE("bulk_own_key", struct bulk_own_key, own_fields);
static const struct field parts_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct bulk_parts_key, bucket) },
    { "file", NULL, FIELD_ID, NEED, AT(struct bulk_parts_key, file) },
    { "after", NULL, FIELD_COUNT, NEED, AT(struct bulk_parts_key, after) },
};
static const struct shape parts_shape =
    SHAPE("bulk_parts_key", struct bulk_parts_key, parts_fields);

const struct query bulk_file_by_id = {
    .name = "bulk.file", .from = "bulk_file f",
    .where = "f.bucket = {bucket} AND f.file = {file}", .key = &id_shape, .row = &file_shape,
    .row_max = 1, .guard = GUARD_DECISION,
};
const struct query bulk_file_by_name = {
    .name = "bulk.named", .from = "bulk_file f",
    .where = "f.bucket = {bucket} AND f.name = {name}", .key = &name_shape, .row = &file_shape,
    .row_max = 1, .guard = GUARD_DECISION,
};
/* Of all senders, so for the house alone. */
const struct query bulk_files_in_state = {
    .name = "bulk.in-state", .from = "bulk_file f",
    .where = "f.state = {state} AND ({after} IS NULL OR f.file > {after})",
    .order = "f.file", .key = &state_shape, .row = &file_shape, .row_max = BULK_FILES_A_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office", .guard_institution = "institution",
};
/* Of a unit, whichever of its operators sent them; of anybody else, one's own. */
const struct query bulk_files_of_unit = {
    .name = "bulk.of-unit", .from = "bulk_file f",
    .where = "f.unit = {unit} AND ({before} IS NULL OR f.file < {before})",
    .order = "f.file DESC", .key = &own_shape, .row = &file_shape,
    .row_max = BULK_FILES_A_PAGE, .page = true, .guard = GUARD_DECISION,
};
const struct query bulk_files_of_account = {
    .name = "bulk.of-account", .from = "bulk_file f",
    .where = "f.account = {account} AND ({before} IS NULL OR f.file < {before})",
    .order = "f.file DESC", .key = &own_shape, .row = &file_shape,
    .row_max = BULK_FILES_A_PAGE, .page = true, .guard = GUARD_DECISION,
};
const struct query bulk_parts_of = {
    .name = "bulk.parts", .from = "bulk_part p",
    .where = "p.bucket = {bucket} AND p.file = {file} AND p.part > {after}",
    .order = "p.part", .key = &parts_shape, .row = &part_shape, .row_max = BULK_PARTS_A_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
/* The first with something bad in them: what is shown on a screen. */
const struct query bulk_parts_bad = {
    .name = "bulk.parts-bad", .from = "bulk_part p",
    .where = "p.bucket = {bucket} AND p.file = {file} AND p.part > {after} AND p.bad > 0",
    .order = "p.part", .key = &parts_shape, .row = &part_shape, .row_max = 4, .page = true,
    .guard = GUARD_DECISION,
};
static const struct field after_fields[] = {
    { "after", NULL, FIELD_COUNT, NEED, AT(struct bulk_after_key, after) },
};
static const struct shape after_shape =
    SHAPE("bulk_after_key", struct bulk_after_key, after_fields);
const struct query bulk_files_kept = {
    .name = "bulk.kept", .from = "bulk_file f", .where = "f.file > {after}", .order = "f.file",
    .key = &after_shape, .row = &file_shape, .row_max = BULK_FILES_A_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office", .guard_institution = "institution",
};

/* The room's `papers`: what was sent, and what went back. */
enum store_answer bulk_papers_all(struct store *store,
                                  void (*visit)(void *data, struct text name), void *data)
{
    enum store_answer answer = STORE_DONE;
    struct arena arena;
    arena_init(&arena);
    struct bulk_after_key key = { 0 };
    size_t got = BULK_FILES_A_PAGE;
    while (answer == STORE_DONE && got == BULK_FILES_A_PAGE) {
        arena_clear(&arena);
        struct want want = { .query = &bulk_files_kept, .key = &key };
        answer = store->port->read(store, &want, &arena);
        const struct bulk_file *rows = want.rows.items;
        got = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < got; i++) {
            const struct text names[] = { rows[i].blob, rows[i].answer_blob, rows[i].left_blob };
            for (size_t k = 0; k < 3; k++)
                if (text_present(names[k]))
                    visit(data, names[k]);
            key.after = rows[i].file;
        }
    }
    arena_release(&arena);
    return answer;
}
