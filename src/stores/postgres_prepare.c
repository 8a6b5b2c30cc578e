/* postgres_prepare.c: see postgres.h. What a start makes once: all statements of a room in one
 * round, because a trip for each would be most of what a start costs. */

#include "stores/postgres_store.h"

#include <stdio.h>

/* One statement of those asked for; `columns` its answer must have, 0: it answers no rows. */
struct wanted {
    struct statement *statement;
    const char *name;
    int columns;
};

static bool queue_wanted(struct postgres_store *store, const struct wanted *wanted)
{
    char name[16];
    postgres_name(wanted->statement, name, sizeof name);
    bool known = wanted->statement->connection == store->connection_number;
    if ((known || PQsendPrepare(store->connection, name, wanted->statement->sql.data, 0, NULL) == 1)
        && (wanted->columns == 0 || PQsendDescribePrepared(store->connection, name) == 1))
        return true;
    postgres_lose(store, wanted->name);
    return false;
}

static bool columns_fit(const PGresult *result, int columns)
{
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK && PQnfields(result) == columns;
    for (int at = 0; good && at < columns; at++)
        good = postgres_column(result, at) != COLUMN_UNKNOWN;
    return good;
}

/* False with a complaint. */
static bool answer_wanted(struct postgres_store *store, const struct wanted *wanted)
{
    PGresult *result = NULL;
    if (wanted->statement->connection != store->connection_number) {
        result = postgres_next(store);
        if (result == NULL)
            return false;
        bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (made)
            wanted->statement->connection = store->connection_number;
        else
            postgres_complain(store, wanted->name, result);
        PQclear(result);
        if (!made)
            return false;
    }
    if (wanted->columns == 0)
        return true;
    result = postgres_next(store);
    if (result == NULL)
        return false;
    bool fits = columns_fit(result, wanted->columns);
    PQclear(result);
    if (!fits)
        snprintf(store->complaint, sizeof store->complaint,
                 "%s: columns and row differ in number or kind", wanted->name);
    return fits;
}

static size_t want_all(struct postgres_store *store, const struct query *const *queries,
                       size_t query_count, const struct table *const *tables,
                       size_t table_count, struct wanted *wanted)
{
    struct statements *statements = &store->statements;
    size_t count = 0;
    for (size_t i = 0; i < query_count; i++)
        wanted[count++] = (struct wanted){ statements_of(statements, queries[i], USE_SELECT),
                                           queries[i]->name,
                                           (int)queries[i]->row->field_count + 1 };
    for (size_t i = 0; i < table_count; i++) {
        wanted[count++] = (struct wanted){ statements_of(statements, tables[i], USE_INSERT),
                                           tables[i]->name, 0 };
        if (tables[i]->version != NULL)
            wanted[count++] = (struct wanted){ statements_of(statements, tables[i], USE_REPLACE),
                                               tables[i]->name, 0 };
    }
    return count;
}

enum store_answer postgres_prepare(struct store *handle, const struct query *const *queries,
                                   size_t query_count, const struct table *const *tables,
                                   size_t table_count)
{
    struct postgres_store *store = (struct postgres_store *)handle;
    /* A column without a field would be found by the first row that is written. */
    for (size_t i = 0; i < table_count; i++)
        if (!postgres_know_table(store, tables[i]))
            return STORE_FAULT;
    arena_clear(&store->batch);
    struct wanted *wanted =
        ARENA_ARRAY(&store->batch, struct wanted, query_count + 2 * table_count);
    size_t count = want_all(store, queries, query_count, tables, table_count, wanted);
    if (count == 0)
        return STORE_DONE;
    if (!postgres_round(store))
        return STORE_FAULT;
    for (size_t i = 0; i < count; i++)
        if (!queue_wanted(store, &wanted[i]))
            return STORE_FAULT;
    if (!postgres_send(store))
        return STORE_FAULT;
    /* What follows one that is wrong was passed by, and is read to the end of the round. */
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = answer_wanted(store, &wanted[i]);
    return store->connection != NULL && postgres_finish(store) && good ? STORE_DONE : STORE_FAULT;
}
