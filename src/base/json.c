#include "base/json.h"

#include "base/check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json {
    enum json_kind kind;
    bool flag;
    struct text name;
    struct text text;           /* JSON_TEXT, JSON_NUMBER */
    struct json *items;         /* JSON_ARRAY, JSON_OBJECT */
    size_t count;
    size_t offset;
};

/* The text is read once, token by token, and each value marked as it comes: where it stands, what
 * it is called, how many values it holds. The tree is made of the marks afterwards, when it is
 * known how large each object is. No recursion: what is open stands in an array of LIMIT_DEPTH. */
struct json_mark {
    enum json_kind kind;
    bool flag;
    bool escapes, name_escapes; /* a backslash stands in the text, in the name */
    size_t offset;
    size_t length;              /* of a number; of a text between its quotes */
    struct text name;           /* as written */
    size_t count;               /* of the values in it */
};

enum json_expect {
    EXPECT_VALUE, EXPECT_VALUE_OR_CLOSE, EXPECT_NAME, EXPECT_NAME_OR_CLOSE, EXPECT_COLON,
    EXPECT_COMMA_OR_CLOSE, EXPECT_END,
};

struct json_scan {
    struct text text;
    size_t at;
    enum json_expect expect;
    struct json_mark *marks;    /* owned; count of them is bounded by the text's length */
    size_t mark_count, mark_capacity;
    size_t open[LIMIT_DEPTH];   /* marks of the objects and arrays we are in */
    int depth;
    struct text name;           /* of the value that comes next, as written */
    bool name_escapes;
    const char *reason;
};

static const char OUT_OF_PLACE[] = "json.reason.unexpected";

/* A value stands here. NULL: none may. */
static struct json_mark *json_mark_add(struct json_scan *scan, enum json_kind kind, size_t offset)
{
    if (scan->expect != EXPECT_VALUE && scan->expect != EXPECT_VALUE_OR_CLOSE)
        return NULL;
    if (scan->mark_count == scan->mark_capacity) {
        scan->mark_capacity = scan->mark_capacity == 0 ? 64 : scan->mark_capacity * 2;
        scan->marks = realloc(scan->marks, scan->mark_capacity * sizeof *scan->marks);
        CHECK(scan->marks != NULL);
    }
    if (scan->depth > 0)
        scan->marks[scan->open[scan->depth - 1]].count++;
    struct json_mark *mark = &scan->marks[scan->mark_count++];
    *mark = (struct json_mark){
        .kind = kind, .offset = offset, .name = scan->name, .name_escapes = scan->name_escapes,
    };
    scan->name = (struct text){ 0 };
    scan->name_escapes = false;
    scan->expect = scan->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
    return mark;
}

static size_t json_digits(struct text text, size_t at)
{
    size_t from = at;
    while (at < text.length && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at - from;
}

bool json_is_number(struct text text)
{
    size_t at = text.length > 0 && text.data[0] == '-' ? 1 : 0;
    size_t whole = json_digits(text, at);
    if (whole == 0 || (whole > 1 && text.data[at] == '0'))
        return false;
    at += whole;
    if (at < text.length && text.data[at] == '.') {
        size_t decimals = json_digits(text, at + 1);
        if (decimals == 0)
            return false;
        at += 1 + decimals;
    }
    if (at < text.length && (text.data[at] == 'e' || text.data[at] == 'E')) {
        at++;
        if (at < text.length && (text.data[at] == '+' || text.data[at] == '-'))
            at++;
        size_t power = json_digits(text, at);
        if (power == 0)
            return false;
        at += power;
    }
    return at == text.length;
}

static bool json_of_number(char letter)
{
    return (letter >= '0' && letter <= '9') || letter == '+' || letter == '-' || letter == '.'
        || letter == 'e' || letter == 'E';
}

static const char *json_scan_number(struct json_scan *scan)
{
    size_t from = scan->at;
    while (scan->at < scan->text.length && json_of_number(scan->text.data[scan->at]))
        scan->at++;
    struct text number = text_slice(scan->text, from, scan->at);
    if (!json_is_number(number)) {
        scan->at = from;
        return "json.reason.not-a-number";
    }
    struct json_mark *mark = json_mark_add(scan, JSON_NUMBER, from);
    if (mark == NULL) {
        scan->at = from;
        return OUT_OF_PLACE;
    }
    mark->length = number.length;
    return NULL;
}

static int json_hex4(struct text text, size_t at)
{
    int value = 0;
    if (text.length - at < 4)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        char digit = text.data[i];
        int step = digit >= '0' && digit <= '9' ? digit - '0'
                 : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                 : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
        if (step < 0)
            return -1;
        value = value * 16 + step;
    }
    return value;
}

/* At a backslash; leaves `at` behind the escape. */
static const char *json_scan_escape(struct json_scan *scan)
{
    struct text text = scan->text;
    if (text.length - scan->at < 2)
        return "json.reason.no-end";
    char letter = text.data[scan->at + 1];
    if (letter != 'u') {
        if (letter == '\0' || strchr("\"\\/bfnrt", letter) == NULL)
            return "json.reason.no-such-escape";
        scan->at += 2;
        return NULL;
    }
    int unit = json_hex4(text, scan->at + 2);
    if (unit < 0)
        return "json.reason.four-digits";
    if (unit == 0)
        return "json.reason.nul";
    if (unit < 0xD800 || unit > 0xDFFF) {
        scan->at += 6;
        return NULL;
    }
    bool pair = unit < 0xDC00 && text_starts(text_slice(text, scan->at + 6, text.length),
                                             TEXT("\\u"));
    int low = pair ? json_hex4(text, scan->at + 8) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return "json.reason.half-pair";
    scan->at += 12;
    return NULL;
}

/* A name or a text has ended: `from` is behind its first quote, `at` behind its last. */
static const char *json_scan_text_end(struct json_scan *scan, size_t from, bool escapes)
{
    struct text written = text_slice(scan->text, from, scan->at - 1);
    if (scan->expect == EXPECT_NAME || scan->expect == EXPECT_NAME_OR_CLOSE) {
        scan->name = written;
        scan->name_escapes = escapes;
        scan->expect = EXPECT_COLON;
        return NULL;
    }
    struct json_mark *mark = json_mark_add(scan, JSON_TEXT, from - 1);
    if (mark == NULL) {
        scan->at = from - 1;
        return OUT_OF_PLACE;
    }
    mark->length = written.length;
    mark->escapes = escapes;
    return NULL;
}

static size_t json_not_ascii(struct text text, size_t at)
{
    while (at < text.length && (unsigned char)text.data[at] >= 0x80)
        at++;
    return at;
}

static const char *json_scan_string(struct json_scan *scan)
{
    size_t from = ++scan->at;
    bool escapes = false;
    while ((scan->at = text_plain_until(scan->text, scan->at)) < scan->text.length) {
        unsigned char byte = (unsigned char)scan->text.data[scan->at];
        if (byte == '"') {
            scan->at++;
            return json_scan_text_end(scan, from, escapes);
        }
        if (byte < 0x20)
            return "json.reason.control";
        if (byte != '\\') {
            scan->at = json_not_ascii(scan->text, scan->at + 1);
            continue;
        }
        escapes = true;
        const char *reason = json_scan_escape(scan);
        if (reason != NULL)
            return reason;
    }
    scan->at = from - 1;
    return "json.reason.no-end";
}

static const char *json_scan_open(struct json_scan *scan, bool object)
{
    if (scan->depth == LIMIT_DEPTH)
        return "json.reason.too-deep";
    if (json_mark_add(scan, object ? JSON_OBJECT : JSON_ARRAY, scan->at) == NULL)
        return OUT_OF_PLACE;
    scan->open[scan->depth++] = scan->mark_count - 1;
    scan->expect = object ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
    scan->at++;
    return NULL;
}

static bool json_in_object(const struct json_scan *scan)
{
    return scan->depth > 0 && scan->marks[scan->open[scan->depth - 1]].kind == JSON_OBJECT;
}

static const char *json_scan_close(struct json_scan *scan, bool object)
{
    enum json_expect empty = object ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
    if (scan->depth == 0 || json_in_object(scan) != object
        || (scan->expect != EXPECT_COMMA_OR_CLOSE && scan->expect != empty))
        return OUT_OF_PLACE;
    scan->depth--;
    scan->expect = scan->depth > 0 ? EXPECT_COMMA_OR_CLOSE : EXPECT_END;
    scan->at++;
    return NULL;
}

static const char *json_scan_comma(struct json_scan *scan)
{
    if (scan->expect != EXPECT_COMMA_OR_CLOSE)
        return OUT_OF_PLACE;
    scan->expect = json_in_object(scan) ? EXPECT_NAME : EXPECT_VALUE;
    scan->at++;
    return NULL;
}

static const char *json_scan_colon(struct json_scan *scan)
{
    if (scan->expect != EXPECT_COLON)
        return OUT_OF_PLACE;
    scan->expect = EXPECT_VALUE;
    scan->at++;
    return NULL;
}

static const char *json_scan_literal(struct json_scan *scan)
{
    static const struct { struct text word; enum json_kind kind; bool flag; } LITERALS[] = {
        { { "true", 4 }, JSON_FLAG, true }, { { "false", 5 }, JSON_FLAG, false },
        { { "null", 4 }, JSON_NULL, false },
    };
    struct text rest = text_slice(scan->text, scan->at, scan->text.length);
    for (size_t i = 0; i < COUNT_OF(LITERALS); i++) {
        if (!text_starts(rest, LITERALS[i].word))
            continue;
        struct json_mark *mark = json_mark_add(scan, LITERALS[i].kind, scan->at);
        if (mark == NULL)
            return OUT_OF_PLACE;
        mark->flag = LITERALS[i].flag;
        scan->at += LITERALS[i].word.length;
        return NULL;
    }
    return OUT_OF_PLACE;
}

static const char *json_scan_token(struct json_scan *scan)
{
    switch (scan->text.data[scan->at]) {
    case ' ': case '\t': case '\r': case '\n':
        scan->at++;
        return NULL;
    case '{': return json_scan_open(scan, true);
    case '[': return json_scan_open(scan, false);
    case '}': return json_scan_close(scan, true);
    case ']': return json_scan_close(scan, false);
    case ',': return json_scan_comma(scan);
    case ':': return json_scan_colon(scan);
    case '"': return json_scan_string(scan);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        return json_scan_number(scan);
    default: return json_scan_literal(scan);
    }
}

/* ---- from the marks to the tree ---- */

static char *json_put_utf8(char *to, int code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(0xE0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(0xF0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

static char json_unescaped(char letter)
{
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
    }
}

/* The scan has looked at every escape. What is meant is never longer than what is written. */
static struct text json_text_meant(struct text written, bool escapes, struct arena *arena)
{
    if (!escapes)
        return arena_copy(arena, written.data, written.length);
    char *meant = arena_take(arena, written.length + 1), *to = meant;
    for (size_t at = 0; at < written.length;) {
        if (written.data[at] != '\\') {
            *to++ = written.data[at++];
        } else if (written.data[at + 1] != 'u') {
            *to++ = json_unescaped(written.data[at + 1]);
            at += 2;
        } else {
            int code = json_hex4(written, at + 2);
            at += 6;
            if (code >= 0xD800 && code <= 0xDBFF) {
                code = 0x10000 + ((code - 0xD800) << 10) + (json_hex4(written, at + 2) - 0xDC00);
                at += 6;
            }
            to = json_put_utf8(to, code);
        }
    }
    return (struct text){ meant, (size_t)(to - meant) };
}

static int json_by_name(const void *one, const void *other)
{
    const struct text *a = one, *b = other;
    size_t least = a->length < b->length ? a->length : b->length;
    int order = least == 0 ? 0 : memcmp(a->data, b->data, least);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static bool json_names_differ(const struct json *object)
{
    enum { FEW = 24 };
    if (object->count > FEW) {
        struct text *names = malloc(object->count * sizeof *names);
        CHECK(names != NULL);
        for (size_t i = 0; i < object->count; i++)
            names[i] = object->items[i].name;
        qsort(names, object->count, sizeof *names, json_by_name);
        bool differ = true;
        for (size_t i = 1; i < object->count && differ; i++)
            differ = !text_equal(names[i - 1], names[i]);
        free(names);
        return differ;
    }
    for (size_t i = 1; i < object->count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(object->items[i].name, object->items[j].name))
                return false;
    return true;
}

static void json_fill(const struct json_scan *scan, const struct json_mark *mark,
                      struct arena *arena, struct json *node)
{
    *node = (struct json){ .kind = mark->kind, .flag = mark->flag, .offset = mark->offset };
    if (mark->name.data != NULL)
        node->name = json_text_meant(mark->name, mark->name_escapes, arena);
    if (mark->kind == JSON_NUMBER)
        node->text = arena_copy(arena, scan->text.data + mark->offset, mark->length);
    if (mark->kind == JSON_TEXT)
        node->text = json_text_meant(text_slice(scan->text, mark->offset + 1,
                                                mark->offset + 1 + mark->length),
                                     mark->escapes, arena);
    if (mark->kind == JSON_OBJECT || mark->kind == JSON_ARRAY) {
        node->items = ARENA_ARRAY(arena, struct json, mark->count);
        node->count = mark->count;
    }
}

/* Marks stand in the order of the text: each fills the next free place of the innermost object or
 * array that is not full. NULL: a name stands twice, in the object at `ret_offset`. */
static const struct json *json_build(const struct json_scan *scan, struct arena *arena,
                                     size_t *ret_offset)
{
    struct { struct json *node; size_t filled; } level[LIMIT_DEPTH + 1];
    int depth = 0;
    struct json *root = ARENA_NEW(arena, struct json);
    for (size_t at = 0; at < scan->mark_count; at++) {
        struct json *node = depth == 0 ? root
            : &level[depth - 1].node->items[level[depth - 1].filled++];
        json_fill(scan, &scan->marks[at], arena, node);
        if (node->count > 0) {
            level[depth].node = node;
            level[depth++].filled = 0;
        }
        while (depth > 0 && level[depth - 1].filled == level[depth - 1].node->count) {
            const struct json *full = level[--depth].node;
            if (full->kind == JSON_OBJECT && !json_names_differ(full)) {
                *ret_offset = full->offset;
                return NULL;
            }
        }
    }
    return root;
}

static bool json_refuse(struct text text, size_t offset, const char *reason,
                        struct json_fault *ret_fault)
{
    struct json_fault fault = { .reason = reason, .offset = offset, .line = 1, .column = 1 };
    for (size_t i = 0; i < offset && i < text.length; i++) {
        if (text.data[i] == '\n') {
            fault.line++;
            fault.column = 1;
        } else if (((unsigned char)text.data[i] & 0xC0) != 0x80) {
            fault.column++;
        }
    }
    *ret_fault = fault;
    return false;
}

bool json_parse(struct text text, size_t bytes_max, struct arena *arena,
                const struct json **ret_json, struct json_fault *ret_fault)
{
    CHECK(bytes_max < INT32_MAX);
    if (text.length > bytes_max)
        return json_refuse(text, 0, "json.reason.too-long", ret_fault);
    if (text.length == 0)
        return json_refuse(text, 0, "json.reason.empty", ret_fault);
    size_t sound = text_utf8_prefix(text);
    if (sound < text.length)
        return json_refuse(text, sound, "json.reason.not-utf8", ret_fault);

    struct json_scan scan = { .text = text };
    while (scan.at < text.length && scan.reason == NULL)
        scan.reason = json_scan_token(&scan);
    if (scan.reason == NULL && scan.expect != EXPECT_END)
        scan.reason = "json.reason.ends-early";
    const struct json *root = NULL;
    if (scan.reason == NULL) {
        root = json_build(&scan, arena, &scan.at);
        if (root == NULL)
            scan.reason = "json.reason.name-twice";
    }
    free(scan.marks);
    if (scan.reason != NULL)
        return json_refuse(text, scan.at, scan.reason, ret_fault);
    *ret_json = root;
    return true;
}

/* ---- asking ---- */

enum json_kind json_kind(const struct json *json)
{
    return json == NULL ? JSON_NULL : json->kind;
}

size_t json_offset(const struct json *json)
{
    return json == NULL ? 0 : json->offset;
}

struct text json_text(const struct json *json)
{
    return json_kind(json) == JSON_TEXT ? json->text : (struct text){ 0 };
}

struct text json_number_text(const struct json *json)
{
    return json_kind(json) == JSON_NUMBER ? json->text : (struct text){ 0 };
}

struct text json_plain_text(const struct json *json)
{
    if (json_kind(json) == JSON_FLAG)
        return json->flag ? TEXT("true") : TEXT("false");
    return json == NULL ? (struct text){ 0 } : json->text;
}

bool json_flag(const struct json *json)
{
    return json != NULL && json->flag;
}

size_t json_count(const struct json *json)
{
    return json == NULL ? 0 : json->count;
}

const struct json *json_at(const struct json *json, size_t index)
{
    return index < json_count(json) ? &json->items[index] : NULL;
}

struct text json_name(const struct json *json)
{
    return json == NULL ? (struct text){ 0 } : json->name;
}

const struct json *json_member(const struct json *object, struct text name)
{
    if (json_kind(object) != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (text_equal(object->items[i].name, name))
            return &object->items[i];
    return NULL;
}

static char json_lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool json_name_is_loose(struct text a, struct text b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.length && a.data[i] == '_')
            i++;
        while (j < b.length && b.data[j] == '_')
            j++;
        if (i == a.length || j == b.length)
            return i == a.length && j == b.length;
        if (json_lower(a.data[i++]) != json_lower(b.data[j++]))
            return false;
    }
}

const struct json *json_member_loose(const struct json *object, struct text name)
{
    const struct json *exact = json_member(object, name);
    if (exact != NULL || json_kind(object) != JSON_OBJECT)
        return exact;
    for (size_t i = 0; i < object->count; i++)
        if (json_name_is_loose(object->items[i].name, name))
            return &object->items[i];
    return NULL;
}
