/* sheet_inside.h: what the files of this folder share. */
#ifndef DOORS_SHEETS_SHEET_INSIDE_H
#define DOORS_SHEETS_SHEET_INSIDE_H

#include "doors/sheets/sheet.h"

/* A row being put together; cells are copied in. */
struct sheet_line {
    int64_t number;
    struct text cells[SHEET_CELLS_MAX];
    bool rounded[SHEET_CELLS_MAX];
    size_t count;               /* the last cell with something in it */
    struct arena arena;
};

void sheet_line_begin(struct sheet_line *line, int64_t number);
enum sheet_answer sheet_line_put(struct sheet_line *line, size_t column, struct text cell,
                                 bool rounded);
/* Hands it to the reader unless it is empty. */
enum sheet_answer sheet_line_end(struct sheet_line *line, const struct sheet_reader *reader);

enum sheet_answer sheet_read_text(struct text bytes, const struct sheet_reader *reader);
enum sheet_answer sheet_read_xlsx(struct text bytes, const struct sheet_reader *reader);

/* A number as a spreadsheet keeps it, as people write it. `day`: it is the number of a day since
 * the end of 1899 (or of 1903). */
struct text sheet_number(struct text raw, bool day, bool since_1904, struct arena *arena,
                         bool *ret_rounded);
/* Does a format code show a day? */
bool sheet_format_is_day(struct text code);

#endif
