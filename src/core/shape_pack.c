/* shape_pack.c: the binary form of structs, and copies of them.
 *
 * A struct is: number of fields up to the last that is not zero (varint), a bit for each of them
 * (set: not zero), then the values of those set, in table order. Integers are zigzag varints, texts
 * a length and their bytes, lists a count and their structs; a flag is its bit. What is zero behind
 * the last value leaves no trace, so a field added at the end changes no earlier text or digest. */

#include "core/shape.h"

#include "base/check.h"
#include "base/limits.h"

#include <string.h>

#define FIELDS_MAX 256

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

/* ---- packing ---- */

/* Without memory it only counts, so that the text is taken at its exact size. */
struct packer {
    unsigned char *data;
    size_t length;
};

static void pack_byte(struct packer *packer, unsigned char byte)
{
    if (packer->data != NULL)
        packer->data[packer->length] = byte;
    packer->length++;
}

static void pack_varint(struct packer *packer, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        pack_byte(packer, (unsigned char)(value | 0x80));
    pack_byte(packer, (unsigned char)value);
}

static void pack_text(struct packer *packer, struct text text)
{
    pack_varint(packer, text.length);
    if (packer->data != NULL && text.length > 0)
        memcpy(packer->data + packer->length, text.data, text.length);
    packer->length += text.length;
}

static void pack_struct(struct packer *packer, const struct shape *shape, const void *object,
                        int depth);

static void pack_list(struct packer *packer, const struct field *field, const struct list *list,
                      int depth)
{
    pack_varint(packer, list->count);
    for (size_t i = 0; i < list->count; i++)
        pack_struct(packer, field->of, (const char *)list->items + i * field->of->size, depth);
}

static void pack_value(struct packer *packer, const struct field *field, const void *object,
                       int depth)
{
    const void *value = field_in(field, object);
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
        pack_text(packer, *(const struct text *)value);
        return;
    case FIELD_ID:
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_MOMENT:
        pack_varint(packer, zigzag(*(const int64_t *)value));
        return;
    case FIELD_DAY:
        pack_varint(packer, zigzag(((const struct date *)value)->yyyymmdd));
        return;
    case FIELD_FLAG:
        return;
    case FIELD_OBJECT:
        pack_struct(packer, field->of, value, depth);
        return;
    case FIELD_LIST:
        pack_list(packer, field, value, depth);
        return;
    case FIELD_KINDS:
        break;
    }
    CHECK(false);
}

static void pack_struct(struct packer *packer, const struct shape *shape, const void *object,
                        int depth)
{
    unsigned char bits[FIELDS_MAX / 8] = { 0 };
    size_t count = 0;
    CHECK(shape->field_count <= FIELDS_MAX && depth < LIMIT_DEPTH);
    for (size_t i = 0; i < shape->field_count; i++) {
        if (field_is_zero(&shape->fields[i], object))
            continue;
        bits[i / 8] |= (unsigned char)(1u << i % 8);
        count = i + 1;
    }

    pack_varint(packer, count);
    for (size_t i = 0; i < (count + 7) / 8; i++)
        pack_byte(packer, bits[i]);
    for (size_t i = 0; i < count; i++)
        if ((bits[i / 8] >> i % 8 & 1) != 0)
            pack_value(packer, &shape->fields[i], object, depth + 1);
}

struct text shape_pack(const struct shape *shape, const void *object, struct arena *arena)
{
    struct packer counter = { 0 };
    pack_struct(&counter, shape, object, 0);
    struct packer packer = { .data = arena_take(arena, counter.length) };
    pack_struct(&packer, shape, object, 0);
    CHECK(packer.length == counter.length);
    return (struct text){ (char *)packer.data, packer.length };
}

/* ---- unpacking ---- */

struct unpacker {
    const unsigned char *at, *end;
    struct arena *arena;
};

static bool unpack_varint(struct unpacker *unpacker, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (unpacker->at == unpacker->end)
            return false;
        unsigned char byte = *unpacker->at++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

static bool unpack_integer(struct unpacker *unpacker, int64_t *ret_value)
{
    uint64_t value;
    if (!unpack_varint(unpacker, &value))
        return false;
    *ret_value = unzigzag(value);
    return true;
}

/* The text points into what is unpacked, which is the arena's own copy. */
static bool unpack_text(struct unpacker *unpacker, struct text *ret_text)
{
    uint64_t length;
    if (!unpack_varint(unpacker, &length)
        || length > (size_t)(unpacker->end - unpacker->at))
        return false;
    *ret_text = (struct text){ (const char *)unpacker->at, (size_t)length };
    unpacker->at += length;
    return true;
}

static bool unpack_struct(struct unpacker *unpacker, const struct shape *shape, void *object,
                          int depth);

static bool unpack_list(struct unpacker *unpacker, const struct field *field, struct list *list,
                        int depth)
{
    uint64_t count;
    /* Every struct takes a byte at least, so a false count cannot ask for much memory. */
    if (!unpack_varint(unpacker, &count) || count > (size_t)(unpacker->end - unpacker->at))
        return false;
    list->items = arena_array(unpacker->arena, (size_t)count, field->of->size);
    list->count = (size_t)count;
    for (size_t i = 0; i < list->count; i++)
        if (!unpack_struct(unpacker, field->of, (char *)list->items + i * field->of->size, depth))
            return false;
    return true;
}

static bool unpack_value(struct unpacker *unpacker, const struct field *field, void *object,
                         int depth)
{
    void *value = field_at(field, object);
    int64_t integer;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
        return unpack_text(unpacker, value);
    case FIELD_ID:
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_MOMENT:
        return unpack_integer(unpacker, value);
    case FIELD_DAY:
        if (!unpack_integer(unpacker, &integer) || integer < INT32_MIN || integer > INT32_MAX)
            return false;
        ((struct date *)value)->yyyymmdd = (int32_t)integer;
        return true;
    case FIELD_FLAG:
        *(bool *)value = true;
        return true;
    case FIELD_OBJECT:
        return unpack_struct(unpacker, field->of, value, depth);
    case FIELD_LIST:
        return unpack_list(unpacker, field, value, depth);
    case FIELD_KINDS:
        break;
    }
    return false;
}

static bool unpack_struct(struct unpacker *unpacker, const struct shape *shape, void *object,
                          int depth)
{
    uint64_t count;
    if (depth >= LIMIT_DEPTH || !unpack_varint(unpacker, &count) || count > shape->field_count
        || (count + 7) / 8 > (size_t)(unpacker->end - unpacker->at))
        return false;
    const unsigned char *bits = unpacker->at;
    unpacker->at += (count + 7) / 8;
    for (size_t i = 0; i < count; i++)
        if ((bits[i / 8] >> i % 8 & 1) != 0
            && !unpack_value(unpacker, &shape->fields[i], object, depth + 1))
            return false;
    return true;
}

bool shape_unpack(const struct shape *shape, struct text packed, struct arena *arena,
                  void *ret_object)
{
    struct text copy = arena_copy(arena, packed.data, packed.length);
    const unsigned char *start = (const unsigned char *)copy.data;
    struct unpacker unpacker = { .at = start, .end = start + copy.length, .arena = arena };
    void *object = arena_take(arena, shape->size);
    if (!unpack_struct(&unpacker, shape, object, 0) || unpacker.at != unpacker.end)
        return false;
    memcpy(ret_object, object, shape->size);
    return true;
}

/* ---- copying ---- */

/* `object` is a flat copy already; what it points to is copied after it. */
static void copy_pointed(const struct shape *shape, void *object, struct arena *arena, int depth)
{
    CHECK(depth < LIMIT_DEPTH);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        void *value = field_at(field, object);
        if (field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_BYTES) {
            *(struct text *)value = arena_text(arena, *(struct text *)value);
        } else if (field->kind == FIELD_OBJECT) {
            copy_pointed(field->of, value, arena, depth + 1);
        } else if (field->kind == FIELD_LIST) {
            struct list *list = value;
            const void *items = list->items;
            list->items = arena_array(arena, list->count, field->of->size);
            if (list->count > 0)
                memcpy(list->items, items, list->count * field->of->size);
            for (size_t j = 0; j < list->count; j++)
                copy_pointed(field->of, (char *)list->items + j * field->of->size, arena,
                             depth + 1);
        }
    }
}

void *shape_copy(const struct shape *shape, const void *object, struct arena *arena)
{
    void *copy = arena_take(arena, shape->size);
    memcpy(copy, object, shape->size);
    copy_pointed(shape, copy, arena, 0);
    return copy;
}
