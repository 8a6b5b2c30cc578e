/* postgres_tables.c: what tables are on the database's side. A batch's rows of one table are sent
 * as one array of rows: to unnest one array a column costs the server a fifth of a settlement. The
 * array names the type of the table's rows, and each row has all columns in their order. */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <stdio.h>
#include <string.h>

/* Of all tables at once: a trip for each would be most of what a start costs. */
static const char COLUMNS[] =
    "SELECT c.relname::text, c.reltype::bigint, a.attname::text, a.atttypid::bigint"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid)"
    " AND c.relnamespace <> 'pg_catalog'::regnamespace"
    " AND a.attnum > 0 AND NOT a.attisdropped"
    " ORDER BY c.relname COLLATE \"C\", a.attnum";
enum { OF_TABLE, OF_ROWS_TYPE, OF_NAME, OF_TYPE };

void postgres_forget_tables(struct postgres_store *store)
{
    store->tables = NULL;
    PQclear(store->columns);
    store->columns = NULL;
    arena_clear(&store->known);
}

const struct postgres_table *postgres_table_of(const struct postgres_store *store,
                                               const struct table *table)
{
    const struct postgres_table *known = store->tables;
    while (known != NULL && known->table != table)
        known = known->next;
    return known;
}

/* The first row of the table's columns, and past the last. */
static int columns_of(const PGresult *columns, const char *name, int *ret_end)
{
    int low = 0, end = PQntuples(columns);
    for (int high = end; low < high;) {
        int middle = low + (high - low) / 2;
        if (strcmp(PQgetvalue(columns, middle, OF_TABLE), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_end = low;
    while (*ret_end < end && strcmp(PQgetvalue(columns, *ret_end, OF_TABLE), name) == 0)
        ++*ret_end;
    return low;
}

/* Each field has its column, of its type; a column that the house does not know of is none of its
 * business. */
static bool table_columns(struct postgres_table *known, const PGresult *columns)
{
    const struct shape *row = known->table->row;
    int end = 0, first = columns_of(columns, known->table->name, &end);
    int64_t type = 0;
    size_t fields = 0;
    if (end - first < (int)row->field_count || end - first > POSTGRES_COLUMNS_MAX
        || !text_to_int64(text_of(PQgetvalue(columns, first, OF_ROWS_TYPE)), &type))
        return false;
    known->type = (uint32_t)type;
    known->column_count = (size_t)(end - first);
    for (int at = first; at < end; at++) {
        int64_t column_type = 0;
        const struct field *field = shape_field(row, text_of(PQgetvalue(columns, at, OF_NAME)));
        if (!text_to_int64(text_of(PQgetvalue(columns, at, OF_TYPE)), &column_type)
            || (field != NULL && column_type != postgres_type(value_type_of(field))))
            return false;
        known->types[at - first] = (uint32_t)column_type;
        known->fields[at - first] = field;
        fields += field != NULL;
    }
    return fields == row->field_count;
}

/* Asks for them; false with a complaint. */
static bool read_columns(struct postgres_store *store)
{
    PGresult *result = PQexec(store->connection, COLUMNS);
    bool asked = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!asked)
        postgres_complain(store, "tables", result);
    PQclear(store->columns);
    store->columns = asked ? result : NULL;
    if (!asked)
        PQclear(result);
    if (PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "tables");
    return asked;
}

bool postgres_know_table(struct postgres_store *store, const struct table *table)
{
    if (store->connection != NULL && postgres_table_of(store, table) != NULL)
        return true;
    if (store->connection == NULL && !postgres_connect(store))
        return false;
    struct postgres_table *known = ARENA_NEW(&store->known, struct postgres_table);
    known->table = table;
    bool fits = store->columns != NULL && table_columns(known, store->columns);
    /* What was asked for earlier may be of a time when the table was not there. */
    if (!fits && !read_columns(store))
        return false;
    if (!fits && !table_columns(known, store->columns)) {
        snprintf(store->complaint, sizeof store->complaint,
                 "%s: columns and row differ in number or kind", table->name);
        return false;
    }
    known->next = store->tables;
    store->tables = known;
    return true;
}
