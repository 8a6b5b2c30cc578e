/* clause_store.h: where the world of a clause keeps its rows: an SQLite in memory, or, when
 * $YIBAO_CLAUSE_STORE is "postgres", a database of the program's own on the server that
 * $YIBAO_TEST_POSTGRES names. It has the schema of $YIBAO_SCHEMA and no row. */
#ifndef TESTS_CLAUSES_CLAUSE_STORE_H
#define TESTS_CLAUSES_CLAUSE_STORE_H

#include "core/store.h"

/* Whether a PostgreSQL is wanted and no server is named: the program is then skipped. */
bool clause_store_is_missing(void);
/* One at a time. NULL: `ret_fault`, kept in the arena. */
struct store *clause_store_open(struct arena *arena, struct text *ret_fault);
void clause_store_close(struct store *store);

#endif
