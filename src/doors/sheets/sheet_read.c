/* sheet_read.c: what kind of sheet it is, rows, and texts. */

#include "doors/sheets/sheet_inside.h"

#include "base/check.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows ---- */

void sheet_line_begin(struct sheet_line *line, int64_t number)
{
    arena_clear(&line->arena);
    line->number = number;
    line->count = 0;
    memset(line->cells, 0, sizeof line->cells);
    memset(line->rounded, 0, sizeof line->rounded);
}

/* Offices write texts that look like numbers as ="0123" so that their program leaves them alone. */
static struct text plain(struct text cell)
{
    const struct text wide = TEXT("\xE3\x80\x80");     /* the blank of Chinese */
    cell = text_trim(cell);
    while (text_starts(cell, wide))
        cell = text_trim(text_slice(cell, wide.length, cell.length));
    while (text_ends(cell, wide))
        cell = text_trim(text_slice(cell, 0, cell.length - wide.length));
    if (cell.length >= 3 && text_starts(cell, TEXT("=\"")) && text_ends(cell, TEXT("\"")))
        cell = text_slice(cell, 2, cell.length - 1);
    return cell;
}

enum sheet_answer sheet_line_put(struct sheet_line *line, size_t column, struct text cell,
                                 bool rounded)
{
    cell = plain(cell);
    if (cell.length == 0)
        return SHEET_READ;
    if (column >= SHEET_CELLS_MAX || cell.length > SHEET_CELL_BYTES)
        return SHEET_TOO_LARGE;
    line->cells[column] = arena_text(&line->arena, cell);
    line->rounded[column] = rounded;
    if (column >= line->count)
        line->count = column + 1;
    return SHEET_READ;
}

enum sheet_answer sheet_line_end(struct sheet_line *line, const struct sheet_reader *reader)
{
    if (line->count == 0)
        return SHEET_READ;
    if (line->number > SHEET_ROWS_MAX)
        return SHEET_TOO_LARGE;
    const struct sheet_row row = { line->number, line->cells, line->rounded, line->count };
    return reader->row(reader->data, &row) ? SHEET_READ : SHEET_STOPPED;
}

/* ---- letters ---- */

/* Their code tables lie in files, which are opened once and stay. */
static iconv_t from_gb18030, from_utf16;

void sheet_make_ready(void)
{
    from_gb18030 = iconv_open("UTF-8", "GB18030");
    from_utf16 = iconv_open("UTF-8", "UTF-16");
    CHECK(from_gb18030 != (iconv_t)-1 && from_utf16 != (iconv_t)-1);
}

/* NULL: it is not in that code. To be freed. */
static char *recode(iconv_t from, struct text bytes, size_t *ret_length)
{
    size_t room = 2 * bytes.length + 16, in_left = bytes.length, out_left = room;
    char *out = malloc(room), *out_at = out, *in_at = (char *)(uintptr_t)bytes.data;
    CHECK(out != NULL);
    iconv(from, NULL, NULL, NULL, NULL);
    if (iconv(from, &in_at, &in_left, &out_at, &out_left) == (size_t)-1) {
        free(out);
        return NULL;
    }
    *ret_length = room - out_left;
    return out;
}

/* ---- texts ---- */

static char separator_of(struct text text)
{
    static const char MARKS[] = { '\t', ',', ';', '|' };
    struct text rest, first = text_until(text, '\n', &rest);
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof MARKS; i++) {
        size_t count = 0;
        for (size_t at = 0; at < first.length; at++)
            count += first.data[at] == MARKS[i];
        if (count > most) {
            most = count;
            best = MARKS[i];
        }
    }
    return best;
}

/* A cell from `at` on, which then stands behind it, on a separator, a line end or the end. Quoted
 * cells may hold both; a quote in one is doubled. */
static enum sheet_answer next_cell(struct text text, char separator, size_t *at, char *quoted,
                                   struct text *ret_cell)
{
    size_t from = *at, length = 0;
    if (from < text.length && text.data[from] == '"') {
        for (from++; from < text.length; from++) {
            bool quote = text.data[from] == '"';
            bool doubled = quote && from + 1 < text.length && text.data[from + 1] == '"';
            if (quote && !doubled)
                break;
            if (length == SHEET_CELL_BYTES)
                return SHEET_TOO_LARGE;
            quoted[length++] = text.data[from];
            from += doubled;
        }
        if (from == text.length)
            return SHEET_DAMAGED;
        *ret_cell = (struct text){ quoted, length };
        for (from++; from < text.length && text.data[from] != separator
             && text.data[from] != '\n'; from++)
            continue;
    } else {
        while (from < text.length && text.data[from] != separator && text.data[from] != '\n')
            from++;
        *ret_cell = text_slice(text, *at, from);
    }
    *at = from;
    return SHEET_READ;
}

static enum sheet_answer read_lines(struct text text, char separator,
                                    const struct sheet_reader *reader)
{
    static struct sheet_line line;
    char quoted[SHEET_CELL_BYTES];
    enum sheet_answer answer = SHEET_READ;
    arena_init(&line.arena);
    size_t at = 0;
    for (int64_t number = 1; answer == SHEET_READ && at < text.length; number++) {
        sheet_line_begin(&line, number);
        for (size_t column = 0; answer == SHEET_READ; column++) {
            struct text cell;
            answer = next_cell(text, separator, &at, quoted, &cell);
            if (answer == SHEET_READ)
                answer = sheet_line_put(&line, column, cell, false);
            if (at >= text.length || text.data[at] == '\n')
                break;
            at++;
        }
        at++;
        if (answer == SHEET_READ)
            answer = sheet_line_end(&line, reader);
    }
    arena_release(&line.arena);
    return answer;
}

enum sheet_answer sheet_read_text(struct text bytes, const struct sheet_reader *reader)
{
    struct sheet_form form = { .kind = SHEET_TEXT };
    char *recoded = NULL;
    size_t length = 0;
    bool wide = text_starts(bytes, TEXT("\xFF\xFE")) || text_starts(bytes, TEXT("\xFE\xFF"));
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        bytes = text_slice(bytes, 3, bytes.length);
    if (wide)
        recoded = recode(from_utf16, bytes, &length);
    else if (!text_is_utf8(bytes))
        recoded = recode(from_gb18030, bytes, &length);
    form.gb18030 = recoded != NULL && !wide;
    struct text text = recoded == NULL ? bytes : (struct text){ recoded, length };
    enum sheet_answer answer = SHEET_NOT_ONE;
    if (text.length > 0 && text_is_utf8(text) && memchr(text.data, 0, text.length) == NULL) {
        form.separator = separator_of(text);
        reader->form(reader->data, form);
        answer = read_lines(text, form.separator, reader);
    }
    free(recoded);
    return answer;
}

enum sheet_answer sheet_read(struct text bytes, const struct sheet_reader *reader)
{
    if (text_starts(bytes, TEXT("PK\x03\x04"))) {
        reader->form(reader->data, (struct sheet_form){ .kind = SHEET_XLSX });
        return sheet_read_xlsx(bytes, reader);
    }
    if (text_starts(bytes, TEXT("\xD0\xCF\x11\xE0")))
        return SHEET_OLD;
    return sheet_read_text(bytes, reader);
}
