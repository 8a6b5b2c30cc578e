/* sqlite_store.h: shared by sqlite.c, sqlite_house.c and sqlite_leaves.c, and by nobody else. */
#ifndef STORES_SQLITE_STORE_H
#define STORES_SQLITE_STORE_H

#include "stores/sqlite.h"
#include "stores/statement.h"

#include <sqlite3.h>
#include <stdatomic.h>

struct sqlite_store {
    struct store base;          /* first: a handle knows its port */
    sqlite3 *database;
    struct statements statements;
    struct arena batch;         /* groups of the changes in hand */
    sqlite3_stmt *begin_read, *begin_write, *commit, *check_fence;
    char *path;                 /* of the file; NULL in memory */
    int lane_file;              /* holds the locks of our lanes; -1: none taken */
    atomic_int log_file;        /* to be synced by flush; -1: nothing was written ahead */
    char complaint[512];
};

enum store_answer sqlite_read(struct store *handle, struct want *wants, struct arena *arena);
enum store_answer sqlite_write(struct store *handle, const struct change *changes,
                               struct fence fence);
enum store_answer sqlite_write_ahead(struct store *handle, const struct change *changes,
                                     struct fence fence, uint32_t *ret_mark);
enum store_answer sqlite_flush(struct store *handle, uint32_t mark);
enum store_answer sqlite_prepare_all(struct store *handle, const struct query *const *queries,
                                     size_t query_count, const struct table *const *tables,
                                     size_t table_count);

void sqlite_complain(struct sqlite_store *store, const char *doing);
enum store_answer sqlite_answer(int code);
bool sqlite_prepare(struct sqlite_store *store, struct text sql, sqlite3_stmt **ret_statement);
sqlite3_stmt *sqlite_statement(struct sqlite_store *store, const void *of,
                               enum statement_use use, const char *name);
/* Runs a statement that answers no rows; complains about `doing` when it fails. */
bool sqlite_run(struct sqlite_store *store, sqlite3_stmt *statement, const char *doing);
/* Once a schema: how many rows a column leaves (sqlite_leaves.c). Only for who has the lane. */
bool sqlite_tell_leaves(struct sqlite_store *store);
/* Leaves no transaction open. */
void sqlite_undo(struct sqlite_store *store);

#endif
