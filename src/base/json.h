/* json.h: JSON in and out. The only place that knows json-c.
 *
 * Reading is strict (RFC 8259, and more): one value and nothing after it, well-formed UTF-8, no
 * name twice in an object, no control characters, no NUL, no lone surrogates, at most LIMIT_DEPTH
 * deep. A number is never turned into a C number here: its own text is kept, so that 113.40 stays
 * 113.40 and the rooms' exact parsers decide. The tree lives in the arena given: nothing to free,
 * and it does not point into the text it was read from. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"

enum json_kind { JSON_NULL, JSON_FLAG, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

struct json;

struct json_fault {
    const char *reason;         /* a key of words/json.yaml */
    size_t offset;              /* bytes from the start */
    int line, column;           /* from 1; columns count characters */
};

/* False and a fault on anything that is not strict JSON or is longer than `bytes_max`. */
bool json_parse(struct text text, size_t bytes_max, struct arena *arena,
                const struct json **ret_json, struct json_fault *ret_fault);

/* ---- asking; a NULL node is treated as JSON null, so that look-ups can be chained ---- */

enum json_kind json_kind(const struct json *json);
size_t json_offset(const struct json *json);            /* where the value stood in the text */
struct text json_text(const struct json *json);         /* of JSON_TEXT; absent for other kinds */
struct text json_number_text(const struct json *json);  /* of JSON_NUMBER; absent for others */
/* Of JSON_TEXT, JSON_NUMBER ("113.40") and JSON_FLAG ("true"); absent for others. What a liberal
 * door takes: some senders write codes as numbers and amounts as texts, or the other way round. */
struct text json_plain_text(const struct json *json);
bool json_flag(const struct json *json);                /* true only for the literal true */

/* Items of an array, or members of an object in the order they were written; 0 for others. */
size_t json_count(const struct json *json);
const struct json *json_at(const struct json *json, size_t index);      /* NULL beyond the end */
/* The name of the node when it is a member of an object; absent otherwise. */
struct text json_name(const struct json *json);

/* NULL when there is none or `object` is no object. */
const struct json *json_member(const struct json *object, struct text name);
/* Ignores ASCII case and underscores: PSN_NO, psnNo and psn_no are the same. An exact name wins
 * over a loose one, and the first loose one over later ones. */
const struct json *json_member_loose(const struct json *object, struct text name);
bool json_name_is_loose(struct text a, struct text b);

/* ---- writing ---- */

/* Writes compact JSON into memory of the arena that grows by doubling. Calls in an order that
 * would not give JSON are a broken promise (CHECK). Texts are escaped as needed; a byte that is not
 * UTF-8 becomes U+FFFD, so the result is always well-formed. */
#define JSON_WRITER_DEPTH (2 * LIMIT_DEPTH)     /* any tree that was read fits inside LIMIT_DEPTH */

struct json_writer {
    struct arena *arena;
    char *data;
    size_t length, capacity;
    int depth;
    bool done, after_key;
    struct { bool object, filled; } level[JSON_WRITER_DEPTH];
};

void json_writer_init(struct json_writer *writer, struct arena *arena);
void json_object_begin(struct json_writer *writer);
void json_object_end(struct json_writer *writer);
void json_array_begin(struct json_writer *writer);
void json_array_end(struct json_writer *writer);
void json_key(struct json_writer *writer, struct text name);
void json_write_text(struct json_writer *writer, struct text text);     /* absent: null */
void json_write_int(struct json_writer *writer, int64_t value);
/* A number by its text, e.g. of money_write; CHECKs that it is a JSON number. */
void json_write_raw_number(struct json_writer *writer, struct text number);
void json_write_flag(struct json_writer *writer, bool flag);
void json_write_null(struct json_writer *writer);
/* A tree that was read, numbers by their own text. */
void json_write_tree(struct json_writer *writer, const struct json *json);
/* The whole document; CHECKs that every object and array was ended. Followed by a NUL. */
struct text json_writer_text(struct json_writer *writer);

/* Is the text a number by RFC 8259? */
bool json_is_number(struct text text);

#endif
