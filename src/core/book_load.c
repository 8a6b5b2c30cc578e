/* book_load.c: making a book of publications; see book.h. Everything wrong is collected before
 * anybody gives up, so that an author sees all his mistakes at once. */

#include "core/book_inside.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 64

/* ---- the head of a file of values ---- */

struct head {
    struct text place, about, dated_by, source, certainty;
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
    { .name = "certainty", .kind = FIELD_TEXT, .offset = AT(struct head, certainty),
      .length_max = 20 },
    { .name = "known", .kind = FIELD_DAY, .offset = AT(struct head, known) },
};
static const struct shape head_shape = SHAPE("values", struct head, head_fields);
static const char *const head_beside[] = { "insurance", "person", "clauses", "values", NULL };

struct row_head {
    struct date from, until, known_from, known_until;
    bool ended, gap, as_wider;
    struct text source, certainty, note;
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
    { .name = "certainty", .kind = FIELD_TEXT, .offset = AT(struct row_head, certainty),
      .length_max = 20 },
    { .name = "note", .kind = FIELD_TEXT, .offset = AT(struct row_head, note),
      .length_max = 1000 },
};
static const struct shape row_shape = SHAPE("value", struct row_head, row_fields);
static const char *const row_beside[] = { "clauses", NULL };

/* ---- loading ---- */

struct loaded {
    struct rule rule;
    struct loaded *next;
};

struct loading {
    struct book *book;
    struct rule_faults *faults;
    struct loaded *rows;
    size_t row_count;
};

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
static bool names_read(struct value_file *file, const struct yaml *root, const char *key,
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
    good &= names_read(file, root, "insurance", &file->insurances, &file->insurance_count);
    good &= names_read(file, root, "person", &file->persons, &file->person_count);
    good &= clauses_read(&file->reading, root, &common->clauses);
    for (size_t i = 0; good && i < file->insurance_count; i++)
        if (text_present(file->insurances[i]))
            good &= name_read(file, yaml_member(root, TEXT("insurance")), "insurance",
                              file->insurances[i], rule_insurances, rule_insurance_count) >= 0;
    common->source = head->source;
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
    if (text_present(row->source))
        rule->source = row->source;
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

/* Answers the day from which the file was known; DATE_NONE when its head is wrong. */
static struct date values_read(struct loading *loading, const struct publication *publication,
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

/* ---- order, gaps and overlaps ---- */

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rule_compare(const void *left, const void *right)
{
    const struct rule *a = left, *b = right;
    int order = strcmp(a->kind->about, b->kind->about);
    if (order == 0)
        order = order_of(a->place, b->place);
    if (order == 0)
        order = text_compare(a->insurance, b->insurance);
    if (order == 0)
        order = text_compare(a->person, b->person);
    if (order == 0)
        order = date_compare(a->from, b->from);
    if (order == 0)
        order = date_compare(a->known_from, b->known_from);
    if (order == 0)     /* only to name the same one of two wrong rows on every machine */
        order = text_compare(a->file, b->file);
    return order != 0 ? order : order_of(a->line, b->line);
}

static bool days_cross(struct date from_a, struct date until_a, struct date from_b,
                       struct date until_b)
{
    return date_compare(from_a, until_b) <= 0 && date_compare(from_b, until_a) <= 0;
}

static struct text where_of(const struct rule *rule, struct arena *arena)
{
    return arena_format(arena, "%.*s:%d", TEXT_ARGS(rule->file), rule->line);
}

static void overlaps_find(const struct series *series, struct rule_faults *faults)
{
    for (size_t i = 0; i < series->count; i++)
        for (size_t j = i + 1; j < series->count; j++) {
            const struct rule *a = &series->rows[i], *b = &series->rows[j];
            if (days_cross(a->from, a->until, b->from, b->until)
                && days_cross(a->known_from, a->known_until, b->known_from, b->known_until))
                rule_fault_add(faults, b->file, b->line, TEXT("from"), "rules.fault.overlap",
                               text_of(b->kind->about), where_of(a, faults->arena));
        }
}

/* Is a day between two rows not written, as known on the day `row` became known? */
static void gap_find(const struct series *series, size_t at, struct rule_faults *faults)
{
    const struct rule *row = &series->rows[at];
    if (date_compare(row->from, DATE_EARLIEST) == 0)
        return;
    struct date last = date_plus_days(row->from, -1);
    bool earlier_row = false;
    for (size_t i = 0; i < series->count; i++) {
        const struct rule *other = &series->rows[i];
        if (!date_within(row->known_from, other->known_from, other->known_until))
            continue;
        if (date_within(last, other->from, other->until))
            return;
        earlier_row |= date_compare(other->until, last) < 0;
    }
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    date_write(&builder, last);
    if (earlier_row)
        rule_fault_add(faults, row->file, row->line, TEXT("from"), "rules.fault.gap",
                       builder_text(&builder), TEXT(""));
}

static void rules_seal(struct loading *loading)
{
    struct book *book = loading->book;
    book->rules = ARENA_ARRAY(&book->arena, struct rule, loading->row_count + 1);
    book->rule_count = loading->row_count;
    size_t at = 0;
    for (const struct loaded *row = loading->rows; row != NULL; row = row->next)
        book->rules[at++] = row->rule;
    qsort(book->rules, book->rule_count, sizeof(struct rule), rule_compare);
    book_index(book);
    for (size_t i = 0; i < book->series_count; i++) {
        overlaps_find(&book->series[i], loading->faults);
        for (size_t j = 1; j < book->series[i].count; j++)
            gap_find(&book->series[i], j, loading->faults);
    }
}

/* ---- files ---- */

enum file_kind { FILE_OTHER, FILE_DIVISIONS, FILE_CALENDAR, FILE_VALUES, FILE_NOTICE };

static enum file_kind file_kind(struct text file)
{
    if (text_is(file, "rules/divisions/divisions.tsv"))
        return FILE_DIVISIONS;
    if (!text_ends(file, TEXT(".yaml")))
        return FILE_OTHER;
    if (text_starts(file, TEXT("rules/calendar/")))
        return FILE_CALENDAR;
    if (text_starts(file, TEXT("rules/values/")))
        return FILE_VALUES;
    return text_starts(file, TEXT("rules/notices/")) ? FILE_NOTICE : FILE_OTHER;
}

static const struct yaml *tree_of(const struct publication *publication, struct arena *arena,
                                  struct rule_faults *faults)
{
    const struct yaml *root = NULL;
    struct yaml_fault fault = { .line = 0 };
    if (publication->text.length > LIMIT_RULE_FILE_BYTES)
        rule_fault_add(faults, publication->file, 0, TEXT(""), "rules.fault.too-long", TEXT(""),
                       TEXT(""));
    else if (yaml_parse(publication->text, arena, &root, &fault))
        return root;
    else
        rule_fault_add(faults, publication->file, fault.line, TEXT(""), "rules.fault.yaml",
                       fault.reason, TEXT(""));
    return NULL;
}

/* Publications of one file lie together, the last one first, each known until the day before the
 * next one was. */
static void file_read(struct loading *loading, const struct publication *publication,
                      struct date *known_until)
{
    struct book *book = loading->book;
    enum file_kind kind = file_kind(publication->file);
    bool last = date_compare(*known_until, DATE_LATEST) == 0;
    if (kind == FILE_OTHER || kind == FILE_DIVISIONS || (kind == FILE_CALENDAR && !last))
        return;
    struct date known = publication->known.ms == 0 ? DATE_EARLIEST
        : date_of_moment(publication->known);
    if (!text_present(text_trim(publication->text))) {      /* an empty text takes the file back */
        *known_until = date_plus_days(known, -1);
        return;
    }
    struct yaml_reading reading = { publication->file, &book->arena, loading->faults };
    const struct yaml *root = tree_of(publication, &book->arena, loading->faults);
    if (root == NULL)
        return;
    if (kind == FILE_CALENDAR) {
        calendar_read(book->calendar, &reading, root);
        *known_until = DATE_EARLIEST;       /* papers carry their own days: only the last counts */
        return;
    }
    struct date from = values_read(loading, publication, root, *known_until);
    if (from.yyyymmdd != 0)
        *known_until = date_compare(from, DATE_EARLIEST) <= 0 ? DATE_EARLIEST
            : date_plus_days(from, -1);
}

static int publication_compare(const void *left, const void *right)
{
    const struct publication *a = *(const struct publication *const *)left;
    const struct publication *b = *(const struct publication *const *)right;
    int order = text_compare(a->file, b->file);
    return order != 0 ? order : order_of(b->sequence, a->sequence);
}

static void files_read(struct loading *loading)
{
    struct book *book = loading->book;
    const struct publication **sorted = ARENA_ARRAY(&book->arena, const struct publication *,
                                                    book->publication_count + 1);
    for (size_t i = 0; i < book->publication_count; i++)
        sorted[i] = &book->publications[i];
    qsort(sorted, book->publication_count, sizeof *sorted, publication_compare);
    struct date known_until = DATE_LATEST;
    for (size_t i = 0; i < book->publication_count; i++) {
        if (i == 0 || !text_equal(sorted[i]->file, sorted[i - 1]->file))
            known_until = DATE_LATEST;
        file_read(loading, sorted[i], &known_until);
    }
}

static void divisions_find(struct loading *loading)
{
    struct book *book = loading->book;
    struct text file = TEXT("rules/divisions/divisions.tsv");
    const struct publication *publication = book_publication(book, file);
    if (publication == NULL)
        rule_fault_add(loading->faults, file, 0, TEXT(""), "rules.fault.no-divisions", TEXT(""),
                       TEXT(""));
    else
        book->divisions = divisions_read(file, publication->text, &book->arena, loading->faults);
}

static struct book *book_new(const struct publication *publications, size_t count,
                             const struct rule_kind *const *kinds, size_t kind_count)
{
    struct book *book = calloc(1, sizeof *book);
    CHECK(book != NULL);
    arena_init(&book->arena);
    atomic_init(&book->holders, 1);
    book->kinds = kinds;
    book->kind_count = kind_count;
    book->calendar = calendar_new(&book->arena);
    book->publications = ARENA_ARRAY(&book->arena, struct publication, count + 1);
    book->publication_count = count;
    for (size_t i = 0; i < count; i++) {
        book->publications[i] = publications[i];
        book->publications[i].file = arena_text(&book->arena, publications[i].file);
        book->publications[i].text = arena_text(&book->arena, publications[i].text);
        if (publications[i].sequence > book->sequence)
            book->sequence = publications[i].sequence;
    }
    return book;
}

const struct book *book_build(const struct publication *publications, size_t count,
                              const struct rule_kind *const *kinds, size_t kind_count,
                              struct rule_faults *faults)
{
    int32_t before = faults->count;
    struct loading loading = { .faults = faults };
    loading.book = book_new(publications, count, kinds, kind_count);
    divisions_find(&loading);
    if (loading.book->divisions != NULL) {
        files_read(&loading);
        calendar_seal(loading.book->calendar, faults);
        rules_seal(&loading);
    }
    if (faults->count == before)
        return loading.book;
    book_free(loading.book);
    return NULL;
}
