/* sheet.h: tables as offices send them: spreadsheets (.xlsx) and text files (tab or comma, UTF-8 or
 * GB18030), read row by row and written row by row.
 *
 * Reading is for bytes from outside: it runs in a child process (base/child.h), takes bounded
 * memory however large the sheet is unpacked, and hands out every cell as UTF-8 text. A day that
 * a spreadsheet keeps as a number comes as "2020-02-10"; a number so long that the program that
 * made the sheet has rounded it is marked, because nobody can tell what it was. */
#ifndef DOORS_SHEETS_SHEET_H
#define DOORS_SHEETS_SHEET_H

#include "base/arena.h"
#include "base/text.h"

#define SHEET_CELLS_MAX 200     /* columns; our widest form has 60 */
#define SHEET_CELL_BYTES 4096
#define SHEET_ROWS_MAX 500000

enum sheet_kind { SHEET_XLSX, SHEET_TEXT, SHEET_KINDS };

/* How it was sent, so that the answer comes back alike. */
struct sheet_form {
    enum sheet_kind kind;
    char separator;             /* of a text: tab, comma, semicolon, bar */
    bool gb18030;
};

struct sheet_row {
    int64_t number;             /* as the sheet counts, from 1; empty rows are left out */
    const struct text *cells;   /* trimmed; absent or empty: nothing stands there */
    const bool *rounded;        /* more than fifteen digits, kept as a number */
    size_t count;
};

enum sheet_answer {
    SHEET_READ,
    SHEET_NOT_ONE,              /* neither a spreadsheet nor a text we can read */
    SHEET_OLD,                  /* .xls of before 2007 */
    SHEET_TOO_LARGE,            /* rows, columns, a cell, or what it is unpacked */
    SHEET_DAMAGED,
    SHEET_STOPPED,              /* the reader said so */
};

struct sheet_reader {
    void *data;
    /* Before the first row. */
    void (*form)(void *data, struct sheet_form form);
    /* Cells are gone when it returns. False stops. */
    bool (*row)(void *data, const struct sheet_row *row);
};

/* Once in the process, before it is confined: code tables are files. */
void sheet_make_ready(void);
enum sheet_answer sheet_read(struct text bytes, const struct sheet_reader *reader);

/* ---- in a child process ---- */

/* As the child: reads its input and tells forms and rows as records. */
_Noreturn void sheet_child(void);

struct sheet_reading;
/* Takes the bytes over (child_input_begin). NULL: no process could be made. */
struct sheet_reading *sheet_open(int input);
/* The next row, its cells in the arena; false: there is none any more, see sheet_close. */
bool sheet_next(struct sheet_reading *reading, struct arena *arena, struct sheet_row *ret_row);
/* Known from the first row on. */
struct sheet_form sheet_form_of(const struct sheet_reading *reading);
/* SHEET_STOPPED when it was left before its end. */
enum sheet_answer sheet_close(struct sheet_reading *reading);

/* ---- writing ---- */

struct sheet_writer;
/* NULL: no room for it. */
struct sheet_writer *sheet_write_begin(struct sheet_form form);
void sheet_write_row(struct sheet_writer *writer, const struct text *cells, size_t count);
/* The whole, for free(); false: it could not be written. The writer is gone. */
bool sheet_write_end(struct sheet_writer *writer, char **ret_bytes, size_t *ret_length);
const char *sheet_file_type(struct sheet_form form);
const char *sheet_file_end(struct sheet_form form);     /* ".xlsx" */

#endif
