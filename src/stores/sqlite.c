/* sqlite.c: see sqlite.h. Reading and writing; sqlite_house.c has the rest of the port. */

#include "stores/sqlite_store.h"

#include "base/check.h"
#include "stores/sqlite_log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROWS_AT_FIRST 8

void sqlite_complain(struct sqlite_store *store, const char *doing)
{
    snprintf(store->complaint, sizeof store->complaint, "%s: %s (%d)", doing,
             sqlite3_errmsg(store->database), sqlite3_extended_errcode(store->database));
}

/* What a failed statement means to the caller. Nothing of the batch is kept in any case. */
enum store_answer sqlite_answer(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        return STORE_CONFLICT;
    default:
        return STORE_FAULT;
    }
}

bool sqlite_prepare(struct sqlite_store *store, struct text sql, sqlite3_stmt **ret_statement)
{
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(store->database, sql.data, (int)sql.length,
                                  SQLITE_PREPARE_PERSISTENT, ret_statement, &tail);
    return code == SQLITE_OK;
}

sqlite3_stmt *sqlite_statement(struct sqlite_store *store, const void *of,
                               enum statement_use use, const char *name)
{
    struct statement *statement = statements_of(&store->statements, of, use);
    if (statement->handle == NULL) {
        sqlite3_stmt *prepared = NULL;
        if (!sqlite_prepare(store, statement->sql, &prepared)) {
            sqlite_complain(store, name);
            return NULL;
        }
        statement->handle = prepared;
    }
    return statement->handle;
}

static int sqlite_bind(sqlite3_stmt *statement, size_t at, const struct field *field,
                       struct value value)
{
    int place = (int)at + 1;
    if (value.null)
        return sqlite3_bind_null(statement, place);
    if (!value_is_text(field))
        return sqlite3_bind_int64(statement, place, value.number);
    if (field->kind != FIELD_BYTES)
        return sqlite3_bind_text64(statement, place, value.text.data, value.text.length,
                                   SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_blob64(statement, place, value.text.data, value.text.length,
                               SQLITE_STATIC);
}

/* ---- reading ---- */

/* One column into one field; false when the number does not fit. */
static bool sqlite_column(sqlite3_stmt *statement, int column, const struct field *field,
                          void *row, struct arena *arena)
{
    /* Each call about a column looks it up anew; a value is looked up once. */
    sqlite3_value *value = sqlite3_column_value(statement, column);
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return true;
    if (!value_is_text(field))
        return value_put_number(field, row, sqlite3_value_int64(value));
    /* A text's bytes as they are: asked for as text SQLite would copy them for a final zero. */
    const void *data = sqlite3_value_blob(value);
    size_t size = (size_t)sqlite3_value_bytes(value);
    value_put_text(field, row, arena_copy(arena, data, size));
    return true;
}

static bool sqlite_row(sqlite3_stmt *statement, const struct shape *shape, void *row,
                       struct arena *arena)
{
    for (size_t at = 0; at < shape->field_count; at++)
        if (!sqlite_column(statement, (int)at, &shape->fields[at], row, arena))
            return false;
    return true;
}

/* Rows lie side by side in the arena; the array is doubled as they come. */
static void *sqlite_new_row(struct list *rows, size_t *capacity, const struct query *query,
                            struct arena *arena)
{
    size_t size = query->row->size;
    if (rows->count == *capacity) {
        size_t larger = *capacity == 0 ? ROWS_AT_FIRST : *capacity * 2;
        if (larger > (size_t)query->row_max)
            larger = (size_t)query->row_max;
        void *items = arena_array(arena, larger, size);
        if (rows->count > 0)
            memcpy(items, rows->items, rows->count * size);
        rows->items = items;
        *capacity = larger;
    }
    return (char *)rows->items + rows->count++ * size;
}

static enum store_answer sqlite_step_rows(struct sqlite_store *store, sqlite3_stmt *statement,
                                          struct want *want, struct arena *arena)
{
    const struct query *query = want->query;
    struct list rows = { 0 };
    size_t capacity = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows.count == (size_t)query->row_max) {
            snprintf(store->complaint, sizeof store->complaint,
                     "%s: more than %d rows", query->name, query->row_max);
            want->too_many = true;
            return STORE_TOO_MANY;
        }
        void *row = sqlite_new_row(&rows, &capacity, query, arena);
        if (!sqlite_row(statement, query->row, row, arena)) {
            snprintf(store->complaint, sizeof store->complaint,
                     "%s: a number does not fit its field", query->name);
            return STORE_FAULT;
        }
    }
    if (code != SQLITE_DONE) {
        sqlite_complain(store, query->name);
        return STORE_FAULT;
    }
    want->rows = rows;
    want->answered = true;
    return STORE_DONE;
}

static enum store_answer sqlite_read_want(struct sqlite_store *store, struct want *want,
                                          struct arena *arena)
{
    const struct query *query = want->query;
    sqlite3_stmt *statement = sqlite_statement(store, query, USE_SELECT, query->name);
    if (statement == NULL)
        return STORE_FAULT;
    if (sqlite3_column_count(statement) != (int)query->row->field_count) {
        snprintf(store->complaint, sizeof store->complaint,
                 "%s: columns and row differ in number", query->name);
        return STORE_FAULT;
    }
    for (size_t at = 0; query->key != NULL && at < query->key->field_count; at++) {
        const struct field *field = &query->key->fields[at];
        /* A key field no piece of the query names has no parameter. */
        if ((int)at < sqlite3_bind_parameter_count(statement))
            sqlite_bind(statement, at, field, value_in(field, want->key, false));
    }
    enum store_answer answer = sqlite_step_rows(store, statement, want, arena);
    sqlite3_reset(statement);
    return answer;
}

enum store_answer sqlite_read(struct store *handle, struct want *wants, struct arena *arena)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    size_t unanswered = 0;
    for (const struct want *want = wants; want != NULL; want = want->next)
        unanswered += want->answered ? 0 : 1;
    /* One transaction: one snapshot, and the file is locked once instead of once a want. */
    bool together = unanswered > 1;
    if (together && !sqlite_run(store, store->begin_read, "begin"))
        return STORE_FAULT;
    enum store_answer answer = STORE_DONE;
    bool too_many = false;
    for (struct want *want = wants; want != NULL && answer == STORE_DONE; want = want->next) {
        if (want->answered)
            continue;
        answer = sqlite_read_want(store, want, arena);
        if (answer == STORE_TOO_MANY) {
            too_many = true;
            answer = STORE_DONE;
        }
    }
    if (together)
        sqlite3_exec(store->database, "COMMIT", NULL, NULL, NULL);
    return answer == STORE_DONE && too_many ? STORE_TOO_MANY : answer;
}

/* ---- writing ---- */

bool sqlite_run(struct sqlite_store *store, sqlite3_stmt *statement, const char *doing)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_DONE)
        sqlite_complain(store, doing);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}

static enum store_answer sqlite_write_change(struct sqlite_store *store,
                                             sqlite3_stmt *statement,
                                             const struct change *change)
{
    const struct shape *row = change->table->row;
    for (size_t at = 0; at < row->field_count; at++) {
        int code = sqlite_bind(statement, at, &row->fields[at], value_of_change(change, at));
        if (code != SQLITE_OK) {
            sqlite_complain(store, change->table->name);
            return STORE_FAULT;
        }
    }
    if (sqlite3_step(statement) != SQLITE_DONE) {
        int code = sqlite3_extended_errcode(store->database);
        sqlite_complain(store, change->table->name);
        sqlite3_reset(statement);
        return sqlite_answer(code);
    }
    sqlite3_reset(statement);
    if (sqlite3_changes(store->database) == 1)
        return STORE_DONE;
    snprintf(store->complaint, sizeof store->complaint, "%s: a row is not at the version read",
             change->table->name);
    return STORE_CONFLICT;
}

static enum store_answer sqlite_write_group(struct sqlite_store *store,
                                            const struct change_group *group)
{
    sqlite3_stmt *statement =
        sqlite_statement(store, group->table,
                         group->kind == CHANGE_INSERT ? USE_INSERT : USE_REPLACE,
                         group->table->name);
    if (statement == NULL)
        return STORE_FAULT;
    for (size_t at = 0; at < group->count; at++) {
        enum store_answer answer = sqlite_write_change(store, statement, group->changes[at]);
        if (answer != STORE_DONE)
            return answer;
    }
    return STORE_DONE;
}

/* BEGIN IMMEDIATE holds the only write lock there is, so that looking at the lane's row fences as
 * well as touching it, and saves a page in every commit. */
static enum store_answer sqlite_check_fence(struct sqlite_store *store, struct fence fence)
{
    /* Prepared here, not at open: a new file has no lanes yet. */
    if (store->check_fence == NULL
        && !sqlite_prepare(store, TEXT("SELECT 1 FROM lane WHERE lane = ?1 AND epoch = ?2"),
                           &store->check_fence)) {
        sqlite_complain(store, "fence");
        return STORE_FAULT;
    }
    sqlite3_stmt *statement = store->check_fence;
    sqlite3_bind_int64(statement, 1, fence.lane);
    sqlite3_bind_int64(statement, 2, fence.epoch);
    int code = sqlite3_step(statement);
    enum store_answer answer = STORE_DONE;
    if (code == SQLITE_DONE) {
        snprintf(store->complaint, sizeof store->complaint, "the lane has another owner");
        answer = STORE_FENCED;
    } else if (code != SQLITE_ROW) {
        sqlite_complain(store, "fence");
        answer = STORE_FAULT;
    }
    sqlite3_reset(statement);
    return answer;
}

/* A full disk or a busy file leave nothing behind. After another failure of the log's last write
 * nobody can say what a restart will find in it. */
static enum store_answer sqlite_commit(struct sqlite_store *store)
{
    int code = sqlite3_step(store->commit);
    int reason = code == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(store->database);
    if (code != SQLITE_DONE)
        sqlite_complain(store, "commit");
    sqlite3_reset(store->commit);
    if (code == SQLITE_DONE)
        return STORE_DONE;
    return reason == SQLITE_IOERR ? STORE_UNKNOWN : STORE_FAULT;
}

void sqlite_undo(struct sqlite_store *store)
{
    if (!sqlite3_get_autocommit(store->database))
        sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
}

/* What is put off is the sync of the log: `ahead` others may read what is not on disk yet. */
static enum store_answer sqlite_write_so(struct sqlite_store *store,
                                         const struct change *changes, struct fence fence,
                                         bool ahead)
{
    if (!sqlite_run(store, store->begin_write, "begin"))
        return STORE_FAULT;
    arena_clear(&store->batch);
    enum store_answer answer = sqlite_check_fence(store, fence);
    const struct change_group *group =
        answer == STORE_DONE ? change_groups(changes, &store->batch) : NULL;
    for (; group != NULL && answer == STORE_DONE; group = group->next)
        answer = sqlite_write_group(store, group);
    if (answer == STORE_DONE) {
        int log_file = sqlite_log_put_off(store->database, ahead);
        if (ahead)
            atomic_store(&store->log_file, log_file);
        answer = sqlite_commit(store);
    }
    if (answer != STORE_DONE)
        sqlite_undo(store);
    return answer;
}

enum store_answer sqlite_write(struct store *handle, const struct change *changes,
                               struct fence fence)
{
    return sqlite_write_so((struct sqlite_store *)handle, changes, fence, false);
}

enum store_answer sqlite_write_ahead(struct store *handle, const struct change *changes,
                                     struct fence fence, uint32_t *ret_mark)
{
    *ret_mark = 0;
    return sqlite_write_so((struct sqlite_store *)handle, changes, fence, true);
}

/* After a failure nobody knows which pages of the log are on disk, and a second sync would not say
 * so: what comes after them must not be told either. */
enum store_answer sqlite_flush(struct store *handle, uint32_t mark)
{
    (void)mark;
    struct sqlite_store *store = (struct sqlite_store *)handle;
    int log_file = atomic_load(&store->log_file);
    return log_file < 0 || fdatasync(log_file) == 0 ? STORE_DONE : STORE_FAULT;
}

/* ---- what is made once ---- */

static bool sqlite_prepare_query(struct sqlite_store *store, const struct query *query)
{
    sqlite3_stmt *statement = sqlite_statement(store, query, USE_SELECT, query->name);
    if (statement == NULL)
        return false;
    if (sqlite3_column_count(statement) == (int)query->row->field_count)
        return true;
    snprintf(store->complaint, sizeof store->complaint, "%s: columns and row differ in number",
             query->name);
    return false;
}

static bool sqlite_prepare_table(struct sqlite_store *store, const struct table *table)
{
    return sqlite_statement(store, table, USE_INSERT, table->name) != NULL
        && (table->version == NULL
            || sqlite_statement(store, table, USE_REPLACE, table->name) != NULL);
}

enum store_answer sqlite_prepare_all(struct store *handle, const struct query *const *queries,
                                     size_t query_count, const struct table *const *tables,
                                     size_t table_count)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    for (size_t i = 0; i < query_count; i++)
        if (!sqlite_prepare_query(store, queries[i]))
            return STORE_FAULT;
    for (size_t i = 0; i < table_count; i++)
        if (!sqlite_prepare_table(store, tables[i]))
            return STORE_FAULT;
    return STORE_DONE;
}
