/* sqlite_house.c: see sqlite.h. Opening, schema, lanes, copies and checkpoints. */

#include "stores/sqlite_store.h"
#include "stores/sqlite_pages.h"

#include "base/check.h"
#include "stores/sqlite_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A commit waits for a checkpoint's moment of locking, never for another writer. */
#define SQLITE_WAIT_MS 5000
/* The checkpointer gives way instead. */
#define SQLITE_TEND_WAIT_MS 100
#define SQLITE_PAGE_BYTES 4096
/* Beyond this the log begins again at its start; left alone it would only grow while commits go
 * on. Its file is kept, because writing over it costs less than growing it anew, unless a long
 * reader has let it grow to twice this. */
#define SQLITE_LOG_PAGES_MAX (512 * 1024 * 1024 / SQLITE_PAGE_BYTES)
#define SQLITE_LANES 4096

/* ---- opening ---- */

static const char PRAGMAS[] =
    "PRAGMA page_size = 4096;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = OFF;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA wal_autocheckpoint = 0;"
    /* Mapped pages would count as ours, once for each handle, and save little: the system's copy of
     * the file is read instead. */
    "PRAGMA mmap_size = 0;";

static bool sqlite_set_up(struct sqlite_store *store, bool writes)
{
    sqlite3 *database = store->database;
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, SQLITE_WAIT_MS);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    /* A misspelled column in double quotes is an error, not a text. */
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    if (sqlite3_exec(database, PRAGMAS, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    /* The log mode is written into the file by its first writer. */
    if (writes && sqlite3_exec(database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)
            != SQLITE_OK)
        return false;
    const char *rights = writes ? "PRAGMA cache_size = -98304"
                                : "PRAGMA query_only = 1; PRAGMA cache_size = -16384";
    if (sqlite3_exec(database, rights, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    return sqlite_prepare(store, TEXT("BEGIN"), &store->begin_read)
        && sqlite_prepare(store, TEXT("BEGIN IMMEDIATE"), &store->begin_write)
        && sqlite_prepare(store, TEXT("COMMIT"), &store->commit);
}

static void sqlite_close(struct store *handle)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    for (size_t at = 0; at < store->statements.capacity; at++)
        if (store->statements.slots[at] != NULL)
            sqlite3_finalize(store->statements.slots[at]->handle);
    sqlite3_finalize(store->begin_read);
    sqlite3_finalize(store->begin_write);
    sqlite3_finalize(store->commit);
    sqlite3_finalize(store->check_fence);
    int code = sqlite3_close(store->database);
    CHECK(code == SQLITE_OK);
    if (store->lane_file >= 0)
        close(store->lane_file);
    statements_release(&store->statements);
    arena_release(&store->batch);
    free(store->path);
    free(store);
}

static struct store *sqlite_open(const char *address, bool writes, struct arena *arena,
                                 struct text *ret_fault)
{
    static const char SCHEME[] = "sqlite:";
    if (strncmp(address, SCHEME, sizeof SCHEME - 1) != 0) {
        *ret_fault = TEXT("a SQLite address is sqlite:/path/file.db");
        return NULL;
    }
    const char *path = address + sizeof SCHEME - 1;
    struct sqlite_store *store = calloc(1, sizeof *store);
    CHECK(store != NULL);
    store->base.port = &sqlite_port;
    store->lane_file = -1;
    atomic_init(&store->log_file, -1);
    statements_init(&store->statements, DIALECT_SQLITE);
    arena_init(&store->batch);
    if (strcmp(path, ":memory:") != 0) {
        store->path = strdup(path);
        CHECK(store->path != NULL);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writes ? SQLITE_OPEN_CREATE : 0);
    sqlite_pages_use();
    const char *files = writes ? sqlite_log_file_system() : NULL;
    if (sqlite3_open_v2(path, &store->database, flags, files) == SQLITE_OK
        && sqlite_set_up(store, writes))
        return &store->base;
    *ret_fault = arena_format(arena, "%s: %s", path, sqlite3_errmsg(store->database));
    sqlite_close(&store->base);
    return NULL;
}

/* ---- schema ---- */

static const char *sqlite_spell(struct text word)
{
    static const struct { const char *word, *spelled; } WORDS[] = {
        { "id", "INTEGER" }, { "count", "INTEGER" }, { "money", "INTEGER" },
        { "share", "INTEGER" }, { "quantity", "INTEGER" }, { "price", "INTEGER" },
        { "day", "INTEGER" }, { "moment", "INTEGER" }, { "flag", "INTEGER" },
        { "bucket", "INTEGER" }, { "text", "TEXT" }, { "bytes", "BLOB" },
        { "clustered", "STRICT, WITHOUT ROWID" }, { "replaced", "STRICT, WITHOUT ROWID" },
        { "now", "(unixepoch() * 1000)" },
    };
    for (size_t at = 0; at < COUNT_OF(WORDS); at++)
        if (text_is(word, WORDS[at].word))
            return WORDS[at].spelled;
    return NULL;
}

static enum store_answer sqlite_run_schema(struct store *handle, struct text sql)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    arena_clear(&store->batch);
    const char *terminated = arena_text(&store->batch, sql).data;
    if (!sqlite_run(store, store->begin_write, "begin"))
        return STORE_FAULT;
    if (sqlite3_exec(store->database, terminated, NULL, NULL, NULL) == SQLITE_OK
        && sqlite3_exec(store->database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return STORE_DONE;
    enum store_answer answer = sqlite_answer(sqlite3_extended_errcode(store->database));
    sqlite_complain(store, "schema");
    sqlite_undo(store);
    return answer;
}

/* ---- lanes ---- */

/* A lock that belongs to this opening of the file: a second handle is refused, in the same process
 * too, and the lock ends with the process. */
static enum store_answer sqlite_hold_lane(struct store *handle, int64_t lane)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    CHECK(lane >= 0 && lane < SQLITE_LANES);
    if (store->path == NULL)
        return STORE_DONE;
    if (store->lane_file < 0) {
        arena_clear(&store->batch);
        struct text path = arena_format(&store->batch, "%s.lane", store->path);
        store->lane_file = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    }
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = lane, .l_len = 1 };
    if (store->lane_file >= 0 && fcntl(store->lane_file, F_OFD_SETLK, &lock) == 0)
        return STORE_DONE;
    bool held = store->lane_file >= 0 && (errno == EAGAIN || errno == EACCES);
    snprintf(store->complaint, sizeof store->complaint, held
             ? "%s.lane: another server owns lane %lld" : "%s.lane: cannot be locked (lane %lld)",
             store->path, (long long)lane);
    return held ? STORE_CONFLICT : STORE_FAULT;
}

static enum store_answer sqlite_take_lane(struct store *handle, int64_t lane, struct text owner,
                                          struct fence *ret_fence)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    enum store_answer answer = sqlite_hold_lane(handle, lane);
    if (answer != STORE_DONE)
        return answer;
    sqlite3_stmt *take = NULL;
    if (!sqlite_prepare(store, TEXT("INSERT INTO lane (lane, epoch, owner, taken_at)"
                                    " VALUES (?1, 1, ?2, unixepoch() * 1000)"
                                    " ON CONFLICT (lane) DO UPDATE SET epoch = lane.epoch + 1,"
                                    " owner = excluded.owner, taken_at = excluded.taken_at"
                                    " RETURNING epoch"), &take)) {
        sqlite_complain(store, "take lane");
        return STORE_FAULT;
    }
    sqlite3_bind_int64(take, 1, lane);
    sqlite3_bind_text64(take, 2, owner.data == NULL ? "" : owner.data, owner.length,
                        SQLITE_STATIC, SQLITE_UTF8);
    struct fence fence = { .lane = lane };
    int code = sqlite3_step(take);
    if (code == SQLITE_ROW) {
        fence.epoch = sqlite3_column_int64(take, 0);
        code = sqlite3_step(take);
    }
    if (code != SQLITE_DONE)
        sqlite_complain(store, "take lane");
    sqlite3_finalize(take);
    if (code != SQLITE_DONE || !sqlite_tell_leaves(store))
        return STORE_FAULT;
    *ret_fence = fence;
    return STORE_DONE;
}

/* ---- copies and checkpoints ---- */

static bool sqlite_copy(struct sqlite_store *store, sqlite3 *to, sqlite3 *from)
{
    /* All pages in one step: one snapshot. In WAL mode writers go on meanwhile. */
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code = backup == NULL ? sqlite3_errcode(to) : sqlite3_backup_step(backup, -1);
    if (backup != NULL)
        sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE)
        return true;
    snprintf(store->complaint, sizeof store->complaint, "copy: %s", sqlite3_errstr(code));
    return false;
}

static bool sqlite_sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool done = fsync(file) == 0;
    close(file);
    return done;
}

/* The copy is complete when it has its name. */
static enum store_answer sqlite_backup(struct store *handle, const char *to)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    arena_clear(&store->batch);
    struct text part = arena_format(&store->batch, "%s.part", to);
    if (access(to, F_OK) == 0) {
        snprintf(store->complaint, sizeof store->complaint, "%s: is there already", to);
        return STORE_FAULT;
    }
    unlink(part.data);
    sqlite3 *copy = NULL;
    bool done = sqlite3_open(part.data, &copy) == SQLITE_OK
        && sqlite_copy(store, copy, store->database)
        && sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(copy);
    if (done && sqlite_sync_file(part.data) && rename(part.data, to) == 0)
        return STORE_DONE;
    if (done)
        snprintf(store->complaint, sizeof store->complaint, "%s: %s", to, strerror(errno));
    unlink(part.data);
    return STORE_FAULT;
}

static enum store_answer sqlite_restore(struct store *handle, const char *from)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(from, &copy, SQLITE_OPEN_READONLY, NULL);
    if (code != SQLITE_OK)
        snprintf(store->complaint, sizeof store->complaint, "%s: %s", from,
                 sqlite3_errstr(code));
    bool done = code == SQLITE_OK && sqlite_copy(store, store->database, copy);
    sqlite3_close(copy);
    return done ? STORE_DONE : STORE_FAULT;
}

static void sqlite_tend(struct store *handle)
{
    struct sqlite_store *store = (struct sqlite_store *)handle;
    int pages = 0, copied = 0;
    sqlite3_busy_timeout(store->database, SQLITE_TEND_WAIT_MS);
    sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    if (pages < SQLITE_LOG_PAGES_MAX)
        return;
    bool shrinks = pages / 2 >= SQLITE_LOG_PAGES_MAX;
    sqlite3_wal_checkpoint_v2(store->database, NULL,
                              shrinks ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART,
                              &pages, &copied);
}

static const char *sqlite_complaint(const struct store *handle)
{
    return ((const struct sqlite_store *)handle)->complaint;
}

const struct store_port sqlite_port = {
    .scheme = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .read = sqlite_read,
    .write = sqlite_write,
    .write_ahead = sqlite_write_ahead,
    .flush = sqlite_flush,
    .prepare = sqlite_prepare_all,
    .run_schema = sqlite_run_schema,
    .spell = sqlite_spell,
    .hold_lane = sqlite_hold_lane,
    .take_lane = sqlite_take_lane,
    .backup = sqlite_backup,
    .restore = sqlite_restore,
    .tend = sqlite_tend,
    .complaint = sqlite_complaint,
};
