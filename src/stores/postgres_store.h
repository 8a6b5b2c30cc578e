/* postgres_store.h: shared by the postgres*.c files, and by nobody else. */
#ifndef STORES_POSTGRES_STORE_H
#define STORES_POSTGRES_STORE_H

#include "stores/postgres.h"
#include "stores/statement.h"

#include <libpq-fe.h>
#include <stdatomic.h>

#define POSTGRES_LANES_MAX 64
#define POSTGRES_COLUMNS_MAX 128

/* Parameters of one statement, built in binary. */
struct postgres_parameters {
    char *data;
    size_t length, capacity;
    size_t *starts;             /* where each parameter begins in `data` */
    size_t count, room;
};

/* A table as the database has it: rows are sent whole, with all its columns in its order. */
struct postgres_table {
    const struct table *table;
    uint32_t type;              /* of its rows: pg_type.oid */
    size_t column_count;
    /* For each column: its type, and the field of the row's shape; NULL: sent as absent, and left
     * to the database. */
    uint32_t types[POSTGRES_COLUMNS_MAX];
    const struct field *fields[POSTGRES_COLUMNS_MAX];
    struct postgres_table *next;
};

struct postgres_store {
    struct store base;          /* first: a handle knows its port */
    char *address;
    bool writes;
    PGconn *connection;         /* NULL: to be made at the next use */
    uint32_t connection_number; /* prepared statements belong to one of them */
    int session;                /* its process on the server, or that of the last there was */
    struct statements statements;
    struct statement fence;     /* looks at the lane's row and shares it */
    PGresult *columns;          /* of all tables there are, as last asked; NULL: not asked */
    struct postgres_table *tables;          /* known on this connection */
    struct arena known;         /* those */
    struct arena batch;         /* groups of the call in hand */
    struct postgres_parameters parameters;
    /* Lanes taken: a new connection must lock them again. */
    struct postgres_lane { int64_t lane; uint32_t connection; } lanes[POSTGRES_LANES_MAX];
    size_t lane_count;
    bool puts_off;              /* this connection's commits do not wait for the disk */
    /* The thread that flushes has a connection of its own, and says which by its number, from 1 on;
     * 0: there is none. */
    PGconn *flusher;
    uint32_t flushers;
    _Atomic uint32_t flusher_number;
    char complaint[512];
};

/* ---- postgres_rows.c: values in PostgreSQL's binary form ---- */

/* pg_type.oid of a column of such values. */
int64_t postgres_type(enum value_type type);
void parameters_clear(struct postgres_parameters *parameters);
void parameters_release(struct postgres_parameters *parameters);
/* Begins an array of `count` elements; the elements follow. */
void parameters_array(struct postgres_parameters *parameters, enum value_type type,
                      size_t count);
void parameters_element(struct postgres_parameters *parameters, enum value_type type,
                        struct value value);
/* Begins an array of `count` rows of that type; the rows follow. */
void parameters_rows(struct postgres_parameters *parameters, uint32_t type, size_t count);
void parameters_row(struct postgres_parameters *parameters, const struct postgres_table *table,
                    const struct change *change);
void parameters_number(struct postgres_parameters *parameters, int64_t number);

/* How a column of a result is read. */
enum postgres_column { COLUMN_NUMBER, COLUMN_NUMERIC, COLUMN_BYTES, COLUMN_UNKNOWN };
enum postgres_column postgres_column(const PGresult *result, int column);
/* False when it is no whole number of 64 bits. */
bool postgres_number(const PGresult *result, int row, int column, enum postgres_column kind,
                     int64_t *ret_number);
bool postgres_row(const PGresult *result, int row, const enum postgres_column *columns,
                  const struct shape *shape, void *object, struct arena *arena);

/* ---- postgres.c: rounds ---- */

void postgres_complain(struct postgres_store *store, const char *doing, const PGresult *result);
enum store_answer postgres_answer(const PGresult *result);
/* True with a connection in pipeline mode. */
bool postgres_round(struct postgres_store *store);
/* What a statement is called on the server: by its number. */
void postgres_name(const struct statement *statement, char *name, size_t size);
/* Queues a prepared statement with the parameters built, preparing it first where needed. */
bool postgres_queue(struct postgres_store *store, struct statement *statement);
bool postgres_queue_text(struct postgres_store *store, const char *sql);
/* The answer of the next thing queued, in order; NULL when the connection is lost. */
PGresult *postgres_next(struct postgres_store *store);
/* Sends what is queued; false when the connection is lost. */
bool postgres_send(struct postgres_store *store);
/* Reads to the end of the round, whatever comes. */
bool postgres_finish(struct postgres_store *store);
/* The connection is of no use any more. */
void postgres_lose(struct postgres_store *store, const char *doing);

enum store_answer postgres_read(struct store *handle, struct want *wants, struct arena *arena);
enum store_answer postgres_write(struct store *handle, const struct change *changes,
                                 struct fence fence);
enum store_answer postgres_write_ahead(struct store *handle, const struct change *changes,
                                       struct fence fence, uint32_t *ret_mark);

/* ---- postgres_prepare.c ---- */

enum store_answer postgres_prepare(struct store *handle, const struct query *const *queries,
                                   size_t query_count, const struct table *const *tables,
                                   size_t table_count);

/* ---- postgres_house.c ---- */

/* A connection, set up and out of pipeline mode; lanes held are locked again. */
bool postgres_connect(struct postgres_store *store);
/* Whether commits of the connection wait for the disk; true when it is so. */
bool postgres_put_off(struct postgres_store *store, bool puts_off);

/* ---- postgres_tables.c ---- */

/* Asks the database what the table's rows are, outside of a round. False with a complaint. */
bool postgres_know_table(struct postgres_store *store, const struct table *table);
/* One that is known; else NULL. */
const struct postgres_table *postgres_table_of(const struct postgres_store *store,
                                               const struct table *table);
/* The connection is another, or the schema is: they are asked for anew. */
void postgres_forget_tables(struct postgres_store *store);

/* ---- postgres_copy.c ---- */

enum store_answer postgres_backup(struct store *handle, const char *to);
enum store_answer postgres_restore(struct store *handle, const char *from);

#endif
