/* book_values.c: reading a file of values; see book.h. */

#include "core/book_inside.h"

#include "base/check.h"
#include "base/yaml.h"

#define NAMES_MAX 64

/* ---- the head of a file of values ---- */

struct head {
    struct text place, about, dated_by, source, source_chinese, certainty;
    struct date known;
};

static const struct field head_fields[] = {
    { .name = "place", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct head, place), .length_max = 12 },
    { .name = "about", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct head, about), .length_max = 80 },
    { .name = "dated-by", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct head, dated_by), .length_max = 20 },
    { .name = "source", .kind = FIELD_TEXT, .offset = AT(struct head, source),
      .length_max = 400 },
    { .name = "source-zh", .kind = FIELD_TEXT, .offset = AT(struct head, source_chinese),
      .length_max = 400 },
    { .name = "certainty", .kind = FIELD_TEXT, .offset = AT(struct head, certainty),
      .length_max = 20 },
    { .name = "known", .kind = FIELD_DAY, .offset = AT(struct head, known) },
};
static const struct shape head_shape = SHAPE("values", struct head, head_fields);
static const char *const head_beside[] = { "insurance", "person", "clauses", "values", NULL };

struct row_head {
    struct date from, until, known_from, known_until;
    bool ended, gap, as_wider;
    struct text source, source_chinese, certainty, note;
};

static const struct field row_fields[] = {
    { .name = "from", .kind = FIELD_DAY, .flags = FIELD_REQUIRED,
      .offset = AT(struct row_head, from) },
    { .name = "until", .kind = FIELD_DAY, .offset = AT(struct row_head, until) },
    { .name = "known-from", .kind = FIELD_DAY, .offset = AT(struct row_head, known_from) },
    { .name = "known-until", .kind = FIELD_DAY, .offset = AT(struct row_head, known_until) },
    { .name = "ended", .kind = FIELD_FLAG, .offset = AT(struct row_head, ended) },
    { .name = "gap", .kind = FIELD_FLAG, .offset = AT(struct row_head, gap) },
    { .name = "as-wider", .kind = FIELD_FLAG, .offset = AT(struct row_head, as_wider) },
    { .name = "source", .kind = FIELD_TEXT, .offset = AT(struct row_head, source),
      .length_max = 400 },
    { .name = "source-zh", .kind = FIELD_TEXT, .offset = AT(struct row_head, source_chinese),
      .length_max = 400 },
    { .name = "certainty", .kind = FIELD_TEXT, .offset = AT(struct row_head, certainty),
      .length_max = 20 },
    { .name = "note", .kind = FIELD_TEXT, .offset = AT(struct row_head, note),
      .length_max = 1000 },
};
static const struct shape row_shape = SHAPE("value", struct row_head, row_fields);
static const char *const row_beside[] = { "clauses", NULL };

/* ---- reading ---- */

/* One file of values while it is read. */
struct value_file {
    struct loading *loading;
    struct yaml_reading reading;
    const struct publication *publication;
    struct rule common;             /* what its rows share */
    bool has_certainty;
    struct text *insurances, *persons;
    size_t insurance_count, person_count;
    struct date known_until;        /* the day before a later publication of the file is known */
};

static void complain(const struct value_file *file, const struct yaml *node, const char *key,
                     const char *why, struct text detail0, struct text detail1)
{
    rule_fault_add(file->reading.faults, file->reading.file, yaml_line(node), text_of(key), why,
                   detail0, detail1);
}

/* A name of a closed list; the index, or -1 and a fault with the nearest one. */
static int name_read(const struct value_file *file, const struct yaml *node, const char *key,
                     struct text name, const char *const *names, size_t count)
{
    struct text list[NAMES_MAX];
    CHECK(count <= NAMES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, names[i]))
            return (int)i;
        list[i] = text_of(names[i]);
    }
    struct text nearest = nearest_name(name, list, count);
    complain(file, node, key, text_present(nearest) ? "rules.fault.unknown-name-near"
                                                    : "rules.fault.unknown-name", name, nearest);
    return -1;
}

static bool certainty_read(const struct value_file *file, const struct yaml *node,
                           struct text name, enum certainty *ret_certainty)
{
    static const char *const names[] = { "official", "reported", "weak", "default" };
    int found = name_read(file, node, "certainty", name, names, COUNT_OF(names));
    if (found < 0)
        return false;
    *ret_certainty = (enum certainty)found;
    return true;
}

static bool dated_by_read(const struct value_file *file, const struct yaml *node,
                          struct text name, enum dated_by *ret_dated_by)
{
    static const char *const names[] = { "visit", "admission", "discharge", "period", "filing" };
    int found = name_read(file, node, "dated-by", name, names, COUNT_OF(names));
    if (found < 0)
        return false;
    *ret_dated_by = (enum dated_by)found;
    return true;
}

static bool place_read(const struct value_file *file, const struct yaml *node, struct text text,
                       int32_t *ret_place)
{
    int64_t code;
    if (!text_to_int64(text, &code) || code < 0 || code > INT32_MAX
        || !division_exists(file->loading->book->divisions, (int32_t)code)) {
        complain(file, node, "place", "rules.fault.place", text, TEXT(""));
        return false;
    }
    *ret_place = (int32_t)code;
    return true;
}

static bool kind_read(struct value_file *file, const struct yaml *node, struct text about)
{
    const struct book *book = file->loading->book;
    file->common.kind = book_kind(book, about);
    if (file->common.kind != NULL)
        return true;
    struct text *names = ARENA_ARRAY(file->reading.faults->arena, struct text, book->kind_count);
    for (size_t i = 0; i < book->kind_count; i++)
        names[i] = text_of(book->kinds[i]->about);
    struct text nearest = nearest_name(about, names, book->kind_count);
    complain(file, node, "about", text_present(nearest) ? "rules.fault.unknown-name-near"
                                                        : "rules.fault.unknown-name", about,
             nearest);
    return false;
}

/* "[BJ4-10a, BJ4-10b]" as one text with blanks between. */
static bool clauses_read(const struct yaml_reading *reading, const struct yaml *mapping,
                         struct text *ret_clauses)
{
    const struct yaml *node = yaml_member(mapping, TEXT("clauses"));
    struct text *names;
    size_t count;
    if (node == NULL)
        return true;
    if (!yaml_texts(reading, node, TEXT("clauses"), &names, &count))
        return false;
    struct text joined = TEXT("");
    for (size_t i = 0; i < count; i++)
        joined = arena_format(reading->arena, "%.*s%s%.*s", TEXT_ARGS(joined), i == 0 ? "" : " ",
                              TEXT_ARGS(names[i]));
    *ret_clauses = joined;
    return true;
}

/* One name, a list, or nothing: one absent name, for all. */
static bool groups_read(struct value_file *file, const struct yaml *root, const char *key,
                       struct text **ret_names, size_t *ret_count)
{
    const struct yaml *node = yaml_member(root, text_of(key));
    if (node != NULL)
        return yaml_texts(&file->reading, node, text_of(key), ret_names, ret_count);
    *ret_names = ARENA_NEW(file->reading.arena, struct text);
    *ret_count = 1;
    return true;
}

static bool head_read(struct value_file *file, const struct yaml *root, struct head *head)
{
    struct yaml_part part = { .shape = &head_shape, .object = head };
    if (!yaml_shape_fill_parts(&file->reading, root, &part, 1, head_beside))
        return false;
    struct rule *common = &file->common;
    bool good = place_read(file, yaml_member(root, TEXT("place")), head->place, &common->place);
    good &= kind_read(file, yaml_member(root, TEXT("about")), head->about);
    good &= dated_by_read(file, yaml_member(root, TEXT("dated-by")), head->dated_by,
                          &common->dated_by);
    file->has_certainty = text_present(head->certainty);
    if (file->has_certainty)
        good &= certainty_read(file, yaml_member(root, TEXT("certainty")), head->certainty,
                               &common->certainty);
    good &= groups_read(file, root, "insurance", &file->insurances, &file->insurance_count);
    good &= groups_read(file, root, "person", &file->persons, &file->person_count);
    good &= clauses_read(&file->reading, root, &common->clauses);
    for (size_t i = 0; good && i < file->insurance_count; i++)
        if (text_present(file->insurances[i]))
            good &= name_read(file, yaml_member(root, TEXT("insurance")), "insurance",
                              file->insurances[i], rule_insurances, rule_insurance_count) >= 0;
    common->source = head->source;
    common->source_chinese = head->source_chinese;
    common->file = file->reading.file;
    common->publication = file->publication->sequence;
    common->known_from = head->known.yyyymmdd != 0 ? head->known
        : file->publication->known.ms == 0 ? DATE_EARLIEST
        : date_of_moment(file->publication->known);
    common->known_until = file->known_until;
    return good;
}

/* ---- one row ---- */

static struct date earlier(struct date a, struct date b)
{
    return date_compare(a, b) < 0 ? a : b;
}

static bool row_days_read(const struct value_file *file, const struct yaml *node,
                          const struct row_head *row, struct rule *rule)
{
    rule->from = row->from;
    rule->until = row->until.yyyymmdd == 0 ? DATE_LATEST : row->until;
    if (row->known_from.yyyymmdd != 0)
        rule->known_from = row->known_from;
    if (row->known_until.yyyymmdd != 0)
        rule->known_until = earlier(rule->known_until, row->known_until);
    bool good = true;
    if (date_compare(rule->from, rule->until) > 0) {
        complain(file, node, "until", "rules.fault.backwards", TEXT(""), TEXT(""));
        good = false;
    }
    if (row->known_until.yyyymmdd != 0 && date_compare(rule->known_from, row->known_until) > 0) {
        complain(file, node, "known-until", "rules.fault.backwards", TEXT(""), TEXT(""));
        good = false;
    }
    return good;
}

static bool row_source_read(const struct value_file *file, const struct yaml *node,
                            const struct row_head *row, struct rule *rule)
{
    bool good = true;
    if (text_present(row->source)) {
        rule->source = row->source;
        rule->source_chinese = row->source_chinese;
    }
    if (text_present(row->certainty))
        good &= certainty_read(file, yaml_member(node, TEXT("certainty")), row->certainty,
                               &rule->certainty);
    else if (!file->has_certainty) {
        complain(file, node, "certainty", "rules.fault.missing", TEXT("certainty"), TEXT(""));
        good = false;
    }
    if (!text_present(rule->source)) {
        complain(file, node, "source", "rules.fault.no-source", TEXT(""), TEXT(""));
        good = false;
    }
    return good;
}

/* A row holds by its payload, or says in one word why it has none. */
static bool row_state_read(const struct value_file *file, const struct yaml *node,
                           const struct row_head *row, const struct yaml_part *payload,
                           struct rule *rule)
{
    int words = row->ended + row->gap + row->as_wider;
    if (words > 1 || (words == 1 && payload->touched)) {
        complain(file, node, "values", "rules.fault.payload-and-word", TEXT(""), TEXT(""));
        return false;
    }
    rule->state = row->ended ? RULE_ENDED : row->gap ? RULE_GAP
        : row->as_wider ? RULE_AS_WIDER : RULE_HOLDS;
    if (rule->state != RULE_HOLDS)
        return true;
    rule->payload = payload->object;
    const char *why = rule->kind->check == NULL ? NULL : rule->kind->check(rule->payload);
    if (why != NULL)
        complain(file, node, rule->kind->about, why, TEXT(""), TEXT(""));
    return why == NULL;
}

static bool says_yes(const struct yaml *node, const char *key)
{
    struct text text = yaml_text(yaml_member(node, text_of(key)));
    return text_is(text, "yes") || text_is(text, "true");
}

static void row_keep(const struct value_file *file, const struct rule *rule)
{
    /* A row of an earlier publication that the later one took back the same day it was known. */
    if (date_compare(rule->known_from, rule->known_until) > 0)
        return;
    struct loading *loading = file->loading;
    for (size_t i = 0; i < file->insurance_count; i++)
        for (size_t j = 0; j < file->person_count; j++) {
            struct loaded *loaded = ARENA_NEW(&loading->book->arena, struct loaded);
            loaded->rule = *rule;
            loaded->rule.insurance = file->insurances[i];
            loaded->rule.person = file->persons[j];
            loaded->next = loading->rows;
            loading->rows = loaded;
            loading->row_count++;
        }
}

static void row_read(const struct value_file *file, const struct yaml *node)
{
    struct row_head row = { 0 };
    struct rule rule = file->common;
    const struct shape *payload = rule.kind->payload;
    bool bare = says_yes(node, "ended") || says_yes(node, "gap") || says_yes(node, "as-wider");
    struct yaml_part parts[] = {
        { .shape = &row_shape, .object = &row },
        { .shape = payload, .object = arena_take(file->reading.arena, payload->size),
          .optional = bare },
    };
    if (!yaml_shape_fill_parts(&file->reading, node, parts, COUNT_OF(parts), row_beside))
        return;
    rule.line = yaml_line(node);
    rule.note = row.note;
    bool good = row_days_read(file, node, &row, &rule);
    good &= row_source_read(file, node, &row, &rule);
    good &= row_state_read(file, node, &row, &parts[1], &rule);
    good &= clauses_read(&file->reading, node, &rule.clauses);
    if (good)
        row_keep(file, &rule);
}

struct date values_read(struct loading *loading, const struct publication *publication,
                        const struct yaml *root, struct date known_until)
{
    struct value_file file = {
        .loading = loading, .publication = publication, .known_until = known_until,
        .reading = { publication->file, &loading->book->arena, loading->faults },
    };
    struct head head = { 0 };
    if (!head_read(&file, root, &head))
        return DATE_NONE;
    const struct yaml *values = yaml_member(root, TEXT("values"));
    if (values == NULL || yaml_kind(values) != YAML_SEQUENCE || yaml_count(values) == 0) {
        complain(&file, root, "values", "rules.fault.missing", TEXT("values"), TEXT(""));
        return DATE_NONE;
    }
    for (size_t i = 0; i < yaml_count(values); i++)
        row_read(&file, yaml_at(values, i));
    return file.common.known_from;
}
