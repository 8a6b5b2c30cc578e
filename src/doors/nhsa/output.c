#include "doors/nhsa/output.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/shape_json.h"

#include <string.h>

/* Every scalar that is not a text is shorter. */
#define SCALAR_BYTES 64

/* One field of the wire: what the tables say, and where the answer has it (NULL: nowhere). */
struct out_field {
    const struct interface_field *table;
    const struct field *field;
};

struct out_node {
    const struct interface_node *table;
    const struct field *from;       /* OBJECT or LIST of the answer; NULL: the answer itself */
    bool scalars;                   /* the answer's own scalar fields belong here */
    struct out_field *fields;
    size_t field_count;
    struct out_node *children;      /* nodes inside each row */
    size_t child_count;
};

struct nhsa_output_plan {
    const struct shape *shape;
    const struct transaction *transaction;
    struct out_node *nodes;         /* NULL: not in the tables */
    size_t node_count;
};

/* ---- planning ---- */

/* The published text spells one field in two ways, and both are read. */
static const char *twin_of(const char *name)
{
    return strcmp(name, "pdn_cash_pay") == 0 ? "psn_cash_pay" : NULL;
}

static const struct field *field_named(const struct shape *shape, const char *name, bool nested)
{
    for (size_t i = 0; name != NULL && i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        bool is_nested = field->kind == FIELD_LIST || field->kind == FIELD_OBJECT;
        if (field->national != NULL && is_nested == nested
            && json_name_is_loose(text_of(field->national), text_of(name)))
            return field;
    }
    return NULL;
}

/* The only list of a shape: for the output that is itself an array. */
static const struct field *single_list(const struct shape *shape)
{
    const struct field *single = NULL;
    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].kind != FIELD_LIST)
            continue;
        if (single != NULL)
            return NULL;
        single = &shape->fields[i];
    }
    return single;
}

static void plan_fields(struct out_node *node, const struct shape *shape, struct arena *arena)
{
    node->fields = ARENA_ARRAY(arena, struct out_field, node->table->field_count);
    for (size_t i = 0; i < node->table->field_count; i++) {
        const struct interface_field *table = &interface_fields[node->table->first_field + i];
        const struct field *field = NULL;
        if (shape != NULL) {
            field = field_named(shape, table->name, false);
            if (field == NULL)
                field = field_named(shape, table->alias, false);
            if (field == NULL)
                field = field_named(shape, twin_of(table->name), false);
        }
        node->fields[node->field_count++] = (struct out_field){ table, field };
    }
}

/* Which part of `shape` a node of the tables shows; NULL: nothing. */
static const struct shape *plan_source(struct out_node *node, const struct shape *shape,
                                       const char *node_out)
{
    const char *name = node->table->name;
    node->from = field_named(shape, name, true);
    if (node->from == NULL && node->table->many && strcmp(name, "-") == 0)
        node->from = single_list(shape);
    if (node->from != NULL)
        return node->from->of;
    node->scalars = node_out != NULL && json_name_is_loose(text_of(name), text_of(node_out));
    return node->scalars ? shape : NULL;
}

/* Tables nest two deep in outputs. */
static struct out_node plan_node(const struct interface_transaction *table, size_t index,
                                 const struct shape *shape, const char *node_out,
                                 struct arena *arena)
{
    struct out_node node = { .table = &interface_nodes[index] };
    const struct shape *source = plan_source(&node, shape, node_out);
    plan_fields(&node, source, arena);
    node.children = ARENA_ARRAY(arena, struct out_node, table->out_count);
    for (size_t i = table->first_out; i < table->first_out + table->out_count; i++)
        if (interface_nodes[i].parent == (int)index)
            node.children[node.child_count++] =
                plan_node(table, i, source != NULL ? source : shape, NULL, arena);
    return node;
}

const struct nhsa_output_plan *nhsa_output_plan(const struct transaction *transaction,
                                                const struct interface_transaction *table,
                                                struct arena *arena)
{
    const struct shape *shape = transaction->wire_out != NULL ? transaction->wire_out
                                                              : transaction->action->answer;
    if (shape == NULL || (table == NULL ? transaction->node_out == NULL : table->out_count == 0))
        return NULL;
    struct nhsa_output_plan *plan = ARENA_NEW(arena, struct nhsa_output_plan);
    plan->shape = shape;
    plan->transaction = transaction;
    if (table == NULL)
        return plan;
    plan->nodes = ARENA_ARRAY(arena, struct out_node, table->out_count);
    for (size_t i = table->first_out; i < table->first_out + table->out_count; i++)
        if (interface_nodes[i].parent < 0)
            plan->nodes[plan->node_count++] =
                plan_node(table, i, shape, transaction->node_out, arena);
    return plan;
}

/* ---- writing ---- */

static void write_nothing(const struct interface_field *table, struct json_writer *writer)
{
    if (table->type == INTERFACE_DECIMAL)
        json_write_int(writer, 0);
    else
        json_write_text(writer, TEXT(""));
}

/* The scalar as text, as the tables want it: a day where they say a time, and the other way. */
static struct text scalar_spelled(const struct interface_field *table, const struct field *field,
                                  const void *object, struct builder *builder)
{
    field_write(field, object, builder);
    CHECK(!builder->overflow);
    struct text text = builder_text(builder);
    if (text.length == 0)
        return text;
    if (field->kind == FIELD_DAY && table->type == INTERFACE_MOMENT) {
        builder_add(builder, TEXT(" 00:00:00"));
        return builder_text(builder);
    }
    if (field->kind == FIELD_MOMENT && table->type == INTERFACE_DAY)
        return text_slice(text, 0, sizeof "2020-02-10" - 1);
    return text;
}

static void write_field(const struct out_field *out, const void *object,
                        struct json_writer *writer)
{
    const struct field *field = out->field;
    if (field == NULL) {
        write_nothing(out->table, writer);
        return;
    }
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    struct text text;
    if (field->kind == FIELD_TEXT || field->kind == FIELD_CODE)
        text = *(const struct text *)field_in(field, object);
    else if (field->kind == FIELD_BYTES)
        text = base64_encode(writer->arena, *(const struct text *)field_in(field, object));
    else if (field->kind == FIELD_FLAG)
        text = *(const bool *)field_in(field, object) ? TEXT("1") : TEXT("0");
    else
        text = scalar_spelled(out->table, field, object, &builder);
    bool number = out->table->type == INTERFACE_DECIMAL;
    if (number && text.length == 0)
        json_write_int(writer, 0);
    else if (number && json_is_number(text))
        json_write_raw_number(writer, text);
    else
        json_write_text(writer, text.data == NULL ? TEXT("") : text);
}

static void write_node(const struct out_node *node, const void *object,
                       struct json_writer *writer);

/* One struct, or the node's fields without anything in them. */
static void write_row(const struct out_node *node, const void *row, struct json_writer *writer)
{
    json_object_begin(writer);
    for (size_t i = 0; i < node->field_count; i++) {
        const struct out_field *out = &node->fields[i];
        json_key(writer, text_of(out->table->name));
        if (row == NULL)
            write_nothing(out->table, writer);
        else
            write_field(out, row, writer);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        json_key(writer, text_of(node->children[i].table->name));
        write_node(&node->children[i], row, writer);
    }
    json_object_end(writer);
}

/* What a list or an object of the answer has for a node that wants the other: its first row, or a
 * list of one. */
static void write_node(const struct out_node *node, const void *object,
                       struct json_writer *writer)
{
    bool many = node->table->many;
    const struct list *list = NULL;
    const void *single = NULL;
    if (object != NULL && node->from != NULL && node->from->kind == FIELD_LIST)
        list = field_in(node->from, object);
    else if (object != NULL && node->from != NULL)
        single = field_in(node->from, object);
    else if (object != NULL && node->scalars)
        single = object;
    if (!many) {
        write_row(node, list == NULL ? single : list->count > 0 ? list->items : NULL, writer);
        return;
    }
    json_array_begin(writer);
    for (size_t i = 0; list != NULL && i < list->count; i++)
        write_row(node, (const char *)list->items + i * node->from->of->size, writer);
    if (single != NULL)
        write_row(node, single, writer);
    json_array_end(writer);
}

static void write_by_own_names(const struct nhsa_output_plan *plan, const void *answer,
                               struct json_writer *writer)
{
    json_object_begin(writer);
    json_key(writer, text_of(plan->transaction->node_out));
    json_object_begin(writer);
    shape_members_to_json(plan->shape, answer, NAMES_NATIONAL, SHAPE_SCALARS, writer);
    json_object_end(writer);
    shape_members_to_json(plan->shape, answer, NAMES_NATIONAL, SHAPE_NESTED, writer);
    json_object_end(writer);
}

void nhsa_output_write(const struct nhsa_output_plan *plan, const void *answer,
                       struct json_writer *writer)
{
    if (plan->nodes == NULL) {
        write_by_own_names(plan, answer, writer);
        return;
    }
    bool bare = plan->node_count == 1 && strcmp(plan->nodes[0].table->name, "-") == 0;
    if (bare) {
        write_node(&plan->nodes[0], answer, writer);
        return;
    }
    json_object_begin(writer);
    for (size_t i = 0; i < plan->node_count; i++) {
        json_key(writer, text_of(plan->nodes[i].table->name));
        write_node(&plan->nodes[i], answer, writer);
    }
    json_object_end(writer);
}
