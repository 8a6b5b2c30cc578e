/* postgres_rows.c: arrays in, columns out, in PostgreSQL's binary form (network byte order). */

#include "stores/postgres_store.h"

#include "base/check.h"

#include <endian.h>
#include <string.h>

/* Numbers of pg_type.dat, fixed for ever. */
enum {
    TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_NAME = 19, TYPE_INT8 = 20, TYPE_INT2 = 21,
    TYPE_INT4 = 23, TYPE_TEXT = 25, TYPE_BPCHAR = 1042, TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700,
};

#define NUMERIC_BASE 10000
#define NUMERIC_NEGATIVE 0x4000
#define NUMERIC_POSITIVE 0x0000

/* ---- parameters ---- */

void parameters_clear(struct postgres_parameters *parameters)
{
    parameters->length = 0;
    parameters->count = 0;
}

void parameters_release(struct postgres_parameters *parameters)
{
    free(parameters->data);
    free(parameters->starts);
    *parameters = (struct postgres_parameters){ 0 };
}

static char *parameters_room(struct postgres_parameters *parameters, size_t size)
{
    if (parameters->capacity - parameters->length < size) {
        size_t capacity = parameters->capacity == 0 ? 4096 : parameters->capacity;
        while (capacity - parameters->length < size)
            capacity *= 2;
        char *data = realloc(parameters->data, capacity);
        CHECK(data != NULL);
        parameters->data = data;
        parameters->capacity = capacity;
    }
    char *room = parameters->data + parameters->length;
    parameters->length += size;
    return room;
}

static void parameters_begin(struct postgres_parameters *parameters)
{
    if (parameters->count == parameters->room) {
        size_t room = parameters->room == 0 ? 64 : parameters->room * 2;
        size_t *starts = realloc(parameters->starts, room * sizeof *starts);
        CHECK(starts != NULL);
        parameters->starts = starts;
        parameters->room = room;
    }
    parameters->starts[parameters->count++] = parameters->length;
}

static void put32(char *room, uint32_t number)
{
    uint32_t ordered = htobe32(number);
    memcpy(room, &ordered, sizeof ordered);
}

static void put64(char *room, uint64_t number)
{
    uint64_t ordered = htobe64(number);
    memcpy(room, &ordered, sizeof ordered);
}

static const uint32_t TYPES[] = {
    [VALUE_INT16] = TYPE_INT2, [VALUE_INT32] = TYPE_INT4, [VALUE_INT64] = TYPE_INT8,
    [VALUE_TEXT] = TYPE_TEXT, [VALUE_BYTES] = TYPE_BYTEA,
};

int64_t postgres_type(enum value_type type)
{
    return TYPES[type];
}

void parameters_rows(struct postgres_parameters *parameters, uint32_t type, size_t count)
{
    CHECK(count > 0 && count <= INT32_MAX);
    parameters_begin(parameters);
    char *room = parameters_room(parameters, 5 * sizeof(uint32_t));
    put32(room, 1);                         /* dimensions */
    put32(room + 4, 1);                     /* may hold NULL */
    put32(room + 8, type);
    put32(room + 12, (uint32_t)count);
    put32(room + 16, 1);                    /* counts from 1 */
}

void parameters_array(struct postgres_parameters *parameters, enum value_type type,
                      size_t count)
{
    parameters_rows(parameters, TYPES[type], count);
}

void parameters_element(struct postgres_parameters *parameters, enum value_type type,
                        struct value value)
{
    if (value.null) {
        put32(parameters_room(parameters, 4), UINT32_MAX);
        return;
    }
    switch (type) {
    case VALUE_INT16: {
        CHECK(value.number >= INT16_MIN && value.number <= INT16_MAX);
        char *room = parameters_room(parameters, 6);
        uint16_t ordered = htobe16((uint16_t)value.number);
        put32(room, sizeof ordered);
        memcpy(room + 4, &ordered, sizeof ordered);
        return;
    }
    case VALUE_INT32: {
        char *room = parameters_room(parameters, 8);
        put32(room, 4);
        put32(room + 4, (uint32_t)value.number);
        return;
    }
    case VALUE_INT64: {
        char *room = parameters_room(parameters, 12);
        put32(room, 8);
        put64(room + 4, (uint64_t)value.number);
        return;
    }
    case VALUE_TEXT:
    case VALUE_BYTES:
        break;
    }
    CHECK(value.text.length <= INT32_MAX);
    char *room = parameters_room(parameters, 4 + value.text.length);
    put32(room, (uint32_t)value.text.length);
    if (value.text.length > 0)
        memcpy(room + 4, value.text.data, value.text.length);
}

void parameters_row(struct postgres_parameters *parameters, const struct postgres_table *table,
                    const struct change *change)
{
    const struct shape *row = change->table->row;
    size_t begin = parameters->length;
    char *room = parameters_room(parameters, 2 * sizeof(uint32_t));
    put32(room + 4, (uint32_t)table->column_count);
    for (size_t column = 0; column < table->column_count; column++) {
        const struct field *field = table->fields[column];
        put32(parameters_room(parameters, 4), table->types[column]);
        if (field == NULL)
            put32(parameters_room(parameters, 4), UINT32_MAX);
        else
            parameters_element(parameters, value_type_of(field),
                               value_of_change(change, (size_t)(field - row->fields)));
    }
    put32(parameters->data + begin, (uint32_t)(parameters->length - begin - sizeof(uint32_t)));
}

void parameters_number(struct postgres_parameters *parameters, int64_t number)
{
    parameters_begin(parameters);
    put64(parameters_room(parameters, 8), (uint64_t)number);
}

/* ---- columns ---- */

enum postgres_column postgres_column(const PGresult *result, int column)
{
    switch (PQftype(result, column)) {
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        return COLUMN_NUMBER;
    case TYPE_NUMERIC:
        return COLUMN_NUMERIC;
    case TYPE_BYTEA:
    case TYPE_NAME:
    case TYPE_TEXT:
    case TYPE_BPCHAR:
    case TYPE_VARCHAR:
        return COLUMN_BYTES;
    default:
        return COLUMN_UNKNOWN;
    }
}

static int16_t get16(const char *place)
{
    uint16_t ordered;
    memcpy(&ordered, place, sizeof ordered);
    return (int16_t)be16toh(ordered);
}

/* sum() of whole numbers comes as numeric: digits to the base of 10000, the first times
 * 10000^weight. */
static bool numeric_number(const char *data, int length, int64_t *ret_number)
{
    if (length < 8)
        return false;
    int digits = get16(data), weight = get16(data + 2), sign = get16(data + 4);
    if ((sign != NUMERIC_POSITIVE && sign != NUMERIC_NEGATIVE) || length < 8 + digits * 2)
        return false;
    int64_t number = 0;
    for (int at = 0; at <= weight || at < digits; at++) {
        int64_t digit = at < digits ? get16(data + 8 + at * 2) : 0;
        if (at > weight) {
            if (digit != 0)
                return false;
            continue;
        }
        if (__builtin_mul_overflow(number, (int64_t)NUMERIC_BASE, &number)
            || __builtin_add_overflow(number, digit, &number))
            return false;
    }
    *ret_number = sign == NUMERIC_NEGATIVE ? -number : number;
    return true;
}

bool postgres_number(const PGresult *result, int row, int column, enum postgres_column kind,
                     int64_t *ret_number)
{
    const char *data = PQgetvalue(result, row, column);
    int length = PQgetlength(result, row, column);
    if (kind == COLUMN_NUMERIC)
        return numeric_number(data, length, ret_number);
    if (kind != COLUMN_NUMBER)
        return false;
    if (length == 8) {
        uint64_t ordered;
        memcpy(&ordered, data, sizeof ordered);
        *ret_number = (int64_t)be64toh(ordered);
        return true;
    }
    if (length == 4) {
        uint32_t ordered;
        memcpy(&ordered, data, sizeof ordered);
        *ret_number = (int32_t)be32toh(ordered);
        return true;
    }
    if (length == 2) {
        *ret_number = get16(data);
        return true;
    }
    *ret_number = length == 1 && data[0] != 0;
    return length == 1;
}

bool postgres_row(const PGresult *result, int row, const enum postgres_column *columns,
                  const struct shape *shape, void *object, struct arena *arena)
{
    for (size_t at = 0; at < shape->field_count; at++) {
        /* Column 0 is the want's number. */
        int column = (int)at + 1;
        if (PQgetisnull(result, row, column))
            continue;
        const struct field *field = &shape->fields[at];
        enum value_type type = value_type_of(field);
        if (type == VALUE_TEXT || type == VALUE_BYTES) {
            if (columns[column] != COLUMN_BYTES)
                return false;
            size_t size = (size_t)PQgetlength(result, row, column);
            value_put_text(field, object,
                           arena_copy(arena, PQgetvalue(result, row, column), size));
            continue;
        }
        int64_t number;
        if (!postgres_number(result, row, column, columns[column], &number)
            || !value_put_number(field, object, number))
            return false;
    }
    return true;
}
