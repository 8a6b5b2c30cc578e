/* postgres_tables.c: what tables are on the database's side. A batch's rows of one table are sent
 * as one array of rows: to unnest one array a column costs the server a fifth of a settlement. The
 * array names the type of the table's rows, and each row has all columns in their order. */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <stdio.h>

static const char COLUMNS[] =
    "SELECT c.reltype::bigint, a.attname::text, a.atttypid::bigint"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.oid = to_regclass($1::text) AND a.attnum > 0 AND NOT a.attisdropped"
    " ORDER BY a.attnum";

void postgres_forget_tables(struct postgres_store *store)
{
    store->tables = NULL;
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

/* Each field has its column, of its type; a column that the house does not know of is none of its
 * business. */
static bool table_columns(struct postgres_table *known, const PGresult *result)
{
    const struct shape *row = known->table->row;
    int count = PQntuples(result);
    int64_t type = 0;
    size_t fields = 0;
    if (count < (int)row->field_count || count > POSTGRES_COLUMNS_MAX
        || !text_to_int64(text_of(PQgetvalue(result, 0, 0)), &type))
        return false;
    known->type = (uint32_t)type;
    known->column_count = (size_t)count;
    for (int at = 0; at < count; at++) {
        int64_t column_type = 0;
        const struct field *field = shape_field(row, text_of(PQgetvalue(result, at, 1)));
        if (!text_to_int64(text_of(PQgetvalue(result, at, 2)), &column_type)
            || (field != NULL && column_type != postgres_type(value_type_of(field))))
            return false;
        known->types[at] = (uint32_t)column_type;
        known->fields[at] = field;
        fields += field != NULL;
    }
    return fields == row->field_count;
}

bool postgres_know_table(struct postgres_store *store, const struct table *table)
{
    if (store->connection != NULL && postgres_table_of(store, table) != NULL)
        return true;
    if (store->connection == NULL && !postgres_connect(store))
        return false;
    const char *values[] = { table->name };
    PGresult *result = PQexecParams(store->connection, COLUMNS, 1, NULL, values, NULL, NULL, 0);
    struct postgres_table *known = ARENA_NEW(&store->known, struct postgres_table);
    known->table = table;
    bool asked = PQresultStatus(result) == PGRES_TUPLES_OK;
    bool fits = asked && table_columns(known, result);
    if (!asked)
        postgres_complain(store, table->name, result);
    else if (!fits)
        snprintf(store->complaint, sizeof store->complaint,
                 "%s: columns and row differ in number or kind", table->name);
    PQclear(result);
    if (PQstatus(store->connection) != CONNECTION_OK)
        postgres_lose(store, "tables");
    if (!fits)
        return false;
    known->next = store->tables;
    store->tables = known;
    return true;
}
