/* sqlite_leaves.c: how many rows each column of an index leaves, told to SQLite once a schema.
 *
 * Unasked SQLite holds the bucket, the first column of nearly every key, for one that leaves ten
 * rows, and then goes through all of a bucket by its key rather than by an index that names person
 * or case as well: each look at what somebody has would cost what the whole bucket has. Counting
 * real rows would make plans depend on the day somebody counted. So the figures are ours and the
 * same everywhere: of a million rows the bucket leaves a thousand, the column after it a few, and a
 * state a hundred thousand. Indexes that begin with anything else keep SQLite's own ten rows. It
 * never skips the first column of an index, which a bucket would invite it to. */

#include "stores/sqlite_store.h"

#include <stdint.h>

/* The last line notes the schema these figures are of; SQLite reads no table of that name. */
static const char FIGURES[] =
    "WITH named AS ("
    "    SELECT t.name AS of, i.name AS called, i.\"unique\" AS alone,"
    "           t.wr AND i.origin = 'pk' AS is_table"
    "    FROM pragma_table_list t JOIN pragma_index_list(t.name) i"
    "    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
    "), placed AS ("
    "    SELECT n.of, iif(n.is_table, n.of, n.called) AS called, x.seqno AS at,"
    "           iif(n.alone AND x.seqno = max(x.seqno) OVER by_index, 1,"
    "               iif(x.seqno = 0, iif(x.name = 'state', 100000, 1000),"
    "                   iif(x.seqno > 1, 1, iif(c.\"notnull\", 4, 10)))) AS leaves,"
    "           max(x.seqno = 0 AND x.name IN ('bucket', 'state')) OVER by_index AS told"
    "    FROM named n JOIN pragma_index_info(n.called) x"
    "    JOIN pragma_table_info(n.of) c ON c.name = x.name"
    "    WINDOW by_index AS (PARTITION BY n.called)"
    ") INSERT INTO sqlite_stat1 (tbl, idx, stat)"
    "  SELECT of, called, '1000000 ' || group_concat(leaves, ' ') || ' noskipscan'"
    "  FROM (SELECT * FROM placed WHERE told ORDER BY of, called, at) GROUP BY of, called;"
    "INSERT INTO sqlite_stat1 (tbl, idx, stat)"
    "  SELECT 'of schema', NULL, schema_version FROM pragma_schema_version";

static bool sqlite_asks(struct sqlite_store *store, const char *question, bool *ret_yes)
{
    sqlite3_stmt *asked = NULL;
    if (!sqlite_prepare(store, text_of(question), &asked))
        return false;
    const int code = sqlite3_step(asked);
    if (code == SQLITE_ROW)
        *ret_yes = sqlite3_column_int64(asked, 0) != 0;
    sqlite3_finalize(asked);
    return code == SQLITE_ROW;
}

/* The table is made anew, and with it the schema another: whoever has the file open reads it. */
static bool sqlite_figures(struct sqlite_store *store, bool has_some)
{
    sqlite3 *database = store->database;
    return (!has_some || sqlite3_exec(database, "DROP TABLE sqlite_stat1", NULL, NULL, NULL)
                == SQLITE_OK)
        && sqlite3_exec(database, "ANALYZE lane; DELETE FROM sqlite_stat1", NULL, NULL, NULL)
                == SQLITE_OK
        && sqlite3_exec(database, FIGURES, NULL, NULL, NULL) == SQLITE_OK
        && sqlite3_exec(database, "COMMIT; ANALYZE sqlite_schema", NULL, NULL, NULL) == SQLITE_OK;
}

bool sqlite_tell_leaves(struct sqlite_store *store)
{
    bool has_some = false, told = false;
    bool good = sqlite_asks(store, "SELECT EXISTS (SELECT 1 FROM sqlite_schema"
                                   " WHERE name = 'sqlite_stat1')", &has_some);
    if (good && has_some)
        good = sqlite_asks(store, "SELECT EXISTS (SELECT 1 FROM sqlite_stat1, pragma_schema_version"
                                  " WHERE tbl = 'of schema' AND stat = schema_version)", &told);
    if (good && told)
        return true;
    if (good && sqlite_run(store, store->begin_write, "begin")
        && sqlite_figures(store, has_some))
        return true;
    sqlite_complain(store, "figures of the schema");
    sqlite_undo(store);
    return false;
}
