/* yaml_shape.c: see yaml_shape.h. */

#include "core/yaml_shape.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"

#include <string.h>

/* Keys of one mapping, over all shapes that share it; the widest rule kind has about 40. */
#define KEYS_MAX 200
/* Names longer than this are nobody's typing mistake. */
#define NAME_MAX_BYTES 48

/* ---- faults ---- */

void rule_faults_init(struct rule_faults *faults, struct arena *arena)
{
    *faults = (struct rule_faults){ .arena = arena };
}

void rule_fault_add(struct rule_faults *faults, struct text file, int32_t line, struct text key,
                    const char *why, struct text detail0, struct text detail1)
{
    if (faults->count++ >= RULE_FAULTS_KEPT)
        return;
    struct rule_fault *fault = ARENA_NEW(faults->arena, struct rule_fault);
    *fault = (struct rule_fault){ .file = arena_text(faults->arena, file), .line = line,
        .key = arena_text(faults->arena, key), .why = why,
        .detail = { arena_text(faults->arena, detail0), arena_text(faults->arena, detail1) } };
    if (faults->last == NULL)
        faults->first = fault;
    else
        faults->last->next = fault;
    faults->last = fault;
}

void rule_fault_write(struct builder *builder, const struct rule_fault *fault,
                      enum language language)
{
    builder_add(builder, fault->file);
    if (fault->line > 0)
        builder_format(builder, ":%d", fault->line);
    builder_add(builder, TEXT(": "));
    if (text_present(fault->key)) {
        builder_add(builder, fault->key);
        builder_add(builder, TEXT(": "));
    }
    words_write(builder, fault->why, language, fault->detail, 2);
}

void rule_faults_print(const struct rule_faults *faults, FILE *file)
{
    char line[2048];
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next) {
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, fault, LANGUAGE_CHINESE);
        builder_add(&builder, TEXT(" / "));
        words_write(&builder, fault->why, LANGUAGE_ENGLISH, fault->detail, 2);
        fprintf(file, "%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
    if (faults->count > RULE_FAULTS_KEPT)
        fprintf(file, "… %d\n", faults->count - RULE_FAULTS_KEPT);
}

/* About a node and what stands in it. */
static void complain(const struct yaml_reading *reading, const struct yaml *node,
                     struct text key, const char *why)
{
    rule_fault_add(reading->faults, reading->file, yaml_line(node), key, why, yaml_text(node),
                   TEXT(""));
}

/* ---- the nearest name ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, changes and swaps of neighbours; by bytes, keys are ASCII. */
static size_t edit_distance(struct text a, struct text b)
{
    size_t rows[3][NAME_MAX_BYTES + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.length; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t changed = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            now[j] = least(changed, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b.length];
}

struct text nearest_name(struct text mistyped, const struct text *names, size_t count)
{
    struct text nearest = { 0 };
    if (mistyped.length == 0 || mistyped.length > NAME_MAX_BYTES)
        return nearest;
    size_t distance_most = mistyped.length / 3 + 1;     /* beyond it the names are just different */
    for (size_t i = 0; i < count; i++) {
        if (names[i].length > NAME_MAX_BYTES)
            continue;
        size_t distance = edit_distance(mistyped, names[i]);
        if (distance > distance_most)
            continue;
        distance_most = distance == 0 ? 0 : distance - 1;
        nearest = names[i];
    }
    return nearest;
}

/* ---- scalars ---- */

static bool percent_read(struct text text, struct share *ret_share)
{
    /* "85.5%" is "0.855": four decimals of a percent are the six of a share. */
    struct money hundredth;
    struct share share;
    struct text number = text_slice(text, 0, text.length - 1);
    if (money_parse(number, &hundredth) && hundredth.fen >= 0) {
        *ret_share = (struct share){ hundredth.fen * 100 };
        return true;
    }
    if (!share_parse(number, &share) || share.parts < 0 || share.parts % 100 != 0)
        return false;
    *ret_share = (struct share){ share.parts / 100 };
    return true;
}

static const char *share_read(const struct field *field, struct text text, void *object)
{
    struct share *share = field_at(field, object);
    if (text_ends(text, TEXT("%")))
        return percent_read(text, share) ? NULL : "input.not-a-share";
    struct share read;
    if (!share_parse(text, &read))
        return "input.not-a-share";
    if (read.parts > SHARE_WHOLE.parts)
        return "rules.fault.share-above-one";
    *share = read;
    return NULL;
}

static const char *flag_read(const struct field *field, struct text text, void *object)
{
    bool yes = text_is(text, "yes") || text_is(text, "true");
    if (!yes && !text_is(text, "no") && !text_is(text, "false"))
        return "rules.fault.not-yes-or-no";
    *(bool *)field_at(field, object) = yes;
    return NULL;
}

static const char *scalar_read(const struct field *field, struct text text, struct arena *arena,
                               void *object)
{
    if (field->kind == FIELD_SHARE)
        return share_read(field, text, object);
    if (field->kind == FIELD_FLAG)
        return flag_read(field, text, object);
    if (field->kind == FIELD_DAY && text_is(text, "earliest-known")) {
        *(struct date *)field_at(field, object) = DATE_EARLIEST;
        return NULL;
    }
    return field_read(field, text, arena, object);
}

/* ---- mappings ---- */

static bool is_same_name(struct text key, const char *name)
{
    size_t i = 0;
    for (; i < key.length && name[i] != '\0'; i++)
        if (key.data[i] != name[i] && !(key.data[i] == '-' && name[i] == '_'))
            return false;
    return i == key.length && name[i] == '\0';
}

static const struct field *field_of_key(const struct shape *shape, struct text key)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (is_same_name(key, shape->fields[i].name))
            return &shape->fields[i];
    return NULL;
}

static const struct field *field_of_parts(struct yaml_part *parts, size_t part_count,
                                          struct text key, struct yaml_part **ret_part)
{
    for (size_t i = 0; i < part_count; i++) {
        const struct field *field = field_of_key(parts[i].shape, key);
        if (field != NULL) {
            *ret_part = &parts[i];
            return field;
        }
    }
    return NULL;
}

/* The field's key and value in a mapping; NULL when there is none. */
static const struct yaml *member_of_field(const struct yaml *mapping, const struct field *field)
{
    for (size_t i = 0; i < yaml_count(mapping); i++)
        if (is_same_name(yaml_text(yaml_key(mapping, i)), field->name))
            return yaml_at(mapping, i);
    return NULL;
}

static bool is_beside(const char *const *beside, struct text name)
{
    for (; beside != NULL && *beside != NULL; beside++)
        if (text_is(name, *beside))
            return true;
    return false;
}

static void complain_unknown(const struct yaml_reading *reading, const struct yaml *node,
                             struct text name, const struct yaml_part *parts, size_t part_count,
                             const char *const *beside)
{
    struct text names[KEYS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < part_count; i++)
        for (size_t j = 0; j < parts[i].shape->field_count && count < KEYS_MAX; j++)
            names[count++] = text_of(parts[i].shape->fields[j].name);
    for (; beside != NULL && *beside != NULL && count < KEYS_MAX; beside++)
        names[count++] = text_of(*beside);
    struct text nearest = nearest_name(name, names, count);
    rule_fault_add(reading->faults, reading->file, yaml_line(node), name,
                   text_present(nearest) ? "rules.fault.unknown-key-near"
                                         : "rules.fault.unknown-key", nearest, TEXT(""));
}

static bool fill_parts(const struct yaml_reading *reading, const struct yaml *node,
                       struct yaml_part *parts, size_t part_count, const char *const *beside,
                       int depth);

static bool fill_item(const struct yaml_reading *reading, const struct yaml *item,
                      const struct field *list, void *object, int depth)
{
    if (yaml_kind(item) != YAML_SCALAR) {
        struct yaml_part part = { .shape = list->of, .object = object };
        return fill_parts(reading, item, &part, 1, NULL, depth + 1);
    }
    /* [2020-01, 2020-02]: the first field of the shape, when no other one must be there. */
    const struct field *first = &list->of->fields[0];
    for (size_t i = 1; i < list->of->field_count; i++)
        if (list->of->fields[i].flags & FIELD_REQUIRED) {
            complain(reading, item, text_of(list->name), "rules.fault.not-a-mapping");
            return false;
        }
    const char *why = scalar_read(first, yaml_text(item), reading->arena, object);
    if (why != NULL)
        complain(reading, item, text_of(list->name), why);
    return why == NULL;
}

static bool fill_list(const struct yaml_reading *reading, const struct yaml *node,
                      const struct field *field, void *object, int depth)
{
    bool many = yaml_kind(node) == YAML_SEQUENCE;
    size_t count = many ? yaml_count(node) : 1;
    if (field->length_max > 0 && count > (size_t)field->length_max) {
        complain(reading, node, text_of(field->name), "rules.fault.too-long");
        return false;
    }
    struct list *list = field_at(field, object);
    *list = (struct list){ arena_array(reading->arena, count, field->of->size), count };
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        void *item = (char *)list->items + i * field->of->size;
        good &= fill_item(reading, many ? yaml_at(node, i) : node, field, item, depth);
    }
    return good;
}

static bool fill_field(const struct yaml_reading *reading, const struct yaml *node,
                       const struct field *field, void *object, int depth)
{
    if (field->kind == FIELD_LIST)
        return fill_list(reading, node, field, object, depth);
    if (field->kind == FIELD_OBJECT) {
        struct yaml_part part = { .shape = field->of, .object = field_at(field, object) };
        return fill_parts(reading, node, &part, 1, NULL, depth + 1);
    }
    const char *why = yaml_kind(node) != YAML_SCALAR ? "rules.fault.not-a-scalar"
        : scalar_read(field, yaml_text(node), reading->arena, object);
    if (why != NULL)
        complain(reading, node, text_of(field->name), why);
    return why == NULL;
}

static bool complain_missing(const struct yaml_reading *reading, const struct yaml *node,
                             const struct shape *shape)
{
    bool good = true;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!(field->flags & FIELD_REQUIRED) || member_of_field(node, field) != NULL)
            continue;
        rule_fault_add(reading->faults, reading->file, yaml_line(node), text_of(field->name),
                       "rules.fault.missing", text_of(field->name), TEXT(""));
        good = false;
    }
    return good;
}

static bool fill_parts(const struct yaml_reading *reading, const struct yaml *node,
                       struct yaml_part *parts, size_t part_count, const char *const *beside,
                       int depth)
{
    CHECK(depth <= LIMIT_DEPTH);    /* shapes nest as we wrote them, YAML as it was bounded */
    if (yaml_kind(node) != YAML_MAPPING) {
        complain(reading, node, text_of(parts[0].shape->name), "rules.fault.not-a-mapping");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *value = yaml_at(node, i);
        struct text key = yaml_text(yaml_key(node, i));
        struct yaml_part *part = NULL;
        const struct field *field = field_of_parts(parts, part_count, key, &part);
        if (field == NULL && is_beside(beside, key))
            continue;
        if (field == NULL) {
            complain_unknown(reading, yaml_key(node, i), key, parts, part_count, beside);
            good = false;
        } else if (yaml_kind(value) == YAML_SCALAR && yaml_is_null(value)) {
            complain(reading, value, key, "rules.fault.empty");
            good = false;
        } else if (member_of_field(node, field) != value) {
            complain(reading, value, key, "rules.fault.twice");
            good = false;
        } else {
            part->touched = true;
            good &= fill_field(reading, value, field, part->object, depth);
        }
    }
    for (size_t i = 0; i < part_count; i++)
        if (!parts[i].optional || parts[i].touched)
            good &= complain_missing(reading, node, parts[i].shape);
    return good;
}

bool yaml_shape_fill(const struct yaml_reading *reading, const struct yaml *node,
                     const struct shape *shape, void *object)
{
    struct yaml_part part = { .shape = shape, .object = object };
    return fill_parts(reading, node, &part, 1, NULL, 0);
}

bool yaml_shape_fill_parts(const struct yaml_reading *reading, const struct yaml *node,
                           struct yaml_part *parts, size_t part_count,
                           const char *const *beside)
{
    return fill_parts(reading, node, parts, part_count, beside, 0);
}

bool yaml_texts(const struct yaml_reading *reading, const struct yaml *node,
                struct text key, struct text **ret_texts, size_t *ret_count)
{
    bool many = yaml_kind(node) == YAML_SEQUENCE;
    size_t count = many ? yaml_count(node) : 1;
    struct text *texts = ARENA_ARRAY(reading->arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        const struct yaml *item = many ? yaml_at(node, i) : node;
        if (yaml_kind(item) != YAML_SCALAR || !text_present(yaml_text(item))) {
            rule_fault_add(reading->faults, reading->file, yaml_line(item), key,
                           "rules.fault.not-a-scalar", TEXT(""), TEXT(""));
            return false;
        }
        texts[i] = arena_text(reading->arena, yaml_text(item));
    }
    *ret_texts = texts;
    *ret_count = count;
    return true;
}
