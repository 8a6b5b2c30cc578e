/* world_bulk_back.c: what goes back (回盘): the file as it was sent, each line with its result. */

#include "programs/world_bulk.h"

#include "base/check.h"
#include "base/child.h"
#include "base/limits.h"
#include "core/label.h"
#include "stores/blobs.h"

#include <stdlib.h>
#include <string.h>

#define OUR_COLUMNS 4
#define ANSWERS_MAX 40
#define PIECE_BYTES 65536

int bulk_input_of(struct world *world, struct text blob)
{
    struct blob_name name;
    struct blob_reader *reader;
    int64_t size;
    const struct blob_port *port = world->papers->port;
    if (!blob_name_parse(blob, &name)
        || port->open(world->papers, &name, &reader, &size) != BLOB_DONE)
        return -1;
    char *piece = malloc(PIECE_BYTES);
    CHECK(piece != NULL);
    int input = child_input_begin();
    size_t got = 1;
    bool good = input >= 0;
    while (good && got > 0) {
        good = port->read(reader, piece, PIECE_BYTES, &got) == BLOB_DONE
            && (got == 0 || child_input_add(input, (struct text){ piece, got }));
    }
    free(piece);
    port->end(reader);
    return good ? input : -1;
}

/* ---- results, in order ---- */

struct results {
    struct bulk_plan *plan;
    struct arena arena;         /* of the page in hand */
    const struct bulk_part *parts;
    size_t part_count, part_at;
    int64_t after;
    struct list lines;          /* of the part in hand */
    size_t line_at;
    bool over;
};

static bool next_part(struct results *results)
{
    if (results->part_at == results->part_count) {
        const struct bulk_file *file = results->plan->file;
        const struct bulk_parts_key key = { file->bucket, file->file, results->after };
        struct store *store = results->plan->store;
        struct want want = { .query = &bulk_parts_of, .key = &key };
        arena_clear(&results->arena);
        if (store->port->read(store, &want, &results->arena) != STORE_DONE
            || want.rows.count == 0)
            return false;
        results->parts = want.rows.items;
        results->part_count = want.rows.count;
        results->part_at = 0;
    }
    const struct bulk_part *part = &results->parts[results->part_at++];
    struct bulk_results unpacked = { 0 };
    results->after = part->part;
    results->line_at = 0;
    if (!shape_unpack(&bulk_results_shape, part->results, &results->arena, &unpacked))
        return false;
    results->lines = unpacked.results;
    return true;
}

/* The result of that line; NULL: it has none. Lines are asked for in order. */
static const struct bulk_result *result_of(struct results *results, int64_t line)
{
    while (!results->over) {
        const struct bulk_result *lines = results->lines.items;
        for (; results->line_at < results->lines.count; results->line_at++) {
            if (lines[results->line_at].line == line)
                return &lines[results->line_at];
            if (lines[results->line_at].line > line)
                return NULL;
        }
        results->over = !next_part(results);
    }
    return NULL;
}

/* ---- rows ---- */

/* Cells under headings of an earlier answer are left out: they are written anew. */
static size_t own_cells(const struct bulk_plan *plan, const struct sheet_row *row,
                        struct text cells[SHEET_CELLS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < SHEET_CELLS_MAX; i++)
        if (plan->of_cell[i] >= 0)
            cells[count++] = i < row->count ? row->cells[i] : TEXT("");
    return count;
}

static void write_heading(const struct bulk_plan *plan, const struct sheet_row *row,
                          struct sheet_writer *back, struct sheet_writer *left,
                          struct arena *arena)
{
    static const char *const KEYS[OUR_COLUMNS] = {
        "bulk.heading.line", "bulk.heading.result", "bulk.heading.field", "bulk.heading.why",
    };
    struct text cells[SHEET_CELLS_MAX + OUR_COLUMNS + ANSWERS_MAX];
    size_t count = own_cells(plan, row, cells);
    for (size_t i = 0; i < OUR_COLUMNS; i++)
        cells[count++] = words_of(KEYS[i], LANGUAGE_CHINESE);
    sheet_write_row(left, cells, count);
    const struct list fields = bulk_answers_of(plan->action, arena);
    const struct field *const *items = fields.items;
    struct text before = words_of("bulk.heading.answer", LANGUAGE_CHINESE);
    for (size_t i = 0; i < fields.count && i < ANSWERS_MAX; i++) {
        struct text label = field_label(items[i], LANGUAGE_CHINESE);
        cells[count++] = arena_format(arena, "%.*s%.*s", TEXT_ARGS(before), TEXT_ARGS(label));
    }
    sheet_write_row(back, cells, count);
}

static void write_line(const struct bulk_plan *plan, const struct sheet_row *row,
                       const struct bulk_result *result, struct sheet_writer *back,
                       struct sheet_writer *left, struct arena *arena)
{
    struct text cells[SHEET_CELLS_MAX + OUR_COLUMNS + ANSWERS_MAX];
    size_t count = own_cells(plan, row, cells);
    const char *key = !result->good ? "bulk.result.bad"
        : result->repeated ? "bulk.result.repeated"
        : plan->file->checking ? "bulk.result.checked" : "bulk.result.good";
    cells[count++] = arena_format(arena, "%lld", (long long)row->number);
    cells[count++] = words_of(key, LANGUAGE_CHINESE);
    cells[count++] = result->field;
    cells[count++] = result->good ? (struct text){ 0 } : result->zh;
    if (!result->good)
        sheet_write_row(left, cells, count);
    const struct bulk_answer *answers = result->answers.items;
    for (size_t i = 0; i < result->answers.count && i < ANSWERS_MAX; i++)
        cells[count++] = answers[i].value;
    sheet_write_row(back, cells, count);
}

static bool write_rows(struct bulk_plan *plan, struct sheet_reading *reading,
                       struct sheet_writer *back, struct sheet_writer *left, int64_t *ret_bad)
{
    struct results results = { .plan = plan, .after = -1 };
    struct sheet_row row;
    struct arena arena;
    arena_init(&arena);
    arena_init(&results.arena);
    bool headed = false;
    *ret_bad = 0;
    while (sheet_next(reading, &arena, &row)) {
        if (!headed) {
            write_heading(plan, &row, back, left, &arena);
        } else {
            const struct bulk_result *result = result_of(&results, row.number);
            if (result == NULL)
                break;
            *ret_bad += !result->good;
            write_line(plan, &row, result, back, left, &arena);
        }
        headed = true;
        arena_clear(&arena);
    }
    arena_release(&results.arena);
    arena_release(&arena);
    return headed;
}

/* ---- the whole ---- */

static struct text keep(struct bulk_plan *plan, struct sheet_writer *writer)
{
    char *bytes = NULL;
    size_t length = 0;
    struct blob_writer *blob;
    struct blob_name name;
    int64_t size;
    struct text kept = { 0 };
    const struct blob_port *port = plan->world->papers->port;
    if (!sheet_write_end(writer, &bytes, &length))
        return kept;
    if (port->begin(plan->world->papers, (int64_t)LIMIT_PAPER_BYTES, &blob) == BLOB_DONE) {
        if (port->append(blob, (struct text){ bytes, length }) != BLOB_DONE)
            port->abandon(blob);
        else if (port->finish(blob, &name, &size) == BLOB_DONE)
            kept = arena_text(&plan->arena, text_of(name.digits));
    }
    free(bytes);
    return kept;
}

bool bulk_write_back(struct bulk_plan *plan, struct bulk_end_input *end)
{
    int input = bulk_input_of(plan->world, plan->file->blob);
    struct sheet_reading *reading = input < 0 ? NULL : sheet_open(input);
    if (reading == NULL)
        return false;
    struct sheet_writer *back = sheet_write_begin(plan->form);
    struct sheet_writer *left = sheet_write_begin(plan->form);
    int64_t bad = 0;
    bool good = write_rows(plan, reading, back, left, &bad);
    sheet_close(reading);
    end->answer_blob = keep(plan, back);
    struct text left_blob = keep(plan, left);
    if (bad > 0)
        end->left_blob = left_blob;
    end->answer_type = text_of(sheet_file_type(plan->form));
    end->answer_end = text_of(sheet_file_end(plan->form));
    return good && text_present(end->answer_blob);
}
