/* catalogue_load.c: tables of rows as text, read by the row's own field table. */

#include "rooms/catalogue/catalogue.h"

#include "base/check.h"
#include "core/id.h"

#define COLUMNS_MAX 40

struct columns {
    const struct field *fields[COLUMNS_MAX];
    size_t count;
};

static bool read_heading(const struct shape *row, struct text line, struct columns *columns)
{
    struct text rest = line;
    while (rest.data != NULL) {
        struct text name = text_trim(text_until(rest, '\t', &rest));
        const struct field *field = shape_field(row, name);
        if (field == NULL || columns->count == COLUMNS_MAX)
            return false;
        columns->fields[columns->count++] = field;
    }
    return true;
}

/* NULL when good. */
static const char *read_row(const struct columns *columns, struct text line, struct arena *arena,
                            void *row)
{
    struct text rest = line;
    for (size_t i = 0; i < columns->count; i++) {
        if (rest.data == NULL)
            return "catalogue.fault.too-few-columns";
        struct text cell = text_trim(text_until(rest, '\t', &rest));
        if (cell.length == 0 || text_is(cell, "-"))
            continue;
        const char *why = field_read(columns->fields[i], cell, arena, row);
        if (why != NULL)
            return why;
    }
    return rest.data == NULL ? NULL : "catalogue.fault.too-many-columns";
}

/* Every row of this room begins with its bucket and code and carries a version. */
static void finish_row(const struct shape *shape, void *row)
{
    const struct field *code = shape_field(shape, TEXT("code"));
    const struct field *bucket = shape_field(shape, TEXT("bucket"));
    const struct field *version = shape_field(shape, TEXT("version"));
    CHECK(code != NULL && bucket != NULL && version != NULL);
    *(int64_t *)field_at(bucket, row) = bucket_of_name(*(const struct text *)field_at(code, row));
    *(int64_t *)field_at(version, row) = 1;
}

bool catalogue_read(const struct shape *row, struct text text, struct arena *arena,
                    struct list *ret_rows, int32_t *ret_line, const char **ret_why)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.data[i] == '\n';
    char *rows = arena_array(arena, most, row->size);
    size_t count = 0;
    int32_t number = 0;
    struct columns columns = { .count = 0 };
    struct text rest = text;
    while (rest.data != NULL) {
        struct text line = text_until(rest, '\n', &rest);
        number++;
        if (text_trim(line).length == 0 || line.data[0] == '#')
            continue;
        *ret_line = number;
        if (columns.count == 0) {
            *ret_why = "catalogue.fault.unknown-column";
            if (!read_heading(row, line, &columns))
                return false;
            continue;
        }
        const char *why = read_row(&columns, line, arena, rows + count * row->size);
        if (why != NULL) {
            *ret_why = why;
            return false;
        }
        finish_row(row, rows + count * row->size);
        count++;
    }
    *ret_rows = (struct list){ rows, count };
    return true;
}
