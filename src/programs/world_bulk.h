/* world_bulk.h: works on files of many lines (rooms/bulk): a thread of its own reads a file in a
 * child process, asks the house for each line with the rights of who sent it, and notes what became
 * of the lines part by part. Cut short by a kill it goes on behind the last part; when others wait,
 * a long file lets them go first after some thousand lines. */
#ifndef PROGRAMS_WORLD_BULK_H
#define PROGRAMS_WORLD_BULK_H

#include "doors/sheets/sheet.h"
#include "programs/world.h"
#include "rooms/bulk/bulk.h"

struct bulk_work;
/* NULL: a reading handle could not be opened. */
struct bulk_work *bulk_work_start(struct world *world, struct text *ret_fault);
void bulk_work_stop(struct bulk_work *work);

/* ---- between its files ---- */

#define BULK_IN_FLIGHT 48
#define BULK_PART_LINES 250
#define BULK_TRIES 100          /* of a line the house is too busy for, 50 ms apart */

/* What a file is read with. */
struct bulk_plan {
    struct world *world;
    struct store *store;
    const struct bulk_file *file;
    const struct action *action;
    const struct matter *matter;    /* NULL: the action takes none */
    struct actor actor;
    struct list columns;            /* of bulk_column */
    int of_cell[SHEET_CELLS_MAX];   /* column of each cell; -1: one of our own */
    struct sheet_form form;
    struct arena arena;             /* as long as the file is worked on */
};

/* One line: its call, or why there was none. */
struct bulk_line {
    struct call call;
    struct arena arena;
    int64_t number;
    int tries;
    bool answered;                  /* under the lock of the run */
    bool asked;                     /* the house has the call */
    struct bulk_result result;
};
/* Which cell is which column; absent: all is well, else a words/ key and its detail. */
struct text bulk_read_heading(struct bulk_plan *plan, const struct sheet_row *row,
                              struct text *ret_detail);
/* The call of a line; false: its result says why not. */
bool bulk_line_begin(const struct bulk_plan *plan, const struct sheet_row *row,
                     struct bulk_line *line);
/* The result of a line that the house answered. */
void bulk_line_result(const struct bulk_plan *plan, struct bulk_line *line);

/* The file's bytes for a child; -1: they are gone. */
int bulk_input_of(struct world *world, struct text blob);
/* Writes what goes back, the file's own lines with their results, and the bad ones alone. False: it
 * could not be made. */
bool bulk_write_back(struct bulk_plan *plan, struct bulk_end_input *end);

#endif
