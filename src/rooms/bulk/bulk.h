/* bulk.h: files of many lines (报盘), each line an ordinary action of whoever sent the file.
 *
 * What may be sent so is told by the action rows themselves: every action whose needed fields are
 * single values takes a file whose columns are these fields; an application (intake.apply) takes
 * the fields of its matter besides. A line is decided, recorded and answered like any other call of
 * its sender, with the key (name of the file, number of the line): the same file sent twice
 * changes nothing, and what was cut short goes on where it stood. Every line is answered, in order
 * (回盘): a bad one stops no good one. A file may be checked first, which records nothing.
 *
 * The programs work on a file (they alone have processes and threads); what they find is noted
 * here, part by part. */
#ifndef ROOMS_BULK_BULK_H
#define ROOMS_BULK_BULK_H

#include "core/room.h"
#include "rooms/matter/matter.h"

#define BULK_COLUMNS_MAX 120
#define BULK_PART_BYTES (256 * 1024)
#define BULK_FILES_A_PAGE 50

struct bulk_file {
    int64_t bucket, file;
    struct text name;           /* digest of who, action, matter, checking, and the file's digest */
    int64_t account;            /* with whose rights */
    int64_t unit, institution, office;
    struct text action, matter;
    bool checking;              /* nothing is recorded */
    /* Of a check: once every line of it is good the file is run, as a file of its own. */
    bool all_or_none;
    int64_t recorded_as;        /* that one; 0: not yet, or a line was bad */
    struct text file_name;
    struct text blob;           /* its name is the file's digest */
    struct text state;          /* "waiting" "running" "done" "failed" "cancelled" */
    struct moment sent_at;
    int64_t last_line;          /* answered up to it */
    int64_t parts;
    int64_t done, good, repeated, bad;
    struct text fault, detail;  /* words/ key: why nothing of it could be taken */
    struct text answer_blob, left_blob; /* 回盘, and the lines to be corrected alone */
    struct text answer_type, answer_end;
    struct moment ended_at;
    int64_t version;
};
struct bulk_part {
    int64_t bucket, file, part;
    int64_t office;             /* of the file */
    int64_t first_line, last_line, bad;
    struct text results;        /* packed bulk_results */
};

/* What became of a line. */
struct bulk_result {
    int64_t line;
    bool good, repeated;
    struct text field;          /* the column it is about, as people read it */
    struct text zh, en;
    struct list answers;        /* of bulk_answer, in the order of bulk_answers_of */
};
struct bulk_answer { struct text value; };
struct bulk_results { struct list results; };
extern const struct shape bulk_results_shape;

extern const struct table bulk_file_table, bulk_part_table;
struct bulk_state_key { struct text state; int64_t after; };
struct bulk_parts_key { int64_t bucket, file, after; };
struct bulk_file_key { int64_t bucket, file; };
extern const struct query bulk_files_in_state;  /* oldest first, a page */
extern const struct query bulk_file_by_id;
extern const struct query bulk_parts_of;        /* in order, a page after a part */
extern const struct room bulk_room;

struct blobs;
/* Once, at start: where files go, and the rooms whose actions take them. */
void bulk_use(struct blobs *blobs, const struct room *const *rooms, size_t count);

/* ---- what the programs note ---- */

struct bulk_note_input {
    int64_t file, part, first_line, last_line;
    int64_t good, repeated, bad;
    struct text results;
};
struct bulk_end_input {
    int64_t file;
    struct text state;          /* "done", "failed" */
    struct text fault, detail;
    struct text answer_blob, left_blob, answer_type, answer_end;
};

/* ---- columns (pure; bulk_columns.c) ---- */

struct bulk_column {
    struct text path;           /* where its value belongs, as in a form: "values.0.value" */
    struct text zh, en;         /* its heading */
    const struct field *field;  /* of the action; NULL: of the matter */
    const struct matter_field *matter_field;
    bool required;
    int64_t value_at;           /* of a matter's field: which of `values` */
};
/* False: no file can be sent for this action (or it needs a matter, and there is none). */
bool bulk_columns_of(const struct action *action, const struct matter *matter,
                     struct arena *arena, struct list *ret_columns);
/* An application: it takes the fields of a matter. */
bool bulk_takes_matter(const struct action *action);
/* What is asked of a unit is asked of the sender's own, where he is one: no line of his needs to
 * name it ("unit"). 0: he is none, or the action is not about units. */
int64_t bulk_own_unit(const struct action *action, const struct actor *actor);
/* Whether the file must have the column, whoever sends it. */
bool bulk_column_must(const struct bulk_column *column, int64_t own_unit);
/* Whether a heading, as somebody wrote it, names the column. */
bool bulk_column_is(const struct bulk_column *column, struct text heading, struct arena *arena);
/* Headings of what goes back: 行号, 结果, 栏目, 说明. Who sends a corrected 回盘 may leave them in. */
bool bulk_heading_is_ours(struct text heading);
/* A cell as forms take it: 是 is true, 2020年2月1日 is 2020-02-01, a label is its code. */
struct text bulk_value(const struct bulk_column *column, struct text cell, struct arena *arena);
/* The single values of an action's answer that go back with a line; of `struct field *`. */
struct list bulk_answers_of(const struct action *action, struct arena *arena);

#endif
