/* sheet_fuzz.c: what doors/sheets/sheet.h promises of any bytes: rows rise, cells are bounded
 * UTF-8, and a row that is handed out has something in it. */

#include "base/check.h"
#include "doors/sheets/sheet.h"

struct seen { int64_t last; bool formed; };

static void see_form(void *data, struct sheet_form form)
{
    struct seen *seen = data;
    CHECK(!seen->formed && form.kind < SHEET_KINDS);
    seen->formed = true;
}

static bool see_row(void *data, const struct sheet_row *row)
{
    struct seen *seen = data;
    CHECK(seen->formed && row->number > seen->last && row->number <= SHEET_ROWS_MAX);
    CHECK(row->count > 0 && row->count <= SHEET_CELLS_MAX);
    CHECK(text_present(row->cells[row->count - 1]));
    for (size_t i = 0; i < row->count; i++)
        CHECK(row->cells[i].length <= SHEET_CELL_BYTES && text_is_utf8(row->cells[i]));
    seen->last = row->number;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready)
        sheet_make_ready();
    ready = true;
    struct seen seen = { .last = 0 };
    const struct sheet_reader reader = { .data = &seen, .form = see_form, .row = see_row };
    (void)sheet_read((struct text){ (const char *)data, size }, &reader);
    return 0;
}
