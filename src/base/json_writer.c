/* json_writer.c: the writing half of json.h; it needs no library. */

#include "base/check.h"
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void json_writer_init(struct json_writer *writer, struct arena *arena)
{
    *writer = (struct json_writer){ .arena = arena };
}

/* Room for that much behind what is written; one byte more is kept for the NUL at the end. */
static char *json_room(struct json_writer *writer, size_t length)
{
    if (writer->capacity - writer->length <= length) {
        CHECK(length < SIZE_MAX / 4);
        size_t capacity = writer->capacity == 0 ? 512 : writer->capacity * 2;
        while (capacity - writer->length <= length)
            capacity *= 2;
        char *grown = arena_take(writer->arena, capacity);
        if (writer->length > 0)
            memcpy(grown, writer->data, writer->length);
        writer->data = grown;
        writer->capacity = capacity;
    }
    char *room = writer->data + writer->length;
    writer->length += length;
    return room;
}

static void json_put(struct json_writer *writer, const char *data, size_t length)
{
    char *room = json_room(writer, length);
    if (length > 0)
        memcpy(room, data, length);
}

static void json_put_text(struct json_writer *writer, struct text text)
{
    json_put(writer, text.data, text.length);
}

/* What stands before a value: a comma in an array, nothing behind a key. */
static void json_value_begin(struct json_writer *writer)
{
    CHECK(!writer->done);
    if (writer->depth == 0) {
        writer->done = true;
        return;
    }
    int top = writer->depth - 1;
    CHECK(writer->level[top].object == writer->after_key);
    if (!writer->level[top].object && writer->level[top].filled)
        json_put(writer, ",", 1);
    writer->level[top].filled = true;
    writer->after_key = false;
}

static void json_begin(struct json_writer *writer, bool object)
{
    CHECK(writer->depth < JSON_WRITER_DEPTH);
    json_value_begin(writer);
    writer->done = false;
    writer->level[writer->depth].object = object;
    writer->level[writer->depth].filled = false;
    writer->depth++;
    json_put(writer, object ? "{" : "[", 1);
}

static void json_end(struct json_writer *writer, bool object)
{
    CHECK(writer->depth > 0 && writer->level[writer->depth - 1].object == object);
    CHECK(!writer->after_key);
    writer->depth--;
    writer->done = writer->depth == 0;
    json_put(writer, object ? "}" : "]", 1);
}

void json_object_begin(struct json_writer *writer)
{
    json_begin(writer, true);
}

void json_object_end(struct json_writer *writer)
{
    json_end(writer, true);
}

void json_array_begin(struct json_writer *writer)
{
    json_begin(writer, false);
}

void json_array_end(struct json_writer *writer)
{
    json_end(writer, false);
}

static void json_put_escape(struct json_writer *writer, unsigned char byte)
{
    static const char HEX[] = "0123456789abcdef";
    switch (byte) {
    case '"': json_put(writer, "\\\"", 2); break;
    case '\\': json_put(writer, "\\\\", 2); break;
    case '\b': json_put(writer, "\\b", 2); break;
    case '\f': json_put(writer, "\\f", 2); break;
    case '\n': json_put(writer, "\\n", 2); break;
    case '\r': json_put(writer, "\\r", 2); break;
    case '\t': json_put(writer, "\\t", 2); break;
    default: {
        char escape[6] = { '\\', 'u', '0', '0', HEX[byte >> 4], HEX[byte & 15] };
        json_put(writer, escape, sizeof escape);
    }
    }
}

/* Well-formed text: runs of plain bytes are copied whole. */
static void json_put_sound(struct json_writer *writer, struct text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        json_put_text(writer, text_slice(text, from, i));
        json_put_escape(writer, byte);
        from = i + 1;
    }
    json_put_text(writer, text_slice(text, from, text.length));
}

/* Nothing in it has to be written otherwise: names and most of what is told. */
static void json_put_plain(struct json_writer *writer, struct text text, char behind)
{
    char *room = json_room(writer, text.length + (behind == '\0' ? 2 : 3));
    *room++ = '"';
    if (text.length > 0)
        memcpy(room, text.data, text.length);
    room[text.length] = '"';
    if (behind != '\0')
        room[text.length + 1] = behind;
}

/* And the character `behind` it, unless that is NUL. */
static void json_put_quoted(struct json_writer *writer, struct text text, char behind)
{
    if (text_plain_until(text, 0) == text.length) {
        json_put_plain(writer, text, behind);
        return;
    }
    json_put(writer, "\"", 1);
    for (;;) {
        size_t sound = text_utf8_prefix(text);
        json_put_sound(writer, text_slice(text, 0, sound));
        if (sound == text.length)
            break;
        json_put_text(writer, TEXT("\xEF\xBF\xBD"));
        text = text_slice(text, sound + 1, text.length);
    }
    json_put(writer, "\"", 1);
    if (behind != '\0')
        json_put(writer, &behind, 1);
}

void json_key(struct json_writer *writer, struct text name)
{
    CHECK(writer->depth > 0 && writer->level[writer->depth - 1].object && !writer->after_key);
    if (writer->level[writer->depth - 1].filled)
        json_put(writer, ",", 1);
    json_put_quoted(writer, name, ':');
    writer->after_key = true;
}

void json_write_text(struct json_writer *writer, struct text text)
{
    if (text.data == NULL) {
        json_write_null(writer);
        return;
    }
    json_value_begin(writer);
    json_put_quoted(writer, text, '\0');
}

void json_write_int(struct json_writer *writer, int64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    json_value_begin(writer);
    json_put(writer, digits, (size_t)length);
}

void json_write_raw_number(struct json_writer *writer, struct text number)
{
    CHECK(json_is_number(number));
    json_value_begin(writer);
    json_put_text(writer, number);
}

void json_write_flag(struct json_writer *writer, bool flag)
{
    json_value_begin(writer);
    json_put_text(writer, flag ? TEXT("true") : TEXT("false"));
}

void json_write_null(struct json_writer *writer)
{
    json_value_begin(writer);
    json_put(writer, "null", 4);
}

/* Writes a leaf, or begins a container and answers true. */
static bool json_write_node(struct json_writer *writer, const struct json *json)
{
    switch (json_kind(json)) {
    case JSON_NULL: json_write_null(writer); return false;
    case JSON_FLAG: json_write_flag(writer, json_flag(json)); return false;
    case JSON_NUMBER: json_write_raw_number(writer, json_number_text(json)); return false;
    case JSON_TEXT: json_write_text(writer, json_text(json)); return false;
    case JSON_ARRAY: json_array_begin(writer); return true;
    case JSON_OBJECT: json_object_begin(writer); return true;
    }
    CHECK(false);
    return false;
}

void json_write_tree(struct json_writer *writer, const struct json *json)
{
    struct { const struct json *node; size_t next; } level[LIMIT_DEPTH];
    int depth = 0;
    if (json_write_node(writer, json)) {
        level[depth].node = json;
        level[depth++].next = 0;
    }
    while (depth > 0) {
        const struct json *node = level[depth - 1].node;
        bool object = json_kind(node) == JSON_OBJECT;
        const struct json *child = json_at(node, level[depth - 1].next++);
        if (child == NULL) {
            json_end(writer, object);
            depth--;
            continue;
        }
        if (object)
            json_key(writer, json_name(child));
        if (json_write_node(writer, child)) {
            level[depth].node = child;
            level[depth++].next = 0;
        }
    }
}

struct text json_writer_text(struct json_writer *writer)
{
    CHECK(writer->done && writer->depth == 0);
    writer->data[writer->length] = '\0';
    return (struct text){ writer->data, writer->length };
}
