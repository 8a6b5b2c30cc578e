/* migrate.h: numbered schema files, one text for both databases, forward only.
 *
 * schema/NNNN_name.sql are run in order of their numbers, each in one transaction with the line
 * that says so in schema_file(number, name, sm3, applied_at). A program refuses to start on a
 * store it does not know: a file that was changed after it was run, one that is recorded and not
 * in the folder (the store is newer than the program), or one whose number is below the last run.
 *
 * `{word}` outside of comments is spelled by the store (store_port.spell). */
#ifndef STORES_MIGRATE_H
#define STORES_MIGRATE_H

#include "core/store.h"

/* Holds lane 0 (its owner alone may change tables), then brings the store to the schema of the
 * folder; `ret_run` files were run. False: nothing of the
 * file named in `ret_fault` (kept in the arena) was kept, those before it were. */
bool migrate_apply(struct store *store, const char *folder, struct arena *arena, int *ret_run,
                   struct text *ret_fault);
/* The same questions without changing anything: false also when a file waits to be run. */
bool migrate_check(struct store *store, const char *folder, struct arena *arena,
                   struct text *ret_fault);
/* Schema text as this database speaks it. False: `ret_fault` names line and word. */
bool migrate_spell(struct store *store, struct text text, struct arena *arena,
                   struct text *ret_sql, struct text *ret_fault);

#endif
