/* postgres_house.c: see postgres.h. Connections, schema and lanes. */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <string.h>

/* Advisory locks of the house among others of the database: "yibao" before the lane's number. */
#define POSTGRES_LOCK_BASE INT64_C(0x796962616f000000)
#define POSTGRES_LANES INT64_C(4096)

/* One plan a statement, made for arrays: planning anew would cost more than it finds. */
static const char SETTINGS[] =
    "SET client_encoding = 'UTF8'; SET synchronous_commit = on; SET jit = off;"
    "SET plan_cache_mode = force_generic_plan; SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '60s';";
/* The lane reads and writes by key: a plan made while a table was small must not stay a scan. */
static const char SETTINGS_WRITER[] =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;";
static const char SETTINGS_READER[] =
    "SET default_transaction_read_only = on; SET statement_timeout = '20s';";

static bool postgres_run(struct postgres_store *store, const char *sql, const char *doing)
{
    PGresult *result = PQexec(store->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!done)
        postgres_complain(store, doing, result);
    PQclear(result);
    return done;
}

/* One number asked for; false when the database did not answer one. */
static bool postgres_ask(struct postgres_store *store, const char *sql, const char *doing,
                         int64_t *ret_number)
{
    PGresult *result = PQexec(store->connection, sql);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1
        && text_to_int64(text_of(PQgetvalue(result, 0, 0)), ret_number);
    if (!done)
        postgres_complain(store, doing, result);
    PQclear(result);
    return done;
}

/* ---- connections ---- */

static bool postgres_lock(struct postgres_store *store, int64_t lane, bool *ret_held)
{
    char sql[128];
    int64_t locked = 0;
    snprintf(sql, sizeof sql, "SELECT pg_try_advisory_lock(%" PRId64 ")::int",
             POSTGRES_LOCK_BASE + lane);
    if (!postgres_ask(store, sql, "lock lane", &locked))
        return false;
    *ret_held = locked == 1;
    return true;
}

/* A server that has just ended holds its lock until PostgreSQL has noticed: a moment, when it is
 * busy. One that serves holds it for good, and is not disturbed by being asked. */
#define LOCK_TRIES 40
#define LOCK_TRY_NS 50000000L

/* Ends our former session where it holds the lane; whether it did. */
static bool postgres_end_former(struct postgres_store *store, int64_t lane, bool *ret_held)
{
    char sql[512];
    int64_t ended = 0;
    snprintf(sql, sizeof sql,
             "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
             " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
             " AND (classid::bigint << 32 | objid::bigint) = %" PRId64 " AND objsubid = 1"
             " AND granted AND pid = %d", POSTGRES_LOCK_BASE + lane, store->session);
    if (!postgres_ask(store, sql, "end the former session", &ended))
        return false;
    *ret_held = ended > 0;
    return true;
}

/* Our former session may live on for a while on the server's side, with a batch and its COMMIT in
 * hand of which we know nothing. It is over when its lock is ours: what is read then is how it
 * stays. Where somebody else has the lock, the epoch says so at the next commit. */
static bool postgres_lock_again(struct postgres_store *store, struct postgres_lane *lane)
{
    bool former = true, held = false;
    for (int tries = 0; former && !held && tries < LOCK_TRIES; tries++) {
        if (tries > 0)
            nanosleep(&(struct timespec){ .tv_nsec = LOCK_TRY_NS }, NULL);
        if (!postgres_end_former(store, lane->lane, &former)
            || !postgres_lock(store, lane->lane, &held))
            return false;
    }
    if (held)
        lane->connection = store->connection_number;
    else if (former)
        snprintf(store->complaint, sizeof store->complaint, "the former session does not end");
    return held || !former;
}

static bool postgres_lock_all_again(struct postgres_store *store)
{
    for (size_t at = 0; at < store->lane_count; at++)
        if (store->lanes[at].connection != store->connection_number
            && !postgres_lock_again(store, &store->lanes[at]))
            return false;
    return true;
}

/* Notices are advice to people at a prompt: "relation exists, skipping". */
static void postgres_be_quiet(void *data, const char *message)
{
    (void)data;
    (void)message;
}

static PGconn *postgres_dial(const struct postgres_store *store)
{
    /* What stands before the address is a default, what stands after it is ours to say. */
    static const char *const NAMES[] = { "connect_timeout", "keepalives_idle",
                                         "keepalives_interval", "tcp_user_timeout", "dbname",
                                         "application_name", NULL };
    const char *values[] = { "5", "10", "5", "20000", store->address, "yibao", NULL };
    PGconn *connection = PQconnectdbParams(NAMES, values, 1);
    CHECK(connection != NULL);
    PQsetNoticeProcessor(connection, postgres_be_quiet, NULL);
    return connection;
}

bool postgres_connect(struct postgres_store *store)
{
    store->connection = postgres_dial(store);
    if (PQstatus(store->connection) != CONNECTION_OK) {
        postgres_lose(store, "connect");
        return false;
    }
    store->connection_number++;
    store->puts_off = false;
    postgres_forget_tables(store);
    if (!postgres_run(store, SETTINGS, "settings")
        || !postgres_run(store, store->writes ? SETTINGS_WRITER : SETTINGS_READER, "settings")
        || PQsetnonblocking(store->connection, 1) != 0) {
        postgres_lose(store, "settings");
        return false;
    }
    if (!postgres_lock_all_again(store)) {
        PQfinish(store->connection);
        store->connection = NULL;
        return false;
    }
    store->session = PQbackendPID(store->connection);
    return true;
}

bool postgres_put_off(struct postgres_store *store, bool puts_off)
{
    if (store->connection != NULL && PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "idle");
    if (store->connection == NULL && !postgres_connect(store))
        return false;
    if (store->puts_off != puts_off
        && !postgres_run(store, puts_off ? "SET synchronous_commit = off"
                                         : "SET synchronous_commit = on", "settings")) {
        postgres_lose(store, "settings");
        return false;
    }
    store->puts_off = puts_off;
    return true;
}

/* A commit that waits for the disk, of a transaction that leaves nothing but its mark in the log:
 * when it is on disk, so is all that was committed before it. */
static const char FLUSH[] = "SELECT pg_logical_emit_message(true, 'yibao', '')";

static bool flusher_flush(struct postgres_store *store)
{
    PGresult *result = PQexecPrepared(store->flusher, "flush", 0, NULL, NULL, NULL, 0);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    if (!done) {
        atomic_store(&store->flusher_number, 0);
        PQfinish(store->flusher);
        store->flusher = NULL;
    }
    return done;
}

/* Tried once: where the server does not allow it, commits go on waiting for the disk. */
static void flusher_connect(struct postgres_store *store)
{
    store->flusher = postgres_dial(store);
    PQclear(PQprepare(store->flusher, "flush", FLUSH, 0, NULL));
    if (flusher_flush(store))
        atomic_store(&store->flusher_number, ++store->flushers);
}

/* What was committed before this connection was there may have been lost with the one before it: a
 * server that breaks down cuts all connections, and loses what was not flushed. */
static enum store_answer postgres_flush(struct store *handle, uint32_t mark)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    uint32_t number = atomic_load(&store->flusher_number);
    if (store->flusher == NULL)
        flusher_connect(store);
    if (mark == 0)              /* no flusher was there, and the commit waited for the disk */
        return STORE_DONE;
    if (mark != number)
        return STORE_UNKNOWN;
    return flusher_flush(store) ? STORE_DONE : STORE_UNKNOWN;
}

static void postgres_close(struct store *handle)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    PQfinish(store->flusher);
    PQfinish(store->connection);
    statements_release(&store->statements);
    PQclear(store->columns);
    arena_release(&store->batch);
    arena_release(&store->known);
    parameters_release(&store->parameters);
    free(store->address);
    free(store);
}

static struct store *postgres_open(const char *address, bool writes, struct arena *arena,
                                   struct text *ret_fault)
{
    struct postgres_store *store = calloc(1, sizeof *store);
    CHECK(store != NULL);
    store->base.port = &postgres_port;
    store->writes = writes;
    store->address = strdup(address);
    CHECK(store->address != NULL);
    /* Divides by zero where the epoch is another: all that follows in the round is skipped. */
    store->fence.sql = TEXT("SELECT 1 / count(*) FROM (SELECT 1 FROM lane WHERE lane = $1::bigint"
                            " AND epoch = $2::bigint FOR SHARE) AS held");
    statements_init(&store->statements, DIALECT_POSTGRES);
    arena_init(&store->batch);
    arena_init(&store->known);
    int64_t version = 0;
    if (postgres_connect(store)
        && postgres_ask(store, "SELECT current_setting('server_version_num')", "version",
                        &version)) {
        if (version >= 130000)
            return &store->base;
        snprintf(store->complaint, sizeof store->complaint,
                 "PostgreSQL 13 or newer is needed, this is %" PRId64, version / 10000);
    }
    *ret_fault = arena_text(arena, text_of(store->complaint));
    postgres_close(&store->base);
    return NULL;
}

/* ---- schema ---- */

static const char *postgres_spell(struct text word)
{
    static const struct { const char *word, *spelled; } WORDS[] = {
        { "id", "bigint" }, { "count", "bigint" }, { "money", "bigint" },
        { "share", "bigint" }, { "quantity", "bigint" }, { "price", "bigint" },
        { "day", "integer" }, { "moment", "bigint" }, { "flag", "smallint" },
        { "bucket", "smallint" }, { "text", "text COLLATE \"C\"" }, { "bytes", "bytea" },
        { "clustered", "" },
        /* Room on each page for the next version of its rows: indexes are left alone then. */
        { "replaced", "WITH (fillfactor = 80)" },
        { "now", "(extract(epoch FROM clock_timestamp()) * 1000)::bigint" },
    };
    for (size_t at = 0; at < COUNT_OF(WORDS); at++)
        if (text_is(word, WORDS[at].word))
            return WORDS[at].spelled;
    return NULL;
}

/* Several statements sent as one are one transaction. */
static enum store_answer postgres_run_schema(struct store *handle, struct text sql)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    if (store->connection == NULL && !postgres_connect(store))
        return STORE_FAULT;
    arena_clear(&store->batch);
    postgres_forget_tables(store);
    PGresult *result = PQexec(store->connection, arena_text(&store->batch, sql).data);
    ExecStatusType status = PQresultStatus(result);
    enum store_answer answer = STORE_DONE;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK
        && status != PGRES_EMPTY_QUERY) {
        postgres_complain(store, "schema", result);
        answer = postgres_answer(result);
    }
    PQclear(result);
    if (PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "schema");
    return answer;
}

/* ---- lanes ---- */

/* Locks of one session are counted: one more would have to be given back as well. */
static bool postgres_holds_lane(const struct postgres_store *store, int64_t lane)
{
    for (size_t at = 0; at < store->lane_count; at++)
        if (store->lanes[at].lane == lane
            && store->lanes[at].connection == store->connection_number)
            return true;
    return false;
}

static bool postgres_remember_lane(struct postgres_store *store, int64_t lane)
{
    for (size_t at = 0; at < store->lane_count; at++)
        if (store->lanes[at].lane == lane) {
            store->lanes[at].connection = store->connection_number;
            return true;
        }
    if (store->lane_count == POSTGRES_LANES_MAX)
        return false;
    store->lanes[store->lane_count++] =
        (struct postgres_lane){ lane, store->connection_number };
    return true;
}

static enum store_answer postgres_raise_epoch(struct postgres_store *store, int64_t lane,
                                              struct text owner, struct fence *ret_fence)
{
    char number[32];
    snprintf(number, sizeof number, "%" PRId64, lane);
    arena_clear(&store->batch);
    const char *name = owner.data == NULL ? "" : arena_text(&store->batch, owner).data;
    const char *values[] = { number, name };
    PGresult *result = PQexecParams(
        store->connection,
        "INSERT INTO lane (lane, epoch, owner, taken_at) VALUES ($1::bigint, 1, $2::text,"
        " (extract(epoch FROM clock_timestamp()) * 1000)::bigint)"
        " ON CONFLICT (lane) DO UPDATE SET epoch = lane.epoch + 1, owner = excluded.owner,"
        " taken_at = excluded.taken_at RETURNING epoch", 2, NULL, values, NULL, NULL, 0);
    int64_t epoch = 0;
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1
        && text_to_int64(text_of(PQgetvalue(result, 0, 0)), &epoch);
    if (!done)
        postgres_complain(store, "take lane", result);
    PQclear(result);
    if (!done)
        return STORE_FAULT;
    *ret_fence = (struct fence){ .lane = lane, .epoch = epoch };
    return STORE_DONE;
}

static enum store_answer postgres_hold_lane(struct store *handle, int64_t lane)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    CHECK(lane >= 0 && lane < POSTGRES_LANES);
    if (store->connection == NULL && !postgres_connect(store))
        return STORE_FAULT;
    if (postgres_holds_lane(store, lane))
        return STORE_DONE;
    bool held = false, asked = postgres_lock(store, lane, &held);
    for (int tries = 0; asked && !held && tries < LOCK_TRIES; tries++) {
        nanosleep(&(struct timespec){ .tv_nsec = LOCK_TRY_NS }, NULL);
        asked = postgres_lock(store, lane, &held);
    }
    enum store_answer answer = STORE_FAULT;
    if (asked) {
        answer = held ? STORE_DONE : STORE_CONFLICT;
        if (held)
            CHECK(postgres_remember_lane(store, lane));
        else
            snprintf(store->complaint, sizeof store->complaint,
                     "another server owns lane %" PRId64, lane);
    }
    if (PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "hold lane");
    return answer;
}

static enum store_answer postgres_take_lane(struct store *handle, int64_t lane,
                                            struct text owner, struct fence *ret_fence)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    enum store_answer answer = postgres_hold_lane(handle, lane);
    if (answer == STORE_DONE)
        answer = postgres_raise_epoch(store, lane, owner, ret_fence);
    if (store->connection != NULL && PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "take lane");
    return answer;
}

/* The server keeps itself: vacuum and checkpoints are its own. */
static void postgres_tend(struct store *handle)
{
    (void)handle;
}

static const char *postgres_complaint(const struct store *handle)
{
    return ((const struct postgres_store *)handle)->complaint;
}

const struct store_port postgres_port = {
    .scheme = "postgres",
    .open = postgres_open,
    .close = postgres_close,
    .read = postgres_read,
    .write = postgres_write,
    .write_ahead = postgres_write_ahead,
    .flush = postgres_flush,
    .prepare = postgres_prepare,
    .run_schema = postgres_run_schema,
    .spell = postgres_spell,
    .hold_lane = postgres_hold_lane,
    .take_lane = postgres_take_lane,
    .backup = postgres_backup,
    .restore = postgres_restore,
    .tend = postgres_tend,
    .complaint = postgres_complaint,
};
