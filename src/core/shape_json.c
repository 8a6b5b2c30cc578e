/* shape_json.c: reading JSON into structs; writing is in shape_json_write.c. */

#include "core/shape_json.h"

#include "base/check.h"

#include <string.h>

#define FIELDS_MAX 256
#define GIVEN_BYTES_MAX 60
#define EXPONENT_MAX 20

/* Where we are: a chain on the stack, spelled only when something is wrong there. */
struct place {
    const struct place *outer;
    struct text name;
    size_t index;               /* of a row, when `row` */
    bool row;
};

struct reading {
    enum names names;
    struct arena *arena;
    struct shape_faults *faults;
    int depth;
    bool alone;                 /* inside a row that is answered alone */
};

/* ---- faults ---- */

void shape_faults_init(struct shape_faults *faults, struct arena *arena, bool unknown_too)
{
    *faults = (struct shape_faults){ .arena = arena, .unknown_too = unknown_too };
}

/* {0} of the sentence: the limit that was passed, or what was given. */
static struct text fault_detail(const struct shape_faults *faults, const char *key,
                                const struct field *field, struct text given)
{
    bool too_much = strncmp(key, "input.too-", sizeof "input.too-" - 1) == 0;
    if (too_much) {
        long limit = field != NULL && field->length_max > 0 ? (long)field->length_max
            : field != NULL && field->kind == FIELD_LIST ? (long)LIMIT_LINES_A_VISIT
            : (long)LIMIT_FIELD_BYTES;
        return arena_format(faults->arena, "%ld", limit);
    }
    bool private = field != NULL && (field->flags & FIELD_PRIVATE) != 0;
    if (private || given.data == NULL || !text_is_utf8(given))
        return (struct text){ 0 };
    if (given.length <= GIVEN_BYTES_MAX)
        return arena_text(faults->arena, given);
    struct text cut = text_slice(given, 0, GIVEN_BYTES_MAX);
    cut = text_slice(cut, 0, text_utf8_prefix(cut));
    return arena_format(faults->arena, "%.*s…", TEXT_ARGS(cut));
}

static struct shape_fault *fault_new(struct shape_faults *faults, struct text path,
                                     const char *key, const struct field *field, bool alone,
                                     struct text given)
{
    faults->count++;
    faults->blocking += alone ? 0 : 1;
    if (faults->count > SHAPE_FAULTS_KEPT)
        return NULL;
    struct shape_fault *fault = ARENA_NEW(faults->arena, struct shape_fault);
    fault->path = path;
    fault->key = key;
    fault->field = field;
    fault->alone = alone;
    fault->detail = fault_detail(faults, key, field, given);
    if (faults->last == NULL)
        faults->first = fault;
    else
        faults->last->next = fault;
    faults->last = fault;
    return fault;
}

void shape_fault_add(struct shape_faults *faults, struct text path, const char *key,
                     const struct field *field, struct text given)
{
    fault_new(faults, arena_text(faults->arena, path), key, field, false, given);
}

static struct text place_path(const struct place *place, struct arena *arena)
{
    const struct place *steps[2 * LIMIT_DEPTH + 2];
    size_t count = 0;
    for (; place != NULL; place = place->outer) {
        CHECK(count < COUNT_OF(steps));
        steps[count++] = place;
    }
    struct text path = { "", 0 };
    while (count-- > 0) {
        const struct place *step = steps[count];
        if (step->row)
            path = arena_format(arena, "%.*s[%zu]", TEXT_ARGS(path), step->index);
        else
            path = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(path),
                                path.length > 0 ? "." : "", TEXT_ARGS(step->name));
    }
    return path;
}

static void complain(const struct reading *reading, const struct place *place, const char *key,
                     const struct field *field, struct text given)
{
    struct text path = { 0 };
    if (reading->faults->count < SHAPE_FAULTS_KEPT)
        path = place_path(place, reading->faults->arena);
    fault_new(reading->faults, path, key, field, reading->alone, given);
}

/* ---- scalars ---- */

static const char *const WRONG_KIND[] = {
    [FIELD_TEXT] = "input.not-a-text",
    [FIELD_CODE] = "input.not-a-text",
    [FIELD_BYTES] = "input.not-bytes",
    [FIELD_ID] = "input.not-an-id",
    [FIELD_COUNT] = "input.not-a-number",
    [FIELD_MONEY] = "input.not-an-amount",
    [FIELD_SHARE] = "input.not-a-share",
    [FIELD_QUANTITY] = "input.not-a-quantity",
    [FIELD_PRICE] = "input.not-a-price",
    [FIELD_DAY] = "input.not-a-day",
    [FIELD_MOMENT] = "input.not-a-moment",
    [FIELD_FLAG] = "input.not-a-flag",
    [FIELD_OBJECT] = "input.not-an-object",
    [FIELD_LIST] = "input.not-a-list",
};
_Static_assert(COUNT_OF(WRONG_KIND) == FIELD_KINDS, "a word for each kind");

static bool field_is_number(const struct field *field)
{
    return field->kind == FIELD_COUNT || field->kind == FIELD_MONEY || field->kind == FIELD_SHARE
        || field->kind == FIELD_QUANTITY || field->kind == FIELD_PRICE;
}

/* "1.25E3" as "1250", exactly; what is no such number stays as it is. */
static struct text exponent_spelled(struct text number, struct arena *arena)
{
    struct text power_text, digits = text_until(number, 'E', &power_text);
    if (power_text.data == NULL)
        digits = text_until(number, 'e', &power_text);
    int64_t power;
    if (text_starts(power_text, TEXT("+")))
        power_text = text_slice(power_text, 1, power_text.length);
    if (!text_to_int64(power_text, &power) || power > EXPONENT_MAX || power < -EXPONENT_MAX
        || !json_is_number(digits) || digits.length > 2 * EXPONENT_MAX)
        return number;

    bool negative = digits.data[0] == '-';
    struct text after, before = text_until(text_slice(digits, negative, digits.length), '.',
                                           &after);
    /* All digits in a row, the point `whole` digits behind the start; zeros at both ends. */
    char row[8 * EXPONENT_MAX];
    struct builder builder = builder_over(row, sizeof row);
    for (int i = 0; i < EXPONENT_MAX; i++)
        builder_add_char(&builder, '0');
    builder_add(&builder, before);
    builder_add(&builder, after);
    for (int i = 0; i < EXPONENT_MAX; i++)
        builder_add_char(&builder, '0');
    CHECK(!builder.overflow);
    size_t whole = (size_t)((int64_t)(EXPONENT_MAX + before.length) + power);
    struct text left = text_slice(builder_text(&builder), 0, whole);
    struct text right = text_slice(builder_text(&builder), whole, builder.length);
    while (left.length > 1 && left.data[0] == '0')
        left = text_slice(left, 1, left.length);
    return arena_format(arena, "%s%.*s.%.*s", negative ? "-" : "", TEXT_ARGS(left),
                        TEXT_ARGS(right));
}

/* Zeros behind the point say nothing, however many there are. */
static struct text needless_zeros_cut(struct text number)
{
    if (number.length == 0 || memchr(number.data, '.', number.length) == NULL)
        return number;
    while (number.data[number.length - 1] == '0')
        number.length--;
    if (number.data[number.length - 1] == '.' && number.length > 1)
        number.length--;
    return number;
}

/* What was sent, as the field's own reader wants it; absent when it means nothing. */
static struct text scalar_text(const struct reading *reading, const struct field *field,
                               const struct json *json)
{
    struct text text = json_plain_text(json);
    bool national = reading->names == NAMES_NATIONAL;
    if (national && field->kind != FIELD_TEXT)
        text = text_trim(text);
    if (text.length == 0 && (national || field->kind != FIELD_TEXT))
        return (struct text){ 0 };
    if (!national)
        return text;
    if (text_is(text, "null") || text_is(text, "NULL"))
        return (struct text){ 0 };
    if (field_is_number(field))
        text = needless_zeros_cut(exponent_spelled(text, reading->arena));
    return text;
}

/* Answers whether something was given, good or bad. */
static bool read_scalar(const struct reading *reading, const struct place *place,
                        const struct field *field, const struct json *json, void *object)
{
    enum json_kind kind = json_kind(json);
    if (kind == JSON_NULL)
        return false;
    if (kind == JSON_ARRAY || kind == JSON_OBJECT) {
        complain(reading, place, WRONG_KIND[field->kind], field, (struct text){ 0 });
        return true;
    }
    struct text text = scalar_text(reading, field, json);
    if (text.data == NULL)
        return false;
    const char *why = field_read(field, text, reading->arena, object);
    if (why != NULL)
        complain(reading, place, why, field, text);
    bool blank = field->kind == FIELD_TEXT && text_trim(text).length == 0;
    return why != NULL || !blank;
}

/* ---- structs and lists ---- */

static void read_struct(struct reading *reading, const struct place *place,
                        const struct shape *shape, const struct json *scalars,
                        const struct json *nested, void *object);

static const char *field_name(const struct field *field, enum names names)
{
    return names == NAMES_NATIONAL ? field->national : field->name;
}

static bool field_is_nested(const struct field *field)
{
    return field->kind == FIELD_OBJECT || field->kind == FIELD_LIST;
}

static bool read_object(struct reading *reading, const struct place *place,
                        const struct field *field, const struct json *json, void *object)
{
    if (reading->names == NAMES_NATIONAL && json_kind(json) == JSON_ARRAY
        && json_count(json) <= 1)
        json = json_at(json, 0);
    bool absent = json_kind(json) == JSON_NULL
        || (reading->names == NAMES_NATIONAL && json_kind(json) == JSON_TEXT
            && scalar_text(reading, field, json).data == NULL);
    if (absent)
        return false;
    if (json_kind(json) != JSON_OBJECT)
        complain(reading, place, WRONG_KIND[FIELD_OBJECT], field, (struct text){ 0 });
    else
        read_struct(reading, place, field->of, json, json, field_at(field, object));
    return true;
}

static void read_rows(struct reading *reading, const struct place *place,
                      const struct field *field, const struct json *json, size_t count,
                      struct list *ret_list)
{
    bool each_alone = (field->flags & FIELD_EACH_ALONE) != 0;
    bool alone_before = reading->alone;
    char *rows = arena_array(reading->arena, count, field->of->size);
    size_t kept = 0;
    reading->alone = alone_before || each_alone;
    for (size_t i = 0; i < count; i++) {
        const struct json *row = json_kind(json) == JSON_ARRAY ? json_at(json, i) : json;
        struct place at = { .outer = place, .index = i, .row = true };
        int32_t faults_before = reading->faults->count;
        void *to = rows + kept * field->of->size;
        if (json_kind(row) == JSON_OBJECT)
            read_struct(reading, &at, field->of, row, row, to);
        else
            complain(reading, &at, WRONG_KIND[FIELD_OBJECT], field, (struct text){ 0 });
        if (each_alone && reading->faults->count > faults_before)
            memset(to, 0, field->of->size);
        else
            kept++;
    }
    reading->alone = alone_before;
    *ret_list = (struct list){ .items = rows, .count = kept };
}

static bool read_list(struct reading *reading, const struct place *place,
                      const struct field *field, const struct json *json, void *object)
{
    bool national = reading->names == NAMES_NATIONAL;
    enum json_kind kind = json_kind(json);
    if (kind == JSON_NULL
        || (national && kind == JSON_TEXT && scalar_text(reading, field, json).data == NULL))
        return false;
    if (kind != JSON_ARRAY && !(national && kind == JSON_OBJECT)) {
        complain(reading, place, WRONG_KIND[FIELD_LIST], field, (struct text){ 0 });
        return true;
    }
    size_t count = kind == JSON_ARRAY ? json_count(json) : 1;
    size_t count_max = field->length_max > 0 ? (size_t)field->length_max : LIMIT_LINES_A_VISIT;
    if (count > count_max) {
        complain(reading, place, "input.too-many", field, (struct text){ 0 });
        return true;
    }
    read_rows(reading, place, field, json, count, field_at(field, object));
    return count > 0;
}

static bool read_field(struct reading *reading, const struct place *place,
                       const struct field *field, const struct json *json, void *object)
{
    if (field->kind == FIELD_OBJECT)
        return read_object(reading, place, field, json, object);
    if (field->kind == FIELD_LIST)
        return read_list(reading, place, field, json, object);
    return read_scalar(reading, place, field, json, object);
}

/* Which fields were given, and which of them by their exact name. */
struct given {
    uint64_t any[FIELDS_MAX / 64], exact[FIELDS_MAX / 64];
};

static bool bit_of(const uint64_t *bits, size_t index)
{
    return (bits[index / 64] >> index % 64 & 1) != 0;
}

static void bit_set(uint64_t *bits, size_t index)
{
    bits[index / 64] |= UINT64_C(1) << index % 64;
}

/* The field of that name, looked for from `guess` on: senders mostly keep the table's order.
 * `field_count` when there is none. */
static size_t field_index(const struct shape *shape, enum names names, struct text name,
                          size_t guess, bool *ret_exact)
{
    size_t loose = shape->field_count;
    for (size_t i = 0; i < shape->field_count; i++) {
        size_t at = (guess + i) % shape->field_count;
        struct text known = text_of(field_name(&shape->fields[at], names));
        if (known.data == NULL)
            continue;
        if (text_equal(known, name)) {
            *ret_exact = true;
            return at;
        }
        if (names == NAMES_NATIONAL && loose == shape->field_count
            && json_name_is_loose(known, name))
            loose = at;
    }
    *ret_exact = false;
    return loose;
}

/* The members of one node that are fields of the wanted part. */
static void read_members(struct reading *reading, const struct place *place,
                         const struct shape *shape, const struct json *json, unsigned parts,
                         void *object, struct given *given)
{
    size_t guess = 0;
    for (size_t i = 0; i < json_count(json); i++) {
        const struct json *member = json_at(json, i);
        struct place at = { .outer = place, .name = json_name(member) };
        bool exact = false;
        size_t index = field_index(shape, reading->names, at.name, guess, &exact);
        if (index == shape->field_count) {
            if (reading->faults->unknown_too)
                complain(reading, &at, "input.unknown", NULL, at.name);
            continue;
        }
        const struct field *field = &shape->fields[index];
        guess = index + 1;
        if ((parts & (field_is_nested(field) ? SHAPE_NESTED : SHAPE_SCALARS)) == 0)
            continue;
        /* PSN_NO beside psn_no: the exact one, else the first. */
        if (bit_of(given->any, index) && (!exact || bit_of(given->exact, index)))
            continue;
        if (!read_field(reading, &at, field, member, object))
            continue;
        bit_set(given->any, index);
        if (exact)
            bit_set(given->exact, index);
    }
}

static void ask_required(const struct reading *reading, const struct place *place,
                         const struct shape *shape, const struct given *given,
                         const void *object)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const char *name = field_name(field, reading->names);
        if ((field->flags & FIELD_REQUIRED) == 0 || name == NULL || bit_of(given->any, i))
            continue;
        bool blank_text = field->kind == FIELD_TEXT
            && text_trim(*(const struct text *)field_in(field, object)).length == 0;
        if (!field_is_zero(field, object) && !blank_text)
            continue;
        struct place at = { .outer = place, .name = text_of(name) };
        complain(reading, &at, "input.required", field, (struct text){ 0 });
    }
}

static void read_struct(struct reading *reading, const struct place *place,
                        const struct shape *shape, const struct json *scalars,
                        const struct json *nested, void *object)
{
    CHECK(shape->field_count <= FIELDS_MAX);
    if (reading->depth == LIMIT_DEPTH) {
        complain(reading, place, "input.not-an-object", NULL, (struct text){ 0 });
        return;
    }
    struct given given = { 0 };
    reading->depth++;
    if (scalars == nested) {
        read_members(reading, place, shape, scalars, SHAPE_SCALARS | SHAPE_NESTED, object, &given);
    } else {
        read_members(reading, place, shape, scalars, SHAPE_SCALARS, object, &given);
        read_members(reading, place, shape, nested, SHAPE_NESTED, object, &given);
    }
    ask_required(reading, place, shape, &given, object);
    reading->depth--;
}

bool shape_from_nodes(const struct shape *shape, const struct json *scalars,
                      const struct json *nested, enum names names, struct arena *arena,
                      void *ret_object, struct shape_faults *faults)
{
    struct reading reading = { .names = names, .arena = arena, .faults = faults };
    int32_t blocking_before = faults->blocking;
    void *object = arena_take(arena, shape->size);
    memcpy(object, ret_object, shape->size);
    read_struct(&reading, NULL, shape, scalars, nested, object);
    if (faults->blocking > blocking_before)
        return false;
    memcpy(ret_object, object, shape->size);
    return true;
}

bool shape_from_json(const struct shape *shape, const struct json *json, enum names names,
                     struct arena *arena, void *ret_object, struct shape_faults *faults)
{
    if (json_kind(json) != JSON_OBJECT && json_kind(json) != JSON_NULL) {
        shape_fault_add(faults, (struct text){ "", 0 }, "input.not-an-object", NULL,
                        (struct text){ 0 });
        return false;
    }
    return shape_from_nodes(shape, json, json, names, arena, ret_object, faults);
}
