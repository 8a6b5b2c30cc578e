#include "base/json.h"

#include "base/check.h"

/* json-c also has types named struct json_…; only these headers of it, only in this file. */
#include <json-c/json_object.h>
#include <json-c/json_object_iterator.h>
#include <json-c/json_tokener.h>
#include <stdint.h>
#include <stdio.h>
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

/* json-c decides whether the text is JSON. Even its strict mode lets pass what we refuse (00, 1.,
 * NaN, control characters, lone surrogates, "a" twice) and it cuts numbers beyond 64 bits; so the
 * tokens are looked at before it, and each value's place and each number's text are marked, in the
 * order of the text, which is the order of its tree. */
struct json_mark {
    size_t offset;
    size_t length;              /* of a number */
    size_t names;               /* of an object: how many names were written */
};

struct json_scan {
    struct text text;
    size_t at;
    struct json_mark *marks;    /* owned; count of them is bounded by the text's length */
    size_t mark_count, mark_capacity;
    size_t open[LIMIT_DEPTH];   /* marks of the objects and arrays we are in */
    int depth;
    bool key_next;              /* a string that comes now is a name */
    const char *reason;
};

static const char OUT_OF_PLACE[] = "unexpected character";

static void json_mark_add(struct json_scan *scan, size_t offset, size_t length)
{
    if (scan->mark_count == scan->mark_capacity) {
        scan->mark_capacity = scan->mark_capacity == 0 ? 64 : scan->mark_capacity * 2;
        scan->marks = realloc(scan->marks, scan->mark_capacity * sizeof *scan->marks);
        CHECK(scan->marks != NULL);
    }
    scan->marks[scan->mark_count++] = (struct json_mark){ .offset = offset, .length = length };
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

static const char *json_scan_number(struct json_scan *scan)
{
    size_t from = scan->at;
    while (scan->at < scan->text.length && scan->text.data[scan->at] != '\0'
           && strchr("0123456789+-.eE", scan->text.data[scan->at]) != NULL)
        scan->at++;
    struct text number = text_slice(scan->text, from, scan->at);
    if (!json_is_number(number)) {
        scan->at = from;
        return "not a number";
    }
    json_mark_add(scan, from, number.length);
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
        return "the text has no end";
    if (text.data[scan->at + 1] != 'u') {
        scan->at += 2;          /* which letters may follow, json-c knows */
        return NULL;
    }
    int unit = json_hex4(text, scan->at + 2);
    if (unit < 0)
        return "\\u wants four hexadecimal digits";
    if (unit == 0)
        return "a NUL character";
    if (unit < 0xD800 || unit > 0xDFFF) {
        scan->at += 6;
        return NULL;
    }
    bool pair = unit < 0xDC00 && text_starts(text_slice(text, scan->at + 6, text.length),
                                             TEXT("\\u"));
    int low = pair ? json_hex4(text, scan->at + 8) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return "half a surrogate pair";
    scan->at += 12;
    return NULL;
}

static const char *json_scan_string(struct json_scan *scan)
{
    size_t from = scan->at++;
    while (scan->at < scan->text.length) {
        unsigned char byte = (unsigned char)scan->text.data[scan->at];
        if (byte == '"') {
            scan->at++;
            if (!scan->key_next)
                json_mark_add(scan, from, 0);
            return NULL;
        }
        if (byte < 0x20)
            return "a control character inside a text";
        if (byte != '\\') {
            scan->at++;
            continue;
        }
        const char *reason = json_scan_escape(scan);
        if (reason != NULL)
            return reason;
    }
    scan->at = from;
    return "the text has no end";
}

static const char *json_scan_open(struct json_scan *scan, bool object)
{
    if (scan->depth == LIMIT_DEPTH)
        return "nested too deep";
    json_mark_add(scan, scan->at, 0);
    scan->open[scan->depth++] = scan->mark_count - 1;
    scan->key_next = object;
    scan->at++;
    return NULL;
}

static const char *json_scan_close(struct json_scan *scan)
{
    if (scan->depth == 0)
        return OUT_OF_PLACE;
    scan->depth--;
    scan->key_next = false;
    scan->at++;
    return NULL;
}

static const char *json_scan_comma(struct json_scan *scan)
{
    if (scan->depth == 0)
        return OUT_OF_PLACE;
    scan->key_next = scan->text.data[scan->marks[scan->open[scan->depth - 1]].offset] == '{';
    scan->at++;
    return NULL;
}

static const char *json_scan_colon(struct json_scan *scan)
{
    if (scan->depth == 0 || !scan->key_next)
        return OUT_OF_PLACE;
    scan->marks[scan->open[scan->depth - 1]].names++;
    scan->key_next = false;
    scan->at++;
    return NULL;
}

static const char *json_scan_literal(struct json_scan *scan)
{
    static const struct text LITERALS[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };
    struct text rest = text_slice(scan->text, scan->at, scan->text.length);
    for (size_t i = 0; i < COUNT_OF(LITERALS); i++)
        if (text_starts(rest, LITERALS[i])) {
            json_mark_add(scan, scan->at, 0);
            scan->at += LITERALS[i].length;
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
    case '}': case ']': return json_scan_close(scan);
    case ',': return json_scan_comma(scan);
    case ':': return json_scan_colon(scan);
    case '"': return json_scan_string(scan);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        return json_scan_number(scan);
    default: return json_scan_literal(scan);
    }
}

/* ---- from json-c's tree to ours ---- */

static enum json_kind json_kind_of(const struct json_object *tree)
{
    switch (json_object_get_type(tree)) {
    case json_type_boolean: return JSON_FLAG;
    case json_type_int: return JSON_NUMBER;
    case json_type_double: return JSON_NUMBER;
    case json_type_string: return JSON_TEXT;
    case json_type_array: return JSON_ARRAY;
    case json_type_object: return JSON_OBJECT;
    case json_type_null: break;
    }
    return JSON_NULL;
}

/* One object or array whose children are being taken over. */
struct json_level {
    struct json_object *tree;
    struct json *node;
    size_t taken;
    struct json_object_iterator member;
};

struct json_build {
    const struct json_scan *scan;
    struct arena *arena;
    size_t mark;                /* of the next value */
    struct json_level level[LIMIT_DEPTH];
    int depth;
    const char *reason;
    size_t offset;
};

static void json_take(struct json_build *build, struct json_object *tree, struct json *node)
{
    if (build->mark == build->scan->mark_count) {
        build->reason = OUT_OF_PLACE;
        return;
    }
    const struct json_mark *mark = &build->scan->marks[build->mark++];
    node->kind = json_kind_of(tree);
    node->offset = mark->offset;
    if (node->kind == JSON_FLAG) {
        node->flag = json_object_get_boolean(tree);
    } else if (node->kind == JSON_NUMBER) {
        node->text = arena_copy(build->arena, build->scan->text.data + mark->offset, mark->length);
    } else if (node->kind == JSON_TEXT) {
        node->text = arena_copy(build->arena, json_object_get_string(tree),
                                (size_t)json_object_get_string_len(tree));
    } else if (node->kind == JSON_ARRAY || node->kind == JSON_OBJECT) {
        bool object = node->kind == JSON_OBJECT;
        node->count = object ? (size_t)json_object_object_length(tree)
                             : json_object_array_length(tree);
        if (object && node->count != mark->names) {
            build->reason = "a name stands twice in this object";
            build->offset = mark->offset;
            return;
        }
        node->items = ARENA_ARRAY(build->arena, struct json, node->count);
        struct json_level *level = &build->level[build->depth++];
        *level = (struct json_level){ .tree = tree, .node = node };
        if (object)
            level->member = json_object_iter_begin(tree);
    }
}

static void json_take_child(struct json_build *build, struct json_level *level)
{
    struct json *child = &level->node->items[level->taken];
    struct json_object *tree = NULL;
    if (level->node->kind == JSON_ARRAY) {
        tree = json_object_array_get_idx(level->tree, level->taken);
    } else {
        tree = json_object_iter_peek_value(&level->member);
        child->name = arena_text(build->arena, text_of(json_object_iter_peek_name(&level->member)));
        json_object_iter_next(&level->member);
    }
    level->taken++;
    json_take(build, tree, child);
}

static const struct json *json_build_tree(struct json_build *build, struct json_object *tree)
{
    struct json *root = ARENA_NEW(build->arena, struct json);
    json_take(build, tree, root);
    while (build->depth > 0 && build->reason == NULL) {
        struct json_level *level = &build->level[build->depth - 1];
        if (level->taken == level->node->count)
            build->depth--;
        else
            json_take_child(build, level);
    }
    /* Were json-c ever to take what the scan read otherwise, it is bad input, not our defect. */
    if (build->reason == NULL && build->mark != build->scan->mark_count)
        build->reason = OUT_OF_PLACE;
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

/* The scan found nothing wrong: there is no NUL in the text, and every number is one. */
static bool json_parse_scanned(const struct json_scan *scan, struct arena *arena,
                               const struct json **ret_json, struct json_fault *ret_fault)
{
    struct json_tokener *tokener = json_tokener_new_ex(LIMIT_DEPTH + 2);
    CHECK(tokener != NULL);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *tree =
        json_tokener_parse_ex(tokener, scan->text.data, (int)scan->text.length);
    size_t offset = json_tokener_get_parse_end(tokener);
    /* A number at the top ends with the text, which has no NUL of its own. */
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        tree = json_tokener_parse_ex(tokener, "", 1);

    enum json_tokener_error error = json_tokener_get_error(tokener);
    struct json_build build = { .scan = scan, .arena = arena };
    const struct json *root = NULL;
    if (error != json_tokener_success) {
        build.reason = error == json_tokener_error_parse_eof ? "the text ends too early"
                                                             : json_tokener_error_desc(error);
        build.offset = offset;
    } else {
        root = json_build_tree(&build, tree);
    }
    json_object_put(tree);
    json_tokener_free(tokener);
    if (build.reason != NULL)
        return json_refuse(scan->text, build.offset, build.reason, ret_fault);
    *ret_json = root;
    return true;
}

bool json_parse(struct text text, size_t bytes_max, struct arena *arena,
                const struct json **ret_json, struct json_fault *ret_fault)
{
    CHECK(bytes_max < INT32_MAX);
    if (text.length > bytes_max)
        return json_refuse(text, 0, "the text is too long", ret_fault);
    if (text.length == 0)
        return json_refuse(text, 0, "the text is empty", ret_fault);
    size_t sound = text_utf8_prefix(text);
    if (sound < text.length)
        return json_refuse(text, sound, "not UTF-8", ret_fault);

    struct json_scan scan = { .text = text };
    while (scan.at < text.length && scan.reason == NULL)
        scan.reason = json_scan_token(&scan);
    bool parsed = scan.reason == NULL ? json_parse_scanned(&scan, arena, ret_json, ret_fault)
                                      : json_refuse(text, scan.at, scan.reason, ret_fault);
    free(scan.marks);
    return parsed;
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
