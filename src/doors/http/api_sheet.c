/* api_sheet.c: the list of an answer as a table: ?as=xlsx for a spreadsheet, ?as=text for a text
 * with tabs. The first list of the answer is written, its single values as columns; a heading is
 * the sentence of the field in Chinese where it has one. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "core/shape.h"
#include "core/words.h"
#include "doors/sheets/sheet.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 60

bool api_sheet_wanted(struct text as, struct sheet_form *ret_form)
{
    *ret_form = (struct sheet_form){ .kind = SHEET_XLSX };
    if (text_is(as, "xlsx"))
        return true;
    *ret_form = (struct sheet_form){ .kind = SHEET_TEXT, .separator = '\t' };
    return text_is(as, "text");
}

const struct field *api_sheet_list(const struct shape *answer)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (answer->fields[i].kind == FIELD_LIST)
            return &answer->fields[i];
    return NULL;
}

static size_t columns_of(const struct shape *row, const struct field *columns[COLUMNS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < row->field_count && count < COLUMNS_MAX; i++) {
        enum field_kind kind = row->fields[i].kind;
        if (kind != FIELD_LIST && kind != FIELD_OBJECT && kind != FIELD_BYTES)
            columns[count++] = &row->fields[i];
    }
    return count;
}

/* A program that opens a text with tabs takes a cell that begins so for a formula, and what stands
 * there may be a stranger's words. In a spreadsheet of ours each cell says that it is text. */
static bool looks_like_a_formula(struct text cell)
{
    static const char marks[] = { '=', '+', '-', '@', '\t', '\r' };
    return cell.length > 0 && memchr(marks, cell.data[0], sizeof marks) != NULL;
}

static struct text cell_of(const struct field *field, const void *row, struct sheet_form form,
                           struct arena *arena)
{
    if (field_is_absent(field, row))
        return (struct text){ 0 };
    if (field->kind == FIELD_TEXT || field->kind == FIELD_CODE) {
        struct text cell = *(const struct text *)field_in(field, row);
        bool said_to_be_text = form.kind == SHEET_TEXT && looks_like_a_formula(cell);
        return said_to_be_text ? arena_format(arena, "'%.*s", TEXT_ARGS(cell)) : cell;
    }
    char written[SHEET_CELL_BYTES];
    struct builder builder = builder_over(written, sizeof written);
    field_write(field, row, &builder);
    return arena_text(arena, builder_text(&builder));
}

bool api_sheet_write(const struct field *list, const void *answer, struct sheet_form form,
                     struct arena *arena, struct text *ret_bytes)
{
    const struct field *columns[COLUMNS_MAX];
    struct text cells[COLUMNS_MAX];
    size_t count = columns_of(list->of, columns);
    const struct list *rows = field_in(list, answer);
    struct sheet_writer *writer = sheet_write_begin(form);
    if (writer == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text heading = columns[i]->help == NULL ? (struct text){ 0 }
            : words_of(columns[i]->help, LANGUAGE_CHINESE);
        cells[i] = text_present(heading) ? heading : text_of(columns[i]->name);
    }
    sheet_write_row(writer, cells, count);
    for (size_t r = 0; r < rows->count; r++) {
        const char *row = (const char *)rows->items + r * list->of->size;
        for (size_t i = 0; i < count; i++)
            cells[i] = cell_of(columns[i], row, form, arena);
        sheet_write_row(writer, cells, count);
    }
    char *bytes = NULL;
    size_t length = 0;
    if (!sheet_write_end(writer, &bytes, &length))
        return false;
    *ret_bytes = arena_text(arena, (struct text){ bytes, length });
    free(bytes);
    return true;
}
