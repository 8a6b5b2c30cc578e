#include "base/yaml.h"

#include "base/check.h"
#include "base/limits.h"

/* libyaml has types named yaml_…_t, and no struct yaml or enum yaml_kind. */
#include <string.h>
#include <yaml.h>

struct yaml {
    enum yaml_kind kind;
    bool quoted;
    int line, column;
    struct text text;                   /* a scalar */
    const struct yaml **items;          /* values */
    const struct yaml **keys;           /* of a mapping */
    size_t count;
    /* While it is being read: keys and values in turn. */
    struct yaml *next, *first, *last;
    size_t parts;
};

struct yaml_reader {
    yaml_parser_t parser;
    struct arena *arena;
    struct yaml *root;
    struct yaml *open[LIMIT_DEPTH];
    int depth;
    bool document_seen, ended;
    struct yaml_fault *fault;
};

static bool yaml_refuse(struct yaml_reader *reader, yaml_mark_t mark, struct text reason)
{
    *reader->fault = (struct yaml_fault){
        .reason = reason, .line = (int)mark.line + 1, .column = (int)mark.column + 1
    };
    return false;
}

static yaml_mark_t yaml_mark_of(const struct yaml *node)
{
    return (yaml_mark_t){ .line = (size_t)node->line - 1, .column = (size_t)node->column - 1 };
}

static struct yaml *yaml_node(struct yaml_reader *reader, enum yaml_kind kind, yaml_mark_t mark)
{
    struct yaml *node = ARENA_NEW(reader->arena, struct yaml);
    node->kind = kind;
    node->line = (int)mark.line + 1;
    node->column = (int)mark.column + 1;
    if (reader->depth == 0) {
        reader->root = node;
        return node;
    }
    struct yaml *parent = reader->open[reader->depth - 1];
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
    parent->parts++;
    return node;
}

/* Is the node that comes next a key? */
static bool yaml_key_is_next(const struct yaml_reader *reader)
{
    if (reader->depth == 0)
        return false;
    const struct yaml *parent = reader->open[reader->depth - 1];
    return parent->kind == YAML_MAPPING && parent->parts % 2 == 0;
}

static bool yaml_has_control(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
            return true;
    }
    return false;
}

static bool yaml_take_scalar(struct yaml_reader *reader, const yaml_event_t *event)
{
    if (event->data.scalar.anchor != NULL)
        return yaml_refuse(reader, event->start_mark, TEXT("anchors are not taken"));
    if (event->data.scalar.tag != NULL)
        return yaml_refuse(reader, event->start_mark, TEXT("tags are not taken"));
    struct text text = { (const char *)event->data.scalar.value, event->data.scalar.length };
    if (yaml_has_control(text))
        return yaml_refuse(reader, event->start_mark, TEXT("a control character"));
    struct yaml *node = yaml_node(reader, YAML_SCALAR, event->start_mark);
    node->text = arena_copy(reader->arena, text.data, text.length);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return true;
}

static bool yaml_open(struct yaml_reader *reader, enum yaml_kind kind, yaml_mark_t mark,
                      const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        return yaml_refuse(reader, mark, TEXT("anchors are not taken"));
    if (tag != NULL)
        return yaml_refuse(reader, mark, TEXT("tags are not taken"));
    if (reader->depth == LIMIT_DEPTH)
        return yaml_refuse(reader, mark, TEXT("nested too deep"));
    if (yaml_key_is_next(reader))
        return yaml_refuse(reader, mark, TEXT("a key must be a plain word"));
    struct yaml *node = yaml_node(reader, kind, mark);
    reader->open[reader->depth++] = node;
    return true;
}

static int yaml_key_order(const void *left, const void *right)
{
    const struct yaml *a = *(const struct yaml *const *)left;
    const struct yaml *b = *(const struct yaml *const *)right;
    int order = text_compare(a->text, b->text);
    if (order != 0)
        return order;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Sorted, so that a long mapping costs n log n. */
static bool yaml_keys_differ(struct yaml_reader *reader, const struct yaml *mapping)
{
    if (mapping->count < 2)
        return true;
    const struct yaml **sorted = ARENA_ARRAY(reader->arena, const struct yaml *, mapping->count);
    memcpy(sorted, mapping->keys, mapping->count * sizeof(const struct yaml *));
    qsort(sorted, mapping->count, sizeof(const struct yaml *), yaml_key_order);
    for (size_t i = 1; i < mapping->count; i++) {
        if (!text_equal(sorted[i - 1]->text, sorted[i]->text))
            continue;
        struct text reason =
            arena_format(reader->arena, "\"%.*s\" stands twice, first in line %d",
                         TEXT_ARGS(sorted[i]->text), sorted[i - 1]->line);
        return yaml_refuse(reader, yaml_mark_of(sorted[i]), reason);
    }
    return true;
}

/* The list of parts becomes arrays. */
static bool yaml_close(struct yaml_reader *reader)
{
    CHECK(reader->depth > 0);
    struct yaml *node = reader->open[--reader->depth];
    bool mapping = node->kind == YAML_MAPPING;
    CHECK(!mapping || node->parts % 2 == 0);
    node->count = mapping ? node->parts / 2 : node->parts;
    node->items = ARENA_ARRAY(reader->arena, const struct yaml *, node->count);
    if (mapping)
        node->keys = ARENA_ARRAY(reader->arena, const struct yaml *, node->count);
    const struct yaml *part = node->first;
    for (size_t i = 0; i < node->count; i++) {
        if (mapping) {
            node->keys[i] = part;
            part = part->next;
        }
        node->items[i] = part;
        part = part->next;
    }
    return !mapping || yaml_keys_differ(reader, node);
}

static bool yaml_begin_document(struct yaml_reader *reader, const yaml_event_t *event)
{
    if (reader->document_seen)
        return yaml_refuse(reader, event->start_mark, TEXT("a second document"));
    if (event->data.document_start.version_directive != NULL
        || event->data.document_start.tag_directives.start
           != event->data.document_start.tag_directives.end)
        return yaml_refuse(reader, event->start_mark, TEXT("directives are not taken"));
    reader->document_seen = true;
    return true;
}

static bool yaml_take(struct yaml_reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    case YAML_STREAM_END_EVENT:
        reader->ended = true;
        if (reader->root == NULL)
            return yaml_refuse(reader, event->start_mark, TEXT("the document is empty"));
        return true;
    case YAML_DOCUMENT_START_EVENT:
        return yaml_begin_document(reader, event);
    case YAML_ALIAS_EVENT:
        return yaml_refuse(reader, event->start_mark, TEXT("aliases are not taken"));
    case YAML_SCALAR_EVENT:
        return yaml_take_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return yaml_open(reader, YAML_SEQUENCE, event->start_mark,
                         event->data.sequence_start.anchor, event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return yaml_open(reader, YAML_MAPPING, event->start_mark,
                         event->data.mapping_start.anchor, event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return yaml_close(reader);
    }
    return true;
}

static bool yaml_read(struct yaml_reader *reader)
{
    while (!reader->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader->parser, &event)) {
            const char *problem = reader->parser.problem;
            return yaml_refuse(reader, reader->parser.problem_mark,
                               arena_text(reader->arena, text_of(problem == NULL ? "not YAML"
                                                                                 : problem)));
        }
        bool taken = yaml_take(reader, &event);
        yaml_event_delete(&event);
        if (!taken)
            return false;
    }
    return true;
}

static bool yaml_refuse_text(struct text text, size_t offset, struct text reason,
                             struct yaml_fault *ret_fault)
{
    struct yaml_fault fault = { .reason = reason, .line = 1, .column = 1 };
    for (size_t i = 0; i < offset; i++) {
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

bool yaml_parse(struct text text, struct arena *arena, const struct yaml **ret_yaml,
                struct yaml_fault *ret_fault)
{
    if (text.length > LIMIT_RULE_FILE_BYTES)
        return yaml_refuse_text(text, 0, TEXT("the file is too long"), ret_fault);
    /* libyaml reports an encoding fault without a place, so it is found here. */
    size_t sound = text_utf8_prefix(text);
    if (sound < text.length)
        return yaml_refuse_text(text, sound, TEXT("not UTF-8"), ret_fault);

    struct yaml_reader reader = { .arena = arena, .fault = ret_fault };
    CHECK(yaml_parser_initialize(&reader.parser) == 1);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    if (text_starts(text, TEXT("\xEF\xBB\xBF")))
        text = text_slice(text, 3, text.length);
    yaml_parser_set_input_string(&reader.parser,
                                 (const unsigned char *)(text.length == 0 ? "" : text.data),
                                 text.length);
    bool read = yaml_read(&reader);
    yaml_parser_delete(&reader.parser);
    if (read)
        *ret_yaml = reader.root;
    return read;
}

/* ---- asking ---- */

enum yaml_kind yaml_kind(const struct yaml *yaml)
{
    CHECK(yaml != NULL);
    return yaml->kind;
}

int yaml_line(const struct yaml *yaml)
{
    return yaml == NULL ? 0 : yaml->line;
}

int yaml_column(const struct yaml *yaml)
{
    return yaml == NULL ? 0 : yaml->column;
}

struct text yaml_text(const struct yaml *yaml)
{
    return yaml == NULL ? (struct text){ 0 } : yaml->text;
}

bool yaml_is_quoted(const struct yaml *yaml)
{
    return yaml != NULL && yaml->quoted;
}

bool yaml_is_null(const struct yaml *yaml)
{
    return yaml != NULL && yaml->kind == YAML_SCALAR && !yaml->quoted
        && (yaml->text.length == 0 || text_is(yaml->text, "~") || text_is(yaml->text, "null"));
}

size_t yaml_count(const struct yaml *yaml)
{
    return yaml == NULL ? 0 : yaml->count;
}

const struct yaml *yaml_at(const struct yaml *yaml, size_t index)
{
    return index < yaml_count(yaml) ? yaml->items[index] : NULL;
}

const struct yaml *yaml_key(const struct yaml *yaml, size_t index)
{
    return index < yaml_count(yaml) && yaml->kind == YAML_MAPPING ? yaml->keys[index] : NULL;
}

const struct yaml *yaml_member(const struct yaml *mapping, struct text key)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->count; i++)
        if (text_equal(mapping->keys[i]->text, key))
            return mapping->items[i];
    return NULL;
}
