/* sheet_write.c: sheets of ours, in the form they were sent in. */

#include "doors/sheets/sheet.h"

#include "base/check.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

struct sheet_writer {
    struct sheet_form form;
    char *bytes;                /* of a text */
    size_t length, capacity;
    int file;                   /* of a spreadsheet: in memory, no name on any disk */
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_row_t row;
    bool bad;
};

struct sheet_writer *sheet_write_begin(struct sheet_form form)
{
    struct sheet_writer *writer = calloc(1, sizeof *writer);
    CHECK(writer != NULL);
    writer->form = form;
    writer->file = -1;
    if (form.kind == SHEET_TEXT)
        return writer;
    char path[64];
    writer->file = memfd_create("sheet", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", writer->file);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    writer->workbook = writer->file < 0 ? NULL : workbook_new_opt(path, &options);
    writer->sheet = writer->workbook == NULL ? NULL
        : workbook_add_worksheet(writer->workbook, "Sheet1");
    writer->bad = writer->sheet == NULL;
    return writer;
}

static void add(struct sheet_writer *writer, const char *bytes, size_t length)
{
    if (writer->length + length > writer->capacity) {
        writer->capacity = 2 * (writer->length + length) + 4096;
        writer->bytes = realloc(writer->bytes, writer->capacity);
        CHECK(writer->bytes != NULL);
    }
    if (length > 0)
        memcpy(writer->bytes + writer->length, bytes, length);
    writer->length += length;
}

static void add_cell(struct sheet_writer *writer, struct text cell)
{
    const char marks[] = { writer->form.separator, '"', '\n', '\r', '\0' };
    bool quote = false;
    for (size_t i = 0; i < cell.length && !quote; i++)
        quote = cell.data[i] != '\0' && strchr(marks, cell.data[i]) != NULL;
    if (!quote) {
        add(writer, cell.data, cell.length);
        return;
    }
    add(writer, "\"", 1);
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.data[i] == '"')
            add(writer, "\"", 1);
        add(writer, cell.data + i, 1);
    }
    add(writer, "\"", 1);
}

static void add_to_sheet(struct sheet_writer *writer, size_t column, struct text cell)
{
    char copy[SHEET_CELL_BYTES + 1];
    size_t length = cell.length > SHEET_CELL_BYTES ? SHEET_CELL_BYTES : cell.length;
    if (length == 0 || writer->bad)
        return;
    length = text_utf8_prefix(text_slice(cell, 0, length));
    memcpy(copy, cell.data, length);
    copy[length] = '\0';
    writer->bad = worksheet_write_string(writer->sheet, writer->row, (lxw_col_t)column, copy,
                                         NULL) != LXW_NO_ERROR;
}

void sheet_write_row(struct sheet_writer *writer, const struct text *cells, size_t count)
{
    if (writer->form.kind == SHEET_XLSX) {
        for (size_t i = 0; i < count; i++)
            add_to_sheet(writer, i, cells[i]);
        writer->row++;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            add(writer, &writer->form.separator, 1);
        add_cell(writer, cells[i]);
    }
    add(writer, "\r\n", 2);
}

static bool end_spreadsheet(struct sheet_writer *writer)
{
    bool good = writer->workbook != NULL && workbook_close(writer->workbook) == LXW_NO_ERROR
        && !writer->bad;
    off_t size = good ? lseek(writer->file, 0, SEEK_END) : -1;
    good = good && size > 0;
    if (good) {
        writer->bytes = malloc((size_t)size);
        CHECK(writer->bytes != NULL);
    }
    while (good && writer->length < (size_t)size) {
        ssize_t got = pread(writer->file, writer->bytes + writer->length,
                            (size_t)size - writer->length, (off_t)writer->length);
        good = got > 0;
        writer->length += good ? (size_t)got : 0;
    }
    if (writer->file >= 0)
        close(writer->file);
    return good;
}

/* GB18030 has a place for every letter of Unicode. */
static bool recode(struct sheet_writer *writer)
{
    iconv_t to = iconv_open("GB18030", "UTF-8");
    size_t in_left = writer->length, room = 2 * writer->length + 16, out_left = room;
    char *out = malloc(room), *out_at = out, *in_at = writer->bytes;
    CHECK(out != NULL);
    bool good = to != (iconv_t)-1
        && iconv(to, &in_at, &in_left, &out_at, &out_left) != (size_t)-1;
    if (to != (iconv_t)-1)
        iconv_close(to);
    free(writer->bytes);
    writer->bytes = out;
    writer->length = room - out_left;
    return good;
}

bool sheet_write_end(struct sheet_writer *writer, char **ret_bytes, size_t *ret_length)
{
    bool good = writer->form.kind == SHEET_XLSX ? end_spreadsheet(writer)
        : !writer->form.gb18030 || recode(writer);
    if (good) {
        *ret_bytes = writer->bytes;
        *ret_length = writer->length;
    } else {
        free(writer->bytes);
    }
    free(writer);
    return good;
}

const char *sheet_file_type(struct sheet_form form)
{
    if (form.kind == SHEET_XLSX)
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return form.gb18030 ? "text/csv; charset=gb18030" : "text/csv; charset=utf-8";
}

const char *sheet_file_end(struct sheet_form form)
{
    if (form.kind == SHEET_XLSX)
        return ".xlsx";
    return form.separator == '\t' ? ".txt" : ".csv";
}
