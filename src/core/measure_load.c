/* measure_load.c: reading a notice; see measure.h. Bodies of typed verbs are in measure_verbs.c. */

#include "core/measure_inside.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

/* ---- small pieces ---- */

bool name_list_read(const struct yaml_reading *reading, const struct yaml *mapping, const char *key,
                struct name_list *ret_names)
{
    const struct yaml *node = yaml_member(mapping, text_of(key));
    struct text *items;
    if (node == NULL)
        return true;
    if (!yaml_texts(reading, node, text_of(key), &items, &ret_names->count))
        return false;
    ret_names->items = items;
    return true;
}

void measure_complain(const struct yaml_reading *reading, const struct yaml *node,
                      const char *key, const char *why, struct text detail0, struct text detail1)
{
    rule_fault_add(reading->faults, reading->file, yaml_line(node), text_of(key), why, detail0,
                   detail1);
}

/* ---- points in time ---- */

struct event_row {
    struct text event, plus, roll, then, decided;
    struct text first_working_day_from;
};

static const struct field event_fields[] = {
    { .name = "event", .kind = FIELD_TEXT, .offset = AT(struct event_row, event),
      .length_max = 60 },
    { .name = "plus", .kind = FIELD_TEXT, .offset = AT(struct event_row, plus),
      .length_max = 30 },
    { .name = "roll", .kind = FIELD_TEXT, .offset = AT(struct event_row, roll),
      .length_max = 30 },
    { .name = "then", .kind = FIELD_TEXT, .offset = AT(struct event_row, then),
      .length_max = 60 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct event_row, decided),
      .length_max = 60 },
    { .name = "first-working-day-from", .kind = FIELD_TEXT,
      .offset = AT(struct event_row, first_working_day_from), .length_max = 30 },
};
static const struct shape event_shape = SHAPE("point in time", struct event_row, event_fields);

static bool point_of_text(struct text text, struct measure_point *point)
{
    struct date day;
    if (text_is(text, "open")) {
        point->kind = POINT_OPEN;
        return true;
    }
    if (date_parse(text, &day)) {
        point->kind = POINT_DAY;
        point->day = day;
        return true;
    }
    point->kind = POINT_MOMENT;
    return moment_parse(text, &point->moment);
}

static bool point_of_mapping(const struct yaml_reading *reading, const struct yaml *node,
                             struct measure_point *point)
{
    struct event_row row = { 0 };
    if (!yaml_shape_fill(reading, node, &event_shape, &row))
        return false;
    point->event = row.event;
    point->then = row.then;
    point->decided = row.decided;
    if (text_present(row.plus) && !measure_span_parse(row.plus, &point->plus)) {
        measure_complain(reading, node, "plus", "rules.fault.not-a-span", row.plus, TEXT(""));
        return false;
    }
    if (text_present(row.roll) && !clock_roll_parse(row.roll, &point->roll)) {
        measure_complain(reading, node, "roll", "rules.fault.unknown-name", row.roll, TEXT(""));
        return false;
    }
    if (text_present(row.first_working_day_from)) {
        struct measure_point from = { .kind = POINT_NONE };
        bool good = !text_present(row.event) && point_of_text(row.first_working_day_from, &from)
            && from.kind != POINT_OPEN;
        point->kind = POINT_FIRST_WORKING_DAY;
        point->moment = from.moment;
        point->day = from.kind == POINT_DAY ? from.day : date_of_moment(from.moment);
        return good;
    }
    point->kind = POINT_EVENT;
    return text_present(row.event);
}

bool point_read(const struct yaml_reading *reading, const struct yaml *mapping, const char *key,
                struct measure_point *point)
{
    const struct yaml *node = yaml_member(mapping, text_of(key));
    if (node == NULL)
        return true;
    int32_t before = reading->faults->count;
    bool good = yaml_kind(node) == YAML_MAPPING ? point_of_mapping(reading, node, point)
        : yaml_kind(node) == YAML_SCALAR && point_of_text(yaml_text(node), point);
    if (!good && reading->faults->count == before)
        measure_complain(reading, node, key, "rules.fault.not-a-time", yaml_text(node), TEXT(""));
    return good;
}

/* ---- scope ---- */

static const char *path_find(struct text path)
{
    for (size_t i = 0; i < measure_path_count; i++)
        if (text_is(path, measure_paths[i]))
            return measure_paths[i];
    return NULL;
}

static bool is_group(struct text key)
{
    static const char *const groups[] = { "people", "institutions", "units", "filings",
                                          "receipts" };
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (text_is(key, groups[i]))
            return true;
    return false;
}

static void complain_path(const struct yaml_reading *reading, const struct yaml *node,
                          struct text path)
{
    struct text names[64];
    CHECK(measure_path_count <= COUNT_OF(names));
    for (size_t i = 0; i < measure_path_count; i++)
        names[i] = text_of(measure_paths[i]);
    struct text nearest = nearest_name(path, names, measure_path_count);
    rule_fault_add(reading->faults, reading->file, yaml_line(node), path,
                   text_present(nearest) ? "rules.fault.unknown-key-near"
                                         : "rules.fault.unknown-key", nearest, TEXT(""));
}

struct scope_reading {
    const struct yaml_reading *reading;
    struct measure_condition *conditions;
    size_t count;
    bool good;
};

static void condition_read(struct scope_reading *scope, const struct yaml *key,
                           const struct yaml *value, struct text path)
{
    if (text_ends(path, TEXT("decided")))
        return;
    const char *known = path_find(path);
    if (known == NULL) {
        complain_path(scope->reading, key, path);
        scope->good = false;
        return;
    }
    CHECK(scope->count < measure_path_count);   /* a mapping has no key twice */
    struct measure_condition *condition = &scope->conditions[scope->count++];
    struct text *items;
    condition->path = known;
    scope->good &= yaml_texts(scope->reading, value, path, &items, &condition->any_of.count);
    condition->any_of.items = items;
}

static bool scope_read(const struct yaml_reading *reading, const struct yaml *node,
                       struct measure *measure)
{
    if (node == NULL)
        return true;
    if (yaml_kind(node) != YAML_MAPPING) {
        measure_complain(reading, node, "scope", "rules.fault.not-a-mapping", TEXT(""), TEXT(""));
        return false;
    }
    struct scope_reading scope = { .reading = reading, .good = true };
    scope.conditions = ARENA_ARRAY(reading->arena, struct measure_condition, measure_path_count);
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *key = yaml_key(node, i), *value = yaml_at(node, i);
        if (!is_group(yaml_text(key)) || yaml_kind(value) != YAML_MAPPING) {
            condition_read(&scope, key, value, yaml_text(key));
            continue;
        }
        for (size_t j = 0; j < yaml_count(value); j++)
            condition_read(&scope, yaml_key(value, j), yaml_at(value, j),
                           arena_format(reading->arena, "%.*s.%.*s", TEXT_ARGS(yaml_text(key)),
                                        TEXT_ARGS(yaml_text(yaml_key(value, j)))));
    }
    measure->conditions = scope.conditions;
    measure->condition_count = scope.count;
    return scope.good;
}

/* ---- what all measures share ---- */

struct common_row {
    struct text clause, says, chinese, binding, decided;
};

static const struct field common_fields[] = {
    { .name = "clause", .kind = FIELD_TEXT, .offset = AT(struct common_row, clause),
      .length_max = 60 },
    { .name = "says", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct common_row, says), .length_max = 400 },
    { .name = "zh", .kind = FIELD_TEXT, .offset = AT(struct common_row, chinese),
      .length_max = 200 },
    { .name = "binding", .kind = FIELD_TEXT, .offset = AT(struct common_row, binding),
      .length_max = 20 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct common_row, decided),
      .length_max = 60 },
};
static const struct shape common_shape = SHAPE("measure", struct common_row, common_fields);

static const char *const common_beside[] = {
    "ids", "scope", "time", "grant", "needs", "later", "replaces", "adds-to",
    "extend", "suspend", "outage", "waive", "keep", "open", "backdate", "reinstate", "tolerate",
    "entrust", "cover", "prefer", "rate", "prepay", "supply", "quota", "report", "task", "watch",
    "review", "announce", "empower", NULL
};

static bool binding_read(const struct yaml_reading *reading, const struct yaml *node,
                         struct text name, struct measure *measure)
{
    static const char *const names[] = { "default", "floor", "fixed" };
    if (!text_present(name))
        return true;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_is(name, names[i])) {
            measure->binding = (enum measure_binding)i;
            return true;
        }
    measure_complain(reading, node, "binding", "rules.fault.unknown-name", name, TEXT(""));
    return false;
}

static bool time_read(const struct yaml_reading *reading, const struct yaml *node,
                      struct measure *measure)
{
    static const struct shape nothing = { .name = "time" };
    static const char *const beside[] = { "from", "until", NULL };
    if (node == NULL)
        return true;
    struct yaml_part part = { .shape = &nothing, .object = measure };
    return yaml_shape_fill_parts(reading, node, &part, 1, beside)
        && point_read(reading, node, "from", &measure->from)
        && point_read(reading, node, "until", &measure->until);
}

struct grant_row { struct text matter; };
static const struct field grant_fields[] = {
    { .name = "on-application", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct grant_row, matter), .length_max = 60 },
};
static const struct shape grant_shape = SHAPE("grant", struct grant_row, grant_fields);

static bool grant_read(const struct yaml_reading *reading, const struct yaml *node,
                       struct measure *measure)
{
    static const char *const beside[] = { "channels", NULL };
    if (node == NULL || text_is(yaml_text(node), "all"))
        return true;
    struct grant_row row = { 0 };
    struct yaml_part part = { .shape = &grant_shape, .object = &row };
    if (!yaml_shape_fill_parts(reading, node, &part, 1, beside))
        return false;
    measure->on_application = row.matter;
    return name_list_read(reading, node, "channels", &measure->application_channels);
}

static const struct field later_fields[] = {
    { .name = "debt", .kind = FIELD_TEXT, .offset = AT(struct measure_later, debt),
      .length_max = 60 },
    { .name = "review", .kind = FIELD_TEXT, .offset = AT(struct measure_later, review),
      .length_max = 60 },
    { .name = "by", .kind = FIELD_TEXT, .offset = AT(struct measure_later, by),
      .length_max = 60 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct measure_later, decided),
      .length_max = 60 },
};
static const struct shape later_shape = SHAPE("later", struct measure_later, later_fields);

static bool later_read(const struct yaml_reading *reading, const struct yaml *node,
                       struct measure *measure)
{
    static const char *const beside[] = { "tasks", "due", NULL };
    if (node == NULL)
        return true;
    struct yaml_part part = { .shape = &later_shape, .object = &measure->later };
    return yaml_shape_fill_parts(reading, node, &part, 1, beside)
        && name_list_read(reading, node, "tasks", &measure->later.tasks)
        && point_read(reading, node, "due", &measure->later.due);
}

/* Exactly one key of a measure is a verb. */
static bool verb_read(const struct yaml_reading *reading, const struct yaml *node,
                      struct measure *measure)
{
    int found = 0;
    for (int i = 0; i < VERB_COUNT; i++) {
        const struct yaml *body = yaml_member(node,
                                              text_of(measure_verb_name((enum measure_verb)i)));
        if (body == NULL)
            continue;
        measure->verb = (enum measure_verb)i;
        measure->body = body;
        found++;
    }
    if (found != 1) {
        measure_complain(reading, node, "measures", "rules.fault.one-verb", TEXT(""), TEXT(""));
        return false;
    }
    return measure_body_read(reading, measure->body, measure);
}

/* "10a" of this notice is "京医保发〔2020〕4号#10a" for everybody. */
static void names_qualify(struct name_list *names, struct text notice, struct arena *arena)
{
    struct text *items = ARENA_ARRAY(arena, struct text, names->count + 1);
    for (size_t i = 0; i < names->count; i++) {
        struct text id;
        text_until(names->items[i], '#', &id);
        items[i] = id.data != NULL ? names->items[i]
            : arena_format(arena, "%.*s#%.*s", TEXT_ARGS(notice), TEXT_ARGS(names->items[i]));
    }
    names->items = items;
}

static void cites_make(struct measure *measure, struct text prefix, struct arena *arena)
{
    measure->cites = TEXT("");
    for (size_t i = 0; i < measure->ids.count; i++)
        measure->cites = arena_format(arena, "%.*s%s%.*s%s%.*s", TEXT_ARGS(measure->cites),
                                      i == 0 ? "" : " ", TEXT_ARGS(prefix),
                                      text_present(prefix) ? "-" : "",
                                      TEXT_ARGS(measure->ids.items[i]));
}

static bool measure_read(const struct yaml_reading *reading, const struct yaml *node,
                         struct text prefix, struct measure *measure)
{
    struct common_row row = { 0 };
    struct yaml_part part = { .shape = &common_shape, .object = &row };
    if (!yaml_shape_fill_parts(reading, node, &part, 1, common_beside))
        return false;
    measure->line = yaml_line(node);
    measure->clause = row.clause;
    measure->says = row.says;
    measure->chinese = row.chinese;
    measure->decided = row.decided;
    bool good = name_list_read(reading, node, "ids", &measure->ids);
    if (good && measure->ids.count == 0) {
        measure_complain(reading, node, "ids", "rules.fault.missing", TEXT("ids"), TEXT(""));
        good = false;
    }
    good &= binding_read(reading, node, row.binding, measure);
    good &= scope_read(reading, yaml_member(node, TEXT("scope")), measure);
    good &= time_read(reading, yaml_member(node, TEXT("time")), measure);
    good &= grant_read(reading, yaml_member(node, TEXT("grant")), measure);
    good &= name_list_read(reading, node, "needs", &measure->needs);
    good &= later_read(reading, yaml_member(node, TEXT("later")), measure);
    good &= name_list_read(reading, node, "replaces", &measure->replaces);
    good &= name_list_read(reading, node, "adds-to", &measure->adds_to);
    good &= verb_read(reading, node, measure);
    names_qualify(&measure->replaces, measure->notice, reading->arena);
    names_qualify(&measure->adds_to, measure->notice, reading->arena);
    cites_make(measure, prefix, reading->arena);
    return good;
}

/* ---- the notice ---- */

struct notice_row {
    struct text notice, place, prefix, title, forwards, source;
    struct date issued, known, until;
};

static const struct field notice_fields[] = {
    { .name = "notice", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct notice_row, notice), .length_max = 80 },
    { .name = "place", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct notice_row, place), .length_max = 12 },
    { .name = "issued", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct notice_row, issued) },
    { .name = "known", .kind = FIELD_DAY, .offset = AT(struct notice_row, known) },
    { .name = "until", .kind = FIELD_DAY, .offset = AT(struct notice_row, until) },
    { .name = "short", .kind = FIELD_TEXT, .offset = AT(struct notice_row, prefix),
      .length_max = 20 },
    { .name = "title", .kind = FIELD_TEXT, .offset = AT(struct notice_row, title),
      .length_max = 200 },
    { .name = "forwards", .kind = FIELD_TEXT, .offset = AT(struct notice_row, forwards),
      .length_max = 80 },
    { .name = "source", .kind = FIELD_TEXT, .offset = AT(struct notice_row, source),
      .length_max = 400 },
};
static const struct shape notice_shape = SHAPE("notice", struct notice_row, notice_fields);
static const char *const notice_beside[] = { "basis", "measures", NULL };

static bool notice_read(const struct yaml_reading *reading, const struct yaml *root,
                        const struct divisions *divisions, struct notice_row *row,
                        struct measure *common)
{
    struct yaml_part part = { .shape = &notice_shape, .object = row };
    int64_t place;
    if (!yaml_shape_fill_parts(reading, root, &part, 1, notice_beside))
        return false;
    if (!text_to_int64(row->place, &place) || place < 0 || place > INT32_MAX
        || !division_exists(divisions, (int32_t)place)) {
        measure_complain(reading, yaml_member(root, TEXT("place")), "place", "rules.fault.place",
                         row->place, TEXT(""));
        return false;
    }
    common->place = (int32_t)place;
    common->place_depth = division_depth(divisions, common->place);
    common->notice = row->notice;
    common->issued = row->issued;
    common->notice_until = row->until.yyyymmdd == 0 ? DATE_LATEST : row->until;
    common->file = reading->file;
    return true;
}

struct date measures_read(const struct yaml_reading *reading, const struct yaml *root,
                          const struct divisions *divisions, const struct publication *publication,
                          struct date known_until, struct measure_list *list)
{
    struct notice_row row = { 0 };
    struct measure common = { .known_until = known_until, .publication = publication->sequence };
    if (!notice_read(reading, root, divisions, &row, &common))
        return DATE_NONE;
    common.known_from = row.known.yyyymmdd != 0 ? row.known
        : publication->known.ms != 0 ? date_of_moment(publication->known) : row.issued;
    const struct yaml *measures = yaml_member(root, TEXT("measures"));
    if (measures == NULL || yaml_kind(measures) != YAML_SEQUENCE || yaml_count(measures) == 0) {
        measure_complain(reading, root, "measures", "rules.fault.missing", TEXT("measures"),
                         TEXT(""));
        return DATE_NONE;
    }
    for (size_t i = 0; i < yaml_count(measures); i++) {
        struct measure_entry *entry = ARENA_NEW(reading->arena, struct measure_entry);
        entry->measure = common;
        if (!measure_read(reading, yaml_at(measures, i), row.prefix, &entry->measure)
            || date_compare(common.known_from, known_until) > 0)
            continue;
        entry->next = list->first;
        list->first = entry;
        list->count++;
    }
    return common.known_from;
}

/* ---- what one says of another ---- */

static int measure_compare(const void *left, const void *right)
{
    const struct measure *a = *(const struct measure *const *)left;
    const struct measure *b = *(const struct measure *const *)right;
    int order = (a->place > b->place) - (a->place < b->place);
    if (order == 0)
        order = text_compare(a->file, b->file);
    if (order == 0)
        order = (a->publication > b->publication) - (a->publication < b->publication);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* What a higher office has fixed a lower one changes only inside an `empower` of it. */
static bool may_replace(const struct measure *by, const struct measure *replaced,
                        const struct measure *const *measures, size_t count)
{
    if (by->place == replaced->place || replaced->binding != BINDING_FIXED)
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct measure *measure = measures[i];
        struct text verb = yaml_text(yaml_member(measure->body, TEXT("verb")));
        if (measure->verb == VERB_EMPOWER && measure->place == replaced->place
            && text_is(verb, measure_verb_name(by->verb)))
            return true;
    }
    return false;
}

static void replaced_find(const struct measure *by, struct text name,
                          const struct measure *const *measures, size_t count,
                          struct rule_faults *faults)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        if (!measure_is_called(measures[i], name))
            continue;
        found = true;
        if (!may_replace(by, measures[i], measures, count))
            rule_fault_add(faults, by->file, by->line, TEXT("replaces"), "rules.fault.fixed-above",
                           name, TEXT(""));
    }
    if (!found)
        rule_fault_add(faults, by->file, by->line, TEXT("replaces"), "rules.fault.replaces-none",
                       name, TEXT(""));
}

const struct measure **measures_seal(struct measure_list *list, struct arena *arena,
                                     struct rule_faults *faults)
{
    const struct measure **measures = ARENA_ARRAY(arena, const struct measure *, list->count + 1);
    size_t at = 0;
    for (const struct measure_entry *entry = list->first; entry != NULL; entry = entry->next)
        measures[at++] = &entry->measure;
    qsort(measures, list->count, sizeof *measures, measure_compare);
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < measures[i]->replaces.count; j++)
            replaced_find(measures[i], measures[i]->replaces.items[j], measures, list->count,
                          faults);
    return measures;
}
