/* packing.c: see packing.h. */

#include "stores/packing.h"

#include "base/check.h"

#include <string.h>

#define VARINT_BYTES 10

static bool is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_BYTES;
}

static char *room(struct packing *packing, size_t size)
{
    if (packing->capacity - packing->length < size) {
        size_t capacity = packing->capacity == 0 ? 1024 : packing->capacity;
        while (capacity - packing->length < size)
            capacity *= 2;
        packing->data = realloc(packing->data, capacity);
        CHECK(packing->data != NULL);
        packing->capacity = capacity;
    }
    return packing->data + packing->length;
}

void packing_release(struct packing *packing)
{
    free(packing->data);
    *packing = (struct packing){ 0 };
}

void packing_add_bytes(struct packing *packing, const void *data, size_t length)
{
    if (length > 0)
        memcpy(room(packing, length), data, length);
    packing->length += length;
}

static char *put_varint(char *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = (char)(value | 0x80);
    *to++ = (char)value;
    return to;
}

static const char *get_varint(const char *from, uint64_t *ret_value)
{
    uint64_t value = 0;
    int shift = 0;
    for (; ((unsigned char)*from & 0x80) != 0; shift += 7)
        value |= ((uint64_t)(unsigned char)*from++ & 0x7F) << shift;
    *ret_value = value | (uint64_t)(unsigned char)*from++ << shift;
    return from;
}

static int64_t number_of(const struct field *field, const char *place)
{
    if (field->kind == FIELD_FLAG)
        return *(const bool *)place ? 1 : 0;
    if (field->kind == FIELD_DAY) {
        struct date day;
        memcpy(&day, place, sizeof day);
        return day.yyyymmdd;
    }
    CHECK(field->kind != FIELD_OBJECT && field->kind != FIELD_LIST);
    int64_t number;     /* ids, counts, amounts, moments: one of 64 bits each */
    memcpy(&number, place, sizeof number);
    return number;
}

static void put_text(struct packing *packing, struct text text, bool never_absent)
{
    if (text.data == NULL && never_absent)
        text = TEXT("");
    char *from = room(packing, VARINT_BYTES + text.length), *to = from;
    to = put_varint(to, text.data == NULL ? 0 : (uint64_t)text.length + 1);
    if (text.data != NULL && text.length > 0)
        memcpy(to, text.data, text.length);
    packing->length += (size_t)(to - from) + (text.data == NULL ? 0 : text.length);
}

void packing_add(struct packing *packing, const struct shape *shape, size_t count, size_t keys,
                 const void *object)
{
    for (size_t at = 0; at < count; at++) {
        const struct field *field = &shape->fields[at];
        const char *place = (const char *)object + field->offset;
        if (is_text(field)) {
            put_text(packing, *(const struct text *)(const void *)place,
                     at < keys || (field->flags & FIELD_REQUIRED) != 0);
            continue;
        }
        uint64_t number = (uint64_t)number_of(field, place);
        char *from = room(packing, VARINT_BYTES);
        char *to = put_varint(from, (number << 1) ^ (0 - (number >> 63)));
        packing->length += (size_t)(to - from);
    }
}

static void put_number(const struct field *field, char *place, int64_t number)
{
    if (field->kind == FIELD_FLAG) {
        *(bool *)place = number != 0;
    } else if (field->kind == FIELD_DAY) {
        struct date day = { (int32_t)number };
        memcpy(place, &day, sizeof day);
    } else {
        memcpy(place, &number, sizeof number);
    }
}

const char *packing_read(const char *from, const struct shape *shape, void *object,
                         struct arena *arena)
{
    for (size_t at = 0; at < shape->field_count; at++) {
        const struct field *field = &shape->fields[at];
        char *place = (char *)object + field->offset;
        uint64_t value;
        from = get_varint(from, &value);
        if (!is_text(field)) {
            put_number(field, place, (int64_t)((value >> 1) ^ (0 - (value & 1))));
        } else if (value > 0) {
            struct text text = arena_copy(arena, from, (size_t)value - 1);
            memcpy(place, &text, sizeof text);
            from += value - 1;
        }
    }
    return from;
}

int packing_order(const struct table *table, const void *one, const void *other)
{
    for (size_t at = 0; at < table->key_count; at++) {
        const struct field *field = &table->row->fields[at];
        const char *a = (const char *)one + field->offset, *b = (const char *)other + field->offset;
        int64_t left = 0, right = 0;
        if (is_text(field)) {
            const struct text *x = (const void *)a, *y = (const void *)b;
            size_t least = x->length < y->length ? x->length : y->length;
            int order = least == 0 ? 0 : memcmp(x->data, y->data, least);
            if (order != 0)
                return order;
            left = (int64_t)x->length;
            right = (int64_t)y->length;
        } else {
            left = number_of(field, a);
            right = number_of(field, b);
        }
        if (left != right)
            return left < right ? -1 : 1;
    }
    return 0;
}

struct text packing_row_at(const char *at)
{
    uint16_t length;
    memcpy(&length, at, sizeof length);
    return (struct text){ at + sizeof length, length };
}

bool packing_add_row(struct packing *rows, const struct shape *shape, size_t keys,
                     const void *object)
{
    size_t from = rows->length;
    uint16_t length = 0;
    packing_add_bytes(rows, &length, sizeof length);
    packing_add(rows, shape, shape->field_count, keys, object);
    size_t size = rows->length - from - sizeof length;
    if (size > UINT16_MAX)
        return false;
    length = (uint16_t)size;
    memcpy(rows->data + from, &length, sizeof length);
    return true;
}
