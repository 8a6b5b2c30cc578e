/* cli_table.h: answers for a terminal: labels and values in columns that stay straight with Chinese
 * text, whose characters are two columns wide. */
#ifndef DOORS_CLI_TABLE_H
#define DOORS_CLI_TABLE_H

#include "base/json.h"
#include "core/shape.h"
#include "core/words.h"

#include <stdio.h>

/* Columns a terminal gives the text. */
int text_columns(struct text text);
/* The text, then blanks up to so many columns; controls are shown as blanks, so that nothing in an
 * answer steers the terminal. */
void print_padded(FILE *out, struct text text, int columns);
/* An object that was made from `shape`, by its fields' labels. */
void print_answer(FILE *out, const struct shape *shape, const struct json *json,
                  enum language language);
/* The fields of an action's input: name, kind, required, codes, help. */
void print_fields(FILE *out, const struct shape *shape, enum language language);

#endif
