/* shape_json_write.c: structs into JSON; see shape_json.h. */

#include "core/shape_json.h"

#include "base/check.h"
#include "base/digest.h"

/* Every scalar that is not a text is shorter. */
#define SCALAR_BYTES 64

static void write_moment(const struct field *field, const void *object, enum names names,
                         struct builder *builder)
{
    field_write(field, object, builder);
    if (names == NAMES_NATIONAL || builder->length == 0)
        return;
    /* "2020-02-10 09:00:00" as RFC 3339 spells it. With its thousandths: who asks for the page
     * after a row sends back what he was told of it. */
    int64_t ms = ((const struct moment *)field_in(field, object))->ms % 1000;
    builder->data[sizeof "2020-02-10" - 1] = 'T';
    if (ms > 0) {
        builder_add_char(builder, '.');
        for (int64_t unit = 100; unit > 0; unit /= 10)
            builder_add_char(builder, (char)('0' + ms / unit % 10));
    }
    builder_add(builder, TEXT("+08:00"));
}

static void write_scalar(const struct field *field, const void *object, enum names names,
                         struct json_writer *writer)
{
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const void *value = field_in(field, object);
    bool national = names == NAMES_NATIONAL;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE: {
        struct text text = *(const struct text *)value;
        json_write_text(writer, text.data == NULL ? TEXT("") : text);
        return;
    }
    case FIELD_BYTES:
        json_write_text(writer, base64_encode(writer->arena, *(const struct text *)value));
        return;
    case FIELD_COUNT:
        json_write_int(writer, *(const int64_t *)value);
        return;
    case FIELD_FLAG:
        if (national)
            json_write_text(writer, *(const bool *)value ? TEXT("1") : TEXT("0"));
        else
            json_write_flag(writer, *(const bool *)value);
        return;
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
        field_write(field, object, &builder);
        CHECK(!builder.overflow);
        if (national)
            json_write_raw_number(writer, builder_text(&builder));
        else
            json_write_text(writer, builder_text(&builder));
        return;
    case FIELD_MOMENT:
        write_moment(field, object, names, &builder);
        json_write_text(writer, builder_text(&builder));
        return;
    case FIELD_ID:
    case FIELD_DAY:
        field_write(field, object, &builder);
        json_write_text(writer, builder_text(&builder));
        return;
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    CHECK(false);
}

static void write_value(const struct field *field, const void *object, enum names names,
                        struct json_writer *writer)
{
    const void *value = field_in(field, object);
    if (field->kind == FIELD_OBJECT) {
        shape_to_json(field->of, value, names, writer);
        return;
    }
    if (field->kind != FIELD_LIST) {
        write_scalar(field, object, names, writer);
        return;
    }
    const struct list *list = value;
    json_array_begin(writer);
    for (size_t i = 0; i < list->count; i++)
        shape_to_json(field->of, (const char *)list->items + i * field->of->size, names, writer);
    json_array_end(writer);
}

static bool is_left_out(const struct field *field, const void *object, enum names names)
{
    if ((field->flags & FIELD_SPARSE) != 0)
        return field_is_zero(field, object);
    /* An empty list is an answer: there are none. */
    return names == NAMES_OURS && field->kind != FIELD_LIST && field_is_absent(field, object);
}

void shape_members_to_json(const struct shape *shape, const void *object, enum names names,
                           unsigned parts, struct json_writer *writer)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const char *name = names == NAMES_NATIONAL ? field->national : field->name;
        bool nested = field->kind == FIELD_OBJECT || field->kind == FIELD_LIST;
        if (name == NULL || (parts & (nested ? SHAPE_NESTED : SHAPE_SCALARS)) == 0
            || is_left_out(field, object, names))
            continue;
        json_key(writer, text_of(name));
        write_value(field, object, names, writer);
    }
}

void shape_to_json(const struct shape *shape, const void *object, enum names names,
                   struct json_writer *writer)
{
    json_object_begin(writer);
    shape_members_to_json(shape, object, names, SHAPE_SCALARS | SHAPE_NESTED, writer);
    json_object_end(writer);
}
