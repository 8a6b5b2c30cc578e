/* postgres.c: see postgres.h. Rounds of a pipeline, reading and writing. */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* A server that says nothing for so long is taken for lost: its longest honest answer is a page
 * of a list, its longest wait the lock on a lane's row. */
#define POSTGRES_WAIT_MS 30000

/* ---- faults ---- */

/* The primary message names tables and constraints; the detail, which holds values, is left out. */
void postgres_complain(struct postgres_store *store, const char *doing, const PGresult *result)
{
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    snprintf(store->complaint, sizeof store->complaint, "%s: %s (%s)", doing,
             message == NULL ? "no answer" : message, state == NULL ? "-" : state);
}

enum store_answer postgres_answer(const PGresult *result)
{
    static const char *const CONFLICTS[] = {
        "23505",                /* a key is taken */
        "40001", "40P01",       /* another transaction was in the way: decide again */
    };
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    for (size_t at = 0; state != NULL && at < COUNT_OF(CONFLICTS); at++)
        if (strcmp(state, CONFLICTS[at]) == 0)
            return STORE_CONFLICT;
    return STORE_FAULT;
}

void postgres_lose(struct postgres_store *store, const char *doing)
{
    if (store->connection != NULL) {
        const char *why = PQerrorMessage(store->connection);
        struct text line = text_trim(text_until(text_of(why), '\n', &(struct text){ 0 }));
        snprintf(store->complaint, sizeof store->complaint, "%s: connection lost: %.*s", doing,
                 TEXT_ARGS(line));
        PQfinish(store->connection);
    }
    store->connection = NULL;
}

/* ---- a round: queue, send, read the answers in order, finish ---- */

bool postgres_round(struct postgres_store *store)
{
    if (store->connection != NULL && PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "idle");
    if (store->connection == NULL && !postgres_connect(store))
        return false;
    if (PQenterPipelineMode(store->connection) == 1)
        return true;
    postgres_lose(store, "begin");
    return false;
}

bool postgres_queue_text(struct postgres_store *store, const char *sql)
{
    if (PQsendQueryParams(store->connection, sql, 0, NULL, NULL, NULL, NULL, 1) == 1)
        return true;
    postgres_lose(store, sql);
    return false;
}

void postgres_name(const struct statement *statement, char *name, size_t size)
{
    snprintf(name, size, "s%u", statement->number);
}

bool postgres_queue(struct postgres_store *store, struct statement *statement)
{
    enum { PARAMETERS_MAX = 128 };
    struct postgres_parameters *parameters = &store->parameters;
    CHECK(parameters->count <= PARAMETERS_MAX);
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    for (size_t at = 0; at < parameters->count; at++) {
        size_t end = at + 1 < parameters->count ? parameters->starts[at + 1]
                                                : parameters->length;
        values[at] = parameters->data + parameters->starts[at];
        lengths[at] = (int)(end - parameters->starts[at]);
        formats[at] = 1;
    }
    char name[16];
    postgres_name(statement, name, sizeof name);
    bool known = statement->connection == store->connection_number;
    if ((known || PQsendPrepare(store->connection, name, statement->sql.data, 0, NULL) == 1)
        && PQsendQueryPrepared(store->connection, name, (int)parameters->count, values, lengths,
                               formats, 1) == 1)
        return true;
    postgres_lose(store, "queue");
    return false;
}

static bool postgres_wait(struct postgres_store *store)
{
    PGconn *connection = store->connection;
    for (;;) {
        int left = PQflush(connection);
        if (left < 0)
            return false;
        if (left == 0 && !PQisBusy(connection))
            return true;
        struct pollfd wait = { .fd = PQsocket(connection), .events = POLLIN };
        if (left > 0)
            wait.events |= POLLOUT;
        int ready = poll(&wait, 1, POSTGRES_WAIT_MS);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        if ((wait.revents & ~POLLOUT) != 0 && PQconsumeInput(connection) != 1)
            return false;
    }
}

PGresult *postgres_next(struct postgres_store *store)
{
    PGresult *result = NULL;
    /* A NULL stands between the answers of two things queued. */
    for (int nulls = 0; result == NULL && nulls < 2; nulls++) {
        if (!postgres_wait(store)) {
            postgres_lose(store, "wait");
            return NULL;
        }
        result = PQgetResult(store->connection);
    }
    if (result != NULL && PQstatus(store->connection) == CONNECTION_OK)
        return result;
    PQclear(result);
    postgres_lose(store, "answer");
    return NULL;
}

bool postgres_send(struct postgres_store *store)
{
    if (PQpipelineSync(store->connection) == 1)
        return true;
    postgres_lose(store, "send");
    return false;
}

bool postgres_finish(struct postgres_store *store)
{
    for (;;) {
        PGresult *result = postgres_next(store);
        if (result == NULL)
            return false;
        bool end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        PQclear(result);
        if (end)
            break;
    }
    if (PQexitPipelineMode(store->connection) == 1)
        return true;
    postgres_lose(store, "end");
    return false;
}

/* Keeps the first answer that is not good: what follows an error only says "aborted". */
static void postgres_worst(enum store_answer *answer, enum store_answer next)
{
    if (*answer == STORE_DONE)
        *answer = next;
}

/* The answer to a statement queued, that of its preparation before it. */
static PGresult *postgres_next_of(struct postgres_store *store, struct statement *statement)
{
    if (statement->connection != store->connection_number) {
        PGresult *prepared = postgres_next(store);
        if (prepared == NULL || PQresultStatus(prepared) != PGRES_COMMAND_OK)
            return prepared;
        PQclear(prepared);
        statement->connection = store->connection_number;
    }
    return postgres_next(store);
}

/* ---- reading ---- */

/* All wants of one query. */
struct want_group {
    const struct query *query;
    struct statement *statement;
    struct want **wants;
    size_t count;
    struct want_group *next;
};

static struct want_group *want_group_of(struct want_group **groups, const struct query *query,
                                        struct arena *arena)
{
    struct want_group **link = groups;
    for (; *link != NULL; link = &(*link)->next)
        if ((*link)->query == query)
            return *link;
    *link = ARENA_NEW(arena, struct want_group);
    (*link)->query = query;
    return *link;
}

static bool query_is_keyed(const struct query *query)
{
    return query->key != NULL && query->key->field_count > 0;
}

static struct want_group *want_groups(struct want *wants, struct arena *arena)
{
    struct want_group *groups = NULL;
    for (struct want *want = wants; want != NULL; want = want->next)
        if (!want->answered)
            want_group_of(&groups, want->query, arena)->count++;
    for (struct want_group *group = groups; group != NULL; group = group->next) {
        group->wants = ARENA_ARRAY(arena, struct want *, group->count);
        group->count = 0;
    }
    for (struct want *want = wants; want != NULL; want = want->next)
        if (!want->answered) {
            struct want_group *group = want_group_of(&groups, want->query, arena);
            group->wants[group->count++] = want;
        }
    return groups;
}

static bool want_group_queue(struct postgres_store *store, struct want_group *group)
{
    const struct query *query = group->query;
    group->statement = statements_of(&store->statements, query, USE_SELECT);
    parameters_clear(&store->parameters);
    for (size_t at = 0; query_is_keyed(query) && at < query->key->field_count; at++) {
        const struct field *field = &query->key->fields[at];
        enum value_type type = value_type_of(field);
        parameters_array(&store->parameters, type, group->count);
        for (size_t want = 0; want < group->count; want++)
            parameters_element(&store->parameters, type,
                               value_in(field, group->wants[want]->key, false));
    }
    return postgres_queue(store, group->statement);
}

static bool want_group_complain(struct postgres_store *store, const struct want_group *group,
                                const char *why)
{
    snprintf(store->complaint, sizeof store->complaint, "%s: %s", group->query->name, why);
    return false;
}

/* Deals the rows out to their wants: counted first, so that each want's array is taken once. */
static bool want_group_fill(struct postgres_store *store, struct want_group *group,
                            const PGresult *result, struct arena *arena)
{
    enum { COLUMNS_MAX = 256 };
    const struct shape *shape = group->query->row;
    int width = PQnfields(result), height = PQntuples(result);
    if (width != (int)shape->field_count + 1 || width > COLUMNS_MAX)
        return want_group_complain(store, group, "columns and row differ in number");
    enum postgres_column columns[COLUMNS_MAX];
    for (int at = 0; at < width; at++)
        columns[at] = postgres_column(result, at);
    struct list *rows = ARENA_ARRAY(&store->batch, struct list, group->count);
    size_t *owner = ARENA_ARRAY(&store->batch, size_t, (size_t)height);
    for (int row = 0; row < height; row++) {
        int64_t number = 0;
        postgres_number(result, row, 0, columns[0], &number);
        CHECK(number >= 1 && number <= (int64_t)group->count);
        owner[row] = (size_t)number - 1;
        rows[owner[row]].count++;
    }
    for (size_t want = 0; want < group->count; want++) {
        group->wants[want]->too_many = rows[want].count > (size_t)group->query->row_max;
        if (group->wants[want]->too_many)
            snprintf(store->complaint, sizeof store->complaint, "%s: more than %d rows",
                     group->query->name, group->query->row_max);
        else if (rows[want].count > 0)
            rows[want].items = arena_array(arena, rows[want].count, shape->size);
        rows[want].count = 0;
    }
    for (int row = 0; row < height; row++) {
        struct list *list = &rows[owner[row]];
        if (group->wants[owner[row]]->too_many)
            continue;
        void *object = (char *)list->items + list->count++ * shape->size;
        if (!postgres_row(result, row, columns, shape, object, arena))
            return want_group_complain(store, group, "a column does not fit its field");
    }
    for (size_t want = 0; want < group->count; want++)
        group->wants[want]->rows = rows[want];
    return true;
}

static enum store_answer want_group_answer(struct postgres_store *store,
                                           struct want_group *group, struct arena *arena,
                                           bool good)
{
    PGresult *result = postgres_next_of(store, group->statement);
    if (result == NULL)
        return STORE_FAULT;
    bool came = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (good && !came)
        postgres_complain(store, group->query->name, result);
    good = good && came;
    if (good)
        good = want_group_fill(store, group, result, arena);
    PQclear(result);
    return good ? STORE_DONE : STORE_FAULT;
}

/* A query of no key asked twice in a round is answered once for all who asked. */
static enum store_answer want_group_share(struct want_group *group)
{
    enum store_answer answer = STORE_DONE;
    for (size_t want = 1; want < group->count && !query_is_keyed(group->query); want++) {
        group->wants[want]->rows = group->wants[0]->rows;
        group->wants[want]->too_many = group->wants[0]->too_many;
    }
    for (size_t want = 0; want < group->count; want++) {
        group->wants[want]->answered = !group->wants[want]->too_many;
        if (group->wants[want]->too_many)
            answer = STORE_TOO_MANY;
    }
    return answer;
}

enum store_answer postgres_read(struct store *handle, struct want *wants, struct arena *arena)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    arena_clear(&store->batch);
    struct want_group *groups = want_groups(wants, &store->batch);
    if (groups == NULL)
        return STORE_DONE;
    if (!postgres_round(store))
        return STORE_FAULT;
    for (struct want_group *group = groups; group != NULL; group = group->next)
        if (!want_group_queue(store, group))
            return STORE_FAULT;
    if (!postgres_send(store))
        return STORE_FAULT;
    /* Answers are read to the last, so that we know which statements are prepared. */
    enum store_answer answer = STORE_DONE;
    for (struct want_group *group = groups; group != NULL && store->connection != NULL;
         group = group->next)
        postgres_worst(&answer, want_group_answer(store, group, arena, answer == STORE_DONE));
    if (store->connection == NULL || !postgres_finish(store))
        return STORE_FAULT;
    if (answer != STORE_DONE)
        return answer;
    for (struct want_group *group = groups; group != NULL; group = group->next)
        postgres_worst(&answer, want_group_share(group));
    return answer;
}

/* ---- writing ---- */

static struct statement *change_group_statement(struct postgres_store *store,
                                                const struct change_group *group)
{
    return statements_of(&store->statements, group->table,
                         group->kind == CHANGE_INSERT ? USE_INSERT : USE_REPLACE);
}

/* All rows of the group as one array of rows of its table. */
static bool change_group_queue(struct postgres_store *store, const struct change_group *group)
{
    const struct postgres_table *table = postgres_table_of(store, group->table);
    CHECK(table != NULL);
    parameters_clear(&store->parameters);
    parameters_rows(&store->parameters, table->type, group->count);
    for (size_t change = 0; change < group->count; change++)
        parameters_row(&store->parameters, table, group->changes[change]);
    return postgres_queue(store, change_group_statement(store, group));
}

/* Rows that were not found at their version divide by zero: what was queued after them, the COMMIT
 * among it, is not done then. */
static bool counted_too_few(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state != NULL && strcmp(state, "22012") == 0;
}

static enum store_answer change_group_answer(struct postgres_store *store,
                                             const struct change_group *group, bool good)
{
    PGresult *result = postgres_next_of(store, change_group_statement(store, group));
    if (result == NULL)
        return STORE_FAULT;
    enum store_answer answer = STORE_DONE;
    ExecStatusType status = PQresultStatus(result);
    if (!good) {
        answer = STORE_FAULT;
    } else if (counted_too_few(result)) {
        snprintf(store->complaint, sizeof store->complaint,
                 "%s: a row is not at the version read", group->table->name);
        answer = STORE_CONFLICT;
    } else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        postgres_complain(store, group->table->name, result);
        answer = postgres_answer(result);
    }
    PQclear(result);
    return answer;
}

/* BEGIN and the lane's row. The row is shared until the commit: who would take the lane waits. */
static bool fence_queue(struct postgres_store *store, struct fence fence)
{
    if (!postgres_queue_text(store, "BEGIN"))
        return false;
    parameters_clear(&store->parameters);
    parameters_number(&store->parameters, fence.lane);
    parameters_number(&store->parameters, fence.epoch);
    return postgres_queue(store, &store->fence);
}

static enum store_answer fence_answer(struct postgres_store *store)
{
    PGresult *begun = postgres_next(store);
    if (begun == NULL)
        return STORE_FAULT;
    PQclear(begun);
    PGresult *result = postgres_next_of(store, &store->fence);
    if (result == NULL)
        return STORE_FAULT;
    enum store_answer answer = STORE_DONE;
    if (counted_too_few(result)) {
        snprintf(store->complaint, sizeof store->complaint, "the lane has another owner");
        answer = STORE_FENCED;
    } else if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        postgres_complain(store, "fence", result);
        answer = STORE_FAULT;
    }
    PQclear(result);
    return answer;
}

static enum store_answer commit_answer(struct postgres_store *store, bool good)
{
    PGresult *result = postgres_next(store);
    if (result == NULL)
        return STORE_UNKNOWN;
    enum store_answer answer = STORE_DONE;
    if (!good) {
        answer = STORE_FAULT;
    } else if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        postgres_complain(store, "commit", result);
        answer = postgres_answer(result);
    } else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        snprintf(store->complaint, sizeof store->complaint, "commit: answered by a rollback");
        answer = STORE_FAULT;
    }
    PQclear(result);
    return answer;
}

/* The whole batch in one go, its COMMIT included: each statement fails by itself where its rows are
 * not as they were read, and after a failure the server skips the rest. False: nothing is kept. */
static bool write_queue(struct postgres_store *store, const struct change_group *groups,
                        struct fence fence)
{
    for (const struct change_group *group = groups; group != NULL; group = group->next)
        if (!postgres_know_table(store, group->table))
            return false;
    if (!postgres_round(store) || !fence_queue(store, fence))
        return false;
    for (const struct change_group *group = groups; group != NULL; group = group->next)
        if (!change_group_queue(store, group))
            return false;
    return true;
}

static void postgres_roll_back(struct postgres_store *store)
{
    PGresult *result = PQexec(store->connection, "ROLLBACK");
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!done)
        postgres_lose(store, "rollback");
}

/* Once the COMMIT is on its way a silence means that nobody knows; so does an error that ends the
 * connection, too. A refusal on a connection that goes on keeps nothing. */
static enum store_answer write_answer(struct postgres_store *store,
                                      const struct change_group *groups)
{
    enum store_answer answer = fence_answer(store);
    for (const struct change_group *group = groups; group != NULL && store->connection != NULL;
         group = group->next)
        postgres_worst(&answer, change_group_answer(store, group, answer == STORE_DONE));
    if (store->connection != NULL)
        postgres_worst(&answer, commit_answer(store, answer == STORE_DONE));
    if (store->connection == NULL || !postgres_finish(store))
        return answer == STORE_DONE ? STORE_DONE : STORE_UNKNOWN;
    if (answer != STORE_DONE)
        postgres_roll_back(store);
    return answer;
}

static enum store_answer postgres_write_so(struct postgres_store *store,
                                           const struct change *changes, struct fence fence,
                                           bool ahead)
{
    if (!postgres_put_off(store, ahead))
        return STORE_FAULT;
    arena_clear(&store->batch);
    const struct change_group *groups = change_groups(changes, &store->batch);
    if (!write_queue(store, groups, fence))
        return STORE_FAULT;
    if (!postgres_queue_text(store, "COMMIT") || !postgres_send(store))
        return STORE_UNKNOWN;
    return write_answer(store, groups);
}

enum store_answer postgres_write(struct store *handle, const struct change *changes,
                                 struct fence fence)
{
    return postgres_write_so((struct postgres_store *)handle, changes, fence, false);
}

/* Without a flusher the commit waits for the disk itself. */
enum store_answer postgres_write_ahead(struct store *handle, const struct change *changes,
                                       struct fence fence, uint32_t *ret_mark)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    *ret_mark = atomic_load(&store->flusher_number);
    return postgres_write_so(store, changes, fence, *ret_mark != 0);
}
