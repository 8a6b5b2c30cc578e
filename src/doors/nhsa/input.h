/* input.h: a message's `input` against the tables, and the tolerance hospitals' software needs.
 *
 * Taken for what it means: names in any case and without underscores, their aliases, numbers as
 * texts and texts as numbers, "null", "NULL" and "" as nothing, 0 as nothing where a day, a time
 * or a code is optional, a day with a time and a time without, one object for a list of one and
 * the other way round, the only node under another name, its fields directly under input, and
 * exp_content as an object. Unknown names are let be. A code's length is not checked, its table is:
 * codes are longer than their field in the published tables. A division is never refused. */
#ifndef DOORS_NHSA_INPUT_H
#define DOORS_NHSA_INPUT_H

#include "base/json.h"
#include "doors/nhsa/faults.h"

/* False and faults. Else `ret_tree` is the input with every node and field under its own name:
 * `input` itself when its sender is exact, else a copy in the arena. */
bool nhsa_input_check(const struct interface_transaction *transaction, const struct json *input,
                      struct arena *arena, const struct json **ret_tree,
                      struct nhsa_faults *faults);

/* One field by itself; NULL when good or absent, else the reason's key in words/ with what goes
 * into it. Absent is anything that means nothing. */
struct nhsa_value {
    struct text text;           /* absent when it means nothing */
    bool changed;               /* not what was written: must be spelled anew */
    const char *reason;
    struct text detail0, detail1;
};
struct nhsa_value nhsa_value_read(const struct interface_field *field, const struct json *json,
                                  struct arena *arena);

#endif
