/* api_sheet.c: the list of an answer as a table: ?as=xlsx for a spreadsheet, ?as=text for a text
 * with tabs. The first list of the answer is written, its single values as columns; a heading is
 * the sentence of the field in Chinese where it has one. Of a list in pages all are written. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "core/shape.h"
#include "core/words.h"

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

bool api_sheet_begin(struct api_sheet *sheet, const struct field *list, struct sheet_form form)
{
    *sheet = (struct api_sheet){ .list = list, .form = form, .writer = sheet_write_begin(form) };
    if (sheet->writer == NULL)
        return false;
    const struct field *columns[COLUMNS_MAX];
    struct text cells[COLUMNS_MAX];
    size_t count = columns_of(list->of, columns);
    for (size_t i = 0; i < count; i++) {
        struct text heading = columns[i]->help == NULL ? (struct text){ 0 }
            : words_of(columns[i]->help, LANGUAGE_CHINESE);
        cells[i] = text_present(heading) ? heading : text_of(columns[i]->name);
    }
    sheet_write_row(sheet->writer, cells, count);
    return true;
}

bool api_sheet_add(struct api_sheet *sheet, const void *answer)
{
    const struct field *columns[COLUMNS_MAX];
    struct text cells[COLUMNS_MAX];
    size_t count = columns_of(sheet->list->of, columns);
    const struct list *rows = field_in(sheet->list, answer);
    sheet->rows += rows->count;
    if (++sheet->pages > 1
        && (sheet->rows > LIMIT_ROWS_A_TABLE || sheet->pages > LIMIT_PAGES_A_TABLE))
        return false;
    struct arena arena;
    arena_init(&arena);
    for (size_t r = 0; r < rows->count; r++) {
        const char *row = (const char *)rows->items + r * sheet->list->of->size;
        for (size_t i = 0; i < count; i++)
            cells[i] = cell_of(columns[i], row, sheet->form, &arena);
        sheet_write_row(sheet->writer, cells, count);
    }
    arena_release(&arena);
    return true;
}

bool api_sheet_end(struct api_sheet *sheet, struct arena *arena, struct text *ret_bytes)
{
    char *bytes = NULL;
    size_t length = 0;
    bool written = sheet_write_end(sheet->writer, &bytes, &length);
    sheet->writer = NULL;
    if (written)
        *ret_bytes = arena_text(arena, (struct text){ bytes, length });
    free(bytes);
    return written;
}

void api_sheet_drop(struct api_sheet *sheet)
{
    char *bytes = NULL;
    size_t length;
    if (sheet->writer != NULL && sheet_write_end(sheet->writer, &bytes, &length))
        free(bytes);
    sheet->writer = NULL;
}

/* ---- the next page ---- */

/* True: it was another value. */
static bool value_moved(const struct field *to, void *input, const struct field *from,
                        const void *object, struct arena *arena)
{
    void *place = field_at(to, input);
    const void *value = field_in(from, object);
    if (to->kind == FIELD_TEXT) {
        struct text *text = place;
        bool moved = !text_equal(*text, *(const struct text *)value);
        *text = arena_text(arena, *(const struct text *)value);
        return moved;
    }
    bool day = to->kind == FIELD_DAY;
    CHECK(day || to->kind == FIELD_ID || to->kind == FIELD_COUNT || to->kind == FIELD_MOMENT);
    _Static_assert(sizeof(struct moment) == sizeof(int64_t), "a moment is its milliseconds");
    size_t size = day ? sizeof(struct date) : sizeof(int64_t);
    bool moved = memcmp(place, value, size) != 0;
    memcpy(place, value, size);
    return moved;
}

enum api_page api_page_next(const struct action *action, const void *asked, const void *answer,
                            struct arena *arena, const void **ret_input)
{
    const struct field *list = api_sheet_list(action->answer);
    if ((action->flags & ACTION_READ) == 0 || action->next_page[0].input == NULL || list == NULL)
        return API_PAGE_LAST;
    const struct list *rows = field_in(list, answer);
    void *input = shape_copy(action->input, asked, arena);
    bool moved = false;
    for (size_t i = 0; i < PAGE_STEPS && action->next_page[i].input != NULL; i++) {
        const struct page_step *step = &action->next_page[i];
        const struct field *to = shape_field(action->input, text_of(step->input));
        const struct field *from = shape_field(action->answer, text_of(step->from));
        const void *object = answer;
        if (from == NULL) {
            from = shape_field(list->of, text_of(step->from));
            if (rows->count == 0)
                return API_PAGE_LAST;
            object = (const char *)rows->items + (rows->count - 1) * list->of->size;
        } else if (field_is_zero(from, answer))
            return API_PAGE_LAST;
        CHECK(to != NULL && from != NULL);
        moved |= value_moved(to, input, from, object, arena);
    }
    *ret_input = input;
    return moved ? API_PAGE_MORE : API_PAGE_AGAIN;
}
