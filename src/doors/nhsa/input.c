/* input.c: see input.h. One walk of the tables over the input finds what is wrong and whether all
 * stands where it should; only an input that does not is written anew, by the same walk. */

#include "doors/nhsa/input.h"

#include "base/check.h"
#include "base/limits.h"

struct walk {
    const struct interface_transaction *transaction;
    struct arena *arena;
    struct nhsa_faults *faults;
    struct json_writer *writer;     /* NULL on the first walk */
    bool changed;                   /* something stands elsewhere or otherwise */
};

/* The members of one object by the node's fields: an exact name wins, else the first loose one. */
struct found {
    const struct json *member[INTERFACE_NODE_FIELDS];
    bool exact[INTERFACE_NODE_FIELDS];
};

static bool node_has(const struct interface_node *node, struct text name, size_t guess,
                     size_t *ret_index, bool *ret_exact)
{
    const struct interface_field *fields = &interface_fields[node->first_field];
    size_t loose = node->field_count;
    for (size_t i = 0; i < node->field_count; i++) {
        size_t at = (guess + i) % node->field_count;
        *ret_exact = text_is(name, fields[at].name);
        *ret_index = at;
        if (*ret_exact)
            return true;
        bool alias = fields[at].alias != NULL
            && json_name_is_loose(name, text_of(fields[at].alias));
        if (loose == node->field_count
            && (alias || json_name_is_loose(name, text_of(fields[at].name))))
            loose = at;
    }
    *ret_index = loose;
    return loose < node->field_count;
}

/* The child node of that name in each row of `node`. */
static const struct interface_node *child_of(const struct walk *walk,
                                             const struct interface_node *node, struct text name)
{
    const struct interface_node *first = &interface_nodes[walk->transaction->first_in];
    for (size_t i = 0; i < walk->transaction->in_count; i++)
        if (first[i].parent >= 0 && &interface_nodes[first[i].parent] == node
            && json_name_is_loose(name, text_of(first[i].name)))
            return &first[i];
    return NULL;
}

static void walk_rows(struct walk *walk, const struct interface_node *node,
                      const struct json *json, int depth);

/* What the tables do not know is handed on as it is; a child node is walked. */
static void walk_other(struct walk *walk, const struct interface_node *node,
                       const struct json *member, int depth)
{
    struct text name = json_name(member);
    const struct interface_node *child = child_of(walk, node, name);
    if (walk->writer != NULL)
        json_key(walk->writer, child == NULL ? name : text_of(child->name));
    if (child != NULL)
        walk_rows(walk, child, member, depth + 1);
    else if (walk->writer != NULL)
        json_write_tree(walk->writer, member);
}

static void walk_field(struct walk *walk, const struct interface_field *field,
                       const struct json *member, const struct nhsa_place *place)
{
    struct nhsa_value value = nhsa_value_read(field, member, walk->arena);
    walk->changed = walk->changed || value.changed;
    if (walk->writer != NULL) {
        if (member == NULL)
            return;
        json_key(walk->writer, text_of(field->name));
        if (value.changed || value.text.data == NULL)
            json_write_text(walk->writer, value.text.data == NULL ? TEXT("") : value.text);
        else
            json_write_tree(walk->writer, member);
        return;
    }
    if (value.reason == NULL && value.text.data == NULL && field->required)
        value.reason = "nhsa.reason.required";
    if (value.reason != NULL)
        nhsa_fault_add(walk->faults, place, text_of(field->name), field->label, value.reason,
                       value.detail0, value.detail1);
}

static void walk_object(struct walk *walk, const struct interface_node *node,
                        const struct json *object, int64_t row, int depth)
{
    struct nhsa_place place = { text_of(node->name), row };
    struct found found = { 0 };
    size_t guess = 0;
    if (walk->writer != NULL)
        json_object_begin(walk->writer);
    for (size_t i = 0; i < json_count(object); i++) {
        const struct json *member = json_at(object, i);
        size_t at;
        bool exact;
        if (!node_has(node, json_name(member), guess, &at, &exact)) {
            walk_other(walk, node, member, depth);
            continue;
        }
        guess = at + 1;
        if (found.member[at] != NULL && (!exact || found.exact[at]))
            continue;
        found.member[at] = member;
        found.exact[at] = exact;
        /* The structs' reader forgives case and underscores, but knows no alias. */
        const char *name = interface_fields[node->first_field + at].name;
        walk->changed = walk->changed
            || (!exact && !json_name_is_loose(json_name(member), text_of(name)));
    }
    for (size_t i = 0; i < node->field_count; i++)
        walk_field(walk, &interface_fields[node->first_field + i], found.member[i], &place);
    if (walk->writer != NULL)
        json_object_end(walk->writer);
}

static void node_fault(struct walk *walk, const struct interface_node *node, const char *reason,
                       struct text detail)
{
    if (walk->writer == NULL)
        nhsa_fault_add(walk->faults, NULL, text_of(node->name), NULL, reason, detail, TEXT(""));
}

static void walk_list(struct walk *walk, const struct interface_node *node,
                      const struct json *json, int depth)
{
    size_t count = json_kind(json) == JSON_ARRAY ? json_count(json) : 1;
    if (count > LIMIT_LINES_A_CALL) {
        node_fault(walk, node, "nhsa.reason.too-many",
                   arena_format(walk->arena, "%d", LIMIT_LINES_A_CALL));
        return;
    }
    if (walk->writer != NULL)
        json_array_begin(walk->writer);
    for (size_t i = 0; i < count; i++) {
        const struct json *row = json_kind(json) == JSON_ARRAY ? json_at(json, i) : json;
        if (json_kind(row) == JSON_OBJECT)
            walk_object(walk, node, row, (int64_t)i, depth);
        else
            node_fault(walk, node, "nhsa.reason.not-a-list", TEXT(""));
    }
    if (walk->writer != NULL)
        json_array_end(walk->writer);
}

static bool is_nothing(const struct json *json)
{
    struct text text = json_text(json);
    return json_kind(json) == JSON_NULL
        || (json_kind(json) == JSON_TEXT && (text.length == 0 || text_is(text, "null")
                                             || text_is(text, "NULL")));
}

/* A node that is there. Tables nest four deep at most, which bounds the recursion. */
static void walk_rows(struct walk *walk, const struct interface_node *node,
                      const struct json *json, int depth)
{
    CHECK(depth < LIMIT_DEPTH);
    enum json_kind kind = json_kind(json);
    if (is_nothing(json)) {
        if (walk->writer != NULL)
            json_write_null(walk->writer);
    } else if (node->many && (kind == JSON_ARRAY || kind == JSON_OBJECT)) {
        walk_list(walk, node, json, depth);
    } else if (node->many) {
        node_fault(walk, node, "nhsa.reason.not-a-list", TEXT(""));
    } else if (kind == JSON_ARRAY && json_count(json) == 1
               && json_kind(json_at(json, 0)) == JSON_OBJECT) {
        walk->changed = true;
        walk_object(walk, node, json_at(json, 0), -1, depth);
    } else if (kind == JSON_OBJECT) {
        walk_object(walk, node, json, -1, depth);
    } else {
        node_fault(walk, node, "nhsa.reason.not-an-object", TEXT(""));
    }
}

/* ---- nodes of the input ---- */

static bool has_fields_of(const struct interface_node *node, const struct json *object)
{
    for (size_t i = 0; i < json_count(object); i++) {
        size_t at;
        bool exact;
        enum json_kind kind = json_kind(json_at(object, i));
        if (kind != JSON_OBJECT && kind != JSON_ARRAY
            && node_has(node, json_name(json_at(object, i)), 0, &at, &exact))
            return true;
    }
    return false;
}

static size_t outer_nodes(const struct interface_transaction *transaction)
{
    size_t count = 0;
    for (size_t i = 0; i < transaction->in_count; i++)
        count += interface_nodes[transaction->first_in + i].parent < 0 ? 1 : 0;
    return count;
}

/* Where the node stands. Its own name, else, when it is the only one, whatever stands there. */
static const struct json *node_found(const struct walk *walk, const struct interface_node *node,
                                     const struct json *input, bool *ret_elsewhere)
{
    *ret_elsewhere = false;
    const struct json *named = json_member_loose(input, text_of(node->name));
    if (named != NULL && !is_nothing(named))
        return named;
    *ret_elsewhere = true;
    bool only = outer_nodes(walk->transaction) == 1;
    if (only && json_kind(input) == JSON_ARRAY)
        return input;
    if (json_kind(input) == JSON_OBJECT && (only || !node->many) && has_fields_of(node, input))
        return input;
    const struct json *single = only && json_count(input) == 1 ? json_at(input, 0) : NULL;
    if (json_kind(single) == JSON_OBJECT || json_kind(single) == JSON_ARRAY)
        return single;
    return NULL;
}

static bool node_must_be(const struct interface_node *node)
{
    for (size_t i = 0; i < node->field_count; i++)
        if (interface_fields[node->first_field + i].required)
            return true;
    return false;
}

/* What stands beside the nodes is for the rooms to know. */
static void walk_beside(struct walk *walk, const struct json *input, const struct json **used,
                        size_t used_count)
{
    const struct interface_node *first = &interface_nodes[walk->transaction->first_in];
    for (size_t i = 0; i < json_count(input); i++) {
        const struct json *member = json_at(input, i);
        bool known = false;
        for (size_t j = 0; j < used_count; j++)
            known = known || used[j] == member || used[j] == input;
        for (size_t j = 0; j < walk->transaction->in_count; j++)
            known = known || json_name_is_loose(json_name(member), text_of(first[j].name));
        if (known)
            continue;
        json_key(walk->writer, json_name(member));
        json_write_tree(walk->writer, member);
    }
}

static void walk_nodes(struct walk *walk, const struct json *input)
{
    if (walk->writer != NULL)
        json_object_begin(walk->writer);
    bool only = outer_nodes(walk->transaction) == 1;
    const struct json *used[INTERFACE_NODES];
    size_t used_count = 0;
    CHECK(walk->transaction->in_count <= COUNT_OF(used));
    for (size_t i = 0; i < walk->transaction->in_count; i++) {
        const struct interface_node *node = &interface_nodes[walk->transaction->first_in + i];
        if (node->parent >= 0)
            continue;
        bool elsewhere;
        const struct json *json = node_found(walk, node, input, &elsewhere);
        if (json != NULL) {
            used[used_count++] = json;
            walk->changed = walk->changed || elsewhere;
            if (walk->writer != NULL)
                json_key(walk->writer, text_of(node->name));
            walk_rows(walk, node, json, 0);
        } else if (node_must_be(node) && (only || !node->many)) {
            node_fault(walk, node, "nhsa.reason.no-node", TEXT(""));
        }
    }
    if (walk->writer == NULL)
        return;
    if (json_kind(input) == JSON_OBJECT)
        walk_beside(walk, input, used, used_count);
    json_object_end(walk->writer);
}

bool nhsa_input_check(const struct interface_transaction *transaction, const struct json *input,
                      struct arena *arena, const struct json **ret_tree,
                      struct nhsa_faults *faults)
{
    struct walk walk = { .transaction = transaction, .arena = arena, .faults = faults };
    walk_nodes(&walk, input);
    if (faults->count > 0)
        return false;
    *ret_tree = input;
    if (!walk.changed)
        return true;
    struct json_writer writer;
    json_writer_init(&writer, arena);
    walk.writer = &writer;
    walk_nodes(&walk, input);
    struct text text = json_writer_text(&writer);
    struct json_fault fault;
    /* Two names that were one thing to us could meet here; whoever writes both means neither. */
    if (json_parse(text, text.length, arena, ret_tree, &fault))
        return true;
    nhsa_fault_add(faults, NULL, TEXT("input"), NULL, "nhsa.reason.not-an-object", TEXT(""),
                   TEXT(""));
    return false;
}
