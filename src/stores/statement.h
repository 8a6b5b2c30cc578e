/* statement.h: SQL made once from the rooms' descriptions, and the values that go with it.
 *
 * SQLite gets one statement a want or a row; PostgreSQL one statement for all wants of a query,
 * over unnest(...) of one array a field, and one for all rows of a table, over unnest(...) of an
 * array of rows. Parameters are numbered as the fields stand: field 0 is the first. Names are not
 * quoted: rooms keep clear of reserved words.
 *
 * How kinds are kept: ID COUNT MONEY SHARE QUANTITY PRICE MOMENT in 64 bits, DAY in 32 bits
 * (yyyymmdd), FLAG in 16 bits (0, 1), a field called `bucket` in 16 bits, TEXT and CODE as text,
 * BYTES as bytes. Absent (a text without data, an id, day or moment of 0) is NULL and back, but
 * never in a primary key and never where the field is FIELD_REQUIRED: there 0 and '' are kept. */
#ifndef STORES_STATEMENT_H
#define STORES_STATEMENT_H

#include "base/arena.h"
#include "core/store.h"

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES };

struct text statement_select(const struct query *query, enum dialect dialect,
                             struct arena *arena);
struct text statement_insert(const struct table *table, enum dialect dialect,
                             struct arena *arena);
/* For tables with a version only. */
struct text statement_replace(const struct table *table, enum dialect dialect,
                              struct arena *arena);
/* The LIMIT of a query: facts ask for one row more, so that too many is noticed. SQLite's have
 * none: rows are counted as they come, and a LIMIT would make it sort into a table of its own. */
int statement_limit(const struct query *query);

/* ---- values ---- */

enum value_type { VALUE_INT16, VALUE_INT32, VALUE_INT64, VALUE_TEXT, VALUE_BYTES };

enum value_type value_type_of(const struct field *field);

/* TEXT, CODE or BYTES. */
static inline bool value_is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_BYTES;
}

struct value {
    bool null;
    int64_t number;             /* of the three integer types */
    struct text text;           /* of the other two; data never NULL unless null */
};

struct value value_in(const struct field *field, const void *object, bool never_null);
/* Sets a field of a zeroed struct. The number must fit the field: false otherwise. */
bool value_put_number(const struct field *field, void *object, int64_t number);
/* The text must live as long as the object. */
void value_put_text(const struct field *field, void *object, struct text text);

/* What goes into field `at` of a row: 1 for the version of a new one. */
struct value value_of_change(const struct change *change, size_t at);

/* ---- prepared statements of one connection, found by what they were made of ---- */

struct statement {
    const void *of;             /* a query or a table */
    int use;                    /* enum statement_use */
    struct text sql;
    void *handle;               /* the backend's */
    uint32_t number;            /* 1, 2, … in order of making: names it on PostgreSQL */
    uint32_t connection;        /* which connection it is prepared on; 0: none yet */
};

enum statement_use { USE_SELECT, USE_INSERT, USE_REPLACE };

struct statements {
    struct statement **slots;
    size_t capacity;
    uint32_t count;
    enum dialect dialect;
    struct arena arena;         /* statements and their texts */
};

void statements_init(struct statements *statements, enum dialect dialect);
void statements_release(struct statements *statements);
/* Made at the first asking. */
struct statement *statements_of(struct statements *statements, const void *of,
                                enum statement_use use);

/* ---- the changes of a batch, by table and kind ---- */

/* Rows of one table and kind, in the order given; groups stand as their first rows came. */
struct change_group {
    const struct table *table;
    enum change_kind kind;
    const struct change **changes;
    size_t count;
    struct change_group *next;
};

struct change_group *change_groups(const struct change *changes, struct arena *arena);

#endif
