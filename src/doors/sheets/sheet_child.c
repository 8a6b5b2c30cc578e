/* sheet_child.c: a sheet read in a child process: rows go over the pipe as records.
 *
 *     F  kind, separator, gb18030                     one byte each
 *     R  number (8), cells (2), then each: rounded (1), length (4), bytes
 *     E  enum sheet_answer                            the last
 */

#include "base/child.h"
#include "base/limits.h"
#include "doors/sheets/sheet_inside.h"

#include <stdlib.h>
#include <string.h>

#define CHILD_MEMORY ((size_t)512 << 20)
#define CHILD_SECONDS 120
#define RECORD_BYTES ((size_t)SHEET_CELLS_MAX * (SHEET_CELL_BYTES + 5) + 10)

/* ---- as the child ---- */

static void put_form(void *data, struct sheet_form form)
{
    (void)data;
    const char bytes[] = { (char)form.kind, form.separator, form.gb18030 };
    child_put('F', (struct text){ bytes, sizeof bytes });
}

static void put_number(char *bytes, size_t count, uint64_t number)
{
    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(number >> (8 * (count - 1 - i)));
}

static bool put_row(void *data, const struct sheet_row *row)
{
    static char bytes[RECORD_BYTES];
    (void)data;
    size_t length = 10;
    put_number(bytes, 8, (uint64_t)row->number);
    put_number(bytes + 8, 2, row->count);
    for (size_t i = 0; i < row->count; i++) {
        bytes[length] = row->rounded[i];
        put_number(bytes + length + 1, 4, row->cells[i].length);
        length += 5;
        if (row->cells[i].length > 0)
            memcpy(bytes + length, row->cells[i].data, row->cells[i].length);
        length += row->cells[i].length;
    }
    child_put('R', (struct text){ bytes, length });
    return true;
}

_Noreturn void sheet_child(void)
{
    struct text bytes;
    sheet_make_ready();
    if (!child_take_input(&bytes) || !child_confine())
        child_leave(1);
    const struct sheet_reader reader = { .form = put_form, .row = put_row };
    const char answer = (char)sheet_read(bytes, &reader);
    child_put('E', (struct text){ &answer, 1 });
    child_leave(0);
}

/* ---- as who asks ---- */

struct sheet_reading {
    struct child *child;
    struct sheet_form form;
    bool ended;
    enum sheet_answer answer;
};

struct sheet_reading *sheet_open(int input)
{
    const struct child_plan plan = {
        .words = { "parse", "sheet" }, .memory_max = CHILD_MEMORY,
        .seconds_max = CHILD_SECONDS, .record_max = RECORD_BYTES,
    };
    struct child *child = child_start(&plan, input);
    struct sheet_reading *reading = child == NULL ? NULL : calloc(1, sizeof *reading);
    if (reading == NULL) {
        if (child != NULL)
            child_end(child);
        return NULL;
    }
    reading->child = child;
    reading->answer = SHEET_STOPPED;
    return reading;
}

static uint64_t number_at(const char *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

/* What the child says is looked at as if anybody had said it. */
static bool row_of(struct text record, struct arena *arena, struct sheet_row *ret_row)
{
    if (record.length < 10)
        return false;
    size_t count = (size_t)number_at(record.data + 8, 2), at = 10;
    if (count > SHEET_CELLS_MAX)
        return false;
    struct text *cells = ARENA_ARRAY(arena, struct text, count + 1);
    bool *rounded = ARENA_ARRAY(arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (record.length - at < 5)
            return false;
        rounded[i] = record.data[at] != 0;
        size_t length = (size_t)number_at(record.data + at + 1, 4);
        at += 5;
        if (length > record.length - at || length > SHEET_CELL_BYTES)
            return false;
        cells[i] = (struct text){ record.data + at, length };
        if (!text_is_utf8(cells[i]))
            return false;
        at += length;
    }
    *ret_row = (struct sheet_row){ (int64_t)number_at(record.data, 8), cells, rounded, count };
    return at == record.length && ret_row->number > 0 && ret_row->number <= SHEET_ROWS_MAX;
}

static bool form_of(struct text record, struct sheet_form *ret_form)
{
    if (record.length != 3 || record.data[0] < 0 || record.data[0] >= SHEET_KINDS)
        return false;
    *ret_form = (struct sheet_form){
        .kind = (enum sheet_kind)record.data[0], .separator = record.data[1],
        .gb18030 = record.data[2] != 0,
    };
    return true;
}

bool sheet_next(struct sheet_reading *reading, struct arena *arena, struct sheet_row *ret_row)
{
    char tag;
    struct text record;
    while (!reading->ended && child_next(reading->child, arena, &tag, &record)) {
        if (tag == 'R' && row_of(record, arena, ret_row))
            return true;
        if (tag == 'F' && form_of(record, &reading->form))
            continue;
        if (tag == 'E' && record.length == 1 && record.data[0] >= 0
            && record.data[0] <= SHEET_STOPPED) {
            reading->answer = (enum sheet_answer)record.data[0];
            char after;
            reading->ended = !child_next(reading->child, arena, &after, &record);
        }
        if (!reading->ended)
            reading->answer = SHEET_DAMAGED;
        reading->ended = true;
        return false;
    }
    if (!reading->ended)    /* it died over it */
        reading->answer = SHEET_DAMAGED;
    reading->ended = true;
    return false;
}

struct sheet_form sheet_form_of(const struct sheet_reading *reading)
{
    return reading->form;
}

enum sheet_answer sheet_close(struct sheet_reading *reading)
{
    bool ended = reading->ended;
    bool good = child_end(reading->child);
    enum sheet_answer answer = reading->answer;
    if (!ended)
        answer = SHEET_STOPPED;
    else if (!good)
        answer = SHEET_DAMAGED;
    free(reading);
    return answer;
}
