/* statement.c: see statement.h. */

#include "stores/statement.h"

#include "base/check.h"
#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Longest statement: a table of 120 fields names each of them three times. */
#define STATEMENT_BYTES ((size_t)32 * 1024)
#define STATEMENTS_AT_FIRST 256

static const char *const TYPE_NAMES[] = {
    [VALUE_INT16] = "smallint", [VALUE_INT32] = "integer", [VALUE_INT64] = "bigint",
    [VALUE_TEXT] = "text", [VALUE_BYTES] = "bytea",
};

enum value_type value_type_of(const struct field *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
        return VALUE_TEXT;
    case FIELD_BYTES:
        return VALUE_BYTES;
    case FIELD_ID:
    case FIELD_COUNT:
        return strcmp(field->name, "bucket") == 0 ? VALUE_INT16 : VALUE_INT64;
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_MOMENT:
        return VALUE_INT64;
    case FIELD_DAY:
        return VALUE_INT32;
    case FIELD_FLAG:
        return VALUE_INT16;
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    check_failed(__FILE__, __LINE__, "a row of the store has scalar fields only");
}

/* ---- making SQL ---- */

static void sql_add(struct builder *sql, const char *text)
{
    builder_add(sql, text_of(text));
}

/* `name, name, …` */
static void sql_names(struct builder *sql, const struct shape *shape)
{
    for (size_t at = 0; at < shape->field_count; at++) {
        if (at > 0)
            sql_add(sql, ", ");
        sql_add(sql, shape->fields[at].name);
    }
}

/* `unnest($1::smallint[], $2::bigint[], …)` */
static void sql_unnest(struct builder *sql, const struct shape *shape)
{
    sql_add(sql, "unnest(");
    for (size_t at = 0; at < shape->field_count; at++)
        builder_format(sql, "%s$%zu::%s[]", at > 0 ? ", " : "", at + 1,
                       TYPE_NAMES[value_type_of(&shape->fields[at])]);
    sql_add(sql, ")");
}

static size_t sql_key_index(const struct query *query, struct text name)
{
    for (size_t at = 0; query->key != NULL && at < query->key->field_count; at++)
        if (text_is(name, query->key->fields[at].name))
            return at;
    fprintf(stderr, "query %s: no key field {%.*s}\n", query->name, TEXT_ARGS(name));
    check_failed(__FILE__, __LINE__, "{name} in a query names a field of its key");
}

/* Copies a piece of a query, each {name} replaced by its parameter. */
static void sql_piece(struct builder *sql, const struct query *query, const char *piece,
                      enum dialect dialect)
{
    for (const char *from = piece; *from != '\0';) {
        const char *open = strchr(from, '{');
        if (open == NULL) {
            sql_add(sql, from);
            return;
        }
        const char *close = strchr(open, '}');
        CHECK(close != NULL);
        struct text name = { open + 1, (size_t)(close - open - 1) };
        size_t at = sql_key_index(query, name);
        builder_add(sql, (struct text){ from, (size_t)(open - from) });
        if (dialect == DIALECT_SQLITE)
            builder_format(sql, "?%zu", at + 1);
        else
            builder_format(sql, "want.\"%s\"", query->key->fields[at].name);
        from = close + 1;
    }
}

/* One row more than facts may have is asked for, to be found out. */
static bool is_bounded(const struct query *query)
{
    return query->guard == GUARD_DECISION && !query->page;
}

int statement_limit(const struct query *query)
{
    return is_bounded(query) ? query->row_max + 1 : query->row_max;
}

static struct text sql_keep(const struct builder *sql, struct arena *arena)
{
    CHECK(!sql->overflow);
    return arena_text(arena, builder_text(sql));
}

static void sql_select(struct builder *sql, const struct query *query, enum dialect dialect)
{
    sql_add(sql, "SELECT ");
    if (query->columns != NULL)
        sql_piece(sql, query, query->columns, dialect);
    else
        sql_names(sql, query->row);
    sql_add(sql, " FROM ");
    sql_piece(sql, query, query->from, dialect);
    if (query->where != NULL) {
        sql_add(sql, " WHERE ");
        sql_piece(sql, query, query->where, dialect);
    }
    if (query->order != NULL) {
        sql_add(sql, " ORDER BY ");
        sql_piece(sql, query, query->order, dialect);
    }
    if (dialect != DIALECT_SQLITE || !is_bounded(query))
        builder_format(sql, " LIMIT %d", statement_limit(query));
}

struct text statement_select(const struct query *query, enum dialect dialect,
                             struct arena *arena)
{
    CHECK(query->row_max > 0 && query->row_max <= LIMIT_ROWS_A_READ);
    char buffer[STATEMENT_BYTES];
    struct builder sql = builder_over(buffer, sizeof buffer);
    bool keyed = query->key != NULL && query->key->field_count > 0;
    if (dialect == DIALECT_SQLITE) {
        sql_select(&sql, query, dialect);
        return sql_keep(&sql, arena);
    }
    /* The LIMIT inside makes it a loop over the wants, so that a want's rows keep their order. */
    if (keyed) {
        sql_add(&sql, "SELECT want.n, t.* FROM ");
        sql_unnest(&sql, query->key);
        sql_add(&sql, " WITH ORDINALITY AS want(");
        /* Quoted: a key field may have the name of a word of SQL ("from"). */
        for (size_t i = 0; i < query->key->field_count; i++)
            builder_format(&sql, "\"%s\", ", query->key->fields[i].name);
        sql_add(&sql, "n) CROSS JOIN LATERAL (");
    } else {
        sql_add(&sql, "SELECT 1::bigint, t.* FROM (");
    }
    sql_select(&sql, query, dialect);
    sql_add(&sql, ") AS t");
    return sql_keep(&sql, arena);
}

struct text statement_insert(const struct table *table, enum dialect dialect,
                             struct arena *arena)
{
    char buffer[STATEMENT_BYTES];
    struct builder sql = builder_over(buffer, sizeof buffer);
    builder_format(&sql, "INSERT INTO %s (", table->name);
    sql_names(&sql, table->row);
    if (dialect == DIALECT_POSTGRES) {
        sql_add(&sql, ") SELECT ");
        sql_names(&sql, table->row);
        builder_format(&sql, " FROM unnest($1::%s[])", table->name);
        return sql_keep(&sql, arena);
    }
    sql_add(&sql, ") VALUES (");
    for (size_t at = 0; at < table->row->field_count; at++)
        builder_format(&sql, "%s?%zu", at > 0 ? ", " : "", at + 1);
    sql_add(&sql, ")");
    return sql_keep(&sql, arena);
}

static bool sql_is_version(const struct table *table, size_t at)
{
    return table->version != NULL && strcmp(table->row->fields[at].name, table->version) == 0;
}

/* How a field of the row handed in is spelled in an UPDATE. */
static void sql_given(struct builder *sql, const struct table *table, size_t at,
                      enum dialect dialect)
{
    if (dialect == DIALECT_SQLITE)
        builder_format(sql, "?%zu", at + 1);
    else
        builder_format(sql, "given.%s", table->row->fields[at].name);
}

struct text statement_replace(const struct table *table, enum dialect dialect,
                              struct arena *arena)
{
    CHECK(table->version != NULL);
    char buffer[STATEMENT_BYTES];
    struct builder sql = builder_over(buffer, sizeof buffer);
    const struct field *fields = table->row->fields;
    /* Where a row is not found, PostgreSQL divides by zero. */
    if (dialect == DIALECT_POSTGRES)
        sql_add(&sql, "WITH done AS (");
    builder_format(&sql, "UPDATE %s AS kept SET ", table->name);
    const char *comma = "";
    for (size_t at = table->key_count; at < table->row->field_count; at++) {
        builder_format(&sql, "%s%s = ", comma, fields[at].name);
        sql_given(&sql, table, at, dialect);
        if (sql_is_version(table, at))
            sql_add(&sql, " + 1");
        comma = ", ";
    }
    if (dialect == DIALECT_POSTGRES)
        builder_format(&sql, " FROM unnest($1::%s[]) AS given", table->name);
    const char *word = " WHERE ";
    for (size_t at = 0; at < table->row->field_count; at++) {
        if (at >= table->key_count && !sql_is_version(table, at))
            continue;
        builder_format(&sql, "%skept.%s = ", word, fields[at].name);
        sql_given(&sql, table, at, dialect);
        word = " AND ";
    }
    if (dialect == DIALECT_POSTGRES)
        sql_add(&sql, " RETURNING 1) SELECT 1 / (count(*) = cardinality($1))::integer FROM done");
    return sql_keep(&sql, arena);
}

/* ---- values ---- */

static int64_t value_number(const struct field *field, const char *place)
{
    switch (field->kind) {
    case FIELD_DAY: {
        struct date date;
        memcpy(&date, place, sizeof date);
        return date.yyyymmdd;
    }
    case FIELD_FLAG: {
        bool flag;
        memcpy(&flag, place, sizeof flag);
        return flag ? 1 : 0;
    }
    case FIELD_ID:
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_MOMENT: {
        int64_t number;
        memcpy(&number, place, sizeof number);
        return number;
    }
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    check_failed(__FILE__, __LINE__, "a number of a row");
}

static bool value_zero_is_absent(enum field_kind kind)
{
    return kind == FIELD_ID || kind == FIELD_DAY || kind == FIELD_MOMENT;
}

struct value value_in(const struct field *field, const void *object, bool never_null)
{
    const char *place = (const char *)object + field->offset;
    bool keep = never_null || (field->flags & FIELD_REQUIRED) != 0;
    struct value value = { 0 };
    if (value_is_text(field)) {
        memcpy(&value.text, place, sizeof value.text);
        value.null = value.text.data == NULL && !keep;
        if (value.text.data == NULL && keep)
            value.text = TEXT("");
        return value;
    }
    value.number = value_number(field, place);
    value.null = value.number == 0 && !keep && value_zero_is_absent(field->kind);
    return value;
}

bool value_put_number(const struct field *field, void *object, int64_t number)
{
    char *place = (char *)object + field->offset;
    if (field->kind == FIELD_DAY) {
        struct date date = { (int32_t)number };
        memcpy(place, &date, sizeof date);
        return number >= 0 && number <= INT32_MAX;
    }
    if (field->kind == FIELD_FLAG) {
        bool flag = number != 0;
        memcpy(place, &flag, sizeof flag);
        return number == 0 || number == 1;
    }
    CHECK(!value_is_text(field) && field->kind != FIELD_OBJECT && field->kind != FIELD_LIST);
    memcpy(place, &number, sizeof number);
    return true;
}

void value_put_text(const struct field *field, void *object, struct text text)
{
    memcpy((char *)object + field->offset, &text, sizeof text);
}

struct value value_of_change(const struct change *change, size_t at)
{
    const struct table *table = change->table;
    if (change->kind == CHANGE_INSERT && sql_is_version(table, at))
        return (struct value){ .number = 1 };
    return value_in(&table->row->fields[at], change->row, at < table->key_count);
}

/* ---- prepared statements ---- */

void statements_init(struct statements *statements, enum dialect dialect)
{
    *statements = (struct statements){ .dialect = dialect, .capacity = STATEMENTS_AT_FIRST };
    arena_init(&statements->arena);
    statements->slots = calloc(statements->capacity, sizeof *statements->slots);
    CHECK(statements->slots != NULL);
}

void statements_release(struct statements *statements)
{
    free(statements->slots);
    arena_release(&statements->arena);
    *statements = (struct statements){ 0 };
}

static size_t statements_place(const struct statements *statements, const void *of,
                               enum statement_use use)
{
    uint64_t hash = ((uint64_t)(uintptr_t)of + (uint64_t)use) * UINT64_C(0x9E3779B97F4A7C15);
    size_t place = (size_t)(hash >> 32) & (statements->capacity - 1);
    while (statements->slots[place] != NULL
           && (statements->slots[place]->of != of || statements->slots[place]->use != (int)use))
        place = (place + 1) & (statements->capacity - 1);
    return place;
}

static void statements_grow(struct statements *statements)
{
    struct statements larger = *statements;
    larger.capacity *= 2;
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    CHECK(larger.slots != NULL);
    for (size_t at = 0; at < statements->capacity; at++) {
        struct statement *statement = statements->slots[at];
        if (statement != NULL)
            larger.slots[statements_place(&larger, statement->of,
                                          (enum statement_use)statement->use)] = statement;
    }
    free(statements->slots);
    *statements = larger;
}

struct statement *statements_of(struct statements *statements, const void *of,
                                enum statement_use use)
{
    size_t place = statements_place(statements, of, use);
    if (statements->slots[place] != NULL)
        return statements->slots[place];
    if (statements->count >= statements->capacity / 2) {
        statements_grow(statements);
        place = statements_place(statements, of, use);
    }
    struct statement *statement = ARENA_NEW(&statements->arena, struct statement);
    statement->of = of;
    statement->use = (int)use;
    statement->number = ++statements->count;
    if (use == USE_SELECT)
        statement->sql = statement_select(of, statements->dialect, &statements->arena);
    else if (use == USE_INSERT)
        statement->sql = statement_insert(of, statements->dialect, &statements->arena);
    else
        statement->sql = statement_replace(of, statements->dialect, &statements->arena);
    statements->slots[place] = statement;
    return statement;
}

/* ---- changes by table and kind ---- */

static struct change_group *change_group_of(struct change_group **groups,
                                            const struct change *change, struct arena *arena)
{
    struct change_group **link = groups;
    for (; *link != NULL; link = &(*link)->next)
        if ((*link)->table == change->table && (*link)->kind == change->kind)
            return *link;
    *link = ARENA_NEW(arena, struct change_group);
    (*link)->table = change->table;
    (*link)->kind = change->kind;
    return *link;
}

struct change_group *change_groups(const struct change *changes, struct arena *arena)
{
    struct change_group *groups = NULL;
    for (const struct change *change = changes; change != NULL; change = change->next)
        change_group_of(&groups, change, arena)->count++;
    for (struct change_group *group = groups; group != NULL; group = group->next) {
        group->changes = ARENA_ARRAY(arena, const struct change *, group->count);
        group->count = 0;
    }
    for (const struct change *change = changes; change != NULL; change = change->next) {
        struct change_group *group = change_group_of(&groups, change, arena);
        group->changes[group->count++] = change;
    }
    return groups;
}
