/* postgres_copy.c: a consistent copy while serving: a folder of one binary COPY file a table, all
 * read in one snapshot. It is put back into a store of the same schema. */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BUFFER_BYTES ((size_t)64 * 1024)
#define COPY_ENDING ".copy"

static const char TABLES_SQL[] =
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
    " AND relnamespace = current_schema()::regnamespace ORDER BY relname";

static bool copy_run(struct postgres_store *store, const char *sql, const char *doing)
{
    PGresult *result = PQexec(store->connection, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done)
        postgres_complain(store, doing, result);
    PQclear(result);
    return done;
}

static bool copy_complain(struct postgres_store *store, const char *path)
{
    snprintf(store->complaint, sizeof store->complaint, "%s: %s", path, strerror(errno));
    return false;
}

static bool copy_sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    bool done = fsync(folder) == 0;
    close(folder);
    return done;
}

/* The names of all tables, in the arena of the batch. */
static bool copy_tables(struct postgres_store *store, const char ***ret_tables, int *ret_count)
{
    PGresult *result = PQexec(store->connection, TABLES_SQL);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!done)
        postgres_complain(store, "tables", result);
    int count = done ? PQntuples(result) : 0;
    const char **tables = ARENA_ARRAY(&store->batch, const char *, (size_t)count);
    for (int at = 0; at < count; at++)
        tables[at] = arena_text(&store->batch, text_of(PQgetvalue(result, at, 0))).data;
    PQclear(result);
    *ret_tables = tables;
    *ret_count = count;
    return done;
}

/* COPY answers a last result and then none, good or bad. */
static bool copy_end(struct postgres_store *store, const char *table)
{
    bool done = true;
    for (PGresult *result; (result = PQgetResult(store->connection)) != NULL; PQclear(result))
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            postgres_complain(store, table, result);
            done = false;
        }
    return done;
}

static bool copy_begin(struct postgres_store *store, const char *table, const char *direction,
                       ExecStatusType expected)
{
    char sql[256];
    snprintf(sql, sizeof sql, "COPY \"%s\" %s (FORMAT binary)", table, direction);
    PGresult *result = PQexec(store->connection, sql);
    bool done = PQresultStatus(result) == expected;
    if (!done)
        postgres_complain(store, table, result);
    PQclear(result);
    return done;
}

static bool copy_out(struct postgres_store *store, const char *table, const char *path)
{
    if (!copy_begin(store, table, "TO STDOUT", PGRES_COPY_OUT))
        return false;
    FILE *file = fopen(path, "wbxe");
    bool written = file != NULL;
    char *data = NULL;
    int length;
    while ((length = PQgetCopyData(store->connection, &data, 0)) > 0) {
        written = written && fwrite(data, 1, (size_t)length, file) == (size_t)length;
        PQfreemem(data);
    }
    bool ended = copy_end(store, table) && length == -1;
    if (written)
        written = fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (!written)
        copy_complain(store, path);
    if (file != NULL)
        fclose(file);
    return written && ended;
}

static bool copy_out_all(struct postgres_store *store, const char *folder)
{
    const char **tables;
    int count;
    if (!copy_run(store, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "begin")
        || !copy_run(store, "SET LOCAL statement_timeout = 0", "begin")
        || !copy_tables(store, &tables, &count))
        return false;
    for (int at = 0; at < count; at++) {
        struct text path = arena_format(&store->batch, "%s/%s" COPY_ENDING, folder, tables[at]);
        if (!copy_out(store, tables[at], path.data))
            return false;
    }
    return copy_sync_folder(folder) || copy_complain(store, folder);
}

/* Leaves no transaction open, and no connection that cannot be used. */
static void copy_undo(struct postgres_store *store)
{
    PQclear(PQexec(store->connection, "ROLLBACK"));
    if (PQstatus(store->connection) != CONNECTION_OK
        || PQtransactionStatus(store->connection) != PQTRANS_IDLE)
        postgres_lose(store, "copy");
}

/* A copy that was not finished keeps the ending .part and is for people to look at. */
enum store_answer postgres_backup(struct store *handle, const char *to)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    if (store->connection == NULL && !postgres_connect(store))
        return STORE_FAULT;
    arena_clear(&store->batch);
    struct text part = arena_format(&store->batch, "%s.part", to);
    if (access(to, F_OK) == 0 || mkdir(part.data, 0700) != 0) {
        snprintf(store->complaint, sizeof store->complaint, "%s: is there already", to);
        return STORE_FAULT;
    }
    bool done = copy_out_all(store, part.data);
    copy_undo(store);
    if (done && rename(part.data, to) != 0)
        done = copy_complain(store, to);
    return done ? STORE_DONE : STORE_FAULT;
}

/* ---- putting back ---- */

static bool copy_in(struct postgres_store *store, const char *table, const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return copy_complain(store, path);
    if (!copy_begin(store, table, "FROM STDIN", PGRES_COPY_IN)) {
        fclose(file);
        return false;
    }
    char *buffer = malloc(COPY_BUFFER_BYTES);
    CHECK(buffer != NULL);
    size_t length;
    bool sent = true;
    while (sent && (length = fread(buffer, 1, COPY_BUFFER_BYTES, file)) > 0)
        sent = PQputCopyData(store->connection, buffer, (int)length) == 1;
    bool read = ferror(file) == 0;
    sent = PQputCopyEnd(store->connection, sent && read ? NULL : "the copy cannot be read") == 1
        && sent;
    bool ended = copy_end(store, table);
    fclose(file);
    free(buffer);
    return sent && read && ended;
}

static bool copy_empty(struct postgres_store *store, const char *const *tables, int count)
{
    for (int at = 0; at < count; at++) {
        char sql[256];
        snprintf(sql, sizeof sql, "TRUNCATE \"%s\"", tables[at]);
        if (!copy_run(store, sql, tables[at]))
            return false;
    }
    return true;
}

/* Every table of the store must be in the copy: one that is not tells of another schema. */
static bool copy_in_all(struct postgres_store *store, const char *folder)
{
    const char **tables;
    int count;
    if (!copy_run(store, "BEGIN", "begin") || !copy_tables(store, &tables, &count)
        || !copy_empty(store, tables, count))
        return false;
    for (int at = 0; at < count; at++) {
        struct text path = arena_format(&store->batch, "%s/%s" COPY_ENDING, folder, tables[at]);
        if (!copy_in(store, tables[at], path.data))
            return false;
    }
    return copy_run(store, "COMMIT", "commit");
}

enum store_answer postgres_restore(struct store *handle, const char *from)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    if (store->connection == NULL && !postgres_connect(store))
        return STORE_FAULT;
    arena_clear(&store->batch);
    /* PQputCopyData waits for room only on a connection that may wait. */
    PQsetnonblocking(store->connection, 0);
    bool done = copy_in_all(store, from);
    if (!done)
        copy_undo(store);
    if (store->connection != NULL)
        PQsetnonblocking(store->connection, 1);
    return done ? STORE_DONE : STORE_FAULT;
}
