/* catalogue.h: medicines, services, supplies, diagnoses (目录). */
#ifndef ROOMS_CATALOGUE_CATALOGUE_H
#define ROOMS_CATALOGUE_CATALOGUE_H

#include "core/demo.h"
#include "core/room.h"
#include "rooms/catalogue/catalogue_facts.h"

extern const struct room catalogue_room;
extern const struct action catalogue_item_action;
extern const struct action catalogue_search_action;
extern const struct action catalogue_diagnoses_action, catalogue_diseases_action;
extern const struct action catalogue_load_items_action;
extern const struct action catalogue_enter_temporary_action;
extern const struct action catalogue_load_diagnoses_action;
extern const struct action catalogue_load_diseases_action;

struct catalogue_search_key { struct text text, after; };
extern const struct query catalogue_items_like;
extern const struct query catalogue_diagnoses_like, catalogue_diseases_like;

/* A table of rows: tab-separated, the first line names the columns by the names of the row's
 * fields, '-' is absent, '#' begins a comment. `bucket` is made of the code, `version` is 1. On a
 * wrong line false, with its number and a words/ key why. */
bool catalogue_read(const struct shape *row, struct text text, struct arena *arena,
                    struct list *ret_rows, int32_t *ret_line, const char **ret_why);

/* What is wrong with a row, or NULL: a words/ key. Class, pay-first share and limits must agree. */
const char *catalogue_item_fault(const struct catalogue_item *item);
/* Of two rows of one code and place: do their days overlap? */
bool catalogue_items_overlap(const struct catalogue_item *a, const struct catalogue_item *b);

#endif
