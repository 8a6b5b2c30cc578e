/* measure_load.c: reading a notice; see measure.h. Its parts go by the tables of measure_tables.c,
 * what one measure says of another is checked in measure_seal.c. */

#include "base/check.h"
#include "base/yaml.h"
#include "core/divisions.h"
#include "core/measure_form.h"

#include <string.h>

static bool is_verb(struct text key, enum measure_verb *ret_verb)
{
    for (int i = 0; i < VERB_COUNT; i++)
        if (text_is(key, measure_verb_name((enum measure_verb)i))) {
            *ret_verb = (enum measure_verb)i;
            return true;
        }
    return false;
}

/* ---- one measure ---- */

static bool outage_fill(const struct form_reading *reading, const struct yaml *body)
{
    const void *rows;
    size_t count;
    if (!form_fill_rows(reading, body, &measure_forms[VERB_OUTAGE], &rows, &count))
        return false;
    struct outage_row *own = ARENA_ARRAY(reading->reading->arena, struct outage_row, count);
    memcpy(own, rows, count * sizeof *own);
    for (size_t i = 0; i < count; i++)
        own[i].line = yaml_line(yaml_at(body, i));
    reading->measure->outage = (struct measure_outage){ own, count };
    return true;
}

static bool verb_fill(const struct form_reading *reading, const struct yaml *body)
{
    struct measure *measure = reading->measure;
    bool good = measure->verb == VERB_OUTAGE
        ? outage_fill(reading, body)
        : form_fill(reading, body, &measure_forms[measure->verb], &measure->extend);
    return good && measure_body_check(reading, body, measure);
}

static void complain_measure_key(const struct form_reading *reading, const struct yaml *key)
{
    struct text names[64];
    size_t count = 0;
    for (size_t i = 0; i < measure_common_form.field_count; i++)
        names[count++] = text_of(measure_common_form.fields[i].name);
    for (int i = 0; i < VERB_COUNT; i++)
        names[count++] = text_of(measure_verb_name((enum measure_verb)i));
    CHECK(count <= COUNT_OF(names));
    struct text nearest = nearest_name(yaml_text(key), names, count);
    form_complain(reading, key, yaml_text(key),
                  text_present(nearest) ? "rules.fault.unknown-key-near"
                                        : "rules.fault.unknown-key", nearest, TEXT(""));
}

static const struct form_field *common_field(struct text key)
{
    for (size_t i = 0; i < measure_common_form.field_count; i++)
        if (text_is(key, measure_common_form.fields[i].name))
            return &measure_common_form.fields[i];
    return NULL;
}

/* Exactly one key of a measure is a verb; the others are those all measures may have. */
static bool keys_sort(const struct form_reading *reading, const struct yaml *node,
                      const struct yaml **ret_body)
{
    enum measure_verb verb = VERB_COUNT;
    size_t verbs = 0;
    bool good = true;
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct yaml *key = yaml_key(node, i);
        if (is_verb(yaml_text(key), &verb)) {
            reading->measure->verb = verb;
            *ret_body = yaml_at(node, i);
            verbs++;
        } else if (common_field(yaml_text(key)) == NULL) {
            complain_measure_key(reading, key);
            good = false;
        }
    }
    if (verbs == 1)
        return good;
    form_complain(reading, node, TEXT("measures"), "rules.fault.one-verb", TEXT(""), TEXT(""));
    return false;
}

static bool common_fill(const struct form_reading *reading, const struct yaml *node)
{
    bool good = true;
    for (size_t i = 0; i < yaml_count(node); i++) {
        const struct form_field *field = common_field(yaml_text(yaml_key(node, i)));
        const struct yaml *value = yaml_at(node, i);
        /* "grant: all" says in words what is so anyway. */
        if (field == NULL
            || (text_is(text_of(field->name), "grant") && text_is(yaml_text(value), "all")))
            continue;
        good &= form_fill_field(reading, value, field, reading->measure);
    }
    for (size_t i = 0; i < measure_common_form.field_count; i++) {
        struct text name = text_of(measure_common_form.fields[i].name);
        if (!(measure_common_form.fields[i].flags & FORM_REQUIRED)
            || yaml_member(node, name) != NULL)
            continue;
        form_complain(reading, node, name, "rules.fault.missing", name, TEXT(""));
        good = false;
    }
    return good;
}

/* "10a" of this notice is "京医保发〔2020〕4号#10a" for everybody. */
static void names_qualify(struct name_list *names, struct text notice, struct arena *arena)
{
    if (names->count == 0)
        return;
    struct text *items = ARENA_ARRAY(arena, struct text, names->count);
    for (size_t i = 0; i < names->count; i++) {
        struct text id;
        text_until(names->items[i], '#', &id);
        items[i] = id.data != NULL ? names->items[i]
            : arena_format(arena, "%.*s#%.*s", TEXT_ARGS(notice), TEXT_ARGS(names->items[i]));
    }
    names->items = items;
}

static struct text cites_of(struct name_list ids, struct text prefix, struct arena *arena)
{
    struct text cites = TEXT("");
    for (size_t i = 0; i < ids.count; i++)
        cites = arena_format(arena, "%.*s%s%.*s%s%.*s", TEXT_ARGS(cites), i == 0 ? "" : " ",
                             TEXT_ARGS(prefix), text_present(prefix) ? "-" : "",
                             TEXT_ARGS(ids.items[i]));
    return cites;
}

static void cites_make(struct measure *measure, struct text prefix, struct arena *arena)
{
    measure->cites = cites_of(measure->ids, prefix, arena);
    for (size_t i = 0; i < measure->carries.count; i++)
        measure->cites = arena_format(arena, "%.*s %.*s", TEXT_ARGS(measure->cites),
                                      TEXT_ARGS(measure->carries.items[i]));
    if (measure->verb != VERB_OUTAGE)
        return;
    struct outage_row *rows = ARENA_ARRAY(arena, struct outage_row, measure->outage.count + 1);
    for (size_t i = 0; i < measure->outage.count; i++) {
        rows[i] = measure->outage.rows[i];
        rows[i].cites = cites_of(rows[i].ids, prefix, arena);
    }
    measure->outage.rows = rows;
}

static enum measure_binding binding_of(struct text word)
{
    return text_is(word, "fixed") ? BINDING_FIXED
        : text_is(word, "floor") ? BINDING_FLOOR : BINDING_DEFAULT;
}

/* A time that is over before it begins is a slip of the pen. */
static bool time_check(const struct form_reading *reading, const struct yaml *node)
{
    const struct measure_point *from = &reading->measure->time.from;
    const struct measure_point *until = &reading->measure->time.until;
    bool days = (from->kind == POINT_DAY || from->kind == POINT_MOMENT)
        && (until->kind == POINT_DAY || until->kind == POINT_MOMENT);
    bool backwards = days && (date_compare(until->day, from->day) < 0
        || (from->kind == POINT_MOMENT && until->kind == POINT_MOMENT
            && until->moment.ms <= from->moment.ms));
    if (backwards)
        form_complain(reading, yaml_member(node, TEXT("time")), TEXT("time"),
                      "rules.fault.backwards", TEXT(""), TEXT(""));
    return !backwards;
}

static bool measure_read(const struct form_reading *reading, const struct yaml *node,
                         struct text prefix)
{
    struct measure *measure = reading->measure;
    struct arena *arena = reading->reading->arena;
    const struct yaml *body = NULL;
    if (yaml_kind(node) != YAML_MAPPING) {
        form_complain(reading, node, TEXT("measures"), "rules.fault.not-a-mapping", TEXT(""),
                      TEXT(""));
        return false;
    }
    measure->line = yaml_line(node);
    if (!keys_sort(reading, node, &body))
        return false;
    bool good = common_fill(reading, node);
    good &= verb_fill(reading, body);
    good = good && time_check(reading, node);
    measure->binding = binding_of(measure->binding_word);
    names_qualify(&measure->replaces, measure->notice, arena);
    names_qualify(&measure->adds_to, measure->notice, arena);
    cites_make(measure, prefix, arena);
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
static const char *const notice_beside[] = { "basis", "revokes", "lists", "register",
                                             "measures", NULL };

static bool notice_read(const struct form_reading *reading, const struct yaml *root,
                        struct notice_row *row, struct measure *common)
{
    struct yaml_part part = { .shape = &notice_shape, .object = row };
    int64_t place;
    if (!yaml_shape_fill_parts(reading->reading, root, &part, 1, notice_beside))
        return false;
    if (!text_to_int64(row->place, &place) || place < 0 || place > INT32_MAX
        || !division_exists(reading->divisions, (int32_t)place)) {
        form_complain(reading, yaml_member(root, TEXT("place")), TEXT("place"),
                      "rules.fault.place", row->place, TEXT(""));
        return false;
    }
    common->place = (int32_t)place;
    common->place_depth = division_depth(reading->divisions, common->place);
    common->notice = row->notice;
    common->title = row->title;
    common->forwards = row->forwards;
    common->issued = row->issued;
    common->notice_until = row->until.yyyymmdd == 0 ? DATE_LATEST : row->until;
    common->file = reading->reading->file;
    if (date_compare(common->notice_until, common->issued) >= 0)
        return true;
    form_complain(reading, yaml_member(root, TEXT("until")), TEXT("until"),
                  "rules.fault.backwards", TEXT(""), TEXT(""));
    return false;
}

static void list_add(const struct form_reading *reading, const struct notice_row *row,
                     struct text name, struct name_list things)
{
    struct measure_named_list *named =
        ARENA_NEW(reading->reading->arena, struct measure_named_list);
    *named = (struct measure_named_list){ .notice = row->notice, .forwards = row->forwards,
        .name = name, .things = things, .next = reading->list->lists };
    reading->list->lists = named;
}

static bool lists_read(const struct form_reading *reading, const struct yaml *node,
                       const struct notice_row *row)
{
    list_add(reading, row, (struct text){ 0 }, (struct name_list){ 0 });
    if (node == NULL)
        return true;
    if (yaml_kind(node) != YAML_MAPPING) {
        form_complain(reading, node, TEXT("lists"), "rules.fault.not-a-mapping", TEXT(""),
                      TEXT(""));
        return false;
    }
    bool good = true;
    static const struct form_field field = { "lists", FORM_WORDS, 0, 0, "things", NULL, NULL };
    for (size_t i = 0; i < yaml_count(node); i++) {
        struct name_list things = { 0 };
        good &= form_fill_field(reading, yaml_at(node, i), &field, &things);
        list_add(reading, row, arena_text(reading->reading->arena,
                                          yaml_text(yaml_key(node, i))), things);
    }
    return good;
}

static bool measures_are_there(const struct form_reading *reading, const struct yaml *root,
                               const struct yaml *measures)
{
    if (measures != NULL && yaml_kind(measures) == YAML_SEQUENCE && yaml_count(measures) > 0)
        return true;
    form_complain(reading, root, TEXT("measures"), "rules.fault.missing", TEXT("measures"),
                  TEXT(""));
    return false;
}

static void entry_add(const struct form_reading *reading, const struct measure *measure)
{
    if (date_compare(measure->known_from, measure->known_until) > 0
        || date_compare(measure->issued, measure->notice_until) > 0)
        return;
    struct measure_list *list = reading->list;
    struct measure_entry *entry = ARENA_NEW(reading->reading->arena, struct measure_entry);
    entry->measure = *measure;
    entry->next = list->first;
    list->first = entry;
    list->count++;
}

static struct date day_before(struct date day)
{
    return date_plus_days(day, -1);
}

/* A revoked measure is two rectangles: until that day nobody knew of it, and it held; from then on
 * it is known to have held until the day before. */
static void entries_add(const struct form_reading *reading, const struct measure *measure,
                        struct date revoked)
{
    struct measure before = *measure, after = *measure;
    if (revoked.yyyymmdd == 0) {
        entry_add(reading, measure);
        return;
    }
    if (date_compare(day_before(revoked), before.known_until) < 0)
        before.known_until = day_before(revoked);
    entry_add(reading, &before);
    if (date_compare(revoked, after.known_from) > 0)
        after.known_from = revoked;
    if (date_compare(day_before(revoked), after.notice_until) < 0)
        after.notice_until = day_before(revoked);
    after.revoked = true;
    entry_add(reading, &after);
}

struct date measures_read(const struct yaml_reading *reading, const struct yaml *root,
                          const struct divisions *divisions, const struct vocabulary *vocabulary,
                          const struct measure_source *source, struct measure_list *list)
{
    struct notice_row row = { 0 };
    struct measure common = { .known_until = source->known_until,
                              .publication = source->publication };
    struct form_reading form = { reading, vocabulary, divisions, &common, list };
    const struct yaml *measures = yaml_member(root, TEXT("measures"));
    if (vocabulary == NULL) {
        form_complain(&form, root, TEXT(""), "rules.fault.no-vocabulary", TEXT(""), TEXT(""));
        return DATE_NONE;
    }
    if (!notice_read(&form, root, &row, &common)
        || !lists_read(&form, yaml_member(root, TEXT("lists")), &row)
        || !measures_are_there(&form, root, measures))
        return DATE_NONE;
    common.known_from = row.known.yyyymmdd != 0 ? row.known
        : source->known.ms != 0 ? date_of_moment(source->known) : row.issued;
    struct measure_reference *references = list->references;
    size_t held = list->count;
    for (size_t i = 0; i < yaml_count(measures); i++) {
        struct measure *measure = ARENA_NEW(reading->arena, struct measure);
        *measure = common;
        form.measure = measure;
        if (measure_read(&form, yaml_at(measures, i), row.prefix))
            entries_add(&form, measure, source->revoked);
    }
    /* A text that never held says nothing, of others neither. */
    if (list->count == held)
        list->references = references;
    return common.known_from;
}
